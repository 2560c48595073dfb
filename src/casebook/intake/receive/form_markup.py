"""Take an application form off a Markdown text; what is not of the form stays as it was written.

Pipe tables and lines of labels are looked at as `form_taking` looks at those of a document; the
text of a cell is Markdown already, its paragraphs parted by `<br>`.
"""

import re
from collections.abc import Sequence

from casebook.intake.formats.rich import Block, Cell, Paragraph, Span, Table
from casebook.intake.receive.application import Application
from casebook.intake.receive.form_taking import taken
from casebook.intake.receive.labels import label_of

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
    kept, form = taken(blocks)
    if not form.met and not form.private:
        return list(lines), form
    found: list[str] = []
    for block in kept:
        found += sources.get(id(block)) or _written(block)
    return found, form


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
