"""Load WeasyPrint: what it seldom uses later, what is slow to parse from a cache."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from casebook.import_cache import cached
from casebook.weasy import c_declarations, html_sheets
from casebook.weasy.weasyprint_types import Function

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint wants for variable fonts, or where HarfBuzz cannot cut fonts."""


_WAITING = ("pycparser", "ssl", "PIL.ExifTags")
"""What is loaded when something asks for it: what cffi parses declarations of C with, which are kept
(20 ms); what the network would need, of which nothing is read (7 ms); the names of what cameras note
(10 ms)."""


class _LazyModule(ModuleType):
    """Stands for a module until something in it is called."""

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(
            *given, **named
        )


class _ModuleInWaiting(ModuleType):
    """Stands for a module until anything of it is looked at."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load() -> ModuleType:
    """Return WeasyPrint, loaded.

    What it seldom uses is loaded when it is used; the declarations of its C libraries and its
    patterns for hyphens are kept. On Linux it names its libraries in full; cffi would first ask
    the linker and a compiler for other names they might have. Together that takes half a second.
    """
    if "weasyprint" in sys.modules:
        return importlib.import_module("weasyprint")
    import ctypes.util  # lazy: loads with WeasyPrint

    c_declarations.share()
    search = ctypes.util.find_library
    kinds = {**dict.fromkeys(_SELDOM, _LazyModule), **dict.fromkeys(_WAITING, _ModuleInWaiting)}
    later = {name: kind(name) for name, kind in kinds.items() if name not in sys.modules}
    sys.modules.update(later)
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        with html_sheets.kept():
            weasyprint = importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
    _keep_hyphens()
    return weasyprint


def _keep_hyphens() -> None:
    """Have pyphen take the patterns of a dictionary from what was kept of them when it was parsed.

    American English has 11,000, parsed in 0.05 s; it is read when words of that language come up.
    """
    import pyphen  # lazy: loads with WeasyPrint

    parsed = pyphen.HyphDict

    def dictionary(path: Path) -> object:
        made: object = object.__new__(parsed)
        name = f"hyphens-{path.stem}"
        vars(made).update(cached(name, pyphen.VERSION, lambda: vars(parsed(path))))
        return made

    pyphen.HyphDict = dictionary
