"""Where a text calls for pictures; code calls for none, and a block stays whole."""

from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.markup import picture_calls


def test_calls_are_found_and_none_in_code() -> None:
    text = '甲![乙](../media/a.jpg "图1 \\"丙\\"")丁\n\n```\n![](../media/no.jpg)\n```\n![](<../media/b c.png>)\n'
    known = [(c.line, c.alt, c.path, c.caption) for c in picture_calls.calls(text)]
    assert known == [(1, "乙", "../media/a.jpg", '图1 "丙"'), (6, "", "../media/b c.png", "")]


@given(st.text(alphabet='a图"\\[]&amp;#() *', max_size=20))
def test_what_is_written_is_read_back(words: str) -> None:
    [call] = picture_calls.calls(picture_calls.written("../media/a.jpg", words, words))
    assert call.caption == " ".join(words.split())
    assert call.alt == " ".join(words.split())


def test_a_call_stands_behind_the_block_of_its_line() -> None:
    text = "---\ntitle: 甲\n---\n\n一段\n两行\n\n```\n码\n\n码\n```\n末段\n"
    put = [
        picture_calls.put_in(text, line, "![](a)").split("\n").index("![](a)") + 1
        for line in (5, 6, 1, 9, 0)
    ]
    assert put == [8, 8, 5, 15, 15]
    assert picture_calls.put_in("甲", 0, "![](a)") == "甲\n\n![](a)\n"
