"""The imprint as typed facts: what is right is set in one form, what is wrong is told."""

from pathlib import Path

import pytest

import tiny
from casebook.book import Book
from casebook.errata import Erratum, Kind, StopPress
from casebook.intake.manuscript import book_reader

CIP = (
    "cip: {title: 小书 / 样例编委会编, place: 北京, publisher: 某社, date: 2026.3, titles: [小…],"
    " subjects: [卫生工作, 案例], classes: [R19], number: 中国国家版本馆CIP数据核字（2026）第123456号}\n"
)


def book(folder: Path, imprint: str, more: str = "") -> tuple[Book, list[Erratum]]:
    tiny.write(folder, book=tiny.BOOK.replace("书名: 小书, 印数: ", imprint) + more)
    reading = book_reader.read(folder)
    return reading.book, list(reading.queries)


def faults(folder: Path, imprint: str, more: str = "") -> list[Erratum]:
    with pytest.raises(StopPress) as stop:
        book(folder, imprint, more)
    return [e for e in stop.value.errata if e.kind is Kind.ERRATUM]


@pytest.mark.parametrize(
    "written", ["9787040351637", "ISBN 978-7-04-035163-7", "978 7 040351637", "7-04-035163-3"]
)
def test_an_isbn_is_hyphenated_by_its_publisher(tmp_path: Path, written: str) -> None:
    read, _ = book(tmp_path, f"书号: {written}")
    assert read.publication.isbn == "978-7-04-035163-7"
    assert read.imprint[0].value == "ISBN 978-7-04-035163-7"


def test_a_wrong_check_digit_is_told_with_its_line_and_the_right_digit(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "书号: 978-7-04-035163-8")
    assert (fault.rule, str(fault.place)) == ("wrong-isbn", "book.yaml:9")
    assert "前 12 位算出来是 7" in fault.message.zh
    assert fault.quote == "978-7-04-035163-8"


WRONG = {
    "书号: 978-7-04-03516": "wrong-isbn",
    "书号: 待批": "wrong-isbn",
    "定价: 58.00": "wrong-price",
    "书号: 978-7-04-035163-7（上） 978-7-04-035164-4（下）": "wrong-isbn",
    "全套书号: 978-7-04-035163-8": "wrong-isbn",
    "书号: 7-302-01234-3": "wrong-isbn",
    "书号: 978-7-04-035163-7/R·1": "wrong-isbn",
    "定价: 面议": "wrong-price",
    "定价: 0元": "wrong-price",
    "定价: -5元": "wrong-price",
    "定价: '58,00元'": "wrong-price",
    "版次: 2026年3月第0版": "wrong-edition",
    "版次: 2026年13月第1版": "wrong-edition",
    "印次: 一次": "wrong-edition",
    "印张: 约二十": "wrong-number",
    "字数: 320": "wrong-number",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_a_line_cannot_be_is_an_erratum(tmp_path: Path, line: str) -> None:
    assert [fault.rule for fault in faults(tmp_path, line)] == [WRONG[line]]


def test_what_lines_may_be(tmp_path: Path) -> None:
    right = (
        "定价: 58.00元, 版次: 2026年3月第1版, 印次: 第2次印刷, 印张: 20.75 插页 2, 字数: 32万, "
        "售价: ￥58, 价格: HK$ 60.00, 版印次: 2026年3月北京第一版　2026年12月第2次印刷"
    )
    read, queries = book(tmp_path, right)
    assert read.publication.price == "58.00元"
    assert not [e for e in queries if e.rule.startswith("wrong")]


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("书号: ISBN 9787040351637（全两册）", "ISBN 978-7-04-035163-7（全两册）"),
        ("书号: ９７８－７０４０３５１６３７", "ISBN 978-7-04-035163-7"),
        ("书号: 9791090636071", "ISBN 979-10-90636-07-1"),
        ("全套书号: 9787040351637", "ISBN 978-7-04-035163-7"),
        ("定价: ５８．００元（含光盘）", "58.00元（含光盘）"),
        ("字数: ３２０千字", "320千字"),
    ],
)
def test_facts_are_printed_in_one_form(tmp_path: Path, line: str, printed: str) -> None:
    assert book(tmp_path, line)[0].imprint[0].value == printed


def test_an_isbn_of_ten_digits_is_asked_about_and_that_of_a_set_has_no_bars(tmp_path: Path) -> None:
    _, queries = book(tmp_path / "1", "书号: 7-04-035163-3")
    assert "old-isbn" in {query.rule for query in queries}
    assert book(tmp_path / "2", "全套书号: 9787040351637")[0].publication.isbn == ""


def test_the_cip_data_are_set_in_the_order_of_the_standard(tmp_path: Path) -> None:
    read, _ = book(tmp_path, "书号: 9787040351637, 出版者: 某社", CIP)
    cip = read.publication.cip
    assert cip is not None
    assert cip.description == "小书 / 样例编委会编. -- 北京：某社，2026.3"
    assert cip.access == "Ⅰ. ①小… Ⅲ. ①卫生工作 ②案例 Ⅳ. ①R19"
    assert cip.isbn == "978-7-04-035163-7"


def test_cip_data_need_an_isbn_and_a_number_as_issued(tmp_path: Path) -> None:
    assert [f.rule for f in faults(tmp_path / "1", "出版者: 某社", CIP)] == ["cip-without-isbn"]
    made_up = CIP.replace("第123456号", "号")
    rules = [f.rule for f in faults(tmp_path / "2", "书号: 9787040351637", made_up)]
    assert rules == ["wrong-cip-number"]


def test_a_published_book_is_told_what_its_imprint_lacks(tmp_path: Path) -> None:
    _, queries = book(tmp_path, "书号: 9787040351637, 责任编辑: , 出版者: 某社")
    (note,) = [e for e in queries if e.rule == "imprint-lacks"]
    assert note.message.zh == "版权页上没有：定价、印刷、开本、印张、字数、版次、cip"


def test_an_internal_publication_has_neither_isbn_nor_price(tmp_path: Path) -> None:
    read, queries = book(tmp_path, "准印证号: 京内资准字2026第1号, 书号: 9787040351637, 定价: 5元")
    assert read.publication.internal
    rules = [e.rule for e in queries if e.rule == "internal-with-isbn"]
    assert len(rules) == 2


def test_paper_and_cover_are_looked_at(tmp_path: Path) -> None:
    more = (
        "paper: {name: 双胶, sheet: A4, thickness: 3 mm}\n"
        "cover: {flaps: 400 mm, price_code: 123}\n"
    )  # fmt: skip
    rules = [fault.rule for fault in faults(tmp_path, "书名: 小书", more)]
    assert rules == ["paper-thickness", "unknown-sheet", "wrong-price-code", "flap-width"]
    (fault,) = faults(tmp_path / "2", "书名: 小书", "paper: {name: 双胶 800 g}\n")
    assert "50 到 180 克" in fault.message.zh
    (fault,) = faults(tmp_path / "3", "书名: 小书", "paper: {thickness: 0.1}\n")
    assert fault.hint is not None
    assert "mm" in fault.hint.en
