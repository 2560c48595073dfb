"""The small book, issued once; the layout engine's part of the cover is a plain picture."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from casebook.book import Book, Status
from casebook.editions import epub
from casebook.errata import Erratum, StopPress
from casebook.layout import Galley
from editions.epub import samples

Issue = Callable[..., tuple[Path, tuple[Erratum, ...]]]


@contextmanager
def plain_cover() -> Iterator[None]:
    """Stand in for the press: these tests are about the EPUB, not about page layout."""
    patch = pytest.MonkeyPatch()
    stub = SimpleNamespace(cover_picture=lambda front, fonts, width: (samples.jpeg(width), ()))
    patch.setitem(sys.modules, "casebook.press.painted_cover", stub)
    try:
        yield
    finally:
        patch.undo()


@pytest.fixture(autouse=True)
def drawn_cover() -> Iterator[None]:
    """Have every test of this folder, and no other, draw a plain cover."""
    with plain_cover():
        yield


@pytest.fixture(scope="session")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    """Return a function that issues a book in a folder of its own."""

    def issued(
        book: Book | None = None, folios: Mapping[str, str] = samples.FOLIOS
    ) -> tuple[Path, tuple[Erratum, ...]]:
        root = tmp_path_factory.mktemp("book")
        base = samples.folder(root / "manuscript")
        book = book or samples.small()
        target = root / "build" / "book.epub"
        with plain_cover():
            left = epub.issue(
                book,
                samples.galleys(book, base),
                folios,
                target,
                front=samples.front(book, base),
                cache=root / "cache",
            )
        return target, left

    return issued


@pytest.fixture(scope="session")
def small_book(issue: Issue) -> Path:
    """Return the issued EPUB of the small book."""
    target, left = issue()
    assert left == ()
    return target


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return samples.folder(tmp_path / "manuscript")


def attempt(
    base: Path, book: Book | None = None, galleys: tuple[Galley, ...] | None = None
) -> tuple[Erratum, ...]:
    """Issue into a folder beside the manuscript; return what was found."""
    book = book or samples.small()
    return epub.issue(
        book,
        galleys or samples.galleys(book, base),
        samples.FOLIOS,
        base.parent / "book.epub",
        front=samples.front(book, base),
        cache=base.parent / "cache",
    )


def refused(base: Path, body: str) -> list[Erratum]:
    """Return the errata that stop a final book whose case 1-1 has the text `body`."""
    book = samples.with_case_body(samples.small(), "1-1", body)
    with pytest.raises(StopPress) as stop:
        attempt(base, replace(book, status=Status.FINAL))
    assert not (base.parent / "book.epub").exists()
    return list(stop.value.errata)
