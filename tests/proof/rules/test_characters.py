"""What stands in a text is not taken for a wrong character where it is a place."""

import pytest

from casebook.proof.rules import characters
from casebook.proof.spelling.suspects import Suspect


@pytest.mark.parametrize(("written", "fits"), [("潍坊", True), ("违房", False)])
def test_a_place_is_no_wrong_character(written: str, fits: bool) -> None:
    suspect = Suspect(0, 2, "违反", "word of the same sound", 3.7, (6.2, 8.5))
    assert characters._fits_as_it_stands(f"{written}国家农综区", suspect) is fits
