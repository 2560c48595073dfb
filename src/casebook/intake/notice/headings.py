"""Find the headings of an annex, or of a letter that lists its awards itself, and their chain.

Annex, category, prize, region, school: a heading opens a list, and a heading of a kind seen
before closes what stands below it. A line is a heading by its words (a prize, a count, a place),
or because the numbers of the entries begin anew below it; a line that the entries' own numbers
count is never one.
"""

import re
from collections import Counter
from dataclasses import replace

from casebook.intake.notice import heading_words, line_layout, pasted_tables
from casebook.intake.notice.colon_lists import (
    PRAISED,
    WHOLE_CLASS,
    Names,
    behind_class,
    colon_list,
    colon_lists,
    colon_names,
    over_line_end,
    parted,
    persons_apart,
)
from casebook.intake.notice.division import Annex
from casebook.intake.notice.entries import (
    BULLET,
    label_at,
    labelled,
)  # fmt: skip
from casebook.intake.notice.entries import counts_on as counts_on_parts
from casebook.intake.notice.heading_chain import Chain
from casebook.intake.notice.heading_words import (
    ASIDE,
    BRACKETED,
    BRACKETS,
    IN_PARENTHESES,
    LIST_WORD,
    OF_ENTRIES,
    ORNAMENTS,
    TAIL_COUNT,
    counts_on,
    is_first,
    kind_of_heading,
    names_unit,
    number_in,
    tail_count,
    title_alone,
    undressed,
    unnumbered,
    without_number,
)
from casebook.intake.notice.lexicon import body_like, kind_of_label, names_in
from casebook.intake.notice.line_layout import Layout, entry_like, layout
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact, heading_text
from casebook.intake.notice.notice_phrases import (
    ANNEX,
    COUNT,
    EVENT,
    INLINE,
    PRIZE,
    TITLE_END,
    VACANT,
)  # fmt: skip
from casebook.intake.notice.tier_headings import (
    UNRANKED,
    Fused,
    Heading,
    Section,
    count_in,
    count_of,
    ends_in_prize,
    level_of,
    over_villages,
    tier_name,
    tier_of,
)  # fmt: skip
from casebook.typography import number_of

HEADING_LINES = 5
LONGEST_HEADING = 40
TITLE_LINES = 3
SHORTEST_TITLE = 14
"""Characters: a line up to so long above a list is no title of a notice."""

_OF_ANNEX = re.compile("名单|名录|一览表|结果|目录")
"""What the first heading of an annex holds that names all its lists, not one of them."""


def sections_of(sheet: Sheet, annex: Annex) -> tuple[list[Section], list[Section]]:
    """Return the lists of `annex` in order, marking its headings on `sheet`, and the headings that
    only stand over lists: 一、论文类（5篇） above 一等奖."""
    return _Finder(sheet, annex).find()


class _Finder(Chain):
    def __init__(self, sheet: Sheet, annex: Annex) -> None:
        super().__init__(sheet)
        self.annex = annex
        self.rows = pasted_tables.unfolded(parted(annex.rows))
        apart = pasted_tables.entries_apart(self.rows)
        sheet.mark(apart, Use.ENTRY)  # they name their headings, too
        self.apart = {row.number for row in apart}
        self.broken: set[int] = set()
        plain = [row for row in self.rows if not tier_of(row)]
        self.style = heading_words.style_of_entries(plain, heading_words.over_ranks(self.rows))
        self.persons = heading_words.of_persons(plain)
        self.layout = Layout(plain)
        self.persons_apart = persons_apart(annex.rows)
        others = [row for row in self.rows if row.number not in self.persons_apart]
        self.named = colon_names(others)
        self.colons = self.named or colon_lists(others)
        self.widest = max((row.width for row in self.rows), default=0.0)
        self.labelled = labelled(self.rows)
        self.alike = dict(heading_words.alike(self.rows, self.style))
        self.alike |= dict.fromkeys(over_villages(self.rows), ("place", ""))
        self.fused = Fused(self.rows)
        self.labels = Counter(label_at(row) for row in self.rows)
        self.counted = heading_words.counted_entries(self.rows, tier_of)
        self.further = heading_words.usual_further(self.rows, self.style) if self.style else 0
        self.titles = heading_words.of_titles(plain)
        self.honours = heading_words.honours_in(sheet.rows)
        self.links = line_layout.links_in(self.rows)

    def find(self) -> tuple[list[Section], list[Section]]:
        for at, row in enumerate(self.rows):
            self._take(at, row)
        granting = self.annex.granting
        if not (self.sections or granting) and re.search(
            f"{PRIZE}(?:名单)?$", COUNT.sub("", self._heading())
        ):
            self._from_heading()
        parents = [section for at, section in enumerate(self.sections) if self._only_parent(at)]
        kept = [section for section in self.sections if section not in parents]
        of = tier_name(self._heading()) or self.annex.name
        for section in self.sections:
            section.name = section.name or self._name(section)
        lists = {section.name for section in self.sections if section.chain}
        for section in self.sections:
            section.of = "" if of in lists and len(lists) > 1 else of  # the last of several named
        return kept, parents

    def _only_parent(self, at: int) -> bool:
        """Whether a heading only stands over others: 一、论文类 above 一等奖."""
        section = self.sections[at]
        if section.rows or section.vacant or at + 1 >= len(self.sections):
            return False
        chain, below = section.chain, self.sections[at + 1].chain
        if not at and len(chain) == 1 and below and _OF_ANNEX.search(chain[0].row.text):
            return below[-1].kind in ("prize", "category")
        return len(below) > len(chain) and below[: len(chain)] == chain

    def _take(self, at: int, row: Row) -> None:
        if self.annex.own and (line_layout.is_residue(row.text) or row.number in self.links):
            return  # it stays unread, and is told
        self.chain = [
            held for held in self.chain if held.row.number not in self.apart - {row.number}
        ]
        if row.number in self.broken or self._names_go_on(row):
            return
        last = self.open.rows[-1].text if self.open and self.open.rows else ""
        whole = self.colons and last and last[-1] not in "、，" and not line_layout.layout(row.text)
        if whole and not self._opens(at, row):
            return  # it holds no names, and the line above is whole: unread, and told
        busy = self.open is not None and self.open.unclosed
        if not busy and (self._opens(at, row) or self._parts(at, row)):
            return
        if self.open is None and not self._is_entry(at, row):
            self.annex.heading.append(row)
            self.sheet.mark([row], Use.HEADING)
        elif not (self.open and self.open.rows) and COUNT.fullmatch(row.text):
            (self.open or self._from_heading()).declared = count_of(row.text)
            self.sheet.mark([row], Use.HEADING)
        elif self.open and not self.open.rows and VACANT.match(row.text):
            self.open.vacant = True
            self.sheet.mark([row], Use.HEADING)
        else:
            (self.open or self._from_heading()).rows.append(row)

    def _opens(self, at: int, row: Row) -> bool:
        """Take a row that names a tier or the columns of a table."""
        if line_layout.header(row):
            self.columns = row
            if self.open and not self.open.rows:
                self.open.columns = row
            self.sheet.mark([row], Use.HEADING)
            return True
        heading = self._heading_at(at, row)
        if heading:
            self.chain = [held for held in self.chain if held.row.number not in self.inline]
            self._push(heading)
            self.sheet.mark([row], Use.HEADING)
            return True
        own = row.number not in self.persons_apart
        if own and self.colons and (colon := colon_list(row.text, self.named)):
            self._colon(row, *colon)
            return True
        if self._broken_name(at, row):
            return True
        inline = INLINE.match(row.text)
        if not inline or EVENT.search(inline["name"]) or line_layout.is_row(row):
            return False
        if self._in_record(row):
            return False
        self._inline(row, inline)
        return True

    def _parts(self, at: int, row: Row) -> bool:
        """Take a row that holds an entry and, behind it, the heading of the next tier."""
        entry, heading = self.fused.part(row) if self.open and self.open.rows else ("", "")
        head = self._heading_at(at, replace(row, text=heading)) if heading else None
        if head is None or not self.open:
            return False
        self.open.rows.append(replace(row, text=entry))
        self._push(head)
        return True

    def _heading_at(self, at: int, row: Row) -> Heading | None:
        text = BULLET.sub("", row.text)
        text = heading_words.ANNEX_LABEL.sub("", UNRANKED.sub("", ORNAMENTS.sub("", text) or text))
        match = tier_of(row)
        if match:
            count = count_in(match["count"] or "")
            key = level_of(text, "prize", self.style, row)
            return Heading(match["name"], "prize", key, row, count, bool(match["vacant"]))
        if self._in_record(row) or behind_class(row.text) or heading_words.stand_abreast(row.text):
            return None
        if (name := heading_words.bare_name(row)) in self.honours:
            return Heading(
                name, "prize", level_of(text, "prize", self.style, row), row, count_of(text)
            )
        known = self.alike.get(row.number)
        if row.number in self.counted or (known is None and not self._may_head(at, row)):
            return None
        name, style = without_number(text, "" if known else self.style)
        if style is None:
            return None
        tail = tail_count(name, row.text)
        vacant = re.search(r"[（(：:]?\s*(?:空缺|从缺)\s*[）)]?$", name)
        bare = name[: tail.start()] if tail else name[: vacant.start()] if vacant else name
        bare = undressed(bare.strip(f"：: {BRACKETS}"))
        bare = inner[1] if (inner := IN_PARENTHESES.fullmatch(bare)) else bare
        kind = kind_of_heading(name) or ("category" if tail else "")
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        if self.colons and WHOLE_CLASS.fullmatch(name):
            kind = "school"
        honour = PRAISED.match(bare) and not re.search("[：:]", row.text)
        if self.colons and not kind and honour and below and colon_list(below.text):
            kind = "prize"
        if not kind and self.persons and names_unit(row) and below and names_in(unnumbered(below)):
            kind = "school"
        below_title = below is not None and title_alone(below)
        if kind == "school" and style and not (self.titles and below_title):
            kind = "category"
        if self.titles and below_title and kind in ("", "category") and names_unit(row):
            kind = "school"
        if known and kind != "school":
            kind = known[0]
        if kind in ("", "name") and not (
            self._begins_anew(at, row, style) or self._contrasts(row, below)
        ):
            return None
        if not bare or len(bare) > LONGEST_HEADING:
            return None
        count = number_of(tail["n"] or tail["m"]) if tail else None
        return Heading(
            (tier_name(bare) if EVENT.search(bare) else LIST_WORD.sub("", bare)) or bare, kind or "category", (known and known[1]) or level_of(text, kind, self.style, row), row,
            count, bool(vacant),
        )  # fmt: skip

    def _in_record(self, row: Row) -> bool:
        """Whether a row with a label is one of the labelled lines of the entries."""
        above = self.open.rows[-1].text if self.open and self.open.rows else ""
        field = kind_of_label(label_at(row)) not in ("", "number") or counts_on_parts(
            above, row.text
        )
        return self.labelled and field

    def _may_head(self, at: int, row: Row) -> bool:
        """Whether a row can be a heading at all: no entry's number, no title, no cells."""
        text = row.text
        if "《" in text or "》" in text or len(text) > LONGEST_HEADING or text[-1] in "。；;，、":
            return False
        if line_layout.is_row(row) and len([c for c in line_layout.cells(text) if c]) > 1:
            return False
        if at and self.open and self.rows[at - 1].text[-1] in "、，":
            return False  # the line above goes on
        if self.style and number_in(row, self.style):
            return False
        label = label_at(self.rows[at - 1]) if at and not row.gap else ""
        if label and self.labels[label] > 1 and kind_of_heading(text) in ("", "name"):
            return False  # the line below 作者：王芳
        prized = self.fused.ending > 1 and ends_in_prize(row)
        if prized or self._laid_out(text) or not re.search(r"[^\W\d]", text):
            return False
        if kind_of_label(label_at(row)) in OF_ENTRIES:
            return False
        if self.open is None and not compact(self._heading()):
            name, style = without_number(text, self.style)
            own = not self.annex.heading and kind_of_heading(name) in (
                "category",
                "school",
            )
            dressed = BRACKETED.fullmatch(name) is not None
            below = self.rows[at + 1] if at + 1 < len(self.rows) else None
            alone = self.annex.own and self._contrasts(row, below)
            school = self.colons and WHOLE_CLASS.fullmatch(name) is not None
            dress = bool(style) or own or dressed or alone or school
            return dress or kind_of_heading(name) in ("prize", "place")
        return EVENT.search(text) is None or self.open is not None

    def _laid_out(self, text: str) -> bool:
        """Whether fields stand in a line, parted as in most of the entries."""
        bare = TAIL_COUNT.sub("", text).rstrip("：: ")
        strong = {"——", "/", "|", "，", "；"}
        return bool(self.layout.marks & strong) and bool(layout(bare) & self.layout.marks & strong)

    def _begins_anew(self, at: int, row: Row, style: str) -> bool:
        """Whether the numbers of the entries begin at 1 below the row, or it counts headings."""
        below = next((r for r in self.rows[at + 1 :] if not tier_of(r)), None)
        if not self.style:
            own = [r for r in self.rows if style and number_in(r, style)]
            return bool(style) and len(own) * 3 <= len(self.rows) and below is not None
        if below is None or self.open is None or self._belongs_above(at):
            return False
        number = number_in(below, self.style)
        if style:
            return number is not None or without_number(below.text, self.style)[1] not in ("", None)
        return (
            number is not None
            and number[0] == 1
            and (row.gap or not self.open.rows or len(row.text) <= 16)
        )

    def _belongs_above(self, at: int) -> bool:
        """Whether a row is one of the lines that stand below every numbered entry."""
        if self.rows[at - 1].gap and self.further == 0:
            return False
        above = self.rows[max(at - self.further, 0) : at]
        return any(number_in(row, self.style) for row in above)

    def _contrasts(self, row: Row, below: Row | None) -> bool:
        """Whether a short line stands alone above lines that are all laid out otherwise.

        A line above one that begins with 《 may be the unit of that title, and one below a full
        line its end.
        """
        if below is None or not self.layout or self.layout.has(row.text) or len(row.text) < 2:
            return False
        if ASIDE.search(row.text) and ASIDE.search(below.text) and not TAIL_COUNT.search(row.text):
            return False
        last = self.open.rows[-1] if self.open and self.open.rows else None
        if last and (not self.layout.has(last.text) or last.width > self.widest - 2):
            return False
        bare = len(row.text) <= SHORTEST_TITLE and not layout(row.text) and entry_like(row.text)
        bare = bare and not row.text.endswith("文件")
        unit = "《" in self.layout.marks and body_like(row.text) > 0
        return bare and not unit and self.layout.has(below.text)

    def _names_go_on(self, row: Row) -> bool:
        """Take a line of further names below one that names a prize or a place before a colon."""
        rows = self.names.go_on(self.open.rows, row) if self.names and self.open else []
        if not (rows and self.names and self.open):
            return False
        self.open.rows[self.names.at :] = rows
        self.sheet.mark([row], Use.ENTRY)
        self.names = Names(self.names.at, row, f"{self.names.text} {row.text}")
        return True

    def _broken_name(self, at: int, row: Row) -> bool:
        """Take a line of names behind a colon whose last name goes on in the line below."""
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        joined = over_line_end(row, below) if below and self.named else None
        if joined is None or below is None:
            return False
        self._colon(row, joined[0], "")
        assert self.open is not None
        self.open.rows += joined[1]
        self.sheet.mark([below], Use.ENTRY)
        self.names = Names(0, below, "　".join(name.text for name in joined[1]))
        self.broken.add(below.number)
        return True

    def _from_heading(self) -> Section:
        heading = self._heading()
        at = self.annex.heading[0].number if self.annex.heading else self.annex.rows[0].number
        section = Section((), at, count_of(heading), columns=self.columns)
        section.name = tier_name(heading) or self.annex.name
        return self._open(section)

    def _name(self, section: Section) -> str:
        """Return the name of a tier: category and prize, else the place, else the annex."""
        chosen = [
            h.name
            for h in section.chain
            if h.kind not in ("place", "school") and not self._sums_up(h)
        ]
        if not chosen:
            return tier_name(self._heading()) or self.annex.name
        return " ".join(dict.fromkeys(chosen))

    def _sums_up(self, heading: Heading) -> bool:
        """Whether the words of a heading are the names of those below it: 先进集体和先进个人."""
        words = [word for word in re.split("[、，和及与]", heading.name) if word]
        below = {
            held.name
            for section in self.sections
            if heading in section.chain
            for held in section.chain[section.chain.index(heading) + 1 :]
        }
        return len(words) > 1 and all(
            any(name.endswith(word) or word.endswith(name) for name in below) for word in words
        )

    def _heading(self) -> str:
        text = heading_text(self.annex.heading)
        match = ANNEX.match(text)
        return match["text"] if match else text

    def _is_entry(self, at: int, row: Row) -> bool:
        if line_layout.begins(self.rows, at) or (at and line_layout.begins(self.rows, at - 1)):
            return True
        heading = compact(self._heading())
        if not heading:
            titled = any(TITLE_END.search(r.text) for r in self.rows[at : at + TITLE_LINES])
            own = self.annex.own and not titled
            return own or is_first(row) or line_layout.is_row(row) or self._is_like_all(at, row)
        ended = COUNT.search(heading) or re.search(rf"(?:名单|一览表|{PRIZE})$", heading)
        long = len(self.annex.heading) >= HEADING_LINES
        alone = COUNT.fullmatch(row.text) is not None
        if line_layout.side_by_side(row.text) and not line_layout.header(row):
            return True
        entry = (
            self._is_like_all(at, row)
            or is_first(row)
            or line_layout.is_row(row)
            or ("《" in row.text and bool(ended))
        )
        return not alone and bool(entry or ended or long)

    def _is_like_all(self, at: int, row: Row) -> bool:
        """Whether a row is laid out like the rows below it, and its words name no notice."""
        if TITLE_END.search(row.text) or EVENT.search(row.text) or not entry_like(row.text):
            return False
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        if self.fused.ending > 1 and ends_in_prize(row):
            return True
        if below is None or ANNEX.match(row.text):
            return False
        titled = (
            "《" in self.layout.marks
            and "《" in row.text
            and body_like(row.text.partition("《")[0]) > 0
        )
        alike = self._laid_out(row.text) and self._laid_out(below.text)
        return titled or alike or counts_on(row, below)
