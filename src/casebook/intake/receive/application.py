"""Take the application form off a manuscript (申报表, 推荐表): fields, people to contact, the text.

Enters: the blocks of a document, or the lines of a text. Leaves: the blocks with the form's text
in the place of the form, as if it had been the manuscript; the fields it states; what nobody may
print; and what was cut. Every character of the form is in one of them. Forms are tables
(`form_grid`) or lines of labels; both may stand in one file, and a manuscript proper behind them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from casebook.book import Contributor
from casebook.intake.contact_details import Detail, contacts_in
from casebook.intake.organisations import fold
from casebook.intake.receive.credits import credits_of
from casebook.intake.receive.form_grid import Entry, entries_in, form_in, is_short
from casebook.intake.receive.labels import (
    TEXTS,
    WITHHELD,
    Field,
    Label,
    folded,
    label_of,
    pairs_of,
)
from casebook.intake.rich import Block, Paragraph, Shot, Span, Table, paragraphs

_NAME = re.compile(
    r"[^。；：:]{0,40}(?:申报|推荐|登记|投稿|报名|信息|申请|审批|报送|报审|征集)(?:书|表|登记表|信息表|审批表|汇总表|材料)?"
    r"(?:[（(].{1,12}[）)])?(?: ?[A-Za-z][A-Za-z ]{3,40})?"
)
_ANNEX = re.compile(r"(?:附件|附表|附)\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?")
_STAMP = re.compile(
    r"[（(]?(?:单位)?(?:盖章|公章|签章|签字|签名)[处]?[）)]?[:：]?"
    r"|(?:\d{2,4}|_+|[〇○零一二三四五六七八九十]{4})?\s*年\s*(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})?\s*月"
    r"\s*(?:\d{1,2}|_+|[一二三四五六七八九十]{1,3})?\s*日"
)
_SEAL = re.compile(r"[（(](?:加?盖?(?:公章|盖章|签章|章)|盖章处)[）)]$")
_ABOUT = re.compile(r".{0,40}本表.{0,60}")
_PERSON = re.compile(
    r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10}"
)
_PROMPT = re.compile(
    r"[（(【\[].*(?:字以内|字以上|不少于|不超过|可另附|另附页|请填写|填写|请简要|限\d+字|\d+字).*[）)】\]]"
)
_TICKED = re.compile(r"[☑☒✔√■●▣][\s\u3000]*([^□☐☑☒✔√■●▣○\s\u3000]+)")
_BOXES = re.compile("[□☐☑☒✔√■○●▣]")
_LEAST = 300
"""Characters of a text behind a form that is the manuscript itself."""
_REMARK, _OFFICE_LINES = 60, 5
"""Characters of a line that may answer the label before it; lines of an opinion and its stamps."""
_HEAD, _TAIL = 12, 12
"""Paragraphs at the head and the tail among which lines of contact are looked for."""


class Said(NamedTuple):
    """A label and a value of a form, as printed, and what became of them."""

    label: str
    value: str
    became: str


FIELD, TEXT, CUT = "字段 / field", "正文 / text", "未入正文 / cut"
SUMMARY, UNSET = "提要 / summary", "正文另有，未排 / not set, the text stands elsewhere"


@dataclass
class Application:
    """What a form says. `said` is all of it but for `private`: labels and values withheld.

    `others` are the titles of further forms in the file, `shots` counts pictures that stood in
    no text. `met` says that there is a form, `filled` that somebody filled it in, `behind` that
    the manuscript follows it.
    """

    organisation: str = ""
    title: str = ""
    category: str = ""
    summary: str = ""
    names: list[str] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    private: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    shots: int = 0
    met: bool = False
    filled: bool = False
    behind: bool = False
    _organisations: list[tuple[int, str]] = field(default_factory=list)
    _titles: list[tuple[int, str]] = field(default_factory=list)

    def cut(self, value: str, label: str = "") -> None:
        """Note that words of the form go into no text."""
        if value or label:
            self.said.append(Said(label, value, CUT))

    def take(self, entry: Entry) -> None:
        """Take a value that is no text of the manuscript."""
        label, value = entry.label, entry.text
        office = any(one and one.field is Field.OFFICE for one in (label, entry.group))
        self.filled |= not entry.empty and not office
        self.shots += sum(
            isinstance(p, Shot) for one in paragraphs(entry.blocks) for p in one.pieces
        )
        if entry.group is not None and all(entry.group.text != one.label for one in self.said):
            self.cut("", entry.group.text)
        if any(one and one.field in WITHHELD for one in (label, entry.group)) and not entry.empty:
            self.private.append((label.text if label else "", value))
        elif label is None:
            self._scrap(value)
        elif office or entry.empty:
            self.cut(value, label.text)
        else:
            self._field(label, entry, value)

    def _scrap(self, value: str) -> None:
        if any(one.detail is not Detail.HOTLINE for one in contacts_in(value)):
            self.private.append(("", value))
        else:
            self.cut(value)

    def _field(self, label: Label, entry: Entry, value: str) -> None:
        kept = self._without_contacts(label, value)
        self.said.append(Said(label.text, kept, FIELD))
        line = joined(kept)
        match label.field:
            case Field.ORGANISATION if not entry.group:
                self._organisations.append((label.weight, _SEAL.sub("", line).strip()))
            case Field.RECOMMENDER:
                self._organisations.append((0, _SEAL.sub("", line).strip()))
            case Field.TITLE:
                self._titles.append((label.weight, _unmarked(line)))
            case Field.SUBTITLE if self._titles and "——" not in self._titles[-1][1]:
                weight, title = self._titles.pop()
                self._titles.append((weight, f"{title}——{line.lstrip('—- ')}"))
            case Field.CATEGORY:
                chosen = "、".join(_TICKED.findall(kept)) if _BOXES.search(kept) else line
                self.category = self.category or chosen
            case Field.CREDIT:
                self._credit(kept, label)
            case Field.PERSON:
                self._credit(kept, entry.group)

    def _credit(self, value: str, role: Label | None) -> None:
        """Add the persons named in `value`: one by one where it is nothing but names."""
        names = [one for one in re.split(r"\s*[、，,；;\n]\s*|[ \u3000]{2,}|\u3000", value) if one]
        if not all(map(_PERSON.fullmatch, names)):
            names = [joined(value)]
        for name in names:
            said = Contributor(name, folded(role.text) if role else "作者")
            if name and said not in self.contributors:
                self.contributors.append(said)

    def _without_contacts(self, label: Label, value: str) -> str:
        """Take contact details out of a value that is printed or logged."""
        found = [one for one in contacts_in(value) if one.detail is not Detail.HOTLINE]
        for one in reversed(found):
            self.private.append((label.text, value[one.start : one.end]))
            value = value[: one.start] + value[one.end :]
        return re.sub(r"[（(][\s:：，,、]*[）)]|[\s，,、:：]+$", "", value) if found else value

    def close(self) -> None:
        """End a form: of the units and titles it states the most telling count."""
        units = sorted(self._organisations, key=lambda one: -one[0])
        titles = sorted(self._titles, key=lambda one: -one[0])
        title = titles[0][1] if titles else ""
        if title and self.title and fold(title) != fold(self.title):
            self.others.append(title)
        self.title = self.title or title
        self.organisation = self.organisation or (units[0][1] if units else "")
        self.names += [name for _, name in units if name != self.organisation]
        self._organisations.clear()
        self._titles.clear()


def taken(blocks: Sequence[Block]) -> tuple[list[Block], Application]:
    """Return `blocks` with the form's text in its place, and what the form says.

    Blocks that hold no form come back as they are, and the application says nothing.
    """
    form = Application()
    kept: list[Block] = []
    text: list[Entry] = []
    at = size = 0
    while at < len(blocks):
        block = blocks[at]
        inside = size > _LEAST
        if isinstance(block, Table):
            grid = form_in(block, inside, _named(kept), more=form.met)
            if grid is not None:
                _cut_name(kept, form)
                form.met = True
                text += _sorted(grid.entries(), form)
                form.cut(block.caption)
                form.close()
                at += 1
                continue
        elif not inside and (end := _lines_end(blocks, at, form.met)):
            _cut_name(kept, form)
            form.met = True
            text += _sorted(_entries(blocks[at:end]), form)
            form.close()
            at = end
            continue
        size += len(block.text) if isinstance(block, Paragraph) else 0
        kept.append(block)
        at += 1
    kept = _withheld_lines(kept, form)
    if not form.met:
        return kept, form
    kept = list(_headed(kept, form))
    return _united(text, kept, form), form


def laid_out(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text; a form whose labels stand apart from values by blanks has colons.

    So a table comes out of a PDF, or is typed with tabs: 申报单位　北京协和医院　电话　…
    """
    weights = [(label.weight, label.name) for line in lines if (label := _blank_label(line))]
    if len({name for _, name in weights}) < 3 or sum(weight for weight, _ in weights) < 4:
        return list(lines)
    return [_with_colons(line) for line in lines]


_WORDS = re.compile(r"[\s\u3000|│┃]+")


def _blank_label(line: str) -> Label | None:
    """Return the label that stands first in a line and apart from what follows."""
    first, *rest = _WORDS.split(line.strip("|│┃ \t\u3000"))
    return label_of(first) if rest and not first.endswith(("：", ":")) and len(line) < 400 else None


def _with_colons(line: str) -> str:
    if _blank_label(line) is None:
        return line
    words = [one for one in _WORDS.split(line.strip()) if one]
    said = words[0] + "："
    for before, word in pairwise(words):
        label = label_of(word)
        firm = label is not None and label_of(before) is None and len(label.name) > 1
        gap = "" if said.endswith("：") else "　"
        said += f"{gap}{word}：" if firm else gap.replace("　", " ") + word
    return said


def _headed(kept: Sequence[Block], form: Application) -> Iterator[Block]:
    """Yield what stands behind a form, with labels that stand alone made headings or cut."""
    for block in kept:
        label = (
            label_of(block.text) if isinstance(block, Paragraph) and block.text.strip() else None
        )
        if label is None or label.field not in TEXTS or not isinstance(block, Paragraph):
            yield block
        elif label.field is Field.BODY:
            form.said.append(Said(label.text, "", TEXT))
        else:
            yield replace(block, outline=0)


def _named(kept: Sequence[Block]) -> bool:
    last = next((b for b in reversed(kept) if isinstance(b, Table) or b.text.strip()), None)
    return isinstance(last, Paragraph) and bool(_NAME.fullmatch(joined(last.text)))


def _cut_name(kept: list[Block], form: Application) -> None:
    """Take the name of the form, and the number of the annex it is, off what stands before it."""
    at = len(kept)
    furniture = 0
    while at and isinstance(block := kept[at - 1], Paragraph) and len(kept) - at < 6:
        line = joined(block.text)
        if line and not (_NAME.fullmatch(line) or _ANNEX.fullmatch(line) or len(line) < 30):
            break
        at -= 1
        if _NAME.fullmatch(line) or _ANNEX.fullmatch(line):
            furniture = at + 1
    if furniture:
        first = next(i for i in range(len(kept)) if _is_furniture(kept[i]))
        for block in kept[first:]:
            if isinstance(block, Paragraph) and block.text.strip():
                form.cut(block.text.strip())
        del kept[first:]


def _is_furniture(block: Block) -> bool:
    line = joined(block.text) if isinstance(block, Paragraph) else ""
    return bool(_NAME.fullmatch(line) or _ANNEX.fullmatch(line))


def _lines_end(blocks: Sequence[Block], start: int, met: bool) -> int:
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
                signed = bool(labels) and _is_stamp(line)
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


def _is_stamp(line: str) -> bool:
    return bool(line) and not _STAMP.sub("", line).strip(" \u3000:：（）()_")


def _belongs(pairs: Sequence[tuple[Label, str]], opened: Label | None) -> bool:
    """Whether a line of pairs is a line of the form, though a label has opened a text before it."""
    if opened is None:
        return True
    first = pairs[0][0]
    return first.field in WITHHELD | TEXTS | {Field.OFFICE} or first.weight > 1


def _entries(blocks: Sequence[Block]) -> Iterator[Entry]:
    """Yield the entries of lines of labels; what follows a label that asks for text is its value."""
    last: Entry | None = None
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
            last = Entry(label, ())
        elif last is not None and (opened or line):
            last = replace(last, blocks=(*last.blocks, block))
    if last is not None:
        yield last


def _sorted(entries: Iterator[Entry], form: Application) -> list[Entry]:
    """Take fields and what is private out of `entries`; return those that are text."""
    texts: list[Entry] = []
    for entry in entries:
        tables = [one for one in entry.blocks if isinstance(one, Table)]
        nested = [(one, grid) for one in tables if (grid := form_in(one, group=entry.label))]
        if nested and not (entry.label and entry.label.field in TEXTS):
            group, gone = entry.label, [one for one, _ in nested]
            inner = [inner for _, grid in nested for inner in grid.entries()]
            texts += _sorted(iter([replace(e, group=e.group or group) for e in inner]), form)
            left = tuple(one for one in entry.blocks if not any(one is b for b in gone))
            entry = replace(entry, blocks=left)
        if _is_text(entry):
            form.filled |= not entry.empty
            texts.append(entry)
        else:
            form.take(entry)
    return texts


def _is_text(entry: Entry) -> bool:
    if entry.empty:
        return False
    label = entry.label
    if label is None:
        scrap = _STAMP.sub("", entry.text)
        return not is_short(scrap) or any(isinstance(one, Table) for one in entry.blocks)
    if label.field in TEXTS:
        return True
    long = label.field in (Field.REMARK, Field.TITLE, Field.CATEGORY) and len(entry.text) > 150
    return long and "。" in entry.text


def _united(texts: Sequence[Entry], kept: list[Block], form: Application) -> list[Block]:
    """Return the text of the manuscript: that of the form, and what stands behind it."""
    behind = sum(len(one.text) for one in paragraphs(tuple(kept)))
    sections = [one for one in texts if not (one.label and one.label.field is Field.SUMMARY)]
    inside = sum(len(one.text) for one in sections)
    summaries = [one for one in texts if one.label and one.label.field is Field.SUMMARY]
    if behind >= _LEAST and behind >= 2 * inside:  # the manuscript itself follows the form
        form.behind = True
        for one in texts:
            _log_text(one, form)
        return kept
    if sections or behind >= _LEAST:
        for one in summaries:
            _log_text(one, form)
        texts = sections
    found: list[Block] = []
    many = len([one for one in texts if one.label]) > 1
    for one in texts:
        found += _section(one, many, form)
    return [*found, *kept]


def _log_text(entry: Entry, form: Application) -> None:
    """Keep a text of the form that is not set: as the summary, or in the log."""
    label = entry.label
    printed = label.text if label else ""
    summary = label is not None and label.field is Field.SUMMARY
    if summary:
        form.summary = "\n".join(filter(None, (form.summary, entry.text)))
    form.said.append(Said(printed, entry.text, SUMMARY if summary else UNSET))


def _section(entry: Entry, many: bool, form: Application) -> Iterator[Block]:
    """Yield a text of the form, under its label where it is one of several."""
    label = entry.label
    blocks = [*entry.blocks]
    while blocks and isinstance(first := blocks[0], Paragraph):
        line = first.text.strip()
        if line and not _PROMPT.fullmatch(line):
            break
        form.cut(line)
        if any(not isinstance(piece, Span) for piece in first.pieces):
            break
        blocks.pop(0)
    if label is not None:
        form.said.append(Said(label.text, "", TEXT))
        opens = (
            isinstance(blocks[0], Paragraph) and folded(blocks[0].text) == label.name
            if blocks
            else False
        )
        if (label.field is Field.SECTION and not opens) or (many and label.field is Field.SUMMARY):
            yield Paragraph((Span(_heading(label)),), outline=0)
    yield from _unstamped(blocks, form)


def _unstamped(blocks: list[Block], form: Application) -> list[Block]:
    """Cut stamps and dates of signing off the end of a text."""
    end = len(blocks)
    while end and isinstance(block := blocks[end - 1], Paragraph):
        line = block.text.strip()
        if (line and not _is_stamp(line)) or any(not isinstance(p, Span) for p in block.pieces):
            break
        end -= 1
    for block in blocks[end:]:
        form.cut(block.text.strip() if isinstance(block, Paragraph) else "")
    return blocks[:end]


def _heading(label: Label) -> str:
    """Return a label as a heading: its number kept, its notes, spaces and colon not."""
    bare = re.sub(r"[\s\u3000]+", "", label.text).lstrip("※*★☆●■□◆▲")
    at = bare.find(label.name)
    return bare[: at + len(label.name)] if at >= 0 else label.name


def _withheld_lines(blocks: list[Block], form: Application) -> list[Block]:
    """Take lines that name people to contact off the head and the tail of the text."""
    filled = [at for at, one in enumerate(blocks) if isinstance(one, Table) or one.text.strip()]
    gone: set[int] = set()
    for run in (filled[:_HEAD], filled[::-1][:_TAIL]):
        for at in run:
            block = blocks[at]
            if isinstance(block, Table) or any(not isinstance(p, Span) for p in block.pieces):
                break
            if at in gone:
                continue
            line = block.text.strip()
            pairs = pairs_of(line)
            if form.met and (_ABOUT.fullmatch(line) or _is_label(line, Field.OFFICE)):
                gone.add(at)
                form.cut(line)
            elif pairs and _apart(pairs, form) and len(line) < 160:
                gone.add(at)
                for label, value in pairs:
                    form.take(Entry(label, (Paragraph((Span(value),)),)))
            elif len(line) > 60 and credits_of(line) is None:
                break
    return [block for at, block in enumerate(blocks) if at not in gone]


def _apart(pairs: Sequence[tuple[Label, str]], form: Application) -> bool:
    """Whether a line of pairs is no text: it names people to contact, or ends a form."""
    fields = [label.field for label, _ in pairs]
    return any(one in WITHHELD for one in fields) or (
        form.met and all(one is Field.OFFICE for one in fields)
    )


def _is_label(line: str, kind: Field) -> bool:
    label = label_of(line) if line else None
    return label is not None and label.field is kind


def _unmarked(title: str) -> str:
    match = re.fullmatch(r"《([^》]+)》", title)
    return match[1] if match else title


def joined(text: str) -> str:
    """Return a value of several lines as one: breaks between Chinese characters are none."""
    joined = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef—”])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef—“])", "", text
    )
    return re.sub(r"[\s\u3000]+", " ", joined).strip(" _＿")
