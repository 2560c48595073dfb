"""Take the front matter of a case apart and put it together again: what an award stands in."""

import re

from casebook.book import Award
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def split(text: str, name: str) -> tuple[dict[str, Value], str]:
    """Return the front matter of the case `text` as data, and what follows it."""
    found = _FRONT.match(text)
    data = yaml_file.parse(found[1], name).data if found else None
    return (dict(data) if isinstance(data, dict) else {}), text[found.end() :] if found else text


def assigned(text: str, filed: str, name: str, award: Award | None, old: Award | None) -> str:
    """Return the case `text` given to `award`, or to none; `old` is the award it had.

    With an award the organisation and title it was filed with go, because the notice's are
    printed; what an editor wrote there stays. Without one they come from the award it had.
    """
    front, body = split(text, name)
    was, _ = split(filed, name)
    known = {
        key: value for key, value in front.items() if key not in ("award", "organisation", "title")
    }
    head: dict[str, Value] = {}
    if award is not None:
        head["award"] = award.id
    for key in ("organisation", "title"):
        official = str(getattr(old, key) or "") if old else ""
        value = front.get(key) or (official if award is None else None)
        if value and (award is None or value != was.get(key)):
            head[key] = value
    if award is None and not head.get("title") and head.get("organisation"):
        head["title"] = head["organisation"]
    return f"---\n{yaml_file.dump(head | known)}---\n{body}"
