"""Stops: their width, their doubles, where they stand and where they are wanted."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import (
    Block,
    Body,
    Caption,
    Heading,
    Lead,
    ListEntry,
    Note,
    Prose,
    RunIn,
    Running,
)
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.rules.pairs import closed_below
from casebook.proof.rules.structure import numbered
from casebook.typography import IDEOGRAPHS, has_han

_H = IDEOGRAPHS
_BEFORE = f"{_H}”’）》〉】〕」』％℃…"
_AFTER = f"{_H}“‘（《〈【〔「『"
_WIDE = str.maketrans(",;:?!.", "，；：？！。")
_HALF = re.compile(
    f"(?<=[{_BEFORE}])[,;?!:](?!//)|[,;?!](?=[{_AFTER}])|(?<=[0-9A-Za-z)]):(?=[{_AFTER}])"
    f"|(?<=[%‰])[,;](?=[0-9A-Za-z]*[{_AFTER}])"
    rf"|(?<=[{_BEFORE}])\.(?=$|[{_AFTER}])"
)
_SIGNED = re.compile(
    r"[。！？…”] ?(?:（[^（）]*）|[^。！？，；：]{2,20}(?:摄|供图|绘|报道))$|^[^。！？]*，\d{4}年\d{1,2}月\d{1,2}日$"
)
"""What ends in a credit behind its last stop, or is a line of place and day: both without a stop."""
_VERSE = 20
"""The longest line of a poem."""
_REFERENCE = re.compile(r"\[[JMCDNRPSZG](?:/OL)?\]|https?://|doi:", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9+.-]+://[!-~]+|[\w.+-]+@[\w.-]+|www\.[!-~]+")
_COMMA_BEFORE_DENG = re.compile(
    "、(?=等(?![级待候距于同效量次额价分高份渗张第不得着了靠要人红车、]))"
)
"""Before 等 that closes a list; 等不得, 等着, 靠、等、要 are of waiting, 等级 and others words of their own."""


@rule("P101", Kind.ERRATUM, "punctuation")
def half_width_mark(block: Block) -> Iterator[Spot]:
    """A half-width stop in Chinese text.

    Why: a Chinese stop takes the width of a character; references and addresses keep theirs.

        二十大召开后,医院  →  二十大召开后，医院

    Clause: GB/T 15834—2011 4.1.2, 4.2.2, 4.3.2, 4.4.2, 4.6.2, 4.7.2, 5.1.1
    中文：中文里用了半角点号。句号、问号、叹号、逗号、分号、冒号占一个字位置；外文引文、网址、参考文献除外。
    """
    if isinstance(block, Note) and _REFERENCE.search(block.text):
        return
    addresses = [match.span() for match in _ADDRESS.finditer(block.text)]
    for match in _HALF.finditer(block.text):
        if any(start <= match.start() < end - 1 for start, end in addresses):
            continue
        put = match[0].translate(_WIDE)
        message = Wording(f"半角“{match[0]}”", f"a half-width ‘{match[0]}’")
        hint = Wording(f"改为“{put}”。", f"Write {put}.")
        yield at(block, match.start(), match.end(), message, hint, put, match[0] in ",;?!")


@rule("P107", Kind.ERRATUM, "space")
def stray_space(block: Running | Heading) -> Iterator[Spot]:
    """A space beside a Chinese stop, or just inside a bracket or quotation mark.

    Why: the mark brings its own space; the layout trims it.

        学习 ，宣传  →  学习，宣传

    Clause: GB/T 15834—2011 5.1.1, 5.1.2, 5.1.3
    中文：点号前后、括号或引号内侧有空格。标点自带空位，由版式调整。
    """
    pattern = rf" +(?=[，。、；：？！）》〉】〕”’])|(?<=[，。、；：？！]) +(?=[{_AFTER}0-9A-Za-z])|(?<=[（《〈【〔“‘]) +"
    for match in re.finditer(pattern, block.text):
        message = Wording("标点旁有空格", "a space beside a mark")
        hint = Wording("删去空格。", "Delete the space.")
        yield at(block, match.start(), match.end(), message, hint, "", True)


@rule("P110", Kind.ERRATUM, "punctuation")
def doubled_mark(block: Block) -> Iterator[Spot]:
    """Two stops in a row that exclude each other, or one set twice.

    Why: one keystroke too many. ？！, up to three ？ or ！, and a stop behind …… may stand.

        成效，，显著  →  成效，显著

    Clause: GB/T 15834—2011 4.1–4.7, 4.2.3.3, 4.3.3, B.2.4
    中文：点号连用或重复。多按了一个键；“？！”、不超过三个的“？”“！”以及省略号后的点号除外。
    """
    pattern = r"[，、；：]{2,}|。[，、；：]+|[，、；：]+。(?!。)|(?<!。)。。(?!。)|[？！]{4,}|[？！][，、；：。]+"
    for match in re.finditer(pattern, block.text):
        put = match[0][0] if len(set(match[0])) == 1 and match[0][0] not in "？！" else None
        message = Wording(f"“{match[0]}”连用", f"‘{match[0]}’ in a row")
        hint = Wording("只留一个。", "Keep one.")
        yield at(block, match.start(), match.end(), message, hint, put)


@rule("P129", Kind.QUERY, "punctuation")
def mark_repeated(block: Running) -> Iterator[Spot]:
    """？ or ！ set twice or three times, outside quotations.

    Why: the standard keeps that for feelings out of the common, and a single mark comes first.

        效果真好！！  →  效果真好！

    Clause: GB/T 15834—2011 4.2.3.3, 4.3.3.3
    中文：问号、叹号叠用。没有异常强烈的感情，只用一个；先单用再叠用的、引语里的不查，四个以上另查。
    """
    if block.quoted:
        return
    spoken = [match.span() for match in re.finditer("“[^“”]*”", block.text)]
    for match in re.finditer("(?<![？！])(?:？{2,3}|！{2,3})(?![？！])", block.text):
        rising = match[0][0] in block.text[: match.start()]  # 先单用，再叠用
        if rising or any(start < match.start() < end for start, end in spoken):
            continue
        message = Wording(f"“{match[0]}”叠用", f"‘{match[0]}’ set more than once")
        hint = Wording("一般只用一个。", "One is enough as a rule.")
        yield at(block, match.start(), match.end(), message, hint, match[0][0])


@rule("P111", Kind.ERRATUM, "punctuation")
def mark_after_bracketed_number(block: Heading | RunIn | Prose | ListEntry) -> Iterator[Spot]:
    """A stop behind a number in brackets.

    Why: the brackets set the number off already.

        （一）、学习培训  →  （一）学习培训

    Clause: GB/T 15834—2011 B.3.4
    中文：带括号的序号后又加点号。括号已将序号隔开，不再加“、”“，”“．”。
    """
    match = re.match(
        r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]([、，,．.])(?!\d)", block.text
    )
    if match:
        message = Wording(f"序号后多了“{match[1]}”", f"‘{match[1]}’ behind a bracketed number")
        hint = Wording("删去。", "Delete it.")
        yield at(block, match.start(1), match.end(1), message, hint, "", True)


@rule("P112", Kind.ERRATUM, "punctuation")
def enumeration_comma_after_ordinal(block: Running) -> Iterator[Spot]:
    """首先、 其次、 最后、 at the head of a sentence.

    Why: such words are adverbs and take a comma.

        首先、统一思想  →  首先，统一思想

    Clause: GB/T 15834—2011 B.3.1
    中文：“首先”“其次”“再次”“最后”后用了顿号。应用逗号。
    """
    for match in re.finditer(r"(?:^|(?<=[。；：！？]))(?:首先|其次|再次|最后)(、)", block.text):
        message = Wording("应用逗号", "a comma belongs here")
        hint = Wording("改为“，”。", "Write ，.")
        yield at(block, match.start(1), match.end(1), message, hint, "，")


@rule("P113", Kind.ERRATUM, "punctuation")
def comma_after_list_number(block: Heading | RunIn | Prose | ListEntry) -> Iterator[Spot]:
    """1、 as a list number.

    Why: an Arabic number takes a point, a Chinese number 、.

        1、组织领导  →  1. 组织领导

    Clause: GB/T 15834—2011 B.3.3
    中文：阿拉伯数字序号后用了顿号。应用下脚点“1.”。
    """
    match = re.match(r"\d{1,2}(、)(?!\d)", block.text)
    if match:
        message = Wording("数字序号后用了顿号", "、 behind an Arabic number")
        hint = Wording("改为“.”。", "Write a point.")
        yield at(block, match.start(1), match.end(1), message, hint, ".")


@rule("P115", Kind.ERRATUM, "punctuation")
def ellipsis_with_deng(block: Running) -> Iterator[Spot]:
    """An ellipsis together with 等.

    Why: both say that more follows; one is enough.

        书法、绘画……等。  →  书法、绘画等。

    Clause: GB/T 15834—2011 A.9.2
    中文：省略号与“等”重复。两者只用一个。
    """
    for match in re.finditer(
        r"……(?=等(?:等|[，。；、）]|$))|(?<=[^，。；：？！“”…]等)……(?=[，。；])", block.text
    ):
        message = Wording("省略号与“等”重复", "an ellipsis and 等 say the same")
        hint = Wording("删去其中一个。", "Delete one of them.")
        yield at(block, match.start(), match.end(), message, hint, "")


@rule("P116", Kind.QUERY, "punctuation")
def no_final_stop(block: Prose) -> Iterator[Spot]:
    """A paragraph of running text that ends without a stop.

    Why: a sentence ends in a stop; often the rest of the paragraph was lost.

        收到良好效果  →  收到良好效果。

    Clause: GB/T 15834—2011 4.1.3.1
    中文：正文段落末尾没有点号。可能漏了句号，也可能后文丢失；标题、条目、落款不查。
    """
    text = block.text.rstrip("”’）)》』」\u00a0\u3000 ")  # a blank at the end is another fault
    if _verse(block) or _SIGNED.search(block.text):
        return
    if not text or text[-1] in "。？！：；，、…—.!?:;," or not has_han(text):
        return
    if not text.startswith("抄送") and "。" not in text and "，" not in text:
        return
    if numbered(text) or text.startswith(("附件", "附：")):
        return
    where = len(block.text) - 1
    message = Wording("段末没有点号", "no stop at the paragraph's end")
    hint = Wording("补上句号，或核对是否缺文。", "Add a stop, or see whether text is missing.")
    yield at(block, where, where + 1, message, hint, block.text[-1] + "。")


@rule("L302", Kind.ERRATUM, "paragraph")
def cut_paragraph(block: Lead | Body) -> Iterator[Spot]:
    """A paragraph that breaks off in mid-sentence and goes on in the next one.

    Why: a line or page of the author's file ended there. It ends in a comma, or a bracket or
    quotation mark opens in it and closes in the next.

        进行多轮推选，¶最终产生  →  进行多轮推选，最终产生

    中文：段落在句中断开。多因原稿换行或换页：段末是逗号、顿号，或标号在下一段才配对。应与下段接排。
    """
    where = len(block.text) - 1
    hint = Wording("与下一段接排，或核对是否缺文。", "Join the next one, or see what is missing.")
    if _verse(block):
        return
    if block.text[-1:] in ("，", "、", ","):
        message = Wording("段落以逗号或顿号结束", "the paragraph ends in a comma")
        yield at(block, where, where + 1, message, hint)
    elif closed_below(block):
        message = Wording("标号在下一段才配对", "a pair of marks closes in the next paragraph")
        yield at(block, where, where + 1, message, hint)


def _verse(block: Block) -> bool:
    """Whether a block is one of three or more short lines: a poem, a slogan in lines."""
    near = block.piece.blocks[max(0, block.number - 2) : block.number + 3]
    short = [isinstance(neighbour, Prose) and len(neighbour.text) <= _VERSE for neighbour in near]
    return any(all(short[at : at + 3]) for at in range(len(short) - 2))


@rule("P120", Kind.ERRATUM, "punctuation")
def heading_ends_in_stop(block: Heading) -> Iterator[Spot]:
    """A heading that ends in a stop.

    Why: a heading on a line of its own is no sentence; ？ and ！ may stand.

        一、具体做法：  →  一、具体做法

    Clause: GB/T 15834—2011 A.1, B.4
    中文：独占一行的标题末尾用了点号。问号、叹号除外；段首标题不在此列。
    """
    if block.text[-1:] in tuple("。，、；：,;:"):
        where = len(block.text) - 1
        message = Wording(f"标题末尾有“{block.text[-1]}”", f"a heading ends in ‘{block.text[-1]}’")
        yield at(block, where, where + 1, message, Wording("删去。", "Delete it."), "")


@rule("P125", Kind.QUERY, "punctuation")
def caption_ends_in_stop(block: Caption) -> Iterator[Spot]:
    """A caption of one phrase that ends in a stop.

    Why: captions take no final stop, unless they are whole sentences.

        图1　活动现场。  →  图1　活动现场

    Clause: GB/T 15834—2011 A.1
    中文：图题、表题末尾用了点号。短语式的题注末尾不加句号。
    """
    if re.search("[。，；：]$", block.text) and not re.search("[。；！？]", block.text[:-1]):
        where = len(block.text) - 1
        message = Wording("题注末尾有点号", "a caption ends in a stop")
        yield at(block, where, where + 1, message, Wording("删去。", "Delete it."), "")


@rule("P121", Kind.ERRATUM, "punctuation")
def enumeration_comma_before_deng(block: Running) -> Iterator[Spot]:
    """、 before 等.

    Why: 等 closes the list; nothing stands between.

        宣讲、座谈、等活动  →  宣讲、座谈等活动

    Clause: GB/T 15834—2011 B.1.2
    中文：“等”前用了顿号。列举末项与“等”之间不用点号。
    """
    for match in _COMMA_BEFORE_DENG.finditer(block.text):
        message = Wording("“等”前多了顿号", "、 before 等")
        yield at(block, match.start(), match.end(), message, Wording("删去。", "Delete it."), "")
