"""Bring every section to the setting it has in the bound book.

Sections that print page numbers of others (contents, indexes, cross-references) are laid out
again until the numbers they print are true; each such state is a signature of its own, so an
edit that moves no page lays out none of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from casebook.errata import Erratum, Place, Wording
from casebook.press.imposing import Imposed, Sheet, impose
from casebook.press.keys import Pieces
from casebook.press.margin_cache import Heads
from casebook.press.objects import Loose
from casebook.press.scheduler import Crew, Task
from casebook.press.signature import KEPT, Made, Piece, Setting, Signature
from casebook.store import Store, dumps, loads

ROUNDS = 8
MOST_AHEAD = 8  # sections whose length is assumed so that others can be laid out beside them
LINE = 28  # characters
MARKED = frozenset({"section-failed", "section-too-slow"})
"""Errata that a marked page in the book stands for: a draft is issued with them."""

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


class Folding:
    """Lays sections out until the numbers they print are true."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        keys: Pieces,
        store: Store,
        crew: Crew,
        tell: Tell | None,
    ) -> None:
        self._pieces, self._keys, self._store, self._crew = pieces, keys, store, crew
        self._tell, self._pages = tell, 0
        last = store.get(_LAST)
        self._last: dict[str, tuple[str, int]] = last if isinstance(last, dict) else {}
        self._settings = [Setting(at=0 if n == 0 else 1) for n in range(len(pieces))]
        self._names: list[str] = []
        self._held: dict[str, bytes] = {}  # objects that are not in the store

    def settled(self, heads: Heads) -> tuple[list[Signature], Imposed, tuple[Erratum, ...]]:
        """Return signatures and pages whose numbers agree.

        Sections that link to others come last, and of those the ones that are linked to first,
        so that most are laid out once, with true numbers.
        """
        settings = self._settings
        made: list[Signature | None] = [None] * len(settings)
        links = _links(self._pieces)
        pending = set(range(len(settings)))

        def ahead() -> tuple[list[Task], Sequence[Sheet]]:
            return self._ahead(settings, sorted(pending), made, heads)

        while pending:
            ready = {n for n in pending if not (links[n] & pending) - {n}} or pending
            numbers = impose(made, heads.plan).numbers
            for n in ready:
                if links[n]:
                    settings[n] = settings[n]._replace(numbers=self._guess(n, numbers))
            pending -= ready
            idle = min(pending, key=lambda n: len(self._pieces[n].html), default=None)
            now = self._signatures(settings, sorted(ready), heads, ahead, idle)
            for n, signature in now.items():
                made[n] = signature
        signatures = [signature for signature in made if signature is not None]
        for _ in range(ROUNDS):
            imposed = impose(signatures, heads.plan)
            wanted = [
                self._setting(n, settings[n], signatures[n], imposed)
                for n in range(len(signatures))
            ]
            stale = [n for n, s in enumerate(wanted) if s != _told(settings[n], signatures[n])]
            if not stale:
                self._remember(settings)
                break
            for n in stale:
                settings[n] = wanted[n]
            for n, signature in self._signatures(settings, stale, heads).items():
                signatures[n] = signature
        self._names = [signature.objects for signature in signatures]
        return signatures, imposed, (_unsettled(),) if stale else ()

    def objects(self, index: int) -> tuple[Loose, ...]:
        """Return the objects of a section that is settled; what is not kept is made again."""
        name = self._names[index]
        found = self._store.get(name) if name not in self._held else None
        if found is None:
            task = Task("", self._pieces[index], self._settings[index])
            found = loads(self._held.get(name) or self._crew.again(task).objects, KEPT)
        objects: tuple[Loose, ...] = found
        return objects

    def _sound(self, kept: Any) -> TypeGuard[Signature]:
        """Say whether what was kept is a signature made from what still stands there."""
        return isinstance(kept, Signature) and self._keys.hold(kept.sources)

    def _guess(self, index: int, numbers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        """Return the numbers, as far as they are known, of all that a section links to."""
        goals = _GOAL.findall(self._pieces[index].html)
        return tuple((g, numbers[g]) for g in sorted(set(goals)) if g in numbers)

    def _ahead(
        self,
        settings: Sequence[Setting],
        waiting: Sequence[int],
        made: Sequence[Signature | None],
        heads: Heads,
    ) -> tuple[list[Task], Sequence[Sheet]]:
        """Return what those that wait for others will need, if these are as long as last time.

        That is tasks for the sections that wait, and the pages whose margins will be set. It is
        made beside the others, which saves the time and changes nothing: what turns out otherwise
        is made again.
        """
        if made.count(None) > MOST_AHEAD:
            return [], ()
        likely = [
            signature or self._store.get(self._last.get(piece.section, (_LAST, 0))[0])
            for signature, piece in zip(made, self._pieces, strict=True)
        ]
        known = [one if self._sound(one) else None for one in likely]
        if None in known:
            return [], () if waiting else impose(made, heads.plan).sheets
        imposed, tasks = impose(known, heads.plan), []
        numbers = imposed.numbers
        for n in waiting:
            setting = settings[n]._replace(numbers=self._guess(n, numbers))
            tasks.append(Task(self._keys.key(self._pieces[n], setting), self._pieces[n], setting))
        return tasks, imposed.sheets

    def _remember(self, settings: Sequence[Setting]) -> None:
        """Keep which signature each section had, and how long it was."""
        pairs = zip(self._pieces, settings, strict=True)
        now = {p.section: (self._keys.key(p, setting), len(p.html)) for p, setting in pairs}
        if self._last != now:
            self._store.put(_LAST, dumps(now))

    def _grown(self, piece: Piece) -> bool:
        """Say whether a section is longer or shorter than last time by a line or more."""
        return abs(len(piece.html) - self._last.get(piece.section, ("", 0))[1]) > LINE

    def _setting(
        self, index: int, before: Setting, signature: Signature, imposed: Imposed
    ) -> Setting:
        """Return what a section must be laid out for where it stands now."""
        numbers = tuple(
            (name, imposed.numbers[name])
            for name in sorted(signature.wants & imposed.numbers.keys())
        )
        start = imposed.starts[index]
        first = 0 if start == 0 else 1
        page = imposed.before[index] if signature.counts else 0
        return Setting(imposed.unmoved.get(index, before.side), first, page, numbers)

    def _signatures(
        self,
        settings: Sequence[Setting],
        which: Sequence[int],
        heads: Heads,
        ahead: Callable[[], tuple[list[Task], Sequence[Sheet]]] = lambda: ([], ()),
        idle: int | None = None,
    ) -> dict[int, Signature]:
        """Return the signatures of the sections `which`, each for its setting.

        When any has to be made, what may be wanted next is made beside it: `ahead`. Where pages
        may have moved, a worker that has nothing to do practises on section `idle`.
        """
        keys = {n: self._keys.key(self._pieces[n], settings[n]) for n in which}
        tasks = {key: Task(key, self._pieces[n], settings[n]) for n, key in keys.items()}
        missing = [task for task in tasks.values() if not self._store.has(task.key)]
        known = tasks.keys() - {task.key for task in missing}
        found: dict[str, Signature] = {}

        def load(more: Callable[[Task], None]) -> None:
            for key in known:
                kept = self._store.get(key)
                if self._sound(kept) and self._store.has(kept.objects):
                    found[key] = kept
                else:  # damaged, or made from what is another file now
                    more(tasks[key])

        def meanwhile(more: Callable[[Task], None]) -> None:
            load(more)
            heads.prepare(sheets)

        def done(made: Made) -> None:
            signature: Signature = loads(made.signature, KEPT)
            found[made.key] = signature
            sound = not any(e.rule in MARKED for e in signature.errata)
            if sound and self._store.put(signature.objects, made.objects):
                self._store.put(made.key, made.signature)
            else:
                self._held[signature.objects] = made.objects
            self._pages += len(signature.leaves)
            if self._tell is not None:
                self._tell(self._pages)

        if missing:
            likely, sheets = ahead()
            missing += [task for task in likely if not self._store.has(task.key)]
            practice = None
            if idle is not None and any(self._grown(task.piece) for task in missing):
                practice = Task("", self._pieces[idle], settings[idle])
            self._crew.make(missing, done, meanwhile, practice)
        else:
            damaged: list[Task] = []
            load(damaged.append)
            self._crew.make(damaged, done)
        return {n: found[key] for n, key in keys.items()}


_LAST = "last-run"
_GOAL = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r'id="([^"]+)"')


def _links(pieces: Sequence[Piece]) -> list[set[int]]:
    """Return which other sections each section links to."""
    homes: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        for name in _ID.findall(piece.html):
            homes.setdefault(name, index)
    return [
        {homes[goal] for goal in _GOAL.findall(piece.html) if goal in homes} - {index}
        for index, piece in enumerate(pieces)
    ]


def _told(setting: Setting, signature: Signature) -> Setting:
    """Return what of a setting the section asked for: the rest cannot have changed its pages."""
    numbers = tuple((name, value) for name, value in setting.numbers if name in signature.wants)
    return setting._replace(numbers=numbers)


def _unsettled() -> Erratum:
    return Erratum(
        "unsettled-numbers",
        Place("print.pdf"),
        Wording(
            "页码引来引去，定不下来",
            "page numbers that depend on each other do not settle",
        ),
        Wording(
            "给目录里的页码留定宽，或去掉正文里对页码的引用。",
            "Give page numbers in the contents a fixed width, or drop references to pages.",
        ),
    )
