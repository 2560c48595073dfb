"""`python -m casebook`, and the `casebook` command."""

import sys


def entry() -> None:
    """Run the command line; Ctrl-C while it is still loading is an interruption like any other."""
    try:
        from casebook.cli import main

        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    entry()
