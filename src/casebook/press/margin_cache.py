"""Margin boxes and fonts of a book, from the store or made when they are asked for first.

Heads and folios are small and many, so those of a book are kept together in one file, each with
what was said when it was made; what the book no longer prints drops out of it. Each font is kept cut down to the book's glyphs. Where
there are workers they make what is missing, and this process never loads the engine.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from casebook.errata import Erratum
from casebook.press.dependencies import Rooms, Sources, agree, merged
from casebook.press.imposing import Sheet
from casebook.press.quires import Quire
from casebook.press.scheduler import Crew, Dress, bench
from casebook.press.signature import Head, Kind, Plan, Printed
from casebook.press.typefaces import Face, Program
from casebook.press.weasyprint_log import silent
from casebook.store import Store, dumps


class Asked(NamedTuple):
    """A group of margin boxes to set on a kind of page."""

    kind: Kind
    group: str
    printed: Printed


class Answer(NamedTuple):
    """What a worker made: a thing, what was said about it, the files it was made from."""

    thing: Any
    errata: tuple[Erratum, ...]
    sources: Sources


class Heads:
    """The heads and fonts of a book set by `crew`; `html` is the tag its pages open with.

    `errata` are the faults of all that was used, as they were told when it was made.
    """

    def __init__(self, html: str, crew: Crew, dress_hash: str, store: Store, rooms: Rooms) -> None:
        self._html, self._crew, self._store, self._rooms = html, crew, store, rooms
        self._key = "heads-" + sha256(f"{dress_hash}{html}".encode()).hexdigest()
        self._fonts = sha256(f"{dress_hash}".encode()).hexdigest()
        kept = self._sound(store.get(self._key))
        self._kept: dict[Any, Any] = kept.thing if kept else {}
        self._sources: Sources = kept.sources if kept else ()
        self._used: dict[Any, Any] = {}
        self._coming: dict[Any, tuple[_Batch, int]] = {}
        self.errata: list[Erratum] = []

    def _sound(self, kept: Any) -> Answer | None:
        """Return what was kept, if the files it was made from still are what they were."""
        sound = isinstance(kept, Answer) and self._rooms.hold(kept.sources)
        return kept if sound else None

    def _use(self, key: Any, found: tuple[Any, tuple[Erratum, ...]]) -> Any:
        """Return a thing that is used from now on, and note what was said about it."""
        self._used[key] = found
        self.errata += found[1]
        return found[0]

    def _asked(self, function: Callable[..., Answer], *given: Any) -> tuple[Any, Any]:
        thing, errata, sources = self._crew.ask(function, *given)()
        self._sources = merged(self._sources, sources)
        return thing, errata

    @cached_property
    def quires(self) -> Mapping[bytes, Quire]:
        """The quires of the last file."""
        kept = self._store.get(_QUIRES)
        return kept if isinstance(kept, dict) else {}

    def bound(self, quires: Mapping[bytes, Quire]) -> None:
        """Note the quires of a new file, which takes the place of the last."""
        if quires != self.quires:
            self._store.put(_QUIRES, dumps(quires))
        self.quires = quires

    def sheets(self) -> tuple[Erratum, ...]:
        """Return the faults of the style sheets."""
        if _SHEETS not in self._used:
            self._use(_SHEETS, self._kept.get(_SHEETS) or self._asked(_faults))
        errata: tuple[Erratum, ...] = self._used[_SHEETS][0]
        return errata

    def plan(self, kind: Kind) -> Plan:
        """Return what pages of `kind` print in their margins."""
        if kind not in self._used:
            self._use(kind, self._kept.get(kind) or self._asked(_plan, self._html, kind))
        plan: Plan = self._used[kind][0]
        return plan

    def head(self, sheet: Sheet, group: str) -> Head:
        """Return a group of margin boxes of a page."""
        number = [name for name, _ in sheet.heads].index(group)
        key = _key(sheet, number)
        if key not in self._used:
            if key not in self._kept and key not in self._coming:
                self.prepare([sheet])
            self._use(key, self._kept.get(key) or self._come(*self._coming.pop(key)))
        head: Head = self._used[key][0]
        return head

    def _come(self, batch: "_Batch", number: int) -> tuple[Head, tuple[Erratum, ...]]:
        made = batch.made()
        self._sources = merged(self._sources, made.sources)
        head, errata = made.thing[number]
        return head, errata

    def all_of(self, sheets: Sequence[Sheet]) -> None:
        """Have all margin boxes of these pages here."""
        self.prepare(sheets)
        for sheet in sheets:
            for group, _ in sheet.heads:
                self.head(sheet, group)

    def prepare(self, sheets: Sequence[Sheet]) -> None:
        """Have the margin boxes that these pages will most likely have set."""
        wanted: dict[Any, Asked] = {}
        for sheet in sheets:
            for number, (group, printed) in enumerate(sheet.heads):
                key = _key(sheet, number)
                if not any(key in known for known in (self._used, self._kept, self._coming)):
                    wanted[key] = Asked(sheet.kind, group, printed)
        keys = list(wanted)
        for at in range(0, len(keys), BATCH):
            part = keys[at : at + BATCH]
            asked = tuple(wanted[key] for key in part)
            batch = _Batch(self._crew.ask(_set, self._html, asked))
            self._coming |= {key: (batch, number) for number, key in enumerate(part)}

    def program(self, name: str, face: Face) -> Callable[[], Program]:
        """Return where to get the font of a face, cut down to its glyphs."""
        glyphs = sorted(face.widths)
        digest = sha256(f"{self._fonts} {name} {face.description} {glyphs}".encode())
        key = f"font-{digest.hexdigest()}"
        kept = self._sound(self._store.get(key))
        if kept is not None:
            self.errata += kept.errata
            program: Program = kept.thing
            return lambda: program
        made = self._crew.ask(_cut, name, face.description, glyphs)

        def come() -> Program:
            found = made()
            self.errata += found.errata
            self._store.put(key, dumps(found))
            program: Program = found.thing
            return program

        return come

    def keep(self) -> None:
        """Put what was used into the store, if it was not all there."""
        if self._used.keys() - self._kept.keys() and agree(self._sources):
            self._store.put(self._key, dumps(Answer(self._used, (), self._sources)))
            self._kept = dict(self._used)


_SHEETS = "sheets"
_QUIRES = "quires"
BATCH = 60  # margin boxes that are set together


def _key(sheet: Sheet, number: int) -> tuple[bytes, str, Printed]:
    """Return what a group of margin boxes is kept under: how it is styled, and what it prints."""
    return (sheet.plan.groups[number][3], *sheet.heads[number])


class _Batch:
    """Heads that a worker sets, and the faults it heard of each."""

    def __init__(self, answer: Callable[[], Answer]) -> None:
        self._answer = answer
        self._made: Answer | None = None

    def made(self) -> Answer:
        """Return what was asked for."""
        self._made = self._made or self._answer()
        return self._made


# What workers are asked

_HEADERS: dict[tuple[Dress, str], Any] = {}


def _header(dress: Dress, html: str) -> Any:
    """Return what sets margin boxes in this process; one is kept, while its files stay as read."""
    from casebook.press.heads import Header

    its = bench(dress)
    found = _HEADERS.get((dress, html))
    if found is None or found.bench is not its:
        rooms = Rooms(dress.base, dress.sheets)
        old = [header for (_, of), header in _HEADERS.items() if of == html]
        sound = [one for one in old if one.bench is its and rooms.hold(one.sources)]
        found = sound[0] if sound else Header(html, its)
        _HEADERS.clear()
        _HEADERS[dress, html] = found
    return found


def _faults(dress: Dress) -> Answer:
    from casebook.press.engine import shown

    its = bench(dress)
    names = {f"layout{n}/{sheet.name}": shown(sheet) for n, sheet in enumerate(dress.sheets)}
    errata = list(its.errata)
    for address, text in its.texts.items():
        errata += silent(text, names.get(address, address))
    return Answer(tuple(errata), (), its.sources)


def _plan(dress: Dress, html: str, kind: Kind) -> Answer:
    header = _header(dress, html)
    return Answer(header.plan(kind), header.errata, header.sources)


def _set(dress: Dress, html: str, asked: Sequence[Asked]) -> Answer:
    header = _header(dress, html)
    return Answer([header.set(*one) for one in asked], (), header.sources)


def _cut(dress: Dress, name: str, description: str, glyphs: Sequence[int]) -> Answer:
    from casebook.press.subsetting import program

    its = bench(dress)
    return Answer(*program(its, name, description, glyphs), its.sources)
