"""Layouts: chosen, changed, saved; and pictures of the book in one that is tried."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from casebook import files, layout
from casebook.css_constants import FILE
from casebook.decoding import as_file
from casebook.desk import known_books, layout_trial
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.background_work import BackgroundWork
from casebook.desk.form_answers import changes_of, meeting_rows
from casebook.desk.layout_page import LayoutChoice, LayoutPage, LayoutView
from casebook.desk.text_saving import begun, file_faults_told, shown
from casebook.errata import Erratum, StopPress
from casebook.intake.manuscript import field_merge, fillable_keys, yaml_editing, yaml_file
from casebook.intake.manuscript.field_merge import MeetingField
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.recording import DESK
from casebook.layout_file import LayoutFile
from casebook.telling import as_data

BOOK = "manuscript/book.yaml"
KEPT = 12
"""Pictures of layouts that are kept."""
TRIES = 5
"""Times that saving begins anew where another saves at the same moment."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
Change = tuple[Steps, Value]


class LayoutAnswers:
    """Answers about layouts."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._trying = asyncio.Lock()
        self._background = BackgroundWork()

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route("/layout", self.page),
            Route("/layout/preview/{name}.png", self.preview),
            Route("/layout/picture/{key}.png", self.picture),
            Route("/api/layout/try", self.tried, methods=["POST"]),
            Route("/api/layout", self.save, methods=["PUT"]),
        ]

    def end(self) -> None:
        """End the process that sets what is tried."""
        self._background.close()

    async def page(self, request: Request) -> Response:
        """Answer with the page: of the book's layout, or of the one that is asked for."""
        chosen = request.cookies.get("lang", self._lang)
        page = LayoutPage(
            chosen if chosen in ("en", "zh") else self._lang,
            known_books.book_mark(self._desk.folder),
        )
        page.book_name = str(self._desk.folder)
        name = request.query_params.get("name", "")
        shown = await self._desk.keep(file_faults_told, self._view, name)
        return HTMLResponse(await self._desk.keep(page.layout, shown))

    def _view(self, asked: str) -> LayoutView:
        folder, journal = self._desk.folder, begun(self._desk)
        data, revision = journal.read(BOOK)
        book = yaml_file.parse(_text(data, BOOK), BOOK).data
        written = book.get("layout") if isinstance(book, dict) else ""
        known = layout.names(folder)
        chosen = asked or (written if isinstance(written, str) else "") or "standard"
        if chosen not in known:
            if asked:
                raise HTTPException(404)
            chosen = "standard"
        own, own_revision = journal.read(_path(chosen))
        value = yaml_file.parse(_text(own, FILE), FILE).data
        fields = [f for f in fillable_keys.fields(LayoutFile, value) if f.key != "extends"]
        seen = {BOOK: revision, _path(chosen): own_revision}
        below: Mapping[str, Value] = {}
        with suppress(StopPress):
            below = layout_trial.decided(folder, chosen)
        return LayoutView(tuple(_choices(folder, known)), chosen, fields, below, seen)

    async def preview(self, request: Request) -> Response:
        """Answer with the picture that comes with a layout."""
        data = await self._desk.keep(_preview, self._desk.folder, request.path_params["name"])
        return Response(data, media_type="image/png")

    async def picture(self, request: Request) -> Response:
        """Answer with a picture of the book in a layout that was tried."""
        data = self._pictures.get(request.path_params["key"])
        if data is None:
            raise HTTPException(404)
        return Response(data, media_type="image/png")

    async def tried(self, request: Request) -> Response:
        """Set pages of the book in a layout that is not saved; answer where their picture is.

        422 with each fault at its field.
        """
        body = await facts(request)
        name, changes = self._asked(body)
        try:
            text = await self._desk.keep(file_faults_told, self._changed, name, changes)
            key = sha256(f"{name} {text} {self._desk.state.edition}".encode()).hexdigest()[:24]
            if key not in self._pictures:
                async with self._trying:
                    folder = self._desk.folder
                    self._pictures[key] = await self._background.run(
                        layout_trial.picture, folder, name, text
                    )
                while len(self._pictures) > KEPT:
                    self._pictures.popitem(last=False)
        except StopPress as stop:
            return JSONResponse(_at_fields(stop.errata, name, text), 422)
        return JSONResponse({"picture": f"/layout/picture/{key}.png"})

    async def save(self, request: Request) -> Response:
        """Save what is decided, under the layout's name or a new one, and have the book use it.

        What others decided since stays, and with `keep` the layout that the book uses. 422 with each
        fault at its field, 409 with the decisions that another changed, too.
        """
        body = await facts(request)
        name, changes = self._asked(body)
        seen, new, keep = body.get("seen"), body.get("new", ""), body.get("keep", False)
        if not isinstance(seen, dict) or not isinstance(new, str) or not isinstance(keep, bool):
            raise HTTPException(400)
        if new and not _NAME.fullmatch(new):
            raise HTTPException(400)
        by = unquote(request.headers.get("x-casebook-by", ""))
        text = ""
        for _ in range(TRIES):
            try:
                text, made_from = await self._desk.keep(
                    file_faults_told, self._together, name, changes, seen, new
                )
                await self._desk.keep(layout_trial.check, self._desk.folder, new or name, text)
                number = await self._desk.keep(
                    file_faults_told, self._save, new or name, text, made_from, seen, by, keep
                )
            except StopPress as stop:
                return JSONResponse(_at_fields(stop.errata, new or name, text), 422)
            except _Meeting as met:
                return JSONResponse({"meets": meeting_rows(met.fields), "seen": met.now}, 409)
            if number is not None:
                return JSONResponse({"number": number, "layout": new or name})
        raise HTTPException(409)  # somebody saves it over and over

    def _asked(self, body: Mapping[str, object]) -> tuple[str, Sequence[Change]]:
        name, given = body.get("layout"), body.get("changes")
        if not isinstance(name, str) or name not in layout.names(self._desk.folder):
            raise HTTPException(400)
        return name, changes_of(given) if given else ()

    def _changed(self, name: str, changes: Sequence[Change], new: str = "") -> str:
        """Return the text of the book's own file of a layout, with `changes`, as that of a `new` one."""
        text = _text(begun(self._desk).read(_path(name))[0], FILE)
        if new and new != name:
            if (self._desk.folder / "layouts" / new).exists() or new in layout.names(
                self._desk.folder
            ):
                raise HTTPException(409, "name-taken")
            text = f"extends: {name}\nlabel: {new}\n"
        try:
            return layout_trial.changed(text, changes)
        except ValueError as fault:
            raise HTTPException(422, str(fault)) from fault

    def _together(
        self, name: str, changes: Sequence[Change], seen: Mapping[str, object], new: str
    ) -> tuple[str, str]:
        """Return the text to be saved, with what others decided since, and the revision it is made
        from. Raises `_Meeting` where another changed the same decision.
        """
        if new and new != name:
            return self._changed(name, changes, new), ""
        journal = begun(self._desk)
        data, revision = journal.read(_path(name))
        was, now = self._seen(_path(name), seen), _text(data, FILE)
        fields = field_merge.merge(_decisions(was), _decisions(now), changes)
        if fields.meeting:
            raise _Meeting(fields.meeting, {**seen, _path(name): revision})
        try:
            return layout_trial.changed(now, [(c.now, c.value) for c in fields.changes]), revision
        except ValueError as fault:
            raise HTTPException(422, str(fault)) from fault

    def _seen(self, path: str, seen: Mapping[str, object]) -> str:
        """Return the text of a file at the revision a browser has seen; "" where there was none."""
        key = seen.get(path, "")
        content = begun(self._desk).contents.get(key) if isinstance(key, str) and key else b""
        if content is None:
            raise HTTPException(409)
        return _text(content, path)

    def _save(
        self, name: str, text: str, made_from: str, seen: Mapping[str, object], by: str,
        keep: bool,
    ) -> int | None:  # fmt: skip
        """Save a layout and have the book use it, unless it is to `keep` its own; return the number
        of the entry, None where another saved the layout this moment."""
        journal = begun(self._desk)
        with journal.locked():
            now = {path: journal.now().get(path, "") for path in (BOOK, _path(name))}
            if now[_path(name)] != made_from:
                return None
            wanted: dict[str, bytes | None] = {}
            if not keep and (book := self._using(name, now[BOOK], seen)):
                wanted[BOOK] = book
            if text.strip():
                wanted[_path(name)] = as_file(text, journal.contents.get(made_from) or b"")
            doing = Doing(by, DESK, Deed.FACTS, facts={"layout": name})
            changes = journal.put_all(wanted, doing)
        entries = reversed(journal.entries())
        return next((e.number for e in entries if e.changes == changes), 0) if changes else 0

    def _using(self, name: str, now: str, seen: Mapping[str, object]) -> bytes | None:
        """Return `book.yaml`, whose revision is `now`, with the layout `name`; None if it stays.

        Raises `_Meeting` where another chose a third one.
        """
        journal, steps = begun(self._desk), ("layout",)
        book = _text(journal.contents.get(now), BOOK)
        was, theirs = (
            field_merge.value_at(_decisions(each), steps) or "standard"
            for each in (self._seen(BOOK, seen), book)
        )
        if name == was != theirs:
            return None
        if theirs not in (was, name):
            met = MeetingField(steps, steps, name, theirs, was)
            raise _Meeting((met,), {**seen, BOOK: now})
        text = yaml_editing.with_keys(book, BOOK, (), {"layout": name})
        return as_file(text, journal.contents.get(now) or b"")


class _Meeting(Exception):  # noqa: N818  not a fault: somebody else was first
    """Another changed the same decisions. Carries them, and the revisions that stand now."""

    def __init__(self, fields: Sequence[MeetingField], now: Mapping[str, object]) -> None:
        self.fields, self.now = fields, dict(now)
        super().__init__()


def _decisions(text: str) -> Value:
    """Return what a file says; nothing where it is no sound YAML."""
    return yaml_file.parse(text, FILE).data or {}


def _path(name: str) -> str:
    return f"layouts/{name}/{FILE}"


def _text(data: bytes | None, name: str) -> str:
    return shown(data or b"", name)


def _choices(folder: Path, known: Sequence[str]) -> Iterator[LayoutChoice]:
    """Yield the layouts that may be chosen, those that casebook brings first."""
    shipped = set(files.folders(layout.SHIPPED))
    for name in sorted(known, key=lambda name: (name not in shipped, name != "standard", name)):
        label: Value = ""
        with suppress(StopPress):
            label = layout_trial.decided(folder, name).get("label", "")
        own = folder / "layouts" / name / FILE
        written = yaml_file.read(own, FILE, own.parent).data if own.is_file() else {}
        label = (written.get("label") if isinstance(written, dict) else "") or label
        pictured = _picture_of(folder, name) is not None
        yield LayoutChoice(name, label if isinstance(label, str) and label else name, pictured)


def _picture_of(folder: Path, name: str) -> Path | None:
    places = (folder / "layouts" / name, layout.SHIPPED / name)
    return next((p / "preview.png" for p in places if (p / "preview.png").is_file()), None)


def _preview(folder: Path, name: str) -> bytes:
    path = _picture_of(folder, name) if name in layout.names(folder) else None
    if path is None:
        raise HTTPException(404)
    return files.read(path, path.parent)


def _at_fields(errata: Sequence[Erratum], name: str, text: str) -> dict[str, object]:
    """Return errata as data, each with the way to the field whose line it is about."""
    lines = yaml_file.parse(text, FILE).lines
    rows = []
    for erratum, row in zip(errata, as_data(errata), strict=True):
        here = [
            steps for steps, line in lines.items()
            if erratum.place.path == _path(name) and line == erratum.place.line and steps
        ]  # fmt: skip
        named = [steps for steps in here if str(steps[-1]) in erratum.message.en]
        ways = named or sorted(here, key=len, reverse=True)
        rows.append(row | {"steps": list(ways[0]) if ways else []})
    return {"errata": rows}
