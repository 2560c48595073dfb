"""Divide a notice into its letter, its annexes and its tail, and tell what only the page carries.

The body lists the annexes in words that look like annex headings and numbered entries at once, so
a heading counts only where it cannot be that list: alone on its line, or behind the date.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from casebook.intake.notice import line_layout
from casebook.intake.notice.lexicon import body_like, kind_of_label, names_in
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import (
    ANNEX,
    CONTACT,
    COUNT,
    DATE,
    ORGANISATION_END,
    PRINTED,
    REMARK,
    RESIDUE,
    SENTENCE_END,
    TAIL,
    TIER,
    TITLE_END,
)
from casebook.typography import to_half_width

FOLIO = re.compile(
    r"[-—–－_·•\s]*第\s*\d{1,4}\s*页\s*[,，/]?\s*(?:共\s*\d{1,4}\s*页)?|[-—–－]+\s*\d{1,4}\s*[-—–－]+"
    r"|[·•]\s*\d{1,4}\s*[·•]|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P\.?)\s*\d{1,4}(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
TORN = re.compile(r"[-—–－]+\s*\d{1,4}|\d{1,4}\s*[-—–－]+")
NUMBERED = re.compile(r"\(?(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*[.、)](?!\d)|[①-⑳]")
"""The beginning of an entry of a list, in half-width signs."""
FIELDS = re.compile(r"\S(?:\t|\||[：:;；]|——|--)\S|[《》「」『』]")
"""What parts or marks the fields of an entry."""
SHORTEST = 6
"""Characters of a running head: shorter repeats are words, not heads."""


_CONTINUED = re.compile(
    r"[（(]?(?:续\s*表\s*[一二三四五六\d]{0,2}|(?:接|续)上[页表]|转下[页表])[）)]?"
)
"""What a table that goes on says at the edge of a page."""


def mark_furniture(sheet: Sheet) -> None:
    """Mark page numbers and running heads of `sheet` as furniture."""
    folios = [row for row in sheet.rows if FOLIO.fullmatch(to_half_width(row.text))]
    sheet.mark(folios, Use.FURNITURE)
    sheet.mark(_torn(sheet) if folios else (), Use.FURNITURE)
    sheet.mark(_climbing(sheet), Use.FURNITURE)
    sheet.mark(_heads(sheet), Use.FURNITURE)
    sheet.mark([row for row in sheet.rows if _CONTINUED.fullmatch(row.text)], Use.FURNITURE)


def _torn(sheet: Sheet) -> list[Row]:
    """Return page numbers of which recognition lost a dash, at the edge of a page."""
    edges = _edges(sheet.rows)
    return [row for row in sheet.rows if row.number in edges and TORN.fullmatch(row.text)]


def _climbing(sheet: Sheet) -> list[Row]:
    """Return bare numbers that climb by one, each the first or last line of its page."""
    edges = _edges(sheet.rows)
    bare = [row for row in sheet.rows if re.fullmatch(r"\d{1,4}", row.text)]
    if len(bare) < 2 or any(row.number not in edges for row in bare):
        return []
    steps = [int(late.text) - int(early.text) for early, late in pairwise(bare)]
    return bare if all(step == 1 for step in steps) else []


def _edges(rows: tuple[Row, ...]) -> set[int]:
    """Return the numbers of the first and the last row of every page, if there are pages."""
    pages = defaultdict(list)
    for row in rows:
        pages[row.page].append(row.number)
    if len(pages) < 2:
        return set()
    return {numbers[at] for numbers in pages.values() for at in (0, -1)}


def _heads(sheet: Sheet) -> Iterable[Row]:
    """Return lines that repeat at page ends or next to folios, or that repeat the opening lines.

    The first of them stays if the notice opens with it: there it is the issuer or the title.
    """
    edges = _edges(sheet.rows)
    opening = "".join(row.compact for row in sheet.rows[:4])
    groups = defaultdict(list)
    for at, row in enumerate(sheet.rows):
        text = re.sub(r"^[\W\d]+|[\W\d]+$", "", row.compact)
        if len(text) < SHORTEST or row.table or _may_be_entry(sheet, at) or _is_signed(sheet, at):
            continue  # the heads of a table's columns are printed on every page
        if text in opening or not FIELDS.search(row.text):
            groups[text].append(row)
    for text, rows in groups.items():
        again = rows[1:] if text in opening else rows
        beside = [row for row in again if row.number in edges or _beside_folio(sheet, row)]
        titled = text in opening and TITLE_END.search(rows[0].text)
        if len(rows) > 1 and (beside or (text in opening and len(again) > 1) or titled):
            yield from beside if text not in opening else again


def _may_be_entry(sheet: Sheet, at: int) -> bool:
    """Whether the row is an entry by its number or its title: a list may repeat it in two tiers."""
    text = to_half_width(sheet.rows[at].text)
    field = re.match(r"([^:\s]{2,12}):\s*\S", text)
    if "》" in text or NUMBERED.match(text) or (field and kind_of_label(field[1])):
        return True
    number = _leading(text)
    if number is None:
        return False
    before = [_leading(to_half_width(row.text)) for row in sheet.rows[max(at - 3, 0) : at]]
    after = [_leading(to_half_width(row.text)) for row in sheet.rows[at + 1 : at + 4]]
    return number - 1 in before or number + 1 in after


def _leading(text: str) -> int | None:
    """Return the number a line of words begins with."""
    match = re.match(r"(\d{1,4})(?!\d)\D*[^\W\d]", text)
    return int(match[1]) if match else None


def _is_signed(sheet: Sheet, at: int) -> bool:
    """Whether a date follows: then the line is a signature or an imprint."""
    below = [row for row in sheet.rows[at + 1 : at + 3] if sheet.use(row) is None]
    return bool(below) and DATE.match(below[0].text) is not None


def _beside_folio(sheet: Sheet, row: Row) -> bool:
    at = sheet.rows.index(row)
    near = sheet.rows[max(at - 1, 0) : at + 2]
    return any(sheet.use(other) is Use.FURNITURE for other in near if other is not row)


LABELLED = re.compile(
    r"^(?:\d{1,4}\s*[.．、)）]|[（(]\s*[\d一二三四五六七八九十]+\s*[）)]|[一二三四五六七八九十]+、|[①-⑳])"
)


_COLUMNS = re.compile(r"[ \u3000]{2,}|\t+")
"""What stands between the columns of a list; a row of a list has two of them and more."""
SHORTEST_REMARK = 8
"""Characters of a sentence that is counted below 说明：."""
_COUNTED = re.compile(rf"{COUNT.pattern}$")
"""The end of a heading that says how many stand below it: 河北省（5所）."""
_MOST_SIGNERS = 4
"""Bodies that sign a notice together."""


@dataclass
class Annex:
    """One annex: its number as printed (or empty), its heading so far, the rows below it.

    `own` tells that it is the list within a letter, which has no heading of its own; `name` is what
    the title of the letter calls it. `granting` tells that sentences of it were read as such.
    """

    number: str
    heading: list[Row]
    rows: list[Row] = field(default_factory=list)
    own: bool = False
    granting: bool = False
    name: str = ""


class Division(NamedTuple):
    """The letter (with the list of annexes still in it) and the annexes."""

    letter: list[Row]
    annexes: list[Annex]


def divide(sheet: Sheet) -> Division:
    """Mark tail, signature and remarks on `sheet`; return the letter and the annexes."""
    _mark_tail(sheet)
    _mark_signature(sheet)
    sheet.mark(list(_remarks(sheet.free())), Use.REMARK)
    _mark_last(sheet)
    heads = _headings(sheet)
    named = {row.file for row in heads}
    letter: list[Row] = []
    annexes: list[Annex] = []
    file = 0
    for row in sheet.rows:
        if row.file != file and row.file not in named:
            annexes.append(Annex("", []))  # a file of its own that does not call itself 附件
        file = row.file
        if row in heads and _again(row, heads):
            sheet.mark([row], Use.FURNITURE)
        elif row in heads:
            annexes.append(Annex(heads[row], [row]))
            sheet.mark([row], Use.HEADING)
        elif sheet.use(row) is None:
            (annexes[-1].rows if annexes else letter).append(row)
    return Division(letter, annexes)


def _again(row: Row, heads: Mapping[Row, str]) -> bool:
    """Whether an annex of that number, and of those words, was begun above: a running head."""
    match = annex_of(row)
    words = re.sub(r"\s", "", match["text"]) if match else ""
    return bool(words) and any(
        other.number < row.number and other.file == row.file and number == heads[row]
        for other, number in heads.items()
    )


def _remarks(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the remarks, those too that are counted below a line that only says 说明：."""
    below = False
    last = {row.number for row in rows[-4:]}
    for row in rows:
        if row.number in last and _OF_EDITORS.match(row.text):
            yield row
            continue
        sentence = LABELLED.match(row.text) and row.text[-1] in "。；" and "《" not in row.text
        if _is_remark(row) or (below and sentence and len(row.text) >= SHORTEST_REMARK):
            below = below or re.fullmatch("(?:注|备注|说明|附注)[：:]", row.text) is not None
            yield row
        else:
            below = False


_OF_EDITORS = re.compile(
    "(?:责任)?(?:编辑|审核|校对|初审|复审|终审|[一二三]审|监制|排版|编审|审校|核发|责编|值班编委)[：:\\s].{1,40}$"
)
"""Who edited the page that a notice was copied from, in its last lines."""


def _mark_last(sheet: Sheet) -> None:
    """Leave a body that stands alone as the last line, below a remark, to the unread."""
    rows = sheet.rows[-2:]
    if len(rows) < 2 or sheet.use(rows[0]) is not Use.REMARK or sheet.use(rows[1]):
        return
    if _signs(rows[1]) and ORGANISATION_END.search(rows[1].text):
        sheet.mark([rows[1]], Use.UNREAD)


def _is_remark(row: Row) -> bool:
    return any(words.match(row.text) for words in (REMARK, CONTACT, RESIDUE))


def _mark_tail(sheet: Sheet) -> None:
    rows = sheet.free()
    starts = [at for at, row in enumerate(rows) if TAIL.match(row.text)]
    printed = [
        at for at, row in enumerate(rows) if DATE.search(row.text) and PRINTED.search(row.text)
    ]
    for at in printed:
        if at and not DATE.match(rows[at].text):
            sheet.mark([rows[at]], Use.IMPRINT)
        elif at:
            above = rows[at - 1]
            if ORGANISATION_END.search(above.text) and not _is_entry(above):
                sheet.mark([above], Use.IMPRINT)
            sheet.mark([rows[at]], Use.IMPRINT)
    for start in starts:
        for row in rows[start:]:
            if sheet.use(row) is Use.IMPRINT or ANNEX.match(row.text) or _is_entry(row):
                break
            sheet.mark([row], Use.COPIES)
            if row.text.endswith("。"):
                break


def _is_entry(row: Row) -> bool:
    return "《" in row.text or LABELLED.match(row.text) is not None


_DOTTED = re.compile(r"(?:19|20)\d\d\s*[.．/-]\s*\d{1,2}\s*[.．/-]\s*\d{1,2}")
"""A date in figures alone on its line: 2017.5.24."""


_JOURNAL = re.compile("《[^《》]+》(?:编辑部|杂志社|编委会|报社|组委会)")
"""A journal that signs: its 《》 are those of no award."""
_MONTH = re.compile(
    r"(?:(?:19|20)\d\d|[一二][一二三四五六七八九〇○零]{3})\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月"
)
"""A date without its day."""


_SIGNED = re.compile(
    rf"(?:>\s*)?(?P<body>[^，。；：、《》\s]{{4,30}})[\s\t]+(?:{DATE.pattern}|{_MONTH.pattern})"
)
"""Who signs and the date on one line."""
_LAST = 3
"""So many of the last lines may be who signs and the date on one line."""


def _is_date(sheet: Sheet, row: Row) -> bool:
    """Whether a row is only a date; a month is one in the last line."""
    if DATE.fullmatch(row.text) or _DOTTED.fullmatch(row.text):
        return True
    return _MONTH.fullmatch(row.text) is not None and row is sheet.free()[-1]


def _mark_signature(sheet: Sheet) -> None:
    """Mark every line that is only a date, and the signer above it."""
    sheet.mark([row for row in sheet.free()[-_LAST:] if _signed(row)], Use.SIGNATURE)
    for at, row in enumerate(sheet.rows):
        if sheet.use(row) or not _is_date(sheet, row):
            continue
        sheet.mark([row], Use.DATE)
        above = [other for other in sheet.rows[:at] if sheet.use(other) is not Use.FURNITURE]
        signers: list[Row] = []
        for other in reversed(above):
            if not _signs(other) or sheet.use(other) or names_in(other.text):
                break
            signers.append(other)
        last = above[len(above) - len(signers) - 1] if len(signers) < len(above) else None
        ended = last is not None and _ends(last)
        if last is not None and last.text[-1] in "：:" and not last.text.startswith("附"):
            ended = ended and not signers[1:]
        if ended:
            listed = any(row.gap for row in signers[:_MOST_SIGNERS])
            crowd = len(signers) > _MOST_SIGNERS and listed
            sheet.mark(_apart(signers) if crowd else signers, Use.SIGNATURE)
        elif signers:
            apart = _apart(signers)
            known = _unlike_list(apart, last) or all(
                _JOURNAL.fullmatch(signer.text) or _is_issuer(sheet, signer) for signer in apart
            )
            sheet.mark(apart, Use.SIGNATURE if known else Use.UNREAD)


def _unlike_list(signers: list[Row], last: Row | None) -> bool:
    """Whether bodies below a blank line stand alone above a date, and the `last` line of the list has
    a number, a title or several fields, which they have not: they sign, and are not awarded."""
    parts = [
        part for row in signers for part in re.split(r"[ \u3000]{2,}|\u3000", row.text) if part
    ]
    bodies = all(body_like(part) > 1 and len(part) > 4 for part in parts)
    if last is None or not (bodies and signers[-1].gap):
        return False
    fields = line_layout.layout(last.text) & {"\t", "——", "《", "（", "/", "|", "，", "：", "；"}
    return bool(line_layout.numbered(last.text) or fields)


def _signed(row: Row) -> bool:
    """Whether a line is a body and, apart from it, a date: who signs, and when."""
    signed = _SIGNED.fullmatch(row.text.strip())
    return signed is not None and body_like(signed["body"]) > 0


def _apart(signers: list[Row]) -> list[Row]:
    """Return the signers, the lowest first, up to the blank line that parts them from a list.

    The lowest alone where no blank line stands above the few of them.
    """
    top = next((at for at, row in enumerate(signers[:_MOST_SIGNERS]) if row.gap), 0)
    return signers[: top + 1]


def _is_issuer(sheet: Sheet, row: Row) -> bool:
    """Whether the name stands elsewhere in the head or the tail: right below a list, an unknown
    name above a date may be the last award."""
    near = [*sheet.rows[:6], *sheet.marked(Use.IMPRINT)]
    return any(row.compact in other.compact for other in near if other is not row)


def _signs(row: Row) -> bool:
    """Whether a line may name who signs: no entry, no heading of a prize, no columns of a list."""
    journal = _JOURNAL.fullmatch(row.text)
    plain = journal or (not _is_entry(row) and not re.search("[，。；：、]", row.text))
    columns = [part for part in _COLUMNS.split(row.text.strip()) if not part.isdigit()]
    if len(columns) > 2 or any(p.search(row.text) for p in (TIER, RESIDUE, _COUNTED)):
        return False
    return bool(plain) and len(row.compact) <= 40 and not ANNEX.match(row.text)


def _ends(row: Row) -> bool:
    return row.text[-1] in SENTENCE_END


def _headings(sheet: Sheet) -> dict[Row, str]:
    """Return the rows that open an annex, each with the annex's number as printed."""
    rows = sheet.free()
    marked = [(row, match) for row in rows if (match := annex_of(row))]
    dated = max((row.number for row in sheet.marked(Use.DATE)), default=0)
    heads: dict[Row, str] = {}
    for at, (row, match) in enumerate(marked):
        number, text = match["number"] or "", match["text"]
        later = [other["number"] or "" for _, other in marked[at + 1 :]]
        if number and not text:
            heads[row] = number
        elif text and LABELLED.match(text):
            continue
        elif row.number > dated and _opens(row, match, later, rows[-1]):
            heads[row] = number
        elif row.number > dated and not (number or text):
            end = marked[at + 1][0].number if later else rows[-1].number + 1
            below = [other for other in rows if row.number < other.number < end]
            if _is_list(below, len(later)):
                heads[row] = number
    return heads if _filled(rows, list(heads)) else {}


def _opens(row: Row, match: re.Match[str], later: list[str], last: Row) -> bool:
    """Whether 附件 with text, or without a number, behind the date opens an annex."""
    if not match["text"]:
        return not later and row is not last
    return match["number"] not in later if match["number"] else not later


def _is_list(rows: list[Row], annexes: int) -> bool:
    """Whether rows below a bare 附件 are a list of awards, not of the `annexes` that follow."""
    return len(rows) > 3 * annexes or any("\t" in row.text for row in rows)


def annex_of(row: Row) -> re.Match[str] | None:
    """Return the parts of a line that begins with 附件, behind a bullet or not."""
    return None if RESIDUE.search(row.text) else ANNEX.match(re.sub(r"^[-*•·]\s*", "", row.text))


def _filled(rows: list[Row], heads: list[Row]) -> bool:
    """Whether anything at all stands below the headings: a list of annexes alone has nothing."""
    return bool(heads) and any(row.number > heads[0].number and row not in heads for row in rows)
