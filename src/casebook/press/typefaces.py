"""The fonts of the bound book: one subset a font, for all sections together.

WeasyPrint keeps glyph numbers when it subsets, so streams made in different processes agree, and
the same font has the same name everywhere. A glyph that stands for one text in one section and for
another text in the next needs a second font dictionary over the same file, so that both can be
copied out of the PDF as they were written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.errata import Erratum, Place
from casebook.press.layout_errata import logged_errata
from casebook.press.objects import PdfFile, deflate, stream, text
from casebook.press.signature import FontUse
from casebook.weasy import font_map
from casebook.weasy.weasyprint_types import Font

if TYPE_CHECKING:
    from casebook.press.engine import StyleContext

_SYMBOLIC, _FIXED, _SERIF, _ITALIC = 4, 1, 2, 64


@dataclass(frozen=True, slots=True)
class Program:
    """A font file cut down to glyphs: compressed, with what its descriptor says.

    `size` is the length of the file before compression; measures are in thousandths of an em.
    """

    body: bytes
    size: int
    opentype: bool
    name: str
    family: str
    ascent: int
    descent: int
    italic: bool
    serif: bool


@dataclass(slots=True)
class Face:
    """A font as the book uses it, with a map to text for each way its glyphs are read."""

    description: str
    family: str
    widths: dict[int, int] = field(default_factory=dict)
    readings: list[dict[int, str]] = field(default_factory=list)


class Faces:
    """All fonts of a book, gathered in the order of its sections."""

    def __init__(self) -> None:
        self.faces: dict[str, Face] = {}

    def take(self, uses: Iterable[FontUse]) -> tuple[tuple[str, int], ...]:
        """Add the fonts of a section; return the reading of each it is to be bound with."""
        chosen = []
        for use in uses:
            face = self.faces.setdefault(use.name, Face(use.description, use.family))
            face.widths.update(use.widths)
            texts = use.text_of_glyph
            fitting = (n for n, known in enumerate(face.readings) if _agrees(known, texts))
            number = next(fitting, len(face.readings))
            if number == len(face.readings):
                face.readings.append({})
            face.readings[number].update(texts)
            chosen.append((use.name, number))
        return tuple(chosen)

    def suits(self, uses: Sequence[FontUse], chosen: Mapping[str, int]) -> bool:
        """Say whether `uses` can be read with the readings chosen; if so, add them."""
        for use in uses:
            face = self.faces.get(use.name)
            if face is None or use.name not in chosen:
                return False
            if not _agrees(face.readings[chosen[use.name]], use.text_of_glyph):
                return False
        for use in uses:
            self.faces[use.name].widths.update(use.widths)
            self.faces[use.name].readings[chosen[use.name]].update(use.text_of_glyph)
        return True


def _agrees(reading: Mapping[int, str], texts: Mapping[int, str]) -> bool:
    return texts.items() <= reading.items() or all(
        reading.get(glyph, words) == words for glyph, words in texts.items()
    )


def embed(file: PdfFile, face: Face, program: Program) -> list[int]:
    """Put a font into `file`; return the numbers of its dictionaries, one a reading (9.7)."""
    kind = b"/Subtype /OpenType " if program.opentype else b"/Length1 %d " % program.size
    head = b"<<%b/Filter /FlateDecode /Length %d>>" % (kind, len(program.body))
    data = file.add(head, program.body)
    name = program.name.encode()
    flags = _SYMBOLIC + program.italic * _ITALIC + program.serif * _SERIF
    if len(face.widths) > 1 and len(set(face.widths.values())) == 1:
        flags += _FIXED
    descriptor = file.add(
        b"<</Type /FontDescriptor /FontName /%b /FontFamily %b /Flags %d "
        b"/FontBBox [0 %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d "
        b"/StemV 80 /StemH 80 /FontFile%d %d 0 R>>"
        % (
            name,
            text(program.family),
            flags,
            program.descent,
            max(face.widths.values(), default=0),
            program.ascent,
            program.ascent,
            program.descent,
            program.ascent,
            3 if program.opentype else 2,
            data,
        )
    )
    inner = file.add(
        b"<</Type /Font /Subtype /CIDFontType%d /BaseFont /%b /CIDSystemInfo <</Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0>> /CIDToGIDMap /Identity /W [%b] "
        b"/FontDescriptor %d 0 R>>"
        % (0 if program.opentype else 2, name, _widths(face.widths), descriptor)
    )
    dictionaries = []
    for reading in face.readings:
        unicode = file.add(*stream(_to_unicode(reading)))
        dictionaries.append(
            file.add(
                b"<</Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H "
                b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>" % (name, inner, unicode)
            )
        )
    return dictionaries


def _widths(widths: Mapping[int, int]) -> bytes:
    parts: list[str] = []
    previous = -2
    for glyph in sorted(widths):
        if glyph != previous + 1:
            parts.append(f"{'] ' if parts else ''}{glyph} [")
        parts.append(f"{widths[glyph]} ")
        previous = glyph
    return ("".join(parts) + ("]" if parts else "")).encode()


def _to_unicode(reading: Mapping[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        "<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n"
        "<0000> <ffff>\nendcodespacerange"
    ]
    entries = [
        f"<{glyph:04x}> <{words.encode('utf-16-be').hex()}>"
        for glyph, words in sorted(reading.items())
    ]
    for at in range(0, len(entries), 100):
        batch = entries[at : at + 100]
        lines += f"{len(batch)} beginbfchar", *batch, "endbfchar"
    lines.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return "\n".join(lines).encode()


# Subsetting


def cut_program(
    styles: "StyleContext", name: str, description: str, glyphs: Sequence[int]
) -> tuple[Program, tuple[Erratum, ...]]:
    """Return the font `description`, that streams call `name`, cut down to `glyphs`."""
    errata: list[Erratum] = []
    with logged_errata(Place("print.pdf"), errata):
        font: Font = font_map.font_of(styles.fonts, description)
        if font.hash != name:
            raise LookupError(f"{description}: found {font.name!r}, not {name}")
        font_map.cut(font, glyphs)
    return (
        Program(
            deflate(font.file_content),
            len(font.file_content),
            font.type == "otf",
            font.name.decode("ascii", "replace").lstrip("/"),
            font.family,
            font.ascent,
            font.descent,
            bool(font.style),
            "Serif" in font.family.split(),
        ),
        tuple(errata),
    )
