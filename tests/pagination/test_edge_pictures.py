"""Pictures that open or end a page: at its edge, as the text of the facing page."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pagination.test_composed_pages import PITCH, Composed, lines

FIGURES = """
figure { padding: 12px 0 8px }
figure img { height: 100px }
figcaption { font: 8px/20px "Noto Serif CJK SC"; text-align: center }
"""
TOP, FOOT = 40.0, 360.0


def figure(side: str, caption: bool = True) -> str:
    words = "<figcaption>题</figcaption>" if caption else ""
    return f'<figure style="float: {side}"><img src="a.png" alt="图">{words}</figure>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edges")
    Image.new("RGB", (300, 200), "#789").save(place / "a.png")
    return place


def places(made: Composed) -> list[tuple[float, float, float, float]]:
    """Return of each picture where it begins and ends, where its caption and its figure end."""
    standing = []
    for page in made.boxes:
        for box in page.descendants():
            if box.element_tag == "figure":
                picture, caption = box.children[0], box.children[-1]
                end = picture.position_y + picture.height
                low = caption.position_y + caption.margin_height()
                standing.append(
                    (picture.position_y, end, low, box.position_y + box.margin_height())
                )
    return standing


def first_ink(page: Any) -> float:
    """Return about where the ink of the first line of a page begins."""
    line = next(box for box in page.descendants() if type(box).__name__ == "LineBox")
    return float(line.position_y + line.baseline - 8.6)


def test_a_picture_at_the_head_of_a_page_begins_where_text_begins(folder: Path) -> None:
    made = Composed(folder, lines(3) + figure("top") + lines(14) + lines(10), FIGURES)
    ((begin, *_),) = places(made)
    assert begin == pytest.approx(first_ink(made.boxes[0]), abs=0.5)
    assert begin < TOP + 12
    assert not made.lost


def test_a_caption_at_the_foot_of_a_page_stands_in_its_last_line(folder: Path) -> None:
    made = Composed(folder, lines(3) + figure("bottom") + lines(14) + lines(10), FIGURES)
    ((begin, end, low, below),) = places(made)
    assert low == pytest.approx(below, abs=0.1)
    assert (FOOT - below) % PITCH == pytest.approx(0, abs=0.1)
    assert end - begin == pytest.approx(100)


def test_a_picture_without_a_caption_stands_on_the_last_baseline(folder: Path) -> None:
    made = Composed(folder, lines(3) + figure("bottom", caption=False) + lines(14) * 2, FIGURES)
    ((_, end, *_),) = places(made)
    assert FOOT - PITCH / 2 < end < FOOT - 4


def test_a_picture_between_lines_keeps_its_white(folder: Path) -> None:
    still = "figure { float-reference: inline }"
    made = Composed(folder, lines(3) + figure("none") + lines(14) * 2, FIGURES + still)
    ((begin, _, low, below),) = places(made)
    assert begin == pytest.approx(TOP + 3 * PITCH + 12, abs=0.1)
    assert below - low == pytest.approx(8, abs=0.1)


def test_a_picture_that_ends_a_section_keeps_its_white(folder: Path) -> None:
    still = "figure { float-reference: inline }"
    made = Composed(folder, lines(14) * 2 + lines(3) + figure("none"), FIGURES + still)
    ((_, _, low, below),) = places(made)
    assert below - low == pytest.approx(8, abs=0.1)


def test_a_figure_with_a_rule_around_it_keeps_its_picture_in_the_middle(folder: Path) -> None:
    ruled = "figure { border: 1px solid; padding: 11px 0 7px }"
    made = Composed(folder, lines(3) + figure("top") + lines(14) + lines(10), FIGURES + ruled)
    ((begin, *_),) = places(made)
    assert begin == pytest.approx(TOP + 12, abs=0.1)
