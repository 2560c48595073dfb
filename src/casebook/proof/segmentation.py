"""Take the rendered texts of a book apart into typed blocks.

Enters: a `Book` and the folder its sources lie in. Leaves: a `Volume`. Text whose words all
stand in the notice is marked as quoted: it is printed as its issuer wrote it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from casebook import files
from casebook.book import Award, Book, Case, Tier
from casebook.intake.credits import credits_of
from casebook.intake.manuscript.awards_file import APPENDIX
from casebook.proof import lists
from casebook.proof.blocks import (
    AwardEntry,
    Block,
    Body,
    Caption,
    Cell,
    Credit,
    Heading,
    Lead,
    ListEntry,
    Note,
    Organisation,
    Piece,
    Quotation,
    RunIn,
    Salutation,
    Signature,
    Source,
    Title,
    Volume,
)
from casebook.proof.source_map import align

HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LEAVES = frozenset(("p", "li", "td", "th", "caption", "figcaption", *HEADINGS))
_SPACES = re.compile(r"[ \t\n]+")
_LONGEST_CREDIT = 80
_CODE = "\x02\x03"
"""Signs about code while a run is gathered; no text may hold them."""
_BREAK = f"{_CODE[0]} {_CODE[1]}"
"""A line break the author put, as in verse: a space that no rule of language reads."""
_AT_BREAK = re.compile(rf"[ \t\n]*(?:{_BREAK})+[ \t\n]*")


def volume(book: Book, folder: Path) -> Volume:
    """Return the texts of `book`, whose sources stand in the manuscript folder `folder`."""
    awards = (award for tier in book.tiers for award in tier.awards)
    words = lists.read(folder, awards, str(book.date.year))
    notice = folder / "notice.txt"
    official = _bare(files.text(notice, folder)) if notice.is_file() else ""
    entries = {_bare(_entry(award)) for award in book.awards()}
    pieces: list[Piece] = []
    for section in book.sections:
        if section.case is not None:
            if section.case.body is not None:
                pieces.append(_case(section.case, folder, words))
        elif section.kind == "matter" and section.body is not None:
            path = section.place.path
            piece = Piece(Path(path).stem, _source(folder, path), lists=words, align=align)
            piece.body = section.body
            facts = _block_facts(section.body, frozenset(entries))
            in_whole = path == APPENDIX and not official  # the notice was no text to compare with
            piece.blocks = _numbered(facts, piece, official, in_whole)
            pieces.append(piece)
    return Volume(book, tuple(pieces), _awards(book.tiers, folder, words), words, folder)


def _case(case: Case, folder: Path, words: lists.Lists) -> Piece:
    source = _source(folder, case.place.path)
    piece = Piece(case.id, source, case, lists=words, align=align, body=case.body or "")
    own = () if case.award else ((Title, case.title), (Organisation, case.organisation))
    facts: list[_BlockFacts] = [(kind, text, _line(piece.source, text), {}) for kind, text in own]
    piece.blocks = _numbered([*facts, *_block_facts(case.body or "", frozenset())], piece, "")
    return piece


def _awards(tiers: Sequence[Tier], folder: Path, words: lists.Lists) -> Piece:
    """Return the list of awards as a piece of quoted titles and organisations."""
    piece = Piece("awards", _source(folder, "awards.yaml"), lists=words, align=align)
    facts: list[_BlockFacts] = []
    for award in (award for tier in tiers for award in tier.awards):
        facts.append((Organisation, award.organisation, award.place.line, {}))
        if award.title:
            facts.append((Title, award.title, award.place.line, {}))
    piece.blocks = tuple(
        kind(text, number, line, True, piece, **more)
        for number, (kind, text, line, more) in enumerate(facts)
    )
    return piece


_BlockFacts = tuple[Callable[..., Block], str, int | None, dict[str, object]]


def _numbered(
    facts: Iterator[_BlockFacts] | Sequence[_BlockFacts],
    piece: Piece,
    official: str,
    in_whole: bool = False,
) -> tuple[Block, ...]:
    """Make blocks of what was found; quoted are those in the text of the notice, or the `whole`."""
    return tuple(
        kind(text, number, line, in_whole or _bare(text) in official, piece, **more)
        for number, (kind, text, line, more) in enumerate(facts)
    )


class TextSlot(NamedTuple):
    """Where a text stands in a parsed fragment: in a node, or behind it; and the text."""

    text: str
    node: etree._Element
    behind: bool = False


def block_slots(body: str) -> tuple[etree._Element, list[list[TextSlot]]]:
    """Return a rendered fragment parsed, and of each of its blocks the texts that it is made of.

    Blocks are those of the piece that the fragment is the body of, in their order.
    """
    root = etree.fromstring(f"<div>{body}</div>")
    slots: list[list[TextSlot]] = []
    for node in _leaves(root):
        runs, notes = _texts(node)
        slots += [run for run in runs if _uncoded(_plain_text(run))[0]]
        slots += notes
    return root, slots


def _leaves(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that hold a block each."""
    for node in root.iter(*_LEAVES):
        if not _holds_others(node) and next(node.iterancestors("td", "th"), None) is None:
            yield node


def _block_facts(body: str, entries: frozenset[str]) -> Iterator[_BlockFacts]:
    """Yield class, text, line and more of each block of a rendered fragment, in order."""
    root = etree.fromstring(f"<div>{body}</div>")
    tables = {table: number for number, table in enumerate(root.iter("table"))}
    begun = False
    last = _last_paragraph(root)
    for node in _leaves(root):
        begun = begun or node.tag in HEADINGS
        line = _line_of(node)
        runs, notes = _texts(node)
        for number, run in enumerate(runs):
            text, code = _uncoded(_plain_text(run))
            if not text:
                continue
            if len(runs) == 2 and number == 0:
                yield RunIn, text, line, code
                continue
            kind, more = _kind(node, text, begun, node is last, tables)
            entry = bool(entries) and _bare(re.sub(r"^\d+[.．、]", "", text)) in entries
            yield (AwardEntry if entry else kind), text, line, more | code
        for note in notes:
            text, code = _uncoded(_plain_text(note))
            yield Note, text, line, code


def _holds_others(node: etree._Element) -> bool:
    """Whether the text of a node stands in blocks of its own, as in a list entry of paragraphs."""
    if node.tag in ("td", "th") or (node.tag == "li" and (node.text or "").strip()):
        return False
    return any(child.tag in _LEAVES or child.tag in ("ul", "ol") for child in node)


def _kind(
    node: etree._Element, text: str, begun: bool, last: bool, tables: dict[etree._Element, int]
) -> tuple[type[Block], dict[str, object]]:
    tag, shape = node.tag, node.get("class")
    ancestors = [parent.tag for parent in node.iterancestors()]
    if tag in HEADINGS:
        return Heading, {"level": HEADINGS[str(tag)]}
    if tag in ("td", "th"):
        return Cell, _cell(node, tables)
    if tag in ("caption", "figcaption"):
        return Caption, {}
    if tag == "p" and "aside" in ancestors:
        return Note, {"apart": True}
    if tag == "li" or "li" in ancestors:
        return ListEntry, {}
    if "blockquote" in ancestors:
        return Quotation, {}
    if shape in ("salutation", "signature"):
        return (Salutation if shape == "salutation" else Signature), {}
    if last and len(text) <= _LONGEST_CREDIT and credits_of(text):
        return Credit, {}
    return (Body if begun else Lead), {}


def _cell(node: etree._Element, tables: dict[etree._Element, int]) -> dict[str, object]:
    row = node.getparent()
    table = next(parent for parent in node.iterancestors("table"))
    assert row is not None
    rows = list(table.iter("tr"))
    return {"table": tables[table], "row": rows.index(row), "column": list(row).index(node)}


def _texts(node: etree._Element) -> tuple[list[list[TextSlot]], list[list[TextSlot]]]:
    """Return the runs of a block (two when it opens with a run-in heading) and its notes."""
    notes: list[list[TextSlot]] = []
    runs = [[TextSlot(node.text or "", node)]]
    run_in = node.get("class") == "run-in"
    for number, child in enumerate(node):
        if child.get("class") == "note":
            notes.append(list(_words(child, [])))
        elif child.get("class") != "note-again" and child.tag not in ("ul", "ol"):
            if child.tag == "p":
                runs[-1].append(TextSlot(" ", child))
            runs[-1] += _words(child, notes)
        if run_in and number == 0:
            runs.append([])
        runs[-1].append(TextSlot(child.tail or "", child, behind=True))
    return runs, notes


def _words(node: etree._Element, notes: list[list[TextSlot]]) -> Iterator[TextSlot]:
    """Yield the texts of an inline element without the notes in it."""
    if node.tag == "br":
        yield TextSlot(_BREAK, node)
        return
    if node.tag == "code":
        yield TextSlot(_CODE[0] + str(node.text or "") + _CODE[1], node)
        return
    yield TextSlot(str(node.text or ""), node)
    for child in node:
        if child.get("class") == "note":
            notes.append(list(_words(child, [])))
        elif child.get("class") != "note-again" and child.tag not in ("rt", "rp"):
            yield from _words(child, notes)
        yield TextSlot(str(child.tail or ""), child, behind=True)


def _plain_text(run: Sequence[TextSlot]) -> str:
    """Return the words of a run, with the signs about its code."""
    return _plain("".join(slot.text for slot in run))


def _uncoded(run: str) -> tuple[str, dict[str, object]]:
    """Return a run without the signs about its code, and where the code stands in it."""
    text = ""
    spans: list[tuple[int, int]] = []
    for number, part in enumerate(re.split("|".join(_CODE), run)):
        if number % 2 and part:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, {"code": tuple(spans)} if spans else {}


def _plain(text: str) -> str:
    return _SPACES.sub(" ", _AT_BREAK.sub(_BREAK, text)).strip(" ")


def _last_paragraph(root: etree._Element) -> etree._Element | None:
    paragraphs = [node for node in root if node.tag == "p"]
    return paragraphs[-1] if len(paragraphs) > 1 else None


def _line_of(node: etree._Element) -> int | None:
    for place in (node, *node.iterancestors()):
        if line := place.get("data-line"):
            return int(line)
    return None


def _line(source: Source, text: str) -> int | None:
    at = source.text.find(text)
    return source.place(at).line if at >= 0 else None


def _source(folder: Path, path: str) -> Source:
    file = folder / path
    if not file.is_file():
        return Source(path, "")
    return Source(path, files.text(file, folder, path))


def _entry(award: Award) -> str:
    return f"{award.organisation}《{award.title}》{award.after}"


def _bare(text: str) -> str:
    """Return `text` without spaces and without the marks Markdown or a scan adds."""
    return re.sub(r"[\s\\*\u3000]+", "", text)
