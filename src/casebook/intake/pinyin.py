"""Order Chinese names by pinyin, as an index must, with the readings places really have.

A collation knows one reading for a character and puts 长沙 under Z; pypinyin reads by phrase and
is right but for the names listed here. Names are compared syllable by syllable with tones, never
as one joined string: 西安 is not xian. pypinyin lives only in this module.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from casebook import import_cache
from casebook.store import version_of

_COMMON = 0x4E00, 0xA000
"""The characters whose readings are kept: CJK Unified Ideographs."""
#: Names that pypinyin 0.55 reads otherwise than the place or house is called.
READINGS = """
长治 cháng zhì|长葛 cháng gé|长丰 cháng fēng|长垣 cháng yuán|长岛 cháng dǎo|长泰 cháng tài
长阳 cháng yáng|长岭 cháng lǐng|长清 cháng qīng|长顺 cháng shùn|长武 cháng wǔ|长宁 cháng níng
长白 cháng bái|长海 cháng hǎi|天长 tiān cháng|曾都 zēng dū|六合 lù hé|六枝 lù zhī|单县 shàn xiàn
单城 shàn chéng|朝阳 cháo yáng|朝阳市 cháo yáng shì|朝阳区 cháo yáng qū|漯河 luò hé
什邡 shí fāng|都匀 dū yún|都安 dū ān|都兰 dū lán|都昌 dū chāng|宜都 yí dū|盐都 yán dū
江都 jiāng dū|丰都 fēng dū|郫都 pí dū|唐都 táng dū|大城县 dài chéng xiàn|解州 hài zhōu
繁峙 fán shì|洪洞 hóng tóng|浚县 xùn xiàn|泊头 bó tóu|会稽 kuài jī|华阴 huà yīn|任县 rén xiàn
任城 rén chéng|曲江 qū jiāng|弥勒 mí lè|库尔勒 kù ěr lè|阿勒泰 ā lè tài|锡林郭勒 xī lín guō lè
克孜勒苏 kè zī lè sū
"""


@cache
def _reader() -> Callable[[str], list[list[str]]]:
    """Return what reads a text syllable by syllable: pypinyin, taught the readings above."""
    from pypinyin import Style, load_phrases_dict, pinyin  # lazy: its words take a quarter second

    entries = [entry.split() for entry in READINGS.replace("\n", "|").split("|") if entry]
    load_phrases_dict({name: [[syllable] for syllable in reading] for name, *reading in entries})
    return lambda text: pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)


@cache
def syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of `text` with the tone as a digit, marks and spaces left out.

    ü is written v. Latin words and numbers stand as one lower-case syllable each.
    """
    if len(text) == 1 and (known := _of_characters().get(text)):
        return known
    return _read(text)


def _read(text: str) -> tuple[str, ...]:
    parts = ("".join(filter(str.isalnum, readings[0])) for readings in _reader()(text))
    return tuple(part.lower() for part in parts if part)


@cache
def _of_characters() -> dict[str, tuple[str, ...]]:
    """Return the syllables of each common character, kept: to ask pypinyin loads all its phrases.

    Where nothing can be kept there are none.
    """
    if not import_cache.keeps():
        return {}
    characters = map(chr, range(*_COMMON))
    return import_cache.cached(
        "syllables", version_of("pypinyin"), lambda: {char: _read(char) for char in characters}
    )


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return every syllable that the character `char` may be read as, without tones; () for none.

    ü is written v. For searching: who looks for a word need not know how it is read in its place.
    """
    from pypinyin import Style, pinyin  # lazy: its words take a quarter second

    options = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    plain = (option.replace("ü", "v") for option in (options[0] if options else ()))
    return tuple(dict.fromkeys(option for option in plain if option.isascii() and option.isalpha()))


def plain_syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of Chinese characters as they are typed: no tone, ü as v."""
    return tuple(readings[0].rstrip("12345") for readings in _reader()(text))


def folded(syllable: str) -> str:
    """Return a syllable without what speakers of dialects and typists confuse."""
    flat = re.sub("^([zcs])h", r"\1", syllable)
    flat = re.sub("^l(?!v)", "n", flat)
    return re.sub("([aei])ng$", r"\1n", flat)


def every_reading(character: str) -> tuple[str, ...]:
    """Return all readings of a character with their tone marks, none when it has none."""
    from pypinyin.pinyin_dict import pinyin_dict  # lazy: the readings of 40,000 characters

    return tuple(filter(None, pinyin_dict.get(ord(character), "").split(",")))


@cache
def _attested() -> frozenset[tuple[str, str]]:
    """Return each character with the readings it has in two phrases of the dictionary or more."""
    from pypinyin.phrases_dict import phrases_dict  # lazy: 47,000 phrases

    counts = Counter(
        (character, reading)
        for phrase, readings in phrases_dict.items()
        for character, (reading, *_) in zip(phrase, readings, strict=False)
    )
    return frozenset(pair for pair, times in counts.items() if times > 1)


def usual_readings(character: str) -> tuple[str, ...]:
    """Return the readings of a character with tone marks, without those that phrases do not have."""
    first, *others = every_reading(character) or ("",)
    return tuple(filter(None, (first, *(o for o in others if (character, o) in _attested()))))


def sort_key(text: str) -> tuple[bool, tuple[str, ...], str]:
    """Return what to sort `text` by in an index: its group, its toned syllables, then the text.

    Names that begin with a number, or with a character without a reading, come first.
    """
    return initial(text) != "#", syllables(text), text


def initial(text: str) -> str:
    """Return the index group of `text`: a letter from A to Z, or “#” when it has none."""
    first = next(iter(syllables(text)), "")[:1]
    return first.upper() if first.isascii() and first.isalpha() else "#"
