"""What a letter asks to be changed in a text is shown to the editor, and nothing is changed."""

from pathlib import Path

import pytest
from manuscripts import manuscript
from packing import mail
from receiving import AWARDS

from casebook.intake.receive.asked_changes import changes_asked
from casebook.intake.receive.batch import receive_all


@pytest.mark.parametrize(
    "line",
    [
        "第二部分“现场解决”应为“现场办理”",
        "第3页“2021年”改为“2022年”。",
        "标题里“守护”系笔误。",
        "请把第二段最后一句删去。",
        "请用附件里的照片替换原来的图2。",
        "更正：获奖单位全称为第一人民医院。",
    ],
)
def test_a_sentence_that_asks_for_a_change(line: str) -> None:
    assert changes_asked(["编辑老师好：", line, "谢谢！"]) == (line,)


@pytest.mark.parametrize(
    "line",
    ["附件是修改后的稿件，请查收。", "如有错误请更正。", "> “甲”应为“乙”",
     "照片1放在第二段之后。"],
)  # fmt: skip
def test_a_sentence_that_asks_for_none(line: str) -> None:
    assert not changes_asked([line])


def test_a_mail_that_corrects_a_manuscript_is_shown_and_the_text_stays(tmp_path: Path) -> None:
    award = AWARDS[1]
    work = manuscript(31000, award.title or "", award.organisation)
    words = (
        "编辑老师好：<br>附件是稿件。第二部分“现场解决”应为“现场办理”，电话13800000991。<br>郝装订"
    )
    letter = tmp_path / "来信.eml"
    letter.write_bytes(mail("hao@example.org", "更正", words, [("稿件.docx", work.word())]))
    batch = receive_all([letter], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    (query,) = [erratum for erratum in batch.errata if erratum.rule == "changes-asked"]
    assert "应为“现场办理”" in query.quote
    assert "13800000991" not in query.quote
    case = (tmp_path / "book/cases/1-09.md").read_text("utf-8")
    assert all(sentence in case for sentence in work.sentences)
    assert "现场办理" not in case
