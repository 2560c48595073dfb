"""The Markdown that casebook reads: CommonMark with tables and notes, and what is added to it.

Added are: `H~2~O` and `x^2^` where nothing else can be meant; rows longer than the head of their
table, which widen it; a limit to the depth of lists and quotations, beyond which the text stands in
a plain paragraph with its marks instead of vanishing; and `**` that opens and closes beside
Chinese marks. `**（一）学习。**后文` is not bold in CommonMark 0.31: the closing stars follow a mark
and precede a letter. Chinese has no spaces to make the difference, so a Chinese neighbour counts
as one (the rule of the CommonMark CJK-friendly amendments).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

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


DEPTH = 48
"""How deep blocks may stand in each other; a list is two deep, its item and itself."""
_SCRIPTS = {
    "~": ("sub", re.compile(r"~([0-9]{1,4}|[0-9]{0,3}[+−-])~(?!~)"), re.compile(r"[A-Za-z)\]^]")),
    "^": ("sup", re.compile(r"\^([0-9A-Za-z+−-]{1,6})\^(?!\^)"), re.compile(r"[\w)\]°~]")),
}
_STRUCTURE = re.compile(r">|[-+*|][ \t]|#{1,6}[ \t]|\d{1,9}[.)][ \t]|```|~~~")
_PREFIX = re.compile(r"(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*")


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
    found = shape.match(state.src, state.pos)
    if not found or not before.match(state.src[state.pos - 1]):
        return False
    if not silent:
        for kind, content in (
            ("html_inline", f"<{tag}>"), ("text", found[1]), ("html_inline", f"</{tag}>"),
        ):  # fmt: skip
            state.push(kind, "", 0).content = content
    state.pos = found.end()
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
    found = _PREFIX.match(line)
    return found.end() if found else 0


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
