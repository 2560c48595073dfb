"""Words that were meant where a whole other word stands."""

from casebook.proof.spelling import han_runs, heard_words
from proof.spelling.tiny_language import tiny


def heard(text: str, words: object) -> set[tuple[int, str]]:
    """Return the places of `text` and the words that may have been meant there."""
    assert callable(words)
    runs = han_runs.runs([text])
    return {
        (int(start), tiny().word(int(word)))
        for _, rows in words(tiny(), runs)
        for start, word in zip(rows[0], rows[1], strict=True)
    }


def test_a_word_of_the_same_sound_is_heard_in_other_characters() -> None:
    assert heard("按照油管规定", heard_words.same_sound) == {(2, "有关")}
    assert heard("全面官车落石", heard_words.same_sound) == {(2, "贯彻")}


def test_a_word_that_differs_in_one_character_is_not_its_business() -> None:
    assert heard("权利", heard_words.same_sound) == set()
    assert heard("有管", heard_words.same_sound) == set()


def test_a_syllable_with_a_key_too_few_is_a_word_with_it() -> None:
    assert heard("公足", heard_words.keys_beside) == {(0, "工作")}
    assert heard("工作", heard_words.keys_beside) == set()
