"""Ask of each award without a check what speaks for it; where nothing does, it is only proposed.

An award is sure where its tier is named by words that name tiers, or by a line dressed as one; where
its fields hold what such fields hold; and where no group of the list seems to stand among its
entries. What the other stages have not doubted is looked at here as a whole, whatever read it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.book import Award, Tier
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.colon_lists import PRAISED
from casebook.intake.notice.entry_doubts import ends_in_name
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import (
    BRACKETED,
    DRESS,
    PRIZE_OR_GRADE,
    TAIL_COUNT,
    kind_of_heading,
    unnumbered,
)
from casebook.intake.notice.lexicon import (
    FIELDS,
    body_like,
    is_name,
    is_place,
    kind_of_label,
    labels,
    names_in,
)
from casebook.intake.notice.line_layout import named_by_ending, vouches
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import (
    EVENT,
    HONOUR,
    INLINE,
    NUMBER,
    PRIZE,
    UNIT,
)
from casebook.intake.notice.tier_headings import tier_of

_COUNT_BEHIND = re.compile(
    r"[（(]\s*共?\s*(?:\d+|[一二三四五六七八九十]+)\s*[\u4e00-\u9fff]{1,2}\s*[）)]$"
)
_COUNT_ALONE = re.compile(rf"共?\s*{NUMBER}\s*{UNIT}")
"""What was taken for a name and counts those below: 第一批（4个）."""
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,7}(?:省|自治区|市|州|盟|县|(?<![社校园景小山工库厂])区|旗|地区|兵团)"
)
_PARTING = re.compile(r"(?<=[\u4e00-\u9fff”）)])\s*[-－/|_＿∥＋→｜]\s*(?=[\u4e00-\u9fff“（(])")
_PARTING_TIER = re.compile("[＋+｜|/／→＿_～~]|[①-⑳]|[：:](?=.)")
"""What stands in no name of a tier, but between the columns of a record."""
_BRACKETED_WORDS = re.compile("[『〈【].+[』〉】]")
"""Brackets of titles, which no name of a unit holds."""
_COUNTED_NAME = re.compile(r"(?:[A-Z]\d{1,3}|\d{1,3})\s*[-－—.．、）)]|[A-Z]\d{1,3}\s+|[①-⑳•●◆■]")
"""What stands at the beginning of a name that is the number of the entry."""
_LEFT_OVER = re.compile(
    r"[*＊#※]$|(?<=[\u3400-\u9fff”）)》])[.．，,、；;：:]$|[\u4e00-\u9fff”]\d{1,2}$|^\d{1,3}[.．、]|[…．.·]{3,}\s*\d*$|^[～＿＋→∥|｜＞=]|[～＿＋→∥|｜＞=]$"
)
HONOURED = re.compile(
    "文明|先进|优秀|奖|表扬|表彰|等?功$|称号|荣誉|之星|标兵|号$|手$|岗$|星级|[ⅠⅡⅢⅣA-D甲乙丙][类等级]"
)
_HONOUR_OF_PLACE = re.compile(
    "(?:\\d{4}年度?)?[\u4e00-\u9fff]{2,5}[省市县区州]级?"
    f"(?=.{{2,6}}$)(?=先进|优秀|文明|示范|卫生|平安|和谐|绿色|生态|美丽|模范|十佳|百强|最美|星级){HONOUR}"
)
"""An honour by its words, of a place: 湖北省卫生村."""
_SEVERAL = re.compile(r"\S {3,}\S|\d\s*[.、．]\s*\S{2,12}[：:]|^\S{2,8}[：:]\S")
_TELLING = re.compile(
    "更正|应为|特此|如有异议|公示期|详见|见附|予以通报|有误|供稿[）)】]?$|内部资料|版权所有"
    r"|来源\s*[：:]|\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}"
)
_ROLE = re.compile(
    "(?:主编|编著|作者|译者|编剧|导演|选送|报送|推荐|单位|姓名)[\\s：:]?(?=[\\u4e00-\\u9fff]{3})"
)
_OTHER_MARK = re.compile("[，,]|(?<=[\u3400-\u9fff]{2})\\s{2,}(?=[\u3400-\u9fff]{2})")
"""What parts names beside 、: a comma, a wide gap."""
_NEXT = re.compile(
    rf"[、；;]\s*[（(]?\d{{1,3}}[）)]?\s*[.．、]?\s*(?:{PRIZE})?[^、；]{{0,12}}[：:]."
)
"""The number of the next entry and a colon behind it, inside a text."""
_AUTHORED = re.compile("([\u3400-\u9fff·，、, ]{2,}?)\\s*+[．.](?=\\s*+[^\\d\\s.．])")
"""Names and a full stop before a title, as bibliographies set the authors."""
_GAP = re.compile("(?<=[\u3400-\u9fff]{2})(?:\u3000{2,}| {2,})(?=[\u3400-\u9fff]{2})")
"""What parts two columns of a line that has no tabs."""
_BETWEEN = re.compile(r"[\s、，；：:/／|｜—]+")
_POST = re.compile("[长员师手工任记人民警组队班站区]$")
_OF_ALL = ("获奖单位", "获奖作品", "获奖个人", "获奖人员", "获奖论文", "获奖项目")
"""Words for all that is awarded, beside which other tiers have names of their own."""
_ISSUING = re.compile("^中共.+[省市县区州]委(?:员会)?$|[省市县区州]人民政府$")
"""The name of a body that issues notices of awards."""
_TOLD_ASIDE = re.compile(
    "[（(](?:首次|再次|新增|复[查评核审]|继续|保留|连续|递补|并列)[\u4e00-\u9fff]{0,6}[）)]$"
    "|[）)\u3400-\u9fff][（(][省市县区州][\u4e00-\u9fff]{2,9}[局委办厅校][）)]$"
)
"""What brackets behind a unit say of its award, or which body named it: （复查合格）, （市教育局）."""
_ASIDE = re.compile(r"(?P<out>.{2,})[（(](?P<in>[^（）()]{4,})[）)]")
LONGEST_HEAD = 4
"""Characters of the head of a column; what is longer and ends like one names a body."""
LONGEST = 24
"""Characters of a quotation."""
ENDING = 4
"""Characters that tell that a text stands at the end of a line."""
FULL = 3
"""So many lines of one width tell that lines are broken where they are full."""
NARROW = 15.0
"""Ems: narrower lines are not full."""
_REGION, _PEOPLE = FIELDS["region"], (FIELDS["people"], "姓名")


def vouched(sheet: Sheet, tiers: Sequence[Tier], title: str) -> tuple[Tier, ...]:
    """Return `tiers` with a check on each award for which too little speaks.

    `title` is that of the notice.
    """
    view = _View(sheet, tiers, title)
    return tuple(
        replace(
            tier, awards=tuple(_checked(award, view.doubt(award, tier)) for award in tier.awards)
        )
        for tier in tiers
    )


def _checked(award: Award, doubt: str) -> Award:
    return replace(award, check=doubt) if doubt and not award.check else award


class _View:
    """The lines of a notice by their numbers, its headings, and what stands among its entries."""

    def __init__(self, sheet: Sheet, tiers: Sequence[Tier], title: str) -> None:
        self.rows = {row.number: row for row in sheet.rows}
        self.heads = sheet.marked(Use.HEADING)
        self.inline = [row for row in sheet.marked(Use.ENTRY) if INLINE.match(row.text)]
        self.prose = {row.number for row in sheet.marked(Use.BODY)}
        self.title = compact(title)
        self.sheet = sheet
        lines = [award.lines for tier in tiers for award in tier.awards if award.lines]
        self.spanned = {at for first, last in lines for at in range(first, last)}
        entries = sheet.marked(Use.ENTRY, Use.UNREAD)
        widths = sorted((row.width for row in entries if "\t" not in row.text), reverse=True)
        full = (w for w in widths if sum(w - 1 <= other <= w for other in widths) >= FULL)
        self.full = next(full, 0.0)
        self.single = _each_its_own(tiers)
        self.names = [_parts(tier.name) for tier in tiers if tier.awards]
        self.among = {tier.id: next(self._groups(tier), "") for tier in tiers}
        self.twice = {name for name, n in Counter(tier.name for tier in tiers).items() if n > 1}
        self.signing = {id(award) for tier in tiers for award in self._on_last_line(tier)}

    def _groups(self, tier: Tier) -> Iterator[str]:
        """Yield the doubts of a whole tier: what stands among its awards is no award of its own."""
        places = [a.organisation for a in tier.awards if _is_place(a.organisation)]
        if len(places) * 2 <= len(tier.awards):
            yield from map(_of_group, places)
        last = (tier.name.split() or [""])[-1]
        names = [a.organisation for a in tier.awards if not (a.title or _has_persons(a))]
        if len(set(names)) * 2 == len(names) == len(tier.awards) and names[::2] == names[1::2]:
            yield "每个名字都接连出现两次，可能是同一条的两栏，请核对"
        for award in tier.awards:
            named = award.organisation
            if PRIZE_OR_GRADE.fullmatch(named) and named != last and not region_of(named):
                yield _of_group(named)
            if _HONOUR_OF_PLACE.fullmatch(named):
                yield _of_group(named)
            if _COUNT_BEHIND.search(named) or _COUNT_ALONE.fullmatch(named):
                yield _of_group(named)
            if _SEVERAL.search(named):
                yield f"同组的“{named[:LONGEST]}”里像有几条，这一条也请核对"

    def _on_last_line(self, tier: Tier) -> tuple[Award, ...]:
        """Return the bodies that share the last line of the notice where no others share theirs, and
        no count bears them out: those that sign it without a date, perhaps."""
        last = max((row.number for row in self.sheet.rows if row.compact), default=0)
        own = tuple(award for award in tier.awards if award.lines == (last, last))
        if _signs(tier.awards):
            return tier.awards[-1:]
        lines = [award.lines for award in tier.awards if award not in own]
        shared = len(own) > 1 and lines and len(set(lines)) == len(lines)
        counted = tier.declared == len(tier.awards)
        return own if shared and not counted and not any(award.title for award in own) else ()

    def doubt(self, award: Award, tier: Tier) -> str:
        """Return why too little speaks for `award`, empty where enough does."""
        if id(award) in self.signing:
            return "最后一行有几个单位，像是落款"
        if group := self.among[tier.id]:
            return group
        if tier.name in self.twice:
            return f"有几组都叫“{tier.name}”，分属什么奖请写进名称"
        if PRAISED.match(award.organisation) and compact(award.organisation) in self.title:
            return f"“{award.organisation}”是标题里的话，不像获奖者"
        return self._of_tier(award, tier) or self._of_fields(award)

    def _of_tier(self, award: Award, tier: Tier) -> str:
        last = (tier.name.split() or [""])[-1]
        if last in labels() and vouches(last):
            return f"“{last}”像是一栏的名称，不是奖项"
        if award.lines and award.lines[0] in self.prose:
            honour = (
                not last or honoured(last) or PRIZE_OR_GRADE.search(last) or HONOURED.search(last)
            )
            return "" if honour else f"“{last}”是不是奖项，请核对"
        if self._is_of_title(tier.name) or (last in _OF_ALL and len(self.names) > 1):
            return f"其他各组另有名称，“{last}”像是全部的名称"
        label = len(last) <= LONGEST_HEAD and kind_of_label(last) not in ("", "prize")
        if (label or last == "名次") and not PRIZE_OR_GRADE.search(last):
            return f"“{last}”像是表头，不是奖项"
        parts = _parts(tier.name)
        if parts and all(_PLACE.fullmatch(part) for part in parts) and len(self.names) > 1:
            return f"“{tier.name}”是地区，奖项的名称请核对"
        if _PARTING_TIER.search(tier.name) or (self.single and len(parts) > 1):
            return f"“{tier.name}”里像还有题目或人名"
        prized = False
        for part in parts:
            series = not prized and sum(len(p) == len(parts) for p in self.names if part not in p)
            if not (self._is_told(part) or series):
                return f"“{part}”是不是奖项或分组的名称，请核对"
            prized = prized or kind_of_heading(part) == "prize"
        return ""

    def _is_of_title(self, name: str) -> bool:
        """Whether a tier bears the name of the whole list, as its title does, and others do not."""
        bare = compact(name)
        of_title = bool(bare) and bare in self.title
        headed = any(bare in row.compact for row in (*self.heads, *self.inline))
        others = any(bare not in compact(" ".join(parts)) for parts in self.names)
        return of_title and not headed and others

    def _is_told(self, part: str) -> bool:
        """Whether a part of the name of a tier is one by its words or by the dress of its line."""
        bare = compact(part)
        if (
            _is_place(part)
            or kind_of_heading(part)
            or PRIZE_OR_GRADE.search(part)
            or HONOURED.search(part)
            or honoured(part)
        ):
            return True
        if bare in self.title or EVENT.search(part):
            return True
        rows = [row for row in (*self.heads, *self.inline) if bare in row.compact]
        return not rows or any(_is_dressed(row) for row in rows)

    def _of_fields(self, award: Award) -> str:
        first, last = award.lines or (0, 0)
        rows = [self.rows[at] for at in range(first, last + 1) if at in self.rows]
        title = award.title or ""
        wrapped = any(f"《{compact(title)}" in row.compact for row in rows)
        if wrapped and any(f"《{compact(title)}》《" in row.compact for row in rows):
            return f"“{title}”后面紧接着还有题目，是一条还是几条请核对"
        if title and not wrapped:
            if _PARTING.search(title) and not any("\t" in row.text for row in rows):
                return f"“{title}”里像还有一栏"
            authors = _AUTHORED.match(title)
            if authors and names_in(authors[1]):
                return f"“{title}”前面像作者"
            if _LEFT_OVER.search(title):
                return f"“{title}”的头尾像有多余的字"
        if not any("\t" in row.text for row in rows) and _PARTING.search(award.organisation):
            return f"“{award.organisation}”里像还有一栏"
        tabs = any("\t" in row.text for row in rows)
        if not tabs and ends_in_name(award.organisation) and not names_in(award.organisation):
            return f"“{award.organisation}”末尾像人名"
        texts = [award.organisation, title, *(text for _, text in award.fields)]
        if not tabs and (text := next(filter(_holds_column, texts), "")):
            return f"“{text}”里像有两栏"
        mixed = "、" in award.organisation and _OTHER_MARK.search(award.organisation)
        if mixed and names_in(award.organisation):
            return f"“{award.organisation}”里有两种标点，可能是两栏人名"
        if _BRACKETED_WORDS.search(award.organisation):
            return f"“{award.organisation}”里像还有题目"
        if _COUNTED_NAME.match(award.organisation):
            return f"“{award.organisation}”开头像是序号"
        if any(_NEXT.search(text) for text in (award.organisation, title)):
            return "里面像还有下一条"
        head = kind_of_label(award.organisation) and not named_by_ending(award.organisation)
        if len(award.organisation) <= LONGEST_HEAD and head:
            return f"“{award.organisation}”像是表头"
        if any(_TELLING.search(text) for text in texts):
            return "里面有说明的话，不都是获奖者"
        if _ROLE.match(award.organisation) or "\t" in award.organisation:
            return f"“{award.organisation}”里像还有一栏"
        for name, text in award.fields:
            if name == _REGION and body_like(text) > 1 and not _is_place(text):
                return f"地区一栏“{text}”像单位"
            if name in _PEOPLE and body_like(text) > 1 and len(text) > 4:
                return f"人名一栏“{text}”像单位"
        aside = _ASIDE.fullmatch(award.organisation)
        if (
            aside
            and body_like(aside["in"]) > 1
            and not body_like(aside["out"])
            and not is_name(aside["out"])
        ):
            return f"“{award.organisation}”的括号里像单位"
        if _TOLD_ASIDE.search(award.organisation):
            return f"“{award.organisation}”末尾的括号里像是说明"
        if self._wraps(award):
            return "这一行写满了，可能与上一行或下一行是一条"
        bodies = [row for row in rows if body_like(unnumbered(row)) > 1]
        if len(bodies) > 1 and not title:
            return "几行各像一个单位，这里当作一条"
        return ""

    def _wraps(self, award: Award) -> bool:
        """Whether the lines of an award may go on in the next, or go on from the one above: full
        lines, no number below, and no award that stands on both."""
        if self.full < NARROW or not award.lines:
            return False
        first, last = award.lines
        texts = [award.organisation, award.title or "", award.after, *(t for _, t in award.fields)]
        ends = {compact(text)[-ENDING:] for text in texts if text}
        begins = {compact(text)[:ENDING] for text in texts if text}
        above, below = self.rows.get(first), self.rows.get(last)
        at_end = below is not None and below.compact.rstrip("。；").endswith(tuple(ends))
        at_start = above is not None and above.compact.startswith(tuple(begins))
        return (at_end and self._joins(last)) or (at_start and self._joins(first - 1))

    def _joins(self, number: int) -> bool:
        above, below = self.rows.get(number), self.rows.get(number + 1)
        if number in self.spanned:
            return False
        if above is None or below is None or below.gap or "\t" in above.text:
            return False
        kinds = (Use.ENTRY, Use.UNREAD)
        if self.sheet.use(above) not in kinds or self.sheet.use(below) not in kinds:
            return False
        own = unnumbered(below) != below.text or below.text[0] in "《“" or INLINE.match(below.text)
        fresh = bool(own) or _begins_whole(below.text)
        return above.width >= self.full - 1 and not fresh and not _ends_whole(above.text)


def _signs(awards: Sequence[Award]) -> bool:
    """Whether the last of several awards is a body that issues notices, and none of the others is."""
    names = [award.organisation for award in awards if not award.title]
    return (
        len(names) == len(awards) > FULL and [n for n in names if _ISSUING.search(n)] == names[-1:]
    )


def _each_its_own(tiers: Sequence[Tier]) -> bool:
    """Whether each award has a tier of its own whose prize others have, too, behind other words: the
    title of a piece may have been taken for a group. 骨盆肿瘤手术路径 典型案例, 药学门诊 典型案例."""
    named = [_parts(tier.name) for tier in tiers if tier.awards]
    alone = all(len(tier.awards) == 1 for tier in tiers if tier.awards)
    long = [parts for parts in named if len(parts) > 1]
    firsts, lasts = {parts[0] for parts in long}, {parts[-1] for parts in long}
    few = len(lasts) * 2 <= len(long)
    return alone and len(long) == len(named) >= FULL and len(firsts) == len(long) and few


def _holds_column(text: str) -> bool:
    """Whether a wide gap, which parts columns, stands in a field between what are not the two
    characters of a name."""
    return _GAP.search(text) is not None


def _has_persons(award: Award) -> bool:
    return any(name in _PEOPLE for name, _ in award.fields)


def _begins_whole(text: str) -> bool:
    """Whether a line begins with the name of a body or a person."""
    first = _BETWEEN.split(text.strip())[0].partition("《")[0]
    body = body_like(first) > 0 and (len(first) > ENDING or region_of(first) is not None)
    return body or bool(names_in(first))


def _ends_whole(text: str) -> bool:
    """Whether a line ends where a name ends: a body, a person, a prize, a mark that closes."""
    last = _BETWEEN.split(text.rstrip())[-1]
    named = body_like(last) > 0 or names_in(last) or PRIZE_OR_GRADE.search(last) or is_place(last)
    post = _POST.search(last) is not None
    return text[-1] in "》）)】”。；、，*＊" or text[-1].isdigit() or bool(named) or post


def _parts(name: str) -> list[str]:
    """Return the headings of which the name of a tier is made; 书 法 类 is one."""
    return re.sub(r"(?<!\S)(\S) (?=\S(?: |$))", r"\1", name).split()


def _of_group(name: str) -> str:
    return f"名单里的“{name[:LONGEST]}”像是分组的标题，各条的归属请核对"


def _is_place(text: str) -> bool:
    return is_place(text) or _PLACE.fullmatch(text) is not None


def _is_dressed(row: Row) -> bool:
    """Whether a line is set as headings are: numbered, in brackets, with a count or a colon."""
    text = row.text
    return bool(
        unnumbered(row) != text or BRACKETED.fullmatch(text) or DRESS.match(text)
        or TAIL_COUNT.search(text) or text[-1] in "：:" or tier_of(row)
    )  # fmt: skip
