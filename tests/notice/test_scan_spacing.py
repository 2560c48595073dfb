"""Spaces and dashes put back into a scanned line, by its ink."""

from typing import Any

import pytest

np: Any = pytest.importorskip("numpy")

from casebook.intake.formats.ocr.spacing import spaced  # noqa: E402
from casebook.intake.formats.ocr.spots import Glyph  # noqa: E402

EM = 40


def seen(drawn: str, read: str | None = None, nudge: float = 0) -> str:
    """What is read of a line that shows `drawn`: a block a character, a rule for —, a third of an
    em for a space; recognition gave `read`, its dashes `nudge` pixels beside where they stand."""
    line = np.full((50, EM * (len(drawn) + 3)), 255, np.uint8)
    at, middles = 10.0, []
    for char in drawn:
        if char == " ":
            at += EM / 3
            continue
        left, right = round(at) + 2, round(at) + EM - 2
        if char == "—":
            line[24:27, left - 2 : right + 2] = 0
        else:
            line[6:44, left:right] = 0
        middles.append(at + EM / 2)
        at += EM
    shown = drawn.replace(" ", "")
    text = shown if read is None else read
    if "——" in shown and "——" not in text:
        del middles[shown.index("——")]
    glyphs = [
        Glyph(char, 0.99, middle + (nudge if char in "-—" else 0))
        for char, middle in zip(text, middles, strict=True)
    ]
    return "".join(spot.text for spot in spaced(line, glyphs, (10, at), EM))


def test_a_space_is_seen_between_characters_further_apart() -> None:
    assert seen("党建引领 医心为民") == "党建引领 医心为民"


def test_a_dash_read_as_a_hyphen_is_two_characters_long() -> None:
    assert seen("不忘初心——行走基层", "不忘初心-行走基层") == "不忘初心——行走基层"


def test_a_dash_at_the_end_of_a_line_is_one_too_wherever_recognition_saw_it() -> None:
    assert seen("医院红色骑行初心——", "医院红色骑行初心-", nudge=-20) == "医院红色骑行初心——"
