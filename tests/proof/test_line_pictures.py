"""A finding is shown as it stands on the issued page, the words at fault underlined."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import tiny
from casebook import proof
from casebook.book import Book
from casebook.intake.manuscript import book_reader
from casebook.project import Project
from casebook.proof import line_pictures
from casebook.proof.findings import Finding
from casebook.proof.line_pictures import pictures

pytestmark = pytest.mark.slow
CASE = (
    '---\naward: "1-1"\n---\n\n'
    + "全院职工，，一心向前。" * 3
    + "\n\n组织成份多样，**再接**再励，走向未来。\n"
)


def red(picture: bytes) -> list[int]:
    """Return the columns of a picture that the red rule covers."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return [
        x
        for x in range(image.width)
        if any(image.getpixel((x, y))[0] > 150 > 90 > image.getpixel((x, y))[1] for y in range(image.height))
    ]  # fmt: skip


def test_each_finding_has_the_picture_of_its_own_line(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=CASE)
    Project(folder).build("print")
    result = proof.examine(folder)
    findings = [e for e in result.errata if isinstance(e, Finding) and e.number >= 0]
    assert [e.text for e in findings] == ["，，", "，，", "，，", "成份", "再接再励"]
    book = book_reader.read(folder).book
    seen = pictures(book, folder / "build" / "print.pdf", findings)
    assert seen.keys() == {finding.fingerprint for finding in findings}
    assert len(set(seen.values())) == 5  # equal faults each show their own place
    short, long = (red(seen[finding.fingerprint]) for finding in findings[3:])
    assert 1.8 < len(long) / len(short) < 2.2
    absent = replace(findings[4], text="别处的话", before="没有排上", after="也没有")
    assert pictures(book, folder / "build" / "print.pdf", [absent]) == {}
    page = proof.write(result, folder, "html", None, "zh").parent / "cases-1-1.html"
    assert page.read_text("utf-8").count("data:image/png") == 5


def test_pictures_are_kept_while_the_pages_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path, case=CASE)
    Project(folder).build("print")
    result = proof.examine(folder)
    findings = [e for e in result.errata if isinstance(e, Finding) and e.number >= 0]
    book, file = book_reader.read(folder).book, folder / "build" / "print.pdf"
    looked: list[list[str]] = []

    def look(book: Book, file: Path, wanted: Sequence[Finding]) -> dict[str, bytes]:
        looked.append([finding.fingerprint for finding in wanted])
        return pictures(book, file, wanted)

    monkeypatch.setattr(line_pictures, "pictures", look)
    first = line_pictures.kept_pictures(book, file, findings[:3], folder)
    assert line_pictures.kept_pictures(book, file, findings[:3], folder) == first
    every = line_pictures.kept_pictures(book, file, findings, folder)
    assert every == pictures(book, file, findings)
    assert [len(wanted) for wanted in looked] == [3, 5]
    file.write_bytes(file.read_bytes() + b"\n")
    assert line_pictures.kept_pictures(book, file, findings, folder) == every
    assert len(looked) == 3
