"""A build that somebody asked for, in a process of its own, made from the book as it was then.

It works behind everything else the machine does for the desk. What it makes takes its place in
`build/` together, when all of it is whole; broken off or killed it leaves nothing.
"""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from casebook import atomic, build_folder, history, issuing, os_errata
from casebook.desk import kept_states, snapshot
from casebook.desk.child_process import uninterrupted
from casebook.desk.press_messages import Built, Step, Stopped
from casebook.editions import FILES
from casebook.errata import StopPress, Tell, Wording
from casebook.gate import Gate
from casebook.journal import recording
from casebook.press import build_cache
from casebook.rounds import proof_pages

BEHIND = 10
"""So much nicer than others the process is (0 to 19)."""


def work(wire: Connection, folder: Path, editions: Sequence[str]) -> None:
    """Make `editions` of the book in `folder`; say over `wire` how it goes, then end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(os, "nice"):
        os.nice(BEHIND)

    def say(message: object) -> None:
        with uninterrupted():
            wire.send(message)

    def tell(wording: Wording, count: int | None) -> None:
        say(Step(wording, count))

    began = time.monotonic()
    try:
        with suppress(BrokenPipeError):  # the desk has ended
            say(_built(folder, editions, tell, began))
    except KeyboardInterrupt:
        say(Stopped(()))


def _built(folder: Path, editions: Sequence[str], tell: Tell, began: float) -> Built | Stopped:
    """Make `editions` of the book in `folder` and put them in their place; return how it went."""
    try:
        tell(Wording("取书稿", "taking the book as it is now"), None)
        before = _state(folder / "build" / _LIVE)
        with snapshot.taken(folder) as copy:
            state = _journal_state(folder)
            try:
                made = _make(folder, copy, editions, tell)
                with build_folder.one_run_at_a_time(folder, tell):
                    later = _state(folder / "build" / _LIVE) != before
                    _publish([p for p in made if not (later and p.name == _LIVE)], folder)
            finally:
                for run in history.read(copy / "build"):
                    history.note(folder / "build", replace(run, state=state))
        return Built(tuple(editions), time.monotonic() - began)
    except BrokenPipeError:
        raise
    except StopPress as stop:
        return Stopped(stop.errata)
    except OSError as fault:
        return Stopped((os_errata.file_erratum(fault, otherwise="build"),))


def _journal_state(folder: Path) -> int:
    """Return the number of the last entry of the book's journal, all changes entered; 0 without one."""
    journal = recording.of(folder)
    with suppress(OSError):
        journal.notice()
        return next((entry.number for entry in reversed(journal.entries())), 0)
    return 0


def _make(folder: Path, copy: Path, editions: Sequence[str], tell: Tell) -> tuple[Path, ...]:
    """Make `editions` of the book in `copy`, a snapshot of that in `folder`; return their files."""
    wanted = [name for name in editions if name != "proof"] or ["print"]
    issue = issuing.issue(copy, wanted, tell, proofreader=Gate)
    files = list(issue.files.values())
    if "print" in issue.files:
        kept_states.keep(folder, copy, issue.book)
    if "proof" in editions:
        tell(Wording("做校样", "making the proof"), None)
        proof_pages.issue(copy, tell)
        files += [copy / "build" / name for name in proof_pages.FILES]
    return tuple(files)


def _publish(made: Sequence[Path], folder: Path) -> None:
    """Move the files that were `made` to the `build/` of the book in `folder`."""
    build = folder / "build"
    with uninterrupted():
        for path in made:
            build_cache.adopt_sources(build, path)
            atomic.move(path, build / path.name, lasting=False)


_LIVE = FILES["print"]
"""What the desk issues after every save: pages issued while a build works show a later text."""


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_ino, state.st_mtime_ns)
