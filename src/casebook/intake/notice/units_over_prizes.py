"""Lists that stand unit by unit, the prizes of each below its name.

    南州图书馆                                The name of the unit stands alone on a line;
    一等奖：《服务的边界》（童真）            each line below names a prize and a title,
    二等奖：《职业倦怠》（闲云、野鹤）        or only a further title of the prize above it.
          《众筹征集》（方舆）

Such lines are put in rows of prize, unit and work, as in a table. Only a list that holds nothing
else is one: a line that fits nowhere leaves all of them as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.intake.notice.lexicon import body_like, names_in
from casebook.intake.notice.line_layout import bare
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import INLINE
from casebook.intake.notice.tier_headings import tier_of

UNITS = 2
"""So many units show that a list is arranged so."""
LONGEST = 30
"""Characters of the name of a unit."""
_WORK = re.compile("《[^《》]+》(?:\\s*[（(][^（）()《》]+[）)])?")
_WORKS = re.compile(f"{_WORK.pattern}(?:\\s*[、；;，,]?\\s*{_WORK.pattern})*[；;。]?")


def in_rows(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, the works of such a list each with its prize and its unit in cells.

    The line of a unit and that of the first work below it are one row.
    """
    start = next((at for at in range(len(rows)) if _opens(rows, at)), len(rows))
    placed: list[Row] = []
    units: list[Row] = []
    prize = ""
    for row in rows[start:]:
        if _is_unit(row):
            units.append(row)
            prize = ""
            continue
        ranked = INLINE.match(row.text)
        first = bool(ranked and not prize)
        prize, works = (ranked["name"], ranked["rest"]) if ranked else (prize, row.text)
        if not prize or not _WORKS.fullmatch(works):
            return list(rows)
        unit = bare(units[-1].text).rstrip("：: ")
        for at, work in enumerate(_each(works)):
            text = f"{prize}\t{unit}\t{work}"
            whole = replace(units[-1], text=text, joined=(row,))
            placed.append(whole if first and not at else replace(row, text=text))
    arranged = len(units) >= UNITS and bool(prize)  # below the last unit, too, stands what it won
    return [*rows[:start], *placed] if arranged else list(rows)


def begins(rows: Sequence[Row], at: int) -> bool:
    """Whether such a list begins at `at`: a unit above what it won, and further below another."""
    return _opens(rows, at) and sum(_opens(rows, k) for k in range(at, len(rows))) >= UNITS


def _each(works: str) -> Iterator[str]:
    return (match[0] for match in _WORK.finditer(works))


def _opens(rows: Sequence[Row], at: int) -> bool:
    """Whether the line at `at` is a unit, and the line below it a prize with a work."""
    ranked = INLINE.match(rows[at + 1].text) if at + 1 < len(rows) else None
    return bool(ranked and _WORKS.fullmatch(ranked["rest"])) and _is_unit(rows[at])


def _is_unit(row: Row) -> bool:
    """Whether the name of a body stands alone on a line."""
    text = bare(row.text).rstrip("：: ")
    plain = len(text) <= LONGEST and not re.search("[《》，。；：、\t]", text)
    return plain and body_like(text) > 0 and not names_in(text) and tier_of(row) is None
