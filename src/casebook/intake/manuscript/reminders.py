"""List who has not sent anything yet, for the letters that remind them.

A CSV file with a byte order mark, which Excel and WPS open as Chinese without asking. A value that
a spreadsheet would take for a formula is written as text.
"""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence

from casebook.book import Tier

HEAD = ("编号", "等次", "序号", "单位", "题目", "地区", "收件箱里可能是它的来稿")


def missing(
    tiers: Iterable[Tier],
    claimed: Collection[str],
    maybe: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return every award without a manuscript as CSV, in the order of the notice.

    `claimed` are the ids of awards that have a case; `maybe` names, by id, the files that came, are
    assigned to no award, and may be what one lacks: look there before reminding anybody. It needs no whole book: in the weeks of
    intake there is always a case that stands nowhere yet.

    Columns as in `HEAD`: id, tier, number, organisation, title, region, files in the inbox.
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
                                  award.title or "", award.region,
                                  "；".join((maybe or {}).get(award.id, ())))
                )  # fmt: skip
    return "\ufeff" + text.getvalue()


def _safe(value: str) -> str:
    """Keep a spreadsheet from calculating: =…, +…, -… and @… become text."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
