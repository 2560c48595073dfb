"""Fonts of a PDF that shows a few pages of a book, cut down to the glyphs of those pages.

The pages of a book share their fonts; whoever sends an author's own pages need not send the glyphs of
all others. What shows is the same: glyphs keep their numbers, widths and texts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pikepdf

from casebook.weasy.font_cutting import recut

Usage = dict[tuple[int, int], set[int]]
"""The glyphs that are shown of each font, by the number of its dictionary."""
_DEEPEST = 12
_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_OPERATORS = "q Q Tf Tj TJ ' \" Do"
_PAIR = re.compile(rb"<([0-9a-fA-F]{4})> *<[0-9a-fA-F]+>")
_BLOCK = re.compile(rb"\d+ beginbfchar\s(.*?)endbfchar", re.DOTALL)


def lighten(document: pikepdf.Pdf) -> None:
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
            _cut_maps(font, usage[key])
    for font in fonts.values():
        file = _program(font)
        if file is not None:
            _cut_widths(font.DescendantFonts[0], programs[file.objgen][1])
    for file, glyphs in programs.values():
        _cut_program(file, glyphs or {0})


def _program(font: pikepdf.Object) -> pikepdf.Object | None:
    """Return the program of a font, None where it has none that is cut."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return descriptor.get("/FontFile3", descriptor.get("/FontFile2"))


def _cut_program(file: pikepdf.Object, glyphs: set[int]) -> None:
    cut, kind = recut(file.read_bytes(), glyphs), file.get("/Subtype")
    file.write(cut.data)
    if cut.is_cff:
        file.Subtype = pikepdf.Name.CIDFontType0C
    elif kind is not None:
        file.Subtype = kind
    else:
        file.Length1 = len(cut.data)


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


def _cut_maps(font: pikepdf.Object, glyphs: set[int]) -> None:
    """Leave of the texts of a font those of `glyphs`."""
    if "/ToUnicode" not in font:
        return
    text = font.ToUnicode.read_bytes()
    pairs = [
        match[0]
        for block in _BLOCK.finditer(text)
        for match in _PAIR.finditer(block[1])
        if int(match[1], 16) in glyphs
    ]
    first, last = text.find(b" beginbfchar"), text.rfind(b"endbfchar")
    if first < 0 or b"beginbfrange" in text:
        return
    head = text[: text.rfind(b"\n", 0, first) + 1]
    blocks = [
        b"%d beginbfchar\n%b\nendbfchar\n" % (len(part), b"\n".join(part))
        for part in (pairs[at : at + 100] for at in range(0, len(pairs), 100))
    ]
    font.ToUnicode.write(head + b"".join(blocks) + text[last + len(b"endbfchar") :].lstrip())


def _cut_widths(inner: pikepdf.Object, glyphs: set[int]) -> None:
    """Leave of the widths of a font those of `glyphs`."""
    widths: dict[int, pikepdf.Object] = {}
    start = 0
    for part in inner.get("/W", pikepdf.Array()):
        if isinstance(part, pikepdf.Array):
            widths |= {start + at: width for at, width in enumerate(part) if start + at in glyphs}
        else:
            start = int(part)
    listed = pikepdf.Array()
    before = -2
    for glyph in sorted(widths):
        if glyph != before + 1:
            listed.append(glyph)
            listed.append(pikepdf.Array())
        listed[-1].append(widths[glyph])
        before = glyph
    inner.W = listed
