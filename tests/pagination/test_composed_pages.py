"""Sections whose pages WeasyPrint would leave half empty, and what becomes of them."""

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from casebook.errata import Place
from casebook.pagination import page_composer
from casebook.pagination.item_reader import fills
from casebook.pagination.items import FlowOfItems, PageChoice, PageFills
from casebook.press import engine
from casebook.press.fitting import fit
from casebook.press.page_starts import signs
from casebook.press.placement import losses
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition
from casebook.weasy.flow_pieces import column_ends

PITCH = 20.0
CSS = """
@page { size: 240px 400px; margin: 40px 20px; @footnote { margin-top: 10px } }
html { font: 10px/20px "Noto Serif CJK SC"; orphans: 2; widows: 2 }
body, p, h2, figure { margin: 0 }
h2 { font-size: 10px; margin-top: 20px; break-after: avoid; page-stretch: 1 }
figure { break-inside: avoid; block-step-size: 20px; float-reference: page }
figure img { display: block; width: 100%; height: 120px; object-fit: contain; page-shrink: 15% }
.note { float: footnote; footnote-policy: line }
"""
FIGURE = '<figure><img src="a.png" alt="图"></figure>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    Image.new("RGB", (300, 200), "#789").save(place / "a.png")
    return place


def lines(count: int, sign: str = "文", note: str = "") -> str:
    """Return a paragraph of so many lines, of twenty characters each."""
    return f"<p>{sign * (20 * count - 5)}{note}</p>"


class Composed:
    """A section on pages of sixteen lines."""

    def __init__(self, folder: Path, body: str, css: str = "") -> None:
        (folder / "sheet.css").write_text(CSS + css, "utf-8")
        styles = engine.style_context([folder / "sheet.css"], folder, compose=True)
        html = f"<html lang='zh-CN'><body><section>{body}</section></body></html>"
        pages = SectionPages(html, engine.BASE, styles)
        fit(pages, BookPosition(), Place("a.md"))
        self.boxes = pages.boxes
        self.lost = losses(html, pages.html.etree_element, pages.boxes)
        self.texts = ["".join(_words(page)) for page in pages.boxes]

    def tops(self, page: int, tag: str) -> list[float]:
        """Return in which line each element of that name begins on a page."""
        result = [b for b in self.boxes[page].descendants() if b.element_tag == tag]
        return [round((box.position_y - 40) / PITCH, 2) for box in result]


def _words(box: Any) -> list[str]:
    return [b.text for b in box.descendants() if hasattr(b, "text")]


def whites(folder: Path, body: str, css: str = "") -> list[int]:
    """Return the empty lines of each page but the last."""
    made = Composed(folder, body, css)
    return list(fills([_with_areas(page) for page in made.boxes], PITCH).whites)


def _with_areas(page: Any) -> Any:
    """Return a page that is finished with its three areas again."""
    root, *others = page.children
    notes = [other for other in others if other.element_tag.endswith("@footnote")]
    page.children = [root, notes[0] if notes else _NoNotes(), None]
    return page


class _NoNotes:
    children = ()


FIRST_FIT = "html { page-breaks: first-fit }"


def test_text_goes_on_where_a_picture_has_no_room(folder: Path) -> None:
    body = lines(12) + FIGURE + lines(14) + lines(6)
    assert max(whites(folder, body, FIRST_FIT)) == 4
    assert max(whites(folder, body)) <= 1


def test_pages_before_a_forced_break_are_full_and_only_the_last_of_them_is_not(
    folder: Path,
) -> None:
    body = lines(1) * 40 + '<h2 style="break-before: page">附件</h2>' + lines(3)
    made = Composed(folder, body)
    assert [text.count("文") // 15 for text in made.texts[:3]] == [16, 16, 8]
    assert whites(folder, body) == [0, 0, 0]  # what is empty before the break is not counted


def kept(signs: int) -> str:
    """Return a paragraph of `signs` that no page may part."""
    return '<p style="break-inside: avoid">' + "并" * signs + "</p>"


def test_a_page_ends_a_line_lower_than_others_rather_than_four_higher(folder: Path) -> None:
    body = lines(12) + kept(85) + lines(12) + kept(85) + lines(9)
    assert whites(folder, body)[0] == 4
    assert whites(folder, body, "html { page-long: 1 }") == [-1, -1]
    made = Composed(folder, body, "html { page-long: 1 }")
    assert not made.lost
    assert [text.count("并") for text in made.texts] == [85, 85, 0]


def test_no_page_is_longer_than_one_that_may_lie_beside_it_to_spare_three_empty_lines(
    folder: Path,
) -> None:
    body = lines(13) + kept(65) + lines(13) + kept(65) + lines(9)
    assert whites(folder, body, "html { page-long: 1 }") == whites(folder, body) == [3, 2]


def test_a_picture_that_may_not_float_stays(folder: Path) -> None:
    body = lines(12) + FIGURE + lines(14) + lines(6)
    made = Composed(folder, body, "figure { float-reference: inline } img { page-shrink: 0% }")
    assert made.tops(1, "figure") == [0.0]
    assert len(made.texts[0]) < 12 * 20


def test_a_picture_does_not_go_past_a_heading(folder: Path) -> None:
    body = lines(8, "前") + lines(4, "提") + FIGURE + "<h2>后</h2>" + lines(22, "后")
    made = Composed(folder, body)
    at = next(n for n, page in enumerate(made.boxes) if made.tops(n, "figure"))
    heading = next(n for n, page in enumerate(made.boxes) if made.tops(n, "h2"))
    assert at < heading or made.tops(at, "figure") < made.tops(heading, "h2")
    assert at >= next(n for n, text in enumerate(made.texts) if "提" in text)


def test_a_heading_below_a_picture_at_the_head_of_a_page_keeps_its_margin(folder: Path) -> None:
    """It stood right below the caption, where others stand a line below."""
    body = lines(12) + FIGURE + lines(4) + "<h2>后</h2>" + lines(20, "后")
    made = Composed(folder, body, "figure { float: top }")
    assert (made.tops(1, "figure"), made.tops(1, "h2")[0]) == ([0.0], 7.0)
    assert not made.lost


def test_a_picture_does_not_part_a_list_from_the_line_that_leads_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[str] = []
    trials = page_composer.choose

    def choose(flow: FlowOfItems, most: int) -> list[PageChoice] | None:
        ranges = flow.floats.values()
        places.extend(_tag(flow, at) for each in ranges for at in each.places)
        return trials(flow, most)

    monkeypatch.setattr(page_composer, "choose", choose)
    items = "<ol>" + "<li>项</li>" * 6 + "</ol>"
    body = lines(12) + FIGURE + "<p>如下：</p>" + items + lines(20)
    assert not Composed(folder, body, "ol { margin: 0; break-before: avoid }").lost
    assert places
    assert "li" not in places


def _tag(flow: FlowOfItems, at: int) -> str:
    return str(flow.items[at].path[-1].element_tag) if at < len(flow.items) else ""


@pytest.mark.parametrize(("side", "line"), [("top", 0.0), ("bottom", 10.0)])
def test_float_says_on_which_side_of_the_page(folder: Path, side: str, line: float) -> None:
    body = lines(5) + FIGURE + lines(30) + lines(10)
    made = Composed(folder, body, f"figure {{ float: {side} }}")
    result = [top for page in range(len(made.boxes)) for top in made.tops(page, "figure")]
    assert len(result) == 1
    assert line - 1 <= result[0] <= line
    assert not made.lost


def test_a_last_page_is_not_a_line_alone(folder: Path) -> None:
    body = "<h2>一</h2>" + lines(14) + lines(16) + lines(2, "末")
    alone = Composed(folder, body, FIRST_FIT)
    assert len(alone.texts[-1]) < 4 * 20
    made = Composed(folder, body)
    assert len(made.boxes) == len(alone.boxes)
    assert len(signs(made.texts[-1])) > 4 * 20 - 11


def test_space_above_a_heading_grows_by_a_line(folder: Path) -> None:
    body = lines(6) + "<h2>一</h2>" + lines(4) + "<h2>二</h2>" + lines(2) + lines(14)
    plain, made = Composed(folder, body, FIRST_FIT), Composed(folder, body)
    assert plain.tops(0, "h2")[0] == 6.0
    grown = made.tops(0, "h2")
    assert all(top == int(top) for top in grown)


def test_r45_pages_beside_each_other_end_on_the_same_line_or_the_next(folder: Path) -> None:
    body = lines(14) + "<h2>一</h2>" + lines(40)
    css = "h2 { page-stretch: 0 }"
    plain, made = whites(folder, body, css + FIRST_FIT), whites(folder, body, css)
    assert abs(plain[0] - plain[1]) > 1
    assert all(abs(left - right) <= 1 for left, right in pairwise(made))


def test_space_around_a_picture_grows_alike_above_and_below(folder: Path) -> None:
    body = lines(5) + FIGURE + lines(2) + "<h2>一</h2>" + lines(14)
    css = "h2 { page-stretch: 0 } figure { float-reference: inline; page-stretch: 1 around }"
    plain, made = Composed(folder, body, css + FIRST_FIT), Composed(folder, body, css)
    assert [p.tops(0, "img")[0] for p in (plain, made)] == [5.0, 5.5]
    behind = [next(t for t in p.tops(0, "p") if t > 6) for p in (plain, made)]
    assert behind == [11.0, 12.0]
    at_foot = Composed(folder, lines(7) + FIGURE + "<h2>一</h2>" + lines(14), css)
    assert (at_foot.tops(0, "img"), at_foot.tops(0, "h2")) == ([7.0], [])


CAPTIONED = FIGURE.replace("</figure>", "<figcaption>题</figcaption></figure>")
PADDED = "figure { padding: 12px 0 8px } figure img { height: 100px; page-shrink: 0% }"


@pytest.mark.parametrize("break_at", ["head", "foot", "between", "both"])
def test_a_picture_at_the_edge_of_a_page_stands_where_its_line_would(
    folder: Path, break_at: str
) -> None:
    """The white that a figure keeps from its neighbours is on its other side there."""
    if break_at == "head":
        figure = '<div style="break-before: page"></div>' + CAPTIONED
        made = Composed(folder, lines(12) + figure + lines(20), PADDED)
        assert made.tops(1, "img") == [5 / PITCH]  # the leading of a line
        assert made.tops(1, "p")[0] == made.tops(1, "figure")[0] + 7
    elif break_at == "foot":
        made = Composed(folder, lines(9) + CAPTIONED + lines(20), PADDED)
        assert made.tops(0, "figcaption")[0] == 15
        assert made.tops(0, "img") == [10.0]
    elif break_at == "both":
        figure = '<div style="break-before: page"></div>' + CAPTIONED
        made = Composed(folder, lines(12) + figure + lines(2) + CAPTIONED + lines(9), PADDED)
        assert made.tops(1, "img") == [5 / PITCH, 10.0]
    else:
        made = Composed(folder, lines(4) + CAPTIONED + lines(20), PADDED)
        assert made.tops(0, "img") == [4.6]


def test_a_picture_in_a_frame_stays_in_the_middle_of_it(folder: Path) -> None:
    css = PADDED + "figure { border: 1px solid; border-width: 1px 0 }"
    made = Composed(folder, lines(8) + CAPTIONED + lines(20), css)
    assert made.tops(0, "figcaption")[0] < 15


def test_a_picture_becomes_a_little_smaller(folder: Path) -> None:
    body = lines(10) + FIGURE + "<h2>一</h2>" + lines(20)
    css = "figure { float-reference: inline } figure img { height: 140px }"
    assert whites(folder, body, css + FIRST_FIT)[0] == 6
    assert whites(folder, body, css)[0] == 0


def test_a_note_stands_on_the_page_of_its_call(folder: Path) -> None:
    note = '<span class="note">注文在此</span>'
    body = lines(6) + lines(6, "调", note) + FIGURE + lines(14) + lines(6)
    made = Composed(folder, body)
    assert not made.lost
    notes = [n for n, text in enumerate(made.texts) if "注文在此" in text]
    assert notes == [max(n for n, text in enumerate(made.texts) if "调" in text)]


def test_nothing_is_lost_and_the_same_comes_every_time(folder: Path) -> None:
    body = "".join(
        f"<h2>第{n}</h2>{lines(7, chr(0x4E00 + n))}{FIGURE}{lines(5, chr(0x5000 + n))}"
        for n in range(6)
    )
    first, other = Composed(folder, body), Composed(folder, body)
    assert first.texts == other.texts
    assert not first.lost
    assert sum(len(first.tops(n, "figure")) for n in range(len(first.boxes))) == 6


CALLED = '<figure><img src="a.png" alt="图"><figcaption>图1</figcaption></figure>'


def page_of(made: Composed, tag: str) -> int:
    """Return the page on which the first element of that name stands."""
    return next(page for page in range(len(made.boxes)) if made.tops(page, tag))


def test_a_figure_does_not_stand_before_the_page_that_calls_it(folder: Path) -> None:
    call = f"<p>{'文' * 160}如图1所示。{'后' * 60}</p>"
    body = lines(7) + CALLED + call + lines(24)
    plain, made = Composed(folder, body, FIRST_FIT), Composed(folder, body)
    called = next(n for n, text in enumerate(made.texts) if "如图1" in text)
    assert page_of(plain, "figure") < called
    assert page_of(made, "figure") >= called
    assert not made.lost


@pytest.mark.parametrize(("call", "page"), [("如图1所示", 0), ("如上所述", 1)])
def test_a_figure_may_stand_anywhere_behind_the_line_that_calls_it(
    folder: Path, call: str, page: int
) -> None:
    body = lines(6) + f"<p>{call}。</p>" + lines(3) + CALLED + "<h2>一</h2>" + lines(30)
    made = Composed(folder, body)
    assert page_of(Composed(folder, body, FIRST_FIT), "figure") == 1
    assert page_of(made, "figure") == page
    assert not made.lost


TABLE = (
    "<table><caption>表1</caption><thead><tr><th>甲</th></tr></thead><tbody>"
    + "".join(f"<tr><td>第{n}行</td></tr>" for n in range(5))
    + "</tbody></table>"
)
TABLES = """
section { page: text }
table { width: 100%; border-spacing: 0; margin: 20px 0; border: solid; border-width: 1px 0;
  block-step-size: 20px; block-step-round: nearest; continued-heading: "续表" }
td, th, caption { padding: 0; text-align: left } tr { break-inside: avoid }
"""


SHORT = TABLE.replace("<tr><td>第3行</td></tr><tr><td>第4行</td></tr>", "")
UNNAMED = TABLES.replace("section { page: text }", "")
AFLOAT = TABLES + "table { float-reference: page } table:has(+ h2) { margin-bottom: 10px }"


@pytest.mark.parametrize("first", range(4, 13))
@pytest.mark.parametrize(
    ("what", "named"),
    [
        *product([FIGURE, TABLE, "<h2>一</h2><h2>二</h2>"], [TABLES, UNNAMED]),
        *product([SHORT, SHORT + "<h2>一</h2>"], [AFLOAT, AFLOAT.replace(TABLES, UNNAMED)]),
    ],
)
def test_pages_come_out_as_they_were_reckoned(
    folder: Path, monkeypatch: pytest.MonkeyPatch, first: int, what: str, named: str
) -> None:
    reckoned: list[PageFills] = []
    trials = page_composer.choose

    def choose(flow: FlowOfItems, most: int) -> list[PageChoice] | None:
        choices = trials(flow, most)
        assert choices is not None
        whites = tuple(choice.white for choice in choices[:-1])
        reckoned.append(PageFills(whites, round(choices[-1].used / flow.pitch)))
        return choices

    monkeypatch.setattr(page_composer, "choose", choose)
    body = lines(first) + what + lines(4) + what + lines(9) + what + lines(14)
    made = Composed(folder, body, named)
    pages = [_with_areas(page) for page in made.boxes]
    assert not made.lost
    if reckoned:
        assert fills(pages, PITCH) == reckoned[-1]
        assert len(reckoned) == 1


@pytest.mark.parametrize("before", [0, 16])
@pytest.mark.parametrize("first", range(4, 16))
@pytest.mark.parametrize("behind", ["", "<h2 style='margin: 10px 0; height: 40px'>一</h2>"])
def test_a_short_table_that_may_float_stands_whole_and_on_the_lines_of_its_page(
    folder: Path, first: int, behind: str, before: int
) -> None:
    sides = "@page :left { margin: 40px 30px 40px 10px }"
    body = lines(before) * bool(before) + lines(first) + SHORT + behind + lines(9) + lines(20)
    made = Composed(folder, body, AFLOAT + sides)
    assert not made.lost
    assert sorted("".join(text).count("行") for text in made.texts)[-1] == 3, made.texts
    for number in range(len(made.boxes)):
        tops = made.tops(number, "p")
        assert tops == pytest.approx([round(top) for top in tops], abs=0.05)


@pytest.mark.parametrize("breaks", ["together", "first-fit"])
def test_a_table_at_the_head_of_a_page_begins_in_its_first_line(folder: Path, breaks: str) -> None:
    """Its wrapper did not know that its margin is gone there."""
    css = AFLOAT + f"html {{ page-breaks: {breaks} }} table {{ margin-break: discard }}"
    made = Composed(folder, lines(16) + SHORT + lines(11) + lines(20), css)
    assert made.tops(1, "caption")[0] == pytest.approx(0.0, abs=0.1)


def test_a_table_that_is_not_short_goes_on_over_the_page(folder: Path) -> None:
    made = Composed(
        folder,
        lines(11) + TABLE.replace("</tbody>", "<tr><td>末行</td></tr></tbody>") + lines(20),
        AFLOAT,
    )
    assert [text.count("行") for text in made.texts[:2]] != [0, 6]
    assert sum(text.count("行") for text in made.texts) == 6


@pytest.mark.parametrize("body", [lines(9) + FIGURE * 40, (lines(3) + FIGURE * 2) * 15])
def test_very_many_pictures_are_set_soon_and_in_their_order(folder: Path, body: str) -> None:
    marked = "".join(
        part + FIGURE.replace("<img", f'<img id="i{n}"') if n else part
        for n, part in zip(range(body.count(FIGURE), -1, -1), body.split(FIGURE), strict=True)
    )
    made = Composed(folder, marked + lines(20))
    placed = [
        (n, box.position_y, box.element.get("id"))
        for n, page in enumerate(made.boxes)
        for box in page.descendants()
        if box.element_tag == "img"
    ]
    ids = [int(name[1:]) for _, _, name in sorted(placed)]
    assert ids == list(range(body.count(FIGURE), 0, -1))
    assert max(y for _, y, _ in placed) <= 400 - 40 - 120


@pytest.mark.parametrize("first", range(3, 9))
def test_a_figure_that_no_page_holds_stands_once(folder: Path, first: int) -> None:
    high = '<figure><img src="a.png" alt="图" style="height: 320px"><figcaption>题</figcaption></figure>'
    made = Composed(folder, lines(first) + high + lines(20) + FIGURE + lines(16))
    assert "".join(made.texts).count("题") == 1
    assert not made.lost


@pytest.mark.parametrize(("note", "after"), [(18, 12), (22, 8), (24, 6), (26, 20)])
def test_no_figure_stands_on_notes_that_go_on(folder: Path, note: int, after: int) -> None:
    high = '<figure><img src="a.png" alt="图"><figcaption>题</figcaption></figure>'
    called = lines(1, "调", f'<span class="note">{"注" * (20 * note - 5)}</span>')
    css = "section { page: text } figure img { height: 260px; page-shrink: 30% }"
    made = Composed(folder, high + called + lines(after), css)
    assert not made.lost


COLUMNS = "section > div { columns: 2; column-gap: 20px } div p { break-inside: avoid }"


@pytest.mark.parametrize(("entries", "last"), [(66, 18), (70, 18), (36, 4)])
def test_the_last_page_of_an_index_has_more_than_a_few_lines_where_others_can_spare_them(
    folder: Path, entries: int, last: int
) -> None:
    body = f"<div>{''.join(f'<p>第{n}条</p>' for n in range(entries))}</div>"
    first = Composed(folder, body, COLUMNS + FIRST_FIT)
    made = Composed(folder, body, COLUMNS)
    assert first.texts[-1].count("条") <= 6
    assert made.texts[-1].count("条") == last
    assert len(made.boxes) == len(first.boxes)
    assert not made.lost
    assert "".join(made.texts) == "".join(first.texts)


def test_a_paragraph_is_a_line_shorter_where_that_fills_its_page(folder: Path) -> None:
    marked = (
        f"<p>{'文字，有标点。' * 15}文字，有标</p>"  # six lines, or five with its marks squeezed
    )
    body = lines(3) + marked + lines(4) + "<h2>一</h2>" + lines(9) + lines(9)
    css = "p { text-align: justify }"
    assert whites(folder, body, css)[0] == 3
    assert whites(folder, body, css + "p { page-lines: 1 }")[0] == 0


def test_a_page_of_an_index_ends_where_its_columns_end_alike(folder: Path) -> None:
    """A group that is not divided has gone on to the other column, which ended three lines lower."""
    entries = [f"<p>第{n}条</p>" for n in range(80)]
    group = f"<section class='kept'>{''.join(entries[13:17])}</section>"
    body = f"<div>{''.join(entries[:13])}{group}{''.join(entries[17:])}</div>"
    css = COLUMNS + " .kept { break-inside: avoid }"
    first = Composed(folder, body, css + FIRST_FIT)
    made = Composed(folder, body, css)
    assert [_ends(page) for page in first.boxes[:2]] == [[13, 16], [16, 16]]
    assert [_ends(page) for page in made.boxes[:2]] == [[13, 13], [16, 16]]
    assert len(made.boxes) == len(first.boxes)
    assert not made.lost
    assert "".join(made.texts) == "".join(first.texts)


def _ends(page: Any) -> list[int]:
    """Return how many lines down each column of a page ends."""
    return [round((end - 40) / PITCH) for end in column_ends(page)]
