"""Compare two sequences of text and find what of the first does not stand in the second.

The rule behind “nothing lost”: received bytes and case, source and galley, galley and page, galley
and EPUB are compared as sequences of characters. Every character of the second is used once, so a
sentence that stands twice in the first and once in the second is missing once. What stands
elsewhere, as a footnote does, is moved and not missing.

What is compared are letters, marks on letters, digits and the symbols beyond ASCII, each in its
compatibility decomposition (NFKD), so `㎡` is `m2` and `é` is `e` with its accent; blanks and
punctuation are what typography changes and are left out. A caller that knows marks of its own (of
Markdown, of HTML) puts blanks in their place, so that positions stay those of the file.

Knows nothing of books and files. `pairing` pairs the characters.
"""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

SLIDE = 1000
"""How far a gap is slid to begin with a line, in characters."""


class Gap(NamedTuple):
    """A stretch of a text: `text` is what stands from `start` to `end` in it."""

    start: int
    end: int
    text: str


class Alignment(NamedTuple):
    """Two texts compared: what is missing from the second and what stands elsewhere in it, by
    the place in the first; what the second has of its own, by the place in the second."""

    missing: tuple[Gap, ...] = ()
    moved: tuple[Gap, ...] = ()
    added: tuple[Gap, ...] = ()


class _Folds(dict[int, str]):
    """What a character is compared as, worked out once: empty for blanks and punctuation."""

    def __missing__(self, code: int) -> str:
        folded = "".join(
            char
            for char in unicodedata.normalize("NFKD", chr(code))
            if (kind := unicodedata.category(char)[0]) in "LMN" or (kind == "S" and char > "\x7f")
        )
        self[code] = folded
        return folded


_FOLDS = _Folds()


def characters(text: str) -> str:
    """Return what is compared of `text`."""
    return text.translate(_FOLDS)


def stands(source: str, target: str) -> bool:
    """Say whether the lines of `source` stand in `target` as they are, one behind the other."""
    at = 0
    for line in source.strip().splitlines():
        at = target.find(line, at) + len(line)
        if at < len(line):
            return False
    return True


def missing(source: str, target: str) -> tuple[Gap, ...]:
    """Return the stretches of `source` that do not stand in `target`, in order; see `align`."""
    first, second = characters(source), characters(target)
    if first == second:
        return ()
    from casebook.conservation.pairing import Pairing, runs  # lazy: most texts are equal

    pairing = Pairing(first, second)
    pairing.pair()
    return _gaps(source, runs(pairing.first), slide=True)


def align(source: str, target: str) -> Alignment:
    """Return how `source` stands in `target`.

    Order counts; a run of four characters or more, or a gap as a whole, that is left over on both
    sides is moved. Text that `target` has of its own (folios, running heads) is best taken out by
    the caller: left in, it can stand for a word that is missing.
    """
    first, second = characters(source), characters(target)
    if first == second:
        return Alignment()
    from casebook.conservation.pairing import MOVED, Pairing, runs  # lazy: most texts are equal

    pairing = Pairing(first, second)
    pairing.pair()
    return Alignment(
        _gaps(source, runs(pairing.first), slide=True),
        _gaps(source, runs(pairing.first, MOVED), slide=False),
        _gaps(target, runs(pairing.second), slide=True),
    )


def _gaps(text: str, stretches: Iterable[tuple[int, int]], *, slide: bool) -> tuple[Gap, ...]:
    """Return the stretches of `text` whose folded characters are those of `stretches`."""
    unpaired = list(stretches)
    if not unpaired:
        return ()
    places: list[int] = []
    for at, char in enumerate(text):
        places.extend([at] * len(_FOLDS[ord(char)]))
    gaps: list[Gap] = []
    least = 0
    for (first, last), (most, _) in zip(unpaired, [*unpaired[1:], (len(places), 0)], strict=True):
        if slide:
            first, last = _slid(text, places, (least, first, last, most))
        start, end = places[first], places[last - 1] + 1
        gaps.append(Gap(start, end, text[start:end]))
        least = last
    return tuple(gaps)


def _slid(text: str, places: list[int], stretch: tuple[int, int, int, int]) -> tuple[int, int]:
    """Return the gap `stretch[1:3]`, slid to where lines or sentences begin and end, or as it is.

    Where neighbours are alike the same gap can be told in several ways: “a|ba|b” or “ab|ab|”.
    It stays within `stretch[0]` and `stretch[3]`, the gaps before and after.
    """
    least, first, last, most = stretch
    best = (_edge(text, places, first, last), 0)
    for step, limit in ((-1, max(least, first - SLIDE)), (1, min(most, last + SLIDE))):
        by = 0
        while (first + by if step < 0 else last + by) != limit:
            edge, other = (first + by - 1, last + by - 1) if step < 0 else (first + by, last + by)
            if text[places[edge]] != text[places[other]]:
                break
            by += step
            best = max(best, (_edge(text, places, first + by, last + by), by), key=_rank)
    return first + best[1], last + best[1]


def _rank(slide: tuple[int, int]) -> tuple[int, int]:
    return slide[0], -abs(slide[1])


def _edge(text: str, places: list[int], first: int, last: int) -> int:
    """Rate where a gap begins and ends: at the edge of a line, of words, or within words."""
    before = text[places[first - 1] + 1 : places[first]] if first else "\n"
    after = text[places[last - 1] + 1 : places[last]] if last < len(places) else "\n"
    return 4 * ("\n" in before) + 2 * bool(before) + bool(after)
