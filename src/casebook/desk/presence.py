"""Who looks at what: the browsers that listen, under the names people gave, and whether they write.

Nobody is asked who he is: a name is what somebody typed, and one who typed none is nobody here.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from casebook.journal.journal_entries import plain_name

MOST = 200
"""Browsers that are known at once."""


class Viewer(NamedTuple):
    """A browser: the name given in it, the section it shows ("" for none), whether it is written in."""

    name: str
    section: str
    writing: bool = False


@dataclass
class Presence:
    """Who is at the desk, by what tells the browsers' windows apart."""

    _viewers: dict[str, Viewer] = field(default_factory=dict)

    def come(self, view: str, name: str, section: str) -> None:
        """Note that the window `view` shows a section."""
        if len(self._viewers) < MOST or view in self._viewers:
            self._viewers[view] = Viewer(plain_name(name), section)

    def say(self, view: str, name: str, writing: bool) -> bool:
        """Note under which name a window is used, and whether it is written in; say if that is new."""
        before = self._viewers.get(view)
        if before is None:
            return False
        now = self._viewers[view] = before._replace(name=plain_name(name), writing=writing)
        return now != before

    def leave(self, view: str) -> None:
        """Note that a window is gone."""
        self._viewers.pop(view, None)

    def others(self, view: str) -> list[Viewer]:
        """Return who is there beside the window `view`, each name and section once, by name.

        Who looks at a section in two windows and writes in one of them writes.
        """
        own = self._viewers.get(view)
        known: dict[tuple[str, str], Viewer] = {}
        for key, viewer in self._viewers.items():
            same_person = own is not None and viewer.name == own.name
            if key != view and viewer.name and not same_person:
                at = viewer.name, viewer.section
                writing = viewer.writing or (at in known and known[at].writing)
                known[at] = viewer._replace(writing=writing)
        return sorted(known.values())
