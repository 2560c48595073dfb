"""Part an entry from the heading of the next tier that a lost line end left behind it.

某医院《…》二、二等奖 is parted where other headings of the list stand in the dress of its end, the number
of the heading is the next one or no other line names its prize, and entries do not end in prizes.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from casebook.intake.notice.entries import LABELS, label_of
from casebook.intake.notice.heading_words import DRESS, TAIL_COUNT, undressed
from casebook.intake.notice.lexicon import body_like, names_in
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import EVENT, PRIZE, TIER

UNRANKED = re.compile("(?<=.)[：:]?\\s*[（(](?:以[上下])?(?:排名|排序)不分先后[）)]$")
LONGEST = 24
"""Characters of a heading that may stand behind an entry."""
_ENDS_IN_PRIZE = re.compile(rf"[（(【\[/、，,；;：:—》）)]\s*(?:{PRIZE}|[特一二三四]等)[）)】\]]?$")
_STYLES = ("一、", "（一）", "1.", "（1）")


def tier_of(row: Row) -> re.Match[str] | None:
    """Return the parts of a heading that is only a tier's name, count and 空缺."""
    text = UNRANKED.sub("", row.text)
    match = TIER.match(undressed(text)) or TIER.match(text)
    return match if match and not EVENT.search(match["name"]) else None


def ends_in_prize(row: Row) -> bool:
    """Whether a row that is not only a heading ends in a prize: 某医院《…》一等奖."""
    return tier_of(row) is None and _ENDS_IN_PRIZE.search(row.text) is not None


class Fused:
    """The headings of tiers among the rows of a list, by which one behind an entry is known."""

    def __init__(self, rows: Sequence[Row]) -> None:
        heads = [row for row in rows if tier_of(row)]
        self.dresses = {_dress(row.text) for row in heads}
        self.prizes = {match["name"] for row in heads if (match := tier_of(row))}
        self.numbers = {number for row in heads if (number := _number(row.text))}
        self.ending = sum(ends_in_prize(row) for row in rows)
        self.telling = bool(heads) and self.ending <= 1

    def part(self, row: Row) -> tuple[str, str]:
        """Return the entry and the heading of `row`, two empty texts where it is only one of them."""
        text = row.text
        if not self.telling or tier_of(row):
            return "", ""
        for start in range(len(text) - 2, max(1, len(text) - LONGEST), -1):
            entry, heading = text[:start].rstrip(" \u3000"), text[start:].strip(" \u3000")
            own = entry[-1:] == "\t" or "\t" in heading  # a cell of its own
            match = tier_of(replace(row, text=heading)) if len(entry) > 3 and not own else None
            if match and _dress(heading) in self.dresses and self._is_next(entry, heading, match):
                return entry, heading
        return "", ""

    def _is_next(self, entry: str, heading: str, match: re.Match[str]) -> bool:
        number = _number(heading)
        if match["name"] in self.prizes:
            return False
        if number:
            return number not in self.numbers and number - 1 in self.numbers
        return DRESS.match(heading) is not None or (
            _is_whole(entry) and re.fullmatch(PRIZE, match["name"]) is not None
        )


def _is_whole(entry: str) -> bool:
    """Whether a text may be the end of an entry: a closing mark, a body, a person."""
    last = re.split(r"[\t \u3000：:，,]", entry)[-1]
    return entry[-1] in "》）】)]" or body_like(last) > 0 or bool(names_in(last))


def _number(text: str) -> int:
    for style in _STYLES:
        found = label_of(text, LABELS[style])
        if found:
            return found[0]
    return 0


def _dress(text: str) -> tuple[str, str, bool, bool]:
    """Return how a heading is set: the style of its number, its bracket, its count, its colon."""
    style = next((style for style in _STYLES if label_of(text, LABELS[style])), "")
    dress = DRESS.match(text)
    bare = text.rstrip("：:")
    return style, dress[0][0] if dress else "", bool(TAIL_COUNT.search(bare)), bare != text
