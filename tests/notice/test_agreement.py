"""What the members of a block say of a name that no table knows."""

from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.notice.agreement import shared_endings

HEAD = "关于公布评选结果的通知\n\n各单位：\n现将结果公布如下。\n\n某局\n2024年3月5日\n\n附件\n"


def _checks(folder: Path, *lines: str) -> dict[str, str]:
    path = folder / "notice.txt"
    path.write_text(HEAD + "一等奖\n" + "\n".join(lines) + "\n", "utf-8")
    return {a.organisation: a.check for tier in notice.read(path).tiers for a in tier.awards}


def test_a_word_that_several_share_ends_names_of_units() -> None:
    assert "灯塔" in shared_endings(["云岭灯塔", "沧屏灯塔", "栖霞灯塔"])


@pytest.mark.parametrize(
    "names",
    [["云岭灯塔", "沧屏灯塔"], ["金牌灯塔", "银牌灯塔", "铜牌灯塔"], ["星火人选", "春芽人选", "秋实人选"]],
)  # fmt: skip
def test_two_or_names_of_prizes_tell_nothing(names: list[str]) -> None:
    assert not shared_endings(names)


def test_units_of_a_strange_kind_are_sure_where_they_agree(tmp_path: Path) -> None:
    names = "柳浪船闸 东浦茶馆 芷水船闸 鹿鸣水厂 望溪茶馆 柳浪茶馆 石钟水厂 云岭船闸".split()
    checks = _checks(tmp_path, *(f"{n}\t{name}" for n, name in enumerate(names, 1)))
    assert {name: check for name, check in checks.items() if name in names} == dict.fromkeys(
        names, ""
    )


def test_a_name_unlike_its_fellows_is_asked_about(tmp_path: Path) -> None:
    checks = _checks(tmp_path, "白芦船闸", "望溪船闸", "云岭船闸", "长乐北渡船闸", "留在山谷里")
    assert any(checks.values())


def test_a_bracket_that_tells_of_the_award_is_asked_about(tmp_path: Path) -> None:
    checks = _checks(
        tmp_path, "1.云岭县第一中学", "2.沧屏县第二中学（复查合格）", "3.栖霞县第三中学"
    )
    assert "像是说明" in checks["沧屏县第二中学（复查合格）"]


def test_a_body_that_issues_notices_may_sign_below_the_others(tmp_path: Path) -> None:
    checks = _checks(tmp_path, "云岭县青松村", "沧屏县白石村", "栖霞县柳林村", "中共云岭县委")
    assert [name for name, check in checks.items() if "落款" in check] == ["中共云岭县委"]
