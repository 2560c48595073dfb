"""Figures of one sentence that do not agree: growth and its two numbers, in figures or in words, means."""

import re
from collections.abc import Iterator
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.quantities import (
    PATTERN,
    Quantity,
    agree,
    alike,
    quantities,
    read,
    shown,
)
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("请作者核对原始数据。", "Ask the author for the data.")
_UP = "上升|提高|提升|增长|增加|增至|升至|上涨|扩大|扩展|扩充|升高|攀升|跃升|增"
_DOWN = "下降|降低|缩短|减少|压缩|降至|减至|缩减|下调|精简|压减|削减|减|降"
_HOW = r"(?:同比|环比|[较比][^，。；\d]{0,6}|净|共|总体|实际|平均|同期)?"
_CHANGE = rf"{_HOW}(?P<way>{_UP}|{_DOWN}|增幅|降幅|涨幅)(?:了|达|约|为|超过?|近)*(?P<c>{PATTERN}倍?)(?![\d至到～~])"
_NEXT = rf"(?:[^，。；、（(\d]{{0,6}})[，、（(](?:{_CHANGE}|[^，。；\d]{{0,4}}?翻(?:了)?(?P<folds>[一二两三四\d])番)"
_YEAR = r"(?:19|20)\d\d年"
_CAME = rf"(?:{_UP}|{_DOWN}|发展|变|升|涨|提|扩|增长|拓展)"
_SAID = "(?:仅|只|就|已|共|总)?(?:达到?|为|有|是|增至|升至|增加到|增长到|降至|减少到|下降到|提高到)?(?:了)?"
_GROWTHS = (
    re.compile(
        rf"[由从](?P<first>[^，。；、]{{0,18}}?)(?P<a>{PATTERN})(?:[^，。；\d]{{0,8}}?)"
        rf"{_CAME}[了]?[至到为成](?P<last>[^，。；\d]{{0,6}}(?:\d{{4}}年[^，。；\d]{{0,4}})?)(?P<b>{PATTERN}){_NEXT}"
    ),
    re.compile(
        rf"{_YEAR}[，,]?[^，。；\d]{{0,16}}(?P<a>{PATTERN})[^，。；\d]{{0,6}}[，、；]到?{_YEAR}[^，。；\d]{{0,16}}(?P<b>{PATTERN}){_NEXT}"
    ),
    re.compile(
        rf"(?P<b>{PATTERN})[^，。；\d]{{0,4}}[，、（(][较比](?:[^，。；\d]{{0,8}}|(?:{_YEAR}[^，。；\d]{{0,4}}))(?P<a>{PATTERN})(?![月季号])[^，。；\d]{{0,3}}{_CHANGE}"
    ),
    re.compile(  # of one thing in two sentences: 2021年，村集体收入48万元。2023年，村集体收入达到72万元，增长60%
        rf"{_YEAR}[，,]?[^，。；\d]{{0,10}}?(?P<noun>[\u4e00-\u9fff]{{3,10}}?){_SAID}(?P<a>{PATTERN})[^。；\d]{{0,16}}[。；，]"
        rf"(?:到了?|至)?{_YEAR}[^。；\d]{{0,14}}?(?P=noun){_SAID}(?P<b>{PATTERN}){_NEXT}"
    ),
    re.compile(  # of one of several things: 由跑5个窗口、交23份材料，减为跑1个窗口、交6份材料，材料减少74%
        rf"[由从原](?:[^。；]{{0,24}}[，、])?[^，。；、\d]{{0,8}}(?P<a>{PATTERN})(?P<thing>[\u4e00-\u9fff]{{1,4}})[，、]?[^。；]{{0,8}}?"
        rf"(?:{_DOWN}|{_UP}|变)[至到为成][^。；]{{0,20}}?(?P<b>{PATTERN})(?P=thing)，(?P=thing){_CHANGE}"
    ),
)
_ADDED = re.compile(
    rf"[较比][^，。；\d]{{0,8}}(?P<a>{PATTERN})(?:{_UP}|{_DOWN})(?:了)?(?P<b>{PATTERN})[，、（(](?:同比)?(?:{_UP}|{_DOWN}|增幅|降幅)(?:了|达|约|为)*(?P<c>\d+(?:\.\d+)?[%％])"
)
_THEREBY = re.compile(rf"(?P<way>{_UP}|{_DOWN})(?:了|达|约|为)*(?P<c>\d+(?:\.\d+)?[%％])")
_CLAUSE_BACK = 40
"""How far before the first of two numbers its year may stand."""
_TIMES = ("年", "月", "日", "天")
_SINCE = re.compile(rf"{_YEAR}|[由从]|原来|原先|过去|以前|此前|年初|最初|开始时")
"""What tells that the first of two numbers was then."""
_TURN = re.compile(
    rf"[由从](?P<first>[^，。；、\d]{{0,12}}?(?:{_YEAR}[^，。；、\d]{{0,4}})?)(?P<a>{PATTERN})[^，。；\d]{{0,8}}?(?:(?P<up>上升|提高|提升|增长|增加|扩大|上涨|攀升|跃升|[升涨增])|(?P<down>下降|降低|缩短|减少|压缩|缩减|回落|[降减]))"
    rf"(?:了)?[至到为](?P<last>了?[^，。；\d第]{{0,6}}(?:{_YEAR}[^，。；\d]{{0,4}})?)(?P<b>{PATTERN})(?![、～~至到])"
)
_RANKS = ("位", "名", "级", "年", "日", "岁")
"""Units in which what is better may be less, or which are none of a quantity."""
_WORD = (
    rf"{_HOW}(?P<way>{_UP}|{_DOWN})(?:了|约|近|超过?|达|为)*(?P<word>一半|[一二两三四五六七八九]倍|[一二三四五六七八九]成(?:半|[一二三四五六七八九])?"
    r"|[二三四五六七八九十]分之[一二三四五六七八九])(?![多余半强弱]|以上|左右)"
)
_WORDED = (
    re.compile(
        rf"[由从](?:[^，。；、]{{0,18}}?)(?P<a>{PATTERN})(?:[^，。；\d]{{0,8}}?)(?:{_UP}|{_DOWN}|发展|变)[了]?[至到为成]"
        rf"(?:[^，。；\d]{{0,6}}(?:\d{{4}}年[^，。；\d]{{0,4}})?)(?P<b>{PATTERN})[^，。；、（(\d]{{0,6}}[，、（(]{_WORD}"
    ),
    re.compile(
        rf"(?P<b>{PATTERN})[^，。；\d]{{0,4}}[，、（(][较比](?:[^，。；\d]{{0,8}}|(?:{_YEAR}[^，。；\d]{{0,4}}))(?P<a>{PATTERN})(?![月季号])[^，。；\d]{{0,3}}{_WORD}"
    ),
)
_EFFICIENCY = re.compile(
    rf"[由从](?:[^，。；、\d]{{0,10}})(?P<a>{PATTERN})[^，。；\d]{{0,8}}?(?:{_DOWN})[了]?[至到为成][^，。；\d]{{0,6}}(?P<b>{PATTERN})[^，。；\d]{{0,6}}，[^，。；\d]{{0,6}}(?:工效|效率|速度)(?:提高|提升|加快)了?(?P<c>\d+(?:\.\d+)?|[两二三四五六七八九十])倍"
)
_IN_WORDS = re.compile("一半|分之|[一二两三四五六七八九\\d][倍成]")
_ROUGH = Decimal(4)
"""Points by which a change in words (四成, 一半) may be off."""
_TENTHS = re.compile(
    r"(?P<words>(?P<near>近|将近|不足|不到|超|超过|约|逾)?(?P<tenths>[一二三四五六七八九])成(?:多|以上|左右)?)[（(](?:占比?)?(?P<share>\d+(?:\.\d+)?)[%％][）)]"
)
"""A share in words, and in figures in brackets behind it."""
_EACH = re.compile(
    rf"(?P<many>\d+)余?(?P<unit>户|村|校|亩|场|家|个[村社区]|所学校)[^。；\d]{{0,24}}(?:共|累计|合计|总共|一共)[^，。；\d]{{0,12}}(?P<total>{PATTERN})[^，。；\d]{{0,4}}[，、（(]"
    rf"(?:平均)?(?P<word>(?P<each>[户村校亩场家])均|每(?P<also>[户村校亩场家])(?:平均)?)[^，。；\d]{{0,8}}(?P<mean>{PATTERN})"
)
_EACH_NAMED = re.compile(
    rf"(?P<many>\d+)(?P<unit>个)(?P<thing>[\u4e00-\u9fff]{{2,5}}?)(?:共|累计|合计|总共|一共)[^，。；\d]{{0,12}}(?P<total>{PATTERN})[^，。；\d]{{0,4}}[，、（(]"
    rf"平均每(?P<each>个)(?P=thing)[^，。；\d]{{0,8}}(?P<mean>{PATTERN})"
)
_MEAN_WORD = r"(?P<word>月均|平均每月|每月平均|日均|平均每天|每天平均|年均|平均每年|人均|平均每人)"
_MEAN = re.compile(
    rf"(?P<period>全年|年内|一年(?:来|中)?|年度|[12]\d{{3}}年(?!以来|起|至)|(?P<span>[\d一二三四五六七八九十两]{{1,3}})(?P<of>年|个月)(?:来|间|多来)?|(?P<heads>\d+(?:名|位|人|个)?)[^，。；\d]{{1,8}}(?=共|累计|全年|走访|服务|完成|接待|调解))"
    rf"[^。；\d]{{0,14}}(?P<total>{PATTERN})[^，。；\d]{{0,6}}[，、（(]{_MEAN_WORD}[^，。；\d]{{0,8}}(?P<mean>{PATTERN})"
)
_DAYS = (Decimal(200), Decimal(366))
"""Days of work, and all days, of a year: a daily mean may be of either."""


@rule("N221", Kind.QUERY, "number")
def growth_differs(block: Running | Cell) -> Iterator[Spot]:
    """A growth that is not what its two numbers make.

    Why: one of the three is wrong; readers will reckon. Between two percentages lie points.

        由50分钟缩短至20分钟，缩短了40%  →  缩短了60%
        由120例增加到312例，增长了2.6倍  →  增长了1.6倍
        由38%提高到52%，提高了14%  →  提高了14个百分点

    中文：增减幅度与前后两个数不合。由甲数到乙数，按甲数算出的百分比、倍数或差数与所写不符；两个百分数之差是百分点；请作者核对。
    """
    for match in (m for pattern in _GROWTHS for m in pattern.finditer(block.text)):
        a, b = read(block.text, match.start("a")), read(block.text, match.start("b"))
        if a is None or b is None or not a.value or a.about or b.about or _unlike(a, b):
            continue
        if match.groupdict().get("folds"):
            yield from _folds(block, match, a, b)
            continue
        c = read(block.text, match.start("c"))
        if c is None or c.about:
            continue
        if match["c"].endswith("倍") or block.text[c.end : c.end + 1] == "倍":
            yield from _times(block, match, b.value / a.value, c)
        elif c.unit in ("%", b.unit, "个百分点" if b.unit == "%" else "%"):
            yield from _growth(block, match, a, b, c)
    yield from _came_to(block)
    for match in _ADDED.finditer(block.text):
        a, b, c = (read(block.text, match.start(name)) for name in ("a", "b", "c"))
        if a is None or b is None or c is None or not a.value or not alike(a, b):
            continue
        right = b.value * 100 / a.value
        if not (a.about or b.about or c.about or agree(c, right, right)):
            message = Wording(
                f"{match['b']}是{match['a']}的 {shown(right)}%，不是{match['c']}",
                f"{match['b']} of {match['a']} is {shown(right)}%, not {match['c']}",
            )
            yield at(block, c.start, c.end, message, _ASK)


def _came_to(block: Running | Cell) -> Iterator[Spot]:
    """Look for what was so much in a year, came to so much, and thereby grew by a share: 2021年，种植
    面积为400亩，到2023年扩大到600亩，增长了60%."""
    for match in _THEREBY.finditer(block.text) if re.search(_CAME, block.text) else ():
        start = max(block.text.rfind(stop, 0, match.start()) for stop in "。！？；") + 1
        numbers = [q for q in quantities(block.text, start, match.start()) if q.unit not in _TIMES]
        c = read(block.text, match.start("c"))
        if len(numbers) < 2 or c is None:
            continue
        a, b = numbers[-2:]
        between, before = block.text[a.end : b.start], block.text[max(start, a.start - _CLAUSE_BACK) : a.start]  # fmt: skip
        if not a.unit or a.unit in ("%", "") or a.unit != b.unit or a.about or b.about or not a.value:  # fmt: skip
            continue
        joint = re.fullmatch(
            "[^，。；、（(]{0,3}[，、（(](?:共|净|总共|整整)?", block.text[b.end : match.start()]
        )
        came = re.fullmatch(rf"[^。；]{{0,20}}{_CAME}了?[到至成][^，。；\d]{{0,6}}", between)
        known = any(
            m.start("c") == c.start for pattern in _GROWTHS for m in pattern.finditer(block.text)
        )
        if (
            joint
            and came
            and _SINCE.search(before)
            and not known
            and not agree(c, *_changes(a, b, c))
        ):
            words = block.text[a.start : a.end], block.text[b.start : b.end]
            yield at(
                block,
                c.start,
                c.end,
                _change(
                    {"a": words[0], "b": words[1], "c": match["c"]},
                    shown(sum(_changes(a, b, c), Decimal(0)) / 2) + "%",
                ),
                _ASK,
            )


def _growth(
    block: Running | Cell, match: re.Match[str], a: Quantity, b: Quantity, c: Quantity
) -> Iterator[Spot]:
    low, high = _changes(a, b, c)
    if c.unit != "%" and a.step == b.step == c.step == 1:  # 10天 to 4天 are 6 and no other
        low = high = abs(b.value - a.value)
        if c.value != low:
            yield at(block, c.start, c.end, _change(match, shown(low) + c.unit), _ASK)
        return
    if agree(c, low, high):
        return
    if b.unit == c.unit == "%" and agree(c, *_changes(a, b, c._replace(unit=""))):
        message = Wording(
            f"两个百分数之差是百分点：{shown(c.value)}个百分点",
            f"{shown(c.value)} points, no per cent",
        )
        put = f"{shown(c.value)}个百分点"
        yield at(
            block, c.start, c.end, message, Wording("核对后改。", "Check, and write points."), put
        )
        return
    yield at(block, c.start, c.end, _change(match, shown((low + high) / 2) + c.unit), _ASK)


def _times(
    block: Running | Cell, match: re.Match[str], ratio: Decimal, c: Quantity
) -> Iterator[Spot]:
    """Hold “increased by n times” against the ratio: what was added, not what it came to."""
    slack = max(c.step / 2, Decimal("0.06"))
    if abs(ratio - 1 - c.value) < slack or ratio < 1:
        return
    came_to = abs(ratio - c.value) < slack
    said = f"是原来的 {shown(ratio)} 倍，即增加 {shown(ratio - 1)} 倍" if came_to else ""
    message = Wording(
        said or f"由{match['a']}到{match['b']}，增加的是 {shown(ratio - 1)} 倍",
        f"it came to {shown(ratio)} times, and grew by {shown(ratio - 1)}",
    )
    yield at(block, c.start, match.end("c"), message, _ASK)


def _folds(block: Running | Cell, match: re.Match[str], a: Quantity, b: Quantity) -> Iterator[Spot]:
    """Hold 翻一番 (twice), 翻两番 (four times) against the two numbers."""
    folds = number_of(match["folds"].replace("两", "二")) or 0
    ratio, right = b.value / a.value, Decimal(2**folds)
    if not right * Decimal("0.85") <= ratio <= right * Decimal("1.4"):
        message = Wording(
            f"由{match['a']}到{match['b']}是原来的 {shown(ratio)} 倍；翻{match['folds']}番是 {right} 倍",
            f"it came to {shown(ratio)} times; 翻{match['folds']}番 are {right}",
        )
        start = match.start("folds") - 1
        yield at(block, start, match.end("folds") + 1, message, _ASK)


def _change(match: re.Match[str] | dict[str, str], right: str) -> Wording:
    return Wording(
        f"由{match['a']}到{match['b']}，变化是{right}，不是{match['c']}",
        f"from {match['a']} to {match['b']} is a change of {right}, not {match['c']}",
    )


def _unlike(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities count different things; a unit may be left out at the first."""
    return not alike(a, b) and (a.unit != "" or a.start > b.start)


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


@rule("N240", Kind.QUERY, "number")
def direction_differs(block: Running | Cell) -> Iterator[Spot]:
    """What is said to fall, and rose by its two numbers, or the other way round.

    Why: one of the two has a wrong unit or figure, or they stand in the wrong places.

        由1.2万元降到8000万元  →  降到8000元

    中文：升降与前后两个数不合。说“降到”而后一个数更大，说“升到”而后一个数更小；多因单位、小数点写错或两数写反。
    """
    for match in _TURN.finditer(block.text):
        a, b = read(block.text, match.start("a")), read(block.text, match.start("b"))
        if a is None or b is None or not a.unit or not alike(a, b) or a.unit in _RANKS:
            continue
        if "第" in match["first"] or a.value == b.value:
            continue
        if (b.value > a.value) != bool(match["up"]):
            way = match["up"] or match["down"]
            message = Wording(
                f"说“{way}”，而{match['b']}比{match['a']}{'小' if match['up'] else '大'}",
                f"‘{way}’, but {match['b']} is {'less' if match['up'] else 'more'} than {match['a']}",
            )
            yield at(block, a.start, b.end, message, _ASK)


@rule("N232", Kind.QUERY, "number")
def worded_change_differs(block: Running | Cell) -> Iterator[Spot]:
    """A change in words (一半, 四成, 三分之一) that is not what its two numbers make, or work done as many
    times faster as the time was longer.

    Why: one of the three is wrong; what took 40 minutes and takes 10 is done three times faster.

        由65件降至26件，下降六成五  →  下降六成
        由40分钟减至10分钟，工效提高4倍  →  工效提高3倍

    中文：用汉字写的增减幅度（一半、四成、三分之一、一倍）与前后两个数不合；用时由40分钟减至10分钟，工效提高的是3倍。请作者核对。
    """
    if not _IN_WORDS.search(block.text):
        return
    for match in (m for pattern in _WORDED for m in pattern.finditer(block.text)):
        a, b = read(block.text, match.start("a")), read(block.text, match.start("b"))
        if a is None or b is None or not a.value or a.about or b.about or _unlike(a, b):
            continue
        said, right = _of_word(match["word"]), abs(b.value - a.value) * 100 / a.value
        if abs(said - right) > max(_ROUGH, said / 8 if "倍" in match["word"] else _ROUGH):
            yield at(block, *match.span("word"), _change_in_words(match, right), _ASK)
    yield from _faster(block)
    for match in _TENTHS.finditer(block.text):
        said, right = _of_word(f"{match['tenths']}成"), Decimal(match["share"])
        near = match["near"] in ("近", "将近", "不足", "不到")
        if not (said - 10 <= right < said if near else said - 4 <= right < said + 10):
            message = Wording(
                f"说{match['words']}，括号里是 {shown(right)}%",
                f"{match['words']}, and {shown(right)}%",
            )
            yield at(block, *match.span("words"), message, _ASK)


def _faster(block: Running | Cell) -> Iterator[Spot]:
    """Hold work that is done so many times faster against the time it took and takes."""
    for match in _EFFICIENCY.finditer(block.text):
        a, b = read(block.text, match.start("a")), read(block.text, match.start("b"))
        if a is None or b is None or not b.value or a.unit != b.unit or a.about or b.about:
            continue
        times, ratio = _number(match["c"]), a.value / b.value
        if abs(ratio - times) < Decimal("0.06"):
            message = Wording(
                f"用时是原来的 {shown(100 / ratio)}%，效率提高的是 {shown(ratio - 1)} 倍",
                f"done {shown(ratio - 1)} times faster, {shown(ratio)} times as fast",
            )
            yield at(block, match.start("c"), match.end("c") + 1, message, _ASK)


def _number(text: str) -> Decimal:
    return Decimal(text) if text[0].isdigit() else Decimal(number_of(text.replace("两", "二")) or 0)


def _of_word(word: str) -> Decimal:
    """Return in per cent what a word of change says: 一半 is 50, 两倍 200, 六成五 65, 四分之一 25."""
    if word == "一半":
        return Decimal(50)
    if word.endswith("倍"):
        return _number(word[0]) * 100
    if "分之" in word:
        whole, part = word.split("分之")
        return _number(part) * 100 / _number(whole)
    tenths, _, rest = word.partition("成")
    return _number(tenths) * 10 + (_number(rest) if rest and rest != "半" else 5 * len(rest))


def _change_in_words(match: re.Match[str], right: Decimal) -> Wording:
    return Wording(
        f"由{match['a']}到{match['b']}，变化是 {shown(right)}%，不是{match['word']}",
        f"from {match['a']} to {match['b']} is a change of {shown(right)}%, not {match['word']}",
    )


@rule("N228", Kind.QUERY, "number")
def mean_differs(block: Running | Cell) -> Iterator[Spot]:
    """A mean by month, day, year or head that is not what the sum and their number make.

    Why: one of the two is wrong, or the time is another.

        全年开展活动360场，月均36场  →  月均30场

    中文：平均数与总数不合。按十二个月、全年天数、所写年数或人数算出的平均与所写不符；请作者核对。
    """
    for match in (*_EACH.finditer(block.text), *_EACH_NAMED.finditer(block.text)):
        total, mean = read(block.text, match.start("total")), read(block.text, match.start("mean"))
        each = match["each"] or match.groupdict().get("also") or ""
        if total is None or mean is None or total.about or mean.about or "余" in match[0]:
            continue
        share = total.value / Decimal(match["many"])
        if each in match["unit"] and alike(total, mean) and not agree(mean, share, share):
            message = Wording(
                f"{match['total']}按{match['many']}{match['unit']}平均是 {shown(share)}，不是{match['mean']}",
                f"{match['total']} by {match['many']} is {shown(share)}, not {match['mean']}",
            )
            yield at(block, mean.start, mean.end, message, _ASK)
    for match in _MEAN.finditer(block.text):
        total, mean = read(block.text, match.start("total")), read(block.text, match.start("mean"))
        if total is None or mean is None or total.about or mean.about or not alike(total, mean):
            continue
        bounds = _means(match, total.value)
        if bounds is not None and not agree(mean, *bounds):
            right = "～".join(dict.fromkeys(map(shown, bounds)))
            message = Wording(
                f"{match['total']}的{match['word']}数是 {right}，不是{match['mean']}",
                f"the mean of {match['total']} is {right}, not {match['mean']}",
            )
            yield at(block, mean.start, mean.end, message, _ASK)


def _means(match: re.Match[str], total: Decimal) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest mean that a sum may have, None where it cannot be known."""
    word = match["word"]
    span = Decimal(number_of((match["span"] or "").replace("两", "二")) or 0)
    heads = re.match(r"\d+", match["heads"] or "")
    if "人" in word:
        return (total / Decimal(heads[0]),) * 2 if heads and int(heads[0]) else None
    if heads:
        return None
    if "年" in word:
        return (total / span,) * 2 if span and match["of"] == "年" else None
    years = span if match["of"] == "年" else Decimal(0) if span else Decimal(1)
    months = span if match["of"] == "个月" else years * 12
    if "月" in word:
        return (total / months,) * 2 if months else None
    return (total / years / _DAYS[1], total / years / _DAYS[0]) if years else None
