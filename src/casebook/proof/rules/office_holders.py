"""Leaders: their names, and the offices they held when.

The list `offices.tsv` names each with the decision that put them into office.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.intake.pinyin import syllables
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine, either
from casebook.proof.rule_runner import rule

_PLAIN = 4
"""Characters from which on the name of an office is no common one (总理, 副总理 are)."""


class Office(NamedTuple):
    """Who held an office: name, the forms of the office, first and last month (“9999” while it is
    held), the line of the list."""

    name: str
    titles: tuple[str, ...]
    since: str
    until: str
    entry: ListLine


class Offices:
    """Who held which office, what finds a name beside an office, and an office beside a date."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.all = tuple(map(_office, entries))
        titles = either(title for office in self.all for title in office.titles)
        han = r"[\u4e00-\u9fff]"
        self.titled = re.compile(
            rf"(?=(?P<before>{titles})(?P<after>{han}{{2,3}}))|(?=(?P<first>{han}{{2,3}})(?P<behind>{titles}))"
        )
        named = [(either(office.titles), re.escape(office.name)) for office in self.all]
        who = "|".join(f"(?:{titles}){name}|{name}(?:{titles})" for titles, name in named) or "(?!)"
        self.dated = re.compile(
            rf"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?[^。！？；\d]{{0,20}}?(?P<who>{who})"
        )
        names = either(office.name for office in self.all)
        self.mistaken = re.compile(
            rf"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?[^。！？；\d]{{0,20}}?(?P<who>(?P<title>{titles})(?P<name>{names}))"
        )

    def holders(self, title: str, dated: str) -> list[Office]:
        """Return who held the office called `title` in a year or a month."""
        return [
            office
            for office in self.all
            if title in office.titles
            and office.since[: len(dated)] <= dated <= office.until[: len(dated)]
        ]


def _office(entry: ListLine) -> Office:
    since, until = entry.more
    titles = tuple(filter(None, map(str.strip, entry.right.split("|"))))
    return Office(entry.wrong, titles, since, "9999" if until == "-" else until, entry)


@rule("F706", Kind.QUERY, "knowledge")
def leader_misnamed(block: Running) -> Iterator[Spot]:
    """The name of a leader with another character, beside the office.

    Why: no slip is worse than this one.

        习进平总书记  →  习近平总书记

    Clause: 用词表 offices.tsv
    中文：领导人姓名有误。与职务相连的姓名同音而字不同，或与卫生部部长这类职务相连、同姓而差一字；请核对。
    """
    if block.piece.lists is None:
        return
    offices = block.piece.lists.made("offices", Offices)
    seen: set[int] = set()
    for match in offices.titled.finditer(block.text):
        group, title = ("after", match["before"]) if match["after"] else ("first", match["behind"])
        start = match.start(group)
        for office in offices.all:
            name = block.text[start : start + len(office.name)]
            if group == "first":
                name = match["first"][-len(office.name) :]
                start = match.end("first") - len(name)
            if name == office.name or start in seen or title not in office.titles:
                continue
            right = any(block.text.startswith(other.name, start) for other in offices.all)
            if not right and len(name) == len(office.name) and _slip(name, office, title):
                seen.add(start)
                message = Wording(f"姓名应为“{office.name}”", f"the name is {office.name}")
                yield at(block, start, start + len(name), message, office.entry.origin, office.name)


@rule("F707", Kind.QUERY, "knowledge")
def office_against_date(block: Running) -> Iterator[Spot]:
    """A leader in an office that was not held at the time told.

    Why: offices have terms; the year or the office is wrong.

        2024年10月，国家卫生健康委主任马晓伟…  →  not in office then
        中文：2024年10月，国家卫生健康委主任马晓伟……  →  当时已不任此职

    Clause: 用词表 offices.tsv
    中文：任职与时间不合。所述年月不在任期之内；请核对时间、姓名或改写为“时任”。
    """
    if block.piece.lists is None:
        return
    offices = block.piece.lists.made("offices", Offices)
    for match in offices.dated.finditer(block.text):
        held = [
            office
            for office in offices.all
            if office.name in match["who"]
            and match["who"].replace(office.name, "") in office.titles
        ]
        month = f"-{int(match['month']):02}" if match["month"] else ""
        dated = match["year"] + month
        if any(
            office.since[: len(dated)] <= dated <= office.until[: len(dated)] for office in held
        ):
            continue
        office = held[0]
        until = "今" if office.until == "9999" else office.until
        message = Wording(
            f"{office.name}任此职在 {office.since} 至{until}",
            f"{office.name} held it from {office.since} to {office.until}",
        )
        yield at(block, match.start("who"), match.end("who"), message, office.entry.origin)
    for match in offices.mistaken.finditer(block.text):
        if any(o.name == match["name"] and match["title"] in o.titles for o in offices.all):
            continue
        month = f"-{int(match['month']):02}" if match["month"] else ""
        held = offices.holders(match["title"], match["year"] + month)
        if len(held) == 1:  # of several vice-premiers the list may lack some
            message = Wording(
                f"当时任此职的是{held[0].name}", f"{held[0].name} held the office then"
            )
            yield at(block, *match.span("who"), message, held[0].entry.origin)


def _slip(name: str, office: Office, title: str) -> bool:
    """Whether a name is the leader's with a character of one sound, or of an office that only one
    can be meant by (卫生部部长) with any other character behind the surname."""
    if name[0] == office.name[0] and _one_sound(name, office.name):
        return True
    off = sum(a != b for a, b in zip(name, office.name, strict=True))
    return len(title) >= _PLAIN and name[0] == office.name[0] and off == 1


def _one_sound(name: str, other: str) -> bool:
    sounds, others = syllables(name), syllables(other)
    return bool(sounds) and [s[:-1] for s in sounds] == [s[:-1] for s in others]
