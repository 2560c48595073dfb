"""What the composer decides, without a PDF: breaks, widths, adjustment."""

import pytest

from casebook.composition import settings
from casebook.composition.adjust import Line, squeeze
from casebook.composition.classes import classify, is_chinese
from casebook.composition.lines import Demand, Setter
from casebook.composition.paragraph import Extras
from casebook.composition.settings import UnknownValue

from .setting import lines, paragraph, places, texts

PROSE = (
    "“一站式”服务中心自2021年3月起试运行，由市人民医院牵头，整合门诊、医保、随访等12个窗口，"
    "累计接待患者约38.6万人次（含复诊），平均等候时间由47 min降至18 min，满意度达到96.3%。"
)


def gap(text: str, at: int, **style: object) -> float:
    """Return the natural gap before the character at `at`, in em."""
    return paragraph(text, settings.Settings(**style)).natural[at]  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", [17, 26, 36])
def test_every_line_but_the_last_is_full(measure: int) -> None:
    own, made = lines(PROSE * 3, measure, 2)
    for number, line in enumerate(made[:-1]):
        assert places(own, line)[-1] == pytest.approx(measure - (2 if number == 0 else 0), abs=1e-6)
    assert places(own, made[-1])[-1] <= measure


def test_a_mark_is_drawn_into_the_line_rather_than_a_character_pushed_out() -> None:
    assert texts("中文中文，文中文中文中文。中文字", 8)[0] == "中文中文，文中文"
    assert texts("中文，文中文中，文中文中文字字字文", 7)[0] == "中文，文中文中，"


def test_quotes_may_be_broken_before_and_after() -> None:
    assert texts("文字文字文字文字“引用”文字文字文字", 8)[1].startswith("“")
    own = paragraph("说“好”了")
    assert [own.breaks[at] for at in (1, 2, 3, 4)] == [1, 0, 0, 1]


@pytest.mark.parametrize("mark", list("。，、；：？！”’）》〉】〕～·–"))
def test_closing_marks_and_connectors_never_start_a_line(mark: str) -> None:
    assert paragraph(f"文{mark}字").breaks[1] == 0


@pytest.mark.parametrize("mark", list("“‘（《〈【〔"))
def test_opening_marks_never_end_a_line(mark: str) -> None:
    assert paragraph(f"文{mark}字").breaks[2] == 0


def test_the_levels_differ_in_the_solidus_and_the_dash() -> None:
    assert paragraph("和/或", settings.Settings(level="basic")).breaks[2]
    assert not paragraph("和/或", settings.Settings(level="gb")).breaks[2]
    assert paragraph("文——字", settings.Settings(level="gb")).breaks[1]
    assert not paragraph("文——字", settings.Settings(level="strict")).breaks[1]


@pytest.mark.parametrize(
    "text",
    ["38.6", "12%", "±3", "￥12", "COVID-19", "20 mg", "5 mmol/L", "3‰", "36.5℃", "——", "……"],
)
def test_a_number_with_its_unit_is_one_piece(text: str) -> None:
    own = paragraph(f"文{text}字")
    assert not any(own.breaks[2 : 1 + len(text)])


def test_a_number_stays_with_its_counter_typed_beside_it_or_behind_a_space() -> None:
    assert not paragraph("共12例病").breaks[3]
    assert not any(paragraph("于2021 年 12 月底").breaks[at] for at in (2, 5, 6, 10, 11))
    assert paragraph("于2021 年 12 月底").breaks[8]


def test_an_address_breaks_after_its_marks_and_not_inside_numbers() -> None:
    own = paragraph("见https://www.example.com/a/10.25好")
    assert own.breaks[own.text.index("www")]
    assert own.breaks[own.text.index("example")]
    assert not own.breaks[own.text.index("25")]


@pytest.mark.parametrize("measure", [17, 24, 26])
def test_the_letters_of_an_address_are_never_set_apart(measure: int) -> None:
    text = (
        "请访问https://www.example.com/path/to/some/very/long/page.html?query=12345即可看到全文。"
    )
    own, made = lines(text, measure)
    inside = range(text.index("h") + 1, text.index("5即") + 1)
    for line in made:
        assert not any(at in inside for at, _ in line.moves)
        assert not (line.open and any(own.even[at] for at in inside))
        assert line.open <= 0.2
    assert measure - places(own, made[0])[-1] < 2.5


def test_a_latin_word_is_not_broken_but_for_its_hyphens() -> None:
    own = paragraph("用well-known的")
    assert [at for at in range(2, 11) if own.breaks[at]] == [6]


def test_adjacent_marks_take_half_an_em_less() -> None:
    assert gap("文》。字", 2) == 0
    assert gap("文，“字", 2) == 0.5
    assert gap("文“《字", 2) == 0
    assert gap("文”,字", 2) == 0
    assert gap("文,“字", 2) == 0.5
    own = paragraph("甲）》。乙")
    assert own.places[4] - 1 == pytest.approx(2.0)


def test_single_marks_are_one_em_and_the_house_may_choose_less() -> None:
    assert gap("文，字", 2) == 0.5
    assert gap("文，字", 2, width="kaiming") == 0
    assert gap("文。字", 2, width="kaiming") == 0.5
    assert gap("文。字", 2, width="banjiao") == 0


def test_two_exclamation_marks_take_one_em_together() -> None:
    own = paragraph("甲？！乙")
    assert own.places[3] - own.places[1] == pytest.approx(1.0)
    own = paragraph("甲！！！乙")
    assert own.places[4] - own.places[1] == pytest.approx(2.0)


def test_dashes_and_dots_have_their_standard_widths_whatever_the_font_gives() -> None:
    from casebook.composition.paragraph import Paragraph, Span

    text = "甲——乙–丙～丁·戊"
    widths = [
        1.69 if at == 1 else 0 if at == 2 else 0.6 if c in "–～·" else 1
        for at, c in enumerate(text)
    ]
    own = Paragraph(text, widths, [Span(0, len(text), 1.0, settings.Settings())])
    starts = {c: own.places[at] for at, c in enumerate(text) if c in "甲乙丙丁戊"}
    steps = [starts[b] - starts[a] - 1 for a, b in ("甲乙", "乙丙", "丙丁", "丁戊")]
    assert steps == pytest.approx([2.0, 0.5, 1.0, 1.0])


def test_a_quarter_em_stands_between_han_and_latin_and_none_beside_marks() -> None:
    assert gap("用AI法", 1) == 0.25
    assert gap("用AI法", 3) == 0.25
    assert gap("（AI）", 1) == 0
    assert gap("，AI", 1) == 0.5
    assert gap("用AI法", 1, alpha=False) == 0
    assert gap("用12法", 1, alpha=False) == 0.25


def test_a_typed_space_is_replaced_by_the_gap_and_dropped_beside_marks() -> None:
    own = paragraph("用 AI 法，B")
    assert own.widths[1] == 0.25
    assert own.widths[4] == 0.25
    assert paragraph("好。 AI").widths[2] == 0


def test_an_ideographic_space_hangs_where_a_line_turns_over() -> None:
    own, made = lines("甲乙丙丁　戊己庚辛", 4)
    assert [places(own, line)[-1] for line in made] == pytest.approx([4, 4])
    own, made = lines("甲乙　丙丁　戊己　", 6, justify="none")
    assert [line.width for line in made] == pytest.approx([5, 3])  # the last one is a blank to fill


@pytest.mark.parametrize(
    "text", ["（一）学习，（二）AI 培训；（三）a b", "甲？！（乙）、丙 · 12 丁"]
)
def test_what_may_not_be_squeezed_is_alike_in_a_tight_line(text: str) -> None:
    """As run-in heads, which are of one level however tight their lines (R47)."""
    from casebook.composition.paragraph import Paragraph, Span

    whole = text + "的，（后）文，、；字，字。字"
    widths = [0.5 if ord(c) < 0x370 else 1.0 for c in whole]
    tight, loose = settings.Settings(), settings.Settings(squeezed=False)
    for head in (tight, loose):
        spans = [Span(0, len(text), 1.0, head), Span(len(text), len(whole), 1.0, tight)]
        own = Paragraph(whole, widths, spans)
        line = Line(0, len(whole), len(whole), own.places[-1], 0.0, [], False, True)
        squeeze(own, line, 1.5)
        assert line.width == pytest.approx(own.places[-1] - 1.5)
        moved = [at for at, _ in line.moves if at < len(text)]
        assert bool(moved) is (head is tight)


def test_what_is_left_over_is_shared_in_the_order_of_the_standard() -> None:
    own, made = lines("用AI做一两项大事情况好文字文", 12.9)
    assert [move for _, move in made[0].moves] == pytest.approx([0.2, 0.2])
    assert made[0].open == 0
    own, made = lines("文，字AI（文）字。文字文字文字文字文", 10)
    squeezed = {own.text[at - 1]: move for at, move in made[0].moves}
    assert "。" not in squeezed or squeezed.get("，", -0.5) == -0.5


def test_last_lines_are_natural() -> None:
    _, made = lines(PROSE, 26, 2)
    assert made[-1].open == 0
    assert made[-1].moves == []


def test_no_single_character_is_left_on_a_last_line() -> None:
    for length in range(20, 80):
        text = "中文字符排版" * 20
        assert len(texts(text[:length] + "。", 10)[-1].rstrip("。")) >= 2


def test_a_note_mark_is_no_second_character_of_a_last_line() -> None:
    text = "慢性病健康管理提供了新的工具；但工具终究是工具，关键仍在人①。"
    own = paragraph(text, extras=Extras(bound=[text.index("①")]))
    made = Setter(own, Demand(lambda _: 28, 0, True)).set(0)
    assert own.text[made[-1].start :] == "在人①。"


def test_a_text_that_marks_can_make_room_for_takes_no_second_line() -> None:
    """立项：…工作日内 / 批复。 stood with its first line open by a tenth of an em."""
    own, made = lines("立项：由护理部提出申请，领导小组7个工作日内批复。", 24)
    assert len(made) == 1
    assert places(own, made[0])[-1] == pytest.approx(24)
    assert made[0].open == 0


def test_a_forced_break_ends_a_line_without_filling_it() -> None:
    assert texts("前面\n后面的文字", 20) == ["前面", "后面的文字"]


def test_only_word_spaces_open_with_inter_word() -> None:
    _, made = lines("中文中文 AI is here 的中文中文中文中文", 12.9, justify="inter-word")
    assert made[0].open == 0
    assert made[0].moves
    _, made = lines("中文中文 AI is here 的中文中文中文中文", 12.9, justify="inter-character")
    assert made[0].open > 0
    assert not made[0].moves


def test_ragged_text_is_neither_squeezed_nor_opened() -> None:
    own, made = lines(PROSE, 26, 0, full=False)
    assert all(line.open == 0 and not line.moves for line in made)
    assert all(places(own, line)[-1] <= 26 + 1e-6 for line in made)


def test_a_mark_may_hang_where_the_style_sheet_lets_it() -> None:
    text = "中文中文中文中文，文字文字文字文字文字"
    assert texts(text, 8, hang=frozenset(["force-end"]))[0] == "中文中文中文中文，"
    assert texts(text, 8)[0] != "中文中文中文中文，"


def test_classes_look_at_their_neighbours() -> None:
    assert classify("—") == "N"
    assert classify("——") == "EE"
    assert classify("it’s“好”") == "AAxAOHC"


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("SpO₂为", "AAAAH"), ("Ca²⁺的", "AAAAH"), ("10⁻⁶个", "DDDDH"), ("用¹³C标", "HAAAH"),
        ("研究¹表", "HHKH"), ("（甲）²乙", "OHCKH"), ("1⅓片", "DDH"), ("5㎡房", "DQH"),
        ("㍿甲", "GH"), ("药®片", "HKH"), ("№5", "FD"), ("38℃", "DDQ"), ("3‰", "DQ"),
    ],
)  # fmt: skip
def test_raised_figures_fractions_and_units_belong_to_what_they_touch(
    text: str, classes: str
) -> None:
    assert classify(text) == classes


def test_other_scripts_are_left_alone() -> None:
    assert is_chinese("中文")
    assert not is_chinese("English only")
    assert not is_chinese("中文 שלום")


def test_unknown_values_are_refused() -> None:
    assert settings.keywords("text-autospace", ("ideograph-alpha", "insert")) == (
        "ideograph-alpha insert"
    )
    for name, words in (
        ("text-autospace", ("insert", "replace")),
        ("line-break", ("tight",)),
        ("hanging-punctuation", ("first", "first")),
    ):
        with pytest.raises(UnknownValue):
            settings.keywords(name, words)
    with pytest.raises(UnknownValue):
        settings.custom("--clreq-autospace", "wide")
    with pytest.raises(UnknownValue):
        settings.custom("--clreq-nothing", "1")


def test_a_title_takes_a_third_line_rather_than_end_one_with_a_dash() -> None:
    title = "从“有没有”到“好不好”——“巡回医疗马背队”健康帮扶与对口支援案例"
    own = paragraph(title, settings.Settings(level="gb"))
    made = Setter(own, Demand(lambda _: 22, 0, justify=False, balance=True)).set(0)
    assert not any(own.text[line.start : line.end].endswith("——") for line in made)


def test_a_note_mark_hugs_the_quote_it_stands_behind() -> None:
    text = "做到“一户一档”①。又做到一户①一档"
    marks = [at for at, sign in enumerate(text) if sign == "①"]
    own = paragraph(text, extras=Extras(bound=marks))
    assert [own.natural[at] for at in marks] == [0, 0]
    assert paragraph(text).natural[marks[0]] == 0.5
    assert not any(own.breaks[at] for at in marks)


def test_the_blank_of_an_opening_mark_is_part_of_the_space_that_a_style_sheet_puts_before_it() -> (
    None
):
    mark = paragraph("①\ufdd1“双报到”")
    assert mark.natural[2] == 0.0
    closed = paragraph("（一）\ufdd1“双报到”")
    assert closed.natural[4] == 0.5


def setter(text: str, measure: float) -> Setter:
    return Setter(paragraph(text), Demand(lambda _: measure, 0, justify=True))


def test_a_text_is_set_in_a_line_fewer_or_more_where_its_lines_stay_even() -> None:
    text = PROSE * 2 + "诊室之外"
    counts = {}
    for measure in range(20, 40):
        best = len(setter(text, measure).set(0))
        for count in (best - 1, best + 1):
            made = setter(text, measure).set_in(count)
            if made is None:
                continue
            counts[count - best] = measure
            assert [len(made), made[-1].next] == [count, len(text)]
            assert max(line.open for line in made) <= 0.045
            assert made[-1].width >= 3
    assert set(counts) == {-1, 1}


def test_a_text_is_not_set_in_lines_that_would_be_loose_or_end_in_a_remnant() -> None:
    assert setter("文" * 60, 20).set_in(4) is None  # three full lines
    assert setter("文" * 50, 20).set_in(2) is None
    assert setter("文" * 50 + "\n" + "文" * 9, 20).set_in(5) is None
