"""What the members of a block say of each other: a word that several share tells of what kind it is.

No table knows every kind of unit. Where 云岭灯塔, 沧屏灯塔 and 栖霞灯塔 stand in one column, 灯塔 ends
names of units there; and where most of a column are persons, 义小凤 between them is one, though no
list has her surname.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.induction import NO_PERSON
from casebook.intake.notice.lexicon import names_in, title_words
from casebook.intake.notice.list_doubts import (
    FOREIGN,
    PURE,
    Values,
    is_person,
    may_be_name,
    people_in,
)
from casebook.intake.notice.templates import Template

SHARING = 3
"""Members that share a word: fewer may do so by chance."""
LEAST_STEM, LONGEST_ENDING = 2, 4
"""Characters of what stands before the shared word, and of that word."""
_UNITS = ("organisation", "school")
_RANKED = re.compile(
    "^(?:最[美亲佳]|[金银铜红]牌|示范|达标|合格|优秀|先进|文明|卓越|入[选围]|提名|[十百]佳|[一二三四五]星级?|“|\\d{4})"
)
"""What a name of a prize begins with: 金牌灯塔 is none of the units, though it ends as they do."""
_DOUBTED = re.compile("“([^“”]+)”不像单位名称")
_NO_UNIT = re.compile("人选|名单|作品|项目|奖$|组$|类$|[，。；：！？、《》]")


def is_ranked(name: str) -> bool:
    """Whether a name begins as those of prizes do."""
    return _RANKED.match(name) is not None


def shared_endings(names: Sequence[str]) -> frozenset[str]:
    """Return the words, of two characters and more, with which several of `names` end behind other
    stems, where these are a third of all and none of the names is a prize's or a title's."""
    stems: dict[str, set[str]] = defaultdict(set)
    for name in set(names):
        if is_ranked(name) or _NO_UNIT.search(name) or title_words(name) or len(names_in(name)) > 0:
            continue
        for size in range(2, min(LONGEST_ENDING, len(name) - LEAST_STEM) + 1):
            stems[name[-size:]].add(name[:-size])
    need = max(SHARING, len(set(names)) // 3)
    return frozenset(ending for ending, before in stems.items() if len(before) >= need)


class Fellows:
    """The texts of the units of a list, by which one of them is judged that no table knows."""

    def __init__(self, template: Template, entries: Sequence[Values]) -> None:
        fields = {slot.field for slot in template.slots if slot.kind in _UNITS}
        units = [text for values in entries for name, text in values if name in fields and text]
        self.people = people_in(template, entries)
        self.endings = shared_endings(units)
        persons = sum(is_person(text) for text in units)
        self.persons = len(units) >= SHARING and persons >= PURE * len(units)

    def cleared(self, check: str, values: Values) -> str:
        """Return `check`, the doubt of an entry of `values`; empty where it doubts nothing but a
        name that its fellows know."""
        names = [text for name, text in values if name in self.people]
        if self.people and check.endswith(NO_PERSON) and all(map(may_be_name, names)):
            return ""
        doubted = _DOUBTED.fullmatch(check)
        return "" if doubted and self.know(doubted[1]) else check

    def know(self, name: str) -> bool:
        """Whether `name` is of a kind with its fellows: a unit by its last word, a person."""
        if FOREIGN.search(name) or is_ranked(name) or PRIZE_OR_GRADE.search(name):
            return False
        return name.endswith(tuple(self.endings)) or (self.persons and may_be_name(name))
