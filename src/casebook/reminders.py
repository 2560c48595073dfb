"""Who has not sent a manuscript yet: as a sheet to work with, and as letters that remind them.

A letter goes to an organisation and names all of its awards that lack a manuscript. What waits in
the inbox and may be one of these is said in the sheet: look there before reminding anybody.
"""

import datetime
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from casebook.book import Award, Tier
from casebook.intake.filing.inbox import REMINDER_HEAD
from casebook.intake.specimen import wordfile

_WIDTHS = (10, 14, 8, 34, 44, 12, 40)


@dataclass(frozen=True)
class MissingCase:
    """An award without a manuscript, its tier, and files of the inbox that may be its own."""

    tier: Tier
    award: Award
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterFacts:
    """What a reminder says of the book: its title, who asks, the campaign, and until when."""

    book: str
    sender: str
    campaign: str
    due: datetime.date | None
    today: datetime.date


def missing(
    tiers: Iterable[Tier], claimed: Collection[str], maybe: Mapping[str, Sequence[str]]
) -> tuple[MissingCase, ...]:
    """Return every award without a manuscript, in the order of the notice.

    `claimed` are the ids of awards that have a case; `maybe` are files of the inbox, by id.
    """
    return tuple(
        MissingCase(tier, award, tuple(maybe.get(award.id, ())))
        for tier in tiers if not tier.bodies
        for award in tier.awards if award.id not in claimed
    )  # fmt: skip


def as_sheet(rows: Iterable[MissingCase]) -> bytes:
    """Return `rows` as an Excel workbook, columns as in the CSV of `casebook ledger --missing`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "缺稿"
    for number, (name, width) in enumerate(zip(REMINDER_HEAD, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, number, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for at, row in enumerate(rows, 2):
        award = row.award
        values = (
            award.id, row.tier.name, str(award.number), award.organisation, award.title or "",
            award.region, "\n".join(row.maybe),
        )  # fmt: skip
        for number, value in enumerate(values, 1):
            cell = sheet.cell(at, number, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"  # words that begin with = are words
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letters(rows: Iterable[MissingCase], facts: LetterFacts) -> bytes:
    """Return a Word file of reminders, a page for each organisation, to be sent as it is or edited."""
    houses: dict[str, list[MissingCase]] = {}
    for row in rows:
        houses.setdefault(row.award.organisation, []).append(row)
    pages = [
        _letter(house, cases, facts, at > 0) for at, (house, cases) in enumerate(houses.items())
    ]
    return wordfile.word_file("".join(pages), lambda _: b"", facts.today.isoformat(), facts.sender)


def _letter(house: str, cases: Sequence[MissingCase], facts: LetterFacts, further: bool) -> str:
    """Return a letter as XHTML; one that is `further` begins a page."""
    due = f"请于{_day(facts.due)}前" if facts.due else "请尽快"
    campaign = f"在{facts.campaign}中" if facts.campaign else ""
    opening = f"　　贵单位{campaign}获奖的下列案例将编入《{facts.book}》，书稿至今还没有收到："
    closing = (
        f"　　{due}把书稿（Word 文件，图片另附原图）发给我们；已经寄出的，请告知寄出的日期和方式，以便查找。"
        "题目、单位以通报为准，如有改名或合并，也请一并说明。"
    )
    listed = [
        f"　　{number}.　{_title(row)}（{row.tier.name}，编号 {row.award.id}）"
        for number, row in enumerate(cases, 1)
    ]
    start = '<p class="page"></p>' if further else ""
    body = wordfile.paragraphs([f"{house}：", opening, *listed, closing, "　　谢谢支持。"])
    signature = wordfile.paragraphs([facts.sender, _day(facts.today)], "right")
    return f"{start}<h1>{escape('催稿函')}</h1>{body}{signature}"


def _title(row: MissingCase) -> str:
    return f"《{row.award.title}》" if row.award.title else row.award.organisation


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
