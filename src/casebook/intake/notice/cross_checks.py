"""Doubt awards by what stands beside them: declared counts, doubles, numbers, broken neighbours.

Each award alone may read well. That a heading declares seven and six were read, that an award stands
twice, that a number of the tier is used again, or that the line below cannot be an award of its own,
tells that one of them is not what it seems. The awards concerned are then only proposed.

At the end the words of each line marked as an entry are compared with what its awards hold, whatever
read the line. Words that stand in none are kept in the remarks of the award, which is then only
proposed; a line that no award covers is unread. Numbers, marks and a few linking words aside.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.entries import BULLET
from casebook.intake.notice.explained_lines import pasted_heads
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.lexicon import (
    FIELDS,
    PRIZE_ONLY,
    body_like,
    kind_of_label,
)
from casebook.intake.notice.line_layout import is_residue, named_by_ending
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import NUMBER, UNIT

FEW = 3
"""A third of the awards of a tier, or fewer, are few."""
FUSED = 2
"""So many awards fewer than declared may be fused with others."""
_RANK = re.compile(r"(?:并列)?第[一二三四五六七八九十\d]+名|[冠亚季殿]军")
_LAST_BRACKET = re.compile(r"[（(]([^（）()]{2,10})[）)]$")
_OF_NAME = re.compile(r"校区|院区|分校|分院|本部|集团|公司|总部|筹|中心|学院|基地")
"""What stands in brackets at the end of the name of an organisation, as a part of it."""
_REMARK = 5
"""Characters of a field that may have stood in brackets behind a name."""
LONGEST_TAIL = 30
"""Characters of a line that may be the rest of the entry above."""


@dataclass(frozen=True)
class Sum:
    """What a heading over several lists says: its name, how many there are, the lines of them all."""

    name: str
    declared: int | None
    row: Row
    lines: set[int]

    def awards(self, tiers: Sequence[Tier]) -> list[Award]:
        """Return the awards below the heading."""
        return [
            award
            for tier in tiers
            for award in tier.awards
            if award.lines and award.lines[0] in self.lines
        ]


Doubts = dict[str, str]
"""By the id of an award, why it is in doubt."""


def crossed(sheet: Sheet, tiers: Sequence[Tier], sums: Iterable[Sum]) -> tuple[Tier, ...]:
    """Return `tiers` with a check on awards that what stands beside them makes doubtful.

    `sums` are what headings over several lists say of their sizes.
    """
    doubts: Doubts = {}
    for findings in (
        _doubled(tiers),
        _numbered_twice(tiers),
        _of_one_piece(tiers),
        _miscounted(tiers, sums),
        _cut(sheet, tiers),
        _below_rank(sheet, tiers),
        _unlike(tiers),
        _below_heads(sheet, tiers),
        _bracketed(tiers),
        _of_doubtful_shape(tiers),
        _below_part(tiers),
        _after_empty(tiers),
        _in_second_series(sheet, tiers),
    ):
        for key, why in findings:
            doubts.setdefault(key, why)
    return tuple(
        replace(tier, awards=tuple(_checked(award, doubts) for award in tier.awards))
        for tier in tiers
    )


def _checked(award: Award, doubts: Doubts) -> Award:
    why = doubts.get(award.id, "")
    return replace(award, check=why) if why and not award.check else award


def _bracketed(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards whose organisation has a bracket that is none of its own.

    One at its beginning belongs to what stands before; one at its end is a remark or a name where
    the same bracket of another award of the tier was read as one.
    """
    for tier in tiers:
        parted = any(
            not award.organisation.endswith(("）", ")"))
            and any(len(value) <= _REMARK for _, value in award.fields)
            for award in tier.awards
        )
        for award in tier.awards:
            if award.organisation[:1] in tuple("（(【［[〔"):
                yield award.id, f"“{award.organisation}”以括号开头，不像单位名称"
            last = _LAST_BRACKET.search(award.organisation)
            if (
                last
                and parted
                and not award.fields
                and not _OF_NAME.search(last[1])
                and not region_of(last[1])
            ):
                yield award.id, f"同组条目的括号另作一栏，这一条的“{last[0]}”算进了单位名称"


def _of_doubtful_shape(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards with the same parts as others of the notice of which most have a part unlike it."""
    shapes: dict[tuple[object, ...], list[Award]] = {}
    for award in (award for tier in tiers for award in tier.awards):
        parts = (
            bool(award.organisation),
            bool(award.title),
            tuple(name for name, _ in award.fields),
        )
        shapes.setdefault(parts, []).append(award)
    for alike in shapes.values():
        unlike = [award for award in alike if "不像" in award.check]
        if len(unlike) >= FEW and 2 * len(unlike) >= len(alike):
            yield from ((award.id, "同样写法的条目多数存疑，这一条也请核对") for award in alike)


def _below_part(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards of a tier that lacks the group, or the prize, which others of its name have:
    一等奖 beside 论文 一等奖."""
    names = [tier.name.split() for tier in tiers if tier.awards and tier.name.strip()]
    for tier in tiers:
        own = tier.name.split()
        size = len(own)
        wider = [n for n in names if len(n) > size > 0]
        inner = [n for n in wider if n[-size:] == own]
        shared = Counter(n[-1] for n in names)
        outer = [n for n in wider if n[:size] == own and shared[n[-1]] > 1]
        if inner or (outer and not PRIZE_ONLY.fullmatch(own[-1])):
            wider = inner or outer
            why = f"其他奖项分在“{' '.join(wider[0])}”这样的组里，“{tier.name}”缺一级"
            yield from ((award.id, why) for award in tier.awards)


def _after_empty(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the first award below a tier that is empty though the notice does not call it vacant."""
    for empty, tier in pairwise(tiers):
        if tier.awards and empty.name and not empty.awards and empty.declared != 0:
            yield tier.awards[0].id, f"上面的“{empty.name}”下没有条目，这一条可能属于它"


def _in_second_series(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards of a tier from where it comes again below another one: the heading of a new
    group may be lost. Not where the line of the award itself names the prize, nor where a heading of
    a place or a school stands between."""
    texts = {row.number: row.text for row in sheet.rows}
    order = sorted((a.lines[0], tier.id) for tier in tiers for a in tier.awards if a.lines)
    for tier in tiers:
        prize = (tier.name.split() or [""])[-1]
        late = False
        awards = sorted((a for a in tier.awards if a.lines), key=lambda a: a.lines or (0, 0))
        for above, award in pairwise(awards):
            first, last = above.lines or (0, 0), award.lines or (0, 0)
            apart = any(first[1] < line < last[0] for line, of in order if of != tier.id)
            own = prize in texts[last[0]] or not prize or _grouped(above) != _grouped(award)
            late = late or (apart and not own)
            if late:
                yield award.id, f"“{prize}”在下面又出现一次，中间可能漏了分组的名称"


def _grouped(award: Award) -> list[str]:
    return [text for name, text in award.fields if name in ("地区", "学校")] or [award.region]


def _doubled(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards that stand in a tier a second time, word by word."""
    for tier in tiers:
        seen: dict[tuple[object, ...], Award] = {}
        for award in tier.awards:
            key = (compact(award.organisation), compact(award.title or ""), award.fields)
            first = seen.setdefault(key, award)
            if first is not award and award.organisation:
                line = f"第 {first.lines[0]} 行" if first.lines else "前面"
                yield award.id, f"与{line}的一条相同，请核对是否重复"


def _of_one_piece(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards with the title and the unit of the one above and other persons: a table may name
    each author of a piece in a row of its own."""
    for tier in tiers:
        for above, award in pairwise(tier.awards):
            same = compact(above.title or "") == compact(award.title or "") != ""
            if same and compact(above.organisation) == compact(award.organisation):
                why = "题目和单位与相邻一条相同，可能是同一件作品的几位作者"
                yield from ((each.id, why) for each in (above, award))


def _numbered_twice(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards of one number in a tier, where the notice itself numbers them."""
    for tier in tiers:
        again = Counter(award.number for award in tier.awards)
        for award in tier.awards:
            if again[award.number] > 1:
                yield award.id, f"序号 {award.number} 在这一奖项里用了 {again[award.number]} 次"


def _miscounted(tiers: Sequence[Tier], sums: Iterable[Sum]) -> Iterator[tuple[str, str]]:
    """Yield the awards of tiers and annexes that hold more or fewer than their heading declares."""
    for tier in tiers:
        if tier.declared and _near(len(tier.awards), tier.declared):
            why = f"通报说这一奖项有 {tier.declared} 个，读到 {len(tier.awards)} 个"
            yield from ((award.id, why) for award in _suspected(tier.awards, tier.declared))
    for whole in sums:
        here = whole.awards(tiers)
        if whole.declared and here and _near(len(here), whole.declared):
            why = f"标题说共 {whole.declared} 个，读到 {len(here)} 个"
            yield from ((award.id, why) for award in _suspected(here, whole.declared))


def _suspected(awards: Sequence[Award], declared: int) -> Sequence[Award]:
    """Return the awards among which the wrong ones are, where more or fewer than `declared` were read:
    those in doubt already if the others are no more than declared."""
    clear = sum(not award.check for award in awards)
    within = clear <= declared < len(awards)
    return [award for award in awards if award.check] if within else awards


def _near(read: int, declared: int) -> bool:
    """Whether one of the awards read may be wrong: too many, or so few too few that two may be one.

    A list that is cut short by many is told, and what stands of it is read well.
    """
    return read > declared or 0 < declared - read <= FUSED


def _cut(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards right above a line that may be their rest: an award that lacks what they have,
    or a line nobody read."""
    rows = {row.number: row for row in sheet.rows}
    below = {upper.number: other for upper, other in pairwise(sheet.rows)}
    poor = {
        award.lines[0]: award
        for tier in tiers for above, award in pairwise(tier.awards)
        if award.lines and award.check and _lacks(award, above)
    }  # fmt: skip
    for tier in tiers:
        for award in tier.awards:
            row = below.get(award.lines[1]) if award.lines else None
            if row is None or row.gap or not _may_be_rest(row):
                continue
            after = below.get(row.number)
            signed = after is None or sheet.use(after) not in (Use.ENTRY, Use.HEADING)
            whole = rows[award.lines[1]].text[-1:] in "》）)。；" if award.lines else True
            if row.number in poor or (sheet.use(row) is Use.UNREAD and not (whole or signed)):
                yield award.id, f"下一行“{row.text[:LONGEST_TAIL]}”可能是这一条的后半"


_IN_LIST = (Use.HEADING, Use.ENTRY, Use.UNREAD)


def _below_heads(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards below the heads of a table pasted cell by cell, if these were read as headings."""
    runs = [
        (upper, two) for upper, two in pairwise(sheet.rows)
        if all(sheet.use(row) in _IN_LIST and kind_of_label(row.text) and not named_by_ending(row.text) for row in (upper, two))
    ]  # fmt: skip
    first = min((upper.number for upper, _ in runs), default=0)
    clear = pasted_heads(sheet, [award for tier in tiers for award in tier.awards])
    for tier in tiers if first and first not in clear else ():
        for award in tier.awards:
            if award.lines and award.lines[0] > first:
                yield award.id, "表头的几栏各占一行，条目可能错位"


def _unlike(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the few awards of a tier without a title, or a unit, where nearly all have one."""
    for tier in tiers:
        for name in ("title", "organisation"):
            bare = [award for award in tier.awards if not getattr(award, name)]
            if 0 < len(bare) * FEW <= len(tier.awards):
                word = "题目" if name == "title" else "单位"
                yield from ((award.id, f"同组的条目都有{word}，这一条没有") for award in bare)


def _below_rank(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards of a rank in a line of its own (第一名　甲医院) below which a further line was
    taken for one more: it may be the rest of the first."""
    texts = {row.number: row.compact for row in sheet.rows}
    for tier in tiers:
        rank = (tier.name.split() or [""])[-1]
        if not _RANK.fullmatch(rank) or len(tier.awards) < 2:
            continue
        named = [bool(a.lines and rank in texts[a.lines[0]]) for a in tier.awards]
        if any(named) and not all(named):
            why = f"“{rank}”下面不止一行，可能是一条的前后两半"
            yield from ((award.id, why) for award in tier.awards)


def _lacks(award: Award, above: Award) -> bool:
    """Whether an award has no unit, or no title, where the one above has."""
    return bool(
        (above.organisation and not award.organisation) or (above.title and not award.title)
    )


def _may_be_rest(row: Row) -> bool:
    """Whether a line has no number, no bullet and no words of a heading of its own."""
    text = row.text
    own = text[0].isdigit() or LABELLED.match(text) or BULLET.match(text) or kind_of_heading(text)
    whole = is_residue(text) or (body_like(text) > 1 and region_of(text) is not None)
    return (
        not (own or whole)
        and len(row.compact) <= LONGEST_TAIL
        and "\t" not in text
        and "|" not in text
    )


REMARKS = FIELDS["remarks"]
_LINKS = re.compile(
    "授予|空缺|略|荣获|获得|称号|荣誉|命名|表彰|决定|其中|以下|等|和|及|与|为|由|获|共|计|的|第|名|个|件|篇|项|家|单位"
)
"""Words that link the parts of a record or count them; they are no part of an award."""
_ORDINAL = re.compile(r"^[（(]?(?:案例)?[一二三四五六七八九十百]++(?:[）)、.．]|(?![等级类]))")
"""The number of a record; the 一 of 一等奖 is none."""
_LABEL = (
    "(?:(?:项目|作品|案例|课程|论文|成果|课题|活动|品牌|建议|节目|产品)?名称|作品|课题|题目|作者|姓名|学校|班主任|指导教师|指导老师|(?:主要)?完成人"
    "|(?:主要完成|完成|选送|推荐|表演|申报|报送|出品|工作)?单位|(?:团队)?成员|获奖理由|编导|摄像|配音)"
)
_LABELS = re.compile(f"{_LABEL}(?:[、及和]{_LABEL})*[:：]|^{_LABEL}，")
"""What a field is called, before a colon: in an award it may have another name."""
_COUNTED = re.compile(
    rf"等\s*{NUMBER}\s*(?:{UNIT})?(?:单位|同志|集体|项目|家)*|(?:共|合计|总计)\s*{NUMBER}\s*{UNIT}"
)
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]+|[A-Za-z]{3,}")


def complete(sheet: Sheet, tiers: Sequence[Tier], headings: Sequence[str]) -> tuple[Tier, ...]:
    """Return `tiers` with every word of their lines; mark lines of no award as unread.

    `headings` are those of the annexes, as printed.
    """
    common = [
        *(text for tier in tiers for text in (tier.name, str(tier.declared or ""))),
        *headings,
    ]
    awards = {award.id: (award, tier) for tier in tiers for award in tier.awards}
    by_id = dict(awards)
    for row in sheet.marked(Use.ENTRY):
        here = [pair for pair in awards.values() if _covers(pair[0], row)]
        known = "\0".join(
            map(compact, [*common, *(text for pair in here for text in _texts(*pair))])
        )
        words = list(_unheld(row.text, known))
        if words and not here:
            sheet.unread(row)
        elif words:
            owner = _owner(row, words[0], [award for award, _ in here])
            by_id[owner.id] = (_with_remark(by_id[owner.id][0], words), by_id[owner.id][1])
    return tuple(
        replace(tier, awards=tuple(by_id[award.id][0] for award in tier.awards)) for tier in tiers
    )


def _covers(award: Award, row: Row) -> bool:
    return award.lines is None or award.lines[0] <= row.number <= award.lines[1]


def _texts(award: Award, tier: Tier) -> Iterator[str]:
    yield from (award.organisation, award.title or "", award.after, award.region, tier.name)
    for name, value in award.fields:
        yield from (name, value)


def _owner(row: Row, word: str, awards: Sequence[Award]) -> Award:
    """Return the award of a line to which `word` belongs: the last that begins before it."""
    text = compact(row.text)
    end = text.find(word) + len(word)
    before = [
        award for award in awards
        if any(0 <= text.find(compact(part)) < end for part in (award.organisation, award.title) if part)
    ]  # fmt: skip
    return (before or awards)[-1 if before else 0]


def _with_remark(award: Award, words: Sequence[str]) -> Award:
    rest = "　".join(words)
    remarks = [text for name, text in award.fields if name == REMARKS]
    fields = [(name, text) for name, text in award.fields if name != REMARKS]
    fields.append((REMARKS, "　".join([*remarks, rest])))
    check = award.check or f"“{rest}”不知属于哪一栏，暂记在备注里"
    return replace(award, fields=tuple(fields), check=check)


def _unheld(text: str, known: str) -> Iterator[str]:
    """Yield the words of a line that are not made of pieces of `known`, cell by cell."""
    for cell in re.split(r"[\t|]", text):
        yield from _unheld_of_cell(cell, known)


def _unheld_of_cell(text: str, known: str) -> Iterator[str]:
    """Yield the words of a cell that are not made of pieces of `known`.

    A piece is two characters or more, a linking word, a character alone between spaces, or one at
    an end of the word: a line end may have cut it off, or what follows is a figure.
    """
    lone = {len(compact(text[: m.start()])) for m in re.finditer(r"(?<!\S)\w(?!\S)", text)}
    lone -= {at for at in lone if lone & {at - 1, at + 1}}  # 林　涛 is a name
    text = compact(text)
    for label in (_ORDINAL, _LABELS, _COUNTED):
        text = label.sub(lambda match: "：" * len(match.group()), text)
    for run in _RUN.finditer(text):
        if not _made(run.group(), known, {at - run.start() for at in lone}):
            yield run.group()


def _made(word: str, known: str, lone: set[int]) -> bool:
    """Whether `word` is put together of pieces of `known` and linking words."""
    size = len(word)
    if word in known:
        return True
    reach = {0}
    for end in range(1, size + 1):
        for start in list(reach):
            piece = word[start:end]
            whole = len(piece) > 1 or start == 0 or end == size
            alone = end - start == 1 and start in lone and size > 1
            if alone or _LINKS.fullmatch(piece) or (whole and piece in known):
                reach.add(end)
    return size in reach
