"""What the issued pages were made from, so that whoever reads them knows whose they are.

Beside the issued files lies, for each, the hash of its bytes and the hash of what it was made
from: the documents of its sections, the files of its layout, its pictures. Times of files say
nothing: a backup that is restored, a clock that was wrong, a copy that was edited elsewhere.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from casebook import atomic, files
from casebook.layout import Galley
from casebook.press.build_cache import issued
from casebook.press.keys import pictures

NAME = ".made-from.json"


def source(
    galleys: Sequence[Galley], dress: Sequence[Path], known: Mapping[str, bytes] | None = None
) -> str:
    """Return the hash of what pages are made from: `galleys`, the folders `dress`, pictures.

    `known` are digests (SHA-256) of files that were read already, by path.
    """
    digest = sha256()
    for folder in dress:
        for path in files.walk(folder, within=folder.parent).files:
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(_of(path, known or {}))
    for galley in galleys:
        digest.update(f"{galley.section.id}\0{galley.html}\0".encode())
        for written in pictures(galley.html):
            digest.update(_of(galley.base / unquote(written), known or {}))
    return digest.hexdigest()


def note(build: Path, issues: Mapping[str, str], made_from: str) -> None:
    """Note that the `issues` (SHA-256 by name) in the folder `build` were made from this."""
    rows = _rows(build) | {name: {"sha256": of, "from": made_from} for name, of in issues.items()}
    with suppress(OSError):  # unknown, they are not read
        atomic.put(build / NAME, (json.dumps(rows, indent=1) + "\n").encode(), lasting=False)


def of(file: Path) -> str | None:
    """Return the hash of what the issued `file` was made from, or None when it is not known."""
    row = _rows(file.parent).get(file.name, {})
    if not row or row.get("sha256") != issued([file]).get(file.name):
        return None
    return row.get("from")


def _rows(build: Path) -> dict[str, dict[str, str]]:
    try:
        rows = json.loads((build / NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values())
    return rows if sound else {}


def _of(path: Path, known: Mapping[str, bytes]) -> bytes:
    try:
        return known.get(str(path)) or files.digest(path)
    except (OSError, ValueError):
        return b""
