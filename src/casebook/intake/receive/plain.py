"""Read a plain-text manuscript: one line a paragraph, as people paste them.

Enters: decoded text. Leaves: a `Draft` in which each line of the file stands in the opening, in
the text or among the lines cut.
"""

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.rich import Document, Paragraph, Span
from casebook.intake.receive.composing import compose
from casebook.intake.receive.credits import split_ending
from casebook.intake.receive.draft import (
    OPENING,
    Draft,
    Stated,
    choose_organisation,
    doubtful_characters,
    title_in_name,
)
from casebook.intake.receive.form_lines import laid_out, parted
from casebook.intake.receive.form_taking import taken
from casebook.intake.receive.markdown_blocks import to_markdown
from casebook.intake.receive.plain_structure import (
    blocks_of,
    doubtful_opening,
    join_wraps,
    split_opening,
)
from casebook.intake.receive.tidy import Ledger, tidy


def read(text: str, name: str, stem: str) -> Draft:
    """Return the manuscript in `text`; `name` is what the editor calls the file, `stem` likewise
    without its ending."""
    ledger = Ledger()
    raw = [line.strip() for line in text.split("\n")]
    lines, _ = join_wraps(parted(laid_out(raw)))
    blocks = tuple(Paragraph((Span(line),) if line else ()) for line in lines)
    _, form = taken(blocks)
    if form.met or form.private:
        return compose(Document(blocks), name, stem)
    ending = split_ending(raw)
    lines, joined = join_wraps([
        tidy(line, number, ledger).strip() for number, line in enumerate(ending.kept, 1)
    ])  # fmt: skip
    opening = split_opening(lines)
    body = "\n".join(opening.lines)
    contributors = tuple(dict.fromkeys((*opening.contributors, *ending.contributors)))
    organisation, names = choose_organisation(
        Stated(opening.organisation, OPENING), contributors, stem, body
    )
    title = Stated(opening.title, OPENING) or title_in_name(stem, organisation.text)
    errata = [*doubtful_characters(text, name)]
    errata += [_like_a_title(name, line) for line in doubtful_opening(opening.lines)]
    errata += [_joined(name, joined)] if joined else []
    return Draft(
        to_markdown(blocks_of(opening.lines)), title, organisation, names, contributors,
        opening.taken, ending.cut, ledger, errata=tuple(errata),
    )  # fmt: skip


def _like_a_title(name: str, line: str) -> Erratum:
    return Erratum(
        "title-like-line", Place(name),
        Wording("正文开头这一行像题目、署名或日期，已按正文收入",
                "a line at the head looks like a title, a name or a date; it was left in the text"),
        Wording("若不是正文，请移到文件头，或从正文删去。",
                "If it is not, move it to the front matter or take it out."),
        line, Kind.QUERY,
    )  # fmt: skip


def _joined(name: str, count: int) -> Erratum:
    return Erratum(
        "joined-lines", Place(name),
        Wording(f"文件按固定行宽换行，已接回 {count} 处", f"hard line breaks; {count} were joined"),
        Wording("请看一遍段落是否接对。", "See whether the paragraphs are right."),
        kind=Kind.QUERY,
    )  # fmt: skip
