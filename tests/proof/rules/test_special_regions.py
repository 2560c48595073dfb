"""Each place where a region is told as a foreign country is told, in whatever order they stand."""

from pathlib import Path

import tiny
from casebook import proof


def test_what_stands_before_another_fault_of_its_kind_is_told_too(tmp_path: Path) -> None:
    text = "香港的华侨来了很多。市民出国到香港参观。"
    tiny.write(tmp_path, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    errata = [e for e in proof.proofread(tmp_path) if e.rule == "region-as-state"]
    assert [e.text for e in errata] == ["香港的华侨", "出国到香港"]
