"""The numbers of documents (国办发〔2022〕14号): one document has one number through the book."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import AwardEntry, Block, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_NUMBER = r"(?P<office>[\u4e00-\u9fff]{2,10}?)[〔\[［（(](?P<year>(?:19|20)\d\d)[〕\]］）)](?:第)?(?P<number>\d{1,4})号"
_PAIRS = (
    re.compile(rf"《(?P<title>[^《》]{{6,80}})》[^。；，《》]{{0,3}}[（(]{_NUMBER}[）)]"),
    re.compile(
        rf"{_NUMBER}(?:文件|通知|文)?[，（(]?(?:即|印发的?|发布的?)?《(?P<title>[^《》]{{6,80}})》"
    ),
)
_BEFORE = re.compile("^.*(?:根据|按照|依据|落实|贯彻|执行|印发|以及|和|与|以)")


class _Numbered(NamedTuple):
    """Where a number stands, and its parts: the office, the year, the number."""

    block: Block
    start: int
    end: int
    parts: tuple[str, str, str]


@rule("C542", Kind.QUERY, "number")
def document_number_varies(volume: Volume) -> Iterator[Spot]:
    """A document with two numbers in the book that differ in one part: the office, the year or the number.

    Why: a document has one number; of documents with one title of several years more than that differs.

        《…意见》（国办发〔2022〕14号） … 国办发〔2022〕15号《…意见》  →  one of them
        中文：《……意见》（国办发〔2022〕14号）……国办发〔2022〕15号《……意见》  →  核对原文件

    中文：同一文件在书中有两个文号。发文代字、年份、顺序号只有一项不同；请核对原文件。
    """
    numbered: dict[str, list[_Numbered]] = defaultdict(list)
    for piece in volume.pieces:
        for block in piece.blocks:
            if isinstance(block, AwardEntry) or "号" not in block.text:
                continue
            for match in (m for pattern in _PAIRS for m in pattern.finditer(block.text)):
                office = _BEFORE.sub("", match["office"])
                start = match.end("office") - len(office)
                end = match.end("number") + 1
                parts = (office, match["year"], match["number"].lstrip("0"))
                numbered[match["title"]].append(_Numbered(block, start, end, parts))
    for places in numbered.values():
        many = {p.parts: sum(q.parts == p.parts for q in places) for p in places}
        usual = max(many, key=lambda parts: many[parts])
        for place in places:
            if sum(a != b for a, b in zip(place.parts, usual, strict=True)) == 1:
                shown = f"{usual[0]}〔{usual[1]}〕{usual[2]}号"
                message = Wording(f"这一文件在书中又作{shown}", f"elsewhere in the book {shown}")
                hint = Wording("核对原文件后统一。", "Check the document, then use one number.")
                yield at(place.block, place.start, place.end, message, hint)
