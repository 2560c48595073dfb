"""Take the application form off a manuscript (申报表, 推荐表): fields, people to contact, the text.

Enters: the blocks of a document, or the lines of a Markdown text. Leaves: the blocks or lines with
the form's text in the place of the form, as if it had been the manuscript; and the `Application`.
Every character of the form is in one of them. Forms are tables (`form_grid`) or lines of labels
(`form_lines`); both may stand in one file, and the manuscript proper behind them. In a Markdown text
pipe tables are looked at; the text of a cell is Markdown already, its paragraphs parted by `<br>`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from casebook.intake.formats.rich import Block, Cell, Paragraph, Span, Table, paragraphs
from casebook.intake.forms.application import SUMMARY, TEXT, UNSET, Answer, Application, joined
from casebook.intake.forms.contact_lines import without_contact_lines
from casebook.intake.forms.form_grid import form_in
from casebook.intake.forms.form_lines import (
    INSTRUCTION,
    STAMP,
    answers,
    closed_pairs,
    closing_end,
    entries_of,
    is_stamp,
    lines_end,
)
from casebook.intake.forms.form_values import FormValue
from casebook.intake.forms.labels import (
    TEXTS,
    WITHHELD,
    Field,
    Label,
    folded,
    is_short,
    label_of,
    number_of_label,
    pairs_of,
)

_ANNEX_NUMBER = r"(?:附件|附表|附录|附)\s*[一二三四五六七八九十\d]{0,3}(?:[-—－]\d{1,2})?\s*[:：]?"
_NAME = re.compile(
    rf"(?:{_ANNEX_NUMBER}\s*)?[^。；：:]{{0,40}}(?:(?:申报|推荐|登记|投稿|报名|信息|申请|审批|报送|呈报|报审|征集|采集|提名"
    r"|申請|申報|推薦|登記|報名|報送|信息採集)(?:书|表|登记表|信息表|审批表|汇总表|材料|書)?"
    r"|(?<!统计)(?<!对照)(?<!数据)(?<!进度)(?<!课程)(?<!比较)(?<!代)(?<!发)(?<!外)(?<!图)表)"
    r"(?:[（(].{1,12}[）)])?(?: ?[A-Za-z][A-Za-z ]{3,40})?"
)
_CONTINUED = re.compile(r"[（(]?(?:续表?|续上表|接上表|接上页|转下页|续\s*\d+)[）)]?(?:\s*\d+)?")
_ANNEX = re.compile(rf"{_ANNEX_NUMBER}|{_CONTINUED.pattern}")
_PROMPT = re.compile(
    r"[（(【\[].*(?:字以内|字以上|不少于|不超过|可另附|另附页|请填写|填写|请简要|限\d+字|\d+字).*[）)】\]]"
)
_LIMITED = re.compile(r"[（(【\[][^（）()]*\d+\s*字[^（）()]*[）)】\]]\s*[:：]?$")
"""How long a text may be, as a form prints it behind the label of a section."""
_SENT = "(?:案例|申报|具体|详细|完整|全部|主要|事迹|作品|稿件|论文|文字|电子版?|word|WORD|Word)*"
_ELSEWHERE = re.compile(
    rf"[（(【\[《]?(?:{_SENT}(?:正文|全文|内容|材料|文稿|稿件|案例|文本|文档|详情)?(?:内容|材料)?[：:，,]?"
    r"(?:请?(?:详|另|参|可)?见(?:所?附件?|后附?|附后|另附|另页|另纸|附页|附文|附表|邮件|电子[版稿]|[wW]ord文?[档稿]?|压缩包|文档|正文|材料)|另附|附后|后附|另行?(?:报送|提供|提交|发送)|另页|另纸|另文|附件|同附件|后补|待补)"
    r"(?:[一二三四\d]{1,2})?(?:文件|材料|[wW]ord(?:文[档稿])?|电子[版稿]|文档|文稿|附?页|纸|后|正文|（?[^）]{0,12}\.(?:docx?|pdf|wps)）?|[《“][^》”]{1,30}[》”])?)[）)】\]》]?[。.；;]?"
)
"""What stands in the place of a text that is sent apart."""
_FIRST = re.compile(r"[（(]?[一1１][、.．）)]")
_NEAR, _INSTRUCTIONS = 12, 200
"""Paragraphs before a form among which its name is looked for; characters of how to fill it in."""
_LEAST = 300
"""Characters of a text behind a form that is the manuscript itself."""
_BETWEEN = 40
"""Characters between two tables of which the second goes on with the form of the first."""
_ASKED, _UNASKED, _TOLD = 150, 80, 12
"""Characters of sentences under a label that asks for a word, and under one nobody knows: a text; and
in a form without a cell for the whole text."""
_MOST_TITLES = 6


def taken(blocks: Sequence[Block]) -> tuple[list[Block], Application]:
    """Return `blocks` with the form's text in its place, and what the form says.

    Blocks that hold no form come back as they are, and the application says nothing.
    """
    form = Application()
    remaining: list[Block] = []
    text: list[FormValue] = []
    came, blocks = blocks, closed_pairs(blocks)
    at = size = before = apart = 0
    while at < len(blocks):
        block = blocks[at]
        inside = size > _LEAST
        if isinstance(block, Table):
            last = all(isinstance(b, Paragraph) and not b.text.strip() for b in blocks[at + 1 :])
            goes_on = form.met and size - apart <= _BETWEEN
            grid = form_in(block, inside, _named(remaining), form.met, last, goes_on)
            if grid is not None:
                _cut_name(remaining, form)
                before = before if form.met else len(remaining)
                form.met = True
                text += _sorted(grid.entries(), form)
                form.cut(block.caption)
                form.close()
                apart = size
                at += 1
                continue
        elif end := closing_end(blocks, at) if inside else lines_end(blocks, at, form.met):
            _cut_name(remaining, form)
            before = before if form.met else len(remaining)
            form.met = True
            text += _sorted(entries_of(blocks[at:end]), form)
            form.close()
            apart = size
            at = end
            continue
        size += len(block.text) if isinstance(block, Paragraph) else 0
        remaining.append(block)
        at += 1
    if form.met:
        first = _untitled(remaining[:before], form)
        behind = _without_lead(remaining[before:], form)
        remaining = _united(text, first, list(_headed(behind, form)), form)
    else:
        remaining = [*came]
    return without_contact_lines(remaining, form), form


def _headed(blocks: Sequence[Block], form: Application) -> Iterator[Block]:
    """Yield what stands behind a form, with labels that stand alone made headings or cut.

    The few short lines under one that asks for an opinion are that opinion.
    """
    opinion: Label | None = None
    for block in blocks:
        line = block.text.strip() if isinstance(block, Paragraph) else ""
        label = label_of(line) if line else None
        if label is not None and label.field is Field.OFFICE and label.weight > 1 and form.met:
            opinion = label
            form.cut("", label.text)
            continue
        if opinion and isinstance(block, Paragraph) and line:
            if is_stamp(line) or (label is None and answers(opinion, block)):
                form.cut(line)
                continue
            opinion = None
        if label is None or label.field not in TEXTS or not isinstance(block, Paragraph):
            yield block
        elif label.field is Field.BODY:
            form.answers.append(Answer(label.text, "", TEXT))
        elif asked := _LIMITED.search(line):  # how long it may be is the form's word
            form.cut(asked[0])
            yield replace(block, pieces=(Span(_heading(label)),), outline=0)
        else:
            yield replace(block, outline=0)


def _without_lead(blocks: Sequence[Block], form: Application) -> list[Block]:
    """Return what stands behind a form without the word 附件 or （正文附后） that begins it."""
    remaining = [*blocks]
    while first := next((block for block in remaining if not _is_blank(block)), None):
        line = joined(first.text) if isinstance(first, Paragraph) else ""
        if not (_ANNEX.fullmatch(line) or _ELSEWHERE.fullmatch(line)):
            break
        form.cut(line)
        remaining = remaining[remaining.index(first) + 1 :]
    return remaining


def _is_blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip()


def _named(blocks: Sequence[Block]) -> bool:
    last = next((b for b in reversed(blocks) if isinstance(b, Table) or b.text.strip()), None)
    return isinstance(last, Paragraph) and bool(_NAME.fullmatch(joined(last.text)))


def _cut_name(blocks: list[Block], form: Application) -> None:
    """Take the name of the form, the number of the annex it is and how to fill it in off what stands
    before it, with the short lines between them."""
    at = first = len(blocks)
    while at and isinstance(block := blocks[at - 1], Paragraph) and len(blocks) - at < _NEAR:
        line = joined(block.text)
        if line and not (_is_furniture(block) or _is_instruction(block) or len(line) < 30):
            break
        at -= 1
        if _is_furniture(block):
            first = at
    for block in blocks[first:]:
        if isinstance(block, Paragraph) and block.text.strip():
            form.cut(block.text.strip())
    del blocks[first:]


def _is_instruction(block: Paragraph) -> bool:
    """Whether a paragraph says how to fill in the form, its label before it or not."""
    line = joined(block.text)
    pairs = pairs_of(line) or []
    labelled = bool(pairs) and pairs[0][0].field is Field.OFFICE
    return len(line) <= _INSTRUCTIONS and labelled and INSTRUCTION.search(line) is not None


def _is_furniture(block: Block) -> bool:
    line = joined(block.text) if isinstance(block, Paragraph) else ""
    return bool(_NAME.fullmatch(line) or _ANNEX.fullmatch(line))


def _sorted(entries: Iterable[FormValue], form: Application) -> list[FormValue]:
    """Take fields and what is private out of `entries`; return those that are text."""
    texts: list[FormValue] = []
    entries = [*entries]
    divided = any(
        entry.label and entry.label.field is Field.SECTION and entry.text for entry in entries
    )
    bodied = any(map(_is_body, entries)) and not divided
    for entry in entries:
        tables = [block for block in entry.blocks if isinstance(block, Table)]
        nested = [(table, grid) for table in tables if (grid := form_in(table, group=entry.label))]
        if nested and not (entry.label and entry.label.field in TEXTS):
            group, gone = entry.label, [table for table, _ in nested]
            inner = [inner for _, grid in nested for inner in grid.entries()]
            texts += _sorted(iter([replace(e, group=e.group or group) for e in inner]), form)
            left = tuple(block for block in entry.blocks if not any(block is b for b in gone))
            entry = replace(entry, blocks=left)
        if _is_text(entry) or (not bodied and _tells(entry)):
            form.gather(entry.group)
            form.filled |= not entry.empty
            texts.append(entry)
        else:
            form.take(entry)
    return texts


def _is_body(entry: FormValue) -> bool:
    asks = entry.label is not None and entry.label.field is Field.BODY
    return asks and not entry.empty and not is_elsewhere(entry)


def _tells(entry: FormValue) -> bool:
    """Whether a value under a label that no lexicon has is whole sentences: 缘起与挑战, 破局之道.

    So a form divides its text that has no cell for the whole of it.
    """
    label, text = entry.label, entry.text
    unknown = label is not None and label.field is Field.REMARK and not label.weight
    group = entry.group
    office = group is not None and (group.field in WITHHELD or group.of_office)
    return unknown and not office and len(text) >= _TOLD and text[-1] in "。！？”）"


def _is_text(entry: FormValue) -> bool:
    if entry.empty or is_elsewhere(entry):
        return False
    label = entry.label
    if label is None:
        scrap = STAMP.sub("", entry.text)
        return not is_short(scrap) or any(isinstance(block, Table) for block in entry.blocks)
    if label.field in TEXTS:
        return True
    if any(
        heading and (heading.field in WITHHELD or heading.of_office)
        for heading in (label, entry.group)
    ):
        return False
    return len(entry.text) > (_ASKED if label.weight else _UNASKED) and "。" in entry.text


def is_elsewhere(entry: FormValue) -> bool:
    """Whether a value says nothing but that the text is not here: （正文另附）, 详见附件."""
    asks = entry.label is None or entry.label.field in TEXTS
    alone = all(isinstance(block, Paragraph) for block in entry.blocks)
    return asks and alone and _ELSEWHERE.fullmatch(re.sub(r"\s", "", entry.text)) is not None


def _untitled(blocks: list[Block], form: Application) -> list[Block]:
    """Return what stands before a form; a few short lines are the title page of the form."""
    lines = [block.text.strip() if isinstance(block, Paragraph) else "。" for block in blocks]
    shots = any(
        not isinstance(p, Span) for paragraph in paragraphs(tuple(blocks)) for p in paragraph.pieces
    )
    filled = [line for line in lines if line]
    if shots or not form.title or len(filled) > _MOST_TITLES or not all(map(_is_title, filled)):
        return list(_headed(blocks, form))
    for line in filled:
        form.cut(line)
    return []


def _is_title(line: str) -> bool:
    return is_short(line) and line[-1] not in "。！？；，："


def _united(
    texts: Sequence[FormValue], before: list[Block], after: list[Block], form: Application
) -> list[Block]:
    """Return the text of the manuscript: that of the form, and what stands round it."""
    remaining = [*before, *after]
    behind = sum(len(paragraph.text) for paragraph in paragraphs(tuple(remaining)))
    sections = [text for text in texts if not (text.label and text.label.field is Field.SUMMARY)]
    inside = sum(len(section.text) for section in sections)
    summaries = [text for text in texts if text.label and text.label.field is Field.SUMMARY]
    if behind >= _LEAST and behind >= 2 * inside:  # the manuscript itself follows the form
        form.behind = True
        for text in texts:
            _log_text(text, form)
        return remaining
    if sections or behind >= _LEAST:
        for summary in summaries:
            _log_text(summary, form)
        texts = sections
    body: list[Block] = []
    labels = [text.label for text in texts if text.label]
    numbered = _headings_numbered([label.text for label in labels], form)
    for text in texts:
        body += _section(text, len(labels) > 1, numbered, form)
    return [*before, *body, *after]


def _headings_numbered(labels: Sequence[str], form: Application) -> bool:
    """Whether the numbers of `labels` are those of headings, and do not count cells of the form.

    They are a heading's when they begin with one, or when no other label of the form is numbered.
    """
    first = next((label for label in labels if number_of_label(label)), "")
    others = (*(answer.label for answer in form.answers), *(label for label, _ in form.private))
    counted = any(number_of_label(label) for label in others)
    return bool(first) and (_FIRST.match(first.strip()) is not None or not counted)


def _log_text(entry: FormValue, form: Application) -> None:
    """Keep a text of the form that is not set: as the summary, or in the log."""
    label = entry.label
    printed = label.text if label else ""
    summary = label is not None and label.field is Field.SUMMARY
    if summary:
        form.summary = "\n".join(filter(None, (form.summary, entry.text)))
    form.answers.append(Answer(printed, entry.text, SUMMARY if summary else UNSET))


def _section(entry: FormValue, many: bool, numbered: bool, form: Application) -> Iterator[Block]:
    """Yield a text of the form, under its label where it is one of several.

    Where the labels are `numbered` as headings are their numbers stay; else they count cells of the form.
    """
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
        form.answers.append(Answer(label.text, "", TEXT))
        opens = (
            isinstance(blocks[0], Paragraph) and folded(blocks[0].text) == label.name
            if blocks
            else False
        )
        named = label.field in (Field.SECTION, Field.REMARK) and not opens
        if (named and not _CONTINUED.fullmatch(joined(label.text))) or (
            many and label.field is Field.SUMMARY
        ):
            yield Paragraph((Span(_heading(label) if numbered else label.name),), outline=0)
    yield from _unstamped(blocks, form)


def _unstamped(blocks: list[Block], form: Application) -> list[Block]:
    """Cut stamps and dates of signing off the end of a text."""
    end = len(blocks)
    while end and isinstance(block := blocks[end - 1], Paragraph):
        line = block.text.strip()
        if (line and not is_stamp(line)) or any(not isinstance(p, Span) for p in block.pieces):
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


_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"^\s*(?:[-*]\s+)?\*\*([^*\n]{2,20}?)([:：]?)\*\*\s*([:：]?)")


def unformed(lines: Sequence[str]) -> tuple[list[str], Application]:
    """Return the lines of a text without its form, whose text stands in its place, and the form."""
    blocks: list[Block] = []
    sources: dict[int, list[str]] = {}
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _ROW.match(lines[end]):
            end += 1
        if end > at:
            table = _table(lines[at:end])
            sources[id(table)] = list(lines[at:end])
            blocks.append(table)
            at = end
            continue
        line = _plain(lines[at])
        paragraph = Paragraph((Span(line),) if line else ())
        sources[id(paragraph)] = [lines[at]]
        blocks.append(paragraph)
        at += 1
    remaining, form = taken(blocks)
    if not form.met and not form.private:
        return list(lines), form
    result: list[str] = []
    for block in remaining:
        result += sources.get(id(block)) or _written(block)
    return result, form


def _plain(line: str) -> str:
    """Return a line with the stars about the label it begins with taken off."""
    bold = _BOLD.match(line)
    if bold is None or label_of(bold[1]) is None:
        return line.rstrip()
    return f"{bold[1]}{bold[2] or bold[3]}{line[bold.end() :]}".rstrip()


def _table(lines: Sequence[str]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        if _RULE.match(line):
            continue
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        rows.append(tuple(Cell(_cell(cell)) for cell in cells))
    return Table(tuple(rows))


def _cell(text: str) -> tuple[Block, ...]:
    parts = [re.sub(r"^\*\*(.*)\*\*$", r"\1", part.strip()) for part in _BREAK.split(text)]
    return tuple(Paragraph((Span(part.replace("\\|", "|")),)) for part in parts if part)


def _written(block: Block) -> list[str]:
    """Return a block that came out of the form as lines, a blank line behind it."""
    if isinstance(block, Table):
        return []
    mark = "## " if block.outline is not None else ""
    return ["", f"{mark}{block.text}", ""] if block.text else [""]
