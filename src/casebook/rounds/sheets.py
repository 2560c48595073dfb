"""Make the proof of the issued book: find every line, erratum and mark on its pages.

The print edition is issued first; this reads its pages back, numbers their lines, puts errata and
the open round's marks beside them, and writes `build/proof.pdf` and `build/replies.pdf`.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import pagetext, pdf, proof
from casebook.book import Book, Section
from casebook.editions import proof as edition
from casebook.editions.proof import Cover, Leaf, Remark
from casebook.errata import Kind, Wording
from casebook.intake import reading
from casebook.proof.blocks import Piece
from casebook.proof.spots import Finding
from casebook.rounds import keeping, moved, places, texts
from casebook.rounds.keeping import Round
from casebook.rounds.marks import NAMES, Mark, located

FILES = ("proof.pdf", "replies.pdf")
DRAFT = Wording("样稿", "draft")


@dataclass(frozen=True)
class _Meant:
    """What a remark means: characters of a block of a piece, and its words."""

    kind: str
    said: str
    block: int
    start: int
    end: int


def issue(folder: Path) -> Path:
    """Write the proof of the book in `folder`, whose print edition is issued; return it.

    Raises `StopPress` when the book has faults.
    """
    book = reading.read(folder).book
    source = folder / "build" / "print.pdf"
    found = [e for e in proof.proofread(folder) if isinstance(e, Finding)]
    now = keeping.current(folder)
    head = now.name.zh if now else DRAFT.zh
    date = (now.opened if now else book.modified.isoformat())[:10]
    work = _Work(folder, book, source, found, now, f"{head}　{date}")
    leaves, counts = work.leaves()
    covers = {
        first: Cover(case, head, date, _span(work.labels[first:end]), counts.get(case.id, ()))
        for first, end, section in work.sections
        if (case := section.case) is not None
    }
    parts = edition.issue(source, leaves, covers, folder / "manuscript", book.composition)
    for name, data in zip(FILES, parts, strict=True):
        aside = folder / "build" / f".{name}.part"
        aside.write_bytes(data)
        os.replace(aside, folder / "build" / name)
    return folder / "build" / FILES[0]


class _Work:
    def __init__(
        self, folder: Path, book: Book, source: Path, found: Sequence[Finding],
        now: Round | None, head: str,
    ) -> None:  # fmt: skip
        self._manuscript, self._book, self._head = folder / "manuscript", book, head
        self._pages = pagetext.pages(source)
        self.labels = pdf.labels(source)
        starts = pdf.destinations(source)
        known = [s for s in book.sections if starts.get(s.id, -1) >= 0]
        ends = [*(starts[s.id] for s in known[1:]), len(self._pages)]
        self.sections = [(starts[s.id], e, s) for s, e in zip(known, ends, strict=True)]
        self._errata: dict[str, list[Finding]] = {}
        for one in found:
            if one.number >= 0:
                self._errata.setdefault(one.case, []).append(one)
        self._marks = {s.case: s.marks for s in now.marks.sheets()} if now else {}

    def leaves(self) -> tuple[list[Leaf], dict[str, tuple[tuple[str, int], ...]]]:
        """Return every page with its remarks, and how many of each kind a case has."""
        plain = [self._leaf(n, self._head, ()) for n in range(len(self._pages))]
        counts = {}
        for first, end, section in self.sections:
            piece = places.piece_of(self._book, section, self._manuscript)
            if piece is None:
                continue
            meant = list(self._meant(piece))
            plain[first:end] = self._section(piece, first, end, meant, section)
            kinds = Counter(one.kind for one in meant)
            names = (("erratum", "差错"), ("query", "疑似"), ("mark", "批注"))
            counts[piece.id] = tuple((zh, kinds[kind]) for kind, zh in names)
        return plain, counts

    def _meant(self, piece: Piece) -> Iterator[_Meant]:
        for one in self._errata.get(piece.id, ()):
            if one.kind is not Kind.NOTE:
                put = f"→“{one.put}”" if one.put is not None else ""
                said = f"{one.message.zh}{put}"
                yield _Meant(one.kind.value, said, one.number, one.start, one.start + len(one.text))
        now = texts.paragraphs(piece)
        for mark in self._marks.get(piece.id, ()):
            place = located(mark, now) if mark.open else None
            if place is not None:
                end = place[1] + len(mark.quote)
                yield _Meant("mark", _said(mark), place[0], place[1], end)

    def _section(
        self, piece: Piece, first: int, end: int, meant: Sequence[_Meant], section: Section
    ) -> list[Leaf]:
        here = self._pages[first:end]
        spots = places.found(here, places.bare(piece.blocks))
        placed: list[list[tuple[float, _Meant, list[pagetext.Box]]]] = [[] for _ in here]
        for one in meant:
            for number, (page, mine) in enumerate(zip(here, spots, strict=True)):
                boxes = [
                    box
                    for line, at in zip(page.lines, mine, strict=True)
                    for box, spot in zip(line.boxes, at, strict=True)
                    if spot and spot[0] == one.block and one.start <= spot[1] < max(one.end, one.start + 1)
                ]  # fmt: skip
                if boxes:
                    placed[number].append((boxes[0].y0, one, boxes))
                    break
        leaves, count = [], 0
        for number, remarked in enumerate(placed):
            remarks = []
            for y, one, boxes in sorted(remarked, key=lambda entry: entry[0]):
                count += 1
                remarks.append(Remark(count, one.kind, one.said, y, tuple(map(tuple, boxes))))  # type: ignore[arg-type]
            head = f"{self._head}　{_manuscript(piece, spots[number], section)}"
            leaves.append(self._leaf(first + number, head, tuple(remarks)))
        return leaves

    def _leaf(self, index: int, head: str, remarks: tuple[Remark, ...]) -> Leaf:
        page = self._pages[index]
        lines = moved.text_lines(page)
        heights: list[float] = []
        for line in sorted(lines, key=lambda one: one.box.y0):
            middle = (line.box.y0 + line.box.y1) / 2
            if not heights or middle - heights[-1] > (line.box.y1 - line.box.y0) * 0.6:
                heights.append(middle)
        left = min((line.box.x0 for line in lines), default=page.width * 0.15)
        right = max((line.box.x1 for line in lines), default=page.width * 0.85)
        return Leaf(head, (page.width, page.height), left, right, tuple(heights), remarks)


def _manuscript(
    piece: Piece, spots: Sequence[Sequence[tuple[int, int] | None]], section: Section
) -> str:
    """Return where in the manuscript a page begins and ends."""
    found: list[tuple[int, int]] = []
    for spot in (spot for line in spots for spot in line if spot):
        block = piece.blocks[spot[0]]
        if not found or found[-1][0] != spot[0]:
            found.append((spot[0], block.line or 0))
    lines = [line for _, line in found if line]
    path = section.place.path if section.case is None else section.case.place.path
    return f"{path} 第 {min(lines)}–{max(lines)} 行" if lines else path


def _said(mark: Mark) -> str:
    wanted = f"“{mark.quote}”→“{mark.text}”" if mark.text else f"“{mark.quote}”"
    by = f"（{mark.by}）" if mark.by else ""
    return f"{NAMES[mark.asks].zh}{wanted}{mark.note}{by}"


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"
