"""Read lines of labels as an application form: 申报单位：…　联系人：…　电话：….

Several pairs may stand in a line; what follows a label that asks for text is its value until the
next label. In a text without colons labels stand apart by blanks, as a table comes out of a PDF; or
each alone on its line, its value on the next.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.intake.contact_details import contacts_in
from casebook.intake.credits import is_name
from casebook.intake.formats.rich import Block, Paragraph, Span, Table
from casebook.intake.forms.form_grid import form_in
from casebook.intake.forms.form_values import FormValue, entries_in
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
_REMARK, _CLOSING = 60, 20
"""Characters of a line that may answer the label before it; lines of a form that closes a text."""
_OF_DATE = re.compile(r"(?:日期|时间|年月日?)$")
_DATE = re.compile(
    r"[（(]?\s*(?:\d{2,4}|_+|[〇○零一二三四五六七八九十]{4})\s*[年./-]\s*(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})\s*"
    r"(?:[月./-]\s*(?:(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})\s*[日号]?)?)?\s*[）)]?"
)
OPINION = re.compile(
    r"同意|属实|無誤|无误|无异议|无虚假|真实(?:有效|可靠|准确|、|，|。|$)|承诺|保证|(?:予以|特此|拟)(?:推荐|申报|上报)|推荐(?:申报|参评|上报|参加)"
    r"|(?:审核|审查|评审|审定)(?:通过|合格|意见)|(?:涉密|侵权|违[法规])|(?:著作|版|知识产)权|主办方|法律责任|填[表写报]|本表|此表"
    r"|盖章|公章|签章|签字|签名|负责人"
)
"""Words of opinions, of pledges and of what a form says of itself."""
INSTRUCTION = re.compile(
    r"填[写报表]|如实|字迹|打印|装订|A4|一式|附页|加页|另页|附后|本[表书]|此表|表[内中]|双面|不得漏|请(?:[用按勿在将以]|不要)"
)
"""Words of how a form is to be filled in."""
_INSTRUCTION_LINE = 120
_OF_INSTRUCTIONS = re.compile(r"(?:说明|須知|须知|注意事项)$")
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}[章节部]|[一二三四五六七八九十]{1,3}[、．.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、．.]|（\d{1,2}）)"
)
_ASKED = frozenset((
    Field.ORGANISATION, Field.RECOMMENDER, Field.TITLE, Field.SUBTITLE, Field.CATEGORY, Field.CREDIT,
    Field.HEAD, Field.PERSON,
))  # fmt: skip
"""What is answered with a few words that may stand on the line under the label."""
_GOES_ON = ("、", "，", ",", "；", ";")
"""What ends a line that its value goes on behind."""


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
            name = label.text.strip().rstrip("：:*＊※ ")  # a star says that it must be answered
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
    asked: Label | None = None
    at = end = start
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
                opened = pairs[-1][0] if _opens(*pairs[-1]) else None
                asked = _still_asked(*pairs[-1])
                end = at + 1
            elif line and (label := label_of(line)) and labels and label.field in TEXTS:
                labels[label.name], opened = label, label
            elif line and opened is None and not (labels and is_stamp(line)):
                if asked is None or not answers(asked, block):
                    break
                asked = asked if asked.field is Field.OFFICE else None
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


def _opens(label: Label, value: str) -> bool:
    """Whether a label asks for text that goes on behind its line.

    A summary that stands on the line ends with it: what follows is the text itself.
    """
    return label.field in TEXTS and not (label.field is Field.SUMMARY and value)


def _still_asked(label: Label, value: str) -> Label | None:
    """Return the label whose value may stand on the lines behind it; None when it stands on its line.

    An opinion may go on, for its seal, its signature and its day stand on lines of their own.
    """
    if not value or value.endswith(_GOES_ON):
        return label
    return label if label.field is Field.OFFICE and OPINION.search(value) else None


def answers(label: Label, block: Paragraph) -> bool:
    """Whether a paragraph looks like the value of the `label` that stands before it.

    A day under a label that asks for one, words of an opinion under one that asks for that, a few
    words under any other; never a heading, and never a paragraph of text.
    """
    line = block.text.strip()
    spans = [piece for piece in block.pieces if isinstance(piece, Span)]
    bold = all(span.face.bold for span in spans if span.text.strip())
    plain = len(spans) == len(block.pieces) and block.outline is None and not bold
    if _OF_INSTRUCTIONS.search(label.name):
        return plain and len(line) <= _INSTRUCTION_LINE and INSTRUCTION.search(line) is not None
    if not plain or len(line) > _REMARK or _HEADING.match(line):
        return False
    if _OF_DATE.search(label.name):
        return _DATE.fullmatch(line) is not None
    if label.field is Field.OFFICE:
        return OPINION.search(line) is not None or _DATE.fullmatch(line) is not None
    if label.field in WITHHELD:
        return is_name(line) or any(contacts_in(f"{label.name}：{line}"))
    return label.field in _ASKED and "。" not in line


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
    if opened.field is Field.SUMMARY and first.field is Field.KEYWORDS:
        return True
    return first.field in WITHHELD | TEXTS | {Field.OFFICE} or first.weight > 1


def entries_of(blocks: Sequence[Block]) -> Iterator[FormValue]:
    """Yield the entries of lines of labels; what follows a label that asks for text is its value.

    Paragraphs under a label that asks for a summary are the text itself where no other label asks
    for that: nobody sums up in several paragraphs, and the label was left empty.
    """
    entries = [*_line_entries(blocks)]
    bodied = any(entry.label and entry.label.field is Field.BODY for entry in entries)
    for entry in entries:
        label = entry.label
        filled = sum(
            isinstance(block, Paragraph) and bool(block.text.strip()) for block in entry.blocks
        )
        if not bodied and filled > 1 and label and label.field is Field.SUMMARY:
            yield FormValue(label, ())
            yield replace(entry, label=None)
        else:
            yield entry


def _line_entries(blocks: Sequence[Block]) -> Iterator[FormValue]:
    """Yield the entries of lines of labels as they follow each other."""
    last: FormValue | None = None
    for block in blocks:
        opened = last.label if last and last.label and _opens(last.label, last.text) else None
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
