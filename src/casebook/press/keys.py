"""What a result depends on, as hashes: the keys of the store.

What is known beforehand is in the key: the section's document, the files that it and the style
sheets name, the fonts of the machine, the versions of the libraries, and the source of the press
itself. What was truly opened is noted while a thing is made (`watching`), and compared before it
is used.
"""

import ctypes
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casebook.press.dependencies import MANUSCRIPT, Rooms, Sources, reached
from casebook.store import made_by

if TYPE_CHECKING:
    from casebook.press.signature import Piece, Setting

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


@cache
def engine_version() -> str:
    """Return the version of everything that sets and draws, as a short hash."""
    native = [f"{name} {_native(*where)}" for name, where in _NATIVE.items()]
    package = Path(__file__).parents[1]
    sources = [
        p for folder in ("press", "composition", "weasy") for p in (package / folder).glob("*.py")
    ]
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


def dress_key(rooms: Rooms, compose: bool, fonts: str) -> str:
    """Return a hash of the style sheets of `rooms`, in their order, and of what they seem to reach.

    What they truly were made from is known when they have been read: `Rooms.hold` decides.
    """
    digest = sha256(f"{compose} {fonts}\n".encode())
    for address in reached(rooms):
        digest.update(f"{address}\0{rooms.state(address)}\0".encode())
    return digest.hexdigest()


def pictures(html: str) -> list[str]:
    """Return the addresses that a document seems to name, each once."""
    return list(dict.fromkeys(found for one in _WRITTEN for found in one.findall(html)))


class Pieces:
    """Keys of pieces: hashes of all that is known of what they will be made from."""

    def __init__(self, dress: str, rooms: Rooms) -> None:
        self._dress, self._rooms = dress, rooms
        self._known: dict[Piece, bytes] = {}

    def key(self, piece: "Piece", setting: "Setting") -> str:
        """Return the key of `piece` laid out for `setting`."""
        known = self._known.get(piece)
        if known is None:
            known = self._known[piece] = self._hash(piece)
        return sha256(known + repr(tuple(setting)).encode()).hexdigest()

    def hold(self, sources: Sources) -> bool:
        """Say whether all files that a thing was made from still are what they were."""
        return self._rooms.hold(sources)

    def _hash(self, piece: "Piece") -> bytes:
        digest = sha256(f"{self._dress}\0{piece.section}\0{piece.place}\0".encode())
        digest.update(piece.html.encode())
        for written in pictures(piece.html):
            state = self._rooms.state(f"{MANUSCRIPT}/{unquote(written)}")
            digest.update(f"{written}\0{state}\0".encode())
        return digest.digest()
