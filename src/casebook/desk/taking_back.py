"""What the desk did to a manuscript folder, kept so that one click takes it back byte for byte.

A deed says which files it may change: those of some cases, or the texts and facts of the book.
What they held is kept below the build folder where the deed changed it. A deed is taken back only
while every file is as it was left: what somebody wrote since is never lost. (`journal.restoring`
undoes steps of texts, and merges what was written since.) The inbox and the list of arrivals are not kept: they follow from the cases and are brought up
to them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from casebook import atomic, files, locking
from casebook.book import Tier
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.filing import inbox
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.receive import file_outcomes
from casebook.journal import journal_entries, recording

FOLDER = "taken-back"
"""Where deeds are kept, below the build folder."""
KEPT = 40
"""So many deeds can be taken back."""
_DERIVED = (f"{inbox.FOLDER}/", "cases/received/index.")
_RECORD = ".json"


@dataclass
class Deed:
    """What was done: its name among deeds, when, in words, and the files it changed.

    `before` names of each changed file (below the manuscript folder) its old bytes, None where
    there was none; `after` has the hash of the new bytes, "" where it is gone. `key` and `about`
    say what was done to what, for a program. `cases` are those it may change; with none it may
    change the texts and facts of the book, but nothing that came from authors.
    """

    name: str
    at: str
    words: Wording
    key: str = ""
    about: str = ""
    before: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    cases: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether the deed may change the file `path`, below the manuscript folder."""
        top, _, rest = path.partition("/")
        case = PurePosixPath(path).name.split(".")[0]
        if path.startswith(_DERIVED):
            return False
        if path.startswith("cases/received/"):
            return case in self.cases
        if top == "media":
            return any(rest.startswith(f"{name}-") for name in self.cases)
        return case in self.cases if top == "cases" and self.cases else not self.cases


@contextmanager
def kept(
    folder: Path, words: Wording, key: str, about: str = "", cases: Iterable[str] = ()
) -> Iterator[Deed]:
    """Do a deed inside, of which `words` tell, so that it can be taken back.

    Nothing is kept of a deed that changed nothing, or that raised.
    """
    root = folder / "manuscript"
    now = datetime.now()
    name, at = f"{now:%Y%m%d-%H%M%S-%f}", now.isoformat(timespec="seconds")
    deed = Deed(name, at, words, key, about, cases=frozenset(cases))
    held = {name: files.read(path) for name, path in _there(root, deed).items()}
    yield deed
    copies = _compare(root, held, deed)
    if deed.after:
        _keep(folder / "build" / FOLDER, deed, copies)


def deeds(folder: Path) -> tuple[Deed, ...]:
    """Return the deeds that are kept, newest first."""
    known = []
    for path in _records(folder / "build" / FOLDER):
        with suppress(OSError, ValueError, KeyError, TypeError):
            known.append(_read(path))
    return tuple(known)


def is_untouched(folder: Path, deed: Deed) -> bool:
    """Whether every file that a deed changed is as the deed left it."""
    return not _changed_since(folder / "manuscript", deed)


def take_back(folder: Path, name: str, tiers: Sequence[Tier]) -> Deed:
    """Undo the deed of that name, byte for byte; `tiers` are the awards, for the inbox.

    Raises `StopPress` when it is not kept, or a file was changed since: then nothing is done.
    """
    root = folder / "manuscript"
    deed = next((deed for deed in deeds(folder) if deed.name == name), None)
    if deed is None:
        raise StopPress([_not_kept()])
    place = folder / "build" / FOLDER
    doing = recording.doing_here(journal_entries.Deed.UNDO)
    with recording.of(folder).action(doing), locking.editing(root):
        touched = _changed_since(root, deed)
        if touched:
            raise StopPress([_touched(path) for path in touched])
        for path, copy in deed.before.items():  # twice for a moment rather than not at all
            if copy is not None:
                atomic.put(root / path, files.read(place / copy))
        for path, copy in deed.before.items():
            if copy is None:
                atomic.remove(root / path)
        case_files = CaseFiles(root)
        file_outcomes.follow(case_files)
        awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
        inbox.refresh(case_files, awards)
    _forget(place, deed)
    return deed


def _there(root: Path, deed: Deed) -> dict[str, Path]:
    """Return the files that a deed may change, by their path below the manuscript folder."""
    named = ((path.relative_to(root).as_posix(), path) for path in files.walk(root).files)
    return {name: path for name, path in named if deed.holds(name)}


def _compare(root: Path, held: Mapping[str, bytes], deed: Deed) -> dict[str, bytes]:
    """Note in `deed` what changed, and return the old bytes of it by the names of their copies."""
    there = _there(root, deed)
    changed = {name: files.digest(path) for name, path in there.items()}
    copies: dict[str, bytes] = {}
    for name in sorted(held.keys() | there.keys()):
        before, digest = held.get(name), changed.get(name, b"")
        if before is not None and sha256(before).digest() == digest:
            continue
        deed.before[name] = None if before is None else f"{deed.name}.{len(copies)}"
        deed.after[name] = digest.hex()
        if before is not None:
            copies[f"{deed.name}.{len(copies)}"] = before
    return copies


def _keep(place: Path, deed: Deed, copies: Mapping[str, bytes]) -> None:
    for name, data in copies.items():
        atomic.put(place / name, data, lasting=False)
    facts = {
        "at": deed.at, "words": list(deed.words), "key": deed.key, "about": deed.about,
        "before": deed.before, "after": deed.after,
    }  # fmt: skip
    record = json.dumps(facts, ensure_ascii=False).encode()
    atomic.put(place / f"{deed.name}{_RECORD}", record, lasting=False)
    for path in _records(place)[KEPT:]:
        with suppress(OSError, ValueError, KeyError, TypeError):
            _forget(place, _read(path))


def _records(place: Path) -> list[Path]:
    """Return the files of deeds, newest first."""
    return sorted(files.walk(place).named(_RECORD, ""), reverse=True)


def _read(path: Path) -> Deed:
    facts = json.loads(files.read(path))
    return Deed(
        path.name.removesuffix(_RECORD), facts["at"], Wording(*facts["words"]), facts["key"],
        facts["about"], facts["before"], facts["after"],
    )  # fmt: skip


def _forget(place: Path, deed: Deed) -> None:
    atomic.remove(place / f"{deed.name}{_RECORD}")
    for copy in deed.before.values():
        if copy is not None:
            atomic.remove(place / copy)


def _changed_since(root: Path, deed: Deed) -> list[str]:
    return [path for path, digest in deed.after.items() if _hash(root / path) != digest]


def _hash(path: Path) -> str:
    return files.digest(path).hex() if path.is_file() else ""


def _not_kept() -> Erratum:
    return Erratum(
        "nothing-to-take-back", Place("build"),
        Wording("这一步已经撤销，或记录已不在，不能再撤销",
                "this was taken back already, or is no longer kept"),
        Wording("请重新打开这一页。", "Open this page again."),
    )  # fmt: skip


def _touched(path: str) -> Erratum:
    return Erratum(
        "changed-since", Place(path),
        Wording("这个文件后来改过，没有撤销", "this file was changed since; nothing was taken back"),
        Wording("后来的改动不会丢：请先撤销后来的一步，或改归别的奖项。",
                "No later change is lost. Take back the later step first, or assign the manuscript to another award."),
    )  # fmt: skip
