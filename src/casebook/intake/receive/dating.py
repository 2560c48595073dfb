"""Tell when a file was written: by itself, by its text, by its name, by the parcel it came in.

Each is a date of its own kind and is compared with its own kind only: the clock of a computer that
saved a document is not that of the one that packed it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from lxml import etree

from casebook import pdf
from casebook.errata import StopPress
from casebook.intake.formats.word.office_package import Package
from casebook.typography import number_of

FRESH = 600
"""Seconds. A file that has lain on the disk for less was written by whoever brought it here."""
_LAST = 6
"""Lines at the end of a text in which its date is looked for."""
_LONGEST = 30
"""Characters of a line that is a date and a signature."""
_PARTS = {"docProps/core.xml": "modified", "meta.xml": "date"}
"""Where Office files say when they were last saved, by the name of the element."""
_N = "[0-9〇○零一二三四五六七八九十]"
_DAY = re.compile(rf"({_N}{{4}})年({_N}{{1,3}})月({_N}{{1,3}})日")
_M, _D = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_IN_NAME = re.compile(
    rf"(?<!\d)(20\d\d)(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|[-._年]{_M}[-._月]{_D}日?)(?!\d)"
)
_MONTH_DAY = re.compile(rf"(?<![\d.v]){_M}(?:月|\.){_D}(?:日|(?![\d.]))", re.IGNORECASE)
_PDF_TIME = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?")
_TEMPLATES = frozenset({"2013-12-23T23:15:00"})
"""When a program's empty document was saved: no date of what was written into it."""


@dataclass(frozen=True)
class Dates:
    """Dates of one file as ISO 8601 text, empty where there is none.

    `saved` is what the document says itself, `closing` the date at the end of its text, `named`
    that in its name (without a year where it has none), `parcel` the file's own in its parcel.
    """

    saved: str = ""
    closing: str = ""
    named: str = ""
    parcel: str = ""

    def as_facts(self) -> dict[str, str]:
        """Return the dates there are, for the intake log."""
        return {
            one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)
        }


def dates(data: bytes, name: str, lines: Iterable[str], modified: float | None = None) -> Dates:
    """Return the dates of the file `data` called `name`; `lines` are those of its text.

    `modified` is when the file was last written, in seconds as the system counts them.
    """
    return Dates(_saved(data, name), _closing(list(lines)), in_name(name), _parcel(modified))


def of_facts(facts: Mapping[str, object]) -> Dates:
    """Return the dates an intake log holds."""
    return Dates(*(str(facts.get(one.name, "")) for one in fields(Dates)))


def in_name(name: str) -> str:
    """Return the date a file's name holds: “2023-03-01”, or “03-01” without a year."""
    if found := _IN_NAME.findall(name):
        year, month, day = (part for part in found[-1] if part)
        return _day(int(year), int(month), int(day))
    if found := _MONTH_DAY.findall(name):
        month, day = found[-1]
        return f"{int(month):02d}-{int(day):02d}"
    return ""


def _parcel(modified: float | None) -> str:
    if modified is None or abs(datetime.now(UTC).timestamp() - modified) < FRESH:
        return ""
    return datetime.fromtimestamp(modified, UTC).isoformat(timespec="seconds")[:19]


def _saved(data: bytes, name: str) -> str:
    try:
        if data.startswith(b"PK"):
            return _in_package(Package(data, name))
        if data[:1024].lstrip().startswith(b"%PDF"):
            return _pdf_time(pdf.saved(data))
    except StopPress:
        pass  # its reader says what is wrong with it
    return ""


def _in_package(package: Package) -> str:
    for part, element in _PARTS.items():
        root = package.tree(part)
        for node in root.iter() if root is not None else ():
            if isinstance(node.tag, str) and etree.QName(node).localname == element:
                said = (node.text or "").strip()[:19]
                return said if _is_time(said) and said not in _TEMPLATES else ""
    return ""


def _is_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _pdf_time(said: str) -> str:
    found = _PDF_TIME.match(said)
    if found is None:
        return ""
    year, month, day, *clock = (int(part or 0) for part in found.groups())
    at = "{:02d}:{:02d}:{:02d}".format(*clock)
    text = f"{year:04d}-{month:02d}-{day:02d}T{at}"
    return text if _is_time(text) else ""


def _closing(lines: list[str]) -> str:
    """Return the date that stands at the end of a text as a line of its own."""
    last = [line.strip() for line in lines if line.strip()][-_LAST:]
    for line in reversed(last):
        text = re.sub(r"\s", "", line)
        if len(text) <= _LONGEST and (found := _DAY.search(text)):
            year, month, day = (number_of(part.replace("○", "〇")) or 0 for part in found.groups())
            return _day(year, month, day)
    return ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
