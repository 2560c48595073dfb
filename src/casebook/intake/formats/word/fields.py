"""Follow the fields of a story: what a reader sees of them is their result, not their code.

A few fields have no result, because Word draws them from the code: 带圈字符 and 拼音指南 are `EQ`
fields, a symbol may be a `SYMBOL` field. Their words are read out of the code.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from casebook.intake.formats.rich import PLAIN, Face, Piece, Ruby, Span
from casebook.intake.formats.word.element_names import attribute, child, kind, value, whole
from casebook.intake.formats.word.symbols import shown

DATES = frozenset("DATE TIME CREATEDATE SAVEDATE PRINTDATE".split())
COUNTED = frozenset("AUTONUM AUTONUMLGL AUTONUMOUT LISTNUM".split())
_RUBY = re.compile(r"\\o\s*\\a[dlrc]?\s*\(\s*\\s\s*\\up\s*\d+\s*\((.*?)\)\s*[,;，](.*)\)\s*$", re.S)
_RING = re.compile(r"\\o\s*\\ac\s*\((.*?)[,;，](.*)\)\s*$", re.S)
_SWITCH = re.compile(r"\\(?:\*\s*(?:\"[^\"]*\"|\S+)|[a-z]{1,3}\s*\d*\s*)", re.I)
_RINGS = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}


@dataclass
class _Open:
    """A field that has begun: its code so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    nodes: list[etree._Element] = field(default_factory=list)
    in_result: bool = False
    words: bool = False
    form: etree._Element | None = None


class Fields:
    """The fields that are open at a point of a story."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def in_code(self) -> bool:
        """Whether the walk stands in the code of a field, which nobody sees."""
        return any(not one.in_result for one in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether the walk stands in the result of a table of contents."""
        return any(one.in_result and _name(one) == "TOC" for one in self._open)

    def begin(self, node: etree._Element) -> None:
        """A field begins (`w:fldChar`, begin)."""
        self._open.append(_Open(form=child(node, "w:ffData")))

    def code(self, node: etree._Element, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self._open:
            self._open[-1].code.append(text)
            self._open[-1].nodes.append(node)

    def separate(self) -> None:
        """The code ends and the result begins."""
        if self._open:
            self._open[-1].in_result = True

    def words(self) -> None:
        """Words of a result were read."""
        for one in self._open:
            one.words = True

    def end(self, face: Face = PLAIN) -> tuple[str, tuple[Piece, ...], list[etree._Element]]:
        """The innermost field ends: return its name, the words its code shows, and its code."""
        if not self._open:
            return "", (), []
        last = self._open.pop()
        shows = () if last.words or self.in_code else _shown("".join(last.code), last.form, face)
        return _name(last), shows, last.nodes


def _name(one: _Open) -> str:
    return ("".join(one.code).split() or [""])[0].upper()


def _shown(code: str, form: etree._Element | None, face: Face) -> tuple[Piece, ...]:
    """Return what a field without a result shows."""
    name = (code.split() or [""])[0].upper()
    if form is not None:
        return _form(name, form, face)
    if name == "EQ":
        return _equation(code.strip()[2:].strip(), face)
    if name == "SYMBOL":
        font = re.search(r'\\f\s*"?([^"\\]+)', code)
        number = whole(code.split()[1]) if len(code.split()) > 1 else None
        char = chr(number) if number and number < 0x10000 else ""
        text = (shown(char, font[1].strip() if font else None) if char else None) or char
        return (Span(text, face),) if text else ()
    if name == "MACROBUTTON":
        return (Span(" ".join(code.split()[2:]), face),)
    return ()


def _form(name: str, form: etree._Element, face: Face) -> tuple[Piece, ...]:
    """Return the choice of a drop-down, the state of a box to tick."""
    box, choice = child(form, "w:checkBox"), child(form, "w:ddList")
    if name == "FORMCHECKBOX" and box is not None:
        state = value(box, "w:checked")
        state = value(box, "w:default") if state is None else state
        ticked = state is not None and state not in ("0", "false", "off")
        return (Span("☑" if ticked else "☐", face),)
    if name == "FORMDROPDOWN" and choice is not None:
        entries = [attribute(one, "w:val") or "" for one in choice if kind(one) == "w:listEntry"]
        chosen = whole(value(choice, "w:result")) or 0
        return (Span(entries[chosen], face),) if 0 <= chosen < len(entries) else ()
    return ()


def _equation(code: str, face: Face) -> tuple[Piece, ...]:
    """Return what an `EQ` field shows: a character with its reading, one in a ring, or words."""
    bare = re.sub(r"\\\*\s*(?:\"[^\"]*\"|\S+)", "", code).strip()
    if (ruby := _RUBY.match(bare)) is not None:
        return (Ruby(_words(ruby[2]), _words(ruby[1])),)
    if (ring := _RING.match(bare)) is not None:
        parts = [_words(ring[1]), _words(ring[2])]
        inner = next((p for p in parts if p not in ("○", "◯", "□", "△", "◇")), "")
        return (Span(_RINGS.get(inner, "".join(parts)), face),)
    fraction = re.match(r"\\f\s*\(([^,;]*)[,;](.*)\)\s*$", bare, re.S)
    if fraction:
        return (Span(f"{_words(fraction[1])}/{_words(fraction[2])}", face),)
    text = _words(bare)
    return (Span(text, face),) if text else ()


def _words(code: str) -> str:
    return re.sub(r"[()]", " ", _SWITCH.sub("", code)).strip()
