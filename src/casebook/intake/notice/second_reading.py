"""Read once more the lines that no stage took for a list, though they look like one.

A block of lines that was left unread, taken for the letter or for a signature, is read as a list of
its own. What it yields is only proposed: the first reading had another opinion of these lines.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from casebook.intake.notice import awards_in_text, entries, line_layout, listing
from casebook.intake.notice.accounting import names_beside
from casebook.intake.notice.awarding import Awarding, Told
from casebook.intake.notice.division import LABELLED, Annex, annex_of
from casebook.intake.notice.headings import sections_of
from casebook.intake.notice.lexicon import body_like, is_name, names_in
from casebook.intake.notice.listing import Entry, Read
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import DATE, EVENT, TITLE_END
from casebook.intake.notice.templates import Template

WHY = "这几行起初没有当作名单，是再读一遍时推断的"
"""The `check` of what a second reading yields."""
IN_SENTENCE = "这一句像是授奖，没有全部读懂，请核对"
"""The `check` of a name in a sentence that seems to grant something."""
_GRANTING = re.compile(
    "授予|记[个集大一二三]|嘉奖|予以表[彰扬]|给予表[彰扬]|荣获|获得?[^，。]{0,12}奖|评为"
)
LONGEST_HEADING = 16
_PROSE = re.compile(
    "[。！？].|，.*[。！？]$|^(?:为|根据|按照|经|现将|请|希望|特此)|如下[：:]?$|[：:]$|须为|必须|不得|不超过|应当|要求"
)
_TAKEN = (Use.BODY, Use.SIGNATURE, Use.UNREAD)
SIGNERS = 4
"""So many units above a date, without numbers, may be those who sign."""
MOSTLY = 0.6
"""The part of a line of the letter that names must be for it to be of a list."""


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
    found: list[list[Read]] = []
    for block in () if given else list(_blocks(sheet, strange)):
        sheet.release(block)
        reads = _read(sheet, block, given)
        for row in block:
            if sheet.use(row) in (None, Use.UNREAD):
                sheet.unread(row)  # what this reading says of it is not told
        if reads:
            awarding.take(reads)
            found.append(reads)
    if not given:
        awarding.tell(_granted(sheet, strange))
    return found


def _granted(sheet: Sheet, strange: Callable[[Row], Sequence[str]]) -> Iterator[Told]:
    """Yield what the lines of sentences name that grant something and were not read."""
    for row in sheet.marked(Use.BODY):
        names = strange(row) if _GRANTING.search(row.text) else ()
        entries = tuple(
            Entry(None, "", ((_field(name), name),), "", (row,), name, IN_SENTENCE)
            for name in dict.fromkeys(names)
        )
        if entries:
            yield Told("", None, entries, row)


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
            if _is_list(sheet, block, strange):
                yield block
            block, pending = [], []
    if _is_list(sheet, block, strange):
        yield block


def _may_list(sheet: Sheet, row: Row, strange: Callable[[Row], Sequence[str]]) -> bool:
    use = sheet.use(row)
    if use not in _TAKEN or _PROSE.search(row.text) or annex_of(row) or DATE.search(row.text):
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
    return sum(map(len, names)) >= MOSTLY * len(row.compact)


def _may_head(row: Row) -> bool:
    return (
        len(row.text) <= LONGEST_HEADING
        and not _PROSE.search(row.text)
        and not DATE.search(row.text)
    )


def _goes_on(block: Sequence[Row], row: Row) -> bool:
    """Whether a row goes on with the sentence of the names above it."""
    return bool(block) and block[-1].text[-1] not in "。；！？" and "、" in row.text and not row.gap


def _is_list(sheet: Sheet, block: Sequence[Row], strange: Callable[[Row], Sequence[str]]) -> bool:
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
        return not signed or len(block) > SIGNERS
    told = "《" in alone or LABELLED.match(alone) or len(names_in(alone)) > 1
    return bool(told or len(re.split(r"[、；\t]|\s{2,}", alone)) > 1)


def _read(sheet: Sheet, block: list[Row], given: Sequence[Template]) -> list[Read]:
    annex = Annex("", [], block, own=True)
    sections, _ = sections_of(sheet, annex)
    ways = listing.cut_all(sections, given)
    measure = entries.measure_of(listing.runs_of(ways))
    reads, _ = listing.read_lists(sheet, sections, ways, measure, given)
    return [
        replace(
            read,
            entries=tuple(replace(e, check=e.check or WHY, number=None) for e in read.entries),
        )
        for read in reads
        if read.entries
    ]
