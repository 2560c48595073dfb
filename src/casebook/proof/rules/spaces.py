"""Lines and spaces: what the editor's file has and the printed page should not."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Heading, Running, Source
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import IDEOGRAPHS

_H = IDEOGRAPHS
_STRUCTURED = re.compile(r"^[ \t]*(?:[#>|<+*:-]|\d+[.)]|\[\^|```|~~~)|^ {4}", re.MULTILINE)
"""A line that opens a heading, quotation, list, table, caption, note or code: left as it is."""
_QUOTED = re.compile("“[^“”]*”|《[^《》]*》|‘[^‘’]*’")
_NUMBERED = re.compile(
    "第[一二三四五六七八九十百千零〇0-9]+[编章节条款项目篇部](?:之[一二三四五六七八九十])?$|^附[件录表图]?[一二三四五六七八九十]?$"
)
"""The number of an article, a chapter, a supplement: a space parts it from its words."""
_CREDITED = re.compile(
    "（[^（）]*(?:记者|通讯员|作者|撰稿|供稿|供图|整理|摄|[文图]/)[^（）]*）|(?<=[。！？”])（[^（），。；]+）$"
)
"""Who wrote a text or took a picture, in brackets: spaces part the names."""
_CLAUSE = 3
"""How many characters at least stand on either side of a space that parts a heading's clauses."""
_OWN_NUMBER = re.compile(
    r"\d+[.．]|[（(]?\d+[）)]|"
    r"(?:[附续]?[图表]|附[件录]|专栏|案例|例|步骤)(?: *[0-9A-Z]+(?:[-—–.．][0-9A-Z]+)*)?"
)
"""The number of a heading or a caption, whole: 表1 实施前后对比."""


@rule("L301", Kind.NOTE)
def wrapped_line(source: Source) -> Iterator[Spot]:
    """A paragraph broken over lines in mid-sentence.

    Why: the press joins the lines, but a comparison of two rounds compares lines.

        医院党委理论学习↵中心组  →  医院党委理论学习中心组

    中文：段落在句中换行。排版时会自动接排；校次比对以行为单位，宜合为一行。
    """
    body = _body(source.text)
    for paragraph in re.finditer(r"(?:[^\n]+\n?)+", source.text[body:]):
        if _STRUCTURED.search(paragraph[0]):
            continue
        for match in re.finditer(rf"(?<=[{_H}，、；：])\n(?=[{_H}“‘（《])", paragraph[0]):
            start = body + paragraph.start() + match.start()
            around = source.text[start - 6 : start + 7]
            yield Spot(
                Wording("句中换行", "a line end inside a sentence"),
                Wording("接成一行。", "Join the lines."),
                place=source.place(start),
                put="",
                safe=True,
                span=(start, start + 1),
                quote=around.replace("\n", "↵"),
            )


@rule("L303", Kind.NOTE)
def blank_lines(source: Source) -> Iterator[Spot]:
    """Two or more blank lines in a row.

    Why: one blank line ends a paragraph; more say nothing.

        一段。↵↵↵二段。  →  一段。↵↵二段。

    中文：连续空行。一个空行即分段。
    """
    for match in re.finditer(r"(?<=\n\n)\n+(?=[^\n])", source.text):
        yield Spot(
            Wording("连续空行", "several blank lines in a row"),
            Wording("只留一个。", "Keep one."),
            place=source.place(match.start()), put="", safe=True, span=match.span(), quote="↵" * len(match[0]),
        )  # fmt: skip


@rule("L304", Kind.QUERY, "space")
def space_between_characters(block: Running | Heading) -> Iterator[Spot]:
    """A space between two Chinese characters of running text.

    Why: Chinese has none; in titles, headings and slogans it divides clauses, it parts names in a
    credit, and the number of an article or a chapter from its words (第二条 …): left alone.

        思想政治工作 特色品牌  →  思想政治工作特色品牌

    中文：正文汉字之间有空格。题目、标题、口号里的空格是分句标志，括号里的署名以空格分开人名，“第二条”“第一章”之后的空格隔开序号，都不查。
    """
    kept = [match.span() for rule in (_QUOTED, _CREDITED) for match in rule.finditer(block.text)]
    for match in re.finditer(rf"(?<=[{_H}]) +(?=[{_H}])", block.text):
        inside = any(start < match.start() < end for start, end in kept)
        if inside or _NUMBERED.search(block.text[: match.start()]) or _clauses(block, match):
            continue
        message = Wording("汉字之间有空格", "a space between two characters")
        hint = Wording("多为换行残留，核对后删去。", "Mostly a line end left over: delete it.")
        yield at(block, match.start(), match.end(), message, hint, "")


@rule("L306", Kind.QUERY, "space")
def typed_gap(block: Running | Heading) -> Iterator[Spot]:
    """A typed space between Chinese and Latin letters or figures.

    Why: the layout sets that gap everywhere alike; typed spaces make it uneven.

        共 30 个  →  共30个

    Clause: 本书体例; W3C CLREQ, “Mixed text composition”
    中文：汉字与数字、字母之间键入了空格。间距由版式统一设定。
    """
    if block.quoted:
        return
    pattern = rf"(?<=[{_H}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%℃]) +(?=[{_H}])"
    for match in re.finditer(pattern, block.text):
        if _OWN_NUMBER.fullmatch(block.text, 0, match.start()):
            continue
        if _in_date(block.text, match.start()) or re.match(
            r" +\d\d?:\d\d", block.text[match.start() :]
        ):
            continue
        message = Wording("汉字与西文之间有空格", "a typed space beside Latin text")
        hint = Wording("删去空格。", "Delete the space.")
        yield at(block, match.start(), match.end(), message, hint, "", True)


def _clauses(block: Block, space: re.Match[str]) -> bool:
    """Whether a space divides the clauses of a heading: 党建引领 强基固本."""
    before = re.search(rf"[{_H}]+$", block.text[: space.start()])
    behind = re.match(rf"[{_H}]+", block.text[space.end() :])
    sides = [len(side[0]) for side in (before, behind) if side]
    return isinstance(block, Heading) and min(sides, default=0) >= _CLAUSE


def _in_date(text: str, where: int) -> bool:
    """Whether spaced-date says it."""
    beside = text[max(0, where - 1) : where] + text[where:].lstrip(" ")[:1]
    month = re.match(" +月", text[where:]) and not re.match(
        " +月(?:份|[初中末底]|[上下]旬)", text[where:]
    )
    return not month and re.fullmatch(r"\d[年月日]|[年月]\d", beside) is not None


def _body(text: str) -> int:
    """Return where the text behind the front matter begins."""
    match = re.match(r"---[ \t]*\n.*?^---[ \t]*$", text, re.DOTALL | re.MULTILINE)
    return match.end() if match else 0
