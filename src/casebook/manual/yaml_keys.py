"""The keys of the files an editor writes, from the models that read them."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Literal, NamedTuple, Union, get_args, get_origin

from casebook.errata import Wording
from casebook.intake.manuscript.awards_file import AwardsLines
from casebook.intake.manuscript.schema import BookFile, CaseFront, MatterFront
from casebook.intake.manuscript.typed import Model
from casebook.layout_file import Distance, Ink, LayoutFile, Points, Spot, Tint
from casebook.layout_values import Face, Process, Trim
from casebook.manual.page_text import code, described, heading, page, table, wordings
from casebook.proof.decisions import DecisionFile
from casebook.proof.stets import SideFile

TITLE = Wording("书稿文件里的各项", "Keys of the editor's files")
OPENING = Wording(
    "稿件文件夹里由编辑书写的 YAML 文件和文件头，以及版式的 layout.yaml，只认下列各项；项名写错了，会报出行号和"
    "最接近的项名。冒号后面空着，等于没有写。",
    "The YAML files and heads that an editor keeps in the manuscript folder, and the layout.yaml of "
    "a layout, know these keys and no others; a wrong one is told with its line and the nearest known name. A key with nothing "
    "behind it counts as absent.",
)
HEAD = (
    Wording("项名", "Key"),
    Wording("值", "Value"),
    Wording("不写时", "When absent"),
    Wording("含义", "Meaning"),
)
FILES: dict[type[Model], Wording] = {
    BookFile: Wording("book.yaml", "book.yaml"),
    AwardsLines: Wording("awards.yaml", "awards.yaml"),
    CaseFront: Wording("案例的文件头", "The head of a case"),
    MatterFront: Wording("其他文字的文件头", "The head of another text"),
    SideFile: Wording("案例旁的保留文件", "Stets beside a case"),
    DecisionFile: Wording("decisions.yaml", "decisions.yaml"),
    LayoutFile: Wording("版式的 layout.yaml", "The layout.yaml of a layout"),
}
"""The models of whole files and heads, with what an editor calls them."""
_PLAIN: dict[object, Wording] = {
    str: Wording("文字", "text"),
    int: Wording("整数", "whole number"),
    bool: Wording("on 或 off", "on or off"),
    date: Wording("日期，如 2023-02-20", "date: 2023-02-20"),
    Points: Wording("磅数或字号名", "points or a named size"),
    Distance: Wording("长度，如 20 mm、55 pt", "length: 20 mm, 55 pt"),
    Ink: Wording('颜色，如 "#9b2226"', 'colour: "#9b2226"'),
    Tint: Wording("百分数，如 12%", "percentage: 12%"),
    Trim: Wording("宽 × 高", "width × height"),
    Face: Wording("字体名 粗细", "family weight"),
    float: Wording("毫米数，如 3 mm", "millimetres: 3 mm"),
    Process: Wording("青品红黄黑的百分数", "percent of cyan, magenta, yellow, black"),
    Spot: Wording("油墨名", "name of an ink"),
}
_REQUIRED = Wording("必写", "required")
_LIST = Wording("列表：", "list of ")
_OR = Wording("或", " or ")
_LINES = Wording("几行“名称: 文字”", "lines ‘name: text’")
_KEYS = Wording("几行“项名: 内容”，见下", "lines ‘key: value’, see below")
_UNDER = Wording("{} 里的各项", "Keys of {}")
_ITEM = Wording("{} 的一项：{}", "An item of {}: {}")
_FEW = 3
"""A mapping of so many keys is shown whole where it is named."""


class Key(NamedTuple):
    """A key: its model, its name, the type of its value, whether it must stand, what it is for."""

    model: type[Model]
    name: str
    kind: object
    required: bool
    default: object
    wording: Wording | None


def keys(model: type[Model]) -> Iterator[Key]:
    """Yield the keys of `model`."""
    for name, field in model.model_fields.items():
        yield Key(
            model,
            field.alias or name,
            field.annotation,
            field.is_required(),
            field.get_default(call_default_factory=True) if not field.is_required() else None,
            wordings(field.metadata),
        )


def nested(model: type[Model]) -> dict[type[Model], str]:
    """Return `model` and all models within it, each with the path of keys that leads there."""
    paths: dict[type[Model], str] = {model: ""}
    waiting = [model]
    while waiting:
        outer = waiting.pop(0)
        for key in keys(outer):
            for inner in _models(key.kind):
                if inner not in paths:
                    paths[inner] = f"{paths[outer]}.{key.name}".lstrip(".")
                    waiting.append(inner)
    return paths


def undescribed() -> Iterator[str]:
    """Yield the keys and models that say nothing of what they are for."""
    for file in FILES:
        for model in nested(file):
            if described(model.__doc__) is None:
                yield model.__name__
            yield from (f"{model.__name__}.{k.name}" for k in keys(model) if k.wording is None)


def write(lang: str) -> str:
    """Return the page in `lang`."""
    parts = [OPENING.read(lang)]
    for file, name in FILES.items():
        paths = nested(file)
        for model, path in paths.items():
            about = described(model.__doc__)
            title = _UNDER.read(lang).format(code(path)) if path else name.read(lang)
            if [*paths.values()].count(path) > 1:
                title = _ITEM.read(lang).format(code(path), _shape(model))
            parts += [heading(title, 3 if path else 2), about.read(lang) if about else ""]
            parts.append(table([word.read(lang) for word in HEAD], _rows(model, lang)))
    return page(TITLE, lang, *parts)


def _rows(model: type[Model], lang: str) -> Iterator[Sequence[str]]:
    for key in keys(model):
        absent = _REQUIRED.read(lang) if key.required else _default(key.default)
        about = key.wording.read(lang) if key.wording else ""
        yield code(key.name), _kind(key.kind, lang), absent, about


def _default(value: object) -> str:
    if isinstance(value, bool):
        return code("on" if value else "off")
    if isinstance(value, tuple) and value:
        return code(f"[{', '.join(map(str, value))}]")
    plain = value not in (None, "", (), {}) and not isinstance(value, Model)
    return code(str(value)) if plain else ""


def _kind(kind: object, lang: str) -> str:
    """Return in words what a key's value may be."""
    inner = [inner_kind for inner_kind in get_args(kind) if inner_kind not in (NoneType, Ellipsis)]
    match get_origin(kind):
        case origin if origin is Annotated:
            return _kind(inner[0], lang)
        case origin if origin is dict:
            return _LINES.read(lang)
        case origin if origin in (Union, UnionType):
            return _OR.read(lang).join(dict.fromkeys(_kind(branch, lang) for branch in inner))
        case origin if origin is Literal:
            return _OR.read(lang).join(code(str(choice)) for choice in inner)
        case origin if origin is tuple:
            return _LIST.read(lang) + _kind(inner[0], lang)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _OR.read(lang).join(code(str(member.value)) for member in kind)
    if isinstance(kind, type) and issubclass(kind, Model):
        return _shape(kind) if len(kind.model_fields) <= _FEW else _KEYS.read(lang)
    return _PLAIN[kind].read(lang)


def _shape(model: type[Model]) -> str:
    """Return how a mapping of few keys is written."""
    return code(f"{{{', '.join(f'{key.name}: …' for key in keys(model))}}}")


def _models(kind: object) -> Iterator[type[Model]]:
    if isinstance(kind, type) and issubclass(kind, Model):
        yield kind
    for inner in get_args(kind):
        yield from _models(inner)
