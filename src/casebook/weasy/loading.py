"""Load WeasyPrint: what it seldom uses later, what is slow to parse from a cache."""

import importlib
import sys
from importlib.metadata import version
from types import ModuleType

from casebook.weasy import c_declarations, html_sheets
from casebook.weasy.import_cache import cached
from casebook.weasy.weasyprint_types import Function

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint wants for variable fonts, or where HarfBuzz cannot cut fonts."""


class _LazyModule(ModuleType):
    """Stands for a module until something in it is called."""

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(
            *given, **named
        )


def load() -> ModuleType:
    """Return WeasyPrint, loaded.

    What it seldom uses is loaded when it is used; the declarations of its C libraries and its
    English hyphens are kept. On Linux it names its libraries in full; cffi would first ask the
    linker and a compiler for other names they might have. Together that takes half a second.
    """
    if "weasyprint" in sys.modules:
        return importlib.import_module("weasyprint")
    import ctypes.util  # lazy: loads with WeasyPrint

    c_declarations.share()
    search = ctypes.util.find_library
    later = {name: _LazyModule(name) for name in _SELDOM if name not in sys.modules}
    sys.modules.update(later)
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        with html_sheets.kept():
            weasyprint = importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search
        for name in later:
            del sys.modules[name]
    _keep_hyphens()
    return weasyprint


def _keep_hyphens() -> None:
    import pyphen  # lazy: loads with WeasyPrint

    patterns = pyphen.LANGUAGES[pyphen.language_fallback("en")]
    pyphen.hdcache[patterns] = cached(
        "hyphens", version("pyphen"), lambda: pyphen.HyphDict(patterns)
    )
