"""Faults planted at known places are found where they stand, and nothing else is."""

from pathlib import Path

from casebook import proof
from casebook.intake import specimen
from casebook.proof.findings import fingerprint
from proof_planting import KINDS, plant


def test_every_kind_of_planted_fault_a_rule_claims_is_found_on_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    specimen.write(folder, 40)
    clean = {fingerprint(erratum) for erratum in proof.proofread(folder)}
    planted = plant(folder, 3 * len(KINDS))
    proofed = [e for e in proof.proofread(folder) if fingerprint(e) not in clean]
    there = {(e.place.path, e.place.line, e.rule) for e in proofed}
    missed = [
        fault
        for fault in planted
        if fault.rule and (fault.path, fault.line, fault.rule) not in there
    ]
    assert not missed
    assert len(planted) == 3 * len(KINDS)
    lines = {(fault.path, fault.line) for fault in planted}
    elsewhere = [e for e in proofed if (e.place.path, e.place.line) not in lines]
    of_two_places = ("numbering-gap", "passage-repeated")
    assert [e for e in elsewhere if e.rule not in of_two_places] == []


def test_a_place_leads_to_the_very_characters(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    specimen.write(folder, 10)
    plant(folder, 2 * len(KINDS))
    for item in proof.proofread(folder):
        if getattr(item, "span", None) and item.block and not item.place.path.endswith(".yaml"):
            text = (folder / "manuscript" / item.place.path).read_text("utf-8")
            start, end = item.span
            assert text[start:end].replace("*", "") in (item.text, item.text.replace("*", ""))
            line = text.split("\n")[item.place.line - 1]
            assert line[item.place.column - 1] == item.text[:1]
