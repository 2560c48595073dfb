"""Set running heads and folios: the margin boxes of the bound book's pages.

They are set by WeasyPrint from the layout's own @page rules, on the side and with the numbers and
strings that a page has in the book. A group of boxes (those along one edge, which share its
length) is set once for all pages that print the same in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.limits import paused_collector
from casebook.press.dependencies import merged
from casebook.press.engine import BASE, StyleContext
from casebook.press.layout_errata import logged_errata
from casebook.press.painting import Canvas
from casebook.press.section_layout import PX, SectionPages
from casebook.press.signature import MarginBoxes, MarginContent, MarginPlan, PageKind
from casebook.weasy.drawing import draw_margin_boxes, lay_out_backgrounds
from casebook.weasy.page_maker import declarations, margin_boxes, read_counters
from casebook.weasy.weasyprint_types import Box, Stream, Style, Value

_EDGES = {
    "top": ("left", "center", "right"),
    "bottom": ("left", "center", "right"),
    "left": ("top", "middle", "bottom"),
    "right": ("top", "middle", "bottom"),
}
GROUPS: dict[str, tuple[str, ...]] = {
    **{edge: tuple(f"@{edge}-{part}" for part in parts) for edge, parts in _EDGES.items()},
    **{f"{at}-corner": (f"@{at}-corner",) for at in ("top-left", "top-right", "bottom-left")},
    "bottom-right-corner": ("@bottom-right-corner",),
}
EDGE = 19  # CSS pixels, 5 mm: a head of several lines comes no nearer to the cut edge
FEWEST = 8  # characters: what has no more is not shortened
_SILENT = ("normal", "inhibit", "none")


class MarginSetter:
    """Sets margin boxes for pages whose root element is `html` (its opening tag).

    `errata` are the faults of that element, `sources` all files that were opened so far.
    """

    def __init__(self, html: str, styles: StyleContext) -> None:
        errata: list[Erratum] = []
        self.sources = styles.sources
        with logged_errata(Place("print.pdf"), errata), self._recorded(styles):
            broken = html.replace("<html", '<html style="overflow-wrap: break-word"', 1)
            self._pages = SectionPages(f"{broken}<body></body></html>", BASE, styles)
            blank = self._pages.page_box(PageKind("right", False, "", False, ()))
        sizes = self._pages.context.style_for.initial_page_sizes
        sizes["box"], sizes["area"] = blank.style["size"], (blank.width, blank.height)
        self.styles = styles
        self.errata = tuple(errata)
        self._boxes: dict[PageKind, Box] = {}

    @contextmanager
    def _recorded(self, styles: StyleContext) -> Iterator[None]:
        with styles.recorded() as opened:
            try:
                yield
            finally:
                self.sources = merged(self.sources, opened())

    def plan(self, kind: PageKind) -> MarginPlan:
        """Return what pages of `kind` print in their margins."""
        box = self._pages.page_box(kind)
        style_for = self._pages.context.style_for
        groups = []
        folio_group = ""
        page = repr(sorted(self._declared(box, None)))
        for group, names in GROUPS.items():
            contents, declared = [], [page]
            for name in names:
                style = style_for(box.page_type, name)
                if style is not None and style["content"] not in _SILENT:
                    contents.append(style["content"])
                    declared.append(f"{name}{sorted(self._declared(box, name))!r}")
            if contents:
                strings, counters = _strings_and_counters(contents)
                key = sha256("".join(declared).encode()).digest()[:16]
                groups.append((group, strings, counters, key))
                if "page" in counters:
                    folio_group = group
        read_counters(box.style)
        return MarginPlan(
            (box.margin_width() * PX, box.margin_height() * PX),
            tuple(groups),
            folio_group,
            _counter_changes(box.style),
        )

    def _declared(self, box: Box, name: str | None) -> Iterator[tuple[str, str]]:
        style_for = self._pages.context.style_for
        for key, (value, _) in declarations(style_for, box.page_type, name).items():
            yield key, repr(value)

    def _page(self, kind: PageKind) -> Box:
        """Return an empty page of `kind` to set margin boxes on; only its children ever change."""
        if kind not in self._boxes:
            self._boxes[kind] = self._pages.page_box(kind)
        return self._boxes[kind]

    def set(
        self, kind: PageKind, group: str, printed: MarginContent
    ) -> tuple[MarginBoxes, tuple[Erratum, ...]]:
        """Set one group of margin boxes; return it and its faults."""

        context = self._pages.context
        page = self._page(kind)
        counters = {name: [value] for name, value in printed.counters}
        values = dict(printed.strings)
        style_for = context.style_for
        context.get_string_set_for = lambda _, name, keyword="first": (values[name, keyword],)
        context.style_for = lambda page_type, name: (
            style_for(page_type, name) if name in GROUPS[group] else None
        )
        context.current_page, context.page_bottom = 2, 0.0
        errata = list(self.errata)
        with (
            logged_errata(Place("print.pdf"), errata),
            paused_collector(),
            self._recorded(self.styles),
        ):
            try:
                while True:
                    state: Value = [0], counters, [set(counters)], []
                    boxes = margin_boxes(context, page, state)
                    if not (_outside(boxes, page) and self._shorten(values, errata)):
                        break
            finally:
                context.style_for = style_for
            for box in boxes:
                lay_out_backgrounds(page, box, context.get_image_from_uri)
            page.children = boxes
            canvas = Canvas(self.styles)
            stream = canvas.stream((0, 0, page.margin_width(), page.margin_height()), None)
            with stream.stacked():
                stream.transform(d=-1, f=page.margin_height() * PX)
                stream.transform(a=PX, d=PX)
                draw_margin_boxes(stream, page)
        errata += _off_paper(boxes, page)
        folio = "".join(
            child.text
            for box in boxes
            if "page" in _strings_and_counters([box.style["content"]])[1]
            for child in box.descendants()
            if hasattr(child, "text")
        )
        made = _margin_boxes(canvas, stream, folio)
        self._forget_missing()
        return made, tuple(errata)

    def _forget_missing(self) -> None:
        """Forget which pictures could not be loaded, so that each group that shows one says so."""
        cache = self._pages.context.get_image_from_uri.keywords["cache"]
        for url in [url for url, image in cache.items() if image is None]:
            del cache[url]

    def _shorten(self, values: dict[tuple[str, str], str], errata: list[Erratum]) -> bool:
        """Shorten the longest of `values`; say whether that can be done. It is reported once."""
        key = max(values, key=lambda key: len(values[key]), default=None)
        if key is None or len(values[key]) <= FEWEST:
            return False
        words = values[key]
        if not words.endswith("……"):
            errata.append(_shortened(words))
        plain = words.removesuffix("……")
        values[key] = plain[: max(FEWEST - 2, int(len(plain) * 0.9))] + "……"
        return True


def _outside(boxes: list[Box], page: Box) -> bool:
    """Say whether text of margin boxes leaves the sheet or stands in the type area."""
    left, top = page.content_box_x(), page.content_box_y()
    right, bottom = left + page.width, top + page.height
    for box in boxes:
        texts = [child for child in box.descendants() if getattr(child, "text", "").strip()]
        several = len({child.position_y for child in texts}) > 1
        edge = EDGE if several else -1
        for child in texts:
            x, y = child.position_x, child.position_y
            end, foot = x + child.width, y + child.margin_height()
            wide, high = page.margin_width() - edge, page.margin_height() - edge
            if min(x, y) < edge or end > wide or foot > high:
                return True
            if x < right - 1 and end > left + 1 and y < bottom - 1 and foot > top + 1:
                return True
    return False


def _off_paper(boxes: list[Box], page: Box) -> Iterator[Erratum]:
    """Yield each margin box whose rule or ground runs off the paper."""
    for box in boxes:
        left, right = box.border_box_x(), box.border_box_x() + box.border_width()
        top, bottom = box.border_box_y(), box.border_box_y() + box.border_height()
        wide, high = page.margin_width() + 1, page.margin_height() + 1
        if min(left, top) < -1 or right > wide or bottom > high:
            yield Erratum(
                "margin-off-paper",
                Place("print.pdf"),
                Wording(
                    f"页边框 {box.at_keyword} 伸出纸外：宽 {box.border_width() * PX:.0f} 磅",
                    f"the margin box {box.at_keyword} runs off the paper: it is "
                    f"{box.border_width() * PX:.0f} pt wide",
                ),
                Wording(
                    "把它的宽度写成 var(--measure)，即版心的宽度。",
                    "Make its width var(--measure), that of the type area.",
                ),
                box.at_keyword,
                Kind.QUERY,
            )


def _shortened(words: str) -> Erratum:
    return Erratum(
        "long-head",
        Place("print.pdf"),
        Wording(
            "书眉太长，排不进天头，已截短",
            "a running head is too long for the margin; it is shortened",
        ),
        Wording("改短题目，或在版式里另设书眉。", "Shorten the title, or set another head."),
        words[:60],
        Kind.QUERY,
    )


def _margin_boxes(canvas: Canvas, stream: Stream, folio: str) -> MarginBoxes:
    data = b"\n".join(
        item if isinstance(item, bytes) else str(item).encode() for item in stream.stream
    )
    opacities = canvas.resources["ExtGState"]
    plain = all(key[0] in "aA" for key in opacities) and not any(
        canvas.resources[name] for name in ("XObject", "Pattern", "Shading")
    )
    fonts = canvas.font_uses
    if plain and b" cs" not in data.lower():
        return MarginBoxes(data, folio, fonts(), tuple(opacities))
    drawn = canvas.pack()
    form = drawn.resources, drawn.xobjects
    return MarginBoxes(data, folio, fonts(), (), form, drawn.templates)


def _strings_and_counters(
    contents: list[Value],
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the strings and counters that the contents of margin boxes ask for."""
    strings: dict[tuple[str, str], None] = {}
    counters: dict[str, None] = {}
    for content in contents:
        for kind, value in content:
            if kind == "string()":
                strings[value[0], value[1] if len(value) > 1 else "first"] = None
            elif kind in ("counter()", "counters()"):
                counters[value[0]] = None
    return tuple(strings), tuple(counters)


def _counter_changes(style: Style) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (what, name, value)
        for what in ("reset", "set", "increment")
        for name, value in style[f"counter_{what}"]
    )
