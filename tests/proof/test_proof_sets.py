"""Which kind of fault an edit mends, as the measure of the proof counts them."""

import pytest
from rapidfuzz.distance import Levenshtein

import proof_sets
from proof.spelling.tiny_language import tiny


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("服物能力", "服务能力", "sound"),
        ("教肓工作", "教育工作", "shape"),
        ("看的清楚", "看得清楚", "的地得"),
        ("油管规定", "有关规定", "whole word"),
        ("医疗质持续", "医疗质量持续", "missing"),
        ("开展展活动", "开展活动", "doubled"),
        ("开展的活动", "开展活动", "superfluous"),
        ("贯落彻实", "贯彻落实", "transposed"),
        ("抓齐共管", "齐抓共管", "transposed"),
    ],
)
def test_an_edit_is_of_a_kind(wrong: str, right: str, kind: str) -> None:
    operations = list(Levenshtein.editops(wrong, right))
    beside = {operation.src_pos for operation in operations}
    kinds = {proof_sets.kind_of(tiny(), wrong, right, op, beside) for op in operations}
    assert kinds == {kind}
