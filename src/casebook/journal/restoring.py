"""Undo, redo, and states brought back: each is a deed of its own, so nothing leaves the journal.

An undo takes back what one deed, or several of one person on end, did to a file. What was done to
the file since stays: both are put together as two edits are, and where they meet the undo is
refused and the older state can be brought back instead. Marks and signatures have rules of their
own (`rounds`) and are taken back there.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.journal.journal_entries import Change, Deed, Doing, Entry
from casebook.journal.recording import DESK, Journal
from casebook.journal.text_merge import merge
from casebook.journal.tracked_files import case_of, is_tracked

OF_ROUNDS = frozenset((Deed.MARK, Deed.SIGN))
"""What is undone by the rules of marks and signatures (`rounds`)."""
FINAL = frozenset((Deed.BEGIN, Deed.CONFLICT, Deed.MENDED, Deed.WITHDRAW, Deed.ROUND, Deed.BUILD))
"""What is not undone: it changed no text, or others have built on it."""


PutBack = Callable[[str, bytes | None, bytes | None, bytes | None], bytes | None]
"""Gives a file that was changed since, with a step from one content to another done to it; None
where that cannot be. Its path within the book, what it was and is to be, and what it is now."""


def no_other(_path: str, _old: bytes | None, _new: bytes | None, _now: bytes | None) -> None:
    """Put nothing back but by lines and characters."""


SESSION = timedelta(minutes=10)
"""How long after an edit another of the same person, on the same thing, is one step with it."""
_JOINED = frozenset((Deed.TEXT, Deed.FACTS, Deed.AWARDS, Deed.OUTSIDE, Deed.MARK))


@dataclass(frozen=True)
class Step:
    """Deeds of one person on one thing, on end: what the history shows as a line.

    `changes` are of all of them: what each file was before the first and after the last.
    """

    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The last of the entries."""
        return self.entries[-1]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its entries."""
        return tuple(entry.number for entry in self.entries)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each file before and after; files that came out as they went in are left out."""
        return changes_of(self.entries)

    @property
    def can_undo(self) -> bool:
        """Whether there is anything that an undo takes back."""
        if self.last.deed in OF_ROUNDS:
            return bool(self.changes)
        return self.last.deed not in FINAL and any(
            is_tracked(change.path) for change in self.changes
        )


def steps(entries: Iterable[Entry], case: str = "") -> list[Step]:
    """Return what was done, first to last, saves on end as one step; of `case` alone, "" for all.

    A step ends where somebody else does anything to the same thing, after a pause, and where an
    undo names it.
    """
    done: list[list[Entry]] = []
    open_steps: dict[str, int] = {}
    named = {number for entry in entries for number in entry.of[-1:]}
    for entry in entries:
        if case and entry.case != case and not any(case_of(c.path) == case for c in entry.changes):
            continue
        things = {entry.case, *(change.path for change in entry.changes)}
        at = open_steps.get(entry.case)
        if at is not None and _goes_on(done[at][-1], entry) and done[at][-1].number not in named:
            done[at].append(entry)
        else:
            at = len(done)
            done.append([entry])
        open_steps.update(dict.fromkeys(things, at))
    return [Step(tuple(step)) for step in sorted(done, key=lambda step: step[-1].number)]


def _goes_on(before: Entry, entry: Entry) -> bool:
    same = (before.by, before.via, before.deed, before.case) == (
        entry.by, entry.via, entry.deed, entry.case,
    )  # fmt: skip
    pause = datetime.fromisoformat(entry.at) - datetime.fromisoformat(before.at)
    paths = [{change.path for change in each.changes} for each in (before, entry)]
    return same and entry.deed in _JOINED and pause < SESSION and paths[0] == paths[1]


def changes_of(entries: Iterable[Entry]) -> tuple[Change, ...]:
    """Return what `entries` did together, by file."""
    known: dict[str, Change] = {}
    for change in (change for entry in entries for change in entry.changes):
        before = known[change.path].before if change.path in known else change.before
        known[change.path] = Change(change.path, before, change.after)
    return tuple(change for change in known.values() if change.before != change.after)


def undone(entries: Iterable[Entry]) -> set[int]:
    """Return the numbers of the entries that were undone and not redone."""
    numbers: set[int] = set()
    for entry in entries:
        if entry.deed is Deed.UNDO:
            numbers.update(entry.of)
        elif entry.deed is Deed.REDO:
            numbers.difference_update(entry.of)
    return numbers


def undo(
    journal: Journal, numbers: Collection[int], case: str, by: str, put_back: PutBack = no_other
) -> tuple[Change, ...]:
    """Take back what the entries with these `numbers` did to the files of `case` ("": to all).

    `put_back` knows files whose later edits do not meet it although their lines do. Return what
    changed. Raises `StopPress` where later edits meet it, or nothing can be undone.
    """
    return _reversed(journal, numbers, case, by, Deed.UNDO, put_back)


def redo(
    journal: Journal, numbers: Collection[int], case: str, by: str, put_back: PutBack = no_other
) -> tuple[Change, ...]:
    """Put back what an undo of the entries with these `numbers` took; as `undo`."""
    return _reversed(journal, numbers, case, by, Deed.REDO, put_back)


def restore(journal: Journal, number: int, paths: Sequence[str], by: str) -> tuple[Change, ...]:
    """Bring files back to what they were after entry `number`; no `paths`: all of the book.

    A file that was not there then is removed; the journal keeps what it was. Raises `StopPress`
    when a content is missing.
    """
    then = journal.states(number)
    with journal.locked():
        chosen = set(paths) or {p for p in (*then, *journal.now()) if is_tracked(p)}
        wanted: dict[str, bytes | None] = {
            path: _content(journal, then.get(path, ""), path) for path in sorted(chosen)
        }
        return journal.put_all(wanted, Doing(by, DESK, Deed.RESTORE, _only(chosen), (number,)))


def _only(paths: Iterable[str]) -> str:
    cases = {case_of(path) for path in paths}
    return cases.pop() if len(cases) == 1 else ""


def _reversed(
    journal: Journal, numbers: Collection[int], case: str, by: str, deed: Deed, put_back: PutBack
) -> tuple[Change, ...]:
    chosen = [
        entry
        for entry in journal.entries()
        if entry.number in numbers and entry.deed not in FINAL | OF_ROUNDS
    ]
    changes = [change for change in changes_of(chosen) if is_tracked(change.path)]
    changes = [change for change in changes if not case or case_of(change.path) == case]
    if not changes:
        raise StopPress([_nothing(min(numbers, default=0))])
    with journal.locked():
        now = journal.now()
        wanted: dict[str, bytes | None] = {}
        for change in changes:
            old, new = (change.after, change.before) if deed is Deed.UNDO else change[1:]
            wanted[change.path] = _put_back(
                journal, change.path, old, new, now.get(change.path, ""), put_back
            )
        return journal.put_all(
            wanted, Doing(by, DESK, deed, case, tuple(entry.number for entry in chosen))
        )


def _put_back(
    journal: Journal, path: str, old: str, new: str, now: str, put_back: PutBack
) -> bytes | None:
    """Return the content of a file that is `now`, with the step from `old` to `new` done to it."""
    content = _content(journal, new, path)
    if now in (old, new):
        return content
    contents = [_content(journal, key, path) for key in (old, new, now)]
    if (own := put_back(path, *contents)) is not None:
        return own
    try:
        texts = [(data or b"").decode() for data in contents]
    except UnicodeDecodeError:
        texts = []
    together = merge(*texts) if texts and now and new else None
    if together is None:
        raise StopPress([_met(path)])
    return together.encode()


def _content(journal: Journal, key: str, path: str) -> bytes | None:
    if not key:
        return None
    content = journal.contents.get(key)
    if content is None:
        raise StopPress([_lost(path)])
    return content


def _nothing(number: int) -> Erratum:
    return Erratum(
        "nothing-to-undo",
        Place("journal", number),
        Wording("这一步没有可以撤销的改动", "this step holds nothing that can be undone"),
        Wording("批注和签字请在案例页上处理。", "Marks and signatures are taken back on the case's page."),
    )  # fmt: skip


def _met(path: str) -> Erratum:
    return Erratum(
        "undo-meets-later-edits",
        Place(path),
        Wording("同一处后来又改过，不能单独撤销", "the same place was edited since; it cannot be undone alone"),
        Wording("先撤销后来的改动，或恢复到那时的文字。", "Undo the later edits first, or bring the older text back."),
    )  # fmt: skip


def _lost(path: str) -> Erratum:
    return Erratum(
        "journal-content-lost",
        Place(path),
        Wording("工作日志里缺这份内容，不能恢复", "the journal lacks this content; it cannot be brought back"),
        Wording("从备份取回 journal 文件夹。", "Bring the folder journal back from a copy."),
    )  # fmt: skip
