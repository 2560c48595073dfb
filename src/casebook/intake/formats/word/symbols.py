"""Say in Unicode what the symbol fonts of Office show for a letter.

Wingdings and Symbol put pictures in the places of letters, most often as private characters
U+F020 to U+F0FF. Those a Chinese office document uses are known here; of the others the caller
keeps the private character and says so.
"""

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
