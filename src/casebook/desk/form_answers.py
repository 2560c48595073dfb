"""Forms of `book.yaml`, `awards.yaml` and the heads of texts: shown, checked and saved.

What is filled in is put into the file as it was when the form was opened, checked as the readers
check it, and saved by revision. Where another changed the file since, fields decide: different ones
are both kept, and of one that both changed each is told what the other has.
"""

import re
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casebook.decoding import as_file
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.text_saving import DEEDS, begun, file_faults_told, shown, text_name
from casebook.errata import Erratum, Place, Wording
from casebook.intake.manuscript import field_merge, fillable_keys
from casebook.intake.manuscript.field_merge import FieldMerge, MeetingField
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.journal import text_merge
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.recording import DESK, MeetingEdits
from casebook.telling import as_data

MOST = 300
"""Fields changed at once: each takes a fifth of a second of computing in a list of 130 awards."""
LONGEST_REASON = 200
_HALVES = re.compile("[\ud800-\udfff]")


class FormAnswers:
    """Answers about forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        name = "/api/form/{name:path}"
        return [Route(name, self.save, methods=["PUT"]), Route(name, self.look, methods=["POST"])]

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
        """Save what was filled in, with what others changed since in other fields.

        422 with each fault at its field; 409 with the fields that another changed, too, and what
        each has: then nothing is saved, and what was filled in stands in the journal.
        """
        name, base, changes, body = await self._asked(request)
        by, reason = body.get("by", ""), body.get("reason", "")
        if not isinstance(by, str) or not isinstance(reason, str):
            raise HTTPException(400)
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

    async def look(self, request: Request) -> Response:
        """Answer what saving would meet, and where in the file as it is each change belongs."""
        name, base, changes, _ = await self._asked(request)
        return JSONResponse(
            await self._desk.keep(file_faults_told, self._look, name, changes, base)
        )

    async def _asked(
        self, request: Request
    ) -> tuple[str, str, list[tuple[Steps, Value]], dict[str, object]]:
        """Return which file is meant, the revision it was filled in on, the changes, and all facts."""
        name, body = text_name(request), await facts(request)
        if fillable_keys.model_of(name) is None:
            raise HTTPException(404)
        base = body.get("base", "")
        if not isinstance(base, str):
            raise HTTPException(400)
        return name, base, changes_of(body.get("changes")), body

    def _look(self, name: str, changes: list[tuple[Steps, Value]], base: str) -> dict[str, object]:
        journal = begun(self._desk)
        before = journal.contents.get(base)
        current, revision = journal.read(f"manuscript/{name}")
        if before is None or current is None:
            raise HTTPException(409)
        merged = _fields_merged(name, shown(before, name), shown(current, name), changes)
        if merged is None:
            raise HTTPException(409)
        return {
            "revision": revision,
            "changes": [[change.now, change.value] for change in merged.changes],
            "meets": meeting_rows(merged.meeting),
        }

    def _save(
        self, name: str, changes: list[tuple[Steps, Value]], base: str, by: str, reason: str
    ) -> tuple[int, dict[str, object]]:
        journal = begun(self._desk)
        before = journal.contents.get(base)
        if before is None:
            raise HTTPException(409)
        was = shown(before, name)
        given = {"reason": reason} if reason else {}
        doing = Doing(by, DESK, DEEDS.get(name, Deed.TEXT), facts=given)

        def merging(before: bytes, mine: bytes, current: bytes) -> bytes | None:
            now = shown(current, name)
            merged = _fields_merged(name, was, now, changes)
            if merged is None:  # no form can be made of what stands there
                text = text_merge.merge(was, shown(mine, name), now)
                return None if text is None else as_file(text, current)
            if merged.meeting:
                return None
            return as_file(_filled_anew(name, now, merged), current)

        try:
            text = _filled(name, was, changes)
            put = journal.put(f"manuscript/{name}", as_file(text, before), base, doing, merging)
        except _Faulty as faulty:
            return 422, _faults(faulty.errata)
        except MeetingEdits as met:
            merged = _fields_merged(name, was, shown(met.data, name), changes)
            meets = meeting_rows(merged.meeting) if merged is not None else []
            return 409, {"revision": met.revision, "meets": meets}
        return 200, {"revision": put.revision, "merged": put.merged}


class _Faulty(Exception):  # noqa: N818  what was filled in, not the program
    """What is filled in cannot stand. Carries what is wrong, each at its field."""

    def __init__(self, errata: list[tuple[Steps, Erratum]]) -> None:
        self.errata = errata
        super().__init__()


def _filled(name: str, text: str, changes: Sequence[tuple[Steps, Value]]) -> str:
    """Return `text` with `changes`. Raises `_Faulty`."""
    try:
        whole, errata = fillable_keys.filled(name, text, changes)
    except ValueError as fault:
        raise HTTPException(422) from fault
    if errata:
        raise _Faulty(errata)
    return whole


def _filled_anew(name: str, text: str, merged: FieldMerge) -> str:
    """Return `text`, which another changed, with what was filled in. Raises `_Faulty`."""
    try:
        return _filled(name, text, [(change.now, change.value) for change in merged.changes])
    except _Faulty as faulty:
        ways = {change.now: change.steps for change in merged.changes}
        raise _Faulty([(ways.get(way, way), fault) for way, fault in faulty.errata]) from None


def _fields_merged(
    name: str, was: str, now: str, changes: Sequence[tuple[Steps, Value]]
) -> FieldMerge | None:
    """Return what becomes of `changes`; None where the file has no sound YAML now, or had none."""
    files = [fillable_keys.read(name, text) for text in (was, now)]
    data = [file.data for file in files if file is not None and not file.errata]
    if len(data) < 2 or data[0] is None or data[1] is None:
        return None
    return field_merge.merge(data[0], data[1], changes)


def meeting_rows(meeting: Sequence[MeetingField]) -> list[dict[str, object]]:
    """Return fields that two have changed as data; `now` is null where the entry is gone."""
    return [field._asdict() for field in meeting]


def changes_of(given: object) -> list[tuple[Steps, Value]]:
    """Return changed fields as they were sent; raise 400 for what is none."""
    if not isinstance(given, list) or not given or len(given) > MOST:
        raise HTTPException(400)
    changes: list[tuple[Steps, Value]] = []
    for change in given:
        if not isinstance(change, list) or len(change) != 2 or not isinstance(change[0], list):
            raise HTTPException(400)
        steps, value = change
        if not steps or not all(_is_step(step) for step in steps):
            raise HTTPException(400)
        changes.append((tuple(steps), value_of(value)))
    return changes


def _is_step(given: object) -> bool:
    """Whether a browser named a key, in whole characters, or the number of an entry."""
    return type(given) is int or (isinstance(given, str) and not _HALVES.search(given))


def value_of(given: object, depth: int = 0) -> Value:
    """Return a value of a form: a text, a list, or a mapping of texts; raise 400 for any other."""
    if isinstance(given, str) and len(given) <= 20_000:
        return given.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(given, list) and depth < 2:
        return [value_of(item, depth + 1) for item in given]
    if isinstance(given, dict) and depth < 2 and all(map(_is_step, given)):
        return {key: value_of(item, depth + 2) for key, item in given.items()}
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
