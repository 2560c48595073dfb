"""Entries put into and taken out of the lists of decisions and stets, without the rest moving.

These lists are kept by editors and by the desk alike, so comments and order stay. Undoing one entry
leaves those that were added since, however close they stand: entries are put back and taken out as
entries and not as lines of text.
"""

from collections.abc import Callable, Sequence

from casebook.errata import StopPress
from casebook.intake.manuscript import yaml_editing, yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.proof import decisions, stets

_START = "  - {"
"""How each entry begins in a list as it is written here."""
Entry = dict[str, str]


def key_of(path: str) -> str:
    """Return the key of the list in the file `path` (within the manuscript folder), "" for none."""
    if path == decisions.FILE:
        return "decisions"
    return "stets" if path == "book.yaml" or path.endswith(stets.ENDING) else ""


def added(text: str | None, path: str, entries: Sequence[Entry], comment: str = "") -> str:
    """Return `text`, of the file `path` (None: there is none yet), with `entries` put last.

    `comment` begins a new file. Raises `StopPress` when the text is at fault.
    """
    key, rows = key_of(path), [_row(entry) for entry in entries]
    if not rows:
        return text or ""
    if text is None or not text.strip():
        return yaml_file.dump({key: [*rows]}, comment)
    if _is_plain(text, key):
        return text + "".join(_START[:4] + yaml_file.row(row) + "\n" for row in rows)
    listed = _list(text, path)
    if listed is None:
        return yaml_editing.with_keys(text, path, (), {key: [*rows]})
    for number, row in enumerate(rows, len(listed)):
        entry = yaml_editing.as_entry(row)
        text = yaml_editing.with_entry(text, path, (key, number), entry)
    return text


def without(text: str, path: str, gone: Callable[[Entry], bool]) -> str:
    """Return `text` without the entries that `gone` names. Raises `StopPress` as `added`."""
    listed = _list(text, path) or []
    for number in reversed(range(len(listed))):
        if gone(_entry(listed[number])):
            text = yaml_editing.without_entry(text, path, (key_of(path), number))
    return text


def put_back(path: str, old: bytes | None, new: bytes | None, now: bytes | None) -> bytes | None:
    """Return the file `path` of the book that is `now`, with the step from `old` to `new` done.

    None where the file is no such list, the step changed anything else in it, or an entry that is
    to be taken out was changed since.
    """
    name = path.removeprefix("manuscript/")
    if not key_of(name) or now is None:
        return None
    try:
        before, after, text = (_decoded(data) for data in (old, new, now))
        lists = [_list(part, name) or [] for part in (before, after, text)]
        if _rest(before, name) != _rest(after, name) and before.strip() and after.strip():
            return None
        out = [entry for entry in lists[0] if entry not in lists[1]]
        back = [entry for entry in lists[1] if entry not in lists[0]]
        if any(entry not in lists[2] for entry in out):
            return None
        text = without(text, name, lambda entry: entry in out)
        fresh = [entry for entry in map(_entry, back) if entry not in lists[2]]
        return added(text, name, fresh).encode()
    except (StopPress, UnicodeDecodeError):
        return None


def _is_plain(text: str, key: str) -> bool:
    """Whether a text is as `added` writes it, so that a line may follow without reading it all."""
    head, parting, rows = text.partition(f"\n{key}:\n")
    lines = rows.split("\n")
    return (
        bool(parting)
        and all(line.startswith("#") for line in head.split("\n"))
        and lines[-1] == ""
        and len(lines) > 1
        and all(line.startswith(_START) and line.endswith("}") for line in lines[:-1])
    )


def _list(text: str, path: str) -> list[Value] | None:
    """Return the list in a text, None where it has none. Raises `StopPress` for a text at fault."""
    if not text.strip():
        return None
    file = yaml_file.parse(text, path)
    if not isinstance(file.data, dict):
        raise StopPress(file.errata)
    listed = file.data.get(key_of(path))
    return listed if isinstance(listed, list) else None


def _rest(text: str, path: str) -> Value:
    data = yaml_file.parse(text, path).data
    return {k: v for k, v in data.items() if k != key_of(path)} if isinstance(data, dict) else {}


def _row(entry: Entry) -> dict[str, Value]:
    """Return what of an entry says anything, each on one line."""
    return {key: " ".join(value.split()) for key, value in entry.items() if value.strip()}


def _entry(value: Value) -> Entry:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def _decoded(data: bytes | None) -> str:
    return (data or b"").decode("utf-8-sig").replace("\r\n", "\n")
