"""Who has not sent a manuscript: each award once, in a sheet and in a letter that opens in Word."""

import datetime
import io
from pathlib import Path

from openpyxl import load_workbook

import tiny
from casebook import reminders
from casebook.book import Award, Tier
from casebook.cli import main
from casebook.intake.formats import word

TIERS = (
    Tier("1", "一等奖", (
        Award("1-1", 1, "甲市中医院", "=甲题", "河北省"),
        Award("1-2", 2, "乙县医院", "乙题", "河北省"),
        Award("1-3", 3, "甲市中医院", "又一题", "河北省"),
    ), 3),
    Tier("2", "优秀组织单位", (Award("2-1", 1, "丙委", None, "河北省"),), 1, bodies=True),
)  # fmt: skip
FACTS = reminders.LetterFacts(
    "甲<乙>选编", "丙委", "好案例征集活动", datetime.date(2026, 12, 8), datetime.date(2026, 11, 29)
)


def test_every_award_without_a_case_is_in_the_sheet_and_no_title_is_a_formula() -> None:
    rows = reminders.missing(TIERS, {"1-2"}, {"1-1": ("x-01_甲.docx",)})
    assert [row.award.id for row in rows] == ["1-1", "1-3"]
    sheet = load_workbook(io.BytesIO(reminders.as_sheet(rows))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == ["1-1", "一等奖", "1", "甲市中医院", "=甲题", "河北省", "x-01_甲.docx"]
    assert sheet["E2"].data_type == "s"


def test_a_letter_names_all_that_an_organisation_owes() -> None:
    rows = reminders.missing(TIERS, set(), {})
    data = reminders.letters(rows, FACTS)
    text = word.read(data, "催稿.docx")
    words = str(text)
    assert words.count("甲市中医院：") == 1
    assert words.count("催稿函") == 2
    for part in ("《=甲题》", "《又一题》", "甲<乙>选编", "2026年12月8日前", "好案例征集活动"):
        assert part in words


def test_the_ledger_writes_the_sheet_where_its_name_asks_for_one(tmp_path: Path) -> None:
    folder, sheet = tiny.write(tmp_path / "book"), tmp_path / "缺稿.xlsx"
    main(["ledger", "-C", str(folder), "--missing", str(sheet)])
    rows = load_workbook(sheet).active
    assert rows is not None
    assert rows["A2"].value == "1-2"
