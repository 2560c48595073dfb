"""Many sections at once: one that fails is marked, the others are bound, nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

import books
from casebook import issuing, pdf
from casebook.book import Status
from casebook.errata import StopPress, Wording
from casebook.press import scheduler, volume, worker_tasks, workers
from casebook.press.signature import KEPT, BookPosition, SectionHtml
from casebook.press.worker_tasks import LayoutTask, Styling
from casebook.store import loads

ROOT = Path(__file__).parents[2]


def quiet(_step: Wording, _count: int | None) -> None:
    return None


def fail_on(monkeypatch: pytest.MonkeyPatch, failing: str, fault: BaseException) -> None:
    from casebook.press import painting

    made = painting.signature

    def signature(section: SectionHtml, styles: object, position: BookPosition) -> object:
        if section.id == failing and "排版失败" not in section.html:
            raise fault
        return made(section, styles, position)

    monkeypatch.setattr(painting, "signature", signature)


def test_a_section_that_fails_is_a_marked_page_and_an_erratum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books.every_kind(tmp_path)
    fail_on(monkeypatch, "case-1-2", ValueError("broken glyph"))
    issue = issuing.issue(folder, ("print",), quiet, 1)
    assert [e.rule for e in issue.queries if e.rule == "section-failed"] == ["section-failed"]
    erratum = next(e for e in issue.queries if e.rule == "section-failed")
    assert erratum.place.path == "cases/1-2.md"
    assert "broken glyph" in erratum.message.en
    texts = pdf.texts(issue.files["print"])
    assert any("排版失败" in text for text in texts)
    assert any("名单外" in text for text in texts)


def test_a_failed_section_is_tried_again_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books.every_kind(tmp_path)
    with monkeypatch.context() as patch:
        fail_on(patch, "case-1-2", ValueError("broken glyph"))
        issuing.issue(folder, ("print",), quiet, 1)
    issue = issuing.issue(folder, ("print",), quiet, 1)
    assert not any(e.rule == "section-failed" for e in issue.queries)


def test_a_final_book_with_a_failed_section_is_not_issued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path))
    fail_on(monkeypatch, "case-1-2", ValueError("broken glyph"))
    pages = volume.make(book, galleys, tmp_path / "build", 1)
    final = book.__class__(**{**book.__dict__, "status": Status.FINAL})
    assert not volume.stopping(pages, book)
    assert volume.stopping(pages, final)


def test_a_section_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casebook.press import painting

    made = painting.signature

    def slow(section: SectionHtml, styles: object, position: BookPosition) -> object:
        while "排版失败" not in section.html:
            pass
        return made(section, styles, position)

    book, galleys = books.composed(books.every_kind(tmp_path))
    styling = Styling(galleys[0].sheets, galleys[0].base, book.composition)
    monkeypatch.setattr(painting, "signature", slow)
    section = galleys[-1].section
    section = SectionHtml(section.id, section.title, section.place, galleys[-1].html)
    began = time.monotonic()
    data = worker_tasks.lay_out(styling, LayoutTask("key", section, BookPosition()), 0.2).signature
    assert time.monotonic() - began < 60
    assert [e.rule for e in loads(data, KEPT).errata] == ["section-too-slow"]


def test_a_section_that_kills_its_worker_is_marked_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "SMALL", 0)
    monkeypatch.setattr(workers, "processes", killing)
    book, galleys = books.composed(books.every_kind(tmp_path))
    pages = volume.make(book, galleys, tmp_path / "build", 2)
    assert [e.rule for e in pages.errata] == ["section-failed", "worker-ended"]
    assert "killed twice" in pages.errata[0].message.en
    assert set(pages.starts) == {galley.section.id for galley in galleys}


def killing(workers: int) -> object:
    """Return a pool whose workers die of one section."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=die_of_case)


def die_of_case() -> None:
    """Make this process die when it is given a certain case."""
    from casebook.press import painting

    made = painting.signature

    def signature(section: SectionHtml, styles: object, position: BookPosition) -> object:
        if section.id == "case-1-3" and "排版失败" not in section.html:
            os.kill(os.getpid(), signal.SIGKILL)
        return made(section, styles, position)

    painting.signature = signature  # type: ignore[assignment]


def test_an_interrupted_run_leaves_nothing_running_and_nothing_half_written(
    tmp_path: Path,
) -> None:
    folder = books.every_kind(tmp_path, lines=4000)
    process = subprocess.Popen(
        (sys.executable, "-c", _RUN, str(folder)),
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        start_new_session=True,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 240
    while not list((folder / "build").glob(".making-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(2.5)
    os.killpg(process.pid, signal.SIGINT)
    _, erratum = process.communicate(timeout=180)
    assert process.returncode == 130, erratum
    assert b"Traceback" not in erratum
    assert not list((folder / "build").glob(".making-*"))
    assert not list((folder / "build").rglob(".part-*"))
    assert not (folder / "build" / "print.pdf").exists()
    deadline = time.monotonic() + 240
    while running(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not running(process.pid)


def running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


_RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
from casebook import issuing
from casebook.press import scheduler
scheduler.SMALL = 0
if __name__ == "__main__":
    from pathlib import Path
    try:
        issuing.issue(Path(sys.argv[1]), ("print",), lambda step, count: None, 2)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_faults_of_style_sheets_are_told_from_the_store_too(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "standard" / "print"
    own.mkdir(parents=True)
    (own / "zz.css").write_text("p { colour: red }", "utf-8")
    folder = books.every_kind(tmp_path)
    for _ in range(2):
        with pytest.raises(StopPress) as stop:
            issuing.issue(folder, ("print",), quiet, 1)
        assert {e.rule for e in stop.value.errata} == {"ignored-css"}


def test_where_no_worker_comes_up_the_sections_are_laid_out_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "SMALL", 0)
    monkeypatch.setattr(workers, "processes", dying)
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    pages = volume.make(book, galleys, tmp_path / "build", 2)
    assert [e.rule for e in pages.errata] == ["no-workers"]
    assert set(pages.starts) == {galley.section.id for galley in galleys}


def dying(workers: int) -> object:
    """Return a pool whose workers die as soon as they live."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=os._exit, initargs=(1,))


def test_with_workers_this_process_never_loads_the_engine(tmp_path: Path) -> None:
    """The press of a long book stays small: sections, margins and fonts are the workers'."""
    run = (
        "import sys; from pathlib import Path; from casebook import issuing\n"
        "if __name__ == '__main__':\n"
        "    issuing.issue(Path(sys.argv[1]), ('print',), lambda *_: None, 2)\n"
        "    sys.exit('weasyprint' in sys.modules)\n"
    )
    folder = books.every_kind(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run((sys.executable, "-c", run, folder), env=environment, check=True)
    assert pdf.page_count(folder / "build" / "print.pdf") > 10


def test_a_pool_that_is_broken_from_the_start_loses_no_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "SMALL", 0)
    book, galleys = books.composed(books.every_kind(tmp_path))
    volume.make(book, galleys, tmp_path / "build", 1)
    case = tmp_path / "manuscript" / "cases" / "1-2.md"
    case.write_text(case.read_text("utf-8").replace("12 项", "13 项", 1), "utf-8")
    book, galleys = books.composed(tmp_path)
    pool = workers.Workers(2)
    pool._pool = workers.processes(1)
    with pytest.raises(BrokenProcessPool):
        pool._pool.submit(os._exit, 1).result()
    pages = volume.make(book, galleys, tmp_path / "build", pool)
    pool.close()
    assert [e.rule for e in pages.errata] == ["worker-ended"]
    assert set(pages.starts) == {galley.section.id for galley in galleys}
