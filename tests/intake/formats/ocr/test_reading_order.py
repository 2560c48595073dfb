"""The order in which recognised lines are read: in columns, in the cells of tables."""

from casebook.intake.formats.ocr import reading_order
from casebook.intake.formats.ocr.reading_order import ordered
from casebook.intake.formats.ocr.recognised_page import Spot, Stretch
from casebook.pagetext import Box


def stretch(text: str, left: float, top: float, wide: float = 0) -> Stretch:
    step = (wide or 20 * len(text)) / len(text)
    spots = (Spot(c, 0.99, left + at * step, left + (at + 1) * step) for at, c in enumerate(text))
    return Stretch(tuple(spots), left, top, left + step * len(text), top + 20)


def columns(first: int, count: int, top: float) -> list[Stretch]:
    """Return entries in two columns, the numbers going down the left one first."""
    half = (count + 1) // 2
    return [
        stretch(f"{first + at}.某市医院", 500 * (at // half), top + 30 * (at % half))
        for at in range(count)
    ]


def test_an_annex_heading_ends_the_columns_above_it_though_it_is_short() -> None:
    page = [
        stretch("优秀案例名单如下请各单位认真学习借鉴先进经验", 0, 0, 900), *columns(1, 9, 40),
        stretch("附 件 2", 0, 200), stretch("优秀组织单位名单排名不分先后按行政区划", 0, 240, 900),
        *columns(1, 8, 280),
    ]  # fmt: skip
    lines = ["".join(text for text, _, _ in line) for line, _ in ordered(page)]
    at = lines.index("附 件 2")
    assert lines[1:at] == [f"{n}.某市医院" for n in range(1, 10)]
    assert lines[at + 2 :] == [f"{n}.某市医院" for n in range(1, 9)]


EM = 30.0
UPRIGHT = [Box(x, 0, x + 3, 300) for x in (0.0, 200.0, 500.0)]
LEVEL = [Box(0, y, 503, y + 3) for y in (0.0, 150.0, 300.0)]


def line(text: str, x: float, y: float) -> Stretch:
    spots = tuple(
        Spot(char, 1.0, x + n * EM + 1, x + (n + 1) * EM - 1) for n, char in enumerate(text)
    )
    return Stretch(spots, x, y, x + len(text) * EM, y + 36)


def wrap(first: str, second: str, y: float = 60.0) -> reading_order.Wrap | None:
    above = line(first, 210, 20)
    return reading_order.wraps([above, line(second, 210, y)], [*UPRIGHT, *LEVEL]).get(above)


def test_what_was_read_across_a_rule_is_two_lines() -> None:
    parts = reading_order.parted([line("北京市医院 医心为民", 20, 20)], UPRIGHT)
    assert [part.text for part in parts] == ["北京市医院", "医心为民"]
    whole = line("北京市医院", 20, 20)
    assert reading_order.parted([whole], UPRIGHT) == [whole]


def test_a_line_goes_on_below_in_its_cell_not_in_the_next() -> None:
    result = wrap("强化引领把握大局", "落到实处")
    assert result is not None
    assert (result.before, result.after) == ("把握大局", "落到实处")
    assert wrap("强化引领把握大局", "另一条", y=160) is None


def test_room_for_one_more_character_shows_a_space_and_full_lines_do_not() -> None:
    short, full = wrap("强化政治引领大局", "落到实处"), wrap("强化政治引领大局观", "落到实处")
    assert short is not None
    assert full is not None
    assert (short.spaced, full.spaced) == (True, False)
