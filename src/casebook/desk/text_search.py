"""What somebody looks for, found in one text: as it is written, by pinyin, or by a pattern.

White space counts for nothing where words are looked for as they are written, because a line may end
anywhere in a Chinese sentence. Pinyin is taken by whole syllables, by their first letters, or mixed,
and Chinese signs may stand among it: `dangjian`, `dj`, `党j`. A character is found under each of its readings.
"""

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.pinyin import readings

LONGEST = 500
"""Characters of what is looked for, and of what is put in its place."""
AROUND = 24
"""Characters before and behind a hit that are shown with it."""


class Mode(StrEnum):
    """How words are looked for."""

    TEXT = "text"
    PINYIN = "pinyin"
    PATTERN = "pattern"


@dataclass(frozen=True)
class Query:
    """What is looked for, how, and whether capitals count; `put` replaces it, None: it is only found."""

    words: str
    mode: Mode
    exact: bool = False
    put: str | None = None


@dataclass(frozen=True)
class Hit:
    """Characters `start` to `end` of a text, those around on one line, and what is put for them."""

    start: int
    end: int
    before: str
    words: str
    after: str
    put: str | None = None


Finder = Callable[[str], Iterator[Hit]]


def finder(query: Query) -> Finder:
    """Return what finds `query` in a text, first to last. Raises `StopPress` for a pattern at fault."""
    if query.mode is Mode.PINYIN:
        wanted = _letters(query.words)
        return lambda text: (_hit(text, *span) for span in _by_pinyin(text, wanted))
    pattern = _pattern(query)
    put = _replacement(query, pattern)
    return lambda text: (
        _hit(text, match.start(), match.end(), put(match) if put else None)
        for match in pattern.finditer(text)
        if match.end() > match.start()
    )


def _pattern(query: Query) -> re.Pattern[str]:
    flags = re.MULTILINE | (0 if query.exact else re.IGNORECASE)
    if query.mode is Mode.TEXT:
        return re.compile(r"\s*".join(map(re.escape, "".join(query.words.split()))), flags)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of patterns that later Pythons may read otherwise
            return re.compile(query.words, flags)
    except (re.error, OverflowError, RecursionError) as fault:
        raise StopPress([_faulty(query.words, fault)]) from fault


def _replacement(query: Query, pattern: re.Pattern[str]) -> Callable[[re.Match[str]], str] | None:
    """Return what gives the words to put for a match; of a pattern, `$1` or `\\1` are its groups."""
    put = query.put
    if put is None:
        return None
    if query.mode is Mode.TEXT:
        return lambda _: put
    template = re.sub(r"\$(\$|\d{1,2})", lambda m: "$" if m[1] == "$" else f"\\g<{m[1]}>", put)
    try:
        pattern.sub(template, "")
    except (re.error, IndexError) as fault:
        raise StopPress([_faulty(put, fault)]) from fault
    return lambda match: match.expand(template)


def _hit(text: str, start: int, end: int, put: str | None = None) -> Hit:
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    newline = text.find("\n", end)
    last = min(len(text) if newline < 0 else newline, end + AROUND)
    return Hit(start, end, text[first:start], text[start:end], text[end:last], put)


# Pinyin


def _letters(words: str) -> str:
    """Return pinyin as it is compared: small letters without tones, ü as v."""
    plain = words.lower().replace("ü", "v").replace("u:", "v")
    marks = unicodedata.normalize("NFD", plain)
    kept = (char for char in marks if not unicodedata.combining(char))
    return "".join(char for char in kept if char.isalnum())


def _by_pinyin(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    if not wanted:
        return
    begins = {char for char in set(text) if not char.isspace() and _may_begin(char, wanted)}
    start = 0
    while start < len(text):
        end = _reach(text, start, wanted) if text[start] in begins else 0
        if end:
            yield start, end
        start = end or start + 1


def _may_begin(char: str, wanted: str) -> bool:
    parts = _parts(char)
    return any(wanted.startswith(part) or part.startswith(wanted) for part in parts)


def _reach(text: str, start: int, wanted: str) -> int:
    """Return behind which character `wanted`, read from `start` on, ends; 0 where it does not fit."""
    waiting, seen = [(start, 0)], set()
    while waiting:
        at, used = state = waiting.pop()
        if state in seen or at >= len(text):
            continue
        seen.add(state)
        if text[at].isspace():
            waiting.append((at + 1, used))
            continue
        rest = wanted[used:]
        for part in _parts(text[at]):
            if part == rest or (len(rest) > 1 and part.startswith(rest)):
                return at + 1  # of the last syllable some letters are enough
            if rest.startswith(part):
                waiting.append((at + 1, used + len(part)))
    return 0


@cache
def _parts(char: str) -> tuple[str, ...]:
    """Return what may be typed for a character, the longest last: it is tried first."""
    parts = [char.lower()]
    for syllable in readings(char):
        parts += [syllable[0], syllable]
        if syllable[:2] in ("zh", "ch", "sh"):
            parts.append(syllable[:2])
    return tuple(sorted(dict.fromkeys(parts), key=len))


def _faulty(words: str, fault: Exception) -> Erratum:
    at = getattr(fault, "pos", None)
    zh = "" if at is None else f"（第 {at + 1} 个字附近）"
    en = "" if at is None else f" (near character {at + 1})"
    return Erratum(
        "faulty-pattern", Place(words[:40]),
        Wording(f"正则表达式写得不对{zh}：{fault}", f"this is no regular expression{en}: {fault}"),
        Wording("检查括号和转义；要找的就是这几个字，请改选“文字”。",
                "Look at brackets and escapes; to find just these characters, choose text."),
        words[:LONGEST],
    )  # fmt: skip
