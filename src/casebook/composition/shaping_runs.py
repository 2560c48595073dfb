"""Which parts of a text shape alike wherever they stand, so that they need shaping only once.

Ideographs take the glyph of their character whatever is beside them. What stands between them (a
comma, a year, a word) looks no further than to the ideographs around it, except that a closing
mark takes the script of the mark that opened it. So a text is ideographs and runs, and the runs of
a book repeat.
"""

import re
import sys
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from casebook.weasy.weasyprint_types import CData

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
IDEOGRAPH: Final = "国"
_PLAIN: Final = re.compile(
    f"[{HAN}\x20-\x7e\xa0-\xac\xae-\xff–—’“”…‰′″℃\u2160-\u216b\u2460-\u2473"
    "\u3000-\u3006\u3008-\u301f\uff01-\uff60]"
)
_MANY: Final = 5000
_UTF16: Final = f"utf-16-{sys.byteorder[0]}e"
_RUN: Final = re.compile(f"[^{HAN}]+")
_LATIN: Final = re.compile("[A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\xff]")
_PAIRS: Final = dict(
    zip(")>]}»’”〉》」』】〕〗〙〛）＞］｝｠", "(<[{«‘“〈《「『【〔〖〘〚（＜［｛｟", strict=True)
)
_OPENING: Final = frozenset(_PAIRS.values())
FIRST: Final = "\2"
LAST: Final = "\3"
_WITHIN: Final = "\4"


class Shaped:
    """The glyphs of a text: one a character in `glyphs`, the exceptions in `odd`."""

    __slots__ = ("advances", "fonts", "glyphs", "kerned", "odd")

    def __init__(self) -> None:
        self.glyphs = array("H")
        self.advances = array("d")
        self.fonts: list[tuple[int, CData]] = []
        self.odd: dict[int, list[tuple[int, float, float, float]]] = {}
        self.kerned: dict[int, float] = {}


@dataclass(slots=True)
class Piece:
    """The glyphs of a run; `fonts` is empty where all are from the font of the ideographs."""

    glyphs: "array[int]"
    advances: "array[float]"
    fonts: Sequence[tuple[int, CData]]
    odd: dict[int, list[tuple[int, float, float, float]]] | None
    kerned: dict[int, float] | None


def plain(character: str) -> bool:
    """Say whether a character is known to shape by these rules."""
    return _PLAIN.match(character) is not None


def ideographic(character: str) -> bool:
    """Say whether a character is an ideograph."""
    return _RUN.match(character) is None


def runs(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and key of the runs between ideographs.

    The key is the run and what around it matters: the edges of the text, marks it closes.
    """
    spans = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        key = match[0]
        if not start:
            key = FIRST + key
        if end == len(text):
            key += LAST
        spans.append((start, end, key))
    return spans


@lru_cache(maxsize=4096)
def simple(key: str) -> bool:
    """Say whether no mark in a run takes its script from one outside, or the other way round."""
    if not _LATIN.search(key):
        return True
    waiting = []
    for character in key:
        if character in _OPENING:
            waiting.append(character)
        elif character in _PAIRS and (not waiting or waiting.pop() != _PAIRS[character]):
            return False
    return not waiting


def within(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return runs whose keys name the marks outside that they close, where those matter."""
    made, stack = [], list[tuple[str, bool]]()
    for start, end, key in spans:
        closed, stack = _paired(key, stack)
        if closed and (_LATIN.search(key) or any(latin for _, latin in closed)):
            around = "".join(("A" if latin else IDEOGRAPH) + mark for mark, latin in closed)
            key = f"{around}{IDEOGRAPH}{_WITHIN}{key}"
        made.append((start, end, key))
    return made


def _paired(
    key: str, stack: list[tuple[str, bool]]
) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return which open marks of `stack` a run closes, and which are open after it.

    A mark is open in a script, Latin or not; Pango gives that script to the mark that closes it.
    """
    own: list[tuple[str, bool]] = []
    closed: list[tuple[str, bool]] = []
    waiting, latin = key.startswith(FIRST), False
    for character in key:
        if _LATIN.match(character):
            if waiting:
                own = [(mark, True) for mark, _ in own]
            latin, waiting = True, False
        elif character in _OPENING:
            own.append((character, latin))
        elif character in _PAIRS:
            opening = _PAIRS[character]
            while own and own[-1][0] != opening:
                own.pop()
            if own:
                latin = own.pop()[1]
                continue
            stack = list(stack)
            while stack and stack[-1][0] != opening:
                stack.pop()
            if stack:
                closed.insert(0, stack.pop())
                latin = closed[0][1]
    return closed, [*stack, *own]


def lined_up(keys: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text that holds all runs, an ideograph between each two, and where each stands."""
    parts: list[str] = []
    places, at = [], 0
    for key in keys:
        around, _, run = key.rpartition(_WITHIN)
        if not around and not at and run[0] != FIRST:
            around = IDEOGRAPH
        own = run.strip(FIRST + LAST)
        at += len(around)
        places.append((at, at + len(own)))
        parts += around, own, "" if run[-1] == LAST else IDEOGRAPH
        at += len(own) + len(parts[-1])
    return "".join(parts), places


def cut(shaped: Shaped, start: int, end: int, own: CData) -> Piece:
    """Cut the run from `start` to `end` out of a shaped line-up; `own` is the ideographs' font."""
    font, fonts = None, []
    for at, used in shaped.fonts:
        if at <= start:
            font = used
        elif at < end:
            fonts.append((at - start, used))
    fonts.insert(0, (0, font))
    if all(used is own for _, used in fonts):
        fonts = []
    inside = range(start, end)
    return Piece(
        shaped.glyphs[start:end],
        shaped.advances[start:end],
        tuple(fonts),
        {at - start: glyphs for at, glyphs in shaped.odd.items() if at in inside} or None,
        {at - start: change for at, change in shaped.kerned.items() if at in inside} or None,
    )


class Ideographs:
    """The glyphs of ideographs and of the runs between them, in one font style.

    `whole` shapes a text with Pango.
    """

    def __init__(self, whole: Callable[[str], Shaped]) -> None:
        self.whole = whole
        self.table: dict[int, int] = {}
        self.seen: set[str] = set()
        self.strange: set[str] = set()
        self.runs: dict[str, Piece | None] = {}
        self.font: CData = None
        self.advance = 0.0

    def shape(self, text: str) -> Shaped | None:
        """Return the glyphs of `text`, or None when it must be shaped whole."""
        new = set(text).difference(self.seen)
        if new:
            self._meet(new)
        if self.strange and not self.strange.isdisjoint(text):
            return None
        if len(self.runs) > _MANY:
            self.runs.clear()
        spans = runs(text)
        if spans and spans[0][1] - spans[0][0] == len(text):
            return None
        if not all(simple(key) for _, _, key in spans):
            spans = within(spans)
        missing = dict.fromkeys(key for _, _, key in spans if key not in self.runs)
        if missing:
            self._learn(list(missing))
        return self._joined(text, spans)

    def _joined(self, text: str, spans: list[tuple[int, int, str]]) -> Shaped | None:
        """Put ideographs and runs together."""
        shaped, own = Shaped(), self.font
        glyphs = shaped.glyphs
        glyphs.frombytes(text.translate(self.table).encode(_UTF16, "surrogatepass"))
        advances = shaped.advances = array("d", (self.advance,)) * len(text)
        fonts = shaped.fonts
        fonts.append((0, own))
        for start, end, key in spans:
            piece = self.runs[key]
            if piece is None:
                return None
            glyphs[start:end] = piece.glyphs
            advances[start:end] = piece.advances
            if piece.fonts:
                if fonts[-1][0] == start:
                    fonts.pop()
                fonts.extend((start + at, font) for at, font in piece.fonts)
                if end < len(text) and fonts[-1][1] is not own:
                    fonts.append((end, own))
            if piece.odd:
                shaped.odd.update((start + at, odd) for at, odd in piece.odd.items())
            if piece.kerned:
                shaped.kerned.update((start + at, kern) for at, kern in piece.kerned.items())
        return shaped

    def _meet(self, new: set[str]) -> None:
        """Look at characters for the first time."""
        self.seen |= new
        self.table.update(dict.fromkeys(map(ord, new), 0))
        self.strange.update(character for character in new if not plain(character))
        ideographs = sorted(filter(ideographic, new))
        if not ideographs and self.font is not None:
            return
        shaped = self.whole(IDEOGRAPH + "".join(ideographs))
        self.font, self.advance = shaped.fonts[0][1], shaped.advances[0]
        for at, character in enumerate(ideographs, 1):
            if self._fits(shaped, at):
                self.table[ord(character)] = shaped.glyphs[at]
            else:
                self.strange.add(character)

    def _fits(self, shaped: Shaped, at: int) -> bool:
        """Say whether the ideograph at `at` is shaped like any other."""
        font = next(font for start, font in reversed(shaped.fonts) if start <= at)
        exception = at in shaped.odd or at in shaped.kerned
        return font is self.font and shaped.advances[at] == self.advance and not exception

    def _learn(self, keys: list[str]) -> None:
        """Shape runs for the first time: all in one text that do not look outside."""
        together = [key for key in keys if simple(key)]
        for several in (together, *([key] for key in keys if not simple(key))):
            text, places = lined_up(several)
            shaped = self.whole(text) if text else Shaped()
            marks = [at for at, character in enumerate(text) if character == IDEOGRAPH]
            regular = all(self._fits(shaped, at) for at in marks)
            for key, (start, end) in zip(several, places, strict=True):
                self.runs[key] = cut(shaped, start, end, self.font) if regular else None
