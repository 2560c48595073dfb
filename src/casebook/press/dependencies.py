"""What a thing is made from: the files that were opened to make it, and all that is known before.

Results are kept under keys: hashes of what is known beforehand, that is the section's document,
the files that it and the style sheets seem to name, the fonts of the machine, the versions of the
libraries, and the source of the press itself. What was really opened is noted while a thing is
made, and compared before the thing is used again; also what was not there, because a file that
comes later changes the result too.

WeasyPrint asks for a file by a made-up address, so that no book tells where it lay: the manuscript
is `manuscript/…`, the folder of style sheet number i is `layouti/…`. No other address is opened.
"""

import ctypes
import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from mimetypes import MimeTypes
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from casebook import css_constants, files
from casebook.store import made_by
from casebook.weasy.weasyprint_types import Value

if TYPE_CHECKING:
    from casebook.press.signature import BookPosition, SectionHtml

MANUSCRIPT = "manuscript"
ABSENT = ""
"""What stands for the hash of a file that is not there, or may not be read."""
CHANGED = "changed"
"""What stands for it when a file had changed before it was read again: nothing has this hash."""

Sources = tuple[tuple[str, str], ...]
"""What a thing was made from: addresses, each with the hash of what was read there."""


class BookFolders:
    """The folders that may be read: of the manuscript `base`, and of each of the style `sheets`."""

    def __init__(self, base: Path, sheets: Sequence[Path]) -> None:
        self.sheets = tuple(f"layout{i}/{sheet.name}" for i, sheet in enumerate(sheets))
        self._folders = {MANUSCRIPT: base} | {f"layout{i}": s.parent for i, s in enumerate(sheets)}
        self._resolved: dict[str, Path] = {}
        self._digests: dict[str, str] = {}

    def read(self, address: str) -> bytes:
        """Return what stands at `address`. Raises `OSError`; `ValueError` outside the folders."""
        try:
            return files.read(self._file(address))
        except FileNotFoundError as fault:  # whose words would tell where the book lies
            raise FileNotFoundError("no such file") from fault

    def _file(self, address: str) -> Path:
        """Return the file at `address`, links followed. Raises as `read` does."""
        name, _, inside = address.partition("/")
        folder = self._resolved.get(name)
        if folder is None:
            if name not in self._folders:
                raise ValueError("outside the book")
            folder = self._resolved[name] = self._folders[name].resolve()
        path = folder / inside
        if files.plainly_below(str(path), str(folder)):
            return path
        try:
            path = path.resolve()
        except RuntimeError as fault:  # links in a circle, before Python 3.13
            raise OSError("a link that leads to itself") from fault
        if not path.is_relative_to(folder):
            raise ValueError("outside the book")
        if not path.is_file():
            raise FileNotFoundError("no such file")
        return path

    def digest_at(self, address: str) -> str:
        """Return the hash of what stands at `address`, or `ABSENT`; each is read once."""
        known = self._digests.get(address)
        if known is None:
            try:
                known = files.digest(self._file(address)).hex()
            except (OSError, ValueError):
                known = ABSENT
            self._digests[address] = known
        return known

    def unchanged(self, sources: Sources) -> bool:
        """Say whether all files of `sources` still are what they were when they were read."""
        return all(self.digest_at(address) == known for address, known in sources)


def digest(data: bytes) -> str:
    """Return the hash by which `data` is known."""
    return sha256(data).hexdigest()


def address(url: str) -> str:
    """Return the address that `url` (file:///FOLDER/…) names. Raises `ValueError` for any other."""
    if not url.startswith("file:///"):
        raise ValueError("outside the book")
    return unquote(urlsplit(url).path).removeprefix("/")


def merged(*sources: Iterable[tuple[str, str]]) -> Sources:
    """Return `sources` as one, in the order of their addresses."""
    return tuple(sorted({pair for some in sources for pair in some}))


def consistent(sources: Sources) -> bool:
    """Say whether no file among `sources` changed between two readings."""
    return len(dict(sources)) == len(sources)


_NAMED = re.compile(
    r"""url\(\s*["']?([^"')]+?)["']?\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE
)


def named_files(text: str) -> Iterator[str]:
    """Yield what the style sheet `text` seems to fetch: a guess at what will be opened."""
    for match in _NAMED.finditer(text):
        yield match[1] or match[2]


def reachable(folders: BookFolders) -> Mapping[str, str]:
    """Return the style sheets and all they seem to reach, by address; the text of style sheets.

    A guess, made without the engine. What was really opened is known when something is made.
    """
    texts: dict[str, str] = {}
    waiting = list(reversed(folders.sheets))
    while waiting:
        address = waiting.pop()
        if address in texts:
            continue
        texts[address] = ""
        if not address.lower().endswith(".css"):
            continue
        try:
            texts[address] = folders.read(address).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
        waiting += reversed([*_addresses(address, named_files(texts[address]))])
    return texts


def _addresses(sheet: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that the style sheet at the address `sheet` means by `names`."""
    for written in names:
        try:
            url = urlsplit(written)
        except ValueError:
            continue
        if not url.scheme:
            path = posixpath.join("/", posixpath.dirname(sheet), unquote(url.path))
            yield posixpath.normpath(path).lstrip("/")


# Files for WeasyPrint


@cache
def _kinds() -> MimeTypes:
    """Return the kinds of files as Python knows them: what a machine adds must not change a book."""
    return MimeTypes()


def fetcher(folders: BookFolders) -> Value:
    """Return a fetcher of the files in `folders`.

    `opened` holds what was asked for and the hash of what was read; it may be replaced, to record
    what is opened next. `texts` holds the text of each style sheet, with its constants written in.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # lazy: loads the engine

    class Response(URLFetcherResponse):  # type: ignore[misc]
        """A file that is read already, as it was when it was noted."""

        path = None

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file",))
            self.opened: dict[str, str] = {}
            self.texts: dict[str, str] = {}
            self.constants = css_constants.constants(reachable(folders).values())

        def fetch(self, url: str, headers: Value = None) -> Value:
            asked = address(url)
            data = self.read(asked)
            kind = _kinds().guess_type(asked)[0] or "application/octet-stream"
            if kind == "text/css":
                text = css_constants.inlined(data.decode("utf-8", "replace"), self.constants)
                self.texts[asked], data = text, text.encode()
            return Response(url, data, {"Content-Type": kind})

        def read(self, asked: str) -> bytes:
            """Return the file at the address `asked`, and note it, also if it is not there."""
            try:
                data = folders.read(asked)
            except (OSError, ValueError):
                self._note(asked, ABSENT)
                raise
            self._note(asked, digest(data))
            return data

        def _note(self, asked: str, read: str) -> None:
            if self.opened.setdefault(asked, read) != read:
                self.opened[asked] = CHANGED

        def text(self, asked: str) -> str:
            """Return the text of the style sheet at the address `asked`."""
            text = self.read(asked).decode("utf-8")
            self.texts[asked] = css_constants.inlined(text, self.constants)
            return self.texts[asked]

    return Fetcher()


# Keys


_LIBRARIES = "weasyprint pydyf tinycss2 tinyhtml5 cssselect2 fonttools pillow pyphen".split()
_NATIVE = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string"),
    "subset": (("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"), ""),
}
_WRITTEN = [
    *(re.compile(rf"""{name}\s*=\s*["']([^"'#][^"']*)["']""") for name in ("src", "data", "href")),
    re.compile(r"""url\(\s*(?:["']|&quot;|&#3[49];)?([^"'#&)]+)"""),
]


SETTING = ("press", "composition", "pagination", "weasy")
"""The packages that decide how a page comes out."""


@cache
def engine_version() -> str:
    """Return the version of everything that sets and draws, as a short hash."""
    native = [f"{name} {_native(*where)}" for name, where in _NATIVE.items()]
    package = Path(__file__).parents[1]
    sources = [p for folder in SETTING for p in (package / folder).glob("*.py")]
    sources += (package / "composition" / "data").glob("*.txt")
    return made_by(sources, _LIBRARIES, *native)


def _native(names: Iterable[str], function: str) -> str:
    for file in names:
        try:
            library = ctypes.CDLL(file)
        except OSError:
            continue
        if not function:
            return "here"
        call = getattr(library, function)
        call.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
        return str(call())
    return "not found"


@cache
def fonts_here() -> str:
    """Return a hash of the fonts that fontconfig knows, and of the files that configure it.

    It is made of their paths, sizes and times of change.
    """
    files = (*_font_files(), *_states(_listed("fc-conflist")))
    known = sorted((path, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for path, s in files)
    return sha256(repr(known).encode()).hexdigest()


def fonts_alike() -> str:
    """Return a hash of the fonts here that is the same on machines that have the same fonts."""
    known = sorted((os.path.basename(path), s.st_size) for path, s in _font_files())
    return sha256(repr(known).encode()).hexdigest()


def _font_files() -> Iterator[tuple[str, os.stat_result]]:
    return _states(_listed("fc-list", ":", "file"))


def _listed(*command: str) -> Iterator[str]:
    """Yield the files that a tool of fontconfig lists (“+ FILE: what it is”); none without it."""
    if shutil.which(command[0]):
        listed = subprocess.run(command, capture_output=True, check=False).stdout
        for line in set(listed.decode("utf-8", "replace").splitlines()):
            yield line.removeprefix("+ ").split(":")[0].strip()


def _states(paths: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    for path in paths:
        try:
            yield path, os.stat(path)
        except OSError:
            continue


def styling_key(folders: BookFolders, compose: bool, fonts: str) -> str:
    """Return a hash of the style sheets of `folders`, in order, and of what they seem to reach.

    What they really are made from is known when they have been read (`BookFolders.unchanged`).
    """
    digest = sha256(f"{compose} {fonts}\n".encode())
    for address in reachable(folders):
        digest.update(f"{address}\0{folders.digest_at(address)}\0".encode())
    return digest.hexdigest()


def named_pictures(html: str) -> list[str]:
    """Return the addresses that a document seems to name, each once."""
    return list(dict.fromkeys(name for pattern in _WRITTEN for name in pattern.findall(html)))


class SectionKeys:
    """Keys of sections: hashes of all that is known of what they will be made from."""

    def __init__(self, styling: str, folders: BookFolders) -> None:
        self._styling, self._folders = styling, folders
        self._known: dict[SectionHtml, bytes] = {}

    def key(self, section: "SectionHtml", position: "BookPosition") -> str:
        """Return the key of `section` laid out for `position`."""
        known = self._known.get(section)
        if known is None:
            known = self._known[section] = self._hash(section)
        return sha256(known + repr(tuple(position)).encode()).hexdigest()

    def unchanged(self, sources: Sources) -> bool:
        """Say whether all files that a thing was made from still are what they were."""
        return self._folders.unchanged(sources)

    def _hash(self, section: "SectionHtml") -> bytes:
        digest = sha256(f"{self._styling}\0{section.id}\0{section.place}\0".encode())
        digest.update(section.html.encode())
        for written in named_pictures(section.html):
            content = self._folders.digest_at(f"{MANUSCRIPT}/{unquote(written)}")
            digest.update(f"{written}\0{content}\0".encode())
        return digest.digest()
