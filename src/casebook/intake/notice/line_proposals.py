"""Propose, piece by piece, what stands in lines that no list explains.

A line of a list that no template took is divided at its numbers, else at its marks; each piece that
may be awarded is proposed under the tier above it. So is each name in a line all of whose awards are
in doubt, if it is no award of its own there: several entries may have been read as one. What is
proposed here rests on nothing but the line itself, and bears a check that says so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.notice import colon_lists, guesses, line_layout
from casebook.intake.notice.awarding import Awarding
from casebook.intake.notice.division import annex_of
from casebook.intake.notice.entries import BULLET, LABELS, label_of
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.lexicon import (
    FIELDS,
    body_like,
    is_name,
    is_place,
    kind_of_label,
    names_in,
)
from casebook.intake.notice.list_doubts import may_be_name
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import DATE, INLINE, VACANT

BY_LINE = "这一行没有归入名单的写法，按字面推断，请对照原文"
"""The `check` of a piece of a line that no list explains."""
OF_SEVERAL = "这一行里有几个名字，可能各是一条，请对照原文"
"""The `check` of a name in a line that was read as fewer entries than it has names."""
MOST_SIGNERS = 4
LONGEST_RECORD = 60
"""Characters of a numbered line with a comma that may still be a record, not a sentence."""
SHORTEST_TITLE = 4
"""Characters of a title; what is no longer and ends like a unit may be one: 城关镇."""
SHORT = 24
"""Characters of a piece without marks that may be the name of who is awarded."""
FEWEST = 2
_NUMBER = re.compile(
    r"(?:(?<=[\s、；;，。])|^)(?:(?:第|编号|No\.?|NO\.?)\s*)?"
    r"(?:[（(【\[]?\s*(?P<n>\d{1,4})(?:\s*[.．、）)】\]：:项名]|[ \t\u3000](?=\D))(?!\d)\s*|[①-⑳]\s*|[•●◆■▪◇]\s*)"
)
_DIGITS = re.compile(r"(?:第|编号|No\.?)?[（(【\[]?\d{1,4}[.．、）)】\]：: 项名]")
_NUMBER_BEHIND = re.compile(r"[：:]\s*[（(]?\d{1,3}[）)、.．](?!\d)")
"""The number of an entry behind the name of its prize: 一等奖：（6）…"""
_MARKS = re.compile(r"[；;]|[ \u3000]{3,}")
_SOFT = re.compile(r"[、，]")
_SPACES = re.compile(r"[ \u3000\t、，；;：:。]+")
_CODE = re.compile(r"^(?:\d{1,4}号?|[A-Z]\d{0,3})(?=[\u3400-\u9fff])")
_SENTENCE = re.compile(
    "，[^《》]{6,}[。！]$|^(?:为了?|根据|按照|经|现将?|请|希望|特此|以上|附|注|本|各)|如下[：:]?$|[：:]$"
    "|须为|必须|不得|应当|要求|公示|联系|电话|发布|来源|编辑|审核|下转|上接"
)
_PERSON_TOLD = re.compile(
    r"(?:\d{1,3}\s*[.．、)）]|[（(]\d{1,3}[）)]|[①-⑳])\s*(?P<name>[^，。；：:《》（）()]{2,30})[，,](?P<rest>[^《》]+)"
)
"""A numbered line that begins with a name and goes on to tell of it."""
_IN_PARENS = re.compile(r"[《“「『〈【（(][^《》“”「」『』〈〉【】（）()]*[》”」』〉】）)]")
_APART = re.compile(r"(?:[^\w\s“”‘’（）()《》·、。：:,.%]|\t|[ \u3000]{2,})+")
_IN_QUOTES = re.compile(r"[《“「『〈【][^《》“”「」『』〈〉【】]*[》”」』〉】]")
_PEOPLE = (FIELDS["people"], "姓名", "学校")
_ASIDE = re.compile(r"[（(][^（）()\d]{2,}[）)]")
_ALIKE = "班组村寨队社区镇乡部科室店厂户院校园所站处局会"


def unexplained(sheet: Sheet, awarding: Awarding) -> None:
    """Take out of the letter the lines that begin like entries and hold no word of a sentence, and
    no award of `awarding`."""
    held = {row.number for group in awarding.groups for _, e in group.entries for row in e.rows}
    heads = {row.number for row, below in pairwise(sheet.rows) if sheet.use(below) is Use.ENTRY}
    for row in sheet.marked(Use.BODY):
        if row.number in heads or row.number in held:
            continue
        numbered = BULLET.match(row.text) or any(label_of(row.text, p) for p in LABELS.values())
        numbered = bool(numbered or _NUMBER_BEHIND.search(row.text))
        bare = _IN_PARENS.sub("", row.text)
        comma = "，" in bare and (not numbered or len(row.compact) > LONGEST_RECORD)
        plain = not _SENTENCE.search(bare) and not comma and not re.search("[！？]|。.", bare)
        if (plain and (numbered or _is_record(row))) or _person_told(row):
            sheet.unread(row)


def _is_record(row: Row) -> bool:
    """Whether a unit or a person stands in a line between marks that part fields."""
    text = row.text.rstrip("。；;")
    beside = [re.sub("[（(][^（）()]*[）)]$", "", part) for part in _APART.split(text) if part]
    return len(beside) > 1 and any(_is_unit(part) or is_name(part) for part in beside)


def _person_told(row: Row) -> guesses.Values:
    """Return whom a numbered line names before it tells of them: 1.胡健，男，汉族，机电系副主任。"""
    match = _PERSON_TOLD.fullmatch(row.text)
    name = match["name"].strip() if match else ""
    if match is None or not (is_name(name) or (body_like(name) > 0 and len(name) > SHORTEST_TITLE)):
        return ()
    kind = "people" if is_name(name) else "organisation"
    return ((kind, name), ("remarks", match["rest"].rstrip("。；")))


def propose_all(sheet: Sheet, awarding: Awarding, strange: Callable[[Row], Sequence[str]]) -> None:
    """Add to `awarding` what unread lines, headings and lines of several names may hold.

    `strange` returns what of a line may be an award.
    """
    propose(sheet, awarding)
    of_headings(sheet, awarding, strange)
    of_persons(awarding, awarding.tiers(), sheet)
    of_several(sheet, awarding, awarding.tiers())


def propose(sheet: Sheet, awarding: Awarding) -> None:
    """Add to `awarding` what the unread lines of lists may hold; their lines are entries then."""
    listed = [row.number for row in sheet.marked(Use.ENTRY, Use.HEADING)]
    open_ = [row for row in sheet.marked(Use.UNREAD) if _may_be_entry(row)]
    alike = [row for row in open_ if _NUMBER.match(row.text) or _is_record(row)]
    ended = sum(row.text[-1] == "。" for row in alike) * 2 > len(alike)
    closed = ended or any(row.text[-1] == "。" for row in sheet.marked(Use.ENTRY))
    for at, row in enumerate(sheet.rows):
        if sheet.use(row) is not Use.UNREAD or not _may_be_entry(row):
            continue
        if row.text[-1] == "。" and not closed and not _NUMBER.match(row.text):
            continue
        signed = _signs(sheet, at) and not _closes(sheet, at)
        below = [sheet.use(other) for other in sheet.rows[at + 1 : at + 2]]
        above = [sheet.use(other) for other in sheet.rows[max(at - 1, 0) : at]]
        if Use.ENTRY in below and Use.ENTRY not in above and "《" not in row.text:
            continue  # it may be a heading
        within = bool(listed) and listed[0] < row.number < listed[-1] and Use.ENTRY not in below
        entries = [entry for entry in _entries(row, within)]
        if not entries or (signed and len(entries) < FEWEST and "《" not in row.text):
            continue
        several = len(entries) >= FEWEST or (row in alike and len(alike) >= FEWEST)
        if several or (listed and listed[0] < row.number):
            sheet.release([row])
            sheet.mark([row], Use.ENTRY)
            awarding.propose(row, entries)


def of_headings(sheet: Sheet, awarding: Awarding, strange: Callable[[Row], Sequence[str]]) -> None:
    """Add to `awarding` the names in the headings that may be no headings."""
    for row in sheet.marked(Use.HEADING):
        names = [] if line_layout.header(row) or annex_of(row) else pieces(row.text)
        several = len(names) >= FEWEST and all(_names(name) for _, name in names)
        if not several and strange(row) and (_is_record(row) or _DIGITS.match(row.text)):
            awarding.propose(row, list(_entries(row, True)))
        elif several or (strange(row) and is_place(row.text)):
            awarding.propose(row, [
                Entry(None, "", ((_kind(name), name),), "", (row,), name, BY_LINE)
                for _, name in names
            ])  # fmt: skip


def of_persons(awarding: Awarding, tiers: Sequence[Tier], sheet: Sheet) -> None:
    """Propose an award for each person where rows hold persons behind their units, 一车间：甲、乙, and
    the heading counts so many or says by its words that persons have the prize: 优秀员工."""
    rows = {row.number: row for row in sheet.rows}
    for tier in tiers:
        own = dict.fromkeys(rows[a.lines[0]] for a in tier.awards if a.lines and a.lines[0] in rows)
        cut = [(row, *colon_lists.behind_unit(row.text)) for row in own]
        pairs = [(row, unit, name) for row, unit, names in cut for name in names]
        personal = _OF_PERSONS.search(tier.name) and tier.declared != len(tier.awards)
        whole = all(names for *_, names in cut) and (len(pairs) == tier.declared or personal)
        if not whole or len(tier.awards) >= len(pairs):
            continue
        awarding.withdraw([*own])
        for row in own:
            awarding.propose(row, [
                Entry(None, "", ((_of_head(unit), unit), ("people", name)), "", (row,), name, BY_LINE)
                for at, unit, name in pairs if at == row
            ])  # fmt: skip


_OF_PERSONS = re.compile(
    "(?:个人|员工|职工|[成党团学职会官警社]员|人员|运动员|裁判员|教练员|辅导员|工作者|干部|教师|医师|护士|能手|标兵|模范|之星|人物|同志|学生|班主任"
    "|工匠|骨干|志愿者|积极分子|生)$"
)
"""How the name of a prize ends that persons have."""


def _of_head(text: str) -> str:
    return "region" if colon_lists.is_region(text) else "organisation"


def _signs(sheet: Sheet, at: int) -> bool:
    """Whether only lines as short as this one stand between it and a date, or the end."""
    for row in sheet.rows[at + 1 : at + 1 + MOST_SIGNERS]:
        use = sheet.use(row)
        if use in (Use.DATE, Use.SIGNATURE, Use.IMPRINT):
            return True
        if use not in (Use.UNREAD, Use.FURNITURE) or any(
            label_of(row.text, p) for p in LABELS.values()
        ):
            return False
    return at + 1 + MOST_SIGNERS >= len(sheet.rows)


def _closes(sheet: Sheet, at: int) -> bool:
    """Whether a line stands right below an entry that ends alike, a blank line below it: the last
    of a list, not who signs."""
    rows = sheet.rows[at - 1 : at + 2]
    if at < 1 or len(rows) < 3 or rows[1].gap or not rows[2].gap:
        return False
    return sheet.use(rows[0]) is Use.ENTRY and rows[0].compact[-2:] == rows[1].compact[-2:]


def _may_be_entry(row: Row) -> bool:
    text = row.text
    if _person_told(row):
        return True
    if _SENTENCE.search(_IN_PARENS.sub("", text)) or line_layout.is_residue(text) or annex_of(row):
        return False
    if (
        DATE.fullmatch(text)
        or VACANT.match(text)
        or line_layout.header(row)
        or line_layout.is_rule(row)
    ):
        return False
    return bool(re.search(r"[\u3400-\u9fffA-Za-z]{2}", text)) and not kind_of_label(text)


def _entries(row: Row, within: bool) -> Iterator[Entry]:
    values = _person_told(row)
    if values:
        yield Entry(None, "", values, "", (row,), row.text, BY_LINE)
        return
    for number, piece in pieces(row.text):
        values = tuple(guesses.guess(piece)) or _plain(piece, within)
        if values:
            yield Entry(number, "", values, "", (row,), piece, BY_LINE)


def _plain(piece: str, within: bool) -> tuple[tuple[str, str], ...]:
    """Return a piece that names nobody for certain, whole, as the name of one."""
    bare = piece.strip(" \u3000、，；;。")
    if not within or len(compact(bare)) < FEWEST or kind_of_heading(bare):
        return ()
    if len(bare) <= SHORT and not re.search(r"[：:|｜∥/\t]", bare):
        return (("organisation", bare),)
    return (("remarks", bare.replace("\t", "　")),)


def pieces(text: str) -> list[tuple[int | None, str]]:
    """Return the parts of a line that may be entries of their own, each with its number if any."""
    masked = _masked(text)
    marks = list(_NUMBER.finditer(masked))
    if len(marks) > 1 or (marks and not marks[0].start()):
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        divided = [
            (int(mark["n"]) if mark["n"] else None, text[mark.end() : end])
            for mark, end in zip(marks, ends, strict=True)
        ]
        return [
            (number, part.strip(" \u3000\t、，；;。")) for number, part in divided if part.strip()
        ]
    for pattern in (_MARKS, _SOFT):
        parts = _divided(text, masked, pattern)
        if len(parts) >= FEWEST and all(_names(part) for part in parts):
            return [(None, part) for part in parts]
    return [(None, text.strip(" \u3000。；;"))]


def _masked(text: str) -> str:
    """Return `text`, what stands in quotes and brackets replaced by as many signs of no meaning."""
    return _IN_PARENS.sub(lambda match: "▢" * len(match[0]), text)


def _divided(text: str, masked: str, pattern: re.Pattern[str]) -> list[str]:
    cuts = [match.span() for match in pattern.finditer(masked)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = (text[a:b].strip(" \u3000\t。；;") for a, b in zip(starts, ends, strict=True))
    return [part for part in parts if part]


def _names(part: str) -> bool:
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", part)
    return "《" in part or body_like(bare) > 0 or bool(names_in(bare)) or is_place(bare)


def of_several(sheet: Sheet, awarding: Awarding, tiers: Sequence[Tier]) -> None:
    """Add to `awarding` the names in lines of doubtful awards that are no award there."""
    rows = {row.number: row for row in sheet.rows}
    every = [award for tier in tiers for award in tier.awards if award.lines]
    tabled = set(_tabled(sheet))
    for first, last in dict.fromkeys(award.lines for award in every if award.lines):
        awards = [a for a in every if a.lines and a.lines[0] <= last and first <= a.lines[1]]
        own = [rows[at] for at in range(first, last + 1) if at in rows]
        listed = own and all(sheet.use(row) is Use.ENTRY for row in own)
        if not listed or not all(award.check for award in awards) or any(map(_labels, own)):
            continue
        if tabled.issuperset(row.number for row in own):
            continue  # what its cells are, the head of the table says
        if _as_fellows(own, awards, every):
            continue
        numbered = _counted(own, len(awards))
        if numbered:
            awarding.withdraw(own)
            awarding.propose(own[0], numbered)
            continue
        names, whole = _names_of(own, awards)
        marked = compact("".join(row.text for row in own))
        titles = {a.title for a in awards if a.title and f"《{compact(a.title)}" in marked}
        titled = tuple(("title", title) for title in titles) if len(titles) == 1 else ()
        entries = [
            Entry(None, "", ((kind := _kind(name), name), *(titled if kind != "people" else ())),
                  "", tuple(own), name, OF_SEVERAL)
            for name in (names if whole else dict.fromkeys(names))
        ]  # fmt: skip
        if entries and whole:
            awarding.withdraw(own)
        if entries:
            awarding.propose(own[0], entries)


def _as_fellows(rows: Sequence[Row], awards: Sequence[Award], every: Sequence[Award]) -> bool:
    """Whether a line is a unit and a title, as its one award and all others are read, though the
    title ends like a unit: 连山县　一棵油茶富四乡. Titles of others must not."""
    if len(rows) != 1 or len(awards) != 1:
        return False
    titles = [award.title for award in every if award.organisation and award.title]
    plain = [title for title in titles if not _is_unit(title)]
    parts = _SPACES.split(line_layout.bare(rows[0].text))
    read = parts == [awards[0].organisation, awards[0].title]
    return read and len(titles) == len(every) and len(plain) * 3 >= len(every)


def _tabled(sheet: Sheet) -> Iterator[int]:
    """Yield the numbers of the rows of tables with a head, that have no more cells than it."""
    width = 0
    for row in sheet.rows:
        cells = len(line_layout.cells(row.text))
        if line_layout.header(row):
            width = cells
        elif cells < FEWEST:
            width = width if len(row.compact) <= SHORT else 0
        elif cells <= width:
            yield row.number


def _counted(rows: Sequence[Row], awards: int) -> list[Entry]:
    """Return the entries of a line that counts them, where they are more than its `awards`."""
    parts = pieces(rows[0].text) if len(rows) == 1 else []
    numbers = [number for number, _ in parts if number is not None]
    counted = numbers == list(range(numbers[0], numbers[0] + len(parts))) if numbers else False
    if len(parts) <= max(awards, 1) or not counted:
        return []
    return list(_entries(rows[0], True))


def _kind(name: str) -> str:
    return "people" if all(map(is_name, name.split("、"))) else "organisation"


def _names_of(rows: Sequence[Row], awards: Sequence[Award]) -> tuple[list[str], bool]:
    """Return the names of one kind in the lines of awards that are no award there, where they are
    more than the awards, and whether they are all that the lines say.

    Persons behind one number are those of one award: 11号 陈雨 谢裕亭.
    """
    parts: list[str] = []
    codes = 0
    fields = [pair for award in awards for pair in award.fields]
    regions = {compact(text) for name, text in fields if name == "地区"}
    for row in rows:
        head, colon, rest = row.text.partition("：")
        text = rest if colon and compact(head) in regions else row.text
        text = _ASIDE.sub("、", _IN_QUOTES.sub("、", text))
        inline = INLINE.match(text)
        for word in filter(None, _SPACES.split(inline["rest"] if inline else text)):
            bare = (
                "" if _CODE.fullmatch(f"{word}号") or word[:-1].isdigit() else _CODE.sub("", word)
            )
            codes += bare != word
            parts += [bare] if bare else []
    units = [part for part in parts if _is_unit(part)]
    persons = [part for part in parts if is_name(part)]
    if persons and all(may_be_name(part) for part in parts):
        persons = parts
    last = [part[-1] for part in parts]
    alike = [part for part in parts if part[-1] in _ALIKE and last.count(part[-1]) > FEWEST]
    plain = len(parts) > 1 and not any(re.search("[：:\t]", row.text) for row in rows)
    alike = parts if plain and all(end in _ALIKE for end in last) else alike
    joint = (part for a in awards if a.title for part in a.organisation.split("、"))
    own = {compact(unit) for unit in (*joint, *(a.organisation for a in awards))}
    titles = [compact(award.title) for award in awards if award.title]
    own |= {title for title in titles if len(title) > SHORTEST_TITLE or not _is_unit(title)}
    people = [text for award in awards for name, text in award.fields if name in _PEOPLE]
    own |= {compact(text) for text in people if not _is_unit(text)}
    titled = bool(units) or any("《" in row.text for row in rows)
    titled = titled or any(body_like(award.organisation) > 0 for award in awards)
    for group in (units, [] if titled else persons, alike):
        if len(group) <= len(awards):
            continue
        whole = len(group) == len(parts) and "《" not in rows[0].text
        if group == persons and 0 < codes < len(persons):
            group = ["、".join(persons)]
        names = group if whole else [name for name in group if compact(name) not in own]
        return names, whole and not _ASIDE.search(rows[0].text)
    return [], False


def _labels(row: Row) -> bool:
    """Whether a line begins with the label of a field: 承建单位：…"""
    label = re.match(r"([^：:\s]{2,8})[：:]", row.text)
    return label is not None and kind_of_label(label[1]) not in ("", "prize")


def _is_unit(part: str) -> bool:
    named = body_like(part) > 0 or (len(part) > FEWEST and part[-1] in _ALIKE)
    return named and len(part) > FEWEST and not is_name(part) and part[0] not in "（("
