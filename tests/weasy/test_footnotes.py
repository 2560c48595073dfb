"""Notes stand at the foot of the page whole, whatever their length, number and content: every
sentence is read back from the pages, once, inside the type area and over no other."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from PIL import Image

import books
import tiny
from casebook import pagetext
from casebook.press import engine
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition

BOOK = tiny.BOOK.replace("composition: off", "composition: on")
SENTENCE = re.compile(r"〔\w+〕")
LAYOUTS = pytest.mark.parametrize("layout", ["standard", "a5"])
NEAR = 2.0  # points


def sentences(name: str, number: int) -> str:
    return "".join(f"〔{name}{n:04}〕" for n in range(number))


class Area(NamedTuple):
    """The type area of a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Printed:
    """A case as printed: its pages as pdfium reads them, and the type area of each."""

    def __init__(self, text: str, layout: str = "standard", css: str = "") -> None:
        with TemporaryDirectory() as place:
            html, sheets, base = galley(text, layout, Path(place))
            if css:
                (Path(place) / "more.css").write_text(css, "utf-8")
                sheets = (*sheets, Path(place) / "more.css")
            document, self.errata = engine.lay_out(html, sheets, base)
            data, _ = engine.write(document, lambda _file: None)
        self.wanted = Counter(set(SENTENCE.findall(text)))
        self.pages = pagetext.pages(data)
        self.areas = [area(page._page_box) for page in document.pages]
        self.texts = ["".join(line.text for line in page.lines) for page in self.pages]

    @property
    def lost(self) -> Counter[str]:
        """Sentences that do not stand on the pages just once."""
        result = Counter(SENTENCE.findall("".join(self.texts)))
        return (self.wanted - result) + (result - self.wanted)

    @property
    def outside(self) -> list[tuple[int, str]]:
        """Lines with letters outside the type area, with their page."""
        return [
            (number, line.text)
            for number, (page, area) in enumerate(zip(self.pages, self.areas, strict=True))
            for line in page.lines
            for box, sign in zip(line.boxes, line.text, strict=True)
            if "〔" in line.text and sign.isalnum()  # the box of a bracket is wider than it is set
            if not (area.top < (box.y0 + box.y1) / 2 < area.bottom)
            or box.x0 < area.left - NEAR
            or box.x1 > area.right + NEAR
        ]

    @property
    def overprinted(self) -> list[tuple[int, str]]:
        """Letters that stand on others, with their page."""
        return [(n, two) for n, page in enumerate(self.pages) for two in collisions(page)]

    def page(self, words: str) -> int:
        return next(n for n, text in enumerate(self.texts) if words in text)


def collisions(page: pagetext.Page) -> Iterator[str]:
    """Yield letters whose middles lie on each other."""
    seen: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for line in page.lines:
        for box, sign in zip(line.boxes, line.text, strict=True):
            if not sign.isalnum():
                continue
            x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            cell = int(x // 4), int(y // 4)
            near = [(cell[0] + i, cell[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            for other_x, other_y, other in (item for key in near for item in seen.get(key, ())):
                if abs(other_x - x) < 2 and abs(other_y - y) < 4:
                    yield other + sign
            seen.setdefault(cell, []).append((x, y, sign))


def area(box: Any) -> Area:
    left, top = box.content_box_x() * 0.75, box.content_box_y() * 0.75
    return Area(left, top, left + box.width * 0.75, top + box.height * 0.75)


def galley(text: str, layout: str, folder: Path) -> tuple[str, tuple[Path, ...], Path]:
    """Return the document of a case of `text`, its style sheets and the folder of its pictures."""
    case = f"---\naward: 1-1\n---\n\n{text}\n"
    tiny.write(folder, book=f"{BOOK}layout: {layout}\n", case=case)
    (folder / "manuscript" / "media").mkdir()
    Image.new("RGB", (300, 900), "#789").save(folder / "manuscript" / "media" / "tall.png")
    galleys = books.composed(folder)[1]
    result = next(g for g in galleys if g.section.case and g.section.case.id == "1-1")
    return result.html, result.sheets, result.base


def whole(printed: Printed) -> None:
    assert not printed.errata
    assert not printed.lost
    assert not printed.outside
    assert not printed.overprinted


@LAYOUTS
@pytest.mark.parametrize("signs", [10, 2_080, 20_000])
def test_a_note_of_any_length_goes_on_over_the_pages(signs: int, layout: str) -> None:
    text = f"{sentences('P', 60)}[^1]{sentences('Q', 150)}"
    printed = Printed(f"{text}\n\n[^1]: {sentences('N', max(1, signs // 7))}\n", layout)
    whole(printed)
    assert printed.page("P0059") == printed.page("N0000")


@LAYOUTS
@pytest.mark.parametrize(("many", "long"), [(60, 1), (21, 30), (7, 150)])
def test_any_number_of_notes_stands_below_the_text(many: int, long: int, layout: str) -> None:
    text = "".join(f"{sentences(f'P{n}x', 6)}[^{n}]" for n in range(many))
    notes = "".join(f"\n\n[^{n}]: {sentences(f'N{n}x', long)}" for n in range(many))
    whole(Printed(text + notes, layout))


@pytest.mark.parametrize(
    ("left", "right", "place"), [(104.88, 107.07, 1), (108.8, 112.0, 2), (114.16, 119.84, 2)]
)
def test_what_lies_over_the_empty_half_of_a_bracket_is_read_before_it(
    left: float, right: float, place: int
) -> None:
    boxes = [pagetext.Box(100.72, 90, 104.21, 99), pagetext.Box(103.66, 89, 114.16, 104)]
    assert pagetext._place("5〔", boxes, pagetext.Box(left, 92, right, 97)) == place


def test_a_short_note_stands_whole_on_the_page_of_its_call() -> None:
    text = "".join(f"{sentences(f'P{n}x', 9)}[^{n}]" for n in range(40))
    notes = "".join(f"\n\n[^{n}]: {sentences(f'N{n}x', 25)}" for n in range(40))
    printed = Printed(text + notes)
    for n in range(40):
        calls = printed.page(f"P{n}x0008")
        assert {printed.page(f"N{n}x{m:04}") for m in range(25)} == {calls}


def test_text_stands_on_every_page_over_which_a_note_goes_on_while_there_is_any() -> None:
    printed = Printed(
        f"{sentences('P', 9)}[^1]{sentences('Q', 250)}\n\n[^1]: {sentences('N', 600)}"
    )
    assert all("P0" in text or "Q0" in text for text in printed.texts)


UNDER_HEADINGS = {
    "the first line": "## 〔H〕\n\n{A}[^1]{Q}{Q2}[^2]",
    "a line before one with a note": "## 〔H〕\n\n{A}[^1]{Q}[^2]{Q2}",
    "a heading": "## 〔H〕[^1]\n\n{A}{Q}{Q2}[^2]",
    "a heading before a short paragraph and a list": "## 〔H〕[^1]\n\n{A}{B}[^2]\n\n- {Q}\n",
    "a heading before another": "## 〔H〕[^1]\n\n### 节[^2]\n\n{A}{Q}",
}


@LAYOUTS
@pytest.mark.parametrize("place", UNDER_HEADINGS)
def test_a_long_note_leaves_the_text_below_a_heading_on_its_page(place: str, layout: str) -> None:
    text = UNDER_HEADINGS[place].format(
        A="〔A〕", Q=sentences("Q", 9), Q2=sentences("R", 40), B=sentences("B", 12)
    )
    notes = f"[^1]: {sentences('N', 500)}\n\n[^2]: 注〔M〕\n\n    - 条\n"
    printed = Printed(f"前〔P〕\n\n{text}\n\n{notes}", layout)
    whole(printed)
    pages = {printed.page(words) for words in ("〔P〕", "〔H〕", "〔A〕", "N0000")}
    assert len(pages) == 1


@pytest.mark.parametrize("lines", [0, 24, 48])
def test_no_heading_ends_a_page_over_which_a_note_goes_on(lines: int) -> None:
    text = f"{sentences('P', 30)}[^1]{sentences('Q', lines)}\n\n"
    text += "".join(
        f"## 〔H{n}〕\n\n〔A{n}〕[^2{n}]{sentences(f'B{n}x', 30)}\n\n" for n in range(4)
    )
    notes = "".join(f"[^2{n}]: {sentences(f'M{n}x', 20)}\n\n" for n in range(4))
    printed = Printed(f"{text}[^1]: {sentences('N', 500)}\n\n{notes}", "a5")
    whole(printed)
    for n in range(4):
        assert printed.page(f"〔H{n}〕") == printed.page(f"〔A{n}〕")


PLACES = {
    "a heading": "{P}\n\n## 题[^1]\n\n{Q}",
    "a list": "{P}\n\n- 甲\n    - 乙[^1]\n\n{Q}",
    "a quotation": "{P}\n\n> {Q}[^1]\n\n尾。",
    "a run-in head": "{P}\n\n**（一）题[^1]。**{Q}",
    "a cell": "{P}\n\n| {Q} | 乙 |\n|---|---|\n| 丙 | 丁[^1] |\n",
    "a cell beside a longer one": "{P}\n\n| 甲 | 乙 |\n|---|---|\n| {Q} | 丁[^1] |\n",
    "a head cell that comes again": "{P}\n\n| 甲[^1] | 乙 |\n|---|---|\n" + "| 丙 | 丁 |\n" * 70,
    "a caption": "{P}\n\n: 表题[^1]\n\n| 甲 | 乙 |\n|---|---|\n" + "| 丙 | 丁 |\n" * 20,
    "the last word": "{P}\n\n{Q}[^1]",
    "a note": "{P}[^2]{Q}\n\n[^2]: 注[^1]。",
    "two places": "{P}[^1]\n\n{Q}[^1]",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_long_note_may_be_called_anywhere(place: str) -> None:
    text = PLACES[place].format(P=sentences("P", 170), Q=sentences("Q", 40))
    whole(Printed(f"{text}\n\n[^1]: {sentences('N', 300)}\n"))


CONTENTS = {
    "paragraphs": "{0}\n\n    {1}\n\n    {2}",
    "a list": "{0}\n\n    1. {1}\n        - {2}",
    "a list alone": "- {0}\n    - {1}\n    - {2}",
    "a table": "{0}\n\n    | 甲 | 乙 |\n    |---|---|\n    | {1} | 丁 |\n    | {2} | 戊 |",
    "code": "{0}\n\n    ```\n    {1}\n      {2}\n    ```",
    "a quotation": "{0}\n\n    > {1}\n\n    {2}",
    "headings": "{0}\n\n    # 题\n\n    {1}\n\n    #### 题\n\n    {2}",
    "a picture": "{0}\n\n    ![图](../media/tall.png)\n\n    {1}{2}",
    "pictures": "{0}" + "\n\n    ![图](../media/tall.png)" * 7 + "\n\n    {1}{2}",
}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_note_may_hold_anything(content: str) -> None:
    words = (sentences(name, number) for name, number in (("K", 30), ("L", 90), ("M", 200)))
    note = CONTENTS[content].format(*words)
    whole(Printed(f"{sentences('P', 150)}[^1]{sentences('Q', 90)}\n\n[^1]: {note}\n"))


@pytest.mark.parametrize(
    "css",
    [
        "@page { size: 80mm 110mm; margin: 10mm !important }",
        "@page { @footnote { max-height: 60pt } }",
        ".note { footnote-policy: auto }",
        ".note { footnote-policy: block }",
    ],
)
def test_other_layouts_lose_nothing_either(css: str) -> None:
    text = (
        f"## 题[^1]\n\n{sentences('P', 40)}\n\n![图](../media/tall.png)\n\n"
        f"| 甲 | 乙 |\n|---|---|\n| {sentences('Q', 40)} | 丁[^2] |\n\n{sentences('R', 40)}[^3]\n\n"
        f"[^1]: {sentences('K', 150)}\n\n[^2]: {sentences('L', 150)}\n\n[^3]: 注。\n\n"
        f"    - {sentences('M', 90)}\n"
    )
    whole(Printed(text, css=css))


def test_notes_are_counted_and_called_again_in_the_same_signs() -> None:
    notes = "".join(f"\n\n[^{n}]: 注{n}〔N{n}〕" for n in range(1, 53))
    text = "".join(sections("".join(f"文[^{n}]" for n in range(1, 53)) + "再[^12]" + notes))
    for sign, number in (("①", 1), ("⑫", 12), ("㉑", 21), ("㊿", 50), ("51", 51), ("52", 52)):
        assert f"文{sign}" in text
        assert f"{sign}注{number}〔" in text
    assert "再⑫" in text


def sections(text: str, css: str = "") -> list[str]:
    """Return the text of each page of a case, as the press sets sections."""
    with TemporaryDirectory() as place:
        html, sheets, base = galley(text, "standard", Path(place))
        (Path(place) / "more.css").write_text(css, "utf-8")
        styles = engine.style_context((*sheets, Path(place) / "more.css"), base, True)
        pages = SectionPages(html, engine.BASE, styles)
        position = BookPosition()
        pages.make(position._replace(page_before=300))
        return ["".join(words(box)) for box in pages.boxes]


def words(box: Any) -> Iterator[str]:
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from words(child)


def test_notes_go_on_where_pages_are_made_again_for_the_numbers_on_them() -> None:
    css = ".note-again::after { content: '见第' target-counter(attr(href), page) '页' }"
    text = f"{sentences('P', 200)}[^1]{sentences('Q', 200)}[^2]再[^1]{sentences('R', 300)}[^3]"
    notes = "".join(f"\n\n[^{n}]: {sentences(f'N{n}x', 400)}" for n in (1, 2, 3))
    pages = sections(text + notes, css)
    assert Counter(SENTENCE.findall("".join(pages))) == Counter(SENTENCE.findall(text + notes))
    assert "见第302页" in "".join(pages)


def test_pages_of_notes_alone_follow_the_text() -> None:
    pages = sections(f"{sentences('P', 20)}[^1]\n\n[^1]: {sentences('N', 900)}")
    assert ["〔P" in text for text in pages] == [True, False, False]
    assert all("〔N" in text for text in pages)
