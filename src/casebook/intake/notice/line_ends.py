"""Join an entry over its line ends, and find the spaces that these swallowed.

Chinese lines are full to half an em, so a line that had room for one more character was ended by
something: in a title, by the space between its halves. The measure is read off the wraps themselves;
with fewer than `ENOUGH` of them nothing is put back, only asked. A space that a line end left behind,
or that begins the next line, is one outside titles.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casebook.intake.notice.entries import Run
from casebook.intake.notice.notice_lines import Row
from casebook.typography import NEVER_ENDS_LINE, NEVER_STARTS_LINE, has_han, is_han

ENOUGH = 5
SHARE = 0.75
"""Of all wraps, how many must be full to half an em for their width to be the measure."""


@dataclass(frozen=True)
class Joint:
    """A line end inside an entry that an editor should look at: before which row, and why.

    `why` is "restored" (a space was put back), "short" (the line ended early, nothing was put
    back) or "halves" (too few wraps to know, and the two sides are of like length).
    """

    row: Row
    before: str
    after: str
    why: str


def measure_of(runs: Iterable[Run]) -> float | None:
    """Return the width in ems to which the entries were set, None when too few wraps tell.

    A line not half full was ended by hand and tells nothing.
    """
    widths = sorted((row.width for run in runs for row in run.rows[:-1]), reverse=True)
    if len(widths) < ENOUGH:
        return None
    for widest in widths:
        telling = [width for width in widths if width >= widest / 2]
        full = sum(widest - 0.5 <= width <= widest for width in telling)
        if len(telling) >= ENOUGH and full >= SHARE * len(telling):
            return widest
    return None


def join(run: Run, measure: float | None) -> tuple[str, list[Joint]]:
    """Return the text of `run` and its doubtful joints."""
    text = run.parts[0]
    joints: list[Joint] = []
    for row, below, part in zip(run.rows[:-1], run.rows[1:], run.parts[1:], strict=True):
        why = _doubt(text, part, _room(row, measure))
        if why:
            joints.append(Joint(below, text[-8:], part[:8], why))
        apart = below.apart and text.count("《") == text.count("》") and is_han(part[:1] or " ")
        text += (" " if why == "restored" or apart else "") + part
    return text, joints


def _room(row: Row, measure: float | None) -> float | None:
    """Return the ems left free at the end of a row: as seen in its picture, or from its width."""
    if row.room is not None:
        return row.room
    return None if measure is None else measure - row.width


def _doubt(text: str, part: str, room: float | None) -> str:
    if text[-1:].isascii() and part[:1].isascii() and text[-1:].isalpha() and part[:1].isalpha():
        return "restored"
    inside = text.count("《") > text.count("》")
    if not inside or not part or not (_ends_half(text[-1:]) and is_han(part[0])) or part[0] == "》":
        return ""
    if room is None:
        return "halves" if _alike(text, part) else ""
    if room < 1 or part[0] in NEVER_STARTS_LINE:
        return ""
    pushed = part[0] in NEVER_ENDS_LINE or part[1:2] in NEVER_STARTS_LINE
    return "restored" if room < 2 and not pushed else "short"


def _ends_half(char: str) -> bool:
    """Whether the first half of a title can end with `char`."""
    return is_han(char) or char in tuple("”’）")


def _alike(text: str, part: str) -> bool:
    """Whether the stretches on both sides of the line end, up to a space or mark, are as long."""
    left = re.split(r"[《\s“”——，]", text)[-1]
    right = re.split(r"[》\s“”——，]", part)[0]
    return has_han(left) and len(left) >= 4 and abs(len(left) - len(right)) <= 1
