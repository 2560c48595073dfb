"""Know what a thing was made from by having watched: which files were opened while it was made.

WeasyPrint asks for a file by a made-up address, so that no book tells where it lay: the manuscript
is `manuscript/…`, the folder of style sheet number i is `layouti/…`. Whatever is asked for is
noted with the hash of what was read, also what was not there: a file that comes later is news too.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from casebook import files

MANUSCRIPT = "manuscript"
ABSENT = ""
"""What stands for the hash of a file that is not there, or may not be read."""
CHANGED = "changed"
"""What stands for it when a file was another when it was read again: nothing has this hash."""

Sources = tuple[tuple[str, str], ...]
"""What a thing was made from: addresses, each with the hash of what was read there."""


class Rooms:
    """The folders that may be read: of the manuscript `base`, and of each of the style `sheets`."""

    def __init__(self, base: Path, sheets: Sequence[Path]) -> None:
        self.sheets = tuple(f"layout{i}/{sheet.name}" for i, sheet in enumerate(sheets))
        self._folders = {MANUSCRIPT: base} | {f"layout{i}": s.parent for i, s in enumerate(sheets)}
        self._whole: dict[str, Path] = {}
        self._known: dict[str, str] = {}

    def read(self, address: str) -> bytes:
        """Return what stands at `address`. Raises `OSError`; `ValueError` outside the rooms."""
        room, _, inside = address.partition("/")
        folder = self._whole.get(room)
        if folder is None:
            if room not in self._folders:
                raise ValueError("outside the book")
            folder = self._whole[room] = self._folders[room].resolve()
        try:
            path = (folder / inside).resolve()
        except RuntimeError as fault:  # links that lead round in a circle, before Python 3.13
            raise OSError("a link that leads to itself") from fault
        if not path.is_relative_to(folder):
            raise ValueError("outside the book")
        if not path.is_file():
            raise FileNotFoundError("no such file")
        return files.read(path)

    def state(self, address: str) -> str:
        """Return the hash of what stands at `address`, or `ABSENT`; each is read once."""
        known = self._known.get(address)
        if known is None:
            try:
                known = digest(self.read(address))
            except (OSError, ValueError):
                known = ABSENT
            self._known[address] = known
        return known

    def hold(self, sources: Sources) -> bool:
        """Say whether all `sources` still are what they were."""
        return all(self.state(address) == known for address, known in sources)


def digest(data: bytes) -> str:
    """Return the hash by which `data` is known."""
    return sha256(data).hexdigest()


def address(url: str) -> str:
    """Return the address that `url` (file:///ROOM/…) names. Raises `ValueError` for any other."""
    if not url.startswith("file:///"):
        raise ValueError("outside the book")
    return unquote(urlsplit(url).path).removeprefix("/")


def merged(*sources: Iterable[tuple[str, str]]) -> Sources:
    """Return `sources` as one, in the order of their addresses."""
    return tuple(sorted({pair for some in sources for pair in some}))


def agree(sources: Sources) -> bool:
    """Say whether nothing among `sources` was read twice and was another thing each time."""
    return len(dict(sources)) == len(sources)


_NAMED = re.compile(
    r"""url\(\s*["']?([^"')]+?)["']?\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE
)


def named(text: str) -> Iterator[str]:
    """Yield what the style sheet `text` seems to fetch: a guess at what will be opened."""
    for match in _NAMED.finditer(text):
        yield match[1] or match[2]


def reached(rooms: Rooms) -> Mapping[str, str]:
    """Return the style sheets and all they seem to reach, by address; the text of style sheets.

    A guess, made without the engine. What was really opened is known when something is made.
    """
    found: dict[str, str] = {}
    waiting = list(reversed(rooms.sheets))
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found[here] = ""
        if not here.lower().endswith(".css"):
            continue
        try:
            found[here] = rooms.read(here).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
        waiting += reversed([*_beside(here, named(found[here]))])
    return found


def _beside(here: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that the style sheet at `here` means by `names`."""
    for written in names:
        try:
            url = urlsplit(written)
        except ValueError:
            continue
        if not url.scheme:
            there = posixpath.join("/", posixpath.dirname(here), unquote(url.path))
            yield posixpath.normpath(there).lstrip("/")
