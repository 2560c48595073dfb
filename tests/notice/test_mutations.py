"""A changed line of a notice crashes nothing, loses nothing, and changes no award far away."""

import random
from functools import cache
from pathlib import Path

import pytest

from notice import mutations

FEW = 3
"""Changes of each kind and group of notices: `make fuzz` tries as many as time allows."""


@cache
def _texts() -> dict[str, str]:
    return dict(mutations.texts())


@pytest.mark.parametrize("kind", sorted(mutations.CHANGES))
def test_changed_line_of_a_collected_notice_loses_nothing(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    for name in chance.sample(sorted(_texts().keys() - {"notice"}), FEW):
        text = _texts()[name]
        at = chance.randrange(text.count("\n") + 1)
        changed = mutations.changed(text, kind, at, chance)
        faults = list(mutations.faults(changed, mutations.read(tmp_path, changed)))
        assert not faults, f"{name}:{at + 1}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(mutations.CHANGES))
def test_changed_entry_of_the_known_notice_reaches_no_far_award(tmp_path: Path, kind: str) -> None:
    text = _texts()["notice"]
    chance = random.Random(kind)
    entries = [at for at, line in enumerate(text.split("\n")) if mutations.NUMBER.match(line)]
    at = chance.choice(entries[10:])
    changed = mutations.changed(text, kind, at, chance)
    after = mutations.read(tmp_path, changed)
    assert not mutations.far(mutations.read(tmp_path, text), after, at + 1), f"line {at + 1}"


def test_rest_of_a_row_that_a_line_end_cut_is_kept_and_only_proposed(tmp_path: Path) -> None:
    text = _texts()["science-prize-table"].replace("林地植被", "林\n地植被")
    read = mutations.read(tmp_path, text)
    assert not list(mutations.faults(text, read))
    awards = [award for tier in read.tiers for award in tier.awards]
    assert [award.check != "" for award in awards if "地植被恢复研究" in str(award.fields)] == [
        True
    ]
