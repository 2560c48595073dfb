"""Pages and manuscripts as the browser gets them: runs of characters with their places."""

from collections.abc import Iterator, Sequence

from casebook.pagetext import Line, Page
from casebook.proof.blocks import Piece
from casebook.rounds.page_to_text import source_lines


def page_data(page: Page, places: Sequence[Sequence[tuple[int, int] | None]]) -> dict[str, object]:
    """Return a page for the browser: its size, and runs of characters with x, y and places."""
    runs: list[dict[str, object]] = []
    for line, line_places in zip(page.lines, places, strict=True):
        runs.extend(_runs(line, line_places))
    return {"w": round(page.width, 1), "h": round(page.height, 1), "runs": runs}


def _runs(line: Line, places: Sequence[tuple[int, int] | None]) -> Iterator[dict[str, object]]:
    """Yield the parts of a line that belong to one block."""
    start = 0
    for end in range(1, len(line.text) + 1):
        if end < len(line.text) and _block(places[end]) == _block(places[start]):
            continue
        boxes = line.boxes[start:end]
        yield {
            "t": line.text[start:end],
            "x": [round(b.x0, 1) for b in boxes] + [round(boxes[-1].x1, 1)],
            "y": [round(min(b.y0 for b in boxes), 1), round(max(b.y1 for b in boxes), 1)],
            "b": _block(places[start]),
            "o": [p[1] for p in places[start:end] if p],
        }
        start = end


def _block(place: tuple[int, int] | None) -> int | None:
    return place[0] if place else None


def block_data(piece: Piece) -> list[dict[str, object]]:
    """Return the blocks for the browser: kind, words, and the source lines they stand in."""
    return [
        {
            "kind": type(block).__name__,
            "text": block.text,
            "line": block.line,
            "lines": source_lines(piece, block),
        }
        for block in piece.blocks
    ]
