"""Runs of one book wait for each other; what is issued belongs together."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import tiny
from casebook import atomic, build_folder, issuing
from casebook.errata import StopPress, Wording
from casebook.press import build_cache
from casebook.rounds import round_files

BOTH = tiny.BOOK.replace("editions: [print]", "editions: [print, epub]")


def build(folder: Path, said: list[str]) -> issuing.Issue:
    def tell(step: Wording, _count: int | None) -> None:
        said.append(step.en)

    return issuing.issue(folder, (), tell, workers=1)


def test_a_second_build_waits_and_says_so(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    said: list[str] = []
    with build_folder.one_run_at_a_time(folder, lambda _step, _count: None):
        thread = threading.Thread(target=build, args=(folder, said))
        thread.start()
        end = time.monotonic() + 10
        while not said and time.monotonic() < end:
            time.sleep(0.01)
        assert said == ["another command is issuing this book; waiting for it"]
        assert not (folder / "build" / "print.pdf").exists()
    thread.join(60)
    assert (folder / "build" / "print.pdf").is_file()


def test_a_build_leaves_what_another_is_making(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    with atomic.folder(folder / "build") as place:
        atomic.put(place / "print.pdf", b"of another", lasting=False)
        build(folder, [])
        assert (place / "print.pdf").read_bytes() == b"of another"


def test_files_of_two_runs_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.write(tmp_path, book=BOTH)
    build(folder, [])
    old = build_cache.issued((folder / "build").glob("*.*"))
    tiny.write(folder, book=BOTH, case=tiny.CASE.replace("正文一句", "正文二句"))
    move = atomic.move

    def killed(source: Path, target: Path, lasting: bool = True) -> None:
        move(source, target, lasting)
        raise SystemExit

    monkeypatch.setattr(atomic, "move", killed)
    with pytest.raises(SystemExit):
        build(folder, [])
    monkeypatch.undo()
    mixed = build_cache.issued((folder / "build").glob("*.*"))
    assert mixed["print.pdf"] != old["print.pdf"]
    assert mixed["book.epub"] == old["book.epub"]
    assert build_cache.made_from(folder / "build" / "print.pdf") is None
    build(folder, [])
    now = build_cache.issued((folder / "build").glob("*.*"))
    assert now["book.epub"] != old["book.epub"]
    assert build_cache.made_from(folder / "build" / "print.pdf") is not None


def test_a_manuscript_that_changes_while_it_is_made_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path)
    take = issuing.take

    def meanwhile(*given: object) -> object:
        tiny.write(folder, case=tiny.CASE.replace("正文一句", "正文二句"))
        return take(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(issuing, "take", meanwhile)
    build(folder, [])
    monkeypatch.undo()
    tiny.write(folder)
    said: list[str] = []
    build(folder, said)
    assert said  # what was remembered would be of another text


def test_a_round_is_not_opened_on_pages_of_another_text(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    pages = build(folder, []).files["print"]
    tiny.write(folder, case=tiny.CASE.replace("正文一句", "正文二句"))
    with pytest.raises(StopPress) as stop:
        round_files.open_(folder, pages)
    assert [erratum.rule for erratum in stop.value.errata] == ["edited-meanwhile"]
    assert round_files.current(folder) is None
    tiny.write(folder)
    assert round_files.open_(folder, pages).number == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("after", [0.3, 0.45, 0.6, 0.8])
def test_repairs_that_are_really_killed_lose_nothing(tmp_path: Path, after: float) -> None:
    wrong = '---\naward: "1-1"\n---\n\n' + "召开后,医院(一)学习。\n\n" * 40
    folder = tiny.write(tmp_path, case=wrong, **{"cases/1-2.md": wrong.replace("1-1", "1-2")})
    command = [sys.executable, "-m", "casebook", "proof", "--fix", "-C", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for name in ("1-1", "1-2"):
        text = (folder / "manuscript" / "cases" / f"{name}.md").read_text("utf-8")
        old = wrong.replace("1-1", name)
        new = old.replace("召开后,医院(一)学习。", "召开后，医院（一）学习。")
        assert text in (old, new)
        if text == new:
            assert (folder / "manuscript" / "fixes.tsv").is_file()
