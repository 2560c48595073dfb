"""Take in a manuscript that was dropped on the desk: the same verb as `casebook receive`."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from casebook import aside, locking
from casebook.errata import Erratum
from casebook.intake import awards_file
from casebook.intake.receive import Shelf, inbox, receive

LONGEST = 120


def name_of(given: str) -> str:
    """Return what is kept of a file's name: its last part, without what no name should hold."""
    last = PureWindowsPath(PurePosixPath(given).name).name
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*/\\')
    while len(kept.encode()) > LONGEST * 2:
        kept = kept[1:]
    return kept.strip(". ") or "manuscript"


def take(folder: Path, given: str, data: bytes) -> tuple[str, tuple[Erratum, ...]]:
    """File the manuscript `data` called `given` in the book; return its case and the report.

    Raises `StopPress` with every erratum when nothing was filed.
    """
    root = folder / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
    with locking.editing(root), aside.folder(folder / "build", "received-") as place:
        path = place / name_of(given)
        aside.put(path, data, lasting=False)
        shelf = Shelf(root)
        received = receive(path, root, awards, shelf=shelf)
        told = inbox.refresh(shelf, awards)
        return received.case_id, (*received.errata, *told)
