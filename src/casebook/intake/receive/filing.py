"""File a manuscript: the case, its pictures, the bytes as received, the intake log; or nothing.

A case that is there is never overwritten, except by its own newer version, merged with what the
editor did. Files are written aside and moved into place, the case last, because it is the case
that makes a manuscript count as received.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import aside, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake import yaml_file
from casebook.intake.rich import Media

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
FILED = ".filed.md"
"""What the name of a case as it was first filed ends in, beside the received file."""


@dataclass(frozen=True)
class Filed:
    """A case that is there: its id, the award it claims, the hashes of what it came from.

    `sha256` is that of the newest version, `before` those of older ones; `organisation` and
    `title` are what the log found in the manuscript.
    """

    case_id: str
    award: str | None
    sha256: str | None
    before: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""


@dataclass(frozen=True)
class Papers:
    """Everything that is filed of one manuscript. `filed` is the case before an editor's change.

    `data` are the received bytes and `suffix` the ending of their name; `media` are pictures the
    book can set, `kept` those it cannot, both named for good.
    """

    case_id: str
    case: str
    filed: str
    log: str
    data: bytes
    suffix: str
    media: tuple[Media, ...] = ()
    kept: tuple[Media, ...] = ()


class Shelf:
    """The cases of a book and what they came from; `root` is the book's manuscript folder.

    With `dry` nothing is written, and the shelf still knows what would have been filed.
    """

    def __init__(self, root: Path, dry: bool = False) -> None:
        self.root, self._dry = root, dry
        self.cases = root / "cases"
        self.received = self.cases / "received"
        self.filed = list(self._look())
        self._new_ids: set[str] = set()

    def _look(self) -> Iterable[Filed]:
        for path in files.walk(self.root).named(".md", "cases"):
            award = _front(path).get("award")
            yield self._filed(path.stem, award if isinstance(award, str) and award else None)

    def _filed(self, case_id: str, award: str | None) -> Filed:
        path = self.log(case_id)
        log = _mapping(yaml_file.read(path, root=self.root)) if path.is_file() else {}
        received, found = _inner(log, "received"), _inner(log, "found")
        sha256, before = received.get("sha256"), received.get("before")
        return Filed(
            case_id,
            award,
            sha256 if isinstance(sha256, str) else None,
            tuple(str(one) for one in before) if isinstance(before, list) else (),
            str(_inner(found, "organisation").get("text", "")),
            str(_inner(found, "title").get("text", "")),
        )

    def log(self, case_id: str) -> Path:
        """Return the path of the intake log of `case_id`."""
        return self.received / f"{case_id}.yaml"

    def case(self, case_id: str) -> Path:
        """Return the path of the case `case_id`."""
        return self.cases / f"{case_id}.md"

    def base(self, case_id: str) -> Path:
        """Return the path of the case as it was last filed, before an editor touched it."""
        return self.received / f"{case_id}{FILED}"

    def original(self, case_id: str) -> Path | None:
        """Return the newest received file of `case_id`, or None."""
        found = [
            path for path in self._kept(f"{case_id}.")
            if path.stem == case_id and path.suffix != ".yaml"
        ]  # fmt: skip
        return found[0] if found else None

    def _kept(self, start: str) -> list[Path]:
        """Return the received files whose names begin with `start`."""
        found = files.walk(self.received, within=self.root).named("", "")
        return [path for path in found if path.name.startswith(start)]

    def holding(self, sha256: str) -> Filed | None:
        """Return the case that was made from the bytes with this hash, now or before."""
        return next(
            (one for one in self.filed if sha256 == one.sha256 or sha256 in one.before), None
        )

    def claims(self) -> dict[str, str]:
        """Return the awards that have a case, with the name of its file."""
        return {one.award: f"cases/{one.case_id}.md" for one in self.filed if one.award}

    def free_id(self, sha256: str) -> str:
        """Return the next id for a case that is on no list: x-01, x-02 …

        Bytes whose case an editor deleted, leaving the received file, get their old id again.
        """
        cases = {path.stem for path in files.walk(self.root).named(".md", "cases")}
        names = cases | self._new_ids | {path.name.split(".")[0] for path in self._kept("x-")}
        number = 1
        while (name := f"x-{number:02d}") in names and self._filed(name, None).sha256 != sha256:
            number += 1
        return name

    def file(self, papers: Papers) -> Path:
        """Write the papers of a case that is not there yet and return the case's path.

        Raises `StopPress` when a file of the same name holds anything else, or cannot be written.
        A log of the same bytes is written anew.
        """
        case_id = papers.case_id
        kept = self.received / f"{case_id}{papers.suffix}"
        wanted = [
            *self._pictures(papers),
            (kept, papers.data),
            (self.base(case_id), papers.filed.encode()),
            (self.log(case_id), papers.log.encode()),
            (self.case(case_id), papers.case.encode()),
        ]
        same = kept.exists() and files.read(kept) == papers.data
        fresh = {self.log(case_id), self.base(case_id)} if same else set()
        occupied = [
            path for path, new in wanted
            if path not in fresh and path.exists() and files.read(path) != new
        ]  # fmt: skip
        if occupied:
            raise StopPress(_occupied(path.relative_to(self.root)) for path in occupied)
        return self._write(papers, wanted)

    def revise(self, papers: Papers) -> Path:
        """Write a newer version over the case `papers.case_id`; the older file is kept, numbered.

        `papers.case` is already merged with what the editor did.
        """
        case_id = papers.case_id
        wanted = [*self._pictures(papers)]
        old = self.original(case_id)
        if old is not None:
            wanted.append((self._numbered(case_id, old.suffix), files.read(old)))
        wanted += [
            (self.received / f"{case_id}{papers.suffix}", papers.data),
            (self.base(case_id), papers.filed.encode()),
            (self.log(case_id), papers.log.encode()),
            (self.case(case_id), papers.case.encode()),
        ]
        path = self._write(papers, wanted)
        if old is not None and old.suffix != papers.suffix and not self._dry:
            old.unlink()
        return path

    def _pictures(self, papers: Papers) -> list[tuple[Path, bytes]]:
        media = [(self.root / "media" / one.name, one.data) for one in papers.media]
        return media + [(self.received / one.name, one.data) for one in papers.kept]

    def _numbered(self, case_id: str, suffix: str) -> Path:
        """Return a free name for an older version: 1-07.v1.docx, 1-07.v2.docx …"""
        number = 1
        while self._kept(f"{case_id}.v{number}."):
            number += 1
        return self.received / f"{case_id}.v{number}{suffix}"

    def _write(self, papers: Papers, wanted: Sequence[tuple[Path, bytes]]) -> Path:
        case_id = papers.case_id
        try:
            if not self._dry:
                self.received.mkdir(parents=True, exist_ok=True)
                if papers.media:
                    (self.root / "media").mkdir(exist_ok=True)
                for path, new in wanted:
                    aside.put(path, new)
        except OSError as fault:
            raise StopPress([_unwritable(self.cases.name, fault)]) from fault
        self._new_ids.add(case_id)
        self._remember(papers)
        return self.case(case_id)

    def _remember(self, papers: Papers) -> None:
        """Know the case from now on, as the files just written say."""
        front = _parse_front(papers.case, papers.case_id)
        log = _mapping(yaml_file.parse(papers.log, papers.case_id))
        received, found = _inner(log, "received"), _inner(log, "found")
        award, before = front.get("award"), received.get("before")
        new = Filed(
            papers.case_id,
            award if isinstance(award, str) and award else None,
            str(received.get("sha256", "")) or None,
            tuple(str(one) for one in before) if isinstance(before, list) else (),
            str(_inner(found, "organisation").get("text", "")),
            str(_inner(found, "title").get("text", "")),
        )
        self.filed = [one for one in self.filed if one.case_id != papers.case_id] + [new]


def _front(path: Path) -> dict[str, yaml_file.Value]:
    """Return the front matter of a case, or nothing when it cannot be read."""
    try:
        return _parse_front(files.text(path), path.name)
    except (OSError, StopPress):
        return {}


def _parse_front(text: str, name: str) -> dict[str, yaml_file.Value]:
    match = _FRONT.match(text)
    return _mapping(yaml_file.parse(match[1], name)) if match else {}


def _mapping(file: yaml_file.YamlFile) -> dict[str, yaml_file.Value]:
    return file.data if isinstance(file.data, dict) else {}


def _inner(log: dict[str, yaml_file.Value], key: str) -> dict[str, yaml_file.Value]:
    inner = log.get(key)
    return inner if isinstance(inner, dict) else {}


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
