"""Measures a finished PDF by the rules of Chinese composition, as violations over opportunities.

The numbers R1–R45 are those of the project's composition rules; each check says what it counts. Run
as a script it prints the table: `python -m composition.meter FILE…`.
"""

import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .page import CLOSING, FIRST_FORBIDDEN, OPENING, POINTS, Document, Line, family_of, read

WIDTH = 0.03
_UNIT = re.compile("^(年|月|日|号|人|例|次|万|个|mg|mL|min|h)")
_ADDRESS = re.compile(r"(://|www\.|@|10\.\d*)[!-~]*")


@dataclass(slots=True)
class Tally:
    """Violations over opportunities, with the places of the first."""

    wrong: int = 0
    chances: int = 0
    places: list[str] = field(default_factory=list)

    def count(self, good: bool, where: Line, note: str = "") -> None:
        self.chances += 1
        if not good:
            self.wrong += 1
            if len(self.places) < 20:
                self.places.append(f"p{where.page + 1} {note} {where.text[:50]}")

    @property
    def rate(self) -> float:
        return self.wrong / self.chances if self.chances else 0.0


Report = dict[str, Tally]
_CHECKS: list[Callable[[Document, Report], None]] = []


def _check(function: Callable[[Document, Report], None]) -> Callable[[Document, Report], None]:
    _CHECKS.append(function)
    return function


def measure(path: Path | str, source: str = "") -> Report:
    """Return a tally for each rule that the file gives an opportunity for.

    `source` is the text, if known: only it can tell a split word from two words (R20).
    """
    document = read(path)
    document.source = source
    report: Report = {}
    for check in _CHECKS:
        check(document, report)
    return report


def _tally(report: Report, rule: str) -> Tally:
    return report.setdefault(rule, Tally())


def _pairs(document: Document) -> Iterator[tuple[Line, Line]]:
    """Yield each body line of a paragraph with the one after it."""
    body = document.body
    for paragraph, two in itertools.pairwise(body):
        if not paragraph.last and not two.first:
            yield paragraph, two


def _natural(document: Document, line: Line) -> bool:
    """Say whether a line is as wide as it comes: the last of a paragraph, unless it is full (R42)."""
    return line.last and line.end < document.right[line.page % 2] - 0.02 * document.size


@_check
def lines_are_full(document: Document, report: Report) -> None:
    """R1, R3, R14: the measure is whole; every line but the last reaches both edges."""
    size, tail = document.size, ""
    for line in document.body:
        tail = f"{'' if line.first else tail}{line.text}"[-160:]
        left, right = document.left[line.page % 2], document.right[line.page % 2]
        edge = left + 2 * size if line.first else left
        _tally(report, "R14 no hanging").count(line.end <= right + 0.05 * size, line)
        if not line.last:
            short = (right - line.end) / size
            if short <= 0.02 or not _short_for_an_address(line, tail, short):
                _tally(report, "R3 full").count(abs(short) <= 0.02, line, f"{short:.3f} em")
            begins = (line.start - edge) / size
            _tally(report, "R3 start").count(abs(begins) <= 0.02, line, f"{begins:.3f} em")
        if line.glyphs[0].text in OPENING:
            good = abs(line.start - edge) <= 0.1 * size
            _tally(report, "R12 opener at start").count(good, line)
        if line.glyphs[-1].text in CLOSING | POINTS and not line.last:
            good = abs(line.end - right) <= 0.05 * size
            _tally(report, "R13 mark at end").count(good, line)
    if document.body:
        number = (document.right[0] - document.left[0]) / size
        _tally(report, "R1 whole measure").count(
            abs(number - round(number)) <= 0.02, document.body[0], f"{number:.3f}"
        )


@_check
def forbidden_edges(document: Document, report: Report) -> None:
    """R9, R10: what may not start or end a line; a lone — counts as a connector."""
    for line in document.lines:
        if line.size < 0.95 * document.size:
            continue
        first, last = line.glyphs[0].text, line.glyphs[-1].text
        lone = first == "—" and line.glyphs[1:2] and line.glyphs[1].text[0] != "—"
        _tally(report, "R9 start").count(first not in FIRST_FORBIDDEN and not lone, line)
        _tally(report, "R9 end").count(last not in OPENING, line)
        _tally(report, "R10 solidus end").count(
            last not in "/／" or _address(line.text[-40:]), line
        )
        _tally(report, "R10s dash start [S]").count(first[0] not in "—…" or first == "—", line)


def _short_for_an_address(line: Line, tail: str, short: float) -> bool:
    """Say whether a line holds a part of an address, and too few Han to be filled by opening them."""
    within = any(match.end() > len(tail) - len(line.text) for match in _ADDRESS.finditer(tail))
    han = sum(glyph.text > "\u2e80" for glyph in line.glyphs)
    return within and short > 0.2 * (han - 1)


def _address(text: str) -> bool:
    return _ADDRESS.search(text) is not None


@_check
def units(document: Document, report: Report) -> None:
    """R16–R21: what may not be split over two lines."""
    token = ""
    for pair, two in _pairs(document):
        end, start = pair.text, two.text
        held = re.search("[!-~]*$", end)
        token = (token if held and held[0] == end else "") + (held[0] if held else "")
        head = re.match("[!-~]*", start)
        if _address(token + (head[0] if head else "")):
            continue
        digit = re.search("[0-9][.,:]?$", end) is not None
        _tally(report, "R17 number").count(not (digit and start[0].isdigit()), pair)
        sign = (digit and start[0] in "%‰°℃") or (end[-1] in "±+−¥$" and start[0].isdigit())
        _tally(report, "R18 sign").count(not sign, pair)
        unit = end[-1].isdigit() and _UNIT.match(start)
        _tally(report, "R19 unit [S]").count(not unit, pair)
        if end[-1].isdigit() and re.match("[A-Za-z]", start):
            _tally(report, "R19 Latin unit").count(False, pair)
        word = re.search("[A-Za-z]$", end) and re.match("[A-Za-z]", start)
        if word and document.source:
            whole = re.search("[A-Za-z]+$", end)[0] + re.match("[A-Za-z]+", start)[0]
            _tally(report, "R20 word").count(whole not in document.source, pair, whole)
        dash = end[-1] in "—…" and start[0] == end[-1]
        _tally(report, "R16 dash split").count(not dash, pair)
        raised = two.glyphs[0].size < 0.8 * two.size
        _tally(report, "R21 note mark").count(not raised, two)


@_check
def marks(document: Document, report: Report) -> None:
    """R16, R23–R27: widths of marks, single and in a row."""
    for line in document.body:
        glyphs, opened, natural = line.glyphs, line.opened, _natural(document, line)
        for at in range(len(glyphs) - 1):
            first, two = glyphs[at], glyphs[at + 1]
            if abs(first.size - two.size) > 0.05 or first.width < 0.75 * first.size:
                continue
            step = line.advance(at)
            if _run_in(document, line, at):
                continue
            _pair(report, line, at, step, opened, natural)
            if at and glyphs[at - 1].han and two.han and natural:
                width = (two.x - glyphs[at - 1].x) / line.size - 1
                _single(report, line, first.text, width)


def _run_in(document: Document, line: Line, at: int) -> bool:
    """Say whether a run-in heading ends at a mark: 1 em follows it (R47), not the mark's own."""
    first, left, two = line.glyphs[0], line.glyphs[at], line.glyphs[at + 1]
    if not line.first or left.text not in POINTS | CLOSING:
        return False
    name = document.font(line.page, first)
    return name == document.font(line.page, left) != document.font(line.page, two)


def _pair(report: Report, line: Line, at: int, step: float, opened: float, natural: bool) -> None:
    first, two = line.glyphs[at].text, line.glyphs[at + 1].text
    shuts = first in CLOSING or first in POINTS
    half = 0.5 + WIDTH + opened
    if shuts and (two in CLOSING or two in POINTS):
        doubled = first in "！？" and two in "！？"
        _tally(report, "R23 marks in a row").count(
            0.47 <= step <= half or doubled, line, first + two
        )
    elif shuts and two in OPENING:
        good = -WIDTH <= step <= half and (not natural or step >= 0.47)
        _tally(report, "R23 marks in a row").count(good, line, first + two)
    elif first in OPENING and two in OPENING:
        _tally(report, "R23 marks in a row").count(0.47 <= step <= half, line, first + two)
    elif two in CLOSING or two in POINTS:
        if line.glyphs[at].han:
            _tally(report, "R24 content side").count(step >= 0.97, line, first + two)
    elif first in OPENING and line.glyphs[at + 1].han:
        _tally(report, "R24 content side").count(step >= 0.97, line, first + two)
    if len(first) == 2 and line.glyphs[at + 1].han:
        _tally(report, "R16 dash width").count(abs(step - 2 - opened) <= 0.06, line, f"{step:.2f}")


def _single(report: Report, line: Line, mark: str, width: float) -> None:
    if mark in POINTS | CLOSING | OPENING:
        good = abs(width - 1) <= 0.02
        _tally(report, "R25 single mark").count(good, line, f"{mark} {width:.2f}")
    elif mark in "—～·–":
        wanted = {"–": (0.5,), "·": (0.5, 1.0)}.get(mark, (1.0,))
        good = any(abs(width - value) <= 0.05 for value in wanted)
        _tally(report, "R26 connectors").count(good, line, f"{mark} {width:.2f}")


@_check
def doubled(document: Document, report: Report) -> None:
    """R27: ？！ take 1 em together."""
    for line in document.body:
        for at in range(1, len(line.glyphs) - 2):
            first, two, three = (glyph.text for glyph in line.glyphs[at : at + 3])
            between = line.glyphs[at - 1].han and line.glyphs[at + 2].han
            if first in "？！" and two in "？！" and between:
                width = (line.glyphs[at + 2].x - line.glyphs[at].x) / line.size
                good = abs(width - 1 - 2 * line.opened) <= 0.05
                _tally(report, "R27 ？！").count(good, line, f"{first}{two}{three} {width:.2f}")


@_check
def chinese_fonts(document: Document, report: Report) -> None:
    """R28: quotes, dashes, ellipses and interpuncts between Han come from the Han font."""
    for line in document.body:
        for at in range(1, len(line.glyphs) - 1):
            glyph = line.glyphs[at]
            if glyph.text[0] in "“”‘’—…·" and line.glyphs[at - 1].han and line.glyphs[at + 1].han:
                if len(_tally(report, "R28 font").places) > 19:
                    return
                item = document.font(line.page, glyph)
                two = document.font(line.page, line.glyphs[at - 1])
                three = document.font(line.page, line.glyphs[at + 1])
                good = family_of(item) in (family_of(two), family_of(three))
                _tally(report, "R28 font").count(good, line, f"{item} {two}")


def _gaps(line: Line) -> Iterator[tuple[int, float]]:
    """Yield the gaps between Han and Latin letters or digits of a line, in em."""
    for at in range(len(line.glyphs) - 1):
        first, two = line.glyphs[at], line.glyphs[at + 1]
        if abs(first.size - two.size) > 0.05:
            continue
        if (first.han and two.latin) or (first.latin and two.han):
            own = 1.0 if first.han else first.width / line.size
            yield at, line.advance(at) - own


@_check
def han_and_latin(document: Document, report: Report) -> None:
    """R30–R34: the gap between Han and Latin, none beside marks, Latin as the font has it."""
    natural = Counter(
        round(gap, 2)
        for line in document.body
        if _natural(document, line)
        for _, gap in _gaps(line)
    )
    usual = natural.most_common(1)[0][0] if natural else 0.25
    for line in document.body:
        for at, gap in _gaps(line):
            _tally(report, "R30 gap").count(0.10 <= gap <= 0.53, line, f"{gap:.2f}")
            if _natural(document, line):
                good = abs(gap - usual) <= WIDTH
                _tally(report, "R30 one value").count(good, line, f"{gap:.2f}")
                if at in line.spaces:
                    _tally(report, "R32 typed space").count(gap <= 0.35, line, f"{gap:.2f}")
        for at in range(len(line.glyphs) - 1):
            first, two = line.glyphs[at], line.glyphs[at + 1]
            after = first.text in POINTS | CLOSING and not _run_in(document, line, at)
            messages = line.last or _han_steps(line)  # how open a line is, Han beside Han tells
            if after and two.latin and first.width > 0.75 * first.size and messages:
                good = line.advance(at) <= 1.0 + WIDTH + line.opened
                _tally(report, "R31 beside marks").count(good, line)
            if first.latin and two.latin and at not in line.spaces and first.size == two.size:
                good = abs(line.advance(at) - first.width / line.size) <= 0.15
                _tally(report, "R33 Latin").count(good, line, first.text + two.text)
        wide = any(0xFF10 <= ord(g.text[0]) <= 0xFF5A and g.text.isalnum() for g in line.glyphs)
        _tally(report, "R34 full-width ASCII").count(not wide, line)


@_check
def adjustment(document: Document, report: Report) -> None:
    """R8, R37–R40: one gap in a line, how open, in which order, last lines natural."""
    steps = []
    opened = [min(gaps) for ln in document.body if ln.opened > 0.005 and (gaps := _wide(ln))]
    usual = Counter(round(gap, 2) for gap in opened).most_common(1)
    full = max(1 / 3, usual[0][0] if usual else 0.5)
    for line in document.body:
        own = _han_steps(line)
        steps.extend(own)
        if own:
            even = max(own) - min(own) <= 2 * WIDTH and min(own) >= 0.995
            note = f"{min(own):.3f}-{max(own):.3f}"
            _tally(report, "R37 equal").count(even, line, note)
            if line.last:
                good = all(abs(step - 1) <= 0.005 for step in own)
                _tally(report, "R40 last natural").count(good, line, note)
            else:
                good = median(own) <= 1.05
                _tally(report, "R38 open ≤1.05 [S]").count(good, line, f"{median(own):.3f}")
                good = median(own) <= 1.15
                _tally(report, "R38 open ≤1.15 [S]").count(good, line, f"{median(own):.3f}")
        if not line.last:
            _order(report, line, full)
    if steps:
        good = abs(median(steps) - 1) <= 0.005
        _tally(report, "R8 no spacing").count(good, document.body[0])


def _han_steps(line: Line) -> list[float]:
    glyphs = line.glyphs
    return [
        line.advance(at)
        for at in range(len(glyphs) - 1)
        if glyphs[at].han
        and glyphs[at + 1].han
        and glyphs[at].size == glyphs[at + 1].size
        and at not in line.spaces
        and abs(glyphs[at].size - line.size) < 0.01
    ]


def _wide(line: Line) -> list[float]:
    return [gap for _, gap in _gaps(line)]


def _order(report: Report, line: Line, full: float) -> None:
    """R39: 。 is squeezed last; Han opens only when Han–Latin gaps are `full`.

    How wide that is, a third to a half em, is the house's choice: what most opened lines have.
    """
    stops, others = [], []
    for at in range(len(line.glyphs) - 1):
        first, two = line.glyphs[at].text, line.glyphs[at + 1]
        if first in "？！" and at and line.glyphs[at - 1].text in "？！":
            continue
        if two.han and first in "。？！":
            stops.append(line.advance(at))
        elif two.han and (first in POINTS or first in CLOSING):
            others.append(line.advance(at))
    gaps = _wide(line)
    if stops and min(stops) < 0.97 and line.opened < 0.005:
        good = all(step <= 0.53 for step in others) and all(gap <= 0.14 for gap in gaps)
        _tally(report, "R39 order").count(good, line, "stop squeezed")
    elif line.opened > 0.005 and gaps:
        _tally(report, "R39 order").count(
            min(gaps) >= full - WIDTH, line, f"opened, gap {min(gaps):.2f}"
        )


@_check
def squeeze_first(document: Document, report: Report) -> None:
    """R15: a line opened by more than 0.02 em could not have taken the next unit in."""
    for pair, two in _pairs(document):
        if pair.opened <= 0.02:
            if _han_steps(pair):
                _tally(report, "R15 squeeze first").count(True, pair)
            continue
        slack = sum(
            0.5
            for a, b in zip(pair.glyphs, pair.glyphs[1:], strict=False)
            if (a.text in CLOSING | POINTS and b.text not in CLOSING | POINTS)
            or (b.text in OPENING and a.text not in CLOSING | POINTS | OPENING)
        )
        slack += sum(0.125 for _ in _gaps(pair))
        good = slack < _first_unit(two)
        _tally(report, "R15 squeeze first").count(good, pair, f"{pair.opened:.3f} slack {slack}")


def _first_unit(line: Line) -> float:
    """Return the width of what would have to be taken in, the marks after it included."""
    glyphs = line.glyphs
    at, width = 0, 0.0
    if glyphs[0].text in OPENING:
        width, at = 1.0, 1
    while at < len(glyphs):
        glyph = glyphs[at]
        if glyph.text in CLOSING | POINTS:
            width += 0.5
        elif (
            width
            and not (glyph.latin and glyphs[at - 1].latin)
            and at
            and (glyphs[at - 1].text not in OPENING)
        ):
            break
        else:
            width += glyph.width / line.size if glyph.latin else 1.0
        at += 1
    return width


@_check
def paragraphs(document: Document, report: Report) -> None:
    """R41–R45: indents, orphans, page starts, headings, the grid."""
    lines = document.lines
    for line in document.body:
        if line.last and not line.first:
            units = len(re.findall(r"[!-~]{3}|[!-~]+|[^\W!-~]|[①-⓿■-◿★☆]", line.text))
            _tally(report, "R42 orphan").count(units >= 2, line)
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for own in pages.values():
        body = [line for line in own if line.body]
        if not body:
            continue
        widow = body[0].last and not body[0].first and "··" not in body[0].text
        _tally(report, "R43 page start").count(not widow, body[0])
        for at, line in enumerate(own):
            if line.size > 1.05 * document.size:
                after = [ln for ln in own[at + 1 :] if ln.size > 0.95 * document.size]
                _tally(report, "R44 heading").count(len(after) >= 2, line)
        _grid(document, report, body)


def _grid(document: Document, report: Report, body: list[Line]) -> None:
    phases = Counter(round(line.y % document.pitch, 1) for line in document.body)
    origin = phases.most_common(1)[0][0]
    for line in body:
        off = (origin - line.y) / document.pitch
        good = abs(off - round(off)) <= 0.05
        _tally(report, "R5 grid [S]").count(good, line, f"{off:.2f}")
    gap = (document.pitch - document.size) / document.size
    _tally(report, "R4 line gap").count(0.5 <= gap <= 1.001, body[0], f"{gap:.2f}")
    _tally(report, "R6 body size").count(document.size >= 7.8, body[0])


def table(reports: dict[str, Report]) -> str:
    """Return the reports side by side, one rule a line."""
    rules = sorted({rule for report in reports.values() for rule in report}, key=_order_key)
    rows = ["rule".ljust(22) + "".join(name.rjust(20) for name in reports)]
    for rule in rules:
        cells = ""
        for report in reports.values():
            tally = report.get(rule)
            cells += (f"{tally.wrong}/{tally.chances}" if tally else "–").rjust(20)
        rows.append(rule.ljust(22) + cells)
    return "\n".join(rows)


def _order_key(rule: str) -> tuple[int, str]:
    match = re.match(r"R(\d+)", rule)
    return (int(match[1]) if match else 99, rule)


if __name__ == "__main__":
    REPORTS = {Path(name).stem[-18:]: measure(name) for name in sys.argv[1:]}
    sys.stdout.write(table(REPORTS) + "\n")
    for rule, tally in next(iter(REPORTS.values())).items():
        if tally.wrong:
            sys.stdout.write(f"{rule}\n  " + "\n  ".join(tally.places[:6]) + "\n")
