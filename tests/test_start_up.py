"""What a start loads: nobody waits for a library that the command does not need."""

import subprocess
import sys
from pathlib import Path

import pytest

from casebook.press.build_cache import touched

ROOMS = ("casebook.intake.notice", "casebook.editions.epub")
"""Rooms of our own that take long to load: few commands ask for them."""
HEAVY = frozenset(
    (*"weasyprint pydantic jinja2 lxml PIL pypdfium2 openpyxl rich markdown_it".split(), *ROOMS)
)


def loaded(module: str) -> set[str]:
    """Return the heavy libraries that importing `module` loads."""
    script = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        (sys.executable, "-c", script), capture_output=True, text=True, check=True
    )
    return HEAVY & set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("casebook", set()),
        ("casebook.project", set()),
        ("casebook.cli", set()),
        ("casebook.desk.start_desk", {"lxml"}),  # the first rows of the ledger are shown by it
        ("casebook.issuing", set()),  # the workers start before it loads more
        ("casebook.press.engine", HEAVY - {"weasyprint"}),  # it loads WeasyPrint in its own way
        ("casebook.edition_making", HEAVY - {"weasyprint", "openpyxl", "rich", *ROOMS}),
        ("casebook.proof", set()),
        ("casebook.proof.examination", {"pydantic", "lxml", "markdown_it", "PIL"}),
    ],
)
def test_a_start_loads_no_library_before_it_is_needed(module: str, needed: set[str]) -> None:
    assert loaded(module) <= needed


def test_workers_start_before_the_stages_of_a_build_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "manuscript").mkdir()
    script = (
        "import sys\n"
        "from casebook.press import workers\n"
        "from casebook.project import Project\n"
        "workers.Workers.start_early = lambda self: sys.exit(str('casebook.layout' in sys.modules))\n"
        "Project(sys.argv[1]).build(workers=2)\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", script, tmp_path), capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "False"


def test_a_book_that_is_not_there_starts_no_workers(tmp_path: Path) -> None:
    assert not touched(tmp_path)
