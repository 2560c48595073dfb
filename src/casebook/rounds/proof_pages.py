"""Make the proof of the issued book: find every line, erratum and mark on its pages.

The print edition is issued first; this reads its pages back, numbers their lines, puts errata and
the open round's marks beside them, and writes `build/proof.pdf`, the sheets that authors send
back (`replies.pdf`), and what is sent to them (`confirmations.zip`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, build_folder, history, pagetext, pdf, proof
from casebook.book import Book, Section
from casebook.editions import confirmation
from casebook.editions import proof_edition as edition
from casebook.editions.confirmation import Letter
from casebook.editions.proof_edition import Cover, Leaf, Remark
from casebook.errata import Kind, Tell, Wording
from casebook.intake.manuscript import book_reader
from casebook.press.build_cache import issued
from casebook.proof.blocks import Piece
from casebook.proof.findings import Finding
from casebook.rounds import frozen_texts, page_to_text, reflow, round_files
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import NAMES, Mark, MarkKind, located

FILES = ("proof.pdf", "replies.pdf", "confirmations.zip")
DRAFT = Wording("样稿", "draft")
SHOWN = 40
"""So many characters of a longer quotation are printed, half from each end."""


@dataclass(frozen=True)
class _PlacedRemark:
    """What a remark means: characters of blocks of a piece (block, start, end), and its words."""

    kind: str
    words: str
    spans: tuple[tuple[int, int, int], ...]
    quote: str = ""


def issue(folder: Path, tell: Tell = lambda _step, _count: None) -> Path:
    """Write the proof of the book in `folder`, whose print edition is issued; return it.

    `tell` hears when another command is issuing the book.

    Raises `StopPress` when the book has faults; the old files then stay.
    """
    build = folder / "build"
    with build_folder.one_run_at_a_time(folder, tell), history.noted(build, ("proof",)) as note:
        book = book_reader.read(folder).book
        source = build / "print.pdf"
        errata = proof.proofread(folder)
        now = round_files.current(folder)
        work = _ProofLeaves(
            folder, book, source, [e for e in errata if isinstance(e, Finding)], now
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
        self, folder: Path, book: Book, source: Path, errata: Sequence[Finding], now: Round | None
    ) -> None:
        self._manuscript, self._book = folder / "manuscript", book
        self._round = now.name.zh if now else DRAFT.zh
        self._date = (now.opened if now else book.modified.isoformat())[:10]
        self._head = f"{self._round}　{self._date}"
        self._pages = pagetext.pages(source)
        self._labels = pdf.labels(source)
        starts = pdf.destinations(source)
        known = [s for s in book.sections if starts.get(s.id, -1) >= 0]
        ends = [*(starts[s.id] for s in known[1:]), len(self._pages)]
        self._sections = [(starts[s.id], e, s) for s, e in zip(known, ends, strict=True)]
        self._errata: dict[str, list[Finding]] = {}
        for erratum in errata:
            if erratum.number >= 0:
                self._errata.setdefault(erratum.case, []).append(erratum)
        self._marks = {s.case: s.marks for s in now.marks.sheets()} if now else {}

    def leaves(self) -> tuple[list[Leaf], list[Cover]]:
        """Return every page with its remarks, and what stands on the cover of each case."""
        plain = [self._leaf(n, self._head, ()) for n in range(len(self._pages))]
        covers = []
        for first, end, section in self._sections:
            piece = page_to_text.piece_of(self._book, section, self._manuscript)
            kinds: Counter[str] = Counter()
            if piece is not None:
                meant = list(self._meant(piece))
                plain[first:end] = self._section(piece, first, end, meant, section)
                kinds = Counter(mark.kind for mark in meant)
            if section.case is not None:
                counts = tuple((zh, kinds[kind]) for kind, zh in edition.KINDS.items())
                span = _span(self._labels[first:end])
                covers.append(
                    Cover(section.case, self._round, self._date, span, first, end, counts)
                )
        return plain, covers

    def _meant(self, piece: Piece) -> Iterator[_PlacedRemark]:
        for finding in self._errata.get(piece.id, ()):
            if finding.kind is not Kind.NOTE:
                put = f"→“{finding.put}”" if finding.put is not None else ""
                end = max(finding.start + len(finding.text), finding.start + 1)
                span = (finding.number, finding.start, end)
                yield _PlacedRemark(
                    finding.kind.value, f"{finding.message.zh}{put}", (span,), finding.text
                )
        now = frozen_texts.paragraphs(piece)
        for mark in self._marks.get(piece.id, ()):
            place = located(mark, now) if mark.open else None
            if place is not None:
                asks = mark.asks is MarkKind.QUERY
                wording = _asked(mark) if asks else _mark_text(mark)
                spans = tuple(place.parts(now))
                yield _PlacedRemark(
                    "question" if asks else "mark", wording, spans, _quoted(mark.quote)
                )

    def _section(
        self, piece: Piece, first: int, end: int, meant: Sequence[_PlacedRemark], section: Section
    ) -> list[Leaf]:
        spots = page_to_text.located(
            self._pages[first:end], page_to_text.without_spaces(piece.blocks)
        )
        placed: list[list[tuple[_PlacedRemark, list[pagetext.Box]]]] = [
            sorted(
                ((mark, boxes) for mark in meant if (boxes := _boxes(mark, page, page_spots))),
                key=lambda entry: entry[1][0].y0,
            )
            for page, page_spots in zip(self._pages[first:end], spots, strict=True)
        ]
        numbers: dict[int, int] = {}
        leaves = []
        for number, remarked in enumerate(placed):
            head = f"{self._head}　{_manuscript(piece, spots[number], section)}"
            leaf = self._leaf(first + number, head, ())
            remarks = []
            for mark, boxes in remarked:
                goes_on = id(mark) in numbers
                count = numbers.setdefault(id(mark), len(numbers) + 1)
                remarks.append(
                    Remark(
                        count, mark.kind, "" if goes_on else mark.words, boxes[0].y0,
                        _line(leaf, boxes[0]), mark.quote, tuple(boxes),
                    )
                )  # fmt: skip
            leaves.append(self._leaf(first + number, head, tuple(remarks)))
        return leaves

    def _leaf(self, index: int, head: str, remarks: tuple[Remark, ...]) -> Leaf:
        page = self._pages[index]
        boxes = [line.box for line in reflow.text_lines(page)]
        heights: list[float] = []
        for box in sorted(boxes, key=lambda line_box: line_box.y0):
            middle = (box.y0 + box.y1) / 2
            if not heights or middle - heights[-1] > (box.y1 - box.y0) * 0.6:
                heights.append(middle)
        left = min((box.x0 for box in boxes), default=page.width * 0.15)
        right = max((box.x1 for box in boxes), default=page.width * 0.85)
        size = (page.width, page.height)
        return Leaf(self._labels[index], head, size, left, right, tuple(heights), remarks)


def _boxes(
    mark: _PlacedRemark, page: pagetext.Page, page_spots: Sequence[Sequence[tuple[int, int] | None]]
) -> list[pagetext.Box]:
    """Return the boxes of the characters meant, as far as they stand on the page."""
    spans = {block: range(start, max(end, start + 1)) for block, start, end in mark.spans}
    return [
        box
        for line, spots in zip(page.lines, page_spots, strict=True)
        for box, spot in zip(line.boxes, spots, strict=True)
        if spot and spot[1] in spans.get(spot[0], ())
    ]


def _line(leaf: Leaf, box: pagetext.Box) -> int:
    """Return the number that is printed beside the line in which `box` stands."""
    middle = (box.y0 + box.y1) / 2
    nearest = min(range(len(leaf.lines)), key=lambda n: abs(leaf.lines[n] - middle), default=0)
    return nearest + 1


def _manuscript(
    piece: Piece, spots: Sequence[Sequence[tuple[int, int] | None]], section: Section
) -> str:
    """Return where in the manuscript a page begins and ends."""
    line_spots: list[tuple[int, int]] = []
    for spot in (spot for line in spots for spot in line if spot):
        block = piece.blocks[spot[0]]
        if not line_spots or line_spots[-1][0] != spot[0]:
            line_spots.append((spot[0], block.line or 0))
    lines = [line for _, line in line_spots if line]
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
