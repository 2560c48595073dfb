"""An award bears no check only where its tier and its fields speak for it."""

import pytest

from notice.test_variants import HEAD, reading


def unmarked(lines: str) -> list[str]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    return [award.organisation for award in awards if not award.check]


ENTRIES = "1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"


@pytest.mark.parametrize("heading", ["一等奖", "论文类", "【春节】"])
def test_a_tier_named_by_words_or_dress_is_sure(heading: str) -> None:
    assert len(unmarked(f"{heading}\n{ENTRIES}")) == 2


@pytest.mark.parametrize("among", ["南昌市（4处）", "先进乡镇", "南昌市"])
def test_what_stands_among_entries_like_a_heading_doubts_them_all(among: str) -> None:
    lines = f"先进单位\n湾里区义坪村\n进贤县爱国村\n{among}\n南昌县三洞村\n安义县社坑村\n"
    assert among not in unmarked(lines)


@pytest.mark.parametrize("title", ["春天的故事-王芳", "春天的故事5", "春天的故事……", "春天的故事*"])
def test_a_title_without_marks_that_holds_more_is_doubted(title: str) -> None:
    lines = f"1. 北京市第一医院：{title}\n2. 上海市第二医院：爱与守护的力量\n3. 天津市第三医院：在路上的歌\n"
    assert "北京市第一医院" not in unmarked(f"一等奖\n{lines}")


def test_a_group_without_a_name_beside_named_ones_is_doubted() -> None:
    lines = "第九幼儿园　莲龙幼儿园\n小学\n滨北小学　杏滨小学\n中学\n莲花中学　禾山中学\n"
    text = f"2010年厦门市绿色学校名单\n{lines}"
    awards = [a for tier in reading(text).tiers for a in tier.awards if "幼儿园" in a.organisation]
    assert all(award.check for award in awards)
