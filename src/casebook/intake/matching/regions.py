"""Regions read off the names of organisations, by a table of our own.

A region index needs the province of every organisation, and an organisation seldom states it.
A general address parser takes a place name anywhere in the text and puts 复旦大学附属中山医院 in
Zhongshan; here a place counts at the start of the name, longest name first, then at the start of
a second name in brackets. What is not certain stays None, so that an editor is asked. The table
is `data/regions.tsv`; every row says why it is there.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

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
    found = _at_start(text)
    if found is not None:
        return _lent_place(text) or found.region
    for part in inside:
        found = _at_start(part)
        if found is not None:
            return found.region
    return _lent_place(text)


def provinces_of(organisation: str) -> tuple[str, ...]:
    """Return the ways a province may be written at the start of `organisation`, longest first.

    Empty unless the name starts with a province; used to compare names with and without it.
    """
    here = (n.text for n in names() if n.kind == "province" and organisation.startswith(n.text))
    return tuple(sorted(here, key=len, reverse=True))


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
    here = [name.region for name in places if name and name.kind in {"province", "prefecture"}]
    return here[-1] if here else None
