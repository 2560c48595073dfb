"""English in Chinese text is found, and said to be English where it is drawn."""

import ctypes
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from weasyprint import HTML

from casebook import composition
from casebook.composition.english import english_runs

from .galley import STYLE
from .test_engine import copied


@pytest.fixture(autouse=True)
def _give_weasyprint_back() -> object:
    yield
    composition.uninstall()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("发表于The New England Journal of Medicine，2019", ["The New England Journal of Medicine"]),
        ("用Plan Do Check Act循环", ["Plan Do Check Act"]),
        ("“Nature Medicine”“The Lancet”", ["Nature Medicine”“The Lancet"]),
        ("见Effect of a “5S” program on nurses’ needs.", ["Effect of a “5S” program on nurses’ needs."]),
        ("联系a b@example.cn for it", ["for it"]),
        ("见https://example.org/a b", []),
        ("WeChat推送，CT MRI检查，E. coli，120 mmHg", []),
        ("Académie française的做法", []),  # whose language nobody knows
    ],
)  # fmt: skip
def test_two_words_in_plain_latin_are_english(text: str, english: list[str]) -> None:
    assert [text[start:end] for start, end in english_runs(text)] == english


def _pdf(body: str, path: Path, tags: bool, measure: float = 16, attribute: str = "") -> Path:
    style = STYLE.format(width=measure * 10.5 + 40, extra="")
    page = f'<html lang="zh-CN"><meta charset="utf-8"><title>t</title><style>{style}</style><body><p{attribute}>{body}</p>'
    composition.install()
    HTML(string=page).write_pdf(path, pdf_tags=tags)
    return path


def _spoken(path: Path) -> list[tuple[str, str]]:
    """Return language and text of the text objects of page 1; neighbours of one language are one."""
    page = pdfium.PdfDocument(path)[0]
    words = page.get_textpage()
    pieces = [
        (_language(thing.raw), _text(thing.raw, words.raw))
        for thing in page.get_objects((raw.FPDF_PAGEOBJ_TEXT,))
    ]
    runs = groupby(pieces, lambda piece: piece[0])
    return [(language, "".join(text for _, text in run)) for language, run in runs]


def _language(thing: object) -> str:
    for number in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, number)
        if result := _string(raw.FPDFPageObjMark_GetParamStringValue, mark, b"Lang"):
            return result
    return ""


def _string(ask: object, *about: object) -> str:
    room, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    wide = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    ask(*about, wide, 64, length)  # type: ignore[operator]
    return room.raw[: length.value].decode("utf-16-le").rstrip("\0")


def _text(thing: object, page: object) -> str:
    room = ctypes.create_string_buffer(2048)
    wide = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    length = raw.FPDFTextObj_GetText(thing, page, wide, 1024)
    return room.raw[: 2 * length].decode("utf-16-le").rstrip("\0")


LONG = "发表于The New England Journal of Medicine，也用<em>Plan Do</em> Check Act循环，见CT、WeChat各项。"


def test_english_says_so_on_every_line_it_stands_on(tmp_path: Path) -> None:
    path = _pdf(LONG, tmp_path / "a.pdf", tags=True)
    english = "".join(text for language, text in _spoken(path) if language == "en")
    assert "".join(english.split()) == "TheNewEnglandJournalofMedicinePlanDoCheckAct"
    assert {language for language, _ in _spoken(path)} == {"", "en"}


def test_what_is_drawn_and_copied_is_the_same(tmp_path: Path) -> None:
    tagged = _pdf(LONG, tmp_path / "a.pdf", tags=True)
    plain = _pdf(LONG, tmp_path / "b.pdf", tags=False)
    assert not any(language for language, _ in _spoken(plain))
    assert copied(tagged) == copied(plain)
    pages = [pdfium.PdfDocument(path)[0].render(scale=4).to_pil() for path in (tagged, plain)]
    assert pages[0].tobytes() == pages[1].tobytes()


def test_words_of_a_language_that_is_said_are_left_alone(tmp_path: Path) -> None:
    path = _pdf("ex nihilo nihil fit", tmp_path / "a.pdf", tags=True, attribute=' lang="la"')
    assert not any(language for language, _ in _spoken(path))
