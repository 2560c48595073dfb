"""A word wider than the measure breaks anywhere, and nothing else changes."""

import pytest

from casebook.composition import emergency, gaps

from .setting import paragraph

LONG = "x" * 60


def opened(text: str, measure: float, anywhere: bool = True) -> list[int]:
    """Return where the text may break in an emergency."""
    own = paragraph(text)
    for span in own.spans:
        span.anywhere = anywhere
    before = bytes(own.breaks)
    emergency.open_up(own, measure)
    fresh = [at for at in range(len(text)) if own.breaks[at] == gaps.EMERGENCY]
    assert all(own.breaks[at] == before[at] for at in range(len(text)) if at not in fresh)
    return fresh


def test_a_word_that_does_not_fit_breaks_between_any_two_letters() -> None:
    assert opened(f"前文{LONG}后文", 20) == list(range(3, 62))


def test_words_that_fit_and_words_that_may_not_break_stay_whole() -> None:
    assert opened("前文 word 与 words 后文，（引文）。", 6) == []
    assert opened(f"前文{LONG}后文", 20, anywhere=False) == []


@pytest.mark.parametrize(("text", "never"), [(f"甲{LONG}。乙", 61), (f"甲（{LONG}乙", 2)])
def test_a_line_still_starts_and_ends_with_what_may_stand_there(text: str, never: int) -> None:
    assert never not in opened(text, 20)
    assert len(opened(text, 20)) == 59


def test_what_fits_exactly_is_not_broken_by_the_space_behind_it() -> None:
    own = paragraph("x" * 12 + " 后文")
    width = sum(own.widths[:12])
    assert opened("x" * 12 + " 后文", width) == []
