"""A page of lists in two columns is read list by list, each column after the other."""

from casebook.intake.formats.ocr import Spot, Stretch
from casebook.intake.formats.ocr.reading_order import ordered


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
