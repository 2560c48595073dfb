"""Glyphs put together from pieces are those that Pango gives for the whole text."""

import html
import re
from bisect import bisect_right
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import HTML

from casebook import composition
from casebook.composition import faces, shaping_runs

from . import sample, torture

STACKS = {
    "song": '"Noto Serif CJK SC"',
    "hei": 'bold "Noto Sans CJK SC"',
    "latin-first": '"DejaVu Serif", "Noto Serif CJK SC"',
}
_ALPHABET = (
    "中文字排版的一了" * 3
    + "，。、；：？！“”’（）《》〈〉【】——……·—～"
    + "ABfiT12.,:;()[]<>%-' \u00a0①℃é"
)


@cache
def shaper(stack: str) -> Any:
    """Return a shaper for a font stack."""
    fonts = STACKS[stack]
    weight, families = ("bold", fonts[5:]) if fonts.startswith("bold") else ("normal", fonts)
    style = f"html {{ font-family: {families}; font-weight: {weight} }}"
    composition.install()
    try:
        page = HTML(string=f"<html lang=zh-CN><style>{style}</style>文").render()
        return faces.face_of(page.pages[0]._page_box.children[0].style).shaper
    finally:
        composition.uninstall()


def glyphs(shaped: Any) -> list[tuple[Any, ...]]:
    """Return what is drawn for each character: glyph or odd glyphs, advance, font, kerning."""
    starts = [start for start, _ in shaped.fonts]
    result = []
    for index, advance in enumerate(shaped.advances):
        font = shaped.fonts[bisect_right(starts, index) - 1][1]
        odd, kern = shaped.odd.get(index), shaped.kerned.get(index)
        glyph = shaped.glyphs[index] if odd is None else None
        result.append((glyph, odd, round(advance, 6), font, kern))
    return result


def equal(text: str, stack: str) -> bool:
    """Check `text` in pieces against the whole; say whether it could be put together."""
    own = shaper(stack)
    made = own.han.shape(text)
    if made is not None:
        assert glyphs(made) == glyphs(own.whole(text)), text
    return made is not None


@pytest.mark.parametrize("stack", STACKS)
def test_prose_is_put_together_from_pieces_glyph_for_glyph(stack: str) -> None:
    texts = sample.paragraphs(60)
    assert sum(equal(text, stack) for text in texts) == len(texts)


@pytest.mark.parametrize("stack", STACKS)
def test_torture_is_put_together_or_shaped_whole(stack: str) -> None:
    for text in torture.paragraphs():
        equal(html.unescape(re.sub("<[^>]*>", "", text)), stack)


@given(st.text(alphabet=_ALPHABET, min_size=1, max_size=50), st.sampled_from(list(STACKS)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_put_together_glyph_for_glyph(text: str, stack: str) -> None:
    equal(f"文{text}字{text}", stack)
    equal(text, stack)


@pytest.mark.parametrize(
    "text", ["文（ABC文）12文", "文ABC（文）12文", "文“ABC文”，12.5文", "《AB文》1文（2文A）3"]
)
def test_a_closing_mark_keeps_the_script_of_the_mark_that_opened_it(text: str) -> None:
    assert equal(text, "song")


def test_what_may_shape_otherwise_is_shaped_whole() -> None:
    for text in ("文字𠮷野家", "文字\ufe00体", "文e\u0301字", "文‘引’字", "ABC"):
        assert not equal(text, "song")
    assert shaping_runs.runs("文，A文。") == [(1, 3, "，A"), (4, 5, f"。{shaping_runs.LAST}")]
