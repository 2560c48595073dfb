"""编校差错率: an estimate for use inside the house, from confirmed errors only.

Weights, caps and the pass mark stand in `data/weights.yaml` with source and date. Characters are
counted by the layout, as the trade does: characters a line × lines a page × pages, blank pages
left out, full or not. Raw findings are never counted; only what a person confirmed is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from casebook.errata import Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import Model
from casebook.proof.decisions import Decision, Verdict
from casebook.proof.printed import Printed

TITLE = Wording(
    "编校差错率估算（内部质检，非法定检查结论）",
    "estimated error rate (for use in the house, no statutory finding)",
)
_FILE = Path(__file__).parent / "data" / "weights.yaml"
_LONG = 5


class Weight(Model):
    """A class of errors: its name, points an error (`long`: of more than five characters), how many of the
    same error count, at most how many points in all, once a page or each, text seen or recalled."""

    name: str
    points: Decimal
    long: Decimal | None = None
    cap: int | None = None
    most: Decimal | None = None
    once: Literal["page", ""] = ""
    seen: Literal["yes", "no"]


class Standard(Model):
    """A standard: name, date, pass mark (points a character), what is sure about it, classes."""

    name: str
    date: str
    note: str
    classes: dict[str, Weight]
    passed: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rate:
    """The count for one case, tier, round or the book: errors, points, characters."""

    label: str
    errors: int
    points: Decimal
    characters: int

    @property
    def per_ten_thousand(self) -> Decimal | None:
        """Points for 10,000 characters, or None where nothing was set."""
        if not self.characters:
            return None
        return (self.points * 10000 / self.characters).quantize(Decimal("0.01"))


def standard() -> Standard:
    """Return the standard that `weights.yaml` chooses."""
    data = yaml_file.read(_FILE).data
    assert isinstance(data, dict)
    standards = data["standards"]
    assert isinstance(standards, dict)
    chosen = standards[str(data["standard"])]
    assert isinstance(chosen, dict)
    facts = dict(chosen)
    facts["passed"] = facts.pop("pass")
    return Standard.model_validate(facts)


def characters(pages: Printed) -> dict[str, int]:
    """Return the layout's characters of each section that has printed pages."""
    across, down = pages.area
    return {
        section.id: across * down * sum(bool(sheet.text.strip()) for sheet in section.pages)
        for section in pages.sections
    }


def count(decisions: Iterable[Decision], by: Standard) -> tuple[int, Decimal]:
    """Return how many confirmed errors count, and their points, with caps and page rules kept."""
    counted: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    points: dict[str, Decimal] = defaultdict(Decimal)
    for decision in decisions:
        weight = by.classes.get(decision.weight)
        if decision.verdict is not Verdict.ACCEPT or weight is None:
            continue
        key = (decision.rule, decision.text, decision.page or decision.fingerprint)
        if weight.once == "page" and key in seen:
            continue
        same = f"{decision.rule}\x1f{decision.text}"
        if weight.cap is not None and counted[same] >= weight.cap:
            continue
        seen.add(key)
        counted[same] += 1
        long = weight.long if len(decision.text) > _LONG else None
        points[decision.weight] += weight.points if long is None else long
    capped = (min(many, by.classes[name].most or many) for name, many in points.items())
    return counted.total(), sum(capped, Decimal(0))


def rates(
    decisions: Sequence[Decision], sizes: dict[str, int], tiers: dict[str, str], by: Standard
) -> tuple[Rate, ...]:
    """Return the rate of the book, of each round, of each tier and of each case with decisions.

    `sizes` are layout characters by section id, `tiers` the tier's name of each case id.
    """
    size_of_book = sum(sizes.values())
    table = [Rate("全书", *count(decisions, by), size_of_book)]
    for name in sorted({decision.round for decision in decisions if decision.round}):
        table.append(
            Rate(name, *count([d for d in decisions if d.round == name], by), size_of_book)
        )
    for name in dict.fromkeys(tiers.values()):
        tier_cases = {case for case, tier in tiers.items() if tier == name}
        size = sum(sizes.get(f"case-{case}", 0) for case in tier_cases)
        table.append(Rate(name, *count([d for d in decisions if d.case in tier_cases], by), size))
    for case in dict.fromkeys(decision.case for decision in decisions if decision.case):
        size = sizes.get(f"case-{case}", 0)
        table.append(Rate(case, *count([d for d in decisions if d.case == case], by), size))
    return tuple(table)
