"""The metadata of the EPUB: by whom, published by whom, under which identifier."""

from dataclasses import replace
from pathlib import Path

from casebook.book import Fact
from editions.epub import samples
from editions.epub.conftest import attempt
from editions.epub.opened import NS, Opened


def test_a_book_without_editors_is_by_its_issuer(base: Path) -> None:
    attempt(base, replace(samples.small(), editors=()))
    package = Opened((base.parent / "book.epub").read_bytes()).package
    assert package.findtext("o:metadata/dc:creator", "", NS) == "某某促进会"
    assert package.find("o:metadata/dc:contributor", NS) is None


def test_no_publisher_is_invented_and_a_named_one_is_kept(base: Path, small_book: Path) -> None:
    package = Opened(small_book.read_bytes()).package
    assert package.find("o:metadata/dc:publisher", NS) is None
    attempt(base, replace(samples.small(), imprint=(Fact("出版者", "某出版社"),)))
    package = Opened((base.parent / "book.epub").read_bytes()).package
    assert package.findtext("o:metadata/dc:publisher", "", NS) == "某出版社"


def test_a_book_without_an_identifier_gets_one_from_what_it_is_called(base: Path) -> None:
    result = set()
    for title in ("甲书", "甲书", "乙书"):
        attempt(base, replace(samples.small(), identifier="", title=title))
        package = Opened((base.parent / "book.epub").read_bytes()).package
        result.add(package.findtext("o:metadata/dc:identifier", "", NS))
    assert len(result) == 2
    assert all(urn.startswith("urn:uuid:") for urn in result)
