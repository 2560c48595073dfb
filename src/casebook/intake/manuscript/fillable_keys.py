"""What an editor may fill in of a YAML file: its fields with their names, kinds and values.

A form follows from the model that reads the file, so both know the same keys and say the same of
them. What a line of a form cannot say (the order of the matter, stets) is left to the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Literal, NewType, Union, get_args, get_origin

from casebook.errata import Erratum, Place, Wording
from casebook.intake.manuscript import text_files, yaml_file
from casebook.intake.manuscript.awards_file import AwardsLines
from casebook.intake.manuscript.schema import BookFile, CaseFront, MatterFront
from casebook.intake.manuscript.typed import Model, check
from casebook.intake.manuscript.yaml_editing import changed
from casebook.intake.manuscript.yaml_file import Steps, Value, YamlFile

LONG = frozenset(("description", "summary", "check"))
"""Keys whose values are sentences."""
QUOTED = frozenset(("organisation", "title", "after"))
"""Keys of an award that hold the words of the notice."""


@dataclass(frozen=True)
class FormField:
    """A field: the way to its value, its key, what is said of it, and what it may hold.

    `kind` is text, long, choice, flag, words (a list of texts), pairs (keys with texts), rows (a
    list of short mappings), group or items (with `inner` fields). `keys` are those of a row.
    """

    steps: Steps
    key: str
    wording: Wording
    kind: str
    value: Value = ""
    options: tuple[str, ...] = ()
    required: bool = False
    keys: tuple[tuple[str, Wording], ...] = ()
    inner: tuple["FormField", ...] = field(default=())


def model_of(name: str) -> type[Model] | None:
    """Return the model that reads a file of the manuscript, by its name; None for any other."""
    files: dict[str, type[Model]] = {"book.yaml": BookFile, "awards.yaml": AwardsLines}
    if name.endswith(".md"):
        return CaseFront if name.startswith("cases/") else MatterFront
    return files.get(name)


def yaml_of(name: str, text: str) -> tuple[str, str, str] | None:
    """Return what stands before, in and behind the YAML of a file; None where there is no head."""
    if not name.endswith(".md"):
        return "", text, ""
    match = text_files.FRONT.match(text)
    return (text[: match.start(1)], match[1], text[match.end(1) :]) if match else None


def read(name: str, text: str) -> YamlFile | None:
    """Return the YAML of a file as read, its lines counted in the whole file."""
    parts = yaml_of(name, text)
    if parts is None:
        return None
    return yaml_file.parse(parts[1], name, first_line=parts[0].count("\n") + 1)


def fields(model: type[Model], data: "Value | None", steps: Steps = ()) -> Iterator[FormField]:
    """Yield the fields of `model`, with the values that `data` has for them."""
    known = data if isinstance(data, dict) else {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        wording = next((w for w in info.metadata if isinstance(w, Wording)), None)
        if wording is not None:
            yield from _field(
                (*steps, key), key, wording, info.annotation, known.get(key, ""), info.is_required()
            )


def _field(
    steps: Steps, key: str, wording: Wording, annotation: object, value: Value, required: bool
) -> Iterator[FormField]:
    branches = [branch for branch in _branches(annotation) if branch is not NoneType]
    branch = branches[0] if len(branches) == 1 else None
    if branches and all(_is_scalar(branch) for branch in branches):
        kind = "long" if key in LONG else "text"
        yield FormField(steps, key, wording, kind, value, required=required)
    elif branch is bool:
        yield FormField(steps, key, wording, "flag", value, ("", "true", "false"))
    elif options := _options(branch):
        options = options if required else ("", *options)
        yield FormField(steps, key, wording, "choice", value, options, required)
    elif isinstance(branch, type) and issubclass(branch, Model):
        inner = tuple(fields(branch, value, steps))
        if inner:
            yield FormField(steps, key, wording, "group", inner=inner)
    elif get_origin(branch) is dict and get_args(branch)[1] is str:
        yield FormField(steps, key, wording, "pairs", value if isinstance(value, dict) else {})
    elif get_origin(branch) is tuple:
        yield from _list(steps, key, wording, get_args(branch)[0], value)


def _is_scalar(branch: object) -> bool:
    """Whether a value is written as one text: words, a number, a day, a size or colour of a layout."""
    named = isinstance(branch, NewType) or (isinstance(branch, type) and issubclass(branch, tuple))
    return branch in (str, date, int) or named


def _list(
    steps: Steps, key: str, wording: Wording, annotation: object, value: Value
) -> Iterator[FormField]:
    values = value if isinstance(value, list) else []
    [branch, *others] = _branches(annotation)
    if others:
        return
    if branch is str or _options(branch):
        yield FormField(steps, key, wording, "words", values, _options(branch))
    elif isinstance(branch, type) and issubclass(branch, Model):
        own = tuple(fields(branch, {}))
        if len(own) <= 3 and all(item.kind == "text" for item in own) and key != "stets":
            keys = tuple((item.key, item.wording) for item in own)
            yield FormField(steps, key, wording, "rows", values, keys=keys)
        elif key != "stets":
            items = tuple(
                FormField(
                    (*steps, at), str(at), wording, "group", _name(item),
                    inner=tuple(fields(branch, item, (*steps, at))),
                )
                for at, item in enumerate(values)
            )  # fmt: skip
            yield FormField(steps, key, wording, "items", inner=items)


def _name(item: Value) -> str:
    """Return what tells an item of a list from the others."""
    names = ("id", "organisation", "name", "title")
    known = [item.get(name, "") for name in names] if isinstance(item, dict) else []
    return "　".join(name for name in known if isinstance(name, str) and name)


def filled(
    name: str, text: str, changes: Sequence[tuple[Steps, Value]]
) -> tuple[str, list[tuple[Steps, Erratum]]]:
    """Return `text` with the `changes`, and what is wrong with them: each at the field it is about.

    A fault that the file had before is not told again.
    """
    parts, model = yaml_of(name, text), model_of(name)
    if parts is None or model is None:
        raise ValueError(name)
    _, before = check(model, yaml_file.parse(parts[1], name))
    body = parts[1]
    for steps, value in changes:
        new = changed(body, steps, value)
        if new is None:
            return text, [(steps, _not_placed(name, steps))]
        body = new
    whole = "".join((parts[0], body, parts[2]))
    file = yaml_file.parse(body, name, first_line=parts[0].count("\n") + 1)
    known = {(erratum.rule, erratum.message, erratum.quote) for erratum in before}
    _, errata = check(model, file)
    news = [e for e in errata if (e.rule, e.message, e.quote) not in known]
    return whole, [
        (_about(erratum, file, [steps for steps, _ in changes]), erratum) for erratum in news
    ]


def _about(erratum: Erratum, file: YamlFile, changes: Sequence[Steps]) -> Steps:
    """Return the field that an erratum is about: of those changed, one on its line that it names."""
    here = [steps for steps in changes if file.place(steps).line == erratum.place.line]
    named = [steps for steps in here or changes if str(steps[-1]) in erratum.message.en]
    return (named or here or list(changes))[0]


def _options(annotation: object) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(item.value) for item in annotation)
    return ()


def _branches(annotation: object) -> list[object]:
    if get_origin(annotation) in (Union, UnionType):
        return [b for argument in get_args(annotation) for b in _branches(argument)]
    if get_origin(annotation) is Annotated:
        return _branches(get_args(annotation)[0])
    return [annotation]


def _not_placed(name: str, steps: Steps) -> Erratum:
    words = ".".join(map(str, steps))
    return Erratum(
        "not-in-form",
        Place(name),
        Wording(f"“{words}”在表单里改不了", f"‘{words}’ cannot be changed in the form"),
        Wording("请在“文字”里改。", "Change it in the text."),
    )
