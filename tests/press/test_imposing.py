"""Which page stands where, under which number, with what in its margins."""

import made_up
import pytest
from made_up import PLAN, page, signature

from casebook.press.imposing import Folio, dead_links, impose, labelled, labels
from casebook.press.signature import Link, MarginPlan, PageKind

LEFT = made_up.RIGHT._replace(side="left")


def plain(_kind: PageKind) -> MarginPlan:
    return PLAN


def test_a_section_that_asks_for_a_side_gets_a_blank_page_before_it() -> None:
    book = impose([signature("a"), signature("b", break_before="right")], plain)
    assert [p.content is None for p in book.pages] == [False, True, False]
    assert book.starts == [0, 2]
    assert book.pages[1].kind.blank


def test_the_side_asked_for_behind_a_section_counts_for_the_next() -> None:
    book = impose([signature("a", break_after="right"), signature("b")], plain)
    assert book.starts == [0, 2]


def test_a_page_on_the_other_side_is_shifted_by_what_its_margins_differ() -> None:
    book = impose([signature("a"), signature("b")], plain)
    assert [p.shift for p in book.pages] == [0.0, -10.0]
    assert book.pages[1].kind.side == "left"
    assert not book.fixed_sides


def test_a_page_that_cannot_be_shifted_is_wanted_for_its_side() -> None:
    book = impose([signature("a"), signature("b", page(text_origins=None))], plain)
    assert book.fixed_sides == {1: "left"}
    assert book.pages[1].shift == 0.0


def test_ids_have_the_number_of_the_page_they_stand_on_first() -> None:
    first = page(anchors=(("x", 0, 0), ("y", 0, 0)))
    book = impose([signature("a", first, page(kind=LEFT, anchors=(("x", 0, 0),)))], plain)
    assert book.numbers == {"x": 1, "y": 1}


def test_a_section_that_is_not_laid_out_yet_takes_no_page() -> None:
    book = impose([signature("a"), None, signature("b")], plain)
    assert book.starts == [0, 1, 1]
    assert book.numbers_before == [0, 1, 1]


@pytest.mark.parametrize(
    ("keyword", "printed"),
    [
        ("first", ["甲", "乙", "丙"]),
        ("last", ["甲", "丙", "丙"]),
        ("start", ["", "甲", "丙"]),
        ("first-except", ["", "", "丙"]),
        ("all-once", ["甲", "乙丙", ""]),
    ],
)
def test_a_running_head_prints_the_string_its_keyword_asks_for(
    keyword: str, printed: list[str]
) -> None:
    plan = PLAN._replace(groups=(("top", (("title", keyword),), (), b""),))
    assigned = [(("title", ("甲",)),), (("title", ("乙", "丙")),), ()]
    section = signature("a", *(page(strings=each) for each in assigned))
    book = impose([section], lambda _: plan)
    assert [p.margins[0][1].strings[0][1] for p in book.pages] == printed


def test_a_page_that_opens_with_the_assignment_starts_with_its_string() -> None:
    plan = PLAN._replace(groups=(("top", (("title", "start"),), (), b""),))
    opened = page(strings=(("title", ("甲",)),), opening_strings=frozenset({"title"}))
    book = impose([signature("a", opened)], lambda _: plan)
    assert book.pages[0].margins[0][1].strings == ((("title", "start"), "甲"),)


def test_a_margin_that_prints_the_number_of_pages_gets_that_of_the_whole_book() -> None:
    plan = PLAN._replace(groups=(("top", (), ("page", "pages"), b""),))
    book = impose([signature("a"), signature("b")], lambda _: plan)
    assert [p.margins[0][1].counters for p in book.pages] == [
        (("page", 1), ("pages", 2)),
        (("page", 2), ("pages", 2)),
    ]


def test_a_count_that_begins_anew_restarts_the_folios() -> None:
    anew = PLAN._replace(counter_changes=(("reset", "page", 1),))
    book = impose([signature("a"), signature("b")], lambda kind: anew if kind.first else PLAN)
    assert [p.number for p in book.pages] == [1, 2]
    assert [p.restarts for p in book.pages] == [False, False]
    first = signature("a", page(kind=made_up.RIGHT._replace(first=True)))
    assert impose([first], lambda kind: anew if kind.first else PLAN).pages[0].restarts


def test_a_link_whose_target_stands_nowhere_is_dead() -> None:
    links = tuple(Link(goal, outer, (0, 0, 1, 1), 5) for goal, outer in
                  [("a", False), ("gone", False), ("https://example.org/", True)])  # fmt: skip
    book = signature("a", page(links=links))
    assert dead_links([book], {"a": 1}) == [("a", "gone")]


def test_pages_count_on_silently_and_those_before_the_first_folio_are_of_the_title_leaf() -> None:
    folios = labelled(["", "", "I", "", "1", "", "3"], [False] * 4 + [True, False, False])
    assert folios == (
        Folio("扉1", False),
        Folio("扉2", False),
        Folio("I", True),
        Folio("II", False),
        Folio("1", True),
        Folio("2", False),
        Folio("3", True),
    )


def test_page_labels_are_ranges_of_one_style_that_count_on() -> None:
    folios = labelled(["", "IV", "", "1", "2", "9"], [False, False, False, True, False, False])
    assert list(labels(folios)) == [
        (0, "扉", "D", 1),
        (1, "", "R", 4),
        (3, "", "D", 1),
        (5, "", "D", 9),
    ]


def test_a_folio_between_dashes_or_words_is_its_number() -> None:
    folios = labelled(["— I —", "", "第 1 页", "", "iv"], [False, False, True, False, True])
    assert [folio.label for folio in folios] == ["I", "II", "1", "2", "iv"]
    assert [style for _, _, style, _ in labels(folios)] == ["R", "D", "r"]
