"""Put a notice together: lines, division, letter, tiers, awards, and what does not add up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from casebook.book import Award, Tier
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.notice import checks, joining, lines, listing, locating, reports
from casebook.intake.notice.checks import Dates
from casebook.intake.notice.division import Annex, Division, divide
from casebook.intake.notice.furniture import mark_furniture
from casebook.intake.notice.letter import Letter, date_of, read_fields, read_letter
from casebook.intake.notice.listing import Cut, Listing
from casebook.intake.notice.model import Annexed, MarkedLine, Notice
from casebook.intake.notice.sheet import Row, Sheet, Use, heading_text
from casebook.intake.notice.tiers import Draft, drafts_of, opens_list
from casebook.intake.notice.words import ANNEX, AWARDED, DATE, ORGANISATION_END
from casebook.intake.regions import region_of
from casebook.typography import number_of


def read(*paths: Path, shapes: Sequence[str] = ()) -> Notice:
    """Return the notice in the files at `paths`: a letter and its annexes, a folder, a zip.

    Raises `StopPress` if no file holds text that can be read, `OSError` if one cannot be opened.
    Everything else, an empty notice too, is an erratum of the result.
    """
    if shapes:
        raise StopPress([_unknown_way(paths, shapes)])
    source = lines.read(*paths)
    sheet = Sheet(source)
    mark_furniture(sheet)
    division = divide(sheet)
    fields = read_fields(sheet, division.letter)
    division = _with_own_list(sheet, division)
    drafts = [drafts_of(sheet, annex) for annex in division.annexes]
    lists, errata = _lists(sheet, drafts)
    letter = read_letter(sheet, _letter_rows(sheet, division), fields)
    told = _in_sentence(letter, [found.name for group in lists for found in group])
    tiers = _tiers(sheet.name, letter, [*(one for group in lists for one in group), *told])
    sheet.mark(sheet.free(), Use.UNREAD)
    dates = _dates(sheet)
    found = [*source.errata, *errata, *_report(sheet, letter, tiers, dates)]
    annexes = [_annexed(*pair) for pair in zip(division.annexes, lists, strict=True)]
    return Notice(
        source.name, source.sha256, source.encoding, letter, dates.signed, dates.printed,
        _texts(sheet, Use.SIGNATURE, Use.DATE), "".join(_texts(sheet, Use.COPIES)),
        _texts(sheet, Use.IMPRINT),
        _texts(sheet, Use.REMARK), tuple(annexes), locating.tiers(tiers, source), _marked(sheet),
        locating.errata(found, source), further=tuple(file.name for file in source.files[1:]),
        pictures=source.pictures,
    )  # fmt: skip


def _unknown_way(paths: Sequence[Path], shapes: Sequence[str]) -> Erratum:
    name = "、".join(path.name for path in paths)
    message = Wording(
        "还不会读几个文件的通报，也不会按写法读",
        "a notice of several files, or one by a given shape, cannot be read yet",
    )
    hint = Wording("请一次读一个文件。", "Read one file.")
    return Erratum("notice-way", Place(name), message, hint, "、".join(shapes))


def _with_own_list(sheet: Sheet, division: Division) -> Division:
    """Take the list of awards out of a letter that has no annexes."""
    rows = sheet.free(division.letter)
    at = None if division.annexes else opens_list(rows)
    if at is None:
        return division
    listed = rows[at:]
    end = len(listed)
    while end and _is_prose(listed[end - 1]):
        end -= 1
    letter = [row for row in division.letter if row not in listed[:end]]
    return Division(letter, [Annex("", [], listed[:end])])


def _is_prose(row: Row) -> bool:
    """Whether a line below a list goes on with the letter."""
    return row.text.endswith("。") and "《" not in row.text and "，" in row.text


def _letter_rows(sheet: Sheet, division: Division) -> list[Row]:
    return sheet.free(division.letter)


def _lists(
    sheet: Sheet, drafts: Sequence[Sequence[Draft]]
) -> tuple[list[list[Listing]], list[Erratum]]:
    """Cut every draft, read the measure off all wraps, then read the entries."""
    errata: list[Erratum] = []
    cuts: list[list[Cut]] = []
    for group in drafts:
        start = 1
        cuts.append([])
        for draft in group:
            cut, told = listing.cut_draft(sheet, draft, start)
            errata += told
            cuts[-1].append(cut)
            start = next((r.number + 1 for r in reversed(cut.runs) if r.number is not None), start)
    measure = joining.measure_of(run for group in cuts for cut in group for run in cut.runs)
    lists: list[list[Listing]] = []
    for group_of_cuts in cuts:
        lists.append([])
        for cut in group_of_cuts:
            found, told = listing.listings(sheet, cut, measure)
            lists[-1] += found
            errata += told
    return lists, errata


def _in_sentence(letter: Letter, known: Sequence[str]) -> Iterator[Listing]:
    """Return tiers the letter lists in a sentence, if the names it gives are as many as it says."""
    for paragraph in letter.paragraphs:
        for match in AWARDED.finditer(paragraph.text):
            names = match["names"].split("、")
            sure = all(ORGANISATION_END.search(name) for name in names)
            if match["tier"] in known or number_of(match["count"]) != len(names) or not sure:
                continue
            lines_ = paragraph.lines
            entries = [listing.Entry(None, "", name, None, "", lines_, name) for name in names]
            yield Listing(match["tier"], lines_[0], len(names), True, False, tuple(entries))


def _tiers(name: str, letter: Letter, lists: Iterable[Listing]) -> tuple[Tier, ...]:
    found = []
    for at, one in enumerate(lists, 1):
        numbers = [entry.number or i for i, entry in enumerate(one.entries, 1)]
        width = len(str(max(numbers, default=1)))
        awards = tuple(
            Award(
                f"{at}-{number:0{width}}", number, entry.organisation, entry.title,
                region_of(entry.organisation) or "", entry.lines, entry.after,
                place=Place(name, entry.lines[0]),
            )
            for number, entry in zip(numbers, one.entries, strict=True)
        )  # fmt: skip
        count = checks.declared(letter, one.name, 0 if one.vacant else one.declared)
        found.append(Tier(str(at), one.name, awards, count, one.bodies, Place(name, one.at)))
    return tuple(found)


def _report(sheet: Sheet, letter: Letter, tiers: Sequence[Tier], dates: Dates) -> Iterator[Erratum]:
    name = sheet.name
    unread = sheet.unexplained()
    refused = len(unread) < len(sheet.marked(Use.UNREAD))
    for _, group in groupby(enumerate(unread), lambda pair: sheet.rows.index(pair[1]) - pair[0]):
        rows = [row for _, row in group]
        yield reports.unread(name, rows, sheet.quote(rows))
    yield from (reports.furniture(name, row) for row in sheet.marked(Use.FURNITURE))
    if not any(tier.awards for tier in tiers):
        yield reports.no_awards(name, empty=not sheet.rows)
    for tier in tiers:
        if not tier.awards and tier.declared != 0 and not refused:
            yield reports.empty_tier(tier.place, tier.name)
        if not tier.name.strip():
            yield reports.nameless_tier(tier.place)
        yield from _doubled(name, tier)
    yield from _missing(name, letter)
    yield from checks.counts(name, letter, tiers)
    yield from checks.total(name, letter, tiers)
    yield from checks.dates(name, letter.number, letter, dates)
    for row in sheet.marked(Use.DATE, Use.IMPRINT):
        if DATE.search(row.text) and date_of(row.text) is None:
            message = Wording("没有这样的日期", "there is no such day")
            yield reports.query("impossible-date", Place(name, row.number), message, row.text)
    yield from checks.documents(name, letter)
    yield from checks.awards(name, tiers)


def _doubled(name: str, tier: Tier) -> Iterator[Erratum]:
    seen: dict[int, Award] = {}
    for award in tier.awards:
        first = seen.setdefault(award.number, award)
        if first is not award:
            line = first.lines[0] if first.lines else 0
            message = Wording(
                f"序号 {award.number} 用了两次，第一次在第 {line} 行",
                f"number {award.number} stands twice, first on line {line}",
            )
            yield Erratum(
                "doubled-number", award.place, message, reports.BY_HAND, award.organisation
            )


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
        yield reports.query("missing-field", Place(name), message, "", hint)


def _dates(sheet: Sheet) -> Dates:
    signed = [row for row in sheet.marked(Use.DATE) if date_of(row.text)]
    printed = [row for row in sheet.marked(Use.IMPRINT) if DATE.search(row.text)]
    first, last = next(iter(signed), None), next(reversed(printed), None)
    return Dates(
        date_of(first.text) if first else None, first.number if first else None,
        date_of(last.text) if last else None, last.number if last else None,
    )  # fmt: skip


def _annexed(annex: Annex, lists: Sequence[Listing]) -> Annexed:
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
            ("" if alone else one.name, tuple(entry.text for entry in one.entries)) for one in lists
        ),
    )


def _texts(sheet: Sheet, *uses: Use) -> tuple[str, ...]:
    return tuple(row.text for row in sheet.marked(*uses))


def _marked(sheet: Sheet) -> tuple[MarkedLine, ...]:
    return tuple(
        MarkedLine(
            row.number, row.text, sheet.use(row) or Use.UNREAD, sheet.place(row), sheet.box(row)
        )
        for row in sheet.rows
    )
