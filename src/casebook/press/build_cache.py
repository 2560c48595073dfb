"""Know that nothing has changed since the last run, so that it need not be run again.

A run is remembered beside the store, under a hash of everything it read and of the files it
issued. One changed byte in the manuscript, the layouts, the fonts, the press or an issued file,
and it is run.
"""

import hashlib
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from casebook import atomic, files
from casebook.press.keys import engine_version, fonts_here
from casebook.store import Damaged, dumps, loads, sealed, sources, unsealed

NAME = ".last-run"
PACKAGE = Path(__file__).parents[1]


def touched(build: Path, folders: Iterable[Path]) -> bool:
    """Say whether any file in `folders` is newer than the last run: a guess, soon made."""
    try:
        last = (build / NAME).stat().st_mtime_ns
        return any(os.stat(path).st_mtime_ns > last for path in _files(folders))
    except OSError:
        return True


def fingerprint(
    folders: Sequence[Path], what: Sequence[str], read: dict[str, bytes] | None = None
) -> str:
    """Return a hash of all files in `folders`, of the machine's fonts, the press, and `what`.

    The digest of each file is put into `read`, by its path.
    """
    fonts_here.cache_clear()
    with ThreadPoolExecutor(2) as beside:  # both wait for the system
        engine, fonts = beside.submit(engine_version), beside.submit(fonts_here)
        digest = sha256(repr((sources(PACKAGE), *what)).encode())
        for folder in folders:
            found = files.walk(folder)
            digest.update(repr(found.refused).encode("utf-8", "surrogatepass"))
            for path in found.paths:
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


def recall(build: Path, key: str, types: Mapping[str, Container[str]]) -> Any:
    """Return what `remember` was given under `key`, if the files it named are as they were."""
    kept = _last(build, types)
    if kept is None or kept[0] != key:
        return None
    with suppress(OSError):
        os.utime(build / NAME)  # what was touched since is as it was
    return kept[1]


def last(build: Path, types: Mapping[str, Container[str]]) -> Any:
    """Return what the last run kept, if the files it issued are as they were."""
    kept = _last(build, types)
    return kept and kept[1]


def _last(build: Path, types: Mapping[str, Container[str]]) -> tuple[str, Any] | None:
    try:
        kept = loads(unsealed(NAME, (build / NAME).read_bytes()), types)
    except (OSError, Damaged):
        return None
    if not isinstance(kept, tuple) or len(kept) != 3:
        return None
    made: dict[str, str] = kept[1]
    if made != issued(build / name for name in made):
        return None
    return kept[0], kept[2]


def remember(build: Path, key: str, made: Mapping[str, str], thing: Any) -> None:
    """Keep `thing` under `key`, with what `issued` says of those `made` in the folder `build`."""
    with suppress(OSError):  # a full disk only costs the time saved
        atomic.put(build / NAME, sealed(NAME, dumps((key, dict(made), thing))), lasting=False)


def issued(paths: Iterable[Path]) -> dict[str, str]:
    """Return a hash of each file that is there, by name."""
    found = {}
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
