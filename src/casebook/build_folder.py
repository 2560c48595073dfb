"""Where a run works: its turn at a book, its folder beside the issued files, what it watches.

Runs of one book wait for each other, so that what is issued belongs together; what one makes
stands in a folder of its own until it takes its place.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from casebook import atomic, files, locking, os_errata
from casebook.errata import StopPress, Tell, Wording


@contextmanager
def one_run_at_a_time(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock of the book in `folder`: one run at a time makes and reads its issued files.

    A run that must wait says so. Where no lock can be held nothing can be issued either.
    """
    waiting = Wording(
        "这本书正由另一个命令出书，等它做完", "another command is issuing this book; waiting for it"
    )
    with ExitStack() as stack:
        if (folder / "manuscript").is_dir():
            with suppress(OSError):
                stack.enter_context(
                    locking.alone(folder / "build", ".run.lock", lambda: tell(waiting, None))
                )
        yield


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside the issued files that is gone afterwards, whatever happens.

    Raises `StopPress` when it cannot be made.
    """
    with ExitStack() as stack:
        try:
            place = stack.enter_context(atomic.folder(target))
        except OSError as fault:
            raise StopPress(
                [os_errata.file_erratum(fault, "unwritable-build", str(target))]
            ) from fault
        yield place


def state(folder: Path) -> list[tuple[str, int, int, int]]:
    """Return path, inode, time of change and size of every file that is read.

    They differ when a file was changed or replaced meanwhile.
    """
    states = []
    for place in (folder / "manuscript", folder / "layouts"):
        for path in files.walk(place).paths:
            with suppress(OSError):
                state = os.stat(path)
                states.append((path, state.st_ino, state.st_ctime_ns, state.st_size))
    return sorted(states)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in the manuscript and the rounds of the book in `folder`."""
    atomic.sweep(folder / "proofs")
    manuscript = folder / "manuscript"
    for place in {manuscript, *(path.parent for path in files.walk(manuscript).files)}:
        atomic.sweep(place)
