"""What a text says of its tables: figures, and changes from one figure to another."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Piece, Prose, RunIn
from casebook.proof.findings import Spot, at
from casebook.proof.lists import either
from casebook.proof.quantities import PATTERN, agree, quantities, read, shown
from casebook.proof.rule_runner import rule
from casebook.proof.rules.tables import TOTAL, tables

_ASK = Wording("请作者核实。", "Ask the author.")
_SMALLEST = 3
"""Figures of a number in which one, or two turned round, is a slip; characters of a label."""
_CHANGE = re.compile(
    r"(?:增加|增长|提高|提升|上升|减少|下降|降低|缩短|压缩)了?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<wan>万?)(?P<unit>%|％|个百分点|倍)?"
)
_SAME_SUBJECT = ("", "同比", "净", "共", "平均")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度|底|末)?")
_SUM = re.compile(
    rf"(?P<words>(?:共|合计|总计|累计|总共|全年)[^。；\d]{{0,14}})(?P<number>{PATTERN})(?P<noun>[\u4e00-\u9fff]{{0,6}})"
)
_BESIDE = 3
"""Blocks before or behind a table that tell of it."""


@rule("C510", Kind.QUERY, "number")
def text_against_table(piece: Piece) -> Iterator[Spot]:
    """A figure of the text that is otherwise in the table.

    Why: one of the two is wrong.

        满意度由86.9%提升至95.6%, where the table has 86.9 and 96.5  →  ask the author
        中文：满意度由86.9%提升至95.6%，表中是 86.9 和 96.5  →  请作者核实

    中文：正文的数与表中的数不一致。同一指标，前后两数有一个与表相符而另一个不符，或只差一两位数字；请作者核实。
    """
    rows = dict(_labelled(piece))
    labels = either(rows)
    figures = re.compile(
        rf"(?P<label>{labels})(?:[^，。；、\d]{{0,6}})(?:(?:[由从](?:[^，。；、\d]{{0,6}}(?:\d{{4}}年的?)?))(?P<a>{PATTERN})"
        rf"[^，。；\d]{{0,8}}?[至到为](?:\d{{4}}年的?)?(?P<b>{PATTERN})|(?:达到?|为|是)(?P<c>{PATTERN}))"
    )
    for block in _prose(piece):
        for match in figures.finditer(block.text):
            known = rows[match["label"]]
            stated = [name for name in ("a", "b", "c") if match[name]]
            wrong = [name for name in stated if _plain(match[name]) not in known]
            slip = len(wrong) == 1 and (
                len(stated) == 2
                or any(_one_slip(_plain(match[wrong[0]]), value) for value in known)
            )
            if slip:
                start, end = match.span(wrong[0])
                there = "、".join(known)
                message = Wording(f"表中“{match['label']}”是 {there}", f"the table has {there}")
                yield at(block, start, end, message, _ASK)
    yield from _crossings(piece)
    yield from _sums(piece)
    yield from _turned_totals(piece)
    yield from _changes(piece)


def _prose(piece: Piece) -> Iterator[Block]:
    yield from (block for block in piece.blocks if isinstance(block, Prose | RunIn))


def _labelled(piece: Piece) -> Iterator[tuple[str, list[str]]]:
    """Yield the figures of each row of a table by the words it begins with, if no other does so."""
    seen: set[str] = set()
    for rows in tables(piece):
        for row in rows[1:]:
            label = re.sub(r"[（(].*?[）)]|\s", "", row[0].text)
            values = [_plain(cell.text) for cell in row[1:] if re.match(r"\d", cell.text)]
            if len(label) >= _SMALLEST and len(values) > 1 and label not in seen:
                yield label, values
            seen.add(label)


def _plain(text: str) -> str:
    """Return the bare number of a cell or of a quantity in the text: 1,200张 is 1200."""
    quantity = read(text.strip())
    match = re.match(r"\d+(?:,\d{3})*(?:\.\d+)?", text.strip())
    if quantity is None or match is None:
        return text.strip()
    return shown(Decimal(match[0].replace(",", "")))


def _one_slip(number: str, other: str) -> bool:
    """Whether two numbers differ by one figure, or by two neighbours turned round."""
    if number == other or len(number) != len(other) or len(number) < _SMALLEST:
        return False
    off = [at for at, (a, b) in enumerate(zip(number, other, strict=True)) if a != b]
    swapped = sorted(number) == sorted(other) and len(off) == 2
    return len(off) == 1 or swapped


def _label_words(text: str) -> str:
    """Return a label without its unit in brackets, without 的 and blanks."""
    return re.sub(r"[（(].*?[）)]|[\s的]", "", text)


def _figure(text: str) -> Decimal | None:
    match = re.fullmatch(r"(\d+(?:,\d{3})*(?:\.\d+)?)[%％]?", text.strip())
    return Decimal(match[1].replace(",", "")) if match else None


def _crossings(piece: Piece) -> Iterator[Spot]:
    """Look for a figure told of a row and a column that has a figure wrong or turned round."""
    prose = list(_prose(piece))
    for rows in tables(piece):
        known = {_plain(cell.text) for row in rows for cell in row}
        tops = [_label_words(head.text).removesuffix("年") for head in rows[0][1:]]
        for row in rows[1:]:
            side = _label_words(row[0].text).removesuffix("年")
            blocks = [block for block in prose if len(side) > 1 and side in block.text]
            for top, cell in zip(tops, row[1:] if blocks else (), strict=False):
                both = [block for block in blocks if len(top) > 1 and top in block.text]
                if both and _figure(cell.text) is not None:
                    yield from _told_otherwise(both, (side, top), cell.text.strip(), known)


def _told_otherwise(
    blocks: Sequence[Block], labels: tuple[str, str], value: str, known: Collection[str]
) -> Iterator[Spot]:
    for first, second in (labels, labels[::-1]):
        pattern = re.compile(
            rf"{re.escape(first)}年?[^。；\d]{{0,12}}{re.escape(second)}(?:[^，。；\d由从]{{0,5}})(?P<number>{PATTERN})"
        )
        for block in blocks:
            for match in pattern.finditer(block.text):
                said = _plain(match["number"])
                if said not in known and _one_slip(said, _plain(value)):
                    message = Wording(f"表中是 {value}", f"the table has {value}")
                    yield at(block, *match.span("number"), message, _ASK)


def _sums(piece: Piece) -> Iterator[Spot]:
    """Look for a sum told in the text that has a figure of the table's total wrong or turned round."""
    for rows in tables(piece):
        known = {_plain(cell.text) for row in rows for cell in row}
        totals = [row for row in rows[1:] if TOTAL.fullmatch(row[0].text.strip())]
        sums = [
            (cell.text.strip(), set(_label_words(head.text)))
            for row in totals
            for head, cell in zip(rows[0][1:], row[1:], strict=False)
            if _figure(cell.text) is not None
        ]
        for block in _prose(piece) if sums else ():
            for match in _SUM.finditer(block.text):
                said = _plain(match["number"])
                beside = set(match["words"] + match["number"] + match["noun"])
                for value, head in sums:
                    like = len(head & beside) > 1 and _one_slip(said, _plain(value))
                    if like and said not in known:
                        message = Wording(f"表中合计是 {value}", f"the table's total is {value}")
                        yield at(block, *match.span("number"), message, _ASK)
                        break


def _turned_totals(piece: Piece) -> Iterator[Spot]:
    """Look beside a table for its total with the same figures in another order, counted in the unit of
    the column: 162户 below a column 户数 that makes 126."""
    for rows in tables(piece):
        known = {_plain(cell.text) for row in rows for cell in row}
        near = range(rows[0][0].number - _BESIDE, rows[-1][-1].number + _BESIDE + 1)
        blocks = [block for block in _prose(piece) if block.number in near]
        for row in rows[1:] if blocks else ():
            if not TOTAL.fullmatch(row[0].text.strip()):
                continue
            for head, cell in zip(rows[0][1:], row[1:], strict=False):
                value = _plain(cell.text)
                for block in blocks if _figure(cell.text) is not None else ():
                    for number in quantities(block.text):
                        said = block.text[number.start : number.end]
                        counted = number.unit and number.unit in head.text
                        if counted and _turned(_plain(said), value) and _plain(said) not in known:
                            message = Wording(
                                f"表中合计是 {value}", f"the table's total is {value}"
                            )
                            yield at(block, number.start, number.end, message, _ASK)


def _turned(number: str, other: str) -> bool:
    """Whether two numbers have the same figures, two neighbours of them turned round."""
    if len(number) != len(other) or len(number) < _SMALLEST or sorted(number) != sorted(other):
        return False
    off = [at for at, (a, b) in enumerate(zip(number, other, strict=True)) if a != b]
    return len(off) == 2 and off[1] == off[0] + 1


def _changes(piece: Piece) -> Iterator[Spot]:
    """Look for a change told of a row or a column that is none between its figures."""
    series: dict[str, tuple[str, list[Decimal]]] = {}
    for rows in tables(piece):
        across = [(row[0].text, [cell.text for cell in row[1:]]) for row in rows[1:]]
        down = [
            (head.text, [row[n].text for row in rows[1:] if n < len(row)])
            for n, head in enumerate(rows[0][1:], 1)
        ]
        for label, texts in across + down:
            values = [_figure(text) for text in texts]
            if _YEAR.fullmatch(_label_words(label)):
                continue
            if len(_label_words(label)) >= _SMALLEST and len(values) > 1 and None not in values:
                series[_label_words(label)] = (label, [v for v in values if v is not None])
    if not series:
        return
    labels = re.compile(either(series))
    for block in _prose(piece):
        for sentence in re.finditer("[^。；]+", block.text):
            places = [n for n in range(*sentence.span()) if block.text[n] not in "的 "]
            text = "".join(block.text[n] for n in places)
            met = list(labels.finditer(text))
            for n, match in enumerate(met):
                end = met[n + 1].start() if n + 1 < len(met) else len(text)
                for change in _CHANGE.finditer(text, match.end(), end):
                    _, comma, subject = text[match.end() : change.start()].rpartition("，")
                    if comma and subject not in _SAME_SUBJECT:
                        continue
                    if not _is_change(change, *series[match[0]]):
                        start, last = places[change.start("number")], places[change.end() - 1] + 1
                        message = Wording(
                            f"与表中“{match[0]}”的数（{'、'.join(map(shown, series[match[0]][1]))}）不合",
                            f"the table has {', '.join(map(shown, series[match[0]][1]))}",
                        )
                        yield at(block, start, last, message, _ASK)


def _is_change(change: re.Match[str], label: str, values: Sequence[Decimal]) -> bool:
    """Whether a change told is one between two of `values`, or counts something else."""
    quantity = read(change["number"])
    if quantity is None:
        return True
    if change["wan"] and "万" not in label:
        quantity = quantity._replace(value=quantity.value * 10_000, step=quantity.step * 10_000)
    pairs = [(a, b) for a, b in combinations(values, 2) if a]
    unit = (change["unit"] or "").replace("％", "%")
    if unit == "倍":
        changes = [abs(b - a) / a for a, b in pairs]
    elif unit == "%":
        changes = [abs(b - a) * 100 / a for a, b in pairs]
        changes += [abs(b - a) * 100 / b for a, b in pairs if b]
    else:
        changes = [abs(b - a) for a, b in pairs]
    return any(agree(quantity, change_, change_) for change_ in changes)
