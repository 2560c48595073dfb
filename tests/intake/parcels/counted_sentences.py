"""Sentences that can be counted: every one carries a number that no other one has.

So a lost sentence is found by searching for it, whatever a reader did to the paragraph.
"""

from collections.abc import Iterator
from itertools import count

_FRAMES = (
    "全年组织党员志愿者走访困难群众{n}户，现场解决看病就医难题",
    "先后修订规章制度，累计收集职工意见建议{n}条，件件有回音",
    "门诊大厅设立导诊服务岗，日均接待咨询{n}人次，秩序明显好转",
    "围绕急难愁盼问题建立台账{n}项，实行销号管理",
    "举办专题学习和业务培训，参加人员达{n}人次，合格率稳步提高",
    "投入专项资金{n}元用于更新便民设施，改善候诊环境",
    "通过远程会诊平台服务基层患者{n}例，减少了往返奔波",
    "组建青年突击队奔赴一线，连续值守{n}小时没有人叫苦",
    "印发宣传手册{n}份，让健康知识走进每一个家庭",
    "建立谈心谈话制度，班子成员与骨干谈话{n}次，及时化解矛盾",
    "回访出院患者{n}名，对服务态度表示满意的占绝大多数",
    "把支部建在科室上，开展主题党日活动{n}场，凝聚了人心",
    "推动流程再造，群众平均等候时间缩短{n}秒，获得感不断增强",
)


class Author:
    """Writes sentences from a number on, each with a number of its own."""

    def __init__(self, first: int) -> None:
        self._numbers = count(first)

    def sentences(self, amount: int) -> tuple[str, ...]:
        """Return that many sentences, no two alike in any specimen."""
        return tuple(self._write(number) for number in self._take(amount))

    def paragraphs(self, *amounts: int) -> list[tuple[str, ...]]:
        """Return paragraphs of twice as many sentences each: as long as people write them."""
        return [self.sentences(2 * amount) for amount in amounts]

    def _take(self, amount: int) -> Iterator[int]:
        return (next(self._numbers) for _ in range(amount))

    @staticmethod
    def _write(number: int) -> str:
        return _FRAMES[number % len(_FRAMES)].format(n=number) + "。"


def flat(*groups: tuple[str, ...] | list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the sentences of all `groups` (paragraphs, or lists of paragraphs) in one row."""
    row: list[str] = []
    for group in groups:
        for item in group:
            row += [item] if isinstance(item, str) else item
    return tuple(row)
