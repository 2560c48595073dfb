"""Stets: what the editor let stand, with the reason.

A stet stands in `book.yaml`, or beside its case in `cases/1-07.stets.yaml`. It names the rule and
the words around (or a fingerprint), never a line, so it survives edits elsewhere. One that meets
nothing is an erratum, and so is one so wide that it would silence a rule in a whole text.
A stet that says the very words knows them again when the words beside them were edited.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from casebook import atomic, files
from casebook.book import Book
from casebook.errata import Erratum, Kind, Place, Wording, stop_on
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.schema import RuleName
from casebook.intake.manuscript.typed import Model, check
from casebook.proof.findings import Finding, fingerprint, normal
from casebook.proof.reanchoring import Anchor, found_again

ENDING = ".stets.yaml"


class SideStet(Model):
    """A stet beside its case.

    中文：一处不改的校对意见。
    """

    rule: RuleName
    because: Annotated[str, Wording("不改的理由", "why it stays as it is")]
    quote: Annotated[str, Wording("要保留的字句", "the words that stay")] = ""
    fingerprint: Annotated[
        str,
        Wording(
            "这处意见的指纹，如校对报告所示；代替 quote",
            "the fingerprint of the finding, as the report shows it; in place of quote",
        ),
    ] = ""
    text: Annotated[
        str,
        Wording(
            "意见所指的那几个字；旁边的字改了，靠它认出原处",
            "the very words of the finding: by them it is known again when those beside are edited",
        ),
    ] = ""
    by: Annotated[str, Wording("谁决定的", "who decided it")] = ""
    date: Annotated[str, Wording("哪一天", "when")] = ""


class SideFile(Model):
    """`cases/1-07.stets.yaml`: findings of the proof that stay, beside the case they are of.

    中文：`cases/1-07.stets.yaml`：案例旁边的保留文件，写着不改的校对意见。
    """

    stets: Annotated[tuple[SideStet, ...], Wording("各处保留", "the findings that stay")] = ()


@dataclass(frozen=True)
class Overruled:
    """A stet as it is applied: the rule, the text's file, the words around or the fingerprint."""

    rule: str
    where: str
    because: str
    quote: str
    fingerprint: str
    place: Place
    text: str = ""

    @property
    def anchor(self) -> Anchor:
        """What names the finding that stays."""
        return Anchor(self.rule, self.where, self.fingerprint, self.text, self.quote)

    def meets(self, erratum: Erratum) -> bool:
        """Whether this stet lets `erratum` stand."""
        if erratum.rule != self.rule or erratum.place.path != self.where:
            return False
        if self.fingerprint:
            return fingerprint(erratum) == self.fingerprint
        if isinstance(erratum, Finding):
            return normal(self.quote) in erratum.around or (
                normal(self.quote) in normal(erratum.quote)
            )
        return self.quote in erratum.quote


def read(book: Book, manuscript: Path) -> tuple[tuple[Overruled, ...], tuple[Erratum, ...]]:
    """Return all stets of the book and the faults of their files."""
    overruled = [Overruled(s.rule, s.where, s.because, s.quote, "", s.place) for s in book.stets]
    errata: list[Erratum] = []
    for path in _side_files(manuscript):
        where = path.relative_to(manuscript).as_posix().removesuffix(ENDING) + ".md"
        beside, faults = _read_beside(manuscript, path, where)
        overruled += beside
        errata += faults
    return tuple(overruled), tuple(errata)


def of_text(book: Book, manuscript: Path, where: str) -> tuple[Overruled, ...]:
    """Return the stets of the text `where`; what is at fault with their file is not told."""
    own = [Overruled(s.rule, s.where, s.because, s.quote, "", s.place) for s in book.stets]
    path = _beside(manuscript, where)
    beside = _read_beside(manuscript, path, where)[0] if path.is_file() else []
    return (*(stet for stet in own if stet.where == where), *beside)


def _read_beside(manuscript: Path, path: Path, where: str) -> tuple[list[Overruled], list[Erratum]]:
    name = path.relative_to(manuscript).as_posix()
    file = yaml_file.read(path, name, manuscript)
    side, faults = check(SideFile, file)
    errata = list(faults)
    if not (manuscript / where).is_file():
        errata.append(_orphan(Place(name), where))
    stets = side.stets if side else ()
    return [
        Overruled(
            stet.rule, where, stet.because, stet.quote, stet.fingerprint,
            file.place(("stets", number)), stet.text,
        )
        for number, stet in enumerate(stets)
    ], errata  # fmt: skip


def _side_files(manuscript: Path) -> list[Path]:
    paths = files.walk(manuscript).files
    return [p for p in paths if p.name.endswith(ENDING) and p.parents[1] == manuscript]


def overrule(
    stets: Sequence[Overruled],
    errata: Sequence[Erratum],
    waits: Callable[[str], bool] = lambda _rule: False,
) -> tuple[Erratum, ...]:
    """Take out what the editor let stand. Stets of a rule that `waits`, as it did not run, wait unmet."""
    remaining = list(errata)
    by_rule: dict[tuple[str, str], list[Erratum]] = defaultdict(list)
    for erratum in errata:
        by_rule[erratum.rule, erratum.place.path].append(erratum)
    every = [
        [erratum for erratum in by_rule[stet.rule, stet.where] if stet.meets(erratum)]
        for stet in stets
    ]
    unmet = [n for n, met in enumerate(every) if not met and stets[n].fingerprint]
    taken = {id(erratum) for met in every for erratum in met}
    others = [erratum for erratum in errata if id(erratum) not in taken]
    again = found_again([stets[n].anchor for n in unmet], others)
    for number, known in zip(unmet, again, strict=True):
        every[number] = [known] if known is not None else []
    for stet, met in zip(stets, every, strict=True):
        if not met and not waits(stet.rule):
            remaining.append(_idle(stet))
        elif len(met) > 1 and not stet.quote and not stet.fingerprint:
            remaining.append(_wide(stet, len(met)))
        else:
            remaining = [
                erratum for erratum in remaining if not any(erratum is other for other in met)
            ]
    return tuple(remaining)


def write(manuscript: Path, where: str, stets: Sequence[SideStet]) -> Path:
    """Add `stets` to the side file of the text `where`; those it has already stay as they are.

    Raises `StopPress` when the file is there and at fault: it is the editor's, and stays.
    """
    path = _beside(manuscript, where)
    old = stets_beside(manuscript, where)
    known = {stet.fingerprint for stet in old if stet.fingerprint}
    new = [stet for stet in stets if stet.fingerprint not in known]
    rows = list(_rows((*old, *new)))
    page = yaml_file.dump({"stets": rows}, "保留：编辑决定不改的地方，各附理由。")
    atomic.put(path, page.encode())
    return path


def stets_beside(manuscript: Path, where: str) -> tuple[SideStet, ...]:
    """Return the stets beside the text `where`. Raises `StopPress` when their file is at fault."""
    path = _beside(manuscript, where)
    if not path.exists():
        return ()
    side, faults = check(SideFile, yaml_file.read(path, path.relative_to(manuscript).as_posix()))
    stop_on(faults)
    return side.stets if side else ()


def _beside(manuscript: Path, where: str) -> Path:
    return manuscript / (where.removesuffix(".md") + ENDING)


def _rows(stets: Sequence[SideStet]) -> "Iterator[yaml_file.Value]":
    for stet in stets:
        yield {key: value for key, value in stet.model_dump().items() if value}


def _idle(stet: Overruled) -> Erratum:
    return Erratum(
        "idle-stet",
        stet.place,
        Wording(
            f"这条保留没有对应的差错：{stet.rule} {stet.where}",
            f"this stet matches no finding: {stet.rule} {stet.where}",
        ),
        Wording("删去它，或改正 rule、where、quote。", "Delete it, or correct rule, where, quote."),
        stet.quote or stet.fingerprint,
        Kind.ERRATUM,
    )


def _wide(stet: Overruled, many: int) -> Erratum:
    return Erratum(
        "wide-stet",
        stet.place,
        Wording(
            f"这一条保留同时免去了 {many} 处 {stet.rule}，范围太宽",
            f"this stet would silence {many} findings of {stet.rule}",
        ),
        Wording("在 quote 里写出只要保留的那一处字句。", "Write the words to keep in ‘quote’."),
        stet.where,
        Kind.ERRATUM,
    )


def _orphan(place: Place, where: str) -> Erratum:
    return Erratum(
        "orphan-stets",
        place,
        Wording(f"没有与它同名的文件 {where}", f"there is no file {where} beside it"),
        Wording("改名，或删去。", "Rename it, or delete it."),
        where,
    )
