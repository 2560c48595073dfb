"""Nothing lost, nothing silent: what cannot be read in an edition is told, and stops a final book."""

from pathlib import Path

import pytest

import tiny
from casebook import issuing, layout
from casebook.errata import Kind, StopPress

PALE = ".text td { color: #fafafa }"


def book(folder: Path, css: str, status: str = "draft") -> Path:
    final = tiny.BOOK.replace("status: draft", f"status: {status}").replace("印数: ", "印数: 100")
    case = tiny.CASE.replace("1-1", "1-2", 1)
    tiny.write(folder, book=final, **{"cases/1-2.md": case})
    sheet = folder / "layouts/standard/print/zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(css, "utf-8")
    return folder


def build(folder: Path) -> issuing.Issue:
    return issuing.issue(folder, ("print",), lambda *_: None, 1)


def test_a_draft_is_issued_and_says_what_cannot_be_read(tmp_path: Path) -> None:
    made = build(book(tmp_path, PALE))
    messages = [e for e in made.queries if e.rule == "text-pale"]
    assert [e.place.path for e in messages] == ["cases/1-1.md", "cases/1-2.md"]
    assert messages[0].quote == "甲 3"
    assert "第 3 页：2 个字" in messages[0].message.zh
    assert made.files["print"].is_file()
    assert [e for e in build(tmp_path).queries if e.rule == "text-pale"] == messages


def test_a_final_book_in_which_text_cannot_be_read_is_not_issued(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        build(book(tmp_path, PALE, "final"))
    assert {e.rule for e in stop.value.errata} == {"text-pale"}
    assert not (tmp_path / "build/print.pdf").exists()


@pytest.mark.parametrize(("edition", "folder"), [("print", "shared"), ("epub", "epub")])
def test_text_that_a_template_leaves_out_is_told(tmp_path: Path, edition: str, folder: str) -> None:
    book(tmp_path, "")
    place = tmp_path / "layouts/standard" / folder / "case.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    whole = (layout.SHIPPED / "standard" / folder / "case.html").read_text("utf-8")
    place.write_text(whole.replace("case.body | safe", "case.body.split('<p')[0] | safe"), "utf-8")
    made = issuing.issue(tmp_path, (edition,), lambda *_: None, 1)
    messages = {e.place.path: e for e in made.queries if e.rule == layout.OMITTED}
    assert sorted(messages) == ["cases/1-1.md", "cases/1-2.md"]
    assert "正文一句" in messages["cases/1-1.md"].quote


def test_page_markers_of_the_epub_stand_right_after_run_in_headings(tmp_path: Path) -> None:
    text = "".join(
        f"**（{n}）学习。**第{n}段说了一件很长的事情，" + "有始有终，" * 40 + "。\n\n"
        for n in range(40)
    )
    tiny.write(
        tmp_path,
        book=tiny.BOOK.replace("[print]", "[print, epub]").replace(
            "composition: off", "composition: on"
        ),
        case=tiny.CASE + text,
    )
    made = issuing.issue(tmp_path, (), lambda *_: None, 1)
    assert made.pages > 15
    assert [e for e in made.queries if e.kind is Kind.ERRATUM] == []


def test_a_final_epub_that_cannot_be_read_is_not_issued(tmp_path: Path) -> None:
    book(tmp_path, "", "final")
    sheet = tmp_path / "layouts/standard/epub/zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".case h2 { color: #fafafa } td { display: none }", "utf-8")
    with pytest.raises(StopPress) as stop:
        issuing.issue(tmp_path, ("epub",), lambda *_: None, 1)
    assert {(e.rule, e.place.path) for e in stop.value.errata} == {
        (rule, path)
        for rule in ("text-pale", "text-lost", "cell-lost")
        for path in ("cases/1-1.md", "cases/1-2.md")
    }
    assert "EPUB" in stop.value.errata[0].message.zh


def test_a_draft_is_issued_with_words_that_no_markup_carries_and_says_so(tmp_path: Path) -> None:
    tiny.write(
        tmp_path, case=tiny.CASE + "\n\n正文[^c]。\n\n[^c]: 注文。\n\n[^c]: 第二条同名的注。\n"
    )
    made = build(tmp_path)
    assert [e.rule for e in made.queries if e.kind is Kind.ERRATUM] == ["text-not-carried"]
    text = (tmp_path / "manuscript/book.yaml").read_text("utf-8")
    (tmp_path / "manuscript/book.yaml").write_text(text.replace("draft", "final"), "utf-8")
    with pytest.raises(StopPress) as stop:
        build(tmp_path)
    assert "text-not-carried" in {e.rule for e in stop.value.errata}
