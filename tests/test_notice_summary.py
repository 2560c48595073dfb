"""What an editor sees of a reading: every line on a page, and on the terminal no more than counts."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from casebook import cli, notice_pages
from casebook.errata import Erratum, Place, Wording
from casebook.intake import notice
from casebook.intake.notice.model import Shape

NOTICE = """\
关于公布征文结果的通报

一等奖（2篇）

1. 河北省样例第一中学《春天的书》
2. 北京市样例小学《第一<页>》

扫一扫关注我们
"""
SHAPE = Shape(
    "{no}. {organisation}《{title}》", ("一等奖",), 3, 2, (("title", ("春天的书", "第一<页>")),)
)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "通报.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def doubtful(path: Path) -> notice.Notice:
    """Return a reading whose second award is in doubt and was read off a picture."""
    read = notice.read(path)
    first, second = read.tiers[0].awards
    second = replace(second, check="题目断在哪里", read="ocr 0.91", fields=(("指导教师", "王 芳"),))
    return replace(read, tiers=(replace(read.tiers[0], awards=(first, second)),), shapes=(SHAPE,))


def page(path: Path) -> etree._Element:
    return html.fromstring(path.read_text("utf-8"))


def said(node: etree._Element) -> str:
    return " ".join(" ".join(map(str, node.itertext())).split())


def rows(node: etree._Element, name: str) -> list[str]:
    return [said(row) for row in node.xpath(f"//table[caption='{name}']/tbody/tr")]


LINES = "通报的每一行，和它成为了什么"


def test_every_line_of_the_notice_stands_beside_what_it_became(sent: Path) -> None:
    read = doubtful(sent)
    shown = page(notice_pages.write_check(sent.parent, read))
    lines = rows(shown, LINES)
    assert [line.split()[0] for line in lines] == [str(line.number) for line in read.lines]
    assert lines[2].startswith(
        "5 1. 河北省样例第一中学《春天的书》 条目 1-1 单位 河北省样例第一中学"
    )
    assert "题目 第一<页>" in lines[3]
    assert "指导教师 王 芳" in lines[3]


def test_what_was_not_read_and_what_is_in_doubt_come_first_with_the_reason(sent: Path) -> None:
    shown = page(notice_pages.write_check(sent.parent, doubtful(sent)))
    tables = [said(item) for item in shown.xpath("//caption")]
    assert tables.index("通报里没有读懂的行，和原因") < tables.index(LINES)
    (unread,) = rows(shown, "通报里没有读懂的行，和原因")
    assert "扫一扫关注我们" in unread
    assert "没有读懂。请对照原件" in unread
    (check,) = rows(shown, "读法没有把握的奖项；核对后删去 awards.yaml 里的 check")
    assert "待核对：题目断在哪里" in check
    assert "ocr 0.91" in check


def test_an_award_in_doubt_shows_all_its_lines(sent: Path) -> None:
    read = doubtful(sent)
    first, second = read.tiers[0].awards
    second = replace(second, lines=(5, 6))
    read = replace(read, tiers=(replace(read.tiers[0], awards=(first, second)),))
    shown = page(notice_pages.write_check(sent.parent, read))
    (check,) = rows(shown, "读法没有把握的奖项；核对后删去 awards.yaml 里的 check")
    assert check.startswith("5—6 1. 河北省样例第一中学《春天的书》 2. 北京市样例小学《第一<页>》")


def test_a_line_read_off_a_picture_bears_the_picture(sent: Path) -> None:
    shown = page(notice_pages.write_check(sent.parent, doubtful(sent), {6: b"\x89PNG"}))
    pictures = shown.xpath("//tr[th='6']//img")
    assert [picture.get("src") for picture in pictures] == ["data:image/png;base64,iVBORw=="] * 2
    assert all(item.get("alt") for item in shown.xpath("//img"))


def test_a_list_shows_its_template_and_three_examples_of_each_field(sent: Path) -> None:
    shown = page(notice_pages.write_check(sent.parent, doubtful(sent)))
    assert f"写法 1 {SHAPE.template}" in [said(item) for item in shown.xpath("//h3")]
    assert rows(shown, "每一栏的三个例子") == ["题目 title 春天的书 第一<页>"]


def test_the_page_works_without_scripts_and_names_what_it_holds(sent: Path) -> None:
    path = notice_pages.write_check(sent.parent, doubtful(sent))
    shown = page(path)
    assert shown.get("lang") == "zh-CN"
    assert not shown.xpath("//script")
    assert len(shown.xpath("//h1")) == 1
    assert not shown.xpath("//table[not(caption)] | //thead//th[not(@scope)]")
    names = shown.xpath("//input/@id")
    assert names == shown.xpath("//label/@for")
    classes = set(shown.xpath("//div[@class='filter']//tbody/tr/@class"))
    keys = {name.removeprefix("use-") for name in names} - {"all"}
    assert keys == {word for words in classes for word in words.split()}
    style = str(shown.xpath("string(//style)"))
    assert set(re.findall(r"#use-(\w+):checked", style)) == keys


def many(read: notice.Notice) -> notice.Notice:
    errata = [
        Erratum("unread-line", Place(read.file, n), Wording(f"第 {n} 行没有读懂", f"line {n}"))
        for n in range(1, 31)
    ]
    return replace(read, errata=tuple(errata))


def test_a_kind_of_fault_is_told_ten_times_and_then_counted(
    sent: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = many(doubtful(sent))
    monkeypatch.setattr(notice, "read", lambda *_, **__: read)
    assert cli.main(["notice", str(sent), "-C", str(sent.parent / "b"), "--lang", "zh"]) == 1
    messages = capsys.readouterr()
    assert messages.err.count("[unread-line]") == 10
    assert "另有 20 条" in messages.out
    assert "一等奖：2 / 2 个，待核对 1 个" in messages.out
    assert "待核对 1-2 北京市样例小学《第一<页>》：题目断在哪里" in messages.out
    assert f"写法 {SHAPE.template}：用于 一等奖，3 行里解释了 2 行" in messages.out
    assert (sent.parent / "b" / "build" / "notice-check.html").is_file()


def test_a_long_list_of_differences_is_a_table_with_a_count(
    sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = sent.parent / "b"
    assert cli.main(["notice", str(sent), "-C", str(book)]) == 1  # one line is not read
    capsys.readouterr()
    other = sent.parent / "另一份.txt"
    lines = [f"{n}. 上海市样例第{n}中学《题目{n}》" for n in range(1, 201)]
    other.write_text("\n".join(["二等奖（200篇）", *lines, ""]), "utf-8")
    assert cli.main(["notice", str(other), "-C", str(book), "--lang", "zh"]) == 1
    messages = capsys.readouterr().out.splitlines()
    assert len(messages) < 30
    assert any(re.fullmatch(r"二等奖 +0 +0 +0 +200 *", line) for line in messages)
    assert any(re.fullmatch(r"一等奖 +0 +0 +2 +0 *", line) for line in messages)
    shown = page(book / "build" / "notice-differences.html")
    assert len(rows(shown, "每一处不同")) > 600
    assert "--replace" in said(shown)


def test_the_shape_kept_with_the_book_is_used_again_and_said(
    sent: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, asked = doubtful(sent), []

    def shaped(*_: Path, shapes: tuple[str, ...] = ()) -> notice.Notice:
        asked.append(shapes)
        return read

    monkeypatch.setattr(notice, "read", shaped)
    book = ["-C", str(sent.parent / "b"), "--lang", "zh"]
    cli.main(["notice", str(sent), "--shape", SHAPE.template, *book])
    assert "按 awards.yaml 里记下的写法读" not in capsys.readouterr().out
    cli.main(["notice", str(sent), *book])
    assert asked == [(SHAPE.template,)] * 2
    assert f"按 awards.yaml 里记下的写法读：{SHAPE.template}" in capsys.readouterr().out


def test_both_readings_of_a_line_stand_beside_each_other_with_a_way_to_choose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = NOTICE.replace("河北省样例第一中学", "河北省样例第一中学、河北省样例第二中学")
    Path("通报.txt").write_text(text, "utf-8")
    assert cli.main(["new", "book"]) == 0
    monkeypatch.chdir("book")
    cli.main(["--lang", "zh", "notice", "../通报.txt"])
    (row,) = rows(page(Path("build/notice-check.html")), "一行两种读法")
    assert "河北省样例第一中学《春天的书》 河北省样例第二中学《春天的书》" in row
    assert "casebook notice --as-several 1-1" in row
    capsys.readouterr()
    assert cli.main(["--lang", "zh", "notice", "--as-several", "1-1"]) == 0
    assert "1-1　读作 2 个：河北省样例第一中学《春天的书》；" in capsys.readouterr().out
    assert cli.main(["notice"]) == 2
