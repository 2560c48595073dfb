"""`python -m casebook`, and the `casebook` command."""

import atexit
import io
import os
import signal
import sys
import time
from types import FrameType

ENDED = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
"""Exit statuses of a run that is ended from without, as shells have them."""
GRACE = 3.0  # seconds
PATIENCE = 8.0  # seconds in which an interrupted run puts away what it had begun


def entry() -> None:
    """Run the command line; Ctrl-C while it is still loading is an interruption like any other.

    The process ends at once: taking a book in memory apart would take a tenth of a second.
    """
    _streams()
    if not sys.flags.dev_mode:  # a limit or Ctrl-C that strikes while an object goes comes again
        sys.unraisablehook = lambda _: None
    ended: list[int] = []
    try:
        _interruptible(ended)
        from casebook.cli import main  # lazy: Ctrl-C interrupts it

        status = main()
    except KeyboardInterrupt:
        status = ENDED["SIGINT"]
    except SystemExit as leaving:  # of the parser: wrong usage, --help
        status = leaving.code if isinstance(leaving.code, int) else 1
    except OSError:  # of what is written to: who reads has gone, or the disk is full
        status = 1
    except Exception:  # before Python 3.12 an import may turn an interruption into another error
        if not ended:
            raise
        status = ended[0]
    for name in ENDED:
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    try:
        atexit._run_exitfuncs()
    except KeyboardInterrupt:  # one of them waited for ever
        status = ended[-1]
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = status or 1
    os._exit(ended[0] if ended else status)


def _streams() -> None:
    """Have three streams that take every character.

    One that is closed would give its number to the next file that is opened; in an encoding of
    few characters, or for a file name that is no text, what cannot be written is described.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = io.FileIO(number, "w", closefd=False)
            setattr(
                sys, name, io.TextIOWrapper(io.BufferedWriter(nowhere), "utf-8", "backslashreplace")
            )
        else:
            stream.reconfigure(errors="backslashreplace")


def _interruptible(ended: list[int]) -> None:
    """Have every way to end the run from without be an interruption.

    One that follows at once (Ctrl-C twice) is passed over: what is to be put away is put away. A
    step of that which waits for ever, for a lock that was held when the interruption came, is
    broken off after `PATIENCE`, and the process after twice that.
    """
    latest = -GRACE

    def interrupt(number: int, _frame: FrameType | None) -> None:
        nonlocal latest
        now = time.monotonic()
        if now - latest > GRACE:
            latest = now
            ended.append(ENDED[signal.Signals(number).name])
            if hasattr(signal, "setitimer"):
                signal.signal(signal.SIGALRM, overdue)
                signal.setitimer(signal.ITIMER_REAL, PATIENCE, PATIENCE)
            raise KeyboardInterrupt

    def overdue(_number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - latest > 1.5 * PATIENCE:
            os._exit(ended[-1])
        raise KeyboardInterrupt

    for name in ENDED:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # nohup, a shell's &
            signal.signal(number, interrupt)


if __name__ == "__main__":
    entry()
