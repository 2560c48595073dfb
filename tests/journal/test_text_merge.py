"""Two edits of one text: what does not touch stands together, what meets is a conflict."""

from hypothesis import given
from hypothesis import strategies as st

from casebook.journal.text_merge import merge, preferring_mine

BASE = "第一段，开头。\n\n第二段，中间有话。\n\n第三段，结尾。\n"


def test_edits_of_different_lines_stand_together() -> None:
    mine = BASE.replace("开头", "起首")
    theirs = BASE.replace("结尾", "收束") + "\n第四段。\n"
    assert merge(BASE, mine, theirs) == theirs.replace("开头", "起首")


def test_edits_of_one_paragraph_that_do_not_touch_stand_together() -> None:
    mine, theirs = BASE.replace("第二段", "第贰段"), BASE.replace("有话", "有许多话")
    assert merge(BASE, mine, theirs) == BASE.replace("第二段，中间有话", "第贰段，中间有许多话")


def test_edits_that_meet_are_a_conflict() -> None:
    for mine, theirs in (("起首", "前言"), ("", "起首"), ("开头呀", "开头啊")):
        assert merge(BASE, BASE.replace("开头", mine), BASE.replace("开头", theirs)) is None


def test_the_same_edit_is_taken_once() -> None:
    mine = BASE.replace("开头", "起首")
    assert merge(BASE, mine, mine.replace("结尾", "收束")) == mine.replace("结尾", "收束")


def test_keys_of_a_head_are_never_mixed_within_a_line() -> None:
    base = "---\ntitle: 甲医院的做法\n---\n\n正文。\n"
    mine, theirs = base.replace("甲医院", "乙医院"), base.replace("做法", "办法")
    assert merge(base, mine, theirs) is None
    assert merge(base, mine, base.replace("正文", "本文")) == mine.replace("正文", "本文")


def test_a_deleted_paragraph_that_another_edited_is_a_conflict() -> None:
    mine = BASE.replace("第二段，中间有话。\n\n", "")
    assert merge(BASE, mine, BASE.replace("有话", "没话")) is None


LINES = st.lists(st.sampled_from(["甲。\n", "乙乙。\n", "\n", "丙，丁。\n", "戊"]), max_size=8)


@given(LINES, LINES)
def test_an_edit_and_none_give_the_edit(base: list[str], edit: list[str]) -> None:
    first, two = "".join(base), "".join(edit)
    assert merge(first, two, first) == two
    assert merge(first, first, two) == two
    assert merge(first, two, two) == two


@given(LINES, st.data())
def test_no_inserted_word_is_lost(base: list[str], data: st.DataObject) -> None:
    """Each side puts a word of its own somewhere: both arrive, or a conflict is told."""
    places = [data.draw(st.integers(0, len(base))) for _ in range(2)]
    mine, theirs = (
        "".join((*base[:at], word, *base[at:])) for at, word in zip(places, "雨雪", strict=True)
    )
    together = merge("".join(base), mine, theirs)
    assert together is None or ("雨" in together and "雪" in together)
    if together is not None:
        assert together.replace("雨", "").replace("雪", "") == "".join(base)


def test_long_texts_are_merged_in_time() -> None:
    base = "".join(f"第{n}段，{'字' * 40}。\n\n" for n in range(3000))
    mine, theirs = base.replace("第7段", "第柒段"), base.replace("第2990段", "第末段")
    assert merge(base, mine, theirs) == mine.replace("第2990段", "第末段")
    assert merge("a" * 50_000, "a" * 20_000 + "b", "c" + "a" * 20_000) is None


def test_where_edits_meet_mine_stands_and_elsewhere_both() -> None:
    base = "甲段开头，说完了。\n\n乙段。\n\n丙段。\n"
    mine = base.replace("开头", "开始").replace("丙段", "丙段末")
    theirs = base.replace("开头", "起头").replace("乙段", "乙段新").replace("说完", "讲完")
    assert merge(base, mine, theirs) is None
    assert preferring_mine(base, mine, theirs) == "甲段开始，讲完了。\n\n乙段新。\n\n丙段末。\n"


@given(LINES, LINES, LINES)
def test_what_merges_is_the_same_with_mine_preferred(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    texts = "".join(base), "".join(mine), "".join(theirs)
    together = merge(*texts)
    if together is not None:
        assert preferring_mine(*texts) == together
