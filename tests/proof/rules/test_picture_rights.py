"""Of several pictures under one caption each is looked at."""

import pytest

from casebook.proof import rule_runner
from casebook.proof.blocks import Piece, Source


@pytest.mark.parametrize(
    "alt", ['义诊现场" src="media/a.jpg"/><img alt="小学生学习急救', "小学生学习急救"]
)
def test_a_child_in_the_second_picture_of_a_figure_is_asked_about(alt: str) -> None:
    body = (
        f'<figure><img alt="{alt}" src="media/b.jpg"/><figcaption>图1　现场</figcaption></figure>'
    )
    text = Piece("1-1", Source("cases/1-1.md", ""), body=body)
    findings = rule_runner.in_piece(text, frozenset({"minor-in-picture"}))
    assert [finding.quote for finding in findings] == ["小学生学习急救"]
