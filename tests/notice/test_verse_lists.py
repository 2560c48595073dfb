"""Couplets and their writers are put together line by line, and nothing else is."""

from pathlib import Path

import pytest

from casebook.intake import notice

HEAD = "关于公布征联结果的公告\n经评审，现公布如下：\n"
FIRST = ("柳线牵来三月暖", "梅花占尽一年香")
SECOND = ("渔舟唱晚归南浦", "雁字横秋过北楼")


def read(folder: Path, text: str) -> list[tuple[str, str, str]]:
    (folder / "a.txt").write_text(HEAD + text, "utf-8")
    tiers = notice.read(folder / "a.txt").tiers
    return [(t.name, a.organisation, a.title or "") for t in tiers for a in t.awards]


@pytest.mark.parametrize(
    "form",
    [
        "{0}；\n{1}。\n（{who} 湖南）\n",
        "{0}；\n{1}。\n——湖南 {who}\n",
        "{0}\n{1}（{who}）\n",
        "作者：{who}（湖南）\n{0}；\n{1}。\n",
        "{0}；{1}。\n湖南　{who}\n",
    ],
)
def test_each_couplet_is_one_award_of_its_writer(form: str, tmp_path: Path) -> None:
    text = "一等奖\n" + form.format(*FIRST, who="王海冰")
    text += "二等奖\n" + form.format(*SECOND, who="李俊莹")
    awards = read(tmp_path, text)
    assert [(tier, who) for tier, who, _ in awards] == [("一等奖", "王海冰"), ("二等奖", "李俊莹")]
    assert all(half in awards[0][2] for half in FIRST)


def test_lines_of_unlike_lengths_are_no_couplet(tmp_path: Path) -> None:
    form = "{0}\n{1}\n（{who}）\n"
    text = "一等奖\n" + form.format("春天来了", "我们在田野上奔跑", who="王海冰")
    text += form.format("一条河", "静静地流过村庄", who="李俊莹")
    titles = [title for _, _, title in read(tmp_path, text)]
    assert not any("春天来了" in title and "奔跑" in title for title in titles)
