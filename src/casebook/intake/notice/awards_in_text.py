"""Awards that no list holds: in lines of labels, and in sentences.

一等奖：甲、乙 / 安徽省：甲村、乙村 / 创新之星：丙（某科）: above the labels may stand headings of groups (高中组,
［南宁市］), below them further names. Such a list is taken as a whole or not at all: a line that fits
nowhere leaves it to the other ways of reading.

授予甲医院、乙医院等10个单位“先进集体”称号: a clause that grants something is never silent. What it names
becomes awards, in doubt with a check; what has a verb of granting and names and was not read is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from casebook.errata import Erratum
from casebook.intake.matching.traditional import simplified
from casebook.intake.notice import grants, line_layout, notice_errata, pasted_tables
from casebook.intake.notice.awardees import Awardee, Names, read_names
from casebook.intake.notice.awarding import TextTier
from casebook.intake.notice.colon_lists import PRAISED
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.grants import Grant
from casebook.intake.notice.letter import Letter, Paragraph
from casebook.intake.notice.lexicon import (
    body_like,
    is_name,
    is_place,
    kind_of_label,
    labels,
    names_in,
)
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import COUNT, NUMBER, UNIT
from casebook.intake.notice.single_names import Rank
from casebook.intake.notice.tier_headings import count_of, tier_name, tier_of
from casebook.intake.notice.tokens import cut, masked
from casebook.typography import number_of

_LABEL = re.compile(
    rf"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十▢]+）|\d{{1,2}}\s*[.．、]\s*|[①-⑳]|[-*•●■◆]\s*)?(?P<name>[^：，。；、《》]{{2,30}}?)"
    rf"(?P<count>(?:\s*共?\s*{NUMBER}\s*{UNIT}|\s*（▢+）)*)\s*(?:：|\t|　{{1,2}}(?=《))\s*"
)
_GROUP = re.compile(
    r"^(?:[［\[【（(](?P<in>[^［］\[\]【】（）()]{2,16})[］\]】）)]|(?P<out>[^，。；：、《》]{1,14}[组組类類]))$"
)
_VACANT = re.compile(r"^[（(]?(?:空缺|从缺|從缺|无|無)[）)]?[。；;]?$")
_NOT_AWARDED = re.compile(
    r"主办|承办|协办|支持|赞助|指导单位|指导教师|辅导|评委|评审|组长|成员|顾问|组委|联系|电话|时间|地点|地址|抄送|抄报|主送|报送|来源|编辑|记者|作者"
    r"|摄影|责任|主持|出席|参加|附件|编导|导演|姓名|单位名称|项目名称|作品|题目|学校$|负责人|完成人|签发|审核|校对|经办|通讯员|说明|备注|要求|如下|名额|日期|期限|邮箱|网址|点评|理由|评语|简介|事迹"
)
_ROLE = re.compile(
    "(?:作者|作品|指导教师|指导单位|辅导员|记者|编辑|主持人?|评委|通讯员|学校|负责人|导演|编导|摄影|组长|成员|顾问)$"
)
"""What an honour is given for, behind its praise: 优秀青年作者. Alone it is the label of a field."""
ATTEMPTS = 12
"""How many lines may be tried as the first of a list."""
LONGEST_RUN = 6
"""Lines that one label and the names behind it may take."""
SIGNERS = 3
"""How many lines below a list may be the names of those who sign."""
_LIKE_NAMES = 0.6
"""The part of the names of a list that must be names for certain."""


@dataclass
class Labelled:
    """What a label stands for: the tier, the region, the names in its line and below it."""

    tier: str
    declared: int | None
    row: Row
    remark: str = ""
    region: str = ""
    vacant: bool = False
    below: bool = False
    entries: list[Entry] = field(default_factory=list)


def read(rows: Sequence[Row], heading: str) -> list[Labelled]:
    """Return what `rows` say, empty if they are no such list or a line of them fits nowhere.

    `heading` is the name of the tier where the labels are only places.
    """
    lines: list[Labelled] = []
    group = ""
    labels = taken = 0
    for at, row in enumerate(rows):
        if at < taken:
            continue
        if line_layout.header(row) or pasted_tables.ranks(row):
            return []
        mask = masked(row.text)
        opened = _GROUP.match(row.text)
        label = _LABEL.match(mask)
        if opened and (opened["out"] or is_place(opened["in"]) or not honoured(opened["in"])):
            group = opened["in"] or opened["out"]
        elif label and _is_label(row.text[slice(*label.span("name"))]) and not _in_cell(label):
            labels += 1
            taken = at + _size_of_run(rows[at:])
            labelled = _labelled(rows[at:taken], label, group, heading)
            if labelled is None:  # what follows may be no part of it
                taken = at + 1
                labelled = _labelled([row], label, group, heading)
            if labelled is None:
                return []
            lines.append(labelled)
        elif not (lines and _goes_on(lines[-1], row)):
            if not _signs(rows[at:]):
                return []
            break  # the signature
    entries = [entry for each in lines for entry in each.entries]
    filled = sum(bool(each.entries) and (not each.below or _is_run(each)) for each in lines)
    sure = sum(not entry.check for entry in entries)
    alike = len({each.tier + each.region for each in lines}) * 3 >= labels * 2
    sound = filled * 2 > labels and alike and sure >= _LIKE_NAMES * len(entries) and entries
    known = sum(_prized(each.tier) or bool(each.region) for each in lines)
    return _weighed(lines) if sound and (labels > 1 or known) else []


def _is_run(labelled: Labelled) -> bool:
    """Whether a prize and a colon stand alone above a line that names several one behind the other."""
    lines = {entry.rows[0].text for entry in labelled.entries}
    parted = all(re.search("[、，；]", masked(text)) for text in lines)
    return _prized(labelled.tier) and parted and len(lines) < len(labelled.entries)


def _signs(rows: Sequence[Row]) -> bool:
    """Whether the last rows may be the names of those who sign: units, one a line."""
    units = all(body_like(row.text) and not names_in(row.text) for row in rows)
    return len(rows) <= SIGNERS and units and not any(re.search("[：、]", r.text) for r in rows)


def _is_label(name: str) -> bool:
    role = _ROLE.search(name) if _prized(name) else None
    known = kind_of_label(name) in ("", "prize", "category") or honoured(name) or role is not None
    deed = re.search("授予|获|评为|表彰|以下|下列", name)
    other = _NOT_AWARDED.search(simplified(name[: role.start()] if role else name))
    sent = name in labels() and line_layout.vouches(name)
    return known and not (deed or other or sent)


def _in_cell(label: re.Match[str]) -> bool:
    """Whether the word before a tab is a person in the first cell of a row of names."""
    return label[0].endswith("\t") and is_name(label["name"])


def names_others(text: str) -> bool:
    """Whether a line begins with the label of those who are not awarded: 主办单位：, 评委：."""
    label = re.match("([^：:，。；、《》]{2,12})[：:]", text)
    return label is not None and _NOT_AWARDED.search(simplified(label[1])) is not None


def ends_run(rows: Sequence[Row]) -> bool:
    """Whether the last of `rows` ends a run of those awarded that begins behind a prize and a colon:
    优秀审稿专家：陈叶（某所），林海（某校）。 It may be some lines long."""
    texts = [row.text for row in rows[-LONGEST_RUN:]]
    return any(_names_awarded("".join(texts[at:])) for at in range(len(texts)))


def _names_awarded(text: str) -> bool:
    label = _LABEL.match(masked(text))
    name = text[slice(*label.span("name"))] if label else ""
    if label is None or not (_is_label(name) and _prized(name)):
        return False
    names = read_names(text[label.end() :].rstrip("。；;，,"))
    return names.rank > Rank.PROSE and names.sure > _LIKE_NAMES * len(names.awardees) > 1


def _prized(name: str) -> bool:
    """Whether a label ends like a prize or begins like the name of an honour: 优秀审稿专家."""
    return honoured(name) or PRAISED.match(name) is not None


def _size_of_run(rows: Sequence[Row]) -> int:
    """Return how many of `rows` the names behind the label of the first take: those below go on where
    a bracket is open, a separator ends the line, or only the last line ends as a sentence does."""
    text = rows[0].text
    for at, row in enumerate(rows[1:LONGEST_RUN], 1):
        mask = masked(text)
        label = _LABEL.match(mask)
        opened = any(text.count(left) > text.count(right) for left, right in ("（）", "《》"))
        ended = text[-1] in "。；;" or label is None or label.end() == len(text)
        further = opened or text[-1] in "、，" or (row.text[-1] == "。" and not row.gap)
        if ended or not further or _LABEL.match(masked(row.text)) or _GROUP.match(row.text):
            return at
        text += row.text
    return min(len(rows), LONGEST_RUN)


def _labelled(
    run: Sequence[Row], label: re.Match[str], group: str, heading: str
) -> Labelled | None:
    row, text = run[0], "".join(row.text for row in run)
    name = row.text[slice(*label.span("name"))].strip(" 　【】[]")
    rest = text[label.end() :].strip()
    said = re.search(rf"({NUMBER})\s*{UNIT}", row.text[slice(*label.span("count"))])
    money = "元" in label["count"] or "元" in row.text[slice(*label.span("count"))]
    count = number_of(said[1]) if said and not money else None
    if is_place(name):
        labelled = Labelled(heading, None, row, "", name)
    else:
        labelled = Labelled(f"{group} {name}".strip(), count, row)
    if not said or money:
        labelled.remark = row.text[slice(*label.span("count"))].strip(" （）()")
    if not rest:
        labelled.below = True
        return labelled
    if _VACANT.match(rest):
        labelled.vacant = True
        return labelled
    return labelled if _add(labelled, run, rest) else None


def _goes_on(labelled: Labelled, row: Row) -> bool:
    """Take further names below a label; whether the row holds any."""
    numbered = re.match(r"\d{1,3}\s*[.．、]", row.text)
    short = len(labelled.entries) < (labelled.declared or 1)
    return bool(numbered or short or labelled.below) and _add(labelled, [row], row.text)


def _add(labelled: Labelled, rows: Sequence[Row], text: str) -> bool:
    """Take the names of `text`, which the last characters of `rows` are."""
    names = read_names(text.rstrip("。；;，,"))
    if names.rank is Rank.PROSE:
        return False
    ends = list(accumulate(len(row.text) for row in rows))
    before = ends[-1] - len(text)
    for each in names.awardees:
        first, last = before + each.at, before + each.at + len(each.text)
        held = tuple(
            row for row, end in zip(rows, ends, strict=True)
            if first < end and last > end - len(row.text)
        )  # fmt: skip
        labelled.entries.append(_entry(held or tuple(rows[:1]), each, names, labelled))
    return True


def _entry(rows: tuple[Row, ...], each: Awardee, names: Names, labelled: Labelled) -> Entry:
    more = (("region", labelled.region), ("remarks", labelled.remark))
    values = (*each.values, *((name, text) for name, text in more if text))
    size = len(names.awardees)
    check = each.check
    if names.count is not None and names.count != size:
        check = check or f"原文说 {names.count} 个，这里读到 {size} 个"
    elif names.more and names.count is None:
        check = check or "原文有“等”字，名单可能不全"
    return Entry(each.number, "", values, each.after, rows, each.text, check)


def claim(sheet: Sheet, rows: Sequence[Row], title: str, before: int | None) -> list[TextTier]:
    """Take the list of lines with labels that `rows` end in; return its tiers.

    `rows` are those of a letter without sentences behind its list. Another list begins at row
    `before` of them, None for no other. The list of labels must begin no later and leave nothing.
    """
    last = len(rows) if before is None else before + 1
    tried = 0
    for at in range(last):
        mask = masked(rows[at].text)
        if tried > ATTEMPTS or not (_GROUP.match(rows[at].text) or _LABEL.match(mask)):
            continue
        tried += 1
        above = rows[at - 1] if at else None
        heading = tier_of(above) if above else None
        name = heading["name"] if heading else tier_name(title)
        labelled = read(rows[at:], name)
        if labelled:
            count = count_of(above.text) if above else None
            counted = above is not None and (heading or COUNT.fullmatch(above.text)) and count
            sheet.mark([above] if above and counted else [], Use.HEADING)
            _mark(sheet, rows[at:], labelled)
            return _text_tiers(labelled, count if counted else None)
    return []


def _mark(sheet: Sheet, rows: Sequence[Row], labelled: Sequence[Labelled]) -> None:
    entered = {row for each in labelled for entry in each.entries for row in entry.rows}
    sheet.mark([row for row in rows if row in entered], Use.ENTRY)
    last = max((each.row.number for each in labelled), default=0)
    last = max(last, *(row.number for row in entered))
    sheet.mark([row for row in rows if row.number <= last], Use.HEADING)


def _text_tiers(labelled: Sequence[Labelled], count: int | None) -> list[TextTier]:
    """Return the tiers of `labelled`; places under one heading are one tier, of `count` awards."""
    tiers: dict[str, TextTier] = {}
    for each in labelled:
        before = tiers.get(each.tier)
        entries = tuple(each.entries)
        if before:
            numberless = (replace(e, number=None) for e in (*before.entries, *entries))
            tiers[each.tier] = replace(before, entries=tuple(numberless))
        else:
            declared = count if each.region else each.declared
            tiers[each.tier] = TextTier(each.tier, declared, entries, each.row, each.vacant)
    return list(tiers.values())


def _weighed(labelled: list[Labelled]) -> list[Labelled]:
    """Doubt the names under a label that does not sound like a prize, unless others do."""
    known = sum(_prized(each.tier) or bool(each.region) for each in labelled)
    if known * 2 >= len(labelled):
        return labelled
    why = "行首的词是否奖项，请核对"
    for each in labelled:
        if not _prized(each.tier):
            each.entries = [replace(e, check=e.check or why) for e in each.entries]
    return labelled


_LABELLED_LINE = re.compile(r"[^，。；：:]{2,30}[：:]")


@dataclass(frozen=True)
class _Sentence:
    text: str
    rows: tuple[Row, ...]
    starts: tuple[int, ...]
    at: int

    def rows_of(self, start: int, end: int) -> tuple[Row, ...]:
        """Return the rows on which a span of the sentence stands."""
        first, last = self.at + start, self.at + max(end - 1, start)
        ends = (*self.starts[1:], last + 1)
        return tuple(
            row for row, begun, ended in zip(self.rows, self.starts, ends, strict=True)
            if begun <= last and first < ended
        )  # fmt: skip


def awarded(
    sheet: Sheet, letter: Letter, tiers: Sequence[str], known: frozenset[str]
) -> tuple[list[TextTier], list[Erratum]]:
    """Return the awards that sentences tell and no list has, and what could not be read.

    `tiers` and `known` are the names of the tiers, and of the awarded, that lists have.
    """
    groups: dict[str, TextTier] = {}
    errata: list[Erratum] = []
    for paragraph in letter.paragraphs:
        grants_read, unread = _of_paragraph(sheet, paragraph)
        alone = sum(len(grant.names.awardees) for _, grant in grants_read) == 1
        for sentence, grant in grants_read:
            entries = _fresh(sentence, grant, tiers, known, alone)
            if entries:
                _add_grant(groups, grant, entries)
        for sentence, start, end in unread:
            rows = sentence.rows_of(start, end) or sentence.rows
            quote = sentence.text[start:end].strip(" ，；")
            errata.append(notice_errata.unread_grant(sheet.place(rows[0]), quote))
    granted = list(groups.values())
    if len(granted) == 1 and _PRAISE.fullmatch(granted[0].name):
        named = _PRAISED.search(letter.title)
        granted = [replace(granted[0], name=named["name"] if named else granted[0].name)]
    return granted, errata


_PRAISE = re.compile("(?:全.)?(?:通报|公开)?(?:表扬|表彰|嘉奖|奖励)")
_PRAISED = re.compile(
    "(?:表扬|表彰|嘉奖|奖励)(?P<name>[^的，。]{2,26}(?:单位|集体|个人|同志|人员|者|家庭|作品|案例|项目|组织|学校|企业|标兵|能手))的(?:通知|通报|决定|公告|公示|通告)"
)
"""What the title of a notice that only praises says they are praised as."""


def _of_paragraph(
    sheet: Sheet, paragraph: Paragraph
) -> tuple[list[tuple[_Sentence, Grant]], list[tuple[_Sentence, int, int]]]:
    granted: list[tuple[_Sentence, Grant]] = []
    unread: list[tuple[_Sentence, int, int]] = []
    begins: set[int] = set()
    for sentence in sentences_of(sheet, paragraph):
        reading = grants.read(sentence.text, bool(granted))
        if sentence.at in sentence.starts:
            begins.add(len(granted))
        granted += [(sentence, grant) for grant in reading.grants]
        unread += [(sentence, *span) for span in reading.unread]
    grouped = grants.of_groups([grant for _, grant in granted], begins)
    return [(pair[0], grant) for pair, grant in zip(granted, grouped, strict=True)], unread


def sentences_of(sheet: Sheet, paragraph: Paragraph) -> Iterator[_Sentence]:
    """Yield the sentences of a paragraph: to a full stop, or to a line that begins an item."""
    first, last = paragraph.lines
    rows = tuple(
        row for row in sheet.marked(Use.BODY) if first <= row.number <= last
    )  # fmt: skip
    if "".join(row.text for row in rows) != paragraph.text:
        rows = rows[:1]
    starts = (0, *accumulate(len(row.text) for row in rows[:-1]))
    mask = masked(paragraph.text)
    breaks = [
        at for at, row in zip(starts, rows, strict=True)
        if at and (LABELLED.match(row.text) or _LABELLED_LINE.match(row.text))
    ]  # fmt: skip
    for begun, ended in zip([0, *breaks], [*breaks, len(mask)], strict=True):
        for start, end in cut(mask, begun, ended, "[。！？]"):
            yield _Sentence(paragraph.text[start:end], rows, starts, start)


def _fresh(
    sentence: _Sentence, grant: Grant, tiers: Sequence[str], known: frozenset[str], alone: bool
) -> tuple[Entry, ...]:
    """Return the entries of a grant that no list has, each with what makes it doubtful."""
    names = grant.names
    named_before = {
        value for each in names.awardees for name, value in each.values if name in _CHIEF
    }
    if named_before <= known or any(_is_excerpt(value, known) for value in named_before):
        return ()
    excerpt = names.count is not None and names.count > len(names.awardees)
    listed = any(tier.endswith(grant.prize) or grant.prize.endswith(tier) for tier in tiers if tier)
    if listed and excerpt:
        return ()
    doubt = grant.check or _doubt(names, alone and not grant.active)
    if not doubt and tiers and not (grant.active and names.count == len(names.awardees)):
        doubt = "名单之外，正文句子里提到的，请核对是否获奖"
    return tuple(_granted_entry(sentence, each, doubt) for each in names.awardees)


_CHIEF = ("organisation", "people", "title")
_FIRST_OF = re.compile(rf"[“「《](?P<name>[^“”「」《》]+)[”」》]等\s*(?:{NUMBER})")


def _is_excerpt(text: str, known: frozenset[str]) -> bool:
    """Whether a text quotes the first of a list that stands below: “某装置”等9项成果."""
    match = _FIRST_OF.match(text)
    return match is not None and match["name"] in known


def _doubt(names: Names, alone: bool) -> str:
    size = len(names.awardees)
    if names.count is not None and names.count != size:
        return f"原文说 {names.count} 个，这里读到 {size} 个"
    if names.more and names.count is None:
        return "原文有“等”字，名单可能不全"
    titled = any(name == "title" for each in names.awardees for name, _ in each.values)
    if alone and not titled:
        return "句中只说到这一个，请核对是否由本通知授予"
    if names.sure < size:
        return "句中几个名字不都像单位或人名，请核对"
    return ""


def _granted_entry(sentence: _Sentence, each: Awardee, doubt: str) -> Entry:
    rows = sentence.rows_of(each.at, each.at + len(each.text)) or sentence.rows[:1]
    odd = each.check if each.rank is Rank.ODD or each.check else ""
    return Entry(each.number, "", each.values, each.after, rows, each.text, odd or doubt)


def _add_grant(groups: dict[str, TextTier], grant: Grant, entries: tuple[Entry, ...]) -> None:
    """Add what a clause grants to what others say of the same prize."""
    count = grant.names.count
    before = groups.get(grant.prize)
    if before is None:
        groups[grant.prize] = TextTier(grant.prize, count, entries, entries[0].rows[0])
        return
    declared, kept = before.declared, before.entries
    fresh = tuple(e for e in entries if all(e.values != other.values for other in kept))
    both = declared + count if declared is not None and count is not None else None
    entries = tuple(replace(entry, number=None) for entry in (*kept, *fresh))
    groups[grant.prize] = replace(before, declared=both, entries=entries)
