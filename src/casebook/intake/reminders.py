"""List who has not sent anything yet, for the letters that remind them.

A CSV file with a byte order mark, which Excel and WPS open as Chinese without asking. A value that
a spreadsheet would take for a formula is written as text.
"""

import csv
import io
from collections.abc import Collection, Iterable

from casebook.book import Tier

HEAD = ("编号", "等次", "序号", "单位", "题目", "地区")


def missing(tiers: Iterable[Tier], claimed: Collection[str]) -> str:
    """Return every award without a manuscript as CSV, in the order of the notice.

    `claimed` are the ids of awards that have a case. It needs no whole book: in the weeks of
    intake there is always a case that stands nowhere yet.

    Columns as in `HEAD`: id, tier, number, organisation, title, region.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for tier in tiers:
        for award in () if tier.bodies else tier.awards:
            if award.id not in claimed:
                writer.writerow(
                    _safe(value)
                    for value in (award.id, tier.name, str(award.number), award.organisation,
                                  award.title or "", award.region)
                )  # fmt: skip
    return "\ufeff" + text.getvalue()


def _safe(value: str) -> str:
    """Keep a spreadsheet from calculating: =…, +…, -… and @… become text."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
