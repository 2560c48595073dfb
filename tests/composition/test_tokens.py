"""Addresses, numbers, formulas, compounds and words at the line end: a part of `measure_tokens`."""

import pytest

from casebook.composition import gaps, phrases
from casebook.composition.lines import Demand, Setter
from casebook.composition.settings import Settings

from .setting import lines, paragraph, texts
from .tokens import SWEPT, TITLE, broken, sweep, tokens


def test_no_token_is_broken_wrongly_wherever_it_meets_the_line_end() -> None:
    ends, wrong = broken(tokens()[::24], 28)
    assert ends > 20
    assert [(fault.before, fault.behind) for fault in wrong] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", SWEPT)
def test_no_kind_of_token_is_broken_wrongly(kind: str) -> None:
    ends, wrong = broken(sweep(kind, 4), 18)
    assert [(fault.before, fault.behind) for fault in wrong] == []
    assert ends > 20 or kind not in ("address", "mail", "compound")  # others are rarely divided


def test_a_title_is_broken_between_words_in_every_measure() -> None:
    ends, wrong = broken(sweep(TITLE)[:3])
    assert ends > 20
    assert [(fault.before, fault.behind) for fault in wrong] == []


def test_no_title_is_divided_within_a_short_name_in_quotation_marks() -> None:
    """——“健康 / 大篷车”科普宣教 stood so on part titles of A5, for want of half an em."""
    title = "从“有没有”到“好不好”——“健康大篷车”科普宣教与志愿服务案例"
    inside = {at for at in range(1, len(title)) if title[:at].count("“") > title[:at].count("”")}
    inside -= {at for at in inside if title[at - 1] == "“" or title[at] == "”"}
    assert len(inside) == 2 + 2 + 4
    costs = phrases.costs(title)
    assert all(costs[at] >= 0.4 for at in inside)
    for measure in range(10, 22):  # the name fits, with its dash
        own = paragraph(title, Settings(words="auto-phrase"))
        made = Setter(own, Demand(lambda _, em=measure: em, 0, False, True)).set(0)  # type: ignore[misc]
        assert not inside & {line.start for line in made}


def test_an_address_is_never_hyphenated_and_breaks_behind_its_marks() -> None:
    text = "写信至party-building.office@hospital-example.org.cn即可"
    own = paragraph(text)
    open_ = {at for at in range(3, len(text)) if 0 < own.breaks[at] < 7}
    assert {text[at - 1] for at in open_ if at < text.index("即")} == set("至-.@")


def test_the_number_of_a_standard_leaves_its_letters_rather_than_that_its_line_stands_open() -> (
    None
):
    own = paragraph("标点用法从GB/T 15834—2011，照办")
    number, year = own.text.index("1"), own.text.index("2")
    assert own.breaks[number] == gaps.IN_STANDARD
    assert own.breaks[year] == gaps.IN_STANDARD_NUMBER
    assert not any(own.breaks[at] for at in range(own.text.index("B"), number))
    assert not any(own.breaks[number + 1 : year])
    assert not any(own.breaks[year + 1 : own.text.index("，")])


def test_no_line_before_the_number_of_a_standard_stands_open_by_more_than_a_sixth_of_an_em() -> (
    None
):
    running = (
        "医院党委坚持以人民为中心，把思想政治工作融入日常管理。各科室结合自身特点，推行责任制度"
    )
    for offset in range(28):
        text = running[:offset] + "按照GB/T 15834—2011的要求，" + running * 2
        _, made = lines(text, 28, 2)
        assert max(line.open for line in made) < 0.17


def test_a_year_is_parted_from_the_number_of_a_standard_behind_its_dash_only() -> None:
    starts = {
        line[:1]
        for offset in range(30)
        for line in texts("院" * offset + "从ISO 9001:2015和GB/T 15834—2011，" + "院" * 40, 20)
    }
    assert "—" not in starts
    own = paragraph("按照ISO 9001:2015的")
    assert not any(own.breaks[own.text.index("2") : own.text.index("的")])


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


def test_a_relation_of_words_turns_over_behind_its_sign_and_never_before_it() -> None:
    own = paragraph("对空腹血糖≥7.0 mmol/L、BMI≥28的居民")
    sign = own.text.index("≥")
    assert own.breaks[sign + 1] == gaps.DISCOURAGED
    assert not own.breaks[sign]
    assert not any(own.breaks[at] for at in range(sign + 2, own.text.index("、")))
    assert not any(own.breaks[at] for at in range(own.text.index("B") + 1, own.text.index("的")))


def test_the_dash_before_the_source_of_a_quotation_stands_with_it() -> None:
    """里。—— / 摘自交班日志 stood so, a dash that ends a line and leads nothing."""
    quoted, source = "在一句“您慢走”里。", "——摘自康复医学科交班日志"
    for offset in range(20):
        made = texts("院" * offset + quoted + source, 20, level="strict")
        assert not any(line.endswith("—") for line in made)
    own = paragraph(quoted + source)
    assert own.breaks[len(quoted)] == gaps.ALLOWED
    assert not own.breaks[len(quoted) + 2]
    within = paragraph("他这样做。——这是他的话，也是大家的话。后来又说。")
    assert within.breaks[within.text.index("这是")]


def test_a_function_keeps_what_it_is_of() -> None:
    own = paragraph("求sin α和log2 x的值，见log file")
    assert not own.breaks[own.text.index("α")]
    assert not own.breaks[own.text.index("x")]
    assert paragraph("见logs x").breaks[7 - 1]


@pytest.mark.parametrize(
    "whole", ["02：15", "＋98.6", "38万人次", "25.1 万人次", "757场次", "9445通", "4 套"]
)
def test_a_number_keeps_its_sign_its_second_part_and_what_counts(whole: str) -> None:
    own = paragraph(f"最晚停留在{whole}的")
    start = own.text.index(whole)
    assert not any(own.breaks[start + 1 : start + len(whole)])
