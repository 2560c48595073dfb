"""A unit with several cases is one line of an index, with all its pages, in every edition."""

import zipfile
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
import weasyprint

import tiny
from casebook import issuing, layout, ledger, pdf
from casebook.intake.manuscript import book_reader
from casebook.press import engine
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition

TWO = tiny.AWARDS.replace("河北省样例市医院", "北京市第一样例医院").replace(
    "region: 河北省", "region: 北京市"
)

COMPOSED = tiny.BOOK.replace("composition: off\n", "")


def quiet(*_: object) -> None:
    pass


def test_a_unit_is_listed_once_with_its_cases_in_the_order_of_the_book(tmp_path: Path) -> None:
    book = book_reader.read(tiny.write(tmp_path, awards=TWO)).book
    for kind in ("index-organisation", "index-region"):
        (section,) = (s for s in book.sections if s.kind == kind)
        (group,) = section.groups
        (entry,) = group.entries
        assert entry.label == "北京市第一样例医院"
        assert entry.targets == ("case-1-1", "case-1-2")


def test_the_white_below_a_group_needs_no_room_at_the_foot_of_a_column() -> None:
    entry = SimpleNamespace(label="医院", target="a", others=())
    groups = [SimpleNamespace(label=letter, entries=[entry]) for letter in "ABCD"]
    files = jinja2.FileSystemLoader(layout.roots("standard", Path()))
    base = jinja2.Template(
        "<style>@page { size: 200pt 90pt; margin: 20pt } * { margin: 0 } h1 { display: none }"
        "html { font: 9pt/10pt 'Noto Serif CJK SC' } h2 { font: inherit } .index { columns: 2 }"
        ".group { break-inside: avoid; margin-bottom: 10pt }</style>{% block content %}{% endblock %}"
    )
    template = jinja2.Environment(loader=files).get_template("shared/index.html")
    html = template.render(base_template=base, section=SimpleNamespace(title="", groups=groups))
    assert len(weasyprint.HTML(string=html).render().pages) == 1  # A and B are five lines of five


def test_the_columns_of_the_last_page_are_of_like_length(tmp_path: Path) -> None:
    units = [
        f"{place}第{n}医院"
        for place, count in (("西安", 9), ("云县", 4), ("浙江", 4))
        for n in range(count)
    ]
    awards = tiny.AWARDS.partition("      - {id")[0].replace("declared: 2", "declared: 17")
    awards += "".join(
        f"      - {{id: 1-{n}, number: {n}, organisation: {unit}, title: 题, region: 全国}}\n"
        for n, unit in enumerate(units, 1)
    )
    book = book_reader.read(tiny.write(tmp_path, awards=awards, book=COMPOSED)).book
    roots = layout.roots(book.layout, tmp_path)
    galleys = layout.compose(book, roots, "print", tmp_path / "manuscript")
    index = next(g for g in galleys if g.section.id == "index-organisation")
    styles = engine.style_context(index.sheets, index.base, compose=True)
    pages = SectionPages(index.html, engine.BASE, styles)
    pages.make(BookPosition())
    (page,) = pages.boxes
    columns = [box for box in page.descendants() if getattr(box, "is_column", False)]
    lines = [sum(box.element_tag == "p" for box in column.descendants()) for column in columns]
    assert len(lines) == 2
    assert abs(lines[0] - lines[1]) <= 2


@pytest.mark.slow
def test_each_page_is_a_link_and_counts_as_a_case(tmp_path: Path) -> None:
    made = issuing.issue(tiny.write(tmp_path, awards=TWO), ("print", "epub"), quiet)
    result = made.files["print"]
    page = pdf.texts(result)[pdf.destinations(result)["index-organisation"]]
    labels, starts = pdf.labels(result), pdf.destinations(result)
    folios = ", ".join(labels[starts[f"case-1-{n}"]] for n in (1, 2))
    assert f"北京市第一样例医院 {folios} " in " ".join(page.split())
    counted = ledger.take(made.book, made.files).counts
    for place in ("index-organisation", "epub-index-organisation", "epub-index-region"):
        assert counted[place] == ("1-1", "1-2"), place
    with zipfile.ZipFile(made.files["epub"]) as packed:
        text = packed.read("EPUB/index-organisation.xhtml").decode()
    assert text.count("北京市第一样例医院") == 1
    assert text.count("locator") >= 2
