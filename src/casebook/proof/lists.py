"""The lists the rules read: shipped with the press, added to by the editor.

A list is a text file of lines, columns divided by tabs: what is wrong or what one looks for,
what is right, the source. `#` opens a comment. A book adds its own in `manuscript/lists/` under
the same name. Every entry is checked: no column empty, none twice, and none reversed, that is no
form listed as wrong here and as right there; such an entry is refused and said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from casebook import files
from casebook.book import Award
from casebook.errata import Erratum, Place, StopPress, Wording

DATA = Path(__file__).parent / "data"
FOLDER = "lists"
"""Where a book keeps its own lists, below its manuscript folder."""
PURPOSES = {
    "phrases": Wording(
        "必定写错的词语。查到即报差错；随程序的报“错别字”，本书自定的报“本书用词”。",
        "Words that are always wrong: an erratum; entries of the book are told as its own.",
    ),
    "variants": Wording(
        "另有推荐写法的词语。查到报疑似；随程序的是异形词表，本书自定的报“本书用词”。",
        "Words of which another form is recommended: a query.",
    ),
    "pairs": Wording(
        "两种写法都通行的词语。一篇之内并用才报。",
        "Two forms of a word, both in use: a query where both stand in one text.",
    ),
    "formulas": Wording(
        "固定提法和专名。查到不完整或次序不对的写法报疑似；完整的提法里含有所查字样时不报。",
        "Fixed formulas and names: a query for the form in the first column, unless it stands "
        "inside the right one.",
    ),
    "documents": Wording(
        "文件全称。第一栏是简记，第二栏是全称；书中书名号内的文字与全称相近而不同时报。",
        "Titles of documents: the first column is a short name, the second the title; what is "
        "nearly that title within 《》 is told.",
    ),
    "terms": Wording(
        "科技名词，主要是医学名词。查到不规范的写法报疑似。",
        "Terms of science, of medicine most of all: a query for a form that is not the standard's.",
    ),
    "units": Wording(
        "计量单位。只在数字之后查；查到非法定单位或写错的符号报疑似。",
        "Units: a query for one that is not legal, or a symbol written wrongly, behind a number.",
    ),
    "wording": Wording(
        "称谓和提法：疾病与残障、民族、港澳台、医药宣传。查到不宜用的报疑似；应作的写法里含有它时不报。",
        "Names for people and places: illness and disability, nationalities, Hong Kong, Macao and "
        "Taiwan, praise of medicines: a query for what is not to be used.",
    ),
}
"""The lists, and what each is for."""
NAMES = tuple(sorted(PURPOSES))
WORDS = "words.txt"
"""Where a book keeps the words that are right as they stand, one a line, in its manuscript folder."""


@dataclass(frozen=True)
class ListLine:
    """A line of a list: what is looked for, what is right, where it is laid down."""

    wrong: str
    right: str
    source: str
    place: Place

    @property
    def own(self) -> bool:
        """Whether the book keeps this line, and not the press."""
        return self.place.path.startswith(f"{FOLDER}/")


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
    _finders: dict[str, "Finder"] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        """A hash of all that is listed."""
        return sha256(repr((self.entries, self.awards, self.year)).encode()).hexdigest()

    def finder(self, name: str) -> "Finder":
        """Return what finds all entries of a list in one go; longer ones win."""
        if name not in self._finders:
            self._finders[name] = Finder(self.entries[name])
        return self._finders[name]


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
    yield from _parse(text, name, errata)


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a table that comes with the press, as columns, comments left out."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _shipped(name: str) -> tuple[ListLine, ...]:
    path = DATA / f"{name}.tsv"
    return tuple(_parse(path.read_text("utf-8"), f"{name}.tsv", []))


def _parse(text: str, path: str, errata: list[Erratum]) -> Iterator[ListLine]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 3 or not all(columns):
            errata.append(
                Erratum(
                    "list-entry",
                    Place(path, number),
                    Wording("每行须有三栏：错的写法、对的写法、出处", "three columns are needed"),
                    Wording(
                        "用制表符分开三栏，出处不能空着。",
                        "Divide what is looked for, what is right and the source by tabs.",
                    ),
                    line.strip(),
                )
            )
            continue
        yield ListLine(columns[0], columns[1], columns[2], Place(path, number))


def _sound(lines: Sequence[ListLine], name: str, errata: list[Erratum]) -> Iterator[ListLine]:
    """Yield the entries that neither repeat nor contradict an earlier one."""
    wrongs: dict[str, ListLine] = {}
    rights: dict[str, ListLine] = {}
    for entry in lines:
        against = wrongs.get(entry.right) or rights.get(entry.wrong)
        if name in ("documents", "formulas", "pairs", "units", "wording"):
            against = None
        if against or entry.wrong in wrongs or (entry.wrong == entry.right):
            errata.append(_refused(entry, against or wrongs.get(entry.wrong) or entry))
            continue
        wrongs[entry.wrong] = entry
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
