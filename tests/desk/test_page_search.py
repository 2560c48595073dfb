"""Words found on pages: over a line's end, whatever their case, in the order of the book."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from casebook.desk import page_search
from casebook.desk.page_search import PageSearch
from casebook.desk.press_messages import ShownPages
from casebook.pagetext import Box, Line, Page

PDF = Path("a.pdf")


def page(*lines: str) -> Page:
    return Page(100, 200, tuple(
        Line(text, tuple(Box(n * 10, row * 20, n * 10 + 10, row * 20 + 12) for n in range(len(text))))
        for row, text in enumerate(lines)
    ))  # fmt: skip


def shown(first: int, count: int, version: str) -> ShownPages:
    return ShownPages(PDF, first, tuple("x" * count), version)


PAGES = [page("甲乙丙", "丁戊 甲"), page("QC 小组", "甲 乙"), page("乙甲乙")]


def search() -> tuple[PageSearch, list[list[int]]]:
    asked: list[list[int]] = []

    async def read(file: Path, wanted: Sequence[int]) -> list[Page]:
        assert file == PDF
        asked.append(list(wanted))
        return [PAGES[n] for n in wanted]

    return PageSearch(read), asked


def test_words_are_found_over_the_end_of_a_line_and_between_spaces() -> None:
    finder, _ = search()
    pages = {"b": shown(0, 2, "v"), "a": shown(2, 1, "w")}
    [hit] = asyncio.run(finder.find("丙丁", pages))
    assert (hit.section, hit.number, hit.size) == ("b", 0, (100, 200))
    assert hit.boxes == ((20, 0, 10, 12), (0, 20, 10, 12))
    hits = asyncio.run(finder.find("甲 乙", pages))
    assert [(hit.section, hit.number) for hit in hits] == [("b", 0), ("b", 1), ("a", 0)]
    assert [hit.number for hit in asyncio.run(finder.find("qc小", pages))] == [1]
    assert asyncio.run(finder.find("  ", pages)) == ()
    assert asyncio.run(finder.find("(.*)+$", pages)) == ()


def test_pages_are_read_once_for_as_long_as_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_search, "BATCH", 1)
    finder, asked = search()
    before = {"b": shown(0, 2, "v"), "a": shown(2, 1, "w")}
    asyncio.run(finder.find("甲", before))
    assert asked == [[0], [1], [2]]
    asyncio.run(finder.find("乙", before | {"a": shown(1, 1, "new")}))
    assert asked[3:] == [[1]]
