"""The list of everything that ever came: each file, what it was, what became of it, where it is.

The list is a file of JSON lines, which lasts; `index.xlsx` beside it is written from it each time it
differs, for people. What an editor writes into the last column is read back first and kept in the
record. A parcel that comes again adds nothing to it.

What belongs to no case is kept as it came, below `received/parcels/`, by parcel and path. Bytes
that are kept already are not kept again. Nothing of it is read by any edition.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from casebook import atomic, files
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.file_kinds import FileKind
from casebook.intake.parcels.unpacking import safe_name


class Role(StrEnum):
    """What a received file is for."""

    MANUSCRIPT = "manuscript"
    PICTURE = "picture"
    SCAN = "scan"
    PAPER = "paper"
    NOTE = "note"
    FORM = "form"
    CONTACTS = "contacts"
    CONTAINER = "container"
    ALBUM = "album"
    DIVIDED = "divided"
    OTHER = "other"


@dataclass(frozen=True)
class ArrivedFile:
    """A file as it came: where its bytes are, what was handed in (`parcel`) and its path there.

    `inner` is empty when the file itself was handed in. `whole` says of a container that each of
    its files came out, `inside` that it lay in another one, which is kept. `number` counts the
    pictures of a file of photos, in their order there.
    """

    path: Path
    parcel: str
    inner: str
    kind: FileKind
    role: Role
    whole: bool = False
    inside: bool = False
    number: int = 0

    @property
    def name(self) -> str:
        """What the editor calls it."""
        return f"{self.parcel}/{self.inner}" if self.inner else self.parcel


RECORD = "index.jsonl"


class FileFate(StrEnum):
    """What became of a file."""

    CASE = "case"
    PLACED = "placed"
    INSIDE = "inside"
    COPY = "copy"
    UNSET = "unset"
    LOOSE = "loose"
    NOTE = "note"
    FORM = "form"
    CONTACTS = "contacts"
    SCAN = "scan"
    OPENED = "opened"
    PACKED = "packed"
    LETTER = "letter"
    ALBUM = "album"
    DIVIDED = "divided"
    REFUSED = "refused"
    KEPT = "kept"
    EMPTY = "empty"
    LEFT = "left"


FATES = {
    FileFate.CASE: Wording("收为案例", "a case"),
    FileFate.PLACED: Wording("图片已放入案例", "picture, placed in its case"),
    FileFate.INSIDE: Wording("图片，文稿里已有", "picture, in the manuscript itself"),
    FileFate.COPY: Wording(
        "图片，案例里已有同一张，已保存", "picture the case shows already, kept"
    ),
    FileFate.UNSET: Wording("图片不能排印，已保存", "picture that cannot be set, kept"),
    FileFate.LOOSE: Wording("图片未定归属，已保存", "picture, belongs to no one case, kept"),
    FileFate.FORM: Wording("文稿旁的申报表，已保存", "form beside a manuscript, kept"),
    FileFate.SCAN: Wording(
        "申报表、文稿、证照等的照片或扫描件，已保存，没有放进案例",
        "photo or scan of a form, a text or a paper, kept, placed in no case",
    ),
    FileFate.CONTACTS: Wording(
        "联系方式，只供编辑部，已保存", "people to contact, for the editor alone, kept"
    ),
    FileFate.NOTE: Wording("说明，已保存", "note, kept"),
    FileFate.OPENED: Wording("已解开，里面的文件逐个收下", "opened, its files taken one by one"),
    FileFate.PACKED: Wording("没有全部解开，已整个保存", "not all of it opened, kept whole"),
    FileFate.LETTER: Wording(
        "邮件，已整个保存，附件另存", "mail, kept whole, what is attached as well"
    ),
    FileFate.ALBUM: Wording(
        "只有照片的文档，已整个保存，照片另存", "a file of photos, kept whole, the photos as well"
    ),
    FileFate.DIVIDED: Wording(
        "一个文件里有几份表或几篇稿，已整个保存，逐份收下",
        "several forms or texts in one file, kept whole, each taken",
    ),
    FileFate.REFUSED: Wording("文稿没有收，原件已保存", "manuscript refused, kept"),
    FileFate.KEPT: Wording("不是文稿，已保存", "no manuscript, kept"),
    FileFate.EMPTY: Wording("空文件", "empty file"),
    FileFate.LEFT: Wording("没有保存", "not kept"),
}


@dataclass(frozen=True)
class Arrival:
    """A file as it came: when first, in which parcel and where in it, its size and hash, what it
    is, what became of it, its case, where it is kept below `received/`, and what editors add."""

    when: str
    parcel: str
    path: str
    size: int
    sha256: str
    kind: str
    fate: str
    case: str = ""
    kept: str = ""
    remark: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What is the same when the same file comes again in the same way."""
        return self.parcel, self.path, self.sha256


class Register:
    """The list in the folder `received`; what is added counts at once and is written in the end."""

    def __init__(self, received: Path, root: Path) -> None:
        self._path, self._root = received / RECORD, root
        self.errata: list[Erratum] = []
        self.rows: list[Arrival] = list(self._read())
        self._at = {row.key: number for number, row in enumerate(self.rows)}
        self._by_hash: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            self._by_hash.setdefault(row.sha256, []).append(number)

    def _read(self) -> Iterable[Arrival]:
        if not self._path.is_file():
            return
        known = {field.name for field in fields(Arrival)}
        text = files.text(self._path, root=self._root, name=f"cases/received/{RECORD}")
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield Arrival(**{key: value for key, value in row.items() if key in known})
            except (ValueError, TypeError, AttributeError):
                self.errata.append(_unread(number, line))

    def before(self, sha256: str) -> tuple[Arrival, ...]:
        """Return the rows of the files with these bytes."""
        return tuple(self.rows[at] for at in self._by_hash.get(sha256, ()))

    def holds(self, key: tuple[str, str, str]) -> bool:
        """Whether a file is listed already."""
        return key in self._at

    def add(self, row: Arrival) -> None:
        """List a file; one that is listed keeps its day and takes its new fate."""
        at = self._at.get(row.key)
        if at is None:
            self._at[row.key] = len(self.rows)
            self._by_hash.setdefault(row.sha256, []).append(len(self.rows))
            self.rows.append(row)
            return
        old = self.rows[at]
        self.rows[at] = replace(row, when=old.when, note=old.note, remark=row.remark or old.remark)

    def follow(self, case_of: Callable[[str], str | None]) -> bool:
        """Take over where cases stand now that were given to another award; say whether any was.

        `case_of` tells the case of a manuscript by its hash. What joined that case goes with it.
        """
        moved: dict[str, str] = {}
        for row in self.rows:
            now = case_of(row.sha256) if row.fate == FileFate.CASE.value else None
            if now and row.case and now != row.case:
                moved[row.case] = now
        self.rows = [replace(row, case=moved.get(row.case, row.case)) for row in self.rows]
        return bool(moved)

    def annotate(self, notes: dict[tuple[str, str, str], str]) -> None:
        """Take over what editors wrote into the sheet, by parcel, path and beginning of the hash."""
        for at, row in enumerate(self.rows):
            note = notes.get((row.parcel, row.path, row.sha256[:12]))
            if note is not None:
                self.rows[at] = replace(row, note=note)

    def write(self) -> None:
        """Write the list where it differs from what stands there. Raises `OSError`."""
        if self.errata:  # a line that cannot be read is not thrown away
            return
        lines = [json.dumps(asdict(row), ensure_ascii=False) for row in self.rows]
        data = "".join(f"{line}\n" for line in lines).encode()
        if self.rows and (not self._path.is_file() or files.read(self._path) != data):
            atomic.put(self._path, data)


def _unread(number: int, line: str) -> Erratum:
    return Erratum(
        "unread-record", Place(f"cases/received/{RECORD}", number),
        Wording("来件记录的这一行读不出来，这次没有改写记录",
                "this line of the list of arrivals cannot be read; the list was not written anew"),
        Wording("请改正或删去这一行，再收一次。", "Correct or delete the line and receive again."),
        line[:80], Kind.QUERY,
    )  # fmt: skip


SHEET = "index.xlsx"
_COLUMNS = (
    ("收到", 17), ("来件", 24), ("其中的文件", 44), ("字节", 11), ("校验码", 15), ("种类", 20),
    ("处理", 26), ("案例", 9), ("保存在（manuscript/ 下）", 44), ("备注", 40),
    ("编辑备注（可填，会保留）", 30),
)  # fmt: skip
_FATES = {fate.value: wording.zh for fate, wording in FATES.items()}
_ALWAYS = (1980, 1, 1, 0, 0, 0)


def sheet_notes(path: Path) -> dict[tuple[str, str, str], str]:
    """Return what editors wrote into the sheet at `path`, by parcel, path and hash.

    Raises `ValueError` when it is no sheet that was written here.
    """
    if not path.is_file():
        return {}
    try:
        book = load_workbook(io.BytesIO(files.read(path)), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise ValueError(path.name) from fault
    rows = book.worksheets[0].iter_rows(values_only=True)
    if [str(cell or "") for cell in next(rows, ())][:3] != [name for name, _ in _COLUMNS[:3]]:
        raise ValueError(path.name)
    notes: dict[tuple[str, str, str], str] = {}
    for row in rows:
        cells = [str(cell) if cell is not None else "" for cell in row]
        cells += [""] * (len(_COLUMNS) - len(cells))
        notes[_bare(cells[1]), _bare(cells[2]), cells[4]] = _bare(cells[10])
    return notes


def write_sheet(path: Path, rows: Sequence[Arrival], home_of: Callable[[Arrival], str]) -> None:
    """Write `rows` as a sheet where it differs from what stands there; `kept` says where a file is.

    Raises `OSError`, as when Excel holds the file open.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "来件"
    sheet.append([name for name, _ in _COLUMNS])
    for row in rows:
        fate = _FATES.get(row.fate, row.fate)
        sheet.append([
            _safe(cell) for cell in (
                row.when.replace("T", " "), row.parcel, row.path, row.size, row.sha256[:12],
                row.kind, fate, row.case, home_of(row), row.remark, row.note,
            )
        ])  # fmt: skip
    for number, (_, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8E4DA")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.created = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    data = _timeless(out.getvalue())
    if not path.is_file() or files.read(path) != data:
        atomic.put(path, data)


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time of its making: the same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as new:
        for info in book.infolist():
            part = book.read(info)
            if info.filename == "docProps/core.xml":
                part = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", part)
            new.writestr(zipfile.ZipInfo(info.filename, _ALWAYS), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _safe(value: str | int) -> str | int:
    """Keep a text that begins like a formula from being one, and out what no cell may hold."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
    if isinstance(value, str) and value[:1] in tuple("=+-@"):
        return f"'{value}"
    return value


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


FOLDER = "parcels"
DEEPEST = 12
"""Folders within folders below that of a parcel; of more, the outer ones are left out."""


class ReceivedFiles:
    """The files kept below the folder `received`; with `dry` nothing is written."""

    def __init__(self, received: Path, register: Register, dry: bool) -> None:
        self._received, self._register, self._dry = received, register, dry
        start = received / FOLDER
        self._taken = {
            _folded(path.relative_to(received).as_posix())
            for path in files.walk(start, foreign=True).files
        }

    def keep(self, parcel: str, inner: str, data: bytes, sha256: str) -> str:
        """Keep a file and return its path below `received/`. Raises `OSError`.

        What was kept before with the same bytes stays where it is.
        """
        for row in self._register.before(sha256):
            if row.kept.startswith(FOLDER) and self._same(self._received / row.kept, data):
                return row.kept
        parts = [safe_name(part) for part in PurePosixPath(parcel, inner).parts if part != "/"]
        parts = [*parts[:1], *parts[1:][-DEEPEST:]]
        folders = [
            f"{part}_" if part.lower().endswith(files.TEXTS) else part for part in parts[:-1]
        ]
        wanted = PurePosixPath(FOLDER, *(_no_end(part) for part in (*folders, *parts[-1:])))
        number, place = 1, wanted
        while _folded(place.as_posix()) in self._taken:
            if self._same(self._received / place, data):
                return place.as_posix()
            number += 1
            place = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        self._taken.add(_folded(place.as_posix()))
        if not self._dry:
            atomic.put(self._received / place, data)
        return place.as_posix()

    def _same(self, path: Path, data: bytes) -> bool:
        return path.is_file() and path.stat().st_size == len(data) and files.read(path) == data


def _no_end(part: str) -> str:
    """Return a name that Windows can hold too: without blanks or stops at its end, and no `..`."""
    name = "".join("_" if char in '<>:"|?*\\' else char for char in part).rstrip(" .")
    return name if name and not files.hidden(name) else f"_{name}"


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()
