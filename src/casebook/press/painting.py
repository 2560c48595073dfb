"""Draw laid-out pages into streams, and pack what they use: the making of a signature.

WeasyPrint's drawing is used as it is; only marking content is our own, because it costs a
dictionary a line. What a page's stream names (fonts, opacities, pictures, patterns) leaves as
loose objects, so that pages of many sections can share one file.
"""

from hashlib import sha256
from typing import Any

import pydyf

from casebook.errata import Erratum, Place, Wording
from casebook.press.engine import BASE, StyleContext, paused_collector
from casebook.press.fitting import fit
from casebook.press.layout_errata import logged_errata
from casebook.press.objects import ObjectTemplate, object_template
from casebook.press.placement import losses
from casebook.press.positions import PageStarts, strings
from casebook.press.section_layout import PX, Pages, is_turned
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
    name_of,
)
from casebook.press.structure_tree import Tree
from casebook.store import dumps
from casebook.weasy import page_box_of
from casebook.weasy.page_stream import stream_class

Rectangle = tuple[float, float, float, float]
_EMPTY = ("ExtGState", "XObject", "Pattern", "Shading")


def signature(
    piece: SectionHtml, bench: StyleContext, setting: BookPosition
) -> tuple[Signature, bytes]:
    """Return the signature of `piece`, laid out for `setting`, and its objects packed."""
    errata: list[Erratum] = []
    faces = bench.fonts.given
    with (
        logged_errata(Place(piece.place.path), errata),
        paused_collector(),
        bench.watched() as opened,
    ):
        pages = Pages(piece.html, BASE, bench)
        numbers = dict(setting.numbers)

        def make() -> None:
            pages.make(setting.side, setting.at, setting.page, numbers)

        told = fit(pages, make, piece.place)
        leaves, tree, canvas, objects = _leaves(pages, piece.section)
        sources = opened()
    if bench.fonts.given != faces:
        bench.tainted = True
        errata.append(_own_face(piece))
    own, resources, xobjects, digests = objects
    packed = dumps(own)
    made = Signature(
        section=piece.section,
        leaves=leaves,
        count=len(own),
        objects=name_of(packed),
        resources=resources,
        xobjects=xobjects,
        digests=digests,
        tops=tuple(e.number for e in tree.tops),
        fonts=canvas.font_uses(),
        boxes=tuple(tree.boxes),
        before=pages.before,
        after=pages.after,
        wants=pages.wanted,
        counts=pages.counts,
        errata=(*errata, *told),
        losses=losses(piece.html, pages.html.etree_element, pages.boxes, pages.parsed),
        sources=sources,
    )
    return made, packed


def _own_face(piece: SectionHtml) -> Erratum:
    """Return the erratum of a document or picture that brings a font with it.

    Sections are set alone and share the book's fonts: such a font would be missing in the bound
    book, and would dress whatever the same worker sets next.
    """
    return Erratum(
        "font-in-section",
        piece.place,
        Wording(
            f"“{piece.title}”的模板或 SVG 图片自带 @font-face，这种字体进不了全书",
            f"a template or an SVG picture of ‘{piece.title}’ has an @font-face of its own, "
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

    def __init__(self, bench: StyleContext, taken: int = 0) -> None:
        from casebook.weasy.drawing import white_points

        self.fonts: dict[Any, Any] = {}
        self.images: dict[str, Any] = {}
        self.bench = bench
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
        for key, profile in bench.profiles.items():
            stream = pydyf.Stream([profile.content], {"N": len(profile.components)}, compress=True)
            self.pdf.add_object(stream)
            profile.pdf_reference = stream.reference
            colors[key] = pydyf.Array(("/ICCBased", stream.reference))
        self.pdf.add_object(colors)
        self.resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in _EMPTY})
        self.resources["ColorSpace"] = colors.reference

    def stream(self, rectangle: tuple[float, float, float, float], tags: Any) -> Any:
        """Return a new stream to draw a page of `rectangle` (in CSS pixels) into."""
        stream = stream_class()(
            self.fonts,
            rectangle,
            self.resources,
            self.images,
            tags,
            self.bench.profiles,
            None,
            compress=True,
        )
        stream.faces = self.bench.faces
        return stream

    def pack(
        self,
    ) -> tuple[
        tuple[ObjectTemplate, ...],
        ObjectTemplate,
        tuple[tuple[str, int], ...],
        tuple[tuple[int, bytes], ...],
    ]:
        """Return the objects drawn, the resources, the named XObjects, and digests of objects.

        A digest is of an object that names no other: equal ones need be in the file only once.
        """
        from casebook.weasy.drawing import add_references

        self.resources["Font"] = f"{FONTS} 0 R".encode()
        add_references(self.pdf, self.resources, self.images, self.bench.profiles)
        objects = tuple(object_template(thing) for thing in self.pdf.objects[self.taken :])
        digests = tuple(
            (number, sha256(b"".join((*loose.pieces, loose.body or b""))).digest())
            for number, loose in enumerate(objects, self.taken)
            if not loose.goals
        )
        xobjects = tuple(
            (name, int(reference.split()[0]))
            for name, reference in self.resources.pop("XObject").items()
        )
        inner = {key: value for key, value in self.resources.items() if value and key != "Font"}
        return objects, object_template(pydyf.Dictionary(inner)), xobjects, digests

    def font_uses(self) -> tuple[FontUse, ...]:
        """Return what was used of each font."""
        names: dict[str, tuple[str, str, dict[int, int], dict[int, str]]] = {}
        for font in self.fonts.values():
            _, _, widths, stands = names.setdefault(
                font.hash, (font.casebook_description, font.family, {}, {})
            )
            widths.update(font.widths)
            stands.update({**font.to_unicode, **stands})
        return tuple(FontUse.of(name, *found) for name, found in names.items())


def _leaves(pages: Pages, section: str) -> tuple[Any, Tree, Canvas, Any]:
    """Draw every page; return the leaves, the tags, what was drawn, and the packed objects."""
    from weasyprint.document import Page

    drawn = [Page(box) for box in pages.boxes]
    links = [_links(page) for page in drawn]
    canvas = Canvas(pages.bench, len(drawn) + sum(map(len, links)))
    tree, spots = Tree(section), PageStarts(pages.html.etree_element, pages.flow)
    contents, done = [], 0
    for page, its in zip(drawn, links, strict=True):
        tags: dict[Any, int] = {}
        contents.append(_paint(page, canvas, tags))
        numbers = {id(box): number for number, (_, _, box) in enumerate(its, done)}
        tree.add(page_box_of(page), tags, numbers, page.height * PX)
        done += len(its)
    objects, resources, xobjects, digests = canvas.pack()
    shapes = tree.objects(canvas.taken + len(objects), len(drawn))
    page_starts = spots.of_pages([page_box_of(page) for page in drawn])
    leaves, done = [], 0
    for index, (page, its) in enumerate(zip(drawn, links, strict=True)):
        assigned, openers = strings(page_box_of(page))
        found = SignaturePage(
            kind=pages.kind(page_box_of(page)),
            size=_size(page),
            bleed=tuple(page.bleed[s] * PX for s in _bleeds(page)),
            content=contents[index],
            origins=pages.origins(page_box_of(page)),
            strings=tuple((name, tuple(values)) for name, values in assigned.items()),
            openers=openers,
            tags=tuple(e.number for e in tree.of_content[index]),
            links=tuple(
                Link(goal, outer, where, tree.of_link[done + n].number)
                for n, (goal, (outer, where), _) in enumerate(its)
            ),
            anchors=_anchors(page),
            marks=_marks(page),
            page_starts=page_starts[index],
        )
        leaves.append(found)
        done += len(its)
    return tuple(leaves), tree, canvas, ((*objects, *shapes), resources, xobjects, digests)


def _paint(page: Any, canvas: Canvas, tags: dict[Any, int]) -> int:
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


def _links(page: Any) -> list[tuple[str, tuple[bool, Rectangle], Any]]:
    """Return goal, (outer, rectangle) and box of each link; what lies in another is left out."""
    found: list[tuple[str, tuple[bool, Rectangle], Any]] = []
    high = page.height
    for kind, goal, (x1, y1, x2, y2), box in page.links:
        if kind == "attachment":
            continue
        where = (x1 * PX, (high - y2) * PX, x2 * PX, (high - y1) * PX)
        if is_turned(page_box_of(page)):
            where = (y1 * PX, x1 * PX, y2 * PX, x2 * PX)
        if found and found[-1][0] == goal:
            a, b, c, d = found[-1][1][1]
            near = b - 6 <= where[1] and where[3] <= d + 6
            if near and a - 0.1 <= where[0] and where[2] <= c + 0.1:
                continue
        found.append((goal, (kind == "external", where), box))
    return found


def _size(page: Any) -> tuple[float, float]:
    size = page.width * PX, page.height * PX
    return size[::-1] if is_turned(page_box_of(page)) else size


def _bleeds(page: Any) -> tuple[str, ...]:
    """Return which sides of `page` are the left, bottom, right and top of the sheet."""
    if is_turned(page_box_of(page)):
        return "top", "left", "bottom", "right"
    return "left", "bottom", "right", "top"


def _spot(page: Any, x: float, y: float) -> tuple[float, float]:
    """Return where a reader is led to: on a turned page to the top of the sheet."""
    if is_turned(page_box_of(page)):
        return 0.0, page.width * PX
    return x * PX, (page.height - y) * PX


def _anchors(page: Any) -> tuple[tuple[str, float, float], ...]:
    return tuple((name, *_spot(page, x, y)) for name, (x, y, _, _) in page.anchors.items())


def _marks(page: Any) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(level, label, *_spot(page, x, y), state != "closed")
        for level, label, (x, y), state in page.bookmarks
    )
