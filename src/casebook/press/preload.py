"""Everything that sets pages, loaded: what workers are forked from.

Pango and fontconfig are left alone: they start threads, which a fork would lose. The collector
rests, here and in the workers, which run it between sections.
"""

import gc
import sys
from types import TracebackType

gc.disable()


def _untold(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Leave it to the press to say that no worker was born, or that it has gone itself."""


if not sys.flags.dev_mode:
    sys.excepthook = _untold
    sys.unraisablehook = lambda _: None  # a limit that strikes while an object goes comes again

from casebook.limits import unbounded  # noqa: E402
from casebook.pattern_cache import kept_patterns  # noqa: E402

unbounded()
with kept_patterns("patterns"):
    from casebook.weasy import loading

    loading.load()
    from casebook import composition as _composition  # noqa: F401
    from casebook.press import painting as _painting  # noqa: F401
    from casebook.weasy import drawing, images, page_maker  # noqa: F401
