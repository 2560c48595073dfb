"""What a worker is asked to do: a fault stays in its section, style sheets are read once."""

import gc
from pathlib import Path

import pytest
from small_pages import section, sheet

from casebook.press import painting, worker_tasks
from casebook.press.signature import KEPT, BookPosition, Signature
from casebook.press.worker_tasks import CheckSheets, LayOut, LayoutTask, Styling, WarmUp, run
from casebook.store import loads

TASK = LayoutTask("key", section("<p>甲</p>"), BookPosition())


@pytest.fixture
def styling(tmp_path: Path) -> Styling:
    return Styling((sheet(tmp_path),), tmp_path, False, run="1")


def laid_out(styling: Styling, task: LayoutTask = TASK) -> Signature:
    made = run(styling, LayOut(task, 60))
    assert made.key == task.key
    signature: Signature = loads(made.signature, KEPT)
    return signature


def test_a_section_that_breaks_the_engine_is_a_marked_page_with_the_reason(
    styling: Styling, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = painting.signature

    def broken(laid: object, *rest: object) -> object:
        if "排版失败" not in laid.html:  # type: ignore[attr-defined]
            raise ValueError("broken glyph")
        return signature(laid, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(painting, "signature", broken)
    made = laid_out(styling)
    (erratum,) = made.errata
    assert (erratum.rule, erratum.place.path) == ("section-failed", "cases/1-1.md")
    assert "broken glyph" in erratum.message.en
    assert len(made.pages) == 1
    assert ("a", 7.5, 67.5) in made.pages[0].anchors  # links to the section lead there


def test_style_sheets_are_read_once_and_again_in_a_run_before_which_they_changed(
    styling: Styling, tmp_path: Path
) -> None:
    styles = worker_tasks.read_styles(styling)
    assert worker_tasks.read_styles(styling) is styles
    assert worker_tasks.read_styles(styling._replace(run="2")) is styles
    sheet(tmp_path, "p { color: #111 }")
    assert worker_tasks.read_styles(styling._replace(run="2")) is styles  # one run, one layout
    assert worker_tasks.read_styles(styling._replace(run="3")) is not styles


def test_styles_that_a_document_changed_are_read_anew(styling: Styling) -> None:
    styles = worker_tasks.read_styles(styling)
    styles.tainted = True
    assert worker_tasks.read_styles(styling) is not styles


def test_garbage_is_collected_after_every_few_sections(
    styling: Styling, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(worker_tasks, "_LAID_OUT", [0])
    monkeypatch.setattr(gc, "collect", lambda: collected.append(worker_tasks._LAID_OUT[0]))
    for _ in range(2 * worker_tasks.COLLECT_EVERY):
        laid_out(styling)
    assert collected == [worker_tasks.COLLECT_EVERY, 2 * worker_tasks.COLLECT_EVERY]


def test_a_worker_that_has_laid_out_sections_is_warm(
    styling: Styling, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[str] = []
    monkeypatch.setattr(worker_tasks, "lay_out", lambda _styling, task: warmed.append(task.key))
    for before in (0, 1):
        monkeypatch.setattr(worker_tasks, "_LAID_OUT", [before])
        run(styling, WarmUp(TASK))
    assert warmed == ["key"]


def test_the_faults_of_style_sheets_bear_the_name_the_designer_knows(tmp_path: Path) -> None:
    styling = Styling((sheet(tmp_path, "p { colour: red }"),), tmp_path, False)
    checked = run(styling, CheckSheets())
    assert [(e.rule, Path(e.place.path).name) for e in checked.value] == [
        ("ignored-css", "small.css")
    ]
    assert any(address.endswith("small.css") for address, _ in checked.sources)
