"""A list under the chain of its headings, and what a heading says: the name of a tier, a count."""

import re
from dataclasses import dataclass, field

from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import BODIES, COUNT, EVENT, NUMBER, PRIZE
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
    """A list whose rows are not read yet, under the chain of its headings."""

    chain: tuple[Heading, ...]
    at: int
    declared: int | None = None
    rows: list[Row] = field(default_factory=list)
    columns: Row | None = None
    vacant: bool = False
    name: str = ""

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
    prizes = {match[0] for match in re.finditer(PRIZE, named["name"])} if named else set()
    return prizes.pop() if len(prizes) == 1 and "、" not in title and "和" not in title else ""


def count_of(text: str) -> int | None:
    """Return the count in brackets at the end of a heading: （30 个）, (三十篇)."""
    found = COUNT.findall(text)
    return number_of(found[-1]) if found else None


def count_in(text: str) -> int | None:
    """Return the count a text says, money for each left out: （每人3000元，共8人）."""
    match = re.search(NUMBER, re.sub("每[人名个位项][^，,]*[，,]", "", text))
    return number_of(match[0]) if match else None
