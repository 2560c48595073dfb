"""How WeasyPrint lays out what stands in a line, under names without underscores.

For those who build lines themselves and leave to WeasyPrint what is no text: pictures, floats,
placed and running boxes, the heights of lines.
"""

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.block import remove_placeholders
from weasyprint.layout.float import avoid_collisions, float_layout
from weasyprint.layout.inline import _adjust_line_height as adjust_line_height
from weasyprint.layout.inline import _out_of_flow_layout as out_of_flow_layout
from weasyprint.layout.inline import line_box_verticality, split_inline_level
from weasyprint.layout.leader import leader_index
from weasyprint.layout.preferred import adjust as with_own_edges
from weasyprint.layout.preferred import max_content_width, min_content_width

from casebook.weasy.weasyprint_types import Box, Value

__all__ = [
    "AnonymousStyle",
    "InlineBox",
    "LineBox",
    "TextBox",
    "absolute_layout",
    "adjust_line_height",
    "avoid_collisions",
    "float_layout",
    "leader_index",
    "line_box_verticality",
    "max_content_width",
    "min_content_width",
    "out_of_flow_layout",
    "remove_placeholders",
    "resolve_percentages",
    "split_inline_level",
    "with_own_edges",
]


def resolve_percentages(box: Box, containing_block: Value) -> None:
    """Set the lengths of a box within a line as its attributes."""
    inline.resolve_percentages(box, containing_block)  # it may be replaced (`used_lengths`)
