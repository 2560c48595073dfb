"""The reference says what the code does: its pages are made from it, and nothing goes unsaid."""

import ast
from pathlib import Path

import pytest
from weasyprint.css.properties import INHERITED, INITIAL_VALUES

import casebook
from casebook import __main__ as program
from casebook import composition, exit_status, layout
from casebook.composition import property_meanings, settings
from casebook.errata import Kind
from casebook.intake.markup import markdown
from casebook.manual import manuscript_syntax, message_sources, reference_pages, template_variables

PACKAGE = Path(casebook.__file__).parent


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference_pages.pages()


def test_the_pages_kept_are_what_the_code_makes_now(pages: dict[str, str]) -> None:
    stale = [
        name
        for name, text in pages.items()
        if (file := reference_pages.FOLDER / name) is None or file.read_text("utf-8") != text
    ]
    assert not stale, "run make reference, and read what changed"


def test_no_page_is_kept_that_nothing_makes(pages: dict[str, str]) -> None:
    kept = {
        path.relative_to(reference_pages.FOLDER).as_posix()
        for path in reference_pages.FOLDER.rglob("*.md")
    }
    assert kept == set(pages)


def test_nothing_is_undescribed() -> None:
    assert [*reference_pages.undescribed()] == []


def test_a_book_can_include_the_pages(pages: dict[str, str]) -> None:
    seen = []

    def look(written: str, resolved: str | None, line: int) -> None:
        seen.append((reference_pages.FOLDER / "zh" / written).resolve())

    for name, text in pages.items():
        _, head, body = text.split("---\n", 2)
        read = markdown.read(body, f"back/{name}", "reference", 4, look)
        assert [(e.rule, e.place, e.quote) for e in read.errata] == [], name
        assert head.startswith("title: ")
    assert seen
    assert [path for path in seen if not path.is_file()] == []


def test_every_exit_status_is_described() -> None:
    returned = set(program.ENDED.values()) | {2}  # argparse: wrong usage
    for name in ("cli.py", "cli_desk.py", "cli_intake.py"):
        for node in ast.walk(ast.parse((PACKAGE / name).read_text("utf-8"))):
            match node:
                case ast.Return(value=ast.Constant(value=int() as status)):
                    returned.add(status)
    assert returned == set(exit_status.STATUSES)


def test_the_properties_described_are_those_that_composition_teaches() -> None:
    composition.install()
    for name in property_meanings.names():
        key = name.replace("-", "_")
        assert name.startswith("--") or key in INITIAL_VALUES, name
        inherited = name.startswith("--") or key in INHERITED  # CSS Variables 1, 2: all inherit
        assert property_meanings.MEANINGS[name].inherited == inherited, name


@pytest.mark.parametrize("name", property_meanings.names())
def test_every_value_described_is_one_the_property_takes(name: str) -> None:
    meaning = property_meanings.MEANINGS[name]
    for value in (*meaning.values, *meaning.compared, property_meanings.initial(name)):
        if value.startswith("<"):
            continue  # no value but the kind of one
        if name.startswith("--"):
            assert settings.custom(name, value) == value
        elif name in settings.INITIAL:
            assert settings.keywords(name, (value,)) == value


def test_every_rule_that_an_erratum_is_given_by_name_stands_among_the_messages(
    pages: dict[str, str],
) -> None:
    named = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "Erratum(" in text else ():
            match node:
                case ast.Call(func=ast.Name(id="Erratum"), args=[ast.Constant(value=rule), *_]):
                    named.add(str(rule))
    assert len(named) > 150
    for lang in ("zh", "en"):
        assert [
            rule for rule in sorted(named) if f"**`{rule}`**" not in pages[f"{lang}/messages.md"]
        ] == []


def test_the_rule_of_every_erratum_the_code_makes_is_found() -> None:
    assert [*message_sources.unknown()] == []


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        ("uncalled-note", "a function that takes the rule behind other parameters"),
        ("link-outside", "a class with a field for the rule"),
        ("word-text-box", "a row of a table, beside its wording"),
        ("missing-value", "a tuple that a function returns"),
        ("two-titles", "a word that a function returns"),
        ("file-fault", "what a function gives that is told no rule"),
    ],
)
def test_a_rule_is_found_however_it_reaches_its_erratum(rule: str, way: str) -> None:
    assert rule in message_sources.messages(), way


def test_a_wording_says_where_the_run_puts_words_and_what_to_do() -> None:
    message = message_sources.messages()["unknown-layout"]
    assert message.sentences[0].text.zh == "没有名为“…”的版式"
    assert [sentence.hint for sentence in message.sentences] == [False, True]


def test_what_a_section_holds_is_observed() -> None:
    filled = template_variables.filled()
    assert "entries" in filled["contents"]
    assert "case" in filled["case"]
    assert {path.stem for path in layout.SHIPPED.glob("standard/shared/*.html")} - {
        "titles",
        "threads",
        "typefaces",
        "index",
    } == set(filled)


@pytest.mark.parametrize("example", manuscript_syntax.EXAMPLES, ids=lambda item: item.name.en)
def test_an_example_of_the_syntax_is_read_without_fault_as_what_it_says(
    example: manuscript_syntax.Example,
) -> None:
    read = manuscript_syntax.made(example)
    assert all(erratum.kind is Kind.NOTE for erratum in read.errata)
    for tag in example.becomes:
        assert f"<{tag}" in read.body


@pytest.mark.parametrize(
    ("rule", "kinds", "way"),
    [
        ("tier-nowhere", {Kind.ERRATUM, Kind.QUERY}, "a parameter: what the callers give"),
        ("imprint-lacks", {Kind.QUERY, Kind.NOTE}, "a variable"),
        ("version-chosen", {Kind.NOTE}, "a condition that the rule depends on too"),
        ("newer-version", {Kind.QUERY, Kind.NOTE}, "another one, which does not decide"),
        ("text-lost", {Kind.ERRATUM}, "the call that looks its wording up in a table"),
        ("half-width-stop", {Kind.QUERY}, "the call in the loop over a table"),
    ],
)
def test_the_kind_of_a_message_is_followed_to_where_it_is_given(
    rule: str, kinds: set[Kind], way: str
) -> None:
    assert message_sources.messages()[rule].kinds == kinds, way


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_message_says_how_certain_it_is(pages: dict[str, str], lang: str) -> None:
    heads = [line for line in pages[f"{lang}/messages.md"].splitlines() if line[:2] == "**"]
    assert len(heads) > 200
    assert [line for line in heads if line.endswith("**")] == []


@pytest.mark.parametrize(
    ("rule", "message", "hint"),
    [
        ("wrong-isbn", "there are several ISBNs in one line", "Write that of this volume"),
        ("yaml-character", "control character U+…", "Remove that character."),
        ("yaml-syntax", "a tab stands on this line", "Use spaces."),
        ("note-in-table", "notes of a table were put at the end", "See where they stand."),
        ("two-titles", "one entry holds two", "Compare the original"),
        ("half-width-stop", "a full stop written as", "Check it against"),
        ("notice-picture", "this is a picture", "Install text recognition"),
    ],
)
def test_a_way_out_is_told_from_the_fact(rule: str, message: str, hint: str) -> None:
    sentences = message_sources.messages()[rule].sentences
    assert any(not s.hint and s.text.en.startswith(message) for s in sentences)
    assert any(s.hint and s.text.en.startswith(hint) for s in sentences)
    assert not any(s.hint and s.text.en.startswith(message) for s in sentences)


def test_a_rule_and_its_sentence_that_one_condition_decides_stand_together() -> None:
    restored = message_sources.messages()["restored-space"].sentences
    doubtful = message_sources.messages()["doubtful-wrap"].sentences
    assert [s.text.en for s in restored if not s.hint] == ["a space was put back at the line end"]
    assert len(doubtful) == 3
    assert not {s for s in restored if not s.hint} & {*doubtful}


def test_types_of_template_variables_say_what_belongs_together(pages: dict[str, str]) -> None:
    text = pages["en/templates.md"]
    assert "| `lines` | a pair (whole number, whole number) or none |" in text
    assert "| `fields` | list of a pair (text, text) |" in text
    assert "| `places` | `Place` by key |" in text
    assert "restarts" in template_variables.filled()["part"]


def test_what_holds_when_an_option_is_absent_is_said_once(pages: dict[str, str]) -> None:
    text = pages["en/commands.md"]
    assert "| `--port PORT` | `0` |" in text
    assert "`[]`" not in text
    assert "one of" not in text, "choices stand in the option itself"
