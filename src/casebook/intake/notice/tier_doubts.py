"""Doubt the awards whose tier rests on a line that was not understood.

An award stands under its tier when between the heading that names the tier and the award there is
no line that may be another heading. Such lines are short, without a number, a title or an end of a
sentence; they were left unread, taken for the rest of an entry, for the heading of an annex, or
for an entry. Numbers that begin anew tell of a heading that is not there at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice import line_layout
from casebook.intake.notice.division import LABELLED, annex_of
from casebook.intake.notice.entries import BULLET, LABELS, label_at, label_of
from casebook.intake.notice.explained_lines import explained, is_closed
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE, kind_of_heading, undressed
from casebook.intake.notice.lexicon import body_like, is_place, names_in, odds
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import COUNT, ELIDED, EVENT, INLINE, NUMBER, UNIT, VACANT
from casebook.intake.notice.tier_headings import said_once, tier_of

LONGEST = 20
"""Characters of a line that may be the heading of a tier."""
LONGEST_PART = 12
"""Characters of a heading that names a part of a list, not the whole."""
FEWEST = 2
"""Prizes: so many tell whether they stand above or below their entries."""
MANY = 4
"""Awards: a tier of so many that have no title is a list without titles."""
_HONOURING = re.compile("单位|组织|集体|机构|教师|个人|辅导|指导|工作者|企业|学校|团队|家庭|园丁")
_PAGES = re.compile(
    r"第\s*\d+\s*页|共\s*\d+\s*页|续|扫一扫|关注|点击|打印|分享|[上下]一[条篇]|转发"
)
_REGION = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:[省市县州盟旗]|(?<![社校园景小])区|赛区|代表队)")
"""A name that may be a region and nothing in it."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[省市县州盟旗]|(?<![社校园景小])区|赛区|代表队)")
"""A line that may be a region where a heading stands right below it."""
_OF_LISTS = re.compile(
    r"名单|名录|一览|目录|结果|公布|公示|通报|公告|喜报|附件|附表|排名不分先后|部分|获奖(?:作品|论文)|表$|续"
    "|(?:大赛|比赛|竞赛|运动会).*(?:成绩|录|名次)$|[届年].*获奖(?:项目|单位|个人|人员|选手)$|为序[）)]?$"
)


_BEHIND = re.compile(
    "[^一二三四五六七八九十（(、]{2}[（(]?[一二三四五六七八九十][）)、]\\s*([^、，。《》]{2,14})$"
)
"""A numbered heading behind the last words of an entry, on its line."""
_COUNTED_HEAD = re.compile(
    rf"(?P<name>[^《》，。；：:\t（(]{{2,14}})[（(]\s*共?\s*{NUMBER}\s*{UNIT}[）)]\s*[：:]"
)
"""The name of a tier and its count before the entries on one line: 优秀影片（4部）：《…》、《…》."""
_NO_HEADING = re.compile("空缺|从缺|從缺|年.{1,3}月")
"""What no heading of a tier holds: that nothing was awarded, a date."""


def assured(sheet: Sheet, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return `tiers` with a check on each award of which the tier is in doubt."""
    doubts = _Doubts(sheet, tiers)
    return tuple(
        replace(
            tier, awards=tuple(_checked(award, doubts.of(award, tier)) for award in tier.awards)
        )
        for tier in _again(sheet, _restarted(tiers))
    )


def _checked(award: Award, doubt: str) -> Award:
    return replace(award, check=doubt) if doubt and not award.check else award


class _Doubts:
    """The lines of a notice that may be headings nobody read as such."""

    def __init__(self, sheet: Sheet, tiers: Sequence[Tier]) -> None:
        self.sheet = sheet
        self.tiers = tiers
        pairs = [(a, tier) for tier in tiers for a in tier.awards if a.lines]
        self.firsts = {a.lines[0]: a for a, _ in pairs if a.lines}
        regions = sum(_is_region(award.organisation) for award in self.firsts.values())
        self.regional = regions * 2 > len(self.firsts)
        self.titled = any(award.title for award in self.firsts.values())
        self.heads = [
            (row.number, words) for row in sheet.marked(Use.HEADING, Use.ENTRY)
            if (row.number not in self.firsts or INLINE.match(row.text)) and (words := _bare(row.text))
        ]  # fmt: skip
        self.prose = {row.number for row in sheet.marked(Use.BODY)}
        places = {tier.place for tier in tiers}
        self.opening = {row.number for row in sheet.rows if sheet.place(row) in places}
        self.outer = 0
        alone = self._unnamed({a.lines[0]: pair for pair in pairs if (a := pair[0]).lines})
        clear = explained(sheet, tiers)
        self.strange = [
            row for row in sheet.rows
            if row.number not in clear and (row.number in alone or self._may_head(sheet, row))
        ]  # fmt: skip
        self.outer = 0 if self.outer in clear else self.outer
        lasts = [tier.name.split()[-1:] for tier in tiers if tier.awards]
        self.by_regions = all(last and _is_region(last[0]) for last in lasts)
        self.series = sheet.marked(Use.HEADING)
        self.annexes = [row.number for row in sheet.marked(Use.HEADING) if annex_of(row)]
        self.outer = min(filter(None, (self.outer, self._first_place())), default=0)
        self.tails = list(_tails(sheet))
        self.below = self._prizes_below()

    def of(self, award: Award, tier: Tier) -> str:
        """Return why the tier of `award` is in doubt: the last strange line since its heading."""
        if not award.lines or award.lines[0] in self.prose:
            return ""
        for above, tail in self.tails:
            if award.lines[1] == above.number:
                return f"下一行“{tail.text[:LONGEST]}”可能是这一条的后半"
            if tier.name.endswith(compact(tail.text)):
                return f"奖项的名称“{tail.text[:LONGEST]}”可能是第 {above.number} 行的后半"
        if self.below:
            return "奖项写在每条的上一行还是下一行，请核对"
        start = max((at for at in self.annexes if at <= award.lines[0]), default=0)
        last = next((row for row in reversed(self.strange) if row.number <= award.lines[1]), None)
        last = last if last is None or last.number >= start else None
        outer = self.outer and start <= self.outer < award.lines[0]
        if outer and is_closed(self.series, self.outer, award.lines[0]):
            outer = False
        if last is not None and is_closed(self.series, last.number, award.lines[0]):
            last = None
        if last is not None and (outer or last.number >= self._named(tier.name, award.lines[0])):
            text = last.text[:LONGEST]
            return f"第 {last.number} 行“{text}”没有读懂，可能是奖项或分组的名称"
        if last is not None and (place := self._place_above(award)) and last.number > place:
            return f"第 {last.number} 行“{last.text[:LONGEST]}”没有读懂，可能是另一个地区"
        if (broken := self._broken_above(award)) is not None:
            return (
                f"第 {broken.number} 行“{broken.text[:LONGEST]}”没有读懂，下面的标题可能是它的后半"
            )
        name = (tier.name.split() or [""])[-1]
        where = dict(award.fields).get("地区", "")
        placed = _is_region(name) or _PLACE.fullmatch(name) is not None
        if where and placed and not _is_region(tier.name) and where not in tier.name:
            return f"奖项的名称里有“{name}”，地区又写“{where}”"
        if where and (elsewhere := self._elsewhere(award, where)):
            return f"上面的标题说“{where}”，单位名称却像在{elsewhere}"
        honours = any(PRIZE_OR_GRADE.search(part) for part in tier.name.split())
        if _is_region(name) and not honours and not self.by_regions:
            return f"奖项的名称“{name}”像是地区"
        if not self.regional and _is_region(award.organisation):
            return f"“{award.organisation}”像是地区，不像获奖单位"
        return "同一通报的其他条目有题目，这一条没有" if self._untitled(award, tier) else ""

    def _prizes_below(self) -> bool:
        """Whether entries stand above the first prize and none below the last: each prize may stand
        below the entries it was given to."""
        prizes = [
            row.number for row in self.sheet.marked(Use.HEADING) if kind_of_heading(row.text) == "prize"
        ]  # fmt: skip
        places = self.firsts.keys() - self.prose
        if len(prizes) < FEWEST or not places:
            return False
        between = sum(min(places) < at < max(places) for at in prizes)
        return (
            min(places) < min(prizes) and max(places) < max(prizes) and between + 1 == len(prizes)
        )

    def _first_place(self) -> int:
        """Return the first line that may be a place, was not read as a heading, and stands right
        above one: what follows belongs to that place; 0 for none."""
        for row, below in pairwise(self.sheet.rows):
            if self.sheet.use(below) is not Use.HEADING or self.regional:
                continue
            words = _bare(LABELLED.sub("", undressed(row.text)))
            place = self.sheet.use(row) in (Use.ENTRY, Use.UNREAD) and _PLACE.fullmatch(words)
            if place or self._may_stand_over(row):
                self.strange = sorted({*self.strange, row}, key=lambda each: each.number)
                return row.number
        return 0

    def _may_stand_over(self, row: Row) -> bool:
        """Whether a line right above a heading may be a heading itself: unread, or numbered and
        an award that lacks what the others have."""
        if len(row.compact) > LONGEST or "《" in row.text:
            return False
        award = self.firsts.get(row.number)
        if award is None:
            title = row is self.sheet.rows[0]  # of a list that is all there is of the notice
            dressed = LABELLED.match(row.text) or (not title and self._may_head(self.sheet, row))
            return self.sheet.use(row) is Use.UNREAD and bool(dressed)
        if not LABELLED.match(row.text):
            return False
        poor = (self.titled and not (award.title and award.organisation)) or not award.organisation
        return bool(award.check) and poor

    def _place_above(self, award: Award) -> int:
        """Return the line of the heading that gave the region of `award`; 0 if its own line did."""
        where = _bare(dict(award.fields).get("地区", ""))
        if not where or not award.lines:
            return 0
        own = range(award.lines[0], award.lines[1] + 1)
        if any(where in _bare(row.text) for row in self.sheet.rows if row.number in own):
            return 0
        return self._named(where, award.lines[0])

    def _broken_above(self, award: Award) -> Row | None:
        """Return the line that was not understood right above the heading of a unit or a group
        under which `award` stands; None where there is none."""
        assert award.lines
        at = next(i for i, row in enumerate(self.sheet.rows) if row.number == award.lines[0])
        head = next(
            (i for i in range(at - 1, 0, -1) if self.sheet.use(self.sheet.rows[i]) is Use.HEADING),
            0,
        )
        row, above = self.sheet.rows[head], self.sheet.rows[head - 1]
        if not head or LABELLED.match(row.text) or row.gap or undressed(row.text) != row.text:
            return None
        if kind_of_heading(row.text) not in ("", "school") or row.number in self.prose:
            return None
        broken = self.firsts.get(above.number)
        unread = self.sheet.use(above) is Use.UNREAD and self._may_head(self.sheet, above)
        return (
            above if unread or (broken and broken.check and len(above.compact) < MANY * 2) else None
        )

    def _elsewhere(self, award: Award, where: str) -> str:
        """Return the province of a unit that is in another one than the heading above it says."""
        said, own = region_of(_bare(where)), region_of(award.organisation)
        return own if said and own and said != own and self._place_above(award) else ""

    def _untitled(self, award: Award, tier: Tier) -> bool:
        """Whether a tier of few awards without titles stands between tiers with titles."""
        at = next((at for at, other in enumerate(self.tiers) if other.id == tier.id), 0)
        near = [t for t in (*self.tiers[max(at - 1, 0) : at], *self.tiers[at + 1 : at + 2])]
        few = len(tier.awards) < MANY and not award.title and not _HONOURING.search(tier.name)
        return few and bool(near) and all(
            t.awards and all(other.title for other in t.awards) for t in near
        )  # fmt: skip

    def _named(self, name: str, line: int) -> int:
        """Return the last line above `line` that names the first part of the tier, 0 for none."""
        words = _bare((name.split() or [""])[0])
        return next(
            (at for at, text in reversed(self.heads) if at <= line and words and words in text), 0
        )

    def _unnamed(self, firsts: dict[int, tuple[Award, Tier]]) -> set[int]:
        """Return the headings right above an award that are neither in its tier nor its fields."""
        unnamed: set[int] = set()
        vacant = [_bare(tier.name) for tier in self.tiers if not tier.awards and tier.declared == 0]
        block: list[Row] = []
        for row in self.sheet.rows:
            use = self.sheet.use(row)
            if use is Use.HEADING:
                block.append(row)
                continue
            pair = firsts.get(row.number)
            if pair:
                values = [value for _, value in pair[0].fields]
                named = "".join(vacant) + _bare(
                    "".join([pair[1].name, pair[0].organisation, pair[0].region, *values])
                )
                strange = [head for head in block if _names_part(head, named)]
                unnamed |= {head.number for head in strange}
                over = strange and (strange[0] is not block[-1] or INLINE.match(row.text))
                if over and not self.outer:
                    self.outer = strange[0].number
            if use is not Use.FURNITURE:
                block = []
        return unnamed

    def _may_head(self, sheet: Sheet, row: Row) -> bool:
        use = sheet.use(row)
        text = row.text.strip()
        counted = _COUNTED_HEAD.match(text) if use is Use.ENTRY else None
        if counted:
            return not any(_bare(counted["name"]) in _bare(tier.name) for tier in self.tiers)
        if (
            len(row.compact) > LONGEST + 4
            or "\t" in text
            or "|" in text
            or re.search("[《》]", text)
        ):
            return False
        if re.search("[。；，]", text) or ELIDED.fullmatch(text) or _is_count(text):
            return False
        if use is Use.UNREAD:
            return self._is_strange(text)
        if use is not Use.ENTRY or INLINE.match(text):
            return False
        behind = _BEHIND.search(text)
        if behind and kind_of_heading(behind[1]) == "prize" and row.number not in self.opening:
            return True
        if row.number in self.firsts and self._is_odd(self.firsts[row.number], text):
            return True
        dressed = undressed(text) != text and not BULLET.match(text)
        heading = kind_of_heading(text) in ("prize", "place") or dressed
        heading = heading or _REGION.fullmatch(LABELLED.sub("", text)) is not None
        return heading and not (row.number in self.firsts and self._is_whole(row, text))

    def _is_odd(self, award: Award, text: str) -> bool:
        """Whether a doubted award is a short word that names neither a body nor a person, and is
        the only one so long or stands twice: 年度作品 among names."""
        plain = re.fullmatch("[\u3400-\u9fff]{3,12}", text) is not None and not award.title
        named = body_like(text) > 0 or region_of(text) is not None or odds("people", text) > 0
        like = [other for other in self.firsts.values() if len(other.organisation) >= len(text)]
        again = sum(other.organisation == text for other in like) > 1
        odd = bool(award.check) and plain and not award.fields and not named
        return odd and (again or (len(text) > 3 and len(like) == 1))

    def _is_whole(self, row: Row, text: str) -> bool:
        """Whether a line that may be a heading is an award like the others: a list of places."""
        award = self.firsts[row.number]
        return bool(award.title and award.organisation) or bool(names_in(text)) or self.regional

    def _is_strange(self, text: str) -> bool:
        """Whether a line nobody understood may be a heading, not an entry of its own."""
        bare = LABELLED.sub("", text)
        if _OF_LISTS.search(text) or _NO_HEADING.search(text):
            return False
        if kind_of_heading(bare) in ("prize", "place", "category"):
            return True
        if label_at_text(text) or bare != text or _PAGES.search(text):
            return False
        return self.titled or not (names_in(text) or body_like(text) > 1)


def _tails(sheet: Sheet) -> Iterator[tuple[Row, Row]]:
    """Yield headings of no kind between entries whose numbers go on, or that have one bullet: perhaps
    the end of the entry above, cut by a narrow page; with that entry's line."""
    for above, row, below in zip(sheet.rows, sheet.rows[1:], sheet.rows[2:], strict=False):
        uses = (sheet.use(above), sheet.use(row), sheet.use(below))
        counted = LABELLED.match(row.text) is not None
        plain = not counted and not kind_of_heading(row.text.strip())
        if uses != (Use.ENTRY, Use.HEADING, Use.ENTRY) or not plain:
            continue
        numbers = [
            (label_of(above.text, style), label_of(below.text, style)) for style in LABELS.values()
        ]
        bullets = [
            match[0].strip() if (match := BULLET.match(r.text)) else "" for r in (above, below)
        ]
        alike = bullets[0] and bullets[0] == bullets[1]
        if alike or any(label and next_ and next_[0] == label[0] + 1 for label, next_ in numbers):
            yield above, row


def _names_part(row: Row, named: str) -> bool:
    """Whether a heading may name a part of the list, and `named` does not hold its words."""
    text = said_once(re.sub("(?<=[组类])名单$", "", row.text))
    words = _bare(LABELLED.sub("", undressed(text)))
    return (
        bool(words) and len(words) <= LONGEST_PART and words not in named
        and not (annex_of(row) or VACANT.match(row.text) or _NO_HEADING.search(row.text) or "《" in row.text or _OF_LISTS.search(text) or EVENT.search(row.text))
        and "\t" not in row.text and "|" not in row.text and line_layout.header(row) is None
    )  # fmt: skip


def _is_region(text: str) -> bool:
    return is_place(text) or _REGION.fullmatch(text) is not None


def label_at_text(text: str) -> bool:
    """Whether the line begins with the label of a field."""
    return bool(label_at(Row(0, text, 0, False)))


def _is_count(text: str) -> bool:
    return (
        re.fullmatch(r"[（(]?(?:共|计|合计|总计|小计)?\s*[：:]?\s*\d+\s*\S{0,3}[）)]?", text)
        is not None
    )


def _bare(text: str) -> str:
    """Return what of a heading tells it from others: no space, number, count or ornament."""
    text = COUNT.sub(
        "",
        re.sub(
            r"[（(][^（）()]*\d[^（）()]*[）)][：:]?|\d+\s*[个名项件篇家]$|空缺$", "", compact(text)
        ),
    )
    return re.sub("(?:获得者|获奖者|名单)$", "", re.sub(r"[^\w★☆]+|_", "", text))


def _again(sheet: Sheet, tiers: Iterable[Tier]) -> Iterator[Tier]:
    """Yield `tiers`, all awards doubted of one that goes on below a line with a number that stands
    above a prize and was not read: the ranks of another event come there."""
    over = [
        row for row, below in pairwise(sheet.rows)
        if sheet.use(row) is Use.UNREAD and LABELLED.match(row.text)
        and len(row.compact) <= LONGEST and (INLINE.match(below.text) or tier_of(below))
    ]  # fmt: skip
    for tier in tiers:
        lines = [award.lines[0] for award in tier.awards if award.lines]
        row = next((r for r in over if lines and min(lines) < r.number < max(lines)), None)
        doubt = (
            f"第 {row.number} 行“{row.text[:LONGEST]}”没有读懂，可能是另一组的名称" if row else ""
        )
        yield replace(tier, awards=tuple(_checked(award, doubt) for award in tier.awards))


def _restarted(tiers: Sequence[Tier]) -> Iterator[Tier]:
    """Yield `tiers`, awards doubted from where the numbers of one begin at 1 again."""
    for tier in tiers:
        awards = sorted(tier.awards, key=lambda award: award.lines or (0, 0))
        late: list[str] = []
        for above, award in pairwise(awards):
            apart = above.lines and award.lines and above.lines[1] < award.lines[0]
            if late or (apart and award.number == 1 and above.number > 1):
                late.append(award.id)
        doubts = dict.fromkeys(late, "序号从 1 重新开始，上面可能漏读了奖项的名称")
        if late and awards[0].number > 1:
            early = [award.id for award in awards if award.id not in late]
            doubts |= dict.fromkeys(early, "序号不从 1 开始，可能属于上一个奖项")
        yield replace(
            tier, awards=tuple(_checked(award, doubts.get(award.id, "")) for award in tier.awards)
        )
