"""The CSS properties of composition: values, initial value, meaning, and an example as it is set."""

from collections.abc import Iterator

from casebook.composition import property_meanings, settings
from casebook.composition.property_meanings import MEANINGS, Meaning, Words
from casebook.errata import Wording
from casebook.manual.page_text import block, code, heading, page, plain, table

TITLE = Wording("版式的排版属性", "CSS properties of composition")
OPENING = Wording(
    "版式的样式表除 CSS 的各种属性外，还可用下列属性：前几种取自 CSS Text 4 和 CSS Rhythmic Sizing，"
    "--clreq- 开头的是 casebook 自己的。book.yaml 里 composition: off 时它们都不起作用。",
    "Besides the properties of CSS, the style sheets of a layout may use these: the first are those "
    "of CSS Text 4 and CSS Rhythmic Sizing, those that begin with --clreq- are casebook's own. With "
    "composition: off in book.yaml none has an effect.",
)
PICTURES = "pictures"
"""The folder of the examples' pictures, beside those of the languages."""
_HEAD = (Wording("值", "Value"), Wording("效果", "Effect"))
_INITIAL = Wording("初始值", "Initial value: ")
_INHERITED = {
    True: Wording("继承", "inherited"),
    False: Wording("不继承", "not inherited"),
}
_LENGTH = Wording("从 {} 到 {} 的数，单位 em", "a number from {} to {}, in em")
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
    return page(TITLE, lang, *parts)


def _property(name: str, meaning: Meaning, lang: str) -> Iterator[str]:
    yield heading(code(name))
    stop = "。" if lang == "zh" else ". "
    first = _INITIAL.read(lang) + ("：" if lang == "zh" else "")
    facts = f"{first}{code(property_meanings.initial(name))}"
    inherited = _INHERITED[meaning.inherited].read(lang)
    comma = "，" if lang == "zh" else ", "
    yield f"{plain(_in(meaning.says, lang))}{stop}{facts}{comma}{inherited}{stop.rstrip()}"
    if name in settings.LENGTHS:
        yield _LENGTH.read(lang).format(*property_meanings.values(name)) + stop.rstrip()
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
