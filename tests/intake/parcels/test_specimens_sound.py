"""The specimens hold what their truth says: else the measure would measure itself."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import combinations

import application_forms
import parcels_all
import pytest
from packing import rar, seven_zip, windows_zip
from parcel_truth import Form, Parcel
from photographs import alike, photo
from private_details import bank_card, identity

SLOW_MAKERS = {"old_word", "word_and_pdf"}  # LibreOffice, WeasyPrint


def _made(makers: tuple[Callable[[], object], ...]) -> list[object]:
    return [
        pytest.param(
            maker, id=maker.__name__, marks=[pytest.mark.slow] * (maker.__name__ in SLOW_MAKERS)
        )
        for maker in makers
    ]


def _text(data: bytes) -> str:
    """Return all that is written in a Word file, a page or a text."""
    if not data.startswith(b"PK"):
        utf16 = data.startswith(b"\xd0\xcf")
        text = data.decode("utf-16-le" if utf16 else "gb18030", "replace")
        return re.sub(r"<[^>]+>", "", text)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/")]
        text = "".join(archive.read(name).decode() for name in parts if name.endswith(".xml"))
    return re.sub(r"<[^>]+>", "", text)


def _spaceless(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("maker", _made(application_forms.MAKERS))
def test_a_form_holds_what_its_truth_says(maker: Callable[[], Form | None]) -> None:
    form = maker()
    if form is None:
        pytest.skip("LibreOffice is not here")
    text = _spaceless(_text(form.data))
    stated = (form.unit, form.title, form.category, *form.credits, *form.private, *form.reported)
    for words in (*stated, *form.sentences, *form.kept, *form.apart, *form.headings):
        assert _spaceless(words) in text, words
    body = "".join(form.sentences)
    assert not [detail for detail in form.private if detail in body]
    assert len(set(form.sentences)) == len(form.sentences)


def test_twenty_forms_and_twelve_parcels() -> None:
    assert len(application_forms.MAKERS) == 20
    assert len(parcels_all.MAKERS) == 12


@pytest.mark.parametrize("maker", _made(parcels_all.MAKERS))
def test_a_parcel_calls_for_awards_it_names(maker: Callable[[], Parcel]) -> None:
    parcel = maker()
    awards = {award.id for award in parcel.awards}
    assert len(awards) == len(parcel.awards)
    for text in parcel.texts:
        assert text.award is None or text.award in awards
        assert len(set(text.sentences)) == len(text.sentences)
        assert not set(text.sentences) & set(text.older)
        assert all(shot.after in ("", *text.sentences) for shot in text.photos)
    assert set(parcel.inside) <= {name for run in parcel.runs for name in run}


def test_no_two_photographs_are_taken_for_each_other() -> None:
    numbers = (1, 2, 3, 11, 21, 22, 31, 41, 51, 52, 53, 54, 61, 62, 63, 71, 72, 81, 82)
    for combination, other in combinations(numbers, 2):
        assert not alike(photo(combination), photo(other)), (combination, other)
    assert alike(photo(1), photo(1, "PNG"))


def test_cards_have_the_right_check_digits() -> None:
    card = identity("20070230", 15)
    weights = [pow(2, 17 - at, 11) for at in range(18)]
    digits = [10 if digit == "X" else int(digit) for digit in card]
    assert sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 1
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(bank_card(16)))]
    assert sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def test_archives_are_what_they_say() -> None:
    files = {"单位/稿.docx": b"a" * 300, "照片.jpg": b"b"}
    assert seven_zip(files)[:6] == b"7z\xbc\xaf\x27\x1c"
    assert rar(files).startswith(b"Rar!\x1a\x07\x01\0")
    with zipfile.ZipFile(BytesIO(windows_zip(files))) as archive:
        names = [name.encode("cp437").decode("gb18030") for name in archive.namelist()]
        assert archive.testzip() is None
    assert names == ["单位/", "单位/稿.docx", "照片.jpg"]
