"""Spaces and dashes put back into a scanned line, by its ink."""

from typing import Any

import pytest

np: Any = pytest.importorskip("numpy")

from casebook.intake.formats.ocr.recognised_page import Glyph  # noqa: E402
from casebook.intake.formats.ocr.spacing import spaced  # noqa: E402

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


def test_thin_strokes_and_blanks_within_a_character_part_nothing() -> None:
    line = np.full((50, 220), 255, np.uint8)
    for left, right in ((2, 38), (52, 58), (64, 70), (76, 82), (92, 128), (132, 168)):
        line[6:44, left:right] = 0  # the second character, 小, stands in three parts
    glyphs = [
        Glyph(c, 0.99, m) for c, m in zip("代小为大", (20.0, 60.0, 104.0, 148.0), strict=True)
    ]
    spots = [spot for spot in spaced(line, glyphs, (0, 170), EM) if spot.text.strip()]
    assert [(spot.left, spot.right) for spot in spots] == [(2, 38), (52, 82), (92, 128), (132, 168)]


def test_a_speck_beside_a_mark_hides_no_space() -> None:
    line = np.full((50, 200), 255, np.uint8)
    line[6:44, 2:38] = line[6:44, 58:94] = 0
    line[25, 44:47] = 90
    glyphs = [Glyph("党", 0.99, 20), Glyph("医", 0.99, 76)]
    assert "".join(spot.text for spot in spaced(line, glyphs, (0, 96), EM)) == "党 医"


def test_spaces_between_latin_words_are_those_that_recognition_saw() -> None:
    line = np.full((50, 300), 255, np.uint8)
    for at in range(6):
        line[10:44, 4 + 24 * at : 24 + 24 * at] = 0
    glyphs = [Glyph(char, 0.99, 14 + 24.0 * at, spaced=at == 2) for at, char in enumerate("TheSea")]
    assert "".join(spot.text for spot in spaced(line, glyphs, (0, 150), EM)) == "The Sea"


def test_recognition_is_not_believed_about_a_space_before_a_bracket() -> None:
    line = np.full((50, 200), 255, np.uint8)
    line[6:44, 2:38] = line[6:44, 70:78] = line[6:44, 82:118] = 0
    glyphs = [Glyph("院", 0.99, 20, spaced=True), Glyph("(", 0.99, 74), Glyph("所", 0.99, 100)]
    assert "".join(spot.text for spot in spaced(line, glyphs, (0, 120), EM)) == "院（所"


def test_a_space_before_a_bracket_is_doubted_however_wide_it_is() -> None:
    line = np.full((50, 200), 255, np.uint8)
    line[6:44, 2:38] = line[6:44, 100:108] = line[6:44, 112:148] = 0
    glyphs = [Glyph("院", 0.99, 20), Glyph("(", 0.99, 104), Glyph("所", 0.99, 130)]
    spots = spaced(line, glyphs, (0, 150), EM)
    assert [(spot.text, spot.sure < 0.5) for spot in spots[:3]] == [
        ("院", False), (" ", True), ("（", False),
    ]  # fmt: skip


def test_ink_that_no_character_accounts_for_is_doubted() -> None:
    line = np.full((50, 200), 255, np.uint8)
    line[6:44, 2:38] = line[6:44, 42:130] = 0
    glyphs = [Glyph("方", 0.99, 20), Glyph("法", 0.99, 62)]
    spots = [spot for spot in spaced(line, glyphs, (0, 140), EM) if spot.text.strip()]
    assert [spot.sure < 0.5 for spot in spots] == [False, True]


def test_a_dash_with_a_gap_is_one_and_a_one_beside_a_dash_stays() -> None:
    line = np.full((50, 300), 255, np.uint8)
    for at in (0, 1, 2, 3, 4):
        line[24:27, 44 + 40 * at : 76 + 40 * at] = 0
    line[6:44, 2:38] = line[6:44, 242:278] = 0

    def read(text: str) -> str:
        middles = [20 + 40 * at for at in range(len(text))]
        glyphs = [Glyph(c, 0.99, float(m)) for c, m in zip(text, middles, strict=True)]
        return "".join(s.text for s in spaced(line[:, : 40 * len(text)], glyphs, (0, 280), EM))

    assert read("心一—") == "心——"
    assert read("承——一") == "承——一"


@pytest.mark.parametrize(
    ("width", "after", "sure"), [(80, "行", True), (60, "行", False), (80, "”", False)]
)
def test_a_short_dash_and_one_that_ends_a_quotation_are_doubted(
    width: int, after: str, sure: bool
) -> None:
    line = np.full((50, 220), 255, np.uint8)
    line[6:44, 2:38] = line[6:44, 46 + width : 82 + width] = 0
    line[24:27, 42 : 42 + width] = 0
    middles = (20.0, 42 + width / 2, 64.0 + width)
    glyphs = [Glyph(c, 0.99, m) for c, m in zip(f"个一{after}", middles, strict=True)]
    dashes = [spot for spot in spaced(line, glyphs, (0, 84 + width), EM) if spot.text == "—"]
    assert [spot.sure > 0.5 for spot in dashes] == [sure, sure]
