"""The classes of characters that Chinese line composition tells apart.

CLREQ and GB/T 15834 speak of opening and closing brackets, stops, connectors and so on. One letter
stands for each class, so that a paragraph becomes a string of classes and rules become look-ups of
pairs of letters. The tables are small and belong to this package: it depends on nothing else.

Letters: H ideograph, G ideographic but never spaced from Latin, O opening and C closing bracket,
P mark inside a sentence (，、；：), T mark that ends one (。？！), M interpunct, N connector,
L solidus, E two-em dash or ellipsis, A letter, D digit, a Western symbol, x Western closing and
o Western opening mark, Y hyphen, F sign before a number, Q sign after a number, S space,
B no-break space, I ideographic space, Z break allowed, J break forbidden, h soft hyphen,
K attached to what precedes it, R forced break, @ an object in the line, < and > the edges of an
inline box that has a margin, border or padding.
"""

import re
import unicodedata
from typing import Final

OPENING: Final = "“‘（《〈【〖〔［｛「『〘〚〝｟"
CLOSING: Final = "”’）》〉】〗〕］｝」』〙〛〞〟｠"
PAUSES: Final = "，、；：﹐﹑"
STOPS: Final = "。．？！｡‼⁇⁈⁉"
INTERPUNCTS: Final = "·・‧"
CONNECTORS: Final = "～–〜"
DOTS: Final = "…⋯⸺"
SOLIDI: Final = "/／"

OBJECT: Final = "\ufffc"
EDGE_OPEN: Final = "\ufdd0"
EDGE_CLOSE: Final = "\ufdd1"

_FIXED: Final[dict[str, str]] = {
    "O": OPENING,
    "C": CLOSING,
    "P": PAUSES,
    "T": STOPS,
    "M": INTERPUNCTS,
    "N": CONNECTORS,
    "E": DOTS,
    "L": SOLIDI,
    "d": "—―",
    "x": ",.;:!?)]}'\u201a\u201e»›",
    "o": "([{«‹",
    "q": '"',
    "Y": "-\u2010\u2011",
    "F": "+±−$¥￥€£￡₩№",
    "Q": "%‰‱°℃℉′″％℅",
    "S": " ",
    "B": "\u00a0\u202f\u2007",
    "I": "\u3000",
    "Z": "\u200b",
    "J": "\u2060\ufeff",
    "h": "\u00ad",
    "K": "\u200d\u200c\ufe0e\ufe0f®",
    "R": "\n\u2028\u2029\u0085\u000c",
    "@": OBJECT,
    "<": EDGE_OPEN,
    ">": EDGE_CLOSE,
}

_IDEOGRAPHS: Final = (
    (0x2E80, 0x2FFF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x30FF),
    (0x3100, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B2FF),
    (0x20000, 0x3FFFD),
)


_LIFTED_FORMS: Final = frozenset(("<super>", "<sub>"))
_UNITS: Final = ((0x3371, 0x337A), (0x3380, 0x33DF))


def _letter(codepoint: int) -> str:
    """Return the class of a character that no list names."""
    for low, high in _IDEOGRAPHS:
        if low <= codepoint <= high:
            return "H"
    character = chr(codepoint)
    category = unicodedata.category(character)
    form = unicodedata.decomposition(character).partition(" ")[0]
    if form in _LIFTED_FORMS and category[0] != "L":
        return "K" if category == "So" else "r"
    if form == "<fraction>":
        return "D"
    if form == "<square>" and any(low <= codepoint <= high for low, high in _UNITS):
        return "Q"
    if category[0] == "M" or 0xE0100 <= codepoint <= 0xE01EF:
        return "K"
    if unicodedata.east_asian_width(character) in "WF" or category in ("No", "So", "Nl", "Co"):
        return "G"
    if category[0] == "L":
        return "A"
    return "D" if category == "Nd" else "a"


class _Classes(dict[int, str]):
    def __missing__(self, codepoint: int) -> str:
        letter = self[codepoint] = _letter(codepoint)
        return letter


_CLASSES: Final = _Classes({ord(c): letter for letter, cs in _FIXED.items() for c in cs})
_DASHES: Final = re.compile("d+")
_LIFTED: Final = re.compile("(?<=([ADYFQaxo]))r+|r+(?=[AD])|r+")
_SINGLE: Final = re.compile("[‘’]")
_QUOTED: Final = re.compile("(?<=[!-~] )“([ -~’]+)”(?= [A-Za-z(]|[,.;:)])")
_KEYCAP: Final = re.compile("q[^q]*q?")
_ADDED: Final = re.compile(r"(?<=[A-Za-z0-9+\u4e00-\u9fff”’）])[+](?![A-Za-z0-9.])")
_MINUS: Final = re.compile(r"(?<![!-~\u00a1-\u024f\u0370-\u03ff’″′])-(?=[0-9])")
_DOT: Final = re.compile(
    "(?<![^A-Za-z0-9\u2070-\u209c\xb2\xb3\xb9\u0370-\u03ff\xb5])·(?=[A-Za-z\u0370-\u03ff\xb5])"
)


def classify(text: str) -> str:
    """Return the string of classes of `text`, one letter a character.

    Context decides six: a run of two or more — is a two-em dash and a lone one a connector
    (GB/T 15834 5.1.5), what `western_quotes` finds belongs to Western text, straight quotes open
    and close in turn, raised and lowered figures and signs (m², Ca²⁺, SpO₂, ¹³C) belong to the word
    or number they touch, or to the ideograph before them (R21), a + behind a word stays with it
    (互联网+医疗), a - before a number and behind nothing Western is its sign, and a · between Latin
    letters is theirs (mg·kg⁻¹).
    """
    letters = text.translate(_CLASSES)
    if "d" in letters:
        letters = _DASHES.sub(lambda m: "N" if len(m[0]) == 1 else "E" * len(m[0]), letters)
    if "q" in letters:
        letters = _KEYCAP.sub(
            lambda m: "o" + m[0][1:].replace("q", "x"),
            letters,
        )
    if "r" in letters:
        letters = _LIFTED.sub(_lifted, letters)
    for at in western_quotes(text):
        letters = f"{letters[:at]}{'o' if text[at] == '“' else 'x'}{letters[at + 1 :]}"
    if "+" in text:
        letters = _marked(letters, _ADDED, text, "x")
    if "Y" in letters:
        letters = _marked(letters, _MINUS, text, "F")
    for at in western_dots(text):
        letters = f"{letters[:at]}a{letters[at + 1 :]}"
    return letters


def _marked(letters: str, pattern: re.Pattern[str], text: str, letter: str) -> str:
    """Return the classes with `letter` for each single character that `pattern` finds."""
    for match in pattern.finditer(text):
        letters = f"{letters[: match.start()]}{letter}{letters[match.end() :]}"
    return letters


def _lifted(match: re.Match[str]) -> str:
    """Return the classes of raised or lowered signs: those of what they belong to."""
    if match[1]:
        letter = "D" if match[1] == "D" else "A"
    else:
        letter = "A" if match.string[match.end() : match.end() + 1] in tuple("AD") else "K"
    return letter * len(match[0])


def western_quotes(text: str) -> list[int]:
    """Return where ’ and ‘ are apostrophes, and where “ ” quote inside Western text.

    Between Latin letters both are; ’ behind a Latin letter or digit is, unless a ‘ before it still
    waits for its end. Double quotes are Western only with Western text and spaces around them:
    around Latin in Chinese text they are Chinese marks (R28).
    """
    if "’" not in text and "‘" not in text and "” " not in text and " “" not in text:
        return []
    quotes, waiting = [], 0
    for match in _SINGLE.finditer(text):
        at = match.start()
        behind, ahead = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if _is_latin(behind) and _is_latin(ahead):
            quotes.append(at)
        elif match[0] == "‘":
            waiting += 1
        elif waiting:
            waiting -= 1
        elif _is_latin(behind) or (behind.isascii() and behind.isdigit()):
            quotes.append(at)
    for match in _QUOTED.finditer(text):
        quotes += [match.start(), match.end() - 1]
    return quotes


def western_dots(text: str) -> list[int]:
    """Return where a · stands between Latin or Greek letters: in products of units, in names."""
    if "·" not in text:
        return []
    return [match.start() for match in _DOT.finditer(text)]


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


_CHINESE: Final = re.compile(
    "[\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3100-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\U0001b000-\U0001b2ff\U00020000-\U0003fffd]"
)
_FOREIGN: Final = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1cff\ufb1d-\ufdcf\ufdf0-\ufdff"
    "\ufe70-\ufefe\u200e\u200f\u202a-\u202e\u2066-\u2069\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)


def is_chinese(text: str) -> bool:
    """Say whether `text` holds Chinese and no script that needs another composer."""
    return _CHINESE.search(text) is not None and is_composable(text)


def is_composable(text: str) -> bool:
    """Say whether `text` holds no script that needs another composer."""
    return _FOREIGN.search(text) is None
