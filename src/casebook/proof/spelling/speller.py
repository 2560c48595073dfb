"""Reads texts for wrong characters: what both language models would rather read.

Enters: texts, a paragraph each. Leaves: suspects of each, none touching another. About two seconds
of computing for 100,000 different characters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from casebook.proof.spelling import (
    corrections,
    evidence,
    han_runs,
    missing_characters,
    turned_characters,
    word_paths,
)
from casebook.proof.spelling.corrections import (
    HEARD,
    MISSING,
    PARTICLE,
    SUPERFLUOUS,
    TRANSPOSED,
    TYPED,
    UNLIKE,
    Corrections,
)
from casebook.proof.spelling.evidence import Edits
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, position
from casebook.proof.spelling.language import HAN, Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_phrases import often
from casebook.proof.spelling.similar_characters import KEYS, NEAR_SOUND, SHAPE, SOUND, STROKES
from casebook.proof.spelling.suspects import Suspect
from casebook.proof.spelling.word_paths import Paths, Words

Batch = Sequence[str]
"""Runs of characters that are looked at in one go."""
Read = Callable[[Sequence[Batch]], Sequence[list[tuple[Suspect, ...]]]]
"""What reads batches: for each, the suspects of each of its runs."""
LEAST_ODDS = 1.0
"""The logarithm of the odds from which a correction is asked about, but for these slips."""
LEAST_OF = {
    SOUND: 0.9, NEAR_SOUND: 0.4, STROKES: -0.4, PARTICLE: 0.4, TRANSPOSED: 0.1, MISSING: 0.5,
    SUPERFLUOUS: 1.3, HEARD: 0.9, TYPED: 0.1,
}  # fmt: skip
"""The same for slips of which prose without faults seems to have more, or fewer, than the odds say: set
so that 270,000 characters of news, judgements and abstracts that the trees of `evidence` were not found
on have about six findings in 100,000, of which a third are true errors."""
_LEAST_OF_KNOWN, _LEAST_OF_USUAL = 0.8, 1.2
"""The same where what stands there is a word of either model, and where laws write it, too: 查勘, 通达."""
_RARE = -12.0
"""The value of a word of both models up to which it is not thought of for another: 汇演 for 会演."""
_OFTEN = 3
"""How often, as a logarithm, laws write what is usual in them."""
_BATCH = 30_000
"""Characters looked at in one go: as many as the memory of a small machine holds easily."""

_ENDS = frozenset("，。；！？：")
"""The marks at which a phrase ends. What stands before a figure or a quotation mark may go on behind it."""

_OTHER_SLIPS = {
    UNLIKE: "unlike",
    PARTICLE: "particle",
    TRANSPOSED: "transposed",
    MISSING: "missing",
    SUPERFLUOUS: "superfluous",
    HEARD: "word of the same sound",
    TYPED: "word by keys",
}


def suspects(
    language: Language, texts: Sequence[str], read: Read | None = None
) -> list[tuple[Suspect, ...]]:
    """Return the suspects of each of `texts`, in order of place; `read` may share the work.

    A run of characters that stands in several places is read once, but where a phrase ends in one
    and not in another.
    """
    places = [list(_parted(text)) for text in texts]
    runs = list(dict.fromkeys(run for own in places for _, run in own))
    suspects_of: dict[str, tuple[Suspect, ...]] = {}
    batches = list(_batches(runs))
    answers = read(batches) if read else (of_batch(language, batch) for batch in batches)
    for batch, answer in zip(batches, answers, strict=True):
        suspects_of.update(zip(batch, answer, strict=True))
    return [
        tuple(_moved(suspect, start) for start, run in own for suspect in suspects_of[run])
        for own in places
    ]


def _parted(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of characters and where it stands, with a full stop where a phrase begins or ends."""
    for match in HAN.finditer(text):
        begins = match.start() == 0 or text[match.start() - 1] in _ENDS
        ends = match.end() == len(text) or text[match.end()] in _ENDS
        yield match.start() - begins, f"{'。' * begins}{match[0]}{'。' * ends}"


def _moved(suspect: Suspect, by: int) -> Suspect:
    return replace(suspect, start=suspect.start + by, end=suspect.end + by)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first, size = 0, 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts):
        yield texts[first:]


def of_batch(language: Language, texts: Batch) -> list[tuple[Suspect, ...]]:
    """Return the suspects of each of some runs, with a full stop where a phrase begins or ends."""
    runs = han_runs.runs(texts)
    chosen: list[list[Suspect]] = [[] for _ in texts]
    if not runs.count:
        return [()] * len(texts)
    ways = _ways(language, runs)
    every = _corrections(language, runs, ways)
    edits, facts = _weighable(language, runs, ways, every)
    odds = evidence.weighed(facts)
    last: tuple[int, int] = (-1, -1)
    for row in _best(language, runs, edits, odds):
        number = int(runs.text[runs.run[edits.at[row]]])
        suspect = _as_suspect(language, runs, edits, row, float(odds[row]))
        if number == last[0] and suspect.start < last[1]:
            continue
        chosen[number].append(suspect)
        last = number, suspect.end
    missing = missing_characters.suspects(language, runs, ways[1], every, texts)
    turned = turned_characters.suspects(language, runs, ways[1], len(texts))
    return [
        _joined(_joined(*rest), first) for *rest, first in zip(chosen, missing, turned, strict=True)
    ]


def _joined(own: Sequence[Suspect], turned: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Return what is `turned` and the rest of `own`, in order of place."""
    rest = [s for s in own if not any(s.start < t.end and t.start < s.end for t in turned)]
    return tuple(sorted((*turned, *rest), key=lambda suspect: suspect.start))


_Ways = tuple[Words, tuple[Paths, Paths]]


def _ways(language: Language, runs: HanRuns) -> _Ways:
    words = word_paths.words(language, runs)
    return words, (
        word_paths.paths(words, language.first),
        word_paths.paths(words, language.second),
    )


def weighable(
    language: Language, runs: HanRuns, ways: _Ways | None = None
) -> tuple[Edits, dict[str, Numbers]]:
    """Return all edits of `runs` that both models prefer, and the facts about each.

    `ways` are the words of the runs and the best ways through them, where they are known.
    """
    ways = ways or _ways(language, runs)
    return _weighable(language, runs, ways, _corrections(language, runs, ways))


def _weighable(
    language: Language, runs: HanRuns, ways: _Ways, every: Corrections
) -> tuple[Edits, dict[str, Numbers]]:
    edits = evidence.edits(every, runs, ways[1], language)
    return edits, evidence.facts(edits, runs, language, ways[1])


def _corrections(language: Language, runs: HanRuns, ways: _Ways) -> Corrections:
    """Return all corrections of `runs` that may be made."""
    words, paths = ways
    alone = np.maximum(paths[0].covering(), paths[1].covering()) == 1
    every = corrections.corrections(language, runs, alone, paths[0].neighbours())
    return every.kept(_free(every, runs, words, language))


def _free(rows: Corrections, runs: HanRuns, words: Words, language: Language) -> Numbers:
    """Return the rows that touch no numeral and no word of the lists, nor make an ordinal (第十)."""
    fixed = position(turned_characters.NUMERALS, runs.code) >= 0
    for length in range(2, LONGEST + 1):
        start = runs.beginning(length)
        listed = start[language.listed.position(runs.window[length][start]) >= 0]
        for step in range(length):
            fixed[listed + step] = True
    put = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)]
    numeral = (position(turned_characters.NUMERALS, put.astype(np.uint64)) >= 0) & (
        rows.slip != SUPERFLUOUS
    )
    behind = (
        position(turned_characters.NUMERALS, language.letters[rows.word, 1].astype(np.uint64)) >= 0
    )
    numeral |= (put == ord("第")) & (rows.place == 0) & behind
    turned = (rows.slip == TRANSPOSED) & turned_characters.side_by_side(runs, rows.end)
    at = rows.start + rows.place
    return np.flatnonzero(~fixed[at] & ~numeral & ~turned & ~_in_parallel(runs, rows, at))


def _in_parallel(runs: HanRuns, rows: Corrections, at: Numbers) -> Numbers:
    """Whether a character is one of two in like places, or could be no other where it stands.

    藏医藏药, 集聚力配置力; 宣城等市; 传承地 before a stop is a place.
    """
    code = np.concatenate([np.zeros(3, np.uint64), runs.code, np.zeros(3, np.uint64)])
    stands = code[at + 3]
    dropped = (stands == ord("等")) | (stands == code[at + 1]) | (stands == code[at + 5])
    own = (rows.slip == SUPERFLUOUS) & dropped
    own |= (rows.slip == MISSING) & (rows.place == 0) & (stands == code[at]) & (stands != 0)
    ends = (rows.slip == PARTICLE) & (stands == ord("地")) & (code[at + 4] == 0)
    parallel: Numbers = own | ends
    return parallel


def _best(language: Language, runs: HanRuns, edits: Edits, odds: Numbers) -> list[int]:
    """Return the rows to ask about in order of place, where several touch only the best."""
    least = np.maximum(_least_odds(edits.corrections.slip), _least_of_words(language, runs, edits))
    rows = np.flatnonzero(odds >= least)
    taken = np.zeros(len(runs.code) + 1, bool)
    kept = []
    for row in rows[np.argsort(-odds[rows], kind="stable")].tolist():
        start, end = int(edits.corrections.start[row]), int(edits.corrections.end[row])
        if not taken[start:end].any():
            taken[start:end] = True
            kept.append(row)
    return sorted(kept, key=lambda row: int(edits.corrections.start[row]))


def _least_odds(slip: Numbers) -> Numbers:
    """Return the odds that are asked of each slip; of several ways to be alike the first counts."""
    least = np.full(len(slip), LEAST_ODDS)
    left = slip < UNLIKE
    for kind in (SOUND, NEAR_SOUND, SHAPE, KEYS, STROKES):
        own = left & ((slip & kind) > 0)
        least[own] = LEAST_OF.get(kind, LEAST_ODDS)
        left = left & ~own
    for kind in (UNLIKE, PARTICLE, TRANSPOSED, MISSING, SUPERFLUOUS, HEARD, TYPED):
        least[slip == kind] = LEAST_OF.get(kind, LEAST_ODDS)
    return least


def _least_of_words(language: Language, runs: HanRuns, edits: Edits) -> Numbers:
    """Return the odds that are asked where a whole word of two characters stands, which is another's."""
    rows = edits.corrections
    least = np.full(len(rows.slip), -np.inf)
    own = np.flatnonzero((rows.end - rows.start == 2) & (rows.slip != TRANSPOSED))
    whole = runs.window[2][rows.start[own]]
    known = language.word_hash.position(whole) >= 0
    usual = often(language.official, language.official_often, whole) >= _OFTEN
    least[own[known]] = _LEAST_OF_KNOWN
    value = np.maximum(language.first.value[rows.word[own]], language.second.value[rows.word[own]])
    least[own[known & (usual | (value < _RARE))]] = _LEAST_OF_USUAL
    return least


def _as_suspect(language: Language, runs: HanRuns, edits: Edits, row: int, odds: float) -> Suspect:
    rows = edits.corrections
    start = int(rows.start[row])
    in_text = int(runs.offset[runs.run[start]] + runs.place[start])
    length = int(rows.end[row]) - start
    return Suspect(
        in_text,
        in_text + length,
        language.word(int(rows.word[row])),
        _slip(int(rows.slip[row])),
        round(odds, 2),
        (round(float(edits.gains[0][row]), 1), round(float(edits.gains[1][row]), 1)),
    )


def _slip(how: int) -> str:
    if how >= UNLIKE:
        return _OTHER_SLIPS[how]
    names = {SOUND: "sound", NEAR_SOUND: "near sound", SHAPE: "shape", KEYS: "keys"}
    return next((name for kind, name in names.items() if how & kind), "strokes")
