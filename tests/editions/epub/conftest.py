"""The small book, issued once; the layout engine's part of the cover is a plain picture."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from casebook.book import Book
from casebook.editions import epub
from casebook.errata import Erratum
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
