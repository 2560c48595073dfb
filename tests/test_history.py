"""The history of builds is kept: bounded, whole, whoever built, however it ended."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

import tiny
from casebook import cli, history, issuing
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.history import Build


def test_a_build_from_the_command_line_is_noted_with_what_it_made(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    assert cli.main(["build", "-C", str(folder)]) == 0
    [item] = history.read(folder / "build")
    pages = (folder / "build/print.pdf").read_bytes()
    assert item.files == {"print.pdf": sha256(pages).hexdigest()}
    assert (item.ended, item.editions, item.saves) == ("good", ("print",), 0)
    assert item.pages > 0
    assert item.seconds > 0


def test_a_build_that_was_stopped_is_noted_with_its_fault(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", case="---\naward: nobody\n---\n")
    assert cli.main(["build", "-C", str(folder)]) == 1
    [item] = history.read(folder / "build")
    assert (item.ended, item.fault, item.files) == ("failed", "unknown-award", {})
    assert item.errata == 1


def test_runs_after_saves_are_told_as_one_and_push_out_no_build(tmp_path: Path) -> None:
    history.note(tmp_path, Build(0, ("epub",)))
    for _ in range(history.MOST + 5):
        with history.noted(tmp_path, ("print",), saved=True):
            pass
    assert [line.saves for line in history.read(tmp_path)] == [0, history.MOST + 5]


def test_a_run_that_gives_way_to_the_next_save_is_not_noted(tmp_path: Path) -> None:
    for saved in (True, False):
        with pytest.raises(KeyboardInterrupt), history.noted(tmp_path, ("print",), saved):
            raise KeyboardInterrupt
    assert [(line.ended, line.saves) for line in history.read(tmp_path)] == [("cancelled", 0)]


def test_the_history_is_bounded(tmp_path: Path) -> None:
    for number in range(history.MOST + 3):
        history.note(tmp_path, Build(number))
    kept = history.read(tmp_path)
    assert [kept[0].at, kept[-1].at, len(kept)] == [3, history.MOST + 2, history.MOST]
    assert (tmp_path / history.FILE).stat().st_size < 100_000


def test_a_damaged_history_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / history.FILE).write_text('[{"at": 1, "unknown": 2}]', "utf-8")
    assert history.read(tmp_path) == ()
    history.note(tmp_path, Build(7))
    assert [line.at for line in history.read(tmp_path)] == [7]


def test_builds_at_once_lose_none_of_the_history(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from casebook import history\n"
    code += "for n in range(10): history.note(Path(sys.argv[1]), history.Build(n))"
    source = str(Path(__file__).parents[1] / "src")
    with ThreadPoolExecutor(4) as pool:
        for done in pool.map(
            lambda _: subprocess.run(
                [sys.executable, "-c", code, str(tmp_path)],
                env=os.environ | {"PYTHONPATH": source}, check=False,
            ),
            range(4),
        ):  # fmt: skip
            assert done.returncode == 0
    assert len(json.loads((tmp_path / history.FILE).read_bytes())) == 40


def test_an_unwritable_history_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / history.FILE).mkdir()
    with history.noted(tmp_path, ("print",)) as item:
        item.pages = 1
    fault = Erratum("some-fault", Place("x"), Wording("错", "wrong"))
    with pytest.raises(StopPress), history.noted(tmp_path, ("print",)):
        raise StopPress([fault])


def test_a_folder_that_is_no_book_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(StopPress):
        issuing.issue(tmp_path, [], lambda _step, _count: None)
    assert list(tmp_path.iterdir()) == []
