"""What a file is, by its bytes: one table for manuscripts, parcels and notices."""

import io
import zipfile

import boxing
import pytest

from casebook.intake.formats import file_kinds
from casebook.intake.formats.file_kinds import KINDS, TEXT_ENDINGS, Family


def package(*names: str, types: str = "") -> bytes:
    """Return a zip of empty files, with `[Content_Types].xml` when `types` say something."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        if types:
            archive.writestr("[Content_Types].xml", types)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "ending", "key"),
    [
        (boxing.mail("x"), ".mht", "eml"),
        (b"From \n" + boxing.mail("x"), "", "mbox"),
        (b"From Beijing to Shanghai\nNote: by train\n", ".txt", "text"),
        (boxing.mhtml("<p>x", {}), ".eml", "mhtml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", "", "mhtml"),
        (b"\0\0\0\x18ftypheic", ".jpg", "heic"),
        (b"\0\0\0\x18ftypisom", ".mp4", "video"),
        (b"BM\xe5\x8c\xbb\xe9\x99\xa2", ".txt", "text"),
        ("摘要: 一\n标题: 二\n".encode(), ".txt", "text"),
        (b"Subject: one line that looks like a header\n\ntext", ".txt", "text"),
        ("医院".encode("utf-16"), ".txt", "text"),
        (bytes(range(256)), ".dat", "unknown"),
        (b"", ".txt", "empty"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, ending: str, key: str) -> None:
    assert file_kinds.kind_of_start(data, ending).key == key


@pytest.mark.parametrize(
    ("data", "ending", "key"),
    [
        (package("word/document.xml", types="wordprocessingml"), ".zip", "docx"),
        (package("xl/workbook.bin", types="ms-excel.sheet.binary"), ".xls", "xlsb"),
        (package("Index/Document.iwa", "preview.jpg"), ".pages", "iwork"),
        (package("OFD.xml"), ".zip", "ofd"),
        (package("甲.docx"), ".docx", "zip"),
        (package("ppt/presentation.xml"), ".zip", "pptx"),
        (package("word/document.xml", types="wordprocessingml")[:60], ".docx", "docx"),
        (package("word/document.xml")[:45], ".zip", "zip"),
        (package("xl/workbook.xml")[:45], "", "xlsx"),
        (boxing.compound({"__properties_version1.0": b"x", "WordDocument": b"x"}), "", "msg"),
        (boxing.compound({"Book": b"x"}), ".doc", "xls"),
        (b"<w:wordDocument>", ".doc", "word-xml"),
        (b"<office:document xmlns='opendocument' office:mimetype='a.spreadsheet'>", "", "fods"),
    ],
)
def test_a_container_is_known_by_what_is_in_it(data: bytes, ending: str, key: str) -> None:
    assert file_kinds.kind_of_bytes(data, ending).key == key


@pytest.mark.parametrize(
    ("data", "ending", "form"),
    [
        (b"\x89PNG\r\n", "doc", "picture"),
        (boxing.mail("x"), "txt", "mail"),
        (boxing.mhtml("<p>x", {}), "doc", "mail"),
        (b"<table><tr><td>1", "xls", "html"),
        (b"CAJ\0" + bytes(99), "pdf", "caj"),
        ("CAJ 是一种文件".encode(), "txt", "text"),
        (package("ppt/presentation.xml", types="presentationml"), "ppt", "ppt"),
        (boxing.compound({"EncryptedPackage": b"x"}), "xlsx", "locked"),
        (b"\0\0\0\x18ftypisom", "mp4", "film"),
        (b"", "txt", "text"),
        (bytes(range(256)), "dat", "text"),
    ],
)
def test_a_reader_of_notices_is_told_the_form(data: bytes, ending: str, form: str) -> None:
    assert file_kinds.format_of(data, ending) == form


def test_an_ending_belongs_to_one_kind() -> None:
    endings = [ending for kind in KINDS.values() for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)
    texts = {kind.key for kind in KINDS.values() if kind.family is Family.TEXT}
    assert {key for key in texts if not KINDS[key].endings} == {"word-xml"}
    assert {".docx", ".wps", ".md", ".mht", ".pdf"} <= TEXT_ENDINGS
