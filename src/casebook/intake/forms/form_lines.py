"""Read lines of labels as an application form: 申报单位：…　联系人：…　电话：….

Several pairs may stand in a line; what follows a label that asks for text is its value until the
next label. In a text without colons labels stand apart by blanks, as a table comes out of a PDF; or
each alone on its line, its value on the next.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.intake.formats.rich import Block, Paragraph, Span, Table
from casebook.intake.forms.form_grid import FormValue, entries_in, form_in
from casebook.intake.forms.labels import (
    TEXTS,
    WITHHELD,
    Field,
    Label,
    closed_up,
    label_of,
    number_of_label,
    pairs_of,
)

STAMP = re.compile(
    r"[（(]?(?:单位)?(?:盖章|公章|签章|签字|签名)[处]?[）)]?[:：]?"
    r"|(?:\d{2,4}|_+|[〇○零一二三四五六七八九十]{4})?\s*年\s*(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})?\s*月"
    r"\s*(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})?\s*日"
)
_WORDS = re.compile(r"[\s\u3000|│┃]+")
_REMARK, _OFFICE_LINES, _CLOSING = 60, 5, 20
"""Characters of a line that may answer the label before it; lines of an opinion and its stamps;
lines of a form that closes a text."""


def laid_out(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text; a form whose labels stand apart from values by blanks has colons.

    So a table comes out of a PDF, or is typed with tabs: 申报单位　北京协和医院　电话　…
    """
    near = [closed_up(line.strip()) for line in lines]
    weights = [(label.weight, label.name) for line in near if (label := _blank_label(line))]
    if len({name for _, name in weights}) < 3 or sum(weight for weight, _ in weights) < 4:
        return list(lines)
    return [_with_colons(line) for line in near]


def parted(lines: Sequence[str]) -> list[str]:
    """Return the lines with an empty one before each that begins with a label: no wrap joins it."""
    result: list[str] = []
    for line in lines:
        result += ["", line] if line and pairs_of(line) else [line]
    return result


def _blank_label(line: str) -> Label | None:
    """Return the label that stands first in a line and apart from what follows."""
    first, *rest = _WORDS.split(line.strip("|│┃ \t\u3000"))
    return label_of(first) if rest and not first.endswith(("：", ":")) and len(line) < 400 else None


def _with_colons(line: str) -> str:
    if _blank_label(line) is None:
        return line
    words = [part for part in _WORDS.split(line.strip()) if part]
    result = words[0] + "："
    for before, word in pairwise(words):
        label = label_of(word)
        firm = label is not None and label_of(before) is None and len(label.name) > 1
        gap = "" if result.endswith("：") else "　"
        result += f"{gap}{word}：" if firm else gap.replace("　", " ") + word
    return result


def closed_pairs(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with labels that stand alone on their lines put before the values under them.

    Only where three labels or more stand so, one upon the other, is it a form.
    """
    result: list[Block] = []
    run: list[tuple[Label, int]] = []
    at = 0
    while at < len(blocks):
        label = _alone(blocks[at])
        if label is not None:  # many blank lines are gone through once
            under = next((i for i in range(at + 1, len(blocks)) if not _blank(blocks[i])), at)
            value = blocks[under]
            if under > at and isinstance(value, Paragraph) and _answers(value):
                run.append((label, len(result)))
                result += [blocks[at], value]
                at = under + 1
                continue
        if not _blank(blocks[at]):
            result = _closed(result, run)
            run = []
        result.append(blocks[at])
        at += 1
    return _closed(result, run)


def _closed(paired: list[Block], run: Sequence[tuple[Label, int]]) -> list[Block]:
    """Return `found` with the pairs of `run` (a label, where it stands) made one line each."""
    names = {label.name for label, _ in run}
    telling = {label.field for label, _ in run} & {Field.ORGANISATION, Field.TITLE}
    if len(names) < 3 or not telling or sum(label.weight for label, _ in run) < 4:
        return paired
    heads = {at for _, at in run}
    closed: list[Block] = []
    for at, block in enumerate(paired):
        label = paired[at - 1] if at - 1 in heads else None
        if isinstance(label, Paragraph) and isinstance(block, Paragraph):
            name = label.text.strip().rstrip("：:")
            block = replace(block, pieces=(Span(f"{name}："), *block.pieces), mark=None)
        if at not in heads:
            closed.append(block)
    return closed


def _alone(block: Block) -> Label | None:
    """Return the label that a paragraph is nothing but, unless it asks for text."""
    label = label_of(block.text.strip()) if isinstance(block, Paragraph) else None
    return None if label is None or label.field in TEXTS | {Field.OFFICE} else label


def _answers(value: Paragraph) -> bool:
    """Whether a paragraph may be the value of the label over it."""
    line = value.text.strip()
    plain = all(isinstance(piece, Span) for piece in value.pieces)
    return (
        plain
        and len(line) <= _REMARK
        and "。" not in line
        and not (label_of(line) or pairs_of(line))
    )


def _blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.pieces


def lines_end(blocks: Sequence[Block], start: int, met: bool) -> int:
    """Return where the lines of labels that begin at `start` end; 0 when they are no form."""
    first = blocks[start]
    if isinstance(first, Table) or pairs_of(first.text.strip()) is None:
        return 0
    labels: dict[str, Label] = {}
    opened: Label | None = None
    at = end = start
    waiting = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            if opened is None or form_in(block):
                break
        else:
            line = block.text.strip()
            pairs = pairs_of(line, loose=bool(labels)) if line else None
            if pairs and _belongs(pairs, opened):
                labels |= {label.name: label for label, _ in pairs}
                opened = pairs[-1][0] if pairs[-1][0].field in TEXTS else None
                office = pairs[-1][0].field is Field.OFFICE
                waiting = _OFFICE_LINES if office else int(not pairs[-1][1])
                end = at + 1
            elif line and (label := label_of(line)) and labels and label.field in TEXTS:
                labels[label.name], opened = label, label
            elif line and opened is None:
                signed = bool(labels) and is_stamp(line)
                if not (signed or (waiting > 0 and len(line) <= _REMARK)):
                    break
                waiting = waiting - 1 if waiting > 1 or not signed else waiting
        end = at + 1 if opened or isinstance(block, Table) or block.text.strip() else end
        at += 1
    fields = {label.field for label in labels.values()}
    weight = sum(label.weight for label in labels.values())
    enough = (
        weight >= 4
        and len(labels) > 1
        and bool(fields & (WITHHELD | TEXTS | {Field.CATEGORY, Field.OFFICE}))
    )
    return end if enough or (met and weight > 1 and len(labels) > 1) else 0


def closing_end(blocks: Sequence[Block], start: int) -> int:
    """Return where lines of labels end that begin at `start` and close a text; 0 when they do not.

    Behind a text only lines that all ask for words count, people to contact among them.
    """
    labels: dict[str, Label] = {}
    filled = 0
    for block in blocks[start:]:
        line = block.text.strip() if isinstance(block, Paragraph) else "。"
        if not line:
            continue
        filled += 1
        pairs = pairs_of(line, loose=bool(labels))
        if filled > _CLOSING or not (pairs or (labels and is_stamp(line))):
            return 0
        for label, value in pairs or ():
            if label.field in TEXTS or "。" in value:
                return 0
            labels[label.name] = label
    fields = {label.field for label in labels.values()}
    known = [label for label in labels.values() if label.weight]
    return len(blocks) if len(known) > 2 and fields & WITHHELD else 0


def _belongs(pairs: Sequence[tuple[Label, str]], opened: Label | None) -> bool:
    """Whether a line of pairs is a line of the form, though a label has opened a text before it."""
    if opened is None:
        return True
    first = pairs[0][0]
    return first.field in WITHHELD | TEXTS | {Field.OFFICE} or first.weight > 1


def entries_of(blocks: Sequence[Block]) -> Iterator[FormValue]:
    """Yield the entries of lines of labels; what follows a label that asks for text is its value."""
    last: FormValue | None = None
    for block in blocks:
        opened = last.label if last and last.label and last.label.field in TEXTS else None
        line = block.text.strip() if isinstance(block, Paragraph) else ""
        pairs = pairs_of(line, loose=True) if line and opened is None else pairs_of(line)
        label = label_of(line) if line else None
        if pairs and _belongs(pairs, opened) and isinstance(block, Paragraph):
            if last is not None:
                yield last
            *firsts, last = entries_in(block, pairs)
            yield from firsts
        elif label is not None and label.field in TEXTS:
            if last is not None:
                yield last
            last = FormValue(label, ())
        elif last and isinstance(block, Paragraph) and (section := _section(line, opened)):
            yield last
            (last,) = entries_in(block, [section])
        elif last is not None and (opened or line):
            last = replace(last, blocks=(*last.blocks, block))
    if last is not None:
        yield last


def _section(line: str, opened: Label | None) -> tuple[Label, str] | None:
    """Return label and text of a line that goes on numbering the sections of a form: 二、破题：…."""
    if opened is None or not number_of_label(opened.text):
        return None
    pairs = pairs_of(line, loose=True) or []
    if len(pairs) != 1 or not number_of_label(pairs[0][0].text):
        return None
    label, value = pairs[0]
    return replace(label, field=Field.SECTION), value


def is_stamp(line: str) -> bool:
    """Say whether a line holds nothing but what stands round a stamp or a date (盖章, 年 月 日)."""
    return bool(line) and not STAMP.sub("", line).strip(" \u3000:：（）()_")
