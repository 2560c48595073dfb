"""Spaces beside quotation marks in scans, by how wide the page sets these."""

import pytest

from casebook.intake.formats.ocr import Spot, set_widths

EM = 40.0


def line(text: str, quote: float) -> list[Spot]:
    """A line in which quotation marks take `quote` ems, their ink on the inner side, and a space
    a third of one; where the space stood nothing is told."""
    at, spots = 0.0, []
    for char in text:
        if char == " ":
            at += EM / 3
            continue
        wide = quote * EM if char in "“”" else EM
        ink = (at + wide - 12, at + wide - 1) if char == "“" else (at + 1, at + 12)
        left, right = ink if char in "“”" else (at + 2, at + EM - 2)
        spots.append(Spot(char, 1.0, left, right))
        at += wide
    return spots


PLAIN = "以“五聚”推动“六化”党建“法”打造"


@pytest.mark.parametrize("quote", [1.0, 0.4])
def test_what_goes_beyond_the_usual_is_a_space_in_any_font(quote: float) -> None:
    usual = set_widths.widths([(line(PLAIN, quote), EM)])
    spaced = line("奉献友爱 “医”路相伴", quote)
    assert (set_widths.excess(spaced, 3, EM, usual) or (0,))[0] > 0.5
    assert abs((set_widths.excess(spaced, 6, EM, usual) or (9,))[0]) < 0.1


@pytest.mark.parametrize("quote", [1.0, 0.4])
def test_a_page_with_few_marks_is_judged_by_the_two_ways_there_are(quote: float) -> None:
    spots = line("奉献友爱“医”路相伴", quote)
    usual = set_widths.widths([(spots, EM)])
    assert abs((set_widths.excess(spots, 3, EM, usual) or (9,))[0]) < 0.3


def test_between_other_characters_marks_say_nothing() -> None:
    assert set_widths.excess(line("党建引领", 1.0), 1, EM, {}) is None
