"""A template of a list: what stands in a record, in what order, and what parts it.

`{no}. {organisation}《{title}》[（{genre}）]` is a template. Words in { } are fields: those of
`lexicon.FIELDS`, or any Chinese word, which becomes a field of that name. `[ ]` may be absent;
`\\t` is a cell's end, `\\n` a line's end inside a record, and `…` at the end says that a line holds
several records. A separator matches every mark of its kind.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from casebook.intake.notice.lexicon import FIELDS, kind_of, kind_of_label, odds
from casebook.intake.notice.tokens import WIDE, Atoms, take_apart

SLOT_COST = 1.2
OPENED = 3.0
"""What 《》 round unit and title say for the title in them, as they do round a title alone."""
SOFT = ("", " ", WIDE, "、", "，", "/", "；")
"""Separators that part the names of one field: they begin no second field of names."""
SPACED = ("", " ", WIDE)
NOTHING = ("无", "—", "——", "-", "/", "／", "空")
"""What a cell holds of which there is nothing to say."""
MISSING_COST = 0.4
MARKS = {"": ("", ""), "title": ("《", "》"), "bracket": ("（", "）")}
INNER: dict[str, dict[str, float]] = {
    "organisation": {"": 0.0, " ": -0.3, "、": -1.0, "，": -2.5, "/": -1.0, "；": -2.5},
    "school": {"": 0.0, " ": -1.0, "、": -1.0, "/": -1.0},
    "title": {
        "": 0.0,
        " ": 0.0,
        "：": -0.2,
        "——": -0.1,
        "，": -0.1,
        "、": -0.1,
        "/": -0.2,
        "；": -1,
    },
    "people": {"": 0.0, " ": 0.0, "、": 0.0, "，": 0.0, "/": 0.0, "；": 0.0},
    "teachers": {"": 0.0, " ": 0.0, "、": 0.0, "，": 0.0, "/": 0.0, "；": 0.0},
    "translation": {"": 0.0, " ": 0.0, "：": 0.0, "——": 0.0, "，": 0.0, "/": 0.0, "；": 0.0},
    "remarks": {
        "": 0.0,
        " ": -0.3,
        "：": -0.3,
        "——": -0.3,
        "，": -0.3,
        "、": -0.3,
        "/": 0,
        "；": -0.5,
    },
    "category": {"": 0.0, " ": -0.5, "/": 0.0, "、": 0.0},
    "genre": {"": 0.0, "/": 0.0, "、": 0.0},
    "region": {"": 0.0, " ": -0.5},
    "contact": {"": 0.0, " ": 0.0, "、": 0.0, "，": 0.0, "/": 0.0},
}
"""The separators that may stand inside a field, with what each costs."""
_WIDER = {"organisation": 1.5, "school": 1.5, "title": 3.0, "remarks": 0.3, "region": 0.5}
"""What two spaces and more cost inside a field above one."""
for _kind, _costs in INNER.items():
    if " " in _costs:
        _costs[WIDE] = _costs[" "] - _WIDER.get(_kind, 0.0)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBER = "no"
ALIASES = {"单位": "organisation", "题目": "title", "标题": "title", "序号": NUMBER}


@dataclass(frozen=True)
class Slot:
    """One field of a template. `marks` is the kind of atom it is wrapped in, empty for none."""

    field: str
    before: str = ""
    marks: str = ""
    label: str = ""
    optional: bool = False

    @property
    def kind(self) -> str:
        """The kind of text it holds."""
        return kind_of(self.field)


@dataclass(frozen=True)
class Reading:
    """A record as a template reads it: field by field, what is left behind 》, and how well."""

    values: tuple[tuple[str, str], ...]
    after: str
    score: float

    def __getitem__(self, field: str) -> str:
        return next((text for name, text in self.values if name == field), "")


@dataclass(frozen=True)
class Template:
    """A template: the mark of its numbers (`1.`, empty for none), its slots, its repetition."""

    number: str
    slots: tuple[Slot, ...]
    several: str = ""

    @cached_property
    def opened(self) -> bool:
        """Whether 《》 hold more than the title."""
        return any(slot.before == "《" for slot in self.slots)

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The words of an editor that are separators."""
        known = {
            "",
            " ",
            WIDE,
            "\t",
            "\n",
            "：",
            "——",
            "，",
            "；",
            "、",
            "/",
            "《",
            "》",
            "（",
            "）",
        }
        return tuple(slot.before for slot in self.slots if slot.before not in known)

    @property
    def lines(self) -> int:
        """How many lines a record has at most."""
        return 1 + sum(slot.before == "\n" for slot in self.slots)

    @property
    def cells(self) -> bool:
        """Whether a record is a row of a table."""
        return any(slot.before == "\t" for slot in self.slots)

    @property
    def cell_count(self) -> int:
        """How many cells a row of a table has."""
        return 1 + sum(slot.before == "\t" for slot in self.slots)

    def __str__(self) -> str:
        text, open_mark = "", ""
        for slot in self.slots:
            before = slot.before
            if open_mark and before in "》）《（":
                text += {"《": "》", "（": "）"}[open_mark]
                open_mark = ""
            first, last = MARKS[slot.marks]
            label = f"{slot.label}：" if slot.label else ""
            before = "" if before in "》）" else before
            open_mark = before if before in ("《", "（") else open_mark
            part = f"{before}{label}{first}{{{slot.field}}}{last}"
            text += f"[{part}]" if slot.optional else part
        text += {"《": "》", "（": "）"}.get(open_mark, "")
        whole = text + (
            "" if not self.several else "…" if self.several in "）》" else f"{self.several}…"
        )
        number = self.number.replace("1", "{no}") if self.number else ""
        return (number + whole).replace("\t", "\\t").replace("\n", "\\n")

    @cached_property
    def columns(self) -> tuple["Template", ...]:
        """The template of each cell."""
        groups: list[list[Slot]] = []
        for slot in self.slots:
            if slot.before == "\t" or not groups:
                groups.append([])
            groups[-1].append(slot)
        firsts = [[replace(group[0], before=""), *group[1:]] for group in groups]
        return tuple(Template("", tuple(group)) for group in firsts)

    def match(self, text: str) -> Reading | None:
        """Return `text` read by the template, None if it does not fit."""
        if self.cells:
            return self._row(text.split("\t"))
        reading = _Match(self, take_apart(text, self.opened, self.literals)).best()
        return (
            replace(reading, score=reading.score + OPENED) if reading and self.opened else reading
        )

    def _row(self, cells: list[str]) -> Reading | None:
        """Read the cells of a table; a cell may be empty, as merged ones are."""
        columns = self.columns
        cells += [""] * (len(columns) - len(cells))
        if any(cell.strip() for cell in cells[len(columns) :]):
            return None
        values: list[tuple[str, str]] = []
        score, after = 0.0, ""
        for cell, column in zip(cells, columns, strict=False):
            reading = _cell(cell.strip(), column)
            if reading is None:
                return None
            values += reading.values
            score += reading.score
            after = after or reading.after
        return Reading(tuple(values), after, score)


def stands_aside(template: Template, slot: Slot, value: str) -> bool:
    """Whether a cell of a column that is not the unit's or the title's says with 《》 where a piece
    was published: 《法学评述》2017年第2期 below 出版/发表单位."""
    return template.cells and slot.field != slot.kind and "《" in value


def _cell(text: str, column: Template) -> Reading | None:
    slot = column.slots[0]
    if not text:
        return Reading(tuple((s.field, "") for s in column.slots), "", -SLOT_COST)
    if len(column.slots) > 1 or slot.marks:
        return column.match(text)
    if slot.kind == "title" and text[0] == "《" and text.find("》") == len(text) - 1:
        text = text[1:-1]
    behind = re.fullmatch(
        r"《([^《》]+)》([\s（(【\[][^《》]+)", text
    )  # 《六书故》引文考 is a title
    if slot.kind == "title" and behind:
        return Reading(((slot.field, behind[1]),), behind[2].strip(), -SLOT_COST)
    fit = 0.0 if slot.field == NUMBER else max(odds(slot.kind, text), -4.0)
    return Reading(((slot.field, text),), "", fit - SLOT_COST)


class _Match:
    """The best way to lay the slots of a template over the atoms of a record."""

    def __init__(self, template: Template, record: Atoms) -> None:
        self.slots = template.slots
        self.record = record
        self.kept: dict[tuple[int, int], tuple[float, tuple[tuple[str, str], ...], str] | None] = {}

    def best(self) -> Reading | None:
        path = self._from(0, 0) if self.record.atoms else None
        return Reading(path[1], path[2], path[0]) if path and path[1] else None

    def _from(self, atom: int, slot: int) -> tuple[float, tuple[tuple[str, str], ...], str] | None:
        key = (atom, slot)
        if key not in self.kept:
            self.kept[key] = self._search(atom, slot)
        return self.kept[key]

    def _search(self, at: int, slot: int) -> tuple[float, tuple[tuple[str, str], ...], str] | None:
        atoms = self.record.atoms
        if slot == len(self.slots):
            return self._end(at)
        want = self.slots[slot]
        best = None
        if want.optional:
            rest = self._from(at, slot + 1)
            best = (rest[0] - MISSING_COST, rest[1], rest[2]) if rest else None
        if at >= len(atoms):
            return best
        cost = 0.0 if at == 0 else fits(want, atoms[at].before, atoms[at].kind, atoms[at - 1].kind)
        if cost is None or want.label != atoms[at].label:
            return best
        for end, score in self._spans(want, at):
            rest = self._from(end, slot + 1)
            if rest is None:
                continue
            whole = score + cost - SLOT_COST + rest[0]
            if best is None or whole > best[0] + 1e-9:
                value = (want.field, self._value(want, at, end))
                best = (whole, (value, *rest[1]), rest[2])
        return best

    def _end(self, at: int) -> tuple[float, tuple[tuple[str, str], ...], str] | None:
        atoms = self.record.atoms
        if at == len(atoms):
            return (0.0, (), "")
        last = atoms[at - 1] if at else None
        if (
            last
            and last.kind == "title"
            and atoms[at].before in SPACED
            and self.slots[-1].before != "\t"
        ):
            after = self.record.text[last.end :].strip()
            if not any(
                atom.kind == "title" or (atom.before in "\t\n" and atom.before)
                for atom in atoms[at:]
            ):
                return (-2.5, (), after)
        return None

    def _value(self, slot: Slot, at: int, end: int) -> str:
        return self.record.inner(at) if slot.marks else self.record.span(at, end)

    def _spans(self, slot: Slot, at: int) -> list[tuple[int, float]]:
        atoms = self.record.atoms
        if slot.marks:
            if atoms[at].kind != slot.marks:
                return []
            sure = 3.0 if slot.marks == "title" and slot.kind == "title" else 0.0
            return [
                (at + 1, max(odds(slot.kind, self.record.inner(at)), -1.0 if sure else -9) + sure)
            ]
        return list(spans(self.record, slot.kind, at))


def spans(record: Atoms, kind: str, at: int) -> list[tuple[int, float]]:
    """Return where a field of `kind` that begins at the atom `at` may end, and how well it fits."""
    inner = INNER.get(kind, {"": 0.0})
    atoms = record.atoms
    ends = []
    cost = 0.0
    for end in range(at + 1, len(atoms) + 1):
        if end > at + 1:
            atom = atoms[end - 1]
            if atom.before not in inner or atom.label:
                break
            cost += inner[atom.before]
            if kind == "title" and atom.kind == atoms[at].kind == atoms[end - 2].kind == "title":
                cost -= BESIDE
            elif "title" in (atom.kind, atoms[at].kind):
                cost -= 4.0
            if end == at + 2 and kind in BODIES and _opens_squarely(record, at):
                cost -= 4.0
        elif ((atoms[at].kind == "title") != (kind == "title") and atoms[at].kind == "title") or (
            atoms[at].kind == "bracket" and kind == "title" and at
        ):
            cost -= 3.0
        ends.append((end, odds(kind, record.span(at, end)) + cost))
    return ends


BESIDE = 1.0
"""What a title costs that is two in 《》 side by side: 曲目：《甲》《乙》."""
BODIES = ("organisation", "school")


def _opens_squarely(record: Atoms, at: int) -> bool:
    """Whether an atom stands in square brackets, which open no name of a body: 【甲】乙中学."""
    return record.atoms[at].kind == "bracket" and record.text[record.atoms[at].start] in "【［["


def fits(slot: Slot, before: str, kind: str, last: str) -> float | None:
    """Return what it costs to take `before` for the separator of `slot`; None if it is another."""
    if slot.before == before:
        return 0.0
    near = "text" not in (kind, last) or kind != "text" or last != "text"
    if (near and {slot.before, before} <= {*SPACED}) or {slot.before, before} == {" ", WIDE}:
        return -0.1
    if "title" in (kind, last) and {slot.before, before} <= {*SPACED, "：", "——", "，", "、"}:
        return -0.6
    return None


class UnknownFieldError(ValueError):
    """A template names a field nobody knows: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def parse(text: str) -> Template:
    """Return the template that `text` writes. Raises `UnknownFieldError` for a field nobody knows,
    `ValueError` if it names no field or two that touch."""
    text = text.replace("\\t", "\t").replace("\\n", "\n").strip(" ")
    number, rest = _number(text)
    rest, several = _several(rest)
    fields: list[tuple[str, bool]] = []
    bare, optional = "", False
    for part in re.split(r"(\[|\]|\{[^{}]*\})", rest):
        if part in ("[", "]"):
            optional = part == "["
        elif match := _PLACEHOLDER.fullmatch(part):
            fields.append((_known(match[1].strip()), optional))
            bare += chr(0xE000 + len(fields) - 1)
        else:
            bare += part
    if not fields:
        raise ValueError("no field")
    return Template(number, _slots(bare, fields), several)


def _known(name: str) -> str:
    if name in FIELDS or name == NUMBER:
        return name
    if not name or name.isascii():
        raise UnknownFieldError(name)
    return ALIASES.get(name, name)


def _number(text: str) -> tuple[str, str]:
    match = re.match(r"([（(\[【]?)\{(?:no|序号)\}([）)\]】]?[.．、：:]?)([ \u3000\t]*)", text)
    if not match:
        return "", text
    after = "\t" if "\t" in match[3] else " " if match[3] else ""
    mark = match[2].replace("．", ".").replace("(", "（").replace(")", "）" if match[1] else ")")
    return match[1].replace("(", "（") + "1" + mark + after, text[match.end() :]


def _several(text: str) -> tuple[str, str]:
    closed = re.search(r"(?<=([）》]))…$", text)
    if closed:
        return text[:-1], closed[1]
    match = re.search(r"([^{}\]》）]+?)(?:…|\.\.\.)$", text)
    if not match:
        return text, ""
    return text[: match.start()], match[1].strip(" ") or " "


def _slots(bare: str, fields: list[tuple[str, bool]]) -> tuple[Slot, ...]:
    literals = tuple(
        word for word in re.split(r"[\ue000-\uf8ff\s《》（）()【】：:—–，,、；;/｜│︱丨→-]+", bare)
        if word and not kind_of_label(word)
    )  # fmt: skip
    opened = re.search(r"《[^》]*[\ue000-\uf8ff][^》]+[\ue000-\uf8ff][^》]*》", bare) is not None
    opened = opened or re.search(r"《[^》]*[\ue000-\uf8ff][（(][^》]*》", bare) is not None
    record = take_apart(bare, opened, literals)
    slots: list[Slot] = []
    for atom in record.atoms:
        inside = [
            char for char in record.text[atom.start : atom.end] if "\ue000" <= char <= "\uf8ff"
        ]
        if len(inside) != 1:
            raise ValueError("two fields touch" if inside else "words that are no separator")
        field, optional = fields[ord(inside[0]) - 0xE000]
        marks = "" if atom.kind == "text" else atom.kind
        before = atom.before if slots else atom.before.strip(" ")
        slots.append(Slot(field, before, marks, atom.label, optional))
    return tuple(slots)


def optional(template: Template, fields: set[str]) -> Template:
    """Return `template` with the slots of `fields` marked as optional."""
    slots = [replace(s, optional=True) if s.field in fields else s for s in template.slots]
    return replace(template, slots=tuple(slots))
