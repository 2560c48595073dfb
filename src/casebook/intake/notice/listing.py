"""Read the rows of a tier into entries, and say of each row that is not read why.

Table, numbered list, plain list or names in a sentence: the first way that holds is taken, and
what it does not explain stays unread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebook.errata import Erratum, Place
from casebook.intake.notice import reports, shapes, tables
from casebook.intake.notice.entries import Run, cut
from casebook.intake.notice.joining import Joint, join
from casebook.intake.notice.sheet import Sheet, Use
from casebook.intake.notice.tiers import Draft
from casebook.intake.notice.words import NUMBER, ORGANISATION_END, UNIT
from casebook.typography import number_of

ELISION = re.compile(rf"等\s*(?P<count>{NUMBER})\s*{UNIT}(?:单位)?[。；]?$")


@dataclass(frozen=True)
class Entry:
    """One entry as read: what the notice prints, and the first and last line it stands on."""

    number: int | None
    label: str
    organisation: str
    title: str | None
    after: str
    lines: tuple[int, int]
    text: str
    """The whole entry as printed, joined, with its number."""


@dataclass(frozen=True)
class Listing:
    """A tier as read. `at` is the line it begins on; `declared` what its heading counts."""

    name: str
    at: int
    declared: int | None
    bodies: bool
    vacant: bool
    entries: tuple[Entry, ...]


@dataclass
class Cut:
    """A draft cut into runs, before the measure of the whole notice is known."""

    draft: Draft
    runs: list[Run]
    style: str
    table: tables.Table | None = None


def cut_draft(sheet: Sheet, draft: Draft, start: int) -> tuple[Cut, list[Erratum]]:
    """Cut `draft` into runs or a table; `start` is the number after the tier above."""
    rows = [*([draft.columns] if draft.columns else []), *draft.rows]
    if draft.rows and all(tables.is_row(row) for row in rows):
        table = tables.read(rows, draft.bodies)
        if table.entries:
            sheet.mark(table.frame, Use.HEADING)
            sheet.mark(table.unread, Use.UNREAD)
            return Cut(draft, [], "", table), []
    titled = any("《" in row.text for row in draft.rows)
    runs, unread, style = cut(draft.rows, start, titled)
    sheet.mark(unread, Use.UNREAD)
    jumps = [run for run in runs if run.jumped_from is not None]
    errata = [reports.number_jump(Place(sheet.name, run.rows[0].number), run) for run in jumps]
    return Cut(draft, runs, style), errata


def listings(sheet: Sheet, cut: Cut, measure: float | None) -> tuple[list[Listing], list[Erratum]]:
    """Return what `cut` holds, one listing for each tier its entries name, and the errata."""
    draft = cut.draft
    errata: list[Erratum] = []
    if cut.table:
        found = list(_from_table(cut.table))
        sheet.mark((row.row for row in cut.table.entries), Use.ENTRY)
    else:
        found, errata = _from_runs(sheet, cut, measure)
    return _grouped(draft, found), errata


def _from_table(table: tables.Table) -> Iterator[tuple[str, Entry | None]]:
    for line in table.entries:
        if line.piece is None:
            yield line.tier, None
            continue
        piece, at = line.piece, line.row.number
        number = "" if line.number is None else str(line.number)
        text = "　".join(tables.cells(line.row.text))
        entry = Entry(
            line.number, number, piece.organisation, piece.title, piece.after, (at, at), text
        )
        yield line.tier, entry


def _from_runs(
    sheet: Sheet, cut: Cut, measure: float | None
) -> tuple[list[tuple[str, Entry | None]], list[Erratum]]:
    joined: list[tuple[str, list[Joint]]] = [join(run, measure) for run in cut.runs]
    runs, texts = cut.runs, [text.strip() for text, _ in joined]
    names = [] if cut.style else _sentence(cut.draft, texts)
    if names:
        runs = [Run(None, "", list(cut.draft.rows)) for _ in names]
        joined, texts = [("", []) for _ in names], names
    split = shapes.split(texts, cut.draft.bodies)
    unsure = not cut.style and cut.draft.bodies and not _vouched(cut.draft, texts)
    whole = names and any(isinstance(piece, shapes.Refusal) for piece in split)
    if unsure or whole:
        split = [shapes.Refusal("shape-unclear")] * len(texts)
    errata = list(_refusals(sheet, runs, split))
    found: list[tuple[str, Entry | None]] = []
    for run, text, piece, (_, joints) in zip(runs, texts, split, joined, strict=True):
        if isinstance(piece, shapes.Piece):
            sheet.mark(run.rows, Use.ENTRY)
            errata += [reports.joint(sheet.name, joint) for joint in joints]
            found.append((piece.tier, _entry(run, text, piece)))
    return found, errata


def _entry(run: Run, text: str, piece: shapes.Piece) -> Entry:
    lines = (run.rows[0].number, run.rows[-1].number)
    label, printed = run.label.strip(), run.label + text
    return Entry(run.number, label, piece.organisation, piece.title, piece.after, lines, printed)


def _refusals(
    sheet: Sheet, runs: Sequence[Run], split: Sequence[shapes.Split]
) -> Iterator[Erratum]:
    """Mark the lines of refused entries before any other: a line shared with an entry that was
    read is then still shown."""
    told: set[tuple[int, str]] = set()
    for run, piece in zip(runs, split, strict=True):
        if isinstance(piece, shapes.Refusal):
            sheet.refuse(run.rows)
            key = (run.rows[0].number, piece.rule)
            if key not in told:
                place = Place(sheet.name, run.rows[0].number)
                yield reports.refused(place, piece.rule, sheet.quote(run.rows))
            told.add(key)


def _sentence(draft: Draft, texts: list[str]) -> list[str]:
    """Return the names of a list that stands in one sentence, empty if it is none."""
    text = "".join(texts)
    if "《" in text:
        parts = re.split(r"(?<=》)\s*[、；;，,]\s*", text.rstrip("。"))
        return parts if len(parts) > len(texts) else []
    if not draft.bodies or "、" not in text:
        return []
    elided = ELISION.search(text)
    if elided:
        draft.declared = draft.declared or number_of(elided["count"])
        text = text[: elided.start()]
    return [name.strip() for name in _outside_brackets(text.rstrip("。；"))]


def _outside_brackets(text: str) -> Iterator[str]:
    depth, name = 0, ""
    for char in text:
        depth += (char in "（(“") - (char in "）)”")
        if char == "、" and depth == 0:
            yield name
            name = ""
        else:
            name += char
    yield name


def _vouched(draft: Draft, names: list[str]) -> bool:
    """Whether names without numbers are sure: the count fits, or all look like organisations."""
    if draft.declared is not None:
        return draft.declared == len(names)
    return all(ORGANISATION_END.search(name) for name in names)


def _grouped(draft: Draft, found: list[tuple[str, Entry | None]]) -> list[Listing]:
    tiers: dict[str, list[Entry]] = {}
    vacant = set()
    for tier, entry in found:
        entries = tiers.setdefault(tier or draft.name, [])
        if entry is None:
            vacant.add(tier or draft.name)
        else:
            entries.append(entry)
    bare = Listing(draft.name, draft.at, draft.declared, draft.bodies, draft.vacant, ())
    if not tiers:
        return [bare]
    alone = len(tiers) == 1
    return [
        replace(
            bare,
            name=name,
            declared=draft.declared if alone else None,
            vacant=name in vacant or (alone and draft.vacant),
            entries=tuple(entries),
            at=entries[0].lines[0] if entries and not alone else draft.at,
        )
        for name, entries in tiers.items()
    ]
