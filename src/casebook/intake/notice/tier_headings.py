"""The headings of tiers: the chain that stands over a list, their counts, one behind an entry.

Above a list stand headings from the outer to the inner one. A lost line end may leave the heading of
the next tier behind an entry: 某医院《…》二、二等奖. It is parted where other headings of the list stand
in the dress of its end, the number of the heading is the next one or no other line names its prize,
and entries do not end in prizes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casebook.intake.notice.entries import LABELS, label_of
from casebook.intake.notice.heading_words import DRESS, ORDINAL, TAIL_COUNT, undressed
from casebook.intake.notice.lexicon import body_like, names_in
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import BODIES, COUNT, EVENT, NUMBER, PRIZE, TIER, UNIT
from casebook.typography import number_of


@dataclass(frozen=True)
class Heading:
    """A heading: its words, what kind it is, and the count it declares."""

    name: str
    kind: str
    key: str
    row: Row
    declared: int | None = None
    vacant: bool = False


@dataclass
class Section:
    """A list whose rows are not read yet, under the chain of its headings; `of` is what the heading
    of its annex calls all that stands in it, `doubt` why its heads may not be those over it."""

    chain: tuple[Heading, ...]
    at: int
    declared: int | None = None
    rows: list[Row] = field(default_factory=list)
    columns: Row | None = None
    vacant: bool = False
    name: str = ""
    of: str = ""
    doubt: str = ""

    @property
    def titled(self) -> bool:
        """Whether titles in 《》 stand in it."""
        return any("《" in row.text for row in self.rows)

    @property
    def bodies(self) -> bool:
        """Whether its name says that it honours organisations."""
        return BODIES.search(self.name) is not None and not self.titled

    @property
    def unclosed(self) -> bool:
        """Whether a 《 of the last rows waits for its 》."""
        text = "".join(row.text for row in self.rows[-4:])
        return text.rfind("《") > text.rfind("》")


def tier_name(heading: str) -> str:
    """Return the tier that a heading names: the words behind the event, without 名单."""
    text = re.sub(r"(?:获奖)?(?:名单|一览表)$", "", COUNT.sub("", heading).strip(" ：:"))
    events = list(EVENT.finditer(text))
    tail = text[events[-1].end() :] if events else text
    match = re.search(rf"{PRIZE}$", tail) or re.search(rf"{PRIZE}$", text)
    return match[0] if match else tail or text


def name_in_title(title: str) -> str:
    """Return what the title of a letter calls the list in it: 先进集体 of 关于表彰先进集体的决定; empty
    where it names none, or several."""
    named = re.search(
        r"(?:授予|命名|认定|公布|表彰|表扬|评选)(?P<name>.{4,})的(?:通报|通知|决定|公告)$", title
    )
    if re.search(r"(?:名单|名录|一览表|结果)(?:[（(].*[）)])?$", title) and "关于" not in title:
        return tier_name(re.sub(r"(?:入选|入围|获奖|评选|评审)?(?:结果|名录)$", "", title))
    prizes = [match for match in re.finditer(PRIZE, named["name"])] if named else []
    if len(prizes) != 1 or named is None or "、" in title or "和" in title:
        return ""
    name, before = prizes[0][0], named["name"][: prizes[0].start()]
    cut = len(name) > LONGEST_PRIZE and re.search("[\u3400-\u9fff]$", before)
    return named["name"] if cut else name


def count_of(text: str) -> int | None:
    """Return the count in brackets at the end of a heading: （30 个）, (三十篇)."""
    counts = COUNT.findall(text)
    return number_of(counts[-1]) if counts else None


def count_in(text: str) -> int | None:
    """Return the count a text says, money for each and what is vacant left out: （每人3000元，共8人）;
    counts of several kinds are summed: （著作2项 论文1项）."""
    text = re.sub(f"每[人名个位项][^，,]*[，,]|{PRIZE}(?:空缺|从缺)", "", text)
    kinds = _OF_KINDS.fullmatch(text.strip())
    if kinds:
        return sum(number_of(number) or 0 for number in _EACH_KIND.findall(kinds[1]))
    match = re.search(NUMBER, text)
    return number_of(match[0]) if match else None


_EACH_KIND = re.compile(rf"({NUMBER})\s*{UNIT}")
_OF_KINDS = re.compile(
    rf"[（(]((?:[^（）()，。；、：《》\d\s]{{1,8}}?[：:]?\s*{NUMBER}\s*{UNIT}\s*[、，,；;]?\s*)+)[）)]"
)
"""What a heading says of several kinds, a count each: （著作2项 论文1项）."""


def level_of(text: str, kind: str, entries: str, row: Row | None = None) -> str:
    """Return what headings of one level share: the style of their numbers, which is not that of the
    `entries`, their dress, or their kind."""
    for style in ("一、", "（一）", "1.", "（1）", "①", "1)"):
        if style != entries and label_of(text, LABELS[style]):
            return style
    if ORDINAL.match(text):
        return "第一"
    dress = DRESS.match(row.text) if row else None
    return dress[0][0] if dress else kind or "category"


_TOWN = re.compile("[\u3400-\u9fff]{1,8}(?:[乡镇]|街道|办事处|苏木|[农林牧]场)")
_VILLAGE = re.compile("[\u3400-\u9fff\\d]{1,12}(?:[村组屯队]|社区|居委会|嘎查|分场)")


def over_villages(rows: Sequence[Row]) -> set[int]:
    """Return the numbers of the lines that name a town, where a list has only towns, and below each
    of them villages of it."""
    lines = [row for row in rows if not COUNT.fullmatch(row.text)]
    plain = [re.sub(r"^\d{1,3}\s*[.．、]\s*", "", row.text).strip() for row in lines]
    towns = [at for at, text in enumerate(plain) if _TOWN.fullmatch(text)]
    below = {at + 1 for at in towns}
    rest = [text for at, text in enumerate(plain) if at not in towns and towns and at > towns[0]]
    each = len(towns) > 1 and not below & {*towns, len(plain)}
    return (
        {lines[at].number for at in towns} if each and all(map(_VILLAGE.fullmatch, rest)) else set()
    )


LONGEST_PRIZE = 10
"""Characters of the name of a prize that `PRIZE` takes before 奖; more than so many may be cut."""
UNRANKED = re.compile("(?<=.)[：:]?\\s*[（(](?:以[上下])?(?:排名|排序)不分先后[）)]$")
_REWARD = re.compile(
    r"(?:(?<=[】）)奖：:])\s*+|(?<!\s)\s++)(?:[（(，,]\s*+)?(?:每[\u4e00-\u9fff])?(?:各|分别)?(?:奖励|奖金|发放奖金|奖)"
    r"\s*+(?:人民币\s*+)?\d[\d,.]*\s*万?元(?:人民币)?[）)]?$"
)
"""The money that goes with a prize: 【一等奖】每条奖励2000元."""
LONGEST = 24
"""Characters of a heading that may stand behind an entry."""
_TRANSLATED = re.compile(
    r"(?<=[\u3400-\u9fff）)】])\s*(?=[A-Za-z ’'&/-]*\b(?:Best|Awards?|Prizes?|Medals?|Gold|Silver"
    r"|Bronze|First|Second|Third|Grand|Special|Merit|Excellence|Winners?|Runners?|Champions?|Finalists?"
    r"|Mentions?|Honou?rs?|Honou?rable)\b)[A-Za-z][A-Za-z ’'&/-]*$"
)
"""The name of a prize said once more in English behind it: 最佳短片 Best Short."""
_ENDS_IN_PRIZE = re.compile(rf"[（(【\[/、，,；;：:—》）)]\s*(?:{PRIZE}|[特一二三四]等)[）)】\]]?$")
_PARTED = re.compile("[—－/／|｜]+|(?<=[\u3400-\u9fff])-(?=[\u3400-\u9fff])")
_STYLES = ("一、", "（一）", "1.", "（1）")


def said_once(text: str) -> str:
    """Return a heading without its translation and the money behind its name."""
    return _TRANSLATED.sub("", _REWARD.sub("", text))


def tier_of(row: Row) -> re.Match[str] | None:
    """Return the parts of a heading that is only a tier's name, count and 空缺."""
    text = said_once(UNRANKED.sub("", row.text))
    match = TIER.match(undressed(text)) or TIER.match(text)
    named = match is not None and not EVENT.search(match["name"]) and not _is_record(match["name"])
    return match if named else None


def _is_record(name: str) -> bool:
    """Whether dashes or strokes part a unit or a person from the prize: 某大学—某题目—二等奖."""
    before = [part.strip() for part in _PARTED.split(name)[:-1]]
    return any(body_like(part) > 1 or names_in(part) == [part] for part in before)


def ends_in_prize(row: Row) -> bool:
    """Whether a row that is not only a heading ends in a prize: 某医院《…》一等奖."""
    return tier_of(row) is None and _ENDS_IN_PRIZE.search(row.text) is not None


class Fused:
    """The headings of tiers among the rows of a list, by which one behind an entry is known."""

    def __init__(self, rows: Sequence[Row]) -> None:
        heads = [row for row in rows if tier_of(row)]
        self.dresses = {_dress(row.text) for row in heads}
        self.prizes = {match["name"] for row in heads if (match := tier_of(row))}
        self.numbers = {number for row in heads if (number := _number(row.text))}
        self.ending = sum(ends_in_prize(row) for row in rows)
        self.telling = bool(heads) and self.ending <= 1

    def part(self, row: Row) -> tuple[str, str]:
        """Return the entry and the heading of `row`, two empty texts where it is only one of them."""
        text = row.text
        if not self.telling or tier_of(row):
            return "", ""
        for start in range(len(text) - 2, max(1, len(text) - LONGEST), -1):
            entry, heading = text[:start].rstrip(" \u3000"), text[start:].strip(" \u3000")
            own = entry[-1:] == "\t" or "\t" in heading  # a cell of its own
            match = tier_of(replace(row, text=heading)) if len(entry) > 3 and not own else None
            if match and _dress(heading) in self.dresses and self._is_next(entry, heading, match):
                return entry, heading
        return "", ""

    def _is_next(self, entry: str, heading: str, match: re.Match[str]) -> bool:
        number = _number(heading)
        if match["name"] in self.prizes:
            return False
        if number:
            return number not in self.numbers and number - 1 in self.numbers
        return DRESS.match(heading) is not None or (
            _is_whole(entry) and re.fullmatch(PRIZE, match["name"]) is not None
        )


def _is_whole(entry: str) -> bool:
    """Whether a text may be the end of an entry: a closing mark, a body, a person."""
    last = re.split(r"[\t \u3000：:，,]", entry)[-1]
    return entry[-1] in "》）】)]" or body_like(last) > 0 or bool(names_in(last))


def _number(text: str) -> int:
    for style in _STYLES:
        label = label_of(text, LABELS[style])
        if label:
            return label[0]
    return 0


def _dress(text: str) -> tuple[str, str, bool, bool]:
    """Return how a heading is set: the style of its number, its bracket, its count, its colon."""
    style = next((style for style in _STYLES if label_of(text, LABELS[style])), "")
    dress = DRESS.match(text)
    bare = text.rstrip("：:")
    return style, dress[0][0] if dress else "", bool(TAIL_COUNT.search(bare)), bare != text
