"""What cannot be read on a finished page is seen on it, whatever hides it."""

from pathlib import Path

import pytest
from PIL import Image

from casebook import legibility
from casebook.press import engine

PAGE = '@page { size: 300pt 400pt; margin: 40pt } html { font: 10pt/16pt "Noto Serif CJK SC" } p { margin: 0 }'
TEXT = "甲乙丙丁戊己庚辛壬癸"
OTHER = "子丑寅卯辰巳午未申酉"


def read(css: str, body: str, folder: Path) -> legibility.Reading:
    """Return what can be read of the first page of `body`."""
    Image.new("RGB", (60, 60), "#6a8").save(folder / "a.png")
    sheet = folder / "sheet.css"
    sheet.write_text(f"{PAGE} {css}", "utf-8")
    html = f'<!DOCTYPE html><html lang="zh"><title>t</title><body>{body}</body></html>'
    document, _ = engine.lay_out(html, (sheet,), folder)
    return legibility.read(engine.write(document, lambda _: None)[0], [0])[0]


SOUND = {
    "plain": "p {}",
    "grey": "p { color: #777 }",
    "red": "p { color: #c00 }",
    "white on black": "p { color: white; background: black }",
    "dark on a gradient": "p { background: linear-gradient(#fff, #ccc) }",
    "white on a gradient": "p { color: white; background: linear-gradient(#000, #555) }",
    "small print": "p { font-size: 4.5pt }",
    "half opaque": "p { opacity: .6 }",
    "bold and wide": "p { font-weight: 700; letter-spacing: .2em }",
    "on a picture": "p { background: url(a.png) }",
    "turned": "p { margin-top: 100pt; transform: rotate(30deg) }",
    "underlined": "p { text-decoration: underline line-through }",
    "emphasis dots": "p { text-emphasis: filled dot }",
}


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.filterwarnings("ignore")
def test_what_can_be_read_is_read_whole(name: str, tmp_path: Path) -> None:
    said = f"{TEXT}，一二三——“{OTHER}”……H2O；3.5%。"
    assert read(SOUND[name], f"<p>{said}</p>", tmp_path) == (said, ())


IMAGE = '<img src="a.png" alt="a">'
PLANTED = {
    "almost white": ("b { color: #fafafa }", "unseen"),
    "white": ("b { color: white }", "unseen"),
    "transparent": ("b { color: transparent }", "unseen"),
    "clear": ("b { display: block; opacity: 0.03 }", "unseen"),
    "half clear twice": ("b { display: block; opacity: .15 }", "unseen"),
    "black on black": ("b { background: black }", "unseen"),
    "dark on dark": ("b { color: #333; background: #222 }", "unseen"),
    "the colour of a gradient": ("b { color: #ddd; background: linear-gradient(#ccc, #eee) }", "unseen"),
    "one point": ("b { font-size: 1pt }", "small"),
    "scaled away": ("b { display: block; transform: scale(.05) }", "small"),
    "pressed together": ("b { letter-spacing: -.98em }", "crowded"),
    "a low box": ("b { display: block; height: 5pt; overflow: hidden }", "cut"),
    "behind a picture": ("img { position: absolute; left: 0; top: 0; width: 220pt; height: 100pt }", "unseen"),
    "behind a coloured box": ("p::after { content: ''; position: absolute; inset: 0; background: #fff }", "unseen"),
    "off the page": ("b { position: absolute; left: 400pt }", "off-page"),
    "under other text": ("p { position: relative } b { position: absolute; left: 0; top: 2pt }", "crowded"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_read_is_seen(name: str, tmp_path: Path) -> None:
    css, kind = PLANTED[name]
    body = f"<p><b>{TEXT}</b></p><p>{OTHER}</p>{IMAGE if 'img' in css else ''}"
    made = read(f"b {{ font-weight: 400 }} {css}", body, tmp_path)
    assert not set(TEXT) & set(made.text), made
    assert kind in {fault.kind for fault in made.faults} or kind == "off-page", made
