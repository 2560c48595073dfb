"""Passages of a book that stand in it twice, found by the runs of characters that they share.

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

from casebook.intake.matching.match import same_words
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


@lru_cache(maxsize=1)
def passages(volume: Volume) -> tuple[Passage, ...]:
    """Return the paragraphs that stand in an earlier text, or earlier in their own."""
    blocks = [block for piece in volume.pieces for block in piece.blocks if _compared(block)]
    shingles = [_shingles(_NOISE.sub("", block.text)) for block in blocks]
    homes: dict[str, set[str]] = defaultdict(set)
    places: dict[str, list[int]] = defaultdict(list)
    for number, (block, own) in enumerate(zip(blocks, shingles, strict=True)):
        for shingle in own:
            homes[shingle].add(block.piece.id)
            places[shingle].append(number)
    most = max(COMMON, COMMON_SHARE * len(volume.pieces))
    telling = [{s for s in own if len(homes[s]) <= most} for own in shingles]
    return tuple(_repeated(blocks, telling, places))


def _compared(block: Block) -> bool:
    """Whether a block is text of its author that is long enough to be known again."""
    if not isinstance(block, Prose | ListEntry | Quotation) or isinstance(
        block, AwardEntry | Heading | Cell
    ):
        return False
    return len(block.text) >= SHORTEST


def _shingles(text: str) -> set[str]:
    return {
        text[at : at + WIDTH] for at in range(len(text) - WIDTH + 1) if ord(text[at]) % SAMPLE == 0
    }


def _repeated(
    blocks: Sequence[Block], telling: Sequence[set[str]], places: dict[str, list[int]]
) -> Iterator[Passage]:
    """Yield for each paragraph the earlier one it is most like, if it is one passage with it."""
    for number, own in enumerate(telling):
        if len(own) < 3:
            continue
        shared: Counter[int] = Counter()
        for shingle in own:
            shared.update(other for other in places[shingle] if other < number)
        for other, many in shared.most_common(3):
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


def side_by_side(text: str, other: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return two paragraphs as runs of characters, each with whether it differs from the other."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        differs = tag != "equal"
        left += [(text[a:b], differs)] if b > a else []
        right += [(other[c:d], differs)] if d > c else []
    return left, right
