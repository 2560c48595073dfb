"""What kind of heading the words of a line, or lines like it, make: a prize, a place, a category.

A heading may be dressed: in brackets, between ornaments, behind 荣获. Where ◎兰州市 is a heading, ◎巴州
is one; where 2. 巾帼文明岗 and 3. 巾帼建功标兵 are, so is 1. 三八红旗集体. Words need not tell it: a series of
short numbered lines, each right above entries that are numbered otherwise, is one of headings.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from casebook.intake.matching.organisations import region_of
from casebook.intake.matching.traditional import either
from casebook.intake.notice import line_layout
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.entries import BULLET, LABELS, label_at, label_of
from casebook.intake.notice.lexicon import body_like, is_place, names_in
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import HAN, NUMBER, PRIZE, TIER, UNIT

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


LONGEST = 24
"""Characters of a heading that only its like tells."""
STYLES = ("一、", "（一）", "1.", "（1）", "①", "1)")
"""The styles headings are numbered in."""
_KINDS = ("prize", "place", "category", "school")
_Numbered = tuple[int, Row, int, str]
"""A row, its place, its number and what stands behind the number."""


def alike(rows: Sequence[Row], style: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the numbers of the lines that are headings like others, each with its kind and what
    the headings of its level share; empty for what its words and its number tell.

    `style` is the one the entries are numbered in, empty for none.
    """
    yield from _dressed(rows)
    yield from _in_series(rows, style)
    if style:
        yield from _above_first(rows, LABELS[style])


def _dressed(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        match = DRESS.match(row.text)
        whole = BRACKETED.fullmatch(row.text) or re.fullmatch("[“「][^”」]+[”」]", row.text)
        if match and (match[0][0] not in "【［〖〔[“「" or whole):
            groups.setdefault(match[0][0], []).append(row)
    for group in groups.values():
        kinds = [_kind(row.text) for row in group]
        known = [kind for kind in kinds if kind in _KINDS]
        few = len(group) * 2 <= len(rows)
        if few and len(known) * 2 >= len(group) and all(_short(row, row.text) for row in group):
            most = Counter(known).most_common(1)[0][0]
            yield from (
                (row.number, (most, ""))
                for row, kind in zip(group, kinds, strict=True)
                if kind not in _KINDS or (kind == "category" and most in ("prize", "place"))
            )


def _in_series(rows: Sequence[Row], entries: str) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[tuple[str, str], list[_Numbered]] = {}
    for at, row in enumerate(rows):
        for style in dict.fromkeys((*STYLES, entries)):
            found = label_of(row.text, LABELS[style]) if style else None
            if found:
                mark = re.sub(rf"[\s\d{HAN}]", "", found[1]) if style in (entries, "1.") else style
                groups.setdefault((style, mark), []).append((at, row, found[0], found[2]))
                break
    most = max(groups, key=lambda key: len(groups[key]), default=("", ""))
    for key, group in groups.items():
        if key == most or not _is_series(rows, group):
            continue
        kinds = [_kind(rest) for _, _, _, rest in group]
        known = sum(kind in ("prize", "place", "category") for kind in kinds)
        if known * 2 < len(group) and not _above_numbers(rows, group, groups[most]):
            continue
        named = Counter(kind for kind in kinds if kind in _KINDS[:3])
        kind = named.most_common(1)[0][0] if named else "category"
        own = "".join(key) if key[0] == entries else ""
        yield from ((row.number, (kind, own)) for _, row, _, _ in group)


def _above_first(
    rows: Sequence[Row], style: re.Pattern[str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the plain lines right above an entry numbered 1, where other such lines name prizes."""
    heads = [
        row for row, below in pairwise(rows)
        if (first := label_of(below.text, style)) and first[0] == 1
        and not label_of(row.text, style) and _short(row, row.text)
    ]  # fmt: skip
    kinds = [_kind(row.text) for row in heads]
    if "prize" in kinds:
        for row, kind in zip(heads, kinds, strict=True):
            if not kind and region_of(row.text) is None and not LABELLED.match(row.text):
                yield row.number, ("prize", "")


def _is_series(rows: Sequence[Row], group: Sequence[_Numbered]) -> bool:
    """Whether numbered lines count on without a gap, are short and have other lines below them."""
    numbers = [number for _, _, number, _ in group]
    counted = numbers[0] == 1 and all(late in (1, early + 1) for early, late in pairwise(numbers))
    places = [at for at, *_ in group] + [len(rows)]
    apart = all(late - early > 1 for early, late in pairwise(places))
    return (
        len(group) > 1 and counted and max(numbers) > 1 and apart
        and all(_short(row, rest) for _, row, _, rest in group)
    )  # fmt: skip


def _above_numbers(
    rows: Sequence[Row], group: Sequence[_Numbered], entries: Sequence[_Numbered]
) -> bool:
    """Whether each line of a series stands right above a numbered entry, or above a prize."""
    first = {row.number for _, row, _, _ in entries}
    below = [rows[at + 1] for at, *_ in group]
    return len(entries) > len(group) and all(
        row.number in first or _kind(row.text) == "prize" for row in below
    )


def _kind(text: str) -> str:
    return "prize" if TIER.match(text) else kind_of_heading(text)


def _short(row: Row, text: str) -> bool:
    cells = len([cell for cell in line_layout.cells(row.text) if cell]) > 1
    plain = not re.search("[《》。；，]", text) and not cells and not label_at(row)
    return 1 < len(text) <= LONGEST and plain


def title_alone(row: Row) -> bool:
    """Whether a row holds a title in 《》, and outside it no unit."""
    rest = re.sub("《[^《》]*》", "", unnumbered(row))
    return rest != unnumbered(row) and body_like(rest.strip()) == 0


def unnumbered(row: Row) -> str:
    """Return the text of a row without its bullet and its number."""
    text = BULLET.sub("", row.text)
    for style in LABELS:
        found = label_of(text, LABELS[style])
        if found:
            return found[2]
    return text
