"""The verbs of the rounds: compare two states of the book, write the report, hand out the marks.

A state is a round's number, “now” (the manuscript as it stands), a book's folder, or a PDF. Of a
PDF only its lines are known; they are joined into paragraphs at the indents.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from casebook import atomic, page_overlay, pagetext, pdf
from casebook.book import Book
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.rounds import (
    book_fields,
    comparison_report,
    frozen_texts,
    reflow,
    round_files,
)
from casebook.rounds.compare import Change, Comparison, MarkFate, compare
from casebook.rounds.frozen_texts import Paragraph, Texts
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import Mark

PDF = "pdf"
"""What the one text of a PDF is called."""
COLOURS = {
    MarkFate.UNASKED: (0.85, 0.1, 0.1), MarkFate.MISSED: (0.9, 0.5, 0.0), MarkFate.WRONG: (0.6, 0.0, 0.6),
    MarkFate.DONE: (0.1, 0.55, 0.2), MarkFate.BY_EYE: (0.1, 0.3, 0.8),
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its name, its texts, its pages if known, its marks by case.

    `texts` is None where only the lines of a PDF are known.
    """

    name: Wording
    texts: Texts | None
    pages: reflow.Pages | None
    marks: dict[str, tuple[Mark, ...]]
    slug: str


@dataclass(frozen=True)
class Compared:
    """A comparison done: its lists, the pages to be read again, and the files written."""

    comparison: Comparison
    changed_pages: tuple[reflow.ChangedPage, ...]
    files: tuple[Path, ...]


def side(folder: Path, named: str, book: Book | None = None) -> Side:
    """Return the state of the book in `folder` that `named` stands for. Raises `StopPress`.

    `book` is the book in `folder` as it stands, where it was read already.
    """
    for round_ in round_files.rounds(folder):
        if named in (str(round_.number), round_.name.zh):
            return _round(round_)
    path = Path(named)
    if named == "now" or (path / "manuscript").is_dir():
        home = folder if named == "now" else path
        pages = home / "build" / "print.pdf"
        name = Wording("现稿", "now") if named == "now" else Wording(named, named)
        words = frozen_texts.read(home, book if named == "now" else None)
        return Side(name, words, reflow.Pages(pages) if pages.is_file() else None, {}, "now")
    if path.is_file() and path.suffix.lower() == ".pdf":
        return Side(Wording(path.name, path.name), None, reflow.Pages(path), {}, path.stem)
    raise StopPress([_unknown(named)])


def check(folder: Path, old: str, new: str, book: Book | None = None) -> Compared:
    """Compare `new` with `old`, write the report to `build/`, and return what was found.

    `book` is the book in `folder` as it stands, where it was read already.
    """
    before, after = side(folder, old, book), side(folder, new, book)
    if before.texts is None or after.texts is None:  # a PDF knows no cases
        before, after = _as_lines(before, after)
    comparison = compare(before.texts or {}, after.texts or {}, before.marks)
    changed_pages = (
        reflow.pages_to_read(before.pages, after.pages) if before.pages and after.pages else ()
    )
    return Compared(
        comparison, changed_pages, _written(folder, before, after, comparison, changed_pages)
    )


def compared(folder: Path, old: str, new: str) -> dict[str, object]:
    """Compare and return the counts and the names of the files written, as plain data."""
    done = check(folder, old, new)
    return as_data(done)


def as_data(done: Compared) -> dict[str, object]:
    """Return a comparison as plain data."""
    return {
        "counts": {fate.value: len(done.comparison.of(fate)) for fate in MarkFate},
        "failed": done.comparison.failed,
        "files": [path.name for path in done.files],
        "changes": [_change(change) for change in done.comparison.changes],
        "reread": [
            {"page": r.label, "was": r.was, "lines": len(r.lines)} for r in done.changed_pages
        ],
    }


def marks_as_sheet(round_: Round, changed: Mapping[str, str]) -> bytes:
    """Return the marks of a round as xlsx; `changed`: what changed since a case was signed."""
    from casebook.rounds import marks_sheet  # lazy: the library of workbooks, for a download

    return marks_sheet.written(round_.marks.sheets(), changed)


def of_pages(pages: reflow.Pages, wanted: Iterable[range]) -> Texts:
    """Return the paragraphs of stretches of pages: lines joined, a new one at an indent or gap."""
    paragraphs: list[str] = []
    for stretch in wanted:
        for count, page in enumerate(pages.read(stretch)):
            for line, begins in _lines(page):
                if begins or (count == 0 and line is page.lines[0]) or not paragraphs:
                    paragraphs.append("")
                paragraphs[-1] += line.text
    return {PDF: tuple(Paragraph("Line", text) for text in paragraphs)}


def _lines(page: pagetext.Page) -> Iterator[tuple[pagetext.Line, bool]]:
    """Yield the lines of a page, and whether each begins a paragraph."""
    lines = reflow.text_lines(page)
    boxes = [line.box for line in lines]
    left, right = min((b.x0 for b in boxes), default=0), max((b.x1 for b in boxes), default=0)
    for number, (line, box) in enumerate(zip(lines, boxes, strict=True)):
        size = box.y1 - box.y0
        before = boxes[number - 1] if number else None
        gap = before is not None and box.y0 - before.y0 > 2.2 * size
        short = before is not None and before.x1 < right - 2 * size
        yield line, box.x0 > left + 0.8 * size or gap or short


def _round(round_: Round) -> Side:
    round_.check()
    marks = {s.case: s.marks for s in round_.marks.sheets()}
    return Side(round_.name, round_.texts(), reflow.Pages(round_.pages), marks, str(round_.number))


def _as_lines(before: Side, after: Side) -> tuple[Side, Side]:
    """Return both sides as the lines of their pages: all where marks must be found, else those
    of the stretches that differ."""
    if before.pages is None or after.pages is None:
        raise StopPress([_unknown((before if before.pages is None else after).slug)])
    marks = tuple(mark for case_marks in before.marks.values() for mark in case_marks)
    all_pages = [(range(len(before.pages)), range(len(after.pages)))]
    parts = all_pages if marks else reflow.stretches(before.pages, after.pages)[1]
    old_texts = of_pages(before.pages, [old for old, _ in parts])
    new_texts = of_pages(after.pages, [new for _, new in parts])
    marks_given = {PDF: marks} if marks else {}
    return replace(before, texts=old_texts, marks=marks_given), replace(
        after, texts=new_texts, marks={}
    )


def _written(
    folder: Path,
    before: Side,
    after: Side,
    comparison: Comparison,
    changed_pages: Sequence[reflow.ChangedPage],
) -> tuple[Path, ...]:
    build = folder / "build"
    stem = f"compare-{before.slug}-{after.slug}"
    titles = _titles(before.texts or {}) | _titles(after.texts or {})
    html = comparison_report.page(comparison, changed_pages, before.name, after.name, titles)
    files = {f"{stem}.html": html.encode()}
    data = as_data(Compared(comparison, tuple(changed_pages), ()))
    files[f"{stem}.json"] = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    if after.pages:
        files[f"{stem}.pdf"] = _marked(after.pages, after.texts or {}, comparison)
    for name, content in files.items():
        atomic.put(build / name, content, lasting=False)
    return tuple(build / name for name in files)


def _titles(words: Texts) -> dict[str, str]:
    """Return the titles of the cases that texts are of."""
    titles = {
        case: title
        for case, paragraphs in words.items()
        if (title := next((p.text for p in paragraphs if p.kind == "Title"), ""))
    }
    return titles | {sheet: name.zh for sheet, name in book_fields.SHEETS.items()}


def _marked(pages: reflow.Pages, words: Texts, comparison: Comparison) -> bytes:
    """Return the pages with every change lit up in the colour of its list."""
    stamps: dict[int, list[page_overlay.Tint]] = {}
    starts = {k: v for k, v in pdf.destinations(pages.path).items() if v >= 0}
    pieces = {f"{kind}-{key}" for kind in ("case", "matter") for key in words}
    sections = sorted({at for name, at in starts.items() if name in pieces})
    for (sheet, case), changes in groupby(comparison.changes, key=lambda c: _shown_in(c, words)):
        first = starts.get(f"case-{case}", starts.get(f"matter-{case}", -1))
        if first < 0 and case != PDF:  # of no text's pages: the report lists it
            continue
        last = next((at for at in sections if at > first), len(pages))
        text, boxes = _characters(pages, pages.known if case == PDF else range(first, last))
        paragraphs = words.get(sheet, ())
        for change in changes:
            for at in _place_of(change, paragraphs, text):
                number, box = boxes[at]
                stamps.setdefault(number, []).append(page_overlay.Tint(box, COLOURS[change.fate]))
    return page_overlay.tinted(pages.path, stamps)


def _shown_in(change: Change, words: Texts) -> tuple[str, str]:
    """Return the sheet of a change, and the text on whose pages it is shown: a title's case."""
    sheet, paragraphs = change.case, words.get(change.case, ())
    if sheet not in book_fields.SHEETS or change.new >= len(paragraphs):
        return sheet, sheet
    return sheet, book_fields.case_of(sheet, paragraphs[change.new].field)


def _characters(
    pages: reflow.Pages, page_numbers: Sequence[int]
) -> tuple[str, list[tuple[int, pagetext.Box]]]:
    """Return the text of pages, and page and box of each of its characters."""
    placed = [
        (char, (number, box))
        for number, page in zip(page_numbers, pages.read(page_numbers), strict=True)
        for line in reflow.text_lines(page)
        for char, box in zip(line.text, line.boxes, strict=True)
    ]
    return "".join(char for char, _ in placed), [place for _, place in placed]


def _place_of(change: Change, paragraphs: Sequence[Paragraph], text: str) -> range:
    """Return where in `text` the characters of a change stand; of a deletion, the one before."""
    if change.new >= len(paragraphs):
        return range(0)
    words = paragraphs[change.new].text
    start, end = change.start, max(change.end, change.start + 1)
    lead = "".join(words[max(0, start - 10) : start].split())
    wanted = "".join(words[start:end].split())
    if not wanted:
        lead, wanted = lead[:-1], lead[-1:]
    at = text.find(lead + wanted) if wanted else -1
    return range(at + len(lead), at + len(lead) + len(wanted)) if at >= 0 else range(0)


def _change(change: Change) -> dict[str, object]:
    return {
        "case": change.case, "fate": change.fate.value, "paragraph": change.new,
        "before": change.before, "after": change.after, "around": change.around,
        "mark": change.mark.id if change.mark else None,
        "punctuation_only": change.marks_only,
    }  # fmt: skip


def _unknown(named: str) -> Erratum:
    return Erratum(
        "nothing-to-compare",
        Place(round_files.FOLDER),
        Wording(f"没有校次或文件“{named}”", f"there is no round or file ‘{named}’"),
        Wording(
            "写校次（1、2、3）、now、一个 PDF，或一本书的文件夹。",
            "Give a round's number, now, a PDF, or a book's folder.",
        ),
        named,
    )
