"""Faults planted at known places are found where they stand, and nothing else is."""

from pathlib import Path

from casebook import proof
from casebook.intake import specimen
from casebook.proof.reports.findings_json import fingerprint
from proof_planting import KINDS, plant


def test_every_kind_of_planted_fault_a_rule_claims_is_found_on_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    specimen.write(folder, 30)
    clean = {fingerprint(erratum) for erratum in proof.proofread(folder)}
    planted = plant(folder, 3 * len(KINDS))
    found = [e for e in proof.proofread(folder) if fingerprint(e) not in clean]
    there = {(e.place.path, e.place.line, e.rule) for e in found}
    missed = [one for one in planted if one.rule and (one.path, one.line, one.rule) not in there]
    assert not missed
    assert len(planted) == 3 * len(KINDS)
    lines = {(one.path, one.line) for one in planted}
    elsewhere = [e for e in found if (e.place.path, e.place.line) not in lines]
    assert [e for e in elsewhere if e.rule != "numbering-gap"] == []


def test_a_place_leads_to_the_very_characters(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    specimen.write(folder, 10)
    plant(folder, 2 * len(KINDS))
    for one in proof.proofread(folder):
        if getattr(one, "span", None) and one.block and not one.place.path.endswith(".yaml"):
            text = (folder / "manuscript" / one.place.path).read_text("utf-8")
            start, end = one.span
            assert text[start:end].replace("*", "") in (one.text, one.text.replace("*", ""))
            line = text.split("\n")[one.place.line - 1]
            assert line[one.place.column - 1] == one.text[:1]
