"""Content streams in inks: each colour of the screen becomes what the paper prints of it.

Black text is printed over what lies below it (ISO 32000-1, 8.6.7: overprint mode 1), so that no
white edge shows where plates do not quite meet; nothing else is, or white words would vanish.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import NamedTuple

import pikepdf

from casebook.editions.prepress.colour_management import (
    BLACK,
    Cmyk,
    Ink,
    PaperColours,
    Rgb,
)
from casebook.editions.prepress.matrices import UNIT, Matrix, matrix, product
from casebook.editions.prepress.overprinted_words import (
    FOLLOWED,
    Box,
    GlyphWidths,
    Ground,
    UnderWords,
)
from casebook.pdf import PdfObject

OVER, APART, SECOND = "/InkOver", "/InkApart", "/InkSecond"
"""Names in the resources: states that overprint and do not, the colour space of the second plate."""
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset("f F f* B B* b b* S s sh Do EI INLINE".split())
_ENDS_PATH = frozenset("n f F f* B B* b b* S s".split())
_FILLS, _STROKES = frozenset("f F f* B B* b b*".split()), frozenset("S s B B* b b*".split())


class InkStream(NamedTuple):
    """A content stream in inks, the plates its own marks need, what it draws by name, and where.

    `shown` are names of XObjects with the matrix each is drawn by; `shaded` are names of patterns
    and shadings; `colours` are those of the screen that no layout decides on: they take all four plates.
    `under` are pictures with black words on them; `thinnest` is the thinnest line, in points.
    """

    data: bytes
    plates: tuple[str, ...]
    shown: tuple[tuple[str, Matrix], ...]
    shaded: tuple[str, ...]
    colours: tuple[Rgb, ...]
    heaviest: float
    under: tuple[UnderWords, ...] = ()
    thinnest: float = inf


@dataclass(slots=True)
class _State:
    """The graphics state, as far as inks depend on it; a colour that is not known is None."""

    fill: Ink | None = None
    stroke: Ink | None = None
    fill_space: str = ""
    stroke_space: str = ""
    matrix: Matrix = UNIT
    text_mode: int = 0
    line: float = 1.0


@dataclass(slots=True)
class _Converter:
    colours: PaperColours
    labs: frozenset[str]
    state: _State = field(default_factory=_State)
    kept: list[tuple[_State, Box | None, bool]] = field(default_factory=list)
    over: bool = False
    out: list[tuple[Sequence[object], pikepdf.Operator]] = field(default_factory=list)
    plates: set[str] = field(default_factory=set)
    shown: dict[tuple[str, Matrix], None] = field(default_factory=dict)
    shaded: dict[str, None] = field(default_factory=dict)
    fourfold: dict[Rgb, None] = field(default_factory=dict)
    heaviest: float = 0.0
    ground: Ground = field(default_factory=Ground)

    def put(self, operator: str, *operands: object) -> None:
        self.out.append((operands, pikepdf.Operator(operator)))

    def run(self, stream: PdfObject) -> None:
        for instruction in pikepdf.parse_content_stream(stream):
            name = str(instruction.operator)
            if name in FOLLOWED:
                self.ground.follow(name, instruction.operands, self.state.matrix)
            if name in _SHOWS_TEXT or name in _PAINTS:
                self._mark(name, instruction.operands)
            if name in _ENDS_PATH:
                self.ground.end_path()
            change = _CHANGES.get(name)
            if change is None or change(self, name, instruction.operands):
                self.out.append(instruction)  # type: ignore[arg-type]
        self._overprint(False)

    def _mark(self, name: str, operands: PdfObject) -> None:
        """Note what a painting operator prints, and let black text overprint."""
        state = self.state
        text = name in _SHOWS_TEXT
        over = bool(
            text and state.text_mode == 0 and state.fill is not None
            and state.fill.process == BLACK and state.fill.tint is None
        )  # fmt: skip
        self._overprint(over)
        if text:
            self.ground.words(operands, state.matrix, over)
        if text or name in _FILLS:
            self._print(state.fill)
        if name in _FILLS and state.fill is not None:
            self.ground.fill(
                100 * (state.fill.amount - state.fill.process[3]),
                bool(state.fill.plates),
                name.endswith("*"),
            )
        if name in _STROKES or (text and state.text_mode in (1, 2)):
            self._print(state.stroke)
            if not text and (state.stroke is None or state.stroke.plates):
                self.ground.stroke(state.line, state.matrix)
        if name == "Do":
            self.shown[str(operands[0]), state.matrix] = None
            self.ground.picture(str(operands[0]), state.matrix)
        elif name == "sh":
            self.shaded[str(operands[0])] = None

    def _print(self, ink: Ink | None) -> None:
        if ink is not None:
            self.plates |= ink.plates
            self.heaviest = max(self.heaviest, 100 * ink.amount)

    def _overprint(self, over: bool) -> None:
        if over != self.over:
            self.over = over
            self.put("gs", pikepdf.Name(OVER if over else APART))

    # Changes of state: each says whether the instruction stays

    def save(self, _name: str, _operands: PdfObject) -> bool:
        self.kept.append((copy(self.state), self.ground.clip, self.over))
        return True

    def restore(self, _name: str, _operands: PdfObject) -> bool:
        if self.kept:
            self.state, self.ground.clip, self.over = self.kept.pop()
        return True

    def concatenate(self, _name: str, operands: PdfObject) -> bool:
        self.state.matrix = product(matrix(operands), self.state.matrix)
        return True

    def widen(self, _name: str, operands: PdfObject) -> bool:
        self.state.line = float(operands[0])
        return True

    def render(self, _name: str, operands: PdfObject) -> bool:
        self.state.text_mode = int(operands[0])
        return True

    def screen_colour(self, name: str, operands: PdfObject) -> bool:
        """`rg`, `RG`, `g`, `G`: a colour of the screen."""
        values = [float(operand) for operand in operands]
        red, green, blue = values if len(values) == 3 else values * 3
        self._ink(self._of_screen((red, green, blue)), name.islower())
        return False

    def process_colour(self, name: str, operands: PdfObject) -> bool:
        """`k`, `K`: inks as they are."""
        c, m, y, k = (float(operand) for operand in operands)
        self._keep(Ink((c, m, y, k)), name == "k")
        return True

    def space(self, name: str, operands: PdfObject) -> bool:
        """`cs`, `CS`: what the next colour is given in."""
        space = str(operands[0])
        if name == "cs":
            self.state.fill_space, self.state.fill = space, None
        else:
            self.state.stroke_space, self.state.stroke = space, None
        return space not in ("/DeviceRGB", "/DeviceGray", *self.labs)

    def colour(self, name: str, operands: PdfObject) -> bool:
        """`sc`, `SC`, `scn`, `SCN`: a colour in the space that was set."""
        fill = name.islower()
        space = self.state.fill_space if fill else self.state.stroke_space
        if space == "/Pattern":
            self.shaded[str(operands[-1])] = None
            return True
        values = [float(o) for o in operands if not isinstance(o, pikepdf.Name)]
        if space in ("/DeviceRGB", "/DeviceGray"):
            red, green, blue = values if len(values) == 3 else values * 3
            self._ink(self._of_screen((red, green, blue)), fill)
            return False
        if space in self.labs:
            ink, shown = self.colours.of_lab(values[0], values[1], values[2])
            if not ink.decided:
                self.fourfold[shown] = None
            self._ink(ink, fill)
            return False
        if space == "/DeviceCMYK":
            c, m, y, k = values
            self._keep(Ink((c, m, y, k)), fill)
        return True

    def _of_screen(self, rgb: Rgb) -> Ink:
        ink = self.colours.ink(rgb)
        if not ink.decided:
            self.fourfold[rgb] = None
        return ink

    def _ink(self, ink: Ink, fill: bool) -> None:
        if ink.tint is not None:
            self.put("cs" if fill else "CS", pikepdf.Name(SECOND))
            self.put("scn" if fill else "SCN", _number(ink.tint))
        else:
            self.put("k" if fill else "K", *(_number(part) for part in ink.process))
        self._keep(ink, fill)

    def _keep(self, ink: Ink, fill: bool) -> None:
        if fill:
            self.state.fill = ink
        else:
            self.state.stroke = ink


_CHANGES: Mapping[str, Callable[[_Converter, str, PdfObject], bool]] = {
    "q": _Converter.save,
    "Q": _Converter.restore,
    "cm": _Converter.concatenate,
    "w": _Converter.widen,
    "Tr": _Converter.render,
    **dict.fromkeys(("rg", "RG", "g", "G"), _Converter.screen_colour),
    **dict.fromkeys(("k", "K"), _Converter.process_colour),
    **dict.fromkeys(("cs", "CS"), _Converter.space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), _Converter.colour),
}


def in_inks(
    stream: PdfObject,
    colours: PaperColours,
    labs: frozenset[str],
    fonts: Mapping[str, GlyphWidths] = MappingProxyType({}),
) -> InkStream:
    """Return the content stream `stream` in inks; `labs` are the names of its CIE L*a*b* spaces.

    `fonts` are the widths of the fonts that it names.
    """
    converter = _Converter(colours, labs, ground=Ground(fonts=fonts))
    converter.run(stream)
    return InkStream(
        pikepdf.unparse_content_stream(converter.out),  # type: ignore[arg-type]
        tuple(sorted(converter.plates)),
        tuple(converter.shown),
        tuple(converter.shaded),
        tuple(converter.fourfold),
        max(converter.heaviest, converter.ground.heaviest),
        tuple(converter.ground.pictures),
        converter.ground.thinnest,
    )


def _number(value: float) -> object:
    return int(value) if value == int(value) else value


def in_process(colours: PaperColours, rgb: Rgb) -> Cmyk:
    """Return a colour of the screen in process inks, whatever plate words of it have."""
    ink = colours.ink(rgb)
    if ink.tint is None:
        return ink.process
    c, m, y, k = (ink.tint * part for part in colours.second_process)
    return c, m, y, k
