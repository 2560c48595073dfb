"""Manuscripts at the desk: received, assigned, their versions exchanged; what waits and what lacks.

Everything is done by the verbs of the command line (`Project.receive`, `Project.assign`); here it is
put into the words and lists that the page of the inbox shows. A way out that names a command of the
terminal is left out, because the page has a button for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook import reminders
from casebook.book import Award
from casebook.desk import taking_back
from casebook.errata import Erratum, Kind, StopPress, Tell, Wording
from casebook.intake.filing import inbox
from casebook.intake.filing.case_files import CaseFiles, Filed
from casebook.intake.filing.inbox import Waiting
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.receive.batch import STATES, Batch, Row
from casebook.intake.receive.file_outcomes import outcome_lines
from casebook.project import Project
from casebook.reminders import MissingCase
from casebook.telling import as_data

ALONE = "new"
"""What is said in place of an award for a manuscript that is to stand without one."""
_COMMAND = "casebook "


@dataclass(frozen=True)
class Revision:
    """What a newer version changed in a case: passages before and after, and the versions kept.

    Each version is the name it came with, the name it is kept under, and why it counts as earlier.
    """

    case: Filed
    changes: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str, Wording], ...]


@dataclass(frozen=True)
class InboxState:
    """What the page of the inbox shows: what waits, versions, missing cases, and what can be undone."""

    waiting: tuple[Waiting, ...]
    revisions: tuple[Revision, ...]
    missing: tuple[MissingCase, ...]
    awards: tuple[Award, ...]
    claims: Mapping[str, str]
    deeds: tuple[tuple[taking_back.Deed, bool], ...]


def state(folder: Path) -> InboxState:
    """Return the inbox of the book in `folder`. Raises `StopPress` when its list has faults."""
    project = Project(folder)
    tiers, awards = project.tiers(), project.awards()
    case_files = CaseFiles(project.manuscript)
    claims = case_files.claims()
    waiting = inbox.waiting(case_files, awards)
    maybe = inbox.maybe(case_files, awards)
    revised = sorted(case_files.filed, key=lambda case: case.case_id)
    revisions = (_revision(case_files, case) for case in revised if case.facts.get("versions"))
    deeds = [deed for deed in taking_back.deeds(folder) if deed.key in ("assign", "version")]
    return InboxState(
        waiting, tuple(revisions), reminders.missing(tiers, inbox.awards_with_text(case_files), maybe), tuple(awards), claims,
        tuple((deed, taking_back.is_untouched(folder, deed)) for deed in deeds[:20]),
    )  # fmt: skip


def receive(folder: Path, paths: Sequence[Path], award: str, tell: Tell) -> dict[str, object]:
    """Take in the files at `paths`, for one `award` if it is named; return what became of each.

    Raises `StopPress` as `Project.receive`.
    """
    batch = Project(folder).receive(*paths, award=award or None, tell=tell)
    return {
        "rows": [_row(row) for row in batch.rows],
        "others": [words._asdict() for words in outcome_lines(batch.others)],
        "errata": as_data(at_the_desk(batch.errata)),
        "summary": batch.summary()._asdict(),
        "cases": _cases(batch),
    }


def assign(folder: Path, case: str, award: str) -> dict[str, object]:
    """Give the manuscript `case`, which waits, to an award, or to none (`ALONE`); tell of it.

    Raises `StopPress` with the errata when it was not done.
    """
    project = Project(folder)
    words = Wording(f"{case} 归入 {award}", f"{case} assigned to {award}")
    if award == ALONE:
        words = Wording(f"{case} 单列，不归奖项", f"{case} stands alone, without an award")
    with taking_back.kept(folder, words, "assign", case, (case, award)) as deed:
        path = project.manuscript / "cases" / f"{case}.md"
        return _done(project, str(path), award, deed)


def take_version(folder: Path, case: str, kept: str) -> dict[str, object]:
    """Make the version of `case` that is kept under the name `kept` the one that counts.

    The one that counted is kept in its place, so this too is undone by the same step. Raises
    `StopPress`.
    """
    project = Project(folder)
    names = {name: file for file, name, _ in _of(folder, case).versions}
    came = names.get(kept, kept)
    words = Wording(f"{case} 改用 {came}", f"{case} now from {came}")
    with taking_back.kept(folder, words, "version", case, (case,)) as deed:
        return _done(project, str(project.manuscript / "cases" / "received" / kept), case, deed)


def take_back(folder: Path, name: str) -> dict[str, object]:
    """Undo a deed of that name. Raises `StopPress`."""
    deed = taking_back.take_back(folder, name, Project(folder).tiers())
    return {"words": deed.words._asdict()}


def at_the_desk(errata: Iterable[Erratum]) -> list[Erratum]:
    """Return `errata` without ways out that are commands of the terminal."""
    return [
        replace(erratum, hint=None)
        if erratum.hint and _COMMAND in erratum.hint.zh.replace("casebook[", "")
        else erratum
        for erratum in errata
    ]


def _done(project: Project, file: str, key: str, deed: taking_back.Deed) -> dict[str, object]:
    assigned = project.assign(file, key)
    [row] = assigned.rows
    if row.case_id is None:
        raise StopPress(at_the_desk(row.errata))
    errata = [erratum for erratum in assigned.errata if erratum.kind is not Kind.NOTE]
    return {
        "case": row.case_id, "deed": deed.name, "words": deed.words._asdict(),
        "errata": as_data(at_the_desk(errata)),
    }  # fmt: skip


def _row(row: Row) -> dict[str, object]:
    return {
        "file": row.name, "state": row.state.value, "words": STATES[row.state]._asdict(),
        "case": row.case_id or "", "errata": as_data(at_the_desk(row.errata)),
    }  # fmt: skip


def _cases(batch: Batch) -> list[str]:
    cases = [*(row.case_id for row in batch.rows), *(other.case_id for other in batch.others)]
    return [case for case in dict.fromkeys(cases) if case]


def _of(folder: Path, case: str) -> Revision:
    case_files = CaseFiles(folder / "manuscript")
    return _revision(case_files, case_files.the(case))


def _revision(case_files: CaseFiles, case: Filed) -> Revision:
    listed = case.facts.get("versions")
    versions = (
        [version for version in listed if isinstance(version, dict)]
        if isinstance(listed, list)
        else []
    )
    return Revision(
        case,
        tuple(_passages(case.facts.get("changed"))),
        tuple(
            (str(version.get("file", "")), str(version.get("kept", "")), _why(version))
            for version in versions
            if (case_files.received / str(version.get("kept", ""))).is_file()
        ),
    )


def _passages(changed: "Value | None") -> Iterable[tuple[str, str]]:
    for change in changed if isinstance(changed, list) else ():
        if isinstance(change, dict):
            yield str(change.get("from", "")), str(change.get("to", ""))


def _why(version: Mapping[str, Value]) -> Wording:
    """Return in words why a version counts as earlier; the log has both languages on a line."""
    reasons = version.get("why_earlier")
    pairs = (
        [str(reason).partition(" / ") for reason in reasons] if isinstance(reasons, list) else []
    )
    return Wording("，".join(zh for zh, _, _ in pairs), ", ".join(en for _, _, en in pairs))
