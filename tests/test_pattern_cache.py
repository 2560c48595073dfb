"""Patterns that were compiled once are taken from where they are kept, and match the same."""

import pickle
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from casebook import import_cache
from casebook.pattern_cache import kept_patterns

PATTERNS = (("(?P<whole>[一-鿿]+)(?:的|之)(b?)", 0), ("Ab+c", re.IGNORECASE), (rb"\d+x", re.DOTALL))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(import_cache, "cache_from_source", lambda _: str(tmp_path / "x.pyc"))
    monkeypatch.setattr(import_cache.sys, "dont_write_bytecode", False)
    return tmp_path


def compiled() -> list[re.Pattern[str] | re.Pattern[bytes]]:
    re.purge()
    with kept_patterns("patterns"):
        return [re.compile(pattern, flags) for pattern, flags in PATTERNS]  # type: ignore[type-var]


def test_kept_patterns_are_the_same_and_not_compiled_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compiled()
    assert len(list(place.iterdir())) == 1
    monkeypatch.setattr("re._parser.parse", lambda *_: pytest.fail("compiled anew"))
    again = compiled()
    monkeypatch.undo()
    re.purge()
    plain = [re.compile(pattern, flags) for pattern, flags in PATTERNS]  # type: ignore[type-var]
    for kept in (first, again):
        assert kept == plain
        assert [p.groupindex for p in kept] == [p.groupindex for p in plain]
    match = again[0].fullmatch("新的b")  # type: ignore[call-overload]
    assert match
    assert match.groupdict() == {"whole": "新"}
    assert again[1].search("xABBC")  # type: ignore[call-overload]


def test_a_pattern_that_is_new_or_wrong_is_compiled_as_ever(place: Path) -> None:
    compiled()
    with kept_patterns("patterns"):
        assert re.compile("new+").match("neww")
        with pytest.raises(re.error):
            re.compile("(")
    assert re.compile("after+").match("after")


def test_what_is_not_whole_is_passed_over(place: Path) -> None:
    compiled()
    for path in place.iterdir():
        path.write_bytes(b"\x80\x04]\x94.")
    assert compiled()[0].match("甲的")  # type: ignore[call-overload]


def test_workers_load_neither_network_nor_names_of_cameras() -> None:
    script = "import sys, casebook.press.preload; print(*sys.modules)"
    done = subprocess.run(
        (sys.executable, "-c", script), capture_output=True, text=True, check=True
    )
    assert not {"ssl", "PIL.ExifTags"} & set(done.stdout.split())


def test_what_another_thread_compiles_meanwhile_is_not_kept(place: Path) -> None:
    re.purge()
    with kept_patterns("patterns"):
        other = threading.Thread(target=lambda: re.compile("(?:of another)+"))
        other.start()
        other.join()
        re.compile("(?:of the block)+")
    (table,) = (pickle.loads(path.read_bytes()) for path in place.iterdir())
    assert [pattern for pattern, _ in table] == ["(?:of the block)+"]
