"""Look into folders that come from people, and read what stands there: the only way to do it.

`manuscript/`, `layouts/` and parcels hold what editors, authors and their programs put there.
Only regular files inside the folder are taken, of bounded size and depth. Names that begin with a
dot belong to programs and are passed over. Whatever else stands there (a link that leads outside,
a pipe, a folder named like a text, a name nobody can write) is refused and told, never opened.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import ENXIO
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from casebook import folder_errata as faults
from casebook.errata import Erratum, StopPress
from casebook.folder_errata import Refusal

LARGEST = 300_000_000
"""Bytes of a file; a larger one is told and left."""
LARGEST_TEXT = 10_000_000
"""Bytes of a file that is read as text: a thousand times a long case."""
DEEPEST = 24
MOST = 100_000
"""Folders within folders, and entries of one folder with all below it."""

TEXTS = (".md", ".yaml", ".tsv", ".txt", ".css", ".html", ".json")
"""Endings of texts that are read by name: no folder may be called so."""
_PACKAGE = Path(__file__).parent
_OF_PROGRAMS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
_PIECE = 1 << 20
_SETTLED = 3.0
"""Seconds after which a change shows in the time of a file, on any file system."""
_DIGESTS: dict[str, tuple[tuple[int, ...], bytes]] = {}
"""By path: what a file was when this process read it, and its SHA-256."""
_WAITS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Refused(OSError):  # noqa: N818  what became of the file
    """A file that is there and is not read, with the reason."""

    def __init__(self, path: Path | str, refusal: Refusal) -> None:
        super().__init__(None, refusal.message.zh, str(path))
        self.refusal = refusal


@dataclass(frozen=True)
class Listing:
    """The files of a folder and all below it, sorted (as text: a path of its own costs time), and
    what was refused. `passed` are the names of programs' own files, looked for in parcels only."""

    root: Path
    paths: tuple[str, ...]
    refused: tuple[Refusal, ...]
    passed: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files as paths."""
        return tuple(map(Path, self.paths))

    def named(self, ending: str, inside: str) -> tuple[Path, ...]:
        """Return the files in the folder `inside` itself whose names end in `ending`."""
        start = os.path.join(self.root, inside, "")
        below = (path for path in self.paths if path.startswith(start) and path.endswith(ending))
        return tuple(Path(path) for path in below if os.sep not in path[len(start) :])


def walk(root: Path, *, within: Path | None = None, foreign: bool = False) -> Listing:
    """Return the files below the folder `root`; nothing when there is no such folder.

    Links are followed as long as they stay `within` a folder, which is `root` unless it is named
    (in casebook's own folder they may lead anywhere). `foreign` folders come from elsewhere:
    there a name in another encoding than UTF-8 is no fault.
    """
    walker = _Walker(within or root, foreign)
    if root.is_dir():
        walker.look(str(root), "", (_same(os.stat(root)),))
    return Listing(root, tuple(walker.files), tuple(walker.refused), tuple(walker.passed))


def folders(root: Path) -> tuple[str, ...]:
    """Return the names of the folders in `root` that are no program's own; none without `root`."""
    try:
        with os.scandir(root) as entries:
            return tuple(sorted(e.name for e in entries if not hidden(e.name) and e.is_dir()))
    except OSError:
        return ()


def hidden(name: str) -> bool:
    """Whether a name is that of a program's own file: dot files, and Word's `~$` beside a text."""
    return name.startswith((".", "~$"))


def of_a_program(parts: Iterable[str]) -> bool:
    """Whether a path names a program's own file: hidden, or as Thumbs.db and `__MACOSX`."""
    return any(hidden(part) or part.lower() in _OF_PROGRAMS for part in parts)


def read(path: Path, root: Path | None = None, largest: int = LARGEST) -> bytes:
    """Return the bytes of a regular file of at most `largest` bytes.

    With `root`, a link that leads out of that folder is not followed. Raises `Refused` with the
    reason, or `OSError` (`FileNotFoundError` when there is no such file).
    """
    with _opened(path, root) as (handle, size):
        if size > largest:
            raise Refused(path, faults.too_large(path.name, size, largest))
        pieces, size_read = [], 0
        while piece := os.read(handle, min(_PIECE, size - size_read + 1)):
            pieces.append(piece)
            size_read += len(piece)
            if size_read > size:  # it grew meanwhile: as it was when it was opened
                break
        return b"".join(pieces)[:size]


def start(path: Path, size: int) -> bytes:
    """Return the first `size` bytes of a regular file. Raises as `read` does."""
    with _opened(path, None) as (handle, _):
        return os.read(handle, size)


def text(path: Path, root: Path | None = None, name: str = "") -> str:
    """Return the text of a file the editor keeps: UTF-8, without its byte order mark.

    `name` is what the editor calls it. Raises `FileNotFoundError`, and `StopPress` with the
    erratum for any other reason why it cannot be read.
    """
    from casebook.decoding import utf8  # lazy: a build without changes decodes nothing

    name = name or path.name
    try:
        content = utf8(read(path, root, LARGEST_TEXT), name)
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise StopPress([unreadable(name, fault)]) from fault
    if isinstance(content, Erratum):
        raise StopPress([content])
    return content


def written(path: Path) -> float | None:
    """Return when a file was last written, in seconds as the system counts them, if it says so."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return None


def digest(path: Path | str, root: Path | None = None) -> bytes:
    """Return the SHA-256 of a regular file; `root` as in `read`. Raises as `read` does.

    A file of which nothing tells that it was changed since this process read it, and that was not
    changed shortly before, is not read again.
    """
    name = str(path)
    if root is not None and not _inside(name, root):
        raise Refused(path, faults.outside(name, False))
    with suppress(OSError, ValueError):  # opening it tells why
        known = _DIGESTS.get(name)
        if known is not None and known[0] == _version(os.stat(name)):
            return known[1]
    hasher = sha256()
    with _opened(path, None) as (handle, size):
        if size > LARGEST:
            raise Refused(path, faults.too_large(Path(path).name, size, LARGEST))
        before, began = os.fstat(handle), time.time()
        while piece := os.read(handle, min(_PIECE, size + 1)):
            hasher.update(piece)
        settled = max(before.st_ctime, before.st_mtime) < began - _SETTLED
        if settled and _version(os.fstat(handle)) == _version(before):
            _DIGESTS[name] = _version(before), hasher.digest()
    return hasher.digest()


def _version(state: os.stat_result) -> tuple[int, ...]:
    """Return what no change of a file leaves as it was, unless it follows at once."""
    ids = state.st_dev, state.st_ino, state.st_size
    return *ids, state.st_mode, state.st_mtime_ns, state.st_ctime_ns


def find(path: Path) -> Path | None:
    """Return the file `path`, or the only one beside it whose name reads the same.

    macOS takes letters with accents apart (NFD) where others write them whole (NFC).
    """
    if os.path.lexists(path):
        return path
    return _only(path, lambda name: normalize("NFC", name))


def alike(path: Path) -> str | None:
    """Return the one name beside `path` that differs from its own only in capitals, or None."""
    match = _only(path, _folded)
    return match.name if match else None


def unreadable(name: str, fault: OSError) -> Erratum:
    """Return the erratum for a file called `name` that raised `fault` when it was read."""
    if isinstance(fault, Refused):
        return fault.refusal._replace(name=name).erratum()
    return faults.cannot_read(name, fault).erratum()


class _Walker:
    """What was found so far below `root`."""

    def __init__(self, root: Path, foreign: bool) -> None:
        self._root, self._foreign = root, foreign
        self._count = 0
        self.files: list[str] = []
        self.refused: list[Refusal] = []
        self.passed: list[str] = []

    def look(self, place: str, name: str, above: tuple[tuple[int, int], ...]) -> None:
        """Take in the folder `place`, called `name` below the root; `above` are those around it."""
        if len(above) > DEEPEST:
            self.refused.append(faults.too_deep(name, DEEPEST))
            return
        try:
            with os.scandir(place) as scanned:
                every = sorted(scanned, key=lambda e: e.name)
        except OSError as fault:
            self.refused.append(faults.cannot_read(name, fault, folder=True))
            return
        entries = [entry for entry in every if not hidden(entry.name)]
        if self._foreign:
            self.passed += [_below(name, entry.name) for entry in every if hidden(entry.name)]
        else:
            self.refused.extend(_alike(name, [entry.name for entry in entries]))
        for entry in entries:
            self._count += 1
            if self._count > MOST:
                if not any(refusal.rule == "too-many-files" for refusal in self.refused):
                    self.refused.append(faults.too_many(name, MOST))
                return
            self._entry(entry, _below(name, entry.name), above)

    def _entry(
        self, entry: "os.DirEntry[str]", name: str, above: tuple[tuple[int, int], ...]
    ) -> None:
        try:
            state = entry.stat() if entry.is_file() else os.stat(entry.path)
        except FileNotFoundError:
            if entry.is_symlink():
                self.refused.append(faults.broken(name))
            return  # or it has gone this moment
        except OSError as fault:
            self.refused.append(faults.cannot_read(name, fault))
            return
        folder = stat.S_ISDIR(state.st_mode)
        if entry.is_symlink() and not _inside(entry.path, self._root):
            self.refused.append(faults.outside(name, folder))
        elif not self._foreign and not entry.name.isascii() and not _is_utf8(entry.name):
            self.refused.append(faults.not_utf8(name, folder))
        elif folder and _same(state) in above:
            self.refused.append(faults.loop(name))
        elif folder:
            if not self._foreign and name.endswith(TEXTS):
                self.refused.append(faults.named_as_file(name))
            self.look(entry.path, name, (*above, _same(state)))
        elif not stat.S_ISREG(state.st_mode):
            self.refused.append(faults.special(name))
        elif state.st_size > LARGEST:
            self.refused.append(faults.too_large(name, state.st_size, LARGEST))
        elif not (state.st_mode & stat.S_IROTH or os.access(entry.path, os.R_OK)):
            self.refused.append(faults.cannot_read(name, PermissionError(13, os.strerror(13))))
        else:
            self.files.append(entry.path)


@contextmanager
def _opened(path: Path | str, root: Path | None) -> Iterator[tuple[int, int]]:
    """Open a regular file without waiting for whoever is at its other end: handle and size."""
    if root is not None and not _inside(str(path), root):
        raise Refused(path, faults.outside(str(path), False))
    try:
        handle = os.open(path, os.O_RDONLY | _WAITS)
    except ValueError as fault:  # a name no file can have
        raise FileNotFoundError(2, os.strerror(2), str(path)) from fault
    except OSError as fault:
        if fault.errno == ENXIO:  # a socket
            raise Refused(path, faults.special(str(path))) from fault
        raise
    try:
        state = os.fstat(handle)
        if stat.S_ISDIR(state.st_mode):
            raise Refused(path, faults.named_as_file(str(path)))
        if not stat.S_ISREG(state.st_mode):
            raise Refused(path, faults.special(str(path)))
        yield handle, state.st_size
    finally:
        os.close(handle)


def _inside(path: str, root: Path) -> bool:
    """Whether `path`, links followed, lies in `root`; casebook's own folder may be links."""
    if plainly_below(path, str(root)) or root.is_relative_to(_PACKAGE):
        return True
    real, home = os.path.realpath(path), os.path.realpath(root)
    return real == home or real.startswith(os.path.join(home, ""))


def plainly_below(path: str, root: str) -> bool:
    """Whether `path` is written below `root` and nothing on the way is a link: soon known."""
    start = os.path.join(root, "")
    if not path.startswith(start):
        return False
    for part in path[len(start) :].split(os.sep):
        root = os.path.join(root, part)
        if part == ".." or os.path.islink(root):
            return False
    return True


def _same(state: os.stat_result) -> tuple[int, int]:
    """Return what is equal for the same folder only."""
    return state.st_dev, state.st_ino


def _below(name: str, entry: str) -> str:
    if not entry.isascii() and not _is_utf8(entry):
        from casebook.decoding import readable_name  # lazy: a build without changes decodes nothing

        entry = readable_name(Path(entry))
    return f"{name}/{entry}" if name else entry


def _is_utf8(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else normalize("NFC", name).casefold()


def _only(path: Path, form: Callable[[str], str]) -> Path | None:
    """Return the one entry beside `path` whose name is the same in `form`."""
    try:
        with os.scandir(path.parent) as entries:
            names = [e.name for e in entries if form(e.name) == form(path.name)]
    except (OSError, ValueError):
        return None
    return path.parent / names[0] if len(names) == 1 else None


def _alike(name: str, entries: Sequence[str]) -> Iterator[Refusal]:
    """Yield the names of one folder that another machine would take for one."""
    seen: dict[str, str] = {}
    for entry in entries:
        first = seen.setdefault(_folded(entry), entry)
        if first != entry:
            yield faults.twin(_below(name, entry), first)
