"""Read one file of a notice, whatever its form, into lines as printed.

What the file is, its first bytes say. Every way of reading is one that manuscripts are read by,
and the words of the file are counted once more by other means (`raw_text`, calamine): words that
reached no line stop the reading. Of lines that stand in pictures (scans, photographs, a list pasted
as one) it is noted what recognition is not sure of, so that an editor looks at it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from casebook import decoding, pagetext, pdf
from casebook.conservation import characters, missing
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import (
    file_kinds,
    ocr,
    office,
    pdf_text,
    plain_tables,
    raw_text,
    tables_over_pages,
    webpage,
    word,
)
from casebook.intake.formats.ocr import Scan
from casebook.intake.formats.pdf_text import Row
from casebook.intake.formats.rich import Document
from casebook.intake.formats.word import walk_context
from casebook.intake.notice import flattening, members
from casebook.intake.notice.flattening import Printed, Recognition
from casebook.pagetext import Box
from casebook.typography import is_ideograph

WIDTH = 1654
"""Pixels across of a page of a PDF that is recognised: A4 at 200 dpi."""
DOUBTED = 0.5
"""How sure of a character recognition must be, or it is doubted."""
LEAST = 300
"""Pixels of the long side of a picture in which a list may stand; smaller ones are marks."""


def scans_of(data: bytes, name: str) -> list[Scan]:
    """Return the pages in a picture as recognised. Raises `StopPress` when that cannot be done."""
    if not ocr.available():
        raise StopPress([members.without_recognition(name)])
    try:
        return list(ocr.scans(data))
    except ocr.TooLargeError as fault:
        raise StopPress([_too_large(name, fault)]) from fault
    except ValueError as error:
        raise StopPress([_unopened(name, str(error))]) from error


def page_of_pdf(data: bytes, page: int) -> Iterator[Scan]:
    """Yield page `page` (from 1) of a PDF as recognised; a long one in pieces."""
    return ocr.scans(pdf.paint(data, page - 1, WIDTH, "PNG"))


def recognised(pages: Sequence[tuple[int, Scan]], before: int = 0) -> list[list[Printed]]:
    """Return the lines of recognised pages; each scan comes with the number of its page.

    `before` scans of the same file were counted already.
    """
    rows = tables_over_pages.document([scan.page for _, scan in pages])
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


def read_from_pictures(name: str, pages: int) -> Erratum:
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


DELIMITED = frozenset({"csv", "tsv", "tab", "xls", "xlsx", "et"})
"""Endings of text that is cells between delimiters; programs give some of it to Excel by name."""

PICTURE = "OCR"
"""What a file of pictures was read as."""
OPENING = 4
"""Rows of a sheet in which it may name itself."""


class Part(NamedTuple):
    """Lines of a file, or of one sheet of a workbook, which has a name of its own: a.xlsx/表1."""

    name: str
    lines: tuple[Printed, ...]


class Form(NamedTuple):
    """A file as read: what it was, for people (UTF-8, PDF, Word …), its parts, what is told.

    `pictures` are the pages that were recognised, as JPEG.
    """

    how: str
    parts: tuple[Part, ...]
    errata: tuple[Erratum, ...] = ()
    pictures: tuple[bytes, ...] = ()


def read(data: bytes, name: str, ending: str) -> Form:
    """Return the lines of the file `data`; `name` is the editor's name for it.

    `ending` is that of its name without the dot. Raises `StopPress` if it holds no text that can
    be read, or if words of it would be lost.
    """
    kind = file_kinds.format_of(data, ending)
    fault = members.refusal(name, kind, ending)
    if fault is not None and kind != "picture":
        raise StopPress([fault])
    way = _WAYS.get(kind, _text)
    return way(data, name, ending if kind == "text" else kind)


def _word(data: bytes, name: str, kind: str) -> Form:
    return _document(word.read(data, name), data, "docx", name, "Word")


def _office(data: bytes, name: str, kind: str) -> Form:
    """Read through LibreOffice; a web page or a table in disguise was told apart before."""
    ending = {"word-xml": "xml", "fodt": "fodt"}.get(kind, kind)
    converted = office.convert(data, ending, name)
    made = _document(word.read(converted, name), converted, "docx", name, f"{kind} → Word")
    counted = raw_text.words(data, kind, name)
    held = "\n".join(line.text for part in made.parts for line in part.lines)
    gaps = tuple(
        members.beside(name, _UNCONVERTED, gap.text)
        for gap in (missing(counted, held) if counted else ())
        if gap.text.strip()
        and not any(gap.text.strip() in erratum.quote for erratum in made.errata)
    )
    return made._replace(errata=(*made.errata, _converted(name, kind), *gaps))


def _page(data: bytes, name: str, kind: str) -> Form:
    return _document(webpage.read(data, name), data, "html", name, "HTML")


def _document(document: Document, data: bytes, kind: str, name: str, how: str) -> Form:
    lines = flattening.printed(document)
    gaps = list(flattening.lost(document, lines))
    errata = [*_kept(document.errata), *_asides(document, name)]
    if not gaps:
        counted = raw_text.words(data, kind, name)
        held = "\n".join(
            (*(line.text for line in lines), *(aside.text for aside in document.asides))
        )
        notes = "\n".join(
            line.text for aside in document.notes.values()
            for line in flattening.printed(Document(aside))
        )  # fmt: skip
        if notes:
            errata.append(members.beside(name, _NOTES, notes))
        gaps += [gap.text for gap in missing(counted or "", f"{held}\n{notes}")]
    if kind == "html":  # what a page does not show is set aside by many rules; it is told
        errata += [members.beside(name, _UNSHOWN, gap) for gap in gaps if gap.strip()]
    elif gaps:
        raise StopPress([members.lossy(name, gaps[0])])
    parts, pictures, more = _pictured(document, lines, name)
    return Form(how, (Part(name, parts),), (*errata, *more), pictures)


def _pictured(
    document: Document, lines: tuple[Printed, ...], name: str
) -> tuple[tuple[Printed, ...], tuple[bytes, ...], tuple[Erratum, ...]]:
    """Put the words of pictures where these stand, or tell that there are pictures."""
    keys = [line.picture for line in lines if line.picture]
    text = tuple(line for line in lines if not line.picture)
    if not keys:
        return text, (), ()
    if not ocr.available():
        return text, (), (members.pictured(name, len(keys)),)
    printed: list[Printed] = []
    pictures: list[bytes] = []
    errata: list[Erratum] = []
    for line in lines:
        media = document.pictures.get(line.picture)
        if not line.picture:
            printed.append(line)
        if media is None:
            continue
        try:
            scans = scans_of(media.data, name)
        except StopPress as stop:
            errata += (
                replace(erratum, kind=Kind.QUERY, quote=media.name) for erratum in stop.errata
            )
            continue
        for rows in recognised([(line.page, scan) for scan in scans], len(pictures)):
            printed += rows
        pictures += (scan.picture for scan in scans)
    if any(line.ocr for line in printed):
        errata.append(read_from_pictures(name, len(pictures)))
    return tuple(printed), tuple(pictures), tuple(errata)


def _picture(data: bytes, name: str, kind: str) -> Form:
    scans = scans_of(data, name)
    pages = recognised(list(enumerate(scans, 1)))
    lines = tuple(line for page in pages for line in page)
    errata = (
        read_from_pictures(name, sum(bool(page) for page in pages)),
        *(_wordless(name, at, scan) for at, scan in enumerate(scans, 1) if not pages[at - 1]),
    )
    return Form(PICTURE, (Part(name, lines),), errata, tuple(scan.picture for scan in scans))


def _wordless(name: str, page: int, scan: ocr.Scan | None) -> Erratum:
    """Tell of a page that is a picture and on which no word was read, if it was looked at."""
    if scan is not None and scan.blank:
        return members.blank(name, page)
    return members.unlayered(name, page, scan is not None)


def _kept(errata: tuple[Erratum, ...]) -> Iterator[Erratum]:
    """Yield what a notice, too, is asked; the way out is not that of a manuscript."""
    for erratum in errata:
        if erratum.kind is not Kind.NOTE:
            manuscript = erratum.hint and any(word in erratum.hint.zh for word in ("收稿", "供稿"))
            yield replace(erratum, hint=_COMPARE) if manuscript else erratum


def _asides(document: Document, name: str) -> Iterator[Erratum]:
    for aside in document.asides:
        if aside.text.strip() and aside.reason in _TOLD:
            yield members.beside(
                f"{name}/{aside.where}" if aside.where else name, aside.reason, aside.text
            )


def _pdf(data: bytes, name: str, kind: str) -> Form:
    pages, errata = pdf_text.pages(data, name, scanned=True)
    bare = [at for at, rows in enumerate(pages, 1) if not "".join(rows).strip()]
    seen = bare if ocr.available() else []
    scans = [(at, scan) for at in seen for scan in page_of_pdf(data, at)]
    by_page: dict[int, list[Printed]] = {}
    for (at, _), rows in zip(scans, recognised(scans), strict=True):
        by_page.setdefault(at, []).extend(rows)
    ruled = tables_over_pages.document(pagetext.ruled(data))
    lines = [
        line
        for page, (text, rows) in enumerate(zip(pages, ruled, strict=True), 1)
        for line in (
            by_page[page]
            if page in by_page
            else [Printed(row.text, page, row.table) for row in rows]
            if any(row.table for row in rows)
            else [Printed(row, page) for row in text]
        )
    ]
    held = "".join(line.text for line in lines if not line.ocr)
    printed = "".join("".join(page) for page in pages)  # cells are put into the order of rows
    if gone := Counter(characters(printed)) - Counter(characters(held)):
        raise StopPress([members.lossy(name, "".join(gone.elements()))])
    full = [page for page in by_page.values() if page]
    looked = dict(sorted(scans, key=lambda each: not each[1].blank))
    empty = [_wordless(name, at, looked.get(at)) for at in bare if not by_page.get(at)]
    if not lines or not any(line.text.strip() for line in lines):
        raise StopPress([replace(erratum, kind=Kind.ERRATUM) for erratum in empty[:1]])
    texts = len(pages) - len(bare)
    notes = [*empty, *([_from_pdf(name)] if texts else [])]
    notes += [read_from_pictures(name, len(full))] if full else []
    how = "PDF、OCR" if texts and full else "OCR" if full else "PDF"
    pictures = tuple(scan.picture for _, scan in scans)
    return Form(how, (Part(name, tuple(lines)),), (*notes, *errata), pictures)


def _workbook(data: bytes, name: str, kind: str) -> Form:
    from casebook.intake.formats import (
        spreadsheet,  # lazy: its libraries take half a second to load
    )

    book = spreadsheet.read(data, kind, name)
    sheets = [sheet for sheet in book.sheets if not sheet.empty]
    alone = len(sheets) == 1
    parts = []
    for at, sheet in enumerate(sheets, 1):
        rows = tuple(
            Printed("\t".join(row) if any(row) else "", at, at, line)
            for line, row in enumerate(sheet.rows, 1)
        )
        if not alone and _names(sheet.name, rows):
            rows = (Printed(sheet.name, at, line=0), *rows)
        parts.append(Part(name if alone else f"{name}/{sheet.name}", rows))
    return Form({"xlsx": "Excel", "xls": "Excel 97"}.get(kind, kind), tuple(parts), book.errata)


def _names(name: str, rows: tuple[Printed, ...]) -> bool:
    """Whether the name of a sheet says what its first rows do not; Sheet1 says nothing."""
    opening = "".join("".join(row.text for row in rows[:OPENING]).split())
    return not _UNNAMED.fullmatch(name.strip()) and "".join(name.split()) not in opening


def _text(data: bytes, name: str, ending: str) -> Form:
    decoded = decoding.guess(data)
    if decoded is None:
        raise StopPress([members.undecoded(name)])
    if "\0" in decoded.text:
        raise StopPress([members.binary(name, ending)])
    encoding = decoding.NAMES[decoded.encoding]
    errata = () if encoding == "UTF-8" else (_encoding(name, encoding),)
    text = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    errata = (*errata, *_lost_characters(text, name))
    if ending in DELIMITED:
        return Form(encoding, (Part(name, _delimited(text, name, ending)),), errata)
    pages = text.split("\f")
    lines = tuple(
        Printed(row, page) for page, rows in enumerate(pages, 1) for row in rows.split("\n")
    )
    return Form(encoding, (Part(name, lines),), errata)


def _delimited(text: str, name: str, ending: str) -> tuple[Printed, ...]:
    """Return the rows of a table kept as text, each on the line of the file it begins on."""
    mark = "\t" if ending in ("tsv", "tab", "xls", "et") and "\t" in text else ""
    records = plain_tables.records(text, mark)
    lines: list[Printed] = []
    for record in records:
        lines += [Printed("")] * (record.line - 1 - len(lines))
        lines.append(Printed("\t".join(record.cells) if any(record.cells) else "", table=1))
    held = "\n".join(line.text for line in lines)
    gaps = [gap.text for gap in missing(plain_tables.SEPARATOR.sub("", text), held)]
    if gaps:
        raise StopPress([members.lossy(name, gaps[0])])
    return tuple(lines)


def _lost_characters(text: str, name: str) -> tuple[Erratum, ...]:
    rows = [at for at, row in enumerate(text.split("\n"), 1) if "\ufffd" in row]
    message = Wording("有无法显示的字符“�”，原字已丢失", "‘�’ stands for a character that is lost")
    hint = Wording("请向发文单位要原文件。", "Ask the issuer for the original file.")
    return tuple(Erratum("lost-character", Place(name, row), message, hint, "�") for row in rows)


def _encoding(name: str, encoding: str) -> Erratum:
    message = Wording(f"文件按 {encoding} 编码读取", f"the file was read as {encoding}")
    return Erratum("encoding", Place(name), message, None, encoding, Kind.NOTE)


def _from_pdf(name: str) -> Erratum:
    message = Wording("通报从 PDF 的文字层读出", "the notice was read from the text layer of a PDF")
    hint = Wording(
        "PDF 会丢失空格和换行的原貌，请对照原件逐条核对题目。",
        "A PDF loses spaces and line ends; compare every title with the original.",
    )
    return Erratum("read-from-pdf", Place(name), message, hint, "", Kind.QUERY)


def _converted(name: str, kind: str) -> Erratum:
    message = Wording(
        f"旧格式（{kind}）由 LibreOffice 转换后读取",
        f"an old format ({kind}), read through LibreOffice",
    )
    hint = Wording("请看一遍编号和自动日期。", "Look at numbers and automatic dates.")
    return Erratum("converted-file", Place(name), message, hint, "", Kind.NOTE)


_UNNAMED = re.compile(r"(?:sheet|工作表|表|table)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_NOTES = Wording("脚注和尾注", "footnotes and endnotes")
_UNSHOWN = Wording("网页里的这些字", "these words of the page")
_UNCONVERTED = Wording("转换中丢失的字", "words lost in conversion")
_COMPARE = Wording(
    "请对照原件看一遍；如属通报内容，请补进文件再读。",
    "Look at the original; what belongs to the notice is best put into its text.",
)
_TOLD = frozenset(
    {
        walk_context.MARGIN,
        walk_context.UNCALLED,
        walk_context.CHART,
        walk_context.DIAGRAM,
        walk_context.STRAY,
    }
)
_WAYS: dict[str, Callable[[bytes, str, str], Form]] = {
    "picture": _picture, "docx": _word, "doc": _office, "rtf": _office, "odt": _office, "fodt": _office,
    "word-xml": _office, "html": _page, "pdf": _pdf, "xlsx": _workbook, "xls": _workbook,
    "xlsb": _workbook, "excel-xml": _workbook, "ods": _workbook, "fods": _workbook,
}  # fmt: skip
