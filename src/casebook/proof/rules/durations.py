"""How long something took, against the two days it is told with: 2019年3月至2021年3月，历时三年."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.rules.chronology import latest_year
from casebook.typography import number_of

_ASK = Wording("请作者核实。", "Ask the author.")
_NUMBER = r"\d{1,4}|[一二两三四五六七八九十百]{1,4}"
_DAY = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:初|底|末)?"
_LAST = rf"(?:{_DAY}|\d{{1,2}}月(?:\d{{1,2}}日)?)"
_SPANS = (
    re.compile(  # 从2019年3月开始，到2021年3月结束，历时三年
        rf"(?P<first>{_DAY})[^。；\d]{{0,16}}?(?:[至到—–－~～-]+|[，、；])[^。；\d]{{0,16}}?(?P<last>{_LAST})[^。；\d]{{0,16}}?"
        rf"(?:历时|历经|为期|耗时|用时|前后|共计?用了?)(?:整整)?(?P<number>{_NUMBER})(?P<unit>年|个月|天)(?P<more>[多余半零]?)"
    ),
    re.compile(  # 医院始建于1953年，至2023年已走过60年
        rf"(?P<first>(?:19|20)\d\d年)[^。；\d]{{0,16}}?[，、；](?:截?至|到)(?P<last>(?:19|20)\d\d年)[^。；\d]{{0,8}}?"
        rf"(?:走过|度过|跨越|已有|已经|历经|风雨|迎来)[^。；\d]{{0,6}}?(?P<number>{_NUMBER})(?P<unit>年|个?周年)(?P<more>[多余半]?)"
    ),
    re.compile(  # 从2018年6月到2022年6月，五年间
        rf"[从自](?P<first>{_DAY})[^。；，\d]{{0,6}}?[至到](?P<last>{_LAST})[^。；，\d]{{0,6}}?，(?P<number>{_NUMBER})(?P<unit>年|个月)(?P<more>[多余半]?)(?:间|来|里|时间)"
    ),
    re.compile(  # 自2020年1月24日出征至3月24日返回，连续奋战了80天
        rf"(?P<first>{_DAY})[^。；\d]{{0,16}}?[至到](?P<last>{_LAST})[^。；\d]{{0,10}}?，[^，。；\d]{{0,6}}?连续[^，。；\d]{{0,6}}?(?P<number>{_NUMBER})(?P<unit>天)(?P<more>[多余半]?)"
    ),
    re.compile(  # 三年来（2020—2024年）
        rf"(?P<number>{_NUMBER})(?P<unit>年)(?P<more>[多余]?)(?:来|间|中|里)?[（(](?P<first>(?:19|20)\d\d)年?[至到—–－~～-]+(?P<last>(?:19|20)\d\d)年?[）)]"
    ),
)
_LASTING = re.compile(
    r"历时|历经|为期|耗时|用时|前后|共[计用]|走过|度过|跨越|风雨|迎来|连续|[年月](?:间|来|里|时间)|(?:19|20)\d\d年?[）)]|[，、；](?:截?至|到)(?:19|20)\d\d年"
)
_SERVED = re.compile(  # 1990年参加工作，今年已经从事审判工作40年
    r"(?P<first>(?:19|20)\d\d)年(?:\d{1,2}月)?[^，。；\d]{0,10}?(?:参加工作|入职|进厂|入厂|进矿|参军|入伍|从教|从医|从警|入党|走上讲台|走上工作岗位|调入|当选)"
    r"[^，。；\d]{0,10}，[^。；\d]{0,8}(?:从事|从教|从医|从警|扎根|坚守|坚持|工作|服务|耕耘|一干就是|工龄|教龄|党龄|干了|当了|做了)[^。，；\d]{0,12}?"
    rf"(?P<number>{_NUMBER})(?P<unit>年)(?P<more>[多余]?)(?![级代制度前后底初末\d])"
)
_AHEAD = 5
"""Years that may lie between the latest one a text tells of and its writing."""
_OURS = 2010
"""A text that tells of this year or a later one goes up to its own time."""
_MONTHS = 12


class _Day(NamedTuple):
    """A day as far as a text tells it: 0 where it does not."""

    year: int
    month: int
    day: int


@rule("N241", Kind.QUERY, "logic")
def duration_differs(block: Running) -> Iterator[Spot]:
    """A time told in years, months or days that is not that between its two dates.

    Why: one of the three is wrong. Years may be reckoned from the first or by the number of them.

        2019年3月开始，2021年3月结束，历时三年  →  历时两年
        2005年从教，已在讲台坚守30年 in a text of 2021  →  ask the author
        中文：2005年从教，已在讲台坚守30年（文中最近的年份是2021年）  →  请作者核实

    中文：历时与起止日期不合。年份可按虚数（头尾都算）多一年；写到月的，相差半年以上才提请核对；
    从某年参加工作算起的年数，不能超过文中最近的年份。
    """
    yield from _served(block)
    if not _LASTING.search(block.text):
        return
    for match in (m for pattern in _SPANS for m in pattern.finditer(block.text)):
        number = number_of(match["number"].replace("两", "二"))
        first, last = _day(match["first"]), _day(match["last"], match["first"])
        if number is None or match["more"] or last < first:
            continue
        lived = _lasted(first, last, match["unit"])
        if lived is not None and not lived[0] <= number <= lived[1]:
            shown = "～".join(dict.fromkeys(map(str, lived)))
            message = Wording(
                f"{match['first']}到{match['last']}是{shown}{match['unit'].replace('周', '')}",
                f"from {match['first']} to {match['last']} is {shown} {match['unit']}",
            )
            yield at(block, match.start("number"), match.end("unit"), message, _ASK)


def _served(block: Running) -> Iterator[Spot]:
    """Look for years of service that go on long after all that the text tells of."""
    for match in _SERVED.finditer(block.text):
        number = number_of(match["number"].replace("两", "二"))
        last = latest_year(block.piece.text)
        if number is None or last < _OURS or int(match["first"]) + number <= last + _AHEAD:
            continue
        message = Wording(
            f"从{match['first']}年算起，{number}年要到{int(match['first']) + number}年；文中最近的是{last}年",
            f"{number} years from {match['first']} end in {int(match['first']) + number}; the text goes to {last}",
        )
        yield at(block, match.start("number"), match.end("unit"), message, _ASK)


def _day(text: str, first: str = "") -> _Day:
    """Return a day; the year that `text` leaves out is that of `first`."""
    if not re.match(r"(?:19|20)\d\d", text):
        text = f"{first[:4]}年{text}"
    year, month, day = (*map(int, re.findall(r"\d+", text)), 0, 0)[:3]
    return _Day(year, month, day)


def _lasted(first: _Day, last: _Day, unit: str) -> tuple[int, int] | None:
    """Return the least and the most of a unit there may be between two days, or None."""
    years = last.year - first.year
    months = years * _MONTHS + last.month - first.month
    to_the_month = bool(first.month and last.month)
    if unit == "天":
        return _days(first, last)
    if unit == "个月":
        return (months - 1, months + 1) if to_the_month else None
    if not to_the_month or "周年" in unit:
        return (years, years + 1 if "周" not in unit else years)
    return (-(-(months - _MONTHS // 2) // _MONTHS), (months + _MONTHS // 2 + 1) // _MONTHS)


def _days(first: _Day, last: _Day) -> tuple[int, int] | None:
    if not (first.day and last.day):
        return None
    try:
        days = (date(*last) - date(*first)).days
    except ValueError:
        return None  # impossible-date tells it
    return (days, days + 1)
