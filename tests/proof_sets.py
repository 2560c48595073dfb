"""Texts with known faults, and texts without any, by which the proof is measured.

A folder of sets holds files of lines `wrong TAB right` (spaces do not count) and folders of clean
prose, a paragraph a line. Those that were used (none is committed but `data/slips.tsv` and `data/gaps.tsv`):

    sighan15, law, med, odw, lemon_*   github.com/gingasan/lemon (LEMON for research only; SIGHAN15,
                                       ECSpell), copied as NAME.txt
    mcsc                               github.com/yzhihao/MCSCSet (Apache-2.0), every eighth line of test.txt
    court, laws                        github.com/LawRefBook/Laws: 案例; of the rest 23 files of 1,800, those
                                       whose path has a SHA-256 that begins with 07
    reports                            six of github.com/johncodes404/china-provincial-gov-reports-2026
    news                               github.com/DuckBurnIncense/xin-wen-lian-bo: every 46th day from the 20th
    hospital, county                   published cases
    pku, msr, sxu, ctb                 github.com/hankcs/multi-criteria-cws, their words put together; pku and
                                       the days of news from 2025 on were kept from training
    csl                                github.com/ydli-ai/CSL: abstracts of papers, 80,000 characters
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Editop, Levenshtein

from casebook.proof.spelling import han_runs, heard_words
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.language import HAN, Language
from casebook.proof.spelling.similar_characters import KEYS, NEAR_SOUND, SHAPE, SOUND, STROKES

_LITTLE_WORDS = "的了是在和对中上为有以个一等与将"
_TIMES = 4
"""How often a paragraph is taken for planting."""
LONGEST_SLIP = 3
"""Pairs whose lengths differ by more are other texts, not slips: a number of an article left out."""
SLIPS = Path(__file__).parent / "data" / "slips.tsv"
GAPS = Path(__file__).parent / "data" / "gaps.tsv"
Pair = tuple[str, str]
Heard = Callable[[Language, HanRuns], Iterator[tuple[int, heard_words.Heard]]]


@dataclass(frozen=True)
class TextSet:
    """Pairs of a text and what it should be; `clean` when nothing is wrong in any."""

    name: str
    pairs: Sequence[Pair]
    clean: bool = False

    @property
    def characters(self) -> int:
        """How many characters are read."""
        return sum(len(text) for text, _ in self.pairs)

    def half(self, number: int) -> "TextSet":
        """Return every other pair: half 0 is for tuning, half 1 for reporting."""
        return TextSet(self.name, self.pairs[number::2], self.clean)


def read(folder: Path | None) -> list[TextSet]:
    """Return the sets that lie here, and those in `folder`."""
    sets = [TextSet("slips", _pairs(SLIPS)), TextSet("gaps", _pairs(GAPS))]
    for path in sorted(folder.iterdir()) if folder else ():
        if path.suffix in (".tsv", ".txt"):
            sets.append(TextSet(path.stem, _pairs(path)))
        elif path.is_dir():
            lines = list(_prose(path))
            sets.append(TextSet(path.name, [(line, line) for line in lines], True))
    return sets


def _pairs(path: Path) -> list[Pair]:
    lines = path.read_text("utf-8").splitlines()
    parts = [line.split("\t")[:2] for line in lines if "\t" in line and not line.startswith("#")]
    pairs = [("".join(wrong.split()), "".join(right.split())) for wrong, right in parts]
    return [pair for pair in pairs if abs(len(pair[0]) - len(pair[1])) <= LONGEST_SLIP]


def _prose(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.[mt][dx]*")):
        text = path.read_text("utf-8")
        text = text.split("---", 2)[-1] if text.startswith("---") else text
        yield from (line for line in text.splitlines() if HAN.search(line))


def planted(language: Language, prose: TextSet, count: int) -> TextSet:
    """Return `count` paragraphs of clean prose with one slip each, of the kinds that typists make.

    A paragraph comes `_TIMES` times at most, each time with another slip; those of the half that is
    for tuning stay in it.
    """
    dice = random.Random(5)
    halves = []
    for number in range(2):
        lines = [text for text, _ in prose.half(number).pairs if 15 < len(text) < 250] * _TIMES
        dice.shuffle(lines)
        slips = ((_slip(language, line, dice), line) for line in lines)
        halves.append([(wrong, right) for wrong, right in slips if wrong and wrong != right])
    pairs = [pair for both in zip(*halves, strict=False) for pair in both]
    return TextSet(f"planted {prose.name}", pairs[:count])


def _slip(language: Language, text: str, dice: random.Random) -> str | None:
    runs = [match for match in HAN.finditer(text) if len(match[0]) >= 4]
    if not runs:
        return None
    run = dice.choice(runs)
    at, chance = dice.randrange(run.start(), run.end()), dice.random()
    if chance < 0.14:
        return text[:at] + text[at + 1 :]
    if chance < 0.19:
        return text[:at] + text[at] + text[at:]
    if chance < 0.27:
        return _inserted(language, text, at, dice)
    if chance < 0.32 and at + 1 < run.end():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if chance < 0.5:
        words = heard_words.same_sound if chance < 0.41 else heard_words.keys_beside
        return _word(language, text, run.span(), words, dice)
    if chance < 0.65:
        return _particle(text, dice)
    kinds = ((0.78, SOUND), (0.84, NEAR_SOUND), (0.92, SHAPE), (0.97, KEYS), (1, STROKES))
    kind = next(kind for end, kind in kinds if chance < end)
    put = _other(language, text[at], kind, dice)
    return text[:at] + put + text[at + 1 :] if put else None


def _other(language: Language, sign: str, kind: int, dice: random.Random) -> str:
    """Return a character taken for `sign` in a way; none where there is none."""
    others = _alike(language, sign, kind)
    weights = [weight for _, weight in others]
    return dice.choices([other for other, _ in others], weights)[0] if others else ""


def _inserted(language: Language, text: str, at: int, dice: random.Random) -> str | None:
    """Return the text with another character behind one: a little word, or one that sounds like it."""
    if dice.random() < 0.5:
        return text[: at + 1] + dice.choice(_LITTLE_WORDS) + text[at + 1 :]
    put = _other(language, text[at], SOUND, dice)
    place = at + dice.randrange(2)
    return text[:place] + put + text[place:] if put else None


def _particle(text: str, dice: random.Random) -> str | None:
    """Return the text with another of 的, 地, 得 for one of them."""
    places = [at for at, sign in enumerate(text) if sign in "的地得"]
    if not places:
        return None
    at = dice.choice(places)
    return text[:at] + dice.choice("的地得".replace(text[at], "")) + text[at + 1 :]


def _word(
    language: Language, text: str, span: tuple[int, int], words: Heard, dice: random.Random
) -> str | None:
    """Return the text with a word taken for one of two characters, the frequent ones rather."""
    run = text[span[0] : span[1]]
    runs = han_runs.runs([run])
    start, word = next((at, word) for length, (at, word, _) in words(language, runs) if length == 2)
    stood = language.word_hash.position(runs.window[2][start])
    kept = np.flatnonzero(stood >= 0)
    if not len(kept):
        return None
    weights = np.exp(language.first.value[word[kept]] / 2)
    row = dice.choices(kept.tolist(), weights.tolist())[0]
    at = span[0] + int(start[row])
    return text[:at] + language.word(int(word[row])) + text[at + 2 :]


def kind_of(language: Language, wrong: str, right: str, op: Editop, beside: set[int]) -> str:
    """Return the kind of one fault (`KINDS`): an edit that makes `wrong` right.

    `beside` are the places of `wrong` that are at fault.
    """
    at = op.src_pos
    if any(_turned(wrong, right, first) for first in (at - 2, at - 1, at)):
        return "transposed"
    if op.tag == "insert":
        return "missing"
    if op.tag == "delete":
        near = wrong[max(0, at - 1) : at] + wrong[at + 1 : at + 2]
        return "doubled" if wrong[at] in near else "superfluous"
    if {wrong[at], right[op.dest_pos]} <= set("的地得"):
        return "的地得"
    if {at - 1, at + 1} & beside:
        return "whole word"
    letters = (np.array([ord(sign)]) for sign in (wrong[at], right[op.dest_pos]))
    how = int(language.likeness(*letters)[0])
    return next((name for kind, name in _LIKE.items() if how & kind), "unlike")


def _turned(wrong: str, right: str, first: int) -> bool:
    """Whether the characters at `first` and behind it, turned, spare two edits."""
    pair = wrong[max(first, 0) : first + 2]
    if first < 0 or len(set(pair)) < 2:
        return False
    turned = wrong[:first] + pair[::-1] + wrong[first + 2 :]
    return Levenshtein.distance(turned, right) <= Levenshtein.distance(wrong, right) - 2


_LIKE = {SOUND: "sound", NEAR_SOUND: "near sound", SHAPE: "shape", KEYS: "keys", STROKES: "五笔"}
KINDS = (
    *_LIKE.values(),
    "unlike",
    "的地得",
    "whole word",
    "missing",
    "doubled",
    "superfluous",
    "transposed",
)
"""Kinds of faults: one character for another, by the way they are alike; two or more beside each
other; none where one should be; the same twice, another too many; two turned."""


def _alike(language: Language, sign: str, kind: int) -> list[tuple[str, float]]:
    """Return the characters taken for `sign` in a way, the frequent ones with more weight."""
    codes = language.alike(ord(sign))
    how = language.likeness(np.full(len(codes), ord(sign)), codes)
    others = [chr(code) for code in codes[how & kind > 0].tolist()]
    frequent = _frequency(language)
    return [(other, frequent[other]) for other in others if other in frequent]


_FREQUENCIES: dict[str, float] = {}


def _frequency(language: Language) -> dict[str, float]:
    """Return the root of the frequency of each character that is not rare."""
    if not _FREQUENCIES:
        for number in np.flatnonzero(language.length == 1).tolist():
            value = float(language.first.value[number])
            if value > -12.5:
                _FREQUENCIES[language.word(number)] = float(np.exp(value / 2))
    return _FREQUENCIES
