"""What README and CONTRIBUTING name is there: paths, targets of make, commands."""

import re
from pathlib import Path

import pytest

from casebook import cli

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
TOP = ("src/", "tests/", "layouts/", "manuscript/awards.yaml", "manuscript/book.yaml")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_are_there(name: str) -> None:
    quoted = re.findall(r"`([\w./-]+/[\w./-]*)`", text(name))
    linked = re.findall(r"\]\(((?!https?:)[^)#]+)\)", text(name))
    for path in {*linked, *(path for path in quoted if path.startswith(TOP))}:
        if "NAME" not in path:
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_targets_of_make_are_there(name: str) -> None:
    makefile = text("Makefile")
    for target in set(re.findall(r"(?m)(?:`|^    )make ([a-z-]+)", text(name))):
        assert re.search(rf"(?m)^{target}:", makefile), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_are_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"(?m)(?:`|^    |&& |bin/)casebook ([a-z]+)", text(name)))
    named |= set(re.findall(r"(?m)^\| `([a-z]+)", text(name)))
    for command in named:
        with pytest.raises(SystemExit) as ended:
            cli.main([command, "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()
