"""What is kept is what was made, or it is made again."""

import os
import pickle
import time
from pathlib import Path

import pytest

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
