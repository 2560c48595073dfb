"""Everything that sets pages, loaded: what workers are forked from.

Pango and fontconfig are left alone: they start threads, which a fork would lose. The collector
rests, here and in the workers, which run it between sections.
"""

import gc
import os
import sys
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

gc.disable()
_parent = os.getppid()


def _gone(process: int) -> bool:
    """Say whether a process has ended, whether or not anybody has taken note of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "XZ"
    except OSError:
        return Path("/proc/self").exists()  # without /proc nothing is known


def _told(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Say why a worker was not born, unless who wanted it was killed: its names went with it."""
    if not _gone(_parent):
        sys.__excepthook__(kind, fault, trace)


sys.excepthook = _told

from casebook.limits import unbounded  # noqa: E402
from casebook.press import engine  # noqa: E402
from casebook.press.compiled import compiled  # noqa: E402
from casebook.press.declared import share  # noqa: E402

unbounded()
share()
engine.load()

from weasyprint.text import line_break  # noqa: E402

from casebook.composition import engine as _composition  # noqa: E402, F401
from casebook.press import painting as _painting  # noqa: E402, F401

_pyphen = line_break.pyphen
_patterns = _pyphen.LANGUAGES[_pyphen.language_fallback("en")]
_pyphen.hdcache[_patterns] = compiled(
    "hyphens", version("pyphen"), lambda: _pyphen.HyphDict(_patterns)
)
