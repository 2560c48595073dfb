"""Tables kept as text: whatever their delimiter and their quotes, no character is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.conservation import characters, missing
from casebook.intake.formats import plain_tables

CELLS = st.text(st.sampled_from("甲乙院题1a,;|\t\"' \n（）"), max_size=8)


@given(st.text(st.sampled_from('甲乙1,;|\t"\n\r '), max_size=60))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    held = "\n".join("\t".join(record.cells) for record in plain_tables.records(text))
    assert not missing(text, held)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_program_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    read = [list(record.cells) for record in plain_tables.records(out.getvalue(), ",")]
    assert [line for line in read if line] == [
        [" ".join(cell.split()) for cell in row] for row in rows
    ]


@pytest.mark.parametrize("mark", plain_tables.DELIMITERS)
def test_the_delimiter_is_told_by_the_rows(mark: str) -> None:
    text = "获奖名单\n" + "\n".join(mark.join((str(n), f"{n}院", "题目。")) for n in range(5))
    assert plain_tables.delimiter_of(text) == mark


@given(st.lists(CELLS, max_size=5))
def test_a_line_number_is_that_of_the_file(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[cell, "末"] for cell in cells])
    text = out.getvalue().replace("\r\n", "\n")
    for record in plain_tables.records(text, ","):
        begins = text.split("\n")[record.line - 1 :]
        assert characters("".join(record.cells)).startswith(characters(begins[0])[:3])
