"""How pydyf writes a value into a PDF. Apart from `drawing`, so that it loads no WeasyPrint."""

from pydyf import _to_bytes as to_bytes

__all__ = ["to_bytes"]
