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
from casebook.press.quires import ROOM, LastFile, NumberedSection, Quire, gather, number_sections
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
        folios: Sequence[Folio],
        margins: Margins,
        programs: FontPrograms,
        sink: BinaryIO,
        last: LastFile,
    ) -> None:
        self._signatures = [signature for signature, _ in signatures]
        self._read = [read for _, read in signatures]
        self._book, self._folios = book, folios
        self._margins, self._programs = margins, programs
        self._file, self._last = PdfFile(sink), last
        self.quires: dict[bytes, Quire] = {}
        self._faces = Faces()
        self._root, self._tree, self._document = (self._file.reserve() for _ in range(3))
        self._info, self._pages_root = self._file.reserve(), self._file.reserve()
        self._set_numbers = self._file.reserve(ROOM)
        self._streams: dict[bytes, int] = {}
        self._added: dict[bytes, int] = {}
        self._font_set_numbers: dict[tuple[tuple[str, int], ...], int] = {}
        self._nums: list[bytes] = []
        self._link_nums: list[tuple[int, bytes]] = []
        self._pages: list[int] = []
        self._names = {
            name for page in book.pages if page.content for name, _, _ in page.content.anchors
        }

    def bind(self, metadata: Metadata) -> None:
        """Write the PDF."""
        file, book_pages = self._file, self._book.pages
        roots = self._pages_root, self._document
        sections, self._pages = number_sections(file, self._signatures, book_pages, *roots)
        for section, signature in zip(sections, self._signatures, strict=True):
            section.fonts = self._faces.take(signature.fonts)
        streams_of_pages = [self._page(page, sections) for page in book_pages]
        margins = ((number, *stream(data)) for data, number in self._added.items())
        self._quire(sha256(repr(self._added).encode()).digest(), margins)
        faces = self._faces.faces.items()
        programs = {name: self._programs.program(name, face) for name, face in faces}
        for index, section in enumerate(sections):
            self._objects(index, section)
        for (index, page), parts in zip(enumerate(book_pages), streams_of_pages, strict=True):
            self._put_page(index, page, parts, sections)
        self._embed_fonts(programs)
        catalogue(
            file,
            metadata,
            self._book.pages,
            self._folios,
            Roots(self._root, self._info, self._pages_root, self._tree, self._document),
            self._pages,
            top_elements=b" ".join(
                section.numbers[element]
                for section, signature in zip(sections, self._signatures, strict=True)
                for element in signature.top_elements
            ),
            parents=[*self._nums, *(b"%d %b" % pair for pair in self._link_nums)],
        )
        file.finish(self._root, self._info)

    # Pages

    def _page(self, page: BookPage, sections: Sequence[NumberedSection]) -> list[int]:
        """Return the streams that a page shows, in order; its own is entered as 0."""
        section = sections[page.section]
        parts = [0] if page.content is not None else []
        if page.shift:
            before = self._stream(b"q 1 0 0 1 %b 0 cm" % reals(page.shift))
            parts = [before, *parts, self._stream(b"Q")]
        readings = dict(section.fonts)
        for group, _ in page.margins:
            boxes = self._margins.boxes(page, group)
            if not boxes.data:
                continue
            tag = b"/Artifact <</Type /Pagination>> BDC\n%b\nEMC"
            fresh = [use for use in boxes.fonts if use.name not in readings]
            if fresh:
                readings |= dict(self._faces.take(fresh))
                section.fonts = tuple(readings.items())
            if boxes.form is None and self._faces.suits(boxes.fonts, readings):
                section.opacities |= dict.fromkeys(boxes.opacities)
                parts.append(self._stream(tag % boxes.data))
            else:
                name = self._form(boxes, page, section)
                parts.append(self._stream(tag % (b"/%b Do" % name.encode())))
        return parts

    def _stream(self, data: bytes) -> int:
        """Return the number of a stream; the same data is in the file once."""
        if data not in self._streams:
            self._streams[data] = self._added[data] = self._file.reserve()
        return self._streams[data]

    def _form(self, boxes: MarginBoxes, page: BookPage, section: NumberedSection) -> str:
        """Add margin boxes with resources of their own; return the name the section has for them."""
        key = b"form" + repr((boxes.data, boxes.fonts)).encode()
        if key not in self._streams:
            self._streams[key] = self._file.reserve()
            base = self._file.reserve(len(boxes.objects))
            numbers = [b""] * FIRST + [b"%d 0 R" % (base + n) for n in range(len(boxes.objects))]
            fonts = self._font_set(self._faces.take(boxes.fonts))
            numbers[FONTS] = b"%d 0 R" % fonts
            for number, template in enumerate(boxes.objects, base):
                self._file.put(number, template.numbered(numbers), template.body)
            inner = _opacities(boxes.opacities)
            if boxes.form is not None:
                inner = boxes.form[0].numbered(numbers)[2:-2]
                inner += b"/XObject <<%b>>" % b" ".join(
                    b"/%b %b" % (name.encode(), numbers[local]) for name, local in boxes.form[1]
                )
            wide, high = page.plan.size
            extra = b"/Type /XObject /Subtype /Form /BBox [0 0 %b] /Resources <<%b/Font %d 0 R>> "
            self._file.put(
                self._streams[key], *stream(boxes.data, extra % (reals(wide, high), inner, fonts))
            )
        name = f"h{self._streams[key]}"
        section.margins[name] = self._streams[key]
        return name

    def _put_page(
        self, index: int, page: BookPage, parts: Sequence[int], sections: Sequence[NumberedSection]
    ) -> None:
        section, content = sections[page.section], page.content
        own = section.numbers[content.stream] if content else b""
        contents = b" ".join(b"%d 0 R" % part if part else own for part in parts)
        wide, high = content.size if content else page.plan.size
        trim = reals(0, 0, wide, high)  # what bleeds is cut off; `editions.prepress` shows it
        annotations = b""
        if content and content.links:
            annotations = b" /Annots [%b]" % b" ".join(self._links(page, section))
        self._file.put(
            self._pages[index],
            b"<</Type /Page /Parent %d 0 R /MediaBox [%b] /TrimBox [%b] /BleedBox [%b] "
            b"/Contents [%b] /Resources %d 0 R /Tabs /S /StructParents %d%b>>"
            % (
                self._pages_root,
                trim,
                trim,
                trim,
                contents,
                self._resources(page.section, section),
                index,
                annotations,
            ),
        )
        tags = b" ".join(section.numbers[tag] for tag in content.tags) if content else b""
        self._nums.append(b"%d [%b]" % (index, tags))

    def _links(self, page: BookPage, section: NumberedSection) -> list[bytes]:
        content = page.content
        assert content is not None
        signature = self._signatures[page.section]
        links_before = 0
        for other in signature.pages:
            if other is content:
                break
            links_before += len(other.links)
        annotations = []
        for number, link in enumerate(content.links, FIRST + len(signature.pages) + links_before):
            x1, y1, x2, y2 = link.rectangle
            if link.external:
                action = b"/A <</Type /Action /S /URI /URI %b>>" % text(link.target)
            elif link.target in self._names:
                action = b"/Dest %b" % text(link.target)
            else:
                action = b"/Dest [%d 0 R /Fit]" % self._pages[0]
            key = len(self._book.pages) + len(self._link_nums)
            own = section.numbers[number]
            self._file.put(
                int(own.split()[0]),
                b"<</Type /Annot /Subtype /Link /Rect [%b] /BS <</W 0>> /Contents %b %b "
                b"/StructParent %d>>"
                % (
                    reals(x1 + page.shift, y1, x2 + page.shift, y2),
                    text(link.target),
                    action,
                    key,
                ),
            )
            self._link_nums.append((key, section.numbers[link.element]))
            annotations.append(own)
        return annotations

    def _resources(self, index: int, section: NumberedSection) -> int:
        """Return what the pages of a section name, as one object."""
        signature = self._signatures[index]
        inner = signature.resources.numbered(section.numbers)[2:-2]
        opening = b"/ExtGState <<"
        if opening in inner:
            fresh = _opacities(
                [s for s in section.opacities if b"/%b <<" % s.encode() not in inner]
            )
            inner = inner.replace(opening, fresh.removesuffix(b">>") or opening, 1)
        else:
            inner += _opacities(tuple(section.opacities))
        pictures = [b"/%b %b" % (n.encode(), section.numbers[i]) for n, i in signature.xobjects]
        pictures += [b"/%b %d 0 R" % (name.encode(), n) for name, n in section.margins.items()]
        if pictures:
            inner += b"/XObject <<%b>>" % b" ".join(pictures)
        data = b"<<%b/Font %d 0 R>>" % (inner, self._font_set(section.fonts))
        if data not in self._streams:
            self._streams[data] = self._file.add(data)
        return self._streams[data]

    def _font_set(self, fonts: tuple[tuple[str, int], ...]) -> int:
        """Return the number of the dictionary that names these fonts."""
        key = tuple(sorted(fonts))
        if key not in self._font_set_numbers:
            at = len(self._font_set_numbers)
            self._font_set_numbers[key] = (
                self._set_numbers + at if at < ROOM else self._file.reserve()
            )
        return self._font_set_numbers[key]

    # What the signatures brought

    def _objects(self, index: int, section: NumberedSection) -> None:
        """Put the quire of a section: its objects, each under its number; equal ones once."""
        signature, shifts = self._signatures[index], section.shifts
        section.numbers[FONTS] = b"%d 0 R" % self._font_set(section.fonts)
        section.numbers += [
            b"[%b]" % reals(x1 + shifts[page], y1, x2 + shifts[page], y2)
            for page, x1, y1, x2, y2 in signature.rectangles
        ]
        made_of = b"%b %d %d\n" % (signature.objects_key.encode(), section.base, section.spare)
        key = sha256(made_of + b"\n".join(section.numbers)).digest()
        self._quire(key, self._numbered(index, section), section.spare)

    def _quire(
        self, key: bytes, objects: Iterable[tuple[int, bytes, bytes | None]], spare: int = 0
    ) -> None:
        """Put `objects` together, or copy what was put for `key` into the last file."""
        data, quire = self._last.take(key) or gather(objects, spare)
        at = self._file.paste(data, quire.digest, quire.streams, quire.entries)
        self.quires[key] = quire._replace(at=at)

    def _numbered(
        self, index: int, section: NumberedSection
    ) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Yield number, contents and body of the objects of a section that are not in the file."""
        signature = self._signatures[index]
        first = FIRST + len(signature.pages) + sum(len(page.links) for page in signature.pages)
        for local, template in enumerate(self._read[index](), first):
            number = section.base + local - FIRST
            if section.numbers[local] == b"%d 0 R" % number:  # else it came before
                yield number, template.numbered(section.numbers), template.body

    def _embed_fonts(self, programs: Mapping[str, Callable[[], Program]]) -> None:
        numbers: dict[str, list[int]] = {}
        for name, face in self._faces.faces.items():
            numbers[name] = embed(self._file, face, programs[name]())
        for fonts, number in self._font_set_numbers.items():
            entries = (b"/%b %d 0 R" % (n.encode(), numbers[n][reading]) for n, reading in fonts)
            self._file.put(number, b"<<%b>>" % b" ".join(entries))


def _opacities(names: Sequence[str]) -> bytes:
    if not names:
        return b""
    entries = (
        b"/%b <</%b %b>>" % (s.encode(), b"CA" if s[0] == "A" else b"ca", s[1:].encode())
        for s in names
    )
    return b"/ExtGState <<%b>>" % b" ".join(entries)
