"""Change values in YAML text: everything else stays as it was written, comments too.

A file of a book belongs to its editor, so a value is put where the old one stands, a new key behind
the last one, an entry of a list on lines of its own; the file is never written anew. After every
change the text is read back: what does not hold exactly the data that was meant is refused.
"""

from collections.abc import Mapping
from typing import NamedTuple

import yaml

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Steps, Value


class ListEntry(NamedTuple):
    """An entry of a list as it is written: its lines, and the column of its dash."""

    text: str
    column: int


def with_keys(text: str, name: str, steps: Steps, changes: Mapping[str, "Value | None"]) -> str:
    """Return `text`, of the file called `name`, with keys of the mapping at `steps` changed.

    A value of None takes the key away. Raises `StopPress` when the text is no sound YAML or the
    mapping is written in a way that cannot be changed in place.
    """
    data = _data(text, name)
    target = _at(data, steps, name)
    if not isinstance(target, dict):
        raise StopPress([_unchangeable(name)])
    changed = text
    for key, value in changes.items():
        if target.get(key) == value:
            continue
        changed = _with_key(changed, name, steps, key, value)
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value
    if yaml_file.parse(changed, name).data != data:
        raise StopPress([_unchangeable(name)])
    return changed


def changed(text: str, steps: Steps, value: Value) -> str | None:
    """Return `text` with `value` at `steps`, whose last may be a new key of a mapping.

    "" leaves the key with nothing behind it; a mapping that is not written yet is begun. None where
    `with_keys` would refuse, or there is no such place.
    """
    try:
        return _with_value(text, steps, value)
    except StopPress:
        return None


def _with_value(text: str, steps: Steps, value: Value) -> str:
    if not steps:
        raise StopPress([_unchangeable("")])
    data, above, step = _data(text, ""), steps[:-1], steps[-1]
    holder = _holder(data, above)
    if isinstance(step, str) and not holder and above:
        return _with_value(text, above, {step: value})
    if isinstance(step, str):
        return with_keys(text, "", above, {step: value})
    node = _node_at(text, "", steps)
    written = yaml_file.row({"a": value})[len("{a: ") : -1]
    new = text[: node.start_mark.index] + written + text[_end(node) :]
    holder = _at(data, above, "")
    assert isinstance(holder, list)
    holder[step] = value
    if yaml_file.parse(new, "").data != data:
        raise StopPress([_unchangeable("")])
    return new


def _holder(data: Value, steps: Steps) -> "Value | None":
    """Return what stands at `steps`, None for a key of a mapping that is not there."""
    above = _at(data, steps[:-1], "") if steps else data
    if isinstance(above, dict) and steps and isinstance(steps[-1], str):
        return above.get(steps[-1])
    return _at(data, steps, "")


def entry(text: str, name: str, steps: Steps) -> ListEntry:
    """Return the entry of a list at `steps` as it is written, comments above and behind it too."""
    node = _node_at(text, name, steps)
    if _in_brackets(text, name, steps[:-1]):
        return as_entry(_at(_data(text, name), steps, name))
    start, end = _lines_of(text, node)
    written = text[start:end]
    return ListEntry(written, len(written) - len(written.lstrip(" ")))


def as_entry(value: Value) -> ListEntry:
    """Return `value` written as an entry of a list."""
    return ListEntry(yaml_file.dump([value]), 0)


def without_entry(text: str, name: str, steps: Steps) -> str:
    """Return `text` without the entry of a list at `steps`. Raises `StopPress` as `with_keys`."""
    data = _data(text, name)
    entries = _at(data, steps[:-1], name)
    if not isinstance(entries, list) or not isinstance(steps[-1], int):
        raise StopPress([_unchangeable(name)])
    if len(entries) == 1:
        return with_keys(text, name, steps[:-2], {str(steps[-2]): []})
    listed, at = _node_at(text, name, steps[:-1]), steps[-1]
    if not _in_brackets(text, name, steps[:-1]):
        start, end = _lines_of(text, listed.value[at])
    elif at + 1 < len(entries):
        start, end = (listed.value[place].start_mark.index for place in (at, at + 1))
    else:
        start, end = _end(listed.value[at - 1]), _end(listed.value[at])
    del entries[at]
    changed = text[:start] + text[end:]
    if yaml_file.parse(changed, name).data != data:
        raise StopPress([_unchangeable(name)])
    return changed


def with_entry(text: str, name: str, steps: Steps, new: ListEntry) -> str:
    """Return `text` with the entry `new` at `steps`, whose last step says before which it stands.

    A list that is not written yet is begun. Raises `StopPress` as `with_keys`.
    """
    data = _data(text, name)
    above, key, at = _at(data, steps[:-2], name), steps[-2], steps[-1]
    [value] = _entries(new, name)
    if isinstance(above, dict) and isinstance(key, str) and not above.get(key):
        is_list = isinstance(above.get(key), list)
        if not is_list or _in_brackets(text, name, steps[:-2]):
            return with_keys(text, name, steps[:-2], {key: [value]})
    entries = _at(above, (key,), name)
    if not isinstance(entries, list) or not isinstance(at, int):
        raise StopPress([_unchangeable(name)])
    listed = _node_at(text, name, steps[:-1])
    if not entries:
        start, end, column = _empty_list(text, listed)
        changed = f"{text[:start]}\n{_moved(new, column)}{text[end:].lstrip(chr(10))}"
    elif _in_brackets(text, name, steps[:-1]):
        written = yaml_file.row({"a": value})[len("{a: ") : -1]
        start = listed.value[at].start_mark.index if at < len(entries) else _end(listed.value[-1])
        put = f"{written}, " if at < len(entries) else f", {written}"
        changed = text[:start] + put + text[start:]
    else:
        beside = _node_at(text, name, (*steps[:-1], min(at, len(entries) - 1)))
        start, end = _lines_of(text, beside)
        column = len(text[start:]) - len(text[start:].lstrip(" "))
        place = start if at < len(entries) else end
        head = text[:place] if not place or text[place - 1] == "\n" else f"{text[:place]}\n"
        changed = head + _moved(new, column) + text[place:]
    entries.insert(at, value)
    if yaml_file.parse(changed, name).data != data:
        raise StopPress([_unchangeable(name)])
    return changed


def moved(text: str, name: str, source: Steps, target: Steps) -> str:
    """Return `text` with the entry of a list at `source` moved to `target`.

    `target` is the way to it afterwards; both may be in one list. Raises `StopPress` as `with_keys`.
    """
    kept = entry(text, name, source)
    return with_entry(without_entry(text, name, source), name, target, kept)


def _with_key(text: str, name: str, steps: Steps, key: str, value: "Value | None") -> str:
    node = _node_at(text, name, steps)
    assert isinstance(node, yaml.MappingNode)
    pairs = {str(pair[0].value): pair for pair in node.value}
    flow = bool(node.flow_style)
    if value is None:
        return _without_pair(text, node, key, flow)
    written = _written(key, value, flow)
    if key in pairs:
        first, last = pairs[key]
        column, end = first.start_mark.column, _end(last)
        while text[end - 1] == "\n":  # of a block of lines, the last one ends its own
            end -= 1
        return text[: first.start_mark.index] + _indented(written, column) + text[end:]
    if not node.value and flow:
        return f"{text[: node.start_mark.index]}{{{written}}}{text[node.end_mark.index :]}"
    if not node.value:
        raise StopPress([_unchangeable(name)])
    last, column = node.value[-1][1], node.value[-1][0].start_mark.column
    if flow:
        return f"{text[: _end(last)]}, {written}{text[_end(last) :]}"
    end = _behind(text, last)  # a comment behind the last value stays on its line
    head = text[:end] if text[end - 1] == "\n" else f"{text[:end]}\n"
    return f"{head}{' ' * column}{_indented(written, column)}\n{text[end:]}"


def _without_pair(text: str, node: yaml.MappingNode, key: str, flow: bool) -> str:
    at = next(n for n, pair in enumerate(node.value) if str(pair[0].value) == key)
    first, last = node.value[at]
    start, end = first.start_mark.index, _end(last)
    if not flow and at == 0 and len(node.value) > 1:  # it stands behind the dash of an entry
        return text[:start] + text[node.value[1][0].start_mark.index :]
    if not flow:
        return text[: text.rfind("\n", 0, start) + 1] + text[_behind(text, last) :]
    if at + 1 < len(node.value):
        return text[:start] + text[node.value[at + 1][0].start_mark.index :]
    if at:
        start = _end(node.value[at - 1][1])
    return text[:start] + text[end:]


def _written(key: str, value: Value, flow: bool) -> str:
    """Return key and value as they stand in a mapping, without what parts them from others."""
    if flow:
        return yaml_file.row({key: value})[1:-1]
    if value == "":
        return yaml_file.dump({key: value}).partition(":")[0] + ":"
    return yaml_file.dump({key: value}).rstrip("\n")


def _indented(text: str, column: int) -> str:
    return text.replace("\n", "\n" + " " * column)


def _moved(new: ListEntry, column: int) -> str:
    """Return the lines of an entry with its dash in another column."""
    lines = new.text.rstrip("\n").split("\n")
    shift = column - new.column
    moved = [
        " " * shift + line if shift >= 0 and line else line[-shift:] if shift < 0 else line
        for line in lines
    ]
    return "\n".join(moved) + "\n"


def _entries(new: ListEntry, name: str) -> list[Value]:
    data = yaml_file.parse(_moved(new, 0), name).data
    if not isinstance(data, list) or len(data) != 1:
        raise StopPress([_unchangeable(name)])
    return data


def _empty_list(text: str, node: yaml.Node) -> tuple[int, int, int]:
    """Return where an empty list `[]` is written, and the column for entries in its place."""
    start, end = node.start_mark.index, node.end_mark.index
    line = text.rfind("\n", 0, start) + 1
    head = text[line:start]
    column = len(head) - len(head.lstrip(" -")) + 2
    while start and text[start - 1] == " ":
        start -= 1
    newline = text.find("\n", end)
    return start, len(text) if newline < 0 else newline, column


def _lines_of(text: str, node: yaml.Node) -> tuple[int, int]:
    """Return where the lines of an entry of a list begin and end, with comments right above it."""
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    column = len(text[start:]) - len(text[start:].lstrip(" "))
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text.startswith(" " * column + "#", above):
            break
        start = above
    return start, _behind(text, node)


def _behind(text: str, node: yaml.Node) -> int:
    """Return where the line begins that follows what `node` holds."""
    end = _end(node)
    if end and text[end - 1] == "\n":  # of a block of lines, the end is behind its last
        return end
    newline = text.find("\n", end)
    return len(text) if newline < 0 else newline + 1


def _end(node: yaml.Node) -> int:
    """Return where what `node` holds ends; to PyYAML a block ends where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _node_at(text: str, name: str, steps: Steps) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    for step in steps:
        if isinstance(step, int):
            listed = node.value if isinstance(node, yaml.SequenceNode) else ()
            inner = listed[step] if 0 <= step < len(listed) else None
        else:
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            inner = next((value for key, value in pairs if key.value == step), None)
        if inner is None:
            raise StopPress([_unchangeable(name)])
        node = inner
    if node is None:
        raise StopPress([_unchangeable(name)])
    return node


def _in_brackets(text: str, name: str, steps: Steps) -> bool:
    """Whether the list or mapping at `steps` is written in brackets."""
    node = _node_at(text, name, steps)
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _data(text: str, name: str) -> Value:
    file = yaml_file.parse(text, name)
    if file.data is None or file.errata:
        raise StopPress(file.errata)
    return file.data


def _at(data: Value, steps: Steps, name: str) -> Value:
    for step in steps:
        try:
            data = data[step]  # type: ignore[index]
        except (LookupError, TypeError) as fault:
            raise StopPress([_unchangeable(name)]) from fault
    return data


def _unchangeable(name: str) -> Erratum:
    return Erratum(
        "yaml-not-changed",
        Place(name),
        Wording(
            "这个文件的写法不能在这里改，没有改动",
            "this file is written in a way that cannot be changed here; it was left as it is",
        ),
        Wording("请直接修改文件里的文字。", "Change the text of the file itself."),
    )
