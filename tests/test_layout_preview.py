"""The preview of a layout: four pages of a dummy book beside each other."""

import io

import pytest
from PIL import Image

from casebook import layout_preview


@pytest.mark.slow
def test_a_layout_is_shown_by_four_pages_beside_each_other() -> None:
    picture = Image.open(io.BytesIO(layout_preview.show("a5")))
    assert picture.format == "PNG"
    assert picture.width >= 4 * layout_preview.WIDTH
    assert picture.height > layout_preview.WIDTH
    assert len(picture.convert("L").getcolors() or ()) > 2, "pages with type on them"
