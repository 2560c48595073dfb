"""What the proof knows of the language: words, two models of them, characters taken for others.

Made once of the files of the models (`model_files`) as arrays, mapped from a file ever after. Both
models speak of the same words, which are numbered in the order of their hashes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from casebook.proof.lists import DATA
from casebook.proof.spelling import official_phrases, similar_characters
from casebook.proof.spelling.hashing import LONGEST, MASKED, SHORTENED, hashed, hashed_at, position
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.word_pairs import WordPairs

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
UNKNOWN = -15.0
"""The value of a character or word a model does not have."""

_FREQUENT = -10.0
"""The value from which a character is frequent as a word by itself."""


@dataclass(frozen=True)
class Model:
    """One model: the value of each word, its weight when backing off, and pairs of words.

    A pair's key is the number of its first word times the number of words, plus its second's;
    `pair_key` is sorted. The last word of `value` and `backoff` is the unknown one, number -1.
    """

    value: Numbers
    backoff: Numbers
    pair_key: Numbers
    pair_value: Numbers

    def after(self, before: Numbers, behind: Numbers) -> Numbers:
        """Return the value of each word of `behind` following that of `before`; -1 is unknown."""
        words = np.int64(len(self.value) - 1)
        at = position(self.pair_key, before * words + behind)
        at = np.where((before < 0) | (behind < 0), -1, at)
        alone = self.backoff[before] + self.value[behind]
        return np.where(at < 0, alone, self.pair_value[at])


@dataclass(frozen=True)
class Language:
    """Words by number: hash (sorted), length, characters; runs that lack or blank a character.

    `masked_*`: words with one character blank, by hash: the word and that character. `short_*`:
    words with one character left out. `adjoining`: pairs of characters that stand in some word.
    `similar_*`: pairs of characters taken for each other, and how (`similar_characters`).
    `frequent_*`: of each character, by code, the like ones that are frequent as words.
    `official_*`: runs of two and three characters of laws (`official_phrases`). `listed`: hashes of words that are right
    as they stand (`data/medical.txt`). `surnames`: characters.
    """

    word_hash: Numbers
    length: Numbers
    letters: Numbers
    masked_key: Numbers
    masked_word: Numbers
    masked_letter: Numbers
    short_key: Numbers
    short_word: Numbers
    adjoining: Numbers
    similar_key: Numbers
    similar_how: Numbers
    frequent_key: Numbers
    frequent_letter: Numbers
    frequent_word: Numbers
    official_key: Numbers
    official_often: Numbers
    listed: Numbers
    surnames: Numbers
    first: Model
    second: Model

    @property
    def models(self) -> tuple[Model, Model]:
        """The two models."""
        return self.first, self.second

    def word(self, number: int) -> str:
        """Return a word."""
        return "".join(map(chr, self.letters[number][: self.length[number]]))

    def likeness(self, of: Numbers, to: Numbers) -> Numbers:
        """Return in what way each character is taken for another, 0 where it is not."""
        at = position(self.similar_key, joined(of, to))
        return np.where(at < 0, 0, self.similar_how[at])


def joined(first: Numbers, second: Numbers) -> Numbers:
    """Return one number for each pair of characters."""
    return (first.astype(np.uint64) << np.uint64(32)) | second.astype(np.uint64)


def make(models: Sequence[WordPairs]) -> dict[str, Numbers]:
    """Return the arrays of a `Language` of two models that were read."""
    words = _words(models)
    codes = {n: _codes([word for word in words if len(word) == n]) for n in range(1, LONGEST + 1)}
    hashes = np.concatenate([hashed(part) for part in codes.values()])
    order = np.argsort(hashes)
    lengths = np.concatenate([np.full(len(part), n) for n, part in codes.items()])
    letters = np.zeros((len(hashes), LONGEST), np.uint32)
    start = 0
    for n, part in codes.items():
        letters[start : start + len(part), :n] = part
        start += len(part)
    arrays = {
        "word_hash": hashes[order],
        "length": lengths[order].astype(np.int8),
        "letters": letters[order],
        **_blanked(letters[order], lengths[order]),
        **similar_characters.table(),
        **official_phrases.unpacked(),
        "listed": _listed(),
        "surnames": _surnames(),
    }
    numbers = {
        word: number for number, word in enumerate(_spelt(arrays["letters"], arrays["length"]))
    }
    for name, model in zip(("first", "second"), models, strict=True):
        arrays |= {f"{name}.{key}": value for key, value in _model(model, numbers).items()}
    return arrays | _frequent(arrays)


def opened(arrays: Mapping[str, Numbers]) -> Language:
    """Return the language whose arrays `make` made. Raises `KeyError` when one is missing."""
    own = [field.name for field in fields(Language) if field.name not in ("first", "second")]
    parts = [field.name for field in fields(Model)]
    models = [
        Model(**{part: arrays[f"{name}.{part}"] for part in parts}) for name in ("first", "second")
    ]
    return Language(**{name: arrays[name] for name in own}, first=models[0], second=models[1])


def _words(models: Iterable[WordPairs]) -> list[str]:
    """Return all words of Chinese characters that are short enough, the shortest first."""
    known = {
        word for model in models for word in model.words
        if 0 < len(word) <= LONGEST and HAN.fullmatch(word)
    }  # fmt: skip
    return sorted(known, key=lambda word: (len(word), word))


def _codes(words: Sequence[str]) -> Numbers:
    length = len(words[0]) if words else 1
    return np.frombuffer("".join(words).encode("utf-32-le"), "<u4").reshape(-1, length)


def _spelt(letters: Numbers, lengths: Numbers) -> list[str]:
    text = letters.astype("<u4").tobytes().decode("utf-32-le")
    return [
        text[at * LONGEST : at * LONGEST + length] for at, length in enumerate(lengths.tolist())
    ]


def _blanked(letters: Numbers, lengths: Numbers) -> dict[str, Numbers]:
    """Return the words with a character blank, those with one left out, and the adjoining pairs."""
    blank: list[tuple[Numbers, Numbers, Numbers]] = []
    short: list[tuple[Numbers, Numbers]] = []
    pairs: list[Numbers] = []
    for n in range(2, LONGEST + 1):
        numbers = np.flatnonzero(lengths == n)
        codes = letters[numbers, :n]
        whole = hashed(codes)
        for place in range(n):
            letter = codes[:, place]
            without = whole - hashed_at(letter, place) + MASKED[n][place]
            blank.append((without, numbers, letter))
            if n > 2:
                rest = hashed(np.delete(codes, place, axis=1)) + SHORTENED[n][place]
                short.append((rest, numbers))
            if place:
                pairs.append(joined(codes[:, place - 1], letter))
    masked = [np.concatenate(part) for part in zip(*blank, strict=True)]
    shortened = [np.concatenate(part) for part in zip(*short, strict=True)]
    by_mask, by_short = np.argsort(masked[0]), np.argsort(shortened[0])
    return {
        "masked_key": masked[0][by_mask],
        "masked_word": masked[1][by_mask].astype(np.int32),
        "masked_letter": masked[2][by_mask].astype(np.uint32),
        "short_key": shortened[0][by_short],
        "short_word": shortened[1][by_short].astype(np.int32),
        "adjoining": np.unique(np.concatenate(pairs)),
    }


def _listed() -> Numbers:
    lines = (DATA / "medical.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    hashes = [
        hashed(_codes([word for word in words if len(word) == length]))
        for length in range(2, LONGEST + 1)
    ]
    return np.unique(np.concatenate(hashes))


def _surnames() -> Numbers:
    from casebook.intake.notice.lexicon import table  # lazy: the reader of notices takes long

    return np.array(sorted({ord(name) for name in table()["surname"] if len(name) == 1}), np.uint64)


def _frequent(arrays: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return the pairs of like characters of which the second is frequent as a word by itself."""
    first, second = arrays["first.value"][:-1], arrays["second.value"][:-1]
    word = np.flatnonzero((arrays["length"] == 1) & (np.minimum(first, second) > _FREQUENT))
    letter = arrays["letters"][word, 0]
    order = np.argsort(letter)
    word, letter = word[order], letter[order]
    of = (arrays["similar_key"] >> np.uint64(32)).astype(np.uint64)
    to = (arrays["similar_key"] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at = position(letter, to)
    kept = at >= 0
    return {
        "frequent_key": of[kept],
        "frequent_letter": to[kept],
        "frequent_word": word[at[kept]].astype(np.int32),
    }


def _model(model: WordPairs, numbers: Mapping[str, int]) -> dict[str, Numbers]:
    """Return the arrays of a model whose words are numbered anew; pairs with others are left out."""
    new = np.array([numbers.get(word, -1) for word in model.words])
    value = np.full(len(numbers) + 1, UNKNOWN, np.float32)
    backoff = np.zeros(len(numbers) + 1, np.float32)
    ours = new >= 0
    value[new[ours]] = np.asarray(model.value)[ours]
    backoff[new[ours]] = np.asarray(model.backoff)[ours]
    before, behind = new[model.before], new[model.behind]
    kept = (before >= 0) & (behind >= 0)
    key = before[kept].astype(np.int64) * len(numbers) + behind[kept]
    order = np.argsort(key)
    return {
        "value": value,
        "backoff": backoff,
        "pair_key": key[order],
        "pair_value": np.asarray(model.pair_value)[kept][order].astype(np.float32),
    }
