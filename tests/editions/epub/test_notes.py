"""Notes of the EPUB: numbered once, beside their text."""

from pathlib import Path

from lxml import etree

from casebook.editions.epub import notes
from editions.epub.opened import Opened, text

OPS = "{http://www.idpf.org/2007/ops}type"


def test_a_note_called_twice_is_one_note_with_one_number(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    calls = [(text(a), a.get("href")) for a in page.iter("{*}a") if a.get(OPS) == "noteref"]
    first, second = "#case-1-1-n1", "#case-1-1-n2"
    assert calls[:3] == [("[1]", first), ("[1]", first), ("[2]", second)]
    assert [text(n) for n in page.iter("{*}aside")][:2] == [
        "[1] 注一，含强调与链接。",
        "[2] 注二。",
    ]
    assert "提到 EPUB 与脚注[1]，再提一次[1]，另有一注[2]。" in text(page)


def test_a_note_of_blocks_is_an_aside_and_one_within_a_note_is_called_there(
    small_book: Path,
) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    third, fourth, fifth = list(page.iter("{*}aside"))[2:]
    assert [etree.QName(node).localname for node in third] == ["p", "ul", "blockquote"]
    assert text(third).split() == ["[3]", "注三[4]。", "注里的一项", "注里的引文"]
    assert text(fourth) == "[4] 注中注。"
    assert [etree.QName(node).localname for node in fifth] == ["p", "table"]
    assert "成块的注[3]与表注[5]。" in text(page)
    assert third.find(".//*[@id='case-1-1-n4-ref']") is not None


def test_a_call_stays_on_the_line_of_the_character_before_it() -> None:
    call = '<a class="noteref">[1]</a>'
    root = etree.fromstring(
        f'<body xmlns="http://www.w3.org/1999/xhtml"><p>甲乙{call}。<b>丙</b>丁{call} {call}</p></body>'
    )
    notes.bind(root)
    made = etree.tostring(root[0], encoding="unicode").replace(
        ' xmlns="http://www.w3.org/1999/xhtml"', ""
    )
    assert made == (
        f'<p>甲<span class="whole">乙{call}</span>。<b>丙</b><span class="whole">丁{call}</span> '
        f"{call}</p>"
    )
