"""YAML keeps what was typed, knows its lines, and explains its faults to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.schema import BookFile
from casebook.intake.manuscript.typed import check

texts = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs", "Zl", "Zp"],
        exclude_characters="\ufffe\uffff",
    )
    | st.just("\n")
)
values = st.recursive(
    texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12
)


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    file = yaml_file.parse("a: 1-07\nb: no\nc: 2023-02-20\nd: 007\ne:\nf: ~\n", "x.yaml")
    assert file.data == {"a": "1-07", "b": "no", "c": "2023-02-20", "d": "007", "e": "", "f": "~"}


def test_every_value_knows_its_line() -> None:
    file = yaml_file.parse("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", "x.yaml", first_line=10)
    lines = {("a",): 10, ("b",): 11, ("b", 0): 12, ("b", 1): 13, ("b", 1, "d"): 14}
    assert {steps: file.place(steps).line for steps in lines} == lines
    assert file.place(("b", 1, "gone")).line == 13


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\n\tb: 2\n", 2, "制表符"),
        ("a:\n  - x\n\t- y\n", 3, "制表符"),
        ("title：书\nb: 2\n", 1, "全角冒号"),
        ("a: 1\ntitle：书\nb: 2\n", 2, "全角冒号"),
        ("a:1\nb: 2\n", 1, "缺空格"),
        ('a: 1\nb: "x\nc: 2\n', 2, "引号不成对"),
        ("a: x: y\n", 1, "两个“: ”"),
        ("a: @x\n", 1, "YAML 的符号"),
        ("a: *x\n", 1, "YAML 的符号"),
        ("a: [1, 2\nb: 3\n", 2, "不成对"),
        ("a:\n  b: 1\n c: 2\n", 3, "缩进"),
        ("a: 1\n---\nb: 2\n", 2, "---"),
        ("[" * 4000, 1, "太深"),
        ("a: 1\nb: \x07\n", 2, "U+0007"),
        ("a: 1\nb: x\u2028y\n", 2, "U+2028"),
    ],
)
def test_a_broken_file_says_where_and_what(text: str, line: int, word: str) -> None:
    file = yaml_file.parse(text, "book.yaml")
    assert file.data is None
    [erratum] = file.errata
    assert (erratum.rule, erratum.place.line) == ("yaml-syntax", line)
    assert word in erratum.message.zh
    assert erratum.hint


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: 1\na: 2\n", "doubled-key", 2),
        ("a: &x [1]\nb: *x\n", "yaml-alias", 2),
        ("a: 1\nb: !python/object 2\n", "yaml-tag", 2),
        ("a: 1\n? [b]\n: 2\n", "yaml-key", 2),
        ('a: 1\nb: "\\ud800"\n', "yaml-character", 2),
        ('a: 1\n"\\ud800": x\n', "yaml-character", 2),
        ('a: 1\nb: "x\n  y\n  z \\0"\n', "yaml-character", 4),
        ('a: 1\nb: ["\\x1b"]\n', "yaml-character", 2),
        ('a: 1\nb: "\\L"\n', "yaml-character", 2),
        ('a: 1\nb: "\\uffff"\n', "yaml-character", 2),
        ('a: 1\nb: "\\U00110000"\n', "yaml-syntax", 2),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1\n", "yaml-syntax", 1),
        ("a: " + "x" * 2_000_000, "file-too-large", 1),
    ],
)
def test_what_a_book_does_not_need_is_refused_and_not_obeyed(
    text: str, rule: str, line: int
) -> None:
    [erratum] = yaml_file.parse(text, "book.yaml").errata
    assert (erratum.rule, erratum.place.line) == (rule, line)


def test_every_alias_is_told_where_it_stands_and_a_bomb_is_quick() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    file = yaml_file.parse("\n".join(["a0: &a0 [x]", *rows]), "book.yaml")
    assert {e.rule for e in file.errata} == {"yaml-alias"}
    assert [e.place.line for e in file.errata[::9]] == list(range(2, 61))


def test_a_character_written_in_two_halves_is_whole() -> None:
    file = yaml_file.parse('a: "\\ud83d\\ude00\\ud842\\udfb7"\n', "book.yaml")
    assert (file.data, file.errata) == ({"a": "😀𠮷"}, ())


SNIPPETS = st.sampled_from(
    ["title: ", "order:\n", "  body: [", "]", "{", "}", "- ", "\n", "&a ", "*a", "!!int ", "? ", ": ",
     "<<: *a", '"\\ud800"', '"\\0"', "'", '"', "|", ">-\n", "\t", "---\n", "%YAML 1.1\n", "\ufeff",
     "\x85", "\x00", "9" * 400, "2023-02-30", "~", "stets:", "：", "\\", "date: ", '"\\U00110000"',
     "series: {number: ", "editors:\n  - {name: a, role: b}\n"]
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(SNIPPETS | st.text(max_size=5), max_size=20).map("".join))
def test_whatever_is_written_is_a_book_or_told(text: str) -> None:
    file = yaml_file.parse(text, "book.yaml")
    book, errata = check(BookFile, file)
    assert book is not None or errata
    for erratum in errata:
        assert erratum.message.zh.encode()
        assert 1 <= (erratum.place.line or 1) <= text.count("\n") + 2


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert yaml_file.parse("# nothing\n", "book.yaml").data == {}


@pytest.mark.slow
@given(st.dictionaries(texts, values) | st.lists(values))
def test_what_is_written_reads_back_the_same(value: yaml_file.Value) -> None:
    file = yaml_file.parse(yaml_file.dump(value, "注\n释"), "x.yaml")
    assert (file.data, file.errata) == (value, ())


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    file = yaml_file.parse(text, "x.yaml")
    assert (file.data is None) == any(e.rule == "yaml-syntax" for e in file.errata)
