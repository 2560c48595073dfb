"""Take a rich document apart as `text_manuscript` does a text: title, organisation, credits, text.

Enters: the blocks of a Word file or a web page. Leaves: a `Draft` whose body is Markdown. Every
paragraph ends in the opening, in the body or among what was cut, and `loss_check` checks it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casebook.book import Contributor
from casebook.decoding import LINE_END
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.credits import split_ending
from casebook.intake.formats.rich import (
    Block,
    Cell,
    Document,
    InlinePicture,
    NoteCall,
    Paragraph,
    Piece,
    Role,
    Ruby,
    Span,
    Table,
    paragraphs,
)
from casebook.intake.forms import application, unprinted
from casebook.intake.forms.application import Application
from casebook.intake.forms.form_taking import taken
from casebook.intake.structure import loss_check
from casebook.intake.structure.draft import (
    FORM,
    OPENING,
    Draft,
    Stated,
    choose_organisation,
    doubtful_characters,
    title_in_name,
)
from casebook.intake.structure.openings import (
    Opening,
    alike,
    bylines_in,
    repeated_opening,
    split_opening,
)
from casebook.intake.structure.titles_and_headings import (
    bold_headings,
    breaks_judged,
    lists_in,
    numbered,
)
from casebook.intake.structure.writing import Body, write
from casebook.intake.tidy import TidyChanges, cut, flat, tidied, tidy, without_signs

MOST_CHARACTERS = 350_000
MOST_PARAGRAPHS = 10_000
"""A call for cases asks for at most 5,000 characters; this is a book."""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_ODD = re.compile(f"{LINE_END.pattern}|{_NO_TEXT.pattern}")
_FRAME = 3
"""Paragraphs. A table of one cell that holds more is a frame round the text, not a quotation."""


@dataclass
class _DraftMaking:
    """A manuscript being taken apart."""

    name: str
    ledger: TidyChanges = field(default_factory=TidyChanges)
    blocks: list[Block] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    cut: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    errata: list[Erratum] = field(default_factory=list)
    form: Application = field(default_factory=Application)


def compose(document: Document, name: str, stem: str) -> Draft:
    """Return the manuscript in `document`; `name` and `stem` as in
    `text_manuscript.read_plain`.

    Raises `StopPress` when it holds no text, or when text would be lost on the way.
    """
    texts = [len(paragraph.text) for paragraph in paragraphs(document.blocks)]
    if sum(texts) > MOST_CHARACTERS or sum(map(bool, texts)) > MOST_PARAGRAPHS:
        raise StopPress([_too_long(name, sum(texts))])
    work = _DraftMaking(name)
    blocks, work.form = taken(_unframed(_cleaned(document.blocks, work.ledger)))
    work.blocks = _broken(blocks, work.ledger)
    _take_ending(work)
    listed = lists_in(work.blocks)
    work.blocks = [
        _tidied(block, at, work.ledger, item)
        for at, (block, item) in enumerate(zip(work.blocks, listed, strict=True), 1)
    ]
    opening = _take_opening(work)
    form = work.form
    remaining = [block for block in work.blocks if isinstance(block, Table) or block.pieces]
    remaining = bold_headings(remaining)
    stated_in_form = form.met and form.filled and bool(form.title or form.organisation)
    if not remaining and not opening.taken and not stated_in_form:
        raise StopPress([application.empty(name) if form.met else _empty(name)])
    notes = {
        key: _note(tuple(_cleaned(blocks, work.ledger)), work.ledger)
        for key, blocks in document.notes.items()
    }
    body = _proved(remaining, notes, document, work)
    text = "\n".join(
        without_signs(flat(paragraph.pieces)) for paragraph in paragraphs(tuple(remaining))
    )
    contributors = tuple(
        dict.fromkeys((*form.contributors, *opening.contributors, *work.contributors))
    )
    stated = Stated(_set_right(form.organisation, work), FORM)
    if not form.title and opening.organisation:  # a box about the author, not a form
        stated = Stated()
    printed = f"{text}\n{form.summary}"
    lines = [
        "" if isinstance(block, Table) or block.outline is not None else _line(block)
        for block in remaining
    ]
    of_form = (*bylines_in(lines, name), *application.errata_of(form, opening.title, name),
               *unprinted.errata(form, printed, name))  # fmt: skip
    organisation, names = choose_organisation(
        stated or Stated(opening.organisation, OPENING), contributors, stem, text
    )
    title = Stated(_set_right(form.title, work), FORM) or Stated(opening.title, OPENING)
    errata = (
        *doubtful_characters(text, name), *document.errata, *work.errata, *body.errata, *of_form,
    )  # fmt: skip
    return Draft(
        body.text, title or title_in_name(stem, organisation.text), organisation,
        tuple(dict.fromkeys((*names, *form.names))), contributors, opening.taken, work.cut,
        work.ledger, errata=errata, pictures=body.pictures, asides=document.asides,
        form=tuple(form.answers), private=tuple(form.private), category=form.category,
        summary=form.summary, check=unprinted.check(form, printed),
    )  # fmt: skip


def _set_right(text: str, work: _DraftMaking) -> str:
    return tidy(text, 0, work.ledger).strip()


def _proved(
    blocks: list[Block],
    notes: dict[str, tuple[Paragraph, ...]],
    document: Document,
    work: _DraftMaking,
) -> Body:
    """Write the body and read it back; without emphasis when only that changes the text.

    Raises `StopPress` with what is missing when a word would be lost either way.
    """
    lost = ""
    for stars, tags in ((True, True), (False, True), (False, False)):
        body = write(blocks, notes, document.pictures, work.orphans, work.name, stars, tags)
        lost = loss_check.lost(body.text, blocks, notes, work.orphans)
        if not lost:
            return body
    raise StopPress([loss_check.unaccounted(work.name, lost)])


def _cleaned(blocks: Sequence[Block], ledger: TidyChanges) -> list[Block]:
    """Take out characters that are none: controls, and the two that stand for things here."""
    cleaned: list[Block] = []
    for at, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            rows = tuple(
                tuple(replace(c, blocks=tuple(_cleaned(c.blocks, ledger))) for c in row)
                for row in block.rows
            )
            cleaned.append(replace(block, rows=rows))
            continue
        for char in _NO_TEXT.findall(block.text):
            ledger.note("control-character", f"U+{ord(char):04X}", "", at)
        cleaned.append(
            replace(block, pieces=tuple(map(_clean, block.pieces)))
            if _ODD.search(block.text) else block
        )  # fmt: skip
    return cleaned


def _clean(piece: Piece) -> Piece:
    match piece:
        case Span(text=text, face=face):
            return Span(LINE_END.sub("\n", _NO_TEXT.sub("", text)), face)
        case Ruby(base=base, reading=reading):
            return Ruby(_NO_TEXT.sub("", base), _NO_TEXT.sub("", reading))
        case _:
            return piece


def _unframed(blocks: Sequence[Block]) -> list[Block]:
    """Take the frame off what stands in a table of a single cell."""
    unframed: list[Block] = []
    for block in blocks:
        single = isinstance(block, Table) and len(block.rows) == 1 and len(block.rows[0]) == 1
        if not isinstance(block, Table) or not single or block.caption:
            unframed.append(block)
            continue
        inside = _unframed(block.rows[0][0].blocks)
        if len(inside) > _FRAME or any(isinstance(inner, Table) for inner in inside):
            unframed += inside
        else:
            unframed += [replace(p, role=Role.QUOTE) for p in inside if isinstance(p, Paragraph)]
    return unframed


def _broken(blocks: Sequence[Block], ledger: TidyChanges) -> list[Block]:
    """Judge the line breaks in every paragraph of the text; those in tables stay."""
    broken: list[Block] = []
    for at, block in enumerate(blocks, 1):
        broken += breaks_judged(block, at, ledger) if isinstance(block, Paragraph) else [block]
    return broken


def _line(paragraph: Paragraph) -> str:
    return without_signs(flat(numbered(paragraph).pieces)).strip()


def _has_things(paragraph: Paragraph) -> bool:
    return any(not isinstance(piece, Span) for piece in paragraph.pieces)


def _take_ending(work: _DraftMaking) -> None:
    """Cut credits and residue from the end of the text."""
    start = len(work.blocks)
    while start and isinstance(last := work.blocks[start - 1], Paragraph) and not _has_things(last):
        start -= 1
    tail = [block for block in work.blocks[start:] if isinstance(block, Paragraph)]
    lines = [_line(paragraph) for paragraph in tail]
    if not start:
        ending = split_ending(lines)
    else:
        ending = split_ending(["。", *lines])
        ending = replace(ending, kept=ending.kept[1:])
    kept_lines = tail[: len(ending.kept)]
    if kept_lines and (left := ending.kept[-1]) != lines[len(kept_lines) - 1]:
        last_kept = numbered(kept_lines[-1])
        lead = len(flat(last_kept.pieces)) - len(flat(last_kept.pieces).lstrip())
        kept_lines[-1] = replace(
            last_kept, pieces=cut(last_kept.pieces, lead + len(left))[0], mark=None
        )
    work.blocks[start:] = kept_lines
    work.cut, work.contributors = ending.cut, ending.contributors


def _tidied(block: Block, at: int, ledger: TidyChanges, item: bool) -> Block:
    """Set a block right; the number of a paragraph that is no list item becomes its text."""
    if isinstance(block, Table):
        rows = tuple(
            tuple(
                Cell(
                    tuple(_tidied(inner, at, ledger, False) for inner in cell.blocks if _filled(inner)),
                    cell.across, cell.down, cell.head,
                )
                for cell in row
            )
            for row in block.rows
        )  # fmt: skip
        return replace(block, rows=rows)
    if not item and block.pieces:
        block = replace(numbered(block), mark=None)
    return replace(block, pieces=tidied(block.pieces, at, ledger))


def _filled(block: Block) -> bool:
    return isinstance(block, Table) or bool(block.pieces)


def _take_opening(work: _DraftMaking) -> Opening:
    """Take title, organisation and names off the head of the text."""
    head: list[Paragraph] = []
    for block in work.blocks:
        if isinstance(block, Table) or any(isinstance(p, InlinePicture) for p in block.pieces):
            break
        head.append(block)
    filled = [paragraph for paragraph in head if _line(paragraph)]
    lines, form = [_line(paragraph) for paragraph in filled], work.form
    opening = split_opening(lines, [paragraph.centred for paragraph in filled])
    if form.title and not (form.behind and alike(opening.title, form.title)):
        opening = repeated_opening(lines, form.title, form.organisation)
    elif form.title:
        more = repeated_opening(opening.lines, form.title, form.organisation)
        taken_lines = (*opening.taken, *more.taken)
        people = (*opening.contributors, *more.contributors)
        opening = replace(opening, lines=more.lines, taken=taken_lines, contributors=people)
    if len(opening.taken) == len([b for b in work.blocks if _filled(b)]) and len(filled) == 1:
        return Opening("", "", (), ())
    heads = filled[: len(opening.taken)]
    for paragraph in heads:
        work.orphans += [piece.key for piece in paragraph.pieces if isinstance(piece, NoteCall)]
    gone = {id(paragraph) for paragraph in heads}
    work.blocks = [block for block in work.blocks if id(block) not in gone]
    return opening


def _note(blocks: tuple[Block, ...], ledger: TidyChanges) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a note set right; a table in it becomes its paragraphs."""
    tidied_paragraphs: list[Paragraph] = []
    for paragraph in paragraphs(blocks):
        pieces: tuple[Piece, ...] = tidied(numbered(paragraph).pieces, 0, ledger)
        if pieces:
            tidied_paragraphs.append(replace(paragraph, pieces=pieces, mark=None))
    return tuple(tidied_paragraphs)


def _too_long(name: str, size: int) -> Erratum:
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"有 {size} 字，不像一篇案例", f"{size} characters are too much for one case"),
        Wording("请检查是否把整本书或别的文件放进来了；每篇案例单独一个文件。",
                "See whether it is a whole book or another file; each case is one file."),
    )  # fmt: skip


def _empty(name: str) -> Erratum:
    return Erratum(
        "empty-manuscript", Place(name),
        Wording("文件里没有文字", "the file holds no text"),
        Wording("请向供稿单位再要一份。", "Ask the contributor for the text again."),
        kind=Kind.ERRATUM,
    )  # fmt: skip
