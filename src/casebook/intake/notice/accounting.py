"""Account for the lines that became no entry: what of them looks like an entry is told.

A line read as letter, heading, signature or remark disappears from the list of awards. Where it
names units, persons or titles that no award holds, or where its words are no heading's and no
signer's, it may be an award nobody saw. Whatever stage took the line, it is told here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from casebook.book import Tier
from casebook.errata import Erratum
from casebook.intake.notice import line_layout, notice_errata
from casebook.intake.notice.awardees import Rank, read_names
from casebook.intake.notice.division import annex_of
from casebook.intake.notice.fused_headings import tier_of
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.letter import Letter
from casebook.intake.notice.lexicon import body_like, is_name, kind_of_label
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import COUNT, EVENT, TITLE_END, VACANT

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
_PIECES = re.compile(r"[、，；。：:;,！？!?\t|｜/／\s]+")
_APART = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff](?![\u3400-\u9fff]))"
)
_AND = re.compile("以及|[和及与]")
_MARKED = re.compile(
    r"[《〈](?P<title>[^《》〈〉]{2,}?)[》〉]|[“「『](?P<quoted>[^“”「」『』]{2,}?)[”」』]"
)
_NUMBER = re.compile(
    r"^(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?\s*[.．、)）]?|[①-⑳•·\-*])\s*"
)
_SHORT = re.compile("[\u3400-\u9fff·]{2,4}")
_VERBS = re.compile("^[由经对给将向]|(?:予以|给予|各?记|荣?获)(?!者).*$")
"""Words of a sentence that grants something, before and behind a name."""
_NOBODY = re.compile(
    "^(?:各|有关|相关|全体?|本|我|该|广大|其他|以上|下列|上述|所有|部分|希望|请|得到|组织)|单位$|以及"
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
        texts = [letter.title, letter.mark, *(tier.name for tier in tiers)]
        for award in awards:
            texts += [award.organisation, award.title or "", award.after, award.region]
            texts += [text for pair in award.fields for text in pair]
        self.texts = "\0".join(map(compact, texts))
        self.units = {compact(a.organisation) for a in awards if len(compact(a.organisation)) > 3}
        self.heads = "\0".join(compact(text) for text in (*headings, *(t.name for t in tiers)))
        self.sheet = sheet
        self.signed = [row for row in sheet.marked(Use.SIGNATURE)]
        head = [row.compact for row in sheet.marked(Use.ISSUER, Use.TITLE, Use.NUMBER, Use.IMPRINT)]
        self.head = "\0".join([*head, compact(letter.text)])
        copies = sheet.marked(Use.COPIES)
        self.copied = {row.number for row in copies[:COPIES]}
        self.annex = self._annex_headings()

    def _annex_headings(self) -> set[int]:
        """Return the lines of headings that, joined over line ends, end like that of a list."""
        found: set[int] = set()
        block: list[Row] = []
        for row in self.sheet.rows:
            if self.sheet.use(row) is not Use.HEADING or (
                row.gap and block and not annex_of(block[-1])
            ):
                block = []
            if self.sheet.use(row) is Use.HEADING:
                block.append(row)
                if TITLE_END.search(row.text) or EVENT.search(row.text):
                    found |= {each.number for each in block}
        return found

    def strange(self, row: Row) -> list[str]:
        """Return what of `row` may be an award, empty where it is accounted for."""
        use = self.sheet.use(row)
        names = [name for name in names_beside(row.text) if not self._is_held(name)]
        if use is Use.SIGNATURE:
            names = [row.text] if self._is_crowd(row) else []
        elif use is Use.HEADING:
            names = names if self._holds_list(row, names) else self._heading(row)
        elif use is Use.COPIES:
            names = [] if row.number in self.copied else names
        elif use is Use.SALUTATION:
            names = names if sum(map(is_name, names)) > FEWEST else []
        elif use is Use.IMPRINT or not _is_list(names, len(row.compact)):
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
        strange = [one for one in self.signed if one.compact not in self.head]
        return row in strange and len(strange) > SIGNERS

    def _heading(self, row: Row) -> list[str]:
        """Return a heading that names no tier, no column and no group of the awards."""
        text = COUNT.sub("", _NUMBER.sub("", row.text)).strip("：:【】[]（）() \u3000")
        words = re.sub(r"[^\w★☆]+|_", "", text)
        if len(words) < FEWEST or words.isdigit() or VACANT.match(row.text) or annex_of(row):
            return []
        if row.number in self.annex or tier_of(row) or line_layout.header(row):
            return []
        if kind_of_label(line_layout.cells(row.text)[0]) == "number":
            return []
        bare = re.sub(r"[^\w★☆\0]+|_", "", self.texts)
        if words in bare or _OF_HEADING.search(text) or kind_of_heading(text):
            return []
        if kind_of_label(text) or all(map(kind_of_label, text.split())):
            return []
        return [row.text]


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
    parts = [[one] if body_like(one) > 1 else _AND.split(one) for one in whole]
    for piece in chain.from_iterable(parts):
        bare = _NUMBER.sub("", re.sub(r"[（(][^（）()]*[）)]$", "", piece)).strip("（）()《》“”")
        bare = _VERBS.sub("", bare)
        if _NOBODY.search(bare) or len(bare) > LONGEST_NAME or honoured(bare):
            continue
        body = body_like(bare) > 1 and len(bare) > 3
        if body or is_name(bare) or (len(bare) > 3 and read_names(bare).rank >= Rank.LIKELY):
            yield bare
