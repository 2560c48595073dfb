"""A manuscript in the text of a mail is one; what is said to the editor round it is withheld."""

from pathlib import Path

import boxing
import pytest
from receiving import AWARDS
from wordpages import line, table, word_file

from casebook.intake.receive.batch import Batch, receive_all
from casebook.intake.structure.letters import framed
from casebook.limits import within

HOUSE, TITLE = AWARDS[1].organisation, AWARDS[1].title
SENTENCE = "近年来我们把党员教育放在日常，讲身边的人，说身边的事，一件一件都落在了实处。"
TEXT = "\n".join(f"第{n}个月，{SENTENCE}" for n in "一二三四五六")
HEADS = "发件人: 李四 <lisi@example.org>\n发送时间: 2023年5月6日\n收件人: 宣传科\n主题: 稿件\n"


def sent(folder: Path, subject: str, text: str = "", page: str = "", **more: object) -> Batch:
    """Receive a mail in a book of its own."""
    (folder / "a.eml").write_bytes(boxing.mail(subject, text, page, **more))  # type: ignore[arg-type]
    return receive_all([folder / "a.eml"], folder / "book", AWARDS)


def text_of(folder: Path, case_id: str = "1-09") -> str:
    """Return the text of a case."""
    path = folder / "book" / "cases" / f"{case_id}.md"
    return path.read_text("utf-8").split("---\n", 2)[2].strip()


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n{HOUSE}\n{SENTENCE}\n{SENTENCE}",
        f"老师好，稿子在下面，请查收。\n《{TITLE}》\n{SENTENCE}\n{SENTENCE}",
        f"{HOUSE}\n一、做法\n{SENTENCE}\n二、成效\n{SENTENCE}",
        f"心灵园地\n——党员教育新方法的探索\n{SENTENCE}\n{SENTENCE}",
    ],
    ids=("title and unit", "greeting and title", "unit and headings", "title on two lines"),
)
def test_a_short_manuscript_in_a_mail_is_taken(tmp_path: Path, text: str) -> None:
    result = sent(tmp_path, "投稿", text)
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert text_of(tmp_path).count(SENTENCE) == 2
    assert TITLE[-6:] not in text_of(tmp_path)
    assert "请查收" not in text_of(tmp_path)


def test_a_letter_that_only_names_what_is_sent_is_a_note(tmp_path: Path) -> None:
    text = f"老师您好：\n现将我院案例《{TITLE}》报送给您，全文随后用快递寄出，请注意查收，不当之处请指正。\n{HOUSE}"
    result = sent(tmp_path, "投稿", text)
    assert not result.rows
    assert [other.fate.value for other in result.others] == ["letter", "note"]


@pytest.mark.parametrize("html", [False, True])
def test_of_a_mail_sent_on_only_the_manuscript_is_printed(tmp_path: Path, html: bool) -> None:
    text = (
        f"王老师，转给您，请查收。\n-----原始邮件-----\n{HEADS}\n编辑老师：\n您好！现将稿件发给您，请审阅。\n"
        f"{TITLE}\n{HOUSE}\n{TEXT}\n李四 13812345678"
    )
    page = "<div>" + text.replace("<", "&lt;").replace("\n", "<br>") + "</div>" if html else ""
    result = sent(tmp_path, "转发: 投稿", text, page)
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert text_of(tmp_path) == TEXT.replace("\n", "\n\n")
    private = (tmp_path / "book/cases/received/1-09.private.yaml").read_text("utf-8")
    assert all(word in private for word in ("lisi@example.org", "转给您", "13812345678", "请审阅"))
    assert {"mail-signature", "contacts-withheld"} & {e.rule for e in result.all_errata}


def test_heads_of_a_record_of_an_event_are_no_heads_of_a_mail() -> None:
    lines = ["主题：学习", "时间：2023年5月", "地点：三楼", *TEXT.split("\n")]
    assert not framed(lines)


def test_a_form_beside_a_manuscript_in_the_text_of_its_mail(tmp_path: Path) -> None:
    form = word_file(
        line("案例申报表"),
        table(["申报单位", HOUSE], ["案例名称", TITLE], ["联系人", "王五"], ["电话", "13812345678"],
              widths=(2000, 6000)),
    )  # fmt: skip
    text = f"一、做法\n{TEXT}\n二、成效\n{TEXT}"
    result = sent(tmp_path, "投稿", text, attached={"申报表.docx": form})
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert text_of(tmp_path).startswith("## 一、做法")
    assert "王五" not in text_of(tmp_path)


def test_a_mail_that_repeats_what_is_attached_is_a_note(tmp_path: Path) -> None:
    text = f"{TITLE}\n{HOUSE}\n一、做法\n{TEXT}\n二、成效\n{TEXT}"
    attached = word_file(*(line(words) for words in text.split("\n")))
    result = sent(tmp_path, "投稿", text, attached={"稿.docx": attached})
    assert [row.name for row in result.rows] == ["a.eml/稿.docx"]
    assert {other.fate.value for other in result.others} == {"letter", "note"}


def test_a_manuscript_in_a_mail_and_another_attached_are_both_taken(tmp_path: Path) -> None:
    text = f"{TITLE}\n{HOUSE}\n{TEXT}"
    other = "\n".join(
        (AWARDS[0].title or "", AWARDS[0].organisation, "那一年的口述，是从一本旧相册开始的。")
    )
    result = sent(tmp_path, "两篇稿件", text, attached={"另一篇.txt": other.encode()})
    assert sorted(row.case_id or "" for row in result.rows) == ["1-02", "1-09"]


def test_a_title_on_two_lines_at_the_head_of_a_text_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(f"心灵园地——党员教育\n新方法的探索\n{HOUSE}\n{TEXT}\n", "utf-8")
    result = receive_all([path], tmp_path / "book", AWARDS)
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert text_of(tmp_path).startswith("第一个月")
    assert not {"title-differs", "title-like-line"} & {e.rule for e in result.all_errata}


def test_a_table_of_another_mail_is_withheld_with_the_words_round_it(tmp_path: Path) -> None:
    other = "<table><tr><td>满意率</td><td>九成八</td></tr></table><p>请修改。</p>"
    heads = "".join(f"<p>{head}</p>" for head in HEADS.strip().split("\n"))
    text = "".join(f"<p>{words}</p>" for words in (TITLE, HOUSE, *TEXT.split("\n")))
    result = sent(tmp_path, "投稿", page=f"{text}<p>-----原始邮件-----</p>{heads}{other}")
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert "满意率" not in text_of(tmp_path)
    private = next((tmp_path / "book").rglob("*.private.yaml")).read_text("utf-8")
    assert "满意率 九成八" in private


def test_a_mail_of_many_lines_is_taken_apart_at_once() -> None:
    with within(4):
        assert not framed([SENTENCE] * 30_000)


def test_a_text_file_written_as_a_letter_is_read_as_one(tmp_path: Path) -> None:
    letter = (
        f"尊敬的编辑：\n您好！现将我院案例报上，请审阅。\n\n{TITLE}\n{HOUSE}\n{TEXT}\n\n此致\n敬礼！\n\n"
        f"贾窗口\n{HOUSE}办公室\n手机：13800000326\n2023年3月2日\n"
    )
    (tmp_path / "投稿.txt").write_bytes(letter.encode("gb18030"))
    batch = receive_all([tmp_path / "投稿.txt"], tmp_path / "book", AWARDS)
    assert text_of(tmp_path).split("\n\n") == TEXT.split("\n")
    assert "mail-signature" in {erratum.rule for erratum in batch.all_errata}
    private = (tmp_path / "book/cases/received/1-09.private.yaml").read_text("utf-8")
    assert "贾窗口" in private
    assert "请审阅" in private
