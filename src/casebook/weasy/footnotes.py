"""Notes at the foot of the page: with their call, going on over pages, never over the text.

WeasyPrint puts a note at the foot of its page whole or not at all: one longer than a page runs
off its top, over the running head, and the text is printed over what is left. Here the note area
is laid out like any other box: to a height, with a place where it goes on. A short note stays on
the page of its call, whatever else has to move (`footnote-policy: line`: CSS Generated Content for
Paged Media, 2.6; WeasyPrint first moves notes to make room). A long one begins there and goes on
over the following pages, before the notes called on them; the text keeps part of every page, until
it ends. It leaves room for the lines that have to stand on the page with its call: those that
orphans and widows ask for, and the first ones below a heading. A page whose text would be printed
over its notes, or that would end with a heading, is made again: with the notes called on it on the
next page, or for notes alone.

The lines of WeasyPrint that decide these things are replaced (`replaced_lines`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import NamedTuple

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.footnote_area import bottoms, height_allowed, lay_out
from casebook.weasy.page_ends import AVOID, ends_with_heading, kept_below
from casebook.weasy.planned_pages import make_planned
from casebook.weasy.replaced_lines import replace_lines
from casebook.weasy.weasyprint_types import HTML, Box, Context, Function, Resume, Value

WHOLE = 1 / 5
"""Of the type area's height: notes of a line that are no higher are kept whole with it."""
SHARE = 3 / 4
"""Of the type area's height: what notes that go on may take while there is text."""
_NEAR = 0.05  # CSS pixels


class _Made(Enum):
    """How a page is made: with its notes, with more room left above one that begins, with those it
    calls put off, or for notes alone."""

    BESIDE = 0
    ROOMY = 1
    LATER = 2
    ALONE = 3


BELOW = {_Made.BESIDE: 1 / 6, _Made.ROOMY: 1 / 3, _Made.ALONE: 1 / 6}
"""Of the type area's height: what is kept free for text below a heading that calls a long note."""


class _End(NamedTuple):
    """What the page after begins with: notes that go on, where the first of them does, notes
    not yet called; and the name of the page."""

    going_on: tuple[Box, ...] = ()
    rest: Resume = None
    waiting: tuple[Box, ...] = ()
    name: str = ""


@dataclass
class Notes:
    """The notes of the page that is being made, and how the pages before it ended.

    `carried` come from pages before; the first of them goes on at `rest`. `cut` is the note that
    goes on on the next page, so that the area is `limit` high; text down to `kept` cannot be parted
    from the call of a long note. `moved` says that such a call left the page after all. `alone` says that no text stands on the page.
    """

    ends: dict[int, _End] = field(default_factory=dict)
    before: _End = field(default_factory=_End)
    how: _Made = _Made.BESIDE
    alone: bool = False
    carried: tuple[Box, ...] = ()
    rest: Resume = None
    cut: Box = None
    limit: float = inf
    kept: float = -inf
    called: bool = False
    moved: bool = False

    def start(self, how: _Made) -> None:
        """Begin to make the page after `before`."""
        self.how, self.alone = how, how is _Made.ALONE
        self.carried, self.rest, self.cut, self.limit = (), self.before.rest, None, inf
        self.kept = -inf
        self.called = self.moved = False

    def stand_alone(self, blank: bool, resume: Resume) -> bool:
        """Say whether the page is for notes alone: also one that were blank, or after the text."""
        self.alone = self.alone or (bool(self.before.going_on) and (blank or resume is None))
        return self.alone

    def may_leave(self, here: Iterable[Box]) -> bool:
        """Say whether notes on the page may go to the next to make room for text."""
        policies = {note.style["footnote_policy"] for note in here}
        return self.cut is None and not self.carried and "line" not in policies

    def page_name(self, groups: Iterable[list[Value]]) -> str:
        """Return the name of a page of notes: that of the page before; it counts in its `groups`."""
        for group in groups:
            group[1] += 1
        return self.before.name


def _make(record: Record) -> None:
    """Make WeasyPrint lay notes out as said above.

    Raises `EngineMismatch` for another WeasyPrint.
    """
    from weasyprint.formatting_structure import build  # lazy: loads WeasyPrint
    from weasyprint.layout import LayoutContext, block, table  # lazy: loads WeasyPrint
    from weasyprint.layout import page as pages  # lazy: loads WeasyPrint

    replace_lines(
        record,
        (build, "element_to_box"),
        (block, "_linebox_layout"),
        (table, "table_layout"),
        (pages, "make_page"),
        (pages, "remake_page"),
    )
    record.attribute(block, "table_layout", table.table_layout)
    remake = pages.remake_page
    record.attribute(pages, "remake_page", lambda *given: _page(remake, *given))
    record.attribute(LayoutContext, "notes", property(_notes))
    in_columns = record.attribute(LayoutContext, "_update_footnote_area", _update)
    record.attribute(LayoutContext, "in_columns", in_columns)
    record.attribute(LayoutContext, "unlayout_footnote", _take_back)
    record.attribute(LayoutContext, "begin_footnotes", _begin)
    record.attribute(LayoutContext, "end_footnotes", _end)
    record.attribute(LayoutContext, "place_footnote", _place)
    make_planned(record, LayoutContext)


CHANGES = ChangeSet("footnotes", _make)


def going_on(context: Context, index: int) -> bool:
    """Say whether notes go on behind page `index`, which was made by `context`."""
    return bool(context.notes.ends[index].going_on)


def forget(context: Context, index: int) -> None:
    """Forget what is known of the notes of page `index` and of those behind it."""
    notes = _notes(context)
    notes.ends = {at: end for at, end in notes.ends.items() if at < index}


def ends_of_pages(context: Context) -> dict[int, _End]:
    """Return how the pages that `context` has made ended, by index."""
    return dict(_notes(context).ends)


def ends_alike(context: Context, index: int, ends: Mapping[int, _End]) -> bool:
    """Say whether the page before page `index` ended as it did in `ends`."""
    return _notes(context).ends.get(index - 1) == ends.get(index - 1)


def end_as(context: Context, index: int, ends: Mapping[int, _End]) -> None:
    """Take page `index` for one that ended as it did in `ends`."""
    _notes(context).ends[index] = ends[index]


def _notes(context: Context) -> Notes:
    notes: Notes = context.__dict__.setdefault("_notes", Notes())
    return notes


def _page(
    remake: Function, index: int, context: Context, root: Box, html: HTML
) -> tuple[Box, Resume]:
    """Make page `index`, again if it cannot stay: WeasyPrint's `remake_page`.

    Its text lies over its notes, or it ends with a heading.
    """
    notes = _notes(context)
    known = notes.ends.get(index - 1)
    notes.before = before = known or _End(waiting=tuple(context.footnotes))
    state = context.page_maker[index][-1]
    for how in _Made:
        if how is _Made.ROOMY and not notes.moved:
            continue
        if how is _Made.LATER and not notes.called:
            continue
        if how is _Made.ALONE and not before.going_on:
            continue
        if how is not _Made.BESIDE:
            state |= {"content_changed": False, "pages_wanted": False}
            state |= {"anchors": [], "content_lookups": []}
        context.footnotes = list(before.waiting)
        context.reported_footnotes = list(before.going_on)
        notes.start(how)
        page, resume = remake(index, context, root, html)
        if how is _Made.BESIDE and notes.moved:
            continue
        if notes.alone or (stands_apart(page) and not ends_with_heading(root, resume)):
            break
    end = _End(
        tuple(context.reported_footnotes),
        notes.rest,
        tuple(context.footnotes),
        page.page_type.name,
    )
    if notes.ends.get(index, end) != end and (end.going_on or resume is not None):
        context.page_maker[index + 1][-1]["content_changed"] = True
    notes.ends[index] = end
    return page, resume


def stands_apart(page: Box) -> bool:
    """Say whether the text of a page ends above its notes."""
    root, area, _ = page.children
    if not area.children:
        return True
    return bool(max(bottoms(root), default=0) <= area.position_y + _NEAR)


def _update(context: Context) -> bool:
    """Lay the area out again; say whether it is too high: WeasyPrint's `_update_footnote_area`."""
    if context.in_column:
        return bool(context.in_columns())
    notes, area = _notes(context), context.current_footnote_area
    if area.height != "auto":
        context.page_bottom += area.margin_height()
    area.height = 0
    box = resume = None
    if context.current_page_footnotes:
        limit = height_allowed(context) if notes.cut is None else notes.limit
        box, resume = lay_out(context, context.current_page_footnotes, limit, notes.rest)
    else:
        area.children = []
    area.height = 0 if box is None else box.height
    context.page_bottom -= area.margin_height()
    return resume is not None


def _take_back(context: Context, note: Box) -> None:
    """Forget a note whose call leaves the page: WeasyPrint's `unlayout_footnote`.

    A call that is set again (a head row) is no call of this page.
    """
    here, later = context.current_page_footnotes, context.reported_footnotes
    notes = _notes(context)
    if note in context.footnotes or note in notes.carried or not (note in here or note in later):
        return
    context.footnotes.append(note)
    for where in (here, later):
        if note in where:
            where.remove(note)
    if notes.cut is note:
        notes.cut, notes.limit, notes.kept, notes.moved = None, inf, -inf, True
    context._update_footnote_area()


def _begin(context: Context) -> None:
    """Begin a page with the notes that go on from the page before."""
    notes = _notes(context)
    notes.carried, context.reported_footnotes = tuple(context.reported_footnotes), []
    if not notes.carried:
        return
    area, high = context.current_footnote_area, height_allowed(context)
    if not notes.alone:
        high = min(high, SHARE * area.page.height)
    count = 4  # most do not fit: they are not copied in vain
    while True:
        _, resume = lay_out(context, notes.carried[:count], high, notes.rest)
        if resume is not None or count >= len(notes.carried):
            break
        count *= 4
    stop, rest = _stop(resume, len(notes.carried))
    if stop == 0 and rest in (None, notes.rest):  # nothing can be cut from it
        stop, rest = 1, None
    elif rest is not None:
        notes.cut, notes.limit = notes.carried[stop], high
    context.current_page_footnotes = list(notes.carried[: stop + (rest is not None)])
    context.reported_footnotes = list(notes.carried[stop:])
    context._update_footnote_area()


def _stop(resume: Resume, count: int) -> tuple[int, Resume]:
    """Return the number of the first of `count` notes that goes on, and where (None: all of it)."""
    return (count, None) if resume is None else next(iter(resume.items()))


def _place(
    context: Context, note: Box, block: tuple[Box, Box, int], bottom_space: float,
    bottom: float, movable: bool, following: Iterable[tuple[Box, Resume]],
    forget: Callable[[list[Box]], None],
) -> bool:  # fmt: skip
    """Put a note called in a line on the page; say that the line should go to the next instead.

    `block` is the box of the line, the line and its number there, from 1; `bottom` is where
    the text ends with this line; a line that is not `movable` opens the page. `following` lays out
    the lines after it, to look at and to `forget`.
    """
    notes = _notes(context)
    notes.called = True
    context.footnotes.remove(note)
    context.current_page_footnotes.append(note)
    if notes.how is _Made.LATER:
        context.report_footnote(note)
        return False
    box, line, number = block
    if context.in_column:
        fits = not context.reported_footnotes and _fits(context, bottom_space, bottom)
        return not fits
    together = [child.footnote for child in line.descendants() if child.footnote]
    fits, low = False, bottom
    if not context.reported_footnotes:
        fits = _fits(context, bottom_space, bottom)
        low = kept_below(box, number, bottom, following, forget)
        if box.style["break_after"] in AVOID:
            low += BELOW[notes.how] * context.current_footnote_area.page.height
        if fits and not context.overflows_page(bottom_space, low):
            if low > bottom and _long(context, together):
                notes.kept = low
            return False
    opens, movable = not movable, movable and bottom > notes.kept + _NEAR
    if (fits or movable) and not _long(context, together):
        return not fits
    if not context.reported_footnotes:
        for end in (low, bottom) if opens and not fits else (low,):
            room = context.current_footnote_area.position_y - bottom_space - end
            if _cut(context, note, min(room, height_allowed(context))):
                notes.kept, notes.moved = end, False
                return False
    if fits:
        return False
    if not movable or notes.cut in together:
        context.report_footnote(note)
        return False
    return True


def _fits(context: Context, bottom_space: float, bottom: float) -> bool:
    """Say whether the notes of the page stand below text that ends at `bottom`."""
    too_high = context._update_footnote_area()
    return not too_high and not context.overflows_page(bottom_space, bottom)


def _long(context: Context, together: Sequence[Box]) -> bool:
    """Say whether notes are too long to be kept whole."""
    limit = WHOLE * context.current_footnote_area.page.height
    box, resume = lay_out(context, together, limit)
    return resume is not None or box is None or box.margin_height() > limit + _NEAR


def _cut(context: Context, note: Box, room: float) -> bool:
    """Begin `note`, the last of the page, in the `room` left for notes; say whether it can."""
    notes, here = _notes(context), context.current_page_footnotes
    first = len(here) == 1
    box, resume = lay_out(context, here, room, notes.rest, forced=not first)
    stop, rest = _stop(resume, len(here))
    fits = box is not None and box.margin_height() <= room + _NEAR
    if not fits or rest is None or here[stop] is not note:
        return False
    notes.cut, notes.limit = note, room
    context.reported_footnotes.append(note)
    context._update_footnote_area()
    return True


def _end(context: Context, positioned: list[Box]) -> Box:
    """Return the note area of the finished page; what does not stand in it goes on."""
    notes, here = _notes(context), context.current_page_footnotes
    limit = inf if notes.cut is None else notes.limit
    box, resume = lay_out(context, here, limit, notes.rest, positioned=positioned)
    stop, notes.rest = _stop(resume, len(here))
    later = [note for note in context.reported_footnotes if note not in here]
    context.reported_footnotes = [*here[stop:], *later]
    return box
