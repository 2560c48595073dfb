"""Read the letter of a notice: issuer, number, title, salutation, paragraphs, list of annexes.

Only what is recognised is marked. A line that stands before the title and is no known field, or a
paragraph that does not end like a sentence, stays unread: it may be an award nobody saw. A letter
may hold the list of awards itself: a heading that names a prize, the head of a table, or an entry with
more of its kind below it opens the list; short lines right above are its headings.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from casebook.intake.notice import line_layout, pasted_tables, units_over_prizes
from casebook.intake.notice.colon_lists import WHOLE_CLASS, colon_list
from casebook.intake.notice.division import LABELLED, annex_of
from casebook.intake.notice.entries import LABELS, label_at, label_of
from casebook.intake.notice.heading_words import (
    LIST_OF,
    PLACED,
    is_first,
    kind_of_heading,
    over_groups,
    unnumbered,
)
from casebook.intake.notice.headings import (
    LONGEST_HEADING,
    SHORTEST_TITLE,
)
from casebook.intake.notice.induction import alone
from casebook.intake.notice.lexicon import is_place, names_in
from casebook.intake.notice.notice_lines import Row, Sheet, Use, heading_text
from casebook.intake.notice.notice_phrases import (
    CAMPAIGN,
    DATE,
    DOCUMENT_NUMBER,
    INLINE,
    RECEIVED,
    SENTENCE_END,
    TIER,
    TITLE_END,
)
from casebook.intake.notice.tier_headings import tier_of
from casebook.typography import number_of

TITLE_LINES = 5


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the letter, joined, and its first and last line."""

    text: str
    lines: tuple[int, int]


@dataclass(frozen=True)
class Letter:
    """What the letter says; texts as printed, joined over line ends. Empty where not found.

    `mark` is the head of the paper, …文件; `issuer` who issues it.
    """

    mark: str
    issuer: str
    number: str
    title: str
    salutation: str
    paragraphs: tuple[Paragraph, ...]
    annexes: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All paragraphs as one text."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def campaign(self) -> str:
        """The event the title names: 关于…活动…的通报. Empty when the title does not say."""
        match = CAMPAIGN.search(self.title)
        return (match["event"] or match["other"]) if match else ""

    @property
    def received(self) -> int | None:
        """How many pieces were sent in, as the letter says."""
        match = RECEIVED.search(self.text)
        return number_of(match[1]) if match else None


def read_fields(sheet: Sheet, rows: Sequence[Row]) -> tuple[str, str, str, str]:
    """Mark and return head, document number, title and salutation among the first `rows`."""
    number = next((row for row in rows[:8] if DOCUMENT_NUMBER.fullmatch(row.text)), None)
    sheet.mark([number] if number else [], Use.NUMBER)
    title = _title(sheet.free(rows))
    sheet.mark(title, Use.TITLE)
    first = title[0].number if title else 0
    heads = [row for row in sheet.free(rows) if row.number < first and row.text.endswith("文件")]
    sheet.mark(heads, Use.ISSUER)
    after = [row for row in sheet.free(rows) if row.number > first and not _of_page(row)]
    grouped = _first_group(after) is not None or any(
        units_over_prizes.begins(after, at) for at in range(len(after[:4]))
    )
    salutation = [] if grouped else _salutation(after)
    sheet.mark(salutation, Use.SALUTATION)
    called = "".join(row.text for row in salutation)
    return heading_text(heads), number.text if number else "", heading_text(title), called


def read_letter(sheet: Sheet, rows: Sequence[Row], fields: tuple[str, str, str, str]) -> Letter:
    """Mark and return the rest of the letter among `rows`, which hold no list of awards."""
    annexes = _annex_list(sheet, rows)
    paragraphs: list[Paragraph] = []
    begun = min((row.number for row in sheet.marked(Use.TITLE, Use.SALUTATION)), default=0)
    below = [row for row in sheet.free(rows) if row.number > begun and not _of_page(row)]
    for group in _paragraphs(below):
        text = "".join(row.text for row in group)
        ended = text[-1] in SENTENCE_END + "）)" or text.endswith("如下")
        if not ended or _looks_awarded(group) or _is_broken_off(group):
            continue
        sheet.mark(group, Use.BODY)
        paragraphs.append(Paragraph(text, (group[0].number, group[-1].number)))
    mark, number, title, salutation = fields
    issuer = mark.removesuffix("文件").strip() or _signed(sheet)
    return Letter(mark, issuer, number, title, salutation, tuple(paragraphs), annexes)


def date_of(text: str) -> date | None:
    """Return the date written in `text`, in digits or in Chinese; None if no such day."""
    match = DATE.search(text)
    if not match:
        return None
    parts = [number_of(match[part]) or 0 for part in ("year", "month", "day")]
    try:
        return date(*parts)
    except ValueError:
        return None


def _title(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the title: from the one that says 关于 to the one that ends it."""
    for at, row in enumerate(rows[:8]):
        if row.text[-1] in "。：:" or LABELLED.match(row.text):
            return []
        if line_layout.is_row(row):
            continue
        if "关于" not in row.text and not TITLE_END.search(row.text):
            continue
        for end in range(at, min(at + TITLE_LINES, len(rows))):
            if TITLE_END.search(rows[end].text):
                above = rows[at - 1] if at else None
                whole = above and not (row.gap or above.text.endswith("文件") or _of_page(above))
                return [*([above] if above and whole else []), *rows[at : end + 1]]
            if rows[end].text[-1] in "。：:":
                return []
    return []


def _of_page(row: Row) -> bool:
    """Whether a line is of the web page round the notice: its menu, who put it up and when."""
    return line_layout.is_residue(row.text) and tier_of(row) is None


_TELLING = re.compile("予以|决定|授予|通报|公布|公示|如下|评选|评审|表彰(?!大会)|，.*，")
"""Words of a sentence that no salutation has."""


_LISTS = re.compile("[：:][^：:]+、")
"""A line that goes on behind a colon with several names: 示范线路（7条）：1路、8路."""


def _salutation(rows: Sequence[Row]) -> list[Row]:
    for at, row in enumerate(rows[:4]):
        if "。" in row.text or LABELLED.match(row.text) or annex_of(row):
            return []
        if TIER.match(row.text) or INLINE.match(row.text) or _LISTS.search(row.text):
            return []
        if row.text[-1] in "：:":
            called = "".join(other.text for other in rows[: at + 1])
            return [] if _TELLING.search(called) else list(rows[: at + 1])
    return []


_GROUP = re.compile("[^，。；：:、《》（）()\\s]{2,10}[：:]")
"""A line that may stand over those of a place or a body: 江达县："""
GROUPS = 3
"""So many such lines are headings of groups; one is the salutation."""


def _first_group(rows: Sequence[Row]) -> int | None:
    """Return where the first of several short lines with a colon stands, most of them of places,
    with lines that are no sentences below each; None where there are no such lines."""
    places = [at for at, row in enumerate(rows) if _GROUP.fullmatch(row.text)]
    below = [row for at, row in enumerate(rows) if places and at > places[0] and at not in places]
    known = sum(
        is_place(rows[at].text[:-1]) or PLACED.search(rows[at].text[:-1]) is not None
        for at in places
    )
    filled = all(late - early > 1 for early, late in pairwise([*places, len(rows)]))
    prose = any(re.search("[，。；]", row.text) for row in below)
    if len(places) < GROUPS or known * 2 < len(places) or not filled or prose:
        return None
    return places[0]


def _annex_list(sheet: Sheet, rows: Sequence[Row]) -> tuple[Paragraph, ...]:
    """Mark the list of annexes and return its items, the word 附件 taken off."""
    free = sheet.free(rows)
    start = next((at for at, row in enumerate(free) if annex_of(row)), None)
    if start is None:
        return ()
    items: list[list[tuple[int, str]]] = []
    last = free[start].number - 1
    for row in free[start:]:
        match = annex_of(row)
        item = re.match(r"^\d{1,2}\s*[.．、]", row.text)
        if (row.gap and items and not (match or item)) or row.text.endswith("。"):
            break
        text = match["text"] if match else row.text
        if match or item or not items:
            items.append([])
        items[-1].append((row.number, text))
        sheet.mark([row], Use.ANNEXES)
        last = row.number
    joined = (("".join(t for _, t in item), (item[0][0], item[-1][0])) for item in items)
    return tuple(Paragraph(text, lines) for text, lines in joined if text and lines[1] <= last)


def _paragraphs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Join rows until one ends a sentence: a page's end or a wrap cuts no paragraph."""
    group: list[Row] = []
    for at, row in enumerate(rows):
        fresh = row.gap and (
            LABELLED.match(row.text) or ("《" in row.text and row.text[-1] == "》")
        )
        if group and fresh:
            yield group
            group = []
        group.append(row)
        if row.text[-1] in SENTENCE_END and not _lists(group, rows[at + 1 : at + 2]):
            yield group
            group = []
    if group:
        yield group


def _lists(group: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether a sentence names with a colon those whom the line below lists: 对以下12个单位予以表扬："""
    text = "".join(row.text for row in group)
    announced = text[-1] in "：:" and re.search("以下|下列", text) and _TELLING.search(text)
    return bool(announced) and any(
        "、" in row.text
        and "，" not in row.text
        and not LABELLED.match(row.text)
        and "《" not in row.text
        for row in below
    )


def _is_broken_off(group: Sequence[Row]) -> bool:
    """Whether a paragraph is several short lines without any mark of a sentence among them."""
    text = "".join(row.text for row in group)
    return len(group) > 2 and not re.search("[，。；！？]", text)


def _looks_awarded(group: Sequence[Row]) -> bool:
    """Whether a paragraph reads like an award: a name and a 《title》, and no sentence."""
    return any(
        re.fullmatch(r"[^，。；]{2,60}《[^《》]+》[^，。；]{0,8}[。；]?", row.text) for row in group
    )


def _signed(sheet: Sheet) -> str:
    rows = sheet.marked(Use.SIGNATURE)
    return rows[0].text if rows else ""


def opens_list(rows: Sequence[Row]) -> int | None:
    """Return where in the rows of a letter a list of awards begins, None if there is none.

    Short lines right above its first entry are its headings: 高中组 above 一等奖：…, 焊工.
    """
    groups = _first_group(rows)
    at = _first_entry(rows) if groups is None else groups
    while at:
        size = _group_above(rows, at) or int(_may_stand_above(rows[at - 1], rows[at]))
        if not size:
            break
        at -= size
    return at


def _group_above(rows: Sequence[Row], at: int) -> int:
    """Return how many rows right above `at` stand between empty lines as those below it do."""
    below = next((k for k in range(at + 1, len(rows)) if rows[k].gap), len(rows))
    above = next((k for k in range(at - 1, -1, -1) if rows[k].gap), 0)
    size = below - at
    if not rows[at].gap or size < 2 or at - above != size:
        return 0
    labels = [[label_at(row) for row in group] for group in (rows[above:at], rows[at:below])]
    return size if labels[0] == labels[1] and any(labels[0]) else 0


def _may_stand_above(row: Row, below: Row) -> bool:
    if LIST_OF.search(row.text) and len(row.text) <= LONGEST_HEADING:
        return True
    if len(row.text) > SHORTEST_TITLE or row.text[-1] in "。！？，；、：:" or below.gap > row.gap:
        return False
    if row.text.endswith("如下"):
        return False  # a sentence without its end
    return not (DATE.search(row.text) or names_in(row.text) or re.match(r"\d{4}\s*年", row.text))


def _first_entry(rows: Sequence[Row]) -> int | None:
    groups = over_groups(rows)
    for at, row in enumerate(rows):
        if _of_page(row):
            continue
        if row.number in groups:
            return at
        if line_layout.enumerated(row.text) or pasted_tables.begins(rows, at):
            return at
        if colon_list(row.text) and any(colon_list(below.text) for below in rows[at + 1 : at + 3]):
            return at - bool(at and WHOLE_CLASS.fullmatch(rows[at - 1].text))
        if row.text[-1] in "。！？" and "《" not in row.text and "、" not in row.text:
            continue
        inline = INLINE.match(row.text)
        if tier_of(row) or (inline and not row.text.endswith("。")) or line_layout.header(row):
            return at
        if inline and "、" in inline["rest"]:
            return at
        if _heads(row) and at + 1 < len(rows) and not _is_sentence(rows[at + 1]):
            return at
        if len([cell for cell in line_layout.cells(row.text) if cell]) > 1:
            return at
        if _starts(rows, at) or line_layout.begins(rows, at):
            return at
    return None


def _heads(row: Row) -> bool:
    """Whether the words of a row of the letter make it the heading of a list."""
    if len(row.text) > LONGEST_HEADING or row.text[-1] in "。，；":
        return False
    text = unnumbered(row)
    return kind_of_heading(text) in ("prize", "place", "category") and not text.endswith(
        ("：", ":")
    )


def _is_sentence(row: Row) -> bool:
    return row.text[-1] in "。！？" or (row.text[-1] in "；;" and "《" not in row.text)


def _starts(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is an entry, and those below it are more of its kind."""
    row = rows[at]
    if not _is_award(row) or at + 1 >= len(rows):
        return False
    if is_first(row):
        if (
            "《" in row.text
            and row.text.rstrip("；;。")[-1] in "》）)"
            and not unnumbered(row).startswith("《")
        ):
            return True
        style = next((s for s in LABELS if (f := label_of(row.text, LABELS[s])) and f[0] == 1), "")
        below = rows[at + 1 : at + 6]
        return any((f := label_of(r.text, LABELS[style])) and f[0] == 2 for r in below)
    alike = [r for r in rows[at : at + 4] if _is_award(r)]
    return len(alike) >= 3


def _is_award(row: Row) -> bool:
    """Whether a line alone reads like an award: a unit or people, with a title or without."""
    text = unnumbered(row)
    if not text.strip() or _is_sentence(row) or len(text) > 80 or text[-1] in "：:，、":
        return False
    own = alone(text)
    if own is None or own[1] < 0:
        return False
    kinds = {slot.kind for slot in own[0].slots}
    return bool(kinds & {"organisation", "people"}) and (own[1] > 1.5 or "《" in text)
