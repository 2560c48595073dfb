"""A manuscript becomes a clean fragment, and nothing of it is lost in silence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from casebook.book import Picture
from casebook.intake.markup import markdown


def read(source: str) -> markdown.Text:
    def look(_written: str, resolved: str | None, _line: int) -> Picture | None:
        return Picture(resolved or "", 300, 200, "image/png")

    return markdown.read(source, "cases/1-1.md", "c", 5, look)


def body(source: str) -> str:
    return re.sub(r' data-line="\d+"', "", read(source).body).strip()


GOLDEN = {
    "a signature above its date": (
        "文。\n\n某某学会\n\n2023年2月20日",
        '<p>文。</p>\n<div class="signed"><p class="signature">某某学会</p>\n'
        '<p class="signature">2023年2月20日</p></div>',
    ),
    "two bodies that sign": (
        "文。\n\n甲省某某学会\n\n乙市中心医院\n\n2023年2月20日",
        '<p>文。</p>\n<div class="signed"><p class="signature">甲省某某学会</p>\n'
        '<p class="signature">乙市中心医院</p>\n<p class="signature">2023年2月20日</p></div>',
    ),
    "the last of a list signs alone": (
        "名单如下：\n\n乙市中心医院\n\n甲省某某学会\n\n2023年2月20日",
        '<p class="salutation">名单如下：</p>\n<p>乙市中心医院</p>\n<div class="signed"><p class="signature">甲省某某学会'
        '</p>\n<p class="signature">2023年2月20日</p></div>',
    ),
    "a run-in heading": (
        "**（一）学习。**后文",
        '<p class="run-in"><strong>（一）学习。</strong>后文</p>',
    ),
    "a run-in heading without a mark": (
        "**（一）学习**后文",
        '<p class="run-in"><strong class="unmarked">（一）学习</strong>后文</p>',
    ),
    "a run-in heading with its space": (
        "**1.学习**　后文",
        '<p class="run-in"><strong class="unmarked spaced">1.学习</strong>　后文</p>',
    ),
    "a run-in heading with mark and space": (
        "**1.学习。**　后文",
        '<p class="run-in"><strong class="spaced">1.学习。</strong>　后文</p>',
    ),
    "bold that is no heading": ("**重点**后文", "<p><strong>重点</strong>后文</p>"),
    "wrapped Han lines": ("一行\n二行", "<p>一行二行</p>"),
    "wrapped Latin lines": ("one\ntwo", "<p>one two</p>"),
    "a Han line wrapped before Latin": ("一\nDRG", "<p>一 DRG</p>"),
    "headings with ids": ("## 一、甲", '<h2 id="c-h1">一、甲</h2>'),
    "a figure": (
        '![看](../media/a.png "图题")',
        '<figure class="landscape" id="c-f1"><img src="media/a.png" alt="看" width="300" '
        'height="200"/><figcaption>图题</figcaption></figure>',
    ),
    "the number of a picture": (
        '![看](../media/a.png "图1-2 门诊")',
        '<figure class="landscape" id="c-f1"><img src="media/a.png" alt="看" width="300" '
        'height="200"/><figcaption><span class="label">图1-2</span> 门诊</figcaption></figure>',
    ),
    "a caption that begins with a number of its own": (
        '![看](../media/a.png "图1中左起")',
        '<figure class="landscape" id="c-f1"><img src="media/a.png" alt="看" width="300" '
        'height="200"/><figcaption>图1中左起</figcaption></figure>',
    ),
    "the body that prints a letter, beside the date": (
        "抄送：某单位\n\n某促进会\n\n2023年2月20日印发",
        '<p class="record">抄送：某单位</p>\n<p class="record printer">某促进会</p>\n'
        '<p class="record">2023年2月20日印发</p>',
    ),
    "a picture inside a sentence": (
        "前![看](../media/a.png)后",
        '<p>前<img src="media/a.png" alt="看" width="300" height="200"/>后</p>',
    ),
    "a caption above a table": (
        ": 表题\n\n|a|b|\n|-|-:|\n|1|2|",
        '<table>\n<caption>表题</caption><thead>\n<tr>\n<th scope="col">a</th>\n'
        '<th class="right" scope="col">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n'
        '<td class="right">2</td>\n</tr>\n</tbody>\n</table>',
    ),
    "a note where it is called": (
        "文[^1]字。\n\n[^1]: 注*文*",
        '<p>文<span class="note" id="c-n1">注<em>文</em></span>字。</p>',
    ),
    "a note called again": (
        "甲[^1]乙[^1]\n\n[^1]: 注",
        '<p>甲<span class="note" id="c-n1">注</span>乙<sup>'
        '<a class="note-again" href="#c-n1">1</a></sup></p>',
    ),
    "a note of blocks is called by a link and stands at the end": (
        "文[^1]字。\n\n尾\n\n[^1]: 注\n\n    - 项\n    - 项[^1]\n",
        '<p>文<a class="note-call" href="#c-n1"></a>字。</p>\n<p>尾</p>\n'
        '<aside class="note" id="c-n1"><p>注</p>\n<ul>\n<li>项</li>\n<li>项<sup>'
        '<a class="note-again" href="#c-n1">1</a></sup></li>\n</ul></aside>',
    ),
    "a heading in a note heads no section": (
        "文[^1]\n\n[^1]: 注\n\n    # 题\n",
        '<p>文<a class="note-call" href="#c-n1"></a></p>\n<aside class="note" id="c-n1"><p>注</p>'
        '\n<p class="heading"><strong>题</strong></p></aside>',
    ),
    "a note called within a note stands behind it": (
        "文[^1]字[^2]。\n\n[^1]: 甲[^3]\n\n[^2]: 乙[^3]\n\n[^3]: 丙[^1]\n",
        '<p>文<span class="note" id="c-n1">甲<sup><a class="note-again" href="#c-n2">2</a></sup>'
        '</span><span class="note" id="c-n2" data-within="">丙<sup><a class="note-again" '
        'href="#c-n1">1</a></sup></span>字<span class="note" id="c-n3">乙<sup>'
        '<a class="note-again" href="#c-n2">2</a></sup></span>。</p>',
    ),
    "a note of a picture is a figure": (
        "文[^1]\n\n[^1]: ![看](../media/a.png)\n",
        '<p>文<a class="note-call" href="#c-n1"></a></p>\n<aside class="note" id="c-n1">'
        '<figure class="landscape" id="c-f1"><img src="media/a.png" alt="看" width="300" '
        'height="200"/></figure>\n</aside>',
    ),
    "spans in a raw table": (
        '<table><tr><td colspan="2">甲<br>乙</td></tr></table>',
        '<table><tr><td colspan="2">甲<br/>乙</td></tr></table>',
    ),
    "inline tags": ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    source, expected = GOLDEN[name]
    assert body(source) == expected
    assert read(source).errata == ()


def test_a_list_says_how_many_figures_its_longest_number_has() -> None:
    assert "figures" not in body("8. 甲\n9. 乙")
    assert 'class="figures-2"' in body("8. 甲\n9. 乙\n10. 丙")
    assert 'class="figures-3"' in body("\n".join(f"{n}. 甲" for n in range(98, 102)))
    assert 'class="figures-2"' in body("1. 甲\n" * 10)
    jumping = body("1. 甲\n2. 乙\n100. 丙")
    assert jumping.count("figures-") == jumping.count("figures-3") == 1


def test_blocks_know_their_lines() -> None:
    assert re.findall(r'data-line="(\d+)"', read("甲\n\n## 乙\n\n- 丙\n").body)[:3] == [
        "5",
        "7",
        "9",
    ]


FAULTS = {
    "<script>alert(1)</script>": ("raw-html", 5),
    "文<b onclick='x'>字</b>": ("raw-html", 5),
    '<table><tr><td style="x">甲</td></tr></table>': ("raw-html", 5),
    "<table><tr><td>甲</table>": ("raw-html", 5),
    "甲\n\n# 乙": ("title-in-text", 7),
    "## 甲\n\n#### 乙": ("skipped-heading-level", 7),
    "甲\x07": ("control-character", 5),
    "甲[^1]": ("undefined-note", 5),
    "甲\n\n[^1]: 注": ("uncalled-note", 7),
    "甲<sub>乙": ("raw-html", 5),
}


@pytest.mark.parametrize("source", FAULTS)
def test_what_may_not_stand_is_told_with_its_line(source: str) -> None:
    rule, line = FAULTS[source]
    assert {(e.rule, e.place.line) for e in read(source).errata} == {(rule, line)}


def test_a_note_that_only_an_uncalled_note_calls_is_told() -> None:
    errata = read("文\n\n[^1]: 甲[^2]\n\n[^2]: 乙\n").errata
    assert [(e.rule, e.quote.partition(":")[0]) for e in errata] == [
        ("uncalled-note", "[^1]"),
        ("uncalled-note", "[^2]"),
    ]


def test_an_escaped_bracket_is_no_note() -> None:
    assert read("甲\\[^1]").errata == ()


def test_refused_html_is_set_as_the_characters_it_is() -> None:
    text = etree.fromstring(f"<div>{read('<script>alert(1)</script>').body}</div>")
    assert "<script>alert(1)</script>" in "".join(text.itertext())
    assert not list(text.iter("script"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_any_source_gives_a_well_formed_fragment(source: str) -> None:
    etree.fromstring(f"<div>{read(source).body}</div>")


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("../media/a.jpg", "media/a.jpg"),
        ("a.jpg", "cases/a.jpg"),
        ("../../a.jpg", None),
        ("/etc/passwd", None),
        ("file:///etc/passwd", None),
        ("http://a.b/c.png", None),
        ("", None),
    ],
)
def test_a_picture_path_never_leaves_the_folder(written: str, result: str | None) -> None:
    assert markdown.resolve("cases/1-1.md", written) == result
