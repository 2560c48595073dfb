"""Titles of documents: one title, one form, and the form of the document itself."""

import re
from collections.abc import Iterator, Mapping, Sequence

from casebook.errata import Kind, Wording
from casebook.intake.matching.match import same_words
from casebook.proof.blocks import AwardEntry, Block, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_TITLE = re.compile("《([^《》]{6,80})》")
_DOCUMENT = re.compile(
    "(?:意见|通知|规划|纲要|方案|条例|办法|规定|决定|决议|准则|报告|细则|规范|指南|法)$"
)
NEAR = 88.0
"""From this likeness (of 100) on two titles of documents are asked about."""


@rule("F702", Kind.ERRATUM, "knowledge")
def misquoted_document(block: Block) -> Iterator[Spot]:
    """The title of a document, its words in another order than in the document itself.

    Why: the titles of public documents are fixed; the list names each with its source.

        《关于加强和改进新时代思想政治工作的意见》  →  《关于新时代加强和改进思想政治工作的意见》

    Clause: 用词表 documents.tsv
    中文：文件名称与原文件不符。字词相同而次序不同，以原文件为准。
    """
    for match in _TITLE.finditer(block.text):
        for entry in block.piece.list("documents"):
            quoted, right = _bare(match[1]), _bare(entry.right)
            if quoted != right and sorted(quoted) == sorted(right):
                message = Wording(f"文件名应为《{entry.right}》", f"the title is 《{entry.right}》")
                hint = Wording(f"出处：{entry.source}。", f"Source: {entry.source}.")
                yield at(block, match.start(1), match.end(1), message, hint, entry.right)


@rule("F704", Kind.QUERY, "knowledge")
def nearly_a_document(block: Block) -> Iterator[Spot]:
    """A title nearly that of a document in the list.

    Why: a word was lost or changed; short forms are for the editor to allow.

        《“十四五”中医药发展纲要》  →  《“十四五”中医药发展规划》

    Clause: 用词表 documents.tsv
    中文：文件名称与用词表所列相近而不同。请核对原文件。
    """
    for match in _TITLE.finditer(block.text):
        quoted = _bare(match[1])
        for entry in block.piece.list("documents"):
            right = _bare(entry.right)
            if quoted == right:
                break
            if sorted(quoted) != sorted(right) and _alike(quoted, right):
                message = Wording(f"是不是《{entry.right}》", f"is 《{entry.right}》 meant?")
                hint = Wording(f"出处：{entry.source}。", f"Source: {entry.source}.")
                yield at(block, match.start(1), match.end(1), message, hint, entry.right)
                break


@rule("C501", Kind.QUERY, "knowledge")
def two_forms_of_a_title(volume: Volume) -> Iterator[Spot]:
    """Two forms of one document's title in the book.

    Why: at most one of them is right.

        《关于加强和改进新时代…》 and 《关于新时代加强和改进…》  →  one of them
        中文：《关于加强和改进新时代…》《关于新时代加强和改进…》并用  →  统一为一种

    中文：同一文件名称有两种写法。字词次序不同或仅差一两个字，请核对原文件后统一。
    """
    forms: dict[str, list[tuple[Block, int, int]]] = {}
    for piece in volume.pieces:
        for block in piece.blocks:
            if isinstance(block, AwardEntry):
                continue
            for match in _TITLE.finditer(block.text):
                if _DOCUMENT.search(match[1]):
                    forms.setdefault(_bare(match[1]), []).append(
                        (block, match.start(1), match.end(1))
                    )
    names = list(forms)
    listed = {_bare(entry.right) for entry in volume.lists.entries["documents"]}
    for form in names:
        others = [other for other in names if other != form and _alike(form, other)]
        if not others or {form, *others} & listed:  # the list knows which is right
            continue
        if _usual(form, others, forms):
            continue
        for block, start, end in forms[form]:
            quoted = "、".join(f"《{other}》" for other in others)
            message = Wording(f"书中又作{quoted}", f"elsewhere in the book {quoted}")
            hint = Wording("核对原文件后统一。", "Check the document, then use one form.")
            yield at(block, start, end, message, hint)


def _usual(form: str, others: Sequence[str], forms: Mapping[str, Sequence[object]]) -> bool:
    """Whether `form` stands oftener than its likes, or as often and first: it is not asked about."""
    first = list(forms)
    return all(
        (len(forms[form]), -first.index(form)) > (len(forms[other]), -first.index(other))
        for other in others
    )


def _alike(title: str, other: str) -> bool:
    """Whether two titles are one document's: the same characters, or a likeness but for names.

    Titles that differ in figures (editions, years) or inside quotation marks (brands) are two.
    """
    if sorted(title) == sorted(other):
        return True
    figures = re.compile(r"[\d一二三四五六七八九十〇]+")
    brand = re.compile("“[^”]*”")
    if figures.findall(title) != figures.findall(other) or brand.findall(title) != brand.findall(
        other
    ):
        return False
    named = _DOCUMENT.search(title) or _DOCUMENT.search(other)  # 规划刚要 is nearly 规划纲要
    return bool(named) and same_words(title, other) >= NEAR


def _bare(title: str) -> str:
    return re.sub(r"\s", "", title)
