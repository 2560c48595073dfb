"""What the name of a picture says: its number, and what it shows.

图1 义诊现场.jpg says both, IMG_2034.jpg and 微信图片_20230501.jpg say nothing that could be printed.
"""

import re
from collections.abc import Collection

from casebook import typography
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
"""Ideographs a name must hold to be a caption."""


def plain_number(said: str) -> int:
    """Return the number in figures of either width or in Chinese numerals; 0 when it is none."""
    return typography.number_of(said) or 0


def number_of(stem: str) -> int | None:
    """Return the number a picture's name gives it: 图1, 照片二, 03; None for IMG_2034."""
    if found := _NUMBER.search(stem) or _BARE.match(stem):
        return plain_number(found[1]) or None
    if sum(map(is_ideograph, stem)) >= 2 and not _MACHINE.search(stem):
        found = _TAIL.search(stem)
        return int(found[1]) if found else None
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
    if _MACHINE.search(rest) or sum(map(is_ideograph, rest)) < _CAPTION:
        return ""
    return f"{label} {rest}" if label else rest


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts 图2 before 图10."""
    return tuple(
        (int(one), "") if one.isdecimal() else (-1, one)
        for one in re.split(r"(\d+)", name.casefold()) if one
    )  # fmt: skip
