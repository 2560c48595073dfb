"""What an editor would mark in the margin: apostrophes, addresses, short last lines, titles."""

from pathlib import Path

import pytest

from casebook import composition, pdf
from casebook.composition import gaps, phrases
from casebook.composition.classes import classify, western_quotes
from casebook.composition.lines import Demand, Setter

from . import meter, sample
from .galley import as_paragraphs, set_galley
from .page import read
from .setting import lines, paragraph, texts
from .test_engine import copied, line_texts


@pytest.fixture(autouse=True)
def _give_weasyprint_back() -> object:
    yield
    composition.uninstall()


# Apostrophes


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("系数Cronbach’s α为", "’"),
        ("由O‘Brien提出", "‘"),
        ("Parkinson’病", "’"),
        ("5’端", "’"),
        ("the patients’ needs，患者", "’"),
        ("他说：‘用AI’。", ""),
        ("（‘PDCA’循环）’", ""),
        ("采用“PDCA”循环", ""),
        ("采用 “PDCA” 循环", ""),
        ("见Smith. The “new” deal. 2019", "“”"),
    ],
)
def test_an_apostrophe_is_no_closing_quotation_mark(text: str, western: str) -> None:
    assert "".join(text[at] for at in sorted(western_quotes(text))) == western


def test_no_line_ends_beside_an_apostrophe() -> None:
    own = paragraph("用Cronbach’s α")
    at = own.text.index("’")
    assert not own.breaks[at]
    assert not own.breaks[at + 1]
    assert classify("病人’s“好”")[2] == "C", "a quotation mark behind Han stays one"


@pytest.mark.parametrize(
    "family", ['"Noto Serif CJK SC"', '"Noto Sans CJK SC"', '"DejaVu Serif", "Noto Serif CJK SC"']
)
def test_an_apostrophe_is_as_wide_as_the_latin_font_makes_it(tmp_path: Path, family: str) -> None:
    extra = f"html {{ font-family: {family} }}"
    path = set_galley("<p>系数Cronbach’s α，“好”</p>", tmp_path / "a.pdf", extra=extra)
    line = read(path).lines[0]
    assert 0.2 < line.advance(line.text.index("’")) < 0.4
    assert line.advance(line.text.index("“")) > 0.9
    assert copied(path).replace(" ", "") == "系数Cronbach’sα，“好”"


# Dashes between Latin letters


@pytest.mark.parametrize("measure", [17, 18, 19, 20, 21, 22, 23])
def test_lines_that_end_in_a_dash_between_words_are_exactly_full(
    tmp_path: Path, measure: int
) -> None:
    text = "中心采用PDCA（Plan—Do—Check—Act）循环，持续改进医疗质量，效果良好。" * 3
    report = meter.measure(set_galley(as_paragraphs([text]), tmp_path / "a.pdf", measure))
    assert report["R3 full"].wrong == 0


# Addresses

ADDRESSES = (
    "访问https://www.example.com/path/to/a/very/long/page-name.html?query=value&other=1#anchor即可",
    "检索地址为https://baike.baidu.com/item/%E5%8C%BB%E7%96%97%E8%B4%A8/1234567，请读者自行查阅。",
    "代码保存在github.com/hospital-informatics/outpatient-appointment-scheduling中，欢迎使用。",
    "写信至someone.with.a.long.name@hospital.example.org询问，DOI为10.1000/xyz123.456-789。",
)


@pytest.mark.parametrize("measure", [18, 24, 26])
@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_turns_over_behind_its_marks_and_leaves_no_open_line(
    text: str, measure: int
) -> None:
    own, made = lines(text, measure)
    for line in made[:-1]:
        before, after = own.text[line.next - 1], own.text[line.next]
        assert not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())
        assert before != "%"
        assert line.open <= 0.2, own.text[line.start : line.end]


def test_a_word_of_an_address_wider_than_the_measure_is_broken() -> None:
    word = "abcdefghij" * 4
    made = texts(f"见https://example.org/{word}一文", 12)
    assert "".join(made) == f"见https://example.org/{word}一文"
    assert len(made) > 2


# Numbers


def test_no_line_starts_with_a_sign_and_a_short_formula_is_not_divided() -> None:
    own = paragraph("意义（P＜0.05），n＝40，线上＋线下，CPR＋AED，误差±3%")
    for mark in "＜＝＋":
        assert not own.breaks[own.text.index(mark)]
    for mark in "＜＝":
        assert not own.breaks[own.text.index(mark) + 1]
    assert own.breaks[own.text.index("线下")]
    assert own.breaks[own.text.index("±")], "a sign of its number, not of a formula"
    own = paragraph("令BMI＝weight/height×10000＋correction")
    assert own.breaks[own.text.index("＝") + 1] == gaps.DISCOURAGED


def test_a_day_written_with_an_interpunct_is_not_split() -> None:
    own = paragraph("每逢5·12国际护士节，阿尔伯特·爱因斯坦")
    assert not own.breaks[own.text.index("·") + 1]
    assert own.breaks[own.text.rindex("·") + 1]


def test_the_space_before_a_unit_is_neither_opened_nor_squeezed() -> None:
    own, made = lines("海拔4114 m的地点 AI is here 文字文字文字文字文字", 18.9)
    at = own.text.index("m")
    assert made[0].moves
    assert at not in dict(made[0].moves)


# Last lines


def test_hardly_a_last_line_has_but_two_characters() -> None:
    short = 0
    for text in sample.paragraphs(400):
        _, made = lines(text, 36, 2)
        short += len(made) > 1 and made[-1].width < 3
    assert short <= 2


# Titles


def balanced(text: str, measure: float, **style: object) -> list[str]:
    own = lines(text, 99, **style)[0]
    made = Setter(own, Demand(lambda _: measure, 1, False, True)).set(0)
    return [own.text[line.start : line.end] for line in made]


def test_a_balanced_title_turns_over_where_one_pauses_in_reading_it() -> None:
    title = "融合赋能 一课直通——四川大学华西医院思想政治教育品牌项目“思政直通车”"
    assert balanced(title, 31) == [
        "融合赋能 一课直通",
        "——四川大学华西医院思想政治教育品牌项目“思政直通车”",
    ]
    assert balanced(title, 31, level="strict")[0] == "融合赋能 一课直通——"
    title = "从“有没有”到“好不好”——“巡回医疗马背队”健康帮扶与对口支援案例"
    assert balanced(title, 23)[1].startswith("——")
    assert balanced(title, 20)[0].endswith("——")  # else it parts a word
    title = "发挥思想政治工作生命线作用 推动卫生健康事业高质量发展"
    assert balanced(title, 23) == title.split()


def test_contents_titles_and_captions_of_both_layouts_are_balanced() -> None:
    print_css = Path(__file__).parents[2] / "layouts" / "standard" / "print"
    sheets = "".join(path.read_text("utf-8") for path in print_css.glob("*.css"))
    for selector in (".entries .piece .title {", "figcaption, caption {"):
        rule = sheets[sheets.index(selector) :].partition("}")[0]
        assert "text-wrap: balance" in rule


# Boxes in the text


def test_a_cell_with_a_box_in_its_text_leaves_room_for_its_neighbours(tmp_path: Path) -> None:
    box = '<span style="display:inline-block">行内框里有一句相当长的话，长过半行有余</span>'
    body = f"<table><tr><td>前{box}后<td>邻格里的文字也要有地方站，不能一字一行</table>"
    made = line_texts(set_galley(body, tmp_path / "a.pdf", 24))
    assert [text for text in made if len(text) < 3] == ["前", "后"]


@pytest.mark.parametrize("way", ["float: left", "position: absolute"])
def test_a_box_in_the_text_that_runs_over_the_page_comes_once(tmp_path: Path, way: str) -> None:
    boxed = f'<span style="{way}">' + "框中文字一二三四五六" * 4 + "</span>"
    for count in range(22, 30):
        body = as_paragraphs(["甲"] * count + ["文字" + boxed + "正文文字" * 20])
        assert copied(set_galley(body, tmp_path / "a.pdf", 10)).count("框") == 4


def test_a_title_turns_over_between_words_and_before_no_particle_or_ending() -> None:
    title = "云南省第一人民医院机关党总支第四党支部"
    assert balanced(title, 14)[0].endswith("机")
    assert balanced(title, 14, words="auto-phrase") == [
        "云南省第一人民医院",
        "机关党总支第四党支部",
    ]
    for measure in range(6, 20):
        for line in balanced(
            "加强基层卫生健康思想政治工作的特色品牌建设", measure, words="auto-phrase"
        )[1:]:
            assert not line.startswith(tuple("层生康想治作的色牌设"))


def test_words_are_told_apart_by_how_frequent_they_are() -> None:
    assert phrases.words("鄂尔多斯市中心医院") == ("鄂尔多斯市", "中心医院")
    assert phrases.words("把思想政治工作落到实处") == ("把", "思想", "政治", "工作", "落到实处")


def test_the_name_of_a_body_is_not_parted_before_the_word_that_says_what_it_is() -> None:
    assert phrases.costs("思想政治工作促进会文件")[6] > phrases.costs("思想政治工作促进会文件").get(
        9, 0
    )


def test_a_name_in_quotation_marks_stays_with_the_word_that_says_what_it_is() -> None:
    """以“向日葵病房” / 品牌用温度延伸医疗服务 stood on two lines so."""
    title = "以“向日葵病房”品牌用温度延伸医疗服务"
    assert phrases.costs(title)[8] > phrases.costs(title).get(10, 0.0)
    assert 7 not in phrases.costs("打造“小药箱”让健康知识飞入寻常百姓家")


def test_a_word_that_leads_a_name_in_quotation_marks_does_not_stand_alone_above_it() -> None:
    """以 / “稳压行动”品牌守护群众健康之门 stood on two lines so; 的 closes what stands before it."""
    title = "以“稳压行动”品牌守护群众健康之门"
    assert balanced(title, 15, words="auto-phrase") == ["以“稳压行动”品牌", "守护群众健康之门"]
    for lead in ("让“小药箱”走进千家万户", "实现从“有没有”到“好不好”", "打造和“向日葵”一样的病房"):
        at = lead.rindex("“")
        assert phrases.costs(lead)[at] > 0, lead
    assert 4 not in phrases.costs("不一样的“最后一公里”")


def test_a_long_word_is_parted_where_its_words_meet_rather_than_elsewhere() -> None:
    """A page number is not to stand alone below a body whose name is one long word."""
    inside = phrases.costs("河南省疾病预防控制中心党委")
    assert inside[7] < inside[11] < inside[8] == phrases.INSIDE
    entry = "河南省疾病预防控制中心党委\u2003105"
    assert balanced(entry, 12, words="auto-phrase", runt=4)[1].startswith("控制中心党委")


def test_two_ideographs_alone_are_a_word() -> None:
    """自评 is in no list, and stood in two lines at the head of its column."""
    assert phrases.inside_short_words("自评") == frozenset({1})


def test_a_column_holds_dates_and_short_words_whole() -> None:
    assert phrases.inside_short_words("2021 年 12 月思想") == frozenset({*range(1, 11), 12})


# Blanks


def test_a_blank_at_a_line_end_is_drawn_in_its_own_font(tmp_path: Path) -> None:
    """It is that of the Han behind it: by its number another glyph in the font of the word."""
    extra = (
        'p { font-family: "LXGW WenKai"; --clreq-latin: "LXGW WenKai" "Linux Libertine O"; '
        "text-indent: 0; text-align: left } span { white-space: nowrap }"
    )
    drawn = []
    for blank in (" ", "<br>"):
        body = f"<p>Patient Experience{blank}<span>案例集案例集</span></p>"
        made = set_galley(body, tmp_path / "a.pdf", 11, extra=extra)
        drawn.append(pdf.paint(made.read_bytes(), 0, 900, "PNG"))
    assert drawn[0] == drawn[1]
