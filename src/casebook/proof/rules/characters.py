"""Wrong characters that no list has: what language models, or a user's checker, would rather read."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from casebook.errata import Kind, Wording
from casebook.intake.matching import organisations
from casebook.proof import name_index
from casebook.proof.blocks import Block, Running, Volume, masked
from casebook.proof.findings import Spot, at
from casebook.proof.parts_of_speech import verbs
from casebook.proof.person_names import full_person, person
from casebook.proof.rule_runner import rule
from casebook.proof.rules import particles
from casebook.proof.rules.near_words import NearWords
from casebook.proof.spelling.suspects import Suspect
from casebook.typography import IDEOGRAPHS

_OFTEN = 2
"""What a book writes more often than this is its own word."""
_SLOGAN = re.compile("“[^“”。！？]{1,16}”|《[^《》]{1,60}》|〈[^〈〉]{1,60}〉")
_FOREIGN = re.compile(
    "[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,6})+"
    "|[阿艾奥巴贝比波布查达戴德迪蒂杜多恩尔法菲弗夫福盖戈格哈海赫霍基吉加贾杰卡凯科克库拉莱兰勒雷里利莉林列卢鲁路罗洛马麦曼梅米莫姆穆纳娜内尼诺努欧帕佩皮普奇契乔切瑞萨塞桑沙舍施史斯丝思苏索塔泰特提图托瓦威韦维温沃乌西希夏谢辛亚雅耶伊尤约扎泽詹朱佐兹]{4,}"
)
"""Foreign names: parted by a dot, or of four characters and more that write sounds."""
_FIRM = re.compile("[\u4e00-\u9fff]{2,4}(?=集团|股份|证券|控股)")
_PERSON = re.compile(
    f"(?:^|(?<=[、，。：；（(“和与及]))(?:{full_person('full')}|{person('name')})"
    "(?=[、，。；]|$|[和与及说]|同志|同学|老师|先生|女士|表示|介绍|告诉|主任|主席|书记|院长|医生|医师|教授|法官)"
)
"""Names of persons that stand in a row, before a title, or before what they say."""
_COUNTED = re.compile(
    "(?<=\\d)[种个名家项次件届条位所座台辆支篇份批类期场户处间元吨米里亩年月日天级层号人村镇乡县市省区][\u4e00-\u9fff]"
)
"""A measure word behind a figure, and the first character of what is counted: 15种小企业."""
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
_ABLE = re.compile(f"[{IDEOGRAPHS}][得不]$")
_CAN = "了到起上下开住出进来去过成动着"
"""What stands behind a verb and 得 or 不 where somebody can or cannot do it: 进得了门."""
_MEANS_AND_END = re.compile("以[一-鿿][促带保助养补][一-鿿]")
"""So much as is cut out of it and a character either side."""
_ILLNESSES = "瘤癌病症炎"
"""Last characters of illnesses."""
_LONG_TERM = 4
_MEASURES = frozenset("量质 质效 量价".split())
"""Two measures of one character each."""
_BOTH = re.compile("[一-鿿]{2}(?:提升|齐升|双升|齐增|并举|并重|并进|双提升)")
_FULL_NAME, _ANY_NAME = re.compile(full_person("full")), re.compile(person("name"))
_VERB_WANTED = re.compile("(?:怎么|怎样|如何|忙着|学会|帮着|正在|赶紧)$")
"""Words behind which something is done: a noun does not fit there better."""


@rule("W605", Kind.QUERY, "wrong-character")
def suspected_character(volume: Volume) -> Iterator[Spot]:
    """A character in the place of another that the language would rather have there.

    Why: two models of Chinese both find the other word much likelier, and the two characters are
    of like sound or shape or a key apart, a whole word is taken for one of the same sound, or a
    character is missing, typed twice or transposed. What the book writes more
    than twice, what the notice prints, names of persons, foreign names, short quotations and titles in 《》 are left alone; so are
    the words in `words.txt` of the manuscript folder, one a line.

        贯策落实  →  贯彻落实

    中文：疑为错字。两个语言模型都认为换一个同音、形近、差一键的字或同音的词（或补字、删字、对调）更像话。书中写了三次以上的、通报里的名称、人名、译名、引号里的短语、书名号里的题名不问；`manuscript/words.txt` 里每行写一个词，写了的也不再问。
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
    named = _pattern((*_named(volume), *_persons(volume)))
    for piece in volume.pieces:
        for block in map(masked, piece.blocks):
            if block.quoted or not (suspects := volume.suspects.get(block.text)):
                continue
            kept = [match.span(1) for match in named.finditer(block.text)]
            for pattern in (_SLOGAN, _FOREIGN, _FIRM, _PERSON, _COUNTED):
                kept += [match.span() for match in pattern.finditer(block.text)]
            kept += _told_by_the_list(block)
            kept += [(slip.start, slip.start + 1) for slip in particles.slips(block.text)]
            for suspect in suspects:
                touched = any(suspect.start < end and start < suspect.end for start, end in kept)
                fits = _fits_as_it_stands(block.text, suspect) or _other_person(block, suspect)
                if not (touched or fits):
                    yield block, suspect


def _fits_as_it_stands(text: str, suspect: Suspect) -> bool:
    """Whether the sentence wants what stands there, though a language model knows it not."""
    written = text[suspect.start : suspect.end]
    if written in _places():
        return True
    if _means_and_end(text, suspect) or _is_of_a_kind(text, suspect):
        return True
    if _ABLE.fullmatch(written) and text[suspect.end : suspect.end + 1] in tuple(_CAN):
        return True
    if _BOTH.match(text, suspect.start) and written in _MEASURES:
        return True
    wanted = _VERB_WANTED.search(text[max(0, suspect.start - 2) : suspect.start])
    return wanted is not None and len(written) > 1 and suspect.put not in verbs()


def _means_and_end(text: str, suspect: Suspect) -> bool:
    """Whether the two characters are cut out of a means and an end: 以进促稳."""
    around = text[max(0, suspect.start - 1) : suspect.end + 1]
    return _MEANS_AND_END.fullmatch(around) is not None


def _is_of_a_kind(text: str, suspect: Suspect) -> bool:
    """Whether 为 says of an illness which it is, and another first character is put: 肿瘤为恶性淋巴瘤."""
    written = text[suspect.start : suspect.end]
    copula = written[:1] == "为" and written[1:] == suspect.put[1:] and len(written) > _LONG_TERM
    return copula and text[max(0, suspect.start - 1) : suspect.start] in tuple(_ILLNESSES)


def _other_person(block: Block, suspect: Suspect) -> bool:
    """Whether a name is taken for that of somebody known, of another surname, or a name of two characters
    begins a clause and stands again in the text: 马玉祥 (冯玉祥), 何丽."""
    written = block.text[suspect.start : suspect.end]
    if _FULL_NAME.fullmatch(written) and _FULL_NAME.fullmatch(suspect.put):
        return written[0] != suspect.put[0] and written[1:] == suspect.put[1:]
    before = block.text[max(0, suspect.start - 1) : suspect.start]
    again = len(written) == 2 and block.piece.text.count(written) > 1
    return again and before in ("", *"，。；：“") and _ANY_NAME.fullmatch(written) is not None


@cache
def _places() -> frozenset[str]:
    """Return the names of provinces, prefectures and cities that are no other words: 潍坊."""
    return frozenset(name.text for name in organisations.names())


def _named(volume: Volume) -> Iterator[str]:
    """Yield the names of the notice and of the texts, and the words of the book's own list."""
    for award in volume.lists.awards:
        yield from filter(None, (award.organisation, award.title))
    for piece in volume.cases:
        if piece.case is not None:
            yield piece.case.organisation
            yield from (contributor.name for contributor in piece.case.contributors)
    yield from volume.lists.words


def _persons(volume: Volume) -> Iterator[str]:
    """Yield the names of persons that the book tells more than once, or with their title."""
    for kind, form in name_index.index(volume):
        if kind == name_index.PERSON:
            yield form


def _told_by_the_list(block: Block) -> list[tuple[int, int]]:
    """Return where a word is asked about for the words beside it (W607)."""
    if block.piece.lists is None or not isinstance(block, Running):
        return []
    words = block.piece.lists.made("near_words", NearWords)
    return [(taken.start, taken.start + len(taken.line.wrong)) for taken in words.find(block.text)]


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
