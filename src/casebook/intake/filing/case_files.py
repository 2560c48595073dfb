"""File a manuscript: the case, its pictures, the bytes as received, the intake log; or nothing.

A case that is there is never overwritten, except by its own newer version, merged with what the
editor did. Files are written aside and moved into place, the log before the case it tells of. A
new case comes last, because it is the case that makes a manuscript count as received. Of a newer
version the log comes before the merged case, and what was filed last of all: until then the
version counts as unfinished, and receiving it again finishes it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebook import atomic, files, os_errata
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.formats.rich import Media
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.text_files import FRONT
from casebook.intake.structure.confidential import ENDING

_SHOWN = re.compile(r"\]\(\.\./media/([^\s)\"/]+)")
FILED = ".filed.md"
"""What the name of a case as it was first filed ends in, beside the received file."""


@dataclass(frozen=True)
class Filed:
    """A case that is there: its id, the award it claims, the hashes of what it came from.

    `sha256` is that of the newest version, `before` those of older ones; `organisation` and
    `title` are what the log found in the manuscript. `unfinished` says that its newest version was
    broken off in the writing; `merged` is the hash of the case it was to leave. `facts` is what
    the log says of the received file: its name, its dates, the versions that were not taken.
    `decided` says that an editor has assigned it, if only to no award; `named` are organisations
    the text names; `form` says that it came as an application form.
    """

    case_id: str
    award: str | None
    sha256: str | None
    before: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""
    unfinished: bool = False
    merged: str = ""
    facts: Mapping[str, yaml_file.Value] = field(default_factory=dict)
    decided: bool = False
    named: tuple[str, ...] = ()
    form: bool = False

    @property
    def file(self) -> str:
        """What the editor calls the newest received file."""
        return str(self.facts.get("file", ""))


@dataclass(frozen=True)
class FiledManuscript:
    """Everything that is filed of one manuscript. `filed` is the case before an editor's change.

    `data` are the received bytes and `suffix` the ending of their name; `media` are pictures the
    book can set, `kept` those it cannot, both named for good. `private` is the file of people to
    contact, which nothing reads.
    """

    case_id: str
    case: str
    filed: str
    log: str
    data: bytes
    suffix: str
    media: tuple[Media, ...] = ()
    kept: tuple[Media, ...] = ()
    private: str = ""


class CaseFiles:
    """The cases of a book and what they came from; `root` is the book's manuscript folder.

    With `dry` nothing is written, and it still knows what would have been filed.
    """

    def __init__(self, root: Path, dry: bool = False) -> None:
        self.root, self._dry = root, dry
        self.cases = root / "cases"
        self.received = self.cases / "received"
        self.filed = list(self._look())
        self._new_ids: set[str] = set()
        self._texts: dict[str, str] = {}
        self._unwritten: dict[str, FiledManuscript] = {}
        """What would have been filed, in a dry run."""

    def _look(self) -> Iterable[Filed]:
        for path in files.walk(self.root).named(".md", "cases"):
            award = _front(path).get("award")
            yield self._filed(path.stem, award if isinstance(award, str) and award else None)

    def _filed(self, case_id: str, award: str | None) -> Filed:
        path = self.log(case_id)
        log = _mapping(yaml_file.read(path, root=self.root)) if path.is_file() else {}
        return _of_log(case_id, award, log, lambda: _hash(self.base(case_id)))

    def log(self, case_id: str) -> Path:
        """Return the path of the intake log of `case_id`."""
        return self.received / f"{case_id}.yaml"

    def case(self, case_id: str) -> Path:
        """Return the path of the case `case_id`."""
        return self.cases / f"{case_id}.md"

    def base(self, case_id: str) -> Path:
        """Return the path of the case as it was last filed, before an editor touched it."""
        return self.received / f"{case_id}{FILED}"

    def filed_text(self, case_id: str) -> str | None:
        """Return the case as it was last filed, None when it was not kept."""
        if case_id in self._unwritten:
            return self._unwritten[case_id].filed
        path = self.base(case_id)
        return files.text(path) if path.is_file() else None

    def standing(self, case_id: str) -> str | None:
        """Return the case as it stands now, None when there is none."""
        if case_id in self._unwritten:
            return self._unwritten[case_id].case
        path = self.case(case_id)
        if not path.is_file():
            return None
        return files.text(path, self.root, f"cases/{case_id}.md").replace("\r\n", "\n")

    def log_of(self, case_id: str) -> dict[str, yaml_file.Value]:
        """Return the intake log of a case; empty when there is none."""
        if case_id in self._unwritten:
            return _mapping(yaml_file.parse(self._unwritten[case_id].log, case_id))
        path = self.log(case_id)
        return _mapping(yaml_file.read(path, root=self.root)) if path.is_file() else {}

    def original(self, case_id: str) -> Path | None:
        """Return the newest received file of `case_id`, or None."""
        originals = self._originals(case_id)
        log = (
            _mapping(yaml_file.read(self.log(case_id), root=self.root))
            if len(originals) > 1
            else {}
        )
        newest = _inner(log, "received").get("sha256")
        return next(
            (path for path in originals if _hash(path) == newest),
            originals[0] if originals else None,
        )

    def _originals(self, case_id: str) -> list[Path]:
        """Return the received files of `case_id`: one, unless a newer version was broken off."""
        return [
            path for path in self.received_files(f"{case_id}.")
            if path.stem == case_id and path.suffix != ".yaml"
        ]  # fmt: skip

    def received_files(self, start: str) -> list[Path]:
        """Return the received files whose names begin with `start`."""
        paths = files.walk(self.received, within=self.root).named("", "")
        return [path for path in paths if path.name.startswith(start)]

    def holding(self, sha256: str) -> Filed | None:
        """Return the case that was made from the bytes with this hash, now or before."""
        return next(
            (case for case in self.filed if sha256 == case.sha256 or sha256 in case.before), None
        )

    def is_letter(self, sha256: str) -> bool:
        """Whether the bytes with this hash came as the text of a mail."""
        case = self.holding(sha256)
        if case is None:
            return False
        versions = case.facts.get("versions")
        listed = versions if isinstance(versions, list) else []
        logged = [
            version
            for version in listed
            if isinstance(version, dict) and version.get("sha256") == sha256
        ]
        return any(
            "letter" in facts for facts in ([case.facts] if case.sha256 == sha256 else logged)
        )

    def claims(self) -> dict[str, str]:
        """Return the awards that have a case, with the name of its file."""
        return {case.award: f"cases/{case.case_id}.md" for case in self.filed if case.award}

    def free_id(self, sha256: str) -> str:
        """Return the next id for a case that is on no list: x-01, x-02 …

        Bytes whose case an editor deleted, leaving the received file, get their old id again.
        """
        cases = {path.stem for path in files.walk(self.root).named(".md", "cases")}
        names = (
            cases | self._new_ids | {path.name.split(".")[0] for path in self.received_files("x-")}
        )
        number = 1
        while (name := f"x-{number:02d}") in names and not self._is_left_of(name, sha256):
            number += 1
        return name

    def _is_left_of(self, case_id: str, sha256: str) -> bool:
        """Whether what stands beside no case is of the bytes with this hash."""
        if case_id in self._new_ids or self.case(case_id).exists():
            return False
        if self.log(case_id).is_file():
            return self._filed(case_id, None).sha256 == sha256
        return any(_hash(path) == sha256 for path in self._originals(case_id))

    def id_for(self, award: str, sha256: str) -> str:
        """Return the id for a new case of an award, or of none.

        It is the award's own, unless a received case stands there that was given to another award.
        """
        there = next((case for case in self.filed if case.case_id == award), None)
        moved = there is not None and there.sha256 is not None and there.award != award
        return award if award and not moved else self.free_id(sha256)

    def file(self, manuscript: FiledManuscript) -> Path:
        """Write what is filed of a case that is not there yet and return the case's path.

        Raises `StopPress` when a file of the same name holds anything else, or cannot be written.
        A log of the same bytes is written anew.
        """
        case_id = manuscript.case_id
        original = self.received / f"{case_id}{manuscript.suffix}"
        wanted = [
            *self._pictures(manuscript),
            (original, manuscript.data),
            *self._private(manuscript),
            (self.base(case_id), manuscript.filed.encode()),
            (self.log(case_id), manuscript.log.encode()),
            (self.case(case_id), manuscript.case.encode()),
        ]
        same = original.exists() and files.read(original) == manuscript.data
        mine = (path for path, _ in self._private(manuscript))
        fresh = {self.log(case_id), self.base(case_id), *mine} if same else set()
        occupied = [
            path for path, new in wanted
            if path not in fresh and path.exists() and files.read(path) != new
        ]  # fmt: skip
        if occupied:
            raise StopPress(_occupied(path.relative_to(self.root)) for path in occupied)
        return self._write(manuscript, wanted, new=True)

    def revise(self, manuscript: FiledManuscript, base: str) -> Path:
        """Write a newer version over the case `manuscript.case_id`; the older file is kept, numbered.

        `manuscript.case` is already merged with what the editor did, `base` is the case as the older
        version was filed. Broken off anywhere, it loses nothing, and done again it does the rest.
        """
        case_id = manuscript.case_id
        olds = self._originals(case_id)
        wanted = [*self._pictures(manuscript)]
        if not self.base(case_id).is_file():  # it is made from the file about to be replaced
            wanted.append((self.base(case_id), base.encode()))
        wanted += self._numbered(case_id, olds, manuscript.data)
        original = self.received / f"{case_id}{manuscript.suffix}"
        wanted += [
            (original, manuscript.data),
            *self._private(manuscript),
            (self.log(case_id), manuscript.log.encode()),
            (self.case(case_id), manuscript.case.encode()),
            (self.base(case_id), manuscript.filed.encode()),
        ]
        path = self._write(manuscript, wanted)
        for old in olds:
            if old != original and not self._dry:
                atomic.remove(old)
        return path

    def text(self, case_id: str) -> str:
        """Return the text of a case as it stands now. Raises as `files.text` does."""
        if self._dry and case_id in self._texts:
            return self._texts[case_id]
        return files.text(self.case(case_id), root=self.root, name=f"cases/{case_id}.md")

    def pictures_of(self, text: str) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of the pictures that the text of a case shows."""
        for name in dict.fromkeys(_SHOWN.findall(text)):
            path = self.root / "media" / name
            if path.is_file():
                yield name, files.read(path, self.root)

    def kept_as(self, case_id: str, sha256: str, size: int) -> str:
        """Return the name below `received/` of a file of a case, or nothing when it is not there."""
        like = [path for path in self.received_files(f"{case_id}.") if path.stat().st_size == size]
        if len(like) > 1:
            like = [path for path in like if _hash(path) == sha256]
        return like[0].name if like else ""

    def add_picture(self, picture: Media) -> None:
        """Write a picture that a case is about to show. Raises `StopPress`."""
        self._put_in(self.root / "media" / picture.name, picture.data)

    def illustrate(self, case_id: str, text: str) -> None:
        """Write a case into which pictures were put. Raises `StopPress`."""
        self._texts[case_id] = text
        self._put_in(self.case(case_id), text.encode())

    def _put_in(self, path: Path, data: bytes) -> None:
        try:
            if not self._dry and (not path.is_file() or files.read(path) != data):
                atomic.put(path, data)
        except OSError as fault:
            raise StopPress([_unwritten(self.root, fault)]) from fault

    def set_aside(self, case_id: str, data: bytes, path: Path, log: str) -> None:
        """Keep the file `data`, an earlier version of a case, as `kept`, and write the log anew."""
        self.put([(path, data), (self.log(case_id), log.encode())])
        before = self.the(case_id)
        self.know(case_id, before.award, log, str(before.facts.get("filed")))
        if case_id in self._unwritten:
            self._unwritten[case_id] = replace(self._unwritten[case_id], log=log)

    def version_path(self, case_id: str, data: bytes, suffix: str) -> Path:
        """Return where the bytes of an earlier version are kept or will be: 1-07.v1.docx …"""
        number = 1
        for path in self.received_files(f"{case_id}.v"):
            if files.read(path) == data:
                return path
        while self.received_files(f"{case_id}.v{number}."):
            number += 1
        return self.received / f"{case_id}.v{number}{suffix}"

    def is_held(self, case_id: str) -> bool:
        """Whether the file that the log `case_id` tells of belongs to a case."""
        sha256 = self._filed(case_id, None).sha256
        return bool(sha256) and self.holding(str(sha256)) is not None

    def the(self, case_id: str) -> Filed:
        """Return the case `case_id`. Raises `StopPress` when there is none."""
        case = next((case for case in self.filed if case.case_id == case_id), None)
        if case is None:
            raise StopPress([_no_case(case_id)])
        return case

    def _pictures(self, manuscript: FiledManuscript) -> list[tuple[Path, bytes]]:
        media = [(self.root / "media" / picture.name, picture.data) for picture in manuscript.media]
        return media + [(self.received / picture.name, picture.data) for picture in manuscript.kept]

    def _private(self, manuscript: FiledManuscript) -> list[tuple[Path, bytes]]:
        path = self.received / f"{manuscript.case_id}{ENDING}"
        return [(path, manuscript.private.encode())] if manuscript.private else []

    def _numbered(
        self, case_id: str, olds: Iterable[Path], data: bytes
    ) -> Iterator[tuple[Path, bytes]]:
        """Yield names for older versions, 1-07.v1.docx, 1-07.v2.docx …, with what they hold.

        The newer version `data` itself and what has a number already are none.
        """
        seen = {data, *(files.read(path) for path in self.received_files(f"{case_id}.v"))}
        number = 1
        for old in olds:
            was = files.read(old)
            if was in seen:
                continue
            seen.add(was)
            while self.received_files(f"{case_id}.v{number}."):
                number += 1
            yield self.received / f"{case_id}.v{number}{old.suffix}", was
            number += 1

    def _write(
        self, manuscript: FiledManuscript, wanted: Sequence[tuple[Path, bytes]], new: bool = False
    ) -> Path:
        """Write `wanted` in their order; with `new` the case only where none stands by now."""
        case_id = manuscript.case_id
        try:
            self.put(wanted, self.case(case_id) if new else None)
        except FileExistsError as fault:
            raise StopPress([_occupied(self.case(case_id).relative_to(self.root))]) from fault
        self._new_ids.add(case_id)
        self._remember(manuscript)
        return self.case(case_id)

    def put(self, wanted: Iterable[tuple[Path, bytes]], new: Path | None = None) -> None:
        """Write files in their order, `new` only where nothing stands; nothing in a dry run.

        Raises `FileExistsError` where something stands, `StopPress` for what cannot be written.
        """
        try:
            for path, data in () if self._dry else wanted:
                if not path.is_file() or files.read(path) != data:
                    atomic.put(path, data, new=path == new)
        except FileExistsError:
            raise
        except OSError as fault:
            raise StopPress([_unwritten(self.root, fault)]) from fault

    def _remember(self, manuscript: FiledManuscript) -> None:
        """Know the case from now on, as the files just written say."""
        award = split_front(manuscript.case, manuscript.case_id)[0].get("award")
        claimed = award if isinstance(award, str) and award else None
        filed = hashlib.sha256(manuscript.filed.encode()).hexdigest()
        self.know(manuscript.case_id, claimed, manuscript.log, filed)
        self._texts[manuscript.case_id] = manuscript.case
        if self._dry:
            self._unwritten[manuscript.case_id] = manuscript

    def know(self, case_id: str, award: str | None, log: str, filed: str) -> None:
        """Know a case by its award, its log and the hash of the case as filed."""
        known = _of_log(case_id, award, _mapping(yaml_file.parse(log, case_id)), lambda: filed)
        self.filed = [case for case in self.filed if case.case_id != case_id] + [known]

    def remove(self, case_id: str) -> None:
        """Remove a case and what was kept of it; the log last, which tells what was under way."""
        log = self.log(case_id)
        others = [path for path in self.received_files(f"{case_id}.") if path != log]
        for path in () if self._dry else (*others, self.case(case_id), log):
            atomic.remove(path)
        self.filed = [case for case in self.filed if case.case_id != case_id]


def _of_log(
    case_id: str, award: str | None, log: dict[str, yaml_file.Value], base: Callable[[], str]
) -> Filed:
    """Return what an intake log says of a case; `base` tells the hash of the case as filed."""
    received, stated, by = _inner(log, "received"), _inner(log, "found"), _inner(log, "award")
    sha256, before, named = received.get("sha256"), received.get("before"), stated.get("named")
    return Filed(
        case_id,
        award,
        sha256 if isinstance(sha256, str) and sha256 else None,
        tuple(str(digest) for digest in before) if isinstance(before, list) else (),
        str(_inner(stated, "organisation").get("text", "")),
        str(_inner(stated, "title").get("text", "")),
        "filed" in received and received["filed"] != base(),
        str(received.get("merged", "")),
        received,
        by.get("by") == "editor",
        tuple(str(name) for name in named) if isinstance(named, list) else (),
        "form" in log,
    )


def _hash(path: Path) -> str:
    """Return the SHA-256 of a file, or nothing when it is not there."""
    return hashlib.sha256(files.read(path)).hexdigest() if path.is_file() else ""


def _front(path: Path) -> dict[str, yaml_file.Value]:
    """Return the front matter of a case, or nothing when it cannot be read."""
    try:
        return split_front(files.text(path), path.name)[0]
    except (OSError, StopPress):
        return {}


def split_front(text: str, name: str) -> tuple[dict[str, yaml_file.Value], str]:
    """Return the front matter of the case `text` as data, and what follows it."""
    match = FRONT.match(text)
    data = yaml_file.parse(match[1], name).data if match else None
    return (dict(data) if isinstance(data, dict) else {}), text[match.end() :] if match else text


def _mapping(file: yaml_file.YamlFile) -> dict[str, yaml_file.Value]:
    return file.data if isinstance(file.data, dict) else {}


def _inner(log: dict[str, yaml_file.Value], key: str) -> dict[str, yaml_file.Value]:
    inner = log.get(key)
    return inner if isinstance(inner, dict) else {}


def _no_case(case_id: str) -> Erratum:
    return Erratum(
        "no-such-manuscript", Place(f"cases/{case_id}.md"),
        Wording("没有这个案例", "there is no such case"),
        Wording("请看 cases 里的文件名。", "See the names of the files in cases."),
    )  # fmt: skip


def _occupied(path: Path) -> Erratum:
    return Erratum(
        "case-exists", Place(path.as_posix()),
        Wording("这里已有另一份稿件，没有覆盖", "another manuscript stands here; it was kept"),
        Wording("新稿是修订稿就请先移走或删去旧稿；是另一篇就请改用别的 --award。",
                "If the new one is a revision, move the old one away first; if it is another "
                "case, name another --award."),
    )  # fmt: skip


def _unwritten(root: Path, fault: OSError) -> Erratum:
    """Tell which file could not be written; a manuscript that was broken off is received again."""
    erratum = os_errata.file_erratum(fault, "unwritable-folder", within=root)
    hint = erratum.hint or Wording("", "")
    return replace(
        erratum,
        hint=Wording(
            f"{hint.zh}这份稿件没有收完，请再收一次。",
            f"{hint.en} The manuscript was not filed whole: receive it again.",
        ),
    )
