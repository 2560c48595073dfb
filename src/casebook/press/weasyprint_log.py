"""Read WeasyPrint's log: what it only mentions is an erratum for an editor.

WeasyPrint never stops for bad CSS, a missing picture or a missing glyph; it logs and goes on.
A book that went to print like that would be wrong, so every warning is caught here.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from casebook.errata import Erratum, Kind, Place, Wording

_CSS = re.compile(
    r"(Ignored|Deprecated) `(?P<what>.*?)` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*)", re.DOTALL
)
_AT = re.compile(r" at (?P<line>\d+):(?P<column>\d+)")
_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+(?P<code>[0-9A-F]+)\)", re.DOTALL)
_PICTURE = re.compile(r"Failed to load image at '(?P<url>.*?)'", re.DOTALL)
_ANCHOR = re.compile(r"(?:No anchor|target points to undefined anchor) #?'?(?P<name>[^ ']+)")
GLYPH = "missing-glyph"
"""The rule of a character that no font has."""
_TWICE = re.compile(r"Anchor defined twice: '(?P<name>.*)'")


_CONSEQUENCE = "Too many glyphs missing"
"""Said of a font once missing glyphs have been told."""


@contextmanager
def heard(place: Place, into: list[Erratum]) -> Iterator[None]:
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
            "casebook doctor 会说字体是否装齐。",
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
_UNPRINTED = (
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
            "target-text() 取不到别的部分的文字：目标在别处时这里是空的",
            "target-text() is empty where its goal stands in another section",
        ),
        Wording("把要印的文字写进模板。", "Write the text in the template."),
    ),
)


def silent(css: str, path: str) -> Iterator[Erratum]:
    """Yield what the sheet `css` asks for and the press prints nothing of, without a word.

    Sections are set alone: an element that runs into the margins, or a text of another section,
    is not there (CSS GCPM 3, 2 and CSS Generated Content 3, 3.4).
    """
    plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    for rule, pattern, kind, said, hint in _UNPRINTED:
        for match in pattern.finditer(plain):
            place = Place(path, plain.count("\n", 0, match.start(1)) + 1)
            yield Erratum(rule, place, said, hint, match[1].strip(), kind=kind)


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
            Wording(f"标识“{match['name']}”出现两次", f"the id ‘{match['name']}’ stands twice"),
            Wording("改掉其中一个 id。", "Change one of the two ids."),
            match["name"],
        )
    if match := _ANCHOR.search(message):
        return Erratum(
            "dead-link",
            place,
            Wording(
                f"链接“#{match['name']}”没有去处", f"the link ‘#{match['name']}’ leads nowhere"
            ),
            Wording(
                "改正链接，或给目标加上这个 id。", "Correct the link, or give its goal this id."
            ),
            match["name"],
        )
    at = _AT.search(message)
    where = Place(place.path, int(at["line"]), int(at["column"])) if at else place
    return Erratum("engine-warning", where, Wording(f"排版引擎报告：{message}", message))
