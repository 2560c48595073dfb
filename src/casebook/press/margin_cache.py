"""Margin boxes and fonts of a book: from the store, or made when they are first asked for.

Running heads and folios are small and many, so those of a book are kept together in one file, each
with the faults found in setting it; what the book no longer prints drops out of the file. Each font
is kept cut down to the book's glyphs. Where there are workers they make what is missing, and this
process never loads the engine.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import NamedTuple

from casebook.errata import Erratum
from casebook.press.dependencies import BookFolders, Sources, consistent, merged
from casebook.press.imposing import BookPage
from casebook.press.scheduler import Scheduler
from casebook.press.signature import MarginBoxes, MarginContent, MarginPlan, PageKind
from casebook.press.typefaces import Face, Program
from casebook.press.worker_tasks import (
    CheckSheets,
    CutFont,
    MarginGroup,
    PlanMargins,
    Result,
    SetMargins,
    Task,
    Value,
)
from casebook.store import Store, Stored, dumps

BATCH = 60  # margin boxes that are set together
Errata = tuple[Erratum, ...]
BoxKey = tuple[bytes, str, MarginContent]
"""What a group of margin boxes is kept under: how it is styled, its name, and what it prints."""


class _Entries(NamedTuple):
    """Faults of the style sheets, plans and margin boxes, each with the faults found in making it."""

    sheets: dict[str, tuple[Errata, Errata]]
    plans: dict[PageKind, tuple[MarginPlan, Errata]]
    boxes: dict[BoxKey, tuple[MarginBoxes, Errata]]

    def has_all_of(self, other: "_Entries") -> bool:
        """Say whether everything in `other` is here."""
        return (
            other.sheets.keys() <= self.sheets.keys()
            and other.plans.keys() <= self.plans.keys()
            and other.boxes.keys() <= self.boxes.keys()
        )


class Margins:
    """The margins of a book set by `scheduler`; `html` is the tag its pages open with.

    `errata` are the faults of all that was used, as they were found when it was made.
    """

    def __init__(
        self, html: str, scheduler: Scheduler, styling_hash: str, store: Store, folders: BookFolders
    ) -> None:
        self._html, self._scheduler, self._store = html, scheduler, store
        self._key = "margins-" + sha256(f"{styling_hash}{html}".encode()).hexdigest()
        kept = _unchanged(store.get(self._key), folders)
        self._kept = _Entries(*kept.value) if kept else _Entries({}, {}, {})
        self._sources: Sources = kept.sources if kept else ()
        self._used = _Entries({}, {}, {})
        self._coming: dict[BoxKey, tuple[_Batch, int]] = {}
        self.errata: list[Erratum] = []

    def of_style_sheets(self) -> Errata:
        """Return the faults of the style sheets."""
        if _SHEETS not in self._used.sheets:
            entry = self._kept.sheets.get(_SHEETS) or self._run(CheckSheets())
            self._used.sheets[_SHEETS] = entry
            self.errata += entry[1]
        return self._used.sheets[_SHEETS][0]

    def plan(self, kind: PageKind) -> MarginPlan:
        """Return what pages of `kind` print in their margins."""
        entry = self._used.plans.get(kind)
        if entry is None:
            entry = self._kept.plans.get(kind) or self._run(PlanMargins(self._html, kind))
            self._used.plans[kind] = entry
            self.errata += entry[1]
        return entry[0]

    def boxes(self, page: BookPage, group: str) -> MarginBoxes:
        """Return a group of margin boxes of a page."""
        number = [name for name, _ in page.margins].index(group)
        key = _key(page, number)
        entry = self._used.boxes.get(key)
        if entry is None:
            if key not in self._kept.boxes and key not in self._coming:
                self.prepare([page])
            entry = self._kept.boxes.get(key) or self._set(*self._coming.pop(key))
            self._used.boxes[key] = entry
            self.errata += entry[1]
        return entry[0]

    def set_all(self, pages: Sequence[BookPage]) -> None:
        """Have all margin boxes of these pages set."""
        self.prepare(pages)
        for page in pages:
            for group, _ in page.margins:
                self.boxes(page, group)

    def prepare(self, pages: Sequence[BookPage]) -> None:
        """Have workers begin with the margin boxes that these pages will most likely need."""
        wanted: dict[BoxKey, MarginGroup] = {}
        for page in pages:
            for number, (group, printed) in enumerate(page.margins):
                key = _key(page, number)
                known = key in self._used.boxes or key in self._kept.boxes or key in self._coming
                if not known:
                    wanted[key] = MarginGroup(page.kind, group, printed)
        keys = list(wanted)
        for at in range(0, len(keys), BATCH):
            part = keys[at : at + BATCH]
            task = SetMargins(self._html, tuple(wanted[key] for key in part))
            batch = _Batch(self._scheduler.ask(task))
            self._coming |= {key: (batch, number) for number, key in enumerate(part)}

    def keep(self) -> None:
        """Put what was used into the store, if it was not all there."""
        if not self._kept.has_all_of(self._used) and consistent(self._sources):
            self._store.put(self._key, dumps(Result(tuple(self._used), (), self._sources)))
            self._kept = _Entries(
                dict(self._used.sheets), dict(self._used.plans), dict(self._used.boxes)
            )

    def _run(self, task: Task[Result[Value]]) -> tuple[Value, Errata]:
        """Have a task run and return what it made, with its faults."""
        value, errata, sources = self._scheduler.ask(task)()
        self._sources = merged(self._sources, sources)
        return value, errata

    def _set(self, batch: "_Batch", number: int) -> tuple[MarginBoxes, Errata]:
        made = batch.made()
        self._sources = merged(self._sources, made.sources)
        return made.value[number]


_SHEETS = "sheets"


def _key(page: BookPage, number: int) -> BoxKey:
    return (page.plan.groups[number][3], *page.margins[number])


def _unchanged(kept: object, folders: BookFolders) -> Result[Stored] | None:
    """Return what was kept, if the files it was made from still are what they were."""
    return kept if isinstance(kept, Result) and folders.unchanged(kept.sources) else None


class _Batch:
    """Margin boxes that a worker sets together, each with its faults."""

    def __init__(self, answer: Callable[[], Result[list[tuple[MarginBoxes, Errata]]]]) -> None:
        self._answer = answer
        self._made: Result[list[tuple[MarginBoxes, Errata]]] | None = None

    def made(self) -> Result[list[tuple[MarginBoxes, Errata]]]:
        """Return the boxes, when the worker is ready."""
        self._made = self._made or self._answer()
        return self._made


class FontPrograms:
    """The fonts of a book, each cut down to its glyphs; `errata` are the faults in cutting them.

    `files_key` is a hash of what decides which files they are.
    """

    def __init__(
        self, scheduler: Scheduler, files_key: str, store: Store, folders: BookFolders
    ) -> None:
        self._scheduler, self._store, self._folders = scheduler, store, folders
        self._files_key = files_key
        self.errata: list[Erratum] = []

    def program(self, name: str, face: Face) -> Callable[[], Program]:
        """Have the font of a face cut down to its glyphs; return where to get it."""
        glyphs = sorted(face.widths)
        digest = sha256(f"{self._files_key} {name} {face.description} {glyphs}".encode())
        key = f"font-{digest.hexdigest()}"
        kept: Result[Program] | None = _unchanged(self._store.get(key), self._folders)
        if kept is not None:
            self.errata += kept.errata
            program = kept.value
            return lambda: program
        answer = self._scheduler.ask(CutFont(name, face.description, glyphs))

        def cut() -> Program:
            made = answer()
            self.errata += made.errata
            self._store.put(key, dumps(made))
            return made.value

        return cut
