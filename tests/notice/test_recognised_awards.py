"""Awards read off a picture say how, and what in them may have been misread."""

import pytest

from casebook.book import Award, Tier
from casebook.intake.notice import locating
from casebook.intake.notice.notice_lines import Line, Source

BOX = (1, 0.0, 0.0, 9.0, 9.0)
ROWS = (
    "1. 甲院《多方面培养 多岗位实践",
    "多维度锻炼》",
    "2. 乙院《医心 为民》",
    "3. 丙院《一二三四 五六七八九》",
)
AWARDS = (
    Award("1-1", 1, "甲院", "多方面培养 多岗位实践多维度锻炼", "", (1, 2)),
    Award("1-2", 2, "乙院", "医心 为民", "", (3, 3)),
    Award("1-3", 3, "丙院", "一二三四 五六七八九", "", (4, 4), check="原有的疑问"),
)


def located(declared: int | None = 3, doubts: str = "") -> tuple[Award, ...]:
    """The awards as located in a source whose second entry has `doubts`."""
    lines = tuple(
        Line(at, row, 1, "a.png", at, confidence=0.96, doubts=doubts * (at == 3), box=BOX)
        for at, row in enumerate(ROWS, 1)
    )
    source = Source("a.png", "", "OCR", lines)
    return locating.tiers([Tier("1", "一等奖", AWARDS, declared)], source)[0].awards


def test_every_award_says_how_sure_it_is() -> None:
    assert {item.read for item in located()} == {"ocr 0.96"}


def test_doubted_characters_are_named_and_an_older_doubt_stays() -> None:
    checks = [item.check for item in located(doubts="医")]
    assert checks[1:] == ["识别不确定：医", "原有的疑问"]


def test_a_space_that_a_line_end_may_hide_is_told() -> None:
    assert located()[0].check == "换行处原来可能有空格"


def test_where_the_count_is_not_the_declared_one_all_are_in_doubt() -> None:
    assert all("通报说 4 个" in item.check for item in located(declared=4))


@pytest.mark.parametrize("declared", [None, 3])
def test_what_nothing_speaks_against_is_not_doubted(declared: int | None) -> None:
    assert located(declared)[1].check == ""


@pytest.mark.parametrize(
    ("above", "below"),
    [("讲好故事 传递正能", "量"), ("弘扬“工匠", "精神”在医院"), ("建设文明", "——之路")],
)
def test_a_line_end_where_no_space_can_have_stood_is_not_told(above: str, below: str) -> None:
    rows = (f"1. 甲院《{above}", f"{below}》", "2. 乙院《一二三四五 六七八九》")
    lines = tuple(
        Line(at, row, 1, "a.png", at, confidence=0.96, box=BOX) for at, row in enumerate(rows, 1)
    )
    awards = (
        Award("1-1", 1, "甲院", above + below, "", (1, 2)),
        Award("1-2", 2, "乙院", "一二三四五 六七八九", "", (3, 3)),
    )
    source = Source("a.png", "", "OCR", lines)
    assert locating.tiers([Tier("1", "奖", awards, 2)], source)[0].awards[0].check == ""


def test_a_space_inside_quotation_marks_is_told_where_they_hold_another() -> None:
    rows = ("1. 甲院《抓好“学", "分 融” 提升质效增进》", "2. 乙院《一二三四五 六七八九》")
    lines = tuple(
        Line(at, row, 1, "a.png", at, confidence=0.96, box=BOX) for at, row in enumerate(rows, 1)
    )
    awards = (Award("1-1", 1, "甲院", "抓好“学分 融” 提升质效增进", "", (1, 2)),)
    source = Source("a.png", "", "OCR", lines)
    assert locating.tiers([Tier("1", "奖", awards, 1)], source)[0].awards[0].check


def test_a_page_number_between_the_halves_of_a_title_hides_no_lost_space() -> None:
    rows = ("1. 甲院《多方面培养 多岗位实践", "- 3 -", "多维度锻炼》", "2. 乙院《医心 为民》")
    lines = tuple(
        Line(at, row, 1, "a.png", at, confidence=0.96, box=BOX) for at, row in enumerate(rows, 1)
    )
    awards = (
        Award("1-1", 1, "甲院", "多方面培养 多岗位实践多维度锻炼", "", (1, 3)),
        Award("1-2", 2, "乙院", "医心 为民", "", (4, 4)),
    )
    source = Source("a.png", "", "OCR", lines)
    checks = [
        award.check for award in locating.tiers([Tier("1", "奖", awards, 2)], source)[0].awards
    ]
    assert checks == ["换行处原来可能有空格", ""]


def test_a_space_that_a_cell_s_line_end_may_hide_is_told() -> None:
    text = "1\t甲院\t四字工作法 思想淬炼政治历练"
    wraps = (("思想淬炼", "政治历练"),)
    line = Line(1, text, 1, "a.png", 1, confidence=0.96, box=BOX, wraps=wraps)
    awards = (Award("1-1", 1, "甲院", "四字工作法 思想淬炼政治历练", "", (1, 1)),)
    result = locating.tiers([Tier("1", "奖", awards, 1)], Source("a.png", "", "OCR", (line,)))
    assert result[0].awards[0].check == "换行处原来可能有空格"


@pytest.mark.parametrize(("apart", "doubted"), [(1, True), (4, False)])
def test_a_place_that_a_space_alone_parts_from_its_unit_is_told(apart: int, doubted: bool) -> None:
    rows = [f"{n}.上海市{' ' * (n <= apart)}第{n}卫生研究会" for n in range(1, 5)]
    units = [row.rpartition(" ")[2].rpartition(".")[2] for row in rows]
    awards = tuple(Award(f"1-{n}", n, unit, "", "", (n, n)) for n, unit in enumerate(units, 1))
    lines = tuple(
        Line(n, row, 1, "a.png", n, confidence=0.98, box=BOX) for n, row in enumerate(rows, 1)
    )
    (tier,) = locating.tiers([Tier("1", "单位", awards, 4)], Source("a.png", "", "OCR", lines))
    assert [bool(award.check) for award in tier.awards] == [doubted, False, False, False]
    assert ("“上海市”后的空格" in tier.awards[0].check) == doubted
