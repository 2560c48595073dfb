"""Pinyin: index order and the readings places really have."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.intake.pinyin import READINGS, initial, sort_key, syllables

PLACES = """
重庆 chong2|长沙 chang2|长治 chang2|长治市人民医院 chang2|长兴县 chang2|长海医院 chang2|六安 lu4
六合 lu4|六合区 lu4|厦门 xia4|乐清 yue4|乐亭 lao4|蚌埠 beng4|亳州 bo2|台州 tai1|歙县 she4|尉犁 yu4
枞阳 zong1|渑池 mian3|曾都 zeng1|曾都区 zeng1|单县 shan4|单县中心医院 shan4|朝阳 chao2|朝阳区 chao2
朝阳市第二医院 chao2|漯河 luo4|什邡 shi2|都匀 du1|燕山大学 yan1|盱眙 xu1|番禺 pan1|浚县 xun4
泊头 bo2|解州 hai4|大城县 dai4|繁峙 fan2|会稽 kuai4|长子县 zhang3|涪陵 fu2|儋州 dan1|郫县 pi2
"""


@pytest.mark.parametrize(
    ("place", "reading"),
    [entry.split() for entry in PLACES.replace("\n", "|").split("|") if entry],
)
def test_a_place_is_read_as_it_is_called(place: str, reading: str) -> None:
    assert syllables(place)[0] == reading
    assert initial(place) == reading[0].upper()


@pytest.mark.parametrize("place", ["北京朝阳医院", "首都医科大学附属北京朝阳医院"])
def test_a_place_inside_a_name_is_read_as_it_is_called(place: str) -> None:
    assert "chao2" in syllables(place)


def test_every_listed_reading_is_taken_over_by_the_library() -> None:
    tones = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔù", "aaaaeeeeiiiioooouuuu")
    for entry in READINGS.replace("\n", "|").split("|"):
        if entry:
            name, *reading = entry.split()
            plain = tuple(item.translate(tones) for item in reading)
            assert tuple(syllable.rstrip("12345") for syllable in syllables(name)) == plain


def test_names_are_ordered_by_syllable_and_not_by_the_joined_string() -> None:
    names = ["西安医学院", "仙桃市", "陕西省", "西藏", "山西省", "厦门市", "上海市"]
    assert sorted(names, key=sort_key) == [
        "山西省", "陕西省", "上海市", "西安医学院", "西藏", "厦门市", "仙桃市",
    ]  # fmt: skip


def test_tones_decide_between_equal_syllables() -> None:
    assert sorted(["芜湖市", "武汉市", "吴忠市", "乌海市"], key=sort_key) == [
        "乌海市", "芜湖市", "吴忠市", "武汉市",
    ]  # fmt: skip


def test_quotes_and_spaces_do_not_move_a_name() -> None:
    assert syllables("“一地 一品”") == syllables("一地一品")
    assert initial("《健康报》") == "J"


def test_numbers_come_first_and_letters_under_their_letter() -> None:
    assert initial("3201医院") == "#"
    assert initial("DDH筛查") == "D"
    assert sorted(["安徽", "3201医院"], key=sort_key) == ["3201医院", "安徽"]


@given(st.lists(st.text(max_size=8)))
@example(["T", "ß"])
def test_groups_of_an_index_are_never_torn_apart(names: list[str]) -> None:
    groups = [initial(name) for name in sorted(names, key=sort_key)]
    assert groups == sorted(groups, key=lambda group: (group != "#", group))
