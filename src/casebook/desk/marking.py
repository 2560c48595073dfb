"""Marks and signatures as the scripts ask for them; nobody overwrites what he did not see."""

from dataclasses import asdict, replace
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook.book import Section
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.rounds import frozen_texts, round_files, signed_cases
from casebook.rounds import page_to_text as finding
from casebook.rounds.book_fields import AWARDS, FIELDS, sheet_of, words_of
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
        """Answer with a sheet of marks, each with its place in the text as it is now."""
        marks = await self.marks_now()
        sheet = await self._desk.keep(marks.sheet, self._name(request))
        return await self._sheet(sheet)

    def _name(self, request: Request) -> str:
        """Return the sheet that is asked for; raise 404 when there is none."""
        name = str(request.path_params["sheet"])
        if name not in (AWARDS, FIELDS) and self._section(name) is None:
            raise HTTPException(404)
        return name

    def _section(self, sheet: str) -> Section | None:
        """Return the section whose own text a sheet is of."""
        book = self._desk.state.book
        own = (s for s in book.sections if sheet_of(s) == sheet != FIELDS) if book else iter(())
        return next(own, None)

    async def _sheet(self, sheet: Sheet, status: int = 200) -> Response:
        """Answer with a sheet; with it go those of the fields, which any page may show."""
        data = await self._placed(sheet)
        of_round = (await self.round_now()).marks
        others = [name for name in (AWARDS, FIELDS) if name != sheet.case]
        fields = [await self._desk.keep(of_round.sheet, name) for name in others]
        data["others"] = [await self._placed(other) for other in fields]
        section = self._section(sheet.case)
        if section is not None and section.case is not None:
            about = signed_cases.about_cases(fields).get(sheet.case, ())
            data["changed"] = await self._desk.keep(
                self._desk.changed_since, sheet, section.case, about
            )
        earlier: list[dict[str, object]] = []
        for past in await self._desk.keep(round_files.rounds, self._desk.folder):
            if past.number != sheet.round:
                for name in (sheet.case, *others):
                    before = await self._placed(await self._desk.keep(past.marks.sheet, name))
                    if before["marks"]:
                        earlier.append(before | {"name": past.name._asdict()})
        data["earlier"] = earlier
        return JSONResponse(data, status, headers={"etag": f'"{sheet.revision}"'})

    async def _placed(self, sheet: Sheet) -> dict[str, object]:
        """Return a sheet as plain data, each mark with the parts of the text that it means now."""
        data = asdict(sheet)
        now = await self._paragraphs(sheet.case) if sheet.marks else ()
        for mark_data, mark in zip(data["marks"], sheet.marks, strict=True):
            place = located(mark, now)
            mark_data["spans"] = place.parts(now) if place else []
        data["where"] = {
            m.id: words_of(sheet.case, m.field)._asdict() for m in sheet.marks if m.field
        }
        return data

    async def _paragraphs(self, sheet: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a sheet as they are."""
        book = self._desk.state.book
        assert book is not None
        if sheet in (AWARDS, FIELDS):
            return (await self._desk.keep(frozen_texts.fields_of, book))[sheet]
        section = self._section(sheet)
        if section is None:
            return ()
        piece = await self._desk.read(
            finding.piece_of, book, section, self._desk.folder / "manuscript"
        )
        return frozen_texts.paragraphs(piece) if piece else ()

    async def mark(self, request: Request) -> Response:
        """Keep a new mark (POST) or a changed one (PUT); answer with the sheet."""
        name = self._name(request)
        marks = await self.marks_now()
        body = await facts(request)
        try:
            mark = mark_of(body)
        except (ValueError, TypeError) as fault:
            raise HTTPException(400) from fault
        try:
            if request.method == "POST":
                mark = await self._desk.keep(marks.add, name, mark)
            else:
                mark = replace(mark, id=request.path_params["mark"])
                mark = await self._desk.keep(marks.change, name, mark)
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        sheet = await self._desk.keep(marks.sheet, name)
        await self._desk.live_book.stir(marks=True)
        return await self._sheet(sheet, 201 if request.method == "POST" else 200)

    async def unmark(self, request: Request) -> Response:
        """Take a mark away; `If-Match` says the revision that was seen."""
        name, key = self._name(request), request.path_params["mark"]
        marks = await self.marks_now()
        try:
            sheet = await self._desk.keep(marks.drop, name, key, revision_of(request))
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        await self._desk.live_book.stir(marks=True)
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
                await self._desk.live_book.stir(marks=True)
                return await self._sheet(sheet)
            shown = self._desk.state.pages.get(f"case-{case.id}")
            if seen and shown and seen != shown.version:
                raise Conflict(sheet)
            texts = {name: await self._paragraphs(name) for name in (case.id, AWARDS, FIELDS)}
            await self._desk.keep(signed_cases.stop_on_open, round_, case.id, texts)
            text = await self._desk.keep(self._desk.text_hash, case)
            day, pages = date.today().isoformat(), shown.drawn if shown else ""
            signed = Signed(str(name), day, text, pages)
            sheet = await self._desk.keep(round_.marks.sign, case.id, signed, revision)
        except Conflict as conflict:
            return await self._sheet(conflict.sheet, 409)
        await self._desk.live_book.stir(marks=True)
        return await self._sheet(sheet)


def revision_of(request: Request) -> int:
    """Return the revision the sender saw; raise 428 when he does not say."""
    seen = request.headers.get("if-match", "").strip('"')
    if not seen.isascii() or not seen.isdecimal() or len(seen) > 9:
        raise HTTPException(428)
    return int(seen)
