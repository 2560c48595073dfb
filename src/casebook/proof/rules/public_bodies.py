"""Public bodies: their names, which issued what when, and what each is called since it was renamed."""

import re
from collections.abc import Iterator, Sequence

from casebook.errata import Kind, Wording
from casebook.proof import own_name
from casebook.proof.blocks import Block, Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule

_BODY = (
    "中共中央办公厅|中共中央宣传部|中共中央组织部|中共中央|国务院办公厅|国务院|中央办公厅|中办|国办|中宣部|中组部|全国人大常委会|教育部|民政部|司法部|公安部|财政部"
    "|最高人民法院|最高人民检察院|国家卫生健康委员会|国家卫生健康委|国家卫健委|国家发展改革委|国家中医药管理局|中央军委|农业农村部|文化和旅游部|人力资源社会保障部|国家医保局|共青团中央|全国总工会"
)
_SHORT = {"中办": "中共中央办公厅", "中央办公厅": "中共中央办公厅", "国办": "国务院办公厅"}
_ISSUED = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?[，]?)?(?P<who>(?:(?:{_BODY})[、和与 ]?)+)?"
    r"(?:联合)?(?:正式)?(?:印发|发布|出台|下发|颁布|制定)(?:了|的)?《(?P<title>[^《》]{4,60})》"
)
_FORMER = re.compile("(?:原|旧称|时称|曾称|当时的|时任|前身为?|更名前的?)[^，。；]{0,6}$")
_OTHER_WORD = re.compile("(?:和|与)?计划生育|系统(?:改革)?|合并|[门队分件]")
"""Behind an old name these make it part of another word: 农业部门."""
_SHORT_NAME = 3
"""Characters of a name that stands also within longer words (企业文化部): before it a word must end."""
_WORD_ENDS = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[年月日由经与和及被向在是受获从对到原报入将把]|国家|中央|全国)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_LOCAL = re.compile("[省市县区州盟旗镇]$")
"""Behind these stands the office of a place, which is called otherwise."""


class Issuers:
    """Who issued a document when, by its title."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.by_title = {_without_issuer(entry.wrong): entry for entry in entries}


def _without_issuer(title: str) -> str:
    """Return a title without blanks, without 试行 and without who issued it before 关于."""
    bare = re.sub(r"（(?:试行|暂行)）|\s", "", title)
    return re.sub("^(?:中共中央|国务院|办公厅|、)+(?=关于)", "", bare)


@rule("F711", Kind.QUERY, "knowledge")
def issuer_or_date_differs(block: Block) -> Iterator[Spot]:
    """A document said to be issued by another body, or in another month, than it was.

    Why: who speaks is part of what is quoted. The list has the month in which it was made known; the
    month before may be that of its signature.

        2021年7月，教育部印发《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》  →  中共中央办公厅、国务院办公厅印发

    Clause: 用词表 issuers.tsv
    中文：发文机关或印发时间与文件不符。表中是播发的年月，早一个月可能是成文的年月，不报；以文件本身为准。
    """
    if block.piece.lists is None or block.quoted or "《" not in block.text:
        return
    issuers = block.piece.lists.made("issuers", Issuers).by_title
    for match in _ISSUED.finditer(block.text):
        entry = issuers.get(_without_issuer(match["title"]))
        if entry is None:
            continue
        right = set(entry.right.split("、"))
        said = {_SHORT.get(body, body) for body in re.findall(_BODY, match["who"] or "")}
        if said and said != right:
            message = Wording(f"由{entry.right}印发", f"{entry.right} issued it")
            yield at(block, *match.span("who"), message, entry.origin, entry.right)
        month = f"-{int(match['month']):02}" if match["month"] else ""
        dated = f"{match['year']}{month}" if match["year"] else ""
        if dated and not _about(dated, entry.more[0]):
            end = match.end("month") + 1 if match["month"] else match.end("year") + 1
            message = Wording(f"印发在 {entry.more[0]}", f"it was issued in {entry.more[0]}")
            yield at(block, match.start("year"), end, message, entry.origin)


def _about(dated: str, month: str) -> bool:
    """Whether a year, or a month, may be that of a document made known in `month`: a document is
    signed before it is made known."""
    year, number = map(int, month.split("-"))
    before = f"{year}-{number - 1:02}" if number > 1 else f"{year - 1}-12"
    return month.startswith(dated) or before.startswith(dated)


@rule("F712", Kind.QUERY, "knowledge")
def body_renamed(block: Block) -> Iterator[Spot]:
    """The old name of a public body, beside a later year than that in which it was renamed.

    Why: since 2018 there is no 国家卫生计生委 but in what happened before.

        2019年3月，国家卫生计生委专家来院调研  →  国家卫生健康委

    Clause: 用词表 renamed_bodies.tsv
    中文：机构已改名。句中（或上一句）写明的年份在改名之年以后而用旧名；“原”“时任”之后除外。
    """
    if block.piece.lists is None or block.quoted:
        return
    for entry, start, end in block.piece.lists.finder("renamed_bodies").find(block.text):
        before = block.text[:start]
        years = _YEAR.findall("".join(re.split("(?<=[。！？])", before)[-2:]))
        since = int(entry.more[0])
        if not years or int(years[-1]) <= since or _FORMER.search(before):
            continue
        short = len(entry.wrong) <= _SHORT_NAME and entry.wrong.endswith("部")
        if _OTHER_WORD.match(block.text, end) or (short and not _WORD_ENDS.search(before)):
            continue
        put = None if re.search("[（、]", entry.right) else entry.right
        message = Wording(
            f"“{entry.wrong}”{since}年改为“{entry.right}”",
            f"{entry.wrong} is {entry.right} since {since}",
        )
        yield at(block, start, end, message, entry.origin, put)


class Bodies:
    """The bodies of the list by the halves of their names, one of which a slip leaves unharmed."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.halves = [(*own_name.halves(entry.wrong), entry) for entry in entries]
        self.right = {name for entry in entries for name in (entry.wrong, *entry.right.split("|"))}


@rule("F713", Kind.QUERY, "knowledge")
def body_misnamed(block: Running | Cell) -> Iterator[Spot]:
    """The full name of a central body with a character wrong, lost, put in or turned round.

    Why: a body has one full name; its offices in the provinces have their own.

        中国残疾人联合总会  →  中国残疾人联合会

    Clause: 用词表 bodies.tsv
    中文：机构全称错了一个字。中央和全国性机构的名称以本机构为准；各地的机构另有名称，不查。
    """
    if block.piece.lists is None or block.quoted:
        return
    bodies = block.piece.lists.made("bodies", Bodies)
    for head, tail, entry in bodies.halves:
        if head not in block.text and tail not in block.text:
            continue
        for start, end in own_name.slips(block.text, entry.wrong):
            chief = block.text[end : end + 1] in ("长", "员")  # 中国红十字会会 长, 中国作协会 员
            if chief or block.text[start:end] in bodies.right or _LOCAL.search(block.text[:start]):
                continue
            message = Wording(f"是不是“{entry.wrong}”", f"is {entry.wrong} meant?")
            yield at(block, start, end, message, entry.origin, entry.wrong)
