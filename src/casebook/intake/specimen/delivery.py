"""Writes the parcel of a dummy book beside its manuscript: the notice, and what was sent in.

So the whole way can be tried: `casebook notice parcel/通报.docx`, `casebook receive parcel/来稿`
in a new book give the awards and the cases of the dummy.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from casebook import atomic, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.specimen.announcing import SHAPES, TABLES, announce
from casebook.intake.specimen.consignment import Sending, send
from casebook.intake.specimen.noticefile import ENDINGS, notice_file
from casebook.intake.specimen.papers import Entry, Group

PLACE, INCOMING = "parcel", "来稿"
"""The folder of the parcel; the folder in it that is received."""


class Wanted(NamedTuple):
    """The shape of a notice's lists (a key of `SHAPES`) and the ending of its file."""

    shape: str
    ending: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"通报.{self.ending}"


def wanted(asked: str | None) -> Wanted:
    """Return what is asked for: `table`, `table.xlsx`; nothing is a numbered list in Word.

    Raises `StopPress` for a shape that is not there, or not in such a file.
    """
    shape, _, ending = (asked or "numbered").partition(".")
    found = Wanted(shape, ending or "docx")
    fits = shape in TABLES or found.ending not in ("xlsx", "csv")
    if shape not in SHAPES or found.ending not in ENDINGS or not fits:
        raise StopPress([_unknown(asked or "")])
    return found


def write(folder: Path, groups: Sequence[Group], asked: Wanted, parcel: bool) -> tuple[Path, ...]:
    """Write `folder`/parcel: the notice of `groups`, and the cases with `parcel`.

    The cases are read in `folder`/manuscript. Returns the notice's file and the folder of cases.
    """
    place = folder / PLACE
    data = notice_file(announce(groups, asked.shape), asked.ending)
    atomic.put(place / asked.name, data, lasting=False)
    if not parcel:
        return (place / asked.name,)
    for name, data in send(list(_sendings(folder / "manuscript", groups))):
        atomic.put(place / INCOMING / name, data, lasting=False)
    return place / asked.name, place / INCOMING


def _sendings(manuscript: Path, groups: Sequence[Group]) -> Iterator[Sending]:
    for entry in (entry for group in groups for entry in group.entries if entry.piece):
        yield Sending(entry, _body(manuscript, entry), lambda src: files.read(manuscript / src))


def _body(manuscript: Path, entry: Entry) -> str:
    """Return the text of a case as XHTML."""
    return text_files.read(manuscript, f"cases/{entry.id}.md", CaseFront, "x").body


def _unknown(asked: str) -> Erratum:
    shapes = "、".join(f"{name}（{said.zh}）" for name, said in SHAPES.items())
    said = "; ".join(f"{name} ({said.en})" for name, said in SHAPES.items())
    sheets = ", ".join(TABLES)
    return Erratum(
        "dummy-notice",
        Place("--notice"),
        Wording(f"没有“{asked}”这种通报", f"there is no notice of the shape ‘{asked}’"),
        Wording(
            f"可选：{shapes}。后面可加 .docx、.txt、.html；{sheets} 还可加 .xlsx、.csv。",
            f"Choose one of: {said}. Add .docx, .txt or .html to it; .xlsx or .csv to {sheets}.",
        ),
        asked,
    )
