"""The doctor tells what is there, what is missing and what it costs; it never fails itself."""

import importlib
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from casebook import doctor
from casebook.doctor import Finding, State
from casebook.journal import recording


def _named(name: str, build: Path = Path("build")) -> Finding:
    return next(item for item in doctor.examine(build) if item.name == name)


def test_whatever_is_missing_says_what_it_costs_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor, "_library", lambda names: None)
    monkeypatch.setattr(doctor, "_say", lambda *command: "DejaVu Sans\n")
    result = doctor.examine(tmp_path)
    missing = [item for item in result if item.state is not State.OK]
    assert len(missing) == 22
    for item in missing:
        assert item.remedy, item.name
        assert item.cost, item.name
        assert item.remedy.zh.startswith("Debian/Ubuntu：apt install")
        if item.name == "language models":
            assert "CASEBOOK_LANGUAGE" in item.remedy.en
            continue
        assert "dnf" in item.remedy.en or "site" in item.remedy.en
        assert "brew" in item.remedy.en


def test_without_harfbuzz_subset_the_press_is_slow_not_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_library", lambda names: None)
    result = _named("HarfBuzz-Subset")
    assert result.state is State.SLOW
    assert not result.needed
    assert result.remedy
    assert "libharfbuzz-subset0" in result.remedy.en
    assert result.cost
    assert "5 倍" in result.cost.zh


def test_a_font_is_found_by_its_exact_family(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "LXGW WenKai Mono\nNoto Serif CJK SC,Noto Serif CJK SC Black\n"
    monkeypatch.setattr(doctor, "_say", lambda *command: listed)
    assert _named("Noto Serif CJK SC").state is State.OK
    assert _named("LXGW WenKai").state is State.MISSING


def test_a_command_that_is_missing_fails_or_hangs_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert doctor._say("no-such-command-here") is None
    assert doctor._say("false") is None

    def hang(*args: Any, **kwargs: Any) -> None:
        raise subprocess.TimeoutExpired("fc-list", 30)

    monkeypatch.setattr(subprocess, "run", hang)
    assert doctor._say("fc-list") is None
    assert _named("fontconfig").needed


def test_another_weasyprint_than_the_pinned_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "69.0")
    result = doctor._weasyprint()
    assert result.state is State.MISSING
    assert "69.0" in result.detail.zh
    assert "70.0" in result.detail.zh


def test_a_weasyprint_that_does_not_load_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> None:
        sys.stdout.write("WeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'\nmore")

    monkeypatch.setattr(importlib, "import_module", fail)
    result = doctor._weasyprint()
    assert result.state is State.MISSING
    assert result.detail.en.endswith("it does not load: cannot load library 'libpango-1.0-0'")


def test_a_python_that_is_too_old_is_named_with_what_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.version_info", (3, 10, 12))
    result = doctor._python()
    assert result.state is State.MISSING
    assert result.detail.en == "3.10.12, but 3.11 or later is needed"


def test_a_build_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = _named("build", tmp_path / "file" / "build")
    assert result.state is State.MISSING
    assert result.needed


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(9, 9, 0))
    assert _named("build", tmp_path / "build").state is State.MISSING
    assert not (tmp_path / "build").exists()


def test_the_pinned_versions_are_those_of_the_project() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert f"weasyprint=={doctor.WEASYPRINT}" in project["dependencies"]
    assert project["requires-python"] == f">={doctor.PYTHON[0]}.{doctor.PYTHON[1]}"


def test_a_font_that_only_helps_says_what_it_costs_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_say", lambda *command: "Noto Sans Symbols 2\n")
    assert _named("Noto Sans Symbols2").state is State.OK
    result = _named("Symbola")
    assert (result.state, result.needed) == (State.MISSING, False)
    assert result.cost
    assert "样稿照出" in result.cost.zh
    assert result.remedy
    assert "fonts-symbola" in result.remedy.en


def test_a_machine_without_a_weight_of_the_layouts_is_not_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def say(*command: str) -> str:
        if command[1] == ":":
            return "Noto Sans CJK SC\nNoto Serif CJK SC\n"
        return "80|2|/none.ttc\n200|2|/none.ttc\n"

    monkeypatch.setattr(doctor, "_say", say)
    result = _named("Noto Sans CJK SC")
    assert (result.state, result.needed) == (State.MISSING, True)
    assert "500 Medium" in result.detail.zh
    assert result.remedy
    assert "fonts-noto-cjk-extra" in result.remedy.en
    assert result.cost
    assert "400 Regular" in result.cost.en


def test_a_font_tells_its_licence_and_whether_it_may_be_printed() -> None:
    detail = _named("Noto Serif CJK SC").detail
    assert "SIL OFL 1.1" in detail.en
    assert "may be embedded and printed" in detail.en


def test_a_journal_that_was_altered_is_told_with_its_first_broken_entry(tmp_path: Path) -> None:
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "manuscript/book.yaml").write_text("title: 书\n", "utf-8")
    assert not [item for item in doctor.examine(tmp_path / "build") if item.name == "journal"]
    journal = recording.of(tmp_path)
    journal.begin()
    for words in ("甲", "乙"):
        (tmp_path / "manuscript/book.yaml").write_text(words, "utf-8")
        journal.notice()
    assert _named("journal", tmp_path / "build").state is State.OK
    file = tmp_path / "journal/journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join((lines[0], lines[1].replace(b"outside", b"desk", 1), lines[2])))
    recording._of.cache_clear()
    result = _named("journal", tmp_path / "build")
    assert result.state is State.MISSING
    assert "第 2 条" in result.detail.zh
