"""A section as the browser gets it: its paragraphs, and on its pages runs of characters with places.

Paragraphs are those of the section's own text, then every other that is printed on its pages: the
award's title, facts of the imprint, lines of the contents. Words of the layout's own (folios,
leaders, numbers) are paragraphs too, each of its page: they can be chosen and marked like any other.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from casebook import layout, pagetext
from casebook.book import Book, Section
from casebook.desk.press_messages import ShownPages
from casebook.errata import StopPress
from casebook.pagetext import Line, Page
from casebook.proof.blocks import Piece
from casebook.rounds import book_fields, frozen_texts, page_to_text, traced_galley
from casebook.rounds.book_fields import sheet_of
from casebook.rounds.frozen_texts import Paragraph, Texts
from casebook.rounds.page_to_text import Places, TextPlace, source_lines
from casebook.rounds.round_marks import OF_PAGE
from casebook.rounds.traced_galley import TracedGalley

Data = dict[str, object]


def section_data(book: Book, section: Section, folder: Path, shown: ShownPages | None) -> Data:
    """Return paragraphs and pages of a section of the book in `folder`, as they are shown.

    `own` says how many of the paragraphs are those of the section's own text.
    """
    piece = page_to_text.piece_of(book, section, folder / "manuscript")
    sheet = sheet_of(section)
    texts = {**frozen_texts.fields_of(book)}
    if piece is not None:
        texts[sheet] = frozen_texts.paragraphs(piece)
    blocks = _Blocks(sheet, texts, piece)
    pages: list[Data] = []
    if shown is not None:
        wanted = range(shown.first, shown.first + len(shown.labels))
        read = pagetext.pages(shown.pdf, wanted, contents=True)
        galley = _galley(book, section, piece, folder)
        places = page_to_text.located(read, shown.printed, galley, texts)
        for page, of_page, label in zip(read, places, shown.labels, strict=True):
            pages.append(_page_data(page, of_page, blocks, label))
    return {"blocks": blocks.data, "own": blocks.own, "pages": pages}


def _galley(book: Book, section: Section, piece: Piece | None, folder: Path) -> TracedGalley:
    """Return the origins of the galley; none where its layout is at fault: that is told elsewhere."""
    try:
        roots = layout.roots(book.layout, folder)
        return traced_galley.traced(book, section, piece, roots, folder / "manuscript")
    except StopPress:
        return TracedGalley()


class _Blocks:
    """The paragraphs for the browser, numbered as they come."""

    def __init__(self, sheet: str, texts: Texts, piece: Piece | None) -> None:
        self._sheet, self._texts = sheet, texts
        self._numbers: dict[tuple[str, int], int] = {}
        self.data: list[Data] = []
        for block in piece.blocks if piece else ():
            lines = source_lines(piece, block) if piece else []
            self._add(sheet, block.number, self._paragraph(sheet, block.number), lines)
        self.own = len(self.data)

    def _paragraph(self, sheet: str, number: int) -> Paragraph:
        return self._texts[sheet][number]

    def _add(
        self, sheet: str, number: int, paragraph: Paragraph, lines: Sequence[tuple[int, int, int]]
    ) -> int:
        where = book_fields.words_of(sheet, paragraph.field)._asdict() if paragraph.field else None
        self._numbers[sheet, number] = len(self.data)
        self.data.append(
            {
                "kind": paragraph.kind, "text": paragraph.text, "line": paragraph.line,
                "lines": lines, "sheet": sheet, "number": number, "field": paragraph.field,
                "where": where,
            }
        )  # fmt: skip
        return len(self.data) - 1

    def of(self, place: TextPlace) -> int:
        """Return the number of the paragraph at `place`."""
        known = self._numbers.get(place[:2])
        if known is not None:
            return known
        return self._add(*place[:2], self._paragraph(*place[:2]), [])

    def added(self, text: str, kind: str, label: str) -> int:
        """Return the number of a paragraph of words of the layout's own."""
        field = OF_PAGE + kind
        self.data.append(
            {
                "kind": kind, "text": text, "line": None, "lines": [], "sheet": self._sheet,
                "number": -1, "field": field, "where": book_fields.words_of("", field)._asdict(),
                "page": label,
            }
        )  # fmt: skip
        return len(self.data) - 1


def _page_data(page: Page, places: Places, blocks: _Blocks, label: str) -> Data:
    """Return a page for the browser: its size, and runs of characters with x, y and places."""
    runs: list[Data] = []
    for line, of_line in zip(page.lines, places, strict=True):
        runs.extend(_runs(line, of_line, blocks, label))
    return {"w": round(page.width, 1), "h": round(page.height, 1), "runs": runs}


def _runs(
    line: Line, places: Sequence[TextPlace | str], blocks: _Blocks, label: str
) -> Iterator[Data]:
    """Yield the parts of a line that belong to one paragraph; `k` is "" for the section's own."""
    start = 0
    for end in range(1, len(line.text) + 1):
        if end < len(line.text) and _owner(places[end]) == _owner(places[start]):
            continue
        boxes, text, first = line.boxes[start:end], line.text[start:end], places[start]
        if isinstance(first, TextPlace):
            number = blocks.of(first)
            kind = "" if number < blocks.own else "margin" if line.contents[start] < 0 else "field"
            offsets = [place.offset for place in places[start:end] if isinstance(place, TextPlace)]
        else:
            number, kind = blocks.added(text, first, label), first
            offsets = list(range(len(text)))
        yield {
            "t": text,
            "x": [round(b.x0, 1) for b in boxes] + [round(boxes[-1].x1, 1)],
            "y": [round(min(b.y0 for b in boxes), 1), round(max(b.y1 for b in boxes), 1)],
            "b": number,
            "o": offsets,
            "k": kind,
        }
        start = end


def _owner(place: TextPlace | str) -> tuple[str, int] | str:
    return place[:2] if isinstance(place, TextPlace) else place
