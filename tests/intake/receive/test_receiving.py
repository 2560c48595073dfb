"""Receive: a file becomes a case, its bytes and a log, or nothing at all."""

import os
from pathlib import Path

import pytest
from receiving import AWARDS, Send

from casebook.book import Award
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.manuscript.typed import check
from casebook.intake.markup import markdown
from casebook.intake.receive import Received, receive

SEED = Path(__file__).parents[2] / "data" / "case_heilongjiang_tcm_no1.txt"
CASE = """心灵园地——党员教育新方法的探索
黑龙江省哈尔滨市第一医院

医院党委开展*党员*教育。
一、做法
(一)学习培训。后文,继续。
"""


def rules(received: Received) -> set[str]:
    return {erratum.rule for erratum in received.errata}


def refused(send: Send, name: str, content: str | bytes, award_id: str | None = None) -> list[str]:
    with pytest.raises(StopPress) as stop:
        send(name, content, award_id)
    assert all(e.message.zh and e.message.en and e.place.path for e in stop.value.errata)
    return [erratum.rule for erratum in stop.value.errata]


def front(received: Received) -> CaseFront:
    """Read the front matter as the book reads it."""
    _, head, _ = received.path.read_text("utf-8").split("---\n", 2)
    model, errata = check(CaseFront, yaml_file.parse(head, received.path.name, 2))
    assert errata == ()
    assert model is not None
    return model


def everything(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_manuscript_with_exact_names_goes_to_its_award(send: Send, root: Path) -> None:
    received = send("稿件.txt", CASE)
    assert received.case_id == "1-09"
    assert received.path == root / "cases" / "1-09.md"
    assert front(received).award == "1-09"
    assert front(received).title is None
    assert rules(received) == {"tidied-text"}
    assert received.path.read_text("utf-8").endswith(
        "医院党委开展\\*党员\\*教育。\n\n## 一、做法\n\n**（一）学习培训。**后文，继续。\n"
    )


def test_the_bytes_are_kept_as_they_came(send: Send, root: Path) -> None:
    data = CASE.replace("\n", "\r\n").encode("gb18030")
    received = send("稿件.TXT", data)
    assert (root / "cases" / "received" / "1-09.txt").read_bytes() == data
    log = yaml_file.read(received.log).data
    assert isinstance(log, dict)
    assert isinstance(log["received"], dict)
    assert log["received"]["encoding"] == "gb18030"
    assert log["received"]["file"] == "稿件.TXT"
    assert log["award"] == {"id": "1-09", "by": "exact name"}


def test_the_log_tells_every_change_and_cut(send: Send) -> None:
    log = yaml_file.read(send("a.txt", CASE + "供稿：张三\n").log).data
    assert isinstance(log, dict)
    assert log["cut"] == ["供稿：张三"]
    assert log["opening"] == ["心灵园地——党员教育新方法的探索", "黑龙江省哈尔滨市第一医院"]
    assert {"rule": "half-width-mark", "from": ",", "to": "，", "times": "1",
            "first_line": "6"} in log["changed"]  # fmt: skip


def test_the_seed_manuscript_is_filed_as_an_unlisted_case_with_its_queries(root: Path) -> None:
    received = receive(SEED, root, AWARDS)
    assert received.case_id == "x-01"
    assert front(received).organisation == "黑龙江中医药大学附属第一医院"
    assert front(received).title == "黑龙江中医药大学附属第一医院"
    assert [(p.name, p.role) for p in front(received).contributors] == [
        ("附属第一医院宣传部", "供稿/编辑"), ("万叶馨", "编辑"),
    ]  # fmt: skip
    assert rules(received) == {
        "unmatched-manuscript", "untitled-manuscript", "guessed-organisation", "tidied-text",
        "cut-line",
    }  # fmt: skip
    queries = {e.rule for e in received.errata if e.kind is Kind.QUERY}
    assert queries == {"unmatched-manuscript", "untitled-manuscript", "guessed-organisation"}
    log = yaml_file.read(received.log).data
    assert isinstance(log, dict)
    assert isinstance(log["queries"], list)
    assert {str(item["rule"]) for item in log["queries"] if isinstance(item, dict)} == queries


def test_a_number_in_a_line_that_was_cut_is_not_said_whole(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "北京医院.txt"
    path.write_text(
        "北京医院的一次随访\n\n那天下午我们去了老李家里。\n\n作者：白音，13947778888，北京医院内科第一党支部"
        "宣传委员、医院新闻中心特约通讯员、市作家协会会员、科普作家\n", "utf-8"
    )  # fmt: skip
    received = receive(path, root, AWARDS)
    [line] = [erratum.quote for erratum in received.errata if erratum.rule == "cut-line"]
    assert "13947778888" not in line


def test_the_book_sets_every_word_of_the_seed_manuscript(root: Path) -> None:
    text = receive(SEED, root, AWARDS).path.read_text("utf-8").split("---\n", 2)[2]
    body = markdown.read(text, "cases/x-01.md", "x", 1, lambda *_: None)
    assert body.errata == ()
    assert body.body.count("<h2") == 3
    assert body.body.count('class="run-in"') == 10
    assert "供稿" not in body.body


def test_an_unmatched_manuscript_shows_its_candidates(send: Send) -> None:
    received = send("a.txt", "北京市中医院\n坚持“六化”工作法 打造组织\n\n正文。\n再一段。\n")
    (query,) = [e for e in received.errata if e.rule == "unmatched-manuscript"]
    assert query.hint is not None
    assert "2-066 山东中医药大学附属医院《坚持" in query.hint.zh
    log = yaml_file.read(received.log).data
    assert isinstance(log, dict)
    assert isinstance(log["candidates"], list)
    assert len(log["candidates"]) == 3


def test_the_editor_may_name_the_award(send: Send) -> None:
    received = send("a.txt", CASE, "2-066")
    assert received.case_id == "2-066"
    assert rules(received) == {"tidied-text", "organisation-differs", "title-differs"}


@pytest.mark.parametrize(
    ("award_id", "rule"), [("2-67", "unknown-award"), ("3-01", "unknown-award")]
)
def test_an_award_nobody_gave_is_refused(send: Send, root: Path, award_id: str, rule: str) -> None:
    assert refused(send, "a.txt", CASE, award_id) == [rule]
    assert everything(root) == {}


def test_the_same_file_is_known_again(send: Send, root: Path) -> None:
    first = send("a.txt", CASE)
    before = everything(root)
    again = send("别的名字.txt", CASE)
    assert (again.case_id, again.path, rules(again)) == ("1-09", first.path, {"received-before"})
    assert everything(root) == before


def test_a_file_received_before_is_not_moved_to_another_award(send: Send, root: Path) -> None:
    send("a.txt", CASE)
    before = everything(root)
    assert refused(send, "a.txt", CASE, "1-02") == ["received-before"]
    assert everything(root) == before


def test_an_award_is_claimed_once(send: Send, root: Path) -> None:
    send("a.txt", CASE)
    before = everything(root)
    another = "\n".join(CASE.splitlines()[:2]) + "\n\n我们另有一篇完全不同的文章要投。\n又一段。\n"
    assert refused(send, "b.txt", another, "1-09") == ["award-claimed-twice"]
    assert everything(root) == before
    other = send("c.txt", another)
    assert other.case_id == "x-01"
    (query,) = [e for e in other.errata if e.rule == "unmatched-manuscript"]
    assert query.message.zh.endswith("1-09 已有来稿 cases/1-09.md")


def test_an_existing_case_is_never_overwritten(send: Send, root: Path) -> None:
    (root / "cases").mkdir()
    (root / "cases" / "1-09.md").write_text("编辑自己写的", "utf-8")
    assert refused(send, "a.txt", CASE) == ["case-exists"]
    assert everything(root) == {"cases/1-09.md": "编辑自己写的".encode()}


def test_a_received_file_is_never_overwritten_either(send: Send, root: Path) -> None:
    folder = root / "cases" / "received"
    folder.mkdir(parents=True)
    (folder / "1-09.txt").write_text("从前的稿", "utf-8")
    assert refused(send, "a.txt", CASE) == ["case-exists"]
    assert everything(root) == {"cases/received/1-09.txt": "从前的稿".encode()}


def test_an_edited_case_stays_when_its_file_comes_again(send: Send) -> None:
    received = send("a.txt", CASE)
    received.path.write_text(received.path.read_text("utf-8") + "编辑加的一段。\n", "utf-8")
    assert rules(send("a.txt", CASE)) == {"received-before"}
    assert received.path.read_text("utf-8").endswith("编辑加的一段。\n")


def test_unlisted_cases_are_numbered_and_a_deleted_one_comes_back_under_its_number(
    send: Send, root: Path
) -> None:
    texts = [f"单位：北京医院\n题目：题目之{n}\n正文一。\n正文二。\n" for n in "甲乙丙"]
    ids = [send(f"{n}.txt", text).case_id for n, text in enumerate(texts)]
    assert ids == ["x-01", "x-02", "x-03"]
    (root / "cases" / "x-02.md").unlink()
    assert send("1.txt", texts[1]).case_id == "x-02"


def test_the_title_may_stand_in_the_file_name(send: Send) -> None:
    received = send("北京医院-书香传承青春向党.txt", "很长的一段正文。\n又一段正文。\n")
    assert (front(received).organisation, front(received).title) == ("北京医院", "书香传承青春向党")
    assert "untitled-manuscript" in rules(received)


def test_a_file_name_in_gb18030_is_read(tmp_path: Path, root: Path) -> None:
    path = tmp_path / os.fsdecode("北京医院-书香传承青春向党.txt".encode("gb18030"))
    path.write_text("很长的一段正文。\n又一段正文。\n", "utf-8")
    received = receive(path, root, AWARDS)
    assert front(received).title == "书香传承青春向党"
    log = yaml_file.read(received.log).data
    assert isinstance(log, dict)
    assert isinstance(log["received"], dict)
    assert log["received"]["file"] == "北京医院-书香传承青春向党.txt"


def test_a_generic_file_name_is_no_title(send: Send) -> None:
    received = send("北京医院案例终稿2.txt", "很长的一段正文。\n又一段正文。\n")
    assert front(received).title == "北京医院"


def test_an_organisation_only_mentioned_is_not_enough_for_an_award(send: Send) -> None:
    received = send("a.txt", "我们向北京协和医院学习，收获很多。\n再一段。\n")
    assert received.case_id == "x-01"
    assert {"guessed-organisation", "unmatched-manuscript"} <= rules(received)


def test_a_manuscript_that_says_nothing_of_itself_is_filed_and_asked_about(send: Send) -> None:
    received = send("来件.txt", "我们很努力。\n再一段。\n")
    assert front(received).organisation == "单位待定"
    assert front(received).title == "来件"
    assert {"nameless-manuscript", "unmatched-manuscript"} <= rules(received)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.txt", b"", "empty-manuscript"),
        ("a.txt", b"PK\x03\x04\x00\x00", "damaged-file"),
        ("a.txt", "医院\x00".encode(), "control-character"),
        ("a.txt", "很长。".encode() * 600_000, "oversized-manuscript"),
        ("a.docx", b"PK\x03\x04", "damaged-file"),
        ("a", CASE.encode(), "unknown-kind-of-file"),
        ("a.md", "---\ntitel: 甲\n---\n正文。\n".encode(), "unknown-key"),
    ],
)
def test_bad_input_leaves_nothing_behind(
    send: Send, root: Path, name: str, content: bytes, rule: str
) -> None:
    assert refused(send, name, content) == [rule]
    assert everything(root) == {}


def test_a_file_that_is_not_there_is_told(root: Path, tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        receive(tmp_path / "没有.txt", root, AWARDS)
    assert stop.value.errata[0].rule == "unreadable-file"
    assert stop.value.errata[0].message.zh == "文件打不开：没有这个文件或文件夹"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_told(send: Send, root: Path) -> None:
    root.chmod(0o555)
    assert refused(send, "a.txt", CASE) == ["unwritable-folder"]
    root.chmod(0o755)


def test_a_file_where_a_folder_should_be_is_told(send: Send, root: Path) -> None:
    (root / "cases").write_text("不是文件夹", "utf-8")
    assert refused(send, "a.txt", CASE) == ["unwritable-folder"]
    assert everything(root) == {"cases": "不是文件夹".encode()}


def test_an_interrupted_write_leaves_no_case(
    send: Send, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = []

    def interrupted(source: str, target: Path) -> None:
        if target.suffix == ".md":
            raise KeyboardInterrupt
        moves.append(target)
        os.rename(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        send("a.txt", CASE)
    assert moves
    assert not list((root / "cases").glob("*.md"))
    assert not [name for name in everything(root) if "/." in name]
    monkeypatch.undo()
    assert send("a.txt", CASE).case_id == "1-09"


def test_lost_characters_and_ascii_full_stops_are_queried(send: Send) -> None:
    received = send("a.txt", CASE + "丢\ufffd字.\n再一段。\n")
    assert {"lost-character", "half-width-stop"} <= rules(received)
    assert "\ufffd字." in received.path.read_text("utf-8")


def test_lines_at_the_head_that_are_no_text_are_asked_about(send: Send) -> None:
    received = send("a.txt", "北京医院\n一个题目\n张三 李四\n2023年1月\n正文开始，很长。\n")
    asked = [e.quote for e in received.errata if e.rule == "title-like-line"]
    assert asked == ["张三 李四", "2023年1月"]
    assert front(received).title == "一个题目"
    assert "\n张三 李四\n\n2023年1月\n\n正文" in received.path.read_text("utf-8")


def test_a_markdown_manuscript_keeps_its_markup(send: Send) -> None:
    received = send("a.md", (
        "# 心灵园地——党员教育新方法的探索\n\n黑龙江省哈尔滨市第一医院的**经验**,很好。\n\n"
        "## 做法\n\n- 第一\n- 第二\n\n`a,b` 见[这里](http://a.b/c,d),好。\n\n|甲,乙|丙|\n|-|-|\n|1|2|\n"
        "\n编辑：张三\n"
    ))  # fmt: skip
    assert received.case_id == "1-09"
    assert [p.name for p in front(received).contributors] == ["张三"]
    text = received.path.read_text("utf-8")
    assert "的**经验**，很好。\n\n## 做法\n\n- 第一\n- 第二\n\n`a,b` 见[这里]" in text
    assert "|甲,乙|丙|" in text
    assert "# 心灵园地" not in text


def test_markdown_headings_begin_at_the_second_level(send: Send) -> None:
    received = send("a.md", (
        "---\norganisation: 北京医院\ntitle: 一个题目\nregion: 北京市\n---\n"
        "# 一、甲\n\n正文。\n\n## （一）乙\n\n```\n# 代码\n```\n\n# 二、丙\n\n正文。\n"
    ))  # fmt: skip
    assert front(received).region == "北京市"
    body = received.path.read_text("utf-8").split("---\n", 2)[2]
    assert [line for line in body.splitlines() if line.startswith("#")] == [
        "## 一、甲", "### （一）乙", "# 代码", "## 二、丙",
    ]  # fmt: skip


def test_numbered_paragraphs_of_a_markdown_file_without_headings_become_headings(
    send: Send,
) -> None:
    received = send("a.md", (
        "---\naward: 1-02\n---\n一、甲\n\n（一）学习培训。后文。\n\n1. 项\n2. 项\n\n"
        "二、乙\n接着的行。\n"
    ))  # fmt: skip
    assert received.case_id == "1-02"
    body = received.path.read_text("utf-8").split("---\n", 2)[2]
    assert body == (
        "\n## 一、甲\n\n**（一）学习培训。**后文。\n\n1. 项\n2. 项\n\n二、乙\n接着的行。\n"
    )


def test_a_picture_in_a_markdown_manuscript_is_asked_for(send: Send) -> None:
    received = send("a.md", "---\naward: 1-02\n---\n![图](a.jpg)\n\n![图](../media/b.jpg)\n")
    (query,) = [e for e in received.errata if e.rule == "picture-to-place"]
    assert query.quote == "a.jpg"


def test_a_line_at_the_head_that_the_list_awards_says_whose_it_is(send: Send) -> None:
    listed = (
        Award("1-01", 1, "甘肃省定版市朝阳社区", "“小板凳”议事会：楼道里的协商民主", "甘肃省"),
    )
    received = send(
        "案例.txt",
        "小板凳议事会：楼道里的协商民主\n定版市朝阳社区\n\n一段。\n二段。\n",
        awards=listed,
    )
    assert received.case_id == "1-01"
    assert "定版市朝阳社区" not in received.path.read_text("utf-8").split("---\n")[2]
