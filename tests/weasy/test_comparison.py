"""`make contract` tells what another WeasyPrint changes of what we use, and nothing else."""

import shutil
from pathlib import Path

import pytest

from casebook.weasy import comparison
from casebook.weasy.contract import CONTRACT

COUNT = sum(symbol.name.startswith("weasyprint.") for symbol in CONTRACT)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return a folder with a WeasyPrint that a test may change."""
    here = comparison.installed() / "weasyprint"
    shutil.copytree(here, tmp_path / "weasyprint", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def differences(other: Path) -> list[str]:
    return list(comparison.differences(comparison.installed(), other))


def test_a_weasyprint_that_is_the_same_has_no_differences(other: Path) -> None:
    assert differences(other) == [
        f"0 of {COUNT} symbols are other than those of WeasyPrint 70.0.\n"
    ]


@pytest.mark.slow
def test_what_changed_what_is_gone_and_what_moved(other: Path) -> None:
    inline = other / "weasyprint" / "layout" / "inline.py"
    leader = inline.with_name("leader.py")
    text = inline.read_text("utf-8")
    for old, new in (
        ("def _adjust_line_height(box):", "def _adjust_line_height(box, more=None):"),
        ("def line_box_verticality(", "def verticality_of_line_box("),
        ("from .leader import handle_leader", "from .leaders import handle_leader"),
    ):
        assert old in text
        text = text.replace(old, new)
    inline.write_text(text, "utf-8")
    shutil.copy(leader, leader.with_name("leaders.py"))
    report = differences(other)
    assert [paragraph.split("\n")[0].rpartition(".")[2] for paragraph in report[:-1]] == [
        "_adjust_line_height",  # `handle_leader` has only moved
        "line_box_verticality",
    ]
    assert "called: a line is as high as what stands in it" in report[0]
    assert "+def _adjust_line_height(box, more=None):" in report[0]
    assert "is gone" in report[1]
    assert report[-1].startswith(f"2 of {COUNT} ")
