"""Take names of organisations apart: what they share, what tells them apart, their region.

A hospital's party committee, its second name in brackets and its province come and go between
a notice and a manuscript; its ordinal (第一, 第二) and its kind (中医, 妇幼) never do.

A region index needs the province of every organisation, and an organisation seldom states it.
A general address parser takes a place name anywhere in the text and puts 复旦大学附属中山医院 in
Zhongshan; here a place counts at the start of the name, longest name first, then at the start of
a second name in brackets. What is not certain stays None, so that an editor is asked. The table
is `data/regions.tsv`; every row says why it is there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from casebook.typography import IDEOGRAPHS, number_of

_ROADS = "(?:[东南西北中]?[路街道巷]|大[道街])"
_LENT = re.compile(r"大学|医学院|附属|医院")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")


class Name(NamedTuple):
    """One row of the table, unfolded: a name, its region, what kind of name, and the reason."""

    kind: str
    region: str
    text: str
    reason: str


@cache
def names() -> tuple[Name, ...]:
    """Return every name of the table in its order."""
    table = files("casebook.intake").joinpath("data/regions.tsv").read_text(encoding="utf-8")
    return tuple(_rows(table))


def _rows(table: str) -> Iterator[Name]:
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        kind, region, words, reason = line.split("\t")
        for word in words.split():
            yield Name(kind, region, word, reason)


#: Regions in the order of a region index: 全国, the provinces in GB/T 2260 order with
#: 新疆生产建设兵团 after 新疆, then 台湾, 香港, 澳门.
ORDER: tuple[str, ...] = tuple(dict.fromkeys(n.region for n in names() if n.kind == "province"))

_BY_TEXT = {name.text: name for name in names()}
_LONGEST = max(map(len, _BY_TEXT))


def region_of(organisation: str) -> str | None:
    """Return the region of `organisation`, one of `ORDER`, or None when its name does not tell.

    A hospital that borrows the name of a university or a hospital elsewhere belongs to its own
    place: 北京大学深圳医院 is in Guangdong.
    """
    text = organisation.strip(" \u3000“”\"'")
    inside = [part.strip() for part in _BRACKETS.findall(text)]
    place = _at_start(text)
    if place is not None:
        return _lent_place(text) or place.region
    for part in inside:
        place = _at_start(part)
        if place is not None:
            return place.region
    return _lent_place(text)


def provinces_of(organisation: str) -> tuple[str, ...]:
    """Return the ways a province may be written at the start of `organisation`, longest first.

    Empty unless the name starts with a province; used to compare names with and without it.
    """
    provinces = (
        n.text for n in names() if n.kind == "province" and organisation.startswith(n.text)
    )
    return tuple(sorted(provinces, key=len, reverse=True))


def sort_key(region: str) -> int:
    """Return the place of `region` in `ORDER`; unknown regions stand last."""
    return ORDER.index(region) if region in ORDER else len(ORDER)


def _at_start(text: str) -> Name | None:
    """Return the longest name of the table that `text` starts with and that is a place there."""
    for size in range(min(_LONGEST, len(text)), 1, -1):
        name = _BY_TEXT.get(text[:size])
        if name and (name.kind == "alias" or not _names_something_else(text[size:])):
            return name
    return None


def _names_something_else(rest: str) -> bool:
    """Whether `rest` makes the place a street, a district or a village: 南京路, 朝阳区."""
    return bool(re.match(_ROADS, rest)) or rest[:1] in {"区", "镇", "乡", "村"}


def _lent_place(text: str) -> str | None:
    """Return the region of the last place that stands right behind a borrowed name."""
    if not text.endswith("医院"):
        return None
    places = [_at_start(text[borrowed.end() :]) for borrowed in _LENT.finditer(text)]
    regions = [name.region for name in places if name and name.kind in {"province", "prefecture"}]
    return regions[-1] if regions else None


#: The region of a name, remembered: names are compared many times.
region = lru_cache(maxsize=4096)(region_of)

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
    return frozenset(f"第{number_of(ordinal)}" for ordinal in _ORDINAL.findall(name))


@lru_cache(maxsize=4096)
def kinds(name: str) -> frozenset[str]:
    """Return the words in `name` that say what kind of house it is."""
    return frozenset(kind for kind in _KINDS if kind in name)


def organisations_in(text: str) -> tuple[str, ...]:
    """Return the organisations that `text` names in full, most frequent first, then first named.

    A full name begins with a place (or a university) the table knows and ends with a house.
    """
    counts = Counter(match[0] for match in _full_name().finditer(text))
    return tuple(name for name, _ in counts.most_common())


def full_names(text: str) -> Iterator[re.Match[str]]:
    """Yield each full name of an organisation in `text`, where it stands."""
    yield from _full_name().finditer(text)


@cache
def _full_name() -> re.Pattern[str]:
    starts = "|".join(sorted({re.escape(n.text) for n in names()}, key=len, reverse=True))
    han = f"[{IDEOGRAPHS}·（）]"
    tail = f"(?:(?:附属|第|医学院|直属){han}{{0,12}}?(?:{_HOUSES}))*"
    apart = "(?:[，。、与及在等]|(?<!协)和(?!平))"
    return re.compile(f"(?:{starts})(?:(?!{apart}){han}){{0,18}}?(?:{_HOUSES}){tail}")
