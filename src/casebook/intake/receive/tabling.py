"""Write a table: as a Markdown table where that can say it, else as the HTML that may stand.

Merged cells, several paragraphs in a cell and tables in tables need HTML. A picture cannot stand
there: it follows the table, and the editor is told.
"""

from collections.abc import Sequence

from casebook.intake.formats.rich import Block, Cell, Paragraph, Piece, Shot, Table, paragraphs
from casebook.intake.receive.phrasing import Writing, in_html, markdown, picture
from casebook.intake.receive.rich_lines import flat


def simple(table: Table) -> bool:
    """Whether Markdown can say the table: no spans, one paragraph a cell, rows of one length."""
    cells = [cell for row in table.rows for cell in row]
    alike = len({len(row) for row in table.rows}) == 1
    return alike and len(table.rows[0]) > 1 and all(_plain(cell) for cell in cells)


def _plain(cell: Cell) -> bool:
    return (cell.across, cell.down) == (1, 1) and len(cell.blocks) < 2 and all(
        isinstance(block, Paragraph) for block in cell.blocks
    )  # fmt: skip


def written(table: Table, writing: Writing) -> tuple[str, tuple[str, ...]]:
    """Return the table, and the pictures that must follow it, as Markdown."""
    if simple(table):
        return _markdown(table, writing), ()
    shots = [
        piece for paragraph in paragraphs((table,)) for piece in paragraph.pieces
        if isinstance(piece, Shot)
    ]  # fmt: skip
    return _html(table, writing), tuple(picture(shot, writing) for shot in shots)


def _markdown(table: Table, writing: Writing) -> str:
    rows = [[_cell(cell, writing) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _cell(cell: Cell, writing: Writing) -> str:
    blocks = [block for block in cell.blocks if isinstance(block, Paragraph)]
    text = markdown(blocks[0].pieces, writing, "<br>") if blocks else ""
    return text.replace("|", "\\|")


def _html(table: Table, writing: Writing) -> str:
    rows = [row for row in table.rows]
    heads = sum(1 for row in rows if all(cell.head for cell in row)) or (
        1 if len(rows) > 1 and _is_head(rows[0]) else 0
    )
    body = "\n".join(_row(row, writing, at < heads) for at, row in enumerate(rows))
    return f"<table>\n{body}\n</table>"


def _is_head(row: Sequence[Cell]) -> bool:
    """Whether a first row reads as one: every cell filled, none reaching below."""
    return len(row) > 1 and all(
        cell.down == 1 and any(flat(p.pieces).strip() for p in paragraphs(cell.blocks))
        for cell in row
    )


def _row(row: Sequence[Cell], writing: Writing, head: bool) -> str:
    cells: list[str] = []
    for cell in row:
        tag = "th" if head or cell.head else "td"
        spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
        spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
        cells.append(f"<{tag}{spans}>{_inside(cell.blocks, writing)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _inside(blocks: Sequence[Block], writing: Writing) -> str:
    parts: list[tuple[bool, str]] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append((False, _html(block, writing).replace("\n", "")))
        elif inner := in_html(_without_shots(block.pieces), writing):
            parts.append((True, inner))
    if len(parts) == 1:
        return parts[0][1]
    return "".join(f"<p>{text}</p>" if wrap else text for wrap, text in parts)


def _without_shots(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not isinstance(piece, Shot)]
