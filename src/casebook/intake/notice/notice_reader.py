"""Put a notice together: lines, division, letter, lists, awards, and what does not add up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

from casebook.book import Tier
from casebook.errata import Erratum, Place, Wording
from casebook.intake.notice import (
    awards_in_text,
    checks,
    clause_names,
    fused_lines,
    grants,
    leftovers,
    line_accounting,
    line_ends,
    line_proposals,
    listing,
    locating,
    notice_errata,
    notice_lines,
    odd_members,
    repeated_cells,
)
from casebook.intake.notice.award_doubts import vouched
from casebook.intake.notice.awarding import Awarding, TextTier, shapes_of
from casebook.intake.notice.checks import Dates
from casebook.intake.notice.cross_checks import Sum, complete, crossed
from casebook.intake.notice.division import Annex, Division, divide, mark_furniture
from casebook.intake.notice.headings import sections_of
from casebook.intake.notice.letter import (
    Letter,
    Paragraph,
    date_of,
    opens_list,
    read_fields,
    read_letter,
)
from casebook.intake.notice.line_layout import layout, numbered
from casebook.intake.notice.listing import Read
from casebook.intake.notice.model import Annexed, MarkedLine, Notice
from casebook.intake.notice.notice_lines import Row, Sheet, Use, heading_text
from casebook.intake.notice.notice_phrases import ANNEX, DATE
from casebook.intake.notice.rival_columns import supported
from casebook.intake.notice.templates import Template
from casebook.intake.notice.tier_doubts import assured
from casebook.intake.notice.tier_headings import Section, count_of, name_in_title, tier_of
from casebook.intake.notice.whole_lists import understood
from casebook.intake.notice.written_alike import known_by_fellows

LONGEST_NUMBER = 5
"""Characters of the number of an item: （十二）."""
_GRANTING = re.compile("授予|命名|评为|认定|荣获|获得?[^奖]")
_ASKING = re.compile("请(?:[在到于登凭持]|自行|及时|务必|按时|关注|联系|前往|留意)")
TAIL_LINES = 6
"""So many of the last lines below a list may be the letter going on."""


def read(*paths: Path, shapes: Sequence[str] = ()) -> Notice:
    """Return the notice in the files at `paths`: a letter and its annexes, a folder, a zip.

    `shapes` are templates of an editor (`{no}. {organisation}《{title}》`): where they match they
    overrule what would be induced. Raises `StopPress` if no file holds text that can be read,
    `OSError` if one cannot be opened. Everything else, an empty notice too, is an erratum of the
    result; so is a template that cannot be used.
    """
    given, refused = notice_errata.templates(shapes)
    source = notice_lines.read(*paths)
    sheet = Sheet(source)
    mark_furniture(sheet)
    division = divide(sheet)
    fields = read_fields(sheet, division.letter)
    labelled = _labelled(sheet, division, fields[2])
    division = _with_own_list(sheet, division, fields[2])
    granted = [paragraph for annex in division.annexes for paragraph in _granted(sheet, annex)]
    lists, parents, errata = _lists(sheet, division.annexes, given)
    letter = read_letter(sheet, sheet.free(division.letter), fields)
    awarding = Awarding(sheet, letter)
    for group in lists:
        awarding.take(group)
    awarding.tell(labelled)
    telling = replace(letter, paragraphs=(*letter.paragraphs, *granted))
    groups, unread = awards_in_text.awarded(sheet, telling, awarding.names, awarding.known)
    awarding.tell(groups)
    sheet.mark(sheet.free(), Use.UNREAD)
    line_proposals.unexplained(sheet, awarding)
    strange = leftovers.Known(sheet, letter, awarding.tiers(), ()).strange
    again = leftovers.read_again(sheet, awarding, strange, given)
    annexes = list(map(_annexed, division.annexes, lists))
    headings = [text for annex in annexes for text in (annex.label, annex.heading)]
    if not given:
        line_proposals.propose_all(sheet, awarding, strange)
        known = leftovers.Known(sheet, letter, awarding.tiers(), headings)
        fused_lines.propose(sheet, awarding, known.strange)
        clause_names.propose(sheet, awarding)
    sums = list(chain.from_iterable(map(_sums, division.annexes, lists, parents)))
    tiers = crossed(sheet, assured(sheet, known_by_fellows(sheet, awarding.tiers())), sums)
    tiers = vouched(sheet, complete(sheet, tiers, headings), letter.title)
    if not given:
        tiers = odd_members.marked(sheet, understood(sheet, tiers, division.annexes))
        tiers = supported(sheet, tiers)
    dates = _dates(sheet)
    reported = [
        *source.errata, *refused, *errata, *awarding.errata, *unread,
        *leftovers.unheld(sheet, letter, tiers, headings), *checks.sums(sheet, letter, tiers, sums),
    ]  # fmt: skip
    reported += line_accounting.unaccounted(sheet, tiers, headings, reported)
    reported = [*reported, *_report(sheet, letter, tiers, dates, reported)]
    return Notice(
        source.name, source.sha256, source.encoding, letter, dates.signed, dates.printed,
        _texts(sheet, Use.SIGNATURE, Use.DATE), "".join(_texts(sheet, Use.COPIES)),
        _texts(sheet, Use.IMPRINT), _texts(sheet, Use.REMARK), tuple(annexes),
        locating.tiers(tiers, source), _marked(sheet),
        locating.errata(reported, source), shapes_of([*lists, *again]),
        tuple(file.name for file in source.files[1:]), source.pictures,
    )  # fmt: skip


def _labelled(sheet: Sheet, division: Division, title: str) -> list[TextTier]:
    """Take a list of lines with labels out of a letter that has no annexes."""
    rows = sheet.free(division.letter)
    if division.annexes or not rows:
        return []
    rows = rows[: _end(rows)]
    return awards_in_text.claim(sheet, rows, title, opens_list(rows))


def _granted(sheet: Sheet, annex: Annex) -> Iterator[Paragraph]:
    """Take the sentences that grant something to several out of the rows of an annex."""
    for row in list(annex.rows):
        if "《" in row.text or not _GRANTING.search(row.text):
            continue
        text = row.text.rstrip("。；")
        reading = grants.read(text)
        spans = [(grant.start, grant.end) for grant in reading.grants]
        whole = bool(spans) and min(spans)[0] <= LONGEST_NUMBER and max(spans)[1] >= len(text)
        sure = all(
            grant.names.sure == len(grant.names.awardees) and (grant.active or grant.names.sure > 1)
            for grant in reading.grants
        )
        if whole and sure and not reading.unread:
            annex.rows.remove(row)
            annex.granting = True
            sheet.mark([row], Use.BODY)
            yield Paragraph(row.text, (row.number, row.number))


def _end(rows: Sequence[Row]) -> int:
    """Return where the list ends below which the letter goes on with sentences."""
    end = len(rows)
    for last in range(len(rows) - 1, max(len(rows) - 1 - TAIL_LINES, 0), -1):
        alike = _is_alike(rows[last], rows[last - 1])
        if (
            _is_prose(rows[last])
            and not alike
            and not awards_in_text.ends_run(rows[: last + 1])
            and not any(_listed(row) for row in rows[last + 1 : end])
        ):
            end = last
    return end


def _with_own_list(sheet: Sheet, division: Division, title: str) -> Division:
    """Take the list of awards out of a letter that has no annexes and bears `title`."""
    rows = sheet.free(division.letter)
    at = None if division.annexes else opens_list(rows)
    if at is None:
        return division
    listed = rows[at:][: _end(rows[at:])]
    if all(row.text[-1] in "。；" and grants.read(row.text).grants for row in listed):
        return division  # sentences, read as such
    letter = [row for row in division.letter if row not in listed]
    return Division(letter, [Annex("", [], listed, own=True, name=name_in_title(title))])


def _listed(row: Row) -> bool:
    """Whether a line below a sentence shows that the list goes on: a prize, several fields."""
    if tier_of(row) or numbered(row.text):
        return True
    return bool(layout(row.text)) and not _is_prose(row)


def _is_prose(row: Row) -> bool:
    """Whether a line below a list goes on with the letter."""
    closing = re.match("特此|希望|请[各有]|以上", row.text) or _ASKING.search(row.text)
    ended = row.text[-1] in "。！？" and "《" not in row.text
    return ended and ("，" in row.text or closing is not None)


def _is_alike(row: Row, above: Row) -> bool:
    """Whether the marks of a line are those of the line above it, its end apart."""
    marks = [re.sub(r"[\w\s]+", "", each.text[:-1]) for each in (row, above)]
    return len(marks[0]) > 1 and marks[0] == marks[1]


def _lists(
    sheet: Sheet, annexes: Sequence[Annex], given: Sequence[Template]
) -> tuple[list[list[Read]], list[list[Section]], list[Erratum]]:
    """Cut every list, read the measure off all wraps, then read the entries."""
    headed = [sections_of(sheet, annex) for annex in annexes]
    sections = [lists for lists, _ in headed]
    ways = [listing.cut_all(group, given) for group in sections]
    runs = [run for group in ways for run in listing.runs_of(group)]
    measure = line_ends.measure_of(runs)
    reads: list[list[Read]] = []
    errata: list[Erratum] = []
    for group, cut in zip(sections, ways, strict=True):
        read, faults = listing.read_lists(sheet, group, cut, measure, given)
        reads.append(list(map(repeated_cells.marked, read)))
        errata += faults
    return reads, [parents for _, parents in headed], errata


def _report(
    sheet: Sheet, letter: Letter, tiers: Sequence[Tier], dates: Dates, known: Sequence[Erratum]
) -> Iterator[Erratum]:
    """Yield what is told of the sheet beside the errata that are `known`."""
    name = sheet.name
    unread = sheet.unexplained(known)
    refused = len(unread) < len(sheet.marked(Use.UNREAD))
    order = {row.number: at for at, row in enumerate(sheet.rows)}
    for _, group in groupby(enumerate(unread), lambda pair: order[pair[1].number] - pair[0]):
        rows = [row for _, row in group]
        yield notice_errata.unread(sheet.place(rows[0]), rows, sheet.quote(rows))
    for row in sheet.marked(Use.FURNITURE):
        yield notice_errata.furniture(sheet.place(row), row)
    if not any(tier.awards for tier in tiers):
        yield notice_errata.no_awards(name, empty=not sheet.rows)
    for tier in tiers:
        if not tier.awards and tier.declared != 0 and not refused:
            yield notice_errata.empty_tier(tier.place, tier.name)
        if not tier.name.strip():
            yield notice_errata.nameless_tier(tier.place)
    yield from checks.doubled(tiers)
    yield from _missing(name, letter)
    yield from checks.counts(name, letter, tiers)
    yield from checks.total(name, letter, tiers)
    yield from checks.dates(name, letter.number, letter, dates)
    for row in sheet.marked(Use.DATE, Use.IMPRINT):
        if DATE.search(row.text) and date_of(row.text) is None:
            message = Wording("没有这样的日期", "there is no such day")
            yield notice_errata.query("impossible-date", sheet.place(row), message, row.text)
    yield from checks.elided(sheet)
    yield from checks.documents(name, letter)
    yield from checks.awards(name, tiers)


def _missing(name: str, letter: Letter) -> Iterator[Erratum]:
    fields = (
        ("发文单位", "issuer", letter.issuer),
        ("文号", "document number", letter.number),
        ("标题", "title", letter.title),
    )
    gone = [(zh, en) for zh, en, text in fields if not text]
    if gone:
        zh, en = "、".join(zh for zh, _ in gone), ", ".join(en for _, en in gone)
        message = Wording(f"没有找到：{zh}", f"not found: {en}")
        hint = Wording(
            "如有，请写进 awards.yaml 的 notice。", "Write it into awards.yaml if there is one."
        )
        yield notice_errata.query("missing-field", Place(name), message, "", hint)


def _dates(sheet: Sheet) -> Dates:
    signed = [row for row in sheet.marked(Use.DATE, Use.SIGNATURE) if date_of(row.text)]
    printed = [row for row in sheet.marked(Use.IMPRINT) if DATE.search(row.text)]
    first, last = next(iter(signed), None), next(reversed(printed), None)
    return Dates(
        date_of(first.text) if first else None, first.number if first else None,
        date_of(last.text) if last else None, last.number if last else None,
    )  # fmt: skip


def _annexed(annex: Annex, lists: Sequence[Read]) -> Annexed:
    label = ""
    rows = list(annex.heading)
    match = ANNEX.match(rows[0].text) if rows else None
    if match:
        label = f"附件{match['number'] or ''}"
        rows = [replace(rows[0], text=match["text"]), *rows[1:]]
    alone = len(lists) == 1 and len(rows) > 1
    return Annexed(
        label,
        heading_text(rows),
        tuple(
            ("" if alone else read.section.name, tuple(entry.text for entry in read.entries))
            for read in lists
        ),
    )


def _sums(annex: Annex, lists: Sequence[Read], parents: Sequence[Section]) -> Iterator[Sum]:
    """Yield what the heading of an annex and those over several lists say of their sizes."""
    heading = heading_text(annex.heading)
    every = {row.number for read in lists for entry in read.entries for row in entry.rows}
    at = annex.heading[0] if annex.heading else None
    if at and count_of(heading):
        yield Sum(heading, count_of(heading), at, every)
    for parent in parents:
        size = len(parent.chain)
        below = [read for read in lists if read.section.chain[:size] == parent.chain]
        lines = {row.number for read in below for entry in read.entries for row in entry.rows}
        row = parent.chain[-1].row
        yield Sum(parent.name, parent.declared, row, lines if below else every)


def _texts(sheet: Sheet, *uses: Use) -> tuple[str, ...]:
    return tuple(row.text for row in sheet.marked(*uses))


def _marked(sheet: Sheet) -> tuple[MarkedLine, ...]:
    return tuple(
        MarkedLine(
            row.number, row.text, sheet.use(row) or Use.UNREAD, sheet.place(row), sheet.box(row)
        )
        for row in sheet.rows
    )
