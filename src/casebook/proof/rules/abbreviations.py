"""Abbreviations in Latin letters: explained in two ways, or nowhere."""

import re
from collections import Counter
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import AwardEntry, Block, Piece, Prose, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.text_facts import Fact

_HAN = "[\u4e00-\u9fff]"
_LATIN = r"(?<![A-Za-z0-9.\-/])(?P<short>[A-Z]{2,8})(?![A-Za-z0-9\-/])"
_GLOSSED = re.compile(rf"{_LATIN}(?P<open>[（(])(?P<gloss>{_HAN}[\u4e00-\u9fff、“”]{{2,24}})[）)]")
_NO_GLOSS = re.compile(
    "^(?:以下|下同|简称|见|注|如|含|即|试点|第|每|约|共|原|全|各)|(?:版|型|级|区|院区|号|台|类|期)$"
)
_BRANDS = frozenset(("APP", "LED", "VIP", "KTV"))
_KNOWN = frozenset(
    "GDP CPI PPI PMI APEC WTO RCEP CEPA IMF IAEA DNA RNA ICU LED OLED GPS APP VIP KTV CCTV CGTN CMG BBC CNN NHK LNG CEO CBD "
    "ATM CPU ETC IPO PPP POS NBA CBA ISO SARS WIFI HPV HIV USB MBA IBM TCL ABB GMP SCI EMS PDF PPT IPTV SDR ETF CCC III VII VIII "
    "AAA AAAA AAAAA FAST EAST UPS API QQ CT CIP ISBN".split()
)
"""What the evening news says without explaining it (three times and more, 2012-07—2026-06), and numerals."""
_ALONE = re.compile(r"(?<![A-Za-z0-9.·\-/_“《])(?P<short>[A-Z]{3,6})(?![A-Za-z0-9·\-/_.”》])")
_BRACKETED = re.compile(
    r"[（(][^（()）]{0,60}?(?P<inside>[A-Z]{3,6})[^（()）]{0,20}[）)]|(?P<before>[A-Z]{3,6})[”]?[（(]"
)
_A_SYSTEM = re.compile("(?:[、和与及/][A-Z]{2,6})*等?(?:信息)?(?:系统|平台|软件|接口|认证|标准)")
"""Behind an abbreviation this says what it is: HIS、PACS等系统."""
_TWICE = 2
_LISTED = 6
"""Texts that are named one by one."""


@rule("C526", Kind.QUERY, "knowledge")
def abbreviation_varies(piece: Piece) -> Iterator[Spot]:
    """An abbreviation explained in one text in two ways.

    Why: it stands for one of them.

        RFID（射频识别）… RFID（无线视频识别）  →  RFID（射频识别）

    中文：同一外文缩写在一篇里有两种解释。括号里的中文名不同，一种也不包含另一种；请核实后统一。
    """
    known: dict[str, str] = {}
    for block, match in _glossed(piece):
        short, gloss = match["short"], match["gloss"]
        first = known.setdefault(short, gloss)
        if first in gloss or gloss in first:
            continue
        message = Wording(
            f"“{short}”前面解释为“{first}”，这里是“{gloss}”",
            f"{short} is {first} above and {gloss} here",
        )
        hint = Wording("核实后统一。", "See which is right.")
        yield at(block, *match.span("gloss"), message, hint, first)


def _glossed(piece: Piece) -> Iterator[tuple[Block, re.Match[str]]]:
    """Yield abbreviations with a Chinese name in brackets behind them."""
    for block in piece.blocks:
        if isinstance(block, AwardEntry):
            continue
        for match in _GLOSSED.finditer(block.text):
            if match["short"] not in _BRANDS and not _NO_GLOSS.search(match["gloss"]):
                yield block, match


@rule("C527", Kind.QUERY, "knowledge")
def abbreviation_unexplained(volume: Volume) -> Iterator[Spot]:
    """An abbreviation that a text uses more than once and never explains; told once for the book.

    Why: readers of other trades do not know it; its name stands at the first place, in brackets.

        推进DRG付费，DRG病组  →  按疾病诊断相关分组（DRG）付费
        中文：推进DRG付费，DRG病组  →  按疾病诊断相关分组（DRG）付费

    中文：外文缩写在本篇用了几次而没有解释。首次出现时写出中文名称，括注缩写；GDP、DNA、ICU等人人都知道的除外。全书一个缩写只报一次，列出各篇。
    """
    places: dict[str, list[tuple[Piece, Block, int, int]]] = {}
    for piece in volume.pieces:
        for short, number, start, end in volume.facts.of(piece, "abbreviations", _unexplained):
            use = (piece, piece.blocks[int(number)], int(start), int(end))
            places.setdefault(str(short), []).append(use)
    for short, uses in places.items():
        _, block, start, end = uses[0]
        texts = "、".join(piece.id for piece, *_ in uses[:_LISTED])
        many = len(uses) if len(uses) > _LISTED else 0
        message = Wording(
            f"“{short}”没有解释（{texts}{f'等{many}篇' if many else ''}）",
            f"{short} is not explained ({texts}{f' and others, {many} texts' if many else ''})",
        )
        hint = Wording(
            "首次出现时写出中文名称，括注缩写。",
            "Give its name where it stands first, and the abbreviation in brackets.",
        )
        yield at(block, start, end, message, hint)


def _unexplained(piece: Piece) -> list[Fact]:
    """Return each abbreviation that a text uses twice, in no bracket and before none, with its first place.

    What is used once may be a name: 津一·PARK, 海光DCU芯片.
    """
    if not _ALONE.search(piece.text):
        return []
    explained = {name for m in _BRACKETED.finditer(piece.text) for name in m.groups() if name}
    uses = Counter(
        match["short"]
        for match in _ALONE.finditer(piece.text)
        if not _A_SYSTEM.match(piece.text, match.end())
    )
    explained |= _KNOWN
    first: list[Fact] = []
    for block in piece.blocks:
        if isinstance(block, Prose) and not block.quoted:
            for match in _ALONE.finditer(block.text):
                short = match["short"]
                if (
                    short not in explained
                    and uses[short] >= _TWICE
                    and not block.literal(*match.span())
                ):
                    explained.add(short)
                    first.append((short, block.number, *match.span()))
    return first
