"""A round freezes what was sent; a comparison tells what became of it; a proof shows it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import tiny
from casebook import cli, issuing, pagetext, pdf
from casebook.errata import StopPress
from casebook.rounds import keeping, sheets, texts, work
from casebook.rounds.marks import Asks, Mark, Signed

CASE = tiny.CASE + "\n再一次部署工作，医院近90余个科室参加。\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book in its first round, one mark made and the round closed."""
    folder = tiny.write(tmp_path_factory.mktemp("rounds"), case=CASE)
    pages = issuing.issue(folder, ("print",), lambda _said, _count: None).files["print"]
    one = keeping.open_(folder, pages)
    numbers = [p.text for p in one.texts()["1-1"]]
    at = next(n for n, text in enumerate(numbers) if "近90余" in text)
    one.marks.add("1-1", Mark("", Asks.REPLACE, at, numbers[at].find("近"), "近90余", text="近90"))
    one.marks.sign("1-1", Signed("王", "2026-11-22", ""), 1)
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "manuscript/cases/1-1.md").write_text(text, "utf-8")


def test_a_round_is_open_once(book: Path) -> None:
    with pytest.raises(StopPress) as stop:
        keeping.open_(book, book / "build/print.pdf")
    assert stop.value.errata[0].rule == "round-still-open"
    assert [one.name.zh for one in keeping.rounds(book)] == ["一校"]


def test_a_proof_carries_line_numbers_marks_covers_and_the_watermark(book: Path) -> None:
    write(book, CASE)
    path = sheets.issue(book)
    texts = pdf.texts(path)
    cover = next(n for n, text in enumerate(texts) if "校对人签字" in text)
    assert all(words in texts[cover] for words in ("一校", "二校", "三校", "甲题"))
    opening = texts[cover + 1]
    assert "样稿" in opening
    assert "cases/1-1.md 第" in opening
    assert "改正“近90余”→“近90”" in opening.replace("\n", "")
    sizes = {(round(page.width), round(page.height)) for page in pagetext.pages(path)}
    assert sizes == {(595, 842)}  # A4, as offices print it
    assert pdf.page_count(path) == pdf.page_count(book / "build/print.pdf") + 2
    assert "作者确认回执" in pdf.texts(book / "build/replies.pdf")[0]


def test_the_four_lists_of_a_real_book(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(book, CASE.replace("近90余", "近90").replace("正文一句", "正文两句"))
    assert cli.main(["compare", "1", "-C", str(book), "--format", "json", "--lang", "zh"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"done": 1, "missed": 0, "wrong": 0, "unasked": 1, "by-eye": 0}
    assert {Path(name).suffix for name in said["files"]} == {".html", ".json", ".pdf"}
    html = (book / "build/compare-1-now.html").read_text("utf-8")
    assert "<del>一</del>" in html
    assert "<script" not in html
    write(book, CASE.replace("近90余", "近90"))
    assert cli.main(["compare", "一校", "now", "-C", str(book), "--format", "json"]) == 0
    write(book, CASE)
    assert cli.main(["compare", "1", "-C", str(book), "--format", "json"]) == 1


def test_two_pdfs_are_compared_by_paragraph(book: Path) -> None:
    write(book, CASE.replace("再一次部署", "又一次部署"))
    other = book / "other.pdf"
    sent = keeping.rounds(book)[0].pages
    other.write_bytes(
        issuing.issue(book, ("print",), lambda _said, _count: None).files["print"].read_bytes()
    )
    done = work.check(book, str(sent), str(other))
    assert [(c.before, c.after) for c in done.found.changes] == [("再", "又")]
    assert [r.label for r in done.resets] == ["3"]
    write(book, CASE)


def test_what_was_frozen_cannot_be_altered_unseen(book: Path) -> None:
    text = keeping.rounds(book)[0].folder / "text.json"
    before = text.read_bytes()
    text.write_bytes(before.replace("再一次".encode(), "又一次".encode()))
    with pytest.raises(StopPress) as stop:
        work.side(book, "1")
    assert stop.value.errata[0].rule == "frozen-file-altered"
    text.write_bytes(before)
    assert work.side(book, "1").texts == keeping.rounds(book)[0].texts()


def test_a_closed_round_takes_no_more_marks(book: Path) -> None:
    one = keeping.close(book)
    assert one.closed
    mark = replace(one.marks.sheet("1-1").marks[0], note="迟到")
    for late in (lambda: one.marks.add("1-1", mark), lambda: one.marks.change("1-1", mark)):
        with pytest.raises(StopPress) as stop:
            late()
        assert stop.value.errata[0].rule == "round-closed"
    with pytest.raises(StopPress):
        keeping.close(book)
    assert keeping.current(book) is None


def test_an_unknown_round_is_told(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        work.side(tmp_path, "9")
    assert stop.value.errata[0].rule == "nothing-to-compare"


def test_rounds_are_opened_and_closed_from_the_command_line(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["round", "open", "-C", str(book), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["round"] == 2
    assert said["pdf"] == texts.digest((book / "build/print.pdf").read_bytes())
    assert cli.main(["round", "open", "-C", str(book)]) == 1
    assert cli.main(["round", "close", "-C", str(book)]) == 0
    capsys.readouterr()
    assert cli.main(["compare", "1", "2", "-C", str(book), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["missed"] == 1
