"""What Word shows where the file holds a code: results of fields, symbols, formulas.

Of a field a reader sees the result, not the code. A few have no result, because Word draws them
from the code: 带圈字符 and 拼音指南 are `EQ` fields, a symbol may be a `SYMBOL` field; their words
are read out of the code. Wingdings and Symbol put pictures in the places of letters, most often as
private characters U+F020 to U+F0FF. Those a Chinese office document uses are known here; of the
others the caller keeps the private character and says so.

A formula (OMML) is two-dimensional; a book of cases needs one once in a while. It is written on one
line that keeps every sign, and the editor is told to look at it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from casebook.intake.formats.rich import PLAIN, Face, Piece, Ruby, Span, words
from casebook.intake.formats.word.office_package import attribute, child, kind, value, whole

_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x46: "☞", 0x4A: "☺", 0x4C: "☹",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x7A: "⌘", 0x7B: "❀", 0x7C: "✿",
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xB2: "✧",
    0xB5: "✪", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦",
    0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {0x80 + n: chr(0x2460 + n - 1) for n in range(1, 11)}
_WINGDINGS |= {0x80: "⓪", 0x8B: "⓿"} | {0x8B + n: chr(0x2776 + n - 1) for n in range(1, 11)}
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☑", 0x97: "•", 0x98: "●",
    0xA3: "□", 0xEA: "✦",
} | {0x69 + n: chr(0x2460 + n - 1) for n in range(1, 11)}  # fmt: skip
_SYMBOL = dict(
    zip(
        range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True
    )
) | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))  # fmt: skip
_SYMBOL |= {code: chr(code) for code in (*range(0x28, 0x2A), *range(0x2C, 0x40)) if code != 0x2D}
_SYMBOL |= {
    0x20: " ", 0x21: "!", 0x23: "#", 0x25: "%", 0x26: "&", 0x5B: "[", 0x5D: "]", 0x5F: "_",
    0x7B: "{", 0x7C: "|", 0x7D: "}",
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2B: "+", 0x2D: "−", 0x40: "≅", 0x5C: "∴",
    0x5E: "⊥", 0x7E: "∼", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦",
    0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪",
    0xCC: "⊂", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬",
    0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL,
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "□", 0x67: "■", 0x6E: "●"},
    "wingdings 3": {0x7D: "▶", 0x84: "◀", 0x70: "▲", 0x71: "▼"},
}  # fmt: skip


def is_symbol_font(font: str | None) -> bool:
    """Whether `font` shows pictures in the places of letters."""
    return (font or "").lower() in _FONTS


def shown(char: str, font: str | None) -> str | None:
    """Return what the character `char` looks like in `font`, or None when that is not known.

    Private characters without such a font are read as Symbol's, as Word does.
    """
    code = ord(char)
    private = 0xF000 <= code <= 0xF0FF
    table = _FONTS.get((font or "").lower(), _SYMBOL if private else None)
    if table is None:
        return None
    return table.get(code - 0xF000 if private else code)


DATES = frozenset("DATE TIME CREATEDATE SAVEDATE PRINTDATE".split())
COUNTED = frozenset("AUTONUM AUTONUMLGL AUTONUMOUT LISTNUM".split())
_RUBY = re.compile(r"\\o\s*\\a[dlrc]?\s*\(\s*\\s\s*\\up\s*\d+\s*\((.*?)\)\s*[,;，](.*)\)\s*$", re.S)
_RING = re.compile(r"\\o\s*\\ac\s*\((.*?)[,;，](.*)\)\s*$", re.S)
_SWITCH = re.compile(r"\\(?:\*\s*(?:\"[^\"]*\"|\S+)|[a-z]{1,3}\s*\d*\s*)", re.I)
_RINGS = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}


@dataclass
class _Open:
    """A field that has begun: its code so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    nodes: list[etree._Element] = field(default_factory=list)
    in_result: bool = False
    words: bool = False
    form: etree._Element | None = None


class Fields:
    """The fields that are open at a point of a story."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def in_code(self) -> bool:
        """Whether the walk stands in the code of a field, which nobody sees."""
        return any(not open_field.in_result for open_field in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether the walk stands in the result of a table of contents."""
        return any(open_field.in_result and _name(open_field) == "TOC" for open_field in self._open)

    def begin(self, node: etree._Element) -> None:
        """A field begins (`w:fldChar`, begin)."""
        self._open.append(_Open(form=child(node, "w:ffData")))

    def code(self, node: etree._Element, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self._open:
            self._open[-1].code.append(text)
            self._open[-1].nodes.append(node)

    def separate(self) -> None:
        """The code ends and the result begins."""
        if self._open:
            self._open[-1].in_result = True

    def words(self) -> None:
        """Words of a result were read."""
        for open_field in self._open:
            open_field.words = True

    def end(self, face: Face = PLAIN) -> tuple[str, tuple[Piece, ...], list[etree._Element]]:
        """The innermost field ends: return its name, the words its code shows, and its code."""
        if not self._open:
            return "", (), []
        last = self._open.pop()
        shows = () if last.words or self.in_code else _shown("".join(last.code), last.form, face)
        return _name(last), shows, last.nodes


def _name(open_field: _Open) -> str:
    return ("".join(open_field.code).split() or [""])[0].upper()


def _shown(code: str, form: etree._Element | None, face: Face) -> tuple[Piece, ...]:
    """Return what a field without a result shows."""
    name = (code.split() or [""])[0].upper()
    if form is not None:
        return _form(name, form, face)
    if name == "EQ":
        return _equation(code.strip()[2:].strip(), face)
    if name == "SYMBOL":
        font = re.search(r'\\f\s*"?([^"\\]+)', code)
        number = whole(code.split()[1]) if len(code.split()) > 1 else None
        char = chr(number) if number and number < 0x10000 else ""
        text = (shown(char, font[1].strip() if font else None) if char else None) or char
        return (Span(text, face),) if text else ()
    if name == "MACROBUTTON":
        return (Span(" ".join(code.split()[2:]), face),)
    return ()


def _form(name: str, form: etree._Element, face: Face) -> tuple[Piece, ...]:
    """Return the choice of a drop-down, the state of a box to tick."""
    box, choice = child(form, "w:checkBox"), child(form, "w:ddList")
    if name == "FORMCHECKBOX" and box is not None:
        state = value(box, "w:checked")
        state = value(box, "w:default") if state is None else state
        ticked = state is not None and state not in ("0", "false", "off")
        return (Span("☑" if ticked else "☐", face),)
    if name == "FORMDROPDOWN" and choice is not None:
        entries = [
            attribute(element, "w:val") or ""
            for element in choice
            if kind(element) == "w:listEntry"
        ]
        chosen = whole(value(choice, "w:result")) or 0
        return (Span(entries[chosen], face),) if 0 <= chosen < len(entries) else ()
    return ()


def _equation(code: str, face: Face) -> tuple[Piece, ...]:
    """Return what an `EQ` field shows: a character with its reading, one in a ring, or words."""
    bare = re.sub(r"\\\*\s*(?:\"[^\"]*\"|\S+)", "", code).strip()
    if (ruby := _RUBY.match(bare)) is not None:
        return (Ruby(_words(ruby[2]), _words(ruby[1])),)
    if (ring := _RING.match(bare)) is not None:
        parts = [_words(ring[1]), _words(ring[2])]
        inner = next((p for p in parts if p not in ("○", "◯", "□", "△", "◇")), "")
        return (Span(_RINGS.get(inner, "".join(parts)), face),)
    fraction = re.match(r"\\f\s*\(([^,;]*)[,;](.*)\)\s*$", bare, re.S)
    if fraction:
        return (Span(f"{_words(fraction[1])}/{_words(fraction[2])}", face),)
    text = _words(bare)
    return (Span(text, face),) if text else ()


def _words(code: str) -> str:
    return re.sub(r"[()]", " ", _SWITCH.sub("", code)).strip()


Take = Callable[[etree._Element], str]


def formula(node: etree._Element, take: Take) -> list[Piece]:
    """Return the formula below `node` as pieces; `take` gives the text of a text node."""
    name = kind(node)
    if name in ("m:t", "w:t"):
        return [Span(take(node))]
    if name.endswith("Pr") or name in ("w:del", "w:moveFrom"):
        return []
    write = _SHAPES.get(name)
    if write is not None:
        return write(node, take)
    return _all(node, take)


def _all(node: etree._Element | None, take: Take) -> list[Piece]:
    return [] if node is None else [piece for element in node for piece in formula(element, take)]


def _part(node: etree._Element, name: str, take: Take) -> list[Piece]:
    return _all(child(node, name), take)


def _text(pieces: list[Piece]) -> str:
    return "".join(words(piece) for piece in pieces)


def _enclosed(pieces: list[Piece]) -> list[Piece]:
    """Put brackets round what is more than one sign."""
    return [Span("("), *pieces, Span(")")] if len(_text(pieces)) > 1 else pieces


def _raised(pieces: list[Piece], script: str) -> list[Piece]:
    text = _text(pieces)
    return [Span(text, Face(script=script))] if text else []


def _property(node: etree._Element, properties: str, name: str, default: str) -> str:
    element = child(child(node, properties), name)
    return default if element is None else attribute(element, "m:val") or ""


def _fraction(node: etree._Element, take: Take) -> list[Piece]:
    over, under = _part(node, "m:num", take), _part(node, "m:den", take)
    return [*_enclosed(over), Span("/"), *_enclosed(under)]


def _scripts(node: etree._Element, take: Take) -> list[Piece]:
    before = kind(node) == "m:sPre"
    low = _raised(_part(node, "m:sub", take), "sub")
    high = _raised(_part(node, "m:sup", take), "sup")
    base = _part(node, "m:e", take)
    return [*low, *high, *base] if before else [*base, *low, *high]


def _root(node: etree._Element, take: Take) -> list[Piece]:
    degree = _raised(_part(node, "m:deg", take), "sup")
    return [*degree, Span("√"), *_enclosed(_part(node, "m:e", take))]


def _brackets(node: etree._Element, take: Take) -> list[Piece]:
    pieces: list[Piece] = [Span(_property(node, "m:dPr", "m:begChr", "("))]
    between = _property(node, "m:dPr", "m:sepChr", "|")
    for number, element in enumerate([element for element in node if kind(element) == "m:e"]):
        pieces += ([Span(between)] if number else []) + _all(element, take)
    return [*pieces, Span(_property(node, "m:dPr", "m:endChr", ")"))]


def _large(node: etree._Element, take: Take) -> list[Piece]:
    sign = Span(_property(node, "m:naryPr", "m:chr", "∫"))
    low = _raised(_part(node, "m:sub", take), "sub")
    high = _raised(_part(node, "m:sup", take), "sup")
    return [sign, *low, *high, *_part(node, "m:e", take)]


def _limit(node: etree._Element, take: Take) -> list[Piece]:
    script = "sub" if kind(node) == "m:limLow" else "sup"
    return [*_part(node, "m:e", take), *_raised(_part(node, "m:lim", take), script)]


def _accent(node: etree._Element, take: Take) -> list[Piece]:
    return [*_part(node, "m:e", take), Span(_property(node, "m:accPr", "m:chr", "\u0302"))]


def _matrix(node: etree._Element, take: Take) -> list[Piece]:
    rows = [element for element in node if kind(element) in ("m:mr", "m:e")]
    cells = [[element for element in row if kind(element) == "m:e"] or [row] for row in rows]
    pieces: list[Piece] = []
    for at, row in enumerate(cells):
        pieces += [Span("; ")] if at else []
        for number, cell in enumerate(row):
            pieces += ([Span(", ")] if number else []) + _all(cell, take)
    return pieces


_SHAPES: dict[str, Callable[[etree._Element, Take], list[Piece]]] = {
    "m:f": _fraction, "m:sSup": _scripts, "m:sSub": _scripts, "m:sSubSup": _scripts,
    "m:sPre": _scripts, "m:rad": _root, "m:d": _brackets, "m:nary": _large, "m:limLow": _limit,
    "m:limUpp": _limit, "m:acc": _accent, "m:m": _matrix, "m:eqArr": _matrix,
}  # fmt: skip
