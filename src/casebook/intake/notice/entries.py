"""Cut the rows of a tier into entries by their numbers, and join entries over line ends.

A new entry starts only at the number that follows, in the style the list began with, so a title
that wraps before a digit stays whole and an empty line ends nothing. A number that jumps opens an
entry only if the one before is finished. Rows that fit nowhere are handed back as unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from casebook.intake.notice.sheet import Row
from casebook.intake.notice.words import ORGANISATION_END
from casebook.typography import number_of

BULLET = re.compile(r"^[-*•●■◆▪]\s+")
LABELS: dict[str, re.Pattern[str]] = {
    "1.": re.compile(r"(?P<n>\d{1,4})\s*[.．、](?!\d)\s*"),
    "（1）": re.compile(r"[（(]\s*(?P<n>\d{1,4})\s*[）)]\s*[、.．]?\s*"),
    "1)": re.compile(r"(?P<n>\d{1,4})\s*[)）]\s*"),
    "一、": re.compile(r"(?P<n>[一二三四五六七八九十百]+)\s*、\s*"),
    "（一）": re.compile(r"[（(]\s*(?P<n>[一二三四五六七八九十百]+)\s*[）)]\s*、?\s*"),
    "①": re.compile(r"(?P<n>[①-⑳])\s*[、.]?\s*"),
    "01": re.compile(r"(?P<n>\d{1,4})(?:[ \t\u3000]+|(?=[\u4e00-\u9fff《“]))"),
}
WEAK = "01"
SHORTEST = 4
"""Characters: what is shorter (党委, 团委) is the end of a name, not a name."""
NARROW = 15.0
"""Ems: a line narrower than this was not broken because it was full."""


@dataclass
class Run:
    """An entry still in lines. `label` is its number as printed; `parts` are text without it."""

    number: int | None
    label: str
    rows: list[Row] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    jumped_from: int | None = None

    @property
    def text(self) -> str:
        """The parts as they are, for looking; `joining.join` gives the text for print."""
        return "".join(self.parts)

    @property
    def unclosed(self) -> bool:
        """Whether a 《 waits for its 》."""
        return self.text.count("《") > self.text.count("》")


def cut(rows: Sequence[Row], start: int, titled: bool) -> tuple[list[Run], list[Row], str]:
    """Return entries, unread rows and the style of the numbers (empty when there are none).

    `start` is the number after the tier above, where lists count on; `titled` tells whether the
    entries of this tier hold titles in 《》.
    """
    style = _style(rows, start)
    if not style:
        return (*_cut_plain(rows, titled), "")
    return (*_cut_numbered(rows, LABELS[style], start, titled, style == WEAK), style)


def label_of(text: str, pattern: re.Pattern[str]) -> tuple[int, str, str] | None:
    """Return number, label and rest of a line that begins with a number of that style."""
    bullet = BULLET.match(text)
    at = bullet.end() if bullet else 0
    match = pattern.match(text, at)
    if not match:
        return None
    digits = match["n"]
    circled = "①" <= digits <= "⑳"
    number = ord(digits) - ord("①") + 1 if circled else number_of(digits)
    return None if number is None else (number, text[: match.end()], text[match.end() :])


def _style(rows: Sequence[Row], start: int) -> str:
    """Return the style most lines are numbered in; it must begin at 1 or count on."""
    best, most = "", 0
    for style, pattern in LABELS.items():
        numbers = [found[0] for row in rows if (found := label_of(row.text, pattern))]
        sound = numbers and (numbers[0] in (1, start) or len(numbers) > 1)
        if style == WEAK:
            sound = sound and numbers[0] in (1, start) and not best
        if sound and len(numbers) > most:
            best, most = style, len(numbers)
    return best


def _cut_numbered(
    rows: Sequence[Row], pattern: re.Pattern[str], start: int, titled: bool, weak: bool
) -> tuple[list[Run], list[Row]]:
    runs: list[Run] = []
    unread: list[Row] = []
    for row in rows:
        text = row.text
        found = label_of(text, pattern)
        if found and _opens(found[0], found[2], runs, start, weak):
            number, label, text = found
            last = runs[-1].number if runs else None
            fits = number == last + 1 if last is not None else number in (1, start)
            runs.append(Run(number, label, jumped_from=None if fits else last or 0))
        elif not runs or not _continues(runs[-1], row, titled):
            unread.append(row)
            continue
        _add(runs, row, text, pattern)
    return runs, unread


def _add(runs: list[Run], row: Row, text: str, pattern: re.Pattern[str]) -> None:
    """Add `text` to the last entry; where the next number follows a 》, open the next entry."""
    run = runs[-1]
    run.rows.append(row)
    for match in re.finditer(r"》[\s；;，,。、]*", text):
        found = label_of(text[match.end() :], pattern)
        if found and run.number is not None and found[0] == run.number + 1:
            run.parts.append(text[: match.end()])
            runs.append(Run(found[0], found[1]))
            _add(runs, row, found[2], pattern)
            return
    run.parts.append(text)


def _opens(number: int, rest: str, runs: list[Run], start: int, weak: bool) -> bool:
    if not runs:
        return not weak or number in (1, start)
    last = runs[-1]
    if last.number is not None and number == last.number + 1:
        return not (weak and last.unclosed)
    finished = not last.unclosed and bool(last.text)
    whole = "《" in rest or ("《" not in last.text and bool(rest))
    return not weak and finished and whole


def _continues(run: Run, row: Row, titled: bool) -> bool:
    """Whether `row` can only be the next line of `run`."""
    if run.unclosed or not run.text:
        return True
    if "《" in run.text:
        return (
            not run.text.endswith("》") or re.match(r"[（(][^（）()]*[）)]$", row.text) is not None
        )
    if titled and row.text.startswith("《"):
        return True
    full = run.rows[-1].width >= NARROW
    return (
        full and not _stands_alone(run.text, row.text) and not re.search("[。！？；，]", row.text)
    )


def _stands_alone(text: str, below: str) -> bool:
    """Whether both `text` and what stands `below` it end like organisations: then a number is
    missing, or a name is broken at a place that cannot be told from one."""
    name = below.partition("《")[0]
    ends = ORGANISATION_END.search(text) and ORGANISATION_END.search(name)
    return ends is not None and len(name) >= SHORTEST


def _cut_plain(rows: Sequence[Row], titled: bool) -> tuple[list[Run], list[Row]]:
    """Cut rows without numbers: one entry a line, or a line and those that close its 《."""
    runs: list[Run] = []
    unread: list[Row] = []
    for row in rows:
        last = runs[-1] if runs else None
        follows = last is not None and (
            last.unclosed or (titled and "《" not in last.text and row.text.startswith("《"))
        )
        if last is None or not follows:
            match = BULLET.match(row.text)
            runs.append(Run(None, match[0] if match else ""))
            last = runs[-1]
        last.rows.append(row)
        last.parts.append(row.text[len(last.label) :] if len(last.rows) == 1 else row.text)
    if titled:
        unread = [row for run in runs if "《" not in run.text for row in run.rows]
        runs = [run for run in runs if "《" in run.text]
    return runs, unread
