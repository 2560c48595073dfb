"""Shares and rates against the two numbers they are made of, and rates that cannot be."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import Quantity, agree, alike, quantities, shown
from casebook.proof.rule_runner import rule

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_SENTENCE = re.compile("[^。！？；]+")
_SHARE = re.compile(
    r"[，（(]比例(?:约|为|达到?|是)*$|[，（(、]?(?:约|大约|均)?占(?:比|到|了)?(?P<of>[^，。；（）\d%％]{0,14}?)(?:的)?(?:比例|比重|比)?(?:约|近|超过?|达到?|为|高达)*$"
)
_SHARE_OF = re.compile(
    r"[，（(、]?(?:约|均)?(?:占|[^，。；\d]{0,6}率(?:达到?|为|约)?)(?:全|总)?[^，。；\d]{0,8}$"
)
_RATE = re.compile(
    r"[，、（(](?:其中)?(?:[^，。；\d]{0,8}?)(?P<of>[\u4e00-\u9fff]{2})(?:率|度)(?:约|近|超过?|达到?|为|是|高达|保持在)*$"
)
_ATTENDED = ("出席", "出勤", "参会", "参加")
"""Rates of those who came (实到)."""
_ALL = re.compile("总数|总量|总人数|总额|总户数|合计|全部|总体|总")
_OPEN = re.compile("及?以[上下内外]")
"""Behind a number that bounds a class and is no part: 收入50万元以上的村占68%."""
_HEADS = ("人口", "人", "户")
"""What numbers of persons and households count without saying so."""
_SCALES = {"%": 100, "‰": 1000}
"""By what a share is told."""
_PLAIN = re.compile(r"[，（(、]?占(?:比)?(?:为|达)?$")
_UNBOUNDED = (
    "增长|增速|增幅|使用|利用|周转|负荷|收益|回报|投资|完成|执行|超额|达产|毛利|负债|产销|涨|提高|提升|提速|出租|入学|升值|换手|弹性|性价|流动"
    "|杠杆|赔付|汇|翻台|覆盖倍|充足|拨备|速动|转化"
)
_BOUNDED = re.compile(
    r"(?P<name>(?<![\u4e00-\u9fff])(?=[\u4e00-\u9fff]*?率)[\u4e00-\u9fff]{1,12}?率|[\u4e00-\u9fff]{2,4}率|满意度|占比)"
    r"(?:[^，。；\d的率]{0,8}?)(?P<rate>\d+(?:\.\d+)?)[%％](?!以[内下])"
)
_NO_BOUND = re.compile(rf"(?:{_UNBOUNDED})率$")
_LESS = re.compile(
    r"(?:下降|降低|减少|缩短|压缩|缩减)了?(?:近|约|超过?)?(?:(?P<rate>\d+(?:\.\d+)?)(?P<unit>[%％]|倍)|(?P<word>[一二两三四五六七八九十]倍))"
)
_GREW = re.compile("(?:提高|提升|增长|上升|增加|升高|增幅|翻|(?<!占)比|较)了?[^，。；]{0,6}$")
_HOURS = re.compile(
    r"(?:每[天日]|一天|全天)[^，。；\d]{0,8}(?P<hours>\d{2,3})个?小时|(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|深夜|当[天日]|[日号])(?P<clock>\d{2})(?:时(?![间候代段])|[:：]\d\d)"
    r"|(?<!\d)(?:[01]?\d|2[0-4])(?:时|点钟?|[:：])(?P<minutes>[6-9]\d)分"
)
_DAY = 24


def _sentences(block: Running | Cell) -> Iterator[tuple[Sequence[Quantity], int]]:
    """Yield the quantities of each sentence, with where it begins."""
    for match in _SENTENCE.finditer(block.text):
        yield quantities(block.text, *match.span()), match.start()


def _disagreeing(
    block: Running | Cell, rate: Quantity, part: Quantity, wholes: Sequence[Quantity]
) -> Iterator[Spot]:
    """Tell what `part` of the last of `wholes` is in the unit of the rate; nothing where that is that of
    one of them, or where nothing can be said."""
    bases = [q for q in wholes if alike(q, part) and q.value >= part.value and q.value]
    if not bases or rate.about or part.about or any(q.about for q in bases):
        return
    shares = [part.value * _SCALES[rate.unit] / base.value for base in bases]
    if not any(agree(rate, share, share) for share in shares):
        yield _differing(block, part, bases[-1], rate, shares[-1])


def _differing(
    block: Running | Cell, part: Quantity, base: Quantity, rate: Quantity, right: Decimal
) -> Spot:
    quoted = [block.text[q.start : q.end] for q in (part, base, rate)]
    message = Wording(
        f"{quoted[0]}是{quoted[1]}的 {shown(right)}{rate.unit}，不是 {quoted[2]}",
        f"{quoted[0]} of {quoted[1]} is {shown(right)}{rate.unit}, not {quoted[2]}",
    )
    return at(block, rate.start, rate.end, message, _ASK)


@rule("N227", Kind.QUERY, "number")
def share_differs(block: Running | Cell) -> Iterator[Spot]:
    """A share that is not what the part and the whole make.

    Why: one of the three is wrong.

        职工1250人中，卫生专业技术人员1050人，占74%  →  84%

    中文：占比与部分、总数不合。按所列两数算出的百分比与所写不符；请作者核对。
    """
    for numbers, start in _sentences(block):
        for n, rate in enumerate(numbers):
            if rate.unit not in _SCALES or n < 1:
                continue
            before = block.text[numbers[n - 1].end : rate.start]
            if _OPEN.match(before):
                continue
            if n > 1 and re.fullmatch("[^，。；]{0,8}的(?:比例|约)?", before) and _SHARE_OF.search(block.text[numbers[n - 2].end : numbers[n - 1].start]):  # fmt: skip
                part, wholes = numbers[n - 2], [numbers[n - 1]]  # 护士460名，占全院920名职工的50%
            elif match := _SHARE.fullmatch(_behind_noun(before)):
                part, wholes = numbers[n - 1], _wholes(block, numbers[: n - 1], start, match["of"] or "", part=numbers[n - 1])  # fmt: skip
            else:
                continue
            yield from _disagreeing(block, rate, part, wholes)


def _behind_noun(text: str) -> str:
    """Return what stands between a part and its share without the noun of the part."""
    return re.sub(r"^[^，。；、（(\d占]{0,10}(?=[，（(、]|占)", "", text)


def _wholes(
    block: Running | Cell, numbers: Sequence[Quantity], start: int, of: str, part: Quantity
) -> list[Quantity]:
    """Return the numbers that a share may be of: those of the noun it names, else the last one."""
    larger = [q for q in numbers if alike(q, part) and q.value >= part.value]
    noun = re.sub("^(?:全|本|该|其|所有|了)|的$", "", _ALL.sub("", of))
    named = re.sub("(?:数|数量|人数|户数|人员)$", "", noun)
    if named in _HEADS and _ALL.search(of):
        return larger  # 占总人口的25%
    if len(named) > 1:
        kept = [q for q in larger if named in block.text[max(start, q.start - 16) : q.end + 8]]
        return kept[-1:]
    own = re.search("[\u4e00-\u9fff]{2}$", block.text[start : part.start])
    like = [q for q in larger if own and block.text[start : q.start].endswith(own[0])]
    joined = like or [q for q in larger if re.search("中|其中|共|总|全|包括", block.text[max(start, q.start - 8) : part.start])]  # fmt: skip
    return joined or (larger if _ALL.search(of) else [])


@rule("N223", Kind.QUERY, "number")
def rate_differs(block: Running | Cell) -> Iterator[Spot]:
    """A rate that is not what the two numbers before it make.

    Why: one of the three is wrong.

        发放问卷200份，回收190份，回收率96%  →  95%

    中文：比率与前面两个数不合。按所列两数算出的百分比与所写不符；请作者核对。
    """
    for numbers, start in _sentences(block):
        for n, rate in enumerate(numbers):
            if rate.unit not in _SCALES or n < 2:
                continue
            part = numbers[n - 1]
            match = _RATE.search(block.text[part.end : rate.start])
            clause = re.split("[，、；（(]", block.text[start : part.start])[-1]
            clause += re.split("[，、；（(]", block.text[part.end : rate.start])[0]
            attended = match is not None and match["of"] in _ATTENDED and "到" in clause
            if (
                match is None
                or part.unit in _SCALES
                or not (attended or set(match["of"]) & set(clause))
            ):
                continue
            wholes = [q for q in numbers[: n - 1] if alike(q, part) and q.value >= part.value]
            yield from _disagreeing(block, rate, part, wholes)


@rule("N224", Kind.ERRATUM, "logic")
def impossible_rate(block: Running | Cell) -> Iterator[Spot]:
    """A rate above 100 per cent of what has no more, a fall “by times”, a day of 25 hours.

    Why: nothing falls below nothing; 倍 counts what was added.

        满意率达到105%  →  ask the author
        候诊时间缩短了2倍  →  缩短了三分之二
        中文：满意率达到105%  →  请作者核实
        中文：候诊时间缩短了2倍  →  缩短了三分之二

    中文：数字不可能有这么大。满意率、合格率、治愈率等不会超过100%，减少不会超过100%，也不能说减少几倍；一天没有25小时。
    """
    seen: set[int] = set()
    for match in _BOUNDED.finditer(block.text):
        start = match.start("rate")
        if Decimal(match["rate"]) <= 100 or start in seen or _NO_BOUND.search(match["name"]):
            continue
        if not _GREW.search(block.text[:start]):
            seen.add(start)
            name = match["name"][-6:]
            message = Wording(f"{name}不会是 {match['rate']}%", f"no {name} is {match['rate']}%")
            yield at(block, start, match.end("rate") + 1, message, _ASK)
    for match in _LESS.finditer(block.text):
        times = match["unit"] == "倍" or match["word"]
        if times or Decimal(match["rate"]) > 100:
            message = Wording(f"“{match[0]}”不可能", f"‘{match[0]}’ cannot be")
            hint = Wording(
                "减少的幅度用百分比或分数；请作者核对。", "A fall is a share; ask the author."
            )
            yield at(block, match.start(), match.end(), message, hint if times else _ASK)
    for match in _HOURS.finditer(block.text):
        group = match.lastgroup or "clock"
        if group == "minutes" or int(match[group]) > _DAY:
            zh, en = (
                ("一小时没有", "no hour has") if group == "minutes" else ("一天没有", "no day has")
            )
            unit = ("分", "minutes") if group == "minutes" else ("小时", "hours")
            message = Wording(f"{zh}{match[group]}{unit[0]}", f"{en} {match[group]} {unit[1]}")
            yield at(block, match.start(group), match.end(), message, _ASK)
