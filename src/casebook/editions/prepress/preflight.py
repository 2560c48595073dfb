"""The preflight: every point that a print house would look at, with what was seen, pass or fail.

A point is judged from the records of interior and cover (`press_edition`, `cover_edition`) and from
the finished files, never from what was meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import pikepdf

from casebook import cover_plan, paper_stock
from casebook.book import Book
from casebook.editions.cover import cover_check
from casebook.editions.cover.cover_edition import PressCover
from casebook.editions.prepress.press_edition import PressInterior
from casebook.editions.prepress.press_pictures import PictureFacts
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout_values import MM, Trim
from casebook.pdf import PdfObject
from casebook.press.font_rights import FontRights

NEAR = 0.1
"""Millimetres by which a measured box may miss what was planned."""
HAIRLINE = 0.25
"""Points of the thinnest line that a plate holds."""
FINE = 300
"""Pixels an inch that print houses ask for."""


@dataclass(frozen=True)
class Point:
    """One point of the preflight: what is looked at, what was seen, whether it is right."""

    name: str
    title: Wording
    seen: Wording
    passed: bool


@dataclass(frozen=True)
class PlacedPicture:
    """A picture as it is printed: the folio of its page (封面 on the cover), and what became of it."""

    page: str
    facts: PictureFacts


def placed(interior: PressInterior, cover: PressCover) -> list[PlacedPicture]:
    """Return the pictures of interior and cover with the page each stands on."""
    pictures = [PlacedPicture("封面", facts) for facts in cover.pictures]
    pictures += [
        PlacedPicture(interior.pages[facts.pages[0]].label, facts) for facts in interior.pictures
    ]
    return pictures


def fonts(path: Path) -> list[str]:
    """Return the names of the fonts in the PDF `path`, without the mark of a subset."""
    with pikepdf.open(path) as document:
        names = {_name(thing) for thing in document.objects if _is_font(thing)}
    return sorted(name.rpartition("+")[2] for name in names)


def _is_font(thing: PdfObject) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"


def _name(thing: PdfObject) -> str:
    return str(thing.FontName).strip("/")


def points(
    book: Book,
    trim: Trim,
    interior: PressInterior,
    cover: PressCover,
    files: Sequence[Path],
    forbidden: Sequence[tuple[str, FontRights]] = (),
) -> list[Point]:
    """Return every point; `files` are the finished interior and cover, `forbidden` the fonts in
    them that may not be embedded."""
    inside, outside = files
    return [
        *_of_rules(interior, cover),
        _of_trim(trim, inside),
        of_multiple(interior, book.paper.binding),
        _of_text(interior),
        _of_ink(interior, cover),
        _of_lines(interior, cover),
        *_of_pictures(interior, cover),
        *_of_cover(cover, outside),
        _of_fonts(files, forbidden),
        *_of_imprint(book),
    ]


def failing(points: Sequence[Point], final: bool) -> Iterator[Erratum]:
    """Yield the points that fail: errata of a final book, queries of a draft.

    A font that its maker lets nobody embed is in no file that is handed over, be it of a draft.
    """
    for point in points:
        if not point.passed:
            yield Erratum(
                "preflight",
                Place("press-sheet.pdf"),
                Wording(
                    f"印前检查未通过：{point.title.zh}（{point.seen.zh}）",
                    f"the preflight fails: {point.title.en} ({point.seen.en})",
                ),
                _FONT if point.name == FONTS else _MEND,
                kind=Kind.ERRATUM if final or point.name == FONTS else Kind.QUERY,
            )


_MEND = Wording(
    "改正后重做；全部各项在印刷工艺单上。",
    "Mend it and build again; the press sheet has all points.",
)
_FONT = Wording(
    "在版式的 layout.yaml 里换一种许可嵌入的字体（casebook doctor 列出各字体的许可），或向字体厂商取得许可后换用许可的文件。",
    "Take a font that may be embedded in the layout's layout.yaml (casebook doctor lists the "
    "licences), or get a licence, and the file that goes with it, from its maker.",
)


def _of_rules(interior: PressInterior, cover: PressCover) -> Iterator[Point]:
    for name, of, rules in (
        ("interior-x4", Wording("书芯合 PDF/X-4", "the interior is PDF/X-4"), interior.rules),
        ("cover-x4", Wording("封面合 PDF/X-4", "the cover is PDF/X-4"), cover.rules),
    ):
        broken = [rule for rule in rules if rule.faults]
        seen = Wording(f"{len(rules)} 条全合", f"all {len(rules)} clauses")
        if broken:
            seen = Wording(broken[0].said.zh, broken[0].said.en)
        yield Point(name, of, seen, not broken)


def _of_trim(trim: Trim, inside: Path) -> Point:
    with pikepdf.open(inside) as document:
        sizes = {_size(page.obj) for page in document.pages}
        bleeds = {_bleed(page.obj) for page in document.pages}
    right = all(abs(w - trim.width) <= NEAR and abs(h - trim.height) <= NEAR for w, h in sizes)
    enough = all(bleed >= cover_plan.BLEED - NEAR for bleed in bleeds)
    shown = "、".join(f"{w:g} × {h:g}" for w, h in sorted(sizes))
    return Point(
        "trim",
        Wording("成品尺寸和出血", "trim and bleed"),
        Wording(
            f"{shown} 毫米，出血 {min(bleeds):g} 毫米", f"{shown} mm, bleed {min(bleeds):g} mm"
        ),
        right and enough,
    )


def _size(page: PdfObject) -> tuple[float, float]:
    left, bottom, right, top = (float(number) for number in page.TrimBox)
    return round((right - left) / MM, 1), round((top - bottom) / MM, 1)


def _bleed(page: PdfObject) -> float:
    trim, bleed = ([float(number) for number in box] for box in (page.TrimBox, page.BleedBox))
    return round(min(abs(a - b) for a, b in zip(trim, bleed, strict=True)) / MM, 1)


def of_multiple(interior: PressInterior, binding: str) -> Point:
    """Return whether the pages can be bound: a leaf has two, what is saddle stitched has four a sheet."""
    pages, multiple = len(interior.pages) + interior.blanks, interior.press.multiple
    seen = Wording(f"{pages} 面，{multiple} 的倍数", f"{pages} pages, a multiple of {multiple}")
    bound = paper_stock.FOLDED if binding == "saddle" else 2
    if pages % bound:
        seen = Wording(
            f"{pages} 面，要 {bound} 的倍数才订得成",
            f"{pages} pages; to be bound they must be a multiple of {bound}",
        )
    title = Wording("页数是要求的倍数", "the number of pages is as asked")
    return Point("multiple", title, seen, pages % multiple == 0 and pages % bound == 0)


def _of_text(interior: PressInterior) -> Point:
    """Words and rules are printed in black, or in the second colour as the layout decides."""
    coloured = [page.label for page in interior.pages if page.colours]
    seen = Wording("文字和线只用黑版和第二色", "black and the second colour only")
    if coloured:
        shown = "、".join(coloured[:8]) + ("…" if len(coloured) > 8 else "")
        seen = Wording(
            f"{len(coloured)} 面有四色的字或线：第 {shown} 页",
            f"{len(coloured)} pages have words or rules in four inks: {shown}",
        )
    title = Wording("小字细线不叠色", "small type is not printed in four inks")
    return Point("text-plates", title, seen, not coloured)


def _of_ink(interior: PressInterior, cover: PressCover) -> Point:
    inside = max((page.heaviest for page in interior.pages), default=0.0)
    title = Wording("总墨量不超过纸的上限", "the ink is within what the paper takes")
    limits = interior.condition.limit, cover.condition.limit
    return Point(
        "ink",
        title,
        Wording(
            f"书芯 {inside:.0f}%（上限 {limits[0]}%），封面 {cover.heaviest:.0f}%（上限 {limits[1]}%）",
            f"interior {inside:.0f}% of {limits[0]}%, cover {cover.heaviest:.0f}% of {limits[1]}%",
        ),
        inside <= limits[0] + 0.5 and cover.heaviest <= limits[1] + 0.5,
    )


def _of_lines(interior: PressInterior, cover: PressCover) -> Point:
    """A line thinner than a hairline breaks, or is not on the plate at all."""
    pages = ((page.thinnest, page.label) for page in interior.pages)
    thinnest, label = min([(cover.thinnest, ""), *pages], key=lambda pair: pair[0])
    where = Wording(f"第 {label} 页", f"page {label}") if label else Wording("封面", "the cover")
    seen = Wording("没有线", "no lines")
    if thinnest < inf:
        seen = Wording(
            f"最细 {thinnest:.2f} 磅（{where.zh}）",
            f"the thinnest has {thinnest:.2f} pt ({where.en})",
        )
    title = Wording(f"线不细于 {HAIRLINE} 磅", f"no line is thinner than {HAIRLINE} pt")
    return Point("hairlines", title, seen, thinnest >= HAIRLINE - 0.005)


def _of_pictures(interior: PressInterior, cover: PressCover) -> Iterator[Point]:
    every, least = placed(interior, cover), interior.press.coarsest
    coarse = [picture for picture in every if 0 < picture.facts.ppi < least]
    title = Wording(f"图片不低于 {least} ppi", f"pictures have {least} ppi or more")
    seen = Wording(f"{len(every)} 幅全够", f"all {len(every)}")
    if coarse:
        shown = "、".join(f"{p.page}（{p.facts.ppi:.0f}）" for p in coarse[:6])
        seen = Wording(f"{len(coarse)} 幅不够：{shown}", f"{len(coarse)} have less: {shown}")
    yield Point("coarse-pictures", title, seen, not coarse)


def _of_cover(cover: PressCover, outside: Path) -> Iterator[Point]:
    plan = cover.plan
    with pikepdf.open(outside) as document:
        (width, height), count = _size(document.pages[0].obj), len(document.pages)
    right = abs(width - plan.sheet_width) <= NEAR and abs(height - plan.sheet_height) <= NEAR
    yield Point(
        "cover-size",
        Wording("封面展开尺寸与书脊相合", "the cover fits the spine"),
        Wording(
            f"{width:g} × {height:g} 毫米，书脊 {plan.spine:.1f} 毫米",
            f"{width:g} × {height:g} mm, spine {plan.spine:.1f} mm",
        ),
        right and count == 1,
    )
    yield Point(
        "binding",
        Wording("书的厚度订得住", "the book can be bound"),
        Wording(f"书脊 {plan.spine:.1f} 毫米", f"a spine of {plan.spine:.1f} mm"),
        plan.spine <= cover_plan.THICKEST or plan.edge > 0,
    )
    if plan.bars is not None:
        code = cover.code
        white = Wording("两边留白够", "white beside it") if code.quiet else Wording("留白不够", "too little white")  # fmt: skip
        yield Point(
            "barcode",
            Wording(
                "条码读出来就是书号，大小和留白合规定",
                "the barcode reads as the ISBN, at a size and with white as required",
            ),
            Wording(
                f"{code.number}，放大系数 {code.size:.2f}，{white.zh}"
                if code.number
                else "读不出来",
                f"{code.number}, {code.size:.2f} of full size, {white.en}"
                if code.number
                else "unreadable",
            ),
            not list(cover_check.code_errata(code, plan)),
        )


FONTS = "font-rights"


def _of_fonts(files: Sequence[Path], forbidden: Sequence[tuple[str, FontRights]]) -> Point:
    count = len({name for path in files for name in fonts(path)})
    seen = Wording(f"{count} 种字体都许", f"all {count} fonts")
    if forbidden:
        seen = Wording(
            "；".join(f"{name}：{rights.wording.zh}" for name, rights in forbidden),
            "; ".join(f"{name}: {rights.wording.en}" for name, rights in forbidden),
        )
    title = Wording("字体许可嵌入和印刷", "every font may be embedded and printed")
    return Point(FONTS, title, seen, not forbidden)


def _of_imprint(book: Book) -> Iterator[Point]:
    open_lines = [
        fact.label for fact in book.imprint if not (fact.value or fact.of_paper or fact.of_extent)
    ]
    yield Point(
        "imprint",
        Wording("版权页没有待定的项", "the imprint leaves nothing open"),
        Wording("、".join(open_lines) or "齐全", ", ".join(open_lines) or "complete"),
        not open_lines,
    )
