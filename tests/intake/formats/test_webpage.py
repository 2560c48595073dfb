"""A Word text saved as a page, under the ending of a Word file: its headings stay headings."""

import quopri

import pytest
from receiving import AWARDS, Send

UNIT, TITLE = AWARDS[1].organisation, AWARDS[1].title
TEXT = (
    "近年来，医院党委坚持以党建引领发展，打造心灵园地，探索党员教育的新方法，取得了较好效果。" * 2
)
SHEET = "<style><!-- h1 {mso-outline-level:1} p.a, li.a {mso-style-name:甲;mso-outline-level:1} --></style>"
HEADS = ("背景情况", "主要做法", "取得成效")


def page(heading: str, text: str = TEXT) -> str:
    body = "".join(f"{heading.format(head)}<p class=MsoNormal>{text}</p>" for head in HEADS)
    meta = '<meta http-equiv=Content-Type content="text/html; charset=gb2312">'
    return f"<html><head>{meta}{SHEET}</head><body><p>{TITLE}</p><p>{UNIT}</p>{body}</body></html>"


def archived(text: str) -> str:
    words = quopri.encodestring(text.encode("gb18030")).decode("ascii")
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        'Content-Transfer-Encoding: quoted-printable\nContent-Type: text/html; charset="gb2312"\n\n'
        f"{words}\n--x--\n"
    )


def headings(send: Send, content: str) -> list[str]:
    received = send("稿件.doc", content)
    assert received.case_id == "1-09"
    lines = received.path.read_text("utf-8").split("\n")
    return [line.removeprefix("## ") for line in lines if line.startswith("## ")]


@pytest.mark.parametrize(
    "heading",
    [
        "<h1><span lang=EN-US>{}<o:p></o:p></span></h1>",
        "<p class=MsoNormal style='mso-outline-level:1'>{}</p>",
        "<p class=a>{}</p>",
        "<p class=MsoNormal><b><span style='font-family:黑体'>{}</span></b></p>",
        "<p><span style='font-size:16pt;font-weight:bold'>{}</span></p>",
    ],
)
def test_headings_of_a_text_saved_as_a_page(send: Send, heading: str) -> None:
    text = page(heading)
    assert headings(send, text.replace("gb2312", "utf-8")) == list(HEADS)


def test_headings_of_a_page_in_one_file(send: Send) -> None:
    assert headings(send, archived(page("<p class=a>{}</p>"))) == list(HEADS)


def test_bold_lines_are_no_headings_where_numbers_are(send: Send) -> None:
    text = page("<p><b>{}</b></p>").replace("gb2312", "utf-8").replace("<b>背景", "<b>一、背景")
    assert headings(send, text) == ["一、背景情况"]


def test_bold_lines_with_no_text_under_them_are_emphasis(send: Send) -> None:
    text = page("<p><b>{}</b></p>", "甲乙。").replace("gb2312", "utf-8")
    assert headings(send, text) == []


@pytest.mark.parametrize("size", ["1.2.3px", ".pt", "12..pt", "１２pt"])
def test_a_size_that_is_no_number_stops_nothing(send: Send, size: str) -> None:
    text = page(f"<p style='text-align:center;font-size:{size}'>{{}}</p>")
    assert send("案例.html", text.replace("gb2312", "utf-8").encode()).path.is_file()
