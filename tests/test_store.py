"""What is kept is what was made, or it is made again."""

import os
import pickle
import subprocess
import sys
import time
from importlib.metadata import distributions, version
from pathlib import Path

import pytest

from casebook import store
from casebook.errata import Erratum, Place, Wording
from casebook.press.signature import KEPT
from casebook.store import Damaged, Store, dumps, loads

THING = Erratum("rule", Place("file", 3), Wording("中", "en"))


def test_what_is_put_is_got(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    assert store.get("key") == THING
    assert store.get("other") is None


@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    path = tmp_path / "one" / "key"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert store.get("key") is None
    assert not path.exists()


def test_a_cut_entry_is_as_good_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING)[:-5])
    assert store.get("key") is None


def test_another_version_throws_away_what_was_kept(tmp_path: Path) -> None:
    Store(tmp_path, "one", KEPT).put("key", dumps(THING))
    Store(tmp_path, "two", KEPT).open()
    assert Store(tmp_path, "one", KEPT).get("key") is None


def test_the_store_stays_within_its_bound_and_keeps_what_was_used(tmp_path: Path) -> None:
    old = Store(tmp_path, "one", KEPT)
    for number in range(10):
        old.put(f"old-{number}", dumps("x" * 1000))
    past = time.time() - 1000
    for path in (tmp_path / "one").iterdir():
        os.utime(path, (past, past))
    store = Store(tmp_path, "one", KEPT)
    store.get("old-3")
    store.put("new", dumps("y" * 1000))
    store.trim(largest=2500)
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["new", "old-3"]


def test_nothing_but_the_types_of_the_press_is_ever_loaded(tmp_path: Path) -> None:
    class Bad:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'owned'}",)

    with pytest.raises(Damaged):
        loads(dumps(Bad()), KEPT)
    assert not (tmp_path / "owned").exists()


def test_a_pickle_of_another_make_is_damage() -> None:
    with pytest.raises(Damaged):
        loads(pickle.dumps(THING)[:-10], KEPT)


def test_what_stands_under_the_key_of_another_is_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    (tmp_path / "one" / "key").rename(tmp_path / "one" / "other")
    assert store.get("other") is None


def test_a_store_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = Store(tmp_path / "file", "one", KEPT)
    store.open()
    store.put("key", dumps(THING))
    store.trim()
    assert store.get("key") is None


# Versions of libraries


def test_versions_are_those_that_are_installed() -> None:
    names = {distribution.metadata["Name"] for distribution in distributions()}
    assert len(names) > 20
    for name in names:
        assert store.version_of(name) == version(name)


def test_a_name_is_found_however_it_is_written() -> None:
    assert store.version_of("Markdown_It.py") == version("markdown-it-py")


def test_what_is_not_there_is_none() -> None:
    assert store.version_of("no-such-library") == "none"


def test_the_first_folder_of_the_path_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pillow-0.1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "none"), *sys.path])
    store._installed.cache_clear()
    try:
        assert store.version_of("Pillow") == "0.1"
    finally:
        store._installed.cache_clear()


def test_no_parser_of_mails_is_loaded_to_know_the_versions_of_the_press() -> None:
    script = (
        "import sys\n"
        "from casebook.press.dependencies import engine_version\n"
        "engine_version()\n"
        "print('email.message' in sys.modules, 'importlib.metadata' in sys.modules)\n"
    )
    done = subprocess.run((sys.executable, "-c", script), capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"False"]
