"""List who has not sent anything yet, for the letters that remind them.

A CSV file with a byte order mark, which Excel and WPS open as Chinese without asking. A value that
a spreadsheet would take for a formula is written as text.
"""

import csv
import io

from casebook.book import Book

HEAD = ("编号", "等次", "序号", "单位", "题目", "地区")


def missing(book: Book) -> str:
    """Return every award without a manuscript as CSV, in the order of the notice.

    Columns as in `HEAD`: id, tier, number, organisation, title, region.
    """
    gone = {award.id for award in book.missing()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for tier in book.tiers:
        for award in tier.awards:
            if award.id in gone:
                writer.writerow(
                    _safe(value)
                    for value in (award.id, tier.name, str(award.number), award.organisation,
                                  award.title or "", award.region)
                )  # fmt: skip
    return "\ufeff" + text.getvalue()


def _safe(value: str) -> str:
    """Keep a spreadsheet from calculating: =…, +…, -… and @… become text."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
