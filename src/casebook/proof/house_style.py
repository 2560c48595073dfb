"""体例: how the texts of the book differ in custom, in one table, so that one decision serves all.

Nothing here is a fault. A row is a case; a column a custom: how headings are numbered, how long
the text is, how ranges and large numbers are written, which of two words, what stands at the end.
"""

import re
from collections import Counter
from dataclasses import dataclass

from casebook.errata import Wording
from casebook.proof.blocks import (
    Caption,
    Cell,
    Credit,
    Heading,
    Note,
    Piece,
    RunIn,
    Volume,
)
from casebook.proof.rules.structure import numbered

COLUMNS = (
    Wording("案例", "case"),
    Wording("标题层次", "headings"),
    Wording("段首标题", "run-in"),
    Wording("正文字数", "characters"),
    Wording("表", "tables"),
    Wording("题注", "captions"),
    Wording("注", "notes"),
    Wording("数值范围", "ranges"),
    Wording("多位数", "large numbers"),
    Wording("用词", "words"),
    Wording("署名", "credits"),
)
_SHAPES = ("一、", "（一）", "1.", "（1）", "①")


@dataclass(frozen=True)
class HouseStyle:
    """The table: a row of words for each case, and for each column what most cases do."""

    rows: tuple[tuple[str, ...], ...]
    usual: tuple[str, ...]

    def differs(self, row: int, column: int) -> bool:
        """Whether a case does otherwise than most, in a column where most do alike."""
        usual = self.usual[column]
        return bool(usual) and self.rows[row][column] not in ("", usual)


def compare(volume: Volume) -> HouseStyle:
    """Return the table of all cases with a text, in printed order."""
    rows = tuple(_row(piece) for piece in volume.cases)
    usual = tuple(_usual([row[n] for row in rows]) if n in (1, 2, 7, 8, 10) else ""
                  for n in range(len(COLUMNS)))  # fmt: skip
    return HouseStyle(rows, usual)


def _row(piece: Piece) -> tuple[str, ...]:
    count = Counter(type(block) for block in piece.blocks)
    size = sum(len(re.sub(r"\s", "", block.text)) for block in piece.blocks)
    tables = {block.table for block in piece.blocks if isinstance(block, Cell)}
    case = piece.case
    roles = [person.role for person in case.contributors] if case else []
    return (
        piece.id,
        _headings(piece),
        "有" if count[RunIn] else "无",
        str(size),
        str(len(tables)),
        str(count[Caption]),
        str(count[Note]),
        _styles(piece, {"～": r"\d[%％万亿]?～\d", "—": r"\d[%％万亿]?—\d", "-": r"\d[%％万亿]?-\d+[%％人名天]"}),
        _styles(piece, {"连写": r"(?<![\d.])\d{5,8}(?![\d年])", "千分撇": r"\d,\d{3}", "空格": r"\d \d{3}"}),
        _words(piece),
        "、".join(roles) or ("文末" if count[Credit] else "无"),
    )  # fmt: skip


def _headings(piece: Piece) -> str:
    """Return the shapes of numbers by level: 一、>（一）>1."""
    levels: dict[int, str] = {}
    for block in piece.blocks:
        if isinstance(block, Heading):
            number = numbered(block.text)
            levels.setdefault(block.level, _SHAPES[number[0]] if number else "无号")
    return " > ".join(levels[level] for level in sorted(levels)) or "无标题"


def _styles(piece: Piece, patterns: dict[str, str]) -> str:
    used = [name for name, pattern in patterns.items() if re.search(pattern, piece.text)]
    return "、".join(used)


def _words(piece: Piece) -> str:
    """Return which word of each house pair the text uses."""
    habits: list[str] = []
    for entry in piece.list("pairs"):
        used = [word for word in (entry.right, entry.wrong) if word in piece.text]
        if entry.wrong in used:
            habits.append("/".join(used))
    return "、".join(habits)


def _usual(values: list[str]) -> str:
    counts = Counter(value for value in values if value)
    if not counts:
        return ""
    value, many = counts.most_common(1)[0]
    return value if many * 2 > counts.total() else ""
