"""What a start loads: nobody waits for a library that the command does not need."""

import subprocess
import sys

import pytest

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
        ("casebook.issuing", {"jinja2"}),  # a build without changes ends here
        ("casebook.press.engine", HEAVY - {"weasyprint"}),  # it loads WeasyPrint in its own way
        ("casebook.edition_making", HEAVY - {"weasyprint", "openpyxl", "rich", *ROOMS}),
        ("casebook.proof", HEAVY - {"weasyprint", "openpyxl", "rich", *ROOMS}),
    ],
)
def test_a_start_loads_no_library_before_it_is_needed(module: str, needed: set[str]) -> None:
    assert loaded(module) <= needed
