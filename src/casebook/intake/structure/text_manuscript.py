"""Read a manuscript that is plain text or Markdown.

Enters: decoded text. Leaves: a `Draft` in which each line of the file stands in the opening, in
the text or among the lines cut. Of plain text each line is a paragraph, as people paste them. In
Markdown what its author marked up stays as it is: front matter is taken over, a first heading #
becomes the title, headings are moved down so that they begin at ##, and numbered paragraphs are
made headings only where the author used no #.
"""

import re
from collections.abc import Iterable, Sequence

from casebook.book import Contributor
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.credits import split_ending
from casebook.intake.formats.rich import Document, Paragraph, Span
from casebook.intake.forms import application, unprinted
from casebook.intake.forms.form_lines import laid_out, parted
from casebook.intake.forms.form_taking import taken, unformed
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.manuscript.text_files import FRONT as FRONT_MATTER
from casebook.intake.manuscript.typed import check
from casebook.intake.structure.composing import compose
from casebook.intake.structure.draft import (
    FORM,
    FRONT,
    OPENING,
    Draft,
    Stated,
    choose_organisation,
    doubtful_characters,
    title_in_name,
)
from casebook.intake.structure.openings import bylines_in, doubtful_opening, split_opening
from casebook.intake.structure.titles_and_headings import (
    BlockKind,
    TextBlock,
    blocks_of,
    join_wraps,
    number_kind,
)
from casebook.intake.structure.writing import escape, escape_inline
from casebook.intake.tidy import TidyChanges, tidy


def read_plain(text: str, name: str, stem: str, centred: Sequence[float] = ()) -> Draft:
    """Return the manuscript in `text`; `name` is what the editor calls the file, `stem` likewise
    without its ending. `centred` are the sizes of its first lines that stand in the middle, in points,
    0 for others: no wrap joins those to what follows."""
    ledger = TidyChanges()
    raw = [line.strip() for line in text.split("\n")]
    shown = max((at for at, size in enumerate(centred, 1) if size), default=0)
    lines, _ = join_wraps(parted(laid_out(raw[shown:])))
    heads = (Paragraph((Span(line),) if line else (), centred=size)
             for line, size in zip(raw, centred[:shown], strict=False))  # fmt: skip
    blocks = (*heads, *(Paragraph((Span(line),) if line else ()) for line in lines))
    _, form = taken(blocks)
    if form.met or form.private:
        return compose(Document(blocks), name, stem)
    ending = split_ending(raw)
    tidied = [tidy(line, number, ledger).strip() for number, line in enumerate(ending.kept, 1)]
    lines, joined = join_wraps(tidied[shown:])
    opening = split_opening((*tidied[:shown], *lines), centred[:shown])
    body = "\n".join(opening.lines)
    contributors = tuple(dict.fromkeys((*opening.contributors, *ending.contributors)))
    organisation, names = choose_organisation(
        Stated(opening.organisation, OPENING), contributors, stem, body
    )
    title = Stated(opening.title, OPENING) or title_in_name(stem, organisation.text)
    errata = [*doubtful_characters(text, name)]
    errata += [_like_a_title(name, line) for line in doubtful_opening(opening.lines)]
    like_titles = {erratum.quote for erratum in errata}
    errata += [e for e in bylines_in(opening.lines, name) if e.quote not in like_titles]
    errata += [_joined(name, joined)] if joined else []
    return Draft(
        to_markdown(blocks_of(opening.lines)), title, organisation, names, contributors,
        opening.taken, ending.cut, ledger, errata=tuple(errata),
    )  # fmt: skip


def to_markdown(blocks: Iterable[TextBlock]) -> str:
    """Return `blocks` as the Markdown text of a case, a blank line between blocks."""
    return "".join(f"{_text_block(block)}\n\n" for block in blocks).rstrip("\n") + "\n"


def _text_block(block: TextBlock) -> str:
    if block.kind is BlockKind.HEADING:
        return f"{'#' * block.level} {_escaped_heading(block.text)}"
    if block.kind is BlockKind.RUN_IN:
        return f"**{escape_inline(block.lead)}**{escape_inline(block.text)}"
    return escape(block.text)


def _escaped_heading(text: str) -> str:
    """Escape a heading; closing # would be taken off."""
    return re.sub(r"#+$", lambda match: "\\" + match[0], escape_inline(text.strip(" \t\n")))


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


_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LITERAL = re.compile(r"\]\(|[`<|]|https?:|^ {4}|^\t")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")
_LISTED = 3
"""The kind of number (`1.`) that Markdown itself reads as a list."""


def read_markdown(text: str, name: str, stem: str) -> Draft:
    """Return the manuscript in Markdown `text`; arguments as in `read_plain`."""
    front, errata, comments, text = _front(text, name)
    ledger = TidyChanges()
    lines, form = unformed(text.strip("\n").split("\n"))
    ending = split_ending(lines)
    lines = _tidied(ending.kept, ledger)
    title, lines = _title(lines)
    lines = (
        _moved(lines, ledger) if any(_HEADING.match(line) for line in lines) else _numbered(lines)
    )
    body = "\n".join(lines).strip("\n") + "\n"
    contributors = tuple(Contributor(p.name, p.role) for p in front.contributors)
    contributors = tuple(dict.fromkeys((*contributors, *form.contributors, *ending.contributors)))
    house = Stated(front.organisation or "", FRONT) or Stated(form.organisation, FORM)
    organisation, names = choose_organisation(house, contributors, stem, body)
    stated = Stated(front.title or "", FRONT) or Stated(form.title, FORM) or Stated(title, OPENING)
    more = (("short_title", front.short_title), ("region", front.region),
            ("specimen", "true" if front.specimen else None))  # fmt: skip
    printed = f"{body}\n{form.summary}"
    return Draft(
        body, stated or title_in_name(stem, organisation.text), organisation, names, contributors,
        (*comments, *((title,) if title else ())), ending.cut, ledger, front.award,
        tuple((key, value) for key, value in more if value),
        (*errata, *doubtful_characters(text, name), *_pictures(body, name),
         *application.errata_of(form, "", name), *unprinted.errata(form, printed, name)),
        form=tuple(form.answers), private=tuple(form.private),
        category=front.category or form.category, summary=front.summary or form.summary,
        check=front.check or unprinted.check(form, printed),
    )  # fmt: skip


def _front(
    text: str, name: str
) -> tuple[CaseFront, tuple[Erratum, ...], tuple[str, ...], str]:  # fmt: skip
    """Return the front matter, its faults, the comments in it, and the text behind it."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return CaseFront(), (), (), text
    front, errata = check(CaseFront, yaml_file.parse(match[1], name, first_line=2))
    comments = (line.strip() for line in match[1].split("\n"))
    remarks = tuple(line for line in comments if line.startswith("#"))
    return front or CaseFront(), errata, remarks, text[match.end() :]


def _tidied(lines: tuple[str, ...], ledger: TidyChanges) -> list[str]:
    """Set marks right outside code, links, tables and HTML."""
    fenced = False
    tidied: list[str] = []
    for number, line in enumerate(lines, 1):
        fenced ^= bool(_FENCE.match(line))
        literal = fenced or _LITERAL.search(line)
        tidied.append(line if literal else tidy(line, number, ledger, markdown=True))
    return tidied


def _title(lines: list[str]) -> tuple[str, list[str]]:
    """Take a heading # off the head of `lines`, unless more of them follow."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    heading = _HEADING.match(lines[first]) if lines else None
    tops = sum(line.startswith("# ") for line in lines)
    if heading is None or len(heading[1]) > 1 or tops > 1:
        return "", lines
    return heading[2], lines[first + 1 :]


def _moved(lines: list[str], ledger: TidyChanges) -> list[str]:
    """Move headings so that the highest is ##."""
    fenced = False
    at: dict[int, int] = {}
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (heading := _HEADING.match(line)):
            at[number] = len(heading[1])
    step = 2 - min(at.values(), default=2)
    for number, depth in at.items() if step else ():
        new = min(depth + step, 6)
        ledger.note("heading-level", "#" * depth, "#" * new, number + 1)
        lines[number] = "#" * new + lines[number][depth:]
    return lines


def _numbered(lines: list[str]) -> list[str]:
    """Make headings of the numbered paragraphs that stand alone, `1.` excepted."""
    places = [
        at for at, line in enumerate(lines)
        if (kind := number_kind(line)) is not None and kind != _LISTED
        and not any(near.strip() for near in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]))
    ]  # fmt: skip
    for at, block in zip(places, blocks_of([lines[at].rstrip() for at in places]), strict=True):
        lines[at] = _marked(block)
    return lines


def _marked(block: TextBlock) -> str:
    if block.kind is BlockKind.HEADING:
        return f"{'#' * block.level} {block.text}"
    return f"**{block.lead}**{block.text}" if block.kind is BlockKind.RUN_IN else block.text


def _pictures(body: str, name: str) -> tuple[Erratum, ...]:
    return tuple(
        Erratum(
            "picture-to-place", Place(name),
            Wording("来稿引用了图片，收稿只收文字", "a picture is called for; only text is filed"),
            Wording("请把图片放进 manuscript/media/，正文里写成 ../media/文件名。",
                    "Put it into manuscript/media/ and write ../media/NAME in the text."),
            path, Kind.QUERY,
        )
        for path in _PICTURE.findall(body)
        if not path.startswith("../media/")
    )  # fmt: skip
