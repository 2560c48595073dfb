"""核红: what became of every mark between two texts, and what was changed without one.

Paragraphs are aligned first, then characters: a changed paragraph is told once, with what was
taken out and put in, and a paragraph that only moved is no change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from casebook.rounds.book_fields import FIELDS
from casebook.rounds.frozen_texts import Paragraph, Texts
from casebook.rounds.judging import Change, Judge, MarkFate, Piece
from casebook.rounds.round_marks import Mark, MarkKind, QuotedSpan, located

__all__ = ["Change", "Comparison", "Group", "MarkFate", "Piece", "aligned", "compare"]

ALIKE = 0.5
"""Two paragraphs at least so alike are one, changed."""


@dataclass(frozen=True)
class Group:
    """Paragraphs that belong together, old and new, and their differences in reading order."""

    case: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two texts."""

    changes: tuple[Change, ...]
    groups: tuple[Group, ...]

    def of(self, fate: MarkFate) -> tuple[Change, ...]:
        """Return one of the lists."""
        return tuple(change for change in self.changes if change.fate is fate)

    @property
    def failed(self) -> bool:
        """Whether a mark was missed or carried out wrongly, or something changed unasked."""
        return any(
            c.fate in (MarkFate.MISSED, MarkFate.WRONG, MarkFate.UNASKED) for c in self.changes
        )


def compare(old: Texts, new: Texts, marks: Mapping[str, Sequence[Mark]]) -> Comparison:
    """Compare texts piece by piece; `marks` are those made on `old`, by piece.

    A round of old knows no fields but those of the awards; they count as they are.
    """
    changes: list[Change] = []
    groups: list[Group] = []
    for case in dict.fromkeys((*old, *new, *marks)):
        open_marks = [mark for mark in marks.get(case, ()) if mark.open]
        after = new.get(case, ())
        before = old.get(case, after if case == FIELDS else ())
        judged, seen = _piece(case, before, after, open_marks)
        changes += judged
        groups += seen
    return Comparison(tuple(changes), tuple(groups))


def aligned(
    old: Sequence[str], new: Sequence[str], asked: Sequence[str] = ()
) -> Iterator[tuple[range, range]]:
    """Yield ranges of paragraphs that belong together, covering both texts in order.

    `asked` is each old paragraph as its marks would have it: a short one may be more like that.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from (
                (range(i, i + 1), range(j, j + 1))
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            )
        else:
            yield from _paired(old, new, range(i1, i2), range(j1, j2), asked or old)


def _paired(
    old: Sequence[str],
    new: Sequence[str],
    old_range: range,
    new_range: range,
    asked: Sequence[str],
) -> Iterator[tuple[range, range]]:
    """Pair like paragraphs of a changed stretch, in order; the rest stays together between.

    Of all pairings in order, the one whose paragraphs are most alike together.
    """
    i, j = old_range.start, new_range.start
    for at, to in _best_pairs(old, new, old_range, new_range, asked):
        if i < at or j < to:
            yield range(i, at), range(j, to)
        yield range(at, at + 1), range(to, to + 1)
        i, j = at + 1, to + 1
    if i < old_range.stop or j < new_range.stop:
        yield range(i, old_range.stop), range(j, new_range.stop)


def _best_pairs(
    old: Sequence[str],
    new: Sequence[str],
    old_range: range,
    new_range: range,
    asked: Sequence[str],
) -> list[tuple[int, int]]:
    """Return which paragraphs belong together: the alignment of greatest likeness (Needleman and
    Wunsch, without a cost for what stays alone)."""
    width = len(new_range) + 1
    best = [[0.0] * width]
    for at in old_range:
        row = [0.0]
        for column, to in enumerate(new_range):
            alike = _like(old[at], new[to])
            if asked[at] != old[at]:
                alike = max(alike, _like(asked[at], new[to]))
            pair = best[-1][column] + alike if alike >= ALIKE else 0.0
            row.append(max(best[-1][column + 1], row[-1], pair))
        best.append(row)
    pairs = []
    row_at, column_at = len(old_range), len(new_range)
    while row_at and column_at:
        total = best[row_at][column_at]
        if total == best[row_at - 1][column_at]:
            row_at -= 1
        elif total == best[row_at][column_at - 1]:
            column_at -= 1
        else:
            row_at, column_at = row_at - 1, column_at - 1
            pairs.append((old_range[row_at], new_range[column_at]))
    return pairs[::-1]


def _asked(
    case: str, number: int, before: Sequence[str], placed: Sequence[tuple[Mark, QuotedSpan]]
) -> str:
    """Return a paragraph as the marks that stand in it alone would have it."""
    inside = [(mark, span) for mark, span in placed if span.last == number]
    if not inside:
        return before[number]
    return Judge(case, range(number, number + 1), range(0), before, (), inside).asked()


def _like(text: str, other: str) -> float:
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _piece(
    case: str, old: Sequence[Paragraph], new: Sequence[Paragraph], marks: Sequence[Mark]
) -> tuple[list[Change], list[Group]]:
    placed: dict[int, list[tuple[Mark, QuotedSpan]]] = {}
    changes: list[Change] = []
    for mark in marks:
        place = located(mark, old)
        if place is None:
            changes.append(_lost(case, mark))
        else:
            placed.setdefault(place.paragraph, []).append((mark, place))
    groups: list[Group] = []
    before, after = [p.text for p in old], [p.text for p in new]
    asked = [_asked(case, number, before, placed.get(number, ())) for number in range(len(old))]
    for old_range, new_range in _merged(aligned(before, after, asked), placed):
        marks_here = [placed_mark for n in old_range for placed_mark in placed.get(n, ())]
        if [before[n] for n in old_range] == [after[n] for n in new_range] and not marks_here:
            continue
        judged, pieces = Judge(case, old_range, new_range, before, after, marks_here).judged()
        changes += judged
        if any(piece.sign != " " for piece in pieces):
            groups.append(Group(case, tuple(old_range), tuple(new_range), pieces))
    return changes, groups


def _merged(
    pairs: Iterator[tuple[range, range]], placed: Mapping[int, Sequence[tuple[Mark, QuotedSpan]]]
) -> Iterator[tuple[range, range]]:
    """Keep together what a mark runs over, and what it joins or divides with what follows it."""
    joined: tuple[range, range] | None = None
    last = -1
    for old_range, new_range in pairs:
        if joined:
            old_range = range(joined[0].start, old_range.stop)
            new_range = range(joined[1].start, new_range.stop)
        asks = {mark.asks for n in old_range for mark, _ in placed.get(n, ())}
        last = max([last, *(where.last for n in old_range for _, where in placed.get(n, ()))])
        loose = len(old_range) == 0 or len(new_range) == 0
        if last >= old_range.stop:
            joined = old_range, new_range
            continue
        if asks & {MarkKind.JOIN, MarkKind.SPLIT} and (
            joined is None or (loose and len(old_range) < 4)
        ):
            joined = old_range, new_range
            continue
        joined = None
        yield old_range, new_range
    if joined:
        yield joined


def _lost(case: str, mark: Mark) -> Change:
    """A mark whose words the frozen text does not hold: a person must look."""
    fate = MarkFate.DONE if mark.settled else MarkFate.BY_EYE
    return Change(case, fate, mark.paragraph, mark.paragraph, mark.quote, "", mark.quote,
                  mark)  # fmt: skip
