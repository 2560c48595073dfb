"""Values are changed where they stand; everything else of the file stays as it was written."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.errata import StopPress
from casebook.intake.manuscript import yaml_editing, yaml_file
from casebook.intake.manuscript.yaml_editing import changed
from casebook.intake.manuscript.yaml_file import Steps

TEXT = """\
# 编辑写的
tiers:
  - id: "1"
    awards:
      # 甲的说明
      - {id: 1-1, organisation: 甲, title: "a: b", check: 疑, lines: 3-4}  # 甲的
      - id: 1-2
        organisation: 乙  # 乙的
        fields:
          作者: 张三
        check: |
          两行
          疑
      # 丙的说明
      - {id: 1-3, organisation: 丙}
  - id: "2"
    awards: []
"""
FIRST, SECOND = ("tiers", 0, "awards", 0), ("tiers", 0, "awards", 1)


def test_a_key_of_a_row_is_changed_and_the_rest_stays() -> None:
    wanted = {"check": None, "organisation": "甲, {院}", "fields": {"作者": "李"}}
    changed = yaml_editing.with_keys(TEXT, "a", FIRST, wanted)
    line = "      - {id: 1-1, organisation: '甲, {院}', title: \"a: b\", lines: 3-4, fields: {作者: 李}}  # 甲的\n"
    assert changed == TEXT.replace(TEXT.splitlines(keepends=True)[5], line)


def test_a_key_of_a_block_is_changed_added_and_taken_away() -> None:
    changed = yaml_editing.with_keys(TEXT, "a", SECOND, {"check": None, "title": "新: 题"})
    assert "        organisation: 乙  # 乙的\n" in changed
    assert "          作者: 张三\n        title: '新: 题'\n      # 丙的说明\n" in changed
    shorter = yaml_editing.with_keys(TEXT, "a", SECOND, {"check": "一行"})
    assert "        check: 一行\n      # 丙的说明\n" in shorter


def test_an_entry_goes_from_one_list_to_another_as_it_is_written() -> None:
    entry = yaml_editing.entry(TEXT, "a", SECOND)
    left = yaml_editing.without_entry(TEXT, "a", SECOND)
    assert left.count("乙") == 0
    assert "# 丙的说明" in left
    moved = yaml_editing.with_entry(left, "a", ("tiers", 1, "awards", 0), entry)
    assert moved.endswith('  - id: "2"\n    awards:\n' + entry.text)


def test_an_entry_stands_first_and_last() -> None:
    new = yaml_editing.as_entry({"id": "n", "title": "两\n行"})
    for at in (0, 3):
        changed = yaml_editing.with_entry(TEXT, "a", ("tiers", 0, "awards", at), new)
        data = yaml_file.parse(changed, "a").data
        assert data["tiers"][0]["awards"][at] == {"id": "n", "title": "两\n行"}  # type: ignore
        assert "# 编辑写的" in changed


def test_what_is_not_there_is_refused() -> None:
    for steps in (("tiers", 7), ("tiers", "x"), ("none",)):
        with pytest.raises(StopPress):
            yaml_editing.with_keys(TEXT, "a", steps, {"id": "1"})
    with pytest.raises(StopPress):
        yaml_editing.with_keys("a: [", "a", (), {"id": "1"})


WORDS = st.text(st.sampled_from("甲乙 :,{}[]\"'#-\n&*!|>%@`01a"), max_size=12)
VALUES = st.one_of(WORDS, st.lists(WORDS, max_size=3), st.dictionaries(WORDS, WORDS, max_size=3))
KEYS = st.sampled_from(["id", "title", "check", "fields", "new"])
ROWS = st.lists(st.dictionaries(KEYS, VALUES, min_size=1), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(ROWS, KEYS, st.one_of(st.none(), VALUES), st.data())
def test_a_file_that_casebook_wrote_holds_after_a_change_what_was_meant(
    rows: list[dict[str, yaml_file.Value]], key: str, value: "yaml_file.Value | None",
    data: st.DataObject,
) -> None:  # fmt: skip
    whole: dict[str, yaml_file.Value] = {"rows": list(rows), "tail": "末"}
    text = yaml_file.dump(whole, "说明")
    at = data.draw(st.integers(0, len(rows) - 1))
    wanted = copy.deepcopy(whole)
    row = wanted["rows"][at]  # type: ignore[index]
    if value is None:
        row.pop(key, None)  # type: ignore[union-attr]
    else:
        row[key] = value  # type: ignore[index, call-overload]
    try:
        changed = yaml_editing.with_keys(text, "a", ("rows", at), {key: value})
    except (
        StopPress
    ):  # told, and the file is as it was: a long list in a row, the last key of a block
        return
    assert yaml_file.parse(changed, "a").data == wanted
    assert changed.startswith("# 说明\n")


ORDER = """\
order:
  # 前
  front: [title-page, {matter: front/notes.md}, contents]  # 前置
  body:
    # 一等
    - tier: "1"   # 典型
    - part: 名单外
      cases: [x-01, x-02]
    # 二等
    - {tier: "2"}
  back:
"""


def test_entries_move_with_their_comments_in_lists_of_lines_and_in_brackets() -> None:
    def moved(source: tuple[str | int, ...], target: tuple[str | int, ...]) -> str:
        return yaml_editing.moved(ORDER, "a", ("order", *source), ("order", *target))

    assert "front: [contents, title-page, {matter: front/notes.md}]  # 前置" in moved(
        ("front", 2), ("front", 0)
    )
    assert "front: [{matter: front/notes.md}, contents, title-page]  # 前置" in moved(
        ("front", 0), ("front", 2)
    )
    assert moved(("front", 1), ("back", 0)).endswith("  back:\n    - {matter: front/notes.md}\n")
    assert "cases: [x-02, x-01]" in moved(("body", 1, "cases", 1), ("body", 1, "cases", 0))
    first = moved(("body", 2), ("body", 0))
    assert '  body:\n    # 二等\n    - {tier: "2"}\n    # 一等\n    - tier: "1"   # 典型\n' in first
    last = moved(("body", 0), ("body", 2))
    assert last.endswith('    # 一等\n    - tier: "1"   # 典型\n  back:\n')
    assert "    - {matter: front/notes.md}\n    - part: 名单外" in moved(("front", 1), ("body", 1))


def test_a_list_in_brackets_within_brackets_is_begun() -> None:
    text = "order:\n  body:\n    - {part: 附, cases: []}\n"
    at = ("order", "body", 0, "cases", 0)
    assert "{part: 附, cases: [x-1]}" in yaml_editing.with_entry(
        text, "a", at, yaml_editing.as_entry("x-1")
    )


FACTS = """\
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
        (("title",), "甲: 乙 # 丙", "旧题", "'甲: 乙 # 丙'"),
        (("imprint", "书号"), "978-7", "书号:", "书号: 978-7"),
        (("imprint", "性质"), "", "性质: 样稿，不得流通", "性质:"),
        (("tiers", 0, "awards", 0, "title"), "一，二", '"从“有”到“好”"', "一，二"),
        (
            ("tiers", 0, "awards", 0, "check"),
            "待核",
            "region: 河南省}",
            "region: 河南省, check: 待核}",
        ),
        (("imprint", "定价"), "58.00元", "不得流通\n", "不得流通\n  定价: 58.00元\n"),
        (("subtitle",), "副", "region: 河南省}\n", "region: 河南省}\nsubtitle: 副\n"),
        (("empty", "key"), "值", "empty:", "empty:\n  key: 值"),
        (("cip", "title"), "题", "region: 河南省}\n", "region: 河南省}\ncip:\n  title: 题\n"),
        (("editors", 0, "role"), "[主编]", "role: 主编}", "role: '[主编]'}"),
    ],
)
def test_one_value_changes_and_nothing_else(steps: Steps, value: str, old: str, new: str) -> None:
    assert changed(FACTS, steps, value) == FACTS.replace(old, new)


def test_a_list_is_written_an_entry_a_line() -> None:
    people: list[yaml_file.Value] = [{"name": "甲", "role": "主编"}, {"name": "乙", "role": "校对"}]
    new = changed(FACTS, ("editors",), people)
    assert new is not None
    assert "editors:\n  - {name: 甲, role: 主编}\n  - {name: 乙, role: 校对}\nempty:" in new
    assert new.startswith("# 编者的话\ntitle: 旧题   # 说明\n")


def test_an_entry_of_a_list_of_words_is_changed_and_an_empty_mapping_filled() -> None:
    assert changed("a: [一, 二]  # 说明\n", ("a", 1), "三") == "a: [一, 三]  # 说明\n"
    assert changed("a:\n  - 一  # 甲\n  - 二\n", ("a", 0), "零") == "a:\n  - 零  # 甲\n  - 二\n"
    assert changed("a: {}\n", ("a", "b"), "值") == "a:\n  b: 值\n"


def test_what_is_no_place_or_no_sound_file_is_refused() -> None:
    assert changed(FACTS, ("editors", 5), "x") is None
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
    new = changed(FACTS, ("title",), value)
    assert new is not None
    data = yaml_file.parse(new, "").data
    assert isinstance(data, dict)
    assert data["title"] == value
