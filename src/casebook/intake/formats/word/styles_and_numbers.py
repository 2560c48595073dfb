"""Know what the styles of a Word file say of a paragraph, and the number that it shows.

Of styles, with all they are based on, only what carries meaning is asked for: the level in the
outline, the numbering, the role (title, caption, quotation), bold and its like, whether the text
is hidden, the font of symbols. The number of a paragraph stands nowhere in the text; it is counted
as Word counts.

ISO/IEC 29500-1, 17.9. Series share the counters of their abstract definition, so a list goes on
where another series of the same definition left off, unless a `startOverride` begins it anew. A
level starts again when a higher one was counted. Every other reader tried loses these numbers.
They are written in every format a Chinese document uses (17.18.59, ST_NumberFormat); a format that
is not known here is written in plain digits, and the caller reports it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from casebook.intake.formats.rich import Face, Mark, Role
from casebook.intake.formats.word.office_package import attribute, child, is_on, kind, value, whole
from casebook.typography import han_digits, han_number, to_full_width

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]$", re.IGNORECASE)
_ROLES = {
    "title": Role.TITLE, "标题": Role.TITLE, "caption": Role.CAPTION, "题注": Role.CAPTION,
    "quote": Role.QUOTE, "intense quote": Role.QUOTE, "引用": Role.QUOTE, "明显引用": Role.QUOTE,
}  # fmt: skip
_DEEPEST = 40


@dataclass(frozen=True)
class RunFormat:
    """What run properties say; None where they say nothing."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    script: str | None = None
    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None
    dotted: bool | None = None

    def over(self, other: "RunFormat") -> "RunFormat":
        """Return this look, with `other` where this one says nothing."""
        return RunFormat(*(
            getattr(other, name) if getattr(self, name) is None else getattr(self, name)
            for name in self.__dataclass_fields__
        ))  # fmt: skip

    @property
    def face(self) -> Face:
        """The part of the look that a book keeps; emphasis dots (着重号) are emphasis."""
        return Face(
            bool(self.bold), bool(self.italic or self.dotted), bool(self.underline),
            self.script or "",
        )  # fmt: skip


NO_LOOK = RunFormat()


def look_of(properties: etree._Element | None) -> RunFormat:
    """Return what `w:rPr` says."""
    if properties is None or len(properties) == 0:
        return NO_LOOK
    line = value(properties, "w:u")
    raised = value(properties, "w:vertAlign")
    strike = is_on(properties, "w:strike")
    fonts = child(properties, "w:rFonts")
    dots = value(properties, "w:em")
    font = None if fonts is None else (attribute(fonts, "w:ascii") or attribute(fonts, "w:hAnsi"))
    return RunFormat(
        is_on(properties, "w:b"),
        is_on(properties, "w:i"),
        None if line is None else line not in ("none", ""),
        None if raised is None else {"superscript": "sup", "subscript": "sub"}.get(raised, ""),
        is_on(properties, "w:vanish"),
        is_on(properties, "w:dstrike") if strike is None else strike,
        font,
        None if dots is None else dots not in ("none", ""),
    )


class Styles:
    """The styles of a document, by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._looks: dict[str, RunFormat] = {}
        for node in root if root is not None else ():
            if kind(node) != "w:style":
                continue
            name = attribute(node, "w:styleId") or ""
            self._nodes.setdefault(name, node)
            if attribute(node, "w:default") in ("1", "true", "on"):
                self._defaults[attribute(node, "w:type") or ""] = name

    def paragraph_style(self, named: str | None) -> str:
        """Return the style `named`, or the default of paragraphs."""
        return named if named in self._nodes else self._defaults.get("paragraph", "")

    def _chain(self, style: str | None) -> Iterator[tuple[str, etree._Element]]:
        """Yield a style and those it is based on; a circle ends."""
        for _ in range(_DEEPEST):
            node = self._nodes.get(style or "")
            if node is None:
                return
            yield style or "", node
            style = value(node, "w:basedOn")

    def names(self, style: str) -> Iterator[str]:
        """Yield the names of a style and those it is based on, in small letters."""
        for _, node in self._chain(style):
            yield (value(node, "w:name") or "").strip().lower()

    def outline(self, style: str) -> int | None:
        """Return the level in the outline, from 1, that a style gives."""
        for _, node in self._chain(style):
            level = whole(value(child(node, "w:pPr"), "w:outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
            match = _HEADING.match((value(node, "w:name") or "").strip())
            if match:
                return int(match[1])
        return None

    def alignment(self, style: str) -> str:
        """Return how a style sets its lines (`w:jc`), or nothing."""
        aligned = (value(child(node, "w:pPr"), "w:jc") for _, node in self._chain(style))
        return next(filter(None, aligned), "")

    def half_points(self, style: str) -> int:
        """Return the size of a style in half points; Word's own is 10 points."""
        sizes = (whole(value(child(node, "w:rPr"), "w:sz")) for _, node in self._chain(style))
        return next(filter(None, sizes), 20)

    def numbering(self, style: str) -> tuple[str, str | None, str] | None:
        """Return the number series of a style, the level named with it, and who names it."""
        for name, node in self._chain(style):
            properties = child(child(node, "w:pPr"), "w:numPr")
            series = value(properties, "w:numId")
            if series is not None:
                return series, value(properties, "w:ilvl"), name
        return None

    def series_of(self, style: str) -> str | None:
        """Return the number series that a numbering style (`w:numStyleLink`) stands for."""
        numbering = self.numbering(style)
        return numbering[0] if numbering else None

    def role(self, style: str) -> Role:
        """Return the role that the name of a style, or of one it is based on, tells of."""
        return next((_ROLES[name] for name in self.names(style) if name in _ROLES), Role.BODY)

    def is_contents(self, style: str) -> bool:
        """Whether the style is that of a line in a table of contents."""
        return any(_CONTENTS.match(name) for name in self.names(style))

    def look(self, style: str | None) -> RunFormat:
        """Return the look of a style."""
        key = style or ""
        if key not in self._looks:
            look = NO_LOOK
            for _, node in self._chain(style):
                look = look.over(look_of(child(node, "w:rPr")))
            self._looks[key] = look
        return self._looks[key]


_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_OLD = str.maketrans("零一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    if not 0 < number < 4000:
        return str(number)
    for size, letters in _ROMAN:
        while number >= size:
            text, number = text + letters, number - size
    return text


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …, as Word counts."""
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _han(number: int) -> str:
    return han_number(number) if number >= 0 else str(number)


def _in_ring(number: int) -> str:
    for low, high, first in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if low <= number <= high:
            return chr(first + number - low)
    return str(number)


def _of(first: int, last: int) -> Callable[[int], str]:
    """Return the writer for signs that stand in a row in Unicode, 1 being `first`."""

    def write(number: int) -> str:
        return chr(first + number - 1) if 0 < number <= last else str(number)

    return write


def _from(signs: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        return signs[(number - 1) % len(signs)] if number > 0 else str(number)

    return write


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(
        number % 10, "th"
    )  # fmt: skip
    return f"{number}{ending}"


def _pair(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: to_full_width(str(n)),
    "decimalFullWidth2": lambda n: to_full_width(str(n)),
    "decimalEnclosedCircle": _in_ring,
    "decimalEnclosedCircleChinese": _in_ring,
    "decimalEnclosedFullstop": _of(0x2488, 20),
    "decimalEnclosedParen": _of(0x2474, 20),
    "numberInDash": lambda n: f"-{n}-",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "koreanCounting": _han,
    "ideographDigital": lambda n: han_digits(n) if n >= 0 else str(n),
    "japaneseDigitalTenThousand": lambda n: han_digits(n) if n >= 0 else str(n),
    "taiwaneseDigital": lambda n: han_digits(n).replace("〇", "○") if n >= 0 else str(n),
    "chineseLegalSimplified": lambda n: _han(n).translate(_LEGAL),
    "japaneseLegal": lambda n: _han(n).translate(_LEGAL_OLD),
    "ideographLegalTraditional": lambda n: _han(n).translate(_LEGAL_OLD),
    "ideographEnclosedCircle": _of(0x3280, 10),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _pair,
    "hex": lambda n: f"{n:X}",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
"""How to write a number, by the name of its format."""


def written(number: int, form: str) -> str | None:
    """Return `number` in the format `form`, or None when the format is not known."""
    write = FORMATS.get(form)
    return write(number) if write else None


LEVELS = 9
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list is counted and written."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    picture: bool = False


@dataclass
class _Abstract:
    """A definition that series share: its levels."""

    levels: dict[int, Level]


class Numbering:
    """The numbering of a document. `unknown` collects formats that were written as digits."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Abstract] = {}
        self._links: dict[str, str] = {}
        self._series: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self.unknown: set[str] = set()
        for node in root if root is not None else ():
            if kind(node) == "w:abstractNum":
                self._read_abstract(node)
            elif kind(node) == "w:num":
                self._read_series(node)

    def _read_abstract(self, node: etree._Element) -> None:
        name = attribute(node, "w:abstractNumId") or ""
        levels = dict(
            _level(element, LEVELS - 1) for element in node if kind(element) == "w:lvl"
        )  # fmt: skip
        self._abstract[name] = _Abstract(levels)
        link = value(node, "w:numStyleLink")
        if link:
            self._links[name] = link

    def _read_series(self, node: etree._Element) -> None:
        name = attribute(node, "w:numId") or ""
        self._series[name] = value(node, "w:abstractNumId") or ""
        for element in node:
            at = whole(attribute(element, "w:ilvl"))
            if kind(element) != "w:lvlOverride" or at is None or not 0 <= at < LEVELS:
                continue
            begin = whole(value(element, "w:startOverride"))
            if begin is not None:
                self._starts.setdefault(name, {})[at] = begin
            own = child(element, "w:lvl")
            if own is not None:
                self._overrides.setdefault(name, {})[at] = _level(own, at)[1]

    def _definition(self, series: str) -> tuple[str, _Abstract] | None:
        """Return the definition of a series, through the style it may be linked to."""
        name = self._series.get(series)
        for _ in range(LEVELS):
            if name is None:
                return None
            link = self._links.get(name)
            further = self._series.get(self._styles.series_of(link) or "") if link else None
            if further is None or further == name:
                break
            name = further
        abstract = self._abstract.get(name or "")
        own = self._series.get(series) or ""
        return (own, abstract) if abstract else None

    def mark(self, direct: etree._Element | None, style: str) -> Mark | None:
        """Return the number of the next paragraph, counting it; None when it has none.

        `direct` is the paragraph's own `w:numPr`; what it does not say, its style says.
        """
        from_style = self._styles.numbering(style)
        series = value(direct, "w:numId")
        level = whole(value(direct, "w:ilvl"))
        owner = None
        if series is None and from_style:
            series, direct_level, owner = from_style
            level = whole(direct_level) if level is None else level
        definition = self._definition(series or "")
        if series in (None, "", "0") or definition is None:
            return None
        name, abstract = definition
        if owner or level is None:
            level = self._level_of(abstract, owner or style, level)
        return self._count(series or "", name, abstract, min(max(level, 0), LEVELS - 1))

    def _level_of(self, abstract: _Abstract, style: str, direct_level: int | None) -> int:
        """Return the level that is bound to a style, else the one that was said."""
        for at, level in abstract.levels.items():
            if level.style == style:
                return at
        return direct_level or 0

    def _count(self, series: str, name: str, abstract: _Abstract, at: int) -> Mark:
        levels = abstract.levels | self._overrides.get(series, {})
        counts = self._counts.setdefault(name, {})
        for place, begin in self._starts.pop(series, {}).items():
            counts[place] = begin - 1
            for deeper in range(place + 1, LEVELS):
                counts.pop(deeper, None)
        level = levels.get(at, Level())
        for upper in range(at):
            counts.setdefault(upper, levels.get(upper, Level()).start)
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in range(at + 1, LEVELS):
            until = levels.get(deeper, Level()).restart
            if until is None or until > at:
                counts.pop(deeper, None)
        text = "" if level.form == "bullet" or level.picture else self._written(levels, counts, at)
        plain = level.form == "decimal" and text == f"{counts[at]}."
        return Mark(text, f"{name}", at, counts[at] if plain else None)

    def _written(self, levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
        legal = levels.get(at, Level()).legal

        def put(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = "decimal" if legal and place < at else levels.get(place, Level()).form
            number = counts.get(place, 0)
            text = written(number, form)
            if text is None:
                self.unknown.add(form)
            return str(number) if text is None else text

        return _PLACE.sub(put, levels.get(at, Level(text=f"%{at + 1}.")).text).strip()


def _level(node: etree._Element, last: int) -> tuple[int, Level]:
    """Read `w:lvl`. A format that only newer programs know stands in an alternative."""
    at = whole(attribute(node, "w:ilvl")) or 0
    form = value(node, "w:numFmt")
    newer = child(child(node, "mc:AlternateContent"), "mc:Choice")
    if newer is not None and child(newer, "w:numFmt") is not None:
        own = child(newer, "w:numFmt")
        spelt = attribute(own, "w:format") if own is not None else None
        form = "decimalZero" if (spelt or "").startswith("01") else value(newer, "w:numFmt")
        if form == "custom":
            form = value(child(child(node, "mc:AlternateContent"), "mc:Fallback"), "w:numFmt")
    restart = whole(value(node, "w:lvlRestart"))
    begin = whole(value(node, "w:start"))
    return min(max(at, 0), last), Level(
        1 if begin is None else begin,
        form or "decimal",
        value(node, "w:lvlText") or "",
        restart,
        is_on(node, "w:isLgl") or False,
        value(node, "w:pStyle"),
        child(node, "w:lvlPicBulletId") is not None,
    )
