"""Give a received manuscript to an award, to another, or to none, as an editor says.

What is meant may be a file of the inbox, a case, an earlier version kept beside a case, or any file
on the disk. The outcome is that of `receive` with the award named: the award's name and title
are printed, differences are queried, and of two versions of one text the later is taken. What was
assigned can be assigned again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import files
from casebook.book import Award, Tier
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.filing import case_text, inbox
from casebook.intake.filing.award_choice import claimed, differences
from casebook.intake.filing.case_files import FILED, CaseFiles, Filed
from casebook.intake.filing.case_text import assigned_log
from casebook.intake.filing.revising import award_of, base_of
from casebook.intake.filing.versions import same_manuscript
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.matching import award_key
from casebook.intake.receive import file_outcomes
from casebook.intake.receive.receiving import Received, receive, receive_version
from casebook.intake.structure.draft import MENTION

ALONE = frozenset({"new", "none", "单列", "单独", "不归奖项", "无"})
"""What is said of a case that is to stand without an award."""


@dataclass(frozen=True)
class _NamedFile:
    """The case an editor means, or a file that is none; `version` when it is an earlier one."""

    case: Filed | None
    path: Path | None
    version: bool = False


@dataclass(frozen=True)
class Row:
    """What became of one manuscript: its case and its key, or why it was not assigned."""

    file: str
    key: str
    case_id: str | None
    errata: tuple[Erratum, ...]

    @property
    def wording(self) -> Wording:
        """The row in words."""
        if self.case_id is None:
            return Wording(f"没有归入　{self.file}", f"not assigned  {self.file}")
        where = f"cases/{self.case_id}.md"
        return Wording(
            f"归入　{self.file} → {self.key} {where}", f"assigned  {self.file} → {self.key} {where}"
        )

    def as_data(self) -> dict[str, str | None]:
        """Return the row as plain data for JSON."""
        return {"file": self.file, "key": self.key, "case": self.case_id}


@dataclass(frozen=True)
class Assigned:
    """All that was assigned in one run, and what is told of the book itself."""

    rows: tuple[Row, ...]
    general: tuple[Erratum, ...]
    left: int

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """Everything the editor is told."""
        return (*(erratum for row in self.rows for erratum in row.errata), *self.general)

    @property
    def summary(self) -> Wording:
        """How many were assigned, and how many wait."""
        done = sum(row.case_id is not None for row in self.rows)
        return Wording(
            f"归入 {done} 份；收件箱里还有 {self.left} 份待分配。",
            f"{done} assigned; {self.left} wait in the inbox.",
        )


def run(case_files: CaseFiles, tiers: Sequence[Tier], given: Mapping[str, str] | None) -> Assigned:
    """Assign the files `given` to their keys; without them what is written in the inbox's table.

    A file that cannot be assigned is told and the others are assigned; of rows that contradict
    each other none is done. Raises `StopPress` when the table cannot be read.
    """
    work = Assigning(case_files, tiers)
    wanted = dict.fromkeys(inbox.keys(case_files.root) if given is None else given.items())
    faults = work.contradictions([*wanted])
    rows: list[Row] = []
    for file, key in wanted:
        if (file, key) in faults:
            rows.append(Row(file, key, None, (faults[file, key],)))
            continue
        try:
            taken = work.assign(file, key)
        except StopPress as stop:
            rows.append(Row(file, key, None, stop.errata))
        else:
            rows.append(Row(file, key, taken.case_id, taken.errata))
    errata = (*file_outcomes.follow(case_files), *inbox.refresh(case_files, work.awards))
    return Assigned(tuple(rows), errata, len(inbox.waiting(case_files, work.awards)))


class Assigning:
    """Assigns one manuscript after another among the case files."""

    def __init__(self, case_files: CaseFiles, tiers: Sequence[Tier]) -> None:
        self._case_files = case_files
        self._tiers = [tier for tier in tiers if not tier.bodies]
        self._awards = [award for tier in self._tiers for award in tier.awards]

    @property
    def awards(self) -> Sequence[Award]:
        """The awards that call for a case."""
        return self._awards

    def contradictions(
        self, wanted: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], Erratum]:  # fmt: skip
        """Return of files and keys those that cannot all be meant, with what is told of each.

        A row without a file, a file with two keys, an award with two files that are no versions of
        one text: which of them is right nobody knows before the first is done.
        """
        faults: dict[tuple[str, str], Erratum] = {}
        by_award: dict[str, list[tuple[str, str]]] = {}
        for file, key in wanted:
            others = [other for name, other in wanted if name == file and other != key]
            if not file:
                faults[file, key] = _no_file(key)
            elif others:
                faults[file, key] = _two_keys(file, key, others)
            elif award := self._award(file, key):
                by_award.setdefault(award, []).append((file, key))
        for award, rows in by_award.items():
            texts = [text for file, _ in rows if (text := self._text(file)) is not None]
            alike = all(same_manuscript(texts[0], text) for text in texts[1:])
            if len(texts) > 1 and not alike:
                names = [file for file, _ in rows]
                faults |= {row: _two_files(row[0], award, names) for row in rows}
        return faults

    def _award(self, file: str, key: str) -> str:
        """Return the id of the award a key names, nothing when it names none."""
        if key.strip().lower() in ALONE:
            return ""
        try:
            return award_key.resolve(key, self._awards, self._tiers, file).id
        except StopPress:
            return ""

    def _text(self, file: str) -> str | None:
        """Return the text of the manuscript that `file` means, None when that is not known yet."""
        try:
            case = self._meant(file).case
        except StopPress:
            return None
        return None if case is None else base_of(self._case_files, case, self._awards)

    def assign(self, file: str, key: str) -> Received:
        """Assign what `file` means to the award `key`, or to none.

        Raises `StopPress` when there is no such manuscript or award, or when the award has another
        manuscript.
        """
        inbox.finish(self._case_files)
        alone = key.strip().lower() in ALONE
        meant = self._meant(file)
        own = meant.version and meant.case is not None and key.strip() == meant.case.case_id
        award = None if alone or own else award_key.resolve(key, self._awards, self._tiers, file)
        if meant.case is None:
            assert meant.path is not None, "neither a case nor a file"
            taken = receive(
                meant.path,
                self._case_files.root,
                self._awards,
                award.id if award else None,
                self._case_files,
            )
            return taken if award else self._move(self._case_files.the(taken.case_id), None, file)
        if meant.version and meant.path is not None:
            same = award is not None and meant.case.award in (None, award.id)
            if not own and not same:
                raise StopPress([_a_version(file, meant.case)])
            taken = receive(
                meant.path, self._case_files.root, self._awards, None, self._case_files,
                name=self._name(meant), prefer=True,
            )  # fmt: skip
            if award is None or meant.case.award == award.id:
                return taken
        return self._give(self._case_files.the(meant.case.case_id), award, file)

    def _give(self, case: Filed, award: Award | None, file: str) -> Received:
        """Give a case to an award, as another version of the case that is there if need be."""
        holder = next(
            (filed for filed in self._case_files.filed if award and filed.award == award.id), None
        )  # fmt: skip
        if award is None or holder is None or holder.case_id == case.case_id:
            return self._move(case, award, file)
        text, holder_text = (
            base_of(self._case_files, party, self._awards) for party in (case, holder)
        )
        path = self._case_files.original(case.case_id)
        untouched = self._case_files.standing(case.case_id) == text
        if path is None or holder.sha256 is None or not same_manuscript(text, holder_text):
            raise StopPress([claimed(award, f"cases/{holder.case_id}.md", file)])
        if not untouched:
            raise StopPress([_edited(case, holder, file)])
        taken = receive_version(path, holder, self._awards, self._case_files, case.file)
        inbox.join(self._case_files, case.case_id, holder.case_id)
        return taken

    def _move(self, case: Filed, award: Award | None, file: str) -> Received:
        """Write the award into a case, or out of it, and give the case its place among the others."""
        text = self._case_files.standing(case.case_id)
        if text is None:
            raise StopPress([_nothing(file)])
        filed, name = base_of(self._case_files, case, self._awards), f"cases/{case.case_id}.md"
        old = award_of(case, self._awards)
        changed = case_text.assigned(text, filed, name, award, old)
        log = self._case_files.log_of(case.case_id)
        new = inbox.move(
            self._case_files, case, award.id if award else "", changed, assigned_log(log, award)
        )
        house = "" if _mentioned(log) else case.organisation
        errata = tuple(differences(house, case.title, award, file)) if award else ()
        return Received(new, self._case_files.case(new), self._case_files.log(new), errata)

    def _name(self, meant: _NamedFile) -> str:
        """Return what an editor calls an earlier version: the name it came with."""
        versions = meant.case.facts.get("versions") if meant.case else None
        for version in versions if isinstance(versions, list) else ():
            if isinstance(version, dict) and meant.path and version.get("kept") == meant.path.name:
                return str(version.get("file", ""))
        return ""

    def _meant(self, file: str) -> _NamedFile:
        """Find what an editor means by `file`."""
        root, case_files = self._case_files.root, self._case_files
        places = (
            Path(file), root / file, root.parent / file, root / inbox.FOLDER / file,
            case_files.received / file, case_files.cases / file,
        )  # fmt: skip
        for path in places:
            if path.is_file():
                return self._file(path)
        stem = Path(file).name.removesuffix(".md").split("_")[0]
        named = [case for case in case_files.filed if case.case_id == stem]
        named = named or [
            case
            for case in case_files.filed
            if case.file and Path(case.file).name == Path(file).name
        ]
        if len(named) == 1:
            return _NamedFile(named[0], None)
        raise StopPress([_several(file, named) if named else _nothing(file)])

    def _file(self, path: Path) -> _NamedFile:
        inside = path.resolve().parent
        if inside == self._case_files.cases.resolve() and path.suffix == ".md":
            return _NamedFile(self._case_files.the(path.stem), None)
        if inside == self._case_files.received.resolve() and path.name.endswith((".yaml", FILED)):
            return _NamedFile(self._case_files.the(path.name.split(".")[0]), None)
        sha256 = hashlib.sha256(files.read(path)).hexdigest()
        case = self._case_files.holding(sha256)
        return _NamedFile(case, path, case is not None and case.sha256 != sha256)


def _mentioned(log: dict[str, Value]) -> bool:
    """Whether the organisation was only named in the text, so that it says nothing of whose it is."""
    stated_facts = log.get("found")
    stated = stated_facts.get("organisation") if isinstance(stated_facts, dict) else None
    return isinstance(stated, dict) and str(stated.get("from", "")).startswith(MENTION.zh)


def _no_file(key: str) -> Erratum:
    return Erratum(
        "no-such-manuscript", Place(f"{inbox.FOLDER}/{inbox.TABLE}"),
        Wording(f"表里有一行写了编号“{key}”，没有写文件", f"a row of the table has the key ‘{key}’ and no file"),
        Wording("请补上文件名，或删去这一行。", "Write the name of its file, or delete the row."), key,
    )  # fmt: skip


def _two_keys(file: str, key: str, others: Sequence[str]) -> Erratum:
    shown = "、".join((key, *others))
    return Erratum(
        "file-assigned-twice", Place(file),
        Wording(f"表里给这份来稿写了不同的编号（{shown}），没有归入",
                f"the table gives this manuscript several keys ({shown}); it was not assigned"),
        Wording("请只留一个。", "Keep one of them."), key,
    )  # fmt: skip


def _two_files(file: str, award: str, names: Sequence[str]) -> Erratum:
    shown = "、".join(names)
    return Erratum(
        "award-given-twice", Place(file),
        Wording(f"表里把奖项 {award} 给了 {len(names)} 份不同的来稿（{shown}），一份也没有归入",
                f"the table gives award {award} to {len(names)} different manuscripts ({shown}); none "
                "was assigned"),
        Wording("请只留一份，其余改成各自的编号，或写 单列。",
                "Keep one of them; give the others their own keys, or new."),
        award,
    )  # fmt: skip


def _nothing(file: str) -> Erratum:
    return Erratum(
        "no-such-manuscript", Place(file),
        Wording("找不到这份来稿", "there is no such manuscript"),
        Wording("写收件箱里的文件名（inbox/…）、案例（cases/x-01.md）或磁盘上的文件。",
                "Name a file of the inbox (inbox/…), a case (cases/x-01.md) or a file on the disk."),
        file,
    )  # fmt: skip


def _several(file: str, cases: Sequence[Filed]) -> Erratum:
    names = "、".join(f"cases/{case.case_id}.md" for case in cases)
    return Erratum(
        "ambiguous-manuscript", Place(file),
        Wording(f"有 {len(cases)} 份来稿叫这个名字：{names}", f"{len(cases)} have this name: {names}"),
        Wording("请写案例的文件名。", "Name the case instead."), file,
    )  # fmt: skip


def _a_version(file: str, case: Filed) -> Erratum:
    return Erratum(
        "version-of-another", Place(file),
        Wording(f"这是 cases/{case.case_id}.md 的较早版本", f"an earlier version of cases/{case.case_id}.md"),
        Wording(f"要用这一份，写它的编号：casebook assign {file} {case.award or case.case_id}。",
                f"To take it: casebook assign {file} {case.award or case.case_id}."),
        case.award or "",
    )  # fmt: skip


def _edited(case: Filed, holder: Filed, file: str) -> Erratum:
    return Erratum(
        "edited-case", Place(file),
        Wording(f"cases/{case.case_id}.md 和 cases/{holder.case_id}.md 是同一篇，前一份编辑已经改过，没有合并",
                f"cases/{case.case_id}.md is the text of cases/{holder.case_id}.md and was edited; "
                "they were not merged"),
        Wording(f"请把改动抄到 cases/{holder.case_id}.md，删去 cases/{case.case_id}.md，"
                f"再收一次 {case.file}。",
                f"Copy the changes into cases/{holder.case_id}.md, delete cases/{case.case_id}.md and "
                f"receive {case.file} again."),
    )  # fmt: skip
