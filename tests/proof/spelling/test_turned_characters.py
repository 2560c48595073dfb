"""Characters turned round are found within a word and across the edge of two words."""

import pytest

from casebook.proof.spelling import speller
from proof.spelling import tiny_language


@pytest.mark.parametrize(
    ("text", "written", "put"),
    [
        ("不断提高服能务力", "服能务力", "服务能力"),
        ("认真彻贯落实党的决策部署", "彻贯", "贯彻"),
        ("形成齐共抓管的工作格局", "齐共抓管", "齐抓共管"),
    ],
)
def test_two_characters_turned_round_are_found(text: str, written: str, put: str) -> None:
    ((suspect,),) = speller.suspects(tiny_language.tiny(), [text])
    assert (text[suspect.start : suspect.end], suspect.put) == (written, put)
    assert suspect.slip == "transposed"
    assert min(suspect.gains) > 0


@pytest.mark.parametrize(
    "text",
    [
        "量质齐升",
        "安全全链条监管",
        "不断提高服务能力",
        "认真贯彻落实党的决策部署",
        "他们开展健康教育工作",
    ],
)
def test_what_stands_right_is_not_turned(text: str) -> None:
    assert speller.suspects(tiny_language.tiny(), [text]) == [()]


def test_the_last_character_of_a_word_typed_twice_is_found() -> None:
    text = "他们开展健康教育育工作"
    ((suspect,),) = speller.suspects(tiny_language.tiny(), [text])
    assert (text[suspect.start : suspect.end], suspect.put) == ("教育育", "教育")
    assert suspect.slip == "superfluous"
