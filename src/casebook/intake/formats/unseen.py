"""What a web page holds and does not show: words in hidden places, and why they are left out."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.rich import Aside

_CODE = frozenset("script style".split())
_FACTS = frozenset("head title meta link base".split())
_NOT_SHOWN = Wording("网页脚本、样式等不显示的内容", "scripts, styles and what is not shown")
_HEAD = Wording("网页头里的题目等", "the title of the page and other facts in its head")
COMMENT = Wording("网页里的注释", "comments of the page")
TIPS = Wording("图片、缩写等的提示文字", "titles of pictures, abbreviations and the like")
_UNSEEN = {
    "template": Wording("网页模板里的字", "words of a template"),
    "noscript": Wording("没有脚本时才显示的字", "words shown only without scripts"),
    "iframe": Wording("内嵌网页的替代文字", "words in place of an embedded page"),
    "svg": Wording("矢量图里的字，图本身没有收", "words of a vector picture, which was not taken"),
    "select": Wording("表单选项", "the options of a form"),
    "datalist": Wording("表单选项", "the options of a form"),
    "option": Wording("表单选项", "the options of a form"),
}
_HIDDEN = Wording("网页里隐藏的字", "hidden words of the page")
FIELD = Wording("表单里不显示的值", "values of a form that are not shown")
_HIDING = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse))")
_QUIET = frozenset({_NOT_SHOWN, _HEAD, COMMENT})
"""Listed in the intake log and told nowhere else."""
VALUES = frozenset("text search tel url email number date time month week submit button".split())
"""Types of form fields whose value is shown."""


def unseen(node: etree._Element, tag: str) -> Wording | None:
    """Return why a browser does not show `node`, or None."""
    if tag in _CODE:
        return _NOT_SHOWN
    if tag in _FACTS:
        return _HEAD
    style = re.sub(r"\s", "", str(node.get("style") or "")).lower()
    if node.get("hidden") is not None or _HIDING.search(style):
        return _HIDDEN
    return _UNSEEN.get(tag)


def words_in(node: etree._Element) -> str:
    """Return the words of `node` and of what stands in it, those in labels and values too."""
    found: list[str] = []
    for one in node.iter():
        if isinstance(one.tag, str) and one.tag not in _CODE:
            found += [
                str(one.get(name) or "") for name in ("label", "value", "alt") if one is not node
            ]
        found += [str(one.text or "")] if isinstance(one.tag, str) else []
        found += [str(one.tail or "")] if one is not node else []
    return " ".join(found)


def struck(texts: Iterable[str], name: str) -> Iterator[Erratum]:
    """Yield a query for words that are struck out and were kept."""
    quote = " / ".join(filter(None, texts))
    if quote:
        message = Wording("有加了删除线的文字，已收入", "struck-out text was kept")
        hint = Wording("不该印的请删去。", "Delete what is not meant for print.")
        yield Erratum("struck-text", Place(name), message, hint, quote[:200], Kind.QUERY)


def told(asides: Iterable[Aside], name: str) -> Iterator[Erratum]:
    """Yield a query for the words of each kind that were left out."""
    asides = tuple(asides)
    for reason in dict.fromkeys(one.reason for one in asides if one.reason not in _QUIET):
        words_ = [one.text for one in asides if one.reason == reason]
        message = Wording(f"没有收入：{reason.zh}", f"left out: {reason.en}")
        hint = Wording(
            "全文列在收稿记录里；要用的请补进案例。",
            "The intake log lists all of it; put what is wanted into the case.",
        )
        quote = " / ".join(words_)
        yield Erratum("left-out-text", Place(name), message, hint, quote[:200], Kind.QUERY)
