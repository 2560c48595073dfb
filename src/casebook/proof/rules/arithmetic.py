"""Figures of one sentence that do not agree: growth, parts of a whole, rates."""

import re
from collections.abc import Iterator
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import PATTERN, Quantity, agree, quantities, read, shown
from casebook.proof.rule_runner import rule

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_UP = "上升|提高|提升|增长|增加|增至|升至|上涨|扩大|升高|增"
_DOWN = "下降|降低|缩短|减少|压缩|降至|减至|缩减|下调|降"
_GROWTH = re.compile(
    rf"[由从](?P<first>[^，。；、]{{0,18}}?)(?P<a>{PATTERN})(?:[^，。；\d]{{0,8}}?)"
    rf"(?:{_UP}|{_DOWN}|发展|变)[了]?[至到为](?P<last>[^，。；\d]{{0,6}}(?:\d{{4}}年[^，。；\d]{{0,4}})?)(?P<b>{PATTERN})"
    rf"[，、（(](?:同比|环比|[较比][^，。；\d]{{0,6}}|净|共|总体|实际)?(?P<way>{_UP}|{_DOWN}|增幅|降幅|涨幅)(?:了|达|约|为|超过?|近)*(?P<c>{PATTERN})(?![\d至到～~])"
)
_TIMES = re.compile("倍")


@rule("N221", Kind.QUERY, "number")
def growth_differs(block: Running | Cell) -> Iterator[Spot]:
    """A growth that is not what its two numbers make.

    Why: one of the three is wrong; readers will reckon.

        由50分钟缩短至20分钟，缩短了40%  →  缩短了60%

    中文：增减幅度与前后两个数不合。由甲数到乙数，按甲数算出的百分比或差数与所写不符；请作者核对。
    """
    for match in _GROWTH.finditer(block.text):
        a, b, c = (read(block.text, match.start(name)) for name in ("a", "b", "c"))
        if a is None or b is None or c is None or not a.value:
            continue
        if a.about or b.about or c.about or _TIMES.match(block.text, c.end):
            continue
        if _unlike(a, b) or c.unit not in ("%", b.unit, "个百分点" if b.unit == "%" else "%"):
            continue
        low, high = _changes(a, b, c)
        points = _changes(a, b, c._replace(unit="")) if b.unit == "%" and c.unit == "%" else None
        if agree(c, low, high) or (points and agree(c, *points)):
            continue
        right = shown((low + high) / 2) + c.unit
        message = Wording(
            f"由{match['a']}到{match['b']}，变化是{right}，不是{match['c']}",
            f"from {match['a']} to {match['b']} is a change of {right}, not {match['c']}",
        )
        yield at(block, c.start, c.end, message, _ASK)


def _unlike(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities count different things; a unit may be left out at the first."""
    return a.unit != b.unit and a.unit != ""


def _changes(a: Quantity, b: Quantity, c: Quantity) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest change from `a` to `b`, as `c` tells it: both rounded."""
    half = Decimal("0.5")
    ends = [
        (first, last)
        for first in (a.value - a.step * half, a.value + a.step * half)
        for last in (b.value - b.step * half, b.value + b.step * half)
        if first > 0
    ]
    changes = [
        abs(last - first) * 100 / first if c.unit == "%" else abs(last - first)
        for first, last in ends
    ]
    return min(changes), max(changes)


_WHOLE = re.compile(
    rf"(?:共有?|总计|合计|累计|现有|总共)[^，。；：\d]{{0,10}}(?P<whole>{PATTERN})[^，。；\d]{{0,12}}[，,：:（(]"
    r"(?P<parts>其中[^。；]{4,90})"
)
_SHARES = re.compile(
    r"(?P<all>(?:[^，。；：、（）()%\d]{1,14}(?:占|占比|占比为|占到)\d+(?:\.\d+)?[%％][，、；和及]?){3,})"
)


@rule("N222", Kind.QUERY, "number")
def parts_differ_from_whole(block: Running | Cell) -> Iterator[Spot]:
    """Parts that together are more than the whole, or men and women that are not all.

    Why: one of the figures is wrong.

        共120人，其中男70人、女60人  →  ask the author
        中文：共120人，其中男70人、女60人  →  请作者核实

    中文：各部分之和与总数不合。部分之和大于总数，或男女人数之和不等于总数；请作者核对。
    """
    for match in _WHOLE.finditer(block.text):
        whole = read(block.text, match.start("whole"))
        parts = list(quantities(block.text, *match.span("parts")))
        if whole is None or whole.about or not whole.unit or whole.unit == "年":
            continue
        same = [
            q
            for q in parts
            if q.unit == whole.unit or (whole.unit in "人名" and q.unit in ("人", "名"))
        ]
        if any(q.about for q in same) or len(same) < 1:
            continue
        if same[0].value > whole.value:
            yield _differing(block, same[:1], whole, same[0].value)
        elif (
            re.match(r"其中男[^\d，、；]{0,6}\d[\d,.]*[^\d]{0,3}[，、；]\s*女", match["parts"])
            and len(same) > 1
        ):
            both = same[0].value + same[1].value
            if both != whole.value:
                yield _differing(block, same[:2], whole, both)
    for match in _SHARES.finditer(block.text):
        shares = [q for q in quantities(block.text, *match.span("all")) if q.unit == "%"]
        total = sum((q.value for q in shares), Decimal(0))
        slack = sum((q.step for q in shares), Decimal(0))
        if total > 100 + slack and total < 200:
            message = Wording(
                f"各项占比之和为 {shown(total)}%，超过 100%", f"the shares make {shown(total)}%"
            )
            yield at(block, match.start("all"), match.end("all"), message, _ASK)


def _differing(
    block: Running | Cell, parts: list[Quantity], whole: Quantity, total: Decimal
) -> Spot:
    message = Wording(
        f"部分之和 {shown(total)} 与总数 {shown(whole.value)} 不合",
        f"the parts make {shown(total)}, the whole is {shown(whole.value)}",
    )
    return at(block, parts[0].start, parts[-1].end, message, _ASK)


_OUT_OF = re.compile(
    rf"(?P<base>{PATTERN})(?:[^。；\d]{{0,16}}?)(?P<verb>回收|满意|合格|治愈|办结|阳性|好转|有效|达标|参加|到会|通过|完成|检出)"
    rf"(?:[^。；\d率]{{0,6}}?)(?P<part>{PATTERN})[，、（(](?:[^，。；\d]{{0,6}})(?P=verb)(?:度|率)(?:达到?|为|是)?(?P<rate>\d+(?:\.\d+)?[%％])"
)


@rule("N223", Kind.QUERY, "number")
def rate_differs(block: Running | Cell) -> Iterator[Spot]:
    """A rate that is not what the two numbers before it make.

    Why: one of the three is wrong.

        发放问卷200份，回收190份，回收率96%  →  95%

    中文：比率与前面两个数不合。按所列两数算出的百分比与所写不符；请作者核对。
    """
    for match in _OUT_OF.finditer(block.text):
        base, part, rate = (
            read(block.text, match.start(name)) for name in ("base", "part", "rate")
        )
        if base is None or part is None or rate is None or not base.value:
            continue
        if (
            base.about
            or part.about
            or rate.about
            or base.unit != part.unit
            or part.value > base.value
        ):
            continue
        right = part.value * 100 / base.value
        if not agree(rate, right, right):
            message = Wording(
                f"{match['part']}是{match['base']}的 {shown(right)}%，不是 {match['rate']}",
                f"{match['part']} of {match['base']} is {shown(right)}%, not {match['rate']}",
            )
            yield at(block, rate.start, rate.end, message, _ASK)


_BOUNDED = re.compile(
    r"(?P<name>满意[率度]|合格率|治愈率|好转率|有效率|覆盖率|参与率|死亡率|病死率|感染率|阳性率|检出率|出勤率|到会率|知晓率|接种率|回收率"
    r"|正确率|准确率|符合率|优秀率|达标率|办结率|占比|生存率|发病率|签约率|建档率|筛查率|随访率|存活率)"
    r"[^，。；\d的]{0,8}?(?P<rate>\d+(?:\.\d+)?)[%％](?!以[内下])"
)
_LESS = re.compile(
    r"(?:下降|降低|减少|缩短|压缩|缩减)了?(?:近|约|超过?)?(?P<rate>\d+(?:\.\d+)?)(?P<unit>[%％]|倍)"
)
_GREW = re.compile("(?:提高|提升|增长|上升|增加|升高|增幅|翻)了?[^，。；]{0,4}$")


@rule("N224", Kind.ERRATUM, "logic")
def impossible_rate(block: Running | Cell) -> Iterator[Spot]:
    """A rate above 100 per cent of what has no more, a fall of more than all, a fall “by times”.

    Why: nothing falls below nothing; 倍 counts what was added.

        满意率达到105%  →  ask the author
        候诊时间缩短了2倍  →  缩短了三分之二
        中文：满意率达到105%  →  请作者核实
        中文：候诊时间缩短了2倍  →  缩短了三分之二

    中文：比率不可能有这么大。满意率、合格率、治愈率等不会超过100%，减少不会超过100%，也不能说减少几倍。
    """
    for match in _BOUNDED.finditer(block.text):
        if Decimal(match["rate"]) > 100 and not _GREW.search(block.text[: match.start("rate")]):
            message = Wording(
                f"{match['name']}不会是 {match['rate']}%", f"no {match['name']} is {match['rate']}%"
            )
            yield at(block, match.start("rate"), match.end("rate") + 1, message, _ASK)
    for match in _LESS.finditer(block.text):
        times = match["unit"] == "倍"
        if times or Decimal(match["rate"]) > 100:
            message = Wording(f"“{match[0]}”不可能", f"‘{match[0]}’ cannot be")
            hint = Wording(
                "减少的幅度用百分比或分数；请作者核对。", "A fall is a share; ask the author."
            )
            yield at(block, match.start(), match.end(), message, hint if times else _ASK)
