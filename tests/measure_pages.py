"""Measure how full the pages of a book are: `make meter`, not a test.

python tests/measure_pages.py [-v] [-2] [BOOK…]   (-v: every page and spread that is marked)

BOOK is the folder of a book; -2 measures each also with twice its pictures. Without one, a dummy of
130 cases is made and measured in every shipped layout, and with twice its pictures. The figures are
read from the PDF: the lowest line or picture of the text on each page, against the type area that
the page rules give. White above notes counts as white at the foot. A page is in the middle of a case
when the case goes on behind it.
"""

import re
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_float
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src")]

from casebook import layout  # noqa: E402
from casebook.intake import specimen  # noqa: E402
from casebook.intake.manuscript import book_reader  # noqa: E402
from casebook.press import engine, volume  # noqa: E402
from casebook.press.section_layout import PX, SectionPages  # noqa: E402
from casebook.press.signature import PageKind  # noqa: E402

EMPTY, VERY_EMPTY, LEAST = 4, 8, 4
"""Empty lines that an editor marks, and that nobody may leave; lines that a last page needs."""
LEADER = 3
"""Dots in a line: with as many it is a leader."""
_LOW = 0.3  # of a line: how far above the foot of the type area the baseline of a full page stands


_ABOVE_NOTES = 1.0
"""The same, of the ink of notes that the text reaches down to: their rule has white on either side."""


class PageFill(NamedTuple):
    """How full a page is: its folio, its section, its side; lines down to the lowest thing on it,
    and empty lines below that."""

    label: str
    section: str
    side: str
    place: int
    lines: int
    empty: int
    last: bool


def fills(folder: Path) -> Iterator[PageFill]:
    """Yield every page of the cases of the book in `folder` that have more than one."""
    book = book_reader.read(folder).book
    roots = layout.roots(book.layout, folder)
    galleys = layout.compose(book, roots, "print", folder / "manuscript")
    made = volume.make(book, galleys, folder / "build")
    data, _ = volume.bind(made, book)
    cases = [g for g in galleys if g.section.case is not None]
    styles = engine.style_context(galleys[0].sheets, galleys[0].base, book.composition)
    area = SectionPages(cases[0].html, engine.BASE, styles).page_box(
        PageKind("right", False, "text", False, ())
    )
    top, foot = area.content_box_y() * PX, (area.content_box_y() + area.height) * PX
    names = {g.section.id for g in cases}
    marks = [_marks(page) for page in pypdfium2.PdfDocument(data)]
    pitch = _pitch(marks)
    pages = [
        (index, page.kind.side, signature.section, folio.label)
        for index, (page, folio) in enumerate(zip(made.book.pages, made.folios, strict=True))
        if page.content is not None
        for signature in [made.signatures[page.section]]
        if signature.section in names
    ]
    counted = Counter(section for *_, section, _ in pages)
    for at, (index, side, section, label) in enumerate(pages):
        text, notes = marks[index]
        low = max((y for y in text if y < foot + 2 * pitch), default=top)
        bottom = min((y for y in notes), default=foot)
        last = at + 1 == len(pages) or pages[at + 1][2] != section
        if counted[section] > 1:
            lines = round((low - top) / pitch + _LOW)
            free = (bottom - low) / pitch
            empty = floor(free - _ABOVE_NOTES) if notes else round(free - _LOW)
            yield PageFill(label, section, side, index, lines, empty, last)


class ContentsFill(NamedTuple):
    """How the contents stand: pages, entries on the last, and how far the leaders end from the right
    edge of their page numbers, in points, rounded to tenths."""

    pages: int
    last: int
    ends: Counter[float]


def contents(pages: Sequence[Any]) -> ContentsFill:
    """Measure the `pages` of the contents of a PDF by the leaders on them."""
    ends: Counter[float] = Counter()
    last, x, y = 0, c_double(), c_double()
    for page in pages:
        text = page.get_textpage()
        dots: dict[float, list[float]] = {}
        edges: dict[float, float] = {}
        for at in range(text.count_chars()):
            right = text.get_charbox(at, loose=True)[2]
            pdfium.FPDFText_GetCharOrigin(text.raw, at, x, y)
            line = round(y.value)
            if text.get_text_range(at, 1) == "·":
                dots.setdefault(line, []).append(right)
            elif line in dots and text.get_text_range(at, 1).strip():
                edges[line] = right
        leaders = [line for line in edges if len(dots[line]) >= LEADER]
        ends.update(round(edges[line] - max(dots[line]), 1) for line in leaders)
        last = len(leaders)
    return ContentsFill(len(pages), last, ends)


Marks = tuple[list[float], list[float]]
"""How low things stand on a page, in points from its top: baselines of the text and feet of
pictures; tops of notes."""


def _marks(page: Any) -> Marks:
    """Return what stands on a page: what is tagged; heads and folios are not."""
    high = page.get_height()
    roles = _roles(page)
    text: list[float] = []
    notes: list[float] = []
    kinds = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE]
    for thing in page.get_objects(filter=kinds, max_depth=4):
        number = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
        if number < 0 and thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        _, bottom, _, top = thing.get_bounds()
        if "Note" in roles.get(number, ()):
            notes.append(high - top)
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            text.append(high - thing.get_matrix().f)
        else:
            text.append(high - bottom)
    return text, notes


def _roles(page: Any) -> dict[int, tuple[str, ...]]:
    """Return the roles of the elements that each marked content of a page is in."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    result: dict[int, tuple[str, ...]] = {}
    stack: list[tuple[Any, tuple[str, ...]]] = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, n), ())
        for n in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    buffer = (c_float * 64)()
    while stack:
        element, above = stack.pop()
        size = pdfium.FPDF_StructElement_GetType(element, buffer, 256)
        here = (*above, bytes(buffer)[: max(0, size - 2)].decode("utf-16-le"))
        for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
            if child:
                stack.append((child, here))
                continue
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, n)
            if number >= 0:
                result[number] = here
    pdfium.FPDF_StructTree_Close(tree)
    return result


def _pitch(marks: Sequence[Marks]) -> float:
    """Return how far apart lines stand, in points: as most of them do."""
    gaps: Counter[float] = Counter()
    for text, _ in marks:
        places = sorted({round(y, 1) for y in text})
        gaps.update(round(b - a, 1) for a, b in pairwise(places) if b - a > 6)
    return gaps.most_common(1)[0][0]


def report(name: str, pages: Sequence[PageFill], every: bool = False) -> str:
    """Return a line of figures, and with `every` a line for each page that is marked."""
    middle = [page for page in pages if not page.last]
    last = [page for page in pages if page.last]
    empty = [page for page in middle if page.empty >= EMPTY]
    over = [page for page in middle if page.empty > VERY_EMPTY]
    short = [page for page in last if page.lines < LEAST]
    facing = [
        (item, other)
        for item, other in pairwise(middle)
        if item.side == "left" and other.place == item.place + 1 and other.section == item.section
    ]
    unlike = [pair for pair in facing if abs(pair[0].empty - pair[1].empty) > 1]
    long = {page.place for page in middle if page.empty < 0}
    alone = [p for p in middle if p.place in long and _facing(p) not in long]
    mean = statistics.fmean([max(0, page.empty) for page in middle] or [0])
    line = (
        f"{name}: {len(middle)} pages in the middle of a case, {len(empty)} "
        f"({100 * len(empty) / max(1, len(middle)):.1f} %) with {EMPTY} or more empty lines, "
        f"{len(over)} with more than {VERY_EMPTY}, the worst {max([p.empty for p in middle] or [0])}, "
        f"{len(long)} longer than the type area, {len(alone)} of them beside one that is not, "
        f"{mean:.2f} empty lines a page; "
        f"{len(short)} of {len(last)} last pages under {LEAST} lines; "
        f"{len(unlike)} of {len(facing)} spreads unlike by more than a line\n"
    )
    for page in [*empty, *short, *alone] if every else ():
        line += f"  p. {page.label} {page.section}: {page.lines} lines, {page.empty} empty\n"
    for left, right in unlike if every else ():
        line += (
            f"  p. {left.label}–{right.label} {left.section}: "
            f"{left.empty} and {right.empty} lines empty\n"
        )
    return line


def _facing(page: PageFill) -> int:
    """Return the place of the page that faces `page`."""
    return page.place + (1 if page.side == "left" else -1)


_PICTURE = re.compile(r"!\[[^\]]*\]\(.*\)", re.DOTALL)


def double_pictures(folder: Path) -> None:
    """Set every picture of the cases in `folder` once more, two paragraphs further on."""
    for path in sorted((folder / "manuscript" / "cases").glob("*.md")):
        blocks = path.read_text("utf-8").split("\n\n")
        made: list[str] = []
        waiting: list[tuple[int, str]] = []
        for number, block in enumerate(blocks):
            made.append(block)
            if _PICTURE.fullmatch(block.strip()):
                waiting.append((number + 2, block))
            plain = re.match(r"[\w“《]", block) is not None
            if waiting and number >= waiting[0][0] and plain:
                made.append(waiting.pop(0)[1].strip())
        path.write_text("\n\n".join(made) + "\n", "utf-8")


def _copy(book: Path, folder: Path, layout_name: str) -> Path:
    shutil.copytree(book, folder, ignore=shutil.ignore_patterns("build"))
    facts = folder / "manuscript" / "book.yaml"
    facts.write_text(facts.read_text("utf-8").replace("layout: standard", f"layout: {layout_name}"))
    return folder


def _doubled(book: Path, folder: Path) -> Path:
    """Return a copy of a book in `folder`, with twice its pictures."""
    copy = _copy(book, folder / f"{book.name}-pictures-twice", "standard")
    double_pictures(copy)
    return copy


def _contents_of(folder: Path) -> list[Any]:
    """Return the pages of the contents of the book in `folder`."""
    book = book_reader.read(folder).book
    galleys = layout.compose(
        book, layout.roots(book.layout, folder), "print", folder / "manuscript"
    )
    made = volume.make(book, galleys, folder / "build")
    data, _ = volume.bind(made, book)
    document = pypdfium2.PdfDocument(data)
    return [
        document[index]
        for index, page in enumerate(made.book.pages)
        if page.content is not None and made.signatures[page.section].section == "contents"
    ]


def _of_contents(name: str, result: ContentsFill) -> str:
    ends = ", ".join(f"{points:g} pt {count}" for points, count in result.ends.most_common())
    return (
        f"{name}: contents of {result.pages} pages, {result.last} entries on the last; "
        f"leaders end before the edge by {ends}\n"
    )


def main(words: Sequence[str]) -> None:
    every = "-v" in words
    books = [Path(word) for word in words if not word.startswith("-")]
    with tempfile.TemporaryDirectory() as name:
        if not books:
            plain, doubled = Path(name) / "standard", Path(name) / "pictures-twice"
            specimen.write(plain, 130)
            double_pictures(_copy(plain, doubled, "standard"))
            names = sorted(p.name for p in (HERE.parent / "layouts").iterdir() if p.is_dir())
            others = [_copy(plain, Path(name) / n, n) for n in names if n != "standard"]
            books = [
                plain,
                *others,
                doubled,
                _copy(doubled, Path(name) / "pictures-twice-a5", "a5"),
            ]
        elif "-2" in words:
            books = [made for book in books for made in (book, _doubled(book, Path(name)))]
        for book in books:
            sys.stdout.write(report(book.name, list(fills(book)), every))
            sys.stdout.write(_of_contents(book.name, contents(_contents_of(book))))
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
