"""Pictures of a text: shown, put in by dropping, captioned, cropped, taken out."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook import pictures
from casebook.desk import case_pictures
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.case_pictures import ChangedMeanwhile
from casebook.desk.text_saving import begun, file_faults_told, shown, text_name
from casebook.pictures import MAX_BYTES, Crop

T = TypeVar("T")
SIDES = range(100, 2401)
LONGEST = 1000


class PictureAnswers:
    """Answers about the pictures of texts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        name = "/api/pictures/{name:path}"
        return [
            Route("/media/{name}", self.picture),
            Route(name, self.listed, methods=["GET"]),
            Route(name, self.add, methods=["POST"]),
            Route(name, self.change, methods=["PUT"]),
        ]

    async def picture(self, request: Request) -> Response:
        """Answer with a picture of the book, small."""
        side = request.query_params.get("side", "400")
        if not side.isascii() or not side.isdecimal() or int(side[:6]) not in SIDES:
            raise HTTPException(400)
        data = await self._desk.keep(self._small, request.path_params["name"], int(side))
        return Response(data, media_type="image/jpeg", headers={"cache-control": "no-cache"})

    def _small(self, name: str, side: int) -> bytes:
        data = case_pictures.picture_file(self._desk.folder / "manuscript", name)
        if data is None:
            raise HTTPException(404)
        try:
            return pictures.thumbnail(data, side)
        except ValueError as fault:
            raise HTTPException(404) from fault

    async def listed(self, request: Request) -> Response:
        """Answer with the pictures that a text calls for."""
        name = _text(request)
        return JSONResponse(await self._desk.keep(file_faults_told, self._listed, name))

    def _listed(self, name: str) -> dict[str, object]:
        data, revision = begun(self._desk).read(f"manuscript/{name}")
        if data is None:
            raise HTTPException(404)
        root = self._desk.folder / "manuscript"
        rows = [each._asdict() for each in case_pictures.shown(root, shown(data, name))]
        return {"pictures": rows, "revision": revision}

    async def add(self, request: Request) -> Response:
        """Keep a picture that was dropped and have the text call for it."""
        name, query = _text(request), request.query_params
        line = query.get("line", "0")
        if not line.isascii() or not line.isdecimal() or len(line) > 7:
            raise HTTPException(400)
        parts: list[bytes] = []
        async for part in request.stream():
            parts.append(part)
            if sum(map(len, parts)) > MAX_BYTES + 1:  # one more, so that its size is told
                raise HTTPException(413)
        root, by = self._desk.folder / "manuscript", _by(request)
        given, seen, data = (
            query.get("name", "")[:200] or "picture",
            query.get("seen", ""),
            b"".join(parts),
        )
        media = await self._done(
            lambda: case_pictures.add(begun(self._desk), root, by, name, int(line), seen, given, data)
        )  # fmt: skip
        return JSONResponse({"picture": media}, 201)

    async def change(self, request: Request) -> Response:
        """Change a picture's caption or the part that is printed, or take it out of the text."""
        name, body = _text(request), await facts(request)
        number, path, caption = body.get("number"), body.get("path"), body.get("caption")
        if type(number) is not int or number < 0 or not isinstance(path, str):
            raise HTTPException(400)
        if caption is not None and (not isinstance(caption, str) or len(caption) > LONGEST):
            raise HTTPException(400)
        crop, root, by = _crop(body.get("crop")), self._desk.folder / "manuscript", _by(request)
        await self._done(
            lambda: case_pictures.change(
                begun(self._desk), root, by, name, number, path, caption=caption, crop=crop,
                whole=body.get("whole") is True, out=body.get("out") is True,
            )
        )  # fmt: skip
        return JSONResponse({})

    async def _done(self, work: Callable[[], T]) -> T:
        try:
            return await self._desk.keep(file_faults_told, work)
        except ChangedMeanwhile as fault:
            raise HTTPException(409) from fault


def _text(request: Request) -> str:
    """Return the name of a text that may call for pictures; raise 404 for any other."""
    name = text_name(request)
    if not name.endswith(".md"):
        raise HTTPException(404)
    return name


def _by(request: Request) -> str:
    return unquote(request.headers.get("x-casebook-by", ""))


def _crop(given: object) -> Crop | None:
    if given is None:
        return None
    sides = given if isinstance(given, list) else []
    if len(sides) != 4 or not all(type(s) is int and 0 <= s < 1_000_000 for s in sides):
        raise HTTPException(400)
    return Crop(*sides)
