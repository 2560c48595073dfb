"""Two edits of one text put together: by lines, and within lines where the edits do not touch.

Both edits were made to the same text. What one of them changed alone is taken; what both changed
alike is taken once. Where they changed the same lines, the characters decide: edits of different
places of a paragraph stand together, edits that meet are a conflict, and nothing is guessed.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

LARGEST = 8_000
"""Characters of lines that both have changed, beyond which no places within them are looked for."""
MANY = 4_000
"""Parts beyond which common ones no longer count as places to hold on to."""


class _Hunk(NamedTuple):
    """A stretch of the base, and what stands for it in one of the edits."""

    start: int
    end: int
    new_start: int
    new_end: int


class _Meeting(NamedTuple):
    """A stretch of the base that at least one edit changed, with what each has for it."""

    start: int
    end: int
    mine: tuple[int, int]
    theirs: tuple[int, int]
    changed: tuple[bool, bool]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Return `mine` and `theirs`, both made from `base`, as one text; None where they conflict."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    return _merged(base, mine, theirs, insist=False)


def preferring_mine(base: str, mine: str, theirs: str) -> str:
    """Return both edits as one text, as `merge`, and where they conflict what `mine` has."""
    text = _merged(base, mine, theirs, insist=True)
    return mine if text is None else text


def _merged(base: str, mine: str, theirs: str, insist: bool) -> str | None:
    """Return both as one text; where they conflict `mine` if it is to `insist`, else None."""
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    result, at = [], 0
    front = _front_lines(lines[0])
    for meeting in _meetings(*lines):
        result += lines[0][at : meeting.start]
        parts = _three(lines, meeting)
        text = _decided(parts, meeting.changed)
        if text is None and meeting.start >= front and sum(map(len, parts)) <= LARGEST:
            text = _by_characters(*parts, insist)
        if text is None and insist:
            text = parts[1]
        if text is None:
            return None
        result.append(text)
        at = meeting.end
    return "".join((*result, *lines[0][at:]))


def _front_lines(lines: Sequence[str]) -> int:
    """Return how many lines the head of a text has, its marks with it: keys are never mixed."""
    if not lines or lines[0].strip("\ufeff \t\r\n") != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], 2) if line.strip() == "---")
    return next(ends, 0)


def _three(texts: Sequence[Sequence[str]], meeting: _Meeting) -> tuple[str, str, str]:
    base, mine, theirs = texts
    return (
        "".join(base[meeting.start : meeting.end]),
        "".join(mine[slice(*meeting.mine)]),
        "".join(theirs[slice(*meeting.theirs)]),
    )


def _decided(parts: tuple[str, str, str], changed: tuple[bool, bool]) -> str | None:
    """Return what stands for a stretch that one edit changed, or both alike; None for others."""
    _, mine, theirs = parts
    if not changed[1] or mine == theirs:
        return mine
    return theirs if not changed[0] else None


def _by_characters(base: str, mine: str, theirs: str, insist: bool) -> str | None:
    result, at = [], 0
    for meeting in _meetings(base, mine, theirs):
        parts = _three((base, mine, theirs), meeting)
        text = _decided(parts, meeting.changed)
        if text is None and insist:
            text = parts[1]
        if text is None:
            return None
        result += [base[at : meeting.start], text]
        at = meeting.end
    return "".join((*result, base[at:]))


def _meetings(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[_Meeting]:
    """Return the stretches that differ, those that overlap or touch taken together."""
    sides = (_hunks(base, mine), _hunks(base, theirs))
    every = sorted((hunk.start, hunk.end) for side in sides for hunk in side)
    stretches: list[list[int]] = []
    for start, end in every:
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    return [
        _Meeting(
            start, end, _across(sides[0], start, end), _across(sides[1], start, end),
            (_any(sides[0], start, end), _any(sides[1], start, end)),
        )
        for start, end in stretches
    ]  # fmt: skip


def _any(side: Sequence[_Hunk], start: int, end: int) -> bool:
    return any(start <= hunk.start and hunk.end <= end for hunk in side)


def _across(side: Sequence[_Hunk], start: int, end: int) -> tuple[int, int]:
    """Return where an edit has what stands from `start` to `end` in the base."""
    first = last = 0
    for hunk in side:
        if hunk.end < start or (hunk.end == start and hunk.start < start):
            first = hunk.new_end - hunk.end
        if hunk.end <= end:
            last = hunk.new_end - hunk.end
    return start + first, end + last


def _hunks(base: Sequence[str], edit: Sequence[str]) -> list[_Hunk]:
    """Return what differs; what both begin and end with is not compared further."""
    most = min(len(base), len(edit))
    head = next((at for at in range(most) if base[at] != edit[at]), most)
    tail = next((at for at in range(most - head) if base[-1 - at] != edit[-1 - at]), most - head)
    a, b = base[head : len(base) - tail], edit[head : len(edit) - tail]
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) + len(b) > MANY)
    return [
        _Hunk(i1 + head, i2 + head, j1 + head, j2 + head)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    ]
