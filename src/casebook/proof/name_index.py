"""The names of a book: people, organisations, places, projects and brands, with all their places.

Enters: the typed texts. Leaves: an index, each name with where it stands and the names so like it
that one of them may be a slip. Names are found by what stands beside them: a person by a title, an
organisation by a place before it and a house behind, a project or a brand by quotation marks and a
word like 项目 or 品牌.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from casebook.intake.matching import organisations
from casebook.intake.matching.organisations import fold
from casebook.intake.pinyin import syllables
from casebook.proof.blocks import AwardEntry, Block, Piece, Volume
from casebook.proof.person_names import full_person, person

PERSON, HOUSE, PLACE, PROJECT, BRAND = "人名", "单位", "地名", "项目", "品牌"
KINDS = (PERSON, HOUSE, PLACE, PROJECT, BRAND)
_TITLES = (
    "党委书记|副书记|书记|副院长|院长|副主任医师|主任医师|副主任|主任|护士长|副教授|教授|院士|医师|医生|护士|同志|所长|站长"
    "|科长|处长|局长|厅长|部长|省长|市长|县长|主席|会长|理事长|校长|专家|师傅|老师|先生|女士"
)
_END = "(?=[，。、；：（(）)“”！？\\s]|$|等|和|与|及|同志|说|介绍|带领|作|在|为|对|是|带|把|向|深入|主持|出席|讲话|强调|表示|率)"
_PEOPLE = (
    re.compile(f"(?P<title>{_TITLES}){full_person('name')}"),
    re.compile(f"(?P<title>{_TITLES}){person('name')}{_END}"),
    re.compile(f"(?<![\\u4e00-\\u9fff]){full_person('name')}(?P<title>{_TITLES})"),
    re.compile(f"(?<=[，。、；：（(“]){person('name')}(?P<title>{_TITLES})"),
)
_QUOTED = re.compile(
    "“(?P<name>[^“”，。；：！？、\\d]{3,14})”(?P<word>(?:[\\u4e00-\\u9fff]{0,4}?)(?:项目|工程|行动|计划|活动|平台|模式|品牌|工作室|团队|热线|服务队))?"
)
_COUNTED = re.compile("[一二三四五六七八九十百千两双0-9A-Za-z]")
_OPPOSED = re.compile("[东西南北中上下左右前后内外大小新老甲乙丙丁男女省市县区]")
_LAST = {
    "院": "所员园原源完阮",
    "所": "院锁",
    "心": "新星芯",
    "会": "汇回",
    "校": "较",
    "站": "占战",
}
"""How the last character of a house is mistyped."""
_LEVELS = frozenset("省市县区")
_OFTEN = 3
"""So often a quoted name stands before another, met once, may be its slip."""


@dataclass(frozen=True)
class NamePlace:
    """Where a name stands: the text, the block, its characters there; the title beside a person."""

    piece: Piece
    block: Block
    start: int
    end: int
    title: str = ""


@dataclass
class Name:
    """A name of the book: its kind, its form, its places, the forms it may be a slip of."""

    kind: str
    form: str
    places: list[NamePlace] = field(default_factory=list)
    likes: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The ids of the texts it stands in, each once, in their order."""
        return list(dict.fromkeys(place.piece.id for place in self.places))


@lru_cache(maxsize=1)
def index(volume: Volume) -> dict[tuple[str, str], Name]:
    """Return the names of `volume` by kind and form, with those that are alike."""
    names: dict[tuple[str, str], Name] = {}
    for piece in volume.pieces:
        for block in piece.blocks:
            if isinstance(block, AwardEntry):
                continue
            for kind, form, place in _in_block(piece, block):
                names.setdefault((kind, form), Name(kind, form)).places.append(place)
    official = {award.organisation for award in volume.book.awards()}
    for form, place in _mistyped_ends(volume, names, official):
        names.setdefault((HOUSE, form), Name(HOUSE, form)).places.append(place)
    _compare(names, official)
    return names


def _mistyped_ends(
    volume: Volume, names: dict[tuple[str, str], Name], official: set[str]
) -> list[tuple[str, NamePlace]]:
    """Return houses whose last character is another, so that nothing shows them to be houses."""
    known = {form for (kind, form), name in names.items() if kind == HOUSE and len(name.places) > 1}
    ends = [
        f"{re.escape(form[:-1])}[{_LAST[form[-1]]}]"
        for form in sorted(known | official, key=len, reverse=True)
        if form[-1] in _LAST
    ]
    if not ends:
        return []
    pattern = re.compile("|".join(ends))
    return [
        (match[0], NamePlace(piece, block, *match.span()))
        for piece in volume.pieces
        for block in piece.blocks
        for match in pattern.finditer(block.text)
        if (HOUSE, match[0]) not in names
    ]


def _in_block(piece: Piece, block: Block) -> Iterator[tuple[str, str, NamePlace]]:
    text = block.text
    seen: set[int] = set()
    for pattern in _PEOPLE:
        for match in pattern.finditer(text):
            if match.start("name") not in seen:
                seen.add(match.start("name"))
                yield (
                    PERSON,
                    match["name"],
                    NamePlace(piece, block, *match.span("name"), match["title"]),
                )
    for match in organisations.full_names(text):
        yield HOUSE, match[0], NamePlace(piece, block, *match.span())
    for match in _places().finditer(text):
        yield PLACE, match[0], NamePlace(piece, block, *match.span())
    for match in _QUOTED.finditer(text):
        word = match["word"] or ""
        kind = PROJECT if re.search("项目|工程|行动|计划|活动|平台|模式$", word) else BRAND
        yield kind, match["name"], NamePlace(piece, block, *match.span("name"))


@cache
def _places() -> re.Pattern[str]:
    """Return a pattern for provinces and cities; a name of two characters has its 市 behind it."""
    kinds = ("province", "prefecture", "county")
    texts = sorted(
        {n.text for n in organisations.names() if n.kind in kinds}, key=len, reverse=True
    )
    return re.compile("|".join(re.escape(t) + "(?:市|地区|州|盟)" * (len(t) < 3) for t in texts))


def _compare(names: dict[tuple[str, str], Name], official: set[str]) -> None:
    """Enter for each name those it may be a slip of."""
    for kind, slip in (
        (PERSON, _person_slip),
        (HOUSE, None),
        (PROJECT, _brand_slip),
        (BRAND, _brand_slip),
    ):
        own = [name for (of, _), name in names.items() if of == kind]
        for rare, other in _near(own):
            if _house_slip(rare, other, official) if slip is None else slip(rare, other):
                rare.likes.append(other.form)


def _near(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield pairs of names that differ by one character, the one met less often first."""
    neighbours: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        for key in {
            name.form,
            *(name.form[:n] + name.form[n + 1 :] for n in range(len(name.form))),
        }:
            neighbours[key].append(name)
    seen: set[tuple[str, str]] = set()
    for alike in neighbours.values():
        for number, name in enumerate(alike):
            for other in alike[number + 1 :]:
                pair = (min(name.form, other.form), max(name.form, other.form))
                if pair[0] != pair[1] and pair not in seen and _apart(*pair) is not None:
                    seen.add(pair)
                    yield (name, other) if len(name.places) < len(other.places) else (other, name)


def _apart(form: str, other: str) -> tuple[str, str] | None:
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


def _told_apart(form: str, other: str) -> bool:
    """Whether the character in which two names differ tells houses or things apart."""
    a, b = _apart(form, other) or ("", "")
    return any(
        pattern.fullmatch(char) for char in (a, b) if char for pattern in (_COUNTED, _OPPOSED)
    )


def _person_slip(rare: Name, other: Name) -> bool:
    """Whether two names may be one person's: of one sound or one title, in the same text."""
    if len(rare.form) != 3 or len(other.form) != 3 or rare.form[0] != other.form[0]:
        return False
    texts = {place.piece.id for place in other.places}
    if not any(place.piece.id in texts for place in rare.places):
        return False
    a, b = _apart(rare.form, other.form) or ("", "")
    titles = {place.title for place in other.places}
    same_title = all(place.title in titles for place in rare.places)
    return _one_sound(a, b) or (same_title and len(rare.places) == 1 and len(other.places) > 1)


def _house_slip(rare: Name, other: Name, official: set[str]) -> bool:
    """Whether a house may be another, wrongly written: not one that the notice names so.

    Names of one kind, place and ordinal count, and of what may differ in them only what sounds
    alike, the last character, or a character lost, doubled or turned round.
    """
    form, right = rare.form, other.form
    if form in official or _told_apart(form, right) or re.search("[某的]", form + right):
        return False
    if organisations.region(form) != organisations.region(right):
        return False
    a, b = _apart(form, right) or ("", "")
    at_end = bool(a and b) and form[:-1] == right[:-1]
    if not at_end and organisations.kinds(form) != organisations.kinds(right):
        return False
    if organisations.ordinals(form) != organisations.ordinals(right):
        return False
    if a and b and not at_end and not _one_sound(a, b):
        return False
    often = len(other.places) >= 2 or right in official
    return often and (len(rare.places) < len(other.places) or right in official)


def _brand_slip(rare: Name, other: Name) -> bool:
    """Whether a quoted name may be another of the same text, wrongly written."""
    if min(len(rare.form), len(other.form)) < 4 or _told_apart(rare.form, other.form):
        return False
    texts = Counter(place.piece.id for place in other.places)
    here = {place.piece.id for place in rare.places}
    return len(rare.places) == 1 and all(texts[text] >= _OFTEN for text in here)


def _one_sound(a: str, b: str) -> bool:
    if not a or not b:
        return False
    sound, other = syllables(a), syllables(b)
    return bool(sound) and [s[:-1] for s in sound] == [s[:-1] for s in other]


def without_province(names: Iterable[Name]) -> dict[str, str]:
    """Return the houses that stand elsewhere in the book with their province before them, or with
    their city written out: short form, full form."""
    houses = {name.form for name in names if name.kind == HOUSE}
    full: dict[str, str] = {}
    for form in houses:
        for province in organisations.provinces_of(form):
            short = form.removeprefix(province)
            if short in houses and len(fold(short)) > 4:
                full[short] = form
        for level in _LEVELS:
            at = form.find(level, 2, 6)
            if at > 0 and (bare := form[:at] + form[at + 1 :]) in houses:
                full.setdefault(bare, form)
    return full


def before_the_full_form(short: Name, full: Name) -> NamePlace | None:
    """Return the first place where a short form stands in a text before its full form, or without
    it; None where each text names the full form first."""
    begun: dict[str, NamePlace] = {}
    for place in full.places:
        begun.setdefault(place.piece.id, place)
    for place in short.places:
        first = begun.get(place.piece.id)
        if first is None or (place.block.number, place.start) < (first.block.number, first.start):
            return place
    return None
