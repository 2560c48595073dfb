"""A long text, a long table or many headings cost the proof no more than their length."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

from casebook.limits import within
from casebook.proof import rule_runner, rules
from casebook.proof.blocks import Block, Body, Cell, Heading, Piece, Source

assert rules  # registers them
SENTENCES = "全村486户1520人，党员62名，走访群众1280人次，"
Placed = Callable[[int], Block]


def piece(*made: Placed) -> Piece:
    """Return a text of the blocks that `made` makes, each of its own number."""
    text = Piece("1-1", Source("cases/1-1.md", ""))
    text.blocks = tuple(replace(make(number), piece=text) for number, make in enumerate(made))
    return text


def findings_of(name: str, text: Piece) -> list[str]:
    """Return what a rule finds in a text, in so little time that it grows with its length."""
    with within(8):
        return [finding.text for finding in rule_runner.in_piece(text, frozenset({name}))]


def body(words: str) -> Placed:
    return lambda number: Body(words, number, None)


def cell(words: str, row: int, column: int) -> Placed:
    return lambda number: Cell(words, number, None, row=row, column=column)


def heading(words: str) -> Placed:
    return lambda number: Heading(words, number, None)


def test_totals_are_compared_in_a_paragraph_of_100_000_characters() -> None:
    long = body(SENTENCES * 3_600 + "全村486户1250人。")
    assert findings_of("total-varies", piece(long)) == ["1250人"]


def test_a_text_is_held_against_a_table_of_a_thousand_rows() -> None:
    head = [
        cell(words, 0, at) for at, words in enumerate(("村名", *(f"第{n}季度" for n in range(20))))
    ]
    rows = [
        cell(str(1000 * row + column) if column else f"样例{row}村", row, column)
        for row in range(1, 1000)
        for column in range(21)
    ]
    prose = [body(f"样例{n}村第7季度完成9{n}999件。") for n in range(40)]
    wrong = body("样例12村第7季度完成12080件。")
    assert findings_of("text-against-table", piece(*head, *rows, *prose, wrong)) == ["12080件"]


def test_parts_are_looked_for_among_a_thousand_headings() -> None:
    headings = [heading("一、做法"), heading("二、成效")] + [heading("小结")] * 1_000
    text = piece(*headings, *[body("走访群众。")] * 3_000, body("如第五部分所述。"))
    assert findings_of("reference-to-nothing", text) == ["第五部分"]


def test_sentences_that_begin_and_end_alike_are_compared_at_once() -> None:
    names = ["".join(drawn) for drawn in permutations("甲乙丙丁戊己庚辛", 4)]
    alike = [
        body(f"患者满意度的调查显示本季度{name}科室与{name[::-1]}有关，属于{name}。")
        for name in names
    ]
    text = piece(*alike[:1200], alike[7])
    assert findings_of("sentence-repeated", text)[-1].startswith("患者满意度")
