"""What is found in a text: as it is written, by pinyin, by a pattern; and what would stand there."""

import pytest

from casebook.desk.text_search import Mode, Query, finder
from casebook.errata import StopPress

TEXT = "全院党建工作扎实，重庆长沙\n开展党员 DJ 活动。\n乐山、音乐、快乐。\n"


def words(wanted: str, mode: Mode, exact: bool = False, put: str | None = None) -> list[str]:
    return [
        hit.words if put is None else f"{hit.words}→{hit.put}"
        for hit in finder(Query(wanted, mode, exact, put))(TEXT)
    ]


@pytest.mark.parametrize(
    ("wanted", "hits"),
    [("党建", ["党建"]), ("长沙开展", ["长沙\n开展"]), ("dj", ["DJ"]), ("党 建", ["党建"]), ("没有", []), (".", [])],
)  # fmt: skip
def test_words_are_found_over_line_ends(wanted: str, hits: list[str]) -> None:
    assert words(wanted, Mode.TEXT) == hits


def test_capitals_count_where_they_are_to() -> None:
    assert words("dj", Mode.TEXT, exact=True) == []
    assert words("[a-z]+", Mode.PATTERN, exact=True) == []


@pytest.mark.parametrize(
    ("wanted", "hits"),
    [("dangjian", ["党建"]), ("dang jian", ["党建"]), ("dǎngjiàn", ["党建"]), ("dj", ["党建", "DJ"]),
     ("djgz", ["党建工作"]), ("党j", ["党建"]), ("danggz", []), ("chongqing", ["重庆"]), ("zhongqing", ["重庆"]), ("leyue", []),
     ("shakai", ["沙\n开"]), ("dangji", ["党建"]), ("leshan", ["乐山"]), ("yinyue", ["音乐"]),
     ("kuaile", ["快乐"]), ("chq", ["重庆"]), ("", [])],
)  # fmt: skip
def test_pinyin_is_whole_initials_or_mixed(wanted: str, hits: list[str]) -> None:
    assert words(wanted, Mode.PINYIN) == hits


def test_a_pattern_and_its_groups_in_what_is_put() -> None:
    assert words("党(.)", Mode.PATTERN, put="团$1$$") == ["党建→团建$", "党员→团员$"]
    assert words(r"^开", Mode.PATTERN) == ["开"]
    assert words("x*", Mode.PATTERN) == []
    assert words("党建", Mode.TEXT, put=r"\\1$1") == ["党建→\\\\1$1"]


@pytest.mark.parametrize(
    ("wanted", "put"), [("(", None), ("[z-a]", None), ("a{9}{9", "$1"), ("a", "\\q")]
)
def test_a_pattern_at_fault_is_told(wanted: str, put: str | None) -> None:
    with pytest.raises(StopPress) as stop:
        words(wanted, Mode.PATTERN, put=put)
    [erratum] = stop.value.errata
    assert erratum.rule == "faulty-pattern"
    assert "正则表达式" in erratum.message.zh


def test_a_hit_shows_its_line_alone() -> None:
    [hit] = finder(Query("重庆", Mode.TEXT))(TEXT)
    assert (hit.before, hit.after) == ("全院党建工作扎实，", "长沙")
