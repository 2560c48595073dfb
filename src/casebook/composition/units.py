"""What may not be split over two lines: numbers with their units, formulas, compounds (R17–R20).

Classes of characters cannot tell a unit of measure from a word or a formula from a list; these few
patterns can. They change the breaks that the classes gave. Addresses have a module of their own.
"""

import re
from collections.abc import Callable
from typing import Final

from . import gaps

_SHORT: Final = 14  # characters of a formula that is not divided

_COUNTER: Final = re.compile(
    "[0-9][ \u00a0]?(?=[年月日号时分秒周天岁元角角万亿千百余多倍成人例次个名家项元位台件张份篇"
    "本册页版章节条款级等层楼栋间所床辆支队组批届期轮场户村县市种类门科处室字部克米吨通副封座幅枚套面遍趟笔]|小时|平方|公[里斤顷]|毫)"
    "|(?:(?<=[0-9])|(?<=[0-9][ \u00a0]))"
    "(?:[万亿千百](?=[元人例名个份册件户])|余(?=[人次例名个])|[人场批班](?=次))"
    "|(?:(?<=[0-9]万)|(?<=[0-9][ \u00a0]万))人(?=次)"
)
# 一、 （二） 3. of a heading or a paragraph: never alone on its line
_NUMBER: Final = re.compile(
    "[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百0-9]{1,4}[）)]"
)
# 第三章: better on one line (R22)
_HAN_ORDINAL: Final = re.compile(
    "第[一二三四五六七八九十百〇零]{1,4}[章节条款项篇辑编卷册期届次批]"
)
_ORDINAL: Final = re.compile(
    "第[ \u00a0]?(?=[0-9])|(?:[图表式]|附[件录])[ \u00a0]?(?=[0-9]|[(（][0-9])"
)
# 〔2023〕11号, （010）6888-8888
_BRACKETED: Final = re.compile(
    r"(?:[〔［\[(（](?:19|20)[0-9]{2}[〕］\])）](?=第?[0-9])|[(（]0[0-9]{2,3}[)）](?=[0-9]))"
)
_STANDARD: Final = re.compile(
    "(?<![A-Za-z/])(?:T/)?[A-Z]{2,6}(?:/[A-Z])?[ \u00a0]?[0-9][0-9.]*(?:[-–—:]([0-9]{2,4}))+(?![0-9A-Za-z])"
)
_TELEPHONE: Final = re.compile("[+][0-9]{1,3}(?:[ \u00a0-][0-9]{2,4}){2,4}(?![0-9])")
# B超, T细胞, Ⅱ型: a letter is part of the word behind it
_LETTER: Final = re.compile(
    "(?<![A-Za-z0-9\u0370-\u03ffⅠ-ⅿ+＋./-])[A-Za-z\u0391-\u03c9Ⅰ-Ⅻ](?=[\u4e00-\u9fff])"
)
_TAG: Final = re.compile("#[^#\\s]{1,20}#|[#@](?=[\u4e00-\u9fff])")
_PREFIXED: Final = (
    "(?:[nµμumckMGTdh]|da)?(?:g|m|L|l|s|mol|Pa|Hz|W|V|A|J|N|K|Ω|B|b|Bq|Gy|Sv|eV|IU|U)"
)
_UNIT: Final = re.compile(
    rf"[0-9⁰¹²³⁴-⁹%][ \u00a0](?=(?:{_PREFIXED}|min|h|d|a|t|kcal|cal|mmHg|cmH[2₂]O|bpm|rpm|ppm|"
    "ppb|px|pt|dpi|dB|CFU|PFU|copies|cells|[%‰℃Å]|°[CF]?)(?![A-Za-z]))"
    "|%[ \u00a0](?=[A-Z][A-Za-z]{1,4}(?![A-Za-z]))"
)
_GROUP: Final = re.compile("[0-9][ \u00a0](?=[0-9]{3,4}(?![0-9]))|(?<=[￥¥$€£])[ \u00a0](?=[0-9])")
_RANGE: Final = re.compile("(?<![0-9.,])[0-9.]{1,3}[%℃‰]?[～~–—](?=[0-9.]{1,3}(?![0-9.,]))")
# 22：30, 3：1 with the mark of Chinese text
_PROPORTION: Final = re.compile("(?<![0-9])[0-9]{1,3}：(?=[0-9]{1,3}(?![0-9]))")
_COMPOUND: Final = re.compile(
    "(?<![A-Za-z0-9-])[A-Za-z]?[a-z]{2,}[-‐](?=[a-z]{2,}(?![A-Za-z0-9]|[-‐][A-Z0-9]))"
    "|(?<=[a-z][a-z][-‐])[a-z]{2,}[-‐](?=[a-z]{2,}(?![A-Za-z0-9]))"
)
_INITIAL: Final = re.compile(
    r"(?<![A-Za-z.])(?:[A-Z]\.(?:-?[A-Z]\.)*|[DM]r\.|Mr?s\.|Prof\.|St\.) (?=[A-Za-z])"
)
_NUMBERED: Final = re.compile(
    r"(?<![A-Za-z])(?:GB(?:/T|/Z)?|ISO(?:/IEC)?|IEC|YY(?:/T)?|WS(?:/T)?|CY/T|[Nn]os?\.|[Vv]ol\.|"
    r"[Ff]igs?\.|[Tt]ab\.|pp?\.|[Ee]qs?\.|[Rr]efs?\.|[Cc]h\.|[Pp]hase|[Tt]ype|[Gg]rade|[Ss]tage|"
    r"[Cc]lass|[Ll]evel|ISBN|ISSN|DOI:?) (?=[0-9ⅠⅡⅢⅣⅤIV])"
)
# 慢走”里。——摘自交班日志: the dash leads what says where a quotation is from
_SOURCE: Final = re.compile("(?:(?<=[。！？…])|(?<=[。！？…][”’）]))——(?=[^。！？；——]{2,40}\\s*$)")
# sin α, ln x: a function and what it is of
_FUNCTION: Final = re.compile(
    "(?<![A-Za-z])(?:arc)?(?:sin|cos|tan|cot|log|lg|ln|exp|lim)[0-9₀-₉]*[ \u00a0](?=[A-Za-z0-9\u0370-\u03ff(√|])"
)
# A formula turns over behind a sign, never before it (GB 3101); 5·12 is one number.
_SIGN: Final = re.compile(
    "(?<=[A-Za-z0-9α-ω%）)])(?=[＝＜＞≤≥≈≠±×÷＋])|(?<=[\u4e00-\u9fff”’])(?=[＝＜＞≤≥≈≠×÷＋])"
    "|(?<=[0-9]·)(?=[0-9])"
)
_OPERAND: Final = "[A-Za-z0-9\u0370-\u03ff\u00b5\u00b2\u00b3\u00b9\u2070-\u2099%％′'*.,/^·()\\[\\]−\u0302-\u0304]+"
_FORMULA: Final = re.compile(
    f"{_OPERAND}(?:(?:[ \u00a0]?[＝＜＞≤≥≈≠±×÷＋=<>≡∶+][ \u00a0]?|[ \u00a0][−-][ \u00a0]){_OPERAND})+"
)
_SIGNS: Final = frozenset("＝＜＞≤≥≈≠±×÷＋=<>≡∶+−")
_RELATIONS: Final = "＝＜＞≤≥≈≠=<>≡"
_RELATED: Final = re.compile("[＝＜＞≤≥≈≠±×＋](?=[0-9−-])")
# 把＋98.6, “＋3℃: the sign of the number, where nothing is added to
_POSITIVE: Final = re.compile("(?<![A-Za-z0-9α-ω%％）)”’])＋(?=[0-9])")
# 血糖≥7.0: words stand before the sign, too many to be kept with the figure
_OF_WORDS: Final = re.compile("(?<=[\u4e00-\u9fff”’）])[＝＜＞≤≥≈≠](?=[0-9])")


def keep(text: str, letters: str, breaks: bytearray, wraps: Callable[[int], bool]) -> list[int]:
    """Keep numbers with their units and what a sign binds, break compounds at hyphens.

    Longer ranges and formulas are rather kept. `breaks` holds a kind of break for the place before
    each character and is changed in place; `wraps` says whether the text around a character may be
    broken at all. Returns the units whose space keeps its width.
    """
    close: list[int] = []
    if any(letter in letters for letter in "GMFa") or "+" in text:
        for match in _SIGN.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
        if not _SIGNS.isdisjoint(text):
            _formulas(text, breaks)
    if "D" in letters:
        _numbers(text, letters, breaks, wraps)
        if "S" in letters or "B" in letters:
            for pattern in (_UNIT, _GROUP):
                for match in pattern.finditer(text):
                    breaks[match.end()] = gaps.FORBIDDEN
                    close.append(match.end())
    if "A" in letters:
        _words(text, letters, breaks, wraps)
        if "D" in letters and "S" in letters:
            _standards(text, breaks, wraps)
    if "E" in letters and (source := _SOURCE.search(text)) and wraps(source.start()):
        breaks[source.start()] = gaps.ALLOWED
        breaks[source.end()] = gaps.FORBIDDEN
    if number := _NUMBER.match(text):
        breaks[number.end()] = gaps.FORBIDDEN
    if "第" in text:
        for match in _HAN_ORDINAL.finditer(text):
            breaks[match.start() + 1 : match.end()] = bytes(len(match[0]) - 1)
    for match in _LETTER.finditer(text):
        breaks[match.end()] = gaps.FORBIDDEN
    if "#" in text or "@" in text:
        for match in _TAG.finditer(text):
            breaks[match.start() + 1] = gaps.FORBIDDEN
            if match[0][1:]:
                breaks[match.end() - 1] = gaps.FORBIDDEN
    return close


def _numbers(text: str, letters: str, breaks: bytearray, wraps: Callable[[int], bool]) -> None:
    """Keep numbers with what counts them, with their ordinal, with the other end of a range."""
    for pattern in (_COUNTER, _ORDINAL, _BRACKETED):
        for match in pattern.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
    for pattern in (_STANDARD, _TELEPHONE):
        for match in pattern.finditer(text):
            for at in range(match.start() + 1, match.end()):
                breaks[at] = gaps.FORBIDDEN
    if "G" in letters or "a" in letters or "F" in letters:
        for match in _RELATED.finditer(text):
            if breaks[match.end()]:
                breaks[match.end()] = gaps.DISCOURAGED
        for match in _POSITIVE.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
        for match in _OF_WORDS.finditer(text):
            if wraps(match.start()):
                breaks[match.end()] = gaps.DISCOURAGED
    if "N" in letters:
        for match in _RANGE.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
    if "：" in text:
        for match in _PROPORTION.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN


def _standards(text: str, breaks: bytearray, wraps: Callable[[int], bool]) -> None:
    """Part the number of a standard from its letters where its line would stand open, and its year
    from its number, behind the dash, where it would stand wide open."""
    for match in _STANDARD.finditer(text):
        space = text.find(" ", *match.span())
        if space >= 0 and wraps(space):
            breaks[space + 1] = gaps.IN_STANDARD
        year = match.start(1)
        if match[1].startswith(("19", "20")) and text[year - 1] != ":" and wraps(year):
            breaks[year] = gaps.IN_STANDARD_NUMBER


def _formulas(text: str, breaks: bytearray) -> None:
    """Keep short formulas whole; a long one rather turns over behind its sign of relation."""
    for match in _FORMULA.finditer(text):
        start, end = match.span()
        related = any(sign in match[0] for sign in _RELATIONS)
        for at in range(start + 1, end):
            if not breaks[at]:
                continue
            sign = text[at - 1] if text[at - 1] not in " \u00a0" else text[at - 2]
            behind = sign in _RELATIONS if related else sign in "±×÷＋∶+−"
            whole = end - start <= _SHORT or text[at] in _SIGNS
            breaks[at] = gaps.DISCOURAGED if behind and not whole else gaps.FORBIDDEN


def _words(text: str, letters: str, breaks: bytearray, wraps: Callable[[int], bool]) -> None:
    """Break compounds of words at hyphens; keep initials with names, and numbers with words."""
    if "Y" in letters:
        for match in _COMPOUND.finditer(text):
            if wraps(match.start()):
                breaks[match.end()] = gaps.ALLOWED
    if "S" in letters:
        for pattern in (_INITIAL, _NUMBERED, _FUNCTION):
            for match in pattern.finditer(text):
                breaks[match.end()] = gaps.FORBIDDEN
