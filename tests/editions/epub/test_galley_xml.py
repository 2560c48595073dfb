"""Galleys that are no XML are told with their template."""

from dataclasses import replace
from pathlib import Path

import pytest

from casebook.errata import StopPress
from editions.epub import samples
from editions.epub.conftest import attempt, refused


def test_a_document_that_is_not_well_formed_names_the_template(base: Path) -> None:
    (fault,) = refused(base, "<p>没有结束")
    assert (fault.rule, fault.place.path) == ("not-well-formed", "epub/case.html")
    assert "同一题目" in fault.message.zh


def test_a_template_that_makes_no_document_is_named(base: Path) -> None:
    book = samples.small()
    galleys = samples.galleys(book, base)
    with pytest.raises(StopPress) as stop:
        attempt(base, book, (replace(galleys[0], html="<p>甲</p>"), *galleys[1:]))
    assert [e.rule for e in stop.value.errata] == ["not-xhtml"]
