"""Change WeasyPrint, in one order, and give it back as it was.

What is changed together, and stands or falls together, is a `ChangeSet`. Sets may change the same
function, so they are applied in the order of `ORDER`, whichever is asked for first, and undone in
the reverse one. Nothing of WeasyPrint is replaced but by a `Record`, for as long as its set is
applied.
"""

from collections.abc import Callable, MutableMapping, MutableSet
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final, NamedTuple, TypeVar

from casebook.weasy.weasyprint_types import Function, Value

ORDER: Final = (
    "footnotes",  # lines of functions are replaced in the source, which must be WeasyPrint's own
    "first font",
    "shared styles",
    "used lengths",  # kept with them
    "font families",
    "screen colours",
    "lines",  # stands on the lines replaced for footnotes
    "whole steps",
    "continued headings",
    "page properties",
    "kept blocks",  # what comes of all the others is kept
)
"""Every change set, in the order of their application."""
_NOTHING: Final = object()
K = TypeVar("K")
V = TypeVar("V")


class Hook(NamedTuple):
    """A function of WeasyPrint that may be replaced, below `weasyprint`: its module, its name."""

    module: str
    name: str

    @property
    def owner(self) -> ModuleType:
        """The module, loaded."""
        return import_module(f"weasyprint.{self.module}")


class Record:
    """What a change set has changed, so that it can be undone."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def attribute(self, owner: object, name: str, value: object) -> Value:
        """Set an attribute of a module or class; return what stood there, None if nothing did."""
        before = vars(owner).get(name, _NOTHING)
        setattr(owner, name, value)
        if before is _NOTHING:
            self._undo.append(partial(delattr, owner, name))
            return None
        self._undo.append(partial(setattr, owner, name, before))
        return before

    def wrap(self, hook: Hook, function: Function) -> None:
        """Have `function` called in place of that at `hook`, which is given to it first."""
        given = getattr(hook.owner, hook.name)
        self.attribute(hook.owner, hook.name, partial(function, given))

    def entry(self, mapping: MutableMapping[K, V], key: K, value: V) -> None:
        """Set an entry of a table."""
        if key in mapping:
            self._undo.append(partial(mapping.__setitem__, key, mapping[key]))
        else:
            self._undo.append(partial(mapping.__delitem__, key))
        mapping[key] = value

    def member(self, members: MutableSet[V], value: V) -> None:
        """Add a member to a set."""
        if value not in members:
            members.add(value)
            self._undo.append(partial(members.discard, value))

    def undo(self) -> None:
        """Put back what stood there, the last first."""
        while self._undo:
            self._undo.pop()()


class ChangeSet(NamedTuple):
    """Changes under one name of `ORDER`; `make` makes them, through the record it is given."""

    name: str
    make: Callable[[Record], None]


_applied: Final[list[tuple[ChangeSet, Record]]] = []


def apply(*sets: ChangeSet) -> None:
    """Apply change sets; those that are applied stay so.

    Raises what a set raises that does not fit this WeasyPrint; it has then changed nothing.
    """
    known = {each.name: each for each, _ in _applied}
    missing = {each.name: each for each in sets if each.name not in known}
    if missing:
        _settle({**known, **missing})


def undo(*names: str) -> None:
    """Undo the change sets of these names; without names, all."""
    known = {each.name: each for each, _ in _applied}
    left = {name: each for name, each in known.items() if names and name not in names}
    if len(left) < len(known):
        _settle(left)


def applied() -> tuple[str, ...]:
    """Return the names of the change sets that are applied, in their order."""
    return tuple(each.name for each, _ in _applied)


def _settle(wanted: dict[str, ChangeSet]) -> None:
    """Have just the `wanted` sets applied, in their order."""
    order = sorted(wanted.values(), key=lambda each: ORDER.index(each.name))
    same = 0
    while same < min(len(order), len(_applied)) and order[same].name == _applied[same][0].name:
        same += 1
    while len(_applied) > same:
        _applied.pop()[1].undo()
    for each in order[same:]:
        record = Record()
        try:
            each.make(record)
        except BaseException:
            record.undo()
            raise
        _applied.append((each, record))
