"""Write the custom properties of a layout into its style sheets: `var(--pitch)` becomes 17.5pt.

A custom property that is set on `html` alone is the same on every page: a constant. Where one is
used its value is written, and `calc()` of such lengths is worked out, before any engine reads the
sheet. The engine then knows the value from the declaration alone, so that equal elements share
their styles, and an EPUB has no variables, which some reading systems refuse. What is set
elsewhere too, or is not set, stays as it is written. Lines stay where they are.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

FILE = "layout.yaml"
"""The file of a layout's decisions."""
SHEET = "decisions.css"
"""The style sheet that follows from them, the first of a layout."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
_SET = re.compile(r"(--[\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_CALC = re.compile(r"calc\(")
_TERM = re.compile(r"\s*(?:([\d.]+)([a-z%]*)|([-+*/()]))", re.IGNORECASE)
_ROOT = frozenset(("html", ":root"))
DEEPEST = 10
"""How often a value may name another that names another."""


def constants(sheets: Iterable[str]) -> dict[str, str]:
    """Return the values of the custom properties that the texts of `sheets` set on `html` alone.

    Of several values the last one counts, as in the cascade.
    """
    values: dict[str, str] = {}
    varying: set[str] = set()
    for sheet in sheets:
        for selector, body in _RULE.findall(_COMMENT.sub("", sheet)):
            for name, value in _SET.findall(body):
                if selector.strip() in _ROOT:
                    values[name] = value.strip()
                else:
                    varying.add(name)
    return {name: value for name, value in values.items() if name not in varying}


def inlined(sheet: str, values: Mapping[str, str]) -> str:
    """Return the text of a style sheet with `values` written where they are used."""
    for _ in range(DEEPEST):
        written = _USED.sub(lambda match: values.get(match[1], match[0]), sheet)
        if written == sheet:
            break
        sheet = written
    return _worked_out(sheet) if "calc(" in sheet else sheet


def removed(sheet: str, values: Mapping[str, str]) -> str:
    """Return the text of a style sheet without the properties `values`, which nothing uses now."""

    def rule(match: re.Match[str]) -> str:
        if match[1].split("}")[-1].strip() not in _ROOT:
            return match[0]
        body = _SET.sub(lambda m: "" if m[1] in values else m[0], match[2])
        return f"{match[1]}{{{body}}}" if body.strip("; \n") else ""

    return _RULE.sub(rule, sheet) if values else sheet


def _worked_out(sheet: str) -> str:
    """Return `sheet` with each `calc()` of plain numbers and one unit replaced by its value."""
    parts: list[str] = []
    at = 0
    for match in _CALC.finditer(sheet):
        if match.start() < at:
            continue
        end = _closing(sheet, match.end())
        value = _value(sheet[match.end() : end])
        if value is not None:
            parts += [sheet[at : match.start()], value]
            at = end + 1
    return "".join((*parts, sheet[at:]))


def _closing(text: str, at: int) -> int:
    """Return where the bracket closes that was opened right before `at`."""
    depth = 1
    while at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
        at += 1
    return at


class _MixedError(Exception):
    """An expression that is no plain number or length."""


def _value(expression: str) -> str | None:
    """Return what an expression of CSS comes to, or None when only an engine can tell."""
    expression = expression.replace("calc(", "(")
    terms = _TERM.findall(expression)
    if "".join("".join(term) for term in terms) != re.sub(r"\s", "", expression):
        return None
    try:
        number, unit = _sum(terms := list(reversed(terms)))
    except (_MixedError, ArithmeticError, IndexError):
        return None
    return None if terms else f"{round(number, 4).normalize():f}{unit}"


_Terms = list[tuple[str, str, str]]
_Length = tuple[Decimal, str]


def _sum(terms: _Terms) -> _Length:
    number, unit = _product(terms)
    while terms and terms[-1][2] in ("+", "-"):
        sign = terms.pop()[2]
        more, other = _product(terms)
        if unit != other:
            raise _MixedError
        number = number + more if sign == "+" else number - more
    return number, unit


def _product(terms: _Terms) -> _Length:
    number, unit = _factor(terms)
    while terms and terms[-1][2] in ("*", "/"):
        sign = terms.pop()[2]
        more, other = _factor(terms)
        if other and (unit or sign == "/"):
            raise _MixedError
        number, unit = (number * more if sign == "*" else number / more), unit or other
    return number, unit


def _factor(terms: _Terms) -> _Length:
    number, unit, sign = terms.pop()
    if number:
        if unit == "%":
            raise _MixedError
        return Decimal(number), unit.lower()
    if sign == "-":
        inner, unit = _factor(terms)
        return -inner, unit
    if sign != "(":
        raise _MixedError
    inside = _sum(terms)
    if terms.pop()[2] != ")":
        raise _MixedError
    return inside
