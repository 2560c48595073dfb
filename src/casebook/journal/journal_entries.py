"""One entry of the journal: who did what, when, and the files before and after; as a line.

A line is a JSON object whose last key is the SHA-256 of the line up to there; one of its keys is
the hash of the line before, so no entry can be changed or taken out without the chain telling.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from unicodedata import category

START = "0" * 64
"""What the first entry names as the hash of the one before."""
LONGEST_NAME = 40
_SEAL = b',"hash":"'


def plain_name(name: str) -> str:
    """Return a name as it is entered: short, on one line, with nothing that hides or turns characters."""
    kinds = {"Cc": " ", "Cf": "", "Cs": ""}
    shown = "".join(kinds.get(category(char), char) for char in name)
    return " ".join(shown.split())[:LONGEST_NAME]


class Deed(StrEnum):
    """What an entry says was done."""

    BEGIN = "begin"
    OUTSIDE = "outside"
    TEXT = "text"
    FACTS = "facts"
    AWARDS = "awards"
    NOTICE = "notice"
    RECEIVE = "receive"
    ASSIGN = "assign"
    REPAIR = "repair"
    REPLACE = "replace"
    DECIDE = "decide"
    MARK = "mark"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    ROUND = "round"
    BUILD = "build"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"
    CONFLICT = "conflict"
    MENDED = "mended"


class Change(NamedTuple):
    """A file of the book, by its path within it, and the hashes of its contents before and after.

    "" stands for no file.
    """

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What was done: its number from 1, when (ISO, with zone), by whom, where, and to what.

    `via` is desk, command, or outside for another program. `of` are the entries that an undo takes
    back or a redo puts back, or the one whose state a restore brings; () for none.
    `facts` are short words: the hashes of issued files, what a run was broken off in.
    """

    number: int
    at: str
    by: str
    via: str
    deed: Deed
    case: str = ""
    changes: tuple[Change, ...] = ()
    of: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doing:
    """Who does what, where: what an entry says beside its files."""

    by: str
    via: str
    deed: Deed
    case: str = ""
    of: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def line_of(entry: Entry, before: str) -> bytes:
    """Return the line of `entry`, without its end; `before` is the hash of the line before."""
    data = {
        "n": entry.number, "at": entry.at, "by": entry.by, "via": entry.via,
        "deed": entry.deed.value, "case": entry.case, "files": entry.changes, "of": entry.of,
        "facts": dict(entry.facts), "prev": before,
    }  # fmt: skip
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return body[:-1] + _SEAL + sha256(body).hexdigest().encode() + b'"}'


def hash_of(line: bytes) -> str:
    """Return the hash that stands in a line, "" when there is none."""
    _, seal, end = line.rpartition(_SEAL)
    return end[:64].decode("ascii", "replace") if seal and len(end) == 66 else ""


def previous_of(line: bytes) -> str:
    """Return the hash that a line names as that of the line before."""
    _, mark, end = line.rpartition(b'"prev":"')
    return end[:64].decode("ascii", "replace") if mark else ""


def entry_of(line: bytes) -> Entry | None:
    """Return the entry in a line, or None when the line is not what was written."""
    body, seal, _ = line.rpartition(_SEAL)
    if not seal or sha256(body + b"}").hexdigest() != hash_of(line):
        return None
    try:
        data = json.loads(body + b"}")
        return Entry(
            int(data["n"]), str(data["at"]), str(data["by"]), str(data["via"]),
            Deed(data["deed"]), str(data["case"]),
            tuple(Change(*map(str, change)) for change in data["files"]),
            tuple(map(int, data["of"])), dict(data["facts"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
