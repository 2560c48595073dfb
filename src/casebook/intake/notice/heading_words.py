"""What kind of heading the words of a line, or lines like it, make: a prize, a place, a category.

A heading may be dressed: in brackets, between ornaments, behind 荣获. Where ◎兰州市 is a heading, ◎巴州
is one; where 2. 巾帼文明岗 and 3. 巾帼建功标兵 are, so is 1. 三八红旗集体. Words need not tell it: a series of
short numbered lines, each right above entries that are numbered otherwise, is one of headings.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from casebook.intake.matching.organisations import region_of
from casebook.intake.matching.traditional import either
from casebook.intake.notice import line_layout
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.entries import (
    BULLET,
    LABELS,
    WEAK,
    label_at,
    label_of,
    pieces_of,
)
from casebook.intake.notice.lexicon import body_like, is_place, names_in
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import HAN, INLINE, NUMBER, PRIZE, TIER, UNIT
from casebook.typography import number_of

_ENDS = re.compile(either(r"(?:[组类]|年级|部分|赛道|学段|方向|单元|板块|系列|名单|奖|称号|领域)$"))
_INSIDE = re.compile("(?:公司|医院|学校|大学|学院|集团|分局|中心).{2,}[组类单元]$")
"""The words of a unit within a larger one, which no heading has: 某公司客舱服务部乘务组."""
TAIL_COUNT = re.compile(
    rf"(?<!\s)\s*+[（(]\s*+(?:(?:共|计|合计)\s*+)?(?P<n>{NUMBER})\s*+{UNIT}(?:单位|案例|作品|同志|集体|项目|论文)?\s*+[）)]\s*+[：:]?$"
    rf"|(?<!\s)\s*+(?:[：:]\s*+)?(?:[共计]\s*+)?(?P<m>\d{{1,4}})\s*+(?:个|篇|项|名|件|部|人|家|幅)$"
)
_BARE_COUNT = re.compile(r"\s*[（(]\s*(?P<n>\d{1,3})\s*[）)]$")
BRACKETS = "【】[]［］〖〗〔〕"
BRACKETED = re.compile(r"[【［〖〔\[][^【】［］〖〗〔〕\[\]]{2,24}[】］〗〕\]]")
"""A line that stands in brackets as a whole: a heading by its dress."""
IN_PARENTHESES = re.compile("[（(]([^（）()，。；：、]{2,16}[组类别])[）)]")
"""The name of a group that stands in brackets alone on its line: （绿茶组）."""
ORNAMENTS = re.compile(r"^[◆■●▲◎○◇□※＊*~～=＝·•◈❖➤►—–－\s-]+|[◆■●▲◎○◇□※＊*~～=＝·•◈❖—–－\s-]+$")
DRESS = re.compile(r"[【［〖〔\[◆■●▲◎○◇□※·◈❖➤►“「]|[—–－-]{2}")
_DRESSED = re.compile(r"[◆■●▲◎○◇□※◈❖➤►]")
_GRANTED = re.compile(
    r"(?:荣获|获得|获)(?P<name>[^，。；、：:《》]{2,14}?)(?:称号)?的?(?:单位|个人|作品|学校|集体|人员|有|是|如下)*[：:]?"
)
GRADE = (
    r"(?:[金银铜]质收藏|[★☆]{1,7}|[一二三四五六七]星级?|[A-E]{1,5}[级类等]|[甲乙丙丁][等级类]|第[一二三四五六七八九十\d]+名"
    r"|[一二三四五]级|[一二三]类|优秀|良好|合格|达标|[^《》，。；、\s]{0,8}(?:标兵|能手|新秀|模范|楷模|榜样|示范岗|文明岗|先锋岗|突击队|服务岗|贡献)"
    r"|(?:示范|达标|创建|文明|平安|绿色|和谐|健康|卫生|先进|最美)"
    r"(?:社区|单位|村|乡镇|街道|家庭|校园|医院|学校|企业|小区|窗口|集体)"
    r"|[^《》，。；、：\s]{0,8}(?:先进|优秀|十佳|模范|最美|优胜|三好)(?:社区|单位|村镇?|乡镇?|镇|街道|家庭|医院|学校|企业|窗口|集体|班组|科室"
    r"|(?:党|团)?支部|党组织|个人|员工|教师|干部|党员|团员|学生|县|区|市|组织|团队)"
    r"|[^《》，。；、：\s]{0,8}(?:荣誉证书|荣誉证章|纪念证书|纪念章|荣誉章)"
    r"|[^《》，。；、：\s]{2,10}奖(?:代表队|代表团|参赛队|运动队|运动员|裁判员|教练员)"
    r"|[^《》，。；、：\s]{0,4}[一二三四五]星级(?:复核的)?[\u4e00-\u9fff]{2,6})"
)
_FOR_WHOM = re.compile("[（(](?:从事|连续|累计|年龄|.{0,8}以[上下])[^（）()，。；、]{0,16}[）)]$")
PRIZE_OR_GRADE = re.compile(f"{PRIZE}|{GRADE}")
"""What a tier may be called: a prize, or a grade, a rank, a number of stars."""
LIST_OF = re.compile(r"名单[（(](?!节选|排名|排序|按|共|以)[^（）()]{1,10}[）)]$")
"""A heading over all prizes of one of several lists: 优秀教材获奖名单（本科）."""
LIST_WORD = re.compile(r"(?:获奖)?名单(?=[（(][^（）()]{1,10}[）)]$|$)")
"""What a heading of a list says of itself; it is no part of its name."""
ANNEX_LABEL = re.compile("^附\\s*[件表]?\\s*\\d{0,2}\\s*[：:]\\s*")
ASIDE = re.compile(r"[^（）()]+[（(][^（）()]+[）)]$")
"""A line that ends in a bracket: 次旺（铜像锻造）."""
LONGEST_EVENT = 14
"""Characters of the name of an event or a group above its ranks."""
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


def tail_count(name: str, line: str) -> re.Match[str] | None:
    """Return the count behind a heading; in a `line` dressed as one it needs no unit: ◆合浦市（3）."""
    return TAIL_COUNT.search(name) or (_BARE_COUNT.search(name) if _DRESSED.match(line) else None)


def kind_of_heading(text: str) -> str:
    """Return what kind of heading the words make it, empty for none."""
    tail = tail_count(text, text)
    dressed = (text[: tail.start()] if tail else text).strip("：: \u3000")
    bare = dressed.strip(BRACKETS)
    if not bare or "《" in bare or re.search("[。，；]", bare):
        return ""
    bare = undressed(bare)
    if PRIZE_OR_GRADE.fullmatch(bare) or PRIZE_OR_GRADE.fullmatch(_FOR_WHOM.sub("", bare)):
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


MOST_HEADINGS = 200
"""A number above this counts no headings: （2013）沪一初字第7号."""
ORDINAL = re.compile(r"^第[一二三四五六七八九十\d]+(?:部分|类|组|单元|批)\s*[：:、]?\s*")
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
    yield from _above_prizes(rows, style)
    if style:
        yield from _above_first(rows, style)


def _dressed(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        match = DRESS.match(row.text)
        if IN_PARENTHESES.fullmatch(row.text):
            groups.setdefault("（", []).append(row)
        whole = BRACKETED.fullmatch(row.text) or re.fullmatch("[“「][^”」]+[”」]", row.text)
        if match and (match[0][0] not in "【［〖〔[“「" or whole):
            groups.setdefault(match[0][0], []).append(row)
    for dress, group in groups.items():
        kinds = ["category" if dress == "（" else _kind(row.text) for row in group]
        known = [kind for kind in kinds if kind in _KINDS]
        few = len(group) * 2 <= len(rows)
        if few and len(known) * 2 >= len(group) and all(_short(row, row.text) for row in group):
            most = Counter(known).most_common(1)[0][0]
            yield from (
                (row.number, (most, ""))
                for row, kind in zip(group, kinds, strict=True)
                if dress == "（"
                or kind not in _KINDS
                or (kind == "category" and most in _KINDS[:2])
            )


def _in_series(rows: Sequence[Row], entries: str) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[tuple[str, str], list[_Numbered]] = {}
    for at, row in enumerate(rows):
        for style in dict.fromkeys((*STYLES, entries)):
            label = label_of(row.text, LABELS[style]) if style else None
            if label:
                mark = re.sub(rf"[\s\d{HAN}]", "", label[1]) if style in (entries, "1.") else style
                groups.setdefault((style, mark), []).append((at, row, label[0], label[2]))
                break
    most = max(groups, key=lambda key: len(groups[key]), default=("", ""))
    for key, group in groups.items():
        alone = key == most and not _above_groups(rows, key[0], group)
        if alone or not _is_series(rows, group):
            continue
        kinds = [_kind(rest) for _, _, _, rest in group]
        known = sum(kind in ("prize", "place", "category") for kind in kinds)
        over = _above_numbers(rows, group, groups[most]) or _above_groups(rows, key[0], group)
        if known * 2 < len(group) and not over:
            continue
        named = Counter(kind for kind in kinds if kind in _KINDS[:3])
        kind = named.most_common(1)[0][0] if named else "category"
        own = "".join(key) if key[0] == entries else ""
        yield from ((row.number, (kind, own)) for _, row, _, _ in group)


def _above_first(rows: Sequence[Row], style: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the plain lines right above an entry numbered 1, where other such lines name prizes."""
    pattern, size = LABELS[style], usual_further(rows, style)
    heads = [
        row for at, (row, below) in enumerate(pairwise(rows))
        if (first := label_of(below.text, pattern)) and first[0] == 1
        and not any(label_of(r.text, pattern) for r in rows[max(at - size, 0) : at + 1])
        and _short(row, row.text)
    ]  # fmt: skip
    kinds = [_kind(row.text) for row in heads]
    if "prize" in kinds:
        for row, kind in zip(heads, kinds, strict=True):
            if not kind and region_of(row.text) is None and not LABELLED.match(row.text):
                yield row.number, ("prize", "")


def _above_prizes(rows: Sequence[Row], style: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the lines right above the first prize of a series of prizes that comes again: 小说,
    一等奖, 二等奖, 散文, 一等奖, 二等奖. What parts two series can only be a heading."""
    named = [(at, undressed(row.text)) for at, row in enumerate(rows) if _kind(row.text) == "prize"]
    firsts: list[int] = []
    series: set[str] = set()
    for at, text in named:
        name = _prize_in(text)
        if not firsts or name in series:
            firsts.append(at)
            series = set()
        series.add(name)
    heads = [at - 1 for at in firsts if at and _may_part(rows, at - 1, style)]
    later = [at - 1 for at in firsts[1:]]
    apart = len({rows[at].text for at in heads}) == len(heads)
    if not later or not apart or set(later) - set(heads):
        return
    places = [PLACED.search(undressed(rows[at].text)) is not None for at in heads]
    kind = "place" if all(places) else "category"
    yield from ((rows[at].number, (kind, "")) for at in heads)


PLACED = re.compile("^(?:北京|天津|上海|重庆|[\u3400-\u9fff]{1,7}[省市县区州盟旗乡镇]|兵团)$")


def _prize_in(text: str) -> str:
    match = PRIZE_OR_GRADE.search(text)
    return match[0] if match else text


def _may_part(rows: Sequence[Row], at: int, style: str) -> bool:
    """Whether the line at `at` may be a heading: short, unlike the entries, and none of the lines
    that further lines of an entry may be."""
    row = rows[at]
    if not _short(row, row.text) or _kind(row.text) == "prize" or row.text[-1] in "；。，、":
        return False
    if style:
        pattern = LABELS[style]
        if label_of(row.text, pattern):
            return False
        above = list(takewhile(lambda r: not label_of(r.text, pattern), reversed(rows[:at])))
        return len(above) >= usual_further(rows, style)
    parted = line_layout.Layout(rows)
    if parted and not parted.has(row.text):
        return True
    return row.gap or (not names_in(row.text) and not body_like(row.text) and not parted)


def usual_further(rows: Sequence[Row], style: str) -> int:
    """Return how many lines without a number mostly stand between two entries that count on.

    Where no two do, each being the only one of its prize, the fewest lines below an entry count.
    """
    pattern = LABELS[style]
    labelled = [(at, label_of(row.text, pattern)) for at, row in enumerate(rows)]
    places = [(at, label[0]) for at, label in labelled if label]
    prizes = {at for at, row in enumerate(rows) if _kind(row.text) == "prize"}
    between = Counter(
        late - early - 1
        for (early, n), (late, m) in pairwise(places)
        if m == n + 1 and not prizes & set(range(early, late))
    )
    if between:
        return between.most_common(1)[0][0]
    marks = [(at, label) for at, label in labelled if label or at in prizes]
    return min(
        (late - early - 1 for (early, label), (late, _) in pairwise(marks) if label), default=0
    )


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


def over_groups(rows: Sequence[Row]) -> set[int]:
    """Return the numbers of the rows counted 一、二、 that stand above groups of names."""
    numbers: set[int] = set()
    for style in STYLES[:2]:
        labels = [(at, row, label_of(row.text, LABELS[style])) for at, row in enumerate(rows)]
        group = [(at, row, label[0], label[2]) for at, row, label in labels if label]
        if len(group) > 1 and _is_series(rows, group) and _above_groups(rows, style, group):
            numbers |= {row.number for _, row, _, _ in group}
    return numbers


def _above_groups(rows: Sequence[Row], style: str, group: Sequence[_Numbered]) -> bool:
    """Whether a series counted 一、二、 stands above groups of names: its words name nobody, and the
    lines below hold several names each, or are not as many below one as below the other."""
    named = sum(bool(names_in(rest)) or body_like(rest) > 1 for _, _, _, rest in group)
    if style not in STYLES[:2] or named * 4 > len(group):
        return False
    places = [at for at, *_ in group] + [len(rows)]
    blocks = [rows[early + 1 : late] for early, late in pairwise(places)]
    every = [row for block in blocks for row in block]
    several = sum(_holds_names(row.text) for row in every)
    sizes = {len(block) for block in blocks}
    if several * 2 >= len(every) > 0 and (several > 1 or len(sizes) > 1):
        return True
    single = sum(bool(names_in(row.text)) or body_like(row.text) > 0 for row in every)
    return single * 5 >= len(every) * 4 and len(sizes) > 1 and len(every) >= 2 * len(group)


def _holds_names(text: str) -> bool:
    """Whether a line holds several units or persons beside each other, a place before them or not."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", re.sub(r"^[^：:]{2,10}[：:]", "", text))
    words = [
        word for word in re.split(r"[、\t]|[ \u3000]{2,}", bare.strip("、，。； \u3000")) if word
    ]
    named = sum(bool(names_in(word)) or body_like(word) > 0 for word in words)
    return len(words) > 1 and "《" not in text and named * 3 >= len(words) * 2


def stand_abreast(text: str) -> bool:
    """Whether only spaces part the names of several bodies: 甲区代表队　乙县代表队."""
    words = [word for word in re.split(r"[\t\u3000]+| {2,}", text.strip()) if word.strip()]
    return len(words) > 1 and all(len(word) > 3 and body_like(word) > 0 for word in words)


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
        label = label_of(text, LABELS[style])
        if label:
            return label[2]
    return text


def is_first(row: Row) -> bool:
    """Whether the row is numbered as the first of a list, in any style."""
    for style, pattern in LABELS.items():
        label = label_of(row.text, pattern)
        if label and label[0] == 1 and (style != WEAK or "《" in row.text):
            return True
    return False


def counts_on(row: Row, below: Row) -> bool:
    """Whether a row is the first of a list laid out alike below it, whose numbers go on."""
    first, next_ = label_of(row.text, LABELS[WEAK]), label_of(below.text, LABELS[WEAK])
    marks = line_layout.layout(row.text)
    alike = bool(marks) and marks == line_layout.layout(below.text)
    return bool(first and next_ and first[0] == 1 and 1 < next_[0] < 6 and alike)


def number_in(row: Row, style: str) -> tuple[int, str] | None:
    """Return number and rest of a row numbered in `style`."""
    label = label_of(row.text, LABELS[style])
    return (label[0], label[2]) if label else None


def without_number(text: str, entries: str) -> tuple[str, str | None]:
    """Return a heading without its number, and the style of that number.

    The style is empty for none and None where the number is of the style of the entries.
    """
    ordinal = ORDINAL.match(text)
    if ordinal and text[ordinal.end() :]:
        return text[ordinal.end() :], "一、"
    for style in ("一、", "（一）", "1.", "（1）", "①", "1)"):
        label = label_of(text, LABELS[style])
        if label and label[0] <= MOST_HEADINGS:
            return label[2], None if style == entries else style
    return text, ""


_HONOUR_IN_QUOTES = re.compile(
    "[“「『]([^“”「」『』]{3,20})[”」』](?:荣誉)?(?:称号|荣誉|奖牌|牌匾|证书)"
)


def honours_in(rows: Sequence[Row]) -> frozenset[str]:
    """Return the honours that the sentences of a notice grant in quotes: “红旗团支部”称号."""
    prose = "".join(row.text for row in rows if re.search("[，。；：]", row.text))
    return frozenset(_HONOUR_IN_QUOTES.findall(prose))


def bare_name(row: Row) -> str:
    """Return a heading without number, count, dress and what it says of its list."""
    text = TAIL_COUNT.sub("", undressed(TAIL_COUNT.sub("", unnumbered(row)).strip("：: ")))
    return LIST_WORD.sub("", text).strip(f"：: {BRACKETS}“”「」『』")


def names_unit(row: Row) -> bool:
    """Whether a row, its number and count aside, is the name of a body."""
    text = unnumbered(row)
    return body_like(TAIL_COUNT.sub("", text).strip("：: ")) > 0 and not names_in(text)


def over_ranks(rows: Sequence[Row]) -> set[int]:
    """Return the numbers of the rows that name the event whose ranks stand below them: 一、篮球比赛
    above 第一名：…"""
    return {
        row.number
        for row, below in pairwise(rows)
        if INLINE.match(below.text) and not INLINE.match(row.text)
        and len(row.text) <= LONGEST_EVENT and "《" not in row.text
    }  # fmt: skip


def style_of_entries(rows: Sequence[Row], over: Collection[int]) -> str:
    """Return the style the entries are numbered in, empty for none.

    `rows` are those of an annex that name no tier; `over` are the numbers of rows that head ranks.
    """
    best, most = "", 0
    plain = [row for row in rows if row.number not in over]
    for style in LABELS:
        rests = [n for row in plain if (n := number_in(row, style))]
        entries = [n for n in rests if kind_of_heading(n[1]) in ("", "name")]
        few = best and len(entries) < 2 * most
        if style == WEAK and (few or not entries or entries[0][0] != 1):
            continue
        if len(entries) > most:
            best, most = style, len(entries)
    return best if most * 6 >= len(plain) or most > 3 else ""


def counted_entries(
    rows: Sequence[Row], tier_of: Callable[[Row], re.Match[str] | None]
) -> set[int]:
    """Return the numbers of the rows that stand below a heading that counts as many as there are
    up to the next heading of a tier: 先进集体（4个） above four lines, none of which is a heading."""
    tiers = [at for at, row in enumerate(rows) if tier_of(row)]
    numbers: set[int] = set()
    for at, end in pairwise([*tiers, len(rows)]):
        count = TAIL_COUNT.search(rows[at].text)
        below = rows[at + 1 : end]
        pieces = [piece for row in below for piece in pieces_of(row.text, "、")]
        number = number_of(count["n"] or count["m"]) if count else None
        if below and number in (len(below), len(pieces)):
            numbers |= {row.number for row in below}
    return numbers


def of_persons(rows: Sequence[Row]) -> bool:
    """Whether the lists are names of people, a line each or several: then units are headings."""
    people = sum(bool(names_in(unnumbered(row))) for row in rows)
    bodies = sum(names_unit(row) for row in rows)
    return people * 2 >= len(rows) and 0 < bodies <= people


def of_titles(rows: Sequence[Row]) -> bool:
    """Whether the lists are titles in 《》 with no unit beside them: then units are headings."""
    titled = [title_alone(row) for row in rows]
    bodies = [
        at for at, row in enumerate(rows)
        if names_unit(row) and kind_of_heading(unnumbered(row)) not in ("category", "prize")
    ]  # fmt: skip
    groups = [sum(titled[at:end]) for at, end in pairwise([*bodies, len(rows)])]
    above = rows[: bodies[0]] if bodies else []
    headed = all(kind_of_heading(row.text) or kind_of_heading(unnumbered(row)) for row in above)
    grouped = bool(bodies) and headed and 0 not in groups and set(groups) != {1}
    return sum(titled) * 2 >= len(rows) and grouped and len(bodies) <= sum(titled)
