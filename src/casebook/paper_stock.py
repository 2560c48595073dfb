"""What a book is printed on, as the trade reckons it: papers, sheets, printed sheets, the spine.

Thickness follows from weight and bulk: g/m² × cm³/g ÷ 1000 = millimetres of a leaf. The bulks are
those by which spines are reckoned in the trade's licence examination (双胶 1.2, 轻型 1.5) and those
usual for the other kinds; a printer's own figure takes their place.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from casebook.errata import Wording

FORE_EDGE = HEAD = 3.0
"""Millimetres cut off at the fore-edge of a leaf, and at its head and at its foot."""
FOLDED = 4
"""Pages of a folded sheet: what is saddle stitched has a multiple of them."""
GRIPPER = 10.0
"""Millimetres of a sheet by which the press holds it: nothing is printed there."""


class Paper(NamedTuple):
    """A kind of paper: its names, bulk in cm³/g, surface, and the weights it is made in (g/m²)."""

    name: Wording
    others: tuple[str, ...]
    bulk: float
    surface: str
    lightest: int
    heaviest: int


PAPERS = (
    Paper(Wording("双胶", "offset"), ("胶版", "双面胶版"), 1.2, "uncoated", 50, 180),
    Paper(Wording("轻型", "light bulky"), ("轻质", "蒙肯"), 1.5, "uncoated", 45, 120),
    Paper(Wording("纯质", "woodfree bulky"), (), 1.3, "uncoated", 60, 150),
    Paper(Wording("书写", "writing"), (), 1.25, "uncoated", 45, 100),
    Paper(Wording("铜版", "coated"), ("铜板", "光铜"), 0.83, "coated", 70, 350),
    Paper(Wording("白卡", "white board"), ("单面白卡", "卡"), 1.25, "coated", 170, 400),
    Paper(Wording("特种", "fancy"), ("艺术", "布纹"), 1.3, "uncoated", 80, 350),
    Paper(Wording("哑粉", "matt coated"), ("哑光铜版", "亚粉", "无光铜版"), 0.92, "coated", 80, 350),
)  # fmt: skip
USUAL = "双胶 80 g"
"""The paper of a book that does not say."""


class Stock(NamedTuple):
    """A paper of one weight: what it is called, its surface, the millimetres of a leaf."""

    name: Wording
    surface: str
    leaf: float


_STOCK = re.compile(r"(\d{2,3})\s*(?:g|克|g/m²|g/m2|gsm)(?![a-z])", re.IGNORECASE)


def stock(words: str) -> Stock | None:
    """Return the paper that `words` name (“双胶 80 g”, “80克双胶纸”); None where none is known."""
    weight = _STOCK.search(words)
    kind = named(words)
    if weight is None or kind is None:
        return None
    grams = int(weight[1])
    if not kind.lightest <= grams <= kind.heaviest:
        return None
    name = Wording(f"{grams} 克{kind.name.zh}纸", f"{kind.name.en} {grams} g/m²")
    return Stock(name, kind.surface, round(grams * kind.bulk / 1000, 4))


def named(words: str) -> Paper | None:
    """Return the kind of paper that `words` name: the longest of the names that stand there."""
    known = ((name, paper) for paper in PAPERS for name in (*paper.name, *paper.others))
    standing = [(len(name), paper) for name, paper in known if name in words]
    return max(standing, key=lambda pair: pair[0])[1] if standing else None


def spine(pages: int, leaf: float) -> float:
    """Return the millimetres of the spine of `pages` whose leaves are `leaf` mm thick."""
    return (pages + 1) // 2 * leaf


ROUND = 130
"""Degrees of the arc of a round back, as bookbinders make it (圆势 130°)."""


def arc(across: float) -> float:
    """Return the millimetres around a round back that is `across` mm wide: the trade's ROUND × π × half of it ÷ 180."""
    return math.radians(ROUND) * across / 2


class Sheet(NamedTuple):
    """A sheet of paper and how many leaves of the book it holds: 787 × 1092 mm, 16."""

    width: int
    height: int
    leaves: int

    @property
    def size(self) -> str:
        """The sheet as an imprint gives it: 787毫米×1092毫米　1/16."""
        return f"{self.width}毫米×{self.height}毫米　1/{self.leaves}"


SHEETS = (
    (787, 1092), (850, 1168), (880, 1230), (889, 1194), (890, 1240), (720, 1000), (900, 1280),
)  # fmt: skip
"""Sheets on which books are printed, in millimetres."""
_FOLDS = (4, 8, 12, 16, 20, 24, 32, 40, 64)
"""Leaves of a sheet; how many can be folded, or cut and folded, from it."""
_SHEET = re.compile(
    r"\s*(\d{3,4})\s*(?:mm|毫米)?\s*[×xX*]\s*(\d{3,4})\s*(?:mm|毫米)?[\s,，]*"
    r"(?:1\s*/\s*(\d{1,2})|(\d{1,2})\s*开)\s*"
)


def sheet(words: str) -> Sheet | None:
    """Return the sheet that `words` give (“787 × 1092 1/16”, “850毫米×1168毫米　32开”), or None."""
    match = _SHEET.fullmatch(words)
    if match is None:
        return None
    width, height = sorted((int(match[1]), int(match[2])))
    return Sheet(width, height, int(match[3] or match[4]))


def sheet_of(width: float, height: float) -> Sheet | None:
    """Return the sheet from which leaves of that trim (mm) are cut with the least waste.

    None where no sheet holds four of them.
    """
    fitting = list(_fitting(width, height))
    return min(fitting, key=lambda each: each.width * each.height / each.leaves, default=None)


def _fitting(width: float, height: float) -> Iterator[Sheet]:
    for short, long in SHEETS:
        for leaves in _FOLDS:
            for across in range(1, leaves + 1):
                down = leaves // across
                if across * down == leaves and _fits(width, height, across, down, short, long):
                    yield Sheet(short, long, leaves)


def _fits(width: float, height: float, across: int, down: int, short: int, long: int) -> bool:
    wide, high = across * (width + FORE_EDGE), down * (height + 2 * HEAD)
    return any(
        wide + GRIPPER <= sheet_wide and high + GRIPPER <= sheet_high
        for sheet_wide, sheet_high in ((short, long), (long, short))
    )


def printed_sheets(pages: int, leaves: int) -> float:
    """Return the 印张 of `pages`: each is one side of a sheet of `leaves` leaves."""
    return pages / leaves


def number(value: float) -> str:
    """Return a number as an imprint prints it: 20.75, 49."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def thousands(characters: int) -> int:
    """Return the 千字 of `characters`, rounded as the trade does."""
    return (characters + 500) // 1000
