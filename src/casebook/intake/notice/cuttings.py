"""All the ways in which the rows of a list can be cut into records.

Which one is right the template decides: the one under which most of the rows are explained.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from operator import itemgetter

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice import entries, line_layout, rows_of_names
from casebook.intake.notice.entries import LABELS, MARKS, Run
from casebook.intake.notice.lexicon import body_like, names_in
from casebook.intake.notice.line_ends import Joint, join
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import ELIDED, NUMBER, UNIT, VACANT
from casebook.intake.notice.templates import Template
from casebook.intake.notice.tier_headings import Section
from casebook.intake.notice.tokens import WIDE
from casebook.typography import number_of

MOST_LINES = 4
LONGEST_PART = 8
"""Characters of the name of a department."""
ELISION = re.compile(rf"等\s*(?P<count>{NUMBER})\s*{UNIT}(?:单位|同志|集体|项目)?[。；]?$")


@dataclass
class Cutting:
    """A list cut one way: `number` is the mark of the numbers as templates write it."""

    way: str
    number: str
    runs: list[Run]
    unread: list[Row] = field(default_factory=list)
    several: str = ""
    vacant: list[Run] = field(default_factory=list)
    frame: list[Row] = field(default_factory=list)
    declared: int | None = None

    @property
    def further(self) -> bool:
        """Whether a record may have several lines that are not one wrapped line."""
        return self.way in ("numbered+", "numbered lines", "lines", "labelled", "groups")

    def text(self, run: Run, measure: float | None) -> tuple[str, list[Joint]]:
        """Return the text of a record, lines and cells apart, and its doubtful joints."""
        if self.way in ("cells", "numbered cells", "several") or not run.rows:
            return run.text, []
        text, joints = join(run, measure)
        if self.further:
            last = replace(run.rows[-1], text=run.parts[-1].strip())  # without its number
            labelled = bool(entries.label_at(last))
            parts = entries.further_lines([*([last] if labelled else []), *run.further])
            if labelled:
                text = text.strip().removesuffix(last.text).strip()
            text = "\n".join(filter(None, (text.strip(), parts.replace("\t", "\u3000"))))
        return text.strip(), joints

    def left(self, run: Run) -> list[Row]:
        """Return the rows below an entry that this way of cutting does not take."""
        return [] if self.further else run.further

    def takes(self, template: Template) -> bool:
        """Whether `template` is written for lists cut this way."""
        return (
            bool(template.number) == bool(self.number)
            and template.cells == ("cells" in self.way or "\t" in self.number)
            and (template.lines > 1) == self.further
            and template.several == self.several
            and _same(template.number, self.number)
        )


def _same(number: str, mark: str) -> bool:
    return number.strip(" ") == mark.strip(" ") or {number.strip(), mark.strip()} <= {"1.", "1、"}


def cuttings_of(section: Section, start: int, given: Sequence[Template] = ()) -> Iterator[Cutting]:
    """Return the ways to cut `section`; `start` is the number after the list above.

    `given` are an editor's templates: the styles of their numbers are tried whatever the list.
    """
    rows = section.rows
    if not rows:
        return
    tabular = sum(line_layout.is_row(row) for row in rows) * 5 >= len(rows) * 3
    if tabular:
        yield from _cells(rows, section.columns)
    style = entries.style_of(rows, start)
    styles = [style] if style else []
    styles += [s for t in given for s in _styles(t.number) if s not in styles]
    counted = sum(bool(entries.label_of(row.text, LABELS[style])) for row in rows) if style else 0
    for number_style in styles:
        runs, unread = entries.cut_numbered(rows, number_style, start, section.titled)
        if not runs:
            continue
        yield Cutting("numbered", MARKS[number_style], runs, unread)
        if any(run.further for run in runs):
            yield Cutting("numbered+", MARKS[number_style], runs, unread)
        if any(len(run.rows) > 1 for run in runs):
            yield Cutting(
                "numbered lines", MARKS[number_style], [_unjoined(run) for run in runs], unread
            )
    between = [row for row in rows if style and not entries.label_of(row.text, LABELS[style])]
    labels = sum(bool(entries.label_at(row)) for row in between)
    headed = labels * 2 > len(between) and counted > 1 and style != entries.WEAK
    if given or not style or (counted * 5 < len(rows) * 2 and not headed):
        yield from _unnumbered(section)


def _unjoined(run: Run) -> Run:
    """Return an entry whose lines are not joined, but for those that close a 《."""
    kept = 1
    while kept < len(run.rows) and "".join(run.parts[:kept]).count("《") > "".join(
        run.parts[:kept]
    ).count("》"):
        kept += 1
    if not run.parts[0]:
        kept = max(kept, 2)
    further = [*run.rows[kept:], *run.further]
    return Run(run.number, run.label, run.rows[:kept], run.parts[:kept], run.jumped_from, further)


def _styles(number: str) -> list[str]:
    return [style for style, mark in MARKS.items() if _same(mark, number)] if number else []


def _unnumbered(section: Section) -> Iterator[Cutting]:
    rows = section.rows
    runs, unread = entries.cut_plain(rows, section.titled)
    yield Cutting("plain", "", runs, unread)
    wrapped = entries.cut_wrapped(rows)
    if wrapped:
        yield Cutting("wrapped", "", wrapped)
    for separator in ("、", "；", " ", WIDE, "\t", "，", "）", "》"):
        yield from _several(section, runs, separator)
    if len(rows) < 2:
        return
    if entries.labelled(rows):
        yield Cutting("labelled", "", entries.cut_labelled(rows))
    gaps = sum(row.gap for row in rows[1:])
    if 0 < gaps < len(rows) - 1:
        yield Cutting("groups", "", entries.cut_groups(rows))
    bulleted = sum(entries.BULLET.match(row.text) is not None for row in rows)
    if entries.BULLET.match(rows[0].text) and 1 < bulleted < len(rows):
        yield Cutting("groups", "", entries.cut_bulleted(rows))
    for lines in () if _each_whole(rows) else range(2, MOST_LINES + 1):
        if bulleted * lines > len(rows) + lines:
            continue  # a bullet begins an entry, and these would hold several
        if len(rows) % lines == 0 or len(rows) > 3 * lines:
            yield Cutting("lines", "", entries.cut_lines(rows, lines))


def _each_whole(rows: Sequence[Row]) -> bool:
    """Whether each line has a name and brackets behind it: 次旺（铜像锻造）. Then each is an entry."""
    return len(rows) > 1 and all(_ASIDE.fullmatch(row.text.rstrip("、，；。")) for row in rows)


_ASIDE = re.compile("[^（）()《》：:]{2,}[（(][^（）()]{2,}[）)]")


def _several(section: Section, runs: Sequence[Run], separator: str) -> Iterator[Cutting]:
    """Cut lines that hold several records; a list in one sentence goes on over its lines."""
    rows, further = _continued(section.rows)
    named = separator == " " and rows_of_names.are_names([row.text for row in rows])
    holding = sum(
        len(entries.pieces_of(row.text, separator)) > 1
        or (separator == " " and len(names_in(row.text)) > 1)
        for row in rows
    )
    if holding * 3 < len(rows) or (
        separator.isspace() and not named and _two_fields(rows, separator)
    ):
        return
    bulleted = len(rows) > 1 and all(entries.BULLET.match(row.text) for row in rows)
    if bulleted and holding * 2 <= len(rows):
        return  # a bullet begins an entry, and most hold one
    records: list[Run] = []
    declared = 0
    sentences = separator in "、；，）》" and not bulleted
    for group in _sentences(rows, separator) if sentences else [[row] for row in rows]:
        text = ELIDED.sub("", "".join(row.text for row in group))
        text = entries.BULLET.sub("", text) if bulleted else text
        elided = ELISION.search(text) if separator in "、；，）》" else None
        if elided:
            declared += number_of(elided["count"]) or 0
        bare = text[: elided.start()] if elided else text
        people = rows_of_names.words_of(bare) if named else []
        people = people or (names_in(bare) if separator == " " else [])
        for piece in people or entries.pieces_of(bare, separator):
            lines = _standing(group, text, piece)
            lines += [row for above in lines for row in further.get(above.number, ())]
            records.append(Run(None, "", lines, [piece]))
    yield Cutting("several", "", records, [], separator, declared=declared or None)


def _two_fields(rows: Sequence[Row], separator: str) -> bool:
    """Whether the lines hold two kinds of words side by side: 某分公司　某项目部, not a list twice."""
    pairs = [entries.pieces_of(row.text, separator) for row in rows]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        return False
    left, right = ({pair[at][-2:] for pair in pairs} for at in (0, 1))
    if len(pairs) > 1 and len(left) == len(right) == 1 and left != right:
        return True
    parts = sum(_part_of_body(pair[1]) for pair in pairs)
    return parts == len(pairs) > 1 and all(len(pair[0]) > len(pair[1]) for pair in pairs)


def _part_of_body(text: str) -> bool:
    """Whether `text` names a part of a body, not one: 护理部, 第二车间, 团委."""
    ends = re.search("(?:部|科|室|处|组|队|车间|支部|工会|团委|党委|班)$", text)
    return ends is not None and len(text) <= LONGEST_PART and region_of(text) is None


def _standing(group: Sequence[Row], text: str, piece: str) -> list[Row]:
    """Return the rows of `group`, joined to `text`, on which `piece` stands."""
    start = text.find(piece)
    end, at, standing = start + len(piece), 0, []
    for row in group:
        if at < end and at + len(row.text) > start:
            standing.append(row)
        at += len(row.text)
    return standing


_HEADED = re.compile("[^：:。，；《》、]{2,10}[：:](?=.)")
"""The word before a colon that heads the names of a line: 启水市：渔港农家书屋、黄海村农家书屋."""


def _sentences(rows: Sequence[Row], separator: str) -> list[list[Row]]:
    """Join rows of which the one before is not finished."""
    groups = [[rows[0]]]
    even = len({len(entries.pieces_of(row.text, separator)) for row in rows[:-1]}) == 1
    for above, row in pairwise(rows):
        last, first = (
            entries.pieces_of(r.text, separator)[at:][:1] for r, at in ((above, -1), (row, 0))
        )
        whole = last and first and body_like(last[0]) > 0 and body_like(first[0]) > 0
        if (
            whole
            and above.text[-1] not in "、，；"
            and (
                (even and len(entries.pieces_of(above.text, separator)) <= 3) or region_of(first[0])
            )
        ):
            groups.append([row])
            continue
        headed = _HEADED.match(row.text) and _HEADED.match(above.text)
        ends = headed or above.text[-1] in "。；）》" or (row.gap and above.text[-1] not in "、，")
        open_name = above.text[-1] in "、，" or above.width >= entries.NARROW
        if ends or not open_name:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _cells(rows: Sequence[Row], heads: Row | None) -> Iterator[Cutting]:
    frame = [row for row in rows if line_layout.is_rule(row)]
    body = [row for row in rows if row not in frame]
    body, further = _continued(body)
    single = [row for row in body if len([c for c in line_layout.cells(row.text) if c]) < 2]
    grid = [(row, line_layout.cells(row.text)) for row in body if row not in single]
    if not grid:
        return
    rows_before = len(grid)
    grid, head = _parted(grid, heads)
    parted = len(grid) + len(head) != rows_before
    frame += head
    grid = [(row, [entries.BULLET.sub("", texts[0]), *texts[1:]]) for row, texts in grid]
    headed = heads is not None and line_layout.cells(heads.text)[0] != ""
    if not headed and all(not texts[0] for _, texts in grid):
        grid = [(row, texts[1:]) for row, texts in grid]
    vacant = [_row(row, c, further) for row, c in grid if _vacant(c)]
    gone = {run.rows[0].number for run in vacant}
    live = [(row, texts) for row, texts in grid if row.number not in gone]
    plain = [_row(row, texts, further) for row, texts in live]
    for style, mark in MARKS.items():
        labels = [entries.label_of(texts[0], LABELS[style]) for _, texts in live]
        labelled = [label for label in labels if label and label[2].strip()]
        if len(labelled) < 2 or len(labelled) * 5 < len(live) * 4:
            continue
        runs = [
            replace(_row(row, [label[2], *texts[1:]], further), number=label[0], label=label[1])
            for (row, texts), label in zip(live, labels, strict=True)
            if label
        ]
        rest = [row for (row, _), label in zip(live, labels, strict=True) if not label]
        yield Cutting("cells", mark, runs, [*single, *rest], "", vacant, frame)
        return
    numbers = [entries.number_alone(texts[0]) for _, texts in live]
    known = [n for n in numbers if n is not None]
    if known and len(known) * 5 >= len(live) * 4:
        runs, last = [], 0
        for (row, texts), number in zip(live, numbers, strict=True):
            jump = last if number is not None and last and number not in (last + 1, 1) else None
            last = number if number is not None else last
            run = _row(row, texts[1:], further)
            runs.append(replace(run, number=number, label=texts[0], jumped_from=jump))
        alone = all(len(texts) == 2 for _, texts in live) and parted
        way, mark = ("numbered", "1 ") if alone else ("numbered cells", "1\t")
        yield Cutting(way, mark, runs, single, "", vacant, frame)
        if sum(late == early + 1 for early, late in pairwise(known)) * 5 >= (len(known) - 1) * 4:
            return
    yield Cutting("cells", "", plain, single, "", vacant, frame)


def _row(row: Row, texts: Sequence[str], further: Mapping[int, Sequence[Row]]) -> Run:
    """Return a row of a table as an entry, with the lines on which its cells go on."""
    below = further.get(row.number, ())
    return Run(None, "", [row, *below], ["\t".join(texts), *[""] * len(below)])


def _continued(rows: Sequence[Row]) -> tuple[list[Row], dict[int, list[Row]]]:
    """Return the rows of a table that spaces set, each joined with the lines on which its cells go
    on, and those lines by the number of their row.

    Such a line leaves the first cell empty, and fills few others, or those that the row left empty,
    or the column of numbers is the first.
    """
    joined: list[Row] = []
    further = {row.number: list(row.joined) for row in rows if row.joined}
    numbered = _is_numbered(rows)
    last: Row | None = None
    for row in rows:
        above = joined[-1] if joined else None
        near = above is not None and last is not None and last.number + 1 == row.number
        if above and near and above.spaced and row.spaced and _goes_on(above, row, numbered):
            cells = zip_longest(above.text.split("\t"), row.text.split("\t"), fillvalue="")
            text = "\t".join(_put_together(upper, lower) for upper, lower in cells)
            joined[-1] = replace(above, text=text)
            further.setdefault(above.number, []).append(row)
        else:
            joined.append(row)
        last = row
    return joined, further


def _is_numbered(rows: Sequence[Row]) -> bool:
    firsts = [first for row in rows if (first := row.text.split("\t")[0].strip())]
    return (
        bool(firsts)
        and sum(first.rstrip(".、．").isdigit() for first in firsts) * 5 >= len(firsts) * 4
    )


def _goes_on(above: Row, row: Row, numbered: bool) -> bool:
    """Whether `row` holds further words of the cells of the row `above`."""
    cells = [cell.strip() for cell in row.text.split("\t")]
    if cells[0]:
        return False
    filled = [at for at, cell in enumerate(cells) if cell]
    held = [cell.strip() for cell in above.text.split("\t")]
    apart = not any(at < len(held) and held[at] for at in filled)
    if len(cells) == len(held) == 2 and filled == [1] and held[0]:
        return body_like(held[1]) == 0 and body_like(held[1] + cells[1]) > 0
    return numbered or len(filled) * 2 < len(cells) or apart


def _put_together(upper: str, lower: str) -> str:
    """Return the text of a cell over a line end; a space parts words of Latin letters."""
    upper, lower = upper.strip(), lower.strip()
    latin = (
        upper[-1:].isascii()
        and lower[:1].isascii()
        and upper[-1:].isalnum()
        and lower[:1].isalnum()
    )
    return f"{upper} {lower}" if upper and lower and latin else upper + lower


def _parted(
    grid: list[tuple[Row, list[str]]], heads: Row | None
) -> tuple[list[tuple[Row, list[str]]], list[Row]]:
    """Return the rows of a table whose columns stand side by side as rows of one table, column
    under column, and the row of the heads if it is among them."""
    named = line_layout.cells(heads.text) if heads else grid[0][1]
    size = line_layout.beside([texts for _, texts in grid], named)
    size = size or (0 if heads else line_layout.beside([texts for _, texts in grid], ()))
    if not size:
        return grid, []
    head = [] if heads or len(line_layout.once(named)) == len(named) else [grid[0][0]]
    width = max(len(texts) for _, texts in grid)
    parts = [
        (row, texts[at : at + size])
        for at in range(0, width, size)
        for row, texts in grid[len(head) :]
        if any(texts[at : at + size])
    ]
    if not parts:  # a row of its own is no head
        return grid, []
    numbers = [number_of(texts[0].rstrip(".．、")) or 0 for _, texts in parts]
    if sorted(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        parts = [part for _, part in sorted(zip(numbers, parts, strict=True), key=itemgetter(0))]
    return parts, head


def _vacant(texts: Sequence[str]) -> bool:
    """Whether a row of a table says that nothing was awarded."""
    filled = [cell for cell in texts if cell.strip("-—/ ")]
    return (
        any(VACANT.match(cell) for cell in filled) and sum(not VACANT.match(c) for c in filled) <= 2
    )
