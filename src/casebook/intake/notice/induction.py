"""Induce the template of a list from its records.

Every record is first read alone: which fields in which order make its words likeliest. The
templates so found vote; each is then laid over all the records, with slots optional that not every
record has, and the one under which the whole list is likeliest is the list's. That is minimum
description length: a slot more must pay for itself in every record.

A record that no template explains, but that is numbered, has a bullet, repeats the layout of its list
or stands under the name of a prize, is laid out piece by piece by what its words look like, always
with a `check`. Only what does not stand as a list, or names neither whom nor what an award goes to,
stays unread.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.lexicon import (
    body_like,
    fused,
    kind_of,
    kind_of_label,
    names_in,
    odds,
    title_words,
    titled,
)
from casebook.intake.notice.line_layout import stands_beside, vouches
from casebook.intake.notice.templates import (
    NOTHING,
    OPENED,
    SLOT_COST,
    SOFT,
    Reading,
    Slot,
    Template,
    spans,
    stands_aside,
)
from casebook.intake.notice.tokens import WIDE, Atoms, take_apart
from casebook.typography import has_han

UNREAD = -8.0
"""What a record costs that the template does not explain."""
COMPLEXITY = 2.0
"""What each slot of a template costs once."""
CLEAR = 1.0
"""Mean score of the records of a list in several unmarked fields that is clear enough."""
SAMPLE = 120
"""Records looked at to find the template; it is laid over all of them afterwards."""
VOTERS = 50
PROPOSALS = 10
HOPELESS = -3.4
"""Odds under which a name alone on its line is no name."""
IMPOSSIBLE = -3.6
"""Odds under which a stretch of words is not tried as a field."""
NO_PERSON = "不像人名"
NO_UNIT = "没有单位，也没有书名号，题目不确定"
"""What the check of an entry says of a name that looks like none."""
LONGEST_RECORD = 24
"""Atoms of a record that is still read alone; what is longer is prose."""
_ORDER = (
    "title", "organisation", "people", "prize", "genre", "region", "score", "category",
    "teachers", "translation", "date", "code", "remarks",
)  # fmt: skip


@dataclass(frozen=True)
class Induced:
    """A template, what the list costs under it, and the next best that reads otherwise.

    `second` tells that it is itself the next best of its annex.
    """

    template: Template
    score: float
    other: Template | None = None
    second: bool = False


def induce(texts: Sequence[str]) -> Induced | None:
    """Return the template under which `texts` are likeliest, None if none explains half of them."""
    sample = _sample(texts)
    if not sample:
        return None
    ranked = sorted(
        ((worth(template, sample), template) for template in _proposed(sample)),
        key=lambda pair: (-pair[0], str(pair[1])),
    )
    if not ranked or explained(ranked[0][1], sample) * 2 < len(sample):
        return None
    score, best = ranked[0]
    chief = _chief(best)
    rival = next((template for _, template in ranked[1:] if _chief(template) != chief), None)
    return Induced(best, score, rival)


def worth(template: Template, texts: Iterable[str]) -> float:
    """Return how likely `texts` are under `template`."""
    readings = [lay(template, text) for text in texts]
    if not _earned(template, [reading for reading in readings if reading]):
        return -1e9
    whole = sum(UNREAD if reading is None else max(reading.score, UNREAD) for reading in readings)
    optional = sum(slot.optional for slot in template.slots)
    return whole - COMPLEXITY * len(template.slots) - 0.5 * optional


def _earned(template: Template, readings: Sequence[Reading]) -> bool:
    """Whether every optional slot is filled often enough to be a field of the list, and every
    chief one empty often enough to be no accident."""
    for slot in template.slots:
        if not slot.optional:
            continue
        filled = sum(bool(reading[slot.field]) for reading in readings)
        least = 0.6 if slot.before == "\n" and not slot.label else 0.12
        if filled < 2 or filled < least * len(readings):
            return False
        empty = len(readings) - filled
        unmarked = slot.kind in ("title", "organisation") and not slot.marks and not slot.label
        if unmarked and empty * 2 > len(readings):
            return False
        further = slot.label and slot.field not in ("title", "organisation")
        if further:
            continue
        if slot.kind in ("title", "organisation") and (empty < 2 or empty * 7 < len(readings)):
            return False
    return True


def explained(template: Template, texts: Iterable[str]) -> int:
    """Return how many of `texts` the template fits."""
    return sum(lay(template, text) is not None for text in texts)


@lru_cache(maxsize=65536)
def lay(template: Template, text: str) -> Reading | None:
    """Return `text` read by `template`, None also where its words are hopeless for the fields."""
    reading = template.match(text)
    if reading is None:
        return None
    wrapped = any(s.marks or s.label for s in template.slots) or template.cells
    if not _held_apart(template) and _BESIDE.search(text):
        return None  # two entries: 甲（某村）、乙（某村）
    for slot in template.slots:
        value = reading[slot.field]
        if not value or value in NOTHING:
            continue
        aside = stands_aside(template, slot, value)
        whole = (aside or slot.kind == "title") and _paired(value, slot, template.cells)
        if ("《" in value or "》" in value) and not whole:
            return None
        if slot.kind not in ("organisation", "people") or aside:
            continue
        fit = odds(slot.kind, value)
        if slot.kind == "organisation" and fit <= (-5.9 if wrapped else HOPELESS):
            return None
        if slot.kind == "people" and not wrapped and fit < -4:
            return None
    return reading


def _held_apart(template: Template) -> bool:
    """Whether titles in 《》, labels or cells hold the fields of a template apart."""
    return template.cells or any(slot.marks == "title" or slot.label for slot in template.slots)


_BESIDE = re.compile("[）)]、[^（）()、]+[（(]")
"""What stands between two names that brackets follow."""


def _paired(value: str, slot: Slot, cells: bool) -> bool:
    return value.count("《") == value.count("》") and (
        bool(slot.marks or slot.label) or cells or value[0] != "《"
    )


def alone(text: str) -> tuple[Template, float] | None:
    """Return the likeliest template of one record and its score."""
    best = _alone(text, False)
    if text.startswith("《"):
        opened = _alone(text, True)
        if opened and _names_work(opened[0]) and (best is None or opened[1] > best[1] + 1):
            best = opened
    return best


def _names_work(template: Template) -> bool:
    """Whether a template that opens 《》 has a title within or behind, or no person right in them:
    《玉魂》（作者：郭引兰） names no person twice."""
    person = any(slot.before == "《" and slot.kind == "people" for slot in template.slots[:1])
    return not person or any(slot.kind == "title" for slot in template.slots)


def _sample(texts: Sequence[str]) -> list[str]:
    texts = [text for text in texts if text.strip()]
    if len(texts) <= SAMPLE:
        return texts
    return [texts[at * len(texts) // SAMPLE] for at in range(SAMPLE)]


def _chief(template: Template) -> tuple[str, ...]:
    """Return the slots that say what unit and title are: templates that agree in them agree."""
    return tuple(s.field for s in template.slots if s.kind in ("organisation", "title", "people"))


def _proposed(texts: Sequence[str]) -> list[Template]:
    """Return the templates single records vote for, and those that unite two of them."""
    votes: Counter[Template] = Counter()
    for text in texts[:: max(1, len(texts) // VOTERS)]:
        likeliest = alone(text)
        if likeliest and likeliest[0].slots:
            votes[likeliest[0]] += 1
    first = [template for template, _ in votes.most_common(PROPOSALS)]
    united: list[Template] = list(first)
    for voted in first[:5]:
        whole = voted
        for other in first:
            union = _union(whole, other)
            if union and union not in united:
                united.append(union)
                whole = union
    return [*united, *(_plainer(first[:4]))]


def _plainer(templates: Sequence[Template]) -> list[Template]:
    """Return the templates without the fields only some lists have: a simpler one may do."""
    plainer = []
    for template in templates:
        kept = tuple(s for s in template.slots if s.kind in ("organisation", "title", "people"))
        if kept and len(kept) < len(template.slots):
            plainer.append(replace(template, slots=(replace(kept[0], before=""), *kept[1:])))
    return plainer


def _union(template: Template, other: Template) -> Template | None:
    """Return `template` and `other` as one template if their fields stand in one order."""
    fields = [slot.field for slot in template.slots]
    other_fields = [slot.field for slot in other.slots]
    if fields == other_fields or not set(fields) & set(other_fields):
        return None
    slots: list[Slot] = []
    at = 0
    for slot in other.slots:
        if slot.field not in fields:
            slots.append(replace(slot, optional=True, before=slot.before if slots or at else ""))
            continue
        where = fields.index(slot.field)
        if where < at:
            return None
        slots += [replace(s, optional=True) for s in template.slots[at:where]]
        kept = template.slots[where]
        before = kept.before or (slot.before if slots else "")
        slots.append(replace(kept, optional=kept.optional or slot.optional, before=before))
        at = where + 1
    slots += [replace(s, optional=True) for s in template.slots[at:]]
    if len(slots) > 8 or all(slot.optional for slot in slots):
        return None
    return replace(template, slots=tuple(slots))


@lru_cache(maxsize=8192)
def _alone(text: str, opened: bool) -> tuple[Template, float] | None:
    record = take_apart(text, opened)
    if not record.atoms or len(record.atoms) > LONGEST_RECORD:
        return None
    if opened and not any(atom.before == "《" for atom in record.atoms):
        return None
    best = _Alone(record).best()
    return Template("", best[1]), best[0] + (OPENED if opened else 0.0)


class _Alone:
    """The fields that make the words of one record likeliest."""

    def __init__(self, record: Atoms) -> None:
        self.record = record
        self.kept: dict[tuple[int, frozenset[str]], tuple[float, tuple[Slot, ...]]] = {}
        self.ends: dict[tuple[int, str], list[tuple[int, float, str]]] = {}
        labels = [atom.label for atom in record.atoms if atom.label]
        units = [label for label in labels if kind_of_label(label) == "organisation"]
        self.maker = any(not (vouches(label) or stands_beside(label)) for label in units)
        self.several = len(units) > 1
        self.named = any(kind_of_label(label) == "title" for label in labels)
        self.titled = self.named or any(atom.kind == "title" for atom in record.atoms)

    def best(self) -> tuple[float, tuple[Slot, ...]]:
        return self._from(0, frozenset())

    def _from(self, at: int, used: frozenset[str]) -> tuple[float, tuple[Slot, ...]]:
        if at == len(self.record.atoms):
            return 0.0, ()
        key = (at, used)
        if key not in self.kept:
            self.kept[key] = self._search(at, used)
        return self.kept[key]

    def _search(self, at: int, used: frozenset[str]) -> tuple[float, tuple[Slot, ...]]:
        best: tuple[float, tuple[Slot, ...]] = (-1e9, ())
        atom = self.record.atoms[at]
        before = atom.before if at else atom.before if atom.before in "《（" else ""
        for field, kind in self._fields(at, used):
            if (at, kind) not in self.ends:
                ends = self._ends(at, kind)
                self.ends[at, kind] = [e for e in ends if e[1] > IMPOSSIBLE or kind == "remarks"]
            for end, score, marks in self.ends[at, kind]:
                rest = self._from(end, used | {field})
                whole = score - SLOT_COST + rest[0]
                if whole > best[0]:
                    best = (whole, (Slot(field, before, marks, atom.label), *rest[1]))
        return best

    def _fields(self, at: int, used: frozenset[str]) -> list[tuple[str, str]]:
        label = self.record.atoms[at].label
        if label:
            kind = kind_of_label(label) or "remarks"
            chief = kind in ("organisation", "title") and kind not in used
            aside = (vouches(label) and self.maker) or (stands_beside(label) and self.several)
            return [(label if aside or not chief else kind, kind)]
        named = any(kind_of(field) == "people" for field in used)
        goes_on = named and self.record.atoms[at].before in SOFT
        barred = ("people", "teachers") if goes_on else ("",) if named else ("teachers",)
        maker: tuple[str, ...] = ("organisation",) if self.maker and not self.titled else ()
        maker += ("title",) if self.named else ()
        maker += () if has_han(self.record.text) else ("translation",)
        return [
            (kind, kind) for kind in _ORDER if kind not in used and kind not in (*barred, *maker)
        ]

    def _ends(self, at: int, kind: str) -> list[tuple[int, float, str]]:
        atom = self.record.atoms[at]
        label = 3.0 if atom.label else 0.0
        ends = []
        if atom.kind != "text":
            inner = odds(kind, self.record.inner(at))
            sure = 4.0 if atom.kind == "title" and kind == "title" else 0.0
            if atom.kind == "bracket" and kind == "title":
                inner -= 0.5 if self.record.text[atom.start] == "【" else 2.0
            if atom.kind == "title" and kind != "title":
                inner -= 4.0
            ends.append((at + 1, max(inner, -1.0 if sure else -9.0) + sure + label, atom.kind))
        for end, score in spans(self.record, kind, at):
            if end > at + 1 or atom.kind == "text":
                ends.append((end, max(score, -0.5) + label if label else score, ""))
        return ends


def _holds_unit(template: Template, title: str) -> bool:
    """Whether a title without marks holds a name of a body, as where two records were joined."""
    again = [slot.before for slot in template.slots if slot.before.strip() and slot.before in title]
    if any(len(part) > 4 and _named(part) for mark in again for part in title.split(mark)[:-1]):
        return True
    parts = re.split(r"[：:（）()—\s]+", title)[:-1]
    return any(len(p) > 4 and body_like(p) > 1 and region_of(p) is not None for p in parts)


def _named(text: str) -> bool:
    return body_like(text) > 1 or (body_like(text) > 0 and fused(f"甲医院{text}"))


def vague(template: Template, readings: Sequence[Reading]) -> str:
    """Return why the reading of a whole list is in doubt, empty if it is not."""
    bare = [s for s in template.slots if not (s.marks or s.label)]
    if template.cells or len(bare) < 2 or not readings:
        return ""
    if any(s.kind == "title" and (s.marks or s.label) for s in template.slots):
        return ""
    if _each_of_its_kind(template, readings):
        return ""
    mean = sum(reading.score for reading in readings) / len(readings)
    loose = sum(s.optional for s in bare) > 1 or (bare[0].kind == "remarks")
    return "这一组的写法不够清楚" if mean < CLEAR or loose else ""


def _behind_title(template: Template) -> bool:
    """Whether brackets behind the title hold all other fields, a place and a person among them."""
    kinds = [slot.kind for slot in template.slots]
    return (
        len(kinds) > 2
        and kinds[0] == "title"
        and template.slots[1].before == "（"
        and {"region", "people"} <= set(kinds)
    )


def _each_of_its_kind(template: Template, readings: Sequence[Reading]) -> bool:
    """Whether a mark or a wide gap parts the only two fields, persons and bodies, and every text is of
    its kind."""
    kinds = [slot.kind for slot in template.slots]
    if (
        set(kinds) != {"people", "organisation"}
        or len(kinds) > 2
        or template.slots[1].before not in (WIDE, "，", "——")
    ):
        return False
    texts = [(slot, reading[slot.field]) for slot in template.slots for reading in readings]
    return all(
        names_in(text) if slot.kind == "people" else body_like(text) > 0 and not names_in(text)
        for slot, text in texts
    )


def doubt(template: Template, text: str, reading: Reading) -> str:
    """Return why the reading of one record is in doubt, empty if it is not."""
    wrapped = any(slot.kind == "title" and (slot.marks or slot.label) for slot in template.slots)
    parted = template.cells or all(slot.label for slot in template.slots)
    for slot in template.slots:
        value = reading[slot.field]
        if not value or slot.label or stands_aside(template, slot, value):
            continue
        limit = -3.5 if wrapped or parted else 0.0
        if slot.kind == "organisation" and odds("organisation", value) < limit:
            return f"“{value}”不像单位名称"
        if slot.kind in ("organisation", "school") and fused(value):
            return f"“{value}”像是两个单位连在一起"
        if slot.kind == "organisation" and not (wrapped or parted) and titled(value):
            return f"“{value}”里像有题目的字"
        if slot.kind == "people" and odds("people", value) < (-6.0 if parted else 0.0):
            return f"“{value}”{NO_PERSON}"
        if slot.kind == "title" and not wrapped and not parted:
            if odds("title", value) < -1.6:
                return f"“{value}”不像题目"
            below = any(other.before == "\n" for other in template.slots)
            if below and body_like(value) > 0 and not title_words(value):
                return f"“{value}”像是单位，不像题目"
            if _holds_unit(template, value):
                return f"“{value}”里像还有一个单位"
    kinds = {slot.kind for slot in template.slots}
    labelled = any(slot.label and slot.kind == "people" for slot in template.slots)  # 作者：王芳
    bare = sum(not slot.label for slot in template.slots)
    alone_ = _behind_title(template) or (
        labelled and (bare == 1 or all(s.label or s.before == "\n" for s in template.slots))
    )
    units = kinds & {"organisation", "school"}
    if not (wrapped or parted or alone_) and "title" in kinds and not units:
        return NO_UNIT
    if not wrapped and not parted and len(template.slots) > 1:
        own = alone(text)
        filled = [slot for slot in template.slots if reading[slot.field]]
        here = _chief(replace(template, slots=tuple(filled)))
        if own and _chief(own[0]) != here and own[1] > reading.score + 3.0:
            return "与同组写法不同，也可作别的读法"
    return ""
