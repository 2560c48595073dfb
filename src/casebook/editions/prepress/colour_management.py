"""Colours of the screen as inks of a paper, by its ICC profile.

Grey is always black ink alone, and a layout's second colour keeps to its own plate or its own
tints; everything else goes through the profile (relative colorimetric, black point compensated).
Nothing prints with more ink than the paper takes.
"""

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from PIL import Image, ImageChops, ImageCms, ImageMath

Operand: TypeAlias = Any
"""A channel of a picture in a sum of ImageMath, or what is done with it: they have no types."""
Operands = Mapping[str, Operand]
Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]
BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
WHITE: Cmyk = (0.0, 0.0, 0.0, 0.0)
_ROUNDED = 1.01 / 255
"""Two colours as near as this were one before they were rounded to eight bits."""
_HUELESS = 0.6
"""Steps of a* and b* below which a colour is grey: they are rounded in style sheets."""
_KNOWN: tuple[Literal["sRGB", "LAB"], ...] = ("sRGB", "LAB")
_NEARLY = 3
"""A picture whose channels differ by no more (of 255) is grey; JPEG makes that much of it."""


class SecondColour(NamedTuple):
    """The second colour of a layout: as on the screen, and how it is printed.

    `plate` is the name of its ink, "" for process; `process` are its process inks, None where they
    follow from the paper's profile.
    """

    rgb: Rgb
    plate: str = ""
    process: Cmyk | None = None


class Ink(NamedTuple):
    """A colour as it is printed: the four process inks, or a tint (0 to 1) of the second plate.

    `decided` says that the layout decides on it: it is black, grey, or of the second colour.
    """

    process: Cmyk
    tint: float | None = None
    decided: bool = True

    @property
    def amount(self) -> float:
        """All ink of it, as a share of one plate."""
        return sum(self.process) + (self.tint or 0.0)

    @property
    def plates(self) -> frozenset[str]:
        """The plates that print it, by `K`, `spot` and `process`; none for white."""
        if self.tint is not None:
            return frozenset({"spot"} if self.tint else ())
        return plates_of(self.process)


def plates_of(inks: Cmyk) -> frozenset[str]:
    """Return the plates that four inks need: `process` where C, M or Y prints, `K` for black."""
    coloured = {"process"} if any(inks[:3]) else set()
    return frozenset(coloured | ({"K"} if inks[3] else set()))


class PaperColours:
    """Turns colours of the screen into inks for one paper.

    `profile` is the paper's ICC profile, `limit` the ink it takes, in percent of one plate.
    """

    def __init__(self, profile: bytes, limit: int, second: SecondColour | None = None) -> None:
        self._paper = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        self.limit, self.second = limit, second
        screen, lab = (ImageCms.ImageCmsProfile(ImageCms.createProfile(n)) for n in _KNOWN)
        self._screen, self._lab = self._transform(screen, "RGB"), self._transform(lab, "LAB")
        self._shown = ImageCms.buildTransform(lab, screen, "LAB", "RGB")
        self.ink = cache(self._ink)
        self.second_process = WHITE
        if second:
            self.second_process = second.process or self.process(second.rgb)

    def _transform(self, source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            source,
            self._paper,
            mode,
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def _ink(self, colour: Rgb) -> Ink:
        """Return how a colour of the screen (0 to 1) is printed."""
        if max(colour) - min(colour) < _ROUNDED:
            return Ink((0.0, 0.0, 0.0, round(1 - colour[0], 4)))
        if self.second and (tint := _tint(colour, self.second.rgb)) is not None:
            if self.second.plate:
                return Ink(WHITE, tint)
            c, m, y, k = (round(tint * part, 4) for part in self.second_process)
            return Ink((c, m, y, k))
        return Ink(self.process(colour), decided=False)

    def process(self, colour: Rgb) -> Cmyk:
        """Return a colour of the screen (0 to 1) in the four process inks, by the profile."""
        dot = Image.new("RGB", (1, 1), tuple(round(255 * part) for part in colour))
        c, m, y, k = _parts(self.picture(dot))
        return c, m, y, k

    def of_lab(self, lightness: float, a: float, b: float) -> tuple[Ink, Rgb]:
        """Return how a colour of CIE L*a*b* is printed, and the nearest that a screen shows.

        As those of the screen, it is black alone where it has no hue.
        """
        parts = round(lightness * 2.55), *(min(max(round(part) + 128, 0), 255) for part in (a, b))
        dot = Image.new("LAB", (1, 1), parts)
        red, green, blue = _parts(_applied(dot, self._shown))
        if max(abs(a), abs(b)) < _HUELESS:
            red = blue = green
        ink = self.ink((red, green, blue))
        if not ink.decided:
            c, m, y, k = _parts(self._limited(_applied(dot, self._lab)))
            ink = Ink((c, m, y, k), decided=False)
        return ink, (red, green, blue)

    def picture(self, image: Image.Image, profile: bytes | None = None) -> Image.Image:
        """Return an RGB picture in CMYK; `profile` is its own, where it brings one."""
        return self._limited(_applied(image, self._of(profile) or self._screen))

    def _of(self, profile: bytes | None) -> ImageCms.ImageCmsTransform | None:
        """Return the transform from a picture's own RGB, None where it has none that is sound."""
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
            if own is None or own.profile.xcolor_space.strip() != "RGB":
                return None
            return self._transform(own, "RGB")
        except (ImageCms.PyCMSError, OSError):
            return None

    def most_ink(self, image: Image.Image) -> float:
        """Return the most ink that any pixel of a CMYK picture has, in percent of one plate."""
        total = ImageMath.lambda_eval(_total, **dict(zip("cmyk", image.split(), strict=True)))
        return float(total.getextrema()[1]) / 2.55

    def most_colour(self, image: Image.Image) -> float:
        """Return the same without black: what lies below black words, and prints with them."""
        total = ImageMath.lambda_eval(_coloured, **dict(zip("cmyk", image.split(), strict=True)))
        return float(total.getextrema()[1]) / 2.55

    def _limited(self, image: Image.Image) -> Image.Image:
        return self.limited(image) if self.most_ink(image) > self.limit + 0.4 else image

    def limited(self, image: Image.Image, limit: int | None = None) -> Image.Image:
        """Return a CMYK picture in which no pixel has more ink than `limit` (none: that of the paper).

        Colour gives way, black stays.
        """
        bands = dict(zip("cmyk", image.split(), strict=True))
        most = int((limit or self.limit) * 2.55)
        coloured = [
            ImageMath.lambda_eval(_reduced(name, most), **bands).convert("L") for name in "cmy"
        ]
        return Image.merge("CMYK", (*coloured, bands["k"]))


def _total(args: Operands) -> Operand:
    return _coloured(args) + args["int"](args["k"])


def _coloured(args: Operands) -> Operand:
    whole = args["int"]
    return whole(args["c"]) + whole(args["m"]) + whole(args["y"])


def _reduced(name: str, most: int) -> Callable[[Operands], Operand]:
    def reduce(args: Operands) -> Operand:
        whole, coloured = args["int"], _coloured(args)
        allowed = args["min"](coloured, most - whole(args["k"]))
        return whole(args[name]) * allowed / args["max"](coloured, 1)

    return reduce


def is_sound(profile: bytes) -> bool:
    """Say whether colours of a screen can be brought to the paper of `profile`."""
    try:
        PaperColours(profile, 400)
    except (ImageCms.PyCMSError, OSError):
        return False
    return True


def is_grey(image: Image.Image) -> bool:
    """Say whether an RGB picture has no colour in it."""
    red, green, blue = image.split()
    apart = [ImageChops.difference(*pair).histogram() for pair in ((red, green), (green, blue))]
    return not any(any(counts[_NEARLY + 1 :]) for counts in apart)


def _applied(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    made = ImageCms.applyTransform(image, transform)
    assert made is not None  # None is for pictures changed in place
    return made


def _parts(dot: Image.Image) -> tuple[float, ...]:
    """Return the parts of a picture's first pixel, from 0 to 1."""
    pixel = dot.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(round(part / 255, 4) for part in pixel)


def _tint(colour: Rgb, second: Rgb) -> float | None:
    """Return how much of the `second` colour makes `colour` on white paper; None when none does."""
    widest = max(range(3), key=lambda n: 1 - second[n])
    tint = (1 - colour[widest]) / (1 - second[widest]) if second[widest] < 1 else -1.0
    if not -1e-6 <= tint <= 1 + _ROUNDED:
        return None
    tint = min(max(tint, 0.0), 1.0)
    near = all(
        abs(1 - tint * (1 - own) - part) <= _ROUNDED
        for own, part in zip(second, colour, strict=True)
    )
    return round(tint, 3) if near else None
