"""Syllables: how they are typed, which sound alike, which are a slip of a finger apart."""

import pytest

from casebook.intake.pinyin import folded
from casebook.proof.spelling.syllables import beside_keys, plain_syllable, slips


def test_a_reading_is_typed_without_its_tone() -> None:
    assert [plain_syllable(reading) for reading in ("zhōng", "lǜ", "nǚ", "ê̄")] == [
        "zhong",
        "lv",
        "nv",
        "e",
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("zhi", "zi"), ("liang", "nian"), ("jing", "jin"), ("sheng", "sen")]
)
def test_what_dialects_confuse_is_one_sound(first: str, second: str) -> None:
    assert folded(first) == folded(second)


def test_other_sounds_stay_apart() -> None:
    assert len({folded(sound) for sound in ("lv", "nu", "han", "hang", "hong", "zu", "cu")}) == 6


def test_a_finger_slips_to_a_key_beside_leaves_one_out_or_turns_two() -> None:
    typed = set(slips("gai"))
    assert {"hai", "fai", "ga", "ai", "gi", "agi", "gia", "gao"} <= typed
    assert "lai" not in typed


def test_keys_beside_touch() -> None:
    assert set(beside_keys("g")) == set("fhtyvb")
    assert set(beside_keys("q")) == set("wa")
    assert beside_keys("1") == ""
