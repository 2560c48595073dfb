"""Read what comes beside manuscripts and is none: notes of where pictures go, albums of photos.

A note (说明.txt, a short mail) is known by its name, or because it is short and names pictures
that lay beside it. Each of its lines may say of a picture what it shows, after which words of
the text it stands, and whose it is. Nothing of a note is ever printed but such a caption.

Units paste their photos into 照片.docx, a caption under or over each. Such a file is no
manuscript: each picture becomes a file named by its caption, below the words that head the page.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, decoding, files
from casebook.errata import Erratum, StopPress
from casebook.intake.formats import spreadsheet, webpage, word
from casebook.intake.formats.rich import (
    Block,
    Document,
    InlinePicture,
    Media,
    Paragraph,
    paragraphs,
)
from casebook.intake.forms.contact_lines import has_detail, is_contact_line, may_sign
from casebook.intake.forms.labels import label_of
from casebook.intake.parcels.unpacking import safe_name
from casebook.intake.photos.photo_cases import number_of, plain_number
from casebook.typography import is_ideograph

_NAMED = re.compile(
    r"(?:说明|图注|图说|备注|注释|清单|目录|须知|对照表|(?:图片|照片|插图|配图)的?(?:摆放|放置|插入|排放)?(?:位置|顺序|要求))(?:文字|文本|文档)?[\s\d（）()、，,请先看必读]*$"
    r"|^(?:说明|图注|备注|注意|[请先]*(?:读我|看我|必读)|read\s*me|note)", re.IGNORECASE
)  # fmt: skip
_LONGEST, _SHORT = 2_000, 300
"""Characters of a note by its name, of one that no picture is named in."""
_SHEETS = ("xlsx", "xls", "ods")
_MENTION = r"(?:图片|照片|附图|插图|配图|图)\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})"
_AT = re.compile(
    rf"^\s*[\d.、)）(（]*\s*(?:{_MENTION})(?![0-9０-９])(?:\.\w{{3,4}})?"
    r"|^\s*([0-9０-９]{1,3})(?:\.(?:jpe?g|png|heic|tiff?|bmp|gif|webp))?\s*[、.．:：]", re.IGNORECASE
)  # fmt: skip
_NUMBERED = re.compile(rf"\s*(?:{_MENTION})(?![0-9０-９])")
"""The number of a figure that stands behind the name of its file: DSC_0451.JPG 图一."""
_QUOTED = re.compile(r"[“‘「『《\"']([^”’」』》\"']{2,80})[”’」』》\"']")
_WHERE = re.compile(
    r"(?:请)?(?:放|插|置|排|用|配)?(?:在|于|到|入|进)?\s*(?:文中|正文)?[^，,；;。]*?"
    r"(之后|后面|后边|下面|下方|以后|后|之前|前面|上面|上方|前|处|部分|旁边|旁|中间|中|里)"
)  # fmt: skip
_PLACED = re.compile(r"(?:放|插|置|排|配)(?:在|于|到|入|进)?|位置|见")
_UNQUOTED = re.compile(
    r"(?:放|插|置|排|配)(?:在|于|到|入)(?:文中|正文)?(?:的)?"
    r"(第[0-9０-９一二三四五六七八九十]{1,3}个?(?:自然)?段(?:文字|话|落)?|[^，,；;。“”]{2,30}?)(?:这?[一部]?[句段节分](?:话|文字)?)?"
    r"的?(之后|后面|后边|下面|下方|以后|之前|前面|上面|上方|后|前)(?=$|[，,；;。)）])"
)
"""Where a picture goes, the words it stands by not quoted: 放在主要做法之后."""
_BEFORE = frozenset({"之前", "前面", "上面", "上方", "前"})
_OF_CAMERA = re.compile(r"[A-Za-z]{2,}[_-]?\d+|\d{5,}")
"""A name given by a camera or a phone, which stands in a text only to name that file."""
_ENDING = re.compile(r"\.(?:jpe?g|png|heic|tiff?|bmp|gif|webp)\b", re.IGNORECASE)
_TITLED = re.compile(r"(?:图题|图注|图说|题为|标题|配文|文字说明|说明)\s*[:：为是]?\s*([^，。；]+)")
_ORDER = re.compile(
    r"放在|插在|插入|放到|置于|排在|见正文|同上|请|勿|不要|不用|谢谢|裁剪|裁切|放大|缩小|修图|像素|联系|电话"
    r"|原图|大图|版权|备用|可用可不用|待定|如需|需要|另发|已发|附后|微信|邮箱|\d{7}"
)
"""Words by which a line of a note is said to the editor and not to the reader."""
_PICTURE_ONLY = re.compile(r"的?(?:这|该|那)?[张幅]?(?:照片|图片|相片|插图|配图|附图|图)")
"""Words that only say that it is a picture: 渗滤池照片放在第二段后面."""
_APART = re.compile(
    r"[；;。]|[，,、]\s*(?=(?:图片|照片|附图|插图|配图|图)\s*(?:[0-9０-９]|[一二三四五六七八九十]))"
)
_NEXT = r"[，,、；;。\s和及与]+(?:照片|图片|另一?张)?[“‘《\"']?"
"""What stands before the name of the next picture that a line speaks of."""
_EDGE = " \t\u3000:：,，;；、.．。-—–~～=|（）()【】[]"


@dataclass(frozen=True)
class Remark:
    """What a line of a note says of one picture: its caption, the words it stands by, the line.

    `number` is the one it gives a picture that it calls by its file: 图一：DSC_0451.JPG; else 0.
    """

    caption: str
    anchor: str
    before: bool
    line: str
    number: int = 0


def is_note(path: Path, key: str, pictures: Sequence[Path], others: bool) -> bool:
    """Whether a text is a note on what lay beside it; `others` says there are other texts.

    `key` is its kind and `pictures` are those of its parcel.
    """
    named = bool(_NAMED.search(Path(decoding.readable_name(path)).stem))
    pictures = [Path(decoding.readable_name(picture)) for picture in pictures]
    if key not in ("text", "docx", *_SHEETS) or not (named or (key == "text" and pictures)):
        return False
    lines = lines_of(path, key)
    length = sum(map(len, lines))
    if not lines or length > _LONGEST:
        return False
    says = [line for line in lines if any(_speaks_of(line, picture) for picture in pictures)]
    if named:
        return bool(says) or (others and length <= _SHORT) or (not others and bool(pictures))
    return 2 * len(says) >= len(lines) and length <= 2 * _SHORT


def is_contacts(path: Path, key: str) -> bool:
    """Whether a text says how to reach people and nothing else: a list of those to contact."""
    lines = lines_of(path, key) if key in ("text", "docx") else ()
    if not lines or sum(map(len, lines)) > _LONGEST or not any(map(has_detail, lines)):
        return False
    return all(is_contact_line(line) or may_sign(line) or label_of(line) for line in lines)


def _speaks_of(line: str, picture: Path) -> bool:
    """Whether a line is about a picture: it calls the file by its full name, or begins with it."""
    if picture.name in line or (_OF_CAMERA.search(picture.stem) and _names(line, picture.stem)):
        return True
    rest = _rest(line, picture.stem, picture.name) if _AT.match(line) else None
    return rest is not None and bool(
        re.match(r"[^，。]{0,12}[:：]|[^，。]{0,6}(?:放|插|为|是)", line)
    )


def _names(line: str, stem: str) -> bool:
    """Whether a line names a file without its ending, and no other whose name goes on."""
    at = line.find(stem)
    return at >= 0 and not _runs_on(line, at + len(stem))


def lines_of(path: Path, key: str) -> tuple[str, ...]:
    """Return the statements of a note: its lines, taken apart where the next picture is spoken of.

    Nothing when it cannot be read.
    """
    try:
        data = files.read(path)
        if key == "text":
            decoded = decoding.decode(data, path.name)
            text = "" if isinstance(decoded, Erratum) else decoded.text
        elif key in _SHEETS:
            grids = spreadsheet.drawn(data, key, path.name)
            rows = (row for grid in grids for row in grid.rows)
            text = "\n".join("：".join(filter(None, map(_closed, row))) for row in rows)
        else:
            document = (
                word.read(data, path.name) if key == "docx" else webpage.read(data, path.name)
            )
            text = "\n".join(_statements(document.blocks))
    except (OSError, StopPress):
        return ()
    pieces = (piece.strip() for line in text.split("\n") for piece in _APART.split(line))
    return tuple(piece for piece in pieces if piece)


def _closed(cell: str) -> str:
    return " ".join(cell.split())


def _statements(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the paragraphs; of a table its rows, for a row is what a list says of one picture."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            cells = (
                "".join(paragraph.text.strip() for paragraph in paragraphs(cell.blocks))
                for cell in row
            )
            yield "：".join(filter(None, cells))


def remark(line: str, stem: str, file: str, others: Sequence[str] = ()) -> Remark | None:
    """Return what `line` says of the picture called `file` (`stem` without its ending), or None.

    `others` are the names, without endings, of those that came with it: where the line goes on to
    one of them, what it says of this one ends.
    """
    rest = _rest(_own_part(line, stem, others), stem, file)
    if rest is None:
        return None
    numbered = _AT.match(line)
    serial = numbered is None or numbered[1] is None
    if serial and (behind := _NUMBERED.match(rest)):
        numbered, rest = behind, _said(rest[behind.end() :])
    number = plain_number(numbered[1] or "") if numbered and number_of(stem) is None else 0
    quoted = _QUOTED.search(rest)
    where = _WHERE.search(rest, quoted.end()) if quoted else None
    if (
        quoted
        and where
        and where.start() <= quoted.end() + 2
        and _PLACED.search(rest[: quoted.start()])
    ):
        lead = _PLACED.split(rest[: quoted.start()])[0].strip(_EDGE).removesuffix("请")
        named = _TITLED.search(rest, where.end())
        caption = _caption(lead) or (_caption(named[1]) if named else "")
        return Remark(caption, quoted[1], where[1] in _BEFORE, line, number)
    if not quoted and (place := _UNQUOTED.search(rest)):
        caption = _caption(rest[: place.start()].strip(_EDGE).removesuffix("请"))
        return Remark(caption, place[1], place[2] in _BEFORE, line, number)
    return Remark(_caption(rest), "", False, line, number)


def _own_part(line: str, stem: str, others: Sequence[str]) -> str:
    """Return a line up to where it goes on to speak of another picture behind its own name."""
    at = line.find(stem)
    if at < 0:
        return line
    ends = (
        match.start()
        for other in others
        if len(other) > 1 and other != stem and other not in stem
        for match in [
            re.search(_NEXT + re.escape(other) + r"(?![0-9０-９])", line[at + len(stem) :])
        ]
        if match
    )
    end = min(ends, default=None)
    return line if end is None else line[: at + len(stem) + end]


def _rest(line: str, stem: str, file: str) -> str | None:
    """Return what follows the mention of a picture in a line, or None when it mentions none."""
    for name in dict.fromkeys((file, stem)):
        at = line.find(name)
        if at < 0 or (name == stem and (len(stem) < 2 or _runs_on(line, at + len(stem)))):
            continue
        after = (
            _ENDING.sub("", line[at + len(name) :], count=1)
            if name == stem
            else line[at + len(name) :]
        )
        return _said(after) if after.strip(_EDGE) else line[:at].rstrip(_EDGE)
    number = number_of(stem)
    match = _AT.match(line)
    if number is None or match is None or plain_number(match[1] or match[2]) != number:
        return None
    return _said(_ENDING.sub("", line[match.end() :], count=1))


def _said(after: str) -> str:
    """Return what is said of a picture: 图1为义诊 says 义诊, and 图1：为患儿义诊 the whole."""
    return re.sub(r"^\s*(?:是|为|指)[:：]?", "", after).lstrip(_EDGE)


def _runs_on(line: str, at: int) -> bool:
    """Whether a name that ends in a figure goes on with one: 图1 is not 图10."""
    return line[at : at + 1].isdigit() and line[at - 1 : at].isdigit()


def _caption(text: str) -> str:
    """Return words that can be a caption, without what only says where a picture goes."""
    clauses = re.split(r"(?<=[，,])", text.strip(_EDGE))
    orders = (at for at, clause in enumerate(clauses) if _ORDER.search(clause))
    text = "".join(clauses[: next(orders, len(clauses))]).strip(_EDGE)
    if sum(map(is_ideograph, text)) < 2 or len(text) > 60 or _PICTURE_ONLY.fullmatch(text):
        return ""
    return _QUOTED.sub(lambda match: match[1], text) if _QUOTED.fullmatch(text) else text


_CAPTION, _WORDS = 60, 60
"""Characters of a caption; of words for each picture, and as many again for the head of the page."""
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LARGEST = 4_000_000
_LABEL = re.compile(r"^[（(【]?\s*(?:附?图片?|照片|插图|配图)\s*[0-9０-９一二三四五六七八九十]")


@dataclass(frozen=True)
class Picture:
    """A picture of an album: its path below the album, and its bytes."""

    path: str
    data: bytes


def pictures(path: Path) -> tuple[Picture, ...]:
    """Return the pictures of the Word file at `path`, or nothing when it is no album."""
    try:
        data = files.read(path)
        if not _may_be(data):
            return ()
        document = word.read(data, path.name)
    except (StopPress, OSError):
        return ()
    return tuple(_of(document, path.stem))


def take_out(taken: tuple[Picture, ...], target: Path) -> list[Path]:
    """Write the pictures below the folder `target` and return their paths. Raises `OSError`."""
    paths = [target / picture.path for picture in taken]
    for picture, place in zip(taken, paths, strict=True):
        atomic.put(place, picture.data)
    return paths


def _may_be(data: bytes) -> bool:
    """Whether a Word file has pictures and hardly any words, as can be told at once."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media = [name for name in archive.namelist() if name.startswith("word/media/")]
            about = archive.getinfo("word/document.xml")
            if not media or about.file_size > _LARGEST:
                return False
            text = b"".join(_TEXT.findall(archive.read(about))).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, ValueError, OSError):
        return False
    return len(text) <= _WORDS * (len(media) + 1)


def _of(document: Document, stem: str) -> Iterator[Picture]:
    """Yield the pictures of a document whose words are captions and a head."""
    parts: list[str | Media] = []
    for paragraph in paragraphs(document.blocks):
        if text := paragraph.text.strip():
            parts.append(text)
        parts += [
            document.pictures[piece.key] for piece in paragraph.pieces
            if isinstance(piece, InlinePicture) and piece.key in document.pictures
        ]  # fmt: skip
    words = [part for part in parts if isinstance(part, str)]
    count = len(parts) - len(words)
    if not count or any(len(word) > _CAPTION or "。" in word for word in words):
        return
    if sum(map(len, words)) > _WORDS * (count + 1):
        return
    head, captions = _captioned(parts)
    taken: set[str] = set()
    for number, (media, caption) in enumerate(captions, 1):
        ending = Path(media.name).suffix.lower()
        name = _name(caption or f"{stem} {number}") or str(number)
        while name in taken:
            name = f"{name} ({number})"
        taken.add(name)
        folder = f"{_name(head)}/" if _name(head) else ""
        yield Picture(f"{folder}{name}{ending}", media.data)


def _name(words: str) -> str:
    """Return words as the name of a file or a folder."""
    return safe_name(words.replace("/", "／").replace("\\", "＼"))[:60].strip(" .")


def _captioned(parts: list[str | Media]) -> tuple[str, list[tuple[Media, str]]]:
    """Return the words over all pictures, and each picture with its caption."""
    at = next(at for at, part in enumerate(parts) if isinstance(part, Media))
    head = [part for part in parts[:at] if isinstance(part, str)]
    last = isinstance(parts[-1], Media)
    above = last and bool(head) and (len(head) == 1 or bool(_LABEL.match(head[-1])))
    above = (above and sum(isinstance(part, str) for part in parts[at:]) > 0) or (
        above and bool(_LABEL.match(head[-1]))
    )
    captions: list[tuple[Media, str]] = []
    waiting = head.pop() if above else ""
    for part in parts[at:]:
        if isinstance(part, Media):
            captions.append((part, waiting))
            waiting = ""
        elif above:
            waiting = part
        else:
            media, caption = captions[-1]
            captions[-1] = (media, f"{caption} {part}".strip())
    return " ".join(head)[:40], captions
