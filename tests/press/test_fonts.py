"""Every sign is drawn from the fonts that the layout declares, or told; lines keep their places.

Read back with pdfium and fontTools, which had no part in the setting.
"""

import ctypes
import subprocess
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from unicodedata import normalize

import glyphs
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont

import books
import tiny
from casebook import issuing, layout
from casebook.errata import Kind, StopPress
from casebook.press import fonts, volume
from casebook.weasy import changes, font_map

COMPOSED = tiny.BOOK.replace("composition: off", "composition: on")
ONE = tiny.AWARDS.replace("declared: 2", "declared: 1").split("      - {id: 1-2")[0]
CONTEXTS = ("> 乙{}丙", "**乙{}丙**")


def written(signs: str) -> str:
    """Return `signs` as Markdown that reads as them."""
    return "".join({"<": "&lt;", "*": "\\*"}.get(sign, sign) for sign in signs)


def few(signs: str, between: str) -> str:
    """Return `signs` with what a line may end at behind every eighth."""
    return between.join(signs[at : at + 8] for at in range(0, len(signs), 8))


def case(*blocks: str) -> str:
    return "---\naward: 1-1\n---\n\n" + "\n\n".join(blocks) + "\n"


def printed(folder: Path, text: str, **files: str) -> tuple[volume.Volume, bytes]:
    """Return the pages of a book with the case `text`, and their PDF."""
    book, galleys = books.composed(tiny.write(folder, case=text, **{"book": COMPOSED} | files))
    pages = volume.make(book, galleys, folder / "build", 1)
    return pages, volume.bind(pages, book)[0]


def drawn(data: bytes) -> Counter[tuple[str, str]]:
    """Count the signs of a PDF, each with the name of its font, as pdfium reads them."""
    result: Counter[tuple[str, str]] = Counter()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        units = [pdfium.FPDFText_GetUnicode(text.raw, at) for at in range(text.count_chars())]
        for at, unit in enumerate(units):
            if 0xDC00 <= unit < 0xE000 or chr(unit).isspace():
                continue
            low = units[at + 1] if 0xD800 <= unit < 0xDC00 else None
            sign = chr(0x10000 + (unit - 0xD800 << 10) + low - 0xDC00) if low else chr(unit)
            pdfium.FPDFText_GetFontInfo(text.raw, at, name, 200, flags)
            result[sign, name.value.decode().partition("+")[2]] += 1
    return result


@cache
def characters(family: str) -> frozenset[int]:
    """Return the characters that an installed font maps to glyphs, as fontTools reads them."""
    messages = ("fc-match", "-f", "%{file}\n%{index}\n%{family}", family)
    file, index, completed = subprocess.run(messages, capture_output=True, check=True).stdout.split(
        b"\n"
    )
    assert family.encode() in completed
    with TTFont(file.decode(), fontNumber=int(index) & 0xFFFF, lazy=True) as font:
        return frozenset(font.getBestCmap())


def test_signs_are_drawn_from_the_declared_chain_in_every_face(tmp_path: Path) -> None:
    blocks = []
    for name, signs in glyphs.GROUPS.items():
        code = "".join(sign for sign in signs if sign != "`")
        blocks += [
            f"## 组{name}",
            "国".join(written(sign) for sign in signs),
            f"`{few(code, ' ')}`",
        ]
        blocks += [context.format(written(few(signs, "国"))) for context in CONTEXTS]
    pages, data = printed(tmp_path, case(*blocks))
    assert not pages.errata
    declared = fonts.declared(layout.sheets(layout.roots("standard", tmp_path), "print"))
    named = sorted(declared.named, key=len, reverse=True)
    counts: Counter[str] = Counter()
    wanted = {*"".join(glyphs.GROUPS.values())}
    for (sign, face), count in drawn(data).items():
        counts[sign] += count
        if sign not in wanted:  # half of a sign that HarfBuzz put together has no code of its own
            continue
        family = next(f for f in named if face.startswith(f.replace(" ", "-")))
        there = characters(family)  # a newer HarfBuzz sets ά as α with its accent
        parts = {ord(part) for part in normalize("NFD", sign)}
        assert ord(sign) in there or parts <= there, (sign, family)
    all_of_them = "".join(glyphs.GROUPS.values())
    assert len(set(all_of_them)) >= 1000
    parted = {sign: normalize("NFD", sign) for sign in all_of_them}
    times = {
        s: counts[s] + min(counts[p] for p in parted[s]) * (len(parted[s]) > 1) for s in parted
    }
    # also ➀ and ➊, which share their glyphs with ① and ❶ in some fonts
    assert not {sign for sign in all_of_them if times[sign] < 2 + len(CONTEXTS)}


def test_letters_with_accents_are_not_put_together_from_two_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pango 1.56.3 and newer would; an older one must bear being told."""
    changes.undo()
    monkeypatch.setattr(font_map, "_DECOMPOSING", 0)
    try:
        pages, data = printed(tmp_path, case("国ć国ž国ό国"))
        assert not pages.errata
        faces = {sign: face for (sign, face), _ in drawn(data).items()}
        assert not any("CJK" in faces[sign] for sign in "ćžό")
        assert "\u0301" not in faces
    finally:
        changes.undo()


def test_a_sign_of_another_font_moves_no_line(tmp_path: Path) -> None:
    signs = ("₂⅓✔", "ϕ⇌ℝ", "ʃǚ☐", "Ⓐ⁻❌")
    kinds = ["国{}国", "{}", "国**{}**国", "国`{}`国", "> 国{}", "- {}", "| 甲 |\n|---|\n| {} |", "## 国{}", "国[^{n}]\n\n[^{n}]: {}"]  # fmt: skip

    def text(plain: bool) -> str:
        every = [(kind, sign) for sign in signs for kind in kinds]
        return case(
            *(
                k.replace("{n}", f"a{n}").format("字" if plain else s)
                for n, (k, s) in enumerate(every)
            )
        )

    for name in ("standard", "a5"):
        book = COMPOSED.replace("status:", f"layout: {name}\nstatus:")
        lines = []
        for plain in (False, True):
            pages, data = printed(tmp_path / f"{name}{plain}", text(plain), book=book)
            assert not pages.errata
            lines.append([rows(page) for page in books.signs(data)])
        assert lines[0] == [pytest.approx(page, abs=0.1) for page in lines[1]]


def rows(page: list[books.Sign]) -> list[float]:
    """Return the heights at which signs stand, from the foot of the page, in points."""
    heights = sorted({y for _, _, y in page})
    return [y for below, y in zip([0.0, *heights], heights, strict=False) if y - below > 0.3]


def test_what_no_font_holds_is_a_box_and_told_with_its_place_and_name(tmp_path: Path) -> None:
    title = ONE.replace("甲题", "甲\U0002ebf0题")
    text = case("正文。\n第二行有\u0f00。", "甲[^1]\n\n[^1]: 注\u0e01。")
    pages, data = printed(tmp_path, text, awards=title)
    errata = {str(e.place): e for e in pages.errata}
    assert errata.keys() == {"awards.yaml:8:63", "cases/1-1.md:6:5", "cases/1-1.md:10:8"}
    assert {(e.rule, e.kind) for e in pages.errata} == {("missing-glyph", Kind.QUERY)}
    assert "U+0F00 TIBETAN SYLLABLE OM" in errata["cases/1-1.md:6:5"].message.zh
    assert errata["cases/1-1.md:6:5"].hint
    (shown,) = (n for n, page in enumerate(pypdfium2.PdfDocument(data)) if "第二行" in page.get_textpage().get_text_bounded())  # fmt: skip
    ink = [ink_of(data, shown, sign) for sign in "有\u0f00"]
    assert ink[1] > 0.2 * ink[0]


def ink_of(data: bytes, index: int, sign: str) -> int:
    """Return how many dark pixels a page shows where the text has `sign` first."""
    page = pypdfium2.PdfDocument(data)[index]
    text = page.get_textpage()
    at = text.get_text_range().index(sign)
    left, bottom, right, top = text.get_charbox(at, loose=True)
    image = page.render(scale=4, grayscale=True).to_pil()
    high = page.get_height()
    box = tuple(round(4 * v) for v in (left, high - top, right, high - bottom))
    return sum(image.crop(box).histogram()[:128])


@pytest.mark.parametrize(("status", "printed"), [("draft", True), ("final", False)])
def test_a_missing_glyph_stops_only_a_final_book_and_only_what_draws_it(
    tmp_path: Path, status: str, printed: bool
) -> None:
    settings = COMPOSED.replace("[print]", "[print, epub]").replace("draft", status)
    text = case("正文有\U0002ebf0字。")
    tiny.write(tmp_path, case=text, awards=ONE, book=settings)
    messages = ()
    try:
        messages = issuing.issue(tmp_path, (), lambda *_: None, 1).queries
    except StopPress as stop:
        messages = stop.errata
    kinds = Counter((e.rule, e.kind) for e in messages)
    assert kinds["missing-glyph", Kind.QUERY if printed else Kind.ERRATUM] == 1
    assert kinds["edition-issued", Kind.NOTE] == (not printed)
    assert (tmp_path / "build" / "print.pdf").exists() is printed
    with zipfile.ZipFile(tmp_path / "build" / "book.epub") as epub:
        assert any(
            "\U0002ebf0字" in epub.read(n).decode("utf-8", "ignore") for n in epub.namelist()
        )
    assert issuing.issue(tmp_path, ("epub",), lambda *_: None, 1).files.keys() == {"epub"}


@pytest.mark.parametrize(("text", "stops"), [("正文 95%，①“引”。", False), ("SpO₂ 95%。", True)])
def test_a_missing_font_stops_a_final_print_only_where_others_may_step_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, stops: bool
) -> None:
    here = fonts.installed_families()
    assert here is not None
    monkeypatch.setattr(fonts, "installed_families", lambda: here - {"symbola"})
    for status in ("draft", "final"):
        settings = COMPOSED.replace("draft", status)
        folder = tiny.write(tmp_path / status, case=case(text), awards=ONE, book=settings)
        book, galleys = books.composed(folder)
        pages = volume.make(book, galleys, folder / "build", 1)
        (erratum,) = pages.errata
        assert erratum.quote == "Symbola"
        assert (erratum.kind is Kind.ERRATUM) is (stops and status == "final")
        assert volume.unprintable(pages, book) is (stops and status == "final")


def test_families_are_read_as_style_sheets_write_them(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text(
        """
        /* font-family: "Nobody" */
        @font-face { font-family: "Own"; src: url(own.otf), local("Local Name") }
        html { --serif: "One", Two Words; font: 500 9pt/1.5 Plain Name, serif; color: red }
        p { font: italic bold 10pt "Own", 'Three' !important; font-family: inherit }
        q { font-family: var(--x), monospace } b { my-font: "Four"; font: inherit }
        """,
        "utf-8",
    )
    result = fonts.declared([sheet])
    assert result.named == ("One", "Two Words", "Plain Name", "Own", "Three")
    assert result.installed == ("One", "Two Words", "Plain Name", "Three")
    assert result.needed == ("Plain Name",)
    assert result.local == ("Local Name",)
    assert result.helping == ("One", "Two Words", "Three")
    every = ("Three", "One", "Two Words", "Plain Name", "Own")
    assert result.resolved(("Three", "serif")) == every


def test_a_family_of_latin_or_of_bullets_need_not_have_the_chinese(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text(
        """
        html { --serif: "Song", "Bullets", "Signs"; --clreq-latin: "Song" "Latin" }
        p { font-family: "Song", serif } li::marker { font-family: "Bullets" }
        """,
        "utf-8",
    )
    result = fonts.declared([sheet])
    assert result.needed == ("Song", "Bullets", "Latin")
    assert result.first == ("Song",)
    assert result.helping == ("Signs",)


def test_a_family_that_only_a_document_names_is_told() -> None:
    html = """<style>p { font: 9pt "Hidden", serif }</style><p style="color: red">
    <b style="font-family: &quot;Plain Name&quot;, serif">甲</b>"""
    assert fonts.inline(html) == ("Hidden", "Plain Name")
    assert fonts.inline("<p>font: 9pt Nothing</p>") == ()


def test_a_face_that_is_not_installed_is_told_where_the_layout_names_it(tmp_path: Path) -> None:
    own = tiny.write(tmp_path, book=tiny.BOOK + "layout: own\n") / "layouts" / "own" / "layout.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("extends: standard\nfaces:\n  heading: Noto Serif CJK SK 600\n", "utf-8")
    with pytest.raises(StopPress) as stop:
        issuing.issue(tmp_path, ("print",), lambda *_: None, 1)
    (fault,) = stop.value.errata
    assert (fault.rule, fault.quote) == ("missing-font", "Noto Serif CJK SK")
    assert str(fault.place) == "layouts/own/layout.yaml:3"
    assert fault.hint is not None
    assert "Noto Serif CJK" in fault.hint.en
