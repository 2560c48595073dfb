"""Weigh what speaks against the reading of one entry: texts that are not what their field holds.

Every answer is a short reason in Chinese for `Award.check`, empty where nothing speaks against it.
"""

import re
from collections.abc import Iterator

from casebook.intake.notice.lexicon import (
    body_like,
    is_ending,
    is_name,
    is_place,
    kind_of_label,
    names_in,
    table,
    title_words,
)
from casebook.intake.notice.list_doubts import (
    FOREIGN,
    JUDGED,
    NUMBERED,
    PEOPLE,
    Values,
    is_body,
    is_dotted,
    is_parted,
    is_person,
    may_be_name,
    unlike_title,
)
from casebook.intake.notice.notice_phrases import ELIDED, PRIZE
from casebook.intake.notice.templates import NOTHING, SOFT, Slot, Template, stands_aside
from casebook.intake.notice.titles_in_columns import within
from casebook.intake.notice.tokens import WIDE, take_apart

SHORTEST_UNIT = 3
_ENDS_WRAPPED = re.compile(r"[^（(][（(][^（）()]+[）)]$")
_WRAPPED_APART = re.compile(r"[^【\[]\s*[【\[［][^【】\[\]［］]+[】\]］]$")
"""What stands in square brackets behind other words of a field that has no such marks."""
_WIDE_GAP = re.compile(r"\S(?: {2,}|[ \u3000]*\u3000[ \u3000]+|[ \u3000]+\u3000[ \u3000]*)\S")
"""More space than between the halves of a title: that of columns set below each other."""
_PERSON_TOLD = re.compile(
    r"[（(](?:会员|选手|作者|代表|负责人|班主任|[^（）()]{1,4}任)[^（）()]*[）)]"
)
"""Brackets that say who somebody is, which no name of a body holds."""
_IN_BODIES = re.compile(r"[/／,，;；:：。！？!?、]|—|(?<=[\u3400-\u9fff）)])\s+(?=[\u3400-\u9fff])")
_EDGE = re.compile(r"^[\s/／|｜·→_＋+,，;；:：、）)\]】.．-]|[/／|｜→_＋+,，;；:：、（(\[【-]$")
_COUNTING = re.compile(
    r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|共\s*\d|以上|其中|序\s*号|[（(]?排名不分先后|[（(]?按.{0,12}(?:排|序)"
    r"|.{0,6}名单$|备\s*注|注\s*[：:]|说\s*明|名\s*额|指\s*标|数\s*量|人\s*数|单\s*位$|名\s*称$|姓\s*名$|奖\s*项$|等\s*次$)"
)
_GRADE = re.compile(r"(?:特等|[一二三四]等|优秀|金|银|铜|提名|入围|鼓励|优胜)奖")
_AGAIN = re.compile(r"([\u4e00-\u9fff]{2,4}[省市县区])[^（）()·]{5,}\1")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|序\s*号)")
_OPENS_ODDLY = re.compile(r"[（(]?\d{0,3}[）)]?[.．、]?\s*[｜│︱丨/／→]")
_PAIRS = (("[（(]", "[）)]"), (r"[\[［]", r"[\]］]"), ("【", "】"))
_TOLD = re.compile(
    r"^(?:授予|命名|认定|表彰|评定|评选)|被?评为|荣获|授予|称号$|等\s*\d+\s*[个家名](?:单位|集体|企业|学校)?|\d+\s*[个家](?:单位|集体|企业|学校)(?=[“「为获])"
)
"""Words of a sentence that grants something, which no name of a unit holds."""
_COUNTED = re.compile(r"(?<=[\u3400-\u9fff）)》])\s*\d{1,3}\s*[.．、)）]?\s+(?=[\u3400-\u9fff《])")
"""A number inside a text: that of the next entry, where two stand on one line."""
_TITLE_AHEAD = re.compile(r"[《「『“][^》」』”]{4,}[》」』”]\s*[-－—–:：·]")
"""A title in its marks and what parts it from a body behind it, both taken for the body."""
_PROSE = re.compile(
    r"。.|[，,][^《》]*(?:决定|授予|请|现将|通知|公示|予以|特此|希望|为了|根据)|[！？!?]$"
)


def of_entry(
    template: Template,
    values: Values,
    text: str,
    headed: bool,
    people: frozenset[str] = frozenset(),
) -> str:
    """Return why the reading of one entry is in doubt; `text` is the entry as printed.

    `people` are the fields that hold names of people in the other entries.
    """
    slots = {slot.field: slot for slot in template.slots}
    titled = any(slot.marks == "title" or slot.label for slot in template.slots)
    if not titled and not headed and any(map(_PROSE.search, re.split("[\t\u3000]", text))):
        return "像是一句话，不像名单"
    wrapped = {name for name, slot in slots.items() if slot.marks == "title"}
    if sum(bool(value) and name in wrapped for name, value in values) > 1:
        return "书名号不止一处，不知哪一处是题目"
    if _TOTAL.match(text):
        return "像是表头、小计或说明"
    if _OPENS_ODDLY.match(text):
        return "开头有多余的标点"
    if ELIDED.search(text):
        return "名单在这里有省略"
    empty = [s for s in template.slots if s.optional and not dict(values).get(s.field)]
    for field, value in values:
        slot = slots.get(field)
        if slot is None or not value or stands_aside(template, slot, value):
            continue
        if empty and _holds_more(template, slot, value, values):
            return f"“{value}”里像还有一栏"
        if _more_names(template, slot, value):
            return f"“{value}”也像是人名，可能都是作者"
        named = field in people and may_be_name(value)
        joint = slot.kind == "organisation" and _before_title(template) and _jointly(value)
        reason = "" if named or joint else next(_faults(slot, value, headed), "")
        if reason:
            return f"“{value}”{reason}"
    alone = not {slot.kind for slot in template.slots} & {"organisation", "school", "title"}
    made = next(
        (value for field, value in values if field in slots and slots[field].kind == "people"), ""
    )
    if alone and len(names_in(made)) > 1:
        return f"“{made}”不止一人，可能是几条"
    prize = next((s for s in empty if s.kind == "prize"), None)
    return "同组的条目都写了奖项，这一条没有" if prize else ""


def _before_title(template: Template) -> bool:
    """Whether a colon or a dash parts the bodies, which stand first, from the title of their piece."""
    kinds = [slot.kind for slot in template.slots]
    return kinds == ["organisation", "title"] and template.slots[1].before in ("：", "——")


def _holds_more(template: Template, slot: Slot, value: str, values: Values) -> bool:
    """Whether a text without marks holds a mark that parts the fields of its list."""
    parting = {s.before for s in template.slots if s.before.strip()} - {"（", "《", "）", "》"}
    if slot.marks or slot.label or template.cells or slot.kind not in JUDGED:
        return False
    wrapped = any(s.optional and (s.before == "（" or s.marks == "bracket") for s in template.slots)
    if wrapped and slot.kind not in PEOPLE and _ENDS_WRAPPED.search(value):
        return True
    if _beside_empty(template, slot, values):
        parting |= {" ", WIDE}
    return any(atom.before in parting for atom in take_apart(value).atoms[1:])


def _more_names(template: Template, slot: Slot, value: str) -> bool:
    """Whether what was taken for a remark may be names that go on from, or before, those beside it."""
    if slot.kind != "remarks" or slot.marks or slot.label:
        return False
    at = template.slots.index(slot)
    before, behind = template.slots[max(at - 1, 0) : at], template.slots[at + 1 : at + 2]
    beside = [s for s in before if s.kind in PEOPLE and slot.before in SOFT]
    beside += [s for s in behind if s.kind in PEOPLE and s.before in SOFT]
    parts = re.split(r"[、，,/ \u3000]+", value)
    short = all(is_name(part) or (len(part) < 4 and may_be_name(part)) for part in parts)
    roles = [kind_of_label(part) or part in table()["genre"] for part in parts]
    return bool(beside) and short and not any(roles)


def _beside_empty(template: Template, slot: Slot, values: Values) -> bool:
    """Whether the field before or behind, parted by a space, may be absent and is: then what it
    would have held may stand in this one."""
    at = template.slots.index(slot)
    filled = dict(values)
    before, behind = template.slots[max(at - 1, 0) : at], template.slots[at + 1 : at + 2]
    gaps = (" ", WIDE)
    parted = [s for s in before if slot.before in gaps] + [s for s in behind if s.before in gaps]
    return any(s.optional and not (s.marks or s.label or filled.get(s.field)) for s in parted)


def _faults(slot: Slot, value: str, headed: bool) -> Iterator[str]:
    if slot.kind in JUDGED and _COUNTING.match(value):
        yield "像是表头、小计或说明"
    bare = slot.kind in JUDGED and not (slot.marks or slot.label or headed)
    gap = slot.kind not in PEOPLE and slot.before != "\t" and _WIDE_GAP.search(value)
    if bare and (gap or _WRAPPED_APART.search(value)):
        yield "里像还有一栏"
    if slot.kind in JUDGED and slot.marks != "title":
        if NUMBERED.search(value):
            yield "里有名次或编号"
        if re.fullmatch(r"[\d.\s%-]+", value):
            yield "只有数字"
        if _COUNTED.search(value):
            yield "里像还有下一条的序号"
        if _EDGE.search(value):
            yield "头尾有多余的标点"
        if slot.kind not in ("title", *PEOPLE) and re.search(r"[\u3400-\u9fff]\d{1,3}$", value):
            yield "末尾有数字"
        if any(
            len(re.findall(left, value)) != len(re.findall(right, value)) for left, right in _PAIRS
        ):
            yield "的括号不成对"
    if slot.kind == "region" and not headed and not slot.label and not _place(value):
        yield "不像地区"
    if slot.kind in ("organisation", "school"):
        yield from _of_body(slot, value, headed)
    elif slot.kind in PEOPLE and not slot.label and not headed:
        if FOREIGN.search(value) or not is_person(value):
            yield "不像人名"
    elif slot.kind == "title" and not slot.marks and not slot.label:
        own = within(value) if slot.before == "\t" else value
        if re.search(r"[《》｜|→_★☆\t\n]", own.strip("《》")) and not headed:
            yield "里有栏间的标点"
        elif (not headed and unlike_title(value)) or (
            headed and re.fullmatch(r"[\d.\s%-]+", value)
        ):
            yield "不像题目"
        elif not headed and _two_columns(value):
            yield "里像还有一栏"
        elif any(
            body_like(inner) > 1 for inner in re.findall(r"[（(]([^（）()]{4,})[）)](?=.)", value)
        ):
            yield "里像有两条"


def _place(text: str) -> bool:
    """Whether `text` is a place, or ends like one: 星河市, 北方赛区, 河北省某县."""
    ends = re.search("[省市县区州盟旗院局会司团校镇乡村部队厅]$|代表队$|赛区$", text)
    within = any(is_place(text[:size]) and 1 < len(text) - size < 4 for size in (2, 3))
    return is_place(text) or ends is not None or within


def _two_columns(title: str) -> bool:
    """Whether a mark parts from a title without marks what is none: a class, a date, a name."""
    first, colon, _ = title.partition("：")
    if colon and re.fullmatch(r".{1,12}(?:[部室科处站组队班]|支部|中心|团委|工会)", first):
        return True
    for mark in ("[/／]", "[，,；;]", "——"):
        parts = re.split(mark, title)
        if len(parts) > 1 and (unlike_title(parts[0]) or unlike_title(parts[-1])):
            return True
    return False


def _of_body(slot: Slot, value: str, headed: bool) -> Iterator[str]:
    if is_dotted(value):
        yield "里的“·”可能分开两栏"
    if len(names_in(value)) > 1 and not slot.label and slot.before != "\t":
        yield "不止一人，可能是几条"
    if names_in(value) or is_name(value):
        return
    if _TOLD.search(value):
        yield "像是句子的一截"
    if is_ending(value) or re.match("[（(][^（）()]*[）)](?:股份|有限|公司)", value):
        yield "只是名称的末尾"
    if _AGAIN.search(value):
        yield "可能是两条连在一起"
    aside = _ENDS_WRAPPED.search(value)
    if aside and len(aside[0]) > 8 and body_like(aside[0][1:-1]) == 0 and not slot.label:
        yield "的括号里像是题目"
    if _PERSON_TOLD.search(value):
        yield "的括号里像是人"
    if value in NOTHING:
        return
    if _TITLE_AHEAD.match(value):
        yield "前面像还有题目"
    if FOREIGN.search(value):
        yield "不像单位名称"
    elif _IN_BODIES.search(_whole_name(value)) and not (
        slot.label or (headed and "、" in value) or (is_parted(slot, headed) and _jointly(value))
    ):
        yield "里有标点或空格，可能不止一个单位"
    elif re.match(r"[\[［（(【]?\d", value) and not re.match(r"\d+(?:医院|中学|小学|所|厂)", value):
        yield "以数字开头"
    elif _GRADE.search(value) or re.fullmatch(PRIZE, value):
        yield "里有奖项"
    elif not headed and not slot.label and not is_body(value):
        yield "不像单位名称"
    elif title_words(value) > 1 + body_like(value):
        yield "像题目"
    elif not headed and ends_in_name(value):
        yield "末尾像人名"


def _whole_name(value: str) -> str:
    """Return a name without its brackets and without the space inside two characters: 东　区."""
    return re.sub(r"^(\S)\s+(\S)$", r"\1\2", re.sub("[（(].*?[）)]", "", value))


def _jointly(value: str) -> bool:
    """Whether `value` names several bodies, which made one piece together."""
    parts = re.split("[、，,；;]", value)
    return len(parts) > 1 and all(len(part) > 3 and body_like(part.strip()) > 1 for part in parts)


def ends_in_name(value: str) -> bool:
    """Whether a person stands behind the whole name of a body: 某医院王芳."""
    return not re.search(r"[长员师手工任记民]$", value) and any(
        (body_like(value[:-size]) > 1 or re.search("[部科室组处站队]$", value[:-size]))
        and is_name(value[-size:])
        and body_like(value[-size:]) == 0
        for size in (2, 3)
    )


def of_heading(name: str) -> str:
    """Return why a heading is in doubt that gives the unit of the entries below it."""
    strange = FOREIGN.search(name) or _IN_BODIES.search(name) or NUMBERED.search(name)
    short = len(name) < SHORTEST_UNIT or body_like(name) == 0
    return f"单位取自上面一行“{name}”，请核对" if strange or short else ""
