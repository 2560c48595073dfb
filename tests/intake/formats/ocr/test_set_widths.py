"""What is left free at the end of a scanned line, and beside quotation marks; the spaces this shows."""

from collections.abc import Iterator

import pytest

from casebook.book import Award, Tier
from casebook.intake.formats.ocr import set_widths
from casebook.intake.formats.ocr.recognised_page import Spot, Stretch
from casebook.intake.notice import line_ends, locating
from casebook.intake.notice.entries import Run
from casebook.intake.notice.notice_lines import Line, Row, Source

EM = 40.0


def line(text: str, at: int = 0, pitch: float = EM) -> list[Stretch]:
    """A line of `text` with ink a little narrower than its squares; closing marks stand left."""
    spots = tuple(
        Spot(char, 1.0, n * pitch + 2, n * pitch + (EM / 2 if char in "”》" else EM - 2))
        for n, char in enumerate(text)
    )
    return [Stretch(spots, 0.0, at * 60.0, spots[-1].right, at * 60.0 + 44)]


def column(*texts: str) -> Iterator[float]:
    """The ems free at the ends of lines among enough full ones of twenty characters."""
    lines = [line("全" * 20, at) for at in range(6)]
    result = set_widths.rooms(lines + [line(text, at) for at, text in enumerate(texts, 6)])
    return (round(room, 1) for room in result[6:] if room is not None)


def test_a_full_line_has_no_room_and_a_short_one_what_is_missing() -> None:
    assert list(column("满" * 20, "缺" * 17)) == [0.0, 3.0]


def test_a_closing_mark_takes_its_whole_square() -> None:
    assert list(column("满" * 17 + "”")) == [pytest.approx(2.0, abs=0.15)]


def test_what_a_justified_line_was_stretched_by_was_room() -> None:
    lines = [line("全" * 20, at) for at in range(6)]
    stretched = line("满" * 19, 6, pitch=EM * 19 / 18)
    (room,) = set_widths.rooms([*lines, stretched])[6:]
    assert room == pytest.approx(1.0, abs=0.1)


def test_where_no_margin_is_seen_nothing_is_known() -> None:
    assert set_widths.rooms([line("全" * n, n) for n in (9, 12, 15, 18, 21, 24)]) == [None] * 6


@pytest.mark.parametrize(("room", "title"), [(1.2, "党建引领 医心为民"), (0.6, "党建引领医心为民")])
def test_a_line_with_room_for_one_more_character_was_ended_by_a_space(
    room: float, title: str
) -> None:
    rows = [Row(1, "甲院《党建引领", 1, False, room=room), Row(2, "医心为民》", 1, False)]
    text, _ = line_ends.join(Run(1, "1.", rows, [row.text for row in rows]), None)
    assert text == f"甲院《{title}》"


def test_a_space_put_back_in_a_scan_is_to_be_looked_at() -> None:
    rows = ("1. 甲院《党建引领", "医心为民之路》")
    lines = tuple(
        Line(at, row, 1, "a.png", at, confidence=0.96, box=(1, 0.0, 0.0, 9.0, 9.0))
        for at, row in enumerate(rows, 1)
    )
    awards = (Award("1-1", 1, "甲院", "党建引领 医心为民之路", "", (1, 2)),)
    source = Source("a.png", "", "OCR", lines)
    assert locating.tiers([Tier("1", "奖", awards, 1)], source)[0].awards[0].check == (
        "换行处补了空格"
    )


def quoting(text: str, quote: float) -> list[Spot]:
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
    usual = set_widths.widths([(quoting(PLAIN, quote), EM)])
    spaced = quoting("奉献友爱 “医”路相伴", quote)
    assert (set_widths.excess(spaced, 3, EM, usual) or (0,))[0] > 0.5
    assert abs((set_widths.excess(spaced, 6, EM, usual) or (9,))[0]) < 0.1


@pytest.mark.parametrize("quote", [1.0, 0.4])
def test_a_page_with_few_marks_is_judged_by_the_two_ways_there_are(quote: float) -> None:
    spots = quoting("奉献友爱“医”路相伴", quote)
    usual = set_widths.widths([(spots, EM)])
    assert abs((set_widths.excess(spots, 3, EM, usual) or (9,))[0]) < 0.3


def test_between_other_characters_marks_say_nothing() -> None:
    assert set_widths.excess(quoting("党建引领", 1.0), 1, EM, {}) is None
