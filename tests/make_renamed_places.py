"""Make `data/renamed_places.tsv`: the names of places that are no more, with the names that came after.

Run `python tests/make_renamed_places.py result.csv` with the table of github.com/yescallop/areacodes
(CC0 1.0), which is made of the yearly codes and changes that 民政部 publishes. Kept are cities,
counties and districts whose name ended in or after `FIRST`, went to one place of another name, and
is no name of today nor part or short form of one: 海门市 is kept; 城区, 武威地区 (which may be the
region) and 北川县 (short for 北川羌族自治县) are not.
"""

# ruff: noqa: E402  run as a program
import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA

FIRST = 2000
BY_HAND = {
    "襄樊": ("襄阳", 2010),
    "莱芜市": ("济南市莱芜区", 2018),
}
"""A short name, and a place that went to two districts and is called by one of them."""
WORDS = frozenset(
    "东市区 中市区 北市区 南市区 动力区 北站区 南泉区 大厂区 四方区 小河区 平江区 开元区 永红区 升平区 增城市".split()
)
"""Names that other words hold: 丹东市区, 其中市区, 昆明的北市区, 高铁北站区域, 新增城市."""
SEAS = re.compile("群岛|海域$")
"""Names of the sea, which stand whoever governs it: 南沙群岛 belongs to 三沙市, and is called so still."""
HEAD = """\
# 改名或改设的地方：旧名	今名	改名之年	出处。句中年份晚于改名之年（没有年份按本书出版年）而用旧名的，提请核对。
# 据 github.com/yescallop/areacodes 的 result.csv（CC0 1.0；由民政部历年县级以上行政区划代码和变更情况整理），提交 {commit}。
# 由 python tests/make_renamed_places.py 生成；2000年以来撤销或更名，今名只有一个，旧名不见于今名的。
"""
Row = Mapping[str, str]


def ended(rows: list[Row]) -> Iterator[tuple[str, str, int]]:
    """Yield each old name with the one that came after it and the year."""
    names = {row["名称"] for row in rows if row["状态"] == "在用"}
    for row in rows:
        old, year = row["名称"], row["变更/弃用时间"]
        if row["级别"] == "省级" or not year or int(year) < FIRST or len(old) < 3:
            continue
        after = {_full(new, old) for new in _next(row, rows)}
        if (
            len(after) == 1
            and old not in after
            and not old.endswith("地区")
            and not _stands(old, names)
        ):
            yield old, after.pop(), int(year)


def _stands(old: str, names: set[str]) -> bool:
    """Whether an old name may be meant for a place of today."""
    stem = old[:-1]
    return any(old in name or (name.startswith(stem) and "族自治" in name) for name in names)


def _next(row: Row, rows: list[Row]) -> Iterator[Row]:
    """Yield what a place became when its name ended: a row each."""
    year = row["变更/弃用时间"]
    moved = re.findall(r"(\d{6})(?:\[(\d+)\])?", row["新代码"])
    codes = {code for code, when in moved if when in ("", year)} or {row["代码"]}
    for other in rows:
        until = other["变更/弃用时间"] or "9999"
        if other["代码"] in codes and other["启用时间"] <= year < until:
            yield other


def _full(new: Row, old: str) -> str:
    """Return the new name, a district's with its city where the old name was no district's."""
    city = new["二级行政区"]
    within = new["名称"].endswith("区") and not old.endswith("区") and city.endswith("市")
    return f"{city}{new['名称']}" if within else new["名称"]


def main(table: Path, commit: str) -> None:
    """Write the list."""
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    places: dict[str, tuple[str, int]] = dict(BY_HAND)
    for old, new, year in ended(rows):
        if (
            old not in WORDS
            and not SEAS.search(old)
            and (old not in places or places[old][1] < year)
        ):
            places[old] = (new, year)
    lines = [
        f"{old}\t{new}\t{year}\t民政部《{year}年县级以上行政区划变更情况》"
        for old, (new, year) in sorted(places.items(), key=lambda item: (item[1][1], item[0]))
    ]
    (DATA / "renamed_places.tsv").write_text(
        HEAD.format(commit=commit) + "\n".join(lines) + "\n", "utf-8"
    )
    sys.stdout.write(f"{len(lines)} places\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
