"""Repairs and decisions, as deeds that an editor asks for: put down in the journal, nobody else writing."""

from pathlib import Path

from casebook import locking
from casebook.journal import recording
from casebook.journal.journal_entries import Deed
from casebook.proof import decisions, fixing
from casebook.proof.examination import examine
from casebook.proof.repairlog import Repair


def fix(folder: Path, tell: fixing.Tell = lambda _: None) -> tuple[Repair, ...]:
    """Log the safe repairs, apply them to the manuscript in `folder`, and return them.

    `tell` hears of those that were left, and of what an earlier run left when it was broken off.
    """
    with recording.of(folder).action(recording.doing_here(Deed.REPAIR)):
        return fixing.fix(folder / "manuscript", lambda: examine(folder, paged=False).errata, tell)


def decide(folder: Path, filled: Path) -> decisions.ImportedDecisions:
    """Read decisions back from the sheet `filled`. Raises `StopPress` with every fault of it."""
    manuscript = folder / "manuscript"
    deed = recording.doing_here(Deed.DECIDE)
    with recording.of(folder).action(deed), locking.editing(manuscript):
        from casebook.proof.reports import findings_sheet  # lazy: loads openpyxl

        return decisions.take(manuscript, filled.name, findings_sheet.read(filled))
