"""Markup of other programs is asked about once a line; ordinary Chinese prose is left alone."""

import pytest

from casebook.errata import Kind
from casebook.intake.markup.markdown_errata import foreign

FOREIGN = {
    "能量 $E=mc^2$ 和 $x$": "$E=mc^2$",
    "$$\na=b\n$$": "$$ a=b $$",
    "式 \\(x^2\\) 好": "\\(x^2\\)",
    "\\[ \\frac 12 \\]": "\\[ \\frac 12 \\]",
    "~~删~~": "~~删~~",
    "A~甲~": "~甲~",
    "==重点==": "==重点==",
    "字++加++字": "++加++",
    "::: box": "::: box",
    "!!! note": "!!! note",
    "> [!NOTE]\n> 字": "> [!NOTE]",
    "- [ ] 甲": "- [ ]",
    "- [x] 甲": "- [x]",
    "好:smile:": ":smile:",
    "[[维基]]": "[[维基]]",
    "![[图.png]]": "![[图.png]]",
    "## 题 {#id .c}": "{#id .c}",
    "[TOC]": "[TOC]",
    "\\newpage": "\\newpage",
    "\\textbf{粗}": "\\textbf{粗}",
    "{{name}}": "{{name}}",
    "{--删--}": "{--删--}",
    "%%注%%": "%%注%%",
    "甲\n\n---\ntitle: x\n---": "--- title: x ---",
    "+++": "+++",
    "术语\n: 解释": ": 解释",
    "*[HTML]: 超文本": "*[HTML]: 超文本",
    "##标题": "##标题",
    "见[@doe99, p. 3]": "[@doe99, p. 3]",
}


@pytest.mark.parametrize("source", FOREIGN)
def test_markup_of_other_programs_is_asked_about(source: str) -> None:
    (query,) = foreign(source, "cases/1-1.md", 1)
    assert (query.rule, query.kind, query.quote) == ("foreign-markup", Kind.QUERY, FOREIGN[source])
    assert query.hint


PROSE = [
    "价格$5，涨到$10；US$5、HK$20到$30，（$）和$a元",
    "5~10天，10～20，约~3，(1)~(3)~(5)",
    "见[1]和[2]，\\[3\\]，\\(甲\\)，[[1]]",
    "12:30:45，比例 1:2，C::D，时间 ::",
    "C:\\Users\\abc 和 D:\\new",
    "a == b，a==b==c，C++ 和 C++，i++ 与 j++",
    "第一！！！\n!!!好",
    "#1高炉 # 号",
    "50%和60%，20%%",
    "@某人，http://a.cn/~x/~y，{集合}，{}",
    "[甲]：乙[^1]\n\n[^1]: 注",
    "- [链接](a.html)\n- [x](b.md)",
    "`$x^2$` 和 ``[[a]]``",
    "```\n$x=1$\n::: box\n[[a]]\n```",
    "甲\n：乙",
    ": 表题\n\n|a|\n|-|\n|1|",
    "***\n\n---\n\n正文: 甲",
    "H~2~O、SO~4~^2-^、2^10^、Ca^2+^、x^2 和 y^3",
]


@pytest.mark.parametrize("source", PROSE)
def test_ordinary_prose_is_left_alone(source: str) -> None:
    assert list(foreign(source, "cases/1-1.md", 1)) == []


def test_each_kind_is_told_once_a_line() -> None:
    result = foreign("$a=b$ 和 $c=d$\n\n$e=f$", "cases/1-1.md", 10)
    assert [query.place.line for query in result] == [10, 12]
