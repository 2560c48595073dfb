"""Style sheets of the EPUB."""

from dataclasses import replace
from pathlib import Path

import pytest

from casebook.errata import StopPress
from editions.epub import samples
from editions.epub.conftest import attempt


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
