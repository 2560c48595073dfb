"""What was made, when and with what outcome: the last builds, whoever asked for them.

The command line and the desk note every run in `build/history.json`: a small file, bounded,
written whole, one writer at a time. Runs that only follow a save are told together, or a day of
editing would push out the builds that people asked for.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from casebook import atomic, locking
from casebook.errata import Erratum, Kind, StopPress
from casebook.journal import recording
from casebook.journal.journal_entries import Deed, Doing

FILE = "history.json"
MOST = 200
"""So many builds are kept."""


@dataclass
class Build:
    """One run: when it began (seconds since the epoch), how long it took, and what came of it.

    `state` is the number of the journal's last entry then, whose texts it was made of; 0 where it is
    not known. `ended` is good, failed or cancelled. `saves` counts the runs told as one, each made because
    a file was saved; 0 for a build that was asked for. `files` are SHA-256 by file name, `fault`
    the rule of the first erratum that stopped it.
    """

    at: float
    editions: tuple[str, ...] = ()
    ended: str = "good"
    seconds: float = 0.0
    saves: int = 0
    pages: int = 0
    errata: int = 0
    queries: int = 0
    fault: str = ""
    files: dict[str, str] = field(default_factory=dict)
    state: int = 0

    def made(self, files: Mapping[str, str], pages: int, errata: Sequence[Erratum] = ()) -> None:
        """Take down the hashes of what was made, and what was found in it."""
        self.files = dict(files)
        self.pages = pages
        self.errata = sum(erratum.kind is Kind.ERRATUM for erratum in errata)
        self.queries = sum(erratum.kind is Kind.QUERY for erratum in errata)


@contextmanager
def noted(build: Path, editions: Sequence[str], saved: bool = False) -> Iterator[Build]:
    """Note the run that happens inside in the folder `build`, however it ends.

    `saved`: it follows a save. A run that gives way to the next save is not worth noting.
    """
    run, began = Build(time.time(), tuple(editions), saves=int(saved)), time.monotonic()
    try:
        yield run
    except StopPress as stop:
        run.ended, run.errata, run.fault = "failed", len(stop.errata), stop.errata[0].rule
        raise
    except KeyboardInterrupt:
        run.ended = "cancelled"
        raise
    except BaseException:
        run.ended = "failed"
        raise
    finally:
        run.seconds = round(time.monotonic() - began, 2)
        if build.is_dir() and not (saved and run.ended == "cancelled"):  # else it was no book
            note(build, run)


def note(build: Path, run: Build) -> None:
    """Put one run at the end of the history; a history that cannot be written stops nobody.

    A build that was asked for is entered in the book's journal, where it has one.
    """
    if not run.saves:
        state = {"state": str(run.state)} if run.state else {}
        facts = {"editions": " ".join(run.editions), "ended": run.ended, **state, **run.files}
        doing = Doing("", recording.DESK, Deed.BUILD, facts=facts)
        with suppress(OSError):
            recording.of(build.parent).enter(doing)
    with suppress(OSError), locking.alone(build):
        builds = list(read(build))
        if builds and run.saves and builds[-1].saves:
            run.saves += builds.pop().saves
        rows = (json.dumps(asdict(past), ensure_ascii=False) for past in (*builds, run)[-MOST:])
        atomic.put(build / FILE, ("[\n" + ",\n".join(rows) + "\n]\n").encode(), lasting=False)


def read(build: Path) -> tuple[Build, ...]:
    """Return the builds that are kept, first to last; none when the file cannot be read."""
    try:
        rows = json.loads((build / FILE).read_bytes())
        builds = (Build(**(row | {"editions": tuple(row["editions"])})) for row in rows)
        return tuple(builds)
    except (OSError, ValueError, TypeError, KeyError):
        return ()
