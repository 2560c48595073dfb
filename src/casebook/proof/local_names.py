"""Houses and places that no gazetteer knows, known by their last word (村, 社区, 中心小学), and their slips.

Enters: the typed texts. Leaves: forms met once that differ from one met oftener by a character of like
sound or shape, by 镇 or 县 left out, by a word put in, or by 小区 for 社区.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from casebook.proof.blocks import AwardEntry, Block, Piece
from casebook.proof.name_slips import alike, difference, one_sound, told_apart

_LAST = (
    "中心卫生院|中心小学|中心幼儿园|人民医院|中医医院|中医院|卫生院|卫生室|医院|小学|中学|学校|学院|幼儿园|人民法院|法院|检察院|派出所|司法所|图书馆|文化馆"
    "|博物馆|纪念馆|敬老院|养老院|福利院|合作社|社区|小区|街道|村|寨|屯|镇|乡|县"
    "|法庭|书院|车间|集团|水厂|电厂|纱厂|茶厂|书屋|驿站|分馆|分院|分局|卫生服务中心|卫生服务站|产业园|工业园|农场|林场|牧场|景区|水库|港区|矿区|小镇|工作室|讲习所|研究所|研究院"
)
_NAMED = re.compile(f"(?P<last>{_LAST})")
_STEMS = (2, 3, 4)
"""How many characters before the last word may be the name."""
_LITTLE = "在再的地得和与及是了有全本各个该每我他她它这那为把被向从到由以于对等来去入进出驻下乡新老旧大小一二三四五六七八九十两几多某邻外内整"
_NO_NAMES = frozenset(
    "城镇 乡镇 集镇 重镇 乡村 农村 山村 渔村 牧村 城乡 家乡 故乡 老乡 同乡 山乡 水乡 之乡 下乡 返乡 回乡 入乡 离乡".split()
)
"""Words that are no names."""
_JOINTS = frozenset("的地得了是以在把被")
"""What no name holds."""
_LEADS_TO = frozenset("到往赴")
"""Verbs behind which a house stands without any name."""
_HAN = re.compile("[\u4e00-\u9fff]+$")
_LEVELS = "县市区镇乡村"
_PUT_IN = ("公共", "综合", "公立", "县级", "市级", "县立", "市立")
"""Words that are put into the name of a house and make no other house."""
_ACTS = "(?=的(?:实践|做法|经验|探索)|党委|党支部|党总支|居委会|居民委员会|书记|主任|网格|工作者)"
"""What stands behind a community, and never behind a housing estate."""
_USUAL = 2
"""So often in one text, a form is usual there."""
_SHORT = re.compile("县|乡|镇")
_HAMLET = re.compile("村|寨|屯")
"""Places so small that a text seldom tells of two with nearly one name: each may be met once."""
_AHEAD = frozenset("在到向从由为和与及是对将让被把给往去进入的了过访驻赴至离经省市县区镇乡州")
"""What may stand before a name."""
_OF_MANY = re.compile("村|寨|屯|镇|乡|县|社区|小区|街道|小学|中学|学校|医院|学院|公司|集团")
"""Houses and places of which a text names many."""


class LocalName(NamedTuple):
    """Where a form stands: the text, the block, its characters there."""

    piece: Piece
    block: Block
    start: int
    end: int


_Forms = dict[tuple[str, str], list[LocalName]]


def slips(pieces: Iterable[Piece]) -> Iterator[tuple[LocalName, list[LocalName]]]:
    """Yield each form that may be a slip, with the places of the form that it may be a slip of."""
    forms = _forms(pieces)
    seen: set[tuple[Block, int]] = set()
    for rare, usual in (*_of_like_sound(forms), *_of_other_words(forms), *_of_less(forms)):
        if (rare.block, rare.end) not in seen:
            seen.add((rare.block, rare.end))
            yield rare, usual


def _forms(pieces: Iterable[Piece]) -> _Forms:
    """Return where each stem stands before each last word."""
    forms: _Forms = defaultdict(list)
    for piece in pieces:
        for block in piece.blocks:
            if isinstance(block, AwardEntry) or block.quoted:
                continue
            for match in _NAMED.finditer(block.text):
                if block.text[max(0, match.start() - 1) : match.end("last")] in _NO_NAMES:
                    continue
                run = _HAN.search(block.text[max(0, match.start() - 8) : match.start()])
                before = run[0] if run else ""
                for many in _STEMS:
                    if len(before) >= many and _may_name(before[-many:]):
                        place = LocalName(piece, block, match.start() - many, match.end("last"))
                        forms[before[-many:], match["last"]].append(place)
    return forms


def _may_name(stem: str) -> bool:
    """Whether characters before a house may be its name: nothing that joins words, nor a verb that
    leads to the house (到医院, with what stands before 到)."""
    return not set(stem) & _JOINTS and stem[-1] not in _LEADS_TO


def _of_like_sound(forms: _Forms) -> Iterator[tuple[LocalName, list[LocalName]]]:
    """Yield forms met once that differ by a character of like sound or shape from a usual one."""
    holes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (stem, last), places in forms.items():
        if _in_one_text(places) > 1 or _OF_MANY.fullmatch(last) is None or _HAMLET.fullmatch(last):
            for n in range(len(stem)):
                holes[f"{stem[:n]}_{stem[n + 1 :]}", last].append(stem)
    for (stem, last), places in forms.items():
        if _in_one_text(places) > 1:
            continue
        for n in range(len(stem)):
            for usual in holes.get((f"{stem[:n]}_{stem[n + 1 :]}", last), ()):
                a, b = difference(stem, usual) or ("", "")
                if a and b and a not in _LITTLE and b not in _LITTLE and alike(a, b) and not told_apart(stem, usual):  # fmt: skip
                    yield from _once_in_a_text(places, forms[usual, last], a, b)


def _once_in_a_text(
    rare: list[LocalName], usual: list[LocalName], a: str, b: str
) -> Iterator[tuple[LocalName, list[LocalName]]]:
    """Yield a form met once beside a usual one; where several texts have it once each (one of them a
    copy of the other), those of them that have the usual one themselves."""
    for place in rare:
        near = usual if len(rare) == 1 else [p for p in usual if p.piece is place.piece]
        if near and (_in_one_text(near) >= _USUAL or _once_each([place], near, a, b)):
            yield place, near


def _of_less(forms: _Forms) -> Iterator[tuple[LocalName, list[LocalName]]]:
    """Yield forms met once that lack a character, not the first, of a form usual in the same text, or, of
    hamlets, of a form met once there."""
    for (stem, last), places in forms.items():
        often = _in_one_text(places) >= _USUAL
        alone = _HAMLET.fullmatch(last) and len(places) == 1 and not _runs_on(places[0])
        if not (often or alone) or not len(stem) > 2 or _SHORT.fullmatch(last):
            continue
        usual = {place.piece.id for place in places}
        for n in range(1, len(stem)):
            lacking = stem[:n] + stem[n + 1 :]
            rare = forms.get((lacking, last), [])
            whole = [p for p in rare if not _runs_on(p)]
            if (
                len(rare) == 1
                and whole
                and rare[0].piece.id in usual
                and not _tells(stem[n], lacking)
                and (often or not _told_together(rare[0], places[0]))
            ):
                yield rare[0], places


def _told_together(place: LocalName, other: LocalName) -> bool:
    """Whether one sentence names both: then they are two places."""
    if place.block is not other.block:
        return False
    first, last = sorted((place.start, other.start))
    return not re.search("[。！？]", place.block.text[first:last])


def _runs_on(place: LocalName) -> bool:
    """Whether a form may begin earlier: behind another character of Chinese that no clause ends with."""
    before = place.block.text[max(0, place.start - 1) : place.start]
    return bool(_HAN.match(before)) and before not in _AHEAD


def _tells(char: str, stem: str) -> bool:
    return char in _LITTLE + _LEVELS or told_apart(stem + char, stem)


def _in_one_text(places: list[LocalName]) -> int:
    many: dict[str, int] = defaultdict(int)
    for place in places:
        many[place.piece.id] += 1
    return max(many.values())


def _once_each(rare: list[LocalName], usual: list[LocalName], a: str, b: str) -> bool:
    """Whether two forms, each met once, stand in one text, the later of them with a character of one
    sound: 明德书院 above, 明徳书院 below."""
    below, above = rare[0], usual[0]
    later = (below.block.number, below.start) > (above.block.number, above.start)
    return len(usual) == 1 and below.piece is above.piece and later and one_sound(a, b)


def _of_other_words(forms: _Forms) -> Iterator[tuple[LocalName, list[LocalName]]]:
    """Yield forms met once with a level left out, a word put in, or 小区 for 社区."""
    for (stem, last), places in forms.items():
        text = {place.piece.id for place in places}
        if len(places) > 1 or len(text) != 1:
            continue
        others = [(f"{stem}{level}", last) for level in _LEVELS] if len(stem) == 2 and len(last) > 2 else []  # fmt: skip
        if stem[-2:] in _PUT_IN and len(stem) > 2:
            whole = places[0].block.text[max(0, places[0].start - 1) : places[0].start] + stem[:-2]
            others += [(whole[-3:], last)] if whole[-1] in _LEVELS else []
        place = places[0]
        if last == "小区" and re.match(_ACTS, place.block.text[place.end :]):
            others.append((stem, "社区"))
        for other in others:
            usual = [p for p in forms.get(other, ()) if p.piece.id in text]
            if len(usual) > (1 if stem[-2:] in _PUT_IN else 0):
                yield place, usual
