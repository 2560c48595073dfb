"""The cover before it is drawn: how wide each part is, what stands on the spine, which bars.

All lengths are in millimetres from the trimmed left edge of the sheet, sizes of type in points.
The sheet shows, from left to right: back flap, back, spine, front, front flap.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from casebook import ean_bars, imprint_lines, paper_stock
from casebook.book import Book, Status
from casebook.ean_bars import Bars
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout_values import MM, Decisions

NARROWEST = 5.0
"""Millimetres of a spine below which nothing is printed on it."""
THICKEST = 60.0
"""Millimetres of a spine beyond which a paperback breaks."""
PICTURE = 0.5
"""How much of the height of the front a picture takes."""
BLEED = 3.0
LOST = 0.25
"""How much of a picture may be cut off to fill its place."""
FOLD = 5.0
"""Millimetres by which what ends at a fold goes on behind it, so that a fold a little off shows none."""
SQUARE = 3.0
"""Millimetres by which the boards of hard covers stand out over the block (飘口)."""
_INSET = 7.0
"""Millimetres from the spine of the block to the boards of hard covers: the hinge lies between."""
SPINE_EDGE = 14.0
"""Millimetres that stay free at head and foot of the spine."""
_LARGEST = 22.0
_SMALLEST_FOOT = 6.5
_FOOT = 0.75
_VERTICAL = str.maketrans(
    "“”‘’《》〈〉（）〔〕【】「」『』—…·", "﹃﹄﹁﹂︽︾︿﹀︵︶︹︺︻︼﹁﹂﹃﹄︱︙·"
)
"""Marks as they stand in upright lines (GB/T 15834, 5.2)."""


class Upright(NamedTuple):
    """What stands on one place of an upright line: a character, or Latin words turned aside."""

    text: str
    turned: bool

    @property
    def length(self) -> float:
        """About how long it is, in em, with what follows it."""
        if not self.turned:
            return 1.12
        return 0.3 + sum(0.35 if c == " " else 0.75 if c.isupper() else 0.58 for c in self.text)


class Thread(NamedTuple):
    """A thread of the book's pattern, in per cent: where it hangs, how long it is."""

    at: float
    length: float


@dataclass(frozen=True)
class CoverPlan:
    """What a cover is drawn from. `whole` says whether it is the sheet for the press, or the front.

    中文：封面的尺寸和内容；whole 为真时是整张封面，否则只有正面（电子书）。
    """

    whole: Annotated[bool, Wording("整张封面", "the whole sheet, or the front alone")]
    width: Annotated[float, Wording("封面正面宽，毫米", "the width of the front in mm")]
    height: Annotated[float, Wording("高，毫米", "the height in mm")]
    edge: Annotated[
        float, Wording("精装包边宽，毫米；平装为 0", "the turn-in of hard covers in mm; else 0")
    ]
    spine: Annotated[float, Wording("书脊厚，毫米", "the width of the spine in mm")]
    flap: Annotated[float, Wording("勒口宽，毫米", "the width of a flap in mm")]
    picture: Annotated[str, Wording("封面图片", "the picture")]
    wraps: Annotated[bool, Wording("图片铺满整张", "whether the picture goes round all")]
    picture_height: Annotated[float, Wording("图片高，毫米", "the height of the picture in mm")]
    spine_title: Annotated[
        tuple[Upright, ...], Wording("书脊上的书名，逐字", "the title on the spine, by characters")
    ]
    spine_foot: Annotated[
        tuple[Upright, ...], Wording("书脊下端的出版者", "the publisher at the foot of the spine")
    ]
    spine_size: Annotated[float, Wording("书脊字号，磅", "the size of type on the spine")]
    bars: Annotated[Bars | None, Wording("条码", "the barcode")]
    threads: Annotated[
        tuple[Thread, ...], Wording("线：每篇一条", "the pattern: a thread for every piece")
    ]
    publisher: Annotated[str, Wording("出版者或编印单位", "the publisher, or the issuing body")]
    title: Annotated[
        tuple[str, ...],
        Wording("书名的各行，编者所定；空则自己断行", "the lines of the title, if decided"),
    ]
    title_size: Annotated[float, Wording("书名字号，磅", "the size of the title in points")]
    title_measure: Annotated[float, Wording("书名行长，字数", "the length of its lines in em")]
    issuers: Annotated[
        tuple[str, ...], Wording("编印单位，一个一项", "the issuing bodies, one by one")
    ]
    editors: Annotated[
        tuple[str, ...], Wording("编者，同一职务一行", "the editors, those of one role in a line")
    ]

    @property
    def sheet_width(self) -> float:
        """The trimmed width of all that is drawn.

        中文：成品总宽，毫米。
        """
        if not self.whole:
            return self.width
        return round(2 * (self.width + self.flap + self.edge) + self.spine, 2)

    @property
    def sheet_height(self) -> float:
        """The trimmed height of all that is drawn.

        中文：成品总高，毫米。
        """
        return self.height + 2 * self.edge

    @property
    def bleed(self) -> float:
        """How far what bleeds goes beyond its panel: to be cut off, or turned in before that.

        中文：满版的东西超出封面多少，毫米。
        """
        return self.edge + BLEED if self.whole else 1.0

    @property
    def back_left(self) -> float:
        """Where the back begins.

        中文：封底左边的位置，毫米。
        """
        return self.flap

    @property
    def spine_left(self) -> float:
        """Where the spine begins.

        中文：书脊左边的位置，毫米。
        """
        return self.flap + self.width

    @property
    def front_left(self) -> float:
        """Where the front begins.

        中文：封面正面左边的位置，毫米。
        """
        return self.spine_left + self.spine if self.whole else 0.0


def plan(book: Book, decisions: Decisions, pages: int, whole: bool = True) -> CoverPlan:
    """Return the cover of a book of `pages` on the paper of a layout; `whole`, or its front."""
    facts, spine = book.cover, spine_width(book, pages)
    hard = whole and book.paper.binding == "hard"
    width, height = decisions.trim
    if hard:
        width += facts.hinge + SQUARE - _INSET
        height += 2 * SQUARE
    issuers = _bodies(book.issuer)
    publisher = re.split("[（(]", book.publication.publisher)[0].strip()
    title = upright("".join(facts.title) or book.title)
    foot = upright(publisher or (issuers[0] if len(issuers) == 1 else ""))
    size, foot = _spine_type(title, foot, bool(publisher), spine, height)
    letters, measure = _title_type(book, facts.title, width, height)
    number = book.publication.isbn.replace("-", "")
    return CoverPlan(
        whole=whole,
        width=width,
        height=height,
        edge=facts.turn_in if hard else 0.0,
        spine=round(spine, 2),
        flap=facts.flaps if whole and not hard else 0.0,
        picture=facts.picture,
        wraps=facts.wraps and bool(facts.picture),
        picture_height=round(height * PICTURE, 2),
        spine_title=title if size else (),
        spine_foot=foot if size else (),
        spine_size=size,
        bars=ean_bars.bars(number, facts.price_code) if number else None,
        threads=tuple(_threads(book)),
        publisher=publisher or book.issuer,
        title=facts.title,
        title_size=letters,
        title_measure=measure,
        issuers=issuers,
        editors=_editors(book),
    )


def _bodies(issuer: str) -> tuple[str, ...]:
    """Return the bodies that `issuer` names, apart by blanks between Chinese, or by 、 and ；."""
    names = re.split(r"[　、；;]+|(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", issuer)
    return tuple(name.strip() for name in names if name.strip())


def _editors(book: Book) -> tuple[str, ...]:
    """Return the editors as lines: the names of one role, and the role."""
    roles = dict.fromkeys(editor.role for editor in book.editors)
    return tuple(
        "　".join([*(e.name for e in book.editors if e.role == role), role]) for role in roles
    )


_TITLE_WIDTH, _TITLE_HEIGHT, _PICTURED, _FRONT = 0.74, 0.24, 0.17, 0.405
"""How much of the front the title takes: of its width, of its height, with a picture, with all that
stands below it."""
_LINE, _TURN, _SHORTEST = 1.32, 9, 6
_SMALLEST, _MORE = 17.0, 1.2


def _title_type(
    book: Book, given: Sequence[str], width: float, height: float
) -> tuple[float, float]:
    """Return the points of the title, and how many em its lines may be long: its longest line decides, of six characters at least; many
    lines, and much that stands below it, make it smaller. Lines that are not `given` have about nine."""
    parts = given or re.split(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", book.title)
    turns = [1 if given else math.ceil(_em(part) / _TURN) for part in parts]
    longest = max(
        max(_em(part) / turn for part, turn in zip(parts, turns, strict=True)),
        *(_em(word) for part in parts for word in re.findall(r"[!-~\u00c0-\u024f]+", part)),
        _SHORTEST,
    )
    across = width * MM * _TITLE_WIDTH / math.ceil(longest)
    share = _PICTURED if book.cover.picture else _TITLE_HEIGHT
    beside = height * MM * _FRONT - _below(book, width * MM * 0.77)
    size = min(across, height * MM * share / (sum(turns) * _LINE), beside / (sum(turns) * _LINE))
    return round(max(size, _SMALLEST), 1), math.ceil(longest) + _MORE


def _below(book: Book, measure: float) -> float:
    """Return about how many points stand below the title, in lines of `measure` points."""

    def rows(text: str, size: float) -> int:
        return math.ceil(_em(text) * size / measure) if text else 0

    bodies = _bodies(book.issuer)
    apart = bodies if len(bodies) <= 3 else ("　".join(bodies),)
    lines = sum(rows(f"{body}　编", 13) for body in apart) + sum(
        rows(e, 12) for e in _editors(book)
    )
    internal = 40 if book.publication.permit else 24 if book.publication.internal else 0
    draft = 18 if book.specimen or book.status is Status.DRAFT else 0
    return (
        66
        + 20 * lines
        + 24 * rows(book.subtitle, 15)
        + (26 if book.series else 0)
        + internal
        + draft
    )


def _em(text: str) -> float:
    """Return about how long `text` is, in em."""
    return sum(0.56 if char < "\u0250" else 1.0 for char in text)


def leaf(book: Book) -> float:
    """Return the millimetres of a leaf: the printer's figure, or that of the paper."""
    stock = paper_stock.stock(book.paper.name or paper_stock.USUAL)
    assert stock or book.paper.thickness, "intake refuses a paper that nobody knows"
    return book.paper.thickness or (stock.leaf if stock else 0.0)


def spine_width(book: Book, pages: int) -> float:
    """Return the millimetres of the spine: the printer's figure, or pages × paper.

    That of hard covers is the block between its two boards; a round back is as long as its arc.
    """
    if book.paper.binding == "saddle":
        return 0.0
    if book.cover.spine:
        return book.cover.spine
    block = paper_stock.spine(pages, leaf(book))
    if book.paper.binding != "hard":
        return block
    across = block + 2 * book.cover.board
    return paper_stock.arc(across) if book.cover.rounded else across


def _spine_type(
    title: Sequence[Upright],
    foot: Sequence[Upright],
    published: bool,
    spine: float,
    height: float,
) -> tuple[float, tuple[Upright, ...]]:
    """Return the size of type on the spine, 0 where nothing is printed there, and what stands at
    its foot: a publisher's name always, a body's where it leaves the title large and is legible."""
    if spine < NARROWEST:
        return 0.0, ()
    room = (height - 2 * SPINE_EDGE) * MM
    largest = min(spine * MM * 0.58, _LARGEST)
    long = sum(piece.length for piece in title)
    alone = min(largest, room / (long + 0.5))
    both = min(largest, room / (long + _FOOT * sum(piece.length for piece in foot) + 1.5))
    if published or (both * _FOOT >= _SMALLEST_FOOT and both >= 0.85 * alone):
        return round(both, 1), tuple(foot)
    return round(alone, 1), ()


def upright(text: str) -> tuple[Upright, ...]:
    """Return `text` as it stands from top to bottom: Latin words and numbers are turned."""
    return tuple(
        Upright(part.strip().translate(_VERTICAL), bool(_TURNED.match(part)))
        for part in _PIECES.findall(text)
    )


_LETTER = "A-Za-z0-9\u00c0-\u024f"
_PIECES = re.compile(rf"[{_LETTER}](?:[{_LETTER}.,:+&'’/%\- ]*[{_LETTER}.%+])?|\S")
_TURNED = re.compile(rf"(?![0-9]$)[{_LETTER}]")


def _threads(book: Book) -> Iterator[Thread]:
    """Yield the threads of all pieces; the pieces of one part hang together."""
    tiers = [tier.awards for tier in book.tiers if not tier.bodies and tier.awards]
    titles = [[award.title or award.organisation for award in awards] for awards in tiers]
    count = sum(map(len, titles)) + 3 * max(len(titles) - 1, 0)
    longest = max((len(title) for part in titles for title in part), default=1)
    step = min(100 / (count + 1), 4.0) if count else 0.0
    at = 50 - (count - 1) * step / 2
    for part in titles:
        for title in part:
            yield Thread(round(at, 3), round(25 + 75 * len(title) / longest, 2))
            at += step
        at += 3 * step


# What is to be told


def queries(
    book: Book, decisions: Decisions, pages: int, sizes: tuple[int, int] | None
) -> Iterator[Erratum]:
    """Yield what whoever orders the cover should know; `sizes` are the picture's pixels."""
    place = book.places.get("cover", Place("book.yaml"))
    spine = spine_width(book, pages)
    if spine > THICKEST and book.paper.binding != "hard":
        yield Erratum(
            "book-too-thick",
            place,
            Wording(
                f"{pages} 面，书脊厚 {spine:.1f} 毫米，平装本订不牢",
                f"{pages} pages make a spine of {spine:.1f} mm: a paperback does not hold",
            ),
            Wording(
                "分成上下册，或换薄纸（paper: {name: 双胶 60 g}），或改精装（binding: hard）。",
                "Divide it into volumes, take thinner paper, or hard covers (binding: hard).",
            ),
            kind=Kind.QUERY,
        )
    if sizes is not None:
        yield from _shape(plan(book, decisions, pages), sizes, place)


def _shape(cover: CoverPlan, pixels: tuple[int, int], place: Place) -> Iterator[Erratum]:
    wide, high = picture_place(cover)
    wanted, own = wide / high, pixels[0] / pixels[1]
    lost = 1 - min(wanted / own, own / wanted)
    if lost <= LOST:
        return
    yield Erratum(
        "cover-picture-shape",
        place,
        Wording(
            f"封面图片的长宽比不合：位置是 {wide:.0f} × {high:.0f} 毫米，图片 {pixels[0]} × {pixels[1]} 像素，"
            f"铺满要裁去 {lost:.0%}",
            f"the cover picture has the wrong shape: its place is {wide:.0f} × {high:.0f} mm, the "
            f"picture {pixels[0]} × {pixels[1]} pixels, of which {lost:.0%} are cut off",
        ),
        Wording(
            f"自己裁好：至少 {wide / 25.4 * 300:.0f} × {high / 25.4 * 300:.0f} 像素（300 ppi）；"
            "或用 wraps 铺满整张封面。",
            f"Crop it yourself to {wide / 25.4 * 300:.0f} × {high / 25.4 * 300:.0f} pixels or more "
            "(300 ppi), or have it go round the whole cover (wraps).",
        ),
        cover.picture,
        Kind.QUERY,
    )


def picture_place(cover: CoverPlan) -> tuple[float, float]:
    """Return width and height of the place of the picture, with its bleed."""
    if cover.wraps:
        return cover.sheet_width + 2 * BLEED, cover.sheet_height + 2 * BLEED
    beyond = FOLD if cover.flap else cover.bleed
    return cover.width + beyond, cover.picture_height + cover.bleed


def sheets(book: Book, decisions: Decisions, pages: int) -> str:
    """Return the 印张 of the book as text; empty where its sheet is not known."""
    sheet = imprint_lines.sheet_of(book, decisions)
    return paper_stock.number(paper_stock.printed_sheets(pages, sheet.leaves)) if sheet else ""
