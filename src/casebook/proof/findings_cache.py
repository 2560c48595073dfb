"""Remember what the rules found in each text, so that an edit costs one case and not the book.

What a rule finds in one text depends on that text, the word lists and the rules; so it is kept
in `build/.proof/` under their hash. Rules that compare texts read them all, every time.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from casebook import __version__, atomic
from casebook.proof.blocks import Piece
from casebook.proof.findings import Finding, as_data, from_data
from casebook.store import Stored, made_by, sources

_FILE = "texts.json"


def folder(book: Path) -> Path:
    """Return where the answers about the book in the folder `book` are kept."""
    return book / "build" / ".proof"


@cache
def version() -> str:
    """Return a hash of all that decides what is found: rules, shipped lists, the code between."""
    code = Path(__file__).parents[1]
    names = ("proof", "typography.py", "intake/matching/organisations.py", "intake/credits.py",
             "intake/contact_details.py")  # fmt: skip
    return made_by((), (), __version__, sources(*(code / name for name in names)))


class FindingsCache:
    """What was found in the texts of the book in the folder `book`, and will be again."""

    def __init__(self, book: Path) -> None:
        self._path = folder(book) / _FILE
        self._now: dict[str, Stored] = {}
        try:
            self._old: dict[str, Stored] = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            self._old = {}

    def get(self, key: str) -> tuple[Finding, ...] | None:
        """Return what was found under `key`, or None."""
        stored = self._old.get(key)
        if stored is None:
            return None
        self._now[key] = stored
        return tuple(map(from_data, stored))

    def put(self, key: str, findings: Sequence[Finding]) -> None:
        """Keep what was `found` under `key`."""
        self._now[key] = [as_data(finding) for finding in findings]

    def save(self) -> None:
        """Write what was asked for or found; texts that are gone are forgotten."""
        if self._now.keys() == self._old.keys():
            return
        with suppress(OSError):  # a full disk only costs the time saved
            data = json.dumps(self._now, ensure_ascii=False).encode()
            atomic.put(self._path, data, lasting=False)


def key(piece: Piece) -> str:
    """Return the hash of all that the rules read of one text."""
    facts = replace(piece.case, body=None, pictures=()) if piece.case else None
    identity = (
        version(),
        piece.id,
        piece.path,
        piece.source.text,
        facts,
        piece.lists and piece.lists.digest,
    )
    blocks = [
        (
            type(block).__name__,
            *(
                getattr(block, block_field.name)
                for block_field in fields(block)
                if block_field.repr
            ),
        )
        for block in piece.blocks
    ]
    return sha256(repr((identity, blocks)).encode()).hexdigest()
