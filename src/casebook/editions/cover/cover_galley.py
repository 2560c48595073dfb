"""The cover as a galley: the layout's templates for it, set with the book's facts and measures."""

from pathlib import Path

from casebook import cover_plan, layout, pictures
from casebook.book import Book, Matter, Picture, Section
from casebook.errata import Erratum, Place, StopPress
from casebook.layout import Galley

SECTION = Section(id="cover", kind="cover", matter=Matter.FRONT, title="封面", listed=False)


def galley(
    book: Book, roots: tuple[Path, ...], manuscript: Path, pages: int, whole: bool
) -> Galley:
    """Return the cover of a book of `pages` as the layout in `roots` draws it: `whole`, or its front.

    Raises `StopPress` where its picture cannot be set.
    """
    picture(book, manuscript)
    decisions = layout.decided(roots)
    assert decisions is not None, "a layout without decisions has no paper"
    plan = cover_plan.plan(book, decisions, pages, whole)
    return layout.Typesetter(book, roots, "cover", manuscript, plan).galley(SECTION)


def picture(book: Book, manuscript: Path) -> Picture | None:
    """Return the picture of the cover, looked at; raise `StopPress` where it cannot be printed."""
    if not book.cover.picture:
        return None
    place = book.places.get("cover", Place("book.yaml"))
    examined = pictures.examine(manuscript, book.cover.picture, place)
    if isinstance(examined, Erratum):
        raise StopPress([examined])
    return examined
