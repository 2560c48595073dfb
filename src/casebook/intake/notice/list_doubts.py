"""Weigh what speaks for the reading of a list: without evidence it is only proposed.

A reading is sure where the head of a table names its columns, or where the texts of each field are
all of its kind, no mark stands in nearly all of them (then a column was not seen), and titles are
told by marks or unlike what codes, dates, names and bodies are. Every answer is a short reason in
Chinese for `Award.check`, empty where nothing speaks against the reading.
"""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.colon_lists import WHOLE_CLASS
from casebook.intake.notice.lexicon import (
    body_and_people,
    body_like,
    is_place,
    kind_of_label,
    names_in,
    odds,
    title_words,
)
from casebook.intake.notice.line_layout import vouches
from casebook.intake.notice.notice_phrases import DATE, OF_PAPER, PRIZE
from casebook.intake.notice.templates import Slot, Template
from casebook.intake.notice.titles_in_columns import within
from casebook.intake.notice.tokens import WIDE

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
FEW = 2
"""Entries that are too few to show the shape of a list."""
SHORT = 4
"""Characters: where titles without marks are mostly no longer, they may be names or posts."""
FOREIGN = re.compile(r"[《》｜|→_＋+…★☆※=＝~～\t\n]")
_PARTING = re.compile(r"——|[/／|｜·→_＋+,，;；:：、\t\n]|\s+-\s+|\s+|[（(]|[《]|\d")
NUMBERED = re.compile(
    r"(?:第\s*[\d一二三四五六七八九十]+\s*[名号位组]|N[oO0][.．]?\s*\d|№|[#＃]\s*\d"
    r"|(?:作品|参赛|证书|稿件)?(?:编号|序号)\s*[：:]?\s*[A-Za-z]*\d)"
)
_ALLOTTED = re.compile(r"名额|指标|限额|推荐数|人数|数量|件数|篇数|时间|地点|议程|日程|分值|评分")
_COUNTER = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+|[①-⑳])[）)]?[.、．]?")
_POST = re.compile(
    r"^(?:男|女|.{0,6}(?:员|长|师|主任|书记|会计|经理|教授|干事|主席|秘书|代表|助理|总监))$"
)
_CLASS = re.compile(
    r"(?:年级|[初高][一二三]|[（(]?\d+[）)]?班$|[一二三四五六七八九]班$|班[ \u3000])"
)
_PART = re.compile(
    r"[^，。：:\s《》]{0,9}(?:[^全各]部|科室?|室|处|[^一]站|[^小]组|队|车间|支部|工会|团委|党委|\d班|窗口|柜台|大厅)"
)
"""The name of a part of a unit: a department, a ward, a team."""
_POSTED = re.compile(
    "(?:中心|公司|医院|学校|[局馆园院厂站]|中学|小学|大学|学院|集团).{0,6}(?:[^人]员|[^增成特]长|[老教]师|主任|书记|经理|干事)$"
)
"""A post in a unit: 某中心党支部书记."""
_ASIDE = re.compile(r"[（(](?:男|女)?[，,、 ]?(?:[\u3400-\u9fff]{1,5}族)?[）)]$")
"""What brackets say of a person: 女，土家族."""
_PLACED = re.compile(r"[\u4e00-\u9fff]{1,6}[省市县区州盟旗][ \u3000]")


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
    if not headed and _several_units(template):
        return "名单的写法是推断的：不止一栏像单位"
    kinds = {slot.kind for slot in template.slots}
    named = "people" in kinds and bool(kinds & {"organisation", "school"})
    for at, slot in enumerate(template.slots, 1):
        texts = _texts(entries, slot.field)
        if not texts or slot.kind not in JUDGED:
            continue
        reason = "" if slot.label else _unseen(slot, texts, headed)
        if not reason and not headed and not slot.label:
            reason = _impure(slot, texts, named)
        if reason:
            return f"名单的写法是推断的：第{at}栏当作{JUDGED[slot.kind]}，{reason}"
    return _misnamed(template, entries) if headed else _left_over(template, entries)


def _misnamed(template: Template, entries: Sequence[Values]) -> str:
    """Return the doubt of a table without a column for units, one of whose columns holds them, or
    of one whose titles are all the same."""
    for slot in template.slots:
        titles = _texts(entries, slot.field) if slot.kind == "title" else []
        if len(titles) > FEW and len(set(titles)) == 1:
            return "题目一栏都相同，请核对"
    if any(slot.kind in ("organisation", "school") for slot in template.slots):
        return _untitled(template, entries)
    for slot in template.slots:
        texts = _texts(entries, slot.field)
        bodies = sum(body_like(text) > 0 and not title_words(text) for text in texts)
        if slot.kind in ("title", "remarks") and bodies * 2 > len(texts) and not _posts(texts):
            return "表头没有单位一栏，另有一栏像单位"
    return _untitled(template, entries)


_OF_PIECES = re.compile(".(?:课程|课题|题|作品|篇目|内容|节目|曲|书)")
"""What the head of a column of titles may hold beside other words."""


def _untitled(template: Template, entries: Sequence[Values]) -> str:
    """Return the doubt of a table without a column for titles, one of whose columns, of a name
    nobody knows, holds words like titles: 参赛题."""
    if any(slot.kind == "title" for slot in template.slots):
        return ""
    for slot in template.slots:
        texts = _texts(entries, slot.field)
        unknown = slot.kind == "remarks" and not kind_of_label(slot.field)
        if not unknown or len(texts) * 2 < len(entries) or len(set(texts)) < ALIKE * len(texts):
            continue
        if _OF_PIECES.search(slot.field):
            return f"表头的“{slot.field}”一栏可能是题目，请核对"
        titles = sum(not unlike_title(text) and not is_body(text) for text in texts)
        if titles * 3 > len(texts) * 2 and median(map(len, texts)) > SHORT and not _posts(texts):
            return f"表头的“{slot.field}”一栏可能是题目，请核对"
    return ""


def _posts(texts: Sequence[str]) -> bool:
    return sum(bool(_POST.match(text)) for text in texts) * 2 > len(texts)


PEOPLE = ("people", "teachers")
JUDGED = {
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


def _several_units(template: Template) -> bool:
    """Whether one of two units has the label of those who are awarded and the other has none, or
    both have one label: then these are two entries, or the wrong one was taken."""
    units = [slot for slot in template.slots if slot.kind == "organisation"]
    labels = [slot.label for slot in units]
    own = [label for label in labels if label and not vouches(label)]
    return len(set(labels)) < len(labels) or (bool(own) and "" in labels)


def _unseen(slot: Slot, texts: Sequence[str], headed: bool) -> str:
    """Return the doubt of a field with a mark in nearly all its texts: a column not seen."""
    if headed or len(texts) < 2 or slot.marks == "title":
        return ""
    if all(WHOLE_CLASS.fullmatch(text) for text in texts):
        return ""
    marks: Counter[str] = Counter()
    for text in texts:
        own = _ASIDE.sub("", text) if slot.kind in PEOPLE else text
        own = within(OF_PAPER.split(own)[0]) if slot.kind == "title" else own
        own = re.sub(r"(?<=[A-Za-z,.'’&]) (?=[A-Za-z&\d])", "", own)
        bare = re.sub(r"^(\S)[ \u3000]+(\S)$", r"\1\2", re.sub(r"第\d+", "", own))
        parting = ("数字" if m.isdigit() else m.strip() or "空格" for m in _PARTING.findall(bare))
        marks.update(list(dict.fromkeys(parting)))
    allowed = "、，,/；;空格" if slot.kind in PEOPLE else ""
    for mark, count in marks.most_common():
        if count < MOST * len(texts) or mark in allowed:
            continue
        if slot.kind != "title" or _parts(mark, texts):
            return f"几乎每条里都还有“{mark}”，可能还有一栏"
    return ""


_QUOTED = re.compile("“[^”]+”(?:——|[：:，,/ \u3000]).")
"""A title in quotes with something behind it."""


def _parts(mark: str, titles: Sequence[str]) -> bool:
    """Whether a `mark` in titles parts columns: beside it stands what is no part of a title."""
    if mark in "·•・" and all(map(_OF_POEM.match, titles)):
        return False
    if mark == "数字" or (mark in "；;，," and all(map(_is_couplet, titles))):
        return False
    if mark not in _OF_TITLES:
        return True
    pieces = [re.split(r"\s+-\s+|\s+" if mark in "空格-" else re.escape(mark), t) for t in titles]
    edges = [[piece[at].strip() for piece in pieces if len(piece) > 1] for at in (0, -1)]
    unlike = any(sum(unlike_title(text) for text in edge) * 2 > len(titles) for edge in edges)
    return unlike or any(_is_column(edge) for edge in edges)


_OF_POEM = re.compile(
    "(?:[五七]言?[律绝古]|古风|新韵|自度曲|沁园春|鹧鸪天|临江仙|水调歌头|满江红|念奴娇|浣溪沙|蝶恋花|卜算子|忆江南"
    "|西江月|清平乐|菩萨蛮|破阵子|定风波|青玉案|江城子|虞美人|采桑子|如梦令|浪淘沙|渔家傲|南乡子|踏莎行|点绛唇|减字木兰花"
    "|木兰花|苏幕遮|一剪梅|长相思|相见欢|诉衷情|行香子|唐多令|望海潮|八声甘州|雨霖铃|永遇乐|贺新郎|摸鱼儿|水龙吟|声声慢"
    "|扬州慢|桂枝香|醉花阴|鹊桥仙|忆秦娥|十六字令|天净沙|山坡羊|折桂令|钗头凤|画堂春|武陵春|更漏子|生查子|捣练子|巫山一段云"
    "|柳梢青|少年游|阮郎归|小重山|风入松|千秋岁|玉楼春|高阳台|祝英台近)[·•・]"
)
"""What stands before the dot in the title of a poem: its form or its tune. 七律·登长城, 临江仙·漓江."""


def _is_couplet(title: str) -> bool:
    """Whether a title is two lines of verse of one length."""
    for mark in "[；;]", "[，,]":
        lines = [re.sub(r"[\W_]", "", line) for line in re.split(mark, title.rstrip("。"))]
        if len(lines) == 2 and len(lines[0]) == len(lines[1]) >= SHORT:
            return True
    return False


def _is_column(texts: Sequence[str]) -> bool:
    """Whether the ends of titles are words of a column: all short, or a few that come again."""
    short = len(texts) > 1 and all(len(text) <= SHORT for text in texts)
    return short or (len(texts) > FEW and len(set(texts)) * 2 <= len(texts))


_OF_TITLES = ("空格", "-", "——", "：", ":", "，", ",")
"""Marks that stand in titles, too."""


def _impure(slot: Slot, texts: Sequence[str], named: bool) -> str:
    """Return the doubt of a field of which too many texts are not of its kind.

    `named` says that units and persons stand in fields of their own.
    """
    if slot.kind in ("organisation", "school"):
        good = sum(is_body(text) for text in texts)
        return "" if good >= PURE * len(texts) else "多数不像单位名称"
    if slot.kind in PEOPLE:
        good = sum(is_person(text) for text in texts)
        like = sum(is_person(text) or may_be_name(text) for text in texts)
        parted = is_parted(slot, False) and good and like == len(texts) == len(set(texts))
        return "" if good >= PURE * len(texts) or parted else "多数不像人名"
    if slot.marks == "title" and named:
        return ""  # pieces on one theme
    if len(texts) > 2 and len(set(texts)) < ALIKE * len(texts):
        return "多有相同"
    if slot.marks == "title":
        return ""
    if len(texts) > 1 and all(_QUOTED.match(text) for text in texts):
        return "引号后面像还有一栏"
    if len(texts) > 2 and median(map(len, texts)) <= SHORT:
        return "都很短"
    if sum(unlike_title(text) for text in texts) > (1 - PURE) * len(texts):
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
        if _of_few_words(slot, texts, slot is template.slots[0] and "title" not in kinds):
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


def _of_few_words(slot: Slot, texts: Sequence[str], first: bool) -> bool:
    """Whether a column holds a few words again and again, or short ones in brackets: no titles.

    What is bracketed `first` in a record without a title may be the title.
    """
    again = len(texts) > 2 and len(set(texts)) * 2 <= len(texts)
    short = slot.marks == "bracket" and max(map(len, texts)) <= LONGEST_ASIDE
    return again or (short and not first)


def is_body(text: str) -> bool:
    """Whether `text` may be whom an award goes to: a body, a person."""
    if is_dotted(text):
        return False
    if WHOLE_CLASS.fullmatch(text):
        return True
    if not names_in(text) and (FOREIGN.search(text) or (_CLASS.search(text) and not _ends(text))):
        return False
    latin = odds("people", text) > 0
    return body_like(text) > 0 or latin or (region_of(text) is not None and len(text) > 5)


def is_dotted(text: str) -> bool:
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


def is_person(text: str) -> bool:
    """Whether `text` names one person or several."""
    if is_dotted(text):
        return False
    named = bool(names_in(text)) or odds("people", text) > 0
    return named and not re.search("[镇乡村屯寨沟县市街路巷队社区]$", text)


def _ends(text: str) -> bool:
    return body_like(text) > 1


def unlike_title(text: str) -> bool:
    """Whether a title without marks looks like something else: a code, a date, a post, a name."""
    bare = text.strip()
    if _POST.match(bare) or NUMBERED.match(bare) or is_place(bare) or _PLACED.match(bare):
        return True
    if _POSTED.search(bare) or (_PART.fullmatch(bare) and not title_words(bare)):
        return True
    if any(
        odds(kind, bare) > 0 for kind in ("date", "score", "code", "genre", "category", "prize")
    ):
        return True
    if DATE.match(bare) or (re.match(r"\d{4}\s*[年.-]", bare) and len(bare) < 9):
        return True
    if re.fullmatch(r"[A-Za-z]{0,6}[-\d.*＊×]{3,}[\dA-Z]*", bare):
        return True
    body = body_like(bare) > 1 and not title_words(bare) and not re.search(r"[\s“：—，]", bare)
    return bool(names_in(bare)) or body or _CLASS.search(bare) is not None


def fields_are_whole(template: Template, entries: Sequence[Values]) -> bool:
    """Whether a mark that is more than a space parts all fields of a list, and every text is what its
    field holds: a unit reads like one, a title like none and holds no mark that parts fields."""
    marks = {slot.before for slot in template.slots[1:] if not (slot.marks or slot.label)}
    if any(slot.optional for slot in template.slots) or marks & {"", " ", WIDE, "、", "，", "\n"}:
        return False
    for slot in template.slots:
        texts = _texts(entries, slot.field)
        if len(texts) != len(entries) or slot.kind == "remarks":
            return False
        if slot.kind in ("organisation", "school") and not all(
            body_like(text) > 0 and not title_words(text) for text in texts
        ):
            return False
        if slot.kind in PEOPLE and not all(map(is_person, texts)):
            return False
        strange = (unlike_title(t) or body_like(t) > 1 or FOREIGN.search(t) for t in texts)
        if slot.kind == "title" and any(strange):
            return False
    return True


def may_be_name(text: str) -> bool:
    """Whether `text` may be a name though nothing tells it: 其其格, 种道远."""
    return all(
        re.fullmatch("[\u3400-\u9fff]{2,5}", part) is not None and odds("people", part) > -1
        for part in re.split(r"[、，,]\s*", re.sub(r"(?<=^.)\s+(?=.$)", "", text))
    )


def people_in(template: Template, entries: Sequence[Values]) -> frozenset[str]:
    """Return the fields, parted by more than a space, of which most texts are names of people."""
    fields = set()
    for slot in template.slots:
        texts = _texts(entries, slot.field) if slot.kind in PEOPLE else []
        named = sum(is_person(text) for text in texts)
        titled = any(other.marks == "title" for other in template.slots)
        apart = template.cells or titled or is_parted(slot, False)
        if named > 1 and named >= PURE * len(texts) and apart:
            fields.add(slot.field)
    return frozenset(fields)


def is_parted(slot: Slot, headed: bool) -> bool:
    """Whether more than a space parts a field from the others: brackets, a cell, a label."""
    return headed or bool(slot.marks or slot.label) or slot.before in ("\t", "——", "（", "）")


def strange_sizes(texts: Sequence[str]) -> list[bool]:
    """Return of each entry whether it is much longer or shorter than its fellows."""
    if len(texts) < 4:
        return [False] * len(texts)
    usual = median(map(len, texts))
    return [len(text) > 3.5 * usual or len(text) * 4 < usual for text in texts]


def of_tier(name: str) -> str:
    """Return why the name of a tier is in doubt: it is no prize but one of the entries."""
    if not name.strip():
        return ""
    if _ALLOTTED.search(name) and not re.search("奖|获|入选|案例|作品", name):
        return f"“{name}”不像获奖名单"
    last = name.split()[-1]
    honour = re.search(rf"{PRIZE}|奖|名单|优秀|先进|{_HONOURED}", last)
    if region_of(last) and body_like(last) > 1 and not honour:
        return f"奖项的名称“{last}”像是一个单位"
    return f"奖项的名称“{last}”像是一条记录" if "《" in last else ""


_HONOURED = "示范|文明|十佳|百强|榜|组$|类$|代表"


def spread(checks: Sequence[str]) -> list[str]:
    """Return the checks of the entries of a list, all of which are doubted where many are for one
    reason that lies in its shape: what a third of them holds too much, others may hold unseen."""
    doubted = sum(bool(check) for check in checks)
    why = ""
    if len(checks) > FEW and doubted * 2 >= len(checks):
        why = "同一名单约一半存疑，写法可能读错"
    reasons = Counter(match[0] for check in checks if (match := _OF_SHAPE.search(check)))
    for reason, count in reasons.most_common(1):
        if count > 1 and count * 3 >= len(checks):
            why = why or f"同一名单有 {count} 条{reason}，这一条也请核对"
    return [check or why for check in checks]


_OF_SHAPE = re.compile(
    "末尾像人名|里像还有一栏|不像题目|像题目|不像地区|里像有两条|里有栏间的标点|不止一人"
)
"""What the check of an entry says that lies in how its list was read."""
