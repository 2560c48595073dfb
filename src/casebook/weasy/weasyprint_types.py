"""The objects of WeasyPrint and of the libraries below it, by name, for annotations.

None of these libraries has types, so every name is `Any` to the type checker; the name says which
class is meant. Modules that work with such objects take the names from here, and have no `Any` of
their own.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

Box: TypeAlias = Any
"""`formatting_structure.boxes.Box`: a page, a block, a line, a text, and all other boxes."""
Context: TypeAlias = Any
"""`layout.LayoutContext`: what is known while the pages of one document are made."""
Counters: TypeAlias = Any
"""`css.counters.CounterStyle`, and the state of counters on a page."""
CData: TypeAlias = Any
"""A value, a pointer or a library of cffi: Pango, GLib, fontconfig, HarfBuzz."""
Element: TypeAlias = Any
"""An element of the tree that cssselect2 and WeasyPrint read: `xml.etree.ElementTree.Element`."""
Font: TypeAlias = Any
"""`pdf.fonts.Font`: a font as it is embedded."""
FontConfiguration: TypeAlias = Any
"""`text.fonts.FontConfiguration`."""
Function: TypeAlias = Callable[..., Any]
"""A function of WeasyPrint, given to what stands in its place."""
HTML: TypeAlias = Any
"""`weasyprint.HTML`: a document as read."""
Matrix: TypeAlias = Any
"""`matrix.Matrix`: a transformation."""
Module: TypeAlias = Any
"""A module of WeasyPrint or of a library below it."""
Page: TypeAlias = Any
"""`document.Page`: a page that can be drawn."""
PageType: TypeAlias = Any
"""`layout.page.PageType`: what the selectors of page rules match."""
Resume: TypeAlias = Any
"""Where layout goes on: None (at the beginning), or a dictionary of an index to such a place."""
Sheet: TypeAlias = Any
"""`weasyprint.CSS`: a style sheet as read."""
Stream: TypeAlias = Any
"""`pdf.stream.Stream`: what a page is drawn into."""
Style: TypeAlias = Any
"""`css.ComputedStyle`, `css.AnonymousStyle`: values by property."""
StyleFor: TypeAlias = Any
"""`css.StyleFor`: the styles of the elements of a document."""
Tokens: TypeAlias = Any
"""The tokens of a declaration, as tinycss2 reads them."""
Value: TypeAlias = Any
"""The value of a property or an attribute, of whatever type WeasyPrint gives it."""
