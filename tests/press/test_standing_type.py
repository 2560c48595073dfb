"""A document beside the book is set once, and again only when something it is made of changed."""

from pathlib import Path

import pytest
from PIL import Image

from casebook.press import standing_type
from casebook.press.standing_type import StandingType

HTML = '<html lang="zh"><title>页</title><body><p>字<img src="a.png" alt="图"></p></body></html>'


class Desk:
    """A folder with a document, its style sheet with one more that it imports, and a picture."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("a.css", '@import "b.css"; @page { size: 80mm 60mm }')
        self.write("b.css", "p { margin: 0 }")
        self.picture(0)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def picture(self, grey: int) -> None:
        Image.new("L", (8, 8), grey).save(self.folder / "a.png")

    def set(self, html: str = HTML) -> StandingType:
        sheets = (self.folder / "a.css",)
        return standing_type.set_once(html, sheets, self.folder, self.folder / "build")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_did_not_change_is_not_set_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.set()
    assert first.pages == 1
    assert first.errata == ()
    monkeypatch.setattr(standing_type, "_set", None)
    assert desk.set() == first


def test_words_a_sheet_or_a_picture_that_changed_set_it_anew(desk: Desk) -> None:
    made = [desk.set().pdf, desk.set(HTML.replace("字", "词")).pdf]
    desk.write("b.css", "p { margin: 9mm }")
    made.append(desk.set().pdf)
    desk.picture(200)
    made.append(desk.set().pdf)
    assert len(set(made)) == len(made)


def test_what_is_told_is_told_of_kept_type_too(desk: Desk) -> None:
    html = HTML.replace("a.png", "b.png")
    rules = [[erratum.rule for erratum in desk.set(html).errata] for _ in range(2)]
    assert rules[0]
    assert rules[0] == rules[1]


def test_a_picture_that_came_later_sets_it_anew(desk: Desk) -> None:
    desk.write("b.css", "p { background: url(later.png) }")
    without = desk.set().pdf
    Image.new("L", (8, 8), 99).save(desk.folder / "later.png")
    assert desk.set().pdf != without
