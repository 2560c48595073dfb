"""Know what a style says of the paragraphs and runs that use it, through all it is based on.

Only what carries meaning is asked for: the level in the outline, the numbering, the role
(title, caption, quotation), bold and its like, whether the text is hidden, the font of symbols.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from casebook.intake.formats.rich import Face, Role
from casebook.intake.formats.word.office_package import attribute, child, is_on, kind, value, whole

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]$", re.IGNORECASE)
_ROLES = {
    "title": Role.TITLE, "标题": Role.TITLE, "caption": Role.CAPTION, "题注": Role.CAPTION,
    "quote": Role.QUOTE, "intense quote": Role.QUOTE, "引用": Role.QUOTE, "明显引用": Role.QUOTE,
}  # fmt: skip
_DEEPEST = 40


@dataclass(frozen=True)
class Look:
    """What run properties say; None where they say nothing."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    script: str | None = None
    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None
    dotted: bool | None = None

    def over(self, other: "Look") -> "Look":
        """Return this look, with `other` where this one says nothing."""
        return Look(*(
            getattr(other, name) if getattr(self, name) is None else getattr(self, name)
            for name in self.__dataclass_fields__
        ))  # fmt: skip

    @property
    def face(self) -> Face:
        """The part of the look that a book keeps; emphasis dots (着重号) are emphasis."""
        return Face(
            bool(self.bold), bool(self.italic or self.dotted), bool(self.underline),
            self.script or "",
        )  # fmt: skip


NO_LOOK = Look()


def look_of(properties: etree._Element | None) -> Look:
    """Return what `w:rPr` says."""
    if properties is None or len(properties) == 0:
        return NO_LOOK
    line = value(properties, "w:u")
    raised = value(properties, "w:vertAlign")
    strike = is_on(properties, "w:strike")
    fonts = child(properties, "w:rFonts")
    dots = value(properties, "w:em")
    font = None if fonts is None else (attribute(fonts, "w:ascii") or attribute(fonts, "w:hAnsi"))
    return Look(
        is_on(properties, "w:b"),
        is_on(properties, "w:i"),
        None if line is None else line not in ("none", ""),
        None if raised is None else {"superscript": "sup", "subscript": "sub"}.get(raised, ""),
        is_on(properties, "w:vanish"),
        is_on(properties, "w:dstrike") if strike is None else strike,
        font,
        None if dots is None else dots not in ("none", ""),
    )


class Styles:
    """The styles of a document, by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        for node in root if root is not None else ():
            if kind(node) != "w:style":
                continue
            name = attribute(node, "w:styleId") or ""
            self._nodes.setdefault(name, node)
            if attribute(node, "w:default") in ("1", "true", "on"):
                self._defaults[attribute(node, "w:type") or ""] = name

    def paragraph_style(self, named: str | None) -> str:
        """Return the style `named`, or the default of paragraphs."""
        return named if named in self._nodes else self._defaults.get("paragraph", "")

    def _chain(self, style: str | None) -> Iterator[tuple[str, etree._Element]]:
        """Yield a style and those it is based on; a circle ends."""
        for _ in range(_DEEPEST):
            node = self._nodes.get(style or "")
            if node is None:
                return
            yield style or "", node
            style = value(node, "w:basedOn")

    def names(self, style: str) -> Iterator[str]:
        """Yield the names of a style and those it is based on, in small letters."""
        for _, node in self._chain(style):
            yield (value(node, "w:name") or "").strip().lower()

    def outline(self, style: str) -> int | None:
        """Return the level in the outline, from 1, that a style gives."""
        for _, node in self._chain(style):
            level = whole(value(child(node, "w:pPr"), "w:outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
            found = _HEADING.match((value(node, "w:name") or "").strip())
            if found:
                return int(found[1])
        return None

    def numbering(self, style: str) -> tuple[str, str | None, str] | None:
        """Return the number series of a style, the level named with it, and who names it."""
        for name, node in self._chain(style):
            properties = child(child(node, "w:pPr"), "w:numPr")
            series = value(properties, "w:numId")
            if series is not None:
                return series, value(properties, "w:ilvl"), name
        return None

    def series_of(self, style: str) -> str | None:
        """Return the number series that a numbering style (`w:numStyleLink`) stands for."""
        found = self.numbering(style)
        return found[0] if found else None

    def role(self, style: str) -> Role:
        """Return the role that the name of a style, or of one it is based on, tells of."""
        return next((_ROLES[name] for name in self.names(style) if name in _ROLES), Role.BODY)

    def is_contents(self, style: str) -> bool:
        """Whether the style is that of a line in a table of contents."""
        return any(_CONTENTS.match(name) for name in self.names(style))

    def look(self, style: str | None) -> Look:
        """Return the look of a style."""
        key = style or ""
        if key not in self._looks:
            look = NO_LOOK
            for _, node in self._chain(style):
                look = look.over(look_of(child(node, "w:rPr")))
            self._looks[key] = look
        return self._looks[key]
