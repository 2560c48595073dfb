"""Structure: numbering, levels of headings, texts without a text."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Heading, ListEntry, Piece, Prose, RunIn
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_HAN = "[一二三四五六七八九十百]{1,3}"
MARKS = (
    re.compile(f"({_HAN})、"),
    re.compile(f"[（(]({_HAN})[）)]"),
    re.compile(r"(\d{1,2})(?:[.．、](?!\d)|\s)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"([①-⑳])"),
)


def numbered(text: str) -> tuple[int, int] | None:
    """Return the rank (0 for 一、 to 4 for ①) and the number a heading opens with, or None."""
    for rank, pattern in enumerate(MARKS):
        if match := pattern.match(text):
            sign = match[1]
            number = ord(sign) - ord("①") + 1 if rank == 4 else number_of(sign)
            return (rank, number) if number else None
    return None


@rule("S401", Kind.ERRATUM)
def empty_text(piece: Piece) -> Iterator[Spot]:
    """A case that holds headings or pictures, but no text.

    Why: it would be printed as headings over an empty page. A file with its head only is counted
    as missing.

        (headings only)  →  the manuscript
        中文：只有标题  →  补上正文

    中文：案例没有正文。只有标题或图，会印出空页；只有文件头的算作未到。
    """
    if piece.case and not any(
        isinstance(block, Prose | ListEntry | Cell) for block in piece.blocks
    ):
        message = Wording("这个案例没有正文", "this case has no text")
        hint = Wording("补上正文，或删去文件。", "Add the text, or delete the file.")
        yield Spot(message, hint, place=piece.source.place(0), quote=piece.id, case=piece.id)


@rule("S402", Kind.ERRATUM, "structure")
def numbering_gap(piece: Piece) -> Iterator[Spot]:
    """Numbers of headings that skip, repeat or do not begin with one.

    Why: a heading is missing, or its number is wrong.

        一、… 三、…  →  一、… 二、…

    Clause: GB/T 15834—2011 B.3
    中文：标题序号跳号、重号或不从一起。可能缺标题，也可能编错号。
    """
    last: dict[int, tuple[int, ...]] = {}
    for block in piece.blocks:
        numbering = numbered(block.text) if isinstance(block, Heading | RunIn) else None
        if isinstance(block, Heading) and numbering is None and block.level == 2:
            last.clear()
        if numbering is None:
            continue
        rank, number = numbering
        before = last.get(rank, (0,))
        wanted = before[0] + 1
        accepted: tuple[int, ...] = (number,)
        if number not in {earlier + 1 for earlier in before}:
            message = Wording(f"序号应为第 {wanted}，写成第 {number}", f"{number} for {wanted}")
            hint = Wording("核对是否缺段，再改序号。", "See whether a part is missing.")
            match = MARKS[rank].match(block.text)
            yield at(block, 0, match.end() if match else 1, message, hint)
            accepted = (number, wanted)  # the next may follow what stands or what should
        last = {level: count for level, count in last.items() if level < rank} | {rank: accepted}


@rule("S404", Kind.ERRATUM, "structure")
def level_backwards(piece: Piece) -> Iterator[Spot]:
    """Numbers whose order of levels is turned round: （一） above 一、.

    Why: the order is 一、 （一） 1. （1） ①; levels may be left out, not turned round.

        ## （一）… ### 一、…  →  ## 一、… ### （一）…

    Clause: GB/T 15834—2011 B.3.8
    中文：标题层次颠倒。次序为“一、（一）1.（1）①”，可以跳级，不可倒置。
    """
    above: dict[int, int] = {}
    for block in piece.blocks:
        if not isinstance(block, Heading):
            continue
        above = {level: rank for level, rank in above.items() if level < block.level}
        numbering = numbered(block.text)
        if numbering is None:
            continue
        higher = max(above.values(), default=-1)
        if numbering[0] <= higher:
            message = Wording("标题层次颠倒", "the levels of the headings are turned round")
            hint = Wording("按“一、（一）1.（1）①”改。", "The order is 一、 （一） 1. （1） ①.")
            match = MARKS[numbering[0]].match(block.text)
            yield at(block, 0, match.end() if match else 1, message, hint)
        above[block.level] = numbering[0]
