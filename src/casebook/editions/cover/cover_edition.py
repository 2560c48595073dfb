"""`press-cover.pdf`: back, spine and front in one sheet, drawn by the layout, in the inks of the cover.

It is drawn in colours of the screen like any galley and put into inks like the interior; the
barcode is read back from the finished file. The EPUB takes its front from the same templates.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import inf
from pathlib import Path
from urllib.parse import unquote

import pikepdf

from casebook import atomic, cover_plan, layout, paper_stock, store
from casebook.book import Book, Press, Status
from casebook.cover_plan import CoverPlan
from casebook.editions.cover import cover_check
from casebook.editions.cover.cover_check import FILE, Code
from casebook.editions.cover.cover_galley import galley, picture
from casebook.editions.prepress import press_boxes, press_pictures, standard_metadata, x4_rules
from casebook.editions.prepress.colour_management import PaperColours, SecondColour
from casebook.editions.prepress.drawn_things import DrawnThings, PagePlates
from casebook.editions.prepress.paper_conditions import Condition, condition
from casebook.editions.prepress.pdf_writing import write
from casebook.editions.prepress.press_edition import VERSION, remove_annotations
from casebook.editions.prepress.press_pictures import PictureFacts, PressPictures
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.layout import Galley
from casebook.press import dependencies, engine, font_weights, fonts
from casebook.press.catalogue import metadata_of
from casebook.press.layout_errata import GLYPH
from casebook.store import Store

_ASKED = frozenset({GLYPH, font_weights.WEIGHT})
"""What a draft is issued with: queries then."""


@dataclass(frozen=True)
class PressCover:
    """What went into `press-cover.pdf`: its plan and paper, plates, pictures, the code read back.

    `rules` are the clauses of PDF/X-4 that were checked; `code` is empty where none was read;
    `thinnest` is its thinnest line, in points.
    """

    plan: CoverPlan
    condition: Condition
    plates: frozenset[str]
    heaviest: float
    pictures: tuple[PictureFacts, ...]
    code: Code
    rules: tuple[x4_rules.Outcome, ...]
    queries: tuple[Erratum, ...]
    thinnest: float = inf


@dataclass(frozen=True)
class _Drawing:
    """All that the cover is drawn from, besides its galley: a drawing is kept by it."""

    paper: Condition
    second: SecondColour | None
    marks: bool
    build: Path


def issue(
    book: Book,
    folder: Path,
    roots: tuple[Path, ...],
    second: SecondColour | None,
    pages: int,
    target: Path,
) -> PressCover:
    """Write the cover of the book in `folder`, which has `pages`, to `target`.

    What was drawn before from the same things is taken from `build/`. Raises `StopPress` where its
    picture is none, something cannot be set, the file would not be what a print house takes, or the
    barcode cannot be read back; the old file then stays.
    """
    manuscript = folder / "manuscript"
    looked_at = picture(book, manuscript)
    decisions = layout.decided(roots)
    assert decisions is not None, "a layout without decisions has no paper"
    plan = cover_plan.plan(book, decisions, pages)
    drawn, printed = (
        galley(book, roots, manuscript, pages, whole=True),
        layout.sheets(roots, "print"),
    )
    paper = paper_of(book, manuscript)
    drawing = _Drawing(paper, second, book.press.marks, folder / "build")
    kept, key = _store(drawing.build), _key(book, drawn, printed, drawing)
    errata: tuple[Erratum, ...] = ()
    folders, sources = dependencies.BookFolders(drawn.base, drawn.sheets), dict[str, str]()
    before = kept.get(key)
    if before is not None and folders.unchanged(before[0]):
        _, data, *before = before
        atomic.put(target, data, lasting=False)
    else:
        before, errata = _made(book, drawn, printed, drawing, plan, kept, target, sources)
        opened = tuple(sorted(sources.items()))
        if not errata and dependencies.consistent(opened):
            kept.put(key, store.dumps((opened, target.read_bytes(), *before)))
    kept.trim()
    plates, heaviest, facts, code, names, thinnest = before
    sizes = (looked_at.width, looked_at.height) if looked_at else None
    queries = (*errata, *cover_plan.queries(book, decisions, pages, sizes))
    return PressCover(
        plan,
        paper,
        frozenset(plates),
        heaviest,
        tuple(PictureFacts(*fact) for fact in facts),
        Code(*code),
        tuple(x4_rules.Outcome(name, Wording(*said), ()) for name, said in names),
        queries,
        thinnest,
    )


def paper_of(book: Book, manuscript: Path) -> Condition:
    """Return what the cover is printed on: as its paper has it, a coated one where none is given.

    Raises `StopPress` where the printer's profile is none.
    """
    facts, place = book.cover, book.places.get("cover", Place("book.yaml"))
    kind = paper_stock.named(facts.paper)
    surface = kind.surface if kind else "coated"
    return condition(Press(surface=surface, profile=facts.profile), manuscript, place)


def _key(book: Book, drawn: Galley, printed: Sequence[Path], drawing: _Drawing) -> str:
    """Return the key of a drawing: a hash of all that it is made from."""
    folders = dependencies.BookFolders(drawn.base, drawn.sheets)
    fonts = dependencies.fonts_here()
    digest = sha256(dependencies.styling_key(folders, True, fonts).encode())
    of_print = dependencies.BookFolders(drawn.base, printed)
    digest.update(dependencies.styling_key(of_print, True, fonts).encode())
    digest.update(f"{dependencies.engine_version()}\0{metadata_of(book)!r}\0".encode())
    digest.update(f"{drawing.paper!r}\0{drawing.second!r}\0{drawing.marks}\0".encode())
    digest.update(f"{book.status}\0{drawn.html}\0".encode())
    for written in dependencies.named_pictures(drawn.html):
        content = folders.digest_at(f"{dependencies.MANUSCRIPT}/{unquote(written)}")
        digest.update(f"{written}\0{content}\0".encode())
    return f"cover-{digest.hexdigest()}"


def _made(
    book: Book,
    drawn: Galley,
    printed: Sequence[Path],
    drawing: _Drawing,
    plan: CoverPlan,
    kept: Store,
    target: Path,
    sources: dict[str, str],
) -> tuple[list[object], tuple[Erratum, ...]]:
    """Draw the cover to `target`; return what is to be known of it, and what is to be told.

    `sources` is filled with what was opened.

    Raises `StopPress` as `issue` does.
    """
    data, lacking = _drawn(drawn, printed, sources)
    if book.status is not Status.FINAL:
        lacking = tuple(replace(fault, kind=Kind.QUERY) for fault in lacking)
    with pikepdf.open(io.BytesIO(data)) as document:
        page, facts = _in_inks(document, drawing, kept)
        press_boxes.set_boxes(document, drawing.marks)
        remove_annotations(document)
        standard_metadata.for_press(document, metadata_of(book), drawing.paper)
        with atomic.writing(target, lasting=False) as file:
            write(document, file, VERSION)
    rules = x4_rules.examine(target)
    code = cover_check.read_back(target) if plan.bars else cover_check.NO_CODE
    errata = (
        *lacking,
        *_wrong(rules),
        *cover_check.code_errata(code, plan),
        *cover_check.illegible(target, drawn.html, book.status is Status.FINAL),
    )
    if any(erratum.kind is Kind.ERRATUM for erratum in errata):
        raise StopPress(errata)
    plates = page.plates | {"K" if fact.space == "Gray" else "process" for fact in facts}
    heaviest = max([page.heaviest, *(fact.most for fact in facts)])
    names = [(rule.name, tuple(rule.said)) for rule in rules]
    pictures = [tuple(fact) for fact in facts]
    return [sorted(plates), heaviest, pictures, tuple(code), names, page.thinnest], errata


def _drawn(
    drawn: Galley, fonts_of: Sequence[Path], sources: dict[str, str]
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the laid-out cover as a PDF, and what no font has: characters, weights."""
    document, errata = engine.lay_out(
        drawn.html, drawn.sheets, drawn.base, fonts_of=fonts_of, opened=sources
    )
    data, more = engine.write(document, lambda _: None, bleeds=True)
    families = fonts.declared([*drawn.sheets, *fonts_of])
    lighter = font_weights.substituted(engine.asked_weights(document), families)
    faults = (*errata, *more, *lighter)
    if any(fault.rule not in _ASKED for fault in faults) or len(document.pages) != 1:
        raise StopPress(faults or [_overfull(len(document.pages))])
    return data, faults


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
    document: pikepdf.Pdf, drawing: _Drawing, kept: Store
) -> tuple[PagePlates, tuple[PictureFacts, ...]]:
    """Put the cover into inks; return what it prints, and its pictures."""
    paper, second = drawing.paper, drawing.second
    made_for = store.made_by((), (), paper.profile.hex(), str(paper.limit), repr(second))
    colours = PaperColours(paper.profile, paper.limit, second)
    (page,) = DrawnThings(document, colours, {}, made_for.encode()).pages()
    pictures = PressPictures(document, colours, kept, made_for)
    facts = pictures.convert(page.pictures)
    return pictures.with_words(page), tuple(facts.values())


def _store(build: Path) -> Store:
    """Return where the cover and its pictures are kept, apart from those of the pages."""
    makers = [
        *Path(press_pictures.__file__).parent.glob("*.py"),
        *Path(__file__).parent.glob("*.py"),
    ]
    version = store.made_by(makers, ("pillow", "pikepdf"))
    made = Store(build / ".cover", version, press_pictures.KEPT)
    made.open()
    return made


def _wrong(rules: Sequence[x4_rules.Outcome]) -> Iterator[Erratum]:
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
