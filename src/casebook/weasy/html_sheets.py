"""WeasyPrint's own style sheets, which say how bare HTML looks: parsed once, not at every start."""

import io
import marshal
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from types import FunctionType

from casebook.import_cache import cached
from casebook.weasy.weasyprint_types import Function, Module

_SHEETS = {"UA_STYLESHEET": "UA", "UA_FORM_STYLESHEET": "UA_FORM", "PH_STYLESHEET": "PH"}
"""The sheets in `weasyprint.html`, and the names of their texts there."""
_NAMES = ("split_whitespace", "ascii_lower", "urlparse")
"""What the test of a compiled selector calls, in `cssselect2.compiler`."""


@contextmanager
def kept() -> Iterator[None]:
    """Have WeasyPrint, which is imported in the block, take its style sheets as they were kept.

    Where they cannot be kept, they are parsed as ever.
    """
    tinycss2: Module = import_module("tinycss2")
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda text: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
    html: Module = import_module("weasyprint.html")
    versions = [import_module(name).VERSION for name in ("weasyprint", "tinycss2", "cssselect2")]
    texts = sha256("\0".join(getattr(html, text) for text in _SHEETS.values()).encode())
    try:
        key = f"{versions} {texts.hexdigest()}"
        sheets, counters = pickle.loads(cached("sheets", key, lambda: _packed(_parsed(html))))
    except (AttributeError, TypeError, ValueError, pickle.PickleError):
        sheets, counters = _parsed(html)
    for name, sheet in sheets.items():
        vars(getattr(html, name)).update(sheet)
    html.UA_COUNTER_STYLE.update(counters)


def _parsed(html: Module) -> tuple[dict[str, dict[str, object]], dict[str, object]]:
    """Return what each sheet of `html` knows, by name, and the counter styles they define."""
    counters = type(html.UA_COUNTER_STYLE)()
    sheets = {
        name: vars(html.CSS(string=getattr(html, text), counter_style=counters))
        for name, text in _SHEETS.items()
    }
    return sheets, dict(counters)


class _Packer(pickle.Pickler):
    """Packs the tests of compiled selectors too: lambdas that know nothing but `_NAMES`."""

    def reducer_override(self, thing: object) -> tuple[Function, tuple[bytes]]:
        """Return how a test is made again; leave all other things to pickle."""
        if isinstance(thing, FunctionType) and thing.__name__ == "<lambda>":
            if thing.__globals__.keys() != {"__builtins__", *_NAMES} or thing.__closure__:
                raise pickle.PicklingError("not the test of a selector")
            return _test, (marshal.dumps(thing.__code__),)
        otherwise: tuple[Function, tuple[bytes]] = NotImplemented
        return otherwise


def _packed(thing: object) -> bytes:
    file = io.BytesIO()
    _Packer(file, protocol=5).dump(thing)
    return file.getvalue()


def _test(code: bytes) -> FunctionType:
    """Return the test of a selector that was compiled to `code`."""
    compiler = import_module("cssselect2.compiler")
    return FunctionType(marshal.loads(code), {name: getattr(compiler, name) for name in _NAMES})
