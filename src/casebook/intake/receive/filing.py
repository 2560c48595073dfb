"""File a manuscript: the case, the bytes as received, and the intake log, or nothing at all.

A case that is there is never overwritten. Files are written aside and moved into place, the case
last, because it is the case that makes a manuscript count as received.
"""

import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake import yaml_file

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Filed:
    """A case that is there already: its id, the award it claims, the hash of what it came from."""

    case_id: str
    award: str | None
    sha256: str | None


class Shelf:
    """The cases of a book and what they came from; `root` is the book's manuscript folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cases = root / "cases"
        self.received = self.cases / "received"
        self.filed = tuple(self._look())

    def _look(self) -> Iterable[Filed]:
        for path in sorted(self.cases.glob("*.md")):
            award = _front(path).get("award")
            yield Filed(
                path.stem,
                award if isinstance(award, str) and award else None,
                self._hash_in_log(path.stem),
            )

    def _hash_in_log(self, case_id: str) -> str | None:
        """Return the hash of the received bytes that the log of `case_id` tells of."""
        path = self.log(case_id)
        received = _mapping(yaml_file.read(path)).get("received") if path.is_file() else None
        sha256 = received.get("sha256") if isinstance(received, dict) else None
        return sha256 if isinstance(sha256, str) else None

    def log(self, case_id: str) -> Path:
        """Return the path of the intake log of `case_id`."""
        return self.received / f"{case_id}.yaml"

    def case(self, case_id: str) -> Path:
        """Return the path of the case `case_id`."""
        return self.cases / f"{case_id}.md"

    def holding(self, sha256: str) -> Filed | None:
        """Return the case that was made from the bytes with this hash."""
        return next((filed for filed in self.filed if filed.sha256 == sha256), None)

    def claims(self) -> dict[str, str]:
        """Return the awards that have a case, with the name of its file."""
        return {one.award: f"cases/{one.case_id}.md" for one in self.filed if one.award}

    def free_id(self, sha256: str) -> str:
        """Return the next id for a case that is on no list: x-01, x-02 …

        Bytes whose case an editor deleted, leaving the received file, get their old id again.
        """
        names = {path.stem for path in (*self.cases.glob("x-*"), *self.received.glob("x-*"))}
        number = 1
        while (name := f"x-{number:02d}") in names and self._hash_in_log(name) != sha256:
            number += 1
        return name

    def file(self, case_id: str, case: str, log: str, data: bytes, suffix: str) -> Path:
        """Write the three files of `case_id` and return the case's path.

        Raises `StopPress` when a file of the same name holds anything else, or cannot be written.
        A log of the same bytes is written anew.
        """
        kept = self.received / f"{case_id}{suffix}"
        files = (
            (kept, data),
            (self.log(case_id), log.encode()),
            (self.case(case_id), case.encode()),
        )
        fresh = {self.log(case_id)} if kept.exists() and kept.read_bytes() == data else set()
        occupied = [
            path for path, new in files
            if path not in fresh and path.exists() and path.read_bytes() != new
        ]  # fmt: skip
        if occupied:
            raise StopPress(_occupied(path.relative_to(self.root)) for path in occupied)
        try:
            self.received.mkdir(parents=True, exist_ok=True)
            for path, new in files:
                _write(path, new)
        except OSError as fault:
            raise StopPress([_unwritable(self.cases.name, fault)]) from fault
        return self.case(case_id)


def _write(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and move it there; an interruption leaves no half file."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _front(path: Path) -> dict[str, yaml_file.Value]:
    """Return the front matter of a case, or nothing when it cannot be read."""
    try:
        match = _FRONT.match(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return {}
    return _mapping(yaml_file.parse(match[1], path.name)) if match else {}


def _mapping(file: yaml_file.YamlFile) -> dict[str, yaml_file.Value]:
    return file.data if isinstance(file.data, dict) else {}


def _occupied(path: Path) -> Erratum:
    return Erratum(
        "case-exists", Place(path.as_posix()),
        Wording("这里已有另一份稿件，没有覆盖", "another manuscript stands here; it was kept"),
        Wording("新稿是修订稿就请先移走或删去旧稿；是另一篇就请改用别的 --award。",
                "If the new one is a revision, move the old one away first; if it is another "
                "case, name another --award."),
    )  # fmt: skip


def _unwritable(folder: str, fault: OSError) -> Erratum:
    return Erratum(
        "unwritable-folder", Place(folder),
        Wording(f"写不进去：{fault.strerror}", f"it cannot be written to: {fault.strerror}"),
        Wording("请检查文件夹的权限和磁盘空间；稿件没有收入。",
                "See to the folder’s permissions and the disk; nothing was filed."),
    )  # fmt: skip
