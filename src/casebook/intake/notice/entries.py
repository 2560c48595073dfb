"""Cut the rows of a list into entries: by their numbers, by lines, by cells, by marks in a line.

A new entry starts at the number that follows, in the style the list is numbered in, so a title
that wraps before a digit stays whole and an empty line ends nothing. A number that jumps or stands
twice opens an entry if the one before is finished. A row that fits nowhere goes with the entry
above as one of its `further` lines, for templates of several lines, or is handed back as unread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.lexicon import body_like, kind_of_label, may_label, names_in
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import HAN, ORGANISATION_END
from casebook.intake.notice.tokens import WIDE
from casebook.typography import has_han, number_of

BULLET = re.compile(r"^(?:[-*•●■◆▪▲△◇□※➢►▶✓√◎‣⚫⦁]|[★☆](?![★☆]))\s*")
LABELS: dict[str, re.Pattern[str]] = {
    "1.": re.compile(r"(?P<n>\d{1,4})\s*[.．、，,](?!\d(?![A-Z]))\s*"),
    "（1）": re.compile(r"[（(]\s*(?P<n>(?!(?:19|20)\d\d[）)])\d{1,4})\s*[）)]\s*[、.．]?\s*"),
    "[1]": re.compile(r"[\[【［]\s*(?P<n>\d{1,4})\s*[\]】］]\s*[、.．]?\s*"),
    "1)": re.compile(r"(?P<n>\d{1,4})\s*[)）]\s*"),
    "一、": re.compile(r"(?P<n>[一二三四五六七八九十百]+)\s*、\s*"),
    "（一）": re.compile(r"[（(]\s*(?P<n>[一二三四五六七八九十百]+)\s*[）)]\s*、?\s*"),
    "①": re.compile(r"(?P<n>[①-⑳⑴-⒇⒈-⒛㈠-㈩㉑-㉟㊱-㊿])\s*[、.]?\s*"),
    "A.": re.compile(r"(?P<n>[A-Z])\s*[.．、](?![A-Za-z])\s*(?=[\u3400-\u9fff“《])"),
    "案例1": re.compile(
        rf"(?:案例|事例|作品|项目|课题|论文|例|No[.．]?|NO[.．]?)\s*(?P<n>\d{{1,4}}|[{HAN}]{{1,3}})\s*(?:[：:、.．]\s*|\s+)"
    ),
    "01": re.compile(
        r"(?P<n>\d{1,4})(?:[ \t\u3000]+|(?=[\u4e00-\u9fff《“]))(?![年月日届]|[个篇项名](?:单位|案例|作品|$))"
    ),
}
MARKS = {
    "1.": "1. ", "（1）": "（1）", "[1]": "【1】", "1)": "1) ", "一、": "1、", "（一）": "（1）",
    "①": "1", "A.": "1. ", "案例1": "1 ", "01": "1 ",
}  # fmt: skip
"""How templates write the numbers of each style."""
WEAK = "01"
_CIRCLED = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))
OF_NAMES = ("班", "级", "号")
"""Characters behind a bracket that go on with the name: 初三(4)班."""
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
    further: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The parts as they are, for looking; `line_ends.join` gives the text for print."""
        return "".join(self.parts)

    @property
    def unclosed(self) -> bool:
        """Whether a 《 waits for its 》."""
        return self.text.count("《") > self.text.count("》")


def label_of(text: str, pattern: re.Pattern[str]) -> tuple[int, str, str] | None:
    """Return number, label and rest of a line that begins with a number of that style."""
    bullet = BULLET.match(text)
    at = bullet.end() if bullet else 0
    match = pattern.match(text, at)
    if not match:
        return None
    number = _value(match["n"])
    return None if number is None else (number, text[: match.end()], text[match.end() :])


def number_alone(cell: str) -> int | None:
    """Return the number of a cell that holds nothing else, in whatever style: 1, 1., （1）, 【1】, ①."""
    bare = cell.strip()
    labels = (label_of(bare, pattern) for style, pattern in LABELS.items() if style != WEAK)
    alone = (label[0] for label in labels if label and not label[2])
    return number_of(bare.rstrip(".．、 ")) or next(alone, None) if bare else None


def _value(digits: str) -> int | None:
    for first, last in _CIRCLED:
        if len(digits) == 1 and first <= digits <= last:
            return ord(digits) - ord(first) + 1
    if len(digits) == 1 and "㉑" <= digits <= "㊿":
        return 21 + ord(digits) - ord("㉑") if digits <= "㉟" else 36 + ord(digits) - ord("㊱")
    return (
        ord(digits) - ord("A") + 1 if digits.isascii() and digits.isalpha() else number_of(digits)
    )


def style_of(rows: Sequence[Row], start: int) -> str:
    """Return the style most lines are numbered in, empty for none; it begins at 1 or counts on."""
    best, most = "", 0
    counted = [
        below for above, below in pairwise(rows)
        if counts_on(above.text, below.text) and not label_of(above.text, LABELS["1."])
    ]  # fmt: skip
    for above, below in pairwise(rows):
        if above in counted and counts_on(above.text, below.text):
            counted.append(below)
    rows = [row for row in rows if row not in counted]
    for style, pattern in LABELS.items():
        numbers = [label[0] for row in rows if (label := label_of(row.text, pattern))]
        sound = numbers and (numbers[0] in (1, start) or len(numbers) > 1)
        if style == WEAK:
            steps = sum(late == early + 1 for early, late in pairwise(numbers))
            sound = sound and not best and (numbers[0] in (1, start) or steps * 2 >= len(numbers))
        if sound and len(numbers) > most:
            best, most = style, len(numbers)
    return best


def cut_numbered(
    rows: Sequence[Row], style: str, start: int, titled: bool
) -> tuple[list[Run], list[Row]]:
    """Return entries and unread rows of a list numbered in `style`.

    `start` is the number after the list above, where lists count on; `titled` tells whether the
    entries hold titles in 《》.
    """
    pattern, weak = LABELS[style], style == WEAK
    runs: list[Run] = []
    unread: list[Row] = []
    for row in rows:
        text = row.text
        parts = label_of(text, pattern)
        if parts and _opens(parts[0], parts[2], runs, start, weak):
            number, label, text = parts
            last = runs[-1].number if runs else None
            fits = number == last + 1 if last is not None else number in (1, start)
            runs.append(Run(number, label, jumped_from=None if fits else last or 0))
        elif runs and (runs[-1].further or not _continues(runs[-1], row, titled)):
            runs[-1].further.append(row)
            continue
        elif not runs:
            unread.append(row)
            continue
        _add(runs, row, text, pattern)
    return _in_order(runs), unread


def _in_order(runs: list[Run]) -> list[Run]:
    """Return runs of a list in columns in the order of their numbers, if those are complete."""
    numbers = [run.number or 0 for run in runs]
    shared = any(upper.rows[0].number == lower.rows[0].number for upper, lower in pairwise(runs))
    whole = sorted(numbers) == list(
        range(min(numbers, default=0), min(numbers, default=0) + len(numbers))
    )
    if not shared or not whole or numbers == sorted(numbers):
        return runs
    for run in runs:
        run.jumped_from = None
    return sorted(runs, key=lambda run: run.number or 0)


def _add(runs: list[Run], row: Row, text: str, pattern: re.Pattern[str]) -> None:
    """Add `text` to the last entry; where the next number follows, open the next entry."""
    run = runs[-1]
    run.rows.append(row)
    for match in re.finditer(r"》[\s；;，,。、]*|[）)；;。]\s*|[ \t\u3000]+|(?=[①-⑳])", text):
        label = label_of(text[match.end() :], pattern)
        if not label or run.number is None or not label[2].strip():
            continue
        before = "".join(run.parts) + text[: match.end()]
        if before.count("《") > before.count("》") or not before.strip():
            continue
        follows = label[0] == run.number + 1
        spaced = match[0].isspace() and label[0] != run.number and bool(run.label)
        if follows or (spaced and _whole(before, label[2]) and pattern is not LABELS[WEAK]):
            run.parts.append(text[: match.end()].rstrip())
            runs.append(Run(label[0], label[1], jumped_from=None if follows else run.number))
            _add(runs, row, label[2], pattern)
            return
    run.parts.append(text)


def _whole(before: str, behind: str) -> bool:
    """Whether two entries side by side both look whole: a list in columns."""
    behind = re.split(r"\s{2,}|\t", behind.strip())[0]
    titled = before.rstrip().endswith("》") and "》" in behind
    named = bool(names_in(before)) and bool(names_in(behind))
    return titled or named or (body_like(before.strip()) > 0 and body_like(behind) > 0)


def _opens(number: int, rest: str, runs: list[Run], start: int, weak: bool) -> bool:
    if not runs:
        return not weak or number in (1, start)
    last = runs[-1]
    if last.number is not None and number == last.number + 1:
        return not (weak and last.unclosed)
    finished = not last.unclosed and bool(last.text) and bool(rest)
    whole = "《" in rest or "《" not in last.text or body_like(rest) > 0
    if not weak:
        return finished and whole
    near = last.number is not None and last.number <= number <= last.number + 3
    return finished and near and ("《" in rest or body_like(rest) > 1)


def _continues(run: Run, row: Row, titled: bool) -> bool:
    """Whether `row` can only be the next line of `run`."""
    if run.unclosed or not run.text:
        return True
    label = re.match(r"([^：:\s]{2,10})\s*[：:]", row.text)
    if label and kind_of_label(label[1]):
        return False
    if "《" in run.text:
        return (
            not run.text.endswith("》") and not row.gap and run.rows[-1].width >= NARROW
            and "《" not in row.text and len(row.text) <= len(run.rows[-1].text)
        ) or re.match(r"[（(][^（）()]*[）)]$", row.text) is not None  # fmt: skip
    if titled and "《" in row.text and (row.text[0] == "《" or _cut_name(run.text, row.text)):
        return True
    if has_han(run.text) and not has_han(row.text) and re.match("[A-Z]", row.text):
        return False
    full = run.rows[-1].width >= NARROW
    return (
        full and not _stands_alone(run.text, row.text) and not re.search("[。！？；，]", row.text)
        and not names_in(row.text)
    )  # fmt: skip


def _cut_name(text: str, below: str) -> bool:
    """Whether a narrow line ended inside the name of a body, which goes on `below` to its title."""
    rest = below.partition("《")[0]
    return (
        body_like(text) < 2 and body_like(text + rest) > 1 and region_of(rest) is None
        and not names_in(text)
    )  # fmt: skip


def _stands_alone(text: str, below: str) -> bool:
    """Whether both `text` and what stands `below` it end like organisations: then a number is
    missing, or a name is broken at a place that cannot be told from one."""
    name = below.partition("《")[0]
    ends = ORGANISATION_END.search(text) and ORGANISATION_END.search(name)
    return ends is not None and len(name) >= SHORTEST


def cut_plain(rows: Sequence[Row], titled: bool) -> tuple[list[Run], list[Row]]:
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


def cut_wrapped(rows: Sequence[Row]) -> list[Run]:
    """Cut rows without numbers where full lines go on in the next; empty where none is full."""
    widths = sorted((row.width for row in rows), reverse=True)
    widest = next((w for w in widths if sum(w - 1 <= other <= w for other in widths) >= 3), None)
    if widest is None or widest < NARROW or all(width >= widest - 1 for width in widths):
        return []
    runs: list[Run] = []
    full = False
    for row in rows:
        if runs and full:
            runs[-1].rows.append(row)
            runs[-1].parts.append(row.text)
        else:
            runs.append(_record([row]))
        full = row.width >= widest - 1
    return runs


def cut_lines(rows: Sequence[Row], lines: int) -> list[Run]:
    """Cut rows into records of so many `lines` each."""
    return [_record(rows[at : at + lines]) for at in range(0, len(rows), lines)]


def cut_groups(rows: Sequence[Row]) -> list[Run]:
    """Cut rows into records between empty lines."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.gap or not groups:
            groups.append([])
        groups[-1].append(row)
    return [_record(group) for group in groups]


def cut_bulleted(rows: Sequence[Row]) -> list[Run]:
    """Cut rows into records that each begin with a bullet."""
    groups: list[list[Row]] = []
    for row in rows:
        if BULLET.match(row.text) or not groups:
            groups.append([])
        groups[-1].append(row)
    return [_record(group) for group in groups]


def cut_labelled(rows: Sequence[Row]) -> list[Run]:
    """Cut rows that begin with labels (项目名称：…) into records: each begins at the first label."""
    words = [label_at(row) for row in rows]
    for at, (upper, row) in enumerate(pairwise(rows), 1):
        words[at] = "" if counts_on(upper.text, row.text) else words[at]
    first = next((word for word in words if word), "")
    runs: list[Run] = []
    above = [at - 1 for at, word in enumerate(words) if word == first and at and not words[at - 1]]
    headed = bool(above) and above[0] == 0 and len(above) == words.count(first)
    for at, (row, word) in enumerate(zip(rows, words, strict=True)):
        opens = at in above if headed else word == first
        if opens or not runs:
            runs.append(_record([row]))
        elif word or runs[-1].further or not _label_goes_on(rows[at - 1], row):
            runs[-1].further.append(row)
        else:
            runs[-1].rows.append(row)
            runs[-1].parts.append(row.text)
    return runs


def _label_goes_on(above: Row, row: Row) -> bool:
    """Whether a line without a label may go on with the field above it: that line is full, ends in
    a mark, or only one of the two has the form of the field."""
    if above.width >= NARROW or above.text[-1] in "、，,；" or row.text[0] in "、，,；":
        return True
    behind = re.split("[：:]", above.text)[-1].strip()
    return not names_in(behind) or bool(names_in(row.text))


def labelled(rows: Sequence[Row]) -> bool:
    """Whether most rows begin with the label of a field."""
    words = [word for row in rows if (word := label_at(row))]
    return (
        len(words) * 3 >= len(rows) * 2
        and len(words) > 1
        and words.count(words[0]) * 2 <= len(words)
    )


def label_at(row: Row) -> str:
    """Return the label of a field that a row begins with, empty for none."""
    match = re.match(r"([^：:《]{2,12}?)\s*[：:]", row.text)
    return match[1] if match and kind_of_label(match[1]) else ""


def counts_on(above: str, below: str) -> bool:
    """Whether a line goes on counting the parts of a field: 1.甲大学 above 2.乙研究所."""
    match = re.match(r"(\d{1,2})\s*[.．、](?!\d)", below)
    number = int(match[1]) - 1 if match else 0
    return number > 0 and re.search(rf"(?<!\d){number}\s*[.．、](?!\d)", above) is not None


def further_lines(rows: Sequence[Row]) -> str:
    """Return the further lines of a record, those without a label joined to the labelled one above
    them: whole names of bodies as a list, other words as they go on."""
    lines: list[str] = []
    open_label = False
    for at, row in enumerate(rows):
        last = re.split(r"[：:、]", lines[-1])[-1] if lines else ""
        named = re.match(r"([^：:《》，。\s]{2,8})\s*[：:]", row.text)
        if named or label_at(row) or not open_label:
            lines.append(row.text)
            open_label = bool(label_at(row) or (named and may_label(named[1])))
        elif body_like(last) > 1 and body_like(row.text) > 0:
            lines[-1] += f"、{row.text}"
        elif not _label_goes_on(rows[at - 1], row):
            lines.append(row.text)
            open_label = False
        else:
            lines[-1] += row.text
    return "\n".join(lines)


def _record(rows: Sequence[Row]) -> Run:
    match = BULLET.match(rows[0].text)
    label = match[0] if match else ""
    return Run(None, label, [rows[0]], [rows[0].text[len(label) :]], None, list(rows[1:]))


def pieces_of(text: str, separator: str) -> list[str]:
    """Return what stands between the `separator`s of `text` that are not inside marks."""
    if separator == " " and not has_han(text):
        return [text.strip()]  # words, not names
    if separator == WIDE:
        text, separator = re.sub(r"[ \u3000\xa0]{2,}", "\t", text.strip()), "\t"
    return [piece for piece in (part.strip() for part in _pieces(text, separator)) if piece]


def _pieces(text: str, separator: str) -> Iterator[str]:
    depth, piece = 0, ""
    closing = separator in "）》"
    text = text.rstrip("。；")
    for at, char in enumerate(text):
        depth += (char in "（(“《") - (char in "）)”》")
        ends = char == separator or (separator == "）" and char == ")")
        if closing and depth <= 0 and ends and text[at + 1 : at + 2] not in OF_NAMES:
            yield piece + char
            piece = ""
        elif depth <= 0 and (char.isspace() if separator == " " else char == separator):
            yield piece
            piece = ""
        else:
            piece += char
    rest = piece.strip("，,；;、。 \u3000")
    if rest and rest not in ("等", "等等"):
        yield rest
