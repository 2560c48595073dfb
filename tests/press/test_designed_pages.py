"""Contents, title pages of parts and the imprint, as they are drawn: titles, page numbers, leaders."""

import ctypes
import re
from itertools import groupby, pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

import tiny
from casebook import layout
from casebook.intake import specimen
from casebook.intake.manuscript import book_reader, scaffold
from casebook.layout_sheets import decided
from casebook.press import volume
from composition.page import HALF_END, Glyph, read

LONG = "坚持以人民健康为中心深化公立医院党建与业务“双融双促”机制 推进“四个一”品牌建设走深走实"
AWARDS = tiny.AWARDS.replace("甲题——副题", f"{LONG}——以样例医院为例的实践与思考")


def drawn(
    folder: Path, name: str, awards: str = AWARDS, notice: str = "文"
) -> dict[str, list[list[Glyph]]]:
    """Return the lines of each section of the smallest book with long titles, on its first page."""
    book = tiny.BOOK.replace("composition: off", f"composition: on\nlayout: {name}")
    tiny.write(
        folder,
        book=book.replace("back: [", "back: [{matter: back/notice.md}, "),
        awards=awards,
        **{"back/notice.md": f"---\ntitle: 关于{LONG}的通报\n---\n\n{notice}\n"},
    )
    made = book_reader.read(folder).book
    galleys = layout.compose(made, layout.roots(name, folder), "print", folder / "manuscript")
    bound = volume.make(made, galleys, folder / "build")
    path = folder / "book.pdf"
    path.write_bytes(volume.bind(bound, made)[0])
    sections: dict[str, list[list[Glyph]]] = {}
    lines = read(path).lines
    for number, page in enumerate(bound.book.pages):
        if page.content is not None:
            section = bound.signatures[page.section].section
            if section not in sections:
                sections[section] = [each.glyphs for each in lines if each.page == number]
    return sections


@pytest.mark.slow
@pytest.mark.parametrize("name", ["standard", "k32"])
def test_no_title_comes_near_the_page_numbers_and_all_leaders_end_alike(
    name: str, tmp_path: Path
) -> None:
    decisions = decided(layout.roots(name, tmp_path))
    assert decisions is not None
    sections = drawn(tmp_path, name)
    for section in ("contents", "tier-1"):
        leaders = [line for line in sections[section] if sum(g.text == "·" for g in line) > 3]
        assert len(leaders) > 1
        ends = {round(max(g.x for g in line if g.text == "·"), 1) for line in leaders}
        assert len(ends) == 1
        numbers = [[g for g in line if g.x > max(ends) + 1] for line in leaders]
        edge = min(g.x for number in numbers for g in number)
        assert any(g.text == "健" for line in sections[section] for g in line)
        for line in sections[section]:
            last = max((g for g in line if g.han), key=lambda g: g.x, default=None)
            if last is not None:
                assert last.x + last.size <= edge - 1.9 * decisions.size


@pytest.mark.slow
def test_half_titles_and_a_subtitle_each_begin_a_line_of_the_contents(tmp_path: Path) -> None:
    """让优质医疗资源 / “沉下去”——“山海同行”品牌建设纪实 stood so, parted within a half-title."""
    title = "选派专家团队驻点帮扶 让优质医疗资源“沉下去”——“山海同行”品牌建设纪实"
    awards = tiny.AWARDS.replace("甲题——副题", title)
    lines = ["".join(g.text for g in line) for line in drawn(tmp_path, "k32", awards)["contents"]]
    assert any(line.startswith("让") for line in lines)
    assert any(line.startswith("—") for line in lines)


@pytest.mark.slow
def test_a_subtitle_begins_a_line_of_its_own_and_turns_over_under_its_first_word(
    tmp_path: Path,
) -> None:
    """挖掘院史 / 以文化人——“二十四节气”品牌建设纪实 stood so where a line held the second half-title
    and the subtitle; a subtitle's second line stood where titles begin."""
    title = (
        "挖掘院史 以文化人、以文兴院——“巡回医疗马背队”健康帮扶与对口支援典型案例的经验总结与思考"
    )
    awards = tiny.AWARDS.replace("甲题——副题", title)
    lines = drawn(tmp_path, "gift", awards)["contents"]
    begin = next(n for n, line in enumerate(lines) if any(g.text == "挖" for g in line))
    main, dash, turned = lines[begin : begin + 3]
    assert "".join(g.text for g in main if g.han).endswith("兴院")
    word = next(g for g in main if g.text == "挖")
    lead = next(g for g in dash if g.text[0] == "—")
    assert lead.x == pytest.approx(word.x, abs=0.1)
    assert turned[0].x == pytest.approx(lead.x + 2 * lead.size, abs=0.1)


def test_half_titles_stand_an_em_apart_in_running_heads(tmp_path: Path) -> None:
    tiny.write(tmp_path, awards=tiny.AWARDS.replace("甲题——副题", "擦亮品牌 守护健康"))
    book = book_reader.read(tmp_path).book
    roots = layout.roots("standard", tmp_path)
    galleys = layout.compose(book, roots, "print", tmp_path / "manuscript")
    case = next(galley for galley in galleys if galley.section.id == "case-1-1")
    assert 'data-head="擦亮品牌　守护健康"' in case.html
    assert ">擦亮品牌</span> <span" in case.html


def test_half_titles_stand_an_em_apart_on_part_titles(tmp_path: Path) -> None:
    tiny.write(tmp_path, awards=tiny.AWARDS.replace("甲题——副题", "擦亮品牌 守护健康"))
    book = book_reader.read(tmp_path).book
    roots = layout.roots("gift", tmp_path)
    galleys = layout.compose(book, roots, "print", tmp_path / "manuscript")
    part = next(galley for galley in galleys if galley.section.id == "tier-1")
    assert '<span class="title">擦亮品牌　守护健康</span>' in part.html


@pytest.mark.parametrize("name", ["standard", "gift"])
def test_a_letter_spaced_part_title_stands_in_the_middle(name: str, tmp_path: Path) -> None:
    lines = drawn(tmp_path, name)["tier-1"]
    title, count = (
        next(line for line in lines if words in "".join(glyph.text for glyph in line))
        for words in ("典型案例", "2个")
    )
    middles = [(line[0].x + line[-1].x + line[-1].size) / 2 for line in (title, count)]
    assert middles[0] == pytest.approx(middles[1], abs=0.6)


def test_the_colophon_gives_the_trim_in_the_words_of_the_imprint(tmp_path: Path) -> None:
    back = "[{index: region}, colophon]"
    tiny.write(tmp_path, book=tiny.BOOK.replace("[{index: organisation}, {index: region}]", back))
    book = book_reader.read(tmp_path).book
    roots = layout.roots("standard", tmp_path)
    galleys = layout.compose(book, roots, "print", tmp_path / "manuscript")
    colophon = next((each for each in galleys if each.section.kind == "colophon"), None)
    assert colophon is not None
    assert "开本 170 毫米×240 毫米" in colophon.html


@pytest.mark.slow
def test_the_lines_of_the_imprint_stand_on_the_grid_with_their_labels(tmp_path: Path) -> None:
    lines = drawn(tmp_path, "standard")["imprint"]
    facts = sorted({round(g.y, 2) for line in lines for g in line if g.y < 300})
    assert len(facts) > 1
    assert {round(b - a, 1) for a, b in pairwise(facts)} == {17.5}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a5", "gift", "k32"])
def test_the_imprint_of_a_published_book_stands_on_one_page(tmp_path: Path, name: str) -> None:
    facts = "书名 编者 出版者 出版者地址 责任编辑 责任校对 装帧设计 印刷 开本 印张 字数 版次 印次 印数 定价"
    lines = "".join(f", {fact}:" for fact in facts.split())
    cip = (
        "cip: {title: 小书：案例选编 / 样例编委会编, place: 北京, publisher: 某出版社, date: 2026.3,"
        " series: 某某丛书, titles: [小…], authors: [样…], classes: [D64], subjects:"
        " [医药卫生组织机构－思想政治教育－案例－中国],"
        " number: 中国国家版本馆CIP数据核字（2026）第123456号}"
    )
    imprint = f"imprint: {{书号: 9787040351637{lines}}}\n{cip}\n"
    book = tiny.BOOK.replace("composition: off", f"composition: on\nlayout: {name}")
    tiny.write(tmp_path, book=re.sub(r"imprint: .*\n", lambda _: imprint, book))
    made = book_reader.read(tmp_path).book
    galleys = layout.compose(made, layout.roots(name, tmp_path), "print", tmp_path / "manuscript")
    bound = volume.make(made, galleys, tmp_path / "build")
    assert [len(each.pages) for each in bound.signatures if each.section == "imprint"] == [1]


@pytest.mark.slow
def test_the_opening_of_a_case_stands_whole_before_a_row_that_no_page_holds(tmp_path: Path) -> None:
    rows = "<tr><td>甲</td><td>乙</td></tr>" * 50
    table = f"<table><tr><td><table>{rows}</table></td><td>丙</td></tr></table>"
    tiny.write(tmp_path, case=f"---\naward: 1-1\n---\n\n{table}\n")
    book = book_reader.read(tmp_path).book
    roots = layout.roots("standard", tmp_path)
    galleys = layout.compose(book, roots, "print", tmp_path / "manuscript")
    bound = volume.make(book, galleys, tmp_path / "build")
    case = next(each for each in bound.signatures if each.section == "case-1-1")
    assert [len(page.bookmarks) for page in case.pages[:2]] == [1, 0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gift", "k32"])
def test_lines_of_drawn_pages_are_full_and_no_page_begins_with_the_end_of_a_paragraph(
    name: str, tmp_path: Path
) -> None:
    """R3, R13 and R43 on the pages of two layouts that are least like the standard one."""
    specimen.write(tmp_path, 2)
    scaffold.choose_layout(tmp_path, name)
    decisions = decided(layout.roots(name, tmp_path))
    assert decisions is not None
    book = book_reader.read(tmp_path).book
    galleys = layout.compose(book, layout.roots(name, tmp_path), "print", tmp_path / "manuscript")
    bound = volume.make(book, galleys, tmp_path / "build")
    path = tmp_path / "book.pdf"
    path.write_bytes(volume.bind(bound, book)[0])
    cases = {galley.section.id for galley in galleys if galley.section.case is not None}
    of_cases = {
        number
        for number, page in enumerate(bound.book.pages)
        if page.content is not None and bound.signatures[page.section].section in cases
    }
    size, full = decisions.size, 0
    for page, several in groupby(read(path).lines, key=lambda line: line.page):
        if page not in of_cases:
            continue
        left = decisions.inner if page % 2 == 0 else decisions.outer
        lines = [sorted(line.glyphs, key=lambda g: g.x) for line in several]
        text = sorted((g for g in lines if abs(g[0].size - size) < 0.01), key=lambda g: -g[0].y)
        for number, (line, below) in enumerate(pairwise(text)):
            begins = abs(line[0].x - left) < 0.6 * size
            goes_on = (
                abs(line[0].y - below[0].y - decisions.pitch) < 0.2
                and abs(below[0].x - left) < 0.6 * size
                and line[0].x < left + 2.05 * size
            )
            last = line[-1]
            end = last.x + (
                0.5 * size if last.text in HALF_END else size if last.han else last.width
            )
            if goes_on:
                full += 1
                assert end == pytest.approx(left + decisions.measure, abs=0.3 * size), page
            elif number == 0 and begins and line[0].y > 0.8 * decisions.depth:
                assert end == pytest.approx(left + decisions.measure, abs=0.3 * size), page
    assert full > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", ["standard", "a5"])
def test_odd_folios_stand_on_rectos_also_behind_notes_that_go_on(name: str, tmp_path: Path) -> None:
    note = "".join(f"注文第{n}句说了一件很长的事情。" for n in range(150))
    case = f"---\naward: 1-1\n---\n\n{'正文一句。' * 200}[^1]\n\n[^1]: {note}\n"
    text = tiny.BOOK.replace("composition: off", f"composition: on\nlayout: {name}")
    tiny.write(tmp_path, book=text, case=case)
    book = book_reader.read(tmp_path).book
    galleys = layout.compose(book, layout.roots(name, tmp_path), "print", tmp_path / "manuscript")
    bound = volume.make(book, galleys, tmp_path / "build")
    numbered = [
        (int(folio.label), page.kind.side)
        for page, folio in zip(bound.book.pages, bound.folios, strict=True)
        if folio.label.isdecimal()
    ]
    assert len(numbered) > 4
    assert all((side == "right") == (number % 2 == 1) for number, side in numbered)


HEADING = "一、坚持以人民健康为中心深化公立医院党建与业务双融双促机制推进品牌建设走深走实"
TABLE = (
    "<table><thead><tr><th rowspan='2'>项</th><th colspan='2'>数</th></tr>"
    "<tr><th>甲</th><th>乙</th></tr></thead><tbody>"
    "<tr><td rowspan='2'>跨两行</td><td>一</td><td>二</td></tr>"
    "<tr><td>三</td><td>四</td></tr>"
    "<tr><td rowspan='4'>并多行</td><td>五</td><td>六</td></tr>"
    + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in ("七八", "九十", "百千"))
    + "</tbody></table>"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF, in the standard layout, of a case with a long heading, a table, an icon."""
    folder = tmp_path_factory.mktemp("page")
    text = f"\n\n## {HEADING}\n\n{TABLE}\n\n## 末、表后\n\n续\n\n![标](../media/icon.png)\n"
    book = tiny.BOOK.replace("composition: off", "composition: on\nlayout: standard")
    tiny.write(folder, book=book, case=tiny.CASE.partition("\n## ")[0] + text)
    (folder / "manuscript/media").mkdir()
    Image.new("RGB", (100, 100), "#789").save(folder / "manuscript/media/icon.png")
    made = book_reader.read(folder).book
    manuscript = folder / "manuscript"
    galleys = layout.compose(made, layout.roots("standard", folder), "print", manuscript)
    path = folder / "book.pdf"
    path.write_bytes(volume.bind(volume.make(made, galleys, folder / "build"), made)[0])
    return path


def heights(page: Path) -> dict[str, float]:
    """Return how high each character of the page with the table stands, in points."""
    lines = read(page).lines
    number = next(line.page for line in lines if "跨" in line.text)
    return {g.text: line.y for line in lines if line.page == number for g in line.glyphs}


def test_cells_over_rows_stand_on_the_line_of_their_first_row(page: Path) -> None:
    high = heights(page)
    assert high["项"] == pytest.approx(high["乙"], abs=0.1)
    assert high["跨"] == pytest.approx(high["二"], abs=0.1)
    assert high["并"] == pytest.approx(high["六"], abs=0.1)
    assert high["二"] - high["四"] == pytest.approx(17.5, abs=0.1)


def test_a_heading_of_two_lines_is_not_set_tight(page: Path) -> None:
    lines = read(page).lines
    first, second = (line.y for line in lines if len(line.text) > 4 and line.text in HEADING)
    assert first - second == pytest.approx(1.25 * 17.5, abs=0.1)


def test_what_stands_behind_a_heading_below_a_table_is_on_the_grid(page: Path) -> None:
    high = heights(page)
    lines = (high["二"] - high["续"]) / 17.5
    assert lines == pytest.approx(round(lines), abs=0.05)


def test_a_small_picture_is_no_larger_than_its_pixels_allow(page: Path) -> None:
    pages = pypdfium2.PdfDocument(page)
    image = next(o for p in pages for o in p.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    left, _, right, _ = image.get_bounds()
    largest = 100 / 200 * 72
    assert largest - 17.5 / 2 < right - left <= largest + 0.1  # whole lines of the grid


@pytest.mark.slow
@pytest.mark.parametrize("lines", [19, 20])
def test_no_item_of_a_list_stands_alone_at_the_foot_or_head_of_a_page(
    lines: int, tmp_path: Path
) -> None:
    text = "甲" * (36 * lines - 4) + "\n\n" + "".join(f"- 项{n}\n" for n in "一二三")
    book = tiny.BOOK.replace("composition: off", "composition: on\nlayout: standard")
    text = tiny.CASE.partition("\n## ")[0] + f"\n\n{text}\n" + "乙" * 400 + "\n"
    tiny.write(tmp_path, book=book, case=text)
    made = book_reader.read(tmp_path).book
    roots = layout.roots("standard", tmp_path)
    bound = volume.make(made, layout.compose(made, roots, "print", tmp_path), tmp_path / "build")
    path = tmp_path / "book.pdf"
    path.write_bytes(volume.bind(bound, made)[0])
    pages = [line.page for line in read(path).lines if "项" in line.text and len(line.text) < 6]
    assert len(pages) == 3
    assert pages[0] == pages[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["某某学会", "某某省卫生健康委员会某某工作领导小组办公室"])
def test_a_signature_stands_centred_above_its_date_four_characters_from_the_edge(
    name: str, tmp_path: Path
) -> None:
    full = "为检查版式" * 20
    notice = f"{full}。\n\n{name}\n\n2023年2月20日"
    lines = drawn(tmp_path, "standard", notice=notice)["matter-notice"]
    signature, date = (
        next(line for line in lines if "".join(g.text for g in line).startswith(start))
        for start in (name[:4], "2023")
    )
    edge = max(line[-1].x + line[-1].size for line in lines if line[-1].text in "为检查版式")
    edges = [(line[0].x, line[-1].x + line[-1].size) for line in (signature, date)]
    (left, right), (before, behind) = edges
    size = date[-1].size
    assert abs((left + right) - (before + behind)) < 0.1 * size
    assert right <= edge + 0.1
    indent = max(4 * size, edge - right + ((right - left) - (behind - before)) / 2)
    assert abs(edge - behind - indent) < 0.1 * size


@pytest.mark.slow
def test_leaders_begin_half_an_em_at_least_behind_titles_of_every_size(tmp_path: Path) -> None:
    for line in drawn(tmp_path, "standard")["contents"]:
        dots = [at for at, glyph in enumerate(line) if glyph.text == "·"]
        if len(dots) > 3 and line[dots[0] - 1].han:
            last = line[dots[0] - 1]
            assert line[dots[0]].x - last.x - last.size > 0.5 * last.size


@pytest.mark.slow
def test_figures_of_the_contents_are_of_one_face(tmp_path: Path) -> None:
    """The numbers of the cases stood in the Chinese face, the pages in the Latin one."""
    drawn(tmp_path, "standard")
    with pypdfium2.PdfDocument(tmp_path / "book.pdf") as document:
        texts = [page.get_textpage() for page in document]
        contents = next(text for text in texts if text.get_text_bounded().startswith("目录"))
        name = ctypes.create_string_buffer(200)
        faces = []
        for index, character in enumerate(contents.get_text_range()):
            if character.isdecimal():
                pdfium.FPDFText_GetFontInfo(contents.raw, index, name, 200, None)
                faces.append(name.value.decode().rpartition("+")[2])
    assert len(faces) >= 5
    assert set(faces) == {"Linux-Libertine-O"}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "nearer"), [("standard", 0), ("office", 1)])
def test_a_heading_is_in_the_middle_or_flush_left_nearer_to_its_text(
    name: str, nearer: int, tmp_path: Path
) -> None:
    decisions = decided(layout.roots(name, tmp_path))
    assert decisions is not None
    text = "\n\n".join(["正文的一句话。" * 12] * 2)
    tiny.write(
        tmp_path,
        book=tiny.BOOK.replace("composition: off", f"composition: on\nlayout: {name}"),
        case=f"---\naward: 1-1\n---\n\n{text}\n\n## 二、做法与成效\n\n{text}\n",
    )
    made = book_reader.read(tmp_path).book
    galleys = layout.compose(made, layout.roots(name, tmp_path), "print", tmp_path / "manuscript")
    path = tmp_path / "book.pdf"
    path.write_bytes(volume.bind(volume.make(made, galleys, tmp_path / "build"), made)[0])
    lines = read(path).lines
    at = next(n for n, line in enumerate(lines) if line.glyphs[0].text == "二")
    above, below = (lines[n].y - lines[n + 1].y for n in (at - 1, at))
    assert above + below == pytest.approx(4 * decisions.pitch, abs=0.1)
    assert above - below == pytest.approx(nearer * decisions.pitch, abs=0.35 * decisions.pitch)
