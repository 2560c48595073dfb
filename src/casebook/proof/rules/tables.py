"""Tables: their sums, and what the text says of them; totals a text tells twice."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Piece, Prose, RunIn
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, read, shown
from casebook.proof.rule_runner import rule

_FIGURE = re.compile(r"-?\d[\d, ]*(?:\.\d+)?")
_TOTAL = re.compile(r"合\s*计|总\s*计|总\s*数|小\s*计|共\s*计")
_ASK = Wording("请作者核实。", "Ask the author.")
_SMALLEST = 3
"""Rows of a table from which a total is looked for: a head, two parts, the total."""


def tables(piece: Piece) -> list[list[list[Cell]]]:
    """Return the tables of `piece`, each as rows of cells."""
    numbered: dict[int, dict[int, list[Cell]]] = {}
    for block in piece.blocks:
        if isinstance(block, Cell):
            numbered.setdefault(block.table, {}).setdefault(block.row, []).append(block)
    return [list(rows.values()) for rows in numbered.values()]


@rule("C508", Kind.QUERY, "number")
def sum_differs(piece: Piece) -> Iterator[Spot]:
    """A table whose total is not the sum of its column or of its row.

    Why: one of the figures is wrong.

        3 + 4 = 合计 8  →  ask the author
        中文：3 + 4 = 合计 8  →  请作者核实

    中文：表中合计与各项之和不符。竖栏、横行的合计都查；请作者核实。
    """
    for rows in tables(piece):
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            continue  # cells over several rows or columns
        if len(rows) > _SMALLEST and _TOTAL.fullmatch(rows[-1][0].text.strip()):
            for column in range(1, width):
                yield from _sum([row[column] for row in rows[1:]])
        if width > _SMALLEST and _TOTAL.fullmatch(rows[0][-1].text.strip()):
            for row in rows[1:]:
                yield from _sum(row[1:])


def _sum(cells: Sequence[Cell]) -> Iterator[Spot]:
    """Compare the last of `cells` with the sum of those before."""
    values = [_value(cell) for cell in cells]
    if any(value is None for value in values):
        return
    *parts, stated = (value for value in values if value is not None)
    total = sum(parts, Decimal(0))
    places = max(_places(cell) for cell in cells)
    if abs(total - stated) > Decimal(len(parts) if places else 0) / 10**places / 2:
        message = Wording(
            f"合计 {stated}，各项之和 {total}", f"the total says {stated}, it is {total}"
        )
        yield at(cells[-1], 0, len(cells[-1].text), message, _ASK)


def _value(block: Block) -> Decimal | None:
    text = block.text.strip()
    return Decimal(re.sub("[ ,]", "", text)) if _FIGURE.fullmatch(text) else None


def _places(block: Block) -> int:
    return len(block.text.strip().partition(".")[2])


@rule("C510", Kind.QUERY, "number")
def text_against_table(piece: Piece) -> Iterator[Spot]:
    """A figure of the text that is otherwise in the table.

    Why: one of the two is wrong.

        满意度由86.9%提升至95.6%, where the table has 86.9 and 96.5  →  ask the author
        中文：满意度由86.9%提升至95.6%，表中是 86.9 和 96.5  →  请作者核实

    中文：正文的数与表中的数不一致。同一指标，前后两数有一个与表相符而另一个不符，或只差一两位数字；请作者核实。
    """
    rows = dict(_labelled(piece))
    if not rows:
        return
    labels = "|".join(sorted(map(re.escape, rows), key=len, reverse=True))
    figures = re.compile(
        rf"(?P<label>{labels})(?:[^，。；、\d]{{0,6}})(?:(?:[由从](?:[^，。；、\d]{{0,6}}(?:\d{{4}}年的?)?))(?P<a>{PATTERN})"
        rf"[^，。；\d]{{0,8}}?[至到为](?:\d{{4}}年的?)?(?P<b>{PATTERN})|(?:达到?|为|是)(?P<c>{PATTERN}))"
    )
    for block in piece.blocks:
        if not isinstance(block, Prose | RunIn):
            continue
        for match in figures.finditer(block.text):
            known = rows[match["label"]]
            stated = [name for name in ("a", "b", "c") if match[name]]
            wrong = [name for name in stated if _plain(match[name]) not in known]
            slip = len(wrong) == 1 and (
                len(stated) == 2
                or any(_one_slip(_plain(match[wrong[0]]), value) for value in known)
            )
            if slip:
                start, end = match.span(wrong[0])
                there = "、".join(known)
                message = Wording(f"表中“{match['label']}”是 {there}", f"the table has {there}")
                yield at(block, start, end, message, _ASK)


def _labelled(piece: Piece) -> Iterator[tuple[str, list[str]]]:
    """Yield the figures of each row of a table by the words it begins with, if no other does so."""
    seen: set[str] = set()
    for rows in tables(piece):
        for row in rows[1:]:
            label = re.sub(r"[（(].*?[）)]|\s", "", row[0].text)
            values = [_plain(cell.text) for cell in row[1:] if re.match(r"\d", cell.text)]
            if len(label) >= _SMALLEST and len(values) > 1 and label not in seen:
                yield label, values
            seen.add(label)


def _plain(text: str) -> str:
    """Return the bare number of a cell or of a quantity in the text: 1,200张 is 1200."""
    quantity = read(text.strip())
    match = re.match(r"\d+(?:,\d{3})*(?:\.\d+)?", text.strip())
    if quantity is None or match is None:
        return text.strip()
    return shown(Decimal(match[0].replace(",", "")))


def _one_slip(number: str, other: str) -> bool:
    """Whether two numbers differ by one figure, or by two neighbours turned round."""
    if number == other or len(number) != len(other) or len(number) < _SMALLEST:
        return False
    off = [at for at, (a, b) in enumerate(zip(number, other, strict=True)) if a != b]
    swapped = sorted(number) == sorted(other) and len(off) == 2
    return len(off) == 1 or swapped


_NOUNS = "在职职工|在岗职工|职工|员工|党员|编制床位|开放床位|实际开放床位|床位|卫生技术人员|医务人员|党支部|临床科室|医技科室|科室|病区|院区"
_HELD = "(?:现有|共有|拥有|设有|下设|开放|设)"
_TOTALS = (
    re.compile(rf"{_HELD}(?P<noun>{_NOUNS})(?:总数|总计|共)?(?:有|为|达)?(?P<number>{PATTERN})"),
    re.compile(rf"{_HELD}(?P<number>{PATTERN})(?P<noun>{_NOUNS})"),
)


@rule("C511", Kind.QUERY, "number")
def total_varies(piece: Piece) -> Iterator[Spot]:
    """The same total told twice in one text, with two values.

    Why: an organisation has one number of beds; one of the two is wrong or of another year.

        现有职工4608人 … 现有职工4068人  →  ask the author
        中文：现有职工4608人……现有职工4068人  →  请作者核实

    中文：一篇里同一总数前后不一。职工、党员、床位、科室等的现有数写了两个，不同年份的除外；请作者核实。
    """
    first: dict[str, tuple[str, Decimal]] = {}
    for block in piece.blocks:
        if isinstance(block, Cell):
            continue
        for pattern in _TOTALS:
            for match in pattern.finditer(block.text):
                number = read(block.text, match.start("number"))
                clause = re.split("[，。；]", block.text[: match.start()])[-1]
                if (
                    number is None
                    or number.about
                    or not number.unit
                    or re.search(r"\d{4}年|当时|其中|原", clause)
                ):
                    continue
                earlier = first.setdefault(match["noun"], (match[0], number.value))
                if earlier[1] != number.value:
                    message = Wording(f"前面写作“{earlier[0]}”", f"before, it says {earlier[0]}")
                    yield at(block, number.start, number.end, message, _ASK)
