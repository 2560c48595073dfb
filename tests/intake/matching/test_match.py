"""Match: a manuscript goes to its own award or to none."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake.matching.match import SHOWN, Evidence, exact, likeness, match
from casebook.intake.matching.organisations import organisations_in, provinces_of, region_of

DATA = Path(__file__).parents[2] / "data"
SEED = "黑龙江中医药大学附属第一医院"


def notice() -> list[Award]:
    rows = (
        line.split("\t")
        for line in (DATA / "awards_of_the_notice.tsv").read_text("utf-8").splitlines()
    )
    return [
        Award(id_, int(id_.split("-")[1]), organisation, title, region_of(organisation) or "")
        for id_, organisation, title in rows
    ]


AWARDS = notice()
BY_ID = {award.id: award for award in AWARDS}


def variations(award: Award) -> Iterator[tuple[str, Evidence]]:
    """The seven ways in which a manuscript may name its award."""
    organisation, title = award.organisation, award.title or ""
    province = next(iter(provinces_of(organisation)), "")
    bare = organisation.removeprefix(province) if province[-1:] in "省区市" else organisation
    party = (
        organisation.removesuffix("党委")
        if organisation.endswith("党委")
        else organisation + "党委"
    )
    half = title[: max(4, (len(title) + 1) // 2)]
    rewritten = title[: len(title) - len(title) // 4] + "的探索与实践"
    yield "exact", Evidence(organisation, title)
    yield "province dropped", Evidence(bare, title)
    yield "party committee added or removed", Evidence(party, title)
    yield "brackets and half the title dropped", Evidence(re.sub("（.*?）", "", organisation), half)
    yield "title rewritten", Evidence(organisation, rewritten)
    yield "title only", Evidence("", title)
    yield "organisation only", Evidence(organisation, "")


def test_the_list_has_a_hundred_and_thirty_cases() -> None:
    assert len(AWARDS) == 130


def test_no_variation_of_any_entry_goes_to_another_entry() -> None:
    seen: Counter[str] = Counter()
    for award in AWARDS:
        for _, evidence in variations(award):
            matched = match(evidence, AWARDS).award
            seen["right" if matched is award else "unmatched" if matched is None else "wrong"] += 1
    assert seen["wrong"] == 0
    assert seen["right"] >= 770
    assert seen.total() == 910


def test_a_manuscript_whose_entry_is_absent_is_never_assigned() -> None:
    wrong = [
        (award.id, how)
        for award in AWARDS
        for how, evidence in variations(award)
        if match(evidence, [other for other in AWARDS if other is not award]).award
    ]
    assert wrong == []


@pytest.mark.parametrize("evidence", [Evidence(SEED), Evidence(names=(SEED,))])
def test_the_seed_manuscript_stays_unmatched_with_three_candidates(evidence: Evidence) -> None:
    for item in (match(evidence, AWARDS), exact(evidence, AWARDS)):
        assert item.award is None
        assert len(item.candidates) == SHOWN
        assert item.candidates[0].award.organisation == "山东中医药大学附属医院"
        assert item.candidates[0].reason.zh == (
            "单位近似 0.72、没有题目可以核对；地区不同：黑龙江省、山东省"
        )
        assert "Heilongjiang" not in item.reason.en
        assert item.reason.zh


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("复旦大学附属中山医院", "复旦大学附属华山医院"),
        ("西安交通大学第一附属医院", "西安交通大学第二附属医院党委"),
        ("浙江省台州市第一人民医院", "江苏省常州市第一人民医院"),
        ("江苏省无锡市妇幼保健院", "江苏省无锡市第二人民医院"),
        ("广东省佛山市中医院", "广东省佛山市第一人民医院"),
        ("卫生健康委", "河北省卫生健康委"),
    ],
)
def test_a_sister_house_is_not_the_house_itself(mine: str, theirs: str) -> None:
    award = Award("1-01", 1, theirs, "党建引领", region_of(theirs) or "")
    assert likeness(mine, award).score < 88


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("哈尔滨市第一医院", "黑龙江省哈尔滨市第一医院"),
        ("山东省卫健委", "山东省卫生健康委"),
        ("山东省卫生健康委员会", "山东省卫生健康委"),
        ("安徽省立医院", "中国科学技术大学附属第一医院（安徽省立医院）"),
        ("浙大一院嵊州分院", "浙江省绍兴市嵊州市人民医院（浙大一院嵊州分院）"),
        ("青海省妇幼保健院", "青海省妇幼保健院公卫党支部"),
        ("郑州大学第一附属医院", "郑州大学第一附属医院急诊党支部"),
        ("安徽省六安市人民医院", "安徽省六安市人民医院直属住培党支部"),
    ],
)
def test_a_true_alias_is_seen_through(mine: str, theirs: str) -> None:
    award = Award("1-01", 1, theirs, "党建引领", region_of(theirs) or "")
    assert likeness(mine, award).score >= 95


def test_an_alias_of_the_editor_counts_as_the_name() -> None:
    award = Award("1-27", 27, "四川大学华西医院", "融合赋能", "四川省", aliases=("华西医院",))
    assert exact(Evidence("华西医院", "融合赋能"), [award]).award is award
    assert match(Evidence("华西医院", "融合赋能"), [award]).award is award


def test_an_award_is_given_once_only() -> None:
    award = BY_ID["1-10"]
    evidence = Evidence(award.organisation, award.title or "")
    claimed = {"1-10": "cases/1-10.md"}
    for item in (match(evidence, AWARDS, claimed), exact(evidence, AWARDS, claimed)):
        assert item.award is None
        assert item.reason.zh == "1-10 已有来稿 cases/1-10.md"
        assert item.candidates[0].award is award


def test_two_awards_equally_near_are_left_to_the_editor() -> None:
    twins = [Award(f"1-0{n}", n, "某市医院", "党建引领 医心为民", "") for n in (1, 2)]
    evidence = Evidence("某市医院", "党建引领 医心为民")
    assert match(evidence, twins).award is None
    assert exact(evidence, twins).award is None
    assert match(evidence, twins).reason.zh == "有两个获奖条目同样接近"


def test_exact_names_are_matched_whatever_their_spaces_and_quotes() -> None:
    award = BY_ID["2-099"]
    evidence = Evidence(award.organisation, "努力服务医院发展助力项目工作稳步提升")
    assert exact(evidence, AWARDS).award is award


def test_a_near_name_is_offered_and_not_taken_when_only_exact_names_count() -> None:
    award = BY_ID["1-09"]
    result = exact(Evidence("哈尔滨市第一医院", award.title or ""), AWARDS)
    assert result.award is None
    assert result.candidates[0].award is award
    assert result.reason.zh == "单位或题目相近，但不完全一致"


def test_what_the_notice_prints_behind_a_title_may_be_part_of_it() -> None:
    award = Award("2-089", 89, "重庆医科大学附属永川医院党委", "打造品牌 助力卫生健康", "重庆市",
                  after="事业高质量发展")  # fmt: skip
    for title in ("打造品牌 助力卫生健康", "打造品牌 助力卫生健康事业高质量发展"):
        assert exact(Evidence(award.organisation, title), [award]).award is award


def test_an_organisation_with_one_award_is_enough_when_no_title_is_stated() -> None:
    assert exact(Evidence("北京协和医院"), AWARDS).award is BY_ID["1-02"]
    assert exact(Evidence("北京协和医院", "别的题目"), AWARDS).award is None


def test_a_manuscript_that_says_nothing_matches_nothing() -> None:
    for find in (match, exact):
        assert find(Evidence(), AWARDS).award is None
        assert find(Evidence("，", "。"), AWARDS).award is None
        assert find(Evidence("北京协和医院", "协和记忆"), []).award is None


def test_organisations_are_read_out_of_running_text() -> None:
    text = "我院与北京协和医院、华中科技大学同济医学院附属同济医院合作。"
    text += "北京医院和北京协和医院领导。大医院。"
    assert organisations_in(text) == (
        "北京协和医院", "华中科技大学同济医学院附属同济医院", "北京医院",
    )  # fmt: skip
