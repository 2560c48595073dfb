"""Pages chosen together are the best there are, hold everything once, and no float goes astray."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.pagination import page_costs
from casebook.pagination.items import FloatRange, FlowOfItems, Item, PageChoice
from casebook.pagination.page_breaks import choose

PITCH, LINES = 10.0, 8
HEIGHT = PITCH * LINES


def line(breaks: bool = True) -> Item:
    return Item(PITCH, breaks=breaks, text=True)


def heading(stretch: int = 0, rank: int = 2) -> Item:
    return Item(
        PITCH, gap=PITCH, above=PITCH, heading=True, clears=True, stretch=stretch * PITCH, rank=rank
    )


def picture(lines: int = 4, shrink: int = 0, side: str = "") -> Item:
    return Item(lines * PITCH, floats=True, shrink=shrink * PITCH, side=side)


def flow(*items: Item, floats: dict[int, FloatRange] | None = None) -> FlowOfItems:
    """Return a flow on pages of eight lines; nothing may stand right behind a heading at a foot."""
    for before, after in pairwise(items):
        after.breaks = after.breaks and not before.heading
    return FlowOfItems(items, HEIGHT, 0.0, PITCH, floats or {})


def of_text(kinds: str) -> FlowOfItems:
    """Return a flow of lines (l), lines that stay with the one before (k), and headings (h)."""
    made = {"l": line, "k": lambda: line(breaks=False), "h": heading}
    return flow(*(made[kind]() for kind in kinds))


def every_way(items: FlowOfItems, start: int = 0) -> Iterator[list[int]]:
    """Yield the ends of the pages of every way through a flow without freedoms."""
    used = 0.0
    for at in range(start, len(items.items)):
        item = items.items[at]
        if at > start and item.breaks:
            yield from ([at, *rest] for rest in every_way(items, at))
        used += item.height + (item.lead if at == start else item.gap)
        if used > HEIGHT:
            return
    yield [len(items.items)]


def cost(items: FlowOfItems, ends: list[int]) -> float:
    filled = []
    for start, end in pairwise((0, *ends)):
        first, *others = items.items[start:end]
        used = first.height + first.lead + sum(item.height + item.gap for item in others)
        filled.append(round(used / PITCH))
    whites = tuple(LINES - lines for lines in filled[:-1])
    return page_costs.of_fills(page_costs.PageFills(whites, filled[-1]))


@given(st.text("lllkkh", min_size=1, max_size=26))
@settings(max_examples=60)
def test_no_other_way_costs_less(kinds: str) -> None:
    items = of_text("l" + kinds + "l")
    ways = list(every_way(items))
    made = choose(items, 30)
    if not ways:
        return
    assert made is not None
    assert cost(items, [page.end for page in made]) == min(cost(items, way) for way in ways)


def places(made: list[PageChoice], items: FlowOfItems) -> list[int]:
    """Return the items in the order of the pages, floats where they stand."""
    order: list[int] = []
    floating = {f for page in made for f in (*page.heads, *page.feet)}
    floating |= {f for page in made for f, _ in page.inserts}
    for page in made:
        order += page.heads
        for at in range(page.start, page.end):
            order += [f for f, before in page.inserts if before == at]
            order += [] if at in floating else [at]
        order += [f for f, before in page.inserts if before == page.end]
        order += page.feet
    return order


def of_pictures(kinds: str) -> FlowOfItems:
    """Return a flow of paragraphs of three lines (p), headings (h) and pictures (i)."""
    items: list[Item] = []
    floats: dict[int, FloatRange] = {}
    begins: list[int] = []
    for kind in kinds:
        begins.append(len(items))
        if kind == "p":
            items += [line(), line(), line()]
        else:
            items.append(picture(shrink=1) if kind == "i" else heading(stretch=1))
    for number, kind in enumerate(kinds):
        if kind != "i":
            continue
        at = begins[number]
        after = [*begins[number + 1 :], len(items)]
        until = next((n for n in after if n == len(items) or items[n].heading), len(items))
        since = begins[number - 1] if number and kinds[number - 1] == "p" else at
        floats[at] = FloatRange(since, until, tuple(n for n in after if n <= until))
    return flow(*items, floats=floats)


@given(st.text("pppihi", min_size=1, max_size=12))
@settings(max_examples=60)
def test_every_item_stands_once_and_no_float_beyond_its_range(kinds: str) -> None:
    items = of_pictures("p" + kinds + "p")
    made = choose(items, 40)
    if made is None:
        assert "h" * 4 in kinds  # headings alone that no page can hold
        return
    order = places(made, items)
    assert sorted(order) == list(range(len(items.items)))
    pictures = [at for at in order if at in items.floats]
    assert pictures == sorted(pictures)
    text = [at for at in order if at not in items.floats]
    assert text == sorted(text)
    for place, reach in items.floats.items():
        where = order.index(place)
        before = [at for at in order[:where] if at not in items.floats]
        assert max(before, default=-1) >= reach.since or reach.since == place
        assert max(before, default=-1) < reach.until
        behind = [at for at in order[where:] if at not in items.floats]
        assert min(behind, default=len(items.items)) > reach.since or reach.since >= place - 1


@given(st.text("pppihi", min_size=1, max_size=12), st.integers(0, 1))
@settings(max_examples=40)
def test_no_page_holds_more_than_it_has_room_for(kinds: str, long: int) -> None:
    items = of_pictures("p" + kinds + "p")
    items.long = long
    pages = choose(items, 40) or []
    for page in pages:
        most = HEIGHT + (long * PITCH if page is not pages[-1] else 0.0)
        assert page.used <= most + 0.01
        assert abs(page.used + page.left - HEIGHT) < 0.01


def test_text_fills_the_page_that_a_picture_leaves() -> None:
    items = flow(
        *(line() for _ in range(4)), picture(lines=5), *(line() for _ in range(9)),
        floats={4: FloatRange(4, 14, (5, 14))},
    )  # fmt: skip
    made = choose(items, 5)
    assert made is not None
    assert made[0].white <= 1
    assert made[0].waiting == (4,)


def test_a_picture_does_not_go_past_a_heading() -> None:
    made = choose(of_pictures("pihpppp"), 5)
    assert made is not None
    order = places(made, of_pictures("pihpppp"))
    assert order.index(3) < order.index(4)


def test_space_above_headings_fills_a_page() -> None:
    kept = (line(), line(breaks=False), line(breaks=False), line(breaks=False))
    made = choose(flow(line(), heading(stretch=1), line(), line(), *kept), 5)
    assert made is not None
    assert made[0].stretches == ((1, PITCH),)
    assert made[0].white == 2


def test_a_last_page_has_four_lines() -> None:
    made = choose(of_text("l" * 18), 5)
    assert made is not None
    assert made[-1].end - made[-1].start >= page_costs.LEAST_LINES
    assert max(page.white for page in made[:-1]) <= 2


def test_what_fits_no_other_way_is_still_set() -> None:
    made = choose(flow(line(), picture(lines=8), line()), 5)
    assert made is not None
    assert [page.end for page in made] == [1, 2, 3]


def test_headings_of_the_highest_level_take_space_before_lower_ones() -> None:
    lower = heading(1, rank=3)
    lower.gap = 0.0
    items = flow(line(), lower, line(), heading(1, rank=2), line(), *of_text("lkkk").items)
    made = choose(items, 5)
    assert made is not None
    assert made[0].stretches == ((3, PITCH),)


def test_every_place_takes_a_line_before_any_takes_two() -> None:
    opening = Item(PITCH, breaks=False, text=True, stretch=2 * PITCH)
    items = flow(line(), opening, heading(1), line(), *of_text("lkkk").items)
    made = choose(items, 5)
    assert made is not None
    assert made[0].stretches == ((1, PITCH), (2, PITCH))


def test_a_picture_grows_before_the_space_above_a_lower_heading_does() -> None:
    higher, picture = heading(1, rank=2), Item(2 * PITCH, grow=PITCH)
    higher.gap = 0.0
    rest = of_text("lkkk").items
    made = choose(flow(higher, picture, heading(1, rank=3), line(), *rest), 5)
    assert made is not None
    assert (made[0].shrinks, made[0].stretches) == (((1, -PITCH),), ())


def below_an_opening(*items: Item) -> FlowOfItems:
    opening = Item(PITCH, breaks=False, text=True, stretch=3 * PITCH, last_resort=True)
    return flow(line(), opening, *items, *of_text("lkkkk").items)


def test_what_is_a_last_resort_takes_no_line_that_another_place_takes() -> None:
    made = choose(below_an_opening(heading(2), line()), 5)
    assert made is not None
    assert made[0].stretches == ((2, PITCH),)


def paragraph(lines: int, shrink: int = 0, grow: int = 0) -> list[Item]:
    made = [line(breaks=at not in (1, lines - 1)) for at in range(lines)]
    made[-1].lines, made[-1].shrink, made[-1].grow = lines, shrink * PITCH, grow * PITCH
    return made


def test_a_paragraph_takes_a_line_more_rather_than_that_a_page_ends_short() -> None:
    items = flow(*paragraph(3), *paragraph(3, grow=1), heading(), line(), *of_text("lkkkk").items)
    made = choose(items, 5)
    assert made is not None
    assert (made[0].shrinks, made[0].white) == (((5, -PITCH),), 1)


def test_a_paragraph_takes_a_line_fewer_where_that_brings_the_next_onto_the_page() -> None:
    items = flow(*paragraph(5, shrink=1), *paragraph(4), *paragraph(7))
    made = choose(items, 5)
    assert made is not None
    assert (made[0].end, made[0].shrinks, made[0].white) == (9, ((4, PITCH),), 0)


def test_a_paragraph_that_a_page_break_parts_has_the_lines_that_are_best() -> None:
    items = flow(*paragraph(6), *paragraph(6, shrink=1, grow=1), *paragraph(3), *paragraph(6))
    made = choose(items, 5)
    assert made is not None
    parted = [page.shrinks for page in made if page.start in range(7, 12)]
    assert parted == [()]


def test_a_picture_gives_lines_before_a_paragraph_does() -> None:
    assert page_costs.SHRUNK < page_costs.TIGHTENED < page_costs.BELOW < page_costs.LAST_RESORT
    assert page_costs.GROWN < page_costs.LOOSENED


def test_the_first_line_of_a_paragraph_had_better_not_end_a_page() -> None:
    assert page_costs.ORPHAN < page_costs.of_white(1) < page_costs.BETWEEN


def test_a_last_page_had_better_have_more_than_four_lines() -> None:
    costs = [page_costs.of_last_page(lines) for lines in range(2, 8)]
    assert costs == sorted(costs, reverse=True)
    assert costs[2] > costs[3] > costs[4] == costs[5] == 0.0


def test_what_is_a_last_resort_takes_a_line_rather_than_that_a_page_is_marked() -> None:
    made = choose(below_an_opening(line(), line()), 5)
    assert made is not None
    assert (made[0].stretches, made[0].white) == (((1, PITCH),), page_costs.WHITE)
    fuller = choose(below_an_opening(line(), line(), line()), 5)
    assert fuller is not None
    assert (fuller[0].stretches, fuller[0].white) == ((), page_costs.WHITE)


def test_space_above_a_paragraph_behind_a_picture_does_not_grow_without_the_picture() -> None:
    behind = Item(PITCH, text=True, stretch=PITCH)
    items = flow(
        line(), picture(lines=8), behind, *(line() for _ in range(3)), *of_text("lkkkk").items,
        floats={1: FloatRange(1, 11, (2, 11))},
    )  # fmt: skip
    made = choose(items, 5)
    assert made is not None
    assert not any(page.stretches for page in made)


def long_pages(kinds: str) -> FlowOfItems:
    items = of_text(kinds)
    items.long = 1
    return items


def test_pages_beside_each_other_are_a_line_longer_where_both_would_leave_four_empty() -> None:
    made = choose(long_pages("llll" + "lkkkk" + "llll" + "lkkkk" + "llllll"), 5)
    assert made is not None
    assert [page.white for page in made[:-1]] == [-1, -1]
    assert [page.used for page in made[:-1]] == [HEIGHT + PITCH] * 2
    assert [page.left for page in made[:-1]] == [-PITCH] * 2


def test_a_page_with_notes_is_not_longer() -> None:
    items = long_pages("lllll" + "lkk" + "lllllllll")
    items.items[0].notes = PITCH
    made = choose(items, 5)
    assert made is not None
    assert made[0].white == 2


def test_a_last_page_is_not_longer() -> None:
    made = choose(long_pages("l" * 9), 5)
    assert made is not None
    assert len(made) == 2
