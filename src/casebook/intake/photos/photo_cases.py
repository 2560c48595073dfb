"""Find out which case a picture belongs to, by its folder, its name or a note; or say which two.

A picture in a folder with one manuscript belongs to that manuscript, unless its name says
otherwise. Where several manuscripts lie, or none, the names must tell: of the picture, of the
folders round it, of what a note says. Two cases that fit equally well are left to the editor.
图1 义诊现场.jpg says a number and what it shows; IMG_2034.jpg and 微信图片_20230501.jpg say nothing
that could be printed.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from casebook import typography
from casebook.intake.credits import is_name
from casebook.intake.matching.organisations import fold, forms
from casebook.typography import is_ideograph

_NUMBER = re.compile(
    r"(?:附?图片?|照片|插图|配图|相片|pic(?:ture)?|photo|image|fig(?:ure)?)[\s_\-—（(]*"
    r"([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?![0-9０-９])", re.IGNORECASE
)  # fmt: skip
_BARE = re.compile(r"^[\s（(【\[]*([0-9０-９]{1,3})[\s）)】\]]*(?=$|[.、．_\-—\s]|[\u4e00-\u9fff])")
_TAIL = re.compile(r"[（(\s_\-—]*([0-9０-９]{1,2})[）)\s]*$")
_MACHINE = re.compile(
    r"微信图片|微信截图|QQ图片|QQ截图|屏幕截图|截屏|截图|mmexport|wx_camera|IMG|DSC|DCIM|PANO|MVIMG"
    r"|VID|Screenshot|未命名|新建|副本|复件|扫描|image|picture|photo|pic|thumb|未标题|无标题|原图|缩略图"
    r"|修改后?|最终|定稿|高清|压缩", re.IGNORECASE
)  # fmt: skip
_LABEL = re.compile(
    r"^\s*(?:附?图片?|照片|插图|配图|相片)[\s_\-—（(]*(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[）)]?"
)
_END_LABEL = re.compile(r"[\s_\-—–]*(?:的)?(?:活动)?(?:附?图片?|照片|插图|配图|相片)$")
_EDGE = " \t\u3000_-—–:：,，.、．+（）()【】[]《》"
_CAPTION = 4
"""Ideographs a name must hold to be a caption; one fewer where it names nobody."""
_OF_UNIT = re.compile("[部局委办科处室院校站所会社队镇乡村县市区]$|照$|图$|片$")


def plain_number(digits: str) -> int:
    """Return the number in figures of either width or in Chinese numerals; 0 when it is none."""
    return typography.number_of(digits) or 0


def number_of(stem: str) -> int | None:
    """Return the number a picture's name gives it: 图1, 照片二, 03; None for IMG_2034."""
    if match := _NUMBER.search(stem) or _BARE.match(stem):
        return plain_number(match[1]) or None
    if sum(map(is_ideograph, stem)) >= 2 and not _MACHINE.search(stem):
        match = _TAIL.search(stem)
        return int(match[1]) if match else None
    return None


def caption_of(stem: str, known: Collection[str] = ()) -> str:
    """Return the caption that a picture's name is, or nothing.

    `known` are names that say whose it is, not what it shows: organisation, title, manuscript.
    """
    rest = _LABEL.sub("", stem)
    label = stem[: len(stem) - len(rest)].strip(_EDGE)
    for name in known:
        if len(name) > 1:
            rest = rest.replace(name, " ")
    rest = re.sub(r"^\s*[（(]?[0-9０-９]{1,3}[）)]?(?=[.、．_\-—\s\u4e00-\u9fff])", "", rest)
    rest = _END_LABEL.sub("", _TAIL.sub("", rest)).strip(_EDGE)
    if any(rest and rest in name for name in known):  # 机床厂 of 毛校市机床厂工会
        return ""
    count = sum(map(is_ideograph, rest))
    short = count == _CAPTION - 1 and not (is_name(rest) or _OF_UNIT.search(rest))
    if _MACHINE.search(rest) or (count < _CAPTION and not short):
        return ""
    return f"{label} {rest}" if label else rest


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts 图2 before 图10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"(\d+)", name.casefold()) if part
    )  # fmt: skip


_LEAST, _MAIN = 4, 6
"""Characters of a title, and of a title without its subtitle, that must stand in a name."""
_SUBTITLE = re.compile(r"——|--|[:：]")
_GENERIC = frozenset({"稿", "文稿", "稿件", "材料", "案例", "正文", "附件", "文档"})


_LEADING = re.compile(
    r"\s*[（(【]?(\d{1,3})[）)】]?(?:[-—－_.、．\s]+(?=\D|\d)|(?=附?图|照片|配图|插图|[（(]))(?=.*(?:图|照片|\d))"
)
_LEADING_OF_TEXT = re.compile(r"\s*[（(【]?(\d{1,3})(?=[）)】\-—－_.、．\s\u4e00-\u9fff])")


@dataclass(frozen=True)
class Owner:
    """A case that may own pictures: its id and award, whose and what it is, names of its files."""

    case_id: str
    award: str
    organisation: str
    title: str
    stems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture that came: what the editor calls it, and the lines of notes that speak of it."""

    name: str
    remarks: tuple[str, ...] = ()
    around: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePosixPath(self.name).stem

    @property
    def folders(self) -> tuple[str, ...]:
        """The names of the folders and containers round it, the nearest first."""
        parents = PurePosixPath(self.name).parts[:-1]
        return tuple(_without_ending(part) for part in reversed(parents))


def owners_of(
    picture: Picture, near: Sequence[str], owners: Sequence[Owner]
) -> tuple[str, ...]:  # fmt: skip
    """Return the cases a picture may belong to: one when it is clear, none when nothing tells.

    `near` are the cases of the manuscripts of its own folder, or of the nearest one that has any.
    """
    by_id = {owner.case_id: owner for owner in owners}
    here = [by_id[case_id] for case_id in dict.fromkeys(near) if case_id in by_id]
    if len(here) > 1 and (numbered := _numbered_alike(picture.stem, here)):
        return numbered
    evidence = [picture.remarks, (picture.stem,)]
    for names in evidence:
        best = _best(names, here) if len(here) > 1 else ()
        best = best or _best(names, owners, sure=bool(here))
        if best:
            return best
    if here:
        return tuple(owner.case_id for owner in here)
    for name in (*picture.folders, *picture.around):
        if best := _best((name,), owners):
            return best
    return ()


def _numbered_alike(stem: str, here: Sequence[Owner]) -> tuple[str, ...]:
    """Return the case of the same folder whose file bears the number a picture's name begins with.

    1-图1.jpg, 2_3.jpg, 03 现场（1）.jpg: only where each manuscript has a number of its own.
    """
    match = _LEADING.match(stem)
    numbers = [_LEADING_OF_TEXT.match(text) for owner in here for text in owner.stems[:1]]
    known = [int(heading[1]) for heading in numbers if heading]
    if match is None or len(known) != len(here) or len(set(known)) != len(known):
        return ()
    return tuple(
        owner.case_id for owner, number in zip(here, known, strict=True) if number == int(match[1])
    )


def _best(
    names: Iterable[str], owners: Sequence[Owner], sure: bool = False
) -> tuple[str, ...]:  # fmt: skip
    """Return the cases that the names fit best; with `sure` only those named in full."""
    weights = [(max((_fit(name, owner) for name in names), default=0), owner) for owner in owners]
    most = max((weight for weight, _ in weights), default=0)
    if most < (80 if sure else 30):
        return ()
    return tuple(owner.case_id for weight, owner in weights if weight == most)


def _fit(name: str, owner: Owner) -> int:
    """Return how well a name fits a case: its title, its unit, its number, its file's name."""
    folded = fold(name)
    weight = 0
    title = fold(owner.title)
    if len(title) >= _LEAST and title in folded:
        weight += 100
    elif len(main := fold(_SUBTITLE.split(owner.title)[0])) >= _MAIN and main in folded:
        weight += 90
    elif len(core := _core(folded)) > _LEAST and core in title:
        weight += 40
    weight += _fit_of_unit(folded, owner.organisation)
    for key in {owner.award, owner.case_id} - {""}:
        if _names_key(name, key):
            weight += 100
    for stem in map(fold, owner.stems):
        if len(stem) > 1 and stem not in _GENERIC and folded.startswith(stem):
            weight += 50 + min(len(stem), 40)
    return weight


def _fit_of_unit(folded: str, organisation: str) -> int:
    """Return how well a name fits an organisation: in full, without its province, or in part."""
    names = (folded, *forms(folded))
    for weight, form in zip((90, 80), forms(organisation) if organisation else (), strict=False):
        if any(form in name for name in names) or (weight == 90 and fold(organisation) in folded):
            return weight
    core = _core(folded)
    named = len(core) >= _LEAST and re.search(r"[院校心所局委会站社]$", core)
    unit = "".join(forms(organisation)[:1]) if organisation else ""
    return 35 if named and core in unit else 0


def _names_key(name: str, key: str) -> bool:
    """Whether a name holds the number of an award, 1-07, on its own."""
    tier, dash, number = key.partition("-")
    if not dash:
        return False
    number = number.lstrip("0") or "0"
    return bool(re.search(rf"(?<![\d-]){re.escape(tier)}[-—_]0*{re.escape(number)}(?![\d-])", name))


def _core(folded: str) -> str:
    """Return a name without figures at its ends and what only says that it is a picture."""
    core = re.sub(r"(?:的)?(?:活动|工作)?(?:照片|图片|配图|插图|附图|相片|图)\d*", "", folded)
    core = re.sub(r"^[\d_.（()]+|[\d_.）()（]+$", "", core)
    return core if sum(map(is_ideograph, core)) >= _LEAST else ""


def _without_ending(part: str) -> str:
    stem, dot, ending = part.rpartition(".")
    return stem if dot and len(ending) <= 4 and ending.isascii() else part
