"""What is slow to read is read once, and read again when its version or its file is another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casebook import import_cache

ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(import_cache, "cache_from_source", lambda _: str(tmp_path / "x.pyc"))
    monkeypatch.setattr(import_cache.sys, "dont_write_bytecode", False)
    return tmp_path


def test_it_is_made_once_for_a_version(place: Path) -> None:
    assert import_cache.cached("a", "1", lambda: [1]) == [1]
    assert import_cache.cached("a", "1", lambda: [2]) == [1]
    assert import_cache.cached("a", "2", lambda: [2]) == [2]


def test_a_file_that_is_not_whole_is_made_again(place: Path) -> None:
    import_cache.cached("a", "1", lambda: [1])
    for path in place.iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert import_cache.cached("a", "1", lambda: [3]) == [3]


def test_where_nothing_can_be_written_it_is_made_each_time(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_cache.sys, "dont_write_bytecode", True)
    assert import_cache.cached("a", "1", lambda: [1]) == [1]
    assert import_cache.cached("a", "1", lambda: [2]) == [2]


def test_an_engine_loaded_from_what_was_compiled_sets_the_same_pages(tmp_path: Path) -> None:
    run = (
        "import sys; sys.dont_write_bytecode = len(sys.argv) > 2\n"
        "from casebook import import_cache\n"
        "import_cache.cache_from_source = lambda _: sys.argv[1] + '/x.pyc'\n"
        "import casebook.press.preload\n"
        "from casebook.press import engine\n"
        "from pathlib import Path\n"
        "html = '<html lang=\"zh-CN\"><p>以“一站式”为例AI hyphenation</p>'\n"
        "document, _ = engine.lay_out(html, (), Path())\n"
        "sys.stdout.buffer.write(engine.write(document, lambda _: None)[0])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    made = [
        subprocess.run(
            (sys.executable, "-c", run, tmp_path, *more),
            env=environment,
            check=True,
            capture_output=True,
        ).stdout
        for more in (("no",), (), ())
    ]
    assert len(list(tmp_path.glob("*.pickle"))) == 4
    assert made[0] == made[1] == made[2]
    assert len(made[0]) > 1000


def test_a_dictionary_that_was_kept_divides_words_as_one_that_is_parsed(tmp_path: Path) -> None:
    run = (
        "import sys\n"
        "from casebook import import_cache\nfrom casebook.weasy import loading\n"
        "import_cache.cache_from_source = lambda _: sys.argv[1] + '/x.pyc'\n"
        "loading.load()\n"
        "from casebook.composition.hyphenation import places\n"
        "for language in ('en-US', 'de'):\n"
        "    print(*places('hyphenation Silbentrennung', language, (5, 2, 2)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    command = (sys.executable, "-c", run, tmp_path)
    parsed, kept = (
        subprocess.run(command, env=environment, check=True, capture_output=True).stdout
        for _ in range(2)
    )
    assert parsed == kept
    assert parsed.startswith(b"(False, 2) (False, 6)")
    assert len(list(tmp_path.glob("hyphens-hyph_*.pickle"))) == 2


def test_no_parser_of_c_is_loaded_where_the_declarations_were_kept(tmp_path: Path) -> None:
    run = (
        "import sys\n"
        "from casebook import import_cache\nfrom casebook.weasy import loading\n"
        "import_cache.cache_from_source = lambda _: sys.argv[1] + '/x.pyc'\n"
        "loading.load()\n"
        "import casebook.composition\n"
        "print('pycparser.c_parser' in sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    command = (sys.executable, "-c", run, tmp_path)
    loaded = [
        subprocess.run(command, env=environment, check=True, capture_output=True).stdout.strip()
        for _ in range(2)
    ]
    assert loaded == [b"True", b"False"]
