"""A long title or a wide gap is read in the time its length takes, not in that of a power of it."""

import time
from pathlib import Path

import pytest

from casebook.intake import notice

HEAD = "关于表彰优秀案例的通报\n一等奖\n序号\t单位\t题目\n1\t甲市医院\t好案例的实践\n"
BOUND = 5.0
"""Seconds of computing; the same lines took more than a minute."""


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"2\t乙市医院\t{'以人民为中心' * 30}的实践", id="title-without-a-stop"),
        pytest.param(f"2\t乙市医院\t新案例{' ' * 2000}的实践", id="gap-in-a-title"),
        pytest.param(f"2\t乙市{chr(0x3000) * 2000}医院\t新案例的实践", id="gap-in-a-unit"),
    ],
)
def test_a_long_line_is_read_at_once(tmp_path: Path, line: str) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(f"{HEAD}{line}\n3\t丙市医院\t另一案例的实践\n", encoding="utf-8")
    began = time.process_time()
    reading = notice.read(path)
    assert time.process_time() - began < BOUND
    assert reading.tiers[0].awards[0].organisation == "甲市医院"
    assert sum(len(tier.awards) for tier in reading.tiers) == 3
