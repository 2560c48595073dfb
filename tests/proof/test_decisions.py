"""The sheet goes out, comes back filled in, and what was decided is kept."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import tiny
from casebook import proof
from casebook.errata import StopPress
from casebook.proof import decisions
from casebook.proof.decisions import Verdict
from casebook.proof.reports import findings_sheet

WRONG = '---\naward: "1-1"\n---\n\n再接再励，走向未来。\n\n赠药近2万余人次。\n\n甲，，乙。\n'


def sent(tmp_path: Path) -> tuple[Path, Path]:
    folder = tiny.write(tmp_path / "book", case=WRONG)
    target = tmp_path / "意见.xlsx"
    return folder, proof.write(proof.examine(folder), folder, "xlsx", target, "zh")


def fill(path: Path, **answers: tuple[str, str]) -> None:
    """Write a verdict and a reason into the row of each rule."""
    book = load_workbook(path)
    rows = book["校对意见"]
    heads = [cell.value for cell in rows[1]]
    for row in rows.iter_rows(min_row=2):
        rule = str(row[heads.index("规则")].value).replace("-", "_")
        if rule in answers:
            row[heads.index("处理意见")].value, row[heads.index("理由")].value = answers[rule]
    book.save(path)


def test_the_sheet_holds_a_row_a_finding_and_a_menu(tmp_path: Path) -> None:
    _, path = sent(tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == ["校对意见", "体例"]
    rows = list(findings_sheet.read(path))
    assert [row["rule"] for row in rows] == [
        "contradictory-approximation", "wrong-phrase", "doubled-mark",
    ]  # fmt: skip
    assert rows[1]["put"] == "再接再厉"
    sheet_ = book["校对意见"]
    assert sheet_.page_setup.orientation == "landscape"
    assert sheet_.column_dimensions["R"].hidden  # the fingerprint is there, out of the way
    (menu,) = book["校对意见"].data_validations.dataValidation
    assert menu.formula1 == '"采纳,不改,问作者"'


def test_decisions_come_back_from_the_sheet(tmp_path: Path) -> None:
    folder, path = sent(tmp_path)
    fill(
        path,
        wrong_phrase=("采纳", ""),
        doubled_mark=("不改", "引文如此"),
        contradictory_approximation=("问作者", ""),
    )
    taken = proof.decide(folder, path)
    assert len(taken.decisions) == 3
    kept, errata = decisions.read(folder / "manuscript")
    assert not errata
    assert {sentence.rule: sentence.verdict for sentence in kept} == {
        "wrong-phrase": Verdict.ACCEPT,
        "doubled-mark": Verdict.KEEP,
        "contradictory-approximation": Verdict.ASK,
    }
    rules = [erratum.rule for erratum in proof.proofread(folder)]
    assert rules == ["wrong-phrase", "contradictory-approximation"]
    stets = (folder / "manuscript" / "cases" / "1-1.stets.yaml").read_text("utf-8")
    assert "引文如此" in stets


def test_rows_without_a_verdict_wait_and_a_later_decision_replaces_an_earlier(
    tmp_path: Path,
) -> None:
    folder, path = sent(tmp_path)
    fill(path, wrong_phrase=("问作者", ""))
    proof.decide(folder, path)
    fill(path, wrong_phrase=("采纳", ""))
    proof.decide(folder, path)
    kept, _ = decisions.read(folder / "manuscript")
    assert [sentence.verdict for sentence in kept] == [Verdict.ACCEPT]


@pytest.mark.parametrize(
    ("answer", "rule"),
    [(("不改", ""), "unreasoned-stet"), (("再说", ""), "unknown-decision")],
)
def test_a_sheet_filled_in_wrongly_changes_nothing(
    tmp_path: Path, answer: tuple[str, str], rule: str
) -> None:
    folder, path = sent(tmp_path)
    fill(path, wrong_phrase=answer, doubled_mark=("采纳", ""))
    with pytest.raises(StopPress) as stop:
        proof.decide(folder, path)
    assert [erratum.rule for erratum in stop.value.errata] == [rule]
    assert not (folder / "manuscript" / "decisions.yaml").exists()


def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path) -> None:
    folder, _ = sent(tmp_path)
    path = tmp_path / "x.xlsx"
    path.write_text("不是表格", "utf-8")
    with pytest.raises(StopPress):
        proof.decide(folder, path)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    case = '---\naward: "1-1"\n---\n\n=1+1，，甲乙。\n'
    folder = tiny.write(tmp_path / "book", case=case)
    path = proof.write(proof.examine(folder), folder, "xlsx", None, "zh")
    cells = [cell for row in load_workbook(path)["校对意见"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_size_of_what_is_too_much_and_the_part_of_the_book_come_back(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", case='---\naward: "1-1"\n---\n\n取得了了成效。\n')
    path = proof.write(proof.examine(folder), folder, "xlsx", tmp_path / "意见.xlsx", "zh")
    book = load_workbook(path)
    rows = book["校对意见"]
    heads = [cell.value for cell in rows[1]]
    rows[2][heads.index("部位")].value = "扉页"
    book.save(path)
    fill(path, doubled_word=("采纳", ""))
    (decision,) = proof.decide(folder, path).decisions
    assert (decision.size, decision.part) == (1, "扉页")
    assert decisions.read(folder / "manuscript")[0] == (decision,)
