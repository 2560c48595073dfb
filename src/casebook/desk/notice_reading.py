"""A notice dropped on the desk: read, taken into the book, and kept line by line to be looked at.

The reading and the taking over are those of `casebook notice` (`Project.take`); what each line of
the notice became is kept below the build folder. It follows from the notice's own files, which
stand in the manuscript folder, so a book whose notice was taken in elsewhere is read again once.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from casebook import atomic, files, notice_pages
from casebook.book import Award
from casebook.desk import taking_back
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording
from casebook.intake import adoption, notice
from casebook.intake.manuscript import awards_file, scaffold
from casebook.intake.manuscript.awards_file import AWARDS, AwardsFile
from casebook.intake.notice import notice_files
from casebook.intake.notice.model import MarkedLine, Notice
from casebook.project import Project
from casebook.telling import as_data

LINES, PICTURES = "notice-lines.json", "notice-pictures"
"""What is kept below the build folder: each line, and the pictures of those read off a scan."""
TAKEN = Wording("读入通报，写出名单", "took in a notice")
_MOST = 200
"""Differences between two lists that are shown."""


class Line(TypedDict):
    """A line of the notice: its file ("" for the letter), number and text, what it was read as,
    why in words (Chinese, English), and whether there is a picture of it."""

    file: str
    line: int
    text: str
    use: str
    why: list[tuple[str, str]]
    picture: str


class Reading(TypedDict):
    """A notice as it was read: its files, its lines, and what is told of it as a whole."""

    files: list[str]
    lines: list[Line]
    errata: list[dict[str, object]]


def take(folder: Path, paths: Sequence[Path], asked: bool, tell: Tell) -> dict[str, object]:
    """Read the notice in the files at `paths` and make its awards those of the book in `folder`.

    `asked` is whether an editor wants it in place of a list that was worked on. Returns what
    became of it, for the browser. Raises `StopPress` when no notice can be read.
    """
    project = Project(folder)
    shapes = project.chosen_shapes()
    tell(Wording("正在读通报", "reading the notice"), None)
    read = notice.read(*paths, shapes=shapes)
    tell(Wording("正在写出名单", "writing the list of awards"), None)
    try:
        with taking_back.kept(folder, TAKEN, "notice", read.title or read.file):
            made = project.take(read, *paths, shapes=shapes, replace=asked)
    except StopPress as stop:
        made = adoption.Outcome(adoption.UNSOUND)
        read = replace(read, errata=(*read.errata, *stop.errata))
    notice_pages.write_check(folder / "build", read, read.crops, made)
    if made.refused is None:
        tell(Wording("逐行对照", "setting it out line by line"), None)
        keep(folder, read)
    return _answer(project, read, made)


def again(folder: Path, tell: Tell) -> dict[str, object]:
    """Read the notice of the book in `folder` again, for its lines alone; nothing else changes."""
    root = folder / "manuscript"
    paths = [root / name for name in notice_files.sources(root)]
    if not paths:
        raise StopPress([_no_notice()])
    tell(Wording("正在读通报", "reading the notice"), None)
    keep(folder, notice.read(*paths, shapes=Project(folder).chosen_shapes()))
    return {"read": True}


def keep(folder: Path, read: Notice) -> None:
    """Keep what every line of a notice became."""
    build, crops = folder / "build", read.crops
    for number, png in crops.items():
        atomic.put(build / PICTURES / f"{number}.png", png, lasting=False)
    reasons = _reasons(read)
    lines = [_line(read, line, reasons, number in crops) for number, line in _numbered(read)]
    placed = {(line["file"], line["line"]) for line in lines}
    rest = [
        erratum
        for erratum in read.errata
        if (_file(erratum.place.path, read), erratum.place.line) not in placed
    ]
    names = notice_files.sources(folder / "manuscript")
    data: Reading = {"files": names, "lines": lines, "errata": as_data(rest)}
    atomic.put(build / LINES, json.dumps(data, ensure_ascii=False).encode(), lasting=False)


def reading(folder: Path) -> Reading | None:
    """Return the notice of the book as it was read last, None when that is not known here."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        data: Reading = json.loads(files.read(folder / "build" / LINES))
        if data["files"] == notice_files.sources(folder / "manuscript"):
            return data
    return None


def has_notice(folder: Path) -> bool:
    """Whether the book has a notice of its own."""
    return bool(notice_files.sources(folder / "manuscript"))


def awards(folder: Path) -> AwardsFile | None:
    """Return the list of the book, None when there is none that is its own. Raises `StopPress`."""
    root = folder / "manuscript"
    if not (root / AWARDS).is_file() or AWARDS in scaffold.untouched(root):
        return None
    return awards_file.read(root / AWARDS)


def _answer(project: Project, read: Notice, made: adoption.Outcome) -> dict[str, object]:
    unsound = made.refused == adoption.UNSOUND
    differ = bool(made.refused and made.differences)
    agreement: Sequence[notice_files.Agreement] = ()
    if differ and not unsound:
        agreement = notice_files.agreement(read, project.manuscript, made.differences)
    errata = as_data(read.errata if made.refused else ())
    return {
        "taken": made.refused is None,
        "asks": differ and not unsound,
        "refused": made.refused._asdict() if made.refused and not differ else None,
        "title": read.title or read.file,
        "agreement": [row._asdict() for row in agreement],
        "differences": [change._asdict() for change in made.differences[:_MOST]],
        "count": len(made.differences),
        "stays": [{"name": stay.name, "why": stay.why._asdict()} for stay in made.stays],
        "gone": [_named(award) for award in made.gone],
        "errata": errata,
    }


def _named(award: Award) -> str:
    return f"{award.id} {award.organisation}" + (f"《{award.title}》" if award.title else "")


def _reasons(read: Notice) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """Return what is told of lines, errata and queries, in words."""
    by_line: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for erratum in read.errata:
        if erratum.place.line and erratum.kind is not Kind.NOTE:
            key = (_file(erratum.place.path, read), erratum.place.line)
            by_line.setdefault(key, []).append(_in_words(erratum))
    return by_line


def _in_words(erratum: Erratum) -> tuple[str, str]:
    hint = erratum.hint or Wording("", "")
    zh = f"{erratum.message.zh}。{hint.zh}"
    return zh, f"{erratum.message.en}. {hint.en}".strip()


def _file(path: str, read: Notice) -> str:
    return "" if path == read.file else path


def _numbered(read: Notice) -> list[tuple[int, MarkedLine]]:
    return [(line.number, line) for line in read.lines]


def _line(
    read: Notice,
    line: MarkedLine,
    reasons: Mapping[tuple[str, int], list[tuple[str, str]]],
    pictured: bool,
) -> Line:
    place = line.place or Place(read.file, line.number)
    file, number = _file(place.path, read), place.line or line.number
    return {
        "file": file, "line": number, "text": line.text, "use": line.use.value,
        "why": reasons.get((file, number), []), "picture": str(line.number) if pictured else "",
    }  # fmt: skip


def _no_notice() -> Erratum:
    return Erratum(
        "no-notice", Place(AWARDS),
        Wording("这本书还没有自己的通报", "this book has no notice of its own yet"),
        Wording("把通报拖到“通报”页上。", "Drop the notice on the page Notice."),
    )  # fmt: skip
