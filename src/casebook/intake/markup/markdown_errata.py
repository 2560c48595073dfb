"""Word what is told of a Markdown manuscript: faults of its markup, and markup of other programs.

Markup that means something elsewhere is printed as it stands here. Each kind is told where it
stands, with the way out; nothing is changed. It is looked for in the source without its code, in
shapes that ordinary Chinese prose does not take: prices (`$5`), ranges (`5~10`), citations
(`[1]`), times and windows paths are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.markup import dialect
from casebook.intake.markup.source_text import quoted

LOSSES = frozenset({"text-not-carried", "nested-too-deeply", "garbled-markup"})
"""The rules of what is not set as it was written: a draft is issued with them and says so."""


def long_row(place: Place, row: dialect.LongRow) -> Erratum:
    """A row has more cells than the head of its table."""
    message = Wording(
        f"这一行有 {len(row.cells)} 格，表头只有 {row.head} 格，多出的排成没有栏名的栏",
        f"a row of {len(row.cells)} cells under a head of {row.head}; the rest are set in columns "
        "without a head",
    )
    hint = Wording(
        "给表头补上栏名；格里的竖线写成 \\|。",
        "Give the head more cells; write a bar within a cell as \\|.",
    )
    more = " | ".join(row.cells[row.head :])
    return Erratum("row-longer-than-head", place, message, hint, more, Kind.QUERY)


def too_deep(place: Place, source: str) -> Erratum:
    """Lists, quotations or emphasis stand too deep in each other."""
    lists, quotations, kinds = dialect.DEPTH // 2, dialect.DEPTH, dialect.INLINE_DEPTH
    message = Wording(
        f"列表、引文或强调套得太深（超过 {lists} 层列表、{quotations} 层引文或 {kinds} 层强调），"
        "再深的按普通文字排出",
        f"nested more than {lists} lists, {quotations} quotations or {kinds} kinds of emphasis "
        "deep; the rest is set as plain text",
    )
    hint = Wording("请减少层次。", "Use fewer levels.")
    return Erratum("nested-too-deeply", place, message, hint, quoted(source))


def raw_html(place: Place, content: str) -> Erratum:
    """HTML that may not be used."""
    message = Wording(
        "不能使用的 HTML 标记，已按文字排出",
        "HTML that may not be used; it is set as plain characters",
    )
    hint = Wording(
        "只可用表格标记和 sub、sup、br、ruby、u，且成对、无空行；其余请删去或改用 Markdown。",
        "Only table tags and sub, sup, br, ruby, u may stand, well-formed and without blank "
        "lines; delete the rest or write Markdown.",
    )
    return Erratum("raw-html", place, message, hint, content)


def garbled(place: Place, quote: str) -> Erratum:
    """The markup of a whole text cannot be told apart."""
    message = Wording(
        "这篇的标记互相交错，读不出，全文按原样排出",
        "the markup of this text crosses itself; all of it is set as it stands",
    )
    hint = Wording("请检查注、引文、表格的嵌套。", "See how notes, quotations and tables nest.")
    return Erratum("garbled-markup", place, message, hint, quote)


class Foreign(NamedTuple):
    """A kind of markup: what it looks like, what it is elsewhere, and the way out here.

    `signs` are what every instance holds one of; most texts hold none, and are done soon, so a
    `shape` (a regular expression of lines) is compiled when a text has one.
    """

    signs: tuple[str, ...]
    shape: str
    name: Wording
    hint: Wording


def _foreign(signs: str, shape: str, zh: str, en: str, hint_zh: str, hint_en: str) -> Foreign:
    return Foreign(tuple(signs.split(" ")), shape, Wording(zh, en), Wording(hint_zh, hint_en)
    )  # fmt: skip


_MATHS = (
    "公式不排：写成普通文字，上下标用 <sup>、<sub>，复杂的做成图片。",
    "Formulas are not set: write plain text with <sup> and <sub>, or make a picture of it.",
)
_DELETE = (
    "不需要就删去；要排印的字写成普通文字。",
    "Delete it; write what is to be printed as plain text.",
)
_LINE = r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)*"
KINDS = (
    _foreign(
        "$ \\( \\[ \\begin",
        r"\$\$(?:(?!\n[ \t]*\n)[^$])+\$\$|(?<![\w$\\])\$(?=\S)(?:[A-Za-z]|[^$\n]*[\\^_={}][^$\n]*)(?<=\S)\$(?![\d$])"
        r"|\\\((?=[^\n]{0,200}?(?:\\[A-Za-z]|[\^_=]))[^\n]{1,200}?\\\)"
        r"|\\\[(?=[^\n\]]{0,200}?(?:\\[A-Za-z]|[\^]))[^\n]{1,200}?\\\]"
        r"|\\begin\{\w+\*?\}",
        "TeX 公式", "a TeX formula", *_MATHS,
    ),
    _foreign(
        "~~",
        r"(?<!~)~~(?=[^\s~])[^~\n]+(?<=\S)~~(?!~)", "删除线", "struck-out text",
        "确定要删就删去文字；要留就去掉 ~~。",
        "If the words are to go, delete them; if they stay, take ~~ away.",
    ),
    _foreign(
        "~ ^",
        r"(?<=[A-Za-z])~(?!(?:\d{1,4}|\d{0,3}[+−-])~)[^~\s，。、(]{1,6}~(?!~)"
        r"|(?<=[\w)\]°])\^(?![0-9A-Za-z+−-]{1,6}\^)[^^\s，。、]{1,8}\^(?!\^)",
        "上标或下标的写法", "another program’s raised or lowered text",
        "写成 <sub>…</sub> 或 <sup>…</sup>。", "Write <sub>…</sub> or <sup>…</sup>.",
    ),
    _foreign(
        "== ++",
        r"(?<![=\w])==(?=[^\s=])[^=\n]+(?<=\S)==(?![=\w])|(?<![A-Za-z0-9+])\+\+(?=[^\s+])[^+\n]+(?<=\S)\+\+(?!\+)",
        "荧光笔或下划线标记", "marked or underlined text",
        "要强调就写 **…**（粗）或 <u>…</u>；否则去掉标记。",
        "To stress it write **…** (bold) or <u>…</u>; else take the marks away.",
    ),
    _foreign(
        "::: !!! ???",
        rf"{_LINE}:{{3,}}[ \t]*[^\s:]?[^\n]*$|{_LINE}(?:!!!|\?\?\?\+?)[ \t]+[a-z]\w*[^\n]*$",
        "方框（容器）标记", "a box (container)",
        "方框不排：写成引文（行首“> ”）或普通段落，删去标记。",
        "Boxes are not set: write a quotation (‘> ’) or paragraphs, and delete the marks.",
    ),
    _foreign(
        "[!",
        r"^[ \t>]*>[ \t]*\[![A-Za-z]+\][-+]?[^\n]*$", "提示框标记", "an alert",
        "删去 [!…]，或写成粗体的“注意：”。", "Delete [!…], or write the word in bold.",
    ),
    _foreign(
        "[",
        r"^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=[ \t])", "待办清单的方格", "a task’s box",
        "写成 □ 或 ☑，或删去。", "Write □ or ☑, or delete it.",
    ),
    _foreign(
        ":",
        r"(?<![A-Za-z0-9:/]):[a-z][a-z_]*[a-z0-9+]:(?![A-Za-z0-9:/])", "表情代码", "an emoji’s name",
        "写成符号本身，或删去。", "Write the sign itself, or delete it.",
    ),
    _foreign(
        "[[",
        r"!?\[\[(?!\d+\]\])[^\[\]\n]+\]\]", "双方括号链接", "a wiki link",
        "去掉方括号；图片写成 ![说明](../media/文件名)。",
        "Take the brackets away; write pictures as ![what it shows](../media/NAME).",
    ),
    _foreign(
        "{# {. {:",
        r"\{(?:[#.][\w-]|:[ \t]*[#.\w])[^{}\n]*\}", "属性标记", "attributes",
        "版式不由正文定，请删去。", "The layout decides how things look; delete it.",
    ),
    _foreign(
        "[TOC [toc [目录 TOC_",
        r"^[ \t]*(?:\[(?:TOC|toc|目录)\]|\[\[_TOC_\]\]|@\[toc\][^\n]*)[ \t]*$", "目录标记", "a contents mark",
        "目录由版式生成，请删去。", "The layout makes the contents; delete it.",
    ),
    _foreign(
        "\\",
        r"\\(?:newpage|pagebreak|clearpage|newline|vspace|hspace|noindent|centering)\b"
        r"|\\[a-zA-Z]+\{[^{}\n]*\}",
        "TeX 命令或分页标记", "a TeX command or page break",
        "分页由版式决定，请删去。", "The layout decides where pages end; delete it.",
    ),
    _foreign(
        "{{ {% ${",
        r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\$\{\w+\}", "模板变量", "a template’s variable",
        "填上应有的文字。", "Fill in the text it stands for.",
    ),
    _foreign(
        "{+ {- {~ {= {> %%",
        r"\{(?:\+\+|--|~~|==|>>)[^\n]*?(?:\+\+|--|~~|==|<<)\}|%%[^%\n]+%%",
        "修订或批注标记", "a revision or a comment",
        "定下改动，删去标记。", "Settle the change and delete the marks.",
    ),
    _foreign(
        "---\n +++",
        r"^---[ \t]*\n(?:[A-Za-z_][\w-]*:(?:[ \t][^\n]*)?\n)+---[ \t]*$|^\+\+\+[ \t]*$",
        "正文里的文件头", "front matter within the text",
        "文件头只能在文件开头，请移去或删去。", "Front matter stands at the head of a file only; move or delete it.",
    ),
    _foreign(
        "*[",
        r"^\*\[[^\]\n]+\]:[^\n]*$", "缩写定义", "an abbreviation’s definition", *_DELETE,
    ),
    _foreign(
        "\n:",
        r"(?<=[^\s|])\n:[ \t]+\S[^\n]*$", "术语定义", "a definition list",
        "写成“**术语** 解释”，或列表。", "Write ‘**term** definition’, or a list.",
    ),
    _foreign(
        "#",
        r"^[ \t>]*#{1,6}(?=[\u3400-\u9fff])[^\n]*$", "没有空格的标题", "a heading without its blank",
        "# 后面加一个空格。", "Put a blank behind #.",
    ),
    _foreign(
        "[@ [-@",
        r"\[-?@[\w:.#$%&+?<>~/-]+[^\]\n]*\]", "引文代码", "a citation’s key",
        "写成注（[^1]）或文字。", "Write a note ([^1]) or text.",
    ),
)  # fmt: skip
_CODE = re.compile(
    r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)\2(?!`)"
    r"|(?<=\n\n)(?:(?: {4}|\t)[^\n]*\n?)+|\]\([^)\s]*|<(?:https?|mailto):[^>\s]*>|https?://\S+",
    re.MULTILINE,
)
_SIGNS = re.compile(r"[$~^=:\[{\\%#!+@-]")


def foreign(source: str, path: str, first_line: int) -> Iterator[Erratum]:
    """Yield a query for each place where `source` holds markup of another program.

    `source` begins on `first_line` of the file `path`; each kind is told once a line.
    """
    if not _SIGNS.search(source):
        return
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for kind in KINDS:
        if not any(sign in text for sign in kind.signs):
            continue
        reported: set[int] = set()
        for match in re.finditer(kind.shape, text, re.MULTILINE):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            line = first_line + source.count("\n", 0, start)
            if line not in reported:
                reported.add(line)
                yield _query(Place(path, line), kind, " ".join(match[0].split()))


def _query(place: Place, kind: Foreign, quote: str) -> Erratum:
    message = Wording(
        f"{kind.name.zh}，这里没有这种用法，按原样排出",
        f"{kind.name.en}, which means nothing here and is printed as it stands",
    )
    return Erratum("foreign-markup", place, message, kind.hint, quote[:200], Kind.QUERY)
