"""Terms, units and names for people and places, by lists that give a source for each entry."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Piece, Running, Title, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule

_NUMBER_BEFORE = re.compile(r"(?:\d|[一二三四五六七八九十百千万两半几])\s?(?:多|余|万|亿)?$")
_LATIN = re.compile("[A-Za-z]")
_QUOTED = re.compile("《[^《》]*》")


@rule("W621", Kind.QUERY, "unit")
def medical_term(block: Running | Cell) -> Iterator[Spot]:
    """A term of medicine in a form that the standard has given up.

    Why: the committee for terms publishes one form of each; a book of health uses it.

        心肌梗塞  →  心肌梗死

    Clause: 用词表 terms.tsv（全国科学技术名词审定委员会）
    中文：医学名词不规范。应用全国科学技术名词审定委员会公布的写法；药品名、引文除外。
    """
    yield from _listed(block, "terms", Wording("医学名词宜作", "the standard has"))


@rule("W622", Kind.QUERY, "unit")
def unit_not_legal(block: Running | Cell) -> Iterator[Spot]:
    """A unit that is not legal, or whose symbol is written wrongly.

    Why: the law names the units of measure; the case of a symbol is part of it (Mg is not mg).

        5市斤、20cc、3KG  →  2.5千克、20 mL、3 kg
        中文：5市斤、20cc、3KG  →  2.5千克、20mL、3kg

    Clause: 计量法 第三条; GB 3100—1993
    中文：计量单位不是法定单位，或符号写错。字母大小写是符号的一部分；引语、古方剂量除外。
    """
    for entry, start, end in _entries(block, "units"):
        behind = block.text[end : end + 1]
        latin = _LATIN.search(entry.wrong) and _LATIN.match(behind)
        if not _NUMBER_BEFORE.search(block.text[:start]) or latin:
            continue
        message = Wording(
            f"计量单位“{entry.wrong}”应作“{entry.right}”", f"{entry.wrong}: {entry.right}"
        )
        put = entry.right if len(entry.right) < 6 and _LATIN.search(entry.right) else None
        yield at(block, start, end, message, _source(entry), put)


@rule("W623", Kind.QUERY)
def unsuitable_wording(block: Block) -> Iterator[Spot]:
    """A name for people or places, or praise of a medicine, that official usage has given up.

    Why: it hurts somebody, or says of a place what it is not.

        残废人  →  残疾人

    Clause: 用词表 wording.tsv
    中文：称谓或提法不宜。涉及疾病与残障、民族、港澳台、医药宣传；引文、书名、历史名称除外。
    """
    if not block.quoted:
        yield from _listed(block, "wording", Wording("不宜用，应作", "official usage has"))


def _listed(block: Block, name: str, fault: Wording) -> Iterator[Spot]:
    titles = [match.span() for match in _QUOTED.finditer(block.text)]
    for entry, start, end in _entries(block, name):
        at_right = block.text.find(entry.right, max(0, start - len(entry.right)))
        inside = 0 <= at_right <= start and end <= at_right + len(entry.right)
        symptom = entry.wrong.endswith("症") and block.text[end : end + 1] == "状"  # 综合 症状
        if inside or symptom or any(first < start < last for first, last in titles):
            continue
        message = Wording(f"“{entry.wrong}”{fault.zh}“{entry.right}”", f"{fault.en} {entry.right}")
        put = None if entry.right.startswith(("不用", "该")) else entry.right
        yield at(block, start, end, message, _source(entry), put)


def _entries(block: Block, name: str) -> Iterator[tuple[ListLine, int, int]]:
    if block.piece.lists is not None:
        yield from block.piece.lists.finder(name).find(block.text)


def _source(entry: ListLine) -> Wording:
    return Wording(f"出处：{entry.source}。", f"Source: {entry.source}.")


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
