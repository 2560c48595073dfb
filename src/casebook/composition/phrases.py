"""Where Chinese words end, for titles that turn over between words (CSS Text 4, `auto-phrase`).

A run of ideographs is divided into the likeliest row of words: each word costs the logarithm of how
rare it is. The list of words stays one text; only the lines of characters that are met are read.
"""

import re
from functools import cache, lru_cache
from itertools import accumulate
from math import inf
from pathlib import Path
from typing import Final

INSIDE: Final = 1.0
"""What a line end within a word costs; between words nothing, beside particles a part of it."""
_TOTAL: Final = 26.0  # logarithm of how many words were counted, as in the list
_LONGEST: Final = 8
_PAIR: Final = 2
_KEPT: Final = 4
_JOINT: Final = 0.45
"""What a line end costs between the words that a long word is made of: 疾病预防 + 控制中心."""
_RUN: Final = re.compile("[\u4e00-\u9fff]+")
_ENTRY: Final = re.compile("([\u4e00-\u9fff]*)([a-z])")
_DAY: Final = re.compile(r"\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?")
_NAME: Final = re.compile("[“‘「『《〈]([^“”‘’「」『』《》〈〉\\s]{2,8})[”’」』》〉]")
_PARTICLES: Final = frozenset("的地得了着过等们之吗吧呢")
_SUFFIXES: Final = frozenset(
    "化性力者员所科院区市省县州镇乡村会部型式率圈站室厅局处系组团党学业法制度感观界岗家课奖链立"
)
_BODIES: Final = frozenset(
    "促进会 研究会 委员会 协会 学会 联合会 基金会 理事会 工会 商会 医院 卫生院 中心 大学 学院 学校 中学 小学 "
    "研究所 研究院 设计院 公司 集团 出版社 杂志社 党委 党组 支部 党支部 总支 党总支 办公室".split()
)
"""Words that end the name of a body: what stands before them is a part of it."""
_NAMED: Final = frozenset(
    "品牌 活动 工程 行动 计划 项目 模式 平台 机制 制度 体系 理念 精神 工作法 工作室 党支部 支部 小组 团队 "
    "服务队 突击队 课堂 讲堂 病房 专栏 案例 经验 方法 路径 格局 网络 基地 空间 驿站".split()
)
"""Words for what a name in quotation marks is of: “向日葵病房”品牌 is read as one."""
_CLOSING: Final = "”’」』》"
_OPENING: Final = "“‘「『《〈"
_LEADING: Final = frozenset("以与和及在对为把将从向用让是有更新微大小老第全各再非超多高强双零")


@cache
def _list() -> dict[str, str]:
    """Return the list of words: what is written behind each first character."""
    text = (Path(__file__).parent / "data" / "words.txt").read_text("utf-8")
    return {line[0]: line[1:] for line in text.split("\n") if line and line[0] != "#"}


@cache
def _words(first: str) -> dict[str, float]:
    """Return the words that begin with a character, and what each costs."""
    costs = {first: _TOTAL}
    for rest, letter in _ENTRY.findall(_list().get(first, "")):
        costs[first + rest] = _TOTAL - (ord(letter) - ord("a"))
    return costs


@lru_cache(maxsize=4096)
def words(run: str, longest: int = _LONGEST) -> tuple[str, ...]:
    """Return the likeliest words of a run of ideographs, none over `longest` characters; two that
    stand alone are a word, whatever the list says (自评)."""
    count = len(run)
    if count <= _PAIR:
        return (run,)
    best, ends = [inf] * count + [0.0], [0] * count
    for start in range(count - 1, -1, -1):
        known = _words(run[start])
        for end in range(start + 1, min(count, start + longest) + 1):
            cost = known.get(run[start:end], inf) + best[end]
            if cost < best[start]:
                best[start], ends[start] = cost, end
    made, at = [], 0
    while at < count:
        made.append(run[at : ends[at]])
        at = ends[at]
    return tuple(made)


def costs(text: str) -> dict[int, float]:
    """Return what a line end before a character costs, where it is not free (see `INSIDE`)."""
    penalties = dict.fromkeys(_in_names(text), 0.6 * INSIDE)
    for match in _RUN.finditer(text):
        at, before = match.start(), text[match.start() - 1 : match.start()]
        before = before if before in _CLOSING else ""
        for word in words(match[0]):
            if before and (cost := _between(before, word)):
                penalties[at] = cost
            penalties.update(dict.fromkeys(range(at + 1, at + len(word)), INSIDE))
            penalties.update(dict.fromkeys((at + joint for joint in _joints(word)), _JOINT))
            at, before = at + len(word), word
        if text[at : at + 1] in _OPENING and (cost := _leading(before)):
            penalties[at] = cost
    return penalties


def _in_names(text: str) -> list[int]:
    """Return the places within short names in quotation marks: “健康大篷车” is read as one."""
    return [at for name in _NAME.finditer(text) for at in range(name.start(1) + 1, name.end(1))]


def _joints(word: str) -> list[int]:
    """Return the places within a long word where two words of it meet, each of two characters or
    more."""
    if len(word) <= _KEPT:
        return []
    parts = words(word, _KEPT)
    ends = accumulate(map(len, parts[:-1]))
    return [
        end
        for end, before, after in zip(ends, parts, parts[1:], strict=False)
        if len(before) > 1 < len(after)
    ]


def inside_short_words(text: str) -> frozenset[int]:
    """Return the places within words of at most `_KEPT` characters and within dates: a column holds
    them whole."""
    places = {at for day in _DAY.finditer(text) for at in range(day.start() + 1, day.end())}
    for match in _RUN.finditer(text):
        at = match.start()
        for word in words(match[0]):
            if len(word) <= _KEPT:
                places.update(range(at + 1, at + len(word)))
            at += len(word)
    return frozenset(places)


def _leading(word: str) -> float:
    """Return what a line end costs between a word and the name in quotation marks that it leads
    (以“向日葵病房”品牌); a particle closes what stands before it (打通的“最后一公里”)."""
    alone = len(word) == 1 and word not in _PARTICLES and word not in _SUFFIXES
    return 0.4 * INSIDE if alone or word in _LEADING else 0.0


def _between(before: str, after: str) -> float:
    """Return what a line end between two words costs."""
    if before in _CLOSING:
        return 0.6 * INSIDE if after in _NAMED else 0.0
    if after in _PARTICLES:
        return 0.5 * INSIDE
    if len(after) == 1 and after in _SUFFIXES:
        return 0.8 * INSIDE
    if after in _BODIES:
        return 0.6 * INSIDE
    if before in _LEADING:
        return 0.4 * INSIDE
    return 0.6 * INSIDE if len(before) == len(after) == 1 else 0.0
