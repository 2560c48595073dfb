"""Every kind of container is opened, or named truly with the way out; what is in it is received."""

import gzip
import io
import shutil
import zipfile
from pathlib import Path

import boxing
import pytest
from boxing import put
from receiving import AWARDS

from casebook.intake.parcels import archives
from casebook.intake.receive.batch import Batch, State, receive_all

HOUSE = "黑龙江省哈尔滨市第一医院"
TITLE = "心灵园地——党员教育新方法的探索"
TEXT = "\n".join((TITLE, HOUSE, *(f"第{n}段，内容各不相同{n * 37}。" for n in range(6)))).encode()
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2"
    b"\0\1\xe2!\xbc3\0\0\0\0IEND\xaeB`\x82"
)
FILES = {f"{HOUSE}/稿.txt": TEXT, f"{HOUSE}/说明.txt": "图1.png：义诊现场".encode()}


def received(path: Path, root: Path) -> Batch:
    return receive_all([path], root, AWARDS)


def rules(batch: Batch) -> set[str]:
    return {erratum.rule for erratum in batch.all_errata}


def kept(root: Path) -> dict[str, bytes]:
    folder = root / "cases" / "received" / "parcels"
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.txz", "w:xz")]
)
def test_a_tar_is_received(tmp_path: Path, root: Path, name: str, mode: str) -> None:
    batch = received(boxing.tar(tmp_path / name, FILES, mode), root)
    assert [(row.name, row.case_id) for row in batch.rows] == [(f"{name}/{HOUSE}/稿.txt", "1-09")]
    assert f"{name}/{HOUSE}/说明.txt" in kept(root)


def test_a_single_packed_file_is_received_under_its_own_name(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "稿.txt.gz"
    path.write_bytes(gzip.compress(TEXT))
    assert [row.name for row in received(path, root).rows] == ["稿.txt.gz/稿.txt"]


def test_names_in_a_tar_may_be_gbk(tmp_path: Path, root: Path) -> None:
    import tarfile

    with tarfile.open(
        tmp_path / "a.tar", "w", format=tarfile.GNU_FORMAT, encoding="gbk"
    ) as archive:
        info = tarfile.TarInfo(f"{HOUSE}/案例终稿.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    batch = received(tmp_path / "a.tar", root)
    assert [row.name for row in batch.rows] == [f"a.tar/{HOUSE}/案例终稿.txt"]


def test_a_tar_does_not_reach_outside(tmp_path: Path, root: Path) -> None:
    import tarfile

    path = boxing.tar(tmp_path / "a.tar", {"../外.txt": TEXT, "内.txt": TEXT})
    with tarfile.open(path, "a") as archive:
        info = tarfile.TarInfo("链.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    batch = received(path, root)
    assert [row.name for row in batch.rows] == ["a.tar/内.txt"]
    assert sorted(str(e.place) for e in batch.errata if e.rule == "hostile-file") == [
        "a.tar", "a.tar/链.txt",
    ]  # fmt: skip
    assert not (tmp_path / "外.txt").exists()


needs_bsdtar = pytest.mark.skipif(shutil.which("bsdtar") is None, reason="no bsdtar here")


@needs_bsdtar
def test_a_rar_is_received(tmp_path: Path, root: Path) -> None:
    batch = received(boxing.rar(tmp_path / "稿件.rar", FILES), root)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    assert f"稿件.rar/{HOUSE}/说明.txt" in kept(root)


@needs_bsdtar
def test_a_7z_is_received(tmp_path: Path, root: Path) -> None:
    import subprocess

    put(tmp_path / "in", FILES)
    run = ["bsdtar", "-cf", str(tmp_path / "a.7z"), "--format", "7zip", "-C", str(tmp_path / "in")]
    subprocess.run([*run, HOUSE], check=True, env={"LC_ALL": "C.UTF-8"})
    batch = received(tmp_path / "a.7z", root)
    assert [row.name for row in batch.rows] == [f"a.7z/{HOUSE}/稿.txt"]


LOCKED_7Z = """
N3q8ryccAAQjd/tGEAAAAAAAAABiAAAAAAAAALJpfQSvLcNpLhjEBQ9pzZFD1WAMAQQGAAEJEAAHCwEAAiQG8QcBEl
MPdQRTaQkBl0RaiqyZILk50yEhAQABAAwIBAAICgEs8Q8+AAAFARkBABENAGEALgB0AHgAdAAAABQKAQCwyJgwToDd
ARUGAQAggKSBAAA="""
"""A .7z of 7-Zip 26 whose names can be read and whose file is locked."""


@needs_bsdtar
def test_a_7z_with_a_password_is_told_as_one(tmp_path: Path, root: Path) -> None:
    import base64

    (tmp_path / "a.7z").write_bytes(base64.b64decode(LOCKED_7Z))
    batch = received(tmp_path / "a.7z", root)
    assert {erratum.rule for erratum in batch.all_errata} == {"locked-file"}
    assert "a.7z/a.7z" in kept(root)


@needs_bsdtar
def test_a_rar_that_ends_in_a_word_file_is_no_zip(tmp_path: Path, root: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("x.txt", "x")
    files = {f"{HOUSE}/稿.txt": TEXT, "b.zip": held.getvalue()}
    batch = received(boxing.rar(tmp_path / "稿件.rar", files), root)
    assert [row.name for row in batch.rows] == [f"稿件.rar/{HOUSE}/稿.txt", "稿件.rar/b.zip/x.txt"]


@pytest.mark.skipif(shutil.which("unar") is None, reason="no unar here")
def test_a_program_that_writes_into_a_folder_serves_too(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_programs", lambda _key: iter([("unar", "unar")]))
    batch = received(boxing.rar(tmp_path / "稿件.rar", FILES), root)
    assert [row.case_id for row in batch.rows] == ["1-09"]


@needs_bsdtar
def test_a_damaged_rar_is_told_and_kept(tmp_path: Path, root: Path) -> None:
    path = boxing.rar(tmp_path / "a.rar", FILES)
    path.write_bytes(path.read_bytes()[:60])
    batch = received(path, root)
    assert "damaged-file" in rules(batch)
    assert kept(root) == {"a.rar/a.rar": path.read_bytes()}


def test_a_part_of_an_archive_in_parts_is_told_as_one(tmp_path: Path, root: Path) -> None:
    path = boxing.rar(tmp_path / "a.part2.rar", FILES)
    (erratum,) = [item for item in received(path, root).errata if item.rule == "packed-archive"]
    assert "分卷" in erratum.message.zh


def test_a_mail_is_received_with_what_is_attached(tmp_path: Path, root: Path) -> None:
    data = boxing.mail("报送材料", "您好，稿件见附件。\n张三 13800000000", "", {"稿.txt": TEXT})
    (tmp_path / "来信.eml").write_bytes(data)
    batch = received(tmp_path / "来信.eml", root)
    assert [(row.name, row.case_id) for row in batch.rows] == [("来信.eml/稿.txt", "1-09")]
    assert kept(root)["来信.eml/来信.eml"] == data
    assert "13800000000" not in (root / "cases" / "1-09.md").read_text("utf-8")


def test_the_text_of_a_mail_is_the_manuscript_when_nothing_is_attached(
    tmp_path: Path, root: Path
) -> None:
    long = "".join(
        f"<p>第{n}段，我院党委坚持开展党员教育，内容各不相同{n}。</p>" for n in range(12)
    )
    page = f"<p>{TITLE}</p><p>{HOUSE}</p>{long}<p><img src='cid:p1'></p>"
    data = boxing.mail(f"{HOUSE}投稿", "见网页", page, inline=[("p1", "现场.png", PNG)])
    (tmp_path / "a.eml").write_bytes(data)
    batch = received(tmp_path / "a.eml", root)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    assert [p.read_bytes() for p in (root / "media").iterdir()] == [PNG]
    assert (root / "cases" / "1-09.md").read_text("utf-8").count("../media/1-09-") == 1


def test_the_subject_of_a_mail_says_whose_it_is(tmp_path: Path, root: Path) -> None:
    data = boxing.mail(HOUSE, attached={"1.txt": TEXT.replace(HOUSE.encode() + b"\n", b"")})
    (tmp_path / "1.eml").write_bytes(data)
    assert [row.case_id for row in received(tmp_path / "1.eml", root).rows] == ["1-09"]


@pytest.mark.parametrize("how", ["raw", "gb2312", "rfc2231"])
def test_names_of_attachments_are_read_however_they_are_written(
    tmp_path: Path, root: Path, how: str
) -> None:
    import base64
    from urllib.parse import quote

    name = "镕基医院终稿.txt"
    said = {
        "raw": b'filename="' + name.encode("gbk") + b'"',
        "gb2312": b'filename="=?gb2312?B?' + base64.b64encode(name.encode("gbk")) + b'?="',
        "rfc2231": b"filename*=gbk''" + quote(name.encode("gbk")).encode(),
    }[how]
    data = (
        b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; " + said + b"\r\n\r\n" + base64.encodebytes(TEXT)
        + b"\r\n--b--\r\n"
    )  # fmt: skip
    (tmp_path / "a.eml").write_bytes(data)
    assert [row.name for row in received(tmp_path / "a.eml", root).rows] == [f"a.eml/{name}"]


def test_a_mail_in_a_mail_and_a_zip_in_it_are_opened(tmp_path: Path, root: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("稿.txt", TEXT)
    inner = boxing.mail("转发", attached={"稿.zip": held.getvalue()})
    (tmp_path / "a.eml").write_bytes(boxing.mail("转", attached={"转发.eml": inner}))
    batch = received(tmp_path / "a.eml", root)
    assert [row.name for row in batch.rows] == ["a.eml/转发.eml/稿.zip/稿.txt"]


def test_a_mailbox_is_received_mail_by_mail(tmp_path: Path, root: Path) -> None:
    mails = [boxing.mail("甲", attached={"稿.txt": TEXT}), boxing.mail("乙", "只是问候。")]
    box = b"".join(b"From a@b Mon Jun  5 10:00:00 2023\n" + mail + b"\n" for mail in mails)
    (tmp_path / "收件箱.mbox").write_bytes(box)
    batch = received(tmp_path / "收件箱.mbox", root)
    assert [row.name for row in batch.rows] == ["收件箱.mbox/001.eml/稿.txt"]


def test_an_outlook_mail_is_received(tmp_path: Path, root: Path) -> None:
    text = TEXT.ljust(4096, b"\n")  # such a file keeps small streams apart
    (tmp_path / "a.msg").write_bytes(boxing.msg(HOUSE, "您好", {"案例终稿.txt": text}))
    batch = received(tmp_path / "a.msg", root)
    assert [(row.name, row.case_id) for row in batch.rows] == [("a.msg/案例终稿.txt", "1-09")]
    assert f"a.msg/{HOUSE}.txt" in kept(root)


def test_a_link_to_a_large_attachment_is_told(tmp_path: Path, root: Path) -> None:
    (tmp_path / "a.eml").write_bytes(boxing.mail("x", "从QQ邮箱发来的超大附件：照片.zip"))
    assert "linked-attachment" in rules(received(tmp_path / "a.eml", root))


def test_a_web_page_in_one_file_is_a_manuscript(tmp_path: Path, root: Path) -> None:
    page = (
        f"<html><body><h1>{TITLE}</h1><p>{HOUSE}</p><p>正文一段。</p><p>又一段。</p>"
        '<img src="/p/1.png?x=1"><img src="没有.png"></body></html>'
    )
    data = boxing.mhtml(page, {"http://example.org/p/1.png?x=1": PNG})
    (tmp_path / "页.mhtml").write_bytes(data)
    batch = received(tmp_path / "页.mhtml", root)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    assert "正文一段。" in (root / "cases" / "1-09.md").read_text("utf-8")
    assert [p.read_bytes() for p in (root / "media").iterdir()] == [PNG]
    assert [e.quote for e in batch.all_errata if e.rule == "missing-picture"] == ["没有.png"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xlsx", {"[Content_Types].xml": b"spreadsheetml"}, "表格"),
        ("片.pptx", {"[Content_Types].xml": b"presentationml"}, "PowerPoint"),
        ("录像.mp4", b"\0\0\0\x18ftypisom", "视频"),
        ("旧表.et", boxing.compound({"Workbook": b"x"}), "Excel"),
        ("锁.xlsx", boxing.compound({"EncryptedPackage": b"x"}), "密码"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(50), "winmail.dat"),
    ],
)
def test_what_is_no_manuscript_is_named_truly_and_kept(
    tmp_path: Path, root: Path, name: str, data: bytes | dict[str, bytes], said: str
) -> None:
    if isinstance(data, dict):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for inner, content in data.items():
                archive.writestr(inner, content)
        data = held.getvalue()
    batch = received(put(tmp_path / "来件", {name: data, "稿.txt": TEXT}), root)
    (erratum,) = [item for item in batch.errata if item.rule == "no-manuscript"]
    assert said in erratum.message.zh
    assert kept(root) == {f"来件/{name}": data}
    outright = received(put(tmp_path / "另", {name: data}) / name, root)
    assert [row.state for row in outright.rows] == [State.REFUSED]
    assert said in outright.rows[0].errata[0].message.zh


def test_an_archive_that_was_opened_is_kept_as_it_came_too(tmp_path: Path, root: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("稿.txt", TEXT)
    with zipfile.ZipFile(tmp_path / "来稿.zip", "w") as archive:
        archive.writestr("Thumbs.db", b"residue")
        archive.writestr("里层.zip", inner.getvalue())
    batch = received(tmp_path / "来稿.zip", root)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    here = kept(root)
    assert (tmp_path / "来稿.zip").read_bytes() in here.values()
    assert inner.getvalue() not in here.values()  # it is in the other one


def test_a_path_that_does_not_exist_is_told_and_not_listed(tmp_path: Path, root: Path) -> None:
    batch = received(tmp_path / "没有这个.docx", root)
    assert [row.state for row in batch.rows] == [State.REFUSED]
    assert not (root / "cases" / "received" / "index.jsonl").exists()
