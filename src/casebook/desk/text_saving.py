"""Texts read and saved in the browser: through the same files, by revision, entered in the journal.

A revision is the hash of a file's bytes. Who saves says which revision he wrote on; what others
did since is merged, and where two edits meet both are sent back. Line ends and byte order mark of
a file stay as they are; the browser sees line feeds alone.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook import files, os_errata
from casebook.decoding import as_file, utf8
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.errata import Erratum, StopPress
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.recording import DESK, Journal, MeetingEdits, of
from casebook.journal.text_merge import preferring_mine
from casebook.journal.tracked_files import is_tracked

T = TypeVar("T")
LONGEST = 2_000_000
"""Characters of a text that is edited in the browser."""
DEEDS = {"book.yaml": Deed.FACTS, "awards.yaml": Deed.AWARDS}


class Writing:
    """Answers about the texts of the manuscript."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        name = "/api/text/{name:path}"
        return [
            Route(name, self.text, methods=["GET"]),
            Route(name, self.save, methods=["PUT"]),
        ]

    async def text(self, request: Request) -> Response:
        """Answer with a text, its revision, and what is wrong with it."""
        name = text_name(request)
        data = await self._desk.keep(file_faults_told, self._read, name)
        errata = await self._desk.keep(self._desk.errata_rows, name)
        return JSONResponse(data | {"errata": errata})

    def _read(self, name: str) -> dict[str, object]:
        journal = begun(self._desk)
        data, revision = journal.read(f"manuscript/{name}")
        if data is None:
            raise HTTPException(404)
        return {"path": name, "text": shown(data, name), "revision": revision}

    async def save(self, request: Request) -> Response:
        """Save a text written on a revision; answer with the new one, and the text if merged.

        409 where another's edit meets it: with his text, the one that both began from, and both
        put `together`, where they meet as this one has it.
        """
        name, body = text_name(request), await facts(request)
        text, base, by = (body.get(key) for key in ("text", "base", "by"))
        if not isinstance(text, str) or not isinstance(base, str) or not isinstance(by, str):
            raise HTTPException(400)
        if len(text) > LONGEST or len(base) != 64 or "\r" in text:
            raise HTTPException(400)
        status, data = await self._desk.keep(file_faults_told, self._save, name, text, base, by)
        await self._desk.live_book.stir()  # whoever writes in it sees it before it is laid out
        return JSONResponse(data, status)

    def _save(self, name: str, text: str, base: str, by: str) -> tuple[int, dict[str, object]]:
        journal, path = begun(self._desk), f"manuscript/{name}"
        before = journal.contents.get(base)
        try:
            content = as_file(text, before if before is not None else b"")
        except UnicodeEncodeError as fault:  # half of a character
            raise HTTPException(400) from fault
        doing = Doing(by, DESK, DEEDS.get(name, Deed.TEXT))
        try:
            saved = journal.put(path, content, base, doing)
        except MeetingEdits as met:
            base_text = shown(before, name) if before is not None else ""
            theirs = shown(met.data, name)
            together = preferring_mine(base_text, text, theirs)
            return 409, {
                "text": theirs, "revision": met.revision, "base": base_text, "path": name,
                "together": together,
            }  # fmt: skip
        data: dict[str, object] = {"revision": saved.revision, "merged": saved.merged}
        if saved.merged:
            data["text"] = shown(saved.data, name)
        return 200, data


def text_name(request: Request) -> str:
    """Return the path of a text within the manuscript folder; raise 404 for any other."""
    name: str = request.path_params["name"]
    path = PurePosixPath(name)
    if path.suffix not in (".md", ".yaml") or path.as_posix() != name or path.is_absolute():
        raise HTTPException(404)
    if not is_tracked(f"manuscript/{name}"):
        raise HTTPException(404)
    return name


def begun(desk: Desk) -> Journal:
    """Return the journal of the desk's book, begun where it had none. Raises `OSError`."""
    journal = of(desk.folder)
    if not journal.kept:
        journal.begin()
    return journal


def shown(data: bytes, name: str) -> str:
    """Return the bytes of a file as the browser gets them. Raises `StopPress` for no UTF-8."""
    text = utf8(data, name)
    if isinstance(text, Erratum):
        raise StopPress([text])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def file_faults_told(work: Callable[..., T], *arguments: object) -> T:
    """Do `work` on files; a fault of the disk stops it with its erratum."""
    try:
        return work(*arguments)
    except files.Refused as fault:
        raise StopPress([files.unreadable(str(fault.filename), fault)]) from fault
    except OSError as fault:
        raise StopPress([os_errata.file_erratum(fault)]) from fault
