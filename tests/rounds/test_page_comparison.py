"""Two PDFs page by page: pages that are alike are passed over, what differs is lit up on both."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import tiny
from casebook import issuing, pictures
from casebook.rounds import page_comparison
from casebook.rounds.page_comparison import PagePair
from casebook.rounds.reflow import Pages

pytestmark = pytest.mark.slow
LONG = "\n\n".join(f"第{n}段开头，有一些话，说完了。" for n in range(90))
"""Of a line each: no paragraph is set otherwise where it comes to stand on another page."""
PICTURE = "\n![图 样例](../media/1.png)\n"


def built(folder: Path, text: str, colour: str = "white", **more: str) -> Path:
    """Return the pages of a book whose first case has a text and a picture; `more` are other files."""
    home = tiny.write(folder, case=f"{tiny.CASE}\n{text}\n{PICTURE}", **more)
    media = home / "manuscript/media"
    media.mkdir()
    image = Image.new("RGB", (1200, 900), "white")
    ImageDraw.Draw(image).rectangle((100, 100, 500, 500), fill=colour, outline="black")
    image.save(media / "1.png")
    return issuing.issue(home, ["print"], lambda *_: None).files["print"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("first"), LONG)


def compared(old: Path, new: Path) -> tuple[list[PagePair], list[int | None]]:
    heard: list[int | None] = []
    pairs = page_comparison.pairs(Pages(old), Pages(new), lambda _, count: heard.append(count))
    return list(pairs), heard


def test_pages_that_are_alike_are_passed_over(first: Path, tmp_path: Path) -> None:
    again = built(tmp_path, LONG)
    assert compared(first, again) == ([], [])
    assert len(Pages(first)) == len(Pages(again))


def test_a_word_that_changed_is_lit_up_on_both_sides(first: Path, tmp_path: Path) -> None:
    second = built(tmp_path, LONG.replace("第20段开头", "第20段起头"))
    [pair], heard = compared(first, second)
    assert pair.differ == "words"
    assert pair.old is not None
    assert pair.new is not None
    assert pair.old.number == pair.new.number
    [[old], [new]] = pair.old.boxes, pair.new.boxes
    assert old == pytest.approx(new, abs=1)
    assert 5 < new.x1 - new.x0 < 20
    assert heard[-1] == len(Pages(second))


def test_text_that_only_moved_is_not_lit_up(first: Path, tmp_path: Path) -> None:
    words = "\n\n".join(["新加的一段，很长。" * 40] * 3)
    second = built(tmp_path, f"{words}\n\n{LONG}")
    pairs, _ = compared(first, second)
    lit = [pair for pair in pairs if pair.new is not None and pair.new.boxes]
    moved = [pair for pair in pairs if pair.differ == "place"]
    assert lit[0].differ == "words"
    assert len(moved) >= 2, "the pages of the case; those with folios of others are lit up"
    assert all(pair.new is None or not pair.new.boxes for pair in moved)
    assert len(Pages(second)) >= len(Pages(first))


def test_a_picture_that_was_exchanged_is_lit_up(first: Path, tmp_path: Path) -> None:
    [pair], _ = compared(first, built(tmp_path, LONG, "black"))
    assert pair.differ == "looks"
    assert pair.new is not None
    assert len(pair.new.boxes) > 2


def behind(folder: Path, words: str, colour: str = "white", style: str = "") -> Path:
    """Return the pages of a book whose first case has `words`, and whose second the long text."""
    second = f"---\naward: 1-2\n---\n\n{LONG}\n{PICTURE}"
    sheet = folder / "layouts/standard/print/zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(style, "utf-8")
    return built(folder, words, colour, **{"cases/1-2.md": second})


@pytest.fixture(scope="module")
def in_front(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return behind(tmp_path_factory.mktemp("in-front"), "一段。")


A_PAGE = "\n\n".join(["这一段。"] * 30)
UNSEEN = "p { color: #010101 }"
"""Drawn otherwise, so that pages are looked at; nobody sees it."""
OTHER_HEAD = "@top-left { content: '别的书' } @top-right { content: '别的书' }"


def test_a_page_on_the_other_side_of_its_leaf_is_not_lit_up(in_front: Path, tmp_path: Path) -> None:
    pairs, _ = compared(in_front, behind(tmp_path, A_PAGE, style=UNSEEN))
    turned = [(p.old, p.new) for p in pairs if p.differ == "side"]
    assert len(turned) >= 3, [(pair.differ, pair.new) for pair in pairs]
    for old, new in turned:
        assert old is not None
        assert new is not None
        assert (new.number - old.number) % 2 == 1
        assert not old.boxes
        assert not new.boxes
    assert not [pair for pair in pairs if pair.differ == "looks"]


def test_what_looks_otherwise_on_the_other_side_is_lit_up(in_front: Path, tmp_path: Path) -> None:
    second = behind(tmp_path, A_PAGE, "black", UNSEEN)
    sides = [(p.old, p.new) for p in compared(in_front, second)[0] if p.differ == "looks"]
    [old, new] = next((old, new) for old, new in sides if old and new and new.number > old.number)
    assert len(old.boxes) == len(new.boxes) > 2
    for was, now in zip(old.boxes, new.boxes, strict=True):
        assert was.x0 != pytest.approx(now.x0, abs=1), "the margins changed sides"
        assert was.y0 == now.y0


def test_a_head_with_other_words_is_lit_up_on_the_other_side(
    in_front: Path, tmp_path: Path
) -> None:
    second = behind(tmp_path, A_PAGE, style=f"{UNSEEN} @page {{ {OTHER_HEAD} }}")
    lit = [p.new for p in compared(in_front, second)[0] if p.differ == "looks"]
    assert lit
    assert all(page is not None and page.boxes for page in lit)
    assert all(box.y1 < 60 for page in lit if page is not None for box in page.boxes)


def test_squares_in_which_pictures_differ() -> None:
    def png(*boxes: tuple[int, int, int, int]) -> bytes:
        image = Image.new("RGB", (100, 50), "white")
        for box in boxes:
            ImageDraw.Draw(image).rectangle(box, fill="black")
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    assert pictures.differing(png(), png(), 10) == []
    assert pictures.differing(png(), png((12, 22, 27, 27)), 10) == [(0.1, 0.4, 0.3, 0.6)]
    assert pictures.differing(png((90, 40, 99, 49)), png(), 10) == [(0.9, 0.8, 1.0, 1.0)]
