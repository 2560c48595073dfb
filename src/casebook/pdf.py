"""Read PDF files: text, pictures of pages, outline, links, labels.

Used on files that people send and on files we issued (what the ledger counts is read back from
the issue, not remembered). The only module that touches pypdfium2 and, for reading, pikepdf.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pypdfium2
import pypdfium2.raw


@dataclass(frozen=True)
class Goal:
    """Where an outline item or a link leads: its words, a page index from 0, a named goal."""

    label: str
    page: int
    name: str
    level: int = 0


@dataclass(frozen=True)
class Placed:
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
class Shown:
    """What a page shows: its text layer, lines ended by a line feed, and its pictures."""

    text: str
    pictures: tuple[Placed, ...]


def shown(pdf: Path | bytes) -> list[Shown]:
    """Return text and pictures (inside forms too) of each page, in one reading of the file."""
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    found: list[Shown] = []
    with _opened(pdf) as document:
        for index, page in enumerate(document):
            text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            images = page.get_objects(filter=kinds, max_depth=6)
            placed = (
                Placed(index, image.get_px_size()[0], bounds[2] - bounds[0])
                for image in images
                for bounds in (image.get_bounds(),)
            )
            found.append(Shown(text, tuple(placed)))
    return found


def missing_glyphs(pdf: Path | bytes) -> list[int]:
    """Return how many glyphs of number 0 (.notdef) each page shows in composite fonts."""
    found: list[int] = []
    with pikepdf.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as document:
        for page in document.pages:
            resources: Any = page.obj.get("/Resources") or {}
            fonts: Any = resources.get("/Font") or {}
            wide = {name for name, font in fonts.items() if font.get("/Subtype") == "/Type0"}
            count, current = 0, ""
            for one in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
                operands: Any = one.operands
                if str(one.operator) == "Tf":
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
            found.append(count)
    return found


def page_count(pdf: Path | bytes) -> int:
    """Return the number of pages."""
    with _opened(pdf) as document:
        return len(document)


def paint(pdf: Path | bytes, index: int, width: int, kind: Literal["JPEG", "PNG"]) -> bytes:
    """Return page `index` (from 0) as a picture `width` pixels wide."""
    with _opened(pdf) as document:
        page = document[index]
        image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
        out = io.BytesIO()
        image.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
        return out.getvalue()


@dataclass(frozen=True)
class Leads:
    """What leads where in a PDF, read at once.

    `starts` is the page index of every named destination (-1 when it leads nowhere); `outline`
    is in reading order, level 1 at the top; `links` are the inner links of each page, in the
    order in which they were written.
    """

    starts: dict[str, int]
    outline: list[Goal]
    links: list[list[Goal]]


def leads(pdf: Path) -> Leads:
    """Return all that leads anywhere in `pdf`."""
    with pikepdf.open(pdf) as document:
        pages, names = _numbers(document), _names(document)
        starts = {name: _resolved(goal, names, pages)[0] for name, goal in names.items()}
        links = [list(_links(page, names, pages)) for page in document.pages]
        return Leads(starts, _outline(document, names, pages), links)


def outline(pdf: Path) -> list[Goal]:
    """Return the outline in reading order, level 1 at the top."""
    with pikepdf.open(pdf) as document:
        return _outline(document, _names(document), _numbers(document))


def _outline(document: pikepdf.Pdf, names: dict[str, Any], pages: dict[Any, int]) -> list[Goal]:
    found: list[Goal] = []
    with document.open_outline() as tree:
        stack = [(item, 1) for item in reversed(tree.root)]
        while stack:
            item, level = stack.pop()
            page, name = _resolved(item.destination, names, pages)
            found.append(Goal(item.title, page, name, level))
            stack.extend((child, level + 1) for child in reversed(item.children))
    return found


def _links(page: Any, names: dict[str, Any], pages: dict[Any, int]) -> Iterator[Goal]:
    for annotation in page.obj.get("/Annots", []):
        destination = annotation.get("/Dest")
        if destination is None and "/A" in annotation:
            destination = annotation.A.get("/D")
        if destination is not None:
            goal, name = _resolved(destination, names, pages)
            yield Goal("", goal, name)


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


@contextmanager
def _opened(pdf: Path | bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _numbers(document: pikepdf.Pdf) -> dict[Any, int]:
    """Return the index of each page by its object number."""
    return {page.objgen: index for index, page in enumerate(document.pages)}


def _names(document: pikepdf.Pdf) -> dict[str, Any]:
    names = document.Root.get("/Names")
    if names is None or "/Dests" not in names:
        return {}
    return {str(name): goal for name, goal in pikepdf.NameTree(names.Dests).items()}


def _resolved(destination: Any, names: dict[str, Any], pages: dict[Any, int]) -> tuple[int, str]:
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
