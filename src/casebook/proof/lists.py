"""The lists the rules read: shipped with the press, added to by the editor.

A list is a text file of lines, columns divided by tabs, the source last (`list_forms`: which
columns). `#` opens a comment. A book adds its own in `manuscript/lists/` under the same name. Every
entry is checked: each column as it must be, none twice, and none reversed, that is no form listed
as wrong here and as right there; such an entry is refused and said.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from casebook import files
from casebook.book import Award
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.proof.list_forms import FORMS, Column

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
FOLDER = "lists"
"""Where a book keeps its own lists, below its manuscript folder."""
NAMES = tuple(sorted(FORMS))
UNSEEN = "未见："
"""How the source of a line begins that nobody has read: told from other sources or from memory."""
WORDS = "words.txt"
"""Where a book keeps the words that are right as they stand, one a line, in its manuscript folder."""


@dataclass(frozen=True)
class ListLine:
    """A line of a list: what is looked for, what is right, where it is laid down; `more` are the
    columns between the second and the source."""

    wrong: str
    right: str
    source: str
    place: Place
    more: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the book keeps this line, and not the press."""
        return self.place.path.startswith(f"{FOLDER}/")

    @property
    def seen(self) -> bool:
        """Whether somebody has read the source, or the book answers for it."""
        return not self.source.startswith(UNSEEN)

    @property
    def origin(self) -> Wording:
        """Where the line is laid down, as findings say it."""
        source = self.source.removeprefix(UNSEEN)
        if self.own:
            return Wording(
                f"出处：本书用词表 {self.place}，{source}。",
                f"Source: the book’s {self.place}, {source}.",
            )
        if not self.seen:
            return Wording(
                f"出处（原文未见，请核）：{source}。", f"Source (not seen, check it): {source}."
            )
        return Wording(f"出处：{source}。", f"Source: {source}.")


@dataclass(frozen=True)
class Lists:
    """All lists by name, what had to be refused, and the names the notice lays down.

    `words` are right as they stand: those of the book's own `words.txt`.
    """

    entries: dict[str, tuple[ListLine, ...]]
    errata: tuple[Erratum, ...] = ()
    awards: tuple[Award, ...] = ()
    year: str = ""
    words: tuple[str, ...] = ()
    _made: dict[tuple[str, object], object] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        """A hash of all that is listed."""
        return sha256(repr((self.entries, self.awards, self.year)).encode()).hexdigest()

    def unmade(self) -> "Lists":
        """Return the lists without what was made of them, to be sent to another process."""
        return replace(self, _made={})

    def finder(self, name: str) -> "Finder":
        """Return what finds all entries of a list in one go; longer ones win."""
        return self.made(name, Finder)

    def made(self, name: str, make: Callable[[Sequence[ListLine]], T]) -> T:
        """Return what `make` makes of the entries of a list; it is made once."""
        key = (name, make)
        if key not in self._made:
            self._made[key] = make(self.entries[name])
        return self._made[key]  # type: ignore[return-value]  # what `make` made


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, the longest that stands there; for nothing where none is."""
    return "|".join(sorted(map(re.escape, set(words)), key=lambda w: (-len(w), w))) or "(?!)"


class Finder:
    """Finds the entries of one list in a text."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self._entries = {entry.wrong: entry for entry in entries}
        words = sorted(self._entries, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def find(self, text: str) -> Iterator[tuple[ListLine, int, int]]:
        """Yield each entry met in `text`, with start and end."""
        for match in self._pattern.finditer(text):
            yield self._entries[match[0]], match.start(), match.end()


def read(folder: Path | None = None, awards: Iterable[Award] = (), year: str = "") -> Lists:
    """Return the shipped lists with those of the manuscript folder `folder` added.

    `awards` are those of the notice: the list of organisations and of titles; `year` is the book's.
    """
    entries: dict[str, tuple[ListLine, ...]] = {}
    errata: list[Erratum] = []
    for name in NAMES:
        lines = list(_shipped(name))
        own = folder / FOLDER / f"{name}.tsv" if folder else None
        if own and own.is_file():
            lines += list(_own(own, f"{FOLDER}/{name}.tsv", errata))
        entries[name] = tuple(_sound(lines, name, errata))
    known = {f"{name}.tsv" for name in NAMES}
    for path in files.walk(folder).named("", FOLDER) if folder else ():
        if path.name not in known:
            errata.append(_unknown(f"{FOLDER}/{path.name}"))
    words = tuple(_own_words(folder, errata)) if folder else ()
    return Lists(entries, tuple(errata), tuple(awards), year, words)


def _own_words(folder: Path, errata: list[Erratum]) -> Iterator[str]:
    """Yield the words that the book says are right, one a line of its `words.txt`."""
    path = folder / WORDS
    if not path.is_file():
        return
    try:
        lines = files.text(path, folder).splitlines()
    except StopPress as stop:
        errata.extend(stop.errata)
        return
    yield from filter(None, (line.partition("#")[0].strip() for line in lines))


def _own(path: Path, name: str, errata: list[Erratum]) -> Iterator[ListLine]:
    """Yield the entries of a list that the book keeps."""
    try:
        text = files.text(path, path.parents[1], name)
    except StopPress as stop:
        errata.extend(stop.errata)
        return
    yield from _parse(text, path.stem, name, errata)


@cache
def _shipped(name: str) -> tuple[ListLine, ...]:
    path = DATA / f"{name}.tsv"
    return tuple(_parse(path.read_text("utf-8"), name, f"{name}.tsv", []))


def unseen(name: str) -> tuple[int, int]:
    """Return how many entries of a shipped list there are, and of how many nobody saw the source."""
    entries = _shipped(name)
    return len(entries), sum(not entry.seen for entry in entries)


def _parse(text: str, name: str, path: str, errata: list[Erratum]) -> Iterator[ListLine]:
    form = FORMS[name]
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        place = Place(path, number)
        if len(columns) != len(form.columns):
            errata.append(_miscounted(name, len(columns), place, line))
            continue
        faults = [c for c, text in zip(form.columns, columns, strict=True) if not c.fits(text)]
        if faults:
            errata.append(_misfilled(faults[0], place, line))
            continue
        wrong, right, *more, source = columns
        yield ListLine(wrong, right, source, place, tuple(more))


def _miscounted(name: str, many: int, place: Place, line: str) -> Erratum:
    names = [column.name for column in FORMS[name].columns]
    return Erratum(
        "list-entry",
        place,
        Wording(
            f"每行须有{len(names)}栏，这里有{many}栏",
            f"{len(names)} columns are needed, {many} are here",
        ),
        Wording(
            f"用制表符分开各栏：{'、'.join(n.zh for n in names)}。",
            f"Divide the columns by tabs: {', '.join(n.en for n in names)}.",
        ),
        line.strip(),
    )


def _misfilled(column: Column, place: Place, line: str) -> Erratum:
    return Erratum(
        "list-entry",
        place,
        Wording(
            f"“{column.name.zh}”一栏空着或写法不对",
            f"‘{column.name.en}’ is empty or not as it must be",
        ),
        Wording(
            "各栏都要填；年份写作 2018，年月写作 2018-03，日期写作 2018-03-01。",
            "Fill each column; write a year 2018, a month 2018-03, a day 2018-03-01.",
        ),
        line.strip(),
    )


def _sound(lines: Sequence[ListLine], name: str, errata: list[Erratum]) -> Iterator[ListLine]:
    """Yield the entries that neither repeat nor contradict an earlier one."""
    form = FORMS[name]
    known: dict[tuple[str, ...], ListLine] = {}
    wrongs: dict[str, ListLine] = {}
    rights: dict[str, ListLine] = {}
    for entry in lines:
        key = (entry.wrong, entry.right, *entry.more)[: form.key]
        reverse = wrongs.get(entry.right) or rights.get(entry.wrong) if form.directed else None
        against = reverse or known.get(key)
        if against or entry.wrong == entry.right:
            errata.append(_refused(entry, against or entry))
            continue
        known[key] = wrongs[entry.wrong] = entry
        rights.setdefault(entry.right, entry)
        yield entry


def _refused(entry: ListLine, against: ListLine) -> Erratum:
    reversed_ = against.right == entry.wrong or against.wrong == entry.right
    return Erratum(
        "reversed-entry" if reversed_ and against is not entry else "doubled-entry",
        entry.place,
        Wording(
            f"与 {against.place} “{against.wrong}→{against.right}”相反或重复，未采用",
            f"reverses or repeats {against.place} ({against.wrong} → {against.right}); refused",
        ),
        Wording("删去其中一条。", "Delete one of the two."),
        f"{entry.wrong} → {entry.right}",
    )


def _unknown(path: str) -> Erratum:
    return Erratum(
        "unknown-list",
        Place(path),
        Wording("没有这个名字的用词表", "there is no list of this name"),
        Wording(f"可用：{'、'.join(NAMES)}（.tsv）。", f"There are {', '.join(NAMES)} (.tsv)."),
    )
