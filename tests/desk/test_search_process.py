"""The search beside the desk: texts and pages, a pattern that never ends, a process that is gone."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casebook.desk import search_process
from casebook.desk.live_state import State
from casebook.desk.search_process import PageJob, PagesOfSection, Search, TextJob
from casebook.desk.searcher import Searcher
from casebook.desk.text_search import Mode, Query, finder

EXPLODES = Query("(.+)+X(.+)+Y$", Mode.PATTERN)


def texts(folder: Path, query: Query, *paths: str) -> TextJob:
    return TextJob(query, folder / "manuscript", paths or ("cases/1-1.md", "awards.yaml"), ())


def pages(state: State, query: Query) -> PageJob:
    return PageJob(query, tuple(
        PagesOfSection(name, of.version, of.pdf, of.first, tuple(of.labels))
        for name, of in state.pages.items()
    ))  # fmt: skip


def test_texts_are_searched_and_read_again_when_they_change(tmp_path: Path) -> None:
    path = tmp_path / "manuscript/cases/1-1.md"
    path.parent.mkdir(parents=True)
    path.write_bytes("\ufeff---\r\naward: 1-1\r\n---\r\n一句，两\r\n句。\r\n".encode())
    search = Search()
    [of] = search.outcome(texts(tmp_path, Query("两句", Mode.TEXT))).texts
    assert [(hit.words, line) for hit, line in of.hits] == [("两\n句", 4)]
    path.write_text("---\n---\n三句。\n", "utf-8")
    assert search.outcome(texts(tmp_path, Query("两句", Mode.TEXT))).texts == ()
    again = search.outcome(texts(tmp_path, Query("sanju", Mode.PINYIN))).texts
    assert again[0].revision != of.revision


def test_printed_pages_are_searched_contents_too(made: tuple[Path, State]) -> None:
    search, state = Search(), made[1]
    hits = search.outcome(pages(state, Query("甲题", Mode.TEXT))).pages
    assert {"case-1-1", "contents"} <= {hit.section for hit in hits}
    case = next(hit for hit in hits if hit.section == "case-1-1")
    assert case.label in state.pages["case-1-1"].labels
    assert 0 < case.down < 1000
    assert search.outcome(pages(state, Query("mulu", Mode.PINYIN))).pages


def test_pages_that_take_long_to_read_come_part_by_part(
    made: tuple[Path, State], monkeypatch: pytest.MonkeyPatch
) -> None:
    query, search, state = Query("甲题", Mode.TEXT), Search(), made[1]
    whole = search.outcome(pages(state, query)).pages
    monkeypatch.setattr(search_process, "READING", -1.0)
    slow, hits, start = Search(), [], 0
    while True:
        slow._pages.update({key: words for key, words in list(search._pages.items())[: start + 1]})
        outcome = slow.outcome(pages(state, query)._replace(start=start))
        hits += outcome.pages
        if not outcome.next:
            break
        start = outcome.next
    assert start > 0
    assert tuple(hits) == whole


def test_pages_that_were_replaced_are_told(made: tuple[Path, State]) -> None:
    state = replace(made[1], pages={
        name: of._replace(pdf=Path("/nowhere.pdf")) for name, of in made[1].pages.items()
    })  # fmt: skip
    [erratum] = Search().outcome(pages(state, Query("甲", Mode.TEXT))).errata
    assert erratum.rule == "pages-replaced"


@pytest.fixture
def long_text(tmp_path: Path) -> Path:
    path = tmp_path / "manuscript/cases/1-1.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\n---\n" + "甲乙丙丁" * 40 + "\n", "utf-8")
    return tmp_path


def test_a_pattern_that_never_ends_is_stopped(
    long_text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_process, "SECONDS", 0.2)
    search = Search()
    began = time.process_time()
    for query in (EXPLODES, Query("(甲|甲乙|乙丙|.)*Z", Mode.PATTERN)):
        [erratum] = search.outcome(texts(long_text, query)).errata
        assert erratum.rule == "search-too-slow"
    assert time.process_time() - began < 20
    assert search.outcome(texts(long_text, Query("丙丁", Mode.TEXT))).texts


def test_what_would_be_put_is_bounded(long_text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_process, "LARGEST", 1000)
    query = Query(".+", Mode.PATTERN, put=r"\g<0>" * 60)
    [erratum] = Search().outcome(texts(long_text, query)).errata
    assert erratum.rule == "search-too-slow"
    monkeypatch.setattr(search_process, "SECONDS", 1e-9)
    clock = search_process._Clock()
    [hit] = finder(Query("甲乙丙丁$", Mode.TEXT, put="\n# 甲"))("---\n---\n甲乙丙丁$")
    assert clock.reshapes("cases/1-1.md", "---\n---\n甲乙丙丁$" + "甲" * 20_000, [hit])


def test_hits_without_end_are_told(long_text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_process, "MOST", 30)
    outcome = Search().outcome(texts(long_text, Query("甲", Mode.TEXT)))
    assert outcome.more


@pytest.mark.slow
def test_a_process_that_does_not_answer_is_ended_and_replaced(
    long_text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.desk.searcher.PATIENCE", 0.01)

    async def search() -> None:
        searcher = Searcher()
        job = texts(long_text, Query("丙丁", Mode.TEXT))
        [erratum] = (await searcher.search(job)).errata
        assert erratum.rule == "search-too-slow"
        monkeypatch.undo()
        assert (await searcher.search(job)).texts
        assert searcher._child is not None
        searcher._child.process.kill()
        searcher._child.process.join()
        assert (await searcher.search(job)).texts
        both = await asyncio.gather(searcher.search(job), searcher.search(job))
        assert all(outcome.texts for outcome in both)
        searcher.end()

    asyncio.run(search())
