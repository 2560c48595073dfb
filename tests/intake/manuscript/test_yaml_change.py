"""One value of a YAML file is changed, and nothing else of its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_change import changed
from casebook.intake.manuscript.yaml_file import Steps

TEXT = """\
# 编者的话
title: 旧题   # 说明
imprint:
  书号:
  性质: 样稿，不得流通

editors:
  - {name: 李样文, role: 主编}
empty:
tiers:
  - id: "1"
    awards:
      - {id: 1-1, title: "从“有”到“好”", region: 河南省}
"""


@pytest.mark.parametrize(
    ("steps", "value", "old", "new"),
    [
        (("title",), "新题", "旧题", "新题"),
        (("title",), "甲: 乙 # 丙", "旧题", '"甲: 乙 # 丙"'),
        (("imprint", "书号"), "978-7", "书号:", "书号: 978-7"),
        (("imprint", "性质"), "", "性质: 样稿，不得流通", "性质: "),
        (("tiers", 0, "awards", 0, "title"), "一，二", '"从“有”到“好”"', "一，二"),
        (
            ("tiers", 0, "awards", 0, "check"),
            "待核",
            "region: 河南省}",
            "region: 河南省, check: 待核}",
        ),
        (("imprint", "定价"), "58.00元", "不得流通\n", "不得流通\n  定价: 58.00元\n"),
        (("subtitle",), "副", "region: 河南省}\n", "region: 河南省}\nsubtitle: 副\n"),
        (("empty", "key"), "值", "empty:", "empty: {key: 值}"),
        (("cip", "title"), "题", "region: 河南省}\n", "region: 河南省}\ncip: {title: 题}\n"),
        (("editors", 0, "role"), "[主编]", "role: 主编}", 'role: "[主编]"}'),
    ],
)
def test_one_value_changes_and_nothing_else(steps: Steps, value: str, old: str, new: str) -> None:
    assert changed(TEXT, steps, value) == TEXT.replace(old, new)


def test_a_list_is_written_in_brackets() -> None:
    people: list[yaml_file.Value] = [{"name": "甲", "role": "主编"}, {"name": "乙", "role": "校对"}]
    new = changed(TEXT, ("editors",), people)
    assert new is not None
    assert "[{name: 甲, role: 主编}, {name: 乙, role: 校对}]" in new
    assert new.startswith("# 编者的话\ntitle: 旧题   # 说明\n")


def test_what_is_no_place_or_no_sound_file_is_refused() -> None:
    assert changed(TEXT, ("editors", 5), "x") is None
    assert changed("a: [", ("a",), "x") is None


@given(
    st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\u2028\u2029\ufeff"
        ),
        min_size=1,
    )
)
def test_any_text_comes_back_as_it_was(value: str) -> None:
    new = changed(TEXT, ("title",), value)
    assert new is not None
    data = yaml_file.parse(new, "").data
    assert isinstance(data, dict)
    assert data["title"] == value
