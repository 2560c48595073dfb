"""Running heads are taken off the pages of a notice; entries never are."""

from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.notice.notice_lines import Use

HEAD = "关于公布案例征集结果的通知\n\n附件 1\n\n典型案例\n\n"
UNITS = ("重庆市医院协会促进会", "成都市第一人民医院", "昆明市妇幼保健院", "贵阳市中心医院")


def _uses(path: Path, text: str) -> dict[str, list[Use]]:
    path.write_text(text, "utf-8")
    uses: dict[str, list[Use]] = {}
    for line in notice.read(path).lines:
        uses.setdefault(line.text, []).append(line.use)
    return uses


@pytest.mark.parametrize("form", ["{}. {}", "{}、{}", "（{}）{}", "{} {}", "{}{}"])
def test_numbered_line_at_a_page_top_that_two_tiers_repeat_is_an_entry(
    tmp_path: Path, form: str
) -> None:
    first = [form.format(at, unit) for at, unit in enumerate(UNITS, 1)]
    text = HEAD + "一等奖\n\f" + "\n".join(first) + "\n\n二等奖\n\f" + "\n".join(first) + "\n"
    uses = _uses(tmp_path / "a.txt", text)
    assert Use.FURNITURE not in {use for line in first for use in uses[line]}


def test_same_organisation_at_two_page_tops_under_different_numbers(tmp_path: Path) -> None:
    first = [f"{at}. {unit}" for at, unit in enumerate(UNITS, 1)]
    second = [f"{at}. {unit}" for at, unit in enumerate(reversed(UNITS), 1)]
    text = HEAD + "一等奖\n\f" + "\n".join(first) + "\n\n二等奖\n" + "\n".join(second[:3])
    uses = _uses(tmp_path / "a.txt", text + f"\n\f{second[3]}\n")
    assert uses[first[0]] == uses[second[3]] == [Use.ENTRY]


@pytest.mark.parametrize("line", ["重庆市医院协会：守望之光", "重庆市医院协会——守望之光"])
def test_line_of_fields_is_no_running_head(tmp_path: Path, line: str) -> None:
    other = line.replace("重庆", "成都")
    text = HEAD + f"一等奖\n\f{line}\n{other}\n二等奖\n\f{line}\n{other}\n"
    assert Use.FURNITURE not in _uses(tmp_path / "a.txt", text)[line]


def test_line_that_repeats_at_page_tops_is_a_running_head(tmp_path: Path) -> None:
    first = [f"{at}. {unit}" for at, unit in enumerate(UNITS, 1)]
    top = "某某学会工作通讯"
    text = (
        f"某某学会\n\n{HEAD}\f{top}\n"
        + "\n".join(first[:2])
        + f"\n\f{top}\n"
        + "\n".join(first[2:])
    )
    uses = _uses(tmp_path / "a.txt", text + "\n")
    assert uses[top] == [Use.FURNITURE, Use.FURNITURE]
    assert all(uses[line] == [Use.ENTRY] for line in first)


@pytest.mark.parametrize(
    "line",
    ["（信息公开形式：主动公开）", "（此件主动公开）", "公开方式：依申请公开", "（此件公开发布）"],
)
def test_how_a_notice_is_made_public_belongs_to_no_award(tmp_path: Path, line: str) -> None:
    text = HEAD + "\n".join(f"{at}. {unit}：守望之光第{at}季" for at, unit in enumerate(UNITS, 1))
    uses = _uses(tmp_path / "a.txt", f"{text}\n{line}\n")
    assert Use.ENTRY not in uses[line]
