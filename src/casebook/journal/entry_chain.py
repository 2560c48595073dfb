"""The file of entries: read and checked, added to, and mended where a run broke off in a line.

Lines are only ever added. An entry counts when its line, with its end, is on disk. A last line
without an end, or one that is not what was written, is what a killed run left: it is set aside
beside the journal, told by an entry of its own, and the chain goes on from the line before.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, files
from casebook.errata import Erratum, Place, Wording
from casebook.journal.journal_entries import (
    START,
    Entry,
    entry_of,
    hash_of,
    line_of,
    previous_of,
)

FILE = "journal.jsonl"


@dataclass(frozen=True)
class Broken:
    """The first line where the chain does not hold, from 1, and why."""

    line: int
    why: Wording


class EntryChain:
    """The entries of `folder`, as far as they were read. Its caller holds the journal's lock.

    `readings` counts how often the file was read from its start: at first, and when it was replaced.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.readings = 0
        self._forget(-1)

    def _forget(self, inode: int) -> None:
        self.entries: tuple[Entry, ...] = ()
        self.broken: Broken | None = None
        self.head = START
        self.lines = self.size = 0
        self._inode = inode
        self.readings += 1

    def refresh(self) -> bytes:
        """Read what was added since; return what of the last line is no entry (b"" for nothing)."""
        try:
            state = os.stat(self.path)
        except FileNotFoundError:
            self._forget(-1)
            return b""
        if state.st_ino != self._inode or state.st_size < self.size:
            self._forget(state.st_ino)
        if state.st_size == self.size:
            return b""
        with open(self.path, "rb") as file:
            file.seek(self.size)
            *lines, torn = file.read().split(b"\n")
        if lines and not torn and not hash_of(lines[-1]):  # its blocks never came to the disk
            torn = lines.pop() + b"\n"
        new: list[Entry] = []
        for line in lines:
            self._take(line, new)
        self.entries += tuple(new)
        self.size += sum(len(line) + 1 for line in lines)
        return torn

    def _take(self, line: bytes, new: list[Entry]) -> None:
        self.lines += 1
        entry = entry_of(line)
        if self.broken is None and entry is None:
            self.broken = Broken(self.lines, _ALTERED)
        elif self.broken is None and previous_of(line) != self.head:
            self.broken = Broken(self.lines, _GAP)
        if entry is not None:
            new.append(entry)
        self.head = hash_of(line) or self.head

    def add(self, make: Callable[[int], Entry]) -> Entry:
        """Put an entry at the end, made with its number; it is on disk when this returns.

        Raises `OSError`; the journal is then as it was.
        """
        entry = make(self.lines + 1)
        line = line_of(entry, self.head) + b"\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            self._inode = os.fstat(handle).st_ino
            try:
                written = 0
                while written < len(line):
                    written += os.write(handle, line[written:])
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, self.size)
                raise
        finally:
            os.close(handle)
        self.size += len(line)
        self.lines += 1
        self.head = hash_of(line[:-1])
        self.entries = (*self.entries, entry)
        return entry

    def set_aside(self, torn: bytes) -> str:
        """Take `torn`, the end that is no entry, out of the journal; return the file it is in now."""
        name = f"torn-{self.lines + 1}.txt"
        number = 1
        while (self.path.parent / name).exists():
            number += 1
            name = f"torn-{self.lines + 1}-{number}.txt"
        atomic.put(self.path.parent / name, torn)
        os.truncate(self.path, self.size)
        return name


def is_cut_off(chain: EntryChain, known: int, head: str) -> bool:
    """Whether the end of the chain is not the one it had when it was last written.

    `known` and `head` are how long it was then, and its last hash.
    """
    return known > 0 and (chain.lines < known or (chain.lines == known and chain.head != head))


def size(folder: Path) -> int:
    """Return how many bytes the journal in `folder` takes, contents and all."""
    return sum(path.stat().st_size for path in files.walk(folder).files)


_ALTERED = Wording("这一条被改动过", "this entry was altered")
_GAP = Wording("这一条接不上前一条，中间有删改", "this entry does not follow the one before it")


def chain_broken(broken: Broken) -> Erratum:
    """Return the erratum for the first line where the chain does not hold."""
    return Erratum(
        "journal-broken",
        Place(f"journal/{FILE}", broken.line),
        Wording(
            f"工作日志从第 {broken.line} 条起接不上：{broken.why.zh}",
            f"the journal does not hold from entry {broken.line} on: {broken.why.en}",
        ),
        Wording(
            "从备份取回 journal 文件夹；书稿不受影响，以后的改动照常记录。",
            "Bring the folder journal back from a copy; the book is not affected, and what is done "
            "from now on is entered as before.",
        ),
    )


def cut_off(line: int, known: str) -> Erratum:
    """Return the erratum for a chain that had `known` entries and lost its end before `line`."""
    return Erratum(
        "journal-cut-off",
        Place(f"journal/{FILE}", line),
        Wording(
            f"工作日志原有 {known} 条，从第 {line} 条起被删去或换过",
            f"the journal had {known} entries; from entry {line} on they were cut off or replaced",
        ),
        Wording("从备份取回 journal 文件夹。", "Bring the folder journal back from a copy."),
    )


def content_lost(number: int, key: str) -> Erratum:
    """Return the erratum for a content that entry `number` names and that is not kept."""
    return Erratum(
        "journal-content-lost",
        Place(f"journal/{FILE}", number),
        Wording(
            f"工作日志第 {number} 条的内容丢失或损坏（{key[:12]}）",
            f"what entry {number} of the journal names is missing or damaged ({key[:12]})",
        ),
        Wording("从备份取回 journal 文件夹。", "Bring the folder journal back from a copy."),
    )
