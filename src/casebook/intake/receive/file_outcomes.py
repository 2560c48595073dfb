"""Say what became of every file that came: pictures to their cases, the rest kept and listed.

When the manuscripts of a run are filed, what came beside them is settled here: a picture joins
its case, where the text calls for it; notes, refused files and whatever else are kept as they
came. Each has its row in the list of arrivals. Done again it adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from casebook import files, os_errata
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.filing import arrivals
from casebook.intake.filing.arrivals import (
    FATES,
    Arrival,
    ArrivedFile,
    FileFate,
    ReceivedFiles,
    Register,
    Role,
)
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats.file_kinds import kind_of_file
from casebook.intake.parcels import LETTERS, letter_head
from casebook.intake.photos.photo_cases import Owner
from casebook.intake.photos.photo_joining import Joining, Photo, media_name

FEW = 5
"""Files of one folder that are said one by one."""
_FATES = {Role.NOTE: FileFate.NOTE, Role.FORM: FileFate.FORM, Role.CONTACTS: FileFate.CONTACTS, Role.ALBUM: FileFate.ALBUM,
          Role.SCAN: FileFate.SCAN, Role.PAPER: FileFate.SCAN, Role.DIVIDED: FileFate.DIVIDED}  # fmt: skip
_KEPT = frozenset({
    FileFate.NOTE, FileFate.FORM, FileFate.CONTACTS, FileFate.SCAN, FileFate.ALBUM, FileFate.DIVIDED, FileFate.KEPT, FileFate.PACKED, FileFate.LETTER, FileFate.REFUSED, FileFate.UNSET, FileFate.COPY, FileFate.LOOSE
})  # fmt: skip
"""Fates of files that are kept below `received/parcels/`: nothing else holds their bytes."""
Filed = Mapping[str, tuple[str | None, bool]]
"""By the editor's name for a manuscript: its case, and whether it was received before."""


@dataclass(frozen=True)
class OtherFile:
    """What became of a file that is no manuscript, and whether it came before."""

    name: str
    fate: FileFate
    case_id: str
    again: bool

    @property
    def wording(self) -> Wording:
        """That in words."""
        case = f" → cases/{self.case_id}.md" if self.case_id else ""
        zh, en = FATES[self.fate]
        if self.again:
            zh, en = f"收过（{zh}）", f"received before ({en})"
        return Wording(f"{zh}　{self.name}{case}", f"{en}  {self.name}{case}")


def outcome_lines(others: Sequence[OtherFile]) -> tuple[Wording, ...]:
    """Return a line for each file, or one for many of one folder that went the same way."""
    groups: dict[tuple[str, FileFate, str, bool], list[OtherFile]] = {}
    for other in others:
        folder = PurePosixPath(other.name).parent.as_posix()
        groups.setdefault((folder, other.fate, other.case_id, other.again), []).append(other)
    lines: list[Wording] = []
    for (folder, *_), group in groups.items():
        if len(group) <= FEW:
            lines += [other.wording for other in group]
            continue
        count = Wording(f"{folder}/（{len(group)} 个文件）", f"{folder}/ ({len(group)} files)")
        zh, en = (replace(group[0], name=name).wording for name in count)
        lines.append(Wording(zh.zh, en.en))
    return tuple(lines)


def settle(
    entries: Sequence[ArrivedFile],
    filed: Filed,
    case_files: CaseFiles,
    awards: Sequence[Award],
    dry: bool,
) -> tuple[tuple[OtherFile, ...], tuple[Erratum, ...]]:
    """Settle the files `entries`; return what became of those that are no manuscripts.

    `filed` says what became of the manuscripts. With `dry` nothing is written. Faults are told,
    never raised: what could not be kept is received again in the next run.
    """
    work = _OutcomeRecording(case_files, awards, dry)
    try:
        work.take(entries, filed)
    finally:
        if not dry:
            work.write()
    return tuple(work.others), tuple(work.errata)


def follow(case_files: CaseFiles) -> tuple[Erratum, ...]:
    """Write the list anew when cases on it were given to another award."""
    work = _OutcomeRecording(case_files, (), dry=False)
    if work.follow():
        work.write()
    return tuple(work.errata)


@dataclass(frozen=True)
class _HashedFile:
    """A file, its size and its hash, which is empty when it cannot be read."""

    entry: ArrivedFile
    size: int
    sha256: str


class _OutcomeRecording:
    def __init__(self, case_files: CaseFiles, awards: Sequence[Award], dry: bool) -> None:
        self._case_files, self._awards = case_files, {award.id: award for award in awards}
        self._register = Register(case_files.received, case_files.root)
        self._loose = ReceivedFiles(case_files.received, self._register, dry)
        self._now = datetime.now().isoformat(timespec="minutes")
        self._dry = dry
        self.others: list[OtherFile] = []
        self.errata: list[Erratum] = list(self._register.errata)

    def take(self, entries: Sequence[ArrivedFile], filed: Filed) -> None:
        """Settle every file: manuscripts are listed, pictures joined, the rest kept."""
        photos = self._photos(entries, filed)
        for entry in entries:
            if entry.role is not Role.PICTURE or entry.kind.key == "empty":
                self._take_file(_held(entry), filed)
        joining = Joining(self._case_files, self._owners(), self._register, self._keep)
        joined = joining.join(photos)
        self.errata += joining.errata
        for photo, (fate, case_id, remark) in zip(photos, joined, strict=True):
            self._row(_held(photo.entry), fate, case_id, remark)
        if any(case_id and not before for case_id, before in filed.values()):
            self._join_waiting({photo.entry.name for photo in photos})

    def _join_waiting(self, now: Set[str]) -> None:
        """Join pictures that came before their case did; of those that still wait nothing is told."""
        rows = [
            row for row in self._register.rows if row.kept and f"{row.parcel}/{row.path}" not in now
        ]
        notes: dict[PurePosixPath, list[Path]] = {}
        heads: dict[PurePosixPath, tuple[str, ...]] = {}
        for row in rows:
            if row.fate == FileFate.NOTE.value:
                folder = PurePosixPath(row.parcel, row.path).parent
                notes.setdefault(folder, []).append(self._case_files.received / row.kept)
            elif row.fate == FileFate.LETTER.value:
                path = self._case_files.received / row.kept
                letter = letter_head(path, kind_of_file(path)) if path.is_file() else ()
                heads[PurePosixPath(row.parcel, row.path)] = letter
        photos: list[Photo] = []
        for row in rows:
            path = self._case_files.received / row.kept
            if row.fate == FileFate.LOOSE.value and path.is_file():
                entry = ArrivedFile(path, row.parcel, row.path, kind_of_file(path), Role.PICTURE)
                chain = PurePosixPath(entry.name).parents
                paths = tuple(path for above in chain for path in notes.get(above, ()))
                said = next((heads[above] for above in chain if heads.get(above)), ())
                photos.append(Photo(entry, (), paths, said))
        joining = Joining(self._case_files, self._owners(), self._register, self._keep)
        joined = joining.join(photos)
        self.errata += [erratum for erratum in joining.errata if erratum.rule != "loose-pictures"]
        for photo, (fate, case_id, remark) in zip(photos, joined, strict=True):
            if fate not in (FileFate.LOOSE, FileFate.LEFT):
                self._row(_held(photo.entry), fate, case_id, remark)

    def follow(self) -> bool:
        """Take over where cases stand now; say whether any was moved."""

        def case_of(sha256: str) -> str | None:
            held = self._case_files.holding(sha256)
            return held.case_id if held else None

        return self._register.follow(case_of)

    def write(self) -> None:
        """Write the list and its sheet; a sheet that cannot be written loses nothing."""
        sheet = self._case_files.received / arrivals.SHEET
        if not self._register.rows:
            return
        self.follow()
        try:
            self._register.annotate(arrivals.sheet_notes(sheet))
            self._register.write()
            arrivals.write_sheet(sheet, self._register.rows, self._kept_as)
        except (ValueError, OSError) as fault:
            self.errata.append(_unwritten_sheet(fault))
            self._register.write()

    def _photos(self, entries: Sequence[ArrivedFile], filed: Filed) -> list[Photo]:
        """Return the pictures, each with the cases of its folder and the notes round it."""
        texts: dict[PurePosixPath, list[str]] = {}
        notes: dict[PurePosixPath, list[Path]] = {}
        heads: dict[PurePosixPath, tuple[str, ...]] = {}
        for entry in entries:
            folder = PurePosixPath(entry.name).parent
            if entry.role is Role.CONTAINER:
                heads[PurePosixPath(entry.name)] = letter_head(entry.path, entry.kind)
            if entry.role is Role.MANUSCRIPT and entry.name in filed:
                texts.setdefault(folder, []).append(filed[entry.name][0] or "")
            elif entry.role is Role.NOTE:
                notes.setdefault(folder, []).append(entry.path)
        photos: list[Photo] = []
        for entry in entries:
            if entry.role is not Role.PICTURE:
                continue
            chain = PurePosixPath(entry.name).parents
            near = _only_case(chain, texts) or next(
                (texts[above] for above in chain if any(texts.get(above, ()))), []
            )
            paths = [path for above in chain for path in notes.get(above, ())]
            said = next((heads[above] for above in chain if heads.get(above)), ())
            cases = tuple(case_id for case_id in near if case_id)
            photos.append(Photo(entry, cases, tuple(paths), said))
        return photos

    def _owners(self) -> list[Owner]:
        """Return the cases of the book, as a picture may name them."""
        owners: list[Owner] = []
        for case in self._case_files.filed:
            award = self._awards.get(case.award or "")
            organisation = award.organisation if award else case.organisation
            title = (award.title if award else "") or case.title
            stem = PurePosixPath(case.file).stem
            owners.append(Owner(
                case.case_id, case.award or "", organisation, title, (stem,) if stem else ()
            ))  # fmt: skip
        return owners

    def _take_file(self, held: _HashedFile, filed: Filed) -> None:
        entry = held.entry
        case_id = filed.get(entry.name, (None, False))[0]
        if entry.role in (Role.FORM, Role.SCAN, Role.PAPER):
            case_id = self._beside(entry, filed)
        if entry.role is Role.MANUSCRIPT:
            fate = FileFate.CASE if case_id else FileFate.REFUSED
        elif entry.role is Role.CONTAINER:
            fate = FileFate.OPENED if entry.whole else FileFate.PACKED
            fate = FileFate.LETTER if entry.kind.key in LETTERS else fate
        elif entry.kind.key == "empty":
            fate = FileFate.EMPTY
        else:
            fate = _FATES.get(entry.role, FileFate.KEPT)
        self._row(held, fate, case_id or "", "")

    def _beside(self, form: ArrivedFile, filed: Filed) -> str | None:
        """Return the case of the manuscript that a form came beside."""
        folder = PurePosixPath(form.name).parent
        here = {case for name, (case, _) in filed.items() if PurePosixPath(name).parent == folder}
        return here.pop() if len(here) == 1 else None

    def _row(self, held: _HashedFile, fate: FileFate, case_id: str, remark: str) -> None:
        """List a file, kept where nothing else holds its bytes."""
        entry = held.entry
        place = ""
        if not held.sha256:
            if not entry.inner and not entry.path.exists():
                return  # nothing came: a name was mistyped
            fate = FileFate.LEFT
        elif fate in _KEPT or (fate is FileFate.OPENED and not entry.inside):
            place = self._keep(entry, held.sha256)
            fate = fate if place else FileFate.LEFT
        elif fate in (FileFate.PLACED, FileFate.INSIDE):
            ending = entry.kind.picture_ending
            place = f"media/{media_name(case_id, held.sha256, ending)}"
        row = Arrival(
            self._now, entry.parcel, entry.inner, held.size, held.sha256,
            entry.kind.name.zh, fate.value, case_id, place, remark,
        )  # fmt: skip
        again = self._register.holds(row.key)
        self._register.add(row)
        if entry.role is not Role.MANUSCRIPT:
            self.others.append(OtherFile(entry.name, fate, case_id, again))

    def _keep(self, entry: ArrivedFile, sha256: str) -> str:
        inner = entry.inner
        if entry.role in (
            Role.CONTAINER,
            Role.ALBUM,
            Role.DIVIDED,
        ):  # its files stand in a folder of its name
            inner = f"{inner}/{PurePosixPath(entry.name).name}".removeprefix("/")
        try:
            return self._loose.keep(entry.parcel, inner, files.read(entry.path), sha256)
        except OSError as fault:
            self.errata.append(
                os_errata.file_erratum(fault, "unwritable-folder", within=self._case_files.root)
            )
            return ""

    def _kept_as(self, row: Arrival) -> str:
        """Return where the file of a row is now, below the manuscript folder."""
        file = row.kept
        if row.fate == FileFate.CASE.value and row.case:
            file = self._case_files.kept_as(row.case, row.sha256, row.size)
        elif row.fate in (FileFate.PLACED.value, FileFate.INSIDE.value):
            return file
        return f"cases/received/{file}" if file else ""


def _only_case(
    chain: Iterable[PurePosixPath], texts: Mapping[PurePosixPath, Sequence[str]]
) -> list[str]:
    """Return the case that all manuscripts of the nearest folder with any, and below it, are of.

    `chain` are the folders round a picture, `texts` the cases of the manuscripts by folder. Nothing
    when there are several.
    """
    for above in chain:
        cases = {
            case_id
            for folder, here in texts.items()
            if folder == above or above in folder.parents
            for case_id in here
            if case_id
        }
        if cases:
            return [*cases] if len(cases) == 1 else []
    return []


def _held(entry: ArrivedFile) -> _HashedFile:
    try:
        return _HashedFile(entry, entry.path.stat().st_size, files.digest(entry.path).hex())
    except OSError:
        return _HashedFile(entry, 0, "")


def _unwritten_sheet(fault: Exception) -> Erratum:
    text = str(fault)
    why = os_errata.reason(fault) if isinstance(fault, OSError) else Wording(text, text)
    return Erratum(
        "unwritten-sheet", Place(f"cases/received/{arrivals.SHEET}"),
        Wording(f"来件清单没有写成：{why.zh}；记录本身已写好",
                f"the list of arrivals was not written: {why.en}; the record itself was"),
        Wording("请关掉打开它的程序，或把它改名移开，再收一次。",
                "Close the program that has it open, or move it away, and receive again."),
        "", Kind.QUERY,
    )  # fmt: skip
