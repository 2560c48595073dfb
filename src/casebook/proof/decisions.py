"""What the editor decided about findings: confirmed, kept, or asked of the author.

Decisions come back in the sheet that `casebook proof --format xlsx` wrote. 采纳 confirms an error
(only confirmed errors are counted), 不改 becomes a stet beside the text and needs a reason, 问作者
puts the finding on the question sheet. All are kept in `manuscript/decisions.yaml`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from casebook import atomic
from casebook.errata import Erratum, Kind, Place, StopPress, Wording, stop_on
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import Model, check
from casebook.proof import stets
from casebook.proof.reanchoring import Anchor, found_again

FILE = "decisions.yaml"
FRONT = frozenset(("封面", "封一", "扉页"))
"""Parts of a book where an error of words counts more."""


class Verdict(StrEnum):
    """What may be decided, in the words of the sheet."""

    ACCEPT = "采纳"
    KEEP = "不改"
    ASK = "问作者"


class Decision(Model):
    """One decision: the finding by its fingerprint, what it was, what was decided and by whom.

    中文：一条处理意见。
    """

    fingerprint: Annotated[str, Wording("意见的指纹", "the fingerprint of the finding")]
    rule: Annotated[str, Wording("规则名", "the name of the rule")]
    case: Annotated[str, Wording("案例", "the case")] = ""
    path: Annotated[str, Wording("文件", "the file")]
    quote: Annotated[str, Wording("所在的字句", "the words it stands in")] = ""
    text: Annotated[str, Wording("错处的原文", "the very words of the error")] = ""
    verdict: Annotated[Verdict, Wording("怎样处理", "what was decided")]
    because: Annotated[str, Wording("理由", "the reason")] = ""
    by: Annotated[str, Wording("谁决定的", "who decided")] = ""
    round: Annotated[str, Wording("校次", "the proof round")] = ""
    weight: Annotated[
        str, Wording("差错类别，用于算差错率", "its class of errors, for the error rate")
    ] = ""
    page: Annotated[str, Wording("页码", "the page")] = ""
    date: Annotated[str, Wording("哪一天决定的", "when it was decided")] = ""
    answer: Annotated[str, Wording("作者怎样答复", "what the author answered")] = ""
    answered: Annotated[
        str,
        Wording("哪一天答复的；写了就不再问", "when the author answered; then it is asked no more"),
    ] = ""
    part: Annotated[
        str,
        Wording(
            "部位：封面、扉页上的文字差错计分加重；正文不写",
            "the part of the book: errors of words on 封面 and 扉页 count more; nothing for the text",
        ),
    ] = ""
    size: Annotated[
        int, Wording("多字、漏字的字数", "how many characters are too many or missing")
    ] = 0

    @property
    def anchor(self) -> Anchor:
        """What names the finding that was decided on."""
        return Anchor(self.rule, self.path, self.fingerprint, self.text, self.quote)


class DecisionFile(Model):
    """`decisions.yaml`: what was decided on the findings of the proof.

    中文：`decisions.yaml`：对校对意见的处理，由 casebook proof --decisions 从填好的表读入。
    """

    decisions: Annotated[tuple[Decision, ...], Wording("各条处理意见", "the decisions")] = ()


@dataclass(frozen=True)
class ImportedDecisions:
    """What became of a sheet: decisions kept, files written."""

    decisions: tuple[Decision, ...]
    written: tuple[Path, ...]


def read(manuscript: Path) -> tuple[tuple[Decision, ...], tuple[Erratum, ...]]:
    """Return all decisions so far and the faults of their file."""
    path = manuscript / FILE
    if not path.is_file():
        return (), ()
    decided, errata = check(DecisionFile, yaml_file.read(path, FILE))
    return (decided.decisions if decided else ()), errata


def take(manuscript: Path, sheet: str, rows: Iterable[dict[str, str]]) -> ImportedDecisions:
    """Keep what the rows of a filled-in sheet decide. Raises `StopPress` with every fault.

    A row without a verdict is left for later; a later decision replaces an earlier one. The
    record is written before the stets it calls for; the same sheet taken again makes up for
    what a broken run left undone, and changes nothing else.
    """
    errata: list[Erratum] = []
    new = list(_decided(sheet, rows, errata))
    old, faults = read(manuscript)
    texts = sorted({decision.path for decision in new if decision.verdict is Verdict.KEEP})
    for path in texts:
        errata.extend(_faults(manuscript, path))
    stop_on((*errata, *faults))
    by_mark = {decision.fingerprint: decision for decision in (*old, *new)}
    decisions = tuple(by_mark.values())
    written = [manuscript / FILE]
    data: list[yaml_file.Value] = [
        {key: str(value) for key, value in decision.model_dump().items() if value}
        for decision in decisions
    ]
    page = yaml_file.dump(
        {"decisions": data}, "对校对意见的处理。由 casebook proof --decisions 写入。"
    )
    atomic.put(written[0], page.encode())
    for path in texts:
        sides = [
            stets.SideStet(
                rule=decision.rule, because=decision.because, quote=decision.quote,
                fingerprint=decision.fingerprint, by=decision.by, text=decision.text,
            )
            for decision in new
            if decision.verdict is Verdict.KEEP and decision.path == path
        ]  # fmt: skip
        written.append(stets.write(manuscript, path, sides))
    return ImportedDecisions(tuple(new), tuple(written))


def _faults(manuscript: Path, path: str) -> tuple[Erratum, ...]:
    """Return the faults of the stets beside a text, which would be lost in writing more."""
    try:
        stets.stets_beside(manuscript, path)
    except StopPress as stop:
        return stop.errata
    return ()


def _decided(
    sheet: str, rows: Iterable[dict[str, str]], errata: list[Erratum]
) -> Iterator[Decision]:
    known = {verdict.value for verdict in Verdict}
    for number, row in enumerate(rows, 2):
        written = row.get("verdict", "").strip()
        if not written:
            continue
        place = Place(sheet, number)
        if written not in known:
            errata.append(_unknown(written, place, sorted(known)))
        elif not row.get("fingerprint"):
            errata.append(_nameless(place))
        elif written == Verdict.KEEP and not row.get("because", "").strip():
            errata.append(unreasoned(place, row.get("quote", "")))
        elif written == Verdict.KEEP and not row.get("path", "").endswith(".md"):
            errata.append(_no_text(place, row.get("path", "")))
        else:
            facts = {key: row.get(key, "") for key in Decision.model_fields if row.get(key)}
            facts["size"] = facts.get("size", "").partition(".")[0].strip()
            facts = {key: value for key, value in facts.items() if value}
            yield Decision(**{**facts, "verdict": Verdict(written)})  # type: ignore[arg-type]


def asked(decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the fingerprints of what the author is to be asked."""
    return frozenset(decision.fingerprint for decision in decisions if is_open(decision))


def is_open(decision: Decision) -> bool:
    """Whether the author is to be asked and has not answered."""
    return decision.verdict is Verdict.ASK and not decision.answered


def decided(
    decisions: Sequence[Decision], errata: Sequence[Erratum]
) -> list[tuple[Decision, Erratum | None]]:
    """Return each decision with the erratum it is about, None where that is gone."""
    now = found_again([decision.anchor for decision in decisions], errata)
    return list(zip(decisions, now, strict=True))


def _unknown(verdict: str, place: Place, known: Sequence[str]) -> Erratum:
    return Erratum(
        "unknown-decision", place,
        Wording(f"无法识别的处理意见“{verdict}”", f"‘{verdict}’ is no decision"),
        Wording(f"只写{'、'.join(known)}。", f"Write one of {', '.join(known)}."), verdict,
    )  # fmt: skip


def _nameless(place: Place) -> Erratum:
    return Erratum(
        "nameless-decision", place,
        Wording("这一行没有指纹，不知道是哪一条", "this row names no finding"),
        Wording("不要删改“指纹”一栏。", "Leave the column of fingerprints as it is."),
    )  # fmt: skip


def unreasoned(place: Place, quote: str) -> Erratum:
    """Return what is told of a stet without a reason."""
    return Erratum(
        "unreasoned-stet", place,
        Wording("“不改”没有写理由", "kept without a reason"),
        Wording("在“理由”一栏写明。", "Say why in the column of reasons."), quote,
    )  # fmt: skip


def _no_text(place: Place, path: str) -> Erratum:
    return Erratum(
        "stet-outside-text", place,
        Wording(f"{path} 不是正文文件，不能在旁边保留", f"{path} is no text to keep a stet beside"),
        Wording("写进 book.yaml 的 stets。", "Write it into ‘stets’ of book.yaml."), path,
        Kind.ERRATUM,
    )  # fmt: skip
