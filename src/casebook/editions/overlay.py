"""Sheets laid over finished pages or bound between them: HTML by name, set together, once."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from casebook.errata import stop_on
from casebook.layout import SHIPPED
from casebook.press import engine
from casebook.press.layout_errata import GLYPH

SHEET = Path(__file__).with_name("proof.css")
FONTS = SHIPPED / "standard" / "print" / "fonts.css"
"""The chain of fonts, as the pages have it."""
MM = 72 / 25.4


@dataclass
class Overlay:
    """Parts of an overlay on `paper` (width, height in points); `pages` once it is set."""

    paper: tuple[float, float]
    pages: dict[str, range] = field(default_factory=dict)
    _parts: dict[str, str] = field(default_factory=dict)

    def add(
        self, name: str, html: str, kind: str = "", size: tuple[float, float] | None = None
    ) -> None:
        """Add a part that fills one sheet, or stands in the corner of one in its own `size`."""
        width, height = size or self.paper
        style = f"width:{width:.2f}pt;height:{height:.2f}pt"
        self._put(name, html, f"sheet {kind}", f' style="{style}"')

    def flow(self, name: str, html: str, kind: str) -> None:
        """Add a part that runs over as many sheets as it needs."""
        self._put(name, html, f"flow {kind}", "")

    def _put(self, name: str, html: str, kind: str, style: str) -> None:
        key = escape(name)
        self._parts[name] = f'<section id="{key}" class="{kind}"{style}>{html}</section>'

    def set(self, base: Path, compose: bool) -> bytes:
        """Return the PDF of all parts; their pages are known then. Raises `StopPress`."""
        width, height = self.paper
        document = (
            '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>校样</title>'
            f"<style>@page {{ size: {width:.2f}pt {height:.2f}pt }}</style></head>"
            f"<body>{''.join(self._parts.values())}</body></html>"
        )
        laid, errata = engine.lay_out(document, (FONTS, SHEET), base, compose=compose)
        data, more = engine.write(laid, lambda _file: None, tagged=False)
        stop_on(e for e in (*errata, *more) if e.rule != GLYPH)  # the page itself tells of those
        starts = engine.starts(laid)
        ends = [*(starts[name] for name in list(self._parts)[1:]), len(laid.pages)]
        for name, end in zip(self._parts, ends, strict=True):
            self.pages[name] = range(starts[name], end)
        return data


def at(kind: str, words: str, x: float, y: float, width: float) -> str:
    """Return a paragraph that stands at `x`, `y` of its sheet, `width` wide (points)."""
    style = f"left:{x:.1f}pt;top:{y:.1f}pt;width:{width:.1f}pt"
    return f'<p class="{kind}" style="{style}">{words}</p>'
