"""Photos that come on ways of their own: in a Word file, before their case, named by a camera."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from boxing import put
from receiving import AWARDS
from test_photo_joining import HOUSE, OTHER, THEIRS, TITLE, at, receive, rules, shot, text
from wordpages import Around, line, picture, table, word_file

from casebook.intake.receive.batch import receive_all


def album(*captions: str, head: str = "照片", above: bool = False) -> bytes:
    """Return a Word file of photos with a caption under (or above) each."""
    blocks = [line(head, align="center")] if head else []
    for number, caption in enumerate(captions, 1):
        pair = [picture(f"p{number}", number), line(caption)]
        blocks += reversed(pair) if above else pair
    shots = {f"p{number}": shot(number) for number in range(1, len(captions) + 1)}
    return word_file(*blocks, around=Around(pictures=shots))


def test_photos_in_a_word_file_of_their_own_go_where_the_text_calls_them(tmp_path: Path) -> None:
    files = {"稿.txt": text("先出发（见图1）。", "后送到（见图2）。"),
             "照片.docx": album("图1　邮车出发", "图2　送信到户")}  # fmt: skip
    batch = receive(tmp_path / "in" / "邮局", tmp_path / "book", files)
    shown = at(tmp_path / "book")
    assert shown[:4] == [
        "先出发（见图1）。",
        "[图1 邮车出发]",
        "后送到（见图2）。",
        "[图2 送信到户]",
    ]
    assert [row.case_id for row in batch.rows] == ["1-09"]
    kept = (tmp_path / "book/cases/received/parcels").rglob("照片.docx")
    assert [path.read_bytes() for path in kept if path.is_file()] == [files["照片.docx"]]


def test_a_table_in_a_note_says_of_each_photo_what_it_shows(tmp_path: Path) -> None:
    note = table(("文件名", "说明"), ("DSC_0001.jpg", "图1：邮车出发"),
                 ("DSC_0002.jpg", "图2：为老人送信，联系人13800001234"), widths=(3000, 5000))  # fmt: skip
    files = {"稿.txt": text("送到（见图2）。", "出发（见图1）。"), "照片说明.docx": word_file(note),
             "DSC_0001.jpg": shot(1), "DSC_0002.jpg": shot(2)}  # fmt: skip
    receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[:4] == [
        "送到（见图2）。", "[为老人送信]", "出发（见图1）。", "[邮车出发]",
    ]  # fmt: skip


def test_a_note_may_be_a_table_of_excel(tmp_path: Path) -> None:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ("序号", "照片", "说明"),
        (1, "IMG_0001.jpg", "图2 送信到户"),
        (2, "IMG_0002.jpg", "图1 出发"),
    ):
        book.active.append(row)
    book.save(held)
    files = {"稿.txt": text("出发（见图1）。", "送到（见图2）。"), "照片说明.xlsx": held.getvalue(),
             "IMG_0001.jpg": shot(1), "IMG_0002.jpg": shot(2)}  # fmt: skip
    batch = receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[1:4:2] == ["[出发]", "[送信到户]"]
    assert "no-manuscript" not in rules(batch)


def test_the_caption_of_a_photo_in_a_word_file_may_stand_over_it(tmp_path: Path) -> None:
    files = {
        "稿.txt": text("（见图2）。"),
        "附图.docx": album("图1　甲", "图2　送信到户", head="", above=True),
    }
    receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[:2] == ["（见图2）。", "[图2 送信到户]"]


def test_a_word_file_of_photos_that_comes_later_finds_its_case_by_its_head(tmp_path: Path) -> None:
    receive(tmp_path / "one", tmp_path / "book", {"稿.txt": text()})
    put(tmp_path, {"补发.docx": album("图1　义诊现场", head=f"{HOUSE}照片")})
    batch = receive_all([tmp_path / "补发.docx"], tmp_path / "book", AWARDS)
    assert at(tmp_path / "book")[-1] == "[图1 义诊现场]"
    assert not batch.rows


def test_a_short_manuscript_with_a_picture_is_no_album(tmp_path: Path) -> None:
    body = "这一篇很短，只有一段话和一张图。"
    data = word_file(line(TITLE), line(HOUSE), line(body * 6), picture("p1", 1),
                     around=Around(pictures={"p1": shot(1)}))  # fmt: skip
    batch = receive(tmp_path / "in", tmp_path / "book", {"短.docx": data})
    assert [row.case_id for row in batch.rows] == ["1-09"]


def test_the_number_of_a_manuscript_tells_whose_a_picture_is(tmp_path: Path) -> None:
    files = {
        "1.稿.txt": text("如图1所示。"), "2.稿.txt": text("如图1所示。", title=THEIRS, house=OTHER),
        "1-图1.png": shot(1), "2-图1.png": shot(2), "2_图2 党课现场会.png": shot(3),
    }  # fmt: skip
    receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[:2] == ["如图1所示。", "[]"]
    second = at(tmp_path / "book", "2-066")
    assert second[:2] == ["如图1所示。", "[]"]
    assert "党课现场会" in second[-1]


def test_pictures_named_by_a_telephone_go_to_the_numbers_called_in_their_order(
    tmp_path: Path,
) -> None:
    files = {"稿.txt": text("先走（见图1）。", "后到（见图2）。"),
             "微信图片_20230502.png": shot(2), "微信图片_20230501.png": shot(1)}  # fmt: skip
    batch = receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[:4] == ["先走（见图1）。", "[]", "后到（见图2）。", "[]"]
    assert "微信图片_20230501.png：“先走" in rules(batch)["picture-by-order"]


def test_a_note_that_numbers_a_picture_s_file_places_it_where_the_number_is_called(
    tmp_path: Path,
) -> None:
    note = "图一：DSC_0451.png  塘边识字课\n图二：DSC_0467.png  缫丝技艺\nDSC_0470.png 是结业合影\n"
    files = {"稿.txt": text("先走（见图二）。", "后到（见图一）。", "再说。"),
             "照片说明.txt": note.encode(), "DSC_0451.png": shot(1), "DSC_0467.png": shot(2),
             "DSC_0470.png": shot(3)}  # fmt: skip
    receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[:5] == [
        "先走（见图二）。", "[缫丝技艺]", "后到（见图一）。", "[塘边识字课]", "再说。",
    ]  # fmt: skip
    assert at(tmp_path / "book")[-1] == "[结业合影]"


def test_more_pictures_than_numbers_are_not_guessed(tmp_path: Path) -> None:
    files = {"稿.txt": text("见图1。"), "IMG_1.png": shot(1), "IMG_2.png": shot(2)}
    receive(tmp_path / "in", tmp_path / "book", files)
    assert at(tmp_path / "book")[-2:] == ["[]", "[]"]


def test_photos_that_come_before_their_case_join_it_when_it_comes(tmp_path: Path) -> None:
    photos = {f"{HOUSE}/IMG_7.png": shot(7)}
    before = receive(tmp_path / "one", tmp_path / "book", photos)
    assert "loose-pictures" in rules(before)
    after = receive(tmp_path / "two", tmp_path / "book", {"稿.txt": text()})
    assert at(tmp_path / "book")[-1] == "[]"
    assert "loose-pictures" not in rules(after)
    again = receive(
        tmp_path / "three", tmp_path / "book", {"另.txt": text(title=THEIRS, house=OTHER)}
    )
    assert not {"picture-to-place", "loose-pictures"} & set(rules(again))


@pytest.mark.parametrize(
    "name", ["营业执照.jpg", "邮局-身份证正反面.jpg", "微信二维码.png", "LOGO.png"]
)
def test_a_picture_of_a_paper_is_no_photo_of_the_case(tmp_path: Path, name: str) -> None:
    files = {"稿.txt": text("先出发。", "后送到。"), name: shot(1)}
    batch = receive(tmp_path / "in" / "邮局", tmp_path / "book", files)
    assert "picture-of-paper" in rules(batch)
    assert not any(line.startswith("[") for line in at(tmp_path / "book"))
    kept = (tmp_path / "book/cases/received/parcels").rglob(name)
    assert [path.read_bytes() for path in kept if path.is_file()] == [shot(1)]


def test_a_photo_whose_name_speaks_of_a_code_is_one(tmp_path: Path) -> None:
    files = {"稿.txt": text("先出发。", "后送到。"), "群众扫二维码缴费.jpg": shot(1)}
    batch = receive(tmp_path / "in" / "邮局", tmp_path / "book", files)
    assert "picture-of-paper" not in rules(batch)


def test_a_note_by_another_name_that_calls_photos_as_the_camera_did(tmp_path: Path) -> None:
    note = "老师：第一张（IMG_1）请放在“先出发”后面，是邮车；IMG_2是送信，放最后。"
    files = {"稿.txt": text("先出发。", "后送到。"), "IMG_1.jpg": shot(1), "IMG_2.jpg": shot(2),
             "要求.txt": note.encode("gbk")}  # fmt: skip
    batch = receive(tmp_path / "in" / "邮局", tmp_path / "book", files)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    shown = at(tmp_path / "book")
    assert [line[:1] == "[" for line in shown].index(True) == shown.index("先出发。") + 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("name", "note"),
    [("说明.txt", "图1是抄表员在山路上，放在“先出发”后面"), ("先读我.txt", "请收两篇"), ("读我.txt", "图1是抄表员")],
)  # fmt: skip
def test_a_short_note_in_any_encoding_is_no_manuscript(
    tmp_path: Path, root: Path, encoding: str, name: str, note: str
) -> None:
    text = "\n".join(
        (AWARDS[1].title or "", AWARDS[1].organisation, "先出发。", "后到。", "再回来。")
    )
    folder = put(tmp_path / "来件", {"稿.txt": text.encode(), name: note.encode(encoding)})
    batch = receive_all([folder], root, AWARDS)
    assert [row.name for row in batch.rows] == ["来件/稿.txt"]
    assert [(other.name, other.fate.value) for other in batch.others] == [(f"来件/{name}", "note")]


def test_a_note_whose_name_was_unpacked_in_the_wrong_encoding_is_one(
    tmp_path: Path, root: Path
) -> None:
    def garbled(name: str) -> str:
        return name.encode("gbk").decode("cp437")

    folder = {
        garbled("稿.txt"): text(),
        garbled("现场图1.jpg"): shot(1),
        garbled("说明.txt"): "图1是抄表员在山路上，放在“先出发”后面".encode("gbk"),
    }
    batch = receive(tmp_path / "来件", root, folder)
    assert [row.name for row in batch.rows] == ["来件/稿.txt"]
    assert ("来件/说明.txt", "note") in [(o.name, o.fate.value) for o in batch.others]


def test_a_note_beside_archives_is_no_manuscript(tmp_path: Path, root: Path) -> None:
    (tmp_path / "来件").mkdir()
    with zipfile.ZipFile(tmp_path / "来件" / "稿.zip", "w") as archive:
        archive.writestr("稿.txt", text())
    batch = receive(tmp_path / "来件", root, {"读我.txt": "请收一篇".encode()})
    assert [row.name for row in batch.rows] == ["来件/稿.zip/稿.txt"]


def test_what_a_line_says_of_a_photo_ends_where_it_speaks_of_the_next(tmp_path: Path) -> None:
    said = "随信两张照片，照片电梯1是开工那天，电梯2是徐师傅下楼，请放在文末。".encode()
    files = {"稿.txt": text(), "说明.txt": said, "电梯1.jpg": shot(1), "电梯2.jpg": shot(2)}
    receive(tmp_path / "in" / "街道", tmp_path / "book", files)
    assert at(tmp_path / "book")[-2:] == ["[开工那天]", "[徐师傅下楼]"]


def test_photos_of_a_parcel_with_one_case_join_it_from_a_folder_of_their_own(
    tmp_path: Path,
) -> None:
    said = "照片1：揭牌\n照片2：一起包饺子".encode()
    called = text("照片1是揭牌那天。", "照片2是包饺子。")
    files = {"镇/修改稿/稿（修改）.txt": called.replace("第2段".encode(), "第二段".encode()),
             "镇/终稿/稿（终稿）.txt": called, "镇/照片/1.jpg": shot(1), "镇/照片/2.jpg": shot(2),
             "镇/照片/说明.txt": said, "镇/联系人.txt": "联系人：王五 13812345678".encode()}  # fmt: skip
    batch = receive(tmp_path / "in", tmp_path / "book", files)
    shown = at(tmp_path / "book")
    assert shown[:4] == ["照片1是揭牌那天。", "[揭牌]", "照片2是包饺子。", "[一起包饺子]"]
    assert "contacts-kept" in rules(batch)
    assert "13812345678" not in "".join(f"{other}" for other in batch.others)
    kept = (tmp_path / "book/cases/received/parcels").rglob("联系人.txt")
    assert [path.read_bytes() for path in kept if path.is_file()] == [files["镇/联系人.txt"]]


def test_photos_beside_several_cases_are_not_guessed_by_the_folder_above(tmp_path: Path) -> None:
    other = text(title=THEIRS, house=OTHER)
    files = {"甲/稿.txt": text(), "乙/稿.txt": other, "照片/1.jpg": shot(1)}
    assert "loose-pictures" in rules(receive(tmp_path / "in", tmp_path / "book", files))


def test_photos_of_a_word_file_stand_in_its_order(tmp_path: Path) -> None:
    files = {"稿.txt": text(), "照片.docx": album("执法现场的人们", "广场上的拆解课")}
    receive(tmp_path / "in" / "局", tmp_path / "book", files)
    assert at(tmp_path / "book")[-2:] == ["[执法现场的人们]", "[广场上的拆解课]"]


def test_a_text_may_call_a_photo_by_the_name_of_its_file(tmp_path: Path) -> None:
    files = {"稿.txt": text("先出发（见照片IMG_0001）。", "后来到了。"), "IMG_0001.jpg": shot(1)}
    batch = receive(tmp_path / "in" / "局", tmp_path / "book", files)
    assert at(tmp_path / "book")[1] == "[]"
    assert "picture-placed" in rules(batch)
    assert "picture-by-order" not in rules(batch)


def test_a_text_may_call_a_photo_by_a_short_name_in_marks(tmp_path: Path) -> None:
    files = {"稿.txt": text("盈余买了蒸箱，见照片“蒸箱”。", "后来换了灶。"), "蒸箱.jpg": shot(1)}
    batch = receive(tmp_path / "in" / "局", tmp_path / "book", files)
    assert at(tmp_path / "book")[1] == "[]"
    assert "picture-placed" in rules(batch)
    assert "picture-by-order" not in rules(batch)
