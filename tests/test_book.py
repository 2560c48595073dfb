"""The whole press on tiny books: what an editor gets, and what he gets when something is wrong."""

import hashlib
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import page
import pytest
from PIL import Image

import books
import tiny
from casebook import edition_making, issuing, pdf
from casebook.cli import main
from casebook.errata import StopPress, Wording

LEVELS = "#### 1.领导\n\n##### （1）小组\n\n正文"
RICH = books.CASE.replace("{text}\n\n", "").replace("正文", LEVELS, 1)


def quiet(_step: Wording, _count: int | None) -> None:
    return None


def rich(folder: Path, **files: str) -> Path:
    media = folder / "manuscript" / "media"
    media.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (600, 400), "#789").save(media / "a.png")
    book = tiny.BOOK.replace("editions: [print]", "editions: [print, epub]").replace(
        "composition: off", "composition: on"
    )
    return tiny.write(folder, **({"book": book, "case": RICH} | files))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> issuing.Issue:
    return issuing.issue(rich(tmp_path_factory.mktemp("rich")), (), quiet)


def test_the_count_agrees_everywhere(made: issuing.Issue) -> None:
    assert made.ledger.errata == ()
    assert len(made.ledger.counts) == 9
    for place, count in made.ledger.counts.items():
        assert sorted(count) == ["1-1", "1-2"], place


def test_page_labels_equal_the_printed_folios(made: issuing.Issue) -> None:
    labels, texts = pdf.labels(made.files["print"]), pdf.texts(made.files["print"])
    last = [(text.split() or [""])[-1] for text in texts]
    shown = [(label, words) for label, words in zip(labels, last, strict=True) if words == label]
    assert shown[0][0] == "I"  # the contents, behind a title leaf that is not counted
    assert labels.index("1") == pdf.destinations(made.files["print"])["tier-1"]
    for case in ("case-1-1", "case-1-2", "index-organisation"):
        page_of = pdf.destinations(made.files["print"])[case]
        assert last[page_of] == labels[page_of], case


def test_contents_and_indexes_print_the_folio_of_the_page_they_lead_to(made: issuing.Issue) -> None:
    file = made.files["print"]
    labels, texts, starts = pdf.labels(file), pdf.texts(file), pdf.destinations(file)
    for section in ("contents", "index-organisation", "index-region"):
        words = texts[starts[section]]
        for case in ("case-1-1", "case-1-2"):
            assert f" {labels[starts[case]]}" in words.replace("·", " ").replace("\u2003", " "), (
                section,
                case,
            )


def test_divisions_and_text_begin_on_a_recto_and_blanks_are_empty(made: issuing.Issue) -> None:
    file = made.files["print"]
    starts, texts = pdf.destinations(file), pdf.texts(file)
    for section in ("contents", "tier-1", "case-1-1", "index-organisation", "index-region"):
        assert starts[section] % 2 == 0, section
    assert pdf.labels(file)[starts["tier-1"]] == "1"
    assert texts[starts["tier-1"] + 1].strip() == ""


def test_the_outline_goes_by_tier_and_case(made: issuing.Issue) -> None:
    levels = [(goal.level, goal.label) for goal in pdf.outline(made.files["print"])]
    assert (1, "典型案例") in levels
    assert (2, "乙题 “丙” 丁") in levels


def test_running_heads_tell_the_part_left_and_the_case_right(tmp_path: Path) -> None:
    long = "---\naward: 1-1\nshort_title: 短题\n---\n\n" + "正文一句。\n\n" * 90
    made = issuing.issue(tiny.write(tmp_path, case=long), (), quiet)
    texts = pdf.texts(made.files["print"])
    first = pdf.destinations(made.files["print"])["case-1-1"]
    heads = [("典型案例" in text, "短题" in text) for text in texts[first : first + 3]]
    assert heads == [(True, False), (True, False), (False, True)]  # the first names its tier


def test_the_pdf_is_sound_and_accessible(made: issuing.Issue) -> None:
    file = str(made.files["print"])
    report = page.validate_pdf(file, profile="ua1")
    assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]
    assert (
        subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0
    )
    fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts.splitlines()[2:])


def test_every_word_of_a_case_is_in_the_pdf(made: issuing.Issue) -> None:
    text = "".join("".join(pdf.texts(made.files["print"])).split())
    for words in (
        "做法",
        "组织",
        "领导",
        "小组",
        "着重",
        "加重",
        "链接",
        "引一段话",
        "丙",
        "图题",
        "表题",
        "跨列",
        "注文",
        "副题",
    ):
        assert words in text, words


def test_builds_repeat_in_other_folders_zones_and_locales(
    made: issuing.Issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    time.tzset()
    again = issuing.issue(rich(tmp_path / "elsewhere"), (), quiet)
    for name in ("print", "epub"):
        sums = {hashlib.sha256(i.files[name].read_bytes()).hexdigest() for i in (made, again)}
        assert len(sums) == 1, name


def test_a_failed_build_leaves_the_old_files(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    old = issuing.issue(folder, (), quiet).files["print"].read_bytes()
    (folder / "manuscript" / "cases" / "1-1.md").write_text("---\naward: 9\n---\n", "utf-8")
    with pytest.raises(StopPress):
        issuing.issue(folder, (), quiet)
    assert (folder / "build" / "print.pdf").read_bytes() == old
    assert sorted(p.name for p in (folder / "build").iterdir() if p.suffix == ".part") == []


def test_a_note_stands_on_the_page_of_its_call(tmp_path: Path) -> None:
    pieces = [f"{'正文' * (40 + 7 * n % 60)}[^{n}]{'后文' * (30 + n)}。" for n in range(1, 16)]
    notes = [f"[^{n}]: {'注文' * 20}" for n in range(1, 16)]
    case = "---\naward: 1-1\n---\n\n" + "\n\n".join(pieces + notes) + "\n"
    made = issuing.issue(tiny.write(tmp_path, case=case), (), quiet)
    marks = [Counter(re.findall("[①-⑳]", text)) for text in pdf.texts(made.files["print"])]
    assert sum(len(mark) for mark in marks) == 15
    assert {count for mark in marks for count in mark.values()} == {2}


def build(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["build", "-C", str(folder), "--lang", "en"])
    return status, capsys.readouterr().err


def test_a_missing_glyph_is_told_with_character_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(tmp_path, case="---\naward: 1-1\n---\n\n甲\n\n乙\U0001f9ff\ue123丙\n")
    status, said = build(tmp_path, capsys)
    assert status == 0  # a draft prints a box
    assert "U+E123" in said
    assert "cases/1-1.md:7" in said


def test_an_unknown_css_property_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(tmp_path)
    sheet = tmp_path / "layouts" / "standard" / "print" / "text.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { colour: red }\n")
    status, said = build(tmp_path, capsys)
    assert status == 1
    assert "layouts/standard/print/text.css:1" in said


def test_missing_fonts_are_told_with_the_package_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, said = build(tiny.write(tmp_path), capsys)
    assert status == 1
    assert "fonts-noto-cjk" in said


def test_a_build_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny.write(tmp_path) / "build").write_text("a file")
    status, said = build(tmp_path, capsys)
    assert status == 1
    assert "build" in said


def test_ctrl_c_leaves_the_old_files_and_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path)
    assert main(["build", "-C", str(folder)]) == 0
    old = (folder / "build" / "print.pdf").read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(issuing, "take", interrupted)
    tiny.write(tmp_path, case=tiny.CASE.replace("一句", "两句"))
    assert main(["build", "-C", str(folder)]) == 130
    assert (folder / "build" / "print.pdf").read_bytes() == old
    assert not [p for p in (folder / "build").iterdir() if p.name.startswith(".making")]


def test_an_unknown_edition_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["build", "mobi", "-C", str(tiny.write(tmp_path))]) == 2


def test_a_case_lost_by_a_layout_stops_the_press(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(tmp_path)
    template = tmp_path / "layouts" / "standard" / "shared" / "contents.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% extends base_template %}{% block content %}<h1>目录</h1>{% endblock %}")
    status, said = build(tmp_path, capsys)
    assert status == 1
    assert "case 1-2 stands 0 times in the PDF contents" in said


@pytest.mark.skipif(not shutil.which("gs"), reason="needs Ghostscript")
def test_pages_are_not_blank_in_an_engine_that_honours_font_charsets(
    made: issuing.Issue, tmp_path: Path
) -> None:
    out = tmp_path / "page.pgm"
    first = pdf.destinations(made.files["print"])["case-1-1"] + 1
    subprocess.run(
        [
            "gs",
            "-q",
            "-dNOPAUSE",
            "-dBATCH",
            "-sDEVICE=pgmraw",
            "-r40",
            f"-dFirstPage={first}",
            f"-dLastPage={first}",
            f"-sOutputFile={out}",
            os.fspath(made.files["print"]),
        ],
        check=True,
    )
    dark = sum(value < 128 for value in Image.open(out).tobytes())
    assert dark > 500


def test_a_case_can_be_set_alone_as_the_book_sets_it(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    set_alone = edition_making.case_alone(folder, "1-1")
    assert set_alone is not None
    assert "正文一句" in "".join(pdf.texts(set_alone))
    assert edition_making.case_alone(folder, "x-09") is None
