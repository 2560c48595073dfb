"""The bars of an ISBN, as a scanner reads them."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from casebook import ean_bars


def painted(code: ean_bars.Bars, module: int) -> Image.Image:
    image = Image.new("L", (code.width * module, 90), 255)
    draw = ImageDraw.Draw(image)
    for bar in code.bars:
        left = bar.at * module
        draw.rectangle([left, 5, left + bar.width * module - 1, 80], fill=0)
    return image


@pytest.mark.parametrize("number", ["9787040351637", "9787801234568", "0012345678905"])
@pytest.mark.parametrize("addon", ["", "01", "05", "99", "58000", "05800"])
def test_a_scanner_reads_number_and_addon(number: str, addon: str) -> None:
    image = painted(ean_bars.bars(number, addon), 4)
    symbols = zxingcpp.read_barcodes(image, ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read)
    assert symbols[0].text == number + addon


@pytest.mark.parametrize("module", [2, 3, 7])
def test_the_bars_are_read_back_without_a_scanner(module: int) -> None:
    image = painted(ean_bars.bars("9787040351637", "01"), module)
    row = [dot < 128 for dot in image.crop((0, 40, image.width, 41)).tobytes()]
    left = 11 * module
    ends = left, left + 95 * module
    assert ean_bars.read(row) == ("9787040351637", module, True, *ends)
    cut = ean_bars.read(row[6 * module :])
    assert cut
    assert cut[:3] == ("9787040351637", module, False)
    middle = len(row) // 2
    assert ean_bars.read([*row[:middle], *([False] * 40), *row[middle:]]) is None


def test_a_wrong_check_digit_is_not_read() -> None:
    image = painted(ean_bars.bars("9787040351638"), 3)
    assert ean_bars.read([d < 128 for d in image.crop((0, 40, image.width, 41)).tobytes()]) is None


def test_half_a_code_at_the_end_of_a_row_shows_none() -> None:
    widths = [3] * 3 + [8] * 24 + [3] * 5
    row = [n % 2 == 0 for n, width in enumerate(widths) for _ in range(width)]
    assert ean_bars.read(row) is None
