"""A line keeps its height and its place when a character comes from another font.

Text stands on its line by the measures of the first font of its list, whatever fonts its characters
are found in (CSS Inline Layout 3, 5.1: fallback fonts count only where `line-height` is `normal`).
WeasyPrint takes those of all fonts in the text, so that a ✔ would move the line off the grid.
"""

from functools import wraps
from typing import Any


def keep_to_first_font() -> None:
    """Make WeasyPrint place text on its line by its first font. Safe to call again."""
    from weasyprint.layout import inline

    given = inline.split_text_box
    if getattr(given, "by_first_font", False):
        return

    @wraps(given)
    def split(context: Any, box: Any, *rest: Any, **named: Any) -> tuple[Any, Any, Any]:
        made, resume, preserved = given(context, box, *rest, **named)
        if made is not None and made.style["line_height"] != "normal":
            made.baseline = inline.strut(made.style)[1]
        return made, resume, preserved

    split.by_first_font = True  # type: ignore[attr-defined]
    inline.split_text_box = split
