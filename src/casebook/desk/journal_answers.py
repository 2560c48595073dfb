"""What the history asks for: steps, what each changed, and undo, redo, restore."""

import re
from collections.abc import Collection, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook.decoding import utf8
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.text_saving import begun, file_faults_told
from casebook.errata import Erratum
from casebook.journal import entry_chain, restoring
from casebook.journal.journal_entries import Change, Deed
from casebook.journal.recording import Journal
from casebook.journal.restoring import Step
from casebook.journal.tracked_files import case_of, is_tracked
from casebook.proof import decision_lists, repairlog
from casebook.rounds import marks_undone, round_files, round_marks
from casebook.telling import as_data

MOST = 100
"""Steps of one answer."""
SNIPPET = 40
"""Characters of what a step took out and put in, beyond which the history shows the ends."""
LARGEST = 400_000
_SHEET = re.compile(r"proofs/round-\d+/marks/[^/]+\.json")
TEXTS = (".md", ".yaml", ".txt", ".css", ".html", ".json", ".tsv")


class JournalAnswers:
    """Answers about the journal of the book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route("/api/journal", self.steps),
            Route("/api/journal/differences", self.differences),
            Route("/api/journal/undo", self.undo, methods=["POST"]),
            Route("/api/journal/restore", self.restore, methods=["POST"]),
        ]

    async def steps(self, request: Request) -> Response:
        """Answer with the steps, newest first: of a case or all, below `before`, with the faults."""
        case = request.query_params.get("case", "")
        before = number_in(request.query_params.get("before", str(1 << 40)))
        data = await self._desk.keep(file_faults_told, self._steps, case, before)
        return JSONResponse(data)

    def _steps(self, case: str, before: int) -> dict[str, object]:
        journal = begun(self._desk)
        journal.notice()
        entries = journal.entries()
        undone = restoring.undone(entries)
        steps = [s for s in restoring.steps(entries, case) if s.last.number < before]
        rows = [self._row(journal, step, undone, case) for step in reversed(steps[-MOST:])]
        size = entry_chain.size(journal.home)
        faults = as_data(journal.faults())
        last = entries[-1].number if entries else 0
        return {
            "steps": rows,
            "more": len(steps) > MOST,
            "size": size,
            "last": last,
            "errata": faults,
        }

    def _row(
        self, journal: Journal, step: Step, undone: Collection[int], case: str
    ) -> dict[str, object]:
        last = step.last
        changes = [c for c in step.changes if not case or case_of(c.path) in ("", case)]
        files = [{"path": change.path, **summary(journal, change)} for change in changes[:12]]
        return {
            "numbers": step.numbers, "at": last.at, "began": step.entries[0].at, "by": last.by,
            "via": last.via, "deed": last.deed.value, "case": last.case, "files": files,
            "count": len(changes), "of": last.of, "facts": dict(last.facts),
            "undone": set(step.numbers) <= set(undone), "can": step.can_undo,
        }  # fmt: skip

    async def differences(self, request: Request) -> Response:
        """Answer with a file before and after a step, both as texts."""
        numbers = numbers_in(request.query_params.get("numbers", ""))
        path = request.query_params.get("path", "")
        return JSONResponse(
            await self._desk.keep(file_faults_told, self._differences, numbers, path)
        )

    def _differences(self, numbers: Sequence[int], path: str) -> dict[str, object]:
        journal = begun(self._desk)
        chosen = [entry for entry in journal.entries() if entry.number in numbers]
        change = next((c for c in restoring.changes_of(chosen) if c.path == path), None)
        if change is None:
            kept = [
                e.facts["kept"] for e in chosen if e.deed is Deed.CONFLICT and "kept" in e.facts
            ]
            stood = [e.facts["now"] for e in chosen if e.deed is Deed.CONFLICT and "now" in e.facts]
            if not kept or chosen[0].facts.get("path") != path:
                raise HTTPException(404)
            change = Change(path, stood[0], kept[0])
        texts = [text_at(journal, key, path) for key in (change.before, change.after)]
        return {"path": path, "before": texts[0], "after": texts[1]}

    async def undo(self, request: Request) -> Response:
        """Undo or redo a step; answer with the files that changed."""
        body = await facts(request)
        numbers, case, by = body.get("numbers"), body.get("case", ""), body.get("by", "")
        if not isinstance(numbers, list) or not numbers or len(numbers) > 5000:
            raise HTTPException(400)
        if not all(isinstance(n, int) for n in numbers) or not isinstance(case, str):
            raise HTTPException(400)
        if not isinstance(by, str):
            raise HTTPException(400)
        again = body.get("again") is True
        changes = await self._desk.keep(file_faults_told, self._undo, numbers, case, by, again)
        self._desk.errata.undone(numbers)
        await self._desk.live_book.stir(marks=True)
        return JSONResponse({"files": [change.path for change in changes]})

    def _undo(self, numbers: Sequence[int], case: str, by: str, again: bool) -> tuple[Change, ...]:
        journal = begun(self._desk)
        marked = marks_undone.entries_of(journal, numbers)
        if marked:
            rounds = round_files.rounds(self._desk.folder)
            return marks_undone.undo(journal, rounds, marked, by, again)
        work = restoring.redo if again else restoring.undo
        return work(journal, numbers, case, by, _put_back)

    async def restore(self, request: Request) -> Response:
        """Bring a file, or the whole book, back to what it was after an entry."""
        body = await facts(request)
        number, path, by = body.get("number"), body.get("path", ""), body.get("by", "")
        if not isinstance(number, int) or not isinstance(path, str) or not isinstance(by, str):
            raise HTTPException(400)
        if path and not is_tracked(path):
            raise HTTPException(400)
        changes = await self._desk.keep(
            file_faults_told,
            lambda: restoring.restore(begun(self._desk), number, [path] if path else [], by),
        )
        return JSONResponse({"files": [change.path for change in changes]})


def _put_back(path: str, old: bytes | None, new: bytes | None, now: bytes | None) -> bytes | None:
    """Return a list with a step done to it, whatever was entered in it since."""
    done = decision_lists.put_back(path, old, new, now)
    return repairlog.put_back(path, old, new, now) if done is None else done


def number_in(text: str) -> int:
    """Return the number that `text` writes; raise 400 for anything else."""
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise HTTPException(400)
    return int(text)


def numbers_in(text: str) -> list[int]:
    """Return the numbers that `text` lists, parted by commas; raise 400 for anything else."""
    return [number_in(part) for part in text.split(",")]


def summary(journal: Journal, change: Change) -> dict[str, object]:
    """Return how many characters a change took out and put in, and which."""
    if not change.path.endswith(TEXTS):
        return {}
    if is_sheet(change.path):
        return _marked(journal, change)
    before, after = (
        text_at(journal, key, change.path) or "" for key in (change.before, change.after)
    )
    if max(len(before), len(after)) > LARGEST:
        return {}
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    left = range(most - head)
    tail = next((at for at in left if before[-1 - at] != after[-1 - at]), most - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    return {"out": len(old), "in": len(new), "old": _snippet(old), "new": _snippet(new)}


def is_sheet(path: str) -> bool:
    """Whether a file of the book holds the marks of a round."""
    return bool(_SHEET.fullmatch(path))


def _marked(journal: Journal, change: Change) -> dict[str, object]:
    """Return the marks that a change took out and put in, in words."""
    sides: list[list[str]] = []
    for key in (change.before, change.after):
        content = journal.contents.get(key) if key else None
        sheet = round_marks.loaded(content, change.path) if content else None
        marks = sheet.marks if sheet else ()
        sides.append(
            [
                " ".join(filter(None, (f"“{m.quote}”", m.text and f"→ {m.text}", m.note)))
                for m in marks
            ]
        )
    old, new = ([row for row in sides[a] if row not in sides[b]] for a, b in ((0, 1), (1, 0)))
    return {"old": _snippet("；".join(old)), "new": _snippet("；".join(new))}


def _snippet(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SNIPPET else f"{line[: SNIPPET // 2]}…{line[-SNIPPET // 2 :]}"


def text_at(journal: Journal, key: str, path: str) -> str | None:
    """Return a kept content as text; None for no file, and for what is no text."""
    content = journal.contents.get(key) if key else None
    if content is None or not path.endswith(TEXTS):
        return None
    text = utf8(content, path)
    return None if isinstance(text, Erratum) else text.replace("\r\n", "\n")
