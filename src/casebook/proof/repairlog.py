"""The log of repairs, `fixes.tsv` in the manuscript folder: written before what it logs.

A row says where a repair is, what stood there and what is put. It is written as `intended`, with
the hashes of the file before and after; when the file is there, it becomes `made`. After a run
that was broken off, the file itself says what became of an intention: it has one hash or the
other, and is `made` or `undone`; a file that was edited since is neither, and the row `unclear`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from casebook import atomic, files

FILE = "fixes.tsv"
_HEAD = "file line column rule old new state before after".split()
_FACTS = 6
"""So many columns had logs of older versions, whose repairs were all made."""


@dataclass(frozen=True)
class Repair:
    """One repair: where (as it stood before), which rule, old and new words."""

    path: str
    line: int
    column: int
    rule: str
    old: str
    new: str


@dataclass(frozen=True)
class Row:
    """A repair in the log: what became of it, and the hashes of its file before and after."""

    repair: Repair
    state: str = "made"
    before: str = ""
    after: str = ""


class Log:
    """The log in the folder `manuscript`, as it is on disk."""

    def __init__(self, manuscript: Path) -> None:
        self._manuscript, self._path = manuscript, manuscript / FILE
        data = files.read(self._path) if self._path.is_file() else b""
        lines = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")
        self._rows: list[Row | str] = [_read(line) for line in lines[1:] if line.strip()]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that can be read; what else stands in the file is left there."""
        return tuple(row for row in self._rows if isinstance(row, Row))

    def intend(self, repairs: Mapping[str, tuple[Sequence[Repair], bytes, bytes]]) -> None:
        """Write down, on disk when this returns, what is about to be made.

        By file: its repairs, its bytes before them and after.
        """
        for made, before, after in repairs.values():
            facts = ("intended", fingerprint(before), fingerprint(after))
            self._rows += [Row(repair, *facts) for repair in made]
        self._write()

    def settle(self) -> tuple[Row, ...]:
        """Write down what became of every intention, as the files say; return these rows."""
        now: dict[str, str] = {}
        settled: list[Row] = []
        for number, row in enumerate(self._rows):
            if isinstance(row, Row) and row.state == "intended":
                path = row.repair.path
                if path not in now:
                    now[path] = _of(self._manuscript / path)
                state = {row.before: "undone", row.after: "made"}.get(now[path], "unclear")
                self._rows[number] = done = replace(row, state=state)
                settled.append(done)
        if settled:
            self._write()
        return tuple(settled)

    def with_made(self, repairs: Iterable[Repair], before: bytes, after: bytes) -> None:
        """Add repairs that are made with the file that is written; nothing is written here.

        `before` and `after` are the bytes of their text.
        """
        facts = ("made", fingerprint(before), fingerprint(after))
        self._rows += [Row(repair, *facts) for repair in repairs]

    def content(self) -> bytes:
        """Return the log as its file has it."""
        lines = ["\t".join(_HEAD), *map(_line, self._rows), ""]
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    def _write(self) -> None:
        atomic.put(self._path, self.content())


def put_back(path: str, old: bytes | None, new: bytes | None, now: bytes | None) -> bytes | None:
    """Return the log that is `now`, with the rows taken out and put in that lead from `old` to `new`.

    None for another file than the log at `path` within the book, or where a row is gone.
    """
    if path != f"manuscript/{FILE}" or now is None:
        return None
    before, after, rows = (
        [row for row in (data or b"").split(b"\n")[1:] if row] for data in (old, new, now)
    )
    out, back = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if out - Counter(rows):
        return None
    kept: list[bytes] = []
    for row in reversed(rows):  # of equal rows the last
        if out[row] > 0:
            out[row] -= 1
        else:
            kept.append(row)
    return b"\n".join((now.split(b"\n")[0], *reversed(kept), *back.elements(), b""))


def logged(manuscript: Path) -> tuple[Repair, ...]:
    """Return the repairs of all runs that were made, from the log."""
    return tuple(made(manuscript, Log(manuscript).rows))


def made(manuscript: Path, rows: Iterable[Row]) -> Iterator[Repair]:
    """Yield the repairs of `rows` that were made; of an intention its file decides."""
    for row in rows:
        intended = row.state == "intended"
        if row.state == "made" or (intended and _of(manuscript / row.repair.path) == row.after):
            yield row.repair


def fingerprint(data: bytes) -> str:
    """Return the hash by which the log knows a file."""
    return sha256(data).hexdigest()[:16]


def _of(path: Path) -> str:
    return fingerprint(files.read(path)) if path.is_file() else ""


def _read(line: str) -> Row | str:
    """Return a line as a row; as it stands when it is none."""
    facts = line.split("\t")
    if not (len(facts) in (_FACTS, len(_HEAD)) and facts[1].isdecimal() and facts[2].isdecimal()):
        return line
    path, at, column, rule, old, new, *more = facts
    repair = Repair(path, int(at), int(column), rule, _unescaped(old), _unescaped(new))
    return Row(repair, *more)


def _line(row: Row | str) -> str:
    if isinstance(row, str):
        return row
    repair = row.repair
    facts = (repair.path, str(repair.line), str(repair.column), repair.rule, _escaped(repair.old))
    return "\t".join((*facts, _escaped(repair.new), row.state, row.before, row.after))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _unescaped(text: str) -> str:
    signs = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
    out, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out, at = out + signs.get(text[at + 1], text[at + 1]), at + 2
        else:
            out, at = out + text[at], at + 1
    return out
