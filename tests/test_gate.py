"""The proof is the press's gate: a final book with errata is not issued, a draft is."""

from pathlib import Path

import pytest

import tiny
from casebook import cli, issuing, proof
from casebook.errata import Kind, StopPress
from casebook.gate import Gate
from casebook.proof import findings_cache, rule_runner, texts_alone

GOOD = '---\naward: "1-1"\n---\n\n正文一句。\n'
WRONG = '---\naward: "1-1"\n---\n\n再接再励，走向未来。组织成份多样。\n'
FINAL = tiny.BOOK.replace("status: draft", "status: final")


def book(folder: Path, case: str = GOOD, facts: str = FINAL) -> Path:
    other = GOOD.replace("1-1", "1-2")
    return tiny.write(folder, case=case, book=facts, **{"cases/1-2.md": other})


def build(folder: Path) -> issuing.Issue:
    return issuing.issue(folder, ["print"], lambda _step, _count: None, proofreader=Gate)


def test_a_final_book_with_errata_is_not_issued_and_the_old_one_stays(tmp_path: Path) -> None:
    old = build(book(tmp_path)).files["print"].read_bytes()
    with pytest.raises(StopPress) as stop:
        build(book(tmp_path, WRONG))
    assert [erratum.rule for erratum in stop.value.errata] == ["wrong-phrase"]
    assert (tmp_path / "build" / "print.pdf").read_bytes() == old


def test_a_draft_with_errata_is_issued(tmp_path: Path) -> None:
    assert build(book(tmp_path, WRONG, tiny.BOOK)).files["print"].is_file()


def test_errata_of_the_baseline_the_editor_keeps_do_not_stop_a_final_book(tmp_path: Path) -> None:
    folder = book(tmp_path, WRONG)
    kept = folder / "manuscript" / proof.BASELINE
    proof.write(proof.examine(folder), folder, "json", kept, "zh")
    assert not proof.examine(folder).failed
    assert build(folder).files["print"].is_file()
    book(tmp_path, WRONG + "\n按步就班。\n")
    with pytest.raises(StopPress) as stop:
        build(folder)
    assert [erratum.text for erratum in stop.value.errata] == ["按步就班"]


def test_a_final_book_that_lost_words_in_layout_is_not_issued(tmp_path: Path) -> None:
    folder = book(tmp_path)
    old = build(folder).files["print"].read_bytes()
    sheet = folder / "layouts" / "standard" / "print" / "zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("blockquote { position: absolute; top: 500mm }\n", "utf-8")
    book(tmp_path, GOOD + "\n> 这一段引文被版式排到了版心之外，没有人看得见。\n")
    with pytest.raises(StopPress) as stop:
        build(folder)
    faults = [erratum for erratum in stop.value.errata if erratum.kind is Kind.ERRATUM]
    assert [erratum.rule for erratum in faults] == ["text-off-page"]
    assert (folder / "build" / "print.pdf").read_bytes() == old


def test_what_was_issued_unread_is_read_before_it_is_issued_again(tmp_path: Path) -> None:
    folder = book(tmp_path, WRONG)
    issuing.issue(folder, ["print"], lambda _step, _count: None)
    with pytest.raises(StopPress):
        build(folder)


def test_the_command_line_says_why_a_final_book_is_not_issued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book(tmp_path, WRONG)
    assert cli.main(["build", "print", "--book", str(folder), "--lang", "zh"]) == 1
    assert "再接再励" in capsys.readouterr().err
    assert not (folder / "build" / "print.pdf").exists()


def test_an_edit_costs_one_text_and_finds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = book(tmp_path, WRONG)
    first = proof.proofread(folder)
    looked: list[str] = []
    real = rule_runner.in_piece

    def watched(piece: rule_runner.Piece) -> object:
        looked.append(piece.id)
        return real(piece)

    monkeypatch.setattr(texts_alone, "in_piece", watched)
    assert proof.proofread(folder) == first
    assert looked == []
    other = folder / "manuscript" / "cases" / "1-2.md"
    other.write_text(other.read_text("utf-8") + "\n按步就班。\n", "utf-8")
    proofed = proof.proofread(folder)
    assert looked == ["1-2"]
    assert [e.rule for e in proofed] == [*(e.rule for e in first), "wrong-phrase"]
    (findings_cache.folder(folder) / "texts.json").write_text("damaged", "utf-8")
    assert proof.proofread(folder) == proofed
