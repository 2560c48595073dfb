"""Reports say what was found: JSON by its schema, SARIF, pages that need no server."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from lxml import html

import tiny
from casebook import cli, proof
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import book_reader
from casebook.proof import house_style, report_files, segmentation
from casebook.proof.reports import findings_json
from casebook.telling import Teller, underlined

WRONG = '---\naward: "1-1"\n---\n\n## 一、做法\n\n再接再励，走向<未来>。\n\n赠药近2万余人次。\n'
COMMAS = '---\naward: "1-1"\n---\n\n' + "甲,乙。" * 6 + "\n"


def written(tmp_path: Path, form: report_files.Form, case: str = WRONG) -> Path:
    folder = tiny.write(tmp_path / "book", case=case)
    return proof.write(proof.examine(folder), folder, form, None, "zh")


def test_the_json_report_keeps_to_its_published_schema(tmp_path: Path) -> None:
    data = json.loads(written(tmp_path, "json").read_text("utf-8"))
    schema = json.loads(findings_json.SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    first = data["findings"][0]
    assert (first["path"], first["line"], first["column"], first["end_column"]) == (
        "cases/1-1.md", 7, 1, 5,
    )  # fmt: skip
    assert first["suggestion"] == {"put": "再接再厉", "safe": False}
    assert data["counts"]["erratum"] == len(data["findings"])


def test_sarif_tells_queries_for_review_and_columns_in_code_points(tmp_path: Path) -> None:
    case = WRONG + "\n组织成份多样。\n"
    log = json.loads(written(tmp_path, "sarif", case).read_text("utf-8"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    by_rule = {result["ruleId"]: result for result in run["results"]}
    assert by_rule["wrong-phrase"]["level"] == "error"
    assert by_rule["variant-form"]["kind"] == "review"
    change = by_rule["wrong-phrase"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["deletedRegion"]["startLine"] == 7
    assert change["insertedContent"] == {"text": "再接再厉"}
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    said = {rule["id"]: rule["fullDescription"]["text"] for rule in rules}
    assert "再接再励  →  再接再厉" in said["wrong-phrase"]
    assert "中文：" not in said["wrong-phrase"]


def test_the_pages_show_every_mark_in_its_text_and_need_no_server(tmp_path: Path) -> None:
    index = written(tmp_path, "html")
    page = html.fromstring((index.parent / "cases-1-1.html").read_text("utf-8"))
    marks = page.findall(".//mark")
    assert [mark.find("sup").tail for mark in marks] == ["再接再励", "近2万余"]
    assert [mark.find("sup").text for mark in marks] == ["错1", "错2"]
    text = " ".join(page.itertext())
    for words in ("采纳", "不改", "问作者", "GB/T 15835—2011", "走向<未来>", "再接再厉"):
        assert words in text
    book = index.read_text("utf-8")
    assert 'href="cases-1-1.html"' in book
    assert "编校差错率估算（内部质检，非法定检查结论）" in book
    for name in index.parent.iterdir():
        source = name.read_text("utf-8")
        assert "<script" not in source
        assert "http://" not in source
        assert "https://" not in source
        page = html.fromstring(source)
        for link in page.iter("a"):
            file, _, anchor = link.get("href").partition("#")
            goal = html.fromstring((index.parent / file).read_text("utf-8")) if file else page
            assert not anchor or goal.get_element_by_id(anchor) is not None


def test_equal_faults_share_one_note(tmp_path: Path) -> None:
    index = written(tmp_path, "html", COMMAS)
    page = html.fromstring((index.parent / "cases-1-1.html").read_text("utf-8"))
    assert len(page.findall(".//mark")) == 6
    notes = page.xpath("//div[contains(@class, 'finding')]")
    assert len(notes) == 1
    assert "6 处" in "".join(notes[0].itertext())


def test_what_only_the_author_knows_is_asked_in_whole_sentences(tmp_path: Path) -> None:
    index = written(tmp_path, "html")
    sheet = html.fromstring((index.parent / "questions-1-1.html").read_text("utf-8"))
    (question,) = ["".join(item.itertext()).strip() for item in sheet.iter("li")]
    assert question.startswith("“一、做法”部分“")
    assert "近2万余" in question
    assert question.endswith("请问应以何为准？")
    assert "北京市第一样例医院：" in " ".join(sheet.itertext())


def test_an_organisation_with_two_cases_gets_one_sheet(tmp_path: Path) -> None:
    awards = tiny.AWARDS.replace("河北省样例市医院", "北京市第一样例医院")
    other = WRONG.replace('"1-1"', '"1-2"')
    folder = tiny.write(tmp_path, case=WRONG, awards=awards, **{"cases/1-2.md": other})
    index = proof.write(proof.examine(folder), folder, "html", None, "zh")
    assert len(list(index.parent.glob("questions-*"))) == 1
    sheet = html.fromstring((index.parent / "questions-1-1.html").read_text("utf-8"))
    assert len(sheet.findall(".//li")) == 2
    text = "".join(sheet.itertext())
    assert "《甲题——副题》" in text
    assert "下列 2 处" in text


def test_a_row_of_a_table_is_a_line_of_the_page(tmp_path: Path) -> None:
    index = written(tmp_path, "html", tiny.CASE)
    page = html.fromstring((index.parent / "cases-1-1.html").read_text("utf-8"))
    rows = page.xpath("//div[contains(@class, 'Cell')]")
    assert [re.sub(r"\s", "", "".join(row.itertext())) for row in rows] == ["9项｜数", "11甲｜3"]


def test_the_table_of_customs_shows_who_does_otherwise(tmp_path: Path) -> None:
    other = WRONG.replace('"1-1"', '"1-2"')
    folder = tiny.write(tmp_path / "book", case=WRONG, **{"cases/1-2.md": other})
    table = house_style.compare(
        segmentation.volume(book_reader.read(folder).book, folder / "manuscript")
    )
    assert [row[0] for row in table.rows] == ["1-1", "1-2"]
    assert [row[1] for row in table.rows] == ["一、", "一、"]
    assert not table.differs(0, 1)


def test_with_a_baseline_only_new_errata_fail(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", case=WRONG)
    base = proof.write(proof.examine(folder), folder, "json", tmp_path / "base.json", "zh")
    assert proof.examine(folder).failed
    same = proof.examine(folder, base)
    assert not same.failed
    assert same.new == same.gone == ()
    tiny.write(folder, case=WRONG.replace("赠药近2万余人次", "按步就班"))
    later = proof.examine(folder, base)
    assert [erratum.text for erratum in later.new] == ["按步就班"]
    assert len(later.gone) == 1
    assert later.failed


def test_a_baseline_that_is_no_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]", "utf-8")
    with pytest.raises(StopPress):
        proof.examine(tiny.write(tmp_path / "book"), tmp_path / "x.json")


def test_carets_stand_under_the_words_at_fault(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case='---\naward: "1-1"\n---\n\n共3项，再接再励。\n')
    (proofed,) = proof.proofread(folder)
    assert underlined(proofed) == ("共3项，再接再励。", "　 　　＾＾＾＾")


def test_the_command_line_proofreads_fixes_and_explains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny.write(tmp_path, case='---\naward: "1-1"\n---\n\n召开后,医院学习。\n')
    assert cli.main(["proof", "--book", str(folder), "--lang", "zh"]) == 1
    assert "half-width-mark" in capsys.readouterr().err
    assert cli.main(["proof", "--book", str(folder), "--fix", "--lang", "zh"]) == 0
    assert "改正 1 处" in capsys.readouterr().out
    assert cli.main(["proof", "--explain", "half-width-mark", "--lang", "zh"]) == 0
    assert "GB/T 15834—2011" in capsys.readouterr().out
    assert cli.main(["proof", "--explain", "w601", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("W601 wrong-phrase")
    assert cli.main(["proof", "--book", str(folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    for form in ("html", "xlsx", "sarif"):
        target = tmp_path / f"out.{form}"
        args = ["proof", "--book", str(folder), "--format", form, "-o", str(target)]
        assert cli.main(args) == 0
        assert target.exists()


def test_no_finding_depends_on_the_order_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = WRONG.replace('"1-1"', '"1-2"')
    folder = tiny.write(tmp_path, case=WRONG, **{"cases/1-2.md": other})
    straight = proof.proofread(folder)
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda self, what: sorted(glob(self, what), reverse=True))
    assert proof.proofread(folder) == straight


MANY = '---\naward: "1-2"\n---\n\n组织成份多样，赠药近2万余人次。\n\n甲，，乙。\n'


def test_a_report_named_html_is_one_file_whose_links_stay_within(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", case=WRONG)
    target = tmp_path / "报告.html"
    assert cli.main(["proof", "--book", str(folder), "-o", str(target)]) == 1
    page = html.fromstring(target.read_text("utf-8"))
    links = [link.get("href") for link in page.iter("a")]
    assert links
    assert all(page.get_element_by_id(link.removeprefix("#")) is not None for link in links)
    assert [mark.find("sup").tail for mark in page.findall(".//mark")] == ["再接再励", "近2万余"]


def test_texts_with_errata_come_first_and_clean_ones_are_folded_away(tmp_path: Path) -> None:
    query = tiny.CASE.replace("正文一句", "组织成份多样")
    folder = tiny.write(tmp_path / "book", case=query, **{"cases/1-2.md": MANY})
    index = proof.write(proof.examine(folder), folder, "html", None, "zh")
    page = html.fromstring(index.read_text("utf-8"))
    first, folded, *_ = page.iter("table")
    assert [row.find(".//a").text for row in first.findall(".//tr")[1:]] == ["1-2", "1-1"]
    assert folded.getparent().tag == "details"


def test_a_view_lists_the_heaviest_first(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", case=WRONG, **{"cases/1-2.md": MANY})
    result = proof.examine(folder)
    names = [[e.rule for e in group.errata] for group in proof.grouped(result, "rule")]
    assert names == [
        ["contradictory-approximation"] * 2, ["wrong-phrase"], ["doubled-mark"], ["variant-form"],
    ]  # fmt: skip
    by_case = proof.grouped(result, "case")
    assert [group.title.zh for group in by_case] == [
        "1-1　北京市第一样例医院《甲题——副题》",
        "1-2　河北省样例市医院《乙题 “丙” 丁》",
    ]
    assert [e.rule for e in by_case[1].errata] == [
        "contradictory-approximation", "doubled-mark", "variant-form",
    ]  # fmt: skip
    assert proof.grouped(result, "weight")[0].title.zh == "逻辑性、语法性差错，每处 2 分"


def test_notes_of_a_paragraph_leave_the_text_where_it_is(tmp_path: Path) -> None:
    index = written(tmp_path, "html", WRONG + "\n一段\n断开的话，说完了。\n")
    page = html.fromstring((index.parent / "cases-1-1.html").read_text("utf-8"))
    assert page.xpath("//details[summary[contains(., '说明 1 条')]]//div[@class='finding note']")
    assert not page.xpath("//div[contains(@class, 'words')]//div[contains(@class, 'finding')]")


def test_several_findings_are_counted_in_the_plural(capsys: pytest.CaptureFixture[str]) -> None:
    listed = [Erratum("unknown-key", Place("a.md"), Wording(name, name)) for name in ("甲", "乙")]
    Teller("en", "text").errata(listed[:1])
    Teller("en", "text").errata(listed)
    printed = capsys.readouterr().err
    assert "In all: 1 erratum." in printed
    assert "In all: 2 errata." in printed
