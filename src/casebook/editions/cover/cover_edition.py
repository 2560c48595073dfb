"""`press-cover.pdf`: back, spine and front in one sheet, drawn by the layout, in the inks of the cover.

It is drawn in colours of the screen like any galley and put into inks like the interior; the
barcode is read back from the finished file. The EPUB takes its front from the same templates.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from casebook import atomic, cover_plan, ean_bars, layout, pdf, pictures, store
from casebook.book import Book
from casebook.cover_plan import CoverPlan
from casebook.editions.cover.cover_galley import galley, picture
from casebook.editions.prepress import press_boxes, standard_metadata, x4_rules
from casebook.editions.prepress.colour_management import PaperColours, SecondColour
from casebook.editions.prepress.drawn_things import DrawnThings, PagePlates
from casebook.editions.prepress.paper_conditions import Condition, condition
from casebook.editions.prepress.pdf_writing import write
from casebook.editions.prepress.press_edition import VERSION, remove_annotations
from casebook.editions.prepress.press_pictures import PictureFacts, PressPictures
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.layout import Galley
from casebook.press import standing_type
from casebook.press.catalogue import metadata_of
from casebook.press.layout_errata import GLYPH
from casebook.store import Store

FILE = "press-cover.pdf"
_DOTS = 11.8
"""Dots of a millimetre (300 dpi) at which the barcode is read back."""


@dataclass(frozen=True)
class PressCover:
    """What went into `press-cover.pdf`: its plan and paper, plates, pictures, the code read back.

    `rules` are the clauses of PDF/X-4 that were checked; `code` is empty where none was read.
    """

    plan: CoverPlan
    condition: Condition
    plates: frozenset[str]
    heaviest: float
    pictures: tuple[PictureFacts, ...]
    code: str
    rules: tuple[x4_rules.Outcome, ...]
    queries: tuple[Erratum, ...]


def issue(
    book: Book,
    folder: Path,
    roots: tuple[Path, ...],
    second: SecondColour | None,
    pages: int,
    target: Path,
) -> PressCover:
    """Write the cover of the book in `folder`, which has `pages`, to `target`.

    Raises `StopPress` where its picture is none, something cannot be set, the file would not be
    what a print house takes, or the barcode cannot be read back; the old file then stays.
    """
    manuscript, place = folder / "manuscript", book.places.get("press", Place("book.yaml"))
    looked_at = picture(book, manuscript)
    decisions = layout.decided(roots)
    assert decisions is not None, "a layout without decisions has no paper"
    plan = cover_plan.plan(book, decisions, pages)
    drawn = galley(book, roots, manuscript, pages, whole=True)
    data, lacking = _drawn(drawn, layout.sheets(roots, "print"), folder / "build")
    paper = condition(replace(book.press, surface="coated", profile=""), manuscript, place)
    with pikepdf.open(io.BytesIO(data)) as document:
        page, facts = _in_inks(document, paper, second, folder / "build")
        press_boxes.set_boxes(document, book.press.marks)
        remove_annotations(document)
        standard_metadata.for_press(document, metadata_of(book), paper)
        with atomic.writing(target, lasting=False) as file:
            write(document, file, VERSION)
    rules, code = x4_rules.examine(target), _read_back(target, plan)
    sizes = (looked_at.width, looked_at.height) if looked_at else None
    errata = (
        *lacking,
        *_wrong(rules, code, plan),
        *cover_plan.queries(book, decisions, pages, sizes),
    )
    if any(erratum.kind is Kind.ERRATUM for erratum in errata):
        raise StopPress(errata)
    heaviest = max([page.heaviest, *(fact.most for fact in facts)])
    plates = page.plates | {"K" if fact.space == "Gray" else "process" for fact in facts}
    return PressCover(plan, paper, plates, heaviest, facts, code, rules, errata)


def _drawn(
    drawn: Galley, fonts_of: Sequence[Path], build: Path
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the laid-out cover as a PDF, and the characters that no font has."""
    made = standing_type.set_once(
        drawn.html, drawn.sheets, drawn.base, build, fonts_of=fonts_of, bleeds=True
    )
    if any(fault.rule != GLYPH for fault in made.errata) or made.pages != 1:
        raise StopPress(made.errata or [_overfull(made.pages)])
    return made.pdf, tuple(replace(fault, kind=Kind.QUERY) for fault in made.errata)


def _overfull(pages: int) -> Erratum:
    return Erratum(
        "cover-overfull",
        Place(FILE),
        Wording(f"封面排成了 {pages} 页", f"the cover takes {pages} pages"),
        Wording(
            "封面上各块都要绝对定位，不超出封面；看版式的 cover 文件夹。",
            "Everything on it must be positioned absolutely and within: see the layout's cover folder.",
        ),
    )


def _in_inks(
    document: pikepdf.Pdf, paper: Condition, second: SecondColour | None, build: Path
) -> tuple[PagePlates, tuple[PictureFacts, ...]]:
    """Put the cover into inks; return what it prints, and its pictures."""
    made_for = store.made_by((), (), paper.profile.hex(), str(paper.limit), repr(second))
    colours = PaperColours(paper.profile, paper.limit, second)
    kept = _store(build)
    (page,) = DrawnThings(document, colours, {}, made_for.encode()).pages()
    facts = PressPictures(document, colours, kept, made_for).convert(page.pictures)
    kept.trim()
    return page, tuple(facts.values())


def _store(build: Path) -> Store:
    """Return where pictures of the cover are kept, apart from those of the pages."""
    from casebook.editions.prepress import press_pictures  # lazy: its place and types alone

    version = store.made_by(Path(press_pictures.__file__).parent.glob("*.py"), ("pillow",))
    made = Store(build / ".cover", version, press_pictures.KEPT)
    made.open()
    return made


def _read_back(target: Path, plan: CoverPlan) -> str:
    """Return the number of the barcode on the finished cover, "" where none can be read."""
    if plan.bars is None:
        return ""
    width = round((plan.sheet_width + 2 * cover_plan.BLEED) * _DOTS)
    return next(
        filter(None, map(ean_bars.read, _rows(pdf.paint(target.read_bytes(), 0, width, "PNG")))), ""
    )


def _rows(painted: bytes) -> Iterator[list[bool]]:
    """Yield rows of dots of a picture, 2 mm apart, from its foot."""
    image = pictures.grey(painted)
    for y in range(image.height - 1, 0, -round(2 * _DOTS)):
        yield [dot < 128 for dot in image.crop((0, y, image.width, y + 1)).tobytes()]


def _wrong(rules: Sequence[x4_rules.Outcome], code: str, plan: CoverPlan) -> Iterator[Erratum]:
    for rule in rules:
        if rule.faults:
            yield Erratum(
                "not-ready-for-press",
                Place(FILE),
                Wording(
                    f"不合 PDF/X-4：{rule.said.zh}（{rule.faults[0]}）",
                    f"the file would not be PDF/X-4: {rule.said.en} ({rule.faults[0]})",
                ),
                Wording(
                    "检查版式的 cover 文件夹：封面上只放文字、线、图片和纯色。",
                    "Look at the layout's cover folder: words, rules, pictures and flat colours.",
                ),
            )
    if plan.bars is not None and code != plan.bars.number:
        yield Erratum(
            "barcode-unreadable",
            Place(FILE),
            Wording("封底的条码读不出来", "the barcode on the back cannot be read"),
            Wording(
                "条码要黑条印在白底上，四周留白，不小于 0.8 倍；看版式的 cover 文件夹。",
                "Bars are black on white with white around them, at 0.8 of full size or more: see the "
                "layout's cover folder.",
            ),
            plan.bars.number,
        )
