"""What is slow to read is read once, and read again when its version or its file is another."""

from pathlib import Path

import pytest

from casebook.press import compiled


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "cache_from_source", lambda _: str(tmp_path / "x.pyc"))
    monkeypatch.setattr(compiled.sys, "dont_write_bytecode", False)
    return tmp_path


def test_it_is_made_once_for_a_version(place: Path) -> None:
    assert compiled.compiled("a", "1", lambda: [1]) == [1]
    assert compiled.compiled("a", "1", lambda: [2]) == [1]
    assert compiled.compiled("a", "2", lambda: [2]) == [2]


def test_a_file_that_is_not_whole_is_made_again(place: Path) -> None:
    compiled.compiled("a", "1", lambda: [1])
    for path in place.iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert compiled.compiled("a", "1", lambda: [3]) == [3]


def test_where_nothing_can_be_written_it_is_made_each_time(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled.sys, "dont_write_bytecode", True)
    assert compiled.compiled("a", "1", lambda: [1]) == [1]
    assert compiled.compiled("a", "1", lambda: [2]) == [2]
