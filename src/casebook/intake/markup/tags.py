"""The HTML that a manuscript may use: tables, and a few tags within a line.

Raw HTML is input from strangers, so what is let through is listed here tag by tag and attribute
by attribute; everything else is for the caller to set as the characters it is.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree
from markdown_it.token import Token

INLINE = frozenset("sub sup br ruby rt rp u".split())
TABLE = frozenset("table caption colgroup col thead tbody tfoot tr th td".split())
_IN_TABLE = TABLE | INLINE | {"p", "b", "strong", "i", "em"}
_ATTRIBUTES = frozenset("rowspan colspan scope".split())
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)\s*/?>$")
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
DEPTH = 16
"""How deep emphasis, links and tags may stand in each other within a line, and tags in a table."""


def is_comment(content: str) -> bool:
    """Whether a piece of raw HTML is nothing but comments."""
    return _COMMENTS.fullmatch(content) is not None


def table(content: str) -> etree._Element | None:
    """Return raw HTML as a `div` of tables; None when it is anything else or badly formed."""
    tidy = re.sub(r"<(br|col)\s*>", r"<\1/>", content)
    tidy = re.sub(
        r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)(\w+);",
        lambda m: html.escape(html.unescape(m[0])),
        tidy,
    )
    try:
        root = etree.fromstring(f"<div>{tidy}</div>")
    except etree.XMLSyntaxError:
        return None
    if (root.text or "").strip() or any((node.tail or "").strip() for node in root):
        return None
    if any(node.tag != "table" for node in root) or not all(map(_allowed, root.iterdescendants())):
        return None
    return root if _depth(root) <= 2 * DEPTH else None


def _allowed(node: etree._Element) -> bool:
    """Whether an element may stand; text straight in a row would be shown nowhere."""
    if node.tag not in _IN_TABLE or not set(node.attrib) <= _ATTRIBUTES:
        return False
    if node.tag in ("table", "colgroup", "thead", "tbody", "tfoot", "tr"):
        inside = [node.text, *(child.tail for child in node)]
        return not any((text or "").strip() for text in inside)
    return True


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@dataclass
class Nesting:
    """What is open in a line: emphasis and links by their token, tags by their name.

    Tokens go in, well-formed tokens come out. `refused` are tags that could not stand, `deep`
    says that something stood too deep and went without its marks.
    """

    refused: list[str] = field(default_factory=list)
    deep: bool = False
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def take(self, token: Token) -> Iterator[Token]:
        """Yield what `token` becomes."""
        if token.type == "html_inline":
            yield self._tag(token)
        elif token.nesting > 0:
            if self._enter(token.type.removesuffix("_open")):
                yield token
        elif token.nesting < 0:
            yield from self._leave(token)
        else:
            yield token

    def end(self) -> Iterator[Token]:
        """Yield the ends of tags that are still open."""
        yield from self._closed(self._open)
        self._open.clear()

    def _enter(self, name: str) -> bool:
        kept = len(self._open) < DEPTH
        self.deep = self.deep or not kept
        self._open.append((name, kept))
        return kept

    def _leave(self, token: Token) -> Iterator[Token]:
        """Close emphasis or a link, and before it the tags that were opened within."""
        names = [name for name, _ in self._open]
        name = token.type.removesuffix("_close")
        at = len(names) - 1 - names[::-1].index(name)
        yield from self._closed(self._open[at + 1 :])
        if self._open[at][1]:
            yield token
        del self._open[at:]

    def _closed(self, tags: Sequence[tuple[str, bool]]) -> Iterator[Token]:
        for name, kept in reversed(tags):
            self.refused.append(f"<{name}>")
            if kept:
                yield Token("html_inline", "", 0, content=f"</{name}>")

    def _tag(self, token: Token) -> Token:
        content = token.content
        match = _TAG.match(content)
        name = match[1].lower() if match else ""
        if is_comment(content):
            return replace(token, content="")
        if name == "br":
            return replace(token, content="<br/>")
        if name in INLINE and not content.startswith("</") and not content.endswith("/>"):
            return replace(token, content=f"<{name}>" if self._enter(name) else "")
        if name in INLINE and self._open and self._open[-1][0] == name:
            return replace(token, content=f"</{name}>" if self._open.pop()[1] else "")
        self.refused.append(content)
        return replace(token, type="text", content=content)
