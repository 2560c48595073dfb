"""Houses and projects that one text calls by two names that are a word apart."""

import re
from collections import defaultdict
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import AwardEntry, Block, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.house_variants import variants
from casebook.proof.rule_runner import rule

_ASK = Wording("核实后全篇统一；确是两个的，写保留。", "See which is right; keep both by a stet.")
_WORDS = "计划|行动|工程|项目|模式|工作法|课堂|讲堂|学堂|驿站|平台|热线|服务队|调解室|工作室|议事厅|议事会|品牌|机制|活动|基金"
_QUOTED = re.compile(f"“(?P<core>[\u4e00-\u9fff]{{2,8}}?)(?P<word>{_WORDS})”")


@rule("C540", Kind.QUERY, "knowledge")
def house_word_varies(piece: Piece) -> Iterator[Spot]:
    """A house by a name that is a word off from the name the text uses.

    Why: a house has one name; the form met once is a slip or a short form that only its writer knows.

        石桥村党支部 … 石桥村党总支  →  one of them
        中文：石桥村党支部……石桥村党总支  →  统一为一种

    中文：同一单位在一篇里有一处名称差一个词。末尾的种类不同（卫生院、卫生所），多了或少了“管理”“服务”“市”等词，或一个字不同；多的一种两次以上，少的一种只有一次，请核实。
    """
    for variant in variants(piece.blocks):
        form = variant.block.text[variant.start : variant.end]
        message = Wording(
            f"“{form}”在本篇又作“{variant.usual}”{variant.many}处",
            f"{form} is {variant.usual} {variant.many}× in this text",
        )
        yield at(variant.block, variant.start, variant.end, message, _ASK, variant.usual)


@rule("C541", Kind.QUERY, "knowledge")
def quoted_word_varies(piece: Piece) -> Iterator[Spot]:
    """A project in quotation marks by another word for what it is: 计划 here, 行动 there.

    Why: quotation marks say that this is its name.

        “微光计划” … “微光行动”  →  one of them
        中文：“微光计划”……“微光行动”  →  统一为一种

    中文：同一项目在引号里有两种叫法。名称相同而“计划”“行动”“工程”等不同，多的一种两次以上，少的一种只有一次；请核实。
    """
    named: dict[str, dict[str, list[tuple[Block, int, int]]]] = defaultdict(dict)
    for block in piece.blocks:
        if isinstance(block, AwardEntry) or block.quoted or "“" not in block.text:
            continue
        for match in _QUOTED.finditer(block.text):
            places = named[match["core"]].setdefault(match["word"], [])
            places.append((block, match.start() + 1, match.end() - 1))
    for core, words in named.items():
        usual = max(words, key=lambda word: len(words[word]))
        for word, places in words.items():
            block, start, end = places[0]
            if len(places) > 1 or len(words[usual]) < 2 or _together(piece.text, core, word, usual):
                continue
            many = len(words[usual])
            message = Wording(
                f"“{core}{word}”在本篇又作“{core}{usual}”{many}处",
                f"{core}{word} is {core}{usual} {many}× in this text",
            )
            yield at(block, start, end, message, _ASK, f"{core}{usual}")


def _together(text: str, core: str, word: str, usual: str) -> bool:
    """Whether a sentence tells both names: then there are two things."""
    near = "[^。]{0,40}"
    return re.search(f"{core}(?:{word}{near}{core}{usual}|{usual}{near}{core}{word})", text) is not None  # fmt: skip
