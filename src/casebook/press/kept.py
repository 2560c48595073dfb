"""Margin boxes and fonts of a book, from the store or made when they are asked for first.

Heads and folios are small and many, so those of a book are kept together in one file; what the
book no longer prints drops out of it. Each font is kept cut down to the book's glyphs. Where
there are workers they make what is missing, and this process never loads the engine.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from casebook import files
from casebook.errata import Erratum
from casebook.press.crew import Crew, Dress, bench
from casebook.press.imposing import Sheet
from casebook.press.messages import silent
from casebook.press.quires import Quire
from casebook.press.signature import Head, Kind, Plan, Printed
from casebook.press.typefaces import Face, Program
from casebook.store import Store, dumps


class Asked(NamedTuple):
    """A group of margin boxes to set on a kind of page."""

    kind: Kind
    group: str
    printed: Printed


class Heads:
    """The heads and fonts of a book set by `crew`; `html` is the tag its pages open with."""

    def __init__(self, html: str, crew: Crew, dress_hash: str, store: Store) -> None:
        self._html, self._crew, self._store = html, crew, store
        self._key = "heads-" + sha256(f"{dress_hash}{html}".encode()).hexdigest()
        self._fonts = sha256(f"{dress_hash}".encode()).hexdigest()
        kept = store.get(self._key)
        self._kept: dict[Any, Any] = kept if isinstance(kept, dict) else {}
        self._used: dict[Any, Any] = {}
        self._coming: dict[Any, tuple[_Batch, int]] = {}
        self.errata: list[Erratum] = []

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
        if "sheets" not in self._used:
            kept = self._kept.get("sheets")
            self._used["sheets"] = self._crew.ask(_faults)() if kept is None else kept
        errata: tuple[Erratum, ...] = self._used["sheets"]
        return errata

    def plan(self, kind: Kind) -> Plan:
        """Return what pages of `kind` print in their margins."""
        if kind not in self._used:
            kept = self._kept.get(kind)
            self._used[kind] = kept or self._crew.ask(_plan, self._html, kind)()
        plan: Plan = self._used[kind]
        return plan

    def head(self, sheet: Sheet, group: str) -> Head:
        """Return a group of margin boxes of a page."""
        number = [name for name, _ in sheet.heads].index(group)
        key = _key(sheet, number)
        if key not in self._used:
            if key not in self._kept and key not in self._coming:
                self.prepare([sheet])
            self._used[key] = self._kept.get(key) or self._come(*self._coming.pop(key))
        head: Head = self._used[key]
        return head

    def _come(self, batch: "_Batch", number: int) -> Head:
        heads, errata = batch.made()
        self.errata += errata
        return heads[number]

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
        kept = self._store.get(key)
        if isinstance(kept, Program):
            return lambda: kept
        made = self._crew.ask(_cut, name, face.description, glyphs)

        def come() -> Program:
            found, errata = made()
            self.errata += errata
            self._store.put(key, dumps(found))
            return found

        return come

    def keep(self) -> None:
        """Put what was used into the store, if it was not all there."""
        if not self.errata and self._used.keys() - self._kept.keys():
            self._store.put(self._key, dumps(self._used))
            self._kept = dict(self._used)


_QUIRES = "quires"
BATCH = 60  # margin boxes that are set together


def _key(sheet: Sheet, number: int) -> tuple[bytes, str, Printed]:
    """Return what a group of margin boxes is kept under: how it is styled, and what it prints."""
    return (sheet.plan.groups[number][3], *sheet.heads[number])


class _Batch:
    """Heads that a worker sets, and the faults it heard."""

    def __init__(self, answer: Callable[[], tuple[list[Head], tuple[Erratum, ...]]]) -> None:
        self._answer = answer
        self._made: tuple[list[Head], tuple[Erratum, ...]] | None = None

    def made(self) -> tuple[list[Head], tuple[Erratum, ...]]:
        """Return what was asked for; its faults only once."""
        heads, errata = self._made or self._answer()
        self._made = heads, ()
        return heads, errata


# What workers are asked

_HEADERS: dict[tuple[Dress, str], Any] = {}


def _header(dress: Dress, html: str) -> Any:
    from casebook.press.heads import Header

    its = bench(dress)
    if (dress, html) not in _HEADERS or _HEADERS[dress, html].bench is not its:
        _HEADERS.clear()
        _HEADERS[dress, html] = Header(html, its)
    return _HEADERS[dress, html]


def _faults(dress: Dress) -> tuple[Erratum, ...]:
    from casebook.press.engine import shown

    unprinted = (silent(files.text(sheet), shown(sheet)) for sheet in dress.sheets)
    return (*bench(dress).errata, *(erratum for each in unprinted for erratum in each))


def _plan(dress: Dress, html: str, kind: Kind) -> Plan:
    plan: Plan = _header(dress, html).plan(kind)
    return plan


def _set(dress: Dress, html: str, asked: Sequence[Asked]) -> tuple[list[Head], tuple[Erratum, ...]]:
    header = _header(dress, html)
    return [header.set(*one) for one in asked], header.errata()


def _cut(
    dress: Dress, name: str, description: str, glyphs: Sequence[int]
) -> tuple[Program, tuple[Erratum, ...]]:
    from casebook.press.subsetting import program

    return program(bench(dress), name, description, glyphs)
