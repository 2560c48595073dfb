"""Terms and habits that one text, or the whole book, should write one way."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Piece, Running, Title, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.text_facts import Fact

_GROUPED = {
    "44,690": re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])"),
    "44 690": re.compile(r"(?<![\d .])\d{1,3}(?: \d{3})+(?!\d)"),
    "44690": re.compile(
        r"(?<![\d,.A-Za-z:：-])(?<!拨打)(?<!电话)(?<!热线)[1-9]\d{4,7}(?![\d,年-]|热线|电话|平台|转办)"
    ),
}


@rule("C502", Kind.QUERY)
def mixed_pair(piece: Piece) -> Iterator[Spot]:
    """Two forms of one word in one text, where the house wants one (作出/做出).

    Why: usage books disagree about the direction; that both stand in one text is the fault.

        作出贡献 … 做出贡献  →  one of them
        中文：作出贡献 … 做出贡献  →  统一为一种

    Clause: 用词表 pairs.tsv
    中文：一篇之内同一个词有两种写法。工具书意见不一，以全篇统一为准。
    """
    for entry in piece.list("pairs"):
        if entry.wrong not in piece.text or entry.right not in piece.text:
            continue
        uses = list(_uses(piece, entry.wrong)), list(_uses(piece, entry.right))
        if not all(uses):
            continue
        for block, start, end in uses[0]:
            message = Wording(f"本篇“{entry.wrong}”“{entry.right}”并用",
                              f"{entry.wrong} and {entry.right} in one text")  # fmt: skip
            hint = Wording(f"统一为一种，如“{entry.right}”。", f"Use one, such as {entry.right}.")
            yield at(block, start, end, message, hint, entry.right)


def _uses(piece: Piece, word: str) -> Iterator[tuple[Block, int, int]]:
    pattern = re.escape(word) + ("(?!来)" if word.endswith("出") else "")  # 做出来 is another word
    for block in piece.blocks:
        if not isinstance(block, Title):
            for match in re.finditer(pattern, block.text):
                yield block, match.start(), match.end()


@rule("C505", Kind.QUERY, "knowledge")
def unusual_term(block: Running | Cell) -> Iterator[Spot]:
    """A term, campaign or body named otherwise than it names itself.

    Why: fixed names are quoted whole.

        能力作风年建设  →  能力作风建设年

    Clause: 用词表 formulas.tsv
    中文：专名或固定提法不完整。请核对后补全。
    """
    for entry in block.piece.list("formulas"):
        if entry.wrong not in block.text:
            continue
        lacking = entry.right.partition(entry.wrong)
        if lacking[1] and not lacking[2] and lacking[0] in block.text.replace(entry.right, ""):
            continue  # 习近平总书记指出……新时代中国特色社会主义思想: he says it so himself
        covered = [m.span() for m in re.finditer(re.escape(entry.right), block.text)]
        for match in re.finditer(re.escape(entry.wrong), block.text):
            if any(start <= match.start() and match.end() <= end for start, end in covered):
                continue
            message = Wording(f"是不是“{entry.right}”", f"is {entry.right} meant?")
            yield at(block, match.start(), match.end(), message, entry.origin, entry.right)


def _grouped_in(piece: Piece) -> list[Fact]:
    """Return style, block, first and last character of each number of a text that may be grouped."""
    return [
        (style, block.number, *match.span())
        for block in piece.blocks
        for style, pattern in _GROUPED.items()
        for match in pattern.finditer(block.text)
    ]


@rule("N209", Kind.QUERY, "numeral-style")
def grouping_varies(volume: Volume) -> Iterator[Spot]:
    """Large numbers grouped in more than one way in the book: 44690, 44,690, 44 690.

    Why: readers take one book's numbers to be written alike.

        44,690  →  44690, where the book has 44690
        中文：44,690  →  44690（全书多写作 44690）

    Clause: GB/T 15835—2011 5.1.1
    中文：多位数分节方式全书不一。五位以上数字或连写，或空四分之一字，或用千分撇，全书统一。
    """
    uses: dict[str, list[tuple[Block, int, int]]] = {style: [] for style in _GROUPED}
    for piece in volume.pieces:
        for style, number, start, end in volume.facts.of(piece, "grouped numbers", _grouped_in):
            uses[str(style)].append((piece.blocks[int(number)], int(start), int(end)))
    used = sorted((style for style in uses if uses[style]), key=lambda s: -len(uses[s]))
    for style in used[1:]:
        for block, start, end in uses[style]:
            put = re.sub("[, ]", "", block.text[start:end]) if used[0] == "44690" else None
            message = Wording(f"全书多写作“{used[0]}”的样子", f"the book mostly writes {used[0]}")
            hint = Wording("全书用一种分节方式。", "Group numbers one way.")
            yield at(block, start, end, message, hint, put)
