"""Read the Markdown files of a manuscript: front matter, text and the pictures it calls for."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from casebook import files
from casebook.book import Picture
from casebook.errata import Erratum, Place, StopPress, Wording

if TYPE_CHECKING:  # a text that was read before needs no reader of anything
    from casebook.intake.manuscript.typed import Model

M = TypeVar("M", bound="Model")

FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
"""The front matter at the head of a text; its YAML is the group."""


class TextFile(NamedTuple):
    """A file, cut behind its front matter: `body` begins on `first_line` of `path`."""

    path: str
    front: str
    body: str
    first_line: int

    @property
    def blank(self) -> bool:
        """Whether there is no word and no picture in it."""
        return not self.body.strip()


class Text(NamedTuple):
    """The text of a file as read: an XHTML fragment, its pictures, its faults."""

    body: str = ""
    pictures: tuple[Picture, ...] = ()
    errata: tuple[Erratum, ...] = ()


@dataclass(frozen=True)
class Manuscript(Generic[M]):
    """A file as read; `front` is None when its front matter is at fault."""

    path: str
    front: M | None
    body: str
    pictures: tuple[Picture, ...]
    errata: tuple[Erratum, ...]


def read(root: Path, path: str, model: type[M], prefix: str) -> Manuscript[M]:
    """Read the file `path` below the manuscript folder `root`; `prefix` starts every id.

    A file that cannot be read, a fault in its front matter and every picture that is missing,
    broken or outside the folder are errata of the result.
    """
    text_file = opened(root, path)
    if isinstance(text_file, Erratum):
        return Manuscript(path, None, "", (), (text_file,))
    front, errata = headed(text_file, model)
    body, pictures, more = set_out(root, text_file, prefix)
    return Manuscript(path, front, body, pictures, (*errata, *more))


def opened(root: Path, path: str) -> TextFile | Erratum:
    """Return the file `path` below `root`, or the erratum that says why it cannot be read."""
    try:
        source = files.text(root / path, root, path).replace("\r\n", "\n")
    except FileNotFoundError:
        return Erratum(
            "missing-file",
            Place(path),
            Wording("没有这个文件", "there is no such file"),
            Wording(
                "改正 book.yaml 里的路径，或补上文件。",
                "Correct the path in book.yaml, or add the file.",
            ),
        )
    except StopPress as stop:
        return stop.errata[0]
    text_file = cut(path, source)
    if text_file is None:
        return Erratum(
            "missing-front-matter",
            Place(path),
            Wording("文件开头没有 --- 之间的文件头", "no front matter between --- lines"),
            Wording(
                "在开头写上“---”、各项和“---”。", "Begin the file with ---, the keys, and ---."
            ),
        )
    return text_file


def cut(path: str, source: str) -> TextFile | None:
    """Return the text `source` of the file `path`, cut behind its front matter; None without one.

    Line ends are line feeds, and no byte order mark begins it.
    """
    match = FRONT.match(source)
    if match is None:
        return None
    end = match.end()
    return TextFile(path, match[1], source[end:], source.count("\n", 0, end) + 1)


def headed(text_file: TextFile, model: type[M]) -> tuple[M | None, tuple[Erratum, ...]]:
    """Return the front matter of `text_file` as `model`, None when at fault, and its faults."""
    from casebook.intake.manuscript import yaml_file  # lazy: a text that was kept needs no YAML
    from casebook.intake.manuscript.typed import check  # lazy: a kept text needs no pydantic

    return check(model, yaml_file.parse(text_file.front, text_file.path, first_line=2))


def set_out(root: Path, text_file: TextFile, prefix: str) -> Text:
    """Return the text of `text_file`, which lies below `root`; `prefix` starts every id."""
    from casebook.intake.markup import markdown  # lazy: a text that was kept needs no parser

    gallery = _PictureCheck(root, text_file.path)
    text = markdown.read(text_file.body, text_file.path, prefix, text_file.first_line, gallery.look)
    errata = (*text.errata, *gallery.errata)
    return Text(text.body, tuple(gallery.pictures.values()), errata)


def _as_stored(root: Path, path: str) -> str:
    """Return how the file `path` below `root` is spelt on this disk."""
    stored = files.find(root / path)
    return stored.relative_to(root).as_posix() if stored else path


class _PictureCheck:
    """Looks at each picture a text calls for, once, and keeps what is wrong with it."""

    def __init__(self, root: Path, path: str) -> None:
        self._root, self._path = root, path
        self.pictures: dict[str, Picture] = {}
        self.errata: list[Erratum] = []

    def look(self, written: str, resolved: str | None, line: int) -> Picture | None:
        """Return the picture that `written` in `line` names, or None after noting the fault."""
        place = Place(self._path, line)
        if resolved is None:
            self.errata.append(
                Erratum(
                    "picture-outside-book",
                    place,
                    Wording("图片不在书稿文件夹里", "the picture lies outside the book's folder"),
                    Wording(
                        "把图片放进 manuscript/media/，再写成 ../media/文件名。",
                        "Put the file into manuscript/media/ and write ../media/NAME.",
                    ),
                    written,
                )
            )
            return None
        if resolved not in self.pictures:
            from casebook.pictures import examine  # lazy: a text without pictures needs no Pillow

            examined = examine(self._root, _as_stored(self._root, resolved), place)
            if isinstance(examined, Erratum):
                self.errata.append(examined)
                return None
            self.pictures[resolved] = examined
        return self.pictures[resolved]
