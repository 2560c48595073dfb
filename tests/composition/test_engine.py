"""What composed pages look like, and that WeasyPrint is given back unharmed."""

import logging
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from weasyprint import HTML
from weasyprint.css.properties import INHERITED, INITIAL_VALUES
from weasyprint.layout import inline, preferred

from casebook import composition

from . import meter, sample, torture
from .galley import as_paragraphs, set_galley
from .page import family_of, read

DATA = Path(__file__).parent / "data"
INVISIBLE = "\u200b\u2060\u00ad\ufe00"
SOFT = ("[S]", "R15", "R38", "R39", "R42", "R43", "R44")


@pytest.fixture(autouse=True)
def _give_weasyprint_back() -> object:
    yield
    composition.uninstall()


def copied(path: Path) -> str:
    """Return what a reader would copy from a file, without line ends."""
    pages = (page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path))
    text = "".join(pages).replace("\r\n", "").replace("\ufffe", "").replace("\x02", "-")
    return text


def hard(report: meter.Report) -> dict[str, list[str]]:
    """Return the hard rules a file breaks."""
    return {
        rule: tally.places
        for rule, tally in report.items()
        if tally.wrong and not any(mark in rule for mark in SOFT)
    }


def line_texts(path: Path) -> list[str]:
    return [line.text for line in read(path).lines]


# Switching on and off


def test_installing_twice_and_uninstalling_gives_weasyprint_back_as_it_was() -> None:
    composition.uninstall()  # of tests before
    before = (inline.get_next_linebox, preferred.inline_min_content_width, dict(INITIAL_VALUES))
    inherited = set(INHERITED)
    composition.install()
    composition.install()
    assert composition.installed()
    assert inline.get_next_linebox is not before[0]
    composition.uninstall()
    composition.uninstall()
    after = (inline.get_next_linebox, preferred.inline_min_content_width, dict(INITIAL_VALUES))
    assert after == before
    assert inherited == INHERITED
    assert not composition.installed()


def test_another_version_of_weasyprint_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.__version__", "71.0")
    with pytest.raises(composition.EngineMismatch, match=r"70\.0.*71\.0"):
        composition.install()
    assert not composition.installed()


def test_a_changed_signature_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "get_next_linebox", lambda context, box: None)
    with pytest.raises(composition.EngineMismatch, match="get_next_linebox takes context, box"):
        composition.install()
    assert not composition.installed()


def test_a_last_page_of_one_small_line_is_measured_like_the_pages_before(tmp_path: Path) -> None:
    composition.install()
    style = "@page { size: 240pt 100pt; margin: 10pt } p { font: 10pt/15pt 'Noto Serif CJK SC' }"
    last = "<p style='break-before: page; font-size: 8pt'>供稿</p>"
    HTML(string=f"<style>{style}</style><p>{'正文' * 20}</p>{last}").write_pdf(tmp_path / "a.pdf")
    document = read(tmp_path / "a.pdf")
    assert document.left[1] == document.left[0]
    assert not document.lines[-1].body


def test_two_documents_in_one_process_keep_their_own_settings(tmp_path: Path) -> None:
    text = as_paragraphs(["用AI法，检测。"])
    tight = set_galley(text, tmp_path / "a.pdf", extra="html { text-autospace: no-autospace }")
    loose = set_galley(text, tmp_path / "b.pdf")
    assert read(tight).lines[0].advance(0) == pytest.approx(1.0, abs=0.01)
    assert read(loose).lines[0].advance(0) == pytest.approx(1.25, abs=0.01)


def test_latin_paragraphs_are_set_by_weasyprint_unchanged(tmp_path: Path) -> None:
    text = as_paragraphs(["Plain English words that run over more than a single line of text."])
    ours = set_galley(text, tmp_path / "a.pdf", 17)
    stock = set_galley(text, tmp_path / "b.pdf", 17, stock=True)
    assert ours.read_bytes() == stock.read_bytes()


# Style sheets


def test_settings_are_inherited_and_may_differ_by_element(tmp_path: Path) -> None:
    body = '<p>用AI法<span style="text-autospace:no-autospace">用AI法</span></p>'
    line = read(set_galley(body, tmp_path / "a.pdf")).lines[0]
    assert line.advance(0) == pytest.approx(1.25, abs=0.01)
    assert line.advance(4) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    "rule",
    [
        "text-autospace: wide",
        "line-break: tight",
        "text-spacing-trim: some",
        "text-justify: full",
        "hanging-punctuation: middle",
        "--clreq-punctuation: narrow",
        "--clreq-unknown: 1",
    ],
)
def test_an_unknown_value_is_warned_of(rule: str, caplog: pytest.LogCaptureFixture) -> None:
    composition.install()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(caplog.handler)
    try:
        HTML(string=f"<p style='{rule}'>文字").render()
    finally:
        logger.removeHandler(caplog.handler)
    assert any("Ignored" in record.getMessage() for record in caplog.records)


def test_the_house_style_of_marks_is_one_property(tmp_path: Path) -> None:
    body = as_paragraphs(["文，字。文"])
    for style, steps in (("quanjiao", (1, 1)), ("kaiming", (0.5, 1)), ("banjiao", (0.5, 0.5))):
        extra = f"html {{ --clreq-punctuation: {style} }}"
        line = read(set_galley(body, tmp_path / "a.pdf", extra=extra)).lines[0]
        assert (line.advance(1), line.advance(3)) == pytest.approx(steps, abs=0.01)


# Text


@pytest.mark.parametrize("measure", [17, 36])
def test_copied_text_is_the_authors_character_for_character(tmp_path: Path, measure: int) -> None:
    texts = [html for html in torture.paragraphs() if not set("<-&") & set(html)]
    path = set_galley(as_paragraphs(texts), tmp_path / "a.pdf", measure)
    want = "".join(torture.plain(text) for text in texts)
    want = "".join(c for c in want.replace("\u00a0", " ") if c not in INVISIBLE)
    got = copied(path)
    assert got.replace(" ", "") == want.replace(" ", "")
    assert got.count(" ") <= want.count(" ")


def test_every_span_keeps_its_text_whatever_it_does_to_it(tmp_path: Path) -> None:
    texts = torture.loose()
    for measure in (10, 20):
        got = copied(set_galley(as_paragraphs(texts), tmp_path / "a.pdf", measure))
        want = "".join(torture.plain(text) for text in texts)
        keep = [c for c in want if "\u4e00" <= c <= "\u9fff" or c in "，。“”（）"]
        # positioned boxes are painted last, so only the count can be compared
        assert Counter(c for c in got if c in set(keep)) == Counter(keep)


# Lines and marks


@pytest.mark.parametrize("measure", [17, 26, 36, 40])
def test_the_torture_manuscript_breaks_no_hard_rule(tmp_path: Path, measure: int) -> None:
    texts = torture.paragraphs()
    assert len(texts) >= 200
    path = set_galley(as_paragraphs(texts), tmp_path / "a.pdf", measure)
    report = meter.measure(path, " ".join(map(torture.plain, texts)))
    assert hard(report) == {}
    assert report["R15 squeeze first"].rate < 0.02
    assert report["R42 orphan"].wrong == 0


def test_running_prose_meets_the_measure_of_print(tmp_path: Path) -> None:
    seed = (DATA / "seed.txt").read_text("utf-8").split("\n")
    for texts in (sample.paragraphs(120), [text for text in seed if text.strip()]):
        report = meter.measure(set_galley(as_paragraphs(texts), tmp_path / "a.pdf", 36))
        assert hard(report) == {}
        assert report["R38 open ≤1.05 [S]"].rate <= 0.02
        assert report["R38 open ≤1.15 [S]"].wrong == 0
        assert report["R15 squeeze first"].rate < 0.02
        assert report["R42 orphan"].wrong == 0
        assert report["R43 page start"].wrong == 0
        if "R39 order" in report:
            assert report["R39 order"].rate < 0.02


def test_the_meter_finds_what_stock_weasyprint_does_wrong(tmp_path: Path) -> None:
    texts = sample.paragraphs(40)
    path = set_galley(as_paragraphs(texts), tmp_path / "a.pdf", 26, stock=True)
    report = meter.measure(path)
    for rule in ("R3 full", "R13 mark at end", "R23 marks in a row", "R30 gap"):
        assert report[rule].wrong > 0


def test_rules_hold_across_the_edges_of_spans(tmp_path: Path) -> None:
    body = "<p><b>文字”</b>文<i>文</i>，<b>“文</b><b>（</b>文<b>）</b>，文<a>AI</a>文</p>"
    line = read(set_galley(body, tmp_path / "a.pdf")).lines[0]
    steps = {line.text[at : at + 2]: line.advance(at) for at in range(len(line.glyphs) - 1)}
    assert steps["，“"] == pytest.approx(0.5, abs=0.02)
    assert steps["），"] == pytest.approx(0.5, abs=0.02)
    assert steps["文A"] == pytest.approx(1.25, abs=0.02)


def test_quotes_come_from_the_chinese_font_though_a_latin_font_is_first(tmp_path: Path) -> None:
    extra = 'html { font-family: "Noto Serif", "Noto Serif CJK SC" }'
    path = set_galley("<p>他说“好AI”……——是·非</p>", tmp_path / "a.pdf", extra=extra)
    document = read(path)
    fonts = {g.text: document.font(0, g) for g in document.lines[0].glyphs}
    for mark in ("“", "”", "……", "——", "·"):
        mark = mark if mark in fonts else mark[0]
        assert "CJK" in fonts[mark], (mark, fonts[mark])
    assert "Noto-Serif" in fonts["A"]
    assert "CJK" not in fonts["A"]


def test_text_keeps_to_the_grid_though_fonts_mix(tmp_path: Path) -> None:
    body = as_paragraphs(["中文<code>code</code>中文<sup>2</sup>中文𠮷文字" * 12])
    report = meter.measure(set_galley(body, tmp_path / "a.pdf", 20))
    assert report["R5 grid [S]"].wrong == 0


def test_headings_are_balanced_and_start_with_no_mark(tmp_path: Path) -> None:
    extra = "h1 { font-size: 16pt; line-height: 35pt; margin: 0; text-align: center }"
    title = "以“一站式”服务为抓手推进医院高质量发展的探索，实践与思考"
    lines = line_texts(set_galley(f"<h1>{title}</h1>", tmp_path / "a.pdf", 30, extra))
    assert "".join(lines) == title
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 4


def test_text_runs_around_a_float(tmp_path: Path) -> None:
    body = '<div style="float:left;width:8em;height:35pt"></div>' + as_paragraphs(
        ["文字" * 60 + "。"]
    )
    path = set_galley(body, tmp_path / "a.pdf", 24)
    starts = [round((line.start - 20) / 10.5, 1) for line in read(path).lines]
    assert starts[:3] == [10.0, 8.0, 0.0]


def test_contents_lines_keep_their_leaders_and_numbers(tmp_path: Path) -> None:
    extra = (
        'li a::after { content: leader("·") target-counter(attr(href), page) } ul { padding: 0 }'
    )
    body = '<ul style="list-style:none"><li><a href="#x">以“一站式”为例AI</a></ul><p id="x">文</p>'
    path = set_galley(body, tmp_path / "a.pdf", 24, extra)
    line = read(path).lines[0]
    assert line.text.startswith("以“一站式”为例AI")
    assert line.text.endswith("·1")
    assert line.glyphs[-1].x + line.glyphs[-1].width == pytest.approx(20 + 24 * 10.5, abs=1)
    dots = [glyph.x for glyph in line.glyphs if glyph.text == "·"]
    assert len(dots) > 5
    assert dots == pytest.approx([dots[0] + n * (dots[1] - dots[0]) for n in range(len(dots))])
    with pikepdf.open(path) as document:  # title, Latin, leader, number, the paragraph
        assert document.pages[0].Contents.read_bytes().count(b"BT") <= 5


@pytest.mark.parametrize("count", range(15, 23))
def test_a_leader_has_three_dots_or_none(tmp_path: Path, count: int) -> None:
    extra = 'li a::after { content: leader("·") "1" } ul { padding: 0 }'
    body = f'<ul style="list-style:none"><li><a href="#x">{"字" * count}</a></ul><p id="x">文</p>'
    line = read(set_galley(body, tmp_path / "a.pdf", 24, extra)).lines[0]
    dots = sum(glyph.text == "·" for glyph in line.glyphs)
    assert dots != 1
    assert dots != 2
    assert line.text.endswith("1")
    assert bool(dots) == (count < 21)


def test_tables_are_as_wide_as_their_composed_text(tmp_path: Path) -> None:
    body = "<table><tr><td>检测（AI）率<td>约38.6万人次，“好”</table>"
    assert len({round(line.y) for line in read(set_galley(body, tmp_path / "a.pdf")).lines}) == 1


def test_lists_notes_and_running_heads_are_composed(tmp_path: Path) -> None:
    extra = """@page { @top-center { content: "用AI法·页眉" } } .n { float: footnote }"""
    body = '<ol><li>用AI法，“好”</ol><p>正文<span class="n">用AI法（注）</span>。</p>'
    document = read(set_galley(body, tmp_path / "a.pdf", 24, extra))
    for line in document.lines:
        if "用AI" in line.text:
            at = line.text.index("用")
            assert line.advance(at) == pytest.approx(1.25, abs=0.02)


def test_a_tagged_file_is_the_same_on_paper(tmp_path: Path) -> None:
    composition.install()
    html = '<html lang="zh"><title>t</title><p>用AI法，<b>“好”</b>了。'
    HTML(string=html).write_pdf(tmp_path / "a.pdf", pdf_variant="pdf/ua-1")
    HTML(string=html).write_pdf(tmp_path / "b.pdf")
    assert line_texts(tmp_path / "a.pdf") == line_texts(tmp_path / "b.pdf")


def test_a_soft_hyphen_shows_only_where_the_line_breaks(tmp_path: Path) -> None:
    body = "<p>文字extra&shy;ordinary&shy;ness文字文字文字文字文字文字文字</p>"
    path = set_galley(body, tmp_path / "a.pdf", 10)
    document = read(path)
    ends = [line.glyphs[-1].text in "-‐" for line in document.lines]
    whole = "".join(line.text for line in document.lines)
    assert any(ends)
    assert sum(whole.count(hyphen) for hyphen in "-‐") == sum(ends)


def test_emphasis_dots_stand_under_the_characters_and_leave_the_text_alone(
    tmp_path: Path,
) -> None:
    body = '<p>要<span style="--clreq-emphasis: dot">着重，AI</span>的字</p>'
    path = set_galley(body, tmp_path / "a.pdf")
    page = pdfium.PdfDocument(path)[0]
    dots = [item.get_bounds() for item in page.get_objects() if item.type == raw.FPDF_PAGEOBJ_PATH]
    line = read(path).lines[0]
    centres = [glyph.x + line.size / 2 for glyph in line.glyphs if glyph.text in "着重"]
    assert [(left + right) / 2 for left, _, right, _ in dots] == pytest.approx(centres, abs=0.3)
    assert all(top < line.y for _, _, _, top in dots)
    assert copied(path) == "要着重，AI的字"


def test_a_latin_word_is_hyphenated_where_the_style_sheet_asks(tmp_path: Path) -> None:
    body = "<p>国际化internationalization与electroencephalography检查</p>"
    plain = line_texts(set_galley(body, tmp_path / "a.pdf", 12))
    split = line_texts(set_galley(body, tmp_path / "b.pdf", 12, "p { hyphens: auto }"))
    assert not any(line[-1] in "-‐" for line in plain)
    assert any(line[-1] in "-‐" for line in split)


def test_a_capitalised_name_is_divided_only_where_it_is_wider_than_the_measure(
    tmp_path: Path,
) -> None:
    extra = "p { hyphens: auto; hyphenate-limit-chars: 6 3 3 }"
    body = "<p>信度用的是Cronbach系数与Management量表及health评分</p>"
    for measure in range(9, 16):
        wide = line_texts(set_galley(body, tmp_path / "a.pdf", measure, extra))
        assert not any(line[-1] in "-‐" for line in wide), measure
    body = "<p>见Internationalizations一文</p>"
    narrow = line_texts(set_galley(body, tmp_path / "b.pdf", 6, extra))
    assert any(line[-1] in "-‐" for line in narrow)
    english = f"<p lang='en'>{'Management of Hospitals ' * 6}</p>"
    western = line_texts(set_galley(english, tmp_path / "c.pdf", 8, extra))
    assert any(line[-1] in "-‐" for line in western)


def test_latin_is_set_in_its_own_family_upright_and_in_italics(tmp_path: Path) -> None:
    extra = """html { --clreq-latin: "Noto Serif CJK SC" "Noto Serif" }
        em { font-style: normal; --clreq-latin-style: italic }"""
    body = "<p>大肠菌<em>“E. coli”菌</em>、Dvořák法，0.5 mg·kg⁻¹，“是”。</p>"
    document = read(set_galley(body, tmp_path / "a.pdf", extra=extra))
    line = document.lines[0]
    fonts = {glyph.text: document.font(line.page, glyph) for glyph in line.glyphs}
    assert "Italic" in fonts["E"]
    assert "Italic" not in fonts["ř"]
    assert {family_of(fonts[c]) for c in "Eřk5g⁻"} == {family_of(fonts["D"])}
    assert {family_of(fonts[c]) for c in "大“。"} == {family_of(fonts["肠"])}
    whole = "大肠菌“E.coli”菌、Dvořák法，0.5mg·kg⁻¹，“是”。"
    assert copied(tmp_path / "a.pdf").replace(" ", "") == whole


def test_an_added_hyphen_is_that_of_the_letters_with_no_gap_beside_it(tmp_path: Path) -> None:
    body = "<p>国际化internationalization与electroencephalography检查</p>"
    document = read(set_galley(body, tmp_path / "a.pdf", 12, "p { hyphens: auto }"))
    line = next(line for line in document.lines if line.glyphs[-1].text in "-‐")
    hyphen, letter = line.glyphs[-1], line.glyphs[-2]
    assert hyphen.width < 0.5 * line.size
    assert hyphen.x - letter.x - letter.width < 0.05 * line.size
    assert document.font(line.page, hyphen) == document.font(line.page, letter)


def test_behind_every_run_in_heading_stands_the_same_space(tmp_path: Path) -> None:
    texts = [
        f"<b>（{n}）宣传推广。</b>{head}自2021年起，患者满意度由67.8%提升至95.2%；志愿者获得感、归属感"
        "显著增强，服务更有温度，群众更加满意。"
        for n, head in zip(
            "一二三四五六", ("", "甲", "甲乙", "甲乙丙", "甲，乙", "“甲”"), strict=True
        )
    ]
    extra = 'b { font-family: "Noto Sans CJK SC"; margin-right: 0.5em; line-height: 1 }'
    document = read(set_galley(as_paragraphs(texts), tmp_path / "a.pdf", 22, extra))
    firsts = [line for line in document.lines if line.text.startswith("（")]
    stops = [line.advance(line.text.index("。")) for line in firsts if "。" in line.text]
    assert len(stops) == 6
    assert stops[:5] == pytest.approx([1.5] * 5, abs=0.01)


def test_no_space_behind_the_first_of_two_half_titles_moves_it_from_the_middle(
    tmp_path: Path,
) -> None:
    halves = "挖掘院史讲好院史故事好", "以文化人"
    title = " ".join(f'<span style="display: inline-block">{half}</span>' for half in halves)
    extra = "p { text-align: center; text-indent: 0; word-spacing: 0.75em }"
    document = read(set_galley(as_paragraphs([title]), tmp_path / "a.pdf", 12, extra))
    first, second = (line for line in document.lines if line.text.strip() in halves)
    middles = [
        line.glyphs[0].x + len(line.text.strip()) / 2 * line.size for line in (first, second)
    ]
    assert middles[0] == pytest.approx(middles[1], abs=0.1)
