"""A cell of a PDF page has lines; its paragraphs are told apart however they are set."""

import pytest

from casebook.intake.structure.cell_paragraphs import Chars, cell_text, cut_cell_text
from casebook.pagetext import Box

EM, WIDE = 10.0, 20
FIRST = "近年来医院党委坚持以党建引领发展，打造心灵园地，探索党员教育新方法，取得较好效果。"
FULL = FIRST[:39] + "。"
"""As long as two lines."""


def set_lines(
    paragraphs: list[str], indent: float = 0, gap: float = 0, hang: float = 0, typed: str = ""
) -> Chars:
    """Return paragraphs set in lines of 20 characters; `indent`, `hang` in ems, `gap` in lines."""
    chars: list[tuple[str, Box | None]] = []
    top = 0.0
    for paragraph in paragraphs:
        text, line = typed + paragraph, 0
        while text:
            start = (indent if not line else hang) * EM
            room = WIDE - int(start / EM)
            for at, char in enumerate(text[:room]):
                left = start + at * EM
                chars.append((char, Box(left, top, left + EM, top + 1.4 * EM)))
            chars.append(("\n", None))
            text, line, top = text[room:], line + 1, top + 1.5 * EM
        top += gap * EM * 1.5
    return chars


@pytest.mark.parametrize(
    "setting",
    [
        {"indent": 2.0},
        {"typed": "　　"},
        {"gap": 0.5},
        {"hang": 2.0},
        {"indent": 2.0, "gap": 0.5},
    ],
)
def test_paragraphs_whose_last_lines_are_full_are_told_apart(setting: dict[str, float]) -> None:
    paragraphs = [FULL, FULL[::-1][1:] + "。", FULL]
    read = cell_text(set_lines(paragraphs, **setting))  # type: ignore[arg-type]
    assert [line.strip("　") for line in read.split("\n")] == paragraphs


def test_a_paragraph_ends_where_its_last_line_has_room_for_more() -> None:
    assert cell_text(set_lines([FIRST, FIRST, "三、短"])) == f"{FIRST}\n{FIRST}\n三、短"


def test_a_number_of_a_heading_begins_a_paragraph_behind_a_sentence() -> None:
    assert cell_text(set_lines([FULL, "二、" + FULL])) == f"{FULL}\n二、{FULL}"


def test_a_word_too_long_for_the_rest_of_a_line_ends_no_paragraph() -> None:
    chars = [*set_lines([FIRST[:16]])]
    below = [
        (char, Box(at * 5.0, 15, at * 5.0 + 5, 29)) for at, char in enumerate("Management与服务")
    ]
    full = [(char, Box(at * EM, 30, at * EM + EM, 44)) for at, char in enumerate(FIRST[:20])]
    read = cell_text([*chars, *below, ("\n", None), *full])
    assert read.split("\n")[0] == FIRST[:16] + "Management与服务"


def test_a_label_that_wraps_is_one() -> None:
    chars = [(char, Box(0, at * 15.0, 10, at * 15.0 + 14)) for at, char in enumerate("案例正文")]
    assert cell_text(chars) == "案例正文"


def test_half_a_cell_says_whether_its_paragraphs_are_whole() -> None:
    head, tail = FIRST[:40], FIRST[20:]
    assert cut_cell_text(set_lines([FIRST, head])) == f"{FIRST}\n{head}"
    assert cut_cell_text(set_lines([tail, FIRST], indent=0)) == f"{tail}\n{FIRST}\n"
    assert cut_cell_text(set_lines([FIRST], indent=2.0)).startswith("\n")
    assert cut_cell_text([("\n", None)]) == ""
