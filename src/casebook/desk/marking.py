"""Marks and signatures as the scripts ask for them; nobody overwrites what he did not see."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook import files
from casebook.desk.api import Desk, facts
from casebook.rounds import frozen_texts, round_files
from casebook.rounds import page_to_text as finding
from casebook.rounds.frozen_texts import Paragraph
from casebook.rounds.round_marks import Conflict, Marks, Sheet, Signed, located, mark_of


class Marking:
    """Answers about the marks of the open round."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def marks_now(self) -> Marks:
        """Return the marks of the open round; raise 409 when none is open."""
        now = await self._desk.keep(round_files.current, self._desk.folder)
        if now is None:
            raise HTTPException(409, "no-round-open")
        return now.marks

    async def sheet(self, request: Request) -> Response:
        """Answer with the marks of a case, each with its place in the text as it is now."""
        case = self._desk.case(request.path_params["case"])
        marks = await self.marks_now()
        sheet = await self._desk.keep(marks.sheet, case.id)
        return await self._sheet(sheet)

    async def _sheet(self, sheet: Sheet, status: int = 200) -> Response:
        section = self._desk.section(f"case-{sheet.case}")
        assert self._desk.state.book is not None
        piece = await self._desk.read(
            finding.piece_of, self._desk.state.book, section, self._desk.folder / "manuscript"
        )
        now = frozen_texts.paragraphs(piece) if piece else ()
        data = _placed(sheet, now)
        earlier: list[dict[str, object]] = []
        for past in await self._desk.keep(round_files.rounds, self._desk.folder):
            if past.number != sheet.round:
                before = _placed(await self._desk.keep(past.marks.sheet, sheet.case), now)
                if before["marks"]:
                    earlier.append(before | {"name": past.name._asdict()})
        data["earlier"] = earlier
        return JSONResponse(data, status, headers={"etag": f'"{sheet.revision}"'})

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
        """Sign a case off, or take the signature back."""
        case = self._desk.case(request.path_params["case"])
        marks = await self.marks_now()
        name = (await facts(request)).get("name", "")
        if not isinstance(name, str) or len(name) > 40:
            raise HTTPException(400)
        path = self._desk.folder / "manuscript" / case.place.path
        read = await self._desk.keep(
            lambda: frozen_texts.digest(files.read(path)) if case.body else ""
        )
        signed = Signed(name, date.today().isoformat(), read) if name else None
        try:
            sheet = await self._desk.keep(marks.sign, case.id, signed, revision_of(request))
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
