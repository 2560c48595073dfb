"""The book as it was when it was built, or sent in a round: its pages and its texts, to be compared.

The pages of the last builds are kept in `build/`, as they were issued; others are laid out again from
what the journal keeps, by today's program. A few are kept, those that were made or wanted last.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from casebook import atomic, build_folder, edition_making, files
from casebook.book import Book
from casebook.desk import snapshot
from casebook.editions import FILES
from casebook.errata import Erratum, Place, StopPress, Tell, Wording
from casebook.intake.manuscript import book_reader
from casebook.journal.recording import Journal, of
from casebook.journal.tracked_files import Seen, TrackedFiles, is_tracked
from casebook.limits import paused_collector
from casebook.press.workers import opened
from casebook.rounds import frozen_texts, round_files
from casebook.rounds.frozen_texts import Texts

FOLDER = "compared"
"""The folder in `build/` for them."""
KEPT = 4
PAGES, TEXTS = ".pdf", ".json"


class KeptState(NamedTuple):
    """The pages of a state of the book, and its texts."""

    pages: Path
    texts: Texts


class StateName(NamedTuple):
    """Which state is meant: a round by its number, a build by the entry after which its texts stood, or now."""

    kind: str
    number: int = 0

    @classmethod
    def of(cls, text: str) -> "StateName":
        """Return what “now”, “round-2” or “build-17” names. Raises `ValueError`."""
        if text == "now":
            return cls("now")
        kind, _, number = text.partition("-")
        if kind not in ("round", "build") or not (number.isascii() and number.isdecimal()):
            raise ValueError(text)
        return cls(kind, int(number[:9]))


def state(folder: Path, name: StateName, tell: Tell) -> KeptState:
    """Return a state of the book in `folder`; `tell` hears how far its pages are. Raises `StopPress`."""
    if name.kind == "round":
        return _of_round(folder, name.number)
    journal = of(folder)
    journal.notice()
    number = name.number if name.kind == "build" else None
    states = {path: key for path, key in journal.states(number).items() if is_tracked(path)}
    home = folder / "build" / FOLDER / _key(states)
    pages, texts = home.with_suffix(PAGES), home.with_suffix(TEXTS)
    if not (pages.is_file() and texts.is_file()):
        _lay_out(folder, journal, states, home, tell)
    os.utime(pages)
    _sweep(home.parent)
    return KeptState(pages, frozen_texts.loaded(files.read(texts)))


def _of_round(folder: Path, number: int) -> KeptState:
    for round_ in round_files.rounds(folder):
        if round_.number == number:
            round_.check()
            return KeptState(round_.pages, round_.texts())
    raise StopPress([_unknown(number)])


def _key(states: dict[str, str]) -> str:
    rows = "".join(f"{path}\0{key}\n" for path, key in sorted(states.items()))
    return sha256(rows.encode()).hexdigest()[:24]


def keep(folder: Path, copy: Path, book: Book) -> None:
    """Keep the pages that were just made in `copy`, a snapshot of the book in `folder`, and its texts.

    Who compares the build has them at once. Without room for them they are laid out when asked for.
    """
    with suppress(OSError):
        tracked, seen = TrackedFiles(copy), Seen()
        states = {path: tracked.now(path, seen)[0] for path in tracked.paths()}
        home = folder / "build" / FOLDER / _key(states)
        _put(home, copy / "build" / FILES["print"], frozen_texts.read(copy, book))
        _sweep(home.parent)


def _put(home: Path, pages: Path, texts: Texts) -> None:
    """Keep a copy of `pages`, however large, and `texts` as `home`: pages first, as `_sweep` goes by them."""
    content = files.read(pages, largest=pages.stat().st_size)
    atomic.put(home.with_suffix(PAGES), content, lasting=False)
    atomic.put(home.with_suffix(TEXTS), frozen_texts.dumped(texts), lasting=False)


def _lay_out(
    folder: Path, journal: Journal, states: dict[str, str], home: Path, tell: Tell
) -> None:
    """Lay out the book as `states` say its files were, and keep pages and texts as `home`.

    What issuing a book asks beyond its pages, the ledger first of all, is not asked here.
    """
    tell(Wording("取出当时的书稿", "bringing the texts of then"), None)
    with _as_it_was(folder, journal, states) as copy, opened(0) as workers, paused_collector():
        tell(Wording("读取书稿", "reading the manuscript"), None)
        book = book_reader.read(copy, workers.running_pool).book
        with build_folder.working_folder(copy / "build") as place:
            made = edition_making.make(book, copy, ("print",), place, tell, workers)
            _put(home, made.files["print"], frozen_texts.read(copy, made.book))


@contextmanager
def _as_it_was(folder: Path, journal: Journal, states: dict[str, str]) -> Iterator[Path]:
    """Give a folder with the book as `states` say; what the journal does not follow is as it is."""
    with snapshot.taken(folder) as copy:
        for path in journal.states():
            if is_tracked(path) and path not in states:
                atomic.remove(copy / path)
        for path, key in states.items():
            content = journal.contents.get(key)
            if content is None:
                raise StopPress([_lost(path)])
            atomic.put(copy / path, content, lasting=False)
        yield copy


def _sweep(home: Path) -> None:
    """Leave the states that were wanted last."""
    pages = [path for path in files.walk(home).files if path.suffix == PAGES]
    known = sorted(pages, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in known[KEPT:]:
        atomic.remove(path)
        atomic.remove(path.with_suffix(TEXTS))


def _unknown(number: int) -> Erratum:
    return Erratum(
        "no-such-round", Place(round_files.FOLDER),
        Wording(f"没有第 {number} 校", f"there is no round {number}"),
        Wording("请从列表里选。", "Choose one that is listed."),
    )  # fmt: skip


def _lost(path: str) -> Erratum:
    return Erratum(
        "journal-content-lost", Place(path),
        Wording("工作日志里缺这份内容，那时的版面排不出来", "the journal lacks this content; the pages of then cannot be laid out"),
        Wording("从备份取回 journal 文件夹。", "Bring the folder journal back from a copy."),
    )  # fmt: skip
