"""Keep what belongs to no case as it came: below `received/parcels/`, by parcel and path.

Bytes that are kept already are not kept again. Nothing here is read by any edition.
"""

from pathlib import Path, PurePosixPath
from unicodedata import normalize

from casebook import atomic, files
from casebook.intake.parcels.taking_out import safe_name
from casebook.intake.receive.arrivals import Register

FOLDER = "parcels"
DEEPEST = 12
"""Folders within folders below that of a parcel; of more, the outer ones are left out."""


class Loose:
    """The files kept below the folder `received`; with `dry` nothing is written."""

    def __init__(self, received: Path, register: Register, dry: bool) -> None:
        self._received, self._register, self._dry = received, register, dry
        start = received / FOLDER
        self._taken = {
            _folded(path.relative_to(received).as_posix())
            for path in files.walk(start, foreign=True).files
        }

    def keep(self, parcel: str, inner: str, data: bytes, sha256: str) -> str:
        """Keep a file and return its path below `received/`. Raises `OSError`.

        What was kept before with the same bytes stays where it is.
        """
        for row in self._register.before(sha256):
            if row.kept.startswith(FOLDER) and self._same(self._received / row.kept, data):
                return row.kept
        parts = [safe_name(part) for part in PurePosixPath(parcel, inner).parts if part != "/"]
        parts = [*parts[:1], *parts[1:][-DEEPEST:]]
        folders = [
            f"{part}_" if part.lower().endswith(files.TEXTS) else part for part in parts[:-1]
        ]
        wanted = PurePosixPath(FOLDER, *(_no_end(part) for part in (*folders, *parts[-1:])))
        number, place = 1, wanted
        while _folded(place.as_posix()) in self._taken:
            if self._same(self._received / place, data):
                return place.as_posix()
            number += 1
            place = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        self._taken.add(_folded(place.as_posix()))
        if not self._dry:
            atomic.put(self._received / place, data)
        return place.as_posix()

    def _same(self, path: Path, data: bytes) -> bool:
        return path.is_file() and path.stat().st_size == len(data) and files.read(path) == data


def _no_end(part: str) -> str:
    """Return a name that Windows can hold too: without blanks or stops at its end, and no `..`."""
    kept = "".join("_" if char in '<>:"|?*\\' else char for char in part).rstrip(" .")
    return kept if kept and not files.hidden(kept) else f"_{kept}"


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()
