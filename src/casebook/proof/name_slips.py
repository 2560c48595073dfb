"""Which of two names may be a slip for the other, and where a person's name is mistyped.

Enters: names of one kind with their places. Leaves: whether one may be the other, wrongly written.
Characters are alike in sound (z/zh, c/ch, s/sh, l/n, -n/-ng are one to many speakers) or in shape
(`data/components.tsv`: they share a part in the same place, or one is a part of the other).
"""

import re
from collections.abc import Iterator
from functools import cache

from casebook.intake.pinyin import folded, syllables
from casebook.proof.lists import DATA
from casebook.proof.person_names import RARER_SURNAMES, SURNAMES

_COUNTED = re.compile("[一二三四五六七八九十百千两双0-9A-Za-z]")
_OPPOSED = re.compile("[东西南北中上下左右前后内外大小新老甲乙丙丁男女省市县区]")
_HAN = "[\u4e00-\u9fff]"
_SURNAME = f"[{SURNAMES}{RARER_SURNAMES}]"
_BEHIND = "向告说也一在对把被将同及等带来去用以为从又还就都已要会能看听介深主出于由与和是的地得而则便且亦让使有"
"""What often stands behind a name of two characters."""
_FULL = 3
"""Characters of a full name as most are."""


def difference(form: str, other: str) -> tuple[str, str] | None:
    """Return the characters in which two names differ, if they do in one, or two turned round."""
    if len(form) == len(other):
        off = [n for n, (a, b) in enumerate(zip(form, other, strict=True)) if a != b]
        if len(off) == 1:
            return form[off[0]], other[off[0]]
        turned = len(off) == 2 and off[1] == off[0] + 1 and form[off[0]] == other[off[1]]
        return ("", "") if turned and form[off[1]] == other[off[0]] else None
    long, short = sorted((form, other), key=len, reverse=True)
    if len(long) != len(short) + 1:
        return None
    at = next((n for n in range(len(short)) if long[n] != short[n]), len(short))
    return (long[at], "") if long[:at] + long[at + 1 :] == short else None


def told_apart(form: str, other: str) -> bool:
    """Whether the character in which two names differ tells houses or things apart."""
    a, b = difference(form, other) or ("", "")
    return any(
        pattern.fullmatch(char) for char in (a, b) if char for pattern in (_COUNTED, _OPPOSED)
    )


def one_sound(a: str, b: str) -> bool:
    """Whether two characters are read alike, tone aside, as many speakers read them."""
    if not a or not b:
        return False
    sounds = [folded(syllable[:-1]) for char in (a, b) for syllable in syllables(char)]
    return len(sounds) == 2 and sounds[0] == sounds[1]


def alike(a: str, b: str) -> bool:
    """Whether one character may be written for the other: by sound or by shape."""
    return one_sound(a, b) or _one_shape(a, b)


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    lines = (DATA / "components.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {character: (layout, *parts) for character, layout, *parts in rows}


def _one_shape(a: str, b: str) -> bool:
    layout, *parts = _parts().get(a, ("",))
    other_layout, *others = _parts().get(b, ("",))
    if a in others or b in parts:
        return True
    return layout == other_layout and len(parts) == len(others) == 2 and parts[1] == others[1]


def _of_one_family(a: str, b: str) -> bool:
    """Whether two characters of given names share the radical and the first sound: 芬, 芳."""
    layout, *parts = _parts().get(a, ("",))
    other_layout, *others = _parts().get(b, ("",))
    if layout != other_layout or not parts or parts[:1] != others[:1]:
        return False
    first, second = (syllables(char)[:1] for char in (a, b))
    return bool(first and second) and first[0][:1] == second[0][:1]


def mistyped(name: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where `text` has `name`, a full name, with one character that is like the right one, or
    with the two behind the surname turned round.

    The match has the name as it stands there as `name`.
    """
    if len(name) != _FULL:
        return
    a, b, c = map(re.escape, name)
    pattern = f"(?={a}{b}{_HAN}|{a}{_HAN}{c}|{_SURNAME}{b}{c}|{a}{c}{b})(?P<name>{_HAN}{{3}})"
    for match in re.finditer(pattern, text):
        form = match["name"]
        if form != name and form == name[0] + name[2] + name[1]:
            yield match
            continue
        wrong, right = difference(form, name) or ("", "")
        at_end = form[:-1] == name[:-1] and (wrong in _BEHIND or right in _BEHIND)
        if not at_end and (alike(wrong, right) or _of_one_family(wrong, right)):
            yield match


def in_one_breath(name: str, other: str, text: str) -> bool:
    """Whether a text tells two names together (王晓芳、王晓方): then they are two persons."""
    both = (
        f"{name}.{{0,6}}?[、和与及].{{0,6}}?{other}",
        f"{other}.{{0,6}}?[、和与及].{{0,6}}?{name}",
    )
    return re.search("|".join(both), text) is not None
