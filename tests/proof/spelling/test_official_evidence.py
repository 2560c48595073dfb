"""What laws say of a correction: that they know what would stand there, and not what does."""

import numpy as np
import pytest

from casebook.proof.spelling import han_runs
from casebook.proof.spelling.corrections import MISSING, SUPERFLUOUS, Corrections
from casebook.proof.spelling.official_evidence import official
from casebook.proof.spelling.similar_characters import SOUND
from proof.spelling.tiny_language import tiny


def facts(text: str, at: int, put: str, slip: int) -> dict[str, float]:
    """Return what laws say of one character put at a place of `text`."""
    place, row = np.array([at]), np.array([0])
    rows = Corrections(place, place + 1, row, np.array([slip]), row)
    letter = np.array([ord(put) if put else 0])
    columns = official(rows, place, letter, han_runs.runs([text]), tiny())
    return {name: float(column[0]) for name, column in columns.items()}


@pytest.mark.parametrize(
    ("text", "at", "put", "slip"),
    [
        ("全面贯策落实党的决策", 3, "彻", SOUND),
        ("提高医疗服务质和水平", 7, "量", MISSING),
        ("开展健康教教育工作", 5, "", SUPERFLUOUS),
    ],
)
def test_laws_rather_have_what_is_right(text: str, at: int, put: str, slip: int) -> None:
    said = facts(text, at, put, slip)
    assert said["official gain"] > 5
    assert said["official three least then"] > said["official three least"]


def test_laws_rather_keep_what_stands_right() -> None:
    assert facts("全面贯彻落实党的决策", 3, "策", SOUND)["official gain"] < -5
