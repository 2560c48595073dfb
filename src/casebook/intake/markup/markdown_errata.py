"""Word the faults of a Markdown manuscript's markup."""

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.markup import dialect, tags
from casebook.intake.markup.carrying import quoted

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
    lists, quotations, kinds = dialect.DEPTH // 2, dialect.DEPTH, tags.DEPTH
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


def garbled(place: Place, said: str) -> Erratum:
    """The markup of a whole text cannot be told apart."""
    message = Wording(
        "这篇的标记互相交错，读不出，全文按原样排出",
        "the markup of this text crosses itself; all of it is set as it stands",
    )
    hint = Wording("请检查注、引文、表格的嵌套。", "See how notes, quotations and tables nest.")
    return Erratum("garbled-markup", place, message, hint, said)
