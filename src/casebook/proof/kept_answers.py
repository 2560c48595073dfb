"""Answers kept in one JSON file by the hash of what was asked, from one run to the next.

What the rules found in a text, what is suspected in a paragraph, what can be read on a page. What a
run did not ask for is forgotten when it saves.
"""

import json
from contextlib import suppress
from pathlib import Path

from casebook import atomic
from casebook.store import Stored


def folder(book: Path) -> Path:
    """Return where the answers about the book in the folder `book` are kept."""
    return book / "build" / ".proof"


class KeptAnswers:
    """The answers in one file. A file that is missing or no JSON holds none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._now: dict[str, Stored] = {}
        self._put = False
        try:
            kept = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        self._old: dict[str, Stored] = kept if isinstance(kept, dict) else {}

    def get(self, key: str) -> Stored | None:
        """Return what was kept under `key`, as plain data, or None."""
        stored = self._now.get(key, self._old.get(key))
        if stored is not None:
            self._now[key] = stored
        return stored

    def put(self, key: str, data: Stored) -> None:
        """Keep plain data under `key`."""
        self._now[key] = data
        self._put = True

    def save(self) -> None:
        """Write what was asked for or put, where that is anything else than the file holds."""
        if not self._put and self._now.keys() == self._old.keys():
            return
        with suppress(OSError):  # a full disk only costs the time saved
            data = json.dumps(self._now, ensure_ascii=False).encode()
            atomic.put(self._path, data, lasting=False)
