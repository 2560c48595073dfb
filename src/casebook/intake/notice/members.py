"""Find the files of one notice: a letter and its annexes in files, a folder, a zip or a mail.

They are put in the order they are read in: the letter first, then annexes by their number. What
cannot be unpacked, is empty or is no file that is read is told by what it is, with the way out.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from casebook import atomic, decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake import parcels
from casebook.intake.formats import file_kinds
from casebook.intake.parcels import mail
from casebook.typography import number_of

_AS_PDF = Wording("请打开后另存为 PDF 或 .docx 再读。", "Open it and save it as PDF or .docx.")
_AS_SHEET = Wording(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 再读。", "Open it in Excel or WPS and save it as .xlsx."
)
_AS_WORD = Wording(
    "请用 Word 或 WPS 打开，另存为 .docx 再读。", "Open it in Word or WPS and save it as .docx."
)
_UNPACK = Wording(
    "请先解压，再把里面的文件一起交给 casebook notice，或改用 .zip。",
    "Unpack it and give the files to casebook notice together, or use .zip.",
)
_OCR = Wording(
    "请安装文字识别：pip install 'casebook[ocr]'，再读一次；或向发文单位要文字版。",
    "Install text recognition, pip install 'casebook[ocr]', and read it again; or ask the issuer "
    "for the text.",
)
_KINDS: dict[str, tuple[Wording, Wording]] = {
    "picture": (Wording("这是图片，要做文字识别才能读", "this is a picture: it takes text recognition to read it"), _OCR),
    "ppt": (Wording("这是演示文稿（.ppt、.pptx、.dps）", "this is a slide show (.ppt, .pptx, .dps)"), _AS_PDF),
    "ofd": (Wording("这是 OFD 版式文件", "this is an OFD file"), Wording(
        "请在 OFD 阅读器或 WPS 里打开，另存为 PDF 或 .docx 再读。",
        "Open it in an OFD reader or WPS and save it as PDF or .docx.")),
    "caj": (Wording("这是知网的 CAJ 文件", "this is a CAJ file of CNKI"), Wording(
        "请在 CAJViewer 里打开，另存为 PDF 再读。", "Open it in CAJViewer and save it as PDF.")),
    "iwork": (Wording("这是苹果的 Pages 或 Numbers 文件", "this is a file of Apple's Pages or Numbers"), Wording(
        "请在 Mac 上导出为 .docx 或 .xlsx 再读。", "Export it on a Mac as .docx or .xlsx.")),
    "epub": (Wording("这是电子书（.epub）", "this is an e-book (.epub)"), _AS_PDF),
    "drawing": (Wording("这是 OpenDocument 图形", "this is an OpenDocument drawing"), _AS_PDF),
    "rar": (Wording("这是压缩包（.rar）", "this is an archive (.rar)"), _UNPACK),
    "7z": (Wording("这是压缩包（.7z）", "this is an archive (.7z)"), _UNPACK),
    "gz": (Wording("这是压缩包（.gz）", "this is an archive (.gz)"), _UNPACK),
    "msg": (Wording("这是 Outlook 邮件（.msg）", "this is a letter of Outlook (.msg)"), Wording(
        "请在 Outlook 里把附件另存出来再读。", "Save its attachments in Outlook and read those.")),
    "film": (Wording("这是音频或视频", "this is sound or film"), Wording(
        "请找有名单的文件。", "Look for the file that holds the list.")),
    "program": (Wording("这是程序（.exe），没有打开", "this is a program (.exe); it was not opened"), Wording(
        "若是自解压包，请在可靠的电脑上解开；一般不要运行。",
        "If it is a self-extracting archive, unpack it elsewhere; do not run it.")),
    "locked": (Wording("这是加了密码的 Office 文件", "this is an Office file locked with a password"), Wording(
        "请去掉密码后重存再读。", "Save it without the password and read it again.")),
    "ole": (Wording("这是旧版 Office 或 WPS 文件，认不出是哪一种", "this is an old Office or WPS file of unknown kind"), _AS_WORD),
}  # fmt: skip
_BY_ENDING: dict[str, tuple[Wording, Wording]] = {
    "et": (Wording("这是 WPS 表格（.et），这一份读不了", "this is a WPS spreadsheet (.et) that is not read here"), _AS_SHEET),
    "ett": (Wording("这是 WPS 表格模板（.ett）", "this is a WPS spreadsheet template (.ett)"), _AS_SHEET),
    "dps": (Wording("这是 WPS 演示（.dps）", "this is a WPS slide show (.dps)"), _AS_PDF),
    "wps": (Wording("这是旧版 WPS 文字（.wps）", "this is an old WPS text (.wps)"), _AS_WORD),
}  # fmt: skip


def refusal(name: str, kind: str, ending: str) -> Erratum | None:
    """Return why a file of `kind` (see `file_kinds.format_of`) is not read, None when it can be."""
    known = (_BY_ENDING.get(ending) if kind == "ole" else None) or _KINDS.get(kind)
    if known is None:
        return None
    message, hint = known
    rule = {"picture": "notice-picture", "locked": "locked-file"}.get(kind, "unreadable-file")
    return Erratum(rule, Place(name), message, hint, ending)


def without_recognition(name: str) -> Erratum:
    """A picture or a scan, where the extra for text recognition is not installed."""
    fault = refusal(name, "picture", "")
    assert fault is not None
    return fault


def blank(name: str, page: int) -> Erratum:
    """A page on which nothing is printed, as the back of a sheet."""
    message = Wording(f"第 {page} 页是空白页", f"page {page} is blank")
    hint = Wording(
        "若原件这一页有字，请重新扫描。", "Scan it again if the original has words there."
    )
    return Erratum("blank-page", Place(name), message, hint, "", Kind.NOTE)


def unlayered(name: str, page: int, looked: bool) -> Erratum:
    """A page of a PDF that is a picture; `looked` tells that recognition found nothing on it."""
    if looked:
        message = Wording(
            f"第 {page} 页是图片，文字识别没有读出字",
            f"page {page} is a picture, and recognition found no words on it",
        )
        hint = Wording("若不是空白页，请换一份清楚的。", "If it is not blank, get a clearer copy.")
        return Erratum("no-text-layer", Place(name), message, hint)
    message = Wording(
        f"第 {page} 页没有文字层（扫描件或空白页）",
        f"page {page} has no text layer: scanned, or blank",
    )
    return Erratum("no-text-layer", Place(name), message, _OCR)


def undecoded(name: str) -> Erratum:
    """Bytes that are text in no known encoding."""
    message = Wording(
        "认不出文件的文字编码（不是 UTF-8、UTF-16、UTF-32、GB18030、Big5、Shift-JIS）",
        "the encoding is none of UTF-8, UTF-16, UTF-32, GB18030, Big5, Shift-JIS",
    )
    hint = Wording("请用编辑器另存为 UTF-8 文本。", "Save it as UTF-8 text in your editor.")
    return Erratum("unknown-encoding", Place(name), message, hint)


def binary(name: str, ending: str) -> Erratum:
    """Bytes that are no text and no format that is known."""
    shown = f".{ending}" if ending else name
    message = Wording(
        f"认不出这是什么文件（{shown}），里面不是文字",
        f"the kind of file is not known ({shown}), and it holds no text",
    )
    hint = Wording(
        "请用原来的程序打开，另存为 .docx、.xlsx 或 PDF 再读。",
        "Open it in the program it comes from and save it as .docx, .xlsx or PDF.",
    )
    return Erratum("unreadable-file", Place(name), message, hint, shown)


def nothing(name: str) -> Erratum:
    """A folder or an archive without any file that can be read."""
    message = Wording("里面没有能读的文件", "no file in it can be read")
    hint = Wording("请检查是不是选错了。", "See whether it is the right one.")
    return Erratum("empty-folder", Place(name), message, hint)


def lossy(name: str, text: str) -> Erratum:
    """Text of the file that stands in no line: nothing is read, so nothing is lost unseen."""
    message = Wording(
        "文件里的这些字没有读出，为免漏字，整个文件没有读",
        "these words would be lost, so none is read",
    )
    hint = Wording("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again.")
    return Erratum("lossy-file", Place(name), message, hint, text[:200])


def beside(name: str, what: Wording, text: str) -> Erratum:
    """Words of the file that are no part of its text: headers, notes, a letter around it."""
    message = Wording(f"没有读入：{what.zh}", f"not read: {what.en}")
    hint = Wording(
        "如属通报内容，请移到正文。", "Move it into the text if it belongs to the notice."
    )
    return Erratum("text-beside", Place(name), message, hint, text[:200], Kind.QUERY)


def pictured(name: str, count: int) -> Erratum:
    """Pictures among the text, in which a list may stand."""
    message = Wording(
        f"正文里有 {count} 张图片，图片里的文字没有读出",
        f"{count} pictures stand in the text; words in them were not read",
    )
    hint = Wording(
        "名单若在图片里，请安装文字识别（pip install 'casebook[ocr]'）再读，或向发文单位要文字版。",
        "If the list is a picture, run pip install 'casebook[ocr]' and read it again, or ask the "
        "issuer for the text.",
    )
    return Erratum("notice-pictures", Place(name), message, hint, "", Kind.QUERY)


DEEPEST = 3
"""Archives within archives."""
_ANNEX = re.compile(r"附\s*件\s*[（(]?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?")
_DIGITS = re.compile(r"(\d+)")
_SHEETS = frozenset("xlsx xlsm xls xlsb ods csv tsv et".split())


class Member(NamedTuple):
    """A file of the notice: the editor's name for it, and its bytes as received."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """The ending of the name, without the dot, in small letters."""
        return PurePosixPath(self.name).suffix.lower().removeprefix(".")

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePosixPath(self.name).stem


class Gathered(NamedTuple):
    """The files in their order, and what is told of others."""

    members: tuple[Member, ...]
    errata: tuple[Erratum, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Return the files at `paths`. Raises `StopPress` when one cannot be read, or none is there."""
    members: list[Member] = []
    faults: list[Erratum] = []
    for path in paths:
        for file in kept([path]):
            shown = _shown(path, file)
            inner, errata = _opened(shown, _bytes(file, shown), 0)
            members += inner
            faults += errata
    if not members:
        raise StopPress([*faults, nothing(decoding.readable_name(paths[0]))])
    return Gathered(tuple(_ordered(members)), tuple(faults))


def kept(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files at `paths` as they lie there, those of folders one by one."""
    chosen: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = map(Path, files.walk(path, foreign=True).files)
            chosen += sorted(
                (inner for inner in inside if not files.of_a_program((inner.name,))), key=_in_order
            )
        else:
            chosen.append(path)
    return tuple(chosen)


def _in_order(path: Path) -> list[tuple[int, str]]:
    """Return a key by which page 2 comes before page 10."""
    return [(int(part) if part.isdigit() else -1, part) for part in _DIGITS.split(str(path))]


def _shown(path: Path, file: Path) -> str:
    if file == path:
        return decoding.readable_name(path)
    return "/".join(decoding.readable_name(Path(part)) for part in file.relative_to(path).parts)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return files.read(path)
    except files.Refused as fault:
        raise StopPress([files.unreadable(name, fault)]) from fault


def _opened(name: str, data: bytes, depth: int) -> tuple[list[Member], list[Erratum]]:
    """Return the files in `data` if it is a zip or a mail with files, else itself."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    kind = file_kinds.format_of(data, ending)
    if kind == "zip" and depth < DEEPEST:
        inner, faults = _unpacked(name, data)
    elif kind == "mail":
        inner, faults = _mailed(name, data)
    else:
        return [Member(name, data)], []
    members: list[Member] = []
    for member in inner:
        if member.name == name:
            members.append(member)
            continue
        more, errata = _opened(member.name, member.data, depth + 1)
        members += more
        faults += errata
    return members, faults


def _unpacked(name: str, data: bytes) -> tuple[list[Member], list[Erratum]]:
    with atomic.temporary() as folder:
        packed = folder / "packed.zip"
        atomic.put(packed, data)
        root = folder / "files"
        opened = parcels.open_up(packed, name, file_kinds.kind_of_file(packed), root)
        members = [
            Member(f"{name}/{'/'.join(path.relative_to(root).parts)}", files.read(path))
            for path in sorted(map(Path, files.walk(root, foreign=True).files), key=_in_order)
        ]
    if not members and not opened.complete:
        raise StopPress(opened.errata)
    return members, list(opened.errata)


def _mailed(name: str, data: bytes) -> tuple[list[Member], list[Erratum]]:
    """Return the page a browser saved (MHTML), or the files sent with a letter.

    Words of a letter around files are told and not read.
    """
    letter = mail.read(data)
    frames = [
        part for part in letter.enclosed if part.shown and part.name.endswith((".html", ".htm"))
    ]
    page = letter.page or "".join(_text_of(part.data) for part in frames)
    attached = [
        Member(f"{name}/{part.name}", part.data) for part in letter.enclosed if not part.shown
    ]
    readable = [
        part
        for part in attached
        if refusal("", file_kinds.format_of(part.data, part.ending), part.ending) is None
    ]
    if readable:
        around = " ".join((letter.text or re.sub("<[^>]*>", " ", page)).split())
        return attached, [beside(name, _LETTER, around)] if around else []
    if not page and not letter.text.strip():
        raise StopPress([binary(name, "eml")])
    page = re.sub(r"<meta[^>]+charset[^>]*>", "", page, flags=re.IGNORECASE)
    text = f'<meta charset="utf-8">{page}' if page else letter.text
    return [Member(name, text.encode("utf-8", "replace"))], [_left(part.name) for part in attached][
        :20
    ]


def _text_of(data: bytes) -> str:
    decoded = decoding.guess(data)
    return decoded.text if decoded else data.decode("utf-8", "replace")


def _ordered(members: list[Member]) -> list[Member]:
    """Return letters before annexes, annexes by number, else as they came."""
    alone = len(members) == 1
    return members if alone else sorted(members, key=_rank)


def _rank(member: Member) -> tuple[int, int, int]:
    annex = _ANNEX.search(member.stem)
    if annex:
        return 2, number_of(annex[1]) or 0 if annex[1] else 0, 0
    return int(member.ending in _SHEETS), 0, 0


_LETTER = Wording("邮件正文", "the letter the files came with")


def _left(name: str) -> Erratum:
    message = Wording("这个附件没有读", "this attachment was not read")
    hint = Wording("如属通报，请另存出来再读。", "Save it and read it if it belongs to the notice.")
    return Erratum("text-beside", Place(name), message, hint, "", Kind.QUERY)
