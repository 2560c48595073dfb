"""Persons a text makes known: patients by name and bed or address, children by name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block
from casebook.proof.findings import Spot, at
from casebook.proof.person_names import full_person, person
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_PERSON, _FULL = person("name"), full_person("full")
_BEHIND = "(?=[，。、；：（(！？”\\s]|$|因|在|被|于|是|从|说|患|突|今年|已|经|正|来|的|家住|住|现住|出生|出院|入院|[男女]，)"
_NAMED = f"(?:{_PERSON}{_BEHIND}|{_FULL})"
_PATIENT = "(?:患者|病人|产妇|孕妇|病友|伤员|老人|低保户|贫困户|村民|居民|女士|先生|残疾人|家属)"
_BED = (
    r"(?:[A-Za-z]?\d{1,3}(?:号?床|病室|病房)|(?:床号|病床|床位)[：:]\s*[A-Za-z]?\d{1,3}"
    r"|(?:床号|病床|床位)\s*[A-Za-z]?\d{1,3}(?![\d.,～万千百亿余多张])|\d{1,2}楼\d{1,3}床)"
)
"""A bed by its number; 床位5万张 tells how many there are."""
_HOME = (
    r"(?:家住|现住|住在|(?<=[，（(])住|住址|家庭住址|户籍地?|地址)[：:为在]?[^，。；]{0,24}?"
    r"(?:路|街|巷|弄|村|屯|组|小区|社区|家园|花园|新村|号楼)(?:[^，。；]{0,14}?(?:号|栋|幢|单元|室|组))?"
)
_ILL = "(?:患|病|症|瘤|癌|瘫|残|手术|住院|治疗|透析|化疗|低保|离异|去世)"
_SECRET = (
    "(?:艾滋病(?:感染者|患者|病人|毒感染者)|HIV(?:感染者|患者)|精神(?:障碍|病|分裂症)(?:患者|病人)|性病患者|梅毒患者|戒毒人员|吸毒人员"
    "|社区矫正(?:对象|人员)|刑满释放人员|被拐妇女|被性侵者|家暴受害者|肺结核患者|乙肝患者)"
)
"""What the law says must not be known of somebody by name."""
_IDENTIFIED = (
    re.compile(f"{_BED}(?:的|{_PATIENT}|[，：:、])*{_NAMED}"),
    re.compile(f"{_PATIENT}{_NAMED}[^。！？]{{0,30}}?(?:{_BED}|{_HOME})"),
    re.compile(f"{_PERSON}[，（(]\\s*[男女][，,][^。！？]{{0,24}}?(?:{_BED}|{_HOME})"),
    re.compile(f"{_HOME}的[^，。；！？]{{0,6}}?{_PATIENT}{_NAMED}"),
    re.compile(f"{_HOME}的{_NAMED}(?=[^。！？]{{0,30}}?{_ILL})"),
    re.compile(f"{_NAMED}(?:老人|大爷|大妈|奶奶|爷爷)?[（(][^（）()。]{{0,8}}?{_BED}"),
    re.compile(f"{_NAMED}[，（(][^。！？]{{0,16}}?{_HOME}(?=[^。！？]{{0,20}}?{_ILL})"),
    re.compile(f"{_SECRET}[：:]?{_NAMED}"),
)
_BED_HOME_OR_SECRET = re.compile(f"[床室房住]|户籍|地址|{_SECRET}")
"""What every text holds that one of `_IDENTIFIED` meets: of each bed and home a word, or a secret."""
_AGE = (
    r"(?<![\d.])(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})个?(?:周?岁|月大)(?:半|多|零\d+个月)?"
)
_CHILD = (
    "(?:患儿|患童|病儿|小患者|男童|女童|男孩|女孩|儿童|孩子|小朋友|小学生|初中生|高中生|中学生"
    "|留守儿童|孤儿|婴儿|幼儿|(?<!青)少年|少女|小姑娘|未成年人|女生|男生|童星|小女孩|小男孩|早产儿|新生儿"
    "|(?:小学|初中|高中|中学|幼儿园)?(?:[一二三四五六七八九]年级|[初高][一二三]|[小中大]班)(?:的)?(?:学生|女生|男生|同学|小朋友|的)"
    "|(?<![大留系])学生)"
)
_PUPIL = "(?:小学|初中|中学|高中|幼儿园|年级|班级|读书|上学|辍学|父母|爸爸|妈妈|奶奶|爷爷|孩子)"
_MINORS = (
    re.compile(f"{_CHILD}{_NAMED}"),
    re.compile(f"{_AGE}的?(?:{_CHILD}|学生){_NAMED}"),
    re.compile(f"{_AGE}的{_PERSON}{_BEHIND}"),
    re.compile(f"{_PERSON}[，（(](?:[男女][，,])?(?:今年|现年|年仅|时年)?{_AGE}"),
    re.compile(
        f"(?:儿子|女儿|孙子|孙女|外孙女?|孩子|弟弟|妹妹){_PERSON}[，（(]?(?:今年|现年|年仅|才|刚满|只有){_AGE}"
    ),
    re.compile(f"(?:年仅|今年|刚满|才){_AGE}的{_PERSON}(?=[^。]{{0,20}}?{_PUPIL})"),
    re.compile(f"{_AGE}的{_FULL}(?=[^。]{{0,20}}?{_PUPIL})"),
)
_CHILD_OR_AGE = re.compile(f"岁|月大|{_CHILD}")
"""What every text holds that one of `_MINORS` meets."""
_BORN = re.compile(
    f"{_PERSON}[，（(](?:[男女][，,])?(?P<born>20[0-2]\\d)年(?:\\d{{1,2}}月)?(?:\\d{{1,2}}日)?(?:出)?生"
)
_NEED = "(?:患者|病人|产妇|孕妇|病友|伤员|伤者|被害人|受害人|被害者|受害者|受援人|信访人|上访人|救助对象|低保户|特困户)"
_NEEDY = re.compile(_NEED)
_BARELY = (re.compile(f"(?<![非无]){_NEED}(?:家属)?{_NAMED}"),)
_YEARS = re.compile(r"(?<![\d.])(\d{1,3}|[一二三四五六七八九十]{1,3})周?岁")
_ASSUMED = re.compile("化名|假名|代称")
_GROWN = re.compile("(?:[5-9]0|[89]5|00)后|大学|研究生|毕业|入伍|参军|返乡|创业|就业")
"""Words before a name that tell of somebody of age."""
_AT_WORK = re.compile(
    "(?:主任|副主任|主治|住院)?(?:医师|医生|护士|护师|老师|教师|教授|讲师|研究员|博士|硕士|主任|院长|书记|校长|经理)"
)
"""Words behind a name that tell the same: 王主任的学生朱熠林医师."""
_ILLNESS = "素症炎病酸酶"
"""What stands behind words of medicine that look like a name: 新生儿高胆红素血症."""
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
_IDENTIFIED_FAULT = Wording(
    "“{name}”的姓名与床号、住址或依法保密的病情并见",
    "{name}: a name with bed, address or an illness that the law keeps secret",
)
_NAMED_FAULT = Wording(
    "病人、被害人或救助对象“{name}”的全名", "{name}: the full name of a patient or a victim"
)
_MINOR_FAULT = Wording("未成年人“{name}”的姓名", "{name}: the name of a minor")


@rule("X016", Kind.ERRATUM)
def patient_identified(block: Block) -> Iterator[Spot]:
    """A patient's full name together with the bed or the address.

    Why: who was ill with what is nobody's business; a name with a place is a person.

        12床患者张建国  →  患者张某

    Clause: 个人信息保护法 第二十八条、第二十九条; 医师法 第二十三条; 医疗机构病历管理规定 第六条
    中文：书里能认出病人是谁。姓名与床号或住址并见，或与艾滋病、精神障碍、戒毒等依法保密的事并见；改为“张某”，删去床号、住址，经本人书面同意的写明理由。
    """
    if _BED_HOME_OR_SECRET.search(block.text):
        yield from _persons(block, _IDENTIFIED, _IDENTIFIED_FAULT, _MASK)


@rule("X023", Kind.QUERY)
def patient_named(block: Block) -> Iterator[Spot]:
    """The full name of a patient, of a victim or of somebody in need, without any address.

    Why: who was ill, wronged or poor is told only by those who agreed; 患者刘某 says as much.

        患者刘桂兰每周换药  →  患者刘某每周换药

    Clause: 个人信息保护法 第二十八条、第二十九条; 医师法 第二十三条
    中文：印出了病人、被害人、救助对象的全名。改为“刘某”；本人书面同意刊出的，写保留并说明理由。
    """
    if not _NEEDY.search(block.text):
        return
    identified = {spot.start for spot in patient_identified(block)}
    identified |= {spot.start for spot in minor_named(block)}
    for spot in _persons(block, _BARELY, _NAMED_FAULT, _MASK):
        if spot.start not in identified:
            yield spot


@rule("X017", Kind.ERRATUM)
def minor_named(block: Block) -> Iterator[Spot]:
    """The full name of somebody who is not of age.

    Why: the law protects children from being made known; they cannot agree themselves.

        8岁的患儿张小明  →  8岁的患儿小明（化名）

    Clause: 未成年人保护法 第四条、第一百零三条; 个人信息保护法 第三十一条
    中文：书里印有未成年人的姓名。改用化名；监护人书面同意刊出的写明理由。
    """
    if _CHILD_OR_AGE.search(block.text):
        yield from _persons(block, _MINORS, _MINOR_FAULT, _MASK_CHILD)
    year = int(block.piece.lists.year or 0) if block.piece.lists else 0
    for match in _BORN.finditer(block.text):
        if year - int(match["born"]) < _ADULT and not _ASSUMED.search(
            block.text[match.end() :][:12]
        ):
            name = match["name"]
            message = Wording(_MINOR_FAULT.zh.format(name=name), _MINOR_FAULT.en.format(name=name))
            yield at(block, *match.span("name"), message, _MASK_CHILD)


@lru_cache(maxsize=8)  # of a block the named ones are asked what is identified, too
def _persons(
    block: Block, patterns: tuple[re.Pattern[str], ...], fault: Wording, hint: Wording
) -> tuple[Spot, ...]:
    return tuple(_each_person(block, patterns, fault, hint))


def _each_person(
    block: Block, patterns: tuple[re.Pattern[str], ...], fault: Wording, hint: Wording
) -> Iterator[Spot]:
    seen: set[int] = set()
    for pattern in patterns:
        for match in pattern.finditer(block.text):
            group = "name" if match.groupdict().get("name") else "full"
            start, end = match.span(group)
            name = match[group]
            around = block.text[max(0, start - 10) : end + 12]
            ages = _YEARS.findall(block.text[max(0, start - 12) : start])
            ages += [match["age"]] if "age" in pattern.groupindex else []
            before = block.text[max(0, match.start() - 8) : start]
            grown = patterns is _MINORS and (
                any(_years(age) >= _ADULT for age in ages)
                or _GROWN.search(before) is not None
                or _AT_WORK.match(block.text, end) is not None
            )
            no_name = name[0] == name[-1] or block.text[end : end + 1] in tuple(_ILLNESS)
            if start in seen or grown or no_name or _ASSUMED.search(around):
                continue
            seen.add(start)
            message = Wording(fault.zh.format(name=name), fault.en.format(name=name))
            yield at(block, start, end, message, hint)


def _years(age: str) -> int:
    return number_of(age) or 0
