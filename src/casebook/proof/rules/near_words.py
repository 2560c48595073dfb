"""Words taken for each other, known by the words beside them: 权利机关 for 权力机关."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from casebook.errata import Kind, Place, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import DATA, ListLine
from casebook.proof.rule_runner import rule
from casebook.typography import IDEOGRAPHS

_REACH = 2
"""How many characters on either side a context may have."""
_BEFORE = re.compile(f"[{IDEOGRAPHS}]{{0,{_REACH}}}$")
_BEHIND = re.compile(f"[{IDEOGRAPHS}]{{0,{_REACH}}}")
_COLLOCATIONS = "collocations.tsv"
_FAR = 24
"""How many characters before a word a collocation may begin."""


@dataclass(frozen=True)
class Taken:
    """A word that another should stand for, at `start` of a text."""

    start: int
    line: ListLine


class NearWords:
    """Finds the words of the list where they stand beside what only another word is found beside."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self._lines: dict[str, dict[str, ListLine]] = defaultdict(dict)
        for entry in entries:
            for context in entry.more[0].split():
                self._lines[entry.wrong].setdefault(context, entry)
        words = "|".join(map(re.escape, self._lines))
        self._pattern = re.compile(f"(?={words})" if words else r"(?!)")

    def find(self, text: str) -> Iterator[Taken]:
        """Yield what is taken for another word, in order of place."""
        end = 0
        for match in self._pattern.finditer(text):
            start = match.start()
            known = self._lines[text[start : start + 2]]
            line = next((known[c] for c in _contexts(text, start) if c in known), None)
            if line and start >= end:
                end = start + 2
                yield Taken(start, line)


def _contexts(text: str, start: int) -> Iterator[str]:
    """Yield what stands beside the word at `start`, the nearest first."""
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    behind = _BEHIND.match(text, start + 2)
    left, right = before[0] if before else "", behind[0] if behind else ""
    for length in range(1 if len(left) == 1 else _REACH, len(left) + 1):
        yield f"{left[-length:]}～"
    for length in range(1, len(right) + 1):
        yield f"～{right[:length]}"
    if left and right:
        yield f"{left[-1]}～{right[0]}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the list: most are never asked for."""
    return re.compile(pattern)


class Collocations:
    """Finds the words of the list where their clause is one that only another word is used in.

    A context is a pattern on either side: what stands before the word, up to it, and what follows.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[tuple[str, str, ListLine]]] = defaultdict(list)
        for number, row in enumerate(text.splitlines(), 1):
            if row.startswith("#"):
                continue
            wrong, right, context, source = row.split("\t")
            before, behind = context.split("～")
            line = ListLine(wrong, right, source, Place(_COLLOCATIONS, number))
            self._lines[wrong].append((f"(?:{before})$", behind, line))
        self._pattern = re.compile("|".join(map(re.escape, self._lines)))

    def find(self, text: str) -> Iterator[Taken]:
        """Yield what is taken for another word, in order of place."""
        for match in self._pattern.finditer(text):
            left = text[max(0, match.start() - _FAR) : match.start()]
            for before, behind, line in self._lines[match[0]]:
                if _compiled(behind).match(text, match.end()) and _compiled(before).search(left):
                    yield Taken(match.start(), line)
                    break


@cache
def _collocations() -> Collocations:
    return Collocations((DATA / _COLLOCATIONS).read_text("utf-8"))


@rule("W607", Kind.QUERY, "wrong-character")
def near_word(block: Running) -> Iterator[Spot]:
    """A word in the place of another that is like it, as the words beside it tell.

    Why: 权利 and 权力 are both words; in tens of millions of characters of news and laws only one of
    them is found beside the words that stand here.

        行使国家权利机关的职权  →  行使国家权力机关的职权

    Clause: 用词表 near_words.tsv、collocations.tsv
    中文：疑为近词误用。两个词都成词，但在大量新闻和法律法规里，这样的上下文只用另一个；上下文另有所指时不改。
    """
    seen: set[int] = set()
    for taken in _taken(block):
        wrong, right, start = taken.line.wrong, taken.line.right, taken.start
        if start in seen:
            continue
        seen.add(start)
        message = Wording(f"“{wrong}”疑为“{right}”", f"{wrong}: {right} may be meant")
        hint = Wording(
            f"这样的上下文通用“{right}”。{taken.line.origin.zh}",
            f"{right} is usual beside these words. {taken.line.origin.en}",
        )
        yield at(block, start, start + len(wrong), message, hint, right)


def _taken(block: Running) -> Iterator[Taken]:
    if block.piece.lists is not None:
        yield from block.piece.lists.made("near_words", NearWords).find(block.text)
    yield from _collocations().find(block.text)
