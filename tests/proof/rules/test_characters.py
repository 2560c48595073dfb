"""What stands in a text is not taken for a wrong character where it is a place."""

import pytest

from casebook.proof.rules import characters
from casebook.proof.spelling.suspects import Suspect


@pytest.mark.parametrize(("written", "fits"), [("潍坊", True), ("违房", False)])
def test_a_place_is_no_wrong_character(written: str, fits: bool) -> None:
    suspect = Suspect(0, 2, "违反", "word of the same sound", 3.7, (6.2, 8.5))
    assert characters._fits_as_it_stands(f"{written}国家农综区", suspect) is fits


@pytest.mark.parametrize(
    ("text", "written", "put", "fits"),
    [
        ("稳字当头、以进促稳", "进促", "促进", True),
        ("积极进促发展", "进促", "促进", False),
        ("实施锂盐量质提升", "量质", "质量", True),
        ("重视量质管理", "量质", "质量", False),
        ("眼眶恶性肿瘤为恶性淋巴瘤", "为恶性淋巴瘤", "胃恶性淋巴瘤", True),
        ("确诊为恶性淋巴瘤", "为恶性淋巴瘤", "胃恶性淋巴瘤", False),
    ],
)
def test_what_a_model_knows_not_may_fit(text: str, written: str, put: str, fits: bool) -> None:
    start = text.index(written)
    suspect = Suspect(start, start + len(written), put, "transposed", 3.7, (6.2, 8.5))
    assert characters._fits_as_it_stands(text, suspect) is fits
