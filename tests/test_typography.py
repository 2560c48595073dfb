"""Typography: the tables and numerals that setting and checking share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook import typography as t


@given(st.integers(0, 10**12 - 1))
def test_every_number_survives_being_counted_in_chinese(number: int) -> None:
    assert t.number_of(t.han_number(number)) == number


@given(st.integers(1000, 9999))
def test_every_year_survives_being_written_digit_by_digit(year: int) -> None:
    assert t.number_of(t.han_digits(year)) == year


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"),
        (101, "一百零一"), (110, "一百一十"), (112, "一百一十二"), (1001, "一千零一"),
        (1010, "一千零一十"), (10_000, "一万"), (10_010, "一万零一十"), (100_000, "十万"),
        (110_000, "十一万"), (1_010_000, "一百零一万"), (100_000_001, "一亿零一"),
        (1_000_010_000, "十亿零一万"), (100_100_000, "一亿零一十万"), (101_000_000, "一亿零一百万"),
    ],
)  # fmt: skip
def test_numbers_are_counted_as_people_count(number: int, text: str) -> None:
    assert t.han_number(number) == text


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_that_have_no_name_here_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        t.han_number(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("两百", 200), ("二○二三", 2023), ("１２", 12), (" 30 ", 30), ("十万", 100_000),
     ("", None), ("三名", None), ("²", None), ("a", None)],
)  # fmt: skip
def test_numbers_are_read_in_every_shape_a_notice_uses(text: str, number: int | None) -> None:
    assert t.number_of(text) == number


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_full_width_and_back_gives_the_same_text(text: str) -> None:
    wide = t.to_full_width(text)
    assert t.to_half_width(wide) == text
    assert t.measure(wide) == len(text)


@pytest.mark.parametrize("char", [*"中〇々𠮷䶮", "\u3400"])
def test_rare_characters_are_chinese_too(char: str) -> None:
    assert t.is_ideograph(char)
    assert t.is_han(char)
    assert t.mark_of(char) is t.Mark.HAN


@pytest.mark.parametrize("char", "，。“”《》—…·（）")
def test_full_width_marks_belong_to_chinese_text_but_are_no_characters(char: str) -> None:
    assert t.is_han(char)
    assert not t.is_ideograph(char)


@pytest.mark.parametrize("char", "aA1,.(é +")
def test_western_characters_are_not_chinese(char: str) -> None:
    assert not t.is_han(char)
    assert not t.has_han(char)


def test_every_mark_has_one_class_and_the_line_rules_follow_it() -> None:
    assert t.mark_of("《") is t.Mark.OPENING
    assert t.mark_of("》") is t.Mark.CLOSING
    assert t.mark_of("，") is t.Mark.PAUSE
    assert t.mark_of("。") is t.Mark.STOP
    assert t.mark_of("—") is t.Mark.DASH
    assert not t.NEVER_ENDS_LINE & t.NEVER_STARTS_LINE


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("“好”", ()), ("《新”铸硬核“五环”》", (2,)), ("（一", (0,)), ("）（", (0, 1)),
        ("don’t “go”", ()), ("“（”）", (1, 3)), ("《“甲”“乙”》", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_mark_without_its_partner_is_found(text: str, places: tuple[int, ...]) -> None:
    assert t.unpaired(text) == places


def test_the_measure_counts_latin_letters_as_half() -> None:
    assert t.measure("筛查 DDH") == 4.0
