"""What is too wide for its place is made to fit, wholly, and told."""

import re
from pathlib import Path
from typing import NamedTuple

import page as validator
import pypdfium2
import pytest
from PIL import Image

import books
from casebook.errata import Place
from casebook.press import engine, volume
from casebook.press.painting import signature
from casebook.press.section_layout import SectionPages
from casebook.press.signature import SIDES, BookPosition, SectionHtml

NARROW = "@page { size: 100mm 150mm } @page :left, :right { margin: 60pt 51pt }\n"
"""A measure of seventeen characters."""


def table(name: str, columns: int, rows: int = 3) -> str:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    head = line([f"{name}头{c}" for c in range(columns)])
    body = (line([f"{name}{r}之{c}" for c in range(columns)]) for r in range(rows))
    return f": 表　{name}\n\n{head}{'|---' * columns}|\n{''.join(body)}\n"


SPANS = (
    "<table><thead><tr><th rowspan='2'>跨首</th><th colspan='30'>总头</th></tr><tr>"
    + "".join(f"<th>跨头{c}</th>" for c in range(30))
    + "</tr></thead><tbody><tr><td rowspan='2'>跨侧</td>"
    + "".join(f"<td>跨0之{c}</td>" for c in range(30))
    + "</tr><tr><td colspan='30'>通栏</td></tr></tbody></table>"
)
TEXT = f"""\
---
award: 1-1
---

## 一、{"h" * 90}

{table("缩", 10)}

{table("横", 19, 40)}

{table("分", 40)}

{SPANS}

> 引文
>
> {table("引", 24, 1).splitlines()[0]}

1. 列表{"l" * 200}

正文{"w" * 400}，{"7" * 300}[^n]。

```
{"code " * 40}
```

![高](../media/tall.png "{"c" * 120}")

[^n]: 注{"n" * 200}。
"""


class Set(NamedTuple):
    """A book with all that is too wide: its volume, its file, the text of each page."""

    volume: volume.Volume
    data: bytes
    pages: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pages)


@pytest.fixture(scope="module", params=["standard", "a5", "narrow"])
def wide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = books.every_kind(
        tmp_path_factory.mktemp("book"),
        book=books.BOOK.replace("status:", f"layout: {request.param}\nstatus:"),
        case=TEXT,
    )
    Image.new("RGB", (3, 9000), "#789").save(folder / "manuscript" / "media" / "tall.png")
    if request.param == "narrow":
        own = folder / "layouts" / "narrow"
        (own / "print").mkdir(parents=True)
        (own / "layout.yaml").write_text("extends: standard")
        (own / "print" / "zz.css").write_text(NARROW)
    book, galleys = books.composed(folder)
    made = volume.make(book, galleys, folder / "build", 1)
    data, errata = volume.bind(made, book)
    assert not errata
    pages = [
        re.sub(r"[\s\x02\ufffe-]", "", page.get_textpage().get_text_range())
        for page in pypdfium2.PdfDocument(data)
    ]
    return Set(made, data, pages)


@pytest.mark.parametrize(
    ("name", "rows", "columns"), [("缩", 3, 10), ("横", 40, 19), ("分", 3, 40), ("跨", 1, 30)]
)
def test_every_cell_is_printed(wide: Set, name: str, rows: int, columns: int) -> None:
    cells = [f"{name}{r}之{c}" for r in range(rows) for c in range(columns)]
    heads = [f"{name}头{c}" for c in range(columns)]
    assert not [cell for cell in (*heads, *cells) if cell not in wide.text]


def test_no_sign_leaves_the_type_area(wide: Set) -> None:
    sheets = zip(wide.volume.book.pages, books.signs(wide.data), strict=True)
    for sheet, signs in sheets:
        if sheet.content is None or not sheet.content.text_origins or sheet.kind.name != "text":
            continue
        across, high = sheet.content.size
        left = sheet.content.text_origins[SIDES.index(sheet.kind.side)]
        right = across - sheet.content.text_origins[1 - SIDES.index(sheet.kind.side)]
        text = [sign for sign in signs if sign[2] < high - 50]  # below the head
        assert not [s for s in text if not left - 6 < s[1] < right or not s[2] > 20]


def test_words_break_without_a_hyphen(wide: Set) -> None:
    for letter, count in (("h", 90), ("l", 200), ("w", 400), ("7", 300), ("n", 200), ("c", 120)):
        assert wide.text.count(letter) >= count
    raw = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(wide.data))
    assert not re.search(r"(www|lll|777|nnn|hhh)[-\x02\ufffe]", raw)


def test_each_step_is_told(wide: Set) -> None:
    errata = [e for e in wide.volume.errata if e.rule == "wide-table"]
    assert {e.place.path for e in errata} == {"cases/1-1.md"}
    said = {e.quote: e.message.zh for e in errata}
    assert "按栏分成" in said["表　分"]
    sizes = [float(s) for s in re.findall(r"([\d.]+) 磅", "".join(said.values()))]
    assert min(sizes, default=9) >= 7.5


def test_what_is_made_is_accessible(wide: Set, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(wide.data)
    result = validator.validate_pdf(str(tmp_path / "a.pdf"), profile="ua1")
    assert not [(fault.rule_id, fault.message) for fault in result.failures]


def test_a_turned_page_is_read_from_the_foot_with_its_head_at_the_left(tmp_path: Path) -> None:
    case = f"---\naward: 1-1\n---\n\n句。\n\n{table('横', 19, 2)}\n\n末句。\n"
    book, galleys = books.composed(books.every_kind(tmp_path, case=case))
    made = volume.make(book, galleys, tmp_path / "build", 1)
    assert ["转排到横页上" in e.message.zh for e in made.errata] == [True]
    data, _ = volume.bind(made, book)
    (signs,) = [page for page in books.signs(data) if any(sign == "横" for sign, *_ in page)]
    heads, cells = ([s for s in signs if s[0] == sign] for sign in "头之")
    assert max(x for _, x, _ in heads) < min(x for _, x, _ in cells)
    assert max(y for *_, y in cells) - min(y for *_, y in cells) > 400


def test_code_that_is_wrapped_goes_on_set_in(tmp_path: Path) -> None:
    case = f"---\naward: 1-1\n---\n\n```\n{'abcd ' * 40}\nefgh\n```\n"
    book, galleys = books.composed(books.every_kind(tmp_path, case=case))
    data, _ = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)
    (signs,) = [page for page in books.signs(data) if sum(s[0] == "b" for s in page) == 40]
    starts: dict[float, float] = {}
    for sign, x, y in signs:
        if sign in "abcdefgh":
            starts[round(y)] = min(x, starts.get(round(y), x))
    first, *turned, last = (starts[y] for y in sorted(starts, reverse=True))
    assert turned
    assert first == pytest.approx(last)
    assert all(x - first == pytest.approx(18, abs=0.1) for x in turned)


def test_a_running_head_too_long_for_the_margin_is_shortened_and_told(tmp_path: Path) -> None:
    awards = books.AWARDS.replace("甲题——副题", f"甲题{'长' * 400}")
    case = f"---\naward: 1-1\n---\n\n{books.LINE * 60}\n"
    book, galleys = books.composed(books.every_kind(tmp_path, case=case, awards=awards))
    made = volume.make(book, galleys, tmp_path / "build", 1)
    data, _ = volume.bind(made, book)
    assert [e.quote[:3] for e in made.errata if e.rule == "long-head"] == ["甲题长"]
    high = made.book.pages[0].plan.size[1]
    assert all(y < high - 10 for page in books.signs(data) for *_, y in page)


@pytest.mark.parametrize("where", ["head", "row", "foot"])
def test_rows_too_tall_for_a_page_are_printed_wherever_they_stand(
    where: str, tmp_path: Path
) -> None:
    texts = dict.fromkeys(("head", "row", "foot"), "短") | {where: "高" * 800}
    table = (
        f"<table><thead><tr><th>首{texts['head']}</th></tr></thead><tfoot><tr><td>尾{texts['foot']}"
        f"</td></tr></tfoot><tbody><tr><td>体{texts['row']}</td></tr></tbody></table>"
    )
    assert losses("@page { size: 300pt 400pt; margin: 40pt }", table, tmp_path) == set()


def test_a_cell_taller_than_a_page_goes_on(tmp_path: Path) -> None:
    words = [f"句{n}终" for n in range(500)]
    case = f"---\naward: 1-1\n---\n\n| 甲 | 乙 |\n|---|---|\n| 先 | {'，'.join(words)} |\n| 后 | 止 |\n"
    book, galleys = books.composed(books.every_kind(tmp_path, case=case))
    data, _ = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)
    signs = [sign for page in books.signs(data) for sign, *_ in page]
    assert signs.count("句") >= 500
    assert signs.count("终") == 500
    assert "止" in signs


def test_a_page_that_goes_on_in_a_divided_table_begins_with_its_own_words(wide: Set) -> None:
    spots = [
        p.content.starts_at for p in wide.volume.book.pages if p.content and p.content.starts_at
    ]
    assert not [spot for spot in spots if spot.words.startswith("续表")]


@pytest.mark.parametrize("width", ["width: 900pt", "min-width: 900pt"])
def test_a_table_that_a_layout_makes_wider_than_the_page_is_brought_in(
    width: str, tmp_path: Path
) -> None:
    css = f"@page {{ size: 300pt 400pt; margin: 40pt }} table {{ {width} }}"
    assert losses(css, "<table><tr><td>甲</td><td>乙</td></tr></table>", tmp_path) == {"wide-table"}


@pytest.mark.parametrize("place", ["float: left", "position: absolute", "display: inline-block"])
def test_a_box_as_wide_as_a_word_breaks_it(place: str, tmp_path: Path) -> None:
    css = f"@page {{ size: 300pt 400pt; margin: 40pt }} div {{ {place} }}"
    assert losses(css, f"<p>前</p><div>甲{'x' * 300}</div>", tmp_path) == set()


@pytest.mark.parametrize(
    "line",
    ["<b>{}</b>{}", "{}<a href='#a'>{}</a>", "①<i>{}{}</i>", "甲<span class='note'>{}{}</span>"],
)
def test_a_long_word_that_no_line_begins_with_breaks(line: str, tmp_path: Path) -> None:
    css = (
        "@page { size: 300pt 400pt; margin: 40pt } .note { float: footnote }"
        ".note::footnote-marker { content: '①' }"
    )
    body = f"<p id='a'>{line.format('x' * 100, 'y' * 20)}</p>"
    assert losses(css, body, tmp_path) == set()


@pytest.mark.parametrize(
    "style",
    [
        "width: 900pt; height: 50pt",
        "margin-left: -60pt; width: 700pt",
        "position: absolute; left: 20pt; width: 900pt",
        "height: 9000pt",
    ],
)
def test_a_picture_stays_in_the_type_area_or_on_the_sheet(style: str, tmp_path: Path) -> None:
    Image.new("RGB", (60, 40)).save(tmp_path / "a.png")
    css = f"@page {{ size: 300pt 400pt; margin: 40pt }} img {{ {style} }}"
    assert losses(css, '<p>前</p><figure><img src="a.png"></figure>', tmp_path) == {"large-picture"}


@pytest.mark.parametrize("head", [14, 16, 60])
def test_a_head_that_fills_pages_comes_once(head: int, tmp_path: Path) -> None:
    css = (
        "@page { size: 300pt 400pt; margin: 40pt } td { width: 50% }"
        "tr { break-inside: avoid } table { border-collapse: collapse }"
    )
    rows = "".join(f"<tr><td>{'甲' * 500}</td><td>乙{n}</td></tr>" for n in range(3))
    body = f"<table><thead><tr><th>{'头<br>' * head}</th><th>头</th></tr></thead>{rows}</table>"
    pages, lost = laid_out(css, body, tmp_path)
    assert (lost, pages < 20) == (set(), True)


def test_what_has_no_room_beside_a_long_cell_is_not_begun_again(tmp_path: Path) -> None:
    css = "@page { size: 300pt 400pt; margin: 40pt } p { break-inside: avoid; height: 250pt }"
    head = "<thead><tr><th style='height: 100pt'>头</th><th>头</th></tr></thead>"
    body = f"<table>{head}<tr><td>甲<p>丙</p></td><td>{'乙' * 1500}</td></tr></table>"
    (tmp_path / "sheet.css").write_text(css, "utf-8")
    html = f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>"
    made = SectionPages(
        html, tmp_path.as_uri(), engine.style_context((tmp_path / "sheet.css",), tmp_path, True)
    )
    made.make(BookPosition())
    words = [getattr(box, "text", "") for page in made.boxes for box in page.descendants()]
    assert "".join(words).count("甲") == 1


def losses(css: str, body: str, folder: Path) -> set[str]:
    """Lay `body` out; return the kinds of losses, and what is told of what was made to fit."""
    return laid_out(css, body, folder)[1]


def laid_out(css: str, body: str, folder: Path) -> tuple[int, set[str]]:
    """Lay `body` out; return how many pages there are, and what `losses` does."""
    (folder / "sheet.css").write_text(css, "utf-8")
    html = f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>"
    styles = engine.style_context((folder / "sheet.css",), folder, True)
    made, _ = signature(SectionHtml("s", "t", Place("x.md"), html), styles, BookPosition())
    rules = {loss.kind for loss in made.losses} | {e.rule for e in made.errata}
    return len(made.pages), rules
