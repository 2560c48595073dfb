"""A file that is no JPEG or PNG is told by its kind, with what to do."""

from pathlib import Path

import pytest

from casebook import pictures
from casebook.errata import Erratum, Place

SPOT = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><rect fill="icc-color(Gold)"/></svg>'


@pytest.mark.parametrize(
    ("data", "kind", "process"),
    [
        (SPOT, "SVG", True),
        (b"%PDF-1.6 /Separation /Gold", "PDF", True),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS", True),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC", False),
        (b"8BPS\0\1", "PSD", False),
    ],
)
def test_drawings_are_told_by_their_kind(
    tmp_path: Path, data: bytes, kind: str, process: bool
) -> None:
    (tmp_path / "a").write_bytes(data)
    messages = pictures.examine(tmp_path, "a", Place("a.md", 3))
    assert isinstance(messages, Erratum)
    assert messages.rule == "picture-format"
    assert kind in messages.message.en
    assert messages.hint
    assert ("spot inks" in messages.hint.en) is process


def test_what_is_no_picture_at_all_is_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\ncut off")
    messages = pictures.examine(tmp_path, "a.png", Place("a.md", 3))
    assert isinstance(messages, Erratum)
    assert messages.rule == "broken-picture"
