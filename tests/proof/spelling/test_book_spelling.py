"""Wrong characters in a book: looked for in what is new, kept, settled in words.txt, told once."""

from pathlib import Path

import pytest

import tiny
from casebook import language_files, proof
from casebook.errata import Erratum, Kind
from casebook.proof.spelling import language_version, speller
from proof.spelling import tiny_language

RULE = "suspected-character"
CASE = '---\naward: "1-1"\n---\n\n全面贯策落实党的决策部署。\n\n不断提高服物能力。\n'


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tiny_language.write(tmp_path / "models")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv(language_files.VARIABLE, str(tmp_path / "models"))
    folder = tmp_path / "book"
    tiny.write(folder)
    (folder / "manuscript" / "cases" / "1-1.md").write_text(CASE, "utf-8")
    return folder


def suspected(book: Path) -> list[Erratum]:
    errata = proof.examine(book, paged=False).errata
    return [erratum for erratum in errata if erratum.rule == RULE]


def test_a_query_says_what_stands_there_what_should_and_why(book: Path) -> None:
    first, second = suspected(book)
    assert first.kind is Kind.QUERY
    assert first.message.zh == "“贯策”疑为“贯彻”"
    assert (first.place.path, first.place.line, first.place.column) == ("cases/1-1.md", 5, 3)
    assert first.hint is not None
    assert "音近" in first.hint.zh
    assert "words.txt" in first.hint.zh
    assert "“服务”" in second.message.zh


def test_a_word_cut_short_is_no_word_of_the_book_for_standing_in_the_whole_one(book: Path) -> None:
    case = book / "manuscript" / "cases" / "1-1.md"
    whole = "\n\n".join(f"医疗质量，{number}项。" for number in range(5))
    case.write_text(f'---\naward: "1-1"\n---\n\n{whole}\n\n提高医疗质。\n', "utf-8")
    (erratum,) = suspected(book)
    assert erratum.message.zh == "“疗质。”疑为“疗质量。”"


def test_an_edit_costs_its_paragraph(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suspected(book)
    asked: list[str] = []

    def listening(_language: object, texts: list[str], _read: object) -> list[tuple[()]]:
        asked.extend(texts)
        return [()] * len(texts)

    monkeypatch.setattr(speller, "suspects", listening)
    assert len(suspected(book)) == 2
    assert asked == []
    case = book / "manuscript" / "cases" / "1-1.md"
    case.write_text(CASE.replace("不断提高", "逐步提高"), "utf-8")
    assert len(suspected(book)) == 1
    assert asked == ["逐步提高服物能力。"]


def test_another_model_asks_anew(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suspected(book)
    monkeypatch.setattr(language_version, "version", lambda _: "another")
    monkeypatch.setattr(speller, "suspects", lambda _, texts, _read: [()] * len(texts))
    assert suspected(book) == []


def test_a_word_of_the_books_own_list_is_right(book: Path) -> None:
    (book / "manuscript" / "words.txt").write_text("# 院内叫法\n服物  # 见第一章\n", "utf-8")
    assert [query.message.zh for query in suspected(book)] == ["“贯策”疑为“贯彻”"]


def test_equal_findings_are_one_query_with_all_places(book: Path) -> None:
    case = book / "manuscript" / "cases" / "1-1.md"
    case.write_text(CASE + "\n提高服物能力。\n", "utf-8")
    queries = [query for query in suspected(book) if "服务" in query.message.zh]
    assert len(queries) == 1
    assert "共 2 处" in queries[0].message.zh
    assert queries[0].hint is not None
    assert "cases/1-1.md:9" in queries[0].hint.zh


def test_names_of_the_notice_are_left_alone(book: Path) -> None:
    awards = (book / "manuscript" / "awards.yaml").read_text("utf-8")
    (book / "manuscript" / "awards.yaml").write_text(
        awards.replace("甲题——副题", "提高服物能力"), "utf-8"
    )
    assert not [query for query in suspected(book) if "服务" in query.message.zh]


def test_without_models_the_report_says_that_nobody_looked(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_files, "_ROOTS", ())
    monkeypatch.setenv(language_files.VARIABLE, str(book))
    errata = proof.examine(book, paged=False).errata
    notes = [erratum for erratum in errata if erratum.rule == "no-language-model"]
    assert [note.kind for note in notes] == [Kind.NOTE]
    assert "libime-data-language-model" in notes[0].message.zh
    assert not suspected(book)


def test_a_model_that_cannot_be_read_is_told(book: Path, tmp_path: Path) -> None:
    (tmp_path / "models" / "zh_CN.lm").write_bytes(b"\0" * 500)
    errata = proof.examine(book, paged=False).errata
    assert ["读不了" in e.message.zh for e in errata if e.rule == "no-language-model"] == [True]
