"""Make the proof of the issued book: find every line, erratum and mark on its pages.

The print edition is issued first; this reads its pages back, numbers their lines, puts errata and
the open round's marks beside them, and writes `build/proof.pdf`, the sheets that authors send
back (`replies.pdf`), and what is sent to them (`confirmations.zip`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook import atomic, build_folder, history, layout, pagetext, pdf, proof
from casebook.book import Book, Section
from casebook.editions import confirmation
from casebook.editions import proof_edition as edition
from casebook.editions.confirmation import Letter
from casebook.editions.proof_edition import Cover, Leaf, Remark
from casebook.errata import Kind, Tell, Wording
from casebook.intake.manuscript import book_reader
from casebook.press import volume
from casebook.press.build_cache import issued
from casebook.press.workers import Workers
from casebook.proof import segmentation
from casebook.proof.blocks import Piece, Volume
from casebook.proof.findings import Finding
from casebook.rounds import (
    book_fields,
    frozen_texts,
    page_to_text,
    reflow,
    round_files,
    traced_galley,
)
from casebook.rounds.book_fields import sheet_of
from casebook.rounds.page_to_text import Places, TextPlace
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import NAMES, OF_PAGE, Mark, MarkKind, Sheet, located

FILES = ("proof.pdf", "replies.pdf", "confirmations.zip")
DRAFT = Wording("样稿", "draft")
SHOWN = 40
"""So many characters of a longer quotation are printed, half from each end."""


@dataclass(frozen=True)
class _PlacedRemark:
    """What a remark means, and its words: characters of paragraphs (sheet, paragraph, start, end).

    `section` is where it stands, if its words are printed more than once. A remark on text of the
    layout's own has no spans: it is known by its kind (`added`), page and words.
    """

    kind: str
    words: str
    spans: tuple[tuple[str, int, int, int], ...]
    quote: str = ""
    section: str = ""
    added: str = ""
    page: str = ""


def issue(
    folder: Path, tell: Tell = lambda _step, _count: None, workers: int | Workers = 0
) -> Path:
    """Write the proof of the book in `folder`, whose print edition is issued; return it.

    `tell` hears when another command is issuing the book; `workers` are those of the press.

    Raises `StopPress` when the book has faults; the old files then stay.
    """
    build = folder / "build"
    with build_folder.one_run_at_a_time(folder, tell), history.noted(build, ("proof",)) as note:
        book = book_reader.read(folder).book
        source = build / "print.pdf"
        errata = proof.proofread(folder)
        now = round_files.current(folder)
        work = _ProofLeaves(
            folder, book, source, [e for e in errata if isinstance(e, Finding)], now, workers
        )
        leaves, covers = work.leaves()
        made = edition.prepare(source, leaves, covers)
        letters = _letters(book, covers, now.due if now else "")
        confirmation.prepare(made, letters)
        made.data = made.overlay.set(folder / "manuscript", book.composition)
        with atomic.folder(build) as place:
            beside = [place / name for name in FILES]
            atomic.put(beside[0], made.whole(), lasting=False)
            atomic.put(beside[1], confirmation.replies(made, letters), lasting=False)
            day = book.modified.timetuple()[:6]
            confirmation.archive(made, letters, beside[2], day)
            for path in beside:
                atomic.move(path, build / path.name, lasting=False)
        note.made(issued(build / name for name in FILES), len(leaves), errata)
    return build / FILES[0]


def _letters(book: Book, covers: Sequence[Cover], due: str) -> tuple[Letter, ...]:
    """Return a letter for each organisation of which a manuscript is there."""
    by: dict[str, list[Cover]] = {}
    for cover in covers:
        if cover.case.body is not None:
            by.setdefault(cover.case.organisation, []).append(cover)
    return tuple(
        Letter(name, tuple(organisation_leaves), book.issuer, due)
        for name, organisation_leaves in by.items()
    )


class _ProofLeaves:
    def __init__(
        self,
        folder: Path,
        book: Book,
        source: Path,
        errata: Sequence[Finding],
        now: Round | None,
        workers: int | Workers,
    ) -> None:
        self._manuscript, self._book = folder / "manuscript", book
        self._round = now.name.zh if now else DRAFT.zh
        self._date = (now.opened if now else book.modified.isoformat())[:10]
        self._head = f"{self._round}　{self._date}"
        self._pages = pagetext.pages(source, contents=True)
        self._labels = pdf.labels(source)
        starts = pdf.destinations(source)
        known = [s for s in book.sections if starts.get(s.id, -1) >= 0]
        ends = [*(starts[s.id] for s in known[1:]), len(self._pages)]
        self._sections = [(starts[s.id], e, s) for s, e in zip(known, ends, strict=True)]
        self._errata = [e for e in errata if e.number >= 0 and e.kind is not Kind.NOTE]
        self._sheets = now.marks.sheets() if now else ()
        self._roots = layout.roots(book.layout, folder)
        galleys = layout.compose(book, self._roots, "print", self._manuscript)
        made = volume.make(book, galleys, folder / "build", workers)
        self._printed = volume.printed(made)
        self._volume: Volume = segmentation.volume(book, self._manuscript)
        self._texts = frozen_texts.of(self._volume)

    def leaves(self) -> tuple[list[Leaf], list[Cover]]:
        """Return every page with its remarks, and what stands on the cover of each case."""
        plain = [self._leaf(n) for n in range(len(self._pages))]
        pieces = {piece.id: piece for piece in self._volume.pieces}
        remarks = list(self._meant())
        covers = []
        for first, end, section in self._sections:
            piece = pieces.get(sheet_of(section))
            printed = self._printed[section.id]
            galley = traced_galley.traced(self._book, section, piece, self._roots, self._manuscript)
            pages = self._pages[first:end]
            places = page_to_text.located(pages, printed, galley, self._texts)
            here = [r for r in remarks if not r.section or r.section == section.id]
            bare = plain[first:end]
            plain[first:end] = self._section(piece, first, bare, here, section, places)
            if section.case is not None:
                kinds = Counter(remark.kind for remark in here if remark.section)
                counts = tuple((zh, kinds[kind]) for kind, zh in edition.KINDS.items())
                span = _span(self._labels[first:end])
                covers.append(
                    Cover(section.case, self._round, self._date, span, first, end, counts)
                )
        return plain, covers

    def _meant(self) -> Iterator[_PlacedRemark]:
        """Yield what is remarked, in every sheet."""
        sections = {
            name: section.id
            for section in self._book.sections
            if (name := sheet_of(section)) != book_fields.FIELDS
        }
        for finding in self._errata:
            if finding.case not in sections:  # of the list of awards
                continue
            put = f"→“{finding.put}”" if finding.put is not None else ""
            end = max(finding.start + len(finding.text), finding.start + 1)
            span = (finding.case, finding.number, finding.start, end)
            yield _PlacedRemark(
                finding.kind.value, f"{finding.message.zh}{put}", (span,), finding.text,
                sections[finding.case],
            )  # fmt: skip
        for sheet in self._sheets:
            for mark in sheet.marks:
                if mark.open and (remark := self._of_mark(sheet, mark, sections)):
                    yield remark

    def _of_mark(self, sheet: Sheet, mark: Mark, sections: dict[str, str]) -> _PlacedRemark | None:
        now = self._texts.get(sheet.case, ())
        place = located(mark, now)
        added = mark.field.removeprefix(OF_PAGE) if mark.field.startswith(OF_PAGE) else ""
        if place is None and not added:
            return None
        asks = mark.asks is MarkKind.QUERY and not mark.field
        where = f"【{book_fields.words_of(sheet.case, mark.field).zh}】" if mark.field else ""
        wording = _asked(mark) if asks else where + _mark_text(mark)
        spans = tuple((sheet.case, *part) for part in place.parts(now)) if place else ()
        section = sections.get(sheet.case, "") if not added else mark.section
        if sheet.case in book_fields.SHEETS and not added:
            section = self._first(sheet, mark) or mark.section
        return _PlacedRemark(
            "question" if asks else "mark", wording, spans, _quoted(mark.quote), section,
            added, mark.page,
        )  # fmt: skip

    def _first(self, sheet: Sheet, mark: Mark) -> str:
        """Return the section of the case that a mark on a field is about; what is about none is
        shown where it was made."""
        case = f"case-{book_fields.case_of(sheet.case, mark.field)}"
        return case if any(section.id == case for _, _, section in self._sections) else ""

    def _section(
        self,
        piece: Piece | None,
        first: int,
        plain: Sequence[Leaf],
        meant: Sequence[_PlacedRemark],
        section: Section,
        places: Sequence[Places],
    ) -> list[Leaf]:
        placed: list[list[tuple[_PlacedRemark, list[pagetext.Box]]]] = [
            sorted(
                (
                    (mark, boxes)
                    for mark in meant
                    if (boxes := _boxes(mark, page, of_page, self._labels[first + number]))
                ),
                key=lambda entry: entry[1][0].y0,
            )
            for number, (page, of_page) in enumerate(
                zip(self._pages[first : first + len(plain)], places, strict=True)
            )
        ]
        numbers: dict[int, int] = {}
        leaves = []
        for number, remarked in enumerate(placed):
            head = self._head
            if piece is not None:
                head += f"　{_manuscript(piece, places[number], section)}"
            leaf = replace(plain[number], head=head)
            remarks = []
            for mark, boxes in remarked:
                goes_on = id(mark) in numbers
                count = numbers.setdefault(id(mark), len(numbers) + 1)
                remarks.append(
                    Remark(
                        count, mark.kind, "" if goes_on else mark.words, boxes[0].y0,
                        reflow.line_number(leaf.lines, boxes[0]), mark.quote, tuple(boxes),
                    )
                )  # fmt: skip
            leaves.append(replace(leaf, remarks=tuple(remarks)))
        return leaves

    def _leaf(self, index: int) -> Leaf:
        """Return a page without remarks."""
        page = self._pages[index]
        boxes = [line.box for line in reflow.text_lines(page)]
        left = min((box.x0 for box in boxes), default=page.width * 0.15)
        right = max((box.x1 for box in boxes), default=page.width * 0.85)
        size = (page.width, page.height)
        return Leaf(self._labels[index], self._head, size, left, right, reflow.line_middles(page))


def _boxes(
    mark: _PlacedRemark, page: pagetext.Page, places: Places, label: str
) -> list[pagetext.Box]:
    """Return the boxes of the characters meant, as far as they stand on the page."""
    if mark.added:
        return _added_boxes(mark, page, places) if mark.page == label else []
    spans = {(sheet, n): range(start, max(end, start + 1)) for sheet, n, start, end in mark.spans}
    return [
        box
        for line, of_line in zip(page.lines, places, strict=True)
        for box, place in zip(line.boxes, of_line, strict=True)
        if isinstance(place, TextPlace) and place.offset in spans.get(place[:2], ())
    ]


def _added_boxes(mark: _PlacedRemark, page: pagetext.Page, places: Places) -> list[pagetext.Box]:
    """Return the boxes of words of the layout's own: the first of that kind that read so."""
    for line, of_line in zip(page.lines, places, strict=True):
        own = [
            (char, box)
            for char, box, place in zip(line.text, line.boxes, of_line, strict=True)
            if place == mark.added
        ]
        wanted = "".join(mark.quote.split())
        at = "".join(char for char, _ in own).find(wanted)
        if at >= 0:
            return [box for _, box in own[at : at + len(wanted)]]
    return []


def _manuscript(piece: Piece, places: Places, section: Section) -> str:
    """Return where in the manuscript a page begins and ends."""
    numbers = {
        place.paragraph
        for line in places
        for place in line
        if isinstance(place, TextPlace) and place.sheet == piece.id
    }
    lines = [line for number in numbers if (line := piece.blocks[number].line)]
    path = section.place.path if section.case is None else section.case.place.path
    return f"{path} 第 {min(lines)}–{max(lines)} 行" if lines else path


def _mark_text(mark: Mark) -> str:
    quote = _quoted(mark.quote)
    wanted = f"“{quote}”→“{mark.text}”" if mark.text else f"“{quote}”"
    by = f"（{mark.by}）" if mark.by else ""
    return f"{NAMES[mark.asks].zh}{wanted}{mark.note}{by}"


def _asked(mark: Mark) -> str:
    """Return a question to the author; who in the house asks is no matter of his."""
    words = "；".join(filter(None, (mark.note, f"拟改为“{mark.text}”" if mark.text else "")))
    return words or "请核实。"


def _quoted(quote: str) -> str:
    if len(quote) <= SHOWN:
        return quote
    return f"{quote[: SHOWN // 2]}……{quote[-SHOWN // 2 :]}"


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"
