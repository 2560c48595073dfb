"""Judge the marks in paragraphs that belong together: carried out, missed, wrong, unasked.

Every reading of "these marks were carried out, those were not" is tried; the reading nearest to
the new text decides, so a deletion that could have been made in two places is not called wrong.
What then still differs is a mark carried out wrongly where a mark stands, and a change without a
mark anywhere else.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import product

from casebook.rounds.round_marks import BY_EYE, Mark, MarkKind, QuotedSpan

TRIED = 8
"""So many marks of one group are tried in every combination; of more, one after another."""


class MarkFate(StrEnum):
    """What became of a mark, or that there was none."""

    DONE = "done"
    MISSED = "missed"
    WRONG = "wrong"
    UNASKED = "unasked"
    BY_EYE = "by-eye"


@dataclass(frozen=True)
class Piece:
    """A run of characters: kept (“ ”), taken out (“-”) or put in (“+”)."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """One line of the lists: the case, the fate, the mark if any, the words old and new.

    `old` and `new` are paragraph numbers of the group; `start` and `end` characters of the new
    paragraph `new`; `marks_only` says that only punctuation or spaces differ.
    """

    case: str
    fate: MarkFate
    old: int
    new: int
    before: str
    after: str
    around: str
    mark: Mark | None = None
    start: int = 0
    end: int = 0
    marks_only: bool = False


@dataclass
class _Spot:
    """A mark put into a group: what of the group's old text it replaces, and by what.

    `also` would carry it out as well: where words over several paragraphs are deleted, what is
    left of them may be joined or not.
    """

    mark: Mark
    start: int
    end: int
    wanted: str
    also: str | None = None
    put: str | None = field(default=None)
    """What the present reading puts there; None leaves what stood there."""

    @property
    def readings(self) -> tuple[str | None, ...]:
        """What may have become of it."""
        return (self.wanted, None) if self.also is None else (self.wanted, self.also, None)


class Judge:
    """Judges the marks in paragraphs that belong together."""

    def __init__(
        self, case: str, old_range: range, new_range: range,
        before: Sequence[str], after: Sequence[str], placed_marks: Sequence[tuple[Mark, QuotedSpan]],
    ) -> None:  # fmt: skip
        self._case, self._mine, self._theirs = case, old_range, new_range
        self._old = "\n".join(before[n] for n in old_range)
        self._new = "\n".join(after[n] for n in new_range)
        offsets, at = {}, 0
        for n in old_range:
            offsets[n] = at
            at += len(before[n]) + 1
        spots = [
            self._spot(
                mark, offsets[at.paragraph] + at.start, offsets[at.last] + at.end,
                offsets[at.last] + len(before[at.last]), [before[n] for n in at.apart],
            )
            for mark, at in placed_marks
        ]  # fmt: skip
        self._spots = sorted(spots, key=lambda spot: (spot.start, spot.end))

    def _spot(
        self, mark: Mark, start: int, end: int, paragraph_end: int, apart: Sequence[str]
    ) -> _Spot:
        """Return what a mark asks for; `apart` are paragraphs within it that stay as they are."""
        words = self._old[start:end]
        kept = "\n".join(("", *apart, "")) if apart else ""
        match mark.asks:
            case MarkKind.REPLACE:
                return _Spot(mark, start, end, mark.text + kept)
            case MarkKind.DELETE:
                return _Spot(mark, start, end, kept, "\n" if "\n" in words and not kept else None)
            case MarkKind.INSERT:
                return _Spot(mark, end, end, mark.text)
            case MarkKind.SWAP:
                return _Spot(mark, start, end, mark.text or words[::-1])
            case MarkKind.CLOSE:
                return _Spot(mark, start, end, re.sub(r"\s+", "", words))
            case MarkKind.SPACE:
                return _Spot(mark, end, end, " ")
            case MarkKind.SPLIT:
                return _Spot(mark, end, end, "\n")
            case MarkKind.JOIN:
                stop = min(paragraph_end + 1, len(self._old))
                return _Spot(mark, min(paragraph_end, stop), stop, "")
            case _:
                return _Spot(mark, start, end, words)

    def asked(self) -> str:
        """Return the old text with every mark carried out."""
        for spot in self._spots:
            spot.put = spot.wanted
        return self._expected()[0]

    def judged(self) -> tuple[list[Change], tuple[Piece, ...]]:
        """Return the changes of the group and its differences."""
        self._decide()
        expected, places = self._expected()
        touched: set[int] = set()
        changes: list[Change] = []
        matcher = SequenceMatcher(None, expected, self._new, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                continue
            hit = [n for n, (a, b) in enumerate(places) if _meets(i1, i2, a, b)]
            touched.update(hit)
            if not hit:
                changes.append(self._unasked(expected, i1, i2, j1, j2))
        for n, spot in enumerate(self._spots):
            changes.append(self._marked(spot, n in touched, places[n], matcher))
        return sorted(changes, key=lambda c: (c.new, c.start)), tuple(pieces(self._old, self._new))

    def _decide(self) -> None:
        """Choose which marks were carried out: the reading nearest to the new text."""
        asking = [s for s in self._spots if s.wanted != self._old[s.start : s.end]]
        if len(asking) <= TRIED:
            best = -1.0
            for choice in product(*(spot.readings for spot in asking)):
                for spot, put in zip(asking, choice, strict=True):
                    spot.put = put
                if (like := self._likeness()) > best:
                    best, chosen = like, choice
                if best == 1.0:
                    break
            for spot, put in zip(asking, chosen, strict=True):
                spot.put = put
            return
        for spot in asking:
            spot.put = spot.wanted
        for spot in asking:
            likes = []
            for number, put in enumerate(spot.readings):
                spot.put = put
                likes.append((self._likeness(), -number))
            spot.put = spot.readings[-max(likes)[1]]

    def _likeness(self) -> float:
        expected = self._expected()[0]
        if expected == self._new:
            return 1.0
        return SequenceMatcher(None, expected, self._new, autojunk=False).ratio() * 0.999

    def _expected(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the text the chosen marks make, and where in it each mark stands."""
        out, at, places = "", 0, []
        for spot in self._spots:
            start = max(spot.start, at)
            out += self._old[at:start]
            wanted = self._old[start : spot.end] if spot.put is None else spot.put
            places.append((len(out), len(out) + len(wanted)))
            out += wanted
            at = max(at, spot.end)
            if spot.put == "" and spot.end > spot.start and (not out or out.endswith("\n")):
                at += self._old[at : at + 1] == "\n"  # a paragraph deleted leaves no empty one
        out += self._old[at:]
        if out.endswith("\n") and not self._old.endswith("\n"):
            out = out[:-1]
            places = [(min(a, len(out)), min(b, len(out))) for a, b in places]
        return out, places

    def _unasked(self, expected: str, i1: int, i2: int, j1: int, j2: int) -> Change:
        before, after = expected[i1:i2], self._new[j1:j2]
        number, start = self._paragraph(j1)
        around = self._new[max(0, j1 - 12) : j2 + 12].replace("\n", "¶")
        return Change(
            self._case, MarkFate.UNASKED, self._mine.start, number, before, after, around,
            None, start, start + j2 - j1, _only_marks(before + after),
        )  # fmt: skip

    def _marked(
        self, spot: _Spot, touched: bool, place: tuple[int, int], matcher: SequenceMatcher[str]
    ) -> Change:
        j1, j2 = _image(place, matcher, len(self._new))
        number, start = self._paragraph(j1)
        before, after = self._old[spot.start : spot.end], self._new[j1:j2]
        around = self._new[max(0, j1 - 12) : j2 + 12].replace("\n", "¶")
        asked = spot.wanted != before
        if spot.mark.asks in BY_EYE:
            fate = MarkFate.DONE if spot.mark.settled else MarkFate.BY_EYE
        elif spot.mark.asks is MarkKind.QUERY:
            fate = MarkFate.DONE if touched or spot.mark.settled else MarkFate.MISSED
        elif touched:
            fate = MarkFate.WRONG
        else:
            fate = MarkFate.DONE if spot.put is not None or not asked else MarkFate.MISSED
        return Change(
            self._case, fate, self._mine.start, number, before, after, around,
            spot.mark, start, start + j2 - j1, _only_marks(before + spot.wanted),
        )  # fmt: skip

    def _paragraph(self, at: int) -> tuple[int, int]:
        """Return the new paragraph and the place in it of a character of the group."""
        before = self._new[:at]
        return self._theirs.start + before.count("\n"), at - (before.rfind("\n") + 1)


def pieces(old: str, new: str) -> Iterator[Piece]:
    """Yield what was kept, taken out and put in, in reading order."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(" ", old[i1:i2])
            continue
        if i2 > i1:
            yield Piece("-", old[i1:i2])
        if j2 > j1:
            yield Piece("+", new[j1:j2])


def _meets(i1: int, i2: int, start: int, end: int) -> bool:
    """Say whether a difference falls into a mark's place; at an empty place, touching it does."""
    return i1 < end and i2 > start if i2 > i1 and end > start else i1 <= end and i2 >= start


def _image(place: tuple[int, int], matcher: SequenceMatcher[str], length: int) -> tuple[int, int]:
    """Return where a place of the expected text stands in the new one."""
    start, end = place
    first, last = length, 0
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        if i1 <= start <= i2:
            first = min(first, min(j1 + start - i1, j2))
        if i1 <= end <= i2:
            last = max(last, min(j1 + end - i1, j2))
    return min(first, last), max(first, last)


def _only_marks(text: str) -> bool:
    return bool(text) and all(unicodedata.category(c)[0] in "PZC" or c.isspace() for c in text)
