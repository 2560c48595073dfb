"""Terms that official language tells in one order and in fixed words (创新、协调、绿色、开放、共享)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule

_FEWEST = 1
"""Marks between the terms of the shortest series, of which the last may be 和."""
_MANY = 5
"""From so many terms on, another word among them is a slip even without a character of theirs."""
_END = re.compile(r"[。；：！？）”》\s]")


class Term(NamedTuple):
    """A stretch of text between two marks: what stands there, where it begins."""

    text: str
    start: int


class Series:
    """One line of the list: its terms in their order, and what finds the first of a run of them."""

    def __init__(self, entry: ListLine) -> None:
        self.entry = entry
        self.terms = tuple(entry.right.split("、"))
        either = "|".join(map(re.escape, self.terms))
        self.pattern = re.compile(either)
        self.mark = re.compile(f"[、，]|(?:和|与|及|以及)(?={either})")


def _all(entries: Sequence[ListLine]) -> tuple[Series, ...]:
    return tuple(map(Series, entries))


@rule("C522", Kind.QUERY, "knowledge")
def series_altered(block: Running | Cell) -> Iterator[Spot]:
    """Terms that are told in one order, told in another, or one of them in other words.

    Why: such series are quoted, not made; who knows them sees the slip at once.

        创新、协调、绿色、共享、开放  →  创新、协调、绿色、开放、共享

    Clause: 用词表 series.tsv
    中文：固定的并列提法次序不对，或有一项换了字。只引用其中几项而次序不乱的不报。
    """
    if block.piece.lists is None or len(re.findall("[、，]", block.text)) < _FEWEST:
        return
    for series in block.piece.lists.made("series", _all):
        if _lacks_two(block.text, series.terms):
            continue
        behind = 0
        for match in series.pattern.finditer(block.text):
            if match.start() < behind:
                continue
            said = _terms(block.text, match.start(), series)
            if spot := _differing(block, series, said):
                behind = said[-1].start + len(said[-1].text)
                yield spot


def _lacks_two(text: str, terms: Sequence[str]) -> bool:
    """Whether more than one of `terms` is not in a text; most texts are done with after two."""
    lacking = 0
    for term in terms:
        lacking += term not in text
        if lacking > 1:
            return True
    return False


def _terms(text: str, start: int, series: Series) -> list[Term]:
    """Return the terms from `start` on, parted by marks or by 和 and 与, up to the sentence's end."""
    stop = _END.search(text, start)
    end = stop.start() if stop else len(text)
    terms: list[Term] = []
    at_ = start
    for mark in series.mark.finditer(text, start, end):
        terms.append(Term(text[at_ : mark.start()], at_))
        at_ = mark.end()
        if len(terms) == len(series.terms):
            return terms
    return [*terms, Term(text[at_:end], at_)]


def _differing(block: Running | Cell, series: Series, said: list[Term]) -> Spot | None:
    """Return what is said of a run of terms, or None where it is right or another series."""
    if len(said) != len(series.terms):
        return None
    last = said[-1].text
    known = next((term for term in series.terms if last.startswith(term)), last)
    names = [*(term.text for term in said[:-1]), known]
    start, end = said[0].start, said[-1].start + len(names[-1])
    if sorted(names) == sorted(series.terms):
        if tuple(names) == series.terms:
            return None
        message = Wording(
            f"{series.entry.wrong}的次序是“{series.entry.right}”",
            f"the order is {series.entry.right}",
        )
        put = _kept_marks(block.text[start:end], names, series.terms)
        return at(block, start, end, message, series.entry.origin, put)
    off = [n for n, (a, b) in enumerate(zip(names, series.terms, strict=True)) if a != b]
    if len(off) != 1:
        return None
    wrong, right = names[off[0]], series.terms[off[0]]
    wrong = wrong[: len(right)] if off[0] == len(names) - 1 else wrong
    alike = set(wrong) & set(right) or len(series.terms) >= _MANY
    if not alike or abs(len(wrong) - len(right)) > 1 or wrong == right:
        return None
    place = said[off[0]].start
    message = Wording(f"是不是“{right}”", f"is {right} meant?")
    return at(block, place, place + len(wrong), message, series.entry.origin, right)


def _kept_marks(text: str, names: Sequence[str], right: Sequence[str]) -> str:
    """Return `text` with its terms put into their order, the marks between them as they are."""
    marks: list[str] = []
    rest = text
    for name in names:
        mark, _, rest = rest.partition(name)
        marks.append(mark)
    return "".join(mark + term for mark, term in zip(marks, right, strict=True)) + rest
