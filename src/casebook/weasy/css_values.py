"""Values of declarations as WeasyPrint has them; apart, since whoever imports it loads WeasyPrint."""

from weasyprint.css.properties import Dimension
from weasyprint.css.tokens import InvalidValues, get_length

__all__ = ["Dimension", "InvalidValues", "get_length"]
