"""A file is written whole or not at all, and stays what it was in everything but its bytes."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from casebook import atomic, locking, os_errata

needs_rights = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_of_a_file_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "1-1.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic.put(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


def test_a_new_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    atomic.put(tmp_path / "a" / "b" / "new", b"new")
    assert (tmp_path / "a/b/new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_in_a_book_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "manuscript" / "shared").mkdir(parents=True)
    real, link = tmp_path / "manuscript/shared/1-1.md", tmp_path / "manuscript/1-1.md"
    real.write_bytes(b"old")
    link.symlink_to("shared/1-1.md")
    atomic.put(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert names(real.parent) == ["1-1.md"]


def test_a_link_that_leads_out_of_the_book_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "book" / "manuscript").mkdir(parents=True)
    outside, link = tmp_path / "outside", tmp_path / "book" / "manuscript" / "decisions.yaml"
    outside.write_bytes(b"old")
    link.symlink_to(outside)
    with pytest.raises(OSError, match="out of the book") as raised:
        atomic.put(link, b"new")
    assert outside.read_bytes() == b"old"
    erratum = os_errata.file_erratum(raised.value)
    assert erratum.place.path == str(link)
    assert "链接" in erratum.message.zh


@needs_rights
def test_a_file_the_editor_locked_stays(tmp_path: Path) -> None:
    path = tmp_path / "1-1.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError) as raised:
        atomic.put(path, b"new")
    assert (raised.value.filename, path.read_bytes()) == (str(path), b"old")


@needs_rights
def test_a_folder_that_cannot_be_written_is_told_by_the_files_name(tmp_path: Path) -> None:
    path = tmp_path / "cases" / "1-1.md"
    path.parent.mkdir()
    path.parent.chmod(0o555)
    with pytest.raises(PermissionError) as raised:
        atomic.put(path, b"new")
    path.parent.chmod(0o755)
    assert raised.value.filename == str(path)
    assert names(path.parent) == []


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "fixes.tsv").mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        atomic.put(tmp_path / "fixes.tsv", b"new")
    erratum = os_errata.file_erratum(raised.value, within=tmp_path)
    assert (erratum.place.path, erratum.message.zh) == (
        "fixes.tsv",
        "文件读写出错：这里是一个文件夹",
    )
    assert names(tmp_path) == ["fixes.tsv"]


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 85)
    atomic.put(path, b"new")
    assert path.read_bytes() == b"new"


def test_new_means_that_nothing_stands_there(tmp_path: Path) -> None:
    atomic.put(tmp_path / "a", b"first", new=True)
    with pytest.raises(FileExistsError):
        atomic.put(tmp_path / "a", b"second", new=True)
    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_what_is_raised_inside_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def fail() -> None:
        with atomic.writing(tmp_path / "a") as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full") as raised:
        fail()
    assert raised.value.filename == str(tmp_path / "a")
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"old")


def test_what_killed_runs_left_is_swept_and_what_others_make_is_not(tmp_path: Path) -> None:
    (tmp_path / ".aside-dead").write_bytes(b"half")
    (tmp_path / ".making-dead").mkdir()
    (tmp_path / ".making-dead" / "print.pdf").write_bytes(b"half")
    (tmp_path / ".making-link").symlink_to("/etc")
    with atomic.writing(tmp_path / "mine") as file, atomic.folder(tmp_path, "x-") as place:
        atomic.sweep(tmp_path)
        left = [name for name in names(tmp_path) if not name.startswith(".making-link")]
        assert len(left) == 2
        file.write(b"whole")
        atomic.move(_filled(place / "a"), tmp_path / "b")
    assert names(tmp_path) == [".making-link", "b", "mine"]


def _filled(path: Path) -> Path:
    path.write_bytes(b"made")
    return path


DIES = """
import os, sys
from pathlib import Path
from casebook import atomic
with atomic.folder(Path(sys.argv[1])) as place:
    (place / "half").write_bytes(b"half")
    os._exit(1)
"""


def test_what_a_dead_process_made_is_swept_by_the_next(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], check=False).returncode == 1
    assert len(names(tmp_path)) == 1
    with atomic.folder(tmp_path) as place:
        assert names(tmp_path) == [place.name]


def test_who_must_wait_for_a_lock_is_told(tmp_path: Path) -> None:
    erratum, done = threading.Event(), threading.Event()

    def other() -> None:
        with locking.alone(tmp_path, waiting=erratum.set):
            done.set()

    with locking.alone(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        assert erratum.wait(5)
        assert not done.is_set()
    thread.join(5)
    assert done.is_set()
    with locking.editing(tmp_path), locking.alone(tmp_path):  # two locks, not one
        assert names(tmp_path) == [".lock"]


@pytest.mark.parametrize(
    ("number", "zh"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EACCES, "没有权限"), (9999, "sigh")],
)
def test_a_fault_is_told_with_the_file_the_reason_and_the_way_out(number: int, zh: str) -> None:
    erratum = os_errata.file_erratum(
        OSError(number, "sigh", "/book/manuscript/a.md"), within=Path("/book")
    )
    assert erratum.place.path == "manuscript/a.md"
    assert zh in erratum.message.zh
    assert erratum.hint


@pytest.mark.parametrize(
    ("path", "named"),
    [("b/.making-1f/print.pdf", "b/print.pdf"), ("/b/a.md", "/b/a.md"), ("", ""), ("a", "a")],
)
def test_what_is_made_beside_its_place_is_told_by_its_place(path: str, named: str) -> None:
    assert os_errata.file_erratum(OSError(errno.ENOSPC, "full", path)).place.path == named
