"""Change single values of a YAML file as an editor keeps it: nothing else of its text moves.

Comments, order, quotation marks and blank lines stay. What a change gives is read again: only a
text whose data differ from before in that value alone is returned.
"""

from collections.abc import Sequence
from copy import deepcopy

from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Span, Steps, Value

_EMPTY = '""'
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def changed(text: str, steps: Steps, value: Value) -> str | None:
    """Return `text` with `value` at `steps`, whose last may be a new key of a mapping.

    "" and an empty list leave the key with nothing behind it. None where the text is not sound,
    there is no such place, or the change would move anything else.
    """
    spans = yaml_file.spans(text)
    span, above = spans.get(steps), spans.get(steps[:-1])
    if not steps or not spans:
        return None
    if len(steps) > 1 and (above is None or not text[above.start : above.end].strip()):
        step = steps[-1]  # the mapping it belongs to is not written yet
        return changed(text, steps[:-1], {step: value}) if isinstance(step, str) else None
    if above is None:
        return None
    if span is not None:
        new = _replaced(text, span, value)
    elif isinstance(steps[-1], str):
        new = _added(text, steps, above, spans, value)
    else:
        return None
    before = yaml_file.parse(text, "")
    wanted = _with(before.data, steps, value)
    after = yaml_file.parse(new, "")
    return new if after.data == wanted and not after.errata else None


def _replaced(text: str, span: Span, value: Value) -> str:
    old = text[span.start : span.end]
    end = span.end - (len(old) - len(old.rstrip())) if old.strip() else span.end
    start = span.start
    if not old.strip():  # nothing stands behind the key
        start = end = text.rfind(":", 0, span.start + 1) + 1
        if text[start:].startswith(" "):
            start, end = start + 1, end + 1
        else:
            return f"{text[:start]} {_written(value)}{text[end:]}"
    return text[:start] + _written(value) + text[end:]


def _added(text: str, steps: Steps, above: Span, spans: dict[Steps, Span], value: Value) -> str:
    """Return `text` with a new key at the end of the mapping `above`."""
    line = f"{_scalar(str(steps[-1]))}: {_written(value)}"
    if above.flow:
        inner = text[above.start + 1 : above.end - 1].rstrip()
        comma = ", " if inner.strip() and not inner.endswith(",") else ""
        return f"{text[: above.start + 1]}{inner}{comma}{line}{text[above.end - 1 :]}"
    if above.start == above.end:  # an empty mapping
        return f"{text[: above.start].rstrip()}\n{line}\n{text[above.end :]}".lstrip("\n")
    last = max(
        span.end
        for at, span in spans.items()
        if at[: len(steps) - 1] == steps[:-1] and at != steps[:-1]
    )
    stop = len(text[:last].rstrip())
    end = text.find("\n", stop)
    end = len(text) if end < 0 else end
    return f"{text[:end]}\n{' ' * above.column}{line}{text[end:]}"


def _written(value: Value) -> str:
    """Return a value on one line, in brackets where it is a list or a mapping."""
    if not value:
        return ""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) or _EMPTY for item in value) + "]"
    return "{" + ", ".join(f"{_scalar(key)}: {_written(item)}" for key, item in value.items()) + "}"


def _scalar(value: str) -> str:
    """Return a text as YAML writes it: plain where that is read as the same, else in quotes."""
    plain = yaml_file.parse(f"a: {{b: {value}, c: [{value}, d]}}", "")
    if (
        plain.data == {"a": {"b": value, "c": [value, "d"]}}
        and not plain.errata
        and "#" not in value
    ):
        return value
    return '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'


def _with(data: "Value | None", steps: Sequence[str | int], value: Value) -> "Value | None":
    """Return a copy of `data` with `value` at `steps`."""
    whole = deepcopy(data)
    inner = whole
    for step in steps[:-1]:
        inner = inner[step]  # type: ignore[index]
    if isinstance(inner, dict) and isinstance(steps[-1], str):
        inner[steps[-1]] = value if value else ""
    elif isinstance(inner, list) and isinstance(steps[-1], int):
        inner[steps[-1]] = value
    return whole
