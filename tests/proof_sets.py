"""Texts with known faults, and texts without any, by which the proof is measured.

A folder of sets holds files of lines `wrong TAB right` (spaces do not count) and folders of clean
prose, a paragraph a line. Those that were used (none is committed but `data/slips.tsv`):

    sighan15, law, med, odw, lemon_*   github.com/gingasan/lemon (LEMON for research only; SIGHAN15,
                                       ECSpell), copied as NAME.txt
    laws, court                        github.com/LawRefBook/Laws; hospital: published news
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casebook.proof.spelling.language import HAN, Language
from casebook.proof.spelling.similar_characters import NEAR_SOUND, SHAPE, SOUND

SLIPS = Path(__file__).parent / "data" / "slips.tsv"
Pair = tuple[str, str]


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
    """Return the set of slips that lies here, and those in `folder`."""
    sets = [TextSet("slips", _pairs(SLIPS))]
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
    return [("".join(wrong.split()), "".join(right.split())) for wrong, right in parts]


def _prose(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.[mt][dx]*")):
        text = path.read_text("utf-8")
        text = text.split("---", 2)[-1] if text.startswith("---") else text
        yield from (line for line in text.splitlines() if HAN.search(line))


def planted(language: Language, prose: TextSet, count: int) -> TextSet:
    """Return `count` paragraphs of clean prose with one slip each, of the kinds that typists make."""
    dice = random.Random(5)
    lines = [text for text, _ in prose.pairs if 15 < len(text) < 250]
    dice.shuffle(lines)
    slips = ((_slip(language, line, dice), line) for line in lines)
    pairs = [(wrong, right) for wrong, right in slips if wrong and wrong != right]
    return TextSet(f"planted {prose.name}", pairs[:count])


def _slip(language: Language, text: str, dice: random.Random) -> str | None:
    runs = [match for match in HAN.finditer(text) if len(match[0]) >= 4]
    if not runs:
        return None
    run = dice.choice(runs)
    at, chance = dice.randrange(run.start(), run.end()), dice.random()
    if chance < 0.1:
        return text[:at] + text[at + 1 :]
    if chance < 0.17:
        return text[:at] + text[at] + text[at:]
    if chance < 0.23 and at + 1 < run.end():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    kind = SOUND if chance < 0.6 else NEAR_SOUND if chance < 0.75 else SHAPE
    others = _alike(language, text[at], kind)
    weights = [weight for _, weight in others]
    if not others:
        return None
    return text[:at] + dice.choices([sign for sign, _ in others], weights)[0] + text[at + 1 :]


def _alike(language: Language, sign: str, kind: int) -> list[tuple[str, float]]:
    """Return the characters taken for `sign` in a way, the frequent ones with more weight."""
    keys = language.similar_key
    first, behind = np.searchsorted(keys, np.array([ord(sign), ord(sign) + 1], np.uint64) << 32)
    others = [
        chr(int(key) & 0xFFFFFFFF)
        for key, how in zip(keys[first:behind], language.similar_how[first:behind], strict=True)
        if how & kind
    ]
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
