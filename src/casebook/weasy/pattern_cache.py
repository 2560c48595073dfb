"""Regular expressions that modules compile while they load, kept compiled.

Python compiles each of them anew in every process: two hundred, a sixth of what a worker's server
loads with. What its compiler hands to the matching engine is kept beside what else is slow to make
(`import_cache`), for this version of Python; a pattern that is new there is compiled as ever.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

from casebook.weasy.import_cache import kept_table

_Handed = tuple[object, ...]
"""What the engine of regular expressions is given: pattern, flags, code, groups and their names."""


@contextmanager
def kept_patterns(name: str) -> Iterator[None]:
    """Within the block, compile each regular expression that is kept under `name` from there.

    Those that come up and are not kept yet are kept when the block ends.
    """
    compiler: ModuleType | None = getattr(re, "_compiler", None)
    engine = getattr(compiler, "_sre", None)
    compile_anew: Callable[..., re.Pattern[str]] | None = getattr(compiler, "compile", None)
    if compiler is None or engine is None or compile_anew is None:
        yield  # another Python's compiler
        return
    with kept_table(name, f"{engine.MAGIC}") as kept:
        handed: list[_Handed] = []

        def engine_compile(*given: object) -> object:
            handed.append(tuple(map(_plain, given)))
            return engine.compile(*given)

        def compiled(pattern: object, flags: int = 0) -> object:
            key = (pattern, int(flags))
            if isinstance(pattern, (str, bytes)) and key in kept:
                return engine.compile(*kept[key])
            handed.clear()
            made = compile_anew(pattern, flags)
            if isinstance(pattern, (str, bytes)) and len(handed) == 1:
                kept[key] = handed[0]
            return made

        noting = SimpleNamespace(**{**vars(engine), "compile": engine_compile})
        vars(compiler).update(_sre=noting, compile=compiled)
        try:
            yield
        finally:
            vars(compiler).update(_sre=engine, compile=compile_anew)


def _plain(given: object) -> object:
    """Return what is given with plain numbers: the compiler has kinds of its own, which are not kept."""
    if isinstance(given, list):
        return list(map(int, given))
    return int(given) if isinstance(given, int) else given
