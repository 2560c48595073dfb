"""Write a new book, know what of it is untouched, and put what a notice says in its place.

A new book is a small manuscript folder that builds right away and teaches the format; it says on
every page that it is a specimen. What an editor has not touched of it is known again by its bytes,
whichever version wrote it, so that the first notice may take its place.

`book.yaml` is filled line by line, so that whatever an editor has written, comments too, stays as
it is. A sample that the notice has nothing for becomes a comment: no page may print it. A sample
title or issuer stays, and as long as it stands every page says that the book is a specimen.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import NamedTuple
from uuid import uuid4

from casebook import atomic, os_errata
from casebook import files as folders
from casebook.book import Tier
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.schema import SAMPLE_ISSUER, SAMPLE_TITLE, BookFile
from casebook.intake.manuscript.typed import check

_FILES = (
    "book.yaml",
    "notice.txt",
    "awards.yaml",
    "cases/1-1.md",
    "cases/2-1.md",
    "front/notes.md",
    "back/notice.md",
)


def write(folder: Path, today: date, identifier: str | None = None) -> None:
    """Write `folder`/manuscript, dated `today`; the identifier is made up once unless given.

    Raises `StopPress` when the folder holds anything already.
    """
    facts = {"today": today.isoformat(), "identifier": identifier or uuid4().urn}
    with unused(folder):
        for name in _FILES:
            put(folder / "manuscript" / name, _page(name, facts))


def choose_layout(folder: Path, name: str) -> None:
    """Write the layout `name` into the `book.yaml` of the new book in `folder`."""
    facts = folder / "manuscript" / "book.yaml"
    put(facts, _LAYOUT.sub(rf"\g<1>{name}", folders.text(facts)))


def choose_title(folder: Path, title: str) -> None:
    """Write the title of the new book in `folder` into its `book.yaml`, if there is one to write."""
    facts = folder / "manuscript" / "book.yaml"
    words = " ".join(title.split())
    if words:
        line = f"{_dumped('title', words)}{_CHOSEN}"
        put(facts, _TITLE_LINE.sub(lambda _: line, folders.text(facts)))


_LAYOUT = re.compile(r"(?m)^(layout: )[\w-]+")
_CHOSEN = "  # 新建时写的书名"
_TITLE_LINE = re.compile(r"(?m)^title: .*$")


def untouched(manuscript: Path) -> frozenset[str]:
    """Return the files of the folder `manuscript` that are as a scaffold wrote them.

    `book.yaml`, which bears a date and an identifier of its own, is not among them. Line ends and
    a byte order mark, which editors of texts change unasked, do not count.
    """
    return frozenset(name for name in _FILES if is_sample(name, _bytes(manuscript / name)))


def is_sample(name: str, data: bytes) -> bool:
    """Whether `data` is what a scaffold wrote to the file `name`."""
    return (name, _hash(data)) in _written()


def is_new_book(text: str) -> bool:
    """Whether `text` is the `book.yaml` of a new book, of any layout, with nothing changed in it."""
    sample = _page("book.yaml", {"today": "", "identifier": ""})
    title = _TITLE_LINE.search(sample)
    text = _LAYOUT.sub(r"\1standard", text)
    chosen = _TITLE_LINE.search(text)
    if title and chosen and chosen[0].endswith(_CHOSEN):
        text = text.replace(chosen[0], title[0])
    facts = dict(re.findall(r"(?m)^(identifier|date): *([^#\n]*?) *(?:#.*)?$", text))
    if len(facts) < len(("identifier", "date")):
        return False
    return text == _page("book.yaml", {"today": facts["date"], "identifier": facts["identifier"]})


def _bytes(path: Path) -> bytes:
    with suppress(OSError):
        return folders.read(path)
    return b""


def _hash(data: bytes) -> str:
    return sha256(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")).hexdigest()


@cache
def _written() -> frozenset[tuple[str, str]]:
    table = files("casebook.intake").joinpath("data", "scaffold.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return frozenset((name, digest) for name, digest in rows)


@contextmanager
def unused(folder: Path) -> Iterator[None]:
    """Write a new book into `folder`, which must be missing or empty; nothing is overwritten.

    Raises `StopPress` when it is in use, is a file, or cannot be written.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise StopPress([_in_use(folder)])
        yield
    except OSError as fault:
        raise StopPress([_not_written(folder, fault)]) from fault


def _in_use(folder: Path) -> Erratum:
    return Erratum(
        "folder-in-use",
        Place(str(folder)),
        Wording("文件夹不是空的，没有写入", "the folder is not empty; nothing was written"),
        Wording(
            "另写一个文件夹名，或先把它清空。", "Name another folder, or empty this one first."
        ),
        folder.name,
    )


def _not_written(folder: Path, fault: OSError) -> Erratum:
    why = os_errata.reason(fault)
    return Erratum(
        "folder-not-writable",
        Place(str(fault.filename or folder)),
        Wording(f"写不进去（{why.zh}）", f"cannot be written ({why.en})"),
        Wording(
            "换一个有写权限的文件夹，并看看磁盘是否已满。",
            "Choose a folder you may write to, and see whether the disk is full.",
        ),
        folder.name,
    )


def put(path: Path, text: str, lasting: bool = True) -> None:
    """Write `text` as UTF-8 with line feeds, making the folders above it.

    What can be made again, as a dummy book, need not be forced to disk (`lasting`).
    """
    atomic.put(path, text.encode(), lasting)


def _page(name: str, facts: Mapping[str, str]) -> str:
    page = files("casebook.intake").joinpath("data", "scaffold", *name.split("/"))
    return Template(page.read_text("utf-8")).substitute(facts)


NOTES = "front/notes.md"
_COMMENT = r"\s*(?:#.*)?$"
_FIRST = r'    - \{tier: "1"\} +# awards.yaml 里 id 为 1 的等次：隔页加全部案例\s*'
_SECOND = r'    - \{tier: "2"\}\s*'
"""The scaffold's tiers; those of a notice are followed by their names."""


@dataclass
class Lines:
    """`book.yaml` while it is changed: its lines, the facts taken from a notice, and the samples
    that became comments."""

    lines: list[str]
    taken: list[str] = field(default_factory=list)
    silenced: list[str] = field(default_factory=list)

    def change(self, pattern: str, put: Callable[[str], Sequence[str]]) -> bool:
        """Put other lines for every line that is `pattern`, a comment behind it left out of account."""
        matching = [re.fullmatch(pattern + _COMMENT, line) is not None for line in self.lines]
        if any(matching):
            changed: list[str] = []
            for line, is_sample in zip(self.lines, matching, strict=True):
                changed += put(line) if is_sample else [line]
            self.lines = changed
        return any(matching)


class NoticeFacts(NamedTuple):
    """What of a notice goes into `book.yaml`."""

    title: str
    issuer: str
    tiers: tuple[Tier, ...]

    @property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """Each fact with its line in `book.yaml`, empty when the notice has none, and the
        scaffold's."""
        named = (
            ("title", self.title, "title", SAMPLE_TITLE, "暂取通报里的活动名，请改成书名"),
            ("issuer", self.issuer, "issuer", SAMPLE_ISSUER, "取自通报"),
            ("imprint 编者", self.issuer, "  编者", SAMPLE_ISSUER, "取自通报"),
        )
        return tuple(
            (name, f"{_dumped(key, value)}  # {why}" if value else "", f"{key}: {sample}")
            for name, value, key, sample, why in named
        )

    @property
    def cases(self) -> list[str]:
        """The lines of the order for tiers of cases."""
        return [_item("tier", tier) for tier in self.tiers if not tier.bodies]

    @property
    def bodies(self) -> list[str]:
        """The lines of the order for tiers that honour organisations."""
        return [_item("organisations", tier) for tier in self.tiers if tier.bodies]


class Filled(NamedTuple):
    """`book.yaml` as changed, the facts it took, and the samples that became comments."""

    text: str
    taken: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()


def filled(
    text: str,
    stated: NoticeFacts,
    without_notes: bool = False,
    before: NoticeFacts | None = None,
    fresh: bool = False,
) -> Filled:
    """Return `book.yaml` with what a notice said for its samples.

    A book has samples when it is a specimen, or when its list is still the scaffold's (`fresh`).
    `without_notes` leaves the scaffold's sample notes out of the order. What this module wrote
    for an earlier notice that said `before`, and nobody changed, is a sample too. A text that
    would not be a sound `book.yaml` afterwards is returned as it was.
    """
    fresh = fresh or is_specimen(text)
    if not fresh and before is None:
        return Filled(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    book = Lines(text.replace("\r\n", "\n").split("\n"))
    if fresh:
        _facts(book, stated)
        _silenced(book, without_notes)
        _order(book, stated)
    if before is not None:
        _renewed(book, stated, before)
    book.change("specimen: true", lambda _: ())
    made = "\n".join(book.lines).replace("\n", ending)
    sound = check(BookFile, yaml_file.parse(made, "book.yaml"))[0]
    return Filled(made, tuple(book.taken), tuple(book.silenced)) if sound else Filled(text)


def is_specimen(text: str) -> bool:
    """Whether `book.yaml` says so, or has the title or issuer of the scaffold."""
    return bool(samples(text) or re.search(r"(?m)^specimen: true\s*(#|$)", text))


def samples(text: str) -> tuple[str, ...]:
    """Return the facts of `book.yaml` that are still the scaffold's and that pages print."""
    known = {"title": SAMPLE_TITLE, "issuer": SAMPLE_ISSUER}
    return tuple(
        name for name, value in known.items() if re.search(rf"(?m)^{name}: {value}\s*(#|$)", text)
    )


def names_notes(text: str) -> bool:
    """Whether the order of `book.yaml` asks for the sample notes."""
    return any(NOTES in line.partition("#")[0] for line in text.split("\n"))


def _facts(book: Lines, stated: NoticeFacts) -> None:
    for name, line, sample in stated.facts:
        if line and book.change(sample, lambda _, line=line: (line,)):  # type: ignore[misc]
            book.taken.append(name)


def _renewed(book: Lines, stated: NoticeFacts, before: NoticeFacts) -> None:
    """Put what a notice says now for what was written for it `before`, where that still stands."""
    for (name, line, _), (_, old, _) in zip(stated.facts, before.facts, strict=True):
        if line and old and old in book.lines and old != line:
            book.lines[book.lines.index(old)] = line
            book.taken.append(name)
    olds, news = (before.cases, before.bodies), (stated.cases, stated.bodies)
    both = [_at(book.lines, old) for old in olds]
    if news == olds or (None in both and olds[0] and olds[1]):
        return
    if both[0] is not None and (both[1] is not None or not olds[1]):
        for block in olds:
            at = _at(book.lines, block)
            if at is not None:
                del book.lines[at : at + len(block)]
        _listed(book, stated, both[0])
    elif both[1] is not None and not olds[0]:
        del book.lines[both[1] : both[1] + len(olds[1])]
        _listed(book, stated, both[1])


def _at(lines: Sequence[str], block: Sequence[str]) -> int | None:
    """Return where `block` stands in `lines`, if it does and holds anything."""
    size = len(block)
    places = (n for n in range(len(lines)) if lines[n : n + size] == list(block))
    return next(places, None) if block else None


def _silenced(book: Lines, without_notes: bool) -> None:
    """Make comments of samples that a notice says nothing about."""
    patterns = [
        "subtitle: 案例选编",
        "description: 一两句话介绍这本书，写进电子书的信息里。",
        *([rf"    - \{{matter: {NOTES}\}}"] if without_notes else []),
    ]
    for pattern in patterns:
        if book.change(pattern, lambda line: (_comment(line),)):
            book.silenced.append(NOTES if NOTES in pattern else pattern.partition(":")[0])
    sample = re.escape("  - {name: 姓名, role: 主编}")
    at = next((n for n, x in enumerate(book.lines) if re.fullmatch(sample + _COMMENT, x)), 0)
    if at and book.lines[at - 1].rstrip() == "editors:":
        alone = at + 1 == len(book.lines) or not book.lines[at + 1].startswith("  - ")
        book.lines[at] = _comment(book.lines[at])
        book.silenced.append("editors")
        if alone:
            book.lines[at - 1] = "# editors:"


def _comment(line: str) -> str:
    """Return `line` as a comment, as far in as it stands."""
    words = line.lstrip()
    return f"{line[: len(line) - len(words)]}# {words}"


def _order(book: Lines, stated: NoticeFacts) -> None:
    """List the tiers of the notice where the scaffold lists its two."""
    at = [n for n, line in enumerate(book.lines) if re.fullmatch(_FIRST, line)]
    if at and re.fullmatch(_SECOND, (book.lines[at[0] + 1 :] or [""])[0]):
        del book.lines[at[0] : at[0] + 2]
        _listed(book, stated, at[0])


def _listed(book: Lines, stated: NoticeFacts, at: int) -> None:
    """List the tiers at line `at`, those that honour organisations behind the notice itself."""
    bodies = stated.bodies
    behind = [
        n
        for n, line in enumerate(book.lines)
        if re.fullmatch(r"    - \{matter: back/notice.md\}" + _COMMENT, line)
    ]
    if stated.cases and behind and behind[0] >= at:
        book.lines[behind[0] + 1 : behind[0] + 1] = bodies
        bodies = []
    book.lines[at:at] = [*stated.cases, *bodies]
    book.taken.append("order")


def _dumped(key: str, value: str) -> str:
    words = key.lstrip()
    return f"{key[: len(key) - len(words)]}{yaml_file.dump({words: value}).rstrip()}"


def _item(kind: str, tier: Tier) -> str:
    return f'    - {{{kind}: "{tier.id}"}}  # {" ".join(tier.name.split())}'.rstrip(" #")
