"""Receive many manuscripts in one run, and say of each what became of it.

One that is refused loses none of the others. Each is filed as soon as it is read, so a run that
was interrupted goes on where it stopped: what was filed is known again by its bytes.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from casebook import atomic, files, locking
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording
from casebook.intake.filing import inbox
from casebook.intake.filing.arrivals import ArrivedFile, Role
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats import ocr, office
from casebook.intake.formats.file_kinds import kind_of_bytes, kind_of_file
from casebook.intake.receive import scan_proposals
from casebook.intake.receive.file_outcomes import OtherFile, settle
from casebook.intake.receive.forms_beside import facts_of
from casebook.intake.receive.gathering import Manuscript, gather
from casebook.intake.receive.receiving import Received, receive
from casebook.intake.structure import forms_as_files


class State(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    QUERIES = "queries"
    BEFORE = "before"
    EARLIER = "earlier"
    REFUSED = "refused"


STATES = {
    State.ACCEPTED: Wording("收下", "accepted"),
    State.QUERIES: Wording("收下，有疑问", "accepted, with queries"),
    State.BEFORE: Wording("收过", "received before"),
    State.EARLIER: Wording("留作较早版本", "kept as an earlier version"),
    State.REFUSED: Wording("退回", "refused"),
}


WAITING = Wording(
    "另一个命令正在改这本书的书稿，等它做完",
    "another command is changing this manuscript; waiting for it",
)


@dataclass(frozen=True)
class Row:
    """A file in the table at the end: what became of it, its case, what the editor is told."""

    name: str
    state: State
    case_id: str | None
    errata: tuple[Erratum, ...]

    def is_for(self, rule: str) -> bool:
        """Whether the file was refused for a fault of this rule."""
        return self.state is State.REFUSED and any(erratum.rule == rule for erratum in self.errata)

    @property
    def wording(self) -> Wording:
        """The row in words."""
        case = f" → cases/{self.case_id}.md" if self.case_id else ""
        zh, en = STATES[self.state]
        return Wording(f"{zh}　{self.name}{case}", f"{en}  {self.name}{case}")


@dataclass(frozen=True)
class Batch:
    """The run: a row a manuscript, and what else came with them: told, and what became of it."""

    rows: tuple[Row, ...]
    errata: tuple[Erratum, ...]
    others: tuple[OtherFile, ...] = ()

    @property
    def all_errata(self) -> tuple[Erratum, ...]:
        """Everything the editor is told, in the order of the files."""
        return (*(erratum for row in self.rows for erratum in row.errata), *self.errata)

    def count(self, state: State) -> int:
        """Return how many files ended in `state`."""
        return sum(row.state is state for row in self.rows)

    def summary(self) -> Wording:
        """Return how many files ended in each state, in words."""
        if not self.rows:
            return Wording("没有文稿。", "No manuscripts.")
        counts = [(STATES[state], self.count(state)) for state in State if self.count(state)]
        return Wording(
            f"共 {len(self.rows)} 份："
            + "，".join(f"{wording.zh} {n}" for wording, n in counts)
            + "。",
            f"{len(self.rows)} files: "
            + "; ".join(f"{wording.en} {n}" for wording, n in counts)
            + ".",
        )

    def others_as_data(self) -> list[dict[str, str | bool | None]]:
        """Return what became of the other files as plain data for JSON."""
        return [
            {"file": other.name, "fate": other.fate.value, "case": other.case_id or None, "again": other.again}
            for other in self.others
        ]  # fmt: skip

    def as_data(self) -> list[dict[str, str | None]]:
        """Return the rows as plain data for JSON."""
        return [
            {"file": row.name, "state": row.state.value, "case": row.case_id} for row in self.rows
        ]


def receive_all(
    paths: Iterable[Path], root: Path, awards: Sequence[Award], award_id: str | None = None,
    dry: bool = False, tell: Tell = lambda _step, _count: None, prefer: bool = False,
) -> Batch:  # fmt: skip
    """Receive the files, folders and zips at `paths` into the manuscript folder `root`.

    `award_id` names the award of a single manuscript; for more it raises `StopPress`. With `prefer`
    a version counts as the later one, whatever it says. What belongs to no award is in the inbox. With `dry` nothing is written. `tell`
    hears of each file before it is read. Faults of single files are in their rows, never raised.
    """
    rows: list[Row] = []
    with (
        atomic.temporary() as unpacked,
        office.session(tell),
        nullcontext() if dry else locking.editing(root, lambda: tell(WAITING, None)),
    ):
        case_files = CaseFiles(root, dry)
        gathered = gather(paths, unpacked, (award.title or "" for award in awards))
        if award_id and len(gathered.manuscripts) > 1:
            raise StopPress([_one_award(award_id, len(gathered.manuscripts))])
        entries = list(gathered.entries)
        divided: list[Erratum] = []
        for number, manuscript in enumerate(gathered.manuscripts, 1):
            name, count = manuscript.name, f"{number}/{len(gathered.manuscripts)}"
            tell(Wording(f"收稿 {count} {name}", f"receiving {count} {name}"), None)
            row = _row(
                manuscript, root, awards, award_id, case_files, prefer, divisible=not award_id
            )
            parts: tuple[Manuscript, ...] = ()
            if not award_id:
                parts = _parts(manuscript, row, entries, unpacked, awards, divided)
            if not parts and row.is_for("several-manuscripts"):
                row = _row(manuscript, root, awards, award_id, case_files, prefer)
            rows += [_row(part, root, awards, None, case_files, prefer) for part in parts] or [row]
        textless = {row.name for row in rows if _is_scan(row)}
        read = scan_proposals.propose(entries, textless, case_files, awards, dry, tell)
        rows = [_read_anyhow(row) if row.name in textless else row for row in rows]
        filed = {row.name: (row.case_id, row.state is State.BEFORE) for row in rows}
        others, errata = settle(entries, filed, case_files, awards, dry)
        waiting = () if dry else inbox.refresh(case_files, awards)
    return Batch(tuple(rows), (*gathered.errata, *divided, *read, *errata, *waiting), others)


def _is_scan(row: Row) -> bool:
    return row.is_for("no-text-layer")


def _read_anyhow(row: Row) -> Row:
    """Return the row of a scan; where it can be recognised the way to have it read is not told."""
    errata = (
        replace(erratum, hint=None)
        if erratum.rule == "no-text-layer" and ocr.available()
        else erratum
        for erratum in row.errata
    )
    return replace(row, errata=tuple(errata))


def _parts(
    manuscript: Manuscript, row: Row, entries: list[ArrivedFile], unpacked: Path,
    awards: Sequence[Award], errata: list[Erratum],
) -> tuple[Manuscript, ...]:  # fmt: skip
    """Return the forms, or manuscripts, of a file that was refused because it holds several, each
    as a file.

    They are listed among `entries`, behind the file they are parts of; `errata` tell of it.
    """
    texts = row.is_for("several-manuscripts")
    if not texts and not row.is_for("forms-in-one-file"):
        return ()
    try:
        data, name = files.read(manuscript.path), manuscript.name
        if texts:
            pieces, before = forms_as_files.divided_at_titles(data, name, awards)
        else:
            pieces, before = forms_as_files.divided(data, name), ()
    except (StopPress, OSError):
        return ()
    at = next((at for at, listed in enumerate(entries) if listed.name == manuscript.name), None)
    if at is None or not pieces:
        return ()
    errata += [_divided(name, len(pieces), before)] if texts else []
    divided = entries[at]
    entries[at] = replace(divided, role=Role.DIVIDED)
    parts: list[Manuscript] = []
    for number, data in enumerate(pieces, 1):
        ending = "docx" if kind_of_bytes(data, "").key == "docx" else "html"
        path = unpacked / f"form-{at}" / f"第{number}份.{ending}"
        atomic.put(path, data)
        inner = f"{divided.inner}/{path.name}".removeprefix("/")
        entry = ArrivedFile(path, divided.parcel, inner, kind_of_file(path), Role.MANUSCRIPT)
        entries.insert(at + number, entry)
        parts.append(Manuscript(path, entry.name, manuscript.folder))
    return tuple(parts)


def _divided(name: str, count: int, before: Sequence[str]) -> Erratum:
    zh = "；篇前的这些行没有收进案例" if before else ""
    en = "; the lines before the first are in no case" if before else ""
    return Erratum(
        "divided-file", Place(name),
        Wording(f"文件里有 {count} 篇，按获奖题目拆开，逐篇收下；原件已整个保存{zh}",
                f"the file holds {count} texts; it was divided at the titles of awards, each was taken, "
                f"and the file kept whole{en}"),
        Wording("请看一遍拆得对不对。", "See whether it was divided rightly."),
        " / ".join(before)[:200], Kind.QUERY,
    )  # fmt: skip


def _one_award(award_id: str, count: int) -> Erratum:
    return Erratum(
        "award-for-many",
        Place("--award"),
        Wording(f"一个奖项收不了 {count} 份稿件", f"one award cannot take {count} manuscripts"),
        Wording("用 --award 时请一次收一份。", "Receive one at a time with --award."),
        award_id,
    )


def _row(
    manuscript: Manuscript,
    root: Path,
    awards: Sequence[Award],
    award_id: str | None,
    case_files: CaseFiles,
    prefer: bool,
    divisible: bool = False,
) -> Row:
    form = facts_of(manuscript.forms)
    try:
        received = receive(
            manuscript.path, root, awards, award_id, case_files, manuscript.folder, manuscript.name,
            prefer, manuscript.letter, form, divisible,
        )  # fmt: skip
    except StopPress as stop:
        return Row(manuscript.name, State.REFUSED, None, stop.errata)
    return Row(manuscript.name, _state(received), received.case_id, received.errata)


def _state(received: Received) -> State:
    if any(erratum.rule == "received-before" for erratum in received.errata):
        return State.BEFORE
    if received.kept:
        return State.EARLIER
    asked = any(erratum.kind is Kind.QUERY for erratum in received.errata)
    return State.QUERIES if asked else State.ACCEPTED
