"""Numbers in the unit of another thing: households for persons, millimetres for the pressure of blood."""

import re
from collections.abc import Iterator
from decimal import Decimal

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_ASK = Wording("请作者核实单位。", "Ask the author for the unit.")
_FIGURE = r"(?<![\d.])\d+(?:\.\d+)?[万亿]?"
_TWICE = re.compile(
    rf"(?<![、，\d])(?P<a>{_FIGURE})(?P<unit>[户人])、(?P<b>{_FIGURE})(?P=unit)(?=[，。；（]|$)"
)
_SEVERAL = re.compile("分别|依次|各|[从由每至到或]|先后")
"""In a clause with these two numbers of one thing may stand side by side."""
_HOUSEHOLD = (Decimal("1.3"), Decimal(8))
"""Persons of a household, the fewest and the most that a mean of many has."""
_PERSONS = re.compile(
    r"(?:党员|教师|教职工|护士|医生|医师|医务人员|志愿者|职工|学生)(?P<number>\d+(?:\.\d+)?万?)(?P<unit>[户栋幢亩])"
)
_NUMBER = r"\d+(?:\.\d+)?(?:[/～~\-—至]\d+(?:\.\d+)?)?"
_UNITS = "毫摩尔|mmol/L|mmol/l|mmHg|毫米汞柱|毫米水银柱|kPa|千帕|毫克|微克|毫升|毫米|厘米|克|升|mg|ml|mL|℃|摄氏度"
_MEASURED = (
    ("糖化血红蛋白", "毫摩尔|mmol/mol", "%"),
    ("(?:空腹|餐后(?:两小时|2小时)?)血糖", "毫摩尔|mmol/L|mmol/l|毫克[/每]|mg/d", "mmol/L"),
    ("血压|收缩压|舒张压", "mmHg|毫米汞柱|毫米水银柱|kPa|千帕", "mmHg"),
    ("体温", "℃|摄氏度", "℃"),
    ("血氧饱和度", "(?!)", "%"),
)
"""What is measured, in which units, and the usual one (《健康中国行动（2019—2030年）》附注; 中华医学会
《高血压基层诊疗指南（2019年）》; 《糖尿病基层诊疗指南（2019年）》)."""
_OF_MEASURED = tuple(
    (
        re.compile(
            rf"(?P<name>{name})(?:水平|浓度|值)?[^，。；、\d]{{0,8}}?(?P<number>{_NUMBER})(?P<unit>(?!{units})(?:{_UNITS}))"
        ),
        usual,
    )
    for name, units, usual in _MEASURED
)
_CHANGED = re.compile("药|片|盐|输|服|饮|抽")
"""Between what is measured and a number these bring in something else: 测血压后服药5毫克."""


@rule("N238", Kind.QUERY, "number")
def unit_of_another(block: Running | Cell) -> Iterator[Spot]:
    """A number in the unit of another thing: 84户、302户, 党员186户, 血压140/90毫米.

    Why: the unit of the number beside was written again, or half of a unit was lost.

        贫困户84户、302户  →  贫困户84户、302人
        血压控制在140/90毫米以下  →  140/90毫米汞柱
        中文：贫困户84户、302户  →  贫困户84户、302人

    中文：数目的单位是别的事物的。户数后面又写户，党员论户，血压写毫米，糖化血红蛋白写毫克；请作者核实。
    """
    for match in _TWICE.finditer(block.text):
        ratio = _value(match["b"]) / (_value(match["a"]) or 1)
        clause = re.split("[，。；]", block.text[: match.start()])[-1]
        if not _SEVERAL.search(clause) and _HOUSEHOLD[0] < ratio < _HOUSEHOLD[1]:
            message = Wording(
                f"两个数都用“{match['unit']}”", f"both numbers are counted in {match['unit']}"
            )
            yield at(block, *match.span(), message, _ASK)
    for match in _PERSONS.finditer(block.text):
        message = Wording(f"人不论“{match['unit']}”", f"persons are not counted in {match['unit']}")
        yield at(block, match.start(), match.end(), message, _ASK)
    for pattern, usual in _OF_MEASURED:
        for match in pattern.finditer(block.text):
            if _CHANGED.search(block.text[match.end("name") : match.start("number")]):
                continue
            message = Wording(
                f"{match['name']}的单位是 {usual}，不是{match['unit']}",
                f"{match['name']} is measured in {usual}, not in {match['unit']}",
            )
            yield at(block, *match.span("unit"), message, _ASK)


def _value(number: str) -> Decimal:
    scales = {"万": 10_000, "亿": 100_000_000}
    return Decimal(number.rstrip("万亿")) * scales.get(number[-1], 1)
