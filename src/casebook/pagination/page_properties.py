"""What a layout says of its pages: the properties that pagination knows, taught to WeasyPrint.

`float-reference` and `float: top | bottom` are those of CSS Page Floats 3 (2.1, 3); the others are
casebook's own.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.css_properties import (
    hand_to_wrapper,
    single_number,
    single_word,
    teach,
    teach_values,
)
from casebook.weasy.weasyprint_types import Tokens, Value

Words = tuple[str, str]
"""The same in Chinese and in English."""
MOST_LINES, MOST_LONG, MOST_SHARE = 4, 2, 50


class PageProperty(NamedTuple):
    """A property: its initial value, what it does, what each value does, an example."""

    initial: str
    says: Words
    values: Mapping[str, Words]
    example: str
    inherited: bool = False


PROPERTIES: Final[Mapping[str, PageProperty]] = {
    "page-breaks": PageProperty(
        "together",
        ("一篇之内各页在哪里断开", "how the ends of the pages of a section are chosen"),
        {
            "together": (
                "通篇一起选：页末空行少，相邻的页长短相近，末页不少于四行",
                "together: few empty lines at the foot, neighbours of like length, four lines or "
                "more on a last page",
            ),
            "first-fit": ("逐页排满为止", "each page is filled in its turn"),
        },
        "html { page-breaks: first-fit }",
        inherited=True,
    ),
    "page-stretch": PageProperty(
        "0",
        (
            "为排满一页，块上方最多可多空几行（整行）",
            "how many whole lines the space above a block may grow by to fill a page",
        ),
        {
            "<integer>": ("行数，0 到 4", "lines, from 0 to 4"),
            "<integer> last-resort": (
                "没有别的办法时才多空",
                "the space grows only where a page has no better way",
            ),
            "<integer> around": (
                "块的上方和下方各空一半",
                "half of them stand above the block and half below it",
            ),
        },
        "h2 { page-stretch: 1 }",
    ),
    "page-long": PageProperty(
        "0",
        (
            "没有脚注的一面最多可比版心长几行，好使相邻的页在同一行结束",
            "how many lines a page without notes may be longer than the type area, so that "
            "neighbours end on the same line",
        ),
        {"<integer>": ("行数，0 到 2", "lines, from 0 to 2")},
        "html { page-long: 1 }",
        inherited=True,
    ),
    "page-lines": PageProperty(
        "0",
        (
            "为排满一页，段落可否少排或多排一行：只在各行松紧仍然匀称、末行不短时",
            "whether a paragraph may be set in a line fewer or a line more to fill a page, where none "
            "of its lines becomes loose and the last is not short",
        ),
        {"<integer>": ("行数，0 或 1", "lines, 0 or 1")},
        "p { page-lines: 1 }",
    ),
    "page-shrink": PageProperty(
        "0%",
        (
            "为排满一页，图片最多可缩小多少",
            "by how much a picture may become smaller to fill a page",
        ),
        {"<percentage>": ("百分数，0% 到 50%", "from 0% to 50%")},
        "figure img { page-shrink: 15% }",
    ),
    "page-grow": PageProperty(
        "0%",
        (
            "为排满一页，图片最多可放大多少；不宽过它的位置",
            "by how much a picture may become larger to fill a page; it gets no wider than its place",
        ),
        {"<percentage>": ("百分数，0% 到 50%", "from 0% to 50%")},
        "figure img { page-grow: 15% }",
    ),
    "float-reference": PageProperty(
        "inline",
        (
            "图和短表可否离开原处：CSS Page Floats 3 的属性",
            "whether a figure or a short table may leave its place: a property of CSS Page Floats 3",
        ),
        {
            "inline": ("留在原处", "it stays"),
            "page": (
                "可移到页首、页末，或移到后面的段落之后；不越过标题，也不越过带 clear 的块。"
                "不高于版心十分之四的表因此不跨页",
                "it may go to the head or foot of a page, or past following paragraphs; not past "
                "a heading or a block that clears. A table no higher than four tenths of the type "
                "area then stands on one page",
            ),
        },
        "figure { float-reference: page }",
    ),
    "float": PageProperty(
        "none",
        (
            "float-reference: page 的图放在页首还是页末；其余的值同 CSS 2",
            "where on the page a figure with float-reference: page stands; other values as in CSS 2",
        ),
        {
            "none": ("哪里合适放哪里", "where it suits the pages"),
            "top": ("放在页首", "at the head of a page"),
            "bottom": ("放在页末", "at the foot of a page"),
        },
        "figure.panorama { float-reference: page; float: top }",
    ),
}


def _one_of(tokens: Tokens, *, words: tuple[str, ...]) -> Value:
    word = single_word(tokens)
    return word if word in words else None


def _lines(tokens: Tokens, *, most: int) -> Value:
    number = single_number(tokens, "number")
    whole = number is not None and 0 <= number <= most and number == int(number)
    return int(number) if number is not None and whole else None


class Stretch(NamedTuple):
    """By how many lines the space above a block may grow, or half above and half below it; whether
    only as a last resort."""

    lines: int = 0
    last_resort: bool = False
    around: bool = False


def _stretch(tokens: Tokens) -> Value:
    word = single_word(tokens[1:])
    lines = _lines(tokens[:1] if word in ("last-resort", "around") else tokens, most=MOST_LINES)
    return None if lines is None else Stretch(lines, word == "last-resort", word == "around")


def _share(tokens: Tokens) -> Value:
    number = single_number(tokens, "percentage")
    return number / 100 if number is not None and 0 <= number <= MOST_SHARE else None


def _make(record: Record) -> None:
    for name in ("page-breaks", "float-reference"):
        known = PROPERTIES[name]
        check = partial(_one_of, words=tuple(known.values))
        block = not known.inherited
        teach(record, name, known.initial, check, inherited=known.inherited, of_block=block)
    teach(record, "page-stretch", Stretch(), _stretch)
    teach(record, "page-long", 0, partial(_lines, most=MOST_LONG), inherited=True)
    teach(record, "page-lines", 0, partial(_lines, most=1))
    teach(record, "page-shrink", 0.0, _share)
    teach(record, "page-grow", 0.0, _share)
    teach_values(record, "float", ("top", "bottom"))
    hand_to_wrapper(record, "margin-break")  # the margins of a table are those of its wrapper


CHANGES: Final = ChangeSet("page properties", _make)
"""Teaches WeasyPrint the properties."""
