"""Draw composed lines with the glyphs that were measured: nothing is shaped twice."""

from casebook.weasy.drawing import is_tagged
from casebook.weasy.pango import Layout
from casebook.weasy.weasyprint_types import Box, Function, Matrix, Stream, Style, Value

from .glyph_writer import GlyphWriter
from .line_boxes import Composed, LineBox, TextBox


def lay_out_backgrounds(
    given: Function,
    page: Box,
    box: Box,
    get_image_from_uri: Function,
    layout_children: bool = True,
    style: Style = None,
) -> None:
    """Lay out backgrounds, except of what never has one: WeasyPrint's hook."""
    if type(box) is LineBox:
        for child in box.children:
            if type(child) is not TextBox:
                lay_out_backgrounds(given, page, child, get_image_from_uri)
        return
    given(page, box, get_image_from_uri, layout_children, style)


def draw_line(
    given: Function,
    stream: Stream,
    textbox: Box,
    text_overflow: Value,
    block_ellipsis: Value,
    matrix: Matrix,
) -> Value:
    """Draw a piece of a composed line: WeasyPrint's hook."""
    composed = textbox.pango_layout
    if not isinstance(composed, Composed):
        return given(stream, textbox, text_overflow, block_ellipsis, matrix)
    if textbox.style["font_size"] < 1e-6:
        return []
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        return _draw_plainly(given, stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    _draw(stream, composed)
    em = composed.face.em
    return [[_Dot, None, 1, 1, place / em, 0.34 * em] for place in composed.dots]


class _Dot:
    """An emphasis dot (R46), drawn where WeasyPrint draws the pictures that stand in text."""

    @staticmethod
    def draw(stream: Stream, width: float, height: float, style: Style) -> None:
        """Draw a filled circle around the origin."""
        r, k = 0.075 * width, 0.0414 * width
        stream.move_to(r, 0)
        stream.curve_to(r, k, k, r, 0, r)
        stream.curve_to(-k, r, -r, k, -r, 0)
        stream.curve_to(-r, -k, -k, -r, 0, -r)
        stream.curve_to(k, -r, r, -k, r, 0)
        stream.fill()


def _draw_plainly(
    given: Function, stream: Stream, textbox: Box, overflow: Value, ellipsis: Value, matrix: Matrix
) -> Value:
    """Let WeasyPrint draw a line that it has to cut short."""
    composed = textbox.pango_layout
    layout = Layout(textbox.style, 0, textbox.width)
    layout.set_text(composed.text)
    textbox.pango_layout = layout
    try:
        return given(stream, textbox, overflow, ellipsis, matrix)
    finally:
        textbox.pango_layout = composed


def _draw(stream: Stream, composed: Composed) -> None:
    """Draw a piece of a line with its own glyphs."""
    face, start, end = composed.face, composed.start, composed.end
    writer = GlyphWriter(
        stream,
        composed.ink,
        face.em,
        composed.open,
        face.shaper.fonts.width,
        marks_english=is_tagged(stream) and not face.western,
    )
    visible = min(end, max(composed.line_end, start))
    writer.draw(start, visible, composed.moves, face.shaper.shape(" "))
    writer.repeat(start, composed.times - 1, composed.step)
    gap = 0.0
    if end < composed.line_end:
        gap = composed.ink.gap(end) + composed.moves.get(end, 0.0)
        if composed.ink.even[end]:
            gap += max(0.0, composed.open - writer.opened)
    elif composed.hyphen:
        writer.hyphen(face.hyphen, face.style["hyphenate_character"])
    writer.finish(gap)
    if end > visible:
        writer.trailing(visible, end)
