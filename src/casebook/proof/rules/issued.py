"""The issued pages: what only the laid-out book can show to be wrong."""

from collections.abc import Iterator
from typing import TypedDict

from casebook.conservation import characters, missing
from casebook.errata import Kind, Place, Wording
from casebook.proof.findings import Spot
from casebook.proof.printed import Printed, plain
from casebook.proof.rule_runner import rule
from casebook.typography import CLOSING, OPENING, PAUSES, STOPS

ENOUGH = 300
"""Pixels an inch a picture needs at its printed size."""
_UNREAD = {
    "unseen": Wording("看不见：颜色太浅，或被盖住", "not seen: too pale, or covered"),
    "cut": Wording("被切掉", "cut off"),
    "small": Wording("小于 4 磅", "smaller than 4 pt"),
    "crowded": Wording("叠在别的字上", "on top of other text"),
    "off-page": Wording("在页面之外", "off the page"),
}


@rule("P119", Kind.ERRATUM, "line-edge")
def mark_at_line_edge(pages: Printed) -> Iterator[Spot]:
    """A stop or closing mark that begins a line, an opening mark that ends one, a broken —— or ……

    Why: the standard forbids it; the layout engine should have prevented it.

        ，begins a line  →  it ends the line before
        中文：“，”在行首  →  移到上一行行末

    Clause: GB/T 15834—2011 5.1.1–5.1.9
    中文：行首出现点号或后半标号，行末出现前半标号，或破折号、省略号断在两行。应由版面软件避免，请告知设计者。
    """
    for section in pages.sections:
        for sheet in section.pages:
            for line, following in zip(sheet.lines, (*sheet.lines[1:], ""), strict=False):
                bad = ""
                if line[0] in PAUSES + STOPS + CLOSING:
                    bad = line[:6]
                elif len(line) > 1 and line[-1] in OPENING:
                    bad = line[-6:]
                elif line[-1] in "—…" and following[:1] == line[-1] and line[-2:-1] != line[-1]:
                    bad = line[-3:] + following[:3]
                if bad:
                    yield Spot(
                        Wording(f"第 {sheet.label} 页行首或行末违反禁则：{bad}",
                                f"page {sheet.label}: a mark at the wrong edge: {bad}"),
                        Wording("改版式或文字。", "Change the layout or the text."),
                        place=section.place, quote=line[:40], case=_case(section.id),
                    )  # fmt: skip


@rule("L307", Kind.ERRATUM, "heading")
def heading_at_page_foot(pages: Printed) -> Iterator[Spot]:
    """A heading that is the last line of its page.

    Why: a heading stays with the text it heads.

        二、工作成效 | (page ends)  →  moved to the next page
        中文：二、工作成效 |（一面到此为止）  →  移到下一面

    中文：标题落在页末（背题）。标题应与后文同页。
    """
    for section in pages.sections:
        headings = set(section.headings)
        for sheet in section.pages[:-1]:
            if sheet.lines and plain(sheet.lines[-1]) in headings:
                yield Spot(
                    Wording(f"第 {sheet.label} 页背题", f"a heading at the foot of page {sheet.label}"),
                    Wording("版式里标题须与后文同页。", "Keep headings with the text in the layout."),
                    place=section.place, quote=sheet.lines[-1], case=_case(section.id),
                )  # fmt: skip


@rule("C507", Kind.ERRATUM, "contents")
def contents_differ(pages: Printed) -> Iterator[Spot]:
    """A case whose title in the contents, on its first page or in its running head differs.

    Why: all of them are the title; a reader looks for the same words.

        目录、正文、书眉  →  one wording
        中文：目录、正文、书眉各不相同  →  用同一题目

    中文：目录、正文标题、书眉不一致。三处须用同一题目（书眉可用短题）。
    """
    for section in pages.sections:
        if not section.organisation or not section.pages:
            continue
        title, house = plain(section.title), plain(section.organisation)
        where: list[Wording] = []
        first = plain(section.pages[0].text)
        if (
            any(plain(part) not in first for part in section.title.split("——"))
            or house not in first
        ):
            where.append(Wording("首页", "its first page"))
        if pages.contents is not None and (
            any(plain(part) not in pages.contents for part in section.title.split())
            or house not in pages.contents
        ):
            where.append(Wording("目录", "the contents"))
        shown = [plain(sheet.text) for sheet in section.pages[1:] if sheet.text.strip()]
        heads = {plain(section.head), plain(section.part)} - {""}
        if any(not any(_shown(head, text) for head in heads) for text in shown) and heads:
            where.append(Wording("书眉", "a running head"))
        for place in where:
            yield Spot(
                Wording(f"题目或单位与{place.zh}不一致", f"title or organisation differ in {place.en}"),
                Wording("重新出书，或检查版式模板。", "Build again, or check the layout."),
                place=section.place, quote=title, case=_case(section.id),
            )  # fmt: skip


@rule("X010", Kind.ERRATUM, "missing")
def text_lost_in_layout(pages: Printed) -> Iterator[Spot]:
    """Words of a galley that no page of its section shows.

    Why: a box too tall, a note too long or a table too wide loses text without a word.

        a table row below the page's edge  →  split or reduce the table
        中文：表格有一行排到了纸外  →  拆分或缩小表格

    中文：正文里的字没有排到版面上。框过高、注文过长、表格过宽时会丢字；拆分或缩小后重排。
    """
    for section in pages.sections:
        for gap in missing(section.galley, "".join(sheet.read for sheet in section.pages)):
            size = len(characters(gap.text))
            yield Spot(
                Wording(f"版面上少了 {size} 个字", f"{size} characters are not on the pages"),
                Wording("拆分表格、注文或图，再出书。", "Split the table, note or picture."),
                place=section.place, quote=" ".join(gap.text.split())[:60], case=_case(section.id),
            )  # fmt: skip


@rule("X013", Kind.ERRATUM, "missing")
def text_unread_on_page(pages: Printed) -> Iterator[Spot]:
    """Words that are on a page and that no reader can read there.

    Why: too pale, covered by a picture, cut off by a box, or too small, they print as nothing.

        white on white  →  a colour that differs from its ground
        中文：白纸上印白字  →  换成与底色分得开的颜色

    中文：字排上了却看不清。颜色太浅、被图盖住、被框切掉或太小，印出来等于没有。
    """
    for section in pages.sections:
        for sheet in section.pages:
            for fault in sheet.unread:
                why = _UNREAD[fault.kind]
                yield Spot(
                    Wording(f"第 {sheet.label} 页有字{why.zh}", f"page {sheet.label}: text is {why.en}"),
                    Wording("检查版式的颜色、字号、遮盖和高度。",
                            "Look at colour, size, what lies over it and its height in the layout."),
                    place=section.place, quote=fault.words[:60], case=_case(section.id),
                )  # fmt: skip


@rule("X011", Kind.ERRATUM, "wrong-character")
def missing_glyph_on_page(pages: Printed) -> Iterator[Spot]:
    """A character for which the font has no shape.

    Why: the page shows an empty box.

        𠮷 as a box  →  another font
        中文：“𠮷”印成空框  →  换字体

    中文：字库缺字。版面上印成空框；换字体或改字。
    """
    for label, many in pages.lost_glyphs:
        yield Spot(
            Wording(f"第 {label} 页有 {many} 个缺字", f"page {label} shows {many} empty boxes"),
            Wording("换用有这些字的字体。", "Use a font that has them."), quote=label, **_home(pages, label),
        )  # fmt: skip


@rule("X012", Kind.QUERY)
def coarse_picture(pages: Printed) -> Iterator[Spot]:
    """A picture of fewer than 300 pixels an inch at its printed size.

    Why: it prints blurred; only the author has a better one.

        180 ppi  →  the original photograph
        中文：180 ppi  →  另要原图

    中文：图片精度不足 300 ppi。印出来会发虚，请作者另供原图。
    """
    for label, ppi in pages.pictures:
        if ppi < ENOUGH:
            yield Spot(
                Wording(f"第 {label} 页图片只有 {ppi:.0f} ppi", f"a picture of {ppi:.0f} ppi, page {label}"),
                Wording("向作者要原图，或缩小排印。", "Ask for the original, or print it smaller."),
                quote=label, **_home(pages, label),
            )  # fmt: skip


def _shown(head: str, text: str) -> bool:
    """Say whether a page shows a running head, or one the press has shortened for want of room."""
    return head in text or any(f"{head[:n]}......" in text for n in range(6, len(head)))


def _case(section: str) -> str:
    return section.removeprefix("case-")


def _home(pages: Printed, label: str) -> "_WhereFound":
    """Return the text a page belongs to: its place, and the case."""
    for section in pages.sections:
        if any(sheet.label == label for sheet in section.pages):
            return {"place": section.place, "case": _case(section.id)}
    return {}


class _WhereFound(TypedDict, total=False):
    place: Place
    case: str
