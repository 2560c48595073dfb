"""A desk in a process of its own, which has ended when the test has, whatever became of either."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 240
"""Seconds a desk may take to end when it is asked to."""


@contextmanager
def started_desk(
    *arguments: str, lang: str = "zh", cwd: Path | None = None,
    environment: Mapping[str, str] | None = None, stderr: int | None = None,
) -> Iterator[tuple[subprocess.Popen[str], str]]:  # fmt: skip
    """Start `casebook preview` and give the process and the address it told, without a last /.

    The desk leads a group of processes. A desk that is still there at the end is asked to end and
    must do so in time; where it does not, or the test has failed, the group is killed.
    """
    command = [
        sys.executable, "-m", "casebook", "preview", *arguments, "--no-browser", "--lang", lang,
    ]  # fmt: skip
    source = {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    desk = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=stderr, env={**os.environ, **source, **(environment or {})},
        text=True, cwd=cwd, start_new_session=True,
    )  # fmt: skip
    try:
        assert desk.stdout is not None
        match = re.search(r"http://\S+?/", desk.stdout.readline())
        assert match, "the desk tells no address"
        yield desk, match[0].rstrip("/")
        if desk.poll() is None:
            desk.send_signal(signal.SIGINT)
            desk.communicate(timeout=PATIENCE)
    finally:
        kill(desk)
        for stream in (desk.stdout, desk.stderr):
            if stream is not None:
                stream.close()


def kill(desk: "subprocess.Popen[str]") -> None:
    """End a desk and all it started at once, as a power cut does."""
    with suppress(ProcessLookupError):
        os.killpg(desk.pid, signal.SIGKILL)
    desk.wait(PATIENCE)


def until(happened: Callable[[], object], seconds: float = 150) -> None:
    """Wait for something to happen; fail when it does not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
