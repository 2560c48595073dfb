"""What the proof knows of the language: words by hash, pairs, characters taken for others."""

import numpy as np

from casebook.proof.spelling.hashing import hashed
from casebook.proof.spelling.similar_characters import KEYS, NEAR_SOUND, SHAPE, SOUND
from proof.spelling.tiny_language import WORDS, tiny


def codes(*words: str) -> np.ndarray:
    return np.array([[ord(sign) for sign in word] for word in words], np.uint64)


def test_a_word_is_known_by_its_hash() -> None:
    language = tiny()
    at = language.word_hash.position(hashed(codes("贯彻", "贯策", "服务")))
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
    assert how[2] & SHAPE
    assert how[3] & SHAPE
    assert how[3] & (SOUND | NEAR_SOUND) == 0
    assert how[4] == 0


def test_characters_that_look_alike_or_are_typed_beside_each_other_are_taken_too() -> None:
    first, second = codes("休体", "作阻", "徒待").T
    how = tiny().likeness(first, second)
    assert how[0] & SHAPE
    assert how[1] & KEYS
    assert tiny().likeness(second, first).tolist() == how.tolist()


def test_a_character_outside_the_table_is_like_none() -> None:
    first, second = codes("龘的", "的龘", "的的").T
    assert tiny().likeness(first, second).tolist() == [0, 0, 0]


def test_three_words_are_likelier_than_two_where_the_model_has_them() -> None:
    language = tiny()
    number = {language.word(at): at for at in range(len(WORDS))}
    words = [np.array([number[word] for word in row]) for row in zip(
        ("贯彻", "落实", "党"), ("认真", "贯彻", "落实"), strict=True)]  # fmt: skip
    assert language.first.third(*words).tolist() == [-0.5, -2.25]
    nothing = np.array([-2])
    assert language.first.third(nothing, nothing, words[0][:1]).tolist() == [-7.0]
