"""A character left out is found where laws always have one, and both models prefer it."""

import pytest

from casebook.proof.spelling import speller
from proof.spelling import tiny_language


@pytest.mark.parametrize(
    ("text", "written", "put"),
    [
        ("提高医疗质。", "质", "质量"),
        ("认真贯落实党的决策部署", "贯", "贯彻"),
        ("加强思想政。", "政", "政治"),
    ],
)
def test_a_character_left_out_is_found(text: str, written: str, put: str) -> None:
    ((suspect,),) = speller.suspects(tiny_language.tiny(), [text])
    assert (text[suspect.start : suspect.end], suspect.put) == (written, put)
    assert suspect.slip == "missing"
    assert min(suspect.gains) > 0


@pytest.mark.parametrize(
    "text",
    [
        "提高医疗质量。",
        "提高医疗质3项",  # what follows is no Chinese, and may go on
        "认真贯彻落实党的决策部署",
        "患者、医院、工作",
    ],
)
def test_what_is_whole_is_left_alone(text: str) -> None:
    assert speller.suspects(tiny_language.tiny(), [text]) == [()]
