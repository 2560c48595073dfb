"""What the ledger says of each case, as plain facts: from the book and its pages, or kept.

At the start of a desk nothing is read yet. What its ledger said last, kept in the build folder, or
else what the list of awards and the heads of the texts say, is shown until the book was read.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TypeGuard

from casebook import atomic, files
from casebook.book import Book, Case
from casebook.errata import Erratum, Kind, StopPress

FILE = ".ledger.json"
MOST = 20_000
"""A kept ledger of more rows is none of ours."""


@dataclass(frozen=True)
class LedgerRow:
    """A case as the ledger shows it; `words` are what it is searched by, in lower case.

    `pages` is "" where it has none yet.
    """

    id: str
    organisation: str
    title: str
    region: str
    tier: str
    received: bool
    specimen: bool
    words: str
    pages: str = ""
    errata: int = 0
    queries: int = 0


@dataclass(frozen=True)
class LedgerRows:
    """The rows of a ledger, and its regions in their order.

    `seen` is when they were kept ("2026-11-29 21:04"), "" for rows that were not; `read` says
    whether the texts were read too: search knows pinyin then.
    """

    rows: tuple[LedgerRow, ...]
    regions: tuple[str, ...]
    seen: str = ""
    read: bool = True


def of_book(
    book: Book, spans: Mapping[str, str], errata: Sequence[Erratum], read: bool = True
) -> LedgerRows:
    """Return the rows of `book`; `spans` are the pages of sections, by their ids.

    With `read` false nothing is sorted or looked up by pinyin, which takes long to load.
    """
    counts = Counter((e.place.path, e.kind) for e in errata)
    tiers = {a.id: t.name for t in book.tiers if not t.bodies for a in t.awards}
    rows = []
    for case in book.cases:
        path = case.place.path if case.body is not None else ""
        tier = tiers.get(case.id, "")
        rows.append(LedgerRow(
            case.id, case.organisation, case.title, case.region, tier, case.body is not None,
            case.specimen, _words(case, tier, read), spans.get(f"case-{case.id}", ""),
            counts[path, Kind.ERRATUM], counts[path, Kind.QUERY],
        ))  # fmt: skip
    regions = list(dict.fromkeys(case.region for case in book.cases))
    if read:
        from casebook.intake.pinyin import sort_key  # lazy: behind the first rows

        regions.sort(key=sort_key)
    return LedgerRows(tuple(rows), tuple(regions), read=read)


def with_last_pages(rows: LedgerRows, last: LedgerRows) -> LedgerRows:
    """Return `rows` with the pages, errata and queries that `last` has of the same cases."""
    known = {row.id: row for row in last.rows}
    merged = [
        LedgerRow(**{**asdict(row), **{
            name: getattr(known[row.id], name) for name in ("pages", "errata", "queries")
        }}) if row.id in known else row
        for row in rows.rows
    ]  # fmt: skip
    return LedgerRows(tuple(merged), rows.regions, last.seen, rows.read)


def first(folder: Path) -> LedgerRows | None:
    """Return what can be said of the book in `folder` at once; None where that is nothing.

    These are the rows kept last, or else those of its awards and the heads of its texts.
    """
    return kept(folder / "build") or _listed(folder / "manuscript")


def keep(build: Path, rows: LedgerRows) -> None:
    """Keep what the ledger says; where nothing can be written it is read next time."""
    if not build.is_dir():
        return
    seen = datetime.now().isoformat(" ", timespec="minutes")
    data = {"seen": seen, "regions": rows.regions, "rows": [asdict(row) for row in rows.rows]}
    with suppress(OSError):
        written = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
        atomic.put(build / FILE, written, lasting=False)


def kept(build: Path) -> LedgerRows | None:
    """Return what was kept in the folder `build`; None where that is nothing of ours."""
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        data = json.loads(files.read(build / FILE, build))
        rows = [LedgerRow(**row) for row in data["rows"]]
        if not all(map(_is_sound, rows)) or not 0 < len(rows) <= MOST:
            return None
        if _are_words(data["regions"]) and _are_words([data["seen"]]):
            return LedgerRows(tuple(rows), tuple(data["regions"]), data["seen"])
    return None


def _is_sound(row: LedgerRow) -> bool:
    """Whether each fact of a row is of its type: it may come from anybody's disk."""
    return all(type(getattr(row, field.name)) is field.type for field in fields(row))


def _are_words(things: object) -> TypeGuard[list[str]]:
    return isinstance(things, list) and all(isinstance(thing, str) for thing in things)


def _listed(manuscript: Path) -> LedgerRows | None:
    """Return the cases of a book whose texts are still to be read; None where they are at fault."""
    from casebook.intake.manuscript import frame  # lazy: a kept ledger does without

    with suppress(StopPress, OSError):  # whoever reads the book tells them
        book = frame.read(manuscript, arranged=False).book
        if book is not None and book.cases:
            return of_book(book, {}, (), read=False)
    return None


def _words(case: Case, tier: str, read: bool) -> str:
    words = [case.id, case.organisation, case.title, case.region, tier]
    if read:
        words += [_latin(text) for text in (case.organisation, case.title)]
    return " ".join(words).lower()


def _latin(text: str) -> str:
    """Return the reading of `text` without tones: whole, and by initials."""
    from casebook.intake.pinyin import syllables  # lazy: behind the first rows

    parts = [part.rstrip("012345") or part for part in syllables(text)]
    return "".join(parts) + " " + "".join(part[0] for part in parts)
