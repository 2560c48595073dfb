"""Margin boxes and fonts of a book, from the store or made when they are asked for first.

Heads and folios are small and many, so those of a book are kept together in one file; what the
book no longer prints drops out of it. Each font is kept cut down to the book's glyphs.
"""

from functools import cached_property
from hashlib import sha256
from typing import Any

from casebook.errata import Erratum
from casebook.press.crew import Dress, bench
from casebook.press.imposing import Sheet
from casebook.press.signature import Head, Kind, Plan, Printed
from casebook.press.typefaces import Face, Program
from casebook.store import Store, dumps


class Heads:
    """The heads and fonts of a book dressed by `dress`; `html` is the tag its pages open with."""

    def __init__(self, html: str, dress: Dress, dress_hash: str, store: Store) -> None:
        self._html, self._dress, self._store = html, dress, store
        self._key = "heads-" + sha256(f"{dress_hash}{html}".encode()).hexdigest()
        self._fonts = sha256(f"{dress_hash}".encode()).hexdigest()
        kept = store.get(self._key)
        self._kept: dict[Any, Any] = kept if isinstance(kept, dict) else {}
        self._used: dict[Any, Any] = {}
        self.errata: list[Erratum] = []

    @cached_property
    def _header(self) -> Any:
        from casebook.press.heads import Header

        return Header(self._html, bench(self._dress))

    def sheets(self) -> tuple[Erratum, ...]:
        """Return the faults of the style sheets."""
        if "sheets" not in self._used:
            kept = self._kept.get("sheets")
            self._used["sheets"] = bench(self._dress).errata if kept is None else kept
        errata: tuple[Erratum, ...] = self._used["sheets"]
        return errata

    def plan(self, kind: Kind) -> Plan:
        """Return what pages of `kind` print in their margins."""
        if kind not in self._used:
            self._used[kind] = self._kept.get(kind) or self._header.plan(kind)
        plan: Plan = self._used[kind]
        return plan

    def head(self, sheet: Sheet, group: str) -> Head:
        """Return a group of margin boxes of a page."""
        printed: Printed = dict(sheet.heads)[group]
        key = (sheet.plan.key, group, printed)
        if key not in self._used:
            found = self._kept.get(key)
            if found is None:
                found = self._header.set(sheet.kind, group, printed)
                self.errata += self._header.errata()
            self._used[key] = found
        head: Head = self._used[key]
        return head

    def prepare(self, sheet: Sheet) -> None:
        """Set the margin boxes a page will most likely have."""
        for group, _ in sheet.heads:
            self.head(sheet, group)

    def program(self, name: str, face: Face) -> Program:
        """Return the font of a face, cut down to its glyphs."""
        glyphs = sorted(face.widths)
        digest = sha256(f"{self._fonts} {name} {face.description} {glyphs}".encode())
        key = f"font-{digest.hexdigest()}"
        found = self._store.get(key)
        if not isinstance(found, Program):
            from casebook.press.subsetting import program

            found, errata = program(bench(self._dress), name, face.description, glyphs)
            self.errata += errata
            self._store.put(key, dumps(found))
        return found

    def keep(self) -> None:
        """Put what was used into the store, if it was not all there."""
        if not self.errata and self._used.keys() - self._kept.keys():
            self._store.put(self._key, dumps(self._used))
