"""编校差错率: an estimate for use inside the house, from confirmed errors only.

Weights, caps and the pass mark stand in `data/weights.yaml`, for each standard with its source and
date. Characters are counted by the layout, as the annex says: characters a line × lines a page ×
pages; pages that are numbered count in full whether words stand on them or not, the title page by
half, a picture that takes a page by a fifth. Covers are not in the PDF and not counted. Raw findings
are never counted; only what a person confirmed is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from casebook.errata import Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import Field, Model
from casebook.proof.decisions import FRONT, Decision, Verdict

if TYPE_CHECKING:  # counting errors needs no reader of PDF files
    from casebook.proof.printed import Printed, PrintedPage, PrintedSection

TITLE = Wording(
    "编校差错率估算（内部质检，非法定检查结论）",
    "estimated error rate (for use in the house, no statutory finding)",
)
_FILE = Path(__file__).parent / "data" / "weights.yaml"
_CAPTION = 3
"""Lines that may stand beside a picture that takes its page."""


class Weight(Model):
    """A class of errors: its name, points an error (`sizes`: from so many characters too many or
    missing), how many of the same error count, at most how many points in all, once a page or each,
    whether it is an error of words, which counts more in front, text seen or not."""

    name: str
    points: Decimal
    sizes: dict[int, Decimal] = Field(default_factory=dict)
    cap: int | None = None
    most: Decimal | None = None
    once: Literal["page", ""] = ""
    front: Literal["yes", ""] = ""
    seen: Literal["yes", "no"]

    def each(self, decision: Decision, in_front: Decimal) -> Decimal:
        """Return the points of one error; `in_front` are those of words on cover and title page."""
        steps = [points for size, points in sorted(self.sizes.items()) if size <= decision.size]
        points = steps[-1] if steps else self.points
        return max(points, in_front) if self.front and decision.part in FRONT else points


class Standard(Model):
    """A standard: name, date, pass mark (points a character), what is sure about it, points of an
    error of words on cover and title page, shares of a page that count, classes."""

    name: str
    date: str
    note: str
    classes: dict[str, Weight]
    front_points: Decimal = Decimal(0)
    area: dict[Literal["title-page", "full-page-picture"], Decimal] = Field(default_factory=dict)
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


def standards() -> tuple[Standard, ...]:
    """Return the standards of `weights.yaml`, that which it chooses first."""
    data = yaml_file.read(_FILE).data
    assert isinstance(data, dict)
    known = data["standards"]
    assert isinstance(known, dict)
    chosen = str(data["standard"])
    return tuple(_standard(known, name) for name in sorted(known, key=lambda n: n != chosen))


def standard() -> Standard:
    """Return the standard that `weights.yaml` chooses."""
    return standards()[0]


def _standard(known: Mapping[str, object], name: str) -> Standard:
    """Return a standard; one that is like another has its weights, none of them seen."""
    own = known[name]
    assert isinstance(own, dict)
    facts = dict(own)
    if like := facts.pop("like", None):
        model = _standard(known, str(like))
        facts["classes"] = {
            key: {**weight.model_dump(), "seen": "no"} for key, weight in model.classes.items()
        }
        facts["front_points"], facts["area"] = model.front_points, model.area
    facts["passed"] = facts.pop("pass")
    return Standard.model_validate(facts)


def characters(pages: "Printed", by: Standard | None = None) -> dict[str, int]:
    """Return the layout's characters of each section that has pages, counted by a standard."""
    by = by or standard()
    across, down = pages.area
    pictured = {label for label, _ in pages.pictures}
    return {
        section.id: int(
            across * down * sum(_share(section, sheet, pictured, by) for sheet in section.pages)
        )
        for section in pages.sections
    }


def _share(
    section: "PrintedSection", sheet: "PrintedPage", pictured: set[str], by: Standard
) -> Decimal:
    """Return how much of a full page `sheet` counts."""
    if section.id == "title-page":  # its blank back is no numbered page
        return by.area.get("title-page", Decimal(1)) if sheet.text.strip() else Decimal(0)
    if sheet.label in pictured and len(sheet.lines) <= _CAPTION:
        return by.area.get("full-page-picture", Decimal(1))
    return Decimal(1)


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
        points[decision.weight] += weight.each(decision, by.front_points)
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
