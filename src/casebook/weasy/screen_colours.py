"""Colours of every kind can be mixed: gradients and borders in relief are made of those of the screen.

WeasyPrint mixes colours in sRGB, to which tinycss2 brings only names, `rgb()`, `hsl()` and `hwb()`;
`lab()`, `oklch()`, `color()` and `device-cmyk()` in a gradient, or in a border that is `inset`, broke
off the page; a gradient of `device-cmyk()` alone stays one of inks (`gradient_inks`). Its borders in relief were near black, for parts that were taken for hundredths: here
they are a third darker, and a third nearer to white. Wide colours (`color(display-p3 …)`) are drawn
as the nearest that the screen has.

CSS Color 4, 10 and 18: the numbers are those of its sample code.
"""

from collections.abc import Callable, Sequence
from math import copysign
from typing import Final

from casebook.weasy.changes import ChangeSet, Hook, Record
from casebook.weasy.weasyprint_types import Function, Value

Triple = tuple[float, float, float]
_Matrix = tuple[Triple, Triple, Triple]
_TO_SRGB: Final[_Matrix] = (
    (3.2409699419, -1.5373831776, -0.4986107603),
    (-0.9692436363, 1.8759675015, 0.0415550574),
    (0.0556300797, -0.2039769589, 1.0569715142),
)
_D50_TO_D65: Final[_Matrix] = (
    (0.9554734528, -0.0230985368, 0.0632593086),
    (-0.0283697070, 1.0099954580, 0.0210413990),
    (0.0123140016, -0.0205076964, 1.3303659366),
)
_P3: Final[_Matrix] = (
    (0.4865709486, 0.2656676932, 0.1982172852),
    (0.2289745641, 0.6917385218, 0.0792869141),
    (0.0, 0.0451133819, 1.0439443689),
)
_A98: Final[_Matrix] = (
    (0.5766690429, 0.1855582379, 0.1882286462),
    (0.2973449753, 0.6273635663, 0.0752914585),
    (0.0270313614, 0.0706888525, 0.9913375368),
)
_PROPHOTO: Final[_Matrix] = (
    (0.7977666449, 0.1351812974, 0.0313477341),
    (0.2880748288, 0.7118352342, 0.0000899369),
    (0.0, 0.0, 0.8251046025),
)
_REC2020: Final[_Matrix] = (
    (0.6369580483, 0.1446169036, 0.1688809752),
    (0.2627002120, 0.6779980715, 0.0593017165),
    (0.0, 0.0280726930, 1.0609850577),
)


def _of_srgb(part: float) -> float:
    """Return a part of sRGB, linear in light."""
    size = abs(part)
    return copysign(size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4, part)


def _to_srgb(part: float) -> float:
    size = abs(part)
    encoded = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return copysign(encoded, part)


def _power(exponent: float) -> Callable[[float], float]:
    return lambda part: copysign(abs(part) ** exponent, part)


_WIDE: Final[dict[str, tuple[_Matrix, Callable[[float], float]]]] = {
    "display-p3": (_P3, _of_srgb),
    "a98-rgb": (_A98, _power(563 / 256)),
    "prophoto-rgb": (_PROPHOTO, _power(1.8)),
    "rec2020": (_REC2020, _power(2.4)),
}
"""Colour spaces of red, green and blue: what makes XYZ of them, and what makes them linear first."""


def on_screen(color: Value) -> Triple:
    """Return a colour of tinycss2 as red, green and blue of sRGB, from 0 to 1."""
    parts = [part or 0.0 for part in color.coordinates]
    space = color.space
    if space in ("srgb", "hsl", "hwb"):
        made = color.to("srgb").coordinates
    elif space == "srgb-linear":
        made = tuple(map(_to_srgb, parts))
    elif space in _WIDE:
        matrix, linear = _WIDE[space]
        xyz = _times(matrix, [linear(part) for part in parts])
        made = _of_xyz(_times(_D50_TO_D65, xyz) if space == "prophoto-rgb" else xyz)
    elif space in ("lab", "lch", "xyz-d50"):
        made = _of_xyz(_times(_D50_TO_D65, color.to("xyz-d50").coordinates))
    elif space in ("oklab", "oklch", "xyz", "xyz-d65"):
        made = _of_xyz(color.to("xyz-d65").coordinates)
    elif len(parts) == 4:  # `device-cmyk()`, or a profile of four inks
        made = tuple((1 - ink) * (1 - parts[3]) for ink in parts[:3])
    else:
        made = (*parts, 0.0, 0.0)[:3]
    red, green, blue = (min(max(part, 0.0), 1.0) for part in made)
    return red, green, blue


def _of_xyz(xyz: Sequence[float]) -> Triple:
    red, green, blue = _times(_TO_SRGB, xyz)
    return _to_srgb(red), _to_srgb(green), _to_srgb(blue)


def _times(matrix: _Matrix, parts: Sequence[float]) -> Triple:
    first, second, third = (
        sum(factor * part for factor, part in zip(row, parts, strict=True)) for row in matrix
    )
    return first, second, third


def _make(record: Record) -> None:
    from tinycss2.color4 import Color  # lazy: loads the engine
    from weasyprint.images import Gradient  # lazy: loads the engine
    from weasyprint.pdf.stream import Stream  # lazy: loads the engine

    from casebook.weasy import gradient_inks  # lazy: loads the engine

    to, init, set_color = Color.to, Gradient.__init__, Stream.set_color

    def made(rgb: Sequence[float], alpha: float) -> Value:
        return Color("srgb", rgb, alpha)

    def srgb(color: Value) -> Value:
        return made(on_screen(color), color.alpha) if isinstance(color, Color) else color

    def converted(color: Value, space: str) -> Value:
        if space == color.space:  # of inks, too
            return type(color)(space, [part or 0 for part in color.coordinates], color.alpha)
        try:
            return to(color, space)
        except NotImplementedError:
            if space != "srgb":
                raise
            return srgb(color)

    def mixed(gradient: Value, color_stops: Value, *more: Value) -> None:
        of_inks = gradient_inks.in_inks(color_stops, on_screen)
        init(gradient, of_inks or [(srgb(color), at) for color, at in color_stops], *more)

    def set_wide(stream: Value, color: Value, stroke: bool = False) -> None:
        if isinstance(color, gradient_inks.Inks):  # both ends of a gradient are the same
            color = color.flat()
        wide = color.space == "srgb-linear" or color.space in _WIDE
        set_color(stream, srgb(color) if wide else color, stroke)

    def darken(_given: Function, color: Value) -> Value:
        return made([part / 1.5 for part in on_screen(color)], color.alpha)

    def lighten(_given: Function, color: Value) -> Value:
        return made([1 - (1 - part) / 1.5 for part in on_screen(color)], color.alpha)

    record.attribute(Color, "to", converted)
    record.wrap(Hook("draw.color", "darken"), darken)
    record.wrap(Hook("draw.color", "lighten"), lighten)
    record.attribute(Gradient, "__init__", mixed)
    record.attribute(Stream, "set_color", set_wide)
    record.attribute(Stream, "add_shading", gradient_inks.shaded(Stream.add_shading))


CHANGES: Final = ChangeSet("screen colours", _make)
"""Makes WeasyPrint mix colours of every kind."""
