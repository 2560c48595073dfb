"""The decisions of a layout: what follows from them, and what is wrong with impossible ones."""

import re
from pathlib import Path

import pytest

import tiny
from casebook import css_constants, layout, layout_decisions, layout_memory, layout_sheets
from casebook.errata import Erratum, StopPress
from casebook.intake.manuscript import book_reader
from casebook.layout_values import MM
from casebook.press import engine
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition

OWN = "layouts/own/layout.yaml"


def decided(folder: Path, text: str) -> tuple[Path, ...]:
    """Return the folders of a layout `own` of the decisions `text`."""
    path = tiny.write(folder) / OWN
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return layout.roots("own", folder)


def faults(folder: Path, text: str) -> list[Erratum]:
    with pytest.raises(StopPress) as stop:
        layout.sheets(decided(folder, text), "print")
    return list(stop.value.errata)


@pytest.mark.parametrize("name", layout.names(Path()))
def test_the_type_area_of_a_shipped_layout_stands_on_its_paper(name: str, tmp_path: Path) -> None:
    made = layout_sheets.decided(layout.roots(name, tmp_path))
    assert made is not None
    assert made.label
    across = made.inner + made.characters * made.size + made.outer
    down = made.top + made.lines * made.pitch + made.bottom
    assert (across / MM, down / MM) == pytest.approx(made.trim)


def test_the_other_margin_follows_from_paper_and_text(tmp_path: Path) -> None:
    made = layout_sheets.decided(
        decided(tmp_path, "extends: standard\ntrim: 160 × 230\nmargins: {outer: 15 mm}\n")
    )
    assert made is not None
    assert made.outer / MM == pytest.approx(15)
    assert made.inner / MM == pytest.approx(160 - 15 - 378 / MM)
    assert made.top + 560 + made.bottom == pytest.approx(230 * MM)  # not those of other paper


def test_pages_may_be_longer_where_the_foot_has_room_between_text_and_folio(tmp_path: Path) -> None:
    for lines, folios, long in ((33, "outside", False), (30, "outside", True), (32, "none", True)):
        text = f"extends: standard\nlines: {lines}\nfolios: {{place: {folios}}}\n"
        sheet = decided(tmp_path / f"{lines}{folios}", text)
        made = layout_sheets.decided(sheet)
        assert made is not None
        assert ("page-long: 1" in layout_sheets.written(made, "print")) == long


def test_a_folio_keeps_off_the_line_that_a_page_may_be_longer(tmp_path: Path) -> None:
    text = "extends: standard\nlines: 30\nfolios: {place: outside}\n"
    made = layout_sheets.decided(decided(tmp_path, text))
    assert made is not None
    page = layout_sheets.written(made, "print")
    below = {float(points) for points in re.findall(r"padding-top: ([\d.]+)pt; font", page)}
    assert min(below) >= made.pitch + 8
    assert max(below) + 12 <= made.bottom - 5 * MM


@pytest.mark.parametrize("axis", ["centre", "left"])
def test_titles_stand_on_one_axis_from_the_title_page_to_the_text(
    axis: str, tmp_path: Path
) -> None:
    decided(tmp_path, f"extends: a5\naxis: {axis}\n")
    book = tiny.BOOK.replace("composition: off", "layout: own")
    made = book_reader.read(tiny.write(tmp_path, book=book)).book
    galleys = layout.compose(made, layout.roots("own", tmp_path), "print", tmp_path / "manuscript")
    styles = engine.style_context(galleys[0].sheets, galleys[0].base, compose=True)
    alignments = {}
    for galley in galleys:
        pages = SectionPages(galley.html, galley.base, styles)
        pages.make(BookPosition())
        for box in (box for page in pages.boxes for box in page.descendants()):
            if box.element_tag == "h1" or (box.element_tag == "h2" and galley.section.case):
                alignments[galley.section.kind, box.element_tag] = box.style["text_align_all"]
    kinds = {kind for kind, _ in alignments}
    assert {"title-page", "contents", "divider", "case", "index-region"} <= kinds
    assert ("case", "h2") in alignments
    assert set(alignments.values()) == {"center" if axis == "centre" else "left"}


def test_what_a_layout_decides_is_read_anew_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout_memory, "_known", {})
    (tmp_path / "build").mkdir()
    decided(tmp_path, "extends: standard\nlines: 30\n")
    monkeypatch.setattr(layout_memory, "_known", {})  # as in the next process
    with monkeypatch.context() as without:
        without.setattr(layout_decisions, "read", None)
        without.setattr(layout_decisions, "extends", None)
        kept = layout_sheets.decided(layout.roots("own", tmp_path))
    assert kept is not None
    assert kept.lines == 30
    assert kept.places[("lines",)] == (OWN, 2, None)
    (tmp_path / OWN).write_text("extends: k16\nlines: 29\n", "utf-8")
    folders = layout.roots("own", tmp_path)
    assert [folder.name for folder in folders] == ["own", "k16", "standard"]
    changed = layout_sheets.decided(folders)
    assert changed is not None
    assert changed.lines == 29


def test_a_book_changes_one_decision_of_a_shipped_layout(tmp_path: Path) -> None:
    path = tiny.write(tmp_path) / "layouts" / "standard" / "layout.yaml"
    path.parent.mkdir(parents=True)
    path.write_text('colours: {second: "#a22"}\n', "utf-8")
    made = layout_sheets.decided(layout.roots("standard", tmp_path))
    assert made is not None
    assert (made.second_colour, made.trim, made.top) == ("#aa2222", (170, 240), 62)
    shipped = layout_sheets.decided(layout.roots("standard", tmp_path / "other"))
    assert shipped is not None
    assert shipped.second_colour is None


def test_the_second_colour_has_inks_for_the_press(tmp_path: Path) -> None:
    text = 'colours: {second: "#9b2226", cmyk: 20 100 90 15, spot: PANTONE 187 C}'
    made = layout_sheets.decided(decided(tmp_path, f"extends: standard\n{text}\n"))
    assert made is not None
    assert (made.cmyk, made.spot) == ((0.2, 1, 0.9, 0.15), "PANTONE 187 C")


def test_the_second_colour_of_the_gift_edition_is_one_plate(tmp_path: Path) -> None:
    shipped = layout_sheets.decided(layout.roots("gift", tmp_path))
    assert shipped is not None
    assert (shipped.second_colour, shipped.spot) == ("#9b2226", "PANTONE 704 C")


def test_who_gives_inks_alone_sees_about_their_colour(tmp_path: Path) -> None:
    made = layout_sheets.decided(
        decided(tmp_path, "extends: standard\ncolours: {cmyk: [0, 100, 100, 50]}\n")
    )
    assert made is not None
    assert made.second_colour == "#800000"


def test_another_second_colour_is_not_printed_by_the_inks_of_the_layout_below(
    tmp_path: Path,
) -> None:
    below = tmp_path / "layouts" / "red" / "layout.yaml"
    below.parent.mkdir(parents=True)
    below.write_text("extends: standard\ncolours: {second: red, spot: PANTONE 185 C}\n", "utf-8")
    made = layout_sheets.decided(decided(tmp_path, "extends: red\ncolours: {second: blue}\n"))
    assert made is not None
    assert (made.second_colour, made.spot) == ("#1d4e89", None)


@pytest.mark.parametrize("colour", ["#9b2226", "#1d4e89", "#9a7b2f", "#000000", "#c8a800"])
def test_a_colour_in_the_epub_is_read_by_day_and_by_night(colour: str, tmp_path: Path) -> None:
    folders = decided(tmp_path, f'extends: standard\ncolours: {{second: "{colour}"}}\n')
    made = layout_sheets.decided(folders)
    assert made is not None
    shown = layout_sheets.written(made, "epub").partition("--colour: #")[2][:6]
    parts = [int(shown[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    light = sum(
        share * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4)
        for share, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )
    assert min(1.05 / (light + 0.05), (light + 0.05) / 0.05) > 4.4


IMPOSSIBLE = {
    "trim: 120 × 240": ("measure-too-wide", 2, "36"),
    "characters: 44": ("measure-too-wide", 2, "44"),
    "lines: 38": ("grid-too-deep", 2, "38"),
    "pitch: 9": ("pitch-too-small", 2, "9"),
    "margins: {inner: 40 mm}": ("margin-too-small", 2, "40.0 mm"),
    "margins: {top: 20 mm, bottom: 30 mm}": ("margins-do-not-add-up", 2, "30.00 mm"),
    "margins: {inner: 12}": ("wrong-kind", 2, "12"),
    "trim: B5": ("wrong-kind", 2, "B5"),
    "size: 五号半": ("wrong-kind", 2, "五号半"),
    "colours: {second: ultrared}": ("unknown-colour", 2, "ultrared"),
    "colours: {second: red, cmyk: 20 100 90}": ("wrong-kind", 2, "20 100 90"),
    "colours: {second: red, spot: 'a;b'}": ("wrong-kind", 2, "a;b"),
    "colours: {spot: PANTONE 187 C}": ("no-second-colour", 2, "PANTONE 187 C"),
    "colours: {field: 120%}": ("wrong-kind", 2, "120%"),
    "faces: {text: 'Noto; Sans'}": ("wrong-kind", 2, "Noto; Sans"),
    "faces: {body: Noto Sans}": ("unknown-key", 2, "body"),
    "trim: 0 × 240": ("impossible-paper", 2, "0 × 240"),
    "characters: 0": ("too-few", 2, "0"),
    "lines: 1": ("too-few", 2, "1"),
    "size: 3": ("wrong-kind", 2, "3"),
    "pitch: 17.5px": ("wrong-kind", 2, "17.5px"),
    "margins: 20 mm": ("wrong-kind", 2, "20 mm"),
    "faces: {text: Noto Serif CJK SC 550}": ("wrong-kind", 2, "Noto Serif CJK SC 550"),
    "colours: {second: #9b2226}": ("unquoted-colour", 2, "#9b2226"),
    "colours:\n  second: #9b2226": ("unquoted-colour", 3, "#9b2226"),
    "colours: {second: white}": ("pale-colour", 2, "#ffffff"),
    "colours: {text: grey}": ("pale-colour", 2, "#808080"),
    "colours: {second: crimson, field: 90%}": ("field-too-dark", 2, "90%"),
    "numerals: roman": ("unknown-word", 2, "roman"),
    "heads: {place: left}": ("unknown-word", 2, "left"),
}


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_cannot_be_is_told_with_the_words_and_the_way_out(text: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"extends: standard\n{text}\n")
    rule, line, quote = IMPOSSIBLE[text]
    assert (fault.rule, fault.quote) == (rule, quote)
    assert str(fault.place) == f"{OWN}:{line}"
    assert fault.hint is not None


def test_a_layout_that_builds_on_none_decides_all_it_needs(tmp_path: Path) -> None:
    said = faults(tmp_path, "trim: 170 × 240\nsize: 五号\n")
    assert [e.message.en.split("‘")[1][:-1] for e in said] == [
        "characters", "lines", "pitch", "faces.text"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "points"),
    [("5号", 10.5), ("小５", 9), ("小五号", 9), ("五号", 10.5), ("11 磅", 11)],
)
def test_sizes_are_written_as_printers_write_them(
    written: str, points: float, tmp_path: Path
) -> None:
    made = layout_sheets.decided(decided(tmp_path, f"extends: standard\nsize: {written}\n"))
    assert made is not None
    assert made.size == points


def test_a_colour_has_a_chinese_name(tmp_path: Path) -> None:
    made = layout_sheets.decided(
        decided(tmp_path, "extends: standard\ncolours: {second: 朱红色}\n")
    )
    assert made is not None
    assert made.second_colour == "#d2451e"


def test_a_layout_that_builds_on_itself_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        decided(tmp_path, "extends: own\n")
    (fault,) = stop.value.errata
    assert (fault.rule, fault.quote, str(fault.place)) == ("endless-extends", "own", f"{OWN}:1")


def test_an_old_file_extends_says_where_its_name_goes(tmp_path: Path) -> None:
    (tiny.write(tmp_path) / "layouts" / "own").mkdir(parents=True)
    (tmp_path / "layouts" / "own" / "extends").write_text("standard", "utf-8")
    with pytest.raises(StopPress) as stop:
        layout.roots("own", tmp_path)
    assert [e.rule for e in stop.value.errata] == ["file-extends"]


def test_a_layout_that_builds_on_an_unknown_one_shows_its_line(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        decided(tmp_path, "label: 自家\nextends: standrad\n")
    (fault,) = stop.value.errata
    assert (fault.rule, str(fault.place)) == ("unknown-layout", f"{OWN}:2")


def test_constants_are_written_where_they_are_used() -> None:
    values = css_constants.constants(
        ["html { --a: 10pt; --b: calc(2 * var(--a)); --c: 1pt } p { --c: 2pt } /* html{--a:1pt} */"]
    )
    sheet = "p { margin: calc(var(--b) - 1pt) var(--c) calc(100% - var(--a)) calc(var(--b) / 3) }"
    assert css_constants.inlined(sheet, values) == (
        "p { margin: 19pt var(--c) calc(100% - 10pt) 6.6667pt }"
    )


@pytest.mark.parametrize("name", layout.names(Path()))
def test_r2_r4_r6_r7_a_shipped_layout_has_lines_pitch_sizes_and_shape_of_books(
    name: str, tmp_path: Path
) -> None:
    made = layout_sheets.decided(layout.roots(name, tmp_path))
    assert made is not None
    assert 17 <= made.characters <= 40
    assert 0.5 <= made.pitch / made.size - 1 <= 1
    sizes = [share * made.size for share in layout_sheets.LENGTHS.values()]
    assert min(size for size in sizes if size != sizes[-1]) >= 7.875  # but for raised figures
    area = made.measure / (made.depth - made.pitch + made.size)
    assert abs(area - made.trim.width / made.trim.height) <= 0.1
