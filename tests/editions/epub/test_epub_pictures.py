"""Pictures of the EPUB: made once, upright, in the form that suits them."""

from pathlib import Path

import pytest
from PIL import Image

from casebook.editions.epub.epub_pictures import prepare


def test_pictures_are_made_once_and_kept(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo, cache = base / "media" / "photo.jpg", base.parent / "cache"
    first = prepare([photo, photo], cache)[photo]
    assert first is not None
    assert (first.width, first.height, first.media_type) == (1280, 960, "image/jpeg")
    monkeypatch.setattr(
        "casebook.editions.epub.epub_pictures._reduced", lambda image: pytest.fail("made again")
    )
    assert prepare([photo], cache)[photo] == first


def test_line_art_and_transparency_stay_png_and_photographs_become_jpeg(tmp_path: Path) -> None:
    Image.new("RGB", (1400, 90), "white").save(tmp_path / "line.png")
    Image.new("RGBA", (40, 40), (255, 0, 0, 90)).save(tmp_path / "clear.png")
    Image.effect_noise((600, 600), 90).convert("RGB").save(tmp_path / "grain.png")
    Image.new("CMYK", (40, 40)).save(tmp_path / "press.jpg")
    made = prepare(tmp_path.glob("*.*g"), tmp_path / "cache")
    kinds = {path.name: plate.media_type for path, plate in made.items() if plate}
    assert kinds == {
        "line.png": "image/png",
        "clear.png": "image/png",
        "grain.png": "image/jpeg",
        "press.jpg": "image/jpeg",
    }


def test_a_picture_stands_upright_and_says_nothing_of_its_maker(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "相机"
    Image.new("RGB", (200, 100), "red").save(tmp_path / "side.jpg", exif=exif)
    plate = prepare([tmp_path / "side.jpg"], tmp_path / "cache")[tmp_path / "side.jpg"]
    assert plate is not None
    assert (plate.width, plate.height) == (100, 200)
    assert b"Exif" not in plate.data
