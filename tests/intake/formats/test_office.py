"""Old formats come through LibreOffice, and numbers agree with what LibreOffice shows."""

import time
from pathlib import Path

import pytest
import specimens
from making import body, docx, p

from casebook.errata import StopPress
from casebook.intake.formats import office
from casebook.intake.structure.manuscript_reader import read

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
    assert {flat(number) for number in made.numbers} - lines == _UNLIKE


@needs_office
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_an_old_format_is_read_with_its_numbers(ending: str) -> None:
    source = docx(
        body(p("党建工作案例"), p("（一）学习培训。"), p("正文一段。"), p("正文又一段。"))
    )
    old = office.convert(source, "docx", "a.docx", ending)
    result = read(old, f"稿.{ending}", "稿")
    assert result.how == f"{ending} via LibreOffice"
    assert "（一）学习培训。" in result.draft.body
    assert "converted-file" in {erratum.rule for erratum in result.draft.errata}


@needs_office
def test_a_doc_renamed_wps_is_read() -> None:
    old = office.convert(specimens.plain().data, "docx", "a.docx", "doc")
    result = read(old, "稿.wps", "稿")
    assert "𠮷字和䶮字" in result.draft.body


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Path:
    """Put a script in the place of LibreOffice; each run adds a line to the file returned."""
    program = folder / "soffice"
    program.write_text("\n".join(("#!/bin/sh", f"echo run >> {folder}/runs", *lines, "")), "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(program))
    monkeypatch.setattr(office, "STILL", 0.4)
    return folder / "runs"


def rule_of(name: str, still: float = 0.4) -> tuple[str, str]:
    with pytest.raises(StopPress) as stop:
        office.convert(b"{\\rtf1 text}", "rtf", name, still=still)
    (erratum,) = stop.value.errata
    return erratum.rule, erratum.message.en


def test_a_program_that_hangs_is_tried_once_and_then_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs = fake(tmp_path, monkeypatch, "sleep 600")
    began = time.monotonic()
    with office.session():
        messages = [rule_of(f"{n}.rtf") for n in range(15)]
    assert {rule for rule, _ in messages} == {"office-hung"}
    assert runs.read_text("utf-8") == "run\nrun\n"  # the file, and one of our own
    assert "0.rtf" in messages[-1][1]
    assert time.monotonic() - began < 90
    rule_of("another session.rtf")
    assert runs.read_text("utf-8") == "run\nrun\nrun\n"


def test_a_file_on_which_it_hangs_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(tmp_path, monkeypatch,
         'for last; do :; done; grep -q evil "$last" && sleep 600',
         'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp "$last" "$2/source.docx"')  # fmt: skip
    with office.session():
        with pytest.raises(StopPress) as stop:
            office.convert(b"{\\rtf1 evil}", "rtf", "坏.rtf", still=0.4)
        assert stop.value.errata[0].rule == "office-hung"
        assert office.convert(b"{\\rtf1 good}", "rtf", "好.rtf", still=5) == b"{\\rtf1 good}"


def test_a_program_that_works_is_waited_for_and_the_wait_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(tmp_path, monkeypatch, "i=0; while [ $i -lt 900000 ]; do i=$((i+1)); done")
    monkeypatch.setattr(office, "SHOWN", 0.1)
    steps: list[str] = []
    with office.session(lambda step, _count: steps.append(step.en)):
        assert rule_of("慢.rtf", still=4)[0] == "office-failed"
    assert steps
    assert "慢.rtf" in steps[0]


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
    fake(tmp_path, monkeypatch, "echo cannot load")
    with pytest.raises(StopPress) as stop:
        office.convert(b"{\\rtf1 text}", "rtf", "稿.rtf")
    assert (tmp_path / "runs").read_text("utf-8") == "run\nrun\n"
    assert stop.value.errata[0].quote == "cannot load"
