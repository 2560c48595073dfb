"""Addresses, numbers, formulas, compounds and words at the line end: a part of `measure_tokens`."""

from casebook.composition import gaps

from .setting import paragraph, texts
from .tokens import broken, tokens


def test_no_token_is_broken_wrongly_wherever_it_meets_the_line_end() -> None:
    ends, wrong = broken(tokens()[::24], 28)
    assert ends > 20
    assert [(fault.before, fault.behind) for fault in wrong] == []


def test_an_address_is_never_hyphenated_and_breaks_behind_its_marks() -> None:
    text = "写信至party-building.office@hospital-example.org.cn即可"
    own = paragraph(text)
    open_ = {at for at in range(3, len(text)) if 0 < own.breaks[at] < 7}
    assert {text[at - 1] for at in open_ if at < text.index("即")} == set("至-.@")


def test_the_number_of_a_standard_leaves_its_letters_only_where_the_line_would_stand_wide_open() -> (
    None
):
    own = paragraph("标点用法从GB/T 15834—2011，照办")
    number = own.text.index("1")
    assert own.breaks[number] == gaps.IN_STANDARD
    assert not any(own.breaks[at] for at in range(own.text.index("B"), number))
    assert not any(own.breaks[number + 1 : own.text.index("，")])
    text = "数字用法从GB/T 15835—2011，标点用法从GB/T 15834—2011。"
    assert texts(text, 24)[0].endswith("从GB/T")
    assert texts(text, 20)[0].endswith("标点用法从")


def test_a_plus_stays_with_its_word_and_a_minus_with_its_number() -> None:
    own = paragraph("推进互联网+医疗，气温降至-20℃")
    assert not own.breaks[own.text.index("+")]
    assert own.breaks[own.text.index("医")]
    assert own.breaks[own.text.index("-")]
    assert not own.breaks[own.text.index("2")]


def test_a_code_a_brand_and_a_short_compound_are_no_words_to_divide() -> None:
    from casebook.composition.hyphenation import places

    text = "management PubMed UNESCO COVID-19 hospital.org well-established，SPSSstat management/quality"
    divided = {text[:at].rsplit(" ", 1)[-1] for _, at in places(text, "en-US", (6, 3, 3))}
    assert divided == {"man", "manage", "management/qual"}
