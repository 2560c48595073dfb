"""The lines of the imprint as they are printed: where one is left open, layout and pages fill it."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from casebook import paper_stock
from casebook.book import Book, Fact
from casebook.production_facts import Counting, Extent

if TYPE_CHECKING:  # it loads pydantic
    from casebook.layout_values import Decisions


def lines(book: Book, decisions: "Decisions | None") -> tuple[Fact, ...]:
    """Return the lines of the imprint, with what layout and pages know where a line is left open:
    开本, 印张 (pages ÷ leaves of a sheet), 字数 (`count`)."""
    sheet = sheet_of(book, decisions)
    return tuple(
        fact
        if fact.value
        else replace(fact, value=_known(fact, decisions, sheet, book.extent, book.counting))
        for fact in book.imprint
    )


def sheet_of(book: Book, decisions: "Decisions | None") -> paper_stock.Sheet | None:
    """Return the sheet the book is printed on: as the editor says, or as its trim asks."""
    if book.paper.sheet:
        return paper_stock.sheet(book.paper.sheet)
    return paper_stock.sheet_of(*decisions.trim) if decisions else None


def _known(
    fact: Fact,
    decisions: "Decisions | None",
    sheet: paper_stock.Sheet | None,
    extent: Extent | None,
    counting: Counting,
) -> str | None:
    if decisions is None:
        return None
    if fact.label == "开本" and sheet:
        return sheet.size
    if fact.of_paper:
        return str(decisions.trim)
    if extent and fact.label == "印张" and sheet:
        return paper_stock.number(paper_stock.printed_sheets(extent.pages, sheet.leaves))
    if extent and fact.label == "字数":
        return f"{paper_stock.thousands(count(extent, decisions, counting).characters)}千字"
    return None


class Count(NamedTuple):
    """The 字数 of a book as they are reckoned: characters of a line, lines of a page, pages."""

    line: int
    lines: int
    pages: int

    @property
    def characters(self) -> int:
        """All of them."""
        return self.line * self.lines * self.pages


def count(extent: Extent, decisions: "Decisions", counting: Counting) -> Count:
    """Return the 字数 of a book of that extent, as `counting` has them counted."""
    lines = decisions.lines
    lines += counting.heads and decisions.heads != "none"
    lines += counting.folios and decisions.folios != "none"
    pages = extent.pages if counting.every_page else extent.numbered
    return Count(decisions.characters, lines, pages)
