"""Numbers: approximations, ranges, widths, and Chinese against Arabic figures."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import to_half_width

_NUMBER = r"[\d一二三四五六七八九十百千两][\d.,一二三四五六七八九十百千]*\s?[万亿千百]{0,2}"
_MORE = (
    r"(?:余(?!额|地|下|热|震|数|款|生|力)|多(?!样|元|数|媒|功|学|层|方|维|部|地|边|云|点|种|渠))"
)
_COUNTED = "天个年次人名元"
_YEARS = "年|天|个月|月|日|周|小时|分钟|载|岁"
_SAID_AGAIN = "|".join(
    (
        rf"(?:超过|多于|高于|大于|不少于|不低于)了?{_NUMBER}[^，。；、的及0-9]{{0,5}}以上(?!的)",
        rf"(?:低于|少于|小于|不超过|不多于|不高于)了?{_NUMBER}[^，。；、的及0-9]{{0,5}}(?:以下|以内)(?!的)",
        rf"(?:高达|多达)了?{_NUMBER}[^，。；、0-9]{{0,6}}之多",
    )
)
"""More than so many and above, less and below, as many as so many."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
"""A year of four figures: a span of years takes —."""
_FIGURES = "一二三四五六七八九十百千"
_RATIO = re.compile(
    r"(?:比例|比值|比率|配比|之比|比分|按|以|约)[^，。；：！？、\d]{0,6}?\d+(?P<colon>：)\d+(?!\d)"
    r"|(?<![\d.：])\d+(?P<before>：)\d+(?=的?(?:比例|配比|比分|大胜|战胜|完胜|配套|等比))"
)


@rule("N201", Kind.ERRATUM, "logic")
def contradictory_approximation(block: Running | Cell) -> Iterator[Spot]:
    """A number said to be less and more at once.

    Why: 近 means not quite, 余 means more than; a fault of logic counts two.

        近2万余人次  →  2万余人次

    Clause: GB/T 15835—2011 5.2; 差错类别：逻辑性差错
    中文：约数自相矛盾。“近、不足、不到”与“余、多”，“不到”与“左右”，“至少”与“以上”不能同用。
    """
    nearly = rf"(?:(?<![附邻最靠临亲贴远就将])近|将近|接近|不足|不到)(?={_NUMBER}{_MORE})"
    patterns = (
        rf"{nearly}{_NUMBER}{_MORE}(?!(?:{_YEARS}))",
        rf"(?:不足|不到|将近|接近){_NUMBER}{_MORE}",
        rf"不到{_NUMBER}[^，。；、0-9]{{0,6}}左右",
        rf"至少(?:有|为|达|需)?{_NUMBER}[^，。；、0-9]{{0,6}}以上",
    )
    seen: set[int] = set()
    for pattern in patterns:
        for match in re.finditer(pattern, block.text):
            if match.start() in seen:
                continue
            seen.add(match.start())
            message = Wording(f"“{match[0]}”自相矛盾", f"‘{match[0]}’ contradicts itself")
            hint = Wording(
                "两个约数词只留一个；请作者核实。", "Keep one of the two; ask the author."
            )
            yield at(block, match.start(), match.end(), message, hint)


@rule("N225", Kind.QUERY, "logic")
def doubled_approximation(block: Running | Cell) -> Iterator[Spot]:
    """A number said to be about so much twice over: 约 or 超过 with 余 or 多.

    Why: either word says it; together they are one too many.

        约1000余人  →  1000余人, 约1000人
        中文：约1000余人  →  1000余人，或约1000人

    Clause: GB/T 15835—2011 5.2
    中文：约数词重复。“约、大约、超过、逾”与“余、多”，“以上”与“左右”，只留一个。
    """
    pattern = rf"(?:大约|(?<![节预特签简制条合集])约|超过|(?<![高赶反])超|逾)(?:有|为|达)?{_NUMBER}{_MORE}(?!(?:{_YEARS}))"
    both = r"(?:以上|以下|以内)(?:左右|上下)|(?:左右|上下)(?:以上|以下|以内)"
    for match in re.finditer(f"{pattern}|{both}|{_SAID_AGAIN}", block.text):
        message = Wording(f"“{match[0]}”约数词重复", f"‘{match[0]}’ says about twice")
        hint = Wording("两个约数词只留一个。", "Keep one of the two.")
        yield at(block, match.start(), match.end(), message, hint)


@rule("N203", Kind.ERRATUM, "numeral-style")
def full_width_figure(block: Block) -> Iterator[Spot]:
    """Full-width figures or Latin letters.

    Why: figures and letters are set in their own width.

        ２０２３年  →  2023年

    Clause: GB/T 15835—2011 5.1; GB/T 15834—2011 5.1.7
    中文：全角数字或字母。应用半角。
    """
    for match in re.finditer("[０-９Ａ-Ｚａ-ｚ]+(?:．[０-９]+)?", block.text):
        put = to_half_width(match[0])
        message = Wording(f"全角“{match[0]}”", f"full-width ‘{match[0]}’")
        hint = Wording(f"改为“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put, True)


@rule("N205", Kind.ERRATUM, "numeral-style")
def open_range(block: Running | Cell) -> Iterator[Spot]:
    """A range whose first number lacks its percent sign, 万 or 亿.

    Why: 15～30% may be read as from 15.

        63-68%  →  63%～68%

    Clause: GB/T 15835—2011 5.1.3
    中文：数值范围的前一个数缺少“%”“万”“亿”。省略会造成歧义，应写作“15%～30%”“9亿～16亿”。
    """
    pattern = r"(?<![\d.%-])(\d+(?:\.\d+)?)([-–—~～])(\d+(?:\.\d+)?)([%‰％]|[万亿](?=[元人吨余多]|$|[，。；）]))"
    for match in re.finditer(pattern, block.text):
        if re.search(r"(?:19|20)\d\d$", match[1]) and float(match[3]) < 100:
            continue
        put = f"{match[1]}{match[4]}～{match[3]}{match[4]}"
        message = Wording(f"“{match[0]}”有歧义", f"‘{match[0]}’ is ambiguous")
        hint = Wording(f"写作“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put)


@rule("N206", Kind.QUERY, "punctuation")
def comma_in_approximation(block: Running) -> Iterator[Spot]:
    """、 between two numbers that together mean “about”.

    Why: 三四天 is an estimate; 第三、四条 and 一、二审 are two things.

        三、四天  →  三四天

    Clause: GB/T 15834—2011 4.5.3.4; GB/T 15835—2011 5.2.1
    中文：相邻两数表示概数时用了顿号。概数之间不用顿号；表示缩略的“一、二级”等除外。
    """
    figures = "一二三四五六七八九"
    pattern = rf"(?<![第{figures}十百、\d初])([{figures}])、([{figures}])(?=个?[百千万]|天|个月|个小时|小时|分钟|次|倍|里|十[{_COUNTED}])"
    for match in re.finditer(pattern, block.text):
        if figures.index(match[2]) - figures.index(match[1]) == 1:
            put = match[1] + match[2]
            message = Wording("概数之间有顿号", "、 inside an estimate")
            hint = Wording(f"概数写作“{put}”。", f"An estimate is written {put}.")
            yield at(block, match.start(), match.end(), message, hint, put)


@rule("N207", Kind.ERRATUM, "numeral-style")
def ji_with_figures(block: Running | Cell) -> Iterator[Spot]:
    """几 together with Arabic figures.

    Why: 几 belongs to Chinese numerals.

        10几个  →  十几个

    Clause: GB/T 15835—2011 4.2.2
    中文：“几”与阿拉伯数字连用。应写作“十几”“几十”。
    """
    for match in re.finditer(r"\d+几(?=[个十百千万年天人次名项位岁家])", block.text):
        message = Wording(f"“{match[0]}”混用", f"‘{match[0]}’ mixes two ways of writing")
        hint = Wording("用汉字数字，如“十几”。", "Use Chinese numerals, as in 十几.")
        yield at(block, match.start(), match.end(), message, hint)


@rule("N208", Kind.ERRATUM, "numeral-style")
def mixed_numeral(block: Running | Cell) -> Iterator[Spot]:
    """A numeral of Arabic figures and several Chinese units.

    Why: only 万 and 亿 may follow figures, once.

        3万5千元  →  3.5万元

    Clause: GB/T 15835—2011 5.3
    中文：阿拉伯数字夹用多个汉字单位。只可用“万”“亿”作单位。
    """
    for match in re.finditer(
        r"\d+(?:\.\d+)?[亿万千百]\d+(?:\.\d+)?[万千百十](?![分年])", block.text
    ):
        if re.fullmatch(r"\d+亿\d+万", match[0]):
            continue
        message = Wording(f"“{match[0]}”夹用单位", f"‘{match[0]}’ mixes units")
        hint = Wording("写作一个数，如“3.5万”。", "Write one number, as in 3.5万.")
        yield at(block, match.start(), match.end(), message, hint)


@rule("N212", Kind.QUERY, "punctuation")
def hyphen_for_range(block: Running | Cell) -> Iterator[Spot]:
    """A hyphen, or a line that only looks like —, between two numbers that are a range.

    Why: ranges take ～ or —; a hyphen joins parts of a number.

        20-30人  →  20～30人

    Clause: GB/T 15834—2011 4.13.3
    中文：数值范围用了短横线或形近的线。应用浪纹线“～”或一字线“—”；日期、电话、编号除外。
    """
    number = r"(\d+(?:\.\d+)?)"
    pattern = rf"(?<![\d.A-Za-z-]){number}(?:-|(?P<line>[－–―─])){number}(?(line)(?![\d-])|(?=[人名天个次岁℃元倍例项篇周年]|小时|分钟|万|亿|厘米|毫|克|mm|cm|mg|kg|mL|ml))"
    repeated = rf"(?<![\d.A-Za-z-]){number}(年度?|月|天|岁|℃|[%‰％])(?P<line>[-－–―─]){number}\2"
    for match in re.finditer(pattern, block.text):
        yield from _range(block, match, match.end(1), float(match[1]) < float(match[3]))
    for match in re.finditer(repeated, block.text):
        yield from _range(block, match, match.end(2), float(match[1]) < float(match[4]))


def _range(block: Block, match: re.Match[str], where: int, rising: bool) -> Iterator[Spot]:
    """Yield the line at `where` between two numbers that are a range when they rise."""
    if not rising:
        return
    line = block.text[where]
    put = "—" if _YEAR.match(match[1]) else "～"
    message = Wording(
        f"数值范围用了{'短横线' if line == '-' else f'“{line}”'}",
        f"{'a hyphen' if line == '-' else line} for a range",
    )
    yield at(block, where, where + 1, message, Wording(f"改为“{put}”。", f"Write {put}."), put)


@rule("N233", Kind.ERRATUM, "numeral-style")
def letter_in_numeral(block: Block) -> Iterator[Spot]:
    """The letter O or the sign ○ for the naught of a number in Chinese.

    Why: it looks the same and is found by no search. A year is told by zero-in-year.

        三O二医院  →  三〇二医院

    Clause: GB/T 15835—2011 5.2.5
    中文：汉字数字里的零写成了字母 O 或“○”。编号写作“〇”，计量写作“零”；年份另查。
    """
    pattern = rf"(?<![A-Za-z0-9])(?<=[{_FIGURES}])[OoＯｏ○]+(?=[{_FIGURES}](?![A-Za-z0-9])|后)"
    for match in re.finditer(pattern, block.text):
        if re.match("[一二三四五六七八九]{0,3}年", block.text[match.end() :]):
            continue
        beside = block.text[match.start() - 1] + block.text[match.end()]
        put = "零" if re.search("[十百千]", beside) else "〇" * len(match[0])
        message = Wording(f"数字里的零写成“{match[0]}”", f"{match[0]} for the naught of a number")
        hint = Wording(f"改为“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put)


@rule("N234", Kind.QUERY, "punctuation")
def wide_colon_in_ratio(block: Running | Cell) -> Iterator[Spot]:
    """A Chinese colon between the figures of a ratio.

    Why: a ratio has a sign of its own, of the width of a figure.

        按1：3配比  →  按1∶3配比

    Clause: GB 3102.11—1993
    中文：比例的数字之间用了全角冒号。比例用比号“∶”；时刻、序号不查。
    """
    for match in _RATIO.finditer(block.text):
        name = "before" if match["before"] else "colon"
        message = Wording(
            "比例的数字之间用了冒号", "a Chinese colon between the figures of a ratio"
        )
        hint = Wording("改为“∶”。", "Write ∶.")
        yield at(block, match.start(name), match.end(name), message, hint, "∶")
