"""`python -m casebook`, and the `casebook` command."""

import atexit
import os
import sys


def entry() -> None:
    """Run the command line; Ctrl-C while it is still loading is an interruption like any other.

    The process ends at once: taking a book in memory apart would take a tenth of a second.
    """
    try:
        from casebook.cli import main

        status = main()
    except KeyboardInterrupt:
        status = 130
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    entry()
