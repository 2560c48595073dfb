"""A round freezes what was sent; a comparison tells what became of it; a proof shows it."""

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import tiny
from casebook import cli, issuing, pagetext, pdf
from casebook.errata import StopPress
from casebook.rounds import frozen_texts, proof_pages, reflow, round_files, state_comparison
from casebook.rounds.round_marks import Mark, MarkKind, Signed

CASE = tiny.CASE + "\n再一次部署工作，医院近90余个科室参加。\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book in its first round, one mark made and the round closed."""
    folder = tiny.write(tmp_path_factory.mktemp("rounds"), case=CASE)
    pages = issuing.issue(folder, ("print",), lambda _said, _count: None).files["print"]
    item = round_files.open_(folder, pages, date(2026, 12, 31))
    numbers = [p.text for p in item.texts()["1-1"]]
    at = next(n for n, text in enumerate(numbers) if "近90余" in text)
    item.marks.add(
        "1-1", Mark("", MarkKind.REPLACE, at, numbers[at].find("近"), "近90余", text="近90")
    )
    item.marks.sign("1-1", Signed("王", "2026-11-22", ""), 1)
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "manuscript/cases/1-1.md").write_text(text, "utf-8")


def test_a_round_is_open_once(book: Path) -> None:
    with pytest.raises(StopPress) as stop:
        round_files.open_(book, book / "build/print.pdf")
    assert stop.value.errata[0].rule == "round-still-open"
    assert [item.name.zh for item in round_files.rounds(book)] == ["一校"]


def test_a_proof_carries_line_numbers_marks_covers_and_the_watermark(book: Path) -> None:
    write(book, CASE)
    path = proof_pages.issue(book)
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


def test_a_margin_that_is_too_small_sends_to_a_list_that_has_everything(book: Path) -> None:
    item = round_files.rounds(book)[0]
    words = [p.text for p in item.texts()["1-1"]]
    at = next(n for n, text in enumerate(words) if "再一次" in text)
    long = "很长的说明" * 30
    marks = [
        item.marks.add(
            "1-1", Mark("", MarkKind.STET, at, n % 9, words[at][n % 9], note=f"第{n}条{long}")
        )
        for n in range(40)
    ]
    texts = pdf.texts(proof_pages.issue(book))
    cover = next(n for n, text in enumerate(texts) if "校对人签字" in text)
    lists = next(n for n, text in enumerate(texts) if text.startswith("疑点与批注"))
    assert lists == cover + 2  # after the one page of the case
    assert "见篇末" in texts[cover + 1]
    listed = "".join("".join(texts[lists:]).split())
    assert all(f"第{n}条{long}" in listed for n in range(40))
    for mark in marks:
        item.marks.drop("1-1", mark.id, mark.revision)


def test_each_organisation_gets_its_proofs_and_one_sheet_to_send_back(book: Path) -> None:
    item = round_files.rounds(book)[0]
    words = [p.text for p in item.texts()["1-1"]]
    at = next(n for n, text in enumerate(words) if "再一次" in text)
    mark = item.marks.add(
        "1-1", Mark("", MarkKind.QUERY, at, 0, "再一次", note="是哪一次？", by="王校对")
    )
    proof_pages.issue(book)
    item.marks.drop("1-1", mark.id, mark.revision)
    with zipfile.ZipFile(book / "build/confirmations.zip") as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert list(files) == [
        "北京市第一样例医院/1-1 北京市第一样例医院.pdf",
        "北京市第一样例医院/作者确认回执.pdf",
    ]
    proof, reply = ("".join(pdf.texts(data)) for data in files.values())
    assert "再一次部署工作" in proof
    assert "是哪一次？" in proof
    assert "近90余”→" not in proof.replace("\n", "")  # what the house asks itself stays there
    reply = reply.replace("\n", "")
    for words_ in ("1-1", "甲题", "“再一次”是哪一次？", "2026-12-31", "样例编委会", "盖章", "签字"):
        assert words_ in reply
    assert "王校对" not in reply


def test_a_mark_on_a_printed_title_or_fact_stands_on_its_page_in_words(book: Path) -> None:
    item = round_files.rounds(book)[0]
    ask = Mark(
        "", MarkKind.QUERY, 0, 0, "甲题", note="题目对吗", field="1-1.title", section="case-1-1"
    )
    made = [
        ("awards", item.marks.add("awards", ask)),
        ("book-fields", item.marks.add("book-fields", replace(
            ask, quote="小书", note="书名对吗", field="imprint.书名", section="imprint"))),
        ("1-1", item.marks.add("1-1", replace(
            ask, quote="3", note="页码太大", field="@margin", section="case-1-1", page="3"))),
    ]  # fmt: skip
    texts = ["".join(text.split()) for text in pdf.texts(proof_pages.issue(book))]
    case = next(text for text in texts if "正文一句" in text)
    assert "【通报1-1题目】" in case
    assert "题目对吗" in case
    assert "页码太大" in case
    assert sum("题目对吗" in text for text in texts) == 1
    assert any("【版权页“书名”】" in text and "书名对吗" in text for text in texts)
    for sheet, mark in made:
        item.marks.drop(sheet, mark.id, mark.revision)


def test_only_pages_that_are_drawn_otherwise_are_read(book: Path) -> None:
    write(book, CASE.replace("再一次部署", "又一次部署"))
    new = issuing.issue(book, ("print",), lambda _said, _count: None).files["print"]
    old, now = reflow.Pages(round_files.rounds(book)[0].pages), reflow.Pages(new)
    same, between = reflow.stretches(old, now)
    changed = pdf.destinations(new)["case-1-1"]
    assert between == [(range(changed, changed + 1), range(changed, changed + 1))]
    assert len(same) == len(now) - 1
    assert [r.label for r in reflow.pages_to_read(old, now)] == ["3"]
    assert now.known == old.known == [changed]
    write(book, CASE)


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
    sent = round_files.rounds(book)[0].pages
    other.write_bytes(
        issuing.issue(book, ("print",), lambda _said, _count: None).files["print"].read_bytes()
    )
    done = state_comparison.check(book, str(sent), str(other))
    assert [(c.before, c.after) for c in done.comparison.changes] == [("再", "又")]
    assert [r.label for r in done.changed_pages] == ["3"]
    write(book, CASE)


def test_what_was_frozen_cannot_be_altered_unseen(book: Path) -> None:
    text = round_files.rounds(book)[0].folder / "text.json"
    before = text.read_bytes()
    text.write_bytes(before.replace("再一次".encode(), "又一次".encode()))
    with pytest.raises(StopPress) as stop:
        state_comparison.side(book, "1")
    assert stop.value.errata[0].rule == "frozen-file-altered"
    text.write_bytes(before)
    assert state_comparison.side(book, "1").texts == round_files.rounds(book)[0].texts()


def test_a_closed_round_takes_no_more_marks(book: Path) -> None:
    item = round_files.close(book)
    assert item.closed
    mark = replace(item.marks.sheet("1-1").marks[0], note="迟到")
    for late in (lambda: item.marks.add("1-1", mark), lambda: item.marks.change("1-1", mark)):
        with pytest.raises(StopPress) as stop:
            late()
        assert stop.value.errata[0].rule == "round-closed"
    with pytest.raises(StopPress):
        round_files.close(book)
    assert round_files.current(book) is None


def test_texts_frozen_before_fields_had_names_are_read() -> None:
    old = b'{\n"1-1": [\n["Body", "x", 3]\n],\n"awards": [\n["Title", "y", null]\n]\n}\n'
    texts = frozen_texts.loaded(old)
    assert texts["1-1"] == (frozen_texts.Paragraph("Body", "x", 3),)
    assert frozen_texts.dumped(texts) == old
    named = {"awards": (frozen_texts.Paragraph("Title", "y", None, "1-1.title"),)}
    assert frozen_texts.loaded(frozen_texts.dumped(named)) == named


def test_an_unknown_round_is_told(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        state_comparison.side(tmp_path, "9")
    assert stop.value.errata[0].rule == "nothing-to-compare"


def test_rounds_are_opened_and_closed_from_the_command_line(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["round", "open", "-C", str(book), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["round"] == 2
    assert said["pdf"] == frozen_texts.digest((book / "build/print.pdf").read_bytes())
    assert cli.main(["round", "open", "-C", str(book)]) == 1
    assert cli.main(["round", "close", "-C", str(book)]) == 0
    capsys.readouterr()
    assert cli.main(["compare", "1", "2", "-C", str(book), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["missed"] == 1
