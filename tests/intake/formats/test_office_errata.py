"""A locked file of an office program is told in the same words, whichever reader meets it."""

import io
import zipfile
from pathlib import Path

import pytest

from casebook.errata import StopPress
from casebook.intake.formats import office_errata, spreadsheet
from casebook.intake.structure import manuscript_reader


def locked_package(part: str) -> bytes:
    """Return a package whose only part is said to be encrypted: bit 0 of its flags is set."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(part, "x")
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def test_a_locked_workbook_and_a_locked_manuscript_are_told_alike(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as workbook:
        spreadsheet.read(locked_package("xl/workbook.xml"), "xlsx", "表.xlsx")
    document = locked_package("word/document.xml")
    with pytest.raises(StopPress) as manuscript:
        manuscript_reader.read(document, "稿.docx", "稿", tmp_path)
    assert workbook.value.errata == (office_errata.locked("表.xlsx"),)
    assert manuscript.value.errata == (office_errata.locked("稿.docx"),)
