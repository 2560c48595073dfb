"""The names of a book: people, organisations, places, projects and brands, with all their places.

Enters: the typed texts. Leaves: an index, each name with where it stands and the names so like it
that one of them may be a slip. Names are found by what stands beside them: a person by a title, an
organisation by a place before it and a house behind, a project or a brand by quotation marks and a
word like 项目 or 品牌.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from casebook.intake.matching import organisations
from casebook.intake.matching.organisations import fold
from casebook.proof import local_names
from casebook.proof.blocks import AwardEntry, Block, Piece, Volume
from casebook.proof.name_slips import (
    alike,
    difference,
    in_one_breath,
    mistyped,
    one_sound,
    told_apart,
)
from casebook.proof.person_names import full_person, person
from casebook.proof.text_facts import Fact

PERSON, HOUSE, PLACE, PROJECT, BRAND = "人名", "单位", "地名", "项目", "品牌"
KINDS = (PERSON, HOUSE, PLACE, PROJECT, BRAND)
_TITLES = (
    "党委书记|副书记|老支书|支书|书记|副院长|院长|副主任医师|主任医师|副主任|主任|护士长|副教授|教授|院士|医师|医生|护士|同志|所长|站长|科长|处长|局长|厅长|部长"
    "|省长|市长|县长|主席|会长|理事长|校长|专家|师傅|老师|先生|女士|劳模|老中医|名中医|弟子|传人|网格员|志愿者|楼栋长|组长|队长|班长|经理|厂长|董事长|村医"
    "|徒弟|药师|技师|调解员|代表|委员|法官|检察官|民警|警官|律师|社工|馆长|园长|总监|总裁|秘书长|社长|镇长|乡长|村主任|村支书|网格长|指导员|导师"
)
_END = "(?=[，。、；：（(）)“”！？\\s]|$|等|和|与|及|同志|说|介绍|带领|作|在|为|对|是|带|把|向|深入|主持|出席|讲话|强调|表示|率)"
_PEOPLE = (
    re.compile(f"(?P<title>{_TITLES}){full_person('name')}"),
    re.compile(f"(?P<title>{_TITLES}){person('name')}{_END}"),
    re.compile(f"(?<![\\u4e00-\\u9fff]){full_person('name')}(?P<title>{_TITLES})"),
    re.compile(f"(?<=[，。、；：（(“]){person('name')}(?P<title>{_TITLES})"),
)
_QUOTED = re.compile(
    "“(?P<name>[^“”，。；：！？、\\d]{2,14})”(?P<word>(?:[\\u4e00-\\u9fff]{0,4}?)(?:项目|工程|行动|计划|活动|平台|模式|品牌|工作室|工作站|调解室|议事厅|团队|热线|服务队|合作社|超市|基金|小程序|公众号|讲堂|课堂|驿站))?"
)
_LAST = {
    "院": "所员园原源完阮",
    "所": "院锁",
    "心": "新星芯",
    "会": "汇回",
    "校": "较",
    "站": "占战",
}
"""How the last character of a house is mistyped."""
_VERBS = frozenset(
    "走说把介告每经已便始很总站坐拿打接认叫回做看听也在对将被同及等带来去用以为从又还就都要会主由与和是的得而则且使有向一共率亲先后当到"
)
"""What stands behind a name of two characters and ends no name."""
_LEVELS = frozenset("省市县区")
_FULL = 3
"""Characters of a full name as most are."""
_OFTEN = 3
"""So often a quoted name stands before another, met once, may be its slip."""


@dataclass(frozen=True)
class NamePlace:
    """Where a name stands: the text, the block, its characters there; the title of a person or the
    word (品牌, 项目) beside it."""

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
        for kind, form, number, start, end, title in volume.facts.of(piece, "names", _named_in):
            key, block = (str(kind), str(form)), piece.blocks[int(number)]
            place = NamePlace(piece, block, int(start), int(end), str(title))
            names.setdefault(key, Name(*key)).places.append(place)
    _add_untitled(volume, names)
    _shorten(names)
    _add_mistyped_persons(volume, names)
    official = {award.organisation for award in volume.book.awards()}
    for form, place in _mistyped_ends(volume, names, official):
        names.setdefault((HOUSE, form), Name(HOUSE, form)).places.append(place)
    _compare(names, official)
    _add_local_slips(volume, names)
    return names


def _add_local_slips(volume: Volume, names: dict[tuple[str, str], Name]) -> None:
    """Enter houses and places that no gazetteer knows where one may be a slip of another."""
    for rare, usual in local_names.slips(volume.pieces):
        entered = []
        for place in (rare, *usual):
            form = place.block.text[place.start : place.end]
            name = names.setdefault((HOUSE, form), Name(HOUSE, form))
            if not any(p.block is place.block and p.start == place.start for p in name.places):
                name.places.append(NamePlace(*place))
            entered.append(name)
        if len({name.form for name in entered}) < 2:
            continue
        if entered[1].form not in entered[0].likes and entered[0].form not in entered[1].likes:
            entered[0].likes.append(entered[1].form)


def _shorten(names: dict[tuple[str, str], Name]) -> None:
    """Take from names of two characters the verb that stands behind them: 民警张伟走访, 民警张伟把.

    What stands behind differs from place to place, and is no character that names end in.
    """
    begun: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for (kind, form), name in names.items():
        if kind == PERSON and len(form) == _FULL:
            for text in name.texts:
                begun[text, form[:-1]].append(name)
    for (text, short), long in begun.items():
        if not {name.form[-1] for name in long} <= _VERBS or not _is_short(short, long[0]):
            continue
        for name in long:
            here = [place for place in name.places if place.piece.id == text]
            name.places = [place for place in name.places if place.piece.id != text]
            whole = names.setdefault((PERSON, short), Name(PERSON, short))
            whole.places += [replace(place, end=place.end - 1) for place in here]
            if not name.places:
                names.pop((PERSON, name.form), None)
    _add_short_slips(names)


def _is_short(short: str, name: Name) -> bool:
    """Whether a text has `short` more than once, and never with what may be a third character of it."""
    behind = re.findall(f"{short}(.?)", name.places[0].piece.text)
    verbs = [char for char in behind if not re.match("[\u4e00-\u9fff]", char) or char in _VERBS]
    return len(behind) > 1 and len(verbs) == len(behind) and len(set(behind)) > 1


def _add_short_slips(names: dict[tuple[str, str], Name]) -> None:
    """Enter a name of two characters, met once, behind the title of another of one sound or shape."""
    short = [name for (kind, form), name in names.items() if kind == PERSON and len(form) == _FULL - 1]  # fmt: skip
    for name in [n for n in short if n.places[0].piece.text.count(n.form) > 1]:
        for kind, form in list(names):
            other = names[kind, form]
            slip = form[: _FULL - 1]
            if kind != PERSON or len(other.places) > 1 or slip == name.form or (form[2:] and form[2] not in _VERBS):  # fmt: skip
                continue
            place = other.places[0]
            titled = place.title and any(p.title == place.title for p in name.places)
            if not titled or place.piece.id not in name.texts or slip[0] != name.form[0]:
                continue
            if alike(slip[1], name.form[1]) and not in_one_breath(name.form, slip, place.piece.text):  # fmt: skip
                names.pop((kind, form))
                entered = names.setdefault((PERSON, slip), Name(PERSON, slip))
                entered.places.append(replace(place, end=place.start + len(slip)))
                entered.likes.append(name.form)


def _add_untitled(volume: Volume, names: dict[tuple[str, str], Name]) -> None:
    """Enter for each full name of a person the places where no title stands beside it."""
    persons = {form: name for (kind, form), name in names.items() if _is_full(kind, form)}
    if not persons:
        return
    known = {(place.block, place.start) for name in persons.values() for place in name.places}
    first = re.compile(f"[{''.join({re.escape(form[0]) for form in persons})}]")
    for piece in volume.pieces:
        for block in piece.blocks:
            for match in first.finditer(block.text):
                start = match.start()
                name = persons.get(block.text[start : start + _FULL])
                if name and (block, start) not in known and not isinstance(block, AwardEntry):
                    name.places.append(NamePlace(piece, block, start, start + _FULL))
    order = {piece.id: number for number, piece in enumerate(volume.pieces)}
    for name in persons.values():
        name.places.sort(key=lambda p: (order[p.piece.id], p.block.number, p.start))


def _add_mistyped_persons(volume: Volume, names: dict[tuple[str, str], Name]) -> None:
    """Enter for each full name what stands in the same text with one character like the right one.

    The form met less often there is the slip; of two met as often, the one without a title.
    """
    persons = [name for (kind, form), name in names.items() if _is_full(kind, form)]
    for name in persons:
        for piece in dict.fromkeys(place.piece for place in name.places):
            if not any(mistyped(name.form, piece.text)):
                continue
            for block in piece.blocks:
                for match in mistyped(name.form, block.text):
                    if in_one_breath(name.form, match["name"], piece.text):
                        continue
                    place = NamePlace(piece, block, *match.span("name"))
                    _enter_slip(names, name, match["name"], place)


def _enter_slip(
    names: dict[tuple[str, str], Name], name: Name, form: str, place: NamePlace
) -> None:
    other = names.setdefault((PERSON, form), Name(PERSON, form))
    if not any((p.block, p.start) == (place.block, place.start) for p in other.places):
        other.places.append(place)
    here = place.piece.text
    rarer, usual = (name, other) if here.count(form) > here.count(name.form) else (other, name)
    if usual.form not in rarer.likes and rarer.form not in usual.likes:
        rarer.likes.append(usual.form)


def _is_full(kind: str, form: str) -> bool:
    return kind == PERSON and len(form) == _FULL


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


def _named_in(piece: Piece) -> list[Fact]:
    """Return kind, form, block, first and last character, and title of each name of a text."""
    return [
        (kind, form, block.number, start, end, title)
        for block in piece.blocks
        if not isinstance(block, AwardEntry)
        for kind, form, (start, end), title in _in_block(block.text)
    ]


def _in_block(text: str) -> Iterator[tuple[str, str, tuple[int, int], str]]:
    seen: set[int] = set()
    for pattern in _PEOPLE:
        for match in pattern.finditer(text):
            if match.start("name") not in seen:
                seen.add(match.start("name"))
                yield PERSON, match["name"], match.span("name"), match["title"]
    for match in organisations.full_names(text):
        yield HOUSE, match[0], match.span(), ""
    for match in _places().finditer(text):
        yield PLACE, match[0], match.span(), ""
    for match in _QUOTED.finditer(text):
        word = match["word"] or ""
        if len(match["name"]) < 3 and not word:
            continue
        kind = PROJECT if re.search("项目|工程|行动|计划|活动|平台|模式$", word) else BRAND
        yield kind, match["name"], match.span("name"), word


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
            if other.form in rare.likes or rare.form in other.likes:
                continue
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
    for group in neighbours.values():
        for number, name in enumerate(group):
            for other in group[number + 1 :]:
                pair = (min(name.form, other.form), max(name.form, other.form))
                if pair[0] != pair[1] and pair not in seen and difference(*pair) is not None:
                    seen.add(pair)
                    yield (name, other) if len(name.places) < len(other.places) else (other, name)


def _person_slip(rare: Name, other: Name) -> bool:
    """Whether two names may be one person's: alike in sound or shape, of one title, in the same text.

    王东明 and 王东峰 are two: many persons share a surname and a character.
    """
    if len(rare.form) != len(other.form) or rare.form[0] != other.form[0]:
        return False
    texts = {place.piece.id for place in other.places}
    if not any(place.piece.id in texts for place in rare.places):
        return False
    a, b = difference(rare.form, other.form) or ("", "")
    titles = {place.title for place in other.places}
    same_title = all(place.title and place.title in titles for place in rare.places)
    if same_title and _of_one_post(rare, other):
        return True
    if not same_title or not alike(a, b):
        return False
    return len(rare.form) < _FULL or (len(rare.places) == 1 and len(other.places) > 1)


_POSTS = re.compile(
    "[^副]*(?:院|所|站|科|处|局|厅|部|省|市|县|会|校|班|馆|园|社|镇|厂|董事|理事)长|老支书|支书|党委书记"
)
"""Posts that a house gives to one person."""


def _of_one_post(rare: Name, other: Name) -> bool:
    """Whether two full names that share all but one character are told of the one post of one text: its
    title begins a clause there, so that no other house stands before it."""
    if len(rare.form) != _FULL or in_one_breath(rare.form, other.form, rare.places[0].piece.text):
        return False
    held = [(place.piece.id, place.title) for place in rare.places if _begins_clause(place)]
    also = {(place.piece.id, place.title) for place in other.places if _begins_clause(place)}
    return len(held) == len(rare.places) and any(post in also for post in held)


def _begins_clause(place: NamePlace) -> bool:
    before = place.start - len(place.title)
    text = place.block.text
    return (
        _POSTS.fullmatch(place.title) is not None
        and text[before : place.start] == place.title
        and not re.match("[\u4e00-\u9fff、]", text[before - 1 : before] if before else "")
    )


def _house_slip(rare: Name, other: Name, official: set[str]) -> bool:
    """Whether a house may be another, wrongly written: not one that the notice names so.

    Names of one kind, place and ordinal count, and of what may differ in them only what sounds
    alike, the last character, or a character lost, doubled or turned round.
    """
    form, right = rare.form, other.form
    if form in official or told_apart(form, right) or re.search("[某的]", form + right):
        return False
    if organisations.region(form) != organisations.region(right):
        return False
    a, b = difference(form, right) or ("", "")
    at_end = bool(a and b) and form[:-1] == right[:-1]
    if not at_end and organisations.kinds(form) != organisations.kinds(right):
        return False
    if organisations.ordinals(form) != organisations.ordinals(right):
        return False
    if a and b and not at_end and not one_sound(a, b):
        return False
    often = len(other.places) >= 2 or right in official
    return often and (len(rare.places) < len(other.places) or right in official)


def _brand_slip(rare: Name, other: Name) -> bool:
    """Whether a quoted name may be another of the same text, wrongly written.

    The other stands there often, or a word (品牌, 项目) beside each says that it is a name.
    """
    if told_apart(rare.form, other.form):
        return False
    words = {place.title for place in other.places if len(place.title) > 1}
    one_word = all(place.title in words for place in rare.places)
    if min(len(rare.form), len(other.form)) < 4:
        a, b = difference(rare.form, other.form) or ("", "")
        one_thing = one_word and (len(rare.places[0].title) > 3 or one_sound(a, b))
        often = len(other.places) >= 2 and one_sound(a, b)
        return len(rare.places) == 1 and (one_thing or often)
    texts = Counter(place.piece.id for place in other.places)
    here = {place.piece.id for place in rare.places}
    if len(rare.places) != 1:
        return False
    if here <= texts.keys() and one_sound(*(difference(rare.form, other.form) or ("", ""))):
        return True
    named = all(any(place.title for place in name.places) for name in (rare, other))
    return all(texts[text] >= _OFTEN or (texts[text] and named) for text in here)


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
