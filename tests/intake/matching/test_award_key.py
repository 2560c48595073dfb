"""Award keys: what an editor writes for 2-01 finds it; what finds nothing is told by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.book import Award, Tier
from casebook.errata import StopPress
from casebook.intake.matching.award_key import resolve

FIRST = tuple(Award(f"1-{n:02d}", n, f"甲{n}医院", f"题{n}号", "北京市") for n in range(1, 31))
SECOND = (
    Award("2-001", 1, "哈尔滨市第一医院", "心灵园地", "黑龙江省"),
    Award("2-002", 2, "甲3医院", "又一题", "北京市"),
    *(Award(f"2-{n:03d}", n, f"乙{n}医院", f"文{n}号", "") for n in range(3, 101) if n != 57),
)
TIERS = (Tier("1", "典型案例", FIRST), Tier("2", "优秀案例", SECOND))
AWARDS = (*FIRST, *SECOND)


@pytest.mark.parametrize(
    "written",
    ["2-001", "2-1", "2-01", "２－１", "2.1", "2—1", "二-1", "第二等第1号", "优秀案例 1", "优秀案例第一号",
     "优秀1", "优秀2-1", "编号：2-1", "心灵园地", "《心灵园地》", "哈尔滨市第一医院", "哈尔滨市第一医院《心灵园地》",
     "2月1日", "2026年2月1日", "2026/2/1", "2026-02-01", "1-Feb", " 2 - 1 "],
)  # fmt: skip
def test_what_people_write_for_a_key_finds_its_award(written: str) -> None:
    assert resolve(written, AWARDS, TIERS).id == "2-001"


@pytest.mark.parametrize(
    ("written", "rule", "said"),
    [
        ("2-131", "unknown-award", "等次 2（优秀案例）的编号是 2-001 … 2-100，没有 131 号"),
        ("2-57", "unknown-award", "前后是 2-056、2-058"),
        ("3-1", "unknown-award", "编号是 1-01 … 1-30、2-001 … 2-100"),
        ("典型2-1", "ambiguous-award", "1-01 甲1医院《题1号》；2-001"),
        ("1", "ambiguous-award", "1-01 甲1医院《题1号》；2-001"),
        ("甲3医院", "ambiguous-award", "1-03 甲3医院《题3号》；2-002 甲3医院《又一题》"),
        ("心灵园的探索", "unknown-award", "2-001 哈尔滨市第一医院《心灵园地》"),
        ("", "unknown-award", "编号是 1-01"),
    ],
)
def test_a_wrong_key_is_told_by_number_with_what_there_is(
    written: str, rule: str, said: str
) -> None:
    with pytest.raises(StopPress) as stop:
        resolve(written, AWARDS, TIERS)
    (erratum,) = stop.value.errata
    assert erratum.rule == rule
    assert erratum.hint is not None
    assert said in erratum.hint.zh


@given(st.integers(1, 30), st.sampled_from("-－—.·/ "), st.integers(0, 3))
def test_zeros_and_dashes_make_no_difference(number: int, dash: str, zeros: int) -> None:
    assert resolve(f"1{dash}{'0' * zeros}{number}", AWARDS).id == f"1-{number:02d}"


@given(st.text(max_size=12))
def test_any_text_finds_an_award_or_is_told(text: str) -> None:
    try:
        result = resolve(text, AWARDS, TIERS)
    except StopPress as stop:
        hints = [erratum.hint for erratum in stop.errata]
    else:
        hints = [result in AWARDS]
    assert all(hints)
