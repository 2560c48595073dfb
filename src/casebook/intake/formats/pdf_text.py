"""Read the text layer of a PDF that somebody sent, page by page, and refuse one without.

The text comes hard-wrapped and with spaces between Chinese and Latin that nobody typed, so what
is read here is never free of loss; the caller says so.
"""

from casebook import pdf
from casebook.errata import Erratum, Place, StopPress, Wording


def pages(
    data: bytes, name: str, *, scanned: bool = False
) -> tuple[tuple[tuple[str, ...], ...], tuple[Erratum, ...]]:
    """Return the lines of every page of the PDF `data`, and an erratum for each page without text.

    `name` is what its editor calls the file. Raises `StopPress` when the file is damaged or
    locked, or has no text layer at all. With `scanned` pages without text are the caller's matter.
    """
    try:
        texts = pdf.texts(data)
    except RuntimeError as error:  # pdfium's own error is one
        raise StopPress([_damaged(name, str(error))]) from error
    if not scanned and not any(text.strip() for text in texts):
        raise StopPress([_no_text(name, 1)])
    bare = [at for at, text in enumerate(texts, 1) if not text.strip()]
    found = tuple(tuple(text.replace("\ufffe", "").splitlines()) for text in texts)
    return found, () if scanned else tuple(_no_text(name, page) for page in bare)


def _damaged(name: str, said: str) -> Erratum:
    message = Wording("PDF 打不开，可能损坏或加了密码", "the PDF does not open: damaged or locked")
    hint = Wording("请换一份能打开、无密码的文件。", "Supply a file that opens without a password.")
    return Erratum("unreadable-file", Place(name), message, hint, said)


def _no_text(name: str, page: int) -> Erratum:
    message = Wording(
        f"第 {page} 页没有文字层（扫描件或空白页）",
        f"page {page} has no text layer: scanned, or blank",
    )
    hint = Wording(
        "请提供 Word 文件或文字，或先做文字识别并校对。",
        "Supply a Word file or text, or run OCR and proofread it first.",
    )
    return Erratum("no-text-layer", Place(name), message, hint)
