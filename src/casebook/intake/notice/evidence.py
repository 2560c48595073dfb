"""Weigh what speaks for the reading of a list: without evidence it is only proposed.

A reading is sure where the head of a table names its columns, or where the texts of each field are
all of its kind, no mark stands in nearly all of them (then a column was not seen), and titles are
told by marks or unlike what codes, dates, names and bodies are. Every answer is a short reason in
Chinese for `Award.check`, empty where nothing speaks against the reading.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from casebook.intake.matching.regions import region_of
from casebook.intake.notice.lexicon import (
    body_and_people,
    body_like,
    is_ending,
    is_name,
    is_place,
    names_in,
    odds,
    verbal,
)
from casebook.intake.notice.notice_phrases import DATE, ELIDED, PRIZE
from casebook.intake.notice.templates import Slot, Template
from casebook.intake.notice.tokens import take_apart

Values = Sequence[tuple[str, str]]
MOST = 0.7
"""The part of the entries in which a mark means a column that was not seen."""
PURE = 0.6
"""The part of the texts of a field that must be of its kind."""
ALIKE = 0.75
"""The part of the titles of a list that must be different."""
LONGEST_NAME = 10
"""Characters of a name with ·."""
LONGEST_ASIDE = 6
"""Characters of a word in brackets behind a name: 女，土家族."""
SHORTEST_UNIT = 3
SHORT = 4
"""Characters: where titles without marks are mostly shorter, they may be names or posts."""
_FOREIGN = re.compile(r"[《》｜|→_＋+…★☆※=＝~～\t\n]")
_IN_BODIES = re.compile(r"[/／,，;；:：。！？!?、]|—|(?<=[\u3400-\u9fff）)])\s+(?=[\u3400-\u9fff])")
_PARTING = re.compile(r"——|[/／|｜·→_＋+,，;；:：、\t\n]|\s+-\s+|\s+|[（(]|[《]|\d")
_EDGE = re.compile(r"^[\s/／|｜·→_＋+,，;；:：、）)\]】.．-]|[/／|｜→_＋+,，;；:：、（(\[【-]$")
_NUMBERED = re.compile(
    r"(?:第\s*[\d一二三四五六七八九十]+\s*[名号位组]|N[oO0][.．]?\s*\d|№|[#＃]\s*\d"
    r"|(?:作品|参赛|证书|稿件)?(?:编号|序号)\s*[：:]?\s*[A-Za-z]*\d)"
)
_COUNTING = re.compile(
    r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|共\s*\d|以上|其中|序\s*号|排名不分先后|[（(]?按.{0,12}(?:排|序)"
    r"|.{0,6}名单$|备\s*注|注\s*[：:]|说\s*明|名\s*额|指\s*标|数\s*量|人\s*数|单\s*位$|名\s*称$|姓\s*名$|奖\s*项$|等\s*次$)"
)
_ALLOTTED = re.compile(r"名额|指标|限额|推荐数|人数|数量|件数|篇数|时间|地点|议程|日程|分值|评分")
_GRADE = re.compile(r"(?:特等|[一二三四]等|优秀|金|银|铜|提名|入围|鼓励|优胜)奖")
_COUNTER = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+|[①-⑳])[）)]?[.、．]?")
_AGAIN = re.compile(r"([\u4e00-\u9fff]{2,4}[省市县区])[^（）()·]{5,}\1")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|序\s*号)")
_PAIRS = (("[（(]", "[）)]"), (r"[\[［]", r"[\]］]"), ("【", "】"))
_POST = re.compile(
    r"^(?:男|女|.{0,6}(?:员|长|师|主任|书记|会计|经理|教授|干事|主席|秘书|代表|助理|总监))$"
)
_CLASS = re.compile(
    r"(?:年级|[初高][一二三]|[（(]?\d+[）)]?班$|[一二三四五六七八九]班$|班[ \u3000])"
)
_WHOLE_CLASS = re.compile(
    r"(?:[初高][一二三]|[一二三四五六七八九]年?级?|(?:20)?\d\d级)[（(]?[\d一二三四五六七八九十]{1,2}[）)]?班"
)
"""The name of a class and nothing else: in the notice of a school it stands for the unit."""
_TOLD = re.compile(
    r"^(?:授予|命名|认定|表彰|评定|评选)|被?评为|荣获|授予|称号$|等\s*\d+\s*[个家名](?:单位|集体|企业|学校)?|\d+\s*[个家](?:单位|集体|企业|学校)(?=[“「为获])"
)
"""Words of a sentence that grants something, which no name of a unit holds."""
_COUNTED = re.compile(r"(?<=[\u3400-\u9fff）)》])\s*\d{1,3}\s*[.．、)）]?\s+(?=[\u3400-\u9fff《])")
"""A number inside a text: that of the next entry, where two stand on one line."""
_PART = re.compile(
    r"[^，。：:\s《》]{0,9}(?:[^全各]部|科室?|室|处|[^一]站|[^小]组|队|车间|支部|工会|团委|党委|\d班|窗口|柜台|大厅)"
)
"""The name of a part of a unit: a department, a ward, a team."""
_POSTED = re.compile(
    "(?:中心|公司|医院|学校|[局馆园院厂站]|中学|小学|大学|学院|集团).{0,6}(?:[^人]员|[^增成特]长|[老教]师|主任|书记|经理|干事)$"
)
"""A post in a unit: 某中心党支部书记."""
_PLACED = re.compile(r"[\u4e00-\u9fff]{1,6}[省市县区州盟旗][ \u3000]")
_PROSE = re.compile(
    r"。.|[，,][^《》]*(?:决定|授予|请|现将|通知|公示|予以|特此|希望|为了|根据)|[！？!?]$"
)


def _texts(entries: Sequence[Values], field: str) -> list[str]:
    return [text for values in entries for name, text in values if name == field and text]


def of_list(template: Template, entries: Sequence[Values], headed: bool, refused: int = 0) -> str:
    """Return why the reading of a whole list is only a guess.

    `headed` tells whether the head of a table names the columns; `refused` counts the records that
    the template does not explain.
    """
    marked = any(slot.marks or slot.label for slot in template.slots)
    if refused and not headed and (template.several or (refused * 4 > len(entries) and not marked)):
        return "同一名单里有几条没有读懂，其余只是推断"
    if any(_ALLOTTED.fullmatch(text) for values in entries for _, text in values):
        return "像是名额或安排的表，不是获奖名单"
    if not headed and _side_by_side(template):
        return "名单的写法是推断的：单位和题目之间只有顿号"
    if not headed and _serial(template, entries):
        return "得分一栏像是序号，可能错了一行"
    for at, slot in enumerate(template.slots, 1):
        texts = _texts(entries, slot.field)
        if not texts or slot.kind not in _JUDGED:
            continue
        reason = "" if slot.label else _unseen(slot, texts, headed)
        if not reason and not headed and not slot.label:
            reason = _impure(slot, texts)
        if reason:
            return f"名单的写法是推断的：第{at}栏当作{_JUDGED[slot.kind]}，{reason}"
    return _misnamed(template, entries) if headed else _left_over(template, entries)


def _misnamed(template: Template, entries: Sequence[Values]) -> str:
    """Return the doubt of a table without a column for units, one of whose columns holds them."""
    if any(slot.kind in ("organisation", "school") for slot in template.slots):
        return ""
    for slot in template.slots:
        texts = _texts(entries, slot.field)
        bodies = sum(body_like(text) > 0 and not verbal(text) for text in texts)
        if slot.kind in ("title", "remarks") and bodies * 2 > len(texts) and not _posts(texts):
            return "表头没有单位一栏，另有一栏像单位"
    return ""


def _posts(texts: Sequence[str]) -> bool:
    return sum(bool(_POST.match(text)) for text in texts) * 2 > len(texts)


_PEOPLE = ("people", "teachers")
_JUDGED = {
    "organisation": "单位",
    "title": "题目",
    "people": "人名",
    "teachers": "人名",
    "school": "学校",
}


def _side_by_side(template: Template) -> bool:
    """Whether only 、 parts unit and title: it parts things of one kind, two units perhaps."""
    kinds = {slot.kind for slot in template.slots}
    bare = not any(slot.marks or slot.label for slot in template.slots)
    parted = any(
        slot.before == "、" and slot.kind in ("title", "organisation") for slot in template.slots
    )
    return bare and parted and {"title", "organisation"} <= kinds


def _serial(template: Template, entries: Sequence[Values]) -> bool:
    """Whether what was taken for scores are small numbers that go up: those of the next lines."""
    for slot in template.slots[template.cells :]:
        texts = _texts(entries, slot.field) if slot.kind == "score" and not slot.label else []
        numbers = [int(text) for text in texts if text.isdigit()]
        if numbers and numbers == sorted(set(numbers)) and numbers[-1] <= 2 * len(entries) + 6:
            return True
    return False


def _unseen(slot: Slot, texts: Sequence[str], headed: bool) -> str:
    """Return the doubt of a field with a mark in nearly all its texts: a column not seen."""
    if headed or len(texts) < 2 or slot.marks == "title":
        return ""
    if all(_WHOLE_CLASS.fullmatch(text) for text in texts):
        return ""
    marks: Counter[str] = Counter()
    for text in texts:
        bare = re.sub(r"^(\S)[ \u3000]+(\S)$", r"\1\2", re.sub(r"第\d+", "", text))
        marks.update(
            {"数字" if m.isdigit() else m.strip() or "空格" for m in _PARTING.findall(bare)}
        )
    allowed = "、，,/；;空格" if slot.kind in _PEOPLE else ""
    for mark, count in marks.most_common():
        if count < MOST * len(texts) or mark in allowed:
            continue
        if slot.kind != "title" or _parts(mark, texts):
            return f"几乎每条里都还有“{mark}”，可能还有一栏"
    return ""


def _parts(mark: str, titles: Sequence[str]) -> bool:
    """Whether a `mark` in titles parts columns: beside it stands what is no part of a title."""
    if mark == "数字":
        return False
    if mark not in _OF_TITLES:
        return True
    pieces = [re.split(r"\s+-\s+|\s+" if mark in "空格-" else re.escape(mark), t) for t in titles]
    edges = ([piece[at].strip() for piece in pieces if len(piece) > 1] for at in (0, -1))
    return any(sum(_unlike_title(text) for text in edge) * 2 > len(titles) for edge in edges)


_OF_TITLES = ("空格", "-", "——", "：", ":", "，", ",")
"""Marks that stand in titles, too."""


def _impure(slot: Slot, texts: Sequence[str]) -> str:
    """Return the doubt of a field of which too many texts are not of its kind."""
    if slot.kind in ("organisation", "school"):
        good = sum(_body(text) for text in texts)
        return "" if good >= PURE * len(texts) else "多数不像单位名称"
    if slot.kind in _PEOPLE:
        good = sum(_person(text) for text in texts)
        like = sum(_person(text) or may_be_name(text) for text in texts)
        parted = _parted(slot, False) and good and like == len(texts) == len(set(texts))
        return "" if good >= PURE * len(texts) or parted else "多数不像人名"
    if len(texts) > 2 and len(set(texts)) < ALIKE * len(texts):
        return "多有相同"
    if slot.marks == "title":
        return ""
    if len(texts) > 2 and median(map(len, texts)) < SHORT:
        return "都很短"
    if sum(_unlike_title(text) for text in texts) > (1 - PURE) * len(texts):
        return "多数不像题目"
    return ""


def _left_over(template: Template, entries: Sequence[Values]) -> str:
    """Return the doubt of a list in which a field of no name may be the title or the unit."""
    kinds = {slot.kind for slot in template.slots}
    for slot in template.slots:
        if slot.kind not in ("remarks", "translation") or slot.label:
            continue
        texts = [text for text in _texts(entries, slot.field) if not _COUNTER.fullmatch(text)]
        if not texts or all(body_and_people(re.sub("，", " ", text)) for text in texts):
            continue
        if slot.kind == "translation" and "title" in kinds:
            continue
        if _of_few_words(slot, texts):
            continue
        if _longer_than_titles(template, entries, texts):
            return "名单的写法是推断的：有一栏不知是什么，可能是题目"
        if sum(body_like(text) > 0 for text in texts) * 2 > len(texts):
            return "名单的写法是推断的：不止一栏像单位"
        if "title" not in kinds or any(s.kind == "title" and not s.marks for s in template.slots):
            return "名单的写法是推断的：有一栏不知是什么，可能是题目"
    return ""


def _longer_than_titles(
    template: Template, entries: Sequence[Values], texts: Sequence[str]
) -> bool:
    """Whether what was taken for remarks reads like titles, and is longer than the titles are."""
    titles = [
        text for slot in template.slots if slot.kind == "title" for text in _texts(entries, slot.field)
    ]  # fmt: skip
    like = sum(odds("title", text) > 0 for text in texts)
    return (
        bool(titles)
        and like * 2 > len(texts)
        and median(map(len, texts)) > median(map(len, titles))
    )


def _of_few_words(slot: Slot, texts: Sequence[str]) -> bool:
    """Whether a column holds a few words again and again, or short ones in brackets: no titles."""
    again = len(texts) > 2 and len(set(texts)) * 2 <= len(texts)
    return again or (slot.marks == "bracket" and max(map(len, texts)) <= LONGEST_ASIDE)


def _body(text: str) -> bool:
    """Whether `text` may be whom an award goes to: a body, a person."""
    if _dotted(text):
        return False
    if _WHOLE_CLASS.fullmatch(text):
        return True
    if not names_in(text) and (_FOREIGN.search(text) or (_CLASS.search(text) and not _ends(text))):
        return False
    latin = odds("people", text) > 0
    return body_like(text) > 0 or latin or (region_of(text) is not None and len(text) > 5)


def _dotted(text: str) -> bool:
    """Whether · stands between columns, not in the name of a person."""
    parts = re.split("[·•・]", text)
    strange = any(
        body_like(part) > 0 or is_place(part) or _CLASS.search(part) or re.search(r"\d", part)
        or _POST.match(part)
        for part in parts
    )  # fmt: skip
    if all(body_like(part) > 1 and part[:2] == text[:2] for part in parts):
        return False  # one body under two names: 四川省医学科学院·四川省人民医院
    return len(parts) > 1 and (strange or len(text) > LONGEST_NAME)


def _person(text: str) -> bool:
    if _dotted(text):
        return False
    named = bool(names_in(text)) or odds("people", text) > 0
    return named and not re.search("[镇乡村屯寨沟县市街路巷队社区]$", text)


def _ends(text: str) -> bool:
    return body_like(text) > 1


def _unlike_title(text: str) -> bool:
    """Whether a title without marks looks like something else: a code, a date, a post, a name."""
    bare = text.strip()
    if _POST.match(bare) or _NUMBERED.match(bare) or is_place(bare) or _PLACED.match(bare):
        return True
    if _POSTED.search(bare) or (_PART.fullmatch(bare) and not verbal(bare)):
        return True
    if any(
        odds(kind, bare) > 0 for kind in ("date", "score", "code", "genre", "category", "prize")
    ):
        return True
    if DATE.match(bare) or (re.match(r"\d{4}\s*[年.-]", bare) and len(bare) < 9):
        return True
    if re.fullmatch(r"[A-Za-z]{0,6}[-\d.]{3,}[A-Z]?", bare):
        return True
    body = body_like(bare) > 1 and not verbal(bare) and not re.search(r"[\s“：—，]", bare)
    return bool(names_in(bare)) or body or _CLASS.search(bare) is not None


def may_be_name(text: str) -> bool:
    """Whether `text` may be a name though nothing tells it: 其其格, 种道远."""
    return all(
        re.fullmatch("[\u3400-\u9fff]{2,5}", part) is not None and odds("people", part) > -1
        for part in re.split(r"[、，,]\s*", re.sub(r"(?<=^.)\s+(?=.$)", "", text))
    )


def people_in(template: Template, entries: Sequence[Values]) -> frozenset[str]:
    """Return the fields, parted by more than a space, of which most texts are names of people."""
    found = set()
    for slot in template.slots:
        texts = _texts(entries, slot.field) if slot.kind in _PEOPLE else []
        named = sum(_person(text) for text in texts)
        titled = any(other.marks == "title" for other in template.slots)
        if named > 1 and named >= PURE * len(texts) and (_parted(slot, False) or titled):
            found.add(slot.field)
    return frozenset(found)


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
    if not titled and not headed and _PROSE.search(text):
        return "像是一句话，不像名单"
    wrapped = {name for name, slot in slots.items() if slot.marks == "title"}
    if sum(bool(value) and name in wrapped for name, value in values) > 1:
        return "书名号不止一处，不知哪一处是题目"
    if _TOTAL.match(text):
        return "像是表头、小计或说明"
    if ELIDED.search(text):
        return "名单在这里有省略"
    empty = [s for s in template.slots if s.optional and not dict(values).get(s.field)]
    for field, value in values:
        slot = slots.get(field)
        if slot is None or not value:
            continue
        if empty and _holds_more(template, slot, value):
            return f"“{value}”里像还有一栏"
        named = field in people and may_be_name(value)
        reason = "" if named else next(_faults(slot, value, headed), "")
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


def _holds_more(template: Template, slot: Slot, value: str) -> bool:
    """Whether a text without marks holds a mark that parts the fields of its list."""
    parting = {s.before for s in template.slots if s.before.strip()} - {"（", "《", "）", "》"}
    if slot.marks or slot.label or template.cells or slot.kind not in _JUDGED:
        return False
    return any(atom.before in parting for atom in take_apart(value).atoms[1:])


def _faults(slot: Slot, value: str, headed: bool) -> Iterator[str]:
    if slot.kind in _JUDGED and _COUNTING.match(value):
        yield "像是表头、小计或说明"
    if slot.kind in _JUDGED and slot.marks != "title":
        if _NUMBERED.search(value):
            yield "里有名次或编号"
        if re.fullmatch(r"[\d.\s%-]+", value):
            yield "只有数字"
        if _COUNTED.search(value):
            yield "里像还有下一条的序号"
        if _EDGE.search(value):
            yield "头尾有多余的标点"
        if any(
            len(re.findall(left, value)) != len(re.findall(right, value)) for left, right in _PAIRS
        ):
            yield "的括号不成对"
    if slot.kind == "region" and not headed and not slot.label and not _place(value):
        yield "不像地区"
    if slot.kind in ("organisation", "school"):
        yield from _of_body(slot, value, headed)
    elif slot.kind in _PEOPLE and not slot.label and not headed:
        if _FOREIGN.search(value) or not _person(value):
            yield "不像人名"
    elif slot.kind == "title" and not slot.marks and not slot.label:
        if re.search(r"[《》｜|→_★☆\t\n]", value.strip("《》")) and not headed:
            yield "里有栏间的标点"
        elif (not headed and _unlike_title(value)) or (
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
    return is_place(text) or ends is not None


def _two_columns(title: str) -> bool:
    """Whether a mark parts from a title without marks what is none: a class, a date, a name."""
    first, colon, _ = title.partition("：")
    if colon and re.fullmatch(r".{1,12}(?:[部室科处站组队班]|支部|中心|团委|工会)", first):
        return True
    for mark in ("[/／]", "[，,；;]", "——"):
        parts = re.split(mark, title)
        if len(parts) > 1 and (_unlike_title(parts[0]) or _unlike_title(parts[-1])):
            return True
    return False


def _of_body(slot: Slot, value: str, headed: bool) -> Iterator[str]:
    if _dotted(value):
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
    if _FOREIGN.search(value):
        yield "不像单位名称"
    elif _IN_BODIES.search(_whole_name(value)) and not (
        slot.label or (headed and "、" in value) or (_parted(slot, headed) and _jointly(value))
    ):
        yield "里有标点或空格，可能不止一个单位"
    elif re.match(r"[\[［（(【]?\d", value) and not re.match(r"\d+(?:医院|中学|小学|所|厂)", value):
        yield "以数字开头"
    elif _GRADE.search(value) or re.fullmatch(PRIZE, value):
        yield "里有奖项"
    elif not headed and not slot.label and not _body(value):
        yield "不像单位名称"
    elif verbal(value) > 1 + body_like(value):
        yield "像题目"
    elif not headed and _ends_in_name(value):
        yield "末尾像人名"


def _whole_name(value: str) -> str:
    """Return a name without its brackets and without the space inside two characters: 东　区."""
    return re.sub(r"^(\S)\s+(\S)$", r"\1\2", re.sub("[（(].*?[）)]", "", value))


def _parted(slot: Slot, headed: bool) -> bool:
    """Whether more than a space parts a field from the others: brackets, a cell, a label."""
    return headed or bool(slot.marks or slot.label) or slot.before in ("\t", "——", "（", "）")


def _jointly(value: str) -> bool:
    """Whether `value` names several bodies, which made one piece together."""
    parts = re.split("[、，,；;]", value)
    return len(parts) > 1 and all(len(part) > 3 and body_like(part.strip()) > 1 for part in parts)


def _ends_in_name(value: str) -> bool:
    """Whether a person stands behind the whole name of a body: 某医院王芳."""
    return not re.search(r"[长员师手工任记]$", value) and any(
        (body_like(value[:-size]) > 1 or re.search("[部科室组处站队]$", value[:-size]))
        and is_name(value[-size:])
        and body_like(value[-size:]) == 0
        for size in (2, 3)
    )


def strange_sizes(texts: Sequence[str]) -> list[bool]:
    """Return of each entry whether it is much longer or shorter than its fellows."""
    if len(texts) < 4:
        return [False] * len(texts)
    usual = median(map(len, texts))
    return [len(text) > 3.5 * usual or len(text) * 4 < usual for text in texts]


def of_heading(name: str) -> str:
    """Return why a heading is in doubt that gives the unit of the entries below it."""
    strange = _FOREIGN.search(name) or _IN_BODIES.search(name) or _NUMBERED.search(name)
    short = len(name) < SHORTEST_UNIT or body_like(name) == 0
    return f"单位取自上面一行“{name}”，请核对" if strange or short else ""


def of_tier(name: str) -> str:
    """Return why the name of a tier is in doubt: it is no prize but one of the entries."""
    if not name.strip():
        return ""
    if _ALLOTTED.search(name) and not re.search("奖|获|入选|案例|作品", name):
        return f"“{name}”不像获奖名单"
    last = name.split()[-1]
    told = re.search(rf"{PRIZE}|奖|名单|优秀|先进|{_HONOURED}", last)
    if region_of(last) and body_like(last) > 1 and not told:
        return f"奖项的名称“{last}”像是一个单位"
    return f"奖项的名称“{last}”像是一条记录" if "《" in last else ""


_HONOURED = "示范|文明|十佳|百强|榜|组$|类$|代表"
