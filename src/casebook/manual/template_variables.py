"""What templates of a layout are given: variables, by kind of section, with types and meanings."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import get_args, get_origin, get_type_hints

from casebook import layout
from casebook.book import Award, Book, Case, Matter, Picture, Section, Tier
from casebook.errata import Place, Wording
from casebook.intake.manuscript.schema import (
    IndexItem,
    MatterItem,
    Order,
    OrganisationsItem,
    PartItem,
    TierItem,
)
from casebook.intake.manuscript.sections import arrange
from casebook.manual.page_text import code, described, heading, page, plain, table, wordings

TITLE = Wording("模板的变量", "Variables of templates")
OPENING = Wording(
    "版式是一个文件夹：每种节一个 jinja2 模板（如 shared/case.html，或只用于一个版本的 "
    "print/case.html），每个版本若干样式表。每个模板得到下列变量；名称写错会报差错。",
    "A layout is a folder: a jinja2 template for each kind of section (shared/case.html, or for one "
    "medium print/case.html) and the style sheets of each medium. Every template gets these "
    "variables; a wrong name is an erratum.",
)
_NAME = Wording("名称", "Name")
_TYPE = Wording("类型", "Type")
_MEANING = Wording("含义", "Meaning")
_KIND = Wording("模板", "Template")
_FILLED = Wording("section 里有内容的项", "What section holds")
_KINDS = Wording("各种节", "Kinds of section")
_ALWAYS = Wording(
    "各种节都有 id、kind、matter、title、listed、place。下表是除此以外可能有内容的项。",
    "Every section has id, kind, matter, title, listed and place. Here is what else may be filled.",
)
_FILTERS = Wording("过滤器", "Filters")
_PLAIN = {
    "str": Wording("文字", "text"),
    "int": Wording("整数", "whole number"),
    "bool": Wording("真或假", "true or false"),
    "date": Wording("日期", "date"),
}
_PAIR = Wording("一对（{}，{}）", "a pair ({}, {})")
_BY_KEY = Wording("按名称：{}", "{} by key")
_OR = " / "
_BARE = ("id", "kind", "matter", "title", "listed", "place")


class Field:
    """A field or property of a type that templates see."""

    def __init__(self, name: str, kind: object, wording: Wording | None) -> None:
        self.name, self.kind, self.wording = name, kind, wording


def fields_of(kind: type) -> Iterator[Field]:
    """Yield the fields of a dataclass, then its properties and methods."""
    hints = get_type_hints(kind, include_extras=True)
    for model_field in fields(kind):
        hint = hints[model_field.name]
        args = get_args(hint)
        yield Field(model_field.name, args[0] if args else hint, wordings(args))
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            returned = get_type_hints(member.fget)["return"] if member.fget else str
            yield Field(name, returned, described(inspect.getdoc(member)))
        elif inspect.isfunction(member):
            returned = get_type_hints(member)["return"]
            yield Field(f"{name}()", returned, described(inspect.getdoc(member)))


def types() -> list[type]:
    """Return the types that a template meets, from `book` and `section` on; errata's place not."""
    kinds: list[type] = []
    waiting: list[type] = [Book, Section]
    while waiting:
        kind = waiting.pop(0)
        if kind in kinds or kind is Place:
            continue
        kinds.append(kind)
        waiting += [inner for member in fields_of(kind) for inner in _inner(member.kind)]
    return kinds


def undescribed() -> Iterator[str]:
    """Yield the types, fields and filters that say nothing of themselves."""
    for kind in types():
        if described(kind.__doc__) is None:
            yield kind.__name__
        yield from (f"{kind.__name__}.{f.name}" for f in fields_of(kind) if f.wording is None)
    for name, function in layout.FILTERS.items():
        if described(function.__doc__) is None:
            yield name


def write(lang: str) -> str:
    """Return the page in `lang`."""
    head = [_NAME.read(lang), _MEANING.read(lang)]
    rows = [(code(name), wording.read(lang)) for name, wording in layout.VARIABLES.items()]
    parts = [OPENING.read(lang), table(head, rows), heading(_KINDS.read(lang)), _ALWAYS.read(lang)]
    parts.append(table([_KIND.read(lang), _FILLED.read(lang)], _by_kind(lang)))
    for kind in types():
        about = described(kind.__doc__)
        parts += [heading(code(kind.__name__)), about.read(lang) if about else ""]
        parts.append(
            table(
                [_NAME.read(lang), _TYPE.read(lang), _MEANING.read(lang)],
                (
                    (
                        code(f.name),
                        _kind(f.kind, lang),
                        plain(f.wording.read(lang)) if f.wording else "",
                    )
                    for f in fields_of(kind)
                ),
            )
        )
    filters = [
        (code(name), about.read(lang))
        for name, function in layout.FILTERS.items()
        if (about := described(function.__doc__))
    ]
    parts += [heading(_FILTERS.read(lang)), table(head, filters)]
    return page(TITLE, lang, *parts)


def filled() -> dict[str, list[str]]:
    """Return the fields of a section that hold something, by kind: observed on small books.

    Folios begin anew at the first section of the front or of the body, whichever kind that is.
    """
    names_of: dict[str, list[str]] = {}
    for section in (s for sections in map(_example, _ORDERS) for s in sections):
        known = names_of.setdefault(section.kind, [])
        for member in fields(section):
            empty = member.default if member.default is not MISSING else None
            value = getattr(section, member.name)
            if value != empty and member.name not in (*_BARE, *known):
                known.append(member.name)
    return names_of


def _by_kind(lang: str) -> Iterator[Sequence[str]]:
    comma = "、" if lang == "zh" else ", "
    for kind, names in filled().items():
        yield code(f"{kind}.html"), comma.join(map(code, names))


_BACK = (OrganisationsItem(organisations="2"), IndexItem(index="organisation"))
_PART = PartItem(part="名单外", cases=("x-1",), note="说明")
_ORDERS = (
    Order(
        front=("half-title", "title-page", "imprint", MatterItem(matter="front/a.md"), "contents"),
        body=(TierItem(tier="1"), _PART),
        back=(*_BACK, IndexItem(index="region"), "colophon"),
    ),
    Order(front=("contents",), body=(_PART,), back=_BACK),
)
"""Orders that between them have each kind of section, and each that may come first first."""


def _example(order: Order) -> Sequence[Section]:
    """Return the sections of a small book in an order."""
    award = Award("1-1", 1, "甲医院", "题目", "北京市")
    picture = Picture("cases/1.jpg", 1, 1, "image/jpeg")
    case = Case("1-1", award, "甲医院", "题目", "北京市", body="<p>文</p>", pictures=(picture,))
    loose = Case("x-1", None, "乙医院", "题目", "北京市", body="<p>文</p>")
    tiers = (
        Tier("1", "案例", (award,)),
        Tier("2", "单位", (Award("2-1", 1, "丙医院", None, "北京市"),), bodies=True),
    )
    pictures = (picture,)
    text = Section(
        "a", "matter", Matter.FRONT, "说明", head="说明", body="<p>文</p>", pictures=pictures
    )
    return arrange(order, "书", tiers, (case, loose), {"front/a.md": text})


def _inner(kind: object) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for inner in get_args(kind):
        yield from _inner(inner)


def _kind(kind: object, lang: str) -> str:
    """Return a type in words."""
    arguments = get_args(kind)
    names = [inner_kind for inner_kind in arguments if inner_kind not in (type(None), Ellipsis)]
    if get_origin(kind) is tuple and Ellipsis not in arguments:
        return _PAIR.read(lang).format(*(_kind(inner_kind, lang) for inner_kind in names))
    if get_origin(kind) in (dict, Mapping):
        return _BY_KEY.read(lang).format(_kind(names[1], lang))
    if names:
        several = Ellipsis in arguments or "Iterator" in str(get_origin(kind))
        inner = _OR.join(dict.fromkeys(_kind(inner_kind, lang) for inner_kind in names))
        none = type(None) in arguments
        listed = f"{'列表：' if lang == 'zh' else 'list of '}{inner}" if several else inner
        return f"{listed}{'，可为空' if lang == 'zh' else ' or none'}" if none else listed
    name = getattr(kind, "__name__", str(kind))
    return _PLAIN[name].read(lang) if name in _PLAIN else code(name)
