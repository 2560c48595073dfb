"""Where titles of the EPUB may turn over, and that nothing else changes in them."""

import pytest
from lxml import etree

from casebook.editions.epub import phrase_breaks

XHTML = "http://www.w3.org/1999/xhtml"


def parted(text: str, longest: int = phrase_breaks.LONGEST) -> str:
    ends = phrase_breaks.line_ends(text, longest)
    return "|".join(text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("卫生健康思想政治工作特色品牌", "卫生|健康|思想|政治|工作|特色|品牌"),
        ("（一）聚焦社区居民，把健康讲座办到村口", "（一）聚焦|社区|居民，|把健康|讲座|办到|村口"),
        ("——通过“行走课堂”实现课程思政", "——通过|“行走课堂”|实现|课程|思政"),
        ("构建“1+N”联系机制 促进发展", "构建|“1+N”|联系|机制 促进发展"),
        ("卫健政促发〔2023〕4号", "卫健政促发|〔2023〕4号"),
        ("卫生健康特色品牌案例集", "卫生|健康|特色|品牌|案例集"),
        ("特色品牌案例集，卫生健康", "特色品牌案例集，|卫生健康"),
        ("2020年10月，急诊科开展系列活动", "2020年10月，|急诊科|开展|系列|活动"),
        ("Likert scale", "Likert scale"),
    ],
)
def test_a_title_turns_over_between_words_alone(title: str, expected: str) -> None:
    assert parted(title) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("序号", "序号"),
        ("2021年12月", "2021年12月"),
        ("呼吸与危重症医学科", "呼吸|与危重症|医学科"),
        ("组建专家科普宣讲团", "组建|专家|科普|宣讲团"),
    ],
)
def test_a_cell_keeps_short_words_and_dates(cell: str, expected: str) -> None:
    assert parted(cell, phrase_breaks.IN_CELLS) == expected


@pytest.mark.parametrize("count", range(9, 40))
def test_no_more_stays_together_than_a_line_in_large_type_holds(count: int) -> None:
    text = ("疾病预防控制中心促进会传染病地方病寄生虫病防治研究所办公室" * 2)[:count]
    assert max(map(phrase_breaks.ems, phrase_breaks.pieces(text))) <= phrase_breaks.LONGEST


def marked(body: str, kind: str = "case") -> etree._Element:
    root = etree.fromstring(
        f'<html xmlns="{XHTML}"><head/><body class="{kind}">{body}</body></html>'
    )
    whole = "".join(map(str, root.itertext()))
    phrase_breaks.mark(root)
    assert "".join(map(str, root.itertext())) == whole, "the text is what it was"
    below = root.find(f"{{{XHTML}}}body")
    assert below is not None
    return below


def written(body: str, kind: str = "case") -> str:
    made = "".join(etree.tostring(node, encoding="unicode") for node in marked(body, kind))
    return made.replace(f' xmlns="{XHTML}"', "").replace("<wbr/>", "|")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<h2>卫生健康特色<em>品牌</em>案例</h2>",
            '<h2 class="by-word">卫生健康特色<em>品牌</em>案例</h2>',
        ),
        (
            "<h2>卫生健康思想<em>工作</em>特色案例</h2>",
            '<h2 class="by-word">卫生|健康|思想|<em>工作|</em>特色|案例</h2>',
        ),
        ("<p>特色品牌案例</p>", "<p>特色品牌案例</p>"),
        (
            "<h2>征集活动典型案例（30 个）与 AI 品牌</h2>",
            '<h2 class="by-word">征集|活动|典型|案例|<span class="whole">（30 个）与</span> AI 品牌</h2>',
        ),
        (
            "<h3>特色——以甲为例</h3>",
            '<h3 class="by-word">特色|<span class="whole">——以甲为例</span></h3>',
        ),
        ("<h2>序号</h2>", '<h2 class="by-word">序号</h2>'),
        ("<h2>Likert 5</h2>", "<h2>Likert 5</h2>"),
        (
            '<header><p class="organisation">安徽省蚌埠市第三人民医院</p></header>',
            '<header><p class="organisation by-word">安徽省|蚌埠市|第三|人民医院</p></header>',
        ),
        (
            "<h2><code>特色品牌</code></h2>",
            '<h2 class="by-word"><code>特色品牌</code></h2>',
        ),
        (
            '<table><tr><td>活动<span class="long">A-long-name-of-something</span></td></tr></table>',
            '<table><tr><td class="by-word">活动|'
            '<span class="long">A-long-name-of-something</span></td></tr></table>',
        ),
        (
            "<figure><figcaption>医院开展活动<code>ab</code>现场照片</figcaption></figure>",
            '<figure><figcaption class="by-word">医院|开展|活动|<code>ab</code>|现场|照片'
            "</figcaption></figure>",
        ),
        (
            "<table><tr><td><p>活动现场</p></td></tr></table>",
            '<table><tr><td><p class="by-word">活动|现场</p></td></tr></table>',
        ),
    ],
)
def test_titles_names_and_cells_are_marked_and_running_text_is_not(
    body: str, expected: str
) -> None:
    assert written(body) == expected


def test_an_entry_of_the_contents_and_what_stands_below_it_are_each_a_line_of_their_own() -> None:
    body = "<ol><li><a>典型案例典型案例典型案例</a><ol><li><a>品牌</a></li></ol></li></ol>"
    assert written(body, "contents") == (
        '<ol><li class="by-word"><a>典型|案例|典型|案例|典型|案例</a><ol><li class="by-word"><a>品牌</a></li></ol>'
        "</li></ol>"
    )


def test_running_text_of_a_designed_page_breaks_as_text() -> None:
    assert written('<p class="statement">特色品牌</p>', "imprint") == (
        '<p class="statement">特色品牌</p>'
    )


def test_a_subtitle_is_a_line_of_its_own() -> None:
    title = '打通专业教育与思政教育 协同育人<span class="subtitle">——以甲为例 一起走</span>'
    assert written(f"<h1>{title}</h1>") == (
        '<h1 class="by-word">打通|专业|教育|与思政|教育 <span class="half">协同育人</span>'
        '<span class="subtitle by-word"><span class="whole">——以甲为例</span> 一起走</span></h1>'
    )


@pytest.mark.parametrize(
    ("title", "halves"),
    [
        ("打通教育 协同育人 培养人才", ["协同育人", "培养人才"]),
        ("新时代 医院党员成长的沃土和家园", []),
        ("丹 心", []),
        ("AI for health 健康", []),
    ],
)
def test_half_titles_of_like_length_begin_a_line_each(title: str, halves: list[str]) -> None:
    spans = marked(f"<h1>{title}</h1>").iterfind(f".//{{{XHTML}}}span[@class='half']")
    assert ["".join(map(str, span.itertext())) for span in spans] == halves
