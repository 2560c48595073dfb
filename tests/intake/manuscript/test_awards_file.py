"""The editor's list of awards is typed, and every fault of it is told at once with its line."""

from pathlib import Path

import pytest

from casebook.errata import Erratum, Kind, StopPress
from casebook.intake.manuscript import awards_file

HEAD = "notice: {file: notice.txt}\ntiers:\n"


def tier(*awards: str, head: str = "id: 1\n    name: 典型案例") -> str:
    lines = "".join(f"      - {award}\n" for award in awards)
    return f"{HEAD}  - {head}\n    awards:\n{lines}"


def read(folder: Path, text: str) -> awards_file.AwardsFile:
    (folder / "awards.yaml").write_text(text, "utf-8")
    return awards_file.read(folder / "awards.yaml")


def faults(folder: Path, text: str) -> list[Erratum]:
    with pytest.raises(StopPress) as stop:
        read(folder, text)
    return list(stop.value.errata)


def test_a_region_is_derived_and_can_be_overruled(tmp_path: Path) -> None:
    result = read(tmp_path, tier(
        "{id: 1-01, number: 1, organisation: 大连医科大学附属第二医院, title: 甲}",
        "{id: 1-02, number: 2, organisation: 北京医院, title: 乙, region: 全国}",
    ))  # fmt: skip
    assert [award.region for award in result.tiers[0].awards] == ["辽宁省", "全国"]


def test_a_region_nobody_knows_is_asked_for(tmp_path: Path) -> None:
    result = read(tmp_path, tier("{id: 1-1, number: 1, organisation: 某某医院, title: 甲}"))
    assert result.tiers[0].awards[0].region == ""
    assert [(e.rule, e.place.line) for e in result.queries] == [("unknown-region", 6)]


def test_every_fault_is_told_in_one_run_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    errata = faults(tmp_path, tier(
        "{id: 1-01, number: x, organisation: 甲院, titel: 甲}",
        "{id: 一, number: 2, organisation: 乙院, title: 乙, lines: 9-8}",
        "{id: 1-03, number: 3, title: 丙, region: 北京}",
        head="id: 1\n    nam: 典型案例\n    of: case",
    ))  # fmt: skip
    assert [(e.rule, e.place.line) for e in errata] == [
        ("missing-key", 3), ("unknown-key", 4), ("unknown-word", 5), ("wrong-kind", 7),
        ("unknown-key", 7), ("wrong-kind", 8), ("wrong-kind", 8), ("missing-key", 9),
        ("unknown-region", 9),
    ]  # fmt: skip
    hints = {e.quote: e.hint.en for e in errata if e.hint and e.rule.startswith("unknown-")}
    assert hints["titel"] == "Did you mean ‘title’?"
    assert hints["case"] == "Did you mean ‘cases’?"


def test_an_id_is_used_once(tmp_path: Path) -> None:
    entry = "{id: 1-1, number: 1, organisation: 甲院, title: 甲}"
    errata = faults(tmp_path, tier(entry, entry))
    assert [(e.rule, e.place.line) for e in errata if e.kind == "erratum"] == [("doubled-id", 7)]
    assert "第 6 行" in errata[0].message.zh


def test_a_case_needs_a_title_and_an_organisation_needs_none(tmp_path: Path) -> None:
    entry = "{id: 1-1, number: 1, organisation: 北京医院}"
    assert [e.rule for e in faults(tmp_path, tier(entry))] == ["missing-title"]
    head = "id: 1\n    name: 优秀组织单位\n    of: organisations"
    assert read(tmp_path, tier(entry, head=head)).tiers[0].bodies


def test_a_declared_count_that_differs_is_asked_about(tmp_path: Path) -> None:
    entry = "{id: 1-1, number: 1, organisation: 北京医院, title: 甲}"
    result = read(tmp_path, tier(entry, head="id: 1\n    name: 典型案例\n    declared: 2"))
    assert [(e.rule, e.place.line) for e in result.queries] == [("count-differs", 5)]


def test_a_doubled_key_is_a_fault_with_both_lines(tmp_path: Path) -> None:
    errata = faults(tmp_path, "notice: {file: a}\nnotice: {file: b}\ntiers: []\n")
    assert [(e.rule, e.place.line) for e in errata] == [("doubled-key", 2)]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "awards.yaml").write_bytes("notice:\n  title: 甲\n".encode("gb18030"))
    with pytest.raises(StopPress) as stop:
        awards_file.read(tmp_path / "awards.yaml")
    assert [(e.rule, e.place.line) for e in stop.value.errata] == [("not-utf-8", 2)]


def test_what_else_the_notice_says_and_every_doubt_are_kept(tmp_path: Path) -> None:
    written = tier(
        "{id: 1-1, number: 1, organisation: 北京医院, title: 甲, fields: {指导教师: 王 芳}, "
        "read: ocr 0.97, check: 作者还是单位}"
    )
    result = read(tmp_path, written)
    award = result.tiers[0].awards[0]
    assert award.fields == (("指导教师", "王 芳"),)
    assert (award.read, award.check) == ("ocr 0.97", "作者还是单位")
    again = read(tmp_path, awards_file.text_of({"file": "notice.txt"}, result.tiers))
    assert again.tiers[0].awards[0].fields == award.fields
    assert again.tiers[0].awards[0].check == award.check


def test_short_fields_stand_in_the_line_of_their_award(tmp_path: Path) -> None:
    entry = "{id: 1-1, number: 1, organisation: 北京医院, title: 甲, fields: {作者: '张三, 李四'}}"
    long = entry.replace("1-1, number: 1", "1-2, number: 2").replace("张三", "张三、" * 60)
    result = read(tmp_path, tier(entry, long))
    text = awards_file.text_of({"file": "n"}, result.tiers)
    assert "title: 甲, region: 北京市, fields: {作者: '张三, 李四'}}" in text
    assert "        fields:\n          作者: 张三、张三" in text
    again = read(tmp_path, text)
    assert [a.fields for a in again.tiers[0].awards] == [a.fields for a in result.tiers[0].awards]


def test_a_doubt_that_all_awards_of_a_tier_share_is_written_and_asked_once(tmp_path: Path) -> None:
    entries = (
        f"{{id: 1-{n}, number: {n}, organisation: 北京医院, title: 甲{n}, check: 写法是推断的}}"
        for n in (1, 2)
    )
    first = read(tmp_path, tier(*entries))
    text = awards_file.text_of({"file": "notice.txt"}, first.tiers)
    assert text.count("写法是推断的") == 1
    (tmp_path / "awards.yaml").write_text(text, "utf-8")
    again = awards_file.read(tmp_path / "awards.yaml")
    assert [award.check for award in again.tiers[0].awards] == ["写法是推断的"] * 2
    assert [erratum.rule for erratum in again.queries] == ["doubtful-award"]


def test_a_doubtful_award_is_asked_about_until_its_check_is_deleted(tmp_path: Path) -> None:
    entry = "{id: 1-1, number: 1, organisation: 北京医院, title: 甲, check: 题目断在哪里}"
    result = read(tmp_path, tier(entry))
    assert [(e.rule, e.kind, e.quote) for e in result.queries] == [
        ("doubtful-award", Kind.QUERY, "北京医院《甲》")
    ]
    assert "题目断在哪里" in result.queries[0].message.zh
    assert read(tmp_path, tier(entry.replace(", check: 题目断在哪里", ""))).queries == ()


def test_awards_read_off_a_picture_are_counted_once(tmp_path: Path) -> None:
    entries = [
        f"{{id: 1-{n}, number: {n}, organisation: 北京医院, title: 甲{n}, read: ocr 0.9{n}}}"
        for n in (1, 2)
    ]
    result = read(tmp_path, tier(*entries))
    assert [e.rule for e in result.queries] == ["read-off-picture"]
    assert result.queries[0].message.zh.startswith("2 个")


def test_the_shapes_an_editor_chose_are_kept_with_the_facts(tmp_path: Path) -> None:
    shapes = ("{no}. {organisation}《{title}》", "{title}：{作者}")
    text = awards_file.text_of({"file": "n"}, (), "", shapes)
    assert read(tmp_path, text).facts.shape == shapes
