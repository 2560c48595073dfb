"""Style sheets of the EPUB."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from casebook.errata import StopPress
from editions.epub import samples
from editions.epub.conftest import attempt
from editions.epub.opened import Opened


def test_a_sheet_that_fetches_something_is_told_with_its_line(base: Path) -> None:
    sheet = base.parent / "own" / "epub" / "own.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("/* url(x)\n */\np {}\nbody { background: url(paper.png) }\n", "utf-8")
    book = samples.small()
    galleys = tuple(replace(g, sheets=(sheet,)) for g in samples.galleys(book, base))
    with pytest.raises(StopPress) as stop:
        attempt(base, book, galleys)
    (fault,) = stop.value.errata
    assert (str(fault.place), fault.quote) == ("layouts/own/epub/own.css:4", "url(paper.png)")


def test_all_that_stands_in_a_body_has_the_measure_of_the_text(small_book: Path) -> None:
    made = Opened(small_book.read_bytes())
    sheets = "".join(data.decode() for name, data in made.files.items() if name.endswith(".css"))
    (rule,) = re.findall(r"(?m)^(body > [^{]*)\{ max-width", sheets)
    limited = set(re.findall(r"body > (\w+)", rule))
    for name, tree in made.documents.items():
        body = tree.find("{*}body")
        assert body is not None
        assert {etree.QName(child).localname for child in body} <= limited, name


def test_a_reading_system_that_does_not_read_what_is_asked_of_media_is_asked_for_no_attribute(
    small_book: Path,
) -> None:
    """MuPDF prints the word attr before every value that is to be taken from an attribute."""
    made = Opened(small_book.read_bytes())
    sheets = "".join(data.decode() for name, data in made.files.items() if name.endswith(".css"))
    sheets = re.sub(r"(?s)/\*.*?\*/", "", sheets)
    asked = r"@(?:media|container)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}"
    assert "attr(" in sheets
    assert "attr(" not in re.sub(asked, "", sheets)
