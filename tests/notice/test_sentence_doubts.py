"""Where a part of a sentence was not understood, all that it grants is only proposed."""

from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake import notice
from notice.test_variants import reading

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


def test_a_name_of_a_sentence_that_is_no_whole_name_is_doubted() -> None:
    texts = [
        "清源县供电公司展飞的《雪线上的电骡子》、市第一医院李建国的《一封家书》荣获一等奖。",
        "并州理工大学阎玉霞和谢伟的作品《捕鱼人》、南屏大学管理学院袁一诺和蓝诗琪的作品《余热回收》夺得二等奖。",
        "湖口艺术学院记者王锋采写的《发球机》、石泉县中医院记者曲博采写的《平安日记》获二等奖。",
        "戴青（海定警官学院）主持的课题《商会故事》、计算机学院的“十二个生日”项目荣获二等奖。",
    ]
    units = {
        "市第一医院",
        "并州理工大学",
        "南屏大学管理学院",
        "湖口艺术学院",
        "石泉县中医院",
        "计算机学院",
    }
    for text in texts:
        read = reading(f"关于论文获奖的通报\n各单位：\n{text}\n某某协会\n2024年3月5日\n")
        for award in (award for tier in read.tiers for award in tier.awards):
            assert award.check or award.organisation in units
