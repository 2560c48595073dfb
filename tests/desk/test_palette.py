"""The colours of the desk, light and dark: what is written is read on whatever lies behind it."""

import re
from itertools import product

import pytest

from casebook.desk.answering import STATIC

WORDS = (
    "ink", "ink-soft", "ink-faint", "heading", "link", "bad", "bad-deep", "good", "good-deep", "ask",
    "ask-deep", "note", "note-deep",
)  # fmt: skip
GROUNDS = (
    "surface", "panel", "ground", "bar", "hover", "chosen", "lit", "lit-faint", "bad-tint",
    "bad-strong", "good-tint", "good-strong", "ask-tint", "note-tint",
)  # fmt: skip
LEAST, LEAST_OF_LINES = 4.5, 3.0
"""The contrast that WCAG 2.2 asks of words, and of the outlines of what is operated."""


def palettes() -> dict[str, dict[str, str]]:
    css = (STATIC / "desk.css").read_text("utf-8")
    light, _, rest = css.partition("html[data-theme=dark]")
    dark = rest.partition("}")[0]
    return {
        theme: dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))
        for theme, block in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_are_read_on_all_that_may_lie_behind_them(theme: str) -> None:
    colours = palettes()[theme]
    pairs = [*product(WORDS, GROUNDS), ("on-fill", "fill")]
    faint = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < LEAST
    }
    assert faint == {}
    for line, ground in product(("control", "focus"), ("surface", "panel", "ground")):
        assert contrast(colours[line], colours[ground]) >= LEAST_OF_LINES, (line, ground)


def test_dark_has_every_colour_that_light_has_and_style_sheets_name_no_other() -> None:
    known = palettes()
    assert known["light"].keys() == known["dark"].keys()
    used = {
        name
        for file in (*STATIC.glob("*.css"), STATIC / "compare.js")
        for name in re.findall(r"var\(--([\w-]+)", file.read_text("utf-8"))
    }
    assert used - known["light"].keys() <= {"trim", "leaf"}
    assert known["light"].keys() <= used


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
