"""What a style sheet may ask of the composer, read into one value.

The names and values are those of CSS Text 4 where it has them; `--clreq-…` custom properties say
the rest. Nothing here knows how a style sheet is parsed: keywords come in, a `Settings` goes out,
and anything unknown raises `UnknownValue`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final


class UnknownValue(ValueError):  # noqa: N818
    """A property has a value that the standard does not name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to set a paragraph. Lengths are in em.

    `level` is CLREQ's table for line starts and ends; `width` the style of marks (R25);
    `space`, `space_min`, `space_max` the gap between Han and Latin (R30); `runt` how many
    characters a last line must have (R42); `squeezed` whether gaps may be squeezed, so that marks
    are as wide in every line; `words` whether Chinese words may be divided.
    """

    level: str = "gb"
    width: str = "quanjiao"
    adjacent: bool = True
    start: str = "trim"
    end: str = "trim"
    alpha: bool = True
    numeric: bool = True
    typed: str = "replace"
    space: float = 0.25
    space_min: float = 0.125
    space_max: float = 0.5
    justify: str = "auto"
    hang: frozenset[str] = frozenset()
    wrap: str = "auto"
    runt: int = 2
    squeezed: bool = True
    stops: bool = True
    dots: bool = False
    words: str = "normal"


STANDARD: Final[Mapping[str, tuple[str, ...]]] = {
    "line-break": ("auto", "loose", "normal", "strict", "anywhere"),
    "text-justify": ("auto", "none", "inter-word", "inter-character", "distribute"),
    "text-spacing-trim": (
        "auto",
        "normal",
        "space-all",
        "space-first",
        "trim-start",
        "trim-both",
        "trim-all",
    ),
    "text-wrap": ("auto", "balance", "stable", "pretty"),
    "word-break": ("normal", "break-all", "auto-phrase"),
}
INITIAL: Final[Mapping[str, str]] = {
    "line-break": "auto",
    "text-justify": "auto",
    "text-spacing-trim": "auto",
    "text-autospace": "auto",
    "hanging-punctuation": "none",
    "word-break": "normal",
    "text-wrap": "auto",
}
CUSTOM: Final[Mapping[str, tuple[str, ...]]] = {
    "--clreq-punctuation": ("quanjiao", "kaiming", "banjiao"),
    "--clreq-squeeze": ("yes", "no"),
    "--clreq-squeeze-stops": ("yes", "no"),
    "--clreq-emphasis": ("none", "dot"),
    "--clreq-latin-style": ("normal", "italic"),
}
LATIN: Final = "--clreq-latin"
"""Pairs of families: a Chinese one, then the one its Latin letters and figures are set in."""
POINT: Final = "--clreq-point"
"""What stands before and behind the decimal point at most in the cells of a column."""
LATIN_STYLE: Final = "--clreq-latin-style"
LENGTHS: Final[Mapping[str, tuple[float, float]]] = {
    "--clreq-autospace": (0.0, 1.0),
    "--clreq-autospace-min": (0.0, 1.0),
    "--clreq-autospace-max": (0.0, 2.0),
    "--clreq-runt": (1.0, 10.0),
}
COUNTS: Final = frozenset({"--clreq-runt"})
"""Those of `LENGTHS` that count characters; the others are in em, with or without the unit."""
_LEVELS: Final = {
    "auto": "gb",
    "loose": "basic",
    "normal": "gb",
    "strict": "strict",
    "anywhere": "anywhere",
}
_TWO: Final = re.compile('"[^"]*" *"[^"]*"')
_PAIR: Final = re.compile('"([^"]+)" *"([^"]+)"')
_PAIRS: Final = re.compile(f"{_PAIR.pattern}(?: *, *{_PAIR.pattern})*")
_JUSTIFY: Final = {"distribute": "inter-character"}
_TRIM: Final[Mapping[str, tuple[bool, str, str]]] = {
    "auto": (True, "trim", "trim"),
    "trim-both": (True, "trim", "trim"),
    "trim-all": (True, "trim", "trim"),
    "normal": (True, "space", "allow"),
    "trim-start": (True, "trim", "allow"),
    "space-first": (True, "first", "allow"),
    "space-all": (False, "space", "space"),
}
AUTOSPACE: Final = ("ideograph-alpha", "ideograph-numeric", "punctuation", "insert", "replace")
HANG: Final = ("first", "force-end", "allow-end", "last")


def keywords(name: str, words: tuple[str, ...]) -> str:
    """Check the keywords of a standard property and return its computed value.

    Raises `UnknownValue` for a value that CSS Text 4 does not give `name`.
    """
    value = " ".join(words)
    if name in STANDARD:
        if value in STANDARD[name]:
            return value
    elif name == "text-autospace":
        if value in ("auto", "normal", "no-autospace") or _distinct(words, AUTOSPACE):
            return value
    elif name == "hanging-punctuation" and (value == "none" or _distinct(words, HANG)):
        return value
    raise UnknownValue(f"{name}: {value}")


def _distinct(words: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
    exclusive = {"insert", "replace"} <= set(words) or {"force-end", "allow-end"} <= set(words)
    known = all(word in allowed for word in words)
    return bool(words) and known and len(set(words)) == len(words) and not exclusive


def custom(name: str, value: str) -> str:
    """Check a `--clreq-…` property; raise `UnknownValue` for an unknown name or value.

    Lengths are numbers, with or without the unit `em`.
    """
    if name in CUSTOM and value in CUSTOM[name]:
        return value
    if name in LENGTHS:
        low, high = LENGTHS[name]
        try:
            number = float(value.removesuffix("em"))
        except ValueError:
            raise UnknownValue(f"{name}: {value}") from None
        if low <= number <= high:
            return value
    if name == LATIN:
        pairs(value)
        return value
    if name == POINT and (value == "none" or _TWO.fullmatch(value)):
        return value
    raise UnknownValue(f"{name}: {value}")


def pairs(value: str) -> tuple[tuple[str, str], ...]:
    """Read the pairs of families of `LATIN`: quoted, separated by commas; none of them is `none`.

    Raises `UnknownValue` for what is no such list.
    """
    if value == "none":
        return ()
    if not _PAIRS.fullmatch(value):
        raise UnknownValue(f"{LATIN}: {value}")
    return tuple(_PAIR.findall(value))


@lru_cache(maxsize=512)
def read(standard: tuple[str, ...], extra: tuple[tuple[str, str], ...]) -> Settings:
    """Make `Settings` of the computed values.

    `standard` holds the values of the properties of `INITIAL`, in its order; `extra` the
    `--clreq-…` properties that are set.
    """
    level, justify, trim, autospace, hang, words, wrap = standard
    adjacent, start, end = _TRIM[trim]
    spaced = autospace.split()
    every = autospace in ("auto", "normal")
    settings = Settings(
        level=_LEVELS[level],
        width="banjiao" if trim == "trim-all" else "quanjiao",
        adjacent=adjacent,
        start=start,
        end=end,
        alpha=every or "ideograph-alpha" in spaced,
        numeric=every or "ideograph-numeric" in spaced,
        typed="insert" if "insert" in spaced else "replace",
        justify=_JUSTIFY.get(justify, justify),
        hang=frozenset(hang.split()) - {"none"},
        words=words,
        wrap=wrap,
    )
    return _with_custom(settings, dict(extra))


def _with_custom(settings: Settings, extra: dict[str, str]) -> Settings:
    lengths = {name: float(v.removesuffix("em")) for name, v in extra.items() if name in LENGTHS}
    space = lengths.get("--clreq-autospace", settings.space)
    return replace(
        settings,
        width=extra.get("--clreq-punctuation", settings.width),
        squeezed=extra.get("--clreq-squeeze", "yes") == "yes",
        stops=extra.get("--clreq-squeeze-stops", "yes") == "yes",
        dots=extra.get("--clreq-emphasis", "none") == "dot",
        space=space,
        space_min=min(space, lengths.get("--clreq-autospace-min", settings.space_min)),
        space_max=max(space, lengths.get("--clreq-autospace-max", settings.space_max)),
        runt=round(lengths.get("--clreq-runt", settings.runt)),
    )
