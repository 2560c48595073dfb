"""The labels of application forms: what a cell, or the head of a line, asks for.

Enters: the words of a cell or a line. Leaves: the label they are, with the field it asks for, or
the pairs of label and value a line is made of. The lexicon is a data file; people write its labels
with spaces (申 报 单 位), one character a line, with colons, numbers before and notes behind.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "form_labels.tsv"
_TRADITIONAL = _FILE.with_name("form_labels_traditional.txt")
LONGEST, LONGEST_LINE = 30, 400
"""Characters of a label with its note; of a line in which more labels are looked for."""


class Field(StrEnum):
    """What a label asks for."""

    ORGANISATION = "organisation"
    RECOMMENDER = "recommender"
    TITLE = "title"
    SUBTITLE = "subtitle"
    CATEGORY = "category"
    CREDIT = "credit"
    HEAD = "head"
    PERSON = "person"
    CONTACT = "contact"
    PRIVATE = "private"
    SUMMARY = "summary"
    KEYWORDS = "keywords"
    BODY = "body"
    SECTION = "section"
    OFFICE = "office"
    REMARK = "remark"


TEXTS = frozenset({Field.BODY, Field.SECTION, Field.SUMMARY})
"""What is answered with paragraphs."""
PEOPLE = frozenset({Field.CREDIT, Field.CONTACT, Field.HEAD, Field.PRIVATE})
"""What is answered with persons, whose own organisations are not that of the case."""
WITHHELD = frozenset({Field.CONTACT, Field.PRIVATE})
"""What no edition prints and only the private file keeps."""


@dataclass(frozen=True)
class Label:
    """A label: as printed, without spaces and notes, what it asks for, how telling it is."""

    text: str
    name: str
    field: Field
    weight: int

    @property
    def heads_block(self) -> bool:
        """Whether it is the name of a block of labels (基本信息, 单位信息) and asks for nothing itself."""
        return self.field is Field.OFFICE and _BLOCK.search(self.name) is not None

    @property
    def of_office(self) -> bool:
        """Whether it asks for an opinion, a stamp or a day, which are no part of a case."""
        return self.field is Field.OFFICE and not self.heads_block


_BLOCK = re.compile(r"(?<!作者)信息$")
_SPACE = re.compile(r"[\s\u3000_＿]+")
_NOTE = re.compile(r"[（(【\[［][^（）()【】\[\]［］]*[）)】\]］]")
_LIMIT = re.compile(r"(?:限|不超过|不少于|控制在|约)?\d{2,5}字(?:以内|以上|左右|内)?$")
_NUMBER = re.compile(
    r"^(?:[※*★☆●■□◆▲]+|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])+"
)
_ENDS = "：:、，,；;※*"
_POLITE = "(?:[您你]所在的?|您的?|贵|请(?:您)?(?:填写|输入|选择|上传|写明))"
_ADDRESSED = re.compile(rf"^{_POLITE}(?=[\u4e00-\u9fff]{{2}})")
"""How a questionnaire asks: 您的单位名称, 您所在的单位, 请填写案例名称."""
_COUNTED = re.compile(r"(?<=[\u4e00-\u9fff])(?:[0-9０-９]{1,2}|[一二三四五①-⑨])$")
"""The number behind a label that is asked more than once: 联系人1."""
_JOINTS = re.compile(r"[/／、及和与&＆]|以及")
_LATIN = re.compile(
    r"(?<=[\u4e00-\u9fff])[/／|]?[A-Za-z][A-Za-z().'&/\-]*$|^[A-Za-z][A-Za-z().'&/\-]*[/／|]?(?=[\u4e00-\u9fff])"
)
"""The English behind or before a label of two languages."""
_HOUSE = "(?:单位|企业|公司|机构|部门|学校|医院|院校|社区|集体|支部|党组织|主体|园所|村镇|站所)"
_TO_SEND = "(?:来稿|荐稿|送审|送稿|遴选|应征|申报|申请|参评|参赛|参选|报送|选送|呈报|上报|投稿|供稿|填报|实施|完成|建设|承担|创建|创作|所在|所属|报名|牵头|承办|主办|推选|参展|出品|撰写|编写|制作|作者|案例|作品|项目|成果|典型|品牌|发布)"
_ENDINGS = (
    (re.compile(r"(?:推荐|主管|上级|归口|审核|组织|指导|主办|批准|评审)(?:单位|部门|机构|机关)(?:名称|全称)?$"),
     Field.RECOMMENDER),
    (re.compile(rf"(?:{_HOUSE}|部门)(?:名称|全称)$|{_TO_SEND}(?:{_HOUSE}|院系|部门)$"),
     Field.ORGANISATION),
    (re.compile(r"(?:类别|类型|领域|方向|组别|赛道|门类|体裁|种类)$"), Field.CATEGORY),
    (re.compile(r"(?<!专业)(?<!奖项)(?<!奖励)(?<!荣誉)(?<!附件)(?<!账户)(?<!帐户)(?<!职务)(?<!栏目)(?<!证书)(?<!证件)(?<!银行)(?:名称|题目|标题|题名)$|^(?:案例|作品|成果|项目|稿件|文章|论文|典型)(?:名|全称|题)$"),
     Field.TITLE),
    (re.compile(r"(?:作者|执笔|撰稿|主创|(?:完成|创作|创造|创建|发明|设计|撰写|编写|编著|执笔|撰稿|写作|主创|参与|申报|投稿|供稿|讲述|制作|编导|摄影|合作|参加)(?:人|者|人员|成员|团队))(?:姓名|名单)?$"),
     Field.CREDIT),
    (re.compile(r"(?:简介|概述|摘要|梗概)$"), Field.SUMMARY),
    (re.compile(r"(?:正文|全文|内容|描述|事迹|事迹材料|案例材料|文稿|原文)(?:(?:粘贴|填写|录入|撰写)处)?$"), Field.BODY),
    (re.compile(r"(?:做法|举措|措施|成效|效果|启示|经验|背景|缘由|缘起|起因|过程|意义|价值|创新点|亮点|特色|反响|展望|思考|体会|反思|感悟|问题|挑战|对策|机制)$"),
     Field.SECTION),
)  # fmt: skip
"""Labels that are known by their ends, being too many to list."""
_PRIVATE_END = re.compile(
    r"(?:电话|手机|手机号|号码|邮箱|信箱|邮件|传真|固话|座机|微信号?|QQ号?|地址|住址|邮编|身份证号?"
    r"|账号|帐号|卡号|开户行|开户银行|(?:联系|联络|通联|通讯|通信)(?:方式|信息)|出生年月日?|出生日期)$"
)
_CONTACT_END = re.compile(
    r"(?:联系|联络|经办|填报|填表|报送|呈报|通联|对接|收件|收款|制表|上报|送审|领奖|报名|具体负责)(?:人|者|员|人员)(?:姓名)?$"
    r"|^(?:联系|联络|通讯|通信)作者$"
)
_OFFICE_END = re.compile(
    r"(?:意见|承诺|承诺书|声明|盖章|公章|签字|签章|批示|结论|须知|填写说明|填表说明|(?:推荐|申报|推选|评选|获奖|申请)(?:理由|评语)"
    r"|(?:审核|审批|审定|审查|核稿|批准|签发)(?:人|情况|结果)?|(?:填表|填报|申报|报送|推荐|审核|提交|上报)(?:日期|时间))$"
)
_MOST, _ENDED = 14, 8
"""Characters of a label that is known by its end only."""
_SCRAP = 40
"""Characters of a value that is no text."""


@cache
def _lexicon() -> dict[str, tuple[Field, int]]:
    lexicon: dict[str, tuple[Field, int]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            field, weight, names = line.split("\t")
            for name in names.split():
                lexicon.setdefault(folded(name).lower(), (Field(field), int(weight)))
    return lexicon


def folded(text: str) -> str:
    """Return a label without spaces, numbers before it, notes and colons behind it."""
    text = _ADDRESSED.sub("", _NUMBER.sub("", _SPACE.sub("", text))).rstrip(_ENDS)
    bare = _LIMIT.sub("", _NOTE.sub("", text)).strip(_ENDS)
    return (bare or text.strip("（）()")).translate(_simplified())


def number_of_label(text: str) -> str:
    """Return the number that stands before a label (一、, （1）), or nothing."""
    number = _NUMBER.match(_SPACE.sub("", text))
    return number[0].lstrip("※*★☆●■□◆▲") if number else ""


@cache
def _simplified() -> dict[int, int]:
    """Return the traditional characters that labels are written with, and their simplified forms."""
    pairs = _TRADITIONAL.read_text("utf-8").split()
    return {ord(pair[0]): ord(pair[1]) for pair in pairs}


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """Return the label that `text` is, or None when it is anything else."""
    bare = _SPACE.sub("", text)
    if not bare or len(_NOTE.sub("", bare)) > LONGEST:
        return None
    name = folded(text)
    if not 0 < len(name) <= _MOST + 4 or re.search(r"[。！？；]", name):
        return None
    known = _known(name)
    return None if known is None else Label(text.strip(), name, *known)


def unknown(text: str) -> Label:
    """Return the label of a value nobody knows the use of."""
    return Label(text.strip(), folded(text), Field.REMARK, 0)


def is_short(text: str) -> bool:
    """Whether a value without a label is a scrap and no text."""
    return len(text) <= _SCRAP and "。" not in text


def _known(name: str) -> tuple[Field, int] | None:
    direct = _lexicon().get(name.lower()) or _lexicon().get(_COUNTED.sub("", name).lower())
    if direct is not None:
        return direct
    if (chinese := _LATIN.sub("", name)) != name and chinese:
        return _known(chinese)
    parts = [part for part in _JOINTS.split(name) if part]
    if len(parts) > 1:
        fields = [_known(part) for part in parts]
        if all(fields):
            known = [weighed_field for weighed_field in fields if weighed_field]
            withheld = next((weighed for weighed in known if weighed[0] in WITHHELD), None)
            return withheld or known[0]
    if len(name) <= _MOST and _CONTACT_END.search(name):
        return Field.CONTACT, 1
    if len(name) <= _MOST and _PRIVATE_END.search(name):
        return Field.PRIVATE, 1
    if len(name) <= _MOST and _OFFICE_END.search(name) and not name.startswith(("的", "了")):
        return Field.OFFICE, 1
    if len(name) <= _ENDED and "的" not in name:
        return next(((field, 1) for end, field in _ENDINGS if end.search(name)), None)
    return None


@cache
def _at_head() -> re.Pattern[str]:
    """Return the pattern of a label with its colon, spaces between its characters allowed."""
    names = sorted(_lexicon(), key=len, reverse=True)
    spaced = (r"[ \u3000]*".join(map(re.escape, name)) for name in names)
    ended = (
        r"[\u4e00-\u9fff]{2,10}(?:意见|承诺书?|电话|手机|邮箱|信箱|地址|传真|微信|联系人|联络人|联络员|号码|账号|帐号|邮编|邮政编码|开户行"
        r"|单位|名称|题目|标题|类别|类型|作者|方式|日期|正文|全文|内容|事迹|(?:审核|审批|填表|填报|报送)人)"
    )
    note = r"(?:[ \u3000]*[（(\[][^（）()\[\]\n]{0,30}[）)\]])?(?:[ \u3000]*[A-Za-z][A-Za-z().'&/\- ]{1,20})?"
    return re.compile(
        rf"[【［\[]?(?P<label>{_POLITE}?(?:{'|'.join(spaced)}|{ended}){note})(?:[ \u3000]*[:：]|[】］\]][:：]?)",
        re.IGNORECASE,
    )


@cache
def _spaced() -> re.Pattern[str]:
    """Return the pattern of a label whose characters are set apart, up to a blank or the end."""
    names = sorted((name for name in _lexicon() if len(name) > 1), key=len, reverse=True)
    spaced = "|".join(r"[ \u3000]+".join(map(re.escape, name)) for name in names)
    return re.compile(rf"(?:{spaced})(?=[\s\u3000]|$)", re.IGNORECASE)


def closed_up(line: str) -> str:
    """Return a line with the label it begins with written without spaces: 申　报　单　位 …."""
    label = _spaced().match(line)
    return re.sub(r"\s+", "", label[0]) + line[label.end() :] if label else line


_MARK = re.compile(r"^[\s（(※*★●■·\-]*(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]\s*)?")
_BRACKET = re.compile(r"^[\s（(※*★●■·\-]+")
_OTHER = re.compile(r"(?P<label>[\u4e00-\u9fff/、（）() \u3000]{2,14})[:：]")
_OTHER_APART = re.compile(r"(?:(?<=[\s\u3000；;])|^)(?P<label>[\u4e00-\u9fff/、]{2,6})[:：]")
_APART = re.compile(r"[\s\u3000；;，,、。|｜（(【/]$")


def pairs_of(line: str, loose: bool = False) -> list[tuple[Label, str]] | None:
    """Return the pairs of label and value that `line` is made of, or None when it is not.

    With `loose` (within a form) a label that is in no lexicon counts at the head of the line.
    """
    mark = _MARK.match(line)
    start = mark.end() if mark else 0
    labels: list[tuple[int, int, Label]] = []
    begins = _at_head().match(line, start) or (_OTHER.match(line, start) if loose else None)
    if begins is None:
        return None
    for match in _at_head().finditer(line, start, LONGEST_LINE):
        label = label_of(match["label"])
        before = line[: match.start()]
        parted = match.start() == start or _APART.search(before) or len(folded(match["label"])) > 2
        if label is not None and parted:
            labels.append((match.start(), match.end(), label))
    if loose:
        labels = sorted([*labels, *_others(line, start, labels)], key=lambda span: span[0])
    if not labels or labels[0][0] != start:
        if not loose:
            return None
        name = begins["label"]
        first = label_of(name) or Label(name.strip(), folded(name), Field.REMARK, 0)
        labels = [
            (start, begins.end(), first),
            *(span for span in labels if span[0] >= begins.end()),
        ]
    begin, behind, first = labels[0]
    number = number_of_label(_BRACKET.sub("", mark[0])) if mark else ""
    labels[0] = begin, behind, replace(first, text=number + first.text)
    ends = [*(span[0] for span in labels[1:]), len(line)]
    return [
        (label, _value(line[end:behind], bool(mark and "（" in mark[0])))
        for (_, end, label), behind in zip(labels, ends, strict=True)
    ]


def _others(
    line: str, start: int, known: list[tuple[int, int, Label]]
) -> Iterator[tuple[int, int, Label]]:
    """Yield the labels no lexicon has that stand apart within a line of a form."""
    for match in _OTHER_APART.finditer(line, start, LONGEST_LINE):
        if all(match.end() <= begin or match.start() >= end for begin, end, _ in known):
            text = match["label"]
            label = label_of(text) or Label(text.strip(), folded(text), Field.REMARK, 0)
            yield match.start(), match.end(), label


def _value(text: str, enclosed: bool) -> str:
    text = re.sub(r"^[_＿\s\u3000]+|[_＿\s\u3000；;，,、|｜]+$", "", text)
    return text.rstrip("）)") if enclosed and text.count("（") < text.count("）") else text
