"""Notes numbered on each page, where the style sheet says so."""

from pathlib import Path

import pytest

from casebook.errata import Place
from casebook.press import engine
from casebook.press.fitting import fit
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition

CSS = """
@page { size: 240px 400px; margin: 40px 20px; counter-reset: footnote }
html { font: 10px/20px "Noto Serif CJK SC" }
body, p { margin: 0 }
@counter-style circled { system: fixed; suffix: ""; symbols: "①" "②" "③" "④" }
.note { float: footnote; footnote-policy: line }
.note::footnote-call { content: counter(footnote, circled); font-size: 7px; line-height: 0 }
.note::footnote-marker { content: counter(footnote, circled) }
"""
TEXT = "文字" * 40


def note(words: str, more: str = "") -> str:
    return f"<span class='note'{more}>{words}</span>"


def pages(folder: Path, body: str, css: str = "", compose: bool = True) -> list[str]:
    """Return the text of each page, its notes behind it."""
    (folder / "sheet.css").write_text(CSS + css, "utf-8")
    styles = engine.style_context([folder / "sheet.css"], folder, compose=compose)
    html = f"<html lang='zh-CN'><body><section>{body}</section></body></html>"
    made = SectionPages(html, engine.BASE, styles)
    fit(made, BookPosition(), Place("a.md"))
    return [
        "".join(box.text for box in page.descendants() if hasattr(box, "text"))
        for page in made.boxes
    ]


BODY = "".join(
    f"<p>{TEXT}甲{note('注甲')}。</p><p>{TEXT}乙{note('注乙')}。{TEXT}</p><p>{TEXT * 2}</p>"
    for _ in "12"
)


@pytest.mark.parametrize("compose", [True, False])
def test_r49_each_page_begins_with_the_first_number(tmp_path: Path, compose: bool) -> None:
    made = [text for text in pages(tmp_path, BODY, compose=compose) if "注" in text]
    assert len(made) > 1
    for text in made:
        calls = [text[text.index(name) + 1] for name in ("甲", "乙") if f"注{name}" in text]
        assert calls == list("①②"[: len(calls)])
        for call, name in zip(calls, "甲乙", strict=False):
            assert f"{call}注{name}" in text
    assert "③" not in "".join(made)


def test_a_section_goes_on_counting_where_the_style_sheet_does_not_restart(tmp_path: Path) -> None:
    text = "".join(pages(tmp_path, BODY, "@page { counter-reset: none }"))
    assert "③注甲" in text
    assert "④注乙" in text


def test_numbers_that_the_text_names_stay_those_of_the_section(tmp_path: Path) -> None:
    again = BODY + "<p>见<sup><a class='note-again' href='#x'>3</a></sup></p>"
    assert "③注甲" in "".join(pages(tmp_path, again))
