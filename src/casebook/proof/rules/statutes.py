"""What is quoted of laws and regulations: the number of an article, and since when they are in force."""

import re
from collections.abc import Iterator, Sequence

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine
from casebook.proof.rule_runner import rule
from casebook.typography import number_of

_NAMED = r"(?:《(?:中华人民共和国)?(?P<name>[^《》（）]{2,40})(?:（[^（）]*）)?》|(?P<bare>民法典))"
_ARTICLE = re.compile(
    rf"{_NAMED}(?P<articles>第[一二三四五六七八九十百千零〇\d]{{1,8}}条(?:(?:第[^，。；、]{{1,4}}[款项])?(?:[、和及与至]|以及)第[一二三四五六七八九十百千零〇\d]{{1,8}}条)*)"
)
_NUMBER = re.compile("第([一二三四五六七八九十百千零〇\\d]{1,8})条")
_IN_FORCE = re.compile(
    rf"{_NAMED}[^，。；《》\d]{{0,8}}[，]?(?:已|将)?(?:自|于|从)?(?P<day>(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{{1,2}})月)?(?:(?P<date>\d{{1,2}})日)?)(?:起)?(?:正式|开始)?(?:施行|实施|生效)"
)


class _Statutes:
    """The statutes of the list by name."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.entries = {entry.wrong: entry for entry in entries}


def _statute(block: Block, match: re.Match[str]) -> ListLine | None:
    """Return the line of the list for what a text names, None where there is none."""
    if block.piece.lists is None:
        return None
    statutes = block.piece.lists.made("articles", _Statutes).entries
    return statutes.get(match["name"] or match["bare"])


@rule("F720", Kind.QUERY, "knowledge")
def article_beyond_the_end(block: Block) -> Iterator[Spot]:
    """An article with a number above that of the last one of its law.

    Why: the number is mistyped, or it is an article of another law, or of a version that is no longer.

        《中华人民共和国安全生产法》第一百三十条  →  第一百一十九条 is the last
        中文：《中华人民共和国安全生产法》第一百三十条  →  这部法律最末一条是第一百一十九条

    Clause: 用词表 articles.tsv
    中文：引用的条号超过了这部法律的最末一条。可能写错条号，也可能引的是别的法律或旧版本；请核对原文。
    """
    for match in _ARTICLE.finditer(block.text) if "条" in block.text else ():
        entry = _statute(block, match)
        if entry is None:
            continue
        for article in _NUMBER.finditer(block.text, *match.span("articles")):
            number = number_of(article[1])
            if number is not None and number > int(entry.right):
                message = Wording(
                    f"{entry.wrong}最末一条是第{entry.right}条",
                    f"the last article of {entry.wrong} is {entry.right}",
                )
                yield at(block, *article.span(), message, entry.origin)


@rule("F721", Kind.QUERY, "knowledge")
def in_force_since(block: Block) -> Iterator[Spot]:
    """A law said to be in force since another day than its own.

    Why: the day stands in its last article; often it is taken for that of its passing.

        民法典自2020年1月1日起施行  →  2021年1月1日

    Clause: 用词表 articles.tsv
    中文：施行日期与法律所定的不合。只查没有修改过的法律、行政法规；请核对原文。
    """
    for match in _IN_FORCE.finditer(block.text) if "年" in block.text else ():
        entry = _statute(block, match)
        if entry is None or not entry.more or entry.more[0] == "-":
            continue
        right = tuple(map(int, entry.more[0].split("-")))
        said = tuple(int(match[part]) for part in ("year", "month", "date") if match[part])
        if said != right[: len(said)]:
            year, month, day = right
            message = Wording(
                f"{entry.wrong}自{year}年{month}月{day}日起施行",
                f"{entry.wrong} is in force since {entry.more[0]}",
            )
            put = f"{year}年{month}月{day}日" if len(said) == len(right) else None
            yield at(block, *match.span("day"), message, entry.origin, put)
