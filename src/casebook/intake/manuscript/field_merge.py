"""Values filled in on a file that has changed since, put together field by field.

A field that another left alone, or filled in alike, takes what is filled in; one that both changed
meets, and nothing is guessed. An entry of a list is found again by its id, else by what it holds,
since entries above it may have come or gone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from casebook.intake.manuscript.yaml_file import Steps, Value

IDENTITY = "id"
"""The key by which an entry of a list is known."""


class MeetingField(NamedTuple):
    """A field that two have changed: what is filled in, what stands there now, what stood there before.

    `now` is the way to it in the file as it is; None where the entry it belongs to is gone.
    """

    steps: Steps
    now: Steps | None
    mine: Value
    theirs: Value
    before: Value


class MovedChange(NamedTuple):
    """A change that can be made: the way to its field when the form was opened, and now."""

    steps: Steps
    now: Steps
    value: Value


class FieldMerge(NamedTuple):
    """The changes that can be made in the file as it is, and those that meet another's."""

    changes: tuple[MovedChange, ...]
    meeting: tuple[MeetingField, ...]


def merge(before: Value, now: Value, changes: Sequence[tuple[Steps, Value]]) -> FieldMerge:
    """Return what becomes of `changes`, filled in on the data `before`, in the data `now`."""
    moved, meeting = [], []
    for steps, value in changes:
        was, place = value_at(before, steps), _place_now(before, now, steps)
        if place is None:
            meeting.append(MeetingField(steps, None, value, "", was))
            continue
        theirs = value_at(now, place)
        if is_same(theirs, was) or is_same(theirs, value):
            moved.append(MovedChange(steps, place, value))
        else:
            meeting.append(MeetingField(steps, place, value, theirs, was))
    return FieldMerge(tuple(moved), tuple(meeting))


def value_at(data: Value, steps: Steps) -> Value:
    """Return the value at `steps`, "" where there is none."""
    for step in steps:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step, "")
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return ""
    return data


def is_same(first: Value, second: Value) -> bool:
    """Whether two values are alike; what is not written is as good as what holds nothing."""
    return first == second or (not first and not second)


def _place_now(before: Value, now: Value, steps: Steps) -> Steps | None:
    """Return the way in `now` to what was at `steps`; None where an entry on it is gone."""
    place: list[str | int] = []
    for step in steps:
        here = step
        if isinstance(step, int):
            at = _entry_now(before, now, step)
            if at is None:
                return None
            here = at
        place.append(here)
        before, now = value_at(before, (step,)), value_at(now, (here,))
    return tuple(place)


def _entry_now(before: Value, now: Value, at: int) -> int | None:
    """Return where the entry that was number `at` of a list stands now."""
    old = before if isinstance(before, list) else []
    new = now if isinstance(now, list) else []
    if not 0 <= at < len(old):
        return at if old == new else None  # one that is put behind the last
    known = _identity(old[at])
    if known:
        same = [place for place, entry in enumerate(new) if _identity(entry) == known]
        if same:
            return at if at in same else same[0] if len(same) == 1 else None
        renamed = len(old) == len(new) and _identity(new[at]) not in map(_identity, old)
        return at if renamed else None
    if at < len(new) and new[at] == old[at]:
        return at
    alike = [place for place, entry in enumerate(new) if entry == old[at]]
    if len(alike) == 1 and old.count(old[at]) == 1:
        return alike[0]
    return at if len(old) == len(new) else None


def _identity(entry: Value) -> str:
    known = entry.get(IDENTITY, "") if isinstance(entry, dict) else ""
    return known if isinstance(known, str) else ""
