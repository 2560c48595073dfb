"""The colours of a layout: what they look like on paper and screens, and which cannot be read."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import files
from casebook.errata import Erratum, Place, StopPress, Wording

if TYPE_CHECKING:  # it loads pydantic
    from casebook.layout_file import Colours

MIDDLE = 0.179
"""Of the light of white: as far from white as from black to the eye."""
_SHARES = (0.2126, 0.7152, 0.0722)
"""How bright red, green and blue are to the eye."""
_UNQUOTED = re.compile(r"(?m)^[^#\n\"']*[:：]\s+(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\b(?!\s+\S)")


def second(colours: "Colours") -> str | None:
    """Return the second colour; where only its process inks are given, what they look like."""
    if colours.second or not colours.cmyk:
        return colours.second
    white = 1 - colours.cmyk.black
    return "#" + "".join(f"{round(255 * (1 - ink) * white):02x}" for ink in colours.cmyk[:3])


def on_screen(colour: str) -> str:
    """Return `colour` as light as it can be read on white and on black alike: readers choose.

    Its contrast is then 4.5 to either (WCAG 2.2, 1.4.3): no other lightness has that.
    """
    parts = linear(colour)
    brighter = min(MIDDLE / light(parts), 1 / max(parts)) if light(parts) else 1.0
    parts = [part * brighter for part in parts]
    towards_white = max(0.0, (MIDDLE - light(parts)) / (1 - light(parts)))
    parts = [part + (1 - part) * towards_white for part in parts]
    made = [p * 12.92 if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in parts]
    return "#" + "".join(f"{round(255 * part):02x}" for part in made)


def faults(colours: "Colours", place: Callable[..., Place]) -> Iterator[Erratum]:
    """Yield which colours cannot be read, and what is said of a second one where there is none;
    `place` says where each was decided."""
    yield from _pale(colours, second(colours), place)
    if colours.spot and not second(colours):
        yield Erratum(
            "no-second-colour",
            place("colours.spot"),
            Wording(
                "写了专色油墨，没有写第二色：屏幕和校样不知道它是什么颜色",
                "an ink is named but no second colour: screen and proof do not know how it looks",
            ),
            Wording(
                '在 colours 里加上相近的颜色，如 second: "#9b2226"，或写 cmyk。',
                'Add the nearest colour to ‘colours’: second: "#9b2226", or cmyk.',
            ),
            colours.spot,
        )


def _pale(colours: "Colours", other: str | None, place: Callable[..., Place]) -> Iterator[Erratum]:
    """Yield each colour that cannot be read on paper, or on the field of a part's page."""
    for name, colour, least in (("text", colours.text, 4.5), ("second", other, 2.0)):
        if colour and (contrast := _contrast(colour, "#ffffff")) < least:
            yield Erratum(
                "pale-colour",
                place(f"colours.{name}", "colours.cmyk"),
                Wording(
                    f"{colour} 印在白纸上太淡（反差 {contrast:.1f}，至少要 {least:g}）",
                    f"{colour} is too pale on white paper: its contrast is {contrast:.1f} and "
                    f"needs {least:g}",
                ),
                Wording("请换深一些的颜色。", "Take a darker colour."),
                colour,
            )
            return
    title = other or colours.text or "#000000"
    if colours.field and _contrast(title, tint(title, colours.field)) < 3:
        most = max(n for n in range(101) if n == 0 or _contrast(title, tint(title, n / 100)) >= 3)
        yield Erratum(
            "field-too-dark",
            place("colours.field", "colours.second"),
            Wording(
                f"篇首页的底色 {colours.field:.0%} 太深，上面的篇名看不清",
                f"on a field of {colours.field:.0%} the title of a part cannot be read",
            ),
            Wording(f"最多 {most}%。", f"At most {most}%."),
            f"{colours.field:.0%}",
        )


def tint(colour: str, share: float) -> str:
    """Return `colour` printed as a tint of `share` on white paper."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def light(linear: Sequence[float]) -> float:
    """Return the relative luminance of a colour in linear light (WCAG 2.2)."""
    return sum(share * part for share, part in zip(_SHARES, linear, strict=True))


def linear(colour: str) -> list[float]:
    """Return the red, green and blue of `colour`, #rrggbb in sRGB, in linear light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _contrast(text: str, paper: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, bright = sorted((light(linear(text)), light(linear(paper))))
    return (bright + 0.05) / (dark + 0.05)


def unquoted(path: Path, root: Path, name: str) -> Iterator[Erratum]:
    """Yield each colour that YAML takes for a comment: it begins with # and has no quotes.

    `path` is the file of a layout within the folder `root`, `name` what the editor calls it.
    """
    try:
        text = files.text(path, root, name)
    except StopPress:  # told by whoever read it as YAML
        return
    for match in _UNQUOTED.finditer(text):
        yield Erratum(
            "unquoted-colour",
            Place(name, text.count("\n", 0, match.start(1)) + 1),
            Wording(
                f"颜色 {match[1]} 没有引号，“#”后面的都成了注释",
                f"the colour {match[1]} has no quotes: what follows # is taken for a comment",
            ),
            Wording(f'请加半角引号："{match[1]}"。', f'Put it in quotes: "{match[1]}".'),
            match[1],
        )
