"""Decode: the encoding is found, and what is no text is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.decoding import LIMIT, Decoded, as_file, decode, names, utf8
from casebook.errata import Erratum

TRADITIONAL = "黨的二十大勝利召開後，醫院黨委積極開展活動。\n（一）學習培訓。後文，DDH 30人。\n"
JAPANESE = "本院における医療安全の取り組みについて、看護師の研修を報告します。\n"
TEXT = "党的二十大胜利召开后，医院党委积极开展活动。\n（一）学习培训。后文，DDH 30人。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_a_text_is_read_in_each_encoding_people_send(data: bytes, encoding: str) -> None:
    assert decode(data, "a.txt") == Decoded(TEXT, encoding)


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (TRADITIONAL, "cp950", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL + "香港黨員嘅學習㗎。\n", "big5hkscs", "big5"),
        (JAPANESE, "cp932", "shift_jis"),
        (TEXT, "utf-32", "utf-32"),
        (TEXT, "utf-32-le", "utf-32-le"),
        (TEXT, "utf-32-be", "utf-32-be"),
        ("医院党委", "utf-16-le", "utf-16-le"),
        ("Report, 30 persons.\n", "utf-16-le", "utf-16-le"),
        ("Report, 30 persons.\n", "utf-16-be", "utf-16-be"),
        ("Résumé — 30 % naïve.\n", "utf-8", "utf-8"),
        ("Привет, мир. Здравоохранение.\n", "utf-8", "utf-8"),
        ("→ ■ □ ✔ ☐\n", "utf-8", "utf-8"),
    ],
)
def test_a_text_of_elsewhere_is_read_as_what_it_is(text: str, codec: str, encoding: str) -> None:
    assert decode(text.encode(codec), "a.txt") == Decoded(text, encoding)


def test_a_mark_of_gb18030_is_no_character() -> None:
    assert decode(b"\x84\x31\x95\x33" + TEXT.encode("gb18030"), "a") == Decoded(TEXT, "gb18030")


@pytest.mark.parametrize("mark", ["utf-16", "utf-32"])
def test_a_file_cut_off_in_the_middle_of_a_character_is_refused(mark: str) -> None:
    assert isinstance(decode(TEXT.encode(mark)[:-1], "a.txt"), Erratum)


@pytest.mark.parametrize(
    ("data", "line", "encoding"),
    [
        ((TEXT + "学").encode("gb18030"), 1, "GB18030"),
        (TRADITIONAL.encode("cp950"), 1, "Big5"),
        (TEXT.encode("utf-16"), 1, "UTF-16"),
        (b"a: 1\nb: \xff\xfe\xfd\n", 2, ""),
    ],
)
def test_an_editors_file_that_is_not_utf8_says_what_it_is(
    data: bytes, line: int, encoding: str
) -> None:
    result = utf8(data, "book.yaml")
    assert isinstance(result, Erratum)
    assert (result.rule, result.place.line) == ("not-utf-8", line)
    assert encoding in result.message.en
    assert utf8("\ufeffa: 1\r\n".encode(), "book.yaml") == "a: 1\r\n"


@pytest.mark.parametrize(
    ("codec", "given"),
    [
        ("utf-8", ["案例.docx", "説明.txt", "a.txt"]),
        ("gb18030", ["医院案例.docx", "説明㭎.txt", "a.txt"]),
        ("cp950", ["北京協和醫院/黨建案例.docx", "說明.txt", "a.txt"]),
        ("cp932", ["医療安全の取り組み.docx", "報告ソ表.txt", "a.txt"]),
    ],
)
def test_names_of_one_archive_are_read_together(codec: str, given: list[str]) -> None:
    assert names([name.encode(codec) for name in given]) == given


@pytest.mark.parametrize(
    ("codec", "given"),
    [
        ("gb18030", ["图1.jpg"]),
        ("gb18030", ["折叠书架进楼道.docx", "图1.jpg", "图/图2.png", "眉山.jpg"]),
        ("utf-8", ["Müller.txt", "Привет.txt"]),
    ],
)
def test_a_name_that_seems_to_be_utf_8_is_read_as_it_was_meant(
    codec: str, given: list[str]
) -> None:
    assert names([name.encode(codec) for name in given]) == given


def test_names_of_two_programs_in_one_archive_are_read_each_by_itself() -> None:
    given = [("图1.jpg", "gb18030"), ("案例.docx", "utf-8"), ("Привет.txt", "utf-8")]
    assert names([name.encode(codec) for name, codec in given]) == [name for name, _ in given]


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_told(data: bytes) -> None:
    result = decode(data, "a.txt")
    assert isinstance(result, Erratum) or result.text.encode()
    assert all(isinstance(name, str) for name in names([data, b"a"]))


def test_rare_characters_survive_gb18030() -> None:
    text = "姓名：𠮷䶮。" + TEXT
    assert decode(text.encode("gb18030"), "a.txt") == Decoded(text, "gb18030")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x85"])
def test_every_line_end_becomes_a_line_feed(end: str) -> None:
    result = decode(f"第一段。{end}第二段。".encode(), "a.txt")
    assert isinstance(result, Decoded)
    assert result.text == "第一段。\n第二段。"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty-manuscript"),
        (b"\xef\xbb\xbf\r\n", "empty-manuscript"),
        ("　\n \t\n".encode(), "empty-manuscript"),
        (b"PK\x03\x04rest", "not-a-text-file"),
        (b"%PDF-1.7", "not-a-text-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not-a-text-file"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-a-text-file"),
        (b"{\\rtf1 a}", "not-a-text-file"),
        (bytes(range(256)) * 4, "not-a-text-file"),
        (b"\x80\x81\xff\xff" * 30, "not-a-text-file"),
        ("医院\x00党委".encode(), "control-character"),
        ("医院\x1b党委".encode(), "control-character"),
        ("医院\x99党委".encode(), "control-character"),
        ("医院\uffff党委".encode(), "control-character"),
        ("党委学习。".encode() * (LIMIT // 10), "oversized-manuscript"),
        (TEXT.encode() + "学习贯彻党的精神。\n".encode("gb18030"), "mixed-encodings"),
        (TEXT.encode("gb18030") * 3 + "医院党委积极开展活动。\n".encode(), "mixed-encodings"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, rule: str) -> None:
    result = decode(data, "a.txt")
    assert isinstance(result, Erratum)
    assert result.rule == rule
    assert result.place.path == "a.txt"
    assert result.hint is not None


def test_mixed_encodings_name_a_line_of_each() -> None:
    data = "No. 1\n医院党委积极开展活动。\n".encode() + "学习贯彻党的精神。\n".encode("gb18030")
    result = decode(data, "a.txt")
    assert isinstance(result, Erratum)
    assert "第 2 行是 UTF-8" in result.message.zh
    assert "第 3 行是 GB18030" in result.message.zh


def test_a_control_character_is_shown_with_its_line_and_column() -> None:
    result = decode("第一行。\n医院\x07党委。".encode(), "a.txt")
    assert isinstance(result, Erratum)
    assert result.place[1:] == (2, 3)
    assert "U+0007" in result.message.zh


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall_over(data: bytes) -> None:
    assert isinstance(decode(data, "a.txt"), (Decoded, Erratum))


@given(st.text(alphabet="党委医院学习的一是在不了有和人这中大为上个国", min_size=8))
def test_gb18030_and_utf_8_are_never_taken_for_each_other(text: str) -> None:
    assert decode(text.encode("utf-8"), "a.txt") == Decoded(text, "utf-8")
    result = decode(text.encode("gb18030"), "a.txt")
    assert isinstance(result, Decoded)
    assert result.text == text


def test_a_name_that_was_unpacked_as_code_page_437_is_mended() -> None:
    mangled = "案例正文.docx".encode("gb18030").decode("cp437")
    assert names([mangled.encode()]) == ["案例正文.docx"]
    assert names(["┌─图─┐.png".encode(), "café ░.txt".encode()]) == ["┌─图─┐.png", "café ░.txt"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\n", b"x\ny\n"),
        (b"a\r\nb\r\n", b"x\r\ny\r\n"),
        (b"\xef\xbb\xbfa\r\nb\r\nc\n", b"\xef\xbb\xbfx\r\ny\r\n"),
        (b"a\nb\nc\r\n", b"x\ny\n"),
        (b"", b"x\ny\n"),
    ],
)
def test_a_text_is_written_with_the_mark_and_the_line_ends_of_its_file(
    before: bytes, after: bytes
) -> None:
    assert as_file("x\ny\n", before) == after
