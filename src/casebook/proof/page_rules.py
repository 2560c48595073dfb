"""Read the issued PDF with the rules about pages, and remember the answer while nothing changed.

The issued EPUB is tried on a screen (`editions.epub.unreadable`), if it is of the same text.

Reading 700 pages takes seconds; the answer depends only on the PDF, the book and the layout, so
it is kept in `build/.proof/` under their hash. A PDF that was made from other texts, pictures or
another layout than stand there now is not read (`press.provenance`): what it shows is not what
the book would show. Nothing depends on the times of files.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from casebook import atomic
from casebook.book import Book
from casebook.editions import FILES
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof import findings_cache, kept_answers, rate, rule_runner
from casebook.proof.findings import Finding, as_data, from_data
from casebook.store import Stored

"""The issues that are read; `casebook.issuing` names them so, and is not loaded for the names."""


@dataclass(frozen=True)
class Pages:
    """What the pages say: findings, layout characters by section, characters a line, lines a page.

    `read` is False when there is no issue that could be read.
    """

    findings: tuple[Erratum, ...] = ()
    sizes: dict[str, int] | None = None
    capacity: tuple[int, int] = (0, 0)

    @property
    def read(self) -> bool:
        """Whether there was an issue to read."""
        return self.sizes is not None


def look(book: Book, folder: Path) -> Pages:
    """Return what the issued PDF and the issued EPUB of the book in `folder` show."""
    printed_, onscreen = (folder / "build" / name for name in (FILES["print"], FILES["epub"]))
    if not (printed_.is_file() or onscreen.is_file()):
        return Pages()
    try:
        source = _source(book, folder)
    except StopPress as stop:
        return Pages(stop.errata)
    pages = Pages()
    if printed_.is_file():
        pages = Pages((_stale(printed_),))
        if _made_from(printed_) == source:
            pages = _look_at(printed_, book, folder, source)
    if onscreen.is_file():
        pages = replace(pages, findings=(*pages.findings, *_on_screen(onscreen, book, source)))
    return pages


def _on_screen(file: Path, book: Book, source: str) -> tuple[Erratum, ...]:
    """Return what of the EPUB `file` cannot be read on a screen."""
    if _made_from(file) != source:
        return (_stale(file),)
    from casebook.editions import epub  # lazy: loads the layout engine

    return epub.unreadable(book, file, file.parent / epub.SCREENS)


def look_at(file: Path, book: Book, folder: Path) -> Pages:
    """Return what the PDF `file`, just made of the book in `folder`, shows."""
    try:
        return _look_at(file, book, folder, _source(book, folder))
    except StopPress as stop:
        return Pages(stop.errata)


def made_of(file: Path, book: Book, folder: Path) -> bool:
    """Say whether the issued `file` shows `book` as it stands in `folder`, as far as is known.

    Raises `StopPress` for a faulty layout.
    """
    return _made_from(file) in (None, _source(book, folder))


def _made_from(file: Path) -> str | None:
    from casebook.press import build_cache  # lazy: loads the press

    return build_cache.made_from(file)


def _source(book: Book, folder: Path) -> str:
    from casebook import layout  # lazy: loads the templates
    from casebook.press import build_cache  # lazy: loads the press

    dress = layout.roots(book.layout, folder)
    galleys = layout.compose(book, dress, "print", folder / "manuscript")
    return build_cache.source_hash(galleys, dress)


def _look_at(file: Path, book: Book, folder: Path, source: str) -> Pages:
    store_file = kept_answers.folder(folder) / f"pages-{_key(book, source, file)}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):  # not there, or not sound
        return _load(json.loads(store_file.read_text("utf-8")))
    from casebook.proof.printed import Printed, printed  # lazy: loads the reader of PDF files

    try:
        shown = printed(book, folder, file)
    except StopPress as stop:
        return Pages(stop.errata)
    pages = Pages(rule_runner.read(Printed, shown), rate.characters(shown), shown.area)
    with suppress(OSError):  # a full disk only costs the time saved
        for old in store_file.parent.glob("pages-*.json"):
            old.unlink(missing_ok=True)
        atomic.put(store_file, json.dumps(_save(pages), ensure_ascii=False).encode(), lasting=False)
    return pages


def rules() -> frozenset[str]:
    """Return the names of the rules that read pages."""
    from casebook.proof.printed import Printed  # lazy: loads the reader of PDF files

    return frozenset(
        name for name, checker in rule_runner.registry().items() if checker.reads[0] is Printed
    )


def _key(book: Book, source: str, file: Path) -> str:
    """Return the hash of all that the answer depends on."""
    digest = sha256(f"{findings_cache.version()} {source} ".encode())
    digest.update(file.read_bytes())
    digest.update(repr(book).encode())
    return digest.hexdigest()[:32]


def _save(pages: Pages) -> dict[str, object]:
    findings = [as_data(finding) for finding in pages.findings if isinstance(finding, Finding)]
    return {"sizes": pages.sizes, "capacity": pages.capacity, "findings": findings}


def _load(data: Stored) -> Pages:
    across, down = data["capacity"]
    return Pages(tuple(map(from_data, data["findings"])), data["sizes"], (across, down))


def _stale(file: Path) -> Erratum:
    return Erratum(
        "stale-issue",
        Place(f"build/{file.name}"),
        Wording(
            "成品是旧的，不是由现在的书稿和版式排出的，没有检查版面",
            "the issue is out of date: made from another manuscript or layout, its pages were not checked",
        ),
        Wording("先运行 casebook build。", "Run casebook build first."),
        file.name,
        Kind.NOTE,
    )
