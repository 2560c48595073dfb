"""Draw what is laid out, and close the resources of what was drawn."""

from collections.abc import Iterator

import pydyf
from tinycss2.color5 import D50, D65
from weasyprint.draw import draw_stacking_context
from weasyprint.layout import background
from weasyprint.pdf import _use_references
from weasyprint.stacking import StackingContext

from casebook.weasy.weasyprint_types import Box, Function, Stream, Value


def draw_margin_boxes(stream: Stream, page_box: Box) -> None:
    """Draw the children of a page box, in CSS pixels from its upper left corner."""
    draw_stacking_context(stream, StackingContext.from_page(page_box))


def lay_out_backgrounds(page_box: Box, box: Box, get_image: Function) -> None:
    """Lay out the backgrounds of a box and of what is in it."""
    background.layout_box_backgrounds(page_box, box, get_image)


def is_tagged(stream: Stream) -> bool:
    """Say whether what is drawn into `stream` is told to readers, and not only seen."""
    return stream._tags is not None


def add_references(
    pdf: pydyf.PDF,
    resources: pydyf.Dictionary,
    images: dict[str, Value],
    profiles: dict[str, Value],
) -> None:
    """Add the pictures and patterns that `resources` name to `pdf`."""
    _use_references(pdf, resources, images, profiles)


def white_points() -> Iterator[tuple[str, Value]]:
    """Yield the white points of Lab colours, by the name of their colour space."""
    yield "lab-d50", D50
    yield "lab-d65", D65
