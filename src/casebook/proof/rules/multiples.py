"""So many of each, and all of them: 8支、每支20人、共160人; 36个班、1620人、平均每班45人; 床护比1∶0.8."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, UNIT, Quantity, agree, alike, quantities, read, shown
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_SENTENCE = re.compile("[^。！？；]+")
_HAN = "\u4e00-\u9fff"
_EACH = re.compile(
    rf"(?P<mean>平均)?每(?P<each>[{_HAN}]{{1,12}}?)(?P<value>约?{PATTERN}|[一两二三四五六七八九十](?:{UNIT}))"
)
_PERIODS = "天日周月年季半晚人次时分"
"""First characters behind 每 that tell how often, or of whom: no number beside counts these."""
_WHEN = re.compile("每|[天日周月年季]|学期")
"""Between 每 and a number these tell how often again: 每名医生每天接诊30人."""
_COMMON = "个名位家所"
"""Units of many things: what they count must be named beside 每 too."""
_ALL = re.compile("(?:(?<!公)共计?|合计|总计|一共|总共|累计)[^，。；、\\d和及与等]{0,10}$")
_VAGUE = re.compile(
    "至少|不少于|不低于|以上|左右|以内|不超过|最多|余|多[名人个次]|若干|等|[~～—-]\\d"
)
_PER_HEAD = re.compile(
    rf"(?P<many>\d+(?:名|位|人))[^，。；、\d]{{1,12}}(?P<total>{PATTERN})[^，。；、\d]{{0,4}}[，（(](?:平均)?人均[^，。；、\d]{{0,6}}(?P<value>{PATTERN})"
)
_EVERY = re.compile(
    r"每(?P<period>个?月|季度|半年|年)(?:至少|定期)?[^，。；\d]{0,8}(?P<often>[一两二三四]|\d)次[^。；\d]{0,30}[，。；]"
    r"(?P<years>[一两二三四五六]|[1-6])年(?:来|间)?[^，。；\d]{0,4}(?:共|累计)[^，。；\d]{0,8}(?P<total>\d+)次"
)
_A_YEAR = {"月": 12, "个月": 12, "季度": 4, "半年": 2, "年": 1}
_RATIO = re.compile(
    rf"(?P<first>[{_HAN}])(?P<second>[{_HAN}])比(?:例)?(?:约|达到?|为|是)*1[∶:：比](?P<value>\d+(?:\.\d+)?)(?![\d.])"
)

_ROUNDED = Decimal("0.75")
"""Of the last figure of a ratio, by how much it may be off: not all round it as they should."""


class _Each(NamedTuple):
    """What each has: the words behind 每, the number, whether it is a mean, where the words begin and end."""

    name: str
    value: Quantity
    is_mean: bool
    start: int
    end: int


def _eaches(text: str, start: int, end: int) -> Iterator[_Each]:
    for match in _EACH.finditer(text, start, end):
        if match["each"][0] in _PERIODS or _WHEN.search(match["each"]):
            continue
        begin = match.start("value") + match["value"].startswith("约")
        value, behind = _value(text, begin, match)
        if value is not None and value.unit and not (value.about and not match["mean"]):
            yield _Each(match["each"], value, bool(match["mean"]), match.start(), behind)


def _value(text: str, begin: int, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """Return what each has, and where that ends: 20人, 两名, or all of 由1名医生、2名护士组成."""
    number = number_of(text[begin].replace("两", "二")) if not text[begin].isdigit() else None
    if number is not None:
        unit = match["value"][1:]
        return Quantity(Decimal(number), unit, Decimal(1), False, begin, match.end()), match.end()
    value = read(text, begin)
    made_of = re.compile(r"[^。；]{1,80}?(?=组成|构成)").match(text, begin)
    if value is not None and match["each"].endswith(("由", "有")) and made_of:
        parts = quantities(text, begin, made_of.end())
        if all(alike(part, value) and not part.about for part in parts):
            total = sum((part.value for part in parts), Decimal(0))
            return value._replace(value=total), made_of.end()
        return None, made_of.end()
    return value, value.end if value else match.end()


def _counts(text: str, number: Quantity, name: str) -> bool:
    """Whether a number counts what stands behind 每: 36个 of 教学班 and 每班, 14名 of 药师 and 每名药师."""
    behind = re.compile(f"[{_HAN}]{{0,8}}").match(text, number.end)
    after = behind[0] if behind else ""
    before = text[max(0, number.start - 6) : number.start]
    if name[0] == number.unit and name[0] not in _COMMON:
        return True
    if name[0] in _COMMON:
        noun = name[1:3]
        return len(noun) > 1 and (noun in after or before.endswith(noun))
    return name[0] in after[:3] or before.endswith(name[0])


def _differing(block: Running | Cell, spot: Quantity, right: Decimal, how: str) -> Spot:
    said = block.text[spot.start : spot.end]
    message = Wording(
        f"{how}是 {shown(right)}，所写是{said}", f"it makes {shown(right)}, {said} is said"
    )
    return at(block, spot.start, spot.end, message, _ASK)


@rule("N236", Kind.QUERY, "number")
def product_differs(block: Running | Cell) -> Iterator[Spot]:
    """So many of each, and another number of all: what each has, times how many there are, is not the sum.

    Why: one of the three is wrong, or changed and the others were left.

        服务队8支，每支20人，共180人  →  共160人
        教学班36个，学生1620人，平均每班54人  →  平均每班45人
        中文：服务队8支，每支20人，共180人  →  共160人
        中文：教学班36个，学生1620人，平均每班54人  →  平均每班45人

    中文：每个单位的数目与总数不合。份数乘以每份的数目不等于所写总数，或平均数不是总数除以份数；“每季度一次”而三年写了十六次；请作者核对。
    """
    if "每" not in block.text and "人均" not in block.text:
        return
    for sentence in _SENTENCE.finditer(block.text):
        numbers = quantities(block.text, *sentence.span())
        for each in _eaches(block.text, *sentence.span()):
            others = [q for q in numbers if not each.start <= q.start < each.end]
            many = [q for q in others if _counts(block.text, q, each.name) and q.unit != "年" and not q.about]  # fmt: skip
            if len(many) == 1:
                others.remove(many[0])
                found_wrong = _mean if each.is_mean else _product
                yield from found_wrong(block, each, many[0], others)
    yield from _heads(block)
    yield from _often(block)


def _mean(
    block: Running | Cell, each: _Each, many: Quantity, others: Sequence[Quantity]
) -> Iterator[Spot]:
    """Hold a mean against the sums before it in its sentence."""
    totals = [q for q in others if _same(q, each.value) and q.end <= each.start and not q.about]
    if not totals or not many.value or _VAGUE.match(block.text, each.end):
        return
    means = [total.value / many.value for total in totals]
    slack = each.value.value / 8 if each.value.about else Decimal(0)
    if any(agree(each.value, mean - slack, mean + slack) for mean in means):
        return
    if len(totals) == 1:
        yield _differing(block, each.value, means[0], "按所列两数算出的平均数")


def _product(
    block: Running | Cell, each: _Each, many: Quantity, others: Sequence[Quantity]
) -> Iterator[Spot]:
    """Hold the sum behind 共 against how many there are and what each has."""
    total = next(
        (q for q in others if q.start >= each.end and _ALL.search(block.text[each.end : q.start])),
        None,
    )
    if total is None or total.about or not _same(total, each.value):
        return
    if _VAGUE.search(block.text[each.start : total.end + 2]):
        return
    right = many.value * each.value.value
    rounded = (many.step * each.value.value + each.value.step * many.value) / 2
    slack = rounded if many.step > 1 or each.value.step < 1 else Decimal(0)
    if abs(total.value - right) > max(slack, total.step / 2 if total.step != 1 else Decimal(0)):
        yield _differing(block, total, right, "每份的数目乘以份数")


def _same(a: Quantity, b: Quantity) -> bool:
    return alike(a, b) or {a.unit, b.unit} <= {"人", "人次", "名"}


def _heads(block: Running | Cell) -> Iterator[Spot]:
    """Hold what there is a head against the number of heads and the sum."""
    for match in _PER_HEAD.finditer(block.text):
        total, value = (read(block.text, match.start(name)) for name in ("total", "value"))
        heads = Decimal(re.sub(r"\D", "", match["many"]))
        if total is None or value is None or total.about or value.about or not alike(total, value):
            continue
        if heads and not agree(value, total.value / heads, total.value / heads):
            yield _differing(block, value, total.value / heads, "按所列两数算出的人均数")


def _often(block: Running | Cell) -> Iterator[Spot]:
    """Hold how often something was done in some years against how often it is done in one."""
    for match in _EVERY.finditer(block.text):
        often, years = (
            Decimal(number_of(match[name].replace("两", "二")) or 0) for name in ("often", "years")
        )
        most = often * years * _A_YEAR[match["period"]]
        total = read(block.text, match.start("total"))
        if total is not None and total.value > most > 0 and "至少" not in match[0]:
            yield _differing(block, total, most, f"每{match['period']}{match['often']}次，合计最多")


@rule("N237", Kind.QUERY, "number")
def ratio_differs(block: Running | Cell) -> Iterator[Spot]:
    """A ratio (床护比, 师生比) that is not that of the two numbers before it.

    Why: one of the three is wrong.

        床位1200张，护士980名，床护比为1∶0.9  →  1∶0.82

    中文：比例与前面两个数不合。床护比、医护比、师生比等按所列两数算出的与所写不符；请作者核对。
    """
    for match in _RATIO.finditer(block.text) if "比" in block.text else ():
        before = [q for q in quantities(block.text, 0, match.start()) if q.unit not in ("%", "年")]
        first, second = (
            [q for q in before if _is_of(block.text, q, match[name])]
            for name in ("first", "second")
        )
        if len(first) != 1 or len(second) != 1 or first == second or not first[0].value:
            continue
        if first[0].about or second[0].about:
            continue
        right = second[0].value / first[0].value
        places = len(match["value"].partition(".")[2])
        if abs(Decimal(match["value"]) - right) > _ROUNDED / 10**places:
            name = f"{match['first']}{match['second']}比"
            message = Wording(
                f"按所列两数，{name}是 1∶{shown(right)}", f"the two numbers make 1:{shown(right)}"
            )
            yield at(block, *match.span("value"), message, _ASK)


def _is_of(text: str, number: Quantity, sign: str) -> bool:
    """Whether a number counts what a character of the ratio's name stands for."""
    noun = re.search(f"[{_HAN}]{{0,3}}$", text[: number.start])
    behind = re.compile(f"[{_HAN}]{{0,3}}").match(text, number.end)
    return sign in (noun[0] if noun else "") or sign in (behind[0] if behind else "")
