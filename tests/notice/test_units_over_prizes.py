"""Lists unit by unit, the prizes of each below its name, are awards of that unit."""

from pathlib import Path

import pytest

from casebook.intake import notice

HEAD = "关于公布征文评选结果的通报\n\n（按单位归并，括号内为作者）\n"
Read = list[tuple[str, str, str, str]]


def read(folder: Path, text: str) -> Read:
    (folder / "a.txt").write_text(text, "utf-8")
    tiers = notice.read(folder / "a.txt").tiers
    return [
        (t.name, a.organisation, a.title or "", dict(a.fields).get("作者", ""))
        for t in tiers for a in t.awards
    ]  # fmt: skip


@pytest.mark.parametrize("colon", ["", "："])
@pytest.mark.parametrize("number", ["", "一、"])
def test_works_below_a_unit_are_of_it(colon: str, number: str, tmp_path: Path) -> None:
    text = HEAD + (
        f"{number}龙口税务分局{colon}\n一等奖：《小票里的秋天》（阮一鸣）、《窗口》（尤小田）\n"
        f"{number.replace('一', '二')}东岭煤矿{colon}\n一等奖：《黑石头》（王建国）\n"
        "二等奖：《矿灯》（李秀英、张海峰）\n　　　　《巷道》（施平）\n"
    )
    assert sorted(read(tmp_path, text)) == [
        ("一等奖", "东岭煤矿", "黑石头", "王建国"),
        ("一等奖", "龙口税务分局", "小票里的秋天", "阮一鸣"),
        ("一等奖", "龙口税务分局", "窗口", "尤小田"),
        ("二等奖", "东岭煤矿", "巷道", "施平"),
        ("二等奖", "东岭煤矿", "矿灯", "李秀英、张海峰"),
    ]


def test_every_line_of_such_a_list_is_read(tmp_path: Path) -> None:
    text = HEAD + "东岭煤矿\n一等奖：《黑石头》（王建国）\n西山机务段\n二等奖：《钢轨》（张海峰）\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    uses = [line.use.value for line in notice.read(tmp_path / "a.txt").lines]
    assert uses == ["title", "remark", "entry", "entry", "entry", "entry"]


def test_a_line_that_fits_nowhere_leaves_the_list_in_doubt(tmp_path: Path) -> None:
    text = HEAD + (
        "东岭煤矿\n一等奖：《黑石头》（王建国）\n这一行说的是别的\n西山机务段\n二等奖：《钢轨》（张海峰）\n"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    awards = [a for tier in notice.read(tmp_path / "a.txt").tiers for a in tier.awards]
    assert awards
    assert all(award.check for award in awards if award.organisation != "西山机务段")
