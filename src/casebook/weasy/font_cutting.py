"""A font program that stands in a PDF cut down further, to the glyphs of some of its pages."""

from collections.abc import Collection
from typing import NamedTuple

from casebook.weasy.outlines import CoarseOutlines
from casebook.weasy.pango import ffi, harfbuzz, harfbuzz_subset

_COPY = 0
"""HarfBuzz keeps a copy of the bytes it is given."""


class CutProgram(NamedTuple):
    """A font program: its bytes, and whether they are a bare CFF whose glyphs are known by CID.

    Otherwise it is OpenType or TrueType, and each glyph has the number it had.
    """

    data: bytes
    is_cff: bool = False


def recut(program: bytes, glyphs: Collection[int], outlines: CoarseOutlines) -> CutProgram:
    """Return an OpenType or TrueType `program` with these glyphs alone.

    Of a CID-keyed one only the CFF is kept, without room for the glyphs left out, its points on the
    grid of `outlines`: a PDF finds its glyphs by CID, which is their number in `program` (ISO
    32000-2, 9.7.4.2). As it came where HarfBuzz cannot cut it or is not there to.
    """
    if not glyphs or not harfbuzz_subset:
        return CutProgram(program)
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
        | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
        | harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    )
    if program[:4] == b"OTTO":
        small = _subset(program, glyphs, flags)
        bare, cids = outlines.of(_table(small, b"CFF "), _units(small)) if small else (b"", set())
        if cids.issuperset(glyphs):
            return CutProgram(bare, is_cff=True)
    small = _subset(program, glyphs, flags | harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS)
    return CutProgram(small if 0 < len(small) < len(program) else program)


def _subset(program: bytes, glyphs: Collection[int], flags: int) -> bytes:
    """Return `program` with these glyphs, nothing where HarfBuzz cannot cut it."""
    blob = ffi.gc(
        harfbuzz.hb_blob_create(program, len(program), _COPY, ffi.NULL, ffi.NULL),
        harfbuzz.hb_blob_destroy,
    )
    face = ffi.gc(harfbuzz.hb_face_create(blob, 0), harfbuzz.hb_face_destroy)
    wanted = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy
    )
    numbers = sorted(glyphs)
    chosen = harfbuzz_subset.hb_subset_input_glyph_set(wanted)
    listed = ffi.new("hb_codepoint_t[]", numbers)
    harfbuzz.hb_set_add_sorted_array(chosen, listed, len(numbers))
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    cut = harfbuzz_subset.hb_subset_or_fail(face, wanted)
    if cut == ffi.NULL:
        return b""
    cut = ffi.gc(cut, harfbuzz.hb_face_destroy)
    made = ffi.gc(harfbuzz.hb_face_reference_blob(cut), harfbuzz.hb_blob_destroy)
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(made, length)
    return bytes(ffi.buffer(data, length[0])) if length[0] else b""


def _table(program: bytes, tag: bytes) -> bytes:
    """Return a table of an OpenType program, nothing where there is none."""
    count = int.from_bytes(program[4:6], "big")
    for at in range(12, 12 + 16 * count, 16):
        if program[at : at + 4] == tag:
            start, length = (
                int.from_bytes(program[at + step : at + step + 4], "big") for step in (8, 12)
            )
            return program[start : start + length]
    return b""


def _units(program: bytes) -> int:
    """Return how many units an em of an OpenType program has."""
    return int.from_bytes(_table(program, b"head")[18:20], "big")
