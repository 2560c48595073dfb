"""The text of a mail: its salutation and signature are for the editor's eyes only."""

from pathlib import Path

import boxing
import pytest
from receiving import AWARDS

from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.receive import intake_report
from casebook.intake.receive.batch import Batch, receive_all

HOUSE, TITLE = "黑龙江省哈尔滨市第一医院", "心灵园地——党员教育新方法的探索"
TEXT = [
    f"第{n}段讲的是第{n * 31}件事，人人都说好，处处有回音，一件一件都落在了实处。" for n in range(9)
]


def sent(folder: Path, *lines: str, html: bool = False) -> Batch:
    """Receive a mail whose text is these lines."""
    page = "".join(f"<p>{line}</p>" for line in lines) if html else ""
    text = "见网页" if html else "\n".join(lines)
    (folder / "a.eml").write_bytes(boxing.mail(f"{HOUSE}投稿", text, page))
    return receive_all([folder / "a.eml"], folder / "book", AWARDS)


def case(folder: Path) -> str:
    return (folder / "book" / "cases" / "1-09.md").read_text("utf-8")


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize(
    "signed",
    [
        ("此致", "敬礼！", "毛投稿", f"{HOUSE}宣传科", "2023年5月6日"),
        ("毛投稿",),
        ("毛 投 稿 敬上", "电话：13800000497"),
        ("--", "毛投稿 13800000497", "党委办公室", "mao@example.org"),
        ("顺祝编安！", "毛投稿"),
        ("毛投稿", "发自我的iPhone"),
    ],
)
def test_who_signed_a_mail_is_not_printed(
    tmp_path: Path, signed: tuple[str, ...], html: bool
) -> None:
    result = sent(tmp_path, TITLE, HOUSE, *TEXT, *signed, html=html)
    assert [row.case_id for row in result.rows] == ["1-09"]
    assert {"mail-signature", "contacts-withheld"} & {e.rule for e in result.all_errata}
    assert "received-text-not-filed" not in {e.rule for e in result.all_errata}
    text = case(tmp_path)
    assert text.rstrip().endswith(TEXT[-1])
    assert all(line in text for line in TEXT)
    received = tmp_path / "book/cases/received"
    private = "".join((received / "1-09.private.yaml").read_text("utf-8").split())
    assert all("".join(line.split("：")[-1].split()) in private for line in signed)
    intake_report.write(tmp_path / "book", "1-09", tmp_path / "report")
    shown = [path.read_text("utf-8") for path in (tmp_path / "report").rglob("*.html")]
    assert shown
    for item in (*shown, (received / "1-09.yaml").read_text("utf-8")):
        assert "毛投稿" not in item
        assert "13800000497" not in item


@pytest.mark.parametrize(
    "end",
    [
        ("三、成效", "1. 党员学习", "2. 群众满意"),
        ("他们说：“谢谢你们！”",),
        (f"{HOUSE}宣传科", "2023年5月6日"),
        ("大家都说，这件事办到了心坎上",),
        ("三、关爱老师",),
        ("（全文完）", "全文完"),
    ],
)
def test_the_end_of_a_text_without_a_person_stays(tmp_path: Path, end: tuple[str, ...]) -> None:
    sent(tmp_path, TITLE, HOUSE, *TEXT, *end)
    plain = case(tmp_path).replace("\\", "")
    assert all(line in plain for line in end)


def test_whom_a_mail_greets_is_not_printed(tmp_path: Path) -> None:
    sent(tmp_path, "尊敬的毛编辑老师：您好！", *TEXT, "谢谢！")
    cases = [path.read_text("utf-8") for path in (tmp_path / "book/cases").glob("*.md")]
    assert cases
    assert not any("毛编辑" in item or "谢谢" in item for item in cases)


def test_a_file_that_is_no_mail_keeps_its_close(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("\n".join((TITLE, HOUSE, *TEXT, "此致", "敬礼")), "utf-8")
    receive_all([tmp_path / "稿.txt"], tmp_path / "book", AWARDS)
    assert "敬礼" in case(tmp_path)
    assert CaseFiles(tmp_path / "book").filed
