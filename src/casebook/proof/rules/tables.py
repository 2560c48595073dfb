"""Sums of tables, and totals a text tells twice."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, Quantity, quantities, read
from casebook.proof.rule_runner import rule

_FIGURE = re.compile(r"(?P<figure>-?\d[\d, ]*(?:\.\d+)?)\s*(?P<unit>[%％‰]|[\u4e00-\u9fff]{1,2})?")
TOTAL = re.compile(r"合\s*计|总\s*计|总\s*数|小\s*计|共\s*计")
_ASK = Wording("请作者核实。", "Ask the author.")
_SMALLEST = 3
"""Rows of a table from which a total is looked for: a head, two parts, the total."""
_NOUNS = "居民|住户|常住人口|户籍人口|总人口|村民小组|网格员|志愿者|调解员|楼栋|网格|干警|教师|学生|在职职工|在岗职工|职工|员工|党员|编制床位|开放床位|实际开放床位|床位|卫生技术人员|医务人员|党支部|临床科室|医技科室|科室|病区|院区"
_HELD = "(?:现有|共有|拥有|设有|下设|开放|设|有)"
_TOTALS = (
    re.compile(rf"{_HELD}(?P<noun>{_NOUNS})(?:总数|总计|共)?(?:有|为|达)?(?P<number>{PATTERN})"),
    re.compile(rf"{_HELD}(?P<number>{PATTERN})(?P<noun>{_NOUNS})"),
)
_OF_ANOTHER = re.compile(
    r"\d{4}年|当时|其中|原|新院|分院|[东西南北本]院|院区|建成|扩建|规划|计划|拟|将(?!士|军)"
)
"""Words by which a total is that of another time or of another house."""
_STOP, _DATED = re.compile("[，。；]"), re.compile(r"[^，]{0,8}\d{4}年")
_NAME_BEFORE = re.compile(
    r"(?P<name>(?:\d+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2}))(?:共|有|为|达到?|是|约)*$"
)
_NEAR = 40
"""Characters before a number among which its name stands."""
_FEWEST = 3
"""Figures, with the point, of a number that may be another turned round."""
_HAN = "[\u4e00-\u9fff]"
_BUILT = re.compile(
    rf"(?:建成|建有|建立|共有|现有|设有|设立|拥有|下辖|管辖|辖|覆盖|组建)(?:了|有)?(?:(?P<noun>{_HAN}{{3,8}}?)(?P<number>{PATTERN})|(?P<many>{PATTERN})(?P<things>{_HAN}{{3,8}}))"
)
_AGAIN = re.compile(
    rf"(?:^|(?<=[，。；：！？]))(?:如今|目前|现在|今天|这|全[县市镇村校院区街]|所有|全部|现有|的|，)*(?P<number>{PATTERN})(?P<things>{_HAN}{{3,8}})"
)


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

    中文：表中合计与各项之和不符。竖栏、横行的合计都查，合计在末在首都查；请作者核实。
    """
    for rows in tables(piece):
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            continue  # cells over several rows or columns
        heads = [row[0].text.strip() for row in rows]
        if len(rows) > _SMALLEST and TOTAL.fullmatch(heads[-1]):
            for column in range(1, width):
                yield from _sum([row[column] for row in rows[1:]])
        elif len(rows) > _SMALLEST and TOTAL.fullmatch(heads[1]):
            for column in range(1, width):
                yield from _sum([row[column] for row in (*rows[2:], rows[1])])
        elif len(rows) >= _SMALLEST and TOTAL.fullmatch(heads[0]):
            for column in range(1, width):
                yield from _sum([row[column] for row in (*rows[1:], rows[0])])
        if width > _SMALLEST and TOTAL.fullmatch(rows[0][-1].text.strip()):
            for row in rows[1:]:
                yield from _sum(row[1:])


def _sum(cells: Sequence[Cell]) -> Iterator[Spot]:
    """Compare the last of `cells` with the sum of those before; all must count one thing."""
    figures = [_FIGURE.fullmatch(cell.text.strip()) for cell in cells]
    if any(figure is None for figure in figures) or len({f["unit"] for f in figures if f}) != 1:
        return
    texts = [re.sub("[ ,]", "", figure["figure"]) for figure in figures if figure]
    *parts, stated = map(Decimal, texts)
    total = sum(parts, Decimal(0))
    places = max(len(text.partition(".")[2]) for text in texts)
    percent = figures[-1] is not None and figures[-1]["unit"] in ("%", "％")
    slack = Decimal(len(parts) if places or percent else 0) / 10**places / 2
    if abs(total - stated) > slack:
        message = Wording(
            f"合计 {stated}，各项之和 {total}", f"the total says {stated}, it is {total}"
        )
        yield at(cells[-1], 0, len(cells[-1].text), message, _ASK)


@rule("C511", Kind.QUERY, "number")
def total_varies(piece: Piece) -> Iterator[Spot]:
    """The same total told twice in one text, with two values.

    Why: an organisation has one number of beds; one of the two is wrong or of another year.

        现有职工4608人 … 现有职工4068人  →  ask the author
        全村486户1520人 … 全村486户1250人  →  ask the author
        中文：现有职工4608人……现有职工4068人  →  请作者核实
        中文：全村486户1520人……全村486户1250人  →  请作者核实

    中文：一篇里同一总数前后不一。职工、党员、床位、科室等的现有数写了两个，或同一名目的数颠倒了数字，不同年份的除外；请作者核实。
    """
    first: dict[str, tuple[str, Decimal]] = {}
    seen: set[tuple[Block, int]] = set()
    for block in piece.blocks:
        if isinstance(block, Cell):
            continue
        for pattern in _TOTALS:
            for match in pattern.finditer(block.text):
                number = read(block.text, match.start("number"))
                clause = _clause(block.text, match.start(), match.end())
                if number is None or number.about or not number.unit or _OF_ANOTHER.search(clause):
                    continue
                earlier = first.setdefault(match["noun"], (match[0], number.value))
                if earlier[1] != number.value:
                    seen.add((block, number.start))
                    yield _varying(block, number, earlier[0])
    for block, number, earlier_text in (*_turned_figures(piece), *_restated(piece)):
        if (block, number.start) not in seen:
            yield _varying(block, number, earlier_text)


def _varying(block: Block, number: Quantity, earlier: str) -> Spot:
    message = Wording(f"前面写作“{earlier}”", f"before, it says {earlier}")
    return at(block, number.start, number.end, message, _ASK)


def _clause(text: str, start: int, end: int) -> str:
    """Return what stands in the clause of `start`:`end` beside it, with a year its sentence begins by."""
    sentence = max(text.rfind(stop, 0, start) for stop in "。；！？") + 1
    clause = max(text.rfind(stop, 0, start) for stop in "，。；") + 1
    year = _DATED.match(text, sentence, start)
    stop = _STOP.search(text, end)
    return (
        (year[0] if year else "") + text[clause:start] + text[end : stop.start() if stop else None]
    )


def _turned_figures(piece: Piece) -> Iterator[tuple[Block, Quantity, str]]:
    """Yield numbers of a name that stood before with the same figures in another order."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for block in piece.blocks:
        if isinstance(block, Cell):
            continue
        for number in quantities(block.text):
            figures = re.sub(r"[^\d.]", "", block.text[number.start : number.end])
            if len(figures) < _FEWEST or not number.unit or number.unit in "年月日%":
                continue
            name = _NAME_BEFORE.search(block.text, max(0, number.start - _NEAR), number.start)
            clause = _clause(block.text, number.start, number.end)
            if name is None or _OF_ANOTHER.search(clause):
                continue
            told_before = first.setdefault((name["name"], number.unit), (figures, name["name"] + block.text[number.start : number.end]))  # fmt: skip
            if told_before[0] != figures and sorted(told_before[0]) == sorted(figures):
                yield block, number, told_before[1]


def _restated(piece: Piece) -> Iterator[tuple[Block, Quantity, str]]:
    """Yield numbers of what a text has (建成农家书屋26个) that it has with one figure other below."""
    first: dict[tuple[str, str], str] = {}
    for block in piece.blocks:
        if isinstance(block, Cell):
            continue
        for match in _AGAIN.finditer(block.text) if first else ():
            number = read(block.text, match.start("number"))
            if number is None or number.about or _OF_ANOTHER.search(_clause(block.text, *match.span())):  # fmt: skip
                continue
            for (noun, unit), figures in first.items():
                again = re.sub(r"\D", "", match["number"])
                if unit == number.unit and match["things"].startswith(noun) and _one_off(figures, again):  # fmt: skip
                    yield block, number, f"{noun}{figures}{unit}"
        for match in _BUILT.finditer(block.text):
            number = read(block.text, match.start("number" if match["number"] else "many"))
            if number is None or number.about or not number.unit:
                continue
            if not _OF_ANOTHER.search(_clause(block.text, *match.span())):
                figures = re.sub(r"\D", "", match["number"] or match["many"])
                first.setdefault(((match["noun"] or match["things"])[:4], number.unit), figures)


def _one_off(figures: str, other: str) -> bool:
    """Whether two numbers of two or more figures differ in one of them."""
    if len(figures) != len(other) or len(figures) < _FEWEST - 1:
        return False
    return sum(a != b for a, b in zip(figures, other, strict=True)) == 1
