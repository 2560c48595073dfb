"""Many files in one run: folders, zips, newer versions, dry runs; what is refused loses nothing."""

import csv
import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from making import body, docx, numbered, p, png
from receiving import AWARDS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from casebook.errata import Kind, StopPress
from casebook.intake.filing.revising import END, OURS, THEIRS, merge
from casebook.intake.filing.versions import same_manuscript
from casebook.intake.receive import batch, intake_report
from casebook.intake.receive.batch import Batch, State, receive_all

TITLE = "心灵园地——党员教育新方法的探索"
HOUSE = "黑龙江省哈尔滨市第一医院"
PARAGRAPHS = tuple(f"第{n}段，医院党委坚持开展党员教育，内容各不相同{n * 37}。" for n in range(6))


@cache
def manuscript(*paragraphs: str, title: str = TITLE, house: str = HOUSE) -> bytes:
    lines = (title, house, *(paragraphs or PARAGRAPHS))
    return docx(body(*(p(line) for line in lines)))


def everything(root: Path) -> dict[str, bytes]:
    return {str(q.relative_to(root)): q.read_bytes() for q in root.rglob("*") if q.is_file()}


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


class Unmarked(zipfile.ZipInfo):
    """A name in GB18030 that does not say so, as Chinese programs write it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits


def packed(files: dict[str, bytes], path: Path, info: type[zipfile.ZipInfo]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(info(name), data)
    return path


def states(result: Batch) -> list[State]:
    return [row.state for row in result.rows]


def rules(result: Batch) -> set[str]:
    return {erratum.rule for erratum in result.all_errata}


def test_a_folder_is_received_in_one_run_and_a_refused_file_loses_no_other(
    tmp_path: Path, root: Path
) -> None:
    files = {
        "甲/案例.docx": manuscript(),
        "乙/坏.docx": b"PK\x03\x04 not a zip",
        "丙/协和.txt": "协和记忆 老专家口述历史\n北京协和医院\n正文。\n又一段。\n".encode(),
        "~$锁.docx": b"lock", "Thumbs.db": b"x", "说明.xlsx": b"PK",
    }  # fmt: skip
    result = receive_all([put(tmp_path / "来稿", files)], root, AWARDS)
    assert {row.name: row.state for row in result.rows} == {
        "来稿/丙/协和.txt": State.ACCEPTED,
        "来稿/乙/坏.docx": State.REFUSED,
        "来稿/甲/案例.docx": State.ACCEPTED,
    }
    assert sorted(q.name for q in (root / "cases").glob("*.md")) == ["1-02.md", "1-09.md"]
    assert {"no-manuscript", "damaged-file"} <= rules(result)
    assert result.summary().zh == "共 3 份：收下 2，退回 1。"


def test_running_again_goes_on_where_it_stopped(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"{n}.docx": manuscript(title=f"题目之{n}", house="北京医院") for n in "甲乙丙丁"}
    folder = put(tmp_path / "来稿", texts)
    once = batch.receive
    calls: list[str] = []

    def interrupted(*arguments: object, **more: object) -> object:
        calls.append("")
        if len(calls) == 3:
            raise KeyboardInterrupt
        return once(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        receive_all([folder], root, AWARDS)
    monkeypatch.undo()
    assert len(list((root / "cases").glob("*.md"))) == 2
    again = receive_all([folder], root, AWARDS)
    assert sorted(states(again)) == sorted([State.BEFORE] * 2 + [State.QUERIES] * 2)
    assert len(list((root / "cases").glob("*.md"))) == 4


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, root: Path) -> None:
    folder = put(
        tmp_path / "来稿", {"a.docx": manuscript(), "b.docx": manuscript("另文。", "再一段。")}
    )
    dry = receive_all([folder], root, AWARDS, dry=True)
    assert everything(root) == {}
    wet = receive_all([folder], root, AWARDS)
    assert [(r.state, r.case_id) for r in dry.rows] == [(r.state, r.case_id) for r in wet.rows]


@pytest.mark.parametrize("info", [zipfile.ZipInfo, Unmarked])
def test_a_zip_with_chinese_names_is_received(
    tmp_path: Path, root: Path, info: type[zipfile.ZipInfo]
) -> None:
    data = manuscript(*PARAGRAPHS, house="")
    path = packed({f"{HOUSE}/{TITLE}.docx": data}, tmp_path / "包.zip", info)
    result = receive_all([path], root, AWARDS)
    assert [(row.state, row.case_id) for row in result.rows] == [(State.ACCEPTED, "1-09")]
    assert result.rows[0].name == f"包.zip/{HOUSE}/{TITLE}.docx"


def test_a_path_that_leads_out_of_a_zip_is_refused_and_the_rest_received(
    tmp_path: Path, root: Path
) -> None:
    files = {"../../外.docx": manuscript("外。"), "内.docx": manuscript()}
    path = packed(files, tmp_path / "a.zip", zipfile.ZipInfo)
    before = {q for q in tmp_path.rglob("*") if root not in q.parents}
    result = receive_all([path], root, AWARDS)
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert "hostile-file" in rules(result)
    assert {q for q in tmp_path.rglob("*") if root not in q.parents} == before


def test_zips_within_a_folder_are_received_each_with_its_name(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "来稿"
    folder.mkdir()
    item = manuscript(house="", title=TITLE)
    packed({"稿.docx": item}, folder / f"{HOUSE}.zip", zipfile.ZipInfo)
    inner = packed(
        {"a.docx": manuscript(title="甲题", house="北京医院")}, tmp_path / "i.zip", zipfile.ZipInfo
    )
    packed({"北京医院/内.zip": inner.read_bytes()}, folder / "外.zip", zipfile.ZipInfo)
    result = receive_all([folder], root, AWARDS)
    assert {row.name: row.case_id for row in result.rows} == {
        f"来稿/{HOUSE}.zip/稿.docx": "1-09",
        "来稿/外.zip/北京医院/内.zip/a.docx": "x-01",
    }
    every = (root / "cases/received").rglob("*.zip")
    kept = {path.read_bytes() for path in every if path.is_file()}
    assert kept == {path.read_bytes() for path in folder.iterdir()}  # each, not what lies in it


def test_a_word_file_named_zip_is_read_as_what_it_is(tmp_path: Path, root: Path) -> None:
    result = receive_all([put(tmp_path, {"稿.zip": manuscript()}) / "稿.zip"], root, AWARDS)
    assert [row.case_id for row in result.rows] == ["1-09"]


def test_control_characters_of_a_web_page_are_taken_out_and_logged(
    tmp_path: Path, root: Path
) -> None:
    page = f"<h1>{TITLE}</h1><p>{HOUSE}</p><p>正&#7;文&#xFDD0;,一。</p><p>二。</p>"
    receive_all([put(tmp_path, {"a.html": page.encode()}) / "a.html"], root, AWARDS)
    assert "\n正文，一。\n" in (root / "cases" / "1-09.md").read_text("utf-8")
    assert "control-character" in (root / "cases/received/1-09.yaml").read_text("utf-8")


@pytest.mark.parametrize("pages", [("第一段文字在这里。", "第二段文字在这里。"), ()])
def test_a_pdf_is_taken_with_a_query_and_a_scan_is_refused(
    tmp_path: Path, root: Path, pages: tuple[str, ...]
) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 12)
    for at, line in enumerate((TITLE, HOUSE, *pages) if pages else ()):
        canvas.drawString(50, 700 - 40 * at, line)
    canvas.rect(10, 10, 50, 50)
    canvas.save()
    result = receive_all([put(tmp_path, {"a.pdf": stream.getvalue()}) / "a.pdf"], root, AWARDS)
    if pages:
        assert states(result) == [State.QUERIES]
        assert "pdf-manuscript" in rules(result)
        assert pages[1] in next((root / "cases").glob("*.md")).read_text("utf-8")
    else:
        assert (states(result), rules(result)) == ([State.REFUSED], {"no-text-layer"})


def test_a_damaged_zip_is_refused(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        packed({"内.docx": manuscript()}, tmp_path / "b.zip", zipfile.ZipInfo).read_bytes()[:300]
    )
    result = receive_all([path], root, AWARDS)
    assert (result.rows, rules(result)) == ((), {"damaged-file"})


def test_pictures_beside_the_only_text_of_a_folder_are_kept_and_asked_about(
    tmp_path: Path, root: Path
) -> None:
    files = {"稿.docx": manuscript(), "图/现场.png": png(30, 20), "表.emf": b"emf"}
    result = receive_all([put(tmp_path / "来稿", files)], root, AWARDS)
    asked = [e for e in result.all_errata if e.rule == "picture-to-place"]
    assert [e.quote for e in asked] == ["现场.png"]
    assert [q.read_bytes() for q in (root / "media").iterdir()] == [png(30, 20)]


def test_a_picture_no_book_can_set_is_kept_and_its_place_marked(tmp_path: Path, root: Path) -> None:
    shot = '<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'
    data = docx(
        body(p(TITLE), p(HOUSE), p("正文。"), p(shot), p("图1 示意")),
        {"word/media/a.emf": b"\x01\x00\x00\x00emf"}, {"i": ("image", "media/a.emf")},
    )  # fmt: skip
    result = receive_all([put(tmp_path / "来稿", {"a.docx": data})], root, AWARDS)
    (query,) = [e for e in result.all_errata if e.rule == "unset-picture"]
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    assert f"<!-- received/{query.quote} -->\n\n图1 示意" in text
    assert (root / "cases" / "received" / query.quote).read_bytes() == b"\x01\x00\x00\x00emf"


def test_one_award_cannot_be_named_for_many(tmp_path: Path, root: Path) -> None:
    folder = put(tmp_path / "来稿", {"a.docx": manuscript(), "b.docx": manuscript("另文。")})
    with pytest.raises(StopPress):
        receive_all([folder], root, AWARDS, "1-09")


def test_a_near_name_with_its_title_is_matched_and_a_sister_house_is_not(
    tmp_path: Path, root: Path
) -> None:
    near = manuscript(house="哈尔滨市第一医院")
    sister = manuscript(
        "另一篇。", "完全不同。", house="黑龙江省哈尔滨市第二医院", title="别的题目很长很长"
    )
    result = receive_all([put(tmp_path / "来稿", {"a.docx": near, "b.docx": sister})], root, AWARDS)
    assert [row.case_id for row in result.rows] == ["1-09", "x-01"]


def newer(tmp_path: Path, root: Path, edit: tuple[str, str], new: tuple[str, ...]) -> Batch:
    """Receive a manuscript, edit its case, receive a newer version."""
    receive_all([put(tmp_path, {"a.docx": manuscript()}) / "a.docx"], root, AWARDS)
    case = root / "cases" / "1-09.md"
    case.write_text(case.read_text("utf-8").replace(*edit), "utf-8")
    return receive_all([put(tmp_path, {"b.docx": manuscript(*new)}) / "b.docx"], root, AWARDS)


def test_a_newer_version_keeps_what_the_editor_did(tmp_path: Path, root: Path) -> None:
    changed = (*PARAGRAPHS[:5], "第六段换了说法。", "第七段是新加的。")
    result = newer(tmp_path, root, ("第0段，", "第零段，"), changed)
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    assert "第零段，" in text
    assert "第六段换了说法。\n\n第七段是新加的。" in text
    assert PARAGRAPHS[5] not in text
    assert rules(result) == {"newer-version"}
    received = root / "cases" / "received"
    assert (received / "1-09.v1.docx").read_bytes() == manuscript()
    assert (received / "1-09.docx").read_bytes() == manuscript(*changed)
    assert "第六段换了说法。" in (received / "1-09.yaml").read_text("utf-8")


def test_the_editor_s_changes_stay_even_if_the_case_as_filed_is_gone(
    tmp_path: Path, root: Path
) -> None:
    receive_all([put(tmp_path, {"a.docx": manuscript()}) / "a.docx"], root, AWARDS)
    (root / "cases" / "received" / "1-09.filed.md").unlink()
    newer(tmp_path, root, ("第0段，", "第零段，"), (*PARAGRAPHS, "新的一段。"))
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    assert "第零段，" in text
    assert text.endswith("新的一段。\n")


def test_a_passage_both_changed_is_marked_and_not_guessed(tmp_path: Path, root: Path) -> None:
    changed = ("第0段由作者重写。", *PARAGRAPHS[1:])
    result = newer(tmp_path, root, ("第0段，", "第零段，"), changed)
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    marks = [text.index(item) for item in (OURS, "第零段，", THEIRS, "第0段由作者重写。", END)]
    assert marks == sorted(marks)
    assert rules(result) == {"merge-conflict"}


def test_an_older_version_that_comes_again_is_known(tmp_path: Path, root: Path) -> None:
    newer(tmp_path, root, ("", ""), (*PARAGRAPHS, "新的一段。"))
    before = everything(root)
    again = receive_all([tmp_path / "a.docx"], root, AWARDS)
    assert states(again) == [State.BEFORE]
    assert everything(root) == before


def test_an_award_the_editor_moved_stays_moved(tmp_path: Path, root: Path) -> None:
    newer(tmp_path, root, ("award: 1-09", "award: 1-02"), PARAGRAPHS[:4])
    assert "award: 1-02" in (root / "cases" / "1-09.md").read_text("utf-8")


def test_merging_takes_the_side_that_changed() -> None:
    base, ours, theirs = "甲\n乙\n丙\n丁\n", "甲\n乙改\n丙\n丁\n", "甲\n乙\n丙\n丁改\n戊\n"
    assert merge(base, ours, theirs).text == "甲\n乙改\n丙\n丁改\n戊\n"
    assert merge(base, base, theirs).text == theirs
    assert merge(base, ours, base).text == ours
    assert merge(base, ours, ours).conflicts == 0
    assert merge(base, "", theirs).conflicts == 1


def test_other_texts_of_one_house_are_no_version() -> None:
    assert same_manuscript("".join(PARAGRAPHS), "".join(PARAGRAPHS[:2]))
    assert not same_manuscript(
        "".join(PARAGRAPHS), "我们另外写了一篇，和前面毫无关系，请一并审阅。"
    )


def test_a_report_shows_the_original_the_case_and_what_lies_between(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.intake.formats.office.program", lambda: None)
    data = manuscript("正文,有半角逗号<b>。", "第二段。")
    receive_all([put(tmp_path, {"a.docx": data}) / "a.docx"], root, AWARDS)
    page = intake_report.write(root, "1-09", tmp_path / "build").read_text("utf-8")
    assert "正文<del>,</del><ins>，</ins>有半角逗号&lt;b&gt;。" in page
    assert "没有" in page
    assert "<script" not in page
    with pytest.raises(StopPress):
        intake_report.write(root, "9-99", tmp_path / "build")


def test_who_has_sent_nothing_is_listed_for_reminders(tmp_path: Path) -> None:
    import tiny
    from casebook.intake.filing import inbox
    from casebook.intake.filing.case_files import CaseFiles
    from casebook.intake.manuscript import awards_file

    root = tiny.write(tmp_path) / "manuscript"
    text = inbox.reminders(awards_file.read(root / "awards.yaml").tiers, CaseFiles(root).claims())
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["1-2"]
    assert rows[1][3] == "河北省样例市医院"
    assert text.startswith("\ufeff")


def test_a_web_page_brings_its_tables_and_the_pictures_beside_it(
    tmp_path: Path, root: Path
) -> None:
    page = (
        f"<html><head><meta charset=gb2312><script>x</script></head><body><h1>{TITLE}</h1>"
        f"<p>{HOUSE}</p><p>正文<b>粗</b>。<p>又一段。<img src='a.png'><img src='../外.png'>"
        "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table></body></html>"
    )
    put(tmp_path / "页", {"a.html": page.encode("gb18030"), "a.png": png(9, 9)})
    put(tmp_path, {"外.png": png(5, 5)})
    result = receive_all([tmp_path / "页" / "a.html"], root, AWARDS)
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    assert "正文**粗**。" in text
    assert "| 甲 | 乙 |" in text
    assert len(list((root / "media").iterdir())) == 1
    assert {e.quote for e in result.all_errata if e.rule == "missing-picture"} == {"../外.png"}


def test_the_numbers_of_a_word_list_reach_the_case(tmp_path: Path, root: Path) -> None:
    from making import level, part

    item = f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCounting", "（%1）")}</w:abstractNum>'
    series = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    data = docx(
        body(
            p(TITLE),
            p(HOUSE),
            numbered("学习培训。后文很长，说明做法。", 1),
            p("段。"),
            numbered("宣传", 1),
        ),
        {"word/numbering.xml": part("w:numbering", item + series)},
    )
    receive_all([put(tmp_path, {"a.docx": data}) / "a.docx"], root, AWARDS)
    text = (root / "cases" / "1-09.md").read_text("utf-8")
    assert "**（一）学习培训。**后文很长，说明做法。" in text
    assert "## （二）宣传" in text


def test_a_clean_manuscript_asks_nothing(tmp_path: Path, root: Path) -> None:
    result = receive_all([put(tmp_path, {"a.docx": manuscript()}) / "a.docx"], root, AWARDS)
    assert states(result) == [State.ACCEPTED]
    assert not any(e.kind is Kind.QUERY for e in result.all_errata)
