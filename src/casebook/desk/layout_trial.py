"""A layout tried on a book: its decisions checked, and a few pages of the book set in it as a picture.

What is tried stands in a folder of its own, so nothing of the book changes. The pages are those of
the press: the title page, the page of a part, and a case.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from casebook import atomic, edition_making, layout, layout_decisions, pdf
from casebook.book import Book, Section
from casebook.css_constants import FILE
from casebook.desk import snapshot
from casebook.errata import StopPress, stop_on
from casebook.intake.manuscript import book_reader, yaml_editing, yaml_file
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.pictures import side_by_side
from casebook.press import volume
from casebook.press.catalogue import metadata_of

WIDTH = 480
"""Pixels of one page."""
PAGES = 4
LINK = "dead-link"
"""The fault of links to the sections that are left out."""


def changed(text: str, changes: Iterable[tuple[Steps, Value]]) -> str:
    """Return `layout.yaml` with values changed where they stand; "" takes a decision back.

    Raises `StopPress` when the text is no sound YAML, `ValueError` where it cannot be changed so.
    """
    for steps, value in changes:
        data = yaml_file.parse(text, FILE)
        if data.errata:
            raise StopPress(data.errata)
        if not data.data:
            whole: Value = value
            for step in reversed(steps):
                whole = {str(step): whole}
            assert isinstance(whole, dict)
            text = text.rstrip("\n") + ("\n" if text.strip() else "") + yaml_file.dump(whole)
        else:
            new = yaml_editing.changed(text, steps, value)
            if new is None:
                raise ValueError(".".join(map(str, steps)))
            text = new
    return text


def decided(folder: Path, name: str) -> dict[str, Value]:
    """Return what the layout `name` decides before the book's own file, as its files write it.

    Raises `StopPress` when there is no such layout.
    """
    known: dict[str, Value] = {}
    for place in reversed(layout.roots(name, folder)):
        if place != folder / "layouts" / name and (place / FILE).is_file():
            data = yaml_file.read(place / FILE, FILE, place.parent).data
            _lay_over(known, data if isinstance(data, dict) else {})
    return known


def _lay_over(known: dict[str, Value], more: Mapping[str, Value]) -> None:
    for key, value in more.items():
        below = known.get(key)
        if isinstance(value, dict):
            inner = dict(below) if isinstance(below, dict) else {}
            _lay_over(inner, value)
            known[key] = inner
        elif value != "":
            known[key] = value


def check(folder: Path, name: str, text: str) -> None:
    """Raise `StopPress` with what is wrong with the layout `name` where `text` is its own file."""
    with _tried(folder, name, text) as place:
        roots = layout.roots(name, place)
        layout_decisions.read(roots)
        edition_making.check_fonts(roots)


def picture(folder: Path, name: str, text: str) -> bytes:
    """Return pages of the book in `folder`, set in the layout `name` with `text` as its file, as PNG.

    Raises `StopPress` for what is wrong with the layout, or stops the press.
    """
    whole = book_reader.read(folder).book
    book = replace(whole, layout=name, sections=tuple(_few(whole)))
    with _tried(folder, name, text) as place:
        roots = layout.roots(name, place)
        edition_making.check_fonts(roots)
        galleys = layout.compose(book, roots, "print", folder / "manuscript")
        (place / "build").mkdir()
        made = volume.make(book, galleys, place / "build", 1)
        made = replace(made, errata=tuple(e for e in made.errata if e.rule != LINK))
        if volume.stopping(made, book):
            raise StopPress(made.errata)
        data, errata = volume.extract(made, [s.id for s in book.sections], metadata_of(book))
        stop_on(errata)
        file = place / "trial.pdf"
        atomic.put(file, data, lasting=False)
        return side_by_side([pdf.paint(file, n, WIDTH, "PNG") for n in _pages(file, book)], 2)


def _pages(file: Path, book: Book) -> list[int]:
    """Return which pages of `file` are shown: the first of each section, and more of the last."""
    starts, count = pdf.destinations(file), len(pdf.labels(file))
    firsts = [starts[section.id] for section in book.sections if section.id in starts]
    more = [n for n in range(max(firsts, default=0) + 1, count)]
    return sorted(firsts + more[: PAGES - len(firsts)])


def _few(book: Book) -> Iterator[Section]:
    """Yield the sections that are shown: title page, the first part, its first case with a text."""
    wanted = (
        next((s for s in book.sections if s.kind == "title-page"), None),
        next((s for s in book.sections if s.kind in ("divider", "part")), None),
        next((s for s in book.sections if s.case is not None and s.case.body), None),
    )
    few = [section for section in wanted if section is not None] or list(book.sections[:1])
    there = {section.id for section in few}
    for section in few:  # what is left out is not listed, it has no page
        yield replace(section, entries=tuple(e for e in section.entries if e.target in there))


@contextmanager
def _tried(folder: Path, name: str, text: str) -> Iterator[Path]:
    """Give a folder with the book's layouts, `text` being the file of the layout `name`."""
    with atomic.folder(folder / "build", "layout-") as place:
        if (folder / "layouts").is_dir():
            snapshot.copy_folder(folder / "layouts", place / "layouts")
        if text.strip():
            atomic.put(place / "layouts" / name / FILE, text.encode(), lasting=False)
        yield place
