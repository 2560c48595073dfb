"""Fifty small notices in the shapes public lists have, each with the reading it must give."""

from pathlib import Path

import pytest

from casebook.errata import Kind
from casebook.intake import notice
from notice.telling import in_words

NOTICES = sorted((Path(__file__).parent / "notices").glob("*.txt"))
UNSURE = {
    "date-right-below-the-list", "empty", "entry-without-title",
    "list-as-a-picture", "lost-mark-and-lost-number",
    "number-jumps", "prose-only", "title-mark-never-closed",
    "title-wraps-before-a-number", "web-residue-between-entries",
}  # fmt: skip


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_each_shape_gives_the_reading_that_was_looked_at(path: Path) -> None:
    assert in_words(notice.read(path)) == path.with_suffix(".golden").read_text("utf-8")


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_what_is_not_certain_is_an_erratum_and_what_is_certain_is_none(path: Path) -> None:
    errata = [e for e in notice.read(path).errata if e.kind is Kind.ERRATUM]
    assert bool(errata) == (path.stem in UNSURE)
