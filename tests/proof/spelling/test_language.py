"""What the proof knows of the language: words by hash, pairs, characters taken for others."""

import numpy as np

from casebook.proof.spelling.hashing import hashed, matches, position
from casebook.proof.spelling.similar_characters import NEAR_SOUND, SHAPE, SOUND
from proof.spelling.tiny_language import WORDS, tiny


def codes(*words: str) -> np.ndarray:
    return np.array([[ord(sign) for sign in word] for word in words], np.uint64)


def test_a_word_is_known_by_its_hash() -> None:
    language = tiny()
    at = position(language.word_hash, hashed(codes("贯彻", "贯策", "服务")))
    assert [language.word(number) if number >= 0 else "" for number in at] == ["贯彻", "", "服务"]
    assert sorted(map(language.word, range(len(WORDS)))) == sorted(WORDS)


def test_a_pair_is_likelier_than_its_words_apart() -> None:
    language = tiny()
    number = {language.word(at): at for at in range(len(WORDS))}
    first = np.array([number["贯彻"], number["贯彻"], -1])
    second = np.array([number["落实"], number["教育"], number["教育"]])
    assert language.first.after(first, second).tolist() == [-2.0, -8.0, -7.0]


def test_characters_are_taken_for_others_by_sound_and_by_shape() -> None:
    pairs = ["务物", "策彻", "菅管", "未末", "人门"]
    first, second = codes(*pairs).T
    how = tiny().likeness(first, second)
    assert how[0] & SOUND
    assert how[1] & (SOUND | NEAR_SOUND) == NEAR_SOUND
    assert how[2] & SOUND
    assert how[3] == SHAPE
    assert how[4] == 0


def test_all_equal_keys_are_met() -> None:
    asked, place = matches(np.array([1, 3, 3, 7]), np.array([3, 2, 7]))
    assert list(zip(asked.tolist(), place.tolist(), strict=True)) == [(0, 1), (0, 2), (2, 3)]
