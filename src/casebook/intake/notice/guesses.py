"""Lay a record out piece by piece by what its words look like, where no template explains it.

Only a record that is numbered, has a bullet, repeats the layout of its list or stands under the name of
a prize is read so, and what comes of it always bears a `check`. What names neither whom nor what an
award goes to stays unread.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from casebook.intake.notice import notice_errata
from casebook.intake.notice.cuttings import Cutting
from casebook.intake.notice.entries import BULLET
from casebook.intake.notice.induction import alone, lay
from casebook.intake.notice.lexicon import body_like, is_place, names_in, odds
from casebook.intake.notice.line_layout import Layout, entry_like
from casebook.intake.notice.tier_headings import Section
from casebook.intake.notice.tokens import Atoms, take_apart

Values = tuple[tuple[str, str], ...]
POOR = -4.0
"""The score under which the likeliest template of a record alone is no better than its pieces."""
_UNPAIRED = re.compile(
    r"^(?P<before>[^《〈「『]{2,}?)\s*[《〈「『](?P<title>.+?)[》〉」』）)＞>]*$"
)
_ODD_MARKS = re.compile("[～∥＿＋→｜|]|>>")
"""Marks that part the fields of a record and stand in none of them."""
_LISTED = re.compile(
    "奖|獎|名单|名單|入选|先进|优秀|典型|示范|案例|作品|论文|结果|表彰|获|十佳|最美|标兵"
)
_WAYS = ("numbered", "numbered lines", "numbered cells", "cells", "labelled", "groups", "plain")


def stands_as_list(section: Section, cutting: Cutting) -> bool:
    """Whether the rows of `section` are a list by what stands above and by their layout."""
    headed = _LISTED.search(section.name) or any(h.kind == "prize" for h in section.chain)
    bulleted = sum(bool(BULLET.match(row.text)) for row in section.rows) > 1
    laid_out = bool(cutting.number) or bulleted or bool(Layout(section.rows))
    named = sum(bool(names_in(row.text)) or body_like(row.text) > 0 for row in section.rows)
    return bool(headed) or laid_out or named * 2 > len(section.rows)


def best_cutting(ways: Sequence[Cutting]) -> Cutting | None:
    """Return the way of cutting by which the records of an unread list are likeliest right."""
    known = [way for way in ways if way.way in _WAYS and way.runs]
    return min(known, key=lambda way: _WAYS.index(way.way), default=None)


def guess(text: str) -> Values:
    """Return the fields a record may have, all its words among them; empty if it names nothing
    that can be awarded."""
    if not entry_like(text.replace("\n", " ")):
        return ()
    own = None if _unpaired(text) or _ODD_MARKS.search(text) else alone(text)
    if own and own[1] > POOR:
        reading = lay(own[0], text)
        if reading and _names_awardee(reading.values):
            return _whole(reading.values, text)
    values = _of_pieces(text)
    return _whole(values, text) if _names_awardee(values) else ()


def why(rule: str) -> str:
    """Return the `check` of a record that the template of its list refuses for `rule`."""
    return f"与同组写法不合（{notice_errata.REFUSED[rule].zh}），各栏按字面推断"


UNEXPLAINED = "这一组没有找到统一的写法，各栏按字面推断"
"""The `check` of the records of a list that no template explains."""


def _names_awardee(values: Values) -> bool:
    """Whether the fields name a unit, persons, or a title with more than a single word."""
    named = dict(values)
    title = named.get("title", "")
    return bool(named.get("organisation") or named.get("people") or named.get("school")) or (
        len(title) > 3 and (len(values) > 1 or odds("title", title) > 0)
    )


def _whole(values: Values, text: str) -> Values:
    """Return the fields, and the text as printed for a remark if a word of it is in none of them."""
    held = Counter("".join(name + value for name, value in values))
    words = Counter(char for char in text if char.isalnum())
    if not words - held:
        return values
    kept = tuple((name, value) for name, value in values if name != "remarks")
    return (*kept, ("remarks", text.replace("\t", "　").replace("\n", "　")))


def _of_pieces(text: str) -> Values:
    loose = _unpaired(text)
    if loose:
        return (*_of_pieces(loose["before"]), ("title", loose["title"]))
    record = take_apart(text, False, tuple(dict.fromkeys(_ODD_MARKS.findall(text))))
    texts: dict[str, list[str]] = {}
    rest: list[str] = []
    for at, atom in enumerate(record.atoms):
        piece = record.inner(at)
        if atom.label and body_like(atom.label) > 1 and "organisation" not in texts:
            texts["organisation"] = [atom.label]
            atom = replace(atom, label="")
        kind = atom.label or _kind(record, at, piece)
        if kind and (kind not in texts or kind == "people" or atom.label):
            texts.setdefault(kind, []).append(piece)
        else:
            rest.append(piece)
    if "title" not in texts and rest:
        longest = max(rest, key=len)
        if len(longest) > 3 and odds("title", longest) > -2:
            rest.remove(longest)
            texts["title"] = [longest]
    values = [(kind, "、".join(pieces)) for kind, pieces in texts.items()]
    return (*values, *([("remarks", "　".join(rest))] if rest else []))


def _unpaired(text: str) -> re.Match[str] | None:
    """Return unit and title where the marks of a title are not 《 and 》: 〈…〉, 《…）."""
    match = _UNPAIRED.match(text)
    return None if match is None or f"《{match['title']}》" in text else match


def _kind(record: Atoms, at: int, piece: str) -> str:
    """Return what a piece surely is, empty where it may be the title or a remark."""
    if record.atoms[at].kind == "title":
        return "title"
    if names_in(piece):
        return "people"
    if is_place(piece):
        return "region"
    if odds("prize", piece) > 0:
        return "prize"
    return "organisation" if body_like(piece) > 0 and odds("organisation", piece) > -1 else ""
