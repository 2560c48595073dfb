"""Take in what was dropped on the desk, a file or an archive: the verb `casebook receive`."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from casebook import atomic
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


def take(folder: Path, given: str, data: bytes) -> tuple[list[str], tuple[Erratum, ...]]:
    """File what `data` called `given` holds in the book; return its cases and the report.

    An archive or a mail is opened. Raises `StopPress` with every erratum when nothing was filed.
    """
    root = folder / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
    with atomic.folder(folder / "build", "received-") as place:
        path = place / name_of(given)
        atomic.put(path, data, lasting=False)
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
