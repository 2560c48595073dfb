"""Settle the page numbers of a book: lay sections out until the numbers they print are true.

Most sections are laid out once. Sections that print page numbers of others (contents, indexes,
cross-references) are laid out again until these numbers are true; each such state is a signature
of its own, so an edit that moves no page lays out none of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from casebook.errata import Erratum, Place, Wording
from casebook.press.dependencies import SectionKeys
from casebook.press.imposing import BookPage, Imposed, impose
from casebook.press.margin_cache import Margins
from casebook.press.objects import ObjectTemplate
from casebook.press.scheduler import Scheduler
from casebook.press.signature import KEPT, BookPosition, LaidOut, SectionHtml, Signature
from casebook.press.worker_tasks import LayoutTask
from casebook.store import Store, dumps, loads

ROUNDS = 8
MOST_ASSUMED = 8  # sections whose length is assumed so that others can be laid out beside them
LINE = 28  # characters
MARKED = frozenset({"section-failed", "section-too-slow"})
"""Errata that a marked page in the book stands for: a draft is issued with them."""

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


class Settled(NamedTuple):
    """The sections of a book with page numbers that agree, where each page stands, and errata."""

    signatures: list[Signature]
    imposed: Imposed
    errata: tuple[Erratum, ...]


class _Likely(NamedTuple):
    """What will most likely be needed next: sections to lay out, pages whose margins to set."""

    tasks: Sequence[LayoutTask] = ()
    pages: Sequence[BookPage] = ()


class PageNumbers:
    """Has the sections of a book laid out until the page numbers that they print are true."""

    def __init__(
        self,
        sections: Sequence[SectionHtml],
        keys: SectionKeys,
        store: Store,
        scheduler: Scheduler,
        margins: Margins,
        tell: Tell | None,
    ) -> None:
        self._sections, self._keys, self._store = sections, keys, store
        self._scheduler, self._margins = scheduler, margins
        self._tell, self._pages = tell, 0
        last = store.get(_LAST)
        self._last: dict[str, tuple[str, int]] = last if isinstance(last, dict) else {}
        self._positions = [
            BookPosition(page_index=0 if n == 0 else 1) for n in range(len(sections))
        ]
        self._names: list[str] = []
        self._held: dict[str, bytes] = {}  # objects that are not in the store

    def settle(self) -> Settled:
        """Lay out every section, then those again whose printed numbers are not yet true."""
        signatures = self._all_laid_out()
        for _ in range(ROUNDS):
            imposed = impose(signatures, self._margins.plan)
            stale = self._stale(signatures, imposed)
            if not stale:
                self._remember()
                break
            for n, position in stale.items():
                self._positions[n] = position
            for n, signature in self._laid_out(self._tasks(stale)).items():
                signatures[n] = signature
        self._names = [signature.objects_key for signature in signatures]
        return Settled(signatures, imposed, (_unsettled(),) if stale else ())

    def objects(self, index: int) -> tuple[ObjectTemplate, ...]:
        """Return the objects of a section that is settled; what is not kept is made again."""
        name = self._names[index]
        objects = self._store.get(name) if name not in self._held else None
        if objects is None:
            task = LayoutTask("", self._sections[index], self._positions[index])
            packed = self._held.get(name) or self._scheduler.lay_out_here(task).objects
            objects = loads(packed, KEPT)
        read: tuple[ObjectTemplate, ...] = objects
        return read

    # Every section once

    def _all_laid_out(self) -> list[Signature]:
        """Return every section laid out.

        Sections that link to others come last, and of those the ones that are linked to first,
        so that most are laid out once, with true numbers.
        """
        made: list[Signature | None] = [None] * len(self._sections)
        links = _links(self._sections)
        pending = set(range(len(self._sections)))
        while pending:
            ready = {n for n in pending if not (links[n] & pending) - {n}} or pending
            numbers = impose(made, self._margins.plan).numbers
            for n in ready:
                if links[n]:
                    known = self._known_numbers(n, numbers)
                    self._positions[n] = self._positions[n]._replace(numbers=known)
            pending -= ready
            for n, signature in self._laid_out(self._tasks(sorted(ready)), pending, made).items():
                made[n] = signature
        return [signature for signature in made if signature is not None]

    def _known_numbers(self, index: int, numbers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        """Return the page numbers, as far as they are known, of all that a section links to."""
        goals = _GOAL.findall(self._sections[index].html)
        return tuple((g, numbers[g]) for g in sorted(set(goals)) if g in numbers)

    def _likely(self, pending: Sequence[int], made: Sequence[Signature | None]) -> _Likely:
        """Return what `pending` sections will need, if the others are as long as last time.

        They are made beside the others, which saves the time and changes nothing: what turns out
        otherwise is made again.
        """
        if made.count(None) > MOST_ASSUMED:
            return _Likely()
        assumed = [
            signature or self._store.get(self._last.get(section.id, (_LAST, 0))[0])
            for signature, section in zip(made, self._sections, strict=True)
        ]
        known = [signature if self._sound(signature) else None for signature in assumed]
        if None in known:
            return _Likely(pages=() if pending else impose(made, self._margins.plan).pages)
        imposed, tasks = impose(known, self._margins.plan), []
        for n in pending:
            numbers = self._known_numbers(n, imposed.numbers)
            position = self._positions[n]._replace(numbers=numbers)
            key = self._keys.key(self._sections[n], position)
            tasks.append(LayoutTask(key, self._sections[n], position))
        return _Likely(tasks, imposed.pages)

    def _warm_up(self, pending: set[int], tasks: Sequence[LayoutTask]) -> LayoutTask | None:
        """Return the shortest section that waits, where one of `tasks` may have moved its pages.

        A worker without work gets ready for it. A section may have moved others when it is longer
        or shorter than last time by a line or more.
        """
        n = min(pending, key=lambda n: len(self._sections[n].html), default=None)
        if n is None or not any(self._grown(task.section) for task in tasks):
            return None
        return LayoutTask("", self._sections[n], self._positions[n])

    def _grown(self, section: SectionHtml) -> bool:
        return abs(len(section.html) - self._last.get(section.id, ("", 0))[1]) > LINE

    # Sections again

    def _stale(self, signatures: Sequence[Signature], imposed: Imposed) -> dict[int, BookPosition]:
        """Return what the sections must be laid out for that stand otherwise than they were."""
        stale = {}
        for n, signature in enumerate(signatures):
            wanted = true_position(n, signature, imposed, self._positions[n].side)
            if wanted != as_asked(self._positions[n], signature):
                stale[n] = wanted
        return stale

    def _remember(self) -> None:
        """Keep which signature each section had, and how long it was."""
        pairs = zip(self._sections, self._positions, strict=True)
        now = {p.id: (self._keys.key(p, position), len(p.html)) for p, position in pairs}
        if self._last != now:
            self._store.put(_LAST, dumps(now))

    # From the store, or laid out

    def _tasks(self, which: Iterable[int]) -> dict[int, LayoutTask]:
        """Return what lays out the sections `which`, each for its position."""
        pairs = {n: (self._sections[n], self._positions[n]) for n in which}
        return {n: LayoutTask(self._keys.key(*pair), *pair) for n, pair in pairs.items()}

    def _laid_out(
        self,
        wanted: Mapping[int, LayoutTask],
        pending: set[int] | None = None,
        made: Sequence[Signature | None] = (),
    ) -> dict[int, Signature]:
        """Return the signatures that are wanted, from the store or laid out.

        When any has to be laid out, what the sections that are `pending` will most likely need is
        made beside it; `made` are the signatures of the book so far.
        """
        tasks = {task.key: task for task in wanted.values()}
        missing, kept = list[LayoutTask](), list[LayoutTask]()
        for task in tasks.values():
            (kept if self._store.has(task.key) else missing).append(task)
        likely, warm_up, signatures = _Likely(), None, dict[str, Signature]()
        if not missing:
            missing, kept = list(self._unusable(kept, signatures)), []
        elif pending is not None:
            likely = self._likely(sorted(pending), made)
            missing += [task for task in likely.tasks if not self._store.has(task.key)]
            warm_up = self._warm_up(pending, missing)
        with self._scheduler.lay_out(missing, warm_up) as layouts:
            for task in self._unusable(kept, signatures):
                layouts.add(task)
            self._margins.prepare(likely.pages)
            for laid_out in layouts.finished():
                signatures[laid_out.key] = self._take(laid_out)
        return {n: signatures[task.key] for n, task in wanted.items()}

    def _unusable(
        self, kept: Sequence[LayoutTask], signatures: dict[str, Signature]
    ) -> Iterator[LayoutTask]:
        """Read what is `kept` into `signatures`; yield what is damaged or made from other files."""
        for task in kept:
            signature = self._store.get(task.key)
            if self._sound(signature) and self._store.has(signature.objects_key):
                signatures[task.key] = signature
            else:
                yield task

    def _sound(self, kept: object) -> TypeGuard[Signature]:
        """Say whether what was kept is a signature made from what still stands there."""
        return isinstance(kept, Signature) and self._keys.unchanged(kept.sources)

    def _take(self, laid_out: LaidOut) -> Signature:
        """Keep a section that is laid out, tell how many pages there are, and return it."""
        signature: Signature = loads(laid_out.signature, KEPT)
        sound = not any(e.rule in MARKED for e in signature.errata)
        if sound and self._store.put(signature.objects_key, laid_out.objects):
            self._store.put(laid_out.key, laid_out.signature)
        else:
            self._held[signature.objects_key] = laid_out.objects
        self._pages += len(signature.pages)
        if self._tell is not None:
            self._tell(self._pages)
        return signature


_LAST = "last-run"
_GOAL = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r'id="([^"]+)"')


def _links(sections: Sequence[SectionHtml]) -> list[set[int]]:
    """Return which other sections each section links to."""
    homes: dict[str, int] = {}
    for index, section in enumerate(sections):
        for name in _ID.findall(section.html):
            homes.setdefault(name, index)
    return [
        {homes[goal] for goal in _GOAL.findall(section.html) if goal in homes} - {index}
        for index, section in enumerate(sections)
    ]


def true_position(
    index: int, signature: Signature, imposed: Imposed, side: str = BookPosition().side
) -> BookPosition:
    """Return what a section must be laid out for where it stands now; `side` is what it was for."""
    numbers = tuple(
        (name, imposed.numbers[name])
        for name in sorted(signature.references & imposed.numbers.keys())
    )
    first = 0 if imposed.starts[index] == 0 else 1
    page = imposed.numbers_before[index] if signature.prints_own_numbers else 0
    return BookPosition(imposed.fixed_sides.get(index, side), first, page, numbers)


def as_asked(position: BookPosition, signature: Signature) -> BookPosition:
    """Return what of a position the section asked for: the rest cannot have changed its pages."""
    numbers = tuple(
        (name, value) for name, value in position.numbers if name in signature.references
    )
    return position._replace(numbers=numbers)


def _unsettled() -> Erratum:
    return Erratum(
        "unsettled-numbers",
        Place("print.pdf"),
        Wording(
            "页码互相引用，反复排版仍不能稳定",
            "page numbers that depend on each other do not settle",
        ),
        Wording(
            "给目录里的页码留出固定的宽度，或去掉正文里对页码的引用。",
            "Give page numbers in the contents a fixed width, or drop references to pages.",
        ),
    )
