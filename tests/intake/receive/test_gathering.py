"""Parcels as they come: every entry of a zip is received, or told with the way out."""

import io
import os
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from making import body, docx, p
from receiving import AWARDS

from casebook.intake.formats.file_kinds import FileKind
from casebook.intake.parcels import Opened, unpacking
from casebook.intake.receive import gathering
from casebook.intake.receive.batch import Batch, State, receive_all

TITLE = "心灵园地——党员教育新方法的探索"
HOUSE = "黑龙江省哈尔滨市第一医院"


def text(number: int = 0, house: str = HOUSE) -> bytes:
    lines = (
        f"{TITLE}{number or ''}",
        house,
        *(f"第{n}段，内容各不相同{number * n}。" for n in range(6)),
    )
    return "\n".join(lines).encode()


class Raw(zipfile.ZipInfo):
    """An entry whose name is stored as these bytes, with or without saying that it is UTF-8."""

    stored: bytes | None = None
    marked = False

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        if self.stored is None:
            return super()._encodeFilenameFlags()  # type: ignore[misc, no-any-return]
        return self.stored, self.flag_bits | (0x800 if self.marked else 0)


def entry(name: str | bytes, mode: int = stat.S_IFREG | 0o644) -> Raw:
    raw = name if isinstance(name, bytes) else name.encode()
    made = Raw("x")
    made.filename = raw.decode("utf-8", "replace")
    made.stored, made.marked = raw, isinstance(name, str)
    made.external_attr = mode << 16
    return made


def packed(path: Path, entries: Sequence[tuple[str | bytes | Raw, bytes]]) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        warnings.catch_warnings(action="ignore"),  # two of one name are meant
    ):
        for name, data in entries:
            archive.writestr(name if isinstance(name, Raw) else entry(name), data)
    return path


def names(batch: Batch) -> list[str]:
    return [row.name for row in batch.rows]


def rules(batch: Batch) -> set[str]:
    return {erratum.rule for erratum in batch.all_errata}


def test_a_name_longer_than_a_disk_takes_is_shortened_and_told(tmp_path: Path, root: Path) -> None:
    long = "很长的题目" * 40 + ".txt"
    path = packed(tmp_path / "a.zip", [(f"{'夹' * 120}/{long}", text()), ("b.txt", text(2))])
    batch = receive_all([path], root, AWARDS)
    assert len(batch.rows) == 2
    assert State.REFUSED not in {row.state for row in batch.rows}
    assert "long-name" in rules(batch)
    (name,) = (name for name in names(batch) if "很长的题目" in name)
    assert name.endswith(".txt")


def test_two_entries_of_one_name_are_both_received(tmp_path: Path, root: Path) -> None:
    entries = [
        ("稿.txt", text(1)),
        ("稿.txt", text(2)),
        ("Ａ/x.txt", text(3)),
        ("ａ/X.txt", text(4)),
    ]
    batch = receive_all([packed(tmp_path / "a.zip", entries)], root, AWARDS)
    assert len(batch.rows) == 4
    assert State.REFUSED not in {row.state for row in batch.rows}
    errata = [(str(e.place), e.quote) for e in batch.errata if e.rule == "doubled-name"]
    assert ("a.zip/稿.txt", "稿 (2).txt") in errata


def test_an_entry_where_a_folder_stands_is_received(tmp_path: Path, root: Path) -> None:
    entries = [("稿", b"x"), ("稿/a.txt", text(1)), ("b.txt/c.txt", text(2)), ("b.txt", text(3))]
    batch = receive_all([packed(tmp_path / "a.zip", entries)], root, AWARDS)
    assert len(batch.rows) == 3
    assert "damaged-file" not in rules(batch)


def test_empty_files_are_told(tmp_path: Path, root: Path) -> None:
    path = packed(tmp_path / "a.zip", [("空.docx", b""), ("b.txt", text())])
    batch = receive_all([path], root, AWARDS)
    assert [str(e.place) for e in batch.errata if e.rule == "empty-file"] == ["a.zip/空.docx"]
    assert len(batch.rows) == 1


@pytest.mark.parametrize(
    ("codec", "folder", "name"),
    [
        ("gb18030", "哈尔滨市第一医院", "案例终稿.txt"),
        ("cp950", "臺北榮民總醫院", "黨建工作案例.txt"),
        ("cp932", "国立病院の取り組み", "報告ソフト表.txt"),
        ("utf-8", "北京协和医院", "案例.txt"),
    ],
)
def test_names_are_read_in_the_encoding_of_their_sender(
    tmp_path: Path, root: Path, codec: str, folder: str, name: str
) -> None:
    raw = f"{folder}/{name}".encode(codec)
    batch = receive_all([packed(tmp_path / "a.zip", [(raw, text())])], root, AWARDS)
    assert names(batch) == [f"a.zip/{folder}/{name}"]


def test_a_name_given_a_second_time_in_unicode_is_read_there(tmp_path: Path, root: Path) -> None:
    raw, name = b"\x8d\x8d?.txt", "鄧㗎𠮷.txt"
    made = entry(raw)
    field = struct.pack("<BI", 1, zlib.crc32(raw)) + name.encode()
    made.extra = struct.pack("<HH", 0x7075, len(field)) + field
    batch = receive_all([packed(tmp_path / "a.zip", [(made, text())])], root, AWARDS)
    assert names(batch) == [f"a.zip/{name}"]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt",
                                  "..\\out.txt"])  # fmt: skip
def test_a_path_that_leads_outside_is_told(tmp_path: Path, root: Path, name: str) -> None:
    path = packed(tmp_path / "a.zip", [(name, b"x"), ("b.txt", text())])
    batch = receive_all([path], root, AWARDS)
    assert ("hostile-file" in rules(batch), len(batch.rows)) == (True, 1)
    assert not list(tmp_path.rglob("out.txt"))


def test_a_link_in_a_zip_is_told_and_not_followed(tmp_path: Path, root: Path) -> None:
    link = entry("秘.txt", stat.S_IFLNK | 0o777)
    path = packed(tmp_path / "a.zip", [(link, b"/etc/passwd"), ("b.txt", text())])
    batch = receive_all([path], root, AWARDS)
    assert [str(e.place) for e in batch.errata if e.rule == "hostile-file"] == ["a.zip/秘.txt"]
    assert names(batch) == ["a.zip/b.txt"]


def test_a_locked_entry_is_told_and_the_rest_received(tmp_path: Path, root: Path) -> None:
    path = packed(tmp_path / "a.zip", [("锁.txt", text(1)), ("b.txt", text(2))])
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    batch = receive_all([path], root, AWARDS)
    assert [str(e.place) for e in batch.errata if e.rule == "locked-file"] == ["a.zip/锁.txt"]
    assert names(batch) == ["a.zip/b.txt"]


def test_an_entry_packed_in_a_way_nobody_knows_is_told(tmp_path: Path, root: Path) -> None:
    path = packed(tmp_path / "a.zip", [("新.txt", text(1)), ("b.txt", text(2))])
    data = bytearray(path.read_bytes())
    for mark, behind in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        data[at + behind : at + behind + 2] = struct.pack("<H", 97)
    path.write_bytes(data)
    batch = receive_all([path], root, AWARDS)
    assert "unknown-compression" in rules(batch)
    assert names(batch) == ["a.zip/b.txt"]


def test_a_damaged_entry_is_told_and_the_rest_received(tmp_path: Path, root: Path) -> None:
    path = packed(tmp_path / "a.zip", [("坏.txt", text(1)), ("b.txt", text(2))])
    data = bytearray(path.read_bytes())
    start = 30 + len("坏.txt".encode())
    data[start + 20 : start + 30] = b"\xff" * 10
    path.write_bytes(data)
    batch = receive_all([path], root, AWARDS)
    assert [str(e.place) for e in batch.errata if e.rule == "damaged-file"] == ["a.zip/坏.txt"]
    assert names(batch) == ["a.zip/b.txt"]


def test_a_zip_that_swells_is_left_packed(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "ALL_FILES", 1_000_000)
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 300_000)
    monkeypatch.setattr(unpacking, "MOST_FILES", 50)
    zeros = packed(tmp_path / "zeros.zip", [("a.txt", bytes(2_000_000))])
    many = packed(tmp_path / "many.zip", [(f"{n}.txt", b"x") for n in range(60)])
    item = packed(tmp_path / "one.zip", [("big.txt", bytes(400_000)), ("b.txt", text())])
    batch = receive_all([zeros, many, item], root, AWARDS)
    assert [str(e.place) for e in batch.errata if e.rule == "oversized-manuscript"] == [
        "zeros.zip", "many.zip", "one.zip/big.txt",
    ]  # fmt: skip
    assert names(batch) == ["one.zip/b.txt"]


def test_zips_in_zips_are_opened_two_deep_and_the_next_is_told(tmp_path: Path, root: Path) -> None:
    inner: list[tuple[str | bytes | Raw, bytes]] = [("稿.txt", text(9))]
    for depth in range(4):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, data in inner:
                archive.writestr(entry(name) if not isinstance(name, Raw) else name, data)
        inner = [(f"{depth}.zip", held.getvalue()), (f"{depth}.txt", text(depth + 1))]
    batch = receive_all([packed(tmp_path / "a.zip", inner)], root, AWARDS)
    assert len(batch.rows) == 3
    assert [str(e.place) for e in batch.errata if e.rule == "oversized-manuscript"] == [
        "a.zip/3.zip/2.zip/1.zip"
    ]


def test_an_archive_that_no_program_opens_is_kept_and_the_way_out_told(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.intake.parcels.archives._programs", lambda _key: iter(()))
    path = packed(tmp_path / "a.zip", [("稿.rar", b"Rar!\x1a\7..."), ("b.txt", text())])
    batch = receive_all([path], root, AWARDS)
    (erratum,) = [item for item in batch.errata if item.rule == "packed-archive"]
    assert ".rar" in erratum.message.zh
    assert erratum.hint is not None
    assert "libarchive-tools" in erratum.hint.en
    kept = root / "cases" / "received" / "parcels" / "a.zip" / "稿.rar" / "稿.rar"
    assert kept.read_bytes() == b"Rar!\x1a\7..."


def test_a_zip_that_is_none_is_told(tmp_path: Path, root: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing of the kind")
    batch = receive_all([tmp_path / "a.zip"], root, AWARDS)
    assert rules(batch) == {"damaged-file"}


def test_a_parcel_of_pipes_and_links_is_told_and_does_not_hang(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "来稿"
    folder.mkdir()
    (folder / "a.txt").write_bytes(text())
    os.mkfifo(folder / "b.docx")
    (folder / "c.txt").symlink_to("/etc/passwd")
    (folder / ".#a.txt").symlink_to("me@here")
    os.mkfifo(tmp_path / "outright.txt")
    batch = receive_all([folder, tmp_path / "outright.txt", tmp_path / "none.txt"], root, AWARDS)
    assert [(e.rule, str(e.place)) for e in batch.errata] == [
        ("special-file", "来稿/b.docx"),
        ("link-outside", "来稿/c.txt"),
        ("program-files", "来稿"),
    ]
    assert [(row.name, row.state) for row in batch.rows] == [
        ("来稿/a.txt", State.ACCEPTED),
        ("outright.txt", State.REFUSED),
        ("none.txt", State.REFUSED),
    ]
    assert batch.rows[1].errata[0].rule == "special-file"


def test_a_text_in_big5_is_received_with_a_word(tmp_path: Path, root: Path) -> None:
    lines = (
        "黨建工作案例",
        "單位：北京協和醫院",
        "醫院黨委深入開展學習，領導幹部帶頭。",
        "服務質量提高了。",
    )
    (tmp_path / "稿.txt").write_bytes("\n".join(lines).encode("cp950"))
    batch = receive_all([tmp_path / "稿.txt"], root, AWARDS, "1-02")
    assert "encoding" in rules(batch)
    (case,) = (root / "cases").glob("*.md")
    assert "醫院黨委深入開展學習" in case.read_text("utf-8")


def test_a_full_disk_is_named_and_loses_no_other_parcel(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.zip", [("a.txt", text())])
    (tmp_path / "b.txt").write_bytes(text(2))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacking.Unpacking, "take", full)
    batch = receive_all([path, tmp_path / "b.txt"], root, AWARDS)
    assert [(e.rule, str(e.place)) for e in batch.errata] == [("file-fault", "a.zip")]
    assert names(batch) == ["b.txt"]


def test_what_is_unpacked_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    once = gathering.open_up

    def watched(path: Path, name: str, kind: FileKind, target: Path) -> Opened:
        seen.append(target)
        return once(path, name, kind, target)

    monkeypatch.setattr(gathering, "open_up", watched)
    root = tmp_path / "manuscript"
    root.mkdir()
    receive_all([packed(tmp_path / "a.zip", [("a.txt", text())])], root, AWARDS)
    assert seen
    assert not seen[0].exists()


def form(*rows: tuple[str, str]) -> bytes:
    """Return an application form as a Word file."""
    table = "".join(f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>" for a, b in rows)
    return docx(body(p("案例申报表"), f"<w:tbl>{table}</w:tbl>"))


SMALL = (("申报单位", HOUSE), ("案例名称", TITLE), ("联系电话", "13800000000"), ("正文", "另附"))


def test_a_form_beside_its_manuscript_takes_no_award_and_is_kept(
    tmp_path: Path, root: Path
) -> None:
    data = form(*SMALL)
    for name, held in {"甲/申报表.docx": data, "甲/正文.txt": text()}.items():
        (tmp_path / "来件" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "来件" / name).write_bytes(held)
    batch = receive_all([tmp_path / "来件"], root, AWARDS)
    assert [(row.name, row.case_id) for row in batch.rows] == [("来件/甲/正文.txt", "1-09")]
    assert "form-beside" in rules(batch)
    assert (root / "cases/received/parcels/来件/甲/申报表.docx").read_bytes() == data
    assert not [q for q in root.rglob("*.md") if "13800000000" in q.read_text("utf-8")]


def sheet(*rows: tuple[str, str]) -> bytes:
    """Return an application form as a workbook."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "made"), [("申报表.docx", form), ("申报表.xlsx", sheet)])
def test_what_a_form_beside_its_manuscript_says_and_the_text_does_not(
    tmp_path: Path, root: Path, name: str, made: Callable[..., bytes]
) -> None:
    bare = "\n".join(f"第{n}段，内容各不相同{n * n}。" for n in range(9)).encode()
    more = (("案例类别", "党建类"), ("主创人员", "张三"), ("联系人", "王五"))
    for file, held in {name: made(*SMALL, *more), "材料.txt": bare}.items():
        (tmp_path / "来件").mkdir(exist_ok=True)
        (tmp_path / "来件" / file).write_bytes(held)
    batch = receive_all([tmp_path / "来件"], root, AWARDS)
    assert [(row.name, row.case_id) for row in batch.rows] == [("来件/材料.txt", "1-09")]
    case = (root / "cases/1-09.md").read_text("utf-8")
    assert "category: 党建类" in case
    assert "张三" in case
    assert not any(item in case + str(batch.all_errata) for item in ("王五", "13800000000"))
    private = (root / "cases/received/1-09.private.yaml").read_text("utf-8")
    assert all(item in private for item in ("王五", "13800000000"))


@pytest.mark.parametrize(
    "files",
    [
        {"申报表.docx": form(*SMALL)},
        {"申报表.docx": form(*SMALL), "甲.txt": text(1), "乙.txt": text(2)},
        {"申报表.docx": form(*SMALL, ("正文", "很长的正文。" * 80)), "甲.txt": text(1)},
    ],
)
def test_a_form_that_may_be_the_manuscript_is_received(
    tmp_path: Path, root: Path, files: dict[str, bytes]
) -> None:
    (tmp_path / "来件").mkdir()
    for name, held in files.items():
        (tmp_path / "来件" / name).write_bytes(held)
    batch = receive_all([tmp_path / "来件"], root, AWARDS)
    assert "来件/申报表.docx" in names(batch)
