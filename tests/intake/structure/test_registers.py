"""Workbooks that list manuscripts, a row each with its text, as a web form hands them out."""

from pathlib import Path

from receiving import AWARDS
from test_forms_as_files import workbook

from casebook.intake.receive.batch import receive_all

PHONES = (13800000811, 13800000812)
HEADS = [
    "序号",
    "提交时间",
    "1、您的单位名称",
    "2、案例名称",
    "3、案例正文",
    "4、联系人",
    "5、联系电话",
]


def _text(start: int) -> str:
    return "\n".join(
        f"第{start + n}件事落在了实处，大家都说做得好，处处都有回音。" for n in range(9)
    )


def _rows() -> list[list[object]]:
    return [
        ["优秀案例征集结果"],
        HEADS,
        *(
            [
                at + 1,
                "2023/3/3",
                award.organisation,
                award.title,
                _text(100 * at),
                "郝装订",
                PHONES[at],
            ]
            for at, award in enumerate(AWARDS[:2])
        ),
    ]


def test_each_row_with_a_text_becomes_a_case(tmp_path: Path) -> None:
    path = workbook(tmp_path / "征集结果.xlsx", _rows(), across=7)
    batch = receive_all([path], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-02", "1-09"]
    assert [other.fate.value for other in batch.others] == ["divided"]
    for at, case_id in enumerate(("1-02", "1-09")):
        case = (tmp_path / f"book/cases/{case_id}.md").read_text("utf-8")
        assert all(line in case for line in _text(100 * at).split("\n"))
        assert not any(word in case for word in ("郝装订", str(PHONES[at]), "2023/3/3"))
        private = (tmp_path / f"book/cases/received/{case_id}.private.yaml").read_text("utf-8")
        assert str(PHONES[at]) in private
    kept = [item.read_bytes() for item in (tmp_path / "book").rglob("*") if item.is_file()]
    assert path.read_bytes() in kept


def test_a_folder_with_nothing_else_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    workbook(tmp_path / "in" / "征集结果.xlsx", _rows(), across=7)
    batch = receive_all([tmp_path / "in"], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-02", "1-09"]


def test_beside_manuscripts_its_rows_are_left_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    workbook(tmp_path / "in" / "汇总表.xlsx", _rows(), across=7)
    title = AWARDS[0].title or ""
    (tmp_path / "in" / "稿.txt").write_text(f"{title}\n\n{_text(500)}\n", "utf-8")
    batch = receive_all([tmp_path / "in"], tmp_path / "book", AWARDS)
    assert [row.name for row in batch.rows] == ["in/稿.txt"]
    said = [erratum for erratum in batch.errata if erratum.rule == "no-manuscript"]
    assert "单独收" in said[0].hint.zh if said[0].hint else False


def test_a_short_text_under_its_label_makes_a_workbook_a_manuscript(tmp_path: Path) -> None:
    award = AWARDS[1]
    body = "学徒每周三天在茶企，两天在学校。师傅由传承人和车间主任共同担任，一名师傅最多带四名学徒，一学期轮换一次。"
    rows = [
        ["案例申报表"],
        ["申报单位", award.organisation],
        ["案例名称", award.title],
        ["案例正文", body],
    ]
    path = workbook(tmp_path / "申报表.xlsx", rows)
    batch = receive_all([path], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    assert body in (tmp_path / "book/cases/1-09.md").read_text("utf-8")
