"""A heading that comes again where its block goes on: the property `continued-heading`.

Where a block goes on in the next column or on the next page, its first child stands there once
more, with the words of the property behind it: A, then A（续）. What comes again has no element,
no bookmark and no name: whoever asks for the heading is led to the first.
"""

from typing import Final

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.css_properties import Dimension, teach
from casebook.weasy.hooks import BLOCK
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Tokens, Value

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
    words = box.style[KEY]
    if words == "none" or not skip:
        return given(context, box, bottom_space, skip, *rest, **named)
    index, inner = next(iter(skip.items()))
    if index == 0 or inner is not None:
        return given(context, box, bottom_space, skip, *rest, **named)
    again = box.copy_with_children([_again(box.children[0], words), *box.children[index:]])
    made, resume, *more = given(context, again, bottom_space, None, *rest, **named)
    if resume:
        at, inner = next(iter(resume.items()))
        resume = {max(0, at - 1) + index: inner}
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
