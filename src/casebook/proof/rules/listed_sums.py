"""Numbers told one after another, and their sum: 320张、260张、180张，共780张; 73条，当场答复41条，其余12条."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, Quantity, alike, quantities, read, shown
from casebook.proof.rule_runner import rule

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_TOTAL = re.compile(
    rf"(?:共计|合计|总计|一共|总共|(?<!公)共)(?![同享建])[^，。；：、\d]{{0,8}}?(?P<total>{PATTERN})"
)
_LEAD = re.compile(r"[，、；（(]?(?:三项|两项|以上|三者|两者|各项)?$")
"""What stands between a list and 共."""
_REST = re.compile(
    rf"(?:其余|其他|剩余|剩下|另外)(?:的)?[^，。；、\d]{{0,6}}?(?P<rest>{PATTERN})(?=[^，。；：、\d]{{0,12}}[，。；]|$)"
)
_BETWEEN = re.compile(
    r"[^，。；：！？\d]{0,6}、[^，。；：！？、\d]{0,14}|[^，。；：！？、\d]{0,6}(?:和|与|及|以及)[^，。；：！？、\d]{1,14}"
)
_CLAUSES = re.compile(r"(?:[^，。；：！？\d]{0,4}[，、])[^，。；：！？、\d]{1,10}")
"""Between amounts of money that stand each in a clause of its own: 捐资80万元，银行贷款120万元."""
_SUMS = re.compile("共|合计|总计|其余|其他|剩余|剩下|另外")
_UNLISTED = re.compile("等|超过|多达|以上|先后|累计|此外|又|还")
"""Between a list and its sum: there was more than is listed."""
_STOPS = "。！？；"
_PARTS = 2
"""The fewest numbers that make a sum."""
_SUMS_OF_MONEY = 3
"""The fewest amounts of money that make a sum."""
_LARGE = 10_000
"""From so many 元 on an amount is one of an account."""
_UNCOUNTED = (
    "",
    "%",
    "‰",
    "年",
    "月",
    "日",
    "岁",
    "个百分点",
    "元",
    "分",
    "秒",
    "分钟",
    "小时",
    "天",
    "周",
    "个月",
)
"""Units of what is seldom added up where it is told in a row."""


@rule("N242", Kind.QUERY, "number")
def listed_sum_differs(block: Running | Cell) -> Iterator[Spot]:
    """Numbers in a row whose sum, told behind them, is another; parts and a rest that are not the whole.

    Why: one of the figures is wrong, or changed and the sum was left.

        本部320张、东院260张、西院180张，共780张  →  共760张
        材料3.2万元、人工2.5万元、运费1.1万元，合计7.8万元  →  合计6.8万元
        中文：本部320张、东院260张、西院180张，共780张  →  共760张

    中文：列出的各数与后面所写的合计不合，或各部分加上“其余”不等于总数；请作者核对。
    """
    if _SUMS.search(block.text) is None:
        return
    for match in _TOTAL.finditer(block.text):
        total = read(block.text, match.start("total"))
        if total is None or total.about or (total.unit in _UNCOUNTED and not _is_money(total)):
            continue
        lead = _LEAD.search(block.text, max(0, match.start() - 3), match.start())
        parts = _row(block.text, lead.start() if lead else match.start(), total)
        if len(parts) >= (_SUMS_OF_MONEY if _is_money(total) else _PARTS) and _differ(parts, total):
            yield _differing(block, parts, total, total.start, total.end)
    for match in _REST.finditer(block.text):
        rest = read(block.text, match.start("rest"))
        if rest is None or rest.about or rest.unit in _UNCOUNTED:
            continue
        begin = max(block.text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
        told_before = list(quantities(block.text, begin, match.start()))
        if len(told_before) > _PARTS and all(alike(q, rest) and not q.about for q in told_before):
            whole, parts = told_before[0], [*told_before[1:], rest]
            bound = re.search("[上下内外]", block.text[whole.end : whole.end + 2])
            if (
                _sum(parts) != whole.value
                and whole.value > max(p.value for p in parts)
                and not bound
            ):
                yield _differing(block, parts, whole, whole.start, rest.end)


def _row(text: str, end: int, total: Quantity) -> list[Quantity]:
    """Return the numbers before `end` that stand in a row and count what `total` does."""
    begin = max(text.rfind(stop, 0, end) for stop in _STOPS) + 1
    row: list[Quantity] = []
    behind = end
    for number in reversed(list(quantities(text, begin, end))):
        between = text[number.end : behind]
        joined = _BETWEEN.fullmatch(between) or (_is_money(total) and _CLAUSES.fullmatch(between))
        if row and not joined:
            break
        if not row and (
            not re.fullmatch(r"[^，。；：、\d]{0,6}", between) or _UNLISTED.search(between)
        ):
            break
        if not alike(number, total):
            return []
        row.insert(0, number)
        behind = number.start
    lead = text[begin:behind]
    return [] if _UNLISTED.search(lead[-12:]) else row


def _is_money(number: Quantity) -> bool:
    """Whether a number is an amount in 万元 or 亿元; prices in 元 are seldom added up."""
    return number.unit == "元" and number.value >= _LARGE


def _differ(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether exact numbers make another sum; amounts of money may each be rounded."""
    if any(part.about for part in parts):
        return False
    rounded = sum((n.step for n in (*parts, total)), Decimal(0)) / 2 if _is_money(total) else 0
    return abs(_sum(parts) - total.value) > rounded


def _sum(parts: Sequence[Quantity]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _differing(
    block: Running | Cell, parts: Sequence[Quantity], whole: Quantity, start: int, end: int
) -> Spot:
    message = Wording(
        f"列出的各数之和是 {shown(_sum(parts))}，所写是 {shown(whole.value)}",
        f"the numbers make {shown(_sum(parts))}, {shown(whole.value)} is said",
    )
    return at(block, start, end, message, _ASK)
