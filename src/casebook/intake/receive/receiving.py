"""Receive one manuscript: a file in; a case, the bytes as they came, and an intake log out.

A file is opened and known by its hash, read (`structure`), given to an award (`filing.award_choice`)
and filed. A version of a case that is there is merged with what the editor did since, or kept beside
it when it is the earlier one. A file of which a word would be lost is refused.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from casebook import files
from casebook.book import Award
from casebook.decoding import readable_name
from casebook.errata import Erratum, Kind, StopPress, Wording, stop_on
from casebook.intake.filing import filing_errata
from casebook.intake.filing.award_choice import Assignment, assign, several, signed
from casebook.intake.filing.case_files import CaseFiles, Filed, FiledManuscript
from casebook.intake.filing.case_text import case_text, log_text, placed, revision_of, with_version
from casebook.intake.filing.revising import (
    award_of,
    base_of,
    completed,
    entry,
    merged_case,
    older,
    ranked,
    with_facts,
    with_facts_of,
)
from casebook.intake.filing.versions import Dates, Ranking, Version, dates
from casebook.intake.forms import application
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.receive.forms_beside import with_form
from casebook.intake.structure import confidential
from casebook.intake.structure.draft import (
    CASE,
    FILE_NAME,
    NOWHERE,
    UNKNOWN,
    Draft,
    Stated,
    named_after,
    summed_up_once,
)
from casebook.intake.structure.manuscript_reader import Read, read


@dataclass(frozen=True)
class Received:
    """A manuscript as filed: its case, the case's path and its log's, and queries and notes.

    `kept` is set when it is an earlier version that stands beside its case.
    """

    case_id: str
    path: Path
    log: Path
    errata: tuple[Erratum, ...]
    kept: Path | None = None


@dataclass(frozen=True)
class _Arrival:
    """A file on its way to the case files: its bytes, their hash, the editor's name for it, when it was
    last written, and whether it is the text of a mail."""

    path: Path
    name: str
    data: bytes
    sha256: str
    written: float | None = None
    letter: bool = False

    def dates(self, draft: Draft) -> Dates:
        """Return the dates the file bears."""
        lines = (*draft.body.splitlines(), *draft.cut)
        return dates(self.data, self.name, lines, self.written)

    @property
    def facts(self) -> dict[str, Value]:
        """What the log says of the file."""
        facts: dict[str, Value] = {"file": self.name, "sha256": self.sha256}
        facts["bytes"] = str(len(self.data))
        return facts | ({"letter": "true"} if self.letter else {})


def receive(
    path: Path, root: Path, awards: Sequence[Award], award_id: str | None = None,
    case_files: CaseFiles | None = None, folder: str = "", name: str = "", prefer: bool = False,
    letter: bool = False, form: Draft | None = None, divisible: bool = False,
) -> Received:  # fmt: skip
    """File the manuscript at `path` in the manuscript folder `root`.

    `awards` are all that call for a case; `award_id` is the one the editor names. `case_files` is
    given when many are received in one run; `folder` is the name of the folder it came in, which
    may say whose it is, `name` is what the editor calls the file; `letter` says that it is the text
    of a mail, `form` is what an application form beside it says; with `divisible` a file of several manuscripts
    is refused, so that it may be divided. A file whose bytes were received
    before is not filed again; a later version of a case is merged with what the editor did, an
    earlier one kept beside it; with `prefer` it counts as the later one, whatever it says and even
    if it was received before. Raises `StopPress` with every erratum when nothing was filed.
    """
    case_files = case_files or CaseFiles(root)
    arrival = _open(path, name or readable_name(path), case_files, letter)
    before = case_files.holding(arrival.sha256)
    current = before is not None and before.sha256 == arrival.sha256
    unfinished = current and before is not None and before.unfinished
    if before is not None and not unfinished and (current or not prefer):
        erratum = filing_errata.received_before(
            arrival.name, before.case_id, award_id, before.award
        )
        stop_on([erratum])
        case_id = before.case_id
        return Received(case_id, case_files.case(case_id), case_files.log(case_id), (erratum,))
    stem = readable_name(path).removesuffix(path.suffix)
    reading = read(
        arrival.data, arrival.name, stem if folder == stem else f"{folder} {stem}".strip(),
        path.parent, arrival.letter,
    )  # fmt: skip
    stop_on(reading.draft.errata)
    draft = confidential.with_errata_masked(with_form(named_after(reading.draft, folder), form))
    draft = signed(summed_up_once(draft), awards, stem)
    reading = Read(draft, reading.how)
    if divisible:
        queries = several(draft, awards, arrival.name)
        stop_on(replace(query, kind=Kind.ERRATUM) for query in queries)
    case = before or older(reading.draft, arrival.name, awards, case_files, award_id)
    if case is not None:
        if unfinished:
            return _revise(case, arrival, reading, awards, case_files, award_id, None)
        return _version(case, arrival, reading, awards, case_files, award_id, prefer)
    assignment = assign(reading.draft, arrival.name, awards, case_files.claims(), award_id)
    if not reading.draft.body.strip():
        if assignment.award is None:
            raise StopPress([application.empty(arrival.name)])
        draft = reading.draft
        apart = application.sent_apart(arrival.name)
        reading = replace(reading, draft=replace(draft, errata=(*draft.errata, apart)))
    case_id = case_files.id_for(assignment.award.id if assignment.award else "", arrival.sha256)
    more = tuple(_naming(query, case_id) for query in several(reading.draft, awards, arrival.name))
    manuscript, errata = _filed_manuscript(case_id, arrival, reading, assignment, {}, more)
    return Received(case_id, case_files.file(manuscript), case_files.log(case_id), errata)


def receive_version(
    path: Path, case: Filed, awards: Sequence[Award], case_files: CaseFiles, name: str
) -> Received:
    """Receive the file at `path`, which is called `name`, as another version of a case."""
    arrival = _open(path, name, case_files)
    reading = read(arrival.data, arrival.name, Path(name).stem, letter=arrival.letter)
    return _version(case, arrival, reading, awards, case_files, None, False)


def _version(
    case: Filed, arrival: _Arrival, reading: Read, awards: Sequence[Award], case_files: CaseFiles,
    award_id: str | None, chosen: bool,
) -> Received:  # fmt: skip
    """Merge another version into its case or keep it beside it; with `chosen` it is merged."""
    version = Version(arrival.name, reading.draft.body, arrival.dates(reading.draft))
    ranking = ranked(case_files, case, awards, version)
    if chosen or ranking.arrived:
        return _revise(case, arrival, reading, awards, case_files, award_id, ranking, chosen)
    return _set_aside(case, arrival, reading.draft, case_files, ranking)


def _open(path: Path, name: str, case_files: CaseFiles, letter: bool = False) -> _Arrival:
    """Return the file at `path`; what came as the text of a mail stays one when it is read again."""
    try:
        data = files.read(path)
    except FileNotFoundError as fault:
        raise StopPress([filing_errata.unreadable(name, fault)]) from fault
    except OSError as fault:
        raise StopPress([files.unreadable(name, fault)]) from fault
    sha256 = hashlib.sha256(data).hexdigest()
    letter = letter or case_files.is_letter(sha256)
    return _Arrival(path, name, data, sha256, files.written(path), letter)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _filed_manuscript(
    case_id: str, arrival: _Arrival, reading: Read, assignment: Assignment,
    revision: dict[str, Value], more: tuple[Erratum, ...] = (),
) -> tuple[FiledManuscript, tuple[Erratum, ...]]:  # fmt: skip
    """Return what is filed of a manuscript under `case_id`, and what the editor is told."""
    private = confidential.text_of(reading.draft)
    private_errata = tuple(confidential.errata_of(reading.draft, arrival.name))
    draft, given = placed(reading.draft, case_id, arrival.name)
    if assignment.award is None and not draft.organisation:
        title = draft.title or Stated(PurePosixPath(arrival.name).stem, FILE_NAME)
        draft = replace(draft, organisation=Stated(UNKNOWN, NOWHERE), title=title)
    title = draft.title or Stated(draft.organisation.text, filing_errata.WORKING)
    asked = (_naming(erratum, case_id) for erratum in assignment.errata)
    errata = (
        *draft.errata, *asked, *given.errata,
        *filing_errata.errata_of(draft, assignment, title, arrival.name),
        *private_errata, *more,
    )  # fmt: skip
    case = case_text(draft, assignment, title.text)
    facts = arrival.facts | {"encoding": reading.how} | arrival.dates(reading.draft).as_facts()
    log = log_text(draft, assignment, facts | revision, title, errata)
    suffix = arrival.path.suffix.lower()
    return FiledManuscript(
        case_id, case, case, log, arrival.data, suffix, given.media, given.kept, private,
    ), errata  # fmt: skip


def _naming(erratum: Erratum, case_id: str) -> Erratum:
    """Return an erratum whose way out names the case."""
    hint = erratum.hint
    named = hint and Wording(hint.zh.replace(CASE, case_id), hint.en.replace(CASE, case_id))
    return replace(erratum, hint=named)


def _revise(
    older: Filed, arrival: _Arrival, reading: Read, awards: Sequence[Award], case_files: CaseFiles,
    award_id: str | None, ranking: Ranking | None, chosen: bool = False,
) -> Received:  # fmt: skip
    """Merge a later version into its case; the award stays what the editor made it.

    `ranking` says why it is later, None when it was broken off; `chosen` that an editor took it.
    """
    award = award_of(older, awards)
    assignment = Assignment(award, "as before", (), ())
    if older.award is None and not older.decided:  # the other version said nothing of an award
        reading = Read(completed(reading.draft, older), reading.how)
        assignment = assign(reading.draft, arrival.name, awards, case_files.claims(), award_id)
    draft = with_facts_of(reading.draft, base_of(case_files, older, awards))
    reading = Read(summed_up_once(draft), reading.how)
    case_id = older.case_id
    again = older.sha256 == arrival.sha256  # it was broken off
    revision = _history(older, arrival, case_files, None if chosen else ranking, again)
    manuscript, _ = _filed_manuscript(case_id, arrival, reading, assignment, revision)
    base = base_of(case_files, older, awards)
    ours = case_files.standing(case_id)
    ours = base if ours is None else ours
    merged = merged_case(base, ours, manuscript.filed)
    if again and _sha256(ours) == older.merged:  # only the end was missing
        merged = replace(merged, text=ours)
    revision |= {"filed": _sha256(manuscript.filed), "merged": _sha256(merged.text)}
    versions = revision.get("versions")
    last = versions[-1] if isinstance(versions, list) and versions else {}
    file = str(last.get("kept", "")) if isinstance(last, dict) else ""
    errata_merged = filing_errata.merged(
        arrival.name,
        case_id,
        file,
        len(merged.changes),
        merged.conflicts,
        ranking,
        chosen,
        untouched=ours == base,
    )
    revision["changed"] = revision_of(merged.changes)
    manuscript, errata = _filed_manuscript(
        case_id, arrival, reading, assignment, revision, errata_merged
    )
    manuscript = replace(manuscript, case=merged.text)
    return Received(case_id, case_files.revise(manuscript, base), case_files.log(case_id), errata)


def _history(
    older: Filed, arrival: _Arrival, case_files: CaseFiles, ranking: Ranking | None, again: bool
) -> dict[str, Value]:
    """Return what the log keeps of the versions before: their hashes, and why they are earlier."""
    before: list[Value] = [digest for digest in older.before if digest != arrival.sha256]
    known = older.facts.get("versions")
    versions: list[Value] = list(known) if isinstance(known, list) else []
    if again:
        return {"before": before, "versions": versions}
    path = case_files.original(older.case_id)
    data, suffix = (files.read(path), path.suffix) if path else (b"", "")
    version_file = case_files.version_path(older.case_id, data, suffix)
    sha256 = older.sha256 or ""
    versions = [version for version in versions if _of(version) not in (arrival.sha256, sha256)]
    versions.append(
        entry(
            older.file or version_file.name,
            sha256,
            version_file,
            ranking,
            False,
            "letter" in older.facts,
        )
    )
    return {"before": [*before, sha256], "versions": versions}


def _of(version: Value) -> str:
    return str(version.get("sha256", "")) if isinstance(version, dict) else ""


def _set_aside(
    case: Filed, arrival: _Arrival, draft: Draft, case_files: CaseFiles, ranking: Ranking
) -> Received:
    """Keep an earlier version beside its case, which stays as it is but for facts of a form."""
    case_id = case.case_id
    text = case_files.standing(case_id)
    if text and (stated := with_facts(text, draft)) != text:
        case_files.illustrate(case_id, stated)
    path = case_files.version_path(case_id, arrival.data, arrival.path.suffix.lower())
    erratum = filing_errata.kept_aside(arrival.name, case_id, path.name, ranking)
    log = with_version(
        case_files.log_of(case_id),
        entry(arrival.name, arrival.sha256, path, ranking, True, arrival.letter),
    )
    case_files.set_aside(case_id, arrival.data, path, log)
    return Received(case_id, case_files.case(case_id), case_files.log(case_id), (erratum,), path)
