"""What an imprint says otherwise than the layout and the pages do: paper, 印张, 字数."""

import re
from collections.abc import Iterator
from pathlib import Path

from casebook import imprint_lines, layout_sheets, paper_stock
from casebook.book import Book, Fact
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout_values import Decisions

_TRIM = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:mm|毫米)?\s*[×xX*]\s*(\d+(?:\.\d+)?)\s*(?:mm|毫米)\s*")


def queries(book: Book, roots: tuple[Path, ...]) -> Iterator[Erratum]:
    """Yield a query for each line that layout or pages contradict."""
    decisions = layout_sheets.decided(roots)
    if decisions is None:
        return
    place = book.places.get("imprint", Place("book.yaml"))
    for fact in book.imprint:
        right = _right(fact, book, decisions) if fact.value else None
        if right is not None:
            yield Erratum(
                "imprint-paper" if fact.of_paper else "imprint-extent",
                place,
                Wording(
                    f"版权页的“{fact.label}”是 {fact.value}，照版式和成书是 {right}",
                    f"the imprint gives {fact.value} as {fact.label}; by layout and pages it is "
                    f"{right}",
                ),
                Wording(
                    f"“{fact.label}:”后面空着，就照成书印。",
                    f"Leave ‘{fact.label}:’ empty, and what is true is printed.",
                ),
                fact.value or "",
                Kind.QUERY,
            )


def _right(fact: Fact, book: Book, decisions: Decisions) -> str | None:
    """Return what a line ought to say, or None where it says so or nobody can tell."""
    value = fact.value or ""
    sheet, extent = imprint_lines.sheet_of(book, decisions), book.extent
    if fact.of_paper:
        trim, given = _TRIM.fullmatch(value), paper_stock.sheet(value)
        if given and sheet and given.leaves != sheet.leaves:
            return sheet.size
        wrong = trim and (float(trim[1]), float(trim[2])) != decisions.trim
        return str(decisions.trim) if wrong else None
    if not (extent and sheet) or fact.label not in ("印张", "字数"):
        return None
    from casebook.intake.manuscript import imprint_facts  # lazy: loads pydantic

    if fact.label == "印张":
        right = paper_stock.printed_sheets(extent.pages, sheet.leaves)
        said = imprint_facts.sheets(value)
        return (
            paper_stock.number(right) if said is not None and abs(said - right) >= 0.001 else None
        )
    if fact.label == "字数":
        count, written = (
            imprint_lines.count(extent, decisions, book.counting).characters,
            imprint_facts.characters(value),
        )
        bare = decisions.characters * decisions.lines * extent.numbered
        least, most = bare - max(1000, bare // 50), count + max(1000, count // 50)
        far = written is not None and not least <= written <= most  # some do not count heads
        return f"{paper_stock.thousands(count)}千字" if far else None
    return None
