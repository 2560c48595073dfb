"""`press-sheet.pdf` and `.json` (印刷工艺单): what the printer is told of the two files, and whether
they are right.

The same facts twice: as a page or two for people, Chinese with English below, and as data for the
printer's programs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, cover_plan, imprint_lines, layout, paper_stock
from casebook.book import Book, Status
from casebook.editions.cover.cover_edition import PressCover
from casebook.editions.prepress import preflight, sheet_facts
from casebook.editions.prepress.preflight import FINE, PlacedPicture, Point
from casebook.editions.prepress.press_edition import COARSE, PressInterior
from casebook.editions.prepress.sheet_facts import Group, PlatePages
from casebook.errata import Erratum, Kind, StopPress
from casebook.layout_values import Decisions
from casebook.press import font_rights, standing_type
from casebook.press import fonts as press_fonts

HERE = Path(__file__).parent


@dataclass(frozen=True)
class PressSheet:
    """All that the sheet says: facts in groups, pages by their plates, pictures, points.

    `pictures` are those below 300 ppi.
    """

    title: str
    groups: tuple[Group, ...]
    plates: tuple[PlatePages, ...]
    pictures: tuple[PlacedPicture, ...]
    points: tuple[Point, ...]
    data: dict[str, object]

    @property
    def passed(self) -> bool:
        """Whether every point is right."""
        return all(point.passed for point in self.points)


def issue(
    book: Book,
    roots: tuple[Path, ...],
    interior: PressInterior,
    cover: PressCover,
    files: Sequence[Path],
    targets: Sequence[Path],
    build: Path,
) -> tuple[Erratum, ...]:
    """Write the sheet of the finished `files` (interior, cover) to `targets` (PDF, JSON).

    `build` is the folder whose store is used.

    Returns the points that fail as queries; raises `StopPress` with them for a final book, and for
    any with a font that may not be embedded.
    """
    decisions = layout.decided(roots)
    assert decisions is not None, "a layout without decisions has no paper"
    fonts_of = layout.sheets(roots, "print")
    sheet = _sheet(book, decisions, interior, cover, files, fonts_of)
    html = layout.page(HERE, "press-sheet.html", sheet=sheet, fine=FINE, coarse=COARSE)
    made = standing_type.set_once(html, (HERE / "press-sheet.css",), HERE, build, fonts_of=fonts_of)
    if made.errata:
        raise StopPress(made.errata)
    failing = tuple(preflight.failing(sheet.points, book.status is Status.FINAL))
    if any(erratum.kind is Kind.ERRATUM for erratum in failing):
        raise StopPress(failing)
    atomic.put(targets[0], made.pdf, lasting=False)
    text = json.dumps(sheet.data, ensure_ascii=False, indent=1) + "\n"
    atomic.put(targets[1], text.encode(), lasting=False)
    return failing


def _sheet(
    book: Book,
    decisions: Decisions,
    interior: PressInterior,
    cover: PressCover,
    files: Sequence[Path],
    fonts_of: Sequence[Path],
) -> PressSheet:
    fonts = [preflight.fonts(path) for path in files]
    declared = press_fonts.declared(fonts_of)
    rights = tuple(font_rights.forbidden([*fonts[0], *fonts[1]], declared, fonts_of))
    points = preflight.points(book, decisions.trim, interior, cover, files, rights)
    pictures = preflight.placed(interior, cover)
    plates = sheet_facts.plates(interior)
    few = tuple(p for p in pictures if 0 < p.facts.ppi < FINE)
    data: dict[str, object] = {
        "title": book.title,
        "status": book.status.value,
        "passed": all(point.passed for point in points),
        "isbn": book.publication.isbn,
        "price": book.publication.price,
        "interior": _interior_data(book, decisions, interior, fonts[0]),
        "cover": _cover_data(book, cover, fonts[1]),
        "plates": [
            {"plates": list(each.plates), "pages": each.number, "folios": each.where.zh}
            for each in plates
        ],
        "pictures": [_picture_data(picture) for picture in pictures],
        "preflight": [
            {
                "point": p.name,
                "passed": p.passed,
                "title": p.title._asdict(),
                "seen": p.seen._asdict(),
            }
            for p in points
        ],
    }
    groups = sheet_facts.groups(book, decisions, interior, cover, fonts)
    return PressSheet(book.title, groups, plates, few, tuple(points), data)


def _interior_data(
    book: Book, decisions: Decisions, interior: PressInterior, fonts: Sequence[str]
) -> dict[str, object]:
    pages, sheet = len(interior.pages) + interior.blanks, imprint_lines.sheet_of(book, decisions)
    counted = imprint_lines.count(book.extent, decisions, book.counting) if book.extent else None
    return {
        "file": "press-interior.pdf",
        "trim_mm": list(decisions.trim),
        "bleed_mm": cover_plan.BLEED,
        "pages": pages,
        "blank_pages_added": interior.blanks,
        "sheet_mm": [sheet.width, sheet.height] if sheet else None,
        "leaves_of_sheet": sheet.leaves if sheet else None,
        "printed_sheets": paper_stock.printed_sheets(pages, sheet.leaves) if sheet else None,
        "characters": counted.characters if counted else None,
        "characters_counted": counted._asdict() if counted else None,
        "paper": book.paper.name or paper_stock.USUAL,
        "paper_decided": bool(book.paper.name),
        "leaf_mm": cover_plan.leaf(book),
        "binding": book.paper.binding,
        "spot_ink": interior.second.plate if interior.second else "",
        "second_inks": interior.second.process if interior.second else None,
        "profile": interior.condition.name,
        "condition": interior.condition.registered,
        "ink_limit": interior.condition.limit,
        "ink_most": round(max((p.heaviest for p in interior.pages), default=0.0), 1),
        "marks": interior.press.marks,
        "fonts": list(fonts),
        "pages_by_plates": [
            {"folio": page.label, "plates": sorted(page.plates)} for page in interior.pages
        ],
    }


def _cover_data(book: Book, cover: PressCover, fonts: Sequence[str]) -> dict[str, object]:
    plan, facts = cover.plan, book.cover
    hard = {"board_mm": facts.board, "hinge_mm": facts.hinge, "turn_in_mm": facts.turn_in}
    return {
        "file": "press-cover.pdf",
        "trim_mm": [round(plan.sheet_width, 2), round(plan.sheet_height, 2)],
        "spine_mm": plan.spine,
        "spine_text": bool(plan.spine_size),
        "flap_mm": plan.flap,
        "hard": hard if plan.edge else None,
        "paper": facts.paper,
        "finish": facts.finish,
        "plates": sorted(cover.plates),
        "profile": cover.condition.name,
        "condition": cover.condition.registered,
        "ink_most": round(cover.heaviest, 1),
        "ink_limit": cover.condition.limit,
        "barcode": cover.code.number,
        "barcode_size": cover.code.size,
        "barcode_addon": facts.price_code if cover.code.number else "",
        "fonts": list(fonts),
    }


def _picture_data(picture: PlacedPicture) -> dict[str, object]:
    facts = picture.facts
    return {
        "page": picture.page,
        "pixels": list(facts.pixels),
        "ppi": round(facts.ppi),
        "printed_ppi": round(facts.printed_ppi),
        "space": facts.space,
        "converted": facts.converted,
        "ink_most": round(facts.most, 1),
    }
