"""The command line as a hostile user meets it: words and an exit status, never a trace."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tiny
from casebook import cli
from casebook.intake.manuscript import book_reader
from started_desk import started_desk

ROOT = Path(__file__).parents[1]


def run(
    *arguments: str, shell: str = 'exec "$@"', **environment: str
) -> "subprocess.CompletedProcess[str]":
    command = ("bash", "-c", shell, "bash", sys.executable, "-m", "casebook", *arguments)
    known = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        command, env=known, capture_output=True, text=True, errors="replace", timeout=480
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("book"))


def read(line: list[str]) -> tuple[str, str, Path]:
    named = cli.command_parser().parse_args(line)
    return named.lang, named.format, named.book


COMMANDS = {
    "new": ["b"],
    "notice": ["n.docx"],
    "receive": ["a.docx"],
    "assign": ["a.docx", "1-1"],
    "ledger": [],
    "build": [],
    "proof": [],
    "preview": [],
    "round": ["open"],
    "compare": ["1"],
    "doctor": [],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_every_command_takes_stands_before_it_or_after_it(command: str) -> None:
    options = ["--lang", "en", "--format", "json", "-C", "there"]
    rest = COMMANDS[command]
    wanted = ("en", "json", Path("there"))
    assert read([*options, command, *rest]) == wanted
    assert read([command, *options, *rest]) == wanted
    assert read([*options[:2], command, *rest, *options[2:]]) == wanted
    assert read(["--lang", "zh", command, *options, *rest]) == wanted  # the nearer one holds
    assert read([command, *rest]) == (None, "text", Path())


def test_every_command_is_tried_here() -> None:
    with pytest.raises(SystemExit):
        cli.command_parser().parse_args(["--no-such"])
    groups = cli.command_parser()._subparsers
    assert groups is not None
    assert set(groups._group_actions[0].choices or ()) == set(COMMANDS)


def test_a_form_that_a_command_does_not_know_is_wrong_usage(folder: Path) -> None:
    made = run("--format", "html", "-C", str(folder), "ledger")
    assert made.returncode == 2
    assert "--format" in made.stderr


@pytest.mark.parametrize("workers", ["abc", "-1", "1.5", "257", "99999999999", "", "²"])
def test_workers_are_a_number_or_an_address(workers: str) -> None:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["build", f"--workers={workers}"])
    assert leaving.value.code == 2


@pytest.mark.parametrize(
    ("shell", "environment"),
    [
        ('"$@" | true', {}),
        ('exec "$@" >&-', {}),
        ('exec "$@" <&- >&- 2>&-', {}),
        ('exec "$@" > /dev/full', {}),
        ('exec "$@" > /dev/full 2>&1', {}),
        ('exec "$@"', {"COLUMNS": "0"}),
        ('exec "$@"', {"PYTHONIOENCODING": "ascii", "LC_ALL": "zh_CN.GBK"}),
        ('exec "$@"', {"TMPDIR": "/nowhere", "HOME": "/nowhere"}),
        ('cd "$(mktemp -d)"; rmdir "$PWD"; exec "$@"', {}),
    ],
)
def test_odd_surroundings_bring_no_trace(
    folder: Path, shell: str, environment: dict[str, str]
) -> None:
    for form in ("text", "json"):
        made = run("-C", str(folder), "--format", form, "ledger", shell=shell, **environment)
        assert "Traceback" not in made.stderr + made.stdout
        assert made.returncode in (0, 1)


def test_in_no_columns_the_words_of_a_table_are_there(folder: Path) -> None:
    assert "典型案例" in run("-C", str(folder), "ledger", COLUMNS="1").stdout


def test_what_cannot_be_written_in_an_encoding_is_described(folder: Path) -> None:
    made = run("-C", str(folder), "--lang", "zh", "ledger", PYTHONIOENCODING="ascii")
    assert r"\u5178\u578b\u6848\u4f8b" in made.stdout


def test_what_nobody_foresaw_is_told_in_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(book_reader, "read", fail)
    assert cli.main(["ledger", "-C", str(folder), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert "KeyError: 'lost'" in said
    assert "own-fault" in said


ENDED_IN_A_CLASS = """
import os, signal, sys
from casebook import __main__

class Ended:
    def __set_name__(self, *_):
        os.kill(os.getpid(), signal.SIGTERM)

class Finder:
    def find_spec(self, name, *_):
        if name == "casebook.cli":
            type("Loaded", (), {"field": Ended()})

sys.meta_path.insert(0, Finder())
__main__.entry()
"""


def test_a_run_ended_while_a_class_is_made_leaves_no_trace() -> None:
    given = (sys.executable, "-c", ENDED_IN_A_CLASS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(given, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (143, "")


WAITS_FOR_EVER = """
import os, signal, threading
from casebook import __main__, cli

def main():
    lock = threading.Lock()
    lock.acquire()
    try:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            lock.acquire()
    finally:
        print("put away", flush=True)
        lock.acquire()

cli.main, __main__.PATIENCE = main, 0.2
__main__.entry()
"""


def test_an_interrupted_run_that_waits_for_ever_is_broken_off_step_by_step() -> None:
    given = (sys.executable, "-c", WAITS_FOR_EVER)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        given, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, "put away\n", "")


def test_an_interruption_inside_another_error_is_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError from KeyboardInterrupt()

    monkeypatch.setattr(book_reader, "read", fail)
    assert cli.main(["ledger", "-C", str(folder)]) == 130


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_may_be_ended_at_any_moment(folder: Path, number: signal.Signals) -> None:
    """Nothing but the exit status tells: no trace, no process, nothing half made."""
    for delay in (0.15, 0.3, 0.5, 0.8, 1.3, 2.0):
        (folder / "manuscript" / "book.yaml").touch()
        process = subprocess.Popen(
            (sys.executable, "-m", "casebook", "-C", str(folder), "build", "--workers", "2"),
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        time.sleep(delay)
        for _ in range(2):
            if process.poll() is None:
                os.killpg(process.pid, number)
        erratum, _ = process.communicate(timeout=240)
        trace = erratum.partition(b"Traceback")[2]
        assert b"casebook" not in trace, erratum  # else Python's own, before a line of ours ran
        assert process.returncode in (0, 128 + number, -number)
        wait_for_the_last_of(process.pid)
        assert not list((folder / "build").glob(".making-*"))


@pytest.mark.slow
def test_a_desk_may_be_interrupted_the_moment_it_has_told_its_address(folder: Path) -> None:
    for delay in range(0, 48, 6):
        with started_desk("-C", str(folder), stderr=subprocess.PIPE) as (desk, _):
            time.sleep(delay / 1000)
            desk.send_signal(signal.SIGINT)
            _, printed = desk.communicate(timeout=240)
            assert (desk.returncode, printed) == (128 + signal.SIGINT, "")


@pytest.mark.slow
def test_a_run_with_nothing_to_do_ends_before_its_workers_are_born(folder: Path) -> None:
    run("-C", str(folder), "build", "--workers", "2")
    for _ in range(5):
        next((folder / "manuscript" / "cases").glob("*.md")).touch()
        made = run("-C", str(folder), "--lang", "en", "build", "--workers", "2")
        assert made.returncode == 0
        assert "Traceback" not in made.stderr


def wait_for_the_last_of(group: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left")
