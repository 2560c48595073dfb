"""Versions: the later one is taken whatever came first, the other is kept, the choice is told."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from making import body, docx, p, png
from receiving import AWARDS

from casebook.intake.filing.versions import Dates, Version, dates, in_name, rank
from casebook.intake.manuscript import yaml_file
from casebook.intake.receive import receive
from casebook.intake.receive.batch import Batch, State, receive_all

TITLE, HOUSE = "心灵园地——党员教育新方法的探索", "黑龙江省哈尔滨市第一医院"
PARAGRAPHS = tuple(f"第{n}段，医院党委坚持开展党员教育，内容各不相同{n * 37}。" for n in range(6))
SHOT = '<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
    'properties" xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:modified>{}T08:00:00Z'
    "</dcterms:modified></cp:coreProperties>"
)


def word(*more: str, saved: str = "", picture: bool = False, house: str = HOUSE) -> bytes:
    paragraphs = [p(item) for item in (TITLE, house, *PARAGRAPHS, *more) if item]
    parts: dict[str, bytes | str] = {"docProps/core.xml": CORE.format(saved)} if saved else {}
    if picture:
        paragraphs.append(p(SHOT))
        parts["word/media/a.png"] = png(30, 20)
    return docx(body(*paragraphs), parts, {"i": ("image", "media/a.png")} if picture else {})


LATER = word("新加的一句话在这里。", saved="2023-03-05", picture=True)
EARLIER = word(saved="2023-03-01")


def send(tmp_path: Path, root: Path, files: dict[str, bytes], dry: bool = False) -> Batch:
    tmp_path = tmp_path / "来稿"
    tmp_path.mkdir(exist_ok=True)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return receive_all([tmp_path / name for name in files], root, AWARDS, dry=dry)


def case(root: Path) -> str:
    return (root / "cases" / "1-09.md").read_text("utf-8")


@pytest.mark.parametrize("names", [["终稿.docx", "终稿(2).docx"], ["终稿(2).docx", "终稿.docx"]])
@pytest.mark.parametrize("runs", [1, 2])
def test_the_later_version_is_taken_in_whatever_order_they_come(
    tmp_path: Path, root: Path, names: list[str], runs: int
) -> None:
    files = {"终稿(2).docx": LATER, "终稿.docx": EARLIER}
    if runs == 1:
        rows = send(tmp_path, root, {name: files[name] for name in names}).rows
    else:
        rows = tuple(r for name in names for r in send(tmp_path, root, {name: files[name]}).rows)
    last = rows[-1]
    assert last.case_id == "1-09"
    assert (last.state is State.EARLIER) == (names[-1] == "终稿.docx")
    assert "新加的一句话在这里。" in case(root)
    assert "](../media/1-09-" in case(root)
    received = root / "cases" / "received"
    assert (received / "1-09.docx").read_bytes() == LATER
    assert (received / "1-09.v1.docx").read_bytes() == EARLIER
    (erratum,) = [e for e in last.errata if "version" in e.rule]
    assert "文件内的保存时间 2023-03-05 晚于 2023-03-01" in erratum.message.zh
    assert "还多 1 句、1 张图" in erratum.message.zh
    assert erratum.hint is not None
    assert "casebook assign 1-09.v1.docx 1-09" in erratum.hint.zh
    log = yaml_file.read(received / "1-09.yaml").data
    assert isinstance(log, dict)
    assert "新加的一句话在这里。" in str(log["received"])


def test_signs_that_contradict_each_other_are_told(tmp_path: Path, root: Path) -> None:
    batch = send(tmp_path, root, {"稿.docx": LATER, "终稿.docx": EARLIER})
    (erratum,) = [e for e in batch.rows[1].errata if e.rule == "versions-disagree"]
    assert "但另一份名字更近定稿（“终稿”，“稿”）" in erratum.message.zh
    assert "新加的一句话在这里。" in case(root)


def test_a_picture_that_a_later_version_drops_is_told(tmp_path: Path, root: Path) -> None:
    batch = send(
        tmp_path, root,
        {"a.docx": word(saved="2023-03-01", picture=True), "b.docx": word("新句。", saved="2023-03-09")},
    )  # fmt: skip
    (erratum,) = [e for e in batch.rows[1].errata if e.rule == "picture-left-out"]
    assert (root / "media" / erratum.quote).is_file()


def test_a_dry_run_ranks_versions_too(tmp_path: Path, root: Path) -> None:
    files = {"终稿(2).docx": LATER, "终稿.docx": EARLIER}
    dry = send(tmp_path, root, files, dry=True)
    assert list(root.rglob("*")) == []
    wet = send(tmp_path, root, files)
    assert [(r.state, r.case_id, r.errata) for r in dry.rows] == [
        (r.state, r.case_id, r.errata) for r in wet.rows
    ]


def test_the_editor_takes_the_other_version_and_takes_it_back(tmp_path: Path, root: Path) -> None:
    send(tmp_path, root, {"终稿(2).docx": LATER, "终稿.docx": EARLIER})
    before = case(root)
    received = root / "cases" / "received"
    for data, text in ((EARLIER, ""), (LATER, "新加的一句话在这里。")):
        path = tmp_path / "选.docx"
        path.write_bytes(data)
        taken = receive(path, root, AWARDS, "1-09", prefer=True)
        assert taken.case_id == "1-09"
        assert text in case(root)
        assert ("新加" in case(root)) == bool(text)
        assert (received / "1-09.docx").read_bytes() == data
        kept = {q.read_bytes() for q in received.glob("1-09.v*")}
        assert kept | {data} == {EARLIER, LATER}
    assert case(root) == before


def test_nearly_the_same_text_that_says_nothing_of_itself_is_a_version(
    tmp_path: Path, root: Path
) -> None:
    bare = docx(body(*(p(item) for item in (*PARAGRAPHS, "又添了一段。"))))
    batch = send(tmp_path, root, {"a.docx": word(), "副本.docx": bare})
    assert [row.case_id for row in batch.rows] == ["1-09", "1-09"]
    assert [q.name for q in (root / "cases").glob("*.md")] == ["1-09.md"]


def test_a_version_that_names_its_award_gives_it_to_the_one_that_did_not(
    tmp_path: Path, root: Path
) -> None:
    bare = docx(
        body(
            p("某单位的题目在此处"),
            p("北京大学第三医院"),
            *(p(paragraph) for paragraph in PARAGRAPHS),
        )
    )
    (first,) = send(tmp_path, root, {"a.docx": bare}).rows
    assert first.case_id == "x-01"
    batch = send(
        tmp_path, root, {"b.docx": docx(body(*(p(item) for item in (*PARAGRAPHS, "添。"))))}
    )
    assert [row.case_id for row in batch.rows] == ["x-01"]


def test_front_matter_that_both_changed_stays_the_editor_s(tmp_path: Path, root: Path) -> None:
    send(tmp_path, root, {"a.docx": word("供稿：张三", saved="2023-03-01")})
    path = root / "cases" / "1-09.md"
    path.write_text(case(root).replace("张三", "张三丰"), "utf-8")
    send(tmp_path, root, {"b.docx": word("供稿：李四", saved="2023-03-09")})
    assert "张三丰" in case(root).split("---\n")[1]
    assert "〖冲突" not in case(root).split("---\n")[1]


TEXT = "医院党委坚持开展党员教育。内容各不相同。"


def version(name: str, text: str = TEXT, **said: str) -> Version:
    return Version(name, text, Dates(**{"named": in_name(name), **said}))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("稿.docx", "稿(2).docx"),
        ("稿（1）.docx", "稿（2）.docx"),
        ("初稿.docx", "稿.docx"),
        ("初稿.docx", "修改稿.docx"),
        ("修改稿.docx", "终稿.docx"),
        ("终稿.docx", "终稿修改.docx"),
        ("稿v1.docx", "稿v2.docx"),
        ("稿v1.9.docx", "稿v1.10.docx"),
        ("一稿.docx", "二稿.docx"),
        ("终稿.docx", "终稿2.docx"),
        ("稿20230301.docx", "稿20230305.docx"),
        ("稿2023-3-1.docx", "稿2023年12月1日.docx"),
        ("稿3月1日.docx", "稿3月15日.docx"),
        ("稿 备份.docx", "稿.docx"),
        ("稿.docx", "稿 - 副本.docx"),
        ("征求意见稿.docx", "定稿.docx"),
    ],
)
def test_names_say_which_is_later(earlier: str, later: str) -> None:
    first, other = version(earlier), version(later)
    assert rank(first, other).arrived
    assert not rank(other, first).arrived
    assert rank(first, other).reasons == rank(other, first).reasons


def test_a_pdf_made_of_a_manuscript_does_not_take_its_place() -> None:
    word = version("稿.docx", saved="2023-03-01T08:00:00")
    pdf = version("稿.pdf", TEXT.replace("。", "。\n"), saved="2023-03-01T09:00:00")
    for ranking in (rank(word, pdf), rank(pdf, word)):
        assert ranking.same
        assert not ranking.against
    assert not rank(word, pdf).arrived
    assert rank(pdf, word).arrived


def test_a_text_that_holds_all_of_the_other_is_later() -> None:
    longer = version("乙.docx", TEXT + "又加一句。")
    assert rank(version("甲.docx"), longer).arrived
    assert not rank(longer, version("甲.docx")).arrived


def test_a_date_inside_weighs_more_than_a_name() -> None:
    first, other = (
        version("终稿.docx", saved="2023-03-01T08:00:00"),
        version("稿.docx", saved="2023-03-02T08:00:00"),
    )
    assert rank(first, other).arrived
    assert rank(first, other).against


@pytest.mark.parametrize(
    ("line", "day"),
    [("2023年3月1日", "2023-03-01"), ("二〇二三年十一月二十一日", "2023-11-21"),
     ("某某医院 2023 年 3 月 1 日", "2023-03-01"), ("我院于2023年3月1日召开大会，会上表彰了一批先进典型和优秀单位，成效显著。", ""),
     ("2023年13月1日", "")],
)  # fmt: skip
def test_a_date_at_the_end_of_the_text_is_read(line: str, day: str) -> None:
    assert dates(b"", "a.txt", ["题", "文。", line]).closing == day


def test_the_dates_of_a_zip_say_which_is_later(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "来稿.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, day in (("a.docx", word("甲说。"), 9), ("b.docx", word("乙说。"), 2)):
            archive.writestr(zipfile.ZipInfo(name, (2023, 3, day, 8, 0, 0)), data)
    batch = receive_all([path], root, AWARDS)
    assert [row.state for row in batch.rows] == [State.ACCEPTED, State.EARLIER]
    assert any("文件时间 2023-03-09 晚于 2023-03-02" in e.message.zh for e in batch.rows[1].errata)


FORM = (
    f"申报表\n\n申报单位：{HOUSE}\n案例名称：{TITLE}\n案例类别：党员教育\n联系人：王某\n联系电话：13912345678\n"
    "正文：另附\n"
)


@pytest.mark.parametrize("form_first", [True, False])
def test_a_form_whose_text_is_sent_apart_joins_its_text(
    tmp_path: Path, root: Path, form_first: bool
) -> None:
    files = {"申报表.txt": FORM.encode(), "正文.docx": word()}
    names = list(files) if form_first else list(files)[::-1]
    for name in names:
        batch = send(tmp_path, root, {name: files[name]})
        assert [row.case_id for row in batch.rows] == ["1-09"]
    assert PARAGRAPHS[3] in case(root)
    assert (root / "cases/received/1-09.docx").read_bytes() == files["正文.docx"]
    assert (root / "cases/received/1-09.v1.txt").read_bytes() == files["申报表.txt"]
    assert "category: 党员教育" in case(root)
    assert "13912345678" not in (root / "cases/received/1-09.yaml").read_text("utf-8")


def test_a_later_pdf_of_other_words_speaks_against_the_file_that_is_kept() -> None:
    long = "一句话在这里。" + "".join(f"第{n}件事做得很好。" for n in range(9))
    word = Version("稿.docx", long + "后来删去的一段话。" * 9, Dates(saved="2023-01-01T08:00:00"))
    printed = Version("稿.pdf", long, Dates(saved="2023-03-01T08:00:00"))
    ranking = rank(word, printed)
    assert not ranking.arrived
    assert [item.zh for item in ranking.against] == ["文件内的保存时间 2023-03-01 晚于 2023-01-01"]
    assert not rank(replace(word, text=long), printed).against


def test_facts_of_the_form_stay_when_a_later_version_comes_without_it(
    tmp_path: Path, root: Path
) -> None:
    lines = (
        f"申报单位：{HOUSE}",
        f"案例名称：{TITLE}",
        "案例类别：党员教育",
        "主创人员：张三、李四",
        "案例正文：",
    )
    form = "\n".join((*lines, *PARAGRAPHS)).encode()
    send(tmp_path, root, {"表2023-01-01.txt": form})
    send(tmp_path, root, {"稿2023-03-05.docx": word("新加的一句话在这里。", saved="2023-03-05")})
    filed = case(root)
    assert "新加的一句话在这里。" in filed
    assert "category: 党员教育" in filed
    assert "{name: 李四, role: 主创人员}" in filed
    signed = "\n".join((TITLE, HOUSE, "作者：王五", *PARAGRAPHS, "又加一句，在这里。")).encode()
    send(tmp_path, root, {"稿2023-04-01终稿.txt": signed})
    assert "又加一句，在这里。" in case(root)
    assert "{name: 王五, role: 作者}" in case(root)
    assert "李四" not in case(root)
