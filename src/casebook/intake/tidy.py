"""Set right in a received line what is certain, and count every change.

Half-width stops and brackets in Chinese text are habits of the keyboard, not of the author
(GB/T 15834—2011, 5.1; the manuscript that came with the notice has 93 of them). Only cases
without a doubt are touched; the received bytes are kept, so each change can be undone. Straight
quotes, full stops written as “.” and everything else that needs a person is left.

Rich lines are set right, stripped and cut as plain ones are, with faces kept. A picture, a note's
call or a reading in the line counts as one character that tidying leaves alone, so that what
stands round it is judged as it is read.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from unicodedata import normalize

from casebook.intake.formats.rich import PLAIN, Face, Piece, Span
from casebook.typography import IDEOGRAPHS, is_ideograph

_H = IDEOGRAPHS
_STOPS = "，、；：。！？"
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_ODD_SPACE = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f]")
_BEFORE = f"{_H}”’）》〉】〕」』％%‰℃…"
_AFTER = f"{_H}“‘（《〈【〔「『"
_NO_CAPTION = "".join(
    rf"(?<!^{kind}\d)(?<!^{kind}\d\d)(?<!^{kind}\d[-－.]\d)"
    for kind in ("图", "表", "照片", "图表", "图 ", "表 ")
)
"""Not behind the number of a caption (图1 社区一角), where the space parts number and words."""
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

Replace = Callable[[re.Match[str]], str]


@dataclass
class TidyChanges:
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
        lambda match: match[1],
    ),
    ("half-dots", re.compile(rf"(?<=[{_BEFORE}])(?:\.{{3,}}|。{{3,}}|…(?!…))(?<!……)"), "……"),
    ("stray-space", re.compile(f" +(?=[{_STOPS}])|(?<=[{_STOPS}]) +(?=[{_AFTER}])"), ""),
    ("stray-space", re.compile(f"(?<=[{_H}]) +(?=（)|(?<=（) +|(?<=[{_H}]) +(?=）)"), ""),
    ("spaced-date", re.compile(r"(?<=[0-9]) +(?=[年月日])|(?<=[年月]) +(?=[0-9]+ *[月日])"), ""),
    (
        "spaced-latin",
        re.compile(f"(?<=[{_H}]) +(?=[0-9A-Za-z])|{_NO_CAPTION}(?<=[0-9A-Za-z%]) +(?=[{_H}])"),
        "",
    ),
)
_IN_MARKDOWN = frozenset({"invisible-character", "full-width-letter", "half-width-mark"})


def tidy(line: str, number: int, ledger: TidyChanges, markdown: bool = False) -> str:
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
    line: str,
    rule: str,
    pattern: re.Pattern[str],
    put: str | Replace,
    number: int,
    ledger: TidyChanges,
) -> str:
    def noted(match: re.Match[str]) -> str:
        new = put if isinstance(put, str) else put(match)
        ledger.note(rule, match[0], new, number)
        return new

    return pattern.sub(noted, line)


def _brackets(line: str, number: int, ledger: TidyChanges) -> str:
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


_THING = "\ufdd0"
_AHEAD = 12


def flat(pieces: Sequence[Piece]) -> str:
    """Return the text of a line in which every piece that is no text is one character."""
    return "".join(piece.text if isinstance(piece, Span) else _THING for piece in pieces)


def without_signs(text: str) -> str:
    """Return flattened text without the signs that stand for pieces."""
    return text.replace(_THING, "")


def tidied(pieces: Sequence[Piece], number: int, ledger: TidyChanges) -> tuple[Piece, ...]:
    """Return the line with what is certain set right, as `tidy` does, and stripped."""
    old = flat(pieces)
    new = "\n".join(tidy(part, number, ledger).strip() for part in old.split("\n")).strip()
    return tuple(pieces) if new == old else recast(pieces, new)


def recast(pieces: Sequence[Piece], new: str) -> tuple[Piece, ...]:
    """Return `new`, an edited form of the line, with the faces and things of `pieces`."""
    spans = [piece for piece in pieces if isinstance(piece, Span)]
    if len(spans) == len(pieces) and len({span.face for span in spans}) == 1:
        return (Span(new, spans[0].face),) if new else ()
    faces = [
        face for piece in pieces
        for face in ([piece.face] * len(piece.text) if isinstance(piece, Span) else [PLAIN])
    ]  # fmt: skip
    things = iter([piece for piece in pieces if not isinstance(piece, Span)])
    joined: list[Piece] = []
    for char, face in zip(new, _carried(flat(pieces), new, faces), strict=True):
        last = joined[-1] if joined else None
        if char == _THING:
            joined.append(next(things))
        elif isinstance(last, Span) and last.face == face:
            joined[-1] = Span(last.text + char, face)
        else:
            joined.append(Span(char, face))
    return tuple(joined)


def _carried(old: str, new: str, faces: list[Face]) -> list[Face]:
    """Return the face of every character of `new`: that of the one it stands for.

    Tidying widens, narrows and deletes single characters, so looking a little ahead suffices.
    """
    carried: list[Face] = []
    at = 0
    for char in new:
        near = range(at, min(at + _AHEAD, len(old)))
        origin = next((place for place in near if _stands_for(char, old[place])), None)
        at = at if origin is None else origin
        carried.append(faces[min(at, len(faces) - 1)])
        at += 1
    return carried


def _stands_for(new: str, old: str) -> bool:
    if new == old or (new.isspace() and old.isspace()):
        return True
    if new == "…":
        return old in ".。…"
    return normalize("NFKC", new) == normalize("NFKC", old)


def cut(pieces: Sequence[Piece], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the line cut before its character `at`."""
    first: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        size = len(piece.text) if isinstance(piece, Span) else 1
        if at >= size:
            first.append(piece)
        elif at <= 0 or not isinstance(piece, Span):
            rest.append(piece)
        else:
            first.append(Span(piece.text[:at], piece.face))
            rest.append(Span(piece.text[at:], piece.face))
        at -= size
    return tuple(first), tuple(rest)
