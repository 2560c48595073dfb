"""A mail of Outlook whose text is packed rich text alone: it is unpacked and received, or told."""

import struct
import zlib
from pathlib import Path

import boxing
import pytest
from receiving import AWARDS

from casebook.intake.parcels.outlook_mail import unpacked
from casebook.intake.receive.batch import Batch, receive_all

HOUSE, TITLE = AWARDS[1].organisation, AWARDS[1].title
TEXT = "近年来，医院党委坚持以党建引领发展，打造心灵园地，探索党员教育的新方法，取得了较好效果。"
SIMPLE = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
REPEATED = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"


def packed(text: bytes) -> bytes:
    """Return rich text packed without a reference but the one that ends it; long enough for a
    stream of its own."""
    text = text.ljust(4096, b"\n")
    content = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    end = (207 + len(text)) % 4096
    content += b"\1" + (end << 4).to_bytes(2, "big")
    check = zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(content) + 12, len(text), b"LZFu", check) + content


def escaped(text: str) -> str:
    return "".join(rf"\u{ord(char) - (ord(char) > 32767) * 65536}?" for char in text)


def received(tmp_path: Path, root: Path, content: bytes) -> Batch:
    (tmp_path / "a.msg").write_bytes(boxing.msg(HOUSE, "", {}, content))
    return receive_all([tmp_path / "a.msg"], root, AWARDS)


def test_the_examples_of_the_specification_are_unpacked() -> None:
    """[MS-OXRTFCP] 3.1 and 3.2."""
    assert unpacked(bytes.fromhex(SIMPLE)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(bytes.fromhex(REPEATED)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_text_that_was_not_packed_is_taken_as_it_is() -> None:
    assert unpacked(struct.pack("<II4sI", 19, 7, b"MELA", 0) + b"{\\rtf1}") == b"{\\rtf1}"


@pytest.mark.parametrize("at", [4, 9, 13, 20, 47])
def test_damaged_text_is_refused(at: int) -> None:
    data = bytearray.fromhex(SIMPLE)
    data[at] ^= 0x55
    with pytest.raises(ValueError, match="packed"):
        unpacked(bytes(data))


@pytest.mark.parametrize("form", ["rich", "page"])
def test_a_manuscript_written_into_the_mail_is_received(
    tmp_path: Path, root: Path, form: str
) -> None:
    lines = ("王编辑：您好！", TITLE, HOUSE, "一、缘起", TEXT * 3, "二、做法", TEXT[::-1] * 3)
    if form == "rich":
        text = r"{\rtf1\ansi " + "".join(rf"\pard {escaped(line)}\par " for line in lines) + "}"
    else:
        inside = "".join(
            rf"{{\*\htmltag64 <p>}}\htmlrtf {{\htmlrtf0 {escaped(line)}\htmlrtf\par}}\htmlrtf0 {{\*\htmltag72 </p>}}"
            for line in lines
        )
        text = r"{\rtf1\ansi\fromhtml1 {\*\htmltag <html><body>}" + inside + "}"
    batch = received(tmp_path, root, packed(text.encode("ascii")))
    assert [row.case_id for row in batch.rows] == ["1-09"]
    case = next((root / "cases").glob("*.md")).read_text("utf-8")
    assert TEXT * 3 in case
    assert TEXT[::-1] * 3 in case
    assert "您好" not in case


def test_text_that_cannot_be_unpacked_is_told(tmp_path: Path, root: Path) -> None:
    damaged = bytearray(packed(rb"{\rtf1 a}"))
    damaged[100] ^= 1
    assert "unread-mail-text" in {
        e.rule for e in received(tmp_path, root, bytes(damaged)).all_errata
    }
