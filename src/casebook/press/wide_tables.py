"""What to do with a table that is wider than its place: the steps, worked out from its columns.

Smaller type and less padding down to 7.5 pt; a turned page; division by columns. Lengths are in
CSS pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casebook.press.table_columns import parts

PX = 0.75
SMALLEST = 7.5 / PX
STEP = 0.5 / PX
THIN = 2 / PX  # padding at a side of a cell
NARROW = 3  # em: no column is narrower, if its text is not
LONG = 10  # em: what is longer is no word, and breaks anywhere


@dataclass(frozen=True)
class Columns:
    """A table as it was measured.

    `least` and `most` are the min-content and max-content widths of its columns with their
    padding, `size` is that of its type, `leading` of its lines, `padding` at each side of a cell,
    `borders` what borders and spacing between columns take.
    """

    least: tuple[float, ...]
    most: tuple[float, ...]
    size: float
    leading: float
    padding: float
    borders: float

    def needs(self, size: float, padding: float, broken: bool) -> list[float]:
        """Return the widths that the columns need in type of `size`.

        `broken` lets what is longer than a word break.
        """
        made = []
        for least, most in zip(self.least, self.most, strict=True):
            need = max(least, min(most, NARROW * self.size + 2 * self.padding))
            if need <= 2 * self.padding:  # a column that cells only span
                made.append(need)
                continue
            inner = (need - 2 * self.padding) * size / self.size
            made.append((min(inner, LONG * size) if broken else inner) + 2 * padding)
        return made

    def sizes(self) -> Iterator[tuple[float, float]]:
        """Yield size and padding of each step, from what the layout says down."""
        thin = min(self.padding, THIN)
        steps = max(0, int((self.size - SMALLEST) / STEP + 1e-6))
        yield self.size, self.padding
        for step in range(1, steps + 1):
            gone = step / steps
            yield self.size - step * STEP, self.padding + (thin - self.padding) * gone
        if not steps and thin < self.padding:
            yield self.size, thin

    def natural(self, room: float) -> bool:
        """Say whether the table can stay as the layout sets it in `room`."""
        return sum(self.needs(self.size, self.padding, broken=False)) + self.borders <= room + 1


@dataclass(frozen=True)
class Step:
    """How a table is set: size and padding, whether turned, long words broken.

    `widths` are shares (in percent) of the columns; `parts` the columns of each part, where it is
    divided, and `shares` theirs.
    """

    size: float
    leading: float
    padding: float
    widths: tuple[float, ...]
    turned: bool = False
    broken: bool = False
    smaller: bool = False
    parts: tuple[range, ...] = ()
    shares: tuple[tuple[float, ...], ...] = field(default=())


def step(table: Columns, room: float, turned: float | None) -> Step:
    """Return the first step at which `table` fits in `room`.

    `turned` is the room on a turned page, None where there can be none.
    """
    rooms = [(room, False)] if turned is None or turned <= room else [(room, False), (turned, True)]
    for width, turn in rooms:
        for broken in (False, True):
            for size, padding in table.sizes():
                needs = table.needs(size, padding, broken)
                if sum(needs) + table.borders <= width + 1e-6:
                    widths = shares(table, needs, size, padding, width)
                    leading = table.leading * size / table.size
                    smaller = size < table.size
                    return Step(size, leading, padding, widths, turn, broken, smaller)
    return _divided(table, room)


def _divided(table: Columns, room: float) -> Step:
    """Return how `table` is divided: in the largest type that makes no more parts."""
    sizes = list(table.sizes())
    count = len(_parts(table, *sizes[-1], room)[1])
    for size, padding in sizes:
        needs, columns = _parts(table, size, padding, room)
        if len(columns) == count:
            break
    chosen = [[*range(_stub(needs)), *part] for part in columns]
    each = tuple(
        shares(table, [needs[c] for c in part], size, padding, room, part) for part in chosen
    )
    leading = table.leading * size / table.size
    whole = table.needs(size, padding, broken=False)
    broken = any(need < least - 1e-6 for need, least in zip(needs, whole, strict=True))
    smaller = size < table.size
    return Step(size, leading, padding, (), False, broken, smaller, tuple(columns), each)


def _stub(needs: Sequence[float]) -> int:
    return 1 if len(needs) > 1 else 0


def _parts(
    table: Columns, size: float, padding: float, room: float
) -> tuple[list[float], list[range]]:
    needs = table.needs(size, padding, broken=True)
    room -= table.borders
    if _stub(needs):
        needs[0] = min(needs[0], room / 3)
    return needs, parts(needs, _stub(needs), room)


def shares(
    table: Columns,
    needs: Sequence[float],
    size: float,
    padding: float,
    room: float,
    which: Sequence[int] | None = None,
) -> tuple[float, ...]:
    """Return the percentages of `room` that columns get: what they need, and of the rest by text.

    `which` are the columns, if not all.
    """
    columns = range(len(table.most)) if which is None else which
    most = [
        max(0.0, table.most[c] - 2 * table.padding) * size / table.size + 2 * padding
        for c in columns
    ]
    left = max(0.0, room - table.borders - sum(needs))
    wants = [max(0.0, m - n) for m, n in zip(most, needs, strict=True)]
    given = min(1.0, left / sum(wants)) if sum(wants) else 0.0
    widths = [n + w * given for n, w in zip(needs, wants, strict=True)]
    more = (room - table.borders) / sum(widths)  # what is left over, and what cannot be
    return tuple(width * more / room * 100 for width in widths)
