"""The lines of the imprint as they are printed: where one is left open, layout and pages fill it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import paper_stock
from casebook.book import Book, Fact
from casebook.production_facts import Extent

if TYPE_CHECKING:  # it loads pydantic
    from casebook.layout_values import Decisions


def lines(book: Book, decisions: "Decisions | None") -> tuple[Fact, ...]:
    """Return the lines of the imprint, with what layout and pages know where a line is left open:
    开本, 印张 (pages ÷ leaves of a sheet), 字数 (`characters`)."""
    sheet = sheet_of(book, decisions)
    return tuple(
        fact if fact.value else replace(fact, value=_known(fact, decisions, sheet, book.extent))
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
        return f"{paper_stock.thousands(characters(extent, decisions))}千字"
    return None


def characters(extent: Extent, decisions: "Decisions") -> int:
    """Return the 字数 of a book: characters of a line × lines of a page × numbered pages.

    A running head counts as a line, and every numbered page as full (图书质量管理规定, 附件
    图书编校质量差错率计算方法, 二).
    """
    lines = decisions.lines + (1 if decisions.heads != "none" else 0)
    return decisions.characters * lines * extent.numbered
