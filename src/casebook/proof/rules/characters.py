"""Wrong characters that no list has: what language models, or a user's checker, would rather read."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Volume, masked
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.spelling.suspects import Suspect

_OFTEN = 2
"""What a book writes more often than this is its own word."""
_SLOGAN = re.compile("“[^“”。！？]{1,16}”|《[^《》]{1,60}》|〈[^〈〉]{1,60}〉")
_AROUND = 1
_SLIPS = {
    "sound": Wording("同音", "of the same sound"),
    "near sound": Wording("音近", "of nearly the same sound"),
    "shape": Wording("形近", "of like shape"),
    "keys": Wording("拼音差一键", "a key of pinyin apart"),
    "strokes": Wording("五笔差一键", "a key of 五笔 apart"),
    "unlike": Wording("一字之差", "one character apart"),
    "word of the same sound": Wording(
        "音同、音近的词", "a word of the same or nearly the same sound"
    ),
    "word by keys": Wording("拼音差一键的词", "a word a key of pinyin apart"),
    "particle": Wording("的、地、得", "one of 的, 地, 得 for another"),
    "transposed": Wording("两字颠倒", "two characters transposed"),
    "missing": Wording("缺字", "a character missing"),
    "superfluous": Wording("多字", "a character too many"),
}
_Place = tuple[Block, Suspect]


@rule("W605", Kind.QUERY, "wrong-character")
def suspected_character(volume: Volume) -> Iterator[Spot]:
    """A character in the place of another that the language would rather have there.

    Why: two models of Chinese both find the other word much likelier, and the two characters are
    of like sound or shape or a key apart, a whole word is taken for one of the same sound, or a
    character is missing, typed twice or transposed. What the book writes more
    than twice, what the notice prints, short quotations and titles in 《》 are left alone; so are
    the words in `words.txt` of the manuscript folder, one a line.

        贯策落实  →  贯彻落实

    中文：疑为错字。两个语言模型都认为换一个同音、形近、差一键的字或同音的词（或补字、删字、对调）更像话。书中写了三次以上的、通报里的名称、引号里的短语、书名号里的题名不问；`manuscript/words.txt` 里每行写一个词，写了的也不再问。
    """
    groups: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for block, suspect in _suspected(volume):
        groups[_changed(block, suspect)].append((block, suspect))
    whole = "\n".join(piece.text for piece in volume.pieces) if groups else ""
    for (written, put), places in groups.items():
        times = whole.count(written)
        if written in put:  # 组织领 stands in each 组织领导 of the book
            times -= whole.count(put) * put.count(written)
        if times <= _OFTEN:
            yield _query(written, put, places)


def _suspected(volume: Volume) -> Iterator[_Place]:
    """Yield each suspect with its block, but for what is printed as others wrote it."""
    if not volume.suspects:
        return
    named = _pattern(tuple(_named(volume)))
    for piece in volume.pieces:
        for block in map(masked, piece.blocks):
            if block.quoted or not (suspects := volume.suspects.get(block.text)):
                continue
            kept = [match.span() for match in _SLOGAN.finditer(block.text)]
            kept += [match.span(1) for match in named.finditer(block.text)]
            for suspect in suspects:
                if not any(suspect.start < end and start < suspect.end for start, end in kept):
                    yield block, suspect


def _named(volume: Volume) -> Iterator[str]:
    """Yield the names of the notice and of the texts, and the words of the book's own list."""
    for award in volume.lists.awards:
        yield from filter(None, (award.organisation, award.title))
    for piece in volume.cases:
        if piece.case is not None:
            yield piece.case.organisation
            yield from (contributor.name for contributor in piece.case.contributors)
    yield from volume.lists.words


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))" if words else r"(?!)()")


def _changed(block: Block, suspect: Suspect) -> tuple[str, str]:
    """Return what stands there and what should; a single character with its neighbours."""
    start, end = suspect.start, suspect.end
    if end - start > 1:
        return block.text[start:end], suspect.put
    before = block.text[max(0, start - _AROUND) : start]
    behind = block.text[end : end + _AROUND]
    return before + block.text[start:end] + behind, before + suspect.put + behind


def _query(written: str, put: str, places: list[_Place]) -> Spot:
    block, suspect = places[0]
    more = f"（共 {len(places)} 处）" if len(places) > 1 else ""
    many = f" ({len(places)} places)" if len(places) > 1 else ""
    message = Wording(f"“{written}”疑为“{put}”{more}", f"“{written}”: probably “{put}”{many}")
    return at(block, suspect.start, suspect.end, message, _reason(suspect, places), suspect.put)


def _reason(suspect: Suspect, places: list[_Place]) -> Wording:
    if suspect.checker:
        why = Wording(
            f"检查器 {suspect.checker} 的把握 {suspect.odds:.2f}。",
            f"The checker {suspect.checker} gives it {suspect.odds:.2f}.",
        )
    else:
        slip = _SLIPS[suspect.slip]
        first, second = suspect.gains
        why = Wording(
            f"{slip.zh}；libime、SunPinyin 两个语言模型都以为后者更通（对数似然各多 {first}、{second}）。",
            f"{slip.en[0].upper()}{slip.en[1:]}; the language models of libime and SunPinyin both "
            f"prefer it (log likelihood {first} and {second} more).",
        )
    rest = places[1:]
    also = "".join(f"；另见 {b.piece.place(b, s.start)}" for b, s in rest)
    also_en = "".join(f"; also {b.piece.place(b, s.start)}" for b, s in rest)
    return Wording(
        f"{why.zh}原字不错就不改，把词写进 manuscript/words.txt，全书不再问{also}。",
        f"{why.en} If it is right, leave it and put the word into manuscript/words.txt{also_en}.",
    )
