"""Precision before recall: clean prose gives nothing.

`standard.md` are sentences after the examples of GB/T 15834—2011, written down from memory;
`official.md` are fifty paragraphs in the style of the manuscripts.
"""

from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.intake import specimen

CLEAN = Path(__file__).parent / "clean"


@pytest.mark.parametrize("name", ["standard", "official"])
def test_clean_prose_has_no_erratum_and_no_query(tmp_path: Path, name: str) -> None:
    text = (CLEAN / f"{name}.md").read_text("utf-8")
    assert len(text.split("\n\n")) >= 50
    folder = tiny.write(tmp_path, case=f'---\naward: "1-1"\n---\n\n{text}')
    proofed = [(e.place, e.rule, e.quote) for e in proof.proofread(folder)]
    assert [item for item in proofed if item[1] != "contact-detail"] == []
    assert len(proofed) == 2  # each holds a telephone number and a mail address


def test_a_dummy_book_has_no_erratum(tmp_path: Path) -> None:
    specimen.write(tmp_path / "book", 30)
    proofed = proof.proofread(tmp_path / "book")
    assert {(e.rule, e.kind.value) for e in proofed} <= {
        ("award-twice", "query"),
        ("passage-repeated", "query"),
        ("sentence-repeated", "query"),
        ("picture-without-source", "note"),
        ("minor-in-picture", "note"),
        ("patient-in-picture", "note"),
        ("nearly-the-same-title", "query"),
    }
