"""Write a formula of Word on one line, so that none of its signs is lost.

OMML is two-dimensional; a book of cases needs a formula once in a while. The line keeps every
sign and the editor is told to look at it.
"""

from collections.abc import Callable

from lxml import etree

from casebook.intake.formats.rich import Face, Piece, Span, words
from casebook.intake.formats.word.office_package import attribute, child, kind

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
    return [] if node is None else [piece for one in node for piece in formula(one, take)]


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
    found = child(child(node, properties), name)
    return default if found is None else attribute(found, "m:val") or ""


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
    for number, one in enumerate([one for one in node if kind(one) == "m:e"]):
        pieces += ([Span(between)] if number else []) + _all(one, take)
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
    rows = [one for one in node if kind(one) in ("m:mr", "m:e")]
    cells = [[one for one in row if kind(one) == "m:e"] or [row] for row in rows]
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
