"""Take the pictures out of a Word file that holds nothing else: photos with their captions.

Units paste their photos into 照片.docx, a caption under or over each. Such a file is no
manuscript: each picture becomes a file named by its caption, below the words that head the page.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, files
from casebook.errata import StopPress
from casebook.intake.formats import word
from casebook.intake.formats.rich import Document, Media, Shot, paragraphs
from casebook.intake.parcels.taking_out import safe_name

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
    paths = [target / one.path for one in taken]
    for one, place in zip(taken, paths, strict=True):
        atomic.put(place, one.data)
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
    for one in paragraphs(document.blocks):
        if text := one.text.strip():
            parts.append(text)
        parts += [
            document.pictures[piece.key] for piece in one.pieces
            if isinstance(piece, Shot) and piece.key in document.pictures
        ]  # fmt: skip
    words = [part for part in parts if isinstance(part, str)]
    count = len(parts) - len(words)
    if not count or any(len(one) > _CAPTION or "。" in one for one in words):
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
            media, said = captions[-1]
            captions[-1] = (media, f"{said} {part}".strip())
    return " ".join(head)[:40], captions
