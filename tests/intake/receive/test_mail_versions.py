"""A mail that is another version of a case: who signed it is printed as little as of the first."""

from pathlib import Path

import boxing
import pytest
from receiving import AWARDS

from casebook.book import Tier
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.receive import assigning
from casebook.intake.receive.batch import receive_all

HOUSE, TITLE = "黑龙江省哈尔滨市第一医院", "心灵园地——党员教育新方法的探索"
TEXT = [f"第{n}段讲的是第{n * 31}件事，人人都说好，处处有回音，一件件落在实处。" for n in range(9)]
TIERS = (Tier("1", "典型案例", awards=AWARDS),)
SIGNED = ("此致", "敬礼！", "毛投稿", "电话：13800000497")


def mailed(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_bytes(boxing.mail("投稿", "\n".join((*lines, *SIGNED)), ""))
    receive_all([folder / name], folder / "book", AWARDS)


def printed(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in (folder / "book/cases").glob("*.md"))


def nobody_is_named(folder: Path) -> bool:
    logs = (path.read_text("utf-8") for path in (folder / "book/cases/received").glob("*-??.yaml"))
    return not any(
        item in printed(folder) + "".join(logs) for item in ("毛投稿", "敬礼", "13800000497")
    )


def test_a_later_version_by_mail(tmp_path: Path) -> None:
    mailed(tmp_path, "初稿.eml", TITLE, HOUSE, *TEXT)
    mailed(tmp_path, "终稿.eml", TITLE, HOUSE, *TEXT, "又添了一段，讲后来的事情和大家的体会。")
    assert "又添了一段" in printed(tmp_path)
    assert nobody_is_named(tmp_path)


def test_of_two_attachments_of_one_name_that_of_the_later_mail_is_taken(tmp_path: Path) -> None:
    box = b""
    for day, more in ((b"09", "又添了一段，讲后来的事情和大家的体会。"), (b"02", "")):
        text = "\n".join((TITLE, HOUSE, *TEXT[: 9 if more else 7], more)).encode()
        sent = boxing.mail("投稿", "见附件。", attached={"案例.txt": text})
        box += b"From a@example.org\n" + sent.replace(b"Mon, 05 Jun", day + b" Jun") + b"\n\n"
    (tmp_path / "信箱.mbox").write_bytes(box)
    receive_all([tmp_path / "信箱.mbox"], tmp_path / "book", AWARDS)
    assert "又添了一段" in printed(tmp_path)


def test_an_earlier_version_by_mail_that_is_taken_after_all(tmp_path: Path) -> None:
    mailed(tmp_path, "终稿.eml", TITLE, HOUSE, *TEXT, "又添了一段，讲后来的事情和大家的体会。")
    mailed(tmp_path, "初稿.eml", TITLE, HOUSE, *TEXT)
    case_files = CaseFiles(tmp_path / "book")
    (kept,) = case_files.received_files("1-09.v")
    done = assigning.run(case_files, TIERS, {str(kept): "1-09"})
    assert [row.case_id for row in done.rows] == ["1-09"]
    assert "又添了一段" not in printed(tmp_path)
    assert nobody_is_named(tmp_path)
    case_files = CaseFiles(tmp_path / "book")
    other = next(
        path for path in case_files.received_files("1-09.v") if "又添" in path.read_text("utf-8")
    )
    assigning.run(case_files, TIERS, {str(other): "1-09"})
    assert "又添了一段" in printed(tmp_path)
    assert nobody_is_named(tmp_path)


@pytest.mark.parametrize("more", ["", "又添了一段，讲后来的事情和大家的体会。"])
def test_an_unmatched_mail_that_is_given_to_a_case(tmp_path: Path, more: str) -> None:
    changed = [line.replace("人人都说好", "没有人说不好") for line in TEXT]
    mailed(tmp_path, "无题.eml", *changed, more)
    mailed(tmp_path, "有题.eml", TITLE, HOUSE, *TEXT)
    case_files = CaseFiles(tmp_path / "book")
    waiting = next(item.case_id for item in case_files.filed if item.award is None)
    done = assigning.run(case_files, TIERS, {f"cases/{waiting}.md": "1-09"})
    assert [row.case_id for row in done.rows] == ["1-09"]
    assert nobody_is_named(tmp_path)
