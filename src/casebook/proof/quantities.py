"""Figures of a text as numbers: 4,608人, 1.2万元, 95.6%, with what they count and how exact they are."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

FIGURE = r"(?<![\d.,A-Za-z])\d+(?:,\d{3})*(?:\.\d+)?(?![\d.])"
"""A number in Arabic figures."""
UNIT = (
    r"%|％|‰|个百分点|人次|例次|台次|批次|班次|册次|车次|万元|亿元|平方公里|平方米|平米|立方米|公顷|分钟|小时|个月|学时|课时|千米|公里|千克|公斤|千瓦时"
    r"|元|人|名|位|例|张|台|个|件|起|宗|桩|项|次|份|家|户|所|支|篇|期|场|批|天|日|周|年|岁|分|秒|米|吨|亩|条|辆|栋|座|间|处|只|头|株|床|课|节|册|本|幅|套|笔"
    r"|单|封|部|块|盏|棵|匹|口|组|队|岗|站|村|mmHg|min|d|h"
)
PATTERN = f"{FIGURE}(?:[万亿])?(?:余|多)?(?:{UNIT})?"
"""A number with what follows it: 万, 亿, a unit."""
_READ = re.compile(rf"(?P<figure>{FIGURE})(?P<scale>[万亿]?)(?P<more>[余多]?)(?P<unit>{UNIT})?")
_NEARLY = re.compile(r"(?:近|约|超过?|逾|达到?近|不足|不到|大约|将近|至少|最多|以上)$")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


class Quantity(NamedTuple):
    """A number: its value, its unit, the value of its last figure, whether it is said to be about
    so much, and where it stands."""

    value: Decimal
    unit: str
    step: Decimal
    about: bool
    start: int
    end: int


def read(text: str, at: int = 0) -> Quantity | None:
    """Return the quantity that stands at `at` in `text`, or None."""
    match = _READ.match(text, at)
    return _quantity(match) if match else None


@lru_cache(maxsize=256)  # several rules read the same sentences one after another
def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of `text` between `start` and `end` in their order."""
    return tuple(map(_quantity, _READ.finditer(text, start, len(text) if end is None else end)))


def _quantity(match: re.Match[str]) -> Quantity:
    figure = match["figure"].replace(",", "")
    scale, unit = _SCALES[match["scale"]], (match["unit"] or "").replace("％", "%")
    if unit in ("万元", "亿元"):
        scale, unit = scale * _SCALES[unit[0]], "元"
    places = len(figure.partition(".")[2])
    before = match.string[max(0, match.start() - 3) : match.start()]
    about = bool(match["more"]) or bool(_NEARLY.search(before))
    return Quantity(
        Decimal(figure) * scale, unit, scale / 10**places, about, match.start(), match.end()
    )


_PEOPLE = ("人", "名", "位")


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities count the same: 12名 and 30人 do."""
    return a.unit == b.unit or (a.unit in _PEOPLE and b.unit in _PEOPLE)


def agree(stated: Quantity, low: Decimal, high: Decimal) -> bool:
    """Whether `stated`, as it is rounded, may be a number between `low` and `high`."""
    return low - stated.step < stated.value < high + stated.step


def shown(value: Decimal) -> str:
    """Return a number as it is told: at most two places, no needless zeros."""
    return f"{round(value, 2).normalize():f}"
