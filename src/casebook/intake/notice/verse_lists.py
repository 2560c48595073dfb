"""Lists of couplets: each award is two lines of verse and whoever wrote them.

    北斗长明夜；                         文明萃一楼，翰墨诗联柯氏竹
    南山不老春。                         风水荣千里，林泉溪涧括苍山 （曹小周）
    ——江西瑞金 曾小云

Two lines are a couplet where they have equally many characters, clause by clause; who wrote it stands
below, above, or behind the second line, signed alike throughout. Only where all lines between two
headings are such are they put in rows, the couplet, its writer and his place as cells; no line is
dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.lexicon import body_like, is_name, is_place
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.tier_headings import tier_of

FEWEST = 2
"""Couplets that show how a list is signed."""
SHORTEST = 3
"""Characters of half a couplet."""
LONGEST = 60
_HALF = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff，、！？：“”…]+[；;。！？]?")
"""A line of verse: characters and the marks between its clauses."""
_BOTH = re.compile(
    "(?P<verse>(?P<upper>[\u3400-\u9fff，、]{3,40})[；;]\\s*(?P<lower>[\u3400-\u9fff，、]{3,40})[。；！]?)"
    "(?P<behind>|\\s*.{2,30})"
)
"""A couplet on one line, and who wrote it."""
_SUBJECT = re.compile(
    "[题咏贺赞][\u3400-\u9fff·]{2,14}|[\u3400-\u9fff]{2,10}·[\u3400-\u9fff]{2,12}"
)
"""What a couplet is about, on a line above it: 题卫夫人."""
_COUNTER = re.compile("[（(]?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?")
_WHO = "(?P<who>[\u3400-\u9fff·]{2,5}|[\u3400-\u9fff][ \u3000]+[\u3400-\u9fff])"
_WHERE = "(?P<where>[\u3400-\u9fff]{2,9})"
_SIGNED = tuple(
    re.compile(pattern) for pattern in (
        f"[（(](?:作\\s*者\\s*[：:/／]?\\s*)?{_WHO}(?:[\\s，,、]+{_WHERE})?[）)]",
        f"[（(](?:作\\s*者\\s*[：:/／]?\\s*)?{_WHERE}[\\s，,、]+{_WHO}[）)]",
        f"[—–―-]{{1,3}}\\s*{_WHERE}[\\s·]+{_WHO}",
        f"[—–―-]{{1,3}}\\s*{_WHO}(?:\\s*[（(]{_WHERE}[）)])?",
        f"作\\s*者\\s*[：:/／]\\s*{_WHO}(?:\\s*[（(]{_WHERE}[）)])?",
        f"{_WHO}\\s*[（(]{_WHERE}[）)]",
        f"{_WHERE}[ \u3000]+{_WHO}",
    )
)  # fmt: skip
"""The ways in which a couplet is signed."""


@dataclass(frozen=True)
class _Record:
    """A couplet: its lines, its verse, who wrote it and where they live, how it is signed."""

    rows: tuple[Row, ...]
    verse: str
    who: str
    where: str
    way: tuple[str, int]

    def row(self) -> Row:
        cells = [self.verse, self.who, *([self.where] if self.where else [])]
        return replace(self.rows[0], text="\t".join(cells), joined=self.rows[1:])


def joined(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, those of each couplet and its writer put in one row."""
    taken: list[Row | _Record] = []
    for block in _blocks(rows):
        taken += _records(block)
    records = [part for part in taken if isinstance(part, _Record)]
    if len(records) < FEWEST or len({record.way for record in records}) > 1:
        return list(rows)
    return [part.row() if isinstance(part, _Record) else part for part in taken]


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the lines below each heading of a tier, it first."""
    block: list[Row] = []
    for row in rows:
        if block and (tier_of(row) or kind_of_heading(row.text) in ("prize", "category")):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _records(block: Sequence[Row]) -> Sequence[Row | _Record]:
    """Return the couplets of a block, and the lines before the first and behind the last as they
    are, by the place of the writers that leaves the fewest of these."""
    ways = [taken for place in ("behind", "below", "above") if (taken := _placed(block, place))]
    return min(ways, key=lambda taken: sum(isinstance(part, Row) for part in taken), default=block)


def _placed(block: Sequence[Row], place: str) -> Sequence[Row | _Record]:
    """Return the couplets of a block with their writers in that place; nothing where other lines
    stand between them."""
    first = next((at for at in range(len(block)) if _record(block, at, place)), len(block))
    taken: list[Row | _Record] = list(block[:first])
    at = first
    while record := _record(block, at, place):
        taken.append(record)
        at += len(record.rows)
    ways = {part.way for part in taken if isinstance(part, _Record)}
    later = any(_record(block, after, place) for after in range(at, len(block)))
    return [*taken, *block[at:]] if len(ways) == 1 and not later else []


def _record(rows: Sequence[Row], start: int, place: str) -> _Record | None:
    """Return the couplet that begins at `start`, its number and its subject above it or not."""
    at = start
    if at < len(rows) and _COUNTER.fullmatch(rows[at].text):
        at += 1
    signed = rows[at].text if place == "above" and at < len(rows) else ""
    at += place == "above"
    verse, size, behind = _verse(rows, at)
    subject = ""
    if not size and place == "below" and at < len(rows) and _SUBJECT.fullmatch(rows[at].text):
        verse, size, behind = _verse(rows, at + 1)
        subject = rows[at].text + " " if size else ""
        at += 1
    end = at + size
    if not size or (place == "behind") != bool(behind):
        return None
    if place == "below":
        signed = rows[end].text if end < len(rows) else ""
        end += 1
    return _signed(rows[start:end], subject + verse, signed or behind, place)


def _verse(rows: Sequence[Row], at: int) -> tuple[str, int, str]:
    """Return the couplet of the lines from `at` on, how many these are, and what stands behind it;
    0 lines where none begins there."""
    upper = rows[at].text if at < len(rows) else ""
    if both := _BOTH.fullmatch(upper):
        parts = _sizes(both["upper"]), _sizes(both["lower"])
        return (both["verse"], 1, both["behind"].strip()) if parts[0] == parts[1] else ("", 0, "")
    lower = _HALF.match(rows[at + 1].text) if upper and at + 1 < len(rows) else None
    if lower is None or not _are_couplet(upper, lower[0]):
        return "", 0, ""
    joint = "" if upper[-1] in "；;，。！？" else " "
    return upper + joint + lower[0], 2, rows[at + 1].text[lower.end() :].strip()


def _signed(rows: Sequence[Row], verse: str, text: str, place: str) -> _Record | None:
    """Return the record of a couplet signed with `text`; None where that names no writer."""
    text = text.strip(" \u3000")
    for way, pattern in enumerate(_SIGNED):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        where = match.groupdict().get("where") or ""
        placed = bool(where) and _is_place(where)
        if (placed or (not where and is_name(match["who"]))) and not _is_place(match["who"]):
            return _Record(tuple(rows), verse, match["who"], where, (place, way))
    return None


def _is_place(text: str) -> bool:
    return (is_place(text) or region_of(text) is not None) and body_like(text) < 2


def _are_couplet(upper: str, lower: str) -> bool:
    """Whether two lines have equally many characters, clause by clause, and are not the same."""
    if not (_HALF.fullmatch(upper) and _HALF.fullmatch(lower)) or is_name(upper):
        return False
    sizes = _sizes(upper)
    return SHORTEST <= sum(sizes) <= LONGEST and sizes == _sizes(lower) and upper != lower


def _sizes(text: str) -> list[int]:
    return [len(clause) for clause in re.split("[，、：！？；;。…“”]+", text) if clause]
