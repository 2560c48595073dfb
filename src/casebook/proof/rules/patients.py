"""Persons a text makes known: patients by name and bed or address, children by name."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block
from casebook.proof.findings import Spot, at
from casebook.proof.person_names import full_person, person
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_PERSON, _FULL = person("name"), full_person("full")
_BEHIND = "(?=[，。、；：（(！？”\\s]|$|因|在|被|于|是|从|说|患|突|今年|已|经|正|来|的|家住|住|现住|出生|出院|入院|[男女]，)"
_NAMED = f"(?:{_PERSON}{_BEHIND}|{_FULL})"
_PATIENT = "(?:患者|病人|产妇|孕妇|病友|伤员|老人|低保户|贫困户|村民|居民)"
_BED = r"(?:[A-Za-z]?\d{1,3}(?:号?床|病室|病房)|(?:床号|病床|床位)[：:]?\s*[A-Za-z]?\d{1,3}|\d{1,2}楼\d{1,3}床)"
_HOME = (
    r"(?:家住|现住|住在|住址|家庭住址|户籍地?|地址)[：:为在]?[^，。；]{0,24}?"
    r"(?:路|街|巷|弄|村|屯|组|小区|家园|花园|新村)(?:[^，。；]{0,12}?(?:号|栋|幢|单元|室|组))?"
)
_IDENTIFIED = (
    re.compile(f"{_BED}(?:的|{_PATIENT}|[，：:、])*{_NAMED}"),
    re.compile(f"{_PATIENT}{_NAMED}[^。！？]{{0,30}}?(?:{_BED}|{_HOME})"),
    re.compile(f"{_PERSON}[，（(]\\s*[男女][，,][^。！？]{{0,24}}?(?:{_BED}|{_HOME})"),
)
_AGE = (
    r"(?<![\d.])(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})个?(?:周?岁|月大)(?:半|多|零\d+个月)?"
)
_CHILD = (
    "(?:患儿|患童|病儿|小患者|男童|女童|男孩|女孩|儿童|孩子|小朋友|小学生|初中生|高中生|中学生"
    "|留守儿童|孤儿|婴儿|幼儿|少年|少女|小姑娘)"
)
_MINORS = (
    re.compile(f"{_CHILD}{_NAMED}"),
    re.compile(f"{_AGE}的?(?:{_CHILD}|学生){_NAMED}"),
    re.compile(f"{_AGE}的{_PERSON}{_BEHIND}"),
    re.compile(f"{_PERSON}[，（(](?:[男女][，,])?(?:今年|现年|年仅|时年)?{_AGE}"),
)
_YEARS = re.compile(r"(?<![\d.])(\d{1,3}|[一二三四五六七八九十]{1,3})周?岁")
_ASSUMED = re.compile("化名|假名|代称")
_ADULT = 18
_MASK = Wording(
    "改为“张某”一类的称谓，删去床号、住址；经本人书面同意刊出的，写保留并说明理由。",
    "Write 张某 and the like, and take out bed or address; what the patient agreed to in writing "
    "is kept by a stet that says so.",
)
_MASK_CHILD = Wording(
    "改为化名或“小某”；监护人书面同意刊出的，写保留并说明理由。",
    "Use another name; what the guardian agreed to in writing is kept by a stet that says so.",
)


@rule("X016", Kind.ERRATUM)
def patient_identified(block: Block) -> Iterator[Spot]:
    """A patient's full name together with the bed or the address.

    Why: who was ill with what is nobody's business; a name with a place is a person.

        12床患者张建国  →  患者张某

    Clause: 个人信息保护法 第二十八条、第二十九条; 医师法 第二十三条; 医疗机构病历管理规定 第六条
    中文：书里能认出病人是谁。姓名与床号或住址并见；改为“张某”，删去床号、住址，经本人书面同意的写明理由。
    """
    yield from _persons(block, _IDENTIFIED, _IDENTIFIED_FAULT, _MASK)


@rule("X017", Kind.ERRATUM)
def minor_named(block: Block) -> Iterator[Spot]:
    """The full name of somebody who is not of age.

    Why: the law protects children from being made known; they cannot agree themselves.

        8岁的患儿张小明  →  8岁的患儿小明（化名）

    Clause: 未成年人保护法 第四条、第一百零三条; 个人信息保护法 第三十一条
    中文：书里印有未成年人的姓名。改用化名；监护人书面同意刊出的写明理由。
    """
    yield from _persons(block, _MINORS, _MINOR_FAULT, _MASK_CHILD)


_IDENTIFIED_FAULT = Wording(
    "病人“{name}”的姓名与床号或住址并见", "{name}: a patient's name with bed or address"
)
_MINOR_FAULT = Wording("未成年人“{name}”的姓名", "{name}: the name of a minor")


def _persons(
    block: Block, patterns: tuple[re.Pattern[str], ...], fault: Wording, hint: Wording
) -> Iterator[Spot]:
    seen: set[int] = set()
    for pattern in patterns:
        for match in pattern.finditer(block.text):
            group = "name" if match["name"] else "full"
            start, end = match.span(group)
            name = match[group]
            around = block.text[max(0, start - 10) : end + 12]
            ages = _YEARS.findall(block.text[max(0, start - 12) : start])
            ages += [match["age"]] if "age" in pattern.groupindex else []
            grown = patterns is _MINORS and any(_years(age) >= _ADULT for age in ages)
            if start in seen or grown or name[0] == name[-1] or _ASSUMED.search(around):
                continue
            seen.add(start)
            message = Wording(fault.zh.format(name=name), fault.en.format(name=name))
            yield at(block, start, end, message, hint)


def _years(age: str) -> int:
    return number_of(age) or 0
