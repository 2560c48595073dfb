"""The navigation of the EPUB: contents, page list, landmarks."""

from dataclasses import replace
from pathlib import Path

from casebook.editions import epub
from editions.epub import samples
from editions.epub.conftest import attempt
from editions.epub.opened import Opened, text

OPS = "{http://www.idpf.org/2007/ops}type"


def test_without_folios_there_is_no_page_list_and_locators_show_the_case(base: Path) -> None:
    book = samples.small()
    target = base.parent / "book.epub"
    epub.issue(
        book,
        samples.galleys(book, base),
        {},
        target,
        front=samples.front(book, base),
        cache=base.parent / "cache",
    )
    opened = Opened(target.read_bytes())
    assert opened.nav("page-list") == []
    assert opened.metas("pageBreakSource") == []
    assert "pageNavigation" not in opened.metas("schema:accessibilityFeature")
    root = opened.trees["index-organisation.xhtml"]
    locators = [(text(a), a.get("href")) for a in root.iter("{*}a")]
    assert ("2-1", "case-2-1.xhtml") in locators


def test_a_book_without_divisions_has_a_flat_contents_that_begins_at_its_first_case(
    base: Path,
) -> None:
    book = samples.small()
    kept = [s for s in book.sections if s.kind in ("title-page", "contents", "case")]
    pieces = tuple(e for s in kept for e in s.entries if e.target.startswith("case-"))
    sections = tuple(replace(s, entries=pieces) if s.kind == "contents" else s for s in kept)
    attempt(base, replace(book, sections=sections))
    opened = Opened((base.parent / "book.epub").read_bytes())
    marks = {a.get(OPS): a.get("href") for a in opened.nav("landmarks")}
    assert marks["bodymatter"] == "case-1-1.xhtml"
    assert [a.get("href") for a in opened.nav("toc")] == opened.spine
    assert len(epub.read_back(base.parent / "book.epub").contents) == 5
