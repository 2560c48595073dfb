"""Leaders: their names, and the offices they held when.

The list `offices.tsv` names each with the decision that put them into office.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.intake.pinyin import syllables
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.lists import table
from casebook.proof.rule_runner import rule


class Office(NamedTuple):
    """Who held an office: name, office as it is written, first and last month (“9999” while it is
    held), source."""

    name: str
    titles: str
    since: str
    until: str
    source: str


@cache
def offices() -> tuple[Office, ...]:
    """Return who held which office."""
    return tuple(
        Office(name, titles, since, "9999" if until == "-" else until, source)
        for name, titles, since, until, source in table("offices")
    )


@cache
def _titled() -> re.Pattern[str]:
    titles = {title for office in offices() for title in office.titles.split("|")}
    either = "|".join(sorted(titles, key=len, reverse=True))
    han = r"[\u4e00-\u9fff]"
    return re.compile(
        rf"(?=(?P<before>{either})(?P<after>{han}{{2,3}}))|(?=(?P<first>{han}{{2,3}})(?P<behind>{either}))"
    )


@rule("F706", Kind.QUERY, "knowledge")
def leader_misnamed(block: Running) -> Iterator[Spot]:
    """The name of a leader with a character of the same sound, beside the office.

    Why: no slip is worse than this one.

        习进平总书记  →  习近平总书记

    Clause: offices.tsv
    中文：领导人姓名有误。与职务相连的姓名同音而字不同；请核对。
    """
    seen: set[int] = set()
    for match in _titled().finditer(block.text):
        group, title = ("after", match["before"]) if match["after"] else ("first", match["behind"])
        start = match.start(group)
        for office in offices():
            name = block.text[start : start + len(office.name)]
            if group == "first":
                name = match["first"][-len(office.name) :]
                start = match.end("first") - len(name)
            if name == office.name or start in seen or title not in office.titles.split("|"):
                continue
            if (
                len(name) == len(office.name)
                and name[0] == office.name[0]
                and _one_sound(name, office.name)
            ):
                seen.add(start)
                message = Wording(f"姓名应为“{office.name}”", f"the name is {office.name}")
                hint = Wording(f"核对。出处：{office.source}。", f"Source: {office.source}.")
                yield at(block, start, start + len(name), message, hint, office.name)


@cache
def _dated() -> re.Pattern[str]:
    pairs = sorted({f"(?:{office.titles}){office.name}" for office in offices()})
    behind = sorted({f"{office.name}(?:{office.titles})" for office in offices()})
    return re.compile(
        rf"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?[^。！？；\d]{{0,20}}?(?P<who>{'|'.join((*pairs, *behind))})"
    )


@rule("F707", Kind.QUERY, "knowledge")
def office_against_date(block: Running) -> Iterator[Spot]:
    """A leader in an office that was not held at the time told.

    Why: offices have terms; the year or the office is wrong.

        2024年10月，国家卫生健康委主任马晓伟…  →  not in office then
        中文：2024年10月，国家卫生健康委主任马晓伟……  →  当时已不任此职

    Clause: offices.tsv
    中文：任职与时间不合。所述年月不在任期之内；请核对时间、姓名或改写为“时任”。
    """
    for match in _dated().finditer(block.text):
        held = [
            office
            for office in offices()
            if office.name in match["who"]
            and any(
                match["who"].replace(office.name, "") == title for title in office.titles.split("|")
            )
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
        hint = Wording(f"核对。出处：{office.source}。", f"Source: {office.source}.")
        yield at(block, match.start("who"), match.end("who"), message, hint)


def _one_sound(name: str, other: str) -> bool:
    sounds, others = syllables(name), syllables(other)
    return bool(sounds) and [s[:-1] for s in sounds] == [s[:-1] for s in others]
