"""What somebody is about to do, said beside the journal before he does it.

A mark is a file that its writer holds locked as long as he works. So others know whose a change is
that is not entered yet; and a mark that nobody holds any more says what a killed run was doing.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from casebook import atomic, locking
from casebook.journal import tracked_files
from casebook.journal.journal_entries import Change, Deed, Doing

_START = "acting-"
_LARGEST = 1 << 24


class Mark(NamedTuple):
    """A mark: its file, what is done, and the hashes given to files; None where not known before."""

    path: Path
    doing: Doing
    files: Mapping[str, str] | None

    def covers(self, change: Change) -> bool:
        """Whether a change is of this deed."""
        if self.files is None:
            return tracked_files.is_tracked(change.path)
        return self.files.get(change.path) == change.after


def begin(home: Path, doing: Doing, files: Mapping[str, str] | None = None) -> tuple[Path, int]:
    """Say in the folder `home` what is about to be done; return the mark and its open handle.

    `files` are the hashes it gives to files. Whoever is done closes the handle and removes the
    mark. Raises `OSError`.
    """
    path = home / f"{_START}{token_hex(6)}"
    data = {"by": doing.by, "via": doing.via, "deed": doing.deed.value, "files": files}
    atomic.put(path, json.dumps(data, ensure_ascii=False).encode(), lasting=False)
    handle = _opened(path)
    locking.take(handle)
    return path, handle


def marks(home: Path, alive: bool) -> list[Mark]:
    """Return the marks of those at work, or of those that were broken off."""
    kept = []
    for path in sorted(home.glob(f"{_START}*")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            handle = _opened(path)
            try:
                lives = not locking.take(handle, wait=False)
                data = json.loads(os.read(handle, _LARGEST))
            finally:
                os.close(handle)
            if lives == alive:
                doing = Doing(data["by"], data["via"], Deed(data["deed"]))
                kept.append(Mark(path, doing if alive else broken_off(doing), data["files"]))
    return kept


def broken_off(doing: Doing) -> Doing:
    """Return what was done by a run that did not come to its end."""
    return replace(doing, facts={**doing.facts, "broken-off": doing.deed.value})


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
