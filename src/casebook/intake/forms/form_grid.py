"""Read a table as an application form: which cell is a label, and which value answers it.

Forms come in every shape: label beside value, label over value, two pairs a row, labels over
several rows with rows of persons beside them, label and value in one cell. None is named here: a
table is laid on its grid, cells of the lexicon (`labels`) are found, and every other cell is
given the label it stands right of or under. A table of data has such words too, over or beside
many values; it stays a table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebook.intake.contact_details import contacts_in
from casebook.intake.formats.rich import (
    Cell,
    Paragraph,
    Table,
    paragraphs,
)
from casebook.intake.forms.form_values import FormValue, values_in
from casebook.intake.forms.labels import (
    PEOPLE,
    TEXTS,
    WITHHELD,
    Field,
    Label,
    folded,
    is_short,
    label_of,
    pairs_of,
    unknown,
)

ENOUGH_NAMED, ENOUGH, ENOUGH_INSIDE = 2, 4, 7
"""What the labels of a table must weigh together: under the name of a form (申报表), at the head of
a document, and behind text."""
_ATTRIBUTES = frozenset(
    "姓名 性别 出生年月 职务 职称 电话 手机 联系电话 邮箱 电子邮箱 单位 工作单位 民族 学历 微信 手机号码".split()
)
_AUTHOR = frozenset({Field.CREDIT, Field.PERSON, Field.ORGANISATION, Field.HEAD})
_ROLES = frozenset({Field.CREDIT, Field.CONTACT, Field.HEAD})
_ONCE = frozenset(
    {Field.ORGANISATION, Field.RECOMMENDER, Field.TITLE, Field.SUBTITLE, Field.CATEGORY}
)
"""What is answered once: a second cell under such a label answers something else."""
_CELLS, _SPAN, _DOWN = 1000, 100, 16
"""Cells of a table, columns of a cell, paragraphs of a label: more no form has."""
_ASKING = 12
"""Characters of a label that no lexicon has."""


@dataclass(eq=False)
class _Box:
    """A cell on its grid."""

    row: int
    column: int
    cell: Cell
    label: Label | None = None
    pairs: list[FormValue] | None = None
    header: bool = False
    group: bool = False
    served: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs(self.cell.blocks)).strip()


def may_be_form(table: Table) -> bool:
    """Whether a table is small enough for a form and has a label."""
    cells = [cell for row in table.rows for cell in row]
    if len(cells) > _CELLS or any(cell.across > _SPAN or cell.down > _CELLS for cell in cells):
        return False
    return any(map(_opens_with_label, cells))


def _opens_with_label(cell: Cell) -> bool:
    lines = [block.text.strip() for block in cell.blocks if isinstance(block, Paragraph)]
    if not lines:
        return False
    return bool(label_of("\n".join(lines[:_DOWN])) or pairs_of(lines[0]) or label_of(lines[0]))


def form_in(
    table: Table, inside: bool = False, named: bool = False, more: bool = False,
    closing: bool = False, goes_on: bool = False, group: Label | None = None,
) -> "Grid | None":  # fmt: skip
    """Return the form that `table` is, or None.

    It must be surer `inside` a text, and less sure when it is `named` a form before. A table in
    the cell that the label `group` asks for persons is a part of the form, and so is one of
    opinions and stamps when the document holds `more` of a form, or of authors at its close, and one
    that asks for text where it `goes_on` with the form right behind it.
    """
    if not may_be_form(table):
        return None
    grid = Grid(table)
    fields = {label.field for label in grid.labels().values()}
    if group is not None and group.field in _ROLES and len(fields) > 1:
        return grid
    known = WITHHELD | {Field.OFFICE} | (_AUTHOR if closing else frozenset())
    known |= TEXTS if goes_on else frozenset()
    part = more or bool(closing and fields & WITHHELD and len(grid.labels()) > 1)
    if part and fields and fields <= known and not grid.is_data():
        return grid
    return grid if grid.is_form(inside, named) else None


class Grid:
    """A table on its grid, judged cell by cell."""

    def __init__(self, table: Table) -> None:
        self._at: dict[tuple[int, int], _Box] = {}
        self._boxes: list[_Box] = []
        for row, cells in enumerate(table.rows):
            column = 0
            for cell in cells:
                while (row, column) in self._at:
                    column += 1
                box = _Box(row, column, cell)
                self._boxes.append(box)
                for down in range(cell.down):
                    for across in range(cell.across):
                        self._at.setdefault((row + down, column + across), box)
        self._height = len(table.rows)
        self._width = max((column for _, column in self._at), default=-1) + 1
        for box in self._boxes:
            nested = any(isinstance(block, Table) for block in box.cell.blocks)
            box.label = None if nested else label_of(box.text)
            if box.label is None:
                box.pairs = values_in(box.cell.blocks)
        for row in range(self._height):
            self._fill_heads(row)
            self._judge_runs(row)
        for box in self._boxes:
            if box.pairs is not None:
                self._judge_pairs(box)

    def _fill_heads(self, row: int) -> None:
        """Take words no lexicon has for labels where a row of labels heads columns."""
        boxes = self._row(row)
        named = [box for box in boxes if box.label is not None]
        others = [box for box in boxes if box.label is None]
        if len(named) < 3 or not others or len(named) < 2 * len(others):
            return
        under = [below for box in boxes if (below := self._below(box)) is not None]
        plain = [box for box in under if box.label is None and box.pairs is None]
        if 2 * len(plain) > len(boxes) and all(_may_ask(box) for box in others):
            for box in others:
                box.label = unknown(box.text)

    def _ask(self) -> None:
        """Take words no lexicon has for labels where labels stand: at the head of a row's pairs.

        Only a table that is a form already is asked; in it a short cell in a column of labels,
        with a value beside it, asks for that value whatever it is called.
        """
        columns: dict[int, list[_Box]] = {}
        for box in self._boxes:
            if box.cell.across < self._width:
                columns.setdefault(box.column, []).append(box)
        for _, boxes in sorted(columns.items(), reverse=True):
            named = [box for box in boxes if box.label and not box.header]
            asking = [box for box in boxes if box in named or _may_ask(box)]
            if len(named) < 2 or 3 * len(named) < len(asking):
                continue
            for box in boxes:
                if box.label is None and box.pairs is None and self._asks(box):
                    box.label = unknown(box.text)
        self._ask_bands()
        for box in self._boxes:
            right = self._right(box)
            if box.label is None and right is not None and right.label is not None:
                box.group = 1 < right.cell.down + 1 <= box.cell.down and _may_ask(box)
                box.label = unknown(box.text) if box.group else None

    def _ask_bands(self) -> None:
        """Take words alone in their row for the label of the sentences under them, as others are.

        Only where labels stand so over their values, and behind a value: what stands right under a
        label answers it.
        """
        alone = [box for box in self._boxes if box.cell.across == self._width]
        if not any(box.label and box.label.field in TEXTS for box in alone):
            return
        for box in alone:
            above, below = self._at.get((box.row - 1, 0)), self._below(box)
            bare = box.label is None and box.pairs is None and _may_ask(box)
            answered = above is not None and above.label is None and above.text
            follows = below in alone and below is not None and below.label is None
            if bare and answered and follows and below and "。" in below.text:
                box.label = unknown(box.text)

    def _asks(self, box: _Box) -> bool:
        right, left = self._right(box), self._at.get((box.row, box.column - 1))
        if right is None or right.label is not None or right.pairs is not None:
            return False
        answers = left is not None and left.label is not None
        if left is not None and left.label is not None and left.group:
            answers = left.label.field in PEOPLE
        return _may_ask(box) and not answers and self._head(box) is None

    def _judge_pairs(self, box: _Box) -> None:
        """Pairs in a cell that a label asks for are persons of that label, or words of a text."""
        left = self._left_label(box)
        asked = left if left and not left.header else self._over(box)
        if asked is None or asked.label is None or box.pairs is None:
            return
        fields = {pair.label.field for pair in box.pairs if pair.label}
        if asked is not left and fields <= WITHHELD | {Field.OFFICE}:
            return
        if asked.label.field in _ROLES | {Field.PRIVATE, Field.OFFICE}:
            box.pairs = [replace(pair, group=asked.label) for pair in box.pairs]
            asked.served = True
        else:
            box.pairs = None

    def _row(self, row: int) -> list[_Box]:
        return [box for box in self._boxes if box.row == row]

    def _right(self, box: _Box) -> _Box | None:
        return self._at.get((box.row, box.column + box.cell.across))

    def _below(self, box: _Box) -> _Box | None:
        return self._at.get((box.row + box.cell.down, box.column))

    def _judge_runs(self, row: int) -> None:
        """Tell what labels side by side are: heads of columns, a group and a label, or a value."""
        boxes = self._row(row)
        at = 0
        while at < len(boxes):
            end = at
            while end < len(boxes) and boxes[end].label is not None:
                end += 1
            run = boxes[at:end]
            while len(run) > 1 and self._groups(run[0], run[1]):
                run[0].group = True
                run = run[1:]
            if len(run) > 1:
                self._judge_run(run, end < len(boxes))
            at = max(end, at) + 1

    def _groups(self, first: _Box, second: _Box) -> bool:
        """Whether `first` is the label of the rows in which `second` is a label."""
        if first.label is None or second.label is None:
            return False
        if first.cell.down > second.cell.down:
            return True
        more = self._right(second) is not None
        return more and first.label.field in _ROLES and second.label.name in _ATTRIBUTES

    def _judge_run(self, run: list[_Box], more: bool) -> None:
        under = [below for box in run if (below := self._below(box)) is not None]
        heads = [b for b in under if b.label is None and b.pairs is None]
        if len(under) == len(run) and len(heads) * 2 > len(run) and not more:
            for box in run:
                box.header = True
            return
        for place, box in enumerate(run):  # a value may be a word of the lexicon
            if place % 2:
                box.label = None

    def labels(self) -> dict[str, Label]:
        """Return the labels met, by name."""
        labels = {box.label.name: box.label for box in self._boxes if box.label}
        for box in self._boxes:
            labels |= {e.label.name: e.label for e in box.pairs or () if e.label}
        return labels

    def is_form(self, inside: bool, named: bool) -> bool:
        """Whether the table is a form and no data; see `form_in`."""
        labels = self.labels().values()
        weight = sum(label.weight for label in labels)
        fields = {label.field for label in labels}
        enough = ENOUGH_NAMED if named else ENOUGH
        telling = any(label.weight > 1 for label in labels)
        whose = telling and not inside and {Field.ORGANISATION, Field.TITLE} <= fields
        if len(labels) < 2 or (weight < enough and not whose) or self.is_data():
            return False
        if not (named or telling or {Field.ORGANISATION, Field.TITLE} <= fields):
            return False
        if not inside or named:
            return True
        asked = fields & (WITHHELD | {Field.OFFICE, Field.CATEGORY})
        return (
            weight >= ENOUGH_INSIDE and {Field.ORGANISATION, Field.TITLE} <= fields and bool(asked)
        )

    def is_data(self) -> bool:
        """Whether labels head columns of several values each, or rows of several values each."""
        alone = [box for box in self._boxes if box.label and not box.group]
        only = alone[0] if len(alone) == 1 and self._width > 2 else None
        if only and only.row == 0 and self._filled(only, 1, 0) > 1:
            return True
        heads = [box for box in alone if box.header]
        if heads and len(heads) * 2 > len(alone) and not any(box.pairs for box in self._boxes):
            columns = [self._filled(box, 1, 0) for box in heads]
            return max(columns) > 1 or all(not count for count in columns)
        first = [box for box in alone if box.column == 0 and not box.header]
        if self._width > 2 and first and len(first) * 5 > len(alone) * 4:
            beside = [self._filled(box, 0, 1) for box in first]
            return sum(count > 1 for count in beside) * 2 > len(beside)
        return False

    def _filled(self, box: _Box, down: int, across: int) -> int:
        """Count the filled cells that follow `box` in one direction up to the next label."""
        filled: list[_Box] = []
        row, column = box.row, box.column
        while True:
            row, column = row + down, column + across
            other = self._at.get((row, column))
            wider = down and other is not None and other.cell.across > box.cell.across
            if other is None or wider or (other.label is not None and other is not box):
                return len(filled)  # a wider cell below is a row of its own under the columns
            if other is not box and other not in filled and other.text:
                filled.append(other)

    def entries(self) -> Iterator[FormValue]:
        """Yield every value with its label, in reading order; labels nobody answered too."""
        self._ask()
        answered: set[int] = set()
        numbered: list[tuple[int, FormValue]] = []
        for number, box in enumerate(self._boxes):
            if box.pairs is not None:
                numbered += [(number, pair) for pair in box.pairs]
                answered.update(id(b) for b in self._boxes if b.served and b.label and any(
                    pair.group is b.label for pair in box.pairs))  # fmt: skip
            elif box.label is None:
                label, group = self._asked(box)
                answered |= {id(label), id(group)}
                asked, over = (b.label if b else None for b in (label, group))
                numbered.append((number, FormValue(asked, box.cell.blocks, over)))
        for number, box in enumerate(self._boxes):
            if box.label is not None and id(box) not in answered:
                numbered.append((number, FormValue(box.label, ())))
        yield from _joined([entry for _, entry in sorted(numbered, key=lambda item: item[0])])

    def _asked(self, box: _Box) -> tuple[_Box | None, _Box | None]:
        """Return the label a value answers, and that of the group of rows it stands in."""
        left = self._left_label(box)
        head = self._head(box)
        if head is not None and (left is None or left.group or left.header):
            own = left if left and left.group else None
            of_people = own is not None and own.label is not None and own.label.field in PEOPLE
            return head, own if of_people else self._group_of(head) or own
        if left is None or left.header:
            over = self._over(box)
            return over, self._group_of(over) if over else None
        if left.group:
            others = any(pair.label and not pair.group for pair in self._row(box.row))
            return (None, left) if others and is_short(box.text) else (left, None)
        beside = self._at.get((box.row, box.column - 1))
        if beside is not left and left.label and left.label.field not in _ROLES | TEXTS:
            return None, None  # a label nobody knows stands between
        left.served = True
        return left, self._group_of(left)

    def _left_label(self, box: _Box) -> _Box | None:
        """Return the nearest label to the left of `box` in its row."""
        column = box.column - 1
        while column >= 0:
            other = self._at.get((box.row, column))
            if other is None:
                return None
            if other.label is not None or other.pairs is not None:
                return other if other.label else None
            column = other.column - 1
        return None

    def _head(self, box: _Box) -> _Box | None:
        """Return the head of the column `box` stands in, unless other labels part them."""
        row = box.row - 1
        while row >= 0:
            other = self._at.get((row, box.column))
            if other is None:
                return None
            if other.header:
                return other if box.cell.across <= other.cell.across else None
            if other.label is not None or other.pairs is not None:
                return None
            row = other.row - 1
        return None

    def _over(self, box: _Box) -> _Box | None:
        """Return the label that stands over `box` and has no value of its own beside it."""
        row, between = box.row - 1, False
        while row >= 0:
            other = self._at.get((row, box.column))
            if other is None or other.pairs is not None:
                return None
            if other.label is not None:
                if other.group:
                    return None
                if between and other.label.field in _ONCE and not other.header:
                    return None
                right = self._right(other)
                free = not other.served and (right is None or right.label is not None)
                return other if free or other.header else None
            if self._left_label(other) is not None:
                return None
            between = between or bool(other.text)
            row = other.row - 1
        return None

    def _group_of(self, box: _Box) -> _Box | None:
        """Return the label of a group of rows that `box`, a label, belongs to."""
        column = box.column - 1
        while column >= 0:
            other = self._at.get((box.row, column))
            if other is None:
                break
            if other.group:
                return other
            column = other.column - 1
        over = self._at.get((box.row - 1, box.column))
        if box.header and over is not None and over.label and self._right(over) is None:
            return over if over.label.field in _ROLES else None
        return None


def _may_ask(box: _Box) -> bool:
    """Whether a cell may be a label: a few words, no sentence, no number, nothing of a person."""
    text = re.sub(r"\s+", "", box.text)
    word = re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9/／、（）()：:*※是否及与和]{2,24}", text)
    return bool(word) and 1 < len(folded(text)) <= _ASKING and not any(contacts_in(text))


def _joined(entries: Sequence[FormValue]) -> Iterator[FormValue]:
    """Put further cells of one label behind the first; those of a row of persons stay apart."""
    last: FormValue | None = None
    for entry in entries:
        same = last is not None and entry.label is not None and entry.label is last.label
        if last is not None and same and entry.label and entry.label.field in TEXTS:
            last = replace(last, blocks=(*last.blocks, *entry.blocks))
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last
