"""Give types to a YAML file, and tell every fault with its line and the nearest known name.

The editor's files are described by pydantic models derived from `Model`; pydantic lives only
here and in no message: each of its findings is said again in both languages. A key with nothing
behind it counts as absent, because that is how people leave a field open.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from types import UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from casebook.errata import Erratum, Wording, nearest, stop_on
from casebook.intake.manuscript.yaml_file import Steps, Value, YamlFile

__all__ = [
    "AfterValidator",
    "BeforeValidator",
    "Count",
    "Day",
    "Field",
    "Model",
    "check",
    "field_validator",
    "load",
    "refusal",
]

M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """A mapping in one of the editor's files: frozen, and without keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_open(cls, data: object) -> object:
        """Drop known keys that have no value: `印数:` means 待定, not the empty text."""
        if not isinstance(data, dict):
            return data
        known = set(_keys(cls))
        return {key: value for key, value in data.items() if value != "" or key not in known}


def refusal(rule: str, message: Wording, hint: Wording | None = None) -> PydanticCustomError:
    """Return what a validator raises: `rule` and wording reach the editor unchanged."""
    return PydanticCustomError("refusal", "{message}", {"of": (rule, message, hint), "message": ""})


def _day(value: object) -> object:
    """Accept a whole ISO date only; pydantic would take a bare number for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise refusal("wrong-kind", *WORDINGS["date"])
    return value


def _count(value: object) -> object:
    """Accept plain digits only; pydantic would take 1_0 and 10.0."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise refusal("wrong-kind", *WORDINGS["int"])
    return value


def _ink(value: object) -> object:
    """Accept a limit that some paper has; four inks together have 400 percent."""
    text = str(value).strip().removesuffix("%").strip()
    if re.fullmatch(r"[0-9]{3}", text) and 200 <= int(text) <= 400:
        return int(text)
    raise refusal(
        "wrong-ink-limit",
        Wording(f"总墨量“{value}”不对", f"no paper has the ink limit ‘{value}’"),
        Wording(
            "请写 200 到 400（百分数）；双胶纸多为 280，铜版纸 320 上下。",
            "Write 200 to 400 (percent); uncoated paper has about 280, coated about 320.",
        ),
    )


SET = ("zh-CN", "zh", "zh-Hans", "zh-Hans-CN")
"""The languages the press sets: Chinese in simplified characters as on the mainland (BCP 47)."""


def _language(value: object) -> object:
    """Accept what the press sets properly, in its customary spelling; no other is half set."""
    known = {name.lower(): name for name in SET}
    if not isinstance(value, str) or value.lower() in known:
        return known[value.lower()] if isinstance(value, str) else value
    likely = nearest(value.replace("_", "-"), SET) if value.lower().startswith("zh_") else None
    raise refusal(
        "unset-language",
        Wording(
            f"“{value}”现在还排不好：标点、断行和目录、索引的用语都只有简体中文的",
            f"‘{value}’ is not set properly yet: punctuation, line breaks and the words of "
            "contents and indexes would be those of simplified Chinese",
        ),
        likely
        or Wording(
            f"可以用：{'、'.join(SET)}（简体中文）。",
            f"Known: {', '.join(SET)} (Chinese in simplified characters).",
        ),
    )


Language = Annotated[str, BeforeValidator(_language)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, BeforeValidator(_count)]
InkLimit = Annotated[int, BeforeValidator(_ink)]

WORDINGS: dict[str, tuple[Wording, Wording | None]] = {
    "date": (
        Wording("不是日期", "not a date"),
        Wording("请写成 2023-02-20 的样子。", "Write it as 2023-02-20."),
    ),
    "int": (
        Wording("不是整数", "not a whole number"),
        Wording("请只写阿拉伯数字。", "Write digits only."),
    ),
    "bool": (
        Wording("既不是 on 也不是 off", "neither on nor off"),
        Wording("请写 on 或 off。", "Write on or off."),
    ),
    "string": (Wording("这里只写一行文字", "a line of text belongs here"), None),
    "string_pattern_mismatch": (Wording("写法不对", "not written as it must be"), None),
    "tuple": (Wording("这里要写列表（每条一行，前面加“- ”）", "a list belongs here"), None),
    "list": (Wording("这里要写列表（每条一行，前面加“- ”）", "a list belongs here"), None),
    "dict": (Wording("这里要写几行“项名: 内容”", "lines ‘key: value’ belong here"), None),
    "model": (Wording("这里要写几行“项名: 内容”", "lines ‘key: value’ belong here"), None),
}


def check(model: type[M], file: YamlFile) -> tuple[M | None, tuple[Erratum, ...]]:
    """Return `file` as `model` (None when it cannot be) and every fault in the order of lines."""
    if file.data is None:
        return None, file.errata
    try:
        return model.model_validate(file.data), file.errata
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        refusals = {erratum: None for erratum in _refusals(model, file, details)}
        return None, tuple(sorted((*file.errata, *refusals), key=lambda e: e.place.line or 0))


def load(model: type[M], file: YamlFile) -> M:
    """Return `file` as `model`. Raises `StopPress` with every fault."""
    value, errata = check(model, file)
    stop_on(errata)
    assert value is not None, "a model that fails has errata"
    return value


def _refusals(model: type[Model], file: YamlFile, details: list[ErrorDetails]) -> Iterator[Erratum]:
    for steps, detail in _chosen(file.data, details):
        rule, message, hint, quote = _wording(model, file, detail, steps)
        yield Erratum(rule, file.place(steps), message, hint, quote)


def _chosen(
    data: "Value | None", details: list[ErrorDetails]
) -> Iterator[tuple[Steps, ErrorDetails]]:
    """Return each fault with its steps; where a value may be one of several kinds, only the
    faults of the kind it is nearest to (pydantic tells those of every kind)."""
    unions: dict[Steps, dict[str, list[tuple[Steps, ErrorDetails]]]] = {}
    for detail in details:
        steps, at, branch = _steps(data, detail)
        if branch is None:
            yield steps, detail
        else:
            unions.setdefault(at, {}).setdefault(branch, []).append((steps, detail))
    for at, branches in unions.items():
        scalar = isinstance(_at(data, at), str)
        fitting = [
            errors
            for errors in branches.values()
            if scalar or errors[0][1]["type"] != "string_type"
        ]
        yield from min(fitting or list(branches.values()), key=len)


def _wording(
    model: type[Model], file: YamlFile, detail: ErrorDetails, steps: Steps
) -> tuple[str, Wording, Wording | None, str]:
    kind = detail["type"]
    name = next((str(s) for s in reversed(steps) if isinstance(s, str)), "")
    quote = _text(_at(file.data, steps))
    if kind == "refusal":
        rule, message, hint = detail["ctx"]["of"]
        return rule, _about(name, message), hint, quote
    if kind == "extra_forbidden":
        known = _keys(*_models_at(model, steps[:-1]))
        message = Wording(f"没有这一项：“{name}”", f"unknown key ‘{name}’")
        return "unknown-key", message, nearest(name, known) or _list(known), name
    if kind == "missing":
        return _missing(file, steps, name)
    if "expected" in detail.get("ctx", {}):
        words = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
        message = Wording(f"“{name}”不能是“{quote}”", f"‘{name}’ cannot be ‘{quote}’")
        return "unknown-word", message, nearest(quote, words) or _list(words), quote
    message, hint = WORDINGS.get(kind) or WORDINGS.get(
        kind.split("_")[0], (Wording(detail["msg"], detail["msg"]), None)
    )
    if kind == "model_type" and hint is None:
        hint = _list(_keys(*_models_at(model, steps)))
    return "wrong-kind", _about(name, message), hint, quote


def _missing(file: YamlFile, steps: Steps, name: str) -> tuple[str, Wording, Wording | None, str]:
    if steps in file.lines:
        message = Wording(f"“{name}”后面没有内容", f"nothing follows ‘{name}’")
        return "missing-value", message, Wording("请补上。", "Fill it in."), name
    message = Wording(f"缺少“{name}”", f"‘{name}’ is missing")
    return "missing-key", message, Wording(f"请加一行“{name}: …”。", f"Add ‘{name}: …’."), ""


def _about(name: str, message: Wording) -> Wording:
    return Wording(f"“{name}”：{message.zh}", f"‘{name}’: {message.en}") if name else message


def _list(words: list[str]) -> Wording:
    return Wording(f"可以用：{'、'.join(words)}。", f"Known: {', '.join(words)}.")


def _steps(data: "Value | None", detail: ErrorDetails) -> tuple[Steps, Steps, str | None]:
    """Return where in `data` a fault is and, if the value may be of several kinds, the steps to
    that value and the kind this fault belongs to: pydantic writes it into the location."""
    steps: list[int | str] = []
    at: Steps = ()
    branch: str | None = None
    location = detail["loc"]
    for i, step in enumerate(location):
        if (isinstance(data, dict) and isinstance(step, str) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]  # type: ignore[index]
            steps.append(step)
        elif detail["type"] == "missing" and i == len(location) - 1:
            steps.append(step)
        elif branch is None:
            at, branch = tuple(steps), str(step)
    return tuple(steps), at, branch


def _at(data: "Value | None", steps: Steps) -> "Value | None":
    for step in steps:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
    return data


def _text(value: "Value | None") -> str:
    return value if isinstance(value, str) else ""


def _keys(*models: type[Model]) -> list[str]:
    """Return the keys an editor may write in `models`."""
    return [f.alias or name for model in models for name, f in model.model_fields.items()]


def _models_at(model: type[Model], steps: Steps) -> list[type[Model]]:
    """Return the models that may describe the value at `steps`."""
    annotations: list[object] = [model]
    for step in steps:
        follow: Callable[[object], list[object]] = (
            _fields(step) if isinstance(step, str) else _items
        )
        annotations = [inner for annotation in annotations for inner in follow(annotation)]
    plain = [branch for annotation in annotations for branch in _branches(annotation)]
    return [branch for branch in plain if isinstance(branch, type) and issubclass(branch, Model)]


def _branches(annotation: object) -> list[object]:
    if get_origin(annotation) in (Union, UnionType):
        return [b for argument in get_args(annotation) for b in _branches(argument)]
    if get_origin(annotation) is Annotated:
        return _branches(get_args(annotation)[0])
    return [annotation]


def _items(annotation: object) -> list[object]:
    return [get_args(b)[0] for b in _branches(annotation) if get_origin(b) in (tuple, list)]


def _fields(key: str) -> Callable[[object], list[object]]:
    def follow(annotation: object) -> list[object]:
        inner: list[object] = []
        for branch in _branches(annotation):
            if get_origin(branch) is dict:
                inner.append(get_args(branch)[1])
            elif isinstance(branch, type) and issubclass(branch, Model):
                fields = branch.model_fields.items()
                inner += [f.annotation for name, f in fields if key in (name, f.alias)]
        return inner

    return follow
