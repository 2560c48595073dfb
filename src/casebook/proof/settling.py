"""Errata settled one way or the other: repaired, let stand with a reason, or asked of the author.

Each gives the new contents of the files that say so, and which errata it settled; nothing is
written here. What the notice says is never repaired, nor are titles of awards that a text quotes:
such errata are refused with the reason, and can be let stand or asked about.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebook import files
from casebook.book import Book, Section
from casebook.decoding import utf8
from casebook.errata import Erratum, StopPress
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.schema import CaseFront, MatterFront
from casebook.proof import confirmed_errors, decision_lists, decisions, fixing, stets
from casebook.proof import settling_refusals as refusals
from casebook.proof.award_titles import AwardTitles, QuotedTitle
from casebook.proof.decisions import Decision, Verdict
from casebook.proof.findings import Finding, fingerprint, fingerprinted
from casebook.proof.repairlog import FILE, Log
from casebook.proof.rule_runner import in_piece
from casebook.proof.segmentation import volume
from casebook.proof.text_positions import by_position, position, standing

KEPT = "保留：编辑决定不改的地方，各附理由。"
DECIDED = "对校对意见的处理。"
NAMES = ("Title", "Organisation")
"""Blocks that stand in the head of a file."""


@dataclass
class Settled:
    """What settling gives: by path within the manuscript folder the bytes before and after.

    `done` are the errata that it settles, by fingerprint; `refused` says of each other one why not.
    """

    before: dict[str, bytes | None] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    refused: dict[str, Erratum] = field(default_factory=dict)


@dataclass
class Repairs:
    """What is repaired: the log with it, and the findings."""

    log: Log
    findings: list[Finding] = field(default_factory=list)


def repair(
    book: Book, manuscript: Path, errata: Sequence[Erratum], words: str | None = None, by: str = "",
    day: str = "", tell: Callable[[int], None] = lambda _: None,
) -> Settled:  # fmt: skip
    """Put what the rules propose, or `words`, in the place of the words at fault.

    Texts are read anew, so an erratum is repaired where it stands now. Each repair is logged as
    those of `casebook proof --fix`, and entered as an error that `by` confirmed on that `day`: it counts in
    the error rate. `tell` hears how many errata are dealt with, after each text.
    """
    settled, titles = Settled(), AwardTitles(book.awards())
    repairs = Repairs(Log(manuscript))
    by_path: dict[str, list[Erratum]] = {}
    for erratum in errata:
        by_path.setdefault(erratum.place.path, []).append(erratum)
    for path, of_text in by_path.items():
        section = section_of(book, path)
        if section is None:
            settled.refused |= {fingerprint(e): refusals.of_the_notice(e) for e in of_text}
        else:
            _repair_text(book, section, manuscript, of_text, words, titles, settled, repairs)
        tell(len(settled.done) + len(settled.refused))
    if repairs.findings:
        rows = confirmed_errors.rows(repairs.findings, decisions.read(manuscript)[0], by, day)
        _add(manuscript, decisions.FILE, rows, DECIDED, settled)
        log = manuscript / FILE
        settled.before[FILE] = files.read(log, manuscript) if log.is_file() else None
        settled.after[FILE] = repairs.log.content()
    return settled


def _repair_text(
    book: Book, section: Section, manuscript: Path, errata: Sequence[Erratum], words: str | None,
    titles: AwardTitles, settled: Settled, repairs: Repairs,
) -> None:  # fmt: skip
    path = errata[0].place.path
    data = files.read(manuscript / path, manuscript)
    text = _decoded(data, path)
    quoted = titles.quoted(text)
    fresh = standing(errata, read_again(book, section, manuscript, {e.rule for e in errata}))
    chosen: dict[str, Finding] = {}
    for erratum, now in zip(errata, fresh, strict=True):
        finding = now if isinstance(now, Finding) else erratum
        fault = _refusal(finding, text, quoted, isinstance(now, Finding))
        put = words if words is not None else getattr(finding, "put", None)
        if fault is None and put is None:
            fault = refusals.without_words(finding)
        if fault is not None:
            settled.refused[fingerprint(erratum)] = fault
        elif isinstance(finding, Finding):
            chosen[fingerprint(erratum)] = replace(finding, put=put)
    made = fixing.repaired(data, path, tuple(chosen.values()))
    for name, finding in chosen.items():
        if any(finding is other for other in made.done):
            settled.done.append(name)
        elif any(finding is other for other in made.refused):
            settled.refused[name] = fixing.refusal(finding)
        else:  # it stands in the head of the file, or overlaps another that was repaired
            settled.refused[name] = refusals.by_hand(finding)
    if made.done:
        settled.before[path], settled.after[path] = data, made.after
        repairs.log.with_made(made.made, data, made.after)
        repairs.findings += made.done


def keep(
    book: Book, manuscript: Path, errata: Sequence[Erratum], because: str, by: str, day: str
) -> Settled:
    """Let `errata` stand, for the reason `because`: beside their texts, or in `book.yaml`."""
    settled = Settled()
    rows: dict[str, list[dict[str, str]]] = {}
    for erratum in errata:
        path = erratum.place.path
        name = fingerprint(erratum)
        settled.done.append(name)
        if section_of(book, path) is None:
            row = {"rule": erratum.rule, "where": path, "quote": erratum.quote}
            rows.setdefault("book.yaml", []).append({**row, "because": because})
        else:
            text = erratum.text if isinstance(erratum, Finding) else ""
            stet = stets.SideStet(
                rule=erratum.rule, because=because, quote=erratum.quote, fingerprint=name,
                text=text, by=by, date=day,
            )  # fmt: skip
            side = path.removesuffix(".md") + stets.ENDING
            rows.setdefault(side, []).append(stet.model_dump())
    for path, new in rows.items():
        _add(manuscript, path, new, KEPT if path != "book.yaml" else "", settled)
    return settled


def ask(manuscript: Path, errata: Sequence[Erratum], note: str, by: str, day: str) -> Settled:
    """Put `errata` among the questions to their authors; `note` says what is asked, "" for the rule's words."""
    settled = Settled()
    rows = []
    for erratum in errata:
        name = fingerprint(erratum)
        finding = erratum if isinstance(erratum, Finding) else None
        decision = Decision(
            fingerprint=name, rule=erratum.rule, path=erratum.place.path, quote=erratum.quote,
            case=finding.case if finding else "", text=finding.text if finding else "",
            verdict=Verdict.ASK, because=note, by=by, date=day,
            weight=finding.weight if finding else "",
        )  # fmt: skip
        settled.done.append(name)
        rows.append({key: str(value) for key, value in decision.model_dump().items()})
    _add(manuscript, decisions.FILE, rows, DECIDED, settled)
    return settled


def answered(
    manuscript: Path, names: Sequence[str], answer: str, day: str, settled: Settled
) -> None:
    """Close the open questions with the fingerprints `names`, in the files of `settled`."""
    known, _ = decisions.read(manuscript)
    closing = {d.fingerprint for d in known if decisions.is_open(d) and d.fingerprint in names}
    if not closing:
        return
    text = _now(manuscript, decisions.FILE, settled) or ""

    def closes(entry: decision_lists.Entry) -> bool:
        return entry.get("fingerprint") in closing and entry.get("verdict") == Verdict.ASK

    text = decision_lists.without(text, decisions.FILE, closes)
    rows = [
        {key: str(value) for key, value in decision.model_dump().items()}
        | {"answered": day, "answer": answer}
        for decision in known
        if decision.fingerprint in closing
    ]
    settled.after[decisions.FILE] = decision_lists.added(text, decisions.FILE, rows).encode()


def withdrawn(manuscript: Path, names: Sequence[str]) -> Settled:
    """Take the questions with the fingerprints `names` back: nobody is asked."""
    settled = Settled()
    data = files.read(manuscript / decisions.FILE, manuscript)
    text = _decoded(data, decisions.FILE).replace("\r\n", "\n")
    after = decision_lists.without(
        text, decisions.FILE, lambda entry: entry.get("fingerprint", "") in names
    )
    settled.before[decisions.FILE], settled.after[decisions.FILE] = data, after.encode()
    settled.done += names
    return settled


def section_of(book: Book, path: str) -> Section | None:
    """Return the section whose text stands in the file `path`, None for what is no such text."""
    for section in book.sections:
        if section.case is not None and section.case.body is not None:
            own = section.case.place.path
        else:
            own = section.place.path if section.kind == "matter" else ""
        if own == path:
            return section
    return None


def read_again(
    book: Book, section: Section, manuscript: Path, rules: Set[str]
) -> tuple[Finding, ...]:
    """Return what `rules`, of those of single texts, find in a section's text as it is on disk now."""
    if section.case is not None:
        case_text = text_files.read(manuscript, section.case.place.path, CaseFront, section.id)
        case = replace(section.case, body=case_text.body)
        section = replace(section, case=case)
    else:
        matter = text_files.read(manuscript, section.place.path, MatterFront, section.id)
        section = replace(section, body=matter.body)
    texts = volume(replace(book, sections=(section,)), manuscript)
    return tuple(
        fingerprinted(e for piece in texts.pieces for e in in_piece(piece, frozenset(rules)))
    )


def restated(book: Book, manuscript: Path, errata: Sequence[Erratum]) -> list[Erratum]:
    """Return `errata` as they are read now, where each still stands; of equal ones one may be gone.

    Those that stand elsewhere by now, or in no text, are returned as they are.
    """
    by_path: dict[str, set[str]] = {}
    for erratum in errata:
        if position(erratum) is not None:
            by_path.setdefault(erratum.place.path, set()).add(erratum.rule)
    fresh: list[Finding] = []
    for path, rules in by_path.items():
        section = section_of(book, path)
        if section is not None:
            fresh += read_again(book, section, manuscript, rules)
    now = by_position(fresh)
    places = map(position, errata)
    return [
        now.get(place, erratum) if place else erratum
        for place, erratum in zip(places, errata, strict=True)
    ]


def _add(
    manuscript: Path, path: str, rows: Sequence[dict[str, str]], comment: str, settled: Settled
) -> None:
    text = _now(manuscript, path, settled)
    settled.after[path] = decision_lists.added(text, path, rows, comment).encode()


def _now(manuscript: Path, path: str, settled: Settled) -> str | None:
    """Return the text of a list as `settled` leaves it so far, else as it is on disk, noted there."""
    file = manuscript / path
    if path not in settled.before:
        settled.before[path] = files.read(file, manuscript) if file.is_file() else None
    data = settled.after.get(path, settled.before[path])
    return None if data is None else _decoded(data, path).replace("\r\n", "\n")


def _decoded(data: bytes, path: str) -> str:
    """Return the text of a file. Raises `StopPress` for one that is no UTF-8."""
    text = utf8(data, path)
    if isinstance(text, Erratum):
        raise StopPress([text])
    return text


def _refusal(
    erratum: Erratum, text: str, quoted: Sequence[QuotedTitle], is_fresh: bool
) -> Erratum | None:
    """Return why an erratum of a text is not repaired, None when it may be.

    `is_fresh` says that it was found in the `text` as it is now.
    """
    if not isinstance(erratum, Finding) or erratum.span is None:
        return refusals.by_hand(erratum)
    start, end = erratum.span
    if erratum.block in NAMES:
        return refusals.in_the_head(erratum)
    if erratum.block and text[start:end] != erratum.text:
        return (
            refusals.by_hand(erratum) if is_fresh else refusals.gone(erratum.place, erratum.quote)
        )
    title = next((title for title in quoted if start < title.end and end > title.start), None)
    return (
        refusals.award_title(erratum, text[title.start : title.end], title.award) if title else None
    )
