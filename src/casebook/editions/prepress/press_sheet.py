"""`press-sheet.pdf` and `.json` (印刷工艺单): what the printer is told of the two files, and whether
they are right.

The same facts twice: as one page or two for people, as data for the printer's programs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, cover_plan, imprint_lines, layout, paper_stock
from casebook.book import Book, Status
from casebook.editions.cover.cover_edition import PressCover
from casebook.editions.prepress import preflight
from casebook.editions.prepress.preflight import FINE, PlacedPicture, Point
from casebook.editions.prepress.press_edition import COARSE, PressInterior
from casebook.errata import Erratum, StopPress, Wording
from casebook.layout_decisions import Decisions
from casebook.press import standing_type

HERE = Path(__file__).parent
BINDINGS = {
    "perfect": Wording("无线胶订", "perfect binding"),
    "sewn": Wording("锁线胶订", "sewn and glued"),
    "saddle": Wording("骑马订", "saddle stitching"),
}
_PLATES = {
    "K": Wording("黑", "black"),
    "spot": Wording("专色", "spot"),
    "process": Wording("四色", "four colours"),
}


@dataclass(frozen=True)
class PressSheet:
    """All that the sheet says: facts in groups, pages by their plates, pictures, points.

    `groups` are headings with lines of label and text; `plates` says which pages need which plates;
    `pictures` are those below 300 ppi.
    """

    title: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    plates: tuple[tuple[str, int, str], ...]
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

    Returns the points that fail as queries; raises `StopPress` with them for a final book.
    """
    decisions = layout.decided(roots)
    assert decisions is not None, "a layout without decisions has no paper"
    sheet = _sheet(book, decisions, interior, cover, files)
    html = layout.page(HERE, "press-sheet.html", sheet=sheet, fine=FINE, coarse=COARSE)
    fonts_of = layout.sheets(roots, "print")
    made = standing_type.set_once(html, (HERE / "press-sheet.css",), HERE, build, fonts_of=fonts_of)
    if made.errata:
        raise StopPress(made.errata)
    failing = tuple(preflight.failing(sheet.points, book.status is Status.FINAL))
    if failing and book.status is Status.FINAL:
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
) -> PressSheet:
    points = preflight.points(book, decisions.trim, interior, cover, files)
    pictures = preflight.placed(interior, cover)
    fonts = [preflight.fonts(path) for path in files]
    plates = _plates(interior)
    groups = (
        ("书", _of_book(book)),
        ("书芯", _of_interior(book, decisions, interior, fonts[0])),
        ("封面", _of_cover(cover, fonts[1])),
    )
    few = tuple(p for p in pictures if 0 < p.facts.ppi < FINE)
    data: dict[str, object] = {
        "title": book.title,
        "status": book.status.value,
        "isbn": book.publication.isbn,
        "price": book.publication.price,
        "interior": _interior_data(book, decisions, interior, fonts[0]),
        "cover": _cover_data(cover, fonts[1]),
        "plates": [
            {"plates": name, "pages": count, "folios": where} for name, count, where in plates
        ],
        "pictures": [_picture_data(picture) for picture in pictures],
        "preflight": [
            {"point": p.name, "title": p.title.zh, "seen": p.seen.zh, "passed": p.passed}
            for p in points
        ],
    }
    return PressSheet(book.title, groups, plates, few, tuple(points), data)


def _of_book(book: Book) -> tuple[tuple[str, str], ...]:
    lines = [("书名", book.title)]
    lines += [("书号", book.publication.isbn)] if book.publication.isbn else []
    lines += [("准印证号", book.publication.permit)] if book.publication.permit else []
    lines += [("定价", book.publication.price)] if book.publication.price else []
    lines.append(("出版", book.publication.publisher or book.issuer))
    lines += [(f.label, f.value) for f in book.imprint if f.value and f.label in ("印数", "印次")]
    lines.append(("状态", "定稿" if book.status is Status.FINAL else "草稿，不可开印"))
    return tuple(lines)


def _of_interior(
    book: Book, decisions: Decisions, interior: PressInterior, fonts: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    pages = len(interior.pages) + interior.blanks
    sheet = imprint_lines.sheet_of(book, decisions)
    return (
        ("文件", "press-interior.pdf"),
        ("成品尺寸", f"{decisions.trim.width:g} × {decisions.trim.height:g} 毫米，四边出血 3 毫米"),
        ("开本", sheet.size if sheet else "与印厂商定"),
        ("面数", f"{pages} 面" + (f"，其中书末空白 {interior.blanks} 面" if interior.blanks else "")),
        ("印张", cover_plan.sheets(book, decisions, pages) or "与印厂商定"),
        ("用纸", _paper(book)),
        ("装订", BINDINGS[book.paper.binding].zh),
        ("印色", _colours(interior)),
        ("颜色条件", f"{interior.condition.registered or '印厂配置'}（{interior.condition.name}）"),
        ("总墨量", f"最大 {max((p.heaviest for p in interior.pages), default=0):.0f}%，上限 {interior.condition.limit}%"),
        ("裁切线", "有，在出血外" if interior.press.marks else "无"),
        ("转换", _converted(interior)),
        ("字体", "、".join(fonts) + "（全部嵌入）"),
    )  # fmt: skip


def _paper(book: Book) -> str:
    stock = paper_stock.stock(book.paper.name or paper_stock.USUAL)
    name = stock.name.zh if stock else book.paper.name
    given = "印厂所给" if book.paper.thickness else "按表"
    guessed = "" if book.paper.name else "（未定，按常用纸）"
    return f"{name}{guessed}，一张厚 {cover_plan.leaf(book):.3f} 毫米（{given}）"


def _colours(interior: PressInterior) -> str:
    spot = interior.second.plate if interior.second else ""
    kinds = set().union(*(page.plates for page in interior.pages)) if interior.pages else set()
    words = [_PLATES["K"].zh]
    words += [f"{spot}（专色）"] if spot and "spot" in kinds else []
    words += ["四色（见下）"] if "process" in kinds else []
    return " + ".join(words)


def _converted(interior: PressInterior) -> str:
    rgb = sum(facts.converted for facts in interior.pictures)
    smaller = sum(facts.printed_ppi < facts.ppi - 1 for facts in interior.pictures)
    grey = sum(facts.space == "Gray" for facts in interior.pictures)
    return (
        f"图片 {len(interior.pictures)} 幅：{rgb} 幅由 RGB 转 CMYK，{grey} 幅灰度，"
        f"{smaller} 幅缩到 300 ppi；黑色文字压印"
    )


def _of_cover(cover: PressCover, fonts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    plan = cover.plan
    parts = [f"封面 {plan.width:g}", f"书脊 {plan.spine:.1f}", f"封底 {plan.width:g}"]
    parts += [f"勒口各 {plan.flap:g}"] if plan.flap else []
    width, height = plan.sheet_width, plan.height
    return (
        ("文件", "press-cover.pdf"),
        ("展开尺寸", f"{width:.1f} × {height:g} 毫米（{'，'.join(parts)} 毫米），出血 3 毫米"),
        ("书脊文字", "从上到下" if plan.spine_size else "书脊不到 5 毫米，不印字" if plan.spine else "无"),
        ("印色", " + ".join(_PLATES[name].zh for name in _PLATES if name in cover.plates)),
        ("颜色条件", f"{cover.condition.registered}（{cover.condition.name}）"),
        ("总墨量", f"最大 {cover.heaviest:.0f}%，上限 {cover.condition.limit}%"),
        ("条码", f"EAN-13，{cover.code.number}，读回无误" if cover.code.number else "无"),
        ("字体", "、".join(fonts) + "（全部嵌入）"),
    )  # fmt: skip


def _plates(interior: PressInterior) -> tuple[tuple[str, int, str], ...]:
    """Return for each set of plates: its name, how many pages need it, and their folios."""
    by_plates: dict[str, list[str]] = {}
    for page in interior.pages:
        names = [_PLATES[name].zh for name in _PLATES if name in page.plates]
        by_plates.setdefault(" + ".join(names) or "空白", []).append(page.label)
    if interior.blanks:
        by_plates.setdefault("空白", []).extend(["末"] * interior.blanks)
    plain = _PLATES["K"].zh
    return tuple(
        (name, len(labels), "其余各页" if name == plain else _runs(labels))
        for name, labels in sorted(by_plates.items(), key=lambda pair: -len(pair[1]))
    )


def _runs(labels: Sequence[str]) -> str:
    """Return folios with runs drawn together: 3、7–9、Ⅻ."""
    runs: list[list[str]] = []
    for label in labels:
        last = runs[-1][-1] if runs else ""
        if label.isdecimal() and last.isdecimal() and int(label) == int(last) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


# As data


def _interior_data(
    book: Book, decisions: Decisions, interior: PressInterior, fonts: Sequence[str]
) -> dict[str, object]:
    pages, sheet = len(interior.pages) + interior.blanks, imprint_lines.sheet_of(book, decisions)
    return {
        "file": "press-interior.pdf",
        "trim_mm": list(decisions.trim),
        "bleed_mm": cover_plan.BLEED,
        "pages": pages,
        "blank_pages_added": interior.blanks,
        "sheet_mm": [sheet.width, sheet.height] if sheet else None,
        "leaves_of_sheet": sheet.leaves if sheet else None,
        "printed_sheets": paper_stock.printed_sheets(pages, sheet.leaves) if sheet else None,
        "paper": book.paper.name or paper_stock.USUAL,
        "leaf_mm": cover_plan.leaf(book),
        "binding": book.paper.binding,
        "spot_ink": interior.second.plate if interior.second else "",
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


def _cover_data(cover: PressCover, fonts: Sequence[str]) -> dict[str, object]:
    plan = cover.plan
    return {
        "file": "press-cover.pdf",
        "trim_mm": [round(plan.sheet_width, 2), plan.sheet_height],
        "spine_mm": plan.spine,
        "flap_mm": plan.flap,
        "plates": sorted(cover.plates),
        "profile": cover.condition.name,
        "condition": cover.condition.registered,
        "ink_most": round(cover.heaviest, 1),
        "ink_limit": cover.condition.limit,
        "barcode": cover.code.number,
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
