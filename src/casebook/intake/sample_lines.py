"""Put what a notice says into the lines of `book.yaml` that are still the scaffold's.

Line by line, so that whatever an editor has written, comments too, stays as it is. A sample that
the notice has nothing for becomes a comment: no page may print it. As long as a sample title or
issuer stands, the book goes on saying that it is a specimen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from casebook.book import Tier
from casebook.intake import yaml_file
from casebook.intake.notice.model import Notice
from casebook.intake.schema import BookFile
from casebook.intake.typed import check

TITLE, ISSUER = "书名写在这里", "编者单位写在这里"
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
        found = [re.fullmatch(pattern + _COMMENT, line) is not None for line in self.lines]
        if any(found):
            changed: list[str] = []
            for line, is_sample in zip(self.lines, found, strict=True):
                changed += put(line) if is_sample else [line]
            self.lines = changed
        return any(found)


class Filled(NamedTuple):
    """`book.yaml` as changed, the facts it took, and the samples that became comments."""

    text: str
    taken: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()


def filled(text: str, notice: Notice, without_notes: bool) -> Filled:
    """Return `book.yaml` with the facts of `notice` for its samples.

    `without_notes` leaves the scaffold's sample notes out of the order. A text that would not be
    a sound `book.yaml` afterwards is returned as it was, as is one of a book that is no specimen.
    """
    if not is_specimen(text):
        return Filled(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    book = Lines(text.replace("\r\n", "\n").split("\n"))
    _facts(book, notice)
    _silenced(book, without_notes)
    _order(book, notice.tiers)
    left = any(re.fullmatch(rf"(title: {TITLE}|issuer: {ISSUER}){_COMMENT}", x) for x in book.lines)
    if not left:
        book.change("specimen: true", lambda _: ())
    made = "\n".join(book.lines).replace("\n", ending)
    sound = check(BookFile, yaml_file.parse(made, "book.yaml"))[0]
    return Filled(made, tuple(book.taken), tuple(book.silenced)) if sound else Filled(text)


def is_specimen(text: str) -> bool:
    """Whether `book.yaml` says so, or has the title or issuer of the scaffold."""
    return bool(samples(text) or re.search(r"(?m)^specimen: true\s*(#|$)", text))


def samples(text: str) -> tuple[str, ...]:
    """Return the facts of `book.yaml` that are still the scaffold's and that pages print."""
    known = {"title": TITLE, "issuer": ISSUER}
    return tuple(
        name for name, value in known.items() if re.search(rf"(?m)^{name}: {value}\s*(#|$)", text)
    )


def names_notes(text: str) -> bool:
    """Whether the order of `book.yaml` asks for the sample notes."""
    return any(NOTES in line.partition("#")[0] for line in text.split("\n"))


def _facts(book: Lines, notice: Notice) -> None:
    title = notice.campaign or notice.title
    facts = (
        ("title", rf"title: {TITLE}", title, "暂取通报里的活动名，请改成书名"),
        ("issuer", rf"issuer: {ISSUER}", notice.issuer, "取自通报"),
        ("imprint 编者", rf"  编者: {ISSUER}", notice.issuer, "取自通报"),
    )
    for name, pattern, value, why in facts:
        key = name.split()[-1]
        indent = "  " if " " in name else ""
        put = f"{indent}{yaml_file.dump({key: value}).rstrip()}  # {why}"
        if value and book.change(pattern, lambda _, put=put: (put,)):  # type: ignore[misc]
            book.taken.append(name)


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


def _order(book: Lines, tiers: Sequence[Tier]) -> None:
    """List the tiers of the notice where the scaffold lists its two, bodies behind the notice."""
    at = [n for n, line in enumerate(book.lines) if re.fullmatch(_FIRST, line)]
    if not at or not re.fullmatch(_SECOND, (book.lines[at[0] + 1 :] or [""])[0]):
        return
    cases = [_item("tier", tier) for tier in tiers if not tier.bodies]
    bodies = [_item("organisations", tier) for tier in tiers if tier.bodies]
    behind = [
        n
        for n, line in enumerate(book.lines)
        if re.fullmatch(r"    - \{matter: back/notice.md\}" + _COMMENT, line)
    ]
    if bodies and cases and behind and behind[0] > at[0]:
        book.lines[behind[0] + 1 : behind[0] + 1] = bodies
        bodies = []
    book.lines[at[0] : at[0] + 2] = [*cases, *bodies]
    book.taken.append("order")


def _item(kind: str, tier: Tier) -> str:
    return f'    - {{{kind}: "{tier.id}"}}  # {" ".join(tier.name.split())}'.rstrip(" #")
