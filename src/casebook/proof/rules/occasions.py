"""Days, meetings and jubilees that are counted, against the years they are put in.

A sentence is read without its quotation marks; an occasion in it is held against the year told
nearest before it, or else the first behind it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine, either
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_NUMERAL = r"[一二三四五六七八九十百零〇\d]{1,5}"
_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[—–-](?=\d))(?P<since>以来|起|至今|后|之后|前)?"
)
_SENTENCE = re.compile("[^。！？；]+")
_QUOTES = frozenset("“”《》")
_DATED = re.compile(r"(?:19|20)\d\d年")
"""What a sentence that puts a meeting into a year holds."""
_FAR = 40
"""Characters behind an occasion in which its year may follow."""
_BEGUN = re.compile(
    r"(?:创办|始办|开办|首办|创立|始|首届|首次)(?:举办|举行)?于(?P<year>(?:19|20)\d\d)年"
    r"|(?P<also>(?:19|20)\d\d)年(?:首次|首届)?(?:创办|首办|始办)"
    r"|(?P<since>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:起|开始)，?[^。；，\d]{0,14}每年(?:都)?(?:举办|举行|组织|开展)?一[届次]"
    r"|(?P<held>(?:19|20)\d\d)年(?:成功)?(?:举办|举行|开展|启动)(?:了)?(?:首届|第一届)"
)
_YEARLY = re.compile("每年(?:举办|举行)?一[届次]|一年一[届度次]|每年一度")
_OWN = re.compile(rf"第(?P<number>{_NUMERAL})届")
_FOUNDED = (
    re.compile(
        r"(?P<verb>始建|创建|建院|建校|建馆|建站|建厂|创办|成立|建立|组建|创立|设立)于(?:公元)?(?P<year>1[89]\d\d|20\d\d)年"
    ),
    re.compile(
        r"(?P<year>1[89]\d\d|20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:正式)?(?P<verb>建院|建校|建馆|建站|建厂|始建|创建|创办|成立)(?![\d\u4e00-\u9fff]*周年)"
    ),
)
_OWN_JUBILEE = re.compile(
    rf"(?P<verb>建院|建校|建馆|建站|建厂|创建|创办|成立|组建|创立|设立)(?P<number>{_NUMERAL})周年"
)
_BUILT = frozenset(("始建", "创建", "建院", "建校", "建馆", "建站", "建厂", "创办"))
"""Verbs of the founding of a house; 成立 and the like may be said of anything."""
_CELEBRATED = re.compile("庆祝|迎来|纪念|值此|适逢|正值")
_NEAR = 80
"""Characters between the founding of something and its jubilee."""
_PLENARY = re.compile(
    f"(?P<term>十[二三四五六七八九]|二十)届(?P<number>{_NUMERAL})中全会|党的(?:十[二三四五六七八九]|二十)届(?P<lacking>全会)"
)
_CONGRESS = re.compile(
    f"(?:[六七八九]|十[一二三四]?)届全国(?:人大|政协)(?:第)?(?P<number>{_NUMERAL})次会议"
)
_CONGRESS_OF_THE_PARTY = re.compile(
    "党的第(?P<term>十[五六七八九]|二十)大(?![会])|(?:(?<=[，。；：]|是|在|彻|习|迎|持|合|绕)|^)党(?P<bare>十[五六七八九]|二十)大(?=[以精报召胜闭开，。、的])"
)
"""党的第二十大 and 党二十大: the name is 党的二十大."""
_PLENARIES, _YEARS = 7, 5
"""Plenary sessions of a central committee, and yearly sessions of a congress, that there can be."""


class Sentence(NamedTuple):
    """A sentence without quotation marks, and where each of its characters stands in the block."""

    text: str
    places: Sequence[int]

    def span(self, match: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        """Return where a group of a match stands in the block."""
        start, end = match.span(group)
        return self.places[start], self.places[end - 1] + 1

    def year(self, start: int, end: int) -> int | None:
        """Return the year told nearest before `start`, or first behind `end`; None where none is."""
        years = [match for match in _YEAR.finditer(self.text) if not match["since"]]
        before = [match for match in years if match.end() <= start]
        behind = [match for match in years if end <= match.start() <= end + _FAR]
        nearest = before[-1:] or behind[:1]
        return int(nearest[0]["year"]) if nearest else None


@lru_cache(maxsize=8)  # three rules read the same text one after another
def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(filter(None, map(_sentence, _SENTENCE.finditer(text))))


def _sentence(match: re.Match[str]) -> Sentence | None:
    """Return a sentence, or None where it is nothing but marks."""
    start, end = match.span()
    if _QUOTES.isdisjoint(match[0]):
        return Sentence(match[0], range(start, end))
    places = [n for n in range(start, end) if match.string[n] not in _QUOTES]
    return Sentence("".join(match.string[n] for n in places), places) if places else None


def _unquoted(text: str) -> str:
    """Return a name as it stands in a `Sentence`."""
    return "".join(char for char in text if char not in _QUOTES)


class Sessions:
    """What is counted by the year, by name, and what finds a number of it in a sentence.

    A name may lack the 全国, 世界 or 中国 it begins with: 第五个医师节.
    """

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.by_name: dict[str, ListLine] = {}
        for entry in entries:
            bare = re.sub("^(?:全国|国际|世界|中国|联合国)", "", whole := _unquoted(entry.wrong))
            for name in (whole, bare) if len(bare) > 2 else (whole,):
                self.by_name.setdefault(name, entry)
        self.by_name |= {_unquoted(entry.wrong): entry for entry in entries}
        names = either(self.by_name)
        count = rf"第(?P<number>{_NUMERAL})(?:个|届|次)"
        self.patterns = (
            re.compile(rf"{count}(?:全国|国际|世界|联合国|中国){{0,2}}(?P<name>{names})"),
            re.compile(rf"(?P<name>{names})(?:活动)?(?:是|为|系|已是|已经是|也是)(?:我国|全国)?(?:的)?{count}(?=$|[，。、）]|了)"),
        )  # fmt: skip


@rule("N214", Kind.QUERY, "knowledge")
def session_against_year(block: Running) -> Iterator[Spot]:
    """The number of a day or a meeting that is held every year, and a year that is not its own.

    Why: the number and the year tell each other.

        2022年8月19日第六个中国医师节  →  第五个
        中文：2022年8月19日第六个中国医师节  →  第五个

    Clause: 用词表 sessions.tsv
    中文：“第几届”与年份不合。每年一次的节日、纪念日和会议，按首次的年份推算；请核实。
    """
    if block.piece.lists is None or "第" not in block.text:
        return
    sessions = block.piece.lists.made("sessions", Sessions)
    for sentence in _sentences(block.text):
        for match in (m for pattern in sessions.patterns for m in pattern.finditer(sentence.text)):
            session = sessions.by_name[match["name"]]
            number, year = number_of(match["number"]), sentence.year(*match.span())
            right = year - int(session.right) + 1 if year else 0
            if number is None or number == right or right < 1:
                continue
            message = Wording(
                f"{year}年是第{right}个（届、次）{session.wrong}",
                f"{session.wrong} of {year} is number {right}",
            )
            yield at(block, *sentence.span(match, "number"), message, session.origin)
    yield from _own_sessions(block)


def _own_sessions(block: Block) -> Iterator[Spot]:
    """Hold the numbers of a festival against the year its own paragraph says it began in."""
    begun = _BEGUN.search(block.text)
    if begun is None or not _YEARLY.search(block.text):
        return
    first = int(begun["year"] or begun["also"] or begun["since"] or begun["held"])
    for sentence in _sentences(block.text):
        for match in _OWN.finditer(sentence.text):
            number, year = number_of(match["number"]), sentence.year(*match.span())
            right = year - first + 1 if year and year != first else 0
            if number is not None and right > 0 and number != right:
                message = Wording(
                    f"{first}年创办，每年一届，{year}年是第{right}届",
                    f"held yearly since {first}: in {year} it is number {right}",
                )
                hint = Wording("请作者核实。", "Ask the author.")
                yield at(block, *sentence.span(match, "number"), message, hint)


class Jubilees:
    """The years that jubilees are counted from, by name, and what finds one in a sentence."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.by_name = {_unquoted(entry.wrong): entry for entry in entries}
        self.pattern = re.compile(
            rf"(?P<name>{either(self.by_name)})(?:的)?第?(?P<number>{_NUMERAL})个?周年"
        )


@rule("N215", Kind.QUERY, "knowledge")
def jubilee_against_year(block: Running) -> Iterator[Spot]:
    """A jubilee that does not fall in the year it is put in.

    Why: the year of the founding is known, or the text itself tells it.

        2021年庆祝建党101周年  →  100周年
        中文：2021年庆祝建党101周年  →  100周年

    Clause: 用词表 jubilees.tsv
    中文：周年与年份不合。建党、新中国成立、改革开放等的年份是定的，本单位建院的年份以篇中所写为准；请核实。
    """
    if block.piece.lists is None or "周" not in block.text:
        return
    jubilees = block.piece.lists.made("jubilees", Jubilees)
    for sentence in _sentences(block.text):
        if "周年" not in sentence.text:
            continue
        taken: set[int] = set()
        for match in jubilees.pattern.finditer(sentence.text):
            entry = jubilees.by_name[match["name"]]
            taken.add(match.start("number"))
            yield from _jubilee(block, sentence, match, int(entry.right), entry.origin)
        for match in _OWN_JUBILEE.finditer(sentence.text):
            first = _founded(block, sentence, match)
            if first is not None and match.start("number") not in taken:
                hint = Wording(f"篇中写明{first}年。", f"The text itself says {first}.")
                yield from _jubilee(block, sentence, match, first, hint)


def _jubilee(
    block: Block, sentence: Sentence, match: re.Match[str], first: int, hint: Wording
) -> Iterator[Spot]:
    number, year = number_of(match["number"]), sentence.year(*match.span())
    right = year - first if year else 0
    if number is not None and right > 0 and number != right:
        name = match.groupdict().get("name") or match["verb"]
        message = Wording(f"{year}年是{name}{right}周年", f"in {year} it was {right} years")
        yield at(block, *sentence.span(match, "number"), message, hint)


def _founded(block: Block, sentence: Sentence, jubilee: re.Match[str]) -> int | None:
    """Return the year in which what has a jubilee was founded, if the text tells one alone."""
    built = jubilee["verb"] in _BUILT
    if built:
        foundings = [m for b in block.piece.blocks for p in _FOUNDED for m in p.finditer(b.text)]
        years = {int(m["year"]) for m in foundings if m["verb"] in _BUILT}
        return years.pop() if len(years) == 1 else None
    place = sentence.places[jubilee.start()]
    foundings = [m for pattern in _FOUNDED for m in pattern.finditer(block.text)]
    foundings = [m for m in foundings if m["verb"] not in _BUILT and 0 <= place - m.end() <= _NEAR]
    subject = re.search(r"[\u4e00-\u9fff]{2}$", sentence.text[: jubilee.start()])
    named = subject[0] if subject and not _CELEBRATED.search(subject[0]) else ""
    near = {
        int(m["year"])
        for m in foundings
        if named in block.text[max(0, m.start() - _NEAR) : m.end()]
    }
    return near.pop() if len(near) == 1 else None


class Meetings:
    """When meetings were held, by name, and what finds a sentence that puts one into a month.

    Ordinals of names (第十九届亚运会) are read in figures as well.
    """

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.by_name: dict[str, ListLine] = {}
        for entry in entries:
            name = _unquoted(entry.wrong).removeprefix("党的")
            self.by_name[name] = entry
            figures = re.sub(f"(?<=第){_NUMERAL}(?=届)", lambda m: str(number_of(m[0])), name)
            self.by_name.setdefault(figures, entry)
        name = rf"(?:中国共产党|中共|党的|在?[\u4e00-\u9fff]{{0,3}}召开的)?(?P<name>{either(self.by_name)})"
        date = r"(?P<date>(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月(?:\d{1,2}日)?)?)"
        held = "(?:召开|举行|举办|开幕|闭幕|作出|通过|提出|审议|强调|部署|指出|确定|要求|决定)(?!不|前|后|之后|以来|刚)"
        how = r"(?:胜利|隆重|在京|首次|明确|鲜明|顺利|成功|在[\u4e00-\u9fff]{2,6}?(?=召开|举行|举办|开幕|闭幕))*"
        between = r"(?:[，至]|\d|日|在北京)*"
        self.patterns = (
            re.compile(rf"{date}{between}(?:召开的|举行的|举办的)?{name}(?:报告|公报)?{how}{held}"),
            re.compile(rf"{date}{between}(?:召开|举行|举办|开幕|闭幕)的{name}"),
            re.compile(rf"{name}(?:胜利|隆重|顺利)?于{date}(?:至\d{{1,2}}日)?{how}{held}"),
            re.compile(rf"{name}[（(]{date}[）)]"),
            re.compile(rf"{name}{date}{how}(?:召开|举行|举办|开幕|闭幕)"),
        )  # fmt: skip


@rule("N219", Kind.QUERY, "knowledge")
def meeting_against_date(block: Running) -> Iterator[Spot]:
    """A meeting put into a year or a month in which it was not held.

    Why: the number of a session is easily mistaken for the next one.

        2015年10月，党的十八届六中全会作出部署  →  十八届五中全会
        中文：2015年10月，党的十八届六中全会作出部署  →  党的十八届五中全会

    Clause: 用词表 meetings.tsv
    中文：会议与召开的年月不合。届次或时间有一个不对；学习、贯彻会议精神的时间不查。
    """
    if block.piece.lists is None or "年" not in block.text:
        return
    meetings = block.piece.lists.made("meetings", Meetings)
    for sentence in _sentences(block.text):
        if not _DATED.search(sentence.text):
            continue
        seen: set[int] = set()
        for match in (m for pattern in meetings.patterns for m in pattern.finditer(sentence.text)):
            entry = meetings.by_name[match["name"]]
            said = match["year"] + (f"-{int(match['month']):02}" if match["month"] else "")
            if entry.right[: len(said)] == said or match.start("name") in seen:
                continue
            seen.add(match.start("name"))
            message = Wording(
                f"“{entry.wrong}”在 {entry.right}", f"{entry.wrong} was held in {entry.right}"
            )
            yield at(block, *sentence.span(match, "name"), message, entry.origin)


@rule("N229", Kind.QUERY, "knowledge")
def no_such_session(block: Running) -> Iterator[Spot]:
    """A session with a number that there is not, or without one.

    Why: a central committee has seven plenary sessions, a congress five; the number was mistyped.

        党的十九届八中全会  →  ask the author
        中文：党的十九届八中全会  →  请作者核实

    中文：没有这一次会议。一届中央委员会至多开七次全会，一届全国人大、政协开五次会议；“党的十九届全会”则漏了次数。
    """
    hint = Wording("核对届次。", "Check the number.")
    for match in _CONGRESS_OF_THE_PARTY.finditer(block.text):
        name = f"党的{match['term'] or match['bare']}大"
        message = Wording(f"“{match[0]}”应作“{name}”", f"the name is {name}")
        yield at(block, *match.span(), message, hint, name)
    for pattern, most in ((_PLENARY, _PLENARIES), (_CONGRESS, _YEARS)):
        for match in pattern.finditer(block.text):
            number = number_of(match["number"]) if match["number"] else None
            if number is not None and number > most:
                message = Wording(f"没有“{match[0]}”", f"there was no {match[0]}")
                yield at(block, match.start(), match.end(), message, hint)
            elif pattern is _PLENARY and match["lacking"]:
                message = Wording(f"“{match[0]}”漏了第几次", "the number of the session is lacking")
                yield at(block, match.start(), match.end(), message, hint)
