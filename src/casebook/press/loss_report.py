"""What of a section does not reach its reader, told: case, page, words, and the way out."""

from collections.abc import Iterator, Sequence

from casebook.errata import Erratum, Place, Wording
from casebook.press.signature import Loss

_CUT = Wording(
    "拆分表格、注文或图，或改小；自定版式的，检查 overflow、height、width 和 position。",
    "Divide or reduce the table, note or picture; in a layout of your own, look at overflow, "
    "height, width and position.",
)
_STYLE = Wording(
    "检查版式里这段文字的 color、background、opacity、font-size、letter-spacing 和 transform。",
    "Look at color, background, opacity, font-size, letter-spacing and transform of this text in "
    "the layout.",
)
_HIDDEN = Wording(
    "去掉版式里的 display: none 或 visibility: hidden；不要的文字请从书稿里删去。",
    "Take display: none or visibility: hidden out of the layout; delete text that is not wanted "
    "from the manuscript.",
)
_TOLD: dict[str, tuple[Wording, Wording]] = {
    "text-lost": (Wording("{n} 个字没有排到版面上", "{n} characters are on no page"), _HIDDEN),
    "text-hidden": (Wording("{n} 个字排了但看不见", "{n} characters are set but not shown"), _HIDDEN),
    "text-pale": (
        Wording("{n} 个字的颜色与底色分不开", "{n} characters hardly differ from their ground"),
        _STYLE,
    ),
    "text-small": (Wording("{n} 个字小于 4 磅", "{n} characters are smaller than 4 pt"), _STYLE),
    "text-crowded": (
        Wording("{n} 个字与别的字叠在一起", "{n} characters stand on other characters"),
        _CUT,
    ),
    "text-cut": (Wording("{n} 个字被框切掉", "{n} characters are cut off by a box"), _CUT),
    "text-off-page": (Wording("{n} 个字排出了页面", "{n} characters stand off the page"), _CUT),
    "text-outside": (
        Wording("{n} 个字排出了版心", "{n} characters stand outside the type area"),
        _CUT,
    ),
    "cell-lost": (Wording("{n} 个表格单元没有排上", "{n} cells of tables are on no page"), _CUT),
    "picture-unseen": (Wording("图片没有排上或看不见", "a picture is on no page or not shown"), _HIDDEN),
    "picture-outside": (
        Wording("图片超出版心", "a picture stands outside the type area"),
        Wording(
            "缩小图片；要出血的图，在版式里用 position: absolute 放到页边。",
            "Reduce the picture; one that bleeds is placed by position: absolute in the layout.",
        ),
    ),
}  # fmt: skip
LOSSES = frozenset(_TOLD)
"""The rules: a draft is issued with them and says so, a final book is not issued."""


def told(
    losses: Sequence[Loss], place: Place, title: str, labels: Sequence[str]
) -> Iterator[Erratum]:
    """Yield an erratum for each of the `losses` of a section.

    `place` is where its text is kept, `labels` are the folios of its pages.
    """
    for loss in losses:
        message, hint = _TOLD[loss.kind]
        zh, en = message.zh.format(n=loss.signs), message.en.format(n=loss.signs)
        if 0 <= loss.leaf < len(labels):
            label = labels[loss.leaf]
            zh, en = f"第 {label} 页：{zh}", f"page {label}: {en}"
        if title:
            zh, en = f"“{title}”，{zh}", f"‘{title}’, {en}"
        at = Place(place.path, loss.line or place.line)
        yield Erratum(loss.kind, at, Wording(zh, en), hint, loss.words)
