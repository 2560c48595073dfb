"""PDF objects that are numbered late, and the file they are written to."""

import io
import zlib

import pikepdf
import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.press.objects import PACKED, PdfFile, deflate, object_template, reals, stream


def test_an_object_is_cut_at_its_references_and_written_with_any_numbers() -> None:
    array = pydyf.Array([b"7 0 R", 3, b"9 0 R"])
    template = object_template(pydyf.Dictionary({"Kids": array, "Parent": b"7 0 R"}))
    assert template.references == (7, 9, 7)
    numbers = [b"%d 0 R" % (100 + n) for n in range(10)]
    assert template.numbered(numbers) == b"<</Kids [107 0 R 3 109 0 R ]/Parent 107 0 R>>"


def test_references_may_be_renumbered_as_an_object_is_cut() -> None:
    assert object_template([b"7 0 R"], lambda n: n - 5).references == (2,)


def test_a_stream_has_its_data_compressed_beside_its_dictionary() -> None:
    template = object_template(pydyf.Stream([b"q", b"Q"], compress=True))
    assert template.body is not None
    assert zlib.decompress(template.body) == b"q\nQ"
    assert b"/Length %d" % len(template.body) in template.numbered([])


def test_a_stream_within_an_object_must_be_referred_to() -> None:
    with pytest.raises(TypeError, match="referred"):
        object_template([pydyf.Stream([])])


@given(st.binary(max_size=200))
def test_no_compressed_stream_ends_in_what_a_strict_reader_takes_for_a_line_end(
    data: bytes,
) -> None:
    assert not deflate(data).endswith(b"\r")
    assert zlib.decompress(deflate(data)) == data


def test_numbers_are_written_to_a_thousandth() -> None:
    assert reals(1.0, 0.12345, -2.5, 0.0) == b"1 0.123 -2.5 0"


def written(count: int) -> bytes:
    """Return a file with `count` small objects below its catalogue, and one stream."""
    sink = io.BytesIO()
    file = PdfFile(sink)
    root, info, pages = file.reserve(), file.reserve(), file.reserve()
    kids = [file.add(b"<</N %d>>" % n) for n in range(count)]
    data = file.add(*stream(b"hello"))
    file.put(pages, b"<</Type /Pages /Kids [] /Count 0>>")
    names = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.put(
        root, b"<</Type /Catalog /Pages %d 0 R /All [%b] /Data %d 0 R>>" % (pages, names, data)
    )
    file.put(info, b"<<>>")
    file.finish(root, info)
    return sink.getvalue()


@pytest.mark.parametrize("count", [0, 1, PACKED - 3, PACKED, 2 * PACKED + 5])
def test_every_object_is_found_again_however_many_there_are(count: int) -> None:
    with pikepdf.open(io.BytesIO(written(count))) as pdf:
        assert [int(each.N) for each in pdf.Root.All] == list(range(count))  # type: ignore[attr-defined]
        assert pdf.Root.Data.read_bytes() == b"hello"


def test_the_same_objects_make_the_same_bytes() -> None:
    assert written(3) == written(3)
    assert written(3) != written(4)


def test_what_is_pasted_is_found_where_it_stands() -> None:
    sink = io.BytesIO()
    file = PdfFile(sink)
    root, info, number = file.reserve(), file.reserve(), file.reserve()
    ready = b"%d 0 obj\n<</Length 2>>\nstream\nhi\nendstream\nendobj\n" % number
    file.paste(b"% a comment\n" + ready, b"digest", [(number, 12)], {})
    file.put(root, b"<</Type /Catalog /Pages %d 0 R /Data %d 0 R>>" % (info, number))
    file.put(info, b"<</Type /Pages /Kids [] /Count 0>>")
    file.finish(root, info)
    with pikepdf.open(io.BytesIO(sink.getvalue())) as pdf:
        assert pdf.Root.Data.read_bytes() == b"hi"
