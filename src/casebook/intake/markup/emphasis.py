"""Let `**` open and close beside Chinese marks, where CommonMark's flanking rule forbids it.

`**（一）学习。**后文` is not bold in CommonMark 0.31: the closing stars follow a mark and precede
a letter. Chinese has no spaces to make the difference, so a Chinese neighbour counts as one
(the rule of the CommonMark CJK-friendly amendments). Everything else is markdown-it's own.
"""

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

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
