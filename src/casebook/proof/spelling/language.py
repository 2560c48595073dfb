"""What the proof knows of the language: words, two models of them, characters taken for others.

Made once of the files of the models (`model_files`) as arrays, mapped from a file ever after. Both
models speak of the same words, which are numbered in the order of their hashes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casebook.proof import parts_of_speech
from casebook.proof.lists import DATA
from casebook.proof.spelling import official_phrases, similar_characters, sorted_keys, syllables
from casebook.proof.spelling.hashing import LONGEST, MASKED, SHORTENED, hashed, hashed_at, position
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.sorted_keys import GroupedKeys, Keys, grouped_keys, keys, scattered
from casebook.proof.spelling.word_pairs import WordPairs

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
UNKNOWN = -15.0
"""The value of a character or word a model does not have."""

_FREQUENT = -10.0
"""The value from which a character is frequent as a word by itself."""
_LISTS = ("medical.txt", "law.txt", "places.txt")
VERB, MODIFIER = 1, 2
"""Parts of speech: what is done; how it is, or how it is done (adjectives and adverbs)."""
_USUAL = -13.0
"""The value from which a word is offered to who types its syllables."""


@dataclass(frozen=True)
class Model:
    """One model: the value of each word, its weight when backing off, and pairs of words.

    A pair's key is the number of its first word times the number of words, plus its second's; that of
    three words is the place of the first two among the pairs times the number of words, plus the
    third's; both `scattered`. The last word of `value` and `backoff` is the unknown one, number -1.
    """

    value: Numbers
    backoff: Numbers
    pair: Keys
    pair_value: Numbers
    pair_backoff: Numbers
    triple: Keys
    triple_value: Numbers

    def after(self, before: Numbers, behind: Numbers) -> Numbers:
        """Return the value of each word of `behind` following that of `before`; -1 is unknown."""
        words = np.int64(len(self.value) - 1)
        at = self.pair.position(scattered(before * words + behind))
        at = np.where((before < 0) | (behind < 0), -1, at)
        alone = self.backoff[before] + self.value[behind]
        return np.where(at < 0, alone, self.pair_value[at])

    def third(self, first: Numbers, second: Numbers, word: Numbers) -> Numbers:
        """Return the value of each `word` following two others; -2 stands for none before it."""
        words = np.int64(len(self.value) - 1)
        pair = self.pair.position(scattered(first * words + second))
        pair = np.where((first < 0) | (second < 0), -1, pair)
        by_pair = np.where(second == -2, self.value[word], self.after(second, word))
        by_pair = by_pair + np.where(pair < 0, 0, self.pair_backoff[pair])
        if not len(self.triple):
            return by_pair
        at = self.triple.position(scattered(pair * words + word))
        at = np.where((pair < 0) | (word < 0), -1, at)
        return np.where(at < 0, by_pair, self.triple_value[at])


@dataclass(frozen=True)
class Language:
    """Words by number: hash, length, characters; runs that lack or blank a character.

    `masked`: words with one character blank, by hash: the word and that character. `short`:
    words with one character left out. `adjoining`: pairs of characters that stand in some word.
    `similar`: how each character is taken for each other, by their `similar_number`
    (`similar_characters`).
    `sound_*`, `heard`: syllables of characters, and words by theirs (`syllables`).
    `frequent`: of each character, by code (`scattered`), the like ones that are frequent as words.
    `official`: runs of two and three characters of laws (`official_phrases`). `listed`: hashes of words that are right
    as they stand (`data/medical.txt`, `law.txt`, `places.txt`). `part_of_speech`: of each word `VERB`,
    `MODIFIER` or 0. `surnames`: characters.
    """

    word_hash: Keys
    length: Numbers
    letters: Numbers
    masked: GroupedKeys
    masked_word: Numbers
    masked_letter: Numbers
    short: GroupedKeys
    short_word: Numbers
    adjoining: Keys
    similar_number: Numbers
    similar: Numbers
    sound_letter: Numbers
    sound_of: Numbers
    sound_fold: Numbers
    sound_keys: Numbers
    heard: GroupedKeys
    heard_word: Numbers
    frequent: GroupedKeys
    frequent_letter: Numbers
    frequent_word: Numbers
    official: Keys
    official_often: Numbers
    listed: Keys
    part_of_speech: Numbers
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
        how: Numbers = self.similar[self._similar_number(of), self._similar_number(to)]
        return how

    def alike(self, letter: int) -> Numbers:
        """Return the codes of the characters that are taken for a character."""
        row = self.similar[self._similar_number(np.array([letter]))[0]]
        codes = np.zeros(len(row), np.int64)
        codes[self.similar_number] = np.arange(len(self.similar_number))
        others: Numbers = codes[np.flatnonzero(row)]
        return others

    def _similar_number(self, letters: Numbers) -> Numbers:
        last = len(self.similar_number) - 1
        return self.similar_number[np.minimum(letters.astype(np.int64), last)]

    def sounds(self, letters: Numbers) -> Numbers:
        """Return the readings of each character, by number: the usual one first, then -1."""
        at = position(self.sound_letter, letters.astype(np.uint64))
        return np.where(at[:, None] < 0, np.int16(-1), self.sound_of[at])


def joined(first: Numbers, second: Numbers) -> Numbers:
    """Return one number for each pair of characters, evenly spread."""
    return scattered((first.astype(np.uint64) << np.uint64(32)) | second.astype(np.uint64))


def make(models: Sequence[WordPairs], listed: Sequence[str]) -> dict[str, Numbers]:
    """Return the arrays of a `Language` of two models that were read, and words right as they are."""
    words = _words(models, listed)
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
        **sorted_keys.table("word_hash", hashes[order]),
        "length": lengths[order].astype(np.int8),
        "letters": letters[order],
        **_blanked(letters[order], lengths[order]),
        **similar_characters.table(),
        **official_phrases.unpacked(),
        **sorted_keys.table("listed", _hashes(listed)),
        "surnames": _surnames(),
    }
    spelt = _spelt(arrays["letters"], arrays["length"])
    numbers = {word: number for number, word in enumerate(spelt)}
    arrays["part_of_speech"] = _parts_of_speech(numbers)
    for name, model in zip(("first", "second"), models, strict=True):
        arrays |= {f"{name}.{key}": value for key, value in _model(model, numbers).items()}
    usual = np.maximum(arrays["first.value"], arrays["second.value"])[:-1] > _USUAL
    return arrays | _frequent(arrays) | syllables.table(spelt, usual)


def opened(arrays: Mapping[str, Numbers]) -> Language:
    """Return the language whose arrays `make` made. Raises `KeyError` when one is missing."""
    return Language(
        word_hash=keys(arrays, "word_hash"),
        length=arrays["length"],
        letters=arrays["letters"],
        masked=grouped_keys(arrays, "masked"),
        masked_word=arrays["masked_word"],
        masked_letter=arrays["masked_letter"],
        short=grouped_keys(arrays, "short"),
        short_word=arrays["short_word"],
        adjoining=keys(arrays, "adjoining"),
        similar_number=arrays["similar_number"],
        similar=arrays["similar"],
        sound_letter=arrays["sound_letter"],
        sound_of=arrays["sound_of"],
        sound_fold=arrays["sound_fold"],
        sound_keys=arrays["sound_keys"],
        heard=grouped_keys(arrays, "heard"),
        heard_word=arrays["heard_word"],
        frequent=grouped_keys(arrays, "frequent"),
        frequent_letter=arrays["frequent_letter"],
        frequent_word=arrays["frequent_word"],
        official=keys(arrays, "official"),
        official_often=arrays["official_often"],
        listed=keys(arrays, "listed"),
        part_of_speech=arrays["part_of_speech"],
        surnames=arrays["surnames"],
        first=_opened_model(arrays, "first"),
        second=_opened_model(arrays, "second"),
    )


def _opened_model(arrays: Mapping[str, Numbers], name: str) -> Model:
    return Model(
        value=arrays[f"{name}.value"],
        backoff=arrays[f"{name}.backoff"],
        pair=keys(arrays, f"{name}.pair"),
        pair_value=arrays[f"{name}.pair_value"],
        pair_backoff=arrays[f"{name}.pair_backoff"],
        triple=keys(arrays, f"{name}.triple"),
        triple_value=arrays[f"{name}.triple_value"],
    )


def _words(models: Iterable[WordPairs], listed: Iterable[str]) -> list[str]:
    """Return all words of Chinese characters that are short enough, the shortest first.

    Those that are `listed` are words too: a model that lacks one has it as unknown.
    """
    known = {
        word for model in models for word in model.words
        if 0 < len(word) <= LONGEST and HAN.fullmatch(word)
    }  # fmt: skip
    known.update(listed)
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
            rest = hashed(np.delete(codes, place, axis=1)) + SHORTENED[n][place]
            short.append((rest, numbers))
            if place:
                pairs.append(joined(codes[:, place - 1], letter))
    masked = [np.concatenate(part) for part in zip(*blank, strict=True)]
    shortened = [np.concatenate(part) for part in zip(*short, strict=True)]
    by_mask, by_short = np.argsort(masked[0]), np.argsort(shortened[0])
    return {
        **sorted_keys.grouped_table("masked", masked[0][by_mask]),
        "masked_word": masked[1][by_mask].astype(np.int32),
        "masked_letter": masked[2][by_mask].astype(np.uint32),
        **sorted_keys.grouped_table("short", shortened[0][by_short]),
        "short_word": shortened[1][by_short].astype(np.int32),
        **sorted_keys.table("adjoining", np.unique(np.concatenate(pairs))),
    }


def listed_words() -> list[str]:
    """Return the words of the lists, each once, sorted."""
    words = {
        line
        for name in _LISTS
        for line in (DATA / name).read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    return sorted(words)


def _hashes(words: Sequence[str]) -> Numbers:
    hashes = [
        hashed(_codes([word for word in words if len(word) == length]))
        for length in range(2, LONGEST + 1)
    ]
    return np.unique(np.concatenate(hashes))


def _parts_of_speech(numbers: Mapping[str, int]) -> Numbers:
    parts = np.zeros(len(numbers), np.uint8)
    for words, part in ((parts_of_speech.verbs(), VERB), (parts_of_speech.modifiers(), MODIFIER)):
        parts[[numbers[word] for word in words if word in numbers]] = part
    return parts


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
    number = arrays["similar_number"]
    known = letter[letter < len(number)].astype(np.int64)
    row, column = np.nonzero(arrays["similar"][:, number[known]])
    codes = np.zeros(len(arrays["similar"]), np.uint64)
    codes[number] = np.arange(len(number))
    key = scattered(codes[row])
    order = np.argsort(key, kind="stable")
    return {
        **sorted_keys.grouped_table("frequent", key[order]),
        "frequent_letter": known[column[order]].astype(np.uint32),
        "frequent_word": word[column[order]].astype(np.int32),
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
    kept = np.flatnonzero((before >= 0) & (behind >= 0))
    key = scattered(before[kept].astype(np.int64) * len(numbers) + behind[kept])
    order = np.argsort(key)
    place = np.full(len(before) + 1, -1)
    place[kept[order]] = np.arange(len(order))
    pair, third = place[model.triple_pair], new[model.triple_word]
    threes = np.flatnonzero((pair >= 0) & (third >= 0))
    triple_key = scattered(pair[threes].astype(np.int64) * len(numbers) + third[threes])
    by_key = np.argsort(triple_key)
    return {
        "value": value,
        "backoff": backoff,
        **sorted_keys.table("pair", key[order]),
        "pair_value": np.asarray(model.pair_value)[kept][order].astype(np.float32),
        "pair_backoff": np.asarray(model.pair_backoff)[kept][order].astype(np.float32),
        **sorted_keys.table("triple", triple_key[by_key]),
        "triple_value": np.asarray(model.triple_value)[threes][by_key].astype(np.float32),
    }
