"""Blocks are kept laid out between runs through the pages only where the pages come out the same."""

from pathlib import Path
from typing import Any

import pytest
import test_footnotes
from PIL import Image

from casebook.press import engine, section_layout
from casebook.press.section_layout import SectionPages
from casebook.press.signature import BookPosition
from casebook.weasy.box_changes import BoxChanges
from casebook.weasy.kept_blocks import KeptBlocks
from casebook.weasy.planned_pages import PlannedPage

CSS = """
@page { size: 240px 400px; margin: 40px 20px; @footnote { margin-top: 10px } }
@page :left { margin-left: 30px; margin-right: 10px }
@page narrow { margin-right: 60px }
html { font: 10px/20px "Noto Serif CJK SC"; orphans: 2; widows: 2 }
body, p, h2, figure { margin: 0 }
h2 { font-size: 10px; margin-top: 20px; break-after: avoid; page-stretch: 1; string-set: s content() }
figure { break-inside: avoid; block-step-size: 20px; float-reference: page }
img { display: block; width: 100%; height: 120px; object-fit: contain; page-shrink: 15% }
.inline img { display: inline }
.note { float: footnote; footnote-policy: line }
table { border-collapse: collapse; width: 100%; block-step-size: 20px; continued-heading: "续表" }
td, th { border: 1px solid; padding: 0; height: 30% }
.columns { columns: 2 }
.placed { position: absolute; top: 0 }
.fixed { position: fixed; bottom: 0 }
.run { position: running(r) }
.side { float: left; width: 60px }
.relative { position: relative; top: 2px }
.kept { break-inside: avoid }
.narrow { page: narrow }
.count { counter-increment: c }
.count::before { content: counter(c) "．" }
.letter::first-letter { font-size: 30px }
.line::first-line { color: red }
.whole { overflow: hidden; height: 60px }
.half { margin-top: 10%; padding-top: 5px; height: 25% }
.object { display: inline-block }
"""
FIGURE = '<figure><img src="a.png" alt="图"></figure>'
NOTE = '<span class="note">注文<table><tr><td>表</td></tr></table><ul><li>甲<li>乙</ul></span>'
HEAD = "<thead><tr><th>首<p>段</p></th><th>栏</th></tr></thead>"
ROWS = "".join(f"<tr><td><p>行{n}</p><p>文</p></td><td>{n}</td></tr>" for n in range(9))
ATTACKS = {
    "plain": "<p>文</p>",
    "inline picture": f'<div class="inline">{FIGURE}</div>',
    "picture with words": FIGURE.replace("</figure>", "<figcaption>图题</figcaption></figure>"),
    "columns": f'<div class="columns"><p>{"栏" * 90}</p><table>{HEAD}{ROWS}</table></div>',
    "nested": "<div class='kept'><div><div><p>里</p></div><p>外</p></div></div>",
    "margins through": "<div><div><h2>头</h2><p>文</p></div></div><div><p></p><h2>又</h2></div>",
    "notes": f"<p>文{NOTE}{'字' * 50}</p><p>又{NOTE}</p>",
    "heads": f"<table><caption>表题</caption>{HEAD}{ROWS}</table>",
    "foot": f"<table><tfoot><tr><td>尾<td>尾</tfoot>{HEAD}{ROWS}</table>",
    "note in a table": f"<table>{HEAD}<tr><td>格{NOTE}<td>{'字' * 60}</tr>{ROWS}</table>",
    "float": f'<div class="side"><p>旁</p><p>旁</p></div><p>{"绕" * 60}</p>',
    "placed": f'<div class="relative"><div class="placed"><p>签</p></div><p>{"文" * 30}</p></div>',
    "fixed": '<div class="fixed"><p>页脚</p></div><p>文</p>',
    "running": '<div class="run"><p>眉</p></div><p>文</p>',
    "counters": '<p class="count">数</p><p class="count">数</p>',
    "lists": "<ul><li>甲<ol><li><p>一</p><p>二</p></ol><li>乙</ul>",
    "first letter": f'<p class="letter">{"首" * 30}</p><p class="line">{"行" * 50}</p>',
    "named page": f'<div class="narrow"><p>{"窄" * 60}</p></div>',
    "whole": f'<div class="whole"><p>{"高" * 90}</p></div>',
    "part of the height": f'<div class="half"><p>{"半" * 30}</p></div>',
    "object": f'<p>文<span class="object"><p>块</p></span>{"字" * 40}</p>',
}


TWICE = {"heads", "foot", "note in a table", "first letter"}
"""What WeasyPrint lays out a little otherwise the second time: collapsed borders, first letters."""
PLANS = ((0, {0: 30.0}), (1, {1: 50.0, 2: 30.0, 4: 90.0}), (2, {3: 70.0}), (0, {}))
"""Runs through the pages: the first that is made again, and what stays free below the text of which."""


def geometry(folder: Path, attack: str, stay: bool = False) -> list[list[tuple[Any, ...]]]:
    """Return where everything stands on the pages of each run, to a hundredth of a pixel.

    With `stay`, pages without a plan that begin as they came are not made again.
    """
    parts = (
        f"<p>{'文' * (20 * length - 5)}</p>{attack}<h2>题</h2><p>{'字' * 45}</p>{FIGURE}"
        for length in (13, 3, 8, 5)
    )
    styles = engine.style_context([folder / "sheet.css"], folder, compose=True)
    html = f"<html lang='zh-CN'><body><section>{''.join(parts)}</section></body></html>"
    pages = SectionPages(html, engine.BASE, styles)
    pages.lay_out(BookPosition())
    runs = []
    for number, plans in PLANS:
        planned = {at: PlannedPage(free=free) for at, free in plans.items()}
        unchanged = frozenset(range(len(pages.boxes))) - planned.keys() if stay else frozenset()
        made = pages._remade(number, planned, unchanged)
        runs.append([_of(box) for page in made for box in page.descendants()])
    pages.finish()
    return [*runs, [_of(box) for page in pages.boxes for box in page.descendants()]]


def _of(box: Any) -> tuple[Any, ...]:
    values = (box.position_x, box.position_y, box.width, box.height)
    numbers = [round(v, 2) if isinstance(v, int | float) else v for v in values]
    return type(box).__name__, getattr(box, "text", ""), *numbers, getattr(box, "page_float", False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kept")
    Image.new("RGB", (300, 200), "#789").save(place / "a.png")
    (place / "sheet.css").write_text(CSS, "utf-8")
    return place


@pytest.mark.parametrize("name", ATTACKS)
def test_pages_are_the_same_as_if_all_were_laid_out_again(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, take = [], KeptBlocks.taken

    def counted(kept: KeptBlocks, *given: Any) -> Any:
        block = take(kept, *given)
        taken.append(block is not None)
        return block

    monkeypatch.setattr(KeptBlocks, "taken", counted)
    kept = geometry(folder, ATTACKS[name])
    assert any(taken)
    assert name in TWICE or kept == geometry(folder, ATTACKS[name], stay=True)
    monkeypatch.setattr(section_layout, "keep_laid_out", lambda context, root: None)
    assert kept == geometry(folder, ATTACKS[name])


def test_what_met_the_end_of_a_page_is_laid_out_again(folder: Path) -> None:
    """A page of four lines drops the head of a table to print a row; the whole page has both."""
    head = "<thead><tr><th><p>首</p><p>首</p></th></tr></thead>"
    table = f"<table>{head}<tr class='kept'><td><p>文</p><p>文</p><p>文</p></td></tr></table>"
    html = f"<html lang='zh-CN'><body><p>{'字' * 320}</p>{table}<p>后</p></body></html>"
    styles = engine.style_context([folder / "sheet.css"], folder, compose=True)
    pages = SectionPages(html, engine.BASE, styles)
    pages.lay_out(BookPosition())
    for plans, heads in (({1: PlannedPage(free=240.0)}, 0), ({}, 2)):
        made = pages._remade(1, plans)
        words = [getattr(box, "text", "") for box in made[1].descendants()]
        assert words.count("首") == heads


def test_what_a_change_of_the_tree_reaches_is_laid_out_again(folder: Path) -> None:
    """A table that stands laid out loses a paragraph of a cell, and has it back."""
    styles = engine.style_context([folder / "sheet.css"], folder, compose=True)
    html = (
        "<html lang='zh-CN'><body><p>文</p><table><tr><td><p>甲</p><p>乙</p></table></body></html>"
    )
    pages = SectionPages(html, engine.BASE, styles)
    pages.lay_out(BookPosition())
    pages._remade(0, {})

    def texts() -> str:
        boxes = (box for page in pages.boxes for box in page.descendants())
        return "".join(getattr(box, "text", "") for box in boxes)

    second = [box for box in pages.boxes[0].descendants() if box.element_tag == "p"][-1]
    changes = BoxChanges(pages._root)
    changes.take_out([second])
    pages._remade(0, {})
    assert texts() == "文甲"
    changes.undo()
    pages._remade(0, {})
    assert texts() == "文甲乙"


def test_notes_made_again_and_again_stay_their_own() -> None:
    notes = "".join(f"\n\n[^{n}]: 注{n}〔N{n}〕" for n in range(1, 53))
    text = "".join(f"文[^{n}]" for n in range(1, 53)) + notes
    for _ in range(4):
        printed = "".join(test_footnotes.sections(text))
        assert [n for n in range(1, 53) if f"注{n}〔N{n}〕" not in printed] == []
