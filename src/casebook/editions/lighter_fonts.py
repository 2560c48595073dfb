"""Fonts of a PDF that shows a few pages of a book, cut down to the glyphs of those pages.

The pages of a book share their fonts; whoever sends an author's own pages need not send the glyphs of
all others. Glyphs keep their numbers, widths and texts; their outlines stand on a coarser grid, which
shows at no size that is read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

import pikepdf

from casebook.weasy.font_cutting import recut
from casebook.weasy.outlines import CoarseOutlines

Usage = dict[tuple[int, int], set[int]]
"""The glyphs that are shown of each font, by the number of its dictionary."""
_DEEPEST = 12
_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_OPERATORS = "q Q Tf Tj TJ ' \" Do"
_PAIR = re.compile(rb"<([0-9a-fA-F]{4})> *<[0-9a-fA-F]+>")
_BLOCK = re.compile(rb"\d+ beginbfchar\s(.*?)endbfchar", re.DOTALL)


class TextMap(NamedTuple):
    """A map from glyphs to texts (ToUnicode): what stands before its pairs, these, what follows."""

    head: bytes
    pairs: list[tuple[int, bytes]]
    tail: bytes


class FontLightener:
    """Cuts the fonts of documents that are made of one book; what all of them need is kept."""

    def __init__(self) -> None:
        self._outlines = CoarseOutlines()
        self._programs: dict[bytes, bytes] = {}
        self._widths: dict[bytes, dict[int, Decimal]] = {}
        self._maps: dict[bytes, TextMap | None] = {}

    def lighten(self, document: pikepdf.Pdf) -> None:
        """Cut the fonts of `document` down to what its pages show."""
        usage: Usage = defaultdict(set)
        fonts: dict[tuple[int, int], pikepdf.Object] = {}
        for page in document.pages:
            for shown, resources in _contents(page.obj, _DEEPEST):
                _note(shown, resources, usage, fonts)
        programs: dict[tuple[int, int], tuple[pikepdf.Object, set[int]]] = {}
        for key, font in fonts.items():
            file = _program(font)
            if file is not None:
                programs.setdefault(file.objgen, (file, set()))[1].update(usage[key])
                self._cut_map(font, usage[key])
        for font in fonts.values():
            file = _program(font)
            if file is not None:
                self._cut_widths(font.DescendantFonts[0], file, programs[file.objgen][1])
        for file, glyphs in programs.values():
            self._cut_program(file, glyphs or {0})

    def _cut_program(self, file: pikepdf.Object, glyphs: set[int]) -> None:
        name = _hash(file)
        if name not in self._programs:
            self._programs[name] = file.read_bytes()
        cut, kind = recut(self._programs[name], glyphs, self._outlines), file.get("/Subtype")
        file.write(cut.data)
        if cut.is_cff:
            file.Subtype = pikepdf.Name.CIDFontType0C
        elif kind is not None:
            file.Subtype = kind
        else:
            file.Length1 = len(cut.data)

    def _cut_widths(self, inner: pikepdf.Object, file: pikepdf.Object, glyphs: set[int]) -> None:
        """Leave of the widths of a font, whose program is `file`, those of `glyphs`."""
        name = _hash(file)
        if name not in self._widths:
            self._widths[name] = _widths(inner)
        widths = self._widths[name]
        listed = pikepdf.Array()
        before = -2
        for glyph in sorted(glyphs & widths.keys()):
            if glyph != before + 1:
                listed.append(glyph)
                listed.append(pikepdf.Array())
            listed[-1].append(widths[glyph])
            before = glyph
        inner.W = listed

    def _cut_map(self, font: pikepdf.Object, glyphs: set[int]) -> None:
        """Leave of the texts of a font those of `glyphs`."""
        if "/ToUnicode" not in font:
            return
        name = _hash(font.ToUnicode)
        if name not in self._maps:
            self._maps[name] = _text_map(font.ToUnicode.read_bytes())
        known = self._maps[name]
        if known is None:
            return
        pairs = [pair for glyph, pair in known.pairs if glyph in glyphs]
        blocks = [
            b"%d beginbfchar\n%b\nendbfchar\n" % (len(part), b"\n".join(part))
            for part in (pairs[at : at + 100] for at in range(0, len(pairs), 100))
        ]
        font.ToUnicode.write(known.head + b"".join(blocks) + known.tail)


def _hash(file: pikepdf.Object) -> bytes:
    return sha256(file.read_raw_bytes()).digest()


def _program(font: pikepdf.Object) -> pikepdf.Object | None:
    """Return the program of a font, None where it has none that is cut."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return descriptor.get("/FontFile3", descriptor.get("/FontFile2"))


def _contents(shown: pikepdf.Object, depth: int) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Yield what draws on a page or in a form, with its resources: itself, and the forms it shows."""
    resources = shown.get("/Resources", pikepdf.Dictionary())
    yield shown, resources
    if depth:
        drawn = [*_of(resources, "/XObject"), *_of(resources, "/Pattern")]
        masks = (state.get("/SMask") for state in _of(resources, "/ExtGState"))
        drawn += [mask.G for mask in masks if isinstance(mask, pikepdf.Dictionary)]
        for form in drawn:
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") != "/Image":
                yield from _contents(form, depth - 1)


def _of(resources: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    return list(dict(resources.get(kind, pikepdf.Dictionary()).items()).values())


def _note(
    shown: pikepdf.Object, resources: pikepdf.Object, usage: Usage,
    fonts: dict[tuple[int, int], pikepdf.Object],
) -> None:  # fmt: skip
    """Note the glyphs that a page or a form shows in its own content."""
    known = resources.get("/Font", pikepdf.Dictionary())
    fonts |= {font.objgen: font for font in _of(resources, "/Font") if _is_cut(font)}
    if not len(known):
        return
    now: tuple[int, int] | None = None
    kept: list[tuple[int, int] | None] = []
    for instruction in pikepdf.parse_content_stream(shown, _OPERATORS):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            kept.append(now)
        elif name == "Q":
            now = kept.pop() if kept else None
        elif name == "Tf":
            named = known.get(str(operands[0]))
            now = named.objgen if named is not None and named.objgen in fonts else None
        elif name in _TEXT and now is not None:
            for text in _strings(operands[-1]):
                usage[now].update(text[at] << 8 | text[at + 1] for at in range(0, len(text) - 1, 2))


def _strings(operand: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(operand, pikepdf.Array):
        yield from (bytes(part) for part in operand if isinstance(part, pikepdf.String))
    else:
        yield bytes(operand)


def _is_cut(font: pikepdf.Object) -> bool:
    """Whether the codes of a font are the numbers of its glyphs, as WeasyPrint writes them."""
    return bool(
        font.get("/Subtype") == "/Type0"
        and font.get("/Encoding") == "/Identity-H"
        and font.DescendantFonts[0].get("/CIDToGIDMap", "/Identity") == "/Identity"
    )


def _text_map(text: bytes) -> TextMap | None:
    """Return the parts of a map of texts; None where it has ranges, which are left as they are."""
    first, last = text.find(b" beginbfchar"), text.rfind(b"endbfchar")
    if first < 0 or b"beginbfrange" in text:
        return None
    pairs = [
        (int(match[1], 16), match[0])
        for block in _BLOCK.finditer(text)
        for match in _PAIR.finditer(block[1])
    ]
    head = text[: text.rfind(b"\n", 0, first) + 1]
    return TextMap(head, pairs, text[last + len(b"endbfchar") :].lstrip())


def _widths(inner: pikepdf.Object) -> dict[int, Decimal]:
    """Return the widths of a font by glyph."""
    widths: dict[int, Decimal] = {}
    start = 0
    for part in inner.get("/W", pikepdf.Array()):
        if isinstance(part, pikepdf.Array):
            widths |= {start + at: Decimal(str(width)) for at, width in enumerate(part)}
        else:
            start = int(part)
    return widths
