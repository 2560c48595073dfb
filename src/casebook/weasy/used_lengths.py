"""Margins, paddings, borders and sizes of a box are worked out once for a style and a measure.

WeasyPrint works eighteen lengths out for each box each time that it is laid out, though the boxes
of a book have few styles, and stand in few measures. What came of it is kept with the style: with
what equal styles share (`shared_styles`), where they do.
"""

from typing import Final

from casebook.weasy.changes import ChangeSet, Hook, Record
from casebook.weasy.weasyprint_types import Box, Function, Value

_MODULES: Final = ("absolute", "block", "column", "float", "grid", "inline", "table")
_BORDERS: Final = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LENGTHS: Final = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
    *_BORDERS,
)  # fmt: skip


def _make(record: Record) -> None:
    for module in _MODULES:
        record.wrap(Hook(f"layout.{module}", "resolve_percentages"), _resolve)


CHANGES: Final = ChangeSet("used lengths", _make)
"""Makes WeasyPrint work lengths out once."""


def _resolve(given: Function, box: Box, containing_block: Value) -> None:
    """Set the lengths of a box as attributes: WeasyPrint's `resolve_percentages`."""
    style, own = box.style, box.__dict__
    if type(containing_block) is tuple:
        measure = containing_block
    else:
        measure = containing_block.width, containing_block.height
    if style["border_collapse"] == "collapse":  # those that a box has got already stay
        measure = (*measure, *map(own.get, _BORDERS))
    shared = getattr(style, "shared", None)
    known = style.__dict__.setdefault("used", {}) if shared is None else shared.used
    lengths = known.get(measure)
    if lengths is None:
        given(box, containing_block)
        known[measure] = {name: own[name] for name in _LENGTHS}
    else:
        own.update(lengths)
