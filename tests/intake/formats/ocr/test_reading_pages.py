"""Pictures of pages before anything is recognised in them: how large, how long."""

import io
from typing import Any

import pytest
from PIL import Image

from casebook.errata import StopPress
from casebook.intake.formats import ocr
from casebook.intake.notice import file_forms

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="casebook[ocr] is not installed")


def saved(*pages: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if pages[1:] else {}
    pages[0].save(out, kind, **more)
    return out.getvalue()


def huge() -> bytes:
    """A sound head of a picture of a gigapixel, in a few bytes."""
    small = bytearray(saved(Image.new("1", (8, 8))))
    small[16:24] = (40_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big")
    import zlib

    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
    return bytes(small)


def test_the_pages_of_a_tiff_are_measured_and_those_of_what_moves_are_one() -> None:
    from casebook.pictures import page_sizes

    pages = Image.new("1", (40, 30)), Image.new("1", (50, 60))
    assert page_sizes(saved(*pages, kind="TIFF")) == [(40, 30), (50, 60)]
    assert page_sizes(saved(*(page.convert("L") for page in pages), kind="GIF")) == [(40, 30)]


@needs_ocr
def test_a_gigapixel_is_told_with_the_way_out_and_not_decoded() -> None:
    with pytest.raises(StopPress) as stop:
        file_forms.scans_of(huge(), "a.png")
    (fault,) = stop.value.errata
    assert (fault.rule, fault.quote) == ("picture-too-large", "40000 × 30000")
    assert fault.hint is not None
    assert "dpi" in fault.hint.zh


@needs_ocr
def test_a_long_picture_is_cut_between_its_lines() -> None:
    import numpy as np

    from casebook.intake.formats.ocr import cleaning

    page: Any = np.full((3000, 600, 3), 255, np.uint8)
    for at in range(20, 2940, 60):  # lines 40 pixels high, 20 apart
        page[at : at + 40, 50:550:7] = 0
    parts = cleaning.parts_of_long_picture(page)
    assert len(parts) > 2
    assert sum(part.shape[0] for part in parts) == 3000
    assert all(part[0].min() == part[-1].min() == 255 for part in parts)
    assert len(cleaning.parts_of_long_picture(page[:1400])) == 1


@needs_ocr
def test_characters_outside_of_lines_are_found_and_dust_is_not() -> None:
    import numpy as np

    from casebook.intake.formats.ocr import recognition

    page: Any = np.full((400, 600), 255, np.uint8)
    page[50:90, 50:400] = 0  # a line that was found
    page[150:185, 200:205] = page[150:185, 212:230] = 0  # a character that was not
    page[300:303, 300:303] = 0
    page[200:390, 420:590] = 0  # a picture
    boxes = [np.array([(45, 45), (405, 95)])]
    assert recognition.places(page, boxes, 44.0) == [(200, 150, 230, 185)]
