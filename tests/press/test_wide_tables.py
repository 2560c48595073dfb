"""The steps for a table that is wider than its place, and its division by columns."""

from xml.etree import ElementTree

import pytest

from casebook.press import wide_tables

COLUMNS = wide_tables.Columns((50.0,) * 8, (80.0,) * 8, 12, 22, 6, 0)


def test_type_gets_smaller_before_the_page_is_turned_and_the_table_divided() -> None:
    steps = [wide_tables.step(COLUMNS, room, 600) for room in (420, 340, 250)]
    assert [(s.smaller, s.turned, len(s.parts)) for s in steps] == [
        (False, False, 0),
        (True, False, 0),
        (False, True, 0),
    ]
    assert len(wide_tables.step(COLUMNS, 250, None).parts) == 2
    assert all(sum(s.widths) == pytest.approx(100) for s in steps)


def test_a_divided_table_has_every_cell_once_and_its_heads_again() -> None:
    rows = "".join(
        f"<tr><th>行{r}</th>{''.join(f'<td>{r}{c}</td>' for c in range(6))}</tr>" for r in range(2)
    )
    head = "<tr><th>项</th><th colspan='6'>组<span class='note'>注</span></th></tr>"
    source = f"<table><caption>表1</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"
    parts = wide_tables.divided(ElementTree.fromstring(source), 1, [range(1, 4), range(4, 7)])
    assert ["".join(part.itertext()) for part in parts] == [
        "表1项组注行0000102行1101112",
        "续表1项组行0030405行1131415",
    ]
    again = [node for part in parts for node in part.iter() if wide_tables.REPEATED in node.attrib]
    assert ["".join(node.itertext()) for node in again] == ["续表1", "项", "组", "行0", "行1"]


def test_parts_are_as_few_as_there_can_be_and_of_much_the_same_width() -> None:
    assert wide_tables.parts([10.0] * 7, 1, 40.0) == [range(1, 4), range(4, 7)]
    assert wide_tables.parts([10.0] * 6, 1, 40.0) == [range(1, 4), range(4, 6)]


def test_a_column_wider_than_the_room_stands_alone() -> None:
    assert wide_tables.parts([10.0, 90.0, 10.0], 1, 40.0) == [range(1, 2), range(2, 3)]


def test_cells_over_rows_and_columns_push_the_others_along() -> None:
    source = (
        "<table><tbody><tr><td rowspan='2'>甲</td><td colspan='2'>乙</td></tr>"
        "<tr><td>丙</td><td>丁</td></tr></tbody></table>"
    )
    cells = [
        [(cell.element.text, cell.column, cell.span) for cell in row]
        for _, _, row in wide_tables.rows(ElementTree.fromstring(source))
    ]
    assert cells == [[("甲", 0, 1), ("乙", 1, 2)], [("丙", 1, 1), ("丁", 2, 1)]]


@pytest.mark.parametrize(("written", "span"), [("0", 1), ("-3", 1), ("x", 1), ("99999", 1000)])
def test_a_span_that_makes_no_sense_is_one_and_none_is_endless(written: str, span: int) -> None:
    table = ElementTree.fromstring(
        f"<table><tbody><tr><td colspan='{written}'>甲</td></tr></tbody></table>"
    )
    ((_, _, (cell,)),) = wide_tables.rows(table)
    assert cell.span == span
