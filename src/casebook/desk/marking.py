"""Marks and signatures as the scripts ask for them; nobody overwrites what he did not see."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook.desk.api import Desk, facts
from casebook.rounds import frozen_texts, round_files, signatures
from casebook.rounds import page_to_text as finding
from casebook.rounds.frozen_texts import Paragraph
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import Conflict, Marks, Sheet, Signed, located, mark_of


class Marking:
    """Answers about the marks of the open round."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def round_now(self) -> Round:
        """Return the open round; raise 409 when none is open."""
        now = await self._desk.keep(round_files.current, self._desk.folder)
        if now is None:
            raise HTTPException(409, "no-round-open")
        return now

    async def marks_now(self) -> Marks:
        """Return the marks of the open round; raise 409 when none is open."""
        return (await self.round_now()).marks

    async def sheet(self, request: Request) -> Response:
        """Answer with the marks of a case, each with its place in the text as it is now."""
        case = self._desk.case(request.path_params["case"])
        marks = await self.marks_now()
        sheet = await self._desk.keep(marks.sheet, case.id)
        return await self._sheet(sheet)

    async def _sheet(self, sheet: Sheet, status: int = 200) -> Response:
        now = await self._paragraphs(sheet.case)
        data = _placed(sheet, now)
        case = self._desk.case(sheet.case)
        data["changed"] = await self._desk.keep(self._desk.changed_since, sheet, case)
        earlier: list[dict[str, object]] = []
        for past in await self._desk.keep(round_files.rounds, self._desk.folder):
            if past.number != sheet.round:
                before = _placed(await self._desk.keep(past.marks.sheet, sheet.case), now)
                if before["marks"]:
                    earlier.append(before | {"name": past.name._asdict()})
        data["earlier"] = earlier
        return JSONResponse(data, status, headers={"etag": f'"{sheet.revision}"'})

    async def _paragraphs(self, case: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a case as they are."""
        section = self._desk.section(f"case-{case}")
        assert self._desk.state.book is not None
        piece = await self._desk.read(
            finding.piece_of, self._desk.state.book, section, self._desk.folder / "manuscript"
        )
        return frozen_texts.paragraphs(piece) if piece else ()

    async def mark(self, request: Request) -> Response:
        """Keep a new mark (POST) or a changed one (PUT); answer with the sheet."""
        case = self._desk.case(request.path_params["case"])
        marks = await self.marks_now()
        body = await facts(request)
        try:
            mark = mark_of(body)
        except (ValueError, TypeError) as fault:
            raise HTTPException(400) from fault
        try:
            if request.method == "POST":
                mark = await self._desk.keep(marks.add, case.id, mark)
            else:
                mark = replace(mark, id=request.path_params["mark"])
                mark = await self._desk.keep(marks.change, case.id, mark)
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        sheet = await self._desk.keep(marks.sheet, case.id)
        return await self._sheet(sheet, 201 if request.method == "POST" else 200)

    async def unmark(self, request: Request) -> Response:
        """Take a mark away; `If-Match` says the revision that was seen."""
        case, key = self._desk.case(request.path_params["case"]), request.path_params["mark"]
        marks = await self.marks_now()
        try:
            sheet = await self._desk.keep(marks.drop, case.id, key, revision_of(request))
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        return await self._sheet(sheet)

    async def sign(self, request: Request) -> Response:
        """Sign a case off as it is shown, or take the signature back (no name, `by` who does).

        Open marks forbid it; so do pages newer than those that were `seen`.
        """
        case = self._desk.case(request.path_params["case"])
        round_ = await self.round_now()
        body = await facts(request)
        name, by, seen = (body.get(key, "") for key in ("name", "by", "seen"))
        if not all(isinstance(text, str) and len(text) <= 40 for text in (name, by, seen)):
            raise HTTPException(400)
        revision = revision_of(request)
        sheet = await self._desk.keep(round_.marks.sheet, case.id)
        try:
            if not name:
                sheet = await self._desk.keep(
                    round_.marks.withdraw, case.id, str(by), round_.head, revision
                )
                return await self._sheet(sheet)
            shown = self._desk.state.pages.get(f"case-{case.id}")
            if seen and shown and seen != shown.version:
                raise Conflict(sheet)
            now = await self._paragraphs(case.id)
            await self._desk.keep(lambda: signatures.stop_on_open(sheet, round_.texts(), now))
            text = await self._desk.keep(self._desk.text_hash, case)
            day, pages = date.today().isoformat(), shown.drawn if shown else ""
            signed = Signed(str(name), day, text, pages)
            sheet = await self._desk.keep(round_.marks.sign, case.id, signed, revision)
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        return await self._sheet(sheet)


def _placed(sheet: Sheet, now: Sequence[Paragraph]) -> dict[str, object]:
    """Return a sheet as plain data, each mark with the parts of the text that it means now."""
    data = asdict(sheet)
    for mark_data, mark in zip(data["marks"], sheet.marks, strict=True):
        place = located(mark, now)
        mark_data["spans"] = place.parts(now) if place else []
    return data


def revision_of(request: Request) -> int:
    """Return the revision the sender saw; raise 428 when he does not say."""
    seen = request.headers.get("if-match", "").strip('"')
    if not seen.isascii() or not seen.isdecimal() or len(seen) > 9:
        raise HTTPException(428)
    return int(seen)
