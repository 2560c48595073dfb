"""Draw laid-out pages into streams, and pack what they use: the making of a signature.

WeasyPrint's drawing is used as it is; only marking content is our own, because it costs a
dictionary a line. What a page's stream names (fonts, opacities, pictures, patterns) leaves as
loose objects, so that pages of many sections can share one file.
"""

from hashlib import sha256
from typing import NamedTuple

import pydyf
from weasyprint.document import Page

from casebook.errata import Erratum, Place, Wording
from casebook.limits import paused_collector
from casebook.press.engine import BASE, StyleContext
from casebook.press.fitting import fit
from casebook.press.layout_errata import logged_errata
from casebook.press.objects import ObjectTemplate, object_template
from casebook.press.page_starts import PageStarts, strings
from casebook.press.picture_profiles import name_profile
from casebook.press.placement import losses
from casebook.press.section_layout import PX, SectionPages, is_turned
from casebook.press.signature import (
    FIRST,
    FONTS,
    Bookmark,
    BookPosition,
    FontUse,
    Link,
    SectionHtml,
    Signature,
    SignaturePage,
    objects_key,
)
from casebook.press.structure_tree import Tree
from casebook.store import dumps
from casebook.weasy import page_box_of
from casebook.weasy.drawing import add_references, white_points
from casebook.weasy.page_stream import stream_class
from casebook.weasy.weasyprint_types import Box, CData, Font, Stream, Value

Rectangle = tuple[float, float, float, float]
_EMPTY = ("ExtGState", "XObject", "Pattern", "Shading")


def signature(
    section: SectionHtml, styles: StyleContext, position: BookPosition
) -> tuple[Signature, bytes]:
    """Return the signature of `section`, laid out for `position`, and its objects packed."""
    errata: list[Erratum] = []
    faces = styles.fonts.given
    with (
        logged_errata(Place(section.place.path), errata),
        paused_collector(),
        styles.recorded() as opened,
    ):
        pages = SectionPages(section.html, BASE, styles)
        fitting = fit(pages, position, section.place)
        drawn = _drawn(pages, section.id)
        sources = opened()
    if styles.fonts.given != faces:
        styles.tainted = True
        errata.append(_own_face(section))
    objects = drawn.objects
    packed = dumps(objects.templates)
    made = Signature(
        section=section.id,
        pages=drawn.pages,
        object_count=len(objects.templates),
        objects_key=objects_key(packed),
        resources=objects.resources,
        xobjects=objects.xobjects,
        digests=objects.digests,
        top_elements=tuple(element.number for element in drawn.tree.tops),
        fonts=drawn.canvas.font_uses(),
        rectangles=tuple(drawn.tree.boxes),
        break_before=pages.break_before,
        break_after=pages.break_after,
        references=pages.references,
        prints_own_numbers=pages.prints_own_numbers,
        errata=(*errata, *fitting),
        losses=losses(section.html, pages.html.etree_element, pages.boxes, pages.parsed),
        weights=drawn.weights,
        galley_hash=pages.signs.hash,
        sources=sources,
    )
    return made, packed


def _own_face(section: SectionHtml) -> Erratum:
    """Return the erratum of a document or picture that brings a font with it.

    Sections are set alone and share the book's fonts: such a font would be missing in the bound
    book, and would dress whatever the same worker sets next.
    """
    return Erratum(
        "font-in-section",
        section.place,
        Wording(
            f"“{section.title}”的模板或 SVG 图片自带 @font-face，这种字体进不了全书",
            f"a template or an SVG picture of ‘{section.title}’ has an @font-face of its own, "
            "which the book cannot use",
        ),
        Wording(
            "把 @font-face 写进版式的样式表。", "Write @font-face in a style sheet of the layout."
        ),
        "@font-face",
    )


class Canvas:
    """A set of streams drawn with common resources, and the fonts, pictures and objects in them.

    Local numbers are those of a pydyf file whose first objects are taken.
    """

    def __init__(self, styles: StyleContext, taken: int = 0) -> None:
        self.fonts: dict[CData, Font] = {}
        self.images: dict[str, Value] = {}
        self.styles = styles
        self.pdf = pydyf.PDF()
        while len(self.pdf.objects) < FIRST + taken:
            self.pdf.add_object(pydyf.Object())
        self.taken = FIRST + taken
        colors = pydyf.Dictionary(
            {
                name: pydyf.Array(
                    (
                        "/Lab",
                        pydyf.Dictionary(
                            {
                                "WhitePoint": pydyf.Array(white),
                                "Range": pydyf.Array((-125, 125, -125, 125)),
                            }
                        ),
                    )
                )
                for name, white in white_points()
            }
        )
        for key, profile in styles.profiles.items():
            stream = pydyf.Stream([profile.content], {"N": len(profile.components)}, compress=True)
            self.pdf.add_object(stream)
            profile.pdf_reference = stream.reference
            colors[key] = pydyf.Array(("/ICCBased", stream.reference))
        self.pdf.add_object(colors)
        self.resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in _EMPTY})
        self.resources["ColorSpace"] = colors.reference

    def stream(
        self, rectangle: tuple[float, float, float, float], tags: dict[Box, int] | None
    ) -> Stream:
        """Return a new stream to draw a page of `rectangle` (in CSS pixels) into."""
        stream = stream_class()(
            self.fonts,
            rectangle,
            self.resources,
            self.images,
            tags,
            self.styles.profiles,
            None,
            compress=True,
        )
        stream.faces = self.styles.faces
        return stream

    def pack(self) -> "Packed":
        """Return what was drawn, cut at its references."""
        self.resources["Font"] = f"{FONTS} 0 R".encode()
        add_references(self.pdf, self.resources, self.images, self.styles.profiles)
        for drawn in self.images.values():
            if drawn["x_object"] is not None:
                name_profile(drawn["image"], drawn["x_object"], self.pdf)
        templates = tuple(object_template(thing) for thing in self.pdf.objects[self.taken :])
        digests = tuple(
            (number, sha256(b"".join((*template.parts, template.body or b""))).digest())
            for number, template in enumerate(templates, self.taken)
            if not template.references
        )
        xobjects = tuple(
            (name, int(reference.split()[0]))
            for name, reference in self.resources.pop("XObject").items()
        )
        inner = {key: value for key, value in self.resources.items() if value and key != "Font"}
        return Packed(templates, object_template(pydyf.Dictionary(inner)), xobjects, digests)

    def font_uses(self) -> tuple[FontUse, ...]:
        """Return what was used of each font."""
        names: dict[str, tuple[str, str, dict[int, int], dict[int, str]]] = {}
        for font in self.fonts.values():
            _, _, widths, texts = names.setdefault(
                font.hash, (font.casebook_description, font.family, {}, {})
            )
            widths.update(font.widths)
            texts.update({**font.to_unicode, **texts})
        return tuple(FontUse.of(name, *use) for name, use in names.items())


class Packed(NamedTuple):
    """Objects drawn, resources, XObjects by name, and digests of objects.

    A digest is of an object that refers to no other: equal ones need be in the file only once.
    """

    templates: tuple[ObjectTemplate, ...]
    resources: ObjectTemplate
    xobjects: tuple[tuple[str, int], ...]
    digests: tuple[tuple[int, bytes], ...]


class _Drawn(NamedTuple):
    """The pages of a section drawn, their tags, and what they are made of."""

    pages: tuple[SignaturePage, ...]
    tree: Tree
    canvas: Canvas
    objects: Packed
    weights: tuple[tuple[tuple[str, ...], int], ...]


def _drawn(pages: SectionPages, section: str) -> _Drawn:
    """Draw every page of a section."""
    drawn = [Page(box) for box in pages.boxes]
    links = [_links(page) for page in drawn]
    canvas = Canvas(pages.styles, len(drawn) + sum(map(len, links)))
    tree, page_starts = Tree(section), PageStarts(pages.html.etree_element, pages.flow)
    printed: list[bytes] = []
    streams, links_before = [], 0
    weights: set[tuple[tuple[str, ...], int]] = set()
    for page, of_page in zip(drawn, links, strict=True):
        tags: dict[Box, int] = {}
        streams.append(_paint(page, canvas, tags))
        numbers = {id(box): number for number, (_, _, box) in enumerate(of_page, links_before)}
        tree.add(page_box_of(page), tags, numbers, page.height * PX)
        printed.append(pages.signs.printed(tags, page_starts.parents))
        weights.update((tuple(b.style["font_family"]), int(b.style["font_weight"])) for b in tags)
        links_before += len(of_page)
    objects = canvas.pack()
    elements = tree.objects(canvas.taken + len(objects.templates), len(drawn))
    starts = page_starts.of_pages([page_box_of(page) for page in drawn])
    made, links_before = [], 0
    for index, (page, of_page) in enumerate(zip(drawn, links, strict=True)):
        assigned, opening = strings(page_box_of(page))
        made.append(
            SignaturePage(
                kind=pages.kind(page_box_of(page)),
                size=_size(page),
                stream=streams[index],
                text_origins=pages.text_origins(page_box_of(page)),
                strings=tuple((name, tuple(values)) for name, values in assigned.items()),
                opening_strings=opening,
                tags=tuple(element.number for element in tree.of_content[index]),
                links=tuple(
                    Link(target, external, rectangle, tree.of_link[number].number)
                    for number, (target, (external, rectangle), _) in enumerate(
                        of_page, links_before
                    )
                ),
                anchors=_anchors(page),
                bookmarks=_bookmarks(page),
                starts_at=starts[index],
                printed=printed[index],
            )
        )
        links_before += len(of_page)
    objects = objects._replace(templates=(*objects.templates, *elements))
    return _Drawn(tuple(made), tree, canvas, objects, tuple(sorted(weights)))


def _paint(page: Page, canvas: Canvas, tags: dict[Box, int]) -> int:
    bleed = page.bleed
    rectangle = (
        -bleed["left"],
        -bleed["top"],
        page.width + bleed["left"] + bleed["right"],
        page.height + bleed["top"] + bleed["bottom"],
    )
    stream = canvas.stream(rectangle, tags)
    canvas.pdf.add_object(stream)
    with stream.stacked():
        if is_turned(page_box_of(page)):
            stream.transform(0, 1, 1, 0)
        else:
            stream.transform(d=-1, f=page.height * PX)
        page.paint(stream, PX)
    return int(stream.number)


def _links(page: Page) -> list[tuple[str, tuple[bool, Rectangle], Box]]:
    """Return target, (external, rectangle) and box of each link; one within another is left out."""
    links: list[tuple[str, tuple[bool, Rectangle], Box]] = []
    high = page.height
    for kind, target, (x1, y1, x2, y2), box in page.links:
        if kind == "attachment":
            continue
        rectangle = (x1 * PX, (high - y2) * PX, x2 * PX, (high - y1) * PX)
        if is_turned(page_box_of(page)):
            rectangle = (y1 * PX, x1 * PX, y2 * PX, x2 * PX)
        if links and links[-1][0] == target:
            left, bottom, right, top = links[-1][1][1]
            near = bottom - 6 <= rectangle[1] and rectangle[3] <= top + 6
            if near and left - 0.1 <= rectangle[0] and rectangle[2] <= right + 0.1:
                continue
        links.append((target, (kind == "external", rectangle), box))
    return links


def _size(page: Page) -> tuple[float, float]:
    size = page.width * PX, page.height * PX
    return size[::-1] if is_turned(page_box_of(page)) else size


def _point(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a reader is led to: on a turned page to the top of the sheet."""
    if is_turned(page_box_of(page)):
        return 0.0, page.width * PX
    return x * PX, (page.height - y) * PX


def _anchors(page: Page) -> tuple[tuple[str, float, float], ...]:
    return tuple((name, *_point(page, x, y)) for name, (x, y, _, _) in page.anchors.items())


def _bookmarks(page: Page) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(level, label, *_point(page, x, y), state != "closed")
        for level, label, (x, y), state in page.bookmarks
    )
