"""Bind signatures into one PDF: objects numbered, fonts shared, heads added, tags joined.

A page's stream is used as the signature holds it, compressed. What is added to a page stands in
streams of its own: a shift for a page that moved to the other side, and its heads and folio,
which pages that print the same share.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import BinaryIO

from casebook.press.catalogue import Metadata, Roots, catalogue
from casebook.press.imposing import BookPage, Folio, Imposed
from casebook.press.margin_cache import FontPrograms, Margins
from casebook.press.objects import ObjectTemplate, PdfFile, reals, stream, text
from casebook.press.quires import ROOM, LastFile, NumberedSection, Quire, gather, numbered
from casebook.press.signature import FIRST, FONTS, MarginBoxes, Signature
from casebook.press.typefaces import Faces, Program, embed

Objects = Callable[[], tuple[ObjectTemplate, ...]]
"""Reads the objects of a signature."""


class Binder:
    """Binds one book; use once."""

    def __init__(
        self,
        signatures: Sequence[tuple[Signature, Objects]],
        book: Imposed,
        all_folios: Sequence[Folio],
        margins: Margins,
        programs: FontPrograms,
        sink: BinaryIO,
        last: LastFile,
    ) -> None:
        self._signatures = [signature for signature, _ in signatures]
        self._read = [read for _, read in signatures]
        self._book, self._folios = book, all_folios
        self._margins, self._programs = margins, programs
        self._file, self._last = PdfFile(sink), last
        self.quires: dict[bytes, Quire] = {}
        self._faces = Faces()
        self._root, self._tree, self._document = (self._file.reserve() for _ in range(3))
        self._info, self._pages_root = self._file.reserve(), self._file.reserve()
        self._sets = self._file.reserve(ROOM)
        self._streams: dict[bytes, int] = {}
        self._added: dict[bytes, int] = {}
        self._font_sets: dict[tuple[tuple[str, int], ...], int] = {}
        self._nums: list[bytes] = []
        self._link_nums: list[tuple[int, bytes]] = []
        self._pages: list[int] = []
        self._names = {
            name for sheet in book.sheets if sheet.leaf for name, _, _ in sheet.leaf.anchors
        }

    def bind(self, its: Metadata) -> None:
        """Write the PDF."""
        file, sheets = self._file, self._book.sheets
        roots = self._pages_root, self._document
        units, self._pages = numbered(file, self._signatures, sheets, *roots)
        for unit, signature in zip(units, self._signatures, strict=True):
            unit.fonts = self._faces.take(signature.fonts)
        pages = [self._page(index, sheet, units) for index, sheet in enumerate(sheets)]
        margins = ((number, *stream(data)) for data, number in self._added.items())
        self._quire(sha256(repr(self._added).encode()).digest(), margins)
        faces = self._faces.faces.items()
        programs = {name: self._programs.program(name, face) for name, face in faces}
        for section, unit in enumerate(units):
            self._objects(section, unit)
        for (index, sheet), parts in zip(enumerate(sheets), pages, strict=True):
            self._put_page(index, sheet, parts, units)
        self._embed_fonts(programs)
        catalogue(
            file,
            its,
            self._book.sheets,
            self._folios,
            Roots(self._root, self._info, self._pages_root, self._tree, self._document),
            self._pages,
            tops=b" ".join(
                unit.numbers[top]
                for unit, signature in zip(units, self._signatures, strict=True)
                for top in signature.tops
            ),
            parents=[*self._nums, *(b"%d %b" % pair for pair in self._link_nums)],
        )
        file.finish(self._root, self._info)

    # Pages

    def _page(self, index: int, sheet: BookPage, units: Sequence[NumberedSection]) -> list[int]:
        """Return the streams that a page shows, in order; its own is entered as 0."""
        unit = units[sheet.section]
        parts = [0] if sheet.leaf is not None else []
        if sheet.shift:
            before = self._stream(b"q 1 0 0 1 %b 0 cm" % reals(sheet.shift))
            parts = [before, *parts, self._stream(b"Q")]
        chosen = dict(unit.fonts)
        for group, _ in sheet.heads:
            head = self._margins.head(sheet, group)
            if not head.data:
                continue
            tag = b"/Artifact <</Type /Pagination>> BDC\n%b\nEMC"
            fresh = [use for use in head.fonts if use.name not in chosen]
            if fresh:
                chosen |= dict(self._faces.take(fresh))
                unit.fonts = tuple(chosen.items())
            if head.form is None and self._faces.suits(head.fonts, chosen):
                unit.states |= dict.fromkeys(head.states)
                parts.append(self._stream(tag % head.data))
            else:
                name = self._form(head, sheet, unit)
                parts.append(self._stream(tag % (b"/%b Do" % name.encode())))
        return parts

    def _stream(self, data: bytes) -> int:
        """Return the number of a stream; the same data is in the file once."""
        if data not in self._streams:
            self._streams[data] = self._added[data] = self._file.reserve()
        return self._streams[data]

    def _form(self, head: MarginBoxes, sheet: BookPage, unit: NumberedSection) -> str:
        """Add a head with resources of its own and return the name the section has for it."""
        key = b"form" + repr((head.data, head.fonts)).encode()
        if key not in self._streams:
            self._streams[key] = self._file.reserve()
            base = self._file.reserve(len(head.objects))
            numbers = [b""] * FIRST + [b"%d 0 R" % (base + n) for n in range(len(head.objects))]
            fonts = self._font_set(self._faces.take(head.fonts))
            numbers[FONTS] = b"%d 0 R" % fonts
            for number, loose in enumerate(head.objects, base):
                self._file.put(number, loose.bound(numbers), loose.body)
            inner = _states(head.states)
            if head.form is not None:
                inner = head.form[0].bound(numbers)[2:-2]
                inner += b"/XObject <<%b>>" % b" ".join(
                    b"/%b %b" % (name.encode(), numbers[local]) for name, local in head.form[1]
                )
            wide, high = sheet.plan.size
            extra = b"/Type /XObject /Subtype /Form /BBox [0 0 %b] /Resources <<%b/Font %d 0 R>> "
            self._file.put(
                self._streams[key], *stream(head.data, extra % (reals(wide, high), inner, fonts))
            )
        name = f"h{self._streams[key]}"
        unit.heads[name] = self._streams[key]
        return name

    def _put_page(
        self, index: int, sheet: BookPage, parts: Sequence[int], units: Sequence[NumberedSection]
    ) -> None:
        unit, leaf = units[sheet.section], sheet.leaf
        own = unit.numbers[leaf.content] if leaf else b""
        contents = b" ".join(b"%d 0 R" % part if part else own for part in parts)
        wide, high = leaf.size if leaf else sheet.plan.size
        left, bottom, right, top = leaf.bleed if leaf else sheet.plan.bleed
        media = reals(-left, -bottom, wide + right, high + top)
        near = [min(10.0, side) for side in (left, bottom, right, top)]
        bleed = reals(-near[0], -near[1], wide + near[2], high + near[3])
        annotations = b""
        if leaf and leaf.links:
            annotations = b" /Annots [%b]" % b" ".join(self._links(sheet, unit))
        self._file.put(
            self._pages[index],
            b"<</Type /Page /Parent %d 0 R /MediaBox [%b] /TrimBox [0 0 %b] /BleedBox [%b] "
            b"/Contents [%b] /Resources %d 0 R /Tabs /S /StructParents %d%b>>"
            % (
                self._pages_root,
                media,
                reals(wide, high),
                bleed,
                contents,
                self._resources(sheet.section, unit),
                index,
                annotations,
            ),
        )
        tags = b" ".join(unit.numbers[tag] for tag in leaf.tags) if leaf else b""
        self._nums.append(b"%d [%b]" % (index, tags))

    def _links(self, sheet: BookPage, unit: NumberedSection) -> list[bytes]:
        leaf = sheet.leaf
        assert leaf is not None
        signature = self._signatures[sheet.section]
        done = 0
        for other in signature.leaves:
            if other is leaf:
                break
            done += len(other.links)
        found = []
        for number, link in enumerate(leaf.links, FIRST + len(signature.leaves) + done):
            x1, y1, x2, y2 = link.rectangle
            if link.outer:
                action = b"/A <</Type /Action /S /URI /URI %b>>" % text(link.goal)
            elif link.goal in self._names:
                action = b"/Dest %b" % text(link.goal)
            else:
                action = b"/Dest [%d 0 R /Fit]" % self._pages[0]
            key = len(self._book.sheets) + len(self._link_nums)
            own = unit.numbers[number]
            self._file.put(
                int(own.split()[0]),
                b"<</Type /Annot /Subtype /Link /Rect [%b] /BS <</W 0>> /Contents %b %b "
                b"/StructParent %d>>"
                % (
                    reals(x1 + sheet.shift, y1, x2 + sheet.shift, y2),
                    text(link.goal),
                    action,
                    key,
                ),
            )
            self._link_nums.append((key, unit.numbers[link.tag]))
            found.append(own)
        return found

    def _resources(self, section: int, unit: NumberedSection) -> int:
        """Return what the pages of a section name, as one object."""
        signature = self._signatures[section]
        inner = signature.resources.bound(unit.numbers)[2:-2]
        opening = b"/ExtGState <<"
        if opening in inner:
            fresh = _states([s for s in unit.states if b"/%b <<" % s.encode() not in inner])
            inner = inner.replace(opening, fresh.removesuffix(b">>") or opening, 1)
        else:
            inner += _states(tuple(unit.states))
        pictures = [b"/%b %b" % (n.encode(), unit.numbers[i]) for n, i in signature.xobjects]
        pictures += [b"/%b %d 0 R" % (name.encode(), n) for name, n in unit.heads.items()]
        if pictures:
            inner += b"/XObject <<%b>>" % b" ".join(pictures)
        data = b"<<%b/Font %d 0 R>>" % (inner, self._font_set(unit.fonts))
        if data not in self._streams:
            self._streams[data] = self._file.add(data)
        return self._streams[data]

    def _font_set(self, fonts: tuple[tuple[str, int], ...]) -> int:
        """Return the number of the dictionary that names these fonts."""
        key = tuple(sorted(fonts))
        if key not in self._font_sets:
            at = len(self._font_sets)
            self._font_sets[key] = self._sets + at if at < ROOM else self._file.reserve()
        return self._font_sets[key]

    # What the signatures brought

    def _objects(self, section: int, unit: NumberedSection) -> None:
        """Put the quire of a section: its objects, each under its number; equal ones once."""
        signature, shifts = self._signatures[section], unit.shifts
        unit.numbers[FONTS] = b"%d 0 R" % self._font_set(unit.fonts)
        unit.numbers += [
            b"[%b]" % reals(x1 + shifts[leaf], y1, x2 + shifts[leaf], y2)
            for leaf, x1, y1, x2, y2 in signature.boxes
        ]
        told = b"%b %d %d\n" % (signature.objects.encode(), unit.base, unit.spare)
        key = sha256(told + b"\n".join(unit.numbers)).digest()
        self._quire(key, self._numbered(section, unit), unit.spare)

    def _quire(
        self, key: bytes, objects: Iterable[tuple[int, bytes, bytes | None]], spare: int = 0
    ) -> None:
        """Put `objects` together, or copy what was put for `key` into the last file."""
        data, quire = self._last.take(key) or gather(objects, spare)
        at = self._file.paste(data, quire.digest, quire.streams, quire.entries)
        self.quires[key] = quire._replace(at=at)

    def _numbered(
        self, section: int, unit: NumberedSection
    ) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Yield number, contents and body of the objects of a section that are not in the file."""
        signature = self._signatures[section]
        first = FIRST + len(signature.leaves) + sum(len(leaf.links) for leaf in signature.leaves)
        for local, loose in enumerate(self._read[section](), first):
            number = unit.base + local - FIRST
            if unit.numbers[local] == b"%d 0 R" % number:  # else it came before
                yield number, loose.bound(unit.numbers), loose.body

    def _embed_fonts(self, programs: Mapping[str, Callable[[], Program]]) -> None:
        numbers: dict[str, list[int]] = {}
        for name, face in self._faces.faces.items():
            numbers[name] = embed(self._file, face, programs[name]())
        for fonts, number in self._font_sets.items():
            entries = (b"/%b %d 0 R" % (n.encode(), numbers[n][reading]) for n, reading in fonts)
            self._file.put(number, b"<<%b>>" % b" ".join(entries))


def _states(names: Sequence[str]) -> bytes:
    if not names:
        return b""
    entries = (
        b"/%b <</%b %b>>" % (s.encode(), b"CA" if s[0] == "A" else b"ca", s[1:].encode())
        for s in names
    )
    return b"/ExtGState <<%b>>" % b" ".join(entries)
