"""PNG pictures stand in the PDF as they were sent, and look as they did."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import ExifTags, Image
from pypdfium2 import raw

import books
from casebook.press import embedded_pictures, volume


def chart(mode: str) -> Image.Image:
    """A picture of 12 × 15 in `mode` (P with a number of colours), no two rows alike."""
    image = Image.frombytes("RGB", (12, 15), bytes(n * 7 % 251 for n in range(540)))
    return image.quantize(int(mode[1:])) if mode[0] == "P" else image.convert(mode)


def data(image: Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **how)  # type: ignore[arg-type]
    return out.getvalue()


def shown(pdf: bytes) -> list[Image.Image]:
    """Return the pictures of a PDF, decoded by pdfium."""
    kinds = [raw.FPDF_PAGEOBJ_IMAGE]
    document = pypdfium2.PdfDocument(pdf)
    result = (item for page in document for item in page.get_objects(filter=kinds, max_depth=5))
    return [item.get_bitmap().to_pil().convert("RGB") for item in result]


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P2", "P4", "P16", "P200"])
def test_a_plain_png_is_taken_as_it_is_and_looks_the_same(tmp_path: Path, mode: str) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    sent = data(chart(mode))
    (folder / "manuscript" / "media" / "a.png").write_bytes(sent)
    book, galleys = books.composed(folder)
    bound = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    png = embedded_pictures.read(sent)
    assert png is not None
    assert png.data in bound
    assert chart(mode).convert("RGB") in shown(bound)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_goes_its_old_way(mode: str) -> None:
    assert embedded_pictures.read(data(Image.new(mode, (4, 4)))) is None


def test_a_palette_with_a_clear_colour_goes_its_old_way() -> None:
    assert embedded_pictures.read(data(chart("P4"), transparency=0)) is None


def sixteen(high: bytes) -> Image.Image:
    """Return a grey picture of 16 bits, one row, by the upper halves of its dots."""
    return Image.frombytes("I;16", (len(high), 1), bytes(part for h in high for part in (77, h)))


def test_grey_of_sixteen_bits_is_shown_in_eight() -> None:
    with Image.open(
        io.BytesIO(embedded_pictures.eight_bits(data(sixteen(b"\0\x40\xff"))))
    ) as image:
        assert (image.mode, image.tobytes()) == ("L", b"\0\x40\xff")
    assert (
        embedded_pictures.read(embedded_pictures.eight_bits(data(sixteen(b"\0\x40")))) is not None
    )


def test_a_clear_dot_of_sixteen_bits_is_white() -> None:
    clear = data(sixteen(b"\0\x40\x80"), transparency=0x404D)
    with Image.open(io.BytesIO(embedded_pictures.eight_bits(clear))) as image:
        assert image.tobytes() == b"\0\xff\x80"


@pytest.mark.parametrize("mode", ["RGB", "L", "LA", "P16"])
def test_other_pictures_keep_their_bytes(mode: str) -> None:
    assert embedded_pictures.eight_bits(data(chart(mode))) == data(chart(mode))


def quality(folder: Path, **how: object) -> int:
    """Return the sum of a quantization table of a JPEG in the book's PDF: a small one is fine."""
    every = books.every_kind(folder, lines=2)
    picture = every / "manuscript/media/a.jpg"
    Image.radial_gradient("L").convert("RGB").save(picture, quality=97, **how)  # type: ignore[arg-type]
    case = every / "manuscript/cases/1-1.md"
    case.write_text(case.read_text("utf-8").replace("a.png", "a.jpg"), "utf-8")
    book, galleys = books.composed(every)
    bound = volume.bind(volume.make(book, galleys, folder / "build", 1), book)[0]
    start = bound.index(b"\xff\xd8\xff")
    with Image.open(io.BytesIO(bound[start:])) as image:
        return sum(image.quantization[0])  # type: ignore[attr-defined]


def test_a_photograph_that_lies_turned_stays_as_fine_as_print_needs(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    assert quality(tmp_path / "a", exif=exif) < 400  # 75, which Pillow takes, makes 1000 and more


@pytest.mark.parametrize("end", [0, 7, 20, 40, -13])
def test_a_cut_png_is_left_to_those_who_say_what_is_wrong(end: int) -> None:
    assert embedded_pictures.read(data(chart("RGB"))[:end]) is None
