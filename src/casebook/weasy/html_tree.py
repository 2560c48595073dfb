"""HTML parsed as WeasyPrint parses it."""

import tinyhtml5

from casebook.weasy.weasyprint_types import Element


def parsed(html: str) -> Element:
    """Return the root of the document `html`."""
    return tinyhtml5.parse(html, namespace_html_elements=False)
