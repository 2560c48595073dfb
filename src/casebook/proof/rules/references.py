"""What a text refers to and has not: figures, tables, annexes, notes, works of the bibliography."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Caption, Cell, Heading, ListEntry, Note, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_NUMERAL = "[0-9一二三四五六七八九十]{1,3}"
_LABEL = rf"{_NUMERAL}(?:[-—–－.．]{_NUMERAL})?"
_CAPTION = re.compile(rf"\s*(?P<more>续?)(?P<kind>[图表])\s*(?P<label>{_LABEL})(?P<rest>.{{0,4}})")
_MORE = re.compile(r"\s*[（(]?续|\s*[（(]?[a-zA-Z][)）\s　]")
_JOINT = r"\s*(?:[、,，和及与至到~～—–-]|以及)\s*"
_NUMBERED = re.compile(
    rf"(?P<kind>[图表])\s*(?P<labels>{_LABEL}(?![0-9%％年月日])(?:{_JOINT}[图表]?\s*{_LABEL}(?![0-9.%％年月日号级类]))*)"
)
_BEFORE = re.compile("(?:[见如由从据按]|参照|对照|根据|[（(])$")
_BEHIND = re.compile("(?:所示|可[知见看]|显示|[）)])")
_UNNUMBERED = re.compile(
    r"(?:[见如由从](?P<beside>[上下])?|(?P<alone>(?<![\u4e00-\u9fff])[上下]))(?P<kind>图|表)(?:所示|可[知见看]|[）)，。；：]|$)"
)
_RANGE = re.compile("[-—–－~～至到]")
_ANNEX = re.compile(
    rf"(?:详见|参见|见)(?:文后|文末|后附|所附)?(?P<name>附(?:件|录|表|图))(?P<number>{_NUMERAL}|[A-Z](?![A-Za-z]))?"
)
_ANNEX_TELLS = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[是按照据由从如在以])|(?<=根据)|(?<=按照))(?P<name>附(?:件|录|表|图))(?P<number>{_NUMERAL}|[A-Z](?![A-Za-z]))(?=(?:中)?(?:所?列|列出|列明|列举|所示|所附|所载|载明|规定|要求|明确))"
)
_ANNEX_MORE = re.compile(
    rf"(?:[、，]|和|及|与|以及)(?:附件)?(?P<number>{_NUMERAL})(?![0-9]|[年月日个项份篇人名家户张条])"
)
_ANNEX_LIST = re.compile(r"\s*附件\s*[：:]")
_ANNEX_ITEM = re.compile(r"(?:^|(?<=[\s\u3000；;。]))[\s\u3000]*(?P<number>\d{1,2})[．.、](?!\d)")
_ELSEWHERE = re.compile("(?:》|文件|通知|报告|网站|官网|原文|光盘|二维码)[^，。；]{0,6}$")
_NOTE = re.compile(r"(?:见注\s*(?P<figure>\d{1,2})(?!\d)|注\s*(?P<sign>[①-⑳]))")
_WORK = re.compile(r"(?:文献)?[\[［](?P<numbers>\d{1,3}(?:\s*[-–—,，、]\s*\d{1,3})*)[\]］]")
_LISTED = re.compile(r"\s*(?:[\[［](\d{1,3})[\]］]|(\d{1,3})[.．、]\s)")
_HEAD = re.compile(r"\s*[【\[]?\s*(?:主要)?参\s*考\s*(?:文\s*献|资料|书目)")
_PART = re.compile(
    r"(?:(?P<here>本文|文中|前文|上文|下文|后文|本篇)的?|(?:详见|参见|参阅|见|正如|如|在|针对|对照|结合|根据|按照|围绕))(?P<named>第(?P<number>[一二三四五六七八九十\d]{1,3})(?:部分|大部分|节|章|大点))"
    r"|(?P<alone>第(?P<other>[一二三四五六七八九十\d]{1,3})部分)(?=所述|所列|所指|已述|已经|中已|提到|谈到|介绍|列出|列举|指出|分析的)"
)
_OPENS = re.compile(r"\s*(?:第)?([一二三四五六七八九十]{1,3})(?:、|部分|章|节)")
_NAMES = {"图": Wording("图", "figure"), "表": Wording("表", "table")}
_ASK = Wording(
    "核对编号；缺的请作者补上，或改写这一处。",
    "Correct the number, ask the author for what is lacking, or write it otherwise.",
)
_LONGEST = 40
"""Characters of a line that may be a caption typed as a paragraph."""


@dataclass(frozen=True)
class _Kept:
    """What a text has: the labels of its figures and tables, and how many there are of each."""

    labels: Mapping[str, tuple[str, ...]]
    many: Mapping[str, int]

    def has(self, kind: str, label: str) -> bool:
        """Whether the text has the figure or table `label`, or as many without numbers."""
        if label in self.labels[kind]:
            return True
        number = number_of(label)
        if number is None or any("-" in known for known in self.labels[kind]):
            return False
        unnumbered = self.many[kind] - len(self.labels[kind])
        return 0 < number <= self.many[kind] and unnumbered > 0

    def shown(self, kind: str) -> Wording:
        """Say what the text has of a kind."""
        name = _NAMES[kind]
        if self.labels[kind]:
            zh = "、".join(f"{kind}{label}" for label in self.labels[kind])
            return Wording(f"有{zh}", f"it has {', '.join(self.labels[kind])}")
        many = self.many[kind]
        if many:
            return Wording(f"有{many}幅没有编号的{kind}", f"it has {many} without a number")
        return Wording(f"没有{kind}", f"it has no {name.en}")


def _plain(label: str) -> str:
    """Return a label as it is compared: figures, the parts of 图1—2 joined by a hyphen."""
    parts = re.split("[-—–－.．]", label)
    return "-".join(str(number_of(part) or part) for part in parts)


@lru_cache(maxsize=8)
def _kept(piece: Piece) -> _Kept:
    labels: dict[str, list[str]] = {"图": [], "表": []}
    for _, match in _captions(piece):
        labels[match["kind"]].append(_plain(match["label"]))
    tables = {block.table for block in piece.blocks if isinstance(block, Cell)}
    pictures = piece.body.count("<img")
    return _Kept(
        {kind: tuple(dict.fromkeys(known)) for kind, known in labels.items()},
        {"图": pictures, "表": len(tables)},
    )


def _captions(piece: Piece) -> Iterator[tuple[Block, re.Match[str]]]:
    """Yield what names figures and tables: captions, and short lines set as such."""
    for block in piece.blocks:
        if isinstance(block, Cell):
            continue
        match = _CAPTION.match(block.text)
        if match and (isinstance(block, Caption) or _is_caption(block.text, match)):
            yield block, match


def _is_caption(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end("label") :]
    return len(text) <= _LONGEST and not re.search("[。；]", text) and bool(
        re.match(r"[\s　：:．.]", rest) or not rest
    )  # fmt: skip


@rule("S409", Kind.QUERY, "logic")
def reference_to_nothing(piece: Piece) -> Iterator[Spot]:
    """A reference to a figure, a table, an annex, a note, a part or a listed work that the text has not.

    Why: the reader looks for it; it was cut, or numbered anew, when the text was shortened.

        （见图6）, where there is 图1 alone  →  图1, or the figure that lacks
        中文：（见图6），而本篇只有图1  →  改为图1，或补上图6

    中文：所指的图、表、附件、注、部分或参考文献本篇没有。多因删节、改号而落空；核对编号，或请作者补上。
    """
    parts = _part_numbers(piece)
    for block in piece.blocks:
        if isinstance(block, Heading | Caption) and _CAPTION.match(block.text):
            continue
        yield from _numbered(piece, block)
        yield from _unnumbered(piece, block)
        yield from _annexes(piece, block)
        yield from _notes(piece, block)
        yield from _parts(block, parts)
    yield from _works(piece)


def _numbered(piece: Piece, block: Block) -> Iterator[Spot]:
    kept = _kept(piece)
    for match in _NUMBERED.finditer(block.text):
        before, behind = block.text[: match.start()], block.text[match.end() :]
        if not (_BEFORE.search(before) or _BEHIND.match(behind)):
            continue
        kind = match["kind"]
        if _ELSEWHERE.search(re.split("[，。；（(]", before)[-1]):
            continue
        labels = _labels(match["labels"], kept.labels[kind])
        lacking = [label for label in labels if not kept.has(kind, label)]
        if lacking:
            shown = kept.shown(kind)
            named = "、".join(f"{kind}{label}" for label in lacking)
            message = Wording(
                f"本篇没有{named}（{shown.zh}）",
                f"no {_NAMES[kind].en} {', '.join(lacking)} here; {shown.en}",
            )
            yield at(block, match.start(), match.end(), message, _ASK)


def _labels(text: str, known: tuple[str, ...]) -> list[str]:
    """Return the labels a reference names; 1—3 is one label where such labels are used, else two."""
    parts = re.split(r"[、,，和及与以图表\s]+", text)
    parted = any("-" in label for label in known)
    named: list[str] = []
    for part in filter(None, parts):
        named += [_plain(part)] if parted or "." in part else map(_plain, _RANGE.split(part))
    return [label for label in named if label]


def _unnumbered(piece: Piece, block: Block) -> Iterator[Spot]:
    kept = _kept(piece)
    pictures = kept.many["图"]
    for match in _UNNUMBERED.finditer(block.text):
        kind = match["kind"]
        if pictures or kept.many[kind] or kept.labels[kind]:  # a table may be sent as a picture
            continue
        message = Wording(f"本篇没有{kind}", f"there is no {_NAMES[kind].en} in this text")
        yield at(block, match.start(), match.end("kind"), message, _ASK)


def _annexes(piece: Piece, block: Block) -> Iterator[Spot]:
    for match in (m for pattern in (_ANNEX, _ANNEX_TELLS) for m in pattern.finditer(block.text)):
        name = match["name"]
        clause = re.split("[，。；（(]", block.text[: match.start("name")])[-1]
        if _ELSEWHERE.search(clause):
            continue
        yield from _annex(
            piece, block, name, match["number"] or "", match.start("name"), match.end()
        )
        end = match.end()
        while match["number"] and (more := _ANNEX_MORE.match(block.text, end)):
            yield from _annex(piece, block, name, more["number"], more.start("number"), more.end())
            end = more.end()


def _annex(
    piece: Piece, block: Block, name: str, number: str, start: int, end: int
) -> Iterator[Spot]:
    if not _has_annex(piece, name, number):
        message = Wording(f"本篇没有{name}{number}", f"there is no {name}{number} in this text")
        yield at(block, start, end, message, _ASK)


def _has_annex(piece: Piece, name: str, number: str) -> bool:
    heading = re.compile(rf"\s*{name}\s*{re.escape(number)}(?![0-9])")
    if any(heading.match(block.text) for block in piece.blocks):
        return True
    return name == "附件" and number_of(number) in _listed_annexes(piece)


@lru_cache(maxsize=8)
def _listed_annexes(piece: Piece) -> frozenset[int | None]:
    """Return the numbers of the annexes that a list at the end names: 附件：1．合同文本　2．单价表."""
    numbers: set[int | None] = set()
    listing = False
    for block in piece.blocks:
        head = _ANNEX_LIST.match(block.text)
        listing = head is not None or (listing and _ANNEX_ITEM.match(block.text) is not None)
        if listing:
            text = block.text[head.end() :] if head else block.text
            numbers |= {number_of(item["number"]) for item in _ANNEX_ITEM.finditer(text)}
    return frozenset(numbers)


def _notes(piece: Piece, block: Block) -> Iterator[Spot]:
    for match in _NOTE.finditer(block.text):
        if match.start() == 0:
            continue  # the note itself
        sign = match["sign"]
        number = ord(sign) - ord("①") + 1 if sign else int(match["figure"])
        signs = tuple(filter(None, (sign, f"注{number}", f"注：{number}", f"[{number}]")))
        if sum(isinstance(b, Note) for b in piece.blocks) >= number:
            continue
        if any(b.text.lstrip(" 　注：").startswith(signs) for b in piece.blocks if b is not block):
            continue
        message = Wording(f"本篇没有注{sign or number}", f"there is no note {number} in this text")
        yield at(block, match.start(), match.end(), message, _ASK)


def _part_numbers(piece: Piece) -> frozenset[int | None]:
    """Return the numbers of the parts of a text, as its headings of the highest level have them."""
    heads = [block for block in piece.blocks if isinstance(block, Heading)]
    highest = min((head.level for head in heads), default=0)
    opened = (_OPENS.match(head.text) for head in heads if head.level == highest)
    return frozenset(number_of(match[1]) for match in opened if match)


def _parts(block: Block, numbers: Collection[int | None]) -> Iterator[Spot]:
    """Look for parts of the text by number that are not among its `numbers`."""
    if len(numbers) < 2:
        return
    for match in _PART.finditer(block.text):
        number = number_of(match["number"] or match["other"])
        before = re.split("[，。；]", block.text[: match.start()])[-1]
        if number is None or number in numbers or "《" in before or "》" in before:
            continue
        group = "named" if match["named"] else "alone"
        message = Wording(
            f"本篇没有{match[group]}（有{len(numbers)}个部分）",
            f"there is no {match[group]} in this text of {len(numbers)} parts",
        )
        yield at(block, *match.span(group), message, _ASK)


def _works(piece: Piece) -> Iterator[Spot]:
    """Look for numbers of works behind the last of the bibliography."""
    begun = next((b.number for b in piece.blocks if _HEAD.match(b.text)), None)
    last = _last_work(piece, begun)
    said = False
    for block in piece.blocks:
        if begun is not None and block.number >= begun:
            return
        for match in _WORK.finditer(block.text):
            numbers = [int(number) for number in re.findall(r"\d+", match["numbers"])]
            if match.start() == 0 or max(numbers) <= last or isinstance(block, Cell | Note):
                continue
            if not last and said:
                continue  # the first of all says it
            said = True
            message = Wording(
                f"文后参考文献只到第{last}条" if last else "本篇没有列出参考文献",
                f"the bibliography ends with {last}" if last else "there is no bibliography",
            )
            yield at(block, match.start(), match.end(), message, _ASK)


def _last_work(piece: Piece, begun: int | None) -> int:
    """Return the number of the last work listed, 0 where none is."""
    if begun is None:
        listed = [b for b in piece.blocks if re.match(r"\s*[\[［]\d{1,3}[\]］]", b.text)]
    else:
        listed = [b for b in piece.blocks if b.number > begun]
    numbers = [int(match[1] or match[2]) for b in listed if (match := _LISTED.match(b.text))]
    entries = sum(isinstance(b, ListEntry) for b in listed)
    return max((*numbers, entries), default=0)


@rule("S410", Kind.QUERY, "structure")
def caption_number_gap(piece: Piece) -> Iterator[Spot]:
    """Numbers of figures or of tables that skip, repeat or do not begin with one.

    Why: a figure is missing, or its number is wrong; what the text says of it then misleads.

        图1 … 图3  →  图1 … 图2, or the figure that lacks
        中文：图1……图3  →  改为图2，或补上图2

    中文：图号、表号跳号、重号或不从一起。可能缺图缺表，也可能编错号；改号时正文里的“见图几”一并改。
    """
    last = {"图": 0, "表": 0}
    for block, match in _captions(piece):
        number, kind = number_of(match["label"]), match["kind"]
        if number is None:
            continue  # 图1-2 counts within a part
        more = match["more"] or _MORE.match(match["rest"])
        if number != last[kind] + 1 and not (more and number == last[kind]):
            name, wanted = _NAMES[kind], last[kind] + 1
            message = Wording(
                f"{kind}号应为{kind}{wanted}，写成{kind}{number}",
                f"{name.en} {number} where {wanted} is due",
            )
            hint = Wording("核对是否缺图缺表，再改编号。", "See whether one is missing.")
            yield at(block, match.start("kind"), match.end("label"), message, hint)
        last[kind] = max(number, last[kind])
