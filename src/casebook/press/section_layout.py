"""Lay one section out in pages: WeasyPrint's own page maker, without margin boxes.

The driver follows WeasyPrint 70's `layout_document`. It may begin on either side and anywhere in
the book, it takes the page numbers of other sections as given, and it leaves out heads and
folios: those belong to the page of the bound book and are set by `heads_and_folios`.

A page that begins in a table to be turned is laid out as landscape, notes included, and drawn
turned by 90° anticlockwise onto the upright page of the book: the head of the table stands at the
left, on both sides of the spread (CY/T 170—2019, 顶左底右). Head and folio stay where the layout
has them. Pages keep their name, number and group, so nothing else in the book knows.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from copy import copy
from dataclasses import dataclass, replace

import weasyprint

from casebook.pagination import page_composer
from casebook.press import note_numbers, number_columns
from casebook.press.embedded_pictures import embedding
from casebook.press.engine import StyleContext, place_notes, sign_notes
from casebook.press.page_starts import Flow
from casebook.press.signature import SIDES, BookPosition, PageKind
from casebook.press.text_places import GalleySigns
from casebook.weasy import footnotes
from casebook.weasy.kept_blocks import forget_all, give_up, make_again
from casebook.weasy.kept_blocks import keep as keep_laid_out
from casebook.weasy.page_maker import (
    box_tree,
    context_of,
    counter_target,
    declarations,
    empty_page,
    layout_backgrounds,
    layout_fixed_boxes,
    remake_page,
    transformed,
    wrap_elements,
)
from casebook.weasy.planned_pages import PlannedPage
from casebook.weasy.planned_pages import plan as plan_pages
from casebook.weasy.weasyprint_types import (
    HTML,
    Box,
    Context,
    Element,
    PageType,
    Resume,
    Style,
    StyleFor,
    Value,
)

PX = 0.75  # points in a CSS pixel
_WHOLE_PAGE = ("background", "border", "outline", "marks", "box_shadow")


class EnoughPages(Exception):  # noqa: N818
    """A section need not be laid out to its end."""


class TargetsElsewhere(dict[str, Value]):
    """Targets of the section's counters, among them those of other sections.

    `numbers` maps ids of other sections to their page number; what is asked for is in `references`.
    """

    def __init__(self, own: Mapping[str, Value], numbers: Mapping[str, int]) -> None:
        super().__init__(own)
        self._numbers = numbers
        self.references: set[str] = set()

    def get(self, name: str, default: Value = None) -> Value:
        """Return the target `name`, made up from the given numbers when it is elsewhere."""
        if name in self or not isinstance(name, str):
            return super().get(name, default)
        self.references.add(name)
        item = self[name] = counter_target(_BoxElsewhere(), self._numbers.get(name, 0))
        return item


class _BoxElsewhere:
    """Stands for a box in another section."""

    cached_counter_values: dict[str, list[int]] = {}  # noqa: RUF012  never written

    def extract_text(self, _style: str) -> str:
        return ""


@dataclass(slots=True)
class _Came:
    """The pages of a section as they came: what WeasyPrint knew of each, how it ended, and the
    numbers of those from which nothing was moved since."""

    pages: list[Box]
    page_maker: list[Value]
    ends: Mapping[int, Value]
    whole: set[int]


class SectionPages:
    """The pages of a section, and what WeasyPrint knew when it made them.

    `is_enough` is asked before each further page, with the pages so far, where the text goes on, and
    the box tree. `flow` is the text in its order, `signs` all of it numbered. `parsed` is the text of the tree before it was
    changed, if it was.
    """

    def __init__(self, html: str, base: str, styles: StyleContext) -> None:
        self.html = weasyprint.HTML(string=html, base_url=base, url_fetcher=styles.fetcher)
        self.signs = GalleySigns(self.html.etree_element)
        self.signs.move(place_notes(self.html.etree_element))
        number_columns.align(self.html.etree_element)
        self.flow = Flow(self.html.etree_element)
        # a document's own counter styles and profiles are not the next one's
        self.styles = replace(
            styles, counters=copy(styles.counters), profiles=dict(styles.profiles)
        )
        self.boxes: list[Box] = []
        self.references, self.prints_own_numbers = frozenset[str](), False
        self.parsed: str | None = None
        self._parted = False
        self.is_enough: Callable[[list[Box], Resume, Box], bool] = lambda made, resume, root: False
        self._begin()

    def _begin(self) -> None:
        styles = self.styles
        self.context = context_of(
            self.html, styles.fonts, styles.counters, styles.profiles, styles.sheets
        )
        self.context.get_image_from_uri = embedding(self.context.get_image_from_uri, styles.fetcher)
        sign_notes(self.html.etree_element, self._note_sign)

    def restyle(self) -> None:
        """Work the styles out anew, because the tree has been changed."""
        wrap_elements(self.html)
        self._begin()

    def _note_sign(self, note: Element, number: int) -> str | None:
        """Return the sign that the layout calls a note by, if it prints the note's number."""
        style = self.context.style_for(note, "footnote-call")
        content = None if style is None else style["content"]
        if not isinstance(content, tuple) or len(content) != 1 or content[0][0] != "counter()":
            return None
        _, (_, counter_style) = content[0]
        return str(self.context.counter_style.render_value(number, counter_style))

    def make(self, position: BookPosition) -> None:
        """Lay the section out for `position`, as its pages come."""
        self.lay_out(position)
        self.finish()

    def lay_out(self, position: BookPosition) -> None:
        """Lay the section out for `position`; its pages are still to be finished."""
        side, index, page, numbers = position
        context, html = self.context, self.html
        targets = context.target_collector
        targets.target_lookup_items = elsewhere = TargetsElsewhere(
            targets.target_lookup_items, dict(numbers)
        )
        own_target, look_up = False, targets.lookup_target

        def looked_up(*target: Value) -> Value:
            nonlocal own_target
            item = look_up(*target)
            own_target = own_target or not isinstance(item.target_box, _BoxElsewhere)
            return item

        targets.lookup_target = looked_up
        root = box_tree(html, context)
        resume, following, _, state, remake = context.page_maker[0]
        if page:
            state[1]["page"] = [page]
            state[2][0].add("page")
        first = (resume, following, side == "right", state, remake)
        skipped: Value = (None, None, None, None, {"anchors": [], "content_lookups": []})
        context.page_maker = [skipped] * index + [first]
        if index:
            self._measure_page(side, index)
        self.break_before, self.break_after = (
            _side_asked_for(root, first=True),
            _side_asked_for(root, first=False),
        )
        self.sided = _sided(root)
        self.references = frozenset(elsewhere.references)
        self.prints_own_numbers = own_target or any(
            token != "content" or _counts_pages(box.style["content"])
            for box, token in targets.counter_lookup_items
        )
        if not self.prints_own_numbers:  # other sections' numbers are given: nothing will change
            targets.counter_lookup_items.clear()
        self._root, self._first, self._notes = root, index, context.footnotes.copy()
        if not self.prints_own_numbers:  # its lines will change with the numbers they print
            keep_laid_out(context, root)
        self.boxes = self._settled(root, index)
        whole = range(0 if self._parted else len(self.boxes))
        self._came = _Came(
            self.boxes, context.page_maker, footnotes.ends_of_pages(context), set(whole)
        )

    def compose(self) -> None:
        """Choose where pages end by looking at all of them, where the layout allows it."""
        if not self.prints_own_numbers and not any(map(is_turned, self.boxes)):
            self.boxes = page_composer.compose(self.boxes, self._root, self._remade)

    def _remade(
        self, number: int, plans: Mapping[int, PlannedPage], unchanged: Set[int] = frozenset()
    ) -> list[Box]:
        """Return the pages, from the one of this number on made again as planned.

        Those of the numbers `unchanged` stay as they came if they begin as they did.
        """
        context, start, came = self.context, self._first, self._came
        index = start + number
        came.whole &= {*range(number), *unchanged}
        context.page_maker = context.page_maker[: index + 1]
        context.footnotes = self._notes.copy()
        footnotes.forget(context, index)
        make_again(context, index, [start + at for at in came.whole])
        plan_pages(context, {start + at: plan for at, plan in plans.items()})
        self.boxes = self.boxes[:number]
        while True:
            if index - start in came.whole and self._begins_as_it_came(index):
                self.boxes.append(came.pages[index - start])
                context.page_maker.append(came.page_maker[index + 1])
                footnotes.end_as(context, index, came.ends)
            else:
                came.whole.discard(index - start)
                give_up(context, index)
                self._begin_page(index)
                self._page(self._root, index)
            index += 1
            if context.page_maker[index][0] is None and not footnotes.going_on(context, index - 1):
                break
        plan_pages(context, {})
        return self.boxes

    def _begins_as_it_came(self, index: int) -> bool:
        """Say whether WeasyPrint would begin page `index` as it did when it came."""
        context, came = self.context, self._came
        same = context.page_maker[index][:4] == came.page_maker[index][:4]
        return same and footnotes.ends_alike(context, index, came.ends)

    def _measure_page(self, side: str, index: int) -> None:
        """Give viewport units the size of a plain page, as the first page of a book would."""
        box = self.page_box(PageKind(side, False, "", False, ()), index)
        sizes = self.context.style_for.initial_page_sizes
        sizes["box"], sizes["area"] = box.style["size"], (box.width, box.height)

    def page_box(self, kind: PageKind, index: int = 1) -> Box:
        """Return an empty page box of `kind`, with its margins worked out."""
        index = 0 if kind.first else index
        return empty_page(
            self.context, self.html, kind.side, kind.blank, kind.name, index, kind.groups
        )

    def _settled(self, root: Box, start: int) -> list[Box]:
        """Make the pages, and those again whose own numbers changed their content."""
        context = self.context
        notes = context.footnotes.copy()
        pages: list[Box] = []
        for loop in range(8):
            if loop:
                context.footnotes = notes.copy()
            pages = list(self._made(root, start, pages))
            changed = False
            for data in context.page_maker[start:]:
                data[3][1]["pages"] = [len(pages)]
                changed = changed or data[4]["content_changed"]
            if not changed:
                break
        return pages

    def _made(self, root: Box, start: int, pages: list[Box]) -> Iterator[Box]:
        context, index, reported = self.context, start, None
        context.rendered_notes, self.boxes = [], []
        while True:
            if not pages or context.page_maker[index][-1]["content_changed"]:
                self._begin_page(index)
                page, resume = self._page(root, index)
                reported = context.reported_footnotes
                yield page
            else:
                resume = context.page_maker[index + 1][0]
                reported = footnotes.going_on(context, index)
                yield pages[index - start]
            index += 1
            if resume is None and not reported:
                context.page_maker = context.page_maker[: index + 1]
                context.broken_out_of_flow.clear()
                context.reported_footnotes.clear()
                return

    def _begin_page(self, index: int) -> None:
        state = self.context.page_maker[index][-1]
        state |= {"content_changed": False, "pages_wanted": False}
        state |= {"anchors": [], "content_lookups": []}

    def _page(self, root: Box, index: int) -> tuple[Box, Resume]:
        page, resume = remade_page(self.context, root, self.html, index)
        self._parted = self._parted or bool(self.context.broken_out_of_flow)
        self.boxes.append(page)
        if resume and self.is_enough(self.boxes, resume, root):
            raise EnoughPages
        return page, resume

    def finish(self) -> None:
        """Put each page together: fixed boxes, the text, its notes, backgrounds."""
        context, pages, start = self.context, self.boxes, self._first
        forget_all(context)
        del self._came  # pages that were made again
        note_numbers.number_by_page(pages, self.html.etree_element)
        seen: set[tuple[Value, str]] = set()
        for index, page in enumerate(pages):
            for child in page.descendants():
                if child.bookmark_label:
                    key = (child.element, child.element_tag.partition("::")[2])
                    if key in seen:
                        child.bookmark_label = ""
                    seen.add(key)
            root, notes, margin = page.children
            root.children = [
                *layout_fixed_boxes(context, pages[:index], page),
                *root.children,
                *layout_fixed_boxes(context, pages[index + 1 :], page),
            ]
            context.current_page = start + index + 1
            page.children = tuple(b for b in (root, notes, margin) if b is root or b.children)
            layout_backgrounds(page, context.get_image_from_uri)

    def transformed(self) -> list[Box]:
        """Return the page boxes with the transformations of what is on them worked out."""
        return [transformed(box) for box in self.boxes]

    def kind(self, page: Box) -> PageKind:
        """Return what @page selectors match of a page made."""
        t = page.page_type
        return PageKind(t.side, t.blank, t.name, t.index == 0, tuple(t.groups))

    def text_origins(self, page: Box) -> tuple[float, float] | None:
        """Return where the text area begins on (right, left) pages, in points.

        None when a page of the other side is more than this one shifted sideways.
        """
        kind = self.kind(page)
        if self.sided:
            return None
        cascades, boxes = [], []
        for side in SIDES:
            boxes.append(self.page_box(kind._replace(side=side)))
            cascades.append(self._cascade(boxes[-1].page_type))
        left, right = boxes
        same = (
            cascades[0] == cascades[1]
            and not any(name.startswith(_WHOLE_PAGE) for name, _ in cascades[0].get(None, ()))
            and _blank(page.canvas_background)
            and all(
                abs(getattr(left, name) - getattr(right, name)) < 1e-6
                for name in ("width", "height", "margin_top", "padding_left", "padding_right")
            )
        )
        if not same:
            return None
        return left.content_box_x() * PX, right.content_box_x() * PX

    def _cascade(self, page_type: PageType) -> dict[str | None, frozenset[tuple[str, str]]]:
        """Return the declarations for the page itself and its note areas, side margins apart."""
        cascade: dict[str | None, frozenset[tuple[str, str]]] = {}
        for pseudo in (None, "@footnote", "@note-area"):
            declared = declarations(self.context.style_for, page_type, pseudo)
            cascade[pseudo] = frozenset(
                (name, repr(value))
                for name, (value, _) in declared.items()
                if pseudo or name not in ("margin_left", "margin_right")
            )
        return cascade


def _counts_pages(content: Value) -> bool:
    return isinstance(content, tuple) and any(
        kind in ("counter()", "counters()") and value[0] in ("page", "pages")
        for kind, value in content
    )


def _blank(background: Value) -> bool:
    return background is None or (background.color.alpha == 0 and not background.layers)


_TO_A_SIDE = ("left", "right", "recto", "verso")


def _sided(root: Box) -> bool:
    """Say whether a box within the section asks for a side, so that pages depend on the first."""
    chains = set()
    for first in (True, False):
        box = root
        while getattr(box, "children", None):
            box = box.children[0 if first else -1]
            chains.add((id(box), first))
    return any(
        (box.style["break_before"] in _TO_A_SIDE and (id(box), True) not in chains)
        or (box.style["break_after"] in _TO_A_SIDE and (id(box), False) not in chains)
        for box in root.descendants()
    )


def _side_asked_for(root: Box, first: bool) -> str:
    """Return the side that the outermost first (or last) boxes of the section ask for."""
    asked, box = "", root
    while getattr(box, "children", None):
        box = box.children[0 if first else -1]
        value = box.style["break_before" if first else "break_after"]
        if value in _TO_A_SIDE and (first or not asked):
            asked = {"recto": "right", "verso": "left"}.get(value, value)
    return str(asked)


# Turned pages


TURNED = "press-turned"
"""The class of tables that are set on turned pages, which begin and end with them."""

_SIDES = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
"""The side of the upright page at which each side of the landscape page comes to lie."""
_OF_SIDES = (
    *("margin_{}", "padding_{}", "bleed_{}"),
    *("border_{}_width", "border_{}_style", "border_{}_color"),
)
_AXES = {
    "width": "height",
    "min_width": "min_height",
    "max_width": "max_height",
}


def remade_page(context: Context, root: Box, html: HTML, index: int) -> tuple[Box, Resume]:
    """Make page `index`: turned, if it begins in a table to be turned. Return where to go on."""
    if not any(_asks(box) for box in opening(root, context.page_maker[index][0])):
        return remake_page(index, context, root, html)
    style_for = context.style_for
    context.style_for = _TurnedStyles(style_for)
    try:
        page, resume = remake_page(index, context, root, html)
    finally:
        context.style_for = style_for
    page.turned = True
    return page, resume


def opening(root: Box, resume: Resume) -> Iterator[Box]:
    """Yield the boxes, from `root` in, that a page which goes on from `resume` begins in."""
    box = root
    while True:
        yield box
        if resume:
            index, resume = next(iter(resume.items()))
        else:
            index = 0
        children = getattr(box, "children", None)
        if not children or index >= len(children):
            return
        box = children[index]


def is_turned(page: Box) -> bool:
    """Say whether a page box, laid out, is turned."""
    return getattr(page, "turned", False) is True


def _asks(box: Box) -> bool:
    element = box.element
    return element is not None and TURNED in element.get("class", "").split()


class _TurnedStyles:
    """Stands for WeasyPrint's `style_for` while a turned page is made."""

    def __init__(self, style_for: StyleFor) -> None:
        self._style_for = style_for

    def __getattr__(self, name: str) -> Value:
        return getattr(self._style_for, name)

    def __call__(self, element: Value, pseudo_type: str | None = None) -> Style:
        """Return the style of `element`; that of a page has its sides exchanged."""
        style = self._style_for(element, pseudo_type)
        if pseudo_type is not None or not hasattr(element, "groups"):
            return style
        turned = style.copy()
        turned["size"] = style["size"][::-1]
        for name in _OF_SIDES:
            for side, upright in _SIDES.items():
                turned[name.format(side)] = style[name.format(upright)]
        for name, other in _AXES.items():
            turned[name], turned[other] = style[other], style[name]
        return turned
