"""Lines of a notice that stand in pictures: scans, photographs, lists pasted as a picture.

What recognition is not sure of is noted with the line, so that an editor looks at it: characters
it doubts, and characters that names and titles hardly have.
"""

from collections.abc import Iterable, Iterator, Sequence

from casebook import pdf
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import ocr, pdf_text
from casebook.intake.formats.ocr import Scan
from casebook.intake.formats.pdf_text import Row
from casebook.intake.notice import unreadable_files
from casebook.intake.notice.flattening import Printed, Recognition
from casebook.pagetext import Box
from casebook.typography import is_ideograph

WIDTH = 1654
"""Pixels across of a page of a PDF that is recognised: A4 at 200 dpi."""
DOUBTED = 0.5
"""How sure of a character recognition must be, or it is doubted."""
LEAST = 300
"""Pixels of the long side of a picture in which a list may stand; smaller ones are marks."""


def scans(data: bytes, name: str) -> list[Scan]:
    """Return the pages in a picture as recognised. Raises `StopPress` when that cannot be done."""
    if not ocr.available():
        raise StopPress([unreadable_files.without_recognition(name)])
    try:
        return list(ocr.scans(data))
    except ocr.TooLargeError as fault:
        raise StopPress([_too_large(name, fault)]) from fault
    except ValueError as error:
        raise StopPress([_unopened(name, str(error))]) from error


def page_of_pdf(data: bytes, page: int) -> Iterator[Scan]:
    """Yield page `page` (from 1) of a PDF as recognised; a long one in pieces."""
    return ocr.scans(pdf.paint(data, page - 1, WIDTH, "PNG"))


def printed(pages: Sequence[tuple[int, Scan]], before: int = 0) -> list[list[Printed]]:
    """Return the lines of recognised pages; each scan comes with the number of its page.

    `before` scans of the same file were counted already.
    """
    rows = pdf_text.document([scan.page for _, scan in pages])
    return [
        [_printed(row, page, before + at, scan) for row in lines if row.text.strip()]
        for at, ((page, scan), lines) in enumerate(zip(pages, rows, strict=True), 1)
    ]


def _printed(row: Row, page: int, number: int, scan: Scan) -> Printed:
    known = [box for box in row.boxes if box in scan.sure]
    sure = [scan.sure[box] for box in known]
    ocr_ = Recognition(
        round(sum(sure) / len(sure), 4) if sure else 0.0,
        "".join(dict.fromkeys(_doubts(row.text, _letters(scan, known)))),
        number,
        _around(known, scan.scale),
        scan.rooms.get(known[-1]) if known else None,
        tuple(scan.wraps[box] for box in known if box in scan.wraps),
    )
    return Printed(row.text, page, row.table, None, "", ocr_)


def _letters(scan: Scan, boxes: Sequence[Box]) -> Iterable[tuple[str, float]]:
    wanted = set(boxes)
    return ((char, scan.sure[box]) for char, box in scan.page.characters if box in wanted and box)


def _doubts(text: str, letters: Iterable[tuple[str, float]]) -> Iterable[str]:
    """Yield characters that may be wrong: doubted ones, and ideographs that are rarely met."""
    for char, sure in letters:
        if sure < DOUBTED and char != ".":  # of a number, which is checked by counting
            yield char if char.strip() else "␣"
    for char in text:
        if is_ideograph(char) and not _common(char):
            yield char


def _common(char: str) -> bool:
    """Whether an ideograph is one of the 6,763 of GB 2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _around(boxes: Sequence[Box], scale: float) -> tuple[float, float, float, float]:
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        round(min(b.x0 for b in boxes) * scale, 1), round(min(b.y0 for b in boxes) * scale, 1),
        round(max(b.x1 for b in boxes) * scale, 1), round(max(b.y1 for b in boxes) * scale, 1),
    )  # fmt: skip


def told(name: str, pages: int) -> Erratum:
    """That a file, or pages of it, were recognised and must be compared."""
    message = Wording(
        f"有 {pages} 页是图片，由文字识别读出",
        f"{pages} pages are pictures and were recognised (OCR)",
    )
    hint = Wording(
        "请对照 build/notice-check.html 里的图片逐条核对，先看标了 check 的。",
        "Compare each entry with its picture in build/notice-check.html, those with ‘check’ first.",
    )
    return Erratum("read-from-picture", Place(name), message, hint, "", Kind.QUERY)


def _too_large(name: str, fault: ocr.TooLargeError) -> Erratum:
    size = f"{fault.wide} × {fault.high}"
    message = Wording(
        f"第 {fault.page} 页有 {size} 像素，太大，没有读",
        f"page {fault.page} has {size} pixels: too large, it was not read",
    )
    hint = Wording(
        "请按 200 到 300 dpi 重新扫描，或裁开、缩小后另存为 .jpg 再读。",
        "Scan it at 200 to 300 dpi, or cut it up or reduce it, save it as .jpg and read it again.",
    )
    return Erratum("picture-too-large", Place(name), message, hint, size)


def _unopened(name: str, said: str) -> Erratum:
    message = Wording("图片打不开", "the picture does not open")
    hint = Wording(
        "请另存为 .jpg 或 .png 再读（苹果手机的 .heic 也要先转成 .jpg）。",
        "Save it as .jpg or .png (a phone's .heic too) and read it again.",
    )
    return Erratum("notice-picture", Place(name), message, hint, said[:120])
