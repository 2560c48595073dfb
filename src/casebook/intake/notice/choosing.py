"""Choose how a list is cut and which template it has: the two under which it is likeliest.

A template is induced for each way of cutting, from all lists of an annex together and from each list
alone; the head of a table or an editor's template is taken as given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casebook.intake.notice import line_layout
from casebook.intake.notice.cuttings import Cutting
from casebook.intake.notice.heading_words import unnumbered
from casebook.intake.notice.induction import COMPLEXITY, UNREAD, Induced, explained, induce, lay
from casebook.intake.notice.templates import NUMBER, Reading, Slot, Template
from casebook.intake.notice.tier_headings import Section

RIVALRY = 7.0
"""By how much a list must be likelier under the second template of an annex than under its first."""

SIDE_BY_SIDE = 4.0
"""What it costs a template that only 、 parts unit and title."""
FEWEST = 2
"""Records from which a list suggests a template to its neighbours."""
CHIEF = ("organisation", "title", "people", "school")
"""The kinds of fields of which an entry has one at least."""
MOST_NEIGHBOURS = 16
"""Lists of an annex that suggest templates to each other."""


@dataclass
class Choice:
    """A way of cutting with a template, and how likely the list is under both."""

    cutting: Cutting
    template: Template
    score: float
    readings: list[Reading | None]
    induced: Induced | None = None


def pooled(
    sections: Sequence[Section], ways: Sequence[Sequence[Cutting]], measure: float | None
) -> list[Induced]:
    """Return a template for each way in which lists of the annex can be cut, from all of them."""
    texts: dict[tuple[str, str, str, bool], list[str]] = {}
    for section, cuttings in zip(sections, ways, strict=True):
        for cutting in cuttings:
            key = (cutting.way, cutting.number, cutting.several, section.titled)
            texts.setdefault(key, []).extend(cutting.text(run, measure)[0] for run in cutting.runs)
    candidates = []
    for (_, number, several, _), records in texts.items():
        induced = induce(records)
        if induced:
            whole = replace(induced.template, number=number, several=several)
            candidates.append(replace(induced, template=whole))
        if induced and induced.other:
            rival = replace(induced.other, number=number, several=several)
            candidates.append(Induced(rival, induced.score, second=True))
    return [*candidates, *_of_neighbours(ways, measure, candidates)]


def _of_neighbours(
    ways: Sequence[Sequence[Cutting]], measure: float | None, known: Sequence[Induced]
) -> list[Induced]:
    """Return what single lists of the annex that are cut as lines suggest to the others, where it
    explains a list as a whole: under one heading works stand, under the next one persons."""
    if not 1 < len(ways) <= MOST_NEIGHBOURS:
        return []
    templates = {induced.template for induced in known}
    own: list[Induced] = []
    for cuttings in ways:
        for cutting in cuttings:
            if cutting.several or "cells" in cutting.way or len(cutting.runs) < FEWEST:
                continue
            texts = [cutting.text(run, measure)[0] for run in cutting.runs]
            induced = induce(texts)
            if not induced or explained(induced.template, texts) < len(texts):
                continue
            whole = replace(induced.template, number=cutting.number)
            if whole not in templates:
                templates.add(whole)
                own.append(Induced(whole, induced.score, second=True))
    return own


def choose(
    section: Section,
    sections: Sequence[Section],
    ways: Sequence[Cutting],
    measure: float | None,
    offers: Sequence[Induced],
) -> Choice | None:
    """Return the likeliest choice; what a template costs is shared by the lists it is from."""
    best: Choice | None = None
    tabled = any(of_header(section, cutting) for cutting in ways)
    for cutting in ways:
        if tabled and (cutting.several == "\t" or cutting.way == "wrapped"):
            continue  # cells of a row are what the head says, and each row is an entry
        offered = [induced for induced in offers if cutting.takes(induced.template)]
        head = of_header(section, cutting)
        if head:
            offered = [Induced(head, 0.0)]
        elif len(cutting.runs) > 2 or not offered:
            own = induce([cutting.text(run, measure)[0] for run in cutting.runs])
            if own:
                named = replace(own.template, number=cutting.number, several=cutting.several)
                offered.append(replace(own, template=named))
        for induced in offered:
            if not cutting.takes(induced.template):
                continue
            choice = _scored(section, cutting, induced.template, measure)
            choice.induced = induced
            ruled = bool(head) and all("|" in row.text for row in section.rows)
            if ruled and all(choice.readings) and _sound(choice):
                return choice  # rules between cells leave no other way
            if induced in offers and len(sections) > 1:
                choice.score += COMPLEXITY * len(induced.template.slots) * (1 - 1 / len(sections))
            choice.score += 3.0 * len(cutting.runs) if head else 0.0
            choice.score -= RIVALRY if induced.second else 0.0
            if _sound(choice) and (best is None or choice.score > best.score + 1e-6):
                best = choice
    return best


def chosen_for(
    section: Section, ways: Sequence[Cutting], measure: float | None, given: Sequence[Template]
) -> Choice | None:
    """Return the best of an editor's templates for a list, None where none of them matches."""
    choices = [
        _scored(section, cutting, template, measure, given=True)
        for cutting in ways
        for template in given
        if cutting.takes(template)
    ]
    choices = [choice for choice in choices if _sound(choice)]
    return max(choices, key=lambda choice: choice.score, default=None)


def _scored(
    section: Section,
    cutting: Cutting,
    template: Template,
    measure: float | None,
    given: bool = False,
) -> Choice:
    """Return how likely the list is; an editor's template may hold words nobody would expect."""
    texts = [cutting.text(run, measure)[0] for run in cutting.runs]
    readings = [template.match(text) if given else lay(template, text) for text in texts]
    score = 0.0
    for run, reading in zip(cutting.runs, readings, strict=True):
        rows = max(1, len(run.rows) if not cutting.several else 1)
        score += UNREAD * rows if reading is None else max(reading.score, UNREAD)
        score += UNREAD * len(cutting.left(run))
    score += UNREAD * len(cutting.unread)
    if cutting.several:
        score += UNREAD * _repeated(readings)
    score -= COMPLEXITY * len(template.slots)
    score -= SIDE_BY_SIDE if not given and _side_by_side(template) else 0.0
    declared = section.declared or cutting.declared
    if declared:
        score -= 2.0 * min(abs(declared - sum(r is not None for r in readings)), 10)
    if cutting.way == "lines" and len(section.rows) % template.lines:
        score -= 6.0
    return Choice(cutting, template, score, readings)


def agreed(
    choices: Sequence[Choice | None],
    sections: Sequence[Section],
    ways: Sequence[Sequence[Cutting]],
    measure: float | None,
) -> list[Choice | None]:
    """Return `choices`, the lists whose lines have one shape all read by one template: the likeliest
    over them all, of those under which each entry has a name or a title."""
    groups: dict[str, list[int]] = {}
    for at, section in enumerate(sections):
        shape = _shape_of(section, choices[at], measure)
        if shape:
            groups.setdefault(shape, []).append(at)
    result = list(choices)
    for group in groups.values():
        held = list(
            dict.fromkeys((_key(c.cutting), c.template) for at in group if (c := choices[at]))
        )
        most = float("-inf")
        best: dict[int, Choice] = {}
        for key, template in held if len(held) > 1 else ():
            read = {
                at: _scored(sections[at], cutting, template, measure)
                for at in group
                for cutting in ways[at]
                if _key(cutting) == key and cutting.takes(template)
            }
            once = COMPLEXITY * len(template.slots) * (len(read) - 1)
            score = sum(choice.score for choice in read.values()) + once
            if len(read) == len(group) and score > most and all(map(_is_whole, read.values())):
                best, most = read, score
        for at, choice in best.items():
            before = choices[at]
            result[at] = replace(choice, induced=before.induced if before else None)
    return result


def _key(cutting: Cutting) -> tuple[str, str, str]:
    return cutting.way, cutting.number, cutting.several


def _is_whole(choice: Choice) -> bool:
    """Whether each record is read, and what it says names somebody or something."""
    chief = {s.field for s in choice.template.slots if s.kind in CHIEF}
    return _sound(choice) and all(
        reading and any(text for name, text in reading.values if name in chief)
        for reading in choice.readings
    )


def _shape_of(section: Section, choice: Choice | None, measure: float | None) -> str:
    """Return the marks that all entries of a list have in one order, empty where they differ, or
    the list is a table; with none but spaces, the tier as well: one tier is of one kind."""
    if choice is None or section.columns:
        return ""
    cutting = choice.cutting
    lines = [unnumbered(row) for row in section.rows]
    counted = [cutting.text(run, measure)[0] for run in cutting.runs]
    shapes = set(map(shape_of, counted if cutting.number else lines))
    if len(shapes) != 1:
        return ""
    shape = shapes.pop()
    return shape if re.search("[^字数 ]", shape) else f"{shape}\n{section.name}"


def shape_of(text: str) -> str:
    """Return the marks of a record, words and figures between them not told apart: 《》字（字）."""
    text = re.sub("《[^》]*》", "《》", text.strip())
    text = re.sub(r"\d[\d.]*", "\0", text)
    text = re.sub(r"[ \u3000\t]+", " ", re.sub(r"[^\W\d_]+", "字", text))
    return text.replace("\0", "数")


def _side_by_side(template: Template) -> bool:
    """Whether only 、 parts unit and title: it parts things of one kind."""
    bare = not any(slot.marks or slot.label for slot in template.slots)
    chief = [s for s in template.slots[1:] if s.kind in ("organisation", "title")]
    return bare and any(slot.before == "、" for slot in chief)


def _repeated(readings: Sequence[Reading | None]) -> int:
    """Return how many records of a cut line say the same as one before: parts of longer ones."""
    values = [reading.values for reading in readings if reading]
    return len(values) - len(set(values))


def _sound(choice: Choice) -> bool:
    """Whether a choice reads anything, and its chief fields hold what they should."""
    read = [reading for reading in choice.readings if reading]
    if not read or len(read) * 2 < len(choice.readings):
        return False
    chief = [s for s in choice.template.slots if s.kind in CHIEF]
    if choice.cutting.several and any(
        s.optional for s in chief if s.kind in ("organisation", "title")
    ):
        return False  # pieces of two kinds: the mark stood inside one field of a longer record
    return bool(chief)


def of_header(section: Section, cutting: Cutting) -> Template | None:
    """Return the template that the head of a table gives, None where it has none."""
    if section.columns is None:
        return None
    fields = line_layout.header(section.columns)
    if fields is None:
        return None
    table = "cells" in cutting.way
    if not table and cutting.way not in ("numbered", "plain"):
        return None
    if table:
        firsts = [cutting.text(run, None)[0].partition("\t")[0] for run in cutting.runs]
        coded = fields[0] == NUMBER and not cutting.number and not any(map(str.isdigit, firsts))
        template = line_layout.template_of(["code", *fields[1:]] if coded else fields)
        return template if cutting.takes(template) else None
    rest = [name for name in fields if name != "no"]
    if ("no" in fields) != bool(cutting.number) or len(rest) < 2:
        return None
    slots = tuple(Slot(name, " " if at else "") for at, name in enumerate(rest))
    template = Template(cutting.number, slots)
    fits = sum(template.match(cutting.text(run, None)[0]) is not None for run in cutting.runs)
    return template if fits * 4 >= len(cutting.runs) * 3 else None
