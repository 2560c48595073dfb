"""Old formats come through LibreOffice, and numbers agree with what LibreOffice shows."""

from pathlib import Path

import pytest
import specimens
from making import body, docx, p

from casebook.errata import StopPress
from casebook.intake import office
from casebook.intake.receive.routes import read

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
_UNLIKE = {
    "2.1.1做法细目",  # LibreOffice 7.4 does not know isLgl and shows 二.一.1
}


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(autouse=True)
def more_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"txt": "txt:Text (encoded):UTF8", "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format",
            "odt": "odt:writer8"}  # fmt: skip
    for key, value in more.items():
        monkeypatch.setitem(office._FILTERS, key, value)


@needs_office
def test_every_number_is_the_one_that_libreoffice_shows() -> None:
    made = specimens.numbering()
    shown = office.convert(made.data, "docx", "a.docx", "txt").decode("utf-8-sig")
    lines = {flat(line) for line in shown.splitlines()}
    assert {flat(one) for one in made.numbers} - lines == _UNLIKE


@needs_office
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_an_old_format_is_read_with_its_numbers(ending: str) -> None:
    source = docx(
        body(p("党建工作案例"), p("（一）学习培训。"), p("正文一段。"), p("正文又一段。"))
    )
    old = office.convert(source, "docx", "a.docx", ending)
    found = read(old, f"稿.{ending}", "稿")
    assert found.how == f"{ending} via LibreOffice"
    assert "（一）学习培训。" in found.draft.body
    assert "converted-file" in {one.rule for one in found.draft.errata}


@needs_office
def test_a_doc_renamed_wps_is_read() -> None:
    old = office.convert(specimens.plain().data, "docx", "a.docx", "doc")
    found = read(old, "稿.wps", "稿")
    assert "𠮷字和䶮字" in found.draft.body


@needs_office
def test_a_file_that_takes_too_long_is_given_up_after_a_second_try() -> None:
    with pytest.raises(StopPress) as stop:
        office.convert(specimens.plain().data, "docx", "慢.doc", "doc", seconds=0.05)
    assert stop.value.errata[0].rule == "office-failed"


def test_without_libreoffice_the_fault_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(StopPress) as stop:
        read(b"{\\rtf1 text}", "稿.rtf", "稿")
    (erratum,) = stop.value.errata
    assert erratum.rule == "office-missing"
    assert erratum.hint
    assert "libreoffice" in erratum.hint.en


def test_a_program_that_fails_is_tried_once_more_and_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\necho cannot load\n", "utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(fake))
    with pytest.raises(StopPress) as stop:
        office.convert(b"{\\rtf1 text}", "rtf", "稿.rtf")
    assert (tmp_path / "runs").read_text("utf-8") == "run\nrun\n"
    assert stop.value.errata[0].quote == "cannot load"
