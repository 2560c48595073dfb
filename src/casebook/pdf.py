"""Read PDF files: text, pictures of pages, outline, links, labels.

Used on files that people send and on files we issued (what the ledger counts is read back from
the issue, not remembered). pypdfium2, which reads text and draws pages, is loaded when either is
asked for: the ledger does not. pikepdf also serves `page_overlay` and `editions.prepress`.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import pikepdf

Pdfium: TypeAlias = Any
"""An object of pypdfium2, which has no types: a document, a page, its text, an object on it."""
PdfObject: TypeAlias = Any
"""A value in a PDF as pikepdf gives it: by its stubs, dictionaries hold values of no known type."""
MOST_PIXELS = 60_000_000
"""Pixels of a picture of a page; one of a long page is narrower than was asked for."""


@dataclass(frozen=True)
class Destination:
    """Where an outline item or a link leads: its words, a page index from 0, a named goal."""

    label: str
    page: int
    name: str
    level: int = 0


@dataclass(frozen=True)
class PlacedPicture:
    """A picture as it stands on a page: page index, pixels, and its width there in points."""

    page: int
    pixels: int
    points: float

    @property
    def ppi(self) -> float:
        """Pixels an inch at the placed size."""
        return self.pixels / self.points * 72 if self.points else 0.0


def texts(pdf: Path | bytes) -> list[str]:
    """Return the text layer of each page, lines ended by a line feed."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@dataclass(frozen=True)
class PageContent:
    """What a page shows: its text layer, lines ended by a line feed, and its pictures."""

    text: str
    pictures: tuple[PlacedPicture, ...]


def page_contents(pdf: Path | bytes) -> list[PageContent]:
    """Return text and pictures (inside forms too) of each page, in one reading of the file."""
    import pypdfium2.raw  # lazy: takes 12 ms

    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    contents: list[PageContent] = []
    with _opened(pdf) as document:
        for index, page in enumerate(document):
            text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            images = page.get_objects(filter=kinds, max_depth=6)
            placed = (
                PlacedPicture(index, image.get_px_size()[0], bounds[2] - bounds[0])
                for image in images
                for bounds in (image.get_bounds(),)
            )
            contents.append(PageContent(text, tuple(placed)))
    return contents


def missing_glyphs(pdf: Path | bytes) -> list[int]:
    """Return how many glyphs of number 0 (.notdef) each page shows in composite fonts."""
    counts: list[int] = []
    with pikepdf.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as document:
        for page in document.pages:
            resources: PdfObject = page.obj.get("/Resources") or {}
            fonts: PdfObject = resources.get("/Font") or {}
            wide = {name for name, font in fonts.items() if font.get("/Subtype") == "/Type0"}
            count, current = 0, ""
            for operation in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
                operands: PdfObject = operation.operands
                if str(operation.operator) == "Tf":
                    current = str(operands[0])
                elif current in wide:
                    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                    strings = (bytes(part) for part in parts if isinstance(part, pikepdf.String))
                    count += sum(
                        code[at : at + 2] == b"\0\0"
                        for code in strings
                        if b"\0\0" in code
                        for at in range(0, len(code), 2)
                    )
            counts.append(count)
    return counts


def saved(pdf: Path | bytes) -> str:
    """Return when a PDF says it was last changed, or made, as it is written there; or nothing."""
    from pypdfium2 import PdfiumError  # lazy: takes 12 ms

    with suppress(PdfiumError), _opened(pdf) as document:
        facts = document.get_metadata_dict()
        return str(facts.get("ModDate") or facts.get("CreationDate") or "")
    return ""


def page_count(pdf: Path | bytes) -> int:
    """Return the number of pages."""
    with _opened(pdf) as document:
        return len(document)


def size(pdf: Path | bytes, index: int = 0) -> tuple[float, float]:
    """Return width and height (pt) of a page."""
    with _opened(pdf) as document:
        width, height = document[index].get_size()
        return width, height


def paint(
    pdf: Path | bytes, index: int, width: int, kind: Literal["JPEG", "PNG"], shift: float = 0.0
) -> bytes:
    """Return page `index` (from 0) as a picture `width` pixels wide, less if it is very long.

    What is on the page is drawn `shift` points further to the right.
    """
    with _opened(pdf) as document:
        page = document[index]
        if shift:
            left, bottom, right, top = page.get_cropbox()
            for set_box in (page.set_mediabox, page.set_cropbox):
                set_box(left - shift, bottom, right - shift, top)
            page.close()
            page = document[index]  # PDFium looks at the boxes when it loads a page
        scale = min(width / page.get_width(), _bound(page))
        image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")  # RGB at once
        out = io.BytesIO()
        image.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
        return out.getvalue()


_COLOURS, _RED = 15, (190, 30, 30)
"""Colours of an excerpt, and the one that its rule is drawn in beside them."""


class Excerpt(NamedTuple):
    """A part of a page to be shown: page index from 0, the area and the words in it to be marked,
    in points from the upper left corner: left, top, right, bottom."""

    page: int
    area: tuple[float, float, float, float]
    marked: Sequence[tuple[float, float, float, float]]


def excerpts(pdf: Path, wanted: Sequence[Excerpt], scale: float = 1.6) -> Iterator[bytes]:
    """Yield each part of `pdf` that is `wanted` as a PNG of few colours, a red rule under what is
    marked. `scale` is the pixels of a point."""
    from PIL import ImageDraw  # lazy: only reports show excerpts

    if not wanted:
        return
    with _opened(pdf) as document:
        opened: tuple[int, Pdfium] = (-1, None)
        for index, area, marked in wanted:
            if index != opened[0]:  # what follows is mostly on the same page
                opened = index, document[index]
            page = opened[1]
            wide, high = page.get_size()
            left, top = max(area[0], 0.0), max(area[1], 0.0)
            right, bottom = min(area[2], wide), min(area[3], high)
            crop = (left, high - bottom, wide - right, top)
            image = (
                page.render(scale=scale, crop=crop, rev_byteorder=True)
                .to_pil()
                .convert("RGB")
                .quantize(_COLOURS)
            )
            colours = [*(image.getpalette() or ()), *[0] * 3 * _COLOURS][: 3 * _COLOURS]
            image.putpalette([*colours, *_RED])
            draw = ImageDraw.Draw(image)
            for x0, _, x1, y1 in marked:
                line = [(coordinate - left) * scale for coordinate in (x0, x1)]
                y = (y1 - top) * scale
                draw.line(((line[0], y), (line[1], y)), fill=_COLOURS, width=2)
            out = io.BytesIO()
            image.save(out, "PNG")
            yield out.getvalue()


def colour_rows(pdf: Path | bytes, index: int, scale: float, step: int) -> Iterator[bytes]:
    """Yield every `step`th row of dots of page `index`, from its foot: red, green and blue of each
    dot. `scale` is the dots of a point."""
    with _opened(pdf) as document:
        image = document[index].render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    for y in range(image.height - 1, 0, -step):
        yield image.crop((0, y, image.width, y + 1)).tobytes()


def _bound(page: Pdfium) -> float:
    """Return the pixels of a point at which a page has `MOST_PIXELS`."""
    wide, high = page.get_size()
    return float((MOST_PIXELS / max(wide * high, 1)) ** 0.5)


class DestinationReader:
    """What leads where in an open PDF; what is not asked for is not read."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._pages, self._names = _numbers(document), _names(document)
        self.count = len(self._pages)

    def start(self, name: str) -> int:
        """Return the page index of a named destination, -1 when it leads nowhere."""
        return _resolved(self._names.get(name), self._names, self._pages)[0]

    def outline(self) -> list[Destination]:
        """Return the outline in reading order, level 1 at the top."""
        return _outline(self._document, self._names, self._pages)

    def links(self, first: int = 0, last: int | None = None) -> list[list[Destination]]:
        """Return the inner links of pages `first` to `last`, in the order they were written."""
        pages = (
            self._document.pages[n] for n in range(first, self.count if last is None else last)
        )
        return [list(_links(page, self._names, self._pages)) for page in pages]


@contextmanager
def leads(pdf: Path) -> Iterator[DestinationReader]:
    """Give what leads anywhere in `pdf`."""
    with pikepdf.open(pdf) as document:
        yield DestinationReader(document)


MOST_ITEMS = 1_000_000  # an outline that leads in a circle ends


def outline(pdf: Path) -> list[Destination]:
    """Return the outline in reading order, level 1 at the top."""
    with pikepdf.open(pdf) as document:
        return _outline(document, _names(document), _numbers(document))


def _outline(
    document: pikepdf.Pdf, names: Mapping[str, object], pages: dict[tuple[int, int], int]
) -> list[Destination]:
    goals: list[Destination] = []
    stack = [(document.Root.get("/Outlines"), 0)]
    while stack:
        item, level = stack.pop()
        if item is None or len(goals) > MOST_ITEMS:
            continue
        if level:
            goal = item.get("/Dest")
            if goal is None and "/A" in item:
                goal = item.A.get("/D")
            page, name = _resolved(goal, names, pages)
            goals.append(Destination(str(item.get("/Title", "")), page, name, level))
            stack.append((item.get("/Next"), level))
        stack.append((item.get("/First"), level + 1))
    return goals


def _links(
    page: pikepdf.Page, names: Mapping[str, object], pages: dict[tuple[int, int], int]
) -> Iterator[Destination]:
    for annotation in page.obj.get("/Annots", []):
        destination = annotation.get("/Dest")
        if destination is None and "/A" in annotation:
            destination = annotation.A.get("/D")
        if destination is not None:
            goal, name = _resolved(destination, names, pages)
            yield Destination("", goal, name)


def destinations(pdf: Path) -> dict[str, int]:
    """Return the page index of every named destination (-1 when it leads nowhere)."""
    with pikepdf.open(pdf) as document:
        pages = _numbers(document)
        names = _names(document)
        return {name: _resolved(goal, names, pages)[0] for name, goal in names.items()}


def labels(pdf: Path) -> list[str]:
    """Return the page label of each page."""
    with pikepdf.open(pdf) as document:
        return [str(page.label) for page in document.pages]


@dataclass(frozen=True)
class PageDrawings:
    """What the pages of a PDF draw: a hash a page, and by font the character of each code."""

    pages: tuple[str, ...]
    codes: dict[str, dict[bytes, bytes]]

    def comparable(self, other: "PageDrawings") -> bool:
        """Say whether equal hashes of two PDFs are equal words: no code means two things."""
        return all(
            code_map[code] == other_map[code]
            for font in self.codes.keys() & other.codes.keys()
            for code_map, other_map in [(self.codes[font], other.codes[font])]
            for code in code_map.keys() & other_map.keys()
        )


def drawn(pdf: Path) -> PageDrawings:
    """Return what each page draws, without reading it.

    Heads and folios (pagination artifacts) and how far the page is shifted on its leaf are left
    out: a page that only moved draws what it drew. A page with a font whose codes are not told
    one by one equals no other.
    """
    codes: dict[str, dict[bytes, bytes]] = {}
    known: dict[tuple[int, int], str] = {}
    drawings: list[str] = []
    with pikepdf.open(pdf) as document:
        for page in document.pages:
            resources: PdfObject = page.obj.get("/Resources") or {}
            parts = [stream for stream in _streams(page) if not _FURNITURE.match(stream)]
            for name, font in sorted((resources.get("/Font") or {}).items()):
                if font.objgen not in known:
                    known[font.objgen] = _font_codes(font, codes) or f"{pdf} {font.objgen}"
                parts.append(f"{name} {known[font.objgen]}".encode())
            for name, shape in sorted((resources.get("/XObject") or {}).items()):
                if shape.objgen not in known:
                    known[shape.objgen] = sha256(shape.read_raw_bytes()).hexdigest()
                parts.append(f"{name} {known[shape.objgen]}".encode())
            drawings.append(sha256(b"\0".join(parts)).hexdigest())
    return PageDrawings(tuple(drawings), codes)


def prints(pdf: Path) -> list[str]:
    """Return a hash of all that each page draws, heads and folios included.

    Glyphs go by their numbers in the whole font, which cutting a font leaves as they are.
    """
    digests: list[str] = []
    known: dict[tuple[int, int], bytes] = {}
    with pikepdf.open(pdf) as document:
        for page in document.pages:
            contents: PdfObject = page.obj.get("/Contents")
            streams = contents if isinstance(contents, pikepdf.Array) else [contents]
            digest = sha256(str(list(page.mediabox)).encode())
            for stream in streams:
                if stream is not None:
                    digest.update(sha256(stream.read_raw_bytes()).digest())
            resources: PdfObject = page.obj.get("/Resources") or {}
            for kind in _DRAWN:
                for name, thing in sorted((resources.get(kind) or {}).items()):
                    digest.update(f"{kind} {name}".encode() + _digest(thing, known, 0))
            digests.append(digest.hexdigest())
    return digests


_DRAWN = ("/Font", "/XObject", "/Pattern", "/ExtGState", "/Shading")


def _digest(thing: PdfObject, known: dict[tuple[int, int], bytes], depth: int) -> bytes:
    """Return a hash of an object and of what it names; a font goes by its name."""
    if not isinstance(thing, pikepdf.Object):
        return repr(thing).encode()
    key = thing.objgen
    if key != (0, 0) and key in known:
        return known[key]
    if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
        made = sha256(str(thing.get("/BaseFont", "")).rpartition("+")[2].encode()).digest()
    elif depth > 8:
        made = b""
    elif isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        parts = [f"{name}".encode() + _digest(value, known, depth + 1)
                 for name, value in sorted(thing.items()) if name not in ("/Parent", "/StructParents")]  # fmt: skip
        if isinstance(thing, pikepdf.Stream):
            parts.append(thing.read_raw_bytes())
        made = sha256(b"".join(parts)).digest()
    elif isinstance(thing, pikepdf.Array):
        items: PdfObject = thing
        made = sha256(b" ".join(_digest(item, known, depth + 1) for item in items)).digest()
    else:
        made = str(thing).encode()
    if key != (0, 0):
        known[key] = made
    return made


_FURNITURE = re.compile(rb"\s*(/Artifact\s*<<\s*/Type\s*/Pagination\b|(q\s[-\d. ]+cm|Q)?\s*\Z)")
_PAIR = re.compile(rb"(?m)^\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$")


def _streams(page: pikepdf.Page) -> list[bytes]:
    contents: PdfObject = page.obj.get("/Contents")
    if contents is None:
        return []
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return [part.read_bytes() for part in parts]


def _font_codes(font: PdfObject, codes: dict[str, dict[bytes, bytes]]) -> str:
    """Return a font's name and add its codes; "" when they are not told, or told otherwise."""
    words = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    pairs = {code: _one_space(char) for code, char in _PAIR.findall(words)}
    pairs.pop(b"0000", None)  # the code space begins there
    name = str(font.get("/BaseFont", "")).rpartition("+")[2]
    font_codes = codes.setdefault(name, {})
    if not pairs or b"beginbfrange" in words:
        return ""
    if any(font_codes.get(code, char) != char for code, char in pairs.items()):
        return ""
    font_codes.update(pairs)
    return name


def _one_space(char: bytes) -> bytes:
    """Return a character of a code (UTF-16 in hexadecimal), U+0020 for every white one: a font may
    draw U+2003 and U+3000 by one glyph."""
    return (
        b"0020" if bytes.fromhex(char.decode()).decode("utf-16-be", "replace").isspace() else char
    )


@contextmanager
def _opened(pdf: Path | bytes) -> Iterator[Pdfium]:
    import pypdfium2  # lazy: takes 12 ms

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _numbers(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Return the index of each page by its object number."""
    return {page.obj.objgen: index for index, page in enumerate(document.pages)}


def _names(document: pikepdf.Pdf) -> Mapping[str, object]:
    names = document.Root.get("/Names")
    if names is None or "/Dests" not in names:
        return {}
    tree: PdfObject = pikepdf.NameTree(names.Dests)  # a mapping, though its stubs do not say so
    mapping: Mapping[str, object] = tree
    return mapping


def _resolved(
    destination: PdfObject, names: Mapping[str, object], pages: dict[tuple[int, int], int]
) -> tuple[int, str]:
    """Return the page index (-1 when it leads nowhere) and the name of a destination."""
    name = ""
    if isinstance(destination, pikepdf.String | str):
        name = str(destination)
        destination = names.get(name)
    if isinstance(destination, pikepdf.Dictionary):
        destination = destination.get("/D")
    if not isinstance(destination, pikepdf.Array) or not len(destination):
        return -1, name
    return pages.get(destination[0].objgen, -1), name
