"""Makes PDFs for tests: a page whose measure is a number of characters, composed or stock."""

from pathlib import Path

from weasyprint import HTML

from casebook import composition

STYLE = """
@page {{ size: {width}pt 560pt; margin: 30pt 20pt }}
html {{ font: 10.5pt/17.5pt "Noto Serif CJK SC" }}
body, p {{ margin: 0 }} p {{ text-indent: 2em; text-align: justify }}
sup, sub {{ font-size: .6em; line-height: 0 }}
code {{ font-family: "DejaVu Sans Mono", "Noto Sans CJK SC"; line-height: 1 }}
a {{ color: inherit }}
{extra}
"""


def set_galley(
    body: str, path: Path, measure: float = 36, extra: str = "", stock: bool = False
) -> Path:
    """Set `body` at a measure of so many characters and write it to `path`."""
    style = STYLE.format(width=measure * 10.5 + 40, extra=extra)
    page = f'<html lang="zh-CN"><meta charset="utf-8"><style>{style}</style><body>{body}'
    if stock:
        composition.uninstall()
    else:
        composition.install()
    try:
        HTML(string=page).write_pdf(path)
    finally:
        composition.uninstall()
    return path


def as_paragraphs(texts: list[str]) -> str:
    """Return texts as HTML paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)
