"""How many a text says there are, against how many it lists: 三项机制 and four of them, “三进” and four places."""

import re
from collections.abc import Iterable, Iterator, Sequence

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Prose, RunIn, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("核对条数，改数目或补上漏列的。", "Correct the number, or add what is lacking.")
_NUMERAL = "[一二两三四五六七八九十]{1,2}"
_UNIT = (
    "个|项|大|条|种|类|点|步|招|道|件|方面|支|家|所|名|位|部|门|级|张|块|座|根|面|对|套|层|组|队|环"
)
_MANY = rf"(?<![第之\d一二两三四五六七八九十])(?P<number>{_NUMERAL}|(?<!\d)\d{{1,2}})"
_ANNOUNCED = re.compile(
    rf"{_MANY}(?P<unit>{_UNIT})(?P<noun>[^，。；：、“”（）\d]{{0,12}}?)(?:制度|做法)?”?"
    r"(?:[：，。；]\s*(?=一[是要]|第一(?:[，、：]|是)|首先)|：$)"
)
_POINT = re.compile(
    rf"(?:^|(?<=[，。；：、！\s]))(?:(?P<number>{_NUMERAL})(?:是|要|抓)|第(?P<ordinal>{_NUMERAL})(?:[，、：]|是))"
)
_IN_TURN = re.compile("首先|其次|再次|再者|第[二三四五六]|然后|接着|同时|最后")
"""Words that begin the points of a paragraph that numbers none."""
_LABEL_WITH_ITEMS = re.compile(
    rf"(?<![第之])(?:“(?P<number>{_NUMERAL})个?(?P<sign>[\u4e00-\u9fff]{{1,3}})”|(?P<bare>{_NUMERAL})(?P<single>[\u4e00-\u9fff]))"
    r"[^，。；：、（“”\d]{0,6}?(?:：|，?即[：，]?|（|，分别是|——|，?是?指(?:的?是)?)(?P<items>[^。；）：“”]{4,90})"
)
_LEVELS = re.compile(
    rf"(?:^|(?<=[，。；：！？从在由]))(?P<items>(?:[^，。；、：！？（）“”\d的从到至对把将]{{1,14}}、){{1,9}}[^，。；、：！？（）“”\d从到至对把将]{{1,16}}?)(?P<more>等)?"
    rf"(?P<number>{_NUMERAL})(?P<unit>级|个方面|个维度|个环节|个层面|个层次|大方面|大板块|大环节|个领域|大领域)"
)
_COMPOSED = re.compile("[人名位](?:同志|成员)?(?:组成|构成|共同)")
_FIRST = re.compile("：$|一[是要]|第一|首先")
_LEVEL = re.compile(f"(?<=[^第]){_NUMERAL}(?:级|个[方维环层领]|大[方板环领])")
_RANKS = re.compile(
    "(?:国家|中央|省|市|州|盟|县|区|旗|乡|镇|街道|街|村|社区|组|网格|小区|院|校|系|科|班|部|厂|公司|集团|车间|班组|支队|大队|中队)$"
)
"""What one says so many 级 of; of an alarm (防汛四级应急响应) one says none."""
_COUNT = re.compile(rf"({_NUMERAL}|\d{{1,2}})(?:{_UNIT})")
_JOINTS = re.compile("[、和与及]|以及")
_ITEM = "[^，。；、：！？“”（）\\d—]"
_LISTED = re.compile(
    rf"{_MANY}(?P<unit>{_UNIT})(?P<noun>[^，。；：、“”（）0-9０-９一二两三四五六七八九十]{{0,8}})”?[^，。；：、“”（）\d一二两三四五六七八九十]{{0,4}}"
    rf"(?:：|，?即|，?分别[是为]|，包括)(?P<items>(?![一甲A-Za-z]、)(?:“?{_ITEM}{{1,16}}”?[、”])+“?{_ITEM}{{1,24}}”?)(?=[。；]|$)"
)
"""Things of one kind behind their number, to the end of the sentence: 四支队伍，即宣讲队、服务队、巡查队."""
_BEFORE = re.compile(
    rf"(?:^|(?<=[，。；：！？从在由]))(?P<items>(?:“?{_ITEM}{{1,14}}”?、)+“?{_ITEM}{{1,14}}?”?)(?P<more>等)?{_MANY}(?P<noun>(?:{_UNIT}|人){_ITEM}{{0,6}})"
)
"""The same before it: 甲村、乙村、丙村两个村."""


@rule("N230", Kind.QUERY, "logic")
def count_differs_from_list(block: Running) -> Iterator[Spot]:
    """A number of things, and another number of them listed.

    Why: one was added or struck out, and the number was left.

        建立三项机制：一是…，二是…，三是…，四是…  →  四项机制
        “三进”：进社区、进学校、进企业、进军营  →  “四进”
        中文：建立三项机制：一是……，二是……，三是……，四是……  →  四项机制
        中文：“三进”：进社区、进学校、进企业、进军营  →  “四进”

    中文：所说的数目与列出的条数不合。“三项机制”后面列了四条，“三进”列了四“进”，“省、市、县四级”；多因增删条目时没有改数。
    """
    if _FIRST.search(block.text):
        yield from _points(block)
    if "、" in block.text:
        yield from _labels(block)
        yield from _kinds(block)
    if _LEVEL.search(block.text):
        yield from _levels(block)


def _differing(block: Block, span: tuple[int, int], listed: int) -> Spot:
    said = block.text[slice(*span)]
    message = Wording(f"说的是“{said}”，列出的是{listed}", f"‘{said}’, and {listed} are listed")
    return at(block, *span, message, _ASK)


def _points(block: Block) -> Iterator[Spot]:
    """Count 一是, 二是 … behind a number, on into the paragraphs that go on with it."""
    for match in _ANNOUNCED.finditer(block.text):
        sentence = re.split("[。！？]", block.text[: match.end("noun")])[-1]
        said = {number_of(number.replace("两", "二")) for number in _COUNT.findall(sentence)}
        if number_of(match["number"]) == 1:
            continue  # 全国统一大市场。一要
        turns = _in_turn(block.text[match.end() :])
        listed = turns if turns is not None else _run(_numbers(block, match.end()))
        if listed > 1 and listed not in said:
            yield _differing(block, (match.start("number"), match.end("noun")), listed)


def _run(numbers: Iterable[int]) -> int:
    """Return up to what the numbers go from one on, each followed by the next."""
    listed = 0
    for number in numbers:
        if number != listed + 1:
            break
        listed = number
    return listed


def _in_turn(text: str) -> int | None:
    """Return how many points begin with 首先, 其次 … 最后, 0 where something stands between that may be
    one more, None where they do not begin so."""
    if not text.startswith("首先"):
        return None
    points = [point for point in re.split("[。；]", text) if point]
    last = next((n for n, point in enumerate(points) if point.startswith("最后")), None)
    begun = last is not None and all(_IN_TURN.match(point) for point in points[: last + 1])
    return last + 1 if begun and last is not None else 0


def _numbers(block: Block, start: int) -> Iterator[int]:
    """Yield the numbers of the points from `start` on, also of the paragraphs below that begin with one."""
    below: Block | None = block
    way: str | None = None
    while below is not None:
        points = list(_POINT.finditer(below.text, start))
        if below is not block and not (points and points[0].start() == 0):
            return
        for point in points:
            way = way or point.lastgroup
            if point.lastgroup == way:
                yield number_of(point[point.lastgroup or 0]) or 0
        following, start = below.following, 0
        below = following if isinstance(following, Prose | RunIn) else None


def _labels(block: Block) -> Iterator[Spot]:
    """Count the things that a label is made of: each begins, or each ends, with its character."""
    for match in _LABEL_WITH_ITEMS.finditer(block.text):
        name, number = ("sign", "number") if match["sign"] else ("single", "bare")
        said, sign = number_of(match[number].replace("两", "二")), match[name]
        listed = re.split("，", match["items"])[0] if "、" in match["items"] else match["items"]
        items = [item.strip("“”‘’ ") for item in re.split("[、，]", listed)]
        counts = _counted(items, sign)
        if said is not None and said > 1 and counts and said not in counts:
            span = (match.start(number), match.end(name))
            yield _differing(block, span, max(counts))


def _counted(items: Sequence[str], sign: str) -> set[int]:
    """Return how many `items` may be, nothing where the sign is not in each at one end."""
    if len(items) < 2 or "等" in items[-1]:
        return set()
    begun = all(item.startswith(sign) for item in items)
    last = re.sub(f"(?<={sign})[^{sign}]*$", "", items[-1]) if sign in items[-1] else items[-1]
    ended = all(item.endswith(sign) for item in (*items[:-1], last))
    if not begun and not ended:
        return set()
    return {
        len(items) + len(re.findall(f"[和与及]{sign}" if begun else f"{sign}[和与及]", items[-1]))
    }


def _kinds(block: Block) -> Iterator[Spot]:
    """Count things of one kind behind their number, or before it where each ends as their noun does."""
    for match in (m for pattern in (_LISTED, _BEFORE) for m in pattern.finditer(block.text)):
        said = number_of(match["number"].replace("两", "二"))
        items = [item.strip("“”") for item in re.split("、|(?<=”)(?=“)", match["items"])]
        joined = len(_JOINTS.findall(items[-1]))
        inner = sum(len(_JOINTS.findall(item)) for item in items[:-1])
        counts = {len(items), len(items) + joined, len(items) + joined + inner}
        open_end = match.re is _LISTED and "等" in items[-1]
        if said is None or said < 2 or said in counts or open_end:
            continue
        persons = "由" in block.text[
            max(0, match.start() - 1) : match.start() + 1
        ] and _COMPOSED.match(match["noun"])
        if match.re is _BEFORE and not persons and not _same_end(items, match["noun"]):
            continue
        if match.re is _BEFORE and match["more"] and said > len(items):
            continue
        yield _differing(block, (match.start("number"), match.end("noun")), len(items) + joined)


def _same_end(items: Sequence[str], noun: str) -> bool:
    """Whether each item ends with one character, which the noun of their number has."""
    ends = {item[-1:] for item in (*items[:-1], *_JOINTS.split(items[-1]))}
    return len(ends) == 1 and ends.pop() in noun


def _levels(block: Block) -> Iterator[Spot]:
    """Count what stands before 三级 or 四个方面."""
    for match in _LEVELS.finditer(block.text):
        said = number_of(match["number"].replace("两", "二"))
        items = match["items"].split("、")
        joined = len(_JOINTS.findall(items[-1]))
        inner = sum(len(_JOINTS.findall(item)) for item in items[:-1])
        counts = {len(items), len(items) + joined, len(items) + joined + inner}
        if said is None or said in counts or (match["more"] and said > len(items)):
            continue
        ranks = match["unit"] != "级" or all(
            _RANKS.search(i) for i in _JOINTS.split(match["items"])
        )
        if said > 1 and ranks:
            yield _differing(block, (match.start("number"), match.end("unit")), len(items) + joined)
