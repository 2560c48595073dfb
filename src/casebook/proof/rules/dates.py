"""Dates: how they are written, whether they exist, whether they agree."""

import re
from collections.abc import Iterator
from datetime import date

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Heading, Piece, Running, Signature
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_DAY = re.compile(r"(?<!\d)(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
_WEEKDAY = re.compile(
    r"\s*[，、（(]?\s*(?:星期|周)([一二三四五六日天])(?!年|期|末|岁|边|围|转|全|密|到)"
)
_WEEKDAY_BEFORE = re.compile(r"(?:星期|周)([一二三四五六日天])\s*[（(，]?\s*$")


_SPACED = re.compile(
    r"(?<!\d)\d{2,4}(?: +年 ?\d*|年 +\d+)(?: *月)?(?: *\d+ *日)?"
    r"|(?<!\d)\d{1,2}(?: +月 ?\d+|月 +\d+) *日|(?<![\d.])(?:1[0-2]|[1-9]) +月(?=份|[初中末底]|[上下]旬)"
)
_FALLING = re.compile(
    r"(?<![\d.由从自降])(?P<first>\d+(?:\.\d+)?)(?:岁|℃)?[～~](?P<last>\d+(?:\.\d+)?)(?:岁|℃|周岁|人|名|元|万元|天|分钟|个月|公里|平方米)"
)
"""A range of numbers, which goes from the less to the more."""
_HALF = 6
"""Months back that are a slip; more are the turn of a year (12月20日至1月5日)."""


@rule("N202", Kind.ERRATUM, "space")
def spaced_date(block: Block) -> Iterator[Spot]:
    """A space inside a date.

    Why: the layout sets the gap between figures and characters; a typed space breaks lines.

        2023 年 2 月 20 日  →  2023年2月20日

    Clause: 本书体例
    中文：日期里有空格。数字与“年月日”之间的间距由版式定，不键入空格。
    """
    for match in _SPACED.finditer(block.text):
        put = match[0].replace(" ", "")
        if put == match[0]:
            continue
        message = Wording("日期里有空格", "spaces inside a date")
        hint = Wording(f"写作“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put, True)


@rule("N204", Kind.ERRATUM, "knowledge")
def impossible_date(block: Block) -> Iterator[Spot]:
    """A date the calendar does not have, or a weekday that does not fit.

    Why: somebody mistyped; only the author knows which figure.

        2022年2月30日  →  ask the author
        中文：2022年2月30日  →  请作者核实

    中文：日期不存在，或星期不合。请作者核实。
    """
    hint = Wording("请作者核实。", "Ask the author.")
    for match in _DAY.finditer(block.text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        try:
            real = date(year, month, day)
        except ValueError:
            message = Wording(f"没有“{match[0]}”这一天", f"there is no day {match[0]}")
            yield at(block, match.start(), match.end(), message, hint)
            continue
        weekday = _WEEKDAY.match(block.text, match.end())
        if weekday and "一二三四五六日".index(weekday[1].replace("天", "日")) != real.weekday():
            right = "一二三四五六日"[real.weekday()]
            message = Wording(f"这一天是星期{right}", f"that day was weekday {right}")
            yield at(block, match.start(), weekday.end(), message, hint)
        before = None if weekday else _WEEKDAY_BEFORE.search(block.text[: match.start()])
        if before and "一二三四五六日".index(before[1].replace("天", "日")) != real.weekday():
            right = "一二三四五六日"[real.weekday()]
            message = Wording(f"这一天是星期{right}", f"that day was weekday {right}")
            yield at(block, before.start(), match.end(), message, hint)
    for match in re.finditer(r"(?<![\d年])(\d{1,2})月(\d{1,2})日", block.text):
        longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        month, day = int(match[1]), int(match[2])
        if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
            message = Wording(f"没有“{match[0]}”这一天", f"there is no day {match[0]}")
            yield at(block, match.start(), match.end(), message, hint)
    for match in re.finditer(r"(?:19|20)\d\d年(1[3-9]|[2-9]\d|0)月", block.text):
        if not _DAY.match(block.text, match.start()):
            message = Wording(f"没有 {match[1]} 月", f"there is no month {match[1]}")
            yield at(block, match.start(), match.end(), message, hint)


@rule("N210", Kind.ERRATUM, "numeral-style")
def zero_in_year(block: Block) -> Iterator[Spot]:
    """零, ○ or the letter O for 〇 in a year written in Chinese.

    Why: a year is a row of figures, and its naught is 〇.

        二零二三年  →  二〇二三年

    Clause: GB/T 15835—2011 5.2.5
    中文：汉字年份里的零应写作“〇”。不用“零”“○”或字母 O。
    """
    figures = "一二三四五六七八九〇零○OＯ0"
    for match in re.finditer(f"(?<![{figures}\\d])[一二][{figures}]{{3}}(?=年)", block.text):
        if re.search("[零○OＯ0]", match[0]):
            put = re.sub("[零○OＯ0]", "〇", match[0])
            message = Wording(f"“{match[0]}年”的零写错", f"the naught in {match[0]}年")
            hint = Wording(f"写作“{put}年”。", f"Write {put}年.")
            yield at(block, match.start(), match.end(), message, hint, put)


@rule("N235", Kind.ERRATUM, "wrong-character")
def century_miswritten(block: Block) -> Iterator[Spot]:
    """世界 for 世纪 behind the number of a century, with a decade or a part of it following.

    Why: the two words are typed with the same first syllable.

        20世界70年代  →  20世纪70年代

    中文：“世纪”写成“世界”。前有序数、后有年代或“初、末、上半叶”的，是世纪。
    """
    number = r"(?:\d|[一二三四五六七八九十])"
    decade = r"(?:\d0|[二三四五六七八九]十)年代"
    part = (
        "(?:初|末|中|后)(?:期|叶)|[上下前后]半[叶期]|(?:之)?初(?=[，。、；]|的)|末(?=[，。、；]|的)"
    )
    for match in re.finditer(f"(?<={number})世(界)(?=(?:的)?(?:{decade}|{part}))", block.text):
        message = Wording("“世纪”写成“世界”", "世界 for 世纪")
        yield at(
            block, match.start(), match.end(), message,
            Wording("改为“世纪”。", "Write 世纪."), "世纪",
        )  # fmt: skip


@rule("N211", Kind.QUERY, "numeral-style")
def short_year(block: Running | Heading) -> Iterator[Spot]:
    """A year cut to two figures.

    Why: print keeps the century.

        22年5月起  →  2022年5月起

    Clause: GB/T 15835—2011 5.1.4
    中文：年份只写了后两位。公历年份应写四位数。
    """
    for match in re.finditer(
        r"(?<![\d.第近])((?:9\d|[01]\d|2[0-6]))年(?=(?:1[0-2]|[1-9])月(?!的?时间))", block.text
    ):
        message = Wording(f"“{match[0]}”年份不全", f"‘{match[0]}’ lacks the century")
        put = ("19" if match[1].startswith("9") else "20") + match[0]
        hint = Wording(f"写作“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put)


@rule("N213", Kind.ERRATUM, "logic")
def range_backwards(block: Block) -> Iterator[Spot]:
    """A period that ends before it begins.

    Why: two dates were swapped, or one is mistyped.

        2022年12月至2022年10月  →  ask the author
        中文：2022年12月至2022年10月  →  请作者核实

    中文：起止时间颠倒，或数值范围前大后小（60～50岁）。请作者核实。
    """
    point = r"((?:19|20)\d\d)年?(?:(\d{1,2})月)?(?:(\d{1,2})日)?"
    for match in re.finditer(
        rf"(?<![\d.〔]){point}(?:至|到|—|～|-){point}(?=年|[^\d-]|$)", block.text
    ):
        first = tuple(int(part) for part in match.groups()[:3] if part)
        last = tuple(int(part) for part in match.groups()[3:] if part)
        shared = min(len(first), len(last))
        if last[:shared] < first[:shared]:
            message = Wording(f"“{match[0]}”起止颠倒", f"‘{match[0]}’ ends before it begins")
            hint = Wording("请作者核实。", "Ask the author.")
            yield at(block, match.start(), match.end(), message, hint)
    for match in _FALLING.finditer(block.text) if re.search("[～~]", block.text) else ():
        if float(match["first"]) > float(match["last"]):
            message = Wording(f"“{match[0]}”前大后小", f"‘{match[0]}’ falls")
            yield at(
                block,
                match.start("first"),
                match.end(),
                message,
                Wording("请作者核实。", "Ask the author."),
            )
    short = r"(?<![\d年])(\d{1,2})月(\d{1,2})日(?:至|到|—|～|-)(?:(\d{1,2})月)?(\d{1,2})日"
    for match in re.finditer(short, block.text):
        month, day, other, last_day = (int(part) if part else None for part in match.groups())
        backwards = other in (None, month) and (last_day or 0) < (day or 0)
        earlier = other is not None and month is not None and 0 < month - other <= _HALF
        if backwards or earlier:
            message = Wording(f"“{match[0]}”起止颠倒", f"‘{match[0]}’ ends before it begins")
            hint = Wording("请作者核实；跨年的写明年份。", "Ask the author.")
            yield at(block, match.start(), match.end(), message, hint)


@rule("C506", Kind.ERRATUM, "knowledge")
def printed_before_signed(piece: Piece) -> Iterator[Spot]:
    """A document printed before it was signed, or in a year its number contradicts.

    Why: 印发 follows the signature; one of the two dates is mistyped.

        2023年2月20日 … 2022年2月20日印发  →  ask the issuer
        中文：2023年2月20日 … 2022年2月20日印发  →  请发文单位核实

    中文：印发日期早于成文日期，或与文号年份矛盾。请发文单位核实。
    """
    signed = number = None
    for block in piece.blocks:
        if match := re.search(r"〔(\d{4})〕\s*\d+号", block.text[:40]) if number is None else None:
            number = int(match[1])
        match = _DAY.search(block.text)
        if match is None:
            continue
        day = tuple(int(part) for part in match.groups())
        if re.fullmatch(r"\s*印发[。]?", block.text[match.end() :]):
            if (signed and day < signed) or (number and signed is None and day[0] < number):
                message = Wording(
                    f"“{match[0]}”早于成文日期", f"{match[0]} is before the signature"
                )
                hint = Wording("请发文单位核实。", "Ask the issuer.")
                yield at(block, match.start(), match.end(), message, hint)
        elif isinstance(block, Signature):
            signed = day  # the last signature above 印发
