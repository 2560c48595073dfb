"""Contents kept by their hash: whole or as what differs, byte for byte, and damage that is seen."""

import random
from pathlib import Path

import pytest

from casebook.journal.kept_contents import KeptContents, digest

TEXT = "".join(chr(0x4E00 + n * 37 % 9000) for n in range(4_000))


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def file(folder: Path, key: str) -> Path:
    return folder / "contents" / key[:2] / key[2:]


@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_saves_come_back_byte_for_byte_and_take_little(
    tmp_path: Path, seed: int
) -> None:
    chance, contents = random.Random(seed), KeptContents(tmp_path)
    text, known, last, at = TEXT, [], "", 1_000
    for number in range(1_000):
        at = chance.randrange(len(text)) if chance.random() < 0.05 * seed else at + 1
        at = min(at, len(text))
        text = text[:at] + chance.choice("的一是。\n😀") + text[at + (chance.random() < 0.2) :]
        data = text.encode()
        last = contents.put(data, lasting=False, like=last)
        known.append((last, data))
        assert last == digest(data), number
    assert all(contents.get(key) == data for key, data in known)
    assert contents.missing(key for key, _ in known) == []
    assert size(tmp_path) < 1_000 * len(TEXT.encode()) / 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""), (b"", b"x"), (b"x", b""), (b"aaaa", b"aa"), (b"aa", b"aaaa"), (b"abab", b"ab"),
        (b"\0D1" + b"x" * 50, b"\0D1" + b"y" * 50), (b"x" * 200_000, b"x" * 100_000 + b"y" + b"x" * 100_000),
        (b"\x89PNG" + b"a" * 99, b"\x89PNG" + b"b" * 99),
    ],
)  # fmt: skip
def test_any_content_comes_back_whatever_it_is_like(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    contents = KeptContents(tmp_path)
    key = contents.put(before)
    assert contents.get(contents.put(after, like=key)) == after
    assert contents.get(key) == before
    assert contents.get(contents.put(after + b"!", like="0" * 64)) == after + b"!"


def test_no_content_needs_more_than_one_other(tmp_path: Path) -> None:
    contents, key = KeptContents(tmp_path), ""
    for number in range(200):
        key = contents.put(f"{TEXT[:number]}甲{TEXT[number:]}".encode(), like=key)
    for path in (tmp_path / "contents").glob("*/*"):
        packed = path.read_bytes()
        if packed.startswith(b"\0D1"):
            assert not file(tmp_path, packed[3:35].hex()).read_bytes().startswith(b"\0D1")


@pytest.mark.parametrize(
    "damage", [b"", b"\0D1", b"\0D1" + b"\0" * 48, b"\0D1" + b"\xff" * 48, b"x" * 60]
)
def test_damage_is_missing_and_no_other_content(tmp_path: Path, damage: bytes) -> None:
    contents = KeptContents(tmp_path)
    first = contents.put(TEXT.encode())
    seconds = [contents.put(f"{TEXT}{n}".encode(), like=first) for n in range(20)]
    second = next(k for k in seconds if file(tmp_path, k).read_bytes().startswith(b"\0D1"))
    whole = file(tmp_path, second).read_bytes()
    file(tmp_path, second).write_bytes(damage)
    assert contents.get(second) is None
    assert contents.get(first) == TEXT.encode()
    file(tmp_path, second).write_bytes(whole)
    file(tmp_path, first).write_bytes(damage)
    assert contents.get(second) is None
    assert second in contents.missing([first, second])
    itself = b"\0D1" + bytes.fromhex(second) + whole[35:]
    file(tmp_path, second).write_bytes(itself)
    assert contents.get(second) is None, "a difference to itself ends"
