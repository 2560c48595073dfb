"""The inbox: what belongs to no award waits with its candidates and is assigned, one or many."""

import csv
import io
from pathlib import Path

import pytest
from receiving import AWARDS

from casebook.book import Tier
from casebook.errata import StopPress
from casebook.intake.filing import inbox
from casebook.intake.filing.arrivals import Register
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.receive import assigning
from casebook.intake.receive.assigning import Assigned, Assigning
from casebook.intake.receive.batch import Batch, receive_all

TIERS = (Tier("1", "典型案例", AWARDS[:2]), Tier("2", "优秀案例", AWARDS[2:]))
BODY = "".join(f"第{n}段，我们为患者做了一些事，内容各不相同{n * 37}。\n" for n in range(8))
LOST = f"山东某某医院\n打造过硬组织的一些做法\n\n{BODY}"
OTHER = "广东某某医院\n另外的题目在此\n\n完全不同的一篇文章，讲的是别的事情。\n又有一段话。\n"
PROPER = (
    f"黑龙江省哈尔滨市第一医院\n心灵园地——党员教育新方法的探索\n\n{BODY.replace('患者', '职工')}"
)


def take(tmp_path: Path, root: Path, **texts: str) -> Batch:
    paths = [tmp_path / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, "utf-8")
    return receive_all(paths, root, AWARDS)


def assign(root: Path, *given: str) -> Assigned:
    return assigning.run(CaseFiles(root), TIERS, dict([given]) if given else None)  # type: ignore[list-item]


def table(root: Path) -> list[list[str]]:
    text = (root / "inbox" / "assign.csv").read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def names(root: Path, folder: str) -> list[str]:
    result = [path.name for path in (root / folder).iterdir() if path.is_file()]
    return sorted(name for name in result if not name.startswith("index."))


def test_what_is_unmatched_waits_in_the_inbox_with_its_candidates(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 来稿=LOST)
    assert names(root, "inbox") == ["assign.csv", "x-01_来稿.txt"]
    assert (root / "inbox" / "x-01_来稿.txt").read_text("utf-8") == LOST
    head, row = table(root)
    assert head[-1] == "分配到"
    assert row[:3] == ["x-01_来稿.txt", "山东某某医院", "打造过硬组织的一些做法"]
    assert row[3].startswith(
        "2-066 山东中医药大学附属医院《坚持“六化”党建工作法 打造过硬组织》（单位近似"
    )
    assert row[4:6] == ["", ""]  # what shares nothing with it is no candidate
    assert names(root, "cases") == ["x-01.md"]


@pytest.mark.parametrize(
    "file", ["inbox/x-01_来稿.txt", "x-01_来稿.txt", "cases/x-01.md", "x-01", "来稿.txt"]
)
def test_one_is_assigned_as_if_the_award_had_been_named(
    tmp_path: Path, root: Path, file: str
) -> None:
    take(tmp_path, root, 来稿=LOST)
    done = assign(root, file, "2-66")
    assert [row.case_id for row in done.rows] == ["2-066"]
    assert {e.rule for e in done.errata} == {"organisation-differs", "title-differs"}
    text = (root / "cases" / "2-066.md").read_text("utf-8")
    assert text.startswith("---\naward: 2-066\n---\n")
    assert "内容各不相同37。" in text
    assert names(root, "cases") == ["2-066.md"]
    assert names(root, "cases/received") == ["2-066.filed.md", "2-066.txt", "2-066.yaml"]
    assert names(root, "inbox") == ["assign.csv"]
    assert take(tmp_path, root, 来稿=LOST).rows[0].case_id == "2-066"


def test_what_was_assigned_is_assigned_again_and_taken_out_again(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 来稿=LOST)
    assign(root, "x-01", "2-066")
    assert assign(root, "cases/2-066.md", "1-2").rows[0].case_id == "1-02"
    assert names(root, "cases") == ["1-02.md"]
    assert assign(root, "1-02", "单列").rows[0].case_id == "x-01"
    text = (root / "cases" / "x-01.md").read_text("utf-8")
    assert "organisation: 北京协和医院" in text
    assert "award" not in text
    assert names(root, "inbox") == ["assign.csv"]
    assert len(table(root)) == 1


def test_a_case_that_stands_alone_by_the_editor_s_word_waits_no_more(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 来稿=LOST)
    before = (root / "cases" / "x-01.md").read_bytes()
    assert assign(root, "x-01", "new").left == 0
    assert (root / "cases" / "x-01.md").read_text("utf-8").split() == before.decode().split()
    take(tmp_path, root, 别的=OTHER)
    assert [row[0] for row in table(root)[1:]] == ["x-02_别的.txt"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_many_are_assigned_by_the_table_however_it_was_saved(
    tmp_path: Path, root: Path, encoding: str
) -> None:
    take(tmp_path, root, 甲=LOST, 乙=OTHER)
    rows = table(root)
    rows[1][-1], rows[2][-1] = "", "单列"
    rows[1][-1] = "２－66"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (root / "inbox" / "assign.csv").write_bytes(text.getvalue().encode(encoding))
    done = assign(root)
    assert [row.case_id for row in done.rows] == ["2-066", "x-02"]
    assert done.left == 0


def test_a_wrong_key_stays_in_the_table_and_the_others_are_assigned(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 甲=LOST, 乙=OTHER)
    rows = table(root)
    rows[1][-1], rows[2][-1] = "2-131", "1-02"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (root / "inbox" / "assign.csv").write_text(text.getvalue(), "utf-8-sig")
    done = assign(root)
    assert [row.case_id for row in done.rows] == [None, "1-02"]
    assert "unknown-award" in {e.rule for e in done.errata}
    assert [row[-1] for row in table(root)[1:]] == ["2-131"]


def fill(root: Path, *rows: tuple[str, str]) -> None:
    """Write files and keys into the table."""
    head, *_ = table(root)
    text = io.StringIO()
    csv.writer(text).writerows([head, *([file, *[""] * 5, key] for file, key in rows)])
    (root / "inbox" / "assign.csv").write_text(text.getvalue(), "utf-8-sig")


def test_rows_that_contradict_each_other_are_all_told_and_none_is_done(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 甲=LOST, 乙=OTHER)
    first, second = (row[0] for row in table(root)[1:])
    fill(root, ("", "2-066"), (second, "1-09"), (second, "2-999"))
    rules = [e.rule for e in assign(root).errata]
    assert rules == ["no-such-manuscript", "file-assigned-twice", "file-assigned-twice"]
    fill(root, (first, "1-02"), (second, "1-2"))
    done = assign(root)
    assert [row.case_id for row in done.rows] == [None, None]
    assert {e.rule for e in done.errata} == {"award-given-twice"}
    assert [row[-1] for row in table(root)[1:]] == ["1-02", "1-2"]


def test_two_different_texts_for_one_award_the_second_waits_with_its_reason(
    tmp_path: Path, root: Path
) -> None:
    other = PROPER.split("\n\n")[0] + "\n\n" + OTHER.split("\n\n")[1]
    batch = take(tmp_path, root, 一=PROPER, 二=other)
    assert [row.case_id for row in batch.rows] == ["1-09", "x-01"]
    assert any("1-09 已有来稿" in e.message.zh for e in batch.rows[1].errata)
    assert [row[0] for row in table(root)[1:]] == ["x-01_二.txt"]
    done = assign(root, "x-01", "1-09")
    assert [e.rule for e in done.errata] == ["award-claimed-twice"]
    assign(root, "cases/1-09.md", "单列")
    assert assign(root, "二.txt", "1-09").rows[0].case_id == "1-09"
    assert "完全不同的一篇" in (root / "cases" / "1-09.md").read_text("utf-8")
    assert names(root, "cases") == ["1-09.md", "x-02.md"]


def test_a_version_of_the_award_s_manuscript_joins_it(tmp_path: Path, root: Path) -> None:
    take(tmp_path, root, 正文=PROPER)
    shorter = "江苏某医院\n一个别的题目在此\n\n" + "".join(
        PROPER.split("\n\n")[1].splitlines(True)[:6]
    )
    assert take(tmp_path, root, 旧=shorter).rows[0].case_id == "x-01"
    done = assign(root, "x-01", "1-09")
    assert done.rows[0].case_id == "1-09"
    assert {e.rule for e in done.errata} == {"older-version"}
    assert names(root, "cases") == ["1-09.md"]
    assert (root / "cases/received/1-09.v1.txt").read_text("utf-8") == shorter
    assert "1-09.v1.txt" in (root / "cases/received/1-09.yaml").read_text("utf-8")


def test_an_earlier_version_is_taken_by_assigning_it(tmp_path: Path, root: Path) -> None:
    take(tmp_path, root, 初稿=PROPER, 终稿=PROPER + "又加了一段。\n")
    assert "又加了一段。" in (root / "cases" / "1-09.md").read_text("utf-8")
    assert assign(root, "1-09.v1.txt", "1-9").rows[0].case_id == "1-09"
    assert "又加了一段。" not in (root / "cases" / "1-09.md").read_text("utf-8")
    assert (root / "cases/received/1-09.txt").read_text("utf-8") == PROPER
    assert "file: 初稿.txt" in (root / "cases/received/1-09.yaml").read_text("utf-8")


def test_a_file_never_received_is_received_for_the_award(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "新.txt"
    path.write_text(LOST, "utf-8")
    assert assign(root, str(path), "典型案例 2").rows[0].case_id == "1-02"
    assert names(root, "cases") == ["1-02.md"]


def test_what_an_editor_puts_into_the_inbox_is_never_removed(tmp_path: Path, root: Path) -> None:
    take(tmp_path, root, 来稿=LOST)
    (root / "inbox" / "便条.txt").write_text("记得问", "utf-8")
    assign(root, "x-01", "2-066")
    assert names(root, "inbox") == ["assign.csv", "便条.txt"]


def test_a_word_of_the_editor_stays_when_a_case_is_assigned(tmp_path: Path, root: Path) -> None:
    take(tmp_path, root, 来稿=LOST)
    path = root / "cases" / "x-01.md"
    text = (
        path.read_text("utf-8")
        .replace("第0段", "第零段")
        .replace("---\n", "---\nshort_title: 短题\n", 1)
    )
    path.write_text(text.replace("打造过硬组织的一些做法", "编辑改的题"), "utf-8")
    assign(root, "x-01", "2-066")
    text = (root / "cases" / "2-066.md").read_text("utf-8")
    assert "第零段" in text
    assert "short_title: 短题" in text
    assert "title: 编辑改的题" in text


def test_nobody_is_reminded_of_what_waits(tmp_path: Path, root: Path) -> None:

    take(tmp_path, root, 来稿=LOST)
    case_files = CaseFiles(root)
    text = inbox.reminders(TIERS, case_files.claims(), inbox.maybe(case_files, AWARDS))
    rows = {row[0]: row[-1] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["2-066"] == "x-01_来稿.txt"


@pytest.mark.parametrize(
    ("file", "rule"), [("没有.txt", "no-such-manuscript"), ("x-01", "unknown-award")]
)
def test_what_cannot_be_assigned_is_told(tmp_path: Path, root: Path, file: str, rule: str) -> None:
    take(tmp_path, root, 来稿=LOST)
    with pytest.raises(StopPress) as stop:
        Assigning(CaseFiles(root), TIERS).assign(file, "9-9" if file == "x-01" else "1-02")
    assert [e.rule for e in stop.value.errata] == [rule]


def test_the_command_line_assigns_and_the_ledger_knows_what_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import tiny
    from casebook import cli

    book = tiny.write(tmp_path / "book")
    (tmp_path / "来稿.txt").write_text(LOST, "utf-8")
    at = ["--lang", "zh", "-C", str(book)]
    assert cli.main([*at, "receive", str(tmp_path / "来稿.txt")]) == 0
    assert cli.main([*at, "ledger"]) == 0
    assert "待分配：inbox/x-01_来稿.txt" in capsys.readouterr().out
    assert cli.main([*at, "assign", "x-01", "1-3"]) == 1
    assert "等次 1（典型案例）的编号是 1-1 … 1-2，没有 3 号" in capsys.readouterr().err
    assert cli.main([*at, "assign", "x-01"]) == 2
    assert cli.main([*at, "assign", "x-01", "乙题 “丙” 丁"]) == 0
    assert cli.main([*at, "assign"]) == 0
    assert cli.main([*at, "ledger"]) == 0
    out = capsys.readouterr().out
    assert "待分配：" not in out
    assert (book / "manuscript/cases/1-2.md").is_file()


def test_a_case_an_editor_wrote_is_assigned_where_it_stands(tmp_path: Path, root: Path) -> None:
    (root / "cases").mkdir()
    path = root / "cases" / "mine.md"
    path.write_text("---\norganisation: 某院\ntitle: 某题\n---\n\n正文。\n", "utf-8")
    assert assign(root, "cases/mine.md", "2-66").rows[0].case_id == "mine"
    assert path.read_text("utf-8").startswith("---\naward: 2-066\n")
    assert names(root, "cases") == ["mine.md"]
    assert not (root / "cases" / "received").exists()


def test_the_list_of_arrivals_says_where_an_assigned_case_stands(
    tmp_path: Path, root: Path
) -> None:
    take(tmp_path, root, 来稿=LOST)
    assign(root, "x-01", "2-066")
    (row,) = Register(root / "cases" / "received", root).rows
    assert (row.path or row.parcel, row.case) == ("来稿.txt", "2-066")


def test_the_people_to_contact_go_where_their_case_goes(tmp_path: Path, root: Path) -> None:
    take(tmp_path, root, 来稿=LOST + "\n联系人：王某 电话：13912345678\n")
    private = [name for name in names(root, "cases/received") if "private" in name]
    assert private == ["x-01.private.yaml"]
    assign(root, "x-01", "2-066")
    private = [name for name in names(root, "cases/received") if "private" in name]
    assert private == ["2-066.private.yaml"]
    assert "13912345678" not in (root / "cases/received/2-066.yaml").read_text("utf-8")
    assert "13912345678" not in (root / "inbox" / "assign.csv").read_text("utf-8")
