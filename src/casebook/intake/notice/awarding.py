"""Make tiers and awards of the lists as read: who gets which name, number, place and fields."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from casebook.book import Award, Tier
from casebook.errata import Erratum, Place
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice import checks, entry_doubts, list_doubts
from casebook.intake.notice.colon_lists import PRAISED
from casebook.intake.notice.letter import Letter
from casebook.intake.notice.lexicon import (
    FIELDS,
    SENT_IN,
    body_and_people,
    body_like,
    is_name,
    is_place,
    kind_of,
    unmarked,
)
from casebook.intake.notice.listing import Entry, Read
from casebook.intake.notice.model import Shape
from casebook.intake.notice.notice_lines import Row, Sheet
from casebook.intake.notice.notice_phrases import OF_PAPER
from casebook.intake.notice.templates import Template
from casebook.intake.notice.tier_headings import Heading, Section

EXAMPLES = 3


@dataclass
class Group:
    """A tier in the making. `of_list` is what the heading of its annex calls all lists in it; `graded`
    tells that the entries or a column name its prize, not a heading."""

    name: str
    place: Place
    declared: int | None
    bodies: bool
    vacant: bool = False
    entries: list[tuple[Section | None, Entry]] = field(default_factory=list)
    of_list: str = ""
    graded: bool = False


@dataclass(frozen=True)
class TextTier:
    """A list that no template was needed for: told in sentences, or in lines with labels."""

    name: str
    declared: int | None
    entries: tuple[Entry, ...]
    row: Row
    vacant: bool = False


_PERHAPS_PEOPLE = "单位后面可能是人名"
_ENDS_APART = re.compile(r"[ \u3000][\u4e00-\u9fff、·]{2,20}$")


_REGION = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|州|盟)(?:[\u4e00-\u9fff]{1,6}?(?:市|州|盟))?"
    r"(?:[\u4e00-\u9fff]{1,8}(?<![社园校院])[县区旗市])?"
)

_GRADE = re.compile(
    "[特一二三四五]等[奖次]?|[金银铜][奖牌]|第[一二三四五六七八九十\\d]{1,3}名|[冠亚季]军|[甲乙丙丁]等|[A-E]等|优秀奖?|优[胜等]奖?|良好?"
    "|鼓励奖|入围奖?|提名奖?|合格|[一二三]级|[一二三]类"
)
"""How far an award is from the first of its kind; what it is for, the title of its list says."""
_OF_ALL = re.compile("获奖|评选|评审|结果|入选|公示|公布|通报|表彰|汇总")
"""What the title of all lists together says; it names none of them."""
_PRAISE = re.compile(f"(?:{PRAISED.pattern}).")
_NAME_AND_PLACE = re.compile(r"(?P<name>[^（）()]{2,12})[（(](?P<place>[\u4e00-\u9fff]{2,8})[）)]")
_TIE = re.compile(r"\s*[（(]并列[^（）()]{0,4}[）)]$")
"""Behind a name: that another has the same rank."""
_BULLET = re.compile(r"[•●■◆▪▲△◇□※➢►▶✓√◎‣⚫⦁◈❖➤]")
"""A sign that stands before entries, and before no name and no title."""


class Awarding:
    """Collects lists into tiers and makes the awards."""

    def __init__(self, sheet: Sheet, letter: Letter) -> None:
        self.sheet = sheet
        self.letter = letter
        self.groups: list[Group] = []
        self.errata: list[Erratum] = []

    @property
    def names(self) -> list[str]:
        """The names of the tiers so far."""
        return [group.name for group in self.groups]

    @property
    def known(self) -> frozenset[str]:
        """The units and titles that are listed."""
        texts = {entry["organisation"] for group in self.groups for _, entry in group.entries}
        texts |= {entry["title"] for group in self.groups for _, entry in group.entries}
        texts |= {entry["people"] for group in self.groups for _, entry in group.entries}
        return frozenset(texts - {""})

    def take(self, reads: Sequence[Read]) -> None:
        """Take the lists of one annex."""
        groups: list[Group] = []
        for read in reads:
            self._take(read, groups)
        self.groups += groups

    def tell(self, groups: Iterable[TextTier]) -> None:
        """Take lists told in sentences or in lines with labels."""
        for each in groups:
            place = self.sheet.place(each.row)
            pairs: list[tuple[Section | None, Entry]] = [(None, entry) for entry in each.entries]
            self.groups.append(Group(each.name, place, each.declared, True, each.vacant, pairs))

    def propose(self, row: Row, entries: Sequence[Entry]) -> None:
        """Add `entries` of one line to the tier in which, or below whose heading, it stands."""
        numbers = {self.sheet.place(row): row.number for row in self.sheet.rows}
        above: list[tuple[int, Group]] = []
        for group in self.groups:
            lines = [
                numbers.get(group.place, 0),
                *(e.rows[0].number for _, e in group.entries if e.rows),
            ]
            above += (
                [(max(at for at in lines if at <= row.number), group)]
                if min(lines) <= row.number
                else []
            )
        if above:
            group = max(above, key=lambda pair: pair[0])[1]
        else:
            group = Group("", self.sheet.place(row), None, False)
            self.groups.insert(0, group)
        group.vacant = False
        group.entries += [(None, replace(entry, number=None)) for entry in entries]
        group.entries.sort(key=lambda pair: pair[1].rows[0].number)

    def withdraw(self, rows: Sequence[Row]) -> None:
        """Give up the entries of `rows`: what stands there is read otherwise."""
        numbers = {row.number for row in rows}
        for group in self.groups:
            group.entries = [
                (section, entry) for section, entry in group.entries
                if not {row.number for row in entry.rows} <= numbers
            ]  # fmt: skip

    def _take(self, read: Read, groups: list[Group]) -> None:
        section = read.section
        row = next((row for row in self.sheet.rows if row.number == section.at), None)
        place = self.sheet.place(row) if row else Place(self.sheet.name, section.at)
        prizes: dict[str, list[Entry]] = {}
        for entry in read.entries:
            prizes.setdefault(_prize(entry), []).append(entry)
        prizes.update({name: [] for name in read.vacant if name not in prizes})
        alone = len(prizes) <= 1
        for prize, entries in (prizes or {"": []}).items():
            name = _joined(section, prize)
            of_list = _list_of(section, prize)
            same = next((g for g in groups if (g.name, g.of_list) == (name, of_list)), None)
            if same and _collides(same, entries) and _of_unit(section):
                entries = [replace(entry, number=None) for entry in entries]
            if same and not _collides(same, entries):
                same.entries += [(section, entry) for entry in entries]
                same.declared = _sum(same.declared, section.declared if alone else None)
                continue
            if same:
                name = " ".join([name, *(h.name for h in section.chain if h.name not in name)])
            vacant = (prize in read.vacant and not entries) or (alone and section.vacant)
            here = entries[0].rows[0] if entries and not alone else None
            group = Group(
                name, self.sheet.place(here) if here else place,
                section.declared if alone else None, section.bodies, vacant,
                [(section, entry) for entry in entries], of_list, bool(prize),
            )  # fmt: skip
            groups.append(group)

    def tiers(self) -> tuple[Tier, ...]:
        """Return the tiers with their awards.

        Prizes of one name are told apart by what the headings of their lists say: 小学组 金奖.
        """
        lists: dict[str, set[str]] = {}
        for group in self.groups:
            lists.setdefault(group.name, set()).add(group.of_list)
        graded = {id(group) for group in self.groups if self._is_grade_of_list(group)}
        for group in self.groups:
            apart = len(lists[group.name]) > 1 or id(group) in graded
            apart = apart and group.of_list not in group.name
            group.name = f"{group.of_list} {group.name}" if apart else group.name
        again = Counter(group.name for group in self.groups)
        return tuple(
            self._tier(at, group, again[group.name] > 1) for at, group in enumerate(self.groups, 1)
        )

    def _is_grade_of_list(self, group: Group) -> bool:
        """Whether a tier is only a grade in a column of one of several lists, whose title names the
        honour: 优秀团队名单 over 等级, and 先进个人名单 below."""
        return _is_grade(group) and _PRAISE.search(group.of_list) is not None and any(
            other.of_list != group.of_list or not _is_grade(other)
            for other in self.groups if other.entries
        )  # fmt: skip

    def _title_left_out(self, group: Group) -> str:
        """Return the title above a column of grades that may name what the grades are of, where
        another list with a title of its own stands below it in the same table."""
        if not _is_grade(group) or not group.of_list or _OF_ALL.search(group.of_list):
            return ""
        beside = [other for other in self.groups if other.of_list == group.of_list]
        others = [other for other in beside if not _is_grade(other) and other.entries]
        rows = [entry.rows[0] for other in others for _, entry in other.entries if entry.rows]
        return group.of_list if rows and all("\t" in row.text for row in rows) else ""

    def _tier(self, at: int, group: Group, again: bool) -> Tier:
        group.entries = _by_person(group)
        numbers = _numbers([entry.number for _, entry in group.entries])
        width = len(str(max((number for number, _ in numbers), default=1)))
        awards = tuple(
            self._award(f"{at}-{number:0{width}}{suffix}", number, section, entry)
            for (number, suffix), (section, entry) in zip(numbers, group.entries, strict=True)
        )
        awards = _with_people_unread(awards)
        untitled = bool(awards) and all(award.title is None for award in awards)
        bodies = untitled if awards else group.bodies
        heading = 0 if group.vacant else group.declared
        count = heading if again else checks.declared(self.letter, group.name, heading)
        awards = tuple(
            award if bodies or award.title is not None else replace(award, title="")
            for award in awards
        )
        doubt = list_doubts.of_tier(group.name)
        named = any(other.name.strip() for other in self.groups)
        if named and not group.name.strip():
            doubt = doubt or "名单上面没有奖项的名称"
        if not doubt and (title := self._title_left_out(group)):
            doubt = f"表上面的“{title}”是不是奖项的名称，请核对"
        if doubt:
            awards = tuple(replace(award, check=award.check or doubt) for award in awards)
        return Tier(str(at), group.name, awards, count, bodies, group.place)

    def _award(self, key: str, number: int, section: Section | None, entry: Entry) -> Award:
        values = _once([(name, _uncounted(text)) for name, text in entry.values])
        unit, title = _chief(values, "organisation"), _chief(values, "title")
        organisation = values.pop(unit, "") if unit else ""
        printed_title = _unwrapped(values.pop(title, None)) if title else None
        values, printed_title = _titled(values, printed_title)
        school = next((h.name for h in section.chain if h.kind == "school"), "") if section else ""
        place = next((h.name for h in section.chain if h.kind == "place"), "") if section else ""
        check = entry.check or _bulleted(organisation, printed_title)
        if not organisation and body_and_people(values.get("remarks", "")):
            organisation = values.pop("remarks")
        if (sent := SENT_IN.search(organisation)) and body_like(organisation) > 0:
            organisation = organisation[: sent.start()]
            values = _once([*values.items(), ("remarks", sent[0])])
        if tie := _TIE.search(organisation):
            organisation = organisation[: tie.start()]
            values = _once([*values.items(), ("remarks", tie[0].strip("（）()"))])
        named = _NAME_AND_PLACE.fullmatch(organisation)
        if named and is_name(named["name"]) and is_place(named["place"]) and "region" not in values:
            organisation, values["region"] = named["name"], named["place"]
        if "people" not in values and (parted := body_and_people(organisation)):
            organisation, values["people"] = parted
        if _is_region(organisation) and not any(s in values for s in ("region", "school")):
            author = _chief(values, "people")
            if author and not place:  # who lives there made the piece, not the place
                organisation, values["region"] = values.pop(author), organisation
        if not organisation and school:
            organisation = school
            check = check or entry_doubts.of_heading(school)
            school = ""
        if not organisation:
            name = _chief(values, "school") or _chief(values, "people")
            organisation = values.pop(name, "") if name else ""
            if parted := body_and_people(organisation):
                organisation, values[name] = parted
        if (bare := unmarked(organisation)) != organisation:
            values = _once([*values.items(), ("remarks", organisation[len(bare) :].strip())])
            organisation = bare
        if not organisation:
            check = check or "没有读到单位或作者"
        fields = [
            (self._named(name, printed_title), text)
            for name, text in values.items()
            if kind_of(name) != "prize" or name != "prize"
        ]
        if school:
            fields.append(("学校", school))
        if place and not any(name == "地区" for name, _ in fields):
            fields.append(("地区", place))
        region = region_of(organisation) or next(
            (province for name, text in fields if kind_of(name) == "region" or name == "地区"
             if (province := region_of(text))), ""
        )  # fmt: skip
        lines = (entry.rows[0].number, entry.rows[-1].number)
        return Award(
            key, number, organisation, printed_title, region, lines, entry.after,
            place=self.sheet.place(entry.rows[0]), fields=tuple(fields), check=check,
        )  # fmt: skip

    def _named(self, name: str, title: str | None) -> str:
        if name == "people" and title is None:
            return "姓名"
        return FIELDS.get(name, name)


def _bulleted(organisation: str, title: str | None) -> str:
    """Return the doubt of a field that begins with a bullet: it numbers the entry."""
    field = next((text for text in (organisation, title or "") if _BULLET.match(text)), "")
    return f"“{field}”前面的符号像是条目符号，不是文字" if field else ""


def _titled(values: dict[str, str], title: str | None) -> tuple[dict[str, str], str | None]:
    """Return fields and title, the title a remark that is nothing but one, 《某剧》, where there is no
    other, and without what bibliographies set behind it, which is a remark."""
    if not title and re.fullmatch("《[^《》]+》", values.get("remarks", "")):
        title = values.pop("remarks")[1:-1]
    kind = OF_PAPER.search(title or "")
    if not title or kind is None or not kind.start():
        return values, title
    rest = title[kind.start() :].strip()
    return _once([*values.items(), ("remarks", rest)]), title[: kind.start()]


def _chief(values: dict[str, str], kind: str) -> str:
    """Return the name of the field that is the unit, title … of the award, empty for none."""
    if kind in values:
        return kind
    return next((name for name in values if kind_of(name) == kind), "")


def _uncounted(text: str) -> str:
    """Return a field without the numbers that count its parts: 1.甲大学 2.乙研究所."""
    marks = list(re.finditer(r"(?<!\d)(\d{1,2})\s*[.．、](?!\d)\s*", text))
    numbers = [int(mark[1]) for mark in marks]
    if not marks or marks[0].start() or numbers != list(range(1, len(numbers) + 1)):
        return text
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return "、".join(part.strip(" \u3000；;，,、") for part in parts)


def _unwrapped(title: str | None) -> str | None:
    """Return a title without the 《》 that stood in other brackets: 【《甲》】."""
    whole = title and title[0] == "《" and title.find("》") == len(title) - 1
    return title[1:-1] if title and whole else title


def _once(values: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the fields that hold something; what a second one of a name holds is a remark."""
    kept: dict[str, str] = {}
    for name, text in values:
        if text and name in kept and text != kept[name]:
            name, text = "remarks", "　".join(filter(None, (kept.get("remarks"), text)))
        if text:
            kept[name] = text
    return kept


def _is_region(text: str) -> bool:
    """Whether `text` is the name of a region and of nothing in it: 北京市房山区."""
    return bool(text) and (
        is_place(text) or (region_of(text) is not None and _REGION.fullmatch(text) is not None)
    )


def _prize(entry: Entry) -> str:
    text = entry["prize"] or next((t for n, t in entry.values if t and kind_of(n) == "prize"), "")
    return text.strip("“”（）() ")


def _list_of(section: Section, prize: str) -> str:
    """Return what the list of a section is called: by an honour above a column of grades, else by the
    heading of its annex."""
    honours = [h.name for h in section.chain if h.kind == "prize" and _PRAISE.match(h.name)]
    graded = honours and _GRADE.fullmatch(prize) and not _GRADE.fullmatch(honours[-1])
    return honours[-1] if graded else section.of


def _is_grade(group: Group) -> bool:
    """Whether the name of a tier is only a grade that the entries or a column say."""
    return group.graded and _GRADE.fullmatch(group.name) is not None


def _joined(section: Section, prize: str) -> str:
    """Return the name of the tier of a prize that an entry or a column names."""
    if not prize:
        return section.name
    graded = _GRADE.fullmatch(prize) is not None
    above = [
        h.name for h in section.chain
        if h.kind not in ("place", "school", "prize") or (graded and _names_prize(h))
    ]  # fmt: skip
    return " ".join(dict.fromkeys([*above, prize]))


def _names_prize(heading: Heading) -> bool:
    """Whether a heading says which prize has the grades that entries name: 个人奖 above 一等奖."""
    return heading.name.endswith("奖") and not _GRADE.fullmatch(heading.name)


def _of_unit(section: Section) -> bool:
    """Whether the last heading above a list is the unit of its entries: numbers begin at 1 again."""
    return bool(section.chain) and section.chain[-1].kind == "school"


def _collides(group: Group, entries: Sequence[Entry]) -> bool:
    numbers = {entry.number for _, entry in group.entries if entry.number is not None}
    return any(entry.number in numbers for entry in entries)


def _sum(count: int | None, other: int | None) -> int | None:
    return other if count is None else count if other is None else count + other


def _numbers(numbers: Sequence[int | None]) -> list[tuple[int, str]]:
    """Return a number for each award and a letter where a number stands twice.

    One without a number counts its place, or on from the last where another has that number.
    """
    seen: Counter[int] = Counter(number for number in numbers if number is not None)
    taken, last = set(seen), max((len(numbers), *seen))
    seen.clear()
    numbered = []
    for at, number in enumerate(numbers, 1):
        value = number if number is not None else at
        if number is None and value in taken:
            last += 1
            value = last
        numbered.append((value, chr(ord("a") + seen[value]) if seen[value] else ""))
        seen[value] += 1
    return numbered


def shapes_of(lists: Sequence[Sequence[Read]]) -> tuple[Shape, ...]:
    """Return the templates by which lists were read, with examples of what each field became."""
    readings: dict[Template, list[Read]] = {}
    for group in lists:
        for read in group:
            if read.template is not None and read.entries:
                readings.setdefault(read.template, []).append(read)
    return tuple(_shape(template, reads) for template, reads in readings.items())


def _shape(template: Template, reads: Sequence[Read]) -> Shape:
    tiers = tuple(dict.fromkeys(read.section.name for read in reads))
    entered = {row.number for read in reads for entry in read.entries for row in entry.rows}
    examples: dict[str, list[str]] = {}
    for entry in (entry for read in reads for entry in read.entries):
        for name, text in entry.values:
            kept = examples.setdefault(name, [])
            if text and text not in kept and len(kept) < EXAMPLES:
                kept.append(text)
    listed = tuple((name, tuple(texts)) for name, texts in examples.items())
    return Shape(str(template), tiers, sum(read.lines for read in reads), len(entered), listed)


def _by_person(group: Group) -> list[tuple[Section | None, Entry]]:
    """Return an entry for each person where the heading counts people: （8名） over 行政部：甲、乙."""
    people = [[name for name in entry["people"].split("、") if name] for _, entry in group.entries]
    titled = any(entry["title"] for _, entry in group.entries)
    units = all(entry["organisation"] for _, entry in group.entries)
    total = sum(map(len, people))
    if titled or not units or group.declared != total or not all(people):
        return group.entries
    return [
        (section, replace(entry, values=tuple(
            (key, name if key == "people" else text) for key, text in entry.values
        )))
        for (section, entry), names in zip(group.entries, people, strict=True)
        for name in names
    ]  # fmt: skip


def _with_people_unread(awards: tuple[Award, ...]) -> tuple[Award, ...]:
    """Doubt the units that end in a short word apart, where most others had people behind them."""
    named = sum(any(name == FIELDS["people"] for name, _ in award.fields) for award in awards)
    if 2 * named <= len(awards):
        return awards
    return tuple(
        replace(award, check=_PERHAPS_PEOPLE)
        if not award.check and _ENDS_APART.search(award.organisation)
        else award
        for award in awards
    )
