"""Read the text of a PDF that somebody sent: its lines, page by page, and the tables that rules draw.

The text comes hard-wrapped and with spaces between Chinese and Latin that nobody typed, so what is
read here is never free of loss; the caller says so. A PDF without a text layer is refused.

A PDF knows no tables: it has characters, and thin lines between them. Lines that touch make a
grid; where a line is missing between two fields of it they are one merged cell. What stands in a
cell is its text, whatever the order of the file.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from casebook import pagetext, pdf
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.pagetext import Box, Ruled


def pages(
    data: bytes, name: str, *, scanned: bool = False
) -> tuple[tuple[tuple[str, ...], ...], tuple[Erratum, ...]]:
    """Return the lines of every page of the PDF `data`, and an erratum for each page without text.

    `name` is what its editor calls the file. Raises `StopPress` when the file is damaged or
    locked, or has no text layer at all. With `scanned` pages without text are the caller's matter.
    """
    try:
        texts = pdf.texts(data)
        for page, text in pagetext.replaced_texts(data).items():
            texts[page] = text
    except RuntimeError as error:  # pdfium's own error is one
        raise StopPress([_damaged(name, str(error))]) from error
    if not scanned and not any(text.strip() for text in texts):
        raise StopPress([_no_text(name, 1)])
    bare = [at for at, text in enumerate(texts, 1) if not text.strip()]
    page_lines = tuple(tuple(text.replace("\ufffe", "").splitlines()) for text in texts)
    return page_lines, () if scanned else tuple(_no_text(name, page) for page in bare)


def centred_sizes(data: bytes, lines: Sequence[str]) -> list[float]:
    """Return the sizes of the first of `lines` that stand in the middle of the first page.

    Their unit is such that the text has 14 points. 0 for a line that does not stand there. A line as
    long as the page is wide counts when it is larger than the text.
    """
    page = next(iter(pagetext.pages(data, [0])), None)
    if page is None or not page.lines:
        return []
    boxes = {line.text: line.box for line in reversed(page.lines)}
    left, right = min(box.x0 for box in boxes.values()), max(box.x1 for box in boxes.values())
    heights = sorted(box.y1 - box.y0 for box in boxes.values())
    usual = heights[len(heights) // 2]
    sizes: list[float] = []
    for line in lines[:HEAD]:
        box = boxes.get("".join(line.split()))
        if box is None:
            sizes.append(0.0)
            continue
        size, middle = box.y1 - box.y0, (box.x0 + box.x1 - left - right) / 2
        apart = box.x1 - box.x0 < SHORT * (right - left) or size > LARGER * usual
        sizes.append(14 * size / usual if abs(middle) <= size and apart else 0.0)
    return sizes


def _damaged(name: str, reason: str) -> Erratum:
    message = Wording("PDF 打不开，可能损坏或加了密码", "the PDF does not open: damaged or locked")
    hint = Wording("请换一份能打开、无密码的文件。", "Supply a file that opens without a password.")
    return Erratum("unreadable-file", Place(name), message, hint, reason)


def _no_text(name: str, page: int) -> Erratum:
    message = Wording(
        f"第 {page} 页没有文字层（扫描件或空白页）",
        f"page {page} has no text layer: scanned, or blank",
    )
    hint = Wording(
        '请提供 Word 文件或文字；装上文字识别（pip install "casebook[ocr]"）再收，会读出来供核对。',
        'Supply a Word file or text; with text recognition (pip install "casebook[ocr]") it is read '
        "for comparison.",
    )
    return Erratum("no-text-layer", Place(name), message, hint)


NEAR = 3.0
"""Points within which two lines are the same, or touch."""
SLANT = 0.01
"""Of its length: as far as the line of a scanned table may lean over, half a degree."""
SHORTEST = 6.0
"""Points of a rule: shorter is a dash or a stroke of a sign."""


HEAD = 12
"""Lines of the first page of which it is asked how they are set."""
SHORT, LARGER = 0.9, 1.15
"""Of the width of the text: a line in the middle is shorter; of the usual size: a title is larger."""
NARROW = 8.0
"""Points of a column that may be the room between two rules."""


class Row(NamedTuple):
    """A line of a page: its text, and the table of the page whose row it is, 0 for none.

    `cells` are those of a row, merged cells filled down; `own` says which begin in it. `boxes` are
    those of its characters. `edges` are the places of the upright lines of its table, in points: one
    more than there are cells.
    """

    text: str
    table: int = 0
    cells: tuple[str, ...] = ()
    own: tuple[bool, ...] = ()
    boxes: tuple[Box, ...] = ()
    edges: tuple[float, ...] = ()


class Grid(NamedTuple):
    """A table: where its lines stand, and the merged cell each field belongs to, row by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def field(self, box: Box) -> tuple[int, int] | None:
        """Return row and column of the field in which the middle of `box` lies."""
        column = _between(self.xs, (box.x0 + box.x1) / 2)
        row = _between(self.ys, (box.y0 + box.y1) / 2)
        return None if row is None or column is None else (row, column)


Join = Callable[[Sequence[tuple[str, Box | None]]], str]
"""Makes the text of a cell of its characters."""


def rows(page: Ruled, join: Join | None = None, going_on: Sequence[float] = ()) -> list[Row]:
    """Return the lines of a page, each table where its first character stands.

    `join` puts the characters of a cell together, as one line when it is not given. `going_on` are
    the upright lines of a table that the page before leaves open: a frame as wide as it is a table.
    """
    tables = grids(page.rules, going_on)
    texts: dict[tuple[int, int], list[tuple[str, Box | None]]] = {}
    page_rows: list[Row] = []
    seen: list[int] = []
    line: list[tuple[str, Box | None]] = []
    inside: tuple[int, int] | None = None
    places: dict[int, int] = {}
    for char, box in page.characters:
        cell = _cell(tables, box) if box and not char.isspace() else None
        if box is None or char.isspace():
            if inside is not None:
                texts[inside].append((char, box))
            elif char == "\n":
                page_rows.append(_line(line))
                line = []
            elif char != "\r":
                line.append((char, box))
            continue
        inside = cell
        if cell is None:
            line.append((char, box))
            continue
        if cell[0] not in seen:
            if line:
                page_rows.append(_line(line))
                line = []
            seen.append(cell[0])
            places[len(page_rows)] = cell[0]
            page_rows.append(Row(""))
        texts.setdefault(cell, []).append((char, box))
    if line:
        page_rows.append(_line(line))
    return [
        row
        for at, page_row in enumerate(page_rows)
        for row in (
            _of(tables[places[at]], places[at], texts, join or _joined)
            if at in places
            else (page_row,)
        )
    ]


def _line(chars: Sequence[tuple[str, Box | None]]) -> Row:
    return Row("".join(char for char, _ in chars), boxes=tuple(box for _, box in chars if box))


def _cell(tables: Sequence[Grid], box: Box) -> tuple[int, int] | None:
    """Return the table and the merged cell in which a character stands."""
    for at, grid in enumerate(tables):
        field = grid.field(box)
        if field:
            return at, grid.cells[field[0]][field[1]]
    return None


def _of(
    grid: Grid, at: int, texts: dict[tuple[int, int], list[tuple[str, Box | None]]], join: Join
) -> Iterator[Row]:
    """Yield the rows of a grid; an empty column as narrow as a double rule is none."""
    own_cells = {cell: chars for (table, cell), chars in texts.items() if table == at}
    cell_texts = {cell: join(chars) for cell, chars in own_cells.items()}
    table: list[tuple[list[str], list[bool], tuple[Box, ...]]] = []
    above: set[int] = set()
    for fields in grid.cells:
        cells, own = [], []
        for column, cell in enumerate(fields):
            once = column == 0 or fields[column - 1] != cell
            cells.append(cell_texts.get(cell, "") if once else "")
            own.append(once and cell not in above)
        above |= set(fields)
        if any(text and first for text, first in zip(cells, own, strict=True)):
            here = (
                box for cell in dict.fromkeys(fields) for _, box in own_cells.get(cell, ()) if box
            )
            table.append((cells, own, tuple(here)))
    columns = [
        c
        for c in range(len(grid.xs) - 1)
        if grid.xs[c + 1] - grid.xs[c] >= NARROW or any(cells[c] for cells, _, _ in table)
    ]
    edges = (*(grid.xs[c] for c in columns), grid.xs[-1])
    for cells, own, boxes in table:
        shown = tuple(cells[c] for c in columns)
        yield Row("\t".join(shown), at + 1, shown, tuple(own[c] for c in columns), boxes, edges)


def _joined(chars: Sequence[tuple[str, Box | None]]) -> str:
    """Join the characters of a cell: a line that wraps goes on without a space in Chinese.

    A space the file has at the end of a line stays; one that PDFium adds there does not.
    """
    text: list[str] = []
    last: Box | None = None
    added = False
    for char, box in chars:
        if box is None and char in "\r\n":
            continue
        if char.isspace():
            if text and text[-1] != " ":
                text.append(" ")
                added = box is None
            continue
        if box and last and box.y0 > (last.y0 + last.y1) / 2 and text:
            if text[-1] == " " and added and (len(text) < 2 or not text[-2].isascii()):
                text.pop()
            elif text[-1].isascii() and text[-1].isalnum() and char.isascii() and char.isalnum():
                text.append(" ")
        text.append(char)
        last = box or last
    return "".join(text).strip()


def grids(rules: Sequence[Box], going_on: Sequence[float] = ()) -> list[Grid]:
    """Return the tables that `rules` draw, from top to bottom; `going_on` as in `rows`."""
    level = [b for b in rules if _is_rule(b.x1 - b.x0, b.y1 - b.y0)]
    upright = [b for b in rules if _is_rule(b.y1 - b.y0, b.x1 - b.x0)]
    drawn = [_grid(*group, going_on) for group in _touching(level, upright)]
    tables = [table for table in drawn if table]
    if not tables and (open_grid := _open_grid(upright, going_on)):
        return [open_grid]
    return sorted(tables, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _open_grid(upright: Sequence[Box], going_on: Sequence[float]) -> Grid | None:
    """Return the middle of a table that is as long as the page: upright lines, none across."""
    mine = [
        box for box in upright
        if any(abs((box.x0 + box.x1) / 2 - edge) <= 2 * NEAR for edge in going_on)
    ]  # fmt: skip
    xs = _lines([(box.x0 + box.x1) / 2 for box in mine])
    if not _same_width((*xs[:1], *xs[-1:]), going_on):
        return None
    ys = min(box.y0 for box in mine), max(box.y1 for box in mine)
    return Grid(xs, ys, (tuple(range(len(xs) - 1)),))


def _is_rule(length: float, thickness: float) -> bool:
    return length >= SHORTEST and thickness <= max(NEAR, SLANT * length)


def _touching(level: Sequence[Box], upright: Sequence[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Return the groups of rules that touch one another, as far as they cross."""
    left = [*level, *upright]
    groups: list[tuple[list[Box], list[Box]]] = []
    while left:
        group, queue = [], [left.pop()]
        while queue:
            rule = queue.pop()
            group.append(rule)
            near = [other for other in left if _touch(rule, other)]
            if near:
                left = [other for other in left if not _touch(rule, other)]
                queue += near
        groups.append(
            ([b for b in group if b.x1 - b.x0 >= b.y1 - b.y0],
             [b for b in group if b.x1 - b.x0 < b.y1 - b.y0])
        )  # fmt: skip
    return groups


def _touch(a: Box, b: Box) -> bool:
    return (
        a.x0 <= b.x1 + NEAR and b.x0 <= a.x1 + NEAR and a.y0 <= b.y1 + NEAR and b.y0 <= a.y1 + NEAR
    )


def _grid(level: list[Box], upright: list[Box], going_on: Sequence[float]) -> Grid | None:
    if not level or not upright:
        return None
    xs = _lines([*((b.x0 + b.x1) / 2 for b in upright), *_ends(level, 0)])
    ys = _lines([*((b.y0 + b.y1) / 2 for b in level), *_ends(upright, 1)])
    if len(ys) < 2 or (len(xs) < 3 and not _same_width(xs, going_on)):
        return None
    across, down = len(xs) - 1, len(ys) - 1
    cells = [[row * across + column for column in range(across)] for row in range(down)]

    def join(row: int, column: int, other: int) -> None:
        joined_cell = cells[row][column]
        for line in cells:
            line[:] = [joined_cell if group == other else group for group in line]

    for row in range(down):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(across):
            right = column + 1 < across and not any(
                abs((b.x0 + b.x1) / 2 - xs[column + 1]) <= NEAR and b.y0 <= middle <= b.y1
                for b in upright
            )
            if right:
                join(row, column, cells[row][column + 1])
            centre = (xs[column] + xs[column + 1]) / 2
            below = row + 1 < down and not any(
                abs((b.y0 + b.y1) / 2 - ys[row + 1]) <= NEAR and b.x0 <= centre <= b.x1
                for b in level
            )
            if below:
                join(row, column, cells[row + 1][column])
    return Grid(xs, ys, tuple(map(tuple, cells)))


def _same_width(xs: Sequence[float], going_on: Sequence[float]) -> bool:
    """Whether a frame is as wide as the table it may go on with, and stands where that stood."""
    ends = [*going_on[:1], *going_on[-1:]]
    return len(xs) == 2 == len(ends) and all(
        abs(mine - other) <= 2 * NEAR for mine, other in zip(xs, ends, strict=True)
    )


def _ends(rules: Sequence[Box], axis: int) -> tuple[float, float]:
    """Return where rules begin and end: a table is often open at its sides, or cut by the page."""
    return min(b[axis] for b in rules), max(b[axis + 2] for b in rules)


def _lines(places: Sequence[float]) -> tuple[float, ...]:
    """Return the places of lines, those that are nearly the same as one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(sum(group) / len(group) for group in groups)


def _between(lines: Sequence[float], place: float) -> int | None:
    if not lines[0] - 1 <= place <= lines[-1] + 1:
        return None
    return max(0, min(sum(line <= place for line in lines) - 1, len(lines) - 2))
