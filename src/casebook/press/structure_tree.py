"""The structure tree of a section: what a screen reader reads, from the laid-out boxes.

WeasyPrint tags each page on its own, so that a paragraph over three pages is three paragraphs, and
gives every line an element. Here a block goes on over pages, text belongs to its block directly,
notes follow the text they are noted in (ISO 32000-1, 14.7; PDF/UA-1, 7), and each cell of a table
names its head cells (ISO 32000-1, 14.8.5.7).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.composition.english import english_runs
from casebook.press.objects import ObjectTemplate, text
from casebook.press.page_starts import is_a
from casebook.press.section_layout import is_turned
from casebook.press.signature import FIRST, TREE
from casebook.weasy.planned_pages import is_page_float
from casebook.weasy.weasyprint_types import Box
from casebook.weasy.weasyprint_types import Element as HtmlElement

_OTHER = re.compile(r"[^\W\d_A-Za-z]")
"""Letters of any writing but plain Latin."""
_ROLES: dict[str | None, str] = {
    None: "NonStruct",
    "div": "Div",
    "a": "Link",
    "span": "Span",
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "header": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "nav": "TOC",
    "p": "P",
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    **dict.fromkeys(("dl", "ul", "ol"), "L"),
    **dict.fromkeys(("li", "dt", "dd"), "LI"),
    "li::marker": "Lbl",
    "table": "Table",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "caption": "Caption",
    "figcaption": "Caption",
}
_WORDS = frozenset(
    "P H1 H2 H3 H4 H5 H6 Span Link Reference Note LBody Lbl TD TH Caption NonStruct".split()
)
"""Roles that hold text directly; in any other it stands in a Span."""
_GO_ON = frozenset(
    "Part Art Sect Div BlockQuote P H1 H2 H3 H4 H5 H6 L LI LBody TOC TOCI Note".split()
)
"""Roles whose element goes on over a page break, when nothing stands between."""
_IN_LINES = frozenset(("Link", "Reference"))
"""Roles whose element goes on from line to line."""
_OF_NOTES = {"::footnote-call": "Reference", "::footnote-marker": "Lbl"}
"""Roles of the figures by which notes are called and told apart."""
_TABLE = frozenset("Table THead TBody TFoot TR TH TD".split())
"""Roles whose element goes on wherever it comes again: head rows repeat on every page."""


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; kids are elements, ("mcid", page, n) or ("objr", page, link)."""

    role: str
    page: int
    parent: "Element | None"
    key: tuple[int, str] | None = None
    kids: "list[Element | tuple[str, int, int]]" = field(default_factory=list)
    attributes: list[bytes] = field(default_factory=list)
    table: list[bytes] = field(default_factory=list)
    box: int | None = None
    number: int = 0
    floated: bool = False


class Tree:
    """Builds the elements of a section page by page, and their objects at the end."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.tops: list[Element] = []
        self._notes: list[Element] = []
        self.of_content: list[list[Element]] = []
        self.of_link: dict[int, Element] = {}
        self.boxes: list[tuple[int, float, float, float, float]] = []
        self.tables: dict[Element, list[Box]] = {}
        self._root = Element("Document", 0, None)
        self._foot = Element("Document", 0, None)

    def add(
        self, page: Box, tags: Mapping[Box, int], links: Mapping[int, int], height: float
    ) -> None:
        """Add a page, `height` points high.

        `tags` maps its text boxes to marked content, `links` id(box) to a link.
        """
        index = len(self.of_content)
        self.of_content.append([self._root] * len(tags))
        walk = _Walk(self, index, tags, links, height)
        walk.turned = is_turned(page)
        for number, child in enumerate(page.children):
            if number == 0:
                walk.box(child, self._root)
            else:
                walk.notes(child, self._foot)

    def objects(self, first: int, pages: int) -> list[ObjectTemplate]:
        """Number the elements from `first` and return their objects, in that order.

        Links have the numbers behind the pages'; rectangles have those behind the elements.
        """
        for number, parts in enumerate(self.tables.values(), 1):
            name_heads(parts, f"{self.section}-{number}")
        self._root.kids += self._foot.kids
        self.tops = [kid for kid in self._root.kids if isinstance(kid, Element)]
        for top in self.tops:
            top.parent = self._root
        every = list(_descent(self.tops))
        for number, element in enumerate(every, first):
            element.number = number
        return [self._object(e, pages, first + len(every)) for e in every]

    def _object(self, e: Element, pages: int, boxes_at: int) -> ObjectTemplate:
        above = TREE if e.parent is self._root or e.parent is None else e.parent.number
        pieces = [b"<</Type /StructElem /S /%b /P " % e.role.encode()]
        references = [above]
        now = b" /Pg "
        pieces.append(now)
        references.append(FIRST + e.page)
        now = b"".join((b"", *e.attributes))
        if e.box is not None or e.table:
            now += b"/A <</O /%b " % (b"Layout" if e.box is not None else b"Table")
            now += b"".join(e.table)
            if e.box is not None:
                pieces.append(now + b"/BBox ")
                references.append(boxes_at + e.box)
                now = b""
            now += b">>"
        now += b"/K ["
        for kid in e.kids:
            if isinstance(kid, Element):
                pieces.append(now)
                references.append(kid.number)
                now = b" "
                continue
            what, page, number = kid
            if what == "mcid" and page == e.page:
                now += b"%d " % number
            elif what == "mcid":
                pieces.append(now + b"<</Type /MCR /Pg ")
                references.append(FIRST + page)
                now = b" /MCID %d>>" % number
            else:
                pieces += now + b"<</Type /OBJR /Obj ", b" /Pg "
                references += FIRST + pages + number, FIRST + page
                now = b">>"
        # the pieces so far precede references one by one; the rest closes the object
        return ObjectTemplate((*pieces, now + b"]>>"), tuple(references))


def _descent(tops: Sequence[Element]) -> Iterator[Element]:
    for element in tops:
        yield element
        yield from _descent([kid for kid in element.kids if isinstance(kid, Element)])


class _Walk:
    """Walks the boxes of one page."""

    def __init__(
        self,
        tree: Tree,
        page: int,
        tags: Mapping[Box, int],
        links: Mapping[int, int],
        height: float,
    ) -> None:
        self._tree, self._page, self._tags, self._links = tree, page, tags, links
        self._height, self.turned = height, False

    def notes(self, area: Box, parent: Element) -> None:
        """Add the notes in the area at the foot of the page, each under its name."""
        for box in getattr(area, "children", ()):
            if box.element is None:
                self.notes(box, parent)
                continue
            note = self._element(box, "Note", parent, box.element_tag)
            if not note.attributes:
                key = text(f"{self._tree.section}-note-{len(parent.kids)}")
                note.attributes.append(b"/ID %b " % key)
            self._children(box, note)

    def box(self, box: Box, parent: Element) -> None:
        """Add `box` and all that is in it below `parent`."""
        box = getattr(box, "_box", box)
        name = None if box.element is None else box.element_tag
        if name and _is_ornament(box.element):
            return
        if name in ("html", "body"):
            for child in getattr(box, "children", ()):
                self.box(child, parent)
            return
        role, parent = self._listed(box, _role(name), parent)
        if (
            parent.key == (id(box.element), role)
            and id(box) not in self._links
            and box not in self._tags
        ):
            self._children(box, parent)  # an anonymous block of the same element
            return
        if role == "Link" and box.element.get("href", "").startswith("#"):
            parent = self._element(box, "Reference", parent, "")
        if role in ("TD", "TH") and parent.role in ("TD", "TH"):
            role = "NonStruct"  # an anonymous block within a cell
        element = self._element(box, role, parent, name or "")
        element.floated = element.floated or is_page_float(box)
        if not element.attributes and (own := _language(box, role)):
            element.attributes.append(b"/Lang %b " % text(own))
        if role == "Figure":
            self._figure(box, element)
        elif role == "Table":
            box = unwrapped(box)
        elif role in ("TH", "TD") and not element.table:
            if box.colspan != 1:
                element.table.append(b"/ColSpan %d " % box.colspan)
            if box.rowspan != 1:
                element.table.append(b"/RowSpan %d " % box.rowspan)
        if role in ("TH", "TD"):
            box.mark = element
        if (link := self._links.get(id(box))) is not None:
            goal = _linking(element)
            goal.kids.append(("objr", self._page, link))
            self._tree.of_link[link] = goal
        self._children(box, element)
        if box in self._tags:  # a picture
            self._content(box, element)
        if role == "Table":
            self._tree.tables.setdefault(element, []).append(box)

    def _listed(self, box: Box, role: str, parent: Element) -> tuple[str, Element]:
        """Give items of lists their bodies, as PDF wants them."""
        if role == "P" and parent.role == "TOC":
            return role, self._element(box, "TOCI", parent, "p")
        if role != "LI":
            return role, parent
        if parent.role == "LI":
            return "LBody", parent
        if parent.role == "LBody":
            return "NonStruct", parent
        bare = "list-item" not in box.style["display"] or box.style["list_style_type"] == "none"
        if box.element_tag in ("dt", "dd") or (box.element_tag == "li" and bare):
            return "LBody", self._element(box, "LI", parent, box.element_tag)
        return role, parent

    def _element(self, box: Box, role: str, parent: Element, name: str) -> Element:
        known = role in _GO_ON or role in _TABLE or role in _IN_LINES
        key = (id(box.element), role) if known and box.element is not None else None
        if key and role in _TABLE:
            for kid in parent.kids:
                if isinstance(kid, Element) and kid.key == key and kid.page < self._page:
                    return kid
        if key and role in _GO_ON and parent.kids:
            last = next((kid for kid in reversed(parent.kids) if not _floated(kid)), None)
            if isinstance(last, Element) and last.key == key and self._seen(last) < self._page:
                return last
        if key and role in _IN_LINES and parent.kids:
            last = parent.kids[-1]
            if isinstance(last, Element) and last.key == key:
                return last
        if role == "L" and parent.role == "LI" and parent.parent is not None:
            parent = parent.parent  # a list in an item belongs to the outer list
        element = Element(role, self._page, parent, key)
        parent.kids.append(element)
        return element

    def _seen(self, element: Element) -> int:
        """Return the last page the element has anything on."""
        while element.kids:
            last = element.kids[-1]
            if not isinstance(last, Element):
                return max(element.page, int(last[1]))
            element = last
        return element.page

    def _children(self, box: Box, element: Element) -> None:
        for child in getattr(box, "children", ()):
            line = is_a(child, "LineBox")
            for piece in child.children if line else (child,):
                if is_a(piece, "TextBox"):
                    self._content(piece, element)
                else:
                    self.box(piece, element)

    def _content(self, box: Box, element: Element) -> None:
        number = self._tags.get(box)
        if number is None:
            return
        if element.role not in _WORDS and element.role != "Figure":
            span = Element("Span", self._page, element)
            element.kids.append(span)
            element = span
        element.kids.append(("mcid", self._page, number))
        self._tree.of_content[self._page][number] = element

    def _figure(self, box: Box, element: Element) -> None:
        x, y = box.content_box_x() * 0.75, self._height - box.content_box_y() * 0.75
        wide, high = box.width * 0.75, box.height * 0.75
        corners = x, y - high, x + wide, y
        if self.turned:
            top, left = box.content_box_y() * 0.75, box.content_box_x() * 0.75
            corners = top, left, top + high, left + wide
        element.box = len(self._tree.boxes)
        self._tree.boxes.append((self._page, *corners))
        if box.element.tag.endswith("svg"):
            words = box.element.findtext("{http://www.w3.org/2000/svg}title")
        else:
            words = box.element.get("alt")
        if words:
            element.attributes.append(b"/Alt %b " % text(words))


def _role(name: str | None) -> str:
    """Return the role of boxes of an element, or of what is generated beside one."""
    if name in _ROLES or name is None:
        return _ROLES[name]
    for ending, role in _OF_NOTES.items():
        if name.endswith(ending):
            return role
    return "Span" if name.startswith("a::") else "NonStruct"


def _floated(kid: Element | tuple[str, int, int]) -> bool:
    """Say whether `kid` stands at the head or foot of its page: the text goes on around it."""
    return isinstance(kid, Element) and kid.floated


def _is_ornament(element: HtmlElement) -> bool:
    """Say whether an element is hidden from readers and holds no words that would be lost to them."""
    return element.get("aria-hidden") == "true" and not "".join(element.itertext()).strip()


def _linking(element: Element) -> Element:
    """Return the link that `element` is or lies in; a link annotation belongs to it."""
    above: Element | None = element
    while above is not None and above.role != "Link":
        above = above.parent
    if above is None:
        above = Element("Link", element.page, element)
        element.kids.append(above)
    return above


# Tables


def _language(box: Box, role: str) -> str:
    """Return the language that an element says, or English where all its words are English.

    "" is the language of the book.
    """
    if box.element is None:
        return ""
    own = str(box.element.get("lang", ""))
    if own or role not in _WORDS or "::" in str(box.element_tag):
        return own
    words = "".join(box.element.itertext())
    return "en" if not _OTHER.search(words) and english_runs(words) else ""


def name_heads(parts: Sequence[Box], name: str) -> None:
    """Name the head cells of a table, below `name`, and tell each cell its own.

    `parts` are what of it was laid out on each page; a row that comes again counts once. A
    cell's `mark` is its structure element.
    """
    met: dict[int, Box] = {}
    for part in parts:
        for row in _rows(part):
            met.setdefault(id(row.element), row)
    rows = tuple(met.values())
    columns: dict[int, list[bytes]] = defaultdict(list)
    sides: dict[int, list[bytes]] = defaultdict(list)
    for i, j, cell in _cells(rows):
        if cell.element is not None and cell.element_tag == "th":
            key = text(f"{name}-{i}-{j}")
            cell.mark.attributes.append(b"/ID %b " % key)
            if cell.element.get("scope") == "row":
                sides[i].append(key)
                cell.mark.table.append(b"/Scope /Row ")
            else:
                columns[j].append(key)
                cell.mark.table.append(b"/Scope /Column ")
    for i, j, cell in _cells(rows):
        if cell.element is not None and cell.element_tag == "td":
            heads = [h for span in range(cell.rowspan) for h in sides[i + span]]
            heads += [h for span in range(cell.colspan) for h in columns[j + span]]
            if heads:
                cell.mark.table.append(b"/Headers [%b]" % b" ".join(heads))


def unwrapped(box: Box) -> Box:
    """Return a table with its captions in it: WeasyPrint keeps them in a wrapper around it."""
    if not box.is_table_wrapper or not (inner := box.get_wrapped_table()):
        return box
    table = inner.copy_with_children([])
    for child in box.children:
        table.children.extend(child.children if child is inner else [child])
    return table


def _rows(box: Box) -> Iterator[Box]:
    for child in getattr(box, "children", ()):
        if child.element_tag == "tr":
            yield child
        else:
            yield from _rows(child)


def _cells(rows: Sequence[Box]) -> Iterator[tuple[int, int, Box]]:
    """Yield row, column and cell, with room left for cells that span rows."""
    taken: dict[int, int] = defaultdict(int)
    for i, row in enumerate(rows):
        j = 0
        for cell in row.children:
            while taken[j]:
                taken[j] -= 1
                j += 1
            yield i, j, cell
            for _ in range(cell.colspan):
                taken[j] = cell.rowspan - 1
                j += 1
