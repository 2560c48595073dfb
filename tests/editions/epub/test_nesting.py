"""Sections of the EPUB nested by the levels of headings."""

from pathlib import Path

from editions.epub.opened import Opened, text


def test_every_heading_of_a_case_opens_a_section_nested_by_its_level(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    for heading in page.iter(*(f"{{*}}h{n}" for n in range(1, 6))):
        around = [node for node in heading.iterancestors() if node.tag.endswith("section")]
        assert len(around) == int(heading.tag[-1]), text(heading)
