"""A weight that is not installed is told; licences are read from the fonts themselves."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

import tiny
from casebook import issuing
from casebook.errata import Kind, Place, StopPress, Wording
from casebook.press import font_rights, font_weights, fonts
from casebook.press.font_weights import read_faces, used_instead
from casebook.store import Store

SERIF = "Noto Serif CJK SC"


def quiet(_step: Wording, _count: int | None) -> None:
    """Hear of no progress."""


def test_fontconfigs_weights_are_those_of_css() -> None:
    listed = "180|2|/a.ttc\n80|0|/b.otf\n[40 210]|65536|/c.ttf\nnothing\n"
    faces = read_faces(listed)
    assert [face.weights[:2] for face in faces] == [(600,), (400,), (200, 300)]
    assert [face.number for face in faces] == [2, 0, 0]
    assert faces[2].weights[-1] == 900


@pytest.mark.parametrize(("asked", "got"), [(600, 700), (500, 400), (300, 400), (900, 700)])
def test_without_the_extra_fonts_semibold_is_bold(asked: int, got: int) -> None:
    assert used_instead(asked, {400, 700}) == got


@pytest.fixture
def poor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a machine with two weights of each family."""
    monkeypatch.setattr(font_weights, "installed", lambda family: frozenset({400, 700}))


def test_fontconfig_is_asked_once_for_each_state_of_its_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def installed(family: str) -> frozenset[int]:
        asked.append(family)
        return frozenset({400, 700})

    monkeypatch.setattr(font_weights, "installed", installed)
    for fonts_of_machine in ("a", "a", "b"):
        known = font_weights.KnownWeights(Store(tmp_path, "1", {}), fonts_of_machine)
        assert known(SERIF) == known(SERIF) == {400, 700}
    assert asked == [SERIF, SERIF]


@pytest.mark.usefixtures("poor")
def test_a_draft_is_issued_and_says_which_weight_stands_in(tmp_path: Path) -> None:
    made = issuing.issue(tiny.write(tmp_path), ("print",), quiet, 1)
    messages = [e for e in made.queries if e.rule == "substituted-weight"]
    messages = [e for e in messages if e.quote == "Noto Sans CJK SC 500"]
    assert messages[0].kind is Kind.QUERY
    assert "400 Regular" in messages[0].message.zh
    assert messages[0].place == Place("layouts/standard/layout.yaml", 12)
    assert "fonts-noto-cjk-extra" in (messages[0].hint or Wording("", "")).zh


@pytest.mark.usefixtures("poor")
def test_a_final_book_is_not_issued_in_another_weight(tmp_path: Path) -> None:
    book = tiny.BOOK.replace("status: draft", "status: final")
    case = "---\naward: 1-2\n---\n\n正文一句。\n"
    folder = tiny.write(tmp_path, book=book, **{"cases/1-2.md": case})
    with pytest.raises(StopPress) as stopped:
        issuing.issue(folder, ("print",), quiet, 1)
    assert {e.rule for e in stopped.value.errata if e.kind is Kind.ERRATUM} == {
        "substituted-weight"
    }
    assert not (folder / "build/print.pdf").exists()


def font(file: Path, bits: int, licence: str) -> Path:
    """Write a font with one empty glyph that says `licence` and has the `bits` of embedding."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "A", "styleName": "B", "licenseDescription": licence})
    builder.setupOS2(fsType=bits)
    builder.setupPost()
    builder.save(file)
    return file


@pytest.mark.parametrize(
    ("bits", "embeds", "cut"),
    [(0, True, True), (2, False, True), (4, True, True), (8, True, True), (0x104, True, False), (0x200, False, True)],
)  # fmt: skip
def test_what_embedding_a_font_allows(tmp_path: Path, bits: int, embeds: bool, cut: bool) -> None:
    rights = font_rights.read(str(font(tmp_path / "a.ttf", bits, "All rights reserved")), 0)
    assert rights is not None
    assert (rights.embeds, rights.cut) == (embeds, cut)
    assert rights.licence == "All rights reserved"
    assert ("不许嵌入" in rights.wording.zh) is not embeds


def test_a_licence_is_named_shortly(tmp_path: Path) -> None:
    words = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
    rights = font_rights.read(str(font(tmp_path / "a.ttf", 0, words)), 0)
    assert rights is not None
    assert rights.licence == "SIL OFL 1.1"
    assert font_rights.read(str(tmp_path / "none.ttf"), 0) is None


def test_a_font_of_the_layout_that_may_not_be_embedded_is_named(tmp_path: Path) -> None:
    font(tmp_path / "own.ttf", 2, "All rights reserved")
    sheet = tmp_path / "a.css"
    sheet.write_text(
        '@font-face { font-family: Own; src: url(own.ttf) } p { font-family: Own, "Noto Serif" }'
    )
    families = fonts.declared([sheet])
    named = font_rights.forbidden(["Own", "Noto-Serif-Bold"], families, [sheet])
    assert [name for name, _ in named] == ["own.ttf"]
    font(tmp_path / "own.ttf", 8, "free")
    assert not list(font_rights.forbidden(["Own", "Noto-Serif"], families, [sheet]))
