"""Every character of every page leads to its own place, whatever stands elsewhere in the same words."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import tiny
from casebook import issuing, layout, pagetext, pdf
from casebook.book import Book
from casebook.intake.manuscript import book_reader
from casebook.press import volume
from casebook.press.page_starts import signs
from casebook.proof import segmentation
from casebook.rounds import frozen_texts, page_to_text, traced_galley
from casebook.rounds.book_fields import AWARDS, FIELDS, sheet_of
from casebook.rounds.frozen_texts import Texts
from casebook.rounds.page_to_text import TextPlace

BOOK = tiny.BOOK.replace(
    "  front: [title-page, imprint, contents]",
    "  front: [title-page, imprint, {matter: front/preface.md}, contents]",
).replace(
    "issuer: 样例编委会",
    "issuer: 样例编委会\nsubtitle: 甲题\neditors: [{name: 李样文, role: 主编}]",
)
BOOK = BOOK.replace(
    '[{tier: "1"}]', '[{tier: "1"}, {part: 名单外, cases: [extra], note: "不在名单的 & 甲题"}]'
)
EXTRA = "---\ntitle: 甲题\norganisation: 北京市第一样例医院\nregion: 北京市\n---\n\n甲题。\n"
CASE = """\
---
award: 1-1
contributors: [{name: 王样, role: 作者}, {name: 李样文, role: 作者}]
---

甲题——副题

## 甲题

甲题，典型案例，北京市第一样例医院，小书，副题。

同一段话。

同一段话。

**（一）同一段话。**同一段话。[^1]甲题 with **office** *efficient fluffy* words。

[^1]: 同一段话，甲题。

| 甲题 | 同一段话。 |
|---|---:|
| 甲题 | 3 |
| 同一段话。 | 3 |

1. 甲题
2. 甲题

```
print("甲题")
```

efﬁcient <ruby>漢<rt>hàn</rt></ruby>

"""
CASE += "".join(
    f"|{'|'.join(row)}|\n"
    for row in (
        ["序号", *(f"很长的第{n}栏名称" for n in range(14))],
        ["---"] * 15,
        *([f"行{n}", *(["甲题之内容"] * 14)] for n in range(60)),
    )
)
OTHER = CASE.replace("award: 1-1", "award: 1-2")
PREFACE = "---\ntitle: 甲题——副题\n---\n\n甲题——副题。同一段话。\n\n同一段话。\n"


class Placed:
    """A book laid out, and the place of each character of its pages, section by section."""

    def __init__(self, folder: Path) -> None:
        pages = issuing.issue(folder, ("print",), lambda _said, _count: None).files["print"]
        self.book: Book = book_reader.read(folder).book
        manuscript = folder / "manuscript"
        roots = layout.roots(self.book.layout, folder)
        galleys = layout.compose(self.book, roots, "print", manuscript)
        printed = volume.printed(volume.make(self.book, galleys, folder / "build", 1))
        texts = segmentation.volume(self.book, manuscript)
        self.texts: Texts = frozen_texts.of(texts)
        pieces = {piece.id: piece for piece in texts.pieces}
        starts, count = pdf.destinations(pages), pdf.page_count(pages)
        first = [starts[section.id] for section in self.book.sections]
        self.of: dict[str, list[tuple[str, TextPlace | str]]] = {}
        for section, start, end in zip(self.book.sections, first, [*first[1:], count], strict=True):
            galley = traced_galley.traced(
                self.book, section, pieces.get(sheet_of(section)), roots, manuscript
            )
            assert galley.hash == printed[section.id].galley
            read = pagetext.pages(pages, range(start, end), contents=True)
            places = page_to_text.located(read, printed[section.id], galley, self.texts)
            self.of[section.id] = [
                pair
                for page, of_page in zip(read, places, strict=True)
                for line, of_line in zip(page.lines, of_page, strict=True)
                for pair in zip(line.text, of_line, strict=True)
            ]

    def crossed(self) -> Iterator[tuple[str, str, object]]:
        """Yield each character whose place holds another, and each sign of a text that is not on
        the pages of its section just once (cells: at least once)."""
        for section in self.book.sections:
            met: dict[TextPlace, float] = defaultdict(float)
            for char, place in self.of[section.id]:
                if isinstance(place, TextPlace):
                    text = self.texts[place.sheet][place.paragraph].text
                    own = normalize("NFKC", text[place.offset]).casefold()
                    if normalize("NFKC", char).casefold() not in own:
                        yield section.id, char, place
                    met[place] += 1 / (2 if text[place.offset] in "ﬁﬂ" else 1)  # read as fi, fl
            sheet = sheet_of(section)
            for number, paragraph in enumerate(
                self.texts.get(sheet, ()) if sheet != FIELDS else ()
            ):
                for offset, char in enumerate(paragraph.text):
                    times = met[TextPlace(sheet, number, offset)]
                    if signs(char) and (times == 0 or (times > 1 and paragraph.kind != "Cell")):
                        yield section.id, char, (number, offset, times)

    def words(self, section: str, sheet: str) -> dict[str, str]:
        """Return what of the fields of a sheet is printed in a section, by field."""
        words: dict[str, str] = {}
        for char, place in self.of[section]:
            if isinstance(place, TextPlace) and place.sheet == sheet:
                field = self.texts[sheet][place.paragraph].field
                words[field] = words.get(field, "") + char
        return words

    def added(self, section: str, kind: str) -> str:
        """Return the words of the layout's own of a kind."""
        return "".join(char for char, place in self.of[section] if place == kind)


OWN_TEMPLATE = """\
{% extends base_template %}
{% block content %}{% set c = section.case %}
<h1>{{ c.title | upper }}</h1>
<p class="organisation">{{ c.organisation ~ "（" ~ c.region ~ "）" }}</p>
<p>甲题{{ c.contributors | map(attribute="name") | join("、") }}</p>
<div class="text">{{ c.body | replace("不在", "") | safe }}</div>
{% endblock %}
"""


@pytest.fixture(scope="module", params=["standard", "own"])
def placed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Placed:
    """A book whose titles stand in its texts, with paragraphs, cells and notes of the same words."""
    book = BOOK.replace("composition: off", f"composition: on\nlayout: {request.param}")
    folder = tmp_path_factory.mktemp("placed")
    if (
        request.param == "own"
    ):  # a layout of the book, whose template takes texts apart and joins them
        (folder / "layouts/own/shared").mkdir(parents=True)
        (folder / "layouts/own/layout.yaml").write_text("extends: gift\n", "utf-8")
        (folder / "layouts/own/shared/case.html").write_text(OWN_TEMPLATE, "utf-8")
    tiny.write(
        folder,
        book=book,
        case=CASE,
        **{"cases/1-2.md": OTHER, "cases/extra.md": EXTRA, "front/preface.md": PREFACE},
    )
    return Placed(folder)


def test_no_character_leads_to_the_same_words_elsewhere(placed: Placed) -> None:
    assert list(placed.crossed()) == []


def test_a_printed_title_is_the_awards_title_wherever_it_stands(placed: Placed) -> None:
    for section in ("case-1-1", "contents", "tier-1"):
        assert placed.words(section, AWARDS)["1-1.title"].startswith("甲题——副题")
    assert placed.words("case-1-1", AWARDS)["1-1.organisation"] == "北京市第一样例医院"
    assert placed.words("index-organisation", AWARDS)["1-2.organisation"].startswith("河北省样例市")
    assert set(placed.words("case-1-1", AWARDS)) == {"1-1.title", "1-1.organisation"}


def test_facts_heads_and_credits_are_fields(placed: Placed) -> None:
    title = placed.words("title-page", FIELDS)
    assert {"title", "subtitle", "editors.1.name", "issuer", "date"} <= set(title)
    assert title["date"] == "2023"
    imprint = placed.words("imprint", FIELDS)
    assert imprint["imprint.书名"] == "小书"
    assert imprint["imprint.印数.label"] == "印数"
    assert placed.words("matter-preface", FIELDS)["matter.preface.title"].startswith("甲题——副题")
    case = placed.words("case-1-1", FIELDS)
    assert case["case.1-1.1.name"] == "王样"
    assert case["case.1-1.2.name"] == "李样文"
    assert case["tier.1"].startswith("典型案例")


def test_a_case_outside_the_list_and_the_name_of_its_part_are_their_own(placed: Placed) -> None:
    own = [p.paragraph for _, p in placed.of["case-extra"] if not isinstance(p, str)]
    assert {0, 1, 2} <= set(own)  # title, organisation and text, whoever else says the same
    assert placed.words("case-extra", AWARDS) == {}
    part = placed.words("part-1", FIELDS)
    assert part["part.1"].startswith("名单外")
    assert part["part.1.note"] == "不在名单的&甲题"


def test_leaders_numbers_and_folios_are_the_layouts_own(placed: Placed) -> None:
    assert any(char.isdigit() for char in placed.added("contents", "added"))
    assert any(char.isdigit() for char in placed.added("case-1-1", page_to_text.MARGIN))
    assert placed.added("case-1-1", "call") == "①①"
    assert placed.added("case-1-1", "number").count("2") == 1
    assert placed.added("case-1-1", "template").count("甲") <= 1  # the template's own


def test_code_and_tables_that_go_on_are_told_from_text(placed: Placed) -> None:
    assert placed.added("case-1-1", "code").count("甲题") == 1
    assert "hàn" in placed.added("case-1-1", "code")
    assert "续表" in placed.added("case-1-1", "again")


WORDS = st.sampled_from("甲 乙 甲乙 题 ab ffi , 。 1 —— “甲”".split())
LINE = st.lists(WORDS, max_size=5).map(lambda words: "".join(("甲", *words)))
BLOCK = st.one_of(
    LINE,
    LINE.map("## {}".format),
    LINE.map("- {0}\n- {0}".format),
    st.tuples(LINE, LINE).map(lambda two: f"{two[0]}**{two[1]}**{two[0]}[^1]"),
    st.tuples(LINE, LINE).map(lambda two: f"| {two[0]} | {two[1]} |\n|---|---|\n| {two[1]} | {two[0]} |"),
    LINE.map("> {}".format),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(cases=st.tuples(*[st.lists(BLOCK, min_size=12, max_size=16)] * 2), note=LINE)
def test_whatever_is_written_leads_to_its_own_place(
    cases: tuple[list[str], ...], note: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {}
    for number, blocks in enumerate(cases, 1):
        text = "\n\n".join(blocks)
        if "[^1]" in text:
            first, rest = text.split("[^1]", 1)
            text = f"{first}[^1]{rest.replace('[^1]', '')}\n\n[^1]: {note}"
        files[f"cases/1-{number}.md"] = f"---\naward: 1-{number}\n---\n\n{text}\n"
    assert list(Placed(tiny.write(tmp_path_factory.mktemp("random"), **files)).crossed()) == []
