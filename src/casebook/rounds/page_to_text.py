"""From the page to the manuscript: which character of a page is which of which paragraph.

Each character of a PDF page says which marked content it stands in. The press kept which signs of
the section's galley that content prints (`text_places`), and the galley says of each sign where it
is from (`traced_galley`). No text is looked for on a page, so that words of a title, of a table of
contents or of a caption are never taken for the same words elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from casebook.book import Book, Section
from casebook.pagetext import Page
from casebook.press.page_starts import signs
from casebook.press.text_places import Added, PrintedPages, PrintedSigns, unpacked
from casebook.proof.blocks import Block, Piece
from casebook.proof.segmentation import volume
from casebook.rounds.frozen_texts import Texts
from casebook.rounds.traced_galley import VERBATIM, TracedGalley
from casebook.rounds.traced_text import Origin

MARGIN, TEMPLATE, CODE = "margin", "template", "code"
"""Kinds of text that is no paragraph's: in the margins of the page, written in a template, or set
as it stands in the manuscript (code, readings of ruby)."""
_KINDS = {
    -Added.MARKER: "number",
    -Added.CALL: "call",
    -Added.CONTENT: "added",
    -Added.AGAIN: "again",
    -Added.OTHER: TEMPLATE,
}
_SHORTENED = 4
"""A running head that was shortened is known by so many signs."""


class TextPlace(NamedTuple):
    """A character of a text: the sheet, the number of the paragraph, the place in it."""

    sheet: str
    paragraph: int
    offset: int


Places = list[list[TextPlace | str]]
"""Of each character of each line of a page, its place, or the kind of text that it is."""


def piece_of(book: Book, section: Section, manuscript: Path) -> Piece | None:
    """Return the text of one section as blocks; None when it has none."""
    pieces = volume(replace(book, sections=(section,), tiers=()), manuscript).pieces
    return pieces[0] if pieces else None


def located(
    pages: Sequence[Page], printed: PrintedPages, galley: TracedGalley, texts: Texts
) -> list[Places]:
    """Return the places of every character of `pages`, which were read with their contents.

    `printed` is what the press kept of each page (nothing for blank pages at the end), `texts` are
    the paragraphs of each sheet. Of pages that another galley was made into, nothing is said.
    """
    offsets = _Offsets(texts)
    if printed.galley != galley.hash:
        galley = TracedGalley()
    rows = [*map(unpacked, printed.pages), *([] for _ in range(len(pages) - len(printed.pages)))]
    return [
        _of_page(page, page_rows, galley, offsets)
        for page, page_rows in zip(pages, rows, strict=False)
    ]


class _Offsets:
    """Where in its paragraph each sign stands."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: dict[tuple[str, int], list[int]] = {}

    def place(self, origin: Origin | None, char: str) -> TextPlace | str:
        """Return where `char` stands, which is the sign at `origin`; say if it does not."""
        if origin is not None and origin.paragraph == VERBATIM:
            return CODE
        if origin is None or not _same(self.char(origin), char):
            return TEMPLATE
        known = self._known[origin.sheet, origin.paragraph]
        return TextPlace(origin.sheet, origin.paragraph, known[origin.sign])

    def char(self, origin: Origin | str | None) -> str:
        """Return the sign at `origin`, "" where there is none."""
        if not isinstance(origin, Origin) or origin.paragraph == VERBATIM:
            return ""
        key = origin.sheet, origin.paragraph
        paragraphs = self._texts.get(origin.sheet, ())
        text = paragraphs[origin.paragraph].text if origin.paragraph < len(paragraphs) else ""
        if key not in self._known:
            self._known[key] = [at for at, own in enumerate(text) if signs(own)]
        known = self._known[key]
        return text[known[origin.sign]] if origin.sign < len(known) else ""


def _of_page(
    page: Page, rows: Sequence[PrintedSigns], galley: TracedGalley, offsets: _Offsets
) -> Places:
    by_content: dict[int, list[PrintedSigns]] = {}
    for row in rows:
        by_content.setdefault(row.content, []).append(row)
    places: Places = [[TEMPLATE] * len(line.text) for line in page.lines]
    standing: dict[int, list[tuple[int, int]]] = {}
    for number, line in enumerate(page.lines):
        for at, content in enumerate(line.contents):
            standing.setdefault(content, []).append((number, at))
    for content, spots in standing.items():
        chars = [page.lines[number].text[at] for number, at in spots]
        if content < 0:
            origins = _in_margin(chars, galley.heads)
        else:
            origins = _in_content(chars, by_content.get(content, ()), galley, offsets)
        for (number, at), char, origin in zip(spots, chars, origins, strict=True):
            places[number][at] = origin if isinstance(origin, str) else offsets.place(origin, char)
    return places


def _in_content(
    chars: Sequence[str], rows: Sequence[PrintedSigns], galley: TracedGalley, offsets: _Offsets
) -> list[Origin | str | None]:
    """Return the origins of the characters of one marked content, or their kind."""
    wanted: list[Origin | str | None] = []
    for row in rows:
        if row.start < 0:
            wanted += [_KINDS.get(row.start, TEMPLATE)] * row.length
        else:
            own = galley.origins[row.start : row.start + row.length]
            wanted += [*own, *[None] * (row.length - len(own))]
    if len(wanted) == len(chars):
        return wanted
    origins: list[Origin | str | None] = [None] * len(chars)  # a letter stands for several, say
    own_chars = [offsets.char(place) for place in wanted]
    whole = [(n, part) for n, own in enumerate(own_chars) for part in _parts(own, chars)]
    wanted, own_chars = [wanted[n] for n, _ in whole], [part for _, part in whole]
    for i, j, size in SequenceMatcher(None, own_chars, chars, autojunk=False).get_matching_blocks():
        origins[j : j + size] = wanted[i : i + size]
    return origins


def _in_margin(chars: Sequence[str], heads: Mapping[str, Origin]) -> list[Origin | str | None]:
    """Return the origins of characters in the margins, where they are a running head."""
    text = "".join(chars)
    origins: list[Origin | str | None] = [MARGIN] * len(chars)
    for words, first in sorted(heads.items(), key=lambda head: -len(head[0])):
        short = words
        if "…" in text:
            at = text.find(words[:_SHORTENED])
            while at >= 0 and len(short) > _SHORTENED and short not in text:
                short = short[:-1]
        at = text.find(short)
        if at < 0 or any(origin != MARGIN for origin in origins[at : at + len(short)]):
            continue
        for count in range(len(short)):
            origins[at + count] = first._replace(sign=first.sign + count)
    return origins


def _parts(own: str, chars: Sequence[str]) -> Sequence[str]:
    """Return the letters that a sign is read as: f and i for the sign ﬁ."""
    parts = normalize("NFKC", own)
    return [own] if own in chars or len(parts) < 2 else parts


def _same(own: str, char: str) -> bool:
    """Whether the character of a page is, or is part of, the sign of a text."""
    if own == char:
        return True
    folded = normalize("NFKC", char).casefold()
    return bool(folded) and folded in normalize("NFKC", own).casefold()


def source_lines(piece: Piece, block: Block) -> list[tuple[int, int, int]]:
    """Return source line, first and last offset (exclusive) of each part of a block."""
    offsets = piece.offsets[block.number] if piece.offsets else []
    if not offsets:
        return [(block.line, 0, len(block.text))] if block.line else []
    spans: list[tuple[int, int, int]] = []
    for at in range(len(block.text)):
        line = piece.source.place(offsets[at]).line or 0
        if spans and spans[-1][0] == line:
            spans[-1] = (line, spans[-1][1], at + 1)
        else:
            spans.append((line, at, at + 1))
    return spans
