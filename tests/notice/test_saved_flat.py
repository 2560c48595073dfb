"""Rows that lack a cell which stands once beside several get it back; other rows stay."""

import pytest

from notice.test_variants import HEAD, reading

ROWS = (
    "一等奖{0}周旭冬{0}春和景明",
    "二等奖{0}石彦可{0}秋色万丰湖",
    "吴祺{0}幽蓝江水一线天",
    "王玮{0}守护湘江",
)


def awards(text: str) -> list[tuple[str, str, str]]:
    tiers = reading(HEAD + text).tiers
    return [(tier.name, a.organisation, a.title or "") for tier in tiers for a in tier.awards]


@pytest.mark.parametrize("head", ["获奖等次{0}姓名{0}摄影主题\n", ""])
@pytest.mark.parametrize("mark", ["\t", " | "])
def test_rows_without_the_prize_belong_to_the_one_above(head: str, mark: str) -> None:
    read = awards((head + "\n".join(ROWS) + "\n").format(mark))
    assert ("二等奖", "吴祺", "幽蓝江水一线天") in read
    assert ("二等奖", "王玮", "守护湘江") in read


def test_cells_on_lines_between_bars_are_rows() -> None:
    rows = (
        "姓名 班级 篇目 奖次",
        "崔可馨 103班 在你的目光中 一等奖",
        "王尊霓 103班 绿意马山 二等奖",
    )
    text = "".join("|\n" + "".join(f"{cell} |\n" for cell in row.split()) for row in rows)
    titles = {(tier, title) for tier, _, title in awards(text)}
    assert titles == {("一等奖", "在你的目光中"), ("二等奖", "绿意马山")}
