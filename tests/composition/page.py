"""Reads a finished PDF into glyphs and lines, knowing nothing of how it was made.

Origins, sizes and fonts come from pdfium; bounding boxes are not trusted, since a trimmed mark
keeps its box. Lengths in `Line` are in em of the body text.
"""

import ctypes
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

OPENING = set("“‘（《〈【〖〔［｛「『")
CLOSING = set("”’）》〉】〗〕］｝」』")
POINTS = set("，。、．：；！？")
FIRST_FORBIDDEN = POINTS | CLOSING | set("～–·・‧/／")
HALF_END = CLOSING | POINTS


@dataclass(slots=True)
class Glyph:
    """A character where it stands: points from the page's lower left corner."""

    text: str
    x: float
    y: float
    size: float
    width: float
    index: int
    own: float = 0.0

    @property
    def han(self) -> bool:
        code = ord(self.text[0])
        return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or code == 0x3007

    @property
    def latin(self) -> bool:
        return self.text.isascii() and self.text.isalnum()


@dataclass(slots=True)
class Line:
    """Glyphs on one baseline."""

    page: int
    glyphs: list[Glyph]
    y: float
    size: float
    first: bool = False
    last: bool = False
    body: bool = False
    start: float = 0.0
    end: float = 0.0
    opened: float = 0.0
    spaces: dict[int, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    def advance(self, at: int) -> float:
        """Return the distance from one origin to the next, in em of the line."""
        return (self.glyphs[at + 1].x - self.glyphs[at].x) / self.size


@dataclass(slots=True)
class Document:
    """All lines of a file, the type area by page side, the body size and pitch."""

    lines: list[Line]
    size: float
    pitch: float
    left: dict[int, float]
    right: dict[int, float]
    texts: list["pdfium.PdfTextPage"]
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    source: str = ""

    @property
    def body(self) -> list[Line]:
        return [line for line in self.lines if line.body]

    def font(self, page: int, glyph: Glyph) -> str:
        """Return the font name of a glyph."""
        key = page, glyph.index
        if key not in self.names:
            buffer = ctypes.create_string_buffer(120)
            flags = ctypes.c_int()
            raw.FPDFText_GetFontInfo(self.texts[page].raw, glyph.index, buffer, 120, flags)
            self.names[key] = buffer.value.decode("utf-8", "replace")
        return self.names[key]


def _glyphs(text_page: "pdfium.PdfTextPage", advances: "_Advances") -> list[Glyph]:
    handle, glyphs = text_page.raw, []
    x, y, matrix, box = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), raw.FS_RECTF()
    for index in range(raw.FPDFText_CountChars(handle)):
        if raw.FPDFText_IsGenerated(handle, index):
            continue
        code = raw.FPDFText_GetUnicode(handle, index)
        code = ord("-") if code in (2, 0xFFFE) else code  # pdfium's name for a line-end hyphen
        if code < 32:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetMatrix(handle, index, matrix)
        scale = abs(matrix.d) or abs(matrix.a) or 1.0
        size = raw.FPDFText_GetFontSize(handle, index) * scale
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        character = chr(code)
        glyphs.append(Glyph(character, x.value, y.value, size, box.right - box.left, index))
        advances.ask(handle, glyphs[-1])
    return _merged(glyphs)


def _merged(glyphs: list[Glyph]) -> list[Glyph]:
    """Join surrogates, and the characters that share one glyph and one origin."""
    merged: list[Glyph] = []
    for glyph in glyphs:
        code = ord(glyph.text)
        if 0xDC00 <= code < 0xE000 and merged and 0xD800 <= ord(merged[-1].text[-1]) < 0xDC00:
            pair = merged[-1].text + glyph.text
            merged[-1].text = pair.encode("utf-16", "surrogatepass").decode("utf-16")
            continue
        before = merged[-1] if merged else None
        same = before and abs(before.x - glyph.x) < 0.01 and abs(before.y - glyph.y) < 0.01
        if before and same and before.text[-1] in "—…" and glyph.text == before.text[-1]:
            before.text += glyph.text
            continue
        merged.append(glyph)
    return merged


def _lines(page: int, glyphs: list[Glyph]) -> list[Line]:
    """Group glyphs in reading order; a small raised or lowered one stays in its line."""
    lines: list[Line] = []
    for glyph in glyphs:
        line = lines[-1] if lines else None
        if line is not None and glyph.x >= line.glyphs[-1].x - 0.6 * glyph.size:
            away = abs(glyph.y - line.y)
            small = min(glyph.size, line.size) < 0.9 * max(glyph.size, line.size)
            if away <= 0.2 * line.size or (small and away <= 0.6 * max(glyph.size, line.size)):
                if glyph.size > line.size * 1.1:
                    line.size, line.y = glyph.size, glyph.y
                line.glyphs.append(glyph)
                continue
        lines.append(Line(page, [glyph], glyph.y, glyph.size))
    for line in lines:
        line.glyphs = _without_spaces(line)
    return [line for line in lines if line.glyphs]


def _without_spaces(line: Line) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph.text.isspace() and glyph.text != "\u3000":
            if kept:
                line.spaces[len(kept) - 1] = glyph.x
            continue
        kept.append(glyph)
    return kept


class _Advances:
    """The advance each font gives each Western glyph; boxes would count the blank behind it in.

    pdfium now and then answers for another font, so the most common answer is taken.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[bytes, str, float], Counter[float]] = {}
        self.glyphs: list[tuple[Glyph, tuple[bytes, str, float]]] = []
        self.buffer, self.flags = ctypes.create_string_buffer(120), ctypes.c_int()

    def ask(self, handle: object, glyph: Glyph) -> None:
        code = ord(glyph.text[0])
        if code >= 0x2E80 or glyph.text[0] in "“”‘’—…":
            glyph.own = glyph.width
            glyph.width = glyph.size if glyph.width > 0.45 * glyph.size else glyph.width
            return
        raw.FPDFText_GetFontInfo(handle, glyph.index, self.buffer, 120, self.flags)
        key = self.buffer.value, glyph.text, round(glyph.size, 2)
        counter = self.known.setdefault(key, Counter())
        self.glyphs.append((glyph, key))
        if sum(counter.values()) < 25:
            font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(handle, glyph.index))
            width = ctypes.c_float()
            if raw.FPDFFont_GetGlyphWidth(font, code, glyph.size, width) and width.value:
                counter[round(width.value, 3)] += 1

    def settle(self) -> None:
        """Give each glyph the width most often said, or the step to its neighbour if less."""
        steps: dict[tuple[bytes, str, float], Counter[float]] = {}
        for (item, key), (two, _) in zip(self.glyphs, self.glyphs[1:], strict=False):
            if (
                two.index == item.index + 1
                and abs(two.y - item.y) < 0.01
                and (item.text + two.text).isdigit()
            ):
                steps.setdefault(key, Counter())[round(two.x - item.x, 2)] += 1
        for glyph, key in self.glyphs:
            if self.known[key]:
                glyph.width = self.known[key].most_common(1)[0][0]
            if key in steps:
                step = steps[key].most_common(1)[0][0]
                if 0.8 * glyph.width < step < glyph.width:
                    glyph.width = step


def _edges(line: Line) -> None:
    """Set the visible start and end of a line in points (M3)."""
    first, last = line.glyphs[0], line.glyphs[-1]
    full = first.width > 0.75 * first.size
    line.start = first.x + (0.5 * first.size if first.text in OPENING and full else 0.0)
    if last.text in HALF_END and last.width > 0.75 * last.size:
        line.end = last.x + 0.5 * last.size
    elif last.text == "·" and last.width > 0.75 * last.size:
        line.end = last.x + 0.75 * last.size
    elif last.text == "—":
        line.end = last.x + (last.size + last.own) / 2
    elif last.text[0] in "—…":
        line.end = last.x + len(last.text) * last.width
    else:
        line.end = last.x + last.width
    pairs = zip(line.glyphs, line.glyphs[1:], strict=False)
    gaps = [(b.x - a.x) / line.size for a, b in pairs if a.han and b.han and a.size == b.size]
    line.opened = median(gaps) - 1 if gaps else 0.0


def read(path: Path | str) -> Document:
    """Read a PDF: its lines, its type area (the most common edges), where paragraphs begin."""
    pdf = pdfium.PdfDocument(path)
    texts = [page.get_textpage() for page in pdf]
    advances = _Advances()
    pages = [_glyphs(text, advances) for text in texts]
    advances.settle()
    lines = [line for page, glyphs in enumerate(pages) for line in _lines(page, glyphs)]
    for line in lines:
        _edges(line)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 2)] += len(line.glyphs)
    size = sizes.most_common(1)[0][0]
    left, right = _area(lines, size)
    document = Document(lines, size, _pitch(lines, size), left, right, texts)
    _paragraphs(document)
    return document


def _area(lines: list[Line], size: float) -> tuple[dict[int, float], dict[int, float]]:
    left, right = {}, {}
    for side in (0, 1):
        own = [ln for ln in lines if ln.page % 2 == side and abs(ln.size - size) < 0.05]
        starts = Counter(round(ln.start, 1) for ln in own)
        full = Counter(round(ln.end, 1) for ln in own if len(ln.glyphs) > 4)
        if own:
            left[side] = starts.most_common(1)[0][0]
            exact = [ln.start for ln in own if abs(ln.start - left[side]) < 0.15]
            left[side] = median(exact)
            right[side] = full.most_common(1)[0][0] if full else max(ln.end for ln in own)
            exact = [ln.end for ln in own if abs(ln.end - right[side]) < 0.15]
            right[side] = median(exact) if exact else right[side]
    for side in {0, 1} - left.keys():  # no line of the body stands on these pages
        left[side], right[side] = left[1 - side], right[1 - side]
    return left, right


def _pitch(lines: list[Line], size: float) -> float:
    steps: Counter[float] = Counter()
    for line, two in itertools.pairwise(lines):
        if line.page == two.page and abs(line.size - size) < 0.05 and abs(two.size - size) < 0.05:
            steps[round(line.y - two.y, 2)] += 1
    return steps.most_common(1)[0][0] if steps else size * 1.7


def _paragraphs(document: Document) -> None:
    """Mark body lines, and the first and last line of each paragraph (M4)."""
    size = document.size
    for line in document.lines:
        left, right = document.left[line.page % 2], document.right[line.page % 2]
        inside = left - 0.6 * size <= line.start <= left + 2.6 * size and line.end <= right + size
        line.body = abs(line.size - size) < 0.05 and inside
        line.first = line.body and 1.4 * size < line.start - left < 2.6 * size
        if line.body and not line.first and line.start - left > 0.3 * size:
            line.body = False
    _keep_text(document)
    body, own = document.body, set(map(id, document.body))
    below = {id(item): two for item, two in itertools.pairwise(document.lines)}
    for at, line in enumerate(body):
        after, under = body[at + 1] if at + 1 < len(body) else None, below.get(id(line))
        line.last = after is None or after.first
        if after is not None and after.page == line.page:
            line.last |= line.y - after.y > 1.5 * document.pitch
        if under is not None and under.page == line.page and id(under) not in own:
            line.last |= under.size > 0.95 * size and under.y < line.y


def _keep_text(document: Document) -> None:
    """Keep as body what has the body's face or goes on from a full line of it.

    Headings, quotations and names of the body's size are thereby told from the text.
    """
    families: Counter[str] = Counter()
    for line in document.body:
        middle = line.glyphs[len(line.glyphs) // 2]
        families[family_of(document.font(line.page, middle))] += 1
    family = families.most_common(1)[0][0] if families else ""
    full: Line | None = None
    for line in document.body:
        side, near = line.page % 2, 0.1 * document.size
        fonts = (document.font(line.page, glyph) for glyph in reversed(line.glyphs))
        goes_on = full is not None and full.page == line.page
        goes_on = goes_on and abs(line.start - document.left[side]) < near
        line.body = goes_on or any(family_of(font) == family for font in fonts)
        reaches = line.body and abs(line.end - document.right[side]) < near
        full = line if reaches else None


def family_of(name: str) -> str:
    """Return a font's name without subset tag and weight."""
    return re.sub("^[A-Z]{6}[+]|-(Bold|Oblique|Italic|Light|Medium)+", "", name)
