"""Worker processes run nothing but what they are given."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import tiny
from casebook.press import workers

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
with open("runs", "a") as runs:
    runs.write("once\\n")
from casebook import issuing
issuing.issue(Path("book"), ["print"], lambda *_: None, workers=2)
"""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    tiny.write(tmp_path / "book")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    given = (sys.executable, script, ROOT / "src")
    subprocess.run(given, cwd=tmp_path, check=True, timeout=480)
    assert (tmp_path / "runs").read_text() == "once\n"
    assert (tmp_path / "book/build/print.pdf").is_file()


@pytest.mark.parametrize("up", [False, True], ids=["while they start", "when they are up"])
def test_what_is_prepared_is_done_before_other_work(tmp_path: Path, up: bool) -> None:
    start = workers._PoolStart(1)
    start.start()
    try:
        if up:
            start.answer()
        start.prepare(partial(Path.touch, tmp_path / "prepared"))
        pool = start.answer()
        assert pool is not None
        assert pool.submit(Path.exists, tmp_path / "prepared").result(150)
    finally:
        start.dismiss()
