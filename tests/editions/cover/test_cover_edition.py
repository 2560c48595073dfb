"""The cover: as wide as its parts, its code read by a scanner, what is wrong with it told."""

from ctypes import c_double
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import tiny
from casebook import cover_plan, layout
from casebook.book import Book, Contributor, Status
from casebook.editions.cover import cover_edition
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import book_reader

NUMBER = "978-7-04-035163-7"


def book(folder: Path, more: str = "", imprint: str = f"书号: {NUMBER}, 定价: 58.00元") -> Book:
    text = tiny.BOOK.replace("书名: 小书, 印数: ", imprint) + more
    return book_reader.read(tiny.write(folder, book=text)).book


def plan(read: Book, pages: int) -> cover_plan.CoverPlan:
    decisions = layout.decided(layout.roots(read.layout, Path()))
    assert decisions
    return cover_plan.plan(read, decisions, pages)


def said(read: Book, pages: int, pixels: tuple[int, int] | None = None) -> list[str]:
    decisions = layout.decided(layout.roots(read.layout, Path()))
    assert decisions
    return [e.rule for e in cover_plan.queries(read, decisions, pages, pixels)]


@pytest.mark.slow
def test_the_finished_cover_has_its_width_and_a_code_that_scanners_read(tmp_path: Path) -> None:
    cover = 'cover: {picture: media/a.jpg, flaps: 80 mm, front_flap: 甲, price_code: "01"}\n'
    read = book(tmp_path, cover + "paper: {name: 轻型 70 g}\n")
    (tmp_path / "manuscript/media").mkdir()
    Image.new("RGB", (2100, 1500), "#c03020").save(tmp_path / "manuscript/media/a.jpg")
    roots, target = layout.roots("standard", tmp_path), tmp_path / "cover.pdf"
    made = cover_edition.issue(read, tmp_path, roots, None, 464, target)
    with pikepdf.open(target) as document:
        (sheet,) = document.pages
        trim = [float(number) / 72 * 25.4 for number in sheet.trimbox]
    assert trim[2] - trim[0] == pytest.approx(2 * 170 + 2 * 80 + 24.36, abs=0.1)
    assert [page.validate_pdf(str(target), profile=p).is_compliant for p in ("2a", "ua1")] == [
        True
    ] * 2
    (fact,) = made.pictures
    assert (fact.space, round(fact.ppi), made.queries) == ("CMYK", 305, ())  # 2100 of 175 mm
    assert made.code == (NUMBER.replace("-", ""), 0.9, True, True)
    state = (tmp_path / "build/.cover").stat()
    edited = replace(read, cases=())
    again = cover_edition.issue(edited, tmp_path, roots, None, 464, tmp_path / "again.pdf")
    assert again == made
    assert (tmp_path / "again.pdf").read_bytes() == target.read_bytes()
    assert (tmp_path / "build/.cover").stat().st_mtime_ns == state.st_mtime_ns
    image = pypdfium2.PdfDocument(target)[0].render(scale=400 / 72, grayscale=True).to_pil()
    symbols = zxingcpp.read_barcodes(image, ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Require)
    assert [symbol.text for symbol in symbols] == [NUMBER.replace("-", "") + "01"]


def test_a_thin_book_has_nothing_on_its_spine(tmp_path: Path) -> None:
    read = book(tmp_path)
    assert (plan(read, 3).spine, plan(read, 3).spine_title) == (0.19, ())
    assert plan(read, 102).spine < 5
    assert plan(read, 106).spine_size > 0


def test_a_thick_book_is_asked_about(tmp_path: Path) -> None:
    read = book(tmp_path)
    assert plan(read, 1500).spine == pytest.approx(72.0, abs=0.1)
    assert said(read, 1500) == ["book-too-thick"]
    assert said(read, 600) == []


def test_the_printers_figures_are_taken(tmp_path: Path) -> None:
    assert plan(book(tmp_path / "1", "paper: {thickness: 0.1 mm}\n"), 400).spine == 20.0
    assert plan(book(tmp_path / "2", "cover: {spine: 21.5 mm}\n"), 400).spine == 21.5
    assert plan(book(tmp_path / "3", "paper: {binding: saddle}\n"), 400).spine == 0.0


def test_a_picture_of_the_wrong_shape_is_asked_about(tmp_path: Path) -> None:
    read = book(tmp_path, "cover: {picture: media/a.jpg}\n")
    assert said(read, 320, (3000, 400)) == ["cover-picture-shape"]
    assert said(read, 320, (2100, 1700)) == []


def test_a_picture_that_is_missing_stops_the_cover(tmp_path: Path) -> None:
    read = book(tmp_path, "cover: {picture: media/a.jpg}\n")
    roots = layout.roots("standard", tmp_path)
    with pytest.raises(StopPress) as stop:
        cover_edition.issue(read, tmp_path, roots, None, 320, tmp_path / "cover.pdf")
    assert [e.rule for e in stop.value.errata] == ["missing-picture"]
    assert not (tmp_path / "cover.pdf").exists()


def test_a_title_stands_upright_and_its_latin_is_turned(tmp_path: Path) -> None:
    read = replace(book(tmp_path), title="“甲”——IPO 2026年（上）")
    signs = "".join(piece.text for piece in cover_plan.upright(read.title))
    assert signs == "﹃甲﹄︱︱IPO 2026年︵上︶"
    assert [p.text for p in cover_plan.upright(read.title) if p.turned] == ["IPO 2026"]
    assert [p.turned for p in cover_plan.upright("5G 与 3 项 É")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_an_internal_publication_has_no_code(tmp_path: Path) -> None:
    assert (
        plan(book(tmp_path, imprint="性质: 内部资料, 准印证号: 京内资准字2026第1号"), 320).bars
        is None
    )


def test_the_bodies_that_issue_a_book_stand_on_its_spine_only_where_there_is_one(
    tmp_path: Path,
) -> None:
    read = book(tmp_path, imprint="书名: 小书")
    assert "".join(piece.text for piece in plan(read, 600).spine_foot) == "样例编委会"
    two = plan(replace(read, issuer="样例编委会　样例协会"), 600)
    assert (two.issuers, two.spine_foot) == (("样例编委会", "样例协会"), ())
    assert plan(replace(read, title="长" * 20, issuer="长" * 20), 600).spine_foot == ()


def test_a_title_is_small_where_it_is_long_or_much_stands_below_it(tmp_path: Path) -> None:
    read = book(tmp_path)
    sizes = [
        plan(replace(read, title=title, subtitle=subtitle), 320).title_size
        for title, subtitle in (
            ("清风", ""),
            ("长" * 20, ""),
            ("长" * 40, ""),
            ("长" * 20, "副" * 90),
        )
    ]
    assert sizes[0] > sizes[1] > sizes[2] >= 17
    assert sizes[1] > sizes[3] >= 17
    latin = plan(replace(read, title="Improving Patient Experience"), 320).title_size
    assert latin > plan(replace(read, title="长" * 28), 320).title_size


def test_editors_of_one_role_stand_in_a_line(tmp_path: Path) -> None:
    editors = (
        Contributor("张三", "主编"),
        Contributor("王五", "审校"),
        Contributor("李四", "主编"),
    )
    made = plan(replace(book(tmp_path), editors=editors), 320)
    assert made.editors == ("张三　李四　主编", "王五　审校")


def test_hard_covers_have_boards_hinges_and_what_is_turned_in(tmp_path: Path) -> None:
    cover = "cover: {board: 2.5 mm, hinge: 9 mm, turn_in: 16 mm}\n"
    made = plan(book(tmp_path, "paper: {binding: hard, thickness: 0.1 mm}\n" + cover), 400)
    assert made.spine == 20 + 2 * 2.5
    assert made.width == 9 + (170 - 7 + 3)  # hinge and board
    assert made.sheet_width == pytest.approx(2 * 175 + 25 + 2 * 16)
    assert made.sheet_height == 240 + 2 * 3 + 2 * 16


def test_a_round_back_is_as_wide_as_its_arc(tmp_path: Path) -> None:
    paper = "paper: {binding: hard, thickness: 0.1 mm}\n"
    made = plan(book(tmp_path, paper + "cover: {rounded: on}\n"), 400)
    assert made.spine == pytest.approx(130 * 3.14159 * (20 + 2 * 3) / 2 / 180, abs=0.01)  # 29.5
    given = book(tmp_path / "2", paper + "cover: {rounded: on, spine: 31 mm}\n")
    assert plan(given, 400).spine == 31
    bound = book(tmp_path / "3", "paper: {thickness: 0.1 mm}\ncover: {rounded: on}\n")
    assert plan(bound, 400).spine == 20  # a paperback has no round back


@pytest.mark.parametrize(
    ("cover", "rule"),
    [
        ("{title: 小\u3000书外}", "cover-title"),
        ("{paper: 锡纸 250 g}", "unknown-paper"),
        ("{paper: 铜版}", "unknown-paper"),
        ("{board: 9 mm}", "hard-cover-measure"),
        ("{flaps: 5 mm}", "flap-width"),
        ("{spine: 300 mm}", "spine-width"),
        ('{price_code: "123"}', "wrong-price-code"),
    ],
)
def test_what_no_cover_can_be_is_told_with_its_line(tmp_path: Path, cover: str, rule: str) -> None:
    with pytest.raises(StopPress) as stop:
        book(tmp_path, f"cover: {cover}\n")
    errata = [e for e in stop.value.errata if e.kind is Kind.ERRATUM]
    assert [(e.rule, e.place.line) for e in errata] == [(rule, 14)]


def test_the_lines_of_the_title_and_the_paper_of_the_cover_are_the_editors(tmp_path: Path) -> None:
    read = book(tmp_path, "cover: {title: '小\n\n  书', paper: 特种 200 g}\n")
    assert plan(read, 320).title == ("小", "书")
    assert cover_edition.paper_of(read, tmp_path).registered == "FOGRA29"
    assert cover_edition.paper_of(book(tmp_path), tmp_path).registered == "FOGRA39"


@pytest.mark.slow
def test_words_that_nobody_could_read_stop_a_final_book_alone(tmp_path: Path) -> None:
    words = "样例文字一二三四五。" * 90  # more than a flap holds: a page ends and nothing is told
    read = book(tmp_path, f"cover: {{flaps: 60 mm, front_flap: {words}}}\n")
    roots, target = layout.roots("standard", tmp_path), tmp_path / "cover.pdf"
    made = cover_edition.issue(read, tmp_path, roots, None, 320, target)
    assert {e.rule for e in made.queries} == {"cover-illegible"}
    final = replace(read, status=Status.FINAL)
    with pytest.raises(StopPress) as stop:
        cover_edition.issue(final, tmp_path, roots, None, 320, target)
    assert {e.rule for e in stop.value.errata} == {"cover-illegible"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["standard", "k16", "k32", "a5", "gift", "office"])
def test_every_layout_draws_a_final_cover_on_its_axis_whose_code_scanners_read(
    tmp_path: Path, name: str
) -> None:
    read = book(tmp_path, "cover: {flaps: 80 mm, front_flap: 甲, back: 乙}\n")
    title = "Patient Experience 改善就医感受提升患者体验 案例集"
    final = replace(read, layout=name, title=title, status=Status.FINAL, specimen=False)
    roots, target = layout.roots(name, tmp_path), tmp_path / "cover.pdf"
    assert cover_edition.issue(final, tmp_path, roots, None, 464, target).queries == ()
    sheet = pypdfium2.PdfDocument(target)[0]
    image = sheet.render(scale=300 / 72, grayscale=True).to_pil()
    (symbol,) = zxingcpp.read_barcodes(image)
    assert symbol.text == NUMBER.replace("-", "")
    trim, decisions = sheet.get_trimbox(), layout.decided(roots)
    assert decisions
    front = trim[2] - 80 / 25.4 * 72 - decisions.trim.width / 25.4 * 72
    lines = words_of(sheet, front, front + decisions.trim.width / 25.4 * 72)
    middles = {
        round((left + right) / 2 - front - decisions.trim.width / 25.4 * 36)
        for left, right in lines
    }
    edges = {round(left - front) for left, _ in lines}
    if decisions.axis == "centre":
        assert middles <= set(range(-3, 4)), "words of the front stand off its middle"
    else:
        assert max(edges) - min(edges) <= 3, "words of the front stand on no one edge"


def words_of(sheet: pypdfium2.PdfPage, left: float, right: float) -> list[tuple[float, float]]:
    """Return from where to where each line goes that stands between two edges of a sheet."""
    text, x, y = sheet.get_textpage(), c_double(), c_double()
    lines: dict[int, tuple[float, float]] = {}
    for at in range(text.count_chars()):
        start, _, end, _ = text.get_charbox(at)
        if left < start and end < right and text.get_text_range(at, 1).strip():
            pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
            before = lines.get(round(y.value), (start, end))
            lines[round(y.value)] = min(before[0], start), max(before[1], end)
    return list(lines.values())


@pytest.mark.slow
def test_what_reaches_the_trim_goes_on_to_the_edge_of_the_bleed(tmp_path: Path) -> None:
    read = book(tmp_path, "cover: {picture: media/a.jpg, wraps: on}\n")
    (tmp_path / "manuscript/media").mkdir()
    Image.new("RGB", (4300, 2900), "#303048").save(tmp_path / "manuscript/media/a.jpg")
    roots, target = layout.roots("standard", tmp_path), tmp_path / "cover.pdf"
    cover_edition.issue(read, tmp_path, roots, None, 320, target)
    image = pypdfium2.PdfDocument(target)[0].render(scale=2, grayscale=True).to_pil()
    bleed = round(2 * 3 / 25.4 * 72)
    rows = range(2 * bleed, image.height - 2 * bleed)
    apart = [
        y
        for y in rows
        for inside, outside in ((2 * bleed, 1), (image.width - 2 * bleed, image.width - 2))
        if abs(image.getpixel((inside, y)) - image.getpixel((outside, y))) > 60  # type: ignore[operator]
    ]
    assert apart == []
    edge = {image.getpixel((image.width - 2, y)) for y in rows}
    assert max(edge) == 255, "the words stand on white that is cut"  # type: ignore[type-var]
