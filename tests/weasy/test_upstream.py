"""What WeasyPrint could take is a patch with tests: they fail without it and pass with it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import casebook.weasy
from casebook.weasy.comparison import installed

PATCHES = sorted(Path(casebook.weasy.__file__).with_name("upstream").glob("*.patch"))
UTILITIES = """
import functools
import logging

from weasyprint import HTML


def assert_no_logs(function):
    @functools.wraps(function)
    def quiet(*given, **named):
        records, handler = [], logging.Handler()
        handler.emit = records.append
        logging.getLogger("weasyprint").addHandler(handler)
        try:
            function(*given, **named)
        finally:
            logging.getLogger("weasyprint").removeHandler(handler)
        assert not records

    return quiet


def render_pages(html):
    return [page._page_box for page in HTML(string=html).render().pages]
"""
"""Stands for the test utilities of WeasyPrint, which are not in the installed package."""


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Return a source tree of WeasyPrint as far as it is installed."""
    here = installed() / "weasyprint"
    shutil.copytree(here, tmp_path / "weasyprint", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/__init__.py", "tests/layout/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "tests" / "testing_utils.py").write_text(UTILITIES, "utf-8")
    return tmp_path


def test_the_tests_of_each_patch_fail_without_it_and_pass_with_it(theirs: Path) -> None:
    for patch in PATCHES:
        applied(theirs, patch, "--include=tests/*")
    before = outcome(theirs).stdout
    assert len(layout_tests(theirs)) == len(PATCHES) == 4
    assert {path for path in layout_tests(theirs) if f"FAILED {path}" not in before} == set()
    for patch in PATCHES:
        applied(theirs, patch, "--exclude=tests/*")
    after = outcome(theirs)
    assert after.returncode == 0, after.stdout


def layout_tests(tree: Path) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.glob("tests/layout/test_*.py")}


def applied(tree: Path, patch: Path, *options: str) -> None:
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tree.parent)}
    subprocess.run(("git", "apply", *options, str(patch)), cwd=tree, env=environment, check=True)


def outcome(tree: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"),
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
