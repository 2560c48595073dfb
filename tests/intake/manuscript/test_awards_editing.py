"""Awards corrected by an editor: what is asked for and nothing else, or an erratum."""

import pytest

from casebook.book import Award, Tier
from casebook.errata import StopPress
from casebook.intake.manuscript import awards_editing, awards_file
from casebook.intake.manuscript.awards_editing import AwardFields

TEXT = """\
# 编辑的话
notice: {file: notice.txt}
tiers:
  - id: "1"
    name: 一等奖
    declared: 2
    awards:
      - {id: 1-01, number: 1, organisation: 甲市中医院, title: 甲题, lines: 3-4, check: 单位和题目分不清}  # 待问
      - {id: 1-02, number: 2, organisation: 乙县医院, title: 乙题, lines: 5-5, fields: {作者: 张三}}
  - id: "2"
    name: 优秀组织单位
    of: organisations
    awards:
      - {id: 2-1, number: 1, organisation: 丙市卫生健康委员会, lines: 9-9}
"""


def awards_of(text: str) -> dict[str, tuple[Tier, Award]]:
    tiers = awards_file.of_text(text).tiers
    return {award.id: (tier, award) for tier in tiers for award in tier.awards}


def rules(stop: pytest.ExceptionInfo[StopPress]) -> set[str]:
    return {erratum.rule for erratum in stop.value.errata}


def test_a_corrected_award_is_no_longer_in_doubt_and_the_rest_stays() -> None:
    wanted = AwardFields("1", " 甲市  中医院党委 ", "甲：新题", {"作者": "李四", "空": " "})
    changed = awards_editing.corrected(TEXT, "1-01", wanted)
    award = awards_of(changed)["1-01"][1]
    assert (award.organisation, award.title, award.check) == ("甲市 中医院党委", "甲：新题", "")
    assert award.fields == (("作者", "李四"),)
    assert award.lines == (3, 4)
    lines, old = changed.splitlines(), TEXT.splitlines()
    assert [line for line in lines if line not in old] == [lines[7]]
    assert lines[7].endswith("# 待问")


def test_what_stands_behind_the_title_and_the_region_are_changed_where_they_are_given() -> None:
    text = TEXT.replace("lines: 5-5", "lines: 5-5, after: 张三")
    kept = awards_editing.corrected(text, "1-02", AwardFields("1", "乙县医院", "乙题", {}))
    assert awards_of(kept)["1-02"][1].after == "张三"
    wanted = AwardFields("1", "乙县医院", "乙题", {"作者": "张三"}, "", "河北省")
    award = awards_of(awards_editing.corrected(text, "1-02", wanted))["1-02"][1]
    assert (award.after, award.region) == ("", "河北省")
    with pytest.raises(StopPress) as unknown:
        awards_editing.corrected(text, "1-02", AwardFields("1", "乙", "乙题", {}, None, "某省"))
    assert rules(unknown) == {"unknown-region"}


def test_right_as_it_is_takes_the_mark_off_alone() -> None:
    changed = awards_editing.confirmed(TEXT, "1-01")
    assert changed == TEXT.replace(", check: 单位和题目分不清", "")


def test_an_award_goes_to_another_tier_with_its_id() -> None:
    wanted = AwardFields("2", "乙县医院", "乙题", {"作者": "张三"})
    changed = awards_editing.corrected(TEXT, "1-02", wanted)
    tier, award = awards_of(changed)["1-02"]
    assert tier.id == "2"
    assert award.fields == (("作者", "张三"),)
    last = awards_editing.corrected(changed, "2-1", AwardFields("1", "丙", "丙题", {}))
    assert [a for a, (t, _) in awards_of(last).items() if t.id == "1"] == ["1-01", "2-1"]


def test_the_last_award_of_a_tier_may_leave_and_another_come() -> None:
    empty = awards_editing.removed(TEXT, "2-1")
    assert "2-1" not in awards_of(empty)
    wanted = AwardFields("2", "丁市卫生健康委员会", None, {})
    again, award_id = awards_editing.added(empty, wanted, "附件.txt:9-9")
    tier, award = awards_of(again)[award_id]
    assert (tier.id, award_id, award.file, award.lines) == ("2", "2-1", "附件.txt", (9, 9))


def test_an_award_that_was_not_read_gets_an_id_like_the_others() -> None:
    changed, award_id = awards_editing.added(TEXT, AwardFields("1", "戊医院", "戊题", {}), "7-7")
    assert award_id == "1-03"
    assert awards_of(changed)["1-03"][1].number == 3


def test_what_the_list_would_not_bear_is_refused() -> None:
    with pytest.raises(StopPress) as untitled:
        awards_editing.corrected(TEXT, "2-1", AwardFields("1", "丙", None, {}))
    assert rules(untitled) == {"missing-title"}
    with pytest.raises(StopPress) as nameless:
        awards_editing.corrected(TEXT, "1-01", AwardFields("1", "  ", "甲题", {}))
    assert rules(nameless) == {"missing-organisation"}
    with pytest.raises(StopPress) as gone:
        awards_editing.confirmed(TEXT, "9-9")
    assert rules(gone) == {"no-such-award"}
    with pytest.raises(StopPress) as tierless:
        awards_editing.added(TEXT, AwardFields("9", "己", "己题", {}), "")
    assert rules(tierless) == {"no-such-tier"}


def test_what_an_editor_saw_is_told_by_its_revision() -> None:
    tier, award = awards_of(TEXT)["1-01"]
    seen = awards_editing.revision(tier, award)
    confirmed = awards_of(awards_editing.confirmed(TEXT, "1-01"))["1-01"]
    assert awards_editing.revision(*confirmed) != seen
    assert awards_editing.revision(*awards_of(TEXT)["1-01"]) == seen
