"""The verbs of the rounds: compare two states of the book, write the report, hand out the marks.

A state is a round's number, “now” (the manuscript as it stands), a book's folder, or a PDF. Of a
PDF only its lines are known; they are joined into paragraphs at the indents.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from casebook import overprint, pagetext, pdf
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake import reading
from casebook.rounds import keeping, moved, report, sheet, texts
from casebook.rounds.compare import Change, Comparison, Fate, compare
from casebook.rounds.keeping import Round
from casebook.rounds.marks import Mark
from casebook.rounds.texts import Paragraph, Texts

COLOURS = {
    Fate.UNASKED: (0.85, 0.1, 0.1), Fate.MISSED: (0.9, 0.5, 0.0), Fate.WRONG: (0.6, 0.0, 0.6),
    Fate.DONE: (0.1, 0.55, 0.2), Fate.BY_EYE: (0.1, 0.3, 0.8),
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its name, its texts, its pages if known, its marks by case."""

    name: Wording
    texts: Texts
    pages: Path | None
    marks: dict[str, tuple[Mark, ...]]
    slug: str


@dataclass(frozen=True)
class Compared:
    """A comparison done: its lists, the pages to be read again, and the files written."""

    found: Comparison
    resets: tuple[moved.Reset, ...]
    files: tuple[Path, ...]


def side(folder: Path, named: str) -> Side:
    """Return the state of the book in `folder` that `named` stands for. Raises `StopPress`."""
    for one in keeping.rounds(folder):
        if named in (str(one.number), one.name.zh):
            return _round(one)
    path = Path(named)
    if named == "now" or (path / "manuscript").is_dir():
        home = folder if named == "now" else path
        pages = home / "build" / "print.pdf"
        name = Wording("现稿", "now") if named == "now" else Wording(named, named)
        return Side(name, texts.read(home), pages if pages.is_file() else None, {}, "now")
    if path.is_file() and path.suffix.lower() == ".pdf":
        return Side(Wording(path.name, path.name), of_pdf(path), path, {}, path.stem)
    raise StopPress([_unknown(named)])


def check(folder: Path, old: str, new: str) -> Compared:
    """Compare `new` with `old`, write the report to `build/`, and return what was found."""
    before, after = side(folder, old), side(folder, new)
    if (set(before.texts) == {"pdf"}) != (set(after.texts) == {"pdf"}):  # a PDF knows no cases
        before, after = _as_pdf(before), _as_pdf(after)
    found = compare(before.texts, after.texts, before.marks)
    resets: tuple[moved.Reset, ...] = ()
    lines = pagetext.pages(after.pages) if after.pages else []
    if before.pages and after.pages:
        sent = moved.set_lines(before.pages, pagetext.pages(before.pages))
        resets = moved.moved(sent, moved.set_lines(after.pages, lines))
    return Compared(found, resets, _written(folder, before, after, found, resets, lines))


def compared(folder: Path, old: str, new: str) -> dict[str, Any]:
    """Compare and return the counts and the names of the files written, as plain data."""
    done = check(folder, old, new)
    return as_data(done)


def as_data(done: Compared) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {
        "counts": {fate.value: len(done.found.of(fate)) for fate in Fate},
        "failed": done.found.failed,
        "files": [path.name for path in done.files],
        "changes": [_change(change) for change in done.found.changes],
        "reread": [{"page": r.label, "was": r.was, "lines": len(r.lines)} for r in done.resets],
    }


def marks_as_sheet(one: Round) -> bytes:
    """Return the marks of a round as xlsx."""
    return sheet.written(one.marks.sheets())


def of_pdf(path: Path) -> Texts:
    """Return the paragraphs of a PDF: lines joined, a new one at each indent or gap."""
    found: list[str] = []
    for page in pagetext.pages(path):
        lines = moved.text_lines(page)
        if not lines:
            continue
        left = min(line.box.x0 for line in lines)
        for number, line in enumerate(lines):
            size = line.box.y1 - line.box.y0
            indented = line.box.x0 > left + 0.8 * size
            gap = number > 0 and line.box.y0 - lines[number - 1].box.y0 > 2.2 * size
            short = (
                number > 0 and lines[number - 1].box.x1 < max(x.box.x1 for x in lines) - 2 * size
            )
            if not found or indented or gap or short:
                found.append("")
            found[-1] += line.text
    return {"pdf": tuple(Paragraph("Line", text) for text in found)}


def _round(one: Round) -> Side:
    one.check()
    marks = {s.case: s.marks for s in one.marks.sheets()}
    return Side(one.name, one.texts(), one.pages, marks, str(one.number))


def _as_pdf(one: Side) -> Side:
    if one.pages is None:
        raise StopPress([_unknown(one.slug)])
    marks = tuple(mark for mine in one.marks.values() for mark in mine)
    return replace(one, texts=of_pdf(one.pages), marks={"pdf": marks} if marks else {})


def _written(
    folder: Path,
    before: Side,
    after: Side,
    found: Comparison,
    resets: Sequence[moved.Reset],
    lines: Sequence[pagetext.Page],
) -> tuple[Path, ...]:
    build = folder / "build"
    build.mkdir(exist_ok=True)
    stem = f"compare-{before.slug}-{after.slug}"
    html = report.page(found, resets, before.name, after.name, _titles(folder))
    files = {f"{stem}.html": html.encode()}
    data = as_data(Compared(found, tuple(resets), ()))
    files[f"{stem}.json"] = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    if after.pages:
        files[f"{stem}.pdf"] = _marked(after.pages, lines, after.texts, found)
    for name, content in files.items():
        aside = build / f".{name}.part"
        aside.write_bytes(content)
        os.replace(aside, build / name)
    return tuple(build / name for name in files)


def _titles(folder: Path) -> dict[str, str]:
    """Return the titles of the cases, as far as the book can be read now."""
    try:
        return {case.id: case.title for case in reading.read(folder).book.cases}
    except StopPress:
        return {}


def _marked(pages: Path, lines: Sequence[pagetext.Page], words: Texts, found: Comparison) -> bytes:
    """Return the pages with every change lit up in the colour of its list."""
    stamps: dict[int, list[overprint.Tint]] = {}
    starts = {k: v for k, v in pdf.destinations(pages).items() if v >= 0}
    for change in found.changes:
        first = starts.get(f"case-{change.case}", starts.get(f"matter-{change.case}", 0))
        later = sorted(at for at in starts.values() if at > first)
        last = later[0] if later and change.case != "pdf" else len(lines)
        for number, box in _found(change, words, lines, range(first, last)):
            stamps.setdefault(number, []).append(overprint.Tint(box, COLOURS[change.fate]))
    return overprint.tinted(pages, stamps)


def _found(
    change: Change, words: Texts, lines: Sequence[pagetext.Page], pages: range
) -> list[tuple[int, pagetext.Box]]:
    """Return page and box of the characters of a change; of a deletion, those around it."""
    paragraphs = words.get(change.case, ())
    if change.new >= len(paragraphs):
        return []
    text = paragraphs[change.new].text
    start, end = change.start, max(change.end, change.start + 1)
    lead = "".join(text[max(0, start - 10) : start].split())
    wanted = "".join(text[start:end].split())
    if not wanted:
        lead, wanted = lead[:-1], lead[-1:]
    if not wanted:
        return []
    chars = [
        (number, box, char)
        for number in pages
        for line in moved.text_lines(lines[number])
        for char, box in zip(line.text, line.boxes, strict=True)
    ]
    at = "".join(char for _, _, char in chars).find(lead + wanted)
    here = chars[at + len(lead) : at + len(lead) + len(wanted)] if at >= 0 else []
    return [(number, box) for number, box, _ in here]


def _change(change: Change) -> dict[str, Any]:
    return {
        "case": change.case, "fate": change.fate.value, "paragraph": change.new,
        "before": change.before, "after": change.after, "around": change.around,
        "mark": change.mark.id if change.mark else None,
        "punctuation_only": change.marks_only,
    }  # fmt: skip


def _unknown(named: str) -> Erratum:
    return Erratum(
        "nothing-to-compare",
        Place(keeping.FOLDER),
        Wording(f"没有校次或文件“{named}”", f"there is no round or file ‘{named}’"),
        Wording(
            "写校次的号（1、2、3）、now、一个 PDF，或一本书的文件夹。",
            "Give a round's number, now, a PDF, or a book's folder.",
        ),
        named,
    )
