"""核红: what became of every mark, and what was changed without one."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.rounds.compare import Comparison, MarkFate, compare
from casebook.rounds.frozen_texts import Paragraph
from casebook.rounds.round_marks import Mark, MarkKind

OLD = ("医院在再一次会议上，提出了的的要求。", "第二段没有变化。", "第三段到此结束。")


def mark(asks: MarkKind, quote: str, text: str = "", paragraph: int = 0, start: int = 0) -> Mark:
    return Mark("m", asks, paragraph, start, quote, text=text)


def comparison_of(new: tuple[str, ...], *marks: Mark, old: tuple[str, ...] = OLD) -> Comparison:
    def texts(lines: tuple[str, ...]) -> dict[str, tuple[Paragraph, ...]]:
        return {"1-1": tuple(Paragraph("Body", line) for line in lines)}

    return compare(texts(old), texts(new), {"1-1": marks})


def fates(comparison: Comparison) -> list[MarkFate]:
    return [change.fate for change in comparison.changes]


def test_nothing_changed_and_nothing_asked_is_nothing_to_say() -> None:
    assert comparison_of(OLD).changes == ()
    assert not comparison_of(OLD).failed


def test_a_mark_carried_out_is_carried_out() -> None:
    done = comparison_of(
        ("医院在这一次会议上，提出了的的要求。", *OLD[1:]), mark(MarkKind.REPLACE, "再", "这")
    )
    assert fates(done) == [MarkFate.DONE]
    assert not done.failed


def test_a_mark_not_carried_out_is_missed() -> None:
    missed = comparison_of(OLD, mark(MarkKind.REPLACE, "再", "这"))
    assert fates(missed) == [MarkFate.MISSED]
    assert missed.failed


def test_a_mark_carried_out_otherwise_is_wrong() -> None:
    new = ("医院在那一次会议上，提出了的的要求。", *OLD[1:])
    assert fates(comparison_of(new, mark(MarkKind.REPLACE, "再", "这"))) == [MarkFate.WRONG]


def test_a_change_without_a_mark_is_found_beside_one_that_was_asked_for() -> None:
    new = ("医院在这一次会议上，提出了的的请求。", *OLD[1:])
    comparison = comparison_of(new, mark(MarkKind.REPLACE, "再", "这"))
    assert fates(comparison) == [MarkFate.DONE, MarkFate.UNASKED]
    unasked = comparison.of(MarkFate.UNASKED)[0]
    assert (unasked.before, unasked.after, unasked.new, unasked.start) == ("要", "请", 0, 14 + 1)


def test_which_of_two_like_characters_was_deleted_does_not_matter() -> None:
    new = ("医院在再一次会议上，提出了的要求。", *OLD[1:])
    for start in (13, 14):
        assert fates(comparison_of(new, mark(MarkKind.DELETE, "的", start=start))) == [
            MarkFate.DONE
        ]


THREE = ("甲乙丙丁戊己庚辛。", "第二段整段不要。", "子丑寅卯辰巳午未。", "末段还在这里。")
TAIL = "庚辛。\n第二段整段不要。\n子丑"


@pytest.mark.parametrize(
    ("quote", "start", "new", "fate"),
    [
        (TAIL, 6, ("甲乙丙丁戊己寅卯辰巳午未。", THREE[3]), MarkFate.DONE),
        (TAIL, 6, ("甲乙丙丁戊己", "寅卯辰巳午未。", THREE[3]), MarkFate.DONE),
        (TAIL, 6, THREE, MarkFate.MISSED),
        (TAIL, 6, (THREE[0], *THREE[2:]), MarkFate.WRONG),
        ("\n".join(THREE[:2]), 0, THREE[2:], MarkFate.DONE),
        ("\n".join(THREE[:2]), 0, THREE, MarkFate.MISSED),
    ],
)
def test_a_deletion_over_several_paragraphs_is_judged_as_one(
    quote: str, start: int, new: tuple[str, ...], fate: MarkFate
) -> None:
    assert fates(comparison_of(new, mark(MarkKind.DELETE, quote, start=start), old=THREE)) == [fate]


def test_paragraphs_deleted_beside_another_mark_leave_no_empty_one() -> None:
    asked = (mark(MarkKind.JOIN, "庚辛。"), mark(MarkKind.DELETE, THREE[1], paragraph=1))
    new = (THREE[0] + THREE[2], THREE[3])
    assert MarkFate.UNASKED not in fates(comparison_of(new, *asked, old=THREE))


@pytest.mark.parametrize(
    ("asks", "quote", "text", "new"),
    [
        (MarkKind.INSERT, "会议", "讨论", ("医院在再一次会议讨论上，提出了的的要求。", *OLD[1:])),
        (MarkKind.SWAP, "再一", "", ("医院在一再次会议上，提出了的的要求。", *OLD[1:])),
        (MarkKind.SPLIT, "会议上，", "", ("医院在再一次会议上，", "提出了的的要求。", *OLD[1:])),
        (MarkKind.JOIN, "要求。", "", (OLD[0] + OLD[1], OLD[2])),
        (MarkKind.SPACE, "会议", "", ("医院在再一次会议 上，提出了的的要求。", *OLD[1:])),
        (MarkKind.STET, "再一次", "", OLD),
    ],
)
def test_every_kind_of_mark_knows_what_it_asks_for(
    asks: MarkKind, quote: str, text: str, new: tuple[str, ...]
) -> None:
    assert fates(comparison_of(new, mark(asks, quote, text))) == [MarkFate.DONE]


def test_words_that_were_to_stand_may_not_be_changed() -> None:
    new = ("医院在又一次会议上，提出了的的要求。", *OLD[1:])
    assert fates(comparison_of(new, mark(MarkKind.STET, "再一次"))) == [MarkFate.WRONG]


def test_a_question_nobody_answered_is_missed_and_a_withdrawn_mark_asks_nothing() -> None:
    asked = mark(MarkKind.QUERY, "再一次")
    assert fates(comparison_of(OLD, asked)) == [MarkFate.MISSED]
    withdrawn = Mark("m", MarkKind.REPLACE, 0, 0, "再", text="这", open=False)
    assert comparison_of(OLD, withdrawn).changes == ()


def test_a_paragraph_taken_out_or_put_in_is_a_change_without_a_mark() -> None:
    assert fates(comparison_of((OLD[0], OLD[2]))) == [MarkFate.UNASKED]
    assert fates(comparison_of((*OLD, "谁也没有要的一段。"))) == [MarkFate.UNASKED]


def test_punctuation_is_told_apart_from_words() -> None:
    new = ("医院在再一次会议上。提出了的的请求。", *OLD[1:])
    assert [c.marks_only for c in comparison_of(new).changes] == [True, False]


def test_a_mark_whose_words_are_gone_is_for_the_eye() -> None:
    assert fates(comparison_of(OLD, mark(MarkKind.DELETE, "根本没有这几个字"))) == [MarkFate.BY_EYE]


WORDS = st.text("甲乙丙丁，。的了", min_size=4, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_whatever_is_asked_for_and_done_is_never_called_a_fault(
    old: list[str], chance: random.Random
) -> None:
    new, marks = list(old), []
    for number, text in enumerate(old):
        at = chance.randrange(len(text))
        quote = text[at : at + 2]
        first = text.find(quote)
        if chance.random() < 0.6 and first == at:
            marks.append(mark(MarkKind.REPLACE, quote, "戊己", number, at))
            new[number] = text[:at] + "戊己" + text[at + len(quote) :]
    comparison = comparison_of(tuple(new), *marks, old=tuple(old))
    if len(set(old)) == len(old):
        assert not comparison.failed
    assert sum(c.mark is not None for c in comparison.changes) == len(marks)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), st.data())
def test_no_change_without_a_mark_goes_unseen(old: list[str], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(old) - 1))
    at = data.draw(st.integers(0, len(old[number]) - 1))
    new = list(old)
    new[number] = old[number][:at] + "戊" + old[number][at:]
    comparison = comparison_of(tuple(new), old=tuple(old))
    assert [(c.fate, c.after) for c in comparison.changes if "戊" in c.after] != []
    assert comparison.failed


@pytest.mark.parametrize(
    ("old", "quotes"),
    [
        (("丙丙丁", "丙丙甲丙"), ("丙丁", "丙甲")),
        (("甲。丙丙", "甲。丙丁", "丙丙。乙"), ("。丙", "丙丁", "")),
        (("。丙乙丁丙", "甲丁甲。", "甲。甲丁乙。"), ("丁丙", "甲丁", "。甲")),
    ],
)
def test_short_paragraphs_much_alike_are_known_by_what_their_marks_ask(
    old: tuple[str, ...], quotes: tuple[str, ...]
) -> None:
    new = tuple(
        text.replace(quote, "戊己", 1) if quote else text
        for text, quote in zip(old, quotes, strict=True)
    )
    marks = [
        mark(MarkKind.REPLACE, quote, "戊己", number, old[number].find(quote))
        for number, quote in enumerate(quotes)
        if quote
    ]
    assert set(fates(comparison_of(new, *marks, old=old))) == {MarkFate.DONE}


def test_a_note_that_a_mark_runs_over_stays() -> None:
    sent = {
        "1": (Paragraph("Body", "甲乙。"), Paragraph("Note", "注文。"), Paragraph("Body", "丙丁。"))
    }
    mark = Mark("m", MarkKind.DELETE, 0, 1, "乙。\n丙", before="甲", after="丁。")
    after = {"1": (Paragraph("Body", "甲"), Paragraph("Note", "注文。"), Paragraph("Body", "丁。"))}
    assert [c.fate for c in compare(sent, after, {"1": [mark]}).changes] == [MarkFate.DONE]
    assert [c.fate for c in compare(sent, sent, {"1": [mark]}).changes] == [MarkFate.MISSED]


def test_fields_that_an_old_round_does_not_know_are_no_changes() -> None:
    fields = {"book-fields": (Paragraph("Title", "小书", None, "title"),)}
    assert compare({}, fields, {}).changes == ()
    renamed = {"book-fields": (Paragraph("Title", "大书", None, "title"),)}
    assert {c.fate for c in compare(fields, renamed, {}).changes} == {MarkFate.UNASKED}


def test_a_mark_on_the_layouts_own_words_is_for_the_eye() -> None:
    mark = Mark("m", MarkKind.ALIGN, 0, 0, "……", field="@added", section="contents", page="1")
    for settled, fate in ((False, MarkFate.BY_EYE), (True, MarkFate.DONE)):
        judged = compare({}, {}, {"book-fields": [replace(mark, settled=settled)]})
        assert [change.fate for change in judged.changes] == [fate]
