"""Notices come in several encodings and file formats; each is named, or refused with a way out."""

import io
import zipfile
from pathlib import Path

import pytest

from casebook.errata import Kind, StopPress
from casebook.intake import notice
from casebook.intake.notice import Notice

TEXT = (Path(__file__).parent / "notices" / "prizes.txt").read_text("utf-8")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def docx(body: str, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name[:3]} {W}>{xml}</w:{name[:3]}>")
    return file.getvalue()


def reading(folder: Path, data: bytes, name: str = "notice.txt") -> Notice:
    (folder / name).write_bytes(data)
    return notice.read(folder / name)


def names(read: Notice) -> list[tuple[str, str | None]]:
    return [(a.organisation, a.title) for tier in read.tiers for a in tier.awards]


def stopped(folder: Path, data: bytes) -> list[str]:
    with pytest.raises(StopPress) as stop:
        reading(folder, data)
    assert all(e.hint and e.message.zh != e.message.en for e in stop.value.errata)
    return [e.rule for e in stop.value.errata]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 BOM"),
        (TEXT.encode("gb18030"), "GB18030"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.replace("\n", "\r\n").encode("gb18030"), "GB18030"),
    ],
)
def test_every_encoding_gives_the_same_awards_and_its_name(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    read = reading(tmp_path, data)
    assert names(read) == names(reading(tmp_path, TEXT.encode(), "plain.txt"))
    assert read.encoding == encoding
    assert ("encoding" in {e.rule for e in read.errata}) == (encoding != "UTF-8")


def test_an_unusual_character_survives_gb18030(tmp_path: Path) -> None:
    read = reading(tmp_path, TEXT.replace("《丙》", "《𠮷祥》").encode("gb18030"))
    assert ("上海市儿童医院", "𠮷祥") in names(read)


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 9])
def test_an_encoding_nobody_knows_is_refused(tmp_path: Path, data: bytes) -> None:
    assert stopped(tmp_path, data) == ["unknown-encoding"]


def test_a_lost_character_is_told_with_its_line(tmp_path: Path) -> None:
    read = reading(tmp_path, TEXT.replace("《丙》", "《丙\ufffd》").encode())
    lost = [e for e in read.errata if e.rule == "lost-character"]
    assert [e.place.line for e in lost] == [TEXT.split("\n").index("2、上海市儿童医院《丙》") + 1]


def test_an_office_file_of_unknown_kind_is_refused_with_the_way_out(tmp_path: Path) -> None:
    assert stopped(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == [
        "unreadable-file"
    ]


def test_a_word_file_gives_its_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    head = TEXT.split("附件")[0].split("\n")
    body = "".join(paragraph(text) for text in [*head, "附件1", "优秀案例名单（2个）"])
    table = (
        row("序号", "单位", "题目") + row("1", "北京医院", "甲") + row("2", "广东省中医院", "乙")
    )
    read = reading(tmp_path, docx(f"{body}<w:tbl>{table}</w:tbl>"), "notice.docx")
    assert names(read) == [("北京医院", "甲"), ("广东省中医院", "乙")]
    assert (read.encoding, read.number) == ("Word", "卫健学〔2024〕7号")
    assert not [e for e in read.errata if e.kind is Kind.ERRATUM]


def test_text_in_boxes_breaks_and_controls_is_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框中字')}</w:txbxContent></w:pict></w:r>"
    body = (
        f"<w:p><w:r><w:t>前</w:t><w:br/><w:t>后</w:t></w:r>{box}</w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('控件字')}</w:sdtContent></w:sdt>"
        "<w:p><w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>"
    )
    read = reading(tmp_path, docx(body))
    assert [line.text for line in read.lines] == ["前", "后", "框中字", "控件字", "增"]


def test_words_of_a_header_are_told(tmp_path: Path) -> None:
    read = reading(tmp_path, docx(paragraph("正文"), header1=paragraph("页眉字")))
    assert {e.quote for e in read.errata if e.rule == "text-beside"} == {"页眉字"}


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", docx("<w:p><w:r>")])
def test_a_broken_word_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert stopped(tmp_path, data) == ["damaged-file"]


@pytest.fixture
def _without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebook.intake.formats.ocr.available", lambda: False)


@pytest.mark.usefixtures("_without_recognition")
def test_a_pdf_without_text_is_refused(tmp_path: Path) -> None:
    from weasyprint import HTML

    data = HTML(string="<div style='background:#333;height:9cm'></div>").write_pdf()
    assert data is not None
    assert stopped(tmp_path, data) == ["no-text-layer"]


def test_a_pdf_page_without_text_is_an_erratum(tmp_path: Path) -> None:
    from weasyprint import HTML

    page = "<p>北京医院《甲》</p><div style='break-before:page;background:#333;height:9cm'></div>"
    read = reading(tmp_path, HTML(string=page).write_pdf() or b"")
    assert [e.message.en[:6] for e in read.errata if e.rule == "no-text-layer"] == ["page 2"]


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert stopped(tmp_path, b"%PDF-1.7\nnothing here") == ["unreadable-file"]


def test_running_heads_and_folios_of_a_pdf_stay_out_of_the_entries(tmp_path: Path) -> None:
    from weasyprint import HTML

    head = TEXT.split("附件")[0].split("\n")
    entries = [f"{n}. 北京医院《第{n}个案例的题目》" for n in range(1, 41)]
    rows = [row for row in [*head, "附件1", "优秀案例名单（40个）", *entries] if row.strip()]
    style = (
        "<style>@page{size:A5;@top-center{content:'健康杯优秀案例征集活动通报'}"
        "@bottom-center{content:counter(page)}}body{font:12pt 'Noto Serif CJK SC'}</style>"
    )
    page = style + "".join(f"<p>{row}</p>" for row in rows)
    read = reading(tmp_path, HTML(string=page).write_pdf() or b"")
    assert names(read) == [("北京医院", f"第{n}个案例的题目") for n in range(1, 41)]
    assert read.unread == ()
