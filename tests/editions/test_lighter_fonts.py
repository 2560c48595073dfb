"""A page sent alone carries the glyphs it shows; it looks and reads as before."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from casebook import page_overlay, pagetext, pdf
from casebook.editions.lighter_fonts import FontLightener
from casebook.page_overlay import PlacedPage, Sheet

MANY = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 400))
SIZE = (300.0, 300.0)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages that share their fonts: one with few glyphs, one with many."""
    from weasyprint import HTML

    path = tmp_path_factory.mktemp("fonts") / "print.pdf"
    words = "<p>案例一：<b>做法</b> Work 123</p><p style='font-family:LXGW WenKai'>楷体字</p>"
    html = f"""<style>@page {{ size: 300pt 300pt; margin: 20pt }}
    body {{ font-family: 'Noto Serif CJK SC'; font-size: 12pt }} i {{ font-family: 'Noto Sans CJK SC' }}</style>
    {words}<p style='break-before: page'>{MANY}<b>{MANY[:90]}</b><i>{MANY[:90]}</i></p>"""
    HTML(string=html).write_pdf(str(path))
    return path


def alone(pages: Path, light: bool) -> bytes:
    sheets = [Sheet(SIZE, (), 0), Sheet(SIZE, (PlacedPage(0, 0, 0),))]
    return next(
        page_overlay.bound(
            pages, pages.read_bytes(), [sheets], [FontLightener().lighten] if light else ()
        )
    )


def test_a_page_alone_carries_its_own_glyphs(pages: Path, tmp_path: Path) -> None:
    files = {}
    for light in (False, True):
        files[light] = tmp_path / f"{light}.pdf"
        files[light].write_bytes(alone(pages, light))
    assert files[True].stat().st_size * 4 < files[False].stat().st_size
    assert "案例一：做法 Work 123" in "".join(pdf.texts(files[True])[0].split("\n"))
    assert pdf.texts(files[True]) == pdf.texts(files[False])
    before, after = (pagetext.pages(files[light], [0])[0].lines for light in (False, True))
    assert [line.text for line in before] == [line.text for line in after]
    grid = 12 / 250  # points: type of 12 pt, outlines on 250 lines an em
    for old, new in zip(before, after, strict=True):
        for box, moved in zip(old.boxes, new.boxes, strict=True):
            assert moved == pytest.approx(box, abs=grid), "each character stands where it stood"
    images = [
        Image.open(io.BytesIO(pdf.paint(files[light], 0, 1200, "PNG"))).convert("L")
        for light in (False, True)
    ]
    extrema = ImageChops.difference(*images).getextrema()
    assert extrema[1] < 40, "nothing but the smoothing of edges differs"


def test_what_is_drawn_in_a_pattern_keeps_its_glyphs(pages: Path) -> None:
    with pikepdf.open(pages) as source:
        out = pikepdf.new()
        out.pages.append(source.pages[1])
        page = out.pages[0]
        font = next(iter(page.Resources.Font.values()))
        pattern = out.make_stream(b"BT /F 9 Tf <0001> Tj ET")
        pattern.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Resources.Pattern = pikepdf.Dictionary(P=pattern)
        FontLightener().lighten(out)
        assert b"<0001>" not in page.Contents.read_bytes()
        inner = font.DescendantFonts[0]
        firsts = [int(part) for part in inner.W if not isinstance(part, pikepdf.Array)]
        assert 1 in firsts or not firsts or firsts[0] <= 1
