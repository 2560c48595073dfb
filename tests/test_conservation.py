"""What of one text does not stand in another: each character is used once, moves are no losses."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.conservation import Gap, align, characters, missing, stands

WORDS = st.text("矿井通风安全ab1", min_size=1, max_size=12)
NEAR = [
    f"第{n}次巡查发现井下通风不足，立即整改并上报安全监察部门，整改时限为{n}日。"
    for n in range(1, 13)
]


def test_blanks_and_punctuation_are_not_compared() -> None:
    assert characters("㎡ ½，“é” ①——A_1") == characters("m2 1⁄2e\u0301 1 A1")
    assert not missing("甲，乙 丙\n丁", "甲、乙丙丁")
    assert missing("30 ℃±2", "302") == (Gap(3, 5, "℃±"),)


def test_a_gap_says_where_it_stands() -> None:
    assert missing("甲乙，丙丁。戊己", "甲乙戊己") == (Gap(3, 5, "丙丁"),)
    assert missing("全部没有了", "") == (Gap(0, 5, "全部没有了"),)
    assert not missing("", "只在后面的字")


def test_five_of_twelve_near_equal_paragraphs() -> None:
    hidden = {1, 4, 7, 9, 11}
    left = [text for number, text in enumerate(NEAR) if number not in hidden]
    gaps = missing("\n".join(NEAR), "\n".join(left))
    assert [gap.text + "。" for gap in gaps] == [NEAR[number] for number in sorted(hidden)]


def test_a_sentence_said_twice_and_printed_once_is_missing_once() -> None:
    said = "安全第一预防为主。"
    assert missing(said + "中间的话。" + said, said + "中间的话。") == (Gap(14, 22, said[:-1]),)


def test_a_note_at_the_foot_is_moved() -> None:
    result = align("正文甲注文在这里正文乙", "正文甲正文乙注文在这里")
    assert not result.missing
    assert not result.added
    assert [gap.text for gap in result.moved] in (["注文在这里"], ["正文乙"])


def test_a_short_gap_is_moved_only_as_a_whole() -> None:
    assert not missing("开头见上结尾的话", "开头结尾的话见上")
    assert missing("开头不见结尾的话", "开头结尾的话见") != ()


@given(st.lists(WORDS), st.lists(WORDS))
def test_every_character_of_the_target_is_used_once(ours: list[str], theirs: list[str]) -> None:
    source, target = "，".join(ours), "，".join(theirs)
    result = align(source, target)
    lost = sum(len(characters(gap.text)) for gap in result.missing)
    more = sum(len(characters(gap.text)) for gap in result.added)
    assert len(characters(source)) - lost == len(characters(target)) - more
    assert all(source[gap.start : gap.end] == gap.text for gap in (*result.missing, *result.moved))
    assert all(
        item.end <= two.start for item, two in zip(result.missing, result.missing[1:], strict=False)
    )


@given(st.lists(WORDS, max_size=30), st.sets(st.integers(0, 29)), st.randoms())
def test_sentences_are_found_missing_and_moved_ones_are_not(
    texts: list[str], lost: set[int], chance: random.Random
) -> None:
    numbered = [f"〔{n:03d}{text}" for n, text in enumerate(texts)]
    kept = [text for n, text in enumerate(numbered) if n not in lost]
    gone = [text for n, text in enumerate(numbered) if n in lost]
    in_order = missing("\n".join(numbered), "\n".join(kept))
    assert sum(len(characters(gap.text)) for gap in in_order) == len(characters("".join(gone)))
    chance.shuffle(kept)
    moved = missing("\n".join(numbered), "".join(kept))
    assert sum(len(characters(gap.text)) for gap in moved) >= len(characters("".join(gone)))


@given(st.permutations([f"{n}{n}段落里有不短的一句话{n}" for n in range(10, 30)]))
def test_paragraphs_in_another_order_are_all_there(shuffled: list[str]) -> None:
    assert not missing("\n".join(sorted(shuffled)), "\n".join(shuffled))


@pytest.mark.parametrize("unit", ["一", "一二", "一二三四五六七八九十" * 3 + "〇"])
def test_long_repetitive_texts_take_no_square_of_time(unit: str) -> None:
    source = unit * (120_000 // len(unit))
    chance = random.Random(7)
    holes = {chance.randrange(len(source)) for _ in range(50)}
    target = "".join(char for at, char in enumerate(source) if at not in holes)
    lost = sum(len(gap.text) for gap in missing(source, target))
    assert len(holes) <= lost <= 2 * len(holes)


def test_lines_stand_in_a_text_only_in_their_order_and_each_once() -> None:
    assert stands("<p>甲</p>\n<p>乙</p>", "<div><p>甲</p></div><h1>题</h1><p>乙</p>")
    assert not stands("<p>甲</p>\n<p>乙</p>", "<p>乙</p><p>甲</p>")
    assert not stands("<p>甲</p>\n<p>甲</p>", "<p>甲</p>")
    assert stands("", "")
