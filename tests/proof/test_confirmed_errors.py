"""A repair by hand confirms an error: it is logged, and counts in the error rate until it is undone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.errata import Erratum
from casebook.intake.manuscript import book_reader
from casebook.proof import confirmed_errors, decision_lists, decisions, rate, repairlog, settling
from casebook.proof.decisions import Verdict
from casebook.proof.findings import Finding, fingerprint

TEXT = tiny.CASE + "\n同样的话，大家再接再励。\n\n同样的话，大家再接再励。\n\n参加,效果很好。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path, case=TEXT)


def repaired(folder: Path, which: Callable[[Erratum], bool], many: int = 1) -> settling.Settled:
    """Repair the first of those errata, and write what that gives."""
    manuscript = folder / "manuscript"
    errata = [e for e in proof.examine(folder, paged=False).errata if which(e)][:many]
    book = book_reader.read(folder).book
    settled = settling.repair(book, manuscript, errata, None, "王", "2026-01-02")
    settling.answered(manuscript, list(map(fingerprint, errata)), "", "2026-01-02", settled)
    for path, data in settled.after.items():
        (manuscript / path).write_bytes(data)
    return settled


def phrases(erratum: Erratum) -> bool:
    return erratum.rule == "wrong-phrase"


def test_equal_words_repaired_one_after_the_other_count_each(folder: Path) -> None:
    for _ in range(2):
        repaired(folder, phrases)
    kept, faults = decisions.read(folder / "manuscript")
    assert faults == ()
    assert [(d.verdict, d.text, d.by, d.date) for d in kept] == [
        (Verdict.ACCEPT, "再接再励", "王", "2026-01-02")
    ] * 2
    assert len({d.fingerprint for d in kept}) == 2
    assert rate.count(kept, rate.standard())[0] == 2
    logged = repairlog.logged(folder / "manuscript")
    assert [(row.rule, row.new) for row in logged] == [("wrong-phrase", "再接再厉")] * 2


def test_a_repair_closes_the_question_and_keeps_it_beside_the_error(folder: Path) -> None:
    manuscript = folder / "manuscript"
    [comma] = [e for e in proof.examine(folder, paged=False).errata if e.rule == "half-width-mark"]
    asked = settling.ask(manuscript, [comma], "", "王", "2026-01-01")
    for path, data in asked.after.items():
        (manuscript / path).write_bytes(data)
    repaired(folder, lambda e: e.rule == "half-width-mark")
    kept, _ = decisions.read(manuscript)
    assert sorted((d.verdict.value, d.answered) for d in kept) == [
        ("采纳", ""), ("问作者", "2026-01-02"),
    ]  # fmt: skip
    assert rate.count(kept, rate.standard())[0] == 1


def test_characters_too_many_say_how_many(folder: Path) -> None:
    [finding] = [
        e for e in proof.examine(folder, paged=False).errata
        if isinstance(e, Finding) and e.rule == "half-width-mark"
    ]  # fmt: skip
    [row] = confirmed_errors.rows(
        [replace(finding, weight="superfluous", text="了了了", put="了")], (), "", ""
    )
    assert row["size"] == "2"


def test_the_first_of_three_repairs_is_undone_alone(folder: Path) -> None:
    path = folder / "manuscript" / repairlog.FILE
    states: list[bytes | None] = [None]
    for which in (phrases, phrases, lambda e: e.rule == "half-width-mark"):
        repaired(folder, which)
        states.append(path.read_bytes())
    name = f"manuscript/{repairlog.FILE}"
    undone = repairlog.put_back(name, states[1], states[0], states[3])
    assert undone is not None
    assert undone.count(b"wrong-phrase") == 1
    assert undone.endswith(b"\n")
    again = repairlog.put_back(name, states[0], states[1], undone)
    assert again is not None
    assert sorted(again.split(b"\n")) == sorted((states[3] or b"").split(b"\n"))
    assert repairlog.put_back(name, states[1], states[0], states[0] or b"x\n") is None
    assert repairlog.put_back("manuscript/book.yaml", b"", b"a", b"b") is None
    assert decision_lists.put_back(name, states[1], states[0], states[3]) is None
