"""Marks (批注) on a proof: what they ask for, where they stand, and the files that keep them.

The kinds are those of GB/T 14706-93, 校对符号及其用法, plus 问作者. A mark is anchored to its sheet
(a case, a text of the matter, the awards, the other fields of the book), the field or paragraph
and quoted words with their surroundings, never to a page or line, so it survives rewraps and later
rounds; words that run over several paragraphs are quoted with a line feed between them, and are
known by both ends when what lies between was changed. Only text of the layout's own (a folio, a
leader) is marked on its page, and a person judges what became of it. A file holds the marks of one
sheet in one round. Every mark has a revision; who changes one says which he saw, and is refused
when another changed it first.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple
from unicodedata import normalize

from casebook import atomic, locking
from casebook.errata import StopPress, Wording
from casebook.journal import recording
from casebook.journal.journal_entries import Deed, Doing
from casebook.rounds import mark_refusals
from casebook.rounds.book_fields import AWARDS
from casebook.rounds.frozen_texts import Paragraph
from casebook.store import Stored

CONTEXT = 12
LONGEST = 4000
MOST = 2000
_TYPES: dict[str, type] = {
    "paragraph": int,
    "start": int,
    "revision": int,
    "open": bool,
    "settled": bool,
}
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class MarkKind(StrEnum):
    """What a mark asks for; the value is what the file says."""

    REPLACE = "replace"
    DELETE = "delete"
    INSERT = "insert"
    SWAP = "swap"
    MOVE = "move"
    JOIN = "join"
    SPLIT = "split"
    CLOSE = "close"
    SPACE = "space"
    SHIFT = "shift"
    ALIGN = "align"
    STET = "stet"
    QUERY = "query"


NAMES = {
    MarkKind.REPLACE: Wording("改正", "correct"),
    MarkKind.DELETE: Wording("删除", "delete"),
    MarkKind.INSERT: Wording("增补", "insert after"),
    MarkKind.SWAP: Wording("对调", "transpose"),
    MarkKind.MOVE: Wording("转移", "move elsewhere"),
    MarkKind.JOIN: Wording("接排", "run on"),
    MarkKind.SPLIT: Wording("另起段", "new paragraph after"),
    MarkKind.CLOSE: Wording("减空", "close up"),
    MarkKind.SPACE: Wording("加空", "add space after"),
    MarkKind.SHIFT: Wording("移位", "shift"),
    MarkKind.ALIGN: Wording("排齐", "align"),
    MarkKind.STET: Wording("保留", "let it stand"),
    MarkKind.QUERY: Wording("问作者", "ask the author"),
}
WORDED = frozenset((MarkKind.REPLACE, MarkKind.INSERT))
"""Marks that say what is to be set."""
SIGNED, WITHDRAWN = "signed", "withdrawn"
"""What a `Signing` did."""
BY_EYE = frozenset((MarkKind.MOVE, MarkKind.SHIFT, MarkKind.ALIGN))
"""Marks whose carrying out only a person can see."""
OF_OFFICIAL = frozenset((MarkKind.QUERY, MarkKind.STET, MarkKind.SHIFT, MarkKind.ALIGN))
"""Marks that the words of the notice take: they are asked about, and never changed."""
APART = frozenset(("Note", "Caption", "Cell"))
"""Paragraphs that stand elsewhere on the page: words before and behind them are quoted as one."""
OF_PAGE = "@"
"""The first character of the field of a mark on text of the layout's own."""


@dataclass(frozen=True)
class Mark:
    """One mark. `paragraph` counts from 0 in the round's text; `start` in the paragraph.

    `text` is what should stand there, `note` what the proofreader adds in words. `open` is false
    for a mark withdrawn (不采纳): it asks for nothing, but is kept. `settled` is true once a
    person saw that what only a person can see was done: words moved, an author's answer.

    `field` is the key of the field that is marked, "" for the text of a manuscript. For text of
    the layout's own it is `OF_PAGE` and its kind, on the page with the label `page` of `section`.
    """

    id: str
    asks: MarkKind
    paragraph: int
    start: int
    quote: str
    before: str = ""
    after: str = ""
    text: str = ""
    note: str = ""
    by: str = ""
    at: str = ""
    open: bool = True
    revision: int = 1
    settled: bool = False
    field: str = ""
    section: str = ""
    page: str = ""


@dataclass(frozen=True)
class Signed:
    """A case signed off in a round: by whom, on which day, and hashes of what was read.

    `text` is the hash of the case's file, `pages` that of its drawn pages ("" where there were
    none), `revision` the sheet's once it was signed: marks made later are seen by it.
    """

    name: str
    date: str
    text: str
    pages: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Signing:
    """One entry of the trace: who signed a case or took a signature back, and when."""

    by: str
    at: str
    did: str
    text: str = ""
    pages: str = ""


@dataclass(frozen=True)
class Sheet:
    """The marks of a case in a round, and its signature. `revision` grows with every change.

    `trace` is every signature given and taken back; nothing leaves it.
    """

    case: str
    round: int
    revision: int = 0
    marks: tuple[Mark, ...] = ()
    signed: Signed | None = None
    trace: tuple[Signing, ...] = ()


class QuotedSpan(NamedTuple):
    """The words a mark quotes: first paragraph and character, last paragraph and end (exclusive).

    `apart` are paragraphs between that are not quoted.
    """

    paragraph: int
    start: int
    last: int
    end: int
    apart: tuple[int, ...] = ()

    def parts(self, paragraphs: Sequence[Paragraph]) -> list[tuple[int, int, int]]:
        """Return paragraph, start and end of each part."""
        return [
            (
                number,
                self.start if number == self.paragraph else 0,
                self.end if number == self.last else len(paragraphs[number].text),
            )
            for number in range(self.paragraph, self.last + 1)
            if number not in self.apart
        ]


class Conflict(Exception):  # noqa: N818  not a fault: somebody else was first
    """Another changed it meanwhile. Carries the sheet as it is now."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        super().__init__(sheet.case)


class Marks:
    """The marks of one round in `folder` (`proofs/round-N`)."""

    def __init__(self, folder: Path, round_: int) -> None:
        self._folder, self._round = folder, round_

    def sheet(self, case: str) -> Sheet:
        """Return the sheet of a case; an empty one when nothing was marked."""
        path = self._path(case)
        if not path.is_file():
            return Sheet(case, self._round)
        return loaded(path.read_bytes(), path.name)

    def sheets(self) -> tuple[Sheet, ...]:
        """Return every sheet there is."""
        folder = self._folder / "marks"
        return tuple(loaded(p.read_bytes(), p.name) for p in sorted(folder.glob("*.json")))

    def add(self, case: str, mark: Mark) -> Mark:
        """Keep a new mark and return it with its id; it is on disk when this returns.

        Raises `StopPress` when it says nothing, or a case has too many.
        """
        new = replace(checked(mark, case), id=token_hex(6), revision=1, at=mark.at or now())

        def put(sheet: Sheet) -> Sheet:
            if len(sheet.marks) >= MOST:
                raise StopPress([mark_refusals.too_many(case, MOST)])
            return replace(sheet, marks=(*sheet.marks, new))

        self.revise(case, put, mark.by)
        return new

    def change(self, case: str, mark: Mark) -> Mark:
        """Keep a changed mark; `mark.revision` is the one its author saw. Raises `Conflict`."""
        new = replace(checked(mark, case), revision=mark.revision + 1)

        def put(sheet: Sheet) -> Sheet:
            same = [old for old in sheet.marks if old.id == mark.id]
            if not same or same[0].revision != mark.revision:
                raise Conflict(sheet)
            marks = tuple(new if old.id == mark.id else old for old in sheet.marks)
            return replace(sheet, marks=marks)

        self.revise(case, put, mark.by)
        return new

    def drop(self, case: str, key: str, revision: int) -> Sheet:
        """Take a mark away that was seen at `revision`. Raises `Conflict`."""

        def put(sheet: Sheet) -> Sheet:
            if (key, revision) not in [(mark.id, mark.revision) for mark in sheet.marks]:
                raise Conflict(sheet)
            return replace(sheet, marks=tuple(m for m in sheet.marks if m.id != key))

        return self.revise(case, put, "")

    def sign(self, case: str, signed: Signed, revision: int) -> Sheet:
        """Sign a case off, having seen the sheet at `revision`.

        Raises `Conflict` when marks came in after that: nobody signs what he did not see. Raises
        `StopPress` for a signature without a name, and where another's stands unwithdrawn.
        """
        if not signed.name.strip():
            raise StopPress([mark_refusals.unsigned(case)])

        def put(sheet: Sheet) -> Sheet:
            if sheet.revision != revision:
                raise Conflict(sheet)
            entry = Signing(signed.name, now(), SIGNED, signed.text, signed.pages)
            kept = replace(signed, revision=sheet.revision + 1)
            return replace(sheet, signed=kept, trace=(*sheet.trace, entry))

        return self.revise(case, put, signed.name, Deed.SIGN)

    def withdraw(
        self, case: str, by: str, head: str, revision: int, deed: Deed = Deed.WITHDRAW,
        of: tuple[int, ...] = (),
    ) -> Sheet:  # fmt: skip
        """Take a signature back; `by` is who does it, `head` the round's head ("" for none).

        Raises `StopPress` when `by` is neither the signer nor the head, and `Conflict` as `sign`.
        """

        def put(sheet: Sheet) -> Sheet:
            if sheet.revision != revision:
                raise Conflict(sheet)
            if sheet.signed is None:
                return sheet
            if not _same_person(by, sheet.signed.name) and not _same_person(by, head):
                raise StopPress([mark_refusals.signed_by_another(case, sheet.signed.name, head)])
            entry = Signing(by, now(), WITHDRAWN, sheet.signed.text, sheet.signed.pages)
            return replace(sheet, signed=None, trace=(*sheet.trace, entry))

        return self.revise(case, put, by, deed, of)

    def revise(
        self, case: str, put: Callable[[Sheet], Sheet], by: str, deed: Deed = Deed.MARK,
        of: tuple[int, ...] = (),
    ) -> Sheet:  # fmt: skip
        """Keep what `put` makes of a sheet, entered as that deed by `by`, and return it.

        `of` are the entries that it takes back or puts back. Raises `StopPress` once the round is closed.
        """
        path = self._path(case)
        with locking.alone(self._folder):
            if (self._folder / "closed").exists():
                raise StopPress([mark_refusals.closed(self._round)])
            sheet = self.sheet(case)
            new = replace(put(sheet), revision=sheet.revision + 1)
            doing = Doing(by, recording.DESK, deed, case, of)
            with recording.of(self._folder.parents[1]).writing(doing, path):
                atomic.put(path, dumped(new))
        return new

    def _path(self, case: str) -> Path:
        if not _NAME.fullmatch(case):
            raise StopPress([mark_refusals.no_case(case)])
        return self._folder / "marks" / f"{case}.json"


def checked(mark: Mark, sheet: str = "") -> Mark:
    """Return `mark` with its wording tidied at the ends; raise `StopPress` when it says nothing.

    On the `sheet` of the awards it may ask, and not change.
    """
    if (
        not mark.quote.strip("\n")
        or mark.quote.strip("\n") != mark.quote
        or mark.paragraph < 0
        or mark.start < 0
    ):
        raise StopPress([mark_refusals.placeless()])
    if sheet == AWARDS and mark.asks not in OF_OFFICIAL:
        raise StopPress([mark_refusals.official(NAMES[mark.asks], mark.quote)])
    if max(map(len, (mark.quote, mark.text, mark.note, mark.by, mark.field))) > LONGEST:
        raise StopPress([mark_refusals.too_long(LONGEST)])
    if mark.asks in WORDED and not mark.text:
        raise StopPress([mark_refusals.wordless(NAMES[mark.asks], mark.quote)])
    return replace(mark, before=mark.before[-CONTEXT:], after=mark.after[:CONTEXT])


def located(mark: Mark, paragraphs: Sequence[Paragraph]) -> QuotedSpan | None:
    """Return where the words stand that `mark` quotes, or None when they are gone.

    A mark on a field stands in that field. Where words stand more than once, the surroundings
    decide, then the distance to where they stood when the mark was made. Words over several
    paragraphs that are not found whole are found by their first and their last part.
    """
    if mark.field.startswith(OF_PAGE):
        return None
    parts = mark.quote.split("\n")
    spots: list[tuple[int, int, QuotedSpan]] = []
    for number in _numbers(mark, paragraphs):
        for span in _spans(parts, number, paragraphs):
            first, last = paragraphs[number].text, paragraphs[span.last].text
            before = first[max(0, span.start - len(mark.before)) : span.start]
            after = last[span.end : span.end + len(mark.after)]
            like = _common(before[::-1], mark.before[::-1]) + _common(after, mark.after)
            far = abs(number - mark.paragraph) * 1000 + abs(span.start - mark.start)
            spots.append((-like, far, span))
    if spots:
        return min(spots)[2]
    return _by_ends(mark, parts, paragraphs) if len(parts) > 1 else None


def _numbers(mark: Mark, paragraphs: Sequence[Paragraph]) -> Iterable[int]:
    """Return the paragraphs that `mark` may stand in; a round of old knows no fields."""
    if mark.field and any(paragraph.field for paragraph in paragraphs):
        return [n for n, paragraph in enumerate(paragraphs) if paragraph.field == mark.field]
    return range(len(paragraphs))


def _spans(
    parts: Sequence[str], number: int, paragraphs: Sequence[Paragraph]
) -> Iterator[QuotedSpan]:
    """Yield where `parts` stand, the first in the paragraph of that number."""
    text = paragraphs[number].text
    if len(parts) == 1:
        start = text.find(parts[0])
        while start >= 0:
            yield QuotedSpan(number, start, number, start + len(parts[0]))
            start = text.find(parts[0], start + 1)
        return
    if not text.endswith(parts[0]):
        return
    at, apart = number, list[int]()
    for part in parts[1:]:
        at += 1
        while at < len(paragraphs) and not _goes_on(paragraphs[at].text, part, part is parts[-1]):
            if paragraphs[at].kind not in APART:
                return
            apart.append(at)
            at += 1
        if at == len(paragraphs):
            return
    yield QuotedSpan(number, len(text) - len(parts[0]), at, len(parts[-1]), tuple(apart))


def _goes_on(text: str, part: str, last: bool) -> bool:
    return text.startswith(part) if last else text == part


def _by_ends(
    mark: Mark, parts: Sequence[str], paragraphs: Sequence[Paragraph]
) -> QuotedSpan | None:
    """Return from where a paragraph ends in the first part to where one begins with the last."""
    firsts = [n for n, p in enumerate(paragraphs) if p.text.endswith(parts[0])]
    for first in sorted(firsts, key=lambda n: abs(n - mark.paragraph)):
        limit = first + 2 * len(parts) + 1
        for last in range(first + 1, min(limit, len(paragraphs))):
            if paragraphs[last].text.startswith(parts[-1]):
                start = len(paragraphs[first].text) - len(parts[0])
                return QuotedSpan(first, start, last, len(parts[-1]))
    return None


def now() -> str:
    """Return the present minute as files say it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def dumped(sheet: Sheet) -> bytes:
    """Return a sheet as its file."""
    return (json.dumps(asdict(sheet), ensure_ascii=False, indent=1) + "\n").encode()


def loaded(data: bytes, name: str) -> Sheet:
    """Return the sheet that `data` of the file `name` holds. Raises `StopPress`."""
    try:
        facts = json.loads(data)
        marks = tuple(mark_of(fact) for fact in facts["marks"])
        signed = Signed(**facts["signed"]) if facts.get("signed") else None
        trace = tuple(Signing(**entry) for entry in facts.get("trace", ()))
        counts = int(facts["round"]), int(facts["revision"])
        return Sheet(facts["case"], *counts, marks, signed, trace)
    except (ValueError, KeyError, TypeError) as fault:
        raise StopPress([mark_refusals.damaged(name, fault)]) from fault


def mark_of(facts: Mapping[str, Stored]) -> Mark:
    """Return the mark that plain data says; raise `ValueError` or `TypeError` if it is none."""
    known = {field.name for field in fields(Mark)}
    if unknown := set(facts) - known:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        if type(value) is not _TYPES.get(name, str):
            raise TypeError(name)
    return Mark(**({**facts, "asks": MarkKind(facts.get("asks", ""))}))


def _same_person(name: str, other: str) -> bool:
    """Whether two names are one: spaces and full-width letters make no other person."""
    name, other = ("".join(normalize("NFKC", n).split()) for n in (name, other))
    return bool(name) and name == other


def _common(text: str, other: str) -> int:
    count = 0
    for a, b in zip(text, other, strict=False):
        if a != b:
            break
        count += 1
    return count
