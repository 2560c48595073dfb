"""Of each finding the line of the issued PDF it stands in, as a small picture.

Enters: findings, the book and the PDF that was made of it as it stands. A finding is looked for
among the pages of its section, by its words and what surrounds them; where nothing of that kind
stands (a note of the file, words that the layout changed) there is no picture.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casebook import files, pagetext, pdf
from casebook.book import Book
from casebook.pagetext import Box
from casebook.proof import findings_cache, kept_answers
from casebook.proof.findings import Finding, normal
from casebook.proof.kept_answers import KeptAnswers
from casebook.store import made_by

_FILE = "pictures.json"
_NEAR = 6
"""Characters about the words at fault that are looked for when not all around them are there."""
_ALONE = 4
"""From so many characters on, the words at fault are looked for by themselves."""
_ROOM = 2.0
"""Points of the page that are shown above and below the line."""
_REACH = 100.0
"""Points of the line that are shown left and right of the words at fault."""


@dataclass(frozen=True)
class _Character:
    page: int
    line: int
    box: Box


@dataclass(frozen=True)
class _Text:
    """The characters of a section in reading order, and where each stands."""

    characters: str
    places: tuple[_Character, ...]
    lines: Mapping[tuple[int, int], Box]


def kept_pictures(
    book: Book, file: Path, findings: Sequence[Finding], folder: Path
) -> dict[str, bytes]:
    """Return the pictures of `pictures`, those of an earlier run taken from the book in `folder`.

    They are kept with the hash of `file`. Where a text has a finding that is not known all of its
    findings are looked for anew, since equal ones share out their places in order.
    """
    answers = KeptAnswers(kept_answers.folder(folder) / _FILE)
    name = f"{_version()} {files.digest(file).hex()}"
    keys = {finding.fingerprint: f"{name} {finding.fingerprint}" for finding in findings}
    known = {fingerprint: answers.get(key) for fingerprint, key in keys.items()}
    texts: dict[str, list[Finding]] = {}
    for finding in findings:
        texts.setdefault(finding.place.path, []).append(finding)
    wanted = [
        finding
        for own in texts.values()
        if any(known[finding.fingerprint] is None for finding in own)
        for finding in own
    ]
    made = pictures(book, file, wanted) if wanted else {}
    for fingerprint in (finding.fingerprint for finding in wanted):
        known[fingerprint] = b64encode(made.get(fingerprint, b"")).decode()
        answers.put(keys[fingerprint], known[fingerprint])
    answers.save()
    return {fingerprint: b64decode(data) for fingerprint, data in known.items() if data}


@cache
def _version() -> str:
    """Return a hash of all that decides how a line is drawn and where it is looked for."""
    drawn_by = (Path(pagetext.__file__), Path(pdf.__file__))
    return made_by(drawn_by, ("pypdfium2", "pillow"), findings_cache.version())


def pictures(book: Book, file: Path, findings: Iterable[Finding]) -> dict[str, bytes]:
    """Return a PNG for each finding that stands on a page of `file`, by its fingerprint."""
    wanted: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.number >= 0 and (finding.text or finding.before or finding.after):
            wanted.setdefault(finding.place.path, []).append(finding)
    excerpts: list[pdf.Excerpt] = []
    names: list[str] = []
    for path, pages in _pages(book, file, wanted):
        for finding, excerpt in _excerpts(_read(file, pages), wanted[path]):
            names.append(finding.fingerprint)
            excerpts.append(excerpt)
    return dict(zip(names, pdf.excerpts(file, excerpts), strict=True))


def _pages(book: Book, file: Path, wanted: Iterable[str]) -> Iterator[tuple[str, range]]:
    """Yield the text of each section with findings, and the indexes of its pages."""
    starts = {name: page for name, page in pdf.destinations(file).items() if page >= 0}
    begun = sorted({starts[s.id] for s in book.sections if s.id in starts})
    paths = set(wanted)
    for section in book.sections:
        if section.place.path in paths and section.id in starts:
            first = starts[section.id]
            last = next((page for page in begun if page > first), None)
            yield section.place.path, range(first, pdf.page_count(file) if last is None else last)


def _read(file: Path, pages: Sequence[int]) -> _Text:
    characters: list[str] = []
    places: list[_Character] = []
    lines: dict[tuple[int, int], Box] = {}
    for index, page in zip(pages, pagetext.pages(file, pages), strict=True):
        for number, line in enumerate(page.lines):
            lines[index, number] = line.box
            characters += line.text
            places += [_Character(index, number, box) for box in line.boxes]
    return _Text("".join(characters), tuple(places), lines)


def _excerpts(text: _Text, findings: Sequence[Finding]) -> Iterator[tuple[Finding, pdf.Excerpt]]:
    """Yield what of the page to show for each finding; of equal ones each gets its own place."""
    shown: set[int] = set()
    for finding in findings:
        before, words, after = map(normal, (finding.before, finding.text, finding.after))
        for left, right in ((before, after), (before[-_NEAR:], after[:_NEAR]), ("", "")):
            if not left and not right and len(words) < _ALONE:
                continue
            starts = [
                match.start() + len(left)
                for match in re.finditer(f"(?={re.escape(left + words + right)})", text.characters)
            ]
            if starts:
                start = next((at for at in starts if at not in shown), starts[-1])
                shown.add(start)
                yield finding, _excerpt(text, start, max(start + len(words), start + 1))
                break


def _excerpt(text: _Text, start: int, end: int) -> pdf.Excerpt:
    """Return the lines of the characters `start` to `end` that stand on the page of the first."""
    places = [place for place in text.places[start:end] if place.page == text.places[start].page]
    marked = [place.box for place in places]
    lines = [text.lines[place.page, place.line] for place in places]
    left, right = min(box.x0 for box in marked), max(box.x1 for box in marked)
    area = Box(
        max(left - _REACH, min(box.x0 for box in lines) - _ROOM),
        min(box.y0 for box in lines) - _ROOM,
        min(right + _REACH, max(box.x1 for box in lines) + _ROOM),
        max(box.y1 for box in lines) + _ROOM,
    )
    return pdf.Excerpt(places[0].page, area, marked)
