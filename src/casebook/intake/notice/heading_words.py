"""What kind of heading the words of a line make: a prize, a place, a school, a category.

A heading may be dressed: in brackets, between ornaments, behind 荣获. Two headings in one dress are
of one level.
"""

import re

from casebook.intake.matching.traditional import either
from casebook.intake.notice.lexicon import body_like, is_place, names_in
from casebook.intake.notice.notice_phrases import NUMBER, PRIZE, UNIT

_ENDS = re.compile(either(r"(?:[组类]|年级|部分|赛道|学段|方向|单元|板块|系列|名单|奖|称号|领域)$"))
_INSIDE = re.compile("(?:公司|医院|学校|大学|学院|集团|分局|中心).{2,}[组类单元]$")
"""The words of a unit within a larger one, which no heading has: 某公司客舱服务部乘务组."""
TAIL_COUNT = re.compile(
    rf"\s*[（(]\s*(?:共|计|合计)?\s*(?P<n>{NUMBER})\s*{UNIT}(?:单位|案例|作品|同志|集体|项目|论文)?\s*[）)]\s*[：:]?$"
    rf"|\s*[：:]?\s*(?:共|计)?\s*(?P<m>\d{{1,4}})\s*(?:个|篇|项|名|件|部|人|家|幅)$"
)
BRACKETS = "【】[]［］〖〗〔〕"
BRACKETED = re.compile(r"[【［〖〔\[][^【】［］〖〗〔〕\[\]]{2,24}[】］〗〕\]]")
"""A line that stands in brackets as a whole: a heading by its dress."""
ORNAMENTS = re.compile(r"^[◆■●▲◎○◇□※＊*~～=＝·•◈❖➤►—–－\s-]+|[◆■●▲◎○◇□※＊*~～=＝·•◈❖—–－\s-]+$")
DRESS = re.compile(r"[【［〖〔\[◆■●▲◎○◇□※·◈❖➤►“「]|[—–－-]{2}")
_GRANTED = re.compile(
    r"(?:荣获|获得|获)(?P<name>[^，。；、：:《》]{2,14}?)(?:称号)?的?(?:单位|个人|作品|学校|集体|人员|有|是|如下)*[：:]?"
)
GRADE = (
    r"(?:[★☆]{1,7}|[一二三四五六七]星级?|[A-E]{1,5}[级类等]|[甲乙丙丁][等级类]|第[一二三四五六七八九十\d]+名"
    r"|[一二三四五]级|[一二三]类|优秀|良好|合格|达标|[^《》，。；、\s]{0,8}(?:标兵|能手|新秀|示范岗|文明岗|先锋岗|突击队|服务岗|贡献)"
    r"|(?:示范|达标|创建|文明|平安|绿色|和谐|健康|卫生|先进|最美)"
    r"(?:社区|单位|村|乡镇|街道|家庭|校园|医院|学校|企业|小区|窗口|集体))"
)
PRIZE_OR_GRADE = re.compile(f"{PRIZE}|{GRADE}")
"""What a tier may be called: a prize, or a grade, a rank, a number of stars."""
OF_ENTRIES = ("people", "teachers", "title", "contact", "score", "date", "remarks")
"""Kinds of labels with which the further lines of an entry begin."""


def undressed(text: str) -> str:
    """Return a heading without the ornaments, quotes and words around its name: ◆金奖, 荣获金奖的有."""
    bare = ORNAMENTS.sub("", text) or text
    quoted = re.fullmatch(r"[“「]([^“”「」]{2,20})[”」]", bare)
    if quoted and PRIZE_OR_GRADE.fullmatch(quoted[1]):
        bare = quoted[1]
    granted = _GRANTED.fullmatch(bare)
    return granted["name"] if granted else bare


def kind_of_heading(text: str) -> str:
    """Return what kind of heading the words make it, empty for none."""
    tail = TAIL_COUNT.search(text)
    dressed = (text[: tail.start()] if tail else text).strip("：: \u3000")
    bare = dressed.strip(BRACKETS)
    if not bare or "《" in bare or re.search("[。，；]", bare):
        return ""
    bare = undressed(bare)
    if PRIZE_OR_GRADE.fullmatch(bare):
        return "prize"
    if re.fullmatch(r"[“「][^“”「」]{2,20}[”」]", bare):
        return "category"
    if is_place(bare):
        return "place"
    if names_in(bare) and not (tail and tail["n"]):
        return "name"
    if tail and tail["n"]:
        return (
            "school"
            if body_like(bare) > 1 and tail[0].strip("）) ：:")[-1] in "人名位"
            else "category"
        )
    if _ENDS.search(bare) and len(bare) <= 24 and body_like(bare) < 2 and not _INSIDE.search(bare):
        return "prize" if bare.endswith(("奖", "称号")) else "category"
    if text.rstrip().endswith(("：", ":")) and len(bare) <= 16:
        return "school" if body_like(bare) else "category"
    if BRACKETED.fullmatch(dressed) and not dressed.strip(BRACKETS).isdigit():
        return "school" if body_like(bare) > 1 else "category"
    return ""
