"""The journal of one book: what the desk and the commands do, and what other programs did.

Everything is entered under one lock, so two processes write one chain. Before anything is entered,
what has changed since is entered first: as what a command still at work or broken off has done, or
as done outside. A save names the content it was made from, so nobody overwrites what he did not
see: two edits are merged, and where they meet both are kept.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from getpass import getuser
from pathlib import Path

from casebook import atomic, files, locking
from casebook.errata import Erratum
from casebook.journal import deeds_at_work, entry_chain, tracked_files
from casebook.journal.entry_chain import EntryChain
from casebook.journal.journal_entries import Change, Deed, Doing, Entry, plain_name
from casebook.journal.kept_contents import KeptContents, digest
from casebook.journal.text_merge import merge
from casebook.journal.tracked_files import TrackedFiles, case_of

FOLDER = "journal"
DESK, COMMAND, OUTSIDE = "desk", "command", "outside"
"""Where something was done."""
Merging = Callable[[bytes, bytes, bytes], bytes | None]
"""Puts two edits of one content together: given what both began from, the one to be saved, and what
stands there; None where they meet."""
MANY = 20
"""Files of a book at its first look beyond which they go to disk all at once."""


@dataclass(frozen=True)
class Saved:
    """A text that was saved: its hash, its bytes, and whether another's edit was merged into it."""

    revision: str
    data: bytes
    merged: bool


class MeetingEdits(Exception):  # noqa: N818  not a fault: somebody else was first
    """Two edits changed the same words. Carries what stands in the file now, and its hash.

    What was to be saved is kept in the journal, under `kept`.
    """

    def __init__(self, data: bytes, revision: str, kept: str) -> None:
        self.data, self.revision, self.kept = data, revision, kept
        super().__init__(revision)


class Journal:
    """The journal of the book in the folder `book`; use `of`, which keeps what was read."""

    def __init__(self, book: Path) -> None:
        self._book, self.home = book, book / FOLDER
        self.contents = KeptContents(self.home)
        self._files = TrackedFiles(book)
        self._chain = EntryChain(self.home)
        self._seen: tracked_files.Seen | None = None
        self._states: dict[str, str] = {}
        self._taken = self._readings = 0

    # What is entered

    @property
    def kept(self) -> bool:
        """Whether the book has a journal."""
        return (self.home / entry_chain.FILE).is_file()

    def begin(self, by: str = "") -> None:
        """Begin the journal of a book that has none: all files are entered as they are.

        A book that has one is looked at: what changed meanwhile is entered. Raises `OSError`.
        """
        if not self.kept:
            atomic.put(self.home / ".gitignore", b"*\n")
        with self._held():
            if not self._chain.entries:
                self._enter(Doing(by, DESK, Deed.BEGIN), self._differences(self._files.paths()))
            else:
                self._notice(None)

    def notice(self, paths: Iterable[Path] | None = None) -> None:
        """Enter what other programs changed: in files `paths`, None for all. Raises `OSError`.

        What a command changes that is still at work waits for its own entry.
        """
        if not self.kept:
            return
        with self._held():
            if not deeds_at_work.marks(self.home, alive=True):
                self._notice(paths)

    def enter(self, doing: Doing, changes: Iterable[Change] = ()) -> None:
        """Enter what changed no file that is followed; nothing without a journal."""
        if self.kept:
            with self._held():
                self._enter(doing, tuple(changes))

    @contextmanager
    def action(self, doing: Doing) -> Iterator[None]:
        """Enter all that changes inside as one deed; without a journal, only do it.

        A run that is killed inside is entered as this deed too, broken off, by whoever is next.
        """
        if not self.kept:
            yield
            return
        with self._held():
            self._notice(None)
            marker, handle = deeds_at_work.begin(self.home, doing)
        try:
            yield
        finally:
            with suppress(OSError), self._held():  # else whoever is next enters it by its mark
                self._enter_for(doing, self._differences(self._files.paths(), gone=True))
                atomic.remove(marker)
            os.close(handle)

    @contextmanager
    def writing(self, doing: Doing, path: Path) -> Iterator[None]:
        """Enter one file that is not followed otherwise, of `proofs/`, before and after."""
        before = _bytes(path) if self.kept else None
        yield
        if not self.kept:
            return
        name = path.relative_to(self._book).as_posix()
        old, new = (
            self.contents.put(data) if data is not None else "" for data in (before, _bytes(path))
        )
        with self._held():
            known = self._states.get(name, "")
            if known != old:
                self._enter(Doing("", OUTSIDE, Deed.OUTSIDE), (Change(name, known, old),))
            self._enter(doing, (Change(name, old, new),))

    def put(
        self, path: str, data: bytes, base: str, doing: Doing, merging: Merging | None = None
    ) -> Saved:
        """Put `data`, made from the content with the hash `base`, at `path` within the book.

        Another's edit since is merged, by `merging` or as texts are. When this returns, file and
        entry are on disk. Raises `MeetingEdits`, and `OSError`; the file is then as it was.
        """
        with locking.editing(self._book / "manuscript"), self._held():
            while True:
                self._notice([self._book / path])
                now, current = self._states.get(path, ""), self._files.read(path)
                if digest(current) == now if current is not None else not now:
                    break  # else another program saved it this moment
            new = data
            if now not in (base, digest(data)):
                new = self._merged(
                    path, data, base, current or b"", doing, merging or _merged_texts
                )
            if (key := self.contents.put(new, like=now)) != now:
                self._put(replace(doing, case=doing.case or case_of(path)), {path: new})
            return Saved(key, new, new != data)

    def put_all(self, wanted: Mapping[str, bytes | None], doing: Doing) -> tuple[Change, ...]:
        """Put several files at once, as one deed; None removes one. Return what changed.

        Its caller has looked at the files under `locked`.
        """
        return self._put(doing, wanted)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the book's texts and the journal, all changes entered, for `put_all`."""
        with locking.editing(self._book / "manuscript"), self._held():
            self._notice(None)
            yield

    # What is asked

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries, first to last. Raises `OSError`."""
        if not self.kept:
            return ()
        with self._held():
            return self._chain.entries

    def states(self, number: int | None = None) -> dict[str, str]:
        """Return the hash of every file as it was after entry `number` (None: the last)."""
        states: dict[str, str] = {}
        for entry in self.entries():
            if number is None or entry.number <= number:
                _apply(entry, states)
        return {path: key for path, key in states.items() if key}

    def now(self) -> Mapping[str, str]:
        """Return the hash of every file as last entered, for a caller that holds `locked`."""
        return {path: key for path, key in self._states.items() if key}

    def read(self, path: str) -> tuple[bytes | None, str]:
        """Return a file and its hash, entered as it is. Raises `OSError`."""
        with self._held():
            self._notice([self._book / path])
            data = self._files.read(path)
            return data, digest(data) if data is not None else ""

    def faults(self, deep: bool = False) -> tuple[Erratum, ...]:
        """Return what is wrong with the journal; `deep` opens every content, too."""
        if not self.kept:
            return ()
        with self._held():
            anew = EntryChain(self.home)  # what was read before may have been altered since
            anew.refresh()
            entries, broken = anew.entries, anew.broken
            faults = [entry_chain.chain_broken(broken)] if broken else []
            faults += [
                entry_chain.cut_off(entry.number, entry.facts["lines"])
                for entry in entries
                if "lines" in entry.facts
            ]
            if deep:
                numbers: dict[str, int] = {}
                for entry in entries:
                    for key in _contents_of(entry):
                        numbers.setdefault(key, entry.number)
                missing = sorted((numbers[key], key) for key in self.contents.missing(numbers))
                faults += [entry_chain.content_lost(*row) for row in missing[:1]]
            return tuple(faults)

    # Under the lock

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the lock, everything read that was entered meanwhile, and what was torn mended."""
        with locking.alone(self.home):
            if self._seen is None:
                self._seen = tracked_files.load(self.home)
            chain = self._chain
            torn = chain.refresh()
            fresh = chain.readings != self._readings
            known = tracked_files.load(self.home) if fresh else self._seen
            if torn:
                name = chain.set_aside(torn)
                self._enter(_mended({"bytes": str(len(torn)), "file": name}), ())
            elif fresh and entry_chain.is_cut_off(chain, known.lines, known.head):
                self._enter(_mended({"lines": str(known.lines)}), ())
            self._replay()
            yield

    def _replay(self) -> None:
        if self._readings != self._chain.readings:
            self._states, self._taken, self._readings = {}, 0, self._chain.readings
        for entry in self._chain.entries[self._taken :]:
            _apply(entry, self._states)
        self._taken = len(self._chain.entries)

    def _notice(self, paths: Iterable[Path] | None) -> None:
        """Enter what differs from the last entry: of `paths`, or of all files."""
        within = [path for path in paths or () if path.is_relative_to(self._book)]
        if paths is None or any(self._is_folder(path) for path in within):
            changes = self._differences(self._files.paths(), gone=True)
        else:
            names = sorted({path.relative_to(self._book).as_posix() for path in within})
            changes = self._differences(filter(tracked_files.is_tracked, names))
        acting = (
            *deeds_at_work.marks(self.home, alive=True),
            *deeds_at_work.marks(self.home, alive=False),
        )
        for mark in acting:
            own = tuple(change for change in changes if mark.covers(change))
            self._enter_for(mark.doing, own)
            changes = tuple(change for change in changes if change not in own)
        self._enter_for(Doing("", OUTSIDE, Deed.OUTSIDE), changes)
        if paths is None:
            for mark in deeds_at_work.marks(self.home, alive=False):
                atomic.remove(mark.path)

    def _is_folder(self, path: Path) -> bool:
        """Whether `path` is a folder, or was one of files that are followed."""
        start = f"{path.relative_to(self._book).as_posix()}/"
        return path.is_dir() or any(name.startswith(start) for name in self._states)

    def _enter_for(self, doing: Doing, changes: tuple[Change, ...]) -> None:
        if changes:
            cases = {case_of(change.path) for change in changes}
            case = doing.case or (cases.pop() if len(cases) == 1 else "")
            self._enter(replace(doing, case=case), changes)

    def _differences(self, paths: Iterable[str], gone: bool = False) -> tuple[Change, ...]:
        """Return what of `paths` differs from the last entry, and keep its contents.

        With `gone`, `paths` are all that there are: what is entered and not among them is gone.
        """
        assert self._seen is not None
        changes, listed = [], list(paths)
        many = len(listed) > MANY and not self._states
        for path in listed:
            try:
                key, data = self._files.now(path, self._seen)
            except OSError:  # the press tells why it cannot be read
                continue
            if key != self._states.get(path, ""):
                before = self._states.get(path, "")
                if key:
                    content = data if data is not None else self._files.read(path)
                    key = (
                        self.contents.put(content, not many, before) if content is not None else ""
                    )
                changes.append(Change(path, before, key))
        if many:
            self.contents.settle()
        left = {path for path, key in self._states.items() if key} - set(listed) if gone else ()
        changes += [
            Change(path, self._states[path], "")
            for path in sorted(left)
            if tracked_files.is_tracked(path) and not (self._book / path).is_file()
        ]
        return tuple(changes)

    def _merged(
        self, path: str, data: bytes, base: str, current: bytes, doing: Doing, merging: Merging
    ) -> bytes:
        """Return `data` with what others did since `base`; raise `MeetingEdits` where they meet."""
        before = self.contents.get(base) if base else b""
        now = digest(current)
        if before is not None and (together := merging(before, data, current)) is not None:
            return together
        kept = self.contents.put(data, like=now)
        facts = {"path": path, "kept": kept, "base": base, "now": now}
        self._enter(replace(doing, deed=Deed.CONFLICT, case=case_of(path), facts=facts), ())
        raise MeetingEdits(current, now, kept)

    def _put(self, doing: Doing, wanted: Mapping[str, bytes | None]) -> tuple[Change, ...]:
        befores = {path: self._states.get(path, "") for path in wanted}
        afters = {
            path: self.contents.put(data, like=befores[path]) if data is not None else ""
            for path, data in wanted.items()
        }
        changes = tuple(
            Change(path, befores[path], afters[path])
            for path in wanted
            if befores[path] != afters[path]
        )
        if not changes:
            return ()
        marker, handle = deeds_at_work.begin(
            self.home, doing, {change.path: change.after for change in changes}
        )
        try:
            for change in changes:
                content = wanted[change.path]
                if content is None:
                    atomic.remove(self._book / change.path)
                else:
                    atomic.put(self._book / change.path, content)
        except OSError:
            with suppress(OSError):  # else whoever is next enters it
                done = self._differences([change.path for change in changes])
                self._enter_for(deeds_at_work.broken_off(doing), done)
                atomic.remove(marker)
            raise
        finally:
            os.close(handle)
        self._enter(doing, changes)
        atomic.remove(marker)
        return changes

    def _enter(self, doing: Doing, changes: tuple[Change, ...]) -> None:
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        by = plain_name(doing.by)
        self._chain.add(
            lambda number: Entry(
                number, at, by, doing.via, doing.deed, doing.case, changes, doing.of, doing.facts
            )
        )
        self._replay()
        if self._seen is not None:
            self._seen.lines, self._seen.head = self._chain.lines, self._chain.head
            with suppress(OSError):  # a memory: the next look takes longer
                tracked_files.keep(self.home, self._seen)


def _merged_texts(before: bytes, data: bytes, current: bytes) -> bytes | None:
    """Return both edits of a text put together; None where they meet or one is no text."""
    with suppress(UnicodeDecodeError):
        together = merge(before.decode(), data.decode(), current.decode())
        return together.encode() if together is not None else None
    return None


def _mended(facts: Mapping[str, str]) -> Doing:
    return Doing("", DESK, Deed.MENDED, facts=facts)


def _contents_of(entry: Entry) -> list[str]:
    """Return the hashes of all contents that an entry names."""
    keys = [key for change in entry.changes for key in (change.before, change.after)]
    return [key for key in (*keys, entry.facts.get("kept", "")) if key]


def _apply(entry: Entry, states: dict[str, str]) -> None:
    for change in entry.changes:
        states[change.path] = change.after


def _bytes(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except FileNotFoundError:
        return None


@cache
def _of(book: Path) -> Journal:
    return Journal(book)


def of(book: Path) -> Journal:
    """Return the journal of the book in `book`, the same one for all who ask in this process."""
    return _of(book.resolve())


_ACTING: ContextVar[str | None] = ContextVar("acting", default=None)


@contextmanager
def acting(by: str) -> Iterator[None]:
    """Have the verbs called inside be entered as done at the desk, by whom a browser names."""
    before = _ACTING.set(by)
    try:
        yield
    finally:
        _ACTING.reset(before)


def doing_here(deed: Deed) -> Doing:
    """Return what is done: at the desk inside `acting`, else by a command of whoever is logged in."""
    acting_by = _ACTING.get()
    if acting_by is not None:
        return Doing(acting_by, DESK, deed)
    try:
        by = getuser()
    except (OSError, KeyError, ImportError):
        by = ""
    return Doing(by, COMMAND, deed)
