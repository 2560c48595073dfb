"""The search, in a process of its own: a pattern that never ends is stopped, and the desk answers on.

Texts of the manuscript are read when they have changed, pages when they are new. A search may take
so much computing time; then it breaks off and says so. Should even that fail, the desk ends the
process and starts another.
"""

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from casebook import files, limits, pagetext
from casebook.book import Award
from casebook.decoding import utf8
from casebook.desk.replaceable import Obstacle, obstacles, reshapes
from casebook.desk.text_search import Finder, Hit, Query, finder
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.journal.kept_contents import digest
from casebook.proof.award_titles import AwardTitles

SECONDS = 3.0
"""Computing time of one search, reading apart."""
READING = 1.5
"""Seconds that pages are read for one answer; whoever asks goes on from there."""
LARGEST = 4_000_000
"""Characters that one search may put in the place of others."""
MEMORY = 1 << 29
MOST = 20_000
"""Hits of one search in texts; further ones are counted as “more”."""
MOST_ON_PAGES = 3_000
_BATCH = 16


class TextJob(NamedTuple):
    """Texts to search: the manuscript folder, the files below it, and the titles that stay."""

    query: Query
    manuscript: Path
    paths: tuple[str, ...]
    awards: tuple[Award, ...]


class PagesOfSection(NamedTuple):
    """The pages of a section: its id, their version, and where they stand in a PDF."""

    section: str
    version: str
    pdf: Path
    first: int
    labels: tuple[str, ...]


class PageJob(NamedTuple):
    """Pages to search, from the section number `start` on."""

    query: Query
    sections: tuple[PagesOfSection, ...]
    start: int = 0


@dataclass(frozen=True)
class TextHits:
    """What was found in a text: its revision, its hits, each with its line, and what keeps it.

    `obstacles` say of a hit why it is not replaced; `reshapes` that replacing changes the
    structure of the text.
    """

    path: str
    revision: str
    hits: tuple[tuple[Hit, int], ...]
    obstacles: tuple[Obstacle | None, ...] = ()
    reshapes: bool = False


class PageHit(NamedTuple):
    """A hit on a page: its section and number there, how far down (thousandths), the words around."""

    section: str
    number: int
    label: str
    down: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What a search gives: hits in texts or on pages, whether there are more, or why it stopped.

    Pages that are new are read a while; `next` is the section to go on with, 0 when all were searched.
    """

    texts: tuple[TextHits, ...] = ()
    pages: tuple[PageHit, ...] = ()
    more: bool = False
    errata: tuple[Erratum, ...] = ()
    next: int = 0


def work(wire: Connection) -> None:
    """Do searches that come over `wire` until None or its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its own processes
    search = Search()
    while True:
        try:
            job = wire.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        with suppress(OSError):
            wire.send(search.outcome(job))


@dataclass
class _Clock:
    """The computing time that is left for a search, and for looking at what it would replace."""

    left: float = field(default_factory=lambda: SECONDS)
    looking: float = field(default_factory=lambda: SECONDS)
    room: int = field(default_factory=lambda: LARGEST)

    def run(self, find: Finder, text: str, most: int) -> list[Hit]:
        """Return the hits in a text, at most `most`. Raises `TooSlow`."""
        began = time.process_time()
        hits: list[Hit] = []
        with limits.within(max(self.left, 0.01)):
            for hit in find(text):
                if len(hits) >= most:
                    break
                hits.append(hit)
                self.room -= len(hit.put or "")
                if self.room < 0:
                    raise limits.TooSlow
        self.left -= time.process_time() - began
        return hits

    def reshapes(self, path: str, text: str, hits: Sequence[Hit]) -> bool:
        """Say whether replacing `hits` may change the structure of a text; it does when that cannot
        be seen in time."""
        began = time.process_time()
        try:
            with limits.within(max(self.looking, 0.01)):
                return reshapes(path, text, hits)
        except limits.TooSlow:
            return True
        finally:
            self.looking -= time.process_time() - began


class _PageWords(NamedTuple):
    """The words of a page, and of each character the middle of its line, in thousandths."""

    text: str
    downs: tuple[int, ...]


@dataclass
class Search:
    """What was read of texts and pages, and the searches in it."""

    _texts: dict[str, tuple[tuple[int, int], str, str]] = field(default_factory=dict)
    _pages: dict[tuple[str, str], list[_PageWords]] = field(default_factory=dict)

    def outcome(self, job: TextJob | PageJob) -> Outcome:
        """Return what comes of a job; a pattern that is at fault or takes too long is told."""
        try:
            find = finder(job.query)
            with limits.room(MEMORY):
                return (
                    self._in_texts(job, find)
                    if isinstance(job, TextJob)
                    else self._on_pages(job, find)
                )
        except (limits.TooSlow, MemoryError, RecursionError):
            return Outcome(errata=(too_slow(job.query.words),))
        except StopPress as stop:
            return Outcome(errata=stop.errata)

    # Texts

    def _in_texts(self, job: TextJob, find: Finder) -> Outcome:
        clock, left = _Clock(), MOST
        titles = AwardTitles(job.awards)
        every: list[TextHits] = []
        for path in job.paths:
            text, revision = self._text(job.manuscript, path)
            hits = clock.run(find, text, left + 1)
            if len(hits) > left:
                return Outcome(tuple(every), more=True)
            left -= len(hits)
            if hits:
                every.append(_of_text(path, revision, text, hits, titles, clock))
        return Outcome(tuple(every))

    def _text(self, manuscript: Path, path: str) -> tuple[str, str]:
        """Return a text and its revision; "" for one that is gone or is no UTF-8: the press tells."""
        try:
            state = (manuscript / path).stat()
            stamp = state.st_mtime_ns, state.st_size
            known = self._texts.get(path)
            if known is None or known[0] != stamp:
                data = files.read(manuscript / path, manuscript)
                text = utf8(data, path)
                clean = (
                    ""
                    if isinstance(text, Erratum)
                    else text.replace("\r\n", "\n").replace("\r", "\n")
                )
                known = self._texts[path] = stamp, clean, digest(data)
        except OSError:
            return "", ""
        return known[1], known[2]

    # Pages

    def _on_pages(self, job: PageJob, find: Finder) -> Outcome:
        clock, hits = _Clock(), list[PageHit]()
        wanted = {of[:2] for of in job.sections}
        self._pages = {key: words for key, words in self._pages.items() if key in wanted}
        end = time.monotonic() + READING
        for at, of in enumerate(job.sections[job.start :], job.start):
            if of[:2] not in self._pages:
                if time.monotonic() > end:
                    return Outcome(pages=tuple(hits), next=at)
                self._pages[of[:2]] = list(_words(of))
            for number, words in enumerate(self._pages[of[:2]][: len(of.labels)]):
                most = MOST_ON_PAGES - len(hits) + 1
                here = clock.run(find, words.text, most)
                hits += (
                    PageHit(of.section, number, of.labels[number], words.downs[hit.start],
                            *(_flat(part) for part in (hit.before, hit.words, hit.after)))
                    for hit in here
                )  # fmt: skip
                if len(hits) > MOST_ON_PAGES:
                    return Outcome(pages=tuple(hits[:MOST_ON_PAGES]), more=True)
        return Outcome(pages=tuple(hits))


def _of_text(
    path: str, revision: str, text: str, hits: Sequence[Hit], titles: AwardTitles, clock: _Clock
) -> TextHits:
    lines, at, line = [], 0, 1
    for hit in hits:
        line += text.count("\n", at, hit.start)
        at = hit.start
        lines.append((hit, line))
    if all(hit.put is None for hit in hits):
        return TextHits(path, revision, tuple(lines))
    against = obstacles(path, text, hits, titles)
    free = [hit for hit, obstacle in zip(hits, against, strict=True) if obstacle is None]
    return TextHits(path, revision, tuple(lines), against, clock.reshapes(path, text, free))


def _words(of: PagesOfSection) -> Iterator[_PageWords]:
    """Yield the words of the pages of a section. Raises `StopPress` when newer ones took their place."""
    last = of.first + len(of.labels)
    try:
        for first in range(of.first, last, _BATCH):
            for page in pagetext.pages(of.pdf, range(first, min(first + _BATCH, last))):
                yield _page_words(page)
    except OSError as fault:
        raise StopPress([pages_gone()]) from fault


def _page_words(page: pagetext.Page) -> _PageWords:
    """Return the words of a page as one text: between Latin words a line's end is a space."""
    parts: list[str] = []
    downs: list[int] = []
    for line in page.lines:
        down = round((line.box.y0 + line.box.y1) / 2 / page.height * 1000)
        space = bool(parts) and parts[-1][-1:].isascii() and line.text[:1].isascii()
        text = f" {line.text}" if space else line.text
        parts.append(text)
        downs += [down] * len(text)
    return _PageWords("".join(parts), tuple(downs))


def _flat(text: str) -> str:
    return " ".join(text.split())


def too_slow(words: str) -> Erratum:
    """Return what is told of a search that took too long."""
    return Erratum(
        "search-too-slow", Place("manuscript"),
        Wording("这个正则表达式查得太久，已经停下", "this pattern takes too long; the search was stopped"),
        Wording("多半是重复里又套着重复，如 (a+)+；请写得确定些，或改选“文字”。",
                "Most often a repetition stands within another, as in (a+)+; make it definite, or choose text."),
        words,
    )  # fmt: skip


def pages_gone() -> Erratum:
    """Return what is told where pages were replaced while they were searched."""
    return Erratum(
        "pages-replaced", Place("build"),
        Wording("版面刚刚更新，还没有查完", "the pages were renewed during the search"),
        Wording("请再查一次。", "Search again."),
    )  # fmt: skip
