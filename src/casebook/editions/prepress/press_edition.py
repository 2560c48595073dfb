"""`press-interior.pdf`: the print pages as a print house wants them.

One file that is PDF/X-4 (ISO 15930-7), PDF/A-2a and PDF/UA-1 at once: black text on one plate,
pictures in the inks of the paper, bleed and marks, nothing to click on; outline, page labels and
structure as in print.pdf. It is made of that file, so that both show the same pages.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from casebook import atomic, store
from casebook.book import Book, Press
from casebook.editions.prepress import press_boxes, press_pictures, standard_metadata, x4_rules
from casebook.editions.prepress.colour_management import PaperColours, Rgb, SecondColour
from casebook.editions.prepress.drawn_things import DrawnThings, Key, PagePlates
from casebook.editions.prepress.paper_conditions import Condition, condition
from casebook.editions.prepress.pdf_writing import without, write
from casebook.editions.prepress.press_pictures import PictureFacts, PressPictures
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.layout_sheets import decided
from casebook.pdf import PdfObject
from casebook.press.catalogue import metadata_of
from casebook.store import Store, dumps

FILE = "press-interior.pdf"
STORE = ".inks"
VERSION = b"1.6"
COARSE = 200
"""Pixels an inch below which a printed picture shows its pixels."""
_KEPT = {
    **press_pictures.KEPT,
    "casebook.editions.prepress.ink_streams": {"InkStream"},
    "casebook.editions.prepress.overprinted_words": {"UnderWords", "Box"},
}


@dataclass(frozen=True)
class PressPage:
    """A page of the interior: its label, its plates (`K`, `spot`, `process`), its heaviest ink.

    `colours` are those of the screen that take all four plates; `thinnest` is its thinnest line, in points.
    """

    label: str
    plates: frozenset[str]
    heaviest: float
    colours: tuple[Rgb, ...]
    thinnest: float = inf


@dataclass(frozen=True)
class PressInterior:
    """What went into `press-interior.pdf`: its paper, pages and pictures, and what is to be told.

    `second` has the process inks it is printed in, or shown in where it has a plate. `blanks` pages were
    added at its end; `rules` are the clauses of PDF/X-4 that were checked.
    """

    condition: Condition
    press: Press
    second: SecondColour | None
    pages: tuple[PressPage, ...]
    pictures: tuple[PictureFacts, ...]
    blanks: int
    rules: tuple[x4_rules.Outcome, ...]
    queries: tuple[Erratum, ...]


def second_colour(roots: Sequence[Path]) -> SecondColour | None:
    """Return the second colour that the layout in `roots` decides on, and how it is printed."""
    decisions = decided(roots)
    if decisions is None or decisions.second_colour is None:
        return None
    red, green, blue = (int(decisions.second_colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return SecondColour((red, green, blue), decisions.spot or "", decisions.cmyk)


def issue(
    printed: Path, book: Book, folder: Path, second: SecondColour | None, target: Path
) -> PressInterior:
    """Write the interior of the book in `folder`, whose pages are in the PDF `printed`.

    What was converted before is kept below `build/`. Raises `StopPress` where the paper's profile
    is none, or the file would not be what a print house takes; the old file then stays.
    """
    press, place = book.press, book.places.get("press", Place("book.yaml"))
    paper = condition(press, folder / "manuscript", place)
    kept = _store(folder / "build")
    made_for = store.made_by((), (), paper.profile.hex(), str(paper.limit), repr(second))
    colours = PaperColours(paper.profile, paper.limit, second)
    with pikepdf.open(printed) as document:
        labels = [str(page.label) for page in document.pages]
        plates, pictures = _in_inks(document, colours, kept, made_for)
        blanks = press_boxes.add_blanks(document, press.multiple)
        press_boxes.set_boxes(document, press.marks)
        remove_annotations(document)
        standard_metadata.for_press(document, metadata_of(book), paper)
        with atomic.writing(target, lasting=False) as file:
            write(document, file, VERSION)
    kept.trim()
    rules = x4_rules.examine(target)
    pages = tuple(
        _page(label, of_page, pictures) for label, of_page in zip(labels, plates, strict=True)
    )
    errata = (*_broken(rules, target), *queries(pages, labels, pictures, blanks))
    if any(erratum.kind is Kind.ERRATUM for erratum in errata):
        raise StopPress(errata)
    facts = tuple(pictures.values())
    if second is not None:
        second = second._replace(process=colours.second_process)
    return PressInterior(paper, press, second, pages, facts, blanks, rules, errata)


def _store(build: Path) -> Store:
    here = Path(__file__).parent
    version = store.made_by(here.glob("*.py"), ("pillow", "pikepdf"))
    made = Store(build / STORE, version, _KEPT)
    made.open()
    return made


def _in_inks(
    document: pikepdf.Pdf, colours: PaperColours, kept: Store, made_for: str
) -> tuple[list[PagePlates], dict[Key, PictureFacts]]:
    """Put what `document` draws into inks; return what each page prints, and the pictures."""
    key = f"streams-{made_for}"
    before = kept.get(key) or {}
    drawn = DrawnThings(document, colours, before, made_for.encode())
    pages = drawn.pages()
    if drawn.used != before:
        kept.put(key, dumps(drawn.used))
    placed = [picture for page in pages for picture in page.pictures]
    pictures = PressPictures(document, colours, kept, made_for)
    facts = pictures.convert(placed)
    return [pictures.with_words(page) for page in pages], facts


def _page(label: str, plates: PagePlates, pictures: Mapping[Key, PictureFacts]) -> PressPage:
    of_pictures = [pictures[picture.key] for picture in plates.pictures]
    spaces = {"K" if facts.space == "Gray" else "process" for facts in of_pictures}
    heaviest = max([plates.heaviest, *(facts.most for facts in of_pictures)])
    return PressPage(label, plates.plates | spaces, heaviest, plates.colours, plates.thinnest)


def remove_annotations(document: pikepdf.Pdf) -> None:
    """Take out links; their words stay in the structure, as a `Span` (ISO 14289-1, 7.18.5)."""
    for page in document.pages:
        without(page.obj, "/Annots")
        without(page.obj, "/Tabs")
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        return
    kept: list[PdfObject] = []
    numbers = root.ParentTree.Nums
    for key, value in zip(list(numbers)[::2], list(numbers)[1::2], strict=True):
        if isinstance(value, Dictionary) and value.get("/S") == "/Link":
            value.S = Name.Span
            value.K = Array([kid for kid in value.K if not _is_annotation(kid)])
        else:
            kept += key, value
    root.ParentTree.Nums = Array(kept)


def _is_annotation(kid: PdfObject) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"


def _broken(rules: Sequence[x4_rules.Outcome], target: Path) -> Iterator[Erratum]:
    for rule in rules:
        if rule.faults:
            yield Erratum(
                "not-ready-for-press",
                Place(target.name),
                Wording(
                    f"不合 PDF/X-4：{rule.said.zh}（{rule.faults[0]}）",
                    f"the file would not be PDF/X-4: {rule.said.en} ({rule.faults[0]})",
                ),
                Wording(
                    "检查版式：press 版只收文字、线、图片和纯色；改不了的请告诉维护人员。",
                    "Look at the layout: only words, rules, pictures and flat colours go to press. "
                    "What you cannot change, report to whoever looks after casebook.",
                ),
            )


def queries(
    pages: Sequence[PressPage],
    labels: Sequence[str],
    pictures: Mapping[Key, PictureFacts],
    blanks: int,
) -> Iterator[Erratum]:
    """Yield what whoever sends the file to the printer should know."""
    if blanks:
        yield Erratum(
            "blank-pages-added",
            Place(FILE),
            Wording(
                f"书末加了 {blanks} 面空白页，凑成整数", f"{blanks} blank pages stand at the end"
            ),
            kind=Kind.NOTE,
        )
    first: dict[Rgb, list[str]] = defaultdict(list)
    for page in pages:
        for colour in dict.fromkeys(page.colours):
            first[colour].append(page.label)
    for colour, places in first.items():
        yield _fourfold(colour, places)
    for facts in pictures.values():
        if 0 < facts.ppi < COARSE:
            yield _coarse(facts, labels[facts.pages[0]])


def _fourfold(colour: Rgb, places: Sequence[str]) -> Erratum:
    name = "#" + "".join(f"{round(255 * part):02x}" for part in colour)
    return Erratum(
        "colour-on-four-plates",
        Place(FILE),
        Wording(
            f"第 {places[0]} 页起 {len(places)} 页有颜色 {name}，印四色",
            f"the colour {name} is printed in four inks, on {len(places)} pages from {places[0]} on",
        ),
        Wording(
            "文字和线若不该印彩色，在版式里改成黑、灰或第二色。",
            "If words and rules are not to be in colour, give them black, grey or the second "
            "colour in the layout.",
        ),
        name,
        Kind.QUERY,
    )


def _coarse(facts: PictureFacts, label: str) -> Erratum:
    wide, high = facts.pixels
    return Erratum(
        "coarse-in-print",
        Place(FILE),
        Wording(
            f"第 {label} 页的图片只有 {facts.ppi:.0f} ppi（{wide} × {high} 像素），印出来会糊",
            f"the picture on page {label} has {facts.ppi:.0f} ppi only ({wide} × {high} pixels) and "
            "will look blurred",
        ),
        Wording(
            "向作者要更大的原图，或把图排小。",
            "Ask the author for a larger one, or set it smaller.",
        ),
        kind=Kind.QUERY,
    )
