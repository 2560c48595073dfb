"""What a contributor gets: his pages as they are in the book, under the book's title."""

import io
import zipfile
from pathlib import Path

import page as validator
import pikepdf
import pytest

import books
from casebook import issuing, pdf
from casebook.editions import offprint
from casebook.errata import Wording


def quiet(_step: Wording, _count: int | None) -> None:
    return None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> issuing.Issue:
    folder = books.every_kind(
        tmp_path_factory.mktemp("book"),
        **{
            "cases/1-2.md": "---\naward: 1-2\n---\n\n[见首篇](#case-1-1) 一句。\n",
        },
    )
    return issuing.issue(folder, ("print", "offprints"), quiet, 1)


def opened(made: issuing.Issue, tmp_path: Path) -> dict[str, Path]:
    with zipfile.ZipFile(made.files["offprints"]) as archive:
        archive.extractall(tmp_path)
        return {name: tmp_path / name for name in archive.namelist()}


def test_there_is_one_for_each_case_received_in_its_organisations_folder(
    made: issuing.Issue, tmp_path: Path
) -> None:
    assert list(opened(made, tmp_path)) == [
        "北京市第一样例医院/1-1 北京市第一样例医院.pdf",
        "河北省样例市医院/1-2 河北省样例市医院.pdf",
        "某院/x-01 某院.pdf",
    ]


def test_its_pages_are_those_of_the_book(made: issuing.Issue, tmp_path: Path) -> None:
    labels = pdf.labels(made.files["print"])
    whole = books.signs(made.files["print"].read_bytes())
    for path in opened(made, tmp_path).values():
        here = pdf.labels(path)
        assert here[0].startswith("扉")
        assert any(label.isdecimal() for label in here)
        pages = [whole[labels.index(label)] for label in here]
        assert books.furthest(books.signs(path.read_bytes()), pages) < 0.05


def test_it_names_the_case_and_the_book(made: issuing.Issue, tmp_path: Path) -> None:
    path = opened(made, tmp_path)["北京市第一样例医院/1-1 北京市第一样例医院.pdf"]
    texts = ["".join(text.split()) for text in pdf.texts(path)]
    assert "小书" in texts[0]
    with pikepdf.open(path) as document:
        assert str(document.docinfo["/Title"]) == "甲题——副题"
        assert str(document.docinfo["/Subject"]) == "小书"


def test_it_is_accessible_and_every_link_leads_somewhere(
    made: issuing.Issue, tmp_path: Path
) -> None:
    for path in opened(made, tmp_path).values():
        assert validator.validate_pdf(str(path), profile="ua1").is_compliant
        with pdf.leads(path) as result:
            assert all(goal.page >= 0 for page in result.links() for goal in page)


def test_a_name_is_safe_on_every_system(made: issuing.Issue) -> None:
    case = made.book.cases[0].__class__(
        **{**made.book.cases[0].__dict__, "organisation": 'a/b\\c:"d"?. '}
    )
    assert offprint.name(case) == f"a＿b＿c＿＿d＿＿/{case.id} a＿b＿c＿＿d＿＿.pdf"


def test_the_archive_repeats(made: issuing.Issue) -> None:
    folder = made.files["offprints"].parents[1]
    again = issuing.issue(folder, ("offprints",), quiet, 1).files["offprints"].read_bytes()
    with zipfile.ZipFile(io.BytesIO(again)) as item:
        assert item.testzip() is None
    assert again == made.files["offprints"].read_bytes()
