"""The proof edition: the print pages on larger paper, with what a proofreader needs round them.

Lines are numbered, the head says round, date and place in the manuscript, the wide outer margin
holds errata and marks beside their lines, a cover sheet stands before each case for three
signatures, and a reply sheet for each case goes to its author. The pages themselves are the print
edition's, untouched; 样稿 stands behind them, so that no proof is taken for the book.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from casebook import overprint
from casebook.book import Case
from casebook.errata import stop_on
from casebook.overprint import Laid, Sheet
from casebook.press import engine

SHEET = Path(__file__).with_name("proof.css")
MM = 72 / 25.4
WIDER, HIGHER = 45 * MM, 32 * MM
PAPER = (210 * MM, 297 * MM)
TOP = 16 * MM
COLUMN = 39 * MM
LEADING, TYPE = 9.0, 7.0
NUMERALS = 60
"""Lines of a page are numbered up to here."""


@dataclass(frozen=True)
class Remark:
    """An erratum, a query or a mark on a page: its number, its words, where its line stands.

    `kind` is erratum, query or mark; `y` is in points from the top of the print page; `boxes`
    are the characters meant.
    """

    number: int
    kind: str
    said: str
    y: float
    boxes: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A page of the proof: what its head says, the heights of its lines, its remarks.

    `left` and `right` bound the text, `size` is the print page's, all in points.
    """

    head: str
    size: tuple[float, float]
    left: float
    right: float
    lines: tuple[float, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Cover:
    """What a case's cover sheet says besides its title: round, date, pages, counts."""

    case: Case
    round: str
    date: str
    pages: str
    counts: tuple[tuple[str, int], ...]


def issue(
    pages: Path, leaves: Sequence[Leaf], covers: Mapping[int, Cover], base: Path, compose: bool
) -> tuple[bytes, bytes]:
    """Return the proof of the PDF `pages`, and the reply sheets.

    `covers` maps the index of a case's first page to its cover. Raises `StopPress`.
    """
    paper = _paper(leaves)
    parts = [_leaf(number, leaf, paper) for number, leaf in enumerate(leaves)]
    parts += [_cover(cover, paper) for cover in covers.values()]
    parts += [_reply(cover, paper) for cover in covers.values()]
    parts.append(f'<section class="watermark" style="{_size(paper)}"><span>样稿</span></section>')
    parts += [
        f'<section class="numeral" style="{_size((14, 8))}">{n}</section>'
        for n in range(1, NUMERALS + 1)
    ]
    document = (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>校样</title>'
        f"<style>@page {{ size: {paper[0]:.2f}pt {paper[1]:.2f}pt }}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )
    laid, errata = engine.lay_out(document, (SHEET,), base, compose=compose)
    stop_on(errata)
    data, more = engine.write(laid, lambda _file: None)
    stop_on(more)
    first = len(leaves)
    count = len(covers)
    watermark = first + 2 * count
    sheets: list[Sheet] = []
    order = dict(zip(covers, range(first, first + count), strict=True))
    for index, leaf in enumerate(leaves):
        if index in order:
            cover = covers[index]
            title = f"{cover.case.id} {cover.case.title}"
            sheets.append(Sheet(paper, (Laid(order[index], 0, 0),), title=title))
        sheets.append(_sheet(index, leaf, paper, watermark))
    proof = overprint.bound(pages, data, sheets)
    replies = overprint.bound(
        pages, data, [Sheet(paper, (Laid(n, 0, 0),)) for n in range(first + count, watermark)]
    )
    return proof, replies


def _sheet(index: int, leaf: Leaf, paper: tuple[float, float], watermark: int) -> Sheet:
    x = _x(index, leaf, paper)
    laid = [Laid(watermark, 0, 0), Laid(index, 0, 0)]
    recto = index % 2 == 0
    at = x + (leaf.right + 4 if recto else leaf.left - 14)
    for number, y in enumerate(leaf.lines[:NUMERALS]):
        laid.append(Laid(watermark + 1 + number, at, paper[1] - TOP - y - 3, numeral=True))
    tints = tuple(
        (x + x0, paper[1] - TOP - y1, x1 - x0, y1 - y0)
        for remark in leaf.remarks for x0, y0, x1, y1 in remark.boxes
    )  # fmt: skip
    place = (x, paper[1] - TOP - leaf.size[1])
    return Sheet(paper, tuple(laid), page=index, place=place, tints=tints)


def _paper(leaves: Sequence[Leaf]) -> tuple[float, float]:
    """Return the paper: A4, or more where the pages are larger."""
    width = max((leaf.size[0] for leaf in leaves), default=0.0) + WIDER
    height = max((leaf.size[1] for leaf in leaves), default=0.0) + HIGHER
    return max(PAPER[0], width), max(PAPER[1], height)


def _x(index: int, leaf: Leaf, paper: tuple[float, float]) -> float:
    """Return where the print page begins: its outer margin is the wide one."""
    return 0.0 if index % 2 == 0 else paper[0] - leaf.size[0]


def _leaf(index: int, leaf: Leaf, paper: tuple[float, float]) -> str:
    x = _x(index, leaf, paper)
    left = x + leaf.size[0] if index % 2 == 0 else 4 * MM
    parts = [_at("head", escape(leaf.head), x + leaf.left, 7 * MM, paper[0] - COLUMN)]
    at = TOP
    limit = paper[1] - 12
    for number, remark in enumerate(leaf.remarks):
        top = max(at, TOP + remark.y)
        if top > limit - LEADING:
            more = f"（另有 {len(leaf.remarks) - number} 条见批注表）"
            parts.append(_at("remark", escape(more), left, limit - LEADING, COLUMN))
            break
        words = f"<b>{remark.number}</b> {escape(remark.said)}"
        parts.append(_at(f"remark {remark.kind}", words, left, top, COLUMN))
        at = top + LEADING * (-(-(len(remark.said) + 3) * TYPE // COLUMN)) + 2
    return f'<section style="{_size(paper)}">{"".join(parts)}</section>'


def _cover(cover: Cover, paper: tuple[float, float]) -> str:
    case = cover.case
    facts = [("案例", case.id), ("单位", case.organisation), ("页", cover.pages),
             ("校次", cover.round), ("日期", cover.date)]  # fmt: skip
    facts += [(name, str(count)) for name, count in cover.counts]
    signatures = "".join(f"<tr><th>{name}</th><td></td><td></td></tr>" for name in
                         ("一校", "二校", "三校"))  # fmt: skip
    return (
        f'<section class="cover" style="{_size(paper)}"><h1>{escape(case.title)}</h1>'
        f"<table>{_rows(facts)}</table><table class=signatures>"
        f"<tr><th></th><th>校对人签字</th><th>日期</th></tr>{signatures}</table>"
        "<p>改正在行间标出，引线引到页边；符号照 GB/T 14706。页边的号码是疑点和批注。</p></section>"
    )


def _reply(cover: Cover, paper: tuple[float, float]) -> str:
    case = cover.case
    facts = [("单位", case.organisation), ("题目", case.title), ("案例", case.id),
             ("页", cover.pages), ("校次", f"{cover.round}　{cover.date}")]  # fmt: skip
    empty = "<tr><td></td><td></td><td></td></tr>" * 7
    return (
        f'<section class="reply" style="{_size(paper)}"><h1>作者确认回执</h1>'
        f"<table>{_rows(facts)}</table>"
        "<p>□ 已通读，同意付印。　　□ 须按下表改正：</p>"
        f"<table class=lines><tr><th>页、行</th><th>原文</th><th>改为</th></tr>{empty}</table>"
        "<p>联系人（签字）：　　　　　　　　单位盖章：　　　　　　　　日期：</p></section>"
    )


def _rows(facts: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in facts)


def _at(kind: str, words: str, x: float, y: float, width: float) -> str:
    style = f"left:{x:.1f}pt;top:{y:.1f}pt;width:{width:.1f}pt"
    return f'<p class="{kind}" style="{style}">{words}</p>'


def _size(size: tuple[float, float]) -> str:
    return f"width:{size[0]:.2f}pt;height:{size[1]:.2f}pt"
