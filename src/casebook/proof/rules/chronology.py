"""Years that do not agree: the number of a session, an age, what ends before it begins."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import table
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("请作者核实。", "Ask the author.")
_NUMERAL = r"[一二三四五六七八九十百〇\d]{1,4}"


class Session(NamedTuple):
    """What is counted by the year: its name, the year before the first, where that is laid down."""

    name: str
    before: int
    source: str


@cache
def sessions() -> dict[str, Session]:
    """Return the days, weeks and meetings that are held once a year, by name."""
    return {
        name: Session(name, int(first) - 1, source) for name, first, source in table("sessions")
    }


@cache
def _counted() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, sessions()), key=len, reverse=True))
    between = r"[^。！？；\d〇一二三四五六七八九十]{0,16}?"
    return re.compile(
        rf"(?P<year>(?:19|20)\d\d)年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{between}第(?P<number>{_NUMERAL})(?:个|届|次)"
        rf"(?:全国|国际|世界)?[“《]?(?P<name>{names})"
    )


@rule("N214", Kind.QUERY, "knowledge")
def session_against_year(block: Running) -> Iterator[Spot]:
    """The number of a day or a meeting that is held every year, and a year that is not its own.

    Why: the number and the year tell each other.

        2022年8月19日第六个中国医师节  →  第五个
        中文：2022年8月19日第六个中国医师节  →  第五个

    Clause: sessions.tsv
    中文：“第几届”与年份不合。每年一次的节日、纪念日和会议，按首次的年份推算；请核实。
    """
    for match in _counted().finditer(block.text):
        session = sessions()[match["name"]]
        number, year = number_of(match["number"]), int(match["year"])
        right = year - session.before
        if number is None or number == right or right < 1:
            continue
        message = Wording(
            f"{year}年是第{right}个（届、次）{session.name}",
            f"{session.name} of {year} is number {right}",
        )
        hint = Wording(f"出处：{session.source}。", f"Source: {session.source}.")
        yield at(block, match.start("number"), match.end("number"), message, hint)


_JUBILEES = {
    "建党": 1921, "中国共产党成立": 1921, "建军": 1927, "新中国成立": 1949, "中华人民共和国成立": 1949,
    "改革开放": 1978, "抗日战争胜利": 1945, "抗战胜利": 1945, "香港回归": 1997, "澳门回归": 1999,
    "红军长征胜利": 1936, "中国共产主义青年团成立": 1922,
}  # fmt: skip
_JUBILEE = re.compile(
    rf"(?P<year>(?:19|20)\d\d)年(?:\d{{1,2}}月)?[^。；，\d〇一二三四五六七八九十]{{0,10}}(?:庆祝|纪念|迎来|是|值|喜迎|适逢|正值)?"
    rf"(?P<name>{'|'.join(_JUBILEES)})(?P<number>{_NUMERAL})周年"
)


@rule("N215", Kind.QUERY, "knowledge")
def jubilee_against_year(block: Running) -> Iterator[Spot]:
    """A jubilee that does not fall in the year it is put in.

    Why: the year of the founding is known.

        2021年庆祝建党101周年  →  100周年
        中文：2021年庆祝建党101周年  →  100周年

    中文：周年与年份不合。建党、新中国成立、改革开放等的年份是定的；请核实。
    """
    for match in _JUBILEE.finditer(block.text):
        number, right = number_of(match["number"]), int(match["year"]) - _JUBILEES[match["name"]]
        if number is not None and number != right and right > 0:
            message = Wording(
                f"{match['year']}年是{match['name']}{right}周年",
                f"in {match['year']} it was {right} years",
            )
            yield at(block, match.start("number"), match.end("number"), message, _ASK)


_LIVED = (
    re.compile(
        r"(?P<born>1[89]\d\d|20\d\d)(?:年)?(?:\d{1,2}月)?(?:\d{1,2}日)?[^。；]{0,40}?(?P<died>19\d\d|20\d\d)(?:年)?"
        r"[^。；]{0,24}?(?:享年|终年|年仅)(?P<age>\d{1,3})岁"
    ),
    re.compile(
        r"(?P<born>19\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?出?生[^。；\d]{0,20}(?P<died>20\d\d)年[^。；\d]{0,12}(?:时年|当年|已经?|已满|满)(?P<age>\d{1,3})岁"
    ),
)
_OLD = re.compile(r"(?<![\d.])(?P<age>1[3-9]\d|[2-9]\d\d)(?:周?岁)(?!以[上下])")


@rule("N216", Kind.QUERY, "knowledge")
def age_differs(block: Running) -> Iterator[Spot]:
    """An age that is not what birth and death make, or that nobody reaches.

    Why: one of the figures is mistyped; by the old way of counting one year more is right.

        1935年出生，2020年逝世，享年95岁  →  85岁

    中文：年龄与生年、卒年不合，或没有人这么大。虚岁多一岁不算错；请作者核实。
    """
    for pattern in _LIVED:
        for match in pattern.finditer(block.text):
            lived = int(match["died"]) - int(match["born"])
            if int(match["age"]) not in (lived - 1, lived, lived + 1):
                message = Wording(
                    f"{match['born']}年到{match['died']}年是{lived}岁",
                    f"from {match['born']} to {match['died']} are {lived} years",
                )
                yield at(block, match.start("age"), match.end("age") + 1, message, _ASK)
    for match in _OLD.finditer(block.text):
        message = Wording(f"没有人活到{match['age']}岁", f"nobody is {match['age']} years old")
        yield at(block, match.start(), match.end(), message, _ASK)


_DATE = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_BEGINNINGS = "启动|开工|动工|奠基|立项|筹建|入院|住院|成立|开始|试点|印发"
_ENDS = "完成|竣工|结束|验收|结题|出院|投入使用|投用|启用|建成|落成|通过评审"
_COURSE = re.compile(
    rf"(?P<first>{_DATE})[^。；！？\d]{{0,24}}?(?:{_BEGINNINGS})[^。；！？\d]{{0,30}}?[，、][^。；！？\d]{{0,16}}?"
    rf"(?P<last>{_DATE})[^。；！？\d]{{0,16}}?(?:{_ENDS})"
)


@rule("N217", Kind.QUERY, "logic")
def ends_before_it_begins(block: Block) -> Iterator[Spot]:
    """What was finished in a year or month before it was begun.

    Why: two dates were swapped, or one is mistyped.

        2022年5月启动，2021年8月完成  →  ask the author
        中文：2022年5月启动，2021年8月完成  →  请作者核实

    中文：先后颠倒。完成、竣工、出院的日期早于启动、开工、入院的日期；请作者核实。
    """
    for match in _COURSE.finditer(block.text):
        first, last = _day(match["first"]), _day(match["last"])
        if _EARLIER.search(match[0]):
            continue
        shared = min(len(first), len(last))
        if last[:shared] < first[:shared]:
            message = Wording(
                f"{match['last']}早于{match['first']}",
                f"{match['last']} is before {match['first']}",
            )
            yield at(block, match.start("last"), match.end("last"), message, _ASK)


_EARLIER = re.compile("此前|之前|早在|前期|曾|原")
"""Words by which a sentence goes back in time."""


def _day(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


_DATED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年[^。！？\d]{0,40}?(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*[（(]?\s*(?:星期|周)(?P<name>[一二三四五六日天])"
)


@rule("N218", Kind.QUERY, "knowledge")
def weekday_of_the_year(block: Running) -> Iterator[Spot]:
    """A weekday that is not that of the day in the year the sentence names.

    Why: either the day or the weekday is mistyped.

        2022年国庆后，10月8日（星期五）  →  星期六
        中文：2022年国庆后，10月8日（星期五）  →  星期六

    中文：星期与日期不合。日期的年份取自同一句；请作者核实。
    """
    for match in _DATED.finditer(block.text):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue  # impossible-date tells it
        named = "一二三四五六日".index(match["name"].replace("天", "日"))
        if named != day.weekday() and match.start("month") - match.end("year") > 1:
            right = "一二三四五六日"[day.weekday()]
            message = Wording(f"{day.year}年的这一天是星期{right}", f"that day was weekday {right}")
            yield at(block, match.start("month"), match.end(), message, _ASK)
