"""How many a text says there are, against how many it lists: 三项机制 and four of them, “三进” and four places."""

import re
from collections.abc import Iterator, Sequence

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Prose, RunIn, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_ASK = Wording("核对条数，改数目或补上漏列的。", "Correct the number, or add what is lacking.")
_NUMERAL = "[一二两三四五六七八九十]{1,2}"
_ANNOUNCED = re.compile(
    rf"(?<![第之\d一二三四五六七八九十])(?P<number>{_NUMERAL}|(?<!\d)\d{{1,2}})(?P<unit>个|项|大|条|种|类|点|步|招|道)(?P<noun>[^，。；：、“”\d]{{1,8}}?)(?:制度|做法)?"
    r"[”]?(?:[：，。；]\s*(?=一是)|：$)"
)
_POINT = re.compile("(?:^|(?<=[，。；：、！\\s]))(?P<number>[一二三四五六七八九十])(?:是|要|抓)")
_LABEL = re.compile(
    rf"(?<![第之])(?P<open>“?)(?P<number>{_NUMERAL})(?P<sign>[\u4e00-\u9fff])(?(open)”|)"
    r"[^，。；：、（“”\d]{0,6}(?:：|，?即[：，]?|（|，分别是|——)(?P<items>[^。；）：“”]{4,90})"
)
_LEVELS = re.compile(
    rf"(?:^|(?<=[，。；：！？从在由]))(?P<items>(?:[^，。；、：！？（）“”\d的从到至对把将]{{1,14}}、){{1,9}}[^，。；、：！？（）“”\d从到至对把将]{{1,16}}?)(?P<more>等)?"
    rf"(?P<number>{_NUMERAL})(?P<unit>级|个方面|个维度|个环节|个层面|个层次|大方面|大板块|大环节|个领域|大领域)"
)
_LEVEL = re.compile(f"(?<=[^第]){_NUMERAL}(?:级|个[方维环层领]|大[方板环领])")
_RANKS = re.compile(
    "(?:国家|中央|省|市|州|盟|县|区|旗|乡|镇|街道|街|村|社区|组|网格|小区|院|校|系|科|班|部|厂|公司|集团|车间|班组|支队|大队|中队)$"
)
"""What one says so many 级 of; of an alarm (防汛四级应急响应) one says none."""
_COUNT = re.compile(rf"({_NUMERAL}|\d{{1,2}})(?:个|项|大|条|种|类|点|步|招|道)")
_JOINTS = re.compile("[、和与及]|以及")


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
    if "一是" in block.text or block.text.endswith("："):
        yield from _points(block)
    if "、" in block.text:
        yield from _labels(block)
    if _LEVEL.search(block.text):
        yield from _levels(block)


def _differing(block: Block, span: tuple[int, int], listed: int) -> Spot:
    said = block.text[slice(*span)]
    message = Wording(f"说的是“{said}”，列出的是{listed}", f"‘{said}’, and {listed} are listed")
    return at(block, *span, message, _ASK)


def _points(block: Block) -> Iterator[Spot]:
    """Count 一是, 二是 … behind a number, on into the paragraphs that go on with it."""
    for match in _ANNOUNCED.finditer(block.text):
        listed = 0
        sentence = re.split("[。！？]", block.text[: match.end("noun")])[-1]
        said = {number_of(number.replace("两", "二")) for number in _COUNT.findall(sentence)}
        for number in _numbers(block, match.end()):
            if number != listed + 1:
                break
            listed = number
        if listed > 1 and listed not in said:
            yield _differing(block, (match.start("number"), match.end("noun")), listed)


def _numbers(block: Block, start: int) -> Iterator[int]:
    """Yield the numbers of the points from `start` on, also of the paragraphs below that begin with one."""
    below: Block | None = block
    while below is not None:
        points = list(_POINT.finditer(below.text, start))
        if below is not block and not (points and points[0].start() == 0):
            return
        for point in points:
            yield number_of(point["number"]) or 0
        following, start = below.following, 0
        below = following if isinstance(following, Prose | RunIn) else None


def _labels(block: Block) -> Iterator[Spot]:
    """Count the things that a label is made of: each begins, or each ends, with its character."""
    for match in _LABEL.finditer(block.text):
        said, sign = number_of(match["number"].replace("两", "二")), match["sign"]
        listed = re.split("，", match["items"])[0] if "、" in match["items"] else match["items"]
        items = [item.strip("“”‘’ ") for item in re.split("[、，]", listed)]
        counts = _counted(items, sign)
        if said is not None and said > 1 and counts and said not in counts:
            span = (match.start("number"), match.end("sign"))
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
    joined = len(re.findall(f"[和与及]{sign}|{sign}[和与及]", items[-1]))
    return {len(items), len(items) + joined}


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
