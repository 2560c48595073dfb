"""Propose a list as a whole where it was not understood as a whole.

The other stages doubt an award for what they find strange in it. Here nothing strange is looked for:
awards stay without a check only where their list shows that it was understood. No line within it or
right below it is unread; each heading in it says by its words or by its dress that it is one, is
whole in the names of the tiers and stands above its awards; the awards of a tier have the same
parts; and the doubts of single awards are few and do not begin with
the first. Where that is wanting, all awards of the list get the same check: one question.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from casebook.book import Award, Tier
from casebook.intake.matching.organisations import region_of
from casebook.intake.matching.traditional import either
from casebook.intake.notice import line_layout
from casebook.intake.notice.colon_lists import WHOLE_CLASS
from casebook.intake.notice.division import Annex, annex_of
from casebook.intake.notice.explained_lines import pasted_heads, title_of_all
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import (
    BRACKETED,
    PRIZE_OR_GRADE,
    TAIL_COUNT,
    kind_of_heading,
    undressed,
    unnumbered,
)
from casebook.intake.notice.leftovers import IN_ROW
from casebook.intake.notice.lexicon import (
    FIELDS,
    body_like,
    is_name,
    is_place,
    kind_of_label,
    names_in,
)
from casebook.intake.notice.line_proposals import BY_LINE
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import EVENT, TITLE_END, VACANT
from casebook.intake.notice.sentence_doubts import of_sentences
from casebook.intake.notice.sound_groups import Doubt, groups_of, may_head, sound
from casebook.intake.notice.tier_headings import count_of, said_once, tier_of
from casebook.intake.notice.written_alike import Way, ways_of

MANY = 3
"""A list of which so large a part is in doubt, a third, is in doubt as a whole."""
LONGEST = 24
"""Characters of a quotation."""
ABOVE = 3
"""Lines right above the first award of a list that may be its headings."""
GUESSED = "按字面推断"
"""What the check of an award says whose line follows no way of its list."""
FEW = 2
"""Awards that are too few to show what a field holds."""
_NEVER = re.compile("[＋+＞>＜<＿_＝=~～|｜∥→＃#＊*※；;：:！!？?%＠@^$〈〉]|[\\s-]$")
"""What no name of a unit or a person holds."""
_OPENS_ODDLY = re.compile(
    r"[A-Za-z]?\d{0,4}\s*[-－.、：:）)\]】，,；;/|＋>]|\d{1,4}\s*[“「『〈【《]"
)
_BRACKETS = "《“「『〈【"
_NOBODY = re.compile(either("空缺|从缺|略|无$"))
_GOES_ON = re.compile(rf"[{_BRACKETS}].*[》”」』〉】]\s*[^\w\s，。！？、（(《“「『〈【]+\s*\w")
"""A text in brackets behind which another one stands: 〈守望者〉-王芳."""
_COMES_BEFORE = re.compile("[^“「『〈【《》]{2,}[「『〈【][^「『〈【」』〉】]+[」』〉】]")
"""A text in brackets before which another one stands: 李竞「突水水源判别」."""
_PLACE = re.compile("[\u3400-\u9fff]{1,6}[省市县区州盟旗乡镇]")
_TEACHER = re.compile(either("指导|辅导|教师|老师|教练|导师"))
_ABOVE_IT = re.compile("[（(]?(?:以上|上述|上列)")
"""What a line says of the entries above it."""
_QUOTED = re.compile("[“「『《〈【]")
_WORDS = re.compile(r"[^\w★☆]+|_")
_OF_LIST = re.compile(
    "(?:获奖|入选|入围)?(?:名单|名录|一览表|人员|单位|个人|作品)|^(?:荣获|获得|获)|空缺|从缺|的?(?:有|是)?$"
)
"""What a heading says of its list beside the name of the prize."""


@dataclass(frozen=True)
class _List:
    """The awards that stand in one part of the notice, the lines of it, and the headings among them."""

    pairs: list[tuple[Award, Tier]]
    rows: list[Row]
    first: int
    last: int


_ASIDE = re.compile(
    r"[（(][^（）()]*(?:\d+\s*[元个名项件条人篇部家幅组首张支户位本]|排名|排序|不分先后|并列)[^（）()]*[）)]|每[项条人件个名]\s*奖励?\s*\d+\s*元"
    r"|\s\d+\s*[个名项件条人篇](?=\s|$)|^[A-Za-z][A-Za-z ]*\s(?=[一-鿿])"
)
"""What a heading says beside its name: how many there are, in what order, the money, its English."""
_PRAISED = re.compile("[十百]佳|最美|先进|优秀")
"""What the name of a prize begins with, and no name of a unit."""
_IN_QUOTES = re.compile("“[^“”]{2,16}”")
"""A line of nothing but a quotation, as the name of a part of the competition is set."""
_NOTE = re.compile(r"[（(][^（）()]*(?:并列|空缺|从缺|排名|不分先后)[^（）()]*[）)]")
"""A line of its own that says something of the ranks above."""
_OF_PAGE = re.compile(
    r"版权所有|共\s*\d+\s*页|第\s*\d+\s*页|名单[（(]续[）)]$|^续表$|时间\s*[:：]\s*\d{4}-"
)
"""A line that belongs to the page on which the list stands."""


def understood(sheet: Sheet, tiers: Sequence[Tier], annexes: Sequence[Annex]) -> tuple[Tier, ...]:
    """Return `tiers`, all awards of a list checked that was not understood as a whole."""
    doubts: dict[str, str] = {}
    starts = [min((r.number for r in (*a.heading, *a.rows)), default=0) for a in annexes]
    titles = {row.number for annex in annexes for row in annex.heading}
    ways = ways_of(sheet, tiers)
    for part in _lists(sheet, tiers, starts, titles):
        for award, why in _doubts(sheet, part, ways):
            doubts.setdefault(award.id, why)
    every = [award for tier in tiers for award in tier.awards]
    guessed = {award.lines for award in every if award.check == IN_ROW}
    sentence = "这一句没有全部读懂，同一句里的条目也请核对"
    doubts.update((award.id, sentence) for award in every if award.lines in guessed)
    for key, why in of_sentences(sheet, tiers).items():
        doubts.setdefault(key, why)
    return tuple(
        replace(tier, awards=tuple(_checked(award, doubts.get(award.id, "")) for award in tier.awards))
        for tier in tiers
    )  # fmt: skip


def _checked(award: Award, doubt: str) -> Award:
    return replace(award, check=doubt) if doubt and not award.check else award


def _lists(
    sheet: Sheet, tiers: Sequence[Tier], starts: Sequence[int], titles: Collection[int]
) -> Iterator[_List]:
    """Yield the lists of the notice: letter and annexes apart, sentences left out."""
    prose = {row.number for row in sheet.marked(Use.BODY)}
    aside = {row.number for row in sheet.marked(Use.FURNITURE)} | {*titles}
    rows = [row for row in sheet.rows if row.number not in aside]
    pairs = [
        (a, tier) for tier in tiers for a in tier.awards if a.lines and a.lines[0] not in prose
    ]

    def part(line: int) -> int:
        return sum(start <= line for start in starts)

    pairs.sort(key=lambda pair: pair[0].lines or (0, 0))
    for at, group in groupby(pairs, lambda pair: part((pair[0].lines or (0, 0))[0])):
        own = list(group)
        spans = [award.lines for award, _ in own if award.lines]
        first = spans[0][0]
        here = [row for row in rows if part(row.number) == at]
        above = next((row for row in reversed(rows) if row.number < first), None)
        if above and above not in here and sheet.use(above) is Use.UNREAD:
            here.insert(0, above)  # taken for the end of the letter, it may be the list's heading
        yield _List(own, here, first, max(last for _, last in spans))


def _doubts(sheet: Sheet, part: _List, ways: Mapping[str, Way]) -> Iterator[tuple[Award, str]]:
    """Yield awards of a list, each with why the list is in doubt, as a whole or where it stands.

    Groups that bear their own reading out are in doubt only for what stands in or above them.
    """
    awards = [award for award, _ in part.pairs]
    doubts = [
        *_of_lines(sheet, part), *_of_headings(sheet, part), *_of_fields(part, awards),
        *_of_cells(sheet, part), *_of_marks(part), *_of_doubted(awards, part.pairs[0][1].name),
    ]  # fmt: skip
    groups = groups_of(sheet, part.pairs)
    good = sound(sheet, groups, ways) if doubts else []
    heads = sheet.marked(Use.HEADING)
    for group in groups if doubts else []:
        own = [doubt for doubt in doubts if group not in good or group.is_reached(doubt, heads)]
        for award in group.awards if own else ():
            yield award, f"这份名单没有全部读懂：{own[0].why}"
    for tier in {tier.id: tier for _, tier in part.pairs}.values():
        awards = [award for award, of in part.pairs if of.id == tier.id]
        if why := next(_of_tier(awards), ""):
            whole = f"“{tier.name}”没有全部读懂：{why}"
            yield from ((award, whole) for award in awards)


def _of_lines(sheet: Sheet, part: _List) -> Iterator[Doubt]:
    """Yield what stands unread within a list, and a short line right above or below it."""
    over = _over_heads(sheet, part)
    title = title_of_all(sheet, list({tier.id: tier for _, tier in part.pairs}.values()))
    for above, row in pairwise(part.rows):
        heads = row.number == part.first and sheet.use(above) is Use.UNREAD
        heads = heads and above.number != title
        if heads and len(above.compact) <= LONGEST and above.text[-1] not in "。！":
            yield Doubt(f"第 {above.number} 行“{above.text}”没有读懂", (above.number,), True)
        if sheet.use(row) is not Use.UNREAD or not part.first < row.number:
            continue
        if line_layout.is_residue(row.text) or not _WORDS.sub("", row.text):
            continue
        if _OF_PAGE.search(row.text) or _NOTE.fullmatch(row.text):
            continue
        right_below = above.number <= part.last < row.number
        short = (
            len(row.compact) <= LONGEST and row.text[-1] not in "。！" and not body_like(row.text)
        )
        if row.number < part.last or (right_below and short):
            why = f"第 {row.number} 行“{row.text[:LONGEST]}”没有读懂"
            yield Doubt(why, (row.number,), row.number in over)
    for award, _ in part.pairs:
        if award.check == BY_LINE and award.lines:
            yield Doubt(f"第 {award.lines[0]} 行没有归入名单的写法", award.lines)


def _of_headings(sheet: Sheet, part: _List) -> Iterator[Doubt]:
    """Yield the headings in a list that nothing shows to be headings, or that are not kept whole."""
    named = [tier.name for _, tier in part.pairs if tier.name.strip()]
    if named and _is_nameless(part):
        lines = tuple(a.lines[0] for a, tier in part.pairs if a.lines and not tier.name.strip())
        yield Doubt(f"有的条目上面没有奖项的名称，有的属于“{named[0]}”", lines)
    names = dict.fromkeys((tier.id, tier.name) for _, tier in part.pairs)
    again = [name for name, count in Counter(name for _, name in names).items() if count > 1]
    if again:
        lines = tuple(a.lines[0] for a, tier in part.pairs if a.lines and tier.name in again)
        yield Doubt(f"“{again[0]}”在这份名单里出现了不止一次", lines)
    above = [row for row in part.rows if row.number < part.first][-ABOVE:]
    start = above[0].number if above else part.first
    end = next((row.number for row in part.rows if row.number > part.last), part.last)
    pasted = pasted_heads(sheet, [award for award, _ in part.pairs])
    heads = [
        row for row in part.rows
        if sheet.use(row) is Use.HEADING and start <= row.number <= end and row.number not in pasted
        and not annex_of(row) and not line_layout.header(row)
        and (not kind_of_label(row.text) or _ABOVE_IT.match(row.text))
    ]  # fmt: skip
    dresses = Counter(map(_dress, heads))
    over = {r.number for r, below in pairwise(heads) if _is_told(below) and not _is_told(r)}
    styles = {_dress(row)[0] for row in part.rows if sheet.use(row) is Use.ENTRY}
    texts = [*(tier.name for _, tier in part.pairs), *_texts(part.pairs)]
    held = "\0".join(_words(text) for text in dict.fromkeys(texts))
    first = above[-1] if above else None
    outer = _over_heads(sheet, part)
    series = _over_ranks(part, heads)
    title = "".join(_words(row.text) for row in sheet.marked(Use.TITLE))
    quoted = [row for row in heads if _IN_QUOTES.fullmatch(row.text)]
    for row in heads:
        if _ABOVE_IT.match(row.text) or (row.number > part.last and not _is_vacant(sheet, row)):
            why = f"第 {row.number} 行“{row.text[:LONGEST]}”下面没有条目，可能说的是上面的条目"
            yield Doubt(why)
        words = _name(row)
        if not words or line_layout.is_rule(row) or VACANT.match(row.text):
            continue
        if _OF_PAGE.search(row.text) or kind_of_label(line_layout.cells(row.text)[0]) == "number":
            continue
        own = bool(row.number in over and len(over) > 1)
        own = own or BRACKETED.fullmatch(row.text) is not None
        own = own or (row in quoted and len(quoted) > 1) or row.number in series
        own = own or (_dress(row)[0] != "" and _dress(row)[0] not in styles)
        if not (_is_told(row) or own or (dresses[_dress(row)] > 1 and any(_dress(row)[1:]))):
            why = f"第 {row.number} 行“{row.text[:LONGEST]}”是不是标题不能肯定"
            yield Doubt(why, (row.number,), row.number in outer)
        named_here = row.number > part.first or (row is first and any(_dress(row)[1:]))
        if named_here and not TITLE_END.search(row.text):
            bare = _words(_ASIDE.sub("", said_once(unnumbered(row))))
            whole = words in held or any(_OF_LIST.sub("", each) in held for each in (words, bare))
            whole = whole or any(
                bare.endswith(name) and len(name) > FEW and bare.removesuffix(name) in title
                for name in map(_words, (tier.name for _, tier in part.pairs))
            )
            if not whole and not _NOBODY.search(row.text):
                why = f"第 {row.number} 行“{row.text[:LONGEST]}”没有全在奖项的名称里"
                yield Doubt(why)  # what stands right above the list may be cut the same way


def _is_nameless(part: _List) -> bool:
    """Whether awards have no name of a prize above them though others have; not those below all
    others that are only proposed: they may sign the notice."""
    nameless = [award for award, tier in part.pairs if not tier.name.strip()]
    last = max((a.lines or (0, 0))[0] for a, tier in part.pairs if tier.name.strip())
    return any(not award.check or (award.lines or (0, 0))[0] < last for award in nameless)


def _of_fields(part: _List, awards: Sequence[Award]) -> Iterator[Doubt]:
    """Yield fields that hold what no such field holds: the list may be cut in the wrong places."""
    texts = {row.number: row.compact for row in part.rows}
    unmarked = [award for award in awards if not award.check]
    for award in unmarked:
        title = award.title or ""
        lines = range(award.lines[0], award.lines[1] + 1) if award.lines else ()
        marked = any(f"《{compact(title)}" in texts.get(at, "") for at in lines)
        if _NEVER.search(award.organisation):
            yield Doubt(
                f"“{award.organisation[:LONGEST]}”里有单位名称没有的符号", award.lines or ()
            )
        if title and not marked and _OPENS_ODDLY.match(title):
            yield Doubt(f"“{title[:LONGEST]}”开头像是序号", award.lines or ())
    behind = [award.title for award in awards if _GOES_ON.match(award.title or "")]
    if len(behind) * 2 > len(awards):
        yield Doubt(f"“{(behind[0] or '')[:LONGEST]}”括号外面像还有一栏")
    before = [award.title for award in awards if _COMES_BEFORE.fullmatch(award.title or "")]
    if len(before) * 2 > len(awards) and len(before) > FEW:
        yield Doubt(f"“{(before[0] or '')[:LONGEST]}”括号前面像还有一栏")
    prizes = [name for award in awards if _is_prize(name := _alone(award))]
    if prizes and len(prizes) * 2 < len(awards):
        yield Doubt(f"“{prizes[0][:LONGEST]}”像是奖项的名称")
    units = {award.organisation for award in awards}
    bodies = sum(body_like(award.title or "") > 0 for award in awards)
    if len(units) == 1 and len(awards) > FEW and bodies * 2 > len(awards):
        yield Doubt("每条的单位都相同，题目一栏却像单位")
    if bodies * 2 > len(awards) and sum(map(_may_be_place, units)) * 2 > len(units):
        yield Doubt("单位一栏像地名，题目一栏像单位")
    taught = any(name == FIELDS["teachers"] for award in awards for name, _ in award.fields)
    if taught and not any(_TEACHER.search(row.text) for row in part.rows):
        yield Doubt("原文没有写哪一栏是指导教师")


def _of_cells(sheet: Sheet, part: _List) -> Iterator[Doubt]:
    """Yield what shows that the columns of a table are not those that were read."""
    rows = [row for row in part.rows if sheet.use(row) is Use.ENTRY]
    wide = max((len(line_layout.cells(row.text)) for row in rows), default=0)
    for row in part.rows:
        if sheet.use(row) is Use.HEADING and row.number <= part.last and line_layout.header(row):
            columns = [c for c in line_layout.cells(row.text) if kind_of_label(c) != "number"]
            if wide < FEW <= len(columns):
                yield Doubt(f"表头“{row.text[:LONGEST]}”有几栏，下面的行却只有一格")
    texts = {row.number: line_layout.cells(row.text) for row in rows}
    of_column = [
        award for award, tier in part.pairs
        if award.lines and tier.name and tier.name.split()[-1] in texts.get(award.lines[0], ())[1:]
    ]  # fmt: skip
    if len({(bool(award.organisation), bool(award.title)) for award in of_column}) > 1:
        yield Doubt("表里有的行有题目或单位，有的没有")


def _of_marks(part: _List) -> Iterator[Doubt]:
    """Yield what the marks in the lines say against the fields: one bracket around two kinds of
    fields, two awards of a line that nothing parts."""
    texts = {row.number: row.text for row in part.rows}
    around: dict[str, set[str]] = {}
    units: dict[int, list[str]] = {}
    for award, _ in part.pairs:
        line = texts.get(award.lines[0], "") if award.lines else ""
        guessed = GUESSED in award.check  # a line for itself, which says nothing of the others
        fields = () if guessed else (("", award.title or ""), *award.fields)
        for name, text in fields:
            at = line.find(text) if text else 0
            if at > 0 and line[at - 1] in _BRACKETS:
                around.setdefault(line[at - 1], set()).add("" if name == "" else "field")
        if award.lines and award.organisation:
            units.setdefault(award.lines[0], []).append(award.organisation)
    if mark := next((mark for mark, kinds in around.items() if len(kinds) > 1), ""):
        yield Doubt(f"“{mark}”里的字有的当作题目，有的没有")
    for at, names in units.items():
        fused = next((a + b for a in names for b in names if a + b in texts.get(at, "")), "")
        if fused:
            yield Doubt(f"“{fused[:LONGEST]}”中间没有分隔，却读成两条")


def _over_ranks(part: _List, heads: Sequence[Row]) -> set[int]:
    """Return the headings right below each of which the ranks begin anew, with one prize in the line
    of the award itself: these head groups whatever their words are."""
    named = {a.lines[0]: tier.name.split()[-1:] for a, tier in part.pairs if a.lines}
    texts = {row.number: row.compact for row in part.rows}
    below = {row.number: after.number for row, after in pairwise(part.rows)}
    firsts: dict[str, set[int]] = {}
    for row in heads:
        at = below.get(row.number, 0)
        prize = next(iter(named.get(at, [])), "")
        if prize and PRIZE_OR_GRADE.fullmatch(prize) and texts[at].startswith(prize):
            firsts.setdefault(prize, set()).add(row.number)
    return next((set(rows) for rows in firsts.values() if len(rows) > FEW), set())


def _over_heads(sheet: Sheet, part: _List) -> set[int]:
    """Return the lines right above a heading: what stands there may name several groups."""
    return {row.number for row, below in pairwise(part.rows) if sheet.use(below) is Use.HEADING}


def _is_vacant(sheet: Sheet, row: Row) -> bool:
    """Whether a heading says, or the line below it, that nobody has the prize."""
    below = next((r.text for r in sheet.rows if r.number > row.number), "")
    return any(_NOBODY.search(text) for text in (row.text, below[:LONGEST]))


def _may_be_place(name: str) -> bool:
    return is_place(name) or _PLACE.fullmatch(name) is not None


def _alone(award: Award) -> str:
    """Return the only text that an award holds, empty where it holds several."""
    texts = [award.organisation, award.title or "", *(text for _, text in award.fields)]
    filled = list(filter(None, texts))
    return filled[0] if len(filled) == 1 else ""


def _is_prize(name: str) -> bool:
    named = PRIZE_OR_GRADE.fullmatch(name) or honoured(name) or _PRAISED.match(name)
    return bool(name and named) and region_of(name) is None


def _texts(pairs: Iterable[tuple[Award, Tier]]) -> Iterator[str]:
    for award, _ in pairs:
        yield from (award.organisation, award.region, award.title or "")
        yield from (text for _, text in award.fields)


def _words(text: str) -> str:
    return _WORDS.sub("", text)


def _name(row: Row) -> str:
    return _words(TAIL_COUNT.sub("", undressed(TAIL_COUNT.sub("", unnumbered(row)).strip("：: "))))


def _dress(row: Row) -> tuple[str, bool, bool]:
    """Return how a heading is set: what stands before its words, a count, a colon behind them."""
    text = unnumbered(row)
    before = row.text[: len(row.text) - len(text)] if row.text.endswith(text) else ""
    style = re.sub(r"[\d一二三四五六七八九十百]+", "1", before).strip()
    return style, count_of(text) is not None, text.endswith(("：", ":"))


def _is_told(row: Row) -> bool:
    """Whether the words of a line name a prize, a place, a group, and no unit, person or title."""
    text = unnumbered(row)
    bare = _name(row)
    if tier_of(row) or PRIZE_OR_GRADE.search(bare) or honoured(bare):
        return True
    if EVENT.search(text) or TITLE_END.search(text) or is_place(bare):
        return True
    if WHOLE_CLASS.fullmatch(bare) or _OF_SPORT.fullmatch(bare):
        return True
    kind = kind_of_heading(text)
    return kind in ("prize", "place", "category") and not (
        _QUOTED.match(text) or names_in(bare) or body_like(bare) > 1
    )


_OF_SPORT = re.compile(
    r"(?:男女?|女|混合)[子双单]?\S{0,12}?(?:\d米|\d公里|跳远|跳高|跳绳|铅球|标枪|铁饼|实心球|接力|单打|双打|团体|全能|公斤级)"
)
"""The name of an event of a meet: 男子100米."""


def _of_doubted(awards: Sequence[Award], tier: str) -> Iterator[Doubt]:
    """Yield what the doubts of single awards say of their list: many, or its first line."""
    doubted = [award for award in awards if award.check]
    if not doubted or len(doubted) == len(awards):
        return
    spreading = [award for award in doubted if _spreads(award)]
    if len(spreading) > 1 and len(spreading) * MANY >= len(awards):
        lines = tuple(award.lines[0] for award in spreading if award.lines)
        yield Doubt(f"{len(awards)} 条里有 {len(doubted)} 条存疑", lines)
    if _spreads(awards[0], True) and (not tier.strip() or may_head(awards)):
        yield Doubt(f"第一条就存疑（{awards[0].check}）", awards[0].lines or ())


_OWN = re.compile(
    "^“[^”]*”(?:像是表头，不是奖项|是地区，奖项的名称请核对)$|^奖项的名称“[^”]*”像是地区"
    r"|^这一组的写法不够清楚|^名单的写法是推断的|^同一名单|^同样写法的条目|^通报说这一奖项有|^序号 \d+ 在这一奖项里用了|^条目太少"
)
"""The check of an award that lies in its own group and is on all of that."""


_OWN_WORD = re.compile("^“[^”（）()【】]*”不像(?:人名|单位名称|题目|地区)$")


def _spreads(award: Award, first: bool = False) -> bool:
    """Whether an award is in doubt for what others of its list may have unseen; the `first` also
    for a word of its own: it may be a heading."""
    word = _OWN_WORD.search(award.check) is not None
    return bool(award.check) and (first if word else _OWN.search(award.check) is None)


def _of_tier(awards: Sequence[Award]) -> Iterator[str]:
    if (
        _spreads(awards[0], True)
        and may_head(awards)
        and len(awards) > 1
        and not all(award.check for award in awards)
    ):
        yield f"第一条就存疑（{awards[0].check}）"
    unmarked = [award for award in awards if not award.check]
    if len({(bool(award.organisation), bool(award.title)) for award in unmarked}) > 1:
        yield "有的条目有题目或单位，有的没有"
    kinds = {_kind(award.organisation) for award in unmarked} - {""}
    if len(kinds) > 1:
        yield "有的条目是单位，有的是人"


def _kind(name: str) -> str:
    if is_name(name) or names_in(name):
        return "people"
    return "organisation" if body_like(name) > 0 else ""
