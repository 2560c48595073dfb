"""Read the text layer of a PDF, page by page. pypdfium2 lives only in this module.

The text comes hard-wrapped and with spaces between Chinese and Latin that nobody typed, so what
is read here is never free of loss; the caller says so.
"""

import pypdfium2

from casebook.errata import Erratum, Place, StopPress, Wording


def pages(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of every page of the PDF `data`; `name` is what its editor calls it.

    Raises `StopPress` when the file is damaged or locked, or when any page has no text layer:
    a page that is only a picture would be lost without a word.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise StopPress([_damaged(name, str(error))]) from error
    found = []
    with document:
        for page in document:
            text = page.get_textpage().get_text_range()
            found.append(tuple(text.replace("\r\n", "\n").replace("\ufffe", "").split("\n")))
            if not text.strip() and any(True for _ in page.get_objects(max_depth=1)):
                raise StopPress([_no_text(name, len(found))])
    if not any(line.strip() for lines in found for line in lines):
        raise StopPress([_no_text(name, 1)])
    return tuple(found)


def _damaged(name: str, said: str) -> Erratum:
    message = Wording("PDF 打不开，可能损坏或加了密码", "the PDF does not open: damaged or locked")
    hint = Wording("请换一份能打开、无密码的文件。", "Supply a file that opens without a password.")
    return Erratum("unreadable-file", Place(name), message, hint, said)


def _no_text(name: str, page: int) -> Erratum:
    message = Wording(f"第 {page} 页没有文字层（多半是扫描件）", f"page {page} has no text layer")
    hint = Wording(
        "请提供 Word 文件或文字，或先做文字识别并校对。",
        "Supply a Word file or text, or run OCR and proofread it first.",
    )
    return Erratum("no-text-layer", Place(name), message, hint)
