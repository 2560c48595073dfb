"""Marks and signatures taken back from the history, and put back: each is a deed of its own.

A mark that was made is taken away, one that was changed or taken away is as it was before; a mark
that somebody changed since stays, and the undo is refused. A signature is taken back by whoever
may withdraw it, and its trace stays. It is never put back: only who signs has read the pages.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.journal.journal_entries import Change, Deed, Entry
from casebook.journal.recording import Journal
from casebook.journal.restoring import changes_of
from casebook.rounds import round_marks
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import Mark, Sheet

DEEDS = frozenset((Deed.MARK, Deed.SIGN))
"""What is undone here."""


def entries_of(journal: Journal, numbers: Collection[int]) -> list[Entry]:
    """Return those of the entries with these `numbers` that are undone here."""
    return [e for e in journal.entries() if e.number in numbers and e.deed in DEEDS]


def undo(
    journal: Journal, rounds: Sequence[Round], entries: Sequence[Entry], by: str, again: bool
) -> tuple[Change, ...]:
    """Take back what `entries` did to the marks of one round's sheet; `again` puts it back.

    Return what the entries changed. Raises `StopPress` where a mark was changed since, the round
    is closed, or the signature is not his to withdraw.
    """
    changes = changes_of(entries)
    for change in changes:
        round_ = _round_of(rounds, change.path)
        sheets = [
            _sheet(journal, round_, change.path, key) for key in (change.before, change.after)
        ]
        numbers = tuple(entry.number for entry in entries)
        if entries[-1].deed is Deed.SIGN:
            _unsign(round_, sheets[1], by, numbers, again)
        else:
            old, new = sheets if again else sheets[::-1]
            deed = Deed.REDO if again else Deed.UNDO
            round_.marks.revise(
                new.case, lambda now, old=old, new=new: _put_back(now, old, new),  # type: ignore[misc]
                by, deed, numbers,
            )  # fmt: skip
    return changes


def _unsign(round_: Round, signed: Sheet, by: str, of: tuple[int, ...], again: bool) -> None:
    now = round_.marks.sheet(signed.case)
    if again or signed.signed is None or now.signed != signed.signed:
        raise StopPress([_not_signed(signed.case)])
    round_.marks.withdraw(signed.case, by, round_.head, now.revision, Deed.UNDO, of)


def _put_back(now: Sheet, old: Sheet, new: Sheet) -> Sheet:
    """Return the sheet `now`, with the marks that lead from `old` to `new` taken away and put in."""
    before, after = ({mark.id: mark for mark in sheet.marks} for sheet in (old, new))
    marks = {mark.id: mark for mark in now.marks}
    for key in before.keys() | after.keys():
        if before.get(key) == after.get(key):
            continue
        standing, wanted = marks.get(key), after.get(key)
        if _unnumbered(standing) != _unnumbered(before.get(key)):
            raise StopPress([_changed_since(now.case)])
        if wanted is None:
            del marks[key]
        else:
            seen = max(mark.revision for mark in (standing, wanted) if mark is not None)
            marks[key] = replace(wanted, revision=seen + 1)
    return replace(now, marks=tuple(marks.values()))


def _unnumbered(mark: Mark | None) -> Mark | None:
    return mark and replace(mark, revision=0)


def _round_of(rounds: Sequence[Round], path: str) -> Round:
    folder = PurePosixPath(path).parent.parent.name
    known = next((round_ for round_ in rounds if f"round-{round_.number}" == folder), None)
    if known is None:
        raise StopPress([_round_gone(path)])
    return known


def _sheet(journal: Journal, round_: Round, path: str, key: str) -> Sheet:
    name = PurePosixPath(path).stem
    if not key:
        return Sheet(name, round_.number)
    content = journal.contents.get(key)
    if content is None:
        raise StopPress([_round_gone(path)])
    return round_marks.loaded(content, path)


def _changed_since(case: str) -> Erratum:
    return Erratum(
        "mark-changed-since", Place("proofs"),
        Wording(f"{case} 的这条批注后来又改过，没有撤销", f"this mark of {case} was changed since; it is not undone"),
        Wording("先撤销后来的改动，或在案例页上改这条批注。",
                "Undo the later change first, or change the mark on the case's page."),
    )  # fmt: skip


def _not_signed(case: str) -> Erratum:
    return Erratum(
        "signature-not-put-back", Place("proofs"),
        Wording(f"{case} 的这次签字已经撤回，不能由别人恢复", f"this signature of {case} was withdrawn; nobody puts it back for its signer"),
        Wording("请签字的人看过现在的页面，重新签。", "Whoever signs reads the pages as they are and signs again."),
    )  # fmt: skip


def _round_gone(path: str) -> Erratum:
    return Erratum(
        "marks-not-there", Place(path),
        Wording("这一步的批注已经不在了，不能撤销", "the marks of this step are gone; it cannot be undone"),
        Wording("从备份取回 proofs 和 journal 文件夹。", "Bring the folders proofs and journal back from a copy."),
    )  # fmt: skip
