"""Papers, sheets and spines as the trade reckons them."""

import pytest

from casebook import paper_stock


@pytest.mark.parametrize(
    ("words", "pages", "millimetres"),
    [  # the two worked examples of the licence examination, and a thick book by hand
        ("60克双胶纸", 376, 13.5),
        ("轻型 70 g", 464, 24.36),
        ("双胶 80 g", 1500, 72.0),
        ("双胶 80 g", 3, 0.19),
        # 400 pages by hand: 200 leaves × g/m² × cm³/g ÷ 1000
        ("双胶 60 g", 400, 14.4),
        ("双胶 70 g", 400, 16.8),
        ("双胶 100 g", 400, 24.0),
        ("双胶 120 g", 400, 28.8),
        ("轻型 60 g", 400, 18.0),
        ("纯质 80 g", 400, 20.8),
        ("铜版 157 g", 400, 26.1),
        ("哑粉 128 g", 400, 23.6),
    ],
)
def test_the_spine_follows_from_pages_and_paper(words: str, pages: int, millimetres: float) -> None:
    paper = paper_stock.stock(words)
    assert paper is not None
    assert paper_stock.spine(pages, paper.leaf) == pytest.approx(millimetres, abs=0.1)


def test_a_paper_is_known_by_name_and_weight_in_any_order() -> None:
    named = {paper_stock.stock(words) for words in ("双胶 80 g", "80克双胶纸", "胶版纸80g/m²")}
    assert [stock and stock.leaf for stock in named] == [0.096]
    assert paper_stock.stock("哑光铜版 157克") != paper_stock.stock("铜版 157克")


@pytest.mark.parametrize("words", ["双胶", "80 g", "双胶 800 g", "宣纸 80 g"])
def test_what_is_no_paper_of_the_table_is_none(words: str) -> None:
    assert paper_stock.stock(words) is None


@pytest.mark.parametrize(
    ("trim", "sheet"),
    [
        ((185, 260), (787, 1092, 16)),
        ((130, 184), (787, 1092, 32)),
        ((140, 203), (850, 1168, 32)),
        ((148, 210), (880, 1230, 32)),
        ((210, 285), (889, 1194, 16)),
        ((210, 297), (880, 1230, 16)),
        ((170, 240), (720, 1000, 16)),
    ],
)
def test_a_trim_is_cut_from_the_sheet_that_the_trade_uses(
    trim: tuple[int, int], sheet: tuple[int, int, int]
) -> None:
    assert paper_stock.sheet_of(*trim) == sheet


def test_printed_sheets_are_pages_by_leaves() -> None:
    assert paper_stock.number(paper_stock.printed_sheets(332, 16)) == "20.75"
    assert paper_stock.number(paper_stock.printed_sheets(1500, 16)) == "93.75"
    assert paper_stock.number(paper_stock.printed_sheets(784, 16)) == "49"


def test_a_sheet_is_written_in_several_ways() -> None:
    said = ("720 × 1000 1/16", "1000毫米×720毫米　16开", "720x1000 1/16")
    assert {paper_stock.sheet(words) for words in said} == {paper_stock.Sheet(720, 1000, 16)}
    assert paper_stock.sheet("A4") is None
