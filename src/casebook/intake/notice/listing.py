"""Read the lists of an annex: cut them every way, induce a template for each way, take the best.

Lists under one annex are mostly written alike, so a template is induced from all of them together
and from each alone; each list takes the one that explains it best. What the template does not
explain is refused with a reason. An editor's templates overrule all this where they match.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from casebook.errata import Erratum
from casebook.intake.notice import (
    choosing,
    clear_fields,
    entry_doubts,
    guesses,
    line_layout,
    list_doubts,
    notice_errata,
)
from casebook.intake.notice.agreement import Fellows
from casebook.intake.notice.cuttings import Cutting, cuttings_of
from casebook.intake.notice.entries import Run, number_alone
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.induction import NO_UNIT, doubt, vague
from casebook.intake.notice.lexicon import NOTE_MARK, body_like, odds
from casebook.intake.notice.notice_lines import Row, Sheet, Use
from casebook.intake.notice.templates import SOFT, Reading, Template
from casebook.intake.notice.tier_headings import Section
from casebook.intake.notice.tokens import WIDE

FEW = 2
"""Entries of one annex under one template that are too few to show it."""
SHOWING = 4
"""Entries of a list that show whether its template holds."""
HARDLY_TITLE = 0.5
"""Odds under which a title without marks among few entries may be something else."""
NO_NUMBER = re.compile(r"^(?![第序])[^\W\d_a-zA-Z一二三四五六七八九十百]+$")
"""Words in the column of numbers: the rest of a row that a line end cut, not a number."""


@dataclass(frozen=True)
class Entry:
    """One entry as read: its number, its fields by their names in the template, where it stands.

    `text` is the whole entry as printed, joined, with its number; `check` says why it is in doubt.
    """

    number: int | None
    label: str
    values: tuple[tuple[str, str], ...]
    after: str
    rows: tuple[Row, ...]
    text: str
    check: str = ""

    def __getitem__(self, field: str) -> str:
        return next((text for name, text in self.values if name == field), "")


@dataclass(frozen=True)
class Read:
    """A list as read: its section, the template, the entries, the vacant prizes of its table."""

    section: Section
    template: Template | None
    entries: tuple[Entry, ...]
    vacant: tuple[str, ...] = ()
    lines: int = 0


def cut_all(sections: Sequence[Section], given: Sequence[Template]) -> list[list[Cutting]]:
    """Return for each of `sections` the ways to cut it; numbers may run on from list to list."""
    cuttings: list[list[Cutting]] = []
    start = 1
    for section in sections:
        ways = list(cuttings_of(section, start, given))
        cuttings.append(ways)
        numbered = next((way for way in ways if way.number), None)
        numbers = [run.number for run in numbered.runs if run.number] if numbered else []
        start = numbers[-1] + 1 if numbers else start
    return cuttings


def read_lists(
    sheet: Sheet,
    sections: Sequence[Section],
    ways: Sequence[Sequence[Cutting]],
    measure: float | None,
    given: Sequence[Template] = (),
) -> tuple[list[Read], list[Erratum]]:
    """Return the `sections` of one annex read, and what is told about them."""
    pooled = choosing.pooled(sections, ways, measure)
    reads: list[Read] = []
    errata: list[Erratum] = []
    choices = [
        (choosing.chosen_for(section, cuttings, measure, given) if given else None)
        or choosing.choose(section, sections, cuttings, measure, pooled)
        for section, cuttings in zip(sections, ways, strict=True)
    ]
    if not given:
        choices = choosing.agreed(choices, sections, ways, measure)
    like: dict[Template, list[Reading]] = {}
    for choice in choices:
        if choice:
            readings = [reading for reading in choice.readings if reading]
            like.setdefault(choice.template, []).extend(readings)
    for section, cuttings, choice in zip(sections, ways, choices, strict=True):
        if choice is None:
            reads.append(_proposed(sheet, section, cuttings, measure))
            continue
        few = len(like[choice.template]) <= FEW
        reader = _Reader(sheet, section, choice, measure, bool(given), few)
        reader.like = like[choice.template]
        reads.append(reader.read())
        errata += reader.errata
    return reads, errata


def _proposed(
    sheet: Sheet, section: Section, ways: Sequence[Cutting], measure: float | None
) -> Read:
    """Return a list that no template explains: each record by its words, where it is a list."""
    cutting = guesses.best_cutting(ways)
    entries: list[Entry] = []
    if cutting and guesses.stands_as_list(section, cutting):
        for run in cutting.runs:
            text = cutting.text(run, measure)[0]
            values = guesses.guess(text)
            if values and not _of_figures(text):
                rows = [*run.rows, *(run.further if cutting.further else [])]
                sheet.mark(rows, Use.ENTRY)
                entries.append(_guessed(run, rows, text, values, guesses.UNEXPLAINED))
    sheet.mark(section.rows, Use.UNREAD)
    return Read(section, None, tuple(entries), (), len(section.rows))


def _of_figures(text: str) -> bool:
    """Whether a row is one of a table of figures: a name, and numbers only behind it."""
    _, *figures = text.split("\t")
    return len(figures) > 1 and all(figure.strip().isdigit() for figure in figures)


def _guessed(
    run: Run, rows: Sequence[Row], text: str, values: Sequence[tuple[str, str]], check: str
) -> Entry:
    printed = (run.label + text).replace("\t", "　").replace("\n", "　")
    return Entry(run.number, run.label.strip(), tuple(values), "", tuple(rows), printed, check)


class _Reader:
    """Makes entries of the runs of a chosen cutting, and tells of what is not read."""

    def __init__(
        self,
        sheet: Sheet,
        section: Section,
        choice: choosing.Choice,
        measure: float | None,
        given: bool,
        few: bool,
    ) -> None:
        self.sheet = sheet
        self.section = section
        self.choice = choice
        self.cutting = choice.cutting
        self.template = choice.template
        self.measure = measure
        self.given = given
        self.few = few
        self.errata: list[Erratum] = []
        self.carried: dict[str, str] = {}
        self.broken = False  # a row was refused since a cell was last filled
        self.above = False  # a cell of this row is filled from above
        self.like: Sequence[Reading] = ()  # what is read by the same template in the annex
        readings = [reading for reading in choice.readings if reading]
        self.vague = "" if given else vague(choice.template, readings)

    def read(self) -> Read:
        cutting = self.cutting
        self.sheet.mark(cutting.frame, Use.HEADING)
        self.section.declared = self.section.declared or cutting.declared
        pairs = list(zip(cutting.runs, self.choice.readings, strict=True))
        guessed = self._refuse(pairs)
        entries = []
        for run, reading in pairs:
            if reading is None:
                self.broken = True
            else:
                entries.append(self._entry(run, reading))
        entries = self._weighed(entries)
        if guessed:
            weighed = iter(entries)
            in_order = [guessed.get(at) if reading is None else next(weighed)
                    for at, (_, reading) in enumerate(pairs)]  # fmt: skip
            entries = [entry for entry in in_order if entry]
        vacant = tuple(name for run in cutting.vacant if (name := self._vacant(run)))
        for run, _ in pairs:
            self.sheet.mark(cutting.left(run), Use.UNREAD)
        self.sheet.mark(cutting.unread, Use.UNREAD)
        return Read(self.section, self.template, tuple(entries), vacant, len(self.section.rows))

    def _weighed(self, entries: list[Entry]) -> list[Entry]:
        """Return the entries with a check where the evidence does not carry the reading."""
        if self.given or not entries:
            return entries
        headed = choosing.of_header(self.section, self.cutting) == self.template
        refused = len(self.choice.readings) - len(entries)
        values = [entry.values for entry in entries]
        whole = list_doubts.of_list(self.template, values, headed, refused)
        borne_out = not refused and self._is_borne_out(entries)
        if self.vague and borne_out:
            entries = [replace(e, check="" if e.check == self.vague else e.check) for e in entries]
            if whole and len(entries) < SHOWING < len(self.like):
                alike = [reading.values for reading in self.like]
                whole = list_doubts.of_list(self.template, alike, headed)
        clear = clear_fields.borne_out(self.template, values, [r.values for r in self.like])
        plain = {self.vague, NO_UNIT}
        entries = [
            replace(entry, check="") if good and entry.check in plain else entry
            for entry, good in zip(entries, clear, strict=True)
        ]
        if headed and self.section.columns and line_layout.undecided(self.section.columns):
            whole = whole or "表头里不止一栏可能是获奖单位，请核对"
        if headed and self.section.columns and line_layout.torn(self.section.columns):
            whole = whole or "表头有的词被拆成两栏，各栏请核对"
        whole = whole or self.section.doubt
        if self.cutting.several and _of_several_kinds([entry.text for entry in entries]):
            whole = whole or "每行几格像是几栏，这里却把每一格都当作一条"
        if self._stand_beside(entries) and not headed and not self.section.declared:
            whole = whole or "每行里几条并排，一共几条原文没有说，请核对"
        if self._wider_than_head() and not headed:
            whole = whole or "行的栏数与表头不合，各栏是推断的"
        if self._may_be_shifted(entries):
            whole = whole or "有几行没有读懂，行与行的搭配请核对"
        if len(entries) < SHOWING < len(self.like):
            alike = [reading.values for reading in self.like]
            whole = (
                whole
                or list_doubts.of_list(self.template, alike, headed)
                or ("" if borne_out or all(clear) else vague(self.template, self.like))
            )
        sized = headed or any(slot.marks for slot in self.template.slots)
        behind = sum(bool(entry.after) for entry in entries)
        sizes = list_doubts.strange_sizes(["" if sized else entry.text for entry in entries])
        every = max(values, [reading.values for reading in self.like], key=len)
        fellows = Fellows(self.template, every)
        weighed = []
        for entry, strange in zip(entries, sizes, strict=True):
            check = fellows.cleared(entry.check, entry.values)
            own = entry_doubts.of_entry(
                self.template, entry.values, entry.text, headed, fellows.people
            )
            check = check or fellows.cleared(own, entry.values)
            if kind_of_heading(entry.after) and behind * FEW <= len(entries):
                check = check or f"题目后面的“{entry.after}”像是下面的标题"
            check = check or whole or ("长短与同组不同" if strange else "")
            weighed.append(replace(entry, check=check))
        checks = list_doubts.spread([entry.check for entry in weighed])
        return [replace(entry, check=check) for entry, check in zip(weighed, checks, strict=True)]

    def _is_borne_out(self, entries: Sequence[Entry]) -> bool:
        """Whether a reading that is not clear by its words alone is so by several signs: nothing of
        the list is left over, the entries are as many as declared or count 1, 2, 3; a mark that is
        more than a space parts all fields; each unit reads like one and no title does."""
        numbers = [entry.number for entry in entries]
        shown = len(entries) >= SHOWING - 1 or len(self.like) >= 2 * SHOWING
        counted = numbers == list(range(1, len(entries) + 1)) and shown
        declared = self.section.declared or self.cutting.declared
        if self.cutting.unread or not (counted or declared == len(entries)):
            return False
        if declared not in (None, len(entries)):
            return False
        return list_doubts.fields_are_whole(self.template, [entry.values for entry in entries])

    def _wider_than_head(self) -> bool:
        """Whether rows of a table have more cells than its head: two rows in one, perhaps."""
        if self.section.columns is None or not self.template.cells:
            return False
        heads = line_layout.cells(self.section.columns.text)
        return self.template.cell_count + bool(self.template.number) > len(heads)

    def _stand_beside(self, entries: Sequence[Entry]) -> bool:
        """Whether rows of a table hold several entries of more than a name, and no numbers."""
        lines = {entry.rows[0].number for entry in entries}
        several = self.template.cells and len(lines) < len(entries)
        return several and not self.template.number and len(self.template.slots) > 1

    def _may_be_shifted(self, entries: Sequence[Entry]) -> bool:
        """Whether entries are put together of several lines, and a line of the list is left over or
        one of them has no unit: then a line of one may stand with those of the next."""
        several = sum(len(entry.rows) > 1 for entry in entries)
        unit = ("organisation", "school", "people")
        kinds = {slot.field: slot.kind for slot in self.template.slots}
        named = [
            any(text and kinds.get(name) in unit for name, text in entry.values)
            for entry in entries
        ]
        left = self.cutting.unread or not (all(named) or not any(named))
        return several * 2 >= len(entries) > 1 and bool(left) and not self.template.cells

    def _refuse(self, pairs: Sequence[tuple[Run, Reading | None]]) -> dict[int, Entry]:
        """Tell of the entries the template does not explain, and return those that can be
        proposed by their words, by their place among all.

        The lines of the others are marked before any other: a line shared with an entry that was
        read is then still shown.
        """
        refused: set[tuple[int, str]] = set()
        guessed: dict[int, Entry] = {}
        for at, (run, reading) in enumerate(pairs):
            if reading is not None or not run.rows:
                continue
            rows = [*run.rows, *(run.further if self.cutting.further else [])]
            text = self.cutting.text(run, self.measure)[0]
            rule = _why(self.template, text)
            values = () if self.given else guesses.guess(text)
            if values:
                guessed[at] = _guessed(run, rows, text, values, guesses.why(rule))
            else:
                self.sheet.refuse(rows)
            key = (run.rows[0].number, rule)
            if key not in refused:
                place = self.sheet.place(run.rows[0])
                self.errata.append(notice_errata.refused(place, rule, self.sheet.quote(rows)))
            refused.add(key)
        for entry in guessed.values():
            self.sheet.mark(entry.rows, Use.ENTRY)
        return guessed

    def _entry(self, run: Run, reading: Reading) -> Entry:
        rows = [*run.rows, *(run.further if self.cutting.further else [])]
        text, joints = self.cutting.text(run, self.measure)
        self.sheet.mark(rows, Use.ENTRY)
        self.errata += [notice_errata.joint(self.sheet, joint) for joint in joints]
        if run.jumped_from is not None:
            self.errata.append(notice_errata.number_jump(self.sheet.place(run.rows[0]), run))
        self.above = False
        values = tuple(self._carry(reading.values))
        short = self.above and (self.broken or run.text.count("\t") + 1 < self.template.cell_count)
        check = "" if self.given else doubt(self.template, text, reading)
        check = check or ("空格里的字取自上面的行，请核对" if short and not self.given else "")
        check = (
            check
            or self._joined(run)
            or self._few(reading)
            or self._cut_off(run, values)
            or self._glued(run, values)
            or self.vague
        )
        printed = (
            run.label + text if self.cutting.way != "numbered cells" else f"{run.label}\t{text}"
        )
        printed = printed.replace("\t", "　").replace("\n", "　")
        number = run.number
        for name, value in values:
            if name == "no" and value.isdigit():
                number = int(value)
        values = self._named(tuple((name, value) for name, value in values if name != "no"))
        values, unknown = self._without_note_marks(values)
        check = check or unknown
        counted = self.template.cells and self.template.number
        strange = run.rows[0].text.partition("\t")[0].strip() if counted else ""
        kept = "".join(value for _, value in values)
        unnumbered = NO_NUMBER.match(strange) and number_alone(strange) is None
        if unnumbered and strange not in kept:
            values = (*values, ("序号", strange))
            check = check or "序号栏里不是序号，可能是上一行的一截"
        return Entry(number, run.label.strip(), values, reading.after, tuple(rows), printed, check)

    def _named(self, values: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Return the fields, a region that stands alone with no name or title beside it as the one
        who was awarded: 第二名　西岭市　298分."""
        chief = {slot.field for slot in self.template.slots if slot.kind in choosing.CHIEF}
        filled = [name for name, text in values if text]
        if chief & set(filled) or "region" not in filled or self.given or self.template.cells:
            return values
        kept = [(name, text) for name, text in values if name not in ("organisation", "region")]
        return (("organisation", dict(values)["region"]), *kept)

    def _without_note_marks(
        self, values: Sequence[tuple[str, str]]
    ) -> tuple[tuple[tuple[str, str], ...], str]:
        """Return the fields, a sign behind a unit that refers to a note kept as a remark, and the
        doubt of a sign that no note explains."""
        kinds = {slot.field: slot.kind for slot in self.template.slots}
        result, signs = [], []
        for name, value in values:
            sign = (
                NOTE_MARK.search(value) if kinds.get(name) in ("organisation", "school") else None
            )
            result.append((name, value[: sign.start()].rstrip() if sign else value))
            signs += [sign[0].strip()] if sign else []
        if not signs or self.given:
            return tuple(values), ""
        others = "".join(r.text for r in self.sheet.rows if self.sheet.use(r) is not Use.ENTRY)
        unknown = next((sign for sign in signs if sign not in others), "")
        doubt = f"名称后面的“{unknown}”没有说明，请核对" if unknown else ""
        return (*result, ("remarks", "".join(signs))), doubt

    def _cut_off(self, run: Run, values: Sequence[tuple[str, str]]) -> str:
        """Return the doubt of an entry below which a line is left that may belong to it."""
        last = next((name for name, text in reversed(values) if text), "")
        slot = next((slot for slot in self.template.slots if slot.field == last), None)
        left = [row for row in self.cutting.left(run) if not line_layout.is_aside(row.text)]
        if not left or slot is None or slot.marks:
            return ""
        whole = slot.kind == "organisation" and body_like(dict(values)[last]) > 1
        return "" if whole else "下面一行没有读懂，可能属于这一条"

    def _joined(self, run: Run) -> str:
        """Return the doubt of a name put together over a line end, both parts of which are names."""
        if not self.cutting.several or len(run.rows) < 2 or self.given:
            return ""
        ends = (at for at in range(2, len(run.text)) if run.rows[0].text.endswith(run.text[:at]))
        at = max(ends, default=0)
        two = at and body_like(run.text[:at]) > 1 and body_like(run.text[at:]) > 1
        return f"“{run.text}”像是两个单位连在一起" if two else ""

    def _glued(self, run: Run, values: Sequence[tuple[str, str]]) -> str:
        """Return the doubt of a unit that goes on over a line end though it seemed whole there, with
        a word as short as a name: 某市第二十一小学 / 天方."""
        if self.cutting.several or self.template.cells:
            return ""
        for slot in self.template.slots:
            value = dict(values).get(slot.field, "") if slot.kind == "organisation" else ""
            for part in run.parts[1:]:
                whole = body_like(value.removesuffix(part)) > 1 and not body_like(value)
                if value.endswith(part) and re.fullmatch("[\u3400-\u9fff]{2,4}", part) and whole:
                    return f"“{value}”末尾可能是人名，原文在那里换行"
        return ""

    def _few(self, reading: Reading) -> str:
        """Return the doubt of lists too short to show their template, where only spaces part it."""
        if self.given or self.template.cells or self.template.opened or not self.few:
            return ""
        bare = [s for s in self.template.slots if not (s.marks or s.label)]
        if len(bare) > 1 and any(slot.before in (" ", WIDE) for slot in bare[1:]):
            return "条目太少，单位和题目只凭空格分开"
        for slot, behind in zip_longest(bare, bare[1:]):
            title = reading[slot.field] if slot.kind == "title" and len(bare) > 1 else ""
            marks = {slot.before, behind.before if behind else ""} - {"", "（", "《"}
            if (
                title
                and marks & set(SOFT)
                and (odds("title", title) < HARDLY_TITLE or any(m in title for m in marks))
            ):
                return f"条目太少，“{title}”是不是题目不能肯定"
        return ""

    def _carry(self, values: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        kinds = {slot.field: slot.kind for slot in self.template.slots}
        filled = any(text and kinds.get(name) in ("people", "title") for name, text in values)
        for name, value in values:
            chief = kinds.get(name) in ("organisation", "school") and filled
            if self.template.cells and (kinds.get(name) in line_layout.CARRIED or chief):
                self.above |= not value and bool(self.carried.get(name))
                self.broken &= not value or kinds.get(name) != "prize"
                value = value or self.carried.get(name, "")
                self.carried[name] = value
            yield name, value

    def _vacant(self, run: Run) -> str:
        """Return the prize that a row of a table says is vacant."""
        self.sheet.mark(run.rows, Use.ENTRY)
        cells = run.text.split("\t")
        prize = next((cell for cell in cells if odds("prize", cell) > 0), "")
        return prize or next((value for value in self.carried.values()), "")


def _of_several_kinds(texts: Sequence[str]) -> bool:
    """Whether some pieces of lines are regions and others are not: then they are columns."""
    places = sum(re.search("[省市县区州盟旗]$", text) is not None for text in texts)
    return 0 < places < len(texts) and places * 5 >= len(texts)


def _why(template: Template, text: str) -> str:
    """Return the rule by which a record is refused."""
    marked = any(slot.marks == "title" for slot in template.slots)
    if text.count("《") != text.count("》"):
        return "title-unclosed"
    if marked and "《" not in text:
        return "title-missing"
    if text.count("《") > 1:
        return "two-titles"
    return "organisation-unclear" if marked else "shape-unclear"


def runs_of(ways: Sequence[Sequence[Cutting]]) -> list[Run]:
    """Return the runs whose line ends tell the measure of the notice: those of wrapped lines."""
    runs = []
    for cuttings in ways:
        way = next((c for c in cuttings if c.way in ("numbered", "plain")), None)
        runs += way.runs if way else []
    return runs
