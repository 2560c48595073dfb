"""The finished cover, looked at: its barcode read back, its words legible and within the trim."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pikepdf

from casebook import conservation, ean_bars, legibility, pagetext, pdf
from casebook.cover_plan import CoverPlan
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout_values import MM

FILE = "press-cover.pdf"
SMALLEST, LARGEST = 0.8, 2.0
"""How large a code may be, as a part of its full size (GB/T 12904)."""
_DPI = 300
_STEP = 24
"""Dots between the rows in which a code is looked for: 2 mm."""
_DARK, _WHITE, _NEUTRAL = 128, 240, 16
_SAFE = 2.0
"""Millimetres from the trimmed edge within which nothing that is read may stand."""


class Code(NamedTuple):
    """A barcode as it was read from the finished file: number, part of its full size, white around,
    bars in black ink.

    `number` is empty where none was read.
    """

    number: str
    size: float
    quiet: bool
    black: bool


NO_CODE = Code("", 0.0, False, False)


def read_back(target: Path) -> Code:
    """Return the barcode on the finished cover."""
    scale = _DPI / 72
    for row in pdf.colour_rows(target, 0, scale, _STEP):
        red = row[::3]  # scanners see by red light
        scan = ean_bars.read([dot < _DARK for dot in red])
        if scan is not None:
            white = ean_bars.read([dot < _WHITE for dot in red])
            size = scan.module / scale / MM / ean_bars.MODULE
            quiet, black = white is not None and white.quiet, _neutral(row, scan.left, scan.right)
            return Code(scan.number, round(size, 2), quiet, black)
    return NO_CODE


def _neutral(row: bytes, left: int, right: int) -> bool:
    """Say whether the dark dots between two places of a row are grey: one ink prints them."""
    dots = (row[3 * at : 3 * at + 3] for at in range(left, right))
    return all(max(dot) - min(dot) <= _NEUTRAL for dot in dots if dot[0] < _DARK)


def illegible(target: Path, html: str, final: bool) -> Iterator[Erratum]:
    """Yield the words on the finished cover that nobody will read: covered, cut off, or of those that
    the document `html` holds not there at all."""
    kind = Kind.ERRATUM if final else Kind.QUERY
    trimmed = _trimmed(target)
    (reading,) = legibility.read(trimmed, [0])
    words: dict[str, str] = {}
    for fault in reading.faults:
        words[fault.kind] = words.get(fault.kind, "") + fault.words
    if edge := "".join(_at_the_edge(trimmed)):
        words.setdefault("off-page", edge)
    there = reading.text + "".join(fault.words for fault in reading.faults)
    if lost := "".join(gap.text for gap in conservation.missing(_words(html), there)):
        words["off-page"] = " ".join(lost.split()) + words.get("off-page", "")
    for why, illegible_words in words.items():
        yield Erratum(
            "cover-illegible", Place(FILE), _WHY[why], _SHORTEN, illegible_words[:40], kind
        )


def _words(html: str) -> str:
    """Return the words of a document that are to be seen."""
    body = re.sub(r"<title>.*?</title>|<style>.*?</style>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", body))


def _trimmed(target: Path) -> bytes:
    """Return the cover as it is when it is cut: its page is the trim."""
    out = io.BytesIO()
    with pikepdf.open(target) as document:
        page = document.pages[0]
        left, foot, right, top = (float(number) for number in page.trimbox)
        page.contents_add(f"q 1 0 0 1 {-left} {-foot} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        for name in ("/TrimBox", "/BleedBox", "/CropBox"):
            if name in page.obj:
                del page.obj[name]
        page.mediabox = pikepdf.Array([0, 0, right - left, top - foot])
        document.save(out)
    return out.getvalue()


_WHY = {
    "unseen": Wording(
        "封面上这些字看不清：颜色近于底色，或被盖住",
        "these words cannot be seen: of the colour of their ground, or covered",
    ),
    "cut": Wording("封面上这些字只印出一部分", "these words are cut off"),
    "small": Wording("封面上这些字不到 4 磅", "these words are smaller than 4 pt"),
    "crowded": Wording("封面上这些字叠在一起", "these words stand on one another"),
    "off-page": Wording(
        "封面上这些字出了成品边，或离边不到 2 毫米，裁切时会切到",
        "these words stand beyond the trim, or less than 2 mm within, and may be cut off",
    ),
}
_SHORTEN = Wording(
    "文字太长就改短（cover 的 back、front_flap、back_flap，或 description、书名的断行 title）；"
    "图片太深就换一张，或改版式的 cover 文件夹。",
    "Shorten the words (`back`, `front_flap`, `back_flap` of `cover`, or `description`; divide the "
    "title by `title`), take a lighter picture, or change the layout's cover folder.",
)


def _at_the_edge(trimmed: bytes) -> Iterator[str]:
    """Yield the characters that stand at the very edge, or beyond."""
    (page,) = pagetext.pages(trimmed)
    safe = _SAFE * MM
    for line in page.lines:
        for character, box in zip(line.text, line.boxes, strict=True):
            level = safe <= box.x0 and box.x1 <= page.width - safe
            if not (level and safe <= box.y0 and box.y1 <= page.height - safe):
                yield character


def code_errata(code: Code, plan: CoverPlan) -> Iterator[Erratum]:
    """Yield why the barcode cannot be scanned: it stops any book."""
    if plan.bars is None or (
        code.number == plan.bars.number
        and code.quiet
        and code.black
        and SMALLEST <= code.size <= LARGEST
    ):
        return
    said = Wording("封底的条码读不出来", "the barcode on the back cannot be read")
    if code.number == plan.bars.number:
        said = Wording(
            f"封底的条码不合规定：放大系数 {code.size:.2f}（应为 0.80 到 2.00）"
            + ("" if code.quiet else "，两边留白不够")
            + ("" if code.black else "，不是单黑"),
            f"the barcode is {code.size:.2f} of its full size (0.80 to 2.00)"
            + ("" if code.quiet else ", without enough white beside it")
            + ("" if code.black else ", not in black alone"),
        )
    yield Erratum(
        "barcode-unreadable",
        Place(FILE),
        said,
        Wording(
            "条码要黑条印在白底上，四周留白，不小于 0.8 倍；看版式的 cover 文件夹。",
            "Bars are black on white with white around them, at 0.8 of full size or more: see the "
            "layout's cover folder.",
        ),
        plan.bars.number,
    )
