"""Tell which entries of a list bear out a reading that its words alone do not make clear.

An entry does where each of its fields holds what such a field holds and nothing else: a person, a
body or a post in a body, a title that is no name, a place. Where most entries do, and a mark or a
wide gap parts the fields, these are read well, and only the others stay in doubt.
"""

import re
from collections.abc import Sequence

from casebook.intake.notice.lexicon import (
    body_like,
    is_name,
    is_place,
    names_in,
    odds,
    title_words,
)
from casebook.intake.notice.list_doubts import FOREIGN, PEOPLE, Values, unlike_title
from casebook.intake.notice.templates import Slot, Template
from casebook.intake.notice.written_alike import may_be_body

MOST = 0.75
"""The part of the entries that must bear a reading out."""
FEW = 3
"""So many entries that do."""
SHORTEST = 4
"""Characters of a title that is no name."""
_SOFT = ("", " ", "、", "，")
"""What stands between fields as well as inside of them."""
_CLOSE = ("", "、")
"""What parts not even persons from bodies."""
_SEX = re.compile(r"\s*[（(](?:男|女)?[，,、 ]?(?:[\u3400-\u9fff]{1,5}族)?[）)]$")
_PARTS = re.compile(r"[、，,；;/]\s*|(?<=[\u3400-\u9fff]{2})\s+|\s{2,}")
_MARKED = re.compile(r"[（(：:；;\t\n]|\s{2,}|\u3000|——|\s/\s")
"""What parts fields, where a text of one field should hold nothing that does."""
_POST_IN = re.compile("[员生者长师工手记任管人兵民警]$")


def borne_out(template: Template, entries: Sequence[Values], like: Sequence[Values]) -> list[bool]:
    """Return of each entry of a list whether its reading is borne out; `like` are those of other
    lists that are read by the same template."""
    bare = [slot for slot in template.slots if not (slot.marks or slot.label)]
    two = {slot.kind for slot in bare} == {"people", "organisation"} and len(bare) == 2
    parted = all(
        slot.before not in (_CLOSE if two else _SOFT) for slot in bare if slot is not template.slots[0]
    )  # fmt: skip
    clear = [_is_clear(template, values) for values in entries]
    own = {tuple(values) for values in entries}
    every = [*clear, *(_is_clear(template, values) for values in like if tuple(values) not in own)]
    shown = sum(every) >= FEW and sum(every) >= MOST * len(every)
    if template.cells or len(template.slots) < 2 or not (parted and shown):
        return [False] * len(entries)
    return clear


def _is_clear(template: Template, values: Values) -> bool:
    texts = dict(values)
    kinds = {slot.kind for slot in template.slots}
    if not kinds & {"organisation", "school", "people"} or len(kinds) < 2:
        return False
    known = {slot.field for slot in template.slots}
    filled = [slot for slot in template.slots if texts.get(slot.field)]
    if any(text and name not in known for name, text in values):
        return False
    if any(not texts.get(s.field) and not s.optional for s in template.slots):
        return False
    chief = {slot.kind for slot in filled}
    if "title" in kinds and "title" not in chief:
        return False
    bodies = {"organisation", "school"} & chief
    wrapped = any(slot.marks == "title" for slot in filled)
    if "title" in kinds and not (bodies or wrapped) and not title_words(texts["title"]):
        return False  # what stands beside a person may be anything
    return len(filled) > 1 and all(_holds(slot, texts[slot.field]) for slot in filled)


def _holds(slot: Slot, text: str) -> bool:
    """Whether `text` is what a field holds and nothing that parts fields is left in it."""
    if slot.label and slot.kind == "remarks":
        return _MARKED.search(text) is None
    if slot.kind in PEOPLE:
        bare = re.sub(r"(?<=^\S)\s+(?=\S$)", "", _SEX.sub("", text))
        return all(map(is_name, filter(None, _PARTS.split(bare)))) or bool(
            is_name(bare) and not _MARKED.search(bare)
        )
    if slot.kind in ("organisation", "school"):
        parts = [part for part in re.split("[、；;]", text) if part]
        return bool(parts) and all(map(_is_unit, parts))
    if slot.kind == "title":
        if slot.marks == "title":
            return True
        if _MARKED.search(text) or FOREIGN.search(text) or len(text) < SHORTEST:
            return False
        plain = title_words(text) > 0 or not (body_like(text) or _names_body(text))
        return plain and not unlike_title(text) and not names_in(text)
    if slot.kind == "region":
        return is_place(text)
    return slot.kind != "remarks" and odds(slot.kind, text) > 0


def _names_body(text: str) -> bool:
    """Whether `text` begins with the name of a body: 第三公交公司15路."""
    return any(body_like(text[:size]) > 1 for size in range(SHORTEST, len(text)))


def _is_unit(text: str) -> bool:
    """Whether `text` is the name of a body, or a post in one."""
    if _MARKED.search(text) or FOREIGN.search(text) or names_in(text) or is_name(text):
        return False
    if title_words(text) > body_like(text):
        return False
    return body_like(text) > 0 or (
        _POST_IN.search(text) is not None and may_be_body(text, (), True)
    )
