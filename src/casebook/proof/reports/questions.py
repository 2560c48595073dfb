"""问题清单: what only an organisation knows, asked in polite whole sentences, one sheet for each.

Question is what the editor marked 问作者, and what a rule leaves to the author as long as nobody
decided. An author knows headings and sentences, not lines, columns and rules.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebook.errata import Erratum, Kind
from casebook.proof.blocks import Heading, Piece, RunIn, Volume
from casebook.proof.decisions import Decision, decided, is_open
from casebook.proof.findings import Finding

_LONGEST = 80


@dataclass(frozen=True)
class Question:
    """The questions about one case."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The sheet of one organisation: its file, its cases with questions, how many in all."""

    file: str
    organisation: str
    cases: tuple[Question, ...]

    @property
    def many(self) -> int:
        """How many questions the sheet asks."""
        return sum(len(case.questions) for case in self.cases)


def sheets(
    volume: Volume, own: Mapping[str, Sequence[Erratum]], decisions: Sequence[Decision]
) -> tuple[Sheet, ...]:
    """Return a sheet for each organisation there is something to ask, in printed order.

    `own` are the errata of each text by its path.
    """
    asked: dict[str, list[tuple[Piece, tuple[str, ...]]]] = {}
    for piece in volume.cases:
        asked_here = tuple(questions(piece, own.get(piece.path, ()), decisions))
        if asked_here and piece.case:
            asked.setdefault(piece.case.organisation, []).append((piece, asked_here))
    return tuple(
        Sheet(
            f"questions-{pieces[0][0].id}.html", organisation,
            tuple(Question(piece.case.title if piece.case else "", question) for piece, question in pieces),
        )
        for organisation, pieces in asked.items()
    )  # fmt: skip


def questions(
    piece: Piece, errata: Sequence[Erratum], decisions: Sequence[Decision]
) -> Iterator[str]:
    """Yield the questions about one text."""
    here = [decision for decision in decisions if decision.path == piece.path]
    known = {id(erratum): decision for decision, erratum in decided(here, errata) if erratum}
    for erratum in errata:
        decision = known.get(id(erratum))
        author = erratum.hint is not None and "作者" in erratum.hint.zh
        if is_open(decision) if decision is not None else author and erratum.kind is not Kind.NOTE:
            yield question(piece, erratum)


def question(piece: Piece, erratum: Erratum) -> str:
    """Return what is asked about `erratum`, in the author's terms."""
    message = erratum.message.zh.rstrip("。")
    if not isinstance(erratum, Finding) or erratum.number < 0:
        return f"{message}。请贵单位告知或补寄，以便订正。"
    heads = [b.text for b in piece.blocks[: erratum.number + 1] if isinstance(b, Heading | RunIn)]
    where = f"“{heads[-1].rstrip('。：')}”部分" if heads else "文中"
    end = erratum.start + len(erratum.text)
    quoted = inner(sentence(piece.blocks[erratum.number].text, erratum.start, end))
    proposal = f"拟改为“{inner(erratum.put)}”，是否妥当？" if erratum.put else "请问应以何为准？"
    return f"{where}“{quoted}”一句，{message}。{proposal}"


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of `text` about `start`:`end`, cut at its clauses when it is long."""
    for stops in ("。！？；", "。！？；，：", "。！？；，：、"):
        first = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
        ends = [at for stop in stops if (at := text.find(stop, end)) >= 0]
        part = text[first : min(ends, default=len(text))].strip(" ”’）》")
        if len(part) <= _LONGEST:
            return part
    return text[max(0, start - _LONGEST // 4) : end + _LONGEST // 4]


def inner(text: str) -> str:
    """Return `text` as it stands inside Chinese quotation marks."""
    return re.sub("[“”]", lambda mark: "‘" if mark[0] == "“" else "’", text)
