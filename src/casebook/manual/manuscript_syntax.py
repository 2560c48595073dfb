"""The syntax of manuscripts: each construct as written, and what the reader itself makes of it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from casebook.book import Picture
from casebook.errata import Wording
from casebook.intake.markup import dialect, markdown
from casebook.manual.page_text import block, heading, page

TITLE = Wording("书稿的写法", "The syntax of manuscripts")
OPENING = Wording(
    "书稿是 Markdown（CommonMark，另有表格和注）。下面先写出每种写法，再写出 casebook 读成的 HTML，"
    "版式据以排版。不能用的 HTML 标记按文字排出，并报差错。",
    "Manuscripts are Markdown (CommonMark with tables and notes). Each construct is shown as it is "
    "written, and then as the HTML that casebook reads it as, which a layout dresses. HTML that may "
    "not be used is set as plain characters, and told.",
)


class Example(NamedTuple):
    """A construct: what it is called, how it is written, the tags it must become."""

    name: Wording
    source: str
    becomes: tuple[str, ...]


EXAMPLES: Final = (
    Example(Wording("段落与换行", "Paragraphs and line breaks"), "第一段\n同一段。\n\n第二段，\\\n另起一行。", ("p", "br")),
    Example(Wording("标题", "Headings"), "## 一、做法\n\n### （一）学习", ("h2", "h3")),
    Example(Wording("接排标题", "Run-in headings"), "**（一）学习。**正文一句。", ("strong",)),
    Example(Wording("强调", "Emphasis"), "*楷体*和**黑体**", ("em", "strong")),
    Example(Wording("列表", "Lists"), "- 甲\n- 乙\n\n3. 丙\n4. 丁", ("ul", "ol", "li")),
    Example(Wording("引文", "Quotations"), "> 一句引文。", ("blockquote",)),
    Example(Wording("表格与表题", "Tables and captions"), ": 表题\n\n| 项 | 数 |\n|---|---:|\n| 甲 | 3 |", ("table", "caption", "thead", "tbody", "tr", "th", "td")),
    Example(Wording("图片与图题", "Pictures and captions"), '![替代文字](a.jpg "图题")', ("figure", "img", "figcaption")),
    Example(Wording("注", "Notes"), "一句话[^1]。\n\n[^1]: 注文。", ("span",)),
    Example(Wording("链接", "Links"), "[文字](https://example.org)", ("a",)),
    Example(Wording("上标与下标", "Raised and lowered figures"), "H~2~O，10^6^", ("sub", "sup")),
    Example(Wording("注音", "Readings"), "<ruby>茯苓<rt>fúlíng</rt></ruby>", ("ruby", "rt", "rp")),
    Example(Wording("下划线", "Underlining"), "<u>文字</u>", ("u",)),
    Example(Wording("合并单元格的表", "Tables with cells that span"), '<table><colgroup><col/><col/></colgroup><tfoot><tr><td colspan="2">甲</td></tr></tfoot></table>', ("colgroup", "col", "tfoot")),
    Example(Wording("代码", "Code"), "`一行`\n\n```\n几行\n```", ("code", "pre")),
    Example(Wording("分隔", "Breaks in the text"), "前文\n\n---\n\n后文", ("hr",)),
    Example(Wording("不排出的批语", "Remarks that are not set"), "正文<!-- 给编辑看的 -->。", ("p",)),
)  # fmt: skip
_WRITTEN = Wording("写作：", "Written:")
_READ = Wording("读成：", "Read as:")


def made(example: Example) -> markdown.Text:
    """Return what the reader makes of an example."""
    picture = Picture("cases/a.jpg", 1200, 800, "image/jpeg")
    return markdown.read(example.source, "cases/1-07.md", "case", 1, lambda *_: picture)


def undescribed() -> Iterator[str]:
    """Yield the tags that manuscripts may use and no example shows."""
    shown = {tag for example in EXAMPLES for tag in example.becomes}
    yield from sorted((dialect.INLINE | dialect.TABLE) - shown)


def write(lang: str) -> str:
    """Return the page in `lang`."""
    parts = [OPENING.read(lang)]
    for example in EXAMPLES:
        parts += [heading(example.name.read(lang)), _WRITTEN.read(lang)]
        parts += [block(example.source, "markdown"), _READ.read(lang)]
        parts.append(block(made(example).body, "html"))
    return page(TITLE, lang, *parts)
