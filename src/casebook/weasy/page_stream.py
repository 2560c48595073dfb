"""The stream a page is drawn into: WeasyPrint's, with cheaper marks and fonts looked at once.

WeasyPrint makes a dictionary for every line it marks, and reads the whole font file for every
font of every document; for a section set alone that would cost more than drawing it.
"""

import copy
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from casebook.weasy.weasyprint_types import Box, CData, Font, Stream, Value

_CLASSES: list[type[Stream]] = []


def stream_class() -> type[Stream]:
    """Return WeasyPrint's stream with cheaper marking; made on first use."""
    if _CLASSES:
        return _CLASSES[0]
    from weasyprint.pdf import fonts, stream  # lazy: loads WeasyPrint

    from casebook.weasy.font_map import unread  # lazy: loads WeasyPrint
    from casebook.weasy.pango import ffi, get_pango_font_key, pango  # lazy: loads WeasyPrint

    class PageStream(stream.Stream):  # type: ignore[misc]
        """A page's stream: marks text by number alone, and remembers how to find its fonts."""

        def clone(self, **changes: Value) -> Stream:
            made = PageStream(
                *(
                    changes.pop(name, getattr(self, f"_{name}", None))
                    for name in ("fonts", "page_rectangle", "resources", "images", "tags")
                ),
                self._color_profiles,
                self._output_intent,
                **({"compress": self.compress} | changes),
            )
            made.page_rectangle = self.page_rectangle
            made.faces = self.faces
            return made

        @contextmanager
        def marked(self, box: Box, tag: str) -> Iterator[None]:
            if self._tags is None:
                yield
                return
            number = self._tags[box] = len(self._tags)
            self.stream.append(f"/{tag} <</MCID {number}>> BDC".encode())
            yield
            self.stream.append(b"EMC")

        def add_font(self, pango_font: CData) -> tuple[Font, float]:
            key, description, size = get_pango_font_key(pango_font)
            font = self._fonts.get(key)
            if font is None:
                font = self._fonts[key] = self._face(key, pango_font, description, size)
            return font, size

        def _face(self, key: Hashable, pango_font: CData, description: CData, size: float) -> Font:
            """Return a font without glyphs yet; each is looked at once."""
            face = self.faces.get(key)
            if face is None:
                words = pango.pango_font_description_to_string(description)
                with unread():
                    face = self.faces[key] = fonts.Font(pango_font, description, size)
                face.casebook_description = ffi.string(words).decode()
            font = copy.copy(face)
            font.widths, font.to_unicode, font.missing = {}, {}, {}
            font.get_unused_glyph_id = lambda _codepoint: 0
            return font

    _CLASSES.append(PageStream)
    return PageStream
