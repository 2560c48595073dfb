"""Which files of a book the journal follows, and what they are now.

All of `manuscript/` and `layouts/` that an editor or a designer works on. Not what authors sent
(`received/`, `inbox/`): it is kept as it came, never changes, and holds people's contact details;
nor the private facts beside it. What a file was when it was last looked at is remembered by its
size and times (`seen.json`), so a look at a large book opens only what has changed.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from time import time_ns

from casebook import atomic, files
from casebook.journal.kept_contents import digest

TOPS = ("manuscript", "layouts")
SEEN = "seen.json"
_UNTRACKED = frozenset(("received", "inbox"))
_PRIVATE = ".private.yaml"
_SETTLED = 3_000_000_000
"""Nanoseconds after which a change shows in the time of a file, on any file system."""
State = tuple[int, int, int, int]


def is_tracked(path: str) -> bool:
    """Whether the journal follows a file, by its path within the book."""
    parts = PurePosixPath(path).parts
    return (
        len(parts) > 1
        and parts[0] in TOPS
        and ".." not in parts
        and not _UNTRACKED.intersection(parts[1:])
        and not parts[-1].endswith(_PRIVATE)
        and not files.of_a_program(parts)
    )


def case_of(path: str) -> str:
    """Return the case that a file belongs to, "" when it is none's."""
    parts = PurePosixPath(path).parts
    return (
        parts[2].split(".")[0] if parts[:2] == ("manuscript", "cases") and len(parts) == 3 else ""
    )


@dataclass
class Seen:
    """What each file was when it was last looked at, and how long the journal was then."""

    states: dict[str, tuple[State, int, str]] = field(default_factory=dict)
    lines: int = 0
    head: str = ""


def load(folder: Path) -> Seen:
    """Return what is remembered in the journal's `folder`; nothing when it cannot be read."""
    try:
        data = json.loads(files.read(folder / SEEN))
        states = {
            str(path): ((row[0], row[1], row[2], row[3]), int(row[4]), str(row[5]))
            for path, row in data["states"].items()
        }
        return Seen(states, int(data["lines"]), str(data["head"]))
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return Seen()


def keep(folder: Path, seen: Seen) -> None:
    """Remember what was seen. Raises `OSError`."""
    states = {path: [*state, at, key] for path, (state, at, key) in seen.states.items()}
    data = {"lines": seen.lines, "head": seen.head, "states": states}
    atomic.put(folder / SEEN, json.dumps(data).encode(), lasting=False)


class TrackedFiles:
    """The files of the book in `book` that the journal follows."""

    def __init__(self, book: Path) -> None:
        self._book = book

    def paths(self) -> list[str]:
        """Return the paths of the files there are, within the book, sorted."""
        names = [
            path.relative_to(self._book).as_posix()
            for top in TOPS
            for path in files.walk(self._book / top).files
        ]
        return sorted(name for name in names if is_tracked(name))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None when there is none. Raises `OSError` otherwise."""
        try:
            return files.read(self._book / path, self._book / path.split("/")[0])
        except FileNotFoundError:
            return None

    def now(self, path: str, seen: Seen) -> tuple[str, bytes | None]:
        """Return the hash of a file ("" for none) and, where it had to be read, its bytes."""
        state = self._state(path)
        if state is None:
            seen.states.pop(path, None)
            return "", None
        known = seen.states.get(path)
        if known is not None and known[0] == state and state[1] < known[1] - _SETTLED:
            return known[2], None
        looked = time_ns()
        data = self.read(path)
        if data is None:
            seen.states.pop(path, None)
            return "", None
        key = digest(data)
        if self._state(path) == state:
            seen.states[path] = state, looked, key
        return key, data

    def _state(self, path: str) -> State | None:
        try:
            state = os.stat(self._book / path)
        except OSError:
            return None
        return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
