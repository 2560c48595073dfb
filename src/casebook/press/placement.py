"""Where the text of a section came to stand: is every character on a page, and can it be read.

The laid-out boxes are compared with the galley they were made from, element by element, so that
order and number count: a sentence that stands twice in the galley and once on the pages is missing
once. Text and pictures have to stand in the type area, or, where the layout places them itself
(`position: absolute` or `fixed`), on the page; text may not stand under other text, be cut off,
be smaller than 4 pt, or have the colour of its ground. What only ink can show (a picture painted
over a paragraph) is seen on the finished page, by `legibility`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from math import sqrt
from typing import NamedTuple

from casebook import conservation
from casebook.press.page_starts import Lines, is_a
from casebook.press.signature import Loss
from casebook.weasy.hooks import REPEATED
from casebook.weasy.planned_pages import room_below
from casebook.weasy.weasyprint_types import Box, Element, Matrix, Style, Value

PX = 0.75  # points in a CSS pixel
SMALLEST = 4.0  # points
CONTRAST = 2.0
"""The least ratio of luminances (WCAG 2.2, 1.4.3) at which a proofreader sees text at all."""
ABOVE, BELOW = 0.8, 0.1  # of an em, from the baseline: the ink of nearly every character
HANG = 0.6  # of an em: what marks, trimmed or hung, and kerning may stand out of the type area
UNDER = 0.3  # of an em: what two texts may share before one makes the other unreadable
TIGHT = -0.3  # em of letter-spacing beyond which characters stand on each other
WORDS = 40  # characters quoted

_TAG = re.compile(r"""<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)
_SILENT = frozenset("script style template title head rp".split())
_COUNTED = frozenset("img th td".split())
_BLANK = re.compile(r"[\s\u00ad\u200b\u200c\u200d\u2060\ufeff\-\u2010]+")
_EVERYWHERE = float("inf")


class _Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: "_Rectangle", slack: float) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def meeting(self, other: "_Rectangle") -> "_Rectangle":
        return _Rectangle(
            max(self.left, other.left), max(self.top, other.top),
            min(self.right, other.right), min(self.bottom, other.bottom),
        )  # fmt: skip


class _State(NamedTuple):
    """What the boxes around a text do to it.

    `ground` is the colour behind it, None where a picture or a gradient is; `shown` says that
    what is outside of it is cut off; `zone` is where the layout wants it to stand.
    """

    zone: _Rectangle
    shown: _Rectangle
    alpha: float
    ground: tuple[float, float, float] | None
    matrix: Matrix


class _Ink(NamedTuple):
    """A text on a page, by the em boxes of its characters."""

    area: _Rectangle
    em: float
    text: str
    line: int


def losses(
    html: str, root: Element, pages: Sequence[Box], parsed: str | None = None
) -> tuple[Loss, ...]:
    """Return what of a galley is not on its pages, or cannot be read there.

    `html` is the galley, `root` the element it was parsed into, `pages` WeasyPrint's page boxes.
    `parsed` is the text of `root` before it was made to fit (see `fitting`), where that was needed.
    """
    reader = _PageReader(Lines(root))
    for leaf, page in enumerate(pages):
        reader.page(leaf, page)
    body = next((e for e in root.iter() if e.tag == "body"), root)
    whole = "".join(body.itertext())
    lost = [*reader.losses, *_unset(body, reader)]
    if parsed is not None:
        lost += _unkept(parsed, body)
    return _joined([*lost, *_unparsed(html, whole if parsed is None else parsed)])


class _PageReader:
    """Reads the boxes of one page after the other."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.losses: list[Loss] = []
        self.texts: dict[Element, list[str]] = {}
        self.elements: set[Element] = set()
        self._heads: set[Element] = set()
        self._styles: dict[int, tuple[Value, ...]] = {}
        self._leaf = 0
        self._inks: list[_Ink] = []

    def page(self, leaf: int, page: Box) -> None:
        """Read everything on `page`, the `leaf`th of the section."""
        self._leaf, self._inks = leaf, []
        x, y = page.content_box_x(), page.content_box_y()
        area = _Rectangle(x, y, x + page.width, y + page.height + room_below(page))
        everywhere = _Rectangle(*[-_EVERYWHERE] * 2, *[_EVERYWHERE] * 2)
        self._whole = _Rectangle(0, 0, page.margin_width(), page.margin_height())
        ground = _over((1.0, 1.0, 1.0), page.style)
        state = _State(area, everywhere, 1.0, ground, None)
        for child in page.children:
            self._box(child, state, repeated=False)
        self._crowded()

    def _box(self, box: Box, state: _State, *, repeated: bool) -> None:
        box = getattr(box, "_box", box)
        if is_a(box, "TextBox"):
            self._text(box, state, repeated=repeated)
            return
        if not is_a(box, "LineBox"):
            again = getattr(box, "is_header", False) or getattr(box, "is_footer", False)
            if again or box.style["position"] == "fixed":  # it stands on every page
                repeated = repeated or box.element in self._heads
                self._heads.add(box.element)
            state = self._inside(box, state)
            if "::" not in (box.element_tag or ""):
                picture = hasattr(box, "replacement")
                if picture and not repeated and box.element in self.elements:
                    self._lose("picture-twice", self.lines[box.element], _name(box.element))
                self.elements.add(box.element)
            if hasattr(box, "replacement"):
                self._picture(box, state)
        for child in getattr(box, "children", ()):
            self._box(child, state, repeated=repeated)

    def _inside(self, box: Box, state: _State) -> _State:
        """Return what `box` makes of `state` for what is in it."""
        style = box.style
        zone, shown, alpha, ground, matrix = state
        if style["position"] in ("absolute", "fixed"):
            zone = self._whole
        if style["opacity"] < 1:
            alpha *= style["opacity"]
        if style["background_color"] != "currentcolor" or style["background_image"]:
            ground = _over(ground, style)
        if box.transformation_matrix is not None:
            turn = box.transformation_matrix
            matrix = turn if matrix is None else turn @ matrix
            zone = self._whole
        if (
            style["overflow"] != "visible"
            and hasattr(box, "padding_left")
            and box.element is not None
        ):
            x, y = box.padding_box_x(), box.padding_box_y()
            cut = _Rectangle(x, y, x + box.padding_width(), y + box.padding_height())
            shown = shown.meeting(_moved(cut, matrix))
        return _State(zone, shown, alpha, ground, matrix)

    def _picture(self, box: Box, state: _State) -> None:
        x, y = box.content_box_x(), box.content_box_y()
        area = _moved(_Rectangle(x, y, x + box.width, y + box.height), state.matrix)
        hidden = box.style["visibility"] != "visible" or state.alpha < 0.1
        name = _name(box.element)
        if hidden or not area.within(state.shown, 1.0) or min(box.width, box.height) < 1:
            self._lose("picture-unseen", self.lines[box.element], name)
        elif not area.within(state.zone, 1.0):
            self._lose("picture-outside", self.lines[box.element], name)

    def _text(self, box: Box, state: _State, *, repeated: bool) -> None:
        text = box.text
        pseudo = "::" in (box.element_tag or "") and "::first-" not in box.element_tag
        if not text or text.isspace():
            return
        if not (pseudo or repeated):
            self.texts.setdefault(box.element, []).append(text)
        em, visible, colour, spacing = self._style(box.style)
        y = box.position_y + box.baseline
        area = _Rectangle(
            box.position_x, y - ABOVE * em, box.position_x + box.width, y + BELOW * em
        )
        if state.matrix is not None:
            area = _moved(area, state.matrix)
            em *= sqrt(abs(state.matrix.determinant))
        if fault := self._fault(area, em, visible, colour, spacing, state):
            self._lose(fault, self.lines[box.element], text)
        self._inks.append(_Ink(area, em, text, self.lines[box.element]))

    def _style(self, style: Style) -> tuple[Value, ...]:
        known = self._styles.get(id(style))
        if known is None:
            em, spacing = style["font_size"], style["letter_spacing"]
            spacing = 0.0 if spacing == "normal" else spacing / (em or 1)
            visible, colour = style["visibility"] == "visible", _rgba(style["color"])
            known = self._styles[id(style)] = (em, visible, colour, spacing, style)
        return known[:4]

    def _fault(
        self,
        area: _Rectangle,
        em: float,
        visible: bool,
        colour: Value,
        spacing: float,
        state: _State,
    ) -> str:
        """Return what is wrong with a text at `area`, "" when nothing is."""
        if not visible:
            return "text-hidden"
        if em * PX < SMALLEST - 0.01:
            return "text-small"
        if state.ground is not None and _contrast(colour, state.alpha, state.ground) < CONTRAST:
            return "text-pale"
        if spacing < TIGHT:
            return "text-crowded"
        slack = HANG * em
        if not area.within(state.shown, UNDER * em):
            return "text-cut"
        if not area.within(self._whole, 0.2 * em):
            return "text-off-page"
        return "" if area.within(state.zone, slack) else "text-outside"

    def _crowded(self) -> None:
        """Lose the text that stands under other text."""
        inks = sorted(self._inks, key=lambda ink: ink.area.top)
        for number, ink in enumerate(inks):
            foot = ink.area.bottom
            for other in inks[number + 1 :]:
                if other.area.top >= foot - UNDER * ink.em / 2:
                    break
                share = ink.area.meeting(other.area)
                em = min(ink.em, other.em)
                if share.right - share.left > UNDER * em and share.bottom - share.top > UNDER * em:
                    self._lose("text-crowded", ink.line, ink.text)
                    break

    def _lose(self, kind: str, line: int, words: str) -> None:
        self.losses.append(Loss(kind, self._leaf, line, words, len(words)))


def _unset(body: Element, reader: _PageReader) -> Iterator[Loss]:
    """Yield what stands in the galley and in no box."""
    for element, own in _own_texts(body).items():
        printed_text = "".join(own)
        wanted, set_ = (
            _BLANK.sub("", printed_text),
            _BLANK.sub("", "".join(reader.texts.get(element, ()))),
        )
        if wanted and wanted != set_ and wanted.casefold() != set_.casefold():
            line = reader.lines[element]
            if not set_:
                yield Loss("text-lost", -1, line, printed_text.strip(), len(wanted))
                continue
            compared = conservation.align(printed_text, "".join(reader.texts[element]))
            for gap in compared.missing:
                yield Loss("text-lost", -1, line, gap.text, gap.end - gap.start)
            for gap in compared.added:
                if conservation.characters(gap.text) in conservation.characters(printed_text):
                    yield Loss("text-twice", -1, line, gap.text, gap.end - gap.start)
    for element in body.iter():
        if element.tag in _COUNTED and element not in reader.elements:
            if element.tag == "img":
                yield Loss("picture-unseen", -1, reader.lines[element], _name(element), 1)
            else:
                yield Loss("cell-lost", -1, reader.lines[element], "".join(element.itertext()), 1)


def _name(picture: Element) -> str:
    return str(picture.get("alt") or picture.get("src") or picture.tag)


def _own_texts(body: Element) -> dict[Element, list[str]]:
    """Return the text that stands directly in each element, in order."""
    texts: dict[Element, list[str]] = {}
    stack = [body]
    while stack:
        element = stack.pop()
        silent = not isinstance(element.tag, str) or element.tag in _SILENT
        if element.text and not silent:
            texts.setdefault(element, []).append(element.text)
        for child in element:
            if child.tail and not silent:
                texts.setdefault(element, []).append(child.tail)
        if not silent:
            stack.extend(reversed(element))
    return texts


def _unparsed(html: str, parsed: str) -> Iterator[Loss]:
    """Yield what stands in the source of the galley and not in what was parsed of it."""
    source = html[max(html.find("<body"), 0) :]
    written = unescape(_TAG.sub("", source))
    if _BLANK.sub("", written) != _BLANK.sub("", parsed):
        for gap in conservation.missing(written, parsed):
            yield Loss("text-lost", -1, 0, gap.text, gap.end - gap.start)


def _unkept(parsed: str, body: Element) -> Iterator[Loss]:
    """Yield what making it fit has taken out of the tree; what comes again counts once."""
    kept, stack = [], [body]
    while stack:
        element = stack.pop()
        kept.append(element.text or "")
        for child in element:
            kept.append(child.tail or "")
            if child.get(REPEATED) is None:
                stack.append(child)
    left = Counter(_BLANK.sub("", parsed)) - Counter(_BLANK.sub("", "".join(kept)))
    if left:
        yield Loss("text-lost", -1, 0, "".join(left.elements()), left.total())


def _joined(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    """Return losses with those of one kind and leaf joined, each with its first words."""
    joined: dict[tuple[str, int], Loss] = {}
    for loss in losses:
        before = joined.get((loss.kind, loss.leaf))
        if before is None:
            joined[loss.kind, loss.leaf] = loss._replace(words=_short(loss.words))
        else:
            signs = before.signs + loss.signs
            words = before.words if len(before.words) >= WORDS else f"{before.words} {loss.words}"
            joined[loss.kind, loss.leaf] = before._replace(signs=signs, words=_short(words))
    return tuple(joined.values())


def _short(words: str) -> str:
    return " ".join(words.split())[:WORDS]


def _moved(area: _Rectangle, matrix: Matrix) -> _Rectangle:
    """Return the rectangle round `area` after a transformation."""
    if matrix is None:
        return area
    corners = [
        matrix.transform_point(x, y)
        for x in (area.left, area.right)
        for y in (area.top, area.bottom)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return _Rectangle(min(xs), min(ys), max(xs), max(ys))


_Colour = tuple[float, float, float]


def _rgba(color: Value) -> tuple[float, float, float, float]:
    """Return red, green, blue and opacity, each from 0 to 1."""
    if color.space != "srgb":
        color = color.to("srgb")
    r, g, b = color.coordinates
    return r or 0.0, g or 0.0, b or 0.0, color.alpha


def _over(ground: _Colour | None, style: Style) -> _Colour | None:
    """Return the colour that a background of `style` makes of `ground`."""
    if any(kind != "none" for kind, _ in style["background_image"] or ()):
        return None
    color = style["background_color"]
    rgba = _rgba(style["color"] if color == "currentcolor" else color)
    if rgba[3] == 0:
        return ground
    if ground is None:
        return None if rgba[3] < 1 else rgba[:3]
    return _mixed(rgba, 1.0, ground)


def _mixed(rgba: Sequence[float], alpha: float, ground: _Colour) -> _Colour:
    share = rgba[3] * alpha
    r, g, b = (share * c + (1 - share) * below for c, below in zip(rgba, ground, strict=False))
    return r, g, b


@lru_cache(maxsize=1024)
def _contrast(rgba: tuple[float, ...], alpha: float, ground: _Colour) -> float:
    """Return the contrast ratio of a text with what is behind it (WCAG 2.2)."""
    low, high = sorted((_luminance(_mixed(rgba, alpha, ground)), _luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: _Colour) -> float:
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
