"""Lines of pieces that nothing took for a record are told."""

import pytest

from casebook.intake.notice.letter_pieces import awarded
from notice.test_variants import reading


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("①作者：刘颢　单位：新闻学院　题目：「瓢之歌」", ["刘颢", "新闻学院", "瓢之歌"]),
        ("A1 安全生产先进班组，机场联络线3标盾构二班。", ["机场联络线3标盾构二班"]),
        ("安全生产先进班组，机场联络线3标盾构二班。", []),
        ("联系人：王芳，电话：0310-1234567", []),
        ("3 月，会议研究了先进班组的评选，并决定予以公布，请各单位认真组织学习，再接再厉，为全市高质量发展作出更大的新贡献", []),
    ],
)  # fmt: skip
def test_pieces_of_a_record_are_named(text: str, named: list[str]) -> None:
    assert awarded(text) == named


def test_a_numbered_line_of_an_honour_and_a_team_is_told() -> None:
    text = "【喜报】\n热烈祝贺以下获奖者！\nA1 安全生产先进班组，机场联络线3标盾构二班。\n"
    read = reading(text)
    unread = "".join(line.text for line in read.unread)
    texts = "".join(str(erratum) for erratum in read.errata)
    assert "盾构二班" in unread + texts
