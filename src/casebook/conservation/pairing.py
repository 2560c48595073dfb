"""Pair the characters of two texts, each at most once: in order first, then wherever they stand.

The time is near-linear: equal ends, then k-grams that occur once on both sides as anchors (the
patience alignment), then runs found anywhere, and a full alignment only in what little is left.
"""

from bisect import bisect_left
from collections.abc import Iterator

from rapidfuzz.distance import LCSseq, Postfix, Prefix

ANCHORS = (32, 16, 8, 4)
"""Lengths of the k-grams that anchor what stands in order, tried one after the other."""
MOVES = (16, 8, 4)
"""Lengths of the runs that are looked for anywhere; what is shorter must make up a whole gap."""
SPLINTER = 7
"""The longest stretch that is taken apart into characters to make up a gap."""
SQUARE = 4_000_000
"""The largest product of two lengths that is aligned in full."""
SAMPLE = 8
"""Of anchors that follow each other in both texts every eighth is weighed."""
STEP = 512
"""How many characters are looked at in one go for where two texts part."""
IN_ORDER, MOVED = 1, 2
"""How a character was paired; 0 is one without a partner."""


class Pairing:
    """Pairs the characters of two folded texts; 0 in `first` or `second` is one without partner."""

    def __init__(self, s: str, t: str) -> None:
        self._s, self._t = s, t
        self.first, self.second = bytearray(len(s)), bytearray(len(t))
        self._left: list[tuple[int, int, int, int]] = []

    def pair(self) -> None:
        """Pair what can be paired: in order by anchors, then anywhere, then what little is left."""
        self._order()
        for size in MOVES:
            self._move(size)
        for region in self._left:
            self._square(*region)
        for size in (3, 2):
            self._move(size, whole=True)
        self._splinters()
        self._trim()

    def _mark(self, i: int, j: int, size: int, how: int) -> None:
        self.first[i : i + size] = bytes([how]) * size
        self.second[j : j + size] = bytes([how]) * size

    def _order(self) -> None:
        """Pair what stands in order; regions without any anchor are kept for the end."""
        regions = [(0, len(self._s), 0, len(self._t), 0)]
        while regions:
            a, b, c, d, level = regions.pop()
            least = ANCHORS[0] if level < len(ANCHORS) else 1
            a, b, c, d = self._ends(a, b, c, d, least)
            if a == b or c == d:
                continue
            if level == len(ANCHORS):
                self._left.append((a, b, c, d))
                continue
            for i, j, size in self._anchored(a, b, c, d, ANCHORS[level]):
                self._mark(i, j, size, IN_ORDER)
                regions.append((a, i, c, j, level + 1))
                a, c = i + size, j + size
            regions.append((a, b, c, d, level + 1))

    def _ends(self, a: int, b: int, c: int, d: int, least: int) -> tuple[int, int, int, int]:
        """Pair the equal beginning and end of a region and return what is between.

        Ends shorter than `least` wait: texts that are nearly alike begin alike.
        """
        size = _ahead(self._s, a, b, self._t, c, d)
        size = size if size >= least else 0
        self._mark(a, c, size, IN_ORDER)
        a, c = a + size, c + size
        size = _back(self._s, a, b, self._t, c, d)
        size = size if size >= least else 0
        self._mark(b - size, d - size, size, IN_ORDER)
        return a, b - size, c, d - size

    def _anchored(
        self, a: int, b: int, c: int, d: int, size: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield the longest chain of runs that begin with a k-gram unique on both sides."""
        s, t = self._s, self._t
        second_grams = _once(t, c, d, size)
        pairs: list[tuple[int, int]] = []
        last = (-1, -1)
        for gram, i in _once(s, a, b, size).items():
            j = second_grams.get(gram, -1) if i >= 0 else -1
            if j >= 0:
                if (i - 1, j - 1) != last or not i % SAMPLE:
                    pairs.append((i, j))
                last = (i, j)
        chain = _rising(pairs)
        for i, j in chain:
            if i < a or j < c:
                continue
            before = _back(s, a, i, t, c, j)
            run = before + _ahead(s, i, b, t, j, d)
            yield i - before, j - before, run
            a, c = i - before + run, j - before + run

    def _move(self, size: int, *, whole: bool = False) -> None:
        """Pair runs of `size` or more that are left over on both sides, wherever they stand.

        With `whole`, only gaps of just that size.
        """
        gaps = [
            (a, b) for a, b in runs(self.first) if b - a == size or (b - a > size and not whole)
        ]
        places = self._places(size, len(self._t)) if gaps else {}
        for a, b in gaps if places else ():
            self._moved(a, b, size, places)

    def _places(self, size: int, most: int) -> dict[str, list[int]]:
        """Return where each k-gram is left over in the second text, the last place first.

        Only stretches of at most `most` characters are looked at.
        """
        places: dict[str, list[int]] = {}
        for c, d in reversed(list(runs(self.second))):
            for j in range(d - size, c - 1, -1) if d - c <= most else ():
                places.setdefault(self._t[j : j + size], []).append(j)
        return places

    def _moved(self, a: int, b: int, size: int, places: dict[str, list[int]]) -> None:
        """Pair the runs of the gap from `a` to `b`; `places` of a k-gram, the last one first."""
        i = a
        while i + size <= b:
            free = places.get(self._s[i : i + size], [])
            while free and any(self.second[free[-1] : free[-1] + size]):
                free.pop()
            if not free:
                i += 1
                continue
            j, before, run = free.pop(), 0, size
            while i - before > a and self._alike(i - before - 1, j - before - 1):
                before += 1
            while i + run < b and self._alike(i + run, j + run):
                run += 1
            self._mark(i - before, j - before, before + run, MOVED)
            a = i = i + run

    def _splinters(self) -> None:
        """Pair gaps whose every character is among the splinters left over in the second text.

        Texts that are nearly alike and stand in another order leave such splinters.
        """
        gaps = list(runs(self.first))
        places = self._places(1, SPLINTER) if gaps else {}
        for a, b in gaps:
            taken: list[int] = []
            for i in range(a, b):
                if not (free := places.get(self._s[i])):
                    break
                taken.append(free.pop())
            if len(taken) == b - a:
                for i, j in enumerate(taken, a):
                    self._mark(i, j, 1, MOVED)
            else:
                for j in reversed(taken):
                    places[self._t[j]].append(j)

    def _trim(self) -> None:
        """Pair the ends of gaps with short stretches left over in the second text as a whole."""
        short: dict[str, list[int]] = {}
        for c, d in runs(self.second):
            if d - c < min(MOVES):
                short.setdefault(self._t[c:d], []).append(c)
        for a, b in list(runs(self.first)) if short else ():
            for size in range(min(MOVES) - 1, 0, -1):
                for i in (a, b - size):
                    free = short.get(self._s[i : i + size]) if a <= i else None
                    if free and not any(self.first[i : i + size]):
                        self._mark(i, free.pop(), size, MOVED)

    def _alike(self, i: int, j: int) -> bool:
        """Whether two characters are equal and the second one has no partner yet."""
        inside = 0 <= j < len(self._t) and not self.second[j]
        return inside and self._s[i] == self._t[j]

    def _square(self, a: int, b: int, c: int, d: int) -> None:
        """Align in full what is left of a region, if it is small."""
        left = [i for i in range(a, b) if not self.first[i]]
        right = [j for j in range(c, d) if not self.second[j]]
        if not left or not right or len(left) * len(right) > SQUARE:
            return
        codes = LCSseq.opcodes(
            "".join(self._s[i] for i in left), "".join(self._t[j] for j in right)
        )
        for code in codes:
            if code.tag == "equal":
                for i, j in zip(
                    left[code.src_start : code.src_end],
                    right[code.dest_start : code.dest_end],
                    strict=True,
                ):
                    self._mark(i, j, 1, IN_ORDER)


def _ahead(s: str, a: int, b: int, t: str, c: int, d: int) -> int:
    """Return how many characters from `a` and `c` on are equal, at most up to `b` and `d`."""
    size, same = 0, STEP
    while same == STEP:
        first, second = s[a + size : min(b, a + size + STEP)], t[c + size : min(d, c + size + STEP)]
        same = Prefix.similarity(first, second)
        size += same
    return size


def _back(s: str, a: int, b: int, t: str, c: int, d: int) -> int:
    """Return how many characters before `b` and `d` are equal, at most down to `a` and `c`."""
    size, same = 0, STEP
    while same == STEP:
        first, second = s[max(a, b - size - STEP) : b - size], t[max(c, d - size - STEP) : d - size]
        same = Postfix.similarity(first, second)
        size += same
    return size


def _once(text: str, start: int, end: int, size: int) -> dict[str, int]:
    """Return where each k-gram of a stretch stands; -1 when it stands there more than once."""
    places: dict[str, int] = {}
    for at in range(start, end - size + 1):
        gram = text[at : at + size]
        places[gram] = -1 if gram in places else at
    return places


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of `pairs`, sorted by the first number, in which both rise."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        at[place : place + 1] = [number]
        before.append(at[place - 1] if place else -1)
    chain: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def runs(marks: bytearray, how: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `marks` that are `how`."""
    start = marks.find(how)
    while start >= 0:
        end = start
        while end < len(marks) and marks[end] == how:
            end += 1
        yield start, end
        start = marks.find(how, end)
