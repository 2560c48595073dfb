"""Sets plain text without WeasyPrint, every ideograph and mark one em wide, the rest half."""

from casebook.composition.lines import Demand, Line, Setter
from casebook.composition.paragraph import Extras, Paragraph, Span
from casebook.composition.settings import Settings


def paragraph(
    text: str, settings: Settings | None = None, extras: Extras | None = None
) -> Paragraph:
    """Return the paragraph of `text` at a size of one."""
    widths = [0.5 if ord(c) < 0x370 else 0.0 if c in "\u200b\u2060\ufe00" else 1.0 for c in text]
    return Paragraph(text, widths, [Span(0, len(text), 1.0, settings or Settings())], extras)


def lines(
    text: str, measure: float, indent: float = 0.0, full: bool = True, **style: object
) -> tuple[Paragraph, list[Line]]:
    """Set `text` at a measure in em."""
    own = paragraph(text, Settings(**style))  # type: ignore[arg-type]

    def width(number: int) -> float:
        return measure - indent if number == 0 else measure

    return own, Setter(own, Demand(width, 1, full)).set(0)


def texts(text: str, measure: float, indent: float = 0.0, **style: object) -> list[str]:
    """Return the text of each line."""
    own, made = lines(text, measure, indent, **style)
    return [own.text[line.start : line.end] for line in made]


def places(own: Paragraph, line: Line) -> list[float]:
    """Return where each character's body starts and, last, where the line ends."""
    moves = dict(line.moves)
    at, made = line.lead, []
    for index in range(line.start, line.end):
        if index > line.start:
            at += own.natural[index] + moves.get(index, 0.0)
            at += line.open if own.even[index] else 0.0
        made.append(at)
        at += own.widths[index]
    return [*made, at]
