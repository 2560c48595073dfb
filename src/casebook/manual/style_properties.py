"""The CSS properties of composition: values, initial value, meaning, and an example as it is set."""

from collections.abc import Iterator

from casebook.composition import property_meanings, settings
from casebook.composition.property_meanings import MEANINGS, Meaning, Words
from casebook.errata import Wording
from casebook.manual.page_text import block, code, heading, page, plain, table
from casebook.pagination import page_properties
from casebook.pagination.page_properties import PageProperty

TITLE = Wording("版式的排版属性", "CSS properties of composition")
OPENING = Wording(
    "版式的样式表除 CSS 的各种属性外，还可用下列属性：前几种取自 CSS Text 4 和 CSS Rhythmic Sizing，"
    "--clreq- 开头的、continued-heading 和 page- 开头的是 casebook 自己的。book.yaml 里 composition: off 时，page- 开头的照样起作用，其他的都不起作用。",
    "Besides the properties of CSS, the style sheets of a layout may use these: the first are those "
    "of CSS Text 4 and CSS Rhythmic Sizing; those that begin with --clreq- or page-, and "
    "continued-heading, are casebook's own. With "
    "composition: off in book.yaml only those that begin with page- have an effect.",
)
_PAGES = Wording("页", "Pages")
_OF_PAGES = Wording(
    "一篇之内各页在哪里断开，通篇一起选；为排满一页，版式可以让标题上方多空整行、图片移动或缩小。"
    "下列属性 composition: off 时也起作用。",
    "Where the pages of a section end is chosen by looking at the whole section; to fill pages, a "
    "layout may let space above headings grow, and pictures move or become smaller. These "
    "properties have their effect also with composition: off.",
)
PICTURES = "pictures"
"""The folder of the examples' pictures, beside those of the languages."""
_HEAD = (Wording("值", "Value"), Wording("效果", "Effect"))
_INITIAL = Wording("初始值", "Initial value: ")
_INHERITED = {
    True: Wording("继承", "inherited"),
    False: Wording("不继承", "not inherited"),
}
_LENGTH = Wording(
    "从 {} 到 {} 的数，单位 em（写不写都可以）",
    "a number from {} to {}, in em (the unit may be left out)",
)
_COUNT = Wording("从 {} 到 {} 的数", "a number from {} to {}")
_SEVERAL = Wording("可以并列几个。", "Several may stand together.")
_EXAMPLE = Wording("例：", "Example:")
_BY_VALUE = Wording("{} 取各值时", "{} by its values")


def declarations(name: str) -> list[str]:
    """Return the declarations that the example of the property `name` compares."""
    return [f"{name}: {value}" for value in MEANINGS[name].compared]


def undescribed() -> Iterator[str]:
    """Yield the properties and values that have no description."""
    yield from property_meanings.undescribed()


def write(lang: str) -> str:
    """Return the page in `lang`."""
    parts = [OPENING.read(lang)]
    for name in property_meanings.names():
        if name in MEANINGS:
            parts += _property(name, MEANINGS[name], lang)
    parts += [heading(_PAGES.read(lang)), _OF_PAGES.read(lang)]
    for name, known in page_properties.PROPERTIES.items():
        parts += _of_pages(name, known, lang)
    return page(TITLE, lang, *parts)


def _of_pages(name: str, known: PageProperty, lang: str) -> Iterator[str]:
    """Yield what is said of a property of pages."""
    yield heading(code(name))
    yield _facts(known.says, known.initial, known.inherited, lang)
    rows = [(code(v), plain(_in(wording, lang))) for v, wording in known.values.items()]
    yield table([word.read(lang) for word in _HEAD], rows)
    yield _EXAMPLE.read(lang)
    yield block(known.example, "css")


def _facts(says: Words, initial: str, inherited: bool, lang: str) -> str:
    stop = "。" if lang == "zh" else ". "
    first = _INITIAL.read(lang) + ("：" if lang == "zh" else "")
    comma = "，" if lang == "zh" else ", "
    facts = f"{first}{code(initial)}{comma}{_INHERITED[inherited].read(lang)}"
    return f"{plain(_in(says, lang))}{stop}{facts}{stop.rstrip()}"


def _property(name: str, meaning: Meaning, lang: str) -> Iterator[str]:
    yield heading(code(name))
    stop = "。" if lang == "zh" else ". "
    yield _facts(meaning.says, property_meanings.initial(name), meaning.inherited, lang)
    if name in settings.LENGTHS:
        unit = _COUNT if name in settings.COUNTS else _LENGTH
        yield unit.read(lang).format(*property_meanings.values(name)) + stop.rstrip()
    else:
        rows = [(code(v), plain(_in(wording, lang))) for v, wording in meaning.values.items()]
        yield table([word.read(lang) for word in _HEAD], rows)
    if name in ("text-autospace", "hanging-punctuation"):
        yield _SEVERAL.read(lang)
    yield _EXAMPLE.read(lang)
    beside = f"{meaning.beside}; " if meaning.beside else ""
    yield block(
        "\n".join(f"p {{ {beside}{declaration} }}" for declaration in declarations(name)), "css"
    )
    alt = _BY_VALUE.read(lang).format(name)
    yield f'![{alt}](../{PICTURES}/{name.strip("-")}.png "{alt}")'


def _in(words: Words, lang: str) -> str:
    return words[0] if lang == "zh" else words[1]
