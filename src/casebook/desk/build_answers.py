"""What the page of builds asks for: which builds the journal knows, and what changed between two."""

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook.desk.api import Desk
from casebook.desk.journal_answers import number_in, summary, text_at
from casebook.desk.text_saving import begun, file_faults_told
from casebook.journal.journal_entries import Change, Deed
from casebook.journal.recording import Journal
from casebook.journal.tracked_files import is_tracked

MOST_BUILDS, MOST_FILES = 100, 400
NOW = "now"


class BuildState(NamedTuple):
    """A build in the journal: the number of its entry, when, its editions, what it was made of.

    `state` is the number of the entry after which its texts stood.
    """

    number: int
    at: str
    editions: str
    state: int


def builds_of(desk: Desk) -> tuple[BuildState, ...]:
    """Return the good builds that the journal knows, the last first. Raises `OSError`."""
    journal = begun(desk)
    good = (
        BuildState(
            entry.number, entry.at, entry.facts.get("editions", ""),
            int(entry.facts.get("state", "") or entry.number),
        )
        for entry in reversed(journal.entries())
        if entry.deed is Deed.BUILD and entry.facts.get("ended") == "good"
    )  # fmt: skip
    return tuple(build for build, _ in zip(good, range(MOST_BUILDS), strict=False))


class BuildAnswers:
    """Answers about builds."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route("/api/builds/compare", self.compare),
            Route("/api/builds/differences", self.differences),
        ]

    async def compare(self, request: Request) -> Response:
        """Answer with the files that differ between two builds, or a build and now."""
        return JSONResponse(
            await self._desk.keep(file_faults_told, self._compare, *_chosen(request))
        )

    def _compare(self, old: str, new: str) -> dict[str, object]:
        journal, changes = self._changes(old, new)
        files = [{"path": c.path, **summary(journal, c)} for c in changes[:MOST_FILES]]
        return {"files": files, "count": len(changes)}

    async def differences(self, request: Request) -> Response:
        """Answer with a file as it was in two builds, as texts."""
        path = request.query_params.get("path", "")
        return JSONResponse(
            await self._desk.keep(file_faults_told, self._differences, *_chosen(request), path)
        )

    def _differences(self, old: str, new: str, path: str) -> dict[str, object]:
        journal, changes = self._changes(old, new)
        change = next((c for c in changes if c.path == path), None)
        if change is None:
            raise HTTPException(404)
        texts = [text_at(journal, key, path) for key in (change.before, change.after)]
        return {"path": path, "before": texts[0], "after": texts[1]}

    def _changes(self, old: str, new: str) -> tuple[Journal, list[Change]]:
        journal, known = begun(self._desk), {str(b.number): b for b in builds_of(self._desk)}
        if old not in known or (new != NOW and new not in known):
            raise HTTPException(404)
        journal.notice()
        before = journal.states(known[old].state)
        after = journal.states(None if new == NOW else known[new].state)
        return journal, [
            Change(path, before.get(path, ""), after.get(path, ""))
            for path in sorted(before.keys() | after.keys())
            if before.get(path, "") != after.get(path, "") and is_tracked(path)
        ]


def _chosen(request: Request) -> tuple[str, str]:
    old, new = (request.query_params.get(name, "") for name in ("old", "new"))
    number_in(old)
    if new != NOW:
        number_in(new)
    return old, new
