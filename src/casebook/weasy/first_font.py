"""A line keeps its height and its place when a character comes from another font.

Text stands on its line by the measures of the first font of its list, whatever fonts its characters
are found in (CSS Inline Layout 3, 5.1: fallback fonts count only where `line-height` is `normal`).
WeasyPrint takes those of all fonts in the text, so that a ✔ would move the line off the grid.
"""

from casebook.weasy.changes import ChangeSet, Hook, Record
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Value

_SPLIT = Hook("layout.inline", "split_text_box")


def _make(record: Record) -> None:
    from weasyprint.text.line_break import strut  # lazy: loads WeasyPrint

    def split(
        given: Function, context: Context, box: Box, *rest: object, **named: object
    ) -> tuple[Box, Resume, Value]:
        made, resume, preserved = given(context, box, *rest, **named)
        if made is not None and made.style["line_height"] != "normal":
            made.baseline = strut(made.style)[1]
        return made, resume, preserved

    record.wrap(_SPLIT, split)


CHANGES = ChangeSet("first font", _make)
"""Makes WeasyPrint place text on its line by its first font."""
