"""Sayings that official language quotes to the letter, a character or two off."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof import own_name
from casebook.proof.blocks import Cell, Heading, Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule


class Saying(NamedTuple):
    """A saying: its text, how it begins and how it ends, forms that are right as well, the line of
    the list."""

    text: str
    head: str
    tail: str
    also: tuple[re.Pattern[str], ...]
    entry: ListLine


def _sayings(entries: Sequence[ListLine]) -> tuple[Saying, ...]:
    """Return the sayings, the longest first; head and tail are a third each, and of these at least
    one stands unharmed where a character or two in a row are off."""
    ordered = sorted(entries, key=lambda entry: -len(entry.right))
    return tuple(
        Saying(
            e.right,
            e.right[: _third(e.right)],
            e.right[-_third(e.right) :],
            tuple(_form(form) for form in e.more[0].split("|") if form.strip() not in ("", "-")),
            e,
        )
        for e in ordered
    )


def _form(text: str) -> re.Pattern[str]:
    """Return a pattern for a form that is right as well; * stands for one to four characters."""
    return re.compile(re.escape(text.strip()).replace(r"\*", r"[^，。；、“”]{1,4}"))


def _third(text: str) -> int:
    return max(3, len(text) // 3)


@rule("C523", Kind.QUERY, "knowledge")
def saying_altered(block: Running | Cell | Heading) -> Iterator[Spot]:
    """A saying with a character or two changed, lost, put in or turned round.

    Why: such sayings are quoted, not made; who knows them sees the slip at once.

        铸牢中华民族共同体思想  →  铸牢中华民族共同体意识

    Clause: 用词表 slogans.tsv
    中文：固定提法错了一两个字。换字、漏字、添字、颠倒都查；请核对出处。
    """
    if block.piece.lists is None or block.quoted:
        return
    taken: list[tuple[int, int]] = []
    for saying in block.piece.lists.made("slogans", _sayings):
        if saying.head not in block.text and saying.tail not in block.text:
            continue
        taken += [m.span() for m in re.finditer(re.escape(saying.text), block.text)]
        for also in saying.also:
            taken += [m.span() for m in also.finditer(block.text)]
        for spans in own_name.windows(block.text, saying.head, saying.tail, len(saying.text)):
            slipped = (span for span in spans if _slipped(block.text[slice(*span)], saying.text))
            start, end = next(slipped, (0, 0))
            if start == end or any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            message = Wording(f"是不是“{saying.text}”", f"is {saying.text} meant?")
            yield at(block, start, end, message, saying.entry.origin, saying.text)


def _slipped(text: str, right: str) -> bool:
    """Whether `text` is `right` but for one or two characters in a row, none of them a mark."""
    if re.search("[。！？；]", text):
        return False
    first = next((n for n, (a, b) in enumerate(zip(text, right, strict=False)) if a != b), None)
    if first is None:
        return False
    behind = 0
    while behind < min(len(text), len(right)) - first and text[-1 - behind] == right[-1 - behind]:
        behind += 1
    wrong, off = text[first : len(text) - behind], right[first : len(right) - behind]
    if re.search(r"[，、“”（）\d]", wrong) or (len(text) < len(right) and not behind):
        return False
    if not behind and len(off) < 2 and wrong in "的地和与":
        return False
    if first == 0:
        return False  # what stands before may be another word: 走向人类命运共同体
    return max(len(wrong), len(off)) <= 2 and bool(off or wrong)
