"""Manuscripts of every construct nested in every other, numbered sentence by sentence.

`manuscript(seed, budget)` returns a tree of blocks; `markdown` and `word` write the same tree as
Markdown and as the parts of a Word file. Sizes go from nothing to absurd. Every sentence holds a
number that stands nowhere else, so whether it arrived is seen with a plain search.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from intake.formats.word import making

SIZES = (0, 1, 1, 2, 2, 3, 5, 9, 30)
"""How many of anything; the last ones are rare."""
_WEIGHTS = (1, 6, 6, 6, 4, 3, 2, 1, 0.3)
LONGEST = (40, 400)
PICTURE = "../media/a.png"


@dataclass
class Block:
    """A block: its kind, the sentences or inline text of it, the blocks within."""

    kind: str
    texts: list[str] = field(default_factory=list)
    within: list["Block"] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    notes: list["Block"] = field(default_factory=list)


class Writer:
    """Makes blocks of numbered sentences out of a seed; `said` are the numbers given out.

    A number of five digits breaks at no line end, so it is found in one piece.
    """

    def __init__(self, seed: int, budget: int, first: int) -> None:
        self._random, self._first = random.Random(seed), first
        self._left = budget
        self.said: list[str] = []

    def size(self) -> int:
        return self._random.choices(SIZES, _WEIGHTS)[0]

    def sentence(self) -> str:
        """Return a sentence with a number of its own."""
        self._left -= 1
        name = f"句{self._number()}号"
        rest = self._random.choice(
            (
                "",
                "医院把做法写进制度",
                "covering 3.5% of wards",
                "“随访”——不再靠人记……",
                "甲乙丙丁" * 20,
            )
        )
        return f"{name}{rest}。"

    def _number(self) -> str:
        self.said.append(f"{self._first + len(self.said):05}")
        return self.said[-1]

    def word(self) -> str:
        """Return a long word with a number at each end."""
        self._left -= 2
        ends = [f"Q{self._number()}Z" for _ in "ab"]
        length = self._random.choice(LONGEST)
        return ends[0] + "abcdefghij" * (length // 10) + ends[1]

    def inline(self, notes: list[Block] | None = None, many: int | None = None) -> str:
        """Return some sentences, marked up; notes that are called go into `notes`."""
        parts: list[str] = []
        for _ in range(self.size() if many is None else many):
            if self._left <= 0:
                break
            text = self._random.choices((self.sentence, self.word), (30, 1))[0]()
            shape = self._random.choice(_INLINES)
            parts.append(shape(text))
            if notes is not None and self._random.random() < 0.06:
                notes.append(self.note())
                parts.append("[^NOTE]")
        return "".join(parts) or "空。"

    def note(self) -> Block:
        if self._random.random() < 0.6:
            return Block(
                "note", within=[Block("paragraph", [self.inline(many=1 + self.size() // 3)])]
            )
        return Block("note", within=list(self.blocks(3, many=1 + self.size() // 3)))

    def blocks(self, depth: int, many: int | None = None) -> Iterator[Block]:
        """Yield blocks that may stand at `depth`."""
        for _ in range(max(1, self.size()) if many is None else many):
            if self._left <= 0:
                return
            kinds = _KINDS if depth < 6 else ("paragraph",)
            yield self.block(self._random.choice(kinds), depth)

    def block(self, kind: str, depth: int) -> Block:
        """Return a block of `kind` with something in it."""
        made = Block(kind)
        if kind in ("paragraph", "heading", "run-in", "caption-figure", "verse"):
            inner = made.notes if depth < 3 and kind in ("paragraph", "verse") else None
            made.texts = [self.inline(inner, 1 if kind in ("heading", "caption-figure") else None)]
            if kind in ("run-in", "verse"):
                made.texts.append(self.inline())
        elif kind == "code":
            made.texts = [self.sentence() for _ in range(max(1, self.size()))]
        elif kind in ("bullets", "numbers"):
            made.within = [
                Block(
                    "item",
                    within=[
                        Block("paragraph", [self.inline()]),
                        *self.blocks(depth + 1, self._few()),
                    ],
                )
                for _ in range(max(1, self.size()))
            ]
        elif kind == "quote":
            made.within = list(self.blocks(depth + 1))
        elif kind == "table":
            columns = self._random.choice((1, 2, 3, 5, 8, 14, 24, 40))
            for _ in range(1 + self.size()):
                made.rows.append(
                    [self.inline(many=self._random.choice((0, 1, 1, 1, 2))) for _ in range(columns)]
                )
        elif kind == "deep":
            made.within = [self._deep(self._random.choice((3, 5, 9, 14, 20)))]
        return made

    def _few(self) -> int:
        return self._random.choice((0, 0, 0, 1, 2))

    def _deep(self, levels: int) -> Block:
        kind = self._random.choice(("quote", "bullets"))
        inner = Block("paragraph", [self.inline(many=1)])
        for _ in range(levels):
            if kind == "quote":
                inner = Block("quote", within=[Block("paragraph", [self.inline(many=1)]), inner])
            else:
                item = [Block("paragraph", [self.inline(many=1)])]
                inner = Block("bullets", within=[Block("item", within=[*item, inner])])
        return inner


_INLINES: tuple[Callable[[str], str], ...] = (
    *([lambda text: text] * 8),
    lambda text: f"**{text}**",
    lambda text: f"*{text}*",
    lambda text: f"`{text}`",
    lambda text: f"[{text}](https://example.org/a)",
    lambda text: f"<sub>{text}</sub>",
    lambda text: f"<sup>{text}</sup>",
    lambda text: f"<u>{text}</u>",
    lambda text: f"***{text}***",
)
_KINDS = (
    *(["paragraph"] * 6),
    "heading", "run-in", "bullets", "numbers", "quote", "table", "code", "caption-figure", "verse", "deep",
)  # fmt: skip


def manuscript(seed: int, budget: int, first: int = 10000) -> tuple[list[Block], list[str]]:
    """Return the blocks of a manuscript of about `budget` sentences, and their numbers."""
    writer = Writer(seed, budget, first)
    made: list[Block] = []
    while writer._left > 0:
        made += writer.blocks(0)
    return made, writer.said


class Markdown:
    """Writes blocks as Markdown."""

    def __init__(self) -> None:
        self._notes = 0
        self._pending: list[tuple[str, Block]] = []

    def text(self, blocks: Sequence[Block]) -> str:
        """Return a manuscript."""
        parts = [self._block(block) for block in blocks]
        while self._pending:
            name, note = self._pending.pop(0)
            inner = "\n\n".join(self._block(block) for block in note.within)
            parts.append(f"[^{name}]: " + _indented(inner, "    ").lstrip())
        return "\n\n".join(parts) + "\n"

    def _block(self, block: Block) -> str:
        texts = [self._called(text, block.notes) for text in block.texts]
        inner = [self._block(item) for item in block.within]
        match block.kind:
            case "heading":
                return f"## {texts[0]}"
            case "run-in":
                return f"**（一）{_plain(texts[0])}**{texts[1]}"
            case "verse":
                return f"{texts[0]}\\\n{texts[1]}"
            case "caption-figure":
                return f'![图]({PICTURE} "{_plain(texts[0])}")'
            case "code":
                return "```\n" + "\n".join(texts) + "\n```"
            case "bullets" | "numbers":
                mark = "- " if block.kind == "bullets" else "1. "
                return "\n\n".join(_item(mark, text) for text in inner)
            case "quote":
                return _indented("\n\n".join(inner), "> ", blank=">")
            case "table":
                return _table([[_cell(cell) for cell in row] for row in block.rows])
            case "paragraph":
                return texts[0]
        return "\n\n".join(inner)

    def _called(self, text: str, notes: list[Block]) -> str:
        waiting = list(notes)
        while "[^NOTE]" in text:
            self._notes += 1
            name = f"n{self._notes}"
            self._pending.append((name, waiting.pop(0)))
            text = text.replace("[^NOTE]", f"[^{name}]", 1)
        return text


def _indented(text: str, mark: str, blank: str = "") -> str:
    return "\n".join(mark + line if line else blank for line in text.split("\n"))


def _item(mark: str, text: str) -> str:
    return mark + _indented(text, " " * len(mark))[len(mark) :]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _plain(text: str) -> str:
    """Return a text without marks, where they may not stand."""
    for mark in (
        "**",
        "*",
        "`",
        "<sub>",
        "</sub>",
        "<sup>",
        "</sup>",
        "<u>",
        "</u>",
        "](https://example.org/a)",
        "[",
    ):
        text = text.replace(mark, "")
    return text


def word(blocks: Sequence[Block]) -> bytes:
    """Return a Word file of `blocks`; what Word has no form for is a paragraph."""
    notes: list[str] = []
    body = "".join(_word(block, notes, 0) for block in blocks)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        "word/footnotes.xml": f"<w:footnotes {space}>"
        + "".join(f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(notes, 1))
        + "</w:footnotes>"
    }
    return making.docx(f"<w:document {space}><w:body>{body}</w:body></w:document>", parts)


def _word(block: Block, notes: list[str], level: int) -> str:
    if block.kind == "table":
        rows = "".join(
            "<w:tr>" + "".join(f"<w:tc>{_para(_plain(cell))}</w:tc>" for cell in row) + "</w:tr>"
            for row in block.rows
        )
        return f"<w:tbl>{rows}</w:tbl>" + _para("")
    own = "".join(_para(_plain(text), notes, list(block.notes)) for text in block.texts)
    return own + "".join(_word(inner, notes, level + 1) for inner in block.within)


def _para(text: str, notes: list[str] | None = None, waiting: list[Block] | None = None) -> str:
    runs = []
    for number, piece in enumerate(text.split("^NOTE]")):
        if number and notes is not None and waiting:
            note = waiting.pop(0)
            notes.append("".join(_word(inner, [], 0) for inner in note.within))
            runs.append(f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>')
        runs.append(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return f"<w:p>{''.join(runs)}</w:p>"
