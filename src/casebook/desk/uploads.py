"""Take in what was dropped on the desk, a file or an archive: the verb `casebook receive`."""

from collections.abc import AsyncIterable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath, PureWindowsPath

from casebook import atomic, os_errata
from casebook.errata import Erratum, Kind, StopPress
from casebook.intake.manuscript import awards_file
from casebook.intake.receive.batch import State, receive_all

LONGEST = 120


def name_of(given: str) -> str:
    """Return what is kept of a file's name: its last part, without what no name should hold."""
    last = PureWindowsPath(PurePosixPath(given).name).name
    name = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*/\\')
    while len(name.encode()) > LONGEST * 2:
        name = name[1:]
    return name.strip(". ") or "manuscript"


async def keep(folder: Path, given: str, parts: AsyncIterable[bytes]) -> Path:
    """Write what arrives as a file called `given` into `folder`, part by part; return its path.

    A parcel of photos has hundreds of megabytes: never is more than a part of it in memory. Raises
    `StopPress` when the disk does not take it.
    """
    path = folder / name_of(given)
    try:
        with atomic.writing(path, lasting=False) as file:
            async for part in parts:
                file.write(part)
    except OSError as fault:
        erratum = os_errata.file_erratum(fault, "unwritable-folder", within=folder)
        raise StopPress([erratum]) from fault
    return path


def arriving(folder: Path) -> AbstractContextManager[Path]:
    """Give a folder for what arrives, beside the book it is for; it is gone afterwards."""
    return atomic.folder(folder / "build", "received-")


def take(folder: Path, path: Path) -> tuple[list[str], tuple[Erratum, ...]]:
    """File what the file at `path` holds in the book; return its cases and the report.

    An archive or a mail is opened. Raises `StopPress` with every erratum when nothing was filed.
    """
    root = folder / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
    batch = receive_all([path], root, awards)
    cases = [
        *(row.case_id for row in batch.rows),
        *(other_file.case_id for other_file in batch.others),
    ]
    filed = list(dict.fromkeys(case_id for case_id in cases if case_id))
    refused = [erratum for erratum in batch.all_errata if erratum.kind is Kind.ERRATUM]
    if not filed and (refused or batch.count(State.REFUSED)):
        raise StopPress(batch.all_errata)
    return filed, batch.all_errata
