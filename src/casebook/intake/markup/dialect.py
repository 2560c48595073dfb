"""The Markdown that casebook reads: CommonMark with tables and notes, and what is added to it.

Added are: `H~2~O` and `x^2^` where nothing else can be meant; rows longer than the head of their
table, which widen it; a limit to the depth of lists and quotations, beyond which the text stands in
a plain paragraph with its marks instead of vanishing; and `**` that opens and closes beside
Chinese marks. `**（一）学习。**后文` is not bold in CommonMark 0.31: the closing stars follow a mark
and precede a letter. Chinese has no spaces to make the difference, so a Chinese neighbour counts
as one (the rule of the CommonMark CJK-friendly amendments).

Raw HTML is input from strangers, so what is let through (tables, a few tags within a line) is listed
here tag by tag and attribute by attribute; all else is for the caller to set as the characters it is.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from casebook.typography import is_han

INLINE = frozenset("sub sup br ruby rt rp u".split())
TABLE = frozenset("table caption colgroup col thead tbody tfoot tr th td".split())
_IN_TABLE = TABLE | INLINE | {"p", "b", "strong", "i", "em"}
_ATTRIBUTES = frozenset("rowspan colspan scope".split())
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)\s*/?>$")
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
DEPTH = 48
"""How deep blocks may stand in each other; a list is two deep, its item and itself."""
_SCRIPTS = {
    "~": ("sub", re.compile(r"~([0-9]{1,4}|[0-9]{0,3}[+−-])~(?!~)"), re.compile(r"[A-Za-z)\]^]")),
    "^": ("sup", re.compile(r"\^([0-9A-Za-z+−-]{1,6})\^(?!\^)"), re.compile(r"[\w)\]°~]")),
}
_STRUCTURE = re.compile(r">|[-+*|][ \t]|#{1,6}[ \t]|\d{1,9}[.)][ \t]|```|~~~")
_PREFIX = re.compile(r"(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*")
INLINE_DEPTH = 16
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
    return root if _element_depth(root) <= 2 * INLINE_DEPTH else None


def _allowed(node: etree._Element) -> bool:
    """Whether an element may stand; text straight in a row would be shown nowhere."""
    if node.tag not in _IN_TABLE or not set(node.attrib) <= _ATTRIBUTES:
        return False
    if node.tag in ("table", "colgroup", "thead", "tbody", "tfoot", "tr"):
        inside = [node.text, *(child.tail for child in node)]
        return not any((text or "").strip() for text in inside)
    return True


def _element_depth(root: etree._Element) -> int:
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
        fits = len(self._open) < INLINE_DEPTH
        self.deep = self.deep or not fits
        self._open.append((name, fits))
        return fits

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
        for name, was_opened in reversed(tags):
            self.refused.append(f"<{name}>")
            if was_opened:
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


def tokenize(state: StateInline, silent: bool) -> bool:
    """Scan a run of `*` or `_` at `state.pos` (CommonMark 6.2, with Chinese neighbours)."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        end = state.pos + scanned.length
        before = state.src[state.pos - 1] if state.pos else " "
        after = state.src[end] if end < len(state.src) else " "
        opens = opens or _flanks(after, before)
        closes = closes or _flanks(before, after)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += scanned.length
    return True


def _flanks(inner: str, outer: str) -> bool:
    """Whether stars between `inner` (the side of the bold text) and `outer` flank it."""
    if isWhiteSpace(ord(inner)):
        return False
    mark = isPunctChar(inner) or isMdAsciiPunct(ord(inner))
    return not mark or is_han(outer) or (is_han(inner) and not isMdAsciiPunct(ord(inner)))


class LongRow(NamedTuple):
    """A row of a table with more cells than the head: its line from 0, and all its cells."""

    line: int
    head: int
    cells: tuple[str, ...]


class Parsed(NamedTuple):
    """A source as parsed: tokens, markdown-it's notes, rows that were too long, lines too deep."""

    tokens: list[Token]
    env: dict[str, Any]
    long_rows: tuple[LongRow, ...]
    deep: tuple[int, ...]


def parser() -> MarkdownIt:
    """Return a parser of the dialect."""
    markdown = MarkdownIt("commonmark", {"html": True, "xhtmlOut": True, "maxNesting": 4 * DEPTH})
    markdown.enable("table").use(footnote_plugin)
    markdown.inline.ruler.at("emphasis", tokenize)
    markdown.inline.ruler.before("emphasis", "script", _script)
    markdown.block.ruler.before("table", "depth", _depth)
    markdown.block.ruler.at("footnote_def", _note, {"alt": ["paragraph", "reference"]})
    return markdown


def parse(markdown: MarkdownIt, source: str) -> Parsed:
    """Parse `source`; tables are as wide as their longest row."""
    env: dict[str, Any] = {}
    tokens = markdown.parse(source, env)
    rows = tuple(_long_rows(tokens, source.split("\n")))
    if rows:
        env = {}
        tokens = markdown.parse(_widened(source, rows, tokens), env)
    deep = env.get("deep", set())
    for at, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.map and token.map[0] in deep:
            token.hidden = tokens[at + 2].hidden = False
    return Parsed(tokens, env, rows, tuple(sorted(deep)))


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take what stands too deep as a paragraph (markdown-it would skip it)."""
    if silent or state.level < DEPTH:
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if _STRUCTURE.match(line):
        state.env.setdefault("deep", set()).add(start)
    return paragraph(state, start, end, silent)


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the text of a note, but none within another note, which the plugin would garble."""
    if state.env.get("in_note"):
        return False
    if silent:
        return footnote_def(state, start, end, silent)
    state.env["in_note"] = True
    try:
        return footnote_def(state, start, end, silent)
    finally:
        state.env["in_note"] = False


def _script(state: StateInline, silent: bool) -> bool:
    """Read `~2~` behind a letter and `^2^` behind a letter or digit as lowered and raised.

    Ranges (5~10~15) and swung dashes in Chinese prose stay what they are.
    """
    if state.src[state.pos] not in _SCRIPTS or not state.pos:
        return False
    tag, shape, before = _SCRIPTS[state.src[state.pos]]
    match = shape.match(state.src, state.pos)
    if not match or not before.match(state.src[state.pos - 1]):
        return False
    if not silent:
        for kind, content in (
            ("html_inline", f"<{tag}>"), ("text", match[1]), ("html_inline", f"</{tag}>"),
        ):  # fmt: skip
            state.push(kind, "", 0).content = content
    state.pos = match.end()
    return True


def _long_rows(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[LongRow]:
    """Yield the rows that have more cells than the head; markdown-it drops those cells."""
    head = 0
    for at, token in enumerate(tokens):
        if token.type == "thead_open":
            head = 0
        elif token.type == "th_open":
            head += 1
        elif token.type == "tr_open" and token.map and tokens[at + 1].type == "td_open":
            cells = _cells(lines[token.map[0]])
            if len(cells) > head:
                yield LongRow(token.map[0], head, cells)


def _cells(line: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in escapedSplit(line[_prefix(line) :].strip())]
    return tuple(cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])])


def _prefix(line: str) -> int:
    match = _PREFIX.match(line)
    return match.end() if match else 0


def _widened(source: str, rows: Sequence[LongRow], tokens: Sequence[Token]) -> str:
    """Return `source` with empty cells added to the heads of the tables that `rows` stand in."""
    lines = source.split("\n")
    for token in tokens:
        if token.type != "table_open" or not token.map:
            continue
        start, end = token.map
        more = [len(row.cells) - row.head for row in rows if start <= row.line < end]
        for line, cell in ((start, " |"), (start + 1, "---|")) if more else ():
            bare = lines[line].rstrip()
            closed = bare.endswith("|") and not bare.endswith("\\|")
            lines[line] = bare + ("" if closed else "|") + cell * max(more)
    return "\n".join(lines)
