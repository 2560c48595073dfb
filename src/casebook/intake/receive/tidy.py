"""Set right in a received line what is certain, and count every change.

Half-width stops and brackets in Chinese text are habits of the keyboard, not of the author
(GB/T 15834—2011, 5.1; the manuscript that came with the notice has 93 of them). Only cases
without a doubt are touched; the received bytes are kept, so each change can be undone. Straight
quotes, full stops written as “.” and everything else that needs a person is left.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from casebook.typography import IDEOGRAPHS, is_ideograph

_H = IDEOGRAPHS
_STOPS = "，、；：。！？"
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_ODD_SPACE = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f]")
_BEFORE = f"{_H}”’）》〉】〕」』％%‰℃…"
_AFTER = f"{_H}“‘（《〈【〔「『"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

Replace = Callable[[re.Match[str]], str]


@dataclass
class Ledger:
    """Counts changes: rule, what was written, what stands now, and the first line of each."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def note(self, rule: str, old: str, new: str, line: int) -> None:
        """Count one change of `old` to `new` in `line`."""
        self.counts[rule, old, new] += 1
        self.lines.setdefault((rule, old, new), line)

    @property
    def total(self) -> int:
        """How many changes were made."""
        return self.counts.total()


def _wide(match: re.Match[str]) -> str:
    return _WIDE[match[0]]


def _half(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - 0xFEE0)


#: Rule, what it finds, what it puts. Each leaves nothing for itself to find.
_RULES: tuple[tuple[str, re.Pattern[str], str | Replace], ...] = (
    ("invisible-character", _INVISIBLE, ""),
    ("odd-space", _ODD_SPACE, " "),
    ("full-width-letter", re.compile("[０-９Ａ-Ｚａ-ｚ]"), _half),
    (
        "half-width-mark",
        re.compile(f"(?<=[{_BEFORE}])[,;?!]|(?<=[0-9A-Za-z*])[,;?!](?=[{_AFTER}])"),
        _wide,
    ),
    (
        "half-width-mark",
        re.compile(f"(?<=[{_BEFORE}]):(?!/)|(?<=[0-9A-Za-z]):(?=[{_AFTER}])"),
        _wide,
    ),
    (
        "stop-after-number",
        re.compile("^(（(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})）)[、，．.](?![0-9])"),
        lambda found: found[1],
    ),
    ("half-dots", re.compile(rf"(?<=[{_BEFORE}])(?:\.{{3,}}|。{{3,}}|…(?!…))(?<!……)"), "……"),
    ("stray-space", re.compile(f" +(?=[{_STOPS}])|(?<=[{_STOPS}]) +(?=[{_AFTER}])"), ""),
    ("stray-space", re.compile(f"(?<=[{_H}]) +(?=（)|(?<=（) +|(?<=[{_H}]) +(?=）)"), ""),
    ("spaced-date", re.compile(r"(?<=[0-9]) +(?=[年月日])|(?<=[年月]) +(?=[0-9]+ *[月日])"), ""),
    ("spaced-latin", re.compile(f"(?<=[{_H}]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?=[{_H}])"), ""),
)
_IN_MARKDOWN = frozenset({"invisible-character", "full-width-letter", "half-width-mark"})


def tidy(line: str, number: int, ledger: Ledger, markdown: bool = False) -> str:
    """Return `line` with what is certain set right, each change noted for line `number`.

    In Markdown, where spaces carry meaning, only characters and marks are touched. Applying it
    again changes nothing.
    """
    before = None
    while line != before:
        before = line
        line = _brackets(line, number, ledger)
        for rule, pattern, put in _RULES:
            if not markdown or rule in _IN_MARKDOWN:
                line = _replace(line, rule, pattern, put, number, ledger)
    return line


def _replace(
    line: str, rule: str, pattern: re.Pattern[str], put: str | Replace, number: int, ledger: Ledger
) -> str:
    def noted(match: re.Match[str]) -> str:
        new = put if isinstance(put, str) else put(match)
        ledger.note(rule, match[0], new, number)
        return new

    return pattern.sub(noted, line)


def _brackets(line: str, number: int, ledger: Ledger) -> str:
    """Make a pair of brackets full-width when it holds Chinese, or numbers a paragraph.

    GB/T 15834—2011, 4.9.2. Pairs of unlike width are made alike in the same case.
    """
    if "(" not in line and ")" not in line:
        return line
    chars = list(line)
    han = [0, *accumulate(map(is_ideograph, line))]
    waiting: list[int] = []
    for at, char in enumerate(line):
        if char in "(（":
            waiting.append(at)
        elif char in ")）" and waiting:
            start = waiting.pop()
            numbering = (
                at - start < 4 and line[start + 1 : at].isdigit() and not line[:start].strip()
            )
            if han[at] > han[start] or numbering:
                for place, wide in ((start, "（"), (at, "）")):
                    if chars[place] != wide:
                        ledger.note("half-width-bracket", chars[place], wide, number)
                        chars[place] = wide
    return "".join(chars)
