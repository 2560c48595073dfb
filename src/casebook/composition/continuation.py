"""A heading that comes again where its block goes on: the property `continued-heading`.

Where a block goes on in the next column or on the next page, its first child stands there once
more, with the words of the property behind it: A, then A（续）. A table that goes on begins with the
words and its caption above its heads: 续表1 …, 续表 where it has none (CY/T 170—2019). What comes again has no element,
no bookmark and no name: whoever asks for the heading is led to the first.
"""

from typing import Final
from xml.etree import ElementTree

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.css_properties import teach
from casebook.weasy.css_values import Dimension
from casebook.weasy.hooks import BLOCK, REPEATED
from casebook.weasy.weasyprint_types import (
    Box,
    Context,
    Function,
    Resume,
    Style,
    Tokens,
    Value,
)

NAME: Final = "continued-heading"
KEY: Final = "continued_heading"


def _make(record: Record) -> None:
    record.wrap(BLOCK, _layout)
    teach(record, NAME, "none", _validate)


CHANGES: Final = ChangeSet("continued headings", _make)
"""Teaches WeasyPrint the property."""


def _validate(tokens: Tokens) -> Value:
    if len(tokens) != 1:
        return None
    if tokens[0].type == "string":
        return tokens[0].value
    return "none" if getattr(tokens[0], "lower_value", "") == "none" else None


def _layout(
    given: Function,
    context: Context,
    box: Box,
    bottom_space: float,
    skip: Resume,
    *rest: object,
    **named: object,
) -> Value:
    """Lay a block out; where it goes on, behind its heading: WeasyPrint's hook."""
    if box.is_table_wrapper:
        captions = [each for each in box.children if "table-caption" in each.style["display"]]
        box.get_wrapped_table()._clreq_caption = captions[0] if captions else None
    if not skip or box.style[KEY] == "none":  # few blocks go on: only their styles are asked
        return given(context, box, bottom_space, skip, *rest, **named)
    words = box.style[KEY]
    if "table" in box.style["display"] and not box.is_table_wrapper:
        return given(context, _continued(box, words), bottom_space, skip, *rest, **named)
    index, inner = next(iter(skip.items()))
    if index == 0 or inner is not None:
        return given(context, box, bottom_space, skip, *rest, **named)
    again = box.copy_with_children([_again(box.children[0], words), *box.children[index:]])
    made, resume, *more = given(context, again, bottom_space, None, *rest, **named)
    if resume:
        at, inner = next(iter(resume.items()))
        if at == 0 or (
            at == 1 and inner is None
        ):  # no text has room below it: there it is left out
            return given(context, box, bottom_space, skip, *rest, **named)
        resume = {at - 1 + index: inner}
    for child in () if made is None else made.children:  # an earlier break may be looked for there
        if hasattr(child, "index"):
            child.index = max(0, child.index - 1) + index
    return made, resume, *more


def _again(heading: Box, words: str) -> Box:
    """Return a copy of `heading` that ends with `words`."""
    copy = heading.deepcopy()
    last = None
    for box in copy.descendants():
        box.style = box.style.copy()
        box.style["anchor"] = None
        box.element, box.bookmark_label, box.string_set = None, "", ()
        box.__dict__.pop("_clreq", None)  # what composition knew of its lines
        last = box if hasattr(box, "text") else last
    copy.style["margin_top"] = Dimension(0, "px")
    if last is not None:
        last.text += words
    return copy


def _continued(table: Box, words: str) -> Box:
    """Return a copy of `table` whose heads stand below the words and the caption."""
    if not table.children or not table.children[0].is_header or not table.children[0].children:
        return table
    header = table.children[0]
    first, *others = header.children
    if not first.children:
        return table
    caption = getattr(table, "_clreq_caption", None)
    cell = first.children[0].copy()
    content = _repeated(caption if caption is not None else first.children[0], words, caption)
    cell.children, cell.style = content, _bare(cell.style)
    cell.element, cell.element_tag = ElementTree.Element("th", {REPEATED: ""}), "th"
    cell.grid_x, cell.colspan, cell.rowspan = 0, len(table.column_widths), 1
    below = [_with_top(child, table.style) for child in first.children]
    row = first.copy_with_children([cell])
    row.element = ElementTree.Element("tr", {REPEATED: ""})
    rows = [row, first.copy_with_children(below), *others]
    made = table.copy_with_children([header.copy_with_children(rows), *table.children[1:]])
    made.style = table.style.copy()
    made.style["border_top_width"] = made.border_top_width = 0
    return made


def _repeated(source: Box, words: str, caption: Box | None) -> list[Box]:
    """Return copies of what is in `source`, with the words: of no element, as in a heading."""
    copies: list[Box] = [child.deepcopy() for child in source.children]
    texts = []
    for copy in copies:
        for box in (copy, *copy.descendants()):
            box.style = box.style.copy()
            box.style["anchor"] = None
            box.element, box.bookmark_label, box.string_set = None, "", ()
            box.__dict__.pop("_clreq", None)
            if hasattr(box, "text"):
                texts.append(box)
    if not texts:
        return []
    before = words if caption is None else f"{words}\u3000"
    if caption is not None and texts[0].text.lstrip().startswith(words[-1]):
        before = words[:-1]
    texts[0].text = before + ("" if caption is None else texts[0].text.lstrip())
    for box in texts[1:] if caption is None else ():
        box.text = ""
    return copies


def _bare(style: Style) -> Style:
    """Return a style without rules and padding, centred."""
    bare = style.copy()
    for side in ("top", "bottom", "left", "right"):
        bare[f"border_{side}_width"] = 0
        bare[f"border_{side}_style"] = "none"
    return bare


def _with_top(cell: Box, style: Style) -> Box:
    """Return a copy of a head with the rule at the top that its table has."""
    made = cell.copy()
    made.style = cell.style.copy()
    for what in ("width", "style", "color"):
        made.style[f"border_top_{what}"] = style[f"border_top_{what}"]
    return made
