"""Read a list whose lines are labels with names: 一等奖：甲、乙 / 安徽省：甲村、乙村 / 创新之星：丙（某科）.

Above the labels may stand headings of groups (高中组, ［南宁市］), below them further names. Such a list
is taken as a whole or not at all: a line that fits nowhere leaves it to the other ways of reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casebook.intake.matching.traditional import simplified
from casebook.intake.notice.annotated_lines import Row, Sheet, Use
from casebook.intake.notice.awardees import Awardee, Names, Rank, read_names
from casebook.intake.notice.awarding import Told
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.headings import count_of, tier_name, tier_of
from casebook.intake.notice.lexicon import body_like, is_place, kind_of_label, names_in
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.notice_phrases import COUNT, NUMBER, UNIT
from casebook.intake.notice.sentence_marks import masked
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
ATTEMPTS = 12
"""How many lines may be tried as the first of a list."""
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
    found: list[Labelled] = []
    group = ""
    filled = labels = 0
    for at, row in enumerate(rows):
        mask = masked(row.text)
        opened = _GROUP.match(row.text)
        label = _LABEL.match(mask)
        if opened and (opened["out"] or is_place(opened["in"]) or not honoured(opened["in"])):
            group = opened["in"] or opened["out"]
        elif label and _is_label(row.text[slice(*label.span("name"))]):
            labels += 1
            labelled = _labelled(row, label, group, heading)
            if labelled is None:
                return []
            filled += bool(labelled.entries)
            found.append(labelled)
        elif not (found and _goes_on(found[-1], row)):
            if not _signs(rows[at:]):
                return []
            break  # the signature
    entries = [entry for each in found for entry in each.entries]
    sure = sum(not entry.check for entry in entries)
    alike = len({each.tier + each.region for each in found}) * 3 >= labels * 2
    sound = filled * 2 > labels and alike and sure >= _LIKE_NAMES * len(entries) and entries
    known = sum(honoured(each.tier) or bool(each.region) for each in found)
    return _weighed(found) if sound and (labels > 1 or known) else []


def _signs(rows: Sequence[Row]) -> bool:
    """Whether the last rows may be the names of those who sign: units, one a line."""
    units = all(body_like(row.text) and not names_in(row.text) for row in rows)
    return len(rows) <= SIGNERS and units and not any(re.search("[：、]", r.text) for r in rows)


def _is_label(name: str) -> bool:
    known = kind_of_label(name) in ("", "prize", "category") or honoured(name)
    told = re.search("授予|获|评为|表彰|以下|下列", name)
    return known and not told and not _NOT_AWARDED.search(simplified(name))


def _labelled(row: Row, label: re.Match[str], group: str, heading: str) -> Labelled | None:
    name = row.text[slice(*label.span("name"))].strip(" 　【】[]")
    rest = row.text[label.end() :].strip()
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
    return labelled if _add(labelled, row, rest) else None


def _goes_on(labelled: Labelled, row: Row) -> bool:
    """Take further names below a label; whether the row holds any."""
    numbered = re.match(r"\d{1,3}\s*[.．、]", row.text)
    short = len(labelled.entries) < (labelled.declared or 1)
    return bool(numbered or short or labelled.below) and _add(labelled, row, row.text)


def _add(labelled: Labelled, row: Row, text: str) -> bool:
    names = read_names(text.rstrip("。；;，,"))
    if names.rank is Rank.PROSE:
        return False
    labelled.entries += [_entry(row, each, names, labelled) for each in names.awardees]
    return True


def _entry(row: Row, each: Awardee, names: Names, labelled: Labelled) -> Entry:
    more = (("region", labelled.region), ("remarks", labelled.remark))
    values = (*each.values, *((name, text) for name, text in more if text))
    found = len(names.awardees)
    check = each.check
    if names.count is not None and names.count != found:
        check = check or f"原文说 {names.count} 个，这里读到 {found} 个"
    elif names.more and names.count is None:
        check = check or "原文有“等”字，名单可能不全"
    return Entry(each.number, "", values, each.after, (row,), each.text, check)


def claim(sheet: Sheet, rows: Sequence[Row], title: str, before: int | None) -> list[Told]:
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
        found = read(rows[at:], name)
        if found:
            count = count_of(above.text) if above else None
            counted = above is not None and (heading or COUNT.fullmatch(above.text)) and count
            sheet.mark([above] if above and counted else [], Use.HEADING)
            _mark(sheet, rows[at:], found)
            return _told(found, count if counted else None)
    return []


def _mark(sheet: Sheet, rows: Sequence[Row], found: Sequence[Labelled]) -> None:
    entered = {row for each in found for entry in each.entries for row in entry.rows}
    sheet.mark([row for row in rows if row in entered], Use.ENTRY)
    last = max((each.row.number for each in found), default=0)
    last = max(last, *(row.number for row in entered))
    sheet.mark([row for row in rows if row.number <= last], Use.HEADING)


def _told(found: Sequence[Labelled], count: int | None) -> list[Told]:
    """Return the tiers of `found`; places under one heading are one tier, of `count` awards."""
    tiers: dict[str, Told] = {}
    for each in found:
        before = tiers.get(each.tier)
        entries = tuple(each.entries)
        if before:
            numberless = (replace(e, number=None) for e in (*before.entries, *entries))
            tiers[each.tier] = replace(before, entries=tuple(numberless))
        else:
            declared = count if each.region else each.declared
            tiers[each.tier] = Told(each.tier, declared, entries, each.row, each.vacant)
    return list(tiers.values())


def _weighed(found: list[Labelled]) -> list[Labelled]:
    """Doubt the names under a label that does not sound like a prize, unless others do."""
    known = sum(honoured(each.tier) or bool(each.region) for each in found)
    if known * 2 >= len(found):
        return found
    why = "行首的词是否奖项，请核对"
    for each in found:
        if not honoured(each.tier):
            each.entries = [replace(e, check=e.check or why) for e in each.entries]
    return found
