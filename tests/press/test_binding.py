"""The bound book is the book that one document would have been."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import page as validator
import pytest

import books
import single_document
from casebook import pdf
from casebook.book import Book
from casebook.layout import Galley
from casebook.press import engine, volume
from casebook.press.signature import LaidOut
from casebook.press.worker_tasks import LayoutTask, Styling

ROOT = Path(__file__).parents[2]


class Two(NamedTuple):
    """One book made in both ways: as one document, and of signatures."""

    book: Book
    galleys: tuple[Galley, ...]
    single: bytes
    bound: bytes
    pages: volume.Volume
    whole: single_document.WholeBook


FIRST_FIT = "html { page-breaks: first-fit }"


def as_they_come(folder: Path, name: str = "standard") -> Path:
    """Have the pages of the book in `folder` break as WeasyPrint breaks them: return the folder."""
    own = folder / "layouts" / name / "print"
    own.mkdir(parents=True)
    (own / "zz.css").write_text(FIRST_FIT, "utf-8")
    return folder


@pytest.fixture(scope="module", params=["standard", "a5"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = books.every_kind(
        tmp_path_factory.mktemp("book"),
        book=books.BOOK.replace("status:", f"layout: {request.param}\nstatus:"),
    )
    book, galleys = books.composed(as_they_come(folder, request.param))
    item = single_document.lay_out(book, galleys)
    single, errata = engine.write(item.document, lambda _: None)
    assert not errata
    assert not item.errata
    pages = volume.make(book, galleys, folder / "build", 1)
    assert not pages.errata
    bound, errata = volume.bind(pages, book)
    assert not errata
    return Two(book, galleys, single, bound, pages, item)


def files(two: Two, tmp_path: Path) -> tuple[Path, Path]:
    single, bound = tmp_path / "single.pdf", tmp_path / "bound.pdf"
    single.write_bytes(two.single)
    bound.write_bytes(two.bound)
    return single, bound


def test_every_sign_stands_on_the_same_page_and_place(two: Two) -> None:
    single, bound = books.signs(two.single), books.signs(two.bound)
    words = [["".join(sign for sign, *_ in page) for page in each] for each in (single, bound)]
    assert words[0] == words[1]
    assert books.furthest(single, bound) < 0.05


def test_folios_and_sections_are_the_same(two: Two) -> None:
    assert two.pages.folios == two.whole.folios
    assert two.pages.starts == two.whole.starts


def test_outline_links_and_names_lead_to_the_same_pages(two: Two, tmp_path: Path) -> None:
    single, bound = files(two, tmp_path)
    assert pdf.outline(bound) == pdf.outline(single)
    assert pdf.destinations(bound) == pdf.destinations(single)
    with pdf.leads(bound) as ours, pdf.leads(single) as theirs:
        pairs = list(zip(ours.links(), theirs.links(), strict=True))
    for here, there in pairs:
        assert {(goal.page, goal.name) for goal in here} == {(g.page, g.name) for g in there}


def test_the_bound_book_is_accessible(two: Two, tmp_path: Path) -> None:
    _, bound = files(two, tmp_path)
    result = validator.validate_pdf(str(bound), profile="ua1")
    assert not [(fault.rule_id, fault.message) for fault in result.failures]


def test_the_file_is_sound_and_no_larger(two: Two, tmp_path: Path) -> None:
    _, bound = files(two, tmp_path)
    assert len(two.bound) <= 1.01 * len(two.single)  # folios are streams of their own; pictures
    # and objects that sections share, once in the bound file, outweigh them in a larger book
    if shutil.which("qpdf"):
        completed = subprocess.run(("qpdf", "--check", bound), capture_output=True, check=False)
        assert completed.returncode == 0, completed.stdout


def test_a_strict_renderer_prints_the_same_ink(two: Two, tmp_path: Path) -> None:
    if not shutil.which("gs"):
        pytest.skip("Ghostscript is not installed")
    inks = []
    for path in files(two, tmp_path):
        completed = subprocess.run(
            ("gs", "-q", "-o", "-", "-dUseTrimBox", "-sDEVICE=inkcov", "-r50", path),
            capture_output=True,
            check=True,
        )
        lines = completed.stdout.decode().splitlines()
        inks.append([sum(map(float, line.split()[:4])) for line in lines if "CMYK" in line])
    for ink, other in zip(*inks, strict=True):
        assert ink == pytest.approx(other, rel=0.01, abs=0.0005)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_bytes_do_not_depend_on_workers_or_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    from casebook.press import scheduler

    monkeypatch.setattr(scheduler, "SMALL", 0)
    book, galleys = books.composed(books.every_kind(tmp_path))
    cold = volume.bind(volume.make(book, galleys, tmp_path / "build", workers), book)[0]
    warm = volume.bind(volume.make(book, galleys, tmp_path / "build", workers), book)[0]
    alone = volume.bind(volume.make(book, galleys, tmp_path / "other", 1), book)[0]
    assert cold == warm == alone


def _watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the sections that will be laid out from now on, as it grows."""
    from casebook.press import worker_tasks

    laid: list[str] = []
    lay_out = worker_tasks.lay_out

    def watched(styling: Styling, task: LayoutTask, limit: float) -> LaidOut:
        laid.append(task.section.id)
        return lay_out(styling, task, limit)

    monkeypatch.setattr(worker_tasks, "lay_out", watched)
    return laid


def test_a_section_that_moves_is_shifted_not_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = as_they_come(books.every_kind(tmp_path, lines=45))
    volume.make(*books.composed(folder), folder / "build", 1)
    laid = _watched(monkeypatch)
    books.every_kind(tmp_path, lines=30)
    book, galleys = books.composed(folder)
    pages = volume.make(book, galleys, folder / "build", 1)
    moved = [page for page in pages.book.pages if page.shift]
    assert {pages.signatures[page.section].section for page in moved} >= {"case-1-2"}
    assert "case-1-2" not in laid
    assert set(laid) <= {"case-1-1", "tier-1", "contents", "index-organisation", "index-region"}
    single, _ = engine.write(single_document.lay_out(book, galleys).document, lambda _: None)
    bound, _ = volume.bind(pages, book)
    assert books.furthest(books.signs(single), books.signs(bound)) < 0.05


def test_an_edit_that_moves_no_page_lays_out_one_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books.every_kind(tmp_path)
    volume.make(*books.composed(folder), folder / "build", 1)
    laid = _watched(monkeypatch)
    case = folder / "manuscript" / "cases" / "1-2.md"
    case.write_text(case.read_text("utf-8").replace("12 项", "13 项", 1), "utf-8")
    volume.make(*books.composed(folder), folder / "build", 1)
    assert laid == ["case-1-2"]


def test_a_layout_whose_sides_differ_is_laid_out_for_its_side(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "standard" / "print"
    own.mkdir(parents=True)
    sheet = f"@page :left {{ padding-left: 20pt; background: #eee }} {FIRST_FIT}"
    (own / "zz.css").write_text(sheet, "utf-8")
    book, galleys = books.composed(books.every_kind(tmp_path))
    single, _ = engine.write(single_document.lay_out(book, galleys).document, lambda _: None)
    pages = volume.make(book, galleys, tmp_path / "build", 1)
    bound, _ = volume.bind(pages, book)
    assert not pages.errata
    assert not any(page.shift for page in pages.book.pages)
    assert books.furthest(books.signs(single), books.signs(bound)) < 0.05


def test_help_and_proof_load_no_engine() -> None:
    code = (
        "import sys, casebook.cli\n"
        "try:\n    casebook.cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "import casebook.press.volume, casebook.proof\n"
        "assert 'weasyprint' not in sys.modules"
    )
    subprocess.run(
        (sys.executable, "-c", code),
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def test_what_the_margins_cannot_print_is_told_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "standard" / "print"
    own.mkdir(parents=True)
    sheet = (
        "/* content: element(no) */\n@page { @top-left { content: element(head) } }\n"
        'a::after { content: " " target-text(attr(href)) }'
    )
    (own / "zz.css").write_text(sheet, "utf-8")
    book, galleys = books.composed(books.every_kind(tmp_path))
    errata = volume.make(book, galleys, tmp_path / "build", 1).errata
    messages = {e.rule: (e.place.line, e.quote) for e in errata if e.place.path.endswith("zz.css")}
    assert messages["running-element"] == (2, "element(head)")
    assert messages["far-text"] == (3, "target-text(attr(href))")
