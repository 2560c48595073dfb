"""Tell how an award is written in its line, and let those written alike speak for each other.

The way of an award is the order of its fields in the line and the marks between them. A name that no
table knows is no doubt where the list shows what the field holds: others of the same way have a name
of a person, or of a body, in that place, and the unknown one may be such a name, too.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from casebook.book import Award, Tier
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE, kind_of_heading
from casebook.intake.notice.lexicon import body_like, is_name, kind_of_label, names_in, title_words
from casebook.intake.notice.list_doubts import may_be_name
from casebook.intake.notice.notice_lines import Sheet

FEW = 2
"""So many awards of one way show what its fields hold, where marks part several."""
MANY = 3
"""So many show the same of a list of nothing but names."""
LONGEST_REST = 10
"""Characters behind the name of a body that name a part of the same, or a post in the same."""
_UNKNOWN = re.compile(r"^“(?P<name>[^”]*)”不像(?P<kind>人名|单位名称)$")
_PLAIN = re.compile(
    r"[\u3400-\u9fffA-Za-z\d·]+(?:[（(][\u3400-\u9fffA-Za-z\d]+[）)][\u3400-\u9fff]*)?"
)
"""A name without spaces and marks."""
_OTHER = "▢"
"""Stands for a name of another award of the line."""
_ENDINGS = "村镇乡寨屯社区矿班组队店厂户院校园所站处局会馆城街路场苑寺库"
"""What names end in that are alike in a list: villages, mines, classes."""


class Way(NamedTuple):
    """How an award is written: its fields in the order of the line, and the marks between them."""

    fields: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def is_marked(self) -> bool:
        """Whether marks part several fields."""
        return len(self.fields) > 1 and all(self.marks)


def ways_of(sheet: Sheet, tiers: Sequence[Tier]) -> dict[str, Way]:
    """Return how each award is written in its lines, by its id, without those whose title is not in
    their lines as printed."""
    rows = {row.number: row for row in sheet.rows}
    beside: dict[tuple[int, int], list[Award]] = defaultdict(list)
    for award in (award for tier in tiers for award in tier.awards):
        if award.lines:
            beside[award.lines].append(award)
    ways = {}
    for lines, awards in beside.items():
        text = "\n".join(rows[at].text for at in range(lines[0], lines[1] + 1) if at in rows)
        for award in awards:
            own = [award.organisation, *(value for _, value in award.fields)]
            others = [a.organisation for a in awards if a.organisation not in own]
            others += [v for a in awards for _, v in a.fields if v not in own and len(awards) > 1]
            if way := _way(award, text, others):
                ways[award.id] = way
    return ways


def _way(award: Award, text: str, others: Sequence[str]) -> Way | None:
    """Return how `award` is written in `text`, where `others` stand beside."""
    for other in sorted(others, key=len, reverse=True):
        text = text.replace(other, _OTHER) if len(other) > 1 else text
    named = [("organisation", award.organisation), ("title", award.title or ""), *award.fields]
    taken: list[tuple[int, int, str]] = []
    for name, value in sorted(named, key=lambda pair: -len(pair[1])):
        if not value:
            continue
        place = _place(text, value, taken)
        if place is not None:
            taken.append((*place, name))
        elif name == "title":
            return None
    taken.sort()
    if not taken:
        return None
    between = [text[a[1] : b[0]] for a, b in pairwise(taken)]
    return Way(tuple(name for *_, name in taken), tuple(map(_mark, between)))


def _place(text: str, value: str, taken: Sequence[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Return where `value` stands in `text` outside of what is `taken`, spaces not counted."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    signs = "".join(text[at] for at in places)
    words = "".join(value.split())
    at = signs.find(words)
    while at >= 0:
        first, behind = places[at], places[at + len(words) - 1] + 1
        if all(behind <= start or end <= first for start, end, _ in taken):
            return first, behind
        at = signs.find(words, at + len(words))
    return None


def _mark(text: str) -> str:
    """Return what parts two fields, spaces of any width as one and figures as one figure."""
    mark = re.sub(rf"[\s、，；;]*{_OTHER}[\s、，；;*＊]*", "", re.sub(r"\d+", "1", text))
    return re.sub(r"\s+", "", mark) or (
        "\n" if "\n" in mark else "\t" if "\t" in mark else mark[:1]
    )


def known_by_fellows(sheet: Sheet, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return `tiers` without the checks of names that only no table knows, where the others of
    their way show what the field holds."""
    ways = ways_of(sheet, tiers)
    groups: dict[Way, list[tuple[Award, str]]] = defaultdict(list)
    for award, tier in ((award, each.id) for each in tiers for award in each.awards):
        if way := ways.get(award.id):
            groups[way].append((award, tier))
    cleared = {
        award.id
        for way, group in groups.items()
        for award, tier in group
        if _UNKNOWN.search(award.check) and _is_vouched(award, tier, way, group)
    }
    return tuple(
        replace(tier, awards=tuple(replace(a, check="" if a.id in cleared else a.check) for a in tier.awards))
        for tier in tiers
    )  # fmt: skip


def _is_vouched(award: Award, tier: str, way: Way, group: Sequence[tuple[Award, str]]) -> bool:
    """Whether those of the same way, and the name itself, speak for an award."""
    match = _UNKNOWN.search(award.check)
    assert match
    others = [(each, of) for each, of in group if each.id != award.id]
    clear = [each for each, _ in others if not each.check]
    beside = [each for each, of in others if of == tier]
    strange = [each for each in beside if each.check and not _UNKNOWN.search(each.check)]
    if strange or len(clear) < (FEW if way.is_marked else MANY):
        return False
    if beside and all(each.check for each in beside) and len(clear) <= len(beside):
        return False
    name = match["name"].strip()
    if match["kind"] == "人名":
        return way.is_marked and _may_be_persons(name)
    return may_be_body(name, [each.organisation for each, _ in others], way.is_marked)


def _may_be_persons(name: str) -> bool:
    """Whether `name` may be one of a person, or several, and is nothing else we know."""
    parts = re.split("[、，,]", name)
    return may_be_name(name) and not any(
        body_like(part) > 0 or kind_of_label(part) or kind_of_heading(part) or title_words(part)
        or region_of(part)
        for part in parts
    )  # fmt: skip


def may_be_body(name: str, others: Sequence[str], marked: bool) -> bool:
    """Whether `name` begins with a place or a body, or ends as others in its field do."""
    if not _PLAIN.fullmatch(name) or PRIZE_OR_GRADE.search(name) or kind_of_label(name):
        return False
    if is_name(name) or names_in(name):
        return False
    for size in range(4, len(name)):
        rest = name[size:]
        if (
            body_like(name[:size]) > 1
            and len(rest) <= LONGEST_REST
            and (marked or not is_name(rest))
        ):
            return True
    if region_of(name) is not None and len(name) > 5:
        return True
    alike = sum(other.endswith(name[-1]) for other in others)
    return name[-1] in _ENDINGS and len(name) > FEW and alike >= FEW
