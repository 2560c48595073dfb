"""A share is held against the number that it is said to be of."""

from pathlib import Path

import pytest

import tiny
from casebook import proof


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("共100人，其中0人未到，0人，占5%。", "100人"),
        ("职工120人，其中医生0人，护士0人，护士率5%。", "120人"),
    ],
)
def test_nothing_is_no_share_of_nothing(tmp_path: Path, text: str, whole: str) -> None:
    tiny.write(tmp_path, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    rules = ("share-differs", "rate-differs")
    (erratum,) = (e for e in proof.proofread(tmp_path) if e.rule in rules)
    assert f"0人是{whole}的 0%" in erratum.message.zh
