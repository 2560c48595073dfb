"""Paint the examples of the CSS properties: each value's lines, set by the press, as PNG.

The pictures are made on demand, with the pages (`make reference`); they depend on the fonts of the
machine, so no test compares them.
"""

import html
import tempfile
from pathlib import Path
from typing import Final

from casebook import atomic, pdf
from casebook.composition.property_meanings import MEANINGS
from casebook.manual.style_properties import declarations
from casebook.pictures import side_by_side
from casebook.press import engine

WIDTH: Final = 300  # pixels of one value's example
_SHEET: Final = """
@page { size: 64mm 40mm; margin: 3mm 4mm }
html { font: 11pt/20pt "Noto Serif CJK SC", serif; text-align: justify }
body, p { margin: 0 }
p.name { font: 7.5pt/20pt "Noto Sans Mono CJK SC", monospace; text-align: left; color: #555 }
p.text { width: 12em; background: #eef; EXAMPLE }
"""


def paint(name: str) -> bytes:
    """Return the picture of the example of the property `name`: its values side by side."""
    with tempfile.TemporaryDirectory() as place:
        painted = [
            _picture(
                Path(place) / f"{number}.css",
                f"{MEANINGS[name].beside}; {declaration}",
                MEANINGS[name].text,
            )
            for number, declaration in enumerate(declarations(name))
        ]
    return side_by_side(painted)


def _picture(sheet: Path, declaration: str, text: str) -> bytes:
    atomic.put(sheet, _SHEET.replace("EXAMPLE", declaration).encode())
    label = html.escape(declaration.rpartition("; ")[2])
    page = f'<html lang="zh-CN"><title>{label}</title><p class="name">{label}<p class="text">{text}'
    document, _ = engine.lay_out(page, [sheet], sheet.parent)
    made, _ = engine.write(document, lambda _: None, tagged=False)
    return pdf.paint(made, 0, WIDTH, "PNG")
