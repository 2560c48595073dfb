"""Remember what the rules found in each text, so that an edit costs one case and not the book.

What a rule finds in one text depends on that text, the word lists and the rules; so it is kept
in `build/.proof/` under their hash. Rules that compare texts read them all, every time.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from casebook import __version__
from casebook.proof.blocks import Piece
from casebook.proof.findings import Finding, as_data, from_data
from casebook.proof.kept_answers import KeptAnswers, folder
from casebook.store import made_by, sources

_FILE = "texts.json"
CODE = (
    "proof", "typography.py", "intake/matching", "intake/data", "intake/credits.py",
    "intake/contact_details.py", "intake/pinyin.py",
)  # fmt: skip
"""What rules read a text with."""
_LIBRARIES = ("opencc", "pypinyin", "rapidfuzz")


@cache
def version() -> str:
    """Return a hash of all that decides what is found: rules, shipped lists, the code between."""
    code = Path(__file__).parents[1]
    return made_by((), _LIBRARIES, __version__, sources(*(code / name for name in CODE)))


def is_kept(book: Path) -> bool:
    """Whether anything was kept of the book in the folder `book`."""
    return (folder(book) / _FILE).is_file()


class FindingsCache:
    """What was found in the texts of the book in the folder `book`, and will be again."""

    def __init__(self, book: Path) -> None:
        self._answers = KeptAnswers(folder(book) / _FILE)

    def get(self, key: str) -> tuple[Finding, ...] | None:
        """Return what was found under `key`, or None."""
        stored = self._answers.get(key)
        return None if stored is None else tuple(map(from_data, stored))

    def put(self, key: str, findings: Sequence[Finding]) -> None:
        """Keep what was `found` under `key`."""
        self._answers.put(key, [as_data(finding) for finding in findings])

    def save(self) -> None:
        """Write what was asked for or found; texts that are gone are forgotten."""
        self._answers.save()


def key(piece: Piece) -> str:
    """Return the hash of all that the rules read of one text, and of the rules."""
    return sha256(f"{version()} {piece.digest}".encode()).hexdigest()
