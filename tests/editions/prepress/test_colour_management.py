"""Colours of the screen as inks of the paper."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from casebook.book import Press
from casebook.editions.prepress.colour_management import PaperColours, SecondColour, is_grey
from casebook.editions.prepress.paper_conditions import condition
from casebook.errata import Place

CRIMSON = (0x9B / 255, 0x22 / 255, 0x26 / 255)


def paper(limit: int = 280, second: SecondColour | None = None) -> PaperColours:
    profile = condition(Press(), Path(), Place("book.yaml")).profile
    return PaperColours(profile, limit, second)


def tinted(share: float) -> tuple[float, float, float]:
    """Return a tint of crimson as a style sheet has it, rounded to eight bits."""
    red, green, blue = (round(255 * (1 - (1 - part) * share)) / 255 for part in CRIMSON)
    return red, green, blue


@pytest.mark.parametrize(("grey", "black"), [(0.0, 1.0), (0.4, 0.6), (1.0, 0.0)])
def test_grey_is_black_ink_alone(grey: float, black: float) -> None:
    ink = paper().ink((grey, grey, grey))
    assert ink.process == pytest.approx((0, 0, 0, black))
    assert ink.tint is None


def test_the_second_colour_and_its_tints_stand_on_their_plate() -> None:
    colours = paper(second=SecondColour(CRIMSON, "PANTONE 187 C"))
    assert colours.ink(CRIMSON).tint == pytest.approx(1.0)
    assert colours.ink(tinted(0.09)).tint == pytest.approx(0.09, abs=0.006)
    assert colours.ink(tinted(0.5)).plates == {"spot"}
    assert "process" in colours.ink((0.1, 0.2, 0.9)).plates
    assert colours.ink((0.0, 0.0, 0.0)).tint is None


def test_a_second_colour_of_process_inks_is_tinted_in_them() -> None:
    colours = paper(second=SecondColour(CRIMSON, "", (0.2, 1.0, 0.9, 0.1)))
    assert colours.ink(CRIMSON).process == pytest.approx((0.2, 1.0, 0.9, 0.1))
    assert colours.ink(tinted(0.5)).process == pytest.approx((0.1, 0.5, 0.45, 0.05), abs=0.01)
    assert colours.ink(CRIMSON).decided
    assert not colours.ink((0.1, 0.2, 0.9)).decided


def test_no_pixel_has_more_ink_than_the_paper_takes() -> None:
    picture = Image.merge("CMYK", [Image.new("L", (4, 4), 255)] * 4)
    colours = paper(limit=240)
    assert colours.most_ink(picture) == pytest.approx(400)
    reduced = colours.limited(picture)
    assert 236 <= colours.most_ink(reduced) <= 240.1
    assert reduced.getchannel("K").getextrema() == (255, 255)  # colour gives way, not black


def test_what_is_within_the_limit_stays_as_it_is() -> None:
    picture = Image.merge("CMYK", [Image.new("L", (4, 4), n) for n in (10, 200, 30, 40)])
    assert paper().limited(picture).tobytes() == picture.tobytes()


def test_a_dark_picture_stays_within_the_limit() -> None:
    ramp = Image.linear_gradient("L")
    dark = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180))).point(lambda v: v // 4)
    colours = paper(limit=230)
    assert colours.most_ink(colours.picture(dark)) <= 230.5


def test_the_own_profile_of_a_picture_counts() -> None:
    red = Image.new("RGB", (2, 2), (200, 30, 30))
    swapped = Image.new("RGB", (2, 2), (30, 200, 30))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    colours = paper()
    assert colours.picture(red, srgb).tobytes() == colours.picture(red).tobytes()
    assert colours.picture(red, b"no profile").tobytes() == colours.picture(red).tobytes()
    assert colours.picture(swapped).tobytes() != colours.picture(red).tobytes()


def test_grey_kept_as_rgb_is_grey_after_jpeg_too() -> None:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "JPEG", quality=70)
    assert is_grey(Image.open(file).convert("RGB"))
    assert not is_grey(Image.new("RGB", (2, 2), (120, 128, 120)))
