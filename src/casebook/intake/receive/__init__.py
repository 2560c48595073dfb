"""Receive a manuscript: one file in; a case, the bytes as they came, and an intake log out.

Enters: a file a contributor sent. Leaves: `cases/ID.md` with its front matter, its pictures in
`media/`, and in `cases/received/` the file byte for byte, the intake log, and the case as filed.
The text belongs to its author: only what is certain is set right (`tidy`), every change, cut and
decision is in the log, and a file of which a word would be lost is refused.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook import files
from casebook.book import Award
from casebook.decoding import readable_name
from casebook.errata import Erratum, StopPress, stop_on
from casebook.intake.receive import confidential, telling
from casebook.intake.receive.assignment import Assignment, assign
from casebook.intake.receive.draft import Draft, Stated, named_after
from casebook.intake.receive.filing import Filed, Papers, Shelf
from casebook.intake.receive.merging import merge, same_manuscript
from casebook.intake.receive.placing import beside, placed
from casebook.intake.receive.record import case_text, log_text, revision_of
from casebook.intake.receive.routes import ENDINGS, Read, read
from casebook.intake.yaml_file import Value

__all__ = ["ENDINGS", "Received", "Shelf", "readable_name", "receive"]


@dataclass(frozen=True)
class Received:
    """A manuscript as filed: its case, the case's path and its log's, and queries and notes."""

    case_id: str
    path: Path
    log: Path
    errata: tuple[Erratum, ...]


@dataclass(frozen=True)
class _Arrival:
    """A file on its way to the shelf: its bytes, their hash, the editor's name for it."""

    path: Path
    name: str
    data: bytes
    sha256: str

    @property
    def facts(self) -> dict[str, Value]:
        """What the log says of the file."""
        return {"file": self.name, "sha256": self.sha256, "bytes": str(len(self.data))}


def receive(
    path: Path, root: Path, awards: Sequence[Award], award_id: str | None = None,
    shelf: Shelf | None = None, folder: str = "", pictures: Sequence[Path] = (), name: str = "",
) -> Received:  # fmt: skip
    """File the manuscript at `path` in the manuscript folder `root`.

    `awards` are all that call for a case; `award_id` is the one the editor names. `shelf` is
    given when many are received in one run; `folder` is the name of the folder it came in, which
    may say whose it is, `pictures` are those that lay beside it, `name` is what the editor calls
    the file. A file whose bytes were received before is not filed again; a newer version of a case is merged with what the editor
    did. Raises `StopPress` with every erratum when nothing was filed.
    """
    arrival = _open(path, name or readable_name(path))
    shelf = shelf or Shelf(root)
    before = shelf.holding(arrival.sha256)
    unfinished = before is not None and before.unfinished and before.sha256 == arrival.sha256
    if before is not None and not unfinished:
        erratum = telling.again(arrival.name, before.case_id, award_id, before.award)
        stop_on([erratum])
        case_id = before.case_id
        return Received(case_id, shelf.case(case_id), shelf.log(case_id), (erratum,))
    stem = readable_name(path).removesuffix(path.suffix)
    found = read(arrival.data, arrival.name, f"{folder} {stem}".strip(), path.parent)
    stop_on(found.draft.errata)
    draft = named_after(beside(found.draft, pictures, arrival.name), folder)
    found = Read(draft, found.how)
    older = before or _older(found.draft, arrival.name, awards, shelf, award_id)
    if older is not None:
        return _revise(older, arrival, found, awards, shelf)
    assignment = assign(found.draft, arrival.name, awards, shelf.claims(), award_id)
    if assignment.award is None and not found.draft.organisation:
        raise StopPress([*assignment.errata, telling.nameless(arrival.name)])
    case_id = assignment.award.id if assignment.award else shelf.free_id(arrival.sha256)
    papers, errata = _papers(case_id, arrival, found, assignment, {})
    return Received(case_id, shelf.file(papers), shelf.log(case_id), errata)


def _open(path: Path, name: str) -> _Arrival:
    try:
        data = files.read(path)
    except FileNotFoundError as fault:
        raise StopPress([telling.unreadable(name, fault)]) from fault
    except OSError as fault:
        raise StopPress([files.unreadable(name, fault)]) from fault
    return _Arrival(path, name, data, hashlib.sha256(data).hexdigest())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _papers(
    case_id: str, arrival: _Arrival, found: Read, assignment: Assignment,
    revision: dict[str, Value], more: tuple[Erratum, ...] = (),
) -> tuple[Papers, tuple[Erratum, ...]]:  # fmt: skip
    """Return what is filed of a manuscript under `case_id`, and what the editor is told."""
    draft, pictures = placed(found.draft, case_id, arrival.name)
    title = draft.title or Stated(draft.organisation.text, telling.WORKING)
    errata = (
        *draft.errata, *assignment.errata, *pictures.errata,
        *telling.told(draft, assignment, title, arrival.name),
        *confidential.told(draft, arrival.name), *more,
    )  # fmt: skip
    case = case_text(draft, assignment, title.text)
    facts = arrival.facts | {"encoding": found.how}
    log = log_text(draft, assignment, facts | revision, title, errata)
    suffix = arrival.path.suffix.lower()
    return Papers(
        case_id, case, case, log, arrival.data, suffix, pictures.media, pictures.kept,
        confidential.text_of(draft),
    ), errata  # fmt: skip


def _older(
    draft: Draft, name: str, awards: Sequence[Award], shelf: Shelf, award_id: str | None
) -> Filed | None:
    """Return the case of which `draft` is a newer version, or None.

    It must be received (not typed in by the editor), claim the award this one would get or, being
    on no list, state the same organisation and title; and the texts must be alike.
    """
    award = assign(draft, name, awards, {}, award_id).award
    for one in shelf.filed:
        if one.sha256 is None:
            continue
        same = award is not None and one.award == award.id
        if award is None and one.award is None and draft.organisation and draft.title:
            same = (one.organisation, one.title) == (draft.organisation.text, draft.title.text)
        if same and same_manuscript(_base(shelf, one, awards), draft.body):
            return one
    return None


def _base(shelf: Shelf, case: Filed, awards: Sequence[Award]) -> str:
    """Return the case as it was filed: as kept, or made again from the received file.

    Empty when neither can be had; then everything the editor kept counts as a change of theirs.
    """
    path, original = shelf.base(case.case_id), shelf.original(case.case_id)
    if path.is_file():
        return files.text(path)
    if original is None:
        return ""
    try:
        found = read(files.read(original), original.name, case.organisation)
    except (StopPress, OSError):
        return ""
    assignment = Assignment(_award(case, awards), "as before", (), ())
    draft, _ = placed(found.draft, case.case_id, original.name)
    title = draft.title or Stated(draft.organisation.text, telling.WORKING)
    return case_text(draft, assignment, title.text)


def _award(case: Filed, awards: Sequence[Award]) -> Award | None:
    return next((one for one in awards if one.id == case.award), None)


def _revise(
    older: Filed, arrival: _Arrival, found: Read, awards: Sequence[Award], shelf: Shelf
) -> Received:
    """Merge a newer version into its case; the award stays what the editor made it."""
    assignment = Assignment(_award(older, awards), "as before", (), ())
    case_id = older.case_id
    again = older.sha256 == arrival.sha256  # it was broken off
    before: list[Value] = [*older.before, *([] if again else [older.sha256 or ""])]
    revision: dict[str, Value] = {"before": before}
    papers, _ = _papers(case_id, arrival, found, assignment, revision)
    base, path = _base(shelf, older, awards), shelf.case(case_id)
    ours = (
        files.text(path, root=path.parents[1], name=f"cases/{case_id}.md").replace("\r\n", "\n")
        if path.is_file()
        else base
    )
    merged = merge(base, ours, papers.filed)
    if again and _sha256(ours) == older.merged:  # only the end was missing
        merged = replace(merged, text=ours)
    revision |= {"filed": _sha256(papers.filed), "merged": _sha256(merged.text)}
    told = telling.revised(arrival.name, case_id, len(merged.changes), merged.conflicts)
    revision["changed"] = revision_of(merged.changes)
    papers, errata = _papers(case_id, arrival, found, assignment, revision, (told,))
    papers = Papers(
        case_id, merged.text, papers.filed, papers.log, papers.data, papers.suffix,
        papers.media, papers.kept, papers.private,
    )  # fmt: skip
    return Received(case_id, shelf.revise(papers, base), shelf.log(case_id), errata)
