"""What the issued files were made from: to know that a run would change nothing, and whose pages they are.

A run is remembered beside the store, under a hash of everything it read and of the files it
issued. One changed byte in the manuscript, the layouts, the fonts, the press or an issued file,
and the book is made again.

Beside each issued file are noted the hash of its bytes and the hash of what it was made from: the
documents of its sections, the files of its layout, its pictures. Times of files say nothing: a
backup may have been restored, a clock wrong, a copy edited elsewhere.
"""

import hashlib
import json
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casebook import atomic, files
from casebook.press.dependencies import engine_version, fonts_here, named_pictures
from casebook.store import Damaged, dumps, loads, sealed, sources, unsealed

if TYPE_CHECKING:
    from casebook.layout import Galley

NAME = ".last-run"
PACKAGE = Path(__file__).parents[1]


def touched(book: Path) -> bool:
    """Say whether any file of the `book` in this folder is newer than its last run: a quick guess,
    whether there will be something to lay out."""
    folders = book / "manuscript", book / "layouts"
    try:
        last = (book / "build" / NAME).stat().st_mtime_ns
        return any(os.stat(path).st_mtime_ns > last for path in _files(folders))
    except OSError:
        return folders[0].is_dir()


def fingerprint(
    folders: Sequence[Path], options: Sequence[str], read: dict[str, bytes] | None = None
) -> str:
    """Return a hash of all files in `folders`, of the machine's fonts, the press, and the `options` of the run.

    The digest of each file is put into `read`, by its path.
    """
    fonts_here.cache_clear()
    with ThreadPoolExecutor(2) as threads:  # both wait for the system
        engine, fonts = threads.submit(engine_version), threads.submit(fonts_here)
        digest = sha256(repr((sources(PACKAGE), *options)).encode())
        for folder in folders:
            walked = files.walk(folder)
            digest.update(repr(walked.refused).encode("utf-8", "surrogatepass"))
            for path in walked.paths:
                digest.update(f"{path[len(str(folder)) :]}\0".encode())
                content = _digest(path)
                digest.update(content)
                if read is not None:
                    read[path] = content
        digest.update(f"{engine.result()} {fonts.result()}".encode())
    return digest.hexdigest()


def _files(folders: Iterable[Path]) -> list[str]:
    """Return the files below `folders`, sorted."""
    return [path for folder in folders for path in files.walk(folder).paths]


def _digest(path: str) -> bytes:
    try:
        return files.digest(path)
    except OSError:
        return b"unreadable"


def recall(build: Path, key: str, types: Mapping[str, Container[str]]) -> object:
    """Return the outcome kept under `key`, if the files issued then are as they were."""
    outcome = _kept(build, types, key)
    if outcome is not None:
        with suppress(OSError):
            os.utime(build / NAME)  # files touched since then have the same contents
    return outcome


def last(build: Path, types: Mapping[str, Container[str]]) -> object:
    """Return the outcome of the last run, if the files it issued are as they were."""
    return _kept(build, types)


def _kept(build: Path, types: Mapping[str, Container[str]], key: str = "") -> object | None:
    """Return the outcome that is kept; with a `key`, at once None if it is kept under another."""
    try:
        data = unsealed(NAME, (build / NAME).read_bytes())
        pickled, _, known = data.rpartition(b"\n")
        if key and known != key.encode():
            return None
        kept = loads(pickled, types)
    except (OSError, Damaged):
        return None
    if not isinstance(kept, tuple) or len(kept) != 2:
        return None
    hashes: dict[str, str] = kept[0]
    return kept[1] if hashes == issued(build / name for name in hashes) else None


def remember(build: Path, key: str, hashes: Mapping[str, str], outcome: object) -> None:
    """Keep the `outcome` of a run under `key`, with the `hashes` of the files issued in `build`."""
    data = dumps((dict(hashes), outcome)) + b"\n" + key.encode()
    with suppress(OSError):  # a full disk only costs the time saved
        atomic.put(build / NAME, sealed(NAME, data), lasting=False)


def issued(paths: Iterable[Path]) -> dict[str, str]:
    """Return a hash of each file that is there, by name."""
    hashes = {}
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                hashes[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


# Provenance


SOURCES = ".made-from.json"


def source_hash(
    galleys: "Sequence[Galley]", roots: Sequence[Path], known: Mapping[str, bytes] | None = None
) -> str:
    """Return the hash of what pages are made from: `galleys`, the folders `roots`, pictures.

    `known` are digests (SHA-256) of files that were read already, by path.
    """
    digest = sha256()
    for folder in roots:
        for path in files.walk(folder, within=folder.parent).files:
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(_known_digest(path, known or {}))
    for galley in galleys:
        digest.update(f"{galley.section.id}\0{galley.html}\0".encode())
        for written in named_pictures(galley.html):
            digest.update(_known_digest(galley.base / unquote(written), known or {}))
    return digest.hexdigest()


def note_sources(build: Path, issues: Mapping[str, str], source: str) -> None:
    """Note that the `issues` (SHA-256 by name) in the folder `build` were made from this."""
    rows = _rows(build) | {name: {"sha256": of, "from": source} for name, of in issues.items()}
    with suppress(OSError):  # pages of unknown sources are not read
        atomic.put(build / SOURCES, (json.dumps(rows, indent=1) + "\n").encode(), lasting=False)


def adopt_sources(build: Path, file: Path) -> None:
    """Note in the folder `build`, for the `file` that moves there, what it was made from."""
    row = _rows(file.parent).get(file.name)
    rows = {name: of for name, of in _rows(build).items() if name != file.name}
    rows |= {file.name: row} if row else {}
    with suppress(OSError):
        atomic.put(build / SOURCES, (json.dumps(rows, indent=1) + "\n").encode(), lasting=False)


def made_from(file: Path) -> str | None:
    """Return the hash of what the issued `file` was made from, or None when it is not known."""
    row = _rows(file.parent).get(file.name, {})
    if not row or row.get("sha256") != issued([file]).get(file.name):
        return None
    return row.get("from")


def _rows(build: Path) -> dict[str, dict[str, str]]:
    try:
        rows = json.loads((build / SOURCES).read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values())
    return rows if sound else {}


def _known_digest(path: Path, known: Mapping[str, bytes]) -> bytes:
    try:
        return known.get(str(path)) or files.digest(path)
    except (OSError, ValueError):
        return b""
