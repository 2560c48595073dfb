"""The chain of headings that stands over a list, as lines of an annex open and close them.

A heading of a level seen before closes what stands below it. A line may hold its list itself: a prize
and names behind a colon.
"""

import re
from dataclasses import replace

from casebook.intake.notice import rows_of_names
from casebook.intake.notice.colon_lists import WHOLE_CLASS, Names, is_region
from casebook.intake.notice.entries import pieces_of
from casebook.intake.notice.heading_words import LIST_OF
from casebook.intake.notice.lexicon import is_place
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import VACANT
from casebook.intake.notice.tier_headings import Heading, Section, count_in, level_of, tier_name


class Chain:
    """The lists opened so far, the last one, and the headings over it.

    `inline` are the numbers of the lines that hold their list themselves; `named` tells that colons
    stand before persons; `style` is that of the numbers of the entries.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.sections: list[Section] = []
        self.columns: Row | None = None
        self.open: Section | None = None
        self.chain: list[Heading] = []
        self.inline: set[int] = set()
        self.names: Names | None = None
        self.named = False
        self.style = ""

    def _push(self, heading: Heading) -> None:
        keys = [held.key for held in self.chain]
        if LIST_OF.search(heading.row.text):
            self.chain.clear()
        elif heading.key in keys:
            del self.chain[keys.index(heading.key) :]
        elif heading.kind in ("prize", "place", "school"):
            kinds = [held.kind for held in self.chain]
            if heading.kind in kinds and self.open and self.open.rows:
                del self.chain[kinds.index(heading.kind) :]
        self.chain.append(heading)
        section = Section(
            tuple(self.chain),
            heading.row.number,
            heading.declared,
            [],
            self.columns,
            heading.vacant,
        )
        self._open(section)

    def _colon(self, row: Row, name: str, names: str) -> None:
        """Take a line that names a prize, a place or a class and the awarded behind a colon."""
        placed = is_place(name) or (is_region(name) and "（" in names)
        kind = "place" if placed else "prize"
        kind = "school" if WHOLE_CLASS.fullmatch(name) else kind
        self._push(Heading(tier_name(name), kind, kind, row))
        self.inline.add(row.number)
        assert self.open is not None
        parts = pieces_of(names, "、")
        people = (rows_of_names.words_of if self.named else rows_of_names.names_of)(names)
        self.names = Names(len(self.open.rows), row, names)
        self.open.rows += [
            replace(row, text=part) for part in (people if len(people) > len(parts) else parts)
        ]

    def _inline(self, row: Row, inline: re.Match[str]) -> None:
        name = inline["name"]
        if self.open is None or self.open.chain[-1:] == () or self.open.chain[-1].name != name:
            same = [s for s in self.sections if s.chain and s.chain[-1].name == name]
            key = level_of(row.text, "prize", self.style)
            if same and same[0].chain[:-1] == tuple(self.chain[:-1]):
                self.open = same[0]
            else:
                self._push(Heading(name, "prize", key, row))
                self.inline.add(row.number)
        assert self.open is not None
        if inline["count"]:
            self.open.declared = count_in(inline["count"])
        if VACANT.match(inline["rest"]):
            self.open.vacant = True
            self.sheet.mark([row], Use.HEADING)
        else:
            self.open.rows.append(replace(row, text=inline["rest"]))

    def _open(self, section: Section) -> Section:
        self.sections.append(section)
        self.open = section
        return section
