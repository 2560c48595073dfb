"""Some sections of a book laid out anew on the pages they have in it, before all the others are.

Whoever looks at a section sees it moments after its text or its layout changed; the book follows.
Until then the other sections, their page numbers and what contents print of them are as they were.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from casebook.book import Book
from casebook.layout import Galley
from casebook.press.binding import Objects
from casebook.press.imposing import Folio, Imposed, impose, labelled
from casebook.press.objects import ObjectTemplate
from casebook.press.page_numbers import MARKED, as_asked, true_position
from casebook.press.signature import KEPT, BookPosition, SectionHtml, Signature
from casebook.press.volume import BookPress, Volume, asked, book_press, errata_of, section_htmls
from casebook.press.worker_tasks import LayoutTask
from casebook.press.workers import Workers
from casebook.store import loads

TURNS = 3
"""So often a section is laid out for where it turns out to stand."""


def revise(
    before: Volume, book: Book, galleys: Sequence[Galley], build: Path, workers: Workers
) -> Volume:
    """Return the book `before` with the sections of `galleys` laid out anew by `workers`.

    Its errata are those of these sections. A section that `before` does not hold is left out.
    Raises `StopPress` when the engine is not the one composition was made for.
    """
    places = {signature.section: n for n, signature in enumerate(before.signatures)}
    known = [galley for galley in galleys if galley.section.id in places]
    if not known:
        return replace(before, errata=())
    press = book_press(book, known, build, workers)
    signatures, objects = list(before.signatures), list(before.objects)
    imposed = before.book
    for section in section_htmls(known):
        index = places[section.id]
        position = true_position(index, signatures[index], imposed)
        for _ in range(TURNS):
            signatures[index], objects[index] = _laid_out(press, section, position)
            imposed = impose(signatures, press.margins.plan)
            wanted = true_position(index, signatures[index], imposed, position.side)
            if wanted == as_asked(position, signatures[index]):
                break
            position = wanted
    revised = [places[galley.section.id] for galley in known]
    folios = _folios(press, before, imposed, frozenset(revised))
    made = [signatures[index] for index in revised]
    errata = errata_of(made, known, press, imposed, folios)
    return replace(
        before,
        signatures=tuple(signatures),
        book=imposed,
        folios=folios,
        starts={s.section: at for s, at in zip(signatures, imposed.starts, strict=True)},
        margins=press.margins,
        programs=press.programs(),
        errata=tuple(dict.fromkeys(asked(errata, book))),
        objects=tuple(objects),
    )


def _laid_out(
    press: BookPress, section: SectionHtml, position: BookPosition
) -> tuple[Signature, Objects]:
    """Return a section laid out for `position`, from the store or anew, and what reads its objects."""
    key, store = press.keys.key(section, position), press.store
    kept = store.get(key)
    if (
        isinstance(kept, Signature)
        and press.keys.unchanged(kept.sources)
        and store.has(kept.objects_key)
    ):
        task = LayoutTask(key, section, position)
        return kept, partial(_objects, press, task, kept.objects_key)
    made = press.scheduler.lay_out_here(LayoutTask(key, section, position))
    signature: Signature = loads(made.signature, KEPT)
    sound = not any(e.rule in MARKED for e in signature.errata)
    if sound and store.put(signature.objects_key, made.objects):
        store.put(key, made.signature)
    return signature, partial(loads, made.objects, KEPT)


def _objects(press: BookPress, task: LayoutTask, name: str) -> tuple[ObjectTemplate, ...]:
    """Return the objects kept under `name`; what is no longer kept is made again."""
    kept = press.store.get(name)
    packed = press.scheduler.lay_out_here(task).objects if kept is None else b""
    objects: tuple[ObjectTemplate, ...] = loads(packed, KEPT) if packed else kept
    return objects


def _folios(
    press: BookPress, before: Volume, imposed: Imposed, revised: frozenset[int]
) -> tuple[Folio, ...]:
    """Return the folios of all pages: of `revised` sections as they are set now, else as `before`."""
    press.margins.prepare([page for page in imposed.pages if page.section in revised])
    printed: dict[int, list[str]] = {}
    for page, folio in zip(before.book.pages, before.folios, strict=True):
        if page.content is not None:
            printed.setdefault(page.section, []).append(folio.label if folio.printed else "")
    words = []
    for page in imposed.pages:
        if page.section in revised and page.plan.folio_group:
            words.append(press.margins.boxes(page, page.plan.folio_group).folio)
        elif page.section in revised or page.content is None:
            words.append("")
        else:
            words.append(printed[page.section].pop(0))
    return labelled(words, [page.restarts for page in imposed.pages])
