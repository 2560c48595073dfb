"""A signature stands for what was signed, and for nothing else."""

from dataclasses import replace

import pytest

from casebook.rounds.book_fields import case_of
from casebook.rounds.frozen_texts import Paragraph
from casebook.rounds.round_marks import Mark, MarkKind, Sheet, Signed, Signing
from casebook.rounds.signed_cases import by_case, changed_since, open_marks

SENT = {"1-1": (Paragraph("Para", "甲乙丙丁。"),)}
SIGNED = Sheet("1-1", 1, 5, (), Signed("王", "2026-11-29", "T", "P", 5))


def mark(asks: MarkKind, quote: str = "乙", text: str = "") -> Mark:
    return Mark("m", asks, 0, 1, quote, text=text)


def now(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph("Para", text),)


@pytest.mark.parametrize(
    ("text", "pages", "changed"),
    [("T", "P", ""), ("t", "P", "text"), ("T", "p", "pages"), ("", "", ""), ("T", "", "")],
)
def test_a_signature_stands_for_the_text_and_the_pages_signed(
    text: str, pages: str, changed: str
) -> None:
    assert changed_since(SIGNED, text, pages) == changed


def test_a_mark_made_after_a_signature_undoes_it() -> None:
    assert changed_since(replace(SIGNED, revision=6), "T", "P") == "marks"


def test_nobody_signed_an_empty_sheet() -> None:
    assert changed_since(Sheet("1-1", 1), "T", "P") == ""


def test_a_signature_of_an_older_file_knows_its_text_only() -> None:
    old = replace(SIGNED, signed=Signed("王", "2026-11-22", "T"))
    assert changed_since(old, "T", "other pages") == ""
    assert changed_since(old, "t", "P") == "text"


@pytest.mark.parametrize(
    ("asked", "text", "is_open"),
    [
        (mark(MarkKind.REPLACE, text="戊"), "甲乙丙丁。", True),
        (mark(MarkKind.REPLACE, text="戊"), "甲戊丙丁。", False),
        (mark(MarkKind.REPLACE, text="戊"), "甲己丙丁。", True),
        (mark(MarkKind.DELETE), "甲丙丁。", False),
        (mark(MarkKind.QUERY), "甲乙丙丁。", True),
        (mark(MarkKind.MOVE), "乙甲丙丁。", True),
        (replace(mark(MarkKind.QUERY), settled=True), "甲乙丙丁。", False),
        (replace(mark(MarkKind.MOVE), settled=True), "乙甲丙丁。", False),
        (replace(mark(MarkKind.REPLACE, text="戊"), settled=True), "甲乙丙丁。", True),
        (replace(mark(MarkKind.REPLACE, text="戊"), open=False), "甲乙丙丁。", False),
        (mark(MarkKind.DELETE, quote="无此字"), "甲乙丙丁。", True),
    ],
)
def test_a_mark_is_open_until_it_is_carried_out_withdrawn_or_settled(
    asked: Mark, text: str, is_open: bool
) -> None:
    sheet = Sheet("1-1", 1, 1, (asked,))
    assert bool(open_marks(sheet, SENT, now(text))) == is_open


def test_a_mark_on_the_award_is_one_on_its_case() -> None:
    title = Mark("m", MarkKind.QUERY, 0, 0, "甲题", field="1-1.title", at="2026-11-29T12:00:01")
    head = Mark("h", MarkKind.REPLACE, 0, 0, "短", field="case.1-1.short_title", text="长")
    fields = (Sheet("awards", 1, 1, (title,)), Sheet("book-fields", 1, 1, (head,)))
    assert by_case((*fields, SIGNED))["1-1"].marks == (title, head)
    assert case_of("book-fields", "imprint.印数") == ""
    entry = Signing("王", "2026-11-29T12:00:00", "signed")
    assert changed_since(replace(SIGNED, trace=(entry,)), "T", "P", [title]) == "marks"
    later = replace(entry, at="2026-11-29T12:00:02")
    assert changed_since(replace(SIGNED, trace=(entry, later)), "T", "P", [title]) == ""
