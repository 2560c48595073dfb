"""A block for which nothing speaks is only proposed, with the rival reading."""

from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake import notice
from notice.drawn_shapes import WRITERS

HEAD = "关于公布评选结果的通知\n\n各单位：\n现将结果公布如下。\n\n某局\n2024年3月5日\n\n附件\n"


def _awards(folder: Path, text: str) -> list[Award]:
    path = folder / "notice.txt"
    path.write_text(HEAD + text, "utf-8")
    return [award for tier in notice.read(path).tiers for award in tier.awards]


def test_a_prize_in_the_place_of_a_unit_is_asked_about(tmp_path: Path) -> None:
    names = ("冀志强", "刘小明", "佟一诺", "吴建国", "周伟", "王雨桐")
    titles = ("灯火", "数据多跑路", "春天里的账本", "归途", "北纬三十度", "不打烊的窗口")
    lines = [f"{n}.《{title}》  {name}  金牌哨所" for n, (name, title) in
             enumerate(zip(names, titles, strict=True), 1)]  # fmt: skip
    awards = _awards(tmp_path, "\n".join(lines) + "\n")
    assert awards
    assert all(award.check for award in awards if award.organisation == "金牌哨所")


@pytest.mark.parametrize("mark", ["→", "\t"])
def test_a_place_in_the_place_of_a_title_is_asked_about(mark: str, tmp_path: Path) -> None:
    pairs = (("栖霞镇", "桑志强家庭"), ("云岭县", "黄子涵家庭"), ("东浦街道", "王敏家庭"))
    lines = [f"{n}．{mark.join(pair)}" for n, pair in enumerate(pairs, 1)]
    wrong = [
        award for award in _awards(tmp_path, "年度之声\n" + "\n".join(lines) + "\n") if award.title
    ]
    assert all(award.check for award in wrong)


def test_a_column_of_no_name_beside_persons_may_be_their_unit(tmp_path: Path) -> None:
    rows = [["丰泽粮库", "郎伟", "《她从山中来》", "入选作品"], ["岚山粮库", "张在", "《夜航》", "入选作品"],
            ["丰泽粮仓", "吴芳", "《数据多跑路》", "提名作品"], ["望溪粮仓", "王建国", "《守护》", "提名作品"]]  # fmt: skip
    path = tmp_path / "notice.csv"
    path.write_bytes(WRITERS["csv"]("", rows))
    awards = [award for tier in notice.read(path).tiers for award in tier.awards]
    assert len(awards) == len(rows)
    assert all(award.check for award in awards if "粮" not in award.organisation)


def test_a_name_of_a_prize_among_units_that_end_like_it_is_asked_about(tmp_path: Path) -> None:
    names = ["金牌水厂", "东浦水厂", "长乐水厂", "石钟水厂", "银牌水厂", "柳浪水厂", "云岭水厂"]
    path = tmp_path / "notice.csv"
    path.write_bytes(WRITERS["csv"]("", [[name] for name in names]))
    awards = [award for tier in notice.read(path).tiers for award in tier.awards]
    assert awards
    assert all(award.check for award in awards) or "金牌水厂" not in {
        a.organisation for a in awards
    }
