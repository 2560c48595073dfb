"""Pages of a few words, laid out with one small style sheet: 200 × 100 px, margins of 10."""

from pathlib import Path

from casebook.errata import Place
from casebook.press import engine
from casebook.press.engine import StyleContext
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition, SectionHtml

SHEET = """\
@page { size: 200px 100px; margin: 10px }
body, p, h1, h2, table, figure { margin: 0; padding: 0; font: 10px/20px "Noto Serif CJK SC" }
table { border-collapse: collapse }
td, th { padding: 0 }
"""


def styles(folder: Path, css: str = "") -> StyleContext:
    """Return the small sheet with `css` behind it, read; pictures lie in `folder`."""
    return engine.style_context([sheet(folder, css)], folder, compose=False)


def sheet(folder: Path, css: str = "") -> Path:
    """Write the small sheet with `css` behind it; return its path."""
    path = folder / "small.css"
    path.write_text(SHEET + css, "utf-8")
    return path


def document(body: str) -> str:
    """Return a section of `body` as a galley has it."""
    return f'<html lang="zh-CN"><body><section id="a">{body}</section></body></html>'


def section(body: str) -> SectionHtml:
    """Return a section of `body` to lay out."""
    return SectionHtml("a", "甲题", Place("cases/1-1.md"), document(body))


def pages(context: StyleContext, body: str, position: BookPosition | None = None) -> SectionPages:
    """Return `body` laid out, for a plain right page unless it is said otherwise."""
    made = SectionPages(document(body), engine.BASE, context)
    made.make(position or BookPosition())
    return made


def words(made: SectionPages) -> list[str]:
    """Return the text of each page."""
    return [
        "".join(box.text for box in page.descendants() if hasattr(box, "text") and box.text)
        for page in made.boxes
    ]
