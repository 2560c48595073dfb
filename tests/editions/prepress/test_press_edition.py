"""`press-interior.pdf` of a small book: what a print house looks at."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array
from PIL import Image, ImageChops
from pressed_book import Pressed

import tiny
from casebook import issuing, pdf
from casebook.book import Press
from casebook.editions.prepress import ink_streams, pdf_writing, press_edition
from casebook.editions.prepress.paper_conditions import condition, screen
from casebook.errata import Kind, Place, StopPress
from casebook.intake.manuscript import book_reader

MM = 72 / 25.4


def printed_by(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_it_is_pdf_a_and_accessible_too(pressed: Pressed, profile: str) -> None:
    report = validator.validate_pdf(str(pressed.press), profile=profile)
    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.is_compliant


def test_no_page_but_those_with_pictures_has_colour(pressed: Pressed) -> None:
    printed_by("gs")
    pictures = {
        picture.page
        for of_page in pdf.page_contents(pressed.printed)
        for picture in of_page.pictures
    }
    completed = subprocess.run(
        ("gs", "-q", "-o", "-", "-dUseBleedBox", "-sDEVICE=inkcov", "-r50", pressed.press),
        capture_output=True, check=True,
    )  # fmt: skip
    inks = [line.split()[:4] for line in completed.stdout.decode().splitlines() if "CMYK" in line]
    assert not completed.stderr
    coloured = {n for n, (c, m, y, _) in enumerate(inks) if float(c) + float(m) + float(y)}
    assert coloured == pictures
    assert sum(float(k) > 0 for *_, k in inks) > 10


def test_pages_have_bleed_marks_outside_it_and_their_number(pressed: Pressed) -> None:
    with pikepdf.open(pressed.press) as document:
        assert len(document.pages) % 8 == 0
        for page in document.pages:
            trim, bleed, media = (
                [float(n) for n in page.obj[name]]
                for name in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert [round((b - t) / MM, 2) for b, t in zip(bleed, trim, strict=True)] == [
                -3,
                -3,
                3,
                3,
            ]
            assert [round((m - t) / MM, 2) for m, t in zip(media, trim, strict=True)] == [
                -12,
                -12,
                12,
                12,
            ]
        every = document.pages[0].obj.Resources.ColorSpace["/InkAll"]
        assert list(every)[:2] == ["/Separation", "/All"]
    slip = [e for e in pressed.queries if e.rule == "blank-pages-added"]
    assert [e.kind for e in slip] == [Kind.NOTE]


def test_marks_leave_the_bleed_clean(pressed: Pressed) -> None:
    document = pypdfium2.PdfDocument(pressed.press)
    image = document[1].render(scale=2).to_pil().convert("L")  # a blank page
    edge = round(9 * MM * 2)  # marks end 3 mm outside the bleed
    inner = image.crop((edge, edge, image.width - edge, image.height - edge))
    assert inner.getextrema()[0] > 250
    assert image.getextrema()[0] < 100


def test_nothing_can_be_clicked_and_the_structure_stays(pressed: Pressed) -> None:
    with pikepdf.open(pressed.press) as document, pikepdf.open(pressed.printed) as printed:
        assert not any("/Annots" in page.obj for page in document.pages)
        links = [
            t
            for t in document.objects
            if isinstance(t, pikepdf.Dictionary) and t.get("/S") == "/Link"
        ]
        assert links == []
        assert len(document.Root.StructTreeRoot.K[0].K) == len(printed.Root.StructTreeRoot.K[0].K)
    assert pdf.outline(pressed.press) == pdf.outline(pressed.printed)
    assert pdf.labels(pressed.press)[: pdf.page_count(pressed.printed)] == pdf.labels(
        pressed.printed
    )


def test_it_says_what_the_pages_say(pressed: Pressed) -> None:
    count = pdf.page_count(pressed.printed)
    assert pdf.texts(pressed.press)[:count] == pdf.texts(pressed.printed)


def drawn_by_ghostscript(file: Path, folder: Path, pages: Sequence[int]) -> list[Image.Image]:
    listed = ",".join(str(n + 1) for n in pages)
    command = ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pnggray", "-r144", "-dTextAlphaBits=4",
               "-dGraphicsAlphaBits=4", f"-sPageList={listed}", f"-sOutputFile={folder}/%d.png", file)  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)
    images = []
    for number in range(1, len(pages) + 1):
        with Image.open(folder / f"{number}.png") as image:
            images.append(image.convert("L"))
    return images


@pytest.mark.slow
def test_ghostscript_and_pdfium_draw_the_same_pages(pressed: Pressed, tmp_path: Path) -> None:
    printed_by("gs")
    pages = range(0, pdf.page_count(pressed.press), 3)
    document = pypdfium2.PdfDocument(pressed.press)
    strict = drawn_by_ghostscript(pressed.press, tmp_path, pages)
    for number, other in zip(pages, strict, strict=True):
        own = document[number].render(scale=2).to_pil().convert("L")
        squares = own.width // 8, own.height // 8  # of 4 points: dark or not in both
        small = [image.resize(squares, Image.Resampling.BOX) for image in (own, other)]
        counts = ImageChops.difference(*small).histogram()
        assert sum(counts[64:]) < 0.01 * sum(counts), number


@pytest.mark.slow
def test_ghostscript_and_poppler_print_the_same_inks(pressed: Pressed, tmp_path: Path) -> None:
    """No colour of a screen comes between: each draws the four plates."""
    printed_by("gs")
    printed_by("pdftoppm")
    with pikepdf.open(pressed.press) as document:
        for page in document.pages:  # whole points: both begin a page at the same dot
            page.obj.MediaBox = Array(
                [*map(floor, page.obj.BleedBox[:2]), *map(ceil, page.obj.BleedBox[2:])]
            )
            pdf_writing.without(page.obj, "/BleedBox", "/TrimBox")
        document.save(tmp_path / "a.pdf")
    drawn = enumerate(pdf.page_contents(pressed.printed), 1)
    (pictured, *_), plain = [n for n, page in drawn if page.pictures], 3
    for number in (pictured, plain):
        only = str(number)
        subprocess.run(
            ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffscaled32", "-r288",
             "-dDownScaleFactor=4", f"-dFirstPage={only}", f"-dLastPage={only}",
             f"-sOutputFile={tmp_path}/gs.tif", tmp_path / "a.pdf"),
            capture_output=True, check=True,
        )  # fmt: skip
        subprocess.run(
            ("pdftoppm", "-r", "288", "-jpegcmyk", "-jpegopt", "quality=100", "-f", only, "-l", only,
             "-singlefile", tmp_path / "a.pdf", tmp_path / "poppler"),
            capture_output=True, check=True,
        )  # fmt: skip
        with Image.open(tmp_path / "gs.tif") as gs, Image.open(tmp_path / "poppler.jpg") as poppler:
            assert gs.mode == poppler.mode == "CMYK"
            apart = ImageChops.difference(gs.reduce(4), poppler.reduce(16))
        plates = [channel.histogram() for channel in apart.split()]
        assert all(sum(counts[26:]) < 0.01 * sum(counts) for counts in plates), number


def test_qpdf_finds_it_sound(pressed: Pressed) -> None:
    printed_by("qpdf")
    checked = subprocess.run(("qpdf", "--check", pressed.press), capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert b"\r\nendstream" not in pressed.press.read_bytes()


def test_the_same_book_gives_the_same_bytes(pressed: Pressed, tmp_path: Path) -> None:
    book = book_reader.read(pressed.folder).book
    press_edition.issue(pressed.printed, book, pressed.folder, None, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == pressed.press.read_bytes()


def test_the_profile_of_a_screen_is_none_of_a_paper(pressed: Pressed, tmp_path: Path) -> None:
    (tmp_path / "screen.icc").write_bytes(screen())
    with pytest.raises(StopPress) as stopped:
        condition(Press(profile="screen.icc"), tmp_path, Place("book.yaml", 9))
    (erratum,) = stopped.value.errata
    assert (erratum.rule, erratum.place.line) == ("profile-of-no-paper", 9)
    assert "RGB" in erratum.message.zh


@pytest.mark.parametrize(
    ("data", "rule"), [(None, "missing-profile"), (b"not a profile", "not-a-profile")]
)
def test_a_profile_that_cannot_be_used_is_told(
    tmp_path: Path, data: bytes | None, rule: str
) -> None:
    if data:
        (tmp_path / "a.icc").write_bytes(data)
    with pytest.raises(StopPress) as stopped:
        condition(Press(profile="a.icc"), tmp_path, Place("book.yaml"))
    assert [e.rule for e in stopped.value.errata] == [rule]


@pytest.mark.parametrize("size", [128, 3000])
def test_a_profile_that_was_cut_off_is_told(tmp_path: Path, size: int) -> None:
    own = condition(Press(), tmp_path, Place("book.yaml")).profile
    (tmp_path / "a.icc").write_bytes(own[:size])
    with pytest.raises(StopPress) as stopped:
        condition(Press(profile="a.icc"), tmp_path, Place("book.yaml"))
    assert [e.rule for e in stopped.value.errata] == ["not-a-profile"]


def test_the_printers_own_profile_is_used(tmp_path: Path) -> None:
    own = condition(Press(surface="coated"), tmp_path, Place("book.yaml")).profile
    (tmp_path / "own.icc").write_bytes(own)
    used = condition(Press(profile="own.icc"), tmp_path, Place("book.yaml"))
    assert (used.profile, used.registered, used.limit) == (own, "", 300)
    assert used.name.startswith("Coated")


def test_a_coarse_picture_is_told_with_its_page(pressed: Pressed, tmp_path: Path) -> None:
    facts = press_edition.PictureFacts((2,), (430, 300), 72.4, 72.4, "CMYK", 200.0, True)
    (query,) = press_edition.queries([], ["1", "2", "3"], {(1, 0): facts}, 0)
    assert query.rule == "coarse-in-print"
    assert "第 3 页" in query.message.zh
    assert "72 ppi" in query.message.en


def test_colour_in_words_is_told(pressed: Pressed) -> None:
    blue = press_edition.PressPage("5", frozenset({"process"}), 120.0, ((0.0, 0.0, 1.0),))
    plain = replace(blue, label="6", colours=())
    (query,) = press_edition.queries([blue, plain], ["5", "6"], {}, 0)
    assert (query.rule, query.quote, query.kind) == ("colour-on-four-plates", "#0000ff", Kind.QUERY)


def test_an_edition_of_the_press_comes_with_the_pages(pressed: Pressed) -> None:
    assert set(issuing.issued(pressed.folder)) >= {"print", "press", "archive"}


def test_what_was_converted_once_is_not_converted_again(
    pressed: Pressed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink_streams, "in_inks", None)
    book = book_reader.read(pressed.folder).book
    press_edition.issue(pressed.printed, book, pressed.folder, None, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size <= 2 * pressed.printed.stat().st_size


@pytest.mark.parametrize(
    ("written", "surface"),
    [
        ("", "uncoated"),
        ("paper: {name: 铜版 128 g}\n", "coated"),
        ("paper: {name: 铜版 128 g}\npress: {surface: uncoated}\n", "uncoated"),
    ],
)
def test_the_surface_is_that_of_the_paper(tmp_path: Path, written: str, surface: str) -> None:
    folder = tiny.write(tmp_path, book=tiny.BOOK + written)
    assert book_reader.read(folder).book.press.surface == surface
