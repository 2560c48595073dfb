"""What a killed run leaves is removed by the next; what a living one needs is not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from casebook import scratch

HOLDING = """
import sys
from pathlib import Path
from casebook import aside, scratch
book = Path(sys.argv[1])
with (
    scratch.folder(book / "build", scratch.MAKING) as making,
    scratch.folder(book / "proofs", scratch.OPENING),
    aside.writing(book / "manuscript" / "cases" / "1-1.md") as part,
):
    (making / "print.pdf").write_bytes(b"half")
    part.write(b"half")
    part.flush()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name in ("build", "proofs", "manuscript/cases"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "manuscript/cases/1-1.md").write_text("whole", "utf-8")
    return tmp_path


def holding(book: Path) -> "subprocess.Popen[bytes]":
    """Start a process that is in the middle of everything."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def left(book: Path) -> list[str]:
    return sorted(path.name[:9] for path in book.rglob(".*") if path.name != ".lock")


def aged(book: Path) -> None:
    """Let every part look as if it was written a minute ago."""
    for path in book.rglob(".*"):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 60))


def test_what_a_killed_run_left_is_removed_and_nothing_else(book: Path) -> None:
    process = holding(book)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    mine = ["manuscript/.1-1.md.swp", "manuscript/.gitignore", "manuscript/.my.settings"]
    for name in mine:
        (book / name).write_text("mine", "utf-8")
    aged(book)
    scratch.sweep_book(book)
    assert sorted(path.relative_to(book).as_posix() for path in book.rglob(".*")) == mine
    assert (book / "manuscript/cases/1-1.md").read_text("utf-8") == "whole"


def test_what_a_living_run_needs_stays(book: Path) -> None:
    process = holding(book)
    before = left(book)
    aged(book)
    scratch.sweep_book(book)
    assert left(book) == before
    process.communicate(b"")
    assert process.returncode == 0
    assert left(book) == []
    assert (book / "manuscript/cases/1-1.md").read_text("utf-8") == "half"


def test_a_folder_is_gone_afterwards_unless_it_was_moved(tmp_path: Path) -> None:
    with scratch.folder(tmp_path, scratch.OPENING) as path:
        (path / "a").write_text("a", "utf-8")
        path.rename(tmp_path / "round-1")
    with pytest.raises(ZeroDivisionError), scratch.folder(tmp_path, scratch.MAKING) as path:
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["round-1"]


def test_a_folder_that_only_looks_alike_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / ".making-of").mkdir()
    (tmp_path / ".making-abcdefgh").symlink_to(tmp_path / ".making-of")
    scratch.sweep(tmp_path, scratch.MAKING)
    assert len(list(tmp_path.iterdir())) == 2
