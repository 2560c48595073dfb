"""The list of everything that ever came: each file, what it was, what became of it, where it is.

The list is a file of JSON lines, which lasts; `index.xlsx` beside it is written from it, for
people. A parcel that comes again adds nothing to it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from casebook import atomic, files
from casebook.errata import Erratum, Kind, Place, Wording

RECORD = "index.jsonl"


class Fate(StrEnum):
    """What became of a file."""

    CASE = "case"
    PLACED = "placed"
    INSIDE = "inside"
    COPY = "copy"
    UNSET = "unset"
    LOOSE = "loose"
    NOTE = "note"
    FORM = "form"
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
    Fate.CASE: Wording("收为案例", "a case"),
    Fate.PLACED: Wording("图片已放入案例", "picture, placed in its case"),
    Fate.INSIDE: Wording("图片，文稿里已有", "picture, in the manuscript itself"),
    Fate.COPY: Wording("图片，案例里已有同一张，已保存", "picture the case shows already, kept"),
    Fate.UNSET: Wording("图片不能排印，已保存", "picture that cannot be set, kept"),
    Fate.LOOSE: Wording("图片未定归属，已保存", "picture, belongs to no one case, kept"),
    Fate.FORM: Wording("文稿旁的申报表，已保存", "form beside a manuscript, kept"),
    Fate.NOTE: Wording("说明，已保存", "note, kept"),
    Fate.OPENED: Wording("已解开，里面的文件逐个收下", "opened, its files taken one by one"),
    Fate.PACKED: Wording("没有全部解开，已整个保存", "not all of it opened, kept whole"),
    Fate.LETTER: Wording(
        "邮件，已整个保存，附件另存", "mail, kept whole, what is attached as well"
    ),
    Fate.ALBUM: Wording(
        "只有照片的文档，已整个保存，照片另存", "a file of photos, kept whole, the photos as well"
    ),
    Fate.DIVIDED: Wording(
        "一个文件里有几份表，已整个保存，逐份收下",
        "several forms in one file, kept whole, each taken",
    ),
    Fate.REFUSED: Wording("文稿没有收，原件已保存", "manuscript refused, kept"),
    Fate.KEPT: Wording("不是文稿，已保存", "no manuscript, kept"),
    Fate.EMPTY: Wording("空文件", "empty file"),
    Fate.LEFT: Wording("没有保存", "not kept"),
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
        known = {one.name for one in fields(Arrival)}
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
            now = case_of(row.sha256) if row.fate == Fate.CASE.value else None
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
