"""Errata settled at the desk: what is open, asked and settled; each deed a step of the journal."""

import datetime
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook.book import Book
from casebook.desk.answering import facts
from casebook.desk.api import Desk, Tell
from casebook.desk.open_errata import row, rule_row
from casebook.desk.text_saving import begun, file_faults_told
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.journal import restoring
from casebook.journal.journal_entries import Deed, Doing, Entry
from casebook.journal.kept_contents import digest
from casebook.journal.recording import DESK, Journal
from casebook.journal.tracked_files import case_of
from casebook.proof import decisions, settling, settling_refusals
from casebook.proof.decisions import Decision
from casebook.proof.findings import Finding, fingerprint
from casebook.proof.settling import Settled
from casebook.proof.text_positions import TextPosition, meant
from casebook.telling import as_data

LONGEST = 1000
"""Characters of words, reasons and questions that are typed."""
MOST = 5000
"""Errata that are settled at once."""
RECENT = 60
"""Deeds that the desk lists as settled lately."""
SETTLING = Wording("正在处理", "Settling")
TRIES = 3
GONE = settling_refusals.gone(Place("manuscript"))
SHOWN = 40
"""Characters of words at fault that an entry of the journal says."""
DEEDS = {"repair": Deed.REPAIR, "keep": Deed.DECIDE, "ask": Deed.DECIDE, "withdraw": Deed.DECIDE,
         "answer": Deed.DECIDE}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a browser asks for: the deed, the errata by fingerprint, where it saw them, what was typed."""

    deed: str
    names: tuple[str, ...]
    seen: Mapping[str, TextPosition]
    words: str | None
    because: str
    by: str


class SettlingAnswers:
    """Answers about errata and what is done with them."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._errata = desk, desk.errata

    async def listed(self, _: Request) -> Response:
        """Answer with the errata of the whole book, the questions, and what was settled lately."""
        return JSONResponse(await self._desk.keep(file_faults_told, self._listed))

    def _listed(self) -> dict[str, object]:
        state, journal = self._desk.state, begun(self._desk)
        entries = journal.entries()
        errata = self._desk.open_errata()
        asked, answers = self._errata.asked(errata), self._errata.answered(errata)
        waiting = {id(erratum) for _, erratum in asked if erratum is not None}
        sections = state.book.sections if state.book else ()
        order = {(s.case.place if s.case else s.place).path: s for s in sections}
        ranks = {path: rank for rank, path in enumerate(order)}
        rows = []
        for erratum in sorted(errata, key=lambda erratum: _rank(erratum, ranks)):
            own = order.get(erratum.place.path)
            rows.append(row(erratum) | {
                "asked": id(erratum) in waiting, "answer": answers.get(id(erratum), ""), "section": own.id if own else "",
                "text": own is not None, "fault": erratum in state.faults,
            })  # fmt: skip
        return {
            "errata": rows,
            "rules": {e.rule: rule_row(e.rule) for e in errata},
            "sections": {
                s.id: {"title": f"{s.case.id} {s.case.title}" if s.case else s.title,
                       "case": s.case.id if s.case else ""}
                for s in sections
            },
            "questions": [self._question(decision, erratum) for decision, erratum in asked],
            "settled": [_settled_row(entry, restoring.undone(entries)) for entry in _recent(entries)],
        }  # fmt: skip

    def _question(self, decision: Decision, erratum: Erratum | None) -> dict[str, object]:
        """Return a question as data; `id` is None where its words are gone from the text."""
        return {
            "name": decision.fingerprint, "id": fingerprint(erratum) if erratum else None,
            "rule": decision.rule, "path": decision.path, "quote": decision.quote,
            "words": decision.text, "note": decision.because, "by": decision.by, "date": decision.date,
            "message": erratum.message._asdict() if erratum else None,
        }  # fmt: skip

    async def settle(self, request: Request) -> Response:
        """Settle errata; answer with what was, what not and why, and the step of the journal.

        422 where none was settled.
        """
        wanted = _wanted(await facts(request))
        if self._desk.state.book is None:
            raise HTTPException(409)
        async with self._desk.working(SETTLING, len(wanted.names)) as tell:
            settled, number = await self._desk.keep(
                file_faults_told, self._settle, wanted, self._desk.state.book, tell
            )
        refused = [{"id": name, **as_data([why])[0]} for name, why in settled.refused.items()]
        if not settled.done:
            return JSONResponse({"errata": refused, "refused": refused}, 422)
        return JSONResponse({"number": number, "done": settled.done, "refused": refused})

    def _settle(self, wanted: Wanted, book: Book, tell: Tell) -> tuple[Settled, int]:
        errata = meant(wanted.names, wanted.seen, self._desk.state.all_errata)
        chosen = list(errata.values())
        manuscript, journal = self._desk.folder / "manuscript", begun(self._desk)
        day = datetime.date.today().isoformat()

        def work() -> Settled:
            now = chosen
            if wanted.deed in ("keep", "ask"):
                now = settling.restated(book, manuscript, chosen)
            match wanted.deed:
                case "repair":
                    settled = settling.repair(
                        book, manuscript, chosen, wanted.words, wanted.by, day, tell
                    )
                case "keep":
                    settled = settling.keep(book, manuscript, now, wanted.because, wanted.by, day)
                case "ask":
                    known = {id(erratum) for _, erratum in self._errata.asked(now)}
                    fresh = [erratum for erratum in now if id(erratum) not in known]
                    settled = settling.ask(manuscript, fresh, wanted.because, wanted.by, day)
                    settled.done = list(map(fingerprint, now))
                case "withdraw":
                    return settling.withdrawn(manuscript, wanted.names)
                case _:
                    settled = Settled(done=list(wanted.names))
            closing = self._names(now, set(settled.done)) if wanted.deed != "ask" else ()
            if wanted.deed == "answer":
                closing = wanted.names
            settling.answered(manuscript, closing, wanted.because, day, settled)
            if wanted.deed in ("repair", "keep", "ask"):
                _as_named(settled, dict(zip(errata, now, strict=True)))
            return settled

        settled, number, at = self._entered(journal, _doing(wanted, chosen), work)
        if wanted.deed in ("repair", "keep", "ask"):
            missing = [name for name in wanted.names if name not in errata]
            settled.refused |= dict.fromkeys(missing, GONE)
        if wanted.deed in ("repair", "keep"):
            done = (errata[name] for name in settled.done if name in errata)
            self._errata.hold_back(done, number, at)
        return settled, number

    def _names(self, errata: Sequence[Erratum], done: set[str] | None = None) -> tuple[str, ...]:
        """Return the fingerprints of the open questions about `errata` (those that are `done`)."""
        return tuple(
            decision.fingerprint
            for decision, erratum in self._errata.asked(errata)
            if erratum is not None and (done is None or fingerprint(erratum) in done)
        )

    def _entered(
        self, journal: Journal, doing: Doing, work: Callable[[], Settled]
    ) -> tuple[Settled, int, float]:
        """Do `work` on the files as they are and put what it gives.

        Return it, the entry's number, and when that was (seconds of `time.monotonic`). Where somebody changed a file meanwhile it is done again, at last while nobody else may.
        """
        for left in reversed(range(TRIES)):
            settled = work() if left else Settled()
            with journal.locked():
                if not left:
                    settled = work()
                if not settled.after:
                    return settled, 0, time.monotonic()
                if left and not _as_read(journal, settled):
                    continue
                files = {f"manuscript/{path}": data for path, data in settled.after.items()}
                changes = journal.put_all(files, _counted(doing, settled))
                at = time.monotonic()  # a proofreading that begins now sees it
            if not changes:
                return settled, 0, at
            numbers = (e.number for e in reversed(journal.entries()) if e.changes == changes)
            return settled, next(numbers, 0), at
        raise AssertionError  # the last try returns


def _as_named(settled: Settled, errata: Mapping[str, Erratum]) -> None:
    """Have `settled` name errata as the browser does."""
    done, refused = set(settled.done), settled.refused
    names = {name: fingerprint(erratum) for name, erratum in errata.items()}
    settled.done = [name for name, known in names.items() if known in done]
    settled.refused = {name: refused[known] for name, known in names.items() if known in refused}


def _rank(erratum: Erratum, ranks: Mapping[str, int]) -> tuple[int, int, int]:
    """Return what errata are sorted by: the order of the book, then of the text."""
    place = erratum.place
    return ranks.get(place.path, len(ranks)), place.line or 0, place.column or 0


def _as_read(journal: Journal, settled: Settled) -> bool:
    """Whether the files are still what `settled` was made from; the journal is locked."""
    now = journal.now()
    return all(
        now.get(f"manuscript/{path}", "") == (digest(data) if data is not None else "")
        for path, data in settled.before.items()
    )


def _doing(wanted: Wanted, chosen: Sequence[Erratum]) -> Doing:
    """Return what is entered in the journal, the rule and the words of the first erratum with it."""
    said = {"settled": wanted.deed, "because": wanted.because}
    cases = {case_of(f"manuscript/{erratum.place.path}") for erratum in chosen}
    if chosen:
        first = chosen[0]
        said["rule"] = first.rule
        if isinstance(first, Finding):
            put = wanted.words if wanted.words is not None else first.put or ""
            said |= {"about": first.text[:SHOWN], "put": put if wanted.deed == "repair" else ""}
        else:
            said["about"] = first.quote[:SHOWN]
    facts = {key: value for key, value in said.items() if value}
    case = cases.pop() if len(cases) == 1 else ""
    return Doing(wanted.by, DESK, DEEDS[wanted.deed], case, facts=facts)


def _counted(doing: Doing, settled: Settled) -> Doing:
    return replace(doing, facts={**doing.facts, "count": str(len(settled.done))})


def _recent(entries: Sequence[Entry]) -> list[Entry]:
    own = [entry for entry in reversed(entries) if "settled" in entry.facts]
    return own[:RECENT]


def _settled_row(entry: Entry, undone: set[int]) -> dict[str, object]:
    return {
        "number": entry.number, "at": entry.at, "by": entry.by, "case": entry.case,
        "undone": entry.number in undone, "name": rule_row(entry.facts.get("rule", "")), **entry.facts,
    }  # fmt: skip


def _wanted(body: dict[str, object]) -> Wanted:
    """Return what a request asks for; raise 400 where it makes no sense."""
    deed, names, words = body.get("deed"), body.get("ids"), body.get("words")
    because, by = body.get("because", ""), body.get("by", "")
    texts = [because, by, *([words] if words is not None else [])]
    if deed not in DEEDS or not isinstance(names, list) or not 0 < len(names) <= MOST:
        raise HTTPException(400)
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in (*names, *texts)):
        raise HTTPException(400)
    try:
        "".join((*names, *map(str, texts))).encode()
    except UnicodeEncodeError as fault:  # half of a character
        raise HTTPException(400) from fault
    because = " ".join(str(because).split())
    try:
        rows = zip(names, body.get("seen") or [], strict=False)  # type: ignore[call-overload]
        seen = {name: TextPosition.of(row) for name, row in rows if row is not None}
    except (TypeError, ValueError) as fault:
        raise HTTPException(400) from fault
    if deed == "keep" and not because:
        raise StopPress([decisions.unreasoned(Place("manuscript"), "")])
    if words is not None and ("\n" in str(words) or "\r" in str(words)):
        raise HTTPException(400)
    return Wanted(
        str(deed), tuple(dict.fromkeys(map(str, names))), seen, None if words is None else str(words),
        because, str(by),
    )  # fmt: skip
