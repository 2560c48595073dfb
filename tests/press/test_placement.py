"""Text that is lost, cut, crowded or too pale on its pages is named where it is laid out."""

from pathlib import Path

import pytest
import small_pages
from lxml import etree
from PIL import Image

import books
import tiny
from casebook.errata import Place
from casebook.press import engine, painting, placement, volume
from casebook.press.painting import signature
from casebook.press.signature import BookPosition, Loss, SectionHtml

PAGE = '@page { size: 300pt 400pt; margin: 40pt } html { font: 10pt/16pt "Noto Serif CJK SC" }'
TEXT = "一二三四五六七八九十"
PICTURE = '<img src="a.png" alt="印">'
LONG = "".join(f"第{n}句说了一件事。" for n in range(60))


def losses(css: str, body: str, folder: Path) -> tuple[Loss, ...]:
    sheet = folder / "sheet.css"
    Image.new("L", (9, 9)).save(folder / "a.png")
    sheet.write_text(f"{PAGE} {css}", "utf-8")
    html = f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>"
    styles = engine.style_context((sheet,), folder, True)
    made, _ = signature(SectionHtml("s", "t", Place("x.md"), html), styles, BookPosition())
    return made.losses


SOUND = {
    "plain": ("", f"<p>{LONG * 5}</p>"),
    "positioned in the margin": (
        "h1 { position: absolute; top: -30pt; left: -20pt }",
        f"<h1>题</h1><p>{TEXT}</p>",
    ),
    "white on black": ("p { color: white; background: black }", f"<p>{TEXT}</p>"),
    "grey": ("p { color: #777 }", f"<p>{TEXT}</p>"),
    "hanging marks": ("p { hanging-punctuation: allow-end }", f"<p>{LONG}</p>"),
    "wrapped Latin": ("html { hyphens: auto }", f'<p lang="en">{"international " * 80}</p>'),
    "powers": (
        "sup { font-size: 6pt; line-height: 0 }",
        "<p>面积为10m<sup>2</sup>，H<sub>2</sub>O</p>",
    ),
    "a table over pages": (
        "thead { display: table-header-group }",
        f"<table><thead><tr><th>表头</th></tr></thead>{f'<tr><td>{TEXT}</td></tr>' * 60}</table>",
    ),
    "a note": (
        ".note { float: footnote }",
        f'<p>正文<span class="note">{LONG[:150]}</span>正文</p><p>{LONG * 4}</p>',
    ),
    "turned by a quarter": (
        "body { padding-top: 150pt } div { transform: rotate(90deg) }",
        f"<div>{TEXT}</div>",
    ),
    "fixed on every page": (
        "h1 { position: fixed; top: -30pt } img { width: 9pt }",
        f"<h1>题{PICTURE}</h1><p>{LONG * 5}</p>",
    ),
    "other letters": ("p { text-transform: uppercase }", "<p>covering wards, Straße</p>"),
    "scrolled content that fits": ("div { overflow: hidden }", f"<div>{TEXT}</div>"),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_can_be_read_is_no_loss(name: str, tmp_path: Path) -> None:
    assert losses(*SOUND[name], tmp_path) == ()


WORD = "abcdefghij" * 40
ROW = "".join(f"<td>数据{n}</td>" for n in range(40))
PLANTED = {
    "almost white": ("p { color: #fafafa }", f"<p>{TEXT}</p>", "text-pale"),
    "white": ("p { color: white }", f"<p>{TEXT}</p>", "text-pale"),
    "transparent": ("p { color: transparent }", f"<p>{TEXT}</p>", "text-pale"),
    "clear": ("p { opacity: 0 }", f"<p>{TEXT}</p>", "text-pale"),
    "faint by halves": ("div { opacity: .3 } p { opacity: .3 }", f"<div><p>{TEXT}</p></div>", "text-pale"),
    "black on black": ("p { background: black }", f"<p>{TEXT}</p>", "text-pale"),
    "white in a white cell": (
        "table { background: black } td { background: white; color: #eee }",
        f"<table><tr><td>{TEXT}</td></tr></table>",
        "text-pale",
    ),
    "one point": ("p { font-size: 1pt }", f"<p>{TEXT}</p>", "text-small"),
    "scaled away": ("p { transform: scale(.05) }", f"<p>{TEXT}</p>", "text-small"),
    "scaled twice": (
        "div { transform: scale(.5) } p { transform: scale(.5) }",
        f"<div><p>{TEXT}</p></div>",
        "text-small",
    ),
    "pressed together": ("p { letter-spacing: -.98em }", f"<p>{TEXT}</p>", "text-crowded"),
    "a low box": ("p { height: 8pt; overflow: hidden }", f"<p>{LONG}</p>", "text-cut"),
    "a narrow cell": (
        "table { table-layout: fixed; width: 40pt } td { overflow: hidden; white-space: nowrap }",
        f"<table><tr><td>{LONG}</td></tr></table>",
        "text-cut",
    ),
    "not displayed": ("figure { display: none }", f"<figure><figcaption>{TEXT}</figcaption></figure>", "text-lost"),
    "not visible": ("p { visibility: hidden }", f"<p>{TEXT}</p>", "text-hidden"),
    "off the page": ("p { text-indent: -9999pt }", f"<p>{TEXT}</p>", "text-off-page"),
    "placed off the page": ("p { position: absolute; left: 900pt }", f"<p>{TEXT}</p>", "text-off-page"),
    "moved off the page": ("p { transform: translateX(400pt) }", f"<p>{TEXT}</p>", "text-off-page"),
    "a long word": ("p { overflow-wrap: normal }", f"<p>{WORD}</p>", "text-off-page"),
    "a wide table": ("td { white-space: nowrap }", f"<table><tr>{ROW}</tr></table>", "text-off-page"),
    "out of the type area": ("p { margin-left: -20pt }", f"<p>{TEXT}</p>", "text-outside"),
    "one over the other": ("h2 { margin: 0 0 -20pt; font-size: 12pt }", f"<h2>{TEXT}</h2><p>{TEXT}</p>", "text-crowded"),
    "lines on each other": ("p { line-height: 2pt }", f"<p>{LONG}</p>", "text-crowded"),
    "a column on another": (
        "div { position: absolute; top: 0; left: 0 }", f"<div>{TEXT}</div><div>{LONG[:10]}</div>", "text-crowded",
    ),
}  # fmt: skip


MENDED = ("a narrow cell", "a long word", "a wide table")


@pytest.mark.parametrize("name", MENDED)
def test_what_is_too_wide_is_made_to_fit(name: str, tmp_path: Path) -> None:
    assert losses(*PLANTED[name][:2], tmp_path) == ()


@pytest.mark.parametrize("name", PLANTED)
def test_what_cannot_be_read_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    css, body, kind = PLANTED[name]
    if name in MENDED:
        monkeypatch.setattr(
            painting, "fit", lambda pages, position, place: pages.make(position) or []
        )
    made = losses(css, body, tmp_path)
    assert kind in {loss.kind for loss in made}, made


def test_one_of_equal_paragraphs_is_missed(tmp_path: Path) -> None:
    body = "".join(
        f'<p class="{"gone" if n in (3, 7) else ""}" data-line="{n}">{TEXT}</p>' for n in range(12)
    )
    made = losses(".gone { display: none }", body, tmp_path)
    assert [(loss.kind, loss.signs) for loss in made] == [("text-lost", 20)]
    assert made[0].line == 3


def test_what_is_set_twice_is_told(tmp_path: Path) -> None:
    Image.new("L", (9, 9)).save(tmp_path / "a.png")
    body = f"<section><p>{TEXT}</p><p>{TEXT}{PICTURE}</p></section>"
    context = small_pages.styles(tmp_path, "p { break-after: page } img { width: 9px }")
    made = small_pages.pages(context, body)
    assert len(made.boxes) == 2
    root, html = made.html.etree_element, small_pages.document(body)
    assert placement.losses(html, root, made.boxes) == ()
    doubled = placement.losses(html, root, [*made.boxes, made.boxes[-1]])
    assert [(loss.kind, loss.words) for loss in doubled] == [
        ("picture-twice", "印"),
        ("text-twice", TEXT),
    ]


def test_what_the_parser_of_galleys_drops_is_missed() -> None:
    root = etree.fromstring("<html><body><p>前后</p></body></html>")
    made = placement.losses("<body><p title='a>b'>前<b>中间</b>后</p></body>", root, [])
    assert Loss("text-lost", -1, 0, "前后 中间", 4) in made


NESTED = {
    "quotes": "\n    >\n".join(f"    {'> ' * depth}第{depth}层。" for depth in range(1, 24)),
    "lists": "\n".join(f"    {'  ' * depth}- 第{depth}层。" for depth in range(23)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_deep_in_a_note_stays_within_the_page(name: str, tmp_path: Path) -> None:
    text = f"---\naward: 1-1\n---\n\n正文[^a]。\n\n[^a]: 注文。\n\n{NESTED[name]}\n"
    book, galleys = books.composed(tiny.write(tmp_path, case=text))
    pages = volume.make(book, galleys, tmp_path / "build", 1)
    assert [fault.rule for fault in pages.errata if fault.rule.startswith("text-")] == []
