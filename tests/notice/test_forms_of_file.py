"""A notice comes in any form of file; each gives the same lines, or says truly what it is."""

import csv
import datetime
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from casebook.errata import Kind, StopPress
from casebook.intake import notice
from casebook.intake.manuscript import awards_file
from casebook.intake.notice import Notice, notice_files, notice_lines

HEAD = (
    "健康促进学会文件", "卫健学〔2024〕7号", "关于公布优秀案例征集活动结果的通报", "各会员单位：",
    "现将结果予以通报。", "附件：优秀案例名单", "健康促进学会", "2024 年 5 月 6 日",
)  # fmt: skip
ROWS = (("1", "北京医院", "甲案例"), ("2", "广东省中医院", "乙案例"), ("3", "上海市儿童医院", "丙"))
AWARDS = [(organisation, title) for _, organisation, title in ROWS]
COLUMNS = ("序号", "单位", "题目")
Cells = tuple[object, ...]


def workbook(*sheets: tuple[str, list[Cells], list[str]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows, merged in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def page(body: str) -> str:
    return f"<html><head><title>页</title></head><body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


WHOLE = page(paragraphs(*HEAD, "附件", "优秀案例名单（3个）") + table(COLUMNS, *ROWS))
LISTED = page(
    paragraphs(*HEAD, "附件", "优秀案例名单（3个）")
    + "<ol>" + "".join(f"<li>{name}《{title}》</li>" for name, title in AWARDS) + "</ol>"
)  # fmt: skip


def delimited(delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([COLUMNS, *ROWS])
    return out.getvalue()


def mhtml(body: str, charset: str, encoding: str) -> bytes:
    from email.message import EmailMessage

    letter = EmailMessage()
    letter["Subject"] = "通报"
    letter.set_content(body, subtype="html", charset=charset, cte=encoding)
    letter.add_related(b"p{}", "text", "css", cid="<a@b>")
    return letter.as_bytes()


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Notice]:
    def read(**files: bytes) -> Notice:
        paths = []
        for name, data in files.items():
            path = tmp_path / name
            path.write_bytes(data)
            paths.append(path)
        return notice.read(*paths)

    return read


def awards(read: Notice) -> list[tuple[str, str | None]]:
    return [(a.organisation, a.title) for tier in read.tiers for a in tier.awards]


def test_known_forms(reading: Callable[..., Notice]) -> None:
    forms = {
        "a.html": WHOLE.encode(),
        "b.htm": WHOLE.encode("gb18030"),
        "numbers-of-a-list.html": LISTED.encode(),
        "page-named.doc": LISTED.encode(),
        "c.mhtml": mhtml(WHOLE, "utf-8", "quoted-printable"),
        "d.mht": mhtml(LISTED, "gb18030", "base64"),
        "e.eml": mhtml(LISTED, "utf-8", "base64"),
    }
    for name, data in forms.items():
        read = reading(**{name: data})
        assert awards(read) == AWARDS, name
        assert not [e for e in read.errata if e.kind is Kind.ERRATUM], name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("附件.csv", delimited(",").encode("gb18030")),
        ("附件：名单.csv", delimited(";").encode("utf-8-sig")),
        ("附件.tsv", delimited("\t").encode("utf-16")),
        ("附件.xls", delimited("\t").encode("gb18030")),
        ("附件.csv", b"sep=;\r\n" + delimited(";").encode()),
        ("附件.xlsx", workbook(("Sheet1", [COLUMNS, *ROWS], []))),
    ],
)
def test_an_annex_apart_from_its_letter(
    reading: Callable[..., Notice], name: str, data: bytes
) -> None:
    read = reading(**{name: data, "通报.txt": "\n".join(HEAD).encode()})
    assert awards(read) == AWARDS
    assert (read.file, read.further) == ("通报.txt", (name,))
    assert read.number == "卫健学〔2024〕7号"
    first = read.tiers[0].awards[0]
    line = 3 if data.startswith(b"sep=") else 2
    assert (str(first.place), first.lines, first.file) == (f"{name}:{line}", (line, line), name)


def test_lines_of_a_second_file_are_kept_with_its_name(
    reading: Callable[..., Notice], tmp_path: Path
) -> None:
    annex = workbook(("Sheet1", [COLUMNS, *ROWS], []))
    read = reading(**{"通报.txt": "\n".join(HEAD).encode(), "附件：优秀案例.xlsx": annex})
    notice_files.write(read, tmp_path / "manuscript")
    written = awards_file.read(tmp_path / "manuscript" / "awards.yaml")
    assert "附件：优秀案例.xlsx:2-2" in (tmp_path / "manuscript" / "awards.yaml").read_text("utf-8")
    assert [(a.file, a.lines) for a in written.tiers[0].awards][-1] == (
        "附件：优秀案例.xlsx",
        (4, 4),
    )
    assert written.facts.further == "附件：优秀案例.xlsx"
    assert notice_files.differences(read, tmp_path / "manuscript") == ()


def test_files_of_a_folder_or_a_zip_are_read_letter_first(tmp_path: Path) -> None:
    files = {
        "附件10.csv": "优秀组织单位\n1,北京医院".encode(),
        "附件2.csv": "二等奖\n1,上海市儿童医院,丙".encode("gb18030"),
        "通报.txt": "\n".join(HEAD).encode(),
    }
    (tmp_path / "名单").mkdir()
    for name, data in files.items():
        (tmp_path / "名单" / name).write_bytes(data)
    (tmp_path / "名单.zip").write_bytes(zipped(**files))
    for path in (tmp_path / "名单", tmp_path / "名单.zip"):
        read = notice_lines.read(path)
        assert [file.name.rpartition("/")[2] for file in read.files] == [
            "通报.txt", "附件2.csv", "附件10.csv",
        ]  # fmt: skip


def texts(name: str, data: bytes, folder: Path) -> list[str]:
    (folder / name).write_bytes(data)
    return [line.text for line in notice_lines.read(folder / name).lines]


def test_merged_cells_are_filled_down_and_stand_once_across(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ("获奖名单", None, None), ("奖项", "单位", "题目"), ("一等奖", "甲院", "子"),
        (None, "乙院", "丑"), ("二等奖", "丙院", "寅"),
    ]  # fmt: skip
    data = workbook(("名单", rows, ["A1:C1", "A3:A4"]))
    assert texts("a.xlsx", data, tmp_path) == [
        "获奖名单\t\t", "奖项\t单位\t题目", "一等奖\t甲院\t子", "一等奖\t乙院\t丑", "二等奖\t丙院\t寅",
    ]  # fmt: skip
    spanned = "<table><tr><td rowspan=2>一等奖<td>甲院<td>子<tr><td>乙院<td>丑</table>"
    assert texts("b.html", page(spanned).encode(), tmp_path) == [
        "一等奖\t甲院\t子",
        "一等奖\t乙院\t丑",
    ]


def test_names_of_sheets_stand_before_their_rows(tmp_path: Path) -> None:
    sheets = [("一等奖", [("甲院", "子")]), ("空", []), ("二等奖", [("乙院\n党委", "丑")])]
    data = workbook(*((name, list(rows), []) for name, rows in sheets))
    (tmp_path / "a.xlsx").write_bytes(data)
    read = notice_lines.read(tmp_path / "a.xlsx").lines
    assert [line.text for line in read] == ["一等奖", "甲院\t子", "二等奖", "乙院 党委\t丑"]
    assert [(line.file, line.at) for line in read] == [
        ("a.xlsx/一等奖", 0), ("a.xlsx/一等奖", 1), ("a.xlsx/二等奖", 0), ("a.xlsx/二等奖", 1),
    ]  # fmt: skip


def test_a_file_that_does_not_call_itself_an_annex_is_one(reading: Callable[..., Notice]) -> None:
    rows: list[Cells] = [("名单",), ("奖项", *COLUMNS), *(("一等奖", *row) for row in ROWS)]
    data = workbook(("Sheet1", rows, ["A1:D1"]))
    assert awards(reading(**{"letter.txt": "\n".join(HEAD).encode(), "b.xlsx": data})) == AWARDS


def test_formulas_without_values_and_text_boxes_are_told(tmp_path: Path) -> None:
    data = workbook(("a", [("甲院",), ("=1+1",)], []))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/drawings/drawing9.xml", "<a xmlns='urn:a'><t>框里的字</t></a>")
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    errata = {(e.rule, e.quote) for e in notice_lines.read(tmp_path / "a.xlsx").errata}
    assert errata == {("text-beside", "框里的字"), ("formula-without-value", "")}


def test_a_workbook_in_the_xml_of_excel_2003(tmp_path: Path) -> None:
    def cell(text: str, place: str = "") -> str:
        return f"<Cell {place}><Data ss:Type='String'>{text}</Data></Cell>"

    merged, second = "ss:MergeDown='1'", "ss:Index='2'"
    data = (
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
        "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='a'><Table>"
        f"<Row>{cell('一等奖', merged)}{cell('甲院')}</Row><Row>{cell('乙院', second)}</Row>"
        f"<Row ss:Index='4'>{cell('二等奖')}{cell('丙院')}</Row></Table></Worksheet></Workbook>"
    )
    read = texts("a.xls", data.encode(), tmp_path)
    assert read == ["一等奖\t甲院", "一等奖\t乙院", "", "二等奖\t丙院"]


def test_a_mail_with_files_is_the_notice_in_its_files(tmp_path: Path) -> None:
    from email.message import EmailMessage

    letter = EmailMessage()
    letter.set_content("请查收附件。")
    annex = workbook(("Sheet1", [COLUMNS, *ROWS], []))
    letter.add_attachment(annex, "application", "octet-stream", filename="附件：优秀案例.xlsx")
    letter.add_attachment("\n".join(HEAD).encode(), "text", "plain", filename="通报.txt")
    (tmp_path / "a.eml").write_bytes(letter.as_bytes())
    read = notice.read(tmp_path / "a.eml")
    assert awards(read) == AWARDS
    assert (read.file, read.further) == ("a.eml/通报.txt", ("a.eml/附件：优秀案例.xlsx",))
    assert "请查收附件。" in {e.quote for e in read.errata}


def test_numbers_and_days_are_as_the_sheet_shows_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    day = datetime.datetime(2023, 3, 1)
    for at, (value, form) in enumerate(
        [
            (1.0, "General"), (7, "000"), (0.5, "0%"), (1234.5, "#,##0.00"), (12, '"第"0"名"'),
            (day, 'yyyy"年"m"月"d"日"'), (day, "yyyy-mm-dd"), (day, "mm/dd/yy"), (2.5, "General"),
            (-3, "0;(0)"), ("007", "@"), (92.50, "0.0#"), (True, "General"),
        ], 1
    ):  # fmt: skip
        cell = sheet.cell(1, at, value)
        cell.number_format = form
    assert texts("a.xlsx", saved(book), tmp_path) == [
        "1\t007\t50%\t1,234.50\t第12名\t2023年3月1日\t2023-03-01\t03/01/23\t2.5\t(3)\t007\t92.5\tTRUE"
    ]


def test_hidden_sheets_rows_and_comments_are_read_or_told(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ("甲院", "乙院"):
        sheet.append([row])
    sheet.row_dimensions[2].hidden = True
    sheet["A1"].comment = Comment("待核", "某")
    other = book.create_sheet("备用")
    other.append(["丙院"])
    other.sheet_state = "hidden"
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    read = notice_lines.read(tmp_path / "a.xlsx")
    assert "".join(line.text for line in read.lines) == "甲院乙院备用丙院"
    assert {(e.rule, e.quote, e.kind) for e in read.errata} == {
        ("text-beside", "待核", Kind.QUERY), ("hidden-cells", "乙院", Kind.QUERY),
        ("hidden-cells", "备用", Kind.QUERY),
    }  # fmt: skip


def test_a_quoted_cell_over_lines_is_one_and_an_open_quote_swallows_nothing(tmp_path: Path) -> None:
    text = '序号,单位\n1,"甲院\n党委"\n2,乙院\n'
    (tmp_path / "a.csv").write_text(text, "utf-8")
    read = [
        (line.number, line.text)
        for line in notice_lines.read(tmp_path / "a.csv").lines
        if line.text
    ]
    assert read == [(1, "序号\t单位"), (2, "1\t甲院 党委"), (4, "2\t乙院")]
    many = '1,"甲院\n' + "".join(f"{n},院{n}\n" for n in range(2, 60))
    assert len([t for t in texts("b.csv", many.encode(), tmp_path) if t]) == 59


@pytest.mark.parametrize(
    ("name", "data", "rule", "said"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(99), "notice-picture", "casebook[ocr]"),
        ("a.ofd", zipped(**{"OFD.xml": b"<o/>"}), "unreadable-file", "PDF"),
        ("a.pptx", zipped(**{"ppt/presentation.xml": b"<o/>"}), "unreadable-file", "PDF"),
        ("a.caj", b"CAJ\0" + bytes(99), "unreadable-file", "CAJViewer"),
        ("a.rar", b"Rar!\x1a\7\0" + bytes(99), "unreadable-file", ".zip"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "unreadable-file", ".zip"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked-file", "密码"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable-file", ".xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") + bytes(600), "damaged-file", ".xlsx"),
        ("a.xlsx", workbook(("a", [("甲",)], []))[:-400], "damaged-file", ".xlsx"),
        ("a.bin", bytes(range(32)) * 9, "unreadable-file", ".docx"),
        ("a.zip", zipped(**{"a.mp4": b"\0\0\0\x18ftypmp42"}), "unreadable-file", "名单"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_what_it_is_and_the_way_out(
    tmp_path: Path, name: str, data: bytes, rule: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.intake.formats.ocr.available", lambda: False)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StopPress) as stop:
        notice.read(tmp_path / name)
    assert [e.rule for e in stop.value.errata] == [rule]
    assert all(e.hint and said in e.hint.zh and e.hint.en for e in stop.value.errata)


def test_a_file_of_several_that_cannot_be_read_is_told(reading: Callable[..., Notice]) -> None:
    whole = "\n".join((*HEAD, "附件", "优秀案例", *(f"{n}. {o}《{t}》" for n, o, t in ROWS)))
    read = reading(**{"通报.txt": whole.encode(), "名单.png": b"\x89PNG\r\n" + bytes(30)})
    assert awards(read) == AWARDS
    assert [(e.rule, e.place.path, e.kind) for e in read.errata if e.kind is Kind.ERRATUM] == [
        ("notice-picture", "名单.png", Kind.ERRATUM)
    ]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_old_forms_are_read_through_the_office_program(
    reading: Callable[..., Notice], ending: str, tmp_path: Path
) -> None:
    import subprocess

    (tmp_path / "source.html").write_text(LISTED, "utf-8")
    profile = (tmp_path / "profile").as_uri()
    for to, source in (("odt", "source.html"), (ending, "source.odt")):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to,
             "--outdir", str(tmp_path), str(tmp_path / source)],
            check=True, capture_output=True, timeout=480,
        )  # fmt: skip
    assert awards(notice.read(tmp_path / f"source.{ending}")) == AWARDS


def test_what_a_sheet_awards_stands_before_the_grades_of_its_column(tmp_path: Path) -> None:
    team = (
        "团体奖",
        [("名次", "单位"), ("第一名", "永安县总工会"), ("第二名", "沙溪区教育局")],
        [],
    )
    alone = (
        "个人奖",
        [
            ("奖项", "姓名", "单位"),
            ("一等奖", "王芳", "永安机械厂"),
            ("二等奖", "李静", "沙溪造船厂"),
        ],
        [],
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(team, alone))
    tiers = notice.read(path).tiers
    assert [tier.name for tier in tiers] == [
        "团体奖 第一名",
        "团体奖 第二名",
        "个人奖 一等奖",
        "个人奖 二等奖",
    ]
    assert not any(award.check for tier in tiers for award in tier.awards)
