"""The proof edition: the print pages on larger paper, with what a proofreader needs round them.

Lines are numbered, the head says round, date and place in the manuscript, the wide outer margin
holds errata and marks beside their lines, and a cover sheet stands before each case for three
signatures. Where a margin cannot hold what belongs to it, a list after the case says everything
in full. The pages themselves are the print edition's, untouched; 样稿 stands behind them, so that
no proof is taken for the book.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from casebook import page_overlay
from casebook.book import Case
from casebook.editions.overlay import MM, Overlay, at
from casebook.page_overlay import PlacedPage, Sheet
from casebook.pagetext import Box

WIDER, HIGHER = 40 * MM, 32 * MM
PAPER = (210 * MM, 297 * MM)
TOP = 16 * MM
COLUMN = 35 * MM
LEADING, TYPE = 9.0, 7.0
LONGEST = 90
"""A longer remark is cut in the margin; the list after the case has it in full."""
NUMERALS = 60
"""Lines of a page are numbered up to here."""
KINDS = {"erratum": "差错", "query": "疑似", "mark": "批注", "question": "问作者"}


@dataclass(frozen=True)
class Remark:
    """An erratum, a query, a mark or a question to the author on a page, and where its line is.

    `y` is in points from the top of the print page, `line` the number printed beside it, `boxes`
    are the characters meant. One that only goes on from the page before says nothing.
    """

    number: int
    kind: str
    words: str
    y: float
    line: int = 0
    quote: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A page of the proof: its label, its head, the heights of its lines, its remarks.

    `left` and `right` bound the text, `size` is the print page's, all in points.
    """

    label: str
    head: str
    size: tuple[float, float]
    left: float
    right: float
    lines: tuple[float, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Cover:
    """What a case's cover sheet says besides its title: round, date, pages, counts.

    `first` and `end` are the indexes of its pages.
    """

    case: Case
    round: str
    date: str
    pages: str
    first: int
    end: int
    counts: tuple[tuple[str, int], ...] = ()


@dataclass
class Proof:
    """A proof made ready: sheets set once, bound as often as wanted."""

    pages: Path
    leaves: Sequence[Leaf]
    covers: Sequence[Cover]
    overlay: Overlay
    data: bytes = b""

    def whole(self) -> bytes:
        """Return the proof of the whole book."""
        return next(page_overlay.bound(self.pages, self.data, [self._all_sheets()]))

    def _all_sheets(self) -> list[Sheet]:
        sheets: list[Sheet] = []
        opens = {cover.first: cover for cover in self.covers}
        ends = {cover.end - 1: cover for cover in self.covers}
        for index in range(len(self.leaves)):
            if cover := opens.get(index):
                title = f"{cover.case.id} {cover.case.title}"
                sheets += self.flat(f"cover-{cover.case.id}", title)
            sheets.append(self.sheet(index, f"leaf-{index}", self.leaves[index]))
            if cover := ends.get(index):
                sheets += self.flat(f"list-{cover.case.id}")
        return sheets

    def flat(self, name: str, title: str = "") -> list[Sheet]:
        """Return the sheets that the part `name` of the overlay fills; none when there is none."""
        paper = self.overlay.paper
        sheets = [Sheet(paper, (PlacedPage(n, 0, 0),)) for n in self.overlay.pages.get(name, ())]
        return [sheets[0]._replace(title=title), *sheets[1:]] if sheets else []

    def sheet(self, index: int, name: str, leaf: Leaf) -> Sheet:
        """Return a print page on its sheet, under the part `name` of the overlay."""
        paper, pages = self.overlay.paper, self.overlay.pages
        x = _x(index, leaf, paper)
        laid = [PlacedPage(pages["watermark"][0], 0, 0), PlacedPage(pages[name][0], 0, 0)]
        beside = x + (leaf.right + 4 if index % 2 == 0 else leaf.left - 14)
        for number, y in enumerate(leaf.lines[:NUMERALS], 1):
            numeral = pages[f"numeral-{number}"][0]
            laid.append(PlacedPage(numeral, beside, paper[1] - TOP - y - 3, numeral=True))
        tints = tuple(
            (x + x0, paper[1] - TOP - y1, x1 - x0, y1 - y0)
            for remark in leaf.remarks for x0, y0, x1, y1 in remark.boxes
        )  # fmt: skip
        place = (x, paper[1] - TOP - leaf.size[1])
        return Sheet(paper, tuple(laid), page=index, place=place, tints=tints)


def prepare(pages: Path, leaves: Sequence[Leaf], covers: Sequence[Cover]) -> Proof:
    """Return the proof of the PDF `pages`, its sheets written but not yet set."""
    overlay = Overlay(_paper(leaves))
    for index, leaf in enumerate(leaves):
        overlay.add(f"leaf-{index}", margin(index, leaf, overlay.paper))
    for cover in covers:
        overlay.add(f"cover-{cover.case.id}", _cover(cover), "cover")
        case_leaves = leaves[cover.first : cover.end]
        if any(_cut(leaf, overlay.paper) for leaf in case_leaves):
            overlay.flow(f"list-{cover.case.id}", _list(cover, case_leaves), "list")
    overlay.add("watermark", "<span>样稿</span>", "watermark")
    for number in range(1, NUMERALS + 1):
        overlay.add(f"numeral-{number}", str(number), "numeral", (14, 8))
    return Proof(pages, leaves, covers, overlay)


def margin(index: int, leaf: Leaf, paper: tuple[float, float]) -> str:
    """Return what is printed round the print page `index`: its head and its remarks."""
    x = _x(index, leaf, paper)
    left = x + leaf.size[0] if index % 2 == 0 else 4 * MM
    parts = [at("head", escape(leaf.head), x + leaf.left, 7 * MM, paper[0] - COLUMN)]
    placed = list(_placed(leaf, paper))
    for remark, top in placed:
        words = f"<b>{remark.number}</b> {escape(_short(remark))}"
        parts.append(at(f"remark {remark.kind}", words, left, top, COLUMN))
    rest = _remarks_of(leaf)[len(placed) :]
    if rest:
        more = f"{rest[0].number}–{rest[-1].number}" if len(rest) > 1 else f"{rest[0].number}"
        words = f"（{more}见篇末“疑点与批注”）"
        parts.append(at("remark", words, left, paper[1] - 12 - LEADING, COLUMN))
    return "".join(parts)


def _placed(leaf: Leaf, paper: tuple[float, float]) -> Iterator[tuple[Remark, float]]:
    """Yield the remarks that the margin holds, and their heights on the sheet."""
    free, limit = TOP, paper[1] - 12 - 2 * LEADING
    for remark in _remarks_of(leaf):
        top = max(free, TOP + remark.y)
        high = LEADING * -(-(len(_short(remark)) + 3) * TYPE // COLUMN)
        if top + high > limit:  # a remark low on the page may stand a little higher
            top = max(free, limit - high)
        if top + high > limit:
            return
        yield remark, top
        free = top + high + 2


def _remarks_of(leaf: Leaf) -> list[Remark]:
    return [remark for remark in leaf.remarks if remark.words]


def _short(remark: Remark) -> str:
    asked = "问作者：" if remark.kind == "question" else ""
    text = asked + remark.words.replace("\n", "¶")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 6]}……见篇末"


def _cut(leaf: Leaf, paper: tuple[float, float]) -> bool:
    """Say whether the margin does not hold all that is to be said."""
    remarks = _remarks_of(leaf)
    return len(list(_placed(leaf, paper))) < len(remarks) or any(
        len(remark.words) > LONGEST for remark in remarks
    )


def _paper(leaves: Sequence[Leaf]) -> tuple[float, float]:
    """Return the paper: A4, or more where the pages are larger."""
    width = max((leaf.size[0] for leaf in leaves), default=0.0) + WIDER
    height = max((leaf.size[1] for leaf in leaves), default=0.0) + HIGHER
    return max(PAPER[0], width), max(PAPER[1], height)


def _x(index: int, leaf: Leaf, paper: tuple[float, float]) -> float:
    """Return where the print page begins: its outer margin is the wide one."""
    return 0.0 if index % 2 == 0 else paper[0] - leaf.size[0]


def _cover(cover: Cover) -> str:
    case = cover.case
    facts = [("案例", case.id), ("单位", case.organisation), ("页", cover.pages),
             ("校次", cover.round), ("日期", cover.date)]  # fmt: skip
    facts += [(name, str(count)) for name, count in cover.counts]
    signatures = "".join(f"<tr><th>{name}</th><td></td><td></td></tr>" for name in
                         ("一校", "二校", "三校"))  # fmt: skip
    rows = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in facts)
    return (
        f"<h1>{escape(case.title)}</h1><table>{rows}</table><table class=signatures>"
        f"<tr><th></th><th>校对人签字</th><th>日期</th></tr>{signatures}</table>"
        "<p>改正在行间标出，引线引到页边；符号照 GB/T 14706。页边的号码是疑点和批注。</p>"
    )


def _list(cover: Cover, leaves: Sequence[Leaf]) -> str:
    rows = "".join(
        f"<tr><td>{remark.number}</td><td>{escape(leaf.label)} 页 {remark.line} 行</td>"
        f"<td>{KINDS[remark.kind]}</td><td>{escape(remark.words.replace(chr(10), '¶'))}</td></tr>"
        for leaf in leaves
        for remark in _remarks_of(leaf)
    )
    return (
        f"<h1>疑点与批注　{escape(cover.case.id)} {escape(cover.case.title)}</h1>"
        f"<table><thead><tr><th>号</th><th>位置</th><th>类</th><th>内容</th></tr></thead>{rows}</table>"
    )


def of_kind(leaf: Leaf, kind: str) -> Leaf:
    """Return `leaf` with the remarks of one kind only."""
    return replace(leaf, remarks=tuple(r for r in leaf.remarks if r.kind == kind))
