"""Every sentence of a Markdown manuscript is in its fragment, or an erratum quotes it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from casebook.book import Picture
from casebook.errata import Erratum, Kind
from casebook.intake.markup import markdown
from casebook.intake.markup.source_text import fragment_text, text_of


def read(source: str) -> markdown.Text:
    def look(_written: str, resolved: str | None, _line: int) -> Picture | None:
        return Picture(resolved or "", 300, 200, "image/png")

    return markdown.read(source, "cases/1-1.md", "c", 1, look)


def shown(text: markdown.Text) -> str:
    return fragment_text(etree.fromstring(f"<div>{text.body}</div>"))


def lost(source: str) -> list[tuple[int | None, str]]:
    return [(e.place.line, e.quote) for e in read(source).errata if e.rule == "text-not-carried"]


LOST = {
    "甲[^c]乙\n\n[^c]: 第一条注\n\n[^c]: 第二条注": (3, "第一条注"),
    "[1]: 张三，《论通风》\n\n正文": (1, "[1]: 张三，《论通风》"),
    "[a]: http://a.cn/1\n[a]: http://b.cn/2\n\n见[甲][a]": (2, "[a]: http://b.cn/2"),
    "[a]: http://a.cn/1\n\n正文": (1, "[a]: http://a.cn/1"),
    "```这是说明\n代码\n```": (1, "这是说明"),
    "见[附件](内部资料)。": (1, "(内部资料)。"),
    "国发[2019](3)号": (1, "(3)"),
    '[甲](http://x.cn "提示的话")': (1, "提示的话"),
    '前![图](../media/a.png "行内图的题")后': (1, "行内图的题"),
}


@pytest.mark.parametrize("source", LOST)
def test_what_is_not_carried_is_quoted_with_its_line(source: str) -> None:
    assert lost(source) == [LOST[source]]


CARRIED = [
    "## 一、题 {甲}\n\n正文**重**点\\*与`代码`，H~2~O、x^2^、&copy;、&amp;lt;、\\&copy;",
    "    缩进 &copy; [a](b.html)\n\n```python\n&copy; <b> [甲]: 乙\n```",
    "1. 甲\n2. 乙\n   - 丙\n\n> 引\n> > 再引\n>\n> 1) 丁",
    "|甲|乙|\n|-|:-:|\n|a\\|b|`c`|\n\n: 表题\n\n|a|\n|-|\n|1|",
    '见[链接](http://a.cn/b?c=1)和<http://d.cn/e>，[引用][r]。\n\n[r]: http://x.cn/y "提示"',
    '![说明](../media/图1.png "图题")',
    "文[^1]字[^长名]又[^1]。\n\n[^1]: 见上\n[^长名]: 同上书\n",
    "甲^[行内注]乙",
    "<ruby>汉<rt>hàn</rt></ruby>字<sub>下</sub>",
    '<table><tr><td colspan="2">甲<br>乙</td></tr></table>',
    "3. 三\n7. 七\n\n题\n===\n\n题二\n---",
    "甲\x00乙",
]


@pytest.mark.parametrize("source", [source for source in CARRIED if "提示" not in source])
def test_known_syntax_is_no_text(source: str) -> None:
    assert lost(source) == []


def test_only_what_stands_in_a_title_of_a_link_is_lost() -> None:
    assert lost(CARRIED[4]) == [(3, "提示")]


@given(st.text("甲1.>-*[]()!^:<>`~&#| \n\tab", max_size=60))
def test_what_is_blanked_keeps_its_place(source: str) -> None:
    text = text_of(source)
    assert len(text) == len(source)
    assert [at for at, char in enumerate(text) if char == "\n"] == [
        at for at, char in enumerate(source) if char == "\n"
    ]


def test_an_uncalled_note_is_told_once_with_its_words() -> None:
    errata = read("甲\n\n[^1]: 没有人引用的注").errata
    assert [(e.rule, e.quote) for e in errata] == [("uncalled-note", "[^1]: 没有人引用的注")]


def test_a_comment_is_told_as_a_note() -> None:
    errata = read("甲<!-- 主编：请核对 -->乙\n\n<!-- -->\n").errata
    assert [(e.rule, e.kind, e.quote) for e in errata] == [
        ("comment-not-printed", Kind.NOTE, "主编：请核对")
    ]


def test_cells_beyond_the_head_widen_the_table() -> None:
    text = read("> |甲|乙|\n> |-|-|\n> |一|二|三|四|\n> |五|")
    assert re.findall(r"<t[hd]\b[^>]*>(.?)", text.body) == list("甲乙<<一二三四五<<<")
    (fault,) = text.errata
    assert (fault.rule, fault.kind, fault.place.line) == ("row-longer-than-head", Kind.QUERY, 3)
    assert fault.quote == "三 | 四"


@pytest.mark.parametrize(
    "source",
    [
        "\n".join("  " * level + f"- 第{level}层" for level in range(60)),
        "> " * 3000 + "深处",
        "- " * 200 + "深处",
        "*" * 401 + "深处" + "*" * 401,
        "<sub>" * 300 + "深处" + "</sub>" * 300,
    ],
)
def test_what_stands_too_deep_is_kept_and_told(source: str) -> None:
    text = read(source)
    assert lost(source) == []
    assert "nested-too-deeply" in {e.rule for e in text.errata}
    assert all(f"第{level}层" in shown(text) for level in range(60) if f"第{level}层" in source)


def test_a_list_keeps_the_numbers_its_author_wrote() -> None:
    body = read("3. 三\n5. 五\n6. 六\n\n尾").body
    assert re.findall(r'<ol[^>]* start="(\d)"|<li[^>]*>(.)', body) == [
        ("3", ""), ("", "三"), ("5", ""), ("", "五"), ("", "六"),
    ]  # fmt: skip
    assert "start" not in read("1. 甲\n1. 乙\n1. 丙").body


def test_tags_and_emphasis_that_cross_are_well_formed() -> None:
    for source in ("<sub>**甲</sub>乙**", "**甲<sub>乙**丙</sub>", "*<u>甲*</u>乙"):
        text = read(source)
        assert re.sub(r"</?[a-z]+>|\*", "", shown(text)).strip() == re.sub(
            r"</?[a-z]+>|\*", "", source
        )
        assert {e.rule for e in text.errata} == {"raw-html"}


def test_a_reading_stands_in_brackets_for_who_cannot_set_it() -> None:
    body = read("<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>").body
    assert "汉<rp>（</rp><rt>hàn</rt><rp>）</rp>字<rp>（</rp><rt>zì</rt><rp>）</rp>" in body


# -- torture: every construct in every other, sentence by sentence --------------------------------


def indented(block: str, first: str, rest: str) -> str:
    return first + block.replace("\n", "\n" + rest)


WRAPS = [
    lambda block: indented(block, "> ", "> "),
    lambda block: indented(block, "- ", "  "),
    lambda block: indented(block, "1. ", "   "),
    lambda block: indented(block, "    ", "    "),
    lambda block: f"```\n{block}\n```",
    lambda block: indented(block, "[^n]: ", "    "),
    lambda block: f"<!-- {block} -->",
    lambda block: f"<div>\n{block}\n</div>",
    lambda block: f"前文[^n]\n\n{block}\n\n后文",
    lambda block: "> " * 70 + block,
    lambda block: f"{block}\n{block}",
]
LEAVES = [
    "{}", "**{}**", "*{}*", "`{}`", "~~{}~~", "[{}](http://a.cn)", "[{}](乙，丙)", "[{}]: 丁",
    "![{}](../media/a.png)", '![说](../media/a.png "{}")', "# {}", "{}\n===", "|{}|乙|\n|-|-|\n|1|2|3|",
    "|甲|\n|-|\n|{}|{}|", "<sub>{}</sub>", "<b>{}</b>", "<ruby>{}<rt>yī</rt></ruby>", "{}^[注{}]",
    "```{}\n码\n```", "\\{}", "&amp;{}&copy;", "$${}$$", ": {}", "{}\\\n{}", "<!-- {} -->", "\t{}",
    "<table><tr><td>{}</td></tr></table>", "[^n]: {}", "[甲]{}", "<{}>", "{}\x00", "***{}**", "<u>*{}</u>*",
]  # fmt: skip
BLOCKS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.builds(
        lambda wrap, blocks: wrap("\n\n".join(blocks)),
        st.sampled_from(WRAPS),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


def numbered(source: str) -> str:
    """Put a sentence of its own into each place."""
    start = iter(range(0x5000, 0x9F00, 8))
    return re.sub(r"\{\}", lambda _: "".join(map(chr, range(at := next(start), at + 8))), source)


def said(errata: tuple[Erratum, ...]) -> str:
    return " ".join(fault.quote for fault in errata)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_every_sentence_is_in_the_fragment_or_in_an_erratum(blocks: list[str]) -> None:
    source = numbered("\n\n".join(blocks))
    text = read(source)
    errata = said(text.errata)
    for sentence in re.findall(r"[\u5000-\u9eff]{8}", source):
        assert sentence in shown(text) or sentence in errata or "……" in errata, sentence
