"""Everything that sets pages, loaded: what workers are forked from.

Pango and fontconfig are left alone: they start threads, which a fork would lose. The collector
rests, here and in the workers, which run it between sections.
"""

import gc
from importlib.metadata import version

gc.disable()

from casebook.press import engine  # noqa: E402

engine.load()

from weasyprint.text import line_break  # noqa: E402
from weasyprint.text.ffi import ffi  # noqa: E402

from casebook.composition import engine as _composition  # noqa: E402, F401
from casebook.press import painting as _painting  # noqa: E402, F401
from casebook.press.compiled import compiled  # noqa: E402

for _kind in (
    "PangoFcFontMap *, char[], PangoRectangle *, uintptr_t, PangoLogAttr[], unsigned int *, "
    "hb_tag_t[100], char[4]"
).split(", "):
    ffi.typeof(_kind)  # the first time each is parsed as C
_pyphen = line_break.pyphen
_patterns = _pyphen.LANGUAGES[_pyphen.language_fallback("en")]
_pyphen.hdcache[_patterns] = compiled(
    "hyphens", version("pyphen"), lambda: _pyphen.HyphDict(_patterns)
)
