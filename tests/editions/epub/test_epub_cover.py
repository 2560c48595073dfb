"""The cover of the EPUB: what it shows, and what is read aloud of it."""

from dataclasses import replace
from pathlib import Path

from casebook.book import Status
from editions.epub import samples
from editions.epub.opened import Opened


def test_the_cover_says_the_facts_of_the_book_and_no_others(base: Path) -> None:
    book = samples.small()
    full = samples.front(book, base).html
    for fact in ("一地一品", "案例选", "二〇二二年度", "某某促进会", "2023", "案例丛书", "未定稿"):
        assert fact in full
    bare = replace(book, subtitle="", series="", series_number=None, status=Status.FINAL)
    html = samples.front(bare, base).html
    assert not any(word in html for word in ("None", "二〇二二", "丛书", "未定稿"))


def test_the_cover_reads_aloud_what_it_says(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["cover.xhtml"]
    (image,) = page.iter("{*}img")
    assert image.get("alt") == "封面：一地一品 案例选，二〇二二年度，某某促进会，2023年"
