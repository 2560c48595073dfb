"""What `import casebook` offers, by the examples of its docstrings."""

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import casebook
from casebook import project
from casebook.errata import StopPress
from casebook.intake.manuscript import scaffold

SOURCE = Path(casebook.__file__).parents[1]


@pytest.mark.slow
def test_the_examples_of_the_docstrings_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = doctest.testmod(project)
    assert outcome.attempted
    assert not outcome.failed


def test_each_public_name_is_there_and_says_what_it_is() -> None:
    for name in casebook.__all__:
        assert inspect.getdoc(getattr(casebook, name)), name


def test_each_verb_of_a_project_has_an_example() -> None:
    verbs = [verb for name, verb in vars(casebook.Project).items() if name[0] != "_"]
    functions = [casebook.new, casebook.read_notice, casebook.Project]
    for verb in (*functions, *filter(inspect.isfunction, verbs)):
        assert ">>>" in (inspect.getdoc(verb) or ""), verb


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = casebook.nothing


def test_a_folder_without_a_book_stops_with_errata(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        casebook.Project(tmp_path).build()
    assert stop.value.errata


def test_whatever_keeps_a_verb_from_its_work_is_an_erratum(tmp_path: Path) -> None:
    nowhere = casebook.Project(tmp_path / "nowhere")
    for verb in (nowhere.read, nowhere.tiers, nowhere.receive, nowhere.ledger, nowhere.build):
        with pytest.raises(StopPress) as stop:
            verb()
        assert [erratum.rule for erratum in stop.value.errata] == ["no-book"], verb
    with pytest.raises(StopPress) as stop:
        casebook.read_notice(tmp_path / "nothing.docx")
    assert stop.value.errata[0].place.path.endswith("nothing.docx")
    project = casebook.new(tmp_path / "book")
    (project.manuscript / "awards.yaml").unlink()
    with pytest.raises(StopPress, match="no list of awards"):
        project.awards()


def test_arguments_that_mean_nothing_are_refused(tmp_path: Path) -> None:
    project = casebook.new(tmp_path / "book")
    for wrong in (lambda: project.build("pdf"), lambda: project.build(workers=-1)):
        with pytest.raises(ValueError, match=r"edition pdf|cores"):
            wrong()
    with pytest.raises(ValueError, match="file"):
        casebook.read_notice()


def test_a_file_to_assign_needs_its_key(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="key"):
        casebook.new(tmp_path / "book").assign("a.docx")


def test_importing_casebook_loads_no_stage() -> None:
    asked = "import sys, casebook; print([m for m in sys.modules if m.startswith('casebook.')])"
    given = (sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {asked}", SOURCE)
    done = subprocess.run(given, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_new_book_has_the_layout_it_is_given_and_counts_as_new(tmp_path: Path) -> None:
    facts = casebook.new(tmp_path / "book", layout="k16").folder / "manuscript" / "book.yaml"
    assert "\nlayout: k16 " in facts.read_text("utf-8")
    assert scaffold.is_new_book(facts.read_text("utf-8"))
    with pytest.raises(StopPress):
        casebook.new(tmp_path / "other", layout="k61")
    assert not (tmp_path / "other").exists()
