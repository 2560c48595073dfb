"""Marks are kept: anchored to words, whole or not at all, nobody's over anybody else's."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from casebook.errata import StopPress
from casebook.rounds import marks_sheet as workbook
from casebook.rounds.frozen_texts import Paragraph
from casebook.rounds.round_marks import (
    Conflict,
    Mark,
    MarkKind,
    Marks,
    QuotedSpan,
    Signed,
    located,
    mark_of,
)

MARK = Mark("", MarkKind.REPLACE, 0, 2, "再", before="医院", after="一次", text="这", by="王")


def test_a_mark_is_found_again_after_paragraphs_were_put_in_before_it() -> None:
    text = "会议再一次召开，医院再一次部署。"
    mark = replace(MARK, paragraph=0, start=10)
    later = [Paragraph("Body", "新的一段，再。"), Paragraph("Body", text)]
    assert located(mark, later) == QuotedSpan(1, 10, 1, 11)
    assert located(replace(mark, quote="没有"), later) is None


ABC = [Paragraph("Body", text) for text in ("甲乙丙。", "丁戊。", "己庚辛。")]
OVER = replace(
    MARK, asks=MarkKind.DELETE, start=2, quote="丙。\n丁戊。\n己", before="甲乙", after="庚辛"
)


def test_a_mark_over_several_paragraphs_is_kept_whole_and_found_whole() -> None:
    where = located(OVER, [Paragraph("Body", "新段。"), *ABC])
    assert where == QuotedSpan(1, 2, 3, 1)
    assert where.parts([Paragraph("Body", "新段。"), *ABC]) == [(1, 2, 4), (2, 0, 3), (3, 0, 1)]


def test_a_mark_over_several_paragraphs_is_known_by_its_ends_when_its_middle_changed() -> None:
    changed = [ABC[0], Paragraph("Body", "丁改戊。"), Paragraph("Body", "又一段。"), ABC[2]]
    assert located(OVER, changed) == QuotedSpan(0, 2, 3, 1)
    assert located(OVER, [ABC[0], Paragraph("Body", "全换了。")]) is None


def test_two_editors_marking_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(lambda n: Marks(tmp_path, 1).add("1-1", replace(MARK, note=f"{n}")), range(40))
        )
    sheet = Marks(tmp_path, 1).sheet("1-1")
    assert sorted(int(mark.note) for mark in sheet.marks) == list(range(40))
    assert sheet.revision == 40
    assert len({mark.id for mark in sheet.marks}) == 40


def test_who_saw_an_older_mark_does_not_overwrite_a_newer_one(tmp_path: Path) -> None:
    marks = Marks(tmp_path, 1)
    mine = marks.add("1-1", MARK)
    marks.change("1-1", replace(mine, text="那"))
    with pytest.raises(Conflict) as conflict:
        marks.change("1-1", replace(mine, text="哪"))
    assert conflict.value.sheet.marks[0].text == "那"
    with pytest.raises(Conflict):
        marks.drop("1-1", mine.id, mine.revision)
    assert marks.drop("1-1", mine.id, 2).marks == ()


def test_nobody_signs_what_he_did_not_see(tmp_path: Path) -> None:
    marks = Marks(tmp_path, 1)
    marks.add("1-1", MARK)
    signed = Signed("王", "2026-11-22", "")
    with pytest.raises(Conflict):
        marks.sign("1-1", signed, 0)
    assert marks.sign("1-1", signed, 1).signed == replace(signed, revision=2)


def test_a_mark_must_say_where_and_what() -> None:
    for wrong in (replace(MARK, quote=""), replace(MARK, text=""), replace(MARK, note="长" * 5000)):
        with pytest.raises(StopPress):
            Marks(Path("nowhere"), 1).add("1-1", wrong)


@pytest.mark.parametrize("case", ["../1-1", "a/b", "", ".", "1-1.json", "A"])
def test_no_name_of_a_case_leads_out_of_the_folder(tmp_path: Path, case: str) -> None:
    with pytest.raises(StopPress):
        Marks(tmp_path / "inside", 1).add(case, MARK)
    assert [p for p in tmp_path.rglob("*.json")] == []


@pytest.mark.parametrize(
    "facts",
    [{}, {"asks": "explode"}, {"asks": "delete", "paragraph": "0"}, {"evil": 1}, {"asks": 3},
     {"id": "", "asks": "delete", "paragraph": True, "start": 0, "quote": "甲"}],
)  # fmt: skip
def test_what_is_no_mark_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        mark_of(facts)


def test_a_damaged_file_is_told_and_not_written_over(tmp_path: Path) -> None:
    marks = Marks(tmp_path, 1)
    marks.add("1-1", MARK)
    path = tmp_path / "marks" / "1-1.json"
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")
    before = path.read_bytes()
    with pytest.raises(StopPress):
        marks.add("1-1", MARK)
    assert path.read_bytes() == before


def test_marks_go_out_as_a_workbook_in_which_words_are_words(tmp_path: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    marks = Marks(tmp_path, 1)
    marks.add("1-1", replace(MARK, note="=1+1"))
    marks.sign("1-1", Signed("王", "2026-11-22", ""), 1)
    book = load_workbook(BytesIO(workbook.written(marks.sheets(), {"1-1": "text"})))
    row = [cell.value for cell in book["批注"][2]]
    assert row[:6] == ["1-1", "第 1 段", "改正", "再", "这", "=1+1"]
    assert book["批注"]["F2"].data_type == "s"
    assert [cell.value for cell in book["签字"][2]] == [
        "1-1", "王", "2026-11-22", 1, "签后有改（书稿）",
    ]  # fmt: skip
    assert [book["签字记录"].cell(2, column).value for column in (1, 2, 4)] == ["1-1", "王", "签字"]


def test_a_mark_on_a_field_stands_in_that_field_alone() -> None:
    awards = [Paragraph("Title", "甲题", 3, f"1-{n}.title") for n in (1, 2, 3)]
    mark = Mark("", MarkKind.QUERY, 0, 0, "甲题", field="1-2.title")
    assert located(mark, awards) == QuotedSpan(1, 0, 1, 2)
    assert located(mark, [awards[2], awards[1]]) == QuotedSpan(1, 0, 1, 2)
    assert located(mark, [awards[0], awards[2]]) is None
    of_old = [paragraph._replace(field="") for paragraph in awards]  # a round frozen before
    assert located(mark, of_old) == QuotedSpan(0, 0, 0, 2)


def test_a_mark_over_a_note_quotes_the_text_and_not_the_note() -> None:
    text = [Paragraph("Body", "甲乙。"), Paragraph("Note", "注文。"), Paragraph("Body", "丙丁。")]
    mark = replace(MARK, start=1, quote="乙。\n丙", before="甲", after="丁。")
    span = located(mark, text)
    assert span == QuotedSpan(0, 1, 2, 1, (1,))
    assert span.parts(text) == [(0, 1, 3), (2, 0, 1)]
    assert located(mark, [text[0], Paragraph("Body", "插一段。"), text[2]]) == QuotedSpan(
        0, 1, 2, 1
    )


def test_the_notices_own_words_are_asked_about_and_not_changed(tmp_path: Path) -> None:
    marks = Marks(tmp_path, 1)
    title = replace(MARK, field="1-1.title")
    with pytest.raises(StopPress) as stop:
        marks.add("awards", title)
    assert stop.value.errata[0].rule == "official-text"
    assert marks.add("awards", replace(title, asks=MarkKind.QUERY)).field == "1-1.title"


def test_a_workbook_says_in_words_where_a_mark_stands(tmp_path: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    marks = Marks(tmp_path, 1)
    asks = replace(MARK, asks=MarkKind.QUERY)
    marks.add("awards", replace(asks, field="1-07.title"))
    marks.add("book-fields", replace(asks, field="imprint.印数"))
    marks.add("book-fields", replace(asks, field="@added", page="5", section="contents"))
    book = load_workbook(BytesIO(workbook.written(marks.sheets(), {})))
    places = [(row[0].value, row[1].value) for row in book["批注"].iter_rows(min_row=2)]
    assert places == [
        ("通报", "通报 1-07 题目"), ("全书", "版权页“印数”"), ("全书", "第 5 页 引点、页码"),
    ]  # fmt: skip


WRITER = """
import sys
from pathlib import Path
from casebook.rounds.round_marks import Mark, MarkKind, Marks
marks = Marks(Path(sys.argv[1]), 1)
for number in range(10_000):
    mark = marks.add("1-1", Mark("", MarkKind.DELETE, 0, 0, "甲", note=str(number)))
    sys.stdout.write(mark.id + "\\n")
    sys.stdout.flush()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a Unix word")
def test_every_mark_that_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    """The writer is killed after 5, 13 … acknowledgements, 10 times over, 50 writes and more."""
    source = str(Path(__file__).parents[2] / "src")
    acknowledged: list[str] = []
    for run in range(10):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        env = os.environ | {"PYTHONPATH": source}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(5 + run):
                acknowledged.append(writer.stdout.readline().strip())
            writer.send_signal(signal.SIGKILL)
            acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
        kept = {mark.id for mark in Marks(tmp_path, 1).sheet("1-1").marks}
        assert set(acknowledged) <= kept
    assert len(acknowledged) >= 50
    json.loads((tmp_path / "marks" / "1-1.json").read_bytes())
