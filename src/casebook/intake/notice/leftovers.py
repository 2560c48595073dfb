"""Lines that became no entry: what of them looks like an entry is read once more, or told.

A line read as letter, heading, signature or remark disappears from the list of awards. Where it
names units, persons or titles that no award holds, or where its words are no heading's and no
signer's, it may be an award nobody saw. Whatever stage took the line, it is dealt with here. What a
second reading of such lines yields is proposed, what it does not yield is told.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from casebook.book import Tier
from casebook.errata import Erratum
from casebook.intake.matching.traditional import either
from casebook.intake.notice import (
    awards_in_text,
    letter_pieces,
    line_ends,
    line_layout,
    listing,
    notice_errata,
)
from casebook.intake.notice.awardees import read_names
from casebook.intake.notice.awarding import Awarding, TextTier
from casebook.intake.notice.division import LABELLED, Annex, annex_of
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import BRACKETED, kind_of_heading
from casebook.intake.notice.headings import sections_of
from casebook.intake.notice.letter import Letter
from casebook.intake.notice.lexicon import FIELDS, body_like, is_name, kind_of_label, names_in
from casebook.intake.notice.listing import Entry, Read
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import (
    COUNT,
    DATE,
    EVENT,
    HONOUR,
    NUMBER,
    TITLE_END,
    UNIT,
    VACANT,
)  # fmt: skip
from casebook.intake.notice.single_names import Rank
from casebook.intake.notice.templates import Template
from casebook.intake.notice.tier_headings import tier_of
from casebook.typography import number_of

PERSONS = (FIELDS["people"], "姓名")
"""The fields of an award that hold persons."""
_READ = (
    Use.ISSUER, Use.TITLE, Use.SALUTATION, Use.BODY, Use.ANNEXES, Use.SIGNATURE, Use.HEADING,
    Use.REMARK, Use.COPIES, Use.IMPRINT,
)  # fmt: skip
FEWEST = 2
"""Names in a line of the letter from which it may hold a list."""
MANY = 4
"""Names of which a line of the letter may hold a list however long it is."""
MOSTLY = 0.7
"""The part of a line of the letter that is one name from which it may be of a list."""
LEAST = 0.3
"""The part of a line of the letter that fewer names make up for it to hold a list."""
SIGNERS = 1
"""Lines of a signature that need not be named elsewhere."""
COPIES = 3
"""Lines of addressees in copy that are none too many."""
LONGEST_NAME = 40
LONGEST_GROUP = 6
"""Characters of the name of a group, 中学数学组; a longer one may be a team: 电视台手语新闻组."""
_PIECES = re.compile(r"[、，；。：:;,！？!?\t|｜/／\s＋+＿_＜＞<>∥→~～=＝#＃&＆*＊—–]+")
_APART = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff](?![\u3400-\u9fff]))"
)
_BESIDE = re.compile(r"[ \u3000]{2,}|\u3000|\t")
_GRANTS = re.compile(
    "记(?:大|[一二三]等)?功|荣获|授予|评为|嘉奖|夺得|称号获得者|获[^，。]{0,8}(?:[金银铜]奖|[一二三特]等奖|[冠亚季]军)"
)
"""Words of a sentence that says who was granted something."""
_DEED = re.compile("(?:各?记(?:大|[一二三]等)?功|荣获|获得|获|等|组成|同志|\\d+[名人]).*$")
_BEHIND = re.compile(r"[（(][^（）()]{1,12}[）)][。；]?$")
_AND = re.compile("以及|[和及与]")
_MARKED = re.compile(
    r"[《〈](?P<title>[^《》〈〉]{2,}?)[》〉]|[“「『](?P<quoted>[^“”「」『』]{2,}?)[”」』]"
)
_QUOTED = re.compile("[“「『〈《][^“”「」『』〈〉《》]{2,}[”」』〉》]")
_NUMBER = re.compile(
    r"^(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?\s*[.．、)）]?|[①-⑳•·\-*])\s*"
)
_SHORT = re.compile("[\u3400-\u9fff·]{2,4}")
_VERBS = re.compile("^[由经对给将向]|(?:予以|给予|各?记|荣?获)(?!者).*$")
"""Words of a sentence that grants something, before and behind a name."""
_NOBODY = re.compile(
    "^(?:经?(?:初|复|终|总|决|预|自|专家|网络)?(?:评|审|赛|选|评审|评选|投票)$|经.*[评审选]$|各|有关|相关|全体?|本|我|该|广大|其他|以上|下列|上述|所有|部分|希望|请|得到|组织)|单位$|以及"
)
_DOCUMENT = re.compile(
    "(?:通知|办法|意见|方案|规定|条例|决定|规划|纲要|通报|细则|标准|公告|公报|法|章程|制度|指南|名单|一览表|目录|报告|函)(?:[（(].*[）)])?$"
)
_OF_HEADING = re.compile(
    "名单|名录|一览|目录|结果|公布|公示|附件|附表|奖|获|入选|先进|优秀|典型|示范|案例|作品|论文|表彰|表扬|[组类项]$|不分先后"
)


def unheld(
    sheet: Sheet, letter: Letter, tiers: Sequence[Tier], headings: Iterable[str]
) -> Iterator[Erratum]:
    """Yield a query for each line that became no entry and looks like one.

    `headings` are those of the annexes, as printed.
    """
    known = Known(sheet, letter, tiers, headings)
    for row in sheet.marked(*_READ):
        use = sheet.use(row)
        names = known.strange(row)
        if use and names:
            yield notice_errata.perhaps_entry(sheet.place(row), use, names, row.text)


class Known:
    """What awards, headings and the letter say: a name that stands there is accounted for."""

    def __init__(
        self, sheet: Sheet, letter: Letter, tiers: Sequence[Tier], headings: Iterable[str]
    ) -> None:
        awards = [award for tier in tiers for award in tier.awards]
        self.is_empty = not awards
        texts = [letter.title, letter.mark, *(tier.name for tier in tiers)]
        for award in awards:
            texts += [award.organisation, award.title or "", award.after, award.region]
            texts += [text for pair in award.fields for text in pair]
        self.texts = "\0".join(map(compact, texts))
        sure = [a for a in awards if not a.check]
        values = [(a.organisation, a.region, *(text for _, text in a.fields)) for a in sure]
        self.fields = "\0".join(compact(text) for value in values for text in value)
        self.units = {compact(a.organisation) for a in awards if len(compact(a.organisation)) > 3}
        self.units |= {
            compact(a.organisation + text) for a in awards for name, text in a.fields
            if name in PERSONS
        }  # fmt: skip
        self.heads = "\0".join(compact(text) for text in (*headings, *(t.name for t in tiers)))
        self.sheet = sheet
        self.signed = [row for row in sheet.marked(Use.SIGNATURE)]
        head = [row.compact for row in sheet.marked(Use.ISSUER, Use.TITLE, Use.NUMBER, Use.IMPRINT)]
        self.signers = "\0".join(head)
        self.head = "\0".join([*head, compact(letter.text)])
        copies = sheet.marked(Use.COPIES)
        self.copied = {row.number for row in copies[:COPIES]}
        self.annex = self._annex_headings()

    def _annex_headings(self) -> set[int]:
        """Return the lines of headings that, joined over line ends, end like that of a list."""
        numbers: set[int] = set()
        block: list[Row] = []
        for row in self.sheet.rows:
            if self.sheet.use(row) is not Use.HEADING or (
                row.gap and block and not annex_of(block[-1])
            ):
                block = []
            if self.sheet.use(row) is Use.HEADING:
                block.append(row)
                if TITLE_END.search(row.text) or EVENT.search(row.text):
                    numbers |= {each.number for each in block}
        return numbers

    def strange(self, row: Row) -> list[str]:
        """Return what of `row` may be an award, empty where it is accounted for."""
        use = self.sheet.use(row)
        names = list(names_beside(row.text))
        alone = use is Use.BODY and names == [row.text] and row.compact not in self.signers
        names = [name for name in names if alone or not self._is_held(name)]
        if use is Use.SIGNATURE:
            names = [row.text] if self._is_crowd(row) else []
        elif use is Use.HEADING:
            names = names if self._holds_list(row, names) else self._heading(row)
        elif use is Use.COPIES:
            names = [] if row.number in self.copied else names
        elif use is Use.SALUTATION:
            names = names if sum(map(is_name, names)) > FEWEST else []
        elif use is Use.BODY and (beside := letter_pieces.awarded(row.text)):
            names = [name for name in beside if not self._is_held(name)]
        elif use is Use.BODY and _stand_beside(pieces := _BESIDE.split(row.text)):
            names = [piece for piece in pieces if not self._is_held(piece)]
        elif use is Use.BODY and _GRANTS.search(row.text):
            persons = [*filter(is_name, names), *_persons_of_units(row.text)]
            listed = _is_list(names, len(row.compact))
            names = names if listed else [name for name in persons if not self._is_held(name)]
        elif use is Use.IMPRINT or not _is_list(names, len(_BEHIND.sub("", row.compact))):
            names = []
        return names

    def _is_held(self, name: str) -> bool:
        bare = compact(name)
        return bare in self.texts or any(held in bare for held in self.units)

    def _holds_list(self, row: Row, names: Sequence[str]) -> bool:
        """Whether a heading holds names beside each other, or one beside other words."""
        pieces = [piece for piece in _PIECES.split(row.text) if len(piece) > 1]
        if line_layout.header(row) or row.number in self.annex:
            return False
        short = [piece for piece in pieces if _SHORT.fullmatch(_NUMBER.sub("", piece))]
        beside = bool(names) and (len(pieces) > 1 or "《" in row.text)
        return beside or len(short) > FEWEST

    def _is_crowd(self, row: Row) -> bool:
        """Whether a signer is named nowhere else, and is not the only one of those."""
        strange = [signer for signer in self.signed if signer.compact not in self.head]
        return row in strange and len(strange) > SIGNERS

    def _heading(self, row: Row) -> list[str]:
        """Return a heading that names no tier, no column and no group of the awards."""
        text = COUNT.sub("", _NUMBER.sub("", row.text)).strip("：:【】[]（）() \u3000")
        words = re.sub(r"[^\w★☆]+|_", "", text)
        if len(words) < FEWEST or words.isdigit() or VACANT.match(row.text) or annex_of(row):
            return []
        if self.is_empty and row.number not in self.annex and not line_layout.header(row):
            return [row.text]  # it heads nothing
        if row.number in self.annex or tier_of(row) or line_layout.header(row):
            return []
        if kind_of_label(line_layout.cells(row.text)[0]) == "number":
            return []
        bare = re.sub(r"[^\w★☆\0]+|_", "", self.texts)
        quoted = _QUOTED.fullmatch(row.text) and not honoured(text)
        named = body_like(text) > 1 or is_name(text) or quoted
        dressed = row.text[-1] in "：:" or COUNT.search(row.text) or BRACKETED.fullmatch(row.text)
        if named and not dressed and words not in self.fields:
            return [row.text]  # it names a tier, and may be an award
        long = kind_of_heading(text) == "category" and len(words) > LONGEST_GROUP
        if long and not (dressed or _OF_HEADING.search(text[:-1]) or _NUMBER.match(row.text)):
            return [row.text] if words not in self.fields else []
        if words in bare:
            return []
        if kind_of_heading(text) == "place" and not dressed:
            return [row.text]  # no award is of that place: it may be one
        if _OF_HEADING.search(text) or kind_of_heading(text):
            return []
        if kind_of_label(text) or all(map(kind_of_label, text.split())):
            return []
        return [row.text]


def _stand_beside(pieces: Sequence[str]) -> bool:
    """Whether a line holds units or persons side by side and nothing else."""
    return len(pieces) > 1 and all(body_like(piece) > 0 or is_name(piece) for piece in pieces)


def _persons_of_units(text: str) -> Iterator[str]:
    """Yield the persons right behind a unit in a sentence that grants something: 采煤队安康."""
    for piece in re.split("[、，。；：]", text):
        bare = _DEED.sub("", re.sub("^(?:给予|给|对|由|授予|其中|以及|和|与)", "", piece))
        sizes = (size for size in (3, 2) if is_name(bare[-size:]) and body_like(bare[:-size]) > 0)
        size = next(sizes, 0)
        if size and len(bare) <= LONGEST_NAME:
            yield bare[-size:]


def _is_list(names: Sequence[str], length: int) -> bool:
    """Whether so many names stand in a line of the letter that it may hold a list."""
    persons = sum(map(is_name, names))
    if sum(map(len, names)) >= MOSTLY * length:
        return True
    if len(names) < MANY and sum(map(len, names)) < LEAST * length:
        return False
    return len(names) - persons >= FEWEST or persons > FEWEST or 0 < persons < len(names)


def names_beside(text: str) -> Iterator[str]:
    """Yield the units, persons and titles that stand in a line side by side."""
    text = _APART.sub(r"\1", _NUMBER.sub("", text))
    for match in _MARKED.finditer(text):
        title = match["title"] or match["quoted"]
        own = match["title"] and not _DOCUMENT.search(title)
        if own or (match["quoted"] and not honoured(title) and len(title) > 3):
            yield title
    rest = _MARKED.sub("、", text)
    whole = _PIECES.split(rest)
    parts = [[part] if body_like(part) > 1 else _AND.split(part) for part in whole]
    for piece in chain.from_iterable(parts):
        bare = _NUMBER.sub("", re.sub(r"[（(][^（）()]*[）)]$", "", piece)).strip("（）()《》“”")
        bare = _VERBS.sub("", bare)
        if _NOBODY.search(bare) or len(bare) > LONGEST_NAME or honoured(bare):
            continue
        body = body_like(bare) > 1 and len(bare) > 3
        if body or is_name(bare) or (len(bare) > 3 and read_names(bare).rank >= Rank.LIKELY):
            yield bare


WHY = "这几行起初没有当作名单，是再读一遍时推断的"
"""The `check` of what a second reading yields."""
IN_SENTENCE = "这一句像是授奖，没有全部读懂，请核对"
"""The `check` of a name in a sentence that seems to grant something."""
IN_ROW = "这一句授奖的话没有读懂，名字按字面推断，请对照原文"
"""The `check` of a name that stands in a row in a clause that was not read."""
_GRANTING = re.compile(
    either(
        "授予|记[个集大一二三]|嘉奖|予以表[彰扬]|给予表[彰扬]|荣获|获得?[^，。]{0,12}奖|评为|称号的?(?:有|是)"
    )
)
_GRANTED_AS = re.compile("(?:等[^、]*)?(?:为|分(?:别)?获|获|荣获|被评为|授予).*$")
"""The end of a clause behind those who are granted something."""
_SELECTED = re.compile(either("(?:入选|获评|当选|荣膺|夺得|摘得)[^，。；：]{2,}"))
_COUNTED = re.compile(rf"(?:等\s*)?(?P<n>{NUMBER})\s*{UNIT}.*$|(?:被评|为|获|荣获|夺得|当选).*$")
"""What stands in a clause behind the last of several names: 等3个团委红旗团委称号."""
_BEFORE_PERSONS = re.compile(
    "(?:其中|[，；、和及：]|^)([^，。；、：（）和及]{4,24})（[^（）]{2,8}："
)
"""A work behind which its makers stand in brackets: 捡球机器人（参赛学生：…）."""
LONGEST_HEADING = 16
_PROSE = re.compile(
    "[。！？].|，.*[。！？]$|^(?:为|根据|按照|经|现将|请|希望|特此)|如下[：:]?$|[：:]$|须为|必须|不得|不超过|应当|要求"
)
_TAKEN = (Use.BODY, Use.SIGNATURE, Use.UNREAD)
MOST_SIGNERS = 4
"""So many units above a date, without numbers, may be those who sign."""
NAMES_ONLY = 0.6
"""The part of a line of the letter that names must be for it to be of a list."""


_OF_TITLE = re.compile("奖|评选|成绩|目录|先进|优秀|十佳|作品|表彰|表扬|名次")
"""What the first line of a notice holds that is its title: 第三届书画大赛获奖作品."""


def read_again(
    sheet: Sheet,
    awarding: Awarding,
    strange: Callable[[Row], Sequence[str]],
    given: Sequence[Template],
) -> list[list[Read]]:
    """Take the lists among the lines without an award into `awarding`, and return them.

    `strange` returns what of a line may be an award. Lines that yield none are unread. Where an
    editor gave the shape, what it does not match stays unread.
    """
    lists: list[list[Read]] = []
    for block in () if given else list(_blocks(sheet, strange)):
        sheet.release(block)
        reads = _read(sheet, block, given)
        for row in block:
            if sheet.use(row) in (None, Use.UNREAD):
                sheet.unread(row)  # what this reading says of it is not told
        if reads:
            awarding.take(reads)
            lists.append(reads)
    if not given:
        awarding.tell(_granted(sheet, strange, awarding.known))
    return lists


def _granted(
    sheet: Sheet, strange: Callable[[Row], Sequence[str]], known: Collection[str]
) -> Iterator[TextTier]:
    """Yield what the lines of sentences name that grant something and were not read."""
    for row in sheet.marked(Use.BODY):
        granting = _GRANTING.search(row.text) or re.search(f"为[^，。；]*{HONOUR}", row.text)
        names = [*_beside(row.text, strange(row))] if granting else []
        rows = [*_in_rows(row.text, known)]
        entries = tuple(
            Entry(None, "", ((_field(name), name),), "", (row,), name, check)
            for name, check in {
                **dict.fromkeys(rows, IN_ROW),
                **dict.fromkeys(names, IN_SENTENCE),
            }.items()
        )
        if entries:
            yield TextTier("", None, entries, row)


def _beside(text: str, names: Sequence[str]) -> Iterator[str]:
    """Yield `names` and what stands in a row with them: 甲区人民政府、盘水监狱为先进单位."""
    yield from names
    for clause in re.split("[，。；：]", text) if names else ():
        parts = re.sub(_GRANTED_AS, "", clause).split("、")
        if len(parts) > 1 and any(name in clause for name in names):
            yield from (part for part in parts if 1 < len(part) <= LONGEST_HEADING)


def _in_rows(text: str, known: Collection[str]) -> Iterator[str]:
    """Yield the names that stand in a row in a clause that grants something and holds nobody of
    those `known` to be awarded: 授予甲团委、乙团委等2个团委红旗团委称号; 入选最佳组织的有：甲协会、乙学会."""
    for clause in re.split("[。；;]|[，,](?=授予|命名|评为|给予)", text):
        if not (_GRANTING.search(clause) or _SELECTED.search(clause)):
            continue
        if any(name in clause for name in known):
            continue
        aside = re.sub("[（(][^（）()]*[）)]", "", clause)
        bare = re.split("授予|(?:是|有|为)[：:，,]", aside)[-1]
        whole = re.split("[、，,：:]", bare)
        count = _COUNTED.search(bare)
        parts = [_COUNTED.sub("", part).rpartition("的")[2] for part in whole]
        listed = re.search("(?:是|有|为)[：:，,]", aside) is not None
        listed = listed or bool(count and count["n"] and number_of(count["n"]) == len(parts))
        names = [
            part for part in parts
            if 1 < len(part) <= LONGEST_NAME and not _NOBODY.search(part)
            and (listed or is_name(part) or (len(part) > 3 and body_like(part) > 0))
        ]  # fmt: skip
        if len(names) >= FEWEST:
            yield from names
        yield from _BEFORE_PERSONS.findall(clause)


def _field(name: str) -> str:
    return "people" if is_name(name) else "organisation"


def _blocks(sheet: Sheet, strange: Callable[[Row], Sequence[str]]) -> Iterator[list[Row]]:
    """Yield the runs of lines that may be lists, with the short lines between them."""
    block: list[Row] = []
    pending: list[Row] = []
    for row in (row for row in sheet.rows if sheet.use(row) is not Use.FURNITURE):
        loose = sheet.use(row) in (Use.BODY, Use.UNREAD)
        on = loose and _goes_on([*block, *pending], row)
        if on or _may_list(sheet, row, strange):
            block += [*pending, row]
            pending = []
        elif loose and _may_head(row):
            pending.append(row)
        else:
            if _worth_reading(sheet, block, strange):
                yield block
            block, pending = [], []
    if _worth_reading(sheet, block, strange):
        yield block


def _may_list(sheet: Sheet, row: Row, strange: Callable[[Row], Sequence[str]]) -> bool:
    use = sheet.use(row)
    if use not in _TAKEN or _PROSE.search(row.text) or annex_of(row) or DATE.search(row.text):
        return False
    first = row is sheet.rows[0] and "《" not in row.text and not LABELLED.match(row.text)
    if first and _OF_TITLE.search(row.text):
        return False
    if any(row.compact == other.compact for other in sheet.marked(Use.FURNITURE)):
        return False
    if TITLE_END.search(row.text) or (EVENT.search(row.text) and "《" not in row.text):
        return False
    if (
        line_layout.is_residue(row.text)
        or sheet.is_refused(row)
        or awards_in_text.names_others(row.text)
    ):
        return False
    if use is Use.UNREAD and (row.text[-1] not in "。！？" or LABELLED.match(row.text)):
        return line_layout.entry_like(row.text)
    names = strange(row)
    return sum(map(len, names)) >= NAMES_ONLY * len(row.compact)


def _may_head(row: Row) -> bool:
    return (
        len(row.text) <= LONGEST_HEADING
        and not _PROSE.search(row.text)
        and not DATE.search(row.text)
    )


def _goes_on(block: Sequence[Row], row: Row) -> bool:
    """Whether a row goes on with the sentence of the names above it."""
    return bool(block) and block[-1].text[-1] not in "。；！？" and "、" in row.text and not row.gap


def _worth_reading(
    sheet: Sheet, block: Sequence[Row], strange: Callable[[Row], Sequence[str]]
) -> bool:
    """Whether the lines are more than a signer or the rest of an entry: several, or one that names
    a title or several names, and something in them that no award holds."""
    fresh = any(sheet.use(row) is Use.UNREAD or strange(row) for row in block)
    named = sum("《" in row.text or any(names_beside(row.text)) for row in block)
    if not fresh or named * 3 < len(block):
        return False
    alone = block[0].text
    if len(block) > 1:
        behind = next((row for row in sheet.rows if row.number > block[-1].number), None)
        last = behind is None or sheet.use(behind) in (Use.DATE, Use.SIGNATURE)
        plain = not any(LABELLED.match(row.text) or "《" in row.text for row in block)
        signed = last and plain and all(body_like(row.text) > 0 for row in block)
        return not signed or len(block) > MOST_SIGNERS
    several = "《" in alone or LABELLED.match(alone) or len(names_in(alone)) > 1
    return bool(several or len(re.split(r"[、；\t]|\s{2,}", alone)) > 1)


def _read(sheet: Sheet, block: list[Row], given: Sequence[Template]) -> list[Read]:
    annex = Annex("", [], block, own=True)
    sections, _ = sections_of(sheet, annex)
    ways = listing.cut_all(sections, given)
    measure = line_ends.measure_of(listing.runs_of(ways))
    reads, _ = listing.read_lists(sheet, sections, ways, measure, given)
    return [
        replace(
            read,
            entries=tuple(replace(e, check=e.check or WHY, number=None) for e in read.entries),
        )
        for read in reads
        if read.entries
    ]
