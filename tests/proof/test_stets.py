"""The editor's word stands: stets are matched by what stands around, and none lies idle."""

from pathlib import Path

import tiny
from casebook import proof
from casebook.proof.findings import fingerprint

WRONG = '---\naward: "1-1"\n---\n\n再接再励，走向未来。\n\n甲，，乙。\n'


def rules(folder: Path) -> list[str]:
    return [erratum.rule for erratum in proof.proofread(folder)]


def side(folder: Path, text: str) -> None:
    (folder / "manuscript" / "cases" / "1-1.stets.yaml").write_text(text, "utf-8")


def test_a_stet_beside_the_case_lets_a_finding_stand(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG)
    assert rules(folder) == ["wrong-phrase", "doubled-mark"]
    side(folder, "stets: [{rule: wrong-phrase, quote: 再接再励，走, because: 原文如此}]\n")
    assert rules(folder) == ["doubled-mark"]


def test_a_stet_in_the_book_s_file_does_the_same(tmp_path: Path) -> None:
    stet = "stets: [{rule: doubled-mark, where: cases/1-1.md, quote: 甲，，乙, because: 引文}]\n"
    assert rules(tiny.write(tmp_path, case=WRONG, book=tiny.BOOK + stet)) == ["wrong-phrase"]


def test_a_stet_outlives_paragraphs_put_in_before_it(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG)
    mark = fingerprint(proof.proofread(folder)[1])
    side(folder, f"stets: [{{rule: doubled-mark, fingerprint: {mark}, because: 引文}}]\n")
    assert rules(folder) == ["wrong-phrase"]
    longer = WRONG.replace("再接再励", "新的一段。\n\n又一段。\n\n再接再励")
    tiny.write(tmp_path, case=longer)
    assert rules(folder) == ["wrong-phrase"]


def test_a_stet_that_meets_nothing_is_an_erratum(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    side(folder, "stets: [{rule: wrong-phrase, quote: 没有这句, because: 原文如此}]\n")
    result = proof.examine(folder)
    assert [(e.rule, e.place.path) for e in result.errata] == [
        ("idle-stet", "cases/1-1.stets.yaml")
    ]
    assert result.failed


def test_a_stet_for_a_rule_about_pages_waits_until_there_are_pages(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    side(folder, "stets: [{rule: mark-at-line-edge, quote: 甲, because: 已定}]\n")
    assert rules(folder) == []


def test_a_stet_without_words_may_not_silence_a_whole_text(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG + "\n丙，，丁。\n")
    side(folder, "stets: [{rule: doubled-mark, because: 随它}]\n")
    assert rules(folder).count("doubled-mark") == 2
    assert "wide-stet" in rules(folder)


def test_a_stet_needs_a_reason(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG)
    side(folder, "stets: [{rule: wrong-phrase, quote: 再接再励}]\n")
    assert "wrong-phrase" in rules(folder)
    assert any(e.place.path == "cases/1-1.stets.yaml" for e in proof.proofread(folder))


def test_stets_beside_no_text_are_an_erratum(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    path = folder / "manuscript" / "cases" / "1-9.stets.yaml"
    path.write_text("stets: []\n", "utf-8")
    assert rules(folder) == ["orphan-stets"]


def test_a_fingerprint_names_a_finding_and_tells_equal_ones_apart(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG.replace("甲，，乙。", "甲，，乙。\n\n甲，，乙。"))
    marks = [fingerprint(erratum) for erratum in proof.proofread(folder)]
    assert len(set(marks)) == len(marks) == 3


def test_a_stet_outlives_an_edit_beside_the_words_it_keeps(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=WRONG)
    finding = proof.proofread(folder)[0]
    side(
        folder,
        f"stets: [{{rule: wrong-phrase, fingerprint: {fingerprint(finding)}, "
        f"quote: {finding.quote}, because: 原文如此}}]\n",
    )
    assert rules(folder) == ["doubled-mark"]
    tiny.write(tmp_path, case=WRONG.replace("走向未来", "走向明天"))
    assert rules(folder) == ["doubled-mark"]
    tiny.write(tmp_path, case=WRONG.replace("再接再励，走向未来", "他们一道按步就班"))
    assert rules(folder).count("wrong-phrase") == 1  # other words were never settled
    assert "idle-stet" in rules(folder)
