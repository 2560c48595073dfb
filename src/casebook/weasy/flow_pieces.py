"""What stands in the flow of laid-out pages, piece by piece: lines, rows, and blocks kept whole.

Enters: page boxes as the page maker leaves them. Leaves: the pieces in their order, each with the
boxes it stands in. Lengths are CSS pixels. Nothing is laid out and nothing is changed here.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from weasyprint.formatting_structure import boxes

from casebook.weasy.page_ends import AVOID
from casebook.weasy.weasyprint_types import Box, Style, Value

GIVEN_UP = 0.2
"""Of a step: the most that rules of a table take, which it gives up (`rhythm`)."""
FORCED = ("page", "left", "right", "recto", "verso", "always")


class Unread(Exception):  # noqa: N818
    """The text of a page does not stand in one flow that can be read."""


class Kind(Enum):
    """What a piece is."""

    LINE = "line"
    ROW = "row"
    HEAD_ROW = "head row"
    BLOCK = "block"


class Piece(NamedTuple):
    """A piece of the flow: its kind, its box, where it begins and ends, what it stands in.

    `path` holds the boxes from the root in, the piece's own last where it is a block or a row.
    """

    kind: Kind
    box: Box
    top: float
    bottom: float
    path: tuple[Box, ...]


class PageRoom(NamedTuple):
    """Where the text of a page begins, how high it may be, and how high its notes are.

    `around` is what the note area takes besides its notes.
    """

    top: float
    height: float
    notes: float
    around: float


def room_of(page: Box) -> PageRoom:
    """Return the room of a page that the page maker has made."""
    _, area, _ = page.children
    notes = float(area.margin_height()) if area.children else 0.0
    inner = sum(child.margin_height() for child in area.children)
    return PageRoom(page.content_box_y(), page.height, notes, max(0.0, notes - inner))


def pieces(page: Box) -> Iterator[Piece]:
    """Yield the pieces of a page. Raises `Unread` where something floats beside the text, or text
    runs in columns or another way."""
    root = page.children[0]
    if not root.is_in_normal_flow():
        raise Unread
    yield from _within(root, (root,))


def _within(box: Box, path: tuple[Box, ...]) -> Iterator[Piece]:
    style = box.style
    if style["column_count"] != "auto" or style["column_width"] != "auto":
        raise Unread
    for child in box.children:
        if hasattr(child, "_box"):  # a placeholder: it stands elsewhere
            continue
        if not child.is_in_normal_flow():
            if child.is_floated():
                raise Unread
            continue
        yield from _piece(child, path)


def _piece(child: Box, path: tuple[Box, ...]) -> Iterator[Piece]:
    if isinstance(child, boxes.LineBox):
        yield Piece(Kind.LINE, child, child.position_y, child.position_y + child.height, path)
        return
    here = (*path, child)
    if isinstance(child, boxes.TableBox):
        yield from _rows(child, here)
    elif isinstance(child, boxes.BlockContainerBox) and not _whole(child):
        if child.children:
            yield from _within(child, here)
        elif child.border_height() > 0:
            yield _block(child, here)
    else:
        yield _block(child, here)


def _block(box: Box, path: tuple[Box, ...]) -> Piece:
    top = box.border_box_y()
    return Piece(Kind.BLOCK, box, top, top + box.border_height(), path)


def _whole(box: Box) -> bool:
    return box.style["break_inside"] in AVOID


def _rows(table: Box, path: tuple[Box, ...]) -> Iterator[Piece]:
    for group in table.children:
        if not isinstance(group, boxes.TableRowGroupBox):
            raise Unread
        for row in group.children:
            again = group.is_header or group.is_footer
            kind = Kind.HEAD_ROW if again else Kind.ROW
            top = row.position_y
            yield Piece(kind, row, top, top + row.height, (*path, group, row))


def is_foot(row: Piece) -> bool:
    """Say whether a piece is a row of the foot of a table, which comes again on every page."""
    return row.kind is Kind.HEAD_ROW and bool(row.path[-2].is_footer)


def in_columns(page: Box) -> bool:
    """Say whether text on a page runs in columns."""
    return any(True for _ in _multi_column_boxes(page))


def _multi_column_boxes(box: Box) -> Iterator[Box]:
    """Yield the outermost blocks below a box whose text runs in columns."""
    for child in box.children:
        if not isinstance(child, boxes.BlockContainerBox):
            continue
        if child.style["column_count"] != "auto" or child.style["column_width"] != "auto":
            yield child
        else:
            yield from _multi_column_boxes(child)


def foot_of(page: Box) -> float:
    """Return where the room for the text of a page ends, in CSS pixels."""
    return float(page.content_box_y() + page.height)


def line_spans(page: Box) -> Iterator[tuple[float, float]]:
    """Yield where each line of the text on a page begins and ends, in CSS pixels."""
    for box in page.children[0].descendants():
        if isinstance(box, boxes.LineBox) and box.height > 0:
            yield box.position_y, box.position_y + box.height


def column_ends(page: Box) -> list[float]:
    """Return where the last line of each column of text on a page ends, in CSS pixels."""
    ends: dict[float, float] = {}
    for box in _multi_column_boxes(page):
        for column in box.children:
            lines = [
                b for b in column.descendants() if isinstance(b, boxes.LineBox) and b.height > 0
            ]
            lowest = max((line.position_y + line.height for line in lines), default=0.0)
            ends[column.position_x] = max(lowest, ends.get(column.position_x, 0.0))
    return [end for end in ends.values() if end]


def text_of(piece: Piece) -> str:
    """Return the text of a piece."""
    return "".join(box.text for box in piece.box.descendants() if hasattr(box, "text"))


def line_changes(line: Piece) -> tuple[bool, bool]:
    """Say whether the text that ends with a line could be set in one line fewer, and in one more."""
    known = getattr(line.box, "line_changes", None)
    return (False, False) if known is None else known()


def notes_of(piece: Piece) -> list[Box]:
    """Return the notes called in a piece."""
    return [child.footnote for child in piece.box.descendants() if child.footnote]


def heights_of_notes(pages: Sequence[Box]) -> dict[int, float]:
    """Return how high each note stands in the note areas of `pages`, by the id of its element."""
    heights: dict[int, float] = {}
    for page in pages:
        for note in page.children[1].children:
            heights[id(note.element)] = float(note.margin_height())
    return heights


def room_to_grow(picture: Box, block: Box) -> float:
    """Return by how much a picture in a block may become higher, in CSS pixels, before it is as wide
    as the block, or as large as its `image-resolution` has it where nothing else gives its size; 0
    where it is not drawn in its own proportions."""
    width, height, ratio = picture.replacement.get_intrinsic_size(
        picture.style["image_resolution"], picture.style["font_size"]
    )
    ratio = width / height if width and height else ratio
    sized = picture.style["height"] != "auto"
    natural = picture.style["width"] == "auto"
    free = natural or (sized and picture.style["object_fit"] == "contain")
    if not (free and ratio):
        return 0.0
    most = block.width / ratio
    if natural and not sized and height:
        most = min(most, height)
    return max(0.0, float(most - picture.height))


def row_slack(row: Sequence[Box]) -> float:
    """Return by how much a row, at the end of its path, may stand over the foot of a page: what its
    table gives up of its rules, so that it takes whole steps (see `rhythm`), in CSS pixels."""
    for box in row[-4:-2]:
        if _style(box.style, "block_step_round") == "nearest":
            return float(box.style["block_step_size"].value) * GIVEN_UP
    return 0.0


def height_of_continuation(row: Sequence[Box]) -> float:
    """Return how high the line stands that begins a table where it goes on (`continued-heading`),
    above its heads; `row` is the path of a row of heads."""
    table = row[-3]
    if _style(table.style, "continued_heading", "none") == "none":
        return 0.0
    caption = [box for box in row[-4].children if "table-caption" in box.style["display"]]
    if caption:
        return float(caption[0].height)
    cell = row[-1].children[0] if row[-1].children else None
    lines = [box for box in cell.descendants() if isinstance(box, boxes.LineBox)] if cell else []
    return float(lines[0].height) if lines else 0.0


def _style(style: Style, name: str, otherwise: Value = None) -> Value:
    """Return a value of a property that WeasyPrint may not have been taught."""
    try:
        return style[name]
    except KeyError:
        return otherwise


def spans_rows(row: Box) -> int:
    """Return how many rows the highest cell of a row spans."""
    return max((cell.rowspan for cell in row.children), default=1)


def margin(style: Style, side: str) -> float:
    """Return a margin above or below a box, from its style: it is gone where a page ends."""
    return _pixels(style[f"margin_{side}"])


def _pixels(value: Value) -> float:
    if isinstance(value, int | float):
        return float(value)
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


def picture_in(block: Box) -> Box | None:
    """Return the picture in a block, if there is just one and it is a block of its own."""
    pictures = [child for child in block.children if isinstance(child, boxes.BlockReplacedBox)]
    return pictures[0] if len(pictures) == 1 else None
