"""The chain of headings that stands over a list, as lines of an annex open and close them.

A heading of a level seen before closes what stands below it. A line may hold its list itself: a prize
and names behind a colon.
"""

import re
from dataclasses import replace
from itertools import takewhile

from casebook.intake.notice import rows_of_names
from casebook.intake.notice.colon_lists import PRAISED, WHOLE_CLASS, Names, is_region
from casebook.intake.notice.entries import LABELS, label_of, pieces_of
from casebook.intake.notice.heading_words import LIST_OF
from casebook.intake.notice.lexicon import is_place
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import VACANT
from casebook.intake.notice.tier_headings import Heading, Section, count_in, level_of, tier_name

_GRADED = "第?[特一二三四五六七八九十\\d]{1,3}(?:名|等[奖獎])"
RANK = re.compile(
    f"(?:并列)?{_GRADED}(?:[至到—–~-]{_GRADED})?|[冠亚亞季殿][军軍]|[金银銀铜銅][奖獎]"
)
"""A rank that each group of a contest has."""
OF_ALL = re.compile("组织|指导|辅导|伯乐|风尚|团体|单位|裁判|教练|園丁|园丁")
"""What an honour holds that is given beside the works of all groups."""
OF_WORKS = re.compile(
    "优秀奖|优胜奖|鼓励奖|入围|入选|提名|参与奖|纪念奖|佳作|优异奖|达标奖|单项|人气"
)
"""The prize of works below the ranks, that only one group may have."""
_LAST = re.compile("(?:奖|者|手|人|个人|集体|单位|教师|班主任|作品)$")
"""How names of honours end."""


def beside(above: Heading, below: Heading) -> bool:
    """Whether a heading stands beside another one, written alike: both without a number, and with
    a count, or ending in the same word, or beginning with the same words or with praise."""
    if above.row.file != below.row.file or not all(
        held.key in ("prize", "category") for held in (above, below)
    ):
        return False
    if RANK.fullmatch(below.name) and not RANK.fullmatch(above.name):
        return False
    praised = RANK.fullmatch(above.name) or PRAISED.match(above.name)
    if OF_ALL.search(below.name) or (praised and PRAISED.match(below.name)):
        return True
    counted = above.declared is not None and below.declared is not None
    ends = [match[0] if (match := _LAST.search(held.name)) else "" for held in (above, below)]
    common = len(
        list(takewhile(lambda two: two[0] == two[1], zip(above.name, below.name, strict=False)))
    )
    alike = SHARED <= common < len(above.name)
    return counted or bool(ends[0] and ends[0] == ends[1]) or alike


def number_of_head(heading: Heading) -> int:
    """Return the number a heading bears in the style that is its key, 0 for none."""
    label = label_of(heading.row.text, LABELS[heading.key]) if heading.key in LABELS else None
    return label[0] if label else 0


SHARED = 3
"""Characters: names of honours that begin with so many in common stand beside each other."""


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
        doubt = self._close(heading)
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
            doubt=doubt,
        )
        self._open(section)

    def _close(self, heading: Heading) -> str:
        """Close the heads that hold entries of their own and are written as `heading` is, and a
        group behind its ranks where an honour for no rank of it comes once, below every group.

        Return why it is in doubt that `heading` stands below the heads that are left.
        """
        keys = [held.key for held in self.chain]
        number = number_of_head(heading)
        if number > 1 and heading.key not in keys and self.open and self.open.rows:
            self.chain.clear()  # the first of its numbers stood above them all
        holding = [] if heading.key in keys else [h for h in self.chain if self._holds(h)]
        if holding:
            alike = [held for held in holding if beside(held, heading)]
            if alike:
                del self.chain[self.chain.index(alike[0]) :]
            elif not RANK.fullmatch(heading.name) and heading.kind in ("prize", "category"):
                return f"“{holding[-1].name}”下面已有条目，“{heading.name}”是否属于它，请核对"
        elif self._behind_ranks(heading):
            if OF_ALL.search(heading.name):
                self.chain.clear()
            elif not OF_WORKS.search(heading.name):
                group = self.chain[0].name
                return f"“{heading.name}”只在最后一组里有，是否属于“{group}”，请核对"
        return ""

    def _behind_ranks(self, heading: Heading) -> bool:
        """Whether a prize that is no rank stands in one of several groups that had only ranks."""
        kinds = [held.kind for held in self.chain]
        if kinds not in (["category"], ["category", "prize"]) or heading.kind != "prize":
            return False
        groups: dict[str, set[str]] = {}
        for section in self.sections:
            chain = section.chain
            if len(chain) == 2 and chain[0].key == self.chain[0].key:
                groups.setdefault(chain[0].name, set()).add(chain[1].name)
        ranks = set().union(*groups.values())
        named = RANK.fullmatch(heading.name) is not None
        last = self.chain[0].name in groups and len(groups) > 1
        return last and not named and all(map(RANK.fullmatch, ranks))

    def _holds(self, heading: Heading) -> bool:
        """Whether entries stand right below `heading`, not only below heads under it."""
        return any(s.rows and s.chain[-1:] == (heading,) for s in self.sections)

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
