"""Where a part of a sentence was not understood, all that it grants is only proposed."""

from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake import notice

NEWS = "2010年度晚协新闻奖和第25届地市报新闻奖揭晓，本报共有作品获奖。\n"


def awards(folder: Path, text: str) -> list[Award]:
    (folder / "a.txt").write_text(text, "utf-8")
    return [award for tier in notice.read(folder / "a.txt").tiers for award in tier.awards]


SURE = "一等奖：宁川县文化馆、湘南话剧团。\n二等奖：星城市文化馆、江夏市楚剧团。\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "一等奖：• 淮南矿业有限责任公司，安徽理工大学，袁大海《软岩控制技术》、• 安徽省农业科学院，汪建来《小麦新品种》。\n",
        "铜奖：①宁川县文化馆；“马路情”、①湘南话剧团；“倒霉的狗”。\n",
    ],
)
def test_a_sentence_with_a_title_in_no_award_is_proposed(sentence: str, tmp_path: Path) -> None:
    head = "关于表彰先进的通报\n各单位：\n经研究，决定予以表彰，名单如下：\n"
    read = awards(tmp_path, head + sentence)
    assert read
    assert all(award.check for award in read)


def test_prizes_of_two_competitions_are_proposed(tmp_path: Path) -> None:
    first = "作品是：由程桂健采写的《打人者落网》，黄仲实采写的《合同泄密》获二等奖。\n"
    second = "而在第25届地市报新闻奖评选中，由张子辉采写的《会议不在酒店开》获二等奖。\n"
    read = awards(tmp_path, NEWS + first + second)
    assert read
    assert all(award.check for award in read)
