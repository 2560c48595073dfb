"""Passages of a book, and sentences of a text, that stand in it twice.

A paragraph is known by its shingles: runs of `WIDTH` characters without spaces and marks, of which
those are kept that begin with a character chosen by its code, one in four. A shingle that stands in
many texts is a phrase of administration and says nothing. Two paragraphs that share most of what is
left are compared character by character.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from casebook.intake.matching.match import changes, few_changes, same_words
from casebook.proof.blocks import (
    AwardEntry,
    Block,
    Cell,
    Heading,
    ListEntry,
    Piece,
    Prose,
    Quotation,
    Volume,
)

WIDTH = 8
SAMPLE = 4
"""One shingle in so many is kept."""
SHORTEST = 40
"""Characters of a paragraph from which on it is compared."""
SHARED = 0.5
"""Of the shingles of the shorter paragraph so many must stand in the other."""
LONG = 100
"""Characters from which on a paragraph is long."""
ALIKE, ALIKE_LONG = 90.0, 80.0
"""From this likeness (of 100) on two paragraphs are one passage: short ones, long ones."""
COMMON, COMMON_SHARE = 4, 0.05
"""A shingle in more texts than this number and this share of the book is a phrase of administration."""
WHOLE = 0.6
"""Of a text's characters so many in passages of another: it is the other's text."""
_SAMPLED = re.compile(
    "[{}\U00010000-\U0010ffff]".format("".join(f"\\u{n:04x}" for n in range(0, 0x10000, SAMPLE)))
)
"""The characters that shingles begin with, and all beyond the first 65,536: too many to name."""
_NOISE = re.compile(r"[\s，。、；：？！“”‘’（）《》〈〉【】〔〕—…·,.;:?!()\"'-]+")


@dataclass(frozen=True)
class Passage:
    """A paragraph that stands in the book before: where it stands again, where first, how like."""

    block: Block
    earlier: Block
    likeness: float


@dataclass(frozen=True)
class WholeText:
    """A text most of which stands in another: the two texts, and the share of its characters."""

    piece: Piece
    earlier: Piece
    share: float


class _Shingled(NamedTuple):
    """The paragraphs that are compared, the telling shingles of each, where each shingle stands that
    stands in several, and those that stand in two texts and no more."""

    blocks: list[Block]
    telling: list[set[str]]
    places: dict[str, list[int]]
    twice: frozenset[str]


@lru_cache(maxsize=1)
def _shingled(volume: Volume) -> _Shingled:
    blocks = [block for piece in volume.pieces for block in piece.blocks if _compared(block)]
    shingles = [_shingles(_NOISE.sub("", block.text)) for block in blocks]
    every: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(shingles):
        for shingle in own:
            every[shingle].append(number)
    places = {shingle: numbers for shingle, numbers in every.items() if len(numbers) > 1}
    texts = [block.piece.id for block in blocks]
    homes = {shingle: len({texts[n] for n in numbers}) for shingle, numbers in places.items()}
    most = max(COMMON, COMMON_SHARE * len(volume.pieces))
    common = {shingle for shingle, many in homes.items() if many > most}
    telling = [own - common for own in shingles]
    twice = frozenset(shingle for shingle, many in homes.items() if many == _TWO)
    return _Shingled(blocks, telling, places, twice)


@lru_cache(maxsize=1)
def passages(volume: Volume) -> tuple[Passage, ...]:
    """Return the paragraphs that stand in an earlier text, or earlier in their own."""
    return tuple(_repeated(*_shingled(volume)[:3]))


def _compared(block: Block) -> bool:
    """Whether a block is text of its author that is long enough to be known again."""
    if not isinstance(block, Prose | ListEntry | Quotation) or isinstance(
        block, AwardEntry | Heading | Cell
    ):
        return False
    return len(block.text) >= SHORTEST


def _shingles(text: str) -> set[str]:
    last = max(len(text) - WIDTH + 1, 0)
    return {
        text[match.start() : match.start() + WIDTH]
        for match in _SAMPLED.finditer(text, 0, last)
        if not ord(match[0]) % SAMPLE
    }


def _repeated(
    blocks: Sequence[Block], telling: Sequence[set[str]], places: dict[str, list[int]]
) -> Iterator[Passage]:
    """Yield for each paragraph the earlier one it is most like, if it is one passage with it."""
    for number, own in enumerate(telling):
        if len(own) < 3:
            continue
        shared: Counter[int] = Counter()
        for shingle in places.keys() & own:
            shared.update(other for other in places[shingle] if other < number)
        for other, many in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:3]:
            block, earlier = blocks[number], blocks[other]
            if block.piece.case is None and earlier.piece.case is None:
                continue  # the book's own matter quotes itself
            if many < SHARED * min(len(own), len(telling[other]) or 1):
                break
            likeness = _likeness(block.text, earlier.text)
            if likeness >= (
                ALIKE if min(len(block.text), len(earlier.text)) < LONG else ALIKE_LONG
            ):
                yield Passage(block, earlier, likeness)
                break


def _likeness(text: str, other: str) -> float:
    """Return how like two paragraphs are; of one that holds the other, how like that part is."""
    text, other = _NOISE.sub("", text), _NOISE.sub("", other)
    long, short = sorted((text, other), key=len, reverse=True)
    if len(short) < len(long) * 0.7 and short in long:
        return 100.0
    return same_words(text, other)


class SharedRuns(NamedTuple):
    """Part of a paragraph that stands in an earlier case, whole or with words left out: the block, its
    characters there, a block of the earlier case, how many characters they share."""

    block: Block
    start: int
    end: int
    earlier: Block
    many: int


SHORTEST_RUN, LONGEST_RUN, LEAST_SHARED = 12, 20, 45
"""Characters on end that are of one passage; how many the longest has; how many two cases share at least."""
_TWO = 2
_LIKELY = 4
"""Telling shingles that a paragraph shares with a case before the two are compared."""
_OFFICIAL = re.compile(
    "习近平|党中央|国务院|党的(?:十|二十)|社会主义|中华民族|中国共产党|中国梦|新时代|重要(?:讲话|论述|指示)|四个意识|两个维护|五位一体|四个全面|新发展理念|新发展格局"
)
"""What a formula of administration speaks of."""


def shared_runs(volume: Volume) -> Iterator[SharedRuns]:
    """Yield the parts of paragraphs that stand in an earlier case, of those that are no passage as a
    whole; formulae of administration and quotations aside."""
    blocks, telling, places, twice = _shingled(volume)
    theirs: dict[str, frozenset[str]] = {}
    whole = {id(passage.block) for passage in passages(volume)}
    for number, own in enumerate(telling):
        block = blocks[number]
        if (
            len(own & twice) < _LIKELY
            or block.piece.case is None
            or block.quoted
            or id(block) in whole
        ):
            continue
        shared: Counter[str] = Counter()
        first: dict[str, int] = {}
        for shingle in own & twice:
            homes = {blocks[n].piece.id: n for n in reversed(places[shingle]) if n < number}
            for home, where in homes.items():
                shared[home] += 1
                first[home] = min(where, first.get(home, where))
        shared.pop(block.piece.id, None)
        for home, many in sorted(shared.items(), key=lambda item: (-item[1], first[item[0]]))[:2]:
            earlier = blocks[first[home]]
            if many < _LIKELY or earlier.piece.case is None:
                continue
            if home not in theirs:
                theirs[home] = _all_shingles(earlier.piece)
            if runs := _runs(block, theirs[home], twice):
                start, end, characters = runs
                yield SharedRuns(block, start, end, earlier, characters)
                break


def _all_shingles(piece: Piece) -> frozenset[str]:
    text = "\n".join(_NOISE.sub("", block.text) for block in piece.blocks if _compared(block))
    return frozenset(text[n : n + WIDTH] for n in range(len(text) - WIDTH + 1))


def _runs(
    block: Block, known: frozenset[str], twice: frozenset[str]
) -> tuple[int, int, int] | None:
    """Return where the runs begin and end that a paragraph shares with a case and no other, and their
    characters."""
    words = _NOISE.sub("", block.text)
    at = [n for start, end in _words(block.text) for n in range(start, end)]
    runs: list[tuple[int, int]] = []
    for n in range(len(words) - WIDTH + 1):
        if words[n : n + WIDTH] not in known:
            continue
        if runs and n <= runs[-1][1]:
            runs[-1] = (runs[-1][0], n + WIDTH)
        else:
            runs.append((n, n + WIDTH))
    kept = [
        (start, end) for start, end in runs
        if end - start >= SHORTEST_RUN and not _OFFICIAL.search(words, start, end)
        and any(words[n : n + WIDTH] in twice for n in range(start, end - WIDTH + 1))
    ]  # fmt: skip
    sizes = [end - start for start, end in kept]
    if sum(sizes) < LEAST_SHARED or max(sizes) < LONGEST_RUN:
        return None
    return at[kept[0][0]], at[kept[-1][1] - 1] + 1, sum(sizes)


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has neither blanks nor marks."""
    start = 0
    for noise in _NOISE.finditer(text):
        yield start, noise.start()
        start = noise.end()
    yield start, len(text)


def whole_texts(volume: Volume) -> tuple[WholeText, ...]:
    """Return the cases of whose text most stands in another case."""
    sizes = {
        piece.id: sum(len(b.text) for b in piece.blocks if _compared(b)) for piece in volume.cases
    }
    pieces = {piece.id: piece for piece in volume.cases}
    covered: Counter[tuple[str, str]] = Counter()
    for passage in passages(volume):
        pair = passage.block.piece.id, passage.earlier.piece.id
        if pair[0] != pair[1] and set(pair) <= pieces.keys():
            covered[pair] += len(passage.block.text)
    return tuple(
        WholeText(pieces[later], pieces[earlier], characters / sizes[later])
        for (later, earlier), characters in covered.items()
        if characters >= WHOLE * sizes[later]
    )


class Sentence(NamedTuple):
    """A sentence: the block, its characters there, its words without blanks and marks."""

    block: Block
    start: int
    end: int
    words: str


SHORTEST_SENTENCE = 18
"""Chinese characters of a sentence from which on it is looked for again."""
_SENTENCE = re.compile(r"[^\s。！？；][^。！？；]*[。！？；]?")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENDS = 5
"""Characters at either end by which sentences that are nearly alike are brought together."""
_OFF = 2
"""Characters in which two sentences that are one may differ."""
_COUNTS = re.compile(
    r"[\d一二三四五六七八九十百千万两几第东西南北上下前后左右内外甲乙丙丁男女大小新旧增减升降]"
)
_SAID = re.compile("^[“《].*[”》]$|习近平|党中央")
"""A slogan, and what is said of leaders: repeated on purpose."""

_STEP = re.compile(
    "[一-鿿]某[一-鿿]?(?:不服|遂|随后|于是|故|，){0,3}向[^，。；]{2,40}(?:申请|提起|提出|提交)(?:了?)(?:劳动|行政|刑事|民事)?"
    "(?:仲裁|诉讼|上诉|复议|再审|起诉)(?:申请)?。$"
)
"""What a party (张某) does, in the words that each of several cases in a text has."""


def sentences(piece: Piece) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield each sentence of a text that stood there before, with the earlier one."""
    known: dict[str, Sentence] = {}
    ends: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in _sentences(piece):
        words = sentence.words
        earlier = known.get(words)
        if earlier is None:
            near = (*ends[words[:_ENDS]], *ends[words[-_ENDS:]])
            earlier = next(
                (o for o in near if _at_end(words, o.words) or _one_sentence(words, o.words)), None
            )
        if earlier is None:
            known[words] = sentence
            for end in {words[:_ENDS], words[-_ENDS:]}:
                ends[end].append(sentence)
        elif not _one_passage(sentence.block, earlier.block):
            yield sentence, earlier


def _sentences(piece: Piece) -> Iterator[Sentence]:
    for block in piece.blocks:
        if not isinstance(block, Prose | ListEntry) or block.quoted:
            continue
        if isinstance(block, AwardEntry | Heading | Cell):
            continue
        for match in _SENTENCE.finditer(block.text):
            words = _NOISE.sub("", match[0])
            if len(_HAN.findall(words)) >= SHORTEST_SENTENCE and not _said_often(match[0]):
                yield Sentence(block, *match.span(), words)


def _said_often(sentence: str) -> bool:
    """Whether a sentence is a slogan, of leaders, or the step of a party by which each case goes on."""
    return bool(_SAID.search(sentence) or _STEP.match(sentence))


def _at_end(words: str, other: str) -> bool:
    """Whether the shorter of two sentences stands whole at an end of the other."""
    short, long = sorted((words, other), key=len)
    return long.endswith(short) or long.startswith(short)


def _one_sentence(words: str, other: str) -> bool:
    """Whether two sentences are one but for a character or two, none of which counts or opposes."""
    if min(len(words), len(other)) < SHORTEST_SENTENCE or not few_changes(words, other, _OFF):
        return False
    return not any(_COUNTS.search(was + put) for was, put in changes(words, other))


def _one_passage(block: Block, earlier: Block) -> bool:
    """Whether two paragraphs are one as a whole, as they are told of among the passages."""
    if block is earlier or not (_compared(block) and _compared(earlier)):
        return False
    return same_words(_NOISE.sub("", block.text), _NOISE.sub("", earlier.text)) >= ALIKE


def side_by_side(text: str, other: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return two paragraphs as runs of characters, each with whether it differs from the other."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        differs = tag != "equal"
        left += [(text[a:b], differs)] if b > a else []
        right += [(other[c:d], differs)] if d > c else []
    return left, right
