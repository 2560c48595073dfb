"""Days and years that do not agree: an age, what ends before it begins, a weekday."""

import re
from collections.abc import Iterator
from datetime import date

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("请作者核实。", "Ask the author.")


_BORN = re.compile(
    r"(?:出生于|生于|(?<![\u4e00-\u9fff])生于)(?P<born>1[89]\d\d|20\d\d)年?|(?P<also>1[89]\d\d|20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生(?=[，。、）的]))"
    r"|[（(](?P<dash>1[89]\d\d)(?:年)?(?:\d{1,2}月)?[—–－-]{1,2}(?P<died>(?:19|20)\d\d)(?:年)?(?:\d{1,2}月)?[）)]"
)
_AGED = re.compile(
    r"(?:(?P<end>享年|终年|卒年)|(?:时年|当时|当年|已经?是?|已满|年满|现年|今年|年仅|退休时|去世时|虚岁|刚满|满|年近)?(?:已经?)?)(?P<age>\d{1,3})(?:周)?岁"
)
_THEN = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年")
_NEAR = 70
"""Characters between a birth and an age that are told of one person."""
_OLD = re.compile(
    r"(?<![\d.])(?:(?P<age>1[3-9]\d|[2-9]\d\d)(?:周?岁)(?!以[上下])"
    r"|(?P<run>\d{4})(?:周?岁)(?=的?(?:少年|少女|男|女|老人|孩|患|儿童|学生|青年|小伙|姑娘)))"
)
_NOW = re.compile(
    r"(?:今年|现年|如今|现在|已经?)(?:已经?)?(?P<age>\d{1,3})(?:周)?岁(?:的(?P<name>[\u4e00-\u9fff]{2,4}))?"
)
_BORN_BESIDE = re.compile(
    r"(?:(?<!\d)(?P<year>19\d\d|20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生(?=[，。、的])))|(?:出生于|生于)(?P<also>19\d\d|20\d\d)年"
)
_PAST = re.compile(r"(?<![\d至到])(?P<year>(?:19|20)\d\d)年(?!至|—|前)")
_PLANNED = re.compile("(?:规划|目标|计划|预计|力争|将|到)[^，。；]{0,12}$")
"""Before a year that is still to come."""
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})，(?:如今|今年|现年|现在)(?:已经?)?$")
_AHEAD = 5
"""Years that may lie between the latest one a text tells of and its writing."""
_OURS = 2010
"""A text that tells of this year or a later one goes up to its own time."""
_AT_THAT_TIME = re.compile("当时|时年|那年|这一年")
"""Of the time that was told last, in this sentence or before."""
_DATE = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_BEGINNINGS = "受理|立案|派驻|进驻|启动|开工|动工|奠基|立项|筹建|入院|住院|成立|开始|试点|印发"
_ENDS = "结案|执结|修通|通水|完工|上线|开业|开诊|开馆|封顶|交付|通车|运行|完成|竣工|结束|验收|结题|出院|投入使用|投用|启用|建成|落成|通过评审"
_COURSE = re.compile(
    rf"(?P<first>{_DATE})[^。；！？\d]{{0,24}}?(?:{_BEGINNINGS})[^。！？\d]{{0,30}}?[，、；][^。；！？\d]{{0,16}}?"
    rf"(?P<last>{_DATE}|(?P<day>\d{{1,2}}月\d{{1,2}}日))[^。；！？\d]{{0,16}}?(?:{_ENDS})"
)
_BEGUN = "立项|开工|动工|奠基|破土|启动建设|入院|入住|签约"
_DONE = "竣工|完工|封顶|交付|通车|建成|落成|通过(?:了)?(?:竣工)?验收|投入使用|投用|启用|出院"
_NEXT = re.compile(  # 项目于2022年6月立项。经过论证和施工，2022年3月通过验收
    rf"(?P<first>{_DATE})[^。；！？\d]{{0,10}}?(?:{_BEGUN})[^。；！？\d]{{0,20}}[。；][^。；！？\d]{{0,20}}?(?P<last>{_DATE})[^。；！？\d]{{0,10}}?(?:{_DONE})"
)
_FOUNDED = re.compile(
    rf"(?:始建|创建|成立|建立|创办|组建|建院|建校)于(?P<first>{_DATE})[^。；！？\d]{{0,12}}[，、；](?P<last>{_DATE})[^。；！？\d]{{0,12}}?(?:更名|改名|改建|扩建|迁址|搬迁|升格|晋升|创建为|成为|挂牌|改制|合并)"
)
_ENTERED = "进厂|入厂|进矿|进院|参加工作|入职|参军|入伍|从教|从医|走上讲台|走上工作岗位|调入|拜师|当学徒|入学|考入"
_HONOURED = (
    "退伍|转业|复员|离休|毕业|评上|被?评为|获评|荣获|获得|获|当选|晋升|提拔|退休|成为|取得|被?授予"
)
_CAREER = re.compile(  # 他1978年进厂，1974年评上技术能手
    rf"(?P<first>{_DATE})[^。；！？\d]{{0,8}}(?:{_ENTERED}|到[^，。；\d]{{2,12}}工作|(?:分配|来)到[^，。；\d]{{2,12}}(?=，))[^。；！？\d]{{0,16}}?，[^。；！？\d]{{0,8}}"
    rf"(?P<last>{_DATE})[^。；！？\d]{{0,8}}?(?:{_HONOURED})"
)
_AFTERWARDS = re.compile(  # 2021年7月……。随后，2020年3月……
    rf"(?P<first>{_DATE})[^。；！？\d]{{0,30}}[。；，](?:此后|随后|后来|接着|之后|紧接着)，?(?:于|在|又于)?(?P<last>{_DATE})"
)
_EARLIER = re.compile("此前|之前|早在|前期|曾|原")
"""Words by which a sentence goes back in time."""
_DATED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年[^。！？\d]{0,40}?(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*[（(]?\s*(?:星期|周)(?P<name>[一二三四五六日天])"
)
_PLAN = re.compile(
    r"“(?P<number>十[一二三四五六]?)五”(?:时期|规划|期间|规划期|计划)?(?:》)?[（(，]?(?P<first>(?:19|20)\d\d)年?(?:[—–－~～-]+|至|到)(?P<last>(?:19|20)\d\d)年?"
)
_TENTH, _LENGTH = 2001, 5
"""The year in which the tenth plan began, and the years of a plan."""


@rule("N216", Kind.QUERY, "knowledge")
def age_differs(block: Running) -> Iterator[Spot]:
    """An age that is not what birth and death make, or that nobody reaches.

    Why: one of the figures is mistyped; by the old way of counting one year more is right.

        1935年出生，2020年逝世，享年95岁  →  85岁

    中文：年龄与生年、卒年不合，或没有人这么大。虚岁多一岁不算错；请作者核实。
    """
    for born in _BORN.finditer(block.text):
        year = int(born["born"] or born["also"] or born["dash"])
        said = block.text[born.end() : born.end() + _NEAR]
        said = re.split("[。！？]", said)[0] if not born["dash"] else said
        aged = _AGED.search(said)
        then = int(born["died"]) if born["died"] else _then(said[: aged.start()] if aged else "", block.text[: born.start()], bool(aged and aged["end"]))  # fmt: skip
        if then is None and aged and _AT_THAT_TIME.match(aged[0]):
            years = _THEN.findall(block.text[: born.start()])
            then = int(years[-1]) if years else None
        if aged is None or then is None or then <= year:
            continue
        lived, age = then - year, int(aged["age"])
        if age not in (lived - 1, lived, lived + 1):
            start = born.end() + aged.start("age")
            message = Wording(
                f"{year}年到{then}年是{lived}岁", f"from {year} to {then} are {lived} years"
            )
            yield at(block, start, start + len(aged["age"]) + 1, message, _ASK)
    yield from _younger(block)
    for match in _OLD.finditer(block.text):
        reached = match["age"] or match["run"]
        message = Wording(f"没有人活到{reached}岁", f"nobody is {reached} years old")
        yield at(block, match.start(), match.end(), message, _ASK)


def _younger(block: Block) -> Iterator[Spot]:
    """Tell who is younger now (今年, 如今) than birth and a year already told make, or than a text has
    called the same person before."""
    for match in _NOW.finditer(block.text) if "岁" in block.text else ():
        age, start = int(match["age"]), match.start("age")
        sentence = max(block.text.rfind(stop, 0, start) for stop in "。！？；") + 1
        stop = re.compile("[。！？；]").search(block.text, match.end())
        clause = block.text[sentence : stop.start() if stop else len(block.text)]
        births = list(_BORN_BESIDE.finditer(clause))
        now = match[0].startswith(("今年", "现年", "如今", "现在"))
        if len(births) == 1 and now and len(re.findall(r"\d岁", clause)) == 1:
            born = int(births[0]["year"] or births[0]["also"])
            last = _latest_year(block)
            if last - born - 1 > age or _too_old(block, clause, born + age):
                message = Wording(
                    f"{born}年出生，到{last}年已{last - born}岁",
                    f"born in {born}: {last - born} in {last}",
                )
                yield at(block, start, start + len(match["age"]) + 1, message, _ASK)
        named = _NAMED.search(block.text[:start])
        for name in filter(None, (match["name"], named["name"] if named else "")):
            yield from _younger_than_before(block, name, age, start)


def _too_old(block: Block, clause: str, now: int) -> bool:
    """Whether `now`, the year that birth and age make, lies long after all that the text tells beside
    `clause`; a text that tells of no time of ours says nothing."""
    last = latest_year(block.piece.text.replace(clause, ""))
    return last >= _OURS and now > last + _AHEAD


def _latest_year(block: Block) -> int:
    """Return the latest year that the text tells of up to `block`, 0 where it tells of none."""
    return latest_year(block.piece.text[: block.piece.text.find(block.text) + len(block.text)])


def latest_year(text: str) -> int:
    """Return the latest year that `text` tells of and that is not planned, 0 where there is none."""
    years = [
        int(match["year"])
        for match in _PAST.finditer(text)
        if not _PLANNED.search(text[max(0, match.start() - 14) : match.start()])
    ]
    return max(years, default=0)


def _younger_than_before(block: Block, name: str, age: int, start: int) -> Iterator[Spot]:
    for length in range(3, 1, -1):
        before = re.search(rf"(?P<age>\d{{1,3}})岁的{re.escape(name[-length:])}", block.piece.text)
        if before and len(name) >= length and int(before["age"]) > age:
            message = Wording(f"篇中又说“{before[0]}”", f"elsewhere the text says {before[0]}")
            yield at(block, start, start + len(str(age)) + 1, message, _ASK)
            return


def _then(said: str, before: str, dead: bool) -> int | None:
    """Return the year in which somebody was as old as is told: the last one between birth and age;
    where the age is that at death, one told before in the sentence will do."""
    years = _THEN.findall(said) or (_THEN.findall(re.split("[。！？]", before)[-1]) if dead else [])
    return int(years[-1]) if years else None


@rule("N217", Kind.QUERY, "logic")
def ends_before_it_begins(block: Block) -> Iterator[Spot]:
    """What was finished in a year or month before it was begun.

    Why: two dates were swapped, or one is mistyped.

        2022年5月启动，2021年8月完成  →  ask the author
        中文：2022年5月启动，2021年8月完成  →  请作者核实

    中文：先后颠倒。完成、竣工、出院的日期早于启动、开工、入院的日期；请作者核实。
    """
    for match in (
        m
        for pattern in (_COURSE, _FOUNDED, _NEXT, _CAREER, _AFTERWARDS)
        for m in pattern.finditer(block.text)
    ):
        first, last = _day(match["first"]), _day(match["last"])
        if match.groupdict().get("day"):  # 5月10日入院，5月6日出院: of the same year, in one month
            last = (first[0], *last) if len(first) > 2 and first[1] == last[0] else first
        if _EARLIER.search(match[0]):
            continue
        shared = min(len(first), len(last))
        if last[:shared] < first[:shared]:
            message = Wording(
                f"{match['last']}早于{match['first']}",
                f"{match['last']} is before {match['first']}",
            )
            yield at(block, match.start("last"), match.end("last"), message, _ASK)


def _day(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


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


@rule("N231", Kind.QUERY, "knowledge")
def plan_period_differs(block: Block) -> Iterator[Spot]:
    """The years of a five-year plan that are not its own.

    Why: the plans follow each other; that of 2021 to 2025 is the fourteenth.

        “十四五”时期（2020—2025年）  →  “十四五”时期（2021—2025年）

    中文：五年规划的起止年份不对。“十四五”是2021—2025年，前后各五年。
    """
    for match in _PLAN.finditer(block.text) if "五”" in block.text else ():
        begun = _TENTH + _LENGTH * ((number_of(match["number"]) or 10) - 10)
        right = (begun, begun + _LENGTH - 1)
        if (int(match["first"]), int(match["last"])) != right:
            message = Wording(
                f"“{match['number']}五”是{right[0]}—{right[1]}年",
                f"the {match['number']}五 is of {right[0]} to {right[1]}",
            )
            yield at(block, match.start("first"), match.end("last"), message, _ASK)
