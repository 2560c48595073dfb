"""What stands in the middle above a text: a title over several lines, whose it is, who wrote it."""

import pytest
from receiving import AWARDS, Send
from weasyprint import HTML
from wordpages import line, word_file

from casebook.intake.receive import Received
from casebook.intake.structure import text_manuscript
from casebook.intake.structure.openings import split_opening

TEXT = "近年来，我们把党员教育放在日常，讲身边的人，说身边的事，一件一件都落在了实处。"
SENTENCES = [f"第{number}段说，{TEXT}" for number in "一二三四五六"]
TITLE, OTHER = "用一张床温暖一座城的实践与", "探索"
HOUSE = "龙门镇人民政府"


def made(ending: str, *head: tuple[str, int]) -> bytes:
    """Return a manuscript with these lines in its middle, in these sizes, over six paragraphs."""
    if ending == "docx":
        lines = (line(text, align="center", size=2 * size) for text, size in head)
        return word_file(*lines, *(line(text, indent=True) for text in SENTENCES))
    set_lines = "".join(
        f'<p style="text-align:center;font-size:{size}pt;text-indent:0">{text}</p>'
        for text, size in head
    )
    page = set_lines + "".join(f"<p>{text}</p>" for text in SENTENCES)
    if ending == "html":
        return f'<meta charset="utf-8">{page}'.encode()
    style = "<style>@page{size:A4;margin:25mm}p{font:16pt/1.8 'Noto Serif CJK SC';text-indent:2em;margin:0}</style>"
    return HTML(string=style + page).write_pdf() or b""


def title_of(received: Received) -> str:
    front = received.path.read_text("utf-8").split("---\n")[1]
    return next(line[7:] for line in front.split("\n") if line.startswith("title: "))


@pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
def test_a_title_on_two_lines_and_the_unit_and_the_author_under_it(send: Send, ending: str) -> None:
    data = made(ending, (TITLE, 22), (OTHER, 22), (HOUSE, 16), ("王小明　李大山", 16))
    received = send(f"稿.{ending}", data)
    text = received.path.read_text("utf-8")
    assert title_of(received) == TITLE + OTHER
    assert f"organisation: {HOUSE}" in text
    assert all(name in text.split("---\n")[1] for name in ("王小明", "李大山"))
    assert text.split("---\n", 2)[2].strip().startswith("第一段说")
    assert "title-like-line" not in {erratum.rule for erratum in received.errata}


@pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
def test_a_line_of_another_size_under_a_title_is_none_of_it(send: Send, ending: str) -> None:
    received = send(f"稿.{ending}", made(ending, (TITLE, 22), ("2023年的探索", 14)))
    assert title_of(received) == TITLE
    assert "2023年的探索" in received.path.read_text("utf-8").split("---\n", 2)[2]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("党建引领促发展", "文化铸魂聚人心"), "党建引领促发展 文化铸魂聚人心"),
        (("小田园里的", "大课堂实践"), "小田园里的大课堂实践"),
        (("把书送到码头去", "——图书馆流动服务纪实"), "把书送到码头去——图书馆流动服务纪实"),
        (("让党旗飘扬在", "每一个社区"), "让党旗飘扬在每一个社区"),
    ],
)
def test_how_the_lines_of_a_title_are_joined(lines: tuple[str, str], title: str) -> None:
    opening = split_opening((*lines, TEXT), (22.0, 22.0, 0.0))
    assert (opening.title, opening.lines) == (title, (TEXT,))


def test_nothing_is_joined_where_nobody_says_how_lines_are_set() -> None:
    opening = split_opening(("让党旗飘扬在", "每一个社区", TEXT))
    assert (opening.title, opening.lines) == ("让党旗飘扬在", ("每一个社区", TEXT))


def test_a_title_that_the_notice_has_is_whole_whatever_its_lines(send: Send) -> None:
    first, second = AWARDS[1].title[:9], AWARDS[1].title[9:]
    received = send("稿.pdf", made("pdf", (first, 22), (second, 20), (AWARDS[1].organisation, 16)))
    assert received.case_id == "1-09"
    assert second not in received.path.read_text("utf-8")


@pytest.mark.parametrize("text", ["让党旗飘扬\n作者：张三", "让党旗飘扬\n\n（作者：张三）"])
def test_a_centred_line_may_be_a_credit_at_the_end_of_a_text(text: str) -> None:
    centred = [14.0] * len(text.split("\n"))
    draft = text_manuscript.read_plain(text, "a.pdf", "a", centred)
    assert "张三" in [person.name for person in draft.contributors]


@pytest.mark.parametrize("line", ["执笔：包青天", "文：张三、李四", "撰写人：王五"])
def test_a_line_of_credits_under_the_unit_names_the_contributors(line: str) -> None:
    opening = split_opening(["免费的鸡蛋", "云台区市场监督管理局", line, "一、起因", TEXT])
    assert opening.organisation == "云台区市场监督管理局"
    assert opening.contributors
    assert opening.lines == ("一、起因", TEXT)


@pytest.mark.parametrize(
    ("line", "asked"),
    [("（余音）", True), ("路漫漫　程序", True), ("张三、李四", True), ("成效", False), ("起因", False),
     ("（一）", False), ("（节选）", False), ("走进社区", False)],
)  # fmt: skip
def test_a_line_that_may_be_a_byline_is_asked_about(line: str, asked: bool) -> None:
    for lines in ([line, TEXT, *SENTENCES], [TEXT, *SENTENCES, line]):
        draft = text_manuscript.read_plain("\n".join(["一个题目在这里说", *lines]), "x", "x")
        queries = [e.quote for e in draft.errata if e.rule in ("byline-in-text", "title-like-line")]
        assert (line in queries) is asked or line in draft.opening or not asked
        assert asked or "byline-in-text" not in {e.rule for e in draft.errata}


def test_the_unit_on_the_second_line_is_taken_where_the_text_names_it() -> None:
    text = "临湖县文化馆门前的广场舞，一年被投诉四十七次。"
    opening = split_opening(["广场舞降噪记", "临湖县文化馆", "一、投诉", text])
    assert (opening.organisation, opening.lines) == ("临湖县文化馆", ("一、投诉", text))
    assert split_opening(["广场舞降噪记", "噪声与市场", "一、投诉", text]).organisation == ""


@pytest.mark.parametrize(
    ("line_", "taken"),
    [
        ("样张县供电公司　滕丙申", True),
        ("（样张市人民医院 李 明 王小二）", True),
        ("样张市人民医院　护理部", False),
        ("强化党建 引领", False),
    ],
)
def test_a_line_of_a_unit_and_people_is_taken_as_both(line_: str, taken: bool) -> None:
    opening = split_opening(("一张床位管到底", line_, *SENTENCES))
    assert (opening.lines == tuple(SENTENCES)) == taken
    assert bool(opening.contributors) == taken
