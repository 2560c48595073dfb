"""All that the pages of a document draw, put into inks; what each page prints, and its pictures.

Resources are shared by pages, forms by resources: each is converted once. Masks are left alone:
their grey is no ink.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import hypot, inf
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from casebook.editions.prepress import ink_streams
from casebook.editions.prepress.colour_management import Ink, PaperColours, Rgb
from casebook.editions.prepress.ink_streams import InkStream
from casebook.editions.prepress.matrices import UNIT, Matrix, matrix_of, product, scale
from casebook.editions.prepress.overprinted_words import Box, GlyphWidths
from casebook.editions.prepress.pdf_writing import contents_of, within, without
from casebook.pdf import PdfObject
from casebook.press.objects import deflate

Key = tuple[int, int]
Streams = Mapping[bytes, InkStream]
"""Streams in inks, their data compressed, by the hash of what they were made from."""


class PlacedImage(NamedTuple):
    """A picture on a page: its object, the page's index, width and height there in points."""

    key: Key
    page: int
    width: float
    height: float


@dataclass(frozen=True)
class PagePlates:
    """What a page prints besides its pictures: its plates (`K`, `spot`, `process`).

    `colours` are those of the screen that take all four plates; `heaviest` is the most ink of a
    mark, in percent; `pictures` stand on it, and `under` are parts of them with black words on them.
    `thinnest` is the thinnest line, in points.
    """

    plates: frozenset[str]
    colours: tuple[Rgb, ...]
    heaviest: float
    pictures: tuple[PlacedImage, ...]
    under: tuple[tuple[Key, Box], ...] = ()
    thinnest: float = inf


class _Shade(NamedTuple):
    """A shading in inks: its plates, the colours of it that no layout decides on, its heaviest ink."""

    plates: frozenset[str] = frozenset()
    colours: tuple[Rgb, ...] = ()
    heaviest: float = 0.0


@dataclass(slots=True)
class _Resources:
    """Names of a resource dictionary: pictures, forms with their streams, shadings, fonts."""

    images: dict[str, Key] = field(default_factory=dict)
    forms: "dict[str, _Form]" = field(default_factory=dict)
    shades: dict[str, _Shade] = field(default_factory=dict)
    tiles: "dict[str, _Form]" = field(default_factory=dict)
    labs: frozenset[str] = frozenset()
    fonts: dict[str, GlyphWidths] = field(default_factory=dict)


class _Form(NamedTuple):
    stream: InkStream
    names: _Resources
    matrix: Matrix


class DrawnThings:
    """Puts a document into inks, in place; use once.

    `kept` holds streams converted before, `used` those of this document; `made_for` names paper
    and program.
    """

    def __init__(
        self, document: pikepdf.Pdf, colours: PaperColours, kept: Streams, made_for: bytes
    ) -> None:
        self._document, self._colours, self._kept = document, colours, kept
        self._made_for = made_for
        self.used: dict[bytes, InkStream] = {}
        self._known: dict[Key, _Resources] = {}
        self._forms: dict[Key, _Form] = {}
        self._fonts: dict[Key, GlyphWidths] = {}
        self._streams: dict[Key, InkStream] = {}
        self._shades: dict[Key, _Shade] = {}
        self._cleared: list[tuple[PdfObject, frozenset[str]]] = []
        self._states = {
            ink_streams.OVER: document.make_indirect(
                Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
            ),
            ink_streams.APART: document.make_indirect(
                Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)
            ),
        }
        self._second = self._second_space()

    def pages(self) -> list[PagePlates]:
        """Convert all pages and return what each prints."""
        made = [self._page(index, page) for index, page in enumerate(self._document.pages)]
        for resources, labs in self._cleared:  # several may share what they name
            without(resources.get("/ColorSpace", Dictionary()), *labs)
            if "/ColorSpace" in resources and not resources.ColorSpace.keys():
                del resources["/ColorSpace"]
        return made

    def _page(self, index: int, page: pikepdf.Page) -> PagePlates:
        names = self._resources(within(page.obj, "/Resources"))
        plates = PagePlates(frozenset(), (), 0.0, ())
        for part in contents_of(page):
            plates = self._added(plates, index, self._stream(part, names), names, UNIT)
        return plates

    def _added(
        self, page: PagePlates, index: int, stream: InkStream, names: _Resources, matrix: Matrix
    ) -> PagePlates:
        """Return `page` with what `stream` prints when it is drawn by `matrix`."""
        plates, pictures = page.plates | set(stream.plates), list(page.pictures)
        shades = [names.shades[name] for name in stream.shaded if name in names.shades]
        for shade in shades:
            plates |= shade.plates
        for name, drawn in stream.shown:
            a, b, c, d, *_ = product(drawn, matrix)
            if name in names.images:
                pictures.append(PlacedImage(names.images[name], index, hypot(a, b), hypot(c, d)))
        page = replace(
            page,
            plates=plates,
            colours=(
                *page.colours,
                *stream.colours,
                *(c for shade in shades for c in shade.colours),
            ),
            heaviest=max([page.heaviest, stream.heaviest, *(shade.heaviest for shade in shades)]),
            pictures=tuple(pictures),
            thinnest=min(page.thinnest, stream.thinnest * scale(matrix)),
            under=(
                *page.under,
                *((names.images[n], part) for n, part in stream.under if n in names.images),
            ),
        )
        inner = [(names.forms[name], drawn) for name, drawn in stream.shown if name in names.forms]
        inner += [(names.tiles[name], UNIT) for name in stream.shaded if name in names.tiles]
        for form, drawn in inner:
            by = product(form.matrix, product(drawn, matrix))
            page = self._added(page, index, form.stream, form.names, by)
        return page

    # Streams

    def _stream(self, stream: PdfObject, names: _Resources) -> InkStream:
        """Return a content stream in inks, and write it in place of what it was."""
        if stream.objgen not in self._streams:
            key = sha256(
                self._made_for + repr(sorted(names.labs)).encode() + stream.read_raw_bytes()
            )
            made = self._kept.get(key.digest())
            if made is None:
                made = ink_streams.in_inks(stream, self._colours, names.labs, names.fonts)
                made = made._replace(data=deflate(made.data, 6))
            self.used[key.digest()] = made
            stream.write(made.data, filter=Name.FlateDecode)
            self._streams[stream.objgen] = made
        return self._streams[stream.objgen]

    def _form(self, form: PdfObject, above: PdfObject) -> _Form:
        """Convert a form or a tile, whose names may be those of what draws it."""
        if form.objgen not in self._forms:
            names = self._resources(form.get("/Resources", above))
            self._forms[form.objgen] = _Form(UNIT_STREAM, names, UNIT)  # a form within itself ends
            _in_process_space(form)
            stream = self._stream(form, names)
            self._forms[form.objgen] = _Form(stream, names, matrix_of(form))
        return self._forms[form.objgen]

    # Resources

    def _resources(self, resources: PdfObject) -> _Resources:
        key = resources.objgen
        if key != (0, 0) and key in self._known:
            return self._known[key]
        names = _Resources()
        if key != (0, 0):
            self._known[key] = names
        names.labs = frozenset(_labs(resources))
        for name, font in _items(resources, "/Font"):
            widths = GlyphWidths(font)
            names.fonts[name] = (
                self._fonts.setdefault(font.objgen, widths) if font.is_indirect else widths
            )
        for name, thing in _items(resources, "/XObject"):
            if thing.get("/Subtype") == "/Image":
                names.images[name] = thing.objgen
            elif thing.get("/Subtype") == "/Form":
                names.forms[name] = self._form(thing, resources)
        for name, shading in _items(resources, "/Shading"):
            names.shades[name] = self._shading(shading, shading.objgen)
        for name, pattern in _items(resources, "/Pattern"):
            if "/Shading" in pattern:
                names.shades[name] = self._shading(pattern.Shading, pattern.objgen)
            else:
                names.tiles[name] = self._form(pattern, resources)
        self._add_names(resources, names.labs)
        return names

    def _add_names(self, resources: PdfObject, labs: frozenset[str]) -> None:
        """Name the states and the plate that converted streams use."""
        states = within(resources, "/ExtGState")
        for name, state in self._states.items():
            states[name] = state
        if self._second is not None:
            within(resources, "/ColorSpace")[ink_streams.SECOND] = self._second
        self._cleared.append((resources, labs))

    def _second_space(self) -> PdfObject | None:
        """Return the colour space of the second plate (8.6.6.4), shown elsewhere in process inks."""
        second = self._colours.second
        if second is None or not second.plate:
            return None
        tint = Dictionary(
            FunctionType=2,
            Domain=[0, 1],
            C0=[0, 0, 0, 0],
            C1=list(self._colours.second_process),
            N=1,
        )
        space = Array([Name.Separation, Name("/" + second.plate), Name.DeviceCMYK, tint])
        return self._document.make_indirect(space)

    def _shading(self, shading: PdfObject, key: Key) -> _Shade:
        """Put a shading into inks, once; `key` is that of its object, or of the pattern it is in."""
        if key not in self._shades or key == (0, 0):
            self._shades[key] = self._shade(shading)
        return self._shades[key]

    def _shade(self, shading: PdfObject) -> _Shade:
        space = shading.get("/ColorSpace")
        functions = shading.get("/Function")
        every = functions if isinstance(functions, Array) else [functions]
        ends = [
            (two, name, [float(value) for value in two[name]])
            for function in every for two in _ends(function) for name in ("/C0", "/C1")
        ]  # fmt: skip
        if space == "/DeviceCMYK":
            return _shade_of([Ink((c, m, y, k)) for _, _, (c, m, y, k) in ends])
        if space not in ("/DeviceRGB", "/DeviceGray"):
            return _Shade()
        screen = [_rgb(values) for _, _, values in ends]
        inks = [self._colours.ink(rgb) for rgb in screen]
        undecided = tuple(rgb for rgb, ink in zip(screen, inks, strict=True) if not ink.decided)
        if self._second is not None and _is_of_second(inks):
            shading.ColorSpace = self._second
            printed = [[ink.tint or 0.0] for ink in inks]
        else:
            shading.ColorSpace = Name.DeviceCMYK
            process = [ink_streams.in_process(self._colours, rgb) for rgb in screen]
            printed = [list(inks) for inks in process]
            inks = [Ink(inks) for inks in process]
        for (two, name, _), values in zip(ends, printed, strict=True):
            two[name] = Array(values)
        return _shade_of(inks)._replace(colours=undecided)


UNIT_STREAM = InkStream(b"", (), (), (), (), 0.0)
"""A stream that draws nothing."""


def _shade_of(inks: Sequence[Ink]) -> _Shade:
    plates = frozenset().union(*(ink.plates for ink in inks))
    return _Shade(plates, (), max((100 * ink.amount for ink in inks), default=0.0))


def _is_of_second(inks: Sequence[Ink]) -> bool:
    """Say whether all colours of a shading are tints of the second one, or white."""
    return any(ink.tint for ink in inks) and all(
        ink.tint is not None or not ink.plates for ink in inks
    )


def _rgb(values: Sequence[float]) -> Rgb:
    red, green, blue = values if len(values) == 3 else (*values, *values, *values)
    return red, green, blue


def _ends(function: PdfObject) -> Iterator[PdfObject]:
    """Yield the functions between two colours that a shading is made of (7.10.3, 7.10.4)."""
    if function.get("/FunctionType") == 3:
        for inner in function.Functions:
            yield from _ends(inner)
    elif function.get("/FunctionType") == 2:
        yield function


def _items(resources: PdfObject, kind: str) -> Sequence[tuple[str, PdfObject]]:
    named = resources.get(kind)
    return list(named.items()) if named is not None else []


def _labs(resources: PdfObject) -> Iterator[str]:
    for name, space in _items(resources, "/ColorSpace"):
        if isinstance(space, Array) and len(space) and space[0] == "/Lab":
            yield name


def _in_process_space(form: PdfObject) -> None:
    """Let a transparency group mix its colours in process inks (11.6.6)."""
    group = form.get("/Group")
    if group is not None and group.get("/CS") == "/DeviceRGB":
        group.CS = Name.DeviceCMYK
