"""Holds the words of the dummy book: the tables of `data/specimen.toml` and slots for numbers."""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """Read the phrase tables; a table of phrases becomes a tuple of lines."""
    source = files("casebook.intake").joinpath("data/specimen.toml").read_text("utf-8")
    data = tomllib.loads(source)
    for group in (data["names"], data["phrases"], *data["themes"]):
        for name, value in group.items():
            if "\n" in value:
                group[name] = tuple(value.splitlines())
    return data


def lines(table: str, theme: dict[str, Any]) -> Sequence[str]:
    """Return the lines of `table`: the theme's own, a table of phrases, or one of names."""
    for place in (theme, tables()["phrases"], tables()["names"]):
        if table in place:
            found: Sequence[str] = place[table]
            return found
    raise KeyError(table)


def _date(dice: Random) -> str:
    return f"{dice.randint(2018, 2022)}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"


def _change(low: tuple[int, int], high: tuple[int, int], words: str) -> Callable[[Random], str]:
    """Make a slot for two numbers with one decimal place, in tenths: from `low` to `high`."""

    def say(dice: Random) -> str:
        return words.format(dice.randint(*low) / 10, dice.randint(*high) / 10)

    return say


NUMBERS: dict[str, Callable[[Random], str]] = {
    "small": lambda dice: str(dice.randint(2, 9)),
    "n2": lambda dice: str(dice.randint(11, 98)),
    "n3": lambda dice: str(dice.randint(101, 987)),
    "n4": lambda dice: str(dice.randint(1012, 9876)),
    "wan": lambda dice: f"{dice.randint(12, 960) / 10}万",
    "low": lambda dice: f"{dice.randint(412, 688) / 10}%",
    "high": lambda dice: f"{dice.randint(901, 998) / 10}%",
    "pct": lambda dice: f"{dice.randint(105, 987) / 10}%",
    "year": lambda dice: str(dice.randint(2018, 2021)),
    "month": lambda dice: str(dice.randint(1, 12)),
    "span": lambda dice: f"{dice.randint(2016, 2019)}—2022年",
    "date": _date,
    "rise": _change((612, 874), (881, 994), "由{}%提升至{}%"),
    "fall": _change((310, 620), (80, 240), "由{}分钟缩短至{}分钟"),
    "falldays": _change((82, 119), (58, 79), "由{}天降至{}天"),
}
