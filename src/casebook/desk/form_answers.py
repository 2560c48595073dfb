"""Forms of `book.yaml`, `awards.yaml` and the heads of texts: shown, checked and saved.

What is filled in is put into the file as it was when the form was opened, checked as the readers
check it, and saved as every text is: by revision, merged with what others did.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook.desk.api import Desk, facts
from casebook.desk.text_saving import DEEDS, as_file, begun, file_faults_told, shown, text_name
from casebook.errata import Erratum, Place, Wording
from casebook.intake.manuscript import fillable_keys
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.recording import DESK, MeetingEdits
from casebook.telling import as_data

MOST = 2_000
"""Fields changed at once."""
LONGEST_REASON = 200


class FormAnswers:
    """Answers about forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [Route("/api/form/{name:path}", self.save, methods=["PUT"])]

    async def opened(self, name: str) -> tuple[str, str]:
        """Return a text that has a form, and its revision; raise 404 for any other."""
        if fillable_keys.model_of(name) is None:
            raise HTTPException(404)
        return await self._desk.keep(file_faults_told, self._read, name)

    def _read(self, name: str) -> tuple[str, str]:
        data, revision = begun(self._desk).read(f"manuscript/{name}")
        if data is None:
            raise HTTPException(404)
        return shown(data, name), revision

    async def save(self, request: Request) -> Response:
        """Save what was filled in; 422 with each fault at its field, 409 where another's edit meets."""
        name, body = text_name(request), await facts(request)
        if fillable_keys.model_of(name) is None:
            raise HTTPException(404)
        base, by, reason = (body.get(key, "") for key in ("base", "by", "reason"))
        if not isinstance(base, str) or not isinstance(by, str) or not isinstance(reason, str):
            raise HTTPException(400)
        changes = changes_of(body.get("changes"))
        reason = reason.strip()[:LONGEST_REASON]
        if name == "awards.yaml" and not reason:
            quoted = [
                steps
                for steps, _ in changes
                if "awards" in steps and steps[-1] in fillable_keys.QUOTED
            ]
            if quoted:
                return _refused([(steps, _unasked(name)) for steps in quoted])
        status, data = await self._desk.keep(
            file_faults_told, self._save, name, changes, base, by, reason
        )
        return JSONResponse(data, status)

    def _save(
        self, name: str, changes: list[tuple[Steps, Value]], base: str, by: str, reason: str
    ) -> tuple[int, dict[str, object]]:
        journal = begun(self._desk)
        before = journal.contents.get(base)
        if before is None:
            raise HTTPException(409)
        try:
            text, errata = fillable_keys.filled(name, shown(before, name), changes)
        except ValueError as fault:
            raise HTTPException(422) from fault
        if errata:
            return 422, _faults(errata)
        given = {"reason": reason} if reason else {}
        doing = Doing(by, DESK, DEEDS.get(name, Deed.TEXT), facts=given)
        try:
            saved = journal.put(f"manuscript/{name}", as_file(text, before), base, doing)
        except MeetingEdits as met:
            return 409, {"revision": met.revision}
        return 200, {"revision": saved.revision, "merged": saved.merged}


def changes_of(given: object) -> list[tuple[Steps, Value]]:
    """Return changed fields as they were sent; raise 400 for what is none."""
    if not isinstance(given, list) or not given or len(given) > MOST:
        raise HTTPException(400)
    changes: list[tuple[Steps, Value]] = []
    for change in given:
        if not isinstance(change, list) or len(change) != 2 or not isinstance(change[0], list):
            raise HTTPException(400)
        steps, value = change
        if not steps or not all(isinstance(s, str) or type(s) is int for s in steps):
            raise HTTPException(400)
        changes.append((tuple(steps), value_of(value)))
    return changes


def value_of(given: object, depth: int = 0) -> Value:
    """Return a value of a form: a text, a list, or a mapping of texts; raise 400 for any other."""
    if isinstance(given, str) and len(given) <= 20_000:
        return given.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(given, list) and depth < 2:
        return [value_of(item, depth + 1) for item in given]
    if isinstance(given, dict) and depth < 2:
        return {str(key): value_of(item, depth + 2) for key, item in given.items()}
    raise HTTPException(400)


def _refused(errata: list[tuple[Steps, Erratum]]) -> Response:
    return JSONResponse(_faults(errata), 422)


def _faults(errata: list[tuple[Steps, Erratum]]) -> dict[str, object]:
    rows = as_data([erratum for _, erratum in errata])
    return {
        "errata": [row | {"steps": steps} for row, (steps, _) in zip(rows, errata, strict=True)]
    }


def _unasked(name: str) -> Erratum:
    return Erratum(
        "quoted-from-notice",
        Place(name),
        Wording("这是通报的原文", "these are the words of the notice"),
        Wording("确要改，请在下面写明理由。", "If it must change, give the reason below."),
    )
