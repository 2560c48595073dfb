"""The issued EPUB read back for the ledger."""

from dataclasses import replace
from pathlib import Path

from casebook.book import Section
from casebook.editions import epub
from editions.epub import samples
from editions.epub.conftest import attempt


def test_the_file_read_back_counts_every_case_everywhere(small_book: Path) -> None:
    cases = ("case-1-1", "case-1-2", "case-2-1", "case-2-2", "case-x-01")
    count = epub.read_back(small_book)
    assert count.nav == count.spine == count.contents == count.index_organisation == cases
    assert sorted(count.index_region) == sorted(cases)


def test_a_case_missing_from_the_contents_page_is_missing_from_the_count(base: Path) -> None:
    book = samples.small()

    def shortened(section: Section) -> Section:
        return replace(section, entries=section.entries[:-2])

    sections = tuple(shortened(s) if s.kind == "contents" else s for s in book.sections)
    attempt(base, replace(book, sections=sections))
    count = epub.read_back(base.parent / "book.epub")
    assert "case-x-01" in count.nav
    assert "case-x-01" not in count.contents
