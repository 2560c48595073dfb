"""What the scripts of a book's first hour ask for: uploads, the notice and its awards, the inbox.

Work that takes long is answered line by line (NDJSON): each step in words as it is done, and last
the answer, or the errata that stopped it.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from casebook import files, reminders
from casebook.desk import award_corrections, inbox_filing, notice_reading
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.award_corrections import ChangedMeanwhile
from casebook.desk.intake_process import Intake, Work
from casebook.desk.upload_batches import Batch, Batches
from casebook.errata import StopPress
from casebook.intake.filing import inbox
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript.awards_editing import AwardFields
from casebook.journal import recording
from casebook.project import Project
from casebook.telling import as_data

T = TypeVar("T")
LONGEST = 2000
"""Characters of a field."""
_CASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,40}")
_VERSION = re.compile(r"v\d+\.[0-9A-Za-z]{1,8}")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class IntakeApi:
    """Answers about what comes into the book of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._intake = Intake()
        self._batches = Batches(desk.folder)

    @property
    def _folder(self) -> Path:
        return self._desk.folder

    def end(self) -> None:
        """Drop what waits and end what is at work."""
        self._intake.end()
        self._batches.close_all()

    # Uploads

    async def open_batch(self, _: Request) -> Response:
        """Begin a batch of uploads; answer with its name."""
        batch = await self._desk.keep(self._batches.open)
        return JSONResponse({"batch": batch.name}, 201)

    async def add_file(self, request: Request) -> Response:
        """Take in one file of a batch, called by its path in the folder that was dropped."""
        batch = self._batch(request.path_params["batch"])
        written: float | None = None
        with suppress(ValueError):
            written = float(request.query_params.get("written", "")) / 1000
        path = request.query_params.get("path", "")[:LONGEST]
        try:
            await self._batches.add(batch, path, request.stream(), written)
        except StopPress:
            self._batches.close(batch.name)
            raise
        return JSONResponse({}, 201)

    async def drop_batch(self, request: Request) -> Response:
        """Drop a batch that nobody wants."""
        await self._desk.keep(self._batches.close, request.path_params["batch"])
        return JSONResponse({})

    def _batch(self, name: object) -> Batch:
        batch = self._batches.get(name) if isinstance(name, str) else None
        if batch is None:
            raise HTTPException(404)
        return batch

    # The notice

    async def take_notice(self, request: Request) -> Response:
        """Take the notice in a batch into the book. It waits on when an editor must be asked."""
        body = await facts(request)
        batch, asked = self._batch(body.get("batch")), body.get("replace") is True
        return self._streamed(
            request, lambda answer: not answer.get("asks"), batch,
            notice_reading.take, self._folder, batch.paths, asked,
        )  # fmt: skip

    async def read_again(self, request: Request) -> Response:
        """Read the notice of the book again, for its lines."""
        return self._streamed(request, lambda _: True, None, notice_reading.again, self._folder)

    async def picture(self, request: Request) -> Response:
        """Answer with the picture of a line that was read off a scan."""
        number = request.path_params["number"]
        path = self._folder / "build" / notice_reading.PICTURES / f"{number}.png"
        if not path.is_file():
            raise HTTPException(404)
        return Response(await self._desk.keep(files.read, path), media_type="image/png")

    async def correct(self, request: Request) -> Response:
        """Correct an award, take its mark of doubt off (`right`), or have its line read as one award
        or as `several`."""
        award, body = request.path_params["award"], await facts(request)
        seen = _text(body, "revision")
        if body.get("right") is True:
            return await self._corrected(request, award_corrections.confirm, award, seen)
        if isinstance(several := body.get("several"), bool):
            return await self._corrected(request, award_corrections.read_as, award, seen, several)
        return await self._corrected(
            request, award_corrections.correct, award, seen, _fields(body), _text(body, "reason")
        )

    async def remove(self, request: Request) -> Response:
        """Take an award out of the list; `If-Match` says what was seen of it."""
        seen, award = request.headers.get("if-match", "").strip('"'), request.path_params["award"]
        reason = request.query_params.get("reason", "")[:LONGEST]
        return await self._corrected(request, award_corrections.remove, award, seen, reason)

    async def add_tier(self, request: Request) -> Response:
        """Add a tier, of cases or of organisations."""
        body = await facts(request)
        name, reason = _text(body, "name"), _text(body, "reason")
        bodies = body.get("of") == "organisations"
        tier, deed = await self._done(request, award_corrections.add_tier, name, bodies, reason)
        return JSONResponse({"tier": tier, "deed": deed}, 201)

    async def remove_tier(self, request: Request) -> Response:
        """Take out a tier without awards."""
        tier, reason = request.path_params["tier"], request.query_params.get("reason", "")
        deed = await self._done(request, award_corrections.remove_tier, tier, reason[:LONGEST])
        return JSONResponse({"deed": deed})

    async def _corrected(
        self, request: Request, change: Callable[..., str], *given: object
    ) -> Response:
        try:
            deed = await self._done(request, change, *given)
        except ChangedMeanwhile:
            return JSONResponse({"errata": []}, 409)
        return JSONResponse({"deed": deed})

    async def _done(self, request: Request, verb: Callable[..., T], *given: object) -> T:
        """Do a short work on the book, entered under the name that the browser gives."""
        by = _by(request)

        def work() -> T:
            with recording.acting(by):
                return verb(self._folder, *given)

        return await self._desk.keep(work)

    async def add(self, request: Request) -> Response:
        """Add an award that was not read from the notice."""
        body = await facts(request)
        wanted, lines = _fields(body), _text(body, "lines")
        reason = _text(body, "reason")
        award, deed = await self._done(request, award_corrections.add, wanted, lines, reason)
        return JSONResponse({"award": award, "deed": deed}, 201)

    # The inbox

    async def receive(self, request: Request) -> Response:
        """Take in the manuscripts of a batch, for one award where it is named."""
        body = await facts(request)
        batch, award = self._batch(body.get("batch")), _text(body, "award")
        return self._streamed(
            request, lambda _: True, batch, inbox_filing.receive, self._folder, batch.paths, award
        )

    async def assign(self, request: Request) -> Response:
        """Give a manuscript that waits to an award."""
        body = await facts(request)
        case, award = _text(body, "case"), _text(body, "award")
        if not _CASE.fullmatch(case) or not award:
            raise HTTPException(400)
        return JSONResponse(await self._done(request, inbox_filing.assign, case, award))

    async def version(self, request: Request) -> Response:
        """Have another version of a case count."""
        body = await facts(request)
        case, kept = _text(body, "case"), _text(body, "kept")
        if not _CASE.fullmatch(case) or not _VERSION.fullmatch(kept.removeprefix(f"{case}.")):
            raise HTTPException(400)
        return JSONResponse(await self._done(request, inbox_filing.take_version, case, kept))

    async def take_back(self, request: Request) -> Response:
        """Take back what was done, byte for byte."""
        deed = _text(await facts(request), "deed")
        return JSONResponse(await self._done(request, inbox_filing.take_back, deed))

    async def missing(self, request: Request) -> Response:
        """Answer with who has not sent anything: as a sheet, or as letters to remind them."""
        name = request.path_params["name"]
        due: date | None = None
        if request.query_params.get("due"):
            try:
                due = date.fromisoformat(request.query_params["due"])
            except ValueError as fault:
                raise HTTPException(400) from fault
        if name not in ("missing.xlsx", "missing.csv", "reminders.docx"):
            raise HTTPException(404)
        data, kind = await self._desk.keep(_missing, self._folder, name, due)
        heads = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=kind, headers=heads)

    def _streamed(
        self, request: Request, ends: Callable[[Mapping[str, object]], bool], batch: Batch | None, work: Work,
        *arguments: object,
    ) -> Response:  # fmt: skip
        """Do `work` and answer line by line; the batch goes when its answer `ends` it."""

        by = _by(request)

        async def lines() -> AsyncIterator[str]:
            if batch is not None:
                batch.busy += 1
            over = False
            try:
                async for said in self._intake.run(by, work, *arguments):
                    if said.step is not None:
                        yield _line({"step": said.step._asdict()})
                    elif said.answer is not None:
                        over = ends(said.answer)
                        yield _line({"done": said.answer})
                    else:
                        over = True
                        yield _line({"errata": as_data(said.errata)})
            finally:
                if batch is not None:
                    batch.busy -= 1
                    if over:
                        self._batches.close(batch.name)

        return StreamingResponse(lines(), media_type="application/x-ndjson")


def _missing(folder: Path, name: str, due: date | None) -> tuple[bytes, str]:
    project = Project(folder)
    tiers, awards = project.tiers(), project.awards()
    case_files = CaseFiles(project.manuscript)
    claims, maybe = inbox.awards_with_text(case_files), inbox.maybe(case_files, awards)
    if name == "missing.csv":
        return inbox.reminders(tiers, claims, maybe).encode(), "text/csv; charset=utf-8"
    rows = reminders.missing(tiers, claims, maybe)
    if name == "missing.xlsx":
        return reminders.as_sheet(rows), _SHEET
    book = project.read().book
    known = notice_reading.awards(folder)
    campaign = known.facts.campaign if known else ""
    stated = reminders.LetterFacts(book.title, book.issuer, campaign, due, date.today())
    return reminders.letters(rows, stated), _WORD


def _line(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"


def _by(request: Request) -> str:
    """Return who asks, as the browser knows the name."""
    return unquote(request.headers.get("x-casebook-by", ""))


def _text(body: Mapping[str, object], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise HTTPException(400)
    return value


def _fields(body: Mapping[str, object]) -> AwardFields:
    """Return what an editor says of an award; raise 400 for what is no such thing."""
    people = body.get("people", {})
    if not isinstance(people, dict) or len(people) > 40:
        raise HTTPException(400)
    named = {_text({"key": key}, "key").strip(): _text(people, key) for key in people}
    title = None if body.get("title") is None else _text(body, "title")
    return AwardFields(
        _text(body, "tier"), _text(body, "organisation"), title,
        {key: value for key, value in named.items() if key},
        _text(body, "after") if "after" in body else None,
        _text(body, "region") if "region" in body else None,
    )  # fmt: skip
