"""Regular expressions that modules compile while they load, kept compiled.

Python compiles each of them anew in every process: two hundred, a sixth of what a worker's server
loads with, and eight hundred of the proof's rules, half of what an edit waits for. What its
compiler hands to the matching engine is kept beside what else is slow to make (`import_cache`), for
this version of Python; a pattern that is new there is compiled as ever.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

from casebook.import_cache import Table, kept_table

_Compile = Callable[..., re.Pattern[str]]
_Handed = tuple[object, ...]
"""What the engine of regular expressions is given: pattern, flags, code, groups and their names."""
_REPLACING = threading.RLock()
"""Held while the compiler is replaced: two threads would give back each other's."""


@contextmanager
def kept_patterns(name: str) -> Iterator[None]:
    """Within the block, compile each regular expression that is kept under `name` from there.

    Those that come up and are not kept yet are kept when the block ends; what another thread
    compiles meanwhile is none of the block's.
    """
    with _REPLACING:
        compiler: ModuleType | None = getattr(re, "_compiler", None)
        engine = getattr(compiler, "_sre", None)
        compile_anew: _Compile | None = getattr(compiler, "compile", None)
        if compiler is None or engine is None or compile_anew is None:
            yield  # another Python's compiler
            return
        with kept_table(name, f"{engine.MAGIC}") as kept:
            noting, compiled = _noting(engine, compile_anew, kept)
            vars(compiler).update(_sre=noting, compile=compiled)
            try:
                yield
            finally:
                vars(compiler).update(_sre=engine, compile=compile_anew)


def _noting(
    engine: SimpleNamespace, compile_anew: _Compile, kept: Table
) -> tuple[SimpleNamespace, _Compile]:
    """Return an engine that notes what it is handed, and a compiler that looks first into `kept`."""
    own = threading.get_ident()
    handed: list[_Handed] = []

    def engine_compile(*given: object) -> object:
        if threading.get_ident() == own:
            handed.append(tuple(map(_plain, given)))
        return engine.compile(*given)

    def compiled(pattern: object, flags: int = 0) -> re.Pattern[str]:
        key = (pattern, int(flags))
        keeping = isinstance(pattern, (str, bytes)) and threading.get_ident() == own
        if keeping and key in kept:
            known: re.Pattern[str] = engine.compile(*kept[key])
            return known
        handed.clear()
        made = compile_anew(pattern, flags)
        if keeping and len(handed) == 1:
            kept[key] = handed[0]
        return made

    return SimpleNamespace(**{**vars(engine), "compile": engine_compile}), compiled


def _plain(given: object) -> object:
    """Return what is given with plain numbers: the compiler has kinds of its own, which are not kept."""
    if isinstance(given, list):
        return list(map(int, given))
    return int(given) if isinstance(given, int) else given
