"""Find the tiers of an annex, or of a letter that lists its awards itself.

A tier begins at a heading of its own (一等奖（3篇）), at its name on an entry's line, or with the
annex. Rows under it wait in a `Draft` for `listing` to read them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casebook.intake.notice import tables
from casebook.intake.notice.division import Annex
from casebook.intake.notice.entries import LABELS, WEAK, label_of
from casebook.intake.notice.sheet import Row, Sheet, Use, compact, heading_text
from casebook.intake.notice.words import (
    ANNEX,
    BODIES,
    COUNT,
    EVENT,
    INLINE,
    NUMBER,
    PRIZE,
    TIER,
    VACANT,
)
from casebook.typography import number_of

HEADING_LINES = 5


@dataclass
class Draft:
    """A tier whose rows are not read yet. `declared` is the count of its heading."""

    name: str
    at: int
    declared: int | None = None
    rows: list[Row] = field(default_factory=list)
    columns: Row | None = None
    vacant: bool = False

    @property
    def bodies(self) -> bool:
        """Whether the tier honours organisations: its name says so and no title stands in it."""
        return BODIES.search(self.name) is not None and not any("《" in r.text for r in self.rows)

    @property
    def unclosed(self) -> bool:
        """Whether a 《 of the last rows waits for its 》."""
        text = "".join(row.text for row in self.rows[-4:])
        return text.rfind("《") > text.rfind("》")


def drafts_of(sheet: Sheet, annex: Annex) -> list[Draft]:
    """Return the tiers of `annex` in order, marking its headings on `sheet`."""
    return _Finder(sheet, annex).find()


def opens_list(rows: Sequence[Row]) -> int | None:
    """Return where in the rows of a letter a list of awards begins, None if there is none."""
    for at, row in enumerate(rows):
        inline = INLINE.match(row.text)
        if tier_of(row) or (inline and not row.text.endswith("。")) or tables.header(row):
            return at
        if _first(row) and "《" in row.text and row.text.rstrip("；;。")[-1] in "》）)":
            return at
        if inline and "、" in inline["rest"]:
            return at
    return None


def tier_of(row: Row) -> re.Match[str] | None:
    """Return the parts of a heading that is only a tier's name, count and 空缺."""
    match = TIER.match(row.text)
    return match if match and not EVENT.search(match["name"]) else None


def tier_name(heading: str) -> str:
    """Return the tier that a heading names: the words behind the event, without 名单."""
    text = re.sub(r"(?:获奖)?(?:名单|一览表)$", "", COUNT.sub("", heading).strip(" ：:"))
    events = list(EVENT.finditer(text))
    tail = text[events[-1].end() :] if events else text
    match = re.search(rf"{PRIZE}$", tail) or re.search(rf"{PRIZE}$", text)
    return match[0] if match else tail or text


def count_of(text: str) -> int | None:
    """Return the count in brackets at the end of a heading: （30 个）, (三十篇)."""
    found = COUNT.findall(text)
    return number_of(found[-1]) if found else None


def _first(row: Row) -> bool:
    """Whether the row is numbered as the first of a list, in any style."""
    for style, pattern in LABELS.items():
        found = label_of(row.text, pattern)
        if found and found[0] == 1 and (style != WEAK or "《" in row.text):
            return True
    return False


class _Finder:
    def __init__(self, sheet: Sheet, annex: Annex) -> None:
        self.sheet = sheet
        self.annex = annex
        self.drafts: list[Draft] = []
        self.columns: Row | None = None
        self.open: Draft | None = None

    def find(self) -> list[Draft]:
        for row in self.annex.rows:
            self._take(row)
        if not self.drafts and re.search(f"{PRIZE}(?:名单)?$", COUNT.sub("", self._heading())):
            self._from_heading()
        return self.drafts

    def _take(self, row: Row) -> None:
        busy = self.open is not None and self.open.unclosed
        if not busy and self._opens(row):
            return
        if self.open is None and not self._is_entry(row):
            self.annex.heading.append(row)
            self.sheet.mark([row], Use.HEADING)
        elif self.open and not self.open.rows and COUNT.fullmatch(row.text):
            self.open.declared = count_of(row.text)
            self.sheet.mark([row], Use.HEADING)
        elif self.open and not self.open.rows and VACANT.match(row.text):
            self.open.vacant = True
            self.sheet.mark([row], Use.HEADING)
        else:
            (self.open or self._from_heading()).rows.append(row)

    def _opens(self, row: Row) -> bool:
        """Take a row that names a tier or the columns of a table."""
        if tables.header(row):
            self.columns = row
            if self.open and not self.open.rows:
                self.open.columns = row
            self.sheet.mark([row], Use.HEADING)
            return True
        match = tier_of(row)
        if match:
            count = number_of(re.search(NUMBER, match["count"])[0]) if match["count"] else None  # type: ignore[index]
            vacant = bool(match["vacant"])
            self._open(Draft(match["name"], row.number, count, [], self.columns, vacant))
            self.sheet.mark([row], Use.HEADING)
            return True
        inline = INLINE.match(row.text)
        if not inline or EVENT.search(inline["name"]) or tables.is_row(row):
            return False
        self._inline(row, inline)
        return True

    def _inline(self, row: Row, inline: re.Match[str]) -> None:
        if self.open is None or self.open.name != inline["name"]:
            same = [draft for draft in self.drafts if draft.name == inline["name"]]
            self.open = same[0] if same else self._open(Draft(inline["name"], row.number))
        if inline["count"]:
            self.open.declared = count_of(inline["count"])
        if VACANT.match(inline["rest"]):
            self.open.vacant = True
            self.sheet.mark([row], Use.HEADING)
        else:
            self.open.rows.append(replace(row, text=inline["rest"]))

    def _open(self, draft: Draft) -> Draft:
        self.drafts.append(draft)
        self.open = draft
        return draft

    def _from_heading(self) -> Draft:
        heading = self._heading()
        at = self.annex.heading[0].number if self.annex.heading else self.annex.rows[0].number
        draft = Draft(tier_name(heading), at, count_of(heading), columns=self.columns)
        return self._open(draft)

    def _heading(self) -> str:
        text = heading_text(self.annex.heading)
        match = ANNEX.match(text)
        return match["text"] if match else text

    def _is_entry(self, row: Row) -> bool:
        heading = compact(self._heading())
        if not heading:
            return _first(row) or tables.is_row(row)
        ended = COUNT.search(heading) or re.search(rf"(?:名单|一览表|{PRIZE})$", heading)
        long = len(self.annex.heading) >= HEADING_LINES
        alone = COUNT.fullmatch(row.text) is not None
        entry = _first(row) or tables.is_row(row) or ("《" in row.text and bool(ended))
        return not alone and bool(entry or ended or long)
