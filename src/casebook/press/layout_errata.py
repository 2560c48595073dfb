"""What can go wrong in laying out, as errata: of a section, of the workers, of what readers lose.

WeasyPrint never stops for bad CSS, a missing picture or a missing glyph; it logs and goes on. A
book that went to print like that would be wrong, so every warning is made an erratum.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.press.signature import Loss, SectionHtml
from casebook.press.workers import PLACE
from casebook.weasy.weasyprint_types import Element

if TYPE_CHECKING:
    from casebook.layout import Galley


def too_slow(section: SectionHtml, limit: float) -> Erratum:
    """Return the erratum of a section that was not laid out within `limit` seconds of computing."""
    return Erratum(
        "section-too-slow",
        section.place,
        Wording(
            f"“{section.title}”排了 {limit:.0f} 秒还没有排完",
            f"‘{section.title}’ was not laid out within {limit:.0f} s of computing",
        ),
        Wording(
            "多半是极大的表格或图片；拆开它再排。",
            "Look for a huge table or picture in it, and divide it.",
        ),
    )


def broken(section: SectionHtml, fault: BaseException) -> Erratum:
    """Return the erratum of a section whose layout ended in `fault`."""
    what = f"{type(fault).__name__}: {fault}".rstrip(": ")
    return Erratum(
        "section-failed",
        section.place,
        Wording(
            f"“{section.title}”排不出来：{what}", f"‘{section.title}’ cannot be laid out: {what}"
        ),
        Wording(
            "把这一篇分段试排，找出排不了的地方。",
            "Lay it out part by part to find what cannot be set.",
        ),
    )


def killed(section: SectionHtml) -> Erratum:
    """Return the erratum of a section whose worker was ended each time."""
    return Erratum(
        "section-failed",
        section.place,
        Wording(
            f"“{section.title}”排不出来：排它的进程两次被系统终止，多半是内存不够",
            f"‘{section.title}’ cannot be laid out: its process was killed twice, "
            "most likely for lack of memory",
        ),
        Wording(
            "关掉别的程序或用 --workers 1 再排；拆开这一篇里极大的表格和图片。",
            "Close other programs or try --workers 1; divide huge tables and pictures in it.",
        ),
    )


def worker_ended() -> Erratum:
    """Return the note of a worker that was ended, and whose work was done again."""
    return Erratum(
        "worker-ended",
        PLACE,
        Wording(
            "排版时有一个进程被系统中止，多半是内存不够；它排的几篇已重排，没有缺失",
            "a worker was killed by the system, most likely for lack of memory; "
            "its sections were laid out again and nothing is lost",
        ),
        Wording("同时少排几篇，如 --workers 1。", "Use fewer workers: --workers 1."),
        kind=Kind.NOTE,
    )


def no_workers() -> Erratum:
    """Return the note of a machine on which no worker lives."""
    return Erratum(
        "no-workers",
        PLACE,
        Wording(
            "这台电脑无法同时排几篇，已逐篇排完",
            "no worker process starts on this machine; the sections were laid out one after another",
        ),
        Wording(
            "成品不受影响，只是慢。多半是内存不够，或共享内存（/dev/shm）已满。",
            "The book is the same, only slower to make. Most likely memory is short or /dev/shm full.",
        ),
        kind=Kind.NOTE,
    )


# Places in the manuscript


def located(errata: Sequence[Erratum], galleys: "Sequence[Galley]") -> tuple[Erratum, ...]:
    """Give faults that name a character or an address the place in the manuscript it comes from."""
    return tuple(_locate(e, galleys) if e.quote and e.rule in LOCATED else e for e in errata)


def _locate(erratum: Erratum, galleys: "Sequence[Galley]") -> Erratum:
    wanted = Path(erratum.quote).name if erratum.rule == "missing-picture" else erratum.quote
    for galley in galleys:
        if wanted in galley.html:
            block = _block(galley.html, wanted) or galley.section.place.line
            at = Place(galley.section.place.path, block)
            return replace(erratum, place=_written(galley.base, at, wanted))
    return erratum


def _block(html: str, wanted: str) -> int | None:
    """Return the source line of the block in which the text or an attribute has `wanted`."""
    from lxml import html as lxml_html  # lazy: rare, and not needed by workers

    for node in lxml_html.document_fromstring(html).iter():
        if not isinstance(node.tag, str):
            continue
        if wanted in (node.text or "") + "".join(map(str, node.attrib.values())):
            return _line(node)
        if wanted in (node.tail or ""):
            return _line(node.getparent())
    return None


def _line(node: Element) -> int | None:
    lines = node.xpath("ancestor-or-self::*[@data-line][1]/@data-line")
    return int(lines[-1]) if lines else None


def _written(manuscript: Path, block: Place, wanted: str) -> Place:
    """Return where `wanted` is written: in its file from its block on, or where titles are kept."""
    for path, first in ((block.path, block.line or 1), ("awards.yaml", 1), ("book.yaml", 1)):
        try:
            lines = files.text(manuscript / path, manuscript, path).splitlines()
        except (OSError, StopPress):
            continue
        for number in range(first, len(lines) + 1):
            if (column := lines[number - 1].find(wanted)) >= 0:
                return Place(path, number, column + 1)
    return block


def lost(galleys: "Sequence[Galley]", starts: dict[str, int]) -> list[Erratum]:
    """Return an erratum for each section whose id is not among `starts`."""
    return [
        Erratum(
            "section-lost",
            galley.section.place,
            Wording(f"“{galley.section.title}”没有排出来", f"‘{galley.section.title}’ was not set"),
            Wording(
                '模板的最外层元素须带 id="{{ section.id }}"。',
                'The outermost element of the template needs id="{{ section.id }}".',
            ),
            kind=Kind.ERRATUM,
        )
        for galley in galleys
        if galley.section.id not in starts
    ]


# What WeasyPrint logs


_CSS = re.compile(
    r"(Ignored|Deprecated) `(?P<what>.*?)` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*)", re.DOTALL
)
_AT = re.compile(r" at (?P<line>\d+):(?P<column>\d+)")
_SELECTOR = re.compile(r"selector, [\"'](?::is\([^()]*\))?(?P<what>.*)[\"']", re.DOTALL)
_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+(?P<code>[0-9A-F]+)\)", re.DOTALL)
_PICTURE = re.compile(r"Failed to load image at '(?P<url>.*?)'", re.DOTALL)
_ANCHOR = re.compile(r"(?:No anchor|target points to undefined anchor) #?'?(?P<name>[^ ']+)")
GLYPH = "missing-glyph"
"""The rule of a character that no font has."""
LOCATED = frozenset({GLYPH, "missing-picture", "dead-link", "doubled-anchor"})
"""Rules of faults that quote a character or an address, by which their place is found."""
_TWICE = re.compile(r"Anchor defined twice: '(?P<name>.*)'")


_CONSEQUENCE = "Too many glyphs missing"
"""Said of a font once missing glyphs have been told."""


@contextmanager
def logged_errata(place: Place, into: list[Erratum]) -> Iterator[None]:
    """Collect what WeasyPrint logs inside the block as errata at `place`."""
    logger = logging.getLogger("weasyprint")
    handler = _Handler(place, into)
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


class _Handler(logging.Handler):
    def __init__(self, place: Place, into: list[Erratum]) -> None:
        super().__init__(logging.WARNING)
        self._place, self._into = place, into

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(_CONSEQUENCE):
            return
        erratum = translate(message, self._place)
        if erratum not in self._into:
            self._into.append(erratum)


def _missing(char: str, place: Place) -> Erratum:
    named = f"U+{ord(char):04X} {_name(char)}"
    return Erratum(
        GLYPH,
        place,
        Wording(
            f"版式的字体都没有“{char}”（{named}），这里排成方框",
            f"no font of the layout has ‘{char}’ ({named}): a box is printed",
        ),
        Wording(
            "改用别的字；或安装有此字的字体，写进版式的 print/fonts.css。"
            "运行 casebook doctor 可查字体是否装齐。",
            "Use another character, or install a font that has it and name it in the "
            "layout's print/fonts.css. casebook doctor tells whether a font is missing.",
        ),
        char,
    )


def _name(char: str) -> str:
    """Return the name of a character in Unicode, or what it has instead of one."""
    unnamed = {"Co": "PRIVATE USE", "Cn": "UNASSIGNED", "Cs": "SURROGATE"}
    return unicodedata.name(char, "") or unnamed.get(unicodedata.category(char), "CONTROL")


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOT_PRINTED = (
    (
        "running-element",
        re.compile(r"content\s*:[^;}]*?\b(element\([^)]*\))"),
        Kind.ERRATUM,
        Wording(
            "element() 不能排进页边：那里什么也不印",
            "element() cannot be set in the margins: nothing is printed there",
        ),
        Wording(
            "用 string-set 记下文字，再在页边写 content: string(名称)。",
            "Note its text by string-set and write content: string(NAME) in the margin.",
        ),
    ),
    (
        "far-text",
        re.compile(r"content\s*:[^;}]*?\b(target-text\([^;}]*)"),
        Kind.QUERY,
        Wording(
            "target-text() 取不到其他篇的文字：目标在别的篇里时，这里是空的",
            "target-text() is empty where its goal stands in another section",
        ),
        Wording("把要印的文字写进模板。", "Write the text in the template."),
    ),
)


def unprinted_css(css: str, path: str) -> Iterator[Erratum]:
    """Yield what the sheet `css` asks for and the press prints nothing of, without a word.

    Sections are set alone: an element that runs into the margins, or a text of another section,
    is not there (CSS GCPM 3, 2 and CSS Generated Content 3, 3.4).
    """
    plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    for rule, pattern, kind, wording, hint in _NOT_PRINTED:
        for match in pattern.finditer(plain):
            place = Place(path, plain.count("\n", 0, match.start(1)) + 1)
            yield Erratum(rule, place, wording, hint, match[1].strip(), kind=kind)


def translate(message: str, place: Place) -> Erratum:
    """Return the erratum that a log `message` stands for; `place` is the file being read."""
    if match := _GLYPH.search(message):
        return _missing(chr(int(match["code"], 16)), place)
    if match := _CSS.search(message):
        return Erratum(
            "ignored-css",
            Place(place.path, int(match["line"]), int(match["column"])),
            Wording(f"样式没有生效：{match['why']}", f"the style has no effect: {match['why']}"),
            Wording("改正属性名或取值。", "Correct the property or its value."),
            match["what"],
        )
    if match := _PICTURE.search(message):
        return Erratum(
            "missing-picture",
            place,
            Wording("图片没有排上", "a picture could not be set"),
            Wording(
                "图片须在书稿或版式文件夹里，且为完好的 JPEG 或 PNG。",
                "It must lie in the manuscript or the layout, as a sound JPEG or PNG.",
            ),
            match["url"],
        )
    if match := _TWICE.search(message):
        return Erratum(
            "doubled-anchor",
            place,
            Wording(f"id“{match['name']}”出现两次", f"the id ‘{match['name']}’ stands twice"),
            Wording("请改掉其中一个。", "Change one of the two ids."),
            match["name"],
        )
    if match := _ANCHOR.search(message):
        return Erratum(
            "dead-link",
            place,
            Wording(
                f"链接“#{match['name']}”没有目标", f"the link ‘#{match['name']}’ leads nowhere"
            ),
            Wording(
                "改正链接，或给目标加上这个 id。", "Correct the link, or give its goal this id."
            ),
            match["name"],
        )
    at, selector = _AT.search(message), _SELECTOR.search(message)
    where = Place(place.path, int(at["line"]), int(at["column"])) if at else place
    mend = Wording(
        "检查样式表这一处的选择器、大括号和分号。",
        "Look at the selectors, braces and semicolons of the style sheet there.",
    )
    return Erratum(
        "engine-warning",
        where,
        Wording(f"排版引擎报告：{message}", f"the typesetting engine reports: {message}"),
        mend if place.path.endswith(".css") else None,
        " ".join(selector["what"].split()) if selector else "",
    )


def in_sheet(erratum: Erratum, text: str) -> Erratum:
    """Give a fault of the style sheet `text` its line and the words that stand there, if it has none.

    The engine tells a selector it does not know without its place.
    """
    lines = text.splitlines()
    if erratum.place.line is None and erratum.quote:
        words = map(re.escape, erratum.quote.split())
        match = re.search(r"\s*".join(words), text)
        line = text.count("\n", 0, match.start()) + 1 if match else None
        erratum = replace(erratum, place=erratum.place._replace(line=line))
    if erratum.place.line and not erratum.quote and erratum.place.line <= len(lines):
        erratum = replace(erratum, quote=lines[erratum.place.line - 1].strip()[:60])
    return erratum


# What of a section does not reach its reader


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
_DOUBLED = Wording(
    "请看这几页；自定版式的，检查 break-before、break-after、columns 和 float；书稿没有错，请报告给 casebook。",
    "Look at these pages; in a layout of your own, look at break-before, break-after, columns and "
    "float; the manuscript is not at fault: please report it to casebook.",
)
_LOSS_TEXTS: dict[str, tuple[Wording, Wording]] = {
    "text-lost": (Wording("{n} 个字没有排到版面上", "{n} characters are on no page"), _HIDDEN),
    "text-twice": (Wording("{n} 个字排了两次", "{n} characters are set twice"), _DOUBLED),
    "text-hidden": (Wording("{n} 个字排了但看不见", "{n} characters are set but not shown"), _HIDDEN),
    "text-pale": (
        Wording("{n} 个字的颜色与底色分不开", "{n} characters can hardly be told from their background"),
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
    "cell-lost": (Wording("{n} 个单元格没有排上", "{n} cells of tables are on no page"), _CUT),
    "picture-unseen": (Wording("图片没有排上或看不见", "a picture is on no page or not shown"), _HIDDEN),
    "picture-twice": (Wording("图片排了两次", "a picture is set twice"), _DOUBLED),
    "picture-outside": (
        Wording("图片超出版心", "a picture stands outside the type area"),
        Wording(
            "缩小图片；要出血的图，在版式里用 position: absolute 放到页边。",
            "Reduce the picture; one that bleeds is placed by position: absolute in the layout.",
        ),
    ),
}  # fmt: skip
LOSSES = frozenset(_LOSS_TEXTS)
"""The rules: a draft is issued with them and says so, a final book is not issued."""


def loss_errata(
    losses: Sequence[Loss], place: Place, title: str, labels: Sequence[str]
) -> Iterator[Erratum]:
    """Yield an erratum for each of the `losses` of a section.

    `place` is where its text is kept, `labels` are the folios of its pages.
    """
    for loss in losses:
        message, hint = _LOSS_TEXTS[loss.kind]
        zh, en = message.zh.format(n=loss.signs), message.en.format(n=loss.signs)
        if 0 <= loss.leaf < len(labels):
            label = labels[loss.leaf]
            zh, en = f"第 {label} 页：{zh}", f"page {label}: {en}"
        if title:
            zh, en = f"“{title}”，{zh}", f"‘{title}’, {en}"
        at = Place(place.path, loss.line or place.line)
        yield Erratum(loss.kind, at, Wording(zh, en), hint, loss.words)
