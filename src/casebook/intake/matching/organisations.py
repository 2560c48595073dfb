"""Take names of organisations apart: what they share, what tells them apart, where they stand.

A hospital's party committee, its second name in brackets and its province come and go between
a notice and a manuscript; its ordinal (第一, 第二) and its kind (中医, 妇幼) never do.
"""

import re
from collections import Counter
from functools import cache, lru_cache

from casebook.intake.matching.regions import names, provinces_of, region_of
from casebook.typography import IDEOGRAPHS, number_of

#: The region of a name, remembered: names are compared many times.
region = lru_cache(maxsize=4096)(region_of)

_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_NOISE = re.compile(r"[\s\u3000“”‘’\"'《》〈〉「」·・—–\-~～:：，,。、.!！?？]")
_PARTY = re.compile(
    r"(?:(?:直属|机关|离退休|学生|教工|住培|第[一二三四五六七八九十\d]+)*"
    r"(?:(?<=[院校心所局委])[^医院校中心所局委站会]{1,4})?"
    r"(?:党总支|党支部|党委|总支|团委|团总支|支部))+(?:委员会)?$"
)
_SHORT = (
    ("卫生健康委员会", "卫健委"), ("卫生健康委", "卫健委"), ("疾病预防控制中心", "疾控中心"),
    ("妇女儿童", "妇儿"), ("思想政治工作", "思政工作"),
)  # fmt: skip
_ORDINAL = re.compile(r"第?([一二三四五六七八九十百\d]+)(?=附属|人民|中心|医|院|中|妇|儿|党|社)")
_KINDS = tuple(
    "中西医 中医 妇幼 妇儿 妇产 儿童 肿瘤 胸科 口腔 眼 精神 传染 血站 血液 急救 疾控 卫健委 卫生局"
    " 计划生育 促进会 研究会 协会 学院 研究所 党校 社区 中心医院 市立 省立 红十字 老年 结核 皮肤"
    " 康复 骨科 血吸虫 报社 附属 人民".split()
)
_HOUSES = (
    "社区卫生服务中心|疾病预防控制中心|疾控中心|妇幼保健院|保健院|医疗中心|医学中心|健康服务中心"
    "|急救中心|血液中心|中心血站|血站|卫生院|医院|学院|大学|研究院|研究所|科学院|促进会|研究会|协会"
    "|卫生健康委员会|卫生健康委|卫健委|党校|报社"
)


def fold(text: str) -> str:
    """Return `text` without what people write one way or another: spaces, quotes and stops."""
    return _NOISE.sub("", text)


def bracketed(organisation: str) -> tuple[str, ...]:
    """Return the second names of `organisation`: what stands in brackets and is a name."""
    return tuple(name for name in _BRACKETS.findall(organisation) if len(name) > 4)


@lru_cache(maxsize=4096)
def forms(organisation: str) -> tuple[str, ...]:
    """Return the forms in which a name is compared: bare, and without its province."""
    bare = fold(_BRACKETS.sub("", organisation))
    bare = _PARTY.sub("", bare) or bare
    for long, short in _SHORT:
        bare = bare.replace(long, short)
    longest = next(iter(provinces_of(bare)), "")
    without = bare[len(longest) :] if longest.endswith(("省", "自治区")) else ""
    return tuple(form for form in (bare, without) if form)


@lru_cache(maxsize=4096)
def ordinals(name: str) -> frozenset[str]:
    """Return the ordinals in `name`, written 第1, 第2 …: they tell sister houses apart."""
    return frozenset(f"第{number_of(found)}" for found in _ORDINAL.findall(name))


@lru_cache(maxsize=4096)
def kinds(name: str) -> frozenset[str]:
    """Return the words in `name` that say what kind of house it is."""
    return frozenset(kind for kind in _KINDS if kind in name)


def organisations_in(text: str) -> tuple[str, ...]:
    """Return the organisations that `text` names in full, most frequent first, then first named.

    A full name begins with a place (or a university) the table knows and ends with a house.
    """
    found = Counter(match[0] for match in _full_name().finditer(text))
    return tuple(name for name, _ in found.most_common())


@cache
def _full_name() -> re.Pattern[str]:
    starts = "|".join(sorted({re.escape(n.text) for n in names()}, key=len, reverse=True))
    han = f"[{IDEOGRAPHS}·（）]"
    tail = f"(?:(?:附属|第|医学院|直属){han}{{0,12}}?(?:{_HOUSES}))*"
    apart = "(?:[，。、与及在等]|(?<!协)和(?!平))"
    return re.compile(f"(?:{starts})(?:(?!{apart}){han}){{0,18}}?(?:{_HOUSES}){tail}")
