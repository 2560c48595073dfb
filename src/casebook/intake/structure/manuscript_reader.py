"""Find out what a received file is, by its bytes and not by its name, and read it that way.

A `.doc` is as often RTF, HTML or a renamed `.docx`. What the bytes say decides; a name that says
otherwise is told.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from casebook import files
from casebook.decoding import GUESSED, NAMES, Decoded, decode
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import (
    file_kinds,
    ofd,
    office,
    office_errata,
    pdf_text,
    spreadsheet,
    webpage,
    word,
)
from casebook.intake.formats.file_kinds import TEXT_ENDINGS, Family, FileKind, endings_of
from casebook.intake.formats.rich import Document, InlinePicture, Media, paragraphs
from casebook.intake.forms import application
from casebook.intake.structure import (
    confidential,
    forms_as_files,
    letters,
    loss_check,
    registers,
    text_manuscript,
)
from casebook.intake.structure.composing import compose
from casebook.intake.structure.draft import CASE, Draft

MARKDOWN = frozenset({".md", ".markdown"})
_ALIKE = (("doc", "word-xml", "odt", "fodt", "rtf"), ("xlsx", "xlsb", "xls", "ods"))
"""Kinds that programs save under the endings of each other."""
_READ_AS = {"zip": "docx", "locked-office": "doc", "word-xml": "doc", "fodt": "odt"}
"""What an editor is told that a file of this kind is; a zip that is none is a damaged Word file."""
_FOLIO = re.compile(r"^\s*(?:[-—–·]?\s*\d{1,4}\s*[-—–·]?|第\s*\d+\s*页.*|\d+\s*/\s*\d+)\s*$")
_LINKED = re.compile(r"(!\[[^\]]*\]\()([^)\s]+)")


@dataclass(frozen=True)
class Read:
    """A file as read: the draft, how it was read (`docx`, `doc via LibreOffice`, `gb18030` …)."""

    draft: Draft
    how: str


def read(
    data: bytes, name: str, stem: str, folder: Path | None = None, letter: bool = False
) -> Read:
    """Return the manuscript in `data`. `name` and `stem` are the editor's names for it.

    `folder` is where it lay: pictures it calls for are looked up there and nowhere else. `letter`
    says that it is the text of a mail, whose salutation and signature are no manuscript. Raises
    `StopPress` when it cannot be read without loss.
    """
    if len(data) > files.LARGEST:
        raise StopPress([office_errata.too_large(name, "", len(data))])
    ending = PurePosixPath(name).suffix.lower()
    known = file_kinds.kind_of_bytes(data, ending)
    route = _ROUTES.get(known.key, _text)
    if known.key == "unknown" and ending in TEXT_ENDINGS:
        pass  # the decoder of texts says what is wrong with it
    elif known.family not in (Family.TEXT, Family.OTHER) and known.key != "zip":
        raise StopPress([_no_manuscript(name, known)])
    elif known.key in forms_as_files.KINDS:
        route = _workbook(known)  # a form filled in as a table is a manuscript
    elif (route is _text and ending not in TEXT_ENDINGS) or _is_no_text(known):
        raise StopPress([_unknown_kind(name, known)])
    letter = letter or (route is _text and ending not in MARKDOWN and _greets(data, name))
    result = _letter(data, name, stem, folder, route) if letter else route(data, name, stem, folder)
    kind = "text" if route is _text else _READ_AS.get(known.key, known.key)
    form = "markdown" if kind == "text" and ending in MARKDOWN else kind
    text_bytes, form = (webpage.archived_page(data), "html") if kind == "mhtml" else (data, form)
    draft = confidential.without_contacts(result.draft)
    errata = (*draft.errata, *loss_check.unfiled(text_bytes, form, draft, name))
    result = replace(result, draft=replace(draft, errata=errata))
    if ending and ending not in _usual(kind):
        errata = (*result.draft.errata, _otherwise(name, ending, kind))
        result = replace(result, draft=replace(result.draft, errata=errata))
    return replace(result, draft=confidential.with_errata_masked(result.draft))


Route = Callable[[bytes, str, str, Path | None], Read]


def _usual(kind: str) -> frozenset[str]:
    """Return the endings under which files of this kind come without a word."""
    return endings_of(*next((group for group in _ALIKE if kind in group), (kind,)))


def _is_no_text(known: FileKind) -> bool:
    return known.family is Family.OTHER and known.key not in (
        "unknown", "empty", "locked-office", "ofd"
    )  # fmt: skip


def _word(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    return Read(compose(word.read(data, name), name, stem), "docx")


def _locked(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    raise StopPress([office_errata.locked(name)])


def _workbook(known: FileKind) -> Route:
    def route(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
        document = forms_as_files.workbook_form(data, known.key, name)
        if document is None:
            listed = registers.pages_in(data, known.key, name)
            raise StopPress(
                [application.in_rows(name, len(listed)) if listed else _unknown_kind(name, known)]
            )
        errata = spreadsheet.read(data, known.key, name).errata
        return Read(compose(replace(document, errata=errata), name, stem), known.key)

    return route


def _office(ending: str) -> Route:
    def route(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
        converted = office.convert(data, ending, name)
        draft = compose(word.read(converted, name), name, stem)
        lost = loss_check.unfiled(converted, "docx", draft, name)
        errata = (*draft.errata, _converted(name, ending), *lost)
        return Read(replace(draft, errata=errata), f"{ending} via LibreOffice")

    return route


def _web_archive(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    """Read a page that brings its pictures in the same file."""
    document = webpage.read(webpage.archived_page(data), name)
    keys = tuple(dict.fromkeys(_missing_pictures(document)))
    pictures = document.pictures | webpage.archived_pictures(data, keys)
    document, errata = _beside(replace(document, pictures=pictures), name, None)
    return Read(compose(replace(document, errata=errata), name, stem), "mhtml")


def _letter(data: bytes, name: str, stem: str, folder: Path | None, route: Route) -> Read:
    """Read the text of a mail without the lines that are to the editor, which are withheld."""
    if route is _page:
        document, errata = _beside(webpage.read(data, name), name, folder)
        blocks = letters.lines_apart(document.blocks)
        gone = letters.framed(letters.lines_of(blocks))
        words = [" ".join(part.text.strip() for part in paragraphs((block,))) for block in blocks]
        kept = tuple(block for at, block in enumerate(blocks) if at not in gone)
        read = Read(compose(replace(document, blocks=kept, errata=errata), name, stem), "html")
    else:
        decoded = decode(data, name)
        if isinstance(decoded, Erratum):
            raise StopPress([decoded])
        words = [line.strip() for line in decoded.text.split("\n")]
        gone = letters.framed(words)
        text = "\n".join(line for at, line in enumerate(words) if at not in gone)
        read = Read(text_manuscript.read_plain(text, name, stem), decoded.encoding)
    withheld = [("邮件", words[at]) for at in sorted(gone) if words[at]]
    private = (*read.draft.private, *withheld)
    errata = (*read.draft.errata, *([_to_the_editor(name, len(gone))] if gone else ()))
    return replace(read, draft=replace(read.draft, private=private, errata=errata))


def _greets(data: bytes, name: str) -> bool:
    """Whether a text was written as a letter to the editor, though it is no mail."""
    decoded = decode(data, name)
    lines = [] if isinstance(decoded, Erratum) else decoded.text.split("\n")
    return letters.greets([line.strip() for line in lines])


def _page(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    document = webpage.read(data, name)
    document, errata = _beside(document, name, folder)
    return Read(compose(replace(document, errata=errata), name, stem), "html")


def _beside(
    document: Document, name: str, folder: Path | None
) -> tuple[Document, tuple[Erratum, ...]]:
    """Return a page with the pictures it calls for beside it, and what the editor is told."""
    pictures = dict(document.pictures)
    errata = list(document.errata)
    for key in _missing_pictures(document):
        if key in pictures:
            continue
        media = _file(folder, key)
        if media is None:
            errata.append(_not_beside(name, key))
        else:
            pictures[key] = media
    return replace(document, pictures=pictures), tuple(errata)


def _missing_pictures(document: Document) -> list[str]:
    """Return the keys of pictures that a page calls for and does not hold, as often as it does."""
    return [
        piece.key
        for paragraph in paragraphs(document.blocks)
        for piece in paragraph.pieces
        if isinstance(piece, InlinePicture) and piece.key not in document.pictures
    ]


def _file(folder: Path | None, written: str) -> Media | None:
    """Return the picture `written` in the folder or below it; never from outside."""
    if folder is None or ":" in written[:12] or written.startswith(("/", "\\")):
        return None
    path = files.find(folder / unquote(written).replace("\\", "/").split("?")[0])
    try:
        return None if path is None else Media(path.name, files.read(path, folder))
    except OSError:
        return None


def _without_folios(pages: Iterable[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the lines of all pages, and the folios at their edges."""
    lines: list[str] = []
    folios: list[str] = []
    for page in pages:
        for at, line in enumerate(page):
            edge = at == 0 or at >= len(page) - 2
            (folios if edge and _FOLIO.match(line) and line.strip() else lines).append(line)
    return lines, folios


def _pdf(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    """Read a PDF's text layer; what it loses nobody knows, so a Word file is asked for."""
    pages, errata = pdf_text.pages(data, name)
    lines, folios = _without_folios(pages)
    form = forms_as_files.pdf_form(data, folios)
    if form is not None:
        draft, cut = compose(form, name, stem), (*folios,)
    else:
        centred = pdf_text.centred_sizes(data, lines)
        draft = text_manuscript.read_plain("\n".join(lines), name, stem, centred)
        cut = tuple(folio.strip() for folio in folios)
    reported = (*draft.errata, *errata, _from_pdf(name))
    return Read(replace(draft, cut=(*draft.cut, *cut), errata=reported), "pdf")


def _ofd(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    """Read the text of an OFD file, line by line as that of a PDF."""
    lines, folios = _without_folios(ofd.pages(data, name))
    draft = text_manuscript.read_plain("\n".join(lines), name, stem)
    errata = (*draft.errata, _from_pdf(name, "OFD"))
    return Read(replace(draft, cut=(*draft.cut, *folios), errata=errata), "ofd")


def _text(data: bytes, name: str, stem: str, folder: Path | None) -> Read:
    decoded = decode(data, name)
    if isinstance(decoded, Erratum):
        raise StopPress([decoded])
    read = _decoded(decoded, name, stem, folder)
    if decoded.encoding not in GUESSED:
        return read
    errata = (*read.draft.errata, _guessed(name, NAMES[decoded.encoding]))
    return replace(read, draft=replace(read.draft, errata=errata))


def _decoded(decoded: Decoded, name: str, stem: str, folder: Path | None) -> Read:
    if PurePosixPath(name).suffix.lower() in MARKDOWN:
        return Read(
            _with_pictures(text_manuscript.read_markdown(decoded.text, name, stem), folder),
            decoded.encoding,
        )
    return Read(text_manuscript.read_plain(decoded.text, name, stem), decoded.encoding)


def _with_pictures(draft: Draft, folder: Path | None) -> Draft:
    """Take along the pictures a Markdown text calls for, as far as they lie beside it."""
    pictures: dict[str, Media] = {}

    def put(link: re.Match[str]) -> str:
        media = None if link[2].startswith("../media/") else _file(folder, link[2])
        if media is None:
            return link[0]
        ending = media.name.rpartition(".")[2].lower()
        mark = hashlib.sha256(media.data).hexdigest()[:8]
        stored = pictures.setdefault(link[2], Media(f"{CASE}-{mark}.{ending}", media.data))
        return f"{link[1]}../media/{stored.name}"

    body = _LINKED.sub(put, draft.body)
    errata = tuple(
        erratum
        for erratum in draft.errata
        if erratum.rule != "picture-to-place" or erratum.quote not in pictures
    )
    return replace(draft, body=body, pictures=tuple(pictures.values()), errata=errata)


_ROUTES: dict[str, Route] = {
    "docx": _word, "zip": _word, "locked-office": _locked, "doc": _office("doc"),
    "word-xml": _office("xml"), "rtf": _office("rtf"), "odt": _office("odt"),
    "fodt": _office("fodt"), "pdf": _pdf, "ofd": _ofd, "html": _page, "mhtml": _web_archive,
}  # fmt: skip
"""What reads a file of each kind; any other is read as text, if it may be one."""


def _unknown_kind(name: str, known: FileKind) -> Erratum:
    ending = PurePosixPath(name).suffix or name
    refusal = Wording(f"不收“{ending}”文件", f"files ending in ‘{ending}’ are not received")
    if known.key not in ("text", "unknown"):
        refusal = Wording(
            f"这是{known.spaced_name}，不是文稿", f"this is {known.name.en}, not a manuscript"
        )
    hint = Wording(
        f"请发 Word 文稿（.docx），或 {'、'.join(sorted(TEXT_ENDINGS))}。",
        f"Send a Word file (.docx), or one of {', '.join(sorted(TEXT_ENDINGS))}.",
    )
    return Erratum("unknown-kind-of-file", Place(name), refusal, hint, ending)


def _no_manuscript(name: str, known: FileKind) -> Erratum:
    """Refuse a picture or a container where a manuscript is read; `casebook receive` takes them."""
    refusal = Wording(
        f"这是{known.spaced_name}，不是文稿", f"this is {known.name.en}, not a manuscript"
    )
    if known.family is Family.PICTURE:
        hint = Wording("请和文稿放在一起收。", "Receive it together with its text.")
        return Erratum("picture-alone", Place(name), refusal, hint)
    hint = Wording(
        "请用 casebook receive 收，它会解开来看。", "Use casebook receive, which looks into it."
    )
    return Erratum("unknown-kind-of-file", Place(name), refusal, hint)


def _otherwise(name: str, ending: str, kind: str) -> Erratum:
    message = Wording(
        f"文件名以 {ending} 结尾，其实是 {kind}，已按 {kind} 读",
        f"the name ends in {ending}, but it is {kind} and was read so",
    )
    return Erratum("wrong-ending", Place(name), message, None, ending, Kind.NOTE)


def _guessed(name: str, encoding: str) -> Erratum:
    message = Wording(f"文件按 {encoding} 编码读取", f"the file was read as {encoding}")
    hint = Wording("请看一遍有没有乱码。", "Look through it for wrong characters.")
    return Erratum("encoding", Place(name), message, hint, encoding, Kind.QUERY)


def _converted(name: str, ending: str) -> Erratum:
    message = Wording(
        f"旧格式（{ending}）由 LibreOffice 转换后读取",
        f"an old format ({ending}), read through LibreOffice",
    )
    hint = Wording(
        "请看一遍项目符号、公式和自动日期。", "Look at bullets, formulas and automatic dates."
    )
    return Erratum("converted-file", Place(name), message, hint, "", Kind.QUERY)


def _from_pdf(name: str, kind: str = "PDF") -> Erratum:
    message = Wording(
        f"稿件是 {kind}，表格、注释和分段可能不对",
        f"a file of type {kind}: tables, notes and paragraphs may be wrong",
    )
    hint = Wording("请向供稿单位要 Word 原稿。", "Ask the contributor for the Word file.")
    return Erratum("pdf-manuscript", Place(name), message, hint, "", Kind.QUERY)


def _to_the_editor(name: str, count: int) -> Erratum:
    message = Wording(
        f"来信里的称呼、附言、往来邮件的信头和落款共 {count} 行没有收进正文，放在不公开的文件里",
        f"{count} lines of the letter that are to the editor (greeting, heads of other mails, signature) "
        "are no part of the text; they are in the private file",
    )
    hint = Wording("若有正文在内，请补进案例。", "Put back into the case what belongs to the text.")
    return Erratum("mail-signature", Place(name), message, hint, kind=Kind.QUERY)


def _not_beside(name: str, written: str) -> Erratum:
    message = Wording("网页用到的图片没有一起发来", "a picture of the page did not come with it")
    hint = Wording("请向供稿单位要这张图片。", "Ask the contributor for it.")
    return Erratum("missing-picture", Place(name), message, hint, written[:200], Kind.QUERY)
