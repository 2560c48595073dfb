"""Keep what came and is not assigned where an editor sees it: the folder `inbox` and its table.

A manuscript that belongs to no award yet is a case without one (`cases/x-01.md`), so that its
text is in every draft. In the inbox lies a copy of its file under the name it came with, and
`assign.csv` says of each which three awards it may belong to and why. What is written into the last
column is done by `casebook assign`. The folder is made anew from the cases; nothing is kept only
there, and a file an editor put there is left.

A case that is given to another award, or made a version of another, is moved among the others. The
new files are written before the old ones go, and the old log goes last, so that a move that is
broken off leaves the manuscript twice rather than not at all; `finish` does the rest.

Both tables (`assign.csv`, and the list of who has not sent anything yet, for the letters that
remind them) are CSV with a byte order mark, which Excel and WPS open as Chinese without asking. A
value that a spreadsheet would take for a formula is written as text.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casebook import atomic, decoding, files, os_errata
from casebook.book import Award, Tier
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.filing.case_files import CaseFiles, Filed
from casebook.intake.manuscript import text_files
from casebook.intake.matching.match import Candidate, Evidence, label, match
from casebook.intake.structure.confidential import ENDING
from casebook.intake.structure.draft import UNKNOWN


def move(case_files: CaseFiles, case: Filed, award: str, text: str, log: str) -> str:
    """Write a case that was given to another `award` (or none) and its log; return its id.

    It takes the award's id for its name where nothing else stands there, unless an editor wrote
    the case and gave it its name. Raises `StopPress`.
    """
    old = case.case_id
    if case.sha256 is None:  # an editor wrote it
        case_files.put([(case_files.case(old), text.encode())])
        case_files.know(old, award or None, "", "")
        return old
    new = award or (old if old.startswith("x-") else case_files.free_id(case.sha256 or ""))
    paths = [path for path in case_files.received_files(f"{old}.") if path != case_files.log(old)]
    copies = [
        (case_files.received / f"{new}{path.name[len(old) :]}", files.read(path)) for path in paths
    ]
    wanted = dict(
        [*copies, (case_files.log(new), log.encode()), (case_files.case(new), text.encode())]
    )
    there = [
        path
        for path in (*case_files.received_files(f"{new}."), case_files.case(new))
        if path.exists()
    ]
    if old != new and any(wanted.get(path) != files.read(path) for path in there):
        new = old
    if old == new:  # the case first: until it is written it waits in the inbox
        case_files.put([(case_files.case(old), text.encode()), (case_files.log(old), log.encode())])
    else:
        case_files.put(wanted.items())
        case_files.remove(old)
    case_files.know(new, award or None, log, str(case.facts.get("filed")))
    return new


def join(case_files: CaseFiles, case_id: str, into: str) -> None:
    """Remove a case whose file is a version of the case `into`, where its own versions go,
    and its private file."""
    for path in case_files.received_files(f"{case_id}.v"):
        data = files.read(path)
        case_files.put([(case_files.version_path(into, data, path.suffix), data)])
    private = case_files.received / f"{case_id}{ENDING}"
    if private.is_file():
        case_files.put([(case_files.received / f"{into}.{case_id}{ENDING}", files.read(private))])
    case_files.remove(case_id)


def finish(case_files: CaseFiles) -> None:
    """Finish moves that were broken off: of a case that is there twice the one an editor gave to an
    award stays, and a log that nothing belongs to any more goes."""
    for case in tuple(case_files.filed):
        if not case.decided or not case.sha256:
            continue
        for other in tuple(case_files.filed):
            same = other.sha256 == case.sha256 and other.case_id != case.case_id
            if same and not other.decided:
                join(case_files, other.case_id, case.case_id)
    known = {case.case_id for case in case_files.filed}
    for path in case_files.received_files("x-"):
        case_id = path.name.removesuffix(".yaml")
        alone = case_files.log(case_id) == path and case_files.received_files(f"{case_id}.") == [
            path
        ]
        if alone and case_id not in known and case_files.is_held(case_id):
            atomic.remove(path)


FOLDER, TABLE = "inbox", "assign.csv"
HEAD = ("文件", "来稿单位", "来稿题目", "候选一", "候选二", "候选三", "分配到")
LONGEST = 150
"""Bytes of a file's name: disks take 255, and the case's id stands before it."""
_NO_NAME = frozenset('<>:"|?*/\\')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Waiting:
    """A manuscript that is not assigned: its case, its file's name in the inbox, what it states of
    itself, and the awards it may belong to, best first."""

    case: Filed
    name: str
    candidates: tuple[Candidate, ...]

    @property
    def wording(self) -> Wording:
        """The manuscript and its best candidate, in words."""
        best = next((candidate for candidate in self.candidates if candidate.likely), None)
        zh = f"；最像 {best.award.id} {label(best.award)}（{best.reason.zh}）" if best else ""
        en = f"; nearest: {best.award.id} {label(best.award)} ({best.reason.en})" if best else ""
        return Wording(
            f"待分配：{FOLDER}/{self.name}{zh}", f"to be assigned: {FOLDER}/{self.name}{en}"
        )

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        return {
            "case": self.case.case_id,
            "file": f"{FOLDER}/{self.name}",
            "organisation": self.case.organisation,
            "title": self.case.title,
            "candidates": [
                {"award": candidate.award.id, "reason": candidate.reason._asdict()}
                for candidate in self.candidates
            ],
        }


def waiting(case_files: CaseFiles, awards: Sequence[Award]) -> tuple[Waiting, ...]:
    """Return the received manuscripts that belong to no award and of which no editor has said so."""
    loose = [
        case for case in case_files.filed if case.sha256 and case.award is None and not case.decided
    ]
    claims = case_files.claims()
    return tuple(
        Waiting(case, _name(case), match(_evidence(case), awards, claims).candidates)
        for case in sorted(loose, key=lambda case: case.case_id)
    )


def maybe(case_files: CaseFiles, awards: Sequence[Award]) -> dict[str, tuple[str, ...]]:
    """Return the files of the inbox that may be what an award lacks, by the award's id."""
    by_award: dict[str, tuple[str, ...]] = {}
    for item in waiting(case_files, awards):
        for candidate in (c for c in item.candidates if c.likely):
            by_award[candidate.award.id] = (*by_award.get(candidate.award.id, ()), item.name)
    return by_award


def awards_with_text(case_files: CaseFiles) -> frozenset[str]:
    """Return the awards whose case has a text: a form whose text is sent apart has none yet."""
    return frozenset(
        award for award, name in case_files.claims().items() if not _is_blank(case_files, name)
    )


def _is_blank(case_files: CaseFiles, name: str) -> bool:
    text_file = text_files.opened(case_files.root, name)
    return isinstance(text_file, text_files.TextFile) and text_file.blank


def refresh(case_files: CaseFiles, awards: Sequence[Award]) -> tuple[Erratum, ...]:
    """Bring the inbox of a book to what is waiting now; keys written into its table stay there.

    Faults are told, never raised: the cases are filed whatever becomes of the inbox.
    """
    folder, here = case_files.root / FOLDER, waiting(case_files, awards)
    if not here and not folder.is_dir():
        return ()
    try:
        finish(case_files)
        written = dict(keys(case_files.root))
        for item in here:
            _copy(case_files, item, folder / item.name)
        for path in _gone(case_files, folder, {item.name for item in here}):
            atomic.remove(path)
        _write(folder / TABLE, _table(here, written))
    except StopPress as stop:
        return stop.errata
    except OSError as fault:
        return (os_errata.file_erratum(fault, "unwritable-folder", within=case_files.root),)
    return ()


def keys(root: Path) -> tuple[tuple[str, str], ...]:
    """Return what an editor wrote into the table of the manuscript folder `root`: names of files,
    each with the key of an award or what else `assign` takes.

    Raises `StopPress` when the table is there and cannot be read.
    """
    path = root / FOLDER / TABLE
    if not path.is_file():
        return ()
    name = f"{FOLDER}/{TABLE}"
    decoded = decoding.decode(files.read(path, root), name)  # spreadsheets write it in GBK
    if isinstance(decoded, Erratum):
        raise StopPress([decoded])
    rows = list(_rows(decoded.text))
    if not rows or HEAD[0] not in rows[0] or HEAD[-1] not in rows[0]:
        raise StopPress([_no_table(name)])
    at_file, at_key = rows[0].index(HEAD[0]), rows[0].index(HEAD[-1])
    filled = (row for row in rows[1:] if len(row) > max(at_file, at_key))
    pairs = ((row[at_file].strip(), row[at_key].strip()) for row in filled)
    return tuple((file, key) for file, key in pairs if key)


def _rows(text: str) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def _table(here: Sequence[Waiting], written: Mapping[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for item in here:
        shown = [_candidate(c) for c in item.candidates if c.likely]
        shown += [""] * (3 - len(shown))
        row = (
            item.name,
            item.case.organisation,
            item.case.title,
            *shown,
            written.get(item.name, ""),
        )
        writer.writerow(map(_safe, row))
    return "\ufeff" + text.getvalue()


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.award.id} {label(candidate.award)}（{candidate.reason.zh}）"


def _safe(value: str) -> str:
    """Keep a spreadsheet from calculating."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _evidence(case: Filed) -> Evidence:
    stem = PurePosixPath(case.file).stem
    house = "" if case.organisation == UNKNOWN else case.organisation
    title = "" if case.title == case.organisation else case.title  # a title for want of one
    return Evidence(house, title, (*case.named, *([stem] if stem else [])))


def _name(case: Filed) -> str:
    """Return what a file is called in the inbox: its case and the name it came with."""
    return file_name(case.case_id, PurePosixPath(case.file.replace("\\", "/")).name)


def file_name(mark: str, last: str) -> str:
    """Return the name of a file in the inbox: `mark`, and `last` as disks and commands can hold it."""
    name = "".join(c for c in last if c.isprintable() and c not in _NO_NAME).strip(". ")
    name = "_".join(name.split())  # a name without spaces is written on a command line as it is
    while len(name.encode()) > LONGEST:
        name = name[1:]
    return f"{mark}_{name}"


def _copy(case_files: CaseFiles, item: Waiting, path: Path) -> None:
    original = case_files.original(item.case.case_id)
    if original is not None:
        _write(path, files.read(original))


def _write(path: Path, data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    if not path.is_file() or files.read(path) != data:
        atomic.put(path, data)


def _gone(case_files: CaseFiles, folder: Path, names: set[str]) -> Iterator[Path]:
    """Yield the copies of files that are assigned by now: their bytes stand with their case."""
    for path in files.walk(folder, within=case_files.root).named("", ""):
        if path.name not in (*names, TABLE) and case_files.holding(files.digest(path).hex()):
            yield path


def _no_table(name: str) -> Erratum:
    return Erratum(
        "no-table",
        Place(name, 1),
        Wording(
            f"第一行应当有“{HEAD[0]}”和“{HEAD[-1]}”两栏，没有读",
            f"its first line should name the columns ‘{HEAD[0]}’ and ‘{HEAD[-1]}’; it was not read",
        ),
        Wording(
            "请改回这一行，或把文件移开：下次收稿会重写。",
            "Restore that line, or move the file away: it is written anew by the next receive.",
        ),
        kind=Kind.QUERY,
    )


REMINDER_HEAD = ("编号", "等次", "序号", "单位", "题目", "地区", "收件箱里可能是它的来稿")


def reminders(
    tiers: Iterable[Tier],
    claimed: Collection[str],
    maybe: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return every award without a manuscript as CSV, in the order of the notice.

    `claimed` are the ids of awards that have a case; `maybe` names, by id, the files that came, are
    assigned to no award, and may be what one lacks: look there before reminding anybody. It needs no whole book: in the weeks of
    intake there is always a case that stands nowhere yet.

    Columns as in `REMINDER_HEAD`: id, tier, number, organisation, title, region, files in the inbox.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(REMINDER_HEAD)
    for tier in tiers:
        for award in () if tier.bodies else tier.awards:
            if award.id not in claimed:
                writer.writerow(
                    _safe(value)
                    for value in (award.id, tier.name, str(award.number), award.organisation,
                                  award.title or "", award.region,
                                  "；".join((maybe or {}).get(award.id, ())))
                )  # fmt: skip
    return "\ufeff" + text.getvalue()
