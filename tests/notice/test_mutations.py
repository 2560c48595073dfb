"""A changed line of a notice crashes nothing, loses nothing, and changes no award far away."""

import random
from functools import cache
from pathlib import Path

import pytest

from notice import mutations

FEW = 3
"""Changes of each kind and group of notices: `make fuzz` tries as many as time allows."""
LOST: frozenset[str] = frozenset({"science-prize-table"})
"""Notices of which a split row is known to lose words; `make fuzz` prints them."""


@cache
def _texts() -> dict[str, str]:
    return dict(mutations.texts())


@pytest.mark.parametrize("kind", sorted(mutations.CHANGES))
def test_changed_line_of_a_collected_notice_loses_nothing(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    for name in chance.sample(sorted(_texts().keys() - LOST - {"notice"}), FEW):
        text = _texts()[name]
        at = chance.randrange(text.count("\n") + 1)
        changed = mutations.changed(text, kind, at, chance)
        faults = list(mutations.faults(changed, mutations.read(tmp_path, changed)))
        assert not faults, f"{name}:{at + 1}"


@pytest.mark.parametrize("kind", sorted(mutations.CHANGES))
def test_changed_entry_of_the_known_notice_reaches_no_far_award(tmp_path: Path, kind: str) -> None:
    text = _texts()["notice"]
    chance = random.Random(kind)
    entries = [at for at, line in enumerate(text.split("\n")) if mutations.NUMBER.match(line)]
    at = chance.choice(entries[10:])
    changed = mutations.changed(text, kind, at, chance)
    after = mutations.read(tmp_path, changed)
    assert not mutations.far(mutations.read(tmp_path, text), after, at + 1), f"line {at + 1}"
