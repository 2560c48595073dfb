"""Names of the notice, found in a text where they are one character off."""

from pathlib import Path

import tiny
from casebook import proof
from casebook.proof.findings import Finding

AWARDS = tiny.AWARDS.replace("河北省样例市医院", "河北省样例市中医医院")


def asked(folder: Path, text: str) -> list[tuple[str, str | None]]:
    tiny.write(folder, awards=AWARDS, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    return [
        (e.text, e.put)
        for e in proof.proofread(folder)
        if isinstance(e, Finding) and e.rule == "organisation-misspelt"
    ]


def test_a_name_without_its_province_is_compared_too(tmp_path: Path) -> None:
    assert asked(tmp_path, "与样例市中医院共建。") == [("样例市中医院", "样例市中医医院")]


def test_the_name_without_its_province_is_right(tmp_path: Path) -> None:
    assert asked(tmp_path, "与样例市中医医院共建。") == []
