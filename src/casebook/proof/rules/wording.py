"""Terms, units and names for people and places, by lists that give a source for each entry."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Piece, Running, Title, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule

_NUMBER_BEFORE = re.compile(
    r"(?:\d|[一二三四五六七八九十百千万两半几])\s?(?:多|余|万|亿)?(?:(?:[mμ]?g|kg|mL|L|W|N|kN|J|kJ)/)?$"
)
_LATIN = re.compile("[A-Za-z]")
_QUOTED = re.compile("《[^《》]*》")
_HOUSE = Wording("本书用词表作", "the book’s own list has")
_LAND = ("亩", "市亩")
_FARMED = re.compile(
    "耕|种|田|林|果|茶|粮|谷|花|灌|播|农|草|苗|渔|塘|滩|荒|山|菜|稻|麦|豆|玉米|棉|薯|椒|葡萄|苹果|柑|橘|桃|梨|枣|药材|花海|湿地|水面"
    "|产量|亩产|增收|基地|地块|造林|绿化|沙|漠|牧|湖"
)
"""Land that is worked: the order of 1984 leaves its measure to a rule of its own, and 亩 is usual."""
_ON_THE_MAP = tuple("岛山河湖沟峰")
"""What ends the name of a place, which nobody calls otherwise: 黑瞎子岛."""
_BEST = "第一(?![、个名批次位届家条时步])|最好|最佳|最著名|最先进|之最|顶级|顶尖"
_PRAISE = "最好|最佳|最优|最优质|最先进|最著名|最有名|最受欢迎|顶级|顶尖|第一"
_GOODS = "[^，。；、的]{0,4}(?:茶叶|茶|酒|水果|大米|食品|特产|产品|商品|品牌|药品|药|设备|服务|技术|医院|学校|景区|企业|公司)"
_ABSOLUTE = re.compile(
    rf"(?:堪称|号称|可谓|称得上|不愧为)(?:是)?(?:全国|全省|全市|国内|国际|世界|全球|亚洲|业内|行业|同行业|同类)?(?:的)?(?:{_BEST})"
    rf"|(?:被?评为|被誉为|誉为|被称为|被公认为|公认(?:的|是)|成为|打造成|是|为)(?:全国|全省|全市|国内|国际|世界|全球|亚洲|业内|行业|同行业|同类(?:产品)?)(?:中)?(?:的)?(?:{_PRAISE})的?(?:{_GOODS})"
    rf"|(?:质量|品质|产品|商品|疗效|口感|工艺|药品|药效)(?:是|为|属|达到|位居|居|均为|在)?(?:全国|全省|全市|国内|国际|世界|全球|亚洲|业内|行业|同行业|同类)(?:的)?(?:{_BEST})"
)


@rule("W621", Kind.QUERY, "unit")
def medical_term(block: Running | Cell) -> Iterator[Spot]:
    """A term of medicine, of law or of science in a form that its standard has given up.

    Why: the committee for terms publishes one form of each, and the law has words of its own.

        心肌梗塞  →  心肌梗死

    Clause: 用词表 terms.tsv（全国科学技术名词审定委员会）
    中文：名词不规范。医学名词用全国科学技术名词审定委员会公布的写法，法律名词用法律里的写法；药品名、引文除外。
    """
    yield from _listed(block, "terms", Wording("规范的名词是", "the standard has"))


@rule("W622", Kind.QUERY, "unit")
def unit_not_legal(block: Running | Cell) -> Iterator[Spot]:
    """A unit that is not legal, or whose symbol is written wrongly.

    Why: the law names the units of measure; the case of a symbol is part of it (Mg is not mg).

        5市斤、20cc、3KG  →  2.5千克、20 mL、3 kg
        中文：5市斤、20cc、3KG  →  2.5千克、20mL、3kg

    Clause: 计量法 第三条; GB 3100—1993
    中文：计量单位不是法定单位，或符号写错。字母大小写是符号的一部分；引语、古方剂量、农田林地的亩除外。
    """
    for entry, start, end in _entries(block, "units"):
        behind = block.text[end : end + 1]
        latin = _LATIN.search(entry.wrong) and _LATIN.match(behind)
        if not _NUMBER_BEFORE.search(block.text[:start]) or latin:
            continue
        if entry.wrong in _LAND and _farmed(block.text, start):
            continue
        message = Wording(
            f"计量单位“{entry.wrong}”应作“{entry.right}”", f"{entry.wrong}: {entry.right}"
        )
        put = entry.right if len(entry.right) < 6 and _LATIN.search(entry.right) else None
        yield at(block, start, end, message, entry.origin, put)


def _farmed(text: str, at_: int) -> bool:
    """Whether a measure of land is of worked land: as its sentence says, or the one before it."""
    sentence = _sentence(text, at_)
    before = max(text.rfind(stop, 0, at_) for stop in "。！？；")
    earlier = _sentence(text, before) if before > 0 else ""
    return bool(_FARMED.search(sentence) or ("亩" in earlier and _FARMED.search(earlier)))


def _sentence(text: str, at_: int) -> str:
    start = max(text.rfind(stop, 0, at_) for stop in "。！？；") + 1
    return re.split("[。！？；]", text[start:])[0]


@rule("W623", Kind.QUERY)
def unsuitable_wording(block: Block) -> Iterator[Spot]:
    """A name for people or places, or praise of a medicine, that official usage has given up.

    Why: it hurts somebody, or says of a place what it is not.

        残废人  →  残疾人

    Clause: 用词表 wording.tsv
    中文：称谓或提法不宜。涉及疾病与残障、民族、港澳台、医药宣传；引文、书名、历史名称除外。
    """
    if block.quoted:
        return
    for spot in _listed(block, "wording", Wording("不宜用，应作", "official usage has")):
        if block.text[spot.end : spot.end + 1] not in _ON_THE_MAP:
            yield spot


@rule("W625", Kind.QUERY)
def absolute_claim(block: Running | Cell) -> Iterator[Spot]:
    """A product or a service praised as the first or the best of all.

    Why: who measured it? A fact, a rank with its year and source, says more.

        质量堪称全国第一  →  the rank, with year and source
        中文：质量堪称全国第一  →  写明名次、年份和出处

    Clause: 新华社《新闻报道中的禁用词（第一批）》第2条；广告法第九条
    中文：评价绝对化。产品、质量、疗效不说“最好”“最佳”“全国第一”；有名次的写明名次、年份和出处。
    """
    if not re.search("第一|最|顶", block.text):
        return
    for match in _ABSOLUTE.finditer(block.text):
        message = Wording(f"“{match[0]}”评价绝对", f"‘{match[0]}’ is praise without measure")
        hint = Wording("写事实，或写明名次和出处。", "Write the fact, or the rank and its source.")
        yield at(block, match.start(), match.end(), message, hint)


def _listed(block: Block, name: str, fault: Wording) -> Iterator[Spot]:
    titles = [match.span() for match in _QUOTED.finditer(block.text)]
    for entry, start, end in _entries(block, name):
        at_right = block.text.find(entry.right, max(0, start - len(entry.right)))
        inside = 0 <= at_right <= start and end <= at_right + len(entry.right)
        symptom = entry.wrong.endswith("症") and block.text[end : end + 1] == "状"  # 综合 症状
        if inside or symptom or any(first < start < last for first, last in titles):
            continue
        saying = _HOUSE if entry.own else fault
        message = Wording(
            f"“{entry.wrong}”{saying.zh}“{entry.right}”", f"{saying.en} {entry.right}"
        )
        put = None if entry.right.startswith(("不用", "该")) else entry.right
        yield at(block, start, end, message, entry.origin, put)


def _entries(block: Block, name: str) -> Iterator[tuple[ListLine, int, int]]:
    if block.piece.lists is not None:
        yield from block.piece.lists.finder(name).find(block.text)


@rule("C515", Kind.QUERY)
def term_varies(volume: Volume) -> Iterator[Spot]:
    """Two forms of one word in the book, each in texts of its own.

    Why: a book has one form of a word; the list says which the house prefers.

        作出 in nine cases, 做出 in one  →  one of them
        中文：九篇作“作出”，一篇作“做出”  →  全书统一

    Clause: 用词表 pairs.tsv
    中文：全书同一个词有两种写法。一篇之内并用的另报；这里一条意见列出用少数写法的各篇。
    """
    for entry in volume.lists.entries["pairs"]:
        wrong = [piece for piece in volume.pieces if entry.wrong in piece.text]
        right = [piece for piece in volume.pieces if entry.right in piece.text]
        alone = [piece for piece in wrong if piece not in right]
        if not alone or not right:
            continue
        place = next(_uses(alone[0], entry.wrong), None)
        if place is None:
            continue
        listed = "、".join(piece.id for piece in alone[:8])
        message = Wording(
            f"{len(alone)}篇作“{entry.wrong}”（{listed}），{len(right)}篇作“{entry.right}”",
            f"{entry.wrong} in {len(alone)} texts ({listed}), {entry.right} in {len(right)}",
        )
        hint = Wording(f"全书统一，如“{entry.right}”。", f"Use one, such as {entry.right}.")
        yield at(*place, message, hint)


def _uses(piece: Piece, word: str) -> Iterator[tuple[Block, int, int]]:
    for block in piece.blocks:
        if not isinstance(block, Title) and not block.quoted and word in block.text:
            start = block.text.index(word)
            yield block, start, start + len(word)
