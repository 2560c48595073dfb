"""Parts of a whole in one sentence: kinds of one thing, men and women, shares of a hundred."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, Quantity, alike, quantities, read, shown
from casebook.proof.rule_runner import rule

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_WHOLE = re.compile(
    rf"(?P<whole>{PATTERN})(?P<noun>[^，。；\d、：（(]{{0,12}})(?:[，,：:（(；]|。(?=其中|包括))?(?:\s*)"
    r"(?P<how>其中[，：:]?|包括|分别(?:是|为)|分为|含|（|\(|，(?=[^，。；\d]{1,6}\d))(?P<parts>[^。；）)]{3,90})"
)
_ITEM = re.compile(
    rf"(?P<name>[^，。；\d、：（(]{{1,14}}?)(?:共|有|为|达|约)?(?P<number>{PATTERN})"
)
_OPPOSED = (
    ("男", "女"), ("上", "下"), ("专职", "兼职"), ("在职", "退"), ("城镇", "农村"), ("固定", "流动"),
    ("常住", "流动"), ("财政", "自筹"), ("本地", "外地"), ("公办", "民办"), ("线上", "线下"), ("新建", "改建"),
    ("医生", "护士"), ("医师", "护士"), ("汉族", "少数民族"), ("党员", "群众"), ("管理人员", "技术人员"), ("国有", "民营"),
)  # fmt: skip
"""What nothing is at once."""
_ALL_OF_IT = (("男", "女"), ("上", "下"), ("专职", "兼职"))
"""Of these, what together is all there is."""
_EVENTS = re.compile("件|起|元|分|次|场|条|批次|人次|批|篇|宗|吨|课|课时|小时|节|期|封|个百分点")
"""Units of what is counted once: a case is of one kind, money of one purse."""
_PERSONS = re.compile("人|名|位")
_HONOURED = re.compile("荣誉|奖|表彰|称号")
_ACROSS = re.compile(
    "党员|团员|女|男|民族|岁|以上|以下|留守|寄宿|困难|低保|残疾|学历|职称|高级|中级|博士|硕士|本科|研究生|骨干|专家|兼|重点|优秀|新增|首次|参加|获"
)
"""What a part may be called that lies across the others: 党员 are among the 医生 too."""
_NEARLY_ALL = Decimal("0.1")
"""The share of the whole by which parts of all kinds may be off for one wrong figure."""
_KINDS = 3
"""Kinds from which on parts are likely to be all there are."""
_SHARES = re.compile(
    r"(?P<all>(?:(?:[^，。；：、（）()%\d]|\d+(?=岁|至|～|—|-|年|分)){1,16}(?:占|占比|占比为|占到)\d+(?:\.\d+)?[%％][，、；和及]?){3,})"
)
_OF_ALL = re.compile(r"(?:占比?|比例)[约为达是]?\d")
_TWO_SHARES = re.compile(
    r"(?P<a>[\u4e00-\u9fff]{1,10}?)(?:的)?(?:占比|占|比例)(?:约|为|达|是)?(?P<x>\d+(?:\.\d+)?)[%％][，、；]"
    r"(?P<b>[\u4e00-\u9fff]{1,10}?)(?:的)?(?:占比|占|比例)(?:约|为|达|是)?(?P<y>\d+(?:\.\d+)?)[%％]"
)


class Part(NamedTuple):
    """A part: what it is called, and its number."""

    name: str
    quantity: Quantity


class _Whole(NamedTuple):
    """A number that parts follow, how they are brought in, and the parts."""

    whole: Quantity
    how: str
    parts: list[Part]


@lru_cache(maxsize=8)  # two rules read the same text one after the other
def _wholes(text: str) -> tuple[_Whole, ...]:
    """Return each number of a text that parts follow."""
    return tuple(_each_whole(text))


def _each_whole(text: str) -> Iterator[_Whole]:
    starts = [quantity.start for quantity in quantities(text)]
    for match in filter(None, (_WHOLE.match(text, start) for start in starts)):
        whole = read(text, match.start("whole"))
        if (
            whole is None
            or whole.about
            or not whole.unit
            or whole.unit in ("年", "%", "日", "个百分点")
        ):
            continue
        parts = []
        for item in _ITEM.finditer(text, *match.span("parts")):
            quantity = read(text, item.start("number"))
            if quantity is not None and (alike(quantity, whole) or _honours(text, whole, quantity)):
                parts.append(
                    Part(re.sub("^(?:其中|包括|和|及|与|分别为)", "", item["name"]), quantity)
                )
            elif parts:
                break
        if parts and not any(part.quantity.about for part in parts):
            if not _named_alike(text, whole, parts) and _of_another_whole(text, whole, parts):
                continue
            yield _Whole(whole, match["how"].strip("，：: "), parts)


def _honours(text: str, whole: Quantity, part: Quantity) -> bool:
    """Whether honours are counted in 项 and each kind of them in 次 or 个."""
    beside = text[max(0, whole.start - 8) : whole.end + 6]
    return (
        whole.unit in ("项", "个")
        and part.unit in ("项", "次", "个")
        and bool(_HONOURED.search(beside))
    )


def _named_alike(text: str, whole: Quantity, parts: Sequence[Part]) -> bool:
    """Whether each part has the noun that stands before the whole: 教师46人，其中男教师19人，女教师27人."""
    noun = re.search("[\u4e00-\u9fff]{2}$", text[: whole.start])
    return noun is not None and all(part.name.endswith(noun[0]) for part in parts)


def _of_another_whole(text: str, whole: Quantity, parts: Sequence[Part]) -> bool:
    """Whether the parts may be of a number that stands before: 学生1080人，教师62人，其中留守儿童486人."""
    begin = max(text.rfind(stop, 0, whole.start) for stop in "。！？；") + 1
    earlier = [q for q in quantities(text, begin, whole.start) if alike(q, whole)]
    total = _total(parts)
    return total > whole.value and any(q.value >= total for q in earlier)


def _total(parts: Sequence[Part]) -> Decimal:
    return sum((part.quantity.value for part in parts), Decimal(0))


def _opposed(parts: Sequence[Part]) -> tuple[str, str] | None:
    """Return in what two parts are opposed (男 and 女, 采纳 and 未采纳), None where they are not."""
    if len(parts) != 2:
        return None
    a, b = (part.name for part in parts)
    if b.startswith(("未", "不", "没")) and len(a) > 1 and a[-2:] in b:
        return ("男", "女")  # all there is
    return next((pair for pair in _OPPOSED if pair[0] in a and pair[1] in b), None)


def _turned(parts: Sequence[Part], lacking: Decimal) -> bool:
    """Whether one part with its last two figures turned round would make up for what lacks."""
    for part in parts if lacking else ():
        figures = shown(part.quantity.value)
        turned = figures[:-2] + figures[:-3:-1]
        if len(figures) > 1 and figures.isdigit() and Decimal(turned) - part.quantity.value == lacking:  # fmt: skip
            return True
    return False


def _all_but_a_figure(text: str, parts: Sequence[Part], whole: Quantity) -> bool:
    """Whether three or more kinds make the whole but for one figure of one number."""
    off = abs(_total(parts) - whole.value)
    if len(parts) < _KINDS or not off or off > whole.value * _NEARLY_ALL:
        return False
    if any(_ACROSS.search(part.name) for part in parts):
        return False
    every = quantities(text, parts[0].quantity.start, parts[-1].quantity.end)
    if sum(alike(q, whole) for q in every) != len(parts):
        return False  # one was not understood
    steps = [whole.step, *(part.quantity.step for part in parts)]
    slack = Decimal(0) if set(steps) == {Decimal(1)} else sum(steps, Decimal(0)) / 2
    return re.fullmatch("[1-9]0*", shown(off)) is not None and off > slack


@rule("N222", Kind.QUERY, "number")
def parts_differ_from_whole(block: Running | Cell) -> Iterator[Spot]:
    """Parts that together are more than the whole, or men and women that are not all.

    Why: one of the figures is wrong.

        共120人，其中男70人、女60人  →  ask the author
        中文：共120人，其中男70人、女60人  →  请作者核实

    中文：各部分之和与总数不合。部分之和大于总数，或男女、专职兼职之和不等于总数；请作者核对。
    """
    for whole, how, parts in _wholes(block.text):
        total, opposed = _total(parts), _opposed(parts)
        marked = how in ("其中", "包括", "分为", "含") or how.startswith("分别")
        if not marked and not opposed:
            continue
        if marked and parts[0].quantity.value > whole.value and how == "其中":
            yield _differing(block, parts[:1], whole, parts[0].quantity.value)
            continue
        rest = re.search("其他|其余|另有", parts[-1].name) is not None and len(parts) > 2
        complete = opposed in _ALL_OF_IT or (rest and marked)
        honoured = any(_honours(block.text, whole, part.quantity) for part in parts)
        once = (
            opposed
            or rest
            or honoured
            or (how != "其中" and marked)
            or _EVENTS.fullmatch(whole.unit)
        )
        too_many = total > whole.value and once and len(parts) > 1
        nearly = marked and len(parts) > 1 and _turned(parts, whole.value - total)
        nearly = nearly or (marked and _all_but_a_figure(block.text, parts, whole))
        if too_many or nearly or (complete and total != whole.value):
            yield _differing(block, parts, whole, total)
    yield from _shares(block)


def _differing(
    block: Running | Cell, parts: Sequence[Part], whole: Quantity, total: Decimal
) -> Spot:
    message = Wording(
        f"部分之和 {shown(total)} 与总数 {shown(whole.value)} 不合",
        f"the parts make {shown(total)}, the whole is {shown(whole.value)}",
    )
    return at(block, parts[0].quantity.start, parts[-1].quantity.end, message, _ASK)


def _shares(block: Running | Cell) -> Iterator[Spot]:
    """Look for shares of one thing that make more than a hundred, or of men and women that do not."""
    for match in _TWO_SHARES.finditer(block.text) if _OF_ALL.search(block.text) else ():
        pair = next((p for p in _OPPOSED if p[0] in match["a"] and p[1] in match["b"]), None)
        total = Decimal(match["x"]) + Decimal(match["y"])
        if pair and (total > 101 or (pair in _ALL_OF_IT[:1] and total < 99)):
            message = Wording(
                f"{match['a']}与{match['b']}占比之和为 {shown(total)}%",
                f"the two shares make {shown(total)}%",
            )
            yield at(block, match.start("x"), match.end("y") + 1, message, _ASK)
    for match in _SHARES.finditer(block.text):
        shares = [q for q in quantities(block.text, *match.span("all")) if q.unit == "%"]
        total = sum((q.value for q in shares), Decimal(0))
        slack = sum((q.step for q in shares), Decimal(0))
        if total > 100 + slack and total < 200:
            message = Wording(
                f"各项占比之和为 {shown(total)}%，超过 100%", f"the shares make {shown(total)}%"
            )
            yield at(block, match.start("all"), match.end("all"), message, _ASK)


@rule("N226", Kind.QUERY, "number")
def kinds_exceed_whole(block: Running | Cell) -> Iterator[Spot]:
    """Kinds of one thing (居民网格, 商圈网格) that together are more than all of it.

    Why: nothing is of two kinds here; one of the figures is wrong.

        共设网格120个，其中居民网格90个、商圈网格40个  →  ask the author
        中文：共设网格120个，其中居民网格90个、商圈网格40个  →  请作者核实

    中文：同一事物的各种之和与总数不合。名称末尾相同（居民网格、商圈网格）的并列各项不会交叉；之和大于总数，或只差一个，请作者核对。
    """
    for whole, how, parts in _wholes(block.text):
        if how not in ("其中", "包括") or len(parts) < 2 or _EVENTS.fullmatch(whole.unit):
            continue
        ends = {part.name[-2:] for part in parts}
        by_unit = {part.name[-1:] for part in parts} == {whole.unit} and not _PERSONS.fullmatch(whole.unit)  # fmt: skip
        described = not _PERSONS.fullmatch(whole.unit) and all(part.name.endswith("的") for part in parts)  # fmt: skip
        same = len(ends) == 1 or by_unit or described
        total = _total(parts)
        if same and _opposed(parts) is None and (total > whole.value or whole.value - total == 1):
            message = Wording(
                f"各种之和 {shown(total)}，总数是 {shown(whole.value)}",
                f"the kinds make {shown(total)}, all are {shown(whole.value)}",
            )
            yield at(block, parts[0].quantity.start, parts[-1].quantity.end, message, _ASK)
