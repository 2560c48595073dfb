"""The lines of a notice with a pencil mark on each: what the line was read as.

Every stage of reading takes lines that have no mark yet and marks what it understands. What is
left at the end is unread and is shown: nothing of a notice disappears unseen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from casebook.errata import Place
from casebook.intake.notice.notice_lines import Source
from casebook.typography import measure

LONGEST_QUOTE = 200


class Use(StrEnum):
    """What a line was read as."""

    ISSUER = "issuer"
    NUMBER = "number"
    TITLE = "title"
    SALUTATION = "salutation"
    BODY = "body"
    ANNEXES = "annexes"
    SIGNATURE = "signature"
    DATE = "date"
    HEADING = "heading"
    ENTRY = "entry"
    REMARK = "remark"
    COPIES = "copies"
    IMPRINT = "imprint"
    FURNITURE = "furniture"
    UNREAD = "unread"


@dataclass(frozen=True)
class Row:
    """A line that is not empty. `text` is without outer space and Markdown residue.

    `gap` tells whether an empty line or a page's end stands before it. In a row of a `table` (0 for
    none) tabs part the cells; those of empty cells at its ends stay. `file` numbers the files and
    sheets of the notice; 0 is the letter.
    """

    number: int
    text: str
    page: int
    gap: bool
    table: int = 0
    file: int = 0
    room: float | None = None

    @property
    def width(self) -> float:
        """The width of the line in ems as it was set; a space between halves of a title is 1."""
        return measure(re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "\u3000", self.text))

    @property
    def compact(self) -> str:
        """The text without any space."""
        return compact(self.text)


class Sheet:
    """The rows of a notice in order, and the use of each."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._source = source
        self.rows = tuple(_rows(source))
        self._uses: dict[int, Use] = {}
        self._refused: set[int] = set()

    def mark(self, rows: Iterable[Row], use: Use) -> None:
        """Mark `rows`; a row keeps its first mark."""
        for row in rows:
            self._uses.setdefault(row.number, use)

    def refuse(self, rows: Iterable[Row]) -> None:
        """Mark `rows` as unread for a reason that is told elsewhere."""
        rows = list(rows)
        self.mark(rows, Use.UNREAD)
        self._refused.update(row.number for row in rows)

    def unread(self, row: Row) -> None:
        """Mark `row` as unread after all; nothing else is told of it yet."""
        self._uses[row.number] = Use.UNREAD
        self._refused.discard(row.number)

    def place(self, row: Row) -> Place:
        """Return where `row` stands: its file and its line."""
        return self._source.place(row.number)

    def box(self, row: Row) -> tuple[int, float, float, float, float] | None:
        """Return where `row` stands in a picture of the source, None if it was text."""
        return self._source.lines[row.number - 1].box

    def quote(self, rows: Iterable[Row]) -> str:
        """Return what the lines of `rows` print, for a message; a long text is cut."""
        numbers = {row.number for row in rows}
        text = " / ".join(row.text for row in self.rows if row.number in numbers)
        return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"

    def unexplained(self) -> list[Row]:
        """Return the unread rows of which nothing else is told."""
        return [row for row in self.marked(Use.UNREAD) if row.number not in self._refused]

    def use(self, row: Row) -> Use | None:
        """Return what `row` was read as, None while it is free."""
        return self._uses.get(row.number)

    def free(self, rows: Iterable[Row] | None = None) -> list[Row]:
        """Return those of `rows` (or of all rows) that have no mark yet."""
        return [
            row for row in (self.rows if rows is None else rows) if row.number not in self._uses
        ]

    def marked(self, *uses: Use) -> list[Row]:
        """Return the rows read as one of `uses`."""
        return [row for row in self.rows if self.use(row) in uses]


def compact(text: str) -> str:
    """Return `text` without any space, for comparing."""
    return "".join(text.split())


def heading_text(rows: Iterable[Row]) -> str:
    """Return the text of a heading set over several lines.

    A space between two Chinese characters is the trace of a line end there, unlike in a title.
    """
    text = "".join(row.text for row in rows)
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)


def _unmarked(text: str) -> str:
    """Return `text` without the residue of Markdown: #, **, >, links, escapes."""
    text = re.sub(r"^(?:#{1,6}\s+|>\s+)|^\*\*|\*\*$", "", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"\1", text.strip("\xa0 \u3000"))
    text = re.sub(r"\[([^\[\]]+)\]\(https?://[^()\s]*\)", r"\1", text)
    return re.sub(r"^\*\*|\*\*$", "", re.sub(r"\\([.*_()\[\]#>+-])", r"\1", text))


def _rows(source: Source) -> Iterator[Row]:
    gap, page = True, 1
    for line in source.lines:
        text = _unmarked(line.text.strip(" \t\u3000\xa0\u200b\ufeff"))
        if not line.text.strip():
            gap = True
            continue
        first = line.text[: len(line.text) - len(line.text.lstrip())]
        text = text.strip(" \u3000\n") or line.text.strip()
        if line.table and "\t" in text:  # two cells are filled: where the others are empty counts
            text = line.text.strip(" \u3000\xa0\u200b\ufeff")
        elif "\t" in first and "\t" in text:
            text = f"\t{text}"
        yield Row(line.number, text, line.page, gap or line.page != page, line.table, line.turn,
                  line.room)  # fmt: skip
        gap, page = False, line.page
