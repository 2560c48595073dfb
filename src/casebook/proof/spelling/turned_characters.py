"""Two characters turned round, within a word (练演) or across the edge of two (资下源沉 for 资源下沉),
and the last of a word typed twice (活动动).

What stands there is no word, laws do not put it together (量质齐升, 安全全链条), and as it should be
both models of the language gain so much that nothing else need speak for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, hashed, hashed_at, position
from casebook.proof.spelling.language import UNKNOWN, Language, joined
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_phrases import often
from casebook.proof.spelling.suspects import Suspect, likeliest
from casebook.proof.spelling.word_paths import Paths

LEAST_GAIN = 11.0
"""What both models must gain, as a natural logarithm, for two characters within a word."""
LEAST_USUAL = 6.5
"""The same where laws often have them as they should stand."""
LEAST_ACROSS = 18.5
"""The same for two across the edge of words: phrases like 稳边固边, 文商体旅 can be read so."""
LEAST_DOUBLED = 8.0
"""The same for the last character of a word that stands there twice."""
_USUAL = 3
"""How often, as a logarithm, is often."""
_SURE = -13.0
"""The value of a word that one model alone knows from which it is a word."""
NUMERALS = np.array(sorted(map(ord, "〇零一二三四五六七八九十百千万亿两")), np.uint64)

_BOTH = np.array(sorted(map(ord, "双齐并兼俱两")), np.uint64)
"""What tells of two things side by side."""
_RARE = -13.0
"""Up to this value of both models a word is too rare to be thought of."""
_PROVINCES = np.array(
    sorted(
        map(ord, "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新港澳台")
    ),
    np.uint64,
)


@dataclass(frozen=True)
class Turned:
    """Rows: what stands at `start` to `end` is `word` and `second` (one word where they are equal).

    `place` says which character of it is at fault with that behind it, `least` what must be gained.
    """

    start: Numbers
    end: Numbers
    word: Numbers
    second: Numbers
    place: int
    least: float
    slip: str = "transposed"


def suspects(
    language: Language, runs: HanRuns, paths: tuple[Paths, Paths], texts: int
) -> list[tuple[Suspect, ...]]:
    """Return where characters of each of the `texts` of `runs` are turned round, in order of place."""
    chosen: list[list[Suspect]] = [[] for _ in range(texts)]
    names = _behind_a_surname(language, runs, paths[0].covering())
    within = list(_within(language, runs))
    best = [_best_gains(within, path) for path in paths]
    for rows in (*within, *_across(language, runs), *_doubled(language, runs)):
        at, least = rows.start + rows.place, np.full(len(rows.start), rows.least)
        if rows.least == LEAST_GAIN:
            gains = [whole[at] for whole in best]
            least[_usual_in_laws(language, runs, at)] = LEAST_USUAL
            least[names[rows.start] & (rows.end - rows.start == 2)] = np.inf
        else:
            gains = [
                path.gain_of_two(rows.start, rows.end, rows.word, rows.second) for path in paths
            ]
        doubtful = (np.minimum(*gains) >= least) & ~_lawful(language, runs, rows)
        for row in np.flatnonzero(doubtful):
            start = int(rows.start[row])
            put = language.word(int(rows.word[row]))
            if rows.word[row] != rows.second[row]:
                put += language.word(int(rows.second[row]))
            both = (round(float(gains[0][row]), 1), round(float(gains[1][row]), 1))
            in_text = int(runs.offset[runs.run[start]] + runs.place[start])
            chosen[int(runs.text[runs.run[start]])].append(
                Suspect(
                    in_text, in_text + int(rows.end[row]) - start, put, rows.slip, min(both), both
                )
            )
    return [likeliest(own) for own in chosen]


def _behind_a_surname(language: Language, runs: HanRuns, cover: Numbers) -> Numbers:
    """Whether before each place stands a surname that is part of no word: 林 of 林国英."""
    before = np.roll(runs.code, 1)
    named: Numbers = (position(language.surnames, before) >= 0) & (np.roll(cover, 1) == 1)
    return named & (runs.place > 0)


def _best_gains(within: Sequence[Turned], path: Paths) -> Numbers:
    """Return for each place the best of what is gained where it and the next are turned, by any word."""
    best = np.full(len(path.words.runs.code), -np.inf)
    for rows in within:
        gain = path.gain(rows.start, rows.end, rows.word)
        np.maximum.at(best, rows.start + rows.place, gain)
    return best


def _usual_in_laws(language: Language, runs: HanRuns, at: Numbers) -> Numbers:
    """Whether laws often have the two characters as they should stand beside the next on one side."""
    code = runs.code
    first, second = code[at], code[at + 1]
    usual = np.zeros(len(at), bool)
    for side, inside in (
        ((code[at - 1], second, first), runs.place[at] > 0),
        ((second, first, code[at + 2]), runs.left[at] > 2),
    ):
        times = often(language.official, language.official_often, hashed(np.stack(side, axis=1)))
        usual |= inside & (times >= _USUAL)
    return usual


def _within(language: Language, runs: HanRuns) -> Iterator[Turned]:
    for length in range(2, LONGEST + 1):
        at = runs.beginning(length)
        at = at[~_usual(language, runs.window[length][at])]
        for place in range(length - 1):
            order = [*range(length)]
            order[place], order[place + 1] = place + 1, place
            word = _word(language, runs, at, order)
            kept = (word >= 0) & (runs.code[at + place] != runs.code[at + place + 1])
            kept &= ~_two_provinces(runs, at + place) & ~side_by_side(runs, at + length)
            kept &= np.maximum(language.first.value[word], language.second.value[word]) > _RARE
            start = at[kept]
            yield Turned(start, start + length, word[kept], word[kept], place, LEAST_GAIN)


def _usual(language: Language, hashes: Numbers) -> Numbers:
    """Whether runs are words that both models know, or of which one of them is sure (not 作工)."""
    number = language.word_hash.position(hashes)
    known, better = (
        pick(language.first.value[number], language.second.value[number])
        for pick in (np.minimum, np.maximum)
    )
    usual: Numbers = (number >= 0) & ((known > UNKNOWN) | (better > _SURE))
    return usual


def _two_provinces(runs: HanRuns, at: Numbers) -> Numbers:
    """Whether short names of two provinces stand at these places, which are told in any order."""
    both: Numbers = (position(_PROVINCES, runs.code[at]) >= 0) & (
        position(_PROVINCES, runs.code[at + 1]) >= 0
    )
    return both


def side_by_side(runs: HanRuns, behind: Numbers) -> Numbers:
    """Whether what stands at these places tells of two things before it: 量质双升."""
    return np.isin(runs.code[behind], _BOTH)


def _across(language: Language, runs: HanRuns) -> Iterator[Turned]:
    """Yield what becomes two words: 资下源沉, or one of them of one character: 范内围, 政惠策."""
    for first, second in (([0, 2], [1, 3]), ([0, 2], [1]), ([1], [0, 2])):
        length = len(first) + len(second)
        at = runs.beginning(length)
        at = at[runs.code[at] != runs.code[at + 2]]  # 村容村貌
        for part in (0, length - 2):  # no word may begin or end there as it stands
            pair = runs.window[2][at + part]
            at = at[language.word_hash.position(pair) < 0]
        words = [_word(language, runs, at, order) for order in (first, second)]
        kept = (words[0] >= 0) & (words[1] >= 0) & (words[0] != words[1])
        start = at[kept]
        place = 1 if len(first) == 2 else 0
        yield Turned(start, start + length, words[0][kept], words[1][kept], place, LEAST_ACROSS)


def _doubled(language: Language, runs: HanRuns) -> Iterator[Turned]:
    """Yield words of two characters of which the last stands there twice: 活动动.

    Behind longer words it more often begins another: 产业链链主.
    """
    at = runs.beginning(3)
    last = runs.code[at + 2]
    at = at[(last == runs.code[at + 1]) & (position(NUMERALS, last) < 0)]
    at = at[runs.code[at] != ord("一")]  # 一项项
    at = at[~_begins_another(language, runs, at)]
    times = often(language.official, language.official_often, runs.window[2][at])
    at = at[times >= _USUAL]  # not 聚醚 of 聚醚醚酮
    word = _word(language, runs, at, range(2))
    kept = word >= 0
    start, word = at[kept], word[kept]
    yield Turned(start, start + 3, word, word, 1, LEAST_DOUBLED, "superfluous")


def _begins_another(language: Language, runs: HanRuns, at: Numbers) -> Numbers:
    """Whether the second of the two begins a word (客机机龄), ends 团团伙伙, or a name (张超超)."""
    first, last = runs.code[at], runs.code[at + 2]
    follows = np.minimum(at + 3, len(runs.code) - 1)
    begins = language.adjoining.position(joined(last, runs.code[follows])) >= 0
    twice = (runs.place[at] > 0) & (runs.code[np.maximum(at - 1, 0)] == first)
    lawful = often(language.official, language.official_often, runs.window[2][at]) > 0
    named = (position(language.surnames, first) >= 0) & ~lawful
    other: Numbers = ((runs.left[at] > 3) & begins) | twice | named
    return other


def _lawful(language: Language, runs: HanRuns, rows: Turned) -> Numbers:
    """Whether laws have the two characters at fault together with one more before or behind them."""
    at = rows.start + rows.place
    lawful = np.zeros(len(at), bool)
    for before in (1, 0):
        first = np.maximum(at - before, 0)
        inside = (runs.place[at] >= before) & (runs.left[first] > 2)
        times = often(language.official, language.official_often, runs.window[3][first])
        lawful |= inside & (times > 0)
    return lawful


def _word(language: Language, runs: HanRuns, at: Numbers, order: Sequence[int]) -> Numbers:
    """Return the word that the characters at these places from `at` make, in this order, or -1."""
    whole = np.zeros(len(at), np.uint64)
    for place, step in enumerate(order):
        whole += hashed_at(runs.code[at + step], place)
    return language.word_hash.position(whole)
