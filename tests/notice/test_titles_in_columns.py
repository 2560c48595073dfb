"""Titles that hold 《》, and lists of which 《》 parts the fields all the same."""

import pytest

from casebook.book import Award
from notice.test_variants import HEAD, reading


def awards(text: str) -> list[Award]:
    return [award for tier in reading(HEAD + text).tiers for award in tier.awards]


def titles(text: str) -> list[tuple[str, str | None]]:
    return [(award.organisation, award.title) for award in awards(text)]


def test_a_title_goes_on_before_and_behind_what_it_names() -> None:
    text = (
        "一等奖\n东港市图书馆　何思远　夜读《边城》\n滨河区图书馆　周立群　给孩子的十二节书法课\n"
        "二等奖\n白鹭县图书馆　丁晓岚　从《茶馆》看老北京\n青山区文化馆　罗文清　一座小城的书香\n"
    )
    assert titles(text) == [
        ("东港市图书馆", "夜读《边城》"),
        ("滨河区图书馆", "给孩子的十二节书法课"),
        ("白鹭县图书馆", "从《茶馆》看老北京"),
        ("青山区文化馆", "一座小城的书香"),
    ]
    assert dict(awards(text)[2].fields)["作者"] == "丁晓岚"


def test_titles_all_of_which_hold_a_book_are_whole() -> None:
    text = (
        "获奖名单\n李明辉  第三中学  读《红楼梦》有感\n王晓燕  实验小学  再读《西游记》随想\n"
        "张建国  育才中学  与《三国演义》同行\n"
    )
    expected = ["读《红楼梦》有感", "再读《西游记》随想", "与《三国演义》同行"]
    assert [award.title for award in awards(text)] == expected


@pytest.mark.parametrize("before", ["何思远", "小说", "东港市图书馆"])
def test_a_person_a_genre_or_a_body_before_a_title_is_no_part_of_it(before: str) -> None:
    names = ["春晓图", "边城夜话", "老街旧事", "山河故人"]
    cells = "\n".join(
        f"第{n}小学　三年级　{before}《{name}》" for n, name in zip("一二三四", names, strict=True)
    )
    assert [title for _, title in titles(f"一等奖\n{cells}\n")] == names


def test_lines_of_unlike_columns_are_left_as_they_are() -> None:
    text = "一等奖\n第一小学　张建国《春晓》\n第二小学　李明辉　王晓燕《夏至》\n第三小学　何思远《秋分》\n"
    assert [title for _, title in titles(text)] == ["春晓", "夏至", "秋分"]
